//! Processes that are started: a secret for one of them, and how it ended.

use std::{io, process::ExitStatus};

use super::system;

/// A secret in a pipe that the next child inherits, and no other.
pub struct Handed(system::Handed);

impl Handed {
    /// Lays a secret, shorter than what a pipe takes at once, into the pipe.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`] on a system without such pipes; what the system said.
    pub fn of(secret: &[u8]) -> io::Result<Self> {
        system::Handed::of(secret).map(Self)
    }

    /// Returns the number under which the child finds it.
    #[must_use]
    pub fn number(&self) -> i32 {
        self.0.number()
    }
}

/// Returns the signal that ended a process, if one did.
#[must_use]
pub fn ended_by(status: ExitStatus) -> Option<i32> {
    system::ended_by(status)
}
