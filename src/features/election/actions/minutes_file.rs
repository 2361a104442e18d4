//! Minutes from a file: as typed, or as the ministry publishes them.

use std::path::Path;

use serde_json::{Map, Value};

use crate::{
    base::text::fold,
    election::{BadFact, Fault, Form},
    features::{
        election::{
            actions::{
                MinutesForm, PollError, fault,
                lists_file::{not, surplus},
            },
            records::Post,
            rules::minutes::published::{Published, Pv, Row},
        },
        law::actions::{input, input::InputError},
    },
    roster::import::{
        decode,
        rows::{self, Rows},
    },
};

/// What a file of minutes holds.
pub enum MinutesFile {
    /// Minutes as somebody typed them.
    Typed(MinutesForm),
    /// Minutes as they were published.
    Published(Vec<Published>),
}

/// Reads minutes from bytes: JSON or TOML as typed; JSON of the ministry's portal (a page or several) or of its open data
/// (rows); its open data as a table.
///
/// # Errors
/// [`PollError::File`]; [`PollError::Input`]; [`PollError::Election`] with the place.
pub fn parse(path: &Path, bytes: &[u8], post: Post) -> Result<MinutesFile, PollError> {
    let decoded = decode::decode(bytes, None).map_err(PollError::File)?;
    let text = decoded.text.trim_start_matches('\u{feff}');
    let start = text.trim_start();
    if start.starts_with('{') || start.starts_with('[') && !start.starts_with("[[") {
        let value: Value = serde_json::from_str(text).map_err(|e| not_read(path, &e))?;
        return match value {
            Value::Array(all) => several(all, post),
            Value::Object(one) if one.contains_key("scrutin") || one.contains_key("Coll") => {
                several(vec![Value::Object(one)], post)
            }
            _ => typed(path, text),
        };
    }
    let columns = |line: &str| ["Coll", "Inscrits", "Votants", "sve_total"].iter().all(|c| line.contains(c));
    if text.lines().take(20).any(columns) { table(text, post) } else { typed(path, text) }
}

fn typed(path: &Path, text: &str) -> Result<MinutesFile, PollError> {
    input::parse_text(path, text).map(MinutesFile::Typed).map_err(PollError::Input)
}

fn not_read(path: &Path, error: &serde_json::Error) -> PollError {
    let wrong =
        input::Wrong::Text(error.to_string().split(" at line ").next().unwrap_or_default().to_owned());
    PollError::Input(InputError::Form {
        file: path.to_owned(),
        line: error.line(),
        field: ".".to_owned(),
        wrong,
    })
}

fn several(all: Vec<Value>, post: Post) -> Result<MinutesFile, PollError> {
    let mut out = Vec::new();
    for (index, value) in all.into_iter().enumerate() {
        let at = |e: BadFact| fault(format!("minutes[{index}].{}", e.field), e.fault);
        out.push(one(value, post).map_err(at)?);
    }
    Ok(MinutesFile::Published(out))
}

fn one(value: Value, post: Post) -> Result<Published, BadFact> {
    let page = value.get("scrutin").is_some();
    if page { read::<Pv>(value)?.published(post) } else { read::<Row>(value)?.published(post) }
}

/// Reads a value, and names the field that is not as it should be.
fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, BadFact> {
    let known = value.clone();
    serde_path_to_error::deserialize(value).map_err(|e| {
        let (path, said) = (e.path().to_string(), e.into_inner().to_string());
        match said.strip_prefix("missing field `").and_then(|rest| rest.split_once('`')) {
            Some((name, _)) if path == "." => BadFact::new(name, Fault::Missing),
            Some((name, _)) => BadFact::new(format!("{path}.{name}"), Fault::Missing),
            None => BadFact::new(&path, as_published(known.get(&path))),
        }
    })
}

/// The fault of a value, quoted where it is one cell.
fn as_published(value: Option<&Value>) -> Fault {
    let form = Form::Published;
    match value {
        Some(Value::String(text)) => not(text, form),
        Some(Value::Number(number)) => not(&number.to_string(), form),
        _ => Fault::Form(form),
    }
}

fn table(text: &str, post: Post) -> Result<MinutesFile, PollError> {
    let is_header = |cells: &[String]| cells.iter().any(|c| fold(c) == "inscrits");
    let (mut rows, _) = Rows::below_titles(text, None, &is_header).map_err(PollError::File)?;
    let header = rows.header.clone();
    let mut row = rows::Row { line: 0, cells: csv::StringRecord::new() };
    let mut out = Vec::new();
    while rows.next(&mut row).map_err(PollError::File)? {
        surplus(&row, header.len())?;
        let cells = header.iter().zip(&row.cells).filter(|(_, cell)| !cell.trim().is_empty());
        let value: Map<String, Value> = cells
            .map(|(name, cell)| (name.trim().to_owned(), Value::String(cell.trim().to_owned())))
            .collect();
        let line = row.line;
        let at = |e: BadFact| fault(format!("line {line}: {}", e.field), e.fault);
        out.push(one(Value::Object(value), post).map_err(at)?);
    }
    Ok(MinutesFile::Published(out))
}
