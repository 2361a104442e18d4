//! Text tables for a terminal: aligned by what the characters take on the screen, cells made harmless.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::face::words::clean;

/// The most columns of the screen that one cell takes; longer ones end in `…`.
const WIDEST: usize = 40;

/// The columns of a screen. A table that would be wider has its widest columns cut, `uncut` ones excepted.
const SCREEN: usize = 80;

/// A table with a line of headers.
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: Vec<Vec<Cell>>,
    /// Whether cells are shown whole.
    uncut: bool,
}

/// A cell made harmless, and the columns of the screen that it takes: measuring is the slow part of a long list.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    width: usize,
}

impl Cell {
    fn new(text: &str) -> Self {
        let text = one_line(text);
        let width = width(&text);
        Self { text, width }
    }

    fn cut(&self) -> Cow<'_, Self> {
        if self.width <= WIDEST {
            return Cow::Borrowed(self);
        }
        let text = cut(&self.text, WIDEST);
        let width = width(&text);
        Cow::Owned(Self { text, width })
    }
}

impl Table {
    /// Starts a table with its headers.
    #[must_use]
    pub fn new<S: AsRef<str>>(headers: impl IntoIterator<Item = S>) -> Self {
        let mut table = Self::default();
        table.row(headers);
        table
    }

    /// Shows every cell whole, however wide.
    #[must_use]
    pub const fn uncut(mut self) -> Self {
        self.uncut = true;
        self
    }

    /// Adds a row.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(|c| Cell::new(c.as_ref())).collect());
    }

    fn shown<'a>(&self, cell: &'a Cell) -> Cow<'a, Cell> {
        if self.uncut { Cow::Borrowed(cell) } else { cell.cut() }
    }

    /// Returns the table, two spaces between columns, a line of dashes below the headers.
    #[must_use]
    pub fn text(&self) -> String {
        let rows: Vec<Vec<Cow<'_, Cell>>> =
            self.rows.iter().map(|row| row.iter().map(|cell| self.shown(cell)).collect()).collect();
        let mut widths: Vec<usize> = Vec::new();
        for row in &rows {
            widths.resize(widths.len().max(row.len()), 0);
            widths.iter_mut().zip(row).for_each(|(widest, cell)| *widest = cell.width.max(*widest));
        }
        if !self.uncut {
            fit(&mut widths);
        }
        let mut out = String::new();
        for (number, row) in rows.iter().enumerate() {
            let start = out.len();
            for (cell, width) in row.iter().zip(&widths) {
                let (text, taken) = if cell.width > *width {
                    let text = cut(&cell.text, *width);
                    let taken = self::width(&text);
                    (Cow::Owned(text), taken)
                } else {
                    (Cow::Borrowed(cell.text.as_str()), cell.width)
                };
                out.push_str(&text);
                let gap = width.saturating_sub(taken).saturating_add(2);
                out.extend(std::iter::repeat_n(' ', gap));
            }
            out.truncate(start.saturating_add(out.get(start..).map_or(0, |line| line.trim_end().len())));
            out.push('\n');
            if number == 0 {
                let dashes: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
                out.push_str(&dashes.join("  "));
                out.push('\n');
            }
        }
        out
    }
}

/// Cuts the widest columns until the table fits the screen: first down to twelve, then down to four.
fn fit(widths: &mut [usize]) {
    let gaps = widths.len().saturating_sub(1).saturating_mul(2);
    for least in [12, 4] {
        while widths.iter().sum::<usize>().saturating_add(gaps) > SCREEN {
            let Some(widest) = widths.iter_mut().filter(|w| **w > least).max() else { break };
            *widest = widest.saturating_sub(1);
        }
    }
}

/// Makes a cell harmless and one line.
fn one_line(text: &str) -> String {
    if text.contains(['\r', '\n', '\t']) {
        return clean(&text.replace(['\r', '\n', '\t'], " "), false);
    }
    clean(text, false)
}

/// Returns the columns of the screen that a harmless text takes.
fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut taken = 0_usize;
    let room = most.saturating_sub(1);
    let start: String = text
        .chars()
        .take_while(|c| {
            taken = taken.saturating_add(c.width().unwrap_or(0));
            taken <= room
        })
        .collect();
    // Measured whole: signs that join count otherwise one by one.
    let fits = width(&start) <= room;
    if fits { format!("{start}…") } else { cut(&start, most.saturating_sub(1)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let mut table = Table::new(["Nom", "Site"]);
        table.row(["Éloïse", "Lyon"]);
        table.row(["E\u{301}lo", "Nantes"]);
        table.row(["山田太郎", "東京"]);
        assert_eq!(
            table.text(),
            "Nom       Site\n────────  ──────\nÉloïse    Lyon\nE\u{301}lo       Nantes\n山田太郎  東京\n"
        );
    }

    #[test]
    fn cells_are_harmless_short_and_one_line() {
        let mut table = Table::new(["Nom"]);
        table.row(["a\u{1b}[31mb\nc\u{202e}"]);
        table.row(["x".repeat(100)]);
        let text = table.text();
        assert!(text.contains("a\u{fffd}[31mb c\u{fffd}"));
        assert!(text.ends_with(&format!("{}…\n", "x".repeat(39))));
        assert!(table.uncut().text().contains(&"x".repeat(100)));
    }

    #[test]
    fn a_wide_table_fits_the_screen() {
        let mut table = Table::new(["identifiant", "nom", "courriel", "site"]);
        table.row(["33c62a16", &"n".repeat(30), &"c".repeat(39), "Lyon"]);
        let text = table.text();
        assert!(text.lines().all(|l| l.width() <= 80), "{text}");
        assert!(text.contains("33c62a16") && text.contains("Lyon") && text.contains('…'), "{text}");
        let mut many = Table::new(vec!["colonne"; 11]);
        many.row(vec!["x".repeat(20); 11]);
        assert!(many.text().lines().all(|l| l.width() <= 80), "{}", many.text());
        let mut whole = Table::new(["a"]).uncut();
        whole.row(["x".repeat(100)]);
        assert!(whole.text().contains(&"x".repeat(100)));
    }

    /// The two lists of characters that must not be shown or stored are one.
    #[test]
    fn what_is_stored_can_be_shown() {
        for c in (0..=0x10_ffff_u32).filter_map(char::from_u32) {
            let shown = clean(&c.to_string(), false) == c.to_string();
            let stored = !crate::base::text::is_unsafe(c);
            assert!(shown == stored || c == '\u{fffd}', "U+{:04X}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn every_line_is_as_wide_as_it_should_be(cells in proptest::collection::vec(any::<String>(), 1..6)) {
            let mut table = Table::new(["x", "|"]);
            for cell in &cells {
                table.row([cell.as_str(), "|"]);
            }
            let text = table.text();
            prop_assert_eq!(text.lines().count(), cells.len().saturating_add(2));
            let bars: Vec<usize> = text.lines().filter(|l| l.ends_with('|')).map(|l| l[..l.len().saturating_sub(1)].width()).collect();
            prop_assert_eq!(bars.len(), cells.len().saturating_add(1));
            prop_assert!(bars.windows(2).all(|w| w[0] == w[1]), "{text}");
            prop_assert!(text.chars().all(|c| c == '\n' || clean(&c.to_string(), false) == c.to_string()));
        }
    }
}
