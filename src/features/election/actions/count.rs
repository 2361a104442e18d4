//! The count: entries of ballot boxes, saved as they come, and the word of a person where they differ.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use serde::Deserialize;

use crate::{
    base::{Id, Kept as _, Record},
    election::{BadFact, Fault, Form},
    features::{
        election::{
            actions::{PollError, college_of, fault, find_list, label, load, post_of, save},
            records::{Figures, Post, Sheet, Slate},
            rules::{
                Dossier,
                tally::{self, BoxState, Stage},
            },
        },
        law::rules::number::Count,
    },
    vault::{Kind, Vault, Verb},
};

/// Figures of one entry as given: by options, by answers or in a file. What is absent stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryForm {
    /// The college; the only one where it is not given.
    pub college: Option<String>,
    /// `holders` or `substitutes`.
    pub vote: String,
    /// The ballot box; the only one where it is not given.
    #[serde(rename = "box")]
    pub place: Option<String>,
    /// Which entry: 1 or 2; the first that is not finished where it is not given.
    pub entry: Option<u32>,
    /// Electors of this box.
    pub registered: Option<Count>,
    /// Signatures on the electoral list.
    pub signatures: Option<Count>,
    /// Ballots found in the box.
    pub voters: Option<Count>,
    /// Blank ballots.
    pub blank: Option<Count>,
    /// Null ballots.
    pub null: Option<Count>,
    /// The lists.
    #[serde(default)]
    pub lists: Vec<ListFigures>,
    /// Leaves the entry open even when its figures are whole.
    #[serde(default)]
    pub draft: bool,
}

/// The figures of one list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListFigures {
    /// The list, by its name.
    pub name: String,
    /// Its ballots.
    pub ballots: Option<Count>,
    /// How often each candidate was struck, by position from 1.
    #[serde(default)]
    pub struck: BTreeMap<String, Count>,
}

/// Which ballot box of which vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The college.
    pub college: String,
    /// Which vote.
    pub post: Post,
    /// The ballot box.
    pub place: String,
}

/// A figure of an entry that was saved before, and what stands there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The figure.
    pub field: tally::Field,
    /// What it was.
    pub was: u64,
    /// What it is.
    pub now: Option<u64>,
}

/// What an entry came to.
pub struct Entered {
    /// Where it belongs.
    pub target: Target,
    /// Which entry it is.
    pub entry: u32,
    /// Whether it is finished.
    pub done: bool,
    /// What keeps it from being finished.
    pub missing: Option<BadFact>,
    /// Figures that were saved before and are others now.
    pub replaced: Vec<Replaced>,
    /// The signatures and the ballots found, where they differ in number: as many are due.
    pub unequal: Option<(u64, u64)>,
    /// The box with it.
    pub state: BoxState,
    /// The election with it.
    pub dossier: Dossier,
}

/// Returns the signatures and the ballots of a sheet where they differ in number.
fn unequal(figures: &Figures) -> Option<(u64, u64)> {
    figures.signatures.zip(figures.voters).filter(|(signed, found)| signed != found)
}

/// What a person decides where entries differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The figures of one of the entries.
    Entry(u32),
    /// Other figures, after counting again.
    Figures(Box<EntryForm>),
}

/// Finds the ballot box that is meant.
///
/// # Errors
/// A college, vote or box that is not there, or that has to be named.
pub fn target(
    dossier: &Dossier,
    college: Option<&str>,
    vote: &str,
    place: Option<&str>,
) -> Result<Target, PollError> {
    let college = college_of(dossier, college)?;
    let post = post_of(vote)?;
    let known = dossier.poll.college(&college).cloned().unwrap_or_default();
    if known.seats(post) == 0 {
        return Err(fault("vote", Fault::Unknown(post.code().to_owned())));
    }
    let boxes = dossier.boxes(&known);
    let place = match (place, boxes.as_slice()) {
        (None, []) => "1".to_owned(),
        (None, [only]) => only.clone(),
        (None, _) => return Err(fault("box", Fault::Missing)),
        (Some(name), _) => {
            let name = label("box", name)?;
            match boxes.iter().find(|b| crate::base::text::fold(b) == crate::base::text::fold(&name)) {
                Some(known) => known.clone(),
                // Boxes that were declared are all there are; otherwise a box is made by its first sheet.
                None if known.boxes.is_empty() => name,
                None => {
                    return Err(fault("box", Fault::NoSuch { found: name, there: known.boxes.clone() }));
                }
            }
        }
    };
    Ok(Target { college, post, place })
}

