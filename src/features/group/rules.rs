//! How something is named, and how a task stands.

use chrono::NaiveDate;

use crate::{
    base::{Id, text::fold, word::codes},
    features::group::records::Task,
};

codes! {
    /// How a task stands.
    State {
        /// It waits.
        Open = "open", "à faire", "open";
        /// Its day has gone.
        Late = "late", "en retard", "late";
        /// It is done.
        Done = "done", "fait", "done";
        /// It will not be done.
        Dropped = "dropped", "abandonné", "dropped";
    }
}

/// Says how a task stands, by the day on which the agenda has it done.
#[must_use]
pub fn state(task: &Task, done: Option<NaiveDate>, today: NaiveDate) -> State {
    match (&task.dropped, done) {
        (Some(_), _) => State::Dropped,
        (None, Some(_)) => State::Done,
        (None, None) if task.day < today => State::Late,
        (None, None) => State::Open,
    }
}

/// Finds what is meant among what has names: by the whole name, by its first digits, by words that one name alone has.
#[must_use]
pub fn named<'a>(typed: &str, all: impl IntoIterator<Item = (Id, &'a str)>) -> Option<Id> {
    let key = fold(typed);
    let all: Vec<(Id, String)> = all.into_iter().map(|(id, name)| (id, fold(name))).collect();
    let only = |fits: &dyn Fn(&(Id, String)) -> bool| {
        let mut found = all.iter().filter(|one| fits(one));
        found.next().filter(|_| found.next().is_none()).map(|(id, _)| *id)
    };
    only(&|(_, name)| *name == key)
        .or_else(|| only(&|(id, _)| id.is_named_by(typed)))
        .or_else(|| only(&|(_, name)| !key.is_empty() && name.contains(&key)))
}

/// As [`named`], with what has the name.
#[must_use]
pub fn pick<T>(typed: &str, all: Vec<(Id, T)>, name: impl Fn(&T) -> &str) -> Option<(Id, T)> {
    let id = named(typed, all.iter().map(|(id, one)| (*id, name(one))))?;
    all.into_iter().find(|(other, _)| *other == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_late_once_its_day_has_gone_and_it_is_neither_done_nor_dropped() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let task = Task {
            duty: Id([1; 16]),
            what: "coller".to_owned(),
            person: None,
            day: day("2026-11-30"),
            dropped: None,
            meeting: None,
        };
        assert_eq!(state(&task, None, day("2026-11-30")), State::Open);
        assert_eq!(state(&task, None, day("2026-12-01")), State::Late);
        assert_eq!(state(&task, Some(day("2026-11-29")), day("2026-12-01")), State::Done);
        let dropped = Task { dropped: Some("pluie".to_owned()), ..task };
        assert_eq!(state(&dropped, None, day("2026-12-01")), State::Dropped);
    }

    #[test]
    fn a_name_is_meant_where_it_is_the_only_one() {
        let all =
            [(Id([1; 16]), "Salaires 2027"), (Id([2; 16]), "Horaires"), (Id([3; 16]), "Horaires du soir")];
        let found = |typed| named(typed, all).map(|id| id.0[0]);
        assert_eq!((found("horaires"), found("SALAIRES"), found("soir")), (Some(2), Some(1), Some(3)));
        assert_eq!((found("0101"), found("aires"), found("rien"), found("")), (Some(1), None, None, None));
    }
}
