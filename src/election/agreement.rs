//! Whether an agreement is valid: by signatures, by the vote of the staff.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    base::word::codes,
    calendar::Span,
    election::fault::{ElectionError, Fault, bad, is_too_many, too_many},
    law::{Book, FactName, Finding, Fraction, LawError, Reasoning, Remark},
};

/// The votes of the representative unions, and who signed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signatures {
    /// The representative unions with their votes in the first round of the full members.
    pub unions: Vec<(String, Fraction)>,
    /// The unions that signed.
    pub signed: Vec<String>,
}

codes! {
    /// What the signatures come to.
    Validity {
        /// The agreement is valid.
        Valid = "valid", "valable", "valid";
        /// The staff may be asked.
        StaffVote = "staff-vote", "seulement par un vote des salariés", "only by a vote of the staff";
        /// Neither.
        Invalid = "invalid", "pas valable", "not valid";
    }
}

/// Whether an agreement is valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Agreement {
    /// What the signatures come to.
    pub outcome: Validity,
    /// The share of the signatories in the votes for representative unions.
    pub share: Fraction,
    /// The clocks of the staff vote, where it is open and the day of signature is known.
    pub clocks: Option<Clocks>,
    /// Whether the staff approved it, where the vote was open and its result is known.
    pub approved: Option<bool>,
}

/// What else is known of an agreement, beside who signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terms {
    /// The day of signature.
    pub signed_on: Option<NaiveDate>,
    /// Whether it is one of those that no vote of the staff can save: distinct establishments, working of the CSE.
    pub majority_only: bool,
    /// Whether only categorical unions signed an agreement for the whole company.
    pub categorical_alone: bool,
    /// The votes of the staff for and against, where it was asked.
    pub vote: Option<(u64, u64)>,
}

/// The days of the staff vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Clocks {
    /// Until when a signatory may ask for the vote; after it the employer may, unless all of them oppose.
    pub ask_until: NaiveDate,
    /// Until when others may sign, if the vote is asked for on that last day.
    pub sign_until: NaiveDate,
    /// Until when the vote must then be held.
    pub vote_until: NaiveDate,
}

/// Returns the share of the signatories in the votes for representative unions.
pub(super) fn signed(signatures: &Signatures) -> Result<(Fraction, Fraction, Fraction), ElectionError> {
    let mut base = Fraction::ZERO;
    let mut mine = Fraction::ZERO;
    for (list, field) in [(signatures.unions.len(), "unions"), (signatures.signed.len(), "signed")] {
        if is_too_many(list) {
            return Err(too_many(field));
        }
    }
    let mut names = BTreeSet::new();
    for (index, (name, votes)) in signatures.unions.iter().enumerate() {
        if !names.insert(name.as_str()) {
            return Err(bad(format!("unions[{index}]"), Fault::Twice));
        }
        let too_large = || bad(format!("unions[{index}]"), Fault::TooLarge);
        base = base.checked_add(*votes).ok_or_else(too_large)?;
        if signatures.signed.contains(name) {
            mine = mine.checked_add(*votes).ok_or_else(too_large)?;
        }
    }
    if let Some(name) = signatures.signed.iter().find(|s| !names.contains(s.as_str())) {
        let there = names.iter().map(|name| (*name).to_owned()).collect();
        return Err(bad("signed", Fault::NoSuch { found: name.clone(), there }));
    }
    if base == Fraction::ZERO {
        return Err(bad("unions", if signatures.unions.is_empty() { Fault::Missing } else { Fault::Zero }));
    }
    let share = mine.checked_div(base).ok_or_else(|| bad("unions", Fault::TooLarge))?;
    Ok((share, mine, base))
}

