//! The recovery key in three shares, of which any two bring it back.
//!
//! A share by itself says nothing of the key. Around it stands what the method lacks: which set it is of, how many are needed, a checksum;
//! a mix of two sets would else be joined to a wrong key without a word.

use bech32::{Bech32, Hrp, primitives::decode::CheckedHrpstring};
use blahaj::Sharks;
use zeroize::Zeroizing;

use crate::{
    base::Lang,
    vault::{
        holders::{derive, words},
        identity::Identity,
        seal::Entropy,
    },
};

/// Shares that are made.
pub const SHARES: usize = 3;
/// Shares that are needed.
pub const NEEDED: u8 = 2;
/// Length of a share.
pub const LENGTH: usize = 43;
/// Words of a share.
pub const WORDS: usize = 32;

const VERSION: u8 = 1;
const HRP: &str = "AGE-SECRET-KEY-";

/// One share. It has no `Debug`; its bytes are wiped.
pub struct Share(Zeroizing<[u8; LENGTH]>);

/// Why shares do not bring a key back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// Not 32 words of the list.
    #[error("a share is 32 words of the list")]
    Words,
    /// The checksum does not fit: a word is wrong or at another place.
    #[error("the checksum of the share does not fit")]
    Checksum,
    /// A share of another kind or of a newer program.
    #[error("a share of an unknown kind")]
    Unknown,
    /// The same share twice.
    #[error("the same share twice")]
    Same,
    /// Shares of different sets: one is older, or of another vault.
    #[error("the shares are not of one set")]
    Mixed,
    /// Fewer than are needed.
    #[error("{needed} shares are needed")]
    TooFew {
        /// How many.
        needed: u8,
    },
    /// The key could not be read or put together.
    #[error("the key cannot be put together")]
    Key,
}

impl Share {
    /// Reads a share from words in either language.
    ///
    /// # Errors
    /// [`ShareError::Words`], [`ShareError::Checksum`], [`ShareError::Unknown`].
    pub fn read(typed: &str) -> Result<Self, ShareError> {
        let numbers = Zeroizing::new(words::read(typed).map_err(|_| ShareError::Words)?);
        if numbers.len() != WORDS {
            return Err(ShareError::Words);
        }
        let bytes = words::bytes::<LENGTH>(&numbers).ok_or(ShareError::Checksum)?;
        Self::of(bytes)
    }

    /// Reads the bytes of a share.
    ///
    /// # Errors
    /// [`ShareError::Checksum`], [`ShareError::Unknown`].
    pub fn of(bytes: Zeroizing<[u8; LENGTH]>) -> Result<Self, ShareError> {
        let share = Self(bytes);
        let (before, sum) = share.0.split_last_chunk::<4>().ok_or(ShareError::Checksum)?;
        if !blake3::hash(before).as_bytes().starts_with(sum) {
            return Err(ShareError::Checksum);
        }
        if share.0.first() != Some(&VERSION) || share.needed() < 2 || share.number() == 0 {
            return Err(ShareError::Unknown);
        }
        Ok(share)
    }

    /// Returns the bytes; for a QR code.
    #[must_use]
    pub fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// Says the share in words.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Zeroizing<String> {
        let numbers = Zeroizing::new(words::numbers(&*self.0));
        Zeroizing::new(words::say(lang, &numbers).join(" "))
    }

    /// Returns which share of its set it is, from 1.
    #[must_use]
    pub fn number(&self) -> u8 {
        self.0.get(6).copied().unwrap_or(0)
    }

    /// Returns how many shares of its set are needed.
    #[must_use]
    pub fn needed(&self) -> u8 {
        self.0.get(5).copied().unwrap_or(0)
    }

    /// Returns the set.
    #[must_use]
    pub fn set(&self) -> [u8; 4] {
        self.0.get(1..5).and_then(|set| set.try_into().ok()).unwrap_or([0; 4])
    }

    /// What the method itself knows of a share: its number and its values.
    fn point(&self) -> Result<blahaj::Share, ShareError> {
        let point = self.0.get(6..39).and_then(|point| blahaj::Share::try_from(point).ok());
        point.ok_or(ShareError::Key)
    }
}

