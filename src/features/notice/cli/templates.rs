//! `contrepoids notice templates`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::library;
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
    },
    features::notice::actions::{
        audience,
        library::{Checked, Library, Origin},
        shown,
    },
    render::{Notice, Purpose, ValueKind, Whence, french},
    tr,
};

/// List the notices, or show one with its variables
///
/// Each variable is set with --set NAME=VALUE; those of the roster are filled in for each member. With a name, the
/// notice is also rendered with sample values in both languages, which checks it.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice templates
  contrepoids notice templates meeting
  contrepoids notice templates check")]
pub struct TemplatesArgs {
    /// Name of one notice
    pub notice: Option<String>,
    /// Folder of the section's own notices
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// What else can be done.
    #[command(subcommand)]
    pub cmd: Option<TemplatesCmd>,
}

/// What `notice templates` can do.
#[derive(Debug, Clone, Subcommand)]
pub enum TemplatesCmd {
    Check(CheckArgs),
}

/// Check every notice with its samples, in both languages
///
/// The notices of the program and those of the section: `notices` in the folder of the settings, or --templates. Each has a
/// folder with notice.toml, fr.md and en.md. What is wrong is said with its file and its line; subjects with words that give
/// membership away are named.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice templates check
  contrepoids notice templates check --templates ours")]
pub struct CheckArgs {
    /// Folder of the section's own notices
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

struct List {
    found: Vec<(String, Option<Notice>, Origin)>,
}

struct Check(Vec<Checked>);

fn origin(lang: Lang, origin: Origin) -> String {
    match origin {
        Origin::Program => String::new(),
        Origin::Section => tr!(lang, "  (de la section)", "  (the section's own)"),
        Origin::Instead => tr!(
            lang,
            "  (de la section, à la place de celui du programme)",
            "  (the section's own, in the place of the program's)"
        ),
    }
}

/// Says what is wrong with a notice.
fn problem(lang: Lang, of: &Checked) -> Option<String> {
    match (&of.result, &of.audience) {
        (Err(error), _) => Some(crate::features::notice::messages::render(lang, error).what),
        (Ok(_), Some(error)) => Some(crate::features::notice::messages::audience::proposed(lang, error).what),
        (Ok(_), None) => None,
    }
}

impl Show for Check {
    fn view(&self, lang: Lang) -> impl View {
        shown::checks(&self.0, |c| problem(lang, c))
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = Vec::new();
        for one in &self.0 {
            let (id, from) = (&one.id, origin(lang, one.origin));
            let why = problem(lang, one);
            out.push(match why {
                None => tr!(lang, "{id}\u{a0}: bon{from}", "{id}: good{from}"),
                Some(why) => tr!(lang, "{id}\u{a0}: REFUSÉ{from}\n  {why}", "{id}: REFUSED{from}\n  {why}"),
            });
            if !one.telling.is_empty() {
                let list = one.telling.join(", ");
                out.push(tr!(
                    lang,
                    "  L’objet dit de quoi il s’agit\u{a0}: {list}",
                    "  The subject tells what this is about: {list}"
                ));
            }
        }
        lines(out)
    }
}

struct One {
    notice: Notice,
    samples: Vec<(Lang, String, String)>,
}

fn tongue(lang: Lang) -> Lang {
    lang
}

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        shown::templates(&self.found)
    }

    fn text(&self, lang: Lang) -> String {
        lines(self.found.iter().map(|(id, notice, from)| {
            let about = match notice {
                Some(notice) => bound(lang, notice.manifest.about.get(tongue(lang))),
                None => tr!(lang, "refusé\u{a0}: notice templates check", "refused: notice templates check"),
            };
            format!("{id:<13} {about}{}", origin(lang, *from))
        }))
    }
}

/// A text of a section's own, with what French binds to a sign bound to it.
pub(super) fn bound(lang: Lang, text: &str) -> String {
    match lang {
        Lang::Fr => crate::render::typography::french(text),
        Lang::En => text.to_owned(),
    }
}

fn kind(lang: Lang, kind: ValueKind) -> String {
    match kind {
        ValueKind::Line => tr!(lang, "texte", "text"),
        ValueKind::Text => tr!(lang, "paragraphes", "paragraphs"),
        ValueKind::List => tr!(lang, "liste", "list"),
        ValueKind::Date => tr!(lang, "date", "date"),
        ValueKind::Time => tr!(lang, "heure", "time"),
        ValueKind::Number => tr!(lang, "nombre", "number"),
        ValueKind::Year => tr!(lang, "année", "year"),
        ValueKind::Money => tr!(lang, "montant", "amount"),
        ValueKind::Link => tr!(lang, "lien", "link"),
        ValueKind::Flag => tr!(lang, "oui ou non", "yes or no"),
        ValueKind::Payments => tr!(lang, "versements", "payments"),
    }
}

