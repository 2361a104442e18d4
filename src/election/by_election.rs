//! Whether a by-election is due before the mandates end.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    calendar::Span,
    election::Vacancy,
    election::fault::{ElectionError, Fault, MOST, bad, too_many},
    law::{Book, FactName, Finding, Fraction, LawError, Reasoning, Remark},
};

/// What became of the full members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vacancies {
    /// Full members elected.
    pub seats: u32,
    /// Of whom are left.
    pub left: u32,
    /// Whether a college has nobody left.
    pub college_empty: bool,
    /// The end of the mandates, where it is known.
    pub term: Option<NaiveDate>,
}

/// Whether a by-election is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ByElection {
    /// Whether it is.
    pub due: bool,
    /// Why.
    pub why: Vacancy,
}

/// Returns whether a by-election (*élections partielles*) is due.
///
/// # Law
/// L2314-10: a college without anybody left, or full members reduced by half or more; not less than six months before
/// the mandates end.
///
/// # Dates
/// Six months exactly before the end is not less than six months.
///
/// # Errors
/// No seats; more left than seats; a day outside the tables.
pub fn by_election(
    book: &Book,
    facts: &Vacancies,
    on: NaiveDate,
) -> Result<Finding<ByElection>, ElectionError> {
    if facts.seats == 0 {
        return Err(bad("seats", Fault::Zero));
    }
    if facts.seats > MOST {
        return Err(too_many("seats"));
    }
    let lost =
        facts.seats.checked_sub(facts.left).ok_or_else(|| bad("left", Fault::Above("seats".to_owned())))?;
    let mut why = Reasoning::new(book, on);
    let limit = book.share("mandate.by-election-share", on)?;
    let share = Fraction::new(lost.into(), facts.seats.into()).ok_or_else(|| bad("seats", Fault::Zero))?;
    let half = share >= limit;
    why.note(
        "mandate.by-election-share",
        vec![
            (FactName::Seats, facts.seats.into()),
            (FactName::Share, share.into()),
            (FactName::Reached, half.into()),
        ],
    )?;
    let open = half || facts.college_empty || facts.left == 0;
    let mut near = false;
    if open {
        let months =
            u32::try_from(book.whole("mandate.by-election-months", on)?).map_err(|_| LawError::Calendar)?;
        match facts.term {
            Some(term) => {
                let limit = Span::Months(months).before(term).ok_or(LawError::Calendar)?;
                near = on > limit;
                why.note(
                    "mandate.by-election-months",
                    vec![
                        (FactName::End, term.into()),
                        (FactName::Until, limit.into()),
                        (FactName::Reached, near.into()),
                    ],
                )?;
            }
            None => why.remark(Remark::TermNotKnown),
        }
    }
    let code = match (open, near) {
        (true, true) => Vacancy::TooNearTheEnd,
        (false, _) => Vacancy::EnoughLeft,
        (true, false) if half => Vacancy::HalfLost,
        (true, false) => Vacancy::CollegeEmpty,
    };
    Ok(why.conclude(ByElection { due: open && !near, why: code }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Caveat, book};

    fn ask(left: u32, college_empty: bool, term: Option<&str>) -> Finding<ByElection> {
        let facts = Vacancies { seats: 10, left, college_empty, term: term.map(|t| t.parse().unwrap()) };
        by_election(book(), &facts, "2026-11-21".parse().unwrap()).unwrap()
    }

    fn found(left: u32, college_empty: bool, term: &str) -> (bool, Vacancy) {
        let value = ask(left, college_empty, Some(term)).value;
        (value.due, value.why)
    }

    #[test]
    fn half_of_the_full_members_or_a_whole_college() {
        // Example T11: of ten, five left; eight left; five left three months before the end.
        assert_eq!(found(5, false, "2028-01-01"), (true, Vacancy::HalfLost));
        assert_eq!(found(8, false, "2028-01-01"), (false, Vacancy::EnoughLeft));
        assert_eq!(found(5, false, "2027-02-21"), (false, Vacancy::TooNearTheEnd));
        assert_eq!(found(6, false, "2028-01-01"), (false, Vacancy::EnoughLeft));
        assert_eq!(found(8, true, "2028-01-01"), (true, Vacancy::CollegeEmpty));
        assert_eq!(found(0, false, "2028-01-01"), (true, Vacancy::HalfLost));
    }

    #[test]
    fn six_months_to_the_day() {
        assert!(found(5, false, "2027-05-21").0);
        assert!(!found(5, false, "2027-05-20").0);
    }

    #[test]
    fn an_end_that_is_not_known_is_said() {
        let open = ask(5, false, None);
        assert!(open.value.due && open.caveats.contains(&Caveat::Remark(Remark::TermNotKnown)));
        assert!(ask(8, false, None).caveats.is_empty());
    }

    #[test]
    fn figures_that_cannot_be_are_named() {
        let fails = |seats, left| {
            let facts = Vacancies { seats, left, college_empty: false, term: None };
            by_election(book(), &facts, "2026-11-21".parse().unwrap()).unwrap_err()
        };
        assert_eq!(fails(0, 0), bad("seats", Fault::Zero));
        assert_eq!(fails(5, 6), bad("left", Fault::Above("seats".to_owned())));
        assert_eq!(fails(5000, 6), bad("seats", Fault::Above("1000".to_owned())));
    }
}
