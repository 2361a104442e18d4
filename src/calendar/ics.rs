//! Calendar files of RFC 5545, written by hand: every byte is decided here, none by a clock or by chance.
//!
//! Events last whole days and carry one alarm each. What a title says is the caller's choice.

use chrono::{DateTime, Days, NaiveDate, Utc};

/// One event of a calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The stable name; the same event has the same one in every export.
    pub uid: String,
    /// The day.
    pub day: NaiveDate,
    /// Rises each time that the event moves.
    pub sequence: u32,
    /// The title, also spoken by the alarm.
    pub title: String,
    /// More words, if any.
    pub description: Option<String>,
    /// How many days before the event the alarm rings.
    pub alarm_days: u32,
    /// Whether the event has fallen away: it is said to be cancelled, and rings no more.
    pub cancelled: bool,
}

/// Returns the text of a calendar file with the events.
///
/// # Dates
/// `stamp` is the moment of the export; an event ends, exclusively, on the day after its day.
#[must_use]
pub fn write(events: &[Event], stamp: DateTime<Utc>) -> String {
    let mut out = String::new();
    for text in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//agenda//agenda 1//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ] {
        line(&mut out, text);
    }
    for event in events {
        write_event(&mut out, event, stamp);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn write_event(out: &mut String, event: &Event, stamp: DateTime<Utc>) {
    let title = escape(&event.title);
    let end = event.day.checked_add_days(Days::new(1)).unwrap_or(event.day);
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", escape(&event.uid)));
    line(out, &format!("DTSTAMP:{}", stamp.format("%Y%m%dT%H%M%SZ")));
    line(out, &format!("DTSTART;VALUE=DATE:{}", event.day.format("%Y%m%d")));
    line(out, &format!("DTEND;VALUE=DATE:{}", end.format("%Y%m%d")));
    line(out, &format!("SEQUENCE:{}", event.sequence));
    line(out, &format!("SUMMARY:{title}"));
    if let Some(description) = &event.description {
        line(out, &format!("DESCRIPTION:{}", escape(description)));
    }
    line(out, "CLASS:PRIVATE");
    line(out, "TRANSP:TRANSPARENT");
    if event.cancelled {
        line(out, "STATUS:CANCELLED");
    } else {
        line(out, "BEGIN:VALARM");
        line(out, "ACTION:DISPLAY");
        line(out, &format!("DESCRIPTION:{title}"));
        line(out, &format!("TRIGGER:-P{}D", event.alarm_days));
        line(out, "END:VALARM");
    }
    line(out, "END:VEVENT");
}

/// Escapes a text value (RFC 5545, 3.3.11); control characters other than line feeds are dropped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes one content line, folded so that no line passes 75 octets and no character is cut (RFC 5545, 3.1).
fn line(out: &mut String, text: &str) {
    let mut room: usize = 75;
    for c in text.chars() {
        if let Some(left) = room.checked_sub(c.len_utf8()) {
            room = left;
        } else {
            out.push_str("\r\n ");
            // The space at the start of a continued line counts.
            room = 74_usize.saturating_sub(c.len_utf8());
        }
        out.push(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(title: &str) -> Event {
        Event {
            uid: "5f2c0d9e".to_owned(),
            day: "2026-12-31".parse().unwrap(),
            sequence: 0,
            title: title.to_owned(),
            description: None,
            alarm_days: 7,
            cancelled: false,
        }
    }

    fn stamp() -> DateTime<Utc> {
        "2026-11-21T08:00:00Z".parse().unwrap()
    }

    /// Reads a text value back, by its own way: unfold, take the first value of the name, unescape.
    fn value(file: &str, name: &str) -> String {
        let unfolded = file.replace("\r\n ", "");
        let raw = unfolded.split("\r\n").find_map(|l| l.strip_prefix(name)?.strip_prefix(':')).unwrap();
        let mut out = String::new();
        let mut chars = raw.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, false) => out.push(c),
                (_, true) => match chars.next().unwrap() {
                    'n' => out.push('\n'),
                    other => out.push(other),
                },
            }
        }
        out
    }

    #[test]
    fn the_whole_file_to_the_byte() {
        let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//agenda//agenda 1//FR\r\n\
            CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:5f2c0d9e\r\n\
            DTSTAMP:20261121T080000Z\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n\
            SEQUENCE:0\r\nSUMMARY:Échéance\r\nCLASS:PRIVATE\r\nTRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\n\
            ACTION:DISPLAY\r\nDESCRIPTION:Échéance\r\nTRIGGER:-P7D\r\nEND:VALARM\r\nEND:VEVENT\r\n\
            END:VCALENDAR\r\n";
        assert_eq!(write(&[event("Échéance")], stamp()), expected);
    }

    #[test]
    fn a_file_without_events_is_whole() {
        let file = write(&[], stamp());
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"));
        assert!(!file.contains("VEVENT"));
    }

    #[test]
    fn hostile_titles_stay_inside_their_line() {
        let hostile = "fin\r\nEND:VEVENT\nBEGIN:VEVENT;x,y\\n\u{0}\u{1b}[31m";
        let file = write(&[event(hostile)], stamp());
        assert_eq!(file.matches("\r\nBEGIN:VEVENT").count(), 1);
        assert_eq!(file.matches("\r\nEND:VEVENT").count(), 1);
        assert_eq!(value(&file, "SUMMARY"), "fin\nEND:VEVENT\nBEGIN:VEVENT;x,y\\n[31m");
        assert!(!file.contains('\u{1b}') && !file.contains('\u{0}'));
    }

    #[test]
    fn the_description_comes_before_the_alarm_and_only_when_there_is_one() {
        let with = Event { description: Some("art. L. 2314-5, L. 2314-33".to_owned()), ..event("x") };
        let file = write(&[with], stamp());
        assert!(
            file.find("DESCRIPTION:art. L. 2314-5\\, L. 2314-33").unwrap()
                < file.find("BEGIN:VALARM").unwrap()
        );
        assert_eq!(write(&[event("x")], stamp()).matches("DESCRIPTION").count(), 1);
    }

    #[test]
    fn a_cancelled_event_says_so_and_rings_no_more() {
        let file = write(&[Event { cancelled: true, sequence: 3, ..event("x") }], stamp());
        assert!(file.contains("\r\nSEQUENCE:3\r\n") && file.contains("\r\nSTATUS:CANCELLED\r\n"));
        assert!(!file.contains("VALARM"));
        assert!(!write(&[event("x")], stamp()).contains("STATUS"));
    }

    #[test]
    fn the_last_day_of_the_calendar_does_not_fail() {
        let file = write(&[Event { day: NaiveDate::MAX, ..event("x") }], stamp());
        assert!(file.contains("END:VEVENT"));
    }

    proptest! {
        #[test]
        fn any_title_comes_back_and_no_line_is_too_long(title in "\\PC{0,300}") {
            let file = write(&[event(&title)], stamp());
            prop_assert!(file.split("\r\n").all(|l| l.len() <= 75));
            prop_assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
            prop_assert_eq!(value(&file, "SUMMARY"), title.replace(['\u{2028}', '\u{2029}'], "\n"));
        }
    }
}
