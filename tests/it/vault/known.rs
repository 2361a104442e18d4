//! What this device remembers of a vault, outside it: another vault, an older one, one never seen; and which commands of
//! its records may run.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    os::unix::fs::{MetadataExt, symlink},
    path::{Path, PathBuf},
};

use contrepoids::{
    base::Record,
    clock,
    mail::{
        account::{self as account, Account, PasswordSource},
        smtp::{Method, Server},
    },
    vault::{
        self, Access, Change, Founder, Identity, IdentityError, Kind, Vault, Verb,
        holders::{Signer, What},
    },
};

use super::support::{bytes, copy};
use crate::support::{Env, Run, within};

fn identity(env: &Env) -> Identity {
    let key = fs::read(env.path("key.txt")).unwrap();
    Identity::read(&key, || -> Result<_, IdentityError> { unreachable!("no passphrase") }).unwrap()
}

/// The files in which this device remembers vaults.
fn memories(env: &Env) -> Vec<PathBuf> {
    let entries = fs::read_dir(env.path(".config/contrepoids/seen")).unwrap();
    let mut out: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
    out.sort();
    out
}

/// The one of the identity of this device; the other is that of the recovery key, which changes nothing here.
fn ours(env: &Env) -> PathBuf {
    let before: Vec<_> = memories(env).iter().map(|p| fs::read(p).unwrap()).collect();
    add(env, "Premier");
    let mut all = memories(env).into_iter().zip(before);
    all.find(|(path, before)| fs::read(path).unwrap() != *before).unwrap().0
}

fn french(env: &Env, args: &[&str]) -> Run {
    let mut command = env.bare();
    command.args(["--on", "2026-11-21", "--lang", "fr", "--vault"]).arg(env.vault());
    Run::of(command.arg("--identity").arg(env.path("key.txt")).args(args).output().unwrap())
}

fn add(env: &Env, name: &str) {
    env.run(["member", "add", &format!("family={name}"), "given=Camille", "--yes"]).ok();
}

fn people(env: &Env, more: &[&str]) -> Run {
    env.run([&["member", "list", "--yes"], more].concat())
}

fn put(from: &Path, to: &Path) {
    drop(fs::remove_dir_all(to));
    copy(from, to);
}

/// The six words that stand behind something that is shown once.
fn behind(text: &str, word: &str) -> String {
    let text = text.replace("\n  ", " ");
    let rest = text.split(word).nth(1).unwrap_or_else(|| panic!("{word:?} is not in {text}"));
    let words: String = rest.trim().chars().take_while(|c| c.is_alphabetic() || *c == ' ').collect();
    let words: Vec<&str> = words.split(' ').take(6).collect();
    assert_eq!(words.len(), 6, "{text}");
    words.join(" ")
}

fn number_of(vault: &Path) -> String {
    let text = fs::read_to_string(vault.join("head")).unwrap();
    text.split('"').nth(1).unwrap().to_owned()
}

