//! The audience of each union: who is representative, how far from it, who can sign.

mod coalition;
mod count;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use coalition::{coalitions, signatories};
use serde::Serialize;

use crate::{
    election::fault::{ElectionError, Fault, bad, is_too_many, too_many},
    law::{Book, FactName, Finding, Fraction, Reasoning},
};

/// The first round of the full members, in all colleges and establishments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ballot {
    /// The colleges, of each establishment.
    pub colleges: Vec<CollegeVotes>,
    /// The categorical unions, with the colleges that their statutes cover.
    pub categorical: BTreeMap<String, Vec<String>>,
}

/// The figures of one college.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CollegeVotes {
    /// The establishment, where there are several.
    pub establishment: Option<String>,
    /// The college.
    pub id: String,
    /// Electors on the list, where known.
    pub registered: Option<u64>,
    /// Voters, where known.
    pub voters: Option<u64>,
    /// Valid ballots; published minutes of common lists have parts of them.
    pub valid: Fraction,
    /// The lists.
    pub lists: Vec<ListVotes>,
}

/// The ballots of one list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListVotes {
    /// The unions that filed it; none for independents.
    pub unions: Vec<String>,
    /// Its ballots, erasures ignored.
    pub votes: Fraction,
    /// The split of a common list, as stated when it was filed.
    pub split: Option<BTreeMap<String, Fraction>>,
    /// Whether the employer and the electors both knew that split before the vote, where it is known.
    pub split_known: Option<bool>,
    /// Votes of candidates in their own name.
    pub candidates: Vec<(String, u64)>,
}

/// What the ballots come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// Valid ballots, all colleges and establishments.
    pub valid: Fraction,
    /// The unions, most votes first.
    pub unions: Vec<UnionAudience>,
    /// The votes of independents.
    pub independents: Fraction,
    /// The votes for representative unions: the base of agreements.
    pub base: Fraction,
    /// The candidates named.
    pub candidates: Vec<CandidateAudience>,
}

/// What one union has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnionAudience {
    /// Its name.
    pub name: String,
    /// Its votes.
    pub votes: Fraction,
    /// Its share of all valid ballots.
    pub share: Fraction,
    /// Whether it is representative by its audience.
    pub representative: bool,
    /// For a categorical union: its colleges.
    pub in_colleges: Option<InColleges>,
    /// Ballots that it would take from a list on which it is not, to have ten per cent; 0 when it is there.
    pub to_representative: u64,
    /// Ballots that it would take on its list beside those that were cast; 0 when it is there, nothing where its part of a
    /// common list is too small for any number to do.
    pub to_representative_added: Option<u64>,
    /// Its share of the votes for representative unions, if it is one.
    pub weight: Option<Fraction>,
    /// For a representative union: votes missing to exceed thirty and fifty per cent of that base.
    pub to_sign: Option<(u64, u64)>,
}

/// The colleges in which a categorical union is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InColleges {
    /// The colleges.
    pub colleges: Vec<String>,
    /// Its votes there.
    pub votes: Fraction,
    /// The valid ballots there.
    pub valid: Fraction,
    /// Its share there.
    pub share: Fraction,
    /// Whether those are all the colleges of the election: only then it signs for the whole company alone.
    pub everywhere: bool,
}

/// What a candidate has in their own name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateAudience {
    /// The name.
    pub name: String,
    /// The college.
    pub college: String,
    /// The share of the valid ballots of the college.
    pub share: Fraction,
    /// Whether they may be named union delegate by their score.
    pub may_be_delegate: bool,
}

