//! The facts of an election: made, changed, listed, removed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    base::{Id, Kept, Record, Stamp, text::fold},
    election::{BadFact, Fault, Form, among},
    features::{
        agenda::actions::{Pending, Told},
        election::{
            actions::{
                PollError, day_of, dossier, fault, find,
                frozen::{self, Why},
                label, nature, polls,
                protocol::{self, ProtocolForm},
                save,
            },
            records::{College, Extension, Ground, Nature, Poll, Post, Sheet, Slate, Step},
            rules::outcome,
            views::Removed,
        },
        law::rules::number::{Count, Number},
    },
    law::{Fraction, LawError, book},
    vault::{Kind, Vault, VaultError, Verb},
};

/// The facts of an election as given: by options or in a file. What is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectionForm {
    /// The day of the vote.
    pub date: Option<NaiveDate>,
    /// What the election is for, by its code: `general`, `by-election`, `complementary`, `rerun`, `early`, `whole-rerun`,
    /// `after-carence`, `designation`.
    pub kind: Option<String>,
    /// 1 or 2.
    pub round: Option<u32>,
    /// For a second round: the first one, by its identifier or name.
    pub follows: Option<String>,
    /// The establishment.
    pub establishment: Option<String>,
    /// A name to tell it by.
    pub name: Option<String>,
    /// Our union, as its lists name it.
    pub union: Option<String>,
    /// The headcount for the seats.
    pub headcount: Option<Number>,
    /// Whether the committee is that of an economic and social unit.
    pub unit: Option<bool>,
    /// The length of the mandates in years.
    pub mandate_years: Option<u32>,
    /// On what ground the mandates that it began are extended: `agreement`, `referral`, `transfer`.
    pub extension: Option<String>,
    /// Their new end.
    pub extended_until: Option<NaiveDate>,
    /// The days of the procedure, by their code.
    #[serde(default)]
    pub dates: BTreeMap<String, NaiveDate>,
    /// The colleges.
    #[serde(default)]
    pub colleges: Vec<CollegeForm>,
    /// The categorical unions and the colleges that their statutes cover.
    #[serde(default)]
    pub categorical: BTreeMap<String, Vec<String>>,
    /// The negotiation of the protocol.
    #[serde(default)]
    pub protocol: ProtocolForm,
}

/// A college as given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollegeForm {
    /// Its number or name.
    pub id: String,
    /// Full members to elect.
    pub holders: Option<Count>,
    /// Substitutes to elect; as many as full members where it is not given.
    pub substitutes: Option<Count>,
    /// Full members reserved for cadres.
    pub reserved: Option<Count>,
    /// Women on the electoral list.
    pub women: Option<Count>,
    /// Men on the electoral list.
    pub men: Option<Count>,
    /// Electors on the list.
    pub registered: Option<Count>,
    /// The ballot boxes.
    pub boxes: Option<Vec<String>>,
    /// The hours a month of its full members together, as the protocol has them.
    pub hours: Option<Number>,
    /// The staff of the college.
    pub staff: Option<Count>,
}

