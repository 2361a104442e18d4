//! The states of a message, and the moves between them. Pure.
//!
//! ```text
//!            ┌────────────── cancelled
//! queued ────┤                       ┌─ sent
//!   ▲        └─ sending ─────────────┼─ failed (permanent)
//!   │              │                 └─ failed (transient) ─┐
//!   │              └─ unknown ── (typed yes) ──┐            │
//!   └─ skipped     (no answer,                 ▼            ▼
//!                   or the program ended)     sending ◄─────┘
//! ```
//!
//! *Sending* is stored before the final dot can leave. So whoever finds it stored, and no one sending, knows only
//! that the message may have been delivered: it becomes *unknown*, and nothing but a yes sends it again.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::{
    base::{Lang, word::codes},
    mail::record::{Fields, RecordError},
};

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// Stored, not tried.
    Queued,
    /// The final dot may have left.
    Sending,
    /// The server took it.
    Sent {
        /// What the server answered.
        reply: Reply,
    },
    /// The server refused it, or could not be reached before the final dot.
    Failed {
        /// Whether trying again may help.
        class: Class,
        /// What the server answered, if it did.
        reply: Option<Reply>,
    },
    /// It may have been delivered and may not.
    Unknown,
    /// Left out on purpose, before anything was tried.
    Skipped,
    /// Taken back before it was sent.
    Cancelled,
}

/// Whether trying again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Later it may go through.
    Transient,
    /// It will not go through.
    Permanent,
}

/// An answer of the server. The words may name the recipient: they stay sealed with the record.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The three digits.
    pub code: u16,
    /// The words, in printable ASCII, at most [`WORDS_MAX`] characters; [`STORED_MAX`] of them are stored.
    pub text: String,
    /// Whether the server answered to the recipient or the message, not to the sender or the connection. Not stored.
    pub of_recipient: bool,
}

/// The most characters of an answer that are judged.
pub const WORDS_MAX: usize = 1000;
/// The most characters of an answer that are stored.
pub const STORED_MAX: usize = 200;

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reply({})", self.code)
    }
}

impl Reply {
    /// Keeps an answer, cleaned: it comes from a stranger and is shown on a terminal later.
    #[must_use]
    pub fn new(code: u16, text: &str) -> Self {
        let clean = |c: char| if c.is_ascii_graphic() || c == ' ' { c } else { '?' };
        Self { code, text: text.chars().map(clean).take(WORDS_MAX).collect(), of_recipient: false }
    }

    /// Returns the words that are stored.
    fn stored(&self) -> &str {
        // It is ASCII: a character is a byte.
        self.text.get(..STORED_MAX).unwrap_or(&self.text)
    }

    /// Keeps whether the server answered to the recipient or the message.
    #[must_use]
    pub fn to_recipient(mut self, of_recipient: bool) -> Self {
        self.of_recipient = of_recipient;
        self
    }
}

/// What happens to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The program is about to send the final dot.
    Begin {
        /// Whether a person typed that messages of unknown fate are to be sent again.
        again: bool,
    },
    /// The server took it.
    Accepted(Reply),
    /// The server refused it.
    Refused(Class, Reply),
    /// The connection failed before the final dot.
    NotSent,
    /// There was no answer after the final dot, or the program ended in between.
    Lost,
    /// What was known of a run is damaged: the message may have left in it.
    Doubt,
    /// The outbox is an older one: the message may have left since, whatever is said of it here.
    Older,
    /// A person takes it back.
    Cancel,
    /// A person puts a message that failed back among those that wait.
    Retry,
}

/// A move that the states do not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a message in this state cannot do that")]
pub struct NoSuchMove;

