//! The use cases of the agenda.

pub(crate) mod basis;
pub mod change;
pub(crate) mod diary;
pub mod export;
pub mod hours;
pub mod lines;
pub mod pending;
#[cfg(test)]
mod tests;

pub use basis::{basis, recorded};
pub use diary::{AgendaError, Diary, Origin, diary, fact_kinds, name};
pub use pending::{Pending, Told};
