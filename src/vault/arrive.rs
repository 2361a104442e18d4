//! A turn of keys that was made on another device, taken over here; and a vault made on a device that was admitted.
//!
//! Both rest on the statements and on slots that a holder signed: nobody needs the new keys to be told of them.

use std::{collections::BTreeMap, path::Path};

use zeroize::Zeroizing;

use crate::vault::{
    Accept, Compartment, Exchange, Identity, Recall, Travelling, Vault, VaultError, create,
    disk::DiskStore,
    file,
    head::{Head, Rooms},
    holders::{Members, Reason, State, Statement, words::Six},
    key::{DataKeys, SecretKey},
    ledger::{Ledger, Opened, Snapshot},
    members,
    names::{HEAD, HEAD_2},
    outbox,
    pen::Pen,
    recall::Seen,
    root::Root,
    seal::Entropy,
    setting,
    slot::Slot,
    store::Store as _,
    tag::TurnTag,
    turn::Turning,
    twice,
};

/// What was heard of the holders: statements, and the slots of a turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// Statements, known ones among them or not.
    pub statements: Vec<Statement>,
    /// Of each turn that was told of, the files of its slots.
    pub slots: Vec<Vec<(Compartment, Vec<u8>)>>,
}

/// What statements and slots come to for one identity.
pub(crate) struct Opening {
    pub(crate) members: Members,
    pub(crate) pen: Pen,
    /// The slots of the turn in use, as they are written.
    files: Vec<(Compartment, Vec<u8>)>,
    pub(crate) keys: BTreeMap<Compartment, DataKeys>,
}

impl Heard {
    /// Finds the slots of the turn in use among those that were heard of.
    fn opening(
        &self,
        members: Members,
        state: State,
        identity: &Identity,
    ) -> Result<Option<Opening>, VaultError> {
        let mine = Pen::reads(identity, &state)?;
        for files in &self.slots {
            let open = |part: &Compartment| {
                let (_, bytes) = files.iter().find(|(there, _)| there == part)?;
                let slot = Slot::open(bytes, identity).ok()?;
                slot.fits(*part, &state).then_some((*part, slot.keys))
            };
            let keys: Option<BTreeMap<Compartment, DataKeys>> = mine.iter().map(open).collect();
            if let Some(keys) = keys {
                let pen = Pen::of(identity, state);
                return Ok(Some(Opening { members, pen, files: files.clone(), keys }));
            }
        }
        Ok(None)
    }

    /// Returns the keys of all turns that were heard of, whether they are in use or not: objects are read under them.
    fn keys(&self, identity: &Identity) -> BTreeMap<Compartment, BTreeMap<TurnTag, SecretKey>> {
        let mut out: BTreeMap<Compartment, BTreeMap<TurnTag, SecretKey>> = BTreeMap::new();
        for (part, bytes) in self.slots.iter().flatten() {
            if let Ok(slot) = Slot::open(bytes, identity) {
                let keys = slot.keys.all().map(|(tag, key)| (tag, key.clone()));
                out.entry(*part).or_default().extend(keys);
            }
        }
        out
    }
}

/// Writes the slots and the statements of a turn that another device made.
fn write_keys(rooms: &Rooms, opening: &Opening, entropy: Entropy) -> Result<Head, VaultError> {
    let roster = opening.keys.get(&Compartment::Roster).ok_or(VaultError::NoKey)?;
    let head = Head { vault: *opening.pen.vault(), turn: roster.turn() };
    file::make_dir(&rooms.keys())?;
    for (compartment, bytes) in &opening.files {
        twice::put(rooms, *compartment, bytes)?;
    }
    members::write(rooms, &members::seal(&opening.members, &head, roster.current(), entropy)?)?;
    Ok(head)
}

/// What a device that was admitted begins with. It has no `Debug`: it holds keys.
pub struct Place {
    opening: Opening,
}

impl Place {
    /// Reads what was heard of a vault; nothing when the slots of the turn in use are not among it, or not for this identity.
    ///
    /// # Errors
    /// [`VaultError::Members`], [`VaultError::Disagree`]; [`VaultError::WrongKey`] for who is no holder, [`VaultError::Retired`].
    pub fn read(heard: &Heard, identity: &Identity) -> Result<Option<Self>, VaultError> {
        let state = super::holders::chain::evaluate(&heard.statements, &[]).map_err(members::refused)?;
        let members = Members::of(&heard.statements, &state);
        Ok(heard.opening(members, state, identity)?.map(|opening| Self { opening }))
    }

