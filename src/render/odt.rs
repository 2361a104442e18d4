//! A document that organizers edit in a word processor (`.odt`): headings, paragraphs, lists and tables, in one language, without any
//! word on who made it or when.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{base::Lang, render::markdown};

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// As the others.
    Plain,
    /// The block of who gets a letter, and who signs: on the right half of the sheet.
    Right,
    /// Place and day: at the right margin.
    End,
    /// In bold letters.
    Bold,
    /// In small letters.
    Small,
}

impl Looks {
    const fn style(self) -> &'static str {
        match self {
            Self::Plain => "Text_20_body",
            Self::Right => "Block",
            Self::End => "End",
            Self::Bold => "Strong",
            Self::Small => "Small",
        }
    }
}

/// A document that is written from the top to the bottom.
#[derive(Debug)]
pub struct Odt {
    lang: Lang,
    body: String,
    tables: usize,
}

impl Odt {
    /// Begins a document.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self { lang, body: String::new(), tables: 0 }
    }

    /// Adds the heading of the whole.
    pub fn heading(&mut self, text: &str) {
        self.open_heading(1);
        self.body.push_str(&escaped(text));
        self.body.push_str("</text:h>");
    }

    fn open_heading(&mut self, level: usize) {
        let _ = write!(
            self.body,
            "<text:h text:style-name=\"Heading_20_{level}\" text:outline-level=\"{level}\">"
        );
    }

    /// Adds a paragraph of these lines; nothing without lines.
    pub fn lines(&mut self, looks: Looks, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let lines: Vec<_> = lines.iter().map(|line| escaped(line)).collect();
        self.open_paragraph(looks.style());
        self.body.push_str(&lines.join("<text:line-break/>"));
        self.body.push_str("</text:p>");
    }

    fn open_paragraph(&mut self, style: &str) {
        let _ = write!(self.body, "<text:p text:style-name=\"{style}\">");
    }

    /// Adds a table without a head: what is to be filled in beside each name.
    pub fn to_fill(&mut self, names: &[String]) {
        self.open_table(2);
        for name in names {
            let name = escaped(name);
            let _ = write!(
                self.body,
                "<table:table-row>{CELL}<text:p text:style-name=\"Cell\">{name}</text:p></table:table-cell>\
                 {CELL}<text:p text:style-name=\"Cell\"/></table:table-cell></table:table-row>"
            );
        }
        self.body.push_str("</table:table>");
    }

    fn open_table(&mut self, columns: usize) {
        self.tables = self.tables.saturating_add(1);
        let number = self.tables;
        let _ = write!(
            self.body,
            "<table:table table:name=\"T{number}\" table:style-name=\"Table\">\
             <table:table-column table:number-columns-repeated=\"{columns}\"/>"
        );
    }

    /// Adds a Markdown text.
    pub fn markdown(&mut self, markdown: &str) {
        let mut writer = Writer { out: self, open: false, implied: false, in_code: false, links: Vec::new() };
        for event in markdown::events(markdown, writer.out.lang) {
            writer.event(event);
        }
        writer.close();
    }

    /// Packs the document. Its title is plain words.
    ///
    /// # Errors
    /// None that comes from what is in it: the packer's own.
    pub fn packed(self, title: &str) -> Result<Vec<u8>, ZipError> {
        let (lang, body) = (self.lang.code(), self.body);
        let country = if self.lang == Lang::Fr { "FR" } else { "GB" };
        let styles = STYLES.replace("{SPACES}", SPACES).replace("{LANG}", lang).replace("{COUNTRY}", country);
        let content = format!(
            "{XML}<office:document-content {SPACES} office:version=\"1.3\">{AUTOMATIC}<office:body><office:text>{body}</office:text>\
             </office:body></office:document-content>"
        );
        let title = escaped(title);
        let meta = format!(
            "{XML}<office:document-meta {SPACES} office:version=\"1.3\"><office:meta><dc:title>{title}</dc:title>\
             <dc:language>{lang}</dc:language></office:meta></office:document-meta>"
        );
        // The type comes first and as it is: by it a program knows the file.
        let parts = [
            ("mimetype", TYPE.to_owned()),
            ("META-INF/manifest.xml", format!("{XML}{MANIFEST}")),
            ("content.xml", content),
            ("styles.xml", format!("{XML}{styles}")),
            ("meta.xml", meta),
        ];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // No day: whoever gets the file learns nothing by it.
        let plain = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::DEFAULT);
        for (name, text) in parts {
            zip.start_file(name, plain)?;
            zip.write_all(text.as_bytes())?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

/// What a Markdown text becomes.
struct Writer<'a> {
    out: &'a mut Odt,
    /// Whether a paragraph is open.
    open: bool,
    /// Whether the text itself opened it, as the words of a short item do.
    implied: bool,
    in_code: bool,
    /// The addresses of open links with where their words begin.
    links: Vec<(String, usize)>,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => {
                let lines: Vec<_> = text.trim_end_matches('\n').lines().map(escaped).collect();
                self.inline(&lines.join("<text:line-break/>"));
            }
            Event::Text(text) | Event::Code(text) => self.inline(&escaped(&text)),
            Event::SoftBreak => self.inline(" "),
            Event::HardBreak => self.inline("<text:line-break/>"),
            Event::Rule => {
                self.close();
                self.out.lines(Looks::Plain, &["* * *".to_owned()]);
            }
            _ => {}
        }
    }

    fn inline(&mut self, text: &str) {
        if !self.open {
            self.paragraph("Text_20_body");
            self.implied = true;
        }
        self.out.body.push_str(text);
    }

    fn paragraph(&mut self, style: &str) {
        self.close();
        self.out.open_paragraph(style);
        (self.open, self.implied) = (true, false);
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.open) {
            self.out.body.push_str("</text:p>");
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.paragraph("Text_20_body"),
            Tag::CodeBlock(_) => {
                self.paragraph("Text_20_body");
                self.in_code = true;
            }
            Tag::Heading { level, .. } => {
                self.close();
                self.out.open_heading(depth(level));
                self.open = true;
            }
            Tag::List(first) => {
                self.close();
                let style = if first.is_some() { "Numbers" } else { "Bullets" };
                let _ = write!(self.out.body, "<text:list text:style-name=\"{style}\">");
            }
            Tag::Item => self.out.body.push_str("<text:list-item>"),
            Tag::Table(columns) => {
                self.close();
                self.out.open_table(columns.len());
            }
            Tag::TableHead => self.out.body.push_str("<table:table-header-rows><table:table-row>"),
            Tag::TableRow => self.out.body.push_str("<table:table-row>"),
            Tag::TableCell => {
                self.out.body.push_str(CELL);
                self.paragraph("Cell");
            }
            Tag::Strong => self.inline("<text:span text:style-name=\"Bold\">"),
            Tag::Emphasis => self.inline("<text:span text:style-name=\"Italic\">"),
            Tag::Link { dest_url, .. } => {
                self.inline("");
                self.links.push((dest_url.into_string(), self.out.body.len()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.close(),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.close();
            }
            TagEnd::Heading(_) => {
                self.open = false;
                self.out.body.push_str("</text:h>");
            }
            TagEnd::List(_) => {
                self.close();
                self.out.body.push_str("</text:list>");
            }
            TagEnd::Item => {
                self.close();
                self.out.body.push_str("</text:list-item>");
            }
            TagEnd::Table => self.out.body.push_str("</table:table>"),
            TagEnd::TableHead => self.out.body.push_str("</table:table-row></table:table-header-rows>"),
            TagEnd::TableRow => self.out.body.push_str("</table:table-row>"),
            TagEnd::TableCell => {
                self.close();
                self.out.body.push_str("</table:table-cell>");
            }
            TagEnd::Strong | TagEnd::Emphasis => self.out.body.push_str("</text:span>"),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    /// On paper nobody can follow a link: its address stands beside its words, as in the plain text.
    fn end_link(&mut self) {
        let Some((url, from)) = self.links.pop() else { return };
        let address = url.strip_prefix("mailto:").unwrap_or(&url);
        let (address, url) = (escaped(address), escaped(&url));
        let words = self.out.body.get(from..).unwrap_or_default().trim();
        if words != address && words != url {
            self.inline(&format!(" &lt;{address}&gt;"));
        }
    }
}

/// The level of a heading: the title of the whole is the first.
const fn depth(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        _ => 4,
    }
}

/// A text as it stands in XML: no sign that XML has not, no space that a reader would fold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(8));
    let mut after_space = false;
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("<text:tab/>"),
            ' ' if after_space => out.push_str("<text:s/>"),
            '\n' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
        after_space = c == ' ';
    }
    out
}

