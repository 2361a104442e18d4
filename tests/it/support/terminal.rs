//! The binary on a terminal of its own, as a person has it: waits for words, types, and keeps what was shown.

use std::{
    io::{Read, Write},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, Command},
    time::{Duration, Instant},
};

use pty_process::blocking::{self, Pty};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    termios::{LocalModes, tcgetattr},
};

use super::Env;

/// No answer takes longer, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A program on a terminal.
pub struct Terminal {
    pty: Pty,
    child: Child,
    /// What was shown since something was typed.
    pub shown: String,
    /// All that was shown.
    pub all: String,
}

impl Terminal {
    pub fn start(command: Command) -> Self {
        let (pty, side) = blocking::open().unwrap();
        let child = blocking::Command::from(command).spawn(side).unwrap();
        Self { pty, child, shown: String::new(), all: String::new() }
    }

    /// Takes what is shown next; tells whether there was more.
    fn more(&mut self, until: Option<&str>, end: Instant) -> bool {
        let left = end.saturating_duration_since(Instant::now());
        let time = Timespec { tv_sec: left.as_secs().try_into().unwrap(), tv_nsec: 0 };
        let mut fds = [PollFd::new(&self.pty, PollFlags::IN)];
        let ready = poll(&mut fds, Some(&time)).unwrap();
        if ready == 0 {
            let _ = self.child.kill();
            panic!("{until:?} was not shown in time:\n{}", self.all);
        }
        let mut bytes = [0; 8_192];
        // The terminal of a program that has ended cannot be read.
        let count = self.pty.read(&mut bytes).unwrap_or(0);
        let text = String::from_utf8_lossy(&bytes[..count]).replace("\r\n", "\n");
        self.shown.push_str(&text);
        self.all.push_str(&text);
        count > 0
    }

    /// Waits for words.
    #[track_caller]
    pub fn read(&mut self, words: &str) -> &mut Self {
        let end = Instant::now() + LIMIT;
        while !self.shown.contains(words) && !joined(&self.shown).contains(words) {
            assert!(self.more(Some(words), end), "{words:?} was not shown:\n{}", self.all);
        }
        self
    }

    /// Types a line.
    pub fn say(&mut self, line: &str) -> &mut Self {
        self.press(&format!("{line}\n"))
    }

    /// Types keys as they are: `\u{3}` is Ctrl-C, `\u{4}` is Ctrl-D.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.shown.clear();
        self.pty.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Waits until what is typed is read key by key and not shown, as it is for a passphrase, and types.
    #[track_caller]
    pub fn secretly(&mut self, keys: &str) -> &mut Self {
        let end = Instant::now() + LIMIT;
        while self.modes().intersects(LocalModes::ECHO | LocalModes::ICANON) {
            assert!(Instant::now() < end, "the terminal still echoes:\n{}", self.all);
            std::thread::yield_now();
        }
        self.press(keys)
    }

    /// Reads a recovery key, and types its end as from the paper; returns the key.
    #[track_caller]
    pub fn writes_down(&mut self) -> String {
        self.read(" 6 ");
        let at = self.all.rfind("AGE-SECRET-KEY-1").unwrap();
        let key: String = self.all[at..].chars().take_while(char::is_ascii_graphic).collect();
        self.say(&key[key.len() - 6..]);
        key
    }

    fn modes(&self) -> LocalModes {
        tcgetattr(&self.pty).unwrap().local_modes
    }

    /// Whether the terminal shows what is typed, and reads whole lines: what the next program finds.
    pub fn echoes(&self) -> bool {
        self.modes().contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG)
    }

    /// Reads to the end; returns the exit code, or minus the signal.
    pub fn end(&mut self) -> i32 {
        let end = Instant::now() + LIMIT;
        while self.more(None, end) {}
        let status = self.child.wait().unwrap();
        status.code().unwrap_or_else(|| -status.signal().unwrap_or(1000))
    }

    /// Reads to the end and returns the exit code; `None` when these words come first, and the program is ended.
    pub fn end_unless(&mut self, words: &str) -> Option<i32> {
        let end = Instant::now() + LIMIT;
        while self.more(None, end) {
            if self.shown.contains(words) {
                self.child.kill().unwrap();
                return None;
            }
        }
        self.child.wait().unwrap().code()
    }

    /// Reads to the end and asserts the exit code.
    #[track_caller]
    pub fn ends(&mut self, code: i32) -> &mut Self {
        assert_eq!(self.end(), code, "{}", self.all);
        self
    }
}

/// The text with its folded lines made one again.
fn joined(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The passphrase of [`Guarded`].
pub const PASSPHRASE: &str = "tonneau lisible grimoire ourlet cadran hublot friche";

impl Env {
    /// The binary on a terminal, with the key file.
    pub fn terminal(&self, lang: &str, args: &[&str]) -> Terminal {
        let mut command = Command::new(env!("CARGO_BIN_EXE_contrepoids"));
        self.clean(&mut command);
        command.args(["--on", "2026-11-21", "--lang", lang, "--vault"]).arg(self.vault());
        command.arg("--identity").arg(self.path("key.txt")).args(args);
        Terminal::start(command)
    }

    /// The binary on a terminal, with the key under a passphrase: made from the key file, with the least work.
    pub fn guarded(&self, lang: &str, args: &[&str]) -> Terminal {
        let sealed = self.path("sealed.age");
        if !sealed.exists() {
            seal(&self.path("key.txt"), &sealed);
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_contrepoids"));
        self.clean(&mut command);
        command.args(["--on", "2026-11-21", "--lang", lang, "--vault"]).arg(self.vault());
        command.arg("--identity").arg(sealed).args(args);
        Terminal::start(command)
    }

    /// The binary on a terminal of somebody who has set nothing.
    pub fn newcomer(&self, lang: &str, args: &[&str]) -> Terminal {
        let mut command = Command::new(env!("CARGO_BIN_EXE_contrepoids"));
        self.clean(&mut command);
        command.args(["--lang", lang]).args(args);
        Terminal::start(command)
    }

    fn clean(&self, command: &mut Command) {
        command.env_clear().env("HOME", self.home()).env("TMPDIR", self.home()).current_dir(self.home());
        command.env("TERM", "xterm");
    }
}

/// Puts a key file under the passphrase.
pub fn seal(key: &Path, sealed: &Path) {
    let mut recipient = age::scrypt::Recipient::new(age::secrecy::SecretString::from(PASSPHRASE.to_owned()));
    recipient.set_work_factor(17);
    let plain = std::fs::read(key).unwrap();
    std::fs::write(sealed, age::encrypt_and_armor(&recipient, &plain).unwrap()).unwrap();
}
