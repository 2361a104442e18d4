//! People, spans of membership, workplace facts; the merge of two copies; the mapping of imports. Pure.

pub mod attr;
pub mod check;
pub mod colleague;
pub mod college;
pub mod columns;
pub mod combine;
pub mod duplicate;
pub mod filter;
pub mod import;
pub mod membership;
pub mod patch;
pub mod person;
pub mod pick;
pub mod retention;
pub mod span;
pub mod summary;

pub use colleague::Colleague;
pub use person::Person;
pub use summary::{Summary, summarise};
