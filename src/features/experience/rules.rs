//! The file that goes from section to section: what stands in it, what is refused, how names are taken out.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    base::text::is_unsafe,
    features::{
        experience::records::{Part, Sort},
        survey::rules::{GONE, Names},
    },
};

/// What the file says it is.
pub const FORM: &str = "contrepoids experience 1";
/// The most bytes of a file that is read.
pub const FILE_MOST: u64 = 256 * 1024;
/// The most things that one file tells.
pub const LESSONS_MOST: usize = 200;
/// The most characters of a name or of what is said in a line.
const LINE_MOST: usize = 500;
/// The most characters of a text of several lines.
const TEXT_MOST: usize = 8000;
/// A file is never nested deeper: an object, its list, an object in it, what is said.
const DEPTH_MOST: usize = 4;

/// Something that a section tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// What it is about.
    pub sort: Sort,
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub said: BTreeMap<Part, String>,
}

/// A file as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// [`FORM`].
    pub form: String,
    /// The section that tells it.
    pub section: String,
    /// The day.
    pub day: NaiveDate,
    /// What it tried.
    pub lessons: Vec<Lesson>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadFile {
    /// Larger than is read.
    Large,
    /// Not of this form.
    Form,
    /// Nested deeper than such a file is.
    Deep,
    /// A text that is empty, too long, or has signs that do not show: where.
    Text(usize),
    /// Nothing is told, or too much.
    Many(usize),
    /// A day to come.
    Future(NaiveDate),
}

fn deep(text: &str) -> bool {
    let (mut depth, mut within, mut escaped) = (0_usize, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if within => escaped = true,
            '"' => within = !within,
            '{' | '[' if !within => depth = depth.saturating_add(1),
            '}' | ']' if !within => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_MOST {
            return true;
        }
    }
    false
}

fn is_line(text: &str) -> bool {
    let count = text.chars().count();
    !text.trim().is_empty() && count <= LINE_MOST && !text.chars().any(|c| is_unsafe(c) || c.is_control())
}

fn is_text(part: Part, text: &str) -> bool {
    if !matches!(part, Part::French | Part::English) {
        return is_line(text);
    }
    let shows = |c: char| c == '\n' || !(is_unsafe(c) || c.is_control());
    !text.trim().is_empty() && text.chars().count() <= TEXT_MOST && text.chars().all(shows)
}

/// Reads a file that another section wrote.
///
/// # Errors
/// [`BadFile`] for the first thing that does not fit; nothing of it is taken then.
pub fn read(bytes: &[u8], today: NaiveDate) -> Result<File, BadFile> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > FILE_MOST {
        return Err(BadFile::Large);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadFile::Form)?;
    let text = text.trim_start_matches('\u{feff}');
    if deep(text) {
        return Err(BadFile::Deep);
    }
    let file: File = serde_json::from_str(text).map_err(|_| BadFile::Form)?;
    if file.form != FORM {
        return Err(BadFile::Form);
    }
    if !(1..=LESSONS_MOST).contains(&file.lessons.len()) {
        return Err(BadFile::Many(file.lessons.len()));
    }
    if file.day > today {
        return Err(BadFile::Future(file.day));
    }
    if !is_line(&file.section) {
        return Err(BadFile::Text(0));
    }
    for (n, lesson) in (1..).zip(&file.lessons) {
        if !is_line(&lesson.name) || !lesson.said.iter().all(|(part, text)| is_text(*part, text)) {
            return Err(BadFile::Text(n));
        }
    }
    Ok(file)
}

/// Takes the names of people out of what is told, and says how many words that were.
///
/// Codes, days and counts are made by the program and hold none: only what people typed is looked at.
#[must_use]
pub fn nameless(names: &Names, lessons: Vec<Lesson>) -> (Vec<Lesson>, usize) {
    let mut taken = 0_usize;
    let mut clean = |text: &str| {
        let one = |line: &str| names.clean(line);
        let out = text.lines().map(one).collect::<Vec<_>>().join("\n");
        let holes = |text: &str| text.matches(GONE).count();
        taken = taken.saturating_add(holes(&out).saturating_sub(holes(text)));
        out
    };
    let typed = |part: Part| {
        matches!(part, Part::Aim | Part::Themes | Part::For | Part::Outcome | Part::French | Part::English)
    };
    let mut out = Vec::new();
    for lesson in lessons {
        let name = clean(&lesson.name);
        let said = lesson.said.into_iter();
        let said = said.map(|(part, text)| (part, if typed(part) { clean(&text) } else { text })).collect();
        out.push(Lesson { name, said, ..lesson });
    }
    (out, taken)
}

