//! Taking back, erasing, purging: what comes back, what is nowhere any more.

use contrepoids::{
    base::{Id, Kind},
    clock,
    vault::{Access, Compartment, Identity, Vault},
};

use crate::{support::Env, vault::support::copy};

fn section() -> Env {
    super::section(&[
        &[
            "nom=Martin",
            "prénom=Camille",
            "courriel=camille@example.org",
            "adhésion=2020-01-01",
            "étiquettes=relais",
        ],
        &["nom=Petit", "prénom=Alix", "courriel=alix@example.org", "adhésion=2021-01-01"],
        &["nom=Durand", "prénom=Lou", "courriel=lou@example.org", "adhésion=2015-01-01"],
    ])
}

fn person(env: &Env, who: &str) -> serde_json::Value {
    env.run(["member", "show", who, "--json"]).ok().json()["value"].clone()
}

fn open(env: &Env) -> Vault {
    let key = std::fs::read(env.path("key.txt")).unwrap();
    let identity = Identity::read(&key, || Err(contrepoids::vault::IdentityError::NotOne)).unwrap();
    Vault::open(&env.vault(), &identity, Access::Read, clock::random).unwrap()
}

#[test]
fn the_last_change_is_taken_back_in_every_part_and_once() {
    let env = section();
    let before = person(&env, "Camille");
    // One commit that changes what lies in three compartments.
    env.run(["member", "edit", "Camille", "phone=0612345678", "tags+=autre", "notices=no"]).ok();
    let after = person(&env, "Camille");
    assert_ne!(before, after);
    let undo = |who: &str| env.run(["member", "undo", who, "--yes"]);
    assert!(undo("Camille").ok().out.contains("Undone: edited"));
    assert_eq!(person(&env, "Camille"), before);
    undo("Camille").ok();
    assert_eq!(person(&env, "Camille"), after, "done again, it brings the change back");
    // A change of one part leaves what was before in the others alone.
    env.run(["member", "edit", "Camille", "tags-=autre"]).ok();
    undo("Camille").ok();
    assert_eq!(person(&env, "Camille"), after);
    undo("Alix").fails(1, "nothing to undo");
    env.run(["member", "leave", "Alix", "--date", "2026-10-31"]).ok();
    undo("Alix").ok();
    assert!(env.run(["member", "list", "--json", "--yes"]).ok().out.contains("Petit"));
    // A turn of the keys ends it.
    env.run(["member", "edit", "Alix", "phone=0612345678"]).ok();
    env.run(["key", "rotate", "--yes"]).ok();
    undo("Alix").fails(1, "nothing to undo");
    assert!(open(&env).records(Kind::Before).unwrap().is_empty());
    env.run(["doctor"]).ok();
}

