//! Import of the files that organizers really have: from bytes to a plan that says what would be added, changed
//! and refused. Nothing is written here; a plan with one refused line is never applied.
//!
//! Start at [`plan::plan`]. The way is bytes → text ([`decode`]) → rows ([`rows`]) → fields ([`header`]) →
//! patches matched to people ([`plan`]).

pub mod cells;
pub mod decode;
pub mod header;
pub mod matching;
pub mod packed;
pub mod plan;
pub mod rows;
pub mod sheet;
mod suspect;

pub use suspect::Likely;

use crate::{base::fault::Fault, roster::attr::Key};

/// The most bytes of a file.
pub const BYTES_MAX: usize = 10 * 1024 * 1024;
/// The most rows of a file.
pub const ROWS_MAX: usize = 100_000;
/// The most bytes of a cell.
pub const CELL_MAX: usize = 8 * 1024;
/// The most columns of a file.
pub const COLUMNS_MAX: usize = 256;

/// Why a file cannot be read as a list of people. The names of columns are data for the face, never part of the
/// text of the error: in a file without a header line they would be people's names.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file is larger than [`BYTES_MAX`].
    #[error("the file has more than {BYTES_MAX} bytes")]
    TooLarge,
    /// A spreadsheet of several sheets, and none was named.
    #[error("{} sheets", .sheets.len())]
    SeveralSheets {
        /// Their names.
        sheets: Vec<String>,
    },
    /// A spreadsheet has no sheet of the name that was asked for.
    #[error("no such sheet")]
    NoSuchSheet {
        /// The names of those it has.
        sheets: Vec<String>,
    },
    /// A sheet was named, and the file is none of sheets.
    #[error("no sheets")]
    NoSheets,
    /// A spreadsheet is larger than what is read.
    #[error("the sheet is too large")]
    LargeSheet,
    /// A spreadsheet cannot be read, or not within the limits.
    #[error("the spreadsheet cannot be read")]
    Sheet,
    /// A spreadsheet in the form of before 2007.
    #[error("an old spreadsheet")]
    OldSheet,
    /// The file holds a byte that no text file has.
    #[error("line {line}: not a text file")]
    NotText {
        /// The line.
        line: u64,
    },
    /// The bytes do not fit the encoding.
    #[error("line {line}: not {encoding}")]
    Encoding {
        /// The line.
        line: u64,
        /// The name of the encoding.
        encoding: &'static str,
    },
    /// The text was written or read in another encoding.
    #[error("line {line}: {likely:?}")]
    WrongEncoding {
        /// The line.
        line: u64,
        /// What it is likely to be.
        likely: Likely,
        /// The word where it shows: for the face only.
        near: String,
    },
    /// No encoding has this name.
    #[error("unknown encoding")]
    UnknownEncoding,
    /// More columns than [`COLUMNS_MAX`].
    #[error("line {line}: {found} columns, more than {COLUMNS_MAX}")]
    TooManyColumns {
        /// The line.
        line: u64,
        /// How many there are.
        found: usize,
    },
    /// The name of a column is longer than [`CELL_MAX`].
    #[error("line {line}: the name of column {column} has more than {CELL_MAX} bytes")]
    LongHeader {
        /// The line.
        line: u64,
        /// The number of the column, from 1.
        column: usize,
    },
    /// More rows than [`ROWS_MAX`].
    #[error("line {line}: more than {ROWS_MAX} rows")]
    TooManyRows {
        /// The line of the first row too many.
        line: u64,
    },
    /// There is no header line, or nothing below it.
    #[error("line {line}: no rows")]
    NoRows {
        /// The last line that was looked at.
        line: u64,
    },
    /// The first line looks like a person and not like names of columns.
    #[error("line {line}: no header line")]
    NoHeader {
        /// The line.
        line: u64,
    },
    /// Columns that name no field.
    #[error("line {line}: {} unknown columns", .columns.len())]
    UnknownColumns {
        /// The line.
        line: u64,
        /// The names of the columns.
        columns: Vec<String>,
    },
    /// Two columns for one field that holds one value.
    #[error("line {line}: two columns for {}", .key.code())]
    TwoColumns {
        /// The line.
        line: u64,
        /// The field.
        key: Key,
        /// The columns, as the file names them.
        columns: [String; 2],
    },
    /// No column holds a name.
    #[error("line {line}: no column with a name")]
    NoNameColumn {
        /// The line.
        line: u64,
    },
    /// A mapping names a column that the file does not have.
    #[error("line {line}: no such column")]
    NoSuchColumn {
        /// The line.
        line: u64,
        /// The column that was asked for.
        column: String,
    },
}

/// Keeps the names of columns out of logs; the face asks for them by matching.
impl std::fmt::Debug for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImportError({self})")
    }
}

/// Why a row was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowFault {
    /// A value was refused.
    #[error("{}: {fault}", .key.code())]
    Value {
        /// The field.
        key: Key,
        /// Why.
        fault: Fault,
    },
    /// The row has another number of cells than the header.
    #[error("{found} cells, {expected} expected")]
    Cells {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A cell is longer than [`CELL_MAX`].
    #[error("cell {column} has more than {CELL_MAX} bytes")]
    LongCell {
        /// The number of the cell, from 1.
        column: usize,
    },
    /// More than one person fits.
    #[error("{found} people fit")]
    Ambiguous {
        /// How many.
        found: usize,
    },
    /// The row says otherwise than an earlier row about the same person.
    #[error("{}: says otherwise than line {line}", .key.code())]
    Contradicts {
        /// The line of the earlier row.
        line: u64,
        /// The field.
        key: Key,
    },
    /// It names nothing of what there is.
    #[error("{}: none of {}", .key.code(), .there.join(", "))]
    Among {
        /// The field.
        key: Key,
        /// What there is.
        there: Vec<String>,
    },
    /// The identifier names nobody, or more than one.
    #[error("the identifier names {found} people")]
    Id {
        /// How many.
        found: usize,
    },
}

impl RowFault {
    /// Returns the code: of a value, the one of what is wrong with it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Value { fault, .. } => fault.code(),
            Self::Cells { .. } => "cells",
            Self::LongCell { .. } => "long-cell",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Contradicts { .. } => "contradicts",
            Self::Among { .. } => "among",
            Self::Id { .. } => "id",
        }
    }

    /// Returns the field that it is about, where it is about one.
    #[must_use]
    pub const fn key(&self) -> Option<&Key> {
        match self {
            Self::Value { key, .. } | Self::Contradicts { key, .. } | Self::Among { key, .. } => Some(key),
            Self::Cells { .. } | Self::LongCell { .. } | Self::Ambiguous { .. } | Self::Id { .. } => None,
        }
    }
}
