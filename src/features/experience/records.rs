//! What another section told. All of it lies in `organizing`.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{kept::record, shape::keyed, word::codes};

codes! {
    /// What it is about.
    Sort {
        /// A drive or a working group.
        Drive = "drive", "groupe", "group";
        /// An act that was asked of many.
        Test = "test", "épreuve", "structure test";
        /// A day of doing something together.
        Day = "day", "journée d’action", "day of action";
        /// A course.
        Course = "course", "formation", "course";
        /// What matters to people.
        Theme = "theme", "thème", "theme";
        /// A notice of the section's own.
        Template = "template", "modèle", "template";
    }
}

keyed!(Sort);

codes! {
    /// What is said of it.
    Part {
        /// What it was.
        Kind = "kind", "sorte", "kind";
        /// What was to be reached.
        Aim = "aim", "but", "aim";
        /// What it was about.
        Themes = "themes", "thèmes", "themes";
        /// For whom.
        For = "for", "pour", "for";
        /// When it began, or was.
        From = "from", "du", "from";
        /// When it ended.
        To = "to", "au", "to";
        /// How many days.
        Days = "days", "jours", "days";
        /// How many were asked.
        Asked = "asked", "sollicité·e·s", "asked";
        /// How many did it, or how much was done.
        Done = "done", "fait", "done";
        /// How many people.
        People = "people", "personnes", "people";
        /// What came of it.
        Ending = "ending", "issue", "ending";
        /// What came of it, in words.
        Outcome = "outcome", "résultat", "outcome";
        /// A text in French.
        French = "fr", "français", "French";
        /// A text in English.
        English = "en", "anglais", "English";
    }
}

keyed!(Part);

record! {
    /// Something that another section tried.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Experience = Experience {
        /// The section that told it.
        1 section: String,
        /// The day on which it told it.
        2 told: Option<NaiveDate>,
        /// The day on which it was taken.
        3 taken: Option<NaiveDate>,
        /// What it is about.
        4 sort: Option<Sort>,
        /// Its name.
        5 name: String,
        /// What is said of it.
        6 said: BTreeMap<Part, String>,
        /// Whether it was taken back.
        7 removed: bool,
    }
    gone 7 if |one| one.removed;
    whole |one| !one.section.is_empty() && !one.name.is_empty();
}
