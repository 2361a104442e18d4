//! Reads a release of the published texts, and compares it with ours.

use std::{
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use crate::{
    features::law::rules::watch::{self, WatchError, Watched},
    law::{
        archive::{self, BadArchive},
        package::{self, BadPackage},
        texts::Texts,
    },
    platform::input,
};

/// The longest release that is read, in bytes, packed or not: twice what one is.
const MOST: usize = 128 << 20;

/// Where the Code du travail stands in a packed release.
const CODE: &str = "package/data/LEGITEXT000006072050.json";

/// Why a release was not compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WatchFault {
    /// The file cannot be read.
    #[error("the file cannot be read")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It is longer than any release.
    #[error("the file is longer than any release")]
    TooLong,
    /// Nothing could be taken out of it.
    #[error(transparent)]
    Archive(#[from] BadArchive),
    /// It is no release.
    #[error(transparent)]
    Package(#[from] BadPackage),
    /// It cannot be compared with our texts.
    #[error(transparent)]
    Ours(#[from] WatchError),
}

/// Compares a release, packed as the registry gives it or the code alone as JSON, with our texts.
///
/// # Errors
/// [`WatchFault`].
pub fn watch(file: &Path) -> Result<Watched, WatchFault> {
    let unreadable = |source| WatchFault::Unreadable { file: file.to_owned(), source };
    let mut bytes = Vec::new();
    let most = (MOST as u64).saturating_add(1);
    input::open(file).map_err(unreadable)?.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > MOST {
        return Err(WatchFault::TooLong);
    }
    let json = if archive::is_packed(&bytes) { archive::member(&bytes, CODE, MOST)? } else { bytes };
    let release = package::read(&json)?;
    drop(json);
    Ok(watch::watch(Texts::held().map_err(WatchError::from)?, &release)?)
}
