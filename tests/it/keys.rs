//! Who holds a vault: admitted, seen, kept to a role, removed; and how to get in again.

use std::path::Path;

use crate::support::{Env, Run};

const PEOPLE: &str = "nom,prénom,courriel,étiquettes\n\
    Martin,Camille,camille@example.org,relais\nPetit,Alix,alix@example.org,\n";

/// A section with people, a tag, a mandate of hours and an election.
fn section() -> Env {
    let env = Env::with_vault();
    env.write("people.csv", PEOPLE);
    env.run(["member", "import", "people.csv", "--apply"]).ok();
    env.run(["company", "set", "--name", "Fonderie exemple", "--yes"]).ok();
    env
}

/// Runs a command as another device that lies at the same vault, on a shared medium.
pub(crate) fn as_device(env: &Env, key: &str, args: &[&str]) -> Run {
    let mut command = env.bare();
    command.args(["--on", "2026-11-21", "--lang", "en", "--vault"]).arg(env.vault());
    command.arg("--identity").arg(env.path(key));
    Run::of(command.args(args).output().unwrap())
}

/// Makes the card of a device, and returns its six words.
fn card(env: &Env, key: &str, name: &str) -> String {
    let card = format!("{key}.card");
    let shown = as_device(env, key, &["key", "show", "--name", name, "--out", &card, "--force", "--json"])
        .ok()
        .json();
    let words = shown["value"]["words"].as_array().unwrap();
    words.iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

pub(crate) fn admit(env: &Env, key: &str, name: &str, roles: &str) {
    let words = card(env, key, name);
    let card = format!("{key}.card");
    env.run(["key", "add", &card, "--roles", roles, "--words", &words, "--yes"]).ok();
}

/// Lets a device take the vault as it is.
pub(crate) fn accept(env: &Env, key: &str) {
    let refused = as_device(env, key, &["member", "list", "--standing", "all", "--yes"]);
    let words = refused.said();
    let code = words.split("--accept-new ").nth(1).unwrap_or_else(|| panic!("{words}"));
    let code = code.lines().next().unwrap().trim().trim_matches('"');
    as_device(env, key, &["member", "list", "--standing", "all", "--yes", "--accept-new", code]).ok();
}

#[test]
fn a_treasurer_reads_the_roster_and_nothing_of_organizing() {
    let env = section();
    admit(&env, "hers.txt", "Portable de la trésorerie", "treasurer");
    accept(&env, "hers.txt");
    let hers = |args: &[&str]| as_device(&env, "hers.txt", args);
    let list = hers(&["member", "list", "--standing", "all", "--yes"]).ok();
    assert!(list.out.contains("Martin") && list.out.contains("Petit"), "{}", list.out);
    let shown = hers(&["member", "show", "camille", "--json"]).ok();
    assert!(!shown.out.contains("relais"), "a tag is not hers: {}", shown.out);
    assert!(env.run(["member", "show", "camille"]).ok().out.contains("relais"));
    // What she may write lies with the dues.
    hers(&["member", "edit", "camille", "notices=no", "--yes"]).ok();
    assert!(env.run(["member", "show", "camille", "--json"]).ok().out.contains("relais"));
    assert_eq!(env.run(["member", "show", "camille", "--json"]).json()["value"]["notices"], "no");
    for args in [
        &["member", "edit", "camille", "phone=0612345678", "--yes"][..],
        &["member", "edit", "camille", "tag=autre", "--yes"],
        &["member", "list", "--tag", "relais", "--yes"],
        &["member", "add", "family=Durand", "given=Lou", "--yes"],
        &["agenda", "record", "cse-meeting", "--day", "2026-11-20", "--yes"],
        &["agenda", "ics", "--out", "x.ics"],
        &["election", "list"],
        &["bargain", "list"],
        &["key", "rotate", "--yes"],
        &["key", "add", "hers.txt.card", "--roles", "organizer", "--words", "a b c d e f", "--yes"],
    ] {
        let run = hers(args);
        assert_eq!(run.code, 12, "{args:?}: {}{}", run.out, run.err);
        assert!(run.err.contains("role") || run.err.contains("organizer"), "{args:?}: {}", run.err);
    }
    let status = hers(&["status"]).ok();
    assert!(status.out.contains("not part of the role"), "{}", status.out);
    hers(&["company", "show"]).ok();
    hers(&["doctor"]).fails(0, "");
    // She is seen, and the vault is whole for who organizes.
    let holders = env.run(["key", "list"]).ok().out;
    assert!(holders.contains("Portable de la trésorerie") && holders.contains("treasurer"), "{holders}");
    env.run(["doctor"]).ok();
}

#[test]
fn who_is_removed_opens_nothing_and_a_key_does_not_come_back() {
    let env = section();
    admit(&env, "second.txt", "Portable de Lou", "organizer");
    accept(&env, "second.txt");
    as_device(&env, "second.txt", &["member", "add", "family=Durand", "given=Lou", "--yes"]).ok();
    let former = as_device(&env, "second.txt", &["key", "remove", "Lou", "--yes"]);
    former.fails(1, "a device does not remove itself");
    env.run(["key", "remove", "lou", "--why", "lost", "--yes"]).ok();
    let refused = as_device(&env, "second.txt", &["member", "list", "--standing", "all", "--yes"]);
    assert_ne!(refused.code, 0);
    assert!(!refused.out.contains("Martin"));
    let list = env.run(["key", "list"]).ok().out;
    assert!(list.contains("Removed") && list.contains("lost or stolen"), "{list}");
    let words = card(&env, "second.txt", "Portable de Lou");
    env.run(["key", "add", "second.txt.card", "--roles", "organizer", "--words", &words, "--yes"])
        .fails(1, "held the vault before");
    env.run(["key", "remove", "first device", "--yes"]).fails(1, "the last organizer");
    env.run(["key", "roles", "first device", "--roles", "reader", "--yes"]).fails(1, "the last organizer");
    env.run(["key", "roles", "first device", "--roles", "organizer", "--yes"])
        .fails(1, "these roles already");
    env.run(["key", "remove", "nobody", "--yes"]).fails(1, "nobody holds this vault");
    assert!(env.run(["member", "list", "--standing", "all", "--yes"]).ok().out.contains("Durand"));
}

#[test]
fn the_words_decide_and_other_keys_are_refused_by_name() {
    let env = section();
    let words = card(&env, "second.txt", "Portable de Lou");
    let other = card(&env, "third.txt", "Portable de Lou");
    assert_ne!(words, other);
    let add = |card: &str, words: &str| {
        env.run(["key", "add", card, "--roles", "organizer", "--words", words, "--yes"])
    };
    add("second.txt.card", &other).fails(1, "the six words are not those of this card");
    env.run(["key", "add", "second.txt.card", "--roles", "organizer", "--yes"]).fails(2, "six words");
    for (key, says) in [
        ("age1pq1qqqqqqqq", "cannot encrypt to yet"),
        ("age1yubikey1qwerty", "a device or a plugin"),
        ("age1tag1qwerty", "a device or a plugin"),
        ("ssh-ed25519 AAAA", "SSH key"),
        ("AGE-SECRET-KEY-1QQQ", "SECRET key"),
        ("nothing at all", "neither a whole card"),
    ] {
        add(key, &words).fails(1, says);
    }
    let bare = contrepoids::vault::Identity::generate();
    env.write("bare.txt", bare.plain_file().as_bytes());
    env.run(["key", "add", &bare.public(), "--roles", "organizer", "--name", "Local", "--yes"])
        .fails(1, "can only read");
    env.run(["key", "add", &bare.public(), "--roles", "reader", "--name", "Local", "--yes"]).ok();
    env.run(["key", "roles", "Local", "--roles", "reader", "--yes"]).fails(1, "can only read");
    env.run(["key", "roles", "recovery", "--roles", "reader", "--yes"]).fails(1, "no other role");
    accept(&env, "bare.txt");
    as_device(&env, "bare.txt", &["member", "add", "family=Durand", "--yes"]).fails(1, "does not write");
    add("second.txt.card", &words).ok();
    add("second.txt.card", &words).fails(1, "holds this vault already");
}

#[test]
fn the_keys_are_turned_and_everything_is_kept() {
    let env = section();
    let before = env.run(["member", "list", "--json", "--yes"]).ok().out;
    let turn = env.inner();
    env.run(["key", "rotate", "--yes"]).ok();
    assert!(!turn.exists() && env.inner() != turn);
    assert_eq!(env.run(["member", "list", "--json", "--yes"]).ok().out, before);
    env.run(["doctor"]).ok();
}

#[test]
fn a_new_recovery_key_is_written_down_before_the_old_one_goes() {
    let env = Env::new();
    let made = env.run(["init", "--json"]).ok().json();
    let old = made["value"]["recovery_key"].as_str().unwrap().to_owned();
    let mut t = env.terminal("fr", &["key", "recovery", "new", "--sheet", "secours.html"]);
    t.read("Faire une nouvelle clé").press("oui\n").read("AGE-SECRET-KEY-1").read("derniers caractères");
    t.press("AAAAAA\n").read("Regardez le papier");
    let at = t.all.find("AGE-SECRET-KEY-1").unwrap();
    let new: String = t.all[at..].chars().take_while(char::is_ascii_graphic).collect();
    t.read("derniers caractères").press(&format!("{}\n", &new[new.len() - 6..]));
    t.read("Nouvelle clé de secours en place").ends(0);
    let sheet = std::fs::read_to_string(env.path("secours.html")).unwrap();
    assert!(sheet.contains(&new[..new.len() / 2]) && sheet.contains("key recover"), "{sheet}");
    let drill = |key: &str, code| {
        let mut t = env.terminal("fr", &["key", "recovery", "drill"]);
        t.read("première part").secretly(&format!("{key}\n")).ends(code);
    };
    drill(&new, 0);
    drill(&old, 12);
    // Who types nothing keeps the old one.
    let mut t = env.terminal("en", &["key", "recovery", "new"]);
    t.read("Make a new recovery key").press("yes\n").read("last 6 characters").press("\u{4}");
    t.read("throw it away").ends(1);
    drill(&new, 0);
}

#[test]
fn the_recovery_key_gives_access_to_a_new_device_once() {
    let env = Env::new();
    let made = env.run(["init", "--json"]).ok().json();
    let paper = made["value"]["recovery_key"].as_str().unwrap().to_owned();
    env.write("people.csv", PEOPLE);
    env.run(["member", "import", "people.csv", "--apply"]).ok();
    let before = std::fs::read(env.path("key.txt")).unwrap();
    // The recovery key reads, and writes nothing.
    env.write("paper.txt", &paper);
    as_device(&env, "paper.txt", &["member", "list", "--standing", "all", "--yes"]).ok();
    as_device(&env, "paper.txt", &["member", "add", "family=Durand", "--yes"]).fails(12, "key recover");
    let recover = |paper: &str, code: i32, says: &str| {
        let args = ["key", "recover", "--name", "Nouveau portable", "--lost", "first", "--yes"];
        let args = if code == 0 { &args[..] } else { &args[..4] };
        let mut t = env.terminal("fr", args);
        t.read("première part").secretly(&format!("{paper}\n")).read(says).ends(code);
        t.all.clone()
    };
    let said = recover(&paper, 0, "Cet appareil tient le coffre");
    assert!(said.contains("mise de côté") && said.contains("first device"), "{said}");
    let aside = env.path("key-old-1.txt");
    assert_eq!(std::fs::read(&aside).unwrap(), before, "the identity of before is put aside, whole");
    let list = env.run(["member", "list", "--standing", "all", "--yes"]).ok().out;
    assert!(list.contains("Martin"), "{list}");
    env.run(["member", "add", "family=Durand", "given=Lou", "--yes"]).ok();
    // Neither the lost device nor the paper opens it any more.
    assert_ne!(as_device(&env, "key-old-1.txt", &["member", "list", "--standing", "all", "--yes"]).code, 0);
    let mut t = env.terminal("fr", &["key", "recovery", "drill"]);
    t.read("première part").secretly(&format!("{paper}\n")).read("elle a déjà servi").ends(12);
    assert!(!t.all.contains("appareil"), "it is the key that is refused, not the device: {}", t.all);
    let holders = env.run(["key", "list"]).ok().out;
    assert!(holders.contains("Nouveau portable (this device)"), "{holders}");
    assert!(
        holders.contains("recovery key that was used") && holders.contains("lost or stolen"),
        "{holders}"
    );
    env.run(["key", "recovery", "new", "--yes"]).ok();
}

#[test]
fn a_key_of_a_device_is_no_recovery_key() {
    let env = section();
    let key = std::fs::read_to_string(env.path("key.txt")).unwrap();
    let secret = key.lines().find(|l| l.starts_with("AGE-")).unwrap().to_owned();
    let mut t = env.terminal("fr", &["key", "recover", "--name", "Autre"]);
    t.read("première part").secretly(&format!("{secret}\n")).read("pas la clé de secours").ends(12);
    assert!(!Path::new(&env.path("key-old-1.txt")).exists());
}

#[test]
fn a_recovery_asks_each_thing_once_and_checks_before_it_asks() {
    let env = Env::new();
    let made = env.run(["init", "--json"]).ok().json();
    let paper = made["value"]["recovery_key"].as_str().unwrap().to_owned();
    let mut t = env.terminal("fr", &["key", "recover", "--name", "Neuf", "--lost", "portable volé"]);
    t.read("première part").secretly(&format!("{paper}\n")).read("prenez un de ces noms").ends(1);
    assert!(t.all.contains("first device") && !t.all.contains("[o/N]"), "{}", t.all);
    assert!(!t.all.contains("key list"), "who lost the device cannot run it: {}", t.all);
    let mut t = env.terminal("fr", &["key", "recover", "--name", "Neuf", "--lost", "first device"]);
    t.read("première part").secretly(&format!("{paper}\n")).read("[o/N]").say("oui");
    t.read("sont maintenant").read("contrepoids backup create").read("maintenant\u{a0}? [o/N]").say("oui");
    let new = t.writes_down();
    t.read("Nouvelle clé de secours en place").ends(0);
    assert_eq!(t.all.matches("[o/N]").count(), 2, "the new key is asked for once: {}", t.all);
    let mut t = env.terminal("fr", &["key", "recovery", "drill"]);
    t.read("première part").secretly(&format!("{new}\n")).ends(0);
}

#[test]
fn the_recovery_key_of_a_new_vault_is_typed_back() {
    let env = Env::new();
    let mut t = env.terminal("fr", &["init"]);
    t.read("sans phrase de passe").say("oui").read("6 derniers caractères").say("AAAAAA");
    t.read("Regardez le papier").writes_down();
    t.ends(0);
    let mut t = Env::new().terminal("en", &["init"]);
    t.read("no passphrase")
        .say("y")
        .read("last 6 characters")
        .press("\u{4}")
        .read("key recovery new")
        .ends(0);
}

#[test]
fn who_was_removed_is_told_so_by_all_and_may_destroy_their_copy() {
    let env = section();
    admit(&env, "second.txt", "Portable de Lou", "organizer");
    accept(&env, "second.txt");
    env.run(["key", "remove", "lou", "--yes"]).ok();
    let theirs = |args: &[&str]| as_device(&env, "second.txt", args);
    for args in [&["status"][..], &["doctor"], &["member", "list", "--yes"], &["backup", "create", "b"]] {
        let run = theirs(args).fails(12, "was removed from it");
        assert!(!run.err.contains("in its place"), "{args:?}: {}", run.err);
    }
    // Who never opened it destroys nothing, and is told how to get in.
    card(&env, "third.txt", "Portable de Noa");
    as_device(&env, "third.txt", &["destroy", "--word", "destroy"]).fails(12, "key show");
    theirs(&["destroy"]).fails(1, "the word was not typed");
    assert!(env.vault().exists());
    theirs(&["destroy", "--word", "destroy"]).ok();
    assert!(!env.vault().exists());
}

#[test]
fn a_role_is_refused_before_anything_is_shown_or_asked() {
    let env = section();
    env.run(["member", "edit", "camille", "phone=0612345678"]).ok();
    for (key, role) in [("hers.txt", "treasurer"), ("his.txt", "reader")] {
        admit(&env, key, role, role);
        // The keys were turned with it: what can be undone was changed since.
        env.run(["member", "edit", "camille", "site=Lyon", "--yes"]).ok();
        env.run(["member", "edit", "camille", "site=Paris", "--yes"]).ok();
        accept(&env, key);
        for args in [
            &["member", "merge", "camille", "alix"][..],
            &["member", "erase", "camille"],
            &["member", "purge"],
            &["member", "undo", "camille"],
            &["key", "remove", "first device"],
            &["key", "recovery", "new"],
            &["key", "rotate"],
        ] {
            let run = as_device(&env, key, args);
            assert_eq!(run.code, 12, "{role} {args:?}: {}{}", run.out, run.err);
            assert!(
                !run.said().contains("Martin") && !run.said().contains('?'),
                "{role} {args:?}: {}",
                run.said()
            );
        }
    }
}

#[test]
fn wrong_words_of_a_card_are_asked_for_again() {
    let env = section();
    let words = card(&env, "second.txt", "Portable de Lou");
    let other = card(&env, "third.txt", "Portable de Noa");
    let add = ["key", "add", "second.txt.card", "--roles", "reader", "--words", &other];
    let mut t = env.terminal("fr", &add);
    t.read("ne sont pas ceux").read("Les six mots").say(&other).read("redire").say(&words);
    t.read("Admettre cet appareil").say("oui").read("sont maintenant").ends(0);
    let six = t.all.lines().last().unwrap().trim().to_owned();
    assert_eq!(six.split(' ').count(), 6, "{}", t.all);
    let mut status = env.terminal("fr", &["status"]);
    assert_eq!(status.end(), 0);
    assert!(status.all.contains(&six), "{} are not those of status: {}", six, status.all);
    let mut t = env.terminal("fr", &["key", "add", "third.txt.card", "--roles", "reader"]);
    t.read("Les six mots").say(&words).read("redire").say("").ends(1);
    assert!(!env.run(["key", "list"]).ok().out.contains("Noa"));
}
