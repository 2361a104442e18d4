//! The plan of an import: what each row would do, before anything is done.

use std::collections::BTreeSet;

use csv::StringRecord;

use crate::{
    base::{
        field,
        id::Id,
        record::{FieldKey, Record},
        text::fold,
        word::codes,
    },
    roster::{
        attr::{Attr, Key},
        import::{
            CELL_MAX, ImportError, RowFault,
            cells::{self, Unsaid},
            decode::decode,
            header::{self, Dropped, Mapping},
            matching::{Found, Index, Wanted},
            packed::{Packed, Records},
            rows::{Row, Rows, surplus},
        },
        patch::{Draft, Op, Patch, Pen, Refused, Rules},
        person::name_key,
    },
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
pub enum RowOutcome {
    /// A new person.
    Added,
    /// Fields of a person that is there.
    Changed(BTreeSet<Key>),
    /// Everything is there already.
    Same,
    /// The person of an earlier line of the same file, and nothing more.
    Repeated(u64),
}

codes! {
    /// Something to look at that refuses nothing.
    Warning {
        /// Somebody else has the same mail address.
        SharedAddress = "shared-address", "même courriel qu’une autre personne", "same address as another person";
        /// Somebody else has the same name; this is taken for another person.
        Namesake = "namesake", "même nom qu’une autre personne\u{a0}: une personne de plus", "same name as another person: one more person";
        /// Only the name is the same as that of the person who is changed.
        ByName = "by-name", "change une personne reconnue à son seul nom", "changes a person known by the name alone";
        /// There is a given name and no family name.
        GivenOnly = "given-only", "un prénom sans nom", "a given name and no family name";
    }
}

/// One row that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// The line in the file.
    pub line: u64,
    /// The person.
    pub id: Id,
    /// What the row comes to.
    pub outcome: RowOutcome,
    /// Something to look at.
    pub warning: Option<Warning>,
}

codes! {
    /// Why a line of the file is nobody.
    Passed {
        /// A title above the names of the columns.
        Title = "title", "un titre", "a title";
        /// A line of totals.
        Total = "total", "un total", "a total";
        /// A line about the list: when it was made, where it comes from.
        Note = "note", "une mention", "a note";
        /// It has no name.
        NoName = "no-name", "sans nom", "without a name";
    }
}

/// One reason why a row was refused.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line in the file.
    pub line: u64,
    /// The column and what the cell holds, for the face only; none for a fault of the whole row.
    pub cell: Option<(String, String)>,
    /// Why.
    pub fault: RowFault,
}

/// The cell stays out of logs.
impl std::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Refusal({}: {})", self.line, self.fault)
    }
}

/// A cell that says what its field cannot hold. No `Debug`: it holds a personal value.
pub struct Remark {
    /// The line in the file.
    pub line: u64,
    /// The column and what the cell holds, for the face only.
    pub cell: (String, String),
    /// What was made of it.
    pub what: Unsaid,
}

/// A row that was refused, whole. No `Debug`: it holds personal values.
pub struct Rejected {
    /// The cells, as they are in the file.
    pub cells: Vec<String>,
    /// Why: the number of the cell, where it is one, and the fault.
    pub faults: Vec<(Option<usize>, RowFault)>,
}

/// What an import would do. No `Debug`: it holds personal values.
pub struct ImportPlan {
    /// The encoding that was found.
    pub encoding: &'static str,
    /// The delimiter that was found.
    pub delimiter: u8,
    /// Each column with its field.
    pub columns: Vec<(String, Option<Key>)>,
    /// Why each column without a field is left out, in the same order.
    pub dropped: Vec<Option<Dropped>>,
    /// The rows that passed.
    pub lines: Vec<ImportRow>,
    /// Lines that are nobody, and were left out.
    pub passed: Vec<(u64, Passed)>,
    /// Cells of which a field stays empty.
    pub remarks: Vec<Remark>,
    /// Why rows were refused, the first [`REFUSALS_SHOWN`] reasons.
    pub refusals: Vec<Refusal>,
    /// How many rows were refused.
    pub refused: usize,
    /// The rows that were refused, to be mended.
    pub rejected: Vec<Rejected>,
    /// The records to be written.
    pub records: Records,
}

