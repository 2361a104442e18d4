//! One file per group of commands.

pub mod agenda;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod init;
pub mod manual;
pub mod notice;
pub mod status;
