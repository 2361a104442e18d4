//! The `Date` of a message is that of its first try, and stays on every later one.

use contrepoids::mail::{
    Message,
    ledger::{Campaigns, Memory},
    outbox::{Class, Reply},
    send::{self, Surroundings},
    transport::{Delivery, Steps, Transport},
};

use crate::{
    notice::{
        people::section,
        support::{CAMPAIGN, member, outbox},
    },
    support::Env,
};

/// Answers as told, and keeps the bytes of each try.
struct Told {
    answer: fn() -> Delivery,
    begins: bool,
    tries: Vec<(String, String)>,
}

impl Transport for Told {
    fn deliver(&mut self, message: &Message, steps: &mut dyn Steps) -> Delivery {
        if self.begins && steps.before_dot().is_err() {
            return Delivery::Halted;
        }
        let text = String::from_utf8(message.bytes().to_vec()).unwrap();
        let header = |name: &str| text.lines().find_map(|l| l.strip_prefix(name)).unwrap().to_owned();
        self.tries.push((header("Date: "), header("Message-ID: ")));
        (self.answer)()
    }
}

fn later() -> Delivery {
    Delivery::Refused(Class::Transient, Reply::new(451, "later"))
}

fn taken() -> Delivery {
    Delivery::Accepted(Reply::new(250, "ok"))
}

/// Sends what is due at a time; returns `Date` and `Message-ID` of each try.
fn sent(
    ledger: &mut Campaigns<Memory>,
    at_ms: u64,
    answer: fn() -> Delivery,
    (begins, again): (bool, bool),
) -> Vec<(String, String)> {
    let mut told = Told { answer, begins, tries: Vec::new() };
    let mut around = Surroundings {
        now_ms: &mut || at_ms,
        wait: &mut || {},
        stopped: &|| false,
        progress: &mut |_, _| {},
        together: true,
    };
    send::run(ledger, &CAMPAIGN, &mut told, again, &mut around).ok().unwrap();
    told.tries
}

const DAY: u64 = 24 * 60 * 60 * 1000;
/// When the messages of the outbox were written: 15 January 2027.
const WRITTEN: u64 = 1_800_000_000_000;

#[test]
fn a_message_bears_the_time_of_its_first_try_and_keeps_it() {
    let mut ledger = outbox(2);
    let first = sent(&mut ledger, WRITTEN + 5 * DAY, later, (true, false));
    assert!(first.iter().all(|(date, _)| date.starts_with("Wed, 20 Jan 2027")), "{first:?}");
    let second = sent(&mut ledger, WRITTEN + 9 * DAY, taken, (true, false));
    assert_eq!(first, second);
}

#[test]
fn a_try_that_ended_before_anything_left_sets_no_date() {
    let mut ledger = outbox(1);
    sent(&mut ledger, WRITTEN + DAY, later, (false, false));
    assert_eq!(ledger.queue_entry(&CAMPAIGN, &member(0)).ok().unwrap().dated(), None);
    let second = sent(&mut ledger, WRITTEN + 5 * DAY, taken, (true, false));
    assert!(second[0].0.starts_with("Wed, 20 Jan 2027"), "{second:?}");
}

#[test]
fn a_message_of_unknown_fate_is_the_same_when_a_yes_sends_it_again() {
    let mut ledger = outbox(1);
    let first = sent(&mut ledger, WRITTEN + 5 * DAY, || Delivery::Unknown, (true, false));
    let second = sent(&mut ledger, WRITTEN + 6 * DAY, taken, (true, true));
    assert_eq!(first, second);
}

#[test]
fn a_message_put_back_after_a_refusal_for_good_keeps_its_date() {
    let mut ledger = outbox(1);
    let refused = || Delivery::Refused(Class::Permanent, Reply::new(550, "no"));
    let first = sent(&mut ledger, WRITTEN + 5 * DAY, refused, (true, false));
    let to = crate::notice::support::party("Camille", "other@example.net");
    ledger.retry(&CAMPAIGN, &member(0), Some(&to), WRITTEN + 6 * DAY).ok().unwrap();
    let second = sent(&mut ledger, WRITTEN + 7 * DAY, taken, (true, false));
    assert_eq!(first, second);
}

/// The `Date` of the one file of a folder, in seconds since 1970.
fn date_of_file(env: &Env, folder: &str) -> i64 {
    let file = std::fs::read_dir(env.path(folder)).unwrap().next().unwrap().unwrap();
    let text = std::fs::read_to_string(file.path()).unwrap();
    let date = text.lines().find_map(|l| l.strip_prefix("Date: ")).unwrap();
    chrono::DateTime::parse_from_rfc2822(date).unwrap().timestamp()
}

#[test]
fn a_file_is_dated_when_it_is_written() {
    let env = section(1);
    env.run(["notice", "queue", "welcome", "--from", "equipe@section.example.org"]).ok();
    let between = i64::try_from(contrepoids::clock::now_ms() / 1000).unwrap();
    // A `Date` counts seconds: the next one begins before the files are written.
    while i64::try_from(contrepoids::clock::now_ms() / 1000).unwrap() <= between {
        std::thread::yield_now();
    }
    env.run(["notice", "send", "--eml-dir", "out", "--really"]).ok();
    assert!(date_of_file(&env, "out") > between);
}
