//! Notices to strings: a template, typed values, one language in; subject, plain text and HTML out. Pure.
//!
//! - [`manifest`] reads `notice.toml`: what a notice is for, its variables and their types.
//! - [`notice`] holds the notices that come with the program and reads those of a section.
//! - [`values`] turns what was typed into values and writes them in French or English.
//! - [`engine`] runs a template: strict, limited, without a loader, a file or the environment.
//! - [`markdown`] makes the plain text and the HTML, which say the same.
//!
//! Invariant: a value never becomes markup, and no error text ever holds a value.

pub mod engine;
pub mod error;
mod kind;
pub mod manifest;
pub mod markdown;
pub mod notice;
pub mod typography;
pub mod values;

pub use engine::{Compiled, Rendered};
pub use error::{FileProblem, Part, Problem, RenderError};
pub use kind::Kind;
pub use manifest::{Manifest, Purpose, Variable, Whence};
pub use notice::Notice;
pub use values::{Given, Values};

/// The language of one rendered notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tongue {
    /// French.
    #[default]
    French,
    /// English.
    English,
}

impl Tongue {
    /// Returns the code of the language, as used in HTML and in file names.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// Reads a code such as `fr`, `en` or `en-GB`; anything that is not English is French.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code.get(..2) {
            Some(two) if two.eq_ignore_ascii_case("en") => Self::English,
            _ => Self::French,
        }
    }
}
