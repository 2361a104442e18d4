//! `unlock`: the system keeps the key for a while, or says that it keeps none.

use contrepoids::platform::keyring;

use crate::support::{Env, terminal::PASSPHRASE};

const OTHER: &str = "fauteuil ruche pencher bolide cuivre marron syntaxe";

/// Whether the kernel keeps secrets here: many containers forbid it, and then that is what is tried.
fn kept_here() -> bool {
    let name = format!("it {}", std::process::id());
    let kept = keyring::keep(&name, b"x", std::time::Duration::from_secs(60)).is_ok();
    keyring::forget(&name);
    kept
}

fn asks(env: &Env, args: &[&str]) -> bool {
    let mut t = env.guarded("en", args);
    let end = t.end_unless("Passphrase: ");
    assert!(end.is_none_or(|code| code == 0), "{}", t.all);
    end.is_none()
}

/// Where there is no keyring the refusal says so, and nobody is asked in vain: `suite_unlock` takes it away to see that.
#[test]
fn one_passphrase_until_lock_or_the_refusal_in_words() {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Exemple"]).ok();
    if kept_here() {
        opens_until_lock(&env);
        another_passphrase_closes_it(&env);
    } else {
        let mut t = env.guarded("fr", &["unlock"]);
        t.read("ne garde pas de secret").read("contrepoids shell").ends(1);
        assert!(!t.all.contains("Phrase de passe\u{a0}: "), "asked in vain:\n{}", t.all);
        assert!(asks(&env, &["member", "list", "--yes"]));
    }
}

fn opens_until_lock(env: &Env) {
    let mut t = env.guarded("fr", &["unlock", "--for", "5m"]);
    t.read("Phrase de passe\u{a0}: ").secretly(&format!("{PASSPHRASE}\n"));
    t.read("Ouvert jusqu’au").read("peut lire la clé").ends(0);
    assert!(!asks(env, &["member", "list", "--yes"]) && !asks(env, &["doctor"]) && !asks(env, &["status"]));
    // Who unlocks for longer, or changes the passphrase, has to know it; a descriptor means what it gives.
    assert!(asks(env, &["unlock", "--for", "2h"]));
    assert!(asks(env, &["key", "passphrase"]));
    let mut t = env.guarded("en", &["lock"]);
    t.read("the next command asks").ends(0);
    assert!(asks(env, &["member", "list", "--yes"]));
    let mut t = env.guarded("en", &["lock"]);
    t.read("Nothing was open").ends(0);
}

fn another_passphrase_closes_it(env: &Env) {
    let mut t = env.guarded("en", &["unlock"]);
    t.read("Passphrase: ").secretly(&format!("{PASSPHRASE}\n")).read("Open until").ends(0);
    assert!(!asks(env, &["status"]));
    let mut t = env.guarded("en", &["key", "passphrase"]);
    t.read("Passphrase: ").secretly(&format!("{PASSPHRASE}\n"));
    t.read("New passphrase: ").secretly(&format!("{OTHER}\n"));
    t.read("Once more: ").secretly(&format!("{OTHER}\n")).ends(0);
    assert!(asks(env, &["status"]), "what was kept for the old file opens the new one");
}

#[test]
fn a_wrong_passphrase_a_key_without_one_and_no_time_keep_nothing() {
    let env = Env::with_vault();
    env.run(["unlock"]).fails(1, "no passphrase");
    env.run(["lock"]).ok();
    env.run(["unlock", "--for", "13h"]).fails(2, "12 hours");
    env.run(["unlock", "--for", "0"]).fails(1, "");
    if kept_here() {
        let mut t = env.guarded("en", &["unlock"]);
        t.read("Passphrase: ").secretly("not this one\n").ends(12);
        assert!(asks(&env, &["status"]));
    }
}