/// Returns the audience (*audience*) of each union.
///
/// # Law
/// L2122-1: ten per cent of the valid ballots of the first round of the full members, whatever the turnout; ten per
/// cent exactly suffices. All colleges and establishments add up. A list counts its ballots, erasures ignored. L2122-3:
/// a common list is split as stated, else equally. L2122-2: a categorical union is measured in the colleges that its
/// statutes cover. L2143-3: a candidate's own ten per cent, in their college.
///
/// # Errors
/// Figures that do not hold together, by their field; a day outside the tables.
pub fn audience(book: &Book, ballot: &Ballot, on: NaiveDate) -> Result<Finding<Audience>, ElectionError> {
    check(ballot)?;
    let mut why = Reasoning::new(book, on);
    let counted = count::count(&mut why, ballot)?;
    let threshold = book.share("audience.union", on)?;
    why.note(
        "audience.union",
        vec![(FactName::Valid, counted.valid.into()), (FactName::Threshold, threshold.into())],
    )?;
    let valid = counted.valid;
    let mut unions = Vec::with_capacity(counted.votes.len());
    for (name, votes) in &counted.votes {
        let in_colleges = count::in_colleges(&mut why, ballot, &counted, name)?;
        let (mine, of) = match &in_colleges {
            Some(inside) => (inside.votes, inside.valid),
            None => (*votes, valid),
        };
        let limit = of.checked_mul(threshold).ok_or_else(too_large)?;
        let part = count::part_of(ballot, name)?;
        unions.push(UnionAudience {
            name: name.clone(),
            votes: *votes,
            share: share(*votes, valid)?,
            representative: of > Fraction::ZERO && mine >= limit,
            in_colleges,
            to_representative: taken(mine, limit, part)?,
            to_representative_added: added(mine, limit, part, threshold)?,
            weight: None,
            to_sign: None,
        });
    }
    let base = unions
        .iter()
        .filter(|u| u.representative)
        .try_fold(Fraction::ZERO, |sum, u| sum.checked_add(u.votes))
        .ok_or_else(too_large)?;
    weigh(&mut why, &mut unions, base)?;
    unions.sort_by(|a, b| b.votes.cmp(&a.votes).then_with(|| a.name.cmp(&b.name)));
    let candidates = count::candidates(&mut why, ballot)?;
    let independents = counted.independents;
    Ok(why.conclude(Audience { valid: counted.valid, unions, independents, base, candidates }))
}

fn weigh(why: &mut Reasoning<'_>, unions: &mut [UnionAudience], base: Fraction) -> Result<(), ElectionError> {
    if base == Fraction::ZERO {
        return Ok(());
    }
    let (most, least) = (
        why.book().share("agreement.majority", why.on())?,
        why.book().share("agreement.minority", why.on())?,
    );
    why.note("agreement.base", vec![(FactName::Base, base.into())])?;
    let partial = |u: &UnionAudience| u.in_colleges.as_ref().is_some_and(|inside| !inside.everywhere);
    if unions.iter().any(|u| u.representative && partial(u)) {
        why.note("agreement.categorical", vec![])?;
    }
    for union in unions.iter_mut().filter(|u| u.representative) {
        let to = |part: Fraction| {
            base.checked_mul(part).map(|limit| missing(union.votes, limit, true)).ok_or_else(too_large)
        };
        union.to_sign = Some((to(least)?, to(most)?));
        union.weight = Some(union.votes.checked_div(base).ok_or_else(too_large)?);
    }
    Ok(())
}

/// How many ballots taken from another list reach a limit, each worth a part to the union.
fn taken(votes: Fraction, limit: Fraction, part: Fraction) -> Result<u64, ElectionError> {
    if votes >= limit || part == Fraction::ZERO {
        return Ok(0);
    }
    let gap = limit.checked_sub(votes).and_then(|gap| gap.checked_div(part)).ok_or_else(too_large)?;
    u64::try_from(gap.ceil()).map_err(|_| too_large())
}

/// How many ballots beside those that were cast reach ten per cent: they raise what is counted from as well.
fn added(
    votes: Fraction,
    limit: Fraction,
    part: Fraction,
    threshold: Fraction,
) -> Result<Option<u64>, ElectionError> {
    if votes >= limit {
        return Ok(Some(0));
    }
    let Some(worth) = part.checked_sub(threshold).filter(|worth| *worth > Fraction::ZERO) else {
        return Ok(None);
    };
    let gap = limit.checked_sub(votes).and_then(|gap| gap.checked_div(worth)).ok_or_else(too_large)?;
    u64::try_from(gap.ceil()).map(Some).map_err(|_| too_large())
}

/// How many whole votes are missing to reach a limit, or to pass it.
fn missing(votes: Fraction, limit: Fraction, pass: bool) -> u64 {
    if votes > limit || (votes == limit && !pass) {
        return 0;
    }
    let Some(gap) = limit.checked_sub(votes) else { return 0 };
    let needed = if pass { gap.floor().saturating_add(1) } else { gap.ceil() };
    u64::try_from(needed).unwrap_or(0)
}

