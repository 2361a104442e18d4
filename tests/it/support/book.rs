//! Spreadsheets made on the spot: a packer that also packs what no spreadsheet program would.

/// One file of a package, and how it is packed.
pub struct Part {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub how: How,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum How {
    Stored,
    Packed,
    /// Packed as so many times the same.
    Bomb(usize),
}

/// Packs bytes so many times over without unpacking them anywhere: each block stands for itself.
fn bomb(bytes: &[u8], times: usize) -> Vec<u8> {
    use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress};
    let (mut deflate, mut out) = (CompressorOxide::default(), vec![0; bytes.len()]);
    deflate.set_format_and_level(miniz_oxide::DataFormat::Raw, 9);
    let (_, taken, made) = compress(&mut deflate, bytes, &mut out, TDEFLFlush::Full);
    assert_eq!(taken, bytes.len());
    let mut all = out[..made].repeat(times);
    all.extend([3, 0]);
    all
}

pub fn part(name: &'static str, text: impl AsRef<[u8]>) -> Part {
    Part { name, bytes: text.as_ref().to_vec(), how: How::Stored }
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |c: u32, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, b| (0..8).fold(crc ^ u32::from(*b), step))
}

/// Packs files as a zip archive.
pub fn zip(parts: &[Part]) -> Vec<u8> {
    let (mut out, mut index) = (Vec::new(), Vec::new());
    for part in parts {
        let (data, times) = match part.how {
            How::Stored => (part.bytes.clone(), 1),
            How::Packed => (miniz_oxide::deflate::compress_to_vec(&part.bytes, 6), 1),
            How::Bomb(times) => (bomb(&part.bytes, times), times),
        };
        let (small, large) =
            (u32::try_from(data.len()).unwrap(), u32::try_from(part.bytes.len() * times).unwrap());
        let mut head = vec![20, 0, 0, 0, if part.how == How::Stored { 0 } else { 8 }, 0, 0, 0, 0x21, 0];
        head.extend(crc(&part.bytes).to_le_bytes());
        head.extend(small.to_le_bytes());
        head.extend(large.to_le_bytes());
        head.extend(u16::try_from(part.name.len()).unwrap().to_le_bytes());
        head.extend([0, 0]);
        let at = u32::try_from(out.len()).unwrap();
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(part.name.as_bytes());
        out.extend(data);
        index.extend(b"PK\x01\x02\x14\0");
        index.extend(&head);
        index.extend([0; 10]);
        index.extend(at.to_le_bytes());
        index.extend(part.name.as_bytes());
    }
    let (at, len, count) = (out.len(), index.len(), u16::try_from(parts.len()).unwrap().to_le_bytes());
    out.extend(index);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(u32::try_from(len).unwrap().to_le_bytes());
    out.extend(u32::try_from(at).unwrap().to_le_bytes());
    out.extend([0, 0]);
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A cell as a spreadsheet program keeps it.
pub enum Cell {
    Text(&'static str),
    Number(&'static str),
    /// A day: its number (`.xlsx`), and as it is written (`.ods`).
    Day(u32, &'static str),
}

pub type Rows = Vec<Vec<Cell>>;

/// The parts of an `.xlsx` of these sheets.
pub fn xlsx_parts(sheets: &[(&str, Rows)]) -> Vec<Part> {
    const NAMES: [&str; 3] =
        ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"];
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut book, mut links) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (n, (name, rows)) in (1..).zip(sheets) {
        book += &format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>");
        links += &format!(
            "<Relationship Id=\"rId{n}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        );
        let mut data = String::new();
        for (r, row) in (1..).zip(rows) {
            data += &format!("<row r=\"{r}\">");
            for (letter, cell) in ('A'..).zip(row) {
                data += &match cell {
                    Cell::Text("") => String::new(),
                    Cell::Text(text) => {
                        format!("<c r=\"{letter}{r}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text))
                    }
                    Cell::Number(number) => format!("<c r=\"{letter}{r}\"><v>{number}</v></c>"),
                    Cell::Day(number, _) => format!("<c r=\"{letter}{r}\" s=\"1\"><v>{number}</v></c>"),
                };
            }
            data += "</row>";
        }
        let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>");
        parts.push(part(NAMES[n - 1], sheet));
    }
    let styles = format!(
        "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let book =
        format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{book}</sheets></workbook>");
    let links = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
    );
    let package = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    parts.extend([
        part("_rels/.rels", package),
        part("xl/workbook.xml", book),
        part("xl/_rels/workbook.xml.rels", links),
        part("xl/styles.xml", styles),
    ]);
    parts
}

pub fn xlsx(sheets: &[(&str, Rows)]) -> Vec<u8> {
    zip(&xlsx_parts(sheets))
}

/// An `.ods` of these sheets, as LibreOffice writes it: text beside the value, a margin of empty rows and columns.
pub fn ods(sheets: &[(&str, Rows)]) -> Vec<u8> {
    let mut tables = String::new();
    for (name, rows) in sheets {
        tables += &format!("<table:table table:name=\"{name}\"><table:table-column/>");
        for row in rows {
            tables += "<table:table-row>";
            for cell in row {
                tables += &match cell {
                    Cell::Text("") => "<table:table-cell/>".to_owned(),
                    Cell::Text(text) => format!(
                        "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
                        escaped(text)
                    ),
                    Cell::Number(n) => format!(
                        "<table:table-cell office:value-type=\"float\" office:value=\"{n}\"><text:p>{n}</text:p></table:table-cell>"
                    ),
                    Cell::Day(_, day) => format!(
                        "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"><text:p>x</text:p></table:table-cell>"
                    ),
                };
            }
            tables += "<table:table-cell table:number-columns-repeated=\"1000\"/></table:table-row>";
        }
        tables += "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"1000\"/></table:table-row></table:table>";
    }
    let spaces = ["office", "table", "text"]
        .map(|s| format!("xmlns:{s}=\"urn:oasis:names:tc:opendocument:xmlns:{s}:1.0\""))
        .join(" ");
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {spaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        part("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        part(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        part("content.xml", content),
    ])
}
