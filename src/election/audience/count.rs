//! Adding up: lists to unions, colleges to the whole.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    election::{
        audience::{Ballot, CandidateAudience, InColleges, ListVotes, share, too_large},
        fault::ElectionError,
    },
    law::{FactName, Fraction, Reasoning, Remark},
};

pub(super) struct Counted {
    pub(super) valid: Fraction,
    pub(super) votes: BTreeMap<String, Fraction>,
    pub(super) independents: Fraction,
    /// The valid ballots of each college, over the establishments.
    colleges: BTreeMap<String, Fraction>,
    /// The votes of the categorical unions, by union and college.
    categorical: BTreeMap<(String, String), Fraction>,
}

/// Adds up all colleges, and notes the rules that were needed.
pub(super) fn count(why: &mut Reasoning<'_>, ballot: &Ballot) -> Result<Counted, ElectionError> {
    let mut out = Counted {
        valid: Fraction::ZERO,
        votes: BTreeMap::new(),
        independents: Fraction::ZERO,
        colleges: BTreeMap::new(),
        categorical: BTreeMap::new(),
    };
    let mut short = false;
    for college in &ballot.colleges {
        out.valid = out.valid.checked_add(college.valid).ok_or_else(too_large)?;
        let here = out.colleges.entry(college.id.clone()).or_insert(Fraction::ZERO);
        *here = here.checked_add(college.valid).ok_or_else(too_large)?;
        let mut sum = Fraction::ZERO;
        for list in &college.lists {
            sum = sum.checked_add(list.votes).ok_or_else(too_large)?;
            if list.unions.is_empty() {
                out.independents = out.independents.checked_add(list.votes).ok_or_else(too_large)?;
            }
            for (union, votes) in parts(list)? {
                if ballot.categorical.contains_key(&union) {
                    let key = (union.clone(), college.id.clone());
                    let slot = out.categorical.entry(key).or_insert(Fraction::ZERO);
                    *slot = slot.checked_add(votes).ok_or_else(too_large)?;
                }
                let slot = out.votes.entry(union).or_insert(Fraction::ZERO);
                *slot = slot.checked_add(votes).ok_or_else(too_large)?;
            }
        }
        short |= sum < college.valid;
    }
    let establishments: BTreeSet<_> = ballot.colleges.iter().map(|c| &c.establishment).collect();
    if out.colleges.len() > 1 {
        why.note("audience.all-colleges", vec![(FactName::Colleges, out.colleges.len().into())])?;
    }
    if establishments.len() > 1 {
        why.note("audience.establishments", vec![(FactName::Establishments, establishments.len().into())])?;
    }
    if ballot.colleges.iter().flat_map(|c| &c.lists).any(|l| l.unions.len() > 1) {
        why.note("audience.common-list", vec![])?;
    }
    let mut common = ballot.colleges.iter().flat_map(|c| &c.lists).filter(|l| l.unions.len() > 1);
    if common.clone().any(|l| l.split.is_some() || l.split_known == Some(false)) {
        why.note("audience.split-known", vec![])?;
    }
    if common.any(|l| l.split.is_some() && l.split_known.is_none()) {
        why.remark(Remark::SplitKnown);
    }
    if ballot.colleges.iter().flat_map(|c| &c.lists).any(|l| !l.candidates.is_empty()) {
        why.note("audience.ballots", vec![])?;
    }
    if short {
        why.remark(Remark::VotesMissing);
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

/// Returns the greatest part that a union has of a ballot of one of its lists, in the colleges in which it is measured.
pub(super) fn part_of(ballot: &Ballot, union: &str) -> Result<Fraction, ElectionError> {
    let covered = ballot.categorical.get(union);
    let mut best = Fraction::ZERO;
    for college in ballot.colleges.iter().filter(|c| covered.is_none_or(|ids| ids.contains(&c.id))) {
        for list in college.lists.iter().filter(|l| l.unions.iter().any(|u| u == union)) {
            let one = ListVotes { votes: Fraction::ONE, ..list.clone() };
            let part = parts(&one)?.into_iter().find(|(name, _)| name == union);
            best = best.max(part.map_or(Fraction::ZERO, |(_, part)| part));
        }
    }
    Ok(best)
}

/// Measures a categorical union in its colleges; nothing for another union.
pub(super) fn in_colleges(
    why: &mut Reasoning<'_>,
    ballot: &Ballot,
    counted: &Counted,
    union: &str,
) -> Result<Option<InColleges>, ElectionError> {
    let Some(colleges) = ballot.categorical.get(union) else { return Ok(None) };
    let covered: BTreeSet<&String> = colleges.iter().collect();
    let mut valid = Fraction::ZERO;
    let mut votes = Fraction::ZERO;
    for id in &covered {
        let here = counted.colleges.get(*id).copied().unwrap_or(Fraction::ZERO);
        valid = valid.checked_add(here).ok_or_else(too_large)?;
        let mine = counted.categorical.get(&(union.to_owned(), (*id).clone())).copied();
        votes = votes.checked_add(mine.unwrap_or(Fraction::ZERO)).ok_or_else(too_large)?;
    }
    let share = share(votes, valid)?;
    why.note(
        "audience.categorical",
        vec![
            (FactName::Union, union.into()),
            (FactName::Valid, valid.into()),
            (FactName::Votes, votes.into()),
        ],
    )?;
    let everywhere = counted.colleges.keys().all(|id| covered.contains(id));
    Ok(Some(InColleges { colleges: colleges.clone(), votes, valid, share, everywhere }))
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
            let share = share((*votes).into(), college.valid)?;
            out.push(CandidateAudience {
                name: name.clone(),
                college: college.id.clone(),
                share,
                may_be_delegate: share >= threshold,
            });
        }
    }
    if !out.is_empty() {
        why.note("audience.candidate", vec![(FactName::Threshold, threshold.into())])?;
    }
    Ok(out)
}