/// Returns the set that shares of a recovery key belong to.
#[must_use]
pub fn set_of(recipient: &str) -> [u8; 4] {
    derive("contrepoids 2026-11 share set", recipient.as_bytes())
}

/// Splits a recovery key into [`SHARES`], of which [`NEEDED`] bring it back.
///
/// # Errors
/// [`ShareError::Key`] only if the key cannot be read.
pub fn split(key: &Identity, entropy: Entropy) -> Result<Vec<Share>, ShareError> {
    let (secret, set) = (bytes_of(key)?, set_of(&key.public()));
    Sharks(NEEDED)
        .dealer_rng(&*secret, &mut Drawn(entropy))
        .take(SHARES)
        .map(|point| {
            let point = Zeroizing::new(Vec::from(&point));
            let mut out = Zeroizing::new([0; LENGTH]);
            let before = Zeroizing::new([&[VERSION], set.as_slice(), &[NEEDED], &point].concat());
            let sum = blake3::hash(&before);
            for (place, byte) in out.iter_mut().zip(before.iter().chain(sum.as_bytes())) {
                *place = *byte;
            }
            Share::of(out)
        })
        .collect()
}

/// Joins shares.
///
/// # Errors
/// [`ShareError::Same`], [`ShareError::Mixed`], [`ShareError::TooFew`]; [`ShareError::Mixed`] also for what comes to another key than
/// the one that was split.
pub fn join(shares: &[Share]) -> Result<Identity, ShareError> {
    let first = shares.first().ok_or(ShareError::TooFew { needed: NEEDED })?;
    let (set, needed) = (first.set(), first.needed());
    if shares.iter().any(|s| s.set() != set || s.needed() != needed) {
        return Err(ShareError::Mixed);
    }
    let mut numbers: Vec<u8> = shares.iter().map(Share::number).collect();
    numbers.sort_unstable();
    if !numbers.is_sorted_by(|a, b| a < b) {
        return Err(ShareError::Same);
    }
    if shares.len() < usize::from(needed) {
        return Err(ShareError::TooFew { needed });
    }
    let points = shares.iter().map(Share::point).collect::<Result<Vec<_>, _>>()?;
    let secret = Sharks(needed).recover(&points).map(Zeroizing::new).map_err(|_| ShareError::Key)?;
    let key = key_of(&secret)?;
    if set_of(&key.public()) != set {
        return Err(ShareError::Mixed);
    }
    Ok(key)
}

/// Returns the 32 bytes of a key.
fn bytes_of(key: &Identity) -> Result<Zeroizing<[u8; 32]>, ShareError> {
    let text = key.secret();
    let read = CheckedHrpstring::new::<Bech32>(&text).map_err(|_| ShareError::Key)?;
    let mut out = Zeroizing::new([0; 32]);
    let mut bytes = read.byte_iter();
    for place in out.iter_mut() {
        *place = bytes.next().ok_or(ShareError::Key)?;
    }
    if bytes.next().is_some() { Err(ShareError::Key) } else { Ok(out) }
}

/// Returns the key of 32 bytes.
fn key_of(secret: &[u8]) -> Result<Identity, ShareError> {
    let hrp = Hrp::parse(HRP).map_err(|_| ShareError::Key)?;
    let text =
        bech32::encode_upper::<Bech32>(hrp, secret).map(Zeroizing::new).map_err(|_| ShareError::Key)?;
    Identity::read(text.as_bytes(), || Err(crate::vault::IdentityError::NotOne)).map_err(|_| ShareError::Key)
}

/// Randomness as the method asks for it.
struct Drawn(Entropy);

impl rand_core::TryRng for Drawn {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        (self.0)(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        (self.0)(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        (self.0)(out);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Drawn {}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "a test draws its own")]
    fn drawn(out: &mut [u8]) {
        getrandom::fill(out).unwrap();
    }

