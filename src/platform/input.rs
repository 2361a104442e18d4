//! Reads what a person hands over: a file, or standard input.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

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
