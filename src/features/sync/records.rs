//! What two wrote without seeing each other: both values, kept until a person has looked.

use serde::{Deserialize, Serialize};

use crate::base::kept::record;

record! {
    /// What two wrote without seeing each other. What the two are lies where the record lies, so that nobody reads more of it than
    /// of the record.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Conflict = Conflict {
        /// The two writings of a record of the roster or of organizing, as JSON; for organizers.
        1 open: Option<String>,
        /// The same of a record of the dues.
        2 dues: Option<String>,
        /// When a person settled it, in ms since 1970.
        3 settled: Option<u64>,
        /// Whether it was taken back.
        4 removed: bool,
    }
    gone 4 if |conflict| conflict.removed;
    whole |conflict| conflict.open.is_some() || conflict.dues.is_some();
}

impl Conflict {
    /// Reads what the two wrote.
    #[must_use]
    pub fn both(&self) -> Option<Both> {
        serde_json::from_str(self.open.as_deref().or(self.dues.as_deref())?).ok()
    }
}

/// The two writings, the earlier first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    /// What kind of conflict: `field`, `ended`, `merged`, `same-day`.
    pub what: String,
    /// The compartment.
    pub part: String,
    /// The kind of the record, by its number.
    pub kind: u8,
    /// The record.
    pub record: String,
    /// The earlier one: a record of the vault that holds its register alone, in hexadecimal digits.
    pub one: String,
    /// The later one.
    pub two: String,
}
