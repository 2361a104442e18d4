//! Whole files: made readable by the owner alone, written beside, synced, renamed; old or new, never half.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
};

use crate::platform::files::{self, careful};

/// Makes a folder for the owner alone, with its parents.
///
/// # Errors
/// What the system said.
pub fn make_dir(dir: &Path) -> io::Result<()> {
    files::private_dirs().recursive(true).create(dir)
}

/// Makes the names in a folder durable.
///
/// # Errors
/// What the system said.
pub fn sync_dir(dir: &Path) -> io::Result<()> {
    files::sync_dir(dir)
}

/// Makes a folder durable with all that lies in it.
///
/// # Errors
/// What the system said.
pub(crate) fn sync_all(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_all(&path)?;
        } else {
            files::sync(&path)?;
        }
    }
    sync_dir(dir)
}

/// Opens a file to read; a link is not followed.
///
/// # Errors
/// What the system said; [`io::ErrorKind::InvalidInput`] when it is no file.
pub fn open_plain(path: &Path) -> io::Result<File> {
    let file = careful().read(true).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// Reads a small file whole; a link is not followed, a file above `most` bytes is refused.
///
/// # Errors
/// What the system said; [`io::ErrorKind::FileTooLarge`] above `most`; [`io::ErrorKind::InvalidInput`] when it is no file.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open_plain(path)?;
    let meta = file.metadata()?;
    // One byte more than it holds, so that the end is found without growing: what is read may be a secret.
    let room = meta.len().min(most).saturating_add(1);
    let mut out = Vec::with_capacity(usize::try_from(room).unwrap_or(0));
    file.take(most.saturating_add(1)).read_to_end(&mut out)?;
    if out.len() as u64 > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(out)
}

/// Tells what is not a plain file, or longer than it may be (a link, a folder, a pipe), from a disk that does not read it.
#[must_use]
pub(crate) fn is_odd(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::FileTooLarge | io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory
    ) || files::is_no_file(error)
}

/// Opens a file for writing that must not be there yet, for the owner alone.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when anything has that name; otherwise what the system said.
pub fn create_new(path: &Path) -> io::Result<File> {
    careful().write(true).create_new(true).open(path)
}

/// A name of a file that does not end as what is written into it.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the name of the file must end in one of {0:?}")]
pub struct Ending(pub &'static [&'static str]);

/// Returns which of these endings a name of a file has, whatever its capitals.
///
/// # Errors
/// One of kind [`io::ErrorKind::InvalidInput`] that holds an [`Ending`].
pub fn ending(path: &Path, allowed: &'static [&'static str]) -> io::Result<&'static str> {
    let theirs = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let found = allowed.iter().find(|one| theirs.as_deref() == Some(**one));
    found.copied().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, Ending(allowed)))
}

/// Writes a page for a browser, as [`write_whole`] does.
///
/// # Errors
/// As [`ending`] and [`write_whole`].
pub fn write_page(path: &Path, page: &str, replace: bool) -> io::Result<()> {
    ending(path, &["html", "htm"])?;
    write_whole(path, page.as_bytes(), replace)
}

/// Writes a file whole: beside, synced, renamed, the folder synced.
///
/// # Durability
/// On `Ok` the new content survives a power cut; on an error the old content stands, and nothing is left beside it.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when `replace` is off and the name is taken; otherwise what the system said.
pub fn write_whole(path: &Path, content: &[u8], replace: bool) -> io::Result<()> {
    write_whole_with(path, replace, |out| out.write_all(content))
}

/// Writes a file whole as [`write_whole`] does, with what `fill` writes into it.
///
/// # Errors
/// What `fill` returned, and as [`write_whole`].
pub fn write_whole_with<T>(
    path: &Path,
    replace: bool,
    fill: impl FnOnce(&mut File) -> io::Result<T>,
) -> io::Result<T> {
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    let mut beside = tempfile::Builder::new().prefix(".new-").tempfile_in(dir)?;
    let filled = fill(beside.as_file_mut())?;
    beside.as_file().sync_all()?;
    if replace {
        beside.persist(path).map_err(|e| e.error)?;
    } else {
        beside.persist_noclobber(path).map_err(|e| e.error)?;
    }
    sync_dir(dir)?;
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt, symlink};

    use super::*;

    #[test]
    fn written_whole_for_the_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        write_whole(&path, b"one", false).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(write_whole(&path, b"two", false).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(read(&path, 10).unwrap(), b"one");
        write_whole(&path, b"two", true).unwrap();
        assert_eq!(read(&path, 10).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside");
    }

    #[test]
    fn links_folders_pipes_and_long_files_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("file"), b"12345").unwrap();
        symlink(at("file"), at("link")).unwrap();
        assert!(read(&at("link"), 10).is_err());
        assert!(create_new(&at("link")).is_err());
        assert!(read(dir.path(), 10).is_err());
        assert_eq!(read(&at("file"), 4).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        rustix::fs::mknodat(
            rustix::fs::CWD,
            at("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        assert!(read(&at("pipe"), 10).is_err(), "and it does not wait for a writer");
    }

    #[test]
    fn folders_are_made_for_the_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        make_dir(&dir.path().join("a/b")).unwrap();
        for name in ["a", "a/b"] {
            assert_eq!(fs::metadata(dir.path().join(name)).unwrap().mode() & 0o777, 0o700);
        }
    }
}
