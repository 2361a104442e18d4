//! Spreadsheets (`.xlsx`, `.ods`) as the text of a CSV file: a row of the sheet is a line of the text, with its number.
//!
//! Read in a child process ([`COMMAND`]), as such a file may be made to harm: a bomb of zeros, endless text, a cell far out.

use std::io::Cursor;

use calamine::{Data, Ods, Range, Reader, SheetVisible, Xlsx};

use crate::roster::import::{BYTES_MAX, COLUMNS_MAX, ImportError, ROWS_MAX, cells::one_line};

/// The hidden command of the child that reads.
pub const COMMAND: &str = "read-sheet";
/// What the child may take: memory beyond what it has, in bytes.
pub const MEMORY: u64 = 448 * 1024 * 1024;
/// Seconds of processor time of the child.
pub const SECONDS: u64 = 10;
/// The most bytes that the child says.
pub const ANSWER_MAX: u64 = BYTES_MAX as u64 + 64 * 1024;
/// The most sheets that are named.
const SHEETS_MAX: usize = 50;

/// The kind of a file of tables, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `.xlsx` or `.ods`: read here.
    Packed,
    /// `.xls` of before 2007: not read.
    Old,
}

/// Tells whether bytes are a spreadsheet.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"PK\x03\x04") {
        Some(Kind::Packed)
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        Some(Kind::Old)
    } else {
        None
    }
}

/// What the child says of a spreadsheet. No `Debug`: it holds people.
pub enum Answer {
    /// The text of a sheet, and its name.
    Text(String, String),
    /// There are several sheets with something in them, and none was named.
    Several(Vec<String>),
    /// There is no sheet of that name; those there are.
    NoSuch(Vec<String>),
    /// It is larger than what is read.
    TooLarge,
    /// It is no spreadsheet that can be read.
    Unreadable,
}

/// Joins what the child is asked: the sheet, and the file.
#[must_use]
pub fn question(sheet: Option<&str>, bytes: &[u8]) -> Vec<u8> {
    let name = sheet.unwrap_or_default();
    let len = u32::try_from(name.len()).unwrap_or_default().to_be_bytes();
    [&len, name.as_bytes(), bytes].concat()
}

/// Answers a question; of what is no question, that nothing can be read.
#[must_use]
pub fn answer(question: &[u8]) -> Vec<u8> {
    let parts = question
        .split_first_chunk::<4>()
        .and_then(|(len, rest)| rest.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?));
    let found = match parts {
        Some((name, bytes)) => read(std::str::from_utf8(name).ok().filter(|n| !n.is_empty()), bytes),
        None => Answer::Unreadable,
    };
    let names = |sign: &str, list: Vec<String>| format!("{sign}{}", list.join("\n")).into_bytes();
    match found {
        Answer::Text(name, text) => format!("T{name}\n{text}").into_bytes(),
        Answer::Several(list) => names("S", list),
        Answer::NoSuch(list) => names("N", list),
        Answer::TooLarge => b"L".to_vec(),
        Answer::Unreadable => b"U".to_vec(),
    }
}

/// Reads what the child said.
#[must_use]
pub fn heard(said: &[u8]) -> Answer {
    let Some((sign, rest)) = said.split_first() else { return Answer::Unreadable };
    let Ok(rest) = std::str::from_utf8(rest) else { return Answer::Unreadable };
    let names = || rest.lines().map(str::to_owned).collect();
    match (sign, rest.split_once('\n')) {
        (b'T', Some((name, text))) => Answer::Text(name.to_owned(), text.to_owned()),
        (b'S', _) => Answer::Several(names()),
        (b'N', _) => Answer::NoSuch(names()),
        (b'L', _) => Answer::TooLarge,
        _ => Answer::Unreadable,
    }
}

