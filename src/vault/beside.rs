//! What travels in the header of an age file beside its content, for who opens the content and nobody else.
//!
//! It stands in a stanza as the standard programs add them for practice (*grease*) and pass over, sealed under a key that follows
//! from the key of the file: whoever has none sees neither what it says nor which program wrote it.

use std::{cell::RefCell, collections::HashSet};

use age::secrecy::ExposeSecret as _;
use age_core::format::{FileKey, Stanza};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce, aead::Aead as _};
use zeroize::Zeroizing;

/// What a stanza is named with, behind some letters that mean nothing.
const GREASE: &str = "-grease";
/// From this the key follows.
const CONTEXT: &str = "contrepoids 2026-12 beside the content";

/// The key of what is said, and the name of its stanza.
fn derived(key: &FileKey) -> (Zeroizing<[u8; 32]>, String) {
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    hasher.update(key.expose_secret());
    let mut out = Zeroizing::new([0; 40]);
    hasher.finalize_xof().fill(out.as_mut());
    let (mut secret, mut tag) = (Zeroizing::new([0; 32]), String::new());
    for (n, byte) in out.iter().enumerate() {
        match secret.get_mut(n) {
            Some(place) => *place = *byte,
            None => tag.push(char::from(b'a'.saturating_add(byte % 26))),
        }
    }
    tag.push_str(GREASE);
    (secret, tag)
}

/// A key of a file is used once, so is the key that follows from it: no nonce is needed.
fn cipher(key: &[u8; 32]) -> (XChaCha20Poly1305, XNonce) {
    (XChaCha20Poly1305::new(key.into()), XNonce::default())
}

/// Something to be said, as one more reader of a file, who cannot read it.
pub(crate) struct Said<'a>(pub(crate) &'a [u8]);

impl age::Recipient for Said<'_> {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), age::EncryptError> {
        let (key, tag) = derived(file_key);
        let (cipher, nonce) = cipher(&key);
        // The cipher refuses nothing that fits a header.
        let body = cipher.encrypt(&nonce, self.0).unwrap_or_default();
        Ok((vec![Stanza { tag, args: Vec::new(), body }], HashSet::new()))
    }
}

/// An identity that also hears what is said beside the content.
pub(crate) struct Hearing<'a> {
    pub(crate) identity: &'a dyn age::Identity,
    pub(crate) heard: &'a RefCell<Option<Vec<u8>>>,
}

impl age::Identity for Hearing<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, age::DecryptError>> {
        self.identity.unwrap_stanza(stanza)
    }

    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, age::DecryptError>> {
        let found = self.identity.unwrap_stanzas(stanzas)?;
        if let Ok(file_key) = &found {
            let (key, tag) = derived(file_key);
            let (cipher, nonce) = cipher(&key);
            let mut said = stanzas.iter().filter(|s| s.tag == tag);
            let said = said.find_map(|s| cipher.decrypt(&nonce, s.body.as_slice()).ok());
            *self.heard.borrow_mut() = said;
        }
        Some(found)
    }
}
