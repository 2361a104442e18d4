//! Lists of candidates from a file: JSON, TOML, or a table as spreadsheets write it.

use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    base::{date, text::fold},
    election::{Fault, Form},
    features::{
        election::actions::{CandidateForm, ListForm, PollError, fault},
        law::{
            actions::{input, input::InputError},
            rules::number::Number,
        },
        member::actions::import,
    },
    roster::import::{
        ROWS_MAX, decode,
        rows::{self, Row, Rows},
    },
};

/// How much of a cell is quoted.
const QUOTED: usize = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    lists: Vec<ListForm>,
}

/// Reads a file of lists, or standard input for `-`.
///
/// # Errors
/// When it cannot be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, InputError> {
    import::read(path).map_err(|source| InputError::Unreadable { file: path.to_owned(), source })
}

/// Reads lists from bytes: JSON where they begin with `{`, TOML where they begin with `[[`, else a table with a header.
///
/// The columns of a table, in French or in English: college, vote, list, unions (`CGT` or `CGT:75% + UNSA:25%`),
/// position, name (or given and family name), sex, birth, cadre, category. Rows of one list stand together by its name; without
/// positions their order counts.
///
/// # Errors
/// [`PollError::File`]; [`PollError::Election`] with row and column.
pub fn parse(path: &Path, bytes: &[u8], today: NaiveDate) -> Result<Vec<ListForm>, PollError> {
    let decoded = decode::decode(bytes, None).map_err(PollError::File)?;
    let start = decoded.text.trim_start();
    if start.starts_with('{') || start.starts_with("[[") {
        let form: FileForm = input::parse_text(path, &decoded.text).map_err(|e| match e {
            InputError::Form { line, field, .. } => {
                fault(format!("line {line}: {field}"), Fault::Form(Form::AsHelped))
            }
            _ => fault("file", Fault::Form(Form::File)),
        })?;
        return Ok(form.lists);
    }
    table(&decoded.text, today)
}

/// A column of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    College,
    Vote,
    List,
    Unions,
    Position,
    Name,
    Given,
    Family,
    Sex,
    Born,
    Cadre,
    /// The professional category.
    Category,
}

fn column(header: &str) -> Option<Column> {
    Some(match fold(header).as_str() {
        "college" => Column::College,
        "vote" | "scrutin" | "titulaire/suppleant" | "mandat" => Column::Vote,
        "list" | "liste" => Column::List,
        "unions" | "union" | "syndicats" | "syndicat" | "organisation syndicale" => Column::Unions,
        "position" | "place" | "rang" | "ordre" | "order" | "n°" => Column::Position,
        "name" | "nom complet" | "candidat" | "candidate" | "nom et prenom" => Column::Name,
        "given" | "given name" | "prenom" | "first name" => Column::Given,
        "family" | "family name" | "nom" | "nom de famille" | "last name" => Column::Family,
        "sex" | "sexe" | "gender" | "civilite" => Column::Sex,
        "born" | "birth" | "birth date" | "naissance" | "date de naissance" => Column::Born,
        "cadre" => Column::Cadre,
        "category" | "categorie" | "categorie professionnelle" => Column::Category,
        _ => return None,
    })
}

fn table(text: &str, today: NaiveDate) -> Result<Vec<ListForm>, PollError> {
    let is_header = |cells: &[String]| cells.iter().any(|c| column(c) == Some(Column::Vote));
    let (mut rows, _) = Rows::below_titles(text, None, &is_header).map_err(PollError::File)?;
    let columns = rows
        .header
        .iter()
        .map(|h| column(h).ok_or_else(|| fault("header", Fault::Unknown(h.chars().take(40).collect()))))
        .collect::<Result<Vec<_>, _>>()?;
    let has = |wanted: Column| columns.contains(&wanted);
    for (column, name) in [(Column::Vote, "vote"), (Column::List, "list")] {
        let stands_in = column == Column::List && has(Column::Unions);
        if !has(column) && !stands_in {
            return Err(fault(format!("header.{name}"), Fault::Missing));
        }
    }
    if !has(Column::Name) && !has(Column::Family) {
        return Err(fault("header.name", Fault::Missing));
    }
    let mut out: Vec<(ListForm, Vec<(u64, CandidateForm)>)> = Vec::new();
    let mut row = Row { line: 0, cells: csv::StringRecord::new() };
    while rows.next(&mut row).map_err(PollError::File)? {
        if row.cells.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        surplus(&row, columns.len())?;
        let cell = |wanted: Column| {
            let at = columns.iter().position(|c| *c == wanted)?;
            row.cells.get(at).map(str::trim).filter(|t| !t.is_empty())
        };
        let line = row.line;
        let at = |name: &str| format!("line {line}: {name}");
        let (unions, split) = unions(cell(Column::Unions).unwrap_or_default(), &at)?;
        let name = cell(Column::List).map(str::to_owned);
        let form = ListForm {
            college: cell(Column::College).map(str::to_owned),
            vote: cell(Column::Vote).ok_or_else(|| fault(at("vote"), Fault::Missing))?.to_owned(),
            name: name.or_else(|| (!unions.is_empty()).then(|| unions.join("-"))),
            unions,
            split,
            line: Some(line),
            ..ListForm::default()
        };
        if form.name.is_none() {
            return Err(fault(at("list"), Fault::Missing));
        }
        let candidate = CandidateForm { line: Some(line), ..candidate(&cell, today, &at)? };
        let at_list = out.iter().position(|(f, _)| same(f, &form)).unwrap_or(out.len());
        if at_list == out.len() {
            out.push((form.clone(), Vec::new()));
        }
        let Some((known, slot)) = out.get_mut(at_list) else { continue };
        if !form.unions.is_empty() && form.unions != known.unions {
            return Err(fault(at("unions"), Fault::Conflict("list".to_owned())));
        }
        let next = u64::try_from(slot.len()).unwrap_or(u64::MAX).saturating_add(1);
        let place = match cell(Column::Position) {
            Some(text) => {
                let limit = u64::try_from(ROWS_MAX).unwrap_or(u64::MAX);
                let read = text.parse().ok().filter(|n| (1..=limit).contains(n));
                read.ok_or_else(|| fault(at("position"), not(text, Form::Whole)))?
            }
            None => next,
        };
        if slot.iter().any(|(p, _)| *p == place) {
            return Err(fault(at("position"), Fault::Twice));
        }
        slot.push((place, candidate));
    }
    Ok(out
        .into_iter()
        .map(|(mut form, mut candidates)| {
            candidates.sort_by_key(|(place, _)| *place);
            form.candidates = candidates.into_iter().map(|(_, c)| c).collect();
            form
        })
        .collect())
}

