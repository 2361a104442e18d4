//! The archive of a backup: a ustar whose every byte follows from the names, the contents and the time.
//!
//! Any program opens it. What is read must be what would be written again, so that no byte of a header says anything of its own.

use zeroize::Zeroizing;

/// A block.
const BLOCK: usize = 512;
/// The last file: zeros, so that the length tells little.
const PAD: &str = "pad";
/// A name is never longer.
const NAME: usize = 100;

/// One file of the archive.
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

/// A header, for the owner alone to read.
fn header(name: &str, len: usize, time_s: u64) -> Option<[u8; BLOCK]> {
    let mut out = [0; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| {
        let end = at.checked_add(bytes.len())?;
        out.get_mut(at..end)?.copy_from_slice(bytes);
        Some(())
    };
    let octal = |number: u64, digits: usize| -> Option<String> {
        let text = format!("{number:0digits$o}\0");
        (text.len() == digits.checked_add(1)?).then_some(text)
    };
    if name.len() >= NAME {
        return None;
    }
    put(0, name.as_bytes())?;
    put(100, octal(0o600, 7)?.as_bytes())?;
    put(108, octal(0, 7)?.as_bytes())?;
    put(116, octal(0, 7)?.as_bytes())?;
    put(124, octal(u64::try_from(len).ok()?, 11)?.as_bytes())?;
    put(136, octal(time_s, 11)?.as_bytes())?;
    put(148, b"        0")?;
    put(257, b"ustar\x0000")?;
    let sum = out.iter().map(|byte| u64::from(*byte)).sum();
    let sum = octal(sum, 6)?;
    out.get_mut(148..155)?.copy_from_slice(sum.as_bytes());
    Some(out)
}

/// The length up to which a length is filled: it tells about as much as its exponent does (Padmé).
fn padded(len: usize) -> usize {
    let exponent = len.max(2).ilog2();
    let digits = exponent.ilog2().saturating_add(1);
    let mask = 1_usize.unbounded_shl(exponent.saturating_sub(digits)).saturating_sub(1);
    len.saturating_add(mask) & !mask
}

/// Writes the archive; nothing for a name or a length that it cannot say.
pub(super) fn pack(files: &[File], time_s: u64) -> Option<Zeroizing<Vec<u8>>> {
    let blocks = |len: usize| len.next_multiple_of(BLOCK).saturating_add(BLOCK);
    // The header of the padding, and the end.
    let bare = files.iter().map(|file| blocks(file.bytes.len())).sum::<usize>().checked_add(BLOCK * 3)?;
    let whole = padded(bare).next_multiple_of(BLOCK);
    // All of it at once: what grows leaves its bytes behind.
    let mut out = Zeroizing::new(Vec::with_capacity(whole));
    for File { name, bytes } in files {
        out.extend_from_slice(&header(name, bytes.len(), time_s)?);
        out.extend_from_slice(bytes);
        let end = out.len().next_multiple_of(BLOCK);
        out.resize(end, 0);
    }
    out.extend_from_slice(&header(PAD, whole.checked_sub(bare)?, time_s)?);
    out.resize(whole, 0);
    Some(out)
}

/// A number in a header: octal digits, then a zero.
fn number(field: &[u8]) -> Option<u64> {
    u64::from_str_radix(std::str::from_utf8(field.strip_suffix(b"\0")?).ok()?, 8).ok()
}

/// Reads the archive, its padding left out; nothing for one that [`pack`] would write otherwise.
pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<File>> {
    let mut files = Vec::new();
    let (mut rest, mut time_s) = (bytes, 0);
    loop {
        let (header, after) = rest.split_first_chunk::<BLOCK>()?;
        let name = header.get(..NAME)?;
        let name = std::str::from_utf8(name.get(..name.iter().position(|byte| *byte == 0)?)?).ok()?;
        let len = usize::try_from(number(header.get(124..136)?)?).ok()?;
        time_s = if files.is_empty() { number(header.get(136..148)?)? } else { time_s };
        if name == PAD {
            break;
        }
        let content = after.get(..len)?;
        rest = after.get(len.checked_next_multiple_of(BLOCK)?..)?;
        files.push(File { name: name.to_owned(), bytes: Zeroizing::new(content.to_vec()) });
    }
    (pack(&files, time_s)?.as_slice() == bytes).then_some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<File> {
        let file = |name: &str, len: usize| File {
            name: name.to_owned(),
            bytes: Zeroizing::new((0..len).map(|n| n.to_le_bytes()[0] | 1).collect()),
        };
        vec![file("about.txt", 700), file("data/roster.age", 0), file("keys/roster.age", 512)]
    }

    #[test]
    fn reads_what_it_wrote_and_no_byte_otherwise() {
        let whole = pack(&files(), 1_790_000_000).unwrap();
        let read = unpack(&whole).unwrap();
        let same = |(a, b): (&File, &File)| a.name == b.name && a.bytes == b.bytes;
        assert!(read.len() == 3 && read.iter().zip(&files()).all(same));
        let lies = |at: usize| {
            // Only contents may change: they are checked elsewhere.
            let starts = [512..1_212, 2_560..3_072];
            starts.iter().any(|content| content.contains(&at))
        };
        for at in (0..whole.len()).filter(|at| !lies(*at)) {
            let mut changed = whole.to_vec();
            changed[at] ^= 1;
            assert!(unpack(&changed).is_none(), "byte {at}");
        }
        for end in (0..whole.len()).step_by(37) {
            assert!(unpack(&whole[..end]).is_none(), "cut at {end}");
        }
        assert!(unpack(&[whole.as_slice(), &[0]].concat()).is_none());
    }

    #[test]
    fn the_length_tells_little() {
        for len in [1_usize, 2, 9, 8_192, 100_000, 123_456_789] {
            let up = padded(len);
            assert!(up >= len && up <= len + len / 8, "{len} {up}");
        }
        assert_eq!((padded(8_705), padded(9_216)), (9_216, 9_216));
        let len = |n: usize| {
            pack(&[File { name: "x".to_owned(), bytes: Zeroizing::new(vec![1; n]) }], 1).unwrap().len()
        };
        assert_eq!(len(70_000), len(71_000));
    }

    #[test]
    fn what_a_header_cannot_say_is_refused() {
        let file = |name: String| File { name, bytes: Zeroizing::new(vec![]) };
        assert!(pack(&[file("x".repeat(100))], 1).is_none());
        assert!(pack(&[file("x".repeat(99))], 1).is_some());
        assert!(pack(&[file("x".to_owned())], u64::MAX).is_none());
    }
}
