//! The closed lists of words that fields take: one code as stored, a French and an English word, synonyms.

/// Makes an enumeration of codes: each with its code, its French and its English words, said here and nowhere else.
///
/// It reads and writes itself as the code (`serde`): an unknown one in a file is refused when the file is read.
macro_rules! codes {
    (
        $(#[$doc:meta])* $name:ident {
            $( $(#[$mdoc:meta])* $member:ident = $code:literal, $fr:literal, $en:literal );* $(;)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$mdoc])* #[doc = $en] $member ),*
        }

        impl $name {
            /// Every member, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$member),*];
            /// The codes, in the same order.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// Returns the code, as in JSON and in files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$member => $code),* }
            }

            /// Returns the member of a code, exactly.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$member),)* _ => None }
            }

            /// Returns the words in a language.
            #[must_use]
            pub const fn words(self, lang: $crate::base::Lang) -> &'static str {
                match lang {
                    $crate::base::Lang::Fr => match self { $(Self::$member => $fr),* },
                    $crate::base::Lang::En => match self { $(Self::$member => $en),* },
                }
            }
        }

        const _: () = { $( assert!($crate::base::word::said($code, $fr, $en), $code); )* };

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        $crate::base::view::as_text!($name, Self::CODES);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::from_code(&code).ok_or_else(|| serde::de::Error::unknown_variant(&code, Self::CODES))
            }
        }
    };
}
pub(crate) use codes;

/// Words that are the same in French and in English.
const COGNATES: &[&str] = &[
    "F",
    "base",
    "cadre",
    "cadres",
    "date",
    "expert",
    "invitation",
    "minimum",
    "quorum",
    "quotient",
    "vote",
];

/// Codes of two parts that are English words all the same.
const HYPHENATED: &[&str] = &["by-election", "pre-member"];

/// Tells whether a code has its words, which the compiler asks of each: neither empty nor the code itself, and the
/// French is not the English.
#[must_use]
pub const fn said(code: &str, fr: &str, en: &str) -> bool {
    let compound = holds(code, b'-') || holds(code, b'_') || holds(code, b':');
    if fr.is_empty() || en.is_empty() || holds(fr, b'_') || holds(en, b'_') {
        return false;
    }
    if compound && !listed(HYPHENATED, code) && (same(code, fr) || same(code, en)) {
        return false;
    }
    !same(fr, en) || listed(COGNATES, fr)
}

const fn listed(list: &[&str], word: &str) -> bool {
    let mut rest = list;
    while let [first, others @ ..] = rest {
        if same(first, word) {
            return true;
        }
        rest = others;
    }
    false
}

const fn holds(text: &str, wanted: u8) -> bool {
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        if *first == wanted {
            return true;
        }
        rest = others;
    }
    false
}

