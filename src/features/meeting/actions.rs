//! Meetings: called, who answers what, who came, what was decided, what a notice says of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::{
    base::Id,
    features::{
        agenda::{
            actions::{AgendaError, change as facts},
            records::{self as diary, Fact, OWN},
        },
        group::{
            actions::{self as groups, GroupError, ToDo},
            records::Group,
            rules::named,
        },
        meeting::{
            records::{Guest, Meeting, Presence, Sort},
            rules, views,
        },
        talk::{
            actions::{self as talk, TalkError, Where, change, taken_back},
            records::{Act, Answer},
        },
    },
    platform::input,
    vault::{Change, Vault, VaultError},
};

/// Why a meeting is not noted or shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MeetingError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The person is not found, or a text cannot be kept.
    #[error(transparent)]
    Talk(#[from] TalkError),
    /// The agenda cannot be read.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// The group is not found, or does not take the task.
    #[error(transparent)]
    Group(#[from] GroupError),
    /// No meeting, or more than one, is called so.
    #[error("no meeting, or more than one, is called so")]
    NoMeeting(String),
    /// A meeting has this name on this day already.
    #[error("a meeting has this name on this day already")]
    Taken(String, NaiveDate),
    /// It has not been held yet.
    #[error("the meeting has not been held yet")]
    Future(NaiveDate),
    /// Nobody is meant.
    #[error("nobody is meant")]
    Nobody,
    /// Nobody of the roster is invited, so that there is nobody to write to.
    #[error("nobody of the roster is invited")]
    NobodyToWrite(String),
    /// The file cannot be read.
    #[error("the file cannot be read")]
    Unreadable(PathBuf, #[source] io::Error),
    /// The minutes are no text, or too long.
    #[error("the minutes are no text of at most 20,000 characters")]
    NotText,
    /// Too many items.
    #[error("too many items")]
    TooMany,
    /// The meeting is of no group, and none was named.
    #[error("no group takes the task")]
    NoGroup(String),
}

/// A meeting as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// What it is.
    pub sort: Option<Sort>,
    /// The day.
    pub day: Option<NaiveDate>,
    /// The hour.
    pub at: Option<String>,
    /// The place.
    pub place: Option<String>,
    /// Items of its agenda, behind those that are there.
    pub items: Vec<String>,
    /// The group whose meeting it is.
    pub group: Option<String>,
}

/// Who is meant: those who are named, and all of a place or of the group.
#[derive(Debug, Clone, Default)]
pub struct Whom {
    /// Named.
    pub who: Vec<String>,
    /// All members who work there.
    pub place: Option<Where>,
    /// All who belong to the group of the meeting.
    pub group: bool,
}

fn text(text: &str) -> Result<String, MeetingError> {
    Ok(diary::text(text).ok_or(TalkError::Text)?)
}

fn maybe(typed: Option<&str>) -> Result<Option<String>, MeetingError> {
    typed.map(text).transpose()
}

/// Finds a meeting by its name, its day, its first digits, or words that it alone has.
///
/// # Errors
/// [`MeetingError::NoMeeting`].
pub fn find(vault: &Vault, typed: &str) -> Result<(Id, Meeting), MeetingError> {
    let all = vault.all::<Meeting>()?;
    let days: Vec<(Id, String)> =
        all.iter().filter_map(|(id, one)| Some((*id, one.day?.to_string()))).collect();
    let id = named(typed, all.iter().map(|(id, one)| (*id, one.name.as_str())))
        .or_else(|| named(typed, days.iter().map(|(id, day)| (*id, day.as_str()))));
    let found = id.and_then(|id| all.into_iter().find(|(other, _)| *other == id));
    found.ok_or_else(|| MeetingError::NoMeeting(typed.to_owned()))
}

fn names(vault: &Vault) -> Result<BTreeMap<Id, String>, VaultError> {
    Ok(vault.all::<Group>()?.into_iter().map(|(id, group)| (id, group.name)).collect())
}

fn page(vault: &Vault, today: NaiveDate, id: Id, meeting: &Meeting) -> Result<views::Page, MeetingError> {
    let known = talk::everybody(vault, today)?;
    let row = views::MeetingRow::of(id, meeting, &names(vault)?);
    Ok(views::Page::of(row, meeting, &known, groups::of_meeting(vault, today, id)?))
}

/// The own date of the agenda that a meeting is.
fn fact(meeting: &Meeting) -> Result<Fact, AgendaError> {
    facts::check(Fact {
        code: OWN.to_owned(),
        day: meeting.day,
        about: Some(meeting.name.clone()),
        at: meeting.at.clone(),
        place: meeting.place.clone(),
        ..Fact::default()
    })
}

fn save(vault: &mut Vault, now_ms: u64, id: Id, meeting: &mut Meeting) -> Result<(), MeetingError> {
    let duty = meeting.duty.unwrap_or_else(|| vault.new_id());
    meeting.duty = Some(duty);
    let made = fact(meeting)?;
    let changes = vec![change(vault, now_ms, id, meeting)?, change(vault, now_ms, duty, &made)?];
    vault.commit(now_ms, changes)?;
    Ok(())
}

fn put(vault: &Vault, meeting: &mut Meeting, wanted: &Wanted) -> Result<(), MeetingError> {
    meeting.sort = wanted.sort.or(meeting.sort);
    meeting.day = wanted.day.or(meeting.day);
    meeting.at = wanted.at.clone().or(meeting.at.take());
    meeting.place = maybe(wanted.place.as_deref())?.or(meeting.place.take());
    for item in &wanted.items {
        meeting.items.push(text(item)?);
    }
    if meeting.items.len() > rules::ITEMS_MOST {
        return Err(MeetingError::TooMany);
    }
    if let Some(group) = &wanted.group {
        meeting.group = Some(groups::find(vault, group)?.0);
    }
    Ok(())
}

/// Calls a meeting; it enters the agenda in the same commit.
///
/// # Errors
/// [`MeetingError::Taken`]; [`GroupError::NoGroup`]; when the vault cannot be written.
pub fn call(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    wanted: &Wanted,
) -> Result<views::Page, MeetingError> {
    let mut meeting = Meeting { name: text(&wanted.name)?, sort: Some(Sort::Meeting), ..Meeting::default() };
    put(vault, &mut meeting, wanted)?;
    let same = |other: &Meeting| {
        other.day == meeting.day && crate::features::talk::rules::same(&other.name, &meeting.name)
    };
    if vault.all::<Meeting>()?.iter().any(|(_, other)| same(other)) {
        return Err(MeetingError::Taken(meeting.name, meeting.day.unwrap_or(today)));
    }
    let id = vault.new_id();
    save(vault, now_ms, id, &mut meeting)?;
    page(vault, today, id, &meeting)
}

/// Changes day, hour, place, agenda or group of a meeting; the agenda follows.
///
/// # Errors
/// [`MeetingError::NoMeeting`]; as [`call`].
pub fn edit(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    wanted: &Wanted,
) -> Result<views::Page, MeetingError> {
    let (id, mut meeting) = find(vault, &wanted.name)?;
    put(vault, &mut meeting, wanted)?;
    save(vault, now_ms, id, &mut meeting)?;
    page(vault, today, id, &meeting)
}

/// Takes a meeting back, with its line of the agenda; the acts that it made stay.
///
/// # Errors
/// [`MeetingError::NoMeeting`]; when the vault cannot be written.
pub fn remove(vault: &mut Vault, now_ms: u64, which: &str) -> Result<(), MeetingError> {
    let (id, meeting) = find(vault, which)?;
    let mut changes: Vec<Change> = taken_back::<Meeting>(vault, now_ms, id)?.into_iter().collect();
    if let Some(duty) = meeting.duty {
        changes.extend(taken_back::<Fact>(vault, now_ms, duty)?);
    }
    vault.commit(now_ms, changes)?;
    Ok(())
}

/// Changes what is known of a guest, a new one where the person was none.
fn guest(meeting: &mut Meeting, person: Id, edit: impl FnOnce(&mut Guest)) {
    if let Some(one) = meeting.guests.iter_mut().find(|one| one.person == person) {
        return edit(one);
    }
    let mut one = Guest { person, invited: None, answer: None, presence: None, act: None };
    edit(&mut one);
    meeting.guests.push(one);
}

/// Notes who is invited.
///
/// # Errors
/// [`MeetingError::NoMeeting`], [`MeetingError::Nobody`]; as [`talk::find`]; when the vault cannot be written.
pub fn invite(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    whom: &Whom,
) -> Result<views::Page, MeetingError> {
    let (id, mut meeting) = find(vault, which)?;
    let mut people: BTreeSet<Id> =
        whom.who.iter().map(|who| talk::find(vault, who)).collect::<Result<_, _>>()?;
    if let Some(place) = &whom.place {
        let all = talk::everybody(vault, today)?;
        people.extend(all.values().filter(|one| one.member && place.has(one)).map(|one| one.id));
    }
    if let Some(group) = meeting.group.filter(|_| whom.group)
        && let Some(group) = vault.get::<Group>(&group)?
    {
        people.extend(group.members.iter().map(|one| one.person));
    }
    if people.is_empty() {
        return Err(MeetingError::Nobody);
    }
    for person in people {
        guest(&mut meeting, person, |one| one.invited = one.invited.or(Some(today)));
    }
    let made = change(vault, now_ms, id, &meeting)?;
    vault.commit(now_ms, vec![made])?;
    page(vault, today, id, &meeting)
}

/// Notes what somebody answers.
///
/// # Errors
/// [`MeetingError::NoMeeting`]; as [`talk::find`]; when the vault cannot be written.
pub fn answer(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    (who, said): (&str, Answer),
) -> Result<views::Page, MeetingError> {
    let (id, mut meeting) = find(vault, which)?;
    let person = talk::find(vault, who)?;
    guest(&mut meeting, person, |one| one.answer = Some(said));
    let made = change(vault, now_ms, id, &meeting)?;
    vault.commit(now_ms, vec![made])?;
    page(vault, today, id, &meeting)
}

/// Notes who came. Coming is an act, on the day of a strike striking: it is noted in the same commit, and taken back where it was not so.
///
/// # Errors
/// [`MeetingError::Future`] before the day; [`MeetingError::Nobody`]; as [`talk::find`]; when the vault cannot be written.
pub fn came(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    (who, presence): (&[String], Presence),
) -> Result<views::Page, MeetingError> {
    let (id, mut meeting) = find(vault, which)?;
    let day = meeting.day.filter(|day| *day <= today);
    let day = day.ok_or_else(|| MeetingError::Future(meeting.day.unwrap_or(today)))?;
    if who.is_empty() {
        return Err(MeetingError::Nobody);
    }
    let kind = rules::act(meeting.sort).code().to_owned();
    let mut changes = Vec::new();
    for who in who {
        let person = talk::find(vault, who)?;
        let old = meeting.guests.iter().find(|one| one.person == person).and_then(|one| one.act);
        let made = match (presence, old) {
            (Presence::Came, None) => {
                let act = vault.new_id();
                let done = Act { person: Some(person), kind: kind.clone(), day: Some(day), ..Act::default() };
                changes.push(change(vault, now_ms, act, &done)?);
                Some(act)
            }
            (Presence::Came, there) => there,
            (Presence::Excused | Presence::Missing, Some(act)) => {
                changes.extend(taken_back::<Act>(vault, now_ms, act)?);
                None
            }
            (Presence::Excused | Presence::Missing, None) => None,
        };
        guest(&mut meeting, person, |one| (one.presence, one.act) = (Some(presence), made));
    }
    changes.push(change(vault, now_ms, id, &meeting)?);
    vault.commit(now_ms, changes)?;
    page(vault, today, id, &meeting)
}

/// Where minutes come from.
#[derive(Debug, Clone)]
pub enum Source<'a> {
    /// Typed.
    Text(&'a str),
    /// From a file, `-` for standard input.
    File(&'a Path),
}

/// Reads minutes as they were typed or stand in a file.
///
/// # Errors
/// [`MeetingError::Unreadable`], [`MeetingError::NotText`].
pub fn read(source: &Source<'_>) -> Result<String, MeetingError> {
    let most = rules::MINUTES_MOST.saturating_mul(4);
    let typed = match source {
        Source::Text(text) => (*text).to_owned(),
        Source::File(path) => {
            let bytes = input::read(path, u64::try_from(most).unwrap_or(u64::MAX))
                .map_err(|why| MeetingError::Unreadable(path.to_path_buf(), why))?;
            String::from_utf8(bytes).map_err(|_| MeetingError::NotText)?
        }
    };
    rules::minutes(&typed).ok_or(MeetingError::NotText)
}

/// Keeps the minutes and what was decided.
///
/// # Errors
/// [`MeetingError::NoMeeting`], [`MeetingError::Future`]; when the vault cannot be written.
pub fn minutes(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    (minutes, decisions): (Option<String>, &[String]),
) -> Result<views::Page, MeetingError> {
    let (id, mut meeting) = find(vault, which)?;
    if let Some(day) = meeting.day.filter(|day| *day > today) {
        return Err(MeetingError::Future(day));
    }
    meeting.minutes = minutes.or(meeting.minutes.take());
    for decision in decisions {
        meeting.decisions.push(text(decision)?);
    }
    if meeting.decisions.len() > rules::ITEMS_MOST {
        return Err(MeetingError::TooMany);
    }
    let made = change(vault, now_ms, id, &meeting)?;
    vault.commit(now_ms, vec![made])?;
    page(vault, today, id, &meeting)
}

/// Gives a task that was decided to a group: that of the meeting, or the one that is named.
///
/// # Errors
/// [`MeetingError::NoGroup`]; as [`groups::task`].
pub fn task(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    (group, todo): (Option<&str>, &ToDo),
) -> Result<views::Page, MeetingError> {
    let (id, meeting) = find(vault, which)?;
    let own = meeting.group.map(|group| group.to_string());
    let group =
        group.map(str::to_owned).or(own).ok_or_else(|| MeetingError::NoGroup(meeting.name.clone()))?;
    groups::task(vault, (now_ms, today), &group, &ToDo { meeting: Some(id), ..todo.clone() })?;
    page(vault, today, id, &meeting)
}

/// Shows a meeting.
///
/// # Errors
/// [`MeetingError::NoMeeting`]; when the vault cannot be read.
pub fn show(vault: &Vault, today: NaiveDate, which: &str) -> Result<views::Page, MeetingError> {
    let (id, meeting) = find(vault, which)?;
    page(vault, today, id, &meeting)
}

/// Lists the meetings to come, or all of them.
///
/// # Errors
/// When the vault cannot be read.
pub fn list(vault: &Vault, today: NaiveDate, past: bool) -> Result<views::Meetings, MeetingError> {
    let mut all = vault.all::<Meeting>()?;
    all.retain(|(_, meeting)| past || meeting.day.is_some_and(|day| day >= today));
    all.sort_by_key(|(id, meeting)| (meeting.day, *id));
    let names = names(vault)?;
    Ok(views::Meetings {
        meetings: all.iter().map(|(id, one)| views::MeetingRow::of(*id, one, &names)).collect(),
    })
}

/// What a notice says of a meeting, and whom it goes to.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The values, by the names of the variables.
    pub values: BTreeMap<String, Vec<String>>,
    /// Who gets it: the members who are invited, or who came too, once there are minutes to send.
    pub people: Vec<String>,
}

/// Returns what a notice says of a meeting: to those who are invited; minutes also to those who came without.
///
/// # Errors
/// [`MeetingError::NoMeeting`]; [`MeetingError::NobodyToWrite`].
pub fn told(vault: &Vault, today: NaiveDate, which: &str, after: bool) -> Result<Told, MeetingError> {
    let (_, meeting) = find(vault, which)?;
    let known = talk::everybody(vault, today)?;
    let gets = |one: &&Guest| {
        let there = one.invited.is_some() || after && one.presence == Some(Presence::Came);
        there && known.get(&one.person).is_some_and(|known| known.member)
    };
    let people: Vec<String> = meeting.guests.iter().filter(gets).map(|one| one.person.to_string()).collect();
    if people.is_empty() {
        return Err(MeetingError::NobodyToWrite(meeting.name));
    }
    Ok(Told { values: rules::values(&meeting), people })
}
