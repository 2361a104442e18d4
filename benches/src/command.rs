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
    report.add("`contrepoids --version`, whole process", floor, &[]);
    Ok(())
}
