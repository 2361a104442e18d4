//! What the vote froze: from the first entry of the count on, it changes by a dated correction alone, which `show` tells.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::{
    features::election::{
        actions::PollError,
        records::{Candidate, College, Correction, Poll, Reason, Slate},
        rules::Dossier,
    },
    vault::Vault,
};

/// A correction as given: why, what it rests on, and its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Why.
    pub reason: Reason,
    /// What it rests on.
    pub source: Option<String>,
    /// The day.
    pub on: NaiveDate,
}

/// A frozen fact that is to be another one. No `Debug`: a list holds names.
pub(super) struct Change {
    field: String,
    was: Option<String>,
    now: Option<String>,
    /// Whether no court can change it any more: the union of a list, the split of a common one.
    lasting: bool,
}

/// Lets changes of frozen facts pass with a reason, each as a correction to be kept; without one the first of them is
/// refused.
///
/// # Law
/// L2122-3-1 (the union is that of the filing), L2122-3 with Cass. soc. 15-16.807 (the split does not change after the
/// vote): no judgment is a reason for these, only a slip in copying.
pub(super) fn settle(
    vault: &Vault,
    changes: Vec<Change>,
    why: Option<&Why>,
) -> Result<Vec<Correction>, PollError> {
    let Some(first) = changes.first() else { return Ok(Vec::new()) };
    let Some(why) = why else { return Err(PollError::Frozen(first.field.clone())) };
    if let Some(lasting) = changes.iter().find(|c| c.lasting && why.reason != Reason::Copying) {
        return Err(PollError::Lasting(lasting.field.clone()));
    }
    let one = |change: Change| Correction {
        on: why.on,
        reason: why.reason,
        field: change.field,
        was: change.was,
        now: change.now,
        source: why.source.clone(),
        element: vault.new_element(),
    };
    Ok(changes.into_iter().map(one).collect())
}

/// Returns the facts of an election that its vote froze and that are to be others. What was not known may still be filled
/// in.
///
/// # Law
/// L2314-29 and L2122-3-1 (lists), L2122-3 with Cass. soc. 15-16.807 (split), R2314-24 (electors), L2314-6 (seats and
/// colleges).
pub(super) fn poll(dossier: &Dossier, after: &Poll) -> Vec<Change> {
    let mut out = Vec::new();
    if dossier.sheets.is_empty() {
        return out;
    }
    let before = &dossier.poll;
    let text = |known: Option<String>| known;
    let mut frozen = |changed: bool, field: &str, was: Option<String>, now: Option<String>| {
        if changed {
            out.push(Change { field: field.to_owned(), was: text(was), now, lasting: false });
        }
    };
    let day = |p: &Poll| p.day.map(|d| d.to_string());
    frozen(before.day != after.day, "date", day(before), day(after));
    let known = |a: &Option<String>, b: &Option<String>| a.is_some() && a != b;
    let site = known(&before.establishment, &after.establishment);
    frozen(site, "establishment", before.establishment.clone(), after.establishment.clone());
    let headcount = known(&before.headcount, &after.headcount);
    frozen(headcount, "headcount", before.headcount.clone(), after.headcount.clone());
    let years = |p: &Poll| p.mandate_years.map(|n| n.to_string());
    frozen(known(&years(before), &years(after)), "mandate_years", years(before), years(after));
    frozen(known(&before.ours, &after.ours), "union", before.ours.clone(), after.ours.clone());
    let categorical = |p: &Poll| {
        let all = p.categorical.iter().map(|(union, colleges)| format!("{union}={}", colleges.join(",")));
        Some(all.collect::<Vec<_>>().join("; ")).filter(|t| !t.is_empty())
    };
    frozen(before.categorical != after.categorical, "categorical", categorical(before), categorical(after));
    for was in &before.colleges {
        let is = after.college(&was.id);
        let same = is.is_some_and(|is| same_college(was, is));
        frozen(!same, "colleges", Some(college(was)), is.map(college));
    }
    for is in after.colleges.iter().filter(|c| before.college(&c.id).is_none()) {
        frozen(true, "colleges", None, Some(college(is)));
    }
    out
}