/// What somebody makes who knows the public key alone: a vault of their own, whose slots they encrypted to the victim too,
/// perhaps under the number of the victim's vault, with a mail account whose command is for the device of the victim.
fn attack(dir: &Path, victim: &Identity, number: Option<&str>, words: &[&str]) {
    let attacker = Identity::generate();
    vault::create(dir, &Founder::alone(&attacker), clock::random).unwrap();
    let mut vault = Vault::open(dir, &attacker, Access::Write, clock::random).unwrap();
    for _ in 0..5 {
        plant(&mut vault, victim, words);
    }
    drop(vault);
    let (mine, number) = (number_of(dir), number.map_or_else(|| number_of(dir), str::to_owned));
    let key: age::x25519::Identity = attacker.secret().parse().unwrap();
    let both: [age::x25519::Recipient; 2] = [victim.public().parse().unwrap(), key.to_public()];
    for entry in fs::read_dir(crate::support::inner(dir).join("keys")).unwrap() {
        let path = entry.unwrap().path();
        let text = String::from_utf8(age::decrypt(&key, &fs::read(&path).unwrap()).unwrap()).unwrap();
        let (body, _) = text.rsplit_once("signature = ").unwrap();
        let body = body.replace(&mine, &number);
        let signature = Signer::of(&attacker).sign(What::Slot, body.as_bytes());
        let text = format!("{body}signature = \"{}\"\n", contrepoids::base::hex::write(&signature));
        let encryptor = age::Encryptor::with_recipients(both.iter().map(|r| r as _)).unwrap();
        let mut out = Vec::new();
        let mut writer = encryptor.wrap_output(&mut out).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        writer.finish().unwrap();
        fs::write(path, out).unwrap();
    }
    for name in ["head", "head.2"] {
        let text = fs::read_to_string(dir.join(name)).unwrap();
        fs::write(dir.join(name), text.replace(&mine, &number)).unwrap();
    }
}

/// A vault that the same identity made elsewhere.
fn elsewhere(dir: &Path, identity: &Identity, words: &[&str]) {
    vault::create(dir, &Founder::alone(identity), clock::random).unwrap();
    plant(&mut Vault::open(dir, identity, Access::Write, clock::random).unwrap(), identity, words);
}

fn plant(vault: &mut Vault, victim: &Identity, words: &[&str]) {
    let words = words.iter().map(|w| (*w).to_owned()).collect();
    let account = Account {
        name: "section".to_owned(),
        from: "equipe@section.example.org".to_owned(),
        server: Server::read("smtp://equipe@127.0.0.1:9").ok().unwrap(),
        method: Method::Password,
        source: PasswordSource::Command { words, device: account::device(victim.device()) },
        authority: None,
        default_since: Some(1),
    };
    let mut record = Record::default();
    let stamp = vault.stamp(clock::now_ms());
    account.write(&mut record, stamp);
    let change = Change { kind: Kind::Account, id: vault.new_id(), verb: Verb::Added, record };
    vault.commit(clock::now_ms(), vec![change]).unwrap();
}

const COMMANDS: &[&[&str]] = &[
    &["member", "list", "--yes"],
    &["member", "add", "family=Secret", "given=Camille", "--yes"],
    &["notice", "account", "test", "--yes"],
    &["notice", "send", "--account", "section", "--really", "--yes"],
    &["notice", "status"],
    &["agenda", "list"],
    &["status"],
];

/// Findings of the attack on release 0.1.0: the victim listed the attacker's people, wrote to them, and ran the command.
#[test]
fn a_vault_of_somebody_else_in_the_place_of_ours_is_refused_and_runs_nothing() {
    let env = Env::with_vault();
    add(&env, "Exemple");
    let trap = env.path("PWNED");
    let (ours, aside) = (number_of(&env.vault()), env.path("aside"));
    fs::rename(env.vault(), &aside).unwrap();
    for number in [None, Some(&*ours)] {
        drop(fs::remove_dir_all(env.vault()));
        attack(&env.vault(), &identity(&env), number, &["touch", trap.to_str().unwrap()]);
        let before: BTreeMap<_, _> = bytes(&env.inner().join("keys"));
        for command in COMMANDS {
            let run = env.run(*command).fails(13, "is not yours but another one in its place");
            assert!(run.out.is_empty() && run.said().contains("No command was run"), "{run:?}");
            french(&env, command).fails(13, "n’est pas le vôtre, mais un autre mis à sa place");
            assert!(!trap.exists(), "{command:?} ran the command");
        }
        assert_eq!(bytes(&env.inner().join("keys")), before);
        let run = env.run(["doctor", "--json"]);
        assert_eq!(run.code, 3, "{run:?}");
        assert!(run.out.contains("other-vault") && !run.out.contains("\"sound\": true"), "{}", run.out);
        let run = env.run(["doctor", "--repair", "--yes"]);
        assert!(run.code == 3 && !run.out.contains("whole"), "{run:?}");
        // Words that were not shown takes nothing, nor does --accept-older.
        people(&env, &["--accept-new", "abandon ability able about above absent"])
            .fails(13, "another one in its place");
        people(&env, &["--accept-older", "6"]).fails(13, "another one in its place");
    }
    // Our own comes back, and is known.
    put(&aside, &env.vault());
    assert!(people(&env, &[]).ok().out.contains("Exemple"));
}

