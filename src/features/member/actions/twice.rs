//! People who are in the roster twice: found, merged; and what was done to a record.

use chrono::NaiveDate;

use crate::{
    base::{
        Id, Lang,
        date::rfc3339,
        field,
        record::{FieldKey, Value},
    },
    features::{
        election::actions::college,
        member::{
            actions::{MemberError, VaultPen, find},
            views::{self, Deed},
        },
    },
    roster::{
        Person, Summary,
        columns::{Form, View},
        combine::{Combined, combine},
        duplicate::{self, Why},
        person::element_text,
        pick::Fitting,
    },
    vault::{Change, Compartment, Kind, Vault, Verb},
};

/// Two records that may be one person.
pub struct Twice {
    /// Why.
    pub why: Why,
    /// One record.
    pub first: (Id, Person),
    /// The other.
    pub second: (Id, Person),
}

/// Finds people who may be in the roster twice, the surest first.
///
/// # Errors
/// [`MemberError::Vault`].
pub fn duplicates(vault: &Vault) -> Result<Vec<Twice>, MemberError> {
    let (ids, people): (Vec<Id>, Vec<Person>) =
        vault.all::<Person>()?.into_iter().filter(|(_, p)| p.is_there()).unzip();
    let at = |n: usize| Some((*ids.get(n)?, people.get(n)?.clone()));
    let pairs = duplicate::find(&people);
    let apart = |(id, person): &(Id, Person), (other, theirs): &(Id, Person)| {
        let names = |person: &Person, id: &Id| person.others.iter().any(|(_, o)| *o == id.to_string());
        names(person, other) || names(theirs, id)
    };
    Ok(pairs
        .into_iter()
        .filter_map(|p| Some(Twice { why: p.why, first: at(p.first)?, second: at(p.second)? }))
        .filter(|t| !apart(&t.first, &t.second))
        .collect())
}

/// Finds people of the roster whom somebody that is not in it yet resembles: the place of the new one with each, the surest first.
///
/// # Errors
/// [`MemberError::Vault`].
pub fn alike(vault: &Vault, new: &[(Id, Person)]) -> Result<Vec<(usize, Twice)>, MemberError> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let mut all: Vec<(Id, Person)> =
        vault.all::<Person>()?.into_iter().filter(|(_, p)| p.is_there()).collect();
    let known = all.len();
    all.extend(new.iter().cloned());
    let people: Vec<Person> = all.iter().map(|(_, person)| person.clone()).collect();
    let pairs = duplicate::find(&people).into_iter().filter(|pair| pair.second >= known);
    let twice = |pair: duplicate::Pair| {
        let (first, second) = (all.get(pair.first)?.clone(), all.get(pair.second)?.clone());
        Some((pair.second.saturating_sub(known), Twice { why: pair.why, first, second }))
    };
    Ok(pairs.filter_map(twice).collect())
}

/// Remembers that two records which look alike are of two people: [`duplicates`] shows them no more.
///
/// # Durability
/// On `Ok` it is saved.
///
/// # Errors
/// As [`find`]; [`MemberError::SameRecord`].
pub fn keep_apart(
    vault: &mut Vault,
    now_ms: u64,
    one: &str,
    other: &str,
) -> Result<views::Apart, MemberError> {
    vault.may_write(Compartment::Roster)?;
    let (id, mut record) = find(vault, one)?;
    let (other, _) = find(vault, other)?;
    if id == other {
        return Err(MemberError::SameRecord);
    }
    let named = other.to_string();
    if !Person::of(&record).others.iter().any(|(_, o)| *o == named) {
        let (element, stamp) = (vault.new_element(), vault.stamp(now_ms));
        record.set(FieldKey::element(field::OTHERS, element), Some(Value::text(&named)), stamp);
        vault.commit(now_ms, vec![Change { kind: Kind::Person, id, verb: Verb::Edited, record }])?;
    }
    Ok(views::Apart::of(id, other))
}

/// Returns what is shown of them.
#[must_use]
pub fn pairs(found: &[Twice]) -> views::Pairs {
    let one = |(id, p): &(Id, Person)| views::Twin {
        id: *id,
        name: p.display_name(),
        email: p.notice_email().map(str::to_owned),
    };
    let pair = |t: &Twice| views::Pair { why: t.why.code(), first: one(&t.first), second: one(&t.second) };
    views::Pairs { pairs: found.iter().map(pair).collect() }
}

/// A merge, ready to be shown and then saved.
pub struct Merge {
    /// The record that stays.
    pub kept: Id,
    /// The record that goes.
    pub other: Id,
    /// Who both records are of.
    pub people: [Fitting; 2],
    /// Whether they have different names: two people, perhaps.
    pub named_apart: bool,
    /// What they come to.
    pub outcome: Combined,
}

