//! `contrepoids notice new`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{
    edit::{self, Start, Work},
    library,
};
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
    },
    features::notice::{
        actions::{
            Library,
            create::{self, Wanted},
        },
        messages::command::Unqueued,
        rules::own::letter,
        views::Created,
    },
    render::{Purpose, french},
    tr,
};

/// What kind of message it is, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TypedPurpose {
    /// News and meetings
    News,
    /// Dues
    Dues,
    /// What members are owed
    Statutory,
}

impl From<TypedPurpose> for Purpose {
    fn from(typed: TypedPurpose) -> Self {
        match typed {
            TypedPurpose::News => Self::News,
            TypedPurpose::Dues => Self::Dues,
            TypedPurpose::Statutory => Self::Statutory,
        }
    }
}

/// In which languages a text is.
#[derive(Debug, Clone, Args)]
pub struct Tongues {
    /// The text is French, and there is no other
    #[arg(long, conflicts_with = "en_only")]
    pub fr_only: bool,
    /// The text is English, and there is no other
    #[arg(long)]
    pub en_only: bool,
}

impl Tongues {
    /// Returns the only language, where it was said.
    pub(super) const fn only(&self) -> Option<Lang> {
        match (self.fr_only, self.en_only) {
            (true, _) => Some(Lang::Fr),
            (_, true) => Some(Lang::En),
            _ => None,
        }
    }
}

/// Make a notice of the section's own from a line or a text
///
/// --text takes one line and puts a greeting and a signature around it; --text-file takes a text as it is (`-` for standard input);
/// without either, your editor opens. The first line of a text is `Subject: …`, or --subject says it. One language is enough: whoever
/// reads the other one gets this text. With `Objet : …` behind an empty line, the French text follows. `{{ name }}` stands for a value:
/// those of the roster are filled in, the others are set with --set. What is made passes `notice templates check`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice new barbecue --subject 'See you soon' --text \\
    'We meet on {{ date }} at {{ place }}.'
  contrepoids notice new letter --text-file letter.md
  contrepoids notice new barbecue-en --en-only")]
pub struct NewArgs {
    /// Name of the notice
    pub name: String,
    /// Subject, where the text does not say it
    #[arg(long, value_name = "TEXT")]
    pub subject: Option<String>,
    /// The text, in one line
    #[arg(long, value_name = "TEXT", conflicts_with = "text_file")]
    pub text: Option<String>,
    /// File of the text, `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub text_file: Option<PathBuf>,
    /// In which languages it is.
    #[command(flatten)]
    pub tongues: Tongues,
    /// What kind of notice it is: members opt out of news and of dues
    #[arg(long, value_name = "PURPOSE", value_enum, default_value = "news")]
    pub purpose: TypedPurpose,
    /// Who gets it where the person names nobody
    #[arg(long, value_name = "CONDITION", default_value = "standing=member")]
    pub audience: String,
    /// Folder of the section's own notices
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

impl Show for Created {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let (name, folder) = (&self.name, &self.folder);
        let mut out = vec![tr!(
            lang,
            "Avis «\u{a0}{name}\u{a0}» fait et vérifié\u{a0}: {folder}",
            "Notice `{name}` made and checked: {folder}"
        )];
        match self.languages.as_slice() {
            ["fr"] => out.push(tr!(
                lang,
                "En français seulement\u{a0}: tout le monde reçoit ce texte.",
                "In French only: everybody gets this text."
            )),
            ["en"] => out.push(tr!(
                lang,
                "En anglais seulement\u{a0}: tout le monde reçoit ce texte.",
                "In English only: everybody gets this text."
            )),
            _ => {}
        }
        if !self.telling_words.is_empty() {
            let list = self.telling_words.join(", ");
            out.push(tr!(
                lang,
                "Attention\u{a0}: l’objet ou le début dit de quoi il s’agit ({list}). Un écran verrouillé l’affiche.",
                "Warning: the subject or the beginning tells what this is about ({list}). A lock screen shows it."
            ));
        }
        let names = self.to_set.iter().map(|name| french::shown(lang, name));
        let set: Vec<String> = names.map(|name| format!(" --set {name}=…")).collect();
        let set = set.concat();
        out.push(tr!(
            lang,
            "Ensuite\u{a0}: contrepoids notice preview {name}{set}",
            "Next: contrepoids notice preview {name}{set}"
        ));
        lines(out)
    }
}

/// A notice that is being written.
struct Writing<'a> {
    folder: &'a Path,
    wanted: Wanted<'a>,
    // A text that lies elsewhere is not kept a second time.
    lies_elsewhere: bool,
}

impl Work for Writing<'_> {
    type Made = Created;

    fn take(&mut self, _face: &mut Face, text: &str) -> Result<Created, (Refusal, bool)> {
        let made = create::made(&self.wanted, text).map_err(|e| (e.into(), true))?;
        create::write(self.folder, &made).map_err(|e| (e.into(), false))
    }

    /// No vault is open, and no member's data stands in such a text: it is left in memory.
    fn keep(&mut self, face: &Face, text: &str, refusal: Refusal) -> Refusal {
        if self.lies_elsewhere {
            return refusal;
        }
        Unqueued(refusal, edit::left(face, text)).into()
    }
}

/// With what a person begins to write.
pub(super) fn skeleton(tongue: Lang) -> String {
    let blank = tr!(tongue, "‹Votre texte›", "‹Your text›");
    let word = match tongue {
        Lang::Fr => "Objet :",
        Lang::En => "Subject:",
    };
    format!("{word} \n\n{}\n", letter(&blank, tongue))
}

/// Runs `contrepoids notice new`.
///
/// # Errors
/// When the name is taken, or the text is not taken; nothing is written then, and nothing typed is lost.
pub(super) fn run(face: &mut Face, args: &NewArgs) -> Result<Exit, Refusal> {
    let folder = args.templates.clone().unwrap_or_else(|| Library::folder(&face.place().config));
    let library = library(face, args.templates.as_deref())?;
    let name = create::free_name(&library, &folder, &args.name)?;
    let only = args.tongues.only();
    let usual = face.lang;
    let wanted = Wanted {
        name: &name,
        subject: args.subject.as_deref(),
        only,
        usual,
        purpose: args.purpose.into(),
        audience: &args.audience,
    };
    let tongue = only.unwrap_or(usual);
    let (start, lies_elsewhere) = match (&args.text, &args.text_file) {
        (Some(line), _) => (Start::Finished(letter(line, tongue)), true),
        (None, Some(path)) => (Start::Finished(create::text(path)?), path.as_os_str() != "-"),
        (None, None) => (Start::Draft(skeleton(tongue)), false),
    };
    let made = edit::write(face, &mut Writing { folder: &folder, wanted, lies_elsewhere }, start)?;
    face.show(&made)?;
    Ok(Exit::Done)
}
