//! Whether a by-election is due before the mandates end.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    calendar::Span,
    election::Vacancy,
    election::fault::{ElectionError, Fault, MOST, bad, is_too_many, too_many},
    law::{Answer, Book, FactName, Finding, Fraction, LawError, Open, Reasoning, Remark},
};

/// What became of the full members of a college.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CollegeLeft {
    /// The college; empty where colleges are not told apart.
    pub id: String,
    /// The seats of the protocol, where they are known: some may never have been filled.
    pub seats: Option<u32>,
    /// Full members elected.
    pub elected: u32,
    /// Of whom are left, with whoever came in for others.
    pub left: u32,
}

/// What became of the full members.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vacancies {
    /// By college.
    pub colleges: Vec<CollegeLeft>,
    /// A college has nobody left, where colleges are not told apart.
    pub college_empty: bool,
    /// The end of the mandates, where it is known.
    pub term: Option<NaiveDate>,
    /// The mandates go on beyond that end until the results are proclaimed, because the administration was asked to decide.
    pub extended: bool,
}

/// Whether a by-election is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ByElection {
    /// Whether it is.
    pub due: bool,
    /// Why.
    pub why: Vacancy,
    /// The colleges whose vacant seats, of full members and of substitutes, are filled.
    pub fill: Vec<String>,
    /// The colleges of which no text tells whether they vote too.
    pub open: Vec<String>,
}

/// Returns whether a by-election (*élections partielles*) is due.
///
/// Full members alone count, after everybody who leaves was replaced ([`replacement`](fn@crate::election::replacement)); an
/// absence ends no office. What was vacant from the start is no ground: a college has to be represented *no more*.
///
/// # Law
/// L2314-10: a college without anybody left, or full members reduced by half or more; not less than six months before
/// the mandates end. All vacant seats of the colleges concerned are filled (Cass. soc. 15-19.866), and no others, even where
/// the staff has grown (17-11.848). Whether half is that of the elected or of the seats, where some were never filled, no
/// text says; nor from what end the six months count where mandates are extended.
///
/// # Dates
/// Six months exactly before the end is not less than six months. `on` is the day of the event, not today.
///
/// # Errors
/// Nobody elected; more left than elected; a day outside the tables.
pub fn by_election(
    book: &Book,
    facts: &Vacancies,
    on: NaiveDate,
) -> Result<Finding<Answer<ByElection>>, ElectionError> {
    let Counts { elected, lost, legal, left } = counts(facts)?;
    let mut why = Reasoning::new(book, on);
    let limit = book.share("mandate.by-election-share", on)?;
    let share = Fraction::new(lost.into(), elected.into()).ok_or_else(|| bad("seats", Fault::Zero))?;
    let half = share >= limit;
    why.note(
        "mandate.by-election-share",
        vec![
            (FactName::Seats, elected.into()),
            (FactName::Share, share.into()),
            (FactName::Reached, half.into()),
        ],
    )?;
    let empty = |c: &&CollegeLeft| c.elected > 0 && c.left == 0;
    let college_empty = facts.college_empty || facts.colleges.iter().any(|c| empty(&c));
    if college_empty {
        why.note("mandate.by-election-college", vec![])?;
    }
    // Of the seats of the protocol, where some were never filled: reduced by half only by somebody who left.
    let of_seats = legal.is_some_and(|seats| lost > 0 && left.saturating_mul(2) <= seats);
    let open = half || college_empty;
    let mut near = false;
    if open || of_seats {
        near = nears(&mut why, facts, on)?;
    }
    if near && facts.extended && open {
        let term = facts.term.map(|t| t.to_string()).unwrap_or_default();
        // The same word in both languages.
        let options = vec![term, "proclamation".to_owned()];
        return Ok(why.conclude(Answer::Undetermined { why: Open::ExtendedTerm, options }));
    }
    if of_seats && !open && !near {
        let seats = legal.unwrap_or(elected);
        let options = vec![format!("{left} / {elected}"), format!("{left} / {seats}")];
        return Ok(why.conclude(Answer::Undetermined { why: Open::ByElectionBase, options }));
    }
    let code = match (open, near) {
        (true, true) => Vacancy::TooNearTheEnd,
        (false, _) => Vacancy::EnoughLeft,
        (true, false) if half => Vacancy::HalfLost,
        (true, false) => Vacancy::CollegeEmpty,
    };
    let due = open && !near;
    let (mut fill, mut unsure) = (Vec::new(), Vec::new());
    if due {
        why.note("mandate.by-election-seats", vec![])?;
        why.note("mandate.by-election-same-seats", vec![])?;
        for college in facts.colleges.iter().filter(|c| !c.id.is_empty()) {
            let lost = college.left < college.elected;
            match (empty(&college) || lost && half, lost || college.elected == 0) {
                (true, _) => fill.push(college.id.clone()),
                (false, true) => unsure.push(college.id.clone()),
                (false, false) => {}
            }
        }
    }
    Ok(why.conclude(Answer::Known(ByElection { due, why: code, fill, open: unsure })))
}

