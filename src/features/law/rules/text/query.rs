//! What a person types to look for a text, in the words that the code has.

use super::vocabulary::{ALSO, ASKING, CAPITALS, MEANT, SHORT};
use crate::base::{
    stems::{French, words},
    text::fold,
};

/// The numbers that the code writes out.
const NUMBERS: &[(u64, &str)] = &[
    (1, "un"),
    (2, "deux"),
    (3, "trois"),
    (4, "quatre"),
    (5, "cinq"),
    (6, "six"),
    (7, "sept"),
    (8, "huit"),
    (9, "neuf"),
    (10, "dix"),
    (11, "onze"),
    (12, "douze"),
    (15, "quinze"),
    (16, "seize"),
    (18, "dix-huit"),
    (20, "vingt"),
    (25, "vingt-cinq"),
    (30, "trente"),
    (35, "trente-cinq"),
    (50, "cinquante"),
    (100, "cent"),
    (150, "cent cinquante"),
    (200, "deux cents"),
    (250, "deux cent cinquante"),
    (300, "trois cents"),
    (400, "quatre cents"),
    (500, "cinq cents"),
    (1_000, "mille"),
    (2_000, "deux mille"),
    (5_000, "cinq mille"),
    (10_000, "dix mille"),
];

/// How much a word counts that was typed, or that stands for what was typed, in hundredths.
const TYPED: u8 = 100;
/// How much each word counts of what letters or a number stand for.
const OPENED: u8 = 65;
/// How much a word counts that the code has beside the typed one.
const BESIDE: u8 = 70;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The stems, each once.
    pub stems: Vec<String>,
    /// How much each counts, in hundredths.
    pub weights: Vec<u8>,
    /// What was typed in short, or in other words than those of the code, and what was looked for in its place.
    pub opened: Vec<(String, String)>,
    /// The words of the code that were looked for beside the typed ones.
    pub also: Vec<String>,
}

impl Query {
    /// Looks for the words of a text too.
    fn take(&mut self, french: &French, text: &str, weight: u8) {
        for word in words(text).filter_map(|range| text.get(range)) {
            let Some(stem) = french.stem(word) else { continue };
            if let Some(at) = self.stems.iter().position(|s| *s == stem) {
                self.weights.iter_mut().skip(at).take(1).for_each(|w| *w = (*w).max(weight));
            } else {
                self.stems.push(stem);
                self.weights.push(weight);
            }
        }
    }
}

/// A typed word.
struct Word<'a> {
    typed: &'a str,
    plain: String,
    stem: Option<String>,
    /// Whether something else is looked for in its place.
    replaced: bool,
}

/// Returns where the words of a phrase stand in what was typed.
fn find(typed: &[Word<'_>], phrase: &str) -> Option<std::ops::Range<usize>> {
    let wanted: Vec<&str> = words(phrase).filter_map(|range| phrase.get(range)).collect();
    let at = typed.windows(wanted.len().max(1)).position(|some| {
        some.iter().zip(&wanted).all(|(word, wanted)| word.plain == **wanted && !word.replaced)
    })?;
    Some(at..at.saturating_add(wanted.len()))
}

/// Reads what a person typed: letters that stand for words, numbers and phrases that people use are written out as the code does.
#[must_use]
pub fn query(typed: &str) -> Query {
    let french = French::default();
    let asking: Vec<String> = ASKING.iter().map(|word| fold(word)).collect();
    let mut out = Query::default();
    let mut all: Vec<Word<'_>> = words(typed)
        .filter_map(|range| typed.get(range))
        .map(|word| Word { typed: word, plain: fold(word), stem: french.stem(word), replaced: false })
        .collect();
    for (phrase, meant) in MEANT {
        let Some(range) = find(&all, phrase) else { continue };
        let said: Vec<&str> = all.iter().skip(range.start).take(range.len()).map(|w| w.typed).collect();
        out.opened.push((said.join(" "), (*meant).to_owned()));
        all.iter_mut().skip(range.start).take(range.len()).for_each(|word| word.replaced = true);
        out.take(&french, meant, TYPED);
    }
    let mut beside: Vec<&str> = Vec::new();
    for word in all.iter().filter(|word| !word.replaced && !asking.contains(&word.plain)) {
        let small = CAPITALS.contains(&word.plain.as_str()) && word.typed.chars().any(char::is_lowercase);
        let short = SHORT.iter().find(|(short, _)| *short == word.plain && !small).map(|(_, long)| *long);
        let number = || {
            let number: u64 = word.plain.parse().ok()?;
            NUMBERS.iter().find(|(n, _)| *n == number).map(|(_, long)| *long)
        };
        if let Some(long) = short.or_else(number) {
            out.take(&french, long, OPENED);
            out.opened.push((word.typed.to_owned(), long.to_owned()));
            continue;
        }
        out.take(&french, word.typed, TYPED);
        let same = |other: &&(&str, &str)| other.0 == word.plain || french.stem(other.0) == word.stem;
        beside.extend(ALSO.iter().filter(|_| word.stem.is_some()).filter(same).map(|(_, also)| *also));
    }
    for also in beside {
        let before = out.stems.len();
        out.take(&french, also, BESIDE);
        if out.stems.len() > before && !out.also.iter().any(|a| a == also) {
            out.also.push(also.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_in_short_is_written_out() {
        let found = query("Élections du CSE à 50 salariés");
        assert_eq!(
            found.opened,
            [
                ("CSE".to_owned(), "comité social et économique".to_owned()),
                ("50".to_owned(), "cinquante".to_owned())
            ]
        );
        assert_eq!(found.stems, query("elections comite social economique cinquante salarie").stems);
        assert_eq!(found.weights, [TYPED, OPENED, OPENED, OPENED, OPENED, TYPED]);
        assert_eq!(query("le de à 2018 !"), Query::default());
        // A word of French is one until it stands in capitals.
        assert_eq!(query("la somme due").opened, []);
        assert_eq!(query("une DUE").opened.len(), 1);
    }

    #[test]
    fn what_people_say_otherwise_is_looked_for_as_the_code_says_it() {
        let found = query("budget des Œuvres sociales");
        assert_eq!(
            found.opened,
            [("Œuvres sociales".to_owned(), "activités sociales et culturelles".to_owned())]
        );
        assert!(!found.stems.iter().any(|s| s.starts_with("oeuvr")), "{found:?}");
        assert_eq!(found.also, ["subvention contribution financement"]);
        // The form does not matter, and words of asking are none of the subject.
        assert_eq!(query("quel est le salaire").stems, query("salaires").stems);
        assert_eq!(query("combien faut-il"), Query::default());
    }

    #[test]
    fn every_word_of_the_lists_can_be_met() {
        for list in [SHORT, MEANT, ALSO] {
            assert!(list.windows(2).all(|w| w[0].0 < w[1].0), "in their order, each once");
            for (typed, meant) in list {
                assert_eq!(fold(typed), *typed, "as it is compared");
                let mut of = Query::default();
                of.take(&French::default(), meant, TYPED);
                assert!(!of.stems.is_empty(), "{typed}: {meant}");
                let capitals = query(&typed.to_uppercase());
                assert!(capitals.stems.iter().any(|s| of.stems.contains(s)), "{typed}");
            }
        }
        for (number, long) in NUMBERS {
            assert!(*number < 2 || !query(long).stems.is_empty(), "{number}");
        }
    }
}