/// Makes ready a merge; nothing is written.
///
/// # Errors
/// [`MemberError::Vault`] for who may not; as [`find`]; [`MemberError::SameRecord`].
pub fn prepare(
    vault: &mut Vault,
    now_ms: u64,
    (kept, other): (&str, &str),
    today: NaiveDate,
    form: Form,
) -> Result<Merge, MemberError> {
    vault.may_write(Compartment::Roster)?;
    let (kept, kept_record) = find(vault, kept)?;
    let (other, other_record) = find(vault, other)?;
    if kept == other {
        return Err(MemberError::SameRecord);
    }
    let (a, b) = (Person::of(&kept_record), Person::of(&other_record));
    let people = [Fitting::person(kept, &a), Fitting::person(other, &b)];
    let named_apart = !a.has_name_of(&b);
    let colleges = college::of(vault, today)?;
    let view = View { on: today, form, colleges: &colleges };
    let mut pen = VaultPen { vault, now_ms, progress: &mut |_, _| () };
    let outcome = combine((kept, &kept_record), (other, &other_record), view, &mut pen);
    Ok(Merge { kept, other, people, named_apart, outcome })
}

/// Saves a merge that was made ready: both records in one commit.
///
/// # Errors
/// [`MemberError::Vault`]; nothing is changed then.
pub fn save(vault: &mut Vault, now_ms: u64, merge: Merge) -> Result<views::Merged, MemberError> {
    let change = |id, record| Change { kind: Kind::Person, id, verb: Verb::Merged, record };
    let Combined { record, pointer, .. } = merge.outcome;
    vault.commit(now_ms, vec![change(merge.kept, record), change(merge.other, pointer)])?;
    Ok(views::Merged { kept: merge.kept, other: merge.other })
}

/// One thing that was done to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The number of the entry in the log.
    pub number: u64,
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// What was done.
    pub deed: Deed,
    /// The record: the person's own, or one that was merged into it.
    pub id: Id,
    /// The device, eight hexadecimal digits.
    pub device: String,
    /// For an export: the public keys that can open it.
    pub readers: Vec<String>,
}

/// What was done to a person's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The record.
    pub id: Id,
    /// What was done with it, earliest first.
    pub events: Vec<Event>,
}

impl History {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, lang: Lang) -> views::History {
        let event = |e: &Event| views::Event {
            entry: e.number,
            when: rfc3339(e.time_ms),
            what: e.deed,
            text: e.deed.words(lang),
            id: e.id,
            device: e.device.clone(),
            readers: e.readers.clone(),
        };
        views::History { id: self.id, events: self.events.iter().map(event).collect() }
    }
}

/// Returns what a verb of the log says was done.
#[must_use]
pub fn deed(verb: Verb) -> Deed {
    match verb {
        Verb::Added => Deed::Added,
        Verb::Edited => Deed::Edited,
        Verb::Imported => Deed::Imported,
        Verb::Left => Deed::Left,
        Verb::Rejoined => Deed::Rejoined,
        Verb::Merged => Deed::Merged,
        Verb::Undone => Deed::Undone,
        Verb::Removed => Deed::Removed,
        Verb::Received => Deed::Received,
        Verb::Exported => Deed::Exported,
        Verb::Queued => Deed::Queued,
        Verb::Sent => Deed::Sent,
        Verb::Kept | Verb::Other => Deed::Other,
    }
}

/// Returns what was done to a person's record, from the chained log: kinds and dates, never values.
///
/// # Errors
/// As [`find`]; [`MemberError::Vault`] when the log is broken.
pub fn history(vault: &Vault, who: &str) -> Result<History, MemberError> {
    let (id, _) = find(vault, who)?;
    let ids = with_merged(vault, id)?;
    let mut out = Vec::new();
    for entry in vault.log()? {
        for (verb, changed) in entry.changes.iter().filter(|(_, changed)| ids.contains(changed)) {
            out.push(Event {
                number: entry.number,
                time_ms: entry.time_ms,
                deed: deed(*verb),
                id: *changed,
                device: element_text(entry.device).chars().take(8).collect(),
                readers: entry.readers.clone(),
            });
        }
    }
    Ok(History { id, events: out })
}

/// Returns a record and those merged into it, however many times over.
///
/// # Errors
/// What keeps the vault from being read.
pub fn with_merged(vault: &Vault, id: Id) -> Result<Vec<Id>, MemberError> {
    let mut pointers = Vec::new();
    for (other, bytes) in vault.people()? {
        if Summary::of(bytes).map_err(|_| MemberError::Projection)?.is_merged()
            && let Some(record) = vault.record(Kind::Person, &other)?
        {
            pointers.push((other, Person::of(&record).merged_into));
        }
    }
    let mut ids = vec![id];
    loop {
        let more: Vec<Id> = pointers
            .iter()
            .filter(|(other, into)| into.is_some_and(|i| ids.contains(&i)) && !ids.contains(other))
            .map(|(other, _)| *other)
            .collect();
        if more.is_empty() {
            return Ok(ids);
        }
        ids.extend(more);
    }
}