/// Enters figures of ballot boxes: every form, or none of them.
///
/// # Durability
/// On `Ok` they are saved.
///
/// # Errors
/// A figure that cannot be, by its field; [`PollError::BothDone`] where a third entry would begin unasked.
pub fn count(
    vault: &mut Vault,
    now_ms: u64,
    which: Option<&str>,
    forms: &[EntryForm],
) -> Result<Vec<Entered>, PollError> {
    let mut dossier = load(vault, which)?;
    let mut records: BTreeMap<Id, (Verb, Record)> = BTreeMap::new();
    let mut entered = Vec::new();
    for (index, form) in forms.iter().enumerate() {
        let at = |field: &str| {
            if forms.len() == 1 { field.to_owned() } else { format!("sheets[{index}].{field}") }
        };
        let prefixed = |e: PollError| match e {
            PollError::Election(crate::election::ElectionError::Fact(f)) => fault(at(&f.field), f.fault),
            other => other,
        };
        let target = target(&dossier, form.college.as_deref(), &form.vote, form.place.as_deref());
        let target = target.map_err(prefixed)?;
        let number = entry(&dossier, &target, form.entry).map_err(prefixed)?;
        let there = sheets(&dossier, &target).find(|(_, s)| s.entry == number).cloned();
        let (id, mut sheet) = there.unwrap_or_else(|| (vault.new_id(), blank(&dossier, &target, number)));
        let before = sheet.figures.clone();
        fill(&dossier, &mut sheet, form).map_err(prefixed)?;
        let replaced = replaced(&before, &sheet.figures);
        let missing = finish(&dossier, &mut sheet, form.draft).map_err(|f| prefixed(f.into()))?;
        let slot = match records.entry(id) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => free.insert(match vault.record(Kind::Sheet, &id)? {
                Some(record) => (Verb::Edited, record),
                None => (Verb::Added, Record::default()),
            }),
        };
        sheet.write(&mut slot.1, vault.stamp(now_ms));
        entered.push((target, number, sheet.done, missing, (replaced, unequal(&sheet.figures))));
        dossier.sheets.retain(|(other, _)| *other != id);
        dossier.sheets.push((id, sheet));
    }
    let changes = records.into_iter().map(|(id, (verb, record))| (Kind::Sheet, id, verb, record)).collect();
    save(vault, now_ms, changes)?;
    Ok(entered
        .into_iter()
        .map(|(target, entry, done, missing, (replaced, unequal))| {
            let state = state(&dossier, &target);
            Entered { target, entry, done, missing, replaced, unequal, state, dossier: dossier.clone() }
        })
        .collect())
}

/// Returns the figures that were there and are others now.
fn replaced(before: &Figures, now: &Figures) -> Vec<Replaced> {
    let one = |d: tally::Difference| {
        let (was, now) = (d.said.first().copied().flatten()?, d.said.get(1).copied().flatten());
        Some(Replaced { field: d.field, was, now })
    };
    tally::differences(&[before, now]).into_iter().filter_map(one).collect()
}

/// How far one ballot box is, for who goes on with it.
pub struct BoxProgress {
    /// Its entry: the one named, else the first that is not finished; `None` when both are.
    pub entry: Option<u32>,
    /// The figures of that entry so far.
    pub figures: Figures,
    /// The box.
    pub state: BoxState,
}

