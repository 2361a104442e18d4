//! Whether an agreement is valid: by signatures, by the vote of the staff; and the redundancy plan.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    calendar::Span,
    election::fault::{ElectionError, Fault, bad},
    law::{Book, Fact, Finding, Fraction, LawError, Reasoning},
};

/// The votes of the representative unions, and who signed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signatures {
    /// The representative unions with their votes in the first round of the full members.
    pub unions: Vec<(String, Fraction)>,
    /// The unions that signed.
    pub signed: Vec<String>,
}

/// What the signatures come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The agreement is valid.
    Valid,
    /// The staff may be asked.
    StaffVote,
    /// Neither.
    Invalid,
}

impl Outcome {
    /// Returns the stable code, as written in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::StaffVote => "staff-vote",
            Self::Invalid => "invalid",
        }
    }
}

/// Whether an agreement is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// What the signatures come to.
    pub outcome: Outcome,
    /// The share of the signatories in the votes for representative unions.
    pub share: Fraction,
    /// The clocks of the staff vote, where it is open and the day of signature is known.
    pub clocks: Option<Clocks>,
}

/// The days of the staff vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// Until when a signatory may ask for the vote; after it the employer may, unless all of them oppose.
    pub ask_until: NaiveDate,
    /// Until when others may sign, if the vote is asked for on that last day.
    pub sign_until: NaiveDate,
    /// Until when the vote must then be held.
    pub vote_until: NaiveDate,
}

/// Returns the share of the signatories in the votes for representative unions.
fn signed(signatures: &Signatures) -> Result<(Fraction, Fraction, Fraction), ElectionError> {
    let mut base = Fraction::ZERO;
    let mut mine = Fraction::ZERO;
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
        return Err(bad("signed", Fault::Unknown(name.clone())));
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
    let (share, mine, base) = signed(signatures)?;
    let mut why = Reasoning::new(book, on);
    let majority = book.share("agreement.majority", on)?;
    let minority = book.share("agreement.minority", on)?;
    why.note("agreement.base", vec![("signed_votes", mine.into()), ("base", base.into())])?;
    why.note("agreement.majority", vec![("share", share.into()), ("to_exceed", majority.into())])?;
    let outcome = if share > majority {
        Outcome::Valid
    } else {
        why.note("agreement.minority", vec![("share", share.into()), ("to_exceed", minority.into())])?;
        if share > minority { Outcome::StaffVote } else { Outcome::Invalid }
    };
    let mut clocks = None;
    if outcome == Outcome::StaffVote {
        clocks = clocks_of(&mut why, signed_on)?;
    }
    Ok(why.conclude(Agreement { outcome, share, clocks }))
}

fn span(value: i64) -> Result<u32, LawError> {
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
    why.note("agreement.ask", vec![("signed_on", day.into()), ("until", ask_until.into())])?;
    why.note("agreement.late-signature", vec![("until", sign_until.into())])?;
    why.note("agreement.vote", vec![("until", vote_until.into())])?;
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

/// Returns whether the staff of a company below eleven approved the employer's text.
///
/// # Law
/// L2232-21 and L2232-22: two thirds of the staff, not of the voters; at the earliest on the fifteenth day after each
/// has the text.
///
/// # Errors
/// No staff; more in favour than there is staff; a headcount of eleven or more.
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
        let highest = limit.saturating_sub(1).to_string();
        return Err(bad("staff", Fault::Above(highest)));
    }
    why.note("agreement.small-headcount", vec![("staff", staff.into())])?;
    let part = book.share("agreement.small-approval", on)?;
    let needed = whole(staff)?.checked_mul(part).ok_or_else(|| bad("staff", Fault::TooLarge))?;
    let valid = whole(in_favour)? >= needed;
    why.note(
        "agreement.small-approval",
        vec![("staff", staff.into()), ("approved", in_favour.into()), ("needed", needed.into())],
    )?;
    why.note("agreement.small-days", vec![])?;
    let needed = u64::try_from(needed.ceil()).map_err(|_| bad("staff", Fault::TooLarge))?;
    Ok(why.conclude(Approval { valid, needed }))
}

/// The facts of a collective redundancy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redundancy {
    /// The signatures under a plan agreement, where there is one.
    pub signatures: Option<Signatures>,
    /// The headcount.
    pub headcount: Option<Fraction>,
    /// Dismissals planned over thirty days.
    pub dismissals: Option<u64>,
    /// The first meeting of the CSE.
    pub first_meeting: Option<NaiveDate>,
}

/// What the law asks for a collective redundancy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Whether the plan agreement is valid, where there is one; never the staff vote.
    pub outcome: Option<Outcome>,
    /// The share of the signatories.
    pub share: Option<Fraction>,
    /// Whether a plan is due, where headcount and dismissals are known.
    pub required: Option<bool>,
    /// Months for the opinions of the CSE.
    pub opinion_months: Option<i64>,
    /// The last day for those opinions.
    pub opinion_by: Option<NaiveDate>,
    /// Days for the administration to validate an agreement.
    pub validation_days: i64,
    /// Days for the administration to approve the employer's document.
    pub homologation_days: i64,
}

