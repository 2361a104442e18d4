//! Asks for passphrases: on the terminal without echo, or from a file descriptor that a script names.

use std::{
    ffi::OsString,
    io::{ErrorKind, IsTerminal, Read, Write},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::consts::SIGINT;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    base::Lang,
    face::{error, words::clean},
    open::{Ask, AskError, Secret, Wanted, hardware::Runs},
    platform::terminal,
    tr,
    vault::{Identity, hardware::Touch},
};

/// No more than this is read from a descriptor.
const MOST: u64 = 2 * 1024 * 1024;

/// Where passphrases come from in this run.
#[derive(Clone)]
pub struct Prompt {
    /// The language of the question.
    pub lang: Lang,
    /// The file descriptor named by `--passphrase-fd`.
    pub fd: Option<i32>,
    /// The file descriptor that a new passphrase comes from, where it is another one.
    pub new_fd: Option<i32>,
    /// The key that the prompt of `shell` handed over.
    pub held: Option<Rc<Identity>>,
    /// Whether a key that is kept unlocked will do.
    pub unlocked: bool,
    /// Where programs are looked for, that of a hardware key too.
    pub programs: Option<OsString>,
    /// Whether the talk with such a program would be printed.
    pub age_debug: bool,
    /// Whether Ctrl-C ends the question alone, and not the program.
    pub stays: bool,
}

impl Ask for Prompt {
    fn passphrase(&self, wanted: Wanted) -> Result<Secret, AskError> {
        let fd = match wanted {
            Wanted::Open => self.fd,
            Wanted::New | Wanted::Again => self.new_fd.or(self.fd),
        };
        if let Some(fd) = fd {
            return from_fd(fd);
        }
        if !std::io::stdin().is_terminal() {
            return Err(AskError::NoTerminal);
        }
        let question = match wanted {
            Wanted::Open => tr!(self.lang, "Phrase de passe\u{a0}: ", "Passphrase: "),
            Wanted::New => tr!(self.lang, "Nouvelle phrase de passe\u{a0}: ", "New passphrase: "),
            Wanted::Again => tr!(self.lang, "Encore une fois\u{a0}: ", "Once more: "),
        };
        let typed = hidden(&question, self.stays)?;
        Ok(Secret::new(typed))
    }

    fn held(&self) -> Option<Identity> {
        self.held.as_deref().cloned()
    }

    fn takes_unlocked(&self) -> bool {
        self.unlocked
    }

    fn runs(&self) -> Option<Runs> {
        let touch = Arc::new(AtTerminal { lang: self.lang, stays: self.stays });
        Some(Runs { programs: self.programs.clone(), debug: self.age_debug, touch })
    }

    fn scripted(&self) -> bool {
        self.new_fd.or(self.fd).is_some()
    }

    fn again(&self, fault: &AskError) -> bool {
        if self.scripted() {
            return false;
        }
        let said = error::ask::ask_fault(self.lang, fault);
        let _ = writeln!(std::io::stderr().lock(), "{}", clean(&said, true));
        true
    }
}

/// A person at the terminal, for whom a hardware key waits. What its program says is anybody's.
struct AtTerminal {
    lang: Lang,
    stays: bool,
}

impl AtTerminal {
    fn line(question: &str) -> Option<String> {
        if !std::io::stdin().is_terminal() {
            return None;
        }
        write!(std::io::stderr().lock(), "{} ", clean(question, true)).ok()?;
        let mut typed = String::new();
        let read = std::io::stdin().read_line(&mut typed).ok()?;
        (read > 0).then(|| typed.trim().to_owned())
    }

    fn yes(&self, question: &str) -> Option<bool> {
        let typed = Self::line(&format!("{question} {}", tr!(self.lang, "[o/N]", "[y/N]")))?;
        Some(["o", "oui", "y", "yes"].contains(&typed.to_lowercase().as_str()))
    }
}

impl Touch for AtTerminal {
    fn tell(&self, message: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", clean(message, true));
    }

    fn agree(&self, program: &str) -> Option<bool> {
        let program = clean(program, false);
        self.yes(&tr!(
            self.lang,
            "Le programme de la clé matérielle est maintenant {program}. Le lancer\u{a0}?",
            "The program of the hardware key is now {program}. Run it?"
        ))
    }

    fn choose(&self, message: &str, yes: &str, no: Option<&str>) -> Option<bool> {
        let choice = no.map_or_else(|| yes.to_owned(), |no| format!("{yes} / {no}"));
        self.yes(&format!("{message} ({choice})"))
    }

    fn ask(&self, question: &str) -> Option<String> {
        Self::line(&format!("{question}:"))
    }

    fn secret(&self, question: &str) -> Option<Zeroizing<String>> {
        if !std::io::stdin().is_terminal() {
            return None;
        }
        let question = clean(question, false);
        hidden(&format!("{question}: "), self.stays).ok().map(Zeroizing::new)
    }
}

