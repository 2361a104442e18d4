//! The order of L2314-37: who comes in for a full member, rung by rung.

use std::collections::BTreeSet;

use super::board::{Place, Roll, State};
use crate::{base::text::fold, election::Rung, law::Open};

/// How what no text settles is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// Each union of a common list is one and the same organisation as on its own lists.
    pub(super) wide: bool,
    /// A list without a union has no one of its own: only the last rung is left.
    pub(super) strict: bool,
}

/// The seat to be filled: that of the vote, or the college and category of its holder now.
#[derive(Clone, Copy)]
pub(super) struct Vacancy<'a> {
    pub(super) roll: &'a Roll,
    pub(super) college: &'a str,
    pub(super) category: Option<&'a str>,
}

/// Who may come in, each with the rung, and why there are several.
#[derive(Clone, Default)]
pub(super) struct Options {
    pub(super) found: Vec<(Option<Place>, Rung)>,
    pub(super) why: Option<Open>,
    /// Whether votes were compared.
    pub(super) by_votes: bool,
}

impl Options {
    fn add(&mut self, place: Option<Place>, rung: Rung) {
        if !self.found.iter().any(|(p, _)| *p == place) {
            self.found.push((place, rung));
        }
    }
}

/// Tells whether two lists were presented by the same organisation.
fn same_union(mine: &Roll, other: &Roll, reading: Reading) -> bool {
    let set = |r: &Roll| r.unions.iter().map(|u| fold(u)).collect::<BTreeSet<_>>();
    if mine.unions.is_empty() {
        let one = fold(&mine.name) == fold(&other.name) && mine.college == other.college;
        return !reading.strict && other.unions.is_empty() && one;
    }
    let (a, b) = (set(mine), set(other));
    if reading.wide { !a.is_disjoint(&b) } else { a == b }
}

/// Tells whether a list has some of the unions of another, and not all.
pub(super) fn overlaps(mine: &Roll, other: &Roll) -> bool {
    same_union(mine, other, Reading { wide: true, strict: true })
        && !same_union(mine, other, Reading { wide: false, strict: true })
}

/// Returns who comes in.
pub(super) fn successor(state: &State<'_>, seat: Vacancy<'_>, reading: Reading) -> Options {
    let elected = substitutes(state);
    let of = |place: &Place| state.roll(*place).is_some_and(|r| same_union(seat.roll, r, reading));
    let (mine, others): (Vec<Place>, Vec<Place>) = elected.into_iter().partition(of);
    if !mine.is_empty() {
        return among(state, seat, &mine);
    }
    let next = not_elected(state, seat, reading);
    if !next.found.is_empty() {
        return next;
    }
    other_union(state, seat, &others)
}

/// The elected substitutes who are left.
fn substitutes(state: &State<'_>) -> Vec<Place> {
    let of = |(list, roll): (usize, &Roll)| {
        let elected = roll.candidates.iter().enumerate().filter(|(_, c)| c.elected);
        elected.map(move |(place, _)| (list, place)).collect::<Vec<_>>()
    };
    let all = state.rolls.iter().enumerate().filter(|(_, r)| !r.holders).flat_map(of);
    all.filter(|place| state.is_free(*place)).collect()
}

/// Parts those who surely are of the category of the seat from those who may be.
fn by_category(state: &State<'_>, seat: Vacancy<'_>, places: &[Place]) -> (Vec<Place>, Vec<Place>) {
    let (mut sure, mut perhaps) = (Vec::new(), Vec::new());
    for place in places {
        let theirs = state.runner(*place).and_then(|c| c.category.as_deref());
        match (seat.category, theirs) {
            (Some(a), Some(b)) if fold(a) == fold(b) => sure.push(*place),
            (Some(_), Some(_)) => {}
            _ => perhaps.push(*place),
        }
    }
    (sure, perhaps)
}

/// The first three rungs: the same union, by category, college, votes.
fn among(state: &State<'_>, seat: Vacancy<'_>, mine: &[Place]) -> Options {
    let mut out = Options::default();
    let (sure, perhaps) = by_category(state, seat, mine);
    best(state, &sure, Rung::SameCategory, &mut out);
    let mark = sure.iter().map(|p| votes(state, *p)).max().flatten();
    for place in &perhaps {
        // Of the category or not: with fewer votes than one who surely is, it makes no difference.
        if sure.is_empty() || votes(state, *place).is_none_or(|v| mark.is_none_or(|m| v >= m)) {
            out.add(Some(*place), Rung::SameCategory);
            if mine.len() > 1 {
                out.why.get_or_insert(Open::ReplacementCategory);
            }
        }
    }
    if sure.is_empty() {
        let own = |p: &&Place| state.roll(**p).is_some_and(|r| r.college == seat.college);
        let here: Vec<Place> = mine.iter().filter(own).copied().collect();
        let (from, rung) =
            if here.is_empty() { (mine, Rung::OtherCollege) } else { (&here[..], Rung::SameCollege) };
        best(state, from, rung, &mut out);
    }
    out
}

fn votes(state: &State<'_>, place: Place) -> Option<u64> {
    state.runner(place).and_then(|c| c.votes)
}

