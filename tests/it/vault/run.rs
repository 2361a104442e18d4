//! The outbox while mail goes out: a run of small commits in a file of its own, cut off at any moment.

use std::{collections::BTreeMap, fs};

use contrepoids::{
    base::Id,
    vault::{Access, Outbox, VaultError, Verb},
};
use proptest::prelude::*;

use super::support::{Home, copy};

/// As many commits as one run file takes.
const SLOTS: u32 = 512;

fn open(home: &Home) -> Outbox {
    try_open(home).unwrap_or_else(|e| panic!("{e}"))
}

fn try_open(home: &Home) -> Result<Outbox, VaultError> {
    home.open(Access::Read).outbox()
}

fn id(n: u32) -> Id {
    let mut out = [0; 16];
    out[..4].copy_from_slice(&n.to_be_bytes());
    Id(out)
}

fn value(outbox: &Outbox, n: u32) -> Option<Vec<u8>> {
    outbox.get(&id(n)).unwrap().map(|v| v.to_vec())
}

/// A run with three commits, cut off.
fn cut() -> Home {
    let home = Home::new();
    let mut outbox = open(&home);
    outbox.commit(1, vec![(id(1), Some(b"before".to_vec()))]).unwrap();
    outbox.begin_run(2).unwrap();
    outbox.commit(3, vec![(id(2), Some(b"two".to_vec())), (id(1), None)]).unwrap();
    outbox.commit(4, vec![(id(3), Some(b"three".to_vec()))]).unwrap();
    outbox.commit(5, vec![(id(3), Some(b"three more".to_vec()))]).unwrap();
    home
}

#[test]
fn a_run_that_was_cut_off_has_lost_nothing() {
    let home = cut();
    let file = home.inner().join("run");
    let before = fs::read(&file).unwrap();
    for _ in 0..2 {
        let outbox = open(&home);
        assert_eq!(value(&outbox, 1), None);
        assert_eq!(value(&outbox, 2).as_deref(), Some(b"two".as_slice()));
        assert_eq!(value(&outbox, 3).as_deref(), Some(b"three more".as_slice()));
    }
    // Reading settles nothing; the first commit does, whatever it is.
    assert_eq!(fs::read(&file).unwrap(), before);
    open(&home).commit(6, vec![(id(4), Some(b"four".to_vec()))]).unwrap();
    assert!(!file.exists());
    let outbox = open(&home);
    assert_eq!(value(&outbox, 1), None);
    assert_eq!(value(&outbox, 3).as_deref(), Some(b"three more".as_slice()));
    assert_eq!(value(&outbox, 4).as_deref(), Some(b"four".as_slice()));
}

#[test]
fn a_run_that_ended_leaves_no_file() {
    let home = cut();
    let mut outbox = open(&home);
    outbox.begin_run(6).unwrap();
    assert!(home.inner().join("run").exists());
    outbox.commit(7, vec![(id(2), None)]).unwrap();
    outbox.end_run(8).unwrap();
    assert!(!home.inner().join("run").exists());
    outbox.commit(9, vec![(id(5), Some(b"five".to_vec()))]).unwrap();
    drop(outbox);
    let outbox = open(&home);
    assert_eq!(value(&outbox, 2), None);
    assert_eq!(value(&outbox, 3).as_deref(), Some(b"three more".as_slice()));
    assert_eq!(value(&outbox, 5).as_deref(), Some(b"five".as_slice()));
}

#[test]
fn more_commits_than_the_file_takes_and_larger_ones_go_to_the_store() {
    let home = Home::new();
    let mut outbox = open(&home);
    outbox.begin_run(1).unwrap();
    for n in 0..SLOTS + 40 {
        outbox.commit(2, vec![(id(n % 7), Some(n.to_be_bytes().to_vec()))]).unwrap();
    }
    outbox.commit(3, vec![(id(100), Some(vec![7; 30_000]))]).unwrap();
    outbox.commit(4, vec![(id(6), None)]).unwrap();
    assert!(outbox.commit(5, vec![(id(5), None), (id(101), Some(vec![7; 70_000]))]).is_err());
    drop(outbox);
    let outbox = open(&home);
    let last = |n: u32| (0..SLOTS + 40).rev().find(|at| at % 7 == n).unwrap().to_be_bytes().to_vec();
    for n in 0..6 {
        assert_eq!(value(&outbox, n), Some(last(n)), "{n}");
    }
    assert_eq!((value(&outbox, 6), value(&outbox, 101)), (None, None));
    assert_eq!(value(&outbox, 100), Some(vec![7; 30_000]));
}

