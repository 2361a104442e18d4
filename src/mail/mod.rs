//! Mail: one message to one person, an outbox that remembers, three ways out.
//!
//! - [`address`]: which addresses are taken, and the domains that never get a message.
//! - [`message`]: a message as bytes; [`check`] reads them again before they leave.
//! - [`read`]: a message of ours read back, to be shown.
//! - [`outbox`]: the states of a message and the moves between them. Pure.
//! - [`ledger`]: campaigns, messages and states as records on a [`Shelf`](ledger::Shelf).
//! - [`transport`]: the trait and the recorder; [`eml`] a folder of files; [`smtp`] a submission server.
//! - [`send`]: one campaign through one transport: resumable, paced, never twice.
//! - [`account`]: where mail is handed over and as whom; [`provider`] a table of the usual ones, [`command`] a secret
//!   from a command of the person's own.
//! - [`attachment`]: a file that goes with a message.
//! - [`bounce`]: mail that came back, read as the bytes of a stranger.
//! - [`lint`]: words in a subject or a sender that would give membership away.
//!
//! Invariants: no function takes a list of recipients for one message; nothing leaves before everything was
//! rendered, checked and stored; a message that may have been delivered is never sent again without a yes.

pub mod account;
pub mod address;
pub mod attachment;
pub mod bounce;
pub mod check;
pub mod command;
pub mod eml;
pub mod header;
pub mod ledger;
pub mod lint;
pub mod message;
pub mod outbox;
pub mod provider;
pub mod read;
pub mod record;
pub mod send;
pub mod smtp;
pub mod transport;

pub use address::{Address, Forbidden};
pub use message::{ByHand, Message, MessageError, MessageParts, Party};