/// Even who takes the vault runs no command of it unasked.
#[test]
fn a_command_that_nobody_agreed_to_here_does_not_run() {
    let env = Env::with_vault();
    let trap = env.path("PWNED");
    fs::remove_dir_all(env.vault()).unwrap();
    elsewhere(&env.vault(), &identity(&env), &["touch", trap.to_str().unwrap(), "a\u{1b}[2K b"]);
    let said = people(&env, &[]).fails(13, "another one").err;
    people(&env, &["--accept-new", &behind(&said, "its six words are")]).ok();
    people(&env, &[]).ok();
    for lang in ["fr", "en"] {
        let run = env.run(["notice", "account", "test", "--yes"]);
        let french = french(&env, &["notice", "account", "test", "--yes"]);
        let run = if lang == "en" {
            run.fails(1, "nobody has agreed to yet on this device")
        } else {
            french.fails(1, "personne n’a encore acceptée")
        };
        // The exact command, and nothing of it for the terminal.
        assert!(run.err.contains("touch") && run.err.contains(r"'a\u{1b}[2K b'"), "{}", run.err);
        assert!(!run.err.contains('\u{1b}') && !trap.exists());
    }
    // With the account named as well.
    env.run(["notice", "account", "test", "section", "--yes"]).fails(1, "nobody has agreed");
    assert!(!trap.exists());
}

/// Who types a command agrees to it; what changed since, the command or where it goes, is asked again.
#[test]
fn a_consent_is_for_one_command_and_one_server() {
    let env = Env::with_vault();
    let mark = env.path("ran");
    let line = format!("touch {}", mark.display());
    let add = |line: &str, url: &str| {
        let args =
            ["notice", "account", "add", "section", "--from", "equipe@section.example.org", "--smtp", url];
        env.run([&args[..], &["--password-command", line, "--replace"]].concat()).ok();
    };
    let test = || {
        drop(fs::remove_file(&mark));
        let run = env.run(["notice", "account", "test", "--yes"]);
        (mark.exists(), run)
    };
    add(&line, "smtp://equipe@127.0.0.1:9");
    assert!(test().0, "typed here: {:?}", test().1);
    // Somebody with the keys changes the record from elsewhere: the command, then the server, then who signs in.
    let key = identity(&env);
    let now = |change: &dyn Fn(&mut Account)| {
        let mut vault = Vault::open(&env.vault(), &key, Access::Write, clock::random).unwrap();
        let (id, record) = vault.records(Kind::Account).unwrap().pop().unwrap();
        let mut account = Account::read(record).unwrap();
        change(&mut account);
        let mut record = vault.record(Kind::Account, &id).unwrap().unwrap();
        let stamp = vault.stamp(clock::now_ms());
        account.write(&mut record, stamp);
        let change = Change { kind: Kind::Account, id, verb: Verb::Edited, record };
        vault.commit(clock::now_ms(), vec![change]).unwrap();
    };
    let good = line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let device = account::device(key.device());
    let source = |words: Vec<String>| PasswordSource::Command { words, device: device.clone() };
    let back = |account: &mut Account| {
        account.source = source(good.clone());
        account.server = Server::read("smtp://equipe@127.0.0.1:9").ok().unwrap();
        account.method = Method::Password;
        account.authority = None;
    };
    let changes: [&dyn Fn(&mut Account); 5] = [
        &|a| a.source = source([&good[..], &["x".to_owned()]].concat()),
        &|a| a.server = Server::read("smtp://equipe@127.0.0.1:10").ok().unwrap(),
        &|a| a.server.user = Some("other".to_owned()),
        &|a| a.method = Method::Token,
        &|a| a.source = source(vec![good.join(" ")]),
    ];
    for (n, change) in changes.iter().enumerate() {
        now(&back);
        assert!(test().0, "{n}: what was agreed to runs");
        now(*change);
        let (ran, run) = test();
        assert!(!ran, "{n}");
        run.fails(1, "nobody has agreed");
    }
    // The consents lie outside the vault: a device without them asks.
    now(&back);
    fs::remove_dir_all(env.path(".config")).unwrap();
    let said = people(&env, &[]).fails(1, "never opened on this device").err;
    people(&env, &["--accept-new", &behind(&said, "Its six words are")]).ok();
    let (ran, run) = test();
    assert!(!ran);
    run.fails(1, "nobody has agreed");
}

