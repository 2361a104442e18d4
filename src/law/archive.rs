//! A packed release as a package registry gives it: gzip around tar. One member is taken out, in bounds. Pure.

use miniz_oxide::{
    DataFormat, MZFlush, MZStatus,
    inflate::stream::{InflateState, inflate},
};

/// Why nothing was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadArchive {
    /// It does not begin as gzip does, or not as gzip of this kind.
    #[error("this is no packed release")]
    NotPacked,
    /// It is cut or damaged.
    #[error("the packed release is cut or damaged")]
    Broken,
    /// There is no such member.
    #[error("the packed release does not hold the code")]
    Missing,
    /// The member, or all of it unpacked, is longer than is believed.
    #[error("the packed release is longer than any release")]
    TooLong,
}

/// Tells whether bytes are packed by gzip.
#[must_use]
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// How much of all that is packed is looked through: three times what a release holds.
const ALL_MOST: usize = 512 << 20;

/// Takes the member of a name out of a packed release.
///
/// # Errors
/// [`BadArchive`]; nothing beyond `most` bytes of the member is kept.
pub fn member(bytes: &[u8], name: &str, most: usize) -> Result<Vec<u8>, BadArchive> {
    member_within(bytes, name, most, ALL_MOST)
}

/// Takes a member out of what unpacks to at most `all` bytes.
fn member_within(bytes: &[u8], name: &str, most: usize, all: usize) -> Result<Vec<u8>, BadArchive> {
    let mut packed = body(bytes)?;
    let mut state = InflateState::new_boxed(DataFormat::Raw);
    let mut buffer = vec![0_u8; 64 << 10];
    let mut tar =
        Tar { wanted: name, most, header: Vec::new(), left: 0, pad: 0, keeps: false, kept: Vec::new() };
    let mut seen = 0_usize;
    loop {
        let step = inflate(&mut state, packed, &mut buffer, MZFlush::None);
        let out = buffer.get(..step.bytes_written).ok_or(BadArchive::Broken)?;
        seen = seen.saturating_add(out.len());
        if tar.take(out)? {
            return Ok(tar.kept);
        }
        if seen > all {
            return Err(BadArchive::TooLong);
        }
        packed = packed.get(step.bytes_consumed..).unwrap_or_default();
        match step.status {
            Ok(MZStatus::StreamEnd) => return Err(BadArchive::Missing),
            Ok(_) if step.bytes_written > 0 || step.bytes_consumed > 0 => {}
            // Nothing more comes of it.
            Ok(_) | Err(_) => return Err(BadArchive::Broken),
        }
    }
}

/// What stands behind the header of gzip.
fn body(bytes: &[u8]) -> Result<&[u8], BadArchive> {
    let header = bytes.first_chunk::<10>().ok_or(BadArchive::NotPacked)?;
    let [0x1f, 0x8b, 8, flags, ..] = *header else { return Err(BadArchive::NotPacked) };
    let mut rest = bytes.get(10..).unwrap_or_default();
    if flags & 4 != 0 {
        let length = rest.first_chunk::<2>().map(|l| usize::from(u16::from_le_bytes(*l)));
        let length = length.and_then(|l| l.checked_add(2)).ok_or(BadArchive::NotPacked)?;
        rest = rest.get(length..).ok_or(BadArchive::NotPacked)?;
    }
    // A name and a comment, each up to a zero.
    for flag in [8, 16] {
        if flags & flag != 0 {
            let end = rest.iter().position(|b| *b == 0).ok_or(BadArchive::NotPacked)?;
            rest = rest.get(end.saturating_add(1)..).unwrap_or_default();
        }
    }
    if flags & 2 != 0 {
        rest = rest.get(2..).ok_or(BadArchive::NotPacked)?;
    }
    Ok(rest)
}

const BLOCK: usize = 512;

/// Walks through the members, whatever pieces the bytes come in.
struct Tar<'a> {
    wanted: &'a str,
    most: usize,
    header: Vec<u8>,
    /// What is left of the member.
    left: usize,
    /// What fills its last block.
    pad: usize,
    keeps: bool,
    kept: Vec<u8>,
}

