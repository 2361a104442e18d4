//! The law pack of this device: taken at the start, shown, installed, removed. It lies in the folder of the settings.

use std::{
    fs::File,
    io::{self, ErrorKind, Read as _},
    path::{Path, PathBuf},
};

use crate::{
    calendar,
    features::law::rules::pack::{Differences, differences, own_day},
    law::{
        LawError, fit,
        pack::{self, Key, Pack, PackError},
        texts,
    },
    platform::input,
    vault::file,
};

/// The name of the file in the folder of the settings.
const NAME: &str = "law-pack";

/// Why a pack was not shown, installed or removed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackFault {
    /// The file that was named cannot be read.
    #[error("the file cannot be read")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It is not taken.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The program's own law gives no answer.
    #[error(transparent)]
    Law(#[from] LawError),
    /// None is installed.
    #[error("no law pack is installed")]
    None,
    /// The folder of the settings cannot be written.
    #[error("the folder of the settings cannot be written")]
    Unwritable(#[source] io::Error),
}

/// A pack, and how its law differs from the program's own.
#[derive(Debug)]
pub struct Examined {
    /// The pack.
    pub pack: &'static Pack,
    /// The differences.
    pub differences: Differences,
}

/// What is known of the law of this device.
#[derive(Debug)]
pub struct Held {
    /// The day up to which the program's own law was read.
    pub own: chrono::NaiveDate,
    /// The pack.
    pub examined: Option<Examined>,
}

/// Returns where the pack of this device lies.
#[must_use]
pub fn place(config: &Path) -> PathBuf {
    config.join(NAME)
}

/// Takes the law pack of this device, where there is one: from then on it answers. One look whether the file is there is all
/// that its absence costs.
///
/// # Errors
/// A pack that is there and is not taken, so that the program's own law answers, which must be said.
pub fn start(config: &Path, keeper: Option<&Key>) -> Result<(), PackFault> {
    // What runs commands in a process of its own has been here already.
    if pack::active().is_some() {
        return Ok(());
    }
    let path = place(config);
    let file = match file::open_plain(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(PackFault::Unreadable { file: path, source }),
    };
    let bytes = bounded(&path, file)?;
    let pack = Pack::open(&bytes, keeper)?;
    // The loaders took it whole when it was installed; the program may have become another since.
    not_older(&pack, own_day())?;
    if let Some(what) = fit::lacks(&pack).or_else(|| calendar::pack::lacks(&pack)) {
        return Err(PackError::Lacks(what).into());
    }
    pack::adopt(pack);
    Ok(())
}

fn not_older(pack: &Pack, there: chrono::NaiveDate) -> Result<(), PackError> {
    let pack = pack.name.law;
    if pack < there { Err(PackError::Older { pack, there }) } else { Ok(()) }
}

/// Reads a file that may be a pack: refused by its length and its first bytes before the rest of it is read.
fn bounded(path: &Path, mut file: File) -> Result<Vec<u8>, PackFault> {
    let unreadable = |source| PackFault::Unreadable { file: path.to_owned(), source };
    if file.metadata().map_err(unreadable)?.len() > pack::MOST {
        return Err(PackError::TooLong.into());
    }
    let mut bytes = Vec::new();
    file.by_ref().take(pack::START as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    pack::may_be(&bytes)?;
    file.take(pack::MOST).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn read(path: &Path) -> Result<Vec<u8>, PackFault> {
    let file = input::open(path).map_err(|source| PackFault::Unreadable { file: path.to_owned(), source })?;
    bounded(path, file)
}

/// Looks through a pack with all loaders.
fn examine(bytes: &[u8], keeper: Option<&Key>) -> Result<Examined, PackFault> {
    // One is examined in the life of a process, which ends with the command.
    let pack: &'static Pack = Box::leak(Box::new(Pack::open(bytes, keeper)?));
    let book = fit::check(pack)?;
    let rules = calendar::pack::check(pack, &book)?;
    Ok(Examined { pack, differences: differences(&book, rules)? })
}

/// Returns the pack of a file, or that of this device.
///
/// # Errors
/// [`PackFault`]: a file that is no pack of the keeper.
pub fn show(config: &Path, file: Option<&Path>, keeper: Option<&Key>) -> Result<Held, PackFault> {
    let path = place(config);
    let bytes = match file {
        Some(file) => Some(read(file)?),
        None => match read(&path) {
            Err(PackFault::Unreadable { source, .. }) if source.kind() == ErrorKind::NotFound => None,
            other => Some(other?),
        },
    };
    let examined = bytes.map(|bytes| examine(&bytes, keeper)).transpose()?;
    Ok(Held { own: own_day(), examined })
}

/// Installs a pack: from the next command on it answers.
///
/// # Durability
/// On `Ok` the pack survives a power cut; on an error the law that was there stands.
///
/// # Errors
/// [`PackFault`]: a file that is no pack of the keeper, whose law is older than the program's own or than the pack that is
/// installed, or that a loader refuses; a folder that cannot be written.
pub fn install(config: &Path, file: &Path, keeper: Option<&Key>) -> Result<Examined, PackFault> {
    let bytes = read(file)?;
    let examined = examine(&bytes, keeper)?;
    not_older(examined.pack, own_day())?;
    // One that is there and cannot be opened any more is no reason to stay with it.
    if let Ok(there) = read(&place(config)).and_then(|bytes| Ok(Pack::open(&bytes, keeper)?)) {
        not_older(examined.pack, there.name.law)?;
    }
    file::make_dir(config).map_err(PackFault::Unwritable)?;
    file::write_whole(&place(config), &bytes, true).map_err(PackFault::Unwritable)?;
    Ok(examined)
}

/// Removes the pack of this device: from the next command on the program's own law answers. Returns the day of that.
///
/// # Errors
/// [`PackFault::None`]; a folder that cannot be written.
pub fn remove(config: &Path) -> Result<chrono::NaiveDate, PackFault> {
    match std::fs::remove_file(place(config)) {
        Ok(()) => file::sync_dir(config).map_err(PackFault::Unwritable)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(PackFault::None),
        Err(error) => return Err(PackFault::Unwritable(error)),
    }
    Ok(own_day())
}

/// Returns the parts of a pack of the program's own law: tables, rules, facts, lines, texts.
#[must_use]
pub fn own_parts() -> Vec<(String, Vec<u8>)> {
    let tables = fit::own_tables().iter().map(|(name, text)| (format!("tables/{name}"), text.as_bytes()));
    let more = calendar::pack::own().map(|(name, text)| (name.to_owned(), text.as_bytes()));
    let articles = (pack::TEXTS.to_owned(), texts::OWN);
    tables.chain(more).chain([articles]).map(|(name, content)| (name, content.to_owned())).collect()
}

/// Makes a pack of parts, signed by the secret key of its keeper, and looks through it as `install` will.
///
/// # Errors
/// As [`Pack::make`], and what a loader refuses.
pub fn make(parts: &[(String, Vec<u8>)], secret: &[u8; 32]) -> Result<Vec<u8>, PackFault> {
    let parts: Vec<_> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    let bytes = Pack::make(&parts, env!("CARGO_PKG_VERSION"), secret)?;
    examine(&bytes, Some(&pack::public(secret)))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
