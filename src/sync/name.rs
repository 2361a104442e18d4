//! The names in a place: `<dir>/<writer>/<number>-<hash>`. Whatever is called otherwise is counted, and never read.

use crate::{
    base::{Device, hex},
    vault::holders::Hash,
};

/// The name of the folder of a vault, and that of a copy in it: 20 hexadecimal digits, of which nobody tells the vault.
pub type Tag = String;

fn tag(context: &str, what: &[u8]) -> Tag {
    let key = blake3::derive_key(context, what);
    hex::write(key.first_chunk::<10>().unwrap_or(&[0; 10]))
}

/// Returns the name of the folder of a vault.
#[must_use]
pub fn dir(vault: &[u8; 16]) -> Tag {
    tag("contrepoids 2 sync place", vault)
}

/// Returns the name of the folder of one copy of it.
#[must_use]
pub fn writer(vault: &[u8; 16], device: &Device, replica: &[u8; 8]) -> Tag {
    tag("contrepoids 2 sync writer", &[vault.as_slice(), device, replica].concat())
}

/// Tells whether a name can be that of a folder.
#[must_use]
pub fn is_tag(name: &str) -> bool {
    hex::read::<10>(name).is_some_and(|bytes| hex::write(&bytes) == name)
}

/// The name of an object: its number, and the first half of its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Its number, from 1.
    pub seq: u64,
    /// The first 16 bytes of the hash of the file.
    pub hash: [u8; 16],
}

/// Returns the first half of a hash.
#[must_use]
pub fn half(hash: &Hash) -> [u8; 16] {
    hash.first_chunk().copied().unwrap_or_default()
}

impl Name {
    /// Names a file.
    #[must_use]
    pub fn of(seq: u64, file: &[u8]) -> Self {
        Self { seq, hash: half(blake3::hash(file).as_bytes()) }
    }

    /// Reads a name; nothing for any other spelling.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        let (seq, hash) = name.split_once('-')?;
        let name_of = Self { seq: seq.parse().ok()?, hash: hex::read(hash)? };
        (name_of.text() == name && name_of.seq > 0).then_some(name_of)
    }

    /// Returns it as it stands in the place.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{:08}-{}", self.seq, hex::write(&self.hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_read() {
        let name = Name::of(7, b"x");
        assert_eq!(Name::read(&name.text()), Some(name));
        let text = name.text();
        for other in [
            &text[1..],
            &format!("{text}.tmp"),
            &format!("0{text}"),
            &text.to_uppercase().replace('0', "o"),
            &format!("{text} (conflicted copy)"),
            &text.replace('-', ".sync-conflict-20261130-101112-ABCDEFG-"),
            &format!("00000000-{}", &text[9..]),
            ".tmp-abc",
            "",
        ] {
            assert_eq!(Name::read(other), None, "{other}");
        }
        assert!(is_tag(&dir(&[1; 16])) && is_tag(&writer(&[1; 16], &[2; 8], &[3; 8])));
        assert_ne!(writer(&[1; 16], &[2; 8], &[3; 8]), writer(&[1; 16], &[2; 8], &[4; 8]));
        assert!(!is_tag("") && !is_tag("Thumbs.db") && !is_tag(&"A".repeat(20)));
    }
}
