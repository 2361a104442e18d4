//! `export roster`: what it writes, what it refuses, what the log keeps.

use std::{
    fs,
    os::unix::{fs::MetadataExt, process::CommandExt},
    process::Command,
};

use contrepoids::vault::Verb;

use super::{open_vault, reader, section};
use crate::support::{Env, Run};

fn two() -> Env {
    section(&[("Camille", "Exemple"), ("Dominique", "=cmd|' /C calc'!A0")])
}

#[test]
fn hands_the_roster_to_its_readers_and_notes_it() {
    let env = two();
    let (key, public) = reader(&env, "reader.txt");
    let run =
        env.run(["export", "roster", "--to", &public, "--to", &public, "--out", "r.age", "--yes", "--json"]);
    let json = run.ok().json();
    assert_eq!(json["schema"], "contrepoids.export.roster/1");
    assert_eq!((&json["value"]["people"], &json["value"]["logged"]), (&2.into(), &true.into()));
    assert_eq!(json["value"]["readers"], serde_json::json!([public]));
    let meta = fs::metadata(env.path("r.age")).unwrap();
    assert_eq!(meta.mode() & 0o777, 0o600);
    assert!(meta.len() > 65_536 && meta.len() < 67_000, "{}", meta.len());
    // The writer cannot open it; the reader can.
    env.run(["export", "open", "r.age"]).fails(12, "not for this identity");
    let mut command = env.bare();
    command.args(["export", "open", "r.age", "--lang", "en", "--identity"]).arg(key);
    let csv = Run::of(command.output().unwrap()).ok().out;
    assert!(csv.starts_with("\u{feff}family name;given name;preferred name;email;"), "{}", &csv[..80]);
    assert!(csv.contains("\r\nExemple;Camille;;member0@example.org;;;;;Exempleville;member;2020-01-01;;"));
    assert!(csv.contains("\r\n'=cmd|' /C calc'!A0;Dominique;"));
    assert!(!csv.contains("CANARI"));
    let vault = open_vault(&env);
    let entry = vault.log().unwrap().pop().unwrap();
    assert_eq!(entry.readers, [public]);
    assert!(entry.changes.iter().all(|(verb, _)| *verb == Verb::Exported) && entry.changes.len() == 2);
}

