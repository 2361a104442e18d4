//! The rules, one by one; every pair of acts made apart.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]

mod histories;

use super::*;
use crate::vault::{
    Identity,
    holders::{Body, Card, Cut, Reason, Signer},
    key::SecretKey,
};

/// A device with all that it can sign with.
struct Person {
    signer: Signer,
    card: Card,
}

impl Person {
    fn new(name: &str) -> Self {
        let identity = Identity::generate();
        Self { signer: Signer::of(&identity), card: Card::make(&identity, name).unwrap() }
    }

    fn id(&self) -> Device {
        self.card.device()
    }

    fn admit(&self, roles: Roles) -> Act {
        Act::Admit(Admit { card: self.card.clone(), roles, class: Class::Device })
    }

    fn paper(&self) -> Act {
        Act::Admit(Admit { card: self.card.clone(), roles: Roles::ORGANIZER, class: Class::Recovery })
    }

    fn retire(&self) -> Act {
        Act::Retire { device: self.id(), why: Departure::Left, cut: vec![] }
    }

    fn roles(&self, roles: Roles) -> Act {
        Act::Roles { device: self.id(), roles }
    }
}

const TREASURER: Roles = match Roles::from_bits(2) {
    Some(roles) => roles,
    None => Roles::READER,
};

fn turn(n: u32) -> Turn {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&n.to_be_bytes());
    let key = SecretKey::take(&mut key);
    Turn::of(&key, &key, &key)
}

/// A vault being told: each statement turns to keys of its own.
struct Story {
    a: Person,
    all: Vec<Statement>,
    next: u32,
}

impl Story {
    fn new() -> Self {
        Self::with(None)
    }

    fn with(recovery: Option<&Person>) -> Self {
        let a = Person::new("A");
        let body = Body::found(a.card.clone(), recovery.map(|r| r.card.clone()), turn(0), 1);
        let founding = Statement::sign(body, &a.signer).unwrap();
        Self { a, all: vec![founding], next: 1 }
    }

    /// A founded vault with a second organizer.
    fn of_two() -> (Self, Person, Hash) {
        let (mut story, b) = (Self::new(), Person::new("B"));
        let both = story.say_a(&[story.all[0].hash()], vec![b.admit(Roles::ORGANIZER)]);
        (story, b, both)
    }

    fn body(&mut self, by: Device, parents: &[Hash], mut acts: Vec<Act>) -> Body {
        let depth = |h: &Hash| self.all.iter().find(|s| s.hash() == *h).map_or(0, |s| s.body().depth);
        let depth = 1 + parents.iter().map(depth).max().unwrap();
        let mut parents = parents.to_vec();
        parents.sort_unstable();
        acts.push(Act::Turn(turn(self.next)));
        self.next += 1;
        let (vault, time_ms) = (self.all[0].body().vault, u64::from(self.next));
        Body { vault, parents, depth, time_ms, signer: by, reason: Reason::Rotate, acts }
    }

    fn say(&mut self, by: &Person, parents: &[Hash], acts: Vec<Act>) -> Hash {
        let body = self.body(by.id(), parents, acts);
        self.all.push(Statement::sign(body, &by.signer).unwrap());
        self.all.last().unwrap().hash()
    }

    fn say_a(&mut self, parents: &[Hash], acts: Vec<Act>) -> Hash {
        let body = self.body(self.a.id(), parents, acts);
        self.all.push(Statement::sign(body, &self.a.signer).unwrap());
        self.all.last().unwrap().hash()
    }

    fn state(&self) -> State {
        evaluate(&self.all, &[]).unwrap()
    }

    /// The rule that the last statement breaks.
    fn broken(&self) -> Rule {
        match evaluate(&self.all, &[]) {
            Err(Refusal::Invalid { statement, rule }) => {
                assert_eq!(statement, self.all.last().unwrap().hash());
                rule
            }
            other => panic!("{other:?}"),
        }
    }
}

fn prefix(hash: Hash) -> Removal {
    *hash.first_chunk().unwrap()
}

fn names_of(state: &State) -> String {
    let mut names: Vec<&str> = state.holders.iter().map(|h| h.name.as_str()).collect();
    names.sort_unstable();
    names.concat()
}

