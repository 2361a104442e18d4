//! The piece of a text that shows best why it was found.

use crate::base::stems::{French, words};

/// A piece of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Whether it is a word that was looked for.
    pub found: bool,
    /// The piece.
    pub text: String,
}

/// How many words an excerpt has.
const WORDS: usize = 34;
/// How many of them stand before the first that was found.
const BEFORE: usize = 6;

/// Returns the piece of a text with the most of the stems looked for, each word that was found marked. A piece that does not
/// begin or end with the text has `…` there.
#[must_use]
pub fn excerpt(text: &str, stems: &[String]) -> Vec<Mark> {
    let french = French::default();
    let places: Vec<_> = words(text).collect();
    let found: Vec<Option<usize>> = places
        .iter()
        .map(|range| {
            let stem = french.stem(text.get(range.clone())?)?;
            stems.iter().position(|s| *s == stem)
        })
        .collect();
    let worth = |from: usize| {
        let inside = found.iter().skip(from).take(WORDS.saturating_sub(BEFORE)).flatten();
        let mut seen = vec![0_usize; stems.len()];
        inside.for_each(|n| seen.iter_mut().skip(*n).take(1).for_each(|s| *s = s.saturating_add(1)));
        (seen.iter().filter(|s| **s > 0).count(), seen.iter().sum::<usize>())
    };
    let starts = found.iter().enumerate().filter(|(_, f)| f.is_some()).map(|(at, _)| at);
    let first = starts.rev().max_by_key(|at| worth(*at)).unwrap_or(0);
    let (from, to) = (first.saturating_sub(BEFORE), first.saturating_sub(BEFORE).saturating_add(WORDS));
    let begin = if from == 0 { 0 } else { places.get(from).map_or(0, |r| r.start) };
    let end =
        places.get(to).map_or(text.len(), |_| places.get(to.saturating_sub(1)).map_or(text.len(), |r| r.end));
    let mut out = Vec::new();
    let mut push = |found: bool, text: &str| {
        if !text.is_empty() {
            out.push(Mark { found, text: text.replace('\n', " ") });
        }
    };
    if begin > 0 {
        push(false, "… ");
    }
    let mut at = begin;
    for (range, found) in places.iter().zip(&found).skip(from).take(WORDS) {
        if found.is_some() {
            push(false, text.get(at..range.start).unwrap_or_default());
            push(true, text.get(range.clone()).unwrap_or_default());
            at = range.end;
        }
    }
    push(false, text.get(at..end).unwrap_or_default());
    if end < text.len() {
        push(false, " …");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, wanted: &[&str]) -> String {
        let french = French::default();
        let stems: Vec<_> = wanted.iter().filter_map(|w| french.stem(w)).collect();
        let mark = |m: Mark| if m.found { format!("*{}*", m.text) } else { m.text };
        excerpt(text, &stems).into_iter().map(mark).collect()
    }

    #[test]
    fn the_piece_with_the_most_words_is_shown() {
        assert_eq!(marked("Le délégué syndical.", &["délégués"]), "Le *délégué* syndical.");
        assert_eq!(marked("Rien.\nDu tout.", &["délégués"]), "Rien. Du tout.");
        assert_eq!(marked("", &["délégués"]), "");
        let long = format!(
            "{} heures {} heures de délégation {}",
            "mot ".repeat(50),
            "mot ".repeat(50),
            "mot ".repeat(50)
        );
        let shown = marked(&long, &["heure", "delegation"]);
        assert!(shown.starts_with("… mot"), "{shown}");
        assert!(shown.contains("*heures* de *délégation*") && shown.ends_with("mot …"), "{shown}");
        assert_eq!(shown.matches('*').count(), 4, "{shown}");
    }
}
