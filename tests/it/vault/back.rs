//! Parts of a vault put back from another moment, zeroed, cut or with a wrong bit: nobody gets a message twice, nobody is
//! forgotten without a word, and what was saved is not lost where one part still has it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use contrepoids::{
    clock,
    features::notice::actions::post,
    mail::outbox::{Event, Reply},
    vault::{Access, Verb},
};

use super::support::{Home, bytes, copy, people};
use crate::support::within;

const MEMBERS: usize = 8;
/// Messages that had left when the sending was cut off; one more was being sent.
const LEFT: usize = 5;
const PAGE: usize = 4096;

/// Puts files and folders of the vault elsewhere, or back.
fn put(from: &Path, to: &Path, names: &[&str]) {
    fs::create_dir_all(to).unwrap();
    for name in names {
        let (from, to) = (part(from, name), part(to, name));
        let _ = fs::remove_dir_all(&to).or_else(|_| fs::remove_file(&to));
        if from.is_dir() {
            copy(&from, &to);
        } else if from.exists() {
            fs::copy(from, to).unwrap();
        }
    }
}

/// A part of a vault, or of a copy of some of its parts.
fn part(dir: &Path, name: &str) -> PathBuf {
    if dir.join("head").exists() { within(dir, name) } else { dir.join(name) }
}

/// What is done to the files.
type Spoil<'a> = Box<dyn Fn(&Home) + 'a>;

const OUTBOX: [&str; 3] = ["outbox", "run", "run.count"];
const ROSTER: [&str; 2] = ["store", "journal"];

/// A section whose notice waits; the outbox as it is then lies in `queued`.
fn queued() -> Home {
    let home = Home::new();
    let rows = (0..MEMBERS).fold("Nom;Prénom;Courriel\n".to_owned(), |text, n| {
        text + &format!("Exemple;Personne {n};p{n}@example.org\n")
    });
    fs::write(home.path("a.csv"), rows).unwrap();
    let csv = home.path("a.csv").display().to_string();
    home.run(&["member", "import", &csv, "--set", "situation=adhérent", "--apply"]).ok();
    put(&home.vault(), &home.path("empty"), &OUTBOX);
    home.run(&["notice", "queue", "welcome", "--from", "nous@section.example.org", "--yes"]).ok();
    put(&home.vault(), &home.path("queued"), &OUTBOX);
    home
}

fn send(home: &Home) -> crate::support::Run {
    let mails = home.path("mails").display().to_string();
    home.run(&["notice", "send", "--eml-dir", &mails, "--really", "--yes"])
}

/// The same, cut off in the middle of a sending: five have left, one is under way.
fn cut() -> Home {
    let home = queued();
    let mut post = post::open(home.open_known(Access::Read).outbox().unwrap(), clock::random, clock::now_ms)
        .ok()
        .unwrap();
    let campaign = post.campaigns().ok().unwrap().remove(0);
    let plan = post::plan(&post, campaign.clone(), None).ok().unwrap();
    let told = post::prepare(&mut post, &plan, false, 1).ok().unwrap();
    drop(post);
    put(&home.vault(), &home.path("begun"), &OUTBOX);
    home.open_known(Access::Write).tell(1, Verb::Sent, &plan.due, told).unwrap();
    let mut post = post::open(home.open_known(Access::Read).outbox().unwrap(), clock::random, clock::now_ms)
        .ok()
        .unwrap();
    post.begin_run().ok().unwrap();
    for (n, member) in plan.due.iter().take(LEFT + 1).enumerate() {
        post.apply(&campaign.id, &member.0, Event::Begin { again: false }, 1).ok().unwrap();
        if n == 2 {
            put(&home.vault(), &home.path("middle"), &OUTBOX);
        }
        if n < LEFT {
            post.apply(&campaign.id, &member.0, Event::Accepted(Reply::new(250, "ok")), 1).ok().unwrap();
        }
    }
    home
}

fn findings(home: &Home) -> Vec<String> {
    let json = home.doctor(&["--json"]).json();
    let findings = json["value"]["findings"].as_array().unwrap();
    let names =
        findings.iter().filter(|f| f["serious"] == true).map(|f| f["id"].as_str().unwrap().to_owned());
    // This process has another umask than the program.
    names.filter(|name| name != "modes").collect()
}

