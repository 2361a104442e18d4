//! What the vault keeps of forms: their keys, what each asked, which sealed texts were taken.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::base::{Id, kept::record};

record! {
    /// A key that forms seal to.
    #[derive(Clone, Default, PartialEq, Eq)]
    FormKey = FormKey {
        /// The secret key, as age writes it; taken out 90 days after the key was replaced.
        1 secret: Option<String>,
        /// The public key.
        2 public: String,
        /// The day it was made.
        3 made: Option<NaiveDate>,
        /// The day it was replaced.
        4 replaced: Option<NaiveDate>,
        /// The devices that could read it when it was made, in hexadecimal digits.
        5 readers: BTreeSet<String>,
    }
    gone 9;
    whole |key| !key.public.is_empty();
}

record! {
    /// A form that was written.
    #[derive(Clone, Default, PartialEq, Eq)]
    Form = Form {
        /// The key that it seals to.
        1 key: Option<Id>,
        /// The day it was written.
        2 made: Option<NaiveDate>,
        /// The codes of the fields that it asks.
        3 fields: BTreeSet<String>,
        /// The version of the text that whoever joins agrees to.
        4 consent: String,
        /// The sealed texts that were taken, by their hashes.
        5 taken: BTreeSet<String>,
    }
    gone 9;
    whole |form| !form.fields.is_empty();
}
