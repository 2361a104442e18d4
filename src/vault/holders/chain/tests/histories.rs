//! Thousands of hostile histories.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

/// What happens in a hostile history: who speaks, what, and on top of which statements.
#[derive(Debug, Clone)]
struct Event {
    who: usize,
    what: usize,
    whom: usize,
    parents: Vec<usize>,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = (0..PEOPLE, 0..8_usize, 0..PEOPLE, proptest::collection::vec(0..100_usize, 1..4))
        .prop_map(|(who, what, whom, parents)| Event { who, what, whom, parents });
    proptest::collection::vec(event, 3..14)
}

const PEOPLE: usize = 6;

/// People and signatures that were checked, made once for all histories.
struct World {
    people: Vec<Person>,
    founding: Statement,
    checked: HashMap<Hash, bool>,
}

thread_local! {
    static WORLD: std::cell::RefCell<World> = std::cell::RefCell::new(World::new());
}

impl World {
    fn new() -> Self {
        let people: Vec<Person> = (0..PEOPLE).map(|n| Person::new(&n.to_string())).collect();
        let recovery = Some(people[5].card.clone());
        let body = Body::found(people[0].card.clone(), recovery, turn(0), 1);
        let founding = Statement::sign(body, &people[0].signer).unwrap();
        Self { people, founding, checked: HashMap::new() }
    }

    fn evaluate(&mut self, set: &[Statement], removals: &[Removal]) -> Result<State, Refusal> {
        let checked = &mut self.checked;
        evaluate_with(set, removals, &mut |s, key| *checked.entry(s.hash()).or_insert_with(|| s.is_by(key)))
    }

    /// Tells a history: an event that no reader would take is left out, the others stand.
    fn tell(&mut self, events: &[Event]) -> Vec<Statement> {
        let mut set = vec![self.founding.clone()];
        for (n, event) in events.iter().enumerate() {
            // Mostly on top of what was said last, and by somebody who may, if there is one.
            let near = |p: &usize| set[set.len() - 1 - p % set.len().min(4)].hash();
            let parents: Vec<Hash> =
                event.parents.iter().map(near).collect::<BTreeSet<_>>().into_iter().collect();
            let depth = |h: &Hash| set.iter().find(|s| s.hash() == *h).unwrap().body().depth;
            let depth = 1 + parents.iter().map(depth).max().unwrap();
            for attempt in 0..4 {
                let (who, whom) = (event.who + attempt % 2, event.whom + attempt / 2);
                let body = self.body(n, event.what, who % PEOPLE, whom % PEOPLE);
                let body = Body { parents: parents.clone(), depth, ..body };
                let signer = &self.people[who % PEOPLE].signer;
                let Ok(statement) = Statement::sign(body, signer) else { continue };
                set.push(statement);
                if !matches!(self.evaluate(&set, &[]), Err(Refusal::Invalid { .. })) {
                    break;
                }
                set.pop();
            }
        }
        set
    }

    fn body(&self, n: usize, what: usize, who: usize, whom: usize) -> Body {
        let (signer, other) = (&self.people[who], &self.people[whom]);
        let mut acts = match what {
            0..=2 => vec![other.admit(Roles::ORGANIZER)],
            3 | 4 => vec![other.retire()],
            5 => vec![other.roles(TREASURER)],
            6 => vec![other.roles(Roles::ORGANIZER)],
            _ => vec![],
        };
        if who == 5 {
            acts = vec![other.admit(Roles::ORGANIZER), signer.retire()];
        }
        acts.push(Act::Turn(turn(u32::try_from(n).unwrap() + 1)));
        let (vault, signer) = (self.founding.body().vault, signer.id());
        Body { vault, parents: vec![], depth: 0, time_ms: 1, signer, reason: Reason::Rotate, acts }
    }
}

/// Whether `one` came before `other`, asked without the graph.
fn came_before(set: &[Statement], one: Hash, other: Hash) -> bool {
    let Some(statement) = set.iter().find(|s| s.hash() == other) else { return false };
    statement.body().parents.iter().any(|p| *p == one || came_before(set, one, *p))
}

