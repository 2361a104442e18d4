//! Which unions together pass a share of the base.

use crate::law::Fraction;

/// How many unions are looked at; nobody counts coalitions of more.
const MOST: usize = 16;

/// Returns the smallest sets of unions whose weights together exceed `limit`, fewest unions first: each of its members
/// is needed.
#[must_use]
pub fn coalitions(weights: &[(String, Fraction)], limit: Fraction) -> Vec<Vec<String>> {
    let weights = weights.get(..weights.len().min(MOST)).unwrap_or(weights);
    let mut out: Vec<(u32, u32)> = Vec::new();
    let all = 1_u32.checked_shl(u32::try_from(weights.len()).unwrap_or(0)).unwrap_or(0);
    for set in 1..all {
        let members = || weights.iter().enumerate().filter(move |(i, _)| bit(set, *i));
        let Some(sum) = members().try_fold(Fraction::ZERO, |s, (_, (_, w))| s.checked_add(*w)) else {
            continue;
        };
        let needed = |weight: Fraction| sum.checked_sub(weight).is_some_and(|rest| rest <= limit);
        if sum > limit && members().all(|(_, (_, weight))| needed(*weight)) {
            out.push((set.count_ones(), set));
        }
    }
    out.sort_unstable();
    out.into_iter()
        .map(|(_, set)| {
            weights
                .iter()
                .enumerate()
                .filter(|(i, _)| bit(set, *i))
                .map(|(_, (name, _))| name.clone())
                .collect()
        })
        .collect()
}

fn bit(set: u32, index: usize) -> bool {
    u32::try_from(index).ok().and_then(|i| set.checked_shr(i)).is_some_and(|s| s & 1 == 1)
}
