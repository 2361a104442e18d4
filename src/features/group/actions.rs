//! Groups: begun, who does what by when, ended with what came of it.

use chrono::NaiveDate;

use crate::{
    base::Id,
    features::{
        agenda::{
            actions::{self as agenda, AgendaError, change as facts},
            records::{self as diary, Fact, OWN},
            rules::Subject,
        },
        group::{
            records::{Belongs, Ending, Group, Nature, Task},
            rules,
            views::{self, Doing, Doings},
        },
        talk::actions::{self as talk, TalkError, change, taken_back},
    },
    vault::{Change, Vault, VaultError},
};

/// Why a group is not begun, changed or shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GroupError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The person is not found, or a text cannot be kept.
    #[error(transparent)]
    Talk(#[from] TalkError),
    /// The agenda cannot be read.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// No group, or more than one, is called so.
    #[error("no group, or more than one, is called so")]
    NoGroup(String),
    /// A group has this name already.
    #[error("a group has this name already")]
    Taken(String),
    /// No task of the group, or more than one, is called so.
    #[error("no task, or more than one, is called so")]
    NoTask(String),
    /// The task was dropped or is done.
    #[error("the task does not wait any more")]
    Settled(String),
    /// It is over.
    #[error("the group is closed")]
    Closed(String, NaiveDate),
    /// Tasks wait still.
    #[error("tasks wait")]
    Waiting(String, usize),
}

/// A group as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// What it is.
    pub nature: Option<Nature>,
    /// What is to be reached.
    pub aim: Option<String>,
    /// Themes of the section.
    pub themes: Vec<String>,
    /// Who comes to it.
    pub with: Vec<String>,
    /// Who leaves it.
    pub without: Vec<String>,
}

/// A task as it was typed.
#[derive(Debug, Clone)]
pub struct ToDo {
    /// What is to be done.
    pub what: String,
    /// Who does it; who works on this device without it.
    pub who: Option<String>,
    /// The day by which.
    pub day: NaiveDate,
    /// The meeting that decided it.
    pub meeting: Option<Id>,
}

fn text(text: &str) -> Result<String, GroupError> {
    Ok(diary::text(text).ok_or(TalkError::Text)?)
}

/// Finds a group by its name, its first digits, or words that it alone has.
///
/// # Errors
/// [`GroupError::NoGroup`].
pub fn find(vault: &Vault, typed: &str) -> Result<(Id, Group), GroupError> {
    let found = rules::pick(typed, vault.all::<Group>()?, |group| &group.name);
    found.ok_or_else(|| GroupError::NoGroup(typed.to_owned()))
}

/// As [`find`], of what is not over.
fn open(vault: &Vault, typed: &str) -> Result<(Id, Group), GroupError> {
    let (id, group) = find(vault, typed)?;
    match group.closed {
        Some(day) => Err(GroupError::Closed(group.name, day)),
        None => Ok((id, group)),
    }
}

/// Reads what the agenda says of its own dates.
///
/// # Errors
/// When the vault or the agenda cannot be read.
pub fn doings(vault: &Vault, today: NaiveDate) -> Result<Doings, AgendaError> {
    let diary = agenda::diary(vault, today)?;
    let one = |line: &crate::features::agenda::rules::Line| match &line.subject {
        Subject::Fact(id) => {
            Some((*id, Doing { done: line.state.done, by: line.by.as_ref().map(|by| by.0.clone()) }))
        }
        _ => None,
    };
    Ok(diary.agenda.lines.iter().filter_map(one).collect())
}

fn page(vault: &Vault, today: NaiveDate, id: Id, group: &Group) -> Result<views::Page, GroupError> {
    let known = talk::everybody(vault, today)?;
    Ok(views::Page::of(id, group, &doings(vault, today)?, &known, today))
}

fn themes(vault: &Vault, typed: &[String]) -> Result<Vec<String>, GroupError> {
    let talks = vault.all::<crate::features::talk::records::Talk>()?;
    let spelled = |theme: &String| {
        let known = talks.iter().flat_map(|(_, talk)| talk.themes.iter().map(String::as_str));
        Ok(crate::features::talk::rules::spelled(&text(theme)?, known).to_owned())
    };
    typed.iter().map(spelled).collect()
}