#[test]
fn speaks_french_and_writes_text_when_asked() {
    let env = two();
    let (key, public) = reader(&env, "reader.txt");
    env.write("keys.txt", format!("# la trésorerie\n{public}\n"));
    let args = ["export", "roster", "--to-file", "keys.txt", "--armor", "--yes", "--lang", "fr"];
    let run = Run::of(
        env.bare()
            .args(args)
            .args(["--on", "2026-11-21", "--vault", "vault", "--identity", "key.txt"])
            .output()
            .unwrap(),
    );
    let file = run.ok().out;
    assert!(file.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"));
    env.write("r.txt", file);
    let run = Run::of(
        env.bare()
            .args(["export", "open", "r.txt", "--out", "r.csv", "--identity"])
            .arg(key)
            .output()
            .unwrap(),
    );
    run.ok();
    let csv = fs::read_to_string(env.path("r.csv")).unwrap();
    assert!(
        csv.contains("nom;prénom;prénom d'usage;courriel;adresse;code postal;ville;pays;site;situation;")
    );
    assert!(csv.contains(";adhérent·e;01/01/2020;"));
    assert_eq!(fs::metadata(env.path("r.csv")).unwrap().mode() & 0o777, 0o600);
}

#[test]
fn a_workbook_has_texts_alone_and_tells_little_by_its_size() {
    let env = two();
    let (key, public) = reader(&env, "reader.txt");
    env.run(["export", "roster", "--to", &public, "--format", "xlsx", "--out", "r.age", "--yes"]).ok();
    let size = fs::metadata(env.path("r.age")).unwrap().len();
    assert!(size > 65_536 && size < 67_000, "{size}");
    let mut command = env.bare();
    command.args(["export", "open", "r.age", "--out", "r.xlsx", "--identity"]).arg(key);
    Run::of(command.output().unwrap()).ok();
    assert_eq!(fs::metadata(env.path("r.xlsx")).unwrap().len() % 65_536, 0);
    let rows = crate::support::workbook::text(&env.path("r.xlsx"));
    assert!(
        rows.contains("\nExemple;Camille;;member0@example.org;;;;;Exempleville;member;2020-01-01;;"),
        "{rows}"
    );
    assert!(rows.contains("\n=cmd|' /C calc'!A0;Dominique;") && !rows.contains("CANARI"), "{rows}");
}

/// Which device signed is told to who opens the file, and that nobody did to who opens one of another program.
#[test]
fn says_which_device_signed_what_is_opened() {
    let env = two();
    let (key, public) = reader(&env, "reader.txt");
    let said =
        env.run(["export", "roster", "--to", &public, "--out", "r.age", "--yes", "--json"]).ok().json();
    assert_eq!(said["value"]["signed"], true, "{said}");
    let open = |file: &str, more: &[&str]| {
        let mut command = env.bare();
        command.args(["export", "open", file, "--lang", "en", "--identity"]).arg(&key).args(more);
        Run::of(command.output().unwrap())
    };
    let listed = env.run(["key", "list", "--json"]).ok().json();
    let holders = listed["value"]["holders"].as_array().unwrap();
    let here = holders.iter().find(|h| h["this_device"] == true).unwrap();
    let device = here["device"].as_str().unwrap().to_owned();
    let opened = open("r.age", &["--out", "r.csv", "--json"]).ok().json();
    assert_eq!(
        (&opened["value"]["signed"]["device"], &opened["value"]["signed"]["on"]),
        (&device.as_str().into(), &"2026-11-21".into())
    );
    assert!(open("r.age", &[]).ok().err.contains(&device));
    let readers = [contrepoids::vault::age_file::Reader::read(&public).unwrap()];
    let form = contrepoids::vault::age_file::Form::Binary;
    env.write("other.age", contrepoids::vault::age_file::seal(&readers, b"a;b\n", form).unwrap());
    let other = open("other.age", &[]).ok();
    assert!(other.out == "a;b\n" && other.err.contains("Not signed"), "{}", other.err);
    // A signature of one content beside another one: whoever opened the file could write that, and it is refused.
    let said = contrepoids::vault::signed::LEN;
    let forged =
        contrepoids::vault::age_file::Sealing::saying(&readers, form, Some(&vec![0x80; said])).unwrap();
    env.write("forged.age", forged.write(b"a;b\n", Vec::new()).unwrap());
    open("forged.age", &[]).fails(1, "does not fit");
}

#[test]
fn json_is_one_object_with_its_schema() {
    let env = two();
    let (key, public) = reader(&env, "reader.txt");
    env.run(["export", "roster", "--to", &public, "--format", "json", "--out", "r.age", "--yes"]).ok();
    let mut command = env.bare();
    command.args(["export", "open", "r.age", "--identity"]).arg(key);
    let json = Run::of(command.output().unwrap()).ok().json();
    assert_eq!(json["schema"], "contrepoids.export.roster-content/1");
    assert_eq!((&json["on"], &json["standings"]), (&"2026-11-21".into(), &serde_json::json!(["member"])));
    assert_eq!(json["people"].as_array().unwrap().len(), 2);
    assert!(!json.to_string().contains("CANARI"));
}

#[test]
fn never_overwrites_unless_told_and_then_only_files() {
    let env = two();
    let (_, public) = reader(&env, "reader.txt");
    env.write("mine.age", "mine");
    let args = ["export", "roster", "--to", &public, "--yes", "--out"];
    let run = |out: &str| env.run(args.iter().chain([&out]));
    let entries = open_vault(&env).log().unwrap().len();
    run("mine.age").fails(1, "--force");
    assert_eq!(fs::read(env.path("mine.age")).unwrap(), b"mine");
    run("none/r.age").fails(1, "does not exist");
    run(".").fails(1, "not a plain file");
    std::os::unix::fs::symlink(env.path("mine.age"), env.path("link.age")).unwrap();
    env.run(args.iter().chain([&"link.age", &"--force"])).fails(1, "not a plain file");
    assert_eq!(open_vault(&env).log().unwrap().len(), entries, "refused, and noted all the same");
    env.run(args.iter().chain([&"mine.age", &"--force"])).ok();
    assert_eq!(fs::metadata(env.path("mine.age")).unwrap().mode() & 0o777, 0o600);
    assert!(fs::read(env.path("mine.age")).unwrap().starts_with(b"age-encryption.org/v1\n"));
}

#[test]
fn keys_of_other_kinds_are_named_and_never_repeated() {
    let env = two();
    let (_, public) = reader(&env, "reader.txt");
    let secret = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ";
    for (key, says) in [
        ("age1pq1qqqqqqqqqq", "post-quantum"),
        ("age1yubikey1qqqqqqqqqq", "hardware token"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "an SSH key"),
        ("camille@example.org", "a mail address"),
        (&public[..40], "mistyped, or cut"),
        (secret, "a SECRET key"),
    ] {
        let run = env.run(["export", "roster", "--to", &public, "--to", key, "--out", "r.age", "--yes"]);
        assert!(!run.err.contains(key), "{}", run.err);
        assert!(run.err.contains("key 2"), "{}", run.err);
        run.fails(2, says);
        assert!(!env.path("r.age").exists());
    }
    env.run(["export", "roster", "--out", "r.age"]).fails(2, "a public key is missing");
    env.run(["export", "roster", "--to", &public, "--standing", "contact"]).fails(1, "no members");
    env.run(["export", "roster", "--to", &public, "--standing", "chef"]).fails(2, "former");
    env.run(["export", "roster", "--to", &public, "--standing", "former", "--yes"]).fails(1, "nobody");
}

/// On a terminal it asks: `tests/peers/suite_terminal.py` answers there.
#[test]
fn a_script_is_not_asked_and_the_readers_are_shown() {
    let env = two();
    let (_, public) = reader(&env, "reader.txt");
    let entries = open_vault(&env).log().unwrap().len();
    let run = env.run(["export", "roster", "--to", &public, "--out", "r.age"]).ok();
    assert!(run.err.contains(&public));
    assert!(env.path("r.age").exists());
    assert_eq!(open_vault(&env).log().unwrap().len(), entries + 1);
    env.run(["export", "roster", "--to", &public, "--json"]).fails(2, "--out FILE");
}

/// Modes mean nothing to root: the home goes to somebody else, who runs a copy of the program.
fn as_somebody_else(env: &Env, command: &Command) -> Command {
    const NOBODY: u32 = 65_534;
    let program = env.path("program");
    fs::copy(command.get_program(), &program).unwrap();
    let mut all = vec![env.home().to_owned()];
    while let Some(path) = all.pop() {
        std::os::unix::fs::chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
        if path.is_dir() {
            all.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    let mut out = Command::new(program);
    out.uid(NOBODY).gid(NOBODY).args(command.get_args()).current_dir(env.home()).env_clear();
    out.envs(command.get_envs().filter_map(|(key, value)| Some((key, value?))));
    out
}

/// Check A7: with a vault that cannot be written, the export goes elsewhere, and says that no log was kept.
#[test]
fn a_read_only_vault_still_hands_over_and_says_that_no_trace_is_left() {
    let env = two();
    let (_, public) = reader(&env, "reader.txt");
    let modes = |mode| {
        use std::os::unix::fs::PermissionsExt;
        for dir in [env.vault(), env.inner(), env.part("store")] {
            fs::set_permissions(dir, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    modes(0o500);
    let mut command = env.command();
    if rustix::process::geteuid().is_root() {
        command = as_somebody_else(&env, &command);
    }
    command.args(["export", "roster", "--to", &public, "--out", "r.age", "--yes", "--json"]);
    let run = Run::of(command.output().unwrap());
    modes(0o700);
    let run = run.ok();
    assert!(run.err.contains("no trace"), "{}", run.err);
    assert_eq!(run.json()["value"]["logged"], false);
}
