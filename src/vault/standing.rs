//! How a vault stands to what this device remembers of it, and what a person has agreed to take.

use crate::{
    base::Lang,
    vault::{
        Compartment,
        holders::words::{self, Six},
    },
};

/// How a compartment falls behind what this device knew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// The compartment.
    pub part: Compartment,
    /// The number of the last commit found.
    pub found: u64,
    /// When it was, in milliseconds since 1970.
    pub found_ms: u64,
    /// The number of the last commit known; when it is the one found, that one was another; when it is less, what was found is a
    /// copy that another one took the place of.
    pub known: u64,
    /// When it was.
    pub known_ms: u64,
}

/// Who founded a vault, as far as its statements say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Founding {
    /// What the device is called.
    pub by: String,
    /// When, by its clock, in milliseconds since 1970.
    pub time_ms: u64,
}

/// How a vault stands to what this device remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// The one that was known, as it was or ahead.
    Known {
        /// Its six words.
        words: Six,
    },
    /// Never seen on this device.
    New {
        /// Its six words.
        words: Six,
        /// Who founded it.
        founding: Founding,
        /// Something is remembered, but it cannot be read.
        damaged: bool,
    },
    /// Another one lay at this path.
    Other {
        /// Its six words; nothing when this identity is not among its holders, and then nobody can take it.
        words: Option<Six>,
        /// Those of the one that was known.
        known: Six,
        /// It has the founding of the one that was known, and does not know all that was said of its holders since.
        holders: bool,
    },
    /// The one that was known, in an older or another state, or another copy of it.
    Behind(Behind),
    /// A copy of one that was destroyed on this device on purpose.
    Gone {
        /// The number of the last commit found.
        found: u64,
        /// When it was destroyed, in milliseconds since 1970.
        time_ms: u64,
    },
}

impl Standing {
    /// Returns the six words by which people tell the vault, where it can be taken by them.
    #[must_use]
    pub fn words(&self) -> Option<&Six> {
        match self {
            Self::Known { words } | Self::New { words, .. } => Some(words),
            Self::Other { words, .. } => words.as_ref(),
            Self::Behind(_) | Self::Gone { .. } => None,
        }
    }

    /// What lets in just this vault in just this state; for who made it a moment ago, and for who answered a question.
    #[must_use]
    pub fn as_it_is(&self) -> Accept {
        match self {
            Self::Known { .. } => Accept::default(),
            Self::New { .. } | Self::Other { .. } => {
                let words = self.words().map(|words| words::say(Lang::Fr, words).join(" "));
                Accept { new: words, ..Accept::default() }
            }
            Self::Behind(Behind { found, .. }) | Self::Gone { found, .. } => {
                Accept { older: Some(*found), ..Accept::default() }
            }
        }
    }
}

/// What a person has agreed to take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accept {
    /// A vault that was not known, by its six words, in either language.
    pub new: Option<String>,
    /// An older state, by the number of its last commit.
    pub older: Option<u64>,
    /// A folder that a program copies elsewhere by itself.
    pub synced: bool,
}

impl Accept {
    /// Whether a person agreed to a vault that stands so.
    #[must_use]
    pub fn takes(&self, standing: &Standing) -> bool {
        match standing {
            Standing::Known { .. } => true,
            Standing::New { .. } | Standing::Other { .. } => {
                let typed = self.new.as_deref().zip(standing.words());
                typed.is_some_and(|(typed, words)| words::are(words, typed))
            }
            Standing::Behind(Behind { found, .. }) | Standing::Gone { found, .. } => {
                self.older == Some(*found)
            }
        }
    }
}
