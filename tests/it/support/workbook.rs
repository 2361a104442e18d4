//! A workbook that the program wrote, read by another crate than the one that wrote it.

use std::{fmt::Write as _, fs, io::Cursor, path::Path};

use calamine::{Reader, Xlsx};

/// The cells of each sheet, a line for a row, `;` between cells; a workbook with a formula is none of ours.
pub fn text(path: &Path) -> String {
    let mut book = Xlsx::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut out = String::new();
    for name in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "a formula in {name}");
        let _ = writeln!(out, "[{name}]");
        for row in book.worksheet_range(&name).unwrap().rows() {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            let _ = writeln!(out, "{}", cells.join(";"));
        }
    }
    out
}
