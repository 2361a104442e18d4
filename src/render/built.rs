//! Texts that come with the program: the file that describes one, its French and its English.

use crate::render::RenderError;

/// The files of one of them.
pub(super) struct Built {
    pub(super) id: &'static str,
    pub(super) manifest: &'static str,
    pub(super) french: &'static str,
    pub(super) english: &'static str,
}

/// Names the files one by one, by their folder and what the file that describes them is called: one that is missing breaks the
/// build.
macro_rules! built {
    ($folder:literal, $manifest:literal: $($id:literal),+ $(,)?) => {
        &[$(crate::render::built::Built {
            id: $id,
            manifest: include_str!(concat!("../../templates/", $folder, "/", $id, "/", $manifest)),
            french: include_str!(concat!("../../templates/", $folder, "/", $id, "/fr.md")),
            english: include_str!(concat!("../../templates/", $folder, "/", $id, "/en.md")),
        }),+]
    };
}
pub(super) use built;

/// Returns the names of all.
pub(super) fn names(all: &[Built]) -> Vec<&'static str> {
    all.iter().map(|one| one.id).collect()
}

/// Finds one by its name.
///
/// # Errors
/// [`RenderError::NoSuchNotice`] with the names there are.
pub(super) fn named<'a>(all: &'a [Built], id: &str) -> Result<&'a Built, RenderError> {
    all.iter().find(|one| one.id == id).ok_or_else(|| RenderError::NoSuchNotice {
        asked: id.to_owned(),
        known: names(all).into_iter().map(str::to_owned).collect(),
    })
}