#[test]
fn one_line_of_statements_comes_to_its_last() {
    let paper = Person::new("P");
    let mut story = Story::with(Some(&paper));
    let (b, c) = (Person::new("B"), Person::new("C"));
    let founding = story.all[0].hash();
    let one = story.say_a(&[founding], vec![b.admit(Roles::ORGANIZER), c.admit(TREASURER)]);
    let two = story.say(&b, &[one], vec![c.roles(Roles::READER), Act::Erased(vec![[1; 16]])]);
    let three = story.say(&b, &[two], vec![story.a.retire(), Act::Erased(vec![[2; 16]])]);
    let state = story.state();
    assert_eq!(names_of(&state), "BCP");
    assert_eq!(
        state.holder(&c.id()).map(|h| (h.roles, h.by, h.admitted)),
        Some((Roles::READER, story.a.id(), one))
    );
    assert_eq!(state.gone(&story.a.id()).map(|f| (f.by, f.why)), Some((b.id(), Departure::Left)));
    assert_eq!((state.founder, state.founding, state.depth), (story.a.id(), founding, 3));
    assert_eq!(state.heads, [three]);
    assert_eq!(state.turn, Some((turn(3), three)));
    assert_eq!((state.counted.len(), state.void.len(), state.burnt.len()), (4, 0, 0));
    assert_eq!(state.counted[0], founding);
    assert_eq!(state.erased, BTreeSet::from([[1; 16], [2; 16]]));
    assert_eq!(state.removals, [prefix(three)]);
    let readers = |c| state.readers(c).map(|h| h.name.as_str()).collect::<Vec<_>>().concat();
    assert_eq!(readers(Compartment::Roster).len(), 3);
    assert_eq!(readers(Compartment::Organizing), "PB");
    assert!(
        state.may_write(&b.id(), Compartment::Organizing) && !state.may_write(&c.id(), Compartment::Roster)
    );
    assert!(!state.may_write(&paper.id(), Compartment::Roster), "a recovery key writes nothing");
    assert!(state.last_organizers(&[b.id()]) && !state.last_organizers(&[c.id()]));
    // What each of them saw when it was made.
    let then = |head| names_of(&evaluate_at(&story.all, &[head], &[]).unwrap());
    assert_eq!((then(founding).as_str(), then(one).as_str(), then(two).as_str()), ("AP", "ABCP", "ABCP"));
    assert!(evaluate_at(&story.all, &[[0; 32]], &[]).is_err());
}

#[test]
fn a_set_without_a_founding_or_with_two_is_nothing() {
    assert_eq!(evaluate(&[], &[]), Err(Refusal::Empty));
    let (story, other) = (Story::new(), Story::new());
    let both = [story.all[0].clone(), other.all[0].clone()];
    assert!(matches!(evaluate(&both, &[]), Err(Refusal::Invalid { rule: Rule::Founding, .. })));
    let (two, _, _) = Story::of_two();
    assert!(matches!(evaluate(&two.all[1..], &[]), Err(Refusal::Invalid { .. })));
    // The same statement twice is one.
    assert_eq!(evaluate(&[two.all.clone(), two.all.clone()].concat(), &[]), evaluate(&two.all, &[]));
}

/// Rule 2.
#[test]
fn a_founding_admits_its_own_signer_and_names_the_vault() {
    let [a, b, c] = ["A", "B", "C"].map(Person::new);
    let good = Body::found(a.card.clone(), Some(b.card.clone()), turn(0), 1);
    let named = |mut body: Body| {
        body.vault = body.founded();
        body
    };
    let tried = |body: Body, by: &Person| evaluate(&[Statement::sign(body, &by.signer).unwrap()], &[]);
    let refused = |body: Body, by: &Person, rule: Rule| match tried(body, by) {
        Err(Refusal::Invalid { rule: found, .. }) => assert_eq!(found, rule),
        other => panic!("{other:?}"),
    };
    assert_eq!(names_of(&tried(good.clone(), &a).unwrap()), "AB");
    refused(Body { vault: [1; 16], ..good.clone() }, &a, Rule::Founding);
    refused(named(Body { signer: b.id(), ..good.clone() }), &b, Rule::Founding);
    refused(good.clone(), &b, Rule::Signature);
    refused(named(Body { depth: 1, ..good.clone() }), &a, Rule::Parents);
    let with = |acts: Vec<Act>| named(Body { acts, ..good.clone() });
    let [admit, paper, turning] = [0, 1, 2].map(|n| good.acts[n].clone());
    refused(with(vec![turning.clone()]), &a, Rule::Founding);
    refused(with(vec![a.admit(Roles::READER), turning.clone()]), &a, Rule::Founding);
    refused(with(vec![admit.clone(), b.admit(Roles::READER), turning.clone()]), &a, Rule::Founding);
    refused(with(vec![admit.clone(), paper, turning.clone(), c.retire()]), &a, Rule::Founding);
    refused(with(vec![admit, Act::Erased(vec![[1; 16]]), turning]), &a, Rule::Founding);
}

