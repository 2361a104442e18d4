//! What is shown of people, as data.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    base::{
        Id,
        view::{data, views},
        word::{Reason, RoleKind, codes},
    },
    roster::{
        self,
        attr::{Attr, Key},
        columns::{Subject, View},
        import::cells::Unsaid,
        import::header::Dropped,
        import::plan::{self as import, ImportPlan, ImportRow, RowOutcome, Warning},
        retention::Kept,
    },
};

views! {
    "contrepoids.member.add/1" => Added;
    "contrepoids.member.apart/1" => Apart;
    "contrepoids.member.duplicates/1" => Pairs;
    "contrepoids.member.edit/1" => Edited;
    "contrepoids.member.erase/1" => Erasures;
    "contrepoids.member.history/1" => History;
    "contrepoids.member.import/1" => Imported;
    "contrepoids.member.join/1" => FormsTaken;
    "contrepoids.member.leave/1" => Left;
    "contrepoids.member.list/1" => PeopleList;
    "contrepoids.member.merge/1" => Merged;
    "contrepoids.member.purge/1" => OverdueRecords;
    "contrepoids.member.rejoin/1" => Rejoined;
    "contrepoids.member.remove/1" => Removed;
    "contrepoids.member.show/1" => Person;
    "contrepoids.member.undo/1" => Undone;
}

/// A field of a person by its code: a text, nothing, or several of them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Field {
    /// One value, or none.
    One(Option<String>),
    /// Tags, addresses, roles as `member edit` takes them.
    Several(Vec<String>),
    /// Roles with their days.
    Roles(Vec<Role>),
}

impl Field {
    /// Returns a field of a person.
    #[must_use]
    pub fn of(subject: &Subject<'_>, key: &Key, view: View<'_>) -> Self {
        if let Some(several) = subject.several(key, view) {
            return Self::Several(several);
        }
        let text = subject.show(key, view);
        Self::One((!text.is_empty()).then(|| text.into_owned()))
    }

    /// Returns the same with the days of roles apart.
    #[must_use]
    pub fn whole(subject: &Subject<'_>, key: &Key, view: View<'_>) -> Self {
        if *key != Key::Attr(Attr::Roles) {
            return Self::of(subject, key, view);
        }
        let roles = subject.roles().into_iter();
        Self::Roles(roles.map(|r| Role { role: r.kind, from: r.from, to: r.to }).collect())
    }
}

data! {
    /// People who were erased, by number alone.
    pub struct Erasures {
        /// One for each person.
        erased: Vec<Erased>,
        /// The six words of the vault from now on, in the language of the command.
        words: Vec<&'static str>,
    }

    /// What was erased of a person, and what may still hold them.
    pub struct Erased {
        /// How many records: the person's, and those merged into it.
        records: usize,
        /// How many facts and lines of the agenda that belonged to the person.
        belongings: usize,
        /// How many records of other kinds have the name in their text; these were not changed.
        mentions: usize,
        /// How many exports the person was in.
        exports: usize,
        /// The other holders of the vault, whose copies may hold the person.
        holders: Vec<String>,
    }

    /// Two records of two people that look alike, remembered as such.
    pub struct Apart {
        /// The records.
        ids: [Id; 2],
    }

    /// A record that was removed.
    pub struct Removed {
        /// The record.
        id: Id,
    }

    /// A change that was taken back.
    pub struct Undone {
        /// The records that it had changed.
        ids: Vec<Id>,
        /// What had been done.
        what: Deed,
        /// When, in universal time.
        when: Option<String>,
    }

    /// A record that is past its time.
    pub struct OverdueRecord {
        /// The record.
        id: Id,
        /// Whose records the period is for.
        of: Kept,
        /// The day from which it was counted.
        since: NaiveDate,
        /// The last day on which it was to be kept.
        until: NaiveDate,
        /// The months.
        months: u32,
    }

    /// Records that are past their time.
    pub struct OverdueRecords {
        /// The records.
        overdue: Vec<OverdueRecord>,
        /// Whether they were erased.
        erased: bool,
    }
}

