//! Invented people in a vault on disk, for runs of the binary.

use std::collections::BTreeMap;

use contrepoids::{
    clock,
    features::member::actions::{self as member, Assignment},
    vault::{Access, Identity, Vault},
};

use crate::support::Env;

pub(crate) fn today() -> chrono::NaiveDate {
    "2026-11-21".parse().unwrap()
}

/// One person: field and value, as `member add` takes them.
pub(crate) type Fields<'a> = &'a [(&'a str, &'a str)];

pub(crate) fn add(vault: &mut Vault, fields: Fields<'_>) -> contrepoids::base::Id {
    let list: Vec<Assignment> =
        fields.iter().map(|(k, v)| Assignment::read(&format!("{k}={v}")).ok().unwrap()).collect();
    member::add(vault, today(), 1_795_000_000_000, &list).ok().unwrap().id
}

pub(crate) fn open(env: &Env) -> Vault {
    let key = std::fs::read(env.path("key.txt")).unwrap();
    let identity =
        Identity::read(&key, || Err::<_, contrepoids::vault::IdentityError>(unreachable())).ok().unwrap();
    Vault::open(&env.vault(), &identity, Access::Write, clock::random).ok().unwrap()
}

fn unreachable() -> contrepoids::vault::IdentityError {
    panic!("the key file has no passphrase")
}

/// A section: `count` members with an address, and one of each kind who gets no message.
pub(crate) fn section(count: usize) -> Env {
    let env = Env::with_vault();
    let mut vault = open(&env);
    for n in 0..count {
        let (given, mail) = (format!("Prénom{n:03}"), format!("personne{n:03}@example.net"));
        let language = if n % 3 == 0 { "en" } else { "fr" };
        let site = if n % 2 == 0 { "Lyon" } else { "Brest" };
        add(
            &mut vault,
            &[
                ("given", &given),
                ("family", "Exemple"),
                ("email", &mail),
                ("language", language),
                ("site", site),
                ("standing", "member"),
            ],
        );
    }
    add(&mut vault, &[("given", "Sans"), ("family", "Adresse"), ("standing", "member")]);
    add(
        &mut vault,
        &[("given", "Futur"), ("family", "Prospect"), ("email", "p@example.net"), ("standing", "prospect")],
    );
    drop(vault);
    env
}

/// The last lines of the log, counted by what was done.
pub(crate) fn log(env: &Env) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for entry in open(env).log().ok().unwrap() {
        for (verb, _) in entry.changes {
            *out.entry(format!("{verb:?}")).or_default() += 1;
        }
    }
    out
}
