//! Objects in one file, for a mail or a stick: they are sealed and signed each for itself, so the file needs no more.

use minicbor::{Decoder, Encoder};

use crate::sync::{Memory, name, name::Name, object};

/// A file is never longer.
pub const MOST: u64 = 256 * 1024 * 1024;
const LAYOUT: u64 = 1;

/// Writes all files of a place into one.
#[must_use]
pub fn pack(place: &Memory) -> Vec<u8> {
    let (files, mut out) = (place.files(), Vec::new());
    // The writer is a vector, so there is no error to report.
    let _ = Encoder::new(&mut out)
        .array(2)
        .and_then(|e| e.u64(LAYOUT))
        .and_then(|e| e.map(files.len() as u64))
        .map(drop);
    for (path, bytes) in files {
        let _ = Encoder::new(&mut out).str(&path).and_then(|e| e.bytes(&bytes)).map(drop);
    }
    out
}

/// Reads such a file; nothing for one that is none.
#[must_use]
pub fn unpack(bytes: &[u8]) -> Option<Memory> {
    let mut d = Decoder::new(bytes);
    (d.array().ok()?? == 2 && d.u64().ok()? == LAYOUT).then_some(())?;
    let (len, place) = (d.map().ok()??, Memory::default());
    for _ in 0..len {
        let path = d.str().ok()?;
        let parts: Vec<&str> = path.split('/').collect();
        let [dir, writer, file] = parts.as_slice() else { return None };
        let content = d.bytes().ok()?;
        let ours = name::is_tag(dir) && name::is_tag(writer) && Name::read(file).is_some();
        (ours && content.len() as u64 <= object::MOST).then_some(())?;
        place.force(path, content.to_vec());
    }
    (d.position() == bytes.len()).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_read_again_and_nothing_less() {
        let place = Memory::default();
        let path = format!("{}/{}/{}", "ab".repeat(10), "cd".repeat(10), Name::of(3, b"x").text());
        place.force(&path, b"x".to_vec());
        let bytes = pack(&place);
        assert_eq!(unpack(&bytes).unwrap().files(), place.files());
        for end in 0..bytes.len() {
            assert!(unpack(&bytes[..end]).is_none(), "cut at {end}");
        }
        assert!(unpack(&[&bytes[..], &[0]].concat()).is_none());
        for odd in ["../../x", "a/b", "a/b/c/d"] {
            place.force(odd, b"x".to_vec());
            assert!(unpack(&pack(&place)).is_none(), "{odd}");
            place.set(std::collections::BTreeMap::new());
        }
    }
}
