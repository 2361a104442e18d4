//! What the user reads when a command cannot do what was asked: what is wrong, what is safe, what to type next.
//!
//! Until the edge a refusal is data: the error itself, which `?` hands up. [`Face::finish`] is the one that asks it for its
//! words ([`Explain`]) and adds what the command declared to be safe ([`Safe`]).
//!
//! [`Face::finish`]: crate::face::frame::Face::finish

pub mod ask;
pub(crate) mod file;
pub mod hardware;
pub mod known;
pub mod open;
pub mod safe;
pub mod system;
pub mod vault;

use std::{
    fmt::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    base::Lang,
    face::{error::safe::Safe, exit::Exit, words::clean, words::fitted, words::shown},
    open::Place,
    tr,
};

/// What the words of an error need besides the error.
pub struct Telling<'a> {
    /// The language of the user.
    pub lang: Lang,
    /// Where the vault and the identity lie.
    pub place: &'a Place,
    /// The vault that the error is about, where it is another one.
    vault: Option<&'a Path>,
}

impl<'a> Telling<'a> {
    /// Tells in a language, of a vault that lies there.
    #[must_use]
    pub fn new(lang: Lang, place: &'a Place) -> Self {
        Self { lang, place, vault: None }
    }

    /// Returns the folder of the vault, as it is shown.
    #[must_use]
    pub fn vault(&self) -> String {
        shown(self.vault.unwrap_or(&self.place.vault))
    }
}

/// An error that says itself: each error has this once, in `messages` of its noun, or beside this trait where no noun owns
/// it. As a cause below another error it is said by the same words.
pub trait Explain {
    /// Says what is wrong, what is safe where it is not what the command declares, and what to type.
    fn explain(&self, telling: &Telling<'_>) -> CmdError;
}

/// Why a command did not do what was asked, as data: words are made of it at the edge.
pub struct Refusal {
    why: Box<dyn Explain>,
    vault: Option<PathBuf>,
}

impl Refusal {
    /// Makes a refusal that has no error type of its own: the words of one place, and what they need.
    pub fn told(words: impl Fn(&Telling<'_>) -> CmdError + 'static) -> Self {
        Self { why: Box::new(Told(words)), vault: None }
    }

    /// What a person refused at the question of a command: no fault, so nothing is said but what is safe.
    #[must_use]
    pub fn declined() -> Self {
        Self::told(|_| CmdError::refused(""))
    }

    /// Says that the vault in question is the one in this folder.
    #[must_use]
    pub fn of_vault(mut self, dir: &Path) -> Self {
        self.vault = Some(dir.to_owned());
        self
    }
}

impl<E: Explain + 'static> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self { why: Box::new(error), vault: None }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Refusal")
    }
}

impl Refusal {
    /// Returns the words: those of the error, with what the command declares to be safe.
    #[must_use]
    pub fn words(&self, telling: &Telling<'_>, safe: Safe) -> CmdError {
        let mut out = self.explain(telling);
        out.declare(safe.words(telling.lang));
        if out.what.is_empty() && out.safe.is_empty() {
            out.safe = tr!(telling.lang, "Rien n’a été fait.", "Nothing was done.");
        }
        out
    }

    /// Returns the words of the error alone, for another that stands around it.
    #[must_use]
    pub fn explain(&self, telling: &Telling<'_>) -> CmdError {
        let vault = self.vault.as_deref().or(telling.vault);
        self.why.explain(&Telling { vault, ..*telling })
    }
}

/// The words of one place.
struct Told<F>(F);

impl<F: Fn(&Telling<'_>) -> CmdError> Explain for Told<F> {
    fn explain(&self, telling: &Telling<'_>) -> CmdError {
        (self.0)(telling)
    }
}

/// A failure as shown: the kind gives the exit code, the causes what lies below, the hints what to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CmdError {
    /// The exit code.
    pub kind: Exit,
    /// What is wrong, in the user's language: one or two sentences.
    pub what: String,
    /// What is safe, besides what the command declares or in its place; empty where there is nothing more to say.
    pub safe: String,
    /// Whether what the command declares to be safe is true of this error.
    declared: bool,
    /// What lies below, outermost first, none twice.
    pub causes: Vec<String>,
    /// Commands to type, or one thing to do, each on its own line.
    pub hints: Vec<String>,
}

