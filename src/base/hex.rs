//! Bytes as hexadecimal digits.

use std::fmt::Write as _;

/// Writes bytes as lower-case hexadecimal digits, two for each.
#[must_use]
pub fn write(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Reads `N` bytes from twice as many hexadecimal digits of either case, and from nothing else: no sign, no space.
#[must_use]
pub fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    let digits = text.as_bytes();
    if digits.len() != N.checked_mul(2)? || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        assert_eq!(write(&[0, 0x0f, 0xab]), "000fab");
        assert_eq!(read("000fAB"), Some([0, 0x0f, 0xab]));
        for text in ["", "000fa", "000fab0", "+00fab", " 00fab", "000fag", "é0fab"] {
            assert_eq!(read::<3>(text), None, "{text}");
        }
    }
}