fn counts(home: &Home) -> serde_json::Value {
    let json = home.run(&["notice", "status", "--json"]).ok().json();
    json["value"]["notices"]
        .as_array()
        .unwrap()
        .first()
        .map_or(serde_json::Value::Null, |one| one["counts"].clone())
}

/// Every command closes, the run file stays, `doctor` says it; then it is settled: what may have left is of unknown fate, and
/// nothing leaves again.
#[track_caller]
fn settled(home: &Home, what: &str, finding: &str) {
    let run = fs::read(home.inner().join("run")).ok();
    home.run(&["notice", "status"]).fails(13, "doctor --repair");
    send(home).fails(13, "doctor --repair");
    assert_eq!(findings(home), [finding], "{what}");
    home.doctor(&[]).fails(3, "");
    home.doctor(&["--repair"]).fails(1, "Nothing was done");
    assert_eq!(fs::read(home.inner().join("run")).ok(), run, "{what}: the run file was touched");
    home.doctor(&["--repair", "--yes"]).ok();
    assert_eq!(findings(home), [] as [&str; 0], "{what}");
    if let Some(run) = run {
        assert_eq!(fs::read(home.inner().join("run.old")).unwrap(), run, "{what}: the run file is not kept");
    }
    let counts = counts(home);
    if counts != serde_json::Value::Null {
        let known = ["sent", "unknown"].map(|word| counts[word].as_u64().unwrap_or_default());
        assert_eq!(known.iter().sum::<u64>(), MEMBERS as u64, "{what}: {counts}");
        assert!(known[1] >= (MEMBERS - LEFT) as u64, "{what}: {counts}");
    }
    let before = fs::read_dir(home.path("mails")).map_or(0, Iterator::count);
    let again = send(home);
    assert!(matches!(again.code, 1 | 30), "{what}: {again:?}");
    assert_eq!(
        fs::read_dir(home.path("mails")).map_or(0, Iterator::count),
        before,
        "{what}: it was sent again"
    );
}

#[test]
fn an_outbox_put_back_after_a_sending_sends_nothing_again() {
    let home = queued();
    send(&home).ok();
    assert_eq!(counts(&home), serde_json::json!({"sent": MEMBERS}));
    put(&home.vault(), &home.path("ended"), &OUTBOX);
    put(&home.path("queued"), &home.vault(), &OUTBOX);
    let csv = home.path("a.csv").display().to_string();
    for args in [
        &["notice", "outbox"][..],
        &["notice", "retry"],
        &["notice", "cancel", "0000"],
        &["notice", "bounces", "list"],
        &["notice", "queue", "welcome", "--from", "nous@section.example.org", "--yes"],
        &["notice", "send", "--eml-dir", &csv],
    ] {
        home.run(args).fails(13, "doctor --repair");
    }
    settled(&home, "from before the sending", "outbox-older");
    // The one that was put back knows what it knows; that of after the sending would be taken for an older one by now.
    put(&home.path("ended"), &home.vault(), &OUTBOX);
    assert_eq!(findings(&home), ["outbox-older"]);
}

/// From before it was even queued: the campaign is not known any more, and the notice not written once more without a word.
#[test]
fn a_notice_that_the_outbox_has_forgotten_is_not_queued_again_without_a_word() {
    let queue = ["notice", "queue", "welcome", "--from", "nous@section.example.org", "--yes"];
    for lost in [false, true] {
        let home = queued();
        send(&home).ok();
        if lost {
            fs::remove_dir_all(home.inner().join("outbox")).unwrap();
            assert_eq!(findings(&home), ["outbox-damaged"]);
            home.run(&["notice", "status"]).fails(13, "doctor");
            let run = home.doctor(&["--repair", "--yes"]).ok();
            assert!(run.err.contains("8 people: member history"), "{}", run.err);
        } else {
            put(&home.path("empty"), &home.vault(), &OUTBOX);
            settled(&home, "from before the queue", "outbox-older");
        }
        assert_eq!(findings(&home), [] as [&str; 0]);
        home.run(&queue).fails(1, "is not the one of before");
        let all = [&queue[..], &["--again"]].concat();
        home.run(&all).ok();
        home.run(&queue).fails(1, "");
        // What was left of the lost one, put in the place of the new one.
        if lost {
            send(&home).ok();
            put(&home.path("queued"), &home.vault(), &OUTBOX);
            assert_eq!(findings(&home), ["outbox-older"]);
        }
    }
}

