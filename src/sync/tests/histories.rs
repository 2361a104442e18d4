//! Random histories of three organizers and a treasurer over a place that drops, repeats, delays, reorders, rolls back, moves,
//! truncates and flips: each ends in the same state on all, or what is wrong is named.
//!
//! `PROPTEST_CASES` raises their number.

use proptest::prelude::*;

use super::*;

/// What happens.
#[derive(Debug, Clone)]
enum Event {
    /// Somebody writes.
    Write { who: usize, person: u8, field: usize, value: u8 },
    /// Somebody has a round.
    Sync(usize),
    /// A file of the place goes.
    Drop(usize),
    /// A file is put under another name: another number, another copy.
    Repeat { file: usize, under: usize, seq: u64 },
    /// A file is held back, and comes at the end.
    Delay(usize),
    /// The place is as it was before some events.
    Back(usize),
    /// A file takes the content of another.
    Move { file: usize, from: usize },
    /// A file is cut.
    Cut { file: usize, at: usize },
    /// A bit of a file is turned.
    Flip { file: usize, bit: usize },
    /// A file of nobody.
    Noise(u8),
}

fn event() -> impl Strategy<Value = Event> {
    let file = 0..40_usize;
    prop_oneof![
        8 => (0..4_usize, 0..4_u8, 0..3_usize, any::<u8>())
            .prop_map(|(who, person, field, value)| Event::Write { who, person, field, value }),
        10 => (0..4_usize).prop_map(Event::Sync),
        1 => file.clone().prop_map(Event::Drop),
        1 => (file.clone(), 0..4_usize, 1..6_u64)
            .prop_map(|(file, under, seq)| Event::Repeat { file, under, seq }),
        1 => file.clone().prop_map(Event::Delay),
        1 => (1..6_usize).prop_map(Event::Back),
        1 => (file.clone(), file.clone()).prop_map(|(file, from)| Event::Move { file, from }),
        1 => (file.clone(), 0..5_000_usize).prop_map(|(file, at)| Event::Cut { file, at }),
        1 => (file, 0..40_000_usize).prop_map(|(file, bit)| Event::Flip { file, bit }),
        1 => any::<u8>().prop_map(Event::Noise),
    ]
}

/// Which file a number means.
fn nth(place: &Memory, n: usize) -> Option<(String, Vec<u8>)> {
    let files = place.files();
    let len = files.len().max(1);
    files.into_iter().nth(n % len)
}

/// What each has written and may read again: a later write of anybody may stand in its place.
type Written = Vec<(usize, u8, String)>;

struct Story {
    laptops: Vec<Laptop>,
    place: Memory,
    earlier: Vec<BTreeMap<String, Vec<u8>>>,
    late: Vec<(String, Vec<u8>)>,
    written: Written,
}

impl Story {
    fn write(&mut self, who: usize, person: u8, field: usize, value: u8) {
        let text = format!("v{value}-{}", self.written.len());
        let laptop = &mut self.laptops[who];
        // Who keeps the money writes the plan of dues.
        if who == 3 {
            laptop.write(RecordKind::Plan, Id([100 + person; 16]), 1, &text);
        } else {
            let number = [field::FAMILY, field::TAG, field::NOTICES][field];
            laptop.write(RecordKind::Person, Id([person; 16]), number, &text);
        }
        self.written.push((who, person, text));
    }