/// Begins a group.
///
/// # Errors
/// [`GroupError::Taken`]; as [`talk::find`]; when the vault cannot be written.
pub fn begin(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    wanted: &Wanted,
) -> Result<views::Page, GroupError> {
    let name = text(&wanted.name)?;
    let same = |group: &Group| crate::features::talk::rules::same(&group.name, &name);
    if vault.all::<Group>()?.iter().any(|(_, group)| same(group)) {
        return Err(GroupError::Taken(name));
    }
    let id = vault.new_id();
    let group = Group {
        name,
        nature: Some(wanted.nature.unwrap_or(Nature::Drive)),
        opened: Some(today),
        ..Group::default()
    };
    save(vault, (now_ms, today), id, group, wanted)
}

/// Changes what a group is for, and who belongs to it.
///
/// # Errors
/// [`GroupError::NoGroup`], [`GroupError::Closed`]; as [`talk::find`]; when the vault cannot be written.
pub fn edit(vault: &mut Vault, when: (u64, NaiveDate), wanted: &Wanted) -> Result<views::Page, GroupError> {
    let (id, group) = open(vault, &wanted.name)?;
    save(vault, when, id, group, wanted)
}

fn save(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    id: Id,
    mut group: Group,
    wanted: &Wanted,
) -> Result<views::Page, GroupError> {
    if let Some(aim) = &wanted.aim {
        group.aim = text(aim)?;
    }
    group.nature = wanted.nature.or(group.nature);
    group.themes.extend(themes(vault, &wanted.themes)?);
    for who in &wanted.with {
        let person = talk::find(vault, who)?;
        if group.members.iter().all(|one| one.person != person) {
            group.members.push(Belongs { person, since: Some(today) });
        }
    }
    for who in &wanted.without {
        let person = talk::find(vault, who)?;
        group.members.retain(|one| one.person != person);
    }
    let made = change(vault, now_ms, id, &group)?;
    vault.commit(now_ms, vec![made])?;
    page(vault, today, id, &group)
}

/// Says who does what by when. It enters the agenda of who does it in the same commit.
///
/// # Errors
/// [`GroupError::NoGroup`], [`GroupError::Closed`]; as [`talk::find`]; when the vault cannot be written.
pub fn task(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    todo: &ToDo,
) -> Result<views::Page, GroupError> {
    let (id, mut group) = open(vault, which)?;
    let what = text(&todo.what)?;
    let person = todo.who.as_deref().map(|who| talk::find(vault, who)).transpose()?;
    let by = match person {
        Some(person) => talk::everybody(vault, today)?.get(&person).map(|one| one.name.clone()),
        None => Some(talk::me(vault)),
    };
    let duty = vault.new_id();
    let fact = facts::check(Fact {
        code: OWN.to_owned(),
        day: Some(todo.day),
        about: Some(what.clone()),
        of: person,
        by: by.filter(|name| !name.is_empty()),
        ..Fact::default()
    })?;
    group.tasks.push(Task { duty, what, person, day: todo.day, dropped: None, meeting: todo.meeting });
    let changes = vec![change(vault, now_ms, id, &group)?, change(vault, now_ms, duty, &fact)?];
    vault.commit(now_ms, changes)?;
    let group = Group { tasks: sorted(group.tasks), ..group };
    page(vault, today, id, &group)
}

fn sorted(mut tasks: Vec<Task>) -> Vec<Task> {
    tasks.sort_by_key(|task| (task.day, task.duty));
    tasks
}

/// Finds a task of a group that waits.
fn waiting(group: &Group, doings: &Doings, typed: &str, today: NaiveDate) -> Result<Task, GroupError> {
    let id = rules::named(typed, group.tasks.iter().map(|task| (task.duty, task.what.as_str())));
    let found = id.and_then(|id| group.tasks.iter().find(|task| task.duty == id));
    let task = found.ok_or_else(|| GroupError::NoTask(typed.to_owned()))?;
    let done = doings.get(&task.duty).and_then(|doing| doing.done);
    match rules::state(task, done, today) {
        rules::State::Open | rules::State::Late => Ok(task.clone()),
        rules::State::Done | rules::State::Dropped => Err(GroupError::Settled(task.what.clone())),
    }
}

