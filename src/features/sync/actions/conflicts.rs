//! Conflicts that a register cannot settle well: kept, listed, settled by a person.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::{FieldKey, Id, Kept as _, Kind, Lang, Record, Register, Stamp, Value, hex},
    features::{
        election::records::Poll,
        sync::{
            actions::{Moment, SyncFault, called},
            records::{Both, Conflict},
            views,
        },
    },
    roster::{Person, attr::Attr},
    sync::apart::{Apart, Conflict as Found, Side},
    tr,
    vault::{Change, Compartment, Vault, Verb},
};

/// A value that is longer is cut where it is shown.
const SHOWN: usize = 48;

fn code(what: Apart) -> &'static str {
    match what {
        Apart::Field => "field",
        Apart::Ended => "ended",
        Apart::Merged => "merged",
    }
}

fn digits(side: &Side) -> String {
    let mut record = Record::default();
    record.set(side.key, side.value.clone(), side.stamp);
    hex::write(&record.encode())
}

fn read(digits: &str) -> Option<(FieldKey, Register)> {
    let record = Record::decode(&hex::read_all(digits)?).ok()?;
    record.registers().next().map(|(key, register)| (*key, register.clone()))
}

/// The record of a conflict: the same, whoever finds it.
fn id_of(both: &Both) -> Id {
    let Both { what, part, kind, record, one, two } = both;
    let of = format!("{what} {part} {kind} {record} {one} {two}");
    Id(blake3::derive_key("contrepoids 2 conflict", of.as_bytes()).first_chunk().copied().unwrap_or_default())
}

fn both(what: &str, (part, kind, id): (Compartment, u8, Id), a: &Side, b: &Side) -> Both {
    let (one, two) = if (a.stamp, &a.value) <= (b.stamp, &b.value) { (a, b) } else { (b, a) };
    Both {
        what: what.to_owned(),
        part: part.name().to_owned(),
        kind,
        record: id.to_string(),
        one: digits(one),
        two: digits(two),
    }
}

/// Keeps what was found in a round, and elections of one day that two devices entered; where this device cannot write, another one does.
///
/// # Errors
/// What kept the vault from being written.
///
/// # Durability
/// As [`Vault::commit`].
pub(super) fn keep(vault: &mut Vault, now_ms: u64, found: &[Found]) -> Result<(), SyncFault> {
    let mut all: Vec<Both> = found
        .iter()
        .map(|one| both(code(one.what), (one.part, one.kind, one.id), &one.ours, &one.theirs))
        .collect();
    all.extend(same_day(vault)?);
    let mut changes = BTreeMap::new();
    for both in all {
        let id = id_of(&both);
        let text = serde_json::to_string(&both).ok();
        let (open, dues) = if both.part == Compartment::Dues.name() { (None, text) } else { (text, None) };
        let home = if open.is_some() { Compartment::Organizing } else { Compartment::Dues };
        let known = vault.holders().erased.contains(&id.0) || !vault.opens(Compartment::Dues);
        if known
            || vault.may_write(home).is_err()
            || vault.may_write(Compartment::Dues).is_err()
            || vault.record(Kind::Conflict, &id)?.is_some()
        {
            continue;
        }
        let mut record = Record::default();
        Conflict { open, dues, ..Conflict::default() }.write(&mut record, vault.stamp(now_ms));
        changes.insert(id, Change { kind: Kind::Conflict, id, verb: Verb::Added, record });
    }
    if !changes.is_empty() {
        vault.commit(now_ms, changes.into_values().collect())?;
    }
    Ok(())
}

/// An election, and when and where its day was entered.
type Entered = (Id, Side);

/// Elections of one day and round that different devices entered.
fn same_day(vault: &Vault) -> Result<Vec<Both>, SyncFault> {
    if !vault.opens(Compartment::Organizing) {
        return Ok(Vec::new());
    }
    let mut days: BTreeMap<(Value, u32, Option<String>), Vec<Entered>> = BTreeMap::new();
    for (id, record) in vault.records(Kind::Poll)? {
        let key = FieldKey::single(1);
        let (Some(poll), Some(register)) = (Poll::read(&record), record.register(key)) else { continue };
        let Some(value) = register.value.clone() else { continue };
        let side = Side { key, stamp: register.stamp, value: Some(value.clone()) };
        days.entry((value, poll.round, poll.establishment)).or_default().push((id, side));
    }
    let mut out = Vec::new();
    for polls in days.into_values() {
        let mut polls = polls.into_iter();
        let Some((id, first)) = polls.next() else { continue };
        for (_, other) in polls.filter(|(_, side)| side.stamp.device != first.stamp.device) {
            out.push(both("same-day", (Compartment::Organizing, Kind::Poll.number(), id), &first, &other));
        }
    }
    Ok(out)
}

