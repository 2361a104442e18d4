//! `contrepoids group`.

use chrono::NaiveDate;
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
    features::group::{
        actions::{self as app, ToDo, Wanted},
        records::{Ending, Nature},
        views,
    },
    tr, trn,
};

/// Do things together: drives and working groups, who does what by when, what came of it
///
/// A task is a line of the agenda of who does it: what is late is told there too. All of it is for organizers: who keeps the dues reads
/// none of it.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  contrepoids group new \"Salaires 2027\" --aim \"+ 120 € par mois\" --who camille
  contrepoids group task salaires \"afficher\" --who lou --due 2026-12-04
  contrepoids group show salaires")]
pub enum GroupCmd {
    /// Begin a drive or a working group
    New(NewArgs),
    /// List the groups under way
    List(ListArgs),
    /// Show a group: who belongs to it, who does what by when
    Show(ShowArgs),
    /// Change what a group is for, and who belongs to it
    Edit(EditArgs),
    /// Say who does what by when
    Task(TaskArgs),
    /// Note that a task is done
    Done(DoneArgs),
    /// Give a task up, with the reason
    Drop(DropArgs),
    /// End a group with what came of it
    Close(CloseArgs),
}

/// Begin a drive or a working group
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids group new \"Salaires 2027\" --aim \"+ 120 € par mois\" --who camille
  contrepoids group new \"Développeurs\" --kind guild --aim \"parler du métier\"")]
pub struct NewArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// What is to be reached
    #[arg(long, value_name = "TEXT")]
    aim: String,
    /// What it is: drive, working-group, guild, club
    #[arg(long, value_name = "KIND", value_parser = nature)]
    kind: Option<Nature>,
    /// A theme of the section that it is about; several times for several
    #[arg(long, value_name = "THEME")]
    theme: Vec<String>,
    /// Who belongs to it: first digits of the identifier, mail address or words of the name; several times for several
    #[arg(long, value_name = "WHO")]
    who: Vec<String>,
}

/// List the groups under way
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids group list
  contrepoids group list --all")]
pub struct ListArgs {
    /// Also those that are over
    #[arg(long)]
    all: bool,
}

/// Show a group: who belongs to it, who does what by when
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids group show salaires")]
pub struct ShowArgs {
    /// The group: its name, words of it, or its first digits
    #[arg(value_name = "GROUP")]
    group: String,
}

/// Change what a group is for, and who belongs to it
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids group edit salaires --with lou --with noa
  contrepoids group edit salaires --aim \"+ 150 € par mois\"")]
pub struct EditArgs {
    /// The group: its name, words of it, or its first digits
    #[arg(value_name = "GROUP")]
    group: String,
    /// What is to be reached
    #[arg(long, value_name = "TEXT")]
    aim: Option<String>,
    /// What it is: drive, working-group, guild, club
    #[arg(long, value_name = "KIND", value_parser = nature)]
    kind: Option<Nature>,
    /// A theme of the section that it is about; several times for several
    #[arg(long, value_name = "THEME")]
    theme: Vec<String>,
    /// Who comes to it; several times for several
    #[arg(long, value_name = "WHO")]
    with: Vec<String>,
    /// Who leaves it; several times for several
    #[arg(long, value_name = "WHO")]
    without: Vec<String>,
}

/// Say who does what by when
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids group task salaires \"afficher\" --who lou --due 2026-12-04
  contrepoids agenda list --by lou")]
pub struct TaskArgs {
    /// The group: its name, words of it, or its first digits
    #[arg(value_name = "GROUP")]
    group: String,
    /// What is to be done
    #[arg(value_name = "WHAT")]
    what: String,
    /// Who does it; who works on this device without it
    #[arg(long, value_name = "WHO")]
    who: Option<String>,
    /// The day by which
    #[arg(long, value_name = "YYYY-MM-DD")]
    due: NaiveDate,
}

/// Note that a task is done
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids group done salaires afficher")]
pub struct DoneArgs {
    /// The group: its name, words of it, or its first digits
    #[arg(value_name = "GROUP")]
    group: String,
    /// The task: words of it, or its first digits
    #[arg(value_name = "TASK")]
    task: String,
}

/// Give a task up, with the reason
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids group drop salaires afficher \"la salle est fermée\"")]
pub struct DropArgs {
    /// The group: its name, words of it, or its first digits
    #[arg(value_name = "GROUP")]
    group: String,
    /// The task: words of it, or its first digits
    #[arg(value_name = "TASK")]
    task: String,
    /// Why
    #[arg(value_name = "REASON")]
    reason: String,
}

/// End a group with what came of it
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids group close salaires \"+ 90 € par mois au 1er mars\" --ending partly")]
pub struct CloseArgs {
    /// The group: its name, words of it, or its first digits
    #[arg(value_name = "GROUP")]
    group: String,
    /// What came of it, in your words
    #[arg(value_name = "TEXT")]
    outcome: String,
    /// What came of it: won, partly, lost, ended
    #[arg(long, value_name = "ENDING", value_parser = ending)]
    ending: Ending,
    /// Drop the tasks that wait, for this reason
    #[arg(long, value_name = "REASON")]
    drop_rest: Option<String>,
}

/// Reads a word of a closed list, by its code or its words.
fn nature(typed: &str) -> Result<Nature, String> {
    listed(typed, Nature::ALL, |one| (one.code(), one.words(Lang::Fr), one.words(Lang::En)))
}

