//! Who is known at work: the people of the roster and the colleagues of organizing, as one.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::{
    base::{Id, Kept, Record, word::Standing},
    features::{
        agenda::{actions as agenda, records as diary, rules as agenda_rules},
        member::actions::{
            MemberError,
            sealed::{self, About},
        },
        talk::{
            actions::TalkError,
            records::{Act, Sealed, Talk},
            rules::{Known, same},
            views,
        },
    },
    roster::{
        Colleague, Person, Summary,
        pick::{self, Miss, Who},
    },
    vault::{Change, Identity, Kind, Vault, Verb},
};

/// Returns everybody who is known at work.
///
/// # Errors
/// When the vault cannot be read, or this device does not open `organizing`.
pub fn everybody(vault: &Vault, today: NaiveDate) -> Result<BTreeMap<Id, Known>, TalkError> {
    let mut beside: BTreeMap<Id, Colleague> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for (id, one) in vault.all::<Colleague>()? {
        match one.member {
            Some(member) => drop(beside.insert(member, one)),
            None => drop(out.insert(id, colleague(id, one))),
        }
    }
    for (id, bytes) in vault.people()? {
        let summary = Summary::of(bytes).map_err(|_| MemberError::Projection)?;
        if !summary.is_merged() {
            out.insert(id, of_summary(id, &summary, beside.remove(&id), today));
        }
    }
    Ok(out)
}

fn colleague(id: Id, one: Colleague) -> Known {
    Known {
        id,
        name: one.name,
        member: false,
        here: true,
        site: one.site,
        service: one.service,
        shift: one.shift,
        category: one.category,
        contract: one.contract,
        gender: one.gender,
        born: None,
        remote: one.remote,
        with: one.with,
    }
}

fn of_summary(id: Id, summary: &Summary<'_>, beside: Option<Colleague>, today: NaiveDate) -> Known {
    let text = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let beside = beside.unwrap_or_default();
    let standing = summary.standing(today);
    Known {
        id,
        name: summary.display_name(),
        member: standing == Standing::Member,
        here: standing != Standing::Former,
        site: text(summary.site()).or(beside.site),
        service: text(summary.service()).or(beside.service),
        shift: beside.shift,
        category: summary.category().or(beside.category),
        contract: summary.contract().or(beside.contract),
        gender: summary.gender().or(beside.gender),
        born: None,
        remote: beside.remote,
        with: beside.with,
    }
}

/// Adds the years of birth of the members, for what counts by age: each record is opened.
///
/// # Errors
/// When the vault cannot be read.
pub fn with_births(vault: &Vault, known: &mut BTreeMap<Id, Known>) -> Result<(), TalkError> {
    for (id, record) in vault.records(Kind::Person)? {
        if let Some(one) = known.get_mut(&id) {
            one.born = Person::of(&record).birth.map(|day| day.year());
        }
    }
    Ok(())
}

/// Finds somebody by what is typed, in the roster and among the colleagues.
///
/// # Errors
/// [`TalkError::Nobody`]; [`MemberError::Several`].
pub fn find(vault: &Vault, typed: &str) -> Result<Id, TalkError> {
    let all = vault.all::<Colleague>()?;
    let mut there = Vec::new();
    for (id, bytes) in vault.people()? {
        let summary = Summary::of(bytes).map_err(|_| MemberError::Projection)?;
        if !summary.is_merged() {
            there.push(Who::of(id, &summary));
        }
    }
    let others = all.iter().filter(|(_, one)| one.member.is_none());
    there.extend(others.map(|(id, one)| {
        let (site, service) = (one.site.as_deref(), one.service.as_deref());
        Who {
            site: site.unwrap_or_default(),
            service: service.unwrap_or_default(),
            category: one.category,
            ..Who::named(*id, &one.name, None)
        }
    }));
    match pick::one(typed, there) {
        Ok(id) => Ok(id),
        Err(Miss::Several(found)) => Err(MemberError::Several(found).into()),
        Err(Miss::Nobody) => Err(TalkError::Nobody(typed.to_owned())),
    }
}

/// The key of what is kept beside a member: the same on every device.
fn beside(member: Id) -> Id {
    let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 colleague");
    hasher.update(&member.0);
    Id(hasher.finalize().as_bytes().first_chunk::<16>().copied().unwrap_or_default())
}

/// Returns the record of somebody and what it says: of a colleague, or beside a member.
pub(super) fn kept(vault: &Vault, id: Id) -> Result<(Id, Colleague), TalkError> {
    if vault.record(Kind::Person, &id)?.is_some() {
        let at = beside(id);
        let old = vault.get::<Colleague>(&at)?.unwrap_or_default();
        return Ok((at, Colleague { member: Some(id), ..old }));
    }
    Ok((id, vault.get::<Colleague>(&id)?.unwrap_or_default()))
}

