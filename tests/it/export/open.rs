//! `export open`: a file that was changed gives nothing (check D6).

use std::fs;

use contrepoids::vault::{
    Identity,
    age_file::{self, AgeError},
    identity,
};

use super::{reader, section};
use crate::support::Run;

/// Every bit of every byte of the header and of both ends of the content, two bits of every 61st byte between;
/// every length near the ends, each 61st between.
#[test]
fn an_export_changed_in_one_bit_or_cut_does_not_open() {
    let env = section(&[("Camille", "Exemple")]);
    let (key, public) = reader(&env, "reader.txt");
    env.run(["export", "roster", "--to", &public, "--out", "r.age", "--yes"]).ok();
    let file = fs::read(env.path("r.age")).unwrap();
    let key = fs::read(key).unwrap();
    let identity = Identity::read(&key, || Err(contrepoids::vault::IdentityError::NotOne)).unwrap();
    assert!(identity::open(&file, &[&identity]).is_ok());
    let header = file.windows(4).position(|w| w == b"\n---").unwrap() + 100;
    let near = |at: usize| at < header || at + 64 > file.len();
    let mut tried = 0;
    for at in (0..file.len()).filter(|at| near(*at) || at % 61 == 0) {
        let bits = if near(at) { (0..8).collect() } else { vec![at % 8, (at + 3) % 8] };
        for bit in bits {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            assert!(identity::open(&changed, &[&identity]).is_err(), "bit {bit} of byte {at}");
            tried += 1;
        }
        assert!(identity::open(&file[..at], &[&identity]).is_err(), "cut at {at}");
    }
    assert!(tried > 4_000, "{tried}");
}

#[test]
fn the_program_writes_nothing_of_a_changed_file() {
    let env = section(&[("Camille", "Exemple")]);
    let (key, public) = reader(&env, "reader.txt");
    env.run(["export", "roster", "--to", &public, "--out", "r.age", "--yes"]).ok();
    let file = fs::read(env.path("r.age")).unwrap();
    // The last byte: all of the content is authentic but the end.
    for (name, at) in [("end.age", file.len() - 1), ("middle.age", file.len() / 2), ("head.age", 40)] {
        let mut changed = file.clone();
        changed[at] ^= 1;
        env.write(name, changed);
        let mut command = env.bare();
        command.args(["export", "open", name, "--lang", "en", "--identity"]).arg(&key);
        let run = Run::of(command.output().unwrap());
        assert!(run.out.is_empty() && matches!(run.code, 12 | 13), "{}", run.err);
        let mut command = env.bare();
        command.args(["export", "open", name, "--out", "x.csv", "--identity"]).arg(&key);
        Run::of(command.output().unwrap());
        assert!(!env.path("x.csv").exists());
    }
    let left: Vec<_> = fs::read_dir(env.home()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|n| !n.to_string_lossy().starts_with(".new")), "{left:?}");
}

#[test]
fn says_what_a_file_is_instead() {
    let env = section(&[("Camille", "Exemple")]);
    env.write("letter.txt", "dear all");
    env.run(["export", "open", "letter.txt"]).fails(1, "not an age file");
    env.run(["export", "open", "nothing.age"]).fails(1, "cannot be read");
    let sealed = age_file::seal_under("un deux trois", 1, b"x", age_file::Form::Binary).unwrap();
    env.write("p.age", sealed);
    env.run(["export", "open", "p.age"]).fails(1, "under a passphrase");
    env.write("here.csv", "mine");
    env.run(["export", "open", "p.age", "--out", "here.csv"]).fails(1, "--force");
    assert_eq!(fs::read(env.path("here.csv")).unwrap(), b"mine");
}

/// As check D7 for files to keys: one stanza for each reader, of the one kind that is written, and no other is opened.
#[test]
fn the_header_holds_the_readers_and_no_passphrase() {
    let people = [Identity::generate(), Identity::generate()];
    let readers: Vec<_> = people.iter().map(|i| age_file::Reader::read(&i.public()).unwrap()).collect();
    for _ in 0..50 {
        let file = age_file::seal(&readers, b"x", age_file::Form::Binary).unwrap();
        let head = String::from_utf8_lossy(&file);
        let kinds: Vec<&str> = head
            .lines()
            .filter_map(|l| l.strip_prefix("-> "))
            .map(|l| l.split(' ').next().unwrap())
            .collect();
        assert_eq!(kinds.iter().filter(|k| **k == "X25519").count(), 2, "{kinds:?}");
        assert!(kinds.iter().all(|k| *k == "X25519" || k.ends_with("-grease")), "{kinds:?}");
        assert!(identity::open(&file, &[&people[1]]).is_ok());
    }
    // A stanza under a passphrase put before the others is refused for what it is.
    let file = age_file::seal(&readers, b"x", age_file::Form::Binary).unwrap();
    let head = b"age-encryption.org/v1\n";
    let salt = b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 63\nAAAA\n";
    let mixed = [&head[..], salt, &file[head.len()..]].concat();
    assert_eq!(identity::open(&mixed, &[&people[0]]).err(), Some(AgeError::UnderPassphrase));
}