/// Looks at a ballot box before figures are entered.
///
/// # Errors
/// When there is no such entry.
pub fn standing(dossier: &Dossier, target: &Target, named: Option<u32>) -> Result<BoxProgress, PollError> {
    let state = state(dossier, target);
    let entry = match entry(dossier, target, named) {
        Ok(number) => Some(number),
        Err(PollError::BothDone) => None,
        Err(other) => return Err(other),
    };
    let sheet = entry.and_then(|n| sheets(dossier, target).find(|(_, s)| s.entry == n));
    let figures = sheet.map(|(_, s)| s.figures.clone()).unwrap_or_default();
    Ok(BoxProgress { entry, figures, state })
}

fn sheets<'d>(dossier: &'d Dossier, target: &'d Target) -> impl Iterator<Item = &'d (Id, Sheet)> + Clone {
    dossier.sheets_of(&target.college, target.post).filter(|(_, s)| s.place == target.place)
}

fn state(dossier: &Dossier, target: &Target) -> BoxState {
    let sheets: Vec<&Sheet> = sheets(dossier, target).map(|(_, s)| s).collect();
    tally::state(&target.place, &sheets)
}

/// Returns which entry is meant: the one named, or the first that is not finished.
fn entry(dossier: &Dossier, target: &Target, named: Option<u32>) -> Result<u32, PollError> {
    if let Some(number) = named {
        return if (1..=2).contains(&number) {
            Ok(number)
        } else {
            Err(fault("entry", Fault::Form(Form::OneOrTwo)))
        };
    }
    let done = |n: u32| sheets(dossier, target).any(|(_, s)| s.entry == n && s.done);
    match (done(1), done(2)) {
        (false, _) => Ok(1),
        (true, false) => Ok(2),
        (true, true) => Err(PollError::BothDone),
    }
}

fn blank(dossier: &Dossier, target: &Target, entry: u32) -> Sheet {
    Sheet {
        poll: dossier.id,
        college: target.college.clone(),
        post: target.post,
        place: target.place.clone(),
        entry,
        done: false,
        settles: None,
        figures: Figures::default(),
    }
}

fn fill(dossier: &Dossier, sheet: &mut Sheet, form: &EntryForm) -> Result<(), PollError> {
    let figures = &mut sheet.figures;
    let set = |slot: &mut Option<u64>, given: &Option<Count>| *slot = given.as_ref().map(|n| n.0).or(*slot);
    set(&mut figures.registered, &form.registered);
    set(&mut figures.signatures, &form.signatures);
    set(&mut figures.voters, &form.voters);
    set(&mut figures.blank, &form.blank);
    set(&mut figures.null, &form.null);
    let mut seen = BTreeSet::new();
    for list in &form.lists {
        let found = find_list(dossier, &sheet.college, sheet.post, &list.name);
        let none = || {
            let of_vote = dossier.slates_of(&sheet.college, sheet.post);
            let there = of_vote.map(|(_, slate)| slate.name.clone()).collect();
            fault("lists", Fault::NoSuch { found: list.name.clone(), there })
        };
        let (id, slate) = found.ok_or_else(none)?;
        if !seen.insert(*id) {
            return Err(fault(format!("lists[{}]", slate.name), Fault::Twice));
        }
        figures.ballots.extend(list.ballots.as_ref().map(|n| (*id, n.0)));
        for (place, times) in &list.struck {
            let at = place.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let candidate = at.and_then(|n| slate.candidates.get(n));
            let candidate = candidate.ok_or_else(|| {
                fault(format!("lists[{}].struck", slate.name), Fault::Unknown(place.clone()))
            })?;
            figures.struck.insert(candidate.element, times.0);
        }
    }
    Ok(())
}

/// Checks the figures, and finishes the entry when they are whole; returns what is missing otherwise.
fn finish(dossier: &Dossier, sheet: &mut Sheet, draft: bool) -> Result<Option<BadFact>, BadFact> {
    let slates: Vec<(Id, &Slate)> =
        dossier.slates_of(&sheet.college, sheet.post).map(|(id, s)| (*id, s)).collect();
    let electors =
        dossier.poll.college(&sheet.college).and_then(crate::features::election::records::College::electors);
    tally::holds(&sheet.figures, false, electors, &slates)?;
    let missing = tally::holds(&sheet.figures, true, electors, &slates).err();
    sheet.done = missing.is_none() && !draft;
    Ok(missing)
}