fn ending(typed: &str) -> Result<Ending, String> {
    listed(typed, Ending::ALL, |one| (one.code(), one.words(Lang::Fr), one.words(Lang::En)))
}

impl GroupCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::List(_) | Self::Show(_) => Safe::Read,
            Self::New(_) | Self::Edit(_) | Self::Task(_) | Self::Done(_) | Self::Drop(_) | Self::Close(_) => {
                Safe::Write
            }
        }
    }
}

/// Runs `contrepoids group …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &GroupCmd) -> Result<Exit, Refusal> {
    let today = face.today;
    let value = match cmd {
        GroupCmd::List(args) => {
            let vault = face.open_read()?;
            let value = app::list(&vault, today, args.all)?;
            if value.groups.is_empty() {
                face.note(&tr!(face.lang, "Aucun groupe n’est en cours.", "No group is under way."));
            }
            face.show(&List { value })?;
            return Ok(Exit::Done);
        }
        GroupCmd::Show(args) => {
            let vault = face.open_read()?;
            app::show(&vault, today, &args.group)?
        }
        GroupCmd::New(args) => {
            let wanted = Wanted {
                name: args.name.clone(),
                nature: args.kind,
                aim: Some(args.aim.clone()),
                themes: args.theme.clone(),
                with: args.who.clone(),
                without: Vec::new(),
            };
            app::begin(&mut face.open_write()?, (face.now_ms(), today), &wanted)?
        }
        GroupCmd::Edit(args) => {
            let wanted = Wanted {
                name: args.group.clone(),
                nature: args.kind,
                aim: args.aim.clone(),
                themes: args.theme.clone(),
                with: args.with.clone(),
                without: args.without.clone(),
            };
            app::edit(&mut face.open_write()?, (face.now_ms(), today), &wanted)?
        }
        GroupCmd::Task(args) => {
            let todo = ToDo { what: args.what.clone(), who: args.who.clone(), day: args.due, meeting: None };
            app::task(&mut face.open_write()?, (face.now_ms(), today), &args.group, &todo)?
        }
        GroupCmd::Done(args) => {
            app::done(&mut face.open_write()?, (face.now_ms(), today), &args.group, &args.task)?
        }
        GroupCmd::Drop(args) => app::give_up(
            &mut face.open_write()?,
            (face.now_ms(), today),
            &args.group,
            &args.task,
            &args.reason,
        )?,
        GroupCmd::Close(args) => {
            let came = (args.ending, args.outcome.as_str());
            app::close(
                &mut face.open_write()?,
                (face.now_ms(), today),
                &args.group,
                came,
                args.drop_rest.as_deref(),
            )?
        }
    };
    face.show(&Page { value })?;
    Ok(Exit::Done)
}

struct List {
    value: views::Groups,
}

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        self.value.groups.iter().map(|one| head(lang, one)).collect()
    }
}

/// A group in lines.
fn head(lang: Lang, one: &views::GroupRow) -> String {
    let kind = one.kind.map(|kind| format!(" ({})", kind.words(lang))).unwrap_or_default();
    let head = format!("{}  {}{kind}\u{a0}: ", one.id.short(), one.name);
    let (open, late, done, members) = (one.open, one.late, one.done, one.members);
    let count = match one.closed {
        Some(day) => {
            let day = finding::day(lang, day);
            let ending = one.ending.map_or("", |ending| ending.words(lang));
            let outcome = one.outcome.as_ref().map(|text| format!("\u{a0}: {text}")).unwrap_or_default();
            tr!(lang, "{ending} le {day}{outcome}", "{ending} on {day}{outcome}")
        }
        None => tr!(
            lang,
            "{members} personnes, {open} tâches en attente dont {late} en retard, {done} faites",
            "{members} people, {open} tasks wait of which {late} late, {done} done"
        ),
    };
    let mut out = finding::wrapped(&head, &" ".repeat(10), &one.aim);
    out.push_str(&finding::wrapped(&" ".repeat(10), &" ".repeat(10), &count));
    out
}

struct Page {
    value: views::Page,
}

impl Show for Page {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let page = &self.value;
        let mut out = head(lang, &page.group);
        let names: Vec<&str> = page.members.iter().map(|one| one.name.as_str()).collect();
        if !names.is_empty() {
            let list = names.join(", ");
            out.push_str(&finding::wrapped(
                &" ".repeat(10),
                &" ".repeat(10),
                &tr!(lang, "avec {list}", "with {list}"),
            ));
        }
        out.extend(page.tasks.iter().map(|one| task(lang, one)));
        if let Some(count) = Some(page.group.late).filter(|count| *count > 0) {
            out.push_str(&trn!(
                lang,
                count,
                "{count} tâche est en retard.\n",
                "{count} tâches sont en retard.\n",
                "{count} task is late.\n",
                "{count} tasks are late.\n"
            ));
        }
        out
    }
}

/// A task in lines.
fn task(lang: Lang, one: &views::TaskRow) -> String {
    let day = finding::day(lang, one.due);
    let head = format!("{}  {day}  {:<10}  ", one.id.short(), one.state.words(lang));
    let who = one.who.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let reason = one.reason.as_ref().map(|reason| format!(" – {reason}")).unwrap_or_default();
    finding::wrapped(&head, &" ".repeat(34), &format!("{}{who}{reason}", one.what))
}
