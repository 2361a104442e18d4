//! Calendar files of RFC 5545, written by hand: every byte is decided here, none by a clock or by chance.
//!
//! Events last whole days, or an hour from the one that they have, and ring at nine in the morning. What a title says is the
//! caller's choice.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::{base::date::paris, calendar::due::Nature};

/// One event of a calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The stable name; the same event has the same one in every export.
    pub uid: String,
    /// The first day of the window that ends on the day, where there is one.
    pub from: Option<NaiveDate>,
    /// The day, the last one of a window.
    pub day: NaiveDate,
    /// The hour at which it begins, in Paris, where it has one: it is written in universal time, which no calendar reads otherwise.
    pub at: Option<NaiveTime>,
    /// The place, where it is told.
    pub place: Option<String>,
    /// Rises each time that the event moves or its title changes.
    pub sequence: u32,
    /// The title, also spoken by the alarm.
    pub title: String,
    /// More words, if any.
    pub description: Option<String>,
    /// The days on which it rings.
    pub alarms: Vec<NaiveDate>,
    /// Whether the event has fallen away: it is said to be cancelled, and rings no more.
    pub cancelled: bool,
}

/// How many days before its day something that is due rings, where there are that many.
const AHEAD: [u64; 3] = [7, 3, 1];

/// Returns the days on which a line rings: a week, three days and a day before, as far as they lie after `today`, and the
/// day itself; what is possible from a day on, or is so on a day, on that day alone; a window when it opens too; nothing
/// that is past.
#[must_use]
pub fn alarms(today: NaiveDate, from: Option<NaiveDate>, day: NaiveDate, nature: Nature) -> Vec<NaiveDate> {
    let ahead = matches!(nature, Nature::Due | Nature::Undetermined);
    let before = AHEAD.iter().filter(|_| ahead).filter_map(|days| day.checked_sub_days(Days::new(*days)));
    let mut out: Vec<_> = before.chain(from).filter(|d| *d > today).collect();
    out.extend((day >= today).then_some(day));
    out.sort_unstable();
    out.dedup();
    out
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
    let start = event.from.filter(|from| *from < event.day).unwrap_or(event.day);
    if let Some(begin) = event.begins() {
        line(out, &format!("DTSTART:{}", begin.format("%Y%m%dT%H%M%SZ")));
        // Nobody said for how long.
        line(out, "DURATION:PT1H");
    } else {
        line(out, &format!("DTSTART;VALUE=DATE:{}", start.format("%Y%m%d")));
        line(out, &format!("DTEND;VALUE=DATE:{}", end.format("%Y%m%d")));
    }
    line(out, &format!("SEQUENCE:{}", event.sequence));
    line(out, &format!("SUMMARY:{title}"));
    if let Some(description) = &event.description {
        line(out, &format!("DESCRIPTION:{}", escape(description)));
    }
    if let Some(place) = &event.place {
        line(out, &format!("LOCATION:{}", escape(place)));
    }
    line(out, "CLASS:PRIVATE");
    line(out, if event.at.is_some() { "TRANSP:OPAQUE" } else { "TRANSP:TRANSPARENT" });
    if event.cancelled {
        line(out, "STATUS:CANCELLED");
    } else {
        for alarm in &event.alarms {
            line(out, "BEGIN:VALARM");
            line(out, "ACTION:DISPLAY");
            line(out, &format!("DESCRIPTION:{title}"));
            line(
                out,
                &format!(
                    "TRIGGER:{}",
                    event.begins().map_or_else(|| trigger(start, *alarm), |begin| until(begin, *alarm))
                ),
            );
            line(out, "END:VALARM");
        }
    }
    line(out, "END:VEVENT");
}

impl Event {
    /// The moment at which it begins, where it has an hour.
    fn begins(&self) -> Option<DateTime<Utc>> {
        self.at.map(|at| paris::moment(self.day.and_time(at)))
    }
}

/// How far before its beginning an event with an hour rings: at nine in the morning of an earlier day, on its own day an hour
/// before.
fn until(begin: DateTime<Utc>, alarm: NaiveDate) -> String {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).map(|nine| paris::moment(alarm.and_time(nine)));
    let before = nine.map_or(0, |nine| begin.signed_duration_since(nine).num_minutes());
    if alarm >= paris::day(begin) || before <= 0 {
        return "-PT1H".to_owned();
    }
    let (days, hours, minutes) =
        (before.div_euclid(24 * 60), before.div_euclid(60).rem_euclid(24), before.rem_euclid(60));
    let part = |n: i64, unit: &str| if n == 0 { String::new() } else { format!("{n}{unit}") };
    let time = part(hours, "H") + &part(minutes, "M");
    let time = if time.is_empty() { time } else { format!("T{time}") };
    format!("-P{}{time}", part(days, "D"))
}

/// How far nine in the morning of a day lies from the midnight with which an event begins (RFC 5545, 3.3.6).
fn trigger(start: NaiveDate, alarm: NaiveDate) -> String {
    match alarm.signed_duration_since(start).num_days() {
        0 => "PT9H".to_owned(),
        after @ 1.. => format!("P{after}DT9H"),
        -1 => "-PT15H".to_owned(),
        before => format!("-P{}DT15H", before.unsigned_abs().saturating_sub(1)),
    }
}