impl Show for One {
    fn view(&self, _lang: Lang) -> impl View {
        shown::template(&self.notice, &self.samples)
    }

    fn text(&self, lang: Lang) -> String {
        let tongue = tongue(lang);
        let mut out = vec![
            format!("{} — {}", self.notice.id, bound(lang, self.notice.manifest.about.get(tongue))),
            String::new(),
        ];
        for (name, v) in &self.notice.manifest.variables {
            let who = match (v.from, v.optional) {
                _ if v.ledger => tr!(lang, "des cotisations", "from the dues"),
                (Whence::Member, _) => tr!(lang, "du fichier", "from the roster"),
                (Whence::Each, _) => tr!(lang, "par personne", "for each person"),
                (Whence::Sender, true) => tr!(lang, "facultatif", "optional"),
                (Whence::Sender, false) => tr!(lang, "à donner", "to be set"),
            };
            let sample = v.sample(tongue).typed().first().cloned().unwrap_or_default();
            let name = french::shown(lang, name);
            let head = format!("  {name:<11} {:<12} {who:<15} ", kind(lang, v.kind));
            let line = finding::wrapped(&head, &" ".repeat(43), &bound(lang, v.about.get(tongue)));
            out.push(line.trim_end().to_owned());
            if v.from == Whence::Sender {
                out.push(format!("              --set '{name}={sample}'"));
            }
        }
        out.push(String::new());
        out.push(match &self.notice.manifest.audience {
            Some(audience) => tr!(
                lang,
                "Destinataires proposés\u{a0}: --where '{audience}'",
                "Proposed recipients: --where '{audience}'"
            ),
            None => tr!(
                lang,
                "Destinataires\u{a0}: à dire (--id, --where, --site…\u{a0}; --standing member pour tous les membres)",
                "Recipients: to be named (--id, --where, --site…; --standing member for all members)"
            ),
        });
        out.push(match self.notice.manifest.purpose {
            Purpose::Statutory => tr!(
                lang,
                "Sorte\u{a0}: dû à chacun·e\u{a0}; personne ne peut le refuser",
                "Kind: owed to everybody; nobody opts out"
            ),
            Purpose::News => tr!(
                lang,
                "Sorte\u{a0}: nouvelles\u{a0}; on peut les refuser",
                "Kind: news; people may opt out"
            ),
            Purpose::Dues => tr!(
                lang,
                "Sorte\u{a0}: cotisations\u{a0}; on peut les refuser",
                "Kind: dues; people may opt out"
            ),
        });
        for (_, subject, text) in self.samples.iter().filter(|(t, ..)| *t == self.notice.tongue(tongue)) {
            out.push(String::new());
            out.push(tr!(lang, "Avec ces exemples\u{a0}:", "With these samples:"));
            out.push(String::new());
            out.push(tr!(lang, "  Objet\u{a0}: {subject}", "  Subject: {subject}"));
            out.push(String::new());
            out.extend(text.lines().map(|l| format!("  {l}").trim_end().to_owned()));
        }
        lines(out)
    }
}

/// Runs `contrepoids notice templates`.
///
/// # Errors
/// When there is no notice of that name, or it does not pass its check.
pub(super) fn run(face: &mut Face, args: &TemplatesArgs) -> Result<Exit, Refusal> {
    if let Some(TemplatesCmd::Check(check)) = &args.cmd {
        let checked = library(face, check.templates.as_deref())?.check();
        let good = checked.iter().all(Checked::is_good);
        face.show(&Check(checked))?;
        return Ok(if good { Exit::Done } else { Exit::Refused });
    }
    let library: Library = library(face, args.templates.as_deref())?;
    if let Some(name) = &args.notice {
        let notice = library.named(name)?;
        audience::proposed(&notice)?;
        let shown = notice.check()?;
        let samples = shown.into_iter().map(|(t, r)| (t, r.subject, r.text)).collect();
        face.show(&One { notice, samples })?;
    } else {
        let one = |id: String| (library.named(&id).ok(), library.origin(&id), id);
        let found = library.names().into_iter().map(one).map(|(n, o, id)| (id, n, o)).collect();
        face.show(&List { found })?;
    }
    Ok(Exit::Done)
}
