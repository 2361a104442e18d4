//! The age vectors of C2SP/CCTV: `tests/data/cctv`.

use miniz_oxide::inflate::{decompress_to_vec, decompress_to_vec_zlib};

const ARCHIVE: &[u8] = include_bytes!("../../data/cctv/age-vectors.tar.gz");

/// One vector.
pub struct Vector {
    pub name: String,
    pub expect: String,
    /// SHA-256 of what may be released, in hexadecimal.
    pub payload: Option<String>,
    pub identities: Vec<String>,
    pub passphrases: Vec<String>,
    pub file: Vec<u8>,
}

/// Reads all vectors, in the order of their names.
pub fn all() -> Vec<Vector> {
    let mut out: Vec<_> = members().into_iter().map(|(name, bytes)| vector(name, &bytes)).collect();
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out
}

/// Files of the archive: a gzip header without fields, then tar blocks of 512 bytes.
fn members() -> Vec<(String, Vec<u8>)> {
    assert_eq!(ARCHIVE[..4], [0x1f, 0x8b, 8, 0]);
    let tar = decompress_to_vec(&ARCHIVE[10..]).unwrap();
    let (mut rest, mut out) = (&tar[..], Vec::new());
    while rest[0] != 0 {
        let text = |from: usize, to: usize| {
            std::str::from_utf8(&rest[from..to]).unwrap().trim_matches(['\0', ' ']).to_owned()
        };
        let (name, kind) = (text(0, 100), rest[156]);
        let size = usize::from_str_radix(&text(124, 136), 8).unwrap();
        if kind == b'0' {
            out.push((name.rsplit('/').next().unwrap().to_owned(), rest[512..512 + size].to_vec()));
        }
        rest = &rest[512 + size.next_multiple_of(512)..];
    }
    out
}

fn vector(name: String, bytes: &[u8]) -> Vector {
    let end = bytes.windows(2).position(|w| w == b"\n\n").unwrap();
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let body = &bytes[end + 2..];
    let lines: Vec<(&str, &str)> = head.lines().map(|l| l.split_once(": ").unwrap()).collect();
    let all = |key| lines.iter().filter(|(k, _)| *k == key).map(|(_, v)| (*v).to_owned()).collect::<Vec<_>>();
    let one = |key| all(key).pop();
    Vector {
        expect: one("expect").unwrap(),
        payload: one("payload"),
        identities: all("identity"),
        passphrases: all("passphrase"),
        file: match one("compressed").as_deref() {
            Some("zlib") => decompress_to_vec_zlib(body).unwrap(),
            None => body.to_vec(),
            Some(other) => panic!("{other}"),
        },
        name,
    }
}
