//! The letters that can be written: those that come with the program, and those that a section wrote for itself.
//!
//! A section's folder holds one folder for each letter, `<name>/letter.toml`, `fr.md` and, where there is a gloss, `en.md`. A letter of
//! the program goes before one of the same name: what a ruling asks for is not taken out by a file. The files may be anybody's: links
//! are not followed, sizes are limited, and what a template may do is limited by [`crate::render::engine`].

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use super::LetterError;
use crate::{
    base::Lang,
    features::{
        letter::{
            rules::own::{self, Flaw},
            views,
        },
        notice::{
            actions::{create, library},
            rules::own as notice,
        },
    },
    render::{FileProblem, Letter, RenderError},
};

/// The folder of a section's own letters, below that of the settings.
const FOLDER: &str = "letters";
/// The files of a letter.
const FILES: [&str; 3] = ["letter.toml", "fr.md", "en.md"];

/// Why a letter of a section's own is not made, or not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OwnError {
    /// The name has no letter and no digit.
    #[error("`{0}` is no name")]
    Name(String),
    /// A letter of the section's own has this name.
    #[error("there is a letter `{0}`")]
    Taken(String),
    /// A letter of the program has this name.
    #[error("`{0}` is a letter of the program")]
    OfTheProgram(String),
    /// The folder cannot be read or written.
    #[error("the folder cannot be used")]
    Folder(PathBuf, #[source] io::Error),
    /// A letter with a flaw.
    #[error("the letter `{0}` has a flaw")]
    Flaw(String, Flaw),
}

/// Every letter that can be written.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    folder: PathBuf,
    own: BTreeMap<String, Result<Letter, RenderError>>,
}

/// What a check found out about one letter of the section's own.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its name.
    pub name: String,
    /// What it is, where it can be read.
    pub letter: Option<Letter>,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
}

impl Shelf {
    /// Reads the letters of a section, below the folder of its settings; a folder that is not there holds none.
    ///
    /// # Errors
    /// [`OwnError::Folder`]. A letter that is wrong keeps none of the others from being read.
    pub fn read(config: &Path) -> Result<Self, LetterError> {
        let folder = config.join(FOLDER);
        let own = read(&folder).map_err(|why| OwnError::Folder(folder.clone(), why))?;
        Ok(Self { folder, own })
    }

    /// Returns the folder of the section's own.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns a letter: one that comes with the program before the section's own.
    ///
    /// # Errors
    /// [`LetterError::NoLetter`]; what is wrong with the section's own.
    pub fn named(&self, name: &str) -> Result<Letter, LetterError> {
        let error = match Letter::named(name) {
            Ok(letter) => return Ok(letter),
            Err(error) => error,
        };
        match (self.own.get(name), error) {
            (Some(Ok(letter)), _) => Ok(letter.clone()),
            (Some(Err(flaw)), _) => Err(OwnError::Flaw(name.to_owned(), flaw.clone().into()).into()),
            (None, RenderError::NoSuchNotice { asked, .. }) => Err(LetterError::NoLetter(asked)),
            (None, error) => Err(error.into()),
        }
    }

    /// Returns every letter: those of the program in the order of a section's life, then the section's own that can be read.
    ///
    /// # Errors
    /// A file of the program that is not of the form, which a test excludes.
    pub fn all(&self) -> Result<Vec<Letter>, LetterError> {
        let mut all = Letter::all()?;
        let own = self.own.iter().filter(|(name, _)| !is_ready(name));
        all.extend(own.filter_map(|(_, letter)| letter.as_ref().ok().cloned()));
        Ok(all)
    }

    /// Checks every letter of the section's own.
    ///
    /// # Errors
    /// Texts of the law that are damaged.
    pub fn check(&self, today: NaiveDate) -> Result<Vec<Checked>, LetterError> {
        let one = |(name, letter): (&String, &Result<Letter, RenderError>)| {
            let flaw = match letter {
                _ if is_ready(name) => Some(Flaw::OfTheProgram),
                Err(error) => Some(error.clone().into()),
                Ok(letter) => own::flaw(letter, today)?,
            };
            Ok(Checked { name: name.clone(), letter: letter.as_ref().ok().cloned(), flaw })
        };
        self.own.iter().map(one).collect()
    }

    /// Writes the files of a new letter: as a letter that there is, or as a plain one to be filled in.
    ///
    /// # Errors
    /// [`OwnError`]; [`LetterError::NoLetter`] for a letter to begin with that is none.
    pub fn create(&self, typed: &str, like: Option<&str>) -> Result<views::NewTemplate, LetterError> {
        let name = notice::name(typed).ok_or_else(|| OwnError::Name(typed.chars().take(60).collect()))?;
        if is_ready(&name) || is_ready(typed) {
            return Err(OwnError::OfTheProgram(name).into());
        }
        let texts = match like {
            Some(like) => Letter::files(like).map_err(|_| LetterError::NoLetter(like.to_owned()))?,
            None => PLAIN,
        };
        let all: Vec<_> = FILES.into_iter().zip(texts).collect();
        create::put(&self.folder, &name, &all).map_err(|why| match why.kind() {
            io::ErrorKind::AlreadyExists => OwnError::Taken(name.clone()),
            _ => OwnError::Folder(self.folder.join(&name), why),
        })?;
        let folder = self.folder.join(&name).display().to_string();
        Ok(views::NewTemplate { name, folder, files: FILES.to_vec() })
    }
}

