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
    base::hex,
    vault::{
        FORMAT,
        head::{Head, Turn},
        identity::Identity,
        key::{DataKeys, SecretKey},
    },
};

/// A slot is never larger.
pub(crate) const MOST: u64 = 1024 * 1024;

/// The content of a slot. It has no `Debug`.
pub struct Slot {
    /// The vault it belongs to.
    pub vault: [u8; 16],
    /// The name of the compartment.
    pub compartment: String,
    /// The public keys of its holders.
    pub holders: Vec<String>,
    /// The data keys by their turn.
    pub keys: DataKeys,
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
    /// Encrypts the slot to its holders.
    pub(crate) fn seal(&self) -> Result<Vec<u8>, SlotError> {
        let damaged = |_| SlotError::Damaged;
        let holders: Vec<x25519::Recipient> =
            self.holders.iter().map(|h| h.parse().map_err(damaged)).collect::<Result<_, _>>()?;
        let mut text = Zeroizing::new(String::with_capacity(4096));
        text.push_str(&format!("format = {FORMAT}\nvault = \"{}\"\n", hex::write(&self.vault)));
        text.push_str(&format!("compartment = \"{}\"\nturn = \"{}\"\n", self.compartment, self.keys.turn().name()));
        text.push_str(&format!("holders = {:?}\n", self.holders));
        for (turn, key) in self.keys.all() {
            text.push_str(&format!("\n[[key]]\nturn = \"{}\"\ndata = \"", turn.name()));
            text.push_str(&key.hex());
            text.push_str("\"\n");
        }
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
        let text: Text = toml::from_str(text).map_err(|_| SlotError::Damaged)?;
        let keys = text.key.iter().map(|k| Some((Turn::named(&k.turn)?, SecretKey::from_hex(&k.data)?)));
        let keys = keys.collect::<Option<BTreeMap<_, _>>>().ok_or(SlotError::Damaged)?;
        let keys = Turn::named(&text.turn).and_then(|turn| DataKeys::new(turn, keys));
        let keys = keys.ok_or(SlotError::Damaged)?;
        let vault = hex::read(&text.vault).filter(|_| text.format == FORMAT).ok_or(SlotError::Damaged)?;
        Ok(Self { vault, compartment: text.compartment, holders: text.holders, keys })
    }

    /// What the pointer of its vault says.
    pub(crate) fn head(&self) -> Head {
        Head { vault: self.vault, turn: self.keys.turn() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(holders: &[&Identity]) -> Slot {
        let keys =
            [1, 2].map(|turn: u8| (Turn([turn; 4]), SecretKey::take(&mut [turn; 32])));
        let holders = holders.iter().map(|h| h.public()).collect();
        let keys = DataKeys::new(Turn([2; 4]), BTreeMap::from(keys)).unwrap();
        Slot { vault: [5; 16], compartment: "roster".to_owned(), holders, keys }
    }

    #[test]
    fn each_holder_opens_it_and_nobody_else() {
        let (a, b, stranger) = (Identity::generate(), Identity::generate(), Identity::generate());
        let file = slot(&[&a, &b]).seal().unwrap();
        for holder in [&a, &b] {
            let opened = Slot::open(&file, holder).unwrap_or_else(|e| panic!("{e:?}"));
            assert_eq!((opened.vault, opened.compartment.as_str()), ([5; 16], "roster"));
            assert_eq!(opened.holders, [a.public(), b.public()]);
            assert_eq!(opened.keys.all().count(), 2);
            assert_eq!(opened.keys.current().unwrap().bytes(), &[2; 32]);
        }
        assert_eq!(Slot::open(&file, &stranger).err(), Some(SlotError::NotHeld));
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_refused() {
        let a = Identity::generate();
        let file = slot(&[&a]).seal().unwrap();
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
        for text in
            ["", "format = 1", "format = 3\nvault='x'\ncompartment='roster'\nturn='01010101'\nholders=[]\nkey=[]", "\u{0}"]
        {
            let file = age::encrypt(&recipient, text.as_bytes()).unwrap();
            assert_eq!(Slot::open(&file, &a).err(), Some(SlotError::Damaged), "{text}");
        }
    }
}
