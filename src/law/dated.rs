//! One table of dated values, and the loader that refuses what a jurist would refuse.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::{
    base::{text::one_line, word::codes},
    law::{
        Fraction,
        citation::{Citation, Label, Quotes, Standing, is_official, is_quotable, is_version},
    },
};

codes! {
    /// What a table counts.
    Unit {
        Employees = "employees", "salariés", "employees";
        People = "people", "personnes", "people";
        Seats = "seats", "sièges", "seats";
        HoursWeek = "hours-week", "heures par semaine", "hours a week";
        HoursMonth = "hours-month", "heures par mois", "hours a month";
        HoursYear = "hours-year", "heures par an", "hours a year";
        Age = "age", "ans d’âge", "years of age";
        Days = "days", "jours", "days";
        /// *Jours ouvrables*: all but Sundays and public holidays.
        WorkingDays = "working-days", "jours ouvrables", "working days";
        /// *Jours francs*: neither the first nor the last counts.
        ClearDays = "clear-days", "jours francs", "clear days";
        /// Hours from one act to the next, through nights and Sundays.
        Hours = "hours", "heures", "hours";
        Months = "months", "mois", "months";
        /// Sums of money, whole.
        Euros = "euros", "euros", "euro";
        Years = "years", "années", "years";
        Times = "times", "fois", "times";
        /// A part of a whole, written as a fraction.
        Share = "share", "part", "share";
        /// Rows of a graduated table.
        Rows = "rows", "tranches", "rows";
        /// A rule that has no number: the value is `true`.
        Rule = "rule", "règle", "rule";
    }
}

codes! {
    /// A column of a graduated table, in the order in which a row shows them.
    Column {
        Delegates = "delegates", "délégués", "delegates";
        From = "from", "de", "from";
        Hours = "hours", "heures", "hours";
        HoursEach = "hours_each", "heures chacun", "hours each";
        HoursTotal = "hours_total", "heures en tout", "hours total";
        Meetings = "meetings", "réunions", "meetings";
        Months = "months", "mois", "months";
        Seats = "seats", "titulaires", "seats";
        To = "to", "à", "to";
    }
}

/// One row of a graduated table: column to number. A row without `to` has no upper bound.
pub type Row = BTreeMap<Column, i64>;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A whole number, never below zero.
    Whole(i64),
    /// An exact fraction.
    Share(Fraction),
    /// A graduated table, its rows without gap or overlap.
    Rows(Vec<Row>),
    /// A rule that holds.
    Rule,
    /// No number and no rule in this time: written `"none"`, so that an end is said and not left open.
    Gone,
}

/// A value with the days it holds, both included, and the text that carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; open on the last entry of a table.
    pub to: Option<NaiveDate>,
    /// The value.
    pub amount: Amount,
    /// The text.
    pub citation: Citation,
    /// The words of it by which the value was read.
    pub quotes: Quotes,
    /// What a reader should know of this value.
    pub note: Option<Label>,
    /// The one size of a graduated table for which that matters; nothing where it always does.
    pub note_at: Option<i64>,
    /// Why an unverified value is one, or what says a value that its text does not.
    pub reason: Option<Label>,
}

/// A table: one legal number or rule over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The stable name, such as `seats.table`.
    pub id: String,
    /// What it is.
    pub label: Label,
    /// What it counts.
    pub unit: Unit,
    /// The values in the order of time, without gap or overlap.
    pub entries: Vec<Entry>,
}

/// Why a file of tables was refused: the file, the table and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, table {table}: {problem}")]
pub struct TableError {
    /// The subject of the file.
    pub file: String,
    /// The table, or `-` when the file does not parse.
    pub table: String,
    /// What is wrong.
    #[source]
    pub problem: Problem,
}

