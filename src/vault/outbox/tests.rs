use std::path::PathBuf;

use super::*;
use crate::{
    clock,
    vault::{
        Accept, Access, Identity,
        create::{Founder, create},
        error::VaultError,
        names::{RUN, RUN_COUNT},
    },
};

struct Home {
    dir: tempfile::TempDir,
    identity: Identity,
}

impl Home {
    fn new() -> Self {
        let home = Self { dir: tempfile::tempdir().unwrap(), identity: Identity::generate() };
        create(&home.at("vault"), &Founder::alone(&home.identity), clock::random).unwrap();
        let Err(VaultError::Strange(new)) = home.vault(&Accept::default()) else { panic!("known at once") };
        home.vault(&new.as_it_is()).unwrap();
        home
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn inner(&self, name: &str) -> PathBuf {
        Rooms::current(&self.at("vault")).unwrap().turn().join(name)
    }

    fn vault(&self, accept: &Accept) -> Result<Vault, VaultError> {
        let dir = self.at("vault");
        let recall = Recall::at(&self.at("config"), &dir, &self.identity, clock::random);
        Vault::open_known(&dir, &self.identity, Access::Write, clock::random, (recall, accept))
    }

    fn outbox(&self) -> Result<Outbox, VaultError> {
        self.vault(&Accept::default()).unwrap().outbox()
    }

    /// Cuts the power in a run: what was not synced outside is as it was at its last sync, at most.
    fn cut_power(&self, counted: u64) {
        let vault = self.vault(&Accept::default()).unwrap();
        let recall = vault.recall().unwrap();
        let mut mark = recall.outbox(vault.pen.vault()).unwrap().unwrap();
        let run = mark.run.as_mut().unwrap();
        (run.boot, run.counted) = ([1; 16], run.counted.min(counted));
        recall.outbox_is(mark, true).unwrap();
    }

    fn keep(&self, names: &[&str], to: &str) {
        let _ = fs::create_dir(self.at(to));
        for name in names {
            fs::copy(self.inner(name), self.at(to).join(name)).unwrap();
        }
    }

    fn put_back(&self, names: &[&str], from: &str) {
        for name in names {
            fs::copy(self.at(from).join(name), self.inner(name)).unwrap();
        }
    }
}

const FILES: [&str; 2] = [RUN, RUN_COUNT];

fn value(n: u8) -> Vec<(Id, Option<Vec<u8>>)> {
    vec![(Id([n; 16]), Some(vec![n; 10]))]
}

/// A run of ten pages, all at once, and what lay there after the fourth.
fn run() -> Home {
    let home = Home::new();
    let mut outbox = home.outbox().unwrap();
    outbox.begin_run(1).unwrap();
    for n in 1..=10 {
        outbox.commit(1, value(n)).unwrap();
        if n == 4 {
            home.keep(&FILES, "fourth");
        }
    }
    home
}

#[test]
fn a_kill_leaves_no_doubt_and_pages_put_back_are_missed() {
    let home = run();
    let outbox = home.outbox().unwrap();
    assert_eq!((outbox.doubtful(), outbox.pages), (0, 10));
    drop(outbox);
    home.put_back(&FILES, "fourth");
    assert!(matches!(home.outbox(), Err(VaultError::Run)));
}

/// What was reserved and is not there may have left: never more than twice what had gone out in half a second.
#[test]
fn a_power_cut_leaves_what_was_reserved_in_doubt() {
    let home = run();
    // Reserved one by one, then two, four, eight: up to the fifteenth.
    home.cut_power(10);
    assert_eq!(home.outbox().unwrap().doubtful(), 5);
    // Whoever puts pages back as well gets no message sent twice.
    home.put_back(&FILES, "fourth");
    assert!(matches!(home.outbox(), Err(VaultError::Run)));
    home.cut_power(2);
    let mut outbox = home.outbox().unwrap();
    assert_eq!((outbox.doubtful(), outbox.pages), (11, 4));
    // It was looked at, and the next commit ends the run.
    outbox.commit(2, Vec::new()).unwrap();
    assert_eq!(outbox.doubtful(), 0);
    drop(outbox);
    assert_eq!(home.outbox().unwrap().doubtful(), 0);
}

#[test]
fn a_run_that_this_device_does_not_know_is_in_doubt() {
    let home = run();
    let vault = home.vault(&Accept::default()).unwrap();
    let mark = vault.recall().unwrap().outbox(vault.pen.vault()).unwrap().unwrap();
    let note = |mark| vault.recall().unwrap().outbox_is(mark, true).unwrap();
    // Begun and not noted, with pages all the same.
    note(OutboxMark { run: None, commit: mark.commit - 1, ..mark });
    assert!(matches!(vault.outbox(), Err(VaultError::Run)));
    // Without: nothing has left.
    let place = run_place(
        vault.rooms.as_ref().unwrap(),
        *vault.pen.vault(),
        vault.outbox_keys().as_ref().unwrap_or_else(|_| unreachable!()),
        clock::random,
    );
    place.create(mark.run.unwrap().name).unwrap();
    assert_eq!(vault.outbox().unwrap().doubtful(), 0);
    note(OutboxMark { run: None, commit: mark.commit - 2, ..mark });
    assert!(matches!(vault.outbox(), Err(VaultError::Run)));
    // Further than what is here; or as far, and another one.
    for older in [
        OutboxMark { commit: mark.commit + 1, ..mark },
        OutboxMark { state: [1; 32], ..mark },
        OutboxMark { instance: [1; 8], ..mark },
    ] {
        note(older);
        assert!(matches!(vault.outbox(), Err(VaultError::OutboxOlder)));
    }
    // A repair goes ahead of all that is known.
    note(OutboxMark { commit: mark.commit + 7, ..mark });
    let mut outbox = vault.outbox_ticket().open_damaged().unwrap();
    outbox.commit(3, value(1)).unwrap();
    assert!(outbox.now().commit > mark.commit + 7);
    drop(outbox);
    vault.outbox().unwrap();
}
