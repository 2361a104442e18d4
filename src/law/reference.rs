//! The reference of all tables as Markdown: the source of `docs/law.md`.

use std::fmt::Write as _;

use crate::{
    base::Lang,
    law::{
        book::{Book, LawError},
        citation::{Citation, Standing},
        dated::{Amount, Column, Row, Table},
    },
};

const HEAD: &str = "# The law tables\n\n\
    Generated from `src/law/tables` by `contrepoids law list --markdown`; a test keeps it true.\n\n\
    Each value says from when to when it holds (both days included), the article of the Code du travail or the\n\
    ruling, its version, and how the value is known: read in that version (with the day it was last known to be in\n\
    force), *version known* (its text was not read), from a *secondary source* (named), *not in the text* (which was\n\
    read, and does not say it: the reason says what does), *not verified* (read in an old\n\
    text, or in none), or a *custom* of the section that no text imposes. Every answer that rests on less than a text\n\
    that was read says so. What stands between quotes below a table are the words of the text by which it was read:\n\
    tests find them, the number and the unit again in every version.\n\
    An open value answers until five years past its verification, after one year with a caveat; a day that no value\n\
    covers is refused. This is information, not legal advice.\n";

/// Returns the reference of all tables, in English with the French labels.
///
/// # Errors
/// [`LawError::Tables`], see [`Book::tables`].
pub fn reference(book: &Book) -> Result<String, LawError> {
    let mut out = HEAD.to_owned();
    let mut subject = "";
    for table in book.tables()? {
        let head = table.id.split('.').next().unwrap_or_default();
        if head != subject {
            subject = head;
            let _ = write!(out, "\n## {subject}\n");
        }
        table_text(&mut out, table);
    }
    unread_text(&mut out, &book.tables()?);
    Ok(out)
}

/// Lists what does not rest on words that were read, each with why, under how many there are of each kind.
fn unread_text(out: &mut String, tables: &[&Table]) {
    let all = || tables.iter().flat_map(|t| t.entries.iter().map(move |e| (t, e)));
    out.push_str("\n## How the values are known\n\n| standing | values | open today |\n|---|--:|--:|\n");
    for standing in Standing::ALL {
        let of = || all().filter(|(_, e)| e.citation.standing == *standing);
        let open = of().filter(|(_, e)| e.to.is_none()).count();
        let _ = writeln!(out, "| {} | {} | {open} |", standing.words(Lang::En), of().count());
    }
    out.push_str("\nEach value that does not rest on words that were read, and why:\n\n");
    out.push_str("| table | from | to | text | known | why |\n|---|---|---|---|---|---|\n");
    for (table, entry) in all().filter(|(_, e)| e.citation.standing != Standing::Verified) {
        let to = entry.to.map_or_else(|| "open".to_owned(), |d| d.to_string());
        let c = &entry.citation;
        let why = match (&entry.reason, &c.through) {
            (Some(reason), _) => reason.en.as_str(),
            (None, Some(through)) => through,
            (None, None) if c.standing == Standing::VersionKnown => {
                "no release of the published texts holds this version"
            }
            (None, None) => "no text imposes it",
        };
        let how = c.standing.words(Lang::En);
        let _ = writeln!(out, "| `{}` | {} | {to} | {} | {how} | {why} |", table.id, entry.from, c.article);
    }
}

fn table_text(out: &mut String, table: &Table) {
    let _ = write!(out, "\n### `{}`\n\n{} — *{}*\n\n", table.id, table.label.en, table.label.fr);
    let _ = writeln!(out, "Unit: {}.\n", table.unit.code());
    out.push_str("| from | to | value | text | known |\n|---|---|---|---|---|\n");
    for entry in &table.entries {
        let to = entry.to.map_or_else(|| "open".to_owned(), |d| d.to_string());
        let value = amount(&entry.amount);
        let _ = writeln!(
            out,
            "| {} | {to} | {value} | {} | {} |",
            entry.from,
            text(&entry.citation),
            checked(&entry.citation)
        );
    }
    quotes_text(out, table);
    for entry in &table.entries {
        if let Some(note) = &entry.note {
            let _ = write!(out, "\nFrom {}: {}.\n", entry.from, note.en);
        }
        if let Some(reason) = &entry.reason {
            let how = entry.citation.standing.words(Lang::En);
            let _ = write!(out, "\nFrom {}, {how}: {}.\n", entry.from, reason.en);
        }
        if let Amount::Rows(rows) = &entry.amount {
            rows_text(out, rows);
        }
    }
}

