//! How the law of a pack differs from the program's own.

use chrono::NaiveDate;

use crate::{
    calendar::{Rule, pack::own_rules},
    law::{Book, LawError, fit, own_book, pack},
};

/// What differs, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// Tables with other values, articles or words.
    pub changed: Vec<String>,
    /// Tables that the program's own law does not have.
    pub added: Vec<String>,
    /// Rules of deadlines that are other or new.
    pub rules: Vec<String>,
}

/// Returns the day up to which the program's own law was read.
#[must_use]
pub fn own_day() -> NaiveDate {
    // A value without a day of reading is refused by the loader, so there is one.
    pack::last_reading(fit::own_tables().iter().map(|(_, text)| *text)).unwrap_or_default()
}

/// Compares tables and rules with the program's own.
///
/// # Errors
/// [`LawError::Tables`] where the program's own do not hold together, which a test excludes.
pub fn differences(book: &Book, rules: &[Rule]) -> Result<Differences, LawError> {
    let own = own_book();
    let mut out = Differences::default();
    for table in book.tables()? {
        match own.table(&table.id) {
            Ok(there) if there == table => {}
            Ok(_) => out.changed.push(table.id.clone()),
            Err(_) => out.added.push(table.id.clone()),
        }
    }
    let own = own_rules();
    out.rules = rules.iter().filter(|rule| !own.contains(rule)).map(|rule| rule.id.clone()).collect();
    Ok(out)
}
