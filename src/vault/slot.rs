//! Key slots: the data keys of one compartment in one age file for its holders.
//!
//! The standard `age` program opens a slot; what is inside is said in `docs/format.md`.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
};

use age::{Decryptor, Encryptor, x25519};
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    base::{Device, hex},
    vault::{
        Compartment, FORMAT,
        head::Head,
        holders::{
            Hash, Signer, State, What,
            sign::{SIGNATURE, verifies},
        },
        identity::Identity,
        key::{DataKeys, SecretKey},
        tag::TurnTag,
    },
};

/// A slot is never larger.
pub(crate) const MOST: u64 = 1024 * 1024;

/// The last line: the signature over all before it.
const SIGNED: &str = "signature = \"";

/// The content of a slot. It has no `Debug`.
pub struct Slot {
    /// The vault it belongs to.
    pub vault: [u8; 16],
    /// The name of the compartment.
    pub compartment: String,
    /// The statements that it rests on.
    pub heads: Vec<Hash>,
    /// The device that wrote it.
    pub writer: Device,
    /// The public keys of its holders.
    pub holders: Vec<String>,
    /// The data keys by their turn.
    pub keys: DataKeys,
    /// What was signed, and the signature; nothing before that.
    signed: Option<(Zeroizing<String>, [u8; SIGNATURE])>,
}

/// Why a slot cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SlotError {
    /// Not for this identity.
    NotHeld,
    /// Not a slot, or damaged.
    Damaged,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    format: u64,
    vault: String,
    compartment: String,
    turn: String,
    heads: Vec<String>,
    writer: String,
    holders: Vec<String>,
    key: Vec<TextKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextKey {
    turn: String,
    data: String,
}

impl Drop for TextKey {
    fn drop(&mut self) {
        self.data.zeroize();
    }
}

impl Slot {
    /// Makes a slot that a device is going to sign.
    pub(crate) fn new(
        head: Head,
        compartment: Compartment,
        state: &State,
        writer: Device,
        keys: DataKeys,
    ) -> Self {
        Self {
            vault: head.vault,
            compartment: compartment.name().to_owned(),
            heads: state.heads.clone(),
            writer,
            holders: state.readers(compartment).map(|holder| holder.recipient.clone()).collect(),
            keys,
            signed: None,
        }
    }

    /// Signs the slot and encrypts it to its holders.
    pub(crate) fn seal(&self, signer: &Signer) -> Result<Vec<u8>, SlotError> {
        let damaged = |_| SlotError::Damaged;
        let holders: Vec<x25519::Recipient> =
            self.holders.iter().map(|h| h.parse().map_err(damaged)).collect::<Result<_, _>>()?;
        let mut text = Zeroizing::new(String::with_capacity(4096));
        text.push_str(&format!("format = {FORMAT}\nvault = \"{}\"\n", hex::write(&self.vault)));
        text.push_str(&format!(
            "compartment = \"{}\"\nturn = \"{}\"\n",
            self.compartment,
            self.keys.turn().name()
        ));
        let heads: Vec<String> = self.heads.iter().map(|hash| hex::write(hash)).collect();
        text.push_str(&format!("heads = {heads:?}\nwriter = \"{}\"\n", hex::write(&self.writer)));
        text.push_str(&format!("holders = {:?}\n", self.holders));
        for (turn, key) in self.keys.all() {
            text.push_str(&format!("\n[[key]]\nturn = \"{}\"\ndata = \"", turn.name()));
            text.push_str(&key.hex());
            text.push_str("\"\n");
        }
        let signature = signer.sign(What::Slot, text.as_bytes());
        text.push_str(&format!("{SIGNED}{}\"\n", hex::write(&signature)));
        let encryptor =
            Encryptor::with_recipients(holders.iter().map(|h| h as _)).map_err(|_| SlotError::Damaged)?;
        let mut out = Vec::new();
        let io = |_: std::io::Error| SlotError::Damaged;
        let mut writer = encryptor.wrap_output(&mut out).map_err(io)?;
        writer.write_all(text.as_bytes()).and_then(|()| writer.finish().map(|_| ())).map_err(io)?;
        Ok(out)
    }

