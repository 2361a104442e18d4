//! `contrepoids agenda`.

pub(crate) mod edit;
mod hours;
mod ics;
mod mark;
pub(crate) mod now;
mod sheet;
mod show;
mod words;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::face::error::safe::Safe;
use crate::face::explaining::STEPS;
use crate::features::agenda::messages::NotTaken;
use crate::{
    bargaining::Subject,
    base::{Lang, View},
    calendar::{DutyKind, Nature},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        words::clean,
    },
    features::agenda::{
        actions::{
            Diary,
            lines::{self, ToldLine, Words, told},
        },
        rules::{Knowledge, Line, MissingFact, Wanted, ripple::Moved},
    },
    law::{Caveat, Reasons, Step},
    tr,
};

pub use words::{missing, title};

/// List what is due and by when
///
/// Alone it shows what to look at: what is late (our own acts first), what comes this week and this month, and how much comes
/// later. `list` shows everything by day, `next` one thing only.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  contrepoids agenda
  contrepoids agenda --why
  contrepoids agenda next")]
pub struct AgendaArgs {
    /// Only of this kind: election, mandate, bargaining, agreement, redundancy, cse, training, dues, data, own
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<DutyKind>,
    /// Only what the section itself has to do
    #[arg(long)]
    mine: bool,
    /// Show the article under each line
    #[arg(long)]
    why: bool,
    /// What else can be done.
    #[command(subcommand)]
    cmd: Option<AgendaCmd>,
}

/// What `agenda` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum AgendaCmd {
    List(ListArgs),
    Next(now::NextArgs),
    /// Show one line with its articles
    Show(show::ShowArgs),
    Record(Box<edit::RecordArgs>),
    Facts(edit::FactsArgs),
    /// Change a recorded fact: what moves is shown first
    Change(Box<edit::ChangeArgs>),
    /// Take back a recorded fact or an own date
    Remove(edit::RemoveArgs),
    /// Add a date of your own
    Add(edit::AddArgs),
    /// Mark a line as done
    Done(mark::DoneArgs),
    Snooze(mark::SnoozeArgs),
    /// Write a note under a line
    Note(mark::NoteArgs),
    /// Keep the ledgers of delegation hours: what is left
    #[command(subcommand)]
    Hours(hours::HoursCmd),
    Training(hours::TrainingArgs),
    Ics(ics::IcsArgs),
    Month(sheet::MonthArgs),
    Plan(sheet::PlanArgs),
}

/// List what is due, nearest first
///
/// Every line follows from the facts recorded with `company set` and `agenda record`, and from the law of the day.
/// What is overdue is marked; a day from which something is possible, or on which something begins or ends, is never
/// overdue. What would have to be recorded for more is said on standard error. The digits at the end name the line for
/// `show`, `done`, `snooze`, `note` and `remove`; where a fact gives several lines, a number follows: 3f2a91c4-2.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda list
  contrepoids agenda list --mine --to 2026-12-31
  contrepoids agenda list --why --kind election")]
pub struct ListArgs {
    /// Only from this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Only up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<NaiveDate>,
    /// Only of this kind: election, mandate, bargaining, agreement, redundancy, protection, defence, cse, training, dues, data, own
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<DutyKind>,
    /// Only what the section itself has to do
    #[arg(long)]
    mine: bool,
    /// Only what this person of the section has to do
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Also what is done or put off
    #[arg(long)]
    all: bool,
    /// Show the article under each line
    #[arg(long)]
    why: bool,
}

pub(crate) fn kind(text: &str) -> Result<DutyKind, String> {
    DutyKind::from_code(text).ok_or_else(|| DutyKind::CODES.join(", "))
}

/// The words of a line in the language of the run.
pub(crate) struct LineWords(pub(crate) Lang);

impl Words for LineWords {
    fn title(&self, line: &Line) -> String {
        title(self.0, line)
    }

    fn condition(&self, line: &Line) -> Option<String> {
        words::condition(self.0, line)
    }

    fn reasons(&self, because: &[Step], caveats: &[Caveat]) -> Reasons {
        Reasons { because: finding::because(because, STEPS), caveats: finding::caveats(self.0, caveats) }
    }
}

