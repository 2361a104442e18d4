//! What is shown of forms, as data.

use chrono::NaiveDate;

use crate::base::view::{data, views};

views! {
    "contrepoids.join.form/1" => FormMade;
}

data! {
    /// A form that was written.
    pub struct FormMade {
        /// The file.
        file: String,
        /// The SHA-256 of the file, in hexadecimal digits.
        sha256: String,
        /// The public key that it seals to.
        key: String,
        /// The day the key was made.
        key_since: Option<NaiveDate>,
        /// Whether the key was made now.
        new_key: bool,
        /// Whether an earlier key was replaced by it.
        replaced: bool,
        /// The six words of the key, in the language of the command.
        words: Vec<&'static str>,
        /// The codes of the fields that it asks.
        fields: Vec<&'static str>,
        /// The version of the text that whoever joins agrees to.
        consent: &'static str,
    }
}