data! {
    /// A role.
    pub struct Role {
        /// Which.
        role: RoleKind,
        /// Its first day.
        from: Option<NaiveDate>,
        /// Its last day.
        to: Option<NaiveDate>,
    }

    /// People.
    pub struct PeopleList {
        /// Each of them, with the columns that were asked for.
        people: Vec<Row>,
        /// Former members who were left out.
        former_left_out: usize,
        /// People who were left out because their college is not known.
        college_unknown_left_out: usize,
    }

    /// A person of a list.
    pub struct Row {
        /// What names the record.
        id: Id,
        /// The fields, by their codes.
        #[serde(flatten)]
        fields: BTreeMap<String, Field>,
    }

    /// All that is known of a person.
    pub struct Person {
        /// The fields, by their codes.
        #[serde(flatten)]
        fields: BTreeMap<String, Field>,
        /// The spans of membership, earliest first.
        spans: Vec<MembershipSpan>,
    }

    /// A span of membership.
    pub struct MembershipSpan {
        /// Its first day.
        start: Option<NaiveDate>,
        /// Why it began.
        began: Reason,
        /// Its last day.
        end: Option<NaiveDate>,
        /// Why it ended.
        ended: Option<Reason>,
    }

    /// A record that was made or changed.
    pub struct Changed {
        /// What names it.
        id: Id,
        /// The codes of the fields that changed.
        fields: Vec<String>,
        /// What to look at.
        notices: Vec<Caution>,
    }

    /// Something to look at.
    pub struct Caution {
        /// `shared-address`, `namesakes`, or `replaced` for a field that held several values.
        notice: &'static str,
        /// The other records; none for `replaced`.
        ids: Vec<Id>,
    }

    /// A membership that ended or began again.
    pub struct Turned {
        /// What names the record.
        id: Id,
        /// The day.
        date: NaiveDate,
        /// Why.
        reason: Reason,
    }

    /// Records that may be of one person.
    pub struct Pairs {
        /// Two by two.
        pairs: Vec<Pair>,
    }

    /// Two records that may be of one person.
    pub struct Pair {
        /// Why.
        why: &'static str,
        /// One of them.
        first: Twin,
        /// The other.
        second: Twin,
    }

    /// One of two records.
    pub struct Twin {
        /// What names it.
        id: Id,
        /// The name.
        name: String,
        /// The address for notices.
        email: Option<String>,
    }

    /// Two records that were made one.
    pub struct Merged {
        /// The one that stays.
        kept: Id,
        /// The one that is now in it.
        other: Id,
    }

    /// The log of a record.
    pub struct History {
        /// What names it.
        id: Id,
        /// What was done with it, earliest first.
        events: Vec<Event>,
    }

    /// An entry of the log.
    pub struct Event {
        /// Its number.
        entry: u64,
        /// The moment.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        when: Option<String>,
        /// What was done.
        what: Deed,
        /// The same in words of the language of the run.
        text: &'static str,
        /// The record, which may since be part of this one.
        id: Id,
        /// The device.
        device: String,
        /// Who could read what was handed over.
        readers: Vec<String>,
    }

    /// A file that was read.
    pub struct Imported {
        /// Whether it was saved; without `--apply` it is not.
        applied: bool,
        /// The encoding of the file.
        encoding: &'static str,
        /// What stands between its cells.
        delimiter: char,
        /// Its columns.
        columns: Vec<Column>,
        /// People who are new.
        added: usize,
        /// People who change.
        changed: usize,
        /// People who stay as they are.
        same: usize,
        /// Lines that were refused.
        refused: usize,
        /// What becomes of each line.
        rows: Vec<ImportLine>,
        /// Why lines were refused.
        refusals: Vec<Refusal>,
        /// Lines that are no people.
        left_out: Vec<Passed>,
        /// Cells of which a field stays empty, in lines that are taken.
        remarks: Vec<Remark>,
    }

    /// What became of forms of joining that came back.
    pub struct FormsTaken {
        /// People who are new.
        added: usize,
        /// People who were there and change.
        changed: usize,
        /// People who stay as they were.
        same: usize,
        /// Forms that were refused.
        refused: Vec<FormRefused>,
    }

    /// A form that was refused.
    pub struct FormRefused {
        /// The place of its file among those that were named, from 1.
        file: usize,
        /// Why.
        code: &'static str,
        /// Why, in words.
        text: String,
    }

    /// A column of a file.
    pub struct Column {
        /// Its title.
        column: String,
        /// The code of its field; nothing for one that is ignored.
        field: Option<String>,
        /// Why it is ignored.
        left_out: Option<Dropped>,
    }

    /// A cell that says what its field cannot hold.
    pub struct Remark {
        /// The number of the line.
        line: u64,
        /// The column.
        column: String,
        /// What was made of it.
        code: Unsaid,
    }

    /// What becomes of a line.
    pub struct ImportLine {
        /// Its number.
        line: u64,
        /// The record.
        id: Id,
        /// `added`, `changed`, `same` or `repeated`.
        outcome: &'static str,
        /// The codes of the fields that change.
        fields: Vec<String>,
        /// The line that it repeats.
        repeats: Option<u64>,
        /// What to look at.
        warning: Option<Warning>,
    }

    /// Why a line was refused.
    pub struct Refusal {
        /// Its number.
        line: u64,
        /// The column.
        column: Option<String>,
        /// Why.
        code: &'static str,
        /// The code of the field that it is about, where it is about one.
        field: Option<String>,
        /// The same in words of the language of the run.
        reason: String,
    }

    /// A line that is no person.
    pub struct Passed {
        /// Its number.
        line: u64,
        /// Why.
        reason: import::Passed,
    }
}

impl Apart {
    /// Returns what is shown of two records that are of two people.
    #[must_use]
    pub const fn of(one: Id, other: Id) -> Self {
        Self { ids: [one, other] }
    }