#[test]
fn an_older_copy_put_back_is_refused_with_both_numbers() {
    let env = Env::with_vault();
    add(&env, "Exemple");
    copy(&env.vault(), &env.path("old"));
    add(&env, "Specimen");
    copy(&env.vault(), &env.path("new"));
    // Whole, or the files that hold the state.
    for parts in [vec![""], vec!["store", "journal"]] {
        put(&env.path("new"), &env.vault());
        people(&env, &[]).ok();
        for part in parts {
            let (from, to) = (within(&env.path("old"), part), env.part(part));
            if from.is_dir() {
                put(&from, &to);
            } else {
                drop(fs::copy(from, to));
            }
        }
        for command in COMMANDS.iter().filter(|c| c[0] != "notice" || c[1] == "status") {
            let run = env.run(*command).fails(13, "is older than what this device has seen");
            assert!(run.said().contains("ends with commit 2 of 20"), "{}", run.err);
            assert!(run.said().contains("the device knows commit 3 of 20"), "{}", run.err);
            let run = french(&env, command).fails(13, "plus ancien que ce que cet appareil a vu");
            assert!(run.said().contains("l’enregistrement 2 du"), "{}", run.err);
        }
        let run = env.run(["doctor", "--json"]);
        assert!(run.code == 3 && run.out.contains("vault-older"), "{run:?}");
    }
    people(&env, &["--accept-older", "3"]).fails(13, "--accept-older 2");
    people(&env, &["--accept-new", "2"]).fails(13, "--accept-older 2");
    let run = people(&env, &["--accept-older", "2"]).ok();
    assert!(run.out.contains("Exemple") && !run.out.contains("Specimen"));
    // Agreed to once. The copy that it took the place of is not believed any more, though it is ahead: it could go on elsewhere.
    people(&env, &[]).ok();
    copy(&env.vault(), &env.path("taken"));
    put(&env.path("new"), &env.vault());
    people(&env, &[]).fails(13, "is a copy that another one took the place of on this device");
    french(&env, &["status"]).fails(13, "un exemplaire dont un autre a pris la place sur cet appareil");
    put(&env.path("taken"), &env.vault());
    // Who writes in it makes it a copy of its own, and that one is believed when it is ahead.
    let replica = |env: &Env| {
        let vault = Vault::open(&env.vault(), &identity(env), Access::Read, clock::random).unwrap();
        vault.replica().unwrap()
    };
    let before = replica(&env);
    let memory = bytes(&env.path(".config/contrepoids/seen"));
    add(&env, "Suite");
    assert_ne!(replica(&env), before);
    assert!(people(&env, &[]).ok().out.contains("Suite"));
    for (path, content) in memory {
        if let Some(content) = content {
            fs::write(path, content).unwrap();
        }
    }
    people(&env, &[]).ok();
    put(&env.path("new"), &env.vault());
    let run = people(&env, &[]);
    assert_eq!(run.code, 13, "{run:?}");
}

