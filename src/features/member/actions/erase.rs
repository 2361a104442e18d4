//! Erasing a person: from the records, the log, the outbox, by writing the vault anew under other keys.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    base::{
        Id, Kind, Lang, Record, date,
        record::{FieldKey, Register},
        text::fold,
    },
    clock,
    features::member::{
        actions::{MemberError, find_id, sealed, twice},
        views,
    },
    mail::{bounce::shared_name, ledger::Campaigns},
    open::shelf::VaultShelf,
    roster::{
        Person,
        retention::{self, Past},
    },
    vault::{
        Change, Compartment, Identity, Turning, Vault, Verb,
        holders::{
            Class, Reason,
            words::{self, Six},
        },
    },
};

/// The kinds of records in which a name may have been typed; those of the first list go with the person they belong to.
const BELONG: [Kind; 7] =
    [Kind::Fact, Kind::Line, Kind::Payer, Kind::Mandate, Kind::Talk, Kind::Colleague, Kind::Act];
const MENTION: [Kind; 10] = [
    Kind::Company,
    Kind::Round,
    Kind::Poll,
    Kind::Slate,
    Kind::Sheet,
    Kind::Answer,
    Kind::Group,
    Kind::Meeting,
    Kind::Training,
    Kind::Experience,
];

/// The field in which an act says whose it is.
const OF_WHOM: u16 = 1;

/// An erasure, ready to be shown and then done. No `Debug`: it holds a name.
pub struct Erasure {
    /// The record and those merged into it.
    pub ids: Vec<Id>,
    /// The name, as it is shown.
    pub name: String,
    /// Facts and lines of the agenda that belong to the person: they go too.
    pub belongings: BTreeSet<Id>,
    /// How many records of other kinds have the name in their text, by kind: these are not changed.
    pub mentions: Vec<(Kind, usize)>,
    /// How many sealed cases name the person: these are not changed.
    pub cases: usize,
    /// How many sealed records do not open here: whether they speak of the person is not known.
    pub closed: usize,
    /// When the person was in an export, and for which public keys.
    pub exports: Vec<(u64, Vec<String>)>,
    /// The other holders of the vault, whose copies may hold the person.
    pub holders: Vec<String>,
    addresses: Vec<String>,
    words: Vec<String>,
    links: Vec<(Kind, Id, Record)>,
}

/// Looks for everything that is kept of a person, what is sealed to this device among it; nothing is written.
///
/// # Errors
/// [`MemberError::Vault`] for who may not; as [`find_id`].
pub fn prepare(vault: &Vault, key: &Identity, who: &str) -> Result<Erasure, MemberError> {
    vault.may_turn()?;
    let id = match find_id(vault, who) {
        // What was removed still lies there for undo.
        Err(MemberError::Removed(id)) => id,
        other => other?,
    };
    prepare_of(vault, &sealed::open(vault, key)?, id)
}

