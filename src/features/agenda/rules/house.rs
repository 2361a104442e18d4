//! The lines of the section's own house: dues, certificates, reminders, what is kept about people.
//!
//! They are there as soon as there are people, without anything recorded; the first fact that is recorded of a kind
//! takes the place of the line of the calendar year.

use chrono::{Datelike, NaiveDate};

use super::{Agenda, Basis, Line, Subject, facts::Ground};
use crate::{calendar::RuleError, law::LawError};

pub(super) fn lines(basis: &Basis, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    if !basis.people {
        return Ok(());
    }
    let facts = Ground::of(&basis.company, today).facts();
    let year = today.year();
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or(LawError::Calendar);
    let before = day(year.saturating_sub(1), 12, 31)?;
    let quarter =
        day(year, today.month0().checked_div(3).unwrap_or(0).saturating_mul(3).saturating_add(1), 1)?;
    let recorded = |code: &str| basis.recorded.values().any(|f| f.code == code);
    for (fact, rule, from, subject) in [
        ("dues-year-closed", "dues-year-end", before, format!("dues/{year}")),
        ("dues-year-closed", "dues-certificates", before, format!("dues/{}", before.year())),
        ("dues-year-closed", "dues-certificates", day(year, 12, 31)?, format!("dues/{year}")),
        ("arrears-reminded", "dues-reminder", quarter, format!("dues/{year}-{:02}", quarter.month())),
        ("data-reviewed", "data-review", before, format!("data/{year}")),
        ("members-contacted", "member-contact", before, format!("data/{year}")),
    ] {
        if !recorded(fact) {
            let line = Line::ruled(rule, Subject::Text(subject), from, facts, today)?;
            out.lines.extend(line.map(|l| l.historic(today)));
        }
    }
    Ok(())
}
