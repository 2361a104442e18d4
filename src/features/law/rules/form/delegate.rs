//! The file and the options of `law delegate`: the office, the union, the company, the people.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{exact, fault};
use crate::{
    election::{Aspirant, BadFact, Fault, Form, Mission, Naming, Trait, among},
    features::law::rules::number::{Count, Number},
};

/// `law delegate`: whom a union may name.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NamingForm {
    office: Option<String>,
    headcount: Option<Number>,
    months: Option<u32>,
    voted_headcount: Option<Number>,
    company_headcount: Option<Number>,
    representative: Option<bool>,
    audience: Option<Number>,
    members: Option<u32>,
    establishments: Vec<Number>,
    won_workers: Option<bool>,
    won_others: Option<bool>,
    no_workers_college: bool,
    named: Option<NaiveDate>,
    first_round: Option<NaiveDate>,
    next_vote: Option<NaiveDate>,
    opened: Option<NaiveDate>,
    people: Vec<AspirantForm>,
}

/// Somebody whose naming is looked at.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AspirantForm {
    name: String,
    votes: Option<Count>,
    valid: Option<Count>,
    traits: Vec<String>,
    renounced: Option<NaiveDate>,
    born: Option<NaiveDate>,
    hired: Option<NaiveDate>,
    agency_months: Option<Number>,
}

impl NamingForm {
    /// Returns the naming.
    ///
    /// # Errors
    /// An office or a trait that is none; votes without valid ballots.
    pub fn facts(self) -> Result<Naming, BadFact> {
        let mission = match &self.office {
            None => Mission::default(),
            Some(text) => Mission::read(text).ok_or_else(|| fault("office", among!(text, Mission)))?,
        };
        let people = self.people.into_iter().enumerate().map(|(at, p)| p.facts(at));
        Ok(Naming {
            mission,
            headcount: exact(self.headcount),
            months: self.months,
            voted: exact(self.voted_headcount),
            company: exact(self.company_headcount),
            representative: self.representative,
            audience: exact(self.audience),
            members: self.members,
            establishments: self.establishments.into_iter().map(|n| n.0).collect(),
            won_workers: self.won_workers,
            won_others: self.won_others,
            no_workers_college: self.no_workers_college,
            named: self.named,
            first_round: self.first_round,
            next_vote: self.next_vote,
            opened: self.opened,
            people: people.collect::<Result<_, _>>()?,
        })
    }
}

impl AspirantForm {
    fn facts(self, index: usize) -> Result<Aspirant, BadFact> {
        let at = |field: &str| format!("people[{index}].{field}");
        if self.name.trim().is_empty() {
            return Err(fault(at("name"), Fault::Missing));
        }
        let score = match (self.votes, self.valid) {
            (None, None) => None,
            (Some(votes), Some(valid)) => Some((votes.0, valid.0)),
            (Some(_), None) => return Err(fault(at("valid"), Fault::Missing)),
            (None, Some(_)) => return Err(fault(at("votes"), Fault::Missing)),
        };
        let read = |text: &String| Trait::read(text).ok_or_else(|| fault(at("traits"), among!(text, Trait)));
        Ok(Aspirant {
            traits: self.traits.iter().map(read).collect::<Result<_, _>>()?,
            name: self.name.trim().to_owned(),
            score,
            renounced: self.renounced,
            born: self.born,
            hired: self.hired,
            mission_months: exact(self.agency_months),
        })
    }
}

/// Reads somebody as one types them: `Camille: 40/400, ours, renounced=2026-05-02`.
///
/// # Errors
/// A text of another form; a word that is none.
pub fn aspirant_spec(text: &str) -> Result<Aspirant, BadFact> {
    let bad = || fault("person", Fault::Form(Form::Person));
    let (name, rest) = text.split_once(':').unwrap_or((text, ""));
    let name = name.trim();
    if name.is_empty() {
        return Err(bad());
    }
    let mut out = Aspirant { name: name.to_owned(), traits: BTreeSet::new(), ..Aspirant::default() };
    for part in rest.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        if let Some((key, value)) = part.split_once('=') {
            let day = || value.trim().parse::<NaiveDate>().map(Some).map_err(|_| bad());
            match key.trim() {
                "renounced" | "renonce" => out.renounced = day()?,
                "born" | "naissance" => out.born = day()?,
                "hired" | "embauche" => out.hired = day()?,
                "missions" => out.mission_months = Some(value.parse().map_err(|_| bad())?),
                _ => return Err(bad()),
            }
        } else if let Some((votes, valid)) = part.split_once('/') {
            let number = |n: &str| n.trim().parse::<u64>().map_err(|_| bad());
            out.score = Some((number(votes)?, number(valid)?));
        } else {
            let known = Trait::read(part).ok_or_else(|| fault("person", among!(part, Trait)))?;
            out.traits.insert(known);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_as_one_types_them() {
        let one =
            aspirant_spec("Camille Aa: 40/400, ours, renounced=2026-05-02, Titulaire, missions=6").unwrap();
        assert_eq!((one.name.as_str(), one.score), ("Camille Aa", Some((40, 400))));
        assert!(one.traits.contains(&Trait::Ours) && one.traits.contains(&Trait::Holder));
        assert_eq!((one.renounced, one.mission_months), ("2026-05-02".parse().ok(), "6".parse().ok()));
        assert!(aspirant_spec("Camille").unwrap().traits.is_empty());
        for bad in ["", ": ours", "A: 40/x", "A: renounced=x", "A: x=1", "A: happy"] {
            assert!(aspirant_spec(bad).is_err(), "{bad}");
        }
    }
}
