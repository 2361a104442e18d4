//! One round: what came is read and merged, then what is new goes out. Nothing of it blocks any other command.
//!
//! Order of a push: the object is written beside the vault, the root says that it was made, then it is put; a round that was
//! cut off puts the same bytes again. Order of a pull: what was taken is kept beside the vault, then one commit.

use std::collections::BTreeMap;

use crate::{
    sync::{
        apart::Conflict,
        carrier::{Carrier, CarrierError, Put},
        envelope::{Envelope, Kind, SeenOf},
        name::{self, Name},
        object::{self, Keys, Packing, Part},
        reader::{Eye, From, Left, Read, ReadError},
        refusal::{Refusal, Refused},
    },
    vault::{
        Arrival, Compartment, Due, Entropy, Exchange, Heard, Identity, Outgoing, Owes, Travelling, Vault,
        VaultError,
        holders::{Act, Holder, Members, State, Statement},
    },
};

/// A device says that it is there once a day at most, when it has nothing else to say.
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// A device of which nothing came for so long is not waited for: 90 days, by the clock here.
pub const SILENT_MS: u64 = 90 * DAY_MS;
/// So many objects after the last telling of all that a copy holds, it tells all anew.
const GROWN: usize = 256;

/// Why a round came to nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncError {
    /// The place.
    #[error(transparent)]
    Carrier(#[from] CarrierError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Nothing of this vault lies in the place, and only an organizer's device begins.
    #[error("only the device of an organizer begins in a place")]
    Begins,
    /// The place is not as it was left; a person says whether what it lacks is put there again.
    #[error("the place is not as it was left")]
    Lacks(Refusal),
    /// There is nothing in the place for this identity.
    #[error("there is nothing here for this device")]
    NotInvited,
    /// There is a vault for this identity in the place, but not yet what it holds.
    #[error("what the vault holds is not here yet")]
    NotYet(Vec<Refused>),
    /// An object with the name of ours is another one.
    #[error("another object has the name of ours")]
    Taken,
}

impl std::convert::From<ReadError> for SyncError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Carrier(error) => Self::Carrier(error),
            ReadError::Vault(error) => Self::Vault(error),
        }
    }
}

/// One place, and what is kept of it beside the vault.
#[derive(Clone, Copy)]
pub struct Round<'a> {
    /// The place.
    pub place: &'a dyn Carrier,
    /// The sealed objects that are kept beside the vault.
    pub mirror: &'a dyn Carrier,
    /// Whose device this is.
    pub identity: &'a Identity,
    /// What is known to lie in the place.
    pub left: &'a Left,
    /// Whether a person said that what the place lacks shall be put there again.
    pub again: bool,
    /// When, in milliseconds since 1970.
    pub now_ms: u64,
    /// A source of randomness.
    pub entropy: Entropy,
}

/// What came.
#[derive(Debug)]
pub struct Pulled {
    /// From whom.
    pub from: Vec<From>,
    /// What was refused.
    pub refused: Vec<Refused>,
    /// What two wrote without seeing each other.
    pub conflicts: Vec<Conflict>,
    /// Names that are none of ours.
    pub strangers: usize,
    /// What has to be done about the holders before more can be read.
    pub due: Due,
    /// What was heard of them.
    pub heard: Heard,
}

/// What went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pushed {
    /// How many records were told of.
    pub records: usize,
    /// How many files were put.
    pub files: usize,
    /// What lies in the place now.
    pub left: Left,
    /// Whether all that the vault holds went.
    pub whole: bool,
}

