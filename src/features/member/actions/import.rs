//! Import of a file of people: preview, then all or nothing in one commit, or the good rows and a file of the others.

use std::{io, path::Path};

use chrono::NaiveDate;
use zeroize::Zeroizing;

use crate::{
    base::cell,
    features::member::actions::{Assignment, MemberError, VaultPen, forbidden},
    mail::eml,
    platform::{apart, input},
    roster::{
        attr::Key,
        import::{
            BYTES_MAX, ImportError, RowFault,
            header::{Dropped, Mapping},
            plan::{self, ImportPlan, Settings},
            sheet,
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

/// The text of a table, and the sheet it was on.
pub struct Table {
    /// What is read on.
    pub bytes: Vec<u8>,
    /// The name of the sheet of a spreadsheet.
    pub sheet: Option<String>,
}

/// Makes the text of a table out of a file: a spreadsheet is read in a child process with limits, anything else stays as it is.
///
/// # Errors
/// [`ImportError`] for a spreadsheet that cannot be read, or of which the sheet must be named.
pub fn table(bytes: Vec<u8>, sheet: Option<&str>) -> Result<Table, ImportError> {
    match sheet::kind(&bytes) {
        None if sheet.is_some() => Err(ImportError::NoSheets),
        None => Ok(Table { bytes, sheet: None }),
        Some(sheet::Kind::Old) => Err(ImportError::OldSheet),
        Some(sheet::Kind::Packed) if bytes.len() > BYTES_MAX => Err(ImportError::TooLarge),
        Some(sheet::Kind::Packed) => {
            let program = std::env::current_exe().map_err(|_| ImportError::Sheet)?;
            let question = sheet::question(sheet, &bytes);
            let said = apart::ask(&program, sheet::COMMAND, &question, sheet::ANSWER_MAX);
            let (name, text) = sheet::heard(&said.map_err(|_| ImportError::Sheet)?).text()?;
            Ok(Table { bytes: text.into_bytes(), sheet: Some(name) })
        }
    }
}

/// What the child does: reads a spreadsheet from standard input, within limits, and writes its text.
///
/// # Errors
/// What the pipes say.
pub fn serve_sheet() -> io::Result<()> {
    let limits = apart::Limits { memory: sheet::MEMORY, files: 8, seconds: Some(sheet::SECONDS) };
    let most = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1 << 16);
    apart::serve(limits, most, sheet::answer)
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

/// Writes the rows of a plan that were refused as a table, to be mended and imported again: the columns of the file, and a
/// last one with the reasons. Cells that a spreadsheet would run are made text.
#[must_use]
pub fn rejects(plan: &ImportPlan, head: &str, why: &dyn Fn(&RowFault) -> String) -> Zeroizing<Vec<u8>> {
    // The reasons of an earlier refusal are no longer said.
    let reason = plan.dropped.iter().position(|why| *why == Some(Dropped::Reason));
    let width = plan.columns.len();
    let mut out = vec![0xef, 0xbb, 0xbf];
    let mut writer = csv::WriterBuilder::new()
        .delimiter(plan.delimiter)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(&mut out);
    let mut write = |row: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<_> = row.map(|c| cell::neutralise(cell::restore(c))).collect();
        // It is written to memory.
        let _ = writer.write_record(cells.iter().map(|c| c.as_bytes()));
    };
    let names = plan.columns.iter().map(|(name, _)| name.as_str());
    write(&mut names.enumerate().filter(|(n, _)| Some(*n) != reason).map(|(_, name)| name).chain([head]));
    for row in &plan.rejected {
        let reasons: Vec<String> = row.faults.iter().map(|(_, fault)| why(fault)).collect();
        let reasons = reasons.join(" | ");
        let missing = width.saturating_sub(row.cells.len());
        // In a row with too many cells they stand behind all of them.
        let old = reason.map(|at| at.max(row.cells.len().saturating_sub(1)));
        let old = if row.cells.len() > width { old } else { reason };
        let cells = row.cells.iter().map(String::as_str).chain(std::iter::repeat_n("", missing));
        write(
            &mut cells.enumerate().filter(|(n, _)| Some(*n) != old).map(|(_, c)| c).chain([reasons.as_str()]),
        );
    }
    drop(writer);
    Zeroizing::new(out)
}

/// Saves a plan: every record in one commit, or nothing. With a file for them the rows that were refused are written there
/// first, privately, and the others are saved.
///
/// # Durability
/// On `Ok` everything is saved, and the file is on the disk.
///
/// # Errors
/// [`MemberError::RowsRefused`] when a row was refused and there is no file for it, [`MemberError::RejectsFile`] when it
/// cannot be written or is there already; nothing is changed then.
pub fn apply(
    vault: &mut Vault,
    now_ms: u64,
    plan: &mut ImportPlan,
    rejects: Option<(&Path, &[u8])>,
) -> Result<Option<Receipt>, MemberError> {
    let file = match rejects.filter(|_| plan.refused > 0) {
        None if plan.refused > 0 => return Err(MemberError::RowsRefused(plan.refused)),
        None => None,
        Some((path, content)) => {
            eml::write_new(path, content).map_err(MemberError::RejectsFile)?;
            Some(path)
        }
    };
    if plan.records.is_empty() {
        return Ok(None);
    }
    let records = std::mem::take(&mut plan.records);
    let change = |(id, record)| Change { kind: Kind::Person, id, verb: Verb::Imported, record };
    let saved = vault.commit_each(now_ms, records.into_iter().map(change));
    if let (Err(_), Some(path)) = (&saved, file) {
        // It would tell of an import that was not made.
        let _ = std::fs::remove_file(path);
    }
    Ok(Some(saved?))
}

#[cfg(test)]
mod tests;