/// A college in a line, as `--college` takes it.
fn college(of: &College) -> String {
    let mut out = format!("{}:holders={},substitutes={}", of.id, of.holders, of.substitutes);
    if of.reserved > 0 {
        let _ = write!(out, ",reserved={}", of.reserved);
    }
    for (name, number) in [("women", of.women), ("men", of.men), ("registered", of.registered)] {
        if let Some(number) = number {
            let _ = write!(out, ",{name}={number}");
        }
    }
    if !of.boxes.is_empty() {
        let _ = write!(out, ",boxes={}", of.boxes.join("+"));
    }
    out
}

/// Whether a college has the seats and the electors that it had; electors that nobody noted may be noted.
fn same_college(was: &College, is: &College) -> bool {
    let kept = |was: Option<u64>, is: Option<u64>| was.is_none() || was == is;
    let seats = |c: &College| (c.id.clone(), c.holders, c.substitutes, c.reserved);
    seats(was) == seats(is)
        && kept(was.women, is.women)
        && kept(was.men, is.men)
        && kept(was.registered, is.registered)
        && kept(was.electors(), is.electors())
        && was.boxes.iter().all(|b| is.boxes.contains(b))
}

/// Returns what of a list the vote froze and is to be another; `after` is the list to be, `before` the one that is there.
pub(super) fn list(
    dossier: &Dossier,
    before: Option<&Slate>,
    after: Option<&Slate>,
    field: &str,
) -> Vec<Change> {
    let same = match (before, after) {
        (Some(was), Some(is)) => same_list(was, is),
        (None, None) => true,
        _ => false,
    };
    if dossier.sheets.is_empty() || same {
        return Vec::new();
    }
    let lasting = before.zip(after).is_some_and(|(was, is)| was.unions != is.unions);
    let (was, now) = (before.map(in_a_line), after.map(in_a_line));
    vec![Change { field: field.to_owned(), was, now, lasting }]
}

/// A list in a line.
fn in_a_line(of: &Slate) -> String {
    let union = |u: &crate::features::election::records::Partner| match &u.share {
        Some(share) => format!("{}={share}", u.union),
        None => u.union.clone(),
    };
    let unions = of.unions.iter().map(union).collect::<Vec<_>>().join("+");
    let candidate = |(n, c): (usize, &Candidate)| {
        let sex = c.sex.map(|s| format!(";{}", s.code())).unwrap_or_default();
        let born = c.born.map(|b| format!(";{b}")).unwrap_or_default();
        format!("{n}. {}{sex}{born}", c.name)
    };
    let candidates = (1_usize..).zip(&of.candidates).map(candidate).collect::<Vec<_>>().join(", ");
    format!("{}/{} {} [{unions}] {candidates}", of.college, of.post.code(), of.name)
}

/// Whether a list is as it was; a date of birth or a category that nobody noted may be noted, since a tie or a replacement
/// may ask for it.
fn same_list(was: &Slate, is: &Slate) -> bool {
    let facts = |s: &Slate| (s.college.clone(), s.post, s.name.clone(), s.ours, s.unions.clone());
    let told = |was: &Slate, is: &Slate| {
        (was.told_employer.is_none() || was.told_employer == is.told_employer)
            && (was.told_electors.is_none() || was.told_electors == is.told_electors)
    };
    let person = |a: &Candidate, b: &Candidate| {
        a.name == b.name
            && a.sex == b.sex
            && a.cadre == b.cadre
            && (a.born.is_none() || a.born == b.born)
            && (a.member.is_none() || a.member == b.member)
            && (a.category.is_none() || a.category == b.category)
    };
    facts(was) == facts(is)
        && told(was, is)
        && was.candidates.len() == is.candidates.len()
        && was.candidates.iter().zip(&is.candidates).all(|(a, b)| person(a, b))
}