impl Tar<'_> {
    /// Takes the next bytes; true once the member is whole.
    fn take(&mut self, mut bytes: &[u8]) -> Result<bool, BadArchive> {
        while !bytes.is_empty() {
            if self.left > 0 {
                let (part, rest) = bytes.split_at(self.left.min(bytes.len()));
                if self.keeps {
                    self.kept.extend_from_slice(part);
                }
                self.left = self.left.saturating_sub(part.len());
                bytes = rest;
                if self.keeps && self.left == 0 {
                    return Ok(true);
                }
            } else if self.pad > 0 {
                let (part, rest) = bytes.split_at(self.pad.min(bytes.len()));
                self.pad = self.pad.saturating_sub(part.len());
                bytes = rest;
            } else {
                let room = BLOCK.saturating_sub(self.header.len());
                let (part, rest) = bytes.split_at(room.min(bytes.len()));
                self.header.extend_from_slice(part);
                bytes = rest;
                if self.header.len() == BLOCK {
                    let header = std::mem::take(&mut self.header);
                    self.begin(&header)?;
                }
            }
        }
        Ok(false)
    }

    /// Begins a member by its header.
    fn begin(&mut self, header: &[u8]) -> Result<(), BadArchive> {
        // Two blocks of zeros end a tar; what stands behind is nothing.
        if header.iter().all(|b| *b == 0) {
            return Ok(());
        }
        let field = |from: usize, to: usize| header.get(from..to).unwrap_or_default();
        let sum: u32 = (0_usize..)
            .zip(header)
            .map(|(n, b)| if (148..156).contains(&n) { 32 } else { u32::from(*b) })
            .sum();
        if octal(field(148, 156)) != Some(u64::from(sum)) {
            return Err(BadArchive::Broken);
        }
        let size = octal(field(124, 136)).and_then(|n| usize::try_from(n).ok()).ok_or(BadArchive::Broken)?;
        let kind = header.get(156).copied().unwrap_or_default();
        self.keeps = matches!(kind, 0 | b'0') && text(field(0, 100)) == Some(self.wanted);
        if self.keeps && size > self.most || size > ALL_MOST {
            return Err(BadArchive::TooLong);
        }
        self.left = size;
        self.pad = size.next_multiple_of(BLOCK).saturating_sub(size);
        Ok(())
    }
}

/// A text that ends at a zero.
fn text(field: &[u8]) -> Option<&str> {
    std::str::from_utf8(field.split(|b| *b == 0).next().unwrap_or_default()).ok()
}

/// A number in octal digits, between spaces.
fn octal(field: &[u8]) -> Option<u64> {
    u64::from_str_radix(text(field)?.trim_matches(' '), 8).ok()
}

#[cfg(test)]
mod tests {
    use miniz_oxide::deflate::compress_to_vec;

    use super::*;

    fn block(name: &str, content: &[u8]) -> Vec<u8> {
        let mut header = vec![0_u8; BLOCK];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[148..156].copy_from_slice(b"        ");
        header[156] = b'0';
        let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
        header[148..154].copy_from_slice(format!("{sum:06o}").as_bytes());
        let mut out = [header, content.to_vec()].concat();
        out.resize(out.len().next_multiple_of(BLOCK), 0);
        out
    }

    fn packed(tar: &[u8]) -> Vec<u8> {
        [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &compress_to_vec(tar, 6), &[0; 8]].concat()
    }

    fn sample() -> Vec<u8> {
        let long: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        [block("package/a", &long), block("package/b", b""), block("package/c", b"here"), vec![0; 1024]]
            .concat()
    }

    #[test]
    fn the_member_is_found_behind_others() {
        let file = packed(&sample());
        assert_eq!(member(&file, "package/c", 100), Ok(b"here".to_vec()));
        assert_eq!(member(&file, "package/a", 200_000).map(|m| m.len()), Ok(200_000));
        assert_eq!(member(&file, "package/a", 199_999), Err(BadArchive::TooLong));
        assert_eq!(member(&file, "package/d", 100), Err(BadArchive::Missing));
        assert!(is_packed(&file) && !is_packed(b"{}"));
        // With a name and a check sum in the header of gzip, as some packers write it.
        let named =
            [&[0x1f, 0x8b, 8, 8 | 2, 0, 0, 0, 0, 0, 3][..], b"x.tar\0", &[1, 2], &file[10..]].concat();
        assert_eq!(member(&named, "package/c", 100), Ok(b"here".to_vec()));
    }

    #[test]
    fn cut_changed_and_swollen_ones_are_refused() {
        let file = packed(&sample());
        // Behind the member it may be cut: nothing more of it is read.
        for length in (0..file.len() / 2).step_by(7) {
            assert!(member(&file[..length], "package/c", 100).is_err(), "{length}");
        }
        let mut tar = sample();
        tar[3] ^= 1;
        assert_eq!(member(&packed(&tar), "package/c", 100), Err(BadArchive::Broken));
        let mut tar = sample();
        tar[130] = b'9';
        assert_eq!(member(&packed(&tar), "package/c", 100), Err(BadArchive::Broken));
        assert_eq!(member(b"PK\x03\x04", "package/c", 100), Err(BadArchive::NotPacked));
        assert_eq!(member(&[0x1f, 0x8b], "package/c", 100), Err(BadArchive::NotPacked));
        // A thousand zeros pack into one byte: what unpacks without end is left after the bound.
        let bomb = packed(&vec![0; 3 << 20]);
        assert!(bomb.len() < 10_000);
        assert_eq!(member_within(&bomb, "package/c", 100, 1 << 20), Err(BadArchive::TooLong));
        assert_eq!(member_within(&bomb, "package/c", 100, 4 << 20), Err(BadArchive::Missing));
    }
}
