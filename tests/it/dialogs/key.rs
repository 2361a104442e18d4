//! The recovery key: shown in shares, and tried.

use serde_json::Value;

use crate::support::{Env, terminal::Terminal};

fn made() -> (Env, String) {
    let env = Env::new();
    let made = env.run(["init", "--json"]).ok().json();
    let key = made["value"]["recovery_key"].as_str().unwrap().to_owned();
    (env, key)
}

/// The three shares of a key, as a program gets them.
fn shares(env: &Env, key: &str) -> Vec<String> {
    let mut t = env.terminal("fr", &["key", "recovery", "split", "--json"]);
    t.read("Clé de secours").secretly(&format!("{key}\n")).ends(0);
    let json = &t.all[t.all.find('{').unwrap()..];
    let object: Value = serde_json::Deserializer::from_str(json).into_iter().next().unwrap().unwrap();
    let shares = object["value"]["shares"].as_array().unwrap();
    shares.iter().map(|s| s["words"].as_str().unwrap().to_owned()).collect()
}

fn drill<'t>(t: &'t mut Terminal, shares: &[&String]) -> &'t mut Terminal {
    for (n, share) in shares.iter().enumerate() {
        t.read(if n == 0 { "première part" } else { "Part suivante" }).secretly(&format!("{share}\n"));
    }
    t
}

#[test]
fn any_two_shares_open_the_vault_and_nothing_is_written() {
    let (env, key) = made();
    let mut t = env.terminal("fr", &["key", "recovery", "split"]);
    t.read("Clé de secours").secretly(&format!("{key}\n")).read("Part 1 de 3").read("Part 3 de 3").ends(0);
    assert!(t.echoes() && !t.all.contains(&key), "{}", t.all);
    let shares = shares(&env, &key);
    let before = std::fs::read(env.part("journal")).unwrap();
    for pair in [[0, 1], [2, 0]] {
        let mut t = env.terminal("fr", &["key", "recovery", "drill"]);
        drill(&mut t, &pair.map(|n: usize| &shares[n])).read("elle l’ouvre").ends(0);
        assert!(t.echoes() && !t.all.contains(&shares[0]), "{}", t.all);
    }
    let mut t = env.terminal("en", &["key", "recovery", "drill"]);
    t.read("Recovery key").secretly(&format!("{key}\n")).read("it opens it").ends(0);
    assert_eq!(std::fs::read(env.part("journal")).unwrap(), before);
}

#[test]
fn a_slip_is_asked_again_and_a_mix_is_named() {
    let (env, key) = made();
    let (shares, anew) = (shares(&env, &key), shares(&env, &key));
    let mut t = env.terminal("fr", &["key", "recovery", "drill"]);
    t.read("première part").secretly("abaisser abandon\n").read("32 mots");
    let slip = shares[0].split(' ').rev().collect::<Vec<_>>().join(" ");
    t.read("première part").secretly(&format!("{slip}\n")).read("mot de cette part");
    drill(&mut t, &[&shares[0], &anew[1]]).read("pas du même jeu").ends(1);
    let mut t = env.terminal("fr", &["key", "recovery", "drill"]);
    drill(&mut t, &[&shares[0], &shares[0]]).read("deux fois la même part").ends(1);
    // The key of another vault.
    let (_, other) = made();
    let mut t = env.terminal("fr", &["key", "recovery", "drill"]);
    t.read("première part").secretly(&format!("{other}\n")).ends(12);
    let mut t = env.terminal("fr", &["key", "recovery", "split"]);
    t.read("Clé de secours").secretly("AGE-SECRET-KEY-1QQ\n").read("pas une clé de secours").ends(1);
}
