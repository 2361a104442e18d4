//! What is held of a person, and the record of processing, as data.

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        view::{data, views},
    },
    features::privacy::rules::{Part, Row, breach::Lost},
};

views! {
    "contrepoids.member.access-request/1" => Copy;
    "contrepoids.privacy.breach/1" => BreachKit;
    "contrepoids.privacy.record/1" => Processing;
    "contrepoids.privacy.review/1" => Reviewed;
}

data! {
    /// All that is held of a person.
    pub struct Copy {
        /// The person.
        id: Id,
        /// The name.
        name: String,
        /// The day of the copy.
        made: NaiveDate,
        /// The last day to answer a request of that day.
        answer_by: NaiveDate,
        /// What is held, by where it stands.
        parts: Vec<PartView>,
        /// The compartments that this device does not open: something may stand there.
        closed: Vec<&'static str>,
        /// The file that was written.
        out: Option<String>,
    }

    /// The record of processing.
    pub struct Processing {
        /// Who is responsible.
        controller: Option<String>,
        /// The day on which it was made.
        made: NaiveDate,
        /// The activities.
        parts: Vec<PartView>,
        /// The file that was written.
        out: Option<String>,
    }

    /// What is kept and could go, or be mended.
    pub struct Reviewed {
        /// The day.
        made: NaiveDate,
        /// Whether conversations could not be read here: who had one may be among those who were not reached.
        talks_closed: bool,
        /// What was found, by kind.
        parts: Vec<PartView>,
    }

    /// What to do when data got out.
    pub struct BreachKit {
        /// What got out.
        lost: Lost,
        /// When it was known, with its offset.
        known: String,
        /// Until when the authority is told, with its offset.
        notify_by: String,
        /// What there is to say and to do.
        parts: Vec<PartView>,
        /// The file that was written.
        out: Option<String>,
    }

    /// A part.
    pub struct PartView {
        /// Its name.
        code: &'static str,
        /// Its heading.
        title: String,
        /// Its lines.
        rows: Vec<RowView>,
    }

    /// A line.
    pub struct RowView {
        /// What.
        name: String,
        /// What it is.
        value: String,
    }
}

impl PartView {
    /// Returns what is shown of a part.
    #[must_use]
    pub fn of(part: &Part) -> Self {
        let row = |row: &Row| RowView { name: row.name.clone(), value: row.value.clone() };
        Self { code: part.code, title: part.title.clone(), rows: part.rows.iter().map(row).collect() }
    }
}