struct Counts {
    elected: u32,
    lost: u32,
    left: u32,
    legal: Option<u32>,
}

/// Adds up the colleges.
fn counts(facts: &Vacancies) -> Result<Counts, ElectionError> {
    if is_too_many(facts.colleges.len()) {
        return Err(too_many("colleges"));
    }
    let (mut elected, mut left, mut legal) = (0_u32, 0_u32, Some(0_u32));
    for college in &facts.colleges {
        let named = !college.id.is_empty();
        let at = |field: &str| {
            if named { format!("colleges[\"{}\"].{field}", college.id) } else { field.to_owned() }
        };
        if college.elected > MOST || college.seats.is_some_and(|s| s > MOST) {
            return Err(too_many("seats"));
        }
        if college.left > college.elected {
            return Err(bad(at("left"), Fault::Above(if named { "elected" } else { "seats" }.to_owned())));
        }
        if college.seats.is_some_and(|s| s < college.elected) {
            return Err(bad(at("elected"), Fault::Above("seats".to_owned())));
        }
        elected = elected.saturating_add(college.elected);
        left = left.saturating_add(college.left);
        legal = legal.zip(college.seats).map(|(sum, seats)| sum.saturating_add(seats));
    }
    if elected == 0 {
        return Err(bad("seats", Fault::Zero));
    }
    Ok(Counts { elected, left, lost: elected.saturating_sub(left), legal })
}

