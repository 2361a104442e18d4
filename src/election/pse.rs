//! What the law asks for a collective redundancy: whether a plan is due, whether its agreement is valid, until when.

use chrono::NaiveDate;

use crate::{
    calendar::Span,
    election::{
        agreement::{Signatures, Validity, signed, span},
        fault::{ElectionError, Fault, bad},
    },
    law::{Book, Column, Fact, FactName, Finding, Fraction, LawError, Reasoning},
};

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
    /// Dismissals over three months in a row that never reached ten in thirty days.
    pub over_three_months: Option<u64>,
    /// Dismissals of the calendar year before, without a plan.
    pub over_year: Option<u64>,
}

/// What the law asks for a collective redundancy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedundancyPlan {
    /// Whether the plan agreement is valid, where there is one; never the staff vote.
    pub outcome: Option<Validity>,
    /// The share of the signatories.
    pub share: Option<Fraction>,
    /// Whether a plan is due, where headcount and dismissals are known.
    pub required: Option<bool>,
    /// Months for the opinions of the CSE.
    pub opinion_months: Option<i64>,
    /// The last day for those opinions.
    pub opinion_by: Option<NaiveDate>,
    /// Meetings of the CSE, at least, from ten dismissals on.
    pub meetings: Option<i64>,
    /// Days between two meetings: at least this many from fifty employees on, at most this many below.
    pub meeting_gap: Option<i64>,
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
/// three or four months of the first meeting; below fifty employees two meetings at most fourteen days apart (L1233-29).
/// L1233-57-4: the administration has fifteen or twenty-one days. L1233-8: from two to nine dismissals, one month.
/// L1233-26 and L1233-27: more than ten over three months, or eighteen over a year, bring the next ones under the plan.
///
/// # Errors
/// As [`agreement_with`](crate::election::agreement_with); zero dismissals.
pub fn pse(book: &Book, facts: &Redundancy, on: NaiveDate) -> Result<Finding<RedundancyPlan>, ElectionError> {
    let mut why = Reasoning::new(book, on);
    let (mut outcome, mut part) = (None, None);
    if let Some(signatures) = &facts.signatures {
        let (share, mine, base) = signed(signatures)?;
        let majority = book.share("pse.majority", on)?;
        why.note(
            "pse.majority",
            vec![
                (FactName::SignedVotes, mine.into()),
                (FactName::Base, base.into()),
                (FactName::Share, share.into()),
                (FactName::ToReach, majority.into()),
            ],
        )?;
        outcome = Some(if share >= majority { Validity::Valid } else { Validity::Invalid });
        part = Some(share);
    }
    let required = required(&mut why, facts)?;
    let opinion_months = opinion(&mut why, facts)?;
    let (meetings, meeting_gap) = meetings(&mut why, facts)?;
    let mut opinion_by = None;
    if let (Some(months), Some(first)) = (opinion_months, facts.first_meeting) {
        opinion_by = Some(Span::Months(span(months)?).after(first).ok_or(LawError::Calendar)?);
    }
    let validation_days = why.whole("pse.validation", vec![])?;
    let homologation_days = why.whole("pse.homologation", vec![])?;
    Ok(why.conclude(RedundancyPlan {
        outcome,
        share: part,
        required,
        opinion_months,
        opinion_by,
        meetings,
        meeting_gap,
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
    why.note(
        "pse.headcount",
        vec![(FactName::Headcount, headcount.into()), (FactName::Threshold, people.into())],
    )?;
    why.note(
        "pse.dismissals",
        vec![(FactName::Dismissals, dismissals.into()), (FactName::Threshold, least.into())],
    )?;
    let mut before = false;
    for (given, rule) in [(facts.over_three_months, "pse.rolling"), (facts.over_year, "pse.yearly")] {
        let Some(number) = given else { continue };
        let limit = book.whole(rule, on)?;
        let passed = u64::try_from(limit).is_ok_and(|limit| number > limit);
        why.note(
            rule,
            vec![
                (FactName::Dismissals, number.into()),
                (FactName::ToExceed, limit.into()),
                (FactName::Reached, passed.into()),
            ],
        )?;
        before |= passed;
    }
    Ok(Some(large && (many || before)))
}

/// Whether the company has fifty employees, as far as that is known.
fn is_large(why: &Reasoning<'_>, facts: &Redundancy) -> Result<Option<bool>, LawError> {
    let people = Fraction::whole(why.book().whole("pse.headcount", why.on())?);
    Ok(facts.headcount.map(|headcount| headcount >= people))
}

fn opinion(why: &mut Reasoning<'_>, facts: &Redundancy) -> Result<Option<i64>, ElectionError> {
    let Some(dismissals) = facts.dismissals else { return Ok(None) };
    if dismissals == 0 {
        return Err(bad("dismissals", Fault::Zero));
    }
    let number = Fraction::from(dismissals);
    let fact = || vec![(FactName::Dismissals, Fact::from(dismissals))];
    if why.book().row("pse.opinion", why.on(), number)?.is_some() {
        if is_large(why, facts)? == Some(false) {
            return Ok(None);
        }
        return Ok(why.row("pse.opinion", number, fact())?.and_then(|row| row.get(&Column::Months).copied()));
    }
    let least = why.whole("pse.small-least", fact())?;
    if number < Fraction::whole(least) {
        return Ok(None);
    }
    Ok(Some(why.whole("pse.small-opinion", fact())?))
}

/// How many meetings of the CSE, and how far apart, from ten dismissals on.
fn meetings(
    why: &mut Reasoning<'_>,
    facts: &Redundancy,
) -> Result<(Option<i64>, Option<i64>), ElectionError> {
    let least = why.book().whole("pse.dismissals", why.on())?;
    let many = facts.dismissals.is_some_and(|n| u64::try_from(least).is_ok_and(|least| n >= least));
    let Some(large) = is_large(why, facts)?.filter(|_| many) else { return Ok((None, None)) };
    let number = why.whole("pse.meetings", vec![])?;
    let gap = why.whole(if large { "pse.meeting-gap" } else { "pse.small-gap" }, vec![])?;
    Ok((Some(number), Some(gap)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn signatures(unions: &[(&str, &str)], signed: &[&str]) -> Signatures {
        Signatures {
            unions: unions.iter().map(|(n, v)| ((*n).to_owned(), v.parse().unwrap())).collect(),
            signed: signed.iter().map(|s| (*s).to_owned()).collect(),
        }
    }

    fn plan(facts: &Redundancy) -> RedundancyPlan {
        pse(book(), facts, day("2026-11-21")).unwrap().value
    }

    #[test]
    fn a_plan_agreement_is_valid_at_exactly_half() {
        // Example M4.
        let of = |votes: &str| {
            let signatures = Some(signatures(&[("A", votes), ("B", "50")], &["A"]));
            plan(&Redundancy { signatures, ..Redundancy::default() }).outcome
        };
        assert_eq!(of("50"), Some(Validity::Valid));
        assert_eq!(of("49.99"), Some(Validity::Invalid), "no staff vote for a plan");
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
    fn below_fifty_employees_two_meetings_and_no_months() {
        let of = |headcount: i64, dismissals| {
            let found = plan(&Redundancy {
                headcount: Some(Fraction::whole(headcount)),
                dismissals: Some(dismissals),
                ..Redundancy::default()
            });
            (found.required, found.opinion_months, found.meetings, found.meeting_gap)
        };
        assert_eq!(of(49, 12), (Some(false), None, Some(2), Some(14)));
        assert_eq!(of(50, 12), (Some(true), Some(2), Some(2), Some(15)));
        assert_eq!(of(50, 9), (Some(false), Some(1), None, None));
        assert_eq!(of(50, 1), (Some(false), None, None, None), "one dismissal is not collective");
    }

    #[test]
    fn earlier_dismissals_bring_the_next_ones_under_the_plan() {
        let of = |months, year| {
            let facts = Redundancy {
                headcount: Some(Fraction::whole(60)),
                dismissals: Some(1),
                over_three_months: months,
                over_year: year,
                ..Redundancy::default()
            };
            plan(&facts).required
        };
        assert_eq!(of(Some(10), Some(18)), Some(false));
        assert_eq!(of(Some(11), None), Some(true));
        assert_eq!(of(None, Some(19)), Some(true));
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
}
