//! The elections of the section: kept, counted, checked, compared.
//!
//! An election is a record, each of its lists and each entry of a ballot box another; [`load`] puts them together.

mod analysis;
pub mod audience;
pub mod college;
mod count;
mod delegate;
pub mod electors;
mod frozen;
mod late;
mod lists;
mod lists_file;
mod minutes_file;
mod minutes_form;
pub(crate) mod nature;
pub mod protocol;
mod replace;
mod report;
mod scenarios;
mod setup;
pub mod shown;
mod support;
mod undue;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use analysis::{Checked, MinutesFound, Only, Show, check, compare, minutes, published, show};
pub use count::{
    BoxProgress, Decision, Entered, EntryForm, ListFigures, Replaced, Target, count, decide, forget,
    standing, target,
};
pub use delegate::{DelegateForm, Named, delegate};
pub use frozen::Why;
pub use late::late;
pub use lists::{CandidateForm, ListForm, add as add_list, remove as remove_list};
pub use lists_file::{parse as parse_lists, read_bytes};
pub use minutes_file::{MinutesFile, parse as parse_minutes};
pub use minutes_form::{MinutesCollege, MinutesForm, MinutesList, MinutesVote};
pub use replace::{Do, ReplaceForm, Replacing, replace};
pub use report::write as write_report;
pub use scenarios::{ScenarioCollege, ScenarioForm, Scenarios, SimulateForm, simulate};
pub use setup::{
    CollegeForm, ElectionForm, Proposed, Removal, accept, accept_removal, college_spec, list, propose,
    propose_edit, propose_removal,
};

pub use support::{CollegeSupport, Counting, Support, support};
pub use undue::{Undue, undue};

use analysis::region;

use crate::{
    base::{Id, Record},
    election::{BadFact, ElectionError, Fault, Form, Leaving},
    features::{
        agenda::actions::AgendaError,
        election::{
            records::{Poll, Post, Sheet, Slate},
            rules::{Dossier, outcome},
        },
        law::actions::input::InputError,
        member::actions::MemberError,
    },
    law::{LawError, book},
    roster::import::ImportError,
    vault::{Change, Kind, Vault, VaultError, Verb},
};

