//! People, spans of membership, workplace facts; the merge of two copies; the mapping of imports. Pure.

pub mod attr;
pub mod cell;
pub mod check;
pub mod college;
pub mod combine;
pub mod company;
pub mod date;
pub mod diary;
pub mod duplicate;
pub mod facts;
pub mod fault;
pub mod field;
pub mod filter;
pub mod guard;
pub mod import;
pub mod membership;
pub mod patch;
pub mod person;
pub mod poll;
pub mod round;
pub mod span;
pub mod summary;
pub mod text;
#[cfg(test)]
mod trial;
pub mod word;

pub use crate::base::{id, record, stamp};
pub use fault::Fault;
pub use id::Id;
pub use person::Person;
pub use record::{FieldKey, Record, Register, Value, merge};
pub use stamp::{Device, Hlc, Stamp};
pub use summary::{Summary, summarise};