    /// Returns the records.
    #[must_use]
    pub const fn ids(&self) -> [Id; 2] {
        self.ids
    }
}

impl Removed {
    /// Returns what is shown of a record that was removed.
    #[must_use]
    pub const fn of(id: Id) -> Self {
        Self { id }
    }

    /// Returns the record.
    #[must_use]
    pub const fn id(&self) -> Id {
        self.id
    }
}

impl Undone {
    /// Whether it was itself a change taken back, which is there again.
    #[must_use]
    pub fn brings_back(&self) -> bool {
        self.what == Deed::Undone
    }
}

codes! {
    /// What an entry of the log says was done with a record.
    Deed {
        Added = "added", "ajout", "added";
        Edited = "edited", "modification", "edited";
        Imported = "imported", "import", "imported";
        Left = "left", "fin d’adhésion", "left";
        Rejoined = "rejoined", "nouvelle adhésion", "rejoined";
        Merged = "merged", "fusion", "merged";
        Undone = "undone", "annulé", "undone";
        Removed = "removed", "retrait", "removed";
        Received = "received", "reçu d’un autre ordinateur", "received from another computer";
        Exported = "exported", "export", "exported";
        Queued = "notice-queued", "avis préparé", "notice queued";
        /// Noted before the first message leaves: how each fared is in the outbox.
        Sent = "notice-sent", "avis mis à l’envoi", "notice on its way";
        /// The upkeep of the vault, or what a newer program did.
        Other = "other", "autre", "other";
    }
}

crate::base::view::same_as! {
    /// A record that was made.
    Added = Changed;
    /// A record that was changed.
    Edited = Changed;
    /// A membership that ended.
    Left = Turned;
    /// A membership that began again.
    Rejoined = Turned;
}

impl Person {
    /// Returns what is shown of a person: these fields, and the spans one by one.
    #[must_use]
    pub fn of(id: Id, person: &roster::Person, keys: &[Key], view: View<'_>) -> Self {
        let subject = Subject::Person(id, Box::new(person.clone()));
        let fields = keys.iter().map(|key| (key.code(), Field::whole(&subject, key, view))).collect();
        let span = |(_, s): &(_, roster::span::Membership)| MembershipSpan {
            start: s.start,
            began: s.began,
            end: s.end.map(|(day, _)| day),
            ended: s.end.map(|(_, why)| why),
        };
        Self { fields, spans: person.spans.iter().map(span).collect() }
    }
}

impl Row {
    /// Returns what is shown of a person of a list.
    #[must_use]
    pub fn of(subject: &Subject<'_>, columns: &[Key], view: View<'_>) -> Self {
        let columns = columns.iter().filter(|key| **key != Key::Attr(Attr::Id));
        let fields = columns.map(|key| (key.code(), Field::of(subject, key, view))).collect();
        Self { id: subject.id(), fields }
    }
}

impl ImportLine {
    fn of(line: &ImportRow) -> Self {
        let (outcome, fields, repeats) = match &line.outcome {
            RowOutcome::Added => ("added", Vec::new(), None),
            RowOutcome::Changed(keys) => ("changed", keys.iter().map(Key::code).collect(), None),
            RowOutcome::Same => ("same", Vec::new(), None),
            RowOutcome::Repeated(line) => ("repeated", Vec::new(), Some(*line)),
        };
        Self { line: line.line, id: line.id, outcome, fields, repeats, warning: line.warning }
    }
}

impl Imported {
    /// Returns what is shown of a plan; `words` says why a line was refused, in the language of the run.
    #[must_use]
    pub fn of(plan: &ImportPlan, applied: bool, words: impl Fn(&import::Refusal) -> String) -> Self {
        let column = |((name, key), why): (&(String, Option<Key>), &Option<Dropped>)| Column {
            column: name.clone(),
            field: key.as_ref().map(Key::code),
            left_out: *why,
        };
        let remark = |r: &import::Remark| Remark { line: r.line, column: r.cell.0.clone(), code: r.what };
        let refusal = |r: &import::Refusal| Refusal {
            line: r.line,
            column: r.cell.as_ref().map(|(column, _)| column.clone()),
            code: r.fault.code(),
            field: r.fault.key().map(Key::code),
            reason: words(r),
        };
        Self {
            applied,
            encoding: plan.encoding,
            delimiter: char::from(plan.delimiter),
            columns: plan.columns.iter().zip(&plan.dropped).map(column).collect(),
            remarks: plan.remarks.iter().map(remark).collect(),
            added: plan.added(),
            changed: plan.changed(),
            same: plan.same(),
            refused: plan.refused,
            rows: plan.lines.iter().map(ImportLine::of).collect(),
            refusals: plan.refusals.iter().map(refusal).collect(),
            left_out: plan
                .passed
                .iter()
                .map(|(line, reason)| Passed { line: *line, reason: *reason })
                .collect(),
        }
    }
}
