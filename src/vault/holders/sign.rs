//! What a device signs with, and the other keys that follow from its identity alone.
//!
//! All of them are derived from the 74 bytes `AGE-SECRET-KEY-1…`, so that the identity file, the paper of the recovery
//! key or two of its three shares bring them back, and nothing else has to be kept.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use zeroize::Zeroize;

use crate::{
    base::Device,
    vault::{
        holders::{Malformed, derive},
        identity::Identity,
        key::SecretKey,
    },
};

/// Length of a signature.
pub const SIGNATURE: usize = 64;

/// What a signature is for. It is in the signed bytes, so that one thing is never taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// The card of a device: its name, its recipient and its public signing key belong together.
    Card,
    /// A statement about the holders.
    Statement,
    /// A key slot.
    Slot,
    /// The root of a compartment or of the outbox.
    Root,
    /// An object for other devices.
    Object,
    /// The manifest of a backup.
    Backup,
    /// A content that is handed over.
    Export,
}

impl What {
    /// Every purpose.
    pub const ALL: [Self; 7] =
        [Self::Card, Self::Statement, Self::Slot, Self::Root, Self::Object, Self::Backup, Self::Export];

    /// Returns the word that stands in the signed bytes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Statement => "statement",
            Self::Slot => "slot",
            Self::Root => "root",
            Self::Object => "object",
            Self::Backup => "backup",
            Self::Export => "export",
        }
    }

    /// Returns what is signed: `contrepoids 2 `, the word, a zero, the bytes.
    fn over(self, bytes: &[u8]) -> Vec<u8> {
        [b"contrepoids 2 ", self.word().as_bytes(), &[0], bytes].concat()
    }
}

/// The signing key of a device (Ed25519, RFC 8032). It has no `Debug`; the seed is locked in memory and wiped.
pub struct Signer {
    seed: SecretKey,
    public: [u8; 32],
}

impl Signer {
    /// Derives the signing key of an identity.
    #[must_use]
    pub fn of(identity: &Identity) -> Self {
        let seed = from(identity, "contrepoids 2026-11 device signing");
        let public = SigningKey::from_bytes(seed.bytes()).verifying_key().to_bytes();
        Self { seed, public }
    }

    /// Returns the public signing key.
    #[must_use]
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// Signs bytes for one purpose.
    #[must_use]
    pub fn sign(&self, what: What, bytes: &[u8]) -> [u8; SIGNATURE] {
        SigningKey::from_bytes(self.seed.bytes()).sign(&what.over(bytes)).to_bytes()
    }
}

/// Checks a signature strictly: no key and no part of a signature of small order, one encoding of each.
#[must_use]
pub fn verifies(public: &[u8; 32], what: What, bytes: &[u8], signature: &[u8; SIGNATURE]) -> bool {
    key(public)
        .is_ok_and(|key| key.verify_strict(&what.over(bytes), &Signature::from_bytes(signature)).is_ok())
}

/// Reads a public signing key.
///
/// # Errors
/// [`Malformed`] for bytes that are no point of the curve, a second encoding of one, or a point of small order: under such
/// a key signatures fit that nobody made.
pub fn key(public: &[u8; 32]) -> Result<VerifyingKey, Malformed> {
    let key = VerifyingKey::from_bytes(public).map_err(|_| Malformed("no public signing key"))?;
    if key.is_weak() || key.to_edwards().compress().as_bytes() != public {
        return Err(Malformed("no public signing key"));
    }
    Ok(key)
}

/// Returns the device that signs with this key and reads with this recipient (`age1…`).
///
/// It follows from both, so that nobody who knows the recipient alone can name it or pass for it.
#[must_use]
pub fn device(recipient: &str, public: &[u8; 32]) -> Device {
    derive("contrepoids vault format 2 device", &[recipient.as_bytes(), public].concat())
}

