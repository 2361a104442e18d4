//! `contrepoids experience`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
        wanted::listed,
    },
    features::{
        experience::{
            actions::{self as app, ExperienceError, Wish},
            records::{Part, Sort},
            views,
        },
        notice::actions::Library,
    },
    tr, trn,
};

/// Tell other sections what was tried and what came of it, and read what they tell: without any person
///
/// Groups with their aims and endings, acts with their counts, days of action, courses, themes, notices of your own. People are counted,
/// fewer than five are not, and the names of everybody who is known are taken out of what was typed.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  contrepoids experience export
  contrepoids experience export --section \"Exemple Lyon\" --out ours.json
  contrepoids experience import theirs.json
  contrepoids experience list")]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum ExperienceCmd {
    Export(ExportArgs),
    /// Take what another section told, marked as theirs
    Import(ImportArgs),
    /// List what other sections told
    List(ListArgs),
    /// Show something that another section tried
    Show(ShowArgs),
    /// Take out something that another section told
    Remove(RemoveArgs),
}

/// Tell what this section tried: shown without --out, written with it
///
/// Read it before you give it away: a name that nobody has in the roster or among the colleagues is not known here, and stays.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids experience export
  contrepoids experience export --section \"Exemple Lyon\" --out ours.json
  contrepoids experience export --out ours.age --to age1…")]
pub struct ExportArgs {
    /// Name of the section, as the file says it
    #[arg(long, value_name = "NAME", default_value = "–")]
    section: String,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file where there is one
    #[arg(long, requires = "out")]
    force: bool,
    /// Seal it to this public key, age1…; several times for several
    #[arg(long, value_name = "KEY", requires = "out")]
    to: Vec<String>,
}