const TYPE: &str = "application/vnd.oasis.opendocument.text";
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const CELL: &str = "<table:table-cell table:style-name=\"Cell\" office:value-type=\"string\">";

const MANIFEST: &str = "\
<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
<manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>\
<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>\
<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>\
<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>\
</manifest:manifest>";

const SPACES: &str = "\
xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";

/// What belongs to this document alone: bold and slanted words, tables, lists.
const AUTOMATIC: &str = "\
<office:automatic-styles>\
<style:style style:name=\"Bold\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
<style:style style:name=\"Italic\" style:family=\"text\"><style:text-properties fo:font-style=\"italic\"/></style:style>\
<style:style style:name=\"Table\" style:family=\"table\"><style:table-properties fo:margin-top=\"4mm\" fo:margin-bottom=\"4mm\"/>\
</style:style>\
<style:style style:name=\"Cell\" style:family=\"table-cell\">\
<style:table-cell-properties fo:padding=\"2mm\" fo:border=\"0.5pt solid #767676\"/></style:style>\
<text:list-style style:name=\"Bullets\"><text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"–\">\
<style:list-level-properties text:space-before=\"5mm\" text:min-label-width=\"5mm\"/></text:list-level-style-bullet>\
<text:list-level-style-bullet text:level=\"2\" text:bullet-char=\"–\">\
<style:list-level-properties text:space-before=\"10mm\" text:min-label-width=\"5mm\"/></text:list-level-style-bullet></text:list-style>\
<text:list-style style:name=\"Numbers\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\">\
<style:list-level-properties text:space-before=\"5mm\" text:min-label-width=\"7mm\"/></text:list-level-style-number>\
<text:list-level-style-number text:level=\"2\" style:num-format=\"1\" style:num-suffix=\".\">\
<style:list-level-properties text:space-before=\"12mm\" text:min-label-width=\"7mm\"/></text:list-level-style-number></text:list-style>\
</office:automatic-styles>";