/// Reads a college as one types it: `1:holders=4,women=60,men=40,boxes=Siège+Atelier`.
///
/// # Errors
/// [`PollError`] with the field.
pub fn college_spec(text: &str) -> Result<CollegeForm, BadFact> {
    const FORM: Fault = Fault::Form(Form::College);
    let (id, rest) = text.split_once(':').ok_or_else(|| BadFact::new("college", FORM))?;
    let mut out = CollegeForm { id: id.trim().to_owned(), ..CollegeForm::default() };
    let mut seen = BTreeSet::new();
    for part in rest.split(',') {
        let (name, value) = part.split_once('=').ok_or_else(|| BadFact::new("college", FORM))?;
        let (name, value) = (crate::base::text::fold(name), value.trim());
        let field = || format!("colleges[\"{}\"].{name}", out.id);
        if !seen.insert(name.clone()) {
            return Err(BadFact::new(field(), Fault::Twice));
        }
        let count = || {
            let number = value.parse().map_err(|_| BadFact::new(field(), Fault::Form(Form::Whole)))?;
            Ok::<_, BadFact>(Some(Count(number)))
        };
        match name.as_str() {
            "holders" | "titulaires" => out.holders = count()?,
            "substitutes" | "suppleants" => out.substitutes = count()?,
            "reserved" | "reserves" => out.reserved = count()?,
            "women" | "femmes" => out.women = count()?,
            "men" | "hommes" => out.men = count()?,
            "registered" | "inscrits" => out.registered = count()?,
            "staff" | "effectif" => out.staff = count()?,
            "hours" | "heures" => {
                let hours = value.parse().map_err(|_| BadFact::new(field(), Fault::Form(Form::Whole)))?;
                out.hours = Some(Number(hours));
            }
            "boxes" | "urnes" => out.boxes = Some(value.split('+').map(|b| b.trim().to_owned()).collect()),
            _ => return Err(BadFact::new("college", Fault::Unknown(name))),
        }
    }
    Ok(out)
}

/// An election that is to be saved.
#[derive(Clone)]
pub struct Proposed {
    id: Id,
    verb: Verb,
    poll: Poll,
}

/// Makes ready a new election, with what it moves in the agenda.
///
/// A second round takes over from the first what is not given: union, headcount, dates, and the colleges with the seats
/// that the first round left vacant.
///
/// # Errors
/// A fact that does not hold together, by its field.
pub fn propose(
    vault: &mut Vault,
    today: NaiveDate,
    form: &ElectionForm,
) -> Result<Pending<Proposed>, PollError> {
    let poll = draft(vault, today, form)?;
    let made = Proposed { id: vault.new_id(), verb: Verb::Added, poll };
    pending(vault, today, made)
}

/// Makes ready a change of facts of an election; what the form does not give stays. A college that is given takes the place
/// of the one with its name. What the vote froze changes with a reason alone, and is kept as a correction.
///
/// # Errors
/// As [`propose`]; a college that is gone while lists or sheets name it.
pub fn propose_edit(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    form: &ElectionForm,
    why: Option<&Why>,
) -> Result<Pending<Proposed>, PollError> {
    let (id, poll) = edited(vault, which, form, why)?;
    pending(vault, today, Proposed { id, verb: Verb::Edited, poll })
}

fn pending(vault: &Vault, today: NaiveDate, made: Proposed) -> Result<Pending<Proposed>, PollError> {
    Ok(Pending::new(vault, today, made, |made, basis| {
        basis.polls.insert(made.id, made.poll.clone());
    })?)
}

/// Saves an election of which was told what it moves.
///
/// # Durability
/// On `Ok` it is saved.
///
/// # Errors
/// When the vault cannot be written; nothing was changed then.
pub fn accept(vault: &mut Vault, now_ms: u64, told: Told<Proposed>) -> Result<(Id, Poll), PollError> {
    let Proposed { id, verb, poll } = told.take();
    let mut record = vault.record(Kind::Poll, &id)?.unwrap_or_default();
    poll.write(&mut record, vault.stamp(now_ms));
    save(vault, now_ms, vec![(Kind::Poll, id, verb, record)])?;
    Ok((id, poll))
}

/// Returns the election that a form makes.
fn draft(vault: &Vault, today: NaiveDate, form: &ElectionForm) -> Result<Poll, PollError> {
    let mut poll = Poll { round: form.round.unwrap_or(1), ..Poll::default() };
    if let Some(follows) = &form.follows {
        if form.round != Some(2) {
            return Err(fault("follows", Fault::Conflict("round".to_owned())));
        }
        let (id, first) = find(vault, Some(follows))?;
        if first.round != 1 {
            return Err(fault("follows", Fault::Conflict("round".to_owned())));
        }
        poll.follows = Some(id);
        inherit(vault, today, &mut poll, id, first, form)?;
    }
    apply(form, &mut poll)?;
    validate(vault, &poll, None)?;
    said(vault, &poll, None)?;
    Ok(poll)
}

