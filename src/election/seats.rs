//! How many are elected to the CSE, and with how many hours.

use chrono::NaiveDate;
use serde::Serialize;

use crate::law::{Book, Column, Fact, FactName, Finding, Fraction, LawError, Reasoning, Row};

/// The seats and hours of a CSE by law, before what a protocol may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Seats {
    /// Full members (*titulaires*).
    pub seats: i64,
    /// Substitutes (*suppléants*).
    pub substitutes: i64,
    /// Delegation hours a month of each full member.
    pub hours_each: i64,
    /// Delegation hours a month of all together.
    pub hours_total: i64,
}

/// Returns the seats and hours (*nombre de titulaires, heures de délégation*) at a headcount.
///
/// Below the threshold of eleven there is no CSE, and every number is zero.
///
/// # Law
/// R2314-1 (the table), L2314-1 (as many substitutes), L2311-2 (the threshold). A headcount is never rounded up:
/// 49.9 is read in the row of 25 to 49. The protocol may change seats and hours within L2314-7.
///
/// # Errors
/// [`LawError::NotCovered`] before 2018 and past what the tables cover.
///
/// # Examples
/// ```
/// use contrepoids::{election::seats, law::{Fraction, book}};
/// let on = "2026-11-21".parse().unwrap();
/// let found = seats(book(), Fraction::whole(720), on).unwrap();
/// assert_eq!((found.value.seats, found.value.hours_each), (14, 24));
/// assert_eq!(found.because[1].citation.article, "R2314-1");
/// ```
pub fn seats(book: &Book, headcount: Fraction, on: NaiveDate) -> Result<Finding<Seats>, LawError> {
    let mut why = Reasoning::new(book, on);
    let threshold = book.whole("threshold.cse", on)?;
    let reached = headcount >= Fraction::whole(threshold);
    why.note(
        "threshold.cse",
        vec![
            (FactName::Headcount, headcount.into()),
            (FactName::Threshold, threshold.into()),
            (FactName::Reached, reached.into()),
        ],
    )?;
    if !headcount.is_whole() {
        why.note(
            "headcount.no-rounding",
            vec![(FactName::Headcount, headcount.into()), (FactName::Counted, headcount.floor().into())],
        )?;
    }
    let row = if reached { book.row("seats.table", on, headcount)? } else { None };
    let Some(row) = row else {
        return Ok(why.conclude(Seats { seats: 0, substitutes: 0, hours_each: 0, hours_total: 0 }));
    };
    let found = of_row(row).ok_or_else(|| LawError::WrongKind { id: "seats.table".to_owned() })?;
    let mut facts = vec![(FactName::Headcount, Fact::from(headcount))];
    facts.extend(row.get(&Column::From).map(|n| (FactName::RowFrom, Fact::from(*n))));
    facts.extend(row.get(&Column::To).map(|n| (FactName::RowTo, Fact::from(*n))));
    facts.extend([
        (FactName::Seats, found.seats.into()),
        (FactName::HoursEach, found.hours_each.into()),
        (FactName::HoursTotal, found.hours_total.into()),
    ]);
    why.note("seats.table", facts)?;
    why.note("seats.substitutes", vec![(FactName::Substitutes, found.substitutes.into())])?;
    Ok(why.conclude(found))
}

fn of_row(row: &Row) -> Option<Seats> {
    let cell = |column| row.get(&column).copied();
    let seats = cell(Column::Seats)?;
    Some(Seats {
        seats,
        substitutes: seats,
        hours_each: cell(Column::HoursEach)?,
        hours_total: cell(Column::HoursTotal)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(headcount: &str) -> Finding<Seats> {
        seats(book(), headcount.parse().unwrap(), day("2026-11-21")).unwrap()
    }

    fn numbers(headcount: &str) -> (i64, i64, i64) {
        let found = at(headcount).value;
        assert_eq!(found.seats, found.substitutes);
        (found.seats, found.hours_each, found.hours_total)
    }

    #[test]
    fn below_eleven_there_is_no_cse() {
        assert_eq!(numbers("10"), (0, 0, 0));
        assert_eq!(numbers("10.99"), (0, 0, 0));
        assert_eq!(numbers("0"), (0, 0, 0));
        let rules: Vec<_> = at("10").because.into_iter().map(|s| s.rule).collect();
        assert_eq!(rules, ["threshold.cse"]);
    }

    #[test]
    fn just_below_and_just_at_each_step() {
        for (headcount, expected) in [
            ("11", (1, 10, 10)),
            ("24.9", (1, 10, 10)),
            ("25", (2, 10, 20)),
            ("49.9", (2, 10, 20)),
            ("50", (4, 18, 72)),
            ("299", (11, 22, 242)),
            ("300", (11, 22, 242)),
            ("399", (11, 22, 242)),
            ("400", (12, 22, 264)),
            ("720", (14, 24, 336)),
            ("9999", (34, 34, 1156)),
            ("10000", (35, 34, 1190)),
            ("12000", (35, 34, 1190)),
            ("1000000", (35, 34, 1190)),
        ] {
            assert_eq!(numbers(headcount), expected, "{headcount}");
        }
    }

    #[test]
    fn the_steps_cite_the_table_and_the_row() {
        let found = at("99/2");
        let articles: Vec<_> = found.because.iter().map(|s| s.citation.article.as_str()).collect();
        assert_eq!(articles, ["L2311-2", "Cass. soc. 08-60.594", "R2314-1", "L2314-1"]);
        let table = &found.because[2];
        assert_eq!(table.citation.version.as_deref(), Some("LEGIARTI000036481896"));
        assert!(table.facts.contains(&(FactName::RowFrom, Fact::Whole(25))));
        assert!(table.facts.contains(&(FactName::RowTo, Fact::Whole(49))));
        assert!(found.caveats.is_empty());
    }

    #[test]
    fn the_last_row_has_no_upper_end() {
        assert!(at("12000").because[1].facts.iter().all(|(name, _)| *name != FactName::RowTo));
    }

    #[test]
    fn outside_the_tables_is_an_error() {
        let error = seats(book(), Fraction::whole(720), day("2017-12-31")).unwrap_err();
        assert!(matches!(error, LawError::NotCovered { on, .. } if on == day("2017-12-31")));
        assert!(seats(book(), Fraction::whole(720), day("2018-01-01")).is_ok());
    }

    proptest! {
        #[test]
        fn more_people_never_mean_fewer_seats_or_hours(a in 0_i128..2_000_000, b in 0_i128..2_000_000, den in 1_i128..50) {
            let (few, many) = (a.min(b), a.max(b));
            let of = |n| seats(book(), Fraction::new(n, den).unwrap(), day("2026-11-21")).unwrap().value;
            let (few, many) = (of(few), of(many));
            prop_assert!(few.seats <= many.seats && few.hours_total <= many.hours_total);
        }

        #[test]
        fn a_fraction_counts_as_the_whole_below(n in 0_i64..20_000, part in 1_i128..1000) {
            let whole = Fraction::whole(n);
            let above = whole.checked_add(Fraction::new(part, 1001).unwrap()).unwrap();
            let of = |f| seats(book(), f, day("2026-11-21")).unwrap().value;
            prop_assert_eq!(of(whole), of(above));
        }
    }
}
