use std::{cell::RefCell, rc::Rc};

use crate::mail::ledger::*;
use crate::{
    mail::{
        MessageParts, Party,
        outbox::{Class, Reply},
    },
    render::Rendered,
};

fn entropy(out: &mut [u8]) {
    out.fill(7);
}

fn message(token: &str, to: &str) -> Message {
    let party = |a: &str| Party::new("N", Address::read(a).ok().unwrap()).ok().unwrap();
    let content = Rendered { subject: "s".into(), text: "t".into(), html: "h".into() };
    let (from, to) = (party("avis@example.org"), party(to));
    Message::write(&MessageParts {
        from: &from,
        to: &to,
        content: &content,
        at_ms: 0,
        token,
        stop_token: None,
        by_hand: None,
    })
    .ok()
    .unwrap()
}

fn campaign(n: u8, count: u64) -> Campaign {
    Campaign {
        id: [n; 16],
        notice: "welcome".into(),
        at_ms: 5,
        count,
        from: "a@b.fr".into(),
        likeness: [9; 16],
        telling: Vec::new(),
        alike: Some([n; 16]),
        despite: vec![name(200)],
        after_ms: Some(7),
        purpose: None,
    }
}

fn name(n: u64) -> Name {
    let mut out = [0; 16];
    out[8..].copy_from_slice(&n.to_be_bytes());
    out
}

fn queue(ledger: &mut Campaigns<Memory>, campaign: &Campaign) {
    let members: Vec<Name> = (0..campaign.count).map(name).collect();
    ledger.begin(campaign, &members).ok().unwrap();
    let token = ledger.token(&campaign.id, &members[0]);
    let one = message(&token, "c@example.net");
    ledger.add(campaign, members.iter().map(|m| (*m, one.clone()))).ok().unwrap();
}

#[test]
fn a_campaign_is_kept_with_its_messages_and_states() {
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    let first = campaign(1, 4_500);
    queue(&mut ledger, &first);
    ledger.complete(&first).ok().unwrap();
    let mut ledger = Campaigns::open(std::mem::take(&mut ledger.shelf), entropy).ok().unwrap();
    assert!(ledger.campaigns().ok().unwrap() == [first.clone()]);
    let members = ledger.members(&first.id).ok().unwrap();
    assert_eq!(members, (0..4_500).map(name).collect::<Vec<_>>());
    let (id, member) = (first.id, members[4_321]);
    assert!(ledger.message(&id, &member).is_ok_and(|m| m.to().as_str() == "c@example.net"));
    ledger.apply(&id, &member, Event::Begin { again: false }, 6).ok().unwrap();
    assert_eq!(ledger.queue_entry(&id, &member).ok().unwrap().state, State::Sending);
    // What the states do not allow is refused and changes nothing.
    assert!(matches!(ledger.apply(&id, &member, Event::Cancel, 7), Err(LedgerError::Move(_))));
    let sent = ledger.apply(&id, &member, Event::Accepted(Reply::new(250, "ok")), 8).ok().unwrap();
    assert_eq!((sent.state.fate().code(), sent.at_ms, sent.tries), ("sent", 8, 1));
    // Once sent, the words are gone and the state stays.
    assert!(matches!(ledger.message(&id, &member), Err(LedgerError::Missing)));
    assert_eq!(ledger.already(&[9; 16]).ok().unwrap().len(), 4_500);
    assert!(ledger.already(&[8; 16]).ok().unwrap().is_empty());
}

#[test]
fn a_campaign_that_was_not_completed_leaves_nothing() {
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    for n in [1, 2, 3] {
        let one = campaign(n, 10);
        queue(&mut ledger, &one);
        if n != 2 {
            ledger.complete(&one).ok().unwrap();
        }
    }
    let before = ledger.shelf.0.len();
    let ledger = Campaigns::open(std::mem::take(&mut ledger.shelf), entropy).ok().unwrap();
    let left: Vec<u8> = ledger.campaigns().ok().unwrap().iter().map(|c| c.id[0]).collect();
    assert_eq!(left, [1, 3]);
    // Messages and entries, the campaign, its list and its pattern.
    assert_eq!(before - ledger.shelf.0.len(), 10 * 2 + 3);
    assert!(ledger.members(&[2; 16]).ok().unwrap().is_empty());
}

