//! What is said of a person, by name: the same names in commands, filters, lists and the headers of files.
//!
//! The names stand in `names.toml`, with the synonyms that organizers' files use.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::base::{Lang, text::fold};

macro_rules! attrs {
    ($( $(#[$doc:meta])* $member:ident $code:literal $(= $number:literal $check:ident)? ),* $(,)?) => {
        /// One thing said of a person.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Attr { $( $(#[$doc])* $member ),* }

        impl Attr {
            /// All of them, in the order in which a person is shown.
            pub const ALL: &'static [Self] = &[$(Self::$member),*];

            /// Returns the code, as in JSON.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$member => $code),* }
            }

            /// Returns the field of a person that holds it and what may stand there; nothing where that is more than
            /// one value of one field.
            #[must_use]
            pub const fn kept(self) -> Option<(u16, Check)> {
                let kept: &[(u16, Check)] = match self { $(Self::$member => &[$(($number, Check::$check))?]),* };
                match kept {
                    [one] => Some(*one),
                    _ => None,
                }
            }
        }
    };
}

/// What may stand in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// A text on one line.
    Line,
    /// A word of a closed list.
    Gender,
    /// A word of a closed list.
    Language,
    /// A word of a closed list.
    Category,
    /// A word of a closed list.
    Contract,
    /// A date of birth.
    Birth,
    /// A day.
    Day,
    /// Yes or no.
    Notices,
    /// A telephone number.
    Phone,
    /// A fraction of a whole.
    Share,
}

attrs! {
    /// The identifier of the record.
    Id "id",
    /// Family name.
    Family "family" = 1 Line,
    /// Given name.
    Given "given" = 2 Line,
    /// The name that the person goes by.
    Preferred "preferred" = 3 Line,
    /// Family name of birth, where that of use is another.
    BirthName "birth-name" = 6 Line,
    /// Given and family name in one.
    Name "name",
    /// Family and given name in one; only read, from files.
    NameFamilyFirst "name-family-first",
    /// Sex for the lists of candidates.
    Gender "gender" = 4 Gender,
    /// Date of birth.
    Birth "birth" = 5 Birth,
    /// The mail address for notices.
    Email "email",
    /// All mail addresses.
    Emails "emails",
    /// Which of the addresses takes notices; only written.
    NoticeEmail "notice-email",
    /// Whether the person takes notices.
    Notices "notices" = 12 Notices,
    /// Telephone number.
    Phone "phone" = 13 Phone,
    /// Street and number.
    Street "street" = 14 Line,
    /// Postcode.
    Postcode "postcode" = 15 Line,
    /// Town.
    Town "town" = 16 Line,
    /// Country.
    Country "country" = 17 Line,
    /// Language of letters.
    Language "language" = 20 Language,
    /// Site.
    Site "site" = 21 Line,
    /// Service.
    Service "service" = 22 Line,
    /// Job title.
    Job "job" = 23 Line,
    /// Professional category.
    Category "category" = 24 Category,
    /// Electoral college; derived.
    College "college",
    /// Contract.
    Contract "contract" = 25 Contract,
    /// Share of working time.
    Share "share" = 26 Share,
    /// Date of hire.
    Hired "hired" = 27 Day,
    /// Last day of the contract.
    ContractEnd "contract-end" = 28 Day,
    /// From when time in the company counts, where that is before the hire.
    Seniority "seniority" = 29 Day,
    /// Where the person stands on a day; derived from the spans.
    Standing "standing",
    /// First day of the membership.
    Joined "joined",
    /// Last day of the membership.
    Left "left",
    /// Why the membership ended.
    LeftReason "left-reason",
    /// Union roles.
    Roles "roles",
    /// Tags.
    Tags "tags",
    /// Where the consent came from.
    ConsentSource "consent-source",
    /// When the consent was given.
    ConsentDate "consent-date",
    /// Which text was agreed to.
    ConsentVersion "consent-version",
}

/// An attribute or a free field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// One of the known attributes.
    Attr(Attr),
    /// A free field by its name.
    Free(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Vec<Names>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    code: String,
    fr: String,
    en: String,
    also: Vec<String>,
}

