//! Colleagues from a list: who is new, what of whom changes, and what cannot be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::people::{change, everybody, kept};
use crate::{
    base::{Id, text::fold},
    features::talk::{
        actions::TalkError,
        rules::{Known, list, same},
        views::{ImportRow, Imported, Unread},
    },
    roster::Colleague,
    vault::Vault,
};

/// A list that may be taken. No `Debug`: it holds people.
pub struct Plan {
    /// What is shown of it.
    pub view: Imported,
    /// Who is written; nobody is known yet without a key.
    writes: Vec<(Option<Id>, Colleague)>,
}

/// What a line does.
enum Line {
    New,
    Same,
    Changed(Id, Colleague),
    /// Several people are called so, or the list has the name twice and nothing tells them apart.
    Doubtful,
}

/// Reads a list of colleagues, and says what taking it would do. Nothing is written.
///
/// A line speaks of the person of that name; of several, of the one of that service or site. Empty cells change nothing. Of a member
/// shift, remote and organizer are kept, the rest is the roster's.
///
/// # Errors
/// [`TalkError::File`] where the list cannot be read; when the vault cannot be read.
pub fn plan(vault: &Vault, today: NaiveDate, bytes: &[u8]) -> Result<Plan, TalkError> {
    let found = list::read(bytes).map_err(TalkError::File)?;
    let known = everybody(vault, today)?;
    let mut named: BTreeMap<String, Vec<&Known>> = BTreeMap::new();
    for one in known.values() {
        named.entry(fold(&one.name)).or_default().push(one);
    }
    let mut view = Imported { left: found.left, passed: found.passed, ..Imported::default() };
    view.wrong.extend(found.wrong.into_iter().map(|w| Unread {
        line: w.line,
        column: w.column,
        cell: w.cell,
    }));
    let (mut writes, mut taken): (Vec<(Option<Id>, Colleague)>, BTreeSet<Id>) = <_>::default();
    let mut fresh: BTreeMap<String, Vec<Colleague>> = BTreeMap::new();
    for (line, one) in found.lines {
        let row = |name: &str| ImportRow { line, name: name.to_owned() };
        let name = fold(&one.name);
        if fresh.get(&name).is_some_and(|others| others.iter().any(|other| !apart(other, &one))) {
            view.twice.push(row(&one.name));
            continue;
        }
        match judge(vault, named.get(&name).map_or(&[], Vec::as_slice), &one)? {
            Line::New => {
                view.added.push(row(&one.name));
                fresh.entry(name).or_default().push(one);
            }
            Line::Same => view.same = view.same.saturating_add(1),
            Line::Changed(at, _) if !taken.insert(at) => view.twice.push(row(&one.name)),
            Line::Changed(at, new) => {
                view.changed.push(row(&one.name));
                writes.push((Some(at), new));
            }
            Line::Doubtful => view.doubtful.push(row(&one.name)),
        }
    }
    writes.extend(fresh.into_values().flatten().map(|one| (None, one)));
    Ok(Plan { view, writes })
}

/// Writes what a plan says, all of it or nothing.
///
/// # Durability
/// On `Ok` it survives a power cut.
///
/// # Errors
/// When the vault cannot be written.
pub fn import(vault: &mut Vault, now_ms: u64, plan: Plan) -> Result<Imported, TalkError> {
    let mut changes = Vec::new();
    for (at, one) in &plan.writes {
        let at = at.unwrap_or_else(|| vault.new_id());
        changes.push(change(vault, now_ms, at, one)?);
    }
    if !changes.is_empty() {
        vault.commit(now_ms, changes)?;
    }
    Ok(Imported { written: true, ..plan.view })
}

/// Whether service or site tell two people of one name apart.
fn apart(one: &Colleague, other: &Colleague) -> bool {
    let differ = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if !same(a, b));
    differ(&one.service, &other.service) || differ(&one.site, &other.site)
}

/// What a line does, by those who have its name.
fn judge(vault: &Vault, named: &[&Known], one: &Colleague) -> Result<Line, TalkError> {
    let is = |has: &Option<String>, said: &Option<String>| match (has, said) {
        (Some(has), Some(said)) => same(has, said),
        _ => true,
    };
    let fits: Vec<&Known> = named
        .iter()
        .copied()
        .filter(|who| is(&who.service, &one.service) && is(&who.site, &one.site))
        .collect();
    let id = match (named, fits.as_slice()) {
        ([], _) => return Ok(Line::New),
        // One of that name: somebody who moved to another service.
        ([only], _) | (_, [only]) => only.id,
        _ => return Ok(Line::Doubtful),
    };
    let (at, old) = kept(vault, id)?;
    let new = merged(&old, one);
    Ok(if new == old { Line::Same } else { Line::Changed(at, new) })
}

/// What is kept after a line was taken.
fn merged(old: &Colleague, line: &Colleague) -> Colleague {
    let text = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
    let beside = Colleague {
        shift: text(&line.shift, &old.shift),
        remote: line.remote.or(old.remote),
        with: text(&line.with, &old.with),
        ..old.clone()
    };
    if old.member.is_some() {
        return beside;
    }
    Colleague {
        site: text(&line.site, &old.site),
        service: text(&line.service, &old.service),
        category: line.category.or(old.category),
        contract: line.contract.or(old.contract),
        gender: line.gender.or(old.gender),
        ..beside
    }
}
