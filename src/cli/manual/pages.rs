//! Writes the pages of the manual into a folder.

use std::{io, path::Path};

use crate::vault::file;

/// Writes pages below a folder, which is made where it does not exist; pages of an earlier version are replaced.
///
/// # Errors
/// What the system said; pages that were written before stay.
pub fn write(out: &Path, pages: &[(String, Vec<u8>)]) -> io::Result<()> {
    for (name, page) in pages {
        let path = out.join(name);
        if let Some(dir) = path.parent() {
            // Not private: a manual is read by everybody.
            std::fs::create_dir_all(dir)?;
        }
        file::write_whole(&path, page, true)?;
    }
    Ok(())
}