/// Why an election was not read or changed. No personal value in its text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PollError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A fact does not hold together, or the law gives no answer.
    #[error(transparent)]
    Election(#[from] ElectionError),
    /// A person of the roster was not found.
    #[error(transparent)]
    Member(#[from] MemberError),
    /// There would be no agenda any more.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// A file of lists or minutes cannot be read.
    #[error("a file of lists cannot be read")]
    File(#[source] ImportError),
    /// A file of minutes is not of their form.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A page cannot be written.
    #[error("the page cannot be written")]
    Page(std::path::PathBuf, #[source] std::io::Error),
    /// A file of published minutes holds none of this election.
    #[error("no published minutes of this election")]
    NotPublished,
    /// A file of published minutes holds those of several establishments of the company.
    #[error("published minutes of {} establishments", .0.len())]
    SeveralSites(Vec<String>),
    /// A list has the name of a union, and no union: its votes would be nobody's audience.
    #[error("a list with the name of a union has no union")]
    NoUnion(String),
    /// There is no election yet.
    #[error("there is no election")]
    None,
    /// No election fits what was typed.
    #[error("no election fits")]
    NoPoll,
    /// More than one election fits, or none was named.
    #[error("{} elections fit", .0.len())]
    Several(Vec<Id>),
    /// Both entries of a ballot box are finished.
    #[error("both entries are finished")]
    BothDone,
    /// There is nothing to decide: the finished entries do not differ.
    #[error("nothing to decide")]
    NothingToDecide,
    /// There is no earlier election to compare with or to start from.
    #[error("no earlier election")]
    NoEarlier,
    /// The vote froze this field: its count has begun.
    #[error("{0}: frozen by the vote")]
    Frozen(String),
    /// The vote froze this field for good: no judgment changes it.
    #[error("{0}: frozen for good by the vote")]
    Lasting(String),
    /// A list of this name is there for this vote.
    #[error("the list is there")]
    ListThere(String),
    /// Ballots were counted for this list, or struck names for this candidate: what the count rests on is not taken away.
    #[error("ballots were counted for it")]
    Counted(String),
    /// Whoever is said to leave left before, for good.
    #[error("left before")]
    Gone(NaiveDate, Leaving),
    /// It may be a by-election: the running mandates end much later, on this day.
    #[error("the nature of the election is needed")]
    Nature(NaiveDate),
    /// The seats of this election are not all given: its count is not whole, or the law leaves it open.
    #[error("the seats are not given")]
    SeatsOpen(Id),
    /// Nothing of this election is counted yet.
    #[error("nothing is counted")]
    NotCounted,
}

impl From<BadFact> for PollError {
    fn from(fact: BadFact) -> Self {
        Self::Election(fact.into())
    }
}

impl From<LawError> for PollError {
    fn from(error: LawError) -> Self {
        Self::Election(error.into())
    }
}

fn fault(field: impl Into<String>, fault: Fault) -> PollError {
    BadFact::new(field, fault).into()
}

/// Returns the elections that are kept, earliest first.
pub(crate) fn polls(vault: &Vault) -> Result<Vec<(Id, Poll)>, VaultError> {
    let mut out: Vec<(Id, Poll)> = vault.all()?;
    crate::features::election::records::follow(out.iter_mut().map(|(id, poll)| (*id, poll)));
    let key = |p: &Poll| (p.day, p.round, p.establishment.clone());
    out.sort_by(|a, b| key(&a.1).cmp(&key(&b.1)).then(a.0.cmp(&b.0)));
    Ok(out)
}

/// Finds an election by the first digits of its identifier (4 at least) or its whole name; the only one there is where
/// none is named.
fn find(vault: &Vault, which: Option<&str>) -> Result<(Id, Poll), PollError> {
    let all = polls(vault)?;
    if all.is_empty() {
        return Err(PollError::None);
    }
    let wanted = which.map(str::trim);
    let fits = |id: &Id, poll: &Poll| match wanted {
        None => true,
        Some(text) => {
            let prefix = (4..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
            (prefix && id.starts_with(text)) || poll.name.as_deref() == Some(text)
        }
    };
    let mut found: Vec<_> = all.into_iter().filter(|(id, poll)| fits(id, poll)).collect();
    match (found.len(), found.pop()) {
        (1, Some(one)) => Ok(one),
        (_, None) => Err(PollError::NoPoll),
        (_, Some(last)) => {
            let mut ids: Vec<Id> = found.iter().map(|(id, _)| *id).collect();
            ids.push(last.0);
            Err(PollError::Several(ids))
        }
    }
}

/// Puts together what is kept of an election.
///
/// # Errors
/// [`PollError::None`], [`PollError::NoPoll`], [`PollError::Several`]; when the vault cannot be read.
pub fn load(vault: &Vault, which: Option<&str>) -> Result<Dossier, PollError> {
    let (id, poll) = find(vault, which)?;
    Ok(dossier(vault, id, poll)?)
}

fn dossier(vault: &Vault, id: Id, poll: Poll) -> Result<Dossier, VaultError> {
    let mut slates: Vec<(Id, Slate)> = vault.all()?;
    slates.retain(|(_, slate)| slate.poll == id);
    slates.sort_by(|(x, a), (y, b)| (&a.college, a.post, &a.name, x).cmp(&(&b.college, b.post, &b.name, y)));
    let mut sheets: Vec<(Id, Sheet)> = vault.all()?;
    sheets.retain(|(_, sheet)| sheet.poll == id);
    sheets.sort_by(|(x, a), (y, b)| {
        (&a.college, a.post, &a.place, a.entry, x).cmp(&(&b.college, b.post, &b.place, b.entry, y))
    });
    Ok(Dossier { id, poll, slates, sheets })
}

/// Tells of each first round that is counted whole whether something is left to a second one: a quorum that was missed, a
/// seat that nobody has. What the count does not settle is left out.
///
/// # Law
/// L2314-29, as in [`outcome`](fn@crate::features::election::rules::outcome::outcome).
///
/// # Errors
/// When the vault cannot be read.
pub(crate) fn second_rounds(vault: &Vault) -> Result<BTreeMap<Id, bool>, VaultError> {
    let counted: BTreeSet<Id> = vault.all::<Sheet>()?.into_iter().map(|(_, sheet)| sheet.poll).collect();
    let mut out = BTreeMap::new();
    for (id, poll) in polls(vault)? {
        let Some(day) = poll.day.filter(|_| poll.round == 1 && counted.contains(&id)) else { continue };
        // Figures that do not hold together settle nothing.
        let Ok(found) = outcome(book(), &dossier(vault, id, poll)?, None, day) else { continue };
        out.extend(found.is_left().map(|left| (id, left)));
    }
    Ok(out)
}

/// Puts together the first round that a second one follows, where it is kept.
fn first_round(vault: &Vault, dossier: &Dossier) -> Result<Option<Dossier>, PollError> {
    let Some(follows) = dossier.poll.follows else { return Ok(None) };
    let found = polls(vault)?.into_iter().find(|(id, _)| *id == follows);
    Ok(found.map(|(id, poll)| self::dossier(vault, id, poll)).transpose()?)
}

/// Returns the day whose law applies to an election: that of its vote.
fn day_of(dossier: &Dossier, today: NaiveDate) -> NaiveDate {
    dossier.poll.day.unwrap_or(today)
}

/// Finds a list of one vote by its name or the first digits of its identifier.
fn find_list<'d>(dossier: &'d Dossier, college: &str, post: Post, name: &str) -> Option<&'d (Id, Slate)> {
    let key = crate::base::text::fold(name);
    let by_name = |s: &&(Id, Slate)| crate::base::text::fold(&s.1.name) == key;
    let prefix = name.len() >= 4 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let mut of_vote = dossier.slates_of(college, post);
    of_vote.clone().find(by_name).or_else(|| of_vote.find(|s| prefix && s.0.starts_with(name)))
}

/// Finds the college that was named; the only one where none was.
fn college_of(dossier: &Dossier, named: Option<&str>) -> Result<String, PollError> {
    match (named, dossier.poll.colleges.as_slice()) {
        (None, [only]) => Ok(only.id.clone()),
        (None, _) => Err(fault("college", Fault::Missing)),
        (Some(name), all) => {
            let found = all.iter().find(|c| c.id.eq_ignore_ascii_case(name.trim()));
            let none = || {
                let there = all.iter().map(|c| c.id.clone()).collect();
                fault("college", Fault::NoSuch { found: name.to_owned(), there })
            };
            found.map(|c| c.id.clone()).ok_or_else(none)
        }
    }
}

/// Reads which of the two votes is meant.
fn post_of(text: &str) -> Result<Post, PollError> {
    Post::read(text).ok_or_else(|| fault("vote", Fault::Not { found: text.to_owned(), form: Form::Post }))
}

fn label(field: &str, text: &str) -> Result<String, PollError> {
    crate::features::election::records::label(text).map_err(|_| fault(field, Fault::Form(Form::Line)))
}

fn save(vault: &mut Vault, now_ms: u64, changes: Vec<(Kind, Id, Verb, Record)>) -> Result<(), PollError> {
    let change = |(kind, id, verb, record)| Change { kind, id, verb, record };
    vault.commit(now_ms, changes.into_iter().map(change).collect())?;
    Ok(())
}

#[cfg(test)]
mod tests;
