//! The law as dated, cited data, and the shape of every legal answer. Pure.
//!
//! Numbers and rules lie in `tables/*.toml`, one file per subject, embedded one by one: the user's disk cannot
//! change them. Each value says from when to when it holds, the article, its version on Légifrance, and when a
//! person last verified it. The reasoning lives in functions elsewhere (`election`, `bargaining`, `calendar`),
//! which ask the [`Book`] through a [`Reasoning`] and so cannot answer without citing.
//!
//! A law pack ([`pack`]) takes the place of the embedded files as a whole, before the first question, or not at all.
//!
//! Each value also says how it is known ([`Standing`]), and quotes the words of the text that say its number, from what
//! its period runs and on what it depends ([`Quotes`]).
//!
//! Invariants: a date that no value covers is an error, never an extrapolation; a value whose text was not read, or not
//! looked at lately, brings a [`Caveat`] that the face must show; no floating point.
//!
//! Start reading at [`Book`], then [`Finding`].

pub mod archive;
pub mod beside;
mod book;
mod citation;
pub mod cited;
mod dated;
mod finding;
pub mod fit;
mod name;
pub mod pack;
pub mod package;
pub mod reach;
mod reasons;
mod reference;
mod remark;
pub mod texts;

pub use crate::base::fraction::{BadFraction, Fraction, Integer};
pub use book::{Book, LawError, book, own_book};
pub use citation::{Citation, Label, Quotes, Standing};
pub use dated::{Amount, Column, Entry, Problem, Row, Table, TableError, Unit};
pub use finding::{Answer, Caveat, Fact, Facts, Finding, Reasoning, Step, Word};
pub use name::FactName;
pub use reasons::{Because, Beware, Reasons};
pub use reference::reference;
pub use remark::{Open, Remark};