/// Rule 3.
#[test]
fn a_parent_that_is_not_there_and_a_wrong_depth_are_refused() {
    let (mut story, b, both) = Story::of_two();
    let mut body = story.body(b.id(), &[both], vec![]);
    body.parents.push([0xff; 32]);
    story.all.push(Statement::sign(body, &b.signer).unwrap());
    assert_eq!(story.broken(), Rule::Parents);
    for depth in [0, 1, 3, u64::MAX] {
        let mut body = story.body(b.id(), &[both], vec![]);
        body.depth = depth;
        *story.all.last_mut().unwrap() = Statement::sign(body, &b.signer).unwrap();
        let refused = evaluate(&story.all, &[]);
        assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{depth}: {refused:?}");
    }
    let other = Story::of_two().0;
    story.all.pop();
    story.all.push(other.all[1].clone());
    assert_eq!(story.broken(), Rule::Founding, "a statement of another vault");
}

/// Rule 4.
#[test]
fn only_a_present_organizer_with_a_device_makes_statements() {
    let (mut story, b, both) = Story::of_two();
    let (c, stranger) = (Person::new("C"), Person::new("S"));
    let bare = Act::Admit(Admit::bare("R", &Identity::generate().public()));
    let reader = bare.about().unwrap();
    let last = story.say(&b, &[both], vec![c.admit(TREASURER), bare]);
    assert_eq!(story.state().holder(&reader).map(|h| (h.class, h.roles)), Some((Class::Bare, Roles::READER)));
    story.say(&stranger, &[last], vec![]);
    assert_eq!(story.broken(), Rule::Authority);
    story.all.pop();
    story.say(&c, &[last], vec![]);
    assert_eq!(story.broken(), Rule::Authority, "a treasurer");
    story.all.pop();
    // Before her admission, from where she stood outside.
    story.say(&c, &[both], vec![]);
    assert!(matches!(evaluate(&story.all, &[]), Err(Refusal::Invalid { rule: Rule::Authority, .. })));
    story.all.pop();
    let body = story.body(reader, &[last], vec![]);
    story.all.push(Statement::sign(body, &stranger.signer).unwrap());
    assert_eq!(story.broken(), Rule::Authority, "a bare recipient");
    story.all.pop();
    // In the name of another.
    let body = story.body(b.id(), &[last], vec![]);
    story.all.push(Statement::sign(body, &c.signer).unwrap());
    assert_eq!(story.broken(), Rule::Signature);
    story.all.pop();
    let gone = story.say_a(&[last], vec![b.retire()]);
    story.say(&b, &[gone], vec![]);
    assert_eq!(story.broken(), Rule::Authority, "after the removal");
    story.all.pop();
    let down = story.say_a(&[last], vec![b.roles(TREASURER)]);
    story.say(&b, &[down], vec![]);
    assert!(matches!(evaluate(&story.all, &[]), Err(Refusal::Invalid { rule: Rule::Authority, .. })));
}

/// Rule 4: what a recovery key may.
#[test]
fn a_recovery_key_admits_one_device_and_goes() {
    let paper = Person::new("P");
    let new = Person::new("N");
    let other = Person::new("O");
    let good = |story: &Story| vec![new.admit(Roles::ORGANIZER), paper.retire(), story.a.retire()];
    let mut story = Story::with(Some(&paper));
    let founding = story.all[0].hash();
    let acts = good(&story);
    story.say(&paper, &[founding], acts);
    assert_eq!(names_of(&story.state()), "N");
    let tried = |acts: fn(&Story, Vec<Act>, &Person) -> Vec<Act>| {
        let mut story = Story::with(Some(&paper));
        let founding = story.all[0].hash();
        let acts = acts(&story, good(&story), &other);
        story.say(&paper, &[founding], acts);
        evaluate(&story.all, &[]).map(|s| names_of(&s))
    };
    let broken = |tried: Result<String, Refusal>| match tried {
        Err(Refusal::Invalid { rule, .. }) => rule,
        other => panic!("{other:?}"),
    };
    assert_eq!(tried(|_, mut acts, _| acts.drain(..2).collect()), Ok("AN".to_owned()));
    assert_eq!(
        broken(tried(|_, mut acts, _| {
            acts.remove(1);
            acts
        })),
        Rule::Recovery,
        "it stays"
    );
    assert_eq!(
        broken(tried(|_, mut acts, _| {
            acts.remove(0);
            acts
        })),
        Rule::Recovery,
        "nobody is admitted"
    );
    assert_eq!(
        broken(tried(|_, mut acts, o| {
            acts.push(o.admit(TREASURER));
            acts
        })),
        Rule::Recovery,
        "two"
    );
    assert_eq!(
        broken(tried(|_, mut acts, o| {
            acts[0] = o.paper();
            acts
        })),
        Rule::Recovery,
        "another paper"
    );
    assert_eq!(
        broken(tried(|_, mut acts, _| {
            acts.push(Act::Erased(vec![[1; 16]]));
            acts
        })),
        Rule::Recovery
    );
    let roles: fn(&Story, Vec<Act>, &Person) -> Vec<Act> = |story, mut acts, _| {
        acts[2] = story.a.roles(Roles::READER);
        acts
    };
    assert_eq!(broken(tried(roles)), Rule::Recovery, "roles");
    // Once used, it is gone.
    let mut story = Story::with(Some(&paper));
    let founding = story.all[0].hash();
    let used = story.say(&paper, &[founding], vec![new.admit(Roles::ORGANIZER), paper.retire()]);
    story.say(&paper, &[used], vec![other.admit(Roles::ORGANIZER), paper.retire()]);
    assert_eq!(story.broken(), Rule::Authority);
}

