//! The files and the options of `law replacement`: the lists as the vote left them, and who left since.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    fault,
    shape::{Name, Names},
};
use crate::{
    base::text::fold,
    election::{BadFact, Departure, Fault, Form, Leaving, Place, Roll, Runner, among},
};

/// `law replacement`: the board and who left, in their order; the last one is asked about.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplacementForm {
    /// The lists.
    pub lists: Vec<RollForm>,
    /// Who left.
    #[serde(default)]
    pub departures: Vec<DepartureForm>,
}

/// A list as the vote left it.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollForm {
    name: Option<String>,
    #[serde(default)]
    unions: Names,
    college: Name,
    vote: String,
    candidates: Vec<RunnerForm>,
}

/// A candidate.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RunnerForm {
    name: String,
    born: Option<NaiveDate>,
    category: Option<String>,
    votes: Option<u64>,
    #[serde(default)]
    elected: bool,
}

/// Somebody who left.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepartureForm {
    /// The name, as on the list.
    pub who: String,
    /// The date of birth, where two have the name.
    pub born: Option<NaiveDate>,
    /// The day.
    pub date: Option<NaiveDate>,
    /// Why; gone for good where it is not given.
    pub cause: Option<String>,
    /// The day of the return, for an absence.
    pub back: Option<NaiveDate>,
    /// The college of the day, where it is not that of the vote.
    pub(crate) college: Option<Name>,
    /// The category of the day.
    pub category: Option<String>,
    /// Who came in, where it is settled.
    pub by: Option<String>,
}

impl DepartureForm {
    /// Returns a college as a file names it.
    #[must_use]
    pub(crate) fn name(text: String) -> Name {
        Name(text)
    }
}

/// Returns whether a list of a vote is of full members.
fn is_of_holders(text: &str, field: &str) -> Result<bool, BadFact> {
    match fold(text).as_str() {
        "holders" | "titulaires" | "titulaire" | "t" | "h" => Ok(true),
        "substitutes" | "suppleants" | "suppleant" | "s" => Ok(false),
        _ => Err(fault(field, Fault::Form(Form::Post))),
    }
}

/// Reads a list as one types it: `CGT/1/T: Abel(o)*, Bea(e)*70, Carl`; a list without a union begins with a dash.
///
/// # Errors
/// A text of another form.
pub fn roll_spec(text: &str) -> Result<RollForm, BadFact> {
    let bad = || fault("list", Fault::Form(Form::Board));
    let (head, people) = text.split_once(':').ok_or_else(bad)?;
    let mut parts = head.split('/').map(str::trim);
    let (Some(list), Some(college), Some(vote), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(bad());
    };
    let (name, unions) = match list.strip_prefix('-') {
        Some(name) => (name.trim(), Vec::new()),
        None => (list, list.split('+').map(|u| u.trim().to_owned()).collect()),
    };
    if name.is_empty() || college.is_empty() || unions.iter().any(String::is_empty) {
        return Err(bad());
    }
    let people = people.split(',').map(str::trim).filter(|p| !p.is_empty());
    let candidates = people.map(|p| runner_spec(p).ok_or_else(bad)).collect::<Result<_, _>>()?;
    Ok(RollForm {
        name: Some(name.to_owned()),
        unions: Names(unions),
        college: Name(college.to_owned()),
        vote: vote.to_owned(),
        candidates,
    })
}

/// Reads `NAME(CATEGORY)*VOTES`, each part behind the name where it is known.
fn runner_spec(text: &str) -> Option<RunnerForm> {
    let (rest, votes) = match text.rfind(['*', ')']) {
        Some(at) => (text.get(..=at)?, text.get(at.checked_add(1)?..)?.trim()),
        None => (text, ""),
    };
    let votes = if votes.is_empty() { None } else { Some(votes.parse().ok()?) };
    let (rest, elected) = match rest.strip_suffix('*') {
        Some(rest) => (rest.trim(), true),
        None => (rest, false),
    };
    let (name, category) = match rest.strip_suffix(')') {
        Some(inside) => {
            let (name, category) = inside.split_once('(')?;
            (name, Some(category.trim().to_owned()).filter(|c| !c.is_empty()))
        }
        None => (rest, None),
    };
    let (name, born) = match name.split_once(';') {
        Some((name, born)) => (name, Some(born.trim().parse().ok()?)),
        None => (name, None),
    };
    let name = name.trim();
    if name.is_empty() || name.contains(['(', ')', '*']) {
        return None;
    }
    Some(RunnerForm { name: name.to_owned(), born, category, votes, elected })
}

impl ReplacementForm {
    /// Returns the board and who left.
    ///
    /// # Errors
    /// A vote, a cause or a name that is none; a name that two have.
    pub fn facts(self) -> Result<(Vec<Roll>, Vec<Departure>), BadFact> {
        let mut rolls = Vec::with_capacity(self.lists.len());
        for (index, list) in self.lists.into_iter().enumerate() {
            let holders = is_of_holders(&list.vote, &format!("lists[{index}].vote"))?;
            let unions = list.unions.0;
            let name = match list.name {
                Some(name) => name,
                None if unions.is_empty() => {
                    return Err(fault(format!("lists[{index}].unions"), Fault::Missing));
                }
                None => unions.join("+"),
            };
            let runner = |c: RunnerForm| Runner {
                name: c.name,
                born: c.born,
                key: None,
                category: c.category,
                votes: c.votes,
                elected: c.elected,
            };
            let candidates = list.candidates.into_iter().map(runner).collect();
            rolls.push(Roll {
                name,
                unions,
                college: list.college.0,
                holders,
                candidates,
                ..Roll::default()
            });
        }
        if self.departures.is_empty() {
            return Err(fault("who", Fault::Missing));
        }
        let of = |(index, form): (usize, &DepartureForm)| departure(&rolls, form, index);
        let departures = self.departures.iter().enumerate().map(of).collect::<Result<_, _>>()?;
        Ok((rolls, departures))
    }
}

