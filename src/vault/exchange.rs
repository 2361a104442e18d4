//! What a copy of the vault tells the other copies, and what it takes from them.
//!
//! Here is what lies in the vault: how far this copy and each other one have come, what is new since the last telling, the
//! merge of what arrived. How it travels, and what is refused on the way, is said in `crate::sync` and `docs/sync.md`.

use std::collections::{BTreeMap, BTreeSet};

use zeroize::Zeroizing;

use crate::{
    base::{Device, Id, Kind, Record, merge},
    vault::{
        Compartment, Identity, Receipt, Vault, VaultError, Verb,
        copies::Exchange,
        holders::{Cut, Members, What, sign::SIGNATURE},
        key::SecretKey,
        ledger::Item,
        members,
        store::Batch,
        tag::TurnTag,
    },
};

/// A record on its way: its kind, its name, its registers.
pub type Travelling = (u8, Id, Record);

/// What this copy has to tell.
#[derive(Default)]
pub struct Outgoing {
    /// By compartment, the records and of each the registers that are new.
    pub parts: BTreeMap<Compartment, Vec<Travelling>>,
    /// The latest stamp of this copy.
    pub clock: u64,
    /// The last entries of its logs.
    pub logs: [u64; 3],
}

impl Outgoing {
    /// Tells whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.values().all(Vec::is_empty)
    }

    /// Returns how many records are told of.
    #[must_use]
    pub fn records(&self) -> usize {
        self.parts.values().flatten().map(|(_, id, _)| *id).collect::<BTreeSet<_>>().len()
    }
}

impl Vault {
    /// Returns how far this copy and the others have come; nothing before it was first told to anybody.
    #[must_use]
    pub fn exchange(&self) -> Option<&Exchange> {
        self.ledgers.get(&Compartment::Roster)?.root().sync.as_ref()
    }

    /// Returns the number of the vault, which certifies who founded it.
    #[must_use]
    pub fn number(&self) -> [u8; 16] {
        *self.pen.vault()
    }

    /// Returns the turn of keys in use.
    ///
    /// # Errors
    /// As [`Vault::generation`].
    pub fn turn_tag(&self) -> Result<TurnTag, VaultError> {
        Ok(self.data_keys(Compartment::Roster)?.turn())
    }

    /// Returns the keys under which objects are sealed, of the compartments that this identity opens, by their turn.
    #[must_use]
    pub fn object_keys(&self) -> BTreeMap<Compartment, BTreeMap<TurnTag, SecretKey>> {
        let of =
            |keys: &super::key::DataKeys| keys.all().map(|(tag, key)| (tag, key.derive("sync"))).collect();
        self.keys.iter().map(|(part, keys)| (*part, of(keys))).collect()
    }

    /// Signs an object.
    #[must_use]
    pub fn sign_object(&self, bytes: &[u8]) -> [u8; SIGNATURE] {
        self.pen.signer().sign(What::Object, bytes)
    }

    /// Returns all statements about the holders.
    ///
    /// # Errors
    /// [`VaultError::Members`]; what the disk said.
    pub fn statements(&self) -> Result<Members, VaultError> {
        match (&self.rooms, &self.statements) {
            (Some(rooms), _) => {
                let keys = self.data_keys(Compartment::Roster)?;
                let head = super::head::Head { vault: self.number(), turn: keys.turn() };
                Ok(members::read(rooms, &head, keys.current())?.0)
            }
            (None, Some(statements)) => Ok(statements.clone()),
            (None, None) => Err(VaultError::Members),
        }
    }

    /// Returns a part of a record as it lies in one compartment.
    ///
    /// # Errors
    /// As [`Vault::record`].
    pub fn part_of(&self, part: Compartment, kind: u8, id: &Id) -> Result<Option<Record>, VaultError> {
        let Some(ledger) = self.ledgers.get(&part) else { return Ok(None) };
        let plain = ledger.get(self.store.as_ref(), kind, id)?;
        plain.map(|plain| super::apart::decode(*id, &plain)).transpose()
    }

    /// Returns what is new since the last telling: what this device itself has written.
    ///
    /// # Errors
    /// As [`Vault::record`], [`Vault::log`].
    pub fn outgoing(&self) -> Result<Outgoing, VaultError> {
        let since = self.exchange().cloned().unwrap_or_default();
        let mut ids = BTreeSet::new();
        for (part, ledger) in &self.ledgers {
            let from = since.logs.get(usize::from(part.number())).copied().unwrap_or(0);
            ids.extend(ledger.touched_since(self.store.as_ref(), from)?);
        }
        let (me, mut out) = (self.device(), self.outgoing_frame());
        for (part, ledger) in &self.ledgers {
            for id in &ids {
                let Some(kind) = ledger.projection().row(id).map(|row| row.kind) else { continue };
                if kind == Kind::Before.number() {
                    continue;
                }
                let Some(record) = self.part_of(*part, kind, id)? else { continue };
                let mut new = Record::default();
                let fresh = |stamp: &crate::base::Stamp| stamp.device == me && stamp.time > since.clock;
                for (key, register) in record.registers().filter(|(_, r)| fresh(&r.stamp)) {
                    new.set(*key, register.value.clone(), register.stamp);
                }
                // What lies at home is there even when it is empty: without it the other parts are of nobody.
                if new != Record::default() || record == Record::default() && self.may_write(*part).is_ok() {
                    out.parts.entry(*part).or_default().push((kind, *id, new));
                }
            }
        }
        Ok(out)
    }

