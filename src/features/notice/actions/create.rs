//! A notice of the section's own: made of a text, checked, and written as files.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use thiserror::Error;

use crate::{
    base::Lang,
    features::notice::{
        actions::{
            Library, NoticeError, audience,
            library::{FILE_MAX, Origin},
            suggest::finished,
        },
        rules::own::{self, FREE, Made},
        views,
    },
    mail::lint,
    platform::{files, input},
    render::{Purpose, Whence},
};

/// Why a notice of the section's own is not made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CreateError {
    /// The name has no letter and no digit.
    #[error("`{0}` is no name")]
    Name(String),
    /// A notice has this name.
    #[error("there is a notice `{0}`")]
    Taken(String),
    /// A notice of the program has this name.
    #[error("`{0}` is a notice of the program")]
    OfTheProgram(String),
    /// Nothing says what the subject is.
    #[error("the subject is missing")]
    NoSubject,
    /// The text is too long, or no text.
    #[error("what was given is no text of at most 64 KiB")]
    NotText,
    /// The files cannot be written.
    #[error("the folder cannot be written")]
    Folder(PathBuf, #[source] io::Error),
}

/// What a notice of the section's own is to be.
pub struct Wanted<'a> {
    /// Its name, as it was checked.
    pub name: &'a str,
    /// The subject, where it stands beside the text.
    pub subject: Option<&'a str>,
    /// The only language, where it was said.
    pub only: Option<Lang>,
    /// The language that is meant where nothing says it.
    pub usual: Lang,
    /// What kind of notice it is.
    pub purpose: Purpose,
    /// Who gets it.
    pub audience: &'a str,
}

/// Returns the name that is meant by what was typed, where it is free.
///
/// # Errors
/// [`CreateError::Name`], [`CreateError::Taken`], [`CreateError::OfTheProgram`].
pub fn free_name(library: &Library, folder: &Path, typed: &str) -> Result<String, CreateError> {
    let name = own::name(typed).ok_or_else(|| CreateError::Name(typed.chars().take(60).collect()))?;
    let there = library.names().contains(&name);
    if name == FREE || there && library.origin(&name) == Origin::Program {
        return Err(CreateError::OfTheProgram(name));
    }
    if there || folder.join(&name).symlink_metadata().is_ok() {
        Err(CreateError::Taken(name))
    } else {
        Ok(name)
    }
}

/// Reads the text of a file, or of standard input for `-`.
///
/// # Errors
/// [`NoticeError::Unreadable`], [`CreateError::NotText`].
pub fn text(path: &Path) -> Result<String, NoticeError> {
    let unreadable = |why| NoticeError::Unreadable { path: path.to_path_buf(), why };
    let bytes = input::read(path, FILE_MAX).map_err(unreadable)?;
    let fits = bytes.len() as u64 <= FILE_MAX;
    String::from_utf8(bytes).ok().filter(|_| fits).ok_or_else(|| CreateError::NotText.into())
}

/// Makes a notice of a text, and checks it as `templates check` does.
///
/// # Errors
/// [`NoticeError::Unfinished`], [`CreateError::NoSubject`]; what is wrong with the text ([`NoticeError::Render`]) or with the audience.
pub fn made(wanted: &Wanted<'_>, typed: &str) -> Result<Made, NoticeError> {
    finished(typed)?;
    let texts = own::texts(typed, wanted.subject, wanted.only, wanted.usual).ok_or(CreateError::NoSubject)?;
    let made = own::make(wanted.name, &texts, wanted.purpose, Some(wanted.audience))?;
    audience::proposed(&made.notice)?;
    Ok(made)
}

/// Writes a notice into the folder of the section's own.
///
/// # Errors
/// [`CreateError::Folder`]; [`CreateError::Taken`] where another was written meanwhile.
///
/// # Durability
/// The folder of the notice is there whole or not at all.
pub fn write(folder: &Path, made: &Made) -> Result<views::Created, NoticeError> {
    let at = folder.join(&made.notice.id);
    let mut all = vec![("notice.toml", made.manifest.as_str())];
    for tongue in made.notice.tongues() {
        let name = if *tongue == Lang::Fr { "fr.md" } else { "en.md" };
        all.push((name, made.notice.file(*tongue)));
    }
    put(folder, &made.notice.id, &all).map_err(|why| match why.kind() {
        io::ErrorKind::AlreadyExists => CreateError::Taken(made.notice.id.clone()),
        _ => CreateError::Folder(at.clone(), why),
    })?;
    Ok(shown(&at, made))
}

/// Writes the files of a template into a folder of their own, below that of all.
///
/// # Errors
/// What the system said; `AlreadyExists` where something has the name.
///
/// # Durability
/// The folder is there whole or not at all.
pub fn put(folder: &Path, name: &str, all: &[(&str, &str)]) -> io::Result<()> {
    let at = folder.join(name);
    files::private_dirs().recursive(true).create(folder)?;
    // Names that begin with a dot are not read.
    let part = files::private_tempdir(".part-", folder)?;
    for (name, content) in all {
        let mut file = files::careful().write(true).create_new(true).open(part.path().join(name))?;
        file.write_all(content.as_bytes())?;
        file.sync_all()?;
    }
    if at.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(part.path(), &at)?;
    let _ = part.keep();
    files::sync_dir(folder)
}

fn shown(at: &Path, made: &Made) -> views::Created {
    let manifest = &made.notice.manifest;
    let required = |whence| {
        let all = manifest.variables.iter().filter(move |(_, v)| v.from == whence && !v.optional);
        all.map(|(name, _)| name.clone()).collect()
    };
    let mut telling = Vec::new();
    for (_, rendered) in made.notice.check().into_iter().flatten() {
        telling.extend(lint::telling(&rendered.subject));
        telling.extend(lint::telling(&lint::first_lines(&rendered.text)));
    }
    telling.sort_unstable();
    telling.dedup();
    views::Created {
        name: made.notice.id.clone(),
        folder: at.display().to_string(),
        languages: made.notice.tongues().iter().map(|tongue| tongue.code()).collect(),
        to_set: required(Whence::Sender),
        from_roster: required(Whence::Member),
        audience: manifest.audience.clone(),
        telling_words: telling,
    }
}
