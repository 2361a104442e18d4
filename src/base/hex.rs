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

/// Reads bytes from hexadecimal digits of either case, however many, and from nothing else.
#[must_use]
pub fn read_all(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| read::<1>(std::str::from_utf8(pair).ok()?).map(|[byte]| byte);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        assert_eq!(write(&[0, 0x0f, 0xab]), "000fab");
        assert_eq!(read("000fAB"), Some([0, 0x0f, 0xab]));
        assert_eq!(read_all("000fAB"), Some(vec![0, 0x0f, 0xab]));
        for text in ["", "000fa", "000fab0", "+00fab", " 00fab", "000fag", "é0fab"] {
            assert_eq!(read::<3>(text), None, "{text}");
            assert_eq!(read_all(text).is_some(), text.is_empty(), "{text}");
        }
    }
}
