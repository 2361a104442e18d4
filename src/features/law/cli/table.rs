//! `contrepoids law list` and `law show`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

use crate::{
    base::Lang,
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    law::{Amount, Book, Column, Entry, Standing, Table, reference},
    tr, trn,
};

/// List the law tables, with the value of the day
///
/// Each table is one number or one rule over time. `law show` gives its articles and versions.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law list
  contrepoids law list threshold
  contrepoids law list --on 2019-06-01 --json")]
pub struct ListArgs {
    /// Only tables whose name holds this text
    #[arg(value_name = "TEXT")]
    filter: Option<String>,
    /// Print the whole reference as Markdown (docs/law.md)
    #[arg(long, conflicts_with = "filter")]
    markdown: bool,
}

/// Show a law table over time, with its articles
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law show seats.table
  contrepoids law show mandate.successive --on 2025-10-25")]
pub struct ShowArgs {
    /// Name of the table, as `law list` gives it
    #[arg(value_name = "ID")]
    id: String,
}

fn amount(amount: &Amount) -> Value {
    match amount {
        Amount::Whole(number) => json!(number),
        Amount::Share(share) => finding::fraction(*share),
        Amount::Rows(rows) => json!(rows),
        Amount::Rule => json!(true),
        Amount::Gone => Value::Null,
    }
}

fn amount_text(lang: Lang, value: &Amount) -> String {
    match value {
        Amount::Whole(number) => number.to_string(),
        Amount::Share(share) => share.to_string(),
        Amount::Rows(rows) => {
            let count = rows.len();
            trn!(lang, count, "{count} tranche", "{count} tranches", "{count} row", "{count} rows")
        }
        Amount::Rule => tr!(lang, "oui", "holds"),
        Amount::Gone => tr!(lang, "aucun", "none"),
    }
}

fn entry(entry: &Entry) -> Value {
    json!({
        "from": entry.from.to_string(),
        "to": entry.to.map(|d| d.to_string()),
        "value": amount(&entry.amount),
        "article": entry.citation.article,
        "version": entry.citation.version,
        "source": entry.citation.source,
        "verified_on": entry.citation.verified_on.map(|d| d.to_string()),
        "standing": finding::standing(entry.citation.standing),
        "note": entry.note.as_ref().map(|n| json!({ "fr": n.fr, "en": n.en })),
    })
}

fn head(table: &Table) -> Value {
    json!({
        "id": table.id,
        "label": { "fr": table.label.fr, "en": table.label.en },
        "unit": table.unit.code(),
    })
}

fn with(mut head: Value, key: &str, value: Value) -> Value {
    if let Some(object) = head.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
    head
}

struct Listed {
    book: &'static Book,
    tables: Vec<&'static Table>,
    on: NaiveDate,
}

impl Listed {
    fn tables(&self) -> impl Iterator<Item = (&Table, Option<&Entry>)> {
        self.tables.iter().map(|t| (*t, self.book.at(&t.id, self.on).ok().map(|(_, entry)| entry)))
    }
}

impl Show for Listed {
    fn schema(&self) -> &'static str {
        "contrepoids.law.list/1"
    }

    fn value(&self) -> Value {
        self.tables()
            .map(|(table, current)| with(head(table), "current", current.map_or(Value::Null, entry)))
            .collect()
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for (table, current) in self.tables() {
            let value = current.map_or_else(|| "–".to_owned(), |e| amount_text(lang, &e.amount));
            let article = current.map_or("", |e| e.citation.article.as_str());
            let mark = match current.map(|e| e.citation.standing) {
                Some(Standing::Unverified) => tr!(lang, " (non vérifié)", " (unverified)"),
                _ => String::new(),
            };
            let _ = writeln!(out, "{:<32}  {value:>10}  {article}{mark}", table.id);
            out.push_str(&finding::wrapped("    ", "    ", finding::label(lang, &table.label)));
        }
        out
    }
}

struct Shown<'a> {
    table: &'a Table,
    current: &'a Entry,
    on: NaiveDate,
}

impl Show for Shown<'_> {
    fn schema(&self) -> &'static str {
        "contrepoids.law.show/1"
    }

    fn value(&self) -> Value {
        let entries: Value = self.table.entries.iter().map(entry).collect();
        let all = with(head(self.table), "on", json!(self.on.to_string()));
        with(with(all, "current", entry(self.current)), "entries", entries)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{} ({})", self.table.id, self.table.unit.words(lang));
        let _ = writeln!(out, "{}", finding::wrapped("", "", finding::label(lang, &self.table.label)));
        for each in &self.table.entries {
            let mark = if each == self.current { "→" } else { " " };
            let from = finding::day(lang, each.from);
            let value = amount_text(lang, &each.amount);
            let period = each.to.map_or_else(
                || tr!(lang, "depuis le {from}", "since {from}"),
                |to| {
                    let to = finding::day(lang, to);
                    tr!(lang, "du {from} au {to}", "from {from} to {to}")
                },
            );
            let _ = writeln!(out, "{mark} {period}\u{a0}: {value}");
            out.push_str(&finding::wrapped("    ", "    ", &finding::citation(lang, &each.citation)));
            if let Some(source) = &each.citation.source {
                let _ = writeln!(out, "    {source}");
            }
            let checked = match (each.citation.standing, each.citation.verified_on) {
                (Standing::Unverified, _) => tr!(lang, "non vérifié", "unverified"),
                (Standing::Verified, Some(date)) => {
                    let date = finding::day(lang, date);
                    tr!(lang, "vérifié le {date}", "verified on {date}")
                }
                (Standing::Verified, None) => tr!(lang, "vérifié", "verified"),
            };
            let _ = writeln!(out, "    {checked}");
            if let Some(note) = &each.note {
                out.push_str(&finding::wrapped(
                    "    ",
                    "    ",
                    &finding::sentence(finding::label(lang, note)),
                ));
            }
        }
        if let Amount::Rows(rows) = &self.current.amount {
            out.push('\n');
            for row in rows {
                let bound = |column| row.get(&column).map_or_else(|| "…".to_owned(), i64::to_string);
                let cells: Vec<_> = row
                    .iter()
                    .filter(|(column, _)| !matches!(column, Column::From | Column::To))
                    .map(|(column, n)| format!("{} {n}", column.words(lang)))
                    .collect();
                let head = format!("{:>6} – {:<6} ", bound(Column::From), bound(Column::To));
                out.push_str(&finding::wrapped(&head, &" ".repeat(16), &cells.join(", ")));
            }
        }
        out
    }
}

/// Runs `contrepoids law list`.
///
/// # Errors
/// When no table has such a name, or standard output cannot be written.
pub(super) fn list(face: &mut Face, args: &ListArgs) -> Result<Exit, Refusal> {
    let book = crate::features::law::rules::tables();
    if args.markdown {
        face.raw(reference(book)?.as_bytes())?;
        return Ok(Exit::Done);
    }
    let mut tables = book.tables()?;
    tables.retain(|t| t.id.contains(args.filter.as_deref().unwrap_or_default()));
    face.show(&Listed { book, tables, on: face.today })?;
    Ok(Exit::Done)
}

/// Runs `contrepoids law show`.
///
/// # Errors
/// A name that is none; a day that the table does not cover.
pub(super) fn show(face: &mut Face, args: &ShowArgs) -> Result<Exit, Refusal> {
    let (table, current) = crate::features::law::rules::tables().at(&args.id, face.today)?;
    face.show(&Shown { table, current, on: face.today })?;
    Ok(Exit::Done)
}
