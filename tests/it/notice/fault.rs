//! The outbox when the disk or the program fails in the middle: nobody twice, nobody forgotten (E12).

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use contrepoids::mail::{
    ledger::{Campaigns, Memory, Name, Shelf, ShelfError, Write},
    send::{self, Ended, Surroundings},
    smtp::{Limits, Server as Place, Smtp},
    transport::{Delivery, Recorder, Steps, Transport},
};

use crate::notice::{
    server::Server,
    support::{CAMPAIGN, counts, entropy, member, outbox, queue, run, states},
};

/// A shelf that fails from its n-th commit on, as a full disk or the end of the program would.
#[derive(Clone)]
struct Failing {
    inner: Rc<RefCell<Memory>>,
    left: Rc<RefCell<u64>>,
}

impl Shelf for Failing {
    fn get(&self, at: &Name) -> Result<Option<Vec<u8>>, ShelfError> {
        self.inner.borrow().get(at)
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<(), ShelfError> {
        let mut left = self.left.borrow_mut();
        if *left == 0 {
            return Err("the disk is full".into());
        }
        *left -= 1;
        self.inner.borrow_mut().commit(writes)
    }
}

fn client(server: &Server) -> Smtp {
    Smtp::new(Place::read(&server.url()).ok().unwrap(), None, Limits::default())
}

/// For every commit of a run: it fails there, a new run follows, and the server has each message at most once.
#[test]
fn a_failure_at_any_commit_sends_nobody_twice() {
    let count = 6;
    // One commit before each final dot, which stores the answer before it too, one at the end, and one that tidies up.
    for limit in 0..=(count + 2) {
        let server = Server::kind();
        let shelf = Failing { inner: Rc::default(), left: Rc::new(RefCell::new(u64::MAX)) };
        let mut ledger = queue(shelf.clone(), count);
        *shelf.left.borrow_mut() = limit;
        let first = run(&mut ledger, &mut client(&server), false);
        assert_eq!(first.is_err(), limit < count + 2);
        drop(ledger);
        *shelf.left.borrow_mut() = u64::MAX;
        let mut ledger = Campaigns::open(shelf, entropy).ok().unwrap();
        run(&mut ledger, &mut client(&server), false).ok().unwrap();
        let counts = counts(&ledger);
        // It failed after an answer, before the answer was stored. One message of unknown fate, no more.
        let unknown = u64::from((1..=count).contains(&limit));
        assert_eq!(counts.get("unknown").copied().unwrap_or(0), unknown, "{limit}");
        assert_eq!(counts.get("sent"), Some(&(count - unknown)), "{limit}");
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        for to in server.accepted() {
            *seen.entry(to).or_default() += 1;
        }
        assert!(seen.len() as u64 == count && seen.values().all(|n| *n == 1), "{limit}: {seen:?}");
    }
}

#[test]
fn a_failure_while_queueing_leaves_nothing_to_send() {
    for limit in 0..4 {
        let shelf = Failing { inner: Rc::default(), left: Rc::new(RefCell::new(limit)) };
        let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| queue(shelf.clone(), 3)));
        assert!(built.is_err());
        *shelf.left.borrow_mut() = u64::MAX;
        let ledger = Campaigns::open(shelf, entropy).ok().unwrap();
        assert!(ledger.campaigns().ok().unwrap().is_empty(), "{limit}");
    }
}

/// The state is stored before the transport is let through, and what it stored says *sending*.
#[test]
fn sending_is_stored_before_the_message_can_leave() {
    struct Watch(Failing, Vec<bool>);
    impl Transport for Watch {
        fn deliver(&mut self, _: &contrepoids::mail::Message, steps: &mut dyn Steps) -> Delivery {
            steps.before_dot().unwrap();
            let ledger = Campaigns::open(self.0.clone(), entropy).ok().unwrap();
            self.1.push(counts(&ledger).get("sending") == Some(&1));
            Delivery::Unknown
        }
    }
    let shelf = Failing { inner: Rc::default(), left: Rc::new(RefCell::new(u64::MAX)) };
    let mut ledger = queue(shelf.clone(), 2);
    let mut watch = Watch(shelf, Vec::new());
    run(&mut ledger, &mut watch, false).ok().unwrap();
    assert_eq!(watch.1, [true, true]);
}

#[test]
fn a_person_who_stops_the_run_resumes_where_it_was() {
    let mut ledger = outbox(5);
    let mut recorder = Recorder::default();
    let asked = RefCell::new(0);
    let stopped = || {
        *asked.borrow_mut() += 1;
        *asked.borrow() > 3
    };
    let mut around = Surroundings {
        now_ms: &mut || 1,
        wait: &mut || {},
        stopped: &stopped,
        progress: &mut |_, _| {},
        together: true,
    };
    let done = send::run(&mut ledger, &CAMPAIGN, &mut recorder, false, &mut around).ok().unwrap();
    assert_eq!(done.ended, Some(Ended::Interrupted));
    assert_eq!(states(&ledger, 5), ["sent", "sent", "sent", "queued", "queued"]);
    run(&mut ledger, &mut recorder, false).ok().unwrap();
    let to: Vec<&str> = recorder.taken.iter().map(|m| m.to().as_str()).collect();
    assert_eq!(
        to,
        ["m0@example.net", "m1@example.net", "m2@example.net", "m3@example.net", "m4@example.net"]
    );
}

#[test]
fn a_cancelled_message_is_never_sent() {
    let mut ledger = outbox(2);
    ledger.apply(&CAMPAIGN, &member(0), contrepoids::mail::outbox::Event::Cancel, 1).ok().unwrap();
    let mut recorder = Recorder::default();
    run(&mut ledger, &mut recorder, true).ok().unwrap();
    assert_eq!((recorder.taken.len(), states(&ledger, 2)), (1, vec!["cancelled", "sent"]));
}
