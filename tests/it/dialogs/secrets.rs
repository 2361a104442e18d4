//! Passphrases: asked without an echo, asked again when a new one is not taken, and the terminal given back as it was.

use crate::support::{
    Env,
    terminal::{PASSPHRASE, Terminal},
};

fn no_echo(t: &Terminal, secret: &str) {
    assert!(!t.all.contains(secret), "the passphrase was shown:\n{}", t.all);
}

#[test]
fn a_new_passphrase_is_asked_for_until_one_is_taken() {
    for (lang, first, again, differ, weak, done) in [
        (
            "fr",
            "Nouvelle phrase de passe\u{a0}: ",
            "Encore une fois\u{a0}: ",
            "diffèrent",
            "trop facile",
            "Clé de secours",
        ),
        ("en", "New passphrase: ", "Once more: ", "differ", "too easy", "Recovery key"),
    ] {
        let env = Env::new();
        let mut t = env.newcomer(lang, &["init"]);
        t.read(first).secretly("azerty12\n").read(weak);
        t.read(first).secretly(&format!("{PASSPHRASE}\n")).read(again).secretly("autre chose\n").read(differ);
        t.read(first).secretly(&format!("{PASSPHRASE}\n")).read(again).secretly(&format!("{PASSPHRASE}\n"));
        t.read(done).writes_down();
        t.ends(0);
        no_echo(&t, PASSPHRASE);
        assert!(t.echoes());
    }
}

#[test]
fn who_gives_up_leaves_nothing_behind() {
    for (keys, code) in [("\u{4}", 12), ("\u{3}", -2)] {
        let env = Env::new();
        let mut t = env.newcomer("fr", &["init"]);
        t.read("Nouvelle phrase de passe\u{a0}: ").secretly(&format!("{PASSPHRASE}\n"));
        t.read("Encore une fois\u{a0}: ").secretly(keys).ends(code);
        assert!(t.echoes(), "the next command would be typed blind");
        no_echo(&t, PASSPHRASE);
        assert!(!env.path(".config/contrepoids/identity.age").exists(), "an identity was left");
    }
}

#[test]
fn a_wrong_passphrase_an_end_and_an_interrupt_give_the_terminal_back() {
    let env = Env::with_vault();
    for (lang, prompt) in [("fr", "Phrase de passe\u{a0}: "), ("en", "Passphrase: ")] {
        let mut t = env.guarded(lang, &["member", "list"]);
        t.read(prompt).secretly("pas la bonne\n").ends(12);
        assert!(t.echoes() && !t.all.contains("pas la bonne"), "{}", t.all);
        let mut t = env.guarded(lang, &["member", "list"]);
        t.read(prompt).secretly("\u{4}").ends(12);
        assert!(t.echoes() && !t.all.contains("terminal"), "{}", t.all);
        let mut t = env.guarded(lang, &["member", "list"]);
        t.read(prompt).secretly("moitié\u{3}").ends(-2);
        assert!(t.echoes() && !t.all.contains("moitié"), "{}", t.all);
    }
}

#[test]
fn the_password_of_an_account_is_asked_like_a_passphrase() {
    let env = Env::with_vault();
    let add: &[&str] = &[
        "notice",
        "account",
        "add",
        "maison",
        "--from",
        "team@example.org",
        "--user",
        "team",
        "--smtp",
        "smtps://mail.example.org",
    ];
    let mut t = env.terminal("fr", add);
    t.read("Mot de passe pour ").secretly("\u{3}").ends(-2);
    assert!(t.echoes());
    let mut t = env.terminal("en", add);
    t.read("Password for ").secretly("\u{4}");
    assert_ne!(t.end(), 0);
    let mut t = env.terminal("en", add);
    t.read("Password for ").secretly("canari-7\n").ends(0);
    assert!(t.echoes() && !t.all.contains("canari-7"), "{}", t.all);
    env.run(["notice", "account", "show", "maison"]).ok();
}

const OTHER: &str = "fauteuil ruche pencher bolide cuivre marron syntaxe";

/// Whether this passphrase opens the vault.
fn opens(env: &Env, passphrase: &str) -> bool {
    let mut t = env.guarded("en", &["member", "list"]);
    t.read("Passphrase: ").secretly(&format!("{passphrase}\n"));
    match t.end() {
        0 => true,
        12 => false,
        code => panic!("{code}\n{}", t.all),
    }
}