/// Rule 5: what a removed holder says of a time before the removal does not count, nor what rests on it.
#[test]
fn nobody_backdates() {
    let (mut story, b, both) = Story::of_two();
    let (c, d) = (Person::new("C"), Person::new("D"));
    let known = story.say(&b, &[both], vec![d.admit(TREASURER)]);
    let removal = story.say_a(&[known], vec![b.retire()]);
    // B, removed, admits C as of before; C admits nobody, but rotates.
    let backdated = story.say(&b, &[both], vec![c.admit(Roles::ORGANIZER)]);
    let resting = story.say(&c, &[backdated], vec![]);
    let state = story.state();
    assert_eq!(names_of(&state), "AD");
    assert_eq!(state.void, [backdated, resting]);
    assert_eq!(state.heads, [removal]);
    assert_eq!(state.turn.map(|(_, by)| by), Some(removal));
    // And whoever built on it without knowing keeps what is theirs.
    let on_top = story.say_a(&[removal, resting], vec![d.roles(Roles::READER)]);
    let state = story.state();
    assert_eq!((names_of(&state).as_str(), state.heads.as_slice()), ("AD", [on_top].as_slice()));
    assert_eq!(state.holder(&d.id()).map(|h| h.roles), Some(Roles::READER));
}

/// Rule 5: a role that a removed holder gave as of before makes no organizer of a present one.
#[test]
fn a_promotion_by_who_was_removed_carries_nothing() {
    let (mut story, b, both) = Story::of_two();
    let [c, x] = ["C", "X"].map(Person::new);
    let with_c = story.say_a(&[both], vec![c.admit(TREASURER)]);
    let removal = story.say_a(&[with_c], vec![b.retire()]);
    let promotion = story.say(&b, &[with_c], vec![c.roles(Roles::ORGANIZER)]);
    let grab = story.say(&c, &[promotion], vec![x.admit(Roles::ORGANIZER)]);
    let state = story.state();
    assert_eq!((names_of(&state).as_str(), state.void.as_slice()), ("AC", [promotion, grab].as_slice()));
    assert_eq!(state.holder(&c.id()).map(|h| h.roles), Some(TREASURER));
    assert_eq!(state.heads, [removal]);
    // When the two turn on A as well it is a removal against a removal, and whoever saw A's stays with it.
    let turned = story.say(&c, &[grab], vec![story.a.retire()]);
    assert!(matches!(evaluate(&story.all, &[]), Err(Refusal::Disagree(_))));
    let state = evaluate(&story.all, &[prefix(removal)]).unwrap();
    assert_eq!(
        (names_of(&state).as_str(), state.void.as_slice()),
        ("AC", [promotion, grab, turned].as_slice())
    );
}

/// Rule 6: a removal that is itself killed kills nothing.
#[test]
fn a_removal_by_who_was_removed_apart_does_not_count() {
    let (mut story, b, both) = Story::of_two();
    let c = Person::new("C");
    let three = story.say_a(&[both], vec![c.admit(Roles::ORGANIZER)]);
    let of_b = story.say_a(&[three], vec![b.retire()]);
    let of_c = story.say(&b, &[three], vec![c.retire()]);
    let by_c = story.say(&c, &[three], vec![Act::Erased(vec![[9; 16]])]);
    let state = story.state();
    assert_eq!(names_of(&state), "AC");
    assert_eq!(state.void, [of_c]);
    assert!(state.counted.contains(&by_c) && state.removals == [prefix(of_b)]);
}

