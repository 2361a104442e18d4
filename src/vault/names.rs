//! The names of what lies in the folder of a vault.

pub(crate) const HEADER: &str = "header.toml";
pub(crate) const HEADER_2: &str = "header.2.toml";
pub(crate) const KEYS: &str = "keys";
pub(crate) const STORE: &str = "store";
pub(crate) const STORE_OLD: &str = "store.old";
pub(crate) const OUTBOX: &str = "outbox";
pub(crate) const OUTBOX_OLD: &str = "outbox.old";
pub(crate) const JOURNAL: &str = "journal";
pub(crate) const LOCK: &str = "lock";
pub(crate) const OUTBOX_LOCK: &str = "outbox.lock";
pub(crate) const OUTBOX_RUN: &str = "outbox.run";
pub(crate) const OUTBOX_COUNT: &str = "outbox.count";
pub(crate) const OUTBOX_RUN_OLD: &str = "outbox.run.old";
/// Left by file managers and file systems; they hold nothing and harm nothing.
pub(super) const HARMLESS: [&str; 4] = [".DS_Store", "desktop.ini", "Thumbs.db", "lost+found"];

/// Files that a write left beside when the machine stopped in the middle.
pub(crate) fn left_over(name: &str) -> bool {
    name.starts_with(".new-")
}
