//! Who holds the vault: signed statements that follow from one another, and what they come to.
//!
//! Pure: bytes in, holders out. No file, no clock, no randomness; the bytes are said in `docs/format.md`, section
//! *Holders*. Whoever admits, removes or turns the keys signs a [`statement::Statement`]; nothing in one is believed
//! before the whole chain of them was evaluated. Start reading at [`chain`].

pub mod card;
pub mod chain;
pub mod members;
pub mod role;
pub mod share;
pub mod sign;
pub mod statement;
pub mod words;

mod graph;
mod refusal;

pub use card::Card;
pub use chain::{Holder, State};
pub use members::Members;
pub use role::{Class, Role, Roles};
pub use sign::{Signer, What};
pub use statement::{Act, Admit, Body, Cut, Departure, Reason, Statement, Turn};

/// The BLAKE3 hash that names a statement.
pub type Hash = [u8; 32];

/// Bytes that are not what they should be, and in which way; never quotes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub &'static str);

/// Derives as many bytes as are asked for (at most 32) by BLAKE3.
fn derive<const N: usize>(context: &str, bytes: &[u8]) -> [u8; N] {
    let hash = blake3::derive_key(context, bytes);
    hash.first_chunk::<N>().copied().unwrap_or([0; N])
}
