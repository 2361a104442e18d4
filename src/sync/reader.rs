//! What is taken of a place, and what is refused: copy by copy, object by object, in the order of their numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::{Device, Id, Record, merge},
    sync::{
        apart::{self, Conflict, Look},
        carrier::{Carrier, CarrierError},
        envelope::{Envelope, Kind},
        name::{self, Name, Tag},
        object::{self, Keys, Opened, Shut},
        refusal::{Refusal, Refused},
    },
    vault::{
        Compartment, Exchange, Heard, Identity, Owes, Peer, Travelling, VaultError,
        holders::{
            Act, Class, Hash, Members, Role, State, Statement, What,
            chain::{self, Removal},
            sign,
        },
    },
};

/// Stamps further ahead than this are not taken: two days.
const AHEAD_MS: u64 = 48 * 60 * 60 * 1_000;

/// Why a place could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The place.
    #[error(transparent)]
    Carrier(#[from] CarrierError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// How the part of a record in a compartment is as it lies here.
pub type Here<'a> = dyn Fn(Compartment, u8, &Id) -> Result<Option<Record>, VaultError> + 'a;

/// What reads: one copy of a vault, as it is now.
pub struct Eye<'a> {
    /// The vault.
    pub vault: [u8; 16],
    /// This device.
    pub me: Device,
    /// This copy; zeros before there is one.
    pub replica: [u8; 8],
    /// All statements.
    pub members: &'a Members,
    /// What they come to.
    pub state: &'a State,
    /// Which keys open objects.
    pub keys: &'a Keys,
    /// Whose device this is.
    pub identity: &'a Identity,
    /// How far this copy and the others have come.
    pub exchange: &'a Exchange,
    /// What is known to lie in the place.
    pub left: &'a Left,
    /// When, in milliseconds since 1970.
    pub now_ms: u64,
    /// The register of a record as it is here.
    pub here: &'a Here<'a>,
    /// What was read before, sealed.
    pub mirror: &'a dyn Carrier,
}

/// What a place was known to hold when it was left: the last own object, and the last ones of other copies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// The last own object.
    pub placed: u64,
    /// The last object of each other copy.
    pub seen: BTreeMap<[u8; 8], u64>,
}

impl Left {
    /// Whether the place was never used.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.placed == 0 && self.seen.is_empty()
    }

    fn seen(&self, replica: &[u8; 8]) -> u64 {
        self.seen.get(replica).copied().unwrap_or(0)
    }
}

/// What came of one copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct From {
    /// The device.
    pub device: Device,
    /// How many objects.
    pub objects: usize,
    /// How many records they told of.
    pub records: usize,
}

/// What was read.
#[derive(Default)]
pub struct Read {
    /// What is to be merged.
    pub records: BTreeMap<(Compartment, u8, Id), Record>,
    /// How far all have come when it is.
    pub exchange: Exchange,
    /// From whom.
    pub from: Vec<From>,
    /// What was refused.
    pub refused: Vec<Refused>,
    /// What was heard of the holders.
    pub heard: Heard,
    /// What two wrote without seeing each other.
    pub conflicts: Vec<Conflict>,
    /// How many names there are that are none of ours.
    pub strangers: usize,
    /// Whether all that a copy held was among it.
    pub whole: bool,
    /// The files that were taken, to be kept: folder, name, bytes.
    pub files: Vec<(Tag, Name, Vec<u8>)>,
    // The last envelope of each copy.
    last: BTreeMap<[u8; 8], Envelope>,
}

impl Read {
    /// Returns what is to be merged, by compartment.
    #[must_use]
    pub fn by_part(&self) -> BTreeMap<Compartment, Vec<Travelling>> {
        let mut out: BTreeMap<Compartment, Vec<Travelling>> = BTreeMap::new();
        for ((part, kind, id), record) in &self.records {
            out.entry(*part).or_default().push((*kind, *id, record.clone()));
        }
        out
    }

    /// Tells whether something of a kind was refused.
    #[must_use]
    pub fn has(&self, what: Refusal) -> bool {
        self.refused.iter().any(|refused| refused.what == what)
    }
}

