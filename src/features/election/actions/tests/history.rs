//! What the vote freezes, over whole histories of an election.

use proptest::prelude::*;

use super::{create, form, lists, today, vault};
use crate::{
    features::election::{actions::*, records::Reason},
    vault::{Vault, Verb},
};

/// One step of a history of an election.
#[derive(Debug, Clone)]
enum Act {
    /// Women of the first college.
    Women(u64),
    /// The day of the vote.
    Day(u32),
    /// The split of a common list, in tenths.
    Split(u8),
    /// The order of a list of two.
    Order(bool),
    /// Takes a list away, or files it.
    Free(bool),
    /// An entry of the count.
    Enter,
    /// Throws it away.
    Forget,
}

fn act() -> impl Strategy<Value = (Act, Option<&'static str>)> {
    let act = prop_oneof![
        (60_u64..62).prop_map(Act::Women),
        (3_u32..5).prop_map(Act::Day),
        (1_u8..3).prop_map(Act::Split),
        any::<bool>().prop_map(Act::Order),
        any::<bool>().prop_map(Act::Free),
        Just(Act::Enter),
        Just(Act::Enter),
        Just(Act::Forget),
    ];
    (act, prop::option::of(prop_oneof![Just("copying"), Just("judgment")]))
}

/// Does one step; tells whether it was refused as frozen, for good or until there is a reason.
fn step(vault: &mut Vault, now: u64, act: &Act, why: Option<&Why>) -> Option<PollError> {
    let common = |tenths: u8, swap: bool| {
        let mut names = [("A", "F"), ("B", "H")];
        if swap {
            names.reverse();
        }
        let candidates: Vec<_> =
            names.iter().map(|(n, s)| serde_json::json!({ "name": n, "sex": s })).collect();
        lists(
            serde_json::json!([{ "college": "1", "vote": "holders", "name": "common", "unions": ["CFDT", "UNSA"],
            "split": { "CFDT": format!("{tenths}/10"), "UNSA": format!("{}/10", 10_u8.saturating_sub(tenths)) },
            "candidates": candidates }]),
        )
    };
    let add = |vault: &mut Vault, forms: &[ListForm]| {
        add_list(vault, now, None, forms, (true, why), Verb::Edited).map(drop)
    };
    let edit = |vault: &mut Vault, toml: String| {
        let told = propose_edit(vault, today(), None, &form(&toml), why)?.tell(|_| ());
        accept(vault, now, told).map(drop)
    };
    let done = match act {
        Act::Women(n) => edit(vault, format!("[[colleges]]\nid = \"1\"\nwomen = {n}\nmen = 40")),
        Act::Day(n) => edit(vault, format!("date = \"2026-12-0{n}\"")),
        Act::Split(tenths) => add(vault, &common(*tenths, false)),
        Act::Order(swap) => add(vault, &common(1, *swap)),
        Act::Free(true) => {
            add(vault, &lists(serde_json::json!([{ "college": "1", "vote": "holders", "name": "free" }])))
        }
        Act::Free(false) => remove_list(vault, now, None, None, None, "free", why).map(drop),
        Act::Enter => {
            let entry = serde_json::json!({ "college": "1", "vote": "holders", "entry": 1, "voters": 5 });
            count(vault, now, None, &[serde_json::from_value(entry).unwrap()]).map(drop)
        }
        Act::Forget => {
            let dossier = load(vault, None).unwrap();
            let target = target(&dossier, Some("1"), "holders", None).unwrap();
            forget(vault, now, None, &target, 1).map(drop)
        }
    };
    done.err()
}

/// The unions of the lists that are there, with their parts.
fn unions(dossier: &Dossier) -> String {
    let common = dossier.slates.iter().find(|(_, s)| s.name == "common");
    format!("{:?}", common.map(|(_, s)| &s.unions))
}

/// What the vote freezes, as it stands.
fn frozen_facts(dossier: &Dossier) -> String {
    let college = dossier.poll.college("1").unwrap();
    let lists = dossier.slates.iter().map(|(_, s)| {
        let names: Vec<&str> = s.candidates.iter().map(|c| c.name.as_str()).collect();
        format!("{} {:?} {names:?}", s.name, s.unions)
    });
    format!("{:?} {:?} {:?}", dossier.poll.day, college, lists.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever the history: once an entry is there, no frozen fact changes without a correction that says what it was, when
    /// and why; and no judgment changes the unions or the split of a list.
    #[test]
    fn frozen_facts_change_by_a_correction_alone(history in prop::collection::vec(act(), 1..12)) {
        let mut vault = vault();
        let one = "date = \"2026-12-03\"\n[[colleges]]\nid = \"1\"\nholders = 2\nwomen = 60\nmen = 40";
        create(&mut vault, today(), 1, &form(one)).unwrap();
        step(&mut vault, 1, &Act::Split(1), None);
        for (now, (act, reason)) in (2_u64..).zip(&history) {
            let why = reason.map(|code| Why { reason: Reason::from_code(code).unwrap(), source: None, on: today() });
            let before = load(&vault, None).unwrap();
            let error = step(&mut vault, now, act, why.as_ref());
            let after = load(&vault, None).unwrap();
            let changed = frozen_facts(&before) != frozen_facts(&after);
            let told = after.poll.corrections.len().saturating_sub(before.poll.corrections.len());
            prop_assert!(error.is_none() || !changed && told == 0, "{:?}", act);
            if before.sheets.is_empty() {
                let counting = matches!(act, Act::Enter | Act::Forget);
                let refused = matches!(error, Some(PollError::Frozen(_) | PollError::Lasting(_)));
                prop_assert!(!refused && told == 0, "{:?}", act);
                prop_assert!(!counting || !changed, "{:?}", act);
            } else {
                prop_assert_eq!(changed, told > 0, "{:?}", act);
                prop_assert!(!changed || why.is_some(), "{:?}", act);
                let lasting = unions(&before) != unions(&after);
                prop_assert!(!lasting || *reason == Some("copying"), "{:?}", act);
                if let (Some(last), true) = (after.poll.corrections.last(), changed) {
                    prop_assert!(last.was != last.now && last.on == today());
                }
            }
        }
    }
}
