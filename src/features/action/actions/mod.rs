//! Acts: noted, asked of many, put together, shown to others.

pub mod shown;

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use crate::{
    base::{Id, text::fold},
    features::{
        action::{
            records::{Ground, Test},
            rules::{
                ActKind, Field, level_of,
                map::{self, Axis},
            },
            views,
        },
        agenda::records as diary,
        talk::{
            actions::{self as talk, TalkError, Where, change, taken_back},
            records::Act,
        },
    },
    vault::{Vault, VaultError},
};

/// Why an act is not noted or shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ActionError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The person is not found, or a text cannot be kept.
    #[error(transparent)]
    Talk(#[from] TalkError),
    /// A day to come.
    #[error("what has happened is noted")]
    Future(NaiveDate),
    /// A day that nobody can mean.
    #[error("a day that nobody can mean")]
    Far(NaiveDate),
    /// Nobody is named who was asked.
    #[error("nobody is named")]
    Nobody,
    /// The test asks another act.
    #[error("the test asks another act")]
    OtherAct(String, String),
    /// People were asked for the act of a test: it is not changed any more.
    #[error("{1} people were asked for the act of this test")]
    Begun(String, usize),
    /// No test has this name.
    #[error("there is no such test")]
    NoTest(String),
    /// A new test lacks its act or its day.
    #[error("a new test needs its act and its day")]
    NewTest(String),
    /// No act has this name.
    #[error("no act has this name")]
    None(String),
    /// A level without acts or months.
    #[error("a level needs its acts and for how many months")]
    Level(String),
    /// A count that is no `GROUP=N`.
    #[error("not of the form GROUP=N")]
    Count(String),
    /// No workforce is entered for this table.
    #[error("no workforce is entered")]
    NoWorkforce(Axis),
    /// The table cannot be shown to others.
    #[error("too few people for a table that is shown")]
    TooFew,
}

/// More people than these work for nobody.
const MOST: u64 = 2_000_000;
/// From how many years before to how many after today a day is taken for one that was meant.
const YEARS: (i32, i32) = (-70, 5);

/// Refuses a day that nobody can mean.
fn near(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, ActionError> {
    let years = day.year().saturating_sub(today.year());
    let meant = (YEARS.0..=YEARS.1).contains(&years);
    if meant { Ok(day) } else { Err(ActionError::Far(day)) }
}

/// Returns the act that was meant: a code of the program, or the section's own word.
fn kind(typed: &str) -> Result<String, ActionError> {
    match ActKind::read(typed) {
        Some(known) => Ok(known.code().to_owned()),
        None => Ok(diary::text(typed).ok_or(TalkError::Text)?),
    }
}

/// Returns what holds for organizing, and what names its record. Two laptops may each have made one.
fn ground(vault: &Vault) -> Result<(Option<Id>, Ground), VaultError> {
    let mut out = (None, Ground::default());
    for (id, one) in vault.all::<Ground>()? {
        out.0.get_or_insert(id);
        out.1.levels.extend(one.levels);
        out.1.workforce.extend(one.workforce);
        out.1.shown.extend(one.shown);
    }
    Ok(out)
}

fn save_ground(vault: &mut Vault, now_ms: u64, id: Option<Id>, ground: &Ground) -> Result<(), ActionError> {
    let id = id.unwrap_or_else(|| vault.new_id());
    let made = change(vault, now_ms, id, ground)?;
    vault.commit(now_ms, vec![made])?;
    Ok(())
}

/// Reads everything that the rules need.
fn field(vault: &Vault, today: NaiveDate) -> Result<Field, ActionError> {
    let known = talk::everybody(vault, today)?;
    Ok(Field::of(known, &vault.all::<Act>()?, vault.all()?, &ground(vault)?.1))
}

fn tests(vault: &Vault) -> Result<Vec<(Id, Test)>, VaultError> {
    vault.all::<Test>()
}

fn test_named(vault: &Vault, typed: &str) -> Result<(Id, Test), ActionError> {
    let same = |(id, test): &(Id, Test)| fold(&test.name) == fold(typed) || id.is_named_by(typed);
    tests(vault)?.into_iter().find(same).ok_or_else(|| ActionError::NoTest(typed.to_owned()))
}

/// An act as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Doing {
    /// Who.
    pub who: String,
    /// What.
    pub kind: String,
    /// The day; today without one.
    pub day: Option<NaiveDate>,
    /// The test to which it belongs.
    pub test: Option<String>,
    /// Who was brought along.
    pub whom: Option<String>,
    /// In the section's words.
    pub note: Option<String>,
}