/// The fault of a cell that is not of the form wanted.
pub(super) fn not(found: &str, form: Form) -> Fault {
    Fault::Not { found: found.chars().take(QUOTED).collect(), form }
}

/// Refuses a line with more cells than there are columns: nobody knows which of them slipped.
///
/// # Errors
/// [`Fault::Cells`] with the line and what is too much.
pub(super) fn surplus(row: &Row, columns: usize) -> Result<(), PollError> {
    let more: Vec<&str> = rows::surplus(&row.cells, columns).collect();
    if more.is_empty() {
        return Ok(());
    }
    let found = more.join(" ; ").chars().take(QUOTED).collect();
    let fault = Fault::Cells { found, cells: row.cells.len(), columns };
    Err(super::fault(format!("line {}: .", row.line), fault))
}

fn same(a: &ListForm, b: &ListForm) -> bool {
    a.college == b.college && fold(&a.vote) == fold(&b.vote) && a.name == b.name
}

type Unions = (Vec<String>, std::collections::BTreeMap<String, Number>);

/// Reads `CGT`, `CGT + UNSA` or `CGT:75% + UNSA:25%`.
fn unions(text: &str, at: &dyn Fn(&str) -> String) -> Result<Unions, PollError> {
    let (mut names, mut split) = (Vec::new(), std::collections::BTreeMap::new());
    for part in text.split('+').map(str::trim).filter(|p| !p.is_empty()) {
        match part.rsplit_once(':') {
            None => names.push(part.to_owned()),
            Some((name, share)) => {
                let share = share_of(share).ok_or_else(|| fault(at("unions"), not(part, Form::Part)))?;
                names.push(name.trim().to_owned());
                split.insert(name.trim().to_owned(), share);
            }
        }
    }
    Ok((names, split))
}

/// Reads `75%`, `0.75` or `3/4`.
pub(super) fn share_of(text: &str) -> Option<Number> {
    use crate::law::Fraction;
    let text = text.trim();
    match text.strip_suffix('%') {
        Some(percent) => {
            let part: Fraction = percent.trim().parse().ok()?;
            part.checked_div(Fraction::whole(100)).map(Number)
        }
        None => text.parse().ok().map(Number),
    }
}

fn candidate<'r>(
    cell: &dyn Fn(Column) -> Option<&'r str>,
    today: NaiveDate,
    at: &dyn Fn(&str) -> String,
) -> Result<CandidateForm, PollError> {
    let whole =
        [cell(Column::Given), cell(Column::Family)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = cell(Column::Name).map(str::to_owned).or((!whole.is_empty()).then_some(whole));
    let born = match cell(Column::Born) {
        Some(text) => {
            let read = date::birth(text, today);
            Some(read.map_err(|_| fault(at("born"), not(text, Form::Date)))?)
        }
        None => None,
    };
    let cadre =
        cell(Column::Cadre).is_some_and(|t| matches!(fold(t).as_str(), "1" | "x" | "oui" | "yes" | "cadre"));
    let own = |column| cell(column).map(str::to_owned);
    let (sex, category) = (own(Column::Sex), own(Column::Category));
    Ok(CandidateForm { name, sex, born, cadre, category, member: None, line: None })
}
