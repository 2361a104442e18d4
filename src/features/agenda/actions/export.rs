//! The calendar file, and what moved since the last one.

use std::{collections::BTreeMap, io, path::Path};

use chrono::{DateTime, Months, NaiveDate, NaiveTime, Utc};

use crate::features::agenda::{
    actions::{AgendaError, Diary, change, diary::handle},
    rules::{Line, Wanted},
    views::{Moved, Written},
};
use crate::{
    base::Id,
    calendar::ics::{self, Event},
    features::agenda::records::LineState,
    vault::{Vault, file},
};

/// How long an event stays in the file once it is past.
const KEPT_MONTHS: u32 = 12;

/// What changed for a line since the last calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The line; nothing for one that has fallen away.
    pub line: Option<Line>,
    /// The rule that made it.
    pub rule: String,
    /// The day in the last file; nothing for a new line.
    pub from: Option<NaiveDate>,
    /// The day now; nothing for one that has fallen away.
    pub to: Option<NaiveDate>,
}

/// A calendar file with what has to be kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The file.
    pub text: String,
    /// How many events it holds.
    pub events: usize,
    /// What changed since the last one; all lines are new in the first one.
    pub since: Vec<Since>,
    /// What to keep.
    states: Vec<(Id, LineState)>,
}

impl Export {
    /// Returns what is shown of it: the file, or the calendar itself where none was named; `title` says what moved in
    /// words of the language of the run.
    #[must_use]
    pub fn view(
        &self,
        file: Option<String>,
        calendar: Option<String>,
        title: impl Fn(&Since) -> String,
    ) -> Written {
        let one = |s: &Since| Moved { rule: s.rule.clone(), title: title(s), from: s.from, to: s.to };
        Written { events: self.events, file, calendar, since: self.since.iter().map(one).collect() }
    }
}

/// The words of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The title.
    pub title: String,
    /// More words, if any.
    pub description: Option<String>,
    /// The place, where it may be told.
    pub place: Option<String>,
}

/// Returns the name of an event as calendars write it: the shape of a UUID, which every calendar takes.
#[must_use]
pub fn uid(name: Id) -> String {
    let hex = name.to_string();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// Returns the calendar file of the lines that are wanted.
///
/// A line that was in an earlier file and has fallen away, or is done, is in it as cancelled. What is past for more than
/// a year is not in it any more. `words` says a line, or one that is gone by its rule, with the digits that name it.
pub fn export(
    diary: &Diary,
    wanted: &Wanted,
    today: NaiveDate,
    stamp: DateTime<Utc>,
    words: impl Fn(Option<&Line>, &str, &str) -> Words,
) -> Export {
    let kept = today.checked_sub_months(Months::new(KEPT_MONTHS)).unwrap_or(today);
    let open: BTreeMap<Id, &Line> =
        diary.agenda.lines.iter().filter(|l| l.state.done.is_none()).map(|l| (diary.name(l), l)).collect();
    let shown = diary.agenda.clone().keep(wanted, today);
    let (mut events, mut since, mut states) = (Vec::new(), Vec::new(), Vec::new());
    for line in shown.lines.iter().filter(|l| l.state.done.is_none() && l.day >= kept) {
        let name = diary.name(line);
        let old = diary.states.get(&name).cloned().unwrap_or_default();
        let moved = old.exported.is_some_and(|day| day != line.day) || old.cancelled;
        let (id, number) = diary.handle(line);
        let Words { title, description, place } = words(Some(line), line.rule.id(), &handle(id, number));
        // A calendar that compares the numbers keeps an older title, hour or place otherwise.
        let said = [Some(title.as_str()), line.at.as_deref(), place.as_deref()];
        let said = said.into_iter().flatten().collect::<Vec<_>>().join("\n");
        let retitled = old.exported.is_some() && old.titled.as_ref() != Some(&said);
        let sequence = if moved || retitled { old.sequence.saturating_add(1) } else { old.sequence };
        let titled = Some(said);
        let at = line.at.as_deref().and_then(|at| NaiveTime::parse_from_str(at, "%H:%M").ok());
        events.push(Event {
            uid: uid(name),
            from: line.window_from,
            day: line.day,
            at,
            place,
            sequence,
            title,
            description,
            alarms: ics::alarms(today, line.window_from, line.day, line.nature),
            cancelled: false,
        });
        let rule = line.rule.id().to_owned();
        if moved || old.exported.is_none() {
            let from = if old.cancelled { None } else { old.exported };
            since.push(Since { line: Some(line.clone()), rule: rule.clone(), from, to: Some(line.day) });
        }
        if moved || retitled || old.exported.is_none() {
            let exported = Some(line.day);
            let state = LineState { exported, sequence, cancelled: false, rule: Some(rule), titled, ..old };
            states.push((name, state));
        }
    }
    for (name, old) in diary.states.iter().filter(|(name, _)| !open.contains_key(name)) {
        let Some(day) = old.exported.filter(|day| *day >= kept) else { continue };
        let rule = old.rule.clone().unwrap_or_default();
        let sequence = if old.cancelled { old.sequence } else { old.sequence.saturating_add(1) };
        let Words { title, description, place } = words(None, &rule, &handle(*name, None));
        let (uid, from, alarms) = (uid(*name), None, Vec::new());
        let at = None;
        events.push(Event {
            uid,
            from,
            day,
            at,
            place,
            sequence,
            title,
            description,
            alarms,
            cancelled: true,
        });
        if !old.cancelled {
            since.push(Since { line: None, rule, from: Some(day), to: None });
            states.push((*name, LineState { sequence, cancelled: true, ..old.clone() }));
        }
    }
    Export { text: ics::write(&events, stamp), events: events.len(), since, states }
}

/// Keeps what the file said, so that the next one tells what moved.
///
/// # Errors
/// When the vault cannot be written.
pub fn keep(vault: &mut Vault, now_ms: u64, export: &Export) -> Result<(), AgendaError> {
    change::states(vault, now_ms, export.states.clone())
}

/// Writes a calendar file, whole or not at all, for the owner alone.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when the name is taken and `force` is off; otherwise what the system said.
pub fn write(path: &Path, text: &str, force: bool) -> io::Result<()> {
    file::write_whole(path, text.as_bytes(), force)
}
