//! What the user reads when a command cannot do what was asked: what is wrong, what is safe, what to type next.

pub mod cause;
pub mod known;
pub mod open;

use std::{error::Error, fmt::Write as _};

use crate::{
    base::Lang,
    face::{
        exit::Exit,
        words::{clean, fitted},
    },
};

/// A failure as shown: the kind gives the exit code, the source the cause, the hints what to type.
#[derive(Debug)]
pub struct CmdError {
    /// The exit code.
    pub kind: Exit,
    /// What is wrong, in the user's language: one or two sentences.
    pub what: String,
    /// What is safe ("nothing was changed"), in the user's language; empty where nothing could be at risk.
    pub safe: String,
    /// The error below, for its chain of causes.
    pub source: Option<Box<dyn Error + Send + Sync>>,
    /// Commands to type, or one thing to do, each on its own line.
    pub hints: Vec<String>,
}

impl CmdError {
    /// Starts an error of a kind with what is wrong.
    #[must_use]
    pub fn new(kind: Exit, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), safe: String::new(), source: None, hints: Vec::new() }
    }

    /// Adds what is safe.
    #[must_use]
    pub fn safe(mut self, safe: impl Into<String>) -> Self {
        self.safe = safe.into();
        self
    }

    /// Adds a command to type or a thing to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Keeps the error below as the cause.
    #[must_use]
    pub fn because(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Returns the error as one line of JSON, for programs that gave `--json`: the last line of standard error.
    #[must_use]
    pub fn json_line(&self, lang: Lang) -> String {
        let causes = cause::chain(lang, self.source.as_deref().map(|e| e as &(dyn Error + 'static)));
        let mut message = self.what.clone();
        if !self.safe.is_empty() {
            message = format!("{message} {}", self.safe);
        }
        let object = serde_json::json!({
            "schema": "contrepoids.error/1",
            "error": {
                "kind": self.kind.name(),
                "exit": self.kind as u8,
                "message": clean(&message, false),
                "causes": causes.iter().map(|c| clean(c, false)).collect::<Vec<_>>(),
                "hints": self.hints.iter().map(|h| clean(h, false)).collect::<Vec<_>>(),
            },
        });
        format!("{object}\n")
    }

    /// Returns the lines for standard error, cleaned for a terminal and fitted to it.
    #[must_use]
    pub fn lines(&self, lang: Lang) -> String {
        let mut out = match lang {
            Lang::Fr => format!("Erreur\u{a0}: {}\n", self.what),
            Lang::En => format!("Error: {}\n", self.what),
        };
        if !self.safe.is_empty() {
            let _ = writeln!(out, "{}", self.safe);
        }
        for cause in cause::chain(lang, self.source.as_deref().map(|e| e as &(dyn Error + 'static))) {
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
