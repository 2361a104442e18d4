//! Contrepoids (*counterweight*): the organizing toolkit of a union section.
//!
//! The map of the house stands in `docs/architecture.md`; `tests/architecture.rs` enforces it. Data flows one way:
//! face → use case → core → store.
//!
//! - pure core: [`roster`] (and `law`, `calendar`, `election`, `bargaining`, `dues`, `render`);
//! - edges: [`clock`], [`config`], [`vault`] (and `mail`);
//! - use cases: [`app`];
//! - faces: [`cli`].

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
pub mod open;
pub mod platform;
pub mod render;
pub mod roster;
pub mod vault;
