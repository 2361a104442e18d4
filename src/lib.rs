//! Contrepoids (*counterweight*): the organizing toolkit of a union section.
//!
//! The map of the house stands in `docs/architecture.md`; `tests/architecture.rs` enforces it.
pub mod clock;
pub mod config;
pub mod roster;
