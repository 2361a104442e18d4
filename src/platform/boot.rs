//! Which start of the machine this is.

/// Returns what tells this start of the machine from the one before, or nothing where the system does not say: what was
/// written in the same one is there, synced or not.
#[must_use]
pub fn id() -> Option<[u8; 16]> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32).map(u128::to_be_bytes)
}

/// Returns milliseconds of a steady clock that runs while the machine sleeps, too: how long nobody was there.
#[must_use]
pub fn awake_ms() -> u64 {
    super::system::awake_ms()
}