/// Returns a line of the agenda as text, its reasons below where asked for.
pub(crate) fn line_text(lang: Lang, told: &ToldLine, today: NaiveDate, why: bool) -> String {
    let due = &told.line;
    let late = match (due.state.done, due.state.snoozed) {
        (Some(_), _) => tr!(lang, "fait", "done"),
        (None, Some(day)) if day > today => tr!(lang, "reporté", "put off"),
        _ if due.day >= today && !matches!(due.nature, Nature::Undetermined | Nature::UnderWay) => {
            String::new()
        }
        _ => words::gone(lang, due.nature),
    };
    let head = format!("{}  {late:<9}  ", finding::day(lang, due.day));
    let rest = " ".repeat(23);
    let what = with_window(lang, due, full_title(lang, due));
    let demand = if due.may_be_demanded(today) { demand(lang) } else { String::new() };
    let mut out = finding::wrapped(&head, &rest, &format!("{what}{demand} [{}]", told.handle()));
    if let Some(note) = &due.state.note {
        out.push_str(&finding::wrapped(&rest, &rest, &tr!(lang, "note\u{a0}: {note}", "note: {note}")));
    }
    if why {
        out.push_str(&finding::steps_text(lang, &told.because, STEPS));
        out.push_str(&finding::caveats_text(lang, &told.caveats));
        out.push('\n');
    }
    out
}

/// A title with the first day of the window that ends on the day, where there is one.
fn with_window(lang: Lang, due: &Line, title: String) -> String {
    let Some(from) = due.window_from else { return title };
    let from = finding::day(lang, from);
    tr!(lang, "{title} (à partir du {from})", "{title} (from {from} on)")
}

/// Says that a representative union may demand it.
fn demand(lang: Lang) -> String {
    tr!(lang, "\u{a0}; exigez-la par écrit", "; demand it in writing")
}

/// The title with what and whom it is about.
pub(crate) fn full_title(lang: Lang, due: &Line) -> String {
    // Who does it is said once, where it is about the same person.
    let whom = due.whom.as_ref().filter(|whom| due.by.as_ref() != Some(*whom));
    let title = with_about(lang, due, whom.map(|w| clean(&w.0, false)));
    due.by.as_ref().map_or_else(|| title.clone(), |by| format!("{title} ({})", clean(&by.0, false)))
}

/// The title with what it is about, without names of the roster.
pub(crate) fn shared_title(lang: Lang, due: &Line) -> String {
    with_about(lang, due, None)
}

fn with_about(lang: Lang, due: &Line, whom: Option<String>) -> String {
    let role = due.role.map(|r| r.words(lang).to_owned());
    let own = due.about.clone().filter(|_| due.kind != DutyKind::Own);
    // A round without a title of its own is about its subject, which the core names by a code.
    let own = own.map(|text| match Subject::from_code(&text) {
        Some(about) if matches!(due.kind, DutyKind::Bargaining | DutyKind::Agreement) => {
            about.words(lang).to_owned()
        }
        _ => text,
    });
    let about: Vec<_> = [role, whom, own].into_iter().flatten().filter(|t| !t.is_empty()).collect();
    if about.is_empty() {
        return title(lang, due);
    }
    format!("{}{}{}", title(lang, due), tr!(lang, "\u{a0}– ", " – "), about.join(", "))
}

/// Tells what a change moves, on standard error.
pub(crate) fn tell_moved(face: &mut Face, moved: &[Moved]) {
    let lang = face.lang;
    if !moved.is_empty() {
        face.note(&tr!(lang, "Ce qui bouge dans l’agenda\u{a0}:", "What moves in the agenda:"));
    }
    for each in moved {
        face.note(edit::move_text(lang, each.from, each.to, &full_title(lang, &each.line)).trim_end());
    }
}

struct AgendaTable {
    lines: Vec<ToldLine>,
    missing: Vec<MissingFact>,
    known: Knowledge,
    today: NaiveDate,
    why: bool,
}

impl Show for AgendaTable {
    fn view(&self, lang: Lang) -> impl View {
        lines::list(&self.lines, &self.missing, self.known, self.today, &LineWords(lang))
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, lang: Lang) -> String {
        self.lines.iter().map(|d| line_text(lang, d, self.today, self.why)).collect()
    }
}

impl AgendaArgs {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        self.cmd.as_ref().map_or(Safe::Read, AgendaCmd::safe)
    }
}