/// Notes an act. In a test it is what was asked there, done now.
///
/// # Errors
/// [`ActionError::Future`], [`ActionError::NoTest`]; as [`talk::find`].
pub fn note(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    doing: &Doing,
) -> Result<views::Stands, ActionError> {
    let day = doing.day.unwrap_or(today);
    if near(day, today)? > today {
        return Err(ActionError::Future(day));
    }
    let person = talk::find(vault, &doing.who)?;
    let whom = doing.whom.as_deref().map(|who| talk::find(vault, who)).transpose()?;
    let test = doing.test.as_deref().map(|name| test_named(vault, name)).transpose()?;
    let words = |typed: &String| diary::text(typed).ok_or(TalkError::Text);
    let note = doing.note.as_ref().map(words).transpose()?;
    let kind = kind(&doing.kind)?;
    if let Some((_, of)) = test.as_ref().filter(|(_, of)| of.kind != kind) {
        return Err(ActionError::OtherAct(of.name.clone(), of.kind.clone()));
    }
    let test = test.map(|(id, _)| id);
    let asked = |(_, act): &(Id, Act)| {
        test.is_some() && act.test == test && act.person == Some(person) && act.kind == kind
    };
    let old = vault.all::<Act>()?.into_iter().find(asked);
    let (id, act) = old.unwrap_or_else(|| (vault.new_id(), Act::default()));
    let act = Act {
        person: Some(person),
        kind,
        day: Some(day),
        test,
        whom: whom.or(act.whom),
        note: note.or(act.note.clone()),
        ..act
    };
    let made = change(vault, now_ms, id, &act)?;
    vault.commit(now_ms, vec![made])?;
    stands(vault, today, person)
}

/// Says where somebody stands, by which acts, and how that moves.
///
/// # Errors
/// As [`talk::find`].
pub fn show(vault: &Vault, today: NaiveDate, who: &str) -> Result<views::Stands, ActionError> {
    stands(vault, today, talk::find(vault, who)?)
}

fn stands(vault: &Vault, today: NaiveDate, person: Id) -> Result<views::Stands, ActionError> {
    let field = field(vault, today)?;
    views::Stands::of(&field, person, today).ok_or_else(|| TalkError::Nobody(person.short()).into())
}

/// Lists acts, the latest first.
///
/// # Errors
/// As [`talk::find`].
pub fn list(
    vault: &Vault,
    today: NaiveDate,
    who: Option<&str>,
    of: Option<&str>,
) -> Result<views::Acts, ActionError> {
    let person = who.map(|who| talk::find(vault, who)).transpose()?;
    let of = of.map(kind).transpose()?;
    let field = field(vault, today)?;
    Ok(views::Acts::of(&field, person, of.as_deref()))
}

/// Takes an act back.
///
/// # Errors
/// [`ActionError::None`].
pub fn remove(vault: &mut Vault, now_ms: u64, which: &str) -> Result<(), ActionError> {
    let mut found = vault.all::<Act>()?.into_iter().filter(|(id, _)| id.is_named_by(which));
    let (Some((id, _)), None) = (found.next(), found.next()) else {
        return Err(ActionError::None(which.to_owned()));
    };
    let gone = taken_back::<Act>(vault, now_ms, id)?;
    vault.commit(now_ms, gone.into_iter().collect())?;
    Ok(())
}

/// Returns the rule of the section.
///
/// # Errors
/// When the vault cannot be read.
pub fn rule(vault: &Vault) -> Result<views::TheRule, ActionError> {
    Ok(views::TheRule::of(&ground(vault)?.1))
}

