//! What an election shows: its results, and what follows from them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    base::{Id, text::fold, word::Standing},
    calendar::Region,
    election::{self, Fault, audience::Ballot},
    features::{
        company::{actions as company, records::Company},
        election::{
            actions::{MinutesForm, PollError, college, day_of, fault, first_round, load, nature, polls},
            records::{Poll, Post},
            rules::{
                self as poll, Dossier, RoundResult,
                check::{Issue, Ours, Question},
                compare::{Comparison, Rounds},
                minutes::{LastResults, Minutes, Official, Page, published::Published},
                outcome,
                outcome::ballot,
            },
        },
        law::actions::electors,
    },
    law::{Fraction, LawError, book},
    roster::Person,
    vault::{Kind, Vault},
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
    pub outcome: RoundResult,
}

impl Show {
    /// Whether the vote has been held, by its day or since ballots are counted: before it nothing is vacant, and a list can
    /// still come.
    #[must_use]
    pub fn held(&self, today: NaiveDate) -> bool {
        self.dossier.poll.day.is_some_and(|day| day <= today)
            || self.outcome.votes.iter().any(|v| v.counted() > 0)
    }
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
    let mut outcome = outcome(book(), &dossier, first.as_ref(), on)?;
    let mut others = Vec::new();
    if !with.is_empty() {
        others = add_establishments(vault, today, first.as_ref().unwrap_or(&dossier), with, &mut outcome)?;
    }
    let followed_by =
        polls(vault)?.into_iter().filter(|(_, p)| p.follows == Some(dossier.id)).map(|(id, _)| id);
    let followed_by = followed_by.collect();
    Ok(Show { dossier, first, followed_by, with: others, outcome })
}