/// An object that passed.
struct Taken {
    name: Name,
    bytes: Vec<u8>,
    hash: Hash,
    opened: Opened,
    parts: Vec<object::Part>,
}

/// Where one copy stands while it is read.
#[derive(Clone, Copy, Default)]
struct At {
    seq: u64,
    hash: Hash,
    since_ms: u64,
    device: Option<Device>,
}

impl Eye<'_> {
    /// Reads a place.
    ///
    /// # Errors
    /// [`ReadError`]; what is wrong with what lies there is in what was read.
    pub fn read(&self, place: &dyn Carrier) -> Result<Read, ReadError> {
        let dir = name::dir(&self.vault);
        let mut read = Read { exchange: self.exchange.clone(), ..Read::default() };
        let mut writers: BTreeMap<Tag, BTreeMap<u64, Vec<Name>>> = BTreeMap::new();
        for entry in place.list(&dir)? {
            if !entry.folder || !name::is_tag(&entry.name) {
                read.strangers = read.strangers.saturating_add(1);
                continue;
            }
            let names = writers.entry(entry.name.clone()).or_default();
            for file in place.list(&format!("{dir}/{}", entry.name))? {
                match Name::read(&file.name).filter(|_| !file.folder) {
                    Some(name) => names.entry(name.seq).or_default().push(name),
                    None => read.strangers = read.strangers.saturating_add(1),
                }
            }
        }
        writers.retain(|_, names| !names.is_empty());
        let mine = name::writer(&self.vault, &self.me, &self.replica);
        if writers.is_empty() && !self.left.is_new() {
            read.refused.push(refused(Refusal::PlaceEmpty, &mine, self.left.placed, At::default()));
            return Ok(read);
        }
        let known = |peer: &Peer| (name::writer(&self.vault, &peer.device, &peer.replica), peer.clone());
        let known: BTreeMap<Tag, Peer> = self.exchange.peers.iter().map(known).collect();
        self.own(place, &mine, writers.get(&mine), &mut read)?;
        for (tag, peer) in &known {
            let last = writers.get(tag).and_then(|names| names.keys().next_back()).copied().unwrap_or(0);
            if last < self.left.seen(&peer.replica) && self.state.holder(&peer.device).is_some() {
                read.refused.push(refused(Refusal::RolledBack, tag, last, at(peer)));
                writers.remove(tag);
            }
        }
        for (tag, names) in writers.iter().filter(|(tag, _)| **tag != mine) {
            self.copy(place, (tag, names), known.get(tag), &mut read)?;
        }
        self.vectors(&known, &mut read)?;
        Ok(read)
    }

    /// What lies in the folder of this copy: what it put there, and nothing else.
    fn own(
        &self,
        place: &dyn Carrier,
        mine: &Tag,
        names: Option<&BTreeMap<u64, Vec<Name>>>,
        read: &mut Read,
    ) -> Result<(), ReadError> {
        let at = At { device: Some(self.me), ..At::default() };
        let last = names.and_then(|names| names.keys().rfind(|seq| **seq <= self.exchange.seq)).copied();
        if last.unwrap_or(0) < self.left.placed.min(self.exchange.seq) {
            read.refused.push(refused(Refusal::PlaceShrunk, mine, last.unwrap_or(0), at));
        }
        let kept = self.kept(mine)?;
        for name in names.into_iter().flat_map(BTreeMap::values).flatten() {
            if kept.contains(name) || kept.is_empty() && name.seq <= self.exchange.seq {
                continue;
            }
            // Whoever writes there can lay anything there; what counts is our own signature.
            if let Some(bytes) = self.get(place, mine, *name)?
                && let Ok(opened) =
                    object::open(&bytes, (mine, name.seq), &self.vault, self.keys, self.identity)
                && opened.envelope.device == self.me
                && opened.envelope.replica == self.replica
                && opened.envelope.seq == name.seq
                && self.is_signed(&opened).is_ok()
            {
                read.refused.push(refused(Refusal::Fork, mine, name.seq, at));
                return Ok(());
            }
        }
        Ok(())
    }

    /// The names of what was kept of a copy.
    fn kept(&self, writer: &Tag) -> Result<BTreeSet<Name>, ReadError> {
        let files = self.mirror.list(&format!("{}/{writer}", name::dir(&self.vault)))?;
        Ok(files.iter().filter_map(|file| Name::read(&file.name)).collect())
    }

    fn get(&self, place: &dyn Carrier, writer: &Tag, name: Name) -> Result<Option<Vec<u8>>, ReadError> {
        let path = format!("{}/{writer}/{}", name::dir(&self.vault), name.text());
        Ok(place.get(&path, object::MOST)?)
    }

    /// Reads what is new of one copy.
    fn copy(
        &self,
        place: &dyn Carrier,
        (writer, names): (&Tag, &BTreeMap<u64, Vec<Name>>),
        known: Option<&Peer>,
        read: &mut Read,
    ) -> Result<(), ReadError> {
        let mut here = known.map_or_else(At::default, at);
        if self.forked(place, (writer, names), here, read)? {
            return Ok(());
        }
        let mut from: Option<From> = None;
        let ended = loop {
            let Some(last) = names.keys().next_back().filter(|last| **last > here.seq) else { break None };
            let next = here.seq.saturating_add(1);
            let (first, jumped) = match names.range(next..).next() {
                Some((seq, _)) if *seq == next => (next, false),
                Some((seq, _)) => (*seq, true),
                None => break Some((Refusal::Gap, *last)),
            };
            match self.run_over(place, (writer, names), here, (first, jumped), read)? {
                Err((what, seq)) => break Some((what, seq)),
                Ok(None) => break None,
                Ok(Some(run)) => {
                    for taken in run {
                        here = At {
                            seq: taken.name.seq,
                            hash: taken.hash,
                            since_ms: self.now_ms,
                            device: Some(taken.opened.envelope.device),
                        };
                        let device = taken.opened.envelope.device;
                        let from = from.get_or_insert(From { device, objects: 0, records: 0 });
                        from.objects = from.objects.saturating_add(1);
                        from.records = from.records.saturating_add(self.accept(writer, taken, read));
                    }
                }
            }
        };
        if let Some((what, seq)) = ended {
            let device = here.device.or_else(|| self.whose(writer));
            read.refused.push(refused(what, writer, seq, At { device, ..here }));
        }
        read.from.extend(from);
        Ok(())
    }

    /// Which device a folder may be of: the holders and their copies that are known.
    fn whose(&self, writer: &Tag) -> Option<Device> {
        let of = |peer: &&Peer| name::writer(&self.vault, &peer.device, &peer.replica) == *writer;
        self.exchange.peers.iter().find(of).map(|peer| peer.device)
    }

    /// Whether another object than the one that was merged lies under a number, signed by its writer.
    fn forked(
        &self,
        place: &dyn Carrier,
        (writer, names): (&Tag, &BTreeMap<u64, Vec<Name>>),
        here: At,
        read: &mut Read,
    ) -> Result<bool, ReadError> {
        if here.seq == 0 {
            return Ok(false);
        }
        let mut kept = self.kept(writer)?;
        kept.insert(Name { seq: here.seq, hash: name::half(&here.hash) });
        for name in names.range(..=here.seq).flat_map(|(_, names)| names) {
            let other = !kept.contains(name) && kept.iter().any(|there| there.seq == name.seq);
            if !other {
                continue;
            }
            if let Some(bytes) = self.get(place, writer, *name)?
                && Name::of(name.seq, &bytes) == *name
                && let Ok(opened) =
                    object::open(&bytes, (writer, name.seq), &self.vault, self.keys, self.identity)
                && self.is_signed(&opened).is_ok()
                && self.lies_right(writer, name.seq, &opened)
            {
                read.refused.push(refused(Refusal::Fork, writer, name.seq, here));
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads as [`Eye::run`], over turns of keys that were made for others: who was admitted later does not open the earlier ones.
    /// They are there, as the object behind them says, and are kept to be handed on.
    #[expect(clippy::type_complexity, reason = "an error of the place, and a refusal of what lies in it")]
    fn run_over(
        &self,
        place: &dyn Carrier,
        (writer, names): (&Tag, &BTreeMap<u64, Vec<Name>>),
        here: At,
        (first, jumped): (u64, bool),
        read: &mut Read,
    ) -> Result<Result<Option<Vec<Taken>>, (Refusal, u64)>, ReadError> {
        let (mut at, mut next, mut jumped, mut passed) = (here, first, jumped, Vec::new());
        loop {
            let run = self.run(place, (writer, names), at, (next, jumped), read)?;
            let shut = matches!(run, Err((Refusal::LaterKeys, seq)) if seq == next);
            if !shut {
                let good = matches!(run, Ok(Some(_)));
                read.files.extend(passed.into_iter().filter(|_| good));
                return Ok(run);
            }
            let mut turn = None;
            for name in names.get(&next).into_iter().flatten() {
                let bytes = self.get(place, writer, *name)?.unwrap_or_default();
                if object::is_turn(&bytes) && Name::of(name.seq, &bytes) == *name {
                    turn = Some((*name, bytes));
                }
            }
            let behind = names.range(next.saturating_add(1)..).next().map(|(seq, _)| *seq);
            match turn.zip(behind) {
                Some(((name, bytes), behind)) => {
                    at = At { seq: next, hash: *blake3::hash(&bytes).as_bytes(), ..here };
                    passed.push((writer.clone(), name, bytes));
                    (jumped, next) = (behind != next.saturating_add(1), behind);
                }
                None => return Ok(Err((Refusal::LaterKeys, first))),
            }
        }
    }

    /// Reads one object, or all pieces of a snapshot; nothing while what it tells of the holders is not known here.
    #[expect(clippy::type_complexity, reason = "an error of the place, and a refusal of what lies in it")]
    fn run(
        &self,
        place: &dyn Carrier,
        (writer, names): (&Tag, &BTreeMap<u64, Vec<Name>>),
        here: At,
        (first, jumped): (u64, bool),
        read: &mut Read,
    ) -> Result<Result<Option<Vec<Taken>>, (Refusal, u64)>, ReadError> {
        let before = if jumped { None } else { Some(here.hash) };
        let taken = match self.at(place, (writer, names), first, before, read)? {
            Err(what) => return Ok(Err((what, first))),
            Ok(taken) => taken,
        };
        let whole = match taken.opened.envelope.kind {
            Kind::Snapshot { piece: 1, of } => of,
            _ if jumped => return Ok(Err((Refusal::Gap, here.seq.saturating_add(1)))),
            Kind::Snapshot { .. } => return Ok(Err((Refusal::Moved, first))),
            _ => 1,
        };
        if let Some(heard) = &taken.opened.heard {
            let known: BTreeSet<Hash> = self.members.all().iter().map(Statement::hash).collect();
            read.heard.statements.extend(heard.statements.iter().cloned());
            read.heard.slots.extend(heard.slots.iter().cloned());
            if !heard.statements.iter().all(|s| known.contains(&s.hash())) {
                return Ok(Ok(None));
            }
        }
        let mut run = vec![taken];
        for piece in 2..=whole {
            let seq = first.saturating_add(piece).saturating_sub(1);
            let before = run.last().map(|taken| taken.hash);
            match self.at(place, (writer, names), seq, before, read)? {
                Ok(taken) if taken.opened.envelope.kind == (Kind::Snapshot { piece, of: whole }) => {
                    run.push(taken);
                }
                Ok(_) => return Ok(Err((Refusal::Moved, seq))),
                Err(what) => return Ok(Err((what, seq))),
            }
        }
        read.whole |= run.len() as u64 == whole
            && matches!(run.first().map(|taken| taken.opened.envelope.kind), Some(Kind::Snapshot { .. }));
        Ok(Ok(Some(run)))
    }

    /// Reads what lies under one number.
    fn at(
        &self,
        place: &dyn Carrier,
        (writer, names): (&Tag, &BTreeMap<u64, Vec<Name>>),
        seq: u64,
        before: Option<Hash>,
        read: &Read,
    ) -> Result<Result<Taken, Refusal>, ReadError> {
        let (mut good, mut why) = (Vec::new(), Refusal::Gap);
        for name in names.get(&seq).into_iter().flatten() {
            match self.object(place, (writer, names), *name, before, read)? {
                Ok(taken) => good.push(taken),
                Err(what) => why = what,
            }
        }
        Ok(match (good.len(), good.pop()) {
            (1, Some(taken)) => Ok(taken),
            (0, _) => Err(why),
            _ => Err(Refusal::Fork),
        })
    }

    fn object(
        &self,
        place: &dyn Carrier,
        (writer, names): (&Tag, &BTreeMap<u64, Vec<Name>>),
        name: Name,
        before: Option<Hash>,
        read: &Read,
    ) -> Result<Result<Taken, Refusal>, ReadError> {
        let Some(bytes) = self.get(place, writer, name)? else { return Ok(Err(Refusal::Damaged)) };
        if Name::of(name.seq, &bytes) != name {
            return Ok(Err(Refusal::Damaged));
        }
        let opened = match object::open(&bytes, (writer, name.seq), &self.vault, self.keys, self.identity) {
            Ok(opened) => opened,
            Err(Shut::Newer) => return Ok(Err(Refusal::NewerReader)),
            Err(Shut::LaterKeys) => return Ok(Err(Refusal::LaterKeys)),
            Err(Shut::Foreign) => {
                let moved = self.is_moved(place, &bytes, names)?;
                return Ok(Err(if moved { Refusal::Moved } else { Refusal::ForeignObject }));
            }
        };
        if !self.lies_right(writer, name.seq, &opened) {
            return Ok(Err(Refusal::Moved));
        }
        let hash = *blake3::hash(&bytes).as_bytes();
        Ok(match self.judge(writer, &opened, (before, hash), read)? {
            Ok(parts) => Ok(Taken { name, bytes, hash, opened, parts }),
            Err(what) => Err(what),
        })
    }

    /// Whether an object lies in its own place.
    fn lies_right(&self, writer: &Tag, seq: u64, opened: &Opened) -> bool {
        let Envelope { vault, device, replica, .. } = &opened.envelope;
        *vault == self.vault && name::writer(vault, device, replica) == *writer && opened.envelope.seq == seq
    }

    /// Whether an object that does not open where it lies opens in another place.
    fn is_moved(
        &self,
        place: &dyn Carrier,
        bytes: &[u8],
        names: &BTreeMap<u64, Vec<Name>>,
    ) -> Result<bool, ReadError> {
        // A copy that has told a little more than this one is thought of, too.
        let last = names.keys().next_back().copied().unwrap_or(0).saturating_add(16).min(1_024);
        for other in place.list(&name::dir(&self.vault))?.iter().filter(|entry| name::is_tag(&entry.name)) {
            for seq in 1..=last {
                let opens = object::open(bytes, (&other.name, seq), &self.vault, self.keys, self.identity);
                if opens.is_ok_and(|opened| self.is_signed(&opened).is_ok()) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The holders as the writer of an object knew them.
    fn state_at(&self, heads: &[Hash]) -> Option<State> {
        if heads == self.state.heads {
            return Some(self.state.clone());
        }
        let removals: &[Removal] = &self.state.removals;
        chain::evaluate_at(&self.members.all(), heads, removals).ok()
    }

    /// Checks the signature: by a holder with a device, as the writer knew the holders.
    fn is_signed(&self, opened: &Opened) -> Result<State, Refusal> {
        let envelope = &opened.envelope;
        let state = self.state_at(&envelope.heads).ok_or(Refusal::LaterKeys)?;
        let Some(holder) = state.holder(&envelope.device).filter(|h| h.class == Class::Device) else {
            let gone = state.gone(&envelope.device).is_some();
            return Err(if gone { Refusal::AfterRemoval } else { Refusal::ForeignObject });
        };
        if sign::verifies(&holder.sign_pk, What::Object, &opened.signed, &opened.signature) {
            Ok(state)
        } else {
            Err(Refusal::ForeignObject)
        }
    }

    /// The rungs of the ladder after the place: signature, what came before, removal, stamps, role, contradiction.
    fn judge(
        &self,
        writer: &Tag,
        opened: &Opened,
        (before, hash): (Option<Hash>, Hash),
        read: &Read,
    ) -> Result<Result<Vec<object::Part>, Refusal>, ReadError> {
        let envelope = &opened.envelope;
        if let Some(heard) = &opened.heard {
            return Ok(self.judge_turn(opened, heard, (before, hash)).map(|()| Vec::new()));
        }
        let state = match self.is_signed(opened) {
            Ok(state) => state,
            Err(what) => return Ok(Err(what)),
        };
        if let Err(what) = self.in_line(envelope, (before, hash)) {
            return Ok(Err(what));
        }
        let organizes = state.holder(&envelope.device).is_some_and(|h| h.roles.has(Role::Organizer));
        let may = |part: Compartment| match envelope.kind {
            Kind::Changes => state.may_write(&envelope.device, part),
            Kind::Snapshot { .. } => organizes,
            Kind::Presence | Kind::Turn => false,
        };
        if !envelope.parts.iter().all(|part| may(part.compartment)) {
            return Ok(Err(Refusal::OutsideRole));
        }
        let parts = match opened.records(writer, self.keys) {
            Ok(parts) => parts,
            Err(Shut::Newer) => return Ok(Err(Refusal::NewerReader)),
            Err(Shut::LaterKeys) => return Ok(Err(Refusal::LaterKeys)),
            Err(Shut::Foreign) => return Ok(Err(Refusal::ForeignObject)),
        };
        for (part, records) in &parts {
            for (kind, id, record) in records {
                if let Some(what) = self.record(envelope, (*part, *kind, *id), record, read)? {
                    return Ok(Err(what));
                }
            }
        }
        Ok(Ok(parts))
    }

    /// A turn of keys counts by its statements; who carries it must be an organizer among them.
    fn judge_turn(
        &self,
        opened: &Opened,
        heard: &Heard,
        (before, hash): (Option<Hash>, Hash),
    ) -> Result<(), Refusal> {
        let envelope = &opened.envelope;
        let removals: &[Removal] = &self.state.removals;
        let state = chain::evaluate_at(&heard.statements, &envelope.heads, removals);
        let state = state.map_err(|_| Refusal::ForeignObject)?;
        if state.vault != self.vault {
            return Err(Refusal::Moved);
        }
        let holder = state.holder(&envelope.device).filter(|holder| holder.organizes());
        let holder = holder.ok_or(Refusal::ForeignObject)?;
        if !sign::verifies(&holder.sign_pk, What::Object, &opened.signed, &opened.signature) {
            return Err(Refusal::ForeignObject);
        }
        self.in_line(envelope, (before, hash))
    }

    /// Whether an object comes after the one that was merged last, and before the removal of its writer.
    fn in_line(&self, envelope: &Envelope, (before, hash): (Option<Hash>, Hash)) -> Result<(), Refusal> {
        if before.is_some_and(|before| before != envelope.before) {
            return Err(Refusal::Fork);
        }
        if self.state.gone(&envelope.device).is_none() {
            return Ok(());
        }
        let cuts = self.members.counted().iter().flat_map(|s| &s.body().acts).filter_map(|act| match act {
            Act::Retire { device, cut, .. } if *device == envelope.device => Some(cut),
            _ => None,
        });
        let until = cuts.flatten().find(|cut| cut.replica == envelope.replica);
        match until {
            Some(cut) if envelope.seq < cut.seq || envelope.seq == cut.seq && hash == cut.hash => Ok(()),
            _ => Err(Refusal::AfterRemoval),
        }
    }

    /// Checks the stamps of a record against its writer, the clock, and what is known of it.
    fn record(
        &self,
        envelope: &Envelope,
        (part, kind, id): (Compartment, u8, Id),
        record: &Record,
        read: &Read,
    ) -> Result<Option<Refusal>, ReadError> {
        let there = (self.here)(part, kind, &id)?;
        let beside = read.records.get(&(part, kind, id));
        for (key, register) in record.registers() {
            if register.stamp.wall_ms() > self.now_ms.saturating_add(AHEAD_MS) {
                return Ok(Some(Refusal::FromTheFuture));
            }
            if envelope.kind == Kind::Changes && register.stamp.device != envelope.device {
                return Ok(Some(Refusal::Contradiction));
            }
            let known = [there.as_ref(), beside].into_iter().flatten().filter_map(|r| r.register(*key));
            if known.into_iter().any(|known| known.stamp == register.stamp && known.value != register.value) {
                return Ok(Some(Refusal::Contradiction));
            }
        }
        Ok(None)
    }

    /// Takes what passed; returns how many records it told of.
    fn accept(&self, writer: &Tag, taken: Taken, read: &mut Read) -> usize {
        let Taken { name, bytes, hash, opened, parts } = taken;
        let envelope = opened.envelope;
        let whole = matches!(envelope.kind, Kind::Snapshot { .. });
        let here = |part: Compartment, kind: u8, id: &Id| (self.here)(part, kind, id).ok().flatten();
        let look = Look { here: &here, me: self.me, clock: self.exchange.clock };
        let mut records = BTreeSet::new();
        for (part, all) in parts {
            for (kind, id, record) in all {
                records.insert(id);
                apart::compare(&look, whole, (part, kind, id), &record, &mut read.conflicts);
                let there = read.records.entry((part, kind, id)).or_default();
                *there = merge(there, &record);
            }
        }
        let acked =
            envelope.vector.iter().find(|seen| seen.replica == self.replica).map_or(0, |seen| seen.seq);
        let peer = Peer {
            replica: envelope.replica,
            device: envelope.device,
            seq: envelope.seq,
            hash,
            seen_ms: self.now_ms,
            acked,
            heads: envelope.heads.clone(),
        };
        read.exchange.heard(peer);
        let owes = match envelope.kind {
            Kind::Presence => Owes::Nothing,
            Kind::Changes => Owes::Daily,
            Kind::Snapshot { .. } | Kind::Turn => Owes::Now,
        };
        read.exchange.owes = read.exchange.owes.max(owes);
        let in_use = self.state.turn.as_ref().map(|(turn, _)| turn.tag);
        if envelope.kind == Kind::Turn && Some(envelope.turn) == in_use {
            read.exchange.told = envelope.turn;
        }
        read.files.push((writer.clone(), name, bytes));
        read.last.insert(envelope.replica, envelope);
        records.len()
    }

    /// What the others say that they have seen: it must be here, and be the same.
    fn vectors(&self, known: &BTreeMap<Tag, Peer>, read: &mut Read) -> Result<(), ReadError> {
        let mut last = std::mem::take(&mut read.last);
        for (tag, peer) in known {
            if last.contains_key(&peer.replica) {
                continue;
            }
            let name = Name { seq: peer.seq, hash: name::half(&peer.hash) };
            if let Some(bytes) = self.get(self.mirror, tag, name)?
                && let Ok(opened) =
                    object::open(&bytes, (tag, peer.seq), &self.vault, self.keys, self.identity)
            {
                last.insert(peer.replica, opened.envelope);
            }
        }
        for seen in last.values().flat_map(|envelope| &envelope.vector) {
            let writer = name::writer(&self.vault, &seen.device, &seen.replica);
            let mine = seen.replica == self.replica;
            let at = read.exchange.peer(&seen.replica).map_or_else(At::default, at);
            let at = At { device: Some(seen.device), ..at };
            let (here, hash) = if mine { (self.exchange.seq, self.exchange.hash) } else { (at.seq, at.hash) };
            let what = if seen.seq > here {
                if mine { Refusal::RolledBack } else { Refusal::Withheld }
            } else if seen.seq == here && name::half(&hash) != seen.hash {
                Refusal::Fork
            } else {
                continue;
            };
            // Who is refused already, or is no holder any more, is not missed.
            let told = read.refused.iter().any(|refused| refused.writer == writer);
            if !told && self.state.holder(&seen.device).is_some() {
                read.refused.push(refused(what, &writer, seen.seq, at));
            }
        }
        Ok(())
    }
}

fn at(peer: &Peer) -> At {
    At { seq: peer.seq, hash: peer.hash, since_ms: peer.seen_ms, device: Some(peer.device) }
}

fn refused(what: Refusal, writer: &Tag, seq: u64, at: At) -> Refused {
    Refused { what, writer: writer.clone(), device: at.device, seq, since_ms: at.since_ms }
}
