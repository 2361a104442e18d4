//! `contrepoids letter template`.

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::letter::{
        actions::{self as app, Shelf},
        messages, views,
    },
    tr,
};

/// The section's own letters: begin one, list them, check them
///
/// Each has a folder below `letters` in the folder of the settings, with letter.toml (what it must carry), fr.md (the letter) and, where
/// there is a gloss, en.md. A letter of the program goes before one of the same name.
#[derive(Debug, Clone, Subcommand)]
#[command(after_help = "Examples:
  contrepoids letter template new hours-request
  contrepoids letter template check")]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum TemplateCmd {
    New(NewArgs),
    /// List the section's own letters
    List,
    Check(CheckArgs),
}

/// Begin a letter of the section's own: its files, to be edited
///
/// The files pass the check as they are. With --like they are those of a letter of the program, with all that it must carry.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids letter template new hours-request
  contrepoids letter template new our-designation --like designation-rss")]
pub struct NewArgs {
    /// Name of the letter
    #[arg(value_name = "LETTER")]
    letter: String,
    /// Letter of the program with which it begins
    #[arg(long, value_name = "LETTER")]
    like: Option<String>,
}

/// Check the section's own letters with their samples
///
/// The texts in each language with and without what is optional, the mentions, the articles in force, the facts for the agenda. What is
/// wrong is said with its file and its line.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids letter template check")]
pub struct CheckArgs {}

/// Runs `contrepoids letter template …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub(super) fn run(face: &mut Face, cmd: &TemplateCmd) -> Result<Exit, Refusal> {
    let shelf = Shelf::read(&face.place().config)?;
    match cmd {
        TemplateCmd::New(args) => {
            let made = shelf.create(&args.letter, args.like.as_deref())?;
            face.show(&made)?;
            Ok(Exit::Done)
        }
        TemplateCmd::List => {
            let checked = shelf.check(face.today)?;
            face.show(&app::templates(&shelf, &checked, face.lang))?;
            Ok(Exit::Done)
        }
        TemplateCmd::Check(_) => {
            let checked = shelf.check(face.today)?;
            let lang = face.lang;
            let value = app::checks(&checked, |name, flaw| messages::flaw(lang, name, flaw));
            let good = value.templates.iter().all(|one| one.good);
            face.show(&value)?;
            Ok(if good { Exit::Done } else { Exit::Refused })
        }
    }
}

impl Show for views::NewTemplate {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let (name, folder, files) = (&self.name, &self.folder, self.files.join(", "));
        tr!(
            lang,
            "Courrier «\u{a0}{name}\u{a0}» commencé\u{a0}: {folder}\nÀ retoucher\u{a0}: {files}. Ensuite\u{a0}: contrepoids letter \
             template check\n",
            "Letter `{name}` begun: {folder}\nTo be edited: {files}. Next: contrepoids letter template check\n"
        )
    }
}

fn none(lang: Lang) -> String {
    tr!(
        lang,
        "La section n’a pas de courrier à elle. Pour en commencer un\u{a0}: contrepoids letter template new NOM\n",
        "The section has no letter of its own. To begin one: contrepoids letter template new NAME\n"
    )
}

impl Show for views::Templates {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        if self.templates.is_empty() {
            return none(lang);
        }
        let wide = self.templates.iter().map(|one| one.name.chars().count()).max().unwrap_or_default();
        let line = |one: &views::Template| {
            let about = match &one.title {
                Some(title) if one.good => title.clone(),
                _ => tr!(lang, "refusé\u{a0}: letter template check", "refused: letter template check"),
            };
            let name = &one.name;
            finding::wrapped(&format!("{name:<wide$}  "), &" ".repeat(wide.saturating_add(2)), &about)
        };
        let mut out: String = self.templates.iter().map(line).collect();
        let folder = &self.folder;
        out.push_str(&tr!(lang, "Dossier\u{a0}: {folder}\n", "Folder: {folder}\n"));
        out
    }
}

impl Show for views::Checks {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        if self.templates.is_empty() {
            return none(lang);
        }
        let line = |one: &views::CheckRow| {
            let name = &one.name;
            match &one.problem {
                None => tr!(lang, "{name}\u{a0}: bon\n", "{name}: good\n"),
                Some(problem) => {
                    let head = tr!(lang, "{name}\u{a0}: REFUSÉ", "{name}: REFUSED");
                    format!("{head}\n{}", finding::wrapped("  ", "  ", problem))
                }
            }
        };
        self.templates.iter().map(line).collect()
    }
}