fn too_large() -> ElectionError {
    bad("colleges", Fault::TooLarge)
}

fn share(votes: Fraction, of: Fraction) -> Result<Fraction, ElectionError> {
    if of == Fraction::ZERO {
        return Ok(Fraction::ZERO);
    }
    votes.checked_div(of).ok_or_else(too_large)
}

fn check(ballot: &Ballot) -> Result<(), ElectionError> {
    if ballot.colleges.is_empty() {
        return Err(bad("colleges", Fault::Missing));
    }
    if is_too_many(ballot.categorical.len()) {
        return Err(too_many("categorical"));
    }
    let mut seen = BTreeSet::new();
    for (index, college) in ballot.colleges.iter().enumerate() {
        let field = |part: &str| format!("colleges[{index}].{part}");
        if !seen.insert((&college.establishment, &college.id)) {
            return Err(bad(field("id"), Fault::Twice));
        }
        let most = [(college.voters, "voters"), (college.registered, "registered")];
        for (limit, name) in most {
            if limit.is_some_and(|limit| college.valid > Fraction::from(limit)) {
                return Err(bad(field("valid"), Fault::Above(name.to_owned())));
            }
        }
        if let (Some(voters), Some(registered)) = (college.voters, college.registered)
            && voters > registered
        {
            return Err(bad(field("voters"), Fault::Above("registered".to_owned())));
        }
        let mut sum = Fraction::ZERO;
        let mut filed = BTreeSet::new();
        for (place, list) in college.lists.iter().enumerate() {
            let field = |part: &str| format!("colleges[{index}].lists[{place}].{part}");
            check_list(list, &field)?;
            if !list.unions.iter().all(|union| filed.insert(union)) {
                return Err(bad(field("unions"), Fault::Twice));
            }
            sum = sum.checked_add(list.votes).ok_or_else(|| bad(field("votes"), Fault::TooLarge))?;
        }
        if sum > college.valid {
            return Err(bad(field("lists"), Fault::Above("valid".to_owned())));
        }
    }
    // Statutes may cover a college that this company does not have, but not only such ones where votes came in.
    let ids: BTreeSet<_> = ballot.colleges.iter().map(|c| &c.id).collect();
    let lists = ballot.colleges.iter().flat_map(|c| &c.lists);
    let stood: BTreeSet<_> = lists.flat_map(|l| &l.unions).collect();
    if is_too_many(stood.len()) {
        return Err(too_many("colleges.lists.unions"));
    }
    for (union, colleges) in &ballot.categorical {
        match colleges.first() {
            None => return Err(bad(format!("categorical.{union}"), Fault::Missing)),
            Some(id) if stood.contains(union) && !colleges.iter().any(|id| ids.contains(id)) => {
                return Err(bad(format!("categorical.{union}"), Fault::Unknown(id.clone())));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn check_list(list: &ListVotes, field: &impl Fn(&str) -> String) -> Result<(), ElectionError> {
    let unions: BTreeSet<_> = list.unions.iter().collect();
    if unions.len() != list.unions.len() {
        return Err(bad(field("unions"), Fault::Twice));
    }
    if list.votes.is_negative() {
        return Err(bad(field("votes"), Fault::Below("0".to_owned())));
    }
    let mut names = BTreeSet::new();
    for (index, (name, votes)) in list.candidates.iter().enumerate() {
        if !names.insert(name) {
            return Err(bad(field(&format!("candidates[{index}].name")), Fault::Twice));
        }
        if Fraction::from(*votes) > list.votes {
            return Err(bad(field(&format!("candidates[{index}].votes")), Fault::Above("votes".to_owned())));
        }
    }
    let Some(split) = &list.split else { return Ok(()) };
    if let Some(union) = split.keys().find(|u| !unions.contains(u)) {
        return Err(bad(field("split"), Fault::Unknown(union.clone())));
    }
    let sum = split.values().try_fold(Fraction::ZERO, |sum, part| sum.checked_add(*part));
    if sum == Some(Fraction::ONE) { Ok(()) } else { Err(bad(field("split"), Fault::Parts)) }
}

#[cfg(test)]
mod tests;