/// Who of several on one rung comes in: whoever has most votes; where they are equal no text tells.
fn best(state: &State<'_>, places: &[Place], rung: Rung, out: &mut Options) {
    if let [only] = places {
        return out.add(Some(*only), rung);
    }
    if places.is_empty() {
        return;
    }
    out.by_votes = true;
    let known: Option<Vec<u64>> = places.iter().map(|p| votes(state, *p)).collect();
    let Some(most) = known.and_then(|all| all.into_iter().max()) else {
        for p in places {
            out.add(Some(*p), rung);
        }
        out.why.get_or_insert(Open::ReplacementVotes);
        return;
    };
    let tied: Vec<Place> = places.iter().filter(|p| votes(state, **p) == Some(most)).copied().collect();
    let born = |p: &Place| state.runner(*p).and_then(|c| c.born);
    let births: Option<BTreeSet<_>> = tied.iter().map(|p| born(p).map(|day| (day, *p))).collect();
    let first = tied.iter().min().copied();
    let one_list = tied.iter().all(|p| Some(p.0) == first.map(|f| f.0));
    let oldest = births.and_then(|all| all.first().map(|(_, p)| *p));
    match (first, oldest) {
        // The order of the list and the age say the same.
        (Some(first), Some(oldest)) if one_list && first == oldest => out.add(Some(first), rung),
        (Some(first), Some(oldest)) if one_list => {
            out.add(Some(first), rung);
            out.add(Some(oldest), rung);
        }
        _ => {
            for p in &tied {
                out.add(Some(*p), rung);
            }
        }
    }
    if tied.len() > 1 {
        out.why.get_or_insert(Open::ReplacementTie);
    }
}

/// The fourth rung: a candidate of the same union who was not elected, of the own college first.
fn not_elected(state: &State<'_>, seat: Vacancy<'_>, reading: Reading) -> Options {
    let mut mine: Vec<(usize, &Roll)> =
        state.rolls.iter().enumerate().filter(|(_, r)| same_union(seat.roll, r, reading)).collect();
    // Of the lists of two rounds, those that elected somebody say behind whom one comes in.
    mine.sort_by_key(|(_, r)| !r.candidates.iter().any(|c| c.elected));
    let of = |college: &str| {
        let mut out = Options::default();
        for holders in [true, false] {
            let lists = mine.iter().filter(|(_, r)| r.college == college && r.holders == holders);
            for (list, roll) in lists {
                let before = out.found.len();
                if next(state, *list, roll, &mut out) || out.found.len() > before && out.why.is_none() {
                    return out;
                }
            }
        }
        out
    };
    let here = of(seat.college);
    if !here.found.is_empty() {
        return here;
    }
    // No text orders the other colleges.
    let others: BTreeSet<&str> =
        mine.iter().map(|(_, r)| r.college.as_str()).filter(|c| *c != seat.college).collect();
    let mut out = Options::default();
    for found in others.into_iter().map(of) {
        if !out.found.is_empty() && !found.found.is_empty() {
            out.why.get_or_insert(Open::ReplacementOrder);
        }
        out.why = out.why.or(found.why);
        for (place, rung) in found.found {
            out.add(place, rung);
        }
    }
    out
}

/// Adds who comes next on a list; tells whether that is sure.
fn next(state: &State<'_>, list: usize, roll: &Roll, out: &mut Options) -> bool {
    let free = |n: &usize| roll.candidates.get(*n).is_some_and(|c| !c.elected) && state.is_free((list, *n));
    let left: Vec<usize> = (0..roll.candidates.len()).filter(free).collect();
    let Some(behind) = roll.candidates.iter().rposition(|c| c.elected) else {
        // No one of this list was elected: behind whom one comes in is not said.
        for n in &left {
            out.add(Some((list, *n)), Rung::NotElected);
        }
        if left.len() > 1 {
            out.why.get_or_insert(Open::ReplacementOrder);
        }
        return left.len() == 1;
    };
    if let Some(after) = left.iter().find(|n| **n > behind) {
        out.add(Some((list, *after)), Rung::NotElected);
        return true;
    }
    // Erasures put somebody behind who stands before the last elected: no text speaks of them.
    if let Some(skipped) = left.first() {
        out.add(Some((list, *skipped)), Rung::NotElected);
        out.why.get_or_insert(Open::ReplacementOrder);
    }
    false
}

/// The last rung: a substitute of another union, of the same category, with most votes.
fn other_union(state: &State<'_>, seat: Vacancy<'_>, others: &[Place]) -> Options {
    let mut out = Options::default();
    let (sure, perhaps) = by_category(state, seat, others);
    best(state, &sure, Rung::OtherUnion, &mut out);
    let mark = sure.iter().map(|p| votes(state, *p)).max().flatten();
    for place in &perhaps {
        if sure.is_empty() || votes(state, *place).is_none_or(|v| mark.is_none_or(|m| v >= m)) {
            out.add(Some(*place), Rung::OtherUnion);
            out.why.get_or_insert(Open::ReplacementCategory);
        }
    }
    if sure.is_empty() {
        out.add(None, Rung::Nobody);
        let own = |p: &&Place| state.roll(**p).is_some_and(|r| r.college == seat.college);
        let here: Vec<Place> = others.iter().filter(own).copied().collect();
        if !here.is_empty() {
            best(state, &here, Rung::OtherUnion, &mut out);
            out.why.get_or_insert(Open::ReplacementOtherCategory);
        }
    }
    out
}