impl ImportPlan {
    /// Returns how many people are new.
    #[must_use]
    pub fn added(&self) -> usize {
        self.count(|o| *o == RowOutcome::Added)
    }

    /// Returns how many people change.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.count(|o| matches!(o, RowOutcome::Changed(_)))
    }

    /// Returns how many people stay as they are.
    #[must_use]
    pub fn same(&self) -> usize {
        self.count(|o| matches!(o, RowOutcome::Same | RowOutcome::Repeated(_)))
    }

    /// Counts the rows that came to something.
    #[must_use]
    pub fn count(&self, what: impl Fn(&RowOutcome) -> bool) -> usize {
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
    record: Packed,
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
) -> Result<ImportPlan, ImportError> {
    let decoded = decode(bytes, settings.encoding)?;
    let is_header = |cells: &[String]| header::is_header(cells, settings.mappings);
    let (mut rows, titles) = Rows::below_titles(&decoded.text, settings.delimiter, &is_header)?;
    let columns =
        header::columns(&rows.header, rows.header_line, settings.mappings, settings.ignore_unknown)?;
    let mut work = Work::new(roster, (rows.header.clone(), columns), settings);
    work.passed.extend(titles.into_iter().map(|line| (line, Passed::Title)));
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
    let dropped = header::why(&work.header, &work.columns, settings.mappings);
    let columns = work.header.into_iter().zip(work.columns).collect();
    let changed = work.people.into_iter().filter(|p| p.changed);
    Ok(ImportPlan {
        encoding: decoded.encoding,
        delimiter: rows.delimiter,
        columns,
        dropped,
        lines: work.lines,
        passed: work.passed,
        remarks: work.remarks,
        refusals: work.refusals,
        refused: work.refused,
        rejected: work.rejected,
        records: changed.map(|p| (p.id, p.record)).collect(),
    })
}

struct Work<'a> {
    settings: &'a Settings<'a>,
    header: Vec<String>,
    columns: Vec<Option<Key>>,
    people: Vec<Somebody>,
    index: Index,
    lines: Vec<ImportRow>,
    passed: Vec<(u64, Passed)>,
    remarks: Vec<Remark>,
    refusals: Vec<Refusal>,
    refused: usize,
    rejected: Vec<Rejected>,
}

/// A fault, and the number of the cell.
type CellFault = (RowFault, Option<usize>);

/// What the cells of a row say.
struct Said {
    patch: Patch,
    /// The attributes with a value, one bit each.
    attrs: u64,
    id: Option<String>,
    /// The numbers of the cells that say more than their field can hold.
    unsaid: Vec<(usize, Unsaid)>,
}

const fn bit(attr: Attr) -> u64 {
    1_u64 << (attr as u32)
}

impl<'a> Work<'a> {
    fn new(
        roster: Vec<(Id, Record)>,
        (header, columns): (Vec<String>, Vec<Option<Key>>),
        settings: &'a Settings<'a>,
    ) -> Self {
        let mut index = Index::default();
        let mut people = Vec::with_capacity(roster.len());
        // A record merged into another, or removed, speaks of nobody any more.
        let gone = |r: &Record| {
            r.text(field::MERGED_INTO).is_some() || r.get(FieldKey::single(field::REMOVED)).is_some()
        };
        for (id, record) in roster.into_iter().filter(|(_, r)| !gone(r)) {
            index.push(id, &record);
            people.push(Somebody { id, record: Packed::of(&record), said: None, changed: false });
        }
        Self {
            settings,
            header,
            columns,
            people,
            index,
            lines: Vec::new(),
            passed: Vec::new(),
            remarks: Vec::new(),
            refusals: Vec::new(),
            refused: 0,
            rejected: Vec::new(),
        }
    }

