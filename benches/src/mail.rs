//! Ten thousand personalised messages to a sink on loopback: ours by the program itself, with an outbox on a real disk;
//! beside them postfix's `smtp-source`, which sends one text again and again and keeps nothing, and Python's `smtplib`
//! with `jinja2`, which keeps nothing either. Then the memory of our sending at three sizes.

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use contrepoids::clock;

use crate::{
    Setting, people,
    report::{Report, Took, cpu},
};

/// Postfix's sink, which takes every message and forgets it.
struct Sink(Child, u16);

impl Sink {
    fn start() -> Result<Option<Self>, Box<dyn Error>> {
        let Some(program) = found("smtp-sink") else { return Ok(None) };
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new(program)
            .args(["-u", "nobody", "-c", &format!("127.0.0.1:{port}"), "256"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let sink = Self(child, port);
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(Some(sink));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err("smtp-sink does not answer".into())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn found(name: &str) -> Option<PathBuf> {
    ["/usr/sbin", "/usr/bin", "/sbin"].iter().map(|dir| Path::new(dir).join(name)).find(|path| path.exists())
}

/// A section of invented members with a campaign that waits.
struct Ready<'a> {
    setting: &'a Setting,
    home: tempfile::TempDir,
}

impl<'a> Ready<'a> {
    fn new(setting: &'a Setting, count: usize) -> Result<Self, Box<dyn Error>> {
        let home = tempfile::tempdir_in(setting.dir.path())?;
        let ready = Self { setting, home };
        ready.run(&["init"])?;
        let mut table = String::from("Nom;Prénom;Courriel\n");
        let mut each = String::from("email;amount\n");
        for n in 0..count {
            let person = people::invented(n);
            writeln!(table, "{};{};p{n}@example.net", person.family, person.given)?;
            writeln!(each, "p{n}@example.net;{},00", n % 900 + 1)?;
        }
        fs::write(ready.home.path().join("a.csv"), table)?;
        fs::write(ready.home.path().join("each.csv"), each)?;
        ready.run(&["member", "import", "a.csv", "--set", "situation=adhérent", "--apply"])?;
        ready.run(&[
            "notice",
            "queue",
            "reminder-1",
            "--from",
            "equipe@section.example.org",
            "--set",
            "year=2027",
            "--set",
            "since=2027-02-15",
            "--set",
            "how=Par virement, avec la référence C-27.",
            "--values",
            "each.csv",
        ])?;
        Ok(ready)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.setting.binary);
        command.env_clear().env("HOME", self.home.path()).current_dir(self.home.path());
        command.args([
            "--lang",
            "fr",
            "--on",
            "2026-11-21",
            "--vault",
            "vault",
            "--identity",
            "key.txt",
            "--yes",
        ]);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn run(&self, args: &[&str]) -> Result<(), Box<dyn Error>> {
        let out = self.command(args).output()?;
        if out.status.success() {
            return Ok(());
        }
        Err(format!("{args:?}: {}", String::from_utf8_lossy(&out.stderr)).into())
    }

    /// Sends all; returns how long it took and the most memory, in KiB, of the program and of its child.
    fn send(&self, port: u16) -> Result<(Took, u64, u64), Box<dyn Error>> {
        let url = format!("smtp://127.0.0.1:{port}");
        let (before, start) = (cpu(), clock::instant());
        let mut program =
            self.command(&["notice", "send", "--smtp", &url, "--pace", "0", "--really"]).spawn()?;
        let (mut most, mut most_child) = (0, 0);
        let status = loop {
            if let Some(status) = program.try_wait()? {
                break status;
            }
            let pid = program.id();
            most = most.max(peak(pid));
            let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
            for child in children.split_whitespace().filter_map(|c| c.parse().ok()) {
                // Before it has become the other program, a child has the memory of its parent.
                let arguments = fs::read_to_string(format!("/proc/{child}/cmdline")).unwrap_or_default();
                if arguments.contains("deliver-mail") {
                    most_child = most_child.max(peak(child));
                }
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let spent = start.elapsed().as_secs_f64() * 1e6;
        if !status.success() {
            return Err(format!("notice send ended with {status}").into());
        }
        Ok((Took::of(vec![spent], cpu() - before), most, most_child))
    }
}

/// The most memory that a process has had, in KiB.
fn peak(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:"));
    line.and_then(|l| l.split_whitespace().nth(1)).and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn timed(command: &mut Command) -> Result<Took, Box<dyn Error>> {
    let (before, start) = (cpu(), clock::instant());
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if !status.success() {
        return Err(format!("{command:?} ended with {status}").into());
    }
    Ok(Took::of(vec![start.elapsed().as_secs_f64() * 1e6], cpu() - before))
}

pub fn measure(setting: &Setting, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let Some(sink) = Sink::start()? else {
        println!("no smtp-sink here: mail is left out");
        return Ok(());
    };
    let count = setting.rows;
    let rate = |took: &Took| count as f64 / (took.best / 1e6);
    let ready = Ready::new(setting, count)?;
    let (ours, ..) = ready.send(sink.1)?;
    let mut peers = Vec::new();
    let mut limit = None;
    if let Some(program) = found("smtp-source") {
        // As long as one of our messages, in one session over one line.
        let took = timed(Command::new(program).args([
            "-d",
            "-l",
            "2600",
            "-m",
            &count.to_string(),
            "-f",
            "equipe@section.example.org",
            "-t",
            "p@example.net",
            &format!("127.0.0.1:{}", sink.1),
        ]))?;
        limit = Some(rate(&took));
        peers.push(("smtp-source", took));
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/mail.py");
    let python = timed(Command::new("python3").arg(&script).args([sink.1.to_string(), count.to_string()]));
    let mut slow = None;
    match python {
        Ok(took) => {
            slow = Some(rate(&took));
            peers.push(("smtplib and jinja2", took));
        }
        Err(error) => println!("the Python peer is left out: {error}"),
    }
    let per_second = rate(&ours);
    for (name, took) in &peers {
        println!("{name}: {:.0} a second", rate(took));
    }
    println!("ours: {per_second:.0} a second");
    let met = limit.is_none_or(|limit| per_second >= limit / 2.0)
        && slow.is_none_or(|slow| per_second >= slow * 3.0);
    let aim = Some(("half of smtp-source, 3 × smtplib".to_owned(), met));
    report.with_aim(
        &format!("send {count} personalised messages ({per_second:.0} a second)"),
        ours,
        &peers,
        aim,
    );
    for size in setting.mails {
        let (took, program, child) = Ready::new(setting, size)?.send(sink.1)?;
        let (program, child) = (program / 1024, child / 1024);
        let aim = Some(("below 60 MiB".to_owned(), program < 60 && child < 60));
        report.with_aim(
            &format!("send {size}: at most {program} MiB, its child {child} MiB"),
            took,
            &[],
            aim,
        );
    }
    Ok(())
}