/// Returns whether a company agreement (*accord d'entreprise*) is valid by its signatures.
///
/// # Law
/// L2232-12: more than half of the votes for representative unions; exactly half is not enough. Else, above thirty per
/// cent, the staff may be asked: within one month of the signature by the signatories, then by the employer unless all
/// of them oppose; eight days for others to sign; then two months to vote.
///
/// # Dates
/// The clocks count from the day of signature, without moving to an open day, which no text provides for.
///
/// # Errors
/// A signatory that is not among the unions, a union given twice, no votes at all; a day outside the tables.
pub fn agreement(
    book: &Book,
    signatures: &Signatures,
    signed_on: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<Finding<Agreement>, ElectionError> {
    agreement_with(book, signatures, &Terms { signed_on, ..Terms::default() }, on)
}

/// As [`agreement`], with what else is known of it.
///
/// # Law
/// L2313-2 and others (no vote of the staff for some agreements); Cass. soc. 13-14.622 (a categorical union does not
/// sign for the whole company alone); L2232-12 (approved by the majority of the votes cast).
///
/// # Errors
/// As [`agreement`]; the result of a vote of the staff that was not open, or in which nobody voted.
pub fn agreement_with(
    book: &Book,
    signatures: &Signatures,
    terms: &Terms,
    on: NaiveDate,
) -> Result<Finding<Agreement>, ElectionError> {
    let (share, mine, base) = signed(signatures)?;
    let mut why = Reasoning::new(book, on);
    let majority = book.share("agreement.majority", on)?;
    let minority = book.share("agreement.minority", on)?;
    why.note("agreement.base", vec![(FactName::SignedVotes, mine.into()), (FactName::Base, base.into())])?;
    why.note(
        "agreement.majority",
        vec![(FactName::Share, share.into()), (FactName::ToExceed, majority.into())],
    )?;
    let alone = terms.categorical_alone && !signatures.signed.is_empty();
    let outcome = if alone {
        why.note("agreement.categorical", vec![])?;
        Validity::Invalid
    } else if share > majority {
        Validity::Valid
    } else if terms.majority_only {
        why.note("agreement.majority-only", vec![])?;
        Validity::Invalid
    } else {
        why.note(
            "agreement.minority",
            vec![(FactName::Share, share.into()), (FactName::ToExceed, minority.into())],
        )?;
        if share > minority { Validity::StaffVote } else { Validity::Invalid }
    };
    let mut clocks = None;
    if outcome == Validity::StaffVote {
        clocks = clocks_of(&mut why, terms.signed_on)?;
    }
    let approved = match terms.vote {
        None => None,
        Some(_) if outcome != Validity::StaffVote => {
            return Err(bad("for", Fault::Conflict("signed".to_owned())));
        }
        Some(votes) => Some(adopted(&mut why, votes)?),
    };
    Ok(why.conclude(Agreement { outcome, share, clocks, approved }))
}

/// Whether the staff approved: more than half of the votes cast.
fn adopted(why: &mut Reasoning<'_>, (for_it, against): (u64, u64)) -> Result<bool, ElectionError> {
    let cast = for_it.checked_add(against).ok_or_else(|| bad("against", Fault::TooLarge))?;
    let share = Fraction::new(for_it.into(), cast.into()).ok_or_else(|| bad("for", Fault::Zero))?;
    let limit = why.book().share("agreement.approval", why.on())?;
    why.note(
        "agreement.approval",
        vec![
            (FactName::Votes, for_it.into()),
            (FactName::Share, share.into()),
            (FactName::ToExceed, limit.into()),
        ],
    )?;
    Ok(share > limit)
}

pub(super) fn span(value: i64) -> Result<u32, LawError> {
    u32::try_from(value).map_err(|_| LawError::Calendar)
}

fn clocks_of(why: &mut Reasoning<'_>, signed_on: Option<NaiveDate>) -> Result<Option<Clocks>, LawError> {
    let (book, on) = (why.book(), why.on());
    let ask = Span::Months(span(book.whole("agreement.ask", on)?)?);
    let sign = Span::Days(span(book.whole("agreement.late-signature", on)?)?);
    let vote = Span::Months(span(book.whole("agreement.vote", on)?)?);
    let Some(day) = signed_on else {
        for rule in ["agreement.ask", "agreement.late-signature", "agreement.vote"] {
            why.note(rule, vec![])?;
        }
        return Ok(None);
    };
    let ask_until = ask.after(day).ok_or(LawError::Calendar)?;
    let sign_until = sign.after(ask_until).ok_or(LawError::Calendar)?;
    let vote_until = vote.after(sign_until).ok_or(LawError::Calendar)?;
    why.note("agreement.ask", vec![(FactName::SignedOn, day.into()), (FactName::Until, ask_until.into())])?;
    why.note("agreement.late-signature", vec![(FactName::Until, sign_until.into())])?;
    why.note("agreement.vote", vec![(FactName::Until, vote_until.into())])?;
    Ok(Some(Clocks { ask_until, sign_until, vote_until }))
}

/// Whether the staff of a small company approved a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approval {
    /// Whether it did.
    pub valid: bool,
    /// The votes needed.
    pub needed: u64,
}

/// Returns whether the staff of a small company approved the employer's text.
///
/// # Law
/// L2232-21 and L2232-22: two thirds of the staff, not of the voters; at the earliest on the fifteenth day after each
/// has the text. Below eleven employees, and by L2232-23 up to twenty where there is no CSE.
///
/// # Errors
/// No staff; more in favour than there is staff; a headcount above twenty.
pub fn approval(
    book: &Book,
    staff: u64,
    in_favour: u64,
    on: NaiveDate,
) -> Result<Finding<Approval>, ElectionError> {
    if staff == 0 {
        return Err(bad("staff", Fault::Zero));
    }
    if in_favour > staff {
        return Err(bad("approved", Fault::Above("staff".to_owned())));
    }
    let mut why = Reasoning::new(book, on);
    let limit = book.whole("agreement.small-headcount", on)?;
    let whole = |n: u64| Fraction::new(n.into(), 1).ok_or_else(|| bad("staff", Fault::TooLarge));
    if whole(staff)? >= Fraction::whole(limit) {
        let highest = book.whole("agreement.small-without-cse", on)?;
        if whole(staff)? > Fraction::whole(highest) {
            return Err(bad("staff", Fault::Above(highest.to_string())));
        }
        why.note("agreement.small-without-cse", vec![(FactName::Staff, staff.into())])?;
        why.remark(Remark::NoCseAssumed);
    } else {
        why.note("agreement.small-headcount", vec![(FactName::Staff, staff.into())])?;
    }
    let part = book.share("agreement.small-approval", on)?;
    let needed = whole(staff)?.checked_mul(part).ok_or_else(|| bad("staff", Fault::TooLarge))?;
    let valid = whole(in_favour)? >= needed;
    why.note(
        "agreement.small-approval",
        vec![
            (FactName::Staff, staff.into()),
            (FactName::Approved, in_favour.into()),
            (FactName::Needed, needed.into()),
        ],
    )?;
    why.note("agreement.small-days", vec![])?;
    let needed = u64::try_from(needed.ceil()).map_err(|_| bad("staff", Fault::TooLarge))?;
    Ok(why.conclude(Approval { valid, needed }))
}

#[cfg(test)]
mod tests;
