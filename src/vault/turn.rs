//! A turn of keys: everything is written anew under fresh keys, beside; then the pointer is swung.
//!
//! It is the one operation over several files that there is: somebody is admitted or removed, keys are changed, somebody is
//! erased. What lies in the old folder goes when the new one is in place; a fault on the way leaves the old vault or the new
//! one, whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use tempfile::TempDir;

use crate::platform::files;
use crate::{
    base::Id,
    vault::{
        Compartment, Vault,
        create::{self, Founded},
        disk::DiskStore,
        error::VaultError,
        file, folder,
        head::{Head, Rooms},
        holders::{Act, Body, Members, Reason, State, Statement, words::Six},
        identity::Identity,
        journal::Journal,
        key::{DataKeys, SecretKey},
        ledger::{Ledger, Snapshot, Turned},
        members,
        names::{HEAD, HEAD_2},
        outbox,
        pen::Pen,
        recall::Seen,
        root::Root,
        store::Store as _,
        tag::TurnTag,
    },
};

/// What a turn says about the holders, and what it leaves out.
pub struct Turning<'a> {
    /// Why.
    pub reason: Reason,
    /// What changes among the holders; the turn itself is added.
    pub acts: Vec<Act>,
    /// Records that are not written anew, and of which the log keeps no name.
    pub erased: BTreeSet<Id>,
    /// The device that writes from here on, where that is another one than signs: the one that a recovery key admits.
    pub writer: Option<&'a Identity>,
    /// When, in milliseconds since 1970.
    pub now_ms: u64,
}

impl Vault {
    /// Turns the keys, and closes the vault; returns its six words, which are other ones now.
    ///
    /// # Durability
    /// On `Ok` the new vault survives a power cut and the old files are gone. On an error the old vault stands.
    ///
    /// # Errors
    /// [`VaultError::Members`] for what the holders cannot say; [`VaultError::Closed`] and [`VaultError::Slot`] when this
    /// identity does not open all of it: what is not read would be lost; [`VaultError::Run`] while a sending is not settled;
    /// [`VaultError::InUse`]; what the disk said.
    pub fn turn(self, turning: &Turning<'_>) -> Result<Six, VaultError> {
        let rooms = self.rooms.clone().ok_or(VaultError::NoVault)?;
        let roster = self.data_keys(Compartment::Roster)?;
        let head = Head { vault: *self.pen.vault(), turn: roster.turn() };
        let (members, _) = members::read(&rooms, &head, roster.current())?;
        let state = self.pen.state().clone();
        self.turn_after(turning, (members, state), BTreeMap::new())
    }

    /// Turns the keys as [`Vault::turn`] does, after statements that need not all be those of this vault; keys of other turns are
    /// kept beside.
    pub(crate) fn turn_after(
        self,
        turning: &Turning<'_>,
        before: (Members, State),
        heard: BTreeMap<Compartment, BTreeMap<TurnTag, SecretKey>>,
    ) -> Result<Six, VaultError> {
        for compartment in Compartment::ALL {
            self.ledger(compartment)?;
        }
        let (mut founded, pen) = self.next(turning, before)?;
        founded.keys = self.with_earlier(founded.keys, heard);
        let (keys, entropy) = (founded.keys.clone(), self.entropy);
        let by = pen.clone();
        self.written_anew(&keys, &pen, turning, |new| create::write_keys(new, &founded, &by, entropy))
    }

    /// Writes everything anew under these keys, beside, swings the pointer, and closes the vault.
    pub(crate) fn written_anew(
        self,
        keys: &BTreeMap<Compartment, DataKeys>,
        pen: &Pen,
        turning: &Turning<'_>,
        write_keys: impl FnOnce(&Rooms) -> Result<Head, VaultError>,
    ) -> Result<Six, VaultError> {
        let rooms = self.rooms.clone().ok_or(VaultError::NoVault)?;
        if let Some(part) = self.damaged.first() {
            return Err(VaultError::Slot(part.name()));
        }
        let beside = files::private_tempdir(".new-", rooms.vault())?;
        // Held to the end: nobody sends from the old outbox meanwhile.
        let old = if self.outbox_keys().is_ok() { Some(outbox::to_turn(&self)?) } else { None };
        let new = Rooms::beside(rooms.vault(), beside.path());
        let head = write_keys(&new)?;
        let made = self.write_anew(&new, keys, pen, turning)?;
        let outbox = match &old {
            Some(old) => Some(outbox::turned(&self, old, &new, (keys, pen), turning.now_ms)?),
            None => None,
        };
        let Self { store, lock, recall, .. } = self;
        drop(store);
        file::sync_all(beside.path())?;
        put_in_place(&rooms, beside, &head)?;
        // From here on it is the new vault, whatever fails: the next writer ends what is left.
        if let (Some(mut recall), None) = (recall, turning.writer) {
            let root =
                |c| made.iter().find(|(compartment, _)| *compartment == c).map(|(_, ledger)| ledger.root());
            let _ = recall.turned(&Seen::of(pen.state(), root), outbox);
        }
        let _ = head.write(rooms.vault(), HEAD_2);
        let _ = fs::remove_dir_all(rooms.turn());
        let _ = file::sync_dir(rooms.vault());
        drop((lock, old));
        Ok(pen.state().words())
    }