/// Without its file, or with a damaged one, nobody would know what was sent last: nothing is read then.
#[test]
fn a_run_file_that_is_gone_or_damaged_is_refused() {
    let spoil: [&dyn Fn(&std::path::Path); 4] = [
        &|file| fs::remove_file(file).unwrap(),
        &|file| fs::write(file, b"").unwrap(),
        &|file| {
            let mut bytes = fs::read(file).unwrap();
            bytes[100] ^= 1;
            fs::write(file, bytes).unwrap();
        },
        &|file| {
            fs::rename(file, file.with_extension("other")).unwrap();
            std::os::unix::fs::symlink(file.with_extension("other"), file).unwrap();
        },
    ];
    for (n, spoil) in spoil.into_iter().enumerate() {
        let home = cut();
        // Elsewhere, so that the link points out of the vault.
        let file = home.inner().join("run");
        spoil(&file);
        let aside = home.inner().join("outbox.other");
        if aside.exists() {
            fs::rename(&aside, home.path("aside")).unwrap();
        }
        let refused = home.try_open(Access::Read).and_then(|v| v.outbox());
        assert!(matches!(refused, Err(VaultError::Run | VaultError::Folder(_))), "{n}");
    }
}

/// The store knows all that a run has written, and its file is still there: it was cut off before the file was removed.
#[test]
fn a_file_whose_run_has_ended_is_left_to_the_next_run() {
    let home = cut();
    let file = home.inner().join("run");
    let old = fs::read(&file).unwrap();
    open(&home).commit(6, Vec::new()).unwrap();
    assert!(!file.exists());
    fs::write(&file, &old).unwrap();
    let mut outbox = open(&home);
    assert_eq!(value(&outbox, 3).as_deref(), Some(b"three more".as_slice()));
    assert_eq!(fs::read(&file).unwrap(), old, "reading removes nothing");
    outbox.begin_run(7).unwrap();
    assert_ne!(fs::read(&file).unwrap(), old);
    assert!(!home.inner().join("run.old").exists());
}

/// A run is begun, the outbox closed, the roster told, the outbox opened: the same run goes on.
#[test]
fn a_run_that_was_begun_and_has_no_page_goes_on() {
    let home = Home::new();
    let mut outbox = open(&home);
    outbox.begin_run(1).unwrap();
    let now = outbox.now();
    drop(outbox);
    home.open(Access::Write).tell(2, Verb::Kept, &[], now).unwrap();
    let mut outbox = open(&home);
    outbox.begin_run(3).unwrap();
    assert_eq!(outbox.now(), now);
    outbox.commit(4, vec![(id(1), Some(vec![1]))]).unwrap();
    drop(outbox);
    let mut outbox = open(&home);
    outbox.begin_run(5).unwrap();
    assert!(outbox.now().run != now.run && outbox.now().commit > now.commit);
    assert_eq!(value(&outbox, 1), Some(vec![1]));
}

