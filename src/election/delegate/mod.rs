//! Whom a union may name: delegate, supplementary, central, representative of the section, at the CSE, at the central one.

mod person;
mod union;
mod words;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use words::{Hurdle, Mission, Stair, Trait};

use words::{EXCLUDE, verdict};

use crate::{
    election::fault::{ElectionError, Fault, bad, is_too_many, too_many},
    law::{Book, Finding, Fraction, Reasoning, Remark},
};

/// Somebody whose naming is looked at.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Aspirant {
    /// The name.
    pub name: String,
    /// Votes on the name in the first round, and the valid ballots of that vote of their college.
    pub score: Option<(u64, u64)>,
    /// What is known of them.
    pub traits: BTreeSet<Trait>,
    /// The day of a written renunciation.
    pub renounced: Option<NaiveDate>,
    /// The birth date.
    pub born: Option<NaiveDate>,
    /// In the company since.
    pub hired: Option<NaiveDate>,
    /// A temporary worker of an agency: months on missions in the eighteen before the naming.
    pub mission_months: Option<Fraction>,
}

impl Aspirant {
    fn is(&self, what: Trait) -> bool {
        self.traits.contains(&what)
    }

    /// Tells which of two is known; nothing where neither is.
    fn either(&self, yes: Trait, no: Trait) -> Option<bool> {
        match (self.is(yes), self.is(no)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    /// Tells whether they stood on a list: whoever has a score did, on ours where nothing else is said.
    fn is_candidate(&self) -> bool {
        self.is(Trait::Ours) || self.is(Trait::OtherList) || self.score.is_some()
    }

    fn is_ours(&self) -> bool {
        self.is_candidate() && !self.is(Trait::OtherList)
    }
}

/// A naming: the office, the company and the union, the people.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Naming {
    /// The office.
    pub mission: Mission,
    /// The headcount of the company or establishment in which is named.
    pub headcount: Option<Fraction>,
    /// Months in a row at fifty or more; taken as enough where it is not given.
    pub months: Option<u32>,
    /// The headcount there at the last elections.
    pub voted: Option<Fraction>,
    /// For an establishment: the headcount of the whole company at the last elections.
    pub company: Option<Fraction>,
    /// Whether the union is representative there.
    pub representative: Option<bool>,
    /// Its share of the valid ballots, where that says it.
    pub audience: Option<Fraction>,
    /// Members of the section.
    pub members: Option<u32>,
    /// The headcounts of the distinct establishments.
    pub establishments: Vec<Fraction>,
    /// Whether the union has elected in the college of workers and employees.
    pub won_workers: Option<bool>,
    /// Whether it has elected in another college.
    pub won_others: Option<bool>,
    /// There is no college of workers and employees.
    pub no_workers_college: bool,
    /// The day of the naming; the day asked about where it is not given.
    pub named: Option<NaiveDate>,
    /// The first round of the last elections.
    pub first_round: Option<NaiveDate>,
    /// The day of the next elections.
    pub next_vote: Option<NaiveDate>,
    /// The company was founded, or the establishment opened, on this day.
    pub opened: Option<NaiveDate>,
    /// The people.
    pub people: Vec<Aspirant>,
}

/// Whether somebody may be named.
#[derive(Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The name.
    pub name: String,
    /// The share in their college, where it is known.
    pub share: Option<Fraction>,
    /// Whether they stood on the list of another union.
    pub elsewhere: bool,
    /// Whether they may; nothing where a fact is missing that decides it, or no text does.
    pub may: Option<bool>,
    /// What stands against it, or leaves it open.
    pub hurdles: Vec<Hurdle>,
}

/// Whom the union may name.
#[derive(Clone, PartialEq, Eq)]
pub struct Designation {
    /// The office.
    pub mission: Mission,
    /// Whether the union names anybody to it here; nothing where that is not known.
    pub may: Option<bool>,
    /// What stands against it, or leaves it open.
    pub hurdles: Vec<Hurdle>,
    /// How many, by the headcount.
    pub number: Option<i64>,
    /// Their hours a month; nothing where the office has none of its own.
    pub hours: Option<i64>,
    /// From whom; nothing where it hangs on what is not known.
    pub step: Option<Stair>,
    /// The people that were asked about.
    pub people: Vec<Verdict>,
}

/// Returns whom a union may name to an office (*désignation*), and why.
///
/// What is not known is open and never taken as no; age, time in the company and months at fifty are taken as enough where
/// they are not given, and remarks say so.
///
/// # Law
/// L2143-3 (candidates with ten per cent in their college, then others), L2143-1, L2143-2 (age, time), L2143-4, L2143-5
/// (supplementary, central), L2143-6, L2142-1-4 (below fifty), L2142-1-1 (representative of the section), L2314-2, L2143-22,
/// L2316-7 (at the committees), R2143-2 (how many). A renunciation lies between the first round (Cass. soc. 23-22.216) and
/// the naming (19-24.678), is asked of the union's own candidates alone (19-14.605) and binds nobody later (21-23.348).
///
/// # Errors
/// Facts of a person that exclude each other; more votes than ballots; a day outside the tables.
pub fn designation(
    book: &Book,
    naming: &Naming,
    on: NaiveDate,
) -> Result<Finding<Designation>, ElectionError> {
    check(naming)?;
    let on = naming.named.unwrap_or(on);
    let mut why = Reasoning::new(book, on);
    let mut out = Designation {
        mission: naming.mission,
        may: None,
        hurdles: Vec::new(),
        number: None,
        hours: None,
        step: None,
        people: Vec::new(),
    };
    let late = union::look(&mut why, naming, &mut out)?;
    for one in &naming.people {
        let mut hurdles = out.hurdles.clone();
        person::look(&mut why, naming, (out.step, &late), one, &mut hurdles)?;
        hurdles.dedup();
        let share = one.score.and_then(|(votes, valid)| Fraction::new(votes.into(), valid.into()));
        let (name, elsewhere) = (one.name.clone(), one.is(Trait::OtherList));
        out.people.push(Verdict { name, share, elsewhere, may: verdict(&hurdles), hurdles });
    }
    if matches!(naming.mission, Mission::Delegate | Mission::Section) && naming.months.is_none() {
        why.remark(Remark::MonthsAssumed);
    }
    out.may = verdict(&out.hurdles);
    Ok(why.conclude(out))
}

fn check(naming: &Naming) -> Result<(), ElectionError> {
    if is_too_many(naming.people.len()) {
        return Err(too_many("people"));
    }
    for (index, one) in naming.people.iter().enumerate() {
        for (a, b) in EXCLUDE {
            if one.is(*a) && one.is(*b) {
                let field = format!("people[{index}].traits");
                return Err(bad(field, Fault::Conflict(format!("{} ≠ {}", a.code(), b.code()))));
            }
        }
        if let Some((votes, valid)) = one.score {
            if valid == 0 {
                return Err(bad(format!("people[{index}].valid"), Fault::Zero));
            }
            if votes > valid {
                return Err(bad(format!("people[{index}].votes"), Fault::Above("valid".to_owned())));
            }
        }
    }
    Ok(())
}
