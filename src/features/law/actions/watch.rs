//! Reads a release of the published texts, and compares it with ours.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    base::Lang,
    features::law::rules::{
        tables,
        watch::{self, Basis, RestKind, WatchError, Watched},
    },
    law::{
        Remark,
        archive::{self, BadArchive},
        package::{self, BadPackage},
        texts::Texts,
    },
    platform::input,
    render::{Notice, RenderError},
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
    /// A template that comes with the program cannot be read, which a test excludes.
    #[error(transparent)]
    Notice(#[from] RenderError),
    /// Our own texts or tables cannot be read, which a test excludes.
    #[error(transparent)]
    Ours(#[from] WatchError),
}

/// What rests on articles besides the tables: templates of notices and remarks, with their texts.
fn named() -> Result<Vec<(RestKind, String, String)>, RenderError> {
    let remarks =
        Remark::ALL.iter().map(|r| (RestKind::Remark, r.code().to_owned(), r.words(Lang::Fr).to_owned()));
    let mut out: Vec<_> = remarks.collect();
    for id in Notice::built_in() {
        let notice = Notice::named(id)?;
        out.push((
            RestKind::Notice,
            id.to_owned(),
            format!("{}\n{}", notice.file(Lang::Fr), notice.file(Lang::En)),
        ));
    }
    Ok(out)
}

/// Compares a release, packed as the registry gives it or the code alone as JSON, with our texts.
///
/// # Errors
/// [`WatchFault`].
pub fn watch(file: &Path) -> Result<Watched, WatchFault> {
    let bytes = input::read(file, MOST as u64)
        .map_err(|source| WatchFault::Unreadable { file: file.to_owned(), source })?;
    if bytes.len() > MOST {
        return Err(WatchFault::TooLong);
    }
    let json = if archive::is_packed(&bytes) { archive::member(&bytes, CODE, MOST)? } else { bytes };
    let release = package::read(&json)?;
    drop(json);
    let basis = Basis::of(tables(), named()?).map_err(WatchError::from)?;
    Ok(watch::watch(Texts::held().map_err(WatchError::from)?, &release, &basis)?)
}
