//! Runs a command of the prompt: this program again, on the same terminal, with the key over a pipe.

use std::{
    ffi::OsString,
    io,
    process::{Command as Process, Stdio},
};

use zeroize::Zeroizing;

use crate::{
    base::Lang,
    cli::{Command, help},
    face::{exit::Exit, frame::Face},
    platform::process::{Handed, ended_by},
};

/// What goes before each command, and how it is run.
pub(super) struct Runner {
    lang: Lang,
    /// What was said for all of them: the option, and its value.
    globals: Vec<(&'static str, Option<OsString>)>,
    /// Whether commands may ask the person at the terminal; from a pipe the lines are the commands.
    person: bool,
}

impl Runner {
    pub(super) fn new(face: &Face, person: bool) -> Self {
        let place = face.place();
        let mut globals = vec![
            ("--lang", Some(face.lang.code().into())),
            ("--vault", Some(place.vault.clone().into_os_string())),
        ];
        globals.extend(place.identity.clone().map(|path| ("--identity", Some(path.into_os_string()))));
        globals.extend(face.named_day.map(|day| ("--on", Some(day.to_string().into()))));
        globals.extend(face.json.then_some(("--json", None)));
        globals.extend(face.yes.then_some(("--yes", None)));
        globals.extend(face.accepted().synced.then_some(("--allow-synced", None)));
        Self { lang: face.lang, globals, person }
    }

    /// Returns the words of a command with what goes before; what the line says itself goes first.
    pub(super) fn line(&self, words: &[String]) -> Vec<OsString> {
        let said = super::plain(words);
        let before = self.globals.iter().filter(|(option, _)| !names(&said, option));
        let before = before
            .flat_map(|(option, value)| std::iter::once(OsString::from(option)).chain(value.iter().cloned()));
        before.chain(words.iter().map(OsString::from)).collect()
    }

    /// Reads a command as the program will; nothing where it will not be understood.
    pub(super) fn parse(&self, words: &[String]) -> Option<Command> {
        let line = std::iter::once("contrepoids".into()).chain(self.line(words)).collect();
        help::parse(self.lang, line).ok().map(|cli| cli.command)
    }

    /// Runs a command to its end and returns its exit code; 128 and the number of the signal that ended it.
    pub(super) fn run(&self, words: &[String], key: Option<Zeroizing<String>>) -> u8 {
        self.spawn(words, key).unwrap_or(Exit::Bug as u8)
    }

    fn spawn(&self, words: &[String], key: Option<Zeroizing<String>>) -> io::Result<u8> {
        let mut process = Process::new(std::env::current_exe()?);
        // Where no pipe can be handed on, the command asks for itself.
        let pipe = match key.map(|key| Handed::of(key.as_bytes())) {
            Some(Err(e)) if e.kind() == io::ErrorKind::Unsupported => None,
            other => other.transpose()?,
        };
        if let Some(pipe) = &pipe {
            process.arg("--key-fd").arg(pipe.number().to_string());
        }
        process.args(self.line(words));
        if !self.person {
            process.stdin(Stdio::null());
        }
        let mut child = process.spawn()?;
        drop(pipe);
        let status = child.wait()?;
        let code = status.code().or_else(|| ended_by(status).map(|signal| signal.saturating_add(128)));
        Ok(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(Exit::Bug as u8))
    }
}

/// Tells whether the key of the prompt is the one that a line wants.
pub(super) fn same_identity(words: &[String]) -> bool {
    let words = super::plain(words);
    !names(&words, "--identity") && !names(&words, "--passphrase-fd")
}

/// Tells whether a line names an option.
fn names(words: &[String], option: &str) -> bool {
    let words = words.iter().take_while(|w| *w != "--");
    let short = if option == "--yes" { "-y" } else { option };
    words
        .into_iter()
        .any(|w| w == option || w == short || w.strip_prefix(option).is_some_and(|w| w.starts_with('=')))
}
