//! Notices to strings: a template, typed values, one language in; subject, plain text and HTML out. Pure.
//!
//! - [`manifest`] reads `notice.toml`: what a notice is for, its variables and their types.
//! - [`notice`] holds the notices that come with the program and reads those of a section.
//! - [`values`] turns what was typed into values and writes them in French or English.
//! - [`engine`] runs a template: strict, limited, without a loader, a file or the environment.
//! - [`french`] has the French names of the variables.
//! - [`markdown`] makes the plain text and the HTML, which say the same.
//! - [`form`] is the page of a form that is sealed in a browser.
//! - [`letter`] holds the letters that come with the program, and what each must carry.
//! - `workbook` writes a table as `.xlsx`.
//! - [`odt`] is a document that a word processor opens.
//! - `sheet` is the page around figures and certificates that are printed.
//!
//! Invariant: a value never becomes markup, and no error text ever holds a value.

mod built;
pub mod engine;
pub mod error;
pub mod form;
pub mod french;
mod kind;
pub mod letter;
pub mod manifest;
pub mod markdown;
pub mod notice;
pub mod odt;
mod sheet;
pub mod typography;
pub mod values;
mod workbook;

pub use engine::{Compiled, Rendered};
pub use error::{FileProblem, Part, Problem, RenderError};
pub use kind::ValueKind;
pub use letter::Letter;
pub use manifest::{Manifest, Purpose, Reckoned, Variable, When, Whence};
pub use markdown::{escape_html, fragment};
pub use notice::Notice;
pub use sheet::sheet;
pub use values::{Given, Values};
pub use workbook::{Cell, Look, padded, workbook};
