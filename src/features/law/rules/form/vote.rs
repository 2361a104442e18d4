//! The files of `law quorum` and `law allocate`.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de};

use super::{exact, fault, shape::Name};
use crate::{
    election::{BadFact, Candidate, Fault, List, Turnout, Vote},
    features::law::rules::number::{Count, Number},
};

/// `law quorum`: several votes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuorumForm {
    colleges: Vec<QuorumCollege>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuorumCollege {
    id: Name,
    registered: Count,
    valid: Option<Count>,
    voters: Option<Count>,
    blank: Option<Count>,
    null: Option<Count>,
    all_struck: Option<Count>,
    substitutes: Option<QuorumVote>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuorumVote {
    valid: Option<Count>,
    voters: Option<Count>,
    blank: Option<Count>,
    null: Option<Count>,
    all_struck: Option<Count>,
}

/// The most colleges of one file: each has its steps in the answer.
const MOST_COLLEGES: usize = 10_000;

/// One vote of a college.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollegeVote {
    /// The college.
    pub college: String,
    /// Whether the vote is for substitutes.
    pub substitutes: bool,
    /// Its figures.
    pub turnout: Turnout,
    /// Ballots with every name struck, blank ones.
    pub all_struck: u64,
}

impl QuorumForm {
    /// Returns each vote with its college, whether it is for substitutes, and the ballots with every name struck.
    ///
    /// # Errors
    /// Figures that do not hold together; a college given twice, or none.
    pub fn votes(self) -> Result<Vec<CollegeVote>, BadFact> {
        if self.colleges.is_empty() {
            return Err(fault("colleges", Fault::Missing));
        }
        if self.colleges.len() > MOST_COLLEGES {
            return Err(fault("colleges", Fault::Above(MOST_COLLEGES.to_string())));
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut out = Vec::new();
        for (index, college) in self.colleges.into_iter().enumerate() {
            let at = format!("colleges[{index}].");
            if !seen.insert(college.id.clone()) {
                return Err(fault(format!("{at}id"), Fault::Twice));
            }
            let registered = college.registered.0;
            let figures =
                Figures::of(college.valid, college.voters, college.blank, college.null, college.all_struck);
            let (turnout, all_struck) = figures.turnout(&at, registered)?;
            let id = college.id.0;
            out.push(CollegeVote { college: id.clone(), substitutes: false, turnout, all_struck });
            if let Some(second) = college.substitutes {
                let figures =
                    Figures::of(second.valid, second.voters, second.blank, second.null, second.all_struck);
                let (turnout, all_struck) = figures.turnout(&format!("{at}substitutes."), registered)?;
                out.push(CollegeVote { college: id, substitutes: true, turnout, all_struck });
            }
        }
        Ok(out)
    }
}

/// The ballots of one vote, as far as they are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Valid ballots.
    pub valid: Option<u64>,
    /// Voters.
    pub voters: Option<u64>,
    /// Blank ballots.
    pub blank: Option<u64>,
    /// Null ballots.
    pub null: Option<u64>,
    /// Ballots on which every name is struck, which are blank ones; not among `blank`.
    pub all_struck: Option<u64>,
}

impl Figures {
    fn of(
        valid: Option<Count>,
        voters: Option<Count>,
        blank: Option<Count>,
        null: Option<Count>,
        all_struck: Option<Count>,
    ) -> Self {
        let count = |c: Option<Count>| c.map(|c| c.0);
        Self {
            valid: count(valid),
            voters: count(voters),
            blank: count(blank),
            null: count(null),
            all_struck: count(all_struck),
        }
    }

    fn turnout(&self, at: &str, registered: u64) -> Result<(Turnout, u64), BadFact> {
        let turnout = Turnout { registered, valid: valid(at, registered, self)? };
        Ok((turnout, self.all_struck.unwrap_or(0)))
    }
}

/// Returns the valid ballots, given or computed from voters, blank and null ones.
///
/// # Errors
/// Voters above the registered; valid ballots above the voters; blank and null ones above the voters; nothing given.
pub(crate) fn valid(at: &str, registered: u64, figures: &Figures) -> Result<u64, BadFact> {
    let above = |field: &str, what: &str| fault(format!("{at}{field}"), Fault::Above(what.to_owned()));
    if figures.voters.is_some_and(|v| v > registered) {
        return Err(above("voters", "registered"));
    }
    let parts = [("blank", figures.blank), ("null", figures.null), ("all_struck", figures.all_struck)];
    let lost = parts.iter().filter_map(|(_, n)| *n).fold(0, u64::saturating_add);
    let told = parts.iter().any(|(_, n)| n.is_some());
    match (figures.valid, figures.voters) {
        (Some(valid), Some(voters)) if valid > voters => Err(above("valid", "voters")),
        (Some(valid), Some(voters)) if told && valid.saturating_add(lost) != voters => {
            Err(fault(format!("{at}valid"), Fault::Conflict("voters".to_owned())))
        }
        (Some(valid), _) => Ok(valid),
        (None, Some(voters)) => voters.checked_sub(lost).ok_or_else(|| {
            let field = parts.iter().find(|(_, n)| n.is_some()).map_or("blank", |(name, _)| name);
            above(field, "voters")
        }),
        (None, None) => Err(fault(format!("{at}valid"), Fault::Missing)),
    }
}