impl Round<'_> {
    fn keep(&self, vault: &[u8; 16], read: &Read) -> Result<(), SyncError> {
        for (writer, name, bytes) in &read.files {
            self.mirror.put_if_absent(&format!("{}/{writer}", name::dir(vault)), &name.text(), bytes)?;
        }
        Ok(())
    }

    /// Reads the place and merges what can be taken.
    ///
    /// # Durability
    /// What was merged survives a power cut; a round that was cut off is done again.
    ///
    /// # Errors
    /// [`SyncError`].
    pub fn pull(&self, vault: &mut Vault) -> Result<Pulled, SyncError> {
        let (members, keys) = (vault.statements()?, vault.object_keys());
        let exchange = vault.exchange().cloned().unwrap_or_default();
        let read = {
            let here = |part: Compartment, kind: u8, id: &crate::base::Id| vault.part_of(part, kind, id);
            let eye = Eye {
                vault: vault.number(),
                me: vault.device(),
                replica: vault.replica()?,
                members: &members,
                state: vault.holders(),
                keys: &keys,
                identity: self.identity,
                exchange: &exchange,
                left: self.left,
                now_ms: self.now_ms,
                here: &here,
                mirror: self.mirror,
            };
            eye.read(self.place)?
        };
        let due = if read.heard.statements.is_empty() {
            Due::Nothing
        } else {
            vault.due(&read.heard, self.identity)?
        };
        if due != Due::Nothing {
            // Who may write what is settled first: nothing is merged by what was known of the holders before.
            let Read { refused, strangers, heard, .. } = read;
            return Ok(Pulled { from: vec![], refused, conflicts: vec![], strangers, due, heard });
        }
        if read.exchange != exchange {
            self.keep(&vault.number(), &read)?;
            vault.take_in(self.now_ms, read.by_part(), &read.exchange)?;
        }
        let Read { from, refused, conflicts, strangers, heard, .. } = read;
        Ok(Pulled { from, refused, conflicts, strangers, due, heard })
    }

    /// Makes objects of what is new, and puts what the place lacks of this copy.
    ///
    /// # Durability
    /// An object is told in the root before it is put; what was not put is put by the next round.
    ///
    /// # Errors
    /// [`SyncError`].
    pub fn push(&self, vault: &mut Vault) -> Result<Pushed, SyncError> {
        let (number, me, replica) = (vault.number(), vault.device(), vault.replica()?);
        let (dir, writer) = (name::dir(&number), name::writer(&number, &me, &replica));
        let folder = format!("{dir}/{writer}");
        let mut exchange = vault.exchange().cloned().unwrap_or_default();
        let organizes = vault.holders().holder(&me).is_some_and(Holder::organizes);
        let first = exchange.seq == 0 && exchange.peers.is_empty();
        if first && !organizes {
            return Err(SyncError::Begins);
        }
        // What a round that was cut off made and nobody was told of.
        let mine = names(self.mirror, &folder)?;
        for orphan in mine.iter().filter(|name| name.seq > exchange.seq) {
            self.mirror.delete(&format!("{folder}/{}", orphan.text()))?;
        }
        let grown = mine.iter().filter(|name| name.seq > exchange.whole && name.seq <= exchange.seq).count();
        let erased = vault.holders().erased.len() as u64;
        // What was told of somebody who is erased goes with what was told before.
        let anew = first || organizes && (grown >= GROWN || erased > exchange.erased);
        let mut out =
            Made { round: self, vault, keys: vault.object_keys(), writer: &writer, folder: &folder };
        let mut pushed = Pushed::default();
        let before = exchange.clone();
        let turn = vault.turn_tag()?.0;
        if organizes && exchange.told != turn {
            out.turn(&mut exchange)?;
        }
        let (new, whole) = if anew { (vault.whole()?, true) } else { (vault.outgoing()?, false) };
        let begins = exchange.seq.saturating_add(1);
        if whole || !new.is_empty() {
            out.objects(&mut exchange, &new, whole)?;
            (pushed.records, pushed.whole) = (new.records(), whole);
            if whole {
                (exchange.whole, exchange.erased) = (begins, erased);
            }
        }
        let quiet = exchange.sent_ms.saturating_add(DAY_MS) <= self.now_ms;
        let owes = match exchange.owes {
            Owes::Nothing => false,
            Owes::Daily => quiet || exchange.seq == 0,
            Owes::Now => true,
        };
        if exchange.seq == before.seq && owes {
            out.object(&mut exchange, Kind::Presence, &[])?;
        }
        if exchange != before || new.clock != exchange.clock && !new.is_empty() {
            (exchange.clock, exchange.logs) = (new.clock.max(exchange.clock), new.logs);
            vault.told_others(self.now_ms, &exchange)?;
        }
        pushed.files = self.put(&folder, self.left.placed)?;
        pushed.left.placed = exchange.seq;
        // What came by another way is handed on, opened or not.
        for peer in &exchange.peers {
            let folder = format!("{dir}/{}", name::writer(&number, &peer.device, &peer.replica));
            self.put(&folder, self.left.seen.get(&peer.replica).copied().unwrap_or(0))?;
            pushed.left.seen.insert(peer.replica, peer.seq);
        }
        self.compact(&folder, &exchange, vault.holders())?;
        Ok(pushed)
    }

    /// Deletes what this copy told before all that it held, once every live copy has that. Turns of keys stay: who comes back late
    /// needs them.
    fn compact(&self, folder: &str, exchange: &Exchange, state: &State) -> Result<(), SyncError> {
        let live = |peer: &&crate::vault::Peer| {
            state.holder(&peer.device).is_some() && peer.seen_ms.saturating_add(SILENT_MS) >= self.now_ms
        };
        if !exchange.peers.iter().filter(live).all(|peer| peer.acked >= exchange.whole) {
            return Ok(());
        }
        for name in names(self.mirror, folder)?.into_iter().filter(|name| name.seq < exchange.whole) {
            let path = format!("{folder}/{}", name.text());
            let turn = self.mirror.get(&path, object::MOST)?.is_some_and(|bytes| object::is_turn(&bytes));
            if !turn {
                self.place.delete(&path)?;
                self.mirror.delete(&path)?;
            }
        }
        Ok(())
    }

    /// Puts what the place lacks of one copy and was not known to have.
    fn put(&self, folder: &str, known: u64) -> Result<usize, SyncError> {
        let there = names(self.place, folder)?;
        let mut put: usize = 0;
        let mut mine = names(self.mirror, folder)?;
        mine.sort_unstable();
        for name in mine.into_iter().filter(|name| !there.contains(name)) {
            if name.seq <= known && !self.again {
                continue;
            }
            let path = format!("{folder}/{}", name.text());
            let Some(bytes) = self.mirror.get(&path, object::MOST)? else { continue };
            match self.place.put_if_absent(folder, &name.text(), &bytes)? {
                Put::Done | Put::Same => put = put.saturating_add(1),
                Put::Differs => return Err(SyncError::Taken),
            }
        }
        Ok(put)
    }
}