/// As [`prepare`], for a record that is known.
///
/// # Errors
/// What keeps the vault from being read.
pub fn prepare_of(vault: &Vault, opened: &sealed::Opened, id: Id) -> Result<Erasure, MemberError> {
    let record = vault.record(Kind::Person, &id)?.ok_or(MemberError::Nobody)?;
    let ids = twice::with_merged(vault, id)?;
    let person = Person::of(&record);
    let name = person.display_name();
    let names: BTreeSet<String> = ids.iter().map(ToString::to_string).collect();
    let is_id = |text: &str| names.contains(text);
    let words = words_of(&person);
    let mut out = Erasure {
        name,
        belongings: BTreeSet::new(),
        mentions: Vec::new(),
        cases: 0,
        closed: 0,
        exports: Vec::new(),
        holders: Vec::new(),
        addresses: person.emails.iter().map(|(_, address)| address.clone()).collect(),
        words: Vec::new(),
        links: Vec::new(),
        ids,
    };
    let has = |record: &Record, asked: &dyn Fn(&str) -> bool| {
        record.registers().filter_map(|(_, register)| register.value.as_ref()).any(|v| v.has(asked))
    };
    for kind in BELONG {
        for (id, record) in vault.records(kind)? {
            if !has(&record, &is_id) {
                continue;
            }
            // Who brought this person along keeps the act, without saying whom.
            let theirs = |(key, r): (&FieldKey, &Register)| {
                key.field == OF_WHOM && r.value.as_ref().is_some_and(|v| v.has(&is_id))
            };
            if kind == Kind::Act && !record.registers().any(theirs) {
                out.links.push((kind, id, record));
            } else {
                out.belongings.insert(id);
            }
        }
    }
    let about = sealed::about(opened, &out.ids);
    out.belongings.extend(about.notes);
    (out.cases, out.closed) = (about.others, about.closed);
    // What other devices were told of an address, and replies that speak of somebody.
    if vault.opens(Compartment::Dues) {
        let number = vault.number();
        let marks: BTreeSet<Id> =
            out.addresses.iter().map(|address| Id(shared_name(&number, address))).collect();
        let speaks = |record: &Record| has(record, &|text| speaks_of(&words, text));
        let id_within = |record: &Record| has(record, &|text| names.iter().any(|name| text.contains(name)));
        let conflicts = vault.records(Kind::Conflict)?.into_iter();
        out.belongings.extend(conflicts.filter(|(_, record)| id_within(record)).map(|(id, _)| id));
        let all = vault.records(Kind::Posted)?.into_iter();
        out.belongings
            .extend(all.filter(|(id, record)| marks.contains(id) || speaks(record)).map(|(id, _)| id));
    }
    for kind in MENTION {
        let mut count = 0_usize;
        for (id, record) in vault.records(kind)? {
            if has(&record, &|text| speaks_of(&words, text)) {
                count = count.saturating_add(1);
            }
            if has(&record, &is_id) {
                out.links.push((kind, id, record));
            }
        }
        if count > 0 {
            out.mentions.push((kind, count));
        }
    }
    for entry in vault.log()? {
        if entry.changes.iter().any(|(verb, id)| *verb == Verb::Exported && out.ids.contains(id)) {
            out.exports.push((entry.time_ms, entry.readers.clone()));
        }
    }
    let me = vault.device();
    // A paper has no copy; who was removed may still have theirs.
    let state = vault.holders();
    let all = state.holders.iter().chain(state.former.iter().map(|former| &former.holder));
    let others = all.filter(|holder| holder.device != me && holder.class != Class::Recovery);
    out.holders = others.map(|holder| holder.name.clone()).collect();
    out.words = words;
    Ok(out)
}

/// Returns what speaks of a person where it stands in a text: the whole name in either order, an address; folded.
fn words_of(person: &Person) -> Vec<String> {
    let text = |text: &Option<String>| fold(text.as_deref().unwrap_or_default());
    let (given, family) = (text(&person.given), text(&person.family));
    let mut wanted: Vec<String> = person.emails.iter().map(|(_, address)| fold(address)).collect();
    if !given.is_empty() && !family.is_empty() {
        wanted.extend([format!("{given} {family}"), format!("{family} {given}")]);
    }
    wanted.retain(|word| !word.is_empty());
    wanted
}

/// Tells of a text whether one of these words stands in it.
fn speaks_of(words: &[String], text: &str) -> bool {
    let text = fold(text);
    words.iter().any(|word| text.contains(word.as_str()))
}