    /// Returns who holds the vault.
    #[must_use]
    pub fn holders(&self) -> &State {
        self.opening.pen.state()
    }

    /// Returns all statements.
    #[must_use]
    pub fn members(&self) -> &Members {
        &self.opening.members
    }

    /// Returns the keys under which objects are sealed.
    #[must_use]
    pub fn object_keys(&self) -> BTreeMap<Compartment, BTreeMap<TurnTag, SecretKey>> {
        let of = |keys: &DataKeys| keys.all().map(|(tag, key)| (tag, key.derive("sync"))).collect();
        self.opening.keys.iter().map(|(part, keys)| (*part, of(keys))).collect()
    }
}

/// How a vault is made on a device that was admitted.
pub struct Arriving<'a> {
    /// The folder; it must not exist, or be empty.
    pub dir: &'a Path,
    /// Whose device this is.
    pub identity: &'a Identity,
    /// What the device remembers of the vault, for that folder.
    pub recall: &'a Recall,
    /// What a person agreed to take.
    pub accept: &'a Accept,
    /// The time, in milliseconds since 1970.
    pub now_ms: u64,
    /// A source of randomness.
    pub entropy: Entropy,
}

/// Makes a vault of what other copies told: it is another copy, with a name of its own.
///
/// # Durability
/// On `Ok` the vault survives a power cut; on an error there is none, and nothing is left beside it.
///
/// # Errors
/// [`VaultError::Strange`] until a person agreed to take this vault; [`VaultError::Exists`]; [`VaultError::ReadsOnly`] for a public
/// key alone; what the disk said.
pub fn arrive(
    place: &Place,
    records: &BTreeMap<Compartment, Vec<Travelling>>,
    exchange: &Exchange,
    how: &Arriving<'_>,
) -> Result<(), VaultError> {
    let opening = &place.opening;
    opening.pen.writes()?;
    let standing = how.recall.standing(&Seen::of(opening.pen.state(), |_| None))?;
    if !how.accept.takes(&standing) {
        return Err(VaultError::Strange(standing));
    }
    let known = how.recall.commits(opening.pen.vault())?;
    let (seen, mark) = create::beside(how.dir, |dir| {
        let turn = opening.keys.get(&Compartment::Roster).ok_or(VaultError::NoKey)?.turn();
        let rooms = Rooms::of(dir, turn);
        file::make_dir(rooms.turn())?;
        let head = write_keys(&rooms, opening, how.entropy)?;
        let mut store = DiskStore::create(&rooms.store())?;
        let (mut replica, mut ledgers) = ([0; 8], BTreeMap::new());
        (how.entropy)(&mut replica);
        let clock = records.values().flatten().map(|(_, _, record)| record.latest()).max().unwrap_or(0);
        for (part, keys) in &opening.keys {
            let all = records.get(part).into_iter().flatten();
            let opened = |(kind, id, record): &Travelling| -> (u8, Opened) {
                (*kind, (*id, Zeroizing::new(record.encode())))
            };
            let snapshot = Snapshot { records: all.map(opened).collect(), log: Vec::new() };
            let generation = known.get(part).copied().unwrap_or(0);
            let sync = (*part == Compartment::Roster).then(|| exchange.clone());
            let from = Root { generation, replica, clock, sync, ..Root::empty() };
            let setting = setting(*part, &opening.pen, how.entropy);
            let (ledger, batch) = Ledger::filled(setting, keys, snapshot, &from, how.now_ms)?;
            store.commit(&batch)?;
            ledgers.insert(*part, ledger);
        }
        let seen = Seen::of(opening.pen.state(), |part| ledgers.get(&part).map(Ledger::root));
        let (pen, keys) = (opening.pen.clone(), opening.keys.clone());
        let mut vault = Vault::around(pen, keys, ledgers, Box::new(store), how.entropy);
        vault.rooms = Some(rooms.clone());
        let mark = if vault.outbox_keys().is_ok() {
            let known = how.recall.outbox(vault.pen.vault())?;
            outbox::create_after(&vault, &rooms.outbox(), known.as_ref())?;
            Some(vault.outbox()?.mark())
        } else {
            None
        };
        vault.new_journal(&rooms)?.rewrite(vault.store.as_ref())?;
        drop(vault);
        file::create_new(&rooms.lock())?.sync_all()?;
        for name in [HEAD, HEAD_2] {
            head.write(dir, name)?;
        }
        file::sync_all(dir)?;
        Ok((seen, mark))
    })?;
    // A device that could not note it asks once more.
    let _ = how.recall.restored(&seen, mark);
    Ok(())
}