    fn row(&mut self, row: &Row, hand: &mut dyn Hand) {
        // A line of nothing but delimiters is the end of a spreadsheet.
        if row.cells.iter().all(|c| c.trim().is_empty()) {
            return;
        }
        if let Some(why) = self.nobody(&row.cells) {
            self.passed.push((row.line, why));
            return;
        }
        let outcome = self.read(&row.cells).and_then(|said| {
            self.apply(row.line, &said, hand).map_err(|f| vec![(f, None)])?;
            Ok(said.unsaid)
        });
        let cell = |n: usize| Some((self.header.get(n)?.clone(), row.cells.get(n)?.to_owned()));
        match outcome {
            Ok(unsaid) => {
                let said = unsaid
                    .into_iter()
                    .filter_map(|(n, what)| Some(Remark { line: row.line, cell: cell(n)?, what }));
                self.remarks.extend(said);
            }
            Err(faults) => {
                self.refused = self.refused.saturating_add(1);
                let room = REFUSALS_SHOWN.saturating_sub(self.refusals.len());
                let told = faults.iter().take(room).map(|(fault, at)| Refusal {
                    line: row.line,
                    cell: at.and_then(cell),
                    fault: fault.clone(),
                });
                self.refusals.extend(told);
                let cells = row.cells.iter().map(str::to_owned).collect();
                let faults = faults.into_iter().map(|(fault, at)| (at, fault)).collect();
                self.rejected.push(Rejected { cells, faults });
            }
        }
    }

    /// Tells why a row is no person: its name is a word of a total, or it has none.
    fn nobody(&self, cells: &StringRecord) -> Option<Passed> {
        let said = |wanted: &[Attr]| {
            let at = self.columns.iter().zip(cells).filter(|(key, text)| {
                matches!(key, Some(Key::Attr(a)) if wanted.contains(a)) && !text.trim().is_empty()
            });
            at.map(|(_, text)| text).collect::<Vec<_>>()
        };
        let names = said(&header::NAMES);
        let totals = names.iter().filter(|name| is_total(name)).count();
        let number = |name: &str| name.trim_start().starts_with(|c: char| !c.is_alphabetic());
        if totals > 0 && names.iter().all(|name| is_total(name) || number(name)) {
            return Some(Passed::Total);
        }
        let mut filled = cells.iter().map(str::trim).filter(|c| !c.is_empty());
        if let (Some(only), None) = (filled.next(), filled.next())
            && is_note(only)
        {
            return Some(Passed::Note);
        }
        let unnamed = names.is_empty() && said(&[Attr::Id]).is_empty();
        let first = cells.iter().map(str::trim).find(|c| !c.is_empty());
        let why = if first.is_some_and(is_total) { Passed::Total } else { Passed::NoName };
        (unnamed && !self.defaults_name()).then_some(why)
    }

    /// Tells whether a row is of somebody in France, as far as it says.
    fn in_france(&self, cells: &StringRecord) -> bool {
        let country = Some(Key::Attr(Attr::Country));
        let mut said =
            self.columns.iter().zip(cells).filter(|(key, _)| **key == country).map(|(_, text)| fold(text));
        said.all(|text| matches!(text.as_str(), "" | "france" | "fr" | "f" | "fra"))
    }

    /// Tells whether the user gives a name to rows without one.
    fn defaults_name(&self) -> bool {
        let names = [Attr::Family, Attr::Given, Attr::Name, Attr::NameFamilyFirst].map(Key::Attr);
        self.settings.defaults.iter().any(|(key, _)| names.contains(key))
    }