/// Measures the audience anew over several establishments.
fn add_establishments(
    vault: &Vault,
    today: NaiveDate,
    here: &Dossier,
    with: &[String],
    into: &mut RoundResult,
) -> Result<Vec<Id>, PollError> {
    let mut all = vec![here.clone()];
    for name in with {
        let other = load(vault, Some(name))?;
        let other = first_round(vault, &other)?.unwrap_or(other);
        if all.iter().any(|d| d.id == other.id) {
            return Err(fault("with", Fault::Twice));
        }
        if !other.poll.is_general() {
            return Err(fault("with", Fault::Conflict("kind".to_owned())));
        }
        all.push(other);
    }
    if !here.poll.is_general() {
        return Err(fault("with", Fault::Conflict("kind".to_owned())));
    }
    let mut whole = Ballot::default();
    for dossier in &all {
        let found = outcome(book(), dossier, None, day_of(dossier, today))?;
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
    into.audience = Some(election::audience(book(), &whole, day_of(here, today))?);
    Ok(all.iter().skip(1).map(|d| d.id).collect())
}

/// An election with what the check found.
pub struct Checked {
    /// What is kept of it.
    pub dossier: Dossier,
    /// What was found, worst first.
    pub issues: Vec<Issue>,
}

/// Checks an election against every rule.
///
/// # Errors
/// As [`show`].
pub fn check(vault: &Vault, today: NaiveDate, which: Option<&str>) -> Result<Checked, PollError> {
    let found = show(vault, today, which, &[])?;
    let mut ours = BTreeMap::new();
    let of_company = company::company(vault)?;
    let colleges = college::in_election(vault, &found.dossier.poll, today)?;
    for candidate in found.dossier.slates.iter().flat_map(|(_, s)| &s.candidates) {
        let Some(id) = candidate.member else { continue };
        let Some((id, person)) = person(vault, id)? else { continue };
        let college = colleges.of(person.category, person.site.as_deref().unwrap_or_default());
        let college = college.map(str::to_owned);
        // A college of another name than a number cannot be told from the category.
        let college = college.filter(|c| found.dossier.poll.college(c).is_some());
        let member = person.standing(today) == Standing::Member;
        let one = Ours { facts: electors::facts(&person, &of_company), college, member };
        // The list may still name a record that was merged into this one.
        ours.insert(candidate.member.unwrap_or(id), one);
    }
    let general = nature::general(vault, &found.dossier.poll)?;
    let question = Question {
        general: general.as_ref(),
        dossier: &found.dossier,
        first: found.first.as_ref(),
        followed: !found.followed_by.is_empty(),
        outcome: &found.outcome,
        ours: &ours,
        recorded_end: recorded_end(vault, &found.dossier, today)?,
        region: region(vault, &found.dossier.poll)?,
        today,
    };
    let issues = poll::check::check(book(), &question)?;
    Ok(Checked { dossier: found.dossier, issues })
}

/// Returns the end of the mandates that the company has on record, for an election of its whole committee: the end
/// itself, else as it follows from the election before.
fn recorded_end(vault: &Vault, dossier: &Dossier, today: NaiveDate) -> Result<Option<NaiveDate>, PollError> {
    if dossier.poll.establishment.is_some() {
        return Ok(None);
    }
    let mut known = crate::features::company::rules::mandates(&company::company(vault)?);
    // An election on or after this one began other mandates than those that it renews.
    let later = known.first_round.is_some_and(|first| Some(first) >= dossier.poll.day);
    if later {
        known.end = None;
        known.first_round = None;
    }
    match election::mandates_end(book(), known, today) {
        Ok(found) => Ok(found.map(|f| f.value)),
        // From before the tables nothing is counted.
        Err(LawError::NotCovered { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Reads a person of the roster, through a merge.
pub(super) fn person(vault: &Vault, id: Id) -> Result<Option<(Id, Person)>, PollError> {
    let mut at = id;
    // A chain of merges is short; a ring would be a fault of somebody's vault.
    for _ in 0..8 {
        let Some(record) = vault.record(Kind::Person, &at)? else { return Ok(None) };
        let person = Person::of(&record);
        match person.merged_into {
            Some(next) => at = next,
            None => return Ok(Some((at, person))),
        }
    }
    Ok(None)
}

/// Returns where an election takes place, for the days that courts are closed: the department of its site.
pub(super) fn region(vault: &Vault, poll: &Poll) -> Result<Region, PollError> {
    let sites = company::company(vault)?.sites;
    let here = poll.establishment.as_deref().map(fold);
    let named = here.and_then(|name| sites.iter().find(|s| fold(&s.name) == name));
    let only = if let [only] = sites.as_slice() { Some(only) } else { None };
    let department = named.or(only).and_then(|s| s.department.as_deref());
    Ok(department.map_or(Region::Metropolitan, Region::of_department))
}

/// The minutes of an election, as we count them and as they were checked.
pub struct MinutesFound {
    /// What is kept of the election.
    pub dossier: Dossier,
    /// The company, as the minutes name it.
    pub company: Company,
    /// Each vote as we count it.
    pub pages: Vec<Page>,
    /// What the official minutes came to.
    pub checked: Minutes,
}

/// Checks the official minutes of an election; without any, the fields as we count them are all there is.
///
/// # Errors
/// As [`show`]; a vote of the minutes that is not one of the election.
pub fn minutes(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    mut form: MinutesForm,
) -> Result<MinutesFound, PollError> {
    let found = show(vault, today, which, &[])?;
    for college in form.colleges.iter_mut().filter(|c| c.id.trim().is_empty()) {
        college.id = super::college_of(&found.dossier, None)?;
    }
    checked(vault, today, found, &form.votes()?)
}

/// Which of published minutes are meant, where the file does not tell.
#[derive(Clone, Copy, Default)]
pub struct Only<'a> {
    /// Our college, where theirs has another name.
    pub college: Option<&'a str>,
    /// The establishment, by its SIRET.
    pub siret: Option<&'a str>,
}

/// Checks minutes as the ministry published them: those of this company and day, where the file holds others too.
///
/// # Errors
/// As [`minutes`]; [`PollError::NotPublished`] where the file holds none of this election; a college that is not one of
/// ours, unless it is named.
pub fn published(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    all: Vec<Published>,
    only: Only<'_>,
) -> Result<MinutesFound, PollError> {
    let found = show(vault, today, which, &[])?;
    let siren = company::company(vault)?.siren;
    let here = |p: &Published| {
        let company =
            siren.as_deref().zip(p.siret.as_deref()).is_none_or(|(ours, siret)| siret.starts_with(ours));
        let site = only.siret.is_none_or(|wanted| p.siret.as_deref() == Some(wanted));
        company && site && found.dossier.poll.day.zip(p.day).is_none_or(|(ours, day)| ours == day)
    };
    let ours: Vec<Published> = all.into_iter().filter(here).collect();
    let sirets: BTreeSet<_> = ours.iter().map(|p| p.siret.clone()).collect();
    if ours.is_empty() {
        return Err(PollError::NotPublished);
    }
    if sirets.len() > 1 {
        return Err(PollError::SeveralSites(sirets.into_iter().flatten().collect()));
    }
    let mut official = Vec::new();
    for published in ours {
        let id = match only.college {
            Some(named) => super::college_of(&found.dossier, Some(named))?,
            None => poll::college_said(&found.dossier.poll, Some(&published.college))
                .ok_or_else(|| fault("college", Fault::Unknown(published.college.clone())))?,
        };
        let mut one = published.official;
        one.college = id;
        poll::minutes::published::rename(&found.dossier, &mut one);
        official.push(one);
    }
    checked(vault, today, found, &official)
}

/// Returns when the last results of an election were known: those of a second round, where one is kept or due.
fn last_results(vault: &Vault, found: &Show) -> Result<LastResults, PollError> {
    let later = polls(vault)?.into_iter().filter(|(id, _)| found.followed_by.contains(id));
    Ok(match later.filter_map(|(_, p)| p.day).max() {
        Some(day) => LastResults::On(day),
        None if found.dossier.poll.round == 1 && found.outcome.is_left() == Some(true) => {
            LastResults::Awaited
        }
        None => LastResults::Here,
    })
}

fn checked(
    vault: &Vault,
    today: NaiveDate,
    found: Show,
    official: &[Official],
) -> Result<MinutesFound, PollError> {
    let region = region(vault, &found.dossier.poll)?;
    let last = last_results(vault, &found)?;
    let checked =
        poll::minutes::minutes(book(), &found.dossier, &found.outcome, official, region, (today, last))?;
    let pages = poll::minutes::pages(&found.dossier, &found.outcome, found.held(today));
    Ok(MinutesFound { company: company::company(vault)?, pages, checked, dossier: found.dossier })
}

/// Puts together a first round: the one that is named, or that the named one follows; the latest where none is named.
pub(super) fn load_first(vault: &Vault, which: Option<&str>) -> Result<Dossier, PollError> {
    match load(vault, which) {
        Err(PollError::Several(_)) if which.is_none() => {
            let latest = polls(vault)?.into_iter().rfind(|(_, p)| p.round == 1);
            let (id, _) = latest.ok_or(PollError::NoPoll)?;
            load(vault, Some(&id.to_string()))
        }
        Err(error) => Err(error),
        Ok(found) => Ok(first_round(vault, &found)?.unwrap_or(found)),
    }
}

/// Finds the last counted first round of the same establishment: before this one, or this one itself where `itself`.
pub(super) fn earlier(
    vault: &Vault,
    today: NaiveDate,
    of: &Dossier,
    itself: bool,
) -> Result<Dossier, PollError> {
    let here = of.poll.establishment.as_deref().map(fold);
    let mut candidates = polls(vault)?;
    // A by-election is no measure of the next one.
    candidates.retain(|(id, p)| {
        let before = p.day < of.poll.day || (itself && *id == of.id);
        before && p.round == 1 && p.is_general() && p.establishment.as_deref().map(fold) == here
    });
    for (id, ..) in candidates.into_iter().rev() {
        let found = load(vault, Some(&id.to_string()))?;
        let result = outcome(book(), &found, None, day_of(&found, today))?;
        if result.votes.iter().any(|v| v.post == Post::Holders && v.counted() > 0) {
            return Ok(found);
        }
    }
    Err(PollError::NoEarlier)
}

/// One election with its rounds and their outcomes.
type Whole = Vec<(Dossier, RoundResult)>;

fn whole(vault: &Vault, today: NaiveDate, first: &Dossier) -> Result<Whole, PollError> {
    let mut out = Vec::new();
    let result = outcome(book(), first, None, day_of(first, today))?;
    let followers: Vec<Id> =
        polls(vault)?.into_iter().filter(|(_, p)| p.follows == Some(first.id)).map(|(id, _)| id).collect();
    out.push((first.clone(), result));
    for id in followers {
        let second = load(vault, Some(&id.to_string()))?;
        let result = outcome(book(), &second, Some(first), day_of(&second, today))?;
        out.push((second, result));
    }
    Ok(out)
}

/// Returns an election beside the one before: the last counted one of the establishment, or the one that is named.
///
/// # Errors
/// [`PollError::NoEarlier`]; [`PollError::NotCounted`] when nothing of this one is.
pub fn compare(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    with: Option<&str>,
) -> Result<(Dossier, Dossier, Comparison), PollError> {
    let now = load_first(vault, which)?;
    let before = match with {
        Some(_) => load_first(vault, with)?,
        None => earlier(vault, today, &now, false)?,
    };
    if before.id == now.id {
        return Err(fault("with", Fault::Twice));
    }
    let (now, before) = (whole(vault, today, &now)?, whole(vault, today, &before)?);
    let (Some(here), Some(there)) = (rounds(&now), rounds(&before)) else { return Err(PollError::NoPoll) };
    for side in [&here, &there] {
        if side.first.1.votes.iter().all(|v| v.counted() == 0) {
            return Err(PollError::NotCounted);
        }
    }
    let found = poll::compare::compare(&here, &there);
    Ok((here.first.0.clone(), there.first.0.clone(), found))
}

fn rounds(whole: &Whole) -> Option<Rounds<'_>> {
    let (first, others) = whole.split_first()?;
    Some(Rounds { first: (&first.0, &first.1), others: others.iter().map(|(d, o)| (d, o)).collect() })
}

/// Returns the turnout in valid ballots of each college in the last counted election, this one left out.
pub(super) fn last_turnouts(
    vault: &Vault,
    today: NaiveDate,
    of: &Dossier,
) -> Result<BTreeMap<String, Fraction>, PollError> {
    let last = match earlier(vault, today, of, false) {
        Ok(found) => found,
        Err(PollError::NoEarlier) => return Ok(BTreeMap::new()),
        Err(error) => return Err(error),
    };
    let result = outcome(book(), &last, None, day_of(&last, today))?;
    let turnout =
        |v: &poll::VoteOutcome| Fraction::new(v.valid?.into(), v.registered.filter(|r| *r > 0)?.into());
    let holders = result.votes.iter().filter(|v| v.post == Post::Holders && v.complete);
    Ok(holders
        .filter_map(|v| Some((v.college.clone(), turnout(v).filter(|t| *t > Fraction::ZERO)?)))
        .collect())
}
