//! The forms of the files that the calculators read, and how they become facts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    app::law::number::{Count, Number},
    calendar::Month,
    election::{
        BadFact, Candidate, Fault, Link, List, Person, Signatures, Turnout, Vote,
        audience::{Ballot, CollegeVotes, ListVotes},
        headcount::{Contract, Kind, MonthFacts},
        parity::{College, Sex, Slate},
    },
    law::Fraction,
};

/// `law headcount`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadcountForm {
    months: Vec<MonthForm>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthForm {
    month: String,
    headcount: Option<Number>,
    #[serde(default)]
    contracts: Vec<ContractForm>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContractForm {
    kind: String,
    #[serde(default = "one")]
    count: Count,
    share: Option<Number>,
    hours: Option<Number>,
    legal_hours: Option<Number>,
    presence: Option<Number>,
    months_present: Option<Number>,
    months_on_premises: Option<Number>,
    #[serde(default)]
    replacement: bool,
}

const fn one() -> Count {
    Count(1)
}

fn exact(number: Option<Number>) -> Option<Fraction> {
    number.map(|n| n.0)
}

fn fault(field: String, fault: Fault) -> BadFact {
    BadFact::new(field, fault)
}

impl HeadcountForm {
    /// Returns the months.
    ///
    /// # Errors
    /// A month or a kind that is none; contracts beside a headcount.
    pub fn months(self) -> Result<Vec<(Month, MonthFacts)>, BadFact> {
        let mut out = Vec::with_capacity(self.months.len());
        for (index, form) in self.months.into_iter().enumerate() {
            let at = |part: &str| format!("months[{index}].{part}");
            let month =
                form.month.parse().map_err(|_| fault(at("month"), Fault::Form("a month such as 2026-10")))?;
            let facts = match form.headcount {
                Some(_) if !form.contracts.is_empty() => {
                    return Err(fault(at("headcount"), Fault::Conflict("contracts".to_owned())));
                }
                Some(headcount) => MonthFacts::Headcount(headcount.0),
                None => MonthFacts::Contracts(
                    form.contracts
                        .into_iter()
                        .enumerate()
                        .map(|(i, c)| contract(&c, &at(&format!("contracts[{i}]"))))
                        .collect::<Result<_, _>>()?,
                ),
            };
            out.push((month, facts));
        }
        Ok(out)
    }
}

fn contract(form: &ContractForm, at: &str) -> Result<Contract, BadFact> {
    let kind = Kind::of_code(&form.kind)
        .ok_or_else(|| fault(format!("{at}.kind"), Fault::Unknown(form.kind.clone())))?;
    let twelfth = |months: Fraction| Fraction::new(1, 12).and_then(|t| months.checked_mul(t));
    let presence = match (form.presence, form.months_present) {
        (Some(_), Some(_)) => {
            return Err(fault(format!("{at}.presence"), Fault::Conflict("months_present".to_owned())));
        }
        (presence, None) => exact(presence),
        (None, Some(months)) => twelfth(months.0),
    };
    Ok(Contract {
        kind,
        count: form.count.0,
        share: exact(form.share),
        hours: exact(form.hours),
        legal_hours: exact(form.legal_hours),
        presence,
        months_on_premises: exact(form.months_on_premises),
        replacement: form.replacement,
    })
}

/// `law electors`: several people.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectorsForm {
    /// The people.
    pub people: Vec<PersonForm>,
}

/// One person in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the law asks about")]
pub struct PersonForm {
    /// A name or number of the caller's, given back with the answer.
    pub id: String,
    kind: Option<String>,
    hired: Option<NaiveDate>,
    born: Option<NaiveDate>,
    months: Option<Number>,
    months_to_stand: Option<Number>,
    rights_lost: bool,
    relative: bool,
    delegation: bool,
    represents_employer: bool,
    votes_here: Option<bool>,
    stands_elsewhere: bool,
    link_ended: bool,
}

impl PersonForm {
    /// Returns the facts of the person, the `index`-th of the file.
    ///
    /// # Errors
    /// A kind that is none.
    pub fn person(&self, index: usize) -> Result<Person, BadFact> {
        let link = match &self.kind {
            None => Link::Employee,
            Some(code) => Link::of_code(code)
                .ok_or_else(|| fault(format!("people[{index}].kind"), Fault::Unknown(code.clone())))?,
        };
        Ok(Person {
            link,
            hired: self.hired,
            born: self.born,
            months: exact(self.months),
            months_to_stand: exact(self.months_to_stand),
            rights_lost: self.rights_lost,
            relative: self.relative,
            delegation: self.delegation,
            represents_employer: self.represents_employer,
            votes_here: self.votes_here,
            stands_elsewhere: self.stands_elsewhere,
            link_ended: self.link_ended,
        })
    }
}

/// `law parity`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParityForm {
    women: Count,
    men: Count,
    seats: Option<u32>,
    candidates: Option<u32>,
    list: Option<String>,
    elected: Option<Vec<usize>>,
    order: Option<Vec<usize>>,
    #[serde(default)]
    free: bool,
}

