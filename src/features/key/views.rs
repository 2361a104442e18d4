//! What is shown of keys, as data.

use crate::base::view::{data, views};

views! {
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
}