/// Takes over from a first round what a second one needs.
fn inherit(
    vault: &Vault,
    today: NaiveDate,
    poll: &mut Poll,
    id: Id,
    first: Poll,
    form: &ElectionForm,
) -> Result<(), PollError> {
    if form.colleges.is_empty() {
        let dossier = dossier(vault, id, first.clone())?;
        let found = outcome(book(), &dossier, None, day_of(&dossier, today))?;
        for college in &first.colleges {
            let vacant = |post: Post| found.vote(&college.id, post).and_then(|v| v.vacant);
            let (Some(holders), Some(substitutes)) = (vacant(Post::Holders), vacant(Post::Substitutes))
            else {
                // The first round is not counted whole: its vacant seats have to be given.
                return Err(fault("colleges", Fault::Missing));
            };
            if holders > 0 || substitutes > 0 {
                let reserved = college.reserved.min(holders);
                poll.colleges.push(College { holders, substitutes, reserved, ..college.clone() });
            }
        }
        if poll.colleges.is_empty() {
            return Err(fault("colleges", Fault::Zero));
        }
    }
    poll.nature = first.nature;
    poll.establishment = first.establishment;
    poll.unit = first.unit;
    poll.ours = first.ours;
    poll.headcount = first.headcount;
    poll.mandate_years = first.mandate_years;
    poll.categorical = first.categorical;
    poll.steps = first.steps.into_iter().filter(|(s, _)| *s == Step::MandatesEnd).collect();
    Ok(())
}

fn edited(
    vault: &Vault,
    which: Option<&str>,
    form: &ElectionForm,
    why: Option<&Why>,
) -> Result<(Id, Poll), PollError> {
    let (id, mut poll) = find(vault, which)?;
    for (given, name) in [(form.round.is_some(), "round"), (form.follows.is_some(), "follows")] {
        if given {
            return Err(fault(name, Fault::Conflict("edit".to_owned())));
        }
    }
    let before = dossier(vault, id, poll.clone())?;
    apply(form, &mut poll)?;
    validate(vault, &poll, Some(id))?;
    poll.corrections.extend(frozen::settle(vault, frozen::poll(&before, &poll), why)?);
    if form.date.is_some() || form.dates.contains_key(Step::MandatesEnd.code()) {
        said(vault, &poll, Some(id))?;
    }
    Ok((id, poll))
}

/// Asks what an election is for where its day alone does not tell: taken for a general one, a by-election would move the
/// end of the mandates by years.
fn said(vault: &Vault, poll: &Poll, own: Option<Id>) -> Result<(), PollError> {
    match nature::unclear_in(vault, own, poll)? {
        Some(end) => Err(PollError::Nature(end)),
        None => Ok(()),
    }
}

/// An election that is to be removed, with its lists and sheets.
#[derive(Clone, Copy)]
pub struct Removal {
    id: Id,
}

/// Makes ready the removal of an election, with what that moves in the agenda.
///
/// # Errors
/// As [`load`](crate::features::election::actions::load); [`Fault::Conflict`] when a second round follows it.
pub fn propose_removal(vault: &Vault, today: NaiveDate, which: &str) -> Result<Pending<Removal>, PollError> {
    let (id, _) = find(vault, Some(which))?;
    if let Some((other, _)) = polls(vault)?.iter().find(|(_, p)| p.follows == Some(id)) {
        return Err(fault("follows", Fault::Conflict(other.short())));
    }
    Ok(Pending::new(vault, today, Removal { id }, |gone, basis| {
        basis.polls.remove(&gone.id);
    })?)
}