/// Take what another section told, marked as theirs
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids experience import theirs.json")]
pub struct ImportArgs {
    /// The file, open or sealed to this device; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// List what other sections told
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids experience list
  contrepoids experience list --kind drive")]
pub struct ListArgs {
    /// Only of this section
    #[arg(long, value_name = "NAME")]
    section: Option<String>,
    /// Only this: drive, test, day, course, theme, template
    #[arg(long, value_name = "KIND", value_parser = sort)]
    kind: Option<Sort>,
}

/// Show something that another section tried
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids experience show salaires")]
pub struct ShowArgs {
    /// Words of its name, or its first digits
    #[arg(value_name = "WORDS")]
    which: String,
}

/// Take out something that another section told
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids experience remove salaires")]
pub struct RemoveArgs {
    /// Words of its name, or its first digits
    #[arg(value_name = "WORDS")]
    which: String,
}

fn sort(typed: &str) -> Result<Sort, String> {
    listed(typed, Sort::ALL, |one| (one.code(), one.words(Lang::Fr), one.words(Lang::En)))
}

impl ExperienceCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::List(_) | Self::Show(_) => Safe::Read,
            Self::Export(_) => Safe::Export,
            Self::Import(_) | Self::Remove(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids experience …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &ExperienceCmd) -> Result<Exit, Refusal> {
    match cmd {
        ExperienceCmd::Export(args) => export(face, args),
        ExperienceCmd::Import(args) => {
            let (bytes, sealed) = app::load(&args.file)?;
            let bytes = if sealed { app::unsealed(&bytes, &*face.key()?)? } else { bytes };
            let value = app::take(&mut face.open_write()?, (face.now_ms(), face.today), &bytes)?;
            face.show(&Taken { value })?;
            Ok(Exit::Done)
        }
        ExperienceCmd::List(args) => {
            let value = app::list(&face.open_read()?, args.section.as_deref(), args.kind)?;
            if value.lessons.is_empty() {
                face.note(&tr!(
                    face.lang,
                    "Aucune section n’a rien raconté.",
                    "No section has told anything."
                ));
            }
            face.show(&List { value })?;
            Ok(Exit::Done)
        }
        ExperienceCmd::Show(args) => {
            let value = app::show(&face.open_read()?, &args.which)?;
            face.show(&Page { value })?;
            Ok(Exit::Done)
        }
        ExperienceCmd::Remove(args) => {
            app::remove(&mut face.open_write()?, face.now_ms(), &args.which)?;
            face.note(&tr!(face.lang, "Retiré.", "Taken out."));
            Ok(Exit::Done)
        }
    }
}

fn export(face: &mut Face, args: &ExportArgs) -> Result<Exit, Refusal> {
    let folder = Library::folder(&face.place().config);
    let library = Library::read(&folder).map_err(|why| ExperienceError::Unreadable(folder, why))?;
    let wish = Wish {
        section: args.section.clone(),
        out: args.out.clone(),
        replace: args.force,
        to: args.to.clone(),
    };
    let value = app::tell(&face.open_read()?, face.today, &wish, &library)?;
    let (written, readers, taken) = (value.written, value.readers, value.names_taken_out);
    face.show(&Told { value })?;
    let lang = face.lang;
    if taken > 0 {
        face.note(&trn!(
            lang,
            taken,
            "{taken} mot qui peut être un nom est masqué.",
            "{taken} mots qui peuvent être des noms sont masqués.",
            "{taken} word that may be a name is hidden.",
            "{taken} words that may be names are hidden."
        ));
    }
    face.note(&match (written, readers) {
        (false, _) => tr!(
            lang,
            "Rien n’est écrit. Lisez, puis\u{a0}: contrepoids experience export --out FICHIER",
            "Nothing is written. Read it, then: contrepoids experience export --out FILE"
        ),
        (true, 0) => tr!(
            lang,
            "Écrit en clair\u{a0}: qui a le fichier le lit. Un nom inconnu ici y reste\u{a0}: relisez.",
            "Written open: whoever has the file reads it. A name that is unknown here stays: read it again."
        ),
        (true, _) => tr!(
            lang,
            "Écrit et scellé. Un nom inconnu ici y reste\u{a0}: relisez.",
            "Written and sealed. A name that is unknown here stays: read it again."
        ),
    });
    Ok(Exit::Done)
}

/// What is said of something, in lines.
fn told<'a>(lang: Lang, said: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    let one = |(part, text): (&String, &String)| {
        let part = Part::from_code(part).map_or(part.as_str(), |part| part.words(lang));
        let first =
            finding::wrapped(&format!("  {part}\u{a0}: "), "    ", text.lines().next().unwrap_or_default());
        let rest = text.lines().skip(1).map(|line| finding::wrapped("    ", "    ", line));
        first + &rest.collect::<String>()
    };
    said.into_iter().map(one).collect()
}

struct Told {
    value: views::Told,
}

impl Show for Told {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let one = |row: &views::ToldRow| {
            format!("{} ({})\n{}", row.name, row.sort.words(lang), told(lang, &row.said))
        };
        self.value.lessons.iter().map(one).collect()
    }
}

struct Taken {
    value: views::Taken,
}

impl Show for Taken {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let of = &self.value;
        let (section, new, known, day) = (&of.section, of.new, of.known, finding::day(lang, of.day));
        tr!(
            lang,
            "{section}, au {day}\u{a0}: {new} éléments nouveaux, {known} remis à jour.\n",
            "{section}, on {day}: {new} new items, {known} brought up to date.\n"
        )
    }
}

/// Something of another section, in a line.
fn head(lang: Lang, one: &views::LessonRow) -> String {
    let sort = one.sort.map(|sort| format!(" ({})", sort.words(lang))).unwrap_or_default();
    let day = one.told.map(|day| finding::day(lang, day)).unwrap_or_default();
    let (section, name) = (&one.section, &one.name);
    let what = tr!(
        lang,
        "{name}{sort} – raconté par {section} le {day}",
        "{name}{sort} – told by {section} on {day}"
    );
    finding::wrapped(&format!("{}  ", one.id.short()), &" ".repeat(10), &what)
}

struct List {
    value: views::Lessons,
}

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        self.value.lessons.iter().map(|one| head(lang, one)).collect()
    }
}

struct Page {
    value: views::Page,
}

impl Show for Page {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        head(lang, &self.value.lesson) + &told(lang, &self.value.said)
    }
}
