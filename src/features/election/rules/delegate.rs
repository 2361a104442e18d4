//! The candidates of an election as the law sees them when a union names somebody: scores, lists, seats, who is gone.

use std::collections::BTreeSet;

use crate::{
    base::text::fold,
    election::{Aspirant, Identity, Leaving, Trait},
    features::election::{
        records::Post,
        rules::{Dossier, RoundResult, committee::Board},
    },
};

/// Somebody who stood, with whoever they are.
struct Stood {
    who: Identity,
    one: Aspirant,
    better: bool,
}

/// Returns everybody who stood in a first round: the best score of the two votes, the list, the seat, and what became of it.
/// `ours` is the union that names.
#[must_use]
pub fn people(counted: &(Dossier, RoundResult), ours: &str) -> Vec<Aspirant> {
    let (dossier, outcome) = counted;
    let board = Board::of(std::slice::from_ref(counted));
    let mut out: Vec<Stood> = Vec::new();
    for (list, roll) in board.rolls.iter().enumerate() {
        let post = if roll.holders { Post::Holders } else { Post::Substitutes };
        let valid = outcome.vote(&roll.college, post).filter(|v| v.complete).and_then(|v| v.valid);
        let settled = outcome.vote(&roll.college, post).is_some_and(|v| v.complete);
        let on_ours = roll.unions.iter().any(|u| fold(u) == fold(ours));
        for (place, runner) in roll.candidates.iter().enumerate() {
            let who = Identity { name: fold(&runner.name), born: runner.born, key: runner.key.clone() };
            let score = runner.votes.zip(valid).filter(|(_, valid)| *valid > 0);
            let left = board
                .named((list, place))
                .and_then(|(_, element)| dossier.poll.departures.iter().rfind(|d| d.candidate == element));
            let mut traits = BTreeSet::from([if on_ours { Trait::Ours } else { Trait::OtherList }]);
            let sits = runner.elected && left.is_none_or(|d| d.cause == Leaving::Absence);
            match (sits, roll.holders, settled) {
                (true, true, _) => traits.extend([Trait::Holder]),
                (true, false, _) => traits.extend([Trait::Substitute]),
                (false, _, true) => traits.extend([Trait::NotElected]),
                (false, _, false) => {}
            }
            traits.extend(left.and_then(|d| became(d.cause)));
            let one = Aspirant {
                name: runner.name.clone(),
                score,
                traits,
                born: runner.born,
                ..Aspirant::default()
            };
            match out.iter_mut().find(|s| same(&s.who, &who)) {
                Some(known) => known.one = joined(&known.one, &one),
                None => out.push(Stood { who, one, better: on_ours }),
            }
        }
    }
    // Those of the union first, each group in the order of the lists.
    out.sort_by_key(|s| !s.better);
    name_apart(out)
}

/// The same person on two lists of one election: by record, else by name and birth, as far as both are known.
fn same(a: &Identity, b: &Identity) -> bool {
    match (&a.key, &b.key) {
        (Some(a), Some(b)) => a == b,
        _ => a.name == b.name && (a.born == b.born || a.born.is_none() || b.born.is_none()),
    }
}

/// One person from two votes: the better score, the higher seat.
fn joined(a: &Aspirant, b: &Aspirant) -> Aspirant {
    let share = |s: Option<(u64, u64)>| s.map(|(votes, valid)| (u128::from(votes), u128::from(valid)));
    let better = match (share(a.score), share(b.score)) {
        (Some((av, ad)), Some((bv, bd))) if bv.saturating_mul(ad) > av.saturating_mul(bd) => b.score,
        (None, _) => b.score,
        _ => a.score,
    };
    let mut traits: BTreeSet<Trait> = a.traits.union(&b.traits).copied().collect();
    if traits.contains(&Trait::Holder) {
        traits.remove(&Trait::Substitute);
        traits.remove(&Trait::NotElected);
    } else if traits.contains(&Trait::Substitute) {
        traits.remove(&Trait::NotElected);
    }
    if traits.contains(&Trait::Ours) {
        traits.remove(&Trait::OtherList);
    }
    Aspirant { score: better, traits, born: a.born.or(b.born), ..a.clone() }
}

const fn became(cause: Leaving) -> Option<Trait> {
    match cause {
        Leaving::Death | Leaving::ContractEnded => Some(Trait::Gone),
        Leaving::AnnulledParity | Leaving::Annulled => Some(Trait::Annulled),
        Leaving::Resignation | Leaving::NotEligible | Leaving::Revoked | Leaving::AnnulmentPending => {
            Some(Trait::Resigned)
        }
        Leaving::Absence => None,
    }
}

/// Names that come twice stand with the birth.
fn name_apart(all: Vec<Stood>) -> Vec<Aspirant> {
    let names: Vec<String> = all.iter().map(|s| s.who.name.clone()).collect();
    let twice = |name: &String| names.iter().filter(|n| *n == name).count() > 1;
    all.into_iter()
        .map(|Stood { who, one, .. }| match one.born.filter(|_| twice(&who.name)) {
            Some(born) => Aspirant { name: format!("{} ({born})", one.name), ..one },
            None => one,
        })
        .collect()
}

/// Puts what is said of somebody over what the election says: a word takes the place of those that it excludes.
pub fn told(people: &mut Vec<Aspirant>, said: Aspirant) {
    let Some(known) = people.iter_mut().find(|p| fold(&p.name) == fold(&said.name)) else {
        people.push(said);
        return;
    };
    for word in &said.traits {
        known.traits.retain(|t| !t.excludes(*word));
        known.traits.insert(*word);
    }
    known.score = said.score.or(known.score);
    known.renounced = said.renounced.or(known.renounced);
    known.born = said.born.or(known.born);
    known.hired = said.hired.or(known.hired);
    known.mission_months = said.mission_months.or(known.mission_months);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, score: Option<(u64, u64)>, traits: &[Trait]) -> Aspirant {
        Aspirant {
            name: name.to_owned(),
            score,
            traits: traits.iter().copied().collect(),
            ..Aspirant::default()
        }
    }

    #[test]
    fn the_better_score_and_the_higher_seat_count() {
        let substitute = one("A", Some((30, 200)), &[Trait::Ours, Trait::Substitute]);
        let holder = one("A", Some((29, 200)), &[Trait::OtherList, Trait::Holder]);
        for both in [joined(&substitute, &holder), joined(&holder, &substitute)] {
            assert_eq!(both.score, Some((30, 200)));
            assert_eq!(both.traits, BTreeSet::from([Trait::Ours, Trait::Holder]));
        }
        assert_eq!(joined(&one("A", None, &[]), &substitute).score, Some((30, 200)));
    }

    #[test]
    fn what_is_said_takes_the_place_of_what_it_excludes() {
        let mut people = vec![one("Ada", Some((30, 200)), &[Trait::Ours, Trait::Substitute])];
        told(&mut people, one("ada", None, &[Trait::Holder]));
        told(&mut people, one("Max", None, &[Trait::Member]));
        assert_eq!(people[0].traits, BTreeSet::from([Trait::Ours, Trait::Holder]));
        assert_eq!((people[0].score, people.len()), (Some((30, 200)), 2));
    }
}