/// The folder of the outbox and its run file, put back from each moment of a sending: the roster was told before the first
/// message could leave.
#[test]
fn an_outbox_from_before_what_the_roster_was_told_is_known_for_that() {
    let home = Home::new();
    let (vault, files) = (home.inner(), ["outbox", "run", "run.count"]);
    let keep = |at: &str| {
        for name in files.iter().filter(|name| vault.join(name).exists()) {
            let to = home.path(at).join(name);
            fs::create_dir_all(home.path(at)).unwrap();
            if vault.join(name).is_dir() {
                copy(&vault.join(name), &to);
            } else {
                let _ = fs::copy(vault.join(name), to).unwrap();
            }
        }
    };
    let back = |at: &str, which: &[&str]| {
        for name in which {
            let (from, to) = (home.path(at).join(name), vault.join(name));
            let _ = fs::remove_dir_all(&to).or_else(|_| fs::remove_file(&to));
            if from.is_dir() {
                copy(&from, &to);
            } else if from.exists() {
                let _ = fs::copy(from, to).unwrap();
            }
        }
    };
    let mut outbox = open(&home);
    outbox.commit(1, vec![(id(1), Some(vec![1]))]).unwrap();
    drop(outbox);
    keep("before");
    let mut outbox = open(&home);
    outbox.begin_run(2).unwrap();
    let now = outbox.now();
    drop(outbox);
    // Nothing can have left yet: an outbox that lost the run is as good.
    keep("begun");
    back("before", &["outbox"]);
    assert!(try_open(&home).is_ok());
    back("begun", &files);
    home.open(Access::Write).tell(3, Verb::Kept, &[], now).unwrap();
    let mut outbox = open(&home);
    outbox.begin_run(4).unwrap();
    for n in 2..9 {
        outbox.commit(5, vec![(id(n), Some(vec![1]))]).unwrap();
    }
    drop(outbox);
    keep("cut");
    let run = fs::read(vault.join("run")).unwrap();
    let refused = |what: &str| {
        let kept = fs::read(vault.join("run")).ok();
        assert!(matches!(try_open(&home), Err(VaultError::OutboxOlder | VaultError::Run)), "{what}");
        assert_eq!(fs::read(vault.join("run")).ok(), kept, "{what}: nothing is removed");
    };
    for which in [&files[..1], &files[..2], &files] {
        back("before", which);
        refused("all that there was before");
        back("cut", &files);
    }
    for which in [&files[1..2], &files[1..]] {
        back("begun", which);
        if which.len() == 1 {
            refused("the run file as it was begun");
        }
        back("cut", &files);
    }
    assert_eq!(fs::read(vault.join("run")).unwrap(), run);
    open(&home).commit(6, Vec::new()).unwrap();
    keep("ended");
    for (at, which) in
        [("before", &files[..1]), ("before", &files[..]), ("begun", &files[..1]), ("cut", &files[..1])]
    {
        back(at, which);
        refused(at);
        back("ended", &files);
    }
    // The run file of a run that has ended is of no account, whatever it holds.
    back("begun", &files[1..]);
    assert!(try_open(&home).is_ok());
}

#[derive(Debug, Clone)]
enum Step {
    Put(u8, u16),
    Two(u8, u8),
    Remove(u8),
    Large(u8),
    Begin,
    End,
    /// Closes in the middle, as a kill does, and opens again.
    Cut,
    /// Goes on in a copy of the files, as after a power cut.
    Copy,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0_u8..12, 0_u16..900).prop_map(|(at, len)| Step::Put(at, len)),
        6 => (0_u8..12, 0_u8..12).prop_map(|(a, b)| Step::Two(a, b)),
        5 => (0_u8..12).prop_map(Step::Remove),
        1 => (0_u8..12).prop_map(Step::Large),
        3 => Just(Step::Begin),
        2 => Just(Step::End),
        3 => Just(Step::Cut),
        1 => Just(Step::Copy),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is written, in or out of a run, and whenever it is cut off: it is there, and nothing else.
    #[test]
    fn an_outbox_is_a_map(steps in prop::collection::vec(step(), 1..60)) {
        let home = Home::new();
        let mut outbox = open(&home);
        let mut model: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
        for (now, step) in (1_u64..).zip(steps) {
            match step {
                Step::Put(at, len) => {
                    let bytes = vec![at; usize::from(len)];
                    outbox.commit(now, vec![(id(at.into()), Some(bytes.clone()))]).unwrap();
                    model.insert(at.into(), bytes);
                }
                Step::Two(a, b) => {
                    let (to, bytes) = (u32::from(b) + 100, vec![b; 9]);
                    outbox.commit(now, vec![(id(a.into()), None), (id(to), Some(bytes.clone()))]).unwrap();
                    model.remove(&u32::from(a));
                    model.insert(to, bytes);
                }
                Step::Remove(at) => {
                    outbox.commit(now, vec![(id(at.into()), None)]).unwrap();
                    model.remove(&u32::from(at));
                }
                Step::Large(at) => {
                    let bytes = vec![at; 20_000];
                    outbox.commit(now, vec![(id(at.into()), Some(bytes.clone()))]).unwrap();
                    model.insert(at.into(), bytes);
                }
                Step::Begin => outbox.begin_run(now).unwrap(),
                Step::End => outbox.end_run(now).unwrap(),
                Step::Cut => {
                    drop(outbox);
                    outbox = open(&home);
                }
                Step::Copy => {
                    let (vault, beside) = (home.vault(), home.path("copy"));
                    copy(&vault, &beside);
                    drop(outbox);
                    fs::remove_dir_all(&vault).unwrap();
                    fs::rename(&beside, &vault).unwrap();
                    outbox = open(&home);
                }
            }
            for at in (0..12).chain(100..112) {
                prop_assert_eq!(value(&outbox, at), model.get(&at).cloned(), "{}", at);
            }
        }
    }
}