    fn tell(&mut self, event: &Event) {
        let place = &self.place;
        self.earlier.push(place.files());
        match event {
            Event::Write { who, person, field, value } => self.write(*who, *person, *field, *value),
            Event::Sync(who) => drop(self.laptops[*who].sync(place)),
            Event::Drop(n) => {
                if let Some((path, _)) = nth(place, *n) {
                    place.delete(&path).unwrap();
                }
            }
            Event::Repeat { file, under, seq } => {
                if let Some((_, bytes)) = nth(place, *file) {
                    let path = format!("{}/{}", self.laptops[*under].folder(), Name::of(*seq, &bytes).text());
                    place.force(&path, bytes);
                }
            }
            Event::Delay(n) => {
                if let Some((path, bytes)) = nth(place, *n) {
                    place.delete(&path).unwrap();
                    self.late.push((path, bytes));
                }
            }
            Event::Back(n) => {
                let at = self.earlier.len().saturating_sub(*n);
                if let Some(files) = self.earlier.get(at) {
                    place.set(files.clone());
                }
            }
            Event::Move { file, from } => {
                if let (Some((path, _)), Some((_, bytes))) = (nth(place, *file), nth(place, *from)) {
                    place.force(&path, bytes);
                }
            }
            Event::Cut { file, at } => {
                if let Some((path, bytes)) = nth(place, *file) {
                    place.force(&path, bytes[..(*at).min(bytes.len())].to_vec());
                }
            }
            Event::Flip { file, bit } => {
                if let Some((path, mut bytes)) = nth(place, *file).filter(|(_, b)| !b.is_empty()) {
                    let at = bit / 8 % bytes.len();
                    bytes[at] ^= 1 << (bit % 8);
                    place.force(&path, bytes);
                }
            }
            Event::Noise(n) => {
                let path = format!("{}/note {n}.txt", name::dir(&self.laptops[0].vault.number()));
                place.force(&path, vec![*n; 40]);
            }
        }
    }

    /// Late files come, everybody has two rounds; returns what is still named in the last one.
    fn end(&mut self) -> Vec<Refusal> {
        for (path, bytes) in std::mem::take(&mut self.late) {
            self.place.force(&path, bytes);
        }
        let mut named = Vec::new();
        for last in [false, false, true] {
            for laptop in &mut self.laptops {
                let pulled = laptop.sync(&self.place);
                if last {
                    named.extend(whats(&pulled));
                }
            }
        }
        named
    }
}

fn tell(events: &[Event]) -> (Story, Vec<Refusal>) {
    let (world, laptops) = world();
    let mut story = Story {
        laptops: laptops.into(),
        place: world.place,
        earlier: Vec::new(),
        late: Vec::new(),
        written: Vec::new(),
    };
    // The founder begins.
    story.laptops[0].sync(&story.place);
    for event in events {
        story.tell(event);
    }
    let named = story.end();
    (story, named)
}

fn check(events: &[Event]) {
    let (story, named) = tell(events);
    let all =
        |part, among: &[usize]| -> Vec<_> { among.iter().map(|n| story.laptops[*n].holds(part)).collect() };
    for part in Compartment::ALL {
        let among: &[usize] = if part == Compartment::Organizing { &[0, 1, 2] } else { &[0, 1, 2, 3] };
        let all = all(part, among);
        let same = all.windows(2).all(|two| two[0] == two[1]);
        assert!(same || !named.is_empty(), "{part:?} differs and nothing is named: {events:?}");
    }
    // Whatever the place does: nothing is read that nobody wrote, and nobody loses what they wrote last themselves but to a
    // later write.
    for laptop in &story.laptops {
        for person in 0..4 {
            if let Some(text) = laptop.reads(person) {
                assert!(story.written.iter().any(|(_, of, said)| *of == person && *said == text), "{text}");
            }
        }
    }
    for (who, laptop) in story.laptops.iter().enumerate().take(3) {
        for person in 0..4 {
            let wrote = story.written.iter().any(|(by, of, _)| *by == who && *of == person);
            let record = laptop.vault.record(RecordKind::Person, &Id([person; 16])).unwrap();
            assert!(!wrote || record.is_some(), "{who} lost {person}");
        }
    }
}

proptest! {
    #[test]
    fn the_same_state_on_all_or_a_named_refusal(events in proptest::collection::vec(event(), 4..40)) {
        check(&events);
    }
}

/// A place that does what it should: nothing is ever named, and all come to the same.
#[test]
fn an_honest_place_names_nothing() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(32));
    let events = proptest::collection::vec(event(), 10..60);
    let told = runner.run(&events, |events| {
        let honest: Vec<Event> = events
            .into_iter()
            .filter(|e| matches!(e, Event::Write { .. } | Event::Sync(_) | Event::Noise(_)))
            .collect();
        let (story, named) = tell(&honest);
        prop_assert!(named.is_empty(), "{named:?}");
        let holds = |n: usize| story.laptops[n].holds(Compartment::Roster);
        prop_assert!(holds(0) == holds(1) && holds(1) == holds(2) && holds(2) == holds(3));
        Ok(())
    });
    told.unwrap();
}
