//! What the tests share: a hermetic run of the binary in a home of its own.

pub mod book;
pub mod json;
pub mod terminal;
pub mod vectors;
pub mod workbook;

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A home with nothing in it, and the binary run there with nothing of the machine's environment.
pub struct Env {
    home: TempDir,
}

/// What a run of the binary gave.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Env {
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// A home with a vault in it, opened by a key file.
    pub fn with_vault() -> Self {
        let env = Self::new();
        env.run(["init"]).ok();
        env
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Where a part of the vault lies, by its name alone.
    pub fn part(&self, name: &str) -> PathBuf {
        within(&self.vault(), name)
    }

    /// The folder of the current turn of keys: where almost everything lies.
    pub fn inner(&self) -> PathBuf {
        inner(&self.vault())
    }

    pub fn vault(&self) -> PathBuf {
        self.path("vault")
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        // Some of them are keys.
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        path
    }

    /// The binary, hermetic: no environment but a home, the vault and the key file there, English, a fixed day.
    pub fn command(&self) -> Command {
        let mut command = self.bare();
        command.args(["--on", "2026-11-21", "--lang", "en", "--vault"]).arg(self.vault());
        command.arg("--identity").arg(self.path("key.txt"));
        command
    }

    /// The binary with a home and nothing else.
    pub fn bare(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_contrepoids"));
        command.env_clear().env("HOME", self.home()).env("TMPDIR", self.home()).current_dir(self.home());
        command.stdin(Stdio::null());
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Run {
        Run::of(self.command().args(args).output().unwrap())
    }
}

impl Run {
    #[track_caller]
    pub fn of(output: Output) -> Self {
        let run = Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        json::documented(&run.out);
        run
    }

    /// Asserts that the run went well.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }

    /// Asserts that the run ended with this code and says this.
    #[track_caller]
    pub fn fails(self, code: i32, says: &str) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        assert!(self.said().contains(says), "{says:?} is not in:\n{}", self.err);
        self
    }

    /// What stands on standard error, its sentences in one piece: the screen breaks them at eighty columns.
    pub fn said(&self) -> String {
        self.err.replace("\n  ", " ")
    }

    /// The JSON object on standard output.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}:\n{}", self.out))
    }
}

/// The folder of the current turn of keys of a vault, as its pointer says.
pub fn inner(vault: &Path) -> PathBuf {
    let said =
        ["head", "head.2"].into_iter().filter_map(|name| std::fs::read_to_string(vault.join(name)).ok());
    let turn = said.filter_map(|head| head.split('"').nth(3).map(|turn| vault.join(turn)));
    turn.into_iter().find(|turn| turn.is_dir()).expect("the folder of a turn")
}

/// Where a part of a vault lies, by its name alone.
pub fn within(vault: &Path, name: &str) -> PathBuf {
    match name {
        "" | "head" | "head.2" | "lock" | "outbox.lock" => vault.join(name),
        _ => inner(vault).join(name),
    }
}