/// Returns what the law asks for a collective redundancy (*plan de sauvegarde de l'emploi*).
///
/// # Law
/// L1233-24-1: the plan agreement is valid from half of the votes for representative unions, exactly half included; no
/// staff vote. L1233-61: a plan from fifty employees and ten dismissals in thirty days. L1233-30: opinions within two,
/// three or four months of the first meeting. L1233-57-4: the administration has fifteen or twenty-one days. L1233-8:
/// below ten dismissals, one month.
///
/// # Errors
/// As [`agreement`]; zero dismissals.
pub fn pse(book: &Book, facts: &Redundancy, on: NaiveDate) -> Result<Finding<Plan>, ElectionError> {
    let mut why = Reasoning::new(book, on);
    let (mut outcome, mut part) = (None, None);
    if let Some(signatures) = &facts.signatures {
        let (share, mine, base) = signed(signatures)?;
        let majority = book.share("pse.majority", on)?;
        why.note(
            "pse.majority",
            vec![
                ("signed_votes", mine.into()),
                ("base", base.into()),
                ("share", share.into()),
                ("to_reach", majority.into()),
            ],
        )?;
        outcome = Some(if share >= majority { Outcome::Valid } else { Outcome::Invalid });
        part = Some(share);
    }
    let required = required(&mut why, facts)?;
    let opinion_months = opinion(&mut why, facts)?;
    let mut opinion_by = None;
    if let (Some(months), Some(first)) = (opinion_months, facts.first_meeting) {
        opinion_by = Some(Span::Months(span(months)?).after(first).ok_or(LawError::Calendar)?);
    }
    let validation_days = why.whole("pse.validation", vec![])?;
    let homologation_days = why.whole("pse.homologation", vec![])?;
    Ok(why.conclude(Plan {
        outcome,
        share: part,
        required,
        opinion_months,
        opinion_by,
        validation_days,
        homologation_days,
    }))
}

fn required(why: &mut Reasoning<'_>, facts: &Redundancy) -> Result<Option<bool>, LawError> {
    let (Some(headcount), Some(dismissals)) = (facts.headcount, facts.dismissals) else { return Ok(None) };
    let (book, on) = (why.book(), why.on());
    let (people, least) = (book.whole("pse.headcount", on)?, book.whole("pse.dismissals", on)?);
    let many = u64::try_from(least).is_ok_and(|least| dismissals >= least);
    let large = headcount >= Fraction::whole(people);
    why.note("pse.headcount", vec![("headcount", headcount.into()), ("threshold", people.into())])?;
    why.note("pse.dismissals", vec![("dismissals", dismissals.into()), ("threshold", least.into())])?;
    Ok(Some(many && large))
}

