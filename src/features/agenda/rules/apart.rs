//! Time that does not come off delegation hours, and the hours a year of a section to prepare bargaining.

use chrono::{Datelike as _, NaiveDate};

use super::Basis;
use crate::{
    base::{
        Id,
        word::{RoleKind, codes},
    },
    calendar::Month,
    election,
    features::{agenda::records::Fact, company::rules::last_headcount},
    law::{Column, FactName, Finding, Fraction, LawError, Reasoning, book},
};

/// Time that is not deducted; what it was is kept in `terms`.
pub const APART: &str = "hours-apart";
/// Hours of the section that prepare a bargaining.
pub const PREPARED: &str = "hours-prepared";

codes! {
    /// Time that does not come off delegation hours.
    Apart {
        /// Of the committee with the employer.
        Committee = "committee", "réunions du CSE", "meetings of the CSE";
        /// Of a commission other than that of health and safety.
        Commission = "commission", "réunions de commissions", "meetings of commissions";
        /// Of the commission of health and safety (*CSSCT*).
        Safety = "safety", "réunions de la CSSCT", "meetings of the health and safety commission";
        /// At the call of the employer.
        Employer = "employer", "réunions à l’initiative de l’employeur", "meetings called by the employer";
        /// Search for measures in a grave and urgent situation.
        Urgent = "urgent", "situation d’urgence et de gravité", "urgent and grave situation";
        /// Inquiry after a grave accident or a grave disease.
        Inquiry = "inquiry", "enquêtes après un accident grave", "inquiries after a grave accident";
        /// The way there.
        Travel = "travel", "trajets", "journeys";
    }
}

/// Whether time comes off the hours of an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does not.
    Apart,
    /// It does below this headcount, which is not reached.
    Below(i64),
    /// It depends on a headcount that is not known.
    Unknown,
    /// No text that the tables know says so for this office.
    NoText,
}

/// Tells whether time of this kind comes off the hours of an office.
///
/// # Law
/// L2315-11: what members of the delegation spend on urgent and grave situations, meetings of the committee and its
/// commissions, inquiries. L2315-12: the union representative at the committee, from 501 on. L2143-18: delegates, at the call
/// of the employer.
///
/// # Errors
/// A day outside the tables.
pub fn standing(
    office: RoleKind,
    kind: Apart,
    headcount: Option<Fraction>,
    on: NaiveDate,
) -> Result<Standing, LawError> {
    use RoleKind as R;
    let elected = matches!(office, R::CseFull | R::CseSubstitute);
    Ok(match kind {
        Apart::Travel => Standing::Apart,
        Apart::Committee if office == R::CseUnionRepresentative => {
            let threshold = book().whole("hours.apart-representative", on)?;
            match headcount {
                None => Standing::Unknown,
                Some(n) if n < Fraction::whole(threshold) => Standing::Below(threshold),
                Some(_) => Standing::Apart,
            }
        }
        Apart::Employer if matches!(office, R::Delegate | R::CentralDelegate) => Standing::Apart,
        Apart::Committee | Apart::Commission | Apart::Safety | Apart::Urgent | Apart::Inquiry if elected => {
            Standing::Apart
        }
        Apart::Committee
        | Apart::Commission
        | Apart::Safety
        | Apart::Urgent
        | Apart::Inquiry
        | Apart::Employer => Standing::NoText,
    })
}

/// What a mandate spent in a year on one kind of time that is not deducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// Which.
    pub kind: Apart,
    /// The hours.
    pub hours: Fraction,
}

/// The time of a mandate that is not deducted, in a calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The year.
    pub year: i32,
    /// By kind.
    pub spent: Vec<Spent>,
    /// Hours a year that all meetings of the committee and its commissions may last together, where the law says so.
    pub limit: Option<i64>,
    /// What this mandate alone has beyond it.
    pub over: Fraction,
}

/// The hours of a ledger, and what was spent beside them.
type WithBeside = (Finding<election::Hours>, Option<Beside>);

