//! How a vault stands to what this device remembers of it, and what a person has agreed to take.

use crate::vault::Compartment;

/// How a compartment falls behind what this device knew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// The compartment.
    pub part: Compartment,
    /// The number of the last commit found.
    pub found: u64,
    /// When it was, in milliseconds since 1970.
    pub found_ms: u64,
    /// The number of the last commit known; when it is the one found, that one was another.
    pub known: u64,
    /// When it was.
    pub known_ms: u64,
}

/// How a vault stands to what this device remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// The one that was known, as it was or ahead.
    Known {
        /// Its code.
        code: String,
    },
    /// Never seen on this device.
    New {
        /// Its code.
        code: String,
        /// Something is remembered, but it cannot be read.
        damaged: bool,
    },
    /// Another one lay at this path.
    Other {
        /// Its code; empty when this identity is not among its holders, and then nobody can take it.
        code: String,
        /// The code of the one that was known.
        known: String,
    },
    /// The one that was known, in an older or another state.
    Behind(Behind),
}

impl Standing {
    /// What lets in just this vault in just this state; for who made it a moment ago.
    #[must_use]
    pub fn as_it_is(&self) -> Accept {
        match self {
            Self::Known { .. } => Accept::default(),
            Self::New { code, .. } | Self::Other { code, .. } => {
                Accept { new: Some(code.clone()), older: None }
            }
            Self::Behind(behind) => Accept { new: None, older: Some(behind.found) },
        }
    }
}

/// What a person has agreed to take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accept {
    /// A vault that was not known, by its code.
    pub new: Option<String>,
    /// An older state, by the number of its last commit.
    pub older: Option<u64>,
}

impl Accept {
    /// Whether a person agreed to a vault that stands so.
    #[must_use]
    pub fn takes(&self, standing: &Standing) -> bool {
        let plain =
            |code: &str| code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        match standing {
            Standing::Known { .. } => true,
            Standing::New { code, .. } | Standing::Other { code, .. } => {
                !code.is_empty() && self.new.as_deref().is_some_and(|typed| plain(typed) == plain(code))
            }
            Standing::Behind(behind) => self.older == Some(behind.found),
        }
    }
}