    /// Says what the holders are after a turn, and draws its keys.
    fn next(
        &self,
        turning: &Turning<'_>,
        (before, state): (Members, State),
    ) -> Result<(Founded, Pen), VaultError> {
        let (turn, keys) = folder::new_keys(self.entropy);
        let mut acts = turning.acts.clone();
        // What was heard of was told by who erased it.
        if !turning.erased.is_empty() && turning.reason != Reason::Settle {
            acts.push(Act::Erased(turning.erased.iter().map(|id| id.0).collect()));
        }
        acts.push(Act::Turn(turn));
        let body = Body {
            vault: *self.pen.vault(),
            parents: state.heads.clone(),
            depth: state.depth.saturating_add(1),
            time_ms: turning.now_ms,
            signer: self.pen.device(),
            reason: turning.reason,
            acts,
        };
        let statement = Statement::sign(body, self.pen.signer()).map_err(|_| VaultError::Members)?;
        let (members, state) = before.with(statement, &state.removals).map_err(members::refused)?;
        let pen = match turning.writer {
            Some(identity) => Pen::of(identity, state),
            None => self.pen.with(state),
        };
        pen.writes()?;
        Ok((Founded { members, keys }, pen))
    }

    /// Writes all compartments into a new store, and its journal.
    fn write_anew(
        &self,
        new: &Rooms,
        all: &BTreeMap<Compartment, DataKeys>,
        pen: &Pen,
        turning: &Turning<'_>,
    ) -> Result<Vec<(Compartment, Ledger)>, VaultError> {
        let mut store = DiskStore::create(&new.store())?;
        let mut made = Vec::new();
        for (compartment, keys) in all {
            let setting = super::setting(*compartment, pen, self.entropy);
            let (ledger, batch) = if let Some(ledger) = self.ledgers.get(compartment) {
                let turned = Turned { setting, keys, erased: &turning.erased, now_ms: turning.now_ms };
                ledger.turned(self.store.as_ref(), turned)?
            } else {
                // A role that was widened: what lies there comes from the others.
                let from = Root { clock: self.clock.last(), replica: self.replica()?, ..Root::empty() };
                let nothing = Snapshot { records: Vec::new(), log: Vec::new() };
                Ledger::filled(setting, keys, nothing, &from, turning.now_ms)?
            };
            store.commit(&batch)?;
            made.push((*compartment, ledger));
        }
        let roster = all.get(&Compartment::Roster).ok_or(VaultError::NoKey)?;
        Journal::of(new, pen.vault(), roster, self.entropy).rewrite(&store)?;
        Ok(made)
    }
}

/// Renames the new folder to its name, and swings the pointer.
fn put_in_place(rooms: &Rooms, beside: TempDir, head: &Head) -> Result<(), VaultError> {
    let (made, place) = (beside.keep(), Rooms::of(rooms.vault(), head.turn));
    let swung = fs::rename(&made, place.turn())
        .map_err(VaultError::from)
        .and_then(|()| Ok(file::sync_dir(rooms.vault())?))
        .and_then(|()| head.write(rooms.vault(), HEAD));
    if swung.is_err() {
        // Whatever of it is there, the pointer names the old one; unless it does not, and then this is the vault.
        let named = Rooms::current(rooms.vault()).is_ok_and(|now| now.turn() == place.turn());
        if !named {
            let _ = fs::remove_dir_all(&made);
            let _ = fs::remove_dir_all(place.turn());
        }
    }
    swung
}

/// Removes the folders of other turns than the one in use: a turn that was cut off, or one whose old folder was left.
pub(crate) fn sweep(rooms: &Rooms) {
    let all = folder::turns(rooms.vault()).unwrap_or_default();
    for path in all.into_iter().filter(|path| path != rooms.turn()) {
        let _ = fs::remove_dir_all(path);
    }
}
