//! What a meeting gives to a notice, and what coming to it is called among the acts.

use std::collections::BTreeMap;

use crate::{
    base::text::{is_unsafe, tidy},
    features::{
        action::rules::ActKind,
        meeting::records::{Meeting, Presence, Sort},
    },
};

/// The most characters of minutes.
pub const MINUTES_MOST: usize = 20_000;
/// The most items of an agenda, and the most decisions.
pub const ITEMS_MOST: usize = 60;

/// The act that coming is.
#[must_use]
pub fn act(sort: Option<Sort>) -> ActKind {
    if sort == Some(Sort::Strike) { ActKind::Struck } else { ActKind::Came }
}

/// The notice that calls to it.
#[must_use]
pub fn call(sort: Option<Sort>) -> &'static str {
    match sort {
        Some(Sort::Strike | Sort::Demonstration) => "strike",
        Some(Sort::Assembly) => "assembly",
        Some(Sort::Meeting | Sort::Gathering) | None => "meeting",
    }
}

/// Reads minutes: one point a line, no empty ones; nothing where there is no text, too much of it, or signs that do not show.
#[must_use]
pub fn minutes(text: &str) -> Option<String> {
    let lines: Vec<String> = text.lines().map(tidy).filter(|line| !line.is_empty()).collect();
    let joined = lines.join("\n");
    let shows = !joined.chars().any(|c| c != '\n' && (is_unsafe(c) || c.is_control()));
    (!joined.is_empty() && joined.chars().count() <= MINUTES_MOST && shows).then_some(joined)
}

/// What a meeting gives to the variables of a notice, by their names. A notice takes those that it has.
#[must_use]
pub fn values(meeting: &Meeting) -> BTreeMap<String, Vec<String>> {
    let came = meeting.guests.iter().filter(|guest| guest.presence == Some(Presence::Came)).count();
    let one = |value: Option<String>| value.into_iter().collect::<Vec<_>>();
    let minutes = meeting.minutes.as_deref().unwrap_or_default().lines().map(str::to_owned).collect();
    let all = [
        ("date", one(meeting.day.map(|day| day.to_string()))),
        ("time", one(meeting.at.clone())),
        ("place", one(meeting.place.clone())),
        ("agenda", meeting.items.clone()),
        ("present", one((came > 0).then(|| came.to_string()))),
        ("points", minutes),
        ("decisions", meeting.decisions.clone()),
    ];
    all.into_iter()
        .filter(|(_, given)| !given.is_empty())
        .map(|(name, given)| (name.to_owned(), given))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::Id, features::meeting::records::Guest};

    #[test]
    fn minutes_are_points_on_lines_and_nothing_that_does_not_show() {
        assert_eq!(minutes(" a  b \r\n\n c\n"), Some("a b\nc".to_owned()));
        for bad in ["", " \n ", "a\u{1b}[31m", "a\u{202e}b", &"x".repeat(20_001)] {
            assert_eq!(minutes(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_notice_is_given_what_the_meeting_says_and_no_name() {
        let guest =
            |n: u8, presence| Guest { person: Id([n; 16]), invited: None, answer: None, presence, act: None };
        let meeting = Meeting {
            name: "Canari".to_owned(),
            day: "2026-12-03".parse().ok(),
            items: vec!["tour de table".to_owned()],
            guests: vec![guest(1, Some(Presence::Came)), guest(2, Some(Presence::Excused)), guest(3, None)],
            minutes: Some("un\ndeux".to_owned()),
            ..Meeting::default()
        };
        let given = values(&meeting);
        assert_eq!(given["date"], ["2026-12-03"]);
        assert_eq!((given["present"].as_slice(), given["points"].len()), (&["1".to_owned()][..], 2));
        assert!(!given.contains_key("time") && !format!("{given:?}").contains("Canari"));
        assert_eq!((act(Some(Sort::Strike)), act(None)), (ActKind::Struck, ActKind::Came));
    }
}
