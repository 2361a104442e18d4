//! The file of a page for people.

use std::path::Path;

use super::PollError;
use crate::vault::file;

/// Writes a page, whole or not at all, for its owner alone.
///
/// # Errors
/// [`PollError::Page`]: the name is taken and `force` is off; what the system said.
pub fn write(path: &Path, html: &str, force: bool) -> Result<(), PollError> {
    file::write_page(path, html, force).map_err(|error| PollError::Page(path.to_owned(), error))
}
