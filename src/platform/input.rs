//! Reads what a person hands over: a file, or standard input.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

/// Opens a file to read. A folder is told as one; a pipe or a device, which would be waited for, is none.
///
/// # Errors
/// [`io::ErrorKind::IsADirectory`], [`io::ErrorKind::NotSeekable`] for what else is no file; when it cannot be opened.
pub fn open(path: &Path) -> io::Result<File> {
    let what = fs::metadata(path)?;
    if what.is_file() {
        File::open(path)
    } else if what.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else {
        Err(io::ErrorKind::NotSeekable.into())
    }
}

/// Reads a file, or standard input for `-`: `most` bytes, and one more where there are more, so that it shows.
///
/// # Errors
/// When it cannot be opened or read.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let most = most.saturating_add(1);
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
