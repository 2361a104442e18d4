//! What changed from one export to the next: who came, who went, which columns of whom are others.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;
use zeroize::Zeroizing;

use super::{ExportError, sealed};
use crate::{
    features::{
        export::views::{Changes, Field, Moved},
        member::actions::import,
    },
    open::{self, Ask},
    roster::import::sheet,
    vault::identity,
};

/// The people of an export: by identifier, each column with its words, in order.
type People = BTreeMap<String, Vec<(String, String)>>;

/// Opens two exports and tells what changed from the first to the second.
///
/// # Errors
/// As [`super::open()`]; [`ExportError::NoTable`] for what is no export of the roster, [`ExportError::Forms`] for two of different forms.
pub fn changes(old: &Path, new: &Path, identity: &Path, ask: &dyn Ask) -> Result<Changes, ExportError> {
    let (old, new) = (sealed(old)?, sealed(new)?);
    // One passphrase opens both.
    let own = open::identity(identity, ask)?;
    let (before, after) = (identity::open(&old, &[&own])?, identity::open(&new, &[&own])?);
    if form(&before) != form(&after) {
        return Err(ExportError::Forms);
    }
    Ok(compare(&read(before)?, &read(after)?))
}

/// The form of a content: the first byte of an object, or what a file of tables is.
fn form(content: &[u8]) -> (bool, Option<sheet::Kind>) {
    (content.first() == Some(&b'{'), sheet::kind(content))
}

/// Reads the people of a content; a workbook in a child process, as whoever sealed it may be anybody.
fn read(mut content: Zeroizing<Vec<u8>>) -> Result<People, ExportError> {
    if sheet::kind(&content).is_some() {
        let table = import::table(std::mem::take(&mut *content), None).map_err(|_| ExportError::NoTable)?;
        content = Zeroizing::new(table.bytes);
    }
    people(&content).ok_or(ExportError::NoTable)
}

/// Reads the people of a content, whatever its form.
fn people(content: &[u8]) -> Option<People> {
    let text = std::str::from_utf8(content).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.starts_with('{') { json(text) } else { table(text) }
}

/// A table: the identifier is in the last column.
fn table(text: &str) -> Option<People> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
    if heads.len() < 3 {
        return None;
    }
    let mut out = People::new();
    for record in reader.records() {
        let record = record.ok()?;
        // What pads an export is empty.
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() != heads.len() {
            return None;
        }
        let mut row: Vec<(String, String)> =
            heads.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        let (_, id) = row.pop()?;
        out.insert(id, row);
    }
    Some(out)
}

fn json(text: &str) -> Option<People> {
    let document: Value = serde_json::from_str(text).ok()?;
    let mut out = People::new();
    for person in document.get("people")?.as_array()? {
        let id = person.get("id")?.as_str()?.to_owned();
        let words = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let all = person.as_object()?.iter().filter(|(name, _)| *name != "id");
        let mut row: Vec<(String, String)> = all.map(|(name, value)| (name.clone(), words(value))).collect();
        // The names first, as in a table; an object has its members in no order.
        row.sort_by_key(|(name, _)| match name.as_str() {
            "family" => 0,
            "given" => 1,
            _ => 2,
        });
        out.insert(id, row);
    }
    Some(out)
}

/// The name of a person, from the columns that hold it.
fn name(row: &[(String, String)]) -> String {
    let first: Vec<&str> =
        row.iter().take(2).map(|(_, text)| text.as_str()).filter(|t| !t.is_empty()).collect();
    first.join(" ")
}

fn compare(before: &People, after: &People) -> Changes {
    let person = |(id, row): (&String, &Vec<(String, String)>), fields| Moved {
        id: id.clone(),
        name: name(row),
        fields,
    };
    let added = after.iter().filter(|(id, _)| !before.contains_key(*id)).map(|one| person(one, Vec::new()));
    let removed = before.iter().filter(|(id, _)| !after.contains_key(*id)).map(|one| person(one, Vec::new()));
    let changed = after.iter().filter_map(|(id, row)| {
        let was = before.get(id)?;
        let old = |column: &String| was.iter().find(|(name, _)| name == column).map(|(_, text)| text.clone());
        let fields: Vec<Field> = row
            .iter()
            .filter_map(|(column, now)| {
                let before = old(column).unwrap_or_default();
                (before != *now).then(|| Field { field: column.clone(), before, after: now.clone() })
            })
            .collect();
        (!fields.is_empty()).then(|| person((id, row), fields))
    });
    Changes { added: added.collect(), removed: removed.collect(), changed: changed.collect() }
}
