//! Adding up: lists to unions, colleges to the whole.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    election::{
        audience::{Ballot, CandidateAudience, CollegeVotes, InColleges, ListVotes, share, too_large, whole},
        fault::ElectionError,
    },
    law::{Fraction, Reasoning},
};

pub(super) struct Counted {
    pub(super) valid: u64,
    pub(super) votes: BTreeMap<String, Fraction>,
    pub(super) independents: Fraction,
}

/// Adds up all colleges, and notes the rules that were needed.
pub(super) fn count(why: &mut Reasoning<'_>, ballot: &Ballot) -> Result<Counted, ElectionError> {
    let mut out = Counted { valid: 0, votes: BTreeMap::new(), independents: Fraction::ZERO };
    let mut short = false;
    for college in &ballot.colleges {
        out.valid = out.valid.checked_add(college.valid).ok_or_else(too_large)?;
        let mut sum = Fraction::ZERO;
        for list in &college.lists {
            sum = sum.checked_add(list.votes).ok_or_else(too_large)?;
            if list.unions.is_empty() {
                out.independents = out.independents.checked_add(list.votes).ok_or_else(too_large)?;
            }
            for (union, votes) in parts(list)? {
                let slot = out.votes.entry(union).or_insert(Fraction::ZERO);
                *slot = slot.checked_add(votes).ok_or_else(too_large)?;
            }
        }
        short |= sum < whole(college.valid)?;
    }
    let establishments: BTreeSet<_> = ballot.colleges.iter().map(|c| &c.establishment).collect();
    let colleges: BTreeSet<_> = ballot.colleges.iter().map(|c| &c.id).collect();
    if colleges.len() > 1 {
        why.note("audience.all-colleges", vec![("colleges", colleges.len().into())])?;
    }
    if establishments.len() > 1 {
        why.note("audience.establishments", vec![("establishments", establishments.len().into())])?;
    }
    if ballot.colleges.iter().flat_map(|c| &c.lists).any(|l| l.unions.len() > 1) {
        why.note("audience.common-list", vec![])?;
    }
    if ballot.colleges.iter().flat_map(|c| &c.lists).any(|l| !l.candidates.is_empty()) {
        why.note("audience.ballots", vec![])?;
    }
    if short {
        why.remark("votes-missing");
    }
    Ok(out)
}

/// Returns the votes that each union has of a list.
fn parts(list: &ListVotes) -> Result<Vec<(String, Fraction)>, ElectionError> {
    let count = i128::try_from(list.unions.len()).map_err(|_| too_large())?;
    let mut out = Vec::with_capacity(list.unions.len());
    for union in &list.unions {
        let part = match &list.split {
            Some(split) => split.get(union).copied().unwrap_or(Fraction::ZERO),
            None => Fraction::new(1, count).ok_or_else(too_large)?,
        };
        out.push((union.clone(), list.votes.checked_mul(part).ok_or_else(too_large)?));
    }
    Ok(out)
}

/// Measures a categorical union in its colleges; nothing for another union.
pub(super) fn in_colleges(
    why: &mut Reasoning<'_>,
    ballot: &Ballot,
    union: &str,
) -> Result<Option<InColleges>, ElectionError> {
    let Some(colleges) = ballot.categorical.get(union) else { return Ok(None) };
    let mut valid: u64 = 0;
    let mut votes = Fraction::ZERO;
    let mine = |college: &&CollegeVotes| colleges.contains(&college.id);
    for college in ballot.colleges.iter().filter(mine) {
        valid = valid.checked_add(college.valid).ok_or_else(too_large)?;
        for list in &college.lists {
            for (_, part) in parts(list)?.into_iter().filter(|(name, _)| name == union) {
                votes = votes.checked_add(part).ok_or_else(too_large)?;
            }
        }
    }
    let share = share(votes, whole(valid)?)?;
    why.note(
        "audience.categorical",
        vec![("union", union.into()), ("valid", valid.into()), ("votes", votes.into())],
    )?;
    Ok(Some(InColleges { colleges: colleges.clone(), votes, valid, share }))
}

/// Measures the candidates who are named, each in their college.
pub(super) fn candidates(
    why: &mut Reasoning<'_>,
    ballot: &Ballot,
) -> Result<Vec<CandidateAudience>, ElectionError> {
    let mut out = Vec::new();
    let threshold = why.book().share("audience.candidate", why.on())?;
    for college in &ballot.colleges {
        for (name, votes) in college.lists.iter().flat_map(|l| &l.candidates) {
            let share = share(whole(*votes)?, whole(college.valid)?)?;
            out.push(CandidateAudience {
                name: name.clone(),
                college: college.id.clone(),
                share,
                may_be_delegate: share >= threshold,
            });
        }
    }
    if !out.is_empty() {
        why.note("audience.candidate", vec![("threshold", threshold.into())])?;
    }
    Ok(out)
}