/// Makes the change that writes something.
///
/// # Errors
/// When the vault cannot be read.
pub fn change<T: Kept>(vault: &mut Vault, now_ms: u64, id: Id, what: &T) -> Result<Change, TalkError> {
    let old = vault.record(T::KIND, &id)?;
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = old.unwrap_or_default();
    let stamp = vault.stamp(now_ms);
    what.write(&mut record, stamp);
    Ok(Change { kind: T::KIND, id, verb, record })
}

/// Makes the change that takes a record back; nothing where there is none.
///
/// # Errors
/// When the vault cannot be read.
pub fn taken_back<T: Kept>(vault: &mut Vault, now_ms: u64, id: Id) -> Result<Option<Change>, TalkError> {
    let there = vault.record(T::KIND, &id)?.filter(|record| T::read(record).is_some());
    Ok(there.map(|mut record| {
        T::remove(&mut record, vault.stamp(now_ms));
        Change { kind: T::KIND, id, verb: Verb::Edited, record }
    }))
}

/// Notes somebody at work, or what is known of them; returns who it is.
///
/// # Errors
/// [`TalkError::Text`]; when the vault cannot be written.
pub fn person(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    who: &str,
    edit: impl FnOnce(Colleague) -> Colleague,
) -> Result<views::Person, TalkError> {
    let (id, at, old) = match find(vault, who) {
        Ok(id) => {
            let (at, old) = kept(vault, id)?;
            (id, at, old)
        }
        Err(TalkError::Nobody(typed)) => {
            let name = diary::text(&typed).ok_or(TalkError::Text)?;
            let id = vault.new_id();
            (id, id, Colleague { name, ..Colleague::default() })
        }
        Err(other) => return Err(other),
    };
    let new = edit(old);
    let texts = [&new.site, &new.service, &new.shift, &new.with];
    if texts.into_iter().flatten().any(|text| diary::text(text).is_none()) {
        return Err(TalkError::Text);
    }
    let made = change(vault, now_ms, at, &new)?;
    vault.commit(now_ms, vec![made])?;
    let all = everybody(vault, today)?;
    all.get(&id).map(views::Person::of).ok_or_else(|| TalkError::Nobody(who.to_owned()))
}

/// What would go when somebody is forgotten. No `Debug`: it holds a name.
pub struct Forgetting {
    /// The name, as it is shown.
    pub name: String,
    /// What is counted of it.
    pub view: views::Forgotten,
    gone: Vec<(Kind, Id, Record)>,
    /// What others share: it stays, without the person.
    links: Vec<(Kind, Id, Record)>,
    id: Id,
}

/// The kinds in which somebody stands.
const KINDS: [Kind; 8] = [
    Kind::Talk,
    Kind::Fact,
    Kind::Act,
    Kind::Group,
    Kind::Meeting,
    Kind::Training,
    Kind::Colleague,
    Kind::Sealed,
];
/// Those that others share.
const SHARED: [Kind; 3] = [Kind::Group, Kind::Meeting, Kind::Training];

/// Looks for all of organizing that is about somebody: the colleague, the conversations, the next steps, the acts, the notes that
/// open here. A person of the roster stays there, and so does a case.
///
/// # Errors
/// As [`find`]; when the vault cannot be read.
pub fn forgetting(vault: &Vault, key: &Identity, who: &str) -> Result<Forgetting, TalkError> {
    let id = find(vault, who)?;
    let name = id.to_string();
    let (at, beside) = kept(vault, id)?;
    let member = vault.get::<Person>(&id)?.map(|person| person.display_name());
    let About { notes, others: cases, closed } = sealed::about(&sealed::open(vault, key)?, &[id]);
    let mut view = views::Forgotten { notes: notes.len(), cases, closed, ..views::Forgotten::default() };
    let (mut gone, mut links) = (Vec::new(), Vec::new());
    for kind in KINDS {
        for (record_id, record) in vault.records(kind)? {
            let about = match kind {
                Kind::Sealed => notes.contains(&record_id),
                // Of what lies among the facts, next steps alone: a letter that names the person is another matter.
                Kind::Fact => {
                    names(&record, &name) && diary::Fact::read(&record).is_some_and(|f| f.code == diary::OWN)
                }
                Kind::Colleague => record_id == at,
                _ => names(&record, &name),
            };
            if !about {
                continue;
            }
            // Who brought this person along keeps the act, and a group goes on, without saying with whom.
            let shared = SHARED.contains(&kind)
                || kind == Kind::Act && Act::read(&record).is_none_or(|act| act.person != Some(id));
            if shared {
                view.others = view.others.saturating_add(1);
                links.push((kind, record_id, record));
                continue;
            }
            let count = match kind {
                Kind::Talk => &mut view.talks,
                Kind::Act => &mut view.acts,
                Kind::Sealed => continue,
                _ => &mut view.others,
            };
            *count = count.saturating_add(1);
            gone.push((kind, record_id, record));
        }
    }
    for note in notes {
        gone.extend(vault.record(Kind::Sealed, &note)?.map(|record| (Kind::Sealed, note, record)));
    }
    Ok(Forgetting { name: member.unwrap_or(beside.name), view, gone, links, id })
}