impl Prompt {
    /// Asks a person for a secret that is no passphrase: a recovery key, a share of one.
    ///
    /// # Errors
    /// Why none came.
    pub fn secret(&self, question: &str) -> Result<Secret, AskError> {
        if !std::io::stdin().is_terminal() {
            return Err(AskError::NoTerminal);
        }
        let typed = hidden(question, self.stays)?;
        if typed.is_empty() { Err(AskError::Empty) } else { Ok(Secret::new(typed)) }
    }

    /// Takes a new passphrase from this file descriptor, where one is named.
    #[must_use]
    pub fn with_new(self, fd: Option<i32>) -> Self {
        Self { new_fd: fd, ..self }
    }

    /// Asks whatever is known: who changes a passphrase or unlocks a vault has to know it.
    #[must_use]
    pub fn without_held(self) -> Self {
        Self { held: None, unlocked: false, ..self }
    }

    /// Tells whether words are proposed for a new passphrase: to a person, who reads them.
    #[must_use]
    pub fn proposes(&self) -> bool {
        !self.scripted() && std::io::stdin().is_terminal()
    }

    /// Asks for the password of a mail server; `fd` is the file descriptor that a script names for it.
    ///
    /// # Errors
    /// Why no password came.
    pub fn password(&self, host: &str, fd: Option<i32>) -> Result<Secret, AskError> {
        if let Some(fd) = fd {
            return from_fd(fd);
        }
        if !std::io::stdin().is_terminal() {
            return Err(AskError::NoTerminal);
        }
        let question = tr!(self.lang, "Mot de passe pour {host}\u{a0}: ", "Password for {host}: ");
        let typed = hidden(&question, self.stays)?;
        if typed.is_empty() { Err(AskError::Empty) } else { Ok(Secret::new(typed)) }
    }
}

/// Asks whether to make a key file without a passphrase.
#[must_use]
pub fn bare_file(lang: Lang) -> String {
    tr!(
        lang,
        "Ce fichier de clé sera sans phrase de passe\u{a0}: qui le copie ouvre le coffre. Le faire\u{a0}?",
        "This key file will have no passphrase: whoever copies it opens the vault. Make it?"
    )
}

/// Warns of an identity that was made without a passphrase.
#[must_use]
pub fn without_passphrase(lang: Lang) -> String {
    tr!(
        lang,
        "Attention\u{a0}: cette identité n’a pas de phrase de passe.\nQui a ce fichier ouvre le coffre.",
        "Mind: this identity has no passphrase. Whoever has this file opens the vault."
    )
}

/// Proposes words for a new passphrase, and says what another one must be like.
#[must_use]
pub fn proposal(lang: Lang, words: &str) -> String {
    tr!(
        lang,
        "Phrase de passe proposée (huit mots français, tirés au sort)\u{a0}:\n\n  {words}\n\nEntrée la prend\u{a0}: écrivez-la d’abord sur papier. Une autre doit être aussi dure à\ndeviner. Qui copie le fichier peut essayer sans fin, et commence par ce que les\ngens choisissent\u{a0}: phrases connues, noms, dates. Ce que le hasard tire, personne\nne peut le deviner.",
        "Proposed passphrase (seven words, drawn by lot):\n\n  {words}\n\nEnter takes it: write it on paper first. One of your own must be as hard to guess.\nWho copies the file may try without end, and begins with what people choose: known\nsentences, names, dates. What is drawn by lot nobody can guess."
    )
}

/// Asks with the echo off before the question is seen: who types at once must not see it on the screen.
///
/// Ctrl-C ends the program only after the terminal echoes again, or the next command would be typed blind.
fn hidden(question: &str, stays: bool) -> Result<String, AskError> {
    let quiet = terminal::Quiet::start();
    let interrupted = Arc::new(AtomicBool::new(false));
    let handler = signal_hook::flag::register(SIGINT, Arc::clone(&interrupted));
    let typed = rpassword::prompt_password(question);
    drop(quiet);
    if let Ok(handler) = handler {
        signal_hook::low_level::unregister(handler);
    }
    if typed.is_err() {
        // The line of the question has no end yet.
        let _ = writeln!(std::io::stderr().lock());
    }
    if interrupted.load(Ordering::SeqCst) && !stays {
        terminal::end_interrupted();
    }
    typed.map_err(|e| match e.kind() {
        ErrorKind::UnexpectedEof | ErrorKind::Interrupted => AskError::Stopped,
        _ => AskError::NoTerminal,
    })
}

/// Reads the key that was laid into a pipe.
pub(super) fn handed(fd: i32) -> Option<Identity> {
    Identity::from_secret(from_fd(fd).ok()?.text().as_bytes()).ok()
}

/// Reads the passphrase up to the first line feed or the end.
fn from_fd(fd: i32) -> Result<Secret, AskError> {
    let file = terminal::descriptor(fd).map_err(|_| AskError::BadDescriptor(fd))?;
    // Room for any passphrase of sense, so that growing leaves no copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(8192));
    file.take(MOST).read_to_end(&mut bytes).map_err(|_| AskError::BadDescriptor(fd))?;
    let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    bytes.truncate(end);
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    let text = match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => text,
        Err(error) => {
            let mut bytes = error.into_bytes();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            bytes.zeroize();
            text
        }
    };
    Ok(Secret::new(text))
}
