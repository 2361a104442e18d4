//! The employer's list of electors as a table: which column is which, and each line as a person. Nothing of it is kept.

use std::borrow::Cow;

use chrono::NaiveDate;
use csv::StringRecord;

use crate::{
    base::{Record, cell, fault::Fault, pen::Draft},
    features::election::{records::Poll, rules::college_said},
    roster::{
        Person,
        attr::{Attr, Key},
        import::{
            CELL_MAX, ImportError, RowFault,
            cells::{self, one_line},
            decode::decode,
            header::{self, Mapping},
            plan::{Refusal, is_note, is_total},
            rows::{self, Row, Rows},
        },
        patch::{Op, Patch, Rules},
    },
};

/// What of a line is read: nothing else of anybody is looked at.
const READ: [Attr; 14] = [
    Attr::Family,
    Attr::Given,
    Attr::BirthName,
    Attr::Name,
    Attr::NameFamilyFirst,
    Attr::Gender,
    Attr::Birth,
    Attr::Category,
    Attr::Contract,
    Attr::Hired,
    Attr::ContractEnd,
    Attr::Seniority,
    Attr::Site,
    Attr::College,
];

/// How many cells too many of a line are quoted.
const CELLS_QUOTED: usize = 4;

/// How the file is to be read.
#[derive(Clone, Default)]
pub struct Reading {
    /// The delimiter, where it is named.
    pub delimiter: Option<u8>,
    /// The encoding, where it is named.
    pub encoding: Option<String>,
    /// What the user says of columns.
    pub mappings: Vec<Mapping>,
}

/// One line. No `Debug`: it holds a person.
pub struct Line {
    /// Its number in the file, from 1.
    pub line: u64,
    /// What it says of the person.
    pub person: Person,
    /// The college, as the list names it.
    pub college: Option<String>,
    /// The day of hire, as it stands there.
    hired: Option<String>,
}

/// The whole list. No `Debug`: it holds people.
pub struct Table {
    /// Each column with the field that it is; nothing where it was not looked at.
    pub columns: Vec<(String, Option<Key>)>,
    /// The lines, in order.
    pub lines: Vec<Line>,
    /// The cells that cannot be what their column says: the line counts, the fact is unknown.
    pub faults: Vec<Refusal>,
}

impl Table {
    /// Tells whether the list has a column of this kind.
    #[must_use]
    pub fn has(&self, attr: Attr) -> bool {
        self.columns.iter().any(|(_, key)| *key == Some(Key::Attr(attr)))
    }

    /// Returns the name of the column of this kind.
    fn named(&self, attr: Attr) -> Option<&str> {
        self.columns.iter().find(|(_, key)| *key == Some(Key::Attr(attr))).map(|(name, _)| name.as_str())
    }

    /// Holds the list against the election: a college that it does not have, a day of hire that cannot be, after the vote or
    /// before the birth. Each is told with its line and cell; a day that cannot be is unknown, and so is the college.
    pub fn hold_against(&mut self, poll: &Poll, vote: NaiveDate) {
        let there: Vec<String> = poll.colleges.iter().map(|c| c.id.clone()).collect();
        let cell =
            |attr, text: &str| Some((self.named(attr).unwrap_or_default().to_owned(), text.to_owned()));
        let mut found = Vec::new();
        for line in &self.lines {
            if let Some(said) = &line.college
                && college_said(poll, Some(said)).is_none()
            {
                let fault = RowFault::Among { key: Key::Attr(Attr::College), there: there.clone() };
                found.push(Refusal { line: line.line, cell: cell(Attr::College, said), fault });
            }
            let Some(fault) = never_hired(&line.person, vote) else { continue };
            let fault = RowFault::Value { key: Key::Attr(Attr::Hired), fault };
            let text = line.hired.as_deref().unwrap_or_default();
            found.push(Refusal { line: line.line, cell: cell(Attr::Hired, text), fault });
        }
        for line in self.lines.iter_mut().filter(|line| never_hired(&line.person, vote).is_some()) {
            line.person.hired = None;
        }
        self.faults.extend(found);
        self.faults.sort_by_key(|refusal| refusal.line);
    }
}

/// Tells why nobody was hired on that day who is on a list of electors.
fn never_hired(person: &Person, vote: NaiveDate) -> Option<Fault> {
    let hired = person.hired?;
    match person.birth {
        Some(birth) if hired <= birth => Some(Fault::Before(birth)),
        _ => (hired > vote).then_some(Fault::After(vote)),
    }
}

/// Reads the employer's list.
///
/// Columns are known by the names that the import of the roster knows, and the college beside them; others are left out, as
/// nothing is kept. A cell that cannot be read is told with its line and its column, and its fact is unknown.
///
/// # Errors
/// [`ImportError`] where the file as a whole cannot be read.
pub fn read(bytes: &[u8], reading: &Reading, today: NaiveDate) -> Result<Table, ImportError> {
    let decoded = decode(bytes, reading.encoding.as_deref())?;
    let is_header = |cells: &[String]| header::is_header(cells, &reading.mappings);
    let (mut rows, _) = Rows::below_titles(&decoded.text, reading.delimiter, &is_header)?;
    let found = columns(&rows.header, rows.header_line, &reading.mappings)?;
    let names = rows.header.clone();
    let mut out =
        Table { columns: names.iter().cloned().zip(found).collect(), lines: Vec::new(), faults: Vec::new() };
    let rules = Rules { today, forbidden: &[] };
    let mut row = Row { line: 0, cells: StringRecord::new() };
    while rows.next(&mut row)? {
        let blank = row.cells.iter().all(|c| c.trim().is_empty());
        if !blank && !is_sum(&out.columns, &row.cells) {
            line(&mut out, &row, &rules);
        }
    }
    if out.lines.is_empty() && out.faults.is_empty() {
        return Err(ImportError::NoRows { line: rows.header_line });
    }
    Ok(out)
}