struct Table {
    labels: BTreeMap<Attr, (String, String)>,
    by_name: BTreeMap<String, Attr>,
}

/// Read once; a fault in the embedded file is found by the tests, and leaves the codes as names.
static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { labels: BTreeMap::new(), by_name: BTreeMap::new() };
    let Ok(file) = toml::from_str::<File>(include_str!("names.toml")) else { return table };
    for names in file.name {
        let Some(attr) = Attr::ALL.iter().find(|a| a.code() == names.code) else { continue };
        for name in names.also.iter().chain([&names.code, &names.fr, &names.en]) {
            table.by_name.insert(header_key(name), *attr);
        }
        table.labels.insert(*attr, (names.fr, names.en));
    }
    table
});

/// Folds a header: also without what spreadsheets add (`*`, `:`, a unit in brackets stays).
fn header_key(text: &str) -> String {
    let text: String = text.chars().map(|c| if matches!(c, '*' | ':') { ' ' } else { c }).collect();
    fold(text.trim())
}

impl Attr {
    /// The fields of a person as they are shown, the derived ones left out that say the same again.
    pub fn shown() -> impl Iterator<Item = Self> {
        let twice = [Self::Name, Self::NameFamilyFirst, Self::Email, Self::NoticeEmail];
        Self::ALL.iter().copied().filter(move |attr| !twice.contains(attr))
    }

    /// Returns the name as shown, in French or in English.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match TABLE.labels.get(&self) {
            Some((fr, _)) if lang == Lang::Fr => fr,
            Some((_, en)) => en,
            None => self.code(),
        }
    }

    /// Reads a name: the code, either language or a synonym, without case and accents.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        if name.len() > 200 {
            return None;
        }
        TABLE.by_name.get(&header_key(name)).copied()
    }

    /// Tells whether the attribute holds several values.
    #[must_use]
    pub const fn is_several(self) -> bool {
        matches!(self, Self::Email | Self::Emails | Self::Tags | Self::Roles)
    }

    /// Tells whether the attribute is a date.
    #[must_use]
    pub const fn is_date(self) -> bool {
        matches!(
            self,
            Self::Birth
                | Self::Hired
                | Self::ContractEnd
                | Self::Seniority
                | Self::Joined
                | Self::Left
                | Self::ConsentDate
        )
    }

    /// Tells whether a summary carries it; the others need the record.
    #[must_use]
    pub const fn in_summary(self) -> bool {
        matches!(
            self,
            Self::Id
                | Self::Family
                | Self::Given
                | Self::Preferred
                | Self::Name
                | Self::Gender
                | Self::Email
                | Self::Notices
                | Self::Language
                | Self::Site
                | Self::Service
                | Self::Category
                | Self::College
                | Self::Contract
                | Self::Hired
                | Self::Standing
                | Self::Joined
                | Self::Left
                | Self::LeftReason
                | Self::Roles
                | Self::Tags
        )
    }

    /// Tells whether it can be a column of a list.
    #[must_use]
    pub const fn is_column(self) -> bool {
        !matches!(self, Self::NameFamilyFirst | Self::NoticeEmail)
    }

    /// Tells whether a command or a file can write it.
    #[must_use]
    pub const fn is_written(self) -> bool {
        !matches!(self, Self::Id | Self::College)
    }
}

impl Key {
    /// Reads the name of an attribute, or `libre:…` (`free:…`) for a free field.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        if name.len() > 400 {
            return None;
        }
        let name = name.trim();
        if let Some((head, tail)) = name.split_once(':')
            && matches!(fold(head).as_str(), "libre" | "free" | "champ libre")
        {
            return crate::roster::check::name(tail).ok().map(Self::Free);
        }
        Attr::read(name).map(Self::Attr)
    }

    /// Returns the code, as in JSON.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Attr(attr) => attr.code().to_owned(),
            Self::Free(name) => format!("free:{name}"),
        }
    }

    /// Returns the name as shown; reading it gives the same key.
    #[must_use]
    pub fn label(&self, lang: Lang) -> String {
        match self {
            Self::Attr(attr) => attr.label(lang).to_owned(),
            Self::Free(name) if lang == Lang::Fr => format!("libre:{name}"),
            Self::Free(name) => format!("free:{name}"),
        }
    }
}