    /// Reads the cells of a row; every fault of the row is told at once.
    fn read(&self, cells: &StringRecord) -> Result<Said, Vec<CellFault>> {
        let long = cells.iter().position(|c| c.len() > CELL_MAX);
        if let Some(n) = long {
            return Err(vec![(RowFault::LongCell { column: n.saturating_add(1) }, None)]);
        }
        if surplus(cells, self.columns.len()).next().is_some() {
            let (found, expected) = (cells.len(), self.columns.len());
            return Err(vec![(RowFault::Cells { found, expected }, None)]);
        }
        let mut said = Said { patch: Patch::default(), attrs: 0, id: None, unsaid: Vec::new() };
        let mut faults = Vec::new();
        let french = self.in_france(cells);
        for (n, (key, text)) in self.columns.iter().zip(cells).enumerate() {
            let (Some(key), false) = (key, text.trim().is_empty()) else { continue };
            let column = self.header.get(n).map(String::as_str).unwrap_or_default();
            let around = cells::Around { column, french, forbidden: self.settings.rules.forbidden };
            let read = cells::read(key, text, &around);
            said.unsaid.extend(read.unsaid.map(|what| (n, what)));
            if !read.text.trim().is_empty() {
                let fault = self.put(&mut said, key, &read.text);
                faults.extend(fault.map(|fault| (fault, Some(n))));
            }
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
                faults.extend(self.put(&mut said, key, text).map(|fault| (fault, None)));
            }
        }
        if faults.is_empty() { Ok(said) } else { Err(faults) }
    }

    fn put(&self, said: &mut Said, key: &Key, text: &str) -> Option<RowFault> {
        let full_name = matches!(key, Key::Attr(Attr::Name | Attr::NameFamilyFirst));
        let op = match key {
            Key::Attr(Attr::Id) => {
                said.id = Some(text.trim().to_owned());
                return None;
            }
            // Beside the two names of their own the full one says nothing new.
            _ if full_name && self.has_both_names() => return None,
            Key::Attr(attr) if attr.is_several() => Op::Add,
            _ => Op::Set,
        };
        match said.patch.put(key, op, text, &self.settings.rules) {
            Ok(()) => {
                if let Key::Attr(attr) = key {
                    said.attrs |= bit(*attr);
                }
                None
            }
            Err(fault) => Some(RowFault::Value { key: key.clone(), fault }),
        }
    }

    fn has_both_names(&self) -> bool {
        let has = |attr: Attr| self.columns.iter().flatten().any(|k| *k == Key::Attr(attr));
        has(Attr::Family) && has(Attr::Given)
    }

    /// Tells whether a person has no family name though the file has a column for it.
    fn given_only(&self, patch: &Patch) -> bool {
        matches!(patch.names(), (None, Some(_))) && self.columns.contains(&Some(Key::Attr(Attr::Family)))
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
        let named = |family: &str| {
            let name = name_key(family, given.unwrap_or_default());
            let (addresses, birth) = (said.patch.addresses(), said.patch.birth());
            self.index.find(&Wanted { name: &name, addresses, birth })
        };
        Ok(match (family, said.patch.birth_name()) {
            (Some(family), Some(birth)) => match named(family) {
                // Kept until now under the name of birth alone.
                Found::Nobody => named(birth),
                found => found,
            },
            (family, birth) => named(family.or(birth).unwrap_or_default()),
        })
    }

    /// Tells whether a person's record says all that a row says.
    fn knows(&self, at: usize, patch: &Patch) -> bool {
        let Some(mut record) = self.people.get(at).map(|p| p.record.open()) else { return false };
        let mut patch = patch.clone();
        patch.settle_names(&record);
        patch.keep_richer(&record);
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
                let (mut record, mut patch) = (Record::default(), said.patch.clone());
                patch.settle_names(&record);
                patch.apply(&mut record, hand).map_err(refused)?;
                let id = hand.id();
                self.index.push(id, &record);
                let said = Some((line, said.attrs));
                self.people.push(Somebody { id, record: Packed::of(&record), said, changed: true });
                let at = self.people.len().saturating_sub(1);
                let shared = self.index.shares_address(at).map(|_| Warning::SharedAddress);
                let given_only = self.given_only(&patch).then_some(Warning::GivenOnly);
                let warning = if namesake { Some(Warning::Namesake) } else { shared.or(given_only) };
                self.lines.push(ImportRow { line, id, outcome: RowOutcome::Added, warning });
                return Ok(());
            }
        };
        let Some(somebody) = self.people.get_mut(at) else { return Ok(()) };
        let mut record = somebody.record.open();
        let mut patch = said.patch.clone();
        patch.settle_names(&record);
        let spelled = patch.keep_richer(&record);
        let changed = patch.apply(&mut record, hand).map_err(refused)?;
        // The same value in a better spelling is no other value.
        let news: BTreeSet<Key> = changed.difference(&spelled).cloned().collect();
        if let Some((earlier, attrs)) = somebody.said {
            let single = |a: Attr| !a.is_several() && a != Attr::Standing;
            let against =
                news.iter().find(|k| matches!(k, Key::Attr(a) if single(*a) && attrs & bit(*a) != 0));
            if let Some(key) = against {
                return Err(RowFault::Contradicts { line: earlier, key: key.clone() });
            }
        }
        let written = !changed.is_empty();
        let outcome = match (written, somebody.said) {
            (_, Some((earlier, _))) if news.is_empty() => RowOutcome::Repeated(earlier),
            (false, _) => RowOutcome::Same,
            (true, _) => RowOutcome::Changed(changed),
        };
        let (first, attrs) = somebody.said.unwrap_or((line, 0));
        somebody.said = Some((first, attrs | said.attrs));
        let id = somebody.id;
        let mut warning = None;
        if written {
            somebody.record = Packed::of(&record);
            somebody.changed = true;
            self.index.learn(at, &record);
            let shared = self.index.shares_address(at).map(|_| Warning::SharedAddress);
            let told = matches!(outcome, RowOutcome::Changed(_));
            warning = if by_name { Some(Warning::ByName) } else { shared }.filter(|_| told);
        }
        self.lines.push(ImportRow { line, id, outcome, warning });
        Ok(())
    }
}