/// What whoever edits the document finds among the styles.
const STYLES: &str = "\
<office:document-styles {SPACES} office:version=\"1.3\"><office:styles>\
<style:default-style style:family=\"paragraph\"><style:paragraph-properties fo:orphans=\"3\" fo:widows=\"3\"/>\
<style:text-properties fo:font-family=\"'Liberation Sans', Arial, sans-serif\" fo:font-size=\"11pt\" fo:language=\"{LANG}\" \
fo:country=\"{COUNTRY}\"/></style:default-style>\
<style:style style:name=\"Standard\" style:family=\"paragraph\" style:class=\"text\"/>\
<style:style style:name=\"Text_20_body\" style:display-name=\"Text body\" style:family=\"paragraph\" \
style:parent-style-name=\"Standard\" style:class=\"text\">\
<style:paragraph-properties fo:margin-bottom=\"3mm\" fo:line-height=\"125%\"/></style:style>\
<style:style style:name=\"Heading\" style:family=\"paragraph\" style:parent-style-name=\"Standard\" style:class=\"text\">\
<style:paragraph-properties fo:margin-top=\"6mm\" fo:margin-bottom=\"4mm\" fo:keep-with-next=\"always\"/>\
<style:text-properties fo:font-weight=\"bold\"/></style:style>\
<style:style style:name=\"Heading_20_1\" style:display-name=\"Heading 1\" style:family=\"paragraph\" \
style:parent-style-name=\"Heading\" style:default-outline-level=\"1\" style:class=\"text\">\
<style:text-properties fo:font-size=\"12pt\"/></style:style>\
<style:style style:name=\"Heading_20_2\" style:display-name=\"Heading 2\" style:family=\"paragraph\" \
style:parent-style-name=\"Heading\" style:default-outline-level=\"2\" style:class=\"text\"/>\
<style:style style:name=\"Heading_20_3\" style:display-name=\"Heading 3\" style:family=\"paragraph\" \
style:parent-style-name=\"Heading\" style:default-outline-level=\"3\" style:class=\"text\"/>\
<style:style style:name=\"Heading_20_4\" style:display-name=\"Heading 4\" style:family=\"paragraph\" \
style:parent-style-name=\"Heading\" style:default-outline-level=\"4\" style:class=\"text\"/>\
<style:style style:name=\"Block\" style:family=\"paragraph\" style:parent-style-name=\"Text_20_body\">\
<style:paragraph-properties fo:margin-left=\"90mm\" fo:margin-top=\"6mm\" fo:margin-bottom=\"6mm\"/></style:style>\
<style:style style:name=\"End\" style:family=\"paragraph\" style:parent-style-name=\"Text_20_body\">\
<style:paragraph-properties fo:text-align=\"end\"/></style:style>\
<style:style style:name=\"Strong\" style:family=\"paragraph\" style:parent-style-name=\"Text_20_body\">\
<style:text-properties fo:font-weight=\"bold\"/></style:style>\
<style:style style:name=\"Small\" style:family=\"paragraph\" style:parent-style-name=\"Text_20_body\">\
<style:text-properties fo:font-size=\"9pt\"/></style:style>\
<style:style style:name=\"Cell\" style:family=\"paragraph\" style:parent-style-name=\"Standard\"/>\
</office:styles><office:automatic-styles><style:page-layout style:name=\"A4\">\
<style:page-layout-properties fo:page-width=\"210mm\" fo:page-height=\"297mm\" fo:margin-top=\"22mm\" fo:margin-bottom=\"22mm\" \
fo:margin-left=\"22mm\" fo:margin-right=\"22mm\"/></style:page-layout></office:automatic-styles>\
<office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"A4\"/></office:master-styles>\
</office:document-styles>";

