//! What follows from what is recorded of the company.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    bargaining::{Situation, Subject},
    calendar::Month,
    election::{self, CollegeFacts, ElectionError, Mandates},
    features::company::records::{Company, Short},
    law::{Fraction, LawError, book},
    roster::college::Rooms,
};

/// Returns the headcounts by month as exact numbers; a text that is none is passed over.
#[must_use]
pub fn headcounts(company: &Company) -> BTreeMap<Month, Fraction> {
    let read =
        |(month, number): (&Short, &String)| Some((month.to_string().parse().ok()?, number.parse().ok()?));
    company.headcounts.iter().filter_map(read).collect()
}

/// Returns the last headcount known for a month that has begun by `today`.
#[must_use]
pub fn last_headcount(company: &Company, today: NaiveDate) -> Option<(Month, Fraction)> {
    headcounts(company).range(..=Month::of(today)).next_back().map(|(month, number)| (*month, *number))
}

/// Returns what is known of the mandates.
#[must_use]
pub fn mandates(company: &Company) -> Mandates {
    let (first_round, end) = (company.first_round, company.mandates_end);
    Mandates { first_round, end, years: company.mandate_years, ..Mandates::default() }
}

/// Returns what bargaining depends on.
#[must_use]
pub fn situation(company: &Company, today: NaiveDate) -> Situation {
    let known = |(code, day): (&str, NaiveDate)| Some((Subject::from_code(code)?, day));
    Situation {
        headcount: last_headcount(company, today).map(|(_, number)| number),
        representative_section: company.representative_section,
        last: company.last_rounds().filter_map(known).collect(),
        never: company.never_rounds().filter_map(known).collect(),
        agreed: BTreeMap::new(),
    }
}

/// Returns the colleges that follow from the recorded headcount and number of cadres.
///
/// # Law
/// L2314-11, as [`fn@election::colleges`]. Where the cadres are not recorded, a single college is known all the same, and else two
/// or three.
#[must_use]
pub fn colleges(company: &Company, today: NaiveDate) -> Rooms {
    let headcount = last_headcount(company, today).map(|(_, n)| n);
    let ask = |headcount: Fraction, cadres: u64| -> Result<i64, ElectionError> {
        let facts = CollegeFacts { headcount, cadres, seats: None, staff: Vec::new() };
        Ok(election::colleges(book(), &facts, today)?.value.colleges)
    };
    let limit = || -> Result<u64, LawError> {
        Ok(u64::try_from(book().whole("college.cadres", today)?).unwrap_or(u64::MAX))
    };
    let cadres = company.cadres.map(u64::from);
    match (headcount, cadres) {
        (Some(headcount), cadres) => match (ask(headcount, cadres.unwrap_or(0)), cadres) {
            (Ok(1), _) => Rooms::One,
            (Ok(2), Some(_)) => Rooms::Two,
            (Ok(2), None) => Rooms::TwoOrThree,
            (Ok(3), _) => Rooms::Three,
            _ => Rooms::Unknown,
        },
        // So many cadres make three colleges, whatever the headcount.
        (None, Some(cadres)) if limit().is_ok_and(|n| cadres >= n) => Rooms::Three,
        (None, _) => Rooms::Unknown,
    }
}