/// Rule 6: two who removed each other apart; what decides, and what does not.
#[test]
fn two_who_removed_each_other_leave_it_to_people() {
    let (mut story, b, both) = Story::of_two();
    let c = Person::new("C");
    let three = story.say_a(&[both], vec![c.admit(Roles::ORGANIZER)]);
    let of_b = story.say_a(&[three], vec![b.retire()]);
    let of_a = story.say(&b, &[three], vec![story.a.retire()]);
    let Err(Refusal::Disagree(disputes)) = evaluate(&story.all, &[]) else { panic!("it was decided") };
    let mut said: Vec<(Hash, Device)> = disputes.iter().map(|d| (d.statement, d.by)).collect();
    said.sort_unstable();
    let mut expected = vec![(of_b, story.a.id()), (of_a, b.id())];
    expected.sort_unstable();
    assert_eq!(said, expected);
    assert_eq!(disputes.iter().find(|d| d.statement == of_b).unwrap().whom, [b.id()]);
    // A device that had counted one of them before goes on with it.
    for (memory, holders, void) in [(of_b, "AC", of_a), (of_a, "BC", of_b)] {
        let state = evaluate(&story.all, &[prefix(memory)]).unwrap();
        assert_eq!((names_of(&state).as_str(), state.void.as_slice()), (holders, [void].as_slice()));
        assert_eq!(state.remember(&[prefix(memory)]), [prefix(memory)]);
    }
    // The first remembered decides; one that is not there decides nothing.
    let first = evaluate(&story.all, &[[7; 8], prefix(of_a), prefix(of_b)]).unwrap();
    assert_eq!(names_of(&first), "BC");
    assert!(matches!(evaluate(&story.all, &[[7; 8], prefix(both)]), Err(Refusal::Disagree(_))));
    // C, who saw both after B's, may go on; whoever remembers nothing still has to ask.
    let on = story.say(&c, &[of_a, of_b], vec![]);
    assert!(matches!(evaluate(&story.all, &[]), Err(Refusal::Disagree(_))));
    assert_eq!(evaluate(&story.all, &[prefix(of_a)]).unwrap().heads, [on]);
}

#[test]
fn two_who_left_apart_leave_nobody_and_that_is_no_state() {
    let (mut story, b, both) = Story::of_two();
    story.say_a(&[both], vec![story.a.retire()]);
    story.say(&b, &[both], vec![b.retire()]);
    let Err(Refusal::Disagree(disputes)) = evaluate(&story.all, &[]) else { panic!("nobody is a state") };
    assert_eq!(disputes.len(), 2);
}

/// The recovery key used in two places: each statement removes its own signer, and neither knew of the other.
#[test]
fn two_recoveries_apart_leave_it_to_people() {
    let paper = Person::new("P");
    let mut story = Story::with(Some(&paper));
    let founding = story.all[0].hash();
    let (x, y) = (Person::new("X"), Person::new("Y"));
    let one = story.say(&paper, &[founding], vec![x.admit(Roles::ORGANIZER), paper.retire()]);
    story.say(&paper, &[founding], vec![y.admit(Roles::ORGANIZER), paper.retire()]);
    assert!(matches!(evaluate(&story.all, &[]), Err(Refusal::Disagree(d)) if d.len() == 2));
    assert_eq!(names_of(&evaluate(&story.all, &[prefix(one)]).unwrap()), "AX");
}