/// What has to be done about statements that were heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing: all of them are known.
    Nothing,
    /// The keys were turned elsewhere, and the slots are there: they are taken over.
    Adopt,
    /// Statements were made apart: an organizer turns the keys once more.
    Settle,
    /// The keys were turned elsewhere, and the slots are not there yet.
    Wait,
}

impl Vault {
    /// Says what statements and slots that were heard ask for.
    ///
    /// # Errors
    /// [`VaultError::Disagree`] where holders removed each other apart; [`VaultError::Members`] for what no holder wrote;
    /// [`VaultError::Retired`] when this device is a holder no more.
    pub fn due(&self, heard: &Heard, identity: &Identity) -> Result<Due, VaultError> {
        let (members, state) = self.joined(heard)?;
        if state.counted == self.pen.state().counted && state.void == self.pen.state().void {
            return Ok(Due::Nothing);
        }
        if heard.opening(members, state.clone(), identity)?.is_some() {
            return Ok(Due::Adopt);
        }
        Ok(if state.heads.len() > 1 || state.turn.is_none() { Due::Settle } else { Due::Wait })
    }

    /// Puts the statements of this vault and those that were heard together.
    fn joined(&self, heard: &Heard) -> Result<(Members, State), VaultError> {
        let mut all = self.statements()?.all();
        for statement in &heard.statements {
            if all.iter().all(|there| there.hash() != statement.hash()) {
                all.push(statement.clone());
            }
        }
        let state = super::holders::chain::evaluate(&all, &self.pen.state().removals);
        let state = state.map_err(members::refused)?;
        if state.vault != self.number() {
            return Err(VaultError::Members);
        }
        Ok((Members::of(&all, &state), state))
    }

    /// Takes over a turn of keys that another device made, and closes the vault.
    ///
    /// # Durability
    /// As [`Vault::turn`].
    ///
    /// # Errors
    /// As [`Vault::due`], [`Vault::turn`]; the old vault stands then.
    pub fn adopt(self, heard: &Heard, identity: &Identity, now_ms: u64) -> Result<Six, VaultError> {
        let (members, state) = self.joined(heard)?;
        let opening = heard.opening(members, state, identity)?.ok_or(VaultError::NoKey)?;
        let (keys, pen, entropy) = (opening.keys.clone(), opening.pen.clone(), self.entropy);
        let erased = pen.state().erased.iter().map(|id| crate::base::Id(*id)).collect();
        let turning = Turning { reason: Reason::Rotate, acts: Vec::new(), erased, writer: None, now_ms };
        self.written_anew(&keys, &pen, &turning, |rooms| write_keys(rooms, &opening, entropy))
    }

    /// Turns the keys once more after statements that were made apart, and closes the vault: from here on all hold the same.
    ///
    /// # Durability
    /// As [`Vault::turn`].
    ///
    /// # Errors
    /// As [`Vault::turn`].
    pub fn settle(self, heard: &Heard, identity: &Identity, now_ms: u64) -> Result<Six, VaultError> {
        let before = self.joined(heard)?;
        let keys = heard.keys(identity);
        let erased = before.1.erased.iter().map(|id| crate::base::Id(*id)).collect();
        let turning = Turning { reason: Reason::Settle, acts: Vec::new(), erased, writer: None, now_ms };
        self.turn_after(&turning, before, keys)
    }

    /// Keeps the keys of earlier turns beside new ones once the vault is shared: what lies in places under them is read on, by who
    /// comes later, too.
    pub(crate) fn with_earlier(
        &self,
        new: BTreeMap<Compartment, DataKeys>,
        mut heard: BTreeMap<Compartment, BTreeMap<TurnTag, SecretKey>>,
    ) -> BTreeMap<Compartment, DataKeys> {
        if self.exchange().is_none() {
            return new;
        }
        let with = |(part, keys): (Compartment, DataKeys)| {
            let mut all = heard.remove(&part).unwrap_or_default();
            let mine = self.keys.get(&part).into_iter().flat_map(DataKeys::all);
            all.extend(mine.map(|(tag, key)| (tag, key.clone())));
            all.insert(keys.turn(), keys.current().clone());
            let made = DataKeys::new(keys.turn(), all).unwrap_or(keys);
            (part, made)
        };
        new.into_iter().map(with).collect()
    }
}