#[test]
fn many_campaigns_fill_several_pages() {
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    for n in 0..1_002_u64 {
        let one = Campaign { id: name(n), ..campaign(0, 0) };
        ledger.begin(&one, &[]).ok().unwrap();
        if n != 500 {
            ledger.complete(&one).ok().unwrap();
        }
    }
    let ledger = Campaigns::open(std::mem::take(&mut ledger.shelf), entropy).ok().unwrap();
    let ids: Vec<Name> = ledger.campaigns().ok().unwrap().iter().map(|c| c.id).collect();
    assert_eq!(ids, (0..1_002).filter(|n| *n != 500).map(name).collect::<Vec<_>>());
}

#[test]
fn tokens_depend_on_campaign_member_and_key() {
    let ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    let other = Campaigns::open(Memory::default(), |out| out.fill(8)).ok().unwrap();
    let token = ledger.token(&[1; 16], &[2; 16]);
    assert_eq!(token.len(), 32);
    assert_eq!(token, ledger.token(&[1; 16], &[2; 16]));
    for different in
        [ledger.token(&[2; 16], &[1; 16]), ledger.token(&[1; 16], &[3; 16]), other.token(&[1; 16], &[2; 16])]
    {
        assert_ne!(token, different);
    }
}

#[test]
fn damaged_records_are_named_as_such() {
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    let one = campaign(1, 1);
    queue(&mut ledger, &one);
    ledger.complete(&one).ok().unwrap();
    let queue_entry = ledger.queue_entry_at(&one.id, &name(0));
    ledger.shelf.0.insert(queue_entry, vec![1, 2, 3]);
    assert!(matches!(
        ledger.queue_entry(&one.id, &name(0)),
        Err(LedgerError::Record(RecordError::Malformed))
    ));
    ledger.shelf.0.remove(&queue_entry);
    assert!(matches!(ledger.queue_entry(&one.id, &name(0)), Err(LedgerError::Missing)));
    ledger.shelf.0.insert(KEY_AT, vec![0x82, 9, 0xa0]);
    let again = Campaigns::open(std::mem::take(&mut ledger.shelf), entropy);
    assert!(matches!(again.err(), Some(LedgerError::Record(RecordError::Newer(9)))));
}

#[test]
fn recipients_go_after_a_time_and_their_number_stays() {
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    let (old, new) = (campaign(1, 3), Campaign { at_ms: 500, ..campaign(2, 2) });
    for one in [&old, &new] {
        queue(&mut ledger, one);
        ledger.complete(one).ok().unwrap();
    }
    let before = ledger.shelf.0.len();
    assert_eq!(ledger.erase_before(100).ok(), Some(1));
    assert!(ledger.members(&old.id).ok().unwrap().is_empty());
    let counts = ledger.erased(&old.id).ok().unwrap().unwrap();
    assert_eq!(counts.values().sum::<u64>(), 3);
    assert_eq!(ledger.members(&new.id).ok().unwrap().len(), 2);
    assert_eq!(ledger.erased(&new.id).ok(), Some(None));
    // That there was one like it is still known.
    assert_eq!(ledger.forgotten(&old.likeness).ok(), Some(Some(old.at_ms)));
    assert_eq!(ledger.forgotten(&[0xee; 16]).ok(), Some(None));
    assert!(ledger.shelf.0.len() < before);
    // A second time there is nothing to do, and a later opening finds the same.
    assert_eq!(ledger.erase_before(100).ok(), Some(0));
    let shelf = Memory(ledger.shelf.0.clone());
    let again = Campaigns::open(shelf, entropy).ok().unwrap();
    assert_eq!(again.campaigns().ok().unwrap().len(), 2);
    assert_eq!(again.erased(&old.id).ok().unwrap().unwrap(), counts);
}

