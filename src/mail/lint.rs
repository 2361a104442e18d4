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
    "revendication",
    "tract",
    "délégué",
    "gréviste",
    "cfdt",
    "cgt",
    "cfe-cgc",
    "cftc",
    "force ouvrière",
    "fsu",
    "cnt",
    "solidaires",
    "sud-solidaires",
    "unsa",
    "nao",
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

/// Returns the words of a text that give membership away, in the order of the list.
#[must_use]
pub fn telling(text: &str) -> Vec<&'static str> {
    let folded = undotted(&fold(text));
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
    WORDS.iter().filter(|w| starts(w)).copied().collect()
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
            ("Syndiqué·es", "syndiqué"),
            ("Les grévistes", "gréviste"),
            ("La C.G.T. vous informe", "cgt"),
            ("Avec la C.F.D.T", "cfdt"),
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
        ] {
            assert!(telling(text).is_empty(), "{text}: {:?}", telling(text));
        }
    }

    #[test]
    fn every_word_of_the_list_is_found_alone() {
        for word in WORDS {
            assert!(telling(&word.to_uppercase()).contains(word), "{word}");
        }
    }
}