/// Conflicts that nobody has settled.
pub(super) fn open(vault: &Vault) -> Result<Vec<(Id, Both)>, SyncFault> {
    if !vault.opens(Compartment::Dues) {
        return Ok(Vec::new());
    }
    let all = vault.all::<Conflict>()?.into_iter().filter(|(_, conflict)| conflict.settled.is_none());
    Ok(all.filter_map(|(id, conflict)| Some((id, conflict.both()?))).collect())
}

/// The names of those that nobody has settled: what a round adds is told.
pub(super) fn known(vault: &Vault) -> BTreeSet<Id> {
    open(vault).unwrap_or_default().into_iter().map(|(id, _)| id).collect()
}

/// Says what is written in a value; passwords and keys are said by nobody.
fn said(kind: u8, value: Option<&Value>) -> Option<String> {
    let hidden = [Kind::Account, Kind::FormKey, Kind::Sealed].iter().any(|hidden| hidden.number() == kind);
    if hidden {
        return value.map(|_| "…".to_owned());
    }
    let one =
        |value: &Value| value.as_text().map(str::to_owned).or_else(|| Some(value.as_int()?.to_string()));
    let text = match value?.as_parts() {
        Some(parts) => parts.values().filter_map(one).collect::<Vec<_>>().join(", "),
        None => one(value?)?,
    };
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Some(match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    })
}

fn field(lang: Lang, kind: u8, key: FieldKey) -> String {
    let attr = Attr::ALL.iter().find(|attr| attr.kept().is_some_and(|(field, _)| field == key.field));
    match attr.filter(|_| kind == Kind::Person.number()) {
        Some(attr) => attr.label(lang).to_owned(),
        None => kind_in_words(lang, kind),
    }
}

fn kind_in_words(lang: Lang, kind: u8) -> String {
    let other = || tr!(lang, "autre fiche", "another record");
    let Some(kind) = Kind::of(kind) else { return other() };
    match kind {
        Kind::Person => tr!(lang, "fiche", "record"),
        Kind::Company => tr!(lang, "entreprise", "company"),
        Kind::Fact => tr!(lang, "fait de l’agenda", "fact of the agenda"),
        Kind::Line => tr!(lang, "ligne de l’agenda", "line of the agenda"),
        Kind::Round => tr!(lang, "négociation", "round of bargaining"),
        Kind::Poll => tr!(lang, "élection", "election"),
        Kind::Slate => tr!(lang, "liste de candidat·e·s", "list of candidates"),
        Kind::Sheet => tr!(lang, "résultats d’une urne", "figures of a ballot box"),
        Kind::Account => tr!(lang, "compte de courrier", "mail account"),
        Kind::Plan => tr!(lang, "barème des cotisations", "scale of dues"),
        Kind::Payer => tr!(lang, "cotisation d’une personne", "dues of a person"),
        Kind::Entry => tr!(lang, "écriture des cotisations", "entry of the book of dues"),
        Kind::Mandate => tr!(lang, "mandat de prélèvement", "mandate of debit"),
        Kind::Talk => tr!(lang, "conversation", "conversation"),
        Kind::Act => tr!(lang, "geste pour la section", "act for the section"),
        Kind::Colleague => tr!(lang, "collègue", "colleague"),
        Kind::Group => tr!(lang, "groupe", "group"),
        Kind::Meeting => tr!(lang, "réunion", "meeting"),
        Kind::Training => tr!(lang, "formation", "course"),
        Kind::Before
        | Kind::Sealed
        | Kind::Test
        | Kind::Ground
        | Kind::FormKey
        | Kind::Form
        | Kind::Survey
        | Kind::Answer
        | Kind::Conflict
        | Kind::Posted
        | Kind::Experience
        | Kind::Voucher => other(),
    }
}

/// The value that the record has now, of a field.
fn now_there(vault: &Vault, both: &Both, key: FieldKey) -> Option<Value> {
    let part = Compartment::ALL.into_iter().find(|part| part.name() == both.part)?;
    let record = vault.part_of(part, both.kind, &both.record.parse().ok()?).ok()??;
    record.register(key)?.value.clone()
}

