//! `law watch` from end to end: a release as the registry packs it, the code alone, and what is neither.

use miniz_oxide::deflate::compress_to_vec;
use serde_json::Value;

use contrepoids::{features::law::actions::pack::own_parts, law::pack::Pack};

use crate::{
    law::pack::{SECRET, kept},
    support::Env,
};

const CODE: &str = "package/data/LEGITEXT000006072050.json";

/// The article of a number in a tree.
fn find<'a>(node: &'a mut Value, num: &str) -> Option<&'a mut Value> {
    if node["data"]["num"] == num {
        return Some(&mut node["data"]);
    }
    node.get_mut("children")?.as_array_mut()?.iter_mut().find_map(|child| find(child, num))
}

/// A release of 2026 cut to a few articles, in which a decree has changed the seats.
fn seats_changed() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/law/releases/2.511.0.json");
    let mut tree: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let article = find(&mut tree, "R2314-1").unwrap();
    let mut next = article["articleVersions"].as_array().unwrap().last().unwrap().clone();
    next["id"] = "LEGIARTI000000000099".into();
    // 1 February 2026.
    next["dateDebut"] = 1_769_904_000_000_u64.into();
    article["articleVersions"].as_array_mut().unwrap().push(next);
    article["id"] = "LEGIARTI000000000099".into();
    article["texteHtml"] = "<p>Le nombre de membres est doublé.</p>".into();
    tree.to_string()
}

fn entry(name: &str, content: &[u8]) -> Vec<u8> {
    let mut header = vec![0_u8; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
    header[148..156].copy_from_slice(b"        ");
    header[156] = b'0';
    let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
    header[148..154].copy_from_slice(format!("{sum:06o}").as_bytes());
    let mut out = [header, content.to_vec()].concat();
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar: Vec<u8> = members.iter().flat_map(|(name, content)| entry(name, content)).collect();
    tar.resize(tar.len() + 1024, 0);
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &compress_to_vec(&tar, 6), &[0; 8]].concat()
}

#[test]
fn a_packed_release_and_the_code_alone_say_the_same() {
    let env = Env::new();
    let json = seats_changed();
    env.write("code.json", &json);
    env.write("release.tgz", packed(&[("package/package.json", b"{}"), (CODE, json.as_bytes())]));
    let [one, two] = ["code.json", "release.tgz"].map(|file| env.run(["law", "watch", file]));
    assert_eq!((one.code, &one.out), (3, &two.out), "{}", one.err);
    let told =
        one.out.split("\n\n").find(|part| part.starts_with("R2314-1, from 2026-02-01: changed\n")).unwrap();
    assert!(told.contains("LEGIARTI000036481896 → LEGIARTI000000000099"), "{told}");
    assert!(told.contains("• law table seats.table (to be read again)"), "{told}");
    assert!(one.out.contains("  + Le nombre de membres est doublé.\n"), "{}", one.out);
    assert!(one.out.lines().all(|line| line.chars().count() <= 80), "{}", one.out);
}

#[test]
fn the_five_articles_of_2026_are_awaited() {
    let env = Env::new();
    let json =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/law/releases/2.511.0.json")).unwrap();
    env.write("code.json", json);
    let found = env.run(["law", "watch", "code.json", "--all", "--json"]).json();
    let changes = found["value"]["changes"].as_array().unwrap();
    for (article, by, new, what) in [
        ("L2315-17", "2026-05-28", Some("LEGIARTI000054140233"), "changed"),
        ("L2522-1", "2026-05-28", Some("LEGIARTI000054139717"), "awaited"),
        ("L2522-7", "2026-05-28", Some("LEGIARTI000054139720"), "awaited"),
        ("D2135-8", "2026-06-06", Some("LEGIARTI000054175074"), "awaited"),
        ("R2314-26", "2026-05-19", None, "awaited"),
    ] {
        let change = changes.iter().find(|c| c["article"] == article).unwrap();
        assert_eq!(change["what"], what, "{change}");
        assert_eq!((&change["from"], &change["by"]), (&Value::Null, &by.into()), "{change}");
        assert_eq!(change["new"]["version"].as_str(), new, "{change}");
        // The one was read elsewhere than in a release.
        assert_eq!(change["new"]["text"].is_string(), what == "changed", "{change}");
        assert!(change["old"]["text"].is_string(), "{change}");
    }
    let text = env.run(["law", "watch", "code.json", "--all", "--lang", "fr"]).out;
    assert!(text.contains("+ nouveau texte pas détenu"), "{text}");
}