/// Removes an election of which was told what that moves, with its lists and sheets; returns what it was and how many records.
///
/// # Errors
/// When the vault cannot be written; nothing was removed then.
pub fn accept_removal(vault: &mut Vault, now_ms: u64, told: Told<Removal>) -> Result<Removed, PollError> {
    let Removal { id } = told.take();
    let stamp = vault.stamp(now_ms);
    let slates = vault.all::<Slate>()?.into_iter().filter(|(_, s)| s.poll == id).map(|(id, _)| id).collect();
    let sheets = vault.all::<Sheet>()?.into_iter().filter(|(_, s)| s.poll == id).map(|(id, _)| id).collect();
    let mut changes = gone::<Poll>(vault, vec![id], stamp)?;
    changes.extend(gone::<Slate>(vault, slates, stamp)?);
    changes.extend(gone::<Sheet>(vault, sheets, stamp)?);
    let records = changes.len();
    save(vault, now_ms, changes)?;
    Ok(Removed { id, short: id.short(), records })
}

/// Empties records.
fn gone<T: Kept>(
    vault: &Vault,
    ids: Vec<Id>,
    stamp: Stamp,
) -> Result<Vec<(Kind, Id, Verb, Record)>, VaultError> {
    let empty = |id: Id| {
        let mut record = vault.record(T::KIND, &id)?.unwrap_or_default();
        T::remove(&mut record, stamp);
        Ok((T::KIND, id, Verb::Edited, record))
    };
    ids.into_iter().map(empty).collect()
}

/// Returns the elections that are kept, earliest first.
///
/// # Errors
/// When the vault cannot be read.
pub fn list(vault: &Vault) -> Result<Vec<(Id, Poll)>, PollError> {
    Ok(polls(vault)?)
}

fn apply(form: &ElectionForm, poll: &mut Poll) -> Result<(), PollError> {
    let text = |field: &str, given: &Option<String>| given.as_deref().map(|t| label(field, t)).transpose();
    if let Some(kind) = &form.kind {
        let read = Nature::read(kind).ok_or_else(|| fault("kind", among!(kind, Nature)))?;
        if poll.follows.is_some() && poll.nature != Some(read) {
            // A second round is of the same nature as its first one.
            return Err(fault("kind", Fault::Conflict("follows".to_owned())));
        }
        poll.nature = Some(read);
    }
    poll.day = form.date.or(poll.day);
    poll.establishment = text("establishment", &form.establishment)?.or(poll.establishment.take());
    poll.name = text("name", &form.name)?.or(poll.name.take());
    poll.ours = text("union", &form.union)?.or(poll.ours.take());
    if let Some(headcount) = &form.headcount {
        poll.headcount = Some(headcount.0.to_string());
    }
    poll.mandate_years = form.mandate_years.or(poll.mandate_years);
    poll.unit = form.unit.or(poll.unit);
    extend(form, poll)?;
    for (code, day) in &form.dates {
        let step = Step::from_code(code);
        let step = step.ok_or_else(|| fault("dates", Fault::Unknown(code.clone())))?;
        poll.steps.insert(step, *day);
    }
    let mut given = BTreeSet::new();
    for (index, form) in form.colleges.iter().enumerate() {
        let id = label(&format!("colleges[{index}].id"), &form.id)?;
        if !given.insert(id.clone()) {
            return Err(fault(format!("colleges[{index}].id"), Fault::Twice));
        }
        let before = poll.colleges.iter().position(|c| c.id == id);
        let known = before.map(|at| poll.colleges.remove(at)).unwrap_or_default();
        poll.colleges.push(college(form, id, known, index)?);
    }
    poll.colleges.sort_by(|a, b| a.id.cmp(&b.id));
    for (union, colleges) in &form.categorical {
        let union = label("categorical", union)?;
        if colleges.is_empty() {
            return Err(fault(format!("categorical.{union}"), Fault::Missing));
        }
        let colleges = colleges.iter().map(|c| label("categorical", c)).collect::<Result<_, _>>()?;
        poll.categorical.insert(union, colleges);
    }
    protocol::apply(&form.protocol, poll)
}

