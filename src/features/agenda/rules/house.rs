//! The lines of the section's own house: dues, certificates, reminders, what is kept about people.
//!
//! They are there as soon as there are people, without anything recorded; the first fact that is recorded of a kind
//! takes the place of the line of the calendar year. The next backup counts from the last one that this device made.

use chrono::NaiveDate;

use super::{Agenda, Basis, Line, Subject, ground::Ground};
use crate::{
    calendar::{RuleError, kinds},
    law::LawError,
};

/// The rule of the next backup, and what its lines are about.
const BACKUP: &str = "vault-backup";

pub(super) fn lines(basis: &Basis, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    let facts = Ground::of(&basis.company, today).facts();
    if let Some(last) = basis.backup {
        // Another backup is another line: one that was put off is not put off for ever.
        let about = Subject::Text(format!("backup/{last}"));
        out.lines.extend(Line::ruled(BACKUP, about, last, facts, today)?);
    }
    if !basis.people {
        return Ok(());
    }
    let recorded = |code: &str| basis.recorded.values().any(|f| f.code == code);
    for again in kinds::all()?.iter().filter(|kind| !recorded(&kind.id)).flat_map(|kind| &kind.again) {
        let (from, about) = again.on(today).ok_or(LawError::Calendar)?;
        let line = Line::ruled(&again.rule.id, Subject::Text(about), from, facts, today)?;
        out.lines.extend(line.map(|l| l.historic(today)));
    }
    Ok(())
}
