//! What is shown of meetings, as data.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        view::{data, views},
    },
    features::{
        group::views::TaskRow,
        meeting::records::{Guest, Meeting, Presence, Sort},
        talk::{records::Answer, rules::Known},
    },
};

views! {
    "contrepoids.meeting.show/1" => Page;
    "contrepoids.meeting.list/1" => Meetings;
}

data! {
    /// A meeting with all that belongs to it.
    pub struct Page {
        /// The meeting.
        meeting: MeetingRow,
        /// The items of its agenda.
        items: Vec<String>,
        /// Who is invited, what they answered, who came, by name.
        guests: Vec<GuestRow>,
        /// The minutes, one point each.
        minutes: Vec<String>,
        /// What was decided.
        decisions: Vec<String>,
        /// The tasks that it gave to a group.
        tasks: Vec<TaskRow>,
        /// The notice that calls to it.
        notice: String,
    }

    /// Meetings.
    pub struct Meetings {
        /// The meetings, the next day first.
        meetings: Vec<MeetingRow>,
    }

    /// A meeting.
    pub struct MeetingRow {
        /// What names it.
        id: Id,
        /// Its name.
        name: String,
        /// What it is.
        kind: Option<Sort>,
        /// The day.
        day: Option<NaiveDate>,
        /// The hour.
        at: Option<String>,
        /// The place.
        place: Option<String>,
        /// The group whose meeting it is, by name.
        group: Option<String>,
        /// The line of the agenda that it is.
        duty: Option<Id>,
        /// How many are invited.
        invited: usize,
        /// How many answered yes.
        yes: usize,
        /// How many answered perhaps.
        perhaps: usize,
        /// How many answered no.
        no: usize,
        /// How many came.
        came: usize,
    }

    /// Somebody who is invited, answered or came.
    pub struct GuestRow {
        /// The key of the person or colleague.
        id: Id,
        /// The name.
        name: String,
        /// The day of the invitation.
        invited: Option<NaiveDate>,
        /// What they answered.
        answer: Option<Answer>,
        /// Whether they came.
        presence: Option<Presence>,
    }
}

impl MeetingRow {
    /// Makes the row.
    pub(crate) fn of(id: Id, meeting: &Meeting, groups: &BTreeMap<Id, String>) -> Self {
        let count = |fits: &dyn Fn(&Guest) -> bool| meeting.guests.iter().filter(|one| fits(one)).count();
        let answered = |answer: Answer| count(&|one: &Guest| one.answer == Some(answer));
        Self {
            id,
            name: meeting.name.clone(),
            kind: meeting.sort,
            day: meeting.day,
            at: meeting.at.clone(),
            place: meeting.place.clone(),
            group: meeting.group.and_then(|group| groups.get(&group).cloned()),
            duty: meeting.duty,
            invited: count(&|one: &Guest| one.invited.is_some()),
            yes: answered(Answer::Yes),
            perhaps: answered(Answer::Perhaps),
            no: answered(Answer::No),
            came: count(&|one: &Guest| one.presence == Some(Presence::Came)),
        }
    }
}

impl Page {
    /// Puts the page together.
    pub(crate) fn of(
        row: MeetingRow,
        meeting: &Meeting,
        known: &BTreeMap<Id, Known>,
        tasks: Vec<TaskRow>,
    ) -> Self {
        let guest = |one: &Guest| {
            let name = known.get(&one.person)?.name.clone();
            Some(GuestRow {
                id: one.person,
                name,
                invited: one.invited,
                answer: one.answer,
                presence: one.presence,
            })
        };
        let mut guests: Vec<GuestRow> = meeting.guests.iter().filter_map(guest).collect();
        guests.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            meeting: row,
            items: meeting.items.clone(),
            guests,
            minutes: meeting.minutes.as_deref().unwrap_or_default().lines().map(str::to_owned).collect(),
            decisions: meeting.decisions.clone(),
            tasks,
            notice: crate::features::meeting::rules::call(meeting.sort).to_owned(),
        }
    }
}
