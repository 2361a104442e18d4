//! A file of people, as an organizer was given it: any bytes, any separator and encoding that was named.
#![no_main]

use chrono::NaiveDate;
use contrepoids::{
    base::{Id, Stamp},
    roster::{
        import::plan::{Hand, RowOutcome, Settings, plan},
        patch::{Draft, Pen, Rules},
    },
};
use libfuzzer_sys::fuzz_target;

#[derive(Default)]
struct Counter(Draft, u128);

impl Pen for Counter {
    fn stamp(&mut self) -> Stamp {
        self.0.stamp()
    }
    fn element(&mut self) -> [u8; 8] {
        self.0.element()
    }
}

impl Hand for Counter {
    fn id(&mut self) -> Id {
        self.1 += 1;
        Id(self.1.to_be_bytes())
    }
    fn progress(&mut self, done: u64, whole: u64) {
        assert!(done <= whole);
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((choice, file)) = data.split_first() else { return };
    let forbidden = ["fabrique.example".to_owned()];
    let settings = Settings {
        rules: Rules { today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(), forbidden: &forbidden },
        delimiter: [None, Some(b';'), Some(b','), Some(b'\t')][usize::from(choice & 3)],
        encoding: [None, Some("utf-8"), Some("windows-1252"), Some("utf-16le")][usize::from(choice >> 2 & 3)],
        mappings: &[],
        ignore_unknown: choice & 16 != 0,
        defaults: &[],
    };
    let mut hand = Counter::default();
    let Ok(first) = plan(file, vec![], &settings, &mut hand) else { return };
    let added = first.count(|o| *o == RowOutcome::Added);
    assert!(first.records.len() <= added, "more people than rows");
    if first.refused > 0 {
        return;
    }
    // The same file once more adds nobody.
    let people = first.records.into_iter().collect();
    let again =
        plan(file, people, &settings, &mut hand).unwrap_or_else(|e| panic!("taken once, then not: {e}"));
    assert_eq!(again.count(|o| *o == RowOutcome::Added), 0, "added twice");
});
