//! The lines of the accounts of the union: closed by two people, approved, published; by what the book of the dues has of each year.

use chrono::NaiveDate;

use super::{Agenda, Basis, Line, Subject};
use crate::{
    calendar::RuleError,
    features::dues::rules::accounts::{Keeping, YearDuty},
    law::LawError,
};

/// Adds what is left to be done for each year that is over.
///
/// # Law
/// L. 2135-1 and D. 2135-2 to D. 2135-4 (what accounts, by the receipts), L. 2135-4 (approved), L. 2135-6 and D. 2135-9 (an auditor),
/// L. 2135-5, D. 2135-7 and D. 2135-8 (published within three months of the approval).
pub(super) fn lines(basis: &Basis, out: &mut Agenda) -> Result<(), RuleError> {
    for duty in &basis.accounts {
        let end = NaiveDate::from_ymd_opt(duty.year, 12, 31).ok_or(LawError::Calendar)?;
        if duty.asked.auditor && duty.approved.is_none() {
            out.lines.push(Line::planned("accounts.auditor", about(duty, "auditor"), end)?);
        }
        let (rule, step, day) = match (duty.closed, duty.approved) {
            (_, Some(approved)) => {
                let rule = match duty.asked.keeping {
                    Keeping::Book => "accounts.publish-book",
                    Keeping::Simplified => "accounts.publish-simplified",
                    Keeping::Full => "accounts.publish-full",
                };
                (rule, "publish", duty.asked.publish_by.unwrap_or(approved))
            }
            (Some(closed), None) => ("accounts.approve", "approve", closed),
            (None, None) => {
                let rule = match duty.asked.keeping {
                    Keeping::Book => "accounts.close-book",
                    Keeping::Simplified => "accounts.close-simplified",
                    Keeping::Full => "accounts.close-full",
                };
                (rule, "close", end)
            }
        };
        out.lines.push(Line::planned(rule, about(duty, step), day)?);
    }
    Ok(())
}

/// The year and the step: the same for ever.
fn about(duty: &YearDuty, step: &str) -> Subject {
    Subject::Text(format!("accounts/{}/{step}", duty.year))
}