/// Tells whether a character turns the direction of what follows: a title would show itself as another.
const fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Escapes a text value (RFC 5545, 3.3.11); control characters other than line feeds, and those that turn the direction,
/// are dropped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            c if c.is_control() || turns(c) => {}
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
            from: None,
            at: None,
            place: None,
            alarms: vec![
                "2026-12-24".parse().unwrap(),
                "2026-12-30".parse().unwrap(),
                "2026-12-31".parse().unwrap(),
            ],
            cancelled: false,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
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
            ACTION:DISPLAY\r\nDESCRIPTION:Échéance\r\nTRIGGER:-P6DT15H\r\nEND:VALARM\r\nBEGIN:VALARM\r\n\
            ACTION:DISPLAY\r\nDESCRIPTION:Échéance\r\nTRIGGER:-PT15H\r\nEND:VALARM\r\nBEGIN:VALARM\r\n\
            ACTION:DISPLAY\r\nDESCRIPTION:Échéance\r\nTRIGGER:PT9H\r\nEND:VALARM\r\nEND:VEVENT\r\n\
            END:VCALENDAR\r\n";
        assert_eq!(write(&[event("Échéance")], stamp()), expected);
    }

    #[test]
    fn an_hour_is_written_in_universal_time_with_its_place() {
        let of = |on: &str, at: &str, alarms: &[&str]| {
            let alarms = alarms.iter().map(|d| day(d)).collect();
            let at = at.parse().ok();
            let place = Some("salle Exemple, 2e étage".to_owned());
            write(&[Event { day: day(on), at, place, alarms, ..event("Réunion") }], stamp())
        };
        let winter = of("2026-12-03", "18:00:00", &["2026-11-26", "2026-12-02", "2026-12-03"]);
        for line in [
            "DTSTART:20261203T170000Z",
            "DURATION:PT1H",
            "LOCATION:salle Exemple\\, 2e étage",
            "TRIGGER:-P7DT9H",
            "TRIGGER:-P1DT9H",
            "TRIGGER:-PT1H",
            "TRANSP:OPAQUE",
        ] {
            assert!(winter.contains(&format!("{line}\r\n")), "{line}: {winter}");
        }
        assert!(!winter.contains("VALUE=DATE") && !winter.contains("DTEND"), "{winter}");
        assert!(of("2026-07-03", "08:30:00", &[]).contains("DTSTART:20260703T063000Z"));
        // Nine in the morning of the day before, on the other side of the change of the clocks.
        let change = of("2027-03-28", "09:00:00", &["2027-03-27"]);
        assert!(change.contains("TRIGGER:-PT23H\r\n"), "{change}");
        assert!(of("2026-12-03", "08:00:00", &["2026-12-02"]).contains("TRIGGER:-PT23H\r\n"));
    }

    #[test]
    fn a_line_rings_by_how_long_there_is() {
        let of = |today: &str, due: &str, nature| -> Vec<String> {
            alarms(day(today), None, day(due), nature).iter().map(ToString::to_string).collect()
        };
        assert_eq!(
            of("2026-11-02", "2026-12-31", Nature::Due),
            ["2026-12-24", "2026-12-28", "2026-12-30", "2026-12-31"]
        );
        // Three days before a court: no alarm lies before the fact.
        assert_eq!(of("2026-11-05", "2026-11-08", Nature::Due), ["2026-11-07", "2026-11-08"]);
        assert_eq!(of("2026-11-08", "2026-11-08", Nature::Due), ["2026-11-08"]);
        assert_eq!(of("2026-11-09", "2026-11-08", Nature::Due), Vec::<String>::new());
        assert_eq!(of("2026-11-02", "2026-12-31", Nature::Earliest), ["2026-12-31"]);
        let window = alarms(day("2027-01-04"), Some(day("2027-03-16")), day("2027-03-31"), Nature::Due);
        assert!(window.contains(&day("2027-03-16")) && window.contains(&day("2027-03-24")));
    }

    /// Every rule, recorded on its day 0: at least one alarm lies after that day and not after the day to keep.
    #[test]
    fn no_rule_rings_only_before_it_began() {
        use crate::{
            calendar::rule,
            law::{Fraction, book},
        };
        let mut seen = 0;
        for rule in rule::rules().unwrap() {
            for anchor in ["2026-11-05", "2026-12-24", "2027-04-29"].map(day) {
                let facts = rule::Facts {
                    headcount: Some(Fraction::whole(400)),
                    dismissals: Some(120),
                    ..rule::Facts::default()
                };
                let due = rule::days(book(), rule, anchor, &facts, anchor).unwrap().due;
                // What counts back is recorded ahead of its day; what is due at once rings that day.
                let zero = if due > anchor { anchor } else { due.pred_opt().unwrap() };
                let rings = alarms(zero, None, due, rule.nature);
                assert!(rings.iter().any(|d| *d > zero && *d <= due), "{} from {anchor}", rule.id);
                assert!(rings.iter().all(|d| *d > zero), "{} rings in the past", rule.id);
                seen += 1;
            }
        }
        assert!(seen > 600, "{seen}");
    }

    #[test]
    fn a_window_is_shown_as_one() {
        let window = Event { from: Some(day("2026-12-16")), alarms: vec![day("2026-12-16")], ..event("x") };
        let file = write(&[window], stamp());
        assert!(file.contains("DTSTART;VALUE=DATE:20261216\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(file.contains("TRIGGER:PT9H\r\n"));
        let late = Event { from: Some(day("2026-12-16")), ..event("x") };
        assert!(write(&[late], stamp()).contains("TRIGGER:P8DT9H\r\n"));
    }

    #[test]
    fn nothing_turns_the_direction_of_a_title() {
        let file = write(&[event("a\u{202e}b\u{2066}c\u{200f}")], stamp());
        assert_eq!(value(&file, "SUMMARY"), "abc");
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
        let silent = Event { alarms: Vec::new(), ..event("x") };
        assert_eq!(write(&[silent], stamp()).matches("DESCRIPTION").count(), 0);
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