/// Sets what puts somebody on a level; without acts, as the program has it.
///
/// # Errors
/// [`ActionError::Level`]; when the vault cannot be written.
pub fn set_level(
    vault: &mut Vault,
    now_ms: u64,
    level: u8,
    set: Option<(&[String], u32)>,
) -> Result<views::TheRule, ActionError> {
    let (id, mut ground) = ground(vault)?;
    let name = level.to_string();
    match set {
        Some((acts, months)) => {
            let acts = acts.iter().map(|act| kind(act)).collect::<Result<Vec<_>, _>>()?;
            let said = format!("{} {months}", acts.join(","));
            level_of(&name, &said).ok_or(ActionError::Level(said.clone()))?;
            ground.levels.insert(name, said);
        }
        None => drop(ground.levels.remove(&name)),
    }
    save_ground(vault, now_ms, id, &ground)?;
    rule(vault)
}

/// Begins a test, or changes its act and day.
///
/// # Errors
/// [`ActionError::NewTest`] for a new one without act or day.
pub fn begin(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    name: &str,
    (asked, day): (Option<&str>, Option<NaiveDate>),
) -> Result<views::Structure, ActionError> {
    let (id, old) = match test_named(vault, name) {
        Ok((id, test)) => (id, test),
        Err(_) => {
            (vault.new_id(), Test { name: diary::text(name).ok_or(TalkError::Text)?, ..Test::default() })
        }
    };
    let of = asked.map(kind).transpose()?.unwrap_or_else(|| old.kind.clone());
    let theirs = vault.all::<Act>()?.iter().filter(|(_, act)| act.test == Some(id)).count();
    if of != old.kind && theirs > 0 {
        return Err(ActionError::Begun(old.name, theirs));
    }
    let day = day.map(|day| near(day, today)).transpose()?.or(old.day);
    let test = Test { kind: of, day, name: old.name, removed: false };
    if test.kind.is_empty() || test.day.is_none() {
        return Err(ActionError::NewTest(test.name));
    }
    let made = change(vault, now_ms, id, &test)?;
    vault.commit(now_ms, vec![made])?;
    structure(vault, today, name)
}

/// Notes that people were asked for the act of a test: those who are named, and all of a place. Also says how many were not yet.
///
/// # Errors
/// [`ActionError::NoTest`], [`ActionError::Nobody`]; as [`talk::find`].
pub fn ask(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    name: &str,
    who: &[String],
    place: Option<&Where>,
) -> Result<(usize, views::Structure), ActionError> {
    let (test, kept) = test_named(vault, name)?;
    if who.is_empty() && place.is_none() {
        return Err(ActionError::Nobody);
    }
    let mut wanted: BTreeSet<Id> = who.iter().map(|one| talk::find(vault, one)).collect::<Result<_, _>>()?;
    if let Some(place) = place {
        let all = talk::everybody(vault, today)?;
        wanted.extend(all.values().filter(|one| one.here && place.has(one)).map(|one| one.id));
    }
    for (_, act) in vault.all::<Act>()?.iter().filter(|(_, act)| act.test == Some(test)) {
        if let Some(person) = act.person {
            wanted.remove(&person);
        }
    }
    let mut changes = Vec::new();
    for person in wanted {
        let act = Act {
            person: Some(person),
            kind: kept.kind.clone(),
            test: Some(test),
            asked: Some(today),
            ..Act::default()
        };
        let id = vault.new_id();
        changes.push(change(vault, now_ms, id, &act)?);
    }
    let new = changes.len();
    if new > 0 {
        vault.commit(now_ms, changes)?;
    }
    Ok((new, structure(vault, today, name)?))
}

/// Shows a test: who was asked and who did it, by service.
///
/// # Errors
/// [`ActionError::NoTest`].
pub fn structure(vault: &Vault, today: NaiveDate, name: &str) -> Result<views::Structure, ActionError> {
    let (id, test) = test_named(vault, name)?;
    let known = talk::everybody(vault, today)?;
    Ok(views::Structure::of(id, &test, &vault.all::<Act>()?, &known))
}