/// Tells whether the event falls into the last six months.
fn nears(why: &mut Reasoning<'_>, facts: &Vacancies, on: NaiveDate) -> Result<bool, ElectionError> {
    let book = why.book();
    let months =
        u32::try_from(book.whole("mandate.by-election-months", on)?).map_err(|_| LawError::Calendar)?;
    let Some(term) = facts.term else {
        why.remark(Remark::TermNotKnown);
        return Ok(false);
    };
    let limit = Span::Months(months).before(term).ok_or(LawError::Calendar)?;
    let near = on > limit;
    why.note(
        "mandate.by-election-months",
        vec![(FactName::End, term.into()), (FactName::Until, limit.into()), (FactName::Reached, near.into())],
    )?;
    Ok(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Caveat, book};

    /// By college: seats of the protocol, elected, left; `-` for seats that are not known.
    fn colleges(text: &str) -> Vec<CollegeLeft> {
        let one = |(n, part): (usize, &str)| {
            let numbers: Vec<Option<u32>> = part.split('/').map(|x| x.parse().ok()).collect();
            let [seats, elected, left] = numbers[..] else { panic!("{part}") };
            CollegeLeft { id: n.to_string(), seats, elected: elected.unwrap(), left: left.unwrap() }
        };
        (1..).zip(text.split_whitespace()).map(one).collect()
    }

    fn ask(text: &str, on: &str, term: Option<&str>) -> Finding<Answer<ByElection>> {
        let term = term.map(|t| t.parse().unwrap());
        let facts = Vacancies { colleges: colleges(text), term, ..Vacancies::default() };
        by_election(book(), &facts, on.parse().unwrap()).unwrap()
    }

    /// `due` or `no` with the reason, the colleges to fill and those that are open; the options where it is undetermined.
    fn told(found: &Finding<Answer<ByElection>>) -> String {
        match &found.value {
            Answer::Known(known) => {
                let due = if known.due { "due" } else { "no" };
                format!("{due} {} {}|{}", known.why.code(), known.fill.join("+"), known.open.join("+"))
            }
            Answer::Undetermined { why, options } => format!("? {} {}", why.code(), options.join("|")),
        }
    }

    #[test]
    fn the_worked_cases() {
        let term = Some("2027-03-14");
        for (id, text, on, expected) in [
            ("P01", "6/6/6 4/4/4", "2025-05-05", "no enough-left |"),
            ("P02", "6/6/3 4/4/2", "2025-05-05", "due half-lost 1+2|"),
            ("P03", "6/6/3 4/4/3", "2025-05-05", "no enough-left |"),
            ("P06", "9/9/9 1/1/0", "2025-05-05", "due college-empty 2|"),
            ("P07", "9/9/9 1/1/1", "2025-05-05", "no enough-left |"),
            ("P08", "6/6/3 4/4/2", "2026-09-14", "due half-lost 1+2|"),
            ("P09", "6/6/3 4/4/2", "2026-09-15", "no too-near-the-end |"),
            ("P10", "6/6/3 4/4/2", "2026-10-01", "no too-near-the-end |"),
            ("P11", "2/2/2 2/2/0", "2024-05-02", "due half-lost 2|"),
            ("P12", "3/3/3 3/0/0", "2024-01-10", "no enough-left |"),
            ("P13", "3/3/1 3/0/0", "2024-09-01", "due half-lost 1|2"),
            ("P14", "6/4/3 4/2/2", "2025-05-05", "? by-election-base 5 / 6|5 / 10"),
            ("P16", "1/1/0", "2025-05-05", "due half-lost 1|"),
            ("P17", "6/6/6 4/4/4", "2025-05-05", "no enough-left |"),
            ("P18", "3/3/2 2/2/0", "2025-05-05", "due half-lost 1+2|"),
            ("a college and some of another", "-/9/8 -/1/0", "2025-05-05", "due college-empty 2|1"),
            ("seats that are not known leave nothing open", "-/4/3 -/2/2", "2025-05-05", "no enough-left |"),
            ("so near, no reading makes it due", "6/4/3 4/2/2", "2026-10-01", "no enough-left |"),
        ] {
            assert_eq!(told(&ask(text, on, term)), expected, "{id}");
        }
    }

    #[test]
    fn an_extended_term_leaves_the_last_six_months_open() {
        // P19.
        let ask = |on: &str| {
            let colleges = colleges("-/10/5");
            let term = "2027-03-14".parse().ok();
            let facts = Vacancies { colleges, term, extended: true, ..Vacancies::default() };
            told(&by_election(book(), &facts, on.parse().unwrap()).unwrap())
        };
        assert_eq!(ask("2026-10-14"), "? extended-term 2027-03-14|proclamation");
        assert_eq!(ask("2026-09-14"), "due half-lost 1|");
    }

    #[test]
    fn all_vacant_seats_are_filled_and_no_more() {
        let found = ask("3/3/2 2/2/0", "2025-05-05", None);
        let rules: Vec<&str> = found.because.iter().map(|s| s.citation.article.as_str()).collect();
        assert!(
            rules.contains(&"Cass. soc. 15-19.866") && rules.contains(&"Cass. soc. 17-11.848"),
            "{rules:?}"
        );
    }

    #[test]
    fn an_end_that_is_not_known_is_said() {
        let open = ask("-/10/5", "2026-11-21", None);
        assert_eq!(told(&open), "due half-lost 1|");
        assert!(open.caveats.contains(&Caveat::Remark(Remark::TermNotKnown)));
        let enough = ask("-/10/8", "2026-11-21", None);
        assert!(!enough.caveats.contains(&Caveat::Remark(Remark::TermNotKnown)));
    }

    #[test]
    fn colleges_that_are_not_told_apart() {
        let college = CollegeLeft { elected: 10, left: 8, ..CollegeLeft::default() };
        let facts = Vacancies { colleges: vec![college], college_empty: true, ..Vacancies::default() };
        let found = by_election(book(), &facts, "2026-11-21".parse().unwrap()).unwrap();
        assert_eq!(told(&found), "due college-empty |");
    }

    #[test]
    fn figures_that_cannot_be_are_named() {
        let fails = |text: &str| {
            let facts = Vacancies { colleges: colleges(text), ..Vacancies::default() };
            by_election(book(), &facts, "2026-11-21".parse().unwrap()).unwrap_err()
        };
        assert_eq!(fails("-/0/0"), bad("seats", Fault::Zero));
        assert_eq!(fails("-/5/6"), bad("colleges[\"1\"].left", Fault::Above("elected".to_owned())));
        assert_eq!(fails("4/5/5"), bad("colleges[\"1\"].elected", Fault::Above("seats".to_owned())));
        assert_eq!(fails("-/5000/6"), bad("seats", Fault::Above("1000".to_owned())));
    }
}