const fn same(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let ([x, more_a @ ..], [y, more_b @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (more_a, more_b);
    }
    a.is_empty() && b.is_empty()
}

/// Reads the members of an enumeration of codes as people write them: synonyms stand beside each.
macro_rules! synonyms {
    ($name:ident { $( $member:ident [$($syn:literal),* $(,)?] );* $(;)? }) => {
        impl $name {
            /// Reads a word: the code, either language or a synonym, without case and accents.
            #[must_use]
            pub fn read(text: &str) -> Option<Self> {
                // Words are short; do not fold a megabyte to find that it is none.
                if text.len() > 200 {
                    return None;
                }
                let text = $crate::base::text::fold(text);
                let is = |word: &str| $crate::base::text::fold(word) == text;
                $( if [$($syn),*].into_iter().any(is) { return Some(Self::$member); } )*
                let said = |one: &Self| {
                    let (fr, en) = ($crate::base::Lang::Fr, $crate::base::Lang::En);
                    [one.code(), one.words(fr), one.words(en)].into_iter().any(is)
                };
                Self::ALL.iter().copied().find(said)
            }
        }
    };
}
pub(crate) use synonyms;

/// Makes an enumeration of codes whose members also have a small number for summaries and synonyms that people write.
macro_rules! words {
    (
        $(#[$doc:meta])* $name:ident {
            $( $(#[$mdoc:meta])* $member:ident = $bits:literal, $code:literal, $fr:literal, $en:literal, [$($syn:literal),*] );* $(;)?
        }
    ) => {
        codes! {
            $(#[$doc])*
            $name { $( $(#[$mdoc])* $member = $code, $fr, $en );* }
        }

        impl $name {
            /// Returns the small number used in summaries; never 0.
            #[must_use]
            pub const fn bits(self) -> u8 {
                match self { $(Self::$member => $bits),* }
            }

            /// Returns the member of a small number.
            #[must_use]
            pub const fn from_bits(bits: u8) -> Option<Self> {
                match bits { $($bits => Some(Self::$member),)* _ => None }
            }
        }

        synonyms! { $name { $( $member [$($syn),*] );* } }

        $crate::base::shape::coded!($name);
    };
}

words! {
    /// The sex as the law counts it on the lists of candidates (*femme*, *homme*); no value when not stated.
    Gender {
        /// A woman.
        Woman = 1, "F", "F", "F", ["femme", "féminin", "female", "woman", "mme", "madame", "mlle", "mademoiselle", "mrs", "ms", "miss", "w", "2"];
        /// A man.
        Man = 2, "H", "H", "M", ["homme", "masculin", "male", "man", "monsieur", "mr", "m", "1"];
    }
}

codes! {
    /// What a holder of the vault does in the section (*rôle*).
    HolderRole {
        Organizer = "organizer", "organisateur·rice", "organizer";
        Treasurer = "treasurer", "trésorier·ère", "treasurer";
        Reader = "reader", "lecteur·rice", "reader";
    }
}

codes! {
    /// What kind of key a holder of the vault has.
    HolderClass {
        Device = "device", "appareil", "device";
        Recovery = "recovery", "clé de secours", "recovery key";
        /// A recipient without a card: reads, and never signs.
        Bare = "bare", "clé publique seule", "bare public key";
    }
}

words! {
    /// French or English: of what is shown, of a letter, of a person who is written to.
    Lang {
        /// French.
        Fr = 1, "fr", "français", "French", ["francais", "fra", "fre", "fr-fr"];
        /// English.
        En = 2, "en", "anglais", "English", ["eng", "en-gb", "en-us"];
    }
}

words! {
    /// The professional category (*catégorie professionnelle*), from which the electoral college follows.
    Category {
        /// *Ouvriers et employés*.
        Employee = 1, "employee", "ouvrier/employé", "worker/employee",
            ["ouvrier", "ouvrière", "employé", "employée", "employé·e", "ouvrier·ère", "ouvriers/employés", "ouvrier / employé", "ouvrier et employé", "ouvriers et employés", "ouvriers", "employés", "employé administratif", "employée administrative", "o/e", "oe", "worker"];
        /// *Techniciens et agents de maîtrise*.
        Technician = 2, "technician", "technicien/agent de maîtrise", "technician/supervisor",
            ["technicien", "technicienne", "technicien·ne", "agent de maîtrise", "maîtrise", "am", "tam", "technicien / agent de maîtrise", "technicien et agent de maîtrise", "techniciens et agents de maîtrise", "techniciens/agents de maîtrise", "techniciens", "agents de maîtrise", "maîtrises", "supervisor"];
        /// *Ingénieurs et cadres*.
        Cadre = 3, "cadre", "cadre", "cadre",
            ["cadres", "ingénieur", "ingénieure", "ingénieur·e", "ingénieur/cadre", "ingénieurs/cadres", "ingénieur et cadre", "ingénieurs et cadres", "ic", "executive", "engineer", "manager"];
    }
}

words! {
    /// The kind of contract.
    Contract {
        /// *Contrat à durée indéterminée*.
        Permanent = 1, "cdi", "CDI", "permanent", ["contrat à durée indéterminée", "durée indéterminée", "open-ended"];
        /// *Contrat à durée déterminée*.
        FixedTerm = 2, "cdd", "CDD", "fixed term", ["contrat à durée déterminée", "durée déterminée", "temporary contract"];
        /// *Contrat d'apprentissage* or *de professionnalisation*: *alternance*, as lists say it.
        Apprentice = 3, "apprentice", "alternance", "apprentice", ["apprentissage", "apprenti", "apprentie", "apprenti·e", "contrat d'apprentissage", "apprenticeship", "alternant", "alternante", "alternant·e", "contrat de professionnalisation", "contrat pro", "professionnalisation"];
        /// *Travail temporaire*.
        Temp = 4, "temp", "intérim", "agency worker", ["intérimaire", "travail temporaire", "ctt", "temporary", "temporary agency worker"];
        /// *Mis à disposition* by another company.
        Seconded = 5, "seconded", "mis à disposition", "seconded", ["mise à disposition", "mis·e à disposition", "mad", "détaché", "détachée", "détaché·e"];
    }
}

words! {
    /// What is said of a person without any span of membership.
    Stage {
        /// A contact.
        Prospect = 1, "prospect", "contact", "prospect", ["sympathisant", "sympathisante", "sympathisant·e", "à contacter"];
        /// Has signed a pre-membership card (*carte de pré-adhésion*).
        PreMember = 2, "pre-member", "pré-adhérent·e", "pre-member", ["pré-adhérent", "pré-adhérente", "préadhérent", "préadhérente", "pré-adhésion", "preadhesion"];
    }
}

words! {
    /// Where a person stands on a date; derived, never stored.
    Standing {
        /// No membership yet.
        Prospect = 1, "prospect", "contact", "prospect", ["prospects", "contacts", "sympathisant", "sympathisant·e"];
        /// A card signed, or a membership that begins later.
        PreMember = 2, "pre-member", "pré-adhérent·e", "pre-member", ["pré-adhérent", "pré-adhérente", "pré-adhérents", "préadhérent", "pre-members", "pre"];
        /// A member on that date.
        Member = 3, "member", "adhérent·e", "member", ["adhérent", "adhérente", "adhérents", "members", "membre", "membres"];
        /// A membership that has ended.
        Former = 4, "former", "ancien·ne adhérent·e", "former member", ["ancien", "ancienne", "ancien·ne", "anciens", "ancien adhérent", "ancienne adhérente", "ex-adhérent", "ex-adhérent·e"];
    }
}

words! {
    /// Why a span of membership began or ended.
    Reason {
        /// Joined (*adhésion*).
        Joined = 1, "joined", "adhésion", "joined", ["adhère", "join"];
        /// Came from, or went to, another section (*transfert*).
        Transferred = 2, "transferred", "transfert", "transferred", ["transféré", "transférée", "mutation", "transfer"];
        /// Left (*démission de l'adhésion*).
        Left = 3, "left", "départ", "left", ["démission", "radiation", "résiliation", "quitte", "leave"];
        /// Died (*décès*).
        Died = 4, "died", "décès", "died", ["décédé", "décédée", "death"];
        /// Excluded (*exclusion*).
        Excluded = 5, "excluded", "exclusion", "excluded", ["exclu", "exclue", "expelled"];
        /// Lapsed for arrears, by the rule of the statutes (*radiation pour impayés*).
        Lapsed = 6, "lapsed", "radiation pour impayés", "lapsed for arrears", ["radié", "radiée", "radié·e", "impayés", "lapse"];
    }
}

words! {
    /// A role in the union or an elected mandate.
    RoleKind {
        /// *Représentant de la section syndicale*.
        SectionRepresentative = 1, "rss", "RSS", "section representative", ["représentant de section syndicale", "représentante de section syndicale", "représentant de la section syndicale"];
        /// *Délégué syndical*.
        Delegate = 2, "ds", "DS", "union delegate", ["délégué syndical", "déléguée syndicale"];
        /// *Délégué syndical central*.
        CentralDelegate = 3, "dsc", "DSC", "central union delegate", ["délégué syndical central", "déléguée syndicale centrale"];
        /// *Représentant syndical au CSE*.
        CseUnionRepresentative = 4, "rs-cse", "RS au CSE", "union representative to the CSE", ["rs", "représentant syndical au cse", "représentante syndicale au cse"];
        /// Full member of the CSE (*titulaire*).
        CseFull = 5, "cse", "CSE titulaire", "CSE full member", ["titulaire cse", "titulaire au cse", "élu titulaire", "élue titulaire", "cse-full", "titulaire"];
        /// Substitute member of the CSE (*suppléant*).
        CseSubstitute = 6, "cse-substitute", "CSE suppléant·e", "CSE substitute", ["cse suppléant", "cse suppléante", "suppléant cse", "suppléante cse", "suppléant au cse", "élu suppléant", "élue suppléante", "suppléant", "suppléante"];
        /// *Représentant de proximité*.
        Proximity = 7, "proximity", "représentant·e de proximité", "local representative", ["représentant de proximité", "représentante de proximité", "rp"];
        /// Treasurer (*trésorier*).
        Treasurer = 8, "treasurer", "trésorier·ère", "treasurer", ["trésorier", "trésorière"];
        /// Secretary (*secrétaire de section*).
        Secretary = 9, "secretary", "secrétaire", "secretary", ["secrétaire de section", "secrétaire de la section"];
        /// Organizer who uses this program (*animateur de la section*).
        Organizer = 10, "organizer", "animateur·rice", "organizer", ["animateur", "animatrice", "organiser"];
    }
}

impl Reason {
    /// Tells whether a span may begin for this reason.
    #[must_use]
    pub const fn begins(self) -> bool {
        matches!(self, Self::Joined | Self::Transferred)
    }

    /// Tells whether a span may end for this reason.
    #[must_use]
    pub const fn ends(self) -> bool {
        !matches!(self, Self::Joined)
    }
}

codes! {
    /// An answer that is of no list: whether it is so, or that nobody knows.
    Known {
        Yes = "yes", "oui", "yes";
        No = "no", "non", "no";
        Unknown = "unknown", "inconnu", "unknown";
    }
}

/// Returns the French word for a code of any of the lists; a figure is none, and stays as it is.
#[must_use]
pub fn in_french(code: &str) -> &str {
    let found = [
        Gender::from_code(code).map(|w| w.words(Lang::Fr)),
        Lang::from_code(code).map(|w| w.words(Lang::Fr)),
        Category::from_code(code).map(|w| w.words(Lang::Fr)),
        Contract::from_code(code).map(|w| w.words(Lang::Fr)),
        Stage::from_code(code).map(|w| w.words(Lang::Fr)),
        Standing::from_code(code).map(|w| w.words(Lang::Fr)),
        Reason::from_code(code).map(|w| w.words(Lang::Fr)),
        RoleKind::from_code(code).map(|w| w.words(Lang::Fr)),
        Known::from_code(code).map(|w| w.words(crate::base::Lang::Fr)),
    ];
    found.into_iter().flatten().next().unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::text::fold;

    /// Walks every word of every list: a list that can be walked can be checked.
    macro_rules! check_list {
        ($name:ident) => {
            assert_eq!($name::ALL.len(), $name::CODES.len());
            let mut seen = BTreeMap::new();
            for member in $name::ALL {
                assert_eq!($name::from_bits(member.bits()), Some(*member));
                assert_eq!($name::from_code(member.code()), Some(*member));
                assert_ne!(member.bits(), 0);
                for word in [member.code(), member.words(Lang::Fr), member.words(Lang::En)] {
                    assert_eq!($name::read(word), Some(*member), "{word}");
                    assert_eq!($name::read(&format!(" {} ", word.to_uppercase())), Some(*member), "{word}");
                    let other = seen.insert(fold(word), *member);
                    assert!(other.is_none_or(|o| o == *member), "{word} names two");
                }
            }
            assert_eq!($name::read(""), None);
            assert_eq!($name::read("zphqx"), None);
            assert_eq!($name::read(&"x".repeat(1_000_000)), None);
            assert_eq!($name::from_bits(0), None);
            assert_eq!($name::from_bits(255), None);
            assert_eq!($name::from_code("zphqx"), None);
        };
    }

    #[test]
    fn every_list_reads_what_it_shows() {
        check_list!(Gender);
        check_list!(Lang);
        check_list!(Category);
        check_list!(Contract);
        check_list!(Stage);
        check_list!(Standing);
        check_list!(Reason);
        check_list!(RoleKind);
    }

    #[test]
    fn words_of_personnel_files_are_understood() {
        for (text, gender) in [
            ("Mme", Gender::Woman),
            ("M.", Gender::Man),
            ("Monsieur", Gender::Man),
            ("féminin", Gender::Woman),
            ("h", Gender::Man),
        ] {
            assert_eq!(Gender::read(text), Some(gender), "{text}");
        }
        assert_eq!(Category::read("Ouvriers/Employés"), Some(Category::Employee));
        assert_eq!(Category::read("Agent de maitrise"), Some(Category::Technician));
        assert_eq!(Category::read("ingénieurs et cadres"), Some(Category::Cadre));
        // ETAM covers two categories, hence two colleges: never guessed.
        assert_eq!(Category::read("ETAM"), None);
        assert_eq!(Contract::read("Intérimaire"), Some(Contract::Temp));
        assert_eq!(RoleKind::read("Délégué syndical"), Some(RoleKind::Delegate));
        assert_eq!(RoleKind::read("élue suppléante"), Some(RoleKind::CseSubstitute));
        assert_eq!(Standing::read("anciens"), Some(Standing::Former));
        assert_eq!(Lang::read("Anglais"), Some(Lang::En));
    }

    #[test]
    fn a_code_without_words_of_its_own_is_refused() {
        for (code, fr, en) in [
            ("too-young", "", "too young"),
            ("too-young", "too-young", "too young"),
            ("too-young", "trop jeune", "too-young"),
            ("delegates", "delegates", "delegates"),
            ("row_from", "row_from", "row from"),
            ("namesake", "somebody of the same name", "somebody of the same name"),
        ] {
            assert!(!said(code, fr, en), "{code}: {fr}, {en}");
        }
        assert!(said("too-young", "trop jeune", "too young") && said("base", "base", "base"));
    }

    #[test]
    fn what_may_be_typed_is_named_in_french() {
        for (code, french) in
            [("yes", "oui"), ("unknown", "inconnu"), ("pre-member", "pré-adhérent·e"), ("fr", "français")]
        {
            assert_eq!(in_french(code), french);
        }
        assert_eq!(in_french("3"), "3");
    }

    #[test]
    fn reasons_know_their_end() {
        assert!(Reason::Joined.begins() && !Reason::Joined.ends());
        assert!(Reason::Transferred.begins() && Reason::Transferred.ends());
        assert!(!Reason::Died.begins() && Reason::Died.ends());
    }
}
