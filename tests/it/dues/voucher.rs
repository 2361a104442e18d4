//! Vouchers of the book: kept once in sealed pieces, given back whole, removed with their last entry.

use std::{fs, path::Path};

use crate::support::{Env, Run};

fn dues(env: &Env, args: &[&str]) -> Run {
    env.run([&["dues"], args, &["--yes"]].concat())
}

fn book() -> Env {
    let env = Env::with_vault();
    for sum in ["48,90", "12"] {
        dues(&env, &["record", "expense", sum, "--label", "tracts"]).ok();
    }
    env
}

/// Bytes that no packing makes smaller, so many.
fn noise(len: usize) -> Vec<u8> {
    let mut out = vec![0; len];
    blake3::Hasher::new().update(b"a bill").finalize_xof().fill(&mut out);
    out
}

#[test]
fn a_file_is_kept_once_and_given_back_whole() {
    let env = book();
    let bill = noise(200_000);
    for name in ["bill.pdf", "same.pdf"] {
        env.write(name, &bill);
    }
    let kept = dues(&env, &["voucher", "add", "A-0001", "bill.pdf", "--json"]).ok().json()["value"].clone();
    assert_eq!(
        (&kept["vouchers"][0]["name"], &kept["vouchers"][0]["length"]),
        (&"bill.pdf".into(), &200_000.into())
    );
    let again = dues(&env, &["voucher", "add", "A-0002", "same.pdf", "--json"]).ok().json()["value"].clone();
    assert_eq!(again["vouchers"][0]["entries"], serde_json::json!(["A-0001", "A-0002"]));
    let all = dues(&env, &["voucher", "show", "--json"]).ok().json()["value"]["vouchers"].clone();
    assert_eq!((all.as_array().unwrap().len(), &all[0]["entries"]), (1, &again["vouchers"][0]["entries"]));
    dues(&env, &["voucher", "show", "A-0002", "--out", "back.pdf"]).ok();
    assert_eq!(fs::read(env.path("back.pdf")).unwrap(), bill);
    dues(&env, &["voucher", "show", "A-0002", "--out", "back.pdf"]).fails(1, "--force");
    // Nothing of it lies in clear.
    assert!(!holds(&env.vault(), &bill[1000..1032]) && holds(&env.path("back.pdf"), &bill[1000..1032]));
    // From the first entry alone it is taken away; from the last one it is removed.
    dues(&env, &["voucher", "remove", "A-0001"]).ok();
    dues(&env, &["voucher", "show", "A-0001", "--out", "x.pdf"]).fails(1, "no such voucher");
    dues(&env, &["voucher", "show", "A-0002", "--out", "back.pdf", "--force"]).ok();
    dues(&env, &["voucher", "remove", "A-0002"]).ok();
    assert!(dues(&env, &["voucher", "show"]).ok().err.contains("No voucher"));
    // What was removed is kept anew.
    dues(&env, &["voucher", "add", "A-0002", "bill.pdf"]).ok();
    dues(&env, &["voucher", "show", "A-0002", "--out", "anew.pdf"]).ok();
    assert_eq!(fs::read(env.path("anew.pdf")).unwrap(), bill);
}

#[test]
fn a_backup_has_the_vouchers() {
    let env = book();
    env.write("bill.pdf", noise(90_000));
    dues(&env, &["voucher", "add", "A-0001", "bill.pdf"]).ok();
    env.run(["backup", "create", "b.backup", "--yes"]).ok();
    env.run(["backup", "verify", "b.backup", "--yes"]).ok();
}

#[test]
fn what_is_no_voucher_is_refused() {
    let env = book();
    env.write("empty.pdf", b"");
    env.write("large.pdf", vec![7; 2 * 1024 * 1024 + 1]);
    env.write("one.txt", b"one");
    env.write("two.txt", b"two");
    dues(&env, &["voucher", "add", "A-0001", "empty.pdf"]).fails(1, "is empty");
    dues(&env, &["voucher", "add", "A-0001", "large.pdf"]).fails(1, "2 MiB");
    dues(&env, &["voucher", "add", "A-0009", "one.txt"]).fails(1, "no entry has this number");
    dues(&env, &["voucher", "add", "A-0001", "none.txt"]).fails(1, "none.txt");
    for file in ["one.txt", "two.txt"] {
        dues(&env, &["voucher", "add", "A-0001", file]).ok();
    }
    dues(&env, &["voucher", "show", "A-0001", "--out", "x"]).fails(1, "--which");
    let two = blake3::hash(b"two").to_hex();
    dues(&env, &["voucher", "show", "A-0001", "--which", &two[..6], "--out", "x"]).ok();
    assert_eq!(fs::read(env.path("x")).unwrap(), b"two");
}

/// Tells whether these bytes lie in a file, or anywhere in a folder.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().any(|entry| holds(&entry.unwrap().path(), bytes));
    }
    fs::read(path).unwrap().windows(bytes.len()).any(|w| w == bytes)
}
