//! What the vote froze: from the first entry of the count on, it changes no more.

use crate::features::election::{
    actions::PollError,
    records::{Candidate, College, Poll, Slate},
    rules::Dossier,
};

/// Refuses to change facts of an election that its vote froze. What was not known may still be filled in.
///
/// # Law
/// L2314-29 and L2122-3-1 (lists), L2122-3 with Cass. soc. 15-16.807 (split), R2314-24 (electors), L2314-6 (seats and
/// colleges).
pub(super) fn poll(dossier: &Dossier, after: &Poll) -> Result<(), PollError> {
    if dossier.sheets.is_empty() {
        return Ok(());
    }
    let before = &dossier.poll;
    let frozen = |changed: bool, field: &str| {
        if changed { Err(PollError::Frozen(field.to_owned())) } else { Ok(()) }
    };
    frozen(before.day != after.day, "date")?;
    frozen(before.establishment.is_some() && before.establishment != after.establishment, "establishment")?;
    frozen(before.headcount.is_some() && before.headcount != after.headcount, "headcount")?;
    frozen(before.mandate_years.is_some() && before.mandate_years != after.mandate_years, "mandate_years")?;
    frozen(before.ours.is_some() && before.ours != after.ours, "union")?;
    frozen(before.categorical != after.categorical, "categorical")?;
    frozen(before.colleges.len() != after.colleges.len(), "colleges")?;
    for (was, is) in before.colleges.iter().zip(&after.colleges) {
        frozen(!same_college(was, is), "colleges")?;
    }
    Ok(())
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

/// Refuses to add, change or remove a list; `after` is the list to be, `before` the one that is there.
pub(super) fn list(
    dossier: &Dossier,
    before: Option<&Slate>,
    after: Option<&Slate>,
    field: &str,
) -> Result<(), PollError> {
    let same = match (before, after) {
        (Some(was), Some(is)) => same_list(was, is),
        _ => false,
    };
    if dossier.sheets.is_empty() || same { Ok(()) } else { Err(PollError::Frozen(field.to_owned())) }
}

/// Whether a list is as it was; a date of birth or a category that nobody noted may be noted, since a tie or a replacement
/// may ask for it.
fn same_list(was: &Slate, is: &Slate) -> bool {
    let facts = |s: &Slate| (s.college.clone(), s.post, s.name.clone(), s.ours, s.unions.clone());
    let person = |a: &Candidate, b: &Candidate| {
        a.name == b.name
            && a.sex == b.sex
            && a.cadre == b.cadre
            && (a.born.is_none() || a.born == b.born)
            && (a.member.is_none() || a.member == b.member)
            && (a.category.is_none() || a.category == b.category)
    };
    facts(was) == facts(is)
        && was.candidates.len() == is.candidates.len()
        && was.candidates.iter().zip(&is.candidates).all(|(a, b)| person(a, b))
}
