//! What a device signs beside a content that it hands over: who it is, on which day, the hash of the content.
//!
//! It travels in the header of the age file, sealed like the content; see [`crate::vault::age_file`]. Other programs pass it over.

use chrono::NaiveDate;
use minicbor::{Decoder, Encoder};

use crate::{
    base::{Device, date},
    vault::{
        Vault,
        holders::{
            Malformed,
            sign::{self, SIGNATURE, What},
        },
    },
};

/// The layout of a statement.
const LAYOUT: u64 = 1;
/// A statement is padded to this, whatever the name of the device: what is sealed does not tell it by its length.
pub const LEN: usize = 500;

/// Who signed a content, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The name of the device, as it calls itself.
    pub name: String,
    /// The device: it follows from what signed, so that nobody passes for another one.
    pub device: Device,
    /// The day, as the device had it.
    pub on: NaiveDate,
}

impl Vault {
    /// Signs a content that is handed over; nothing where this device is no holder any more.
    #[must_use]
    pub fn sign_content(&self, on: NaiveDate, content: &[u8]) -> Option<Vec<u8>> {
        let me = self.pen.state().holder(&self.pen.device())?;
        let mut out = body(&me.name, &me.recipient, &me.sign_pk, &date::stored(on), content);
        let signature = self.pen.signer().sign(What::Export, &out);
        out.extend_from_slice(&signature);
        out.push(0x80);
        if out.len() > LEN {
            return None;
        }
        out.resize(LEN, 0);
        Some(out)
    }
}

fn body(name: &str, recipient: &str, key: &[u8; 32], on: &str, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(LEN);
    // The writer is a vector, so there is no error to report.
    let _ = Encoder::new(&mut out)
        .array(6)
        .and_then(|e| e.u64(LAYOUT)?.str(name)?.str(recipient)?.bytes(key)?.str(on))
        .and_then(|e| e.bytes(blake3::hash(content).as_bytes()));
    out
}

/// Reads what was signed beside a content, and checks it against the content.
///
/// # Errors
/// [`Malformed`] for anything that is not exactly one whole statement about this content, signed by whom it names.
pub fn read(said: &[u8], content: &[u8]) -> Result<Signed, Malformed> {
    let wrong = Malformed("the signature beside the content does not fit");
    let end = said.iter().rposition(|b| *b != 0).filter(|at| said.get(*at) == Some(&0x80)).ok_or(wrong)?;
    let (bytes, signature) = said.get(..end).and_then(<[u8]>::split_last_chunk::<SIGNATURE>).ok_or(wrong)?;
    let (name, recipient, key, on) = parts(bytes).ok_or(wrong)?;
    let day = date::from_stored(&on).ok_or(wrong)?;
    let fits = body(&name, &recipient, &key, &on, content) == bytes
        && sign::key(&key).is_ok()
        && sign::verifies(&key, What::Export, bytes, signature);
    if !fits {
        return Err(wrong);
    }
    Ok(Signed { device: sign::device(&recipient, &key), name, on: day })
}

fn parts(bytes: &[u8]) -> Option<(String, String, [u8; 32], String)> {
    let mut d = Decoder::new(bytes);
    if (d.array().ok()??, d.u64().ok()?) != (6, LAYOUT) {
        return None;
    }
    let (name, recipient) = (d.str().ok()?.to_owned(), d.str().ok()?.to_owned());
    Some((name, recipient, d.bytes().ok()?.try_into().ok()?, d.str().ok()?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, 1).unwrap()
    }

    #[test]
    fn a_statement_is_of_its_content_and_its_device() {
        let vault = Vault::create_in_memory(clock::random).unwrap();
        let said = vault.sign_content(day(), b"a table").unwrap();
        assert_eq!(said.len(), LEN);
        let signed = read(&said, b"a table").unwrap();
        assert_eq!((signed.on, signed.device), (day(), vault.pen.device()));
        assert!(
            read(&said, b"a table.").is_err()
                && read(&[], b"a table").is_err()
                && read(&[0; LEN], b"").is_err()
        );
        let last = said.iter().rposition(|b| *b != 0).unwrap();
        for at in 0..=last {
            let mut changed = said.clone();
            changed[at] ^= 1;
            assert!(read(&changed, b"a table").is_err(), "byte {at}");
        }
    }
}
