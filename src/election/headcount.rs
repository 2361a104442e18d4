//! The headcount of a month from its contracts: exact, never rounded up.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    base::word::{codes, synonyms},
    calendar::Month,
    election::{
        fault::{ElectionError, Fault, bad},
        threshold::{Crossing, crossings},
    },
    law::{Book, Finding, Fraction, LawError, Reasoning, Remark},
};

codes! {
    /// The kind of a contract, as far as the headcount asks.
    ContractKind {
        /// Permanent contract, or work at home.
        Permanent = "permanent", "CDI", "permanent contract";
        /// Fixed-term contract.
        FixedTerm = "fixed-term", "CDD", "on a fixed term";
        /// Intermittent contract.
        Intermittent = "intermittent", "contrat intermittent", "intermittent contract";
        /// Temporary worker, in the company that uses them.
        Temporary = "temporary", "intérim", "agency worker";
        /// Seconded by an outside company.
        Seconded = "seconded", "mis·e à disposition", "seconded here";
        /// Apprentice.
        Apprentice = "apprentice", "apprentissage", "apprenticeship";
        /// Subsidised contract (CIE, CAE) while the aid lasts.
        Subsidised = "subsidised", "contrat aidé", "subsidised contract";
        /// Professional training contract until its term or the end of the training.
        Training = "training", "contrat de professionnalisation", "professional training contract";
    }
}

synonyms! {
    ContractKind {
        Permanent ["home", "domicile"];
        Temporary ["temp"];
        Seconded ["mad", "mis-a-disposition"];
        Apprentice ["apprenti"];
        Subsidised ["cie", "cae", "cui"];
        Training ["pro", "professionnalisation"];
    }
}

impl ContractKind {
    const fn is_excluded(self) -> bool {
        matches!(self, Self::Apprentice | Self::Subsidised | Self::Training)
    }

    const fn is_prorated(self) -> bool {
        matches!(self, Self::FixedTerm | Self::Intermittent | Self::Temporary | Self::Seconded)
    }
}

/// Contracts of one kind that count alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The kind.
    pub kind: ContractKind,
    /// How many there are.
    pub count: u64,
    /// The working time as a part of full time, where it is given so.
    pub share: Option<Fraction>,
    /// The hours in the contract, where working time is given so.
    pub hours: Option<Fraction>,
    /// The legal or agreed hours that `hours` are measured against.
    pub legal_hours: Option<Fraction>,
    /// The part of the previous twelve months in which the person was present.
    pub presence: Option<Fraction>,
    /// Months on the premises, for the seconded.
    pub months_on_premises: Option<Fraction>,
    /// Whether the person replaces somebody absent.
    pub replacement: bool,
}

impl Contract {
    /// Returns full-time contracts of a kind.
    #[must_use]
    pub const fn full_time(kind: ContractKind, count: u64) -> Self {
        Self {
            kind,
            count,
            share: None,
            hours: None,
            legal_hours: None,
            presence: None,
            months_on_premises: None,
            replacement: false,
        }
    }
}

/// What a month is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MonthFacts {
    /// Its contracts.
    Contracts(Vec<Contract>),
    /// Its headcount, as computed elsewhere.
    Headcount(Fraction),
}

/// Headcounts and the thresholds they cross.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headcounts {
    /// The headcount of each month.
    pub months: Vec<(Month, Fraction)>,
    /// The thresholds.
    pub thresholds: Vec<Crossing>,
    /// The first and the last day of the twelve months that count on the day asked about.
    pub window: (NaiveDate, NaiveDate),
}

/// Returns the headcount (*effectif*) of each month and the thresholds that they cross.
///
/// # Law
/// L1111-2: permanent full-time contracts count one; fixed-term, intermittent, temporary and seconded staff by their
/// presence over the previous twelve months, the seconded from one year on the premises; replacements do not count;
/// part-time by its hours. L1111-3: apprentices, subsidised and training contracts do not count. Never rounded up.
/// Thresholds as in [`crossings`].
///
/// # Errors
/// A month given twice; a share or a presence above one; hours without anything to measure against; a day outside
/// the tables.
pub fn headcounts(
    book: &Book,
    months: &[(Month, MonthFacts)],
    on: NaiveDate,
) -> Result<Finding<Headcounts>, ElectionError> {
    let mut why = Reasoning::new(book, on);
    let mut out = Vec::with_capacity(months.len());
    let mut seen = BTreeSet::new();
    for (index, (month, facts)) in months.iter().enumerate() {
        let field = format!("months[{index}]");
        if !seen.insert(*month) {
            return Err(bad(format!("{field}.month"), Fault::Twice));
        }
        let headcount = match facts {
            MonthFacts::Headcount(headcount) => *headcount,
            MonthFacts::Contracts(contracts) => of_month(&mut why, contracts, &field)?,
        };
        out.push((*month, headcount));
    }
    out.sort_by_key(|(month, _)| *month);
    if out.iter().any(|(_, headcount)| !headcount.is_whole()) {
        why.note("headcount.no-rounding", vec![])?;
    }
    let thresholds = why.absorb(crossings(book, &out.iter().copied().collect(), on)?);
    let length = u32::try_from(book.whole("threshold.cse-months", on)?).map_err(|_| LawError::Calendar)?;
    let window = window(on, length).ok_or(LawError::Calendar)?;
    Ok(why.conclude(Headcounts { months: out, thresholds, window }))
}

