//! The section *Holders* of `docs/format.md`, against vectors that an independent program wrote from it
//! (`tests/data/vectors/holders.py`): good ones are read and written to the same bytes, bad ones are refused, each as named.

use std::{collections::BTreeMap, fs, path::PathBuf};

use contrepoids::{
    base::{Lang, hex},
    vault::{
        Identity, IdentityError,
        holders::{
            Act, Card, Hash, Malformed, Members, Signer, Statement, What,
            chain::{self, Refusal, Removal, State},
            share::{self, Share, ShareError},
            sign, words,
        },
    },
};
use serde_json::Value;

fn vectors() -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/vectors/holders-2.json");
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    text(value)
        .as_bytes()
        .chunks(2)
        .map(|p| hex::read::<1>(std::str::from_utf8(p).unwrap()).unwrap()[0])
        .collect()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn identity(secret: &Value) -> Identity {
    Identity::read(text(secret).as_bytes(), || Err(IdentityError::NotOne)).unwrap()
}

/// Calls `each` with every named sample; there must be at least `least`.
fn each(samples: &Value, least: usize, mut each: impl FnMut(&str, &Value)) {
    let samples = samples.as_object().unwrap();
    assert!(samples.len() >= least, "{}", samples.len());
    for (name, sample) in samples {
        each(name, sample);
    }
}

#[test]
fn signatures_fit_as_they_should_and_no_others() {
    let all = &vectors()["signatures"];
    let (key, data) = (array(&all["key"]), bytes(&all["data"]));
    let purpose = |name: &str| What::ALL.into_iter().find(|w| w.word() == name).unwrap();
    each(&all["good"], What::ALL.len(), |name, sample| {
        let (data, signature) = (bytes(&sample["bytes"]), array(&sample["signature"]));
        assert!(sign::verifies(&key, purpose(name), &data, &signature), "{name}");
    });
    each(&all["bad"], 12, |name, sample| {
        assert!(!sign::verifies(&array(&sample[0]), What::Root, &data, &array(&sample[1])), "{name}");
    });
}

#[test]
fn cards_and_what_follows_from_an_identity() {
    let all = &vectors()["cards"];
    for sample in list(&all["good"]) {
        let identity = identity(&sample["secret"]);
        let card = Card::make(&identity, text(&sample["name"])).unwrap();
        assert_eq!(identity.public(), text(&sample["recipient"]));
        assert_eq!(*Signer::of(&identity).public(), array(&sample["sign_pk"]));
        assert_eq!(card.device(), array(&sample["device"]));
        assert_eq!(*sign::memory_key(&identity).bytes(), array(&sample["memory"]));
        assert_eq!(*sign::places_key(&identity).bytes(), array(&sample["places"]));
        // Signatures by RFC 8032 follow from the key and the text.
        assert_eq!(card.encode(), bytes(&sample["hex"]));
        assert_eq!(card.text(), text(&sample["text"]));
        assert_eq!(Card::from_text(text(&sample["text"])), Ok(card.clone()));
        let six: Vec<u64> = card.six().into_iter().map(u64::from).collect();
        assert_eq!(Value::from(six), sample["six"]);
        assert_eq!(words::say(Lang::Fr, &card.six()).join(" "), text(&sample["french"]));
        assert_eq!(words::say(Lang::En, &card.six()).join(" "), text(&sample["english"]));
        assert!(
            words::are(&card.six(), text(&sample["french"]))
                && words::are(&card.six(), text(&sample["english"]))
        );
    }
    assert_eq!(list(&all["good"]).len(), 3);
    each(&all["bad"], 14, |name, sample| assert!(Card::decode(&bytes(sample)).is_err(), "{name}"));
    each(&all["bad_text"], 4, |name, sample| assert!(Card::from_text(text(sample)).is_err(), "{name}"));
}

fn statements(hex: &Value) -> Vec<Statement> {
    list(hex)
        .iter()
        .map(|s| {
            let read = Statement::decode(&bytes(s)).unwrap();
            assert_eq!(read.encode(), bytes(s));
            read
        })
        .collect()
}

fn hashes(hashes: &[Hash]) -> Value {
    Value::from(hashes.iter().map(|h| hex::write(h)).collect::<Vec<_>>())
}

fn removals(sample: &Value) -> Vec<Removal> {
    list(&sample["removals"]).iter().map(array).collect()
}