impl ParityForm {
    /// Returns the college, the size and the list.
    ///
    /// # Errors
    /// A letter that is none; positions without a list.
    pub fn facts(self) -> Result<(College, Option<u32>, Option<Slate>), BadFact> {
        let college = College { women: self.women.0, men: self.men.0, seats: self.seats };
        let slate = slate(self.list.as_deref(), self.elected, self.order, self.free)?;
        Ok((college, self.candidates, slate))
    }
}

/// Returns the list to check.
///
/// # Errors
/// A letter that is none; positions without a list.
pub(crate) fn slate(
    list: Option<&str>,
    elected: Option<Vec<usize>>,
    order: Option<Vec<usize>>,
    free: bool,
) -> Result<Option<Slate>, BadFact> {
    let Some(list) = list else {
        return match (elected.is_some(), order.is_some()) {
            (false, false) => Ok(None),
            (true, _) => Err(fault("elected".to_owned(), Fault::Conflict("list".to_owned()))),
            (false, true) => Err(fault("order".to_owned(), Fault::Conflict("list".to_owned()))),
        };
    };
    let letters = list.chars().filter(|c| !matches!(c, ' ' | '-' | '·' | ','));
    let candidates = letters
        .map(|c| Sex::of_letter(c).ok_or_else(|| fault("list".to_owned(), Fault::Unknown(c.to_string()))))
        .collect::<Result<Vec<_>, _>>()?;
    if candidates.is_empty() {
        return Err(fault("list".to_owned(), Fault::Missing));
    }
    Ok(Some(Slate { candidates, elected, order, free }))
}

