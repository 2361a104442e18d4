//! A line of the agenda: what is due, about what, by when, and which text says so.

use chrono::NaiveDate;

use crate::law::Finding;

/// What a line of the agenda belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The elections of the CSE and its mandates.
    Election,
    /// Mandatory bargaining.
    Bargaining,
}

impl Kind {
    /// Returns the stable code, as written in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Election => "election",
            Self::Bargaining => "bargaining",
        }
    }
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The rule that produced it, such as `mandate.end`; with the subject it names the line for ever.
    pub rule: &'static str,
    /// What it is about, such as `cse` or `pay`.
    pub subject: &'static str,
    /// What it belongs to.
    pub kind: Kind,
    /// The day, with the steps that led to it.
    pub day: Finding<NaiveDate>,
    /// The first day of the window that ends on the day, where there is one.
    pub window_from: Option<NaiveDate>,
}

impl Due {
    /// Returns the day.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.day.value
    }
}
