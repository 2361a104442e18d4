//! A vault made anew from a backup, in an empty folder: the same keys and the same turn, another copy of it.

use std::{collections::BTreeMap, path::Path};

use crate::{
    base::Id,
    vault::{
        Accept, Compartment, Identity, Outbox, Recall, Vault, VaultError, Verb,
        backup::{Backup, BackupError, content::Values},
        create,
        disk::DiskStore,
        file,
        head::{Head, Rooms},
        holders::Class,
        ledger::Ledger,
        members,
        names::{HEAD, HEAD_2},
        outbox,
        page::OutboxMark,
        recall::Seen,
        root::Root,
        seal::Entropy,
        setting,
        standing::Standing,
        store::Store as _,
        twice,
    },
};

/// Values of the outbox that are written at once.
const AT_ONCE: usize = 1_000;

/// A vault that was made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// How the backup stood to what this device remembered.
    pub standing: Standing,
    /// How many records each part has that this identity opens.
    pub records: Vec<(Compartment, u64)>,
    /// Whether the outbox came back; if not, it is an empty one: it was of a device with other roles.
    pub outbox: bool,
    /// Whether this device could note which vault it is; it asks at the next opening if not.
    pub noted: bool,
}

/// How a vault is made from a backup.
pub struct Restoring<'a> {
    /// The folder; it must not exist, or be empty.
    pub dir: &'a Path,
    /// Whose device this is.
    pub identity: &'a Identity,
    /// What the device remembers of the vault, for that folder.
    pub recall: Recall,
    /// What a person agreed to take.
    pub accept: &'a Accept,
    /// The time, in milliseconds since 1970.
    pub now_ms: u64,
    /// A source of randomness.
    pub entropy: Entropy,
}

/// Makes a vault from a backup. It is another copy of the vault: it has a replica of its own, and goes on above the commits that
/// the backup and this device know.
///
/// `settle` gets the outbox before the vault is in place: what is due in it may have left since.
///
/// # Durability
/// On `Ok` the vault survives a power cut; on an error there is none, and nothing is left beside it.
///
/// # Errors
/// [`VaultError::Strange`] for a vault that this device does not know, or knows in a later state, until a person agreed;
/// [`VaultError::Exists`] when there is something in the folder; [`BackupError::NotTheirs`], [`BackupError::Partial`]; what the disk
/// said.
pub fn restore(
    backup: Backup,
    how: &Restoring<'_>,
    settle: impl FnOnce(Outbox) -> Result<(), VaultError>,
) -> Result<Restored, BackupError> {
    let (identity, state) = (how.identity, backup.pen.state());
    let me = state.holders.iter().find(|h| h.recipient == identity.public());
    if me.is_none_or(|me| me.class == Class::Bare) {
        return Err(VaultError::ReadsOnly.into());
    }
    if !backup.may_write() && backup.manifest.signer != identity.device() {
        return Err(BackupError::NotTheirs { by: backup.by() });
    }
    let held = crate::vault::pen::Pen::reads(identity, state)?;
    let missing: Vec<_> = held.into_iter().filter(|part| !backup.parts.contains_key(part)).collect();
    if !missing.is_empty() {
        return Err(BackupError::Partial { by: backup.by(), missing });
    }
    let standing = backup.standing(&how.recall)?;
    if !how.accept.takes(&standing) {
        return Err(VaultError::Strange(standing).into());
    }
    let known = how.recall.commits(&backup.manifest.vault)?;
    let outbox = backup.outbox.is_some();
    let (seen, mark, records) = create::beside(how.dir, |dir| fill(dir, backup, how, &known, settle))?;
    let noted = how.recall.restored(&seen, mark).is_ok();
    Ok(Restored { standing, records, outbox, noted })
}

/// What is remembered of the vault that was made, and what it holds.
type Filled = (Seen, Option<OutboxMark>, Vec<(Compartment, u64)>);