/// Says how often something was done of those who were asked, where neither who did it nor who did not are few.
#[must_use]
pub fn counted(asked: usize, done: usize, least: u64) -> (Option<usize>, Option<usize>) {
    let few = |n: usize| u64::try_from(n).unwrap_or(u64::MAX) < least;
    let shown = (!few(asked)).then_some(asked);
    (shown, shown.filter(|asked| !few(done) && !few(asked.saturating_sub(done))).map(|_| done))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn file() -> File {
        let said = BTreeMap::from([(Part::Aim, "plus".to_owned()), (Part::French, "a\nb".to_owned())]);
        let lessons = vec![Lesson { sort: Sort::Drive, name: "Salaires".to_owned(), said }];
        File { form: FORM.to_owned(), section: "Exemple".to_owned(), day: day("2026-11-30"), lessons }
    }

    fn taken(file: &File) -> Result<File, BadFile> {
        read(&serde_json::to_vec(file).unwrap(), day("2026-11-30"))
    }

    #[test]
    fn what_is_written_is_read_and_what_does_not_fit_is_refused() {
        assert_eq!(taken(&file()), Ok(file()));
        let with = |edit: &dyn Fn(&mut File)| {
            let mut file = file();
            edit(&mut file);
            taken(&file)
        };
        assert_eq!(with(&|f| f.form = "contrepoids experience 2".to_owned()), Err(BadFile::Form));
        assert_eq!(with(&|f| f.day = day("2026-12-01")), Err(BadFile::Future(day("2026-12-01"))));
        assert_eq!(with(&|f| f.section = "a\u{1b}[2J".to_owned()), Err(BadFile::Text(0)));
        assert_eq!(with(&|f| f.lessons[0].name = "x".repeat(501)), Err(BadFile::Text(1)));
        assert_eq!(
            with(&|f| drop(f.lessons[0].said.insert(Part::Aim, "a\nb".to_owned()))),
            Err(BadFile::Text(1))
        );
        assert_eq!(
            with(&|f| drop(f.lessons[0].said.insert(Part::French, "a\u{202e}b".to_owned()))),
            Err(BadFile::Text(1))
        );
        assert_eq!(with(&|f| f.lessons.clear()), Err(BadFile::Many(0)));
        assert_eq!(with(&|f| f.lessons = vec![f.lessons[0].clone(); 201]), Err(BadFile::Many(201)));
        let today = day("2026-11-30");
        assert_eq!(read(&vec![b' '; 262_145], today), Err(BadFile::Large));
        assert_eq!(read(&vec![b'['; 200_000], today), Err(BadFile::Deep));
        for bad in [&b"\xff"[..], b"", b"{}", b"[1]", br#"{"form":"contrepoids experience 1","who":"x"}"#] {
            assert_eq!(read(bad, today), Err(BadFile::Form), "{bad:?}");
        }
    }

    #[test]
    fn few_are_not_counted() {
        assert_eq!(counted(30, 12, 5), (Some(30), Some(12)));
        assert_eq!(counted(30, 3, 5), (Some(30), None));
        assert_eq!(counted(30, 27, 5), (Some(30), None));
        assert_eq!(counted(4, 2, 5), (None, None));
    }

    #[test]
    fn names_of_people_are_taken_out_of_what_was_typed() {
        let names = Names::default().and(["Lou Essai", "Camille Exemple"]);
        let said = BTreeMap::from([
            (Part::Outcome, "grâce à Lou, et à camille.exemple@example.net".to_owned()),
            (Part::From, "2026-11-30".to_owned()),
        ]);
        let lesson = Lesson { sort: Sort::Drive, name: "Pour l’Essai".to_owned(), said };
        let (out, taken) = nameless(&names, vec![lesson]);
        let all = format!("{out:?}");
        assert_eq!(taken, 3, "{all}");
        assert!(!["Lou", "Essai", "camille", "example"].iter().any(|name| all.contains(name)), "{all}");
        assert!(all.contains("2026-11-30") && all.contains("grâce"), "{all}");
    }
}
