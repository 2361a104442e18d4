//! Whole commands, as a process.

use std::{
    error::Error,
    process::{Command, Stdio},
};

use crate::{
    Setting,
    report::{Report, time},
    vaults::Made,
};

pub fn measure(setting: &Setting, made: &Made, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let command = |args: &[&str]| {
        let mut command = Command::new(&setting.binary);
        command.env_clear().env("HOME", setting.dir.path()).args(["--lang", "en", "--on", "2026-11-21"]);
        command.arg("--vault").arg(&made.dir).arg("--identity").arg(&made.key_file).args(args);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let n = made.size;
    let runs = setting.runs * 2 + 1;
    let floor = time(runs, || command(&["--version"]).status().unwrap());
    for (name, args) in [
        ("member list", &["member", "list"][..]),
        ("member list --site", &["member", "list", "--site", "Site 7"]),
        ("export roster", &["export", "roster", "--to", &made.identity.public(), "--yes"]),
    ] {
        if !command(args).status()?.success() {
            eprintln!("`contrepoids {name}` does not run with this binary: not measured");
            continue;
        }
        let ours = time(runs, || command(args).status().unwrap());
        let aim = (n == 5_000 && name == "member list").then(|| ("below 30 ms".to_owned(), ours.best < 30e3));
        report.with_aim(&format!("`contrepoids {name}`, {n} members, whole process"), ours, &[], aim);
    }
    map(n, runs, &command, report)?;
    report.add("`contrepoids --version`, whole process", floor, &[]);
    Ok(())
}

/// The map of organizing, once everybody was asked for an act: a second command beside it reads the same people and no act.
fn map(
    n: usize,
    runs: usize,
    command: &dyn Fn(&[&str]) -> Command,
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    let test = ["action", "test", "petition", "--kind", "signed", "--day", "2026-12-04"];
    for args in [&test[..], &["action", "ask", "petition", "--all"]] {
        if !command(args).status()?.success() {
            eprintln!("`contrepoids action` does not run with this binary: not measured");
            return Ok(());
        }
    }
    let list = time(runs, || command(&["member", "list"]).status().unwrap());
    let ours = time(runs, || command(&["action", "map", "--by", "site"]).status().unwrap());
    let aim = (n == 5_000).then(|| ("below 60 ms".to_owned(), ours.best < 60e3));
    let name = format!("`contrepoids action map`, {n} people who were each asked for an act, whole process");
    report.with_aim(&name, ours, &[("`member list` of the same vault", list)], aim);
    Ok(())
}
