//! What is shown of keys, as data.

use crate::base::view::{data, views};

views! {
    "contrepoids.key.passphrase/1" => PassphraseChanged;
}

data! {
    /// An identity that has a new passphrase.
    pub struct PassphraseChanged {
        /// The file of the identity.
        identity: String,
        /// Whether it had one before.
        had_one: bool,
    }
}
