//! Files as this program wants them: for the owner alone, no link followed, no pipe waited for, durable.

use std::{
    fs::{DirBuilder, File, Metadata, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::system;

/// Returns options that open what has the name itself: a link is not followed, a pipe is not waited for; what is made is for the owner
/// alone. Whether it is a file shows in what is opened.
#[must_use]
pub fn careful() -> OpenOptions {
    system::careful()
}

/// Returns what makes folders for the owner alone.
#[must_use]
pub fn private_dirs() -> DirBuilder {
    system::private_dirs()
}

/// Makes a folder for the owner alone that is gone when dropped.
///
/// # Errors
/// What the system said.
pub fn private_tempdir(prefix: &str, place: &Path) -> io::Result<TempDir> {
    system::private_tempdir(prefix, place)
}

/// Returns where a path leads, as people write it.
///
/// # Errors
/// What the system said.
pub fn canonical(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize().map(system::plain)
}

/// Makes the names in a folder durable, where the system has to be asked for that.
///
/// # Errors
/// What the system said.
pub fn sync_dir(dir: &Path) -> io::Result<()> {
    system::sync_dir(dir)
}

/// Makes a file durable that something else wrote.
///
/// # Errors
/// What the system said.
pub fn sync(path: &Path) -> io::Result<()> {
    system::sync(path)
}

/// Tells a link or a pipe in place of a file from a disk that does not read.
#[must_use]
pub fn is_no_file(error: &io::Error) -> bool {
    system::is_no_file(error)
}

/// Reads at a place; where the file is moved to meanwhile does not matter.
///
/// # Errors
/// What the system said.
pub fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    system::read_at(file, into, at)
}

/// Reads at a place as much as there is room for.
///
/// # Errors
/// What the system said; [`io::ErrorKind::UnexpectedEof`] where the file is shorter.
pub fn read_exact_at(file: &File, mut into: &mut [u8], mut at: u64) -> io::Result<()> {
    while !into.is_empty() {
        match system::read_at(file, into, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n) => {
                into = into.get_mut(n..).unwrap_or_default();
                at = at.saturating_add(n as u64);
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// Writes all of it at a place.
///
/// # Errors
/// What the system said.
pub fn write_all_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match system::write_at(file, bytes, at) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => {
                bytes = bytes.get(n..).unwrap_or_default();
                at = at.saturating_add(n as u64);
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// Refuses a file, or a folder, that this user may not write.
///
/// # Errors
/// What the system said.
pub fn writable(path: &Path) -> io::Result<()> {
    system::writable(path)
}

/// Returns how many bytes the disk of a folder still takes; nothing where the system does not say.
#[must_use]
pub fn free(dir: &Path) -> Option<u64> {
    system::free(dir)
}

/// Takes room on the disk for `more` bytes behind `from`; a file system that cannot promise any is not asked to.
///
/// # Errors
/// When there is no room, or the process may not write files that long.
pub fn reserve(file: &File, from: u64, more: u64) -> io::Result<()> {
    system::reserve(file, from, more)
}

/// Tells whether others may change it.
#[must_use]
pub fn others_write(meta: &Metadata) -> bool {
    system::others_write(meta)
}

/// Tells whether others may read or change it.
#[must_use]
pub fn others_touch(meta: &Metadata) -> bool {
    system::others_touch(meta)
}

/// Tells whether anybody may put something else in the place of what lies in a folder.
#[must_use]
pub fn anybody_moves(dir: &Metadata) -> bool {
    system::anybody_moves(dir)
}

/// Tells whether it is of this user.
#[must_use]
pub fn is_ours(meta: &Metadata) -> bool {
    system::is_ours(meta)
}

/// Exchanges two names at once.
///
/// # Errors
/// What the system said; [`io::ErrorKind::Unsupported`] where it cannot.
pub fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    system::exchange(one, other)
}

/// Holds a folder for as long as the file lives: a second one is refused, also in another process.
///
/// # Errors
/// [`io::ErrorKind::WouldBlock`] while somebody holds it; what the system said.
pub fn hold(dir: &Path) -> io::Result<File> {
    system::hold(dir)
}

/// Returns the folder of which the files lie in memory alone, where the system has one for everybody.
#[must_use]
pub fn memory_place() -> Option<&'static Path> {
    system::MEMORY_PLACE.map(Path::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_and_written_whole_or_not_at_all() {
        let file = tempfile::tempfile().unwrap();
        write_all_at(&file, b"abcdef", 0).unwrap();
        write_all_at(&file, b"XY", 2).unwrap();
        let mut four = [0; 4];
        read_exact_at(&file, &mut four, 1).unwrap();
        assert_eq!(&four, b"bXYe");
        let error = read_exact_at(&file, &mut four, 4).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn a_folder_that_is_held_is_refused_to_a_second_one() {
        let dir = tempfile::tempdir().unwrap();
        let first = hold(dir.path()).unwrap();
        assert_eq!(hold(dir.path()).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        drop(first);
        assert!(hold(dir.path()).is_ok());
    }
}
