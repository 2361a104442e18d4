//! `contrepoids key`: the keys of this device and of the vault.

pub mod passphrase;

use clap::Subcommand;

use crate::face::{
    error::{Refusal, safe::Safe},
    exit::Exit,
    frame::Face,
};

/// What `key` can do.
#[derive(Debug, Subcommand)]
pub enum KeyCmd {
    /// Give the identity of this device another passphrase
    #[command(visible_alias = "phrase")]
    Passphrase(passphrase::PassphraseArgs),
}

impl KeyCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Passphrase(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids key`.
///
/// # Errors
/// What the command says.
pub fn run(face: &mut Face, cmd: &KeyCmd) -> Result<Exit, Refusal> {
    match cmd {
        KeyCmd::Passphrase(args) => passphrase::run(face, args),
    }
}