/// Rule 7 is of the form: a statement without exactly one turn cannot be read (see `statement`). Rule 8: order and turns.
#[test]
fn the_turn_in_use_knows_of_every_change_of_holders() {
    let (mut story, b, both) = Story::of_two();
    let (x, y) = (Person::new("X"), Person::new("Y"));
    // Two rotations apart: both are good, one is taken by all.
    let (one, two) = (story.say_a(&[both], vec![]), story.say(&b, &[both], vec![]));
    let state = story.state();
    assert_eq!(state.turn.map(|(_, by)| by), Some(one.max(two)));
    assert!(state.burnt.is_empty());
    let mut heads = vec![one, two];
    heads.sort_unstable();
    assert_eq!(state.heads, heads);
    // An admission apart from a rotation burns it, and not the other way round.
    let admission = story.say_a(&[one], vec![x.admit(TREASURER)]);
    let state = story.state();
    let tag = |story: &Story, hash: Hash| {
        story.all.iter().find(|s| s.hash() == hash).and_then(|s| s.body().turn()).unwrap().tag
    };
    assert_eq!(state.turn.map(|(_, by)| by), Some(admission));
    assert_eq!(state.burnt, [tag(&story, two)]);
    // Two admissions apart burn each other: a new turn must be made, and then it is the one.
    let other = story.say(&b, &[two], vec![y.admit(TREASURER)]);
    let state = story.state();
    assert_eq!((state.turn, state.burnt.len()), (None, 4));
    assert_eq!(names_of(&state), "ABXY");
    let settled = story.say(&b, &[admission, other], vec![]);
    let state = story.state();
    assert_eq!((state.turn.map(|(_, by)| by), state.heads), (Some(settled), vec![settled]));
}

#[test]
fn of_roles_given_apart_the_narrower_holds() {
    let (mut story, b, both) = Story::of_two();
    let c = Person::new("C");
    let with_c = story.say_a(&[both], vec![c.admit(Roles::ORGANIZER)]);
    let down = story.say_a(&[with_c], vec![c.roles(Roles::READER)]);
    let aside = story.say(&b, &[with_c], vec![c.roles(TREASURER)]);
    let up = story.say(&b, &[aside], vec![c.roles(Roles::ORGANIZER)]);
    let role = |story: &Story| story.state().holder(&c.id()).map(|h| h.roles);
    assert_eq!(role(&story), Some(Roles::READER));
    // Who knows both decides anew.
    story.say(&b, &[down, up], vec![c.roles(TREASURER)]);
    assert_eq!(role(&story), Some(TREASURER));
    // Admitted twice apart.
    let (mut story, b, both) = Story::of_two();
    story.say_a(&[both], vec![c.admit(Roles::ORGANIZER)]);
    story.say(&b, &[both], vec![c.admit(TREASURER)]);
    assert_eq!(role(&story), Some(TREASURER));
    assert_eq!(story.state().holders.len(), 3);
}

/// Rule 9.
#[test]
fn the_last_organizer_with_a_device_stays() {
    let paper = Person::new("P");
    let mut story = Story::with(Some(&paper));
    let founding = story.all[0].hash();
    let t = Person::new("T");
    let last = story.say_a(&[founding], vec![t.admit(TREASURER)]);
    story.say_a(&[last], vec![story.a.retire()]);
    assert_eq!(story.broken(), Rule::LastOrganizer, "a treasurer and a recovery key are not enough");
    story.all.pop();
    story.say_a(&[last], vec![story.a.roles(TREASURER)]);
    assert_eq!(story.broken(), Rule::LastOrganizer);
    story.all.pop();
    story.say(&paper, &[last], vec![Person::new("N").admit(TREASURER), paper.retire(), story.a.retire()]);
    assert_eq!(story.broken(), Rule::LastOrganizer);
    story.all.pop();
    let new = Person::new("N");
    story.say_a(&[last], vec![story.a.retire(), new.admit(Roles::ORGANIZER)]);
    assert_eq!(names_of(&story.state()), "NPT");
}

/// Rule 10.
#[test]
fn nothing_that_was_used_comes_back() {
    let (mut story, b, both) = Story::of_two();
    let (c, again) = (Person::new("C"), Identity::generate());
    let person = |identity: &Identity| Person {
        signer: Signer::of(identity),
        card: Card::make(identity, "D").unwrap(),
    };
    let d = person(&again);
    let in_ = story.say_a(&[both], vec![c.admit(TREASURER), d.admit(TREASURER)]);
    let out = story.say(&b, &[in_], vec![c.retire()]);
    for acts in [
        vec![c.admit(TREASURER)],
        vec![d.admit(TREASURER)],
        vec![b.admit(TREASURER)],
        vec![Act::Admit(Admit::bare("E", &c.card.recipient))],
        vec![Act::Admit(Admit {
            card: Card::make(&again, "F").unwrap(),
            roles: TREASURER,
            class: Class::Device,
        })],
    ] {
        story.say_a(&[out], acts);
        assert_eq!(story.broken(), Rule::UsedBefore);
        story.all.pop();
    }
    // Twice in one statement: the second name of a recipient.
    let e = Person::new("E");
    story.say_a(&[out], vec![e.admit(TREASURER), Act::Admit(Admit::bare("F", &e.card.recipient))]);
    assert_eq!(story.broken(), Rule::UsedBefore);
    story.all.pop();
    story.say_a(&[out], vec![e.admit(TREASURER)]);
    assert_eq!(names_of(&story.state()), "ABDE");
}

