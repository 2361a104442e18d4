//! `contrepoids join`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::join::{
        actions::{self as app, Wish},
        views::FormMade,
    },
    roster::attr::Attr,
    tr,
};

/// What `join` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum JoinCmd {
    Form(FormArgs),
}

/// Write the form by which one joins: one page for a browser, encrypted to the section
///
/// One file, in both languages, that works without a network: what is typed is encrypted in the browser to a key of the section, and
/// whoever joins hands over the encrypted text (mail, message, file, paper). Hand the file out as you like; say the six words of its
/// key in person. `member join` takes what comes back. The key is made once, and anew when a device left the vault; the one before
/// opens for 90 days more.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids join form --out join.html
  contrepoids join form --field phone --field site --out join.html --force")]
pub struct FormArgs {
    /// The file to write, .html
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// A field to ask besides names and mail address; several times for several
    #[arg(long, value_name = "FIELD")]
    pub field: Vec<String>,
    /// Replace the file if there is one
    #[arg(long)]
    pub force: bool,
    /// Make the key anew: the one before opens for 90 days more
    #[arg(long)]
    pub new_key: bool,
}

impl JoinCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::Form(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids join …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &JoinCmd) -> Result<Exit, Refusal> {
    match cmd {
        JoinCmd::Form(args) => {
            let mut vault = face.open_write()?;
            let wish = Wish {
                fields: &args.field,
                out: &args.out,
                force: args.force,
                new_key: args.new_key,
                lang: face.lang,
            };
            let made = app::form(&mut vault, face.today, face.now_ms(), &wish)?;
            face.show(&Made { made })?;
            Ok(Exit::Done)
        }
    }
}

struct Made {
    made: FormMade,
}

/// A line with its name before it, the further lines below.
fn line(name: &str, text: &str) -> String {
    finding::wrapped(&format!("  {name:<9}"), &" ".repeat(11), text)
}

impl Show for Made {
    fn view(&self, _lang: Lang) -> impl View {
        &self.made
    }

    fn text(&self, lang: Lang) -> String {
        let made = &self.made;
        let file = &made.file;
        let fields = made.fields.iter().filter_map(|code| Attr::read(code)).map(|attr| attr.label(lang));
        let fields = fields.collect::<Vec<_>>().join(", ");
        let mut out = tr!(lang, "Écrit\u{a0}: {file}\n", "Written: {file}\n");
        out.push_str(&format!("  {:<9}{}\n", "SHA-256", made.sha256));
        out.push_str(&format!("  {:<9}{}\n", tr!(lang, "clé", "key"), made.key));
        out.push_str(&line(&tr!(lang, "6 mots", "6 words"), &made.words.join(" ")));
        out.push_str(&line(&tr!(lang, "demande", "asks"), &fields));
        out.push_str(&line(
            &tr!(lang, "accord", "consent"),
            &tr!(lang, "version {}", "version {}", made.consent),
        ));
        if made.replaced {
            out.push_str(&finding::wrapped("", "", &tr!(
                lang,
                "La clé est neuve\u{a0}: distribuez ce formulaire, retirez les anciens. Ce qui a été rempli avant s’ouvre encore 90 jours.",
                "The key is new: hand out this form, take back the old ones. What was filled in before opens for 90 days more."
            )));
        }
        out.push_str(&finding::wrapped("", "", &tr!(
            lang,
            "Dites les six mots de vive voix, et comparez la somme SHA-256 de toute copie\u{a0}: une page changée chiffrerait pour quelqu’un d’autre. Ce qui revient se prend avec «\u{a0}contrepoids member join FICHIER\u{a0}».",
            "Say the six words in person, and compare the SHA-256 of any copy: a page that was changed would encrypt to somebody else. What comes back is taken by `contrepoids member join FILE`."
        )));
        out
    }
}
