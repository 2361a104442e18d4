//! Which unions together pass a share of the base.

use crate::{election::audience::Audience, law::Fraction};

/// How many unions are looked at; nobody counts coalitions of more.
const MOST: usize = 16;

/// Returns the smallest sets of unions whose weights together exceed `limit`, fewest unions first: each of its members
/// is needed.
#[must_use]
pub fn coalitions(weights: &[(String, Fraction)], limit: Fraction) -> Vec<Vec<String>> {
    let all: Vec<_> = weights.iter().map(|(name, weight)| (name.as_str(), *weight, true)).collect();
    smallest(&all, limit)
}

/// Returns the smallest sets of representative unions that may sign together with more than `limit` of the base.
///
/// A categorical union whose colleges are not all those of the election signs with others, not alone.
#[must_use]
pub fn signatories(audience: &Audience, limit: Fraction) -> Vec<Vec<String>> {
    let weighed = audience.unions.iter().filter_map(|u| {
        let general = u.in_colleges.as_ref().is_none_or(|inside| inside.everywhere);
        Some((u.name.as_str(), u.weight?, general))
    });
    smallest(&weighed.collect::<Vec<_>>(), limit)
}

/// The smallest sets above `limit` with at least one member that may sign alone.
fn smallest(unions: &[(&str, Fraction, bool)], limit: Fraction) -> Vec<Vec<String>> {
    let unions = unions.get(..unions.len().min(MOST)).unwrap_or(unions);
    let members = |set: u32| unions.iter().enumerate().filter(move |(i, _)| bit(set, *i));
    let passes = |set: u32| {
        let sum = members(set).try_fold(Fraction::ZERO, |s, (_, (_, weight, _))| s.checked_add(*weight));
        sum.is_some_and(|sum| sum > limit) && members(set).any(|(_, (_, _, general))| *general)
    };
    let mut out: Vec<(u32, u32)> = Vec::new();
    let all = 1_u32.checked_shl(u32::try_from(unions.len()).unwrap_or(0)).unwrap_or(0);
    for set in (1..all).filter(|set| passes(*set)) {
        if members(set).all(|(i, _)| !passes(without(set, i))) {
            out.push((set.count_ones(), set));
        }
    }
    out.sort_unstable();
    out.into_iter().map(|(_, set)| members(set).map(|(_, (name, ..))| (*name).to_owned()).collect()).collect()
}

fn bit(set: u32, index: usize) -> bool {
    set & mask(index) != 0
}

fn without(set: u32, index: usize) -> u32 {
    set & !mask(index)
}

fn mask(index: usize) -> u32 {
    u32::try_from(index).ok().and_then(|i| 1_u32.checked_shl(i)).unwrap_or(0)
}