impl From<Attr> for Key {
    fn from(attr: Attr) -> Self {
        Self::Attr(attr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_names_each_attribute_once_and_no_other() {
        let file: File = toml::from_str(include_str!("names.toml")).unwrap();
        let codes: Vec<&str> = file.name.iter().map(|n| n.code.as_str()).collect();
        for attr in Attr::ALL {
            assert_eq!(codes.iter().filter(|c| **c == attr.code()).count(), 1, "{}", attr.code());
        }
        assert_eq!(codes.len(), Attr::ALL.len());
    }

    #[test]
    fn no_name_means_two_things() {
        let file: File = toml::from_str(include_str!("names.toml")).unwrap();
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for names in &file.name {
            for name in names.also.iter().chain([&names.code, &names.fr, &names.en]) {
                if let Some(other) = seen.insert(header_key(name), &names.code) {
                    assert_eq!(other, names.code, "{name}");
                }
            }
        }
    }

    #[test]
    fn headers_of_organizers_files_are_known() {
        for (header, attr) in [
            ("Nom", Attr::Family),
            ("NOM", Attr::Family),
            ("Prénom", Attr::Given),
            ("Prenom *", Attr::Given),
            ("Pre\u{301}nom", Attr::Given),
            ("Courriel", Attr::Email),
            ("E-mail", Attr::Email),
            ("Adresse mail :", Attr::Email),
            ("Date d'entrée", Attr::Hired),
            ("Date d’entrée", Attr::Hired),
            ("Date d'adhésion", Attr::Joined),
            ("Catégorie", Attr::Category),
            ("Civilité", Attr::Gender),
            ("Tél.", Attr::Phone),
            ("Établissement", Attr::Site),
            ("Nom et prénom", Attr::NameFamilyFirst),
            ("Last Name", Attr::Family),
            ("first_name", Attr::Given),
            ("ZIP", Attr::Postcode),
            ("Nom de naissance", Attr::BirthName),
            ("Nom de jeune fille", Attr::BirthName),
            ("Nom d’usage", Attr::Family),
            ("NOM USUEL", Attr::Family),
        ] {
            assert_eq!(Attr::read(header), Some(attr), "{header}");
        }
        // "Statut" is a category in one file and a membership in the next: the user must say.
        for unknown in ["Statut", "zphqx", "", "Nom du chien"] {
            assert_eq!(Attr::read(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn every_field_has_a_name() {
        use crate::base::Kept as _;
        // Those of which a name says a part, or several names say one thing.
        let others = [10, 11, 30, 31, 32, 33, 34, 35, 40, 41, 42];
        let rows = crate::roster::Person::rows();
        for row in &rows {
            let named = Attr::ALL.iter().filter(|a| a.kept().is_some_and(|(n, _)| n == row.number)).count();
            assert_eq!(named, usize::from(!others.contains(&row.number)), "field {}", row.number);
        }
        let there = |n: u16| rows.iter().any(|row| row.number == n);
        assert!(Attr::ALL.iter().filter_map(|a| a.kept()).all(|(n, _)| there(n)));
    }

    #[test]
    fn shown_names_read_back() {
        for attr in Attr::ALL {
            for name in [attr.code(), attr.label(Lang::Fr), attr.label(Lang::En)] {
                assert_eq!(Attr::read(name), Some(*attr), "{name}");
                assert_eq!(Key::read(name), Some(Key::Attr(*attr)), "{name}");
            }
        }
        for key in [Key::read("libre:Taille"), Key::read("Free: Taille "), Key::read("champ libre:Taille")] {
            assert_eq!(key, Some(Key::Free("Taille".into())));
        }
        let key = Key::Free("Taille".into());
        assert_eq!(Key::read(&key.label(Lang::Fr)), Some(key.clone()));
        assert_eq!(Key::read(&key.label(Lang::En)), Some(key.clone()));
        assert_eq!(Key::read(&key.code()), Some(key));
        assert_eq!(Key::read("libre:"), None);
        assert_eq!(Key::read("libre:\u{202e}x"), None);
        assert_eq!(Key::read(&"x".repeat(1_000_000)), None);
    }
}