/// Erases people: the outbox forgets them first, then everything is written anew under other keys, without them.
///
/// # Durability
/// As [`Vault::turn`]. On an error the people may be forgotten by the outbox alone; the next try does the rest.
///
/// # Errors
/// What kept the vault from being written.
pub fn save(mut vault: Vault, now_ms: u64, erasures: Vec<Erasure>) -> Result<Forgotten, MemberError> {
    let mut outbox = Campaigns::open(VaultShelf::new(vault.outbox()?, clock::now_ms), clock::random)?;
    let mut erased = BTreeSet::new();
    let mut out = Vec::new();
    let mut links: Vec<Change> = Vec::new();
    for erasure in erasures {
        let people: Vec<[u8; 16]> = erasure.ids.iter().map(|id| id.0).collect();
        // What was merged into the record holds nothing any more that could be looked for.
        outbox.forget(&people, &erasure.addresses, &|text| speaks_of(&erasure.words, text))?;
        let names: BTreeSet<String> = erasure.ids.iter().map(ToString::to_string).collect();
        for (kind, id, mut record) in erasure.links {
            let is_id = |text: &str| names.contains(text);
            record.strike(&is_id, || vault.stamp(now_ms));
            links.push(Change { kind, id, verb: Verb::Edited, record });
        }
        erased.extend(erasure.ids.iter().copied());
        erased.extend(erasure.belongings.iter().copied());
        out.push(views::Erased {
            records: erasure.ids.len(),
            belongings: erasure.belongings.len(),
            mentions: erasure.mentions.iter().map(|(_, n)| n).sum(),
            exports: erasure.exports.len(),
            holders: erasure.holders,
        });
    }
    let now = outbox.shelf().now();
    drop(outbox);
    if vault.told() != Some(now) {
        vault.tell(now_ms, Verb::Kept, &[], now)?;
    }
    if !links.is_empty() {
        vault.commit(now_ms, links)?;
    }
    let reason = Reason::Erase;
    let words = vault.turn(&Turning {
        reason,
        acts: vec![],
        erased,
        writer: None,
        now_ms: clock::now_ms().max(now_ms),
    })?;
    Ok(Forgotten { erased: out, words })
}

/// People who were erased.
pub struct Forgotten {
    /// One for each person.
    pub erased: Vec<views::Erased>,
    /// The six words of the vault from now on.
    pub words: Six,
}

impl Forgotten {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, lang: Lang) -> views::Erasures {
        views::Erasures { erased: self.erased.clone(), words: words::say(lang, &self.words) }
    }
}

/// Somebody whose record is past its time. No `Debug`: it holds a name.
pub struct Overdue {
    /// The record.
    pub id: Id,
    /// The name, as it is shown.
    pub name: String,
    /// Which period, from when, until when.
    pub past: Past,
}

impl Overdue {
    /// What is shown of it.
    #[must_use]
    pub fn view(&self) -> views::OverdueRecord {
        let Past { of, since, until, months } = self.past;
        views::OverdueRecord { id: self.id, of, since, until, months }
    }
}

/// The day of the last change of a record.
#[must_use]
pub fn changed(record: &Record, today: NaiveDate) -> NaiveDate {
    let last = record.registers().map(|(_, register)| register.stamp.wall_ms()).max();
    last.and_then(date::moment).map_or(today, |moment| moment.date_naive())
}

/// Lists whose records are past their time.
///
/// # Errors
/// What keeps the vault from being read.
pub fn overdue(vault: &Vault, today: NaiveDate, months: Option<u32>) -> Result<Vec<Overdue>, MemberError> {
    vault.may_turn()?;
    let table = retention::table();
    let mut out = Vec::new();
    for (id, record) in vault.records(Kind::Person)? {
        let person = Person::of(&record);
        if !person.is_there() {
            continue;
        }
        let changed = changed(&record, today);
        if let Some(past) = retention::past(&person, changed, today, &table, months) {
            out.push(Overdue { id, name: person.display_name(), past });
        }
    }
    Ok(out)
}

/// Returns what is shown of those past their time.
#[must_use]
pub fn shown(overdue: &[Overdue], erased: bool) -> views::OverdueRecords {
    views::OverdueRecords { overdue: overdue.iter().map(Overdue::view).collect(), erased }
}
