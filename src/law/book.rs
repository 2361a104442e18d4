//! All tables of the program, and the lookup by day.

use std::{collections::HashMap, sync::OnceLock};

use chrono::NaiveDate;

use crate::law::{
    Fraction,
    dated::{Amount, Column, Entry, Problem, Row, Table, TableError, read},
    pack, reach,
};

/// The files of tables, embedded one by one, so that a missing file breaks the build.
pub(in crate::law) const FILES: &[(&str, &str)] = &[
    ("thresholds", include_str!("tables/thresholds.toml")),
    ("seats", include_str!("tables/seats.toml")),
    ("mandates", include_str!("tables/mandates.toml")),
    ("bargaining", include_str!("tables/bargaining.toml")),
    ("headcount", include_str!("tables/headcount.toml")),
    ("colleges", include_str!("tables/colleges.toml")),
    ("electors", include_str!("tables/electors.toml")),
    ("parity", include_str!("tables/parity.toml")),
    ("counting", include_str!("tables/counting.toml")),
    ("lists", include_str!("tables/lists.toml")),
    ("audience", include_str!("tables/audience.toml")),
    ("agreements", include_str!("tables/agreements.toml")),
    ("rights", include_str!("tables/rights.toml")),
    ("protection", include_str!("tables/protection.toml")),
    ("deadlines", include_str!("tables/deadlines.toml")),
    ("contests", include_str!("tables/contests.toml")),
    ("time", include_str!("tables/time.toml")),
    ("notices", include_str!("tables/notices.toml")),
    ("protocol", include_str!("tables/protocol.toml")),
    ("expertise", include_str!("tables/expertise.toml")),
    ("committee", include_str!("tables/committee.toml")),
    ("delegates", include_str!("tables/delegates.toml")),
    ("authorisation", include_str!("tables/authorisation.toml")),
    ("agreement-life", include_str!("tables/agreement-life.toml")),
    ("equality", include_str!("tables/equality.toml")),
    ("redundancy", include_str!("tables/redundancy.toml")),
    ("defence", include_str!("tables/defence.toml")),
    ("profit", include_str!("tables/profit.toml")),
    ("accounts", include_str!("tables/accounts.toml")),
];

/// Every table of the program. A file is read when one of its tables is first asked for: a command needs two or three
/// of them, and reading all is most of the time of a short one.
#[derive(Debug)]
pub struct Book {
    files: Vec<File>,
    /// Which file writes a name.
    names: HashMap<&'static str, usize>,
}

#[derive(Debug)]
struct File {
    name: &'static str,
    text: &'static str,
    tables: OnceLock<Result<Vec<Table>, TableError>>,
}

impl File {
    fn tables(&self) -> Result<&[Table], TableError> {
        self.tables.get_or_init(|| read(self.name, self.text)).as_deref().map_err(Clone::clone)
    }
}

/// Why the law gives no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LawError {
    /// The embedded tables do not hold together: a fault of the program.
    #[error("the embedded law tables are not usable")]
    Tables(#[from] TableError),
    /// There is no table of this name.
    #[error("there is no law table {id}")]
    Unknown {
        /// The name asked for.
        id: String,
    },
    /// The table holds another kind of value: a fault of the program.
    #[error("the law table {id} holds another kind of value")]
    WrongKind {
        /// The table.
        id: String,
    },
    /// No value of the table covers the day.
    #[error("the law table {table} covers {first} to {last}, not {on}")]
    NotCovered {
        /// The table.
        table: String,
        /// The day asked for.
        on: NaiveDate,
        /// The first day covered.
        first: NaiveDate,
        /// The last day covered: five years past the last verification.
        last: NaiveDate,
    },
    /// A number is out of the range that can be computed exactly.
    #[error("the number given for {field} is too large to compute exactly")]
    TooLarge {
        /// What the number was for.
        field: &'static str,
    },
    /// A date is out of the range of the calendar.
    #[error("the date is out of the range of the calendar")]
    Calendar,
}

/// Finds the names of tables in a file that is not read yet: each stands on a line of its own.
fn ids(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'))
}

/// Returns the tables that answer: those of the law pack that was adopted, else the program's own.
#[must_use]
pub fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| match pack::active() {
        Some(pack) => Book::of(&pack.tables().collect::<Vec<_>>()),
        None => own_book(),
    })
}

/// Returns the program's own tables, whatever pack answers.
#[must_use]
pub fn own_book() -> Book {
    Book::of(FILES)
}

impl Book {
    /// Takes files of tables, each with its subject.
    pub(in crate::law) fn of(files: &[(&'static str, &'static str)]) -> Self {
        let places = files.iter().enumerate();
        let names = places.flat_map(|(place, (_, text))| ids(text).map(move |id| (id, place))).collect();
        let files = files.iter().map(|(name, text)| File { name, text, tables: OnceLock::new() });
        Self { files: files.collect(), names }
    }