impl State {
    /// Returns the state after an event.
    ///
    /// # Errors
    /// [`NoSuchMove`]: above all, nothing leads out of *sent*, and only a yes out of *unknown*.
    pub fn after(&self, event: Event) -> Result<Self, NoSuchMove> {
        use State::{Cancelled, Failed, Queued, Sending, Sent, Unknown};
        let transient = |reply| Failed { class: Class::Transient, reply };
        match (self, event) {
            (Queued | Failed { class: Class::Transient, .. }, Event::Begin { .. })
            | (Unknown, Event::Begin { again: true }) => Ok(Sending),
            (Sending, Event::Accepted(reply)) => Ok(Sent { reply }),
            (Sending | Queued | Failed { class: Class::Transient, .. }, Event::Refused(class, reply)) => {
                Ok(Failed { class, reply: Some(reply) })
            }
            (Sending | Queued | Failed { class: Class::Transient, .. }, Event::NotSent) => {
                Ok(transient(None))
            }
            // In the second case a second try ended before its dot; of the first nobody knows: it stays so.
            (Sending, Event::Lost)
            | (Unknown, Event::NotSent | Event::Refused(..))
            | (Queued | Sending | Failed { class: Class::Transient, .. }, Event::Doubt)
            | (Queued | Sending | Failed { .. }, Event::Older) => Ok(Unknown),
            (Queued | Failed { .. }, Event::Cancel) => Ok(Cancelled),
            (Failed { .. }, Event::Retry) => Ok(Queued),
            _ => Err(NoSuchMove),
        }
    }

    /// Tells whether a run sends this message.
    #[must_use]
    pub fn is_due(&self, again: bool) -> bool {
        self.after(Event::Begin { again }).is_ok()
    }

    /// Returns where the message stands, without what the server said.
    #[must_use]
    pub const fn fate(&self) -> Fate {
        match self {
            Self::Queued => Fate::Queued,
            Self::Sending => Fate::Sending,
            Self::Sent { .. } => Fate::Sent,
            Self::Failed { class: Class::Transient, .. } => Fate::ToRetry,
            Self::Failed { class: Class::Permanent, .. } => Fate::Refused,
            Self::Unknown => Fate::Unknown,
            Self::Skipped => Fate::Skipped,
            Self::Cancelled => Fate::Cancelled,
        }
    }
}

codes! {
    /// Where a message stands, as it is counted, stored beside old campaigns and shown: in the order of its codes, which is
    /// that of the counts.
    Fate {
        Cancelled = "cancelled", "annulé", "cancelled";
        Refused = "failed-permanent", "refusé", "refused";
        ToRetry = "failed-transient", "à réessayer", "to be tried again";
        Queued = "queued", "en attente", "waiting";
        Sending = "sending", "en cours d’envoi", "being sent";
        Sent = "sent", "envoyé", "sent";
        Skipped = "skipped", "laissé de côté", "left out";
        Unknown = "unknown", "au sort inconnu", "of unknown fate";
    }
}

/// How many messages have each fate.
pub type Counts = BTreeMap<Fate, u64>;

impl Fate {
    /// Tells whether the message neither left nor was given up: a run that ends with one such has not sent everything.
    #[must_use]
    pub const fn is_unsent(self) -> bool {
        match self {
            Self::Sent | Self::Cancelled | Self::Skipped => false,
            Self::Refused | Self::ToRetry | Self::Queued | Self::Sending | Self::Unknown => true,
        }
    }

    /// Returns the words for so many messages.
    #[must_use]
    pub const fn of(self, lang: Lang, count: u64) -> &'static str {
        match (self, lang) {
            (Self::Cancelled, Lang::Fr) if count > 1 => "annulés",
            (Self::Refused, Lang::Fr) if count > 1 => "refusés",
            (Self::Sent, Lang::Fr) if count > 1 => "envoyés",
            (Self::Skipped, Lang::Fr) if count > 1 => "laissés de côté",
            (fate, lang) => fate.words(lang),
        }
    }
}

/// The state of one message as stored, with when it was reached and how many times the message was tried.
#[derive(Clone, PartialEq, Eq)]
pub struct QueueEntry {
    /// Where the message stands.
    pub state: State,
    /// Since when, in milliseconds since 1970 UTC.
    pub at_ms: u64,
    /// How many times the final dot may have left.
    pub tries: u64,
    /// Whether an earlier try ended without an answer: no later failure can say that it was not delivered.
    pub doubt: bool,
    fields: Fields,
}

const STATE: u64 = 1;
const AT: u64 = 2;
const CODE: u64 = 3;
const TEXT: u64 = 4;
const TRIES: u64 = 5;
const DOUBT: u64 = 6;
const STOP: u64 = 7;
const RETURNED: u64 = 8;
const OWN_FILE: u64 = 9;
const PAGES: u64 = 10;
const DATED: u64 = 11;

impl QueueEntry {
    /// Starts the record of a message that was queued.
    #[must_use]
    pub fn queued(at_ms: u64) -> Self {
        Self { state: State::Queued, at_ms, tries: 0, doubt: false, fields: Fields::default() }
    }