#[test]
fn what_is_no_release_is_refused_in_words() {
    let env = Env::new();
    let json = seats_changed();
    let good = packed(&[(CODE, json.as_bytes())]);
    let newer = json.replace("\"dateModif\":\"2026-03-01\"", "\"dateModif\":\"2027-03-01\"");
    assert_ne!(newer, json);
    let deep = format!("{}{}", "{\"children\":[".repeat(100_000), "]}".repeat(100_000));
    let junk: Vec<u8> = (0..10_u32 << 20).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    for (bytes, says) in [
        (junk, "is no release"),
        (deep.into_bytes(), "is no release"),
        (b"{}".to_vec(), "is no release"),
        (json.replace("LEGITEXT000006072050", "LEGITEXT000006073189").into_bytes(), "another code"),
        (newer.into_bytes(), "only a part of the code"),
        (good[..good.len() / 2].to_vec(), "cut or damaged"),
        (packed(&[("package/package.json", b"{}")]), "is not in this release"),
    ] {
        env.write("x", bytes);
        env.run(["law", "watch", "x"]).fails(1, says);
    }
    env.run(["law", "watch", "nowhere"]).fails(1, "cannot be read");
    // The cause is in the language too.
    env.write("x", "{}");
    let run = env.run(["law", "watch", "x", "--lang", "fr"]).fails(1, "n’est pas une livraison des textes");
    assert!(run.said().contains("ce n’est pas l’arbre d’un code"), "{}", run.err);
}

/// A pipe that nobody writes into would be waited for without an end.
#[test]
fn what_is_no_file_is_refused_at_once() {
    let env = Env::new();
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, env.path("pipe"), rustix::fs::FileType::Fifo, mode, 0).unwrap();
    std::fs::create_dir(env.path("folder")).unwrap();
    for command in [["law", "watch"].as_slice(), &["law", "pack", "show"], &["law", "pack", "install"]] {
        for (name, says) in [("pipe", "not an ordinary file"), ("folder", "it is a folder")] {
            env.run(command.iter().copied().chain([name])).fails(1, says);
        }
    }
}

/// The law as it stood before anybody had noticed that L2315-17 changed in 2026: without the last value of one table.
fn unnoticed() -> Vec<u8> {
    let mut parts = own_parts();
    let (_, rights) = parts.iter_mut().find(|(name, _)| name == "tables/rights").unwrap();
    let text = String::from_utf8(rights.clone()).unwrap();
    let (before, table) = text.split_once("id = \"training.bodies\"").unwrap();
    let end = table.find("\n[[table]]").unwrap_or(table.len());
    let (table, after) = table.split_at(end);
    let (open, _) = table.rsplit_once("\n[[table.value]]").unwrap();
    let open = open.replace("to = \"2026-05-27\"", "verified_on = \"2026-03-27\"");
    assert!(open.contains("2026-03-27") && !open.contains("LEGIARTI000054140233"), "{open}");
    *rights = format!("{before}id = \"training.bodies\"{open}{after}").into_bytes();
    let parts: Vec<_> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    Pack::make(&parts, "0.1.0", &SECRET).unwrap()
}

/// What docs/law-upkeep.md walks through: a change is noticed, a dated value is written, and it is quiet.
#[test]
fn a_change_is_noticed_until_a_dated_value_knows_it() {
    let env = Env::new();
    let json =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/law/releases/2.511.0.json")).unwrap();
    env.write("code.json", json);
    env.write("before.pack", unnoticed());
    kept(&env, ["law", "pack", "install", "before.pack"]).ok();
    let told = |out: &str| out.split("\n\n").find(|part| part.starts_with("L2315-17")).unwrap().to_owned();
    let before = kept(&env, ["law", "watch", "code.json"]);
    assert_eq!(before.code, 3, "{}", before.err);
    let said = told(&before.out);
    assert!(said.contains("LEGIARTI000035621181 → LEGIARTI000054140233"), "{said}");
    assert!(said.contains("• law table training.bodies (to be read again)"), "{said}");
    assert!(said.contains("+ Les formations sont dispensées soit par un organisme enregistré"), "{said}");
    kept(&env, ["law", "pack", "remove"]).ok();
    let said = told(&kept(&env, ["law", "watch", "code.json"]).out);
    assert!(said.contains("• law table training.bodies (taken in)"), "{said}");
}
