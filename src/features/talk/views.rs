//! What is shown of conversations, as data.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        view::{data, views},
        word::{Category, Contract, Gender},
    },
    features::talk::{
        records::{Answer, Talk},
        rules::{Known, list::Column},
    },
};

views! {
    "contrepoids.talk.note/1" => Noted;
    "contrepoids.talk.list/1" => Talks;
    "contrepoids.talk.show/1" => Page;
    "contrepoids.talk.import/1" => Imported;
    "contrepoids.talk.person/1" => Person;
    "contrepoids.talk.keep/1" => Kept;
    "contrepoids.talk.notes/1" => Notes;
    "contrepoids.talk.forget/1" => Forgotten;
    "contrepoids.talk.hand-over/1" => Handed;
}

data! {
    /// A conversation that was noted.
    pub struct Noted {
        /// The conversation.
        talk: TalkRow,
    }

    /// A conversation.
    pub struct TalkRow {
        /// What names it.
        id: Id,
        /// With whom: the key of the person or colleague.
        with: Id,
        /// The name.
        name: String,
        /// Whether a member today.
        member: bool,
        /// The day.
        day: NaiveDate,
        /// Who of the section had it.
        by: String,
        /// What matters to the person.
        themes: Vec<String>,
        /// What was asked.
        asked: String,
        /// The answer on the spot.
        answer: Option<Answer>,
        /// The answer in words.
        said: Option<String>,
        /// What comes next.
        next: String,
        /// The day of it.
        due: Option<NaiveDate>,
        /// Who does it.
        who: String,
        /// The line of the agenda that it is.
        duty: Option<Id>,
        /// When it was done.
        done: Option<NaiveDate>,
        /// Whether its day has gone and it is not done.
        overdue: bool,
    }

    /// Conversations.
    pub struct Talks {
        /// The conversations, the last one first.
        talks: Vec<TalkRow>,
        /// What matters, to how many people.
        themes: Vec<ThemeRow>,
    }

    /// A theme of the section.
    pub struct ThemeRow {
        /// The theme.
        theme: String,
        /// To how many people it matters.
        people: usize,
    }

    /// Somebody at work.
    pub struct Person {
        /// The key of the record.
        id: Id,
        /// The name.
        name: String,
        /// Whether a member today.
        member: bool,
        /// The site.
        site: Option<String>,
        /// The service.
        service: Option<String>,
        /// The shift.
        shift: Option<String>,
        /// The professional category.
        category: Option<Category>,
        /// The contract.
        contract: Option<Contract>,
        /// The sex as the law counts lists.
        gender: Option<Gender>,
        /// Whether mostly elsewhere than on a site.
        remote: Option<bool>,
        /// The organizer whose turn it is.
        organizer: Option<String>,
    }

    /// What taking in a list of colleagues does, or did.
    #[derive(Default)]
    pub struct Imported {
        /// New colleagues.
        added: Vec<ImportRow>,
        /// People of whom something changes.
        changed: Vec<ImportRow>,
        /// How many are as before.
        same: usize,
        /// Lines that name somebody whom the list has already.
        twice: Vec<ImportRow>,
        /// Lines that fit several people: nothing is taken.
        doubtful: Vec<ImportRow>,
        /// Cells that cannot be: nothing is taken.
        wrong: Vec<Unread>,
        /// Lines that are nobody.
        passed: Vec<u64>,
        /// Columns that were not looked at.
        left: Vec<String>,
        /// Whether it was written.
        written: bool,
    }

    /// A line of a list of colleagues.
    pub struct ImportRow {
        /// The line, from 1.
        line: u64,
        /// The name.
        name: String,
    }

    /// A cell that cannot be what its column says.
    pub struct Unread {
        /// The line, from 1.
        line: u64,
        /// The column.
        column: Column,
        /// The cell.
        cell: String,
    }

    /// Somebody, with the conversations.
    pub struct Page {
        /// Who it is.
        person: Person,
        /// The conversations, the last one first.
        talks: Vec<TalkRow>,
    }

    /// What was taken out of somebody.
    #[derive(Default)]
    pub struct Forgotten {
        /// Conversations.
        talks: usize,
        /// Acts, and what was asked.
        acts: usize,
        /// Sealed notes that opened here.
        notes: usize,
        /// Other records: next steps, what was noted beside.
        others: usize,
        /// Sealed cases that name the person: they stay.
        cases: usize,
        /// Sealed records that do not open here: whether they speak of the person is not known.
        closed: usize,
    }

    /// A note that was sealed.
    pub struct Kept {
        /// What names it.
        id: Id,
        /// The devices that open it, by name.
        readers: Vec<String>,
    }

    /// Notes that are sealed to this device.
    pub struct Notes {
        /// The notes, the last one first.
        notes: Vec<NoteRow>,
        /// How many sealed records this device does not open, notes or not.
        closed: usize,
    }

    /// A note.
    pub struct NoteRow {
        /// What names it.
        id: Id,
        /// About whom, by name.
        name: String,
        /// Who wrote it.
        by: String,
        /// The day.
        day: NaiveDate,
        /// The note.
        text: String,
        /// The devices that open it, by name.
        readers: Vec<String>,
    }

    /// A territory that went to another organizer.
    pub struct Handed {
        /// How many people.
        people: usize,
        /// How many next steps went with them.
        steps: usize,
        /// To whom.
        to: String,
    }
}

impl TalkRow {
    /// Makes the row; nothing where the person is not known any more.
    pub(crate) fn of(
        id: Id,
        talk: &Talk,
        known: &BTreeMap<Id, Known>,
        done: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Option<Self> {
        let (with, day) = (talk.with?, talk.day?);
        let one = known.get(&with)?;
        Some(Self {
            id,
            with,
            name: one.name.clone(),
            member: one.member,
            day,
            by: talk.by.clone(),
            themes: talk.themes.iter().cloned().collect(),
            asked: talk.asked.clone(),
            answer: talk.answer,
            said: talk.said.clone(),
            next: talk.step.clone(),
            due: talk.due,
            who: talk.who.clone().unwrap_or_else(|| talk.by.clone()),
            duty: talk.duty,
            done,
            overdue: done.is_none() && talk.due.is_some_and(|due| due < today),
        })
    }
}

impl Talks {
    /// Counts the themes, those of most people first.
    pub(crate) fn of(talks: Vec<TalkRow>) -> Self {
        let mut people: BTreeMap<&str, BTreeSet<Id>> = BTreeMap::new();
        for talk in &talks {
            for theme in &talk.themes {
                people.entry(theme).or_default().insert(talk.with);
            }
        }
        let row = |(theme, of): (&str, BTreeSet<Id>)| ThemeRow { theme: theme.to_owned(), people: of.len() };
        let mut themes: Vec<ThemeRow> = people.into_iter().map(row).collect();
        themes.sort_by(|a, b| (b.people, &a.theme).cmp(&(a.people, &b.theme)));
        Self { talks, themes }
    }
}

impl Person {
    /// Says who somebody is.
    #[must_use]
    pub fn of(one: &Known) -> Self {
        Self {
            id: one.id,
            name: one.name.clone(),
            member: one.member,
            site: one.site.clone(),
            service: one.service.clone(),
            shift: one.shift.clone(),
            category: one.category,
            contract: one.contract,
            gender: one.gender,
            remote: one.remote,
            organizer: one.with.clone(),
        }
    }
}