/// Notes on what ground mandates are extended, and until when.
fn extend(form: &ElectionForm, poll: &mut Poll) -> Result<(), PollError> {
    let known = poll.extension.take();
    let ground = match &form.extension {
        Some(text) => {
            let read = Ground::read(text).ok_or_else(|| fault("extension", among!(text, Ground)))?;
            Some(read)
        }
        None => known.as_ref().map(|e| e.ground),
    };
    let until = form.extended_until.or(known.and_then(|e| e.until));
    poll.extension = match (ground, until) {
        (None, None) => None,
        (None, Some(_)) => return Err(fault("extension", Fault::Missing)),
        // Until the results are proclaimed: no day is known.
        (Some(Ground::Referral), until) => Some(Extension { ground: Ground::Referral, until }),
        (Some(_), None) => return Err(fault("extended_until", Fault::Missing)),
        (Some(ground), until) => Some(Extension { ground, until }),
    };
    let given = form.extension.is_some() || form.extended_until.is_some();
    if given && !poll.is_general() {
        // What goes on are the mandates of the whole committee.
        return Err(fault("extension", Fault::Conflict("kind".to_owned())));
    }
    if let Some((until, day)) = poll.extension.as_ref().and_then(|e| e.until).zip(poll.day)
        && until <= day
    {
        return Err(fault("extended_until", Fault::Below(day.to_string())));
    }
    Ok(())
}

fn college(form: &CollegeForm, id: String, known: College, index: usize) -> Result<College, PollError> {
    let at = |part: &str| format!("colleges[{index}].{part}");
    let small = |n: Option<&Count>, part: &str| {
        let number = n.map(|n| u32::try_from(n.0)).transpose();
        number.map_err(|_| fault(at(part), Fault::TooLarge))
    };
    let holders = small(form.holders.as_ref(), "holders")?.unwrap_or(known.holders);
    let same = if known.id.is_empty() { holders } else { known.substitutes };
    let substitutes = small(form.substitutes.as_ref(), "substitutes")?.unwrap_or(same);
    let count = |n: &Option<Count>| n.as_ref().map(|n| n.0);
    let boxes = match &form.boxes {
        Some(boxes) => {
            let names = boxes.iter().map(|b| label(&at("boxes"), b)).collect::<Result<Vec<_>, _>>()?;
            if names.iter().collect::<BTreeSet<_>>().len() != names.len() {
                return Err(fault(at("boxes"), Fault::Twice));
            }
            names
        }
        None => known.boxes,
    };
    Ok(College {
        id,
        holders,
        substitutes,
        reserved: small(form.reserved.as_ref(), "reserved")?.unwrap_or(known.reserved),
        women: count(&form.women).or(known.women),
        men: count(&form.men).or(known.men),
        registered: count(&form.registered).or(known.registered),
        boxes,
        hours: form.hours.as_ref().map(|n| n.0.to_string()).or(known.hours),
        staff: count(&form.staff).or(known.staff),
    })
}

/// The most seats of one vote: the table of article R2314-1 ends at 35.
const SEATS_MAX: u32 = 100;
/// More electors than this are a slip of the hand.
const ELECTORS_MAX: u64 = 10_000_000;

