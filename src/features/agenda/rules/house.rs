//! The lines of the section's own house: dues, certificates, reminders, what is kept about people.
//!
//! They are there as soon as there are people, without anything recorded; the first fact that is recorded of a kind
//! takes the place of the line of the calendar year. The next backup counts from the last one that this device made.

use chrono::NaiveDate;

use super::{Agenda, Basis, Line, Subject, ground::Ground};
use crate::{
    calendar::{DutyKind, RuleError, kinds},
    features::company::rules::last_headcount,
    law::LawError,
};

/// The fact from which the next backup counts.
const BACKUP: &str = "backup-made";

pub(super) fn lines(basis: &Basis, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    let facts = Ground::of(&basis.company, today).facts();
    if let Some(last) = basis.backup {
        // Another backup is another line: one that was put off is not put off for ever.
        let about = Subject::Text(format!("backup/{last}"));
        out.lines.extend(Line::following(BACKUP, &about, last, facts, today)?);
    }
    let sized = last_headcount(&basis.company, today).is_some();
    let recorded = |code: &str| basis.recorded.values().any(|f| f.code == code);
    for kind in kinds::all()? {
        let noted = recorded(&kind.id);
        // What is about people needs some; what the employer owes at a size needs that.
        let house = matches!(kind.kind, DutyKind::Dues | DutyKind::Data);
        let wanted = if house { basis.people && !noted } else { sized };
        for again in kind.again.iter().filter(|_| wanted) {
            let (from, about) = again.on(today).ok_or(LawError::Calendar)?;
            let line = Line::ruled(&again.rule.id, Subject::Text(about), from, facts, today)?;
            let line = line.filter(|line| noted || !again.noted || line.day >= today);
            out.lines.extend(line.map(|l| l.historic(today)));
        }
    }
    Ok(())
}
