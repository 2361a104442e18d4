//! From text to rows: the delimiter, quoted line breaks, the limits.

use csv::{ReaderBuilder, StringRecord};

use crate::roster::import::{CELL_MAX, COLUMNS_MAX, ImportError, ROWS_MAX};

/// How many lines of title a table may have.
const TITLES_MAX: usize = 15;

/// One row with the line where it begins.
pub struct Row {
    /// The line, from 1.
    pub line: u64,
    /// The cells.
    pub cells: StringRecord,
}

/// Returns what stands in a line behind its last column. Many programs leave out the last cells where they are empty, some write
/// one more: empty ones say nothing.
pub fn surplus(cells: &StringRecord, columns: usize) -> impl Iterator<Item = &str> {
    cells.iter().skip(columns).filter(|cell| !cell.trim().is_empty())
}

/// The rows of a text, read one at a time.
pub struct Rows<'a> {
    reader: csv::Reader<&'a [u8]>,
    /// The delimiter in use.
    pub delimiter: u8,
    /// The line where the header stands.
    pub header_line: u64,
    /// The header, as it is in the file.
    pub header: Vec<String>,
    lines: Lines<'a>,
    count: usize,
}

/// Counts lines up to where a record begins: the reader counts neither empty lines nor both kinds of line ends
/// the way an editor shows them.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn line_of(&mut self, byte: u64) -> u64 {
        let rest = |at: usize| self.text.get(at..).unwrap_or_default();
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let ends = rest(byte).iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let start = byte.saturating_add(ends).max(self.at);
        let between = self.text.get(self.at..start).unwrap_or_default();
        let passed = between.split(|b| *b == b'\n').count().saturating_sub(1);
        self.line = self.line.saturating_add(u64::try_from(passed).unwrap_or(u64::MAX));
        self.at = start;
        self.line
    }
}

impl<'a> Rows<'a> {
    /// Finds the delimiter and reads the header.
    ///
    /// The delimiter is the one that a line `sep=;` names, else the most frequent of `;` `,` and tab in the first
    /// line outside quotes.
    ///
    /// # Errors
    /// [`ImportError::NoRows`] for an empty text, [`ImportError::TooManyColumns`], [`ImportError::LongHeader`].
    pub fn new(text: &'a str, delimiter: Option<u8>) -> Result<Self, ImportError> {
        let (text, named, skipped) = match separator_line(text) {
            Some((rest, sign)) => (rest, Some(sign), 2),
            None => (text, None, 1),
        };
        let delimiter = delimiter.or(named).unwrap_or_else(|| guess(text));
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut lines = Lines { text: text.as_bytes(), at: 0, line: skipped };
        let mut header = StringRecord::new();
        let found = reader.read_record(&mut header).unwrap_or(false);
        if !found {
            return Err(ImportError::NoRows { line: lines.line_of(u64::MAX) });
        }
        let header_line = lines.line_of(header.position().map_or(0, csv::Position::byte));
        if header.len() > COLUMNS_MAX {
            return Err(ImportError::TooManyColumns { line: header_line, found: header.len() });
        }
        if let Some(n) = header.iter().position(|c| c.len() > CELL_MAX) {
            return Err(ImportError::LongHeader { line: header_line, column: n.saturating_add(1) });
        }
        let header = header.iter().map(str::to_owned).collect();
        Ok(Self { reader, delimiter, header_line, header, lines, count: 0 })
    }

    /// Finds the line of the columns below lines of title, and reads on from there; tells which lines were passed over.
    ///
    /// The first of the first lines that `is_header` takes is it; where none is, the first line of all stays it. The
    /// title may hold other separators than the table: where nobody named one, each is tried.
    ///
    /// # Errors
    /// As [`Rows::new`].
    pub fn below_titles(
        text: &'a str,
        delimiter: Option<u8>,
        is_header: &dyn Fn(&[String]) -> bool,
    ) -> Result<(Self, Vec<u64>), ImportError> {
        let first = Self::new(text, delimiter)?;
        if is_header(&first.header) {
            return Ok((first, Vec::new()));
        }
        let others = [b';', b',', b'\t'].into_iter().filter(|d| delimiter.is_none() && *d != first.delimiter);
        for sign in std::iter::once(first.delimiter).chain(others) {
            let Ok(mut rows) = Self::new(text, Some(sign)) else { continue };
            let mut passed = vec![rows.header_line];
            let mut row = Row { line: 0, cells: StringRecord::new() };
            for _ in 0..TITLES_MAX {
                if !rows.next(&mut row)? {
                    break;
                }
                let cells: Vec<String> = row.cells.iter().map(str::to_owned).collect();
                if is_header(&cells)
                    && cells.len() <= COLUMNS_MAX
                    && cells.iter().all(|c| c.len() <= CELL_MAX)
                {
                    (rows.header, rows.header_line, rows.count) = (cells, row.line, 0);
                    return Ok((rows, passed));
                }
                passed.push(row.line);
            }
        }
        Ok((first, Vec::new()))
    }