/// Writes each quoted piece once, in the order of time.
fn quotes_text(out: &mut String, table: &Table) {
    let mut once: Vec<&str> = Vec::new();
    for piece in table.entries.iter().flat_map(|e| e.quotes.all()) {
        if !once.contains(&piece) {
            once.push(piece);
        }
    }
    if !once.is_empty() {
        let _ = write!(out, "\n« {} »\n", once.join(" » « "));
    }
}

fn amount(amount: &Amount) -> String {
    match amount {
        Amount::Whole(number) => number.to_string(),
        Amount::Share(share) => share.to_string(),
        Amount::Rows(rows) => format!("{} rows, below", rows.len()),
        Amount::Rule => "holds".to_owned(),
        Amount::Gone => "none".to_owned(),
    }
}

fn text(citation: &Citation) -> String {
    match (&citation.version, &citation.source) {
        (Some(version), Some(source)) => format!("{} ([{version}]({source}))", citation.article),
        _ => citation.article.clone(),
    }
}

fn checked(citation: &Citation) -> String {
    match (citation.standing, citation.verified_on) {
        (Standing::Verified, Some(day)) => format!("read, {day}"),
        (Standing::Verified, None) => "read".to_owned(),
        (standing, _) => {
            let from = citation.through.as_deref().map(|t| format!(" ({t})")).unwrap_or_default();
            format!("*{}*{from}", standing.words(Lang::En))
        }
    }
}

fn rows_text(out: &mut String, rows: &[Row]) {
    // The bounds first, then the other columns by name.
    let columns: Vec<Column> = rows
        .first()
        .into_iter()
        .flat_map(|r| r.keys())
        .copied()
        .filter(|c| !matches!(c, Column::From | Column::To))
        .collect();
    let names: Vec<&str> = columns.iter().map(|c| c.code()).collect();
    let _ = writeln!(out, "\n| from | to | {} |\n|---|---|{}", names.join(" | "), "---|".repeat(names.len()));
    for row in rows {
        let cell = |column: Column| row.get(&column).map_or_else(|| "–".to_owned(), i64::to_string);
        let cells: Vec<_> =
            [Column::From, Column::To].into_iter().chain(columns.iter().copied()).map(cell).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;

    #[test]
    fn every_table_and_every_row_is_there() {
        let text = reference(book()).unwrap();
        for table in book().tables().unwrap() {
            assert!(text.contains(&format!("### `{}`", table.id)), "{}", table.id);
        }
        assert!(text.contains("| 11 | 24 | 10 | 10 | 1 |"));
        assert!(text.contains("| 10000 | – | 34 | 1190 | 35 |"));
        assert!(text.contains(
            "[LEGIARTI000036481896](https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000036481896)"
        ));
        assert!(text.contains("*secondary source*"));
        // Each value that does not rest on words that were read stands in the list, with why.
        let list = text.split_once("and why:").unwrap().1;
        let rows = list.lines().filter(|l| l.starts_with("| `")).collect::<Vec<_>>();
        let unread = |e: &&crate::law::Entry| e.citation.standing != Standing::Verified;
        let tables = book().tables().unwrap();
        assert_eq!(rows.len(), tables.iter().flat_map(|t| &t.entries).filter(unread).count());
        assert!(rows.iter().all(|row| row.matches(" | ").count() == 5 && !row.ends_with("|  |")));
    }
}