impl Answer {
    /// Returns the text of the sheet and its name.
    ///
    /// # Errors
    /// [`ImportError::SeveralSheets`], [`ImportError::NoSuchSheet`], [`ImportError::LargeSheet`], [`ImportError::Sheet`].
    pub fn text(self) -> Result<(String, String), ImportError> {
        match self {
            Self::Text(name, text) => Ok((name, text)),
            Self::Several(sheets) => Err(ImportError::SeveralSheets { sheets }),
            Self::NoSuch(sheets) => Err(ImportError::NoSuchSheet { sheets }),
            Self::TooLarge => Err(ImportError::LargeSheet),
            Self::Unreadable => Err(ImportError::Sheet),
        }
    }
}

/// Reads a spreadsheet: the sheet that is named, or the only one with something in it.
fn read(sheet: Option<&str>, bytes: &[u8]) -> Answer {
    // Nothing else of all that the crate can read is opened.
    match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => from_book(book, sheet),
        Err(_) => Ods::new(Cursor::new(bytes)).map_or(Answer::Unreadable, |book| from_book(book, sheet)),
    }
}

fn from_book<'a>(mut book: impl Reader<Cursor<&'a [u8]>>, sheet: Option<&str>) -> Answer {
    let seen = book.sheets_metadata().iter().filter(|s| s.visible == SheetVisible::Visible);
    let names: Vec<String> = seen.map(|s| s.name.clone()).take(SHEETS_MAX).collect();
    if let Some(wanted) = sheet {
        let fold = crate::base::text::fold;
        let number = || wanted.trim().parse::<usize>().ok()?.checked_sub(1);
        let by_name = names.iter().find(|n| fold(n) == fold(wanted));
        let Some(name) = by_name.or_else(|| names.get(number()?)).cloned() else {
            return Answer::NoSuch(names.iter().map(|n| one_line(n).into_owned()).collect());
        };
        let Ok(range) = book.worksheet_range(&name) else { return Answer::Unreadable };
        return text(&name, &range);
    }
    let mut full = Vec::new();
    for name in names {
        let Ok(range) = book.worksheet_range(&name) else { return Answer::Unreadable };
        if range.used_cells().next().is_some() {
            full.push((name, range));
        }
    }
    match full.as_slice() {
        [] => Answer::Text(String::new(), String::new()),
        [(name, range)] => text(name, range),
        _ => Answer::Several(full.iter().map(|(name, _)| one_line(name).into_owned()).collect()),
    }
}

/// Writes a sheet as lines with `;` between the cells.
fn text(name: &str, range: &Range<Data>) -> Answer {
    let (above, before) = range.start().unwrap_or_default();
    let left = usize::try_from(before).unwrap_or(usize::MAX);
    if range.height() > ROWS_MAX || left > COLUMNS_MAX || usize::try_from(above).is_ok_and(|n| n > ROWS_MAX) {
        return Answer::TooLarge;
    }
    let mut out = "\n".repeat(usize::try_from(above).unwrap_or_default()).into_bytes();
    for row in range.rows() {
        let mut cells = vec![String::new(); left];
        cells.extend(row.iter().map(shown));
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() > COLUMNS_MAX || out.len() > BYTES_MAX {
            return Answer::TooLarge;
        }
        if cells.is_empty() {
            out.push(b'\n');
            continue;
        }
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(&mut out);
        if writer.write_record(&cells).is_err() {
            return Answer::Unreadable;
        }
    }
    match String::from_utf8(out) {
        Ok(text) => Answer::Text(one_line(name).into_owned(), text),
        Err(_) => Answer::Unreadable,
    }
}

/// Returns what a cell shows; a formula that failed shows nothing.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            one_line(text.trim()).into_owned()
        }
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "oui".to_owned(),
        Data::Bool(false) => "non".to_owned(),
        Data::DateTime(moment) => match moment.as_datetime() {
            Some(moment) if moment.time() == chrono::NaiveTime::MIN => moment.date().to_string(),
            Some(moment) => moment.to_string(),
            None => moment.to_string(),
        },
    }
}