#[test]
fn the_passphrase_of_an_identity_is_changed() {
    let env = Env::with_vault();
    env.run(["company", "set", "--name", "Zorglub"]).ok();
    env.run(["member", "add", "nom=Kvasnik", "prénom=Lou"]).ok();
    for (lang, now, new, again, weak, same, done, old, other) in [
        (
            "fr",
            "Phrase de passe\u{a0}: ",
            "Nouvelle phrase de passe\u{a0}: ",
            "Encore une fois\u{a0}: ",
            "des noms que l’on connaît de vous ou de la section",
            "celle d’avant",
            "s’ouvre encore avec l’ancienne phrase",
            PASSPHRASE,
            OTHER,
        ),
        (
            "en",
            "Passphrase: ",
            "New passphrase: ",
            "Once more: ",
            "names that are known of you or of the section",
            "the one before",
            "still opens with the old passphrase",
            OTHER,
            PASSPHRASE,
        ),
    ] {
        let mut t = env.guarded(lang, &["key", "passphrase"]);
        t.read(now).secretly(&format!("{old}\n"));
        t.read(new).secretly(&format!("{old}\n")).read(same);
        // The name of the company and of somebody in the roster are no secret.
        t.read(new).secretly("zorglub kvasnik zorglub\n").read(weak);
        t.read(new).secretly(&format!("{other}\n")).read(again).secretly(&format!("{other}\n"));
        t.read(done).ends(0);
        assert_eq!(t.all.matches(now).count(), 1, "asked once for the one of today:\n{}", t.all);
        no_echo(&t, old);
        no_echo(&t, other);
        assert!(t.echoes());
        assert!(opens(&env, other) && !opens(&env, old));
    }
    // Only what is sealed lies there, and nothing beside it.
    let secret = std::fs::read_to_string(env.path("key.txt")).unwrap();
    let secret = secret.lines().last().unwrap().to_owned();
    for entry in std::fs::read_dir(env.home()).unwrap() {
        let path = entry.unwrap().path();
        assert!(!path.file_name().unwrap().to_string_lossy().starts_with(".new-"), "{path:?} was left");
        if path.is_file() && !path.ends_with("key.txt") {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(20).any(|w| w == &secret.as_bytes()[..20]), "{path:?} holds the key");
        }
    }
    let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(env.path("sealed.age")).unwrap());
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn who_gives_up_a_change_keeps_the_passphrase_of_before() {
    let env = Env::with_vault();
    for (keys, code) in [("\u{4}", 12), ("\u{3}", -2)] {
        let mut t = env.guarded("en", &["key", "passphrase"]);
        t.read("Passphrase: ").secretly(&format!("{PASSPHRASE}\n"));
        t.read("New passphrase: ")
            .secretly(&format!("{OTHER}\n"))
            .read("Once more: ")
            .secretly(keys)
            .ends(code);
        assert!(t.echoes() && opens(&env, PASSPHRASE));
    }
    let mut t = env.guarded("en", &["key", "passphrase"]);
    t.read("Passphrase: ").secretly(&format!("{OTHER}\n")).ends(12);
}

#[test]
fn words_are_proposed_and_a_key_file_without_a_passphrase_gets_one() {
    let env = Env::with_vault();
    let mut t = env.terminal("fr", &["key", "passphrase"]);
    t.read("huit mots français").read("Nouvelle phrase de passe\u{a0}: ");
    let words = t.shown.lines().find(|l| l.starts_with("  ")).unwrap().trim().to_owned();
    assert_eq!(words.split(' ').count(), 8, "{words}");
    t.secretly("\n").read("Encore une fois\u{a0}: ").secretly(&format!("{words}\n"));
    t.read("l’ancien fichier n’avait pas de phrase").ends(0);
    assert!(!t.all.contains("\nPhrase de passe\u{a0}: "), "{}", t.all);
    env.run(["member", "list"]).fails(12, "passphrase");
    let mut t = env.terminal("en", &["member", "list"]);
    t.read("Passphrase: ").secretly(&format!("{words}\n")).ends(0);
}
