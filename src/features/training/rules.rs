//! When the last questions are asked, and what was answered in sum.

use chrono::{Days, Months, NaiveDate};

use crate::{
    features::{
        action::rules::hide::{LEAST, Table, hidden},
        training::records::{Factor, Reply, Stage},
    },
    law::Fraction,
};

/// How long after the course one asks what became of it.
const LATER_MONTHS: u32 = 3;
/// The highest answer.
pub const BEST: u32 = 5;

/// The last day of a course: one that begins on a day and lasts so many, halves counted whole.
#[must_use]
pub fn last(day: NaiveDate, days: Fraction) -> Option<NaiveDate> {
    let whole = u64::try_from(days.ceil()).ok()?;
    day.checked_add_days(Days::new(whole.checked_sub(1)?))
}

/// The day on which one asks what became of it.
#[must_use]
pub fn later(day: NaiveDate, days: Fraction) -> Option<NaiveDate> {
    last(day, days)?.checked_add_months(Months::new(LATER_MONTHS))
}

/// What was asked on a scale from 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Whether it was worth the time.
    Reaction,
    /// Whether one can do what the course is for.
    Learning,
    /// Whether one does it.
    Usage,
}

impl Scale {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Reaction, Self::Learning, Self::Usage];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reaction => "reaction",
            Self::Learning => "learning",
            Self::Usage => "use",
        }
    }

    const fn of(self, reply: &Reply) -> Option<u32> {
        match self {
            Self::Reaction => reply.reaction,
            Self::Learning => reply.learning,
            Self::Usage => reply.usage,
        }
    }
}

/// How often each answer was given; nothing where that would tell of few.
pub type Counts = Vec<Option<u64>>;

fn number(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Counts what was answered on a scale at a stage. For others the small groups are hidden, and with them what would give them away;
/// nothing where the table cannot be shown at all.
#[must_use]
pub fn counts(replies: &[&Reply], scale: Scale, others: bool) -> Option<Counts> {
    let given: Vec<u32> = replies.iter().filter_map(|reply| scale.of(reply)).collect();
    let count = |n: u32| number(given.iter().filter(|one| **one == n).count());
    let cells: Vec<u64> = (1..=BEST).map(count).collect();
    if others { closed(cells, number(given.len())) } else { Some(cells.into_iter().map(Some).collect()) }
}

fn closed(cells: Vec<u64>, all: u64) -> Option<Counts> {
    // Of few nothing is shown, not even that an answer was given by nobody.
    if all < LEAST {
        return None;
    }
    let most = vec![all; cells.len()];
    let found = hidden(&Table::of(std::slice::from_ref(&cells), &[most])?)?;
    Some(cells.into_iter().zip(found).map(|(n, hidden)| (!hidden).then_some(n)).collect())
}

/// Counts how many named something that helped or hindered; for others as [`counts`].
#[must_use]
pub fn named(replies: &[&Reply], factor: Factor, hindered: bool, others: bool) -> Option<u64> {
    let text = |reply: &&&Reply| {
        let text = if hindered { &reply.hindered } else { &reply.helped };
        text.as_deref().unwrap_or_default().split(',').any(|one| one == factor.code())
    };
    let (count, all) = (number(replies.iter().filter(text).count()), number(replies.len()));
    if others {
        // Whoever did not name it is the other part of all.
        *closed(vec![count, all.saturating_sub(count)], all)?.first()?
    } else {
        Some(count)
    }
}

/// What was answered at a stage.
#[must_use]
pub fn at(replies: &[Reply], stage: Stage) -> Vec<&Reply> {
    replies.iter().filter(|reply| reply.stage == stage).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(n: u8, learning: u32, helped: Option<&str>) -> Reply {
        Reply {
            stage: Stage::After,
            person: None,
            reaction: None,
            learning: Some(learning),
            usage: None,
            helped: helped.map(str::to_owned),
            hindered: None,
            element: [n; 8],
        }
    }

    #[test]
    fn a_half_day_ends_on_its_day_and_the_questions_come_three_months_later() {
        let day: NaiveDate = "2026-11-30".parse().unwrap();
        let of = |text: &str| later(day, text.parse().unwrap()).unwrap().to_string();
        assert_eq!(
            (of("1/2"), of("1"), of("5/2")),
            ("2027-02-28".into(), "2027-02-28".into(), "2027-03-02".into())
        );
    }

    #[test]
    fn small_groups_are_hidden_for_others_and_nothing_is_shown_of_few() {
        let few: Vec<Reply> = (0..4).map(|n| reply(n, 4, None)).collect();
        let few: Vec<&Reply> = few.iter().collect();
        assert_eq!(counts(&few, Scale::Learning, false).unwrap()[3], Some(4));
        assert_eq!(counts(&few, Scale::Learning, true), None);
        let many: Vec<Reply> = (0..30)
            .map(|n| {
                reply(
                    n,
                    if n < 3 {
                        1
                    } else if n < 15 {
                        3
                    } else {
                        4
                    },
                    (n < 2).then_some("learning,management"),
                )
            })
            .collect();
        let many: Vec<&Reply> = many.iter().collect();
        let shown = counts(&many, Scale::Learning, true).unwrap();
        assert_eq!((shown[0], shown[3]), (None, Some(15)));
        assert!(shown.iter().filter(|n| n.is_none()).count() > 1, "{shown:?}");
        assert_eq!(named(&many, Factor::Management, false, false), Some(2));
        assert_eq!(named(&many, Factor::Management, false, true), None);
        assert_eq!(named(&many, Factor::Management, true, false), Some(0));
    }
}
