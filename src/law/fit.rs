//! A law pack measured by the program's own law: what it must hold, and what the loaders say of it.

use crate::law::{
    book::{Book, FILES, LawError},
    pack::{Pack, PackError, TEXTS, heads, last_reading},
    texts::Texts,
};

/// Returns the program's own files of tables, each with its subject.
#[must_use]
pub const fn own_tables() -> &'static [(&'static str, &'static str)] {
    FILES
}

/// Returns the first thing that this program asks for and a pack lacks: a table, in its unit, or the texts.
///
/// Read line by line: it is asked at every start with a pack.
#[must_use]
pub fn lacks(pack: &Pack) -> Option<String> {
    if pack.raw(TEXTS).is_none() {
        return Some(TEXTS.to_owned());
    }
    let mut there: Vec<(&str, &str)> = pack.tables().flat_map(|(_, text)| heads(text)).collect();
    there.sort_unstable();
    let asked = FILES.iter().flat_map(|(_, text)| heads(text));
    let mut missing = asked.filter(|head| there.binary_search(head).is_err());
    missing.next().map(|(id, unit)| format!("{id} ({unit})"))
}

/// Looks through the tables and the texts of a pack with all loaders, and returns the tables.
///
/// # Errors
/// [`PackError::Lacks`]; [`PackError::Day`]; [`PackError::Tables`], [`PackError::Unfit`]: what the loaders refuse.
pub fn check(pack: &'static Pack) -> Result<Book, PackError> {
    if let Some(what) = lacks(pack) {
        return Err(PackError::Lacks(what));
    }
    let read = last_reading(pack.tables().map(|(_, text)| text));
    if let Some(read) = read.filter(|day| *day != pack.name.law) {
        return Err(PackError::Day { said: pack.name.law, read });
    }
    let articles = pack.raw(TEXTS).unwrap_or_default();
    let texts = Texts::open(articles).and_then(|texts| texts.check());
    texts.map_err(|error| PackError::Unfit(error.to_string()))?;
    let book = Book::of(&pack.tables().collect::<Vec<_>>());
    match book.tables() {
        Ok(_) => Ok(book),
        Err(LawError::Tables(error)) => Err(error.into()),
        Err(error) => Err(PackError::Unfit(error.to_string())),
    }
}

#[cfg(test)]
mod tests;
