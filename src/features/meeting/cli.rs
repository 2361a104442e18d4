//! `contrepoids meeting`.

use std::path::PathBuf;

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
        when,
    },
    features::{
        group::actions::ToDo,
        meeting::{
            actions::{self as app, Source, Wanted, Whom},
            records::{Presence, Sort},
            views,
        },
        talk::{actions::Where, cli as talk, records::Answer},
    },
    tr,
};

/// Meet, demonstrate, strike: who is invited, what they answer, who came, what was decided
///
/// A meeting is a line of the agenda. Whoever came has an act by it; on the day of a strike, whoever came struck. All of it is for
/// organizers: who keeps the dues reads none of it.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  contrepoids meeting new \"Point salaires\" --day 2026-12-03 --at 18:30 \\
    --place \"salle 3\" --item \"tour de table\" --group salaires
  contrepoids meeting invite salaires camille lou
  contrepoids notice preview meeting --meeting salaires
  contrepoids meeting came salaires camille")]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum MeetingCmd {
    /// Call a meeting, a demonstration or a strike
    New(NewArgs),
    /// List what is to come
    List(ListArgs),
    /// Show a meeting: its agenda, who comes, what was decided
    Show(ShowArgs),
    /// Change day, hour, place or agenda
    Edit(EditArgs),
    Invite(InviteArgs),
    /// Note what somebody answers: yes, perhaps, no
    Answer(AnswerArgs),
    Came(CameArgs),
    Minutes(MinutesArgs),
    /// Give a task that was decided to a group
    Task(TaskArgs),
    /// Take a meeting back, with its line of the agenda
    Remove(RemoveArgs),
}

/// Call a meeting, a demonstration or a strike
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting new \"Point salaires\" --day 2026-12-03 --at 18:30 \\
    --place \"salle 3\" --item \"tour de table\" --item \"nos demandes\"
  contrepoids meeting new \"Grève du 10\" --kind strike --day 2026-12-10")]
pub struct NewArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// What it is: meeting, assembly, gathering, demonstration, strike
    #[arg(long, value_name = "KIND", value_parser = sort)]
    kind: Option<Sort>,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: NaiveDate,
    /// The hour: 18:30 or 18h30
    #[arg(long, value_name = "HH:MM", value_parser = when::hour)]
    at: Option<String>,
    /// The place
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
    /// An item of its agenda; several times for several
    #[arg(long, value_name = "TEXT")]
    item: Vec<String>,
    /// The group whose meeting it is
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
}

/// List what is to come
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting list
  contrepoids meeting list --all")]
pub struct ListArgs {
    /// Also what has been
    #[arg(long)]
    all: bool,
}

/// Show a meeting: its agenda, who comes, what was decided
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting show salaires")]
pub struct ShowArgs {
    /// The meeting: its name, words of it, its day, or its first digits
    #[arg(value_name = "MEETING")]
    meeting: String,
}

/// Change day, hour, place or agenda
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting edit salaires --day 2026-12-04 --item \"le café\"")]
pub struct EditArgs {
    /// The meeting: its name, words of it, its day, or its first digits
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// What it is: meeting, assembly, gathering, demonstration, strike
    #[arg(long, value_name = "KIND", value_parser = sort)]
    kind: Option<Sort>,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// The hour: 18:30 or 18h30
    #[arg(long, value_name = "HH:MM", value_parser = when::hour)]
    at: Option<String>,
    /// The place
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
    /// One more item of its agenda; several times for several
    #[arg(long, value_name = "TEXT")]
    item: Vec<String>,
    /// The group whose meeting it is
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
}

/// Note who is invited
///
/// The invitation itself is a notice, filled from the meeting: contrepoids notice preview meeting --meeting MEETING.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting invite salaires camille lou
  contrepoids meeting invite salaires --service caisse
  contrepoids meeting invite salaires --all-of-group")]
pub struct InviteArgs {
    /// The meeting: its name, words of it, its day, or its first digits
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Who: first digits of the identifier, mail address or words of the name; several for several
    #[arg(value_name = "WHO")]
    who: Vec<String>,
    /// All members
    #[arg(long)]
    all: bool,
    /// All members of this site
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// All members of this service
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// All who belong to the group of the meeting
    #[arg(long)]
    all_of_group: bool,
}

/// Note what somebody answers: yes, perhaps, no
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting answer salaires lou perhaps")]
pub struct AnswerArgs {
    /// The meeting: its name, words of it, its day, or its first digits
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Who: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
    /// The answer: yes, perhaps, no
    #[arg(value_name = "ANSWER", value_parser = talk::answer)]
    answer: Answer,
}

/// Note who came, which is an act
///
/// Each has an act by it, `came`, and on the day of a strike `struck`: contrepoids action list. Neither leaves what organizers read.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting came salaires camille lou
  contrepoids meeting came salaires noa --excused")]
