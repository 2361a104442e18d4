//! What is shown of a backup, as data.

use crate::base::view::{data, views};

views! {
    "contrepoids.backup.create/1" => Created;
    "contrepoids.backup.restore/1" => Restored;
    "contrepoids.backup.verify/1" => Verified;
}

data! {
    /// A backup that was made.
    pub struct Created {
        /// The file.
        out: String,
        /// Its size.
        bytes: u64,
        /// What it holds.
        backup: Held,
        /// Whether this device remembers that it was made.
        noted: bool,
    }

    /// A backup that was checked.
    pub struct Verified {
        /// The file.
        file: String,
        /// What it holds.
        backup: Held,
        /// How it stands to what this device remembers of the vault: `known`, `older`, `forked`, `unknown`, `other`, `destroyed`.
        standing: &'static str,
        /// By how many commits it is older than that, where it is.
        behind: Option<u64>,
    }

    /// What a backup says of itself.
    pub struct Held {
        /// When it was made.
        time: Option<String>,
        /// What the device that made it is called.
        by: String,
        /// Whether that device may write all that is in it; if not, it alone restores it.
        may_write: bool,
        /// The six words of the vault, in the language of the command.
        words: Vec<&'static str>,
        /// The turn of keys.
        turn: String,
        /// The parts of the vault in it.
        parts: Vec<HeldPart>,
        /// Whom it opens for.
        holders: Vec<String>,
    }

    /// A part of the vault in a backup.
    pub struct HeldPart {
        /// Which: `roster`, `dues`, `organizing`.
        part: &'static str,
        /// The number of its last commit.
        commit: u64,
        /// When that was.
        time: Option<String>,
        /// How many records it holds.
        records: u64,
        /// Whether it was opened and checked; a part outside of the role of this identity is not.
        opened: bool,
    }

    /// A vault that was made from a backup.
    pub struct Restored {
        /// Its folder.
        vault: String,
        /// The backup that it was made from.
        backup: Held,
        /// Whether the outbox came back.
        outbox: bool,
        /// Whether this device could note which vault it is.
        noted: bool,
    }
}