    /// Opens a slot with an identity.
    pub(crate) fn open(file: &[u8], identity: &Identity) -> Result<Self, SlotError> {
        let decryptor = Decryptor::new(file).map_err(|_| SlotError::Damaged)?;
        let reader = decryptor.decrypt(std::iter::once(identity.as_age() as &dyn age::Identity));
        let mut reader = reader.map_err(|error| match error {
            age::DecryptError::NoMatchingKeys | age::DecryptError::DecryptionFailed => SlotError::NotHeld,
            _ => SlotError::Damaged,
        })?;
        let mut plain = Zeroizing::new(Vec::with_capacity(64 * 1024));
        reader.read_to_end(&mut plain).map_err(|_| SlotError::Damaged)?;
        let text = std::str::from_utf8(&plain).map_err(|_| SlotError::Damaged)?;
        let (text, signature) = text.rsplit_once(SIGNED).ok_or(SlotError::Damaged)?;
        let signature = signature.strip_suffix("\"\n").and_then(hex::read).ok_or(SlotError::Damaged)?;
        let signed = Some((Zeroizing::new(text.to_owned()), signature));
        let text: Text = toml::from_str(text).map_err(|_| SlotError::Damaged)?;
        let keys = text.key.iter().map(|k| Some((TurnTag::named(&k.turn)?, SecretKey::from_hex(&k.data)?)));
        let keys = keys.collect::<Option<BTreeMap<_, _>>>().ok_or(SlotError::Damaged)?;
        let keys = TurnTag::named(&text.turn).and_then(|turn| DataKeys::new(turn, keys));
        let keys = keys.ok_or(SlotError::Damaged)?;
        let vault = hex::read(&text.vault).filter(|_| text.format == FORMAT).ok_or(SlotError::Damaged)?;
        let heads = text.heads.iter().map(|hash| hex::read(hash)).collect::<Option<Vec<_>>>();
        let (Some(heads), Some(writer)) = (heads, hex::read(&text.writer)) else {
            return Err(SlotError::Damaged);
        };
        Ok(Self { vault, compartment: text.compartment, heads, writer, holders: text.holders, keys, signed })
    }

    /// Whether it was written by a holder who may, and says what the statements say.
    pub(crate) fn fits(&self, compartment: Compartment, state: &State) -> bool {
        let Some((text, signature)) = &self.signed else { return false };
        let Some(writer) = state.holder(&self.writer).filter(|holder| holder.organizes()) else {
            return false;
        };
        let Some((turn, _)) = &state.turn else { return false };
        let holders = state.readers(compartment).map(|holder| &holder.recipient);
        self.compartment == compartment.name()
            && self.vault == state.vault
            && self.heads == state.heads
            && self.keys.turn() == TurnTag(turn.tag)
            && turn.fits(compartment, self.keys.current())
            && self.holders.iter().eq(holders)
            && verifies(&writer.sign_pk, What::Slot, text.as_bytes(), signature)
    }

