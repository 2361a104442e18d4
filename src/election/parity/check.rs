//! A list checked name by name, and whose election would be annulled.

use std::collections::BTreeSet;

use crate::{
    election::{
        Balance,
        fault::{ElectionError, Fault, bad},
        parity::{Due, Sex, Slate},
    },
    law::{FactName, Reasoning, Remark},
};

/// Something wrong with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    /// The position, from 1; nothing where the list as a whole is meant.
    pub position: Option<usize>,
    /// The rule, by its code: `proportion`, `alternation`, `first-place`, `single-candidate`.
    pub rule: Balance,
}

/// A list as checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// What is wrong, in the order of the positions.
    pub breaches: Vec<Breach>,
    /// The sex with too many candidates, and how many too many.
    pub surplus: Option<(Sex, u32)>,
    /// The positions whose election would be annulled, in the order in which the judge would take them.
    pub annulled: Vec<usize>,
}

pub(super) fn check(why: &mut Reasoning<'_>, due: &Due, slate: &Slate) -> Result<Checked, ElectionError> {
    let list = &slate.candidates;
    let elected = positions(slate.elected.as_deref(), list.len(), "elected")?;
    let order = order(slate)?;
    let mut out = Checked::default();
    single(why, due, list, &mut out)?;
    if out.breaches.is_empty() {
        proportion(due, list, &mut out);
    }
    first_place(due, list, &mut out);
    alternation(why, due, list, &mut out)?;
    out.breaches.sort_unstable();
    if let Some(elected) = elected {
        annul(why, list, &elected, &order, &mut out)?;
    }
    Ok(out)
}

fn positions(
    given: Option<&[usize]>,
    len: usize,
    field: &str,
) -> Result<Option<BTreeSet<usize>>, ElectionError> {
    let Some(given) = given else { return Ok(None) };
    let mut out = BTreeSet::new();
    for position in given {
        if *position == 0 || *position > len {
            return Err(bad(field, Fault::Unknown(position.to_string())));
        }
        if !out.insert(*position) {
            return Err(bad(field, Fault::Twice));
        }
    }
    Ok(Some(out))
}

/// The order after erasures: the positions given, then the others as presented.
fn order(slate: &Slate) -> Result<Vec<usize>, ElectionError> {
    let len = slate.candidates.len();
    let given = slate.order.as_deref().unwrap_or_default();
    let named = positions(Some(given), len, "order")?.unwrap_or_default();
    Ok(given.iter().copied().chain((1..=len).filter(|p| !named.contains(p))).collect())
}

fn count(list: &[Sex], sex: Sex) -> u32 {
    u32::try_from(list.iter().filter(|s| **s == sex).count()).unwrap_or(u32::MAX)
}

/// A single candidate where both sexes are due.
fn single(why: &mut Reasoning<'_>, due: &Due, list: &[Sex], out: &mut Checked) -> Result<(), ElectionError> {
    if let ([sex], true) = (list, due.both) {
        why.note("parity.single", vec![])?;
        out.breaches.push(Breach { position: Some(1), rule: Balance::SingleCandidate });
        out.surplus = Some((*sex, 1));
    }
    Ok(())
}

fn proportion(due: &Due, list: &[Sex], out: &mut Checked) {
    for sex in [Sex::Woman, Sex::Man] {
        // What may be of either sex is allowed to each; the excluded sex may have one.
        let optional = u32::from(due.optional == Some(sex));
        let most = due.of(sex).saturating_add(due.either).saturating_add(optional);
        let surplus = count(list, sex).saturating_sub(most);
        if surplus > 0 {
            out.surplus = Some((sex, surplus));
            out.breaches.push(Breach { position: None, rule: Balance::Proportion });
        }
    }
}

fn first_place(due: &Due, list: &[Sex], out: &mut Checked) {
    if due.optional.is_some() && list.first().copied() == due.optional {
        out.breaches.push(Breach { position: Some(1), rule: Balance::FirstPlace });
    }
}

/// Each candidate against the one before: the same sex is a breach while one of the other sex is still to come.
fn alternation(
    why: &mut Reasoning<'_>,
    due: &Due,
    list: &[Sex],
    out: &mut Checked,
) -> Result<(), ElectionError> {
    if list.len() < 2 {
        return Ok(());
    }
    if due.optional.is_some_and(|sex| count(list, sex) > 0) {
        // The text says where the optional candidate may not stand, not where it must.
        why.remark(Remark::OptionalCandidatePlace);
        return Ok(());
    }
    why.note("parity.one-by-one", vec![])?;
    let wrong = |position| Breach { position: Some(position), rule: Balance::Alternation };
    out.breaches.extend(out_of_turn(list).into_iter().map(wrong));
    Ok(())
}

/// Returns the positions, from 1, of candidates of the same sex as the one before while some of the other remain.
///
/// # Law
/// L2314-30: alternately one candidate of each sex until one sex is exhausted; judged against the candidate before
/// (Cass. soc., 24-16.515).
#[must_use]
pub fn out_of_turn(list: &[Sex]) -> Vec<usize> {
    let mut out = Vec::new();
    for (index, pair) in list.windows(2).enumerate() {
        let [before, here] = pair else { continue };
        let to_come = list.iter().skip(index.saturating_add(2));
        if before == here && to_come.copied().any(|sex| sex == here.other()) {
            out.push(index.saturating_add(2));
        }
    }
    out
}

fn annul(
    why: &mut Reasoning<'_>,
    list: &[Sex],
    elected: &BTreeSet<usize>,
    order: &[usize],
    out: &mut Checked,
) -> Result<(), ElectionError> {
    let sex = |position: usize| list.get(position.saturating_sub(1)).copied();
    if let Some((over, surplus)) = out.surplus {
        why.note("parity.annul-surplus", vec![(FactName::Surplus, surplus.into())])?;
        why.note("parity.annul-order", vec![])?;
        let last_first = order.iter().rev().copied();
        let of_sex = last_first.filter(|p| elected.contains(p) && sex(*p) == Some(over));
        out.annulled.extend(of_sex.take(usize::try_from(surplus).unwrap_or(usize::MAX)));
    }
    let misplaced: Vec<usize> = out
        .breaches
        .iter()
        .filter(|b| matches!(b.rule, Balance::Alternation | Balance::FirstPlace))
        .filter_map(|b| b.position.filter(|p| elected.contains(p)))
        .collect();
    if !misplaced.is_empty() {
        if out.surplus.is_none() && elected.len() == list.len() {
            why.note("parity.all-elected", vec![])?;
        } else {
            why.note("parity.annul-misplaced", vec![])?;
            for position in misplaced {
                if !out.annulled.contains(&position) {
                    out.annulled.push(position);
                }
            }
        }
    }
    if !out.annulled.is_empty() {
        why.note("parity.vacant", vec![(FactName::Annulled, out.annulled.len().into())])?;
    }
    Ok(())
}