impl Identity {
    /// Returns the device that this identity stands for in stamps, in the log and in statements.
    #[must_use]
    pub fn device(&self) -> Device {
        device(&self.public(), Signer::of(self).public())
    }
}

/// Derives the key under which a device keeps what it remembers outside the vault.
#[must_use]
pub fn memory_key(identity: &Identity) -> SecretKey {
    from(identity, "contrepoids 2026-11 device memory")
}

/// Derives the key under which a device keeps the passwords of places in its configuration.
#[must_use]
pub fn places_key(identity: &Identity) -> SecretKey {
    from(identity, "contrepoids 2026-11 device places")
}

/// Derives a key from the 74 bytes `AGE-SECRET-KEY-1…`, in capitals, as age writes them.
fn from(identity: &Identity, context: &str) -> SecretKey {
    let mut secret = identity.secret();
    secret.make_ascii_uppercase();
    let key = SecretKey::take(&mut blake3::derive_key(context, secret.as_bytes()));
    secret.zeroize();
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_purpose_its_bytes_and_its_key_alone() {
        let (signer, other) = (Signer::of(&Identity::generate()), Signer::of(&Identity::generate()));
        let signature = signer.sign(What::Slot, b"bytes");
        for what in What::ALL {
            assert_eq!(verifies(signer.public(), what, b"bytes", &signature), what == What::Slot);
        }
        assert!(!verifies(signer.public(), What::Slot, b"byte", &signature));
        assert!(!verifies(other.public(), What::Slot, b"bytes", &signature));
        for bit in 0..SIGNATURE * 8 {
            let mut changed = signature;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!verifies(signer.public(), What::Slot, b"bytes", &changed), "bit {bit}");
        }
    }

    #[test]
    fn the_keys_of_an_identity_differ_by_use_and_come_back_from_its_text() {
        let one = Identity::generate();
        let again = |text: &str| {
            Identity::read(text.as_bytes(), || Err(crate::vault::IdentityError::WrongPassphrase)).unwrap()
        };
        let seed = |identity: &Identity| *Signer::of(identity).seed.bytes();
        for text in [one.secret().to_string(), one.secret().to_lowercase()] {
            let same = again(&text);
            assert_eq!(Signer::of(&same).public(), Signer::of(&one).public());
            assert_eq!(memory_key(&same).bytes(), memory_key(&one).bytes());
        }
        assert_ne!(memory_key(&one).bytes(), places_key(&one).bytes());
        assert_ne!(memory_key(&one).bytes(), &seed(&one));
        assert_ne!(seed(&one), seed(&Identity::generate()));
    }

    /// Under a key of small order one signature fits any bytes; the second encoding of a point would be a second name.
    #[test]
    fn keys_of_small_order_and_second_encodings_are_refused() {
        let mut identity_point = [0; 32];
        identity_point[0] = 1;
        let mut order_two = [0xff; 32];
        order_two[0] = 0xec;
        order_two[31] = 0x7f;
        // y = p + 4, which is y = 4 written a second time.
        let mut second = [0xff; 32];
        second[0] = 0xf1;
        second[31] = 0x7f;
        for bad in [[0; 32], identity_point, order_two, second, [0xff; 32]] {
            assert!(key(&bad).is_err(), "{bad:02x?}");
        }
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(!verifies(&identity_point, What::Root, b"anything", &signature));
        assert!(key(Signer::of(&Identity::generate()).public()).is_ok());
    }

    /// The length of a recipient is fixed, so that no two pairs run together.
    #[test]
    fn a_device_is_its_recipient_and_its_key() {
        let identity = Identity::generate();
        let signer = Signer::of(&identity);
        let mine = device(&identity.public(), signer.public());
        assert_eq!(mine, device(&identity.public(), signer.public()));
        assert_ne!(mine, device(&Identity::generate().public(), signer.public()));
        assert_ne!(mine, device(&identity.public(), &[0; 32]));
        assert_eq!(mine, identity.device());
    }
}
