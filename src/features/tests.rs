//! Every declared kind of record keeps what it is given, and `docs/format.md` lists its fields.
#![expect(clippy::disallowed_methods, reason = "a variable asks it to write the document")]

use crate::{
    base::{Kept, Kind, trial::holds},
    features::{
        agenda::records::{Fact, LineState},
        bargain::records::Round,
        company::records::Company,
        election::records::{Poll, Sheet, Slate},
    },
    mail::account::AccountRecord,
    roster::Person,
};

/// Does the same with every kind; a new one does not compile until it is here.
macro_rules! each {
    ($kind:expr, $what:ident) => {
        match $kind {
            Kind::Person => $what::<Person>(),
            Kind::Company => $what::<Company>(),
            Kind::Fact => $what::<Fact>(),
            Kind::Line => $what::<LineState>(),
            Kind::Round => $what::<Round>(),
            Kind::Poll => $what::<Poll>(),
            Kind::Slate => $what::<Slate>(),
            Kind::Sheet => $what::<Sheet>(),
            Kind::Account => $what::<AccountRecord>(),
        }
    };
}

const ALL: [Kind; 9] = [
    Kind::Person,
    Kind::Company,
    Kind::Fact,
    Kind::Line,
    Kind::Round,
    Kind::Poll,
    Kind::Slate,
    Kind::Sheet,
    Kind::Account,
];

#[test]
fn what_is_written_is_read_once_and_what_is_unknown_stays() {
    for kind in ALL {
        each!(kind, holds);
    }
}

/// The table of a kind stands in the document between two marks; `CONTREPOIDS_WRITE_DOCS=1` writes it.
fn documented<T: Kept>() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/format.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (begin, end) = (format!("<!-- record {} -->\n", T::KIND.number()), "<!-- end -->\n");
    let (before, rest) =
        text.split_once(&begin).unwrap_or_else(|| panic!("{begin} is not in docs/format.md"));
    let (table, after) = rest.split_once(end).unwrap();
    let mut rows = T::rows();
    rows.sort_by_key(|row| row.number);
    let lines = rows.iter().map(|r| format!("| {} | {} | {} |\n", r.number, r.layout, r.meaning));
    let wanted = format!("\n| number | layout | meaning |\n|---|---|---|\n{}\n", lines.collect::<String>());
    if std::env::var_os("CONTREPOIDS_WRITE_DOCS").is_some() {
        std::fs::write(path, format!("{before}{begin}{wanted}{end}{after}")).unwrap();
    } else {
        assert!(table == wanted, "docs/format.md: run this test with CONTREPOIDS_WRITE_DOCS=1");
    }
}

#[test]
fn the_document_lists_the_fields() {
    for kind in ALL {
        each!(kind, documented);
    }
}
