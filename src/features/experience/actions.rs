//! What this section tells, what another one told.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::{
    base::Id,
    features::{
        action::{records::Test, rules::hide::LEAST},
        experience::{
            records::{Experience, Part, Sort},
            rules::{self, BadFile, FORM, File, Lesson},
            views,
        },
        export::actions::{self as export, ExportError},
        group::{records::Group, rules::named},
        meeting::records::{Meeting, Presence, Sort as DayKind},
        notice::actions::{Library, library::Origin},
        survey::rules::Names,
        talk::{
            actions::{self as talk, TalkError, change, taken_back},
            records::{Act, Talk},
        },
        training::records::Training,
    },
    platform::input,
    roster::Person,
    vault::{
        Identity, Vault, VaultError,
        age_file::{self, AgeError, Form},
        identity,
    },
};

/// Why nothing is told or taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExperienceError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The people cannot be read.
    #[error(transparent)]
    Talk(#[from] TalkError),
    /// The file cannot be written, or a key is none.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The file is sealed, and not to this device.
    #[error(transparent)]
    Age(#[from] AgeError),
    /// The file cannot be read.
    #[error("the file cannot be read")]
    Unreadable(PathBuf, #[source] io::Error),
    /// The file is not taken.
    #[error("the file is not taken")]
    Bad(BadFile),
    /// The name of the section cannot be kept.
    #[error("the name of the section is no line of text")]
    Section,
    /// Nothing was tried that could be told.
    #[error("there is nothing to tell")]
    Nothing,
    /// Nothing, or more than one thing, is called so.
    #[error("nothing, or more than one thing, is called so")]
    None(String),
}

type Said = BTreeMap<Part, String>;

fn said(parts: impl IntoIterator<Item = (Part, Option<String>)>) -> Said {
    let there = parts.into_iter().filter_map(|(part, text)| Some((part, text.filter(|t| !t.is_empty())?)));
    there.collect()
}

fn count(n: Option<usize>) -> Option<String> {
    n.map(|n| n.to_string())
}

fn day(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// Puts together what the section tried: aims, acts, results, themes, courses, notices of its own. People are counted, and few are not.
fn lessons(vault: &Vault, library: &Library) -> Result<Vec<Lesson>, VaultError> {
    let mut out = Vec::new();
    for (_, group) in vault.all::<Group>()? {
        let themes = group.themes.iter().cloned().collect::<Vec<_>>().join(", ");
        let parts = [
            (Part::Kind, group.nature.map(|nature| nature.code().to_owned())),
            (Part::Aim, Some(group.aim)),
            (Part::Themes, Some(themes)),
            (Part::From, day(group.opened)),
            (Part::To, day(group.closed)),
            (Part::Ending, group.ending.map(|ending| ending.code().to_owned())),
            (Part::Outcome, group.outcome),
        ];
        out.push(Lesson { sort: Sort::Drive, name: group.name, said: said(parts) });
    }
    let acts = vault.all::<Act>()?;
    for (id, test) in vault.all::<Test>()? {
        let of = acts.iter().filter(|(_, act)| act.test == Some(id));
        let (asked, done) = of.fold((0_usize, 0_usize), |(asked, done), (_, act)| {
            (asked.saturating_add(1), done.saturating_add(usize::from(act.day.is_some())))
        });
        let (asked, done) = rules::counted(asked, done, LEAST);
        let parts = [
            (Part::Kind, Some(test.kind)),
            (Part::From, day(test.day)),
            (Part::Asked, count(asked)),
            (Part::Done, count(done)),
        ];
        out.push(Lesson { sort: Sort::Test, name: test.name, said: said(parts) });
    }
    let days = vault.all::<Meeting>()?;
    for (_, one) in days.into_iter().filter(|(_, one)| one.sort.is_some_and(|sort| sort != DayKind::Meeting))
    {
        let came = one.guests.iter().filter(|guest| guest.presence == Some(Presence::Came)).count();
        let parts = [
            (Part::Kind, one.sort.map(|sort| sort.code().to_owned())),
            (Part::From, day(one.day)),
            (Part::People, count(rules::counted(came, 0, LEAST).0)),
        ];
        out.push(Lesson { sort: Sort::Day, name: one.name, said: said(parts) });
    }
    for (_, one) in vault.all::<Training>()? {
        let personas = one.personas.iter().cloned().collect::<Vec<_>>().join(", ");
        let parts = [
            (Part::Aim, Some(one.aims.join(", ").chars().take(500).collect())),
            (Part::For, Some(personas)),
            (Part::Days, Some(one.days)),
            (Part::From, day(one.day)),
        ];
        out.push(Lesson { sort: Sort::Course, name: one.title, said: said(parts) });
    }
    let mut people: BTreeMap<String, std::collections::BTreeSet<Id>> = BTreeMap::new();
    for (_, one) in vault.all::<Talk>()? {
        for theme in one.themes {
            people.entry(theme).or_default().extend(one.with);
        }
    }
    for (theme, of) in people {
        let parts = [(Part::People, count(rules::counted(of.len(), 0, LEAST).0))];
        out.push(Lesson { sort: Sort::Theme, name: theme, said: said(parts) });
    }
    for name in library.names().into_iter().filter(|name| library.origin(name) != Origin::Program) {
        let Ok(notice) = library.named(&name) else { continue };
        let parts = notice.tongues().iter().map(|tongue| {
            let part = if *tongue == crate::base::Lang::Fr { Part::French } else { Part::English };
            (part, Some(notice.file(*tongue).replace("\r\n", "\n").replace('\t', " ")))
        });
        out.push(Lesson { sort: Sort::Template, said: said(parts), name });
    }
    Ok(out)
}

/// What is to be told, and to whom.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The name of the section, as the file says it.
    pub section: String,
    /// The file; without one it is only shown.
    pub out: Option<PathBuf>,
    /// Whether a file that is there is replaced.
    pub replace: bool,
    /// Public keys to which it is sealed; open without any.
    pub to: Vec<String>,
}

/// Tells what the section tried, with the names of everybody who is known taken out.
///
/// # Errors
/// [`ExperienceError`]; no file is written then.
pub fn tell(
    vault: &Vault,
    today: NaiveDate,
    wish: &Wish,
    library: &Library,
) -> Result<views::Told, ExperienceError> {
    let people: Vec<Person> = vault.all::<Person>()?.into_iter().map(|(_, person)| person).collect();
    let known = talk::everybody(vault, today)?;
    let names = Names::of(&people).and(known.values().map(|one| one.name.as_str()));
    let (lessons, names_taken_out) = rules::nameless(&names, lessons(vault, library)?);
    if lessons.is_empty() {
        return Err(ExperienceError::Nothing);
    }
    let file = File { form: FORM.to_owned(), section: wish.section.clone(), day: today, lessons };
    let bytes = serde_json::to_vec_pretty(&file).map_err(|_| ExperienceError::Section)?;
    // What would not be read is not written.
    rules::read(&bytes, today).map_err(|bad| match bad {
        BadFile::Text(0) => ExperienceError::Section,
        other => ExperienceError::Bad(other),
    })?;
    let readers = if wish.to.is_empty() { Vec::new() } else { export::readers(&wish.to, None)? };
    if let Some(out) = &wish.out {
        export::look(out, wish.replace)?;
        let bytes = if readers.is_empty() { bytes } else { age_file::seal(&readers, &bytes, Form::Armored)? };
        export::write(out, &bytes, wish.replace)?;
    }
    Ok(views::Told {
        section: wish.section.clone(),
        day: today,
        lessons: file.lessons.iter().map(views::ToldRow::of).collect(),
        names_taken_out,
        written: wish.out.is_some(),
        readers: readers.len(),
    })
}

/// Reads a file of another section as it lies there; says whether it is sealed.
///
/// # Errors
/// [`ExperienceError::Unreadable`].
pub fn load(path: &Path) -> Result<(Vec<u8>, bool), ExperienceError> {
    // Sealed and armored it is a third longer.
    let most = rules::FILE_MOST.saturating_mul(2);
    let bytes =
        input::read(path, most).map_err(|why| ExperienceError::Unreadable(path.to_path_buf(), why))?;
    let sealed = bytes.starts_with(b"age-encryption.org/") || bytes.starts_with(b"-----BEGIN AGE");
    Ok((bytes, sealed))
}

/// Opens a file that is sealed to this device.
///
/// # Errors
/// [`ExperienceError::Age`].
pub fn unsealed(bytes: &[u8], key: &Identity) -> Result<Vec<u8>, ExperienceError> {
    Ok(identity::open(bytes, &[key])?.to_vec())
}

/// The key of what a section told: the same however often it is taken.
fn key(file: &File, lesson: &Lesson) -> Id {
    let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 experience");
    for part in [&file.section, lesson.sort.code(), &lesson.name] {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    Id(hasher.finalize().as_bytes().first_chunk::<16>().copied().unwrap_or_default())
}

/// Takes what another section told, marked as theirs. What was taken before is brought up to date.
///
/// # Errors
/// [`ExperienceError::Bad`]; when the vault cannot be written. Nothing of the file is taken then.
pub fn take(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    bytes: &[u8],
) -> Result<views::Taken, ExperienceError> {
    let file = rules::read(bytes, today).map_err(ExperienceError::Bad)?;
    let mut changes = Vec::new();
    let (mut new, mut known) = (0_usize, 0_usize);
    for lesson in &file.lessons {
        let id = key(&file, lesson);
        let made = Experience {
            section: file.section.clone(),
            told: Some(file.day),
            taken: Some(today),
            sort: Some(lesson.sort),
            name: lesson.name.clone(),
            said: lesson.said.clone(),
            removed: false,
        };
        let counted = if vault.get::<Experience>(&id)?.is_some() { &mut known } else { &mut new };
        *counted = counted.saturating_add(1);
        changes.push(change(vault, now_ms, id, &made)?);
    }
    vault.commit(now_ms, changes)?;
    Ok(views::Taken { section: file.section, day: file.day, new, known })
}

/// Lists what other sections told, of all or of one.
///
/// # Errors
/// When the vault cannot be read.
pub fn list(
    vault: &Vault,
    section: Option<&str>,
    sort: Option<Sort>,
) -> Result<views::Lessons, ExperienceError> {
    let mut all = vault.all::<Experience>()?;
    let same = |one: &Experience| {
        section.is_none_or(|asked| crate::features::talk::rules::same(asked, &one.section))
            && sort.is_none_or(|asked| one.sort == Some(asked))
    };
    all.retain(|(_, one)| same(one));
    all.sort_by(|(a, one), (b, other)| {
        (other.told, &one.section, one.sort, &one.name, a).cmp(&(
            one.told,
            &other.section,
            other.sort,
            &other.name,
            b,
        ))
    });
    Ok(views::Lessons { lessons: all.iter().map(|(id, one)| views::LessonRow::of(*id, one)).collect() })
}

fn find(vault: &Vault, typed: &str) -> Result<(Id, Experience), ExperienceError> {
    let all = vault.all::<Experience>()?;
    let id = named(typed, all.iter().map(|(id, one)| (*id, one.name.as_str())));
    let found = id.and_then(|id| all.into_iter().find(|(other, _)| *other == id));
    found.ok_or_else(|| ExperienceError::None(typed.to_owned()))
}

/// Shows something that another section tried.
///
/// # Errors
/// [`ExperienceError::None`].
pub fn show(vault: &Vault, which: &str) -> Result<views::Page, ExperienceError> {
    let (id, one) = find(vault, which)?;
    Ok(views::Page::of(id, &one))
}

/// Takes something out that another section told.
///
/// # Errors
/// [`ExperienceError::None`]; when the vault cannot be written.
pub fn remove(vault: &mut Vault, now_ms: u64, which: &str) -> Result<(), ExperienceError> {
    let (id, _) = find(vault, which)?;
    let gone = taken_back::<Experience>(vault, now_ms, id)?;
    vault.commit(now_ms, gone.into_iter().collect())?;
    Ok(())
}