/// Checks that an election holds together; `own` is its identifier where it is kept already.
fn validate(vault: &Vault, poll: &Poll, own: Option<Id>) -> Result<(), PollError> {
    let Some(day) = poll.day else { return Err(fault("date", Fault::Missing)) };
    if let Some(name) = poll.name.as_deref().map(fold) {
        // Two of one name could not be told apart by it.
        let same = |(id, other): &(Id, Poll)| {
            Some(*id) != own && other.name.as_deref().map(fold).as_ref() == Some(&name)
        };
        if polls(vault)?.iter().any(same) {
            return Err(fault("name", Fault::Twice));
        }
    }
    if poll.nature == Some(Nature::Designation) {
        // One round; of the whole company.
        for (given, field) in [(poll.round != 1, "round"), (poll.establishment.is_some(), "establishment")] {
            if given {
                return Err(fault(field, Fault::Conflict("kind".to_owned())));
            }
        }
    }
    if !(1..=2).contains(&poll.round) {
        return Err(fault("round", Fault::Form(Form::OneOrTwo)));
    }
    if let Some(first) = poll.follows {
        let found = polls(vault)?.into_iter().find(|(id, _)| *id == first);
        if let Some(before) = found.and_then(|(_, p)| p.day)
            && day <= before
        {
            return Err(fault("date", Fault::Below(before.to_string())));
        }
    }
    if let Some(years) = poll.mandate_years {
        mandate_length(years, day)?;
    }
    if poll.headcount.as_deref().is_some_and(|h| h.parse().is_ok_and(|h: Fraction| h <= Fraction::ZERO)) {
        return Err(fault("headcount", Fault::Zero));
    }
    for (step, on) in &poll.steps {
        let late = match step {
            Step::MandatesEnd => false,
            Step::Proclaimed => *on < day,
            _ => *on > day,
        };
        if late {
            let beside = Fault::Conflict(format!("date {day}"));
            return Err(fault(format!("dates.{}", step.code()), beside));
        }
    }
    if poll.colleges.is_empty() {
        return Err(fault("colleges", Fault::Missing));
    }
    for (index, college) in poll.colleges.iter().enumerate() {
        validate_college(college, &|part| format!("colleges[{index}].{part}"))?;
    }
    Ok(())
}

/// Checks the length of the mandates that an agreement sets, under the law of the day of the vote.
///
/// # Law
/// L2314-34: two to four years by agreement.
fn mandate_length(years: u32, day: NaiveDate) -> Result<(), PollError> {
    let bound = |rule: &str| book().whole(rule, day);
    let bounds = match (bound("mandate.length-min"), bound("mandate.length-max")) {
        (Ok(least), Ok(most)) => least..=most,
        // Before the tables it is not known what was allowed.
        (Err(LawError::NotCovered { .. }), _) | (_, Err(LawError::NotCovered { .. })) => return Ok(()),
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    if bounds.contains(&i64::from(years)) {
        return Ok(());
    }
    let least = i64::from(years) < *bounds.start();
    let bound = if least { bounds.start() } else { bounds.end() }.to_string();
    Err(fault("mandate_years", if least { Fault::Below(bound) } else { Fault::Above(bound) }))
}

fn validate_college(college: &College, at: &dyn Fn(&str) -> String) -> Result<(), PollError> {
    let (holders, substitutes) = (college.holders, college.substitutes);
    if holders == 0 && substitutes == 0 {
        return Err(fault(at("holders"), Fault::Zero));
    }
    for (seats, name) in [(holders, "holders"), (substitutes, "substitutes")] {
        if seats > SEATS_MAX {
            return Err(fault(at(name), Fault::Above(SEATS_MAX.to_string())));
        }
    }
    if college.reserved > holders {
        return Err(fault(at("reserved"), Fault::Above("holders".to_owned())));
    }
    let numbers = [
        (college.women, "women"),
        (college.men, "men"),
        (college.registered, "registered"),
        (college.staff, "staff"),
    ];
    for (number, name) in numbers {
        if number.is_some_and(|n| n > ELECTORS_MAX) {
            return Err(fault(at(name), Fault::Above(ELECTORS_MAX.to_string())));
        }
    }
    let sexes = college.women.unwrap_or(0).saturating_add(college.men.unwrap_or(0));
    match (college.women, college.men, college.registered) {
        (Some(_), None, None) => return Err(fault(at("men"), Fault::Missing)),
        (None, Some(_), None) => return Err(fault(at("women"), Fault::Missing)),
        (Some(_), Some(_), Some(all)) if sexes != all => {
            return Err(fault(at("registered"), Fault::Conflict("women, men".to_owned())));
        }
        (_, _, Some(all)) if sexes > all => {
            return Err(fault(at("registered"), Fault::Below("women, men".to_owned())));
        }
        _ => {}
    }
    if college.electors() == Some(0) {
        return Err(fault(at("registered"), Fault::Zero));
    }
    Ok(())
}
