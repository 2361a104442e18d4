//! What a bank writes (*relevé de compte*): movements of an account, read strictly, all or nothing.
//!
//! The forms: CSV of French banks by their own columns (`banks.toml`), CFONB 120, OFX 1 and 2, CAMT.053. No network, no file: a text in,
//! movements out.

mod camt;
mod cfonb;
mod csv;
mod ofx;

use chrono::NaiveDate;

use super::Cents;
use crate::base::{text::fold, word::codes};

pub use csv::banks;

/// The most movements that a statement may have.
pub const MOST: usize = 50_000;

codes! {
    /// The form of a statement.
    Form {
        Csv = "csv", "tableau CSV", "CSV table";
        Cfonb = "cfonb", "relevé CFONB 120", "CFONB 120 statement";
        Ofx = "ofx", "fichier OFX", "OFX file";
        Camt = "camt", "relevé CAMT.053", "CAMT.053 statement";
    }
}

/// A movement of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The line of the file.
    pub line: u64,
    /// The day on which it was booked.
    pub day: NaiveDate,
    /// The sum; below zero where money went out.
    pub amount: Cents,
    /// What the bank writes of it.
    pub label: String,
    /// Whom it came from or went to, where the bank says so apart.
    pub name: Option<String>,
    /// What who paid gave as a reference.
    pub reference: Option<String>,
    /// What the bank numbers it by; not always there, not always once.
    pub number: Option<String>,
    /// Why the bank sent a payment back, by its code, where it did.
    pub returned: Option<String>,
}

/// What stands in a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its form.
    pub form: Form,
    /// The bank, where its columns are known.
    pub bank: Option<String>,
    /// The number of the account, where the file says it.
    pub account: Option<String>,
    /// The movements, as they stand in the file.
    pub movements: Vec<Movement>,
}

/// Why a text is no statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadStatement {
    /// It has none of the forms.
    #[error("not a statement of a known form")]
    Form,
    /// The columns are those of no bank that is known.
    #[error("columns of no bank that is known: {0}")]
    Columns(String),
    /// A line is not as it should be.
    #[error("line {line}: {what}")]
    Line {
        /// The line.
        line: u64,
        /// What is wrong.
        what: BadLine,
        /// The cell, or the beginning of the line.
        cell: String,
    },
    /// Another currency than the euro.
    #[error("line {line}: another currency than the euro")]
    Currency {
        /// The line.
        line: u64,
        /// The currency.
        currency: String,
    },
    /// The file holds several accounts.
    #[error("several accounts in one file")]
    Accounts,
    /// It ends in the middle of something.
    #[error("the file is cut off")]
    Cut,
    /// A message of the family in a version that is not read, or another message.
    #[error("`{0}` is not read")]
    Version(String),
    /// It holds the same thing twice.
    #[error("the same statement twice in one file")]
    Doubled,
    /// It holds no movement.
    #[error("no movement")]
    Empty,
    /// It holds more than are taken.
    #[error("too many movements")]
    Many,
    /// The movements do not lead from the old balance to the new one.
    #[error("the movements do not lead from the old balance to the new one")]
    Balance,
}

codes! {
    /// What is wrong with a line.
    BadLine {
        Day = "day", "ce n’est pas une date", "not a day";
        Amount = "amount", "ce n’est pas une somme", "not a sum";
        Short = "short", "il manque des colonnes", "columns are missing";
        Both = "both", "un débit et un crédit à la fois", "a debit and a credit at once";
        Length = "length", "la ligne n’a pas 120 caractères", "the line is not 120 characters long";
        Field = "field", "une indication manque", "something is missing";
        Xml = "xml", "ce n’est pas du XML bien formé", "not well-formed XML";
    }
}

impl std::fmt::Display for BadLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.words(crate::base::Lang::En))
    }
}

/// Reads a statement, whatever its form.
///
/// # Errors
/// [`BadStatement`]: nothing of a file is taken when a line of it cannot be read.
pub fn read(text: &str) -> Result<Statement, BadStatement> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let begin = text.trim_start();
    let found = if begin.starts_with("OFXHEADER") || begin.contains("<OFX>") {
        ofx::read(text)
    } else if camt::looks_like(begin) {
        camt::read(begin)
    } else if cfonb::looks_like(text) {
        cfonb::read(text)
    } else {
        csv::read(text)
    }?;
    if found.movements.is_empty() {
        return Err(BadStatement::Empty);
    }
    if found.movements.len() > MOST {
        return Err(BadStatement::Many);
    }
    Ok(found)
}

/// What a movement is known by: account, day, sum, folded words, and its place among those of a day that are the same.
///
/// The same file, or one that overlaps it, gives the same; two equal payments of one day give two.
#[must_use]
pub fn fingerprints(statement: &Statement) -> Vec<String> {
    let mut seen: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
    let account = statement.account.as_deref().map(account_key).unwrap_or_default();
    let one = |m: &Movement| {
        let words: String = fold(&format!("{} {}", m.label, m.name.as_deref().unwrap_or_default()))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let same = format!("{account}|{}|{}|{words}", m.day, m.amount.get());
        let rank = seen.entry(same.clone()).and_modify(|n| *n = n.saturating_add(1)).or_insert(1);
        let hash = blake3::hash(format!("{same}|{rank}").as_bytes());
        hash.to_hex().chars().take(32).collect()
    };
    statement.movements.iter().map(one).collect()
}

/// Returns the number of the account, as it is the same in every form.
#[must_use]
pub fn account(statement: &Statement) -> Option<String> {
    statement.account.as_deref().map(account_key).filter(|key| !key.is_empty())
}

/// The number of an account by its last eleven characters: an IBAN and the number of an OFX file name the same account.
fn account_key(account: &str) -> String {
    let kept: Vec<char> = account.chars().filter(char::is_ascii_alphanumeric).collect();
    // The two last ones of an IBAN are a check that other forms leave out.
    let kept = if kept.len() == 27 {
        kept.get(14..25).unwrap_or_default()
    } else {
        kept.get(kept.len().saturating_sub(11)..).unwrap_or_default()
    };
    kept.iter().collect::<String>().to_uppercase()
}

/// The first characters of a line, for a message.
fn beginning(line: &str) -> String {
    line.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
