//! The 143 age vectors of C2SP/CCTV through our own reader (check D9).

use contrepoids::vault::{
    Identity, IdentityError,
    age_file::{self, AgeError},
    identity,
};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::support::vectors::{self, Vector};

/// What our reader says to each vector, one a line. A change of any line is a change in what we accept.
const KNOWN: &str = include_str!("../../data/cctv/ours.txt");

fn ours(vector: &Vector) -> String {
    let opened = if vector.passphrases.is_empty() {
        let keys: Result<Vec<Identity>, IdentityError> = vector
            .identities
            .iter()
            .map(|text| Identity::read(text.as_bytes(), || Err(IdentityError::NotOne)))
            .collect();
        match keys {
            Ok(keys) => identity::open(&vector.file, &keys.iter().collect::<Vec<_>>()),
            Err(error) => return format!("{error:?}"),
        }
    } else {
        let ask = || Ok::<_, AgeError>(Zeroizing::new(vector.passphrases[0].clone()));
        age_file::open_under(&vector.file, 1..=16, ask)
    };
    match opened {
        Err(error) => format!("{error:?}"),
        Ok(content) => {
            let hash = format!("{:x}", Sha256::digest(&content));
            // A vector that must fail has no content to compare with, or only what others would release of it.
            match &vector.payload {
                Some(expected) if vector.expect == "success" && *expected == hash => "success".to_owned(),
                _ => "other content".to_owned(),
            }
        }
    }
}

#[test]
fn the_vectors_are_answered_as_written_down() {
    let all = vectors::all();
    assert_eq!(all.len(), 143);
    let table: Vec<String> = all.iter().map(|v| format!("{} | {} | {}", v.name, v.expect, ours(v))).collect();
    let known: Vec<&str> = KNOWN.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect();
    let changed: Vec<&String> = table.iter().filter(|line| !known.contains(&line.as_str())).collect();
    assert!(changed.is_empty() && table.len() == known.len(), "{changed:#?}");
}

/// The differences, by name: identities of the post-quantum kind, which are not read here. The looseness of the age
/// crate (`stanza_missing_body`, `stanza_missing_final_line`, `armor_whitespace_outside`) is mended by our reader.
#[test]
fn the_differing_vectors_are_these() {
    let differing: Vec<&str> = KNOWN
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .filter_map(|line| {
            let parts: Vec<&str> = line.split(" | ").collect();
            ((parts[1] == "success") != (parts[2] == "success")).then_some(parts[0])
        })
        .collect();
    assert_eq!(
        differing,
        ["armor_hybrid", "hybrid", "hybrid_and_x25519", "hybrid_grease", "hybrid_multiple_recipients"]
    );
}
