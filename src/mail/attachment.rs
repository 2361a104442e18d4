//! A file that goes with a message: a PDF or a calendar, known by its content, under a neutral name.

use thiserror::Error;

use crate::mail::header;

/// The most bytes of a file; encoded it takes a third more, and a slow line carries it within the limits of a message.
pub const FILE_MAX: usize = 4 * 1024 * 1024;
/// The most characters of a name.
const NAME_MAX: usize = 60;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A calendar.
    Ics,
}

impl FileKind {
    /// Returns the ending of the name, as stored too.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Ics => "ics",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Ics => "text/calendar; charset=utf-8; method=PUBLISH",
        }
    }
}

/// Why a file does not go with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BadFile {
    /// It is neither a PDF nor a calendar, or not whole.
    #[error("neither a whole PDF nor a whole calendar")]
    Kind,
    /// It is too large.
    #[error("more than {FILE_MAX} bytes")]
    TooLarge,
    /// A calendar that names people.
    #[error("the calendar names people (ATTENDEE)")]
    People,
}

/// A file that goes with a message. It has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    name: String,
    kind: FileKind,
    bytes: Vec<u8>,
}

impl Attachment {
    /// Checks a file by its content and gives it a name of plain letters with the right ending.
    ///
    /// # Errors
    /// [`BadFile`].
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Self, BadFile> {
        if bytes.len() > FILE_MAX {
            return Err(BadFile::TooLarge);
        }
        let kind = kind(&bytes)?;
        Ok(Self { name: neutral(name, kind), kind, bytes })
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns what it is.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// Returns the bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Tells whether a PDF names an author, which whoever opens it can read.
    #[must_use]
    pub fn names_its_author(&self) -> bool {
        let holds = |mark: &[u8]| self.bytes.windows(mark.len()).any(|w| w == mark);
        self.kind == FileKind::Pdf && (holds(b"/Author") || holds(b"<dc:creator>"))
    }

    /// Writes the part of a message.
    pub(crate) fn part(&self) -> String {
        let (kind, name) = (self.kind.media_type(), &self.name);
        let code = header::base64(&self.bytes);
        let mut out = format!(
            "Content-Type: {kind}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n"
        );
        out.reserve(code.len().saturating_add(code.len() / 32));
        // The digits are ASCII: each piece is whole.
        for line in code.as_bytes().chunks(76) {
            out.push_str(std::str::from_utf8(line).unwrap_or_default());
            out.push_str("\r\n");
        }
        out
    }
}

fn kind(bytes: &[u8]) -> Result<FileKind, BadFile> {
    let end = bytes.get(bytes.len().saturating_sub(1024)..).unwrap_or_default();
    if bytes.starts_with(b"%PDF-") {
        return if end.windows(5).any(|w| w == b"%%EOF") { Ok(FileKind::Pdf) } else { Err(BadFile::Kind) };
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadFile::Kind)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let control = |c: char| c.is_control() && !matches!(c, '\r' | '\n' | '\t');
    if !text.starts_with("BEGIN:VCALENDAR") || !text.ends_with("END:VCALENDAR") || text.contains(control) {
        return Err(BadFile::Kind);
    }
    let names = |line: &str| line.to_ascii_uppercase().starts_with("ATTENDEE");
    if text.lines().any(names) { Err(BadFile::People) } else { Ok(FileKind::Ics) }
}

/// Makes a name of plain letters, digits and hyphens, with the ending of the kind.
fn neutral(name: &str, kind: FileKind) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut out = String::new();
    for c in crate::base::text::fold(stem).chars().take(NAME_MAX) {
        match c {
            c if c.is_ascii_alphanumeric() || c == '_' => out.push(c),
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    let stem = out.trim_end_matches('-');
    format!("{}.{}", if stem.is_empty() { "document" } else { stem }, kind.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ICS: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Réunion\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    fn name(text: &str) -> String {
        Attachment::read(text, b"%PDF-1.7\nx\n%%EOF\n".to_vec()).ok().unwrap().name().to_owned()
    }

    #[test]
    fn a_file_is_known_by_its_content() {
        let read = |bytes: &[u8]| Attachment::read("a.pdf", bytes.to_vec()).map(|a| a.kind());
        assert_eq!(read(b"%PDF-1.7\nx\n%%EOF\n"), Ok(FileKind::Pdf));
        assert_eq!(read(ICS.as_bytes()), Ok(FileKind::Ics));
        assert_eq!(read(format!("\u{feff}{ICS}\n").as_bytes()), Ok(FileKind::Ics));
        for bad in
            [&b""[..], b"%PDF-1.7 cut", b"MZ\x90", b"<html>", b"BEGIN:VCALENDAR", b"PK\x03\x04", b"\xff\xfe"]
        {
            assert_eq!(read(bad), Err(BadFile::Kind), "{bad:?}");
        }
        assert_eq!(
            read(ICS.replace("SUMMARY", "ATTENDEE;CN=X:mailto:a@example.org\r\nSUMMARY").as_bytes()),
            Err(BadFile::People)
        );
        assert_eq!(read(ICS.replace("SUMMARY", "X\0").as_bytes()), Err(BadFile::Kind));
        assert_eq!(read(&vec![b'x'; FILE_MAX + 1]), Err(BadFile::TooLarge));
    }

    #[test]
    fn a_name_is_plain_and_has_the_right_ending() {
        for (typed, want) in [
            ("Compte-rendu été.PDF", "compte-rendu-ete.pdf"),
            ("/home/camille/secret/ordre du jour.pdf", "ordre-du-jour.pdf"),
            ("C:\\x\\a.exe", "a.pdf"),
            ("a\"\r\nBcc: x.pdf", "a-bcc-x.pdf"),
            ("..", "document.pdf"),
            ("", "document.pdf"),
            ("日本.pdf", "document.pdf"),
        ] {
            assert_eq!(name(typed), want, "{typed}");
        }
        assert!(name(&"a".repeat(500)).len() <= 64);
    }

    #[test]
    fn an_author_in_a_pdf_is_seen() {
        let read = |bytes: &[u8]| Attachment::read("a", bytes.to_vec()).ok().unwrap().names_its_author();
        assert!(
            read(b"%PDF-1.7\n/Author (X)\n%%EOF") && !read(b"%PDF-1.7\nx\n%%EOF") && !read(ICS.as_bytes())
        );
    }
}