/// Of a run of which not all is known, every message that would be sent gets an unknown fate, and no other.
#[test]
fn a_doubt_is_of_all_that_waits() {
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    let one = campaign(1, 4);
    queue(&mut ledger, &one);
    ledger.complete(&one).ok().unwrap();
    let begin = Event::Begin { again: false };
    for n in [0, 1] {
        ledger.apply(&one.id, &name(n), begin.clone(), 2).ok().unwrap();
    }
    ledger.apply(&one.id, &name(0), Event::Accepted(Reply::new(250, "ok")), 3).ok().unwrap();
    ledger.apply(&one.id, &name(3), Event::Cancel, 3).ok().unwrap();
    let two = campaign(2, 1);
    queue(&mut ledger, &two);
    ledger.complete(&two).ok().unwrap();
    ledger.apply(&two.id, &name(0), begin, 2).ok().unwrap();
    let refused = Event::Refused(Class::Permanent, Reply::new(550, "no"));
    ledger.apply(&two.id, &name(0), refused, 3).ok().unwrap();
    // One whose queueing did not end is no campaign.
    queue(&mut ledger, &campaign(3, 2));
    let shelf = Counted(Rc::new(RefCell::new((std::mem::take(&mut ledger.shelf), 0))));
    let words = |shelf: &Counted| {
        let ledger = Campaigns::over(shelf.clone(), entropy).ok().unwrap().0;
        let word = |c: &Campaign, n| ledger.queue_entry(&c.id, &name(n)).ok().unwrap().state.fate().code();
        assert_eq!([0, 1, 2, 3].map(|n| word(&one, n)), ["sent", "unknown", "unknown", "cancelled"]);
        (word(&two, 0), ledger.unsure(&one.likeness).ok().unwrap(), shelf.0.borrow().1)
    };
    // All of it in the first commit, so that no other can come before it.
    assert_eq!(Campaigns::doubt(shelf.clone(), entropy, false, 7).ok(), Some(2));
    assert_eq!(words(&shelf), ("failed-permanent", None, 1));
    assert_eq!(Campaigns::doubt(shelf.clone(), entropy, false, 8).ok(), Some(0));
    // An older outbox does not know what was put back and sent since, nor which campaigns there were.
    assert_eq!(Campaigns::doubt(shelf.clone(), entropy, true, 9).ok(), Some(1));
    assert_eq!(words(&shelf), ("unknown", Some(9), 3));
    let mut ledger = Campaigns::open(shelf, entropy).ok().unwrap();
    ledger.begin(&Campaign { at_ms: 10, ..campaign(4, 1) }, &[name(0)]).ok().unwrap();
    assert_eq!(ledger.unsure(&one.likeness).ok(), Some(None));
}

/// A shelf that counts its commits.
#[derive(Clone)]
struct Counted(Rc<RefCell<(Memory, u64)>>);

