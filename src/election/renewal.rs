//! The end of the mandates, and what a renewal wants before it.

use chrono::NaiveDate;

use crate::{
    calendar::{Due, Kind, Span},
    law::{Book, Fact, Finding, LawError, Reasoning},
};

/// What is known of the running mandates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mandates {
    /// The first round of the last election.
    pub first_round: Option<NaiveDate>,
    /// The end of the mandates, where it is known as such.
    pub end: Option<NaiveDate>,
    /// The length in years, where an agreement set one.
    pub years: Option<u32>,
}

/// Returns the end of the mandates (*terme des mandats*), nothing when neither it nor the election is known.
///
/// An end that was recorded is taken as it stands. Otherwise it is counted from the first round, with the
/// remark that the mandates run from the proclamation of the results, which a second round puts off.
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
        let mut facts = vec![("recorded_end", Fact::from(end))];
        facts.extend(mandates.first_round.map(|day| ("first_round", day.into())));
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
                vec![("agreed_years", agreed.into()), ("minimum", bounds.0.into())],
            )?;
            agreed
        }
        Some(agreed) => {
            why.note(
                "mandate.length-min",
                vec![("agreed_years", agreed.into()), ("minimum", bounds.0.into())],
            )?;
            why.remark("mandate-length-outside");
            legal
        }
        None => legal,
    };
    let end = Span::Years(length).after(first_round).ok_or(LawError::Calendar)?;
    why.note(
        "mandate.length",
        vec![("first_round", first_round.into()), ("years", length.into()), ("end", end.into())],
    )?;
    why.remark("mandates-from-proclamation");
    Ok(Some(why.conclude(end)))
}

fn years(number: i64) -> Result<u32, LawError> {
    u32::try_from(number).map_err(|_| LawError::Calendar)
}

/// Returns the lines of the agenda that lead to a renewal: invitation, fortnight, end of the mandates.
///
/// # Law
/// L2314-5 as it stands today: unions are invited two months before the mandates end, and the first round is
/// held in the fortnight before. Whether that fortnight counts fifteen days or fourteen is not settled: the
/// window shown begins on the fifteenth day before the end.
///
/// # Dates
/// Days that count backwards are not moved to an open day.
///
/// # Errors
/// As [`mandates_end`].
pub fn renewal(book: &Book, mandates: Mandates, today: NaiveDate) -> Result<Vec<Due>, LawError> {
    let Some(end) = mandates_end(book, mandates, today)? else { return Ok(Vec::new()) };
    let day = end.value;
    let line = |rule, day, window_from| Due { rule, subject: "cse", kind: Kind::Election, day, window_from };

    let mut why = Reasoning::new(book, today);
    why.absorb(end.clone());
    let months = years(book.whole("election.invitation", today)?)?;
    let invitation = Span::Months(months).before(day).ok_or(LawError::Calendar)?;
    why.note(
        "election.invitation",
        vec![("end", day.into()), ("months", months.into()), ("invitation", invitation.into())],
    )?;
    let invitation = line("election.invitation", why.conclude(invitation), None);

    let mut why = Reasoning::new(book, today);
    why.absorb(end.clone());
    let days = years(book.whole("election.fortnight", today)?)?;
    let window = Span::Days(days).before(day).ok_or(LawError::Calendar)?;
    why.note(
        "election.fortnight",
        vec![("end", day.into()), ("window_from", window.into()), ("window_to", day.into())],
    )?;
    why.remark("fortnight-bounds");
    let fortnight = line("election.fortnight", why.conclude(day), Some(window));
    Ok(vec![invitation, fortnight, line("mandate.end", end, None)])
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
        assert!(found.caveats.contains(&Caveat::Remark("mandates-from-proclamation")));
        assert_eq!(found.because[0].citation.article, "L2314-33");
        assert_eq!(end(elected("2024-02-29")).unwrap().value, day("2028-02-29"));
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
            assert!(found.caveats.contains(&Caveat::Remark("mandate-length-outside")));
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

    #[test]
    fn the_renewal_counts_back_from_the_end() {
        let known = Mandates { end: Some(day("2027-03-31")), ..Mandates::default() };
        let lines = renewal(book(), known, today()).unwrap();
        let days: Vec<_> = lines.iter().map(|d| (d.rule, d.on(), d.window_from)).collect();
        assert_eq!(
            days,
            [
                ("election.invitation", day("2027-01-31"), None),
                ("election.fortnight", day("2027-03-31"), Some(day("2027-03-16"))),
                ("mandate.end", day("2027-03-31"), None),
            ]
        );
        assert!(lines[1].day.caveats.contains(&Caveat::Remark("fortnight-bounds")));
    }

    #[test]
    fn each_line_cites_its_article() {
        let lines = renewal(book(), elected("2026-06-16"), today()).unwrap();
        let last = |i: usize| lines[i].day.because.last().unwrap().citation.article.clone();
        assert_eq!([last(0), last(1), last(2)], ["L2314-5", "L2314-5", "L2314-33"]);
    }

    #[test]
    fn nothing_known_gives_no_line() {
        assert_eq!(renewal(book(), Mandates::default(), today()), Ok(Vec::new()));
    }

    #[test]
    fn two_months_before_the_end_of_april_is_the_end_of_february() {
        let known = Mandates { end: Some(day("2027-04-30")), ..Mandates::default() };
        let lines = renewal(book(), known, today()).unwrap();
        assert_eq!(lines[0].on(), day("2027-02-28"));
    }
}
