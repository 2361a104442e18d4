//! The content of an export: which columns, as a table, as JSON, padded.

use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    base::{cell::neutralise, date},
    features::export::actions::{Format, Wish},
    render::{Cell, Look, padded, workbook},
    roster::{
        attr::{Attr, Key},
        college::UNKNOWN,
        columns::{Form, Subject, View},
    },
    tr,
};

/// What a treasurer gets: who it is, where to write, from when to when, and which site. Nothing else ever leaves this
/// way. The name of birth is there because a bank or a list may know no other one. The identifier of the record comes last: it tells namesakes apart and says nothing by itself.
pub const COLUMNS: &[Attr] = &[
    Attr::Family,
    Attr::Given,
    Attr::Preferred,
    Attr::Email,
    Attr::Street,
    Attr::Postcode,
    Attr::Town,
    Attr::Country,
    Attr::Site,
    Attr::Standing,
    Attr::Joined,
    Attr::Left,
    Attr::BirthName,
    Attr::Id,
];

/// The content is padded to a multiple of this.
pub const STEP: usize = 64 * 1024;
/// The name and version of the JSON content.
pub const SCHEMA: &str = "contrepoids.export.roster-content/1";

/// Makes the content; `None` only if a writer into memory fails.
pub(super) fn content(people: &[Subject<'_>], wish: &Wish<'_>) -> Option<Zeroizing<Vec<u8>>> {
    let room = people.len().saturating_mul(600).saturating_add(STEP);
    let out = Vec::with_capacity(room);
    let content = match wish.format {
        Format::Csv => csv(out, people, wish)?,
        Format::Json => json(out, people, wish)?,
        Format::Xlsx => xlsx(people, wish)?,
    };
    Some(pad(Zeroizing::new(content), wish.format))
}

/// Pads with empty lines: spreadsheets, parsers of CSV and parsers of JSON all pass them over. A workbook has a remark at its end.
fn pad(mut content: Zeroizing<Vec<u8>>, format: Format) -> Zeroizing<Vec<u8>> {
    if format == Format::Xlsx {
        return Zeroizing::new(padded(std::mem::take(&mut *content), STEP));
    }
    let len = content.len().next_multiple_of(STEP);
    let left = len.saturating_sub(content.len());
    if format == Format::Csv {
        if left % 2 == 1 {
            content.push(b'\n');
        }
        for _ in 0..left / 2 {
            content.extend_from_slice(b"\r\n");
        }
    }
    content.resize(len, b'\n');
    content
}

/// A table as French spreadsheets open it by a double click: UTF-8 with its mark, `;`, CR LF.
fn csv(mut out: Vec<u8>, people: &[Subject<'_>], wish: &Wish<'_>) -> Option<Vec<u8>> {
    let form = Form::Words(wish.lang);
    // No college is among the columns.
    let view = View { on: wish.on, form, colleges: &UNKNOWN };
    out.extend_from_slice("\u{feff}".as_bytes());
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(COLUMNS.iter().map(|attr| attr.label(wish.lang))).ok()?;
    let keys: Vec<Key> = COLUMNS.iter().map(|attr| Key::Attr(*attr)).collect();
    for person in people {
        for key in &keys {
            writer.write_field(neutralise(&person.show(key, view)).as_bytes()).ok()?;
        }
        writer.write_record(None::<&[u8]>).ok()?;
    }
    writer.into_inner().ok()
}

/// A workbook: cells of text alone, so that a postcode keeps its zeros and nothing is a formula.
fn xlsx(people: &[Subject<'_>], wish: &Wish<'_>) -> Option<Vec<u8>> {
    let view = View { on: wish.on, form: Form::Words(wish.lang), colleges: &UNKNOWN };
    let heads: Vec<String> = COLUMNS.iter().map(|attr| attr.label(wish.lang).to_owned()).collect();
    let row = |person: &Subject<'_>| -> Vec<Cell> {
        COLUMNS.iter().map(|attr| Cell::Text(person.show(&Key::Attr(*attr), view).into_owned())).collect()
    };
    let rows: Vec<_> = people.iter().map(row).collect();
    workbook(&tr!(wish.lang, "Liste", "List"), Look::Table, &heads, &rows)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    on: String,
    standings: Vec<&'static str>,
    people: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    family: &'a str,
    given: &'a str,
    preferred: Option<&'a str>,
    #[serde(rename = "birth-name")]
    birth_name: Option<&'a str>,
    email: Option<&'a str>,
    street: Option<&'a str>,
    postcode: Option<&'a str>,
    town: Option<&'a str>,
    country: Option<&'a str>,
    site: Option<&'a str>,
    standing: &'static str,
    spans: Vec<Days>,
    id: String,
}

/// A span without the reasons of its ends: a treasurer has no need of them.
#[derive(Serialize)]
struct Days {
    from: Option<String>,
    to: Option<String>,
}

fn json(mut out: Vec<u8>, people: &[Subject<'_>], wish: &Wish<'_>) -> Option<Vec<u8>> {
    let document = Document {
        schema: SCHEMA,
        on: date::stored(wish.on),
        standings: wish.standing.iter().map(|s| s.code()).collect(),
        people: people.iter().filter_map(|subject| row(subject, wish)).collect(),
    };
    serde_json::to_writer_pretty(&mut out, &document).ok()?;
    out.push(b'\n');
    Some(out)
}

fn row<'a>(subject: &'a Subject<'_>, wish: &Wish<'_>) -> Option<Row<'a>> {
    let Subject::Person(id, person) = subject else { return None };
    let days = |(_, span): &(_, crate::roster::span::Membership)| Days {
        from: span.start.map(date::stored),
        to: span.end.map(|(day, _)| date::stored(day)),
    };
    Some(Row {
        family: subject.family(),
        given: subject.given(),
        preferred: person.preferred.as_deref(),
        birth_name: person.birth_name.as_deref(),
        email: person.notice_email(),
        street: person.street.as_deref(),
        postcode: person.postcode.as_deref(),
        town: person.town.as_deref(),
        country: person.country.as_deref(),
        site: person.site.as_deref(),
        standing: person.standing(wish.on).code(),
        spans: person.spans.iter().map(days).collect(),
        id: id.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_fills_each_step_and_no_more() {
        for format in [Format::Csv, Format::Json] {
            for len in [0, 1, 2, STEP - 1, STEP, STEP + 1, 2 * STEP - 3] {
                let padded = pad(Zeroizing::new(vec![b'x'; len]), format);
                assert_eq!(padded.len() % STEP, 0);
                assert!(padded.len() - len < STEP);
                assert!(padded[len..].iter().all(|b| matches!(b, b'\r' | b'\n')));
                assert!(padded[..len].iter().all(|b| *b == b'x'));
            }
        }
    }
}
