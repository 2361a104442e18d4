//! The lines of the end of mandates: one code for every door, the facts of the company, an election, a recorded fact.

use chrono::NaiveDate;

use super::{Line, Subject, ground::MANDATES_END};
use crate::{
    calendar::{RuleError, rule::Facts},
    law::Finding,
};

/// The end of mandates itself.
pub(super) const END: &str = "mandate.end";

/// Returns what leads to the end of mandates: invitation, fortnight, the last day for a by-election, the end.
///
/// # Law
/// L2314-5 (unions are invited two months before the mandates end, the first round is held in the fortnight before),
/// L2314-10 (no by-election in the six months before), L2314-33 and L2314-34 (the length).
///
/// # Errors
/// A day that the law tables do not cover.
pub(super) fn lines(
    subject: &Subject,
    about: Option<&String>,
    end: &Finding<NaiveDate>,
    facts: Facts,
    today: NaiveDate,
) -> Result<Vec<Line>, RuleError> {
    let mut out = Vec::new();
    for mut line in Line::following(MANDATES_END, subject, end.value, facts, today)? {
        // The lines of the company and of an establishment go by the names of `lines.toml`, those of a recorded fact by the
        // rules': a name that changed would double the events of calendars.
        if let Some(name) = line.rule.line_of_its_own()? {
            line.rule = name;
        }
        line.lead.clone_from(&end.because);
        out.push(line);
    }
    out.push(self::end(subject.clone(), end.clone())?);
    Ok(out.into_iter().map(|line| line.about(about.cloned())).collect())
}

/// Returns the line of the end itself.
pub(super) fn end(subject: Subject, end: Finding<NaiveDate>) -> Result<Line, RuleError> {
    Line::found(END, subject, end)
}
