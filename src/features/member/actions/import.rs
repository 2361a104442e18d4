//! Import of a file of people: preview, then all or nothing in one commit.

use std::{io, path::Path};

use chrono::NaiveDate;

use crate::{
    features::member::actions::{Assignment, MemberError, VaultPen, forbidden},
    platform::input,
    roster::{
        attr::Key,
        import::{
            BYTES_MAX,
            header::Mapping,
            plan::{self, ImportPlan, Settings},
        },
        patch::{Op, Rules},
    },
    vault::{Change, Kind, Receipt, Vault, Verb},
};

/// How a file is to be read, as typed.
#[derive(Clone, Default)]
pub struct Reading {
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// The encoding.
    pub encoding: Option<String>,
    /// What the user says of columns.
    pub mappings: Vec<Mapping>,
    /// Whether columns that name no field are left out.
    pub ignore_unknown: bool,
    /// Values for rows that have none.
    pub defaults: Vec<Assignment>,
}

/// Reads a file, or standard input for `-`; one byte more than allowed at most.
///
/// # Errors
/// When the file cannot be opened or read.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    input::read(path, u64::try_from(BYTES_MAX).unwrap_or(u64::MAX))
}

/// Reads `column=field`, the words of `--map`; `column=-` leaves the column out.
///
/// # Errors
/// [`MemberError::NotAnAssignment`], [`MemberError::UnknownField`].
pub fn mapping(text: &str) -> Result<Mapping, MemberError> {
    // The last sign: a column may have one in its name, a field never has.
    let (column, name) = text.rsplit_once('=').ok_or(MemberError::NotAnAssignment)?;
    let name = name.trim();
    let key = match name {
        "-" => None,
        _ => Some(Key::read(name).ok_or_else(|| MemberError::UnknownField(name.to_owned()))?),
    };
    Ok(Mapping { column: column.trim().to_owned(), key })
}

/// Plans an import; nothing is written.
///
/// # Errors
/// [`MemberError::Import`] when the file as a whole cannot be read.
pub fn plan(
    vault: &mut Vault,
    bytes: &[u8],
    reading: &Reading,
    today: NaiveDate,
    now_ms: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<ImportPlan, MemberError> {
    let forbidden = forbidden(vault)?;
    let defaults: Vec<(Key, String)> =
        reading.defaults.iter().map(|a| (a.key.clone(), a.value.clone())).collect();
    if reading.defaults.iter().any(|a| a.op == Op::Remove) {
        return Err(MemberError::NotAnAssignment);
    }
    let settings = Settings {
        rules: Rules { today, forbidden: &forbidden },
        delimiter: reading.delimiter,
        encoding: reading.encoding.as_deref(),
        mappings: &reading.mappings,
        ignore_unknown: reading.ignore_unknown,
        defaults: &defaults,
    };
    let roster = vault.records(Kind::Person)?;
    let mut hand = VaultPen { vault, now_ms, progress };
    Ok(plan::plan(bytes, roster, &settings, &mut hand)?)
}

/// Saves a plan: every record in one commit, or nothing.
///
/// # Durability
/// On `Ok` everything is saved.
///
/// # Errors
/// [`MemberError::RowsRefused`] when a row was refused; nothing is changed then.
pub fn apply(vault: &mut Vault, now_ms: u64, plan: &mut ImportPlan) -> Result<Option<Receipt>, MemberError> {
    if plan.refused > 0 {
        return Err(MemberError::RowsRefused(plan.refused));
    }
    if plan.records.is_empty() {
        return Ok(None);
    }
    let records = std::mem::take(&mut plan.records);
    let change = |(id, record)| Change { kind: Kind::Person, id, verb: Verb::Imported, record };
    Ok(Some(vault.commit(now_ms, records.into_iter().map(change).collect())?))
}

#[cfg(test)]
mod tests;