/// The objects in a folder.
fn names(carrier: &dyn Carrier, folder: &str) -> Result<Vec<Name>, CarrierError> {
    Ok(carrier.list(folder)?.iter().filter_map(|file| Name::read(&file.name)).collect())
}

/// The devices that were removed since a turn that was told: they may read that they were, and by whom. The new keys are not theirs.
fn gone_since(members: &Members, state: &State, told: &[u8; 4]) -> Vec<String> {
    let is_told = |statement: &&Statement| {
        let acts = &statement.body().acts;
        acts.iter().any(|act| matches!(act, Act::Turn(turn) if turn.tag == *told))
    };
    let depth = members.counted().iter().filter(is_told).map(|s| s.body().depth).max();
    let later = members.counted().iter().filter(|s| depth.is_some_and(|depth| s.body().depth > depth));
    let retired = later.flat_map(|s| &s.body().acts).filter_map(|act| match act {
        Act::Retire { device, .. } => state.gone(device).map(|former| former.holder.recipient.clone()),
        _ => None,
    });
    retired.collect()
}

/// What makes the objects of one round.
struct Made<'a> {
    round: &'a Round<'a>,
    vault: &'a Vault,
    keys: Keys,
    writer: &'a String,
    folder: &'a str,
}

impl Made<'_> {
    fn envelope(&self, exchange: &Exchange, kind: Kind) -> Result<Envelope, VaultError> {
        let seen = |peer: &crate::vault::Peer| SeenOf {
            replica: peer.replica,
            device: peer.device,
            seq: peer.seq,
            hash: name::half(&peer.hash),
        };
        Ok(Envelope {
            kind,
            vault: self.vault.number(),
            device: self.vault.device(),
            replica: self.vault.replica()?,
            seq: exchange.seq.saturating_add(1),
            before: exchange.hash,
            turn: self.vault.turn_tag()?.0,
            time_ms: self.round.now_ms,
            least: 1,
            heads: self.vault.holders().heads.clone(),
            vector: exchange.peers.iter().map(seen).collect(),
            parts: Vec::new(),
        })
    }

    /// Keeps an object beside the vault, and counts it.
    fn made(&self, exchange: &mut Exchange, file: &[u8]) -> Result<(), SyncError> {
        let seq = exchange.seq.saturating_add(1);
        self.round.mirror.put_if_absent(self.folder, &Name::of(seq, file).text(), file)?;
        exchange.seq = seq;
        exchange.hash = *blake3::hash(file).as_bytes();
        exchange.sent_ms = self.round.now_ms;
        exchange.owes = Owes::Nothing;
        Ok(())
    }

    fn object(&self, exchange: &mut Exchange, kind: Kind, parts: &[Part]) -> Result<(), SyncError> {
        let (sign, entropy) = (|bytes: &[u8]| self.vault.sign_object(bytes), self.round.entropy);
        let packing = Packing { writer: self.writer, keys: &self.keys, sign: &sign, entropy };
        let file = packing.object(self.envelope(exchange, kind)?, parts)?;
        self.made(exchange, &file)
    }

    fn turn(&mut self, exchange: &mut Exchange) -> Result<(), SyncError> {
        let (sign, entropy) = (|bytes: &[u8]| self.vault.sign_object(bytes), self.round.entropy);
        let packing = Packing { writer: self.writer, keys: &self.keys, sign: &sign, entropy };
        let envelope = self.envelope(exchange, Kind::Turn)?;
        let slots = self.vault.slot_files(self.round.identity)?;
        let (members, state) = (self.vault.statements()?, self.vault.holders());
        let gone = gone_since(&members, state, &exchange.told);
        let file = packing.turn(envelope, &members, &slots, (state, &gone))?;
        self.made(exchange, &file)?;
        exchange.told = self.vault.turn_tag()?.0;
        Ok(())
    }

    /// Divides records among objects.
    fn objects(&self, exchange: &mut Exchange, new: &Outgoing, whole: bool) -> Result<(), SyncError> {
        let (mut pieces, mut piece, mut size): (
            Vec<Vec<Part>>,
            BTreeMap<Compartment, Vec<Travelling>>,
            usize,
        ) = (Vec::new(), BTreeMap::new(), 0);
        for (part, records) in &new.parts {
            for (kind, id, record) in records {
                let len = record.encode().len().saturating_add(64);
                if size.saturating_add(len) > object::ABOUT {
                    pieces.push(std::mem::take(&mut piece).into_iter().collect());
                    size = 0;
                }
                size = size.saturating_add(len);
                piece.entry(*part).or_default().push((*kind, *id, record.clone()));
            }
        }
        pieces.push(piece.into_iter().collect());
        let of = pieces.len() as u64;
        for (number, parts) in (1..).zip(&pieces) {
            let kind = if whole { Kind::Snapshot { piece: number, of } } else { Kind::Changes };
            self.object(exchange, kind, parts)?;
        }
        Ok(())
    }
}