    fn again(share: &Share) -> Share {
        Share::of(share.0.clone()).unwrap_or_else(|e| panic!("{e}"))
    }

    fn joined(shares: &[&Share]) -> Result<String, ShareError> {
        join(&shares.iter().map(|s| again(s)).collect::<Vec<_>>()).map(|key| key.public())
    }

    #[test]
    fn any_two_of_three_bring_the_key_back_and_one_does_not() {
        let key = Identity::generate();
        let shares = split(&key, drawn).unwrap_or_else(|e| panic!("{e}"));
        let [a, b, c] = [0, 1, 2].map(|n| &shares[n]);
        assert_eq!([a, b, c].map(Share::number), [1, 2, 3]);
        for some in [vec![a, b], vec![a, c], vec![b, c], vec![c, a], vec![a, b, c]] {
            assert_eq!(joined(&some), Ok(key.public()));
        }
        for one in [a, b, c] {
            assert_eq!(joined(&[one]), Err(ShareError::TooFew { needed: 2 }));
            assert_eq!(joined(&[one, one]), Err(ShareError::Same));
        }
        assert_eq!(joined(&[]), Err(ShareError::TooFew { needed: 2 }));
        let secret = join(&[again(a), again(b)]).unwrap_or_else(|e| panic!("{e}")).secret();
        assert_eq!(*secret, *key.secret());
        // What a share holds is not the key, and splitting anew makes other shares.
        let bytes = bytes_of(&key).unwrap();
        assert!(shares.iter().all(|s| !s.bytes().windows(8).any(|w| bytes.windows(8).any(|k| k == w))));
        let anew = split(&key, drawn).unwrap_or_else(|e| panic!("{e}"));
        assert_ne!(anew[0].bytes(), a.bytes());
    }

    #[test]
    fn shares_of_two_keys_and_of_two_splittings_are_a_mix() {
        let (one, other) = (Identity::generate(), Identity::generate());
        let shares = |key: &Identity| split(key, drawn).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(joined(&[&shares(&one)[0], &shares(&other)[1]]), Err(ShareError::Mixed));
        assert_eq!(
            joined(&[&shares(&one)[0], &shares(&one)[1]]),
            Err(ShareError::Mixed),
            "one key, split twice"
        );
    }

    #[test]
    fn words_are_read_back_and_a_wrong_one_is_noticed() {
        let shares = split(&Identity::generate(), drawn).unwrap_or_else(|e| panic!("{e}"));
        for lang in [Lang::Fr, Lang::En] {
            let said = shares[0].say(lang);
            let list: Vec<&str> = said.split(' ').collect();
            assert_eq!(list.len(), WORDS);
            let read = Share::read(&said).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(read.bytes(), shares[0].bytes());
            for n in 0..WORDS {
                let mut wrong = list.clone();
                let other = words::of(lang)[if wrong[n] == words::of(lang)[9] { 10 } else { 9 }].as_str();
                wrong[n] = other;
                assert_eq!(Share::read(&wrong.join(" ")).err(), Some(ShareError::Checksum), "{n}");
            }
            assert_eq!(Share::read(&list[1..].join(" ")).err(), Some(ShareError::Words));
            assert_eq!(Share::read(&said.replace(' ', "  x ")).err(), Some(ShareError::Words));
        }
    }

    #[test]
    fn another_version_and_another_threshold_are_unknown() {
        let share = &split(&Identity::generate(), drawn).unwrap_or_else(|e| panic!("{e}"))[0];
        for (at, value) in [(0, 2), (5, 1), (6, 0)] {
            let mut bytes = share.0.clone();
            bytes[at] = value;
            let sum = blake3::hash(&bytes[..39]);
            bytes[39..].copy_from_slice(&sum.as_bytes()[..4]);
            assert_eq!(Share::of(bytes).err(), Some(ShareError::Unknown), "{at}");
        }
    }
}
