//! What lies sealed in the vault and in the outbox, once it is opened: a copy that was changed by who holds the key.
#![no_main]

use contrepoids::{
    base::{Kept as _, Record, merge},
    features::{
        agenda::records::{Fact, LineState},
        bargain::records::Round,
        company::records::Company,
        election::records::{Poll, Sheet, Slate},
    },
    mail::{account::Account, bounce::Mark, outbox::QueueEntry, record::Fields},
    roster::{Person, Summary, summarise},
    vault::LogEntry,
};
use libfuzzer_sys::fuzz_target;

fn record(bytes: &[u8]) -> Option<Record> {
    let record = Record::decode(bytes).ok()?;
    let again = Record::decode(&record.encode()).unwrap_or_else(|e| panic!("what was written is not read: {e:?}"));
    assert_eq!(again.encode(), record.encode());
    let _ = Person::of(&record);
    assert!(Summary::decode(&summarise(&record)).is_ok(), "a summary that was made is not read");
    let _ = (Company::read(&record), Poll::read(&record), Slate::read(&record), Sheet::read(&record));
    let _ = (Fact::read(&record), LineState::read(&record), Round::read(&record));
    let _ = Account::read(record.clone());
    Some(record)
}

fuzz_target!(|data: &[u8]| {
    let (cut, data) = data.split_first().map_or((0, data), |(cut, rest)| (usize::from(*cut), rest));
    record(data);
    if let Some((a, b)) = data.split_at_checked(cut)
        && let (Some(a), Some(b)) = (record(a), record(b))
    {
        // In any order, and as often as one likes.
        let both = merge(&a, &b);
        assert_eq!(both.encode(), merge(&b, &a).encode());
        assert_eq!(both.encode(), merge(&both, &b).encode());
        record(&both.encode());
    }
    if let Some(entry) = LogEntry::decode(data) {
        assert!(LogEntry::decode(&entry.encode()).is_some());
    }
    if let Ok(fields) = Fields::decode(data) {
        assert!(Fields::decode(&fields.encode()).is_ok());
    }
    if let Ok(queue_entry) = QueueEntry::decode(data) {
        assert!(QueueEntry::decode(&queue_entry.encode()).is_ok_and(|again| again == queue_entry));
    }
    if let Ok(mark) = Mark::decode(data) {
        assert!(Mark::decode(&mark.encode()).is_ok_and(|again| again == mark));
    }
});
