//! Where objects are carried: any place that lists, gives, takes what is not there, and deletes.

pub mod folder;
pub mod memory;
pub mod webdav;

use std::io;

/// What lies in a folder of a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub folder: bool,
}

/// What became of a file that was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is there now.
    Done,
    /// It was there already, the same.
    Same,
    /// Another one has its name.
    Differs,
}

/// Why a place did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CarrierError {
    /// It is not there, or does not answer.
    #[error("the place is not reached")]
    Away(#[source] io::Error),
    /// There is no room left.
    #[error("there is no room left in the place")]
    Full(#[source] io::Error),
    /// It does not let us.
    #[error("the place does not let us")]
    Forbidden(#[source] io::Error),
    /// A server did what none should do.
    #[error("the server did what none should do")]
    Server(webdav::ServerFault),
}

impl From<io::Error> for CarrierError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(error),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Forbidden(error),
            _ => Self::Away(error),
        }
    }
}

/// A place. Paths are relative, with `/` between their parts; nothing is ever written over.
pub trait Carrier {
    /// Lists a folder; one that is not there is empty. The place itself must be there.
    ///
    /// # Errors
    /// [`CarrierError`].
    fn list(&self, dir: &str) -> Result<Vec<Entry>, CarrierError>;

    /// Returns the content of a file; nothing when it is not there, or longer.
    ///
    /// # Errors
    /// [`CarrierError`].
    fn get(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, CarrierError>;

    /// Puts a file whose name is not taken.
    ///
    /// # Errors
    /// [`CarrierError`]; nothing of it is there then, or nothing that has a name of ours.
    fn put_if_absent(&self, dir: &str, name: &str, bytes: &[u8]) -> Result<Put, CarrierError>;

    /// Deletes a file; one that is not there is deleted.
    ///
    /// # Errors
    /// [`CarrierError`].
    fn delete(&self, path: &str) -> Result<(), CarrierError>;
}