    /// What the pointer of its vault says.
    pub(crate) fn head(&self) -> Head {
        Head { vault: self.vault, turn: self.keys.turn() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::create::{Founded, Founder};

    /// A slot of the roster of a vault that one first and the other can open.
    fn slot(a: &Identity, b: &Identity) -> (Vec<u8>, State) {
        let founder = Founder { recovery: Some((b, "paper")), ..Founder::alone(a) };
        let (first, pen) = Founded::by(&founder, crate::clock::random).unwrap();
        let keys = first.keys[&Compartment::Roster].clone();
        let head = Head { vault: pen.state().vault, turn: keys.turn() };
        let slot = Slot::new(head, Compartment::Roster, pen.state(), a.device(), keys);
        (slot.seal(&Signer::of(a)).unwrap(), pen.state().clone())
    }

    #[test]
    fn each_holder_opens_it_and_nobody_else() {
        let (a, b, stranger) = (Identity::generate(), Identity::generate(), Identity::generate());
        let (file, state) = slot(&a, &b);
        for holder in [&a, &b] {
            let opened = Slot::open(&file, holder).unwrap_or_else(|e| panic!("{e:?}"));
            assert!(opened.fits(Compartment::Roster, &state));
            assert!(!opened.fits(Compartment::Dues, &state));
            let of = |key: &Identity| opened.holders.contains(&key.public());
            assert!(opened.holders.len() == 2 && of(&a) && of(&b));
        }
        assert_eq!(Slot::open(&file, &stranger).err(), Some(SlotError::NotHeld));
    }

    /// Whoever knows the public keys can encrypt anything to them; what they cannot do is sign.
    #[test]
    fn what_no_holder_wrote_does_not_fit_whatever_it_says() {
        let (a, b, stranger) = (Identity::generate(), Identity::generate(), Identity::generate());
        let (file, state) = slot(&a, &b);
        let good = || Slot::open(&file, &a).unwrap_or_else(|e| panic!("{e:?}"));
        let resealed = |slot: Slot, signer: &Identity| {
            let file = slot.seal(&Signer::of(signer)).unwrap();
            Slot::open(&file, &a).unwrap_or_else(|e| panic!("{e:?}"))
        };
        assert!(resealed(good(), &a).fits(Compartment::Roster, &state));
        let other = || DataKeys::one(good().keys.turn(), SecretKey::take(&mut [9; 32]));
        let turn = || DataKeys::one(TurnTag([9; 4]), good().keys.current().clone());
        let wrong = [
            ("signed by a stranger", resealed(good(), &stranger)),
            ("signed by the recovery key", resealed(Slot { writer: b.device(), ..good() }, &b)),
            (
                "signed by a stranger who says so",
                resealed(Slot { writer: stranger.device(), ..good() }, &stranger),
            ),
            ("another key", resealed(Slot { keys: other(), ..good() }, &a)),
            ("another turn", resealed(Slot { keys: turn(), ..good() }, &a)),
            ("other statements", resealed(Slot { heads: vec![[1; 32]], ..good() }, &a)),
            ("another vault", resealed(Slot { vault: [1; 16], ..good() }, &a)),
            ("another part", resealed(Slot { compartment: "dues".to_owned(), ..good() }, &a)),
            ("one holder less", resealed(Slot { holders: vec![a.public()], ..good() }, &a)),
        ];
        for (what, slot) in wrong {
            assert!(!slot.fits(Compartment::Roster, &state), "{what}");
        }
        let (theirs, others) = slot_of_another();
        assert!(!theirs.fits(Compartment::Roster, &state) && !good().fits(Compartment::Roster, &others));
    }

    fn slot_of_another() -> (Slot, State) {
        let (a, b) = (Identity::generate(), Identity::generate());
        let (file, state) = slot(&a, &b);
        (Slot::open(&file, &a).unwrap_or_else(|e| panic!("{e:?}")), state)
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_refused() {
        let (a, b) = (Identity::generate(), Identity::generate());
        let (file, _) = slot(&a, &b);
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(Slot::open(&changed, &a).is_err(), "byte {at}");
            assert!(Slot::open(&file[..at], &a).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn an_age_file_that_is_no_slot_is_damage() {
        let a = Identity::generate();
        let recipient = a.as_age().to_public();
        for text in [
            "",
            "format = 1",
            "format = 3\nvault='x'\ncompartment='roster'\nturn='01010101'\nholders=[]\nkey=[]",
            "\u{0}",
        ] {
            let file = age::encrypt(&recipient, text.as_bytes()).unwrap();
            assert_eq!(Slot::open(&file, &a).err(), Some(SlotError::Damaged), "{text}");
        }
    }
}