    /// Returns all that this copy holds, whoever wrote it.
    ///
    /// # Errors
    /// As [`Vault::record`].
    pub fn whole(&self) -> Result<Outgoing, VaultError> {
        let mut out = self.outgoing_frame();
        for (part, ledger) in &self.ledgers {
            let all = ledger.snapshot(self.store.as_ref())?.records.into_iter();
            let all = all.filter(|(kind, _)| *kind != Kind::Before.number());
            let all = all.map(|(kind, (id, plain))| Ok((kind, id, super::apart::decode(id, &plain)?)));
            out.parts.insert(*part, all.collect::<Result<_, VaultError>>()?);
        }
        Ok(out)
    }

    fn outgoing_frame(&self) -> Outgoing {
        let log = |part| self.ledgers.get(&part).map_or(0, |ledger| ledger.root().log_len);
        Outgoing { parts: BTreeMap::new(), clock: self.clock.last(), logs: Compartment::ALL.map(log) }
    }

    /// Saves how far this copy has told the others: before they can read it.
    ///
    /// # Durability
    /// As [`Vault::commit`].
    ///
    /// # Errors
    /// As [`Vault::commit`].
    pub fn told_others(&mut self, now_ms: u64, exchange: &Exchange) -> Result<Receipt, VaultError> {
        self.take_in(now_ms, BTreeMap::new(), exchange)
    }

    /// Merges what came from other copies, and how far they have come, in one commit. Of each register the later write stays;
    /// what was erased does not come back.
    ///
    /// A device takes in also what it could not write itself: it was written, and signed, by who may.
    ///
    /// # Durability
    /// As [`Vault::commit`].
    ///
    /// # Errors
    /// As [`Vault::commit`].
    pub fn take_in(
        &mut self,
        now_ms: u64,
        arrived: BTreeMap<Compartment, Vec<Travelling>>,
        exchange: &Exchange,
    ) -> Result<Receipt, VaultError> {
        let erased = self.pen.state().erased.clone();
        let mut items: BTreeMap<Compartment, Vec<Item>> = BTreeMap::from([(Compartment::Roster, Vec::new())]);
        for (part, records) in arrived {
            if !self.ledgers.contains_key(&part) {
                continue;
            }
            for (kind, id, record) in records.into_iter().filter(|(_, id, _)| !erased.contains(&id.0)) {
                self.clock.see(record.latest());
                let was = self.part_of(part, kind, &id)?;
                let merged = was.as_ref().map_or_else(|| record.clone(), |was| merge(was, &record));
                if was.as_ref() != Some(&merged) {
                    let bytes = Some(merged.encode());
                    items.entry(part).or_default().push(Item { kind, id, verb: Some(Verb::Received), bytes });
                }
            }
        }
        let (mut batch, mut into) = (Batch::default(), Vec::new());
        for (part, items) in items {
            let missing = self.missing(part);
            let ledger = self.ledgers.get_mut(&part).ok_or(missing)?;
            ledger.sound()?;
            if part == Compartment::Roster {
                ledger.set_exchange(Some(exchange.clone()));
            }
            into.push(part);
            match ledger.prepare(now_ms, self.clock.last(), items, Vec::new(), &[]) {
                Ok(prepared) => batch.join(prepared),
                Err(error) => {
                    self.spoil(&into);
                    return Err(error);
                }
            }
        }
        self.through(&into, &batch)
    }

    /// Draws a new name for this copy: the one of before was copied, and what either has told since does not fit together.
    /// All that it holds of its own is told again.
    ///
    /// # Errors
    /// As [`Vault::commit`].
    pub fn rejoin(&mut self, now_ms: u64) -> Result<Receipt, VaultError> {
        let mut replica = [0; 8];
        (self.entropy)(&mut replica);
        let before = self.exchange().cloned().unwrap_or_default().renamed();
        self.ledgers.values_mut().for_each(|ledger| ledger.set_replica(replica));
        self.told_others(now_ms, &before)
    }

    /// Returns up to where the objects of a device are taken when it is removed: what was merged of each of its copies.
    #[must_use]
    pub fn cut_of(&self, device: &Device) -> Vec<Cut> {
        let peers = self.exchange().map_or(&[][..], |exchange| &exchange.peers);
        let of = peers.iter().filter(|peer| peer.device == *device);
        of.map(|peer| Cut { replica: peer.replica, seq: peer.seq, hash: peer.hash }).collect()
    }

    /// Returns the bytes of the key slots of the turn in use, as a holder wrote them; for who holds all of them.
    ///
    /// # Errors
    /// [`VaultError::Slot`] when one is not there, or not for this identity; what the disk said.
    pub fn slot_files(&self, identity: &Identity) -> Result<Vec<(Compartment, Vec<u8>)>, VaultError> {
        let rooms = self.rooms.as_ref().ok_or(VaultError::NoVault)?;
        let head = super::head::Head { vault: self.number(), turn: self.turn_tag()? };
        let state = self.pen.state();
        let file = |part| Ok((part, super::twice::slot_bytes(rooms, part, &head, identity, state)?));
        Compartment::ALL.into_iter().map(file).collect()
    }

    /// Returns the folder of the vault.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.rooms.as_ref().map(super::head::Rooms::vault)
    }

    /// Writes records as they lie in an object.
    #[must_use]
    pub fn pack(records: &[Travelling]) -> Zeroizing<Vec<u8>> {
        let opened = |(kind, id, record): &Travelling| (*kind, (*id, Zeroizing::new(record.encode())));
        super::backup::pack_records(&records.iter().map(opened).collect::<Vec<_>>())
    }

    /// Reads records as they lie in an object; nothing for what is not whole, or of a kind that this program does not know.
    #[must_use]
    pub fn unpack(bytes: &[u8]) -> Option<Vec<Travelling>> {
        let read = |(kind, (id, plain)): (u8, (Id, Zeroizing<Vec<u8>>))| {
            Some((kind, id, Record::decode(&plain).ok()?))
        };
        super::backup::unpack_records(bytes)?.into_iter().map(read).collect()
    }
}
