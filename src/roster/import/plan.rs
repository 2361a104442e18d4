//! The plan of an import: what each row would do, before anything is done.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;

use crate::roster::{
    attr::{Attr, Key},
    cell, field,
    id::Id,
    import::{
        CELL_MAX, ImportError, RowFault,
        decode::decode,
        header::{self, Mapping},
        matching::{Found, Index, Wanted},
        rows::{Row, Rows},
    },
    patch::{Draft, Op, Patch, Pen, Refused, Rules},
    person::name_key,
    record::Record,
};

/// Refused rows that a plan describes one by one; beyond, it counts.
pub const REFUSALS_SHOWN: usize = 1_000;

/// How a file is to be read.
pub struct Settings<'a> {
    /// The checks of values.
    pub rules: Rules<'a>,
    /// The delimiter, when the user names one.
    pub delimiter: Option<u8>,
    /// The encoding, when the user names one.
    pub encoding: Option<&'a str>,
    /// What the user says of columns.
    pub mappings: &'a [Mapping],
    /// Whether columns that name no field are left out.
    pub ignore_unknown: bool,
    /// Values for rows that have none: the same site for all, the day they joined.
    pub defaults: &'a [(Key, String)],
}

/// What a row that is not refused comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A new person.
    Added,
    /// Fields of a person that is there.
    Changed(BTreeSet<Key>),
    /// Everything is there already.
    Same,
    /// The person of an earlier line of the same file, and nothing more.
    Repeated(u64),
}

/// Something to look at that refuses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// Somebody else has the same mail address.
    SharedAddress,
    /// Somebody else has the same name; this is taken for another person.
    Namesake,
    /// Only the name is the same as that of the person who is changed.
    ByName,
}

/// One row that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line in the file.
    pub line: u64,
    /// The person.
    pub id: Id,
    /// What the row comes to.
    pub outcome: Outcome,
    /// Something to look at.
    pub warning: Option<Warning>,
}

/// One reason why a row was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line in the file.
    pub line: u64,
    /// Why.
    pub fault: RowFault,
}

/// What an import would do. No `Debug`: it holds personal values.
pub struct Plan {
    /// The encoding that was found.
    pub encoding: &'static str,
    /// The delimiter that was found.
    pub delimiter: u8,
    /// Each column with its field.
    pub columns: Vec<(String, Option<Key>)>,
    /// The rows that passed.
    pub lines: Vec<Line>,
    /// Why rows were refused, the first [`REFUSALS_SHOWN`] reasons.
    pub refusals: Vec<Refusal>,
    /// How many rows were refused.
    pub refused: usize,
    /// The records to be written.
    pub records: BTreeMap<Id, Record>,
}

impl Plan {
    /// Counts the rows that came to something.
    #[must_use]
    pub fn count(&self, what: impl Fn(&Outcome) -> bool) -> usize {
        self.lines.iter().filter(|l| what(&l.outcome)).count()
    }

    /// Returns how many rows the file has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.lines.len().saturating_add(self.refused)
    }
}

/// Gives what a plan needs from outside: stamps, names, how far it is.
pub trait Hand: Pen {
    /// Returns a new identifier.
    fn id(&mut self) -> Id;
    /// Is told how many of how many bytes were read.
    fn progress(&mut self, done: u64, whole: u64);
}

/// Somebody in the roster or in the file.
struct Somebody {
    id: Id,
    record: Record,
    /// The line of the first row of this file that speaks of this person, and the attributes it set.
    said: Option<(u64, u64)>,
    changed: bool,
}

/// Plans an import of `bytes` into a roster.
///
/// # Errors
/// [`ImportError`] when the file as a whole cannot be read. Refused rows are in the plan; a plan that has one must
/// not be applied.
pub fn plan(
    bytes: &[u8],
    roster: Vec<(Id, Record)>,
    settings: &Settings<'_>,
    hand: &mut dyn Hand,
) -> Result<Plan, ImportError> {
    let decoded = decode(bytes, settings.encoding)?;
    let mut rows = Rows::new(&decoded.text, settings.delimiter)?;
    let columns =
        header::columns(&rows.header, rows.header_line, settings.mappings, settings.ignore_unknown)?;
    let mut work = Work::new(roster, columns, settings);
    let whole = u64::try_from(decoded.text.len()).unwrap_or(u64::MAX);
    let mut row = Row { line: rows.header_line, cells: StringRecord::new() };
    let mut count = 0_u32;
    while rows.next(&mut row)? {
        work.row(&row, hand);
        count = count.wrapping_add(1);
        if count.trailing_zeros() >= 8 {
            hand.progress(rows.position(), whole);
        }
    }
    if work.lines.is_empty() && work.refused == 0 {
        return Err(ImportError::NoRows { line: row.line });
    }
    let columns = rows.header.iter().cloned().zip(work.columns).collect();
    let changed = work.people.into_iter().filter(|p| p.changed);
    Ok(Plan {
        encoding: decoded.encoding,
        delimiter: rows.delimiter,
        columns,
        lines: work.lines,
        refusals: work.refusals,
        refused: work.refused,
        records: changed.map(|p| (p.id, p.record)).collect(),
    })
}

