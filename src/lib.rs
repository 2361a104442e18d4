//! Contrepoids (*counterweight*): the organizing toolkit of a union section.
//!
//! The map of the house stands in `docs/architecture.md`; `tests/architecture` enforces it. Data flows one way:
//! face → action → rules → records.
//!
//! - pure: [`base`], [`law`], [`calendar`], [`roster`], [`election`], [`bargaining`], [`render`];
//! - edges: [`clock`], [`config`], [`platform`], [`vault`], [`mail`], [`sync`], [`open`];
//! - [`features`]: one room for each noun, by role;
//! - faces: [`face`], [`cli`].

pub mod bargaining;
pub mod base;
pub mod calendar;
pub mod cli;
pub mod clock;
pub mod config;
pub mod election;
pub mod face;
pub mod features;
pub mod law;
pub mod mail;
pub mod money;
pub mod open;
pub mod platform;
pub mod render;
pub mod roster;
pub mod sync;
pub mod vault;