fn check_history(world: &mut World, set: &[Statement]) -> Option<State> {
    let found = world.evaluate(set, &[]);
    // In whatever order they arrive.
    let mut turned = set.to_vec();
    turned.reverse();
    assert_eq!(world.evaluate(&turned, &[]), found);
    let half = turned.len() / 2;
    turned.rotate_left(half);
    assert_eq!(world.evaluate(&turned, &[]), found);
    let removals: Vec<Removal> =
        set.iter().filter(|s| !removed(s).is_empty()).map(|s| prefix(s.hash())).collect();
    let state = match found {
        Ok(state) => state,
        Err(Refusal::Disagree(disputes)) => {
            assert!(!disputes.is_empty());
            // Whatever a device remembers, it comes to a state without a contradiction or says that it does not.
            for first in &removals {
                if let Ok(state) = world.evaluate(set, &[*first]) {
                    check_state(set, &state);
                }
            }
            return None;
        }
        Err(other) => panic!("{other:?}"),
    };
    // Where the statements decide, no memory does: two devices do not differ.
    for memory in [removals.clone(), removals.iter().rev().copied().collect()] {
        assert_eq!(world.evaluate(set, &memory), Ok(state.clone()));
    }
    check_state(set, &state);
    Some(state)
}

fn check_state(set: &[Statement], state: &State) {
    let by_hash: BTreeMap<Hash, &Statement> = set.iter().map(|s| (s.hash(), s)).collect();
    let counted: BTreeSet<Hash> = state.counted.iter().copied().collect();
    assert_eq!(state.counted.len() + state.void.len(), set.len());
    // After a removal that counts nothing of who was removed counts but what the removal knew.
    for killer in &state.counted {
        for whom in removed(by_hash[killer]) {
            assert!(state.holder(&whom).is_none());
            for other in set.iter().filter(|s| s.body().signer == whom && s.hash() != *killer) {
                let known = came_before(set, other.hash(), *killer);
                assert!(known || !counted.contains(&other.hash()), "backdated");
            }
        }
    }
    // Nothing is lost without a removal: what is void is killed by what counts, or its signer had no right by what counts.
    for void in &state.void {
        let statement = by_hash[void];
        let signer = statement.body().signer;
        let killed = state
            .counted
            .iter()
            .any(|k| removed(by_hash[k]).contains(&signer) && !came_before(set, *void, *k));
        // What gave the right does not count, or what took it does.
        let groundless = set.iter().filter(|s| came_before(set, s.hash(), *void)).any(|s| {
            s.body().acts.iter().any(|act| match act {
                Act::Roles { device, roles } if *device == signer && !roles.has(Role::Organizer) => true,
                _ => act.about() == Some(signer) && !counted.contains(&s.hash()),
            })
        });
        assert!(killed || groundless);
    }
    // The turn in use is held by exactly those who are there.
    if let Some((turn, by)) = state.turn {
        assert!(counted.contains(&by) && !state.burnt.contains(&turn.tag));
        let past: Vec<Statement> =
            set.iter().filter(|s| s.hash() == by || came_before(set, s.hash(), by)).cloned().collect();
        let counted_past: Vec<&Statement> = past.iter().filter(|s| counted.contains(&s.hash())).collect();
        let mut then: BTreeSet<Device> = BTreeSet::new();
        for act in counted_past.iter().flat_map(|s| &s.body().acts) {
            if let Act::Admit(admit) = act {
                then.insert(admit.device());
            }
        }
        for whom in counted_past.iter().flat_map(|s| removed(s)) {
            then.remove(&whom);
        }
        assert_eq!(then, state.holders.iter().map(|h| h.device).collect());
    }
    assert!(state.holders.iter().any(Holder::organizes));
    for head in &state.heads {
        assert!(!counted.iter().any(|c| came_before(set, *head, *c)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Every history, cut anywhere by what came before its statements, comes to one state for all or to a refusal.
    #[test]
    fn hostile_histories(events in events()) {
        WORLD.with_borrow_mut(|world| {
            let set = world.tell(&events);
            check_history(world, &set);
            world.checked.clear();
        });
    }
}

/// The histories are hostile: removals made apart, disagreements and void statements do occur among them.
#[test]
fn the_histories_reach_what_they_are_for() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut disagreed, mut voided, mut burnt, mut long) = (0, 0, 0, 0);
    WORLD.with_borrow_mut(|world| {
        for _ in 0..400 {
            let set = world.tell(&events().new_tree(&mut runner).unwrap().current());
            long += usize::from(set.len() > 5);
            match world.evaluate(&set, &[]) {
                Ok(state) => {
                    voided += usize::from(!state.void.is_empty());
                    burnt += usize::from(!state.burnt.is_empty());
                }
                Err(_) => disagreed += 1,
            }
        }
    });
    assert!(
        disagreed >= 10 && voided >= 20 && burnt >= 100 && long >= 100,
        "{disagreed} {voided} {burnt} {long}"
    );
}