/// Lists the tests.
///
/// # Errors
/// When the vault cannot be read.
pub fn all_tests(vault: &Vault, today: NaiveDate) -> Result<views::Structures, ActionError> {
    let (known, acts) = (talk::everybody(vault, today)?, vault.all::<Act>()?);
    let mut tests = tests(vault)?;
    tests.sort_by_key(|(id, test)| std::cmp::Reverse((test.day, *id)));
    let tests = tests.iter().map(|(id, test)| views::Structure::of(*id, test, &acts, &known)).collect();
    Ok(views::Structures { tests })
}

/// Shows where somebody was reached, and who brings whom.
///
/// # Errors
/// When the vault cannot be read.
pub fn coverage(vault: &Vault, today: NaiveDate, axis: Axis) -> Result<views::Map, ActionError> {
    let mut field = field(vault, today)?;
    if axis == Axis::Age {
        talk::people::with_births(vault, &mut field.known)?;
    }
    Ok(views::Map::of(&field, axis, today))
}

/// Proposes whom to talk with next.
///
/// # Errors
/// When the vault cannot be read.
pub fn next(
    vault: &Vault,
    today: NaiveDate,
    count: usize,
    by: Option<&str>,
) -> Result<views::Proposed, ActionError> {
    let field = field(vault, today)?;
    let open = talk::Wanted { open: true, ..talk::Wanted::default() };
    let waiting = talk::list(vault, today, &open)?.talks.into_iter().map(|row| row.with).collect();
    let acts = vault.all::<Act>()?;
    let last = tests(vault)?.into_iter().max_by_key(|(id, test)| (test.day, *id)).map(|(id, _)| id);
    let waits = |act: &&(Id, Act)| last.is_some() && act.1.test == last && act.1.day.is_none();
    let asked: BTreeSet<Id> = acts.iter().filter(waits).filter_map(|(_, act)| act.person).collect();
    let mut found = map::next(&field, &waiting, &asked, today);
    let theirs = |id: &Id| field.known.get(id).and_then(|one| one.with.clone());
    if let Some(by) = by {
        found.retain(|next| {
            theirs(&next.id).is_some_and(|with| crate::features::talk::rules::same(&with, by))
        });
    }
    found.truncate(count);
    Ok(views::Proposed::of(&field.known, &found))
}

/// Notes how many work in each group.
///
/// # Errors
/// [`ActionError::Count`].
pub fn workforce(
    vault: &mut Vault,
    now_ms: u64,
    axis: Axis,
    counts: &[String],
) -> Result<views::Workforce, ActionError> {
    let (id, mut ground) = ground(vault)?;
    for typed in counts {
        let bad = || ActionError::Count(typed.clone());
        let (group, count) = typed.rsplit_once('=').ok_or_else(bad)?;
        let group = diary::text(group).ok_or_else(bad)?;
        let count: u64 = count.trim().parse().ok().filter(|count| *count <= MOST).ok_or_else(bad)?;
        let key = format!("{}/{}", axis.code(), spelled(axis, &group));
        // Nobody works there any more: the group goes.
        match count {
            0 => drop(ground.workforce.remove(&key)),
            _ => drop(ground.workforce.insert(key, count)),
        }
    }
    if !counts.is_empty() {
        save_ground(vault, now_ms, id, &ground)?;
    }
    Ok(views::Workforce::of(axis, &ground))
}

/// Returns how many work in each group, as entered.
///
/// # Errors
/// When the vault cannot be read.
pub fn entered(vault: &Vault, axis: Axis) -> Result<views::Workforce, ActionError> {
    Ok(views::Workforce::of(axis, &ground(vault)?.1))
}

/// The code of a group where it has one, however it was typed.
fn spelled(axis: Axis, group: &str) -> String {
    use crate::base::word::{Category, Contract, Gender};
    let code = match axis {
        Axis::Sex => Gender::read(group).map(Gender::code),
        Axis::College => Category::read(group).map(Category::code),
        Axis::Contract => Contract::read(group).map(Contract::code),
        _ => None,
    };
    code.unwrap_or(group).to_owned()
}