fn departure(rolls: &[Roll], form: &DepartureForm, index: usize) -> Result<Departure, BadFact> {
    let at = |field: &str| format!("departures[{index}].{field}");
    let cause = match &form.cause {
        None => Leaving::Resignation,
        Some(text) => Leaving::read(text).ok_or_else(|| fault(at("cause"), among!(text, Leaving)))?,
    };
    let who = find_runner(rolls, &form.who, form.born, &at("who"))?;
    let by = form.by.as_deref().map(|name| find_runner(rolls, name, None, &at("by"))).transpose()?;
    if form.back.zip(form.date).is_some_and(|(back, date)| back <= date) {
        return Err(fault(at("back"), Fault::Below(at("date"))));
    }
    if form.back.is_some() && cause != Leaving::Absence {
        return Err(fault(at("back"), Fault::Conflict("cause".to_owned())));
    }
    let college = rolls.get(who.0).map(|r| r.college.clone()).unwrap_or_default();
    let moved = match (&form.college, &form.category) {
        (None, None) => None,
        (now, category) => Some((now.as_ref().map_or(college, |n| n.0.clone()), category.clone())),
    };
    Ok(Departure { who, on: form.date, cause, back: form.back, moved, by })
}

/// Finds somebody by name, and birth where two have the name: an elected full member before an elected substitute before the
/// others, since one may stand on several lists.
///
/// # Errors
/// A name that nobody has, or that two have.
pub fn find_runner(
    rolls: &[Roll],
    name: &str,
    born: Option<NaiveDate>,
    field: &str,
) -> Result<Place, BadFact> {
    let mut found: Vec<(u8, Place, Option<NaiveDate>)> = Vec::new();
    for (list, roll) in rolls.iter().enumerate() {
        for (place, c) in roll.candidates.iter().enumerate() {
            let other = born.is_some() && c.born.is_some() && born != c.born;
            if fold(&c.name) == fold(name) && !other {
                let rank = match (c.elected, roll.holders) {
                    (true, true) => 0,
                    (true, false) => 1,
                    (false, _) => 2,
                };
                found.push((rank, (list, place), c.born));
            }
        }
    }
    found.sort_unstable_by_key(|(rank, place, _)| (*rank, *place));
    match found.as_slice() {
        [] => Err(fault(field, Fault::Unknown(name.to_owned()))),
        [(rank, _, one), (second, _, other), ..] if rank == second && (*rank < 2 || one != other) => {
            // Two seats under one name are two people: the date of birth tells which.
            Err(fault(format!("{field} ({name}).born"), Fault::Missing))
        }
        [(_, place, _), ..] => Ok(*place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_as_one_types_it() {
        let roll =
            roll_spec("CGT+SUD/1/T: Abel Aa(o)*70, Bea;1980-01-31(e)*, Carl(o)64, Dina, Eve*7").unwrap();
        assert_eq!(
            (roll.unions.0.as_slice(), roll.college.0.as_str()),
            (["CGT", "SUD"].map(str::to_owned).as_slice(), "1")
        );
        let facts = |n: usize| {
            let c = &roll.candidates[n];
            (c.name.as_str(), c.category.as_deref(), c.votes, c.elected)
        };
        assert_eq!(facts(0), ("Abel Aa", Some("o"), Some(70), true));
        assert_eq!(
            (facts(1), roll.candidates[1].born),
            (("Bea", Some("e"), None, true), "1980-01-31".parse().ok())
        );
        assert_eq!(facts(2), ("Carl", Some("o"), Some(64), false));
        assert_eq!(facts(3), ("Dina", None, None, false));
        assert_eq!(facts(4), ("Eve", None, Some(7), true));
        assert!(roll_spec("-Libre/1/S: Abel*").unwrap().unions.0.is_empty());
        for bad in [
            "",
            "CGT/1: A",
            "CGT/1/T",
            "/1/T: A",
            "CGT/1/T: A(o",
            "CGT/1/T: (o)",
            "CGT/1/T: A*x",
            "CGT+/1/T: A",
        ] {
            assert!(roll_spec(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_that_two_have_asks_for_the_birth() {
        let lists = ["CGT/1/T: Roy;1980-01-01*, Roy;1990-01-01*", "CGT/1/S: Zoe*1"];
        let form = |who: &str, born: Option<&str>| ReplacementForm {
            lists: lists.iter().map(|l| roll_spec(l).unwrap()).collect(),
            departures: vec![DepartureForm {
                who: who.to_owned(),
                born: born.map(|b| b.parse().unwrap()),
                ..DepartureForm::default()
            }],
        };
        let fault = |form: ReplacementForm| form.facts().map(drop).unwrap_err().fault;
        assert_eq!(fault(form("Roy", None)), Fault::Missing);
        assert_eq!(form("roy", Some("1990-01-01")).facts().unwrap().1[0].who, (0, 1));
        assert_eq!(fault(form("Ray", None)), Fault::Unknown("Ray".to_owned()));
        assert_eq!(fault(ReplacementForm { departures: vec![], ..form("Roy", None) }), Fault::Missing);
    }
}