/// Rule 10, apart: removing one of two names of a key removes the key.
#[test]
fn a_key_with_two_names_goes_with_either() {
    let (mut story, b, both) = Story::of_two();
    let c = Person::new("C");
    let card = story.say_a(&[both], vec![c.admit(TREASURER)]);
    let bare = story.say(&b, &[both], vec![Act::Admit(Admit::bare("D", &c.card.recipient))]);
    assert_eq!(names_of(&story.state()), "ABCD");
    story.say(&b, &[card, bare], vec![c.retire()]);
    assert_eq!(names_of(&story.state()), "AB");
}

#[test]
fn acts_about_who_was_never_admitted_are_refused() {
    let (mut story, b, both) = Story::of_two();
    let (c, paper) = (Person::new("C"), Person::new("P"));
    let bare = Act::Admit(Admit::bare("R", &Identity::generate().public()));
    let reader = bare.about().unwrap();
    let last = story.say_a(&[both], vec![paper.paper(), bare]);
    for act in [
        c.retire(),
        c.roles(TREASURER),
        paper.roles(TREASURER),
        Act::Roles { device: reader, roles: TREASURER },
    ] {
        story.say(&b, &[last], vec![act]);
        assert_eq!(story.broken(), Rule::Unknown);
        story.all.pop();
    }
    let out = story.say(&b, &[last], vec![paper.retire()]);
    story.say(&b, &[out], vec![paper.retire()]);
    assert!(evaluate(&story.all, &[]).is_ok(), "a second removal removes nobody else");
    let gone = story.say_a(&[out], vec![b.retire()]);
    story.say_a(&[gone], vec![b.roles(TREASURER)]);
    assert_eq!(story.broken(), Rule::Unknown, "roles of somebody who is gone");
}

#[test]
fn what_was_kept_must_come_to_what_is_written_beside_it() {
    let (mut story, b, both) = Story::of_two();
    let of_b = story.say_a(&[both], vec![b.retire()]);
    let rest = story.say(&b, &[both], vec![Act::Erased(vec![[3; 16]])]);
    let split = |story: &Story, void: &[Hash]| {
        let (v, c) = story.all.iter().cloned().partition::<Vec<_>, _>(|s| void.contains(&s.hash()));
        (c, v)
    };
    let (c, v) = split(&story, &[rest]);
    assert_eq!(evaluate_kept(&c, &v, &[]), Ok(story.state()));
    for void in [vec![], vec![of_b], vec![both], vec![of_b, rest]] {
        let (c, v) = split(&story, &void);
        let kept = evaluate_kept(&c, &v, &[]);
        assert!(matches!(kept, Err(Refusal::Split { .. })), "{void:?} {kept:?}");
    }
    // In a disagreement a device that remembers nothing takes a whole decision; one that remembers, its own.
    story.all.pop();
    let of_a = story.say(&b, &[both], vec![story.a.retire()]);
    let (by_a, by_b) = (split(&story, &[of_a]), split(&story, &[of_b]));
    assert_eq!(names_of(&evaluate_kept(&by_a.0, &by_a.1, &[]).unwrap()), "A");
    assert_eq!(names_of(&evaluate_kept(&by_b.0, &by_b.1, &[]).unwrap()), "B");
    assert_eq!(names_of(&evaluate_kept(&by_a.0, &by_a.1, &[prefix(of_b)]).unwrap()), "A");
    assert!(matches!(evaluate_kept(&by_b.0, &by_b.1, &[prefix(of_b)]), Err(Refusal::Split { .. })));
    assert!(matches!(evaluate_kept(&by_a.0, &by_a.1, &[[1; 8]]), Err(Refusal::Disagree(_))));
    let (c, v) = split(&story, &[of_a, of_b]);
    assert!(evaluate_kept(&c, &v, &[]).is_err(), "neither is no decision");
}

