//! The law: one allocation, a ministry's worth of minutes, the start of the program.

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use contrepoids::{
    election::{
        self, List, Turnout, Vote,
        audience::{Ballot, CollegeVotes, ListVotes, audience},
    },
    law::{Answer, Fraction, book},
};

use crate::{
    Setting,
    report::{Report, Took, time},
};

const VOTES: [u64; 12] = [612, 431, 402, 377, 298, 251, 199, 187, 143, 121, 97, 61];
const MINUTES: &str = include_str!("../../tests/data/law/pv-ain.csv");
const UNIONS: [&str; 8] = ["CGT", "CFDT", "FO", "CFTC", "CFE-CGC", "SOLIDAIRES", "UNSA", "OTHER"];
/// As many as the ministry publishes for a cycle of four years.
const SETS: usize = 62_000;

pub fn measure(setting: &Setting, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let on = "2026-11-21".parse()?;
    let lists = (0..).zip(VOTES).map(|(i, votes)| List {
        name: format!("list {i}"),
        votes: Fraction::new(votes.into(), 1),
        ..List::default()
    });
    let vote = Vote { seats: 35, lists: lists.collect(), ..Vote::default() };
    let book = book();
    let once = || election::allocate(book, &vote, &election::Taken::default(), on);
    let ours = time(setting.runs, || once().unwrap());
    let Answer::Known(found) = once()?.value else { return Err("the sample has a tie".into()) };
    let seats: Vec<_> = found.lists.iter().map(|l| l.seats.to_string()).collect();
    let peer = python(&["allocate"], &format!("[{}]", seats.join(", ")));
    let aim = Some(("below 50 µs".to_owned(), ours.best < 50.0));
    report.with_aim("35 seats among 12 lists, with every step and article", ours, &peers(peer), aim);

    let sets = sets()?;
    let (mut reached, mut representative) = (0, 0);
    let ours = time(3, || {
        (reached, representative) = (0, 0);
        for (turnout, ballot, on) in &sets {
            reached += usize::from(election::quorum(book, *turnout, *on).unwrap().value.reached);
            let found = audience(book, ballot, *on).unwrap().value;
            representative += found.unions.iter().filter(|u| u.representative).count();
        }
    });
    let file: PathBuf = setting.dir.path().join("minutes.csv");
    std::fs::write(&file, MINUTES)?;
    let said = format!("{reached} {representative}");
    let peer = python(&["minutes", &file.display().to_string(), &SETS.to_string()], &said);
    let aim = Some(("below 1 s".to_owned(), ours.best < 1e6));
    report.with_aim(&format!("{SETS} sets of minutes: sums, quorum, audience"), ours, &peers(peer), aim);

    let status = |command: &mut Command| {
        command.env_clear().env("HOME", setting.dir.path()).env("PATH", "/usr/bin:/bin");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()
    };
    let args = ["law", "seats", "--headcount", "720", "--lang", "en", "--on", "2026-11-21"];
    let start = || status(Command::new(&setting.binary).args(args));
    if !start()?.success() {
        return Err("`contrepoids law seats` does not run with this binary".into());
    }
    let ours = time(setting.runs * 4 + 1, || start().unwrap());
    let mut beside = Vec::new();
    for (name, program, args) in [("true", "true", &[][..]), ("age --version", "age", &["--version"])] {
        let call = || status(Command::new(program).args(args));
        if call().is_ok_and(|s| s.success()) {
            beside.push((name, time(setting.runs * 4 + 1, || call().unwrap())));
        } else {
            eprintln!("{program} is not here: not measured");
        }
    }
    let aim = Some(("below 10 ms".to_owned(), ours.best < 10e3));
    report.with_aim("`contrepoids law seats`, whole process", ours, &beside, aim);
    Ok(())
}

type Set = (Turnout, Ballot, chrono::NaiveDate);

/// The rows of real minutes, over and over until there are as many as the ministry has.
fn sets() -> Result<Vec<Set>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for line in MINUTES.lines().skip(1) {
        let cells: Vec<_> = line.split(',').collect();
        let [_, _, date, college, registered, _, valid, votes @ ..] = cells.as_slice() else {
            return Err("a row of minutes is too short".into());
        };
        let (registered, valid): (u64, u64) = (registered.parse()?, valid.parse()?);
        let mut lists = Vec::new();
        for (union, votes) in UNIONS.iter().zip(votes) {
            let votes: Fraction = votes.parse()?;
            if votes > Fraction::ZERO {
                lists.push(ListVotes { unions: vec![(*union).to_owned()], votes, ..ListVotes::default() });
            }
        }
        let college = CollegeVotes {
            id: (*college).to_owned(),
            registered: Some(registered),
            valid: Fraction::new(valid.into(), 1).unwrap_or_default(),
            lists,
            ..CollegeVotes::default()
        };
        let ballot = Ballot { colleges: vec![college], ..Ballot::default() };
        rows.push((Turnout { registered, valid }, ballot, date.parse()?));
    }
    Ok(rows.iter().cycle().take(SETS).cloned().collect())
}

/// Runs the peer; it says how many microseconds it took, then what it found, which must be what we found.
fn python(args: &[&str], found: &str) -> Option<Took> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/law.py");
    let output = Command::new("python3").arg(script).args(args).output().ok().filter(|o| o.status.success());
    let Some(output) = output else {
        eprintln!("python3 is not here: not measured");
        return None;
    };
    let said = String::from_utf8(output.stdout).ok()?;
    let (micros, theirs) = said.trim().split_once(' ')?;
    assert_eq!(theirs, found, "the peer finds something else");
    let micros = micros.parse().ok()?;
    Some(Took { best: micros, median: micros, cpu: 0.0 })
}

fn peers(python: Option<Took>) -> Vec<(&'static str, Took)> {
    python.map(|took| ("plain Python", took)).into_iter().collect()
}