struct Work<'a> {
    settings: &'a Settings<'a>,
    columns: Vec<Option<Key>>,
    people: Vec<Somebody>,
    index: Index,
    lines: Vec<Line>,
    refusals: Vec<Refusal>,
    refused: usize,
}

/// What the cells of a row say.
struct Said {
    patch: Patch,
    /// The attributes with a value, one bit each.
    attrs: u64,
    id: Option<String>,
}

const fn bit(attr: Attr) -> u64 {
    1_u64 << (attr as u32)
}

impl<'a> Work<'a> {
    fn new(roster: Vec<(Id, Record)>, columns: Vec<Option<Key>>, settings: &'a Settings<'a>) -> Self {
        let mut index = Index::default();
        let mut people = Vec::with_capacity(roster.len());
        // A record merged into another speaks of nobody any more.
        for (id, record) in roster.into_iter().filter(|(_, r)| r.text(field::MERGED_INTO).is_none()) {
            index.push(id, &record);
            people.push(Somebody { id, record, said: None, changed: false });
        }
        Self { settings, columns, people, index, lines: Vec::new(), refusals: Vec::new(), refused: 0 }
    }

    fn row(&mut self, row: &Row, hand: &mut dyn Hand) {
        // A line of nothing but delimiters is the end of a spreadsheet.
        if row.cells.iter().all(|c| c.trim().is_empty()) {
            return;
        }
        let outcome =
            self.read(&row.cells).and_then(|said| self.apply(row.line, &said, hand).map_err(|f| vec![f]));
        if let Err(faults) = outcome {
            self.refused = self.refused.saturating_add(1);
            let room = REFUSALS_SHOWN.saturating_sub(self.refusals.len());
            self.refusals
                .extend(faults.into_iter().take(room).map(|fault| Refusal { line: row.line, fault }));
        }
    }

    /// Reads the cells of a row; every fault of the row is told at once.
    fn read(&self, cells: &StringRecord) -> Result<Said, Vec<RowFault>> {
        let long = cells.iter().position(|c| c.len() > CELL_MAX);
        if let Some(n) = long {
            return Err(vec![RowFault::LongCell { column: n.saturating_add(1) }]);
        }
        if cells.len() != self.columns.len() {
            return Err(vec![RowFault::Cells { found: cells.len(), expected: self.columns.len() }]);
        }
        let mut said = Said { patch: Patch::default(), attrs: 0, id: None };
        let mut faults = Vec::new();
        for (key, text) in self.columns.iter().zip(cells) {
            let (Some(key), false) = (key, text.trim().is_empty()) else { continue };
            self.put(&mut said, key, &one_line(cell::restore(text)), &mut faults);
        }
        for (key, text) in self.settings.defaults {
            let there = match key {
                Key::Attr(attr) => said.attrs & bit(*attr) != 0,
                Key::Free(_) => {
                    let column = self.columns.iter().position(|c| c.as_ref() == Some(key));
                    column.and_then(|n| cells.get(n)).is_some_and(|t| !t.trim().is_empty())
                }
            };
            if !there {
                self.put(&mut said, key, text, &mut faults);
            }
        }
        if faults.is_empty() { Ok(said) } else { Err(faults) }
    }

    fn put(&self, said: &mut Said, key: &Key, text: &str, faults: &mut Vec<RowFault>) {
        let full_name = matches!(key, Key::Attr(Attr::Name | Attr::NameFamilyFirst));
        let op = match key {
            Key::Attr(Attr::Id) => {
                said.id = Some(text.trim().to_owned());
                return;
            }
            // Beside the two names of their own the full one says nothing new.
            _ if full_name && self.has_both_names() => return,
            Key::Attr(attr) if attr.is_several() => Op::Add,
            _ => Op::Set,
        };
        match said.patch.put(key, op, text, &self.settings.rules) {
            Ok(()) => {
                if let Key::Attr(attr) = key {
                    said.attrs |= bit(*attr);
                }
            }
            Err(fault) => faults.push(RowFault::Value { key: key.clone(), fault }),
        }
    }