/// Returns what was spent beside a ledger in the year of its month, and adds to the hours on which texts that rests.
///
/// # Law
/// R2315-7: what meetings of the committee and of its commissions last in a year, all together, is limited from 300 on; those
/// of the commission of health and safety are not. The year is read as the calendar year, which the article leaves open.
///
/// # Errors
/// A day outside the tables; numbers too large.
pub(super) fn beside(
    hours: Finding<election::Hours>,
    (office, last): (RoleKind, Month),
    facts: &[&Fact],
    headcount: Option<Fraction>,
) -> Result<WithBeside, LawError> {
    let (year, on) = (last.first().year(), last.first());
    let of_year = |f: &&&Fact| f.day.is_some_and(|d| d.year() == year && d <= last.last().unwrap_or(d));
    let mut out = Beside { year, spent: Vec::new(), limit: None, over: Fraction::ZERO };
    for kind in Apart::ALL {
        let own = |f: &&&Fact| f.terms.as_deref() == Some(kind.code());
        let hours = sum(facts.iter().filter(of_year).filter(own).copied())?;
        if hours > Fraction::ZERO {
            out.spent.push(Spent { kind: *kind, hours });
        }
    }
    if out.spent.is_empty() {
        return Ok((hours, None));
    }
    let mut why = Reasoning::new(book(), on);
    let hours = why.absorb(hours);
    let spent = |kinds: &[Apart]| out.spent.iter().any(|s| kinds.contains(&s.kind));
    if spent(&[Apart::Committee, Apart::Commission, Apart::Safety, Apart::Urgent, Apart::Inquiry]) {
        let representative = office == RoleKind::CseUnionRepresentative;
        why.note(if representative { "hours.apart-representative" } else { "hours.apart" }, vec![])?;
    }
    if spent(&[Apart::Committee, Apart::Commission])
        && let Some(headcount) = headcount
    {
        let facts = vec![(FactName::Headcount, headcount.into())];
        let row = why.row("hours.meetings", headcount, facts)?;
        out.limit = row.and_then(|row| row.get(&Column::Hours).copied());
    }
    if spent(&[Apart::Safety]) {
        why.note("hours.safety-commission", vec![])?;
    }
    if spent(&[Apart::Employer]) {
        why.note("delegate.meetings", vec![])?;
    }
    if spent(&[Apart::Travel]) {
        why.note("hours.travel", vec![])?;
    }
    if let Some(limit) = out.limit.map(Fraction::whole) {
        let met = out.spent.iter().filter(|s| matches!(s.kind, Apart::Committee | Apart::Commission));
        let met = met.map(|s| s.hours).try_fold(Fraction::ZERO, Fraction::checked_add).ok_or_else(large)?;
        out.over = beyond(met, limit)?;
    }
    Ok((why.conclude(hours), Some(out)))
}

/// The hours of a section to prepare bargaining, in a calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// The year.
    pub year: i32,
    /// What the law gives.
    pub allowed: i64,
    /// What was taken.
    pub used: Fraction,
    /// What is left.
    pub left: Fraction,
    /// What goes beyond.
    pub over: Fraction,
    /// What was taken, by name and day.
    pub entries: Vec<(Id, Fact)>,
}

/// Returns the hours of the section to prepare bargaining in a year; nothing where the law gives none and none were taken.
///
/// # Law
/// L2143-16: twelve hours a year from 500 on, eighteen from 1,000 on, for the delegates and the employees who bargain.
///
/// # Errors
/// A year outside the tables; numbers too large.
pub fn pool(basis: &Basis, year: i32, today: NaiveDate) -> Result<Option<Finding<Pool>>, LawError> {
    let end = NaiveDate::from_ymd_opt(year, 12, 31).ok_or(LawError::Calendar)?.min(today);
    let mut entries: Vec<_> = basis
        .recorded
        .iter()
        .filter(|(_, f)| f.code == PREPARED && f.day.is_some_and(|d| d.year() == year))
        .map(|(id, f)| (*id, f.clone()))
        .collect();
    entries.sort_by_key(|(id, f)| (f.day, *id));
    let mut why = Reasoning::new(book(), end);
    let allowed = match last_headcount(&basis.company, end) {
        None => 0,
        Some((_, n)) => {
            let facts = vec![(FactName::Headcount, n.into())];
            let row = why.row("delegate.pool", n, facts)?;
            row.and_then(|row| row.get(&Column::Hours).copied()).unwrap_or(0)
        }
    };
    if allowed == 0 && entries.is_empty() {
        return Ok(None);
    }
    let used = sum(entries.iter().map(|(_, f)| f))?;
    let all = Fraction::whole(allowed);
    let (left, over) = (beyond(all, used)?, beyond(used, all)?);
    Ok(Some(why.conclude(Pool { year, allowed, used, left, over, entries })))
}

/// Returns the hours or days of a fact.
pub(super) fn amount(fact: &Fact) -> Fraction {
    fact.amount.as_deref().and_then(|t| t.parse().ok()).unwrap_or(Fraction::ZERO)
}

fn sum<'a>(mut facts: impl Iterator<Item = &'a Fact>) -> Result<Fraction, LawError> {
    facts.try_fold(Fraction::ZERO, |sum, f| sum.checked_add(amount(f))).ok_or_else(large)
}

fn beyond(a: Fraction, b: Fraction) -> Result<Fraction, LawError> {
    if a > b { a.checked_sub(b).ok_or_else(large) } else { Ok(Fraction::ZERO) }
}

const fn large() -> LawError {
    LawError::TooLarge { field: "hours" }
}
