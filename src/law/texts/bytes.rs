//! The bytes of a file of texts: whole numbers of variable length and texts, read without trust.

use crate::law::texts::Damaged;

/// Reads forward through bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Tells whether all was read.
    pub(super) const fn is_done(self) -> bool {
        self.0.is_empty()
    }

    /// Returns how many bytes are left.
    pub(super) const fn left(self) -> usize {
        self.0.len()
    }

    pub(super) fn take(&mut self, len: usize) -> Result<&'a [u8], Damaged> {
        let (head, rest) = self.0.split_at_checked(len).ok_or(Damaged::Short)?;
        self.0 = rest;
        Ok(head)
    }

    /// Reads a number of seven bits a byte, the lowest first.
    pub(super) fn number(&mut self) -> Result<u64, Damaged> {
        let mut out = 0_u64;
        for shift in (0..64).step_by(7) {
            let &[byte] = self.take(1)? else { return Err(Damaged::Short) };
            let part = u64::from(byte & 0x7f);
            let moved = part.checked_shl(shift).filter(|m| m.checked_shr(shift) == Some(part));
            out |= moved.ok_or(Damaged::Number)?;
            if byte & 0x80 == 0 {
                return Ok(out);
            }
        }
        Err(Damaged::Number)
    }

    /// Reads a number that counts things in memory.
    pub(super) fn count(&mut self) -> Result<usize, Damaged> {
        usize::try_from(self.number()?).map_err(|_| Damaged::Number)
    }

    /// Reads the count of a list, each member of which takes one byte at least.
    pub(super) fn list(&mut self) -> Result<usize, Damaged> {
        let count = self.count()?;
        if count > self.0.len() { Err(Damaged::Short) } else { Ok(count) }
    }

    /// Reads a difference, which may be below zero.
    pub(super) fn signed(&mut self) -> Result<i64, Damaged> {
        let number = self.number()?;
        let half = i64::try_from(number >> 1).map_err(|_| Damaged::Number)?;
        Ok(if number & 1 == 0 { half } else { !half })
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Damaged> {
        let len = self.count()?;
        std::str::from_utf8(self.take(len)?).map_err(|_| Damaged::Text)
    }
}

/// Returns the lowest seven bits.
fn low(number: u64) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or(0)
}

/// Writes what [`Bytes`] reads.
#[derive(Debug, Default)]
pub(super) struct Out(pub(super) Vec<u8>);

impl Out {
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(low(number) | 0x80);
            number >>= 7;
        }
        self.0.push(low(number));
    }

    pub(super) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    pub(super) fn signed(&mut self, number: i64) {
        let doubled = number.unsigned_abs().wrapping_shl(1);
        self.number(if number < 0 { doubled.wrapping_sub(1) } else { doubled });
    }

    pub(super) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_come_back() {
        let mut out = Out::default();
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let signed = [0, -1, 1, -64, 64, i64::MAX, i64::MIN + 1];
        for n in numbers {
            out.number(n);
        }
        for n in signed {
            out.signed(n);
        }
        out.text("Été");
        let mut bytes = Bytes::new(&out.0);
        assert!(numbers.iter().all(|n| bytes.number() == Ok(*n)));
        assert!(signed.iter().all(|n| bytes.signed() == Ok(*n)));
        assert_eq!(bytes.text(), Ok("Été"));
        assert!(bytes.is_done());
    }

    #[test]
    fn what_is_cut_or_wrong_is_refused() {
        assert_eq!(Bytes::new(&[0x80]).number(), Err(Damaged::Short));
        assert_eq!(Bytes::new(&[0xff; 12]).number(), Err(Damaged::Number));
        assert_eq!(
            Bytes::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]).number(),
            Err(Damaged::Number)
        );
        assert_eq!(Bytes::new(&[2, 0xc3, 0x28]).text(), Err(Damaged::Text));
        assert_eq!(Bytes::new(&[9, 1]).text(), Err(Damaged::Short));
        assert_eq!(Bytes::new(&[0xff, 0xff, 0x03, 1]).list(), Err(Damaged::Short));
    }
}