/// The whole months before a day; the month of the day is one of them on its last day.
fn window(on: NaiveDate, length: u32) -> Option<(NaiveDate, NaiveDate)> {
    let month = Month::of(on);
    let last = if month.last()? == on { month } else { month.minus(1)? };
    Some((last.minus(length.checked_sub(1)?)?.first(), last.last()?))
}

fn of_month(why: &mut Reasoning<'_>, contracts: &[Contract], field: &str) -> Result<Fraction, ElectionError> {
    let mut sum = Fraction::ZERO;
    for (index, contract) in contracts.iter().enumerate() {
        let field = format!("{field}.contracts[{index}]");
        let weight = weight(why, contract, &field)?;
        sum = Fraction::from(contract.count)
            .checked_mul(weight)
            .and_then(|all| sum.checked_add(all))
            .ok_or_else(|| bad(format!("{field}.count"), Fault::TooLarge))?;
    }
    Ok(sum)
}

/// Adds a step once, however many contracts rest on it.
fn once(why: &mut Reasoning<'_>, rule: &'static str) -> Result<(), ElectionError> {
    if !why.has(rule) {
        why.note(rule, vec![])?;
    }
    Ok(())
}

/// Returns what one contract counts.
fn weight(why: &mut Reasoning<'_>, contract: &Contract, field: &str) -> Result<Fraction, ElectionError> {
    if contract.kind.is_excluded() {
        once(why, "headcount.excluded")?;
        return Ok(Fraction::ZERO);
    }
    if contract.replacement && contract.kind.is_prorated() && contract.kind != ContractKind::Intermittent {
        once(why, "headcount.replacement")?;
        return Ok(Fraction::ZERO);
    }
    let time = working_time(why, contract, field)?;
    if !contract.kind.is_prorated() {
        once(why, if time == Fraction::ONE { "headcount.full-time" } else { "headcount.part-time" })?;
        return Ok(time);
    }
    if contract.kind == ContractKind::Seconded {
        let needed = why.book().whole("headcount.premises-months", why.on())?;
        once(why, "headcount.premises-months")?;
        match contract.months_on_premises {
            Some(months) if months < Fraction::whole(needed) => return Ok(Fraction::ZERO),
            Some(_) => {}
            None => why.remark(Remark::PremisesAssumed),
        }
    }
    once(why, "headcount.prorata-months")?;
    if time != Fraction::ONE {
        once(why, "headcount.part-time")?;
    }
    let presence = if let Some(presence) = contract.presence {
        at_most_one(presence, format!("{field}.presence"))?
    } else {
        why.remark(Remark::PresenceAssumed);
        Fraction::ONE
    };
    time.checked_mul(presence).ok_or_else(|| bad(format!("{field}.presence"), Fault::TooLarge))
}

/// Returns the working time as a part of full time: never above one.
fn working_time(
    why: &mut Reasoning<'_>,
    contract: &Contract,
    field: &str,
) -> Result<Fraction, ElectionError> {
    match (contract.share, contract.hours) {
        (None, None) => Ok(Fraction::ONE),
        (Some(_), Some(_)) => Err(bad(format!("{field}.share"), Fault::Conflict("hours".to_owned()))),
        (Some(share), None) => at_most_one(share, format!("{field}.share")),
        (None, Some(hours)) => {
            let legal = match contract.legal_hours {
                Some(legal) => legal,
                None => Fraction::whole(why.whole("headcount.legal-hours", vec![])?),
            };
            let at = || format!("{field}.legal_hours");
            let time = hours.checked_div(legal).ok_or_else(|| bad(at(), Fault::Zero))?;
            Ok(time.min(Fraction::ONE))
        }
    }
}

fn at_most_one(value: Fraction, field: String) -> Result<Fraction, ElectionError> {
    if value > Fraction::ONE { Err(bad(field, Fault::Above("1".to_owned()))) } else { Ok(value) }
}

#[cfg(test)]
mod tests;
