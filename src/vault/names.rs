//! The names of what lies in the folder of a vault.

pub(crate) const HEAD: &str = "head";
pub(crate) const HEAD_2: &str = "head.2";
/// The header of the first format.
pub(crate) const HEADER_1: &str = "header.toml";
pub(crate) const LOCK: &str = "lock";
pub(crate) const OUTBOX_LOCK: &str = "outbox.lock";
/// Sealed objects of this copy and of others, to be handed on.
pub(crate) const SYNC: &str = "sync";
// In the folder of a turn:
pub(crate) const KEYS: &str = "keys";
pub(crate) const MEMBERS: &str = "members";
pub(crate) const MEMBERS_2: &str = "members.2";
pub(crate) const STORE: &str = "store";
pub(crate) const STORE_OLD: &str = "store.old";
pub(crate) const OUTBOX: &str = "outbox";
pub(crate) const OUTBOX_OLD: &str = "outbox.old";
pub(crate) const JOURNAL: &str = "journal";
pub(crate) const RUN: &str = "run";
pub(crate) const RUN_COUNT: &str = "run.count";
pub(crate) const RUN_OLD: &str = "run.old";
/// Left by file managers and file systems; they hold nothing and harm nothing.
pub(super) const HARMLESS: [&str; 4] = [".DS_Store", "desktop.ini", "Thumbs.db", "lost+found"];

/// Files that a write left beside when the machine stopped in the middle.
pub(crate) fn left_over(name: &str) -> bool {
    name.starts_with(".new-")
}
