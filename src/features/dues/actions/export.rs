//! The book for other programs: a table for a spreadsheet, a workbook, a journal of hledger that names nobody.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::{
    base::{Lang, cell},
    features::dues::{records::BookEntry, rules::Treasury},
    money::{Cents, EntryKind},
    render::{Cell, Look, workbook},
    tr,
};

/// Returns the entries as a workbook: cells of text and of sums, no formula, no names. Nothing where a workbook cannot hold them.
#[must_use]
pub fn xlsx(lang: Lang, entries: &[BookEntry]) -> Option<Vec<u8>> {
    let heads: Vec<String> = heads(lang).split(';').map(str::to_owned).collect();
    let row = |entry: &BookEntry| -> Vec<Cell> {
        let sum = |c: Cents| Cell::Sum(c.plain());
        let sums = [sum(entry.amount), sum(entry.counted().money())];
        let (before, after) = (head(lang, entry).map(Cell::Text), rest(lang, entry).map(Cell::Text));
        before.into_iter().chain(sums).chain(after).collect()
    };
    let rows: Vec<_> = entries.iter().map(row).collect();
    workbook(&tr!(lang, "Livre", "Book"), Look::Table, &heads, &rows)
}

/// Returns the entries as a table: UTF-8 with its mark, semicolons, no cell that could run as a formula, no names.
#[must_use]
pub fn csv(lang: Lang, entries: &[BookEntry]) -> String {
    let comma = |c: Cents| match lang {
        Lang::Fr => c.plain().replace('.', ","),
        Lang::En => c.plain(),
    };
    let mut out = format!("\u{feff}{}\r\n", heads(lang));
    for entry in entries {
        let sums = [comma(entry.amount), comma(entry.counted().money())];
        let cells = head(lang, entry).into_iter().chain(sums).chain(rest(lang, entry));
        let cells: Vec<String> = cells.map(|c| quoted(&c)).collect();
        let _ = write!(out, "{}\r\n", cells.join(";"));
    }
    out
}

fn heads(lang: Lang) -> String {
    tr!(
        lang,
        "numéro;jour;genre;somme;mouvement;personne;moyen;référence;catégorie;libellé",
        "number;day;kind;amount;money;person;way;reference;category;label"
    )
}

/// The cells before the sums.
fn head(lang: Lang, entry: &BookEntry) -> [String; 3] {
    [entry.receipt(), entry.day.to_string(), entry.kind.words(lang).to_owned()]
}

/// The cells behind the sums.
fn rest(lang: Lang, entry: &BookEntry) -> [String; 5] {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    [
        entry.person.map_or_else(String::new, |id| id.to_string()),
        entry.way.map_or_else(String::new, |w| w.words(lang).to_owned()),
        text(&entry.reference),
        text(&entry.category),
        text(&entry.label),
    ]
}

/// A cell: harmless, and in quotation marks where it needs them. A sum below zero is no formula.
fn quoted(text: &str) -> String {
    let number = text
        .strip_prefix('-')
        .is_some_and(|t| t.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')));
    let safe = if number { text.into() } else { cell::neutralise(text) };
    if safe.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe.into_owned()
    }
}

/// Returns the entries as a journal of hledger: accounts by identifiers, no names, no labels.
#[must_use]
pub fn hledger(treasury: &Treasury, entries: &[BookEntry], before: Cents, first: NaiveDate) -> String {
    let mut out = String::from("commodity 1000.00 EUR\n\n");
    if before != Cents::ZERO {
        let _ = write!(out, "{first} opening\n    assets:till  {before} EUR\n    equity:opening\n\n");
    }
    for entry in entries {
        let member = entry.person.map_or_else(
            || "members:none".to_owned(),
            |id| format!("members:{}", treasury.whose(id).short()),
        );
        let category = entry.category.as_deref().map_or_else(|| "other".to_owned(), account);
        let (to, from) = match entry.kind {
            EntryKind::Payment => ("assets:till".to_owned(), member),
            EntryKind::Refund => (member, "assets:till".to_owned()),
            EntryKind::WriteOff => ("expenses:written-off".to_owned(), member),
            EntryKind::Correction => ("equity:corrections".to_owned(), member),
            EntryKind::Receipt => ("assets:till".to_owned(), format!("income:{category}")),
            EntryKind::Expense => (format!("expenses:{category}"), "assets:till".to_owned()),
        };
        let (day, number, kind, amount) = (entry.day, entry.receipt(), entry.kind.code(), entry.amount);
        let _ = write!(out, "{day} ({number}) {kind}\n    {to}  {amount} EUR\n    {from}\n\n");
    }
    out
}

/// A category as the name of an account: no mark that hledger reads otherwise.
fn account(category: &str) -> String {
    let name: String = crate::base::text::fold(category)
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let name = name.trim_matches('-').to_owned();
    if name.is_empty() { "other".to_owned() } else { name }
}