/// What can be wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The file is not of the form: a field unknown, missing or of another kind.
    #[error("not of the form: {0}")]
    Form(String),
    /// The name is not lower-case words joined by dots and hyphens, or is used twice.
    #[error("the name is not usable, or is used twice")]
    Name,
    /// A table without a value.
    #[error("no value")]
    Empty,
    /// A text is not a day of the form 2018-01-31.
    #[error("not a day: {0}")]
    Date(String),
    /// An entry ends before it begins.
    #[error("the entry from {0} ends before it begins")]
    Backwards(NaiveDate),
    /// Days between two entries that no value covers.
    #[error("no value between {0} and {1}")]
    Gap(NaiveDate, NaiveDate),
    /// Two entries cover the same day.
    #[error("two values on {0}")]
    Overlap(NaiveDate),
    /// An entry other than the last is open.
    #[error("the entry from {0} is open but not the last")]
    OpenInside(NaiveDate),
    /// The last entry has an end: a rule that is gone needs an entry that says so (`"none"`).
    #[error("the last entry, from {0}, is not open")]
    ClosedLast(NaiveDate),
    /// An open value without the day of its last verification.
    #[error("the open value from {0} does not say when it was verified")]
    NotDated(NaiveDate),
    /// A verified value without the version of its text, or without its official page.
    #[error(
        "the value from {0} is of a text that was read, or of a known version, but names no version and source"
    )]
    NoVersion(NaiveDate),
    /// An unverified value with a version: then the version is known.
    #[error("the value from {0} names a version: it is not unverified")]
    VersionHere(NaiveDate),
    /// A value that is unverified or in no text, and does not say why, or another that does.
    #[error(
        "the value from {0} is unverified or in no text and does not say why, or says why and is neither"
    )]
    Reason(NaiveDate),
    /// A secondary source without its name, or a name where there is none.
    #[error("the value from {0} is from a secondary source and does not name it, or names one and is not")]
    Through(NaiveDate),
    /// A house rule that leans on a text.
    #[error("the value from {0} is a house rule and names a text")]
    HouseText(NaiveDate),
    /// A size for a note that is not there, or beside a value that has no sizes.
    #[error("the value from {0} says for which size its note matters, and has no note or no rows")]
    Note(NaiveDate),
    /// A quotation that is empty or a passage.
    #[error("not a piece of at most fifteen words: {0}")]
    Quote(String),
    /// A version that is neither LEGIARTI and 12 digits nor an appeal number.
    #[error("not a version: {0}")]
    Version(String),
    /// A source on another host than legifrance.gouv.fr.
    #[error("not on the official host: {0}")]
    Host(String),
    /// A source that does not end in the version.
    #[error("the source does not end in the version {0}")]
    SourceVersion(String),
    /// No article, or an article that reads as empty.
    #[error("the value from {0} names no article")]
    NoArticle(NaiveDate),
    /// A value of another kind than the unit says, or below zero.
    #[error("the value from {0} is not what the unit says")]
    Kind(NaiveDate),
    /// Rows with a gap, an overlap, an unknown column, other columns, or no open last row.
    #[error("row {0} does not continue the one before it")]
    Rows(usize),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    subject: String,
    table: Vec<TableForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableForm {
    id: String,
    label: LabelForm,
    quote: Option<String>,
    otherwise: Option<String>,
    starts: Option<String>,
    #[serde(default)]
    conditions: Vec<String>,
    unit: Unit,
    value: Vec<EntryForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelForm {
    fr: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryForm {
    from: String,
    to: Option<String>,
    value: toml::Value,
    article: Option<String>,
    version: Option<String>,
    source: Option<String>,
    verified_on: Option<String>,
    standing: Standing,
    through: Option<String>,
    quote: Option<String>,
    otherwise: Option<String>,
    starts: Option<String>,
    #[serde(default)]
    conditions: Vec<String>,
    note: Option<LabelForm>,
    note_at: Option<i64>,
    reason: Option<LabelForm>,
}

/// What stands in place of an article where a value is a house rule.
pub(crate) const CUSTOM: &str = "usage";

impl From<LabelForm> for Label {
    fn from(form: LabelForm) -> Self {
        Self::new(&form.fr, form.en)
    }
}

/// Reads one file of tables.
///
/// # Errors
/// [`TableError`] with the first thing that a reader of the law could not accept: see [`Problem`].
pub(crate) fn read(file: &str, text: &str) -> Result<Vec<Table>, TableError> {
    let refuse =
        |table: &str, problem| TableError { file: file.to_owned(), table: table.to_owned(), problem };
    let form: FileForm =
        toml::from_str(text).map_err(|e| refuse("-", Problem::Form(one_line(&e.to_string()))))?;
    if form.subject != file {
        return Err(refuse("-", Problem::Name));
    }
    let mut out: Vec<Table> = Vec::with_capacity(form.table.len());
    for table in form.table {
        let id = table.id.clone();
        if out.iter().any(|t| t.id == id) {
            return Err(refuse(&id, Problem::Name));
        }
        out.push(table_of(table).map_err(|problem| refuse(&id, problem))?);
    }
    Ok(out)
}

fn table_of(form: TableForm) -> Result<Table, Problem> {
    let usable = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    if !form.id.contains('.') || !form.id.chars().all(usable) {
        return Err(Problem::Name);
    }
    let quotes = quotes_of(form.quote, form.otherwise, form.starts, form.conditions)?;
    let entry = |e| entry_of(e, form.unit, &quotes);
    let entries = form.value.into_iter().map(entry).collect::<Result<Vec<_>, _>>()?;
    continuous(&entries)?;
    Ok(Table { id: form.id, label: form.label.into(), unit: form.unit, entries })
}

fn quotes_of(
    quote: Option<String>,
    otherwise: Option<String>,
    starts: Option<String>,
    conditions: Vec<String>,
) -> Result<Quotes, Problem> {
    let quotes = Quotes { quote, otherwise, starts, conditions };
    let bad = quotes.all().find(|piece| !is_quotable(piece)).map(str::to_owned);
    bad.map_or(Ok(quotes), |piece| Err(Problem::Quote(piece)))
}

fn entry_of(form: EntryForm, unit: Unit, of_table: &Quotes) -> Result<Entry, Problem> {
    let from = day(&form.from)?;
    let to = form.to.as_deref().map(day).transpose()?;
    if to.is_some_and(|to| to < from) {
        return Err(Problem::Backwards(from));
    }
    let verified_on = form.verified_on.as_deref().map(day).transpose()?;
    if to.is_none() && verified_on.is_none() {
        return Err(Problem::NotDated(from));
    }
    if form.reason.is_some() != matches!(form.standing, Standing::Unverified | Standing::NotInText) {
        return Err(Problem::Reason(from));
    }
    let amount = amount_of(form.value, unit, from)?;
    let own = quotes_of(form.quote, form.otherwise, form.starts, form.conditions)?;
    // What stands beside the table was read in the texts that say the value, and in no other.
    let read = form.standing == Standing::Verified && amount != Amount::Gone;
    let quotes = if read { own.or(of_table) } else { own };
    let text = Text {
        article: form.article,
        version: form.version,
        source: form.source,
        through: form.through,
        standing: form.standing,
    };
    let citation = text.citation(from, verified_on)?;
    let (note, reason) = (form.note.map(Label::from), form.reason.map(Label::from));
    let note_at = form.note_at;
    if note_at.is_some() && (note.is_none() || !matches!(amount, Amount::Rows(_))) {
        return Err(Problem::Note(from));
    }
    Ok(Entry { from, to, amount, citation, quotes, note, note_at, reason })
}

/// The text of a value as the file writes it.
struct Text {
    article: Option<String>,
    version: Option<String>,
    source: Option<String>,
    through: Option<String>,
    standing: Standing,
}

impl Text {
    /// Refuses a text that does not fit its standing.
    fn citation(self, from: NaiveDate, verified_on: Option<NaiveDate>) -> Result<Citation, Problem> {
        let Self { article, version, source, through, standing } = self;
        if through.as_deref().is_some_and(|t| t.trim().is_empty())
            || through.is_some() != (standing == Standing::Secondary)
        {
            return Err(Problem::Through(from));
        }
        if standing == Standing::House {
            if article.is_some() || version.is_some() || source.is_some() {
                return Err(Problem::HouseText(from));
            }
            let article = CUSTOM.to_owned();
            return Ok(Citation { article, version, source, verified_on, standing, through });
        }
        let article = article.filter(|a| !a.trim().is_empty()).ok_or(Problem::NoArticle(from))?;
        if let Some(source) = &source
            && !is_official(source)
        {
            return Err(Problem::Host(source.clone()));
        }
        match (&version, &source) {
            (Some(version), Some(source)) => {
                if !is_version(version) {
                    return Err(Problem::Version(version.clone()));
                }
                if !source.ends_with(version.as_str()) {
                    return Err(Problem::SourceVersion(version.clone()));
                }
                if standing == Standing::Unverified {
                    return Err(Problem::VersionHere(from));
                }
            }
            (None, None) if matches!(standing, Standing::Secondary | Standing::Unverified) => {}
            _ => return Err(Problem::NoVersion(from)),
        }
        Ok(Citation { article, version, source, verified_on, standing, through })
    }
}

fn day(text: &str) -> Result<NaiveDate, Problem> {
    let bad = || Problem::Date(text.to_owned());
    let day = text.parse::<NaiveDate>().map_err(|_| bad())?;
    // The only spelling is 2018-01-31: chrono reads others too.
    if day.to_string() == text { Ok(day) } else { Err(bad()) }
}

fn amount_of(value: toml::Value, unit: Unit, from: NaiveDate) -> Result<Amount, Problem> {
    match (unit, value) {
        (_, toml::Value::String(text)) if text == "none" => Ok(Amount::Gone),
        (Unit::Share, toml::Value::String(text)) => {
            text.parse().map(Amount::Share).map_err(|_| Problem::Kind(from))
        }
        (Unit::Rule, toml::Value::Boolean(true)) => Ok(Amount::Rule),
        (Unit::Rows, toml::Value::Array(rows)) => rows_of(rows, from).map(Amount::Rows),
        (Unit::Share | Unit::Rule | Unit::Rows, _) => Err(Problem::Kind(from)),
        (_, toml::Value::Integer(number)) if number >= 0 => Ok(Amount::Whole(number)),
        _ => Err(Problem::Kind(from)),
    }
}

fn rows_of(rows: Vec<toml::Value>, from: NaiveDate) -> Result<Vec<Row>, Problem> {
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    let last = rows.len().checked_sub(1).ok_or(Problem::Kind(from))?;
    for (index, row) in rows.into_iter().enumerate() {
        let bad = || Problem::Rows(index.saturating_add(1));
        let toml::Value::Table(cells) = row else { return Err(bad()) };
        let mut cells = cells
            .into_iter()
            .map(|(column, cell)| Some((Column::from_code(&column)?, cell.as_integer().filter(|n| *n >= 0)?)))
            .collect::<Option<Row>>()
            .ok_or_else(bad)?;
        let start = *cells.get(&Column::From).ok_or_else(bad)?;
        // The open last row is given its column back to be compared with the others.
        let end = cells.remove(&Column::To);
        if end.is_none() != (index == last) || end.is_some_and(|end| end < start) {
            return Err(bad());
        }
        if let Some(before) = out.last() {
            let next = before.get(&Column::To).and_then(|to| to.checked_add(1));
            let same = before.keys().filter(|k| **k != Column::To).eq(cells.keys());
            if next != Some(start) || !same {
                return Err(bad());
            }
        }
        if let Some(end) = end {
            cells.insert(Column::To, end);
        }
        out.push(cells);
    }
    Ok(out)
}

fn continuous(entries: &[Entry]) -> Result<(), Problem> {
    let last = entries.last().ok_or(Problem::Empty)?;
    for pair in entries.windows(2) {
        let [before, after] = pair else { continue };
        let to = before.to.ok_or(Problem::OpenInside(before.from))?;
        let next = to.checked_add_days(Days::new(1)).ok_or(Problem::Backwards(before.from))?;
        if after.from < next {
            return Err(Problem::Overlap(after.from));
        }
        if after.from > next {
            return Err(Problem::Gap(to, after.from));
        }
    }
    if last.to.is_some() { Err(Problem::ClosedLast(last.from)) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
