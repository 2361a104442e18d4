//! What is shown of keys, as data.

use crate::base::view::{data, views};

views! {
    "contrepoids.key.passphrase/1" => PassphraseChanged;
    "contrepoids.key.recovery.drill/1" => Drilled;
    "contrepoids.key.recovery.split/1" => Split;
    "contrepoids.key.show/1" => OwnCard;
}

data! {
    /// The card of this device.
    pub struct OwnCard {
        /// The name in it.
        name: String,
        /// The device that it is of: 16 hexadecimal digits.
        device: String,
        /// The public key, `age1…`.
        public_key: String,
        /// The card, `cp1:…`.
        card: String,
        /// The six words to compare by voice, in the language of the command.
        words: Vec<&'static str>,
        /// The file it was written to, if one was named.
        out: Option<String>,
    }

    /// A recovery key in shares.
    pub struct Split {
        /// The set: 8 hexadecimal digits. Shares of other sets do not mix with these.
        set: String,
        /// How many are needed.
        needed: u8,
        /// The shares.
        shares: Vec<ShareOfKey>,
    }

    /// One share of a recovery key.
    pub struct ShareOfKey {
        /// Which, from 1.
        number: u8,
        /// 32 words, in the language of the command.
        words: String,
    }

    /// A recovery key that was tried.
    pub struct Drilled {
        /// Its public key.
        public_key: String,
        /// Whether it opens the vault.
        opens: bool,
    }

    /// An identity that has a new passphrase.
    pub struct PassphraseChanged {
        /// The file of the identity.
        identity: String,
        /// Whether it had one before.
        had_one: bool,
    }
}
