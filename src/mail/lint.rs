//! Words in a subject or a sender that would tell a lock screen, or a colleague, that somebody is a member.
//!
//! A finding is a warning: the sender may know better. The lists are short on purpose; a word that is flagged
//! without need teaches people to look away.

/// Words in French and in English; each also matches as the beginning of a longer word.
const WORDS: &[&str] = &[
    // French
    "syndic",
    "syndiqué",
    "section syndicale",
    "adhésion",
    "adhérent",
    "cotisation",
    "grève",
    "débrayage",
    "débrayons",
    "débrayer",
    "piquet de grève",
    "piquet",
    "revendication",
    "tract",
    "délégué",
    "gréviste",
    "cfdt",
    "cgt",
    "cfe-cgc",
    "cfe cgc",
    "cgc",
    "cftc",
    "force ouvrière",
    "fsu",
    "cnt",
    "solidaires",
    "sud-solidaires",
    "unsa",
    "intersyndicale",
    "nao",
    "négociation",
    "élus cse",
    "élu·e·s cse",
    "cse",
    "comité social et économique",
    "élections professionnelles",
    "heures de délégation",
    "réunion de section",
    "assemblée générale",
    "prud'hom",
    "prud’hom",
    "crédit d'impôt",
    "crédit d’impôt",
    "mobilisation",
    "liste électorale",
    "candidat",
    // English
    "union",
    "trade union",
    "membership",
    "member dues",
    "dues",
    "strike",
    "walkout",
    "shop steward",
    "collective bargaining",
    "ballot",
];

/// Names of unions that are words or letters otherwise: only in capitals, and standing alone.
const CAPITALS: &[&str] = &["FO", "SUD"];

/// Names that tell also as a piece of the left part of an address: `sectioncgt@`, `sudexemple@`.
const IN_ADDRESS: &[&str] = &["cfdt", "cgt", "cfecgc", "cftc", "unsa", "solidaires", "syndic", "union"];
/// Those that begin or end it, or stand between its signs.
const AT_AN_EDGE: &[&str] = &["fo", "sud", "fsu", "cnt"];

/// The characters of a message that a lock screen shows below the subject.
pub const SHOWN: usize = 140;

/// Returns the beginning of a text that a lock screen shows.
#[must_use]
pub fn first_lines(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(SHOWN).collect()
}

/// Returns the names of unions in the left part of an address, where they are joined to other letters.
#[must_use]
pub fn telling_address(address: &str) -> Vec<&'static str> {
    let local = fold(address.split('@').next().unwrap_or_default());
    let pieces: Vec<&str> = local.split(|c: char| !c.is_alphabetic()).filter(|p| !p.is_empty()).collect();
    let inside = IN_ADDRESS.iter().filter(|word| local.replace(['.', '-', '_'], "").contains(**word));
    let edge = AT_AN_EDGE.iter().filter(|word| {
        // Two letters begin too many names: they must stand alone.
        pieces
            .iter()
            .any(|p| p == *word || (word.len() > 2 && (p.starts_with(**word) || p.ends_with(**word))))
    });
    inside.chain(edge).copied().collect()
}

/// Returns the words of a text that give membership away, in the order of the list.
#[must_use]
pub fn telling(text: &str) -> Vec<&'static str> {
    let spaced: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let pieces: Vec<&str> = spaced.split(|c: char| !c.is_alphanumeric()).collect();
    let capitals = CAPITALS.iter().filter(|word| pieces.contains(word));
    let folded = undotted(&fold(&spaced));
    let starts = |word: &str| {
        let word = fold(word);
        folded.match_indices(word.as_str()).any(|(at, _)| {
            let before = folded.get(..at).and_then(|b| b.chars().next_back());
            let after = folded.get(at.saturating_add(word.len())..).and_then(|a| a.chars().next());
            let begins = before.is_none_or(|c| !c.is_alphanumeric());
            // Short words must stand alone: "nao" is not found in "naos", "union" not in "unionisme".
            let stands = word.chars().count() > 5 || after.is_none_or(|c| !c.is_alphanumeric());
            begins && stands
        })
    };
    WORDS.iter().filter(|w| starts(w)).chain(capitals).copied().collect()
}