pub struct CameArgs {
    /// The meeting: its name, words of it, its day, or its first digits
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Who: first digits of the identifier, mail address or words of the name; several for several
    #[arg(value_name = "WHO", required = true)]
    who: Vec<String>,
    /// They excused themselves
    #[arg(long, conflicts_with = "missing")]
    excused: bool,
    /// They did not come
    #[arg(long)]
    missing: bool,
}

/// Keep the minutes and what was decided
///
/// Mailed by a notice, filled from the meeting: contrepoids notice preview minutes --meeting MEETING.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting minutes salaires --file notes.txt \\
    --decision \"demander un rendez-vous\"
  contrepoids meeting minutes salaires --text \"les demandes sont prêtes\"")]
pub struct MinutesArgs {
    /// The meeting: its name, words of it, its day, or its first digits
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// The minutes, in one line
    #[arg(long, value_name = "TEXT", conflicts_with = "file")]
    text: Option<String>,
    /// A file of the minutes, one point a line; `-` for standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Something that was decided; several times for several
    #[arg(long, value_name = "TEXT")]
    decision: Vec<String>,
}

/// Give a task that was decided to a group
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting task salaires \"écrire\" --who lou --due 2026-12-08")]
pub struct TaskArgs {
    /// The meeting: its name, words of it, its day, or its first digits
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// What is to be done
    #[arg(value_name = "WHAT")]
    what: String,
    /// Who does it; who works on this device without it
    #[arg(long, value_name = "WHO")]
    who: Option<String>,
    /// The day by which
    #[arg(long, value_name = "YYYY-MM-DD")]
    due: NaiveDate,
    /// The group that takes it; that of the meeting without it
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
}

/// Take a meeting back, with its line of the agenda
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids meeting remove salaires")]
pub struct RemoveArgs {
    /// The meeting: its name, words of it, its day, or its first digits
    #[arg(value_name = "MEETING")]
    meeting: String,
}

/// Reads what it is, by its code or its words.
fn sort(typed: &str) -> Result<Sort, String> {
    listed(typed, Sort::ALL, |one| (one.code(), one.words(Lang::Fr), one.words(Lang::En)))
}

impl MinutesArgs {
    /// Tells whether something is to be kept.
    const fn keeps(&self) -> bool {
        self.text.is_some() || self.file.is_some() || !self.decision.is_empty()
    }
}

impl MeetingCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::List(_) | Self::Show(_) => Safe::Read,
            Self::Minutes(args) if !args.keeps() => Safe::Read,
            Self::New(_)
            | Self::Edit(_)
            | Self::Invite(_)
            | Self::Answer(_)
            | Self::Came(_)
            | Self::Minutes(_)
            | Self::Task(_)
            | Self::Remove(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids meeting …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &MeetingCmd) -> Result<Exit, Refusal> {
    let when = (face.now_ms(), face.today);
    let value = match cmd {
        MeetingCmd::List(args) => {
            let vault = face.open_read()?;
            let value = app::list(&vault, face.today, args.all)?;
            if value.meetings.is_empty() {
                face.note(&tr!(face.lang, "Rien n’est prévu.", "Nothing is to come."));
            }
            face.show(&List { value })?;
            return Ok(Exit::Done);
        }
        MeetingCmd::Remove(args) => {
            app::remove(&mut face.open_write()?, when.0, &args.meeting)?;
            face.note(&tr!(
                face.lang,
                "Retiré, avec sa ligne de l’agenda.",
                "Taken back, with its line of the agenda."
            ));
            return Ok(Exit::Done);
        }
        MeetingCmd::Show(args) => app::show(&face.open_read()?, face.today, &args.meeting)?,
        MeetingCmd::New(args) => app::call(&mut face.open_write()?, when, &args.wanted())?,
        MeetingCmd::Edit(args) => app::edit(&mut face.open_write()?, when, &args.wanted())?,
        MeetingCmd::Invite(args) => return invite(face, when, args),
        MeetingCmd::Answer(args) => {
            app::answer(&mut face.open_write()?, when, &args.meeting, (&args.who, args.answer))?
        }
        MeetingCmd::Came(args) => {
            let presence = match (args.excused, args.missing) {
                (true, _) => Presence::Excused,
                (_, true) => Presence::Missing,
                _ => Presence::Came,
            };
            app::came(&mut face.open_write()?, when, &args.meeting, (&args.who, presence))?
        }
        MeetingCmd::Minutes(args) => return minutes(face, when, args),
        MeetingCmd::Task(args) => {
            let todo = ToDo { what: args.what.clone(), who: args.who.clone(), day: args.due, meeting: None };
            let what = (args.group.as_deref(), &todo);
            app::task(&mut face.open_write()?, when, &args.meeting, what)?
        }
    };
    face.show(&Page { value })?;
    Ok(Exit::Done)
}

impl NewArgs {
    fn wanted(&self) -> Wanted {
        Wanted {
            name: self.name.clone(),
            sort: self.kind,
            day: Some(self.day),
            at: self.at.clone(),
            place: self.place.clone(),
            items: self.item.clone(),
            group: self.group.clone(),
        }
    }
}