/// What waits in an older vault may have left since: who takes the older one sends nothing twice.
#[test]
fn nothing_leaves_twice_from_an_older_vault_that_was_taken() {
    for first in [vec!["notice", "send"], vec!["member", "list"], vec!["doctor"]] {
        let env = Env::with_vault();
        let person =
            ["member", "add", "family=Exemple", "email=camille@section.example.org", "joined=2020-01-01"];
        env.run(person).ok();
        env.run(["notice", "queue", "welcome", "--from", "equipe@section.example.org"]).ok();
        copy(&env.vault(), &env.path("old"));
        let send = |to: &str, more: &[&str]| {
            let args = ["notice", "send", "--eml-dir", to, "--really", "--yes"];
            env.run(args.iter().chain(more))
        };
        send("one", &[]).ok();
        put(&env.path("old"), &env.vault());
        let refused = send("two", &[]).fails(13, "--accept-older");
        let number = refused.err.rsplit("--accept-older ").next().unwrap().trim().to_owned();
        if first.contains(&"send") {
            send("two", &["--accept-older", &number]);
        } else {
            env.run(first.iter().copied().chain(["--accept-older", &number]));
        }
        send("two", &[]);
        assert!(
            !env.path("two").exists() || fs::read_dir(env.path("two")).unwrap().count() == 0,
            "{first:?}"
        );
        let shown = env.run(["notice", "status", "--json"]).ok().json();
        assert_eq!(shown["value"]["notices"][0]["counts"]["unknown"], 1, "{first:?}: {shown}");
    }
}

/// The same number, another content: two copies that went apart.
#[test]
fn another_state_of_the_same_number_is_refused() {
    let env = Env::with_vault();
    add(&env, "Exemple");
    copy(&env.vault(), &env.path("other"));
    add(&env, "Specimen");
    let mut other = Vault::open(&env.path("other"), &identity(&env), Access::Write, clock::random).unwrap();
    super::support::add(&mut other, "forked");
    drop(other);
    put(&env.path("other"), &env.vault());
    people(&env, &[]).fails(13, "is not in the state that this device has seen: commit 3 is of 20");
    french(&env, &["status"]).fails(13, "n’est pas dans l’état que cet appareil a vu");
    people(&env, &["--accept-older", "3"]).ok();
}

#[test]
fn a_vault_never_seen_here_is_asked_about_once() {
    let env = Env::with_vault();
    add(&env, "Exemple");
    let code = behind(&env.run(["doctor"]).ok().out, "another device:");
    for gone in [".config", ".config/contrepoids/seen"] {
        fs::remove_dir_all(env.path(gone)).unwrap();
        for command in COMMANDS {
            let run = env.run(*command).fails(1, "was never opened on this device");
            assert!(run.said().contains(&code) && run.out.is_empty(), "{run:?}");
            french(&env, command).fails(1, "n’a jamais été ouvert sur cet appareil");
        }
        let run = env.run(["doctor", "--json"]);
        assert!(run.code == 3 && run.out.contains("unknown-vault"), "{run:?}");
        people(&env, &["--accept-new", &code[1..]]).fails(1, "never opened");
        people(&env, &["--accept-new", ""]).fails(1, "never opened");
        people(&env, &["--accept-new", &code.to_uppercase().replace(' ', "-")]).ok();
        assert!(people(&env, &[]).ok().out.contains("Exemple"));
    }
}

