//! The parts of a file of texts: where each lies, its check sum, how it is unpacked.

use std::{borrow::Cow, io::Read as _};

use brotli_decompressor::Decompressor;

use crate::law::texts::{Damaged, FORMAT, bytes::Bytes};

/// How a file of texts begins; the format follows in one byte.
pub(super) const MAGIC: &[u8] = b"CPLAWTXT";
/// How many bytes of a check sum are kept.
pub(super) const SUM: usize = 16;
/// No part is larger, so that a foreign file cannot ask for the memory of the machine.
const LARGEST: usize = 16 << 20;
/// The catalogue and the index stand before the blocks of texts.
pub(super) const BEFORE: usize = 2;

#[derive(Debug)]
struct Part {
    at: usize,
    packed: usize,
    raw: usize,
    sum: [u8; SUM],
}

/// A file of texts as its parts.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    bytes: Cow<'a, [u8]>,
    parts: Vec<Part>,
}

impl<'a> Parts<'a> {
    pub(super) fn read(file: Cow<'a, [u8]>) -> Result<Self, Damaged> {
        let rest = file.strip_prefix(MAGIC).ok_or(Damaged::Foreign)?;
        let mut bytes = Bytes::new(rest);
        match bytes.take(1)? {
            [FORMAT] => {}
            [other] => return Err(Damaged::Format(*other)),
            _ => return Err(Damaged::Short),
        }
        let head = bytes.count()?;
        let mut head = Bytes::new(bytes.take(head)?);
        let sum = bytes.take(SUM)?;
        let mut at = file.len().checked_sub(bytes.left()).ok_or(Damaged::Number)?;
        let signed = at.checked_sub(SUM).and_then(|to| file.get(..to)).ok_or(Damaged::Short)?;
        if sum_of(signed) != sum {
            return Err(Damaged::Sum);
        }
        let mut parts = Vec::new();
        while !head.is_done() {
            let (packed, raw) = (head.count()?, head.count()?);
            let sum = head.take(SUM)?.try_into().map_err(|_| Damaged::Short)?;
            if raw > LARGEST {
                return Err(Damaged::Long);
            }
            parts.push(Part { at, packed, raw, sum });
            at = at.checked_add(packed).ok_or(Damaged::Number)?;
        }
        match at.cmp(&file.len()) {
            std::cmp::Ordering::Less => return Err(Damaged::Long),
            std::cmp::Ordering::Greater => return Err(Damaged::Short),
            std::cmp::Ordering::Equal => {}
        }
        Ok(Self { bytes: file, parts })
    }

    /// Returns how many blocks of texts there are.
    pub(super) fn blocks(&self) -> usize {
        self.parts.len().saturating_sub(BEFORE)
    }

    /// Returns the number of the part in which a block lies.
    pub(super) const fn block(block: usize) -> usize {
        BEFORE.saturating_add(block)
    }

    fn packed(&self, part: usize) -> Result<(&Part, &[u8]), Damaged> {
        let part = self.parts.get(part).ok_or(Damaged::Short)?;
        let to = part.at.saturating_add(part.packed);
        let packed = self.bytes.get(part.at..to).ok_or(Damaged::Short)?;
        if sum_of(packed) == part.sum { Ok((part, packed)) } else { Err(Damaged::Sum) }
    }

    /// Checks the sum of every part.
    pub(super) fn check(&self) -> Result<(), Damaged> {
        (0..self.parts.len()).try_for_each(|part| self.packed(part).map(|_| ()))
    }

    /// Checks a part and unpacks it.
    pub(super) fn unpack(&self, part: usize) -> Result<Vec<u8>, Damaged> {
        let (part, packed) = self.packed(part)?;
        let mut out = Vec::with_capacity(part.raw);
        let most = u64::try_from(part.raw).unwrap_or(u64::MAX).saturating_add(1);
        let mut reader = Decompressor::new(packed, 1 << 12).take(most);
        reader.read_to_end(&mut out).map_err(|_| Damaged::Text)?;
        match out.len().cmp(&part.raw) {
            std::cmp::Ordering::Less => Err(Damaged::Short),
            std::cmp::Ordering::Greater => Err(Damaged::Long),
            std::cmp::Ordering::Equal => Ok(out),
        }
    }
}

/// Returns the check sum of a part as it is kept.
pub(super) fn sum_of(bytes: &[u8]) -> [u8; SUM] {
    let mut sum = [0; SUM];
    sum.iter_mut().zip(blake3::hash(bytes).as_bytes()).for_each(|(to, from)| *to = *from);
    sum
}
