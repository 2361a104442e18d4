//! What is done with keys.

pub mod passphrase;