#[test]
fn a_sending_that_was_cut_off_goes_on_without_a_doubt_but_one() {
    let home = cut();
    assert_eq!(findings(&home), [] as [&str; 0]);
    send(&home).fails(30, "");
    assert_eq!(counts(&home), serde_json::json!({"sent": MEMBERS - 1, "unknown": 1}));
    assert_eq!(fs::read_dir(home.path("mails")).unwrap().count(), MEMBERS - LEFT - 1);
}

#[test]
fn an_outbox_or_a_run_of_another_moment_is_known_for_that() {
    let begun = |which: &'static [&'static str], from: &'static str| {
        move |home: &Home| put(&home.path(from), &home.vault(), which)
    };
    let pages = |change: fn(&mut Vec<u8>, usize)| {
        move |home: &Home| {
            let file = home.inner().join("run");
            let mut bytes = fs::read(&file).unwrap();
            change(&mut bytes, 6 * PAGE);
            fs::write(file, bytes).unwrap();
        }
    };
    let (older, run) = ("outbox-older", "outbox-run-damaged");
    let cases: Vec<(&str, &str, Spoil)> = vec![
        ("outbox/ from before", older, Box::new(begun(&OUTBOX[..1], "queued"))),
        ("all of it from before", older, Box::new(begun(&OUTBOX, "queued"))),
        ("outbox/ from before the queue", older, Box::new(begun(&OUTBOX[..1], "empty"))),
        // All of it agrees with itself: only what lies outside the vault knows better.
        ("run and run.count from the middle", run, Box::new(begun(&OUTBOX[1..], "middle"))),
        ("all of it from the middle", run, Box::new(begun(&OUTBOX, "middle"))),
        ("run and run.count as they were begun", run, Box::new(begun(&OUTBOX[1..], "begun"))),
        ("all of it as it was begun", run, Box::new(begun(&OUTBOX, "begun"))),
        ("no outbox.run", run, Box::new(|home: &Home| fs::remove_file(home.inner().join("run")).unwrap())),
        (
            "no run.count",
            run,
            Box::new(|home: &Home| fs::remove_file(home.inner().join("run.count")).unwrap()),
        ),
        ("run as it was begun", run, Box::new(begun(&OUTBOX[1..2], "begun"))),
        ("run from the middle", run, Box::new(begun(&OUTBOX[1..2], "middle"))),
        ("zeros from page 5 on", run, Box::new(pages(|bytes, at| bytes[at..].fill(0)))),
        ("noise from page 5 on", run, Box::new(pages(|bytes, at| clock::random(&mut bytes[at..])))),
        ("cut at page 5", run, Box::new(pages(Vec::truncate))),
        (
            "its older self from page 5 on",
            run,
            Box::new(|home: &Home| {
                let old = fs::read(home.path("begun/run")).unwrap();
                let file = home.inner().join("run");
                let mut bytes = fs::read(&file).unwrap();
                bytes[6 * PAGE..].copy_from_slice(&old[6 * PAGE..]);
                fs::write(file, bytes).unwrap();
            }),
        ),
    ];
    for (what, finding, spoil) in cases {
        let home = cut();
        spoil(&home);
        settled(&home, what, finding);
    }
}

/// In 0.1.0 `notice status` removed a run file, and opened the outbox so that sled wrote in it.
#[test]
fn who_only_reads_changes_nothing_on_the_disk() {
    let reading: [&[&str]; 9] = [
        &["status"],
        &["member", "list", "--yes"],
        &["agenda", "list"],
        &["notice", "status"],
        &["notice", "status", "--failed"],
        &["notice", "outbox"],
        &["notice", "bounces", "list"],
        &["notice", "preview", "welcome", "--from", "nous@section.example.org"],
        &["notice", "send"],
    ];
    let (queued, cut) = (queued(), cut());
    for home in [&queued, &cut] {
        let before = home.bytes();
        let outside = bytes(&home.path(".config"));
        for args in reading {
            let run = home.run(args);
            assert!(matches!(run.code, 0 | 1), "{args:?}: {run:?}");
            let now = home.bytes();
            let changed: Vec<_> =
                before.keys().chain(now.keys()).filter(|p| before.get(*p) != now.get(*p)).collect();
            assert!(changed.is_empty(), "{args:?} wrote {changed:?}");
            assert_eq!(bytes(&home.path(".config")), outside, "{args:?}");
        }
    }
    // What is read is what a writer would find.
    assert_eq!(counts(&cut)["sent"], LEFT);
    assert_eq!(counts(&queued), serde_json::json!({"queued": MEMBERS}));
}

