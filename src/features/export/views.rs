//! What an export tells, as data.

use crate::base::view::{data, views};

views! {
    "contrepoids.export.open/1" => Opened;
    "contrepoids.export.roster/1" => Handed;
}

data! {
    /// An export that was written.
    pub struct Handed {
        /// How many people are in it.
        people: usize,
        /// The keys that open it.
        readers: Vec<String>,
        /// `csv` or `json`.
        format: &'static str,
        /// Whether it is text.
        armored: bool,
        /// The file.
        out: String,
        /// Its size.
        bytes: u64,
        /// Whether the log keeps who got it.
        logged: bool,
    }

    /// An export that was opened.
    pub struct Opened {
        /// The file.
        out: String,
        /// Its size.
        bytes: usize,
    }
}
