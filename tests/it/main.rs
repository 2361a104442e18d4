//! The integration tests: one binary, one module per room of the house.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::disallowed_methods,
    unreachable_pub,
    missing_docs,
    dead_code,
    reason = "a test may stop; it says what it shows by its name"
)]

mod action;
mod agenda;
mod backup;
mod bargain;
mod case;
mod company;
mod dialogs;
mod docs;
mod dues;
mod election;
mod experience;
mod export;
mod group;
mod guide;
mod handover;
mod help_examples;
mod hints;
mod inclusive;
mod join;
mod keys;
mod language;
mod law;
mod letter;
mod manual;
mod meeting;
mod member;
mod notice;
mod privacy;
mod proof;
mod readme;
mod refusal;
mod screens;
mod support;
mod survey;
mod sync;
mod talk;
mod training;
mod vault;
mod what_to_do;