/// Decides what counts where the finished entries differ.
///
/// The decision holds for these entries: when one of them is corrected, it has to be taken again.
///
/// # Durability
/// On `Ok` it is saved.
///
/// # Errors
/// [`PollError::NothingToDecide`]; figures that are not whole, by their field.
pub fn decide(
    vault: &mut Vault,
    now_ms: u64,
    which: Option<&str>,
    target: &Target,
    decision: &Decision,
) -> Result<Entered, PollError> {
    let mut dossier = load(vault, which)?;
    let before = state(&dossier, target);
    if !matches!(before.stage, Stage::Differs | Stage::Decided) {
        return Err(PollError::NothingToDecide);
    }
    let finished: Vec<Figures> = sheets(&dossier, target)
        .filter(|(_, s)| s.entry != 0 && s.done)
        .map(|(_, s)| s.figures.clone())
        .collect();
    let mut sheet = blank(&dossier, target, 0);
    match decision {
        Decision::Entry(number) => {
            let mut found = sheets(&dossier, target).filter(|(_, s)| s.entry == *number && s.done);
            let (_, chosen) =
                found.next().ok_or_else(|| fault("decide", Fault::Unknown(number.to_string())))?;
            sheet.figures = chosen.figures.clone();
        }
        Decision::Figures(form) => fill(&dossier, &mut sheet, form)?,
    }
    if let Some(missing) = finish(&dossier, &mut sheet, false)? {
        return Err(missing.into());
    }
    sheet.settles = Some(tally::fingerprint(&finished.iter().collect::<Vec<_>>()));
    // An earlier decision gives way, also one that a second laptop took.
    let mut changes = Vec::new();
    let earlier: Vec<Id> =
        sheets(&dossier, target).filter(|(_, s)| s.entry == 0).map(|(id, _)| *id).collect();
    let stamp = vault.stamp(now_ms);
    for id in earlier.iter().skip(1) {
        let mut record = vault.record(Kind::Sheet, id)?.unwrap_or_default();
        Sheet::remove(&mut record, stamp);
        changes.push((Kind::Sheet, *id, Verb::Edited, record));
    }
    let (id, verb, mut record) = match earlier.first() {
        Some(id) => (*id, Verb::Edited, vault.record(Kind::Sheet, id)?.unwrap_or_default()),
        None => (vault.new_id(), Verb::Added, Record::default()),
    };
    sheet.write(&mut record, stamp);
    changes.push((Kind::Sheet, id, verb, record));
    save(vault, now_ms, changes)?;
    let (replaced, unequal) = (Vec::new(), unequal(&sheet.figures));
    dossier.sheets.retain(|(other, _)| !earlier.contains(other));
    dossier.sheets.push((id, sheet));
    let state = state(&dossier, target);
    let target = target.clone();
    Ok(Entered { target, entry: 0, done: true, missing: None, replaced, unequal, state, dossier })
}

/// Throws an entry away; the box is then counted anew.
///
/// # Errors
/// [`Fault::Unknown`] when there is no such entry.
pub fn forget(
    vault: &mut Vault,
    now_ms: u64,
    which: Option<&str>,
    target: &Target,
    entry: u32,
) -> Result<Dossier, PollError> {
    let mut dossier = load(vault, which)?;
    let gone: Vec<Id> =
        sheets(&dossier, target).filter(|(_, s)| s.entry == entry).map(|(id, _)| *id).collect();
    if gone.is_empty() {
        return Err(fault("entry", Fault::Unknown(entry.to_string())));
    }
    let stamp = vault.stamp(now_ms);
    let mut changes = Vec::new();
    for id in &gone {
        let mut record = vault.record(Kind::Sheet, id)?.unwrap_or_default();
        Sheet::remove(&mut record, stamp);
        changes.push((Kind::Sheet, *id, Verb::Edited, record));
    }
    save(vault, now_ms, changes)?;
    dossier.sheets.retain(|(id, _)| !gone.contains(id));
    Ok(dossier)
}