fn fill(
    dir: &Path,
    backup: Backup,
    how: &Restoring<'_>,
    known: &BTreeMap<Compartment, u64>,
    settle: impl FnOnce(Outbox) -> Result<(), VaultError>,
) -> Result<Filled, VaultError> {
    let Backup { manifest, members, pen, slots, others, mut parts, outbox } = backup;
    let head = Head { vault: manifest.vault, turn: manifest.turn };
    let rooms = Rooms::of(dir, head.turn);
    file::make_dir(&rooms.keys())?;
    for (compartment, (_, bytes)) in &slots {
        twice::put(&rooms, *compartment, bytes)?;
    }
    for (compartment, bytes) in &others {
        twice::put(&rooms, *compartment, bytes)?;
    }
    let (roster, _) =
        slots.get(&Compartment::Roster).ok_or(VaultError::Closed(Compartment::Roster.name()))?;
    members::write(&rooms, &members::seal(&members, &head, roster.keys.current(), how.entropy)?)?;
    let mut store = DiskStore::create(&rooms.store())?;
    let mut replica = [0; 8];
    (how.entropy)(&mut replica);
    let (mut ledgers, mut records) = (BTreeMap::new(), Vec::new());
    for part in &manifest.parts {
        let (Some((slot, _)), Some(snapshot)) =
            (slots.get(&part.compartment), parts.remove(&part.compartment))
        else {
            continue;
        };
        let generation = part.commit.max(known.get(&part.compartment).copied().unwrap_or(0));
        let from = Root { generation, clock: part.clock, replica, ..Root::empty() };
        let setting = setting(part.compartment, &pen, how.entropy);
        let (ledger, batch) = Ledger::filled(setting, &slot.keys, snapshot, &from, how.now_ms)?;
        store.commit(&batch)?;
        records.push((part.compartment, part.records));
        ledgers.insert(part.compartment, ledger);
    }
    let seen = Seen::of(pen.state(), |part| ledgers.get(&part).map(Ledger::root));
    let keys = slots.iter().map(|(part, (slot, _))| (*part, slot.keys.clone())).collect();
    let mut vault = Vault::around(pen, keys, ledgers, Box::new(store), how.entropy);
    vault.rooms = Some(rooms.clone());
    let mark = fill_outbox(&vault, &rooms, outbox, how, settle)?;
    vault.new_journal(&rooms)?.rewrite(vault.store.as_ref())?;
    drop(vault);
    file::create_new(&rooms.lock())?.sync_all()?;
    for name in [HEAD, HEAD_2] {
        head.write(dir, name)?;
    }
    file::sync_all(dir)?;
    Ok((seen, mark, records))
}

/// Makes the outbox, and has what is due in it settled before anybody can send from it.
fn fill_outbox(
    vault: &Vault,
    rooms: &Rooms,
    values: Option<Values>,
    how: &Restoring<'_>,
    settle: impl FnOnce(Outbox) -> Result<(), VaultError>,
) -> Result<Option<OutboxMark>, VaultError> {
    // Who only reads has none.
    if vault.outbox_keys().is_err() {
        return Ok(None);
    }
    // Where the machine stops before the memory is written, it must not be taken for an older one.
    let known = how.recall.outbox(vault.pen.vault())?;
    outbox::create_after(vault, &rooms.outbox(), known.as_ref())?;
    let mut some: Vec<(Id, Option<Vec<u8>>)> = Vec::new();
    let some_values = values.is_some();
    let mut made = vault.outbox()?;
    for (name, mut value) in values.unwrap_or_default() {
        some.push((name, Some(std::mem::take(&mut *value))));
        if some.len() >= AT_ONCE {
            made.commit(how.now_ms, std::mem::take(&mut some))?;
        }
    }
    if !some.is_empty() {
        made.commit(how.now_ms, some)?;
    }
    // A device that never had an outbox here has written to nobody: nothing of it is in doubt.
    if some_values || known.is_some() || has_written(vault)? {
        settle(made)?;
    } else {
        drop(made);
    }
    Ok(Some(vault.outbox()?.mark()))
}

/// Whether the log says that this device has queued or sent a message.
fn has_written(vault: &Vault) -> Result<bool, VaultError> {
    let me = vault.device();
    let wrote = |(verb, _): &(Verb, Id)| matches!(verb, Verb::Queued | Verb::Sent);
    Ok(vault.log()?.iter().any(|entry| entry.device == me && entry.changes.iter().any(wrote)))
}
