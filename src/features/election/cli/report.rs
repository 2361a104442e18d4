//! An election as a page for people: one file of HTML, without a script and without anything from elsewhere, to be read in a
//! browser and printed. Every picture has its table beside it.

mod changes;
mod picture;
mod results;

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;

pub(super) use changes::html as changes;
pub(super) use results::html as results;

use crate::{
    base::Lang,
    face::{error::Refusal, frame::Face},
    features::election::actions as app,
    render::{escape_html, sheet},
    tr,
};

/// Where a page goes.
#[derive(Debug, Clone, Args)]
pub(super) struct PageArgs {
    /// Write a page to read in a browser and to print (HTML)
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Replace the file where there is one
    #[arg(long, requires = "html")]
    force: bool,
}

impl PageArgs {
    /// Writes the page where it is wanted, and says so.
    pub(super) fn write(&self, face: &mut Face, page: impl FnOnce() -> String) -> Result<(), Refusal> {
        let Some(path) = &self.html else { return Ok(()) };
        app::write_report(path, &page(), self.force)?;
        let file = crate::face::words::shown(path);
        let lang = face.lang;
        face.note(&tr!(lang, "Page écrite\u{a0}: {file}", "Page written: {file}"));
        Ok(())
    }
}

/// Where the page of results goes, and whether it names people.
#[derive(Debug, Clone, Args)]
pub(super) struct ReportArgs {
    #[command(flatten)]
    page: PageArgs,
    /// Name the elected on the page
    #[arg(long, requires = "html")]
    names: bool,
}

impl ReportArgs {
    /// Tells whether the elected are named.
    pub(super) fn names(&self) -> bool {
        self.names
    }

    /// Writes the page where it is wanted, and says so.
    pub(super) fn write(&self, face: &mut Face, page: impl FnOnce() -> String) -> Result<(), Refusal> {
        self.page.write(face, page)
    }
}

/// The style of the page: two ink colours at least as dark as readable text, sections that no page break cuts.
const STYLE: &str = "\
@page { size: A4; margin: 15mm }
body { font: 11pt/1.4 sans-serif; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; color: #111; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 1.6rem 0 .4rem } p { margin: .4rem 0 }
section { break-inside: avoid }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
caption { text-align: left; font-weight: bold; padding: .2rem 0 }
th, td { border-bottom: 1px solid #999; padding: .2rem .5rem; text-align: right }
th:first-child, td:first-child { text-align: left }
svg { display: block; width: 100%; height: auto; max-width: 34rem }
svg text { font: 12px sans-serif; fill: #111 }
.small { font-size: .85rem; color: #333 }
@media print { body { margin: 0; max-width: none; padding: 0 } }
";

/// A text between tags.
fn text(text: &str) -> String {
    escape_html(text)
}

/// The whole page. Its title in the browser's bar says nothing of unions or of the company.
fn page(lang: Lang, heading: &str, body: &str) -> String {
    let title = tr!(lang, "Tableau de chiffres", "Table of figures");
    let heading = text(heading);
    let foot = tr!(
        lang,
        "Pour information\u{a0}; le procès-verbal officiel fait foi. La barre des 10\u{a0}% est celle de l’article L.\u{a0}2122-1 du Code du travail.",
        "For information; the official minutes prevail. The 10% line is that of article L. 2122-1 of the Code du travail."
    );
    let body = format!("<h1>{heading}</h1>\n{body}<p class=\"small\">{foot}</p>\n");
    sheet(lang, &title, STYLE, &body)
}

/// A table with a caption; the first cell of each row heads it.
fn table(caption: &str, heads: &[String], rows: &[impl AsRef<[String]>]) -> String {
    let mut out = format!("<table>\n<caption>{}</caption>\n<thead><tr>", text(caption));
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{}</th>", text(head));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.as_ref().iter().enumerate() {
            let cell = text(cell);
            let _ = if at == 0 {
                write!(out, "<th scope=\"row\">{cell}</th>")
            } else {
                write!(out, "<td>{cell}</td>")
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// A paragraph.
fn paragraph(line: &str) -> String {
    format!("<p>{}</p>\n", text(line))
}
