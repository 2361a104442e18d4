//! A table as a workbook (`.xlsx`): cells of text and sums of money, never a formula.
//!
//! Invariant: the same table gives the same bytes; nothing of the machine, of a person or of a day is written beside the cells.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, XlsxError};

/// No cell of a workbook holds more characters.
const CELL_MOST: usize = 32_767;
/// The end of a workbook: from here on 20 bytes are left, the last two of them say how long the remark is that follows.
const END: &[u8] = b"PK\x05\x06";
/// The end without a remark is so long.
const END_LEN: usize = 22;

/// A cell.
#[derive(Clone)]
pub enum Cell {
    /// Words, whatever they begin with.
    Text(String),
    /// A sum of money as it is written with a point: `-12.30`.
    Sum(String),
}

/// What a sheet looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A table to sort and to add up: its head stays.
    Table,
    /// A sheet to print and to sign: lines, high rows, its head again on each page.
    ToSign,
}

/// Writes a table as a workbook of one sheet; `None` when it is too large for one.
///
/// A cell holds 32,767 characters: what is longer is cut, with `…` at its end.
#[must_use]
pub fn workbook(name: &str, look: Look, heads: &[String], rows: &[Vec<Cell>]) -> Option<Vec<u8>> {
    made(name, look, heads, rows).ok()
}

fn made(name: &str, look: Look, heads: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Otherwise the clock would be read, and say when it was written.
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let lines = |format: Format| match look {
        Look::Table => format,
        Look::ToSign => format.set_border(FormatBorder::Thin),
    };
    // `@` is the format of text: a program that opens it takes nothing of it for a number, a day or a formula.
    let (head, text) =
        (lines(Format::new().set_bold().set_num_format("@")), lines(Format::new().set_num_format("@")));
    let sum = lines(Format::new().set_num_format("0.00"));
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    let mut widths: Vec<usize> = Vec::new();
    let mut widen = |column: usize, text: &str| {
        if widths.len() <= column {
            widths.resize(column.saturating_add(1), 8);
        }
        if let Some(width) = widths.get_mut(column) {
            *width = (*width).max(text.chars().count().min(40));
        }
    };
    for (column, title) in heads.iter().enumerate() {
        sheet.write_string_with_format(0, at(column)?, short(title), &head)?;
        widen(column, title);
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in cells.iter().enumerate() {
            match cell {
                Cell::Text(words) => {
                    sheet.write_string_with_format(row, at(column)?, short(words), &text)?;
                    widen(column, words);
                }
                Cell::Sum(plain) => match plain.parse::<f64>() {
                    Ok(number) => {
                        sheet.write_number_with_format(row, at(column)?, number, &sum)?;
                        widen(column, plain);
                    }
                    Err(_) => {
                        sheet.write_string_with_format(row, at(column)?, short(plain), &text)?;
                    }
                },
            }
        }
        if look == Look::ToSign {
            sheet.set_row_height(row, 28)?;
        }
    }
    for (column, width) in widths.iter().enumerate() {
        sheet.set_column_width(at(column)?, u16::try_from(width.saturating_add(2)).unwrap_or(42))?;
    }
    if look == Look::ToSign {
        sheet.set_paper_size(9).set_repeat_rows(0, 0)?;
    } else {
        sheet.set_freeze_panes(1, 0)?;
    }
    book.save_to_buffer()
}

fn at(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

fn short(text: &str) -> String {
    if text.chars().count() <= CELL_MOST {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(CELL_MOST.saturating_sub(1)).collect();
    out.push('…');
    out
}

/// Lengthens a workbook to a multiple of `step`, at most 65,536, by the remark that may follow a package, which programs pass over.
///
/// What does not end as [`workbook`] ends is left as it is.
#[must_use]
pub fn padded(mut book: Vec<u8>, step: usize) -> Vec<u8> {
    let more = book.len().next_multiple_of(step.max(1)).saturating_sub(book.len());
    let (Ok(len), Some(end)) = (u16::try_from(more), book.len().checked_sub(END_LEN)) else { return book };
    if !book.get(end..).is_some_and(|tail| tail.starts_with(END) && tail.ends_with(&[0, 0])) {
        return book;
    }
    book.truncate(book.len().saturating_sub(2));
    book.extend(len.to_le_bytes());
    book.resize(book.len().saturating_add(more), b' ');
    book
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn read(book: &[u8]) -> (Vec<Vec<Data>>, usize) {
        let mut book = Xlsx::new(Cursor::new(book)).unwrap();
        let formulas = book.worksheet_formula("Feuille").unwrap().used_cells().count();
        let range = book.worksheet_range("Feuille").unwrap();
        (range.rows().map(<[Data]>::to_vec).collect(), formulas)
    }

    fn sample(look: Look) -> Vec<u8> {
        let text = |t: &str| Cell::Text(t.to_owned());
        let heads = ["nom", "somme"].map(str::to_owned);
        let rows = [
            vec![text("=1+1"), Cell::Sum("-12.30".to_owned())],
            vec![text("+33612345678"), Cell::Sum("7.00".to_owned())],
            vec![text("@SUM(A1)"), text("01000")],
            vec![text("-cmd|' /C calc'!A0"), Cell::Sum("=1+1".to_owned())],
            vec![text("{=1}"), text(&"é".repeat(40_000))],
        ];
        workbook("Feuille", look, &heads, &rows).unwrap()
    }

    #[test]
    fn cells_are_read_back_and_none_is_a_formula() {
        for look in [Look::Table, Look::ToSign] {
            let (rows, formulas) = read(&sample(look));
            assert_eq!(formulas, 0);
            let text = |t: &str| Data::String(t.to_owned());
            assert_eq!(rows[0], [text("nom"), text("somme")]);
            assert_eq!(rows[1], [text("=1+1"), Data::Float(-12.3)]);
            assert_eq!(rows[2], [text("+33612345678"), Data::Float(7.0)]);
            assert_eq!(rows[3], [text("@SUM(A1)"), text("01000")]);
            assert_eq!(rows[4], [text("-cmd|' /C calc'!A0"), text("=1+1")]);
            assert_eq!(rows[5][0], text("{=1}"));
            assert!(
                matches!(&rows[5][1], Data::String(long) if long.chars().count() == CELL_MOST && long.ends_with('…'))
            );
        }
    }

    /// The check above sees a formula where there is one.
    #[test]
    fn a_formula_would_be_seen() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("Feuille").unwrap();
        sheet.write_formula(0, 0, "=1+1").unwrap();
        assert_eq!(read(&book.save_to_buffer().unwrap()).1, 1);
    }

    #[test]
    fn the_same_table_gives_the_same_bytes_padded_too() {
        let book = sample(Look::Table);
        assert_eq!(book, sample(Look::Table));
        for step in [1, 512, 65_536] {
            let longer = padded(book.clone(), step);
            assert_eq!(longer.len() % step, 0);
            assert_eq!(read(&longer), read(&book));
        }
        assert_eq!(padded(b"no package, long enough".to_vec(), 64).len(), 23);
    }

    #[test]
    fn a_name_that_a_sheet_cannot_have_makes_none() {
        assert!(workbook("a/b", Look::Table, &[], &[]).is_none());
    }
}
