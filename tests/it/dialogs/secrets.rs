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
        t.read(done).ends(0);
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
