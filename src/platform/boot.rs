//! Which start of the machine this is.

/// Returns what tells this start of the machine from the one before, or nothing where the system does not say: what was
/// written in the same one is there, synced or not.
#[must_use]
pub fn id() -> Option<[u8; 16]> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    digits.parse::<crate::base::Id>().ok().map(|id| id.0)
}