/// sled takes a last commit with a wrong bit for one that was cut off, and drops it: here the one that names the run.
#[test]
fn a_wrong_bit_in_an_outbox_that_was_cut_off_changes_no_answer() {
    let home = cut();
    let state = |home: &Home| {
        let post = post::open(home.open(Access::Read).outbox().ok()?, clock::random, clock::now_ms).ok()?;
        let all = post::status(&post, None, true).ok()?;
        let each = all[0].open.iter().map(|(id, slip)| (*id, slip.state.fate().code()));
        Some(each.collect::<BTreeSet<_>>())
    };
    let right = state(&home).unwrap();
    put(&home.vault(), &home.path("good"), &OUTBOX);
    let db = home.inner().join("outbox/db");
    let bytes = fs::read(&db).unwrap();
    let end = bytes.iter().rposition(|b| *b != 0).unwrap();
    let mut refused = 0;
    for n in 0..60 {
        put(&home.path("good"), &home.vault(), &OUTBOX);
        let mut wrong = bytes.clone();
        wrong[end - n * 37] ^= 1 << (n % 8);
        fs::write(&db, wrong).unwrap();
        match state(&home) {
            None => refused += 1,
            Some(found) => assert_eq!(found, right, "byte {}", end - n * 37),
        }
        assert!(home.inner().join("run").exists(), "a reading command removed the run");
    }
    assert!(refused > 5, "{refused}");
}

/// A store put back, and a journal that cannot say so: it is not believed, and what the journal still has comes back.
#[test]
fn an_old_store_is_not_believed_because_its_journal_is_damaged() {
    let flip = |home: &Home, at: fn(usize) -> usize| {
        let file = home.inner().join("journal");
        let mut bytes = fs::read(&file).unwrap();
        let at = at(bytes.len());
        bytes[at] ^= 4;
        fs::write(file, bytes).unwrap();
    };
    let journal = |home: &Home| home.inner().join("journal");
    // What is done to the journal, and whether the person saved last is lost.
    let cases: Vec<(&str, bool, Spoil)> = vec![
        ("whole", false, Box::new(|_| {})),
        ("a wrong bit in what the store has", false, Box::new(|home| flip(home, |_| 300))),
        ("a wrong bit in the last save", true, Box::new(|home| flip(home, |len| len - 400))),
        ("a wrong bit at the end", false, Box::new(|home| flip(home, |len| len - 3))),
        ("a wrong bit in its link", false, Box::new(|home| flip(home, |len| len - 30))),
        ("another magic", false, Box::new(|home| flip(home, |_| 3))),
        ("gone", true, Box::new(|home| fs::remove_file(journal(home)).unwrap())),
        ("empty", true, Box::new(|home| fs::write(journal(home), b"").unwrap())),
        (
            "torn",
            true,
            Box::new(|home| {
                let bytes = fs::read(journal(home)).unwrap();
                fs::write(journal(home), &bytes[..bytes.len() - 200]).unwrap();
            }),
        ),
    ];
    for (what, gone, spoil) in cases {
        let home = Home::with_people(3);
        put(&home.vault(), &home.path("old"), &ROSTER);
        super::support::add(&mut home.open(Access::Write), "the last");
        put(&home.path("old"), &home.vault(), &ROSTER[..1]);
        spoil(&home);
        let before = fs::read(journal(&home)).ok();
        for args in [
            &["member", "list"][..],
            &["agenda", "list"],
            &["notice", "status"],
            &["member", "add", "nom=Un"],
        ] {
            let run = home.run(args);
            assert!(run.code == 13 && run.err.contains("doctor"), "{what}: {run:?}");
        }
        assert_eq!(fs::read(journal(&home)).ok(), before, "{what}: the journal was written");
        home.doctor(&[]).fails(3, "");
        home.doctor(&["--repair", "--yes"]).ok();
        assert_eq!(findings(&home), [] as [&str; 0], "{what}");
        let found = people(&home.open(Access::Read)).unwrap();
        assert_eq!(found.len(), if gone { 3 } else { 4 }, "{what}");
    }
}