    /// Returns the word by which a reply asks for no more of these, if the message has one.
    #[must_use]
    pub fn stop(&self) -> Option<String> {
        self.fields.text(STOP).ok()
    }

    /// Keeps the word by which a reply asks for no more of these.
    #[must_use]
    pub fn with_stop(mut self, stop: Option<&str>) -> Self {
        if let Some(stop) = stop {
            self.fields.set_text(STOP, stop);
        }
        self
    }

    /// Tells whether the message has a file of its own.
    #[must_use]
    pub fn owns_file(&self) -> bool {
        self.fields.has(OWN_FILE)
    }

    /// Keeps whether the message has a file of its own.
    #[must_use]
    pub fn with_own_file(mut self, own: bool) -> Self {
        if own {
            self.fields.set_number(OWN_FILE, 1);
        }
        self
    }

    /// Returns in how many pages the message lies that did not fit its record.
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.fields.number(PAGES).unwrap_or_default()
    }

    /// Keeps in how many pages the message lies that did not fit its record.
    #[must_use]
    pub fn with_pages(mut self, pages: u64) -> Self {
        if pages == 0 {
            self.fields.remove(PAGES);
        } else {
            self.fields.set_number(PAGES, pages);
        }
        self
    }

    /// Returns the time that the message bears as its `Date`: that of its first try, the same on every later one. None before.
    #[must_use]
    pub fn dated(&self) -> Option<u64> {
        self.fields.number(DATED).ok()
    }

    /// Tells whether the message bears the day of its queueing: it was tried by a program that wrote no other.
    #[must_use]
    pub fn keeps_date(&self) -> bool {
        self.tries > 0 && self.dated().is_none()
    }

    /// Tells whether the message came back: `Some(true)` for good, `Some(false)` for a time.
    #[must_use]
    pub fn returned(&self) -> Option<bool> {
        self.fields.number(RETURNED).ok().map(|n| n == 2)
    }

    /// Keeps that the message came back.
    #[must_use]
    pub fn with_returned(mut self, for_good: bool) -> Self {
        self.fields.set_number(RETURNED, if for_good { 2 } else { 1 });
        self
    }

    /// Returns the record after an event.
    ///
    /// # Errors
    /// [`NoSuchMove`].
    pub fn after(&self, event: Event, at_ms: u64) -> Result<Self, NoSuchMove> {
        let tries = self.tries.saturating_add(u64::from(matches!(event, Event::Begin { .. })));
        let state = match self.state.after(event)? {
            State::Failed { .. } if self.doubt => State::Unknown,
            state => state,
        };
        let doubt = self.doubt || state == State::Unknown;
        let mut fields = self.fields.clone();
        if self.tries == 0 && tries > 0 {
            fields.set_number(DATED, at_ms);
        }
        Ok(Self { state, at_ms, tries, doubt, fields })
    }

    /// Reads a record.
    ///
    /// # Errors
    /// [`RecordError`], also for a state that this program does not know.
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let fields = Fields::decode(bytes)?;
        let reply = || -> Result<Option<Reply>, RecordError> {
            if !fields.has(CODE) {
                return Ok(None);
            }
            let code = u16::try_from(fields.number(CODE)?).map_err(|_| RecordError::Malformed)?;
            Ok(Some(Reply::new(code, &fields.text(TEXT)?)))
        };
        let state = match fields.number(STATE)? {
            0 => State::Queued,
            1 => State::Sending,
            2 => State::Sent { reply: reply()?.ok_or(RecordError::Malformed)? },
            3 => State::Failed { class: Class::Transient, reply: reply()? },
            4 => State::Failed { class: Class::Permanent, reply: reply()? },
            5 => State::Unknown,
            6 => State::Skipped,
            7 => State::Cancelled,
            _ => return Err(RecordError::Malformed),
        };
        let (at_ms, tries, doubt) = (fields.number(AT)?, fields.number(TRIES)?, fields.has(DOUBT));
        Ok(Self { state, at_ms, tries, doubt, fields })
    }

    /// Returns the bytes of the record.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut fields = self.fields.clone();
        let (number, reply) = match &self.state {
            State::Queued => (0, None),
            State::Sending => (1, None),
            State::Sent { reply } => (2, Some(reply)),
            State::Failed { class: Class::Transient, reply } => (3, reply.as_ref()),
            State::Failed { class: Class::Permanent, reply } => (4, reply.as_ref()),
            State::Unknown => (5, None),
            State::Skipped => (6, None),
            State::Cancelled => (7, None),
        };
        fields.set_number(STATE, number).set_number(AT, self.at_ms).set_number(TRIES, self.tries);
        if self.doubt {
            fields.set_number(DOUBT, 1);
        }
        match reply {
            Some(reply) => fields.set_number(CODE, u64::from(reply.code)).set_text(TEXT, reply.stored()),
            None => fields.remove(CODE).remove(TEXT),
        };
        fields.encode()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reply() -> impl Strategy<Value = Reply> {
        (200_u16..600, "[ -~]{0,30}").prop_map(|(code, text)| Reply::new(code, &text))
    }

    fn class() -> impl Strategy<Value = Class> {
        prop_oneof![Just(Class::Transient), Just(Class::Permanent)]
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            any::<bool>().prop_map(|again| Event::Begin { again }),
            reply().prop_map(Event::Accepted),
            (class(), reply()).prop_map(|(class, reply)| Event::Refused(class, reply)),
            Just(Event::NotSent),
            Just(Event::Lost),
            Just(Event::Doubt),
            Just(Event::Older),
            Just(Event::Cancel),
            Just(Event::Retry),
        ]
    }

    fn state() -> impl Strategy<Value = State> {
        prop_oneof![
            Just(State::Queued),
            Just(State::Sending),
            reply().prop_map(|reply| State::Sent { reply }),
            (class(), proptest::option::of(reply()))
                .prop_map(|(class, reply)| State::Failed { class, reply }),
            Just(State::Unknown),
            Just(State::Skipped),
            Just(State::Cancelled),
        ]
    }

    #[test]
    fn the_straight_way() {
        let ok = Reply::new(250, "ok");
        let queue_entry = QueueEntry::queued(1).after(Event::Begin { again: false }, 2).unwrap();
        assert_eq!((queue_entry.state.fate(), queue_entry.tries), (Fate::Sending, 1));
        let queue_entry = queue_entry.after(Event::Accepted(ok.clone()), 3).unwrap();
        assert_eq!((queue_entry.state.clone(), queue_entry.at_ms), (State::Sent { reply: ok }, 3));
        assert!(!queue_entry.state.is_due(true));
    }

    #[test]
    fn unknown_needs_a_yes_and_stays_unknown_without_an_answer() {
        let unknown = State::Sending.after(Event::Lost).unwrap();
        assert_eq!(unknown, State::Unknown);
        assert!(!unknown.is_due(false) && unknown.is_due(true));
        assert_eq!(unknown.after(Event::NotSent), Ok(State::Unknown));
        assert_eq!(unknown.after(Event::Refused(Class::Permanent, Reply::new(550, ""))), Ok(State::Unknown));
        assert_eq!(unknown.after(Event::Cancel), Err(NoSuchMove));
    }

    #[test]
    fn a_failure_does_not_settle_an_earlier_doubt() {
        let queue_entry = QueueEntry::queued(1)
            .after(Event::Begin { again: false }, 2)
            .unwrap()
            .after(Event::Lost, 3)
            .unwrap();
        let queue_entry = queue_entry.after(Event::Begin { again: true }, 4).unwrap();
        assert_eq!(queue_entry.after(Event::NotSent, 5).unwrap().state, State::Unknown);
        let refused = Event::Refused(Class::Permanent, Reply::new(550, ""));
        assert_eq!(queue_entry.after(refused, 5).unwrap().state, State::Unknown);
        let sent = queue_entry.after(Event::Accepted(Reply::new(250, "")), 5).unwrap();
        assert_eq!(sent.state.fate(), Fate::Sent);
    }

    #[test]
    fn a_failure_goes_back_and_nothing_else_does() {
        let reply = Reply::new(550, "");
        for class in [Class::Permanent, Class::Transient] {
            let failed = State::Failed { class, reply: Some(reply.clone()) };
            assert_eq!(failed.after(Event::Retry), Ok(State::Queued));
        }
        for other in [State::Queued, State::Sending, State::Sent { reply }, State::Unknown, State::Cancelled]
        {
            assert_eq!(other.after(Event::Retry), Err(NoSuchMove));
        }
    }

    /// A row for each state, a column for each event; `-` where there is no such move, `soft` and `hard` for the two failures.
    const MOVES: &str = "
        state     begin   again   accepted soft    hard    not-sent lost    doubt   older   cancel    retry
        queued    sending sending -        soft    hard    soft     -       unknown unknown cancelled -
        sending   -       -       sent     soft    hard    soft     unknown unknown unknown -         -
        sent      -       -       -        -       -       -        -       -       -       -         -
        soft      sending sending -        soft    hard    soft     -       unknown unknown cancelled queued
        hard      -       -       -        -       -       -        -       -       unknown cancelled queued
        unknown   -       sending -        unknown unknown unknown  -       -       -       -         -
        skipped   -       -       -        -       -       -        -       -       -       -         -
        cancelled -       -       -        -       -       -        -       -       -       -         -";

    fn named(state: &str) -> State {
        let reply = Reply::new(550, "no");
        let all = [
            State::Queued,
            State::Sending,
            State::Sent { reply: reply.clone() },
            State::Failed { class: Class::Transient, reply: None },
            State::Failed { class: Class::Permanent, reply: Some(reply) },
            State::Unknown,
            State::Skipped,
            State::Cancelled,
        ];
        let fates: std::collections::BTreeSet<&str> = all.iter().map(|s| s.fate().code()).collect();
        assert!(Fate::ALL.iter().all(|f| fates.contains(f.code())), "a state of each fate");
        all.into_iter().find(|s| s.fate().code() == state).unwrap()
    }

    #[test]
    fn every_move_and_no_other() {
        let reply = Reply::new(451, "later");
        let events = [
            Event::Begin { again: false },
            Event::Begin { again: true },
            Event::Accepted(reply.clone()),
            Event::Refused(Class::Transient, reply.clone()),
            Event::Refused(Class::Permanent, reply.clone()),
            Event::NotSent,
            Event::Lost,
            Event::Doubt,
            Event::Older,
            Event::Cancel,
            Event::Retry,
        ];
        let moves = MOVES.replace("soft", "failed-transient").replace("hard", "failed-permanent");
        let rows = moves.lines().skip(2);
        assert_eq!(rows.clone().count(), Fate::ALL.len());
        for row in rows {
            let words: Vec<_> = row.split_whitespace().collect();
            let (state, row) = (named(words[0]), &words[1..]);
            assert_eq!(row.len(), events.len());
            for (event, word) in events.iter().zip(row) {
                let next = state.after(event.clone());
                assert_eq!(
                    next.as_ref().map_or("-", |s| s.fate().code()),
                    *word,
                    "{} after {event:?}",
                    state.fate().code()
                );
                // What the server said is kept, and nothing else is.
                let (Ok(State::Failed { reply: kept, .. }), refused) = (next, event) else { continue };
                assert_eq!(kept, matches!(refused, Event::Refused(..)).then(|| reply.clone()));
            }
            assert_eq!((state.is_due(false), state.is_due(true)), (row[0] != "-", row[1] != "-"));
        }
    }

    #[test]
    fn what_was_noted_of_a_message_stays_with_it() {
        let bare = QueueEntry::queued(7);
        assert_eq!((bare.stop(), bare.owns_file(), bare.pages(), bare.returned()), (None, false, 0, None));
        assert_eq!((bare.at_ms, bare.tries, bare.doubt, bare.dated()), (7, 0, false, None));
        let same = bare.clone().with_stop(None).with_own_file(false).with_pages(0);
        assert!(same == bare);
        let noted = bare.with_stop(Some("STOP")).with_own_file(true).with_pages(3).with_returned(true);
        let later = noted.after(Event::Begin { again: false }, 8).unwrap();
        let read = QueueEntry::decode(&later.encode()).ok().unwrap();
        for queue_entry in [&noted, &later, &read] {
            assert_eq!((queue_entry.stop().as_deref(), queue_entry.owns_file()), (Some("STOP"), true));
            assert_eq!((queue_entry.pages(), queue_entry.returned()), (3, Some(true)));
        }
        assert_eq!(noted.clone().with_returned(false).returned(), Some(false));
        assert_eq!(noted.with_pages(0).pages(), 0);
        assert!(Reply::new(550, "").to_recipient(true).of_recipient && !Reply::new(550, "").of_recipient);
    }

    #[test]
    fn the_first_try_dates_a_message_and_no_later_one_does() {
        let (begin, lost) = (Event::Begin { again: true }, Event::Lost);
        let queued = QueueEntry::queued(1);
        assert!(!queued.keeps_date());
        assert_eq!(queued.after(Event::Cancel, 2).unwrap().dated(), None, "it was never tried");
        let first = queued.after(begin.clone(), 3).unwrap();
        assert_eq!((first.dated(), first.tries, first.doubt, first.keeps_date()), (Some(3), 1, false, false));
        let second = first.after(lost, 4).unwrap().after(begin.clone(), 5).unwrap();
        assert_eq!((second.dated(), second.tries, second.doubt), (Some(3), 2, true));
        // A program that wrote no date has tried it: the day of its queueing stays.
        let old = QueueEntry { tries: 1, state: State::Unknown, ..QueueEntry::queued(1) };
        assert!(old.keeps_date());
        let again = old.after(begin, 6).unwrap();
        assert_eq!((again.dated(), again.keeps_date()), (None, true));
    }

    #[test]
    fn a_failure_without_a_doubt_is_a_failure() {
        let begun = QueueEntry::queued(1).after(Event::Begin { again: false }, 2).unwrap();
        let failed = begun.after(Event::NotSent, 3).unwrap();
        assert_eq!((failed.state.fate().code(), failed.doubt), ("failed-transient", false));
        assert_eq!(begun.after(Event::Lost, 3).unwrap().state.fate().code(), "unknown");
    }

    #[test]
    fn counts_stand_in_the_order_of_their_codes_and_agree_in_number() {
        assert!(Fate::CODES.is_sorted());
        assert_eq!(Fate::ALL.iter().filter(|f| !f.is_unsent()).count(), 3);
        let said = |n| Fate::ALL.iter().map(|f| f.of(Lang::Fr, n)).collect::<Vec<_>>();
        let plural = ["annulés", "refusés", "envoyés", "laissés de côté"];
        assert!(plural.iter().all(|w| said(2).contains(w) && !said(1).contains(w) && !said(0).contains(w)));
        assert!(Fate::ALL.iter().all(|f| f.of(Lang::En, 2) == f.words(Lang::En)));
    }

    #[test]
    fn a_reply_is_cleaned() {
        let reply = Reply::new(550, &format!("a\u{1b}[31m\r\né{}", "x".repeat(500)));
        assert_eq!((reply.text.chars().count(), reply.stored().len()), (509, STORED_MAX));
        assert_eq!(Reply::new(550, &"é".repeat(5000)).text.len(), WORDS_MAX);
        assert!(reply.text.starts_with("a?[31m???x"));
        assert_eq!(format!("{reply:?}"), "Reply(550)");
    }

    proptest! {
        /// Nothing leads out of the states that end, and only a Begin leads to *sending*.
        #[test]
        fn no_move_sends_twice(state in state(), event in event()) {
            let next = state.after(event.clone());
            if matches!(state, State::Sent { .. } | State::Cancelled | State::Skipped) {
                prop_assert!(next.is_err());
            }
            if let Ok(next) = next {
                prop_assert_eq!(matches!(next, State::Sending), matches!(event, Event::Begin { .. }));
                let sent = matches!(next, State::Sent { .. });
                prop_assert_eq!(sent, matches!(event, Event::Accepted(_)));
                prop_assert!(!sent || state == State::Sending);
                if matches!(event, Event::Doubt | Event::Older) {
                    prop_assert_eq!(&next, &State::Unknown);
                }
                if state == State::Unknown {
                    let again = event == Event::Begin { again: true };
                    prop_assert!(next == State::Unknown || again);
                }
            }
        }

        #[test]
        fn reads_what_it_writes(state in state(), at_ms: u64, tries in 0_u64..9, doubt: bool) {
            let queue_entry = QueueEntry { state, at_ms, tries, doubt, fields: Fields::default() };
            let read = QueueEntry::decode(&queue_entry.encode()).ok().unwrap();
            prop_assert_eq!((&read.state, read.at_ms, read.tries, read.doubt), (&queue_entry.state, at_ms, tries, doubt));
        }

        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = QueueEntry::decode(&bytes);
        }
    }
}