/// Returns what is shown of the letters of the section's own.
#[must_use]
pub fn templates(shelf: &Shelf, checked: &[Checked], lang: Lang) -> views::Templates {
    let one = |checked: &Checked| views::Template {
        name: checked.name.clone(),
        title: checked.letter.as_ref().map(|letter| letter.title.get(lang).to_owned()),
        good: checked.flaw.is_none(),
    };
    let folder = shelf.folder.display().to_string();
    views::Templates { folder, templates: checked.iter().map(one).collect() }
}

/// Returns what is shown of what a check found; the face lends its words for a flaw.
pub fn checks(checked: &[Checked], words: impl Fn(&str, &Flaw) -> String) -> views::Checks {
    let one = |checked: &Checked| views::CheckRow {
        name: checked.name.clone(),
        good: checked.flaw.is_none(),
        problem: checked.flaw.as_ref().map(|flaw| words(&checked.name, flaw)),
    };
    views::Checks { templates: checked.iter().map(one).collect() }
}

fn is_ready(name: &str) -> bool {
    Letter::built_in().contains(&name)
}

/// What a letter of one's own begins as.
const PLAIN: [&str; 3] = [
    include_str!("../../../../templates/own-letter/letter.toml"),
    include_str!("../../../../templates/own-letter/fr.md"),
    include_str!("../../../../templates/own-letter/en.md"),
];

fn read(folder: &Path) -> io::Result<BTreeMap<String, Result<Letter, RenderError>>> {
    let mut own = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(own),
        Err(error) => return Err(error),
    };
    for entry in entries.take(library::NOTICES_MAX.saturating_mul(4)) {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if own.len() >= library::NOTICES_MAX || name.starts_with('.') || !entry.file_type()?.is_dir() {
            continue;
        }
        own.insert(name.clone(), one(&name, &entry.path()));
    }
    Ok(own)
}

/// Reads the files of one letter.
fn one(name: &str, folder: &Path) -> Result<Letter, RenderError> {
    let bad = |file, problem| RenderError::File { notice: name.to_owned(), file, problem };
    if notice::name(name).as_deref() != Some(name) {
        return Err(RenderError::File { notice: String::new(), file: "", problem: FileProblem::Name });
    }
    let text = |file| library::text(&folder.join(file)).map_err(|problem| bad(file, problem));
    let [manifest, french, english] = FILES;
    let gloss = match text(english) {
        Ok(gloss) => Some(gloss),
        Err(RenderError::File { problem: FileProblem::Missing, .. }) => None,
        Err(error) => return Err(error),
    };
    let mut letter = Letter::from_files(name, &text(manifest)?, &text(french)?, gloss.as_deref())?;
    letter.own = true;
    Ok(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 30).unwrap()
    }

    #[test]
    fn what_is_made_passes_its_check_and_the_program_goes_first() {
        let root = tempfile::tempdir().unwrap();
        let shelf = Shelf::read(root.path()).unwrap();
        shelf.create("Demande de réunion", None).unwrap();
        shelf.create("notre-désignation", Some("designation-rss")).unwrap();
        assert!(matches!(
            shelf.create("petition", None),
            Err(LetterError::Own(own)) if matches!(*own, OwnError::OfTheProgram(_))
        ));
        assert!(matches!(
            shelf.create("demande de RÉUNION", None),
            Err(LetterError::Own(own)) if matches!(*own, OwnError::Taken(_))
        ));
        assert!(matches!(shelf.create("x", Some("rubbish")), Err(LetterError::NoLetter(_))));
        // What takes the name of one of the program by hand is named, and not used.
        let at = root.path().join(FOLDER);
        fs::rename(at.join("notre-designation"), at.join("petition")).unwrap();
        shelf.create("notre-désignation", Some("designation-rss")).unwrap();
        let shelf = Shelf::read(root.path()).unwrap();
        let all = shelf.check(today()).unwrap();
        let flaws: Vec<_> = all.iter().map(|c| (c.name.as_str(), c.flaw.clone())).collect();
        assert_eq!(
            flaws,
            [
                ("demande-de-reunion", None),
                ("notre-designation", None),
                ("petition", Some(Flaw::OfTheProgram))
            ]
        );
        assert!(!shelf.named("petition").unwrap().own && shelf.named("demande-de-reunion").unwrap().own);
        assert_eq!(shelf.all().unwrap().iter().filter(|l| l.own).count(), 2);
    }

    #[test]
    fn hostile_files_are_refused_and_the_others_stay() {
        let root = tempfile::tempdir().unwrap();
        let shelf = Shelf::read(root.path()).unwrap();
        for name in ["link", "large", "bytes", "fine"] {
            shelf.create(name, None).unwrap();
        }
        let at = |name: &str| root.path().join(FOLDER).join(name).join("fr.md");
        fs::remove_file(at("link")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", at("link")).unwrap();
        fs::write(at("large"), vec![b'a'; 70_000]).unwrap();
        fs::write(at("bytes"), [0xff, 0xfe]).unwrap();
        fs::create_dir(root.path().join(FOLDER).join("Bad Name")).unwrap();
        let shelf = Shelf::read(root.path()).unwrap();
        let bad: Vec<_> = shelf.check(today()).unwrap().into_iter().filter(|c| c.flaw.is_some()).collect();
        assert_eq!(
            bad.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
            ["Bad Name", "bytes", "large", "link"]
        );
        assert!(shelf.named("fine").is_ok());
    }
}