#[test]
fn a_merge_is_taken_back_on_both_records() {
    let env = section();
    let (camille, alix) = (person(&env, "Camille"), person(&env, "Alix"));
    env.run(["member", "merge", "Camille", "Alix", "--yes"]).ok();
    assert_eq!(
        env.run(["member", "list", "--json", "--yes"]).ok().json()["value"]["people"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    env.run(["member", "undo", "Camille", "--yes"]).ok();
    assert_eq!((person(&env, "Camille"), person(&env, "Alix")), (camille, alix));
    env.run(["doctor"]).ok();
}

#[test]
fn who_is_erased_is_in_no_record_no_log_and_no_outbox() {
    let env = section();
    let id = person(&env, "Camille")["id"].as_str().unwrap().to_owned();
    env.run(["member", "edit", "Camille", "phone=0612345678"]).ok();
    env.run(["talk", "keep", "Camille", "à appeler le soir"]).ok();
    env.run(["case", "new", "prime", "--who", "Camille"]).ok();
    env.run(["action", "note", "Camille", "signed"]).ok();
    env.run(["action", "note", "Alix", "recruited", "--whom", "Camille"]).ok();
    let turn = env.inner();
    let said = env.run(["member", "erase", "Camille", "--yes"]).ok();
    assert!(said.err.contains("1 sealed case that speaks of them"), "{}", said.err);
    let notes = env.run(["talk", "notes", "--json"]).ok().json();
    assert_eq!(notes["value"]["notes"], serde_json::json!([]));
    let acts = env.run(["action", "list", "--json"]).ok().json();
    // Who brought her along keeps the act, without her.
    assert_eq!(acts["value"]["acts"].as_array().unwrap().len(), 1);
    assert!(acts["value"]["acts"][0]["whom"].is_null());
    assert!(
        said.err.contains("Camille Martin") && said.err.contains("backups made until now"),
        "{}",
        said.err
    );
    assert!(!turn.exists(), "the old files are gone");
    env.run(["member", "show", "Camille"]).fails(1, "nobody fits");
    env.run(["member", "show", &id]).fails(1, "nobody fits");
    let vault = open(&env);
    let wanted = id.to_ascii_lowercase();
    for kind in [
        Kind::Person,
        Kind::Company,
        Kind::Fact,
        Kind::Line,
        Kind::Round,
        Kind::Poll,
        Kind::Slate,
        Kind::Before,
    ] {
        for (other, record) in vault.records(kind).unwrap() {
            assert_ne!(other.to_string(), wanted);
            assert!(
                record.registers().filter_map(|(_, r)| r.value.as_ref()).all(|v| !v.has(&|t| t == wanted))
            );
        }
    }
    for entry in vault.log().unwrap() {
        assert!(entry.changes.iter().all(|(_, changed)| changed.to_string() != wanted));
    }
    let id: [u8; 16] = contrepoids::base::hex::read(&id).unwrap();
    assert!(vault.holders().erased.contains(&id));
    assert_eq!(vault.people().unwrap().count(), 2);
    assert!(
        vault.opens(Compartment::Organizing) && !vault.people().unwrap().any(|(other, _)| other == Id(id))
    );
    drop(vault);
    env.run(["doctor"]).ok();
}

#[test]
fn the_purge_takes_exactly_those_past_their_time() {
    let env = section();
    env.run(["member", "leave", "Lou", "--date", "2023-11-20"]).ok();
    env.run(["member", "leave", "Alix", "--date", "2023-11-21"]).ok();
    // Today is 2026-11-21: three years after the 20th are over, those after the 21st end today.
    let purged = env.run(["member", "purge", "--yes"]).ok();
    assert!(purged.err.contains("Lou Durand") && !purged.err.contains("Alix"), "{}", purged.err);
    env.run(["member", "show", "Lou"]).fails(1, "nobody fits");
    env.run(["member", "show", "Alix"]).ok();
    assert!(env.run(["member", "purge", "--yes"]).ok().out.contains("No record is past"));
    assert!(
        env.run(["member", "purge", "--months", "12"]).fails(1, "an answer is needed").err.contains("Alix")
    );
    env.run(["member", "show", "Alix"]).ok();
}

#[test]
fn a_vault_is_destroyed_by_a_typed_word() {
    let env = section();
    env.run(["destroy"]).fails(1, "the word was not typed");
    env.run(["destroy", "--word", "yes"]).fails(1, "the word was not typed");
    env.run(["member", "show", "Alix"]).ok();
    let mut t = env.terminal("fr", &["destroy"]);
    t.read("Pour le détruire, tapez").press("détruire\n").read("Coffre détruit").ends(0);
    assert!(!env.vault().exists());
    env.run(["member", "list"]).fails(10, "");
    assert!(env.path("key.txt").exists(), "the identity stays");
}

#[test]
fn a_copy_of_a_vault_that_was_destroyed_is_told_from_it() {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Martin", "prénom=Camille"]).ok();
    let kept = env.path("copy");
    copy(&env.vault(), &kept);
    env.run(["destroy", "--word", "destroy"]).ok();
    copy(&kept, &env.vault());
    for args in [&["member", "list", "--yes"][..], &["status"], &["member", "add", "nom=Petit"]] {
        let refused = env.run(args).fails(1, "was destroyed on this device on purpose");
        assert!(!refused.out.contains("Martin"), "{}", refused.out);
    }
    let doctor = env.run(["doctor", "--json"]);
    assert!(doctor.code == 3 && doctor.out.contains("vault-destroyed"), "{}", doctor.out);
    // Whoever wants it back types its number; whoever does not, destroys the copy too.
    let said = env.run(["status"]).said();
    let number = said.split("--accept-older ").nth(1).unwrap().split_whitespace().next().unwrap();
    env.run(["member", "list", "--yes", "--accept-older", number]).ok();
    env.run(["member", "add", "nom=Petit", "prénom=Alix"]).ok();
    env.run(["doctor"]).ok();
    env.run(["destroy", "--word", "destroy"]).ok();
    copy(&kept, &env.vault());
    env.run(["destroy", "--word", "destroy"]).ok();
    assert!(!env.vault().exists());
    // Another one may be made in its place.
    env.run(["init"]).ok();
    env.run(["member", "list"]).ok();
}