    fn has_both_names(&self) -> bool {
        let has = |attr: Attr| self.columns.iter().flatten().any(|k| *k == Key::Attr(attr));
        has(Attr::Family) && has(Attr::Given)
    }

    fn find(&self, said: &Said) -> Result<Found, RowFault> {
        if let Some(id) = said.id.as_deref().filter(|id| !id.is_empty()) {
            let plain = (4..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_hexdigit());
            let found = if plain { self.index.by_id(id) } else { Vec::new() };
            match found.as_slice() {
                [one] => return Ok(Found::One(*one)),
                // A whole identifier of another vault: the row is read by its names.
                [] if plain && id.len() == 32 => {}
                other => return Err(RowFault::Id { found: other.len() }),
            }
        }
        let (family, given) = said.patch.names();
        let name = name_key(family.unwrap_or_default(), given.unwrap_or_default());
        let wanted = Wanted { name: &name, addresses: said.patch.addresses(), birth: said.patch.birth() };
        Ok(self.index.find(&wanted))
    }

    /// Tells whether a person's record says all that a row says.
    fn knows(&self, at: usize, patch: &Patch) -> bool {
        let Some(mut record) = self.people.get(at).map(|p| p.record.clone()) else { return false };
        patch.apply(&mut record, &mut Draft::default()).is_ok_and(|changed| changed.is_empty())
    }

    fn apply(&mut self, line: u64, said: &Said, hand: &mut dyn Hand) -> Result<(), RowFault> {
        let refused = |r: Refused| RowFault::Value { key: r.key, fault: r.fault };
        let found = self.find(said)?;
        let namesake = found == Found::Namesake;
        let by_name = matches!(found, Found::ByName(_));
        let at = match found {
            Found::Many(places) => {
                let found = RowFault::Ambiguous { found: places.len() };
                places.into_iter().take(16).find(|n| self.knows(*n, &said.patch)).ok_or(found)?
            }
            Found::One(at) | Found::ByName(at) => at,
            Found::Nobody | Found::Namesake => {
                let mut record = Record::default();
                said.patch.apply(&mut record, hand).map_err(refused)?;
                let id = hand.id();
                self.index.push(id, &record);
                self.people.push(Somebody { id, record, said: Some((line, said.attrs)), changed: true });
                let at = self.people.len().saturating_sub(1);
                let shared = self.index.shares_address(at).map(|_| Warning::SharedAddress);
                let warning = if namesake { Some(Warning::Namesake) } else { shared };
                self.lines.push(Line { line, id, outcome: Outcome::Added, warning });
                return Ok(());
            }
        };
        let Some(somebody) = self.people.get_mut(at) else { return Ok(()) };
        let mut record = somebody.record.clone();
        let changed = said.patch.apply(&mut record, hand).map_err(refused)?;
        if let Some((earlier, attrs)) = somebody.said {
            let single = |a: Attr| !a.is_several() && a != Attr::Standing;
            let against =
                changed.iter().find(|k| matches!(k, Key::Attr(a) if single(*a) && attrs & bit(*a) != 0));
            if let Some(key) = against {
                return Err(RowFault::Contradicts { line: earlier, key: key.clone() });
            }
        }
        let outcome = match (changed.is_empty(), somebody.said) {
            (true, Some((earlier, _))) => Outcome::Repeated(earlier),
            (true, None) => Outcome::Same,
            (false, _) => Outcome::Changed(changed),
        };
        let (first, attrs) = somebody.said.unwrap_or((line, 0));
        somebody.said = Some((first, attrs | said.attrs));
        let id = somebody.id;
        let mut warning = None;
        if matches!(outcome, Outcome::Changed(_)) {
            somebody.record = record;
            somebody.changed = true;
            self.index.learn(at, &somebody.record);
            let shared = self.index.shares_address(at).map(|_| Warning::SharedAddress);
            warning = if by_name { Some(Warning::ByName) } else { shared };
        }
        self.lines.push(Line { line, id, outcome, warning });
        Ok(())
    }
}

/// Joins the lines of a cell (a line break typed into a spreadsheet) and its tabs with a space.
fn one_line(text: &str) -> Cow<'_, str> {
    const BREAKS: [char; 3] = ['\r', '\n', '\t'];
    if !text.contains(BREAKS) {
        return Cow::Borrowed(text);
    }
    let parts: Vec<&str> = text.split(BREAKS).map(str::trim).filter(|p| !p.is_empty()).collect();
    Cow::Owned(parts.join(" "))
}

#[cfg(test)]
mod tests;