/// `law allocate`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllocateForm {
    seats: Option<Count>,
    registered: Option<Count>,
    voters: Option<Count>,
    blank: Option<Count>,
    null: Option<Count>,
    all_struck: Option<Count>,
    valid: Option<Count>,
    #[serde(default)]
    reserved: u32,
    lists: Vec<ListForm>,
    substitutes: Option<Box<AllocateForm>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListForm {
    name: Name,
    ballots: Option<Count>,
    votes: Option<VotesForm>,
    candidates: Option<CandidatesForm>,
    born: Option<NaiveDate>,
}

/// The votes of a list: one number, or one for each candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
enum VotesForm {
    Each(Vec<Count>),
    All(Number),
}

/// The candidates of a list: how many, or one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum CandidatesForm {
    Named(Vec<CandidateForm>),
    Size(u32),
}

/// One candidate: a table, or only the name, or only the votes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct CandidateForm {
    name: Option<String>,
    votes: Option<Count>,
    erasures: Option<Count>,
    born: Option<NaiveDate>,
    cadre: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CandidateTable {
    name: Option<Name>,
    votes: Option<Count>,
    erasures: Option<Count>,
    born: Option<NaiveDate>,
    #[serde(default)]
    cadre: bool,
}

impl<'de> Deserialize<'de> for VotesForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = VotesForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number not below zero, or one for each candidate")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<VotesForm, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(VotesForm::Each)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<VotesForm, E> {
                Number::deserialize(de::value::U64Deserializer::new(number)).map(VotesForm::All)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<VotesForm, E> {
                Number::deserialize(de::value::I64Deserializer::new(number)).map(VotesForm::All)
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<VotesForm, E> {
                Number::deserialize(de::value::F64Deserializer::new(number)).map(VotesForm::All)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<VotesForm, E> {
                Number::deserialize(de::value::StrDeserializer::new(text)).map(VotesForm::All)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl<'de> Deserialize<'de> for CandidatesForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = CandidatesForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("how many candidates, or the candidates one by one")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<CandidatesForm, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(CandidatesForm::Named)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<CandidatesForm, E> {
                let size = u32::try_from(number).ok();
                let wrong = || E::invalid_value(de::Unexpected::Unsigned(number), &self);
                size.map(CandidatesForm::Size).ok_or_else(wrong)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<CandidatesForm, E> {
                let size = u32::try_from(number).ok();
                let wrong = || E::invalid_value(de::Unexpected::Signed(number), &self);
                size.map(CandidatesForm::Size).ok_or_else(wrong)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl<'de> Deserialize<'de> for CandidateForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = CandidateForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a candidate with name, votes or erasures")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<CandidateForm, A::Error> {
                let table = CandidateTable::deserialize(de::value::MapAccessDeserializer::new(map))?;
                let CandidateTable { name, votes, erasures, born, cadre } = table;
                Ok(CandidateForm { name: name.map(|n| n.0), votes, erasures, born, cadre })
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<CandidateForm, E> {
                let name = Name::deserialize(de::value::StrDeserializer::new(text))?;
                Ok(CandidateForm { name: Some(name.0), ..CandidateForm::default() })
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<CandidateForm, E> {
                Ok(CandidateForm { votes: Some(Count(number)), ..CandidateForm::default() })
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<CandidateForm, E> {
                let votes = Count::deserialize(de::value::I64Deserializer::new(number))?;
                Ok(CandidateForm { votes: Some(votes), ..CandidateForm::default() })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl AllocateForm {
    /// Completes the file by what was said beside it.
    ///
    /// # Errors
    /// A figure that the file gives as well, and otherwise.
    pub fn with(mut self, seats: Option<u32>, valid: Option<u64>) -> Result<Self, BadFact> {
        let given = [("seats", &mut self.seats, seats.map(u64::from)), ("valid", &mut self.valid, valid)];
        for (name, slot, given) in given {
            match (slot.as_ref(), given) {
                (Some(there), Some(given)) if there.0 != given => {
                    return Err(fault(name, Fault::Conflict(format!("--{name}"))));
                }
                (None, Some(given)) => *slot = Some(Count(given)),
                _ => {}
            }
        }
        Ok(self)
    }

    /// Returns the vote for full members and the one for substitutes.
    ///
    /// # Errors
    /// Figures that do not hold together.
    pub fn votes(mut self) -> Result<(Vote, Option<Vote>), BadFact> {
        let substitutes = self.substitutes.take();
        // As many substitutes as full members.
        let seats = self.seats;
        let holders = self.vote("")?;
        let Some(mut second) = substitutes else { return Ok((holders, None)) };
        if second.substitutes.is_some() {
            return Err(fault("substitutes.substitutes", Fault::Unknown("substitutes".to_owned())));
        }
        second.seats = second.seats.or(seats);
        Ok((holders, Some(second.vote("substitutes.")?)))
    }

    fn vote(self, at: &str) -> Result<Vote, BadFact> {
        let seats = self.seats.ok_or_else(|| fault(format!("{at}seats"), Fault::Missing))?;
        let seats = u32::try_from(seats.0).map_err(|_| fault(format!("{at}seats"), Fault::TooLarge))?;
        let given = self.valid.is_some() || self.voters.is_some();
        let registered = self.registered.map_or(u64::MAX, |r| r.0);
        let figures = Figures::of(self.valid, self.voters, self.blank, self.null, self.all_struck);
        let valid = if given { Some(valid(at, registered, &figures)?) } else { None };
        if valid.is_some_and(|v| v > registered) {
            return Err(fault(format!("{at}valid"), Fault::Above("registered".to_owned())));
        }
        let lists = self
            .lists
            .into_iter()
            .enumerate()
            .map(|(i, l)| list(l, &format!("{at}lists[{i}].")))
            .collect::<Result<_, _>>()?;
        Ok(Vote { seats, valid, lists, reserved: self.reserved })
    }
}

fn list(form: ListForm, at: &str) -> Result<List, BadFact> {
    let conflict =
        |field: &str, other: &str| fault(format!("{at}{field}"), Fault::Conflict(other.to_owned()));
    let mut out =
        List { name: form.name.0, ballots: form.ballots.map(|b| b.0), born: form.born, ..List::default() };
    let candidates = match (form.votes, form.candidates) {
        (Some(VotesForm::Each(each)), None) => each
            .into_iter()
            .map(|votes| CandidateForm { votes: Some(votes), ..CandidateForm::default() })
            .collect(),
        (Some(VotesForm::Each(each)), Some(CandidatesForm::Named(mut named))) => {
            // Names on one side, their votes in the same order on the other.
            if named.len() != each.len() || named.iter().any(|c| c.votes.is_some() || c.erasures.is_some()) {
                return Err(conflict("candidates", "votes"));
            }
            for (candidate, votes) in named.iter_mut().zip(each) {
                candidate.votes = Some(votes);
            }
            named
        }
        (Some(VotesForm::Each(each)), Some(CandidatesForm::Size(size))) => {
            if usize::try_from(size).ok() != Some(each.len()) {
                return Err(conflict("candidates", "votes"));
            }
            let alone = |votes| CandidateForm { votes: Some(votes), ..CandidateForm::default() };
            each.into_iter().map(alone).collect()
        }
        (Some(VotesForm::All(votes)), Some(CandidatesForm::Named(named))) => {
            // No erasures: the votes of the list are those of each of its candidates.
            let alone = named.iter().all(|c| c.votes.is_none() && c.erasures.is_none());
            let whole = votes.0.to_count();
            match whole.filter(|_| alone && out.ballots.is_none()) {
                Some(ballots) => out.ballots = Some(ballots),
                None => return Err(conflict("votes", "candidates")),
            }
            named
        }
        (None, Some(CandidatesForm::Named(named))) => named,
        (votes, size) => {
            if let Some(VotesForm::All(votes)) = votes {
                out.votes = exact(Some(votes));
            }
            if let Some(CandidatesForm::Size(size)) = size {
                out.size = Some(size);
            }
            return Ok(out);
        }
    };
    for (i, form) in candidates.into_iter().enumerate() {
        let votes = candidate_votes(&form, out.ballots, &format!("{at}candidates[{i}]."))?;
        let name = form.name.unwrap_or_default();
        out.candidates.push(Candidate { name, votes, born: form.born, cadre: form.cadre });
    }
    Ok(out)
}

fn candidate_votes(form: &CandidateForm, ballots: Option<u64>, at: &str) -> Result<u64, BadFact> {
    match (form.votes, form.erasures, ballots) {
        (Some(votes), None, _) => Ok(votes.0),
        (Some(_), Some(_), _) => Err(fault(format!("{at}erasures"), Fault::Conflict("votes".to_owned()))),
        (None, Some(erasures), Some(ballots)) => ballots
            .checked_sub(erasures.0)
            .ok_or_else(|| fault(format!("{at}erasures"), Fault::Above("ballots".to_owned()))),
        (None, Some(_), None) => Err(fault(format!("{at}erasures"), Fault::Conflict("ballots".to_owned()))),
        (None, None, Some(ballots)) => Ok(ballots),
        (None, None, None) => Err(fault(format!("{at}votes"), Fault::Missing)),
    }
}
