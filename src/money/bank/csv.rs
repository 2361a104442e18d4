//! CSV of French banks, by the columns of `banks.toml`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{BadLine, BadStatement, Form, MOST, Movement, Statement, beginning};
use crate::{
    base::{date, text::fold},
    money::Cents,
};

/// How far down the line of the columns may stand.
const HEAD: usize = 30;

/// How many bytes a heading may have.
const HEADING: usize = 120;

/// How many columns are looked at: no bank has half as many, and a line of millions is junk.
const COLUMNS: usize = 64;

/// The columns of a bank.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bank {
    name: String,
    header: Vec<String>,
    day: String,
    amount: Option<String>,
    debit: Option<String>,
    credit: Option<String>,
    label: Vec<String>,
    party: Option<String>,
    reference: Option<String>,
    currency: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    bank: Vec<Bank>,
}

fn all() -> &'static [Bank] {
    static ALL: OnceLock<Vec<Bank>> = OnceLock::new();
    // The table is part of the program: a test reads it.
    ALL.get_or_init(|| toml::from_str::<File>(include_str!("banks.toml")).map(|f| f.bank).unwrap_or_default())
}

/// The banks whose columns are known.
#[must_use]
pub fn banks() -> Vec<&'static str> {
    let mut names: Vec<_> = all().iter().map(|bank| bank.name.as_str()).collect();
    names.dedup();
    names
}

/// Rows of cells, each with its line.
type Rows = Vec<(u64, Vec<String>)>;

/// Reads rows by the mark that cuts them.
fn rows(text: &str, mark: u8) -> Rows {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(mark)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut out = Vec::new();
    for record in reader.records() {
        // A text in UTF-8 gives no error of its own; what is odd shows in its cells.
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, csv::Position::line);
        out.push((line, record.iter().take(COLUMNS).map(|cell| cell.trim().to_owned()).collect()));
        // One more than are taken, and the lines above the columns.
        if out.len() > MOST.saturating_add(HEAD) {
            break;
        }
    }
    out
}

fn place(head: &[String], name: &str) -> Option<usize> {
    let wanted = fold(name);
    // No heading is long: what is, is junk, and folding ten megabytes for each name of each bank takes minutes.
    head.iter().position(|cell| cell.len() <= HEADING && fold(cell) == wanted)
}

pub(super) fn read(text: &str) -> Result<Statement, BadStatement> {
    let mut best: Option<(usize, &Bank, usize, Rows)> = None;
    for mark in [b';', b'\t', b','] {
        let rows = rows(text, mark);
        for (at, (_, head)) in rows.iter().enumerate().take(HEAD) {
            for bank in all() {
                let fits = bank.header.iter().all(|name| place(head, name).is_some());
                if fits && best.as_ref().is_none_or(|(columns, ..)| *columns < bank.header.len()) {
                    best = Some((bank.header.len(), bank, at, rows.clone()));
                }
            }
        }
    }
    let Some((_, bank, at, rows)) = best else {
        let first = text.lines().find(|line| line.contains([';', '\t', ',']));
        return Err(first.map_or(BadStatement::Form, |line| BadStatement::Columns(beginning(line))));
    };
    let head = rows.get(at).map(|(_, head)| head.clone()).unwrap_or_default();
    let of = |name: &Option<String>| name.as_deref().and_then(|name| place(&head, name));
    let columns = Columns {
        day: of(&Some(bank.day.clone())),
        amount: of(&bank.amount),
        debit: of(&bank.debit),
        credit: of(&bank.credit),
        label: bank.label.iter().filter_map(|name| place(&head, name)).collect(),
        party: of(&bank.party),
        reference: of(&bank.reference),
        currency: of(&bank.currency),
    };
    let mut movements = Vec::new();
    for (line, cells) in rows.iter().skip(at.saturating_add(1)) {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        movements.push(columns.movement(*line, cells)?);
    }
    let account = account(&rows, at);
    Ok(Statement { form: Form::Csv, bank: Some(bank.name.clone()), account, movements })
}

/// The number of the account, where it stands above the columns.
fn account(rows: &[(u64, Vec<String>)], at: usize) -> Option<String> {
    let cells = rows.iter().take(at).flat_map(|(_, cells)| cells);
    let number = |cell: &String| {
        let digits: String = cell.chars().filter(char::is_ascii_alphanumeric).collect();
        // Eleven characters at least, nearly all of them digits: no date, no sum.
        let long = digits.len() >= 11 && digits.chars().filter(char::is_ascii_digit).count() >= 10;
        long.then_some(digits)
    };
    cells.filter(|cell| !cell.contains('/')).find_map(number)
}

/// Where what stands.
struct Columns {
    day: Option<usize>,
    amount: Option<usize>,
    debit: Option<usize>,
    credit: Option<usize>,
    label: Vec<usize>,
    party: Option<usize>,
    reference: Option<usize>,
    currency: Option<usize>,
}

impl Columns {
    fn movement(&self, line: u64, cells: &[String]) -> Result<Movement, BadStatement> {
        let bad = |what: BadLine, cell: &str| BadStatement::Line { line, what, cell: beginning(cell) };
        let cell =
            |at: Option<usize>| at.and_then(|at| cells.get(at)).map(String::as_str).unwrap_or_default();
        let whole = cells.join(";");
        if cells.len() <= self.day.unwrap_or_default() {
            return Err(bad(BadLine::Short, &whole));
        }
        if let Some(currency) =
            self.currency.map(|at| cell(Some(at))).filter(|c| !c.is_empty() && fold(c) != "eur")
        {
            return Err(BadStatement::Currency { line, currency: beginning(currency) });
        }
        let day = cell(self.day);
        let day = date::read(day).map_err(|_| bad(BadLine::Day, day))?;
        let amount = self.amount(line, cells)?;
        let label: Vec<_> = self.label.iter().map(|at| cell(Some(*at))).filter(|t| !t.is_empty()).collect();
        let text = |at: Option<usize>| Some(cell(at)).filter(|t| !t.is_empty()).map(one_line);
        Ok(Movement {
            line,
            day,
            amount,
            label: one_line(&label.join(" ")),
            name: text(self.party),
            reference: text(self.reference),
            number: None,
            returned: None,
        })
    }

    fn amount(&self, line: u64, cells: &[String]) -> Result<Cents, BadStatement> {
        let bad = |what: BadLine, cell: &str| BadStatement::Line { line, what, cell: beginning(cell) };
        let read = |text: &str| Cents::read(text).map_err(|_| bad(BadLine::Amount, text));
        let cell =
            |at: Option<usize>| at.and_then(|at| cells.get(at)).map(String::as_str).unwrap_or_default();
        if self.amount.is_some() {
            return read(cell(self.amount));
        }
        let zero = |t: &str| t.is_empty() || Cents::read(t) == Ok(Cents::ZERO);
        match (cell(self.debit), cell(self.credit)) {
            (debit, credit) if zero(credit) && !zero(debit) => Ok(read(debit)?.abs().negated()),
            (debit, credit) if zero(debit) && !zero(credit) => Ok(read(credit)?.abs()),
            (debit, credit) if zero(debit) && zero(credit) => Err(bad(BadLine::Amount, &cells.join(";"))),
            (debit, credit) => Err(bad(BadLine::Both, &format!("{debit} {credit}"))),
        }
    }
}

/// A cell on one line: banks pad and break them.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