fn check(name: &str, sample: &Value, state: &State) {
    assert_eq!(hex::write(&state.vault), text(&sample["vault"]), "{name}");
    assert_eq!(hex::write(&state.founder), text(&sample["founder"]), "{name}");
    let mut holders: Vec<Value> = state
        .holders
        .iter()
        .map(|h| {
            let (device, key) = (hex::write(&h.device), hex::write(&h.sign_pk));
            serde_json::json!([device, h.recipient, key, h.roles.bits(), h.class.number()])
        })
        .collect();
    holders.sort_by_key(|h| text(&h[0]).to_owned());
    assert_eq!(Value::from(holders), sample["holders"], "{name}");
    assert_eq!(hashes(&state.heads), sample["heads"], "{name}");
    assert_eq!(hashes(&state.void), sample["void"], "{name}");
    let turn = state.turn.as_ref().map(|(turn, by)| (hex::write(&turn.tag), hex::write(by)));
    let said = sample["turn"].as_str().map(|tag| (tag.to_owned(), text(&sample["turn_by"]).to_owned()));
    assert_eq!(turn, said, "{name}");
    let mut burnt: Vec<String> = state.burnt.iter().map(|tag| hex::write(tag)).collect();
    burnt.sort();
    assert_eq!(Value::from(burnt), sample["burnt"], "{name}");
}

#[test]
fn sets_of_statements_come_to_what_they_should() {
    each(&vectors()["states"], 12, |name, sample| {
        let mut set = statements(&sample["statements"]);
        let before = removals(sample);
        let state = chain::evaluate(&set, &before).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        check(name, sample, &state);
        set.reverse();
        assert_eq!(chain::evaluate(&set, &before), Ok(state.clone()), "{name}");
        let kept = Members::decode(&Members::of(&set, &state).encode().unwrap()).unwrap();
        assert_eq!(kept.evaluate(&before), Ok(state), "{name}");
    });
}

#[test]
fn each_act_is_among_the_vectors() {
    let mut seen = BTreeMap::new();
    each(&vectors()["states"], 12, |_, sample| {
        for act in statements(&sample["statements"]).iter().flat_map(|s| &s.body().acts) {
            let kind = match act {
                Act::Admit(admit) => admit.class.code(),
                Act::Retire { cut, .. } if cut.is_empty() => "retire",
                Act::Retire { .. } => "retire with a cut",
                Act::Roles { .. } => "roles",
                Act::Turn(_) => "turn",
                Act::Erased(_) => "erased",
            };
            *seen.entry(kind).or_insert(0) += 1;
        }
    });
    assert_eq!(seen.len(), 8, "{seen:?}");
}

#[test]
fn each_rule_refuses_what_breaks_it() {
    let all = vectors();
    each(&all["refused"], 17, |name, sample| {
        let refused = chain::evaluate(&statements(&sample["statements"]), &[]);
        let Err(Refusal::Invalid { statement, rule }) = refused else { panic!("{name}: {refused:?}") };
        assert_eq!(
            (hex::write(&statement).as_str(), rule.code()),
            (text(&sample["which"]), text(&sample["rule"])),
            "{name}"
        );
    });
    each(&all["disagree"], 4, |name, sample| {
        let refused = chain::evaluate(&statements(sample), &[]);
        assert!(matches!(refused, Err(Refusal::Disagree(_))), "{name}: {refused:?}");
    });
    each(&all["malformed"], 27, |name, sample| {
        assert!(Statement::decode(&bytes(sample)).is_err(), "{name}");
    });
}

fn shares(hex: &Value) -> Result<Vec<Share>, ShareError> {
    list(hex).iter().map(|s| Share::of(zeroize(array(s)))).collect()
}

fn zeroize(bytes: [u8; share::LENGTH]) -> zeroize::Zeroizing<[u8; share::LENGTH]> {
    zeroize::Zeroizing::new(bytes)
}

#[test]
fn shares_are_read_and_joined() {
    let all = &vectors()["shares"];
    let good = list(&all["good"]);
    for sample in good {
        for lang in ["french", "english"] {
            let read = Share::read(text(&sample[lang])).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(read.bytes().to_vec(), bytes(&sample["hex"]));
            assert_eq!(*read.say(if lang == "french" { Lang::Fr } else { Lang::En }), text(&sample[lang]));
            assert_eq!((read.set(), read.needed()), (array(&all["set"]), 2));
        }
    }
    assert_eq!(share::set_of(text(&all["recipient"])), array(&all["set"]));
    for pair in [[0, 1], [0, 2], [1, 2], [2, 0]] {
        let two = Value::from(pair.map(|n: usize| good[n]["hex"].clone()).to_vec());
        let key =
            share::join(&shares(&two).unwrap_or_else(|e| panic!("{e}"))).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(*key.secret(), text(&all["secret"]));
    }
    each(&all["bad"], 5, |name, sample| assert!(Share::of(zeroize(array(sample))).is_err(), "{name}"));
    let refused = |hex: &Value| share::join(&shares(hex).unwrap_or_else(|e| panic!("{e}"))).err();
    for mix in list(&all["mixed"]) {
        assert_eq!(refused(mix), Some(ShareError::Mixed));
    }
    assert_eq!(refused(&all["same"]), Some(ShareError::Same));
    assert_eq!(refused(&all["few"]), Some(ShareError::TooFew { needed: 2 }));
}

/// What is refused never quotes what was read.
#[test]
fn a_refusal_says_no_byte_of_what_it_refused() {
    let Err(Malformed(said)) = Card::from_text("cp1:AAAA") else { panic!("read") };
    assert!(!said.contains("AAAA"));
}