/// What a place holds for a device that was admitted. It has no `Debug`: it holds keys.
pub struct Found {
    /// Who holds the vault, and its keys.
    pub arrival: Arrival,
    read: Read,
}

impl Found {
    /// Returns who holds the vault.
    #[must_use]
    pub fn holders(&self) -> &State {
        self.arrival.holders()
    }

    /// Returns what the vault begins with.
    #[must_use]
    pub fn records(&self) -> BTreeMap<Compartment, Vec<Travelling>> {
        self.read.by_part()
    }

    /// Returns how far the others have come.
    #[must_use]
    pub fn exchange(&self) -> &Exchange {
        &self.read.exchange
    }

    /// Returns what was refused.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.read.refused
    }

    /// Returns from whom it comes.
    #[must_use]
    pub fn from(&self) -> &[From] {
        &self.read.from
    }

    /// Keeps what was read beside the vault.
    ///
    /// # Errors
    /// [`SyncError::Carrier`]; the place still has it.
    pub fn keep(&self, mirror: &dyn Carrier) -> Result<(), SyncError> {
        let dir = name::dir(&self.holders().vault);
        for (writer, name, bytes) in &self.read.files {
            mirror.put_if_absent(&format!("{dir}/{writer}"), &name.text(), bytes)?;
        }
        Ok(())
    }
}

/// Reads what a place holds for a device that was admitted and has nothing yet.
///
/// # Errors
/// [`SyncError::NotInvited`], [`SyncError::NotYet`]; [`SyncError::Vault`] for statements that come to nothing.
pub fn look(place: &dyn Carrier, identity: &Identity, now_ms: u64) -> Result<Found, SyncError> {
    let mut heard: BTreeMap<String, Heard> = BTreeMap::new();
    for dir in place.list("")?.into_iter().filter(|entry| entry.folder && name::is_tag(&entry.name)) {
        for writer in place.list(&dir.name)?.into_iter().filter(|e| e.folder && name::is_tag(&e.name)) {
            let folder = format!("{}/{}", dir.name, writer.name);
            for file in place.list(&folder)?.into_iter().filter(|file| Name::read(&file.name).is_some()) {
                let bytes = place.get(&format!("{folder}/{}", file.name), object::MOST)?.unwrap_or_default();
                if !object::is_turn(&bytes) {
                    continue;
                }
                let Ok(opened) = object::open_turn(&bytes, identity) else { continue };
                if name::dir(&opened.envelope.vault) != dir.name {
                    continue;
                }
                if let Some(more) = opened.heard {
                    let all = heard.entry(dir.name.clone()).or_default();
                    let new = more.statements.into_iter().filter(|s| !all.statements.contains(s));
                    let new: Vec<_> = new.collect();
                    all.statements.extend(new);
                    all.slots.extend(more.slots);
                }
            }
        }
    }
    let mut why = SyncError::NotInvited;
    for heard in heard.values() {
        let arrival = match Arrival::read(heard, identity) {
            Ok(Some(arrival)) => arrival,
            Ok(None) => continue,
            Err(error) => {
                why = error.into();
                continue;
            }
        };
        let (keys, nothing, none) = (arrival.object_keys(), Exchange::default(), super::Memory::default());
        let left = Left::default();
        let eye = Eye {
            vault: arrival.holders().vault,
            me: identity.device(),
            replica: [0; 8],
            members: arrival.members(),
            state: arrival.holders(),
            keys: &keys,
            identity,
            exchange: &nothing,
            left: &left,
            now_ms,
            here: &|_, _, _| Ok(None),
            mirror: &none,
        };
        let read = eye.read(place)?;
        if read.whole {
            return Ok(Found { arrival, read });
        }
        why = SyncError::NotYet(read.refused);
    }
    Err(why)
}