    /// Returns every table, by name, with every file read and checked.
    ///
    /// # Errors
    /// [`LawError::Tables`] when the embedded tables do not hold together, which a test excludes.
    pub fn tables(&self) -> Result<Vec<&Table>, LawError> {
        let mut tables: Vec<&Table> = Vec::new();
        for file in &self.files {
            for table in file.tables()? {
                if tables.iter().any(|t| t.id == table.id) {
                    let problem = Problem::Name;
                    return Err(
                        TableError { file: file.name.to_owned(), table: table.id.clone(), problem }.into()
                    );
                }
                tables.push(table);
            }
        }
        tables.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(tables)
    }

    /// Returns the table of a name, from the one file that writes this name.
    ///
    /// # Errors
    /// [`LawError::Unknown`]; [`LawError::Tables`] when its file does not hold together, which a test excludes.
    pub fn table(&self, id: &str) -> Result<&Table, LawError> {
        let unknown = || LawError::Unknown { id: id.to_owned() };
        let file = self.names.get(id).and_then(|n| self.files.get(*n)).ok_or_else(unknown)?;
        file.tables()?.iter().find(|t| t.id == id).ok_or_else(unknown)
    }

    /// Returns the table of a name with its entry that holds on a day.
    ///
    /// # Dates
    /// Both ends of an entry are included. The open last entry answers until five years past the day it was last
    /// verified, after a year with a caveat.
    ///
    /// # Errors
    /// [`LawError::Unknown`]; [`LawError::NotCovered`] for a day that no entry covers.
    pub fn at(&self, id: &str, on: NaiveDate) -> Result<(&Table, &Entry), LawError> {
        let table = self.table(id)?;
        let last = table.last_day()?;
        let entry = table.entries.iter().find(|e| e.from <= on && e.to.unwrap_or(last) >= on);
        match (entry, table.entries.first()) {
            (Some(entry), _) => Ok((table, entry)),
            (None, first) => Err(LawError::NotCovered {
                table: id.to_owned(),
                on,
                first: first.map_or(last, |e| e.from),
                last,
            }),
        }
    }

    /// Returns the whole number that a table holds on a day.
    ///
    /// # Errors
    /// See [`Book::at`]; [`LawError::WrongKind`].
    pub fn whole(&self, id: &str, on: NaiveDate) -> Result<i64, LawError> {
        match self.at(id, on)?.1.amount {
            Amount::Whole(number) => Ok(number),
            _ => Err(LawError::WrongKind { id: id.to_owned() }),
        }
    }

    /// Returns the whole number that a table holds on a day, nothing where the rule was not there or is gone.
    ///
    /// # Errors
    /// See [`Book::at`]; [`LawError::WrongKind`].
    pub fn whole_or_gone(&self, id: &str, on: NaiveDate) -> Result<Option<i64>, LawError> {
        match self.at(id, on)?.1.amount {
            Amount::Whole(number) => Ok(Some(number)),
            Amount::Gone => Ok(None),
            _ => Err(LawError::WrongKind { id: id.to_owned() }),
        }
    }

    /// Returns the exact fraction that a table holds on a day.
    ///
    /// # Errors
    /// See [`Book::at`]; [`LawError::WrongKind`].
    pub fn share(&self, id: &str, on: NaiveDate) -> Result<Fraction, LawError> {
        match self.at(id, on)?.1.amount {
            Amount::Share(share) => Ok(share),
            _ => Err(LawError::WrongKind { id: id.to_owned() }),
        }
    }

    /// Returns the row of a graduated table in which `size` falls on a day; nothing below the first row.
    ///
    /// A size between two rows (24.5 between 11–24 and 25–49) stays in the lower one: never rounded up.
    ///
    /// # Errors
    /// See [`Book::at`]; [`LawError::WrongKind`].
    pub fn row(&self, id: &str, on: NaiveDate, size: Fraction) -> Result<Option<&Row>, LawError> {
        let Amount::Rows(rows) = &self.at(id, on)?.1.amount else {
            return Err(LawError::WrongKind { id: id.to_owned() });
        };
        Ok(rows
            .iter()
            .rev()
            .find(|row| row.get(&Column::From).is_some_and(|from| Fraction::whole(*from) <= size)))
    }
}

impl Table {
    /// Returns the last day that the table covers: five years past its last verification.
    ///
    /// # Errors
    /// [`LawError::WrongKind`] for a table without an open, dated last entry, which the loader excludes.
    pub fn last_day(&self) -> Result<NaiveDate, LawError> {
        let last = self.entries.last();
        last.and_then(|e| {
            let horizon = reach::last_day(e.citation.verified_on?)?;
            // A change enacted ahead of time covers at least its own first day.
            Some(e.to.unwrap_or(horizon.max(e.from)))
        })
        .ok_or_else(|| LawError::WrongKind { id: self.id.clone() })
    }
}

#[cfg(test)]
mod tests;