/// Tells whether a record names somebody.
fn names(record: &Record, name: &str) -> bool {
    record.registers().filter_map(|(_, r)| r.value.as_ref()).any(|v| v.has(&|text| text == name))
}

/// Takes out of the vault what was found, as far as it may be without new keys.
///
/// # Errors
/// When the vault cannot be written.
pub fn forget(vault: &mut Vault, now_ms: u64, found: Forgetting) -> Result<views::Forgotten, TalkError> {
    let gone = found.gone.into_iter();
    let mut changes: Vec<Change> =
        gone.map(|(kind, id, record)| removal(vault, now_ms, kind, id, record)).collect();
    let name = found.id.to_string();
    let is = |text: &str| text == name;
    for (kind, id, mut record) in found.links {
        record.strike(&is, || vault.stamp(now_ms));
        changes.push(Change { kind, id, verb: Verb::Edited, record });
    }
    if !changes.is_empty() {
        vault.commit(now_ms, changes)?;
    }
    Ok(found.view)
}

fn removal(vault: &mut Vault, now_ms: u64, kind: Kind, id: Id, mut record: Record) -> Change {
    let stamp = vault.stamp(now_ms);
    match kind {
        Kind::Talk => Talk::remove(&mut record, stamp),
        Kind::Fact => diary::Fact::remove(&mut record, stamp),
        Kind::Act => Act::remove(&mut record, stamp),
        Kind::Sealed => Sealed::remove(&mut record, stamp),
        _ => Colleague::remove(&mut record, stamp),
    }
    Change { kind, id, verb: Verb::Removed, record }
}

/// Which people are meant, by where they work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Where {
    /// Their site.
    pub site: Option<String>,
    /// Their service.
    pub service: Option<String>,
}

impl Where {
    /// Tells whether somebody works there.
    #[must_use]
    pub fn has(&self, one: &Known) -> bool {
        let is = |asked: &Option<String>, there: &Option<String>| {
            asked.as_ref().is_none_or(|a| there.as_ref().is_some_and(|t| same(a, t)))
        };
        is(&self.site, &one.site) && is(&self.service, &one.service)
    }
}

/// Hands people over to another organizer, with the next steps that wait.
///
/// # Errors
/// [`TalkError::NoTerritory`] where nobody is meant; when the vault cannot be written.
pub fn hand_over(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    (from, to): (&str, &str),
    place: &Where,
) -> Result<views::Handed, TalkError> {
    let to = diary::text(to).ok_or(TalkError::Text)?;
    let all = everybody(vault, today)?;
    let theirs = |one: &&Known| one.with.as_ref().is_some_and(|with| same(with, from)) && place.has(one);
    let people: Vec<Id> = all.values().filter(theirs).map(|one| one.id).collect();
    let mut changes = Vec::new();
    for id in &people {
        let (at, old) = kept(vault, *id)?;
        changes.push(change(vault, now_ms, at, &Colleague { with: Some(to.clone()), ..old })?);
    }
    let diary = agenda::diary(vault, today)?;
    let mut steps = 0_usize;
    for line in &diary.agenda.lines {
        let agenda_rules::Subject::Fact(id) = &line.subject else { continue };
        let Some(fact) = diary.basis.recorded.get(id) else { continue };
        let whose = fact.by.as_ref().is_some_and(|by| same(by, from));
        let there = fact.of.and_then(|of| all.get(&of)).is_some_and(|one| place.has(one));
        if !whose || !there || line.state.done.is_some() {
            continue;
        }
        steps = steps.saturating_add(1);
        changes.push(change(vault, now_ms, *id, &diary::Fact { by: Some(to.clone()), ..fact.clone() })?);
    }
    if changes.is_empty() {
        return Err(TalkError::NoTerritory(from.to_owned()));
    }
    vault.commit(now_ms, changes)?;
    Ok(views::Handed { people: people.len(), steps, to })
}
