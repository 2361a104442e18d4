//! Backup, restore and the sharing of a vault over a folder, as whole processes.

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use contrepoids::clock;

use crate::{
    Setting,
    report::{Report, Took, cpu, time},
    vaults::Made,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// People who are changed between two rounds.
const CHANGED: usize = 50;

/// A device: its home, its vault, its key.
struct Device<'a> {
    binary: &'a Path,
    home: PathBuf,
    vault: PathBuf,
    key: PathBuf,
}

impl Device<'_> {
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(self.binary);
        command.env_clear().env("HOME", &self.home).args(["--lang", "en", "--on", "2026-11-21", "--yes"]);
        command.arg("--vault").arg(&self.vault).arg("--identity").arg(&self.key).args(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn ok(&self, args: &[&str]) -> Result<Output> {
        let out = self.command(args).output()?;
        if out.status.success() {
            return Ok(out);
        }
        Err(format!("{args:?}: {}", String::from_utf8_lossy(&out.stderr)).into())
    }
}

fn once<T>(call: impl FnOnce() -> Result<T>) -> Result<(T, Took)> {
    let (before, start) = (cpu(), clock::instant());
    let kept = call()?;
    let spent = vec![start.elapsed().as_secs_f64() * 1e6];
    Ok((kept, Took::of(spent, cpu() - before)))
}

/// Measures what a vault of this size takes to be kept and shared.
pub fn measure(setting: &Setting, made: &Made, report: &mut Report) -> Result<()> {
    let (n, root) = (made.size, setting.dir.path());
    let ours = Device {
        binary: &setting.binary,
        home: root.to_owned(),
        vault: made.dir.clone(),
        key: made.key_file.clone(),
    };
    let text = |path: &Path| path.to_str().unwrap_or_default().to_owned();
    let file = text(&root.join(format!("backup-{n}")));
    let (_, took) = once(|| ours.ok(&["backup", "create", &file]))?;
    report.add(&format!("`contrepoids backup create`, {n} members, whole process"), took, &[]);
    let (_, took) = once(|| ours.ok(&["backup", "verify", &file]))?;
    report.add(&format!("`contrepoids backup verify`, {n} members, whole process"), took, &[]);
    let back = Device { home: root.join(format!("home-{n}")), vault: root.join(format!("back-{n}")), ..other(&ours) };
    std::fs::create_dir(&back.home)?;
    let into = text(&back.vault);
    let (_, took) = once(|| accepted(&back, &["backup", "restore", &file, &into]))?;
    report.add(&format!("`contrepoids backup restore`, {n} members, whole process"), took, &[]);
    shared(setting, &ours, n, report)
}

fn other<'a>(one: &Device<'a>) -> Device<'a> {
    Device { binary: one.binary, home: one.home.clone(), vault: one.vault.clone(), key: one.key.clone() }
}

/// Runs a command that asks for the six words of a vault that it does not know.
fn accepted(device: &Device<'_>, args: &[&str]) -> Result<Output> {
    let first = device.command(args).output()?;
    if first.status.success() {
        return Ok(first);
    }
    let said = String::from_utf8_lossy(&first.stderr).into_owned();
    let code = said.split("--accept-new ").nth(1).and_then(|rest| rest.lines().next()).ok_or(said.clone())?;
    let code = code.trim().trim_matches('"').to_owned();
    device.ok(&[args, &["--accept-new", &code]].concat())
}

fn shared(setting: &Setting, ours: &Device<'_>, n: usize, report: &mut Report) -> Result<()> {
    let root = setting.dir.path();
    let place = root.join(format!("place-{n}"));
    std::fs::create_dir(&place)?;
    let stick = place.to_str().unwrap_or_default().to_owned();
    let (_, took) = once(|| ours.ok(&["sync", "add", &stick]))?;
    report.add(&format!("`contrepoids sync add`, {n} members told anew, whole process"), took, &[]);
    let home = root.join(format!("second-{n}"));
    std::fs::create_dir(&home)?;
    let second = Device { vault: home.join("vault"), key: home.join("key.txt"), home, ..other(ours) };
    let card = second.ok(&["sync", "join", "--name", "Second", "--json"])?;
    let card: serde_json::Value = serde_json::from_slice(&card.stdout)?;
    let words: Vec<&str> = card["value"]["words"].as_array().ok_or("no words")?.iter().filter_map(|w| w.as_str()).collect();
    let code = card["value"]["card"].as_str().ok_or("no card")?;
    ours.ok(&["sync", "invite", code, "--roles", "organizer", "--words", &words.join(" ")])?;
    // The first time names the words of the vault, which cost a round of reading and are not counted.
    let first = second.command(&["sync", "join", &stick]).output()?;
    let said = String::from_utf8_lossy(&first.stderr).into_owned();
    let words = said.split("--accept-new ").nth(1).and_then(|rest| rest.lines().next()).ok_or(said.clone())?;
    let words = words.trim().trim_matches('"').to_owned();
    let (_, took) = once(|| second.ok(&["sync", "join", &stick, "--accept-new", &words]))?;
    let aim = (n == 5_000).then(|| ("below 3 s".to_owned(), took.best < 3e6));
    report.with_aim(&format!("`contrepoids sync join`, {n} members, whole process"), took, &[], aim);
    let quiet = time(setting.runs, || second.ok(&["sync"]).is_ok());
    report.add(&format!("`contrepoids sync` with nothing new, {n} members, whole process"), quiet, &[]);
    let list = home_list(setting, ours)?;
    std::fs::write(&list, edits())?;
    ours.ok(&["member", "import", list.to_str().unwrap_or_default(), "--apply"])?;
    let (_, sent) = once(|| ours.ok(&["sync"]))?;
    let (_, came) = once(|| second.ok(&["sync"]))?;
    for (what, took) in [("went", sent), ("came", came)] {
        let aim = (n == 5_000).then(|| ("below 150 ms".to_owned(), took.best < 150e3));
        report.with_aim(&format!("`contrepoids sync`, {CHANGED} people of {n} that {what}, whole process"), took, &[], aim);
    }
    Ok(())
}

fn home_list(setting: &Setting, ours: &Device<'_>) -> Result<PathBuf> {
    let name = ours.vault.file_name().ok_or("no name")?.to_string_lossy().into_owned();
    Ok(setting.dir.path().join(format!("{name}.csv")))
}

/// People who are new, which takes as much as a change of as many fields.
fn edits() -> String {
    let lines = (0..CHANGED).map(|n| format!("Neuf{n};Sacha;2026-01-31;Site 7\n"));
    std::iter::once("Nom;Prénom;Adhésion;Site\n".to_owned()).chain(lines).collect()
}