impl CmdError {
    /// Starts an error of a kind with what is wrong.
    #[must_use]
    pub fn new(kind: Exit, what: impl Into<String>) -> Self {
        Self {
            kind,
            what: what.into(),
            safe: String::new(),
            declared: true,
            causes: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Starts an error of a request that cannot be met.
    #[must_use]
    pub fn refused(what: impl Into<String>) -> Self {
        Self::new(Exit::Refused, what)
    }

    /// Says what is safe, in place of what the command declares.
    #[must_use]
    pub fn safe(mut self, safe: impl Into<String>) -> Self {
        self.safe = safe.into();
        self.declared = false;
        self
    }

    /// Says what is safe besides what the command declares.
    #[must_use]
    pub fn safe_too(mut self, safe: impl Into<String>) -> Self {
        self.safe = safe.into();
        self
    }

    /// Adds a command to type or a thing to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds the error below as the cause, in its own words.
    #[must_use]
    pub fn because(self, telling: &Telling<'_>, error: &dyn Explain) -> Self {
        error.explain(telling).below().into_iter().fold(self, Self::cause)
    }

    /// Adds a cause in words.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        let cause = cause.into();
        if !cause.is_empty() && !self.causes.contains(&cause) {
            self.causes.push(cause);
        }
        self
    }

    /// Returns what is said of this error below another: its causes where it has some, else itself as a fragment.
    #[must_use]
    pub fn below(self) -> Vec<String> {
        if self.causes.is_empty() {
            vec![self.what.strip_suffix('.').unwrap_or(&self.what).to_owned()]
        } else {
            self.causes
        }
    }

    /// Puts what the command declares before what is said to be safe besides.
    fn declare(&mut self, declared: String) {
        if std::mem::take(&mut self.declared) && !declared.is_empty() {
            self.safe = if self.safe.is_empty() { declared } else { format!("{declared} {}", self.safe) };
        }
    }

    /// Puts each of its sentences into other words.
    #[must_use]
    pub fn put(mut self, words: impl Fn(&str) -> String) -> Self {
        let sentences = [&mut self.what, &mut self.safe].into_iter();
        for sentence in sentences.chain(&mut self.causes).chain(&mut self.hints) {
            *sentence = words(sentence);
        }
        self
    }

    /// Returns the error as one line of JSON, for programs that gave `--json`: the last line of standard error.
    #[must_use]
    pub fn json_line(&self) -> String {
        let message = format!("{} {}", self.what, self.safe);
        let object = serde_json::json!({
            "schema": "contrepoids.error/1",
            "error": {
                "kind": self.kind.name(),
                "exit": self.kind as u8,
                "message": clean(message.trim(), true),
                "causes": self.causes.iter().map(|c| clean(c, true)).collect::<Vec<_>>(),
                "hints": self.hints.iter().map(|h| clean(h, true)).collect::<Vec<_>>(),
            },
        });
        format!("{object}\n")
    }

    /// Returns the lines for standard error, cleaned for a terminal and fitted to it.
    #[must_use]
    pub fn lines(&self, lang: Lang) -> String {
        let mut out = match lang {
            _ if self.what.is_empty() => String::new(),
            Lang::Fr => format!("Erreur\u{a0}: {}\n", self.what),
            Lang::En => format!("Error: {}\n", self.what),
        };
        if !self.safe.is_empty() {
            let _ = writeln!(out, "{}", self.safe);
        }
        for cause in &self.causes {
            let _ = match lang {
                Lang::Fr => writeln!(out, "Cause\u{a0}: {cause}"),
                Lang::En => writeln!(out, "Caused by: {cause}"),
            };
        }
        for hint in &self.hints {
            let _ = match lang {
                Lang::Fr => writeln!(out, "À faire\u{a0}: {hint}"),
                Lang::En => writeln!(out, "Hint: {hint}"),
            };
        }
        fitted(&clean(&out, true))
    }
}