impl EditArgs {
    fn wanted(&self) -> Wanted {
        Wanted {
            name: self.meeting.clone(),
            sort: self.kind,
            day: self.day,
            at: self.at.clone(),
            place: self.place.clone(),
            items: self.item.clone(),
            group: self.group.clone(),
        }
    }
}

fn invite(face: &mut Face, when: (u64, NaiveDate), args: &InviteArgs) -> Result<Exit, Refusal> {
    let some = args.all || args.site.is_some() || args.service.is_some();
    let whom = Whom {
        who: args.who.clone(),
        place: some.then(|| Where { site: args.site.clone(), service: args.service.clone() }),
        group: args.all_of_group,
    };
    let value = app::invite(&mut face.open_write()?, when, &args.meeting, &whom)?;
    let next = notice(&value.notice, &value);
    face.show(&Page { value })?;
    face.note(&tr!(face.lang, "Pour leur écrire\u{a0}: {next}", "To write to them: {next}"));
    Ok(Exit::Done)
}

fn minutes(face: &mut Face, when: (u64, NaiveDate), args: &MinutesArgs) -> Result<Exit, Refusal> {
    if !args.keeps() {
        let value = app::show(&face.open_read()?, face.today, &args.meeting)?;
        face.show(&Page { value })?;
        return Ok(Exit::Done);
    }
    let source = args.text.as_deref().map(Source::Text).or_else(|| args.file.as_deref().map(Source::File));
    let text = source.map(|source| app::read(&source)).transpose()?;
    let value = app::minutes(&mut face.open_write()?, when, &args.meeting, (text, &args.decision))?;
    let next = notice("minutes", &value);
    face.show(&Page { value })?;
    face.note(&tr!(face.lang, "Pour l’envoyer\u{a0}: {next}", "To mail them: {next}"));
    Ok(Exit::Done)
}

/// The command that writes a notice of a meeting.
fn notice(name: &str, page: &views::Page) -> String {
    format!("contrepoids notice preview {name} --meeting {}", page.meeting.id.short())
}

struct List {
    value: views::Meetings,
}

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        self.value.meetings.iter().map(|one| head(lang, one)).collect()
    }
}

/// A meeting in lines.
fn head(lang: Lang, one: &views::MeetingRow) -> String {
    let day = one.day.map(|day| finding::day(lang, day)).unwrap_or_default();
    let kind = one.kind.map(|kind| format!(" ({})", kind.words(lang))).unwrap_or_default();
    let place: Vec<&str> =
        [&one.at, &one.place, &one.group].into_iter().flatten().map(String::as_str).collect();
    let place = if place.is_empty() { String::new() } else { format!(", {}", place.join(", ")) };
    let mut out = finding::wrapped(
        &format!("{}  {day}  ", one.id.short()),
        &" ".repeat(22),
        &format!("{}{kind}{place}", one.name),
    );
    let (invited, yes, perhaps, no, came) = (one.invited, one.yes, one.perhaps, one.no, one.came);
    out.push_str(&finding::wrapped(
        &" ".repeat(22),
        &" ".repeat(22),
        &tr!(
            lang,
            "invité·e·s\u{a0}: {invited}\u{a0}; oui {yes}, peut-être {perhaps}, non {no}\u{a0}; venu·e·s\u{a0}: {came}",
            "invited: {invited}; yes {yes}, perhaps {perhaps}, no {no}; came: {came}"
        ),
    ));
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
        let mut out = head(lang, &page.meeting);
        let mut part = |title: String, lines: Vec<String>| {
            if !lines.is_empty() {
                out.push_str(&format!("{title}\n"));
                out.extend(lines.iter().map(|line| finding::wrapped("  - ", "    ", line)));
            }
        };
        part(tr!(lang, "Ordre du jour\u{a0}:", "Agenda:"), page.items.clone());
        let guest = |one: &views::GuestRow| {
            let said = [
                one.answer.map(|answer| answer.words(lang)),
                one.presence.map(|presence| presence.words(lang)),
            ];
            let said: Vec<&str> = said.into_iter().flatten().collect();
            let said = if said.is_empty() { String::new() } else { format!("\u{a0}: {}", said.join(", ")) };
            format!("{}{said}", one.name)
        };
        part(tr!(lang, "Personnes\u{a0}:", "People:"), page.guests.iter().map(guest).collect());
        part(tr!(lang, "Compte rendu\u{a0}:", "Minutes:"), page.minutes.clone());
        part(tr!(lang, "Décidé\u{a0}:", "Decided:"), page.decisions.clone());
        let task = |one: &crate::features::group::views::TaskRow| {
            let (day, state) = (finding::day(lang, one.due), one.state.words(lang));
            let who = one.who.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
            format!("{day}\u{a0}: {}{who}, {state}", one.what)
        };
        part(tr!(lang, "Tâches\u{a0}:", "Tasks:"), page.tasks.iter().map(task).collect());
        out
    }
}
