//! `contrepoids law list` and `law show`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::law::views,
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

struct TablesScreen {
    book: &'static Book,
    tables: Vec<&'static Table>,
    on: NaiveDate,
}

impl TablesScreen {
    fn tables(&self) -> impl Iterator<Item = (&Table, Option<&Entry>)> {
        self.tables.iter().map(|t| (*t, self.book.at(&t.id, self.on).ok().map(|(_, entry)| entry)))
    }
}

impl Show for TablesScreen {
    fn view(&self, _lang: Lang) -> impl View {
        views::Tables::of(self.tables())
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for (table, current) in self.tables() {
            let value = current.map_or_else(|| "–".to_owned(), |e| amount_text(lang, &e.amount));
            let article = current.map_or("", |e| e.citation.article.as_str());
            let _ = writeln!(out, "{:<32}  {value:>10}  {article}", table.id);
            let how = current.and_then(|e| finding::how(lang, &e.citation));
            let how = how.map(|how| format!(" – {how}")).unwrap_or_default();
            let label = format!("{}{how}", finding::label(lang, &table.label));
            out.push_str(&finding::wrapped("    ", "    ", &label));
        }
        out
    }
}

struct HistoryScreen<'a> {
    table: &'a Table,
    current: &'a Entry,
    on: NaiveDate,
}

impl Show for HistoryScreen<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        views::TableHistory::of(self.table, self.current, self.on)
    }

    fn rests_on_law(&self) -> bool {
        true
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
                (Standing::Verified, Some(date)) => {
                    let date = finding::day(lang, date);
                    tr!(lang, "vérifié le {date}", "verified on {date}")
                }
                (Standing::Verified, None) => tr!(lang, "vérifié", "verified"),
                _ => finding::how(lang, &each.citation).unwrap_or_default(),
            };
            let _ = writeln!(out, "    {checked}");
            if let Some(reason) = &each.reason {
                let reason = finding::sentence(finding::label(lang, reason));
                out.push_str(&finding::wrapped("    ", "    ", &reason));
            }
            let pieces = each.quotes.all().map(|piece| tr!(lang, "«\u{a0}{piece}\u{a0}»", "“{piece}”"));
            for piece in pieces {
                out.push_str(&finding::wrapped("    ", "    ", &piece));
            }
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
    face.show(&TablesScreen { book, tables, on: face.today })?;
    Ok(Exit::Done)
}

/// Runs `contrepoids law show`.
///
/// # Errors
/// A name that is none; a day that the table does not cover.
pub(super) fn show(face: &mut Face, args: &ShowArgs) -> Result<Exit, Refusal> {
    let (table, current) = crate::features::law::rules::tables().at(&args.id, face.today)?;
    face.show(&HistoryScreen { table, current, on: face.today })?;
    Ok(Exit::Done)
}
