//! The use cases: functions that take plain arguments and return data. They print nothing and ask nothing of a terminal.

pub mod agenda;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod init;
pub mod manual;
pub mod notice;
pub mod status;
#[cfg(test)]
mod trial;