#[test]
fn a_memory_that_is_damaged_is_no_memory() {
    let env = Env::with_vault();
    let memory = ours(&env);
    let good = fs::read(&memory).unwrap();
    let mut flipped = good.clone();
    flipped[60] ^= 4;
    // One of its two pages leaves the other.
    fs::write(&memory, &flipped).unwrap();
    people(&env, &[]).ok();
    flipped[4096 + 60] ^= 4;
    let other = {
        let other = Env::with_vault();
        fs::read(ours(&other)).unwrap()
    };
    for bad in [flipped, good[..good.len() - 1].to_vec(), Vec::new(), vec![b'x'; 100_000], other] {
        fs::write(&memory, bad).unwrap();
        people(&env, &[]).fails(1, "cannot be read any more");
        french(&env, &["status"]).fails(1, "ne se lit plus");
    }
    fs::remove_file(&memory).unwrap();
    symlink(env.path("key.txt"), &memory).unwrap();
    people(&env, &[]).fails(1, "cannot be read any more");
    fs::remove_file(&memory).unwrap();
    fs::write(&memory, &good).unwrap();
    people(&env, &[]).ok();
}

/// Only another one is asked about: where the vault lies, and how its path is written, does not matter.
#[test]
fn our_vault_may_be_moved_and_named_in_any_way() {
    let env = Env::with_vault();
    add(&env, "Exemple");
    copy(&env.vault(), &env.path("old"));
    add(&env, "Specimen");
    fs::create_dir(env.path("stick")).unwrap();
    fs::rename(env.vault(), env.path("stick/section")).unwrap();
    symlink(env.path("stick"), env.path("link")).unwrap();
    let at = |path: &str, args: &[&str]| {
        let mut command = env.bare();
        command.args(["--lang", "en", "--vault", path, "--identity", "key.txt"]);
        Run::of(command.args(args).output().unwrap())
    };
    for path in ["stick/section", "./stick/../stick/section/", "link/section"] {
        at(path, &["member", "list", "--yes"]).ok();
        at(path, &["member", "add", "family=Modele", "given=Camille", "--yes"]).ok();
    }
    // An old copy at another path is old there too, and so is one behind a link.
    at("old", &["status"]).fails(13, "is older than what this device has seen");
    symlink(env.path("old"), env.vault()).unwrap();
    at("vault", &["status"]).fails(13, "is older than what this device has seen");
}

#[test]
fn a_commit_that_was_not_noted_is_believed() {
    let env = Env::with_vault();
    let memory = ours(&env);
    let before = fs::read(&memory).unwrap();
    add(&env, "Exemple");
    assert_ne!(fs::read(&memory).unwrap(), before, "each commit is noted");
    copy(&env.vault(), &env.path("old"));
    add(&env, "Specimen");
    // Cut off between the commit and the note.
    fs::write(&memory, before).unwrap();
    people(&env, &[]).ok();
    add(&env, "Modele");
    put(&env.path("old"), &env.vault());
    people(&env, &[]).fails(13, "ends with commit 3");
}