fn shown(vault: &Vault, lang: Lang, moment: Moment, (id, both): (Id, &Both)) -> Option<views::Conflict> {
    let ((key, one), (other_key, two)) = (read(&both.one)?, read(&both.two)?);
    let record: Id = both.record.parse().ok()?;
    let person = both.kind == Kind::Person.number();
    let who = person.then(|| vault.get::<Person>(&record).ok().flatten()).flatten();
    let side = |key: FieldKey, register: &Register| views::Side {
        device: called(vault.holders(), &register.stamp.device),
        field: field(lang, both.kind, key),
        value: said(both.kind, register.value.as_ref()),
        written: moment(register.stamp.wall_ms()),
    };
    let there = now_there(vault, both, key);
    let of_field = both.what == "field";
    let stays = match &there {
        there if of_field && *there == two.value => Some(2),
        there if of_field && *there == one.value => Some(1),
        _ => None,
    };
    Some(views::Conflict {
        id,
        what: match both.what.as_str() {
            "field" => "field",
            "ended" => "ended",
            "merged" => "merged",
            _ => "same-day",
        },
        record,
        who: who.map(|person| person.display_name()),
        field: field(lang, both.kind, if of_field { key } else { other_key }),
        one: side(key, &one),
        two: side(other_key, &two),
        stays,
    })
}

/// Returns some of the conflicts as they are shown; all that are open without names.
///
/// # Errors
/// What keeps the vault from being read.
pub fn list(
    vault: &Vault,
    lang: Lang,
    moment: Moment,
    but: &BTreeSet<Id>,
) -> Result<Vec<views::Conflict>, SyncFault> {
    let all = open(vault)?;
    let all = all.iter().filter(|(id, _)| !but.contains(id));
    let mut out: Vec<_> = all.filter_map(|(id, both)| shown(vault, lang, moment, (*id, both))).collect();
    out.sort_by(|a, b| (&a.two.written, a.id).cmp(&(&b.two.written, b.id)));
    Ok(out)
}

/// Returns all that wait for a person.
///
/// # Errors
/// As [`list`].
pub fn all(vault: &Vault, lang: Lang, moment: Moment) -> Result<views::Conflicts, SyncFault> {
    Ok(views::Conflicts { conflicts: list(vault, lang, moment, &BTreeSet::new())? })
}

/// Settles a conflict: of a field, one of the two values stays; of another one a person has seen to it.
///
/// # Errors
/// [`SyncFault::NoConflict`]; [`SyncFault::Choose`] for a field of which neither value is named; who may not write the record.
///
/// # Durability
/// As [`Vault::commit`].
pub fn settle(
    vault: &mut Vault,
    now_ms: u64,
    (typed, choice): (&str, Option<u8>),
    (lang, moment): (Lang, Moment),
) -> Result<views::Settled, SyncFault> {
    let none = || SyncFault::NoConflict(typed.to_owned());
    let mut all = vault.all::<Conflict>()?.into_iter().filter(|(id, _)| id.is_named_by(typed));
    let (Some((id, conflict)), None) = (all.next(), all.next()) else { return Err(none()) };
    let both = conflict.both().ok_or_else(none)?;
    let ((key, one), (_, two)) = read(&both.one).zip(read(&both.two)).ok_or_else(none)?;
    let mut changes = Vec::new();
    let mut stays = None;
    if both.what == "field" {
        let choice = choice.ok_or_else(|| SyncFault::Choose(id.short()))?;
        let wanted = if choice == 1 { one } else { two };
        let record: Id = both.record.parse().map_err(|_| none())?;
        if now_there(vault, &both, key) != wanted.value {
            let kind = Kind::of(both.kind).ok_or_else(none)?;
            let mut there = vault.record(kind, &record)?.ok_or_else(none)?;
            there.set(key, wanted.value.clone(), vault.stamp(now_ms));
            changes.push(Change { kind, id: record, verb: Verb::Edited, record: there });
        }
        stays = Some(choice);
    }
    let mut record = vault.record(Kind::Conflict, &id)?.ok_or_else(none)?;
    let stamp: Stamp = vault.stamp(now_ms);
    Conflict { settled: Some(now_ms), ..conflict }.write(&mut record, stamp);
    changes.push(Change { kind: Kind::Conflict, id, verb: Verb::Edited, record });
    vault.commit(now_ms, changes)?;
    let conflict = shown(vault, lang, moment, (id, &both)).ok_or_else(none)?;
    Ok(views::Settled { conflict, stays })
}
