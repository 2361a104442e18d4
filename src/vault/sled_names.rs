//! The names that sled gives to its files.

/// Tells whether this is a snapshot.
pub(super) fn is_snapshot(name: &str) -> bool {
    name.strip_prefix("snap.")
        .is_some_and(|hex| hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Tells whether this is a snapshot that sled was still writing.
pub(crate) fn is_unfinished(name: &str) -> bool {
    name.strip_suffix(".generating").is_some_and(is_snapshot)
}

/// Tells whether sled made a file of this name.
pub(crate) fn is_own(name: &str) -> bool {
    matches!(name, "conf" | "db" | "blobs") || is_snapshot(name) || is_unfinished(name)
}