/// Notes that a task is done: the line of the agenda is.
///
/// # Errors
/// [`GroupError::NoGroup`], [`GroupError::NoTask`], [`GroupError::Settled`]; when the vault cannot be written.
pub fn done(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    typed: &str,
) -> Result<views::Page, GroupError> {
    let (id, group) = open(vault, which)?;
    let task = waiting(&group, &doings(vault, today)?, typed, today)?;
    let diary = agenda::diary(vault, today)?;
    let line = diary.agenda.lines.iter().find(|line| line.subject == Subject::Fact(task.duty));
    let line = line.ok_or_else(|| GroupError::Settled(task.what.clone()))?;
    facts::mark(vault, now_ms, today, (diary.name(line), line.day), &facts::Mark::Done(true))?;
    page(vault, today, id, &group)
}

/// Takes tasks out of the agenda, with the reason.
fn dropping(
    vault: &mut Vault,
    now_ms: u64,
    group: &mut Group,
    duties: &[Id],
    reason: &str,
) -> Result<Vec<Change>, GroupError> {
    let reason = text(reason)?;
    let mut changes = Vec::new();
    for task in group.tasks.iter_mut().filter(|task| duties.contains(&task.duty)) {
        task.dropped = Some(reason.clone());
        changes.extend(taken_back::<Fact>(vault, now_ms, task.duty)?);
    }
    Ok(changes)
}

/// Gives a task up, with the reason: the line leaves the agenda, the task stays here.
///
/// # Errors
/// As [`done`].
pub fn give_up(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    typed: &str,
    reason: &str,
) -> Result<views::Page, GroupError> {
    let (id, mut group) = open(vault, which)?;
    let task = waiting(&group, &doings(vault, today)?, typed, today)?;
    let mut changes = dropping(vault, now_ms, &mut group, &[task.duty], reason)?;
    changes.push(change(vault, now_ms, id, &group)?);
    vault.commit(now_ms, changes)?;
    page(vault, today, id, &group)
}

/// Ends a group with what came of it.
///
/// # Errors
/// [`GroupError::Waiting`] while tasks wait and no reason to drop them is given; as [`edit`].
pub fn close(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    (ending, outcome): (Ending, &str),
    drop_rest: Option<&str>,
) -> Result<views::Page, GroupError> {
    let (id, mut group) = open(vault, which)?;
    let doings = doings(vault, today)?;
    let waits = |task: &&Task| {
        let done = doings.get(&task.duty).and_then(|doing| doing.done);
        matches!(rules::state(task, done, today), rules::State::Open | rules::State::Late)
    };
    let duties: Vec<Id> = group.tasks.iter().filter(waits).map(|task| task.duty).collect();
    let mut changes = match drop_rest {
        Some(reason) => dropping(vault, now_ms, &mut group, &duties, reason)?,
        None if duties.is_empty() => Vec::new(),
        None => return Err(GroupError::Waiting(group.name, duties.len())),
    };
    group.closed = Some(today);
    group.ending = Some(ending);
    group.outcome = Some(text(outcome)?);
    changes.push(change(vault, now_ms, id, &group)?);
    vault.commit(now_ms, changes)?;
    page(vault, today, id, &group)
}

/// Shows a group.
///
/// # Errors
/// [`GroupError::NoGroup`]; when the vault cannot be read.
pub fn show(vault: &Vault, today: NaiveDate, which: &str) -> Result<views::Page, GroupError> {
    let (id, group) = find(vault, which)?;
    page(vault, today, id, &group)
}

/// Lists the groups under way, or all of them.
///
/// # Errors
/// When the vault cannot be read.
pub fn list(vault: &Vault, today: NaiveDate, over: bool) -> Result<views::Groups, GroupError> {
    let mut all = vault.all::<Group>()?;
    all.retain(|(_, group)| over || group.closed.is_none());
    Ok(views::Groups::of(&all, &doings(vault, today)?, today))
}

/// Lists the tasks that a meeting gave to groups, the next day first.
///
/// # Errors
/// When the vault cannot be read.
pub fn of_meeting(vault: &Vault, today: NaiveDate, meeting: Id) -> Result<Vec<views::TaskRow>, GroupError> {
    let (doings, known) = (doings(vault, today)?, talk::everybody(vault, today)?);
    let mut out = Vec::new();
    for (id, group) in vault.all::<Group>()? {
        out.extend(views::Page::of(id, &group, &doings, &known, today).tasks);
    }
    out.retain(|task| task.meeting == Some(meeting));
    out.sort_by_key(|task| (task.due, task.id));
    Ok(out)
}
