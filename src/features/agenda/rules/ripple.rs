//! What a change of facts moves: told before it is saved.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Agenda, Line, Subject};

/// A line that a change of facts moves, makes or takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The line, as it will be, or as it was where it goes away.
    pub line: Line,
    /// The day before; nothing for a new line.
    pub from: Option<NaiveDate>,
    /// The day after; nothing for a line that goes away.
    pub to: Option<NaiveDate>,
}

/// Returns what moves between two states of the agenda, by the day it moves to.
#[must_use]
pub fn ripple(before: &Agenda, after: &Agenda) -> Vec<Moved> {
    fn key(line: &Line) -> (&'static str, &Subject) {
        (line.rule.id(), &line.subject)
    }
    let mut old: HashMap<_, _> = before.lines.iter().map(|line| (key(line), line)).collect();
    let mut out = Vec::new();
    for line in &after.lines {
        let was = old.remove(&key(line)).map(|l| l.day);
        // History that comes to light moves nothing.
        if was != Some(line.day) && !(was.is_none() && line.past) {
            out.push(Moved { line: line.clone(), from: was, to: Some(line.day) });
        }
    }
    out.extend(old.into_values().map(|line| Moved { line: line.clone(), from: Some(line.day), to: None }));
    out.sort_by(|a, b| {
        let order = |m: &Moved| m.to.or(m.from);
        (order(a), a.line.rule, &a.line.subject).cmp(&(order(b), b.line.rule, &b.line.subject))
    });
    out
}
