//! What is shown of what sections tell each other, as data.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        view::{data, views},
    },
    features::experience::{
        records::{Experience, Part, Sort},
        rules::Lesson,
    },
};

views! {
    "contrepoids.experience.export/1" => Told;
    "contrepoids.experience.import/1" => Taken;
    "contrepoids.experience.list/1" => Lessons;
    "contrepoids.experience.show/1" => Page;
}

data! {
    /// What this section tells, without any person.
    pub struct Told {
        /// The section, as it is named in the file.
        section: String,
        /// The day.
        day: NaiveDate,
        /// What is told.
        lessons: Vec<ToldRow>,
        /// How many words that may be names were taken out.
        names_taken_out: usize,
        /// Whether a file was written.
        written: bool,
        /// How many keys it is sealed to; none where it is open.
        readers: usize,
    }

    /// Something that this section tried.
    pub struct ToldRow {
        /// What it is about.
        sort: Sort,
        /// Its name.
        name: String,
        /// What is said of it, by its code.
        said: BTreeMap<String, String>,
    }

    /// What was taken of another section.
    pub struct Taken {
        /// The section.
        section: String,
        /// The day on which it told it.
        day: NaiveDate,
        /// How many things are new.
        new: usize,
        /// How many were there already.
        known: usize,
    }

    /// What other sections told.
    pub struct Lessons {
        /// What they told, the last one first.
        lessons: Vec<LessonRow>,
    }

    /// Something that another section tried.
    pub struct LessonRow {
        /// What names it.
        id: Id,
        /// The section that told it.
        section: String,
        /// The day on which it told it.
        told: Option<NaiveDate>,
        /// What it is about.
        sort: Option<Sort>,
        /// Its name.
        name: String,
    }

    /// Something that another section tried, with all that it said.
    pub struct Page {
        /// What it is.
        lesson: LessonRow,
        /// What is said of it, by its code.
        said: BTreeMap<String, String>,
    }
}

fn by_code(said: &BTreeMap<Part, String>) -> BTreeMap<String, String> {
    said.iter().map(|(part, text)| (part.code().to_owned(), text.clone())).collect()
}

impl ToldRow {
    /// Makes the row.
    pub(crate) fn of(lesson: &Lesson) -> Self {
        Self { sort: lesson.sort, name: lesson.name.clone(), said: by_code(&lesson.said) }
    }
}

impl LessonRow {
    /// Makes the row.
    pub(crate) fn of(id: Id, one: &Experience) -> Self {
        Self { id, section: one.section.clone(), told: one.told, sort: one.sort, name: one.name.clone() }
    }
}

impl Page {
    /// Puts the page together.
    pub(crate) fn of(id: Id, one: &Experience) -> Self {
        Self { lesson: LessonRow::of(id, one), said: by_code(&one.said) }
    }
}