fn opinion(why: &mut Reasoning<'_>, facts: &Redundancy) -> Result<Option<i64>, ElectionError> {
    let Some(dismissals) = facts.dismissals else { return Ok(None) };
    if dismissals == 0 {
        return Err(bad("dismissals", Fault::Zero));
    }
    let number = Fraction::new(dismissals.into(), 1).ok_or_else(|| bad("dismissals", Fault::TooLarge))?;
    let fact = || vec![("dismissals", Fact::from(dismissals))];
    if let Some(row) = why.row("pse.opinion", number, fact())? {
        return Ok(row.get("months").copied());
    }
    Ok(Some(why.whole("pse.small-opinion", fact())?))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]
    use super::*;
    use crate::law::book;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn signatures(unions: &[(&str, &str)], signed: &[&str]) -> Signatures {
        Signatures {
            unions: unions.iter().map(|(n, v)| ((*n).to_owned(), v.parse().unwrap())).collect(),
            signed: signed.iter().map(|s| (*s).to_owned()).collect(),
        }
    }

    fn of(unions: &[(&str, &str)], signed: &[&str]) -> (Outcome, String) {
        let found = agreement(book().unwrap(), &signatures(unions, signed), None, day("2026-11-21")).unwrap();
        (found.value.outcome, found.value.share.decimal())
    }

    fn plan(facts: &Redundancy) -> Plan {
        pse(book().unwrap(), facts, day("2026-11-21")).unwrap().value
    }

    #[test]
    fn the_published_shares() {
        // Example M1.
        let base = [("A", "250"), ("B", "150")];
        assert_eq!(of(&base, &["A"]), (Outcome::Valid, "0.625".to_owned()));
        assert_eq!(of(&base, &["B"]), (Outcome::StaffVote, "0.375".to_owned()));
        assert_eq!(of(&base, &["A", "B"]), (Outcome::Valid, "1".to_owned()));
        assert_eq!(of(&base, &[]), (Outcome::Invalid, "0".to_owned()));
    }

    #[test]
    fn exactly_half_and_exactly_thirty_per_cent_are_not_enough() {
        assert_eq!(of(&[("A", "50"), ("B", "50")], &["A"]).0, Outcome::StaffVote);
        assert_eq!(of(&[("A", "50.01"), ("B", "49.99")], &["A"]).0, Outcome::Valid);
        assert_eq!(of(&[("A", "30"), ("B", "70")], &["A"]).0, Outcome::Invalid);
        assert_eq!(of(&[("A", "30.01"), ("B", "69.99")], &["A"]).0, Outcome::StaffVote);
    }

    #[test]
    fn a_plan_agreement_is_valid_at_exactly_half() {
        // Example M4.
        let of = |votes: &str| {
            let signatures = Some(signatures(&[("A", votes), ("B", "50")], &["A"]));
            plan(&Redundancy { signatures, ..Redundancy::default() }).outcome
        };
        assert_eq!(of("50"), Some(Outcome::Valid));
        assert_eq!(of("49.99"), Some(Outcome::Invalid), "no staff vote for a plan");
    }

    #[test]
    fn months_for_the_opinions_by_number_of_dismissals() {
        // Example M5.
        let months = |n| plan(&Redundancy { dismissals: Some(n), ..Redundancy::default() }).opinion_months;
        assert_eq!([9, 10, 99, 100, 249, 250, 4000].map(months), [1, 2, 2, 3, 3, 4, 4].map(Some));
        let facts = Redundancy {
            dismissals: Some(100),
            first_meeting: Some(day("2026-11-30")),
            ..Redundancy::default()
        };
        assert_eq!(plan(&facts).opinion_by, Some(day("2027-02-28")));
        assert_eq!((plan(&facts).validation_days, plan(&facts).homologation_days), (15, 21));
    }

    #[test]
    fn a_plan_from_fifty_employees_and_ten_dismissals() {
        let of = |headcount: &str, n| {
            let headcount = Some(headcount.parse().unwrap());
            plan(&Redundancy { headcount, dismissals: Some(n), ..Redundancy::default() }).required
        };
        assert_eq!(of("50", 10), Some(true));
        assert_eq!(of("49.9", 10), Some(false));
        assert_eq!(of("50", 9), Some(false));
        assert_eq!(plan(&Redundancy::default()).required, None);
    }

    #[test]
    fn the_clocks_of_the_staff_vote() {
        let signatures = signatures(&[("A", "40"), ("B", "60")], &["A"]);
        let found =
            agreement(book().unwrap(), &signatures, Some(day("2027-01-31")), day("2027-01-31")).unwrap();
        let clocks = found.value.clocks.unwrap();
        assert_eq!(clocks.ask_until, day("2027-02-28"));
        assert_eq!(clocks.sign_until, day("2027-03-08"));
        assert_eq!(clocks.vote_until, day("2027-05-08"));
    }

    #[test]
    fn two_thirds_of_the_staff_not_of_the_voters() {
        // Example M6.
        let of = |staff, yes| approval(book().unwrap(), staff, yes, day("2026-11-21")).map(|f| f.value.valid);
        assert_eq!(of(9, 6), Ok(true));
        assert_eq!(of(9, 5), Ok(false));
        assert_eq!(of(10, 7), Ok(true));
        assert_eq!(of(10, 6), Ok(false));
        assert_eq!(of(11, 11), Err(bad("staff", Fault::Above("10".to_owned()))));
        assert_eq!(of(5, 6), Err(bad("approved", Fault::Above("staff".to_owned()))));
        assert_eq!(of(0, 0), Err(bad("staff", Fault::Zero)));
    }

    #[test]
    fn what_cannot_be_is_named() {
        let fails = |unions: &[(&str, &str)], signed: &[&str]| {
            agreement(book().unwrap(), &signatures(unions, signed), None, day("2026-11-21")).unwrap_err()
        };
        assert_eq!(fails(&[], &[]), bad("unions", Fault::Missing));
        assert_eq!(fails(&[("A", "0")], &["A"]), bad("unions", Fault::Zero));
        assert_eq!(fails(&[("A", "1"), ("A", "2")], &[]), bad("unions[1]", Fault::Twice));
        assert_eq!(fails(&[("A", "1")], &["C"]), bad("signed", Fault::Unknown("C".to_owned())));
    }

    proptest! {
        #[test]
        fn more_signatures_never_hurt(votes in proptest::collection::vec(1_u64..1000, 2..7), mask in 0_u32..128, more in 0_usize..7) {
            let names: Vec<String> = (0..votes.len()).map(|i| i.to_string()).collect();
            let texts: Vec<String> = votes.iter().map(u64::to_string).collect();
            let unions: Vec<_> = names.iter().zip(&texts).map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let mut signed: Vec<&str> = names.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, n)| n.as_str()).collect();
            let rank = |o: Outcome| match o { Outcome::Invalid => 0, Outcome::StaffVote => 1, Outcome::Valid => 2 };
            let before = rank(of(&unions, &signed).0);
            let extra = names[more % names.len()].as_str();
            if !signed.contains(&extra) {
                signed.push(extra);
            }
            prop_assert!(rank(of(&unions, &signed).0) >= before);
        }
    }
}
