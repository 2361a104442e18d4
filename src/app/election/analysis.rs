//! What an election shows: its results, and what follows from them.

use chrono::NaiveDate;

use crate::{
    app::election::{PollError, day_of, fault, first_round, load, polls},
    election::{
        self, Fault,
        audience::Ballot,
        poll::{Dossier, Outcome, outcome, outcome::ballot},
    },
    law::book,
    roster::{Id, poll::Post},
    vault::Vault,
};

/// An election with its results.
pub struct Show {
    /// What is kept of it.
    pub dossier: Dossier,
    /// The first round, for a second one.
    pub first: Option<Dossier>,
    /// The second rounds that follow it.
    pub followed_by: Vec<Id>,
    /// The establishments whose ballots the audience adds.
    pub with: Vec<Id>,
    /// What it came to.
    pub outcome: Outcome,
}

/// Returns an election with its results; the audience with that of other establishments, where they are named.
///
/// # Errors
/// As [`load`] and [`outcome`](fn@outcome); an establishment that is there twice.
pub fn show(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    with: &[String],
) -> Result<Show, PollError> {
    let dossier = load(vault, which)?;
    let first = first_round(vault, &dossier)?;
    let on = day_of(&dossier, today);
    let mut outcome = outcome(book()?, &dossier, first.as_ref(), on)?;
    let mut others = Vec::new();
    if !with.is_empty() {
        others = add_establishments(vault, today, first.as_ref().unwrap_or(&dossier), with, &mut outcome)?;
    }
    let followed_by =
        polls(vault)?.into_iter().filter(|(_, _, p)| p.follows == Some(dossier.id)).map(|(id, ..)| id);
    let followed_by = followed_by.collect();
    Ok(Show { dossier, first, followed_by, with: others, outcome })
}

/// Measures the audience anew over several establishments.
fn add_establishments(
    vault: &Vault,
    today: NaiveDate,
    here: &Dossier,
    with: &[String],
    into: &mut Outcome,
) -> Result<Vec<Id>, PollError> {
    let mut all = vec![here.clone()];
    for name in with {
        let other = load(vault, Some(name))?;
        let other = first_round(vault, &other)?.unwrap_or(other);
        if all.iter().any(|d| d.id == other.id) {
            return Err(fault("with", Fault::Twice));
        }
        all.push(other);
    }
    let mut whole = Ballot::default();
    for dossier in &all {
        let found = outcome(book()?, dossier, None, day_of(dossier, today))?;
        let mut colleges = ballot(dossier, &found.votes, Post::Holders);
        // Without a name of its own, an establishment is told by its identifier.
        for college in &mut colleges {
            college.establishment = college.establishment.take().or_else(|| Some(dossier.id.short()));
        }
        whole.colleges.extend(colleges);
        for (union, colleges) in &dossier.poll.categorical {
            whole.categorical.entry(union.clone()).or_insert_with(|| colleges.clone());
        }
    }
    if whole.colleges.is_empty() {
        return Err(PollError::NotCounted);
    }
    into.audience = Some(election::audience(book()?, &whole, day_of(here, today))?);
    Ok(all.iter().skip(1).map(|d| d.id).collect())
}