#[test]
fn what_is_remembered_is_private_and_says_nothing() {
    let env = Env::with_vault();
    add(&env, "Exemple");
    let dir = env.path(".config/contrepoids/seen");
    assert_eq!(fs::metadata(&dir).unwrap().mode() & 0o777, 0o700);
    let all = memories(&env);
    assert_eq!(all.len(), 2, "one vault, two identities that open it, and nothing left beside");
    for path in &all {
        assert_eq!(fs::metadata(path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(path).unwrap().len(), 8192);
    }
    let number: [u8; 16] = contrepoids::base::hex::read(&number_of(&env.vault())).unwrap();
    for path in &all {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.len() == 16 && name.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
        let bytes = fs::read(path).unwrap();
        assert!(!bytes.windows(16).any(|w| w == number));
        assert!(!String::from_utf8_lossy(&bytes).contains("vault"));
    }
}

/// Nothing is saved that could not be noted; reading goes on.
#[test]
fn without_a_place_to_note_nothing_is_written_and_reading_goes_on() {
    let env = Env::with_vault();
    add(&env, "Exemple");
    let code = behind(&env.run(["doctor"]).ok().out, "another device:");
    let seen = env.path(".config/contrepoids/seen");
    let before = bytes(&env.inner().join("keys"));
    fs::remove_dir_all(&seen).unwrap();
    symlink("/proc/self", &seen).unwrap();
    people(&env, &["--accept-new", &code]).ok();
    let save = ["member", "add", "family=Secret", "given=Camille", "--yes", "--accept-new", &code];
    env.run(save).fails(15, "cannot note, in the folder of its settings");
    french(&env, &save).fails(15, "ne peut pas noter, dans le dossier de ses réglages");
    assert!(!people(&env, &["--accept-new", &code]).ok().out.contains("Secret"));
    assert_eq!(bytes(&env.inner().join("keys")), before);
    fs::remove_file(&seen).unwrap();
    fs::write(&seen, "a file").unwrap();
    people(&env, &[]).fails(15, "cannot be read");
    // And no vault is made that could not be noted.
    let run = env.run(["init", "--vault", "second"]);
    assert_eq!(run.code, 15, "{run:?}");
    assert!(!env.path("second").exists());
}

/// Another identity of this device, as the recovery key is, has a memory of its own.
#[test]
fn each_identity_remembers_for_itself() {
    let env = Env::new();
    let recovery = env.run(["init", "--json"]).ok().json()["value"]["recovery_key"].clone();
    env.write("paper.txt", recovery.as_str().unwrap());
    fs::set_permissions(env.path("paper.txt"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let with = |more: &[&str]| {
        let mut command = env.bare();
        command.args([
            "--lang",
            "en",
            "--vault",
            "vault",
            "--identity",
            "paper.txt",
            "member",
            "list",
            "--yes",
        ]);
        Run::of(command.args(more).output().unwrap())
    };
    // The device that made the vault knows it by its recovery key too; a device that did not asks.
    with(&[]).ok();
    assert_eq!(memories(&env).len(), 2);
    fs::remove_dir_all(env.path(".config")).unwrap();
    let said = people(&env, &[]).fails(1, "never opened on this device").err;
    let code = behind(&said, "Its six words are");
    people(&env, &["--accept-new", &code]).ok();
    with(&[]).fails(1, "never opened on this device");
    with(&["--accept-new", &code]).ok();
    with(&[]).ok();
    people(&env, &[]).ok();
    // A new vault in the place of one that is gone is what `init` was asked for.
    fs::remove_dir_all(env.vault()).unwrap();
    env.run(["init"]).ok();
    people(&env, &[]).ok();
    with(&[]).fails(13, "another one in its place");
}

/// A part that this identity opened once is missed, whatever its slot says now.
#[test]
fn a_key_that_was_held_is_missed() {
    let env = Env::with_vault();
    let stranger = Identity::generate();
    let elsewhere = env.path("elsewhere");
    vault::create(&elsewhere, &Founder::alone(&stranger), clock::random).unwrap();
    for name in ["keys/organizing.age", "keys/organizing.2.age"] {
        fs::copy(within(&elsewhere, "keys/organizing.age"), env.part(name)).unwrap();
    }
    let run = env.run(["doctor", "--json"]);
    assert!(run.code == 3 && run.out.contains("part-damaged"), "{run:?}");
}

#[test]
fn two_at_once_lose_and_lower_nothing() {
    let env = Env::with_vault();
    std::thread::scope(|scope| {
        for n in 0..4 {
            let env = &env;
            scope.spawn(move || {
                for m in 0..3 {
                    let name = format!("family=Exemple{n}{m}");
                    let save = ["member", "add", &name, "given=Camille", "--yes"];
                    let mut run = env.run(save);
                    while run.code == 11 {
                        run = env.run(save);
                    }
                    run.ok();
                }
            });
        }
    });
    copy(&env.vault(), &env.path("last"));
    add(&env, "Specimen");
    put(&env.path("last"), &env.vault());
    people(&env, &[]).fails(13, "ends with commit 13 of").fails(13, "the device knows commit 14 of");
}
