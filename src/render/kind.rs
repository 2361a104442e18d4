//! The types of the variables of a notice.

use serde::Deserialize;

/// The type of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// One line of text.
    Line,
    /// Several lines; an empty line separates paragraphs.
    Text,
    /// Several lines of text, given one by one.
    List,
    /// A date: `2026-12-03` or `03/12/2026`.
    Date,
    /// A time of day: `18:30` or `18h30`.
    Time,
    /// A whole number.
    Number,
    /// A year of four digits.
    Year,
    /// An amount in euros: `12`, `12.50` or `12,50`.
    Money,
    /// An address on the web that starts with `https://`.
    Link,
    /// Yes or no: `oui`, `non`, `yes`, `no`.
    Flag,
    /// What was paid and when: `2026-03-05 48,00; 2026-09-05 48,00`.
    Payments,
}

impl ValueKind {
    /// Returns the word for the type, as written in `notice.toml`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Text => "text",
            Self::List => "list",
            Self::Date => "date",
            Self::Time => "time",
            Self::Number => "number",
            Self::Year => "year",
            Self::Money => "money",
            Self::Link => "link",
            Self::Flag => "flag",
            Self::Payments => "payments",
        }
    }
}