impl AgendaCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Hours(cmd) => cmd.safe(),
            Self::Record(args) if args.lists() => Safe::Read,
            Self::List(_)
            | Self::Next(_)
            | Self::Show(_)
            | Self::Facts(_)
            | Self::Training(_)
            | Self::Month(_)
            | Self::Plan(_) => Safe::Read,
            Self::Record(_)
            | Self::Change(_)
            | Self::Remove(_)
            | Self::Add(_)
            | Self::Done(_)
            | Self::Snooze(_)
            | Self::Note(_)
            | Self::Ics(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids agenda …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, args: &AgendaArgs) -> Result<Exit, Refusal> {
    let Some(cmd) = &args.cmd else {
        let wanted = Wanted { kind: args.kind, mine: args.mine, ..Wanted::default() };
        return now::run(face, &wanted, args.why);
    };
    match cmd {
        AgendaCmd::Next(_) => now::next(face),
        AgendaCmd::List(args) => list(face, args),
        AgendaCmd::Show(args) => show::run(face, args),
        AgendaCmd::Record(args) => edit::record(face, args),
        AgendaCmd::Facts(_) => edit::facts(face),
        AgendaCmd::Change(args) => edit::change(face, args),
        AgendaCmd::Remove(args) => edit::remove(face, args),
        AgendaCmd::Add(args) => edit::add(face, args),
        AgendaCmd::Done(args) => mark::done(face, args),
        AgendaCmd::Snooze(args) => mark::snooze(face, args),
        AgendaCmd::Note(args) => mark::note(face, args),
        AgendaCmd::Hours(cmd) => hours::run(face, cmd),
        AgendaCmd::Training(args) => hours::training(face, args),
        AgendaCmd::Ics(args) => ics::run(face, args),
        AgendaCmd::Month(args) => sheet::month(face, args),
        AgendaCmd::Plan(args) => sheet::plan(face, args),
    }
}

/// Reads the agenda of the vault.
pub(crate) fn load(face: &mut Face) -> Result<Diary, Refusal> {
    let vault = face.open_read()?;
    Ok(crate::features::agenda::actions::diary(&vault, face.today)?)
}

/// Refuses a span of days that ends before it begins.
pub(crate) fn span(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<(), Refusal> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => Err(NotTaken::Backwards.into()),
        _ => Ok(()),
    }
}

/// Says that there is no line, and what that means: nothing known is not nothing due.
fn nothing(lang: Lang, known: Knowledge, chosen: bool) -> String {
    match known {
        Knowledge::Nothing => tr!(
            lang,
            "Rien n’est encore connu, donc rien n’est calculé. Commencez par\u{a0}: contrepoids company headcount AAAA-MM N, puis \
             contrepoids company set --election AAAA-MM-JJ --representative-section oui --last-pay AAAA-MM-JJ (ou jamais)",
            "Nothing is known yet, so nothing is computed. Begin with: contrepoids company headcount YYYY-MM N, then \
             contrepoids company set --election YYYY-MM-DD --representative-section yes --last-pay YYYY-MM-DD (or never)"
        ),
        _ if chosen => tr!(lang, "Aucune ligne ne répond à ce choix.", "No line fits what was chosen."),
        Knowledge::Part => tr!(
            lang,
            "Aucune échéance calculée\u{a0}; tout n’est pas connu\u{a0}: contrepoids status, contrepoids company show",
            "No date is computed; not everything is known: contrepoids status, contrepoids company show"
        ),
        Knowledge::Whole => tr!(lang, "Rien n’est dû.", "Nothing is due."),
    }
}

fn list(face: &mut Face, args: &ListArgs) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    span(args.from, args.to)?;
    let diary = load(face)?;
    for fact in &diary.agenda.missing {
        face.note(&missing(lang, fact));
    }
    let by = args.by.clone();
    let wanted = Wanted { from: args.from, to: args.to, kind: args.kind, mine: args.mine, by, all: args.all };
    let kept = diary.agenda.clone().keep(&wanted, today);
    if kept.lines.is_empty() && !face.json {
        face.note(&nothing(lang, diary.agenda.known, wanted != Wanted::default()));
    }
    let lines = told(&diary, &kept.lines, today)?;
    face.show(&AgendaTable {
        lines,
        missing: diary.agenda.missing.clone(),
        known: diary.agenda.known,
        today,
        why: args.why,
    })?;
    Ok(Exit::Done)
}