    /// Reads the next row into `row`, and tells whether there was one. Empty lines are passed over.
    ///
    /// # Errors
    /// [`ImportError::TooManyRows`].
    pub fn next(&mut self, row: &mut Row) -> Result<bool, ImportError> {
        // The text is UTF-8 and the rows may have any length: nothing else can go wrong.
        if !self.reader.read_record(&mut row.cells).unwrap_or(false) {
            return Ok(false);
        }
        row.line = self.lines.line_of(row.cells.position().map_or(0, csv::Position::byte));
        self.count = self.count.saturating_add(1);
        if self.count > ROWS_MAX {
            return Err(ImportError::TooManyRows { line: row.line });
        }
        Ok(true)
    }

    /// Returns how many bytes were read.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.reader.position().byte()
    }
}

/// Reads the line that spreadsheets understand as "the delimiter is".
fn separator_line(text: &str) -> Option<(&str, u8)> {
    let (line, rest) = text.split_once('\n')?;
    let sign = line.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=")?;
    match sign.as_bytes() {
        [sign] if sign.is_ascii() && !sign.is_ascii_alphanumeric() => Some((rest, *sign)),
        _ => None,
    }
}

fn guess(text: &str) -> u8 {
    let (mut quoted, mut counts) = (false, [(0_u32, b';'), (0, b','), (0, b'\t')]);
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                counts
                    .iter_mut()
                    .filter(|(_, sign)| *sign == byte)
                    .for_each(|(n, _)| *n = n.saturating_add(1));
            }
            _ => {}
        }
    }
    // On a tie the first of the list, as written above.
    counts.iter().rev().max_by_key(|(n, _)| *n).map_or(b';', |(n, sign)| if *n == 0 { b';' } else { *sign })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Read = (u8, Vec<String>, Vec<(u64, Vec<String>)>);

    fn all(text: &str) -> Read {
        let mut rows = Rows::new(text, None).ok().unwrap();
        let (mut row, mut out) = (Row { line: 0, cells: StringRecord::new() }, vec![]);
        while rows.next(&mut row).unwrap_or(false) {
            out.push((row.line, row.cells.iter().map(str::to_owned).collect()));
        }
        (rows.delimiter, rows.header.clone(), out)
    }

    #[test]
    fn delimiters_are_found() {
        for (text, sign) in [
            ("Nom;Prénom\n", b';'),
            ("Nom,Prénom\n", b','),
            ("Nom\tPrénom\n", b'\t'),
            ("\"Nom, prénom\";Courriel\n", b';'),
            ("\"a;b;c\",d\n", b','),
            ("Nom\nA,B;C\n", b';'),
            ("\n\nNom,x\n", b','),
            ("a;b,c\n", b';'),
            ("sep=,\nNom;x,y\n", b','),
            ("sep=|\r\nNom|x\n", b'|'),
        ] {
            assert_eq!(all(text).0, sign, "{text}");
        }
    }

    #[test]
    fn quoted_line_breaks_and_lines_are_kept() {
        let (_, header, rows) = all("Nom;Adresse\n\nA;\"1 rue\nx\"\n\nB;\"dit \"\"B\"\"\"\n");
        assert_eq!(header, ["Nom", "Adresse"]);
        assert_eq!(
            rows,
            [(3, vec!["A".into(), "1 rue\nx".into()]), (6, vec!["B".into(), "dit \"B\"".into()])]
        );
        let (_, _, rows) = all("sep=;\nNom;x\nA;1\n");
        assert_eq!(rows[0].0, 3);
        let (_, _, rows) = all("Nom;x\r\nA;1\r\nB;2\r\n");
        assert_eq!((rows[0].0, rows[1].0), (2, 3));
    }

    #[test]
    fn limits_hold() {
        assert!(Rows::new("", None).is_err_and(|e| e == ImportError::NoRows { line: 1 }));
        assert!(
            Rows::new(&"\n".repeat(5_000_000), None)
                .is_err_and(|e| matches!(e, ImportError::NoRows { line } if line > 1_000_000))
        );
        let wide = ";".repeat(100_000);
        assert!(
            Rows::new(&wide, None)
                .is_err_and(|e| e == ImportError::TooManyColumns { line: 1, found: 100_001 })
        );
        let name = format!("Nom;{}", "x".repeat(CELL_MAX.saturating_add(1)));
        assert!(Rows::new(&name, None).is_err_and(|e| e == ImportError::LongHeader { line: 1, column: 2 }));
        let long = "Nom\n".to_owned() + &"x\n".repeat(ROWS_MAX + 1);
        let mut rows = Rows::new(&long, None).ok().unwrap();
        let mut row = Row { line: 0, cells: StringRecord::new() };
        let error = loop {
            match rows.next(&mut row) {
                Ok(true) => {}
                Ok(false) => panic!("no limit"),
                Err(e) => break e,
            }
        };
        assert!(error == ImportError::TooManyRows { line: 100_002 });
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in any::<String>()) {
            if let Ok(mut rows) = Rows::new(&text, None) {
                let mut row = Row { line: 0, cells: StringRecord::new() };
                let mut last = rows.header_line;
                while rows.next(&mut row).unwrap() {
                    prop_assert!(row.line >= last);
                    last = row.line;
                }
                prop_assert_eq!(rows.position() > 0, true);
            }
        }
    }
}
