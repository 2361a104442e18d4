//! `contrepoids law pack`.

use std::{fmt::Write as _, path::PathBuf};

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::law::{
        actions::pack::{self, Examined, Held},
        views,
    },
    tr, trn,
};

/// Show, install or remove the law of another year
#[derive(Debug, Subcommand)]
pub enum PackCmd {
    Show(PackShowArgs),
    Install(PackInstallArgs),
    /// Let the program's own law answer again
    Remove(PackRemoveArgs),
}

/// Show the law pack of this device, or that of a file
///
/// How up to date it is, and which tables and rules differ from the program's own.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law pack show
  contrepoids law pack show law-2027.pack")]
pub struct PackShowArgs {
    /// File of a law pack; the one of this device unless one is named
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Let a law pack answer in place of the program's own law
///
/// Taken only when the keeper of this program signed it, when its law is not older, and when it holds all that this
/// program asks for. Every answer names it.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids law pack install law-2027.pack")]
pub struct PackInstallArgs {
    /// File of a law pack
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Let the program's own law answer again
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids law pack remove")]
pub struct PackRemoveArgs {}

impl PackCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Show(_) => Safe::Read,
            Self::Install(_) | Self::Remove(_) => Safe::Write,
        }
    }
}

fn view(examined: &Examined) -> views::Pack {
    views::Pack::of(examined.pack, &examined.differences)
}

/// A list of names, under what they are; nothing where there are none.
fn names(out: &mut String, head: &str, names: &[String]) {
    if !names.is_empty() {
        let _ = writeln!(out, "{head}");
        out.push_str(&finding::wrapped("  ", "  ", &names.join(", ")));
    }
}

fn pack_text(lang: Lang, examined: &Examined) -> String {
    let (pack, differences) = (examined.pack, &examined.differences);
    let (day, id, program) = (finding::day(lang, pack.name.law), &pack.name.id, &pack.program);
    let mut out = tr!(
        lang,
        "Paquet de droit du {day} ({id}), fait pour la version {program}.\n",
        "Law pack of {day} ({id}), made for version {program}.\n"
    );
    let (changed, added, rules) = (&differences.changed, &differences.added, &differences.rules);
    let n = changed.len();
    names(
        &mut out,
        &trn!(
            lang,
            n,
            "{n} table diffère\u{a0}:",
            "{n} tables diffèrent\u{a0}:",
            "{n} table differs:",
            "{n} tables differ:"
        ),
        changed,
    );
    let n = added.len();
    names(
        &mut out,
        &trn!(
            lang,
            n,
            "{n} table nouvelle\u{a0}:",
            "{n} tables nouvelles\u{a0}:",
            "{n} new table:",
            "{n} new tables:"
        ),
        added,
    );
    let n = rules.len();
    names(
        &mut out,
        &trn!(
            lang,
            n,
            "{n} règle de délai autre ou nouvelle\u{a0}:",
            "{n} règles de délai autres ou nouvelles\u{a0}:",
            "{n} rule of deadlines other or new:",
            "{n} rules of deadlines other or new:"
        ),
        rules,
    );
    if changed.is_empty() && added.is_empty() && rules.is_empty() {
        out.push_str(&tr!(
            lang,
            "Tables et règles sont celles du programme.\n",
            "Its tables and rules are the program’s own.\n"
        ));
    }
    out
}

struct PackScreen {
    held: Held,
    of_device: bool,
}

impl Show for PackScreen {
    fn view(&self, _lang: Lang) -> impl View {
        views::PackHeld::of(self.held.own, self.held.examined.as_ref().map(view))
    }

    fn text(&self, lang: Lang) -> String {
        let own = finding::day(lang, self.held.own);
        let own = tr!(
            lang,
            "Droit du programme\u{a0}: lu jusqu’au {own}.\n",
            "The program’s own law: read up to {own}.\n"
        );
        match &self.held.examined {
            Some(examined) if self.of_device => format!("{}{own}", pack_text(lang, examined)),
            Some(examined) => format!(
                "{}{own}{}",
                pack_text(lang, examined),
                tr!(
                    lang,
                    "Pas installé\u{a0}: «\u{a0}law pack install\u{a0}».\n",
                    "Not installed: `law pack install`.\n"
                )
            ),
            None => format!(
                "{}{own}",
                tr!(lang, "Aucun paquet de droit installé.\n", "No law pack is installed.\n")
            ),
        }
    }
}

struct Installed(Examined);

impl Show for Installed {
    fn view(&self, _lang: Lang) -> impl View {
        views::PackInstalled::of(view(&self.0))
    }

    fn text(&self, lang: Lang) -> String {
        let done = tr!(
            lang,
            "Installé\u{a0}: il répond dès la prochaine commande, et chaque réponse le nomme.\n",
            "Installed: it answers from the next command on, and every answer names it.\n"
        );
        format!("{}{done}", pack_text(lang, &self.0))
    }
}

struct Removed(chrono::NaiveDate);

impl Show for Removed {
    fn view(&self, _lang: Lang) -> impl View {
        views::PackRemoved::of(self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let day = finding::day(lang, self.0);
        tr!(
            lang,
            "Retiré. Le droit du programme, lu jusqu’au {day}, répond de nouveau.\n",
            "Removed. The program’s own law, read up to {day}, answers again.\n"
        )
    }
}

/// Runs `contrepoids law pack …`.
///
/// # Errors
/// A file that is no pack of the keeper; a folder that cannot be written.
pub(super) fn run(face: &mut Face, cmd: &PackCmd) -> Result<Exit, Refusal> {
    let (config, keeper) = (face.place().config.clone(), face.keeper);
    match cmd {
        PackCmd::Show(args) => {
            let held = pack::show(&config, args.file.as_deref(), keeper.as_ref())?;
            face.show(&PackScreen { held, of_device: args.file.is_none() })?;
        }
        PackCmd::Install(args) => {
            let installed = pack::install(&config, &args.file, keeper.as_ref())?;
            face.show(&Installed(installed))?;
        }
        PackCmd::Remove(_) => {
            let own = pack::remove(&config)?;
            face.show(&Removed(own))?;
        }
    }
    Ok(Exit::Done)
}