impl Shelf for Counted {
    fn get(&self, at: &Name) -> Result<Option<Vec<u8>>, ShelfError> {
        self.0.borrow().0.get(at)
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<(), ShelfError> {
        let mut inner = self.0.borrow_mut();
        inner.1 = inner.1.saturating_add(1);
        inner.0.commit(writes)
    }
}

#[test]
fn replies_are_kept_and_the_oldest_goes() {
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    for n in 0..REPLIES_MAX + 2 {
        let reply = PastReply { asked: n.to_string(), subject: "s".into(), body: "b".into(), at_ms: n };
        ledger.keep_reply(&reply).ok().unwrap();
    }
    let kept = ledger.replies().ok().unwrap();
    assert_eq!(kept.len() as u64, REPLIES_MAX);
    assert!(kept.iter().all(|r| r.at_ms >= 2) && kept.iter().any(|r| r.at_ms == REPLIES_MAX + 1));
}

/// A message with this text, to an invented person of this number.
fn letter(ledger: &Campaigns<Memory>, id: &Name, n: u64, text: &str) -> Message {
    let party = |a: &str| Party::new(&format!("Exemple {n}"), Address::read(a).ok().unwrap()).ok().unwrap();
    let content = Rendered { subject: "s".into(), text: text.to_owned(), html: format!("<p>{text}</p>") };
    let (from, to) = (party("avis@example.org"), party(&format!("m{n}@example.net")));
    let token = ledger.token(id, &name(n));
    let letter = MessageParts {
        from: &from,
        to: &to,
        content: &content,
        at_ms: 0,
        token: &token,
        stop_token: Some("x"),
        by_hand: None,
    };
    Message::write(&letter).ok().unwrap()
}

/// Letters that nothing packs: each is drawn from the hash of its place.
fn noise(n: u64, len: usize) -> String {
    let mut bytes = vec![0; len];
    blake3::Hasher::new().update(&n.to_be_bytes()).finalize_xof().fill(&mut bytes);
    bytes.iter().map(|b| char::from(b'a'.saturating_add(b % 26))).collect()
}

/// A campaign with a message for each text.
fn campaign_of(texts: &[String]) -> (Campaigns<Memory>, Campaign, Vec<Message>) {
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    let one = campaign(1, texts.len() as u64);
    let members: Vec<Name> = (0..one.count).map(name).collect();
    ledger.begin(&one, &members).ok().unwrap();
    let messages: Vec<Message> =
        (0..).zip(texts).map(|(n, text)| letter(&ledger, &one.id, n, text)).collect();
    for part in members.iter().copied().zip(messages.clone()).collect::<Vec<_>>().chunks(2) {
        ledger.add(&one, part.to_vec()).ok().unwrap();
    }
    ledger.complete(&one).ok().unwrap();
    (ledger, one, messages)
}

#[test]
fn messages_come_back_to_the_byte_and_take_little_room() {
    let text = "Bonjour Camille, la section se réunit le 3 décembre à 18 h, salle des fêtes. ".repeat(60);
    let texts: Vec<String> = (0..40).map(|n| text.replacen("Camille", &format!("Camille {n}"), 1)).collect();
    let (ledger, one, messages) = campaign_of(&texts);
    let mut ledger = Campaigns::open(Memory(ledger.shelf.0.clone()), entropy).ok().unwrap();
    for (n, message) in (0..).zip(&messages) {
        assert!(ledger.message(&one.id, &name(n)).is_ok_and(|m| m.bytes() == message.bytes()), "{n}");
    }
    let whole: usize = messages.iter().map(|m| m.bytes().len()).sum();
    let kept: usize = ledger.shelf.0.values().map(Vec::len).sum();
    assert!(kept * 5 < whole, "{kept} of {whole}");
    // To another address: the rest of the message as it was.
    ledger.apply(&one.id, &name(7), Event::Refused(Class::Permanent, Reply::new(550, "")), 6).ok().unwrap();
    let party = Party::new("Exemple 7", Address::read("other@example.net").ok().unwrap()).ok().unwrap();
    ledger.retry(&one.id, &name(7), Some(&party), 7).ok().unwrap();
    let again = ledger.message(&one.id, &name(7)).ok().unwrap();
    assert!(again.bytes() == messages[7].readdressed(&party).ok().unwrap().bytes());
}

fn tidy(ledger: &mut Campaigns<Memory>, one: &Campaign) {
    let counts = crate::mail::send::count(ledger, &one.id).ok().unwrap();
    ledger.tidy(&one.id, &counts).ok().unwrap();
}

#[test]
fn a_long_message_lies_in_pages_and_goes_with_them() {
    let texts: Vec<String> =
        [10, 90_000, 100, 60_000].into_iter().zip(0..).map(|(len, n)| noise(n, len)).collect();
    let (mut ledger, one, messages) = campaign_of(&texts);
    assert!(ledger.shelf.0.values().all(|v| v.len() <= 60 * 1024));
    for (n, message) in (0..).zip(&messages) {
        assert!(ledger.message(&one.id, &name(n)).is_ok_and(|m| m.bytes() == message.bytes()), "{n}");
    }
    let party = Party::new("Exemple 1", Address::read("other@example.net").ok().unwrap()).ok().unwrap();
    ledger.apply(&one.id, &name(1), Event::Refused(Class::Permanent, Reply::new(550, "")), 6).ok().unwrap();
    ledger.retry(&one.id, &name(1), Some(&party), 7).ok().unwrap();
    let again = ledger.message(&one.id, &name(1)).ok().unwrap();
    assert!(again.bytes() == messages[1].readdressed(&party).ok().unwrap().bytes());
    let before = ledger.shelf.0.values().map(Vec::len).sum::<usize>();
    assert!(before > 300_000);
    tidy(&mut ledger, &one);
    // What waits keeps the pattern; when nothing does, nothing of any message is left.
    assert!(ledger.message(&one.id, &name(3)).is_ok());
    for n in 0..4 {
        ledger.apply(&one.id, &name(n), Event::Cancel, 8).ok().unwrap();
    }
    tidy(&mut ledger, &one);
    let left = ledger.shelf.0.values().map(Vec::len).sum::<usize>();
    assert!(left < 1_000, "{left}");
}

#[test]
fn a_campaign_that_is_swept_or_erased_leaves_no_pattern_and_no_page() {
    let texts: Vec<String> = (0..3).map(|n| noise(n, 80_000)).collect();
    let (mut ledger, _, _) = campaign_of(&texts);
    ledger.erase_before(6).ok().unwrap();
    assert!(ledger.shelf.0.values().map(Vec::len).sum::<usize>() < 1_000);
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    let empty = ledger.shelf.0.len();
    let one = campaign(2, 2);
    ledger.begin(&one, &[name(0), name(1)]).ok().unwrap();
    let long = letter(&ledger, &one.id, 0, &noise(0, 80_000));
    ledger.add(&one, [(name(0), long)]).ok().unwrap();
    let ledger = Campaigns::open(Memory(ledger.shelf.0.clone()), entropy).ok().unwrap();
    // The directory page stays, empty.
    assert!(ledger.shelf.0.len() <= empty + 1 && ledger.campaigns().ok().unwrap().is_empty());
}

#[test]
fn a_record_with_a_wrong_length_or_pattern_is_damage() {
    let texts: Vec<String> = (0..2).map(|n| noise(n, 500)).collect();
    let (ledger, one, _) = campaign_of(&texts);
    let at = ledger.message_at(&one.id, &name(1));
    let fields = Fields::decode(&ledger.shelf.0[&at]).ok().unwrap();
    let length = fields.number(8).ok().unwrap();
    for wrong in [length - 1, length + 1, 0, u64::MAX] {
        let mut shelf = ledger.shelf.0.clone();
        let mut other = Fields::decode(&shelf[&at]).ok().unwrap();
        shelf.insert(at, other.set_number(8, wrong).encode());
        let other = Campaigns::open(Memory(shelf), entropy).ok().unwrap();
        assert!(matches!(other.message(&one.id, &name(1)), Err(LedgerError::Record(_))), "{wrong}");
    }
    let mut shelf = ledger.shelf.0.clone();
    shelf.remove(&ledger.place("pattern", &[&one.id]));
    let other = Campaigns::open(Memory(shelf), entropy).ok().unwrap();
    assert!(matches!(other.message(&one.id, &name(1)), Err(LedgerError::Missing)));
}

/// A shelf whose last run may have sent more than it says.
struct Doubtful(Memory, u64);

impl Shelf for Doubtful {
    fn get(&self, at: &Name) -> Result<Option<Vec<u8>>, ShelfError> {
        self.0.get(at)
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<(), ShelfError> {
        self.1 = 0;
        self.0.commit(writes)
    }

    fn in_doubt(&self) -> (u64, u64) {
        (self.1, 9)
    }
}

#[test]
fn what_may_have_left_behind_the_last_page_is_of_unknown_fate() {
    let fates = |doubt: u64, events: &[(u64, &[Event])]| {
        let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
        let one = campaign(1, 6);
        queue(&mut ledger, &one);
        ledger.complete(&one).ok().unwrap();
        for (member, events) in events {
            for event in *events {
                ledger.apply(&one.id, &name(*member), event.clone(), 6).ok().unwrap();
            }
        }
        let shelf = Doubtful(std::mem::take(&mut ledger.shelf), doubt);
        let ledger = Campaigns::open(shelf, entropy).ok().unwrap();
        assert_eq!(ledger.shelf.1, 0, "the shelf hears of it, whatever there is");
        let fate = |n| ledger.queue_entry(&one.id, &name(n)).ok().unwrap().state.fate().code();
        (0..6).map(fate).map(|code| code.chars().next().unwrap()).collect::<String>()
    };
    let begin = Event::Begin { again: false };
    let sent = [begin.clone(), Event::Accepted(Reply::new(250, "ok"))];
    assert_eq!(fates(0, &[(0, &sent)]), "sqqqqq");
    // From the beginning of the list, where nothing is known of the run.
    assert_eq!(fates(2, &[]), "uuqqqq");
    assert_eq!(fates(2, &[(0, &sent), (1, &sent)]), "ssuuqq");
    assert_eq!(fates(1, &[(0, &sent), (1, &[begin])]), "suuqqq");
    // A later run begins at the beginning again: what waits before the last one is in doubt too.
    let tried = [Event::NotSent];
    assert_eq!(fates(1, &[(0, &tried), (1, &sent), (3, &sent)]), "ususuq");
    // All that is left, and no more.
    assert_eq!(fates(99, &[(0, &sent)]), "suuuuu");
}