/// Finds the field of each column.
fn columns(header: &[String], line: u64, mappings: &[Mapping]) -> Result<Vec<Option<Key>>, ImportError> {
    let mut found = header::columns(header, line, mappings, true)?;
    let college = Key::Attr(Attr::College);
    for (slot, name) in found.iter_mut().zip(header) {
        // The college is derived in our own lists, and said in those of an employer.
        let said = slot.is_none() && Attr::read(name) == Some(Attr::College);
        let left_out = mappings.iter().any(|m| m.key.is_none() && m.column.trim() == name.trim());
        if said && !left_out {
            *slot = Some(college.clone());
        }
        if !matches!(slot, Some(Key::Attr(attr)) if READ.contains(attr)) {
            *slot = None;
        }
    }
    Ok(found)
}

/// Tells whether a row is the sum of those above it, or says something of the list.
fn is_sum(columns: &[(String, Option<Key>)], cells: &StringRecord) -> bool {
    let is_name = |key: &Option<Key>| matches!(key, Some(Key::Attr(a)) if header::NAMES.contains(a));
    let mut names =
        columns.iter().zip(cells).filter(|((_, k), t)| is_name(k) && !t.trim().is_empty()).peekable();
    let mut filled = cells.iter().map(str::trim).filter(|c| !c.is_empty());
    let first = filled.next();
    if first.is_some_and(is_note) && filled.next().is_none() {
        return true;
    }
    match names.peek() {
        None => first.is_some_and(is_total),
        Some(_) => names.all(|(_, text)| is_total(text)),
    }
}

fn line(out: &mut Table, row: &Row, rules: &Rules<'_>) {
    let mut faults: Vec<(RowFault, Option<usize>)> = Vec::new();
    let (mut patch, mut college, mut hired) = (Patch::default(), None, None);
    let surplus: Vec<&str> = rows::surplus(&row.cells, out.columns.len()).take(CELLS_QUOTED).collect();
    if !surplus.is_empty() {
        // Nobody knows which cell slipped: no fact of this line is taken.
        let fault = RowFault::Cells { found: row.cells.len(), expected: out.columns.len() };
        out.faults.push(Refusal { line: row.line, cell: Some((String::new(), surplus.join(" ; "))), fault });
        return;
    }
    let full = |attr: &Attr| matches!(attr, Attr::Name | Attr::NameFamilyFirst);
    let both = out.has(Attr::Family) && out.has(Attr::Given);
    for (n, ((_, key), text)) in out.columns.iter().zip(&row.cells).enumerate() {
        let Some(key @ Key::Attr(attr)) = key else { continue };
        if text.trim().is_empty() || (full(attr) && both) {
            continue;
        }
        if text.len() > CELL_MAX {
            faults.push((RowFault::LongCell { column: n.saturating_add(1) }, Some(n)));
            continue;
        }
        let around = cells::Around { column: "", french: true, forbidden: &[] };
        let text: Cow<'_, str> = match attr {
            Attr::College => one_line(cell::restore(text)),
            _ => cells::read(key, text, &around).text,
        };
        if *attr == Attr::Hired {
            hired = Some(text.trim().to_owned());
        }
        if *attr == Attr::College {
            college = Some(text.trim().to_owned());
        } else if text.trim().is_empty() {
            // A word or a sign for nothing.
        } else if let Err(fault) = patch.put(key, Op::Set, &text, rules) {
            faults.push((RowFault::Value { key: key.clone(), fault }, Some(n)));
        }
    }
    let mut record = Record::default();
    patch.settle_names(&record);
    if let Err(refused) = patch.apply(&mut record, &mut Draft::default()) {
        faults.push((RowFault::Value { key: refused.key, fault: refused.fault }, None));
    } else {
        out.lines.push(Line { line: row.line, person: Person::of(&record), college, hired });
    }
    for (fault, at) in faults {
        let cell = at.and_then(|n| Some((out.columns.get(n)?.0.clone(), row.cells.get(n)?.to_owned())));
        out.faults.push(Refusal { line: row.line, cell, fault });
    }
}

/// A line whose name cannot be read is nobody: it is told, and nothing else is said of it.
#[must_use]
pub fn is_nameless(refusal: &Refusal) -> bool {
    match &refusal.fault {
        RowFault::Value { fault, .. } => *fault == Fault::NoName,
        RowFault::Cells { .. } => true,
        RowFault::LongCell { .. }
        | RowFault::Ambiguous { .. }
        | RowFault::Contradicts { .. }
        | RowFault::Among { .. }
        | RowFault::Id { .. } => false,
    }
}
