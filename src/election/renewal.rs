//! The end of the mandates.

use chrono::NaiveDate;

use crate::{
    calendar::Span,
    law::{Book, Fact, FactName, Finding, LawError, Reasoning, Remark},
};

/// From what mandates are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Since {
    /// The first round.
    #[default]
    FirstRound,
    /// The second round, where nobody recorded the first one.
    SecondRound,
    /// The proclamation of the results.
    Proclamation,
}

impl Since {
    /// Returns under which name the day is told.
    const fn fact(self) -> FactName {
        match self {
            Self::FirstRound => FactName::FirstRound,
            Self::SecondRound => FactName::SecondRound,
            Self::Proclamation => FactName::Proclaimed,
        }
    }

    /// Returns what is to be said of a term that is counted from there.
    const fn remark(self) -> Option<Remark> {
        match self {
            Self::FirstRound => Some(Remark::MandatesFromProclamation),
            Self::SecondRound => Some(Remark::MandatesFromSecondRound),
            Self::Proclamation => None,
        }
    }
}

/// What is known of the running mandates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mandates {
    /// The first round of the last election, or the day that stands for it.
    pub first_round: Option<NaiveDate>,
    /// What day that is.
    pub since: Since,
    /// The end of the mandates, where it is known as such.
    pub end: Option<NaiveDate>,
    /// The length in years, where an agreement set one.
    pub years: Option<u32>,
}

/// Returns the end of the mandates (*terme des mandats*), nothing when neither it nor the election is known.
///
/// An end that was recorded is taken as it stands. Otherwise it is counted from the proclamation of the results, or from the
/// first round with the remark that it is so. One election has one term: whoever is elected in a second round has that of
/// the first, so a second round counts only where nobody recorded the first one.
///
/// # Law
/// L2314-33 (four years, as it stood on the day of the election), L2314-34 (two to four years by agreement). A
/// length outside those bounds is not used: four years apply, and a remark says so.
///
/// # Errors
/// [`LawError::NotCovered`] for an election before 2018; [`LawError::Calendar`] at the end of the calendar.
pub fn mandates_end(
    book: &Book,
    mandates: Mandates,
    today: NaiveDate,
) -> Result<Option<Finding<NaiveDate>>, LawError> {
    if let Some(end) = mandates.end {
        let mut why = Reasoning::new(book, today.min(end));
        let mut facts = vec![(FactName::RecordedEnd, Fact::from(end))];
        facts.extend(mandates.first_round.map(|day| (mandates.since.fact(), day.into())));
        why.note("mandate.length", facts)?;
        return Ok(Some(why.conclude(end)));
    }
    let Some(first_round) = mandates.first_round else { return Ok(None) };
    let mut why = Reasoning::new(book, first_round);
    let legal = years(book.whole("mandate.length", first_round)?)?;
    let bounds = (
        years(book.whole("mandate.length-min", first_round)?)?,
        years(book.whole("mandate.length-max", first_round)?)?,
    );
    let length = match mandates.years {
        Some(agreed) if (bounds.0..=bounds.1).contains(&agreed) => {
            why.note(
                "mandate.length-min",
                vec![(FactName::AgreedYears, agreed.into()), (FactName::Minimum, bounds.0.into())],
            )?;
            agreed
        }
        Some(agreed) => {
            why.note(
                "mandate.length-min",
                vec![(FactName::AgreedYears, agreed.into()), (FactName::Minimum, bounds.0.into())],
            )?;
            why.remark(Remark::MandateLengthOutside);
            legal
        }
        None => legal,
    };
    let end = Span::Years(length).after(first_round).ok_or(LawError::Calendar)?;
    why.note(
        "mandate.length",
        vec![
            (mandates.since.fact(), first_round.into()),
            (FactName::Years, length.into()),
            (FactName::End, end.into()),
        ],
    )?;
    if let Some(remark) = mandates.since.remark() {
        why.remark(remark);
    }
    Ok(Some(why.conclude(end)))
}

fn years(number: i64) -> Result<u32, LawError> {
    u32::try_from(number).map_err(|_| LawError::Calendar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Caveat, book};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn today() -> NaiveDate {
        day("2026-11-21")
    }

    fn end(mandates: Mandates) -> Option<Finding<NaiveDate>> {
        mandates_end(book(), mandates, today()).unwrap()
    }

    fn elected(first_round: &str) -> Mandates {
        Mandates { first_round: Some(day(first_round)), ..Mandates::default() }
    }

    #[test]
    fn four_years_from_the_first_round() {
        let found = end(elected("2026-06-16")).unwrap();
        assert_eq!(found.value, day("2030-06-16"));
        assert!(found.caveats.contains(&Caveat::Remark(Remark::MandatesFromProclamation)));
        assert_eq!(found.because[0].citation.article, "L2314-33");
        assert_eq!(end(elected("2024-02-29")).unwrap().value, day("2028-02-29"));
    }

    #[test]
    fn what_the_term_is_counted_from_is_called_by_its_name() {
        for (since, name, remark) in [
            (Since::FirstRound, FactName::FirstRound, Some(Remark::MandatesFromProclamation)),
            (Since::SecondRound, FactName::SecondRound, Some(Remark::MandatesFromSecondRound)),
            (Since::Proclamation, FactName::Proclaimed, None),
        ] {
            let found = end(Mandates { since, ..elected("2026-06-16") }).unwrap();
            assert_eq!(found.because[0].facts[0].0, name);
            let remarks = [Remark::MandatesFromProclamation, Remark::MandatesFromSecondRound];
            let said = remarks.into_iter().filter(|r| found.caveats.contains(&Caveat::Remark(*r)));
            assert_eq!(said.collect::<Vec<_>>(), remark.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_law_of_the_day_of_the_election_applies() {
        let version = |round: &str| end(elected(round)).unwrap().because[0].citation.version.clone();
        assert_eq!(version("2025-10-26").as_deref(), Some("LEGIARTI000052437191"));
        assert_eq!(version("2025-10-25").as_deref(), Some("LEGIARTI000036761951"));
    }

    #[test]
    fn an_agreement_may_set_two_to_four_years() {
        for (years, expected) in [(2, "2028-06-16"), (3, "2029-06-16"), (4, "2030-06-16")] {
            let agreed = Mandates { years: Some(years), ..elected("2026-06-16") };
            assert_eq!(end(agreed).unwrap().value, day(expected), "{years}");
        }
    }

    #[test]
    fn one_or_five_years_are_not_applied_and_it_is_said() {
        for years in [0, 1, 5] {
            let found = end(Mandates { years: Some(years), ..elected("2026-06-16") }).unwrap();
            assert_eq!(found.value, day("2030-06-16"), "{years}");
            assert!(found.caveats.contains(&Caveat::Remark(Remark::MandateLengthOutside)));
        }
    }

    #[test]
    fn a_recorded_end_stands() {
        let known = Mandates { end: Some(day("2027-03-31")), ..elected("2023-03-13") };
        assert_eq!(end(known).unwrap().value, day("2027-03-31"));
        assert_eq!(end(Mandates::default()), None);
    }

    #[test]
    fn an_election_before_the_tables_is_an_error() {
        let error = mandates_end(book(), elected("2017-06-01"), today()).unwrap_err();
        assert!(matches!(error, LawError::NotCovered { .. }));
    }
}