/// Every pair of acts, by A and by B, made apart: who is there after, what is void, whether a new turn is needed.
#[test]
fn every_pair_of_acts_made_apart() {
    // Of A / of B: admit, retire, roles, turn, erased. `-` both count and a turn stands; `s` both count, no turn stands
    // until one is made; `k` the other one is void; `?` people decide.
    let table = ["sks--", "k?kkk", "sks--", "-k---", "-k---"];
    for (mine, row) in table.iter().enumerate() {
        for (theirs, expected) in row.chars().enumerate() {
            let (mut story, b, both) = Story::of_two();
            let [c, d, e] = ["C", "D", "E"].map(Person::new);
            let base = story.say_a(&[both], vec![c.admit(TREASURER)]);
            let acts = |act: usize, other: &Person, new: &Person, id: u8| match act {
                0 => vec![new.admit(TREASURER)],
                1 => vec![other.retire()],
                2 => vec![c.roles(Roles::READER)],
                3 => vec![],
                _ => vec![Act::Erased(vec![[id; 16]])],
            };
            let of_a = acts(mine, &b, &d, 1);
            let of_b = acts(theirs, &story.a, &e, 2);
            let by_a = story.say_a(&[base], of_a);
            let by_b = story.say(&b, &[base], of_b);
            let found = match evaluate(&story.all, &[]) {
                Err(Refusal::Disagree(disputes)) if disputes.len() == 2 => '?',
                Ok(state) if state.void.is_empty() => {
                    assert_eq!(state.heads.len(), 2);
                    // A change of holders beside what is none: its own turn stands.
                    let changes = [mine, theirs].map(|n| n == 0 || n == 2);
                    let turn = state.turn.map(|(_, by)| by);
                    match changes {
                        [true, true] => assert_eq!((turn, state.burnt.len()), (None, 2)),
                        [true, false] => assert_eq!((turn, state.burnt.len()), (Some(by_a), 1)),
                        [false, true] => assert_eq!((turn, state.burnt.len()), (Some(by_b), 1)),
                        [false, false] => {
                            assert_eq!((turn, state.burnt.len()), (Some(by_a.max(by_b)), 0));
                        }
                    }
                    let present = |n: usize, name: &str| n == 0 && !names_of(&state).contains(name);
                    assert!(!present(mine, "D") && !present(theirs, "E"));
                    assert_eq!(state.erased.len(), [mine, theirs].iter().filter(|n| **n == 4).count());
                    if turn.is_none() { 's' } else { '-' }
                }
                Ok(state) => {
                    let (killer, victim, who) = if mine == 1 { (by_a, by_b, "B") } else { (by_b, by_a, "A") };
                    assert_eq!(
                        (state.void.as_slice(), state.heads.as_slice()),
                        ([victim].as_slice(), [killer].as_slice())
                    );
                    assert_eq!(state.turn.map(|(_, by)| by), Some(killer));
                    assert!(!names_of(&state).contains(who) && state.erased.is_empty());
                    'k'
                }
                other => panic!("{other:?}"),
            };
            assert_eq!(found, expected, "{mine} {theirs}");
        }
    }
}

/// The longest chain that is taken, in one line, and one more.
#[test]
fn a_long_chain_is_read_and_one_beyond_the_limit_is_not() {
    let mut story = Story::new();
    let mut last = story.all[0].hash();
    let mut depth = 0;
    while story.all.len() < MOST {
        depth += 1;
        let body = Body {
            vault: story.all[0].body().vault,
            parents: vec![last],
            depth,
            time_ms: depth,
            signer: story.a.id(),
            reason: Reason::Rotate,
            acts: vec![Act::Turn(turn(1))],
        };
        story.all.push(Statement::sign(body, &story.a.signer).unwrap());
        last = story.all.last().unwrap().hash();
    }
    let mut trusting = |_: &Statement, _: &[u8; 32]| true;
    let state = evaluate_with(&story.all, &[], &mut trusting).unwrap();
    assert_eq!((state.counted.len(), state.heads), (MOST, vec![last]));
    story.say_a(&[last], vec![]);
    assert_eq!(story.broken(), Rule::Limits);
}

/// Cuts: the state of a past is that of the statements of that past, however much came after.
#[test]
fn what_came_later_does_not_change_what_was_seen() {
    let (mut story, b, both) = Story::of_two();
    let cut = vec![Cut { replica: [1; 8], seq: 4, hash: [2; 32] }];
    let removal = Act::Retire { device: b.id(), why: Departure::Lost, cut };
    let of_b = story.say_a(&[both], vec![removal]);
    let before = story.state();
    let late = story.say(&b, &[both], vec![Person::new("X").admit(TREASURER)]);
    assert_eq!(evaluate_at(&story.all, &[of_b], &[]), Ok(before.clone()));
    assert_eq!(names_of(&evaluate_at(&story.all, &[late], &[]).unwrap()), "ABX");
    let now = story.state();
    assert_eq!((now.holders, now.turn, now.heads), (before.holders, before.turn, before.heads));
}
