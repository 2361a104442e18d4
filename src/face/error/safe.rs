//! What is safe when a command is refused: each command declares it once.

use crate::{base::Lang, tr};

/// What is safe when a command is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safe {
    /// It only reads: nothing was at risk, and nothing is said.
    Read,
    /// It writes: nothing was changed.
    Write,
    /// It writes to people: nothing has left either.
    Mail,
    /// It hands data over: nothing was handed over.
    Export,
}

impl Safe {
    /// Returns the sentence; empty where nothing was at risk.
    #[must_use]
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Read => String::new(),
            Self::Write => tr!(lang, "Rien n’a été changé.", "Nothing was changed."),
            Self::Mail => {
                tr!(lang, "Rien n’est parti, rien n’a été changé.", "Nothing has left, nothing was changed.")
            }
            Self::Export => {
                tr!(lang, "Rien n’a été remis ni écrit.", "Nothing was handed over or written.")
            }
        }
    }
}
