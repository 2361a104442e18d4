//! What members answered: counts by theme, of which small groups are hidden.

use crate::features::{
    bargain::records::{Round, room::Answer},
    election::rules::hide::{SMALLEST, hide, open},
};

/// Counts of answers by theme; nothing where a number is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The themes, each with how many answered for it.
    pub themes: Vec<(String, Option<u64>)>,
    /// All answers.
    pub all: Option<u64>,
}

/// Counts the answers; groups below five are hidden, with what would give them away, unless it is for organizers.
///
/// # Privacy
/// No name is recorded with an answer. See [`hide`](fn@hide).
#[must_use]
pub fn counts(round: &Round, for_organizers: bool) -> Counts {
    let mut answers: Vec<&Answer> = round.answers.iter().filter(|a| a.count > 0).collect();
    answers.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.theme.cmp(&b.theme)));
    let cells: Vec<Vec<u64>> = answers.iter().map(|a| vec![u64::from(a.count)]).collect();
    let shown = if for_organizers { open(&cells) } else { hide(&cells, SMALLEST) };
    let count = |n: usize| shown.cells.get(n).and_then(|row| row.first()).copied().flatten();
    let mut themes: Vec<_> = answers.iter().zip(0..).map(|(a, n)| (a.theme.clone(), count(n))).collect();
    // The order must not tell which of the hidden ones is larger.
    themes.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    Counts { themes, all: shown.all }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_below_five_are_hidden_and_what_would_give_them_away() {
        let answer = |(theme, count): (&str, u32)| Answer { theme: theme.to_owned(), count };
        let round = |all: &[(&str, u32)]| Round {
            answers: all.iter().copied().map(answer).collect(),
            ..Round::default()
        };
        let two = round(&[("salaires", 40), ("temps", 3), ("santé", 9), ("repas", 0)]);
        let shown = counts(&two, false);
        assert_eq!(
            shown.themes,
            [("salaires".to_owned(), Some(40)), ("santé".to_owned(), None), ("temps".to_owned(), None)]
        );
        assert_eq!(shown.all, Some(52));
        assert_eq!(counts(&two, true).themes[2], ("temps".to_owned(), Some(3)));
        let hidden = counts(&round(&[("b", 4), ("a", 1)]), false);
        assert_eq!(hidden.themes, [("a".to_owned(), None), ("b".to_owned(), None)]);
    }
}