/// Takes the dots out of letters that stand one by one: `c.g.t.` is `cgt`.
fn undotted(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |n: Option<usize>| n.and_then(|n| chars.get(n)).copied();
    let alone = |n: usize| {
        let before = at(n.checked_sub(2)).is_none_or(|c| !c.is_alphanumeric());
        before && at(n.checked_sub(1)).is_some_and(char::is_alphanumeric)
    };
    let dot = |(n, c): (usize, &char)| (*c != '.' || !alone(n)).then_some(*c);
    chars.iter().enumerate().filter_map(dot).collect()
}

/// Small letters without accents.
fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        c => c,
    };
    text.to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_that_tell() {
        for (text, word) in [
            ("Réunion syndicale mardi", "syndic"),
            ("Votre COTISATION 2026", "cotisation"),
            ("Greve du 3", "grève"),
            ("La CGT vous informe", "cgt"),
            ("Your union dues", "union"),
            ("Strikes next week", "strike"),
            ("Adhérent·e·s", "adhérent"),
            ("Syndiqué·e·s", "syndiqué"),
            ("Les grévistes", "gréviste"),
            ("La C.G.T. vous informe", "cgt"),
            ("Avec la C.F.D.T", "cfdt"),
            ("FO vous informe", "FO"),
            ("Tract SUD", "SUD"),
            ("Intersyndicale jeudi", "intersyndicale"),
            ("La CFE CGC", "cfe cgc"),
            ("Vos élus CSE", "élus cse"),
            ("Compte rendu CSE du 3\u{a0}décembre", "cse"),
            ("Élections professionnelles", "élections professionnelles"),
            ("Vos heures de délégation", "heures de délégation"),
            ("Négociation salariale", "négociation"),
            ("Piquet jeudi 5 h", "piquet"),
            ("Débrayons !", "débrayons"),
            ("RDV prud’hommes", "prud’hom"),
            ("Réunion de section", "réunion de section"),
            ("Crédit d’impôt\u{a0}: 66\u{a0}%", "crédit d’impôt"),
            ("force\u{a0}ouvrière", "force ouvrière"),
        ] {
            assert!(telling(text).contains(&word), "{text}");
        }
    }

    #[test]
    fn leaves_neutral_subjects_alone() {
        for text in [
            "Bienvenue",
            "Rendez-vous du jeudi 3 décembre 2026",
            "Welcome",
            "Get-together on Thursday",
            "Réunion de jeudi",
            "Reunion",
            "Attraction",
            "Naos",
            "Réunion à 9 h. Apportez vos questions.",
            "M. A. Martin",
            "Réunion au site sud",
            "Les infos de mardi",
            "Sudoku du midi",
        ] {
            assert!(telling(text).is_empty(), "{text}: {:?}", telling(text));
        }
    }

    #[test]
    fn names_joined_in_an_address_are_found() {
        for address in [
            "section.cgtexemple@mail.example",
            "sudexemple@mail.example",
            "fo.exemple@mail.example",
            "exemple-sud@mail.example",
            "cfe.cgc.exemple@mail.example",
            "sectioncfdt69@mail.example",
            "syndicat@mail.example",
        ] {
            assert!(!telling_address(address).is_empty(), "{address}");
        }
        for address in
            ["avis@section.example", "forum@mail.example", "info@mail.example", "bureau2@mail.example"]
        {
            assert!(telling_address(address).is_empty(), "{address}: {:?}", telling_address(address));
        }
    }

    #[test]
    fn what_a_lock_screen_shows_is_the_beginning() {
        assert_eq!(first_lines("Bonjour,\n\nSuite\u{a0}!"), "Bonjour, Suite !");
        assert_eq!(first_lines(&"mot ".repeat(200)).chars().count(), SHOWN);
    }

    #[test]
    fn every_word_of_the_list_is_found_alone() {
        for word in WORDS {
            assert!(telling(&word.to_uppercase()).contains(word), "{word}");
        }
    }
}