#[cfg(test)]
mod tests {
    use super::*;

    fn content(markdown: &str) -> String {
        let mut odt = Odt::new(Lang::Fr);
        odt.markdown(markdown);
        odt.body
    }

    #[test]
    fn what_is_written_keeps_its_shape() {
        assert_eq!(
            content("# A\n\nb **c**\n\n- d\n- e\n\n1. f"),
            "<text:h text:style-name=\"Heading_20_2\" text:outline-level=\"2\">A</text:h>\
             <text:p text:style-name=\"Text_20_body\">b <text:span text:style-name=\"Bold\">c</text:span></text:p>\
             <text:list text:style-name=\"Bullets\"><text:list-item><text:p text:style-name=\"Text_20_body\">d</text:p></text:list-item>\
             <text:list-item><text:p text:style-name=\"Text_20_body\">e</text:p></text:list-item></text:list>\
             <text:list text:style-name=\"Numbers\"><text:list-item><text:p text:style-name=\"Text_20_body\">f</text:p></text:list-item>\
             </text:list>"
        );
        let table = content("| Site | Jour |\n|---|---|\n| Lyon | lundi |");
        assert!(
            table.contains("<table:table-header-rows>") && table.contains("columns-repeated=\"2\""),
            "{table}"
        );
        assert_eq!(table.matches("</table:table-cell>").count(), 4);
        assert!(content("[ici](https://example.org/a)").contains("ici &lt;https://example.org/a&gt;"));
    }

    #[test]
    fn a_value_is_no_markup_and_no_sign_is_lost() {
        assert_eq!(escaped("a <b> & \"c\"\u{1}\u{ffff}  d"), "a &lt;b&gt; &amp; &quot;c&quot; <text:s/>d");
        let hostile = content("<b>x</b>");
        assert!(!hostile.contains("<b>") && hostile.contains("&lt;b&gt;"), "{hostile}");
    }

    #[test]
    fn the_same_content_is_the_same_file_without_day_or_name() {
        let make = || {
            let mut odt = Odt::new(Lang::Fr);
            odt.heading("Objet");
            odt.packed("Lettre").unwrap()
        };
        let file = make();
        assert_eq!(file, make());
        // The type stands where programs look for it.
        assert_eq!(file.get(30..38), Some(&b"mimetype"[..]));
        assert_eq!(file.get(38..77), Some(TYPE.as_bytes()));
        let text = String::from_utf8_lossy(&file);
        for word in ["creator", "creation-date", "generator"] {
            assert!(!text.contains(word), "{word}");
        }
    }
}
