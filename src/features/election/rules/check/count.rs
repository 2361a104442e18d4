//! What the count shows: boxes in doubt, elected who may be annulled, who may be delegate.

use std::collections::BTreeSet;

use super::{Checker, Concern, Place, breach, note, of_vote, risk, slates::as_slate};
use crate::{
    base::Id,
    election::{ElectionError, parity::parity},
    features::election::{
        records::{Post, Slate},
        rules::{VoteOutcome, tally::Stage, unique},
    },
    law::{Answer, FactName, Fraction},
};

pub(super) fn count(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let question = checker.question;
    for vote in &question.outcome.votes {
        for state in &vote.boxes {
            let place =
                || Place { ballot_box: Some(state.place.clone()), ..of_vote(&vote.college, vote.post) };
            if state.stage == Stage::Differs {
                checker.add(risk(Concern::EntriesDiffer), place(), "list.principles", vec![])?;
            }
            if state.stale {
                checker.add(risk(Concern::DecisionStale), place(), "list.principles", vec![])?;
            }
            let figures = state.figures.as_ref();
            if let Some((signed, found)) = figures.and_then(|f| Some((f.signatures?, f.voters?)))
                && signed != found
            {
                let facts = vec![(FactName::Signatures, signed.into()), (FactName::Voters, found.into())];
                checker.add(
                    risk(Concern::SignaturesDiffer).of(signed.abs_diff(found)),
                    place(),
                    "list.principles",
                    facts,
                )?;
            }
        }
        for (id, slate) in checker.dossier().slates_of(&vote.college, vote.post) {
            annulled(checker, vote, id, slate)?;
        }
    }
    delegates(checker)
}

/// Whose election a judge would annul for the balance of women and men.
fn annulled(
    checker: &mut Checker<'_>,
    vote: &VoteOutcome,
    id: &Id,
    slate: &Slate,
) -> Result<(), ElectionError> {
    let Some(college) = checker.dossier().poll.college(&vote.college) else { return Ok(()) };
    if slate.unions.is_empty() || !vote.complete {
        return Ok(());
    }
    let Some((of_college, mut list)) = as_slate(&checker.protocol(college), slate, vote.seats) else {
        return Ok(());
    };
    let names = unique(slate.candidates.iter().map(|c| c.name.as_str()));
    let elected: Vec<usize> =
        vote.seated().filter(|(of, _)| of == id).map(|(_, place)| place.saturating_add(1)).collect();
    if elected.is_empty() {
        return Ok(());
    }
    let others = (1..=names.len()).filter(|n| !elected.contains(n));
    list.order = Some(elected.iter().copied().chain(others).collect());
    list.elected = Some(elected.clone());
    let found = parity(checker.book, of_college, None, Some(&list), checker.on)?;
    if let Answer::Known(known) = found.value.clone() {
        for position in known.checked.map(|c| c.annulled).unwrap_or_default() {
            let place =
                Place { list: Some(*id), candidate: Some(position), ..of_vote(&vote.college, vote.post) };
            checker.put(breach(Concern::ElectedAnnulled), place, found.clone().map(|_| ()));
        }
    }
    Ok(())
}

/// The ten per cent that a union delegate needs in their own name: before the vote what it takes, then who has it.
fn delegates(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let question = checker.question;
    let dossier = checker.dossier();
    if dossier.poll.round != 1 || !checker.general() {
        return Ok(());
    }
    let mine = |post: Post, college: &str| dossier.slates_of(college, post).any(|(_, s)| s.ours);
    let threshold = checker.book.share("audience.candidate", checker.on)?;
    for college in &dossier.poll.colleges {
        let holders = question.outcome.vote(&college.id, Post::Holders);
        let valid = holders.and_then(|v| v.valid.filter(|_| v.complete));
        let Some(of) = valid.or_else(|| college.electors()) else { continue };
        let here = Post::ALL.iter().any(|p| mine(*p, &college.id));
        let needed = Fraction::from(of).checked_mul(threshold).map_or(0, Fraction::ceil);
        let needed = u64::try_from(needed).unwrap_or(u64::MAX);
        if !here {
            continue;
        }
        let facts = vec![(FactName::Needed, needed.into()), (FactName::Threshold, threshold.into())];
        let place = Place { college: Some(college.id.clone()), ..Place::default() };
        if valid.is_none() {
            checker.add(note(Concern::DelegateNeeds).of(needed), place, "audience.candidate", facts)?;
            continue;
        }
        let names = |post: Post| {
            let ours = dossier.slates_of(&college.id, post).filter(|(_, s)| s.ours);
            ours.flat_map(|(_, s)| unique(s.candidates.iter().map(|c| c.name.as_str())))
        };
        let scores = question.outcome.scores.iter();
        let able: BTreeSet<&str> = scores
            .filter(|(post, c)| {
                c.college == college.id && c.may_be_delegate && names(*post).any(|n| n == c.name)
            })
            .map(|(_, c)| c.name.as_str())
            .collect();
        let able = u64::try_from(able.len()).unwrap_or(u64::MAX);
        let what =
            if able == 0 { risk(Concern::NoDelegate).of(needed) } else { note(Concern::Delegates).of(able) };
        checker.add(what, place, "audience.candidate", facts)?;
    }
    Ok(())
}
