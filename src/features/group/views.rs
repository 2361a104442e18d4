//! What is shown of what people do together, as data.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        view::{data, views},
    },
    features::{
        group::{
            records::{Ending, Group, Nature, Task},
            rules::{State, state},
        },
        talk::rules::Known,
    },
};

views! {
    "contrepoids.group.show/1" => Page;
    "contrepoids.group.list/1" => Groups;
}

data! {
    /// A group with all that it does.
    pub struct Page {
        /// The group.
        group: GroupRow,
        /// Who belongs to it, by name.
        members: Vec<PersonRow>,
        /// Who does what by when, the next day first.
        tasks: Vec<TaskRow>,
    }

    /// Groups.
    pub struct Groups {
        /// The groups: those under way first, the latest first.
        groups: Vec<GroupRow>,
    }

    /// A group.
    pub struct GroupRow {
        /// What names it.
        id: Id,
        /// Its name.
        name: String,
        /// What it is.
        kind: Option<Nature>,
        /// What is to be reached.
        aim: String,
        /// The themes of the section that it is about.
        themes: Vec<String>,
        /// The day it began.
        opened: Option<NaiveDate>,
        /// The day it ended.
        closed: Option<NaiveDate>,
        /// What came of it.
        ending: Option<Ending>,
        /// What came of it, in the section's words.
        outcome: Option<String>,
        /// How many belong to it.
        members: usize,
        /// How many tasks wait.
        open: usize,
        /// How many of these are late.
        late: usize,
        /// How many are done.
        done: usize,
    }

    /// Somebody.
    pub struct PersonRow {
        /// The key of the person or colleague.
        id: Id,
        /// The name.
        name: String,
        /// Whether a member today.
        member: bool,
    }

    /// Something to do.
    pub struct TaskRow {
        /// What names it, here and in the agenda.
        id: Id,
        /// What is to be done.
        what: String,
        /// Who does it, by name.
        who: Option<String>,
        /// The day by which.
        due: NaiveDate,
        /// How it stands.
        state: State,
        /// The day it was done.
        done: Option<NaiveDate>,
        /// Why it was dropped.
        reason: Option<String>,
        /// The meeting that decided it.
        meeting: Option<Id>,
    }
}

/// What the agenda says of a task: when it was done, who does it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doing {
    /// The day it was done.
    pub done: Option<NaiveDate>,
    /// Who does it, by name.
    pub by: Option<String>,
}

/// What the agenda says, by its own dates.
pub type Doings = BTreeMap<Id, Doing>;

impl PersonRow {
    /// Says who somebody is; nothing where the person is not known any more.
    pub(crate) fn of(known: &BTreeMap<Id, Known>, id: Id) -> Option<Self> {
        known.get(&id).map(|one| Self { id, name: one.name.clone(), member: one.member })
    }
}

impl TaskRow {
    fn of(task: &Task, doings: &Doings, known: &BTreeMap<Id, Known>, today: NaiveDate) -> Self {
        let doing = doings.get(&task.duty).cloned().unwrap_or_default();
        let person = task.person.and_then(|person| known.get(&person)).map(|one| one.name.clone());
        Self {
            id: task.duty,
            what: task.what.clone(),
            who: doing.by.or(person),
            due: task.day,
            state: state(task, doing.done, today),
            done: doing.done,
            reason: task.dropped.clone(),
            meeting: task.meeting,
        }
    }
}

impl GroupRow {
    /// Makes the row.
    pub(crate) fn of(id: Id, group: &Group, doings: &Doings, today: NaiveDate) -> Self {
        let states: Vec<State> = group
            .tasks
            .iter()
            .map(|task| state(task, doings.get(&task.duty).and_then(|doing| doing.done), today))
            .collect();
        let count = |wanted: &[State]| states.iter().filter(|state| wanted.contains(state)).count();
        Self {
            id,
            name: group.name.clone(),
            kind: group.nature,
            aim: group.aim.clone(),
            themes: group.themes.iter().cloned().collect(),
            opened: group.opened,
            closed: group.closed,
            ending: group.ending,
            outcome: group.outcome.clone(),
            members: group.members.len(),
            open: count(&[State::Open, State::Late]),
            late: count(&[State::Late]),
            done: count(&[State::Done]),
        }
    }
}

impl Page {
    /// Puts the page together.
    pub(crate) fn of(
        id: Id,
        group: &Group,
        doings: &Doings,
        known: &BTreeMap<Id, Known>,
        today: NaiveDate,
    ) -> Self {
        let mut members: Vec<PersonRow> =
            group.members.iter().filter_map(|one| PersonRow::of(known, one.person)).collect();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            group: GroupRow::of(id, group, doings, today),
            members,
            tasks: group.tasks.iter().map(|task| TaskRow::of(task, doings, known, today)).collect(),
        }
    }
}

impl Groups {
    /// Lists groups, those under way first.
    pub(crate) fn of(all: &[(Id, Group)], doings: &Doings, today: NaiveDate) -> Self {
        let mut groups: Vec<GroupRow> =
            all.iter().map(|(id, group)| GroupRow::of(*id, group, doings, today)).collect();
        groups.sort_by_key(|row| (row.closed.is_some(), std::cmp::Reverse((row.opened, row.id))));
        Self { groups }
    }
}