/// `law quorum`: several votes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuorumForm {
    colleges: Vec<QuorumCollege>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuorumCollege {
    id: String,
    registered: Count,
    valid: Option<Count>,
    voters: Option<Count>,
    blank: Option<Count>,
    null: Option<Count>,
    substitutes: Option<QuorumVote>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuorumVote {
    valid: Option<Count>,
    voters: Option<Count>,
    blank: Option<Count>,
    null: Option<Count>,
}

impl QuorumForm {
    /// Returns each vote with its college and whether it is for substitutes.
    ///
    /// # Errors
    /// Figures that do not hold together.
    pub fn votes(self) -> Result<Vec<(String, bool, Turnout)>, BadFact> {
        let mut out = Vec::new();
        for (index, college) in self.colleges.into_iter().enumerate() {
            let at = format!("colleges[{index}].");
            let registered = college.registered.0;
            let count = |c: Option<Count>| c.map(|c| c.0);
            let figures = (college.valid, college.voters, college.blank, college.null);
            let valid = valid(
                &at,
                registered,
                count(figures.0),
                count(figures.1),
                count(figures.2),
                count(figures.3),
            )?;
            out.push((college.id.clone(), false, Turnout { registered, valid }));
            if let Some(second) = college.substitutes {
                let at = format!("{at}substitutes.");
                let figures = (second.valid, second.voters, second.blank, second.null);
                let valid = valid_of(&at, registered, figures)?;
                out.push((college.id, true, Turnout { registered, valid }));
            }
        }
        Ok(out)
    }
}

type Figures = (Option<Count>, Option<Count>, Option<Count>, Option<Count>);

fn valid_of(at: &str, registered: u64, figures: Figures) -> Result<u64, BadFact> {
    let count = |c: Option<Count>| c.map(|c| c.0);
    valid(at, registered, count(figures.0), count(figures.1), count(figures.2), count(figures.3))
}

/// Returns the valid ballots, given or computed from voters, blank and null ones.
///
/// # Errors
/// Voters above the registered; valid ballots above the voters; blank and null ones above the voters; nothing given.
pub(crate) fn valid(
    at: &str,
    registered: u64,
    valid: Option<u64>,
    voters: Option<u64>,
    blank: Option<u64>,
    null: Option<u64>,
) -> Result<u64, BadFact> {
    let above = |field: &str, what: &str| fault(format!("{at}{field}"), Fault::Above(what.to_owned()));
    if voters.is_some_and(|v| v > registered) {
        return Err(above("voters", "registered"));
    }
    let lost = blank.unwrap_or(0).saturating_add(null.unwrap_or(0));
    match (valid, voters) {
        (Some(valid), Some(voters)) if valid > voters => Err(above("valid", "voters")),
        (Some(valid), Some(voters))
            if (blank.is_some() || null.is_some()) && valid.saturating_add(lost) != voters =>
        {
            Err(fault(format!("{at}valid"), Fault::Conflict("voters".to_owned())))
        }
        (Some(valid), _) => Ok(valid),
        (None, Some(voters)) => voters.checked_sub(lost).ok_or_else(|| above("blank", "voters")),
        (None, None) => Err(fault(format!("{at}valid"), Fault::Missing)),
    }
}

/// `law allocate`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllocateForm {
    seats: Count,
    registered: Option<Count>,
    voters: Option<Count>,
    blank: Option<Count>,
    null: Option<Count>,
    valid: Option<Count>,
    #[serde(default)]
    reserved: u32,
    lists: Vec<ListForm>,
    substitutes: Option<Box<AllocateForm>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListForm {
    name: String,
    ballots: Option<Count>,
    votes: Option<VotesForm>,
    candidates: Option<CandidatesForm>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum VotesForm {
    Each(Vec<Count>),
    All(Number),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum CandidatesForm {
    Named(Vec<CandidateForm>),
    Size(u32),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct CandidateForm {
    name: Option<String>,
    votes: Option<Count>,
    erasures: Option<Count>,
    born: Option<NaiveDate>,
    #[serde(default)]
    cadre: bool,
}

impl AllocateForm {
    /// Returns the vote for full members and the one for substitutes.
    ///
    /// # Errors
    /// Figures that do not hold together.
    pub fn votes(self) -> Result<(Vote, Option<Vote>), BadFact> {
        let substitutes = self.substitutes.clone();
        let holders = self.vote("")?;
        let Some(second) = substitutes else { return Ok((holders, None)) };
        if second.substitutes.is_some() {
            return Err(fault(
                "substitutes.substitutes".to_owned(),
                Fault::Unknown("substitutes".to_owned()),
            ));
        }
        Ok((holders, Some(second.vote("substitutes.")?)))
    }

    fn vote(self, at: &str) -> Result<Vote, BadFact> {
        let seats = u32::try_from(self.seats.0).map_err(|_| fault(format!("{at}seats"), Fault::TooLarge))?;
        let given = self.valid.is_some() || self.voters.is_some();
        let registered = self.registered.map_or(u64::MAX, |r| r.0);
        let figures = (self.valid, self.voters, self.blank, self.null);
        let valid = if given { Some(valid_of(at, registered, figures)?) } else { None };
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
    let mut out = List { name: form.name, ballots: form.ballots.map(|b| b.0), ..List::default() };
    let named = |name: Option<String>, i: usize| name.unwrap_or_else(|| i.saturating_add(1).to_string());
    match (form.votes, form.candidates) {
        (Some(VotesForm::Each(each)), None) => {
            out.candidates = each
                .into_iter()
                .enumerate()
                .map(|(i, v)| Candidate { name: named(None, i), votes: v.0, ..Candidate::default() })
                .collect();
        }
        (Some(VotesForm::Each(_)), Some(_)) => {
            return Err(fault(format!("{at}candidates"), Fault::Conflict("votes".to_owned())));
        }
        (votes, Some(CandidatesForm::Named(candidates))) => {
            if votes.is_some() {
                return Err(fault(format!("{at}votes"), Fault::Conflict("candidates".to_owned())));
            }
            for (i, form) in candidates.into_iter().enumerate() {
                let at = format!("{at}candidates[{i}].");
                let votes = candidate_votes(&form, out.ballots, &at)?;
                let name = named(form.name, i);
                out.candidates.push(Candidate { name, votes, born: form.born, cadre: form.cadre });
            }
        }
        (votes, size) => {
            if let Some(VotesForm::All(votes)) = votes {
                out.votes = Some(votes.0);
            }
            if let Some(CandidatesForm::Size(size)) = size {
                out.size = Some(size);
            }
        }
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

/// `law audience`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AudienceForm {
    colleges: Vec<AudienceCollege>,
    #[serde(default)]
    categorical: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceCollege {
    id: String,
    establishment: Option<String>,
    registered: Option<Count>,
    voters: Option<Count>,
    valid: Count,
    #[serde(default)]
    lists: Vec<AudienceList>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceList {
    #[serde(default)]
    unions: Vec<String>,
    votes: Number,
    split: Option<BTreeMap<String, Number>>,
    #[serde(default)]
    candidates: Vec<AudienceCandidate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceCandidate {
    name: String,
    votes: Count,
}

impl AudienceForm {
    /// Returns the ballot.
    #[must_use]
    pub fn ballot(self) -> Ballot {
        let list = |form: AudienceList| ListVotes {
            unions: form.unions,
            votes: form.votes.0,
            split: form.split.map(|s| s.into_iter().map(|(u, n)| (u, n.0)).collect()),
            candidates: form.candidates.into_iter().map(|c| (c.name, c.votes.0)).collect(),
        };
        let college = |form: AudienceCollege| CollegeVotes {
            establishment: form.establishment,
            id: form.id,
            registered: form.registered.map(|r| r.0),
            voters: form.voters.map(|v| v.0),
            valid: form.valid.0,
            lists: form.lists.into_iter().map(list).collect(),
        };
        Ballot { colleges: self.colleges.into_iter().map(college).collect(), categorical: self.categorical }
    }
}

/// `law agreement` and `law pse`: the signatures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignaturesForm {
    unions: BTreeMap<String, Number>,
    #[serde(default)]
    signed: Vec<String>,
}

impl SignaturesForm {
    /// Returns the signatures.
    #[must_use]
    pub fn signatures(self) -> Signatures {
        Signatures { unions: self.unions.into_iter().map(|(u, n)| (u, n.0)).collect(), signed: self.signed }
    }
}
