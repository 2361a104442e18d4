//! The frame of any face: questions, tables, findings in words, refusals, exit codes, the JSON envelope.

pub mod error;
pub mod exit;
pub mod explaining;
pub mod finding;
pub mod frame;
pub mod globals;
pub(crate) mod months;
pub mod prompt;
pub mod qr;
pub mod table;
pub mod texts;
pub mod tongue;
pub mod wanted;
pub mod when;
pub mod words;