/// Tells whether a cell is the word of a total, as spreadsheets have it at their end.
pub(crate) fn is_total(cell: &str) -> bool {
    const PEOPLE: &[&str] = &[
        "adherent",
        "adherente",
        "adherents",
        "adherentes",
        "personne",
        "personnes",
        "inscrits",
        "salaries",
        "electeurs",
        "noms",
        "lignes",
        "members",
        "people",
        "rows",
    ];
    let folded = fold(cell);
    let mut words = folded.split([' ', ':', '=']).filter(|w| !w.is_empty());
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match first {
        "total" | "totaux" | "totals" | "subtotal" | "soustotal" => true,
        "sous" | "grand" | "sub" => matches!(second, "total" | "totaux"),
        "nombre" | "nb" => matches!(second, "d" | "de" | "total"),
        "number" | "count" => second == "of",
        number => number.bytes().all(|b| b.is_ascii_digit()) && PEOPLE.contains(&second),
    }
}

/// Tells whether the only cell of a row is about the list and names nobody: "Arrêté au 12/11/2026", "Source : paie".
pub(crate) fn is_note(cell: &str) -> bool {
    const STARTS: &[&str] = &[
        "arrete",
        "arretee",
        "fait a",
        "fait le",
        "mis a jour",
        "mise a jour",
        "maj",
        "edite",
        "editee",
        "imprime",
        "imprimee",
        "extrait",
        "extraction",
        "etabli",
        "etablie",
        "source",
        "page",
        "legende",
        "nb",
        "n b",
        "updated",
        "printed",
        "as of",
        "etat au",
        "situation au",
        "liste",
        "document",
        "confidentiel",
        "date d edition",
        "date de mise a jour",
    ];
    let digits = cell.bytes().any(|b| b.is_ascii_digit());
    let a_date = cell.split_whitespace().any(|word| {
        let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
        parts.len() == 3 && parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
    });
    if cell.len() > 400 {
        return false;
    }
    let folded = fold(cell);
    let starts = STARTS
        .iter()
        .any(|s| folded.strip_prefix(s).is_some_and(|rest| rest.starts_with([' ', ':']) || rest.is_empty()));
    a_date || (starts && (digits || cell.contains(':')))
}

#[cfg(test)]
mod tests;
