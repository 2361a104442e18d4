//! `contrepoids talk`.

mod import;
mod person;
mod sealed;

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
    features::talk::{
        actions::{self as app, TalkError, Wanted},
        records::Answer,
        rules::Typed,
        views,
    },
    tr, trn,
};

/// Note who talks with whom, what was asked and answered, and what comes next
///
/// All of it is for organizers: who keeps the dues reads none of it. The next step is a line of the agenda.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  contrepoids talk person \"Lou Exemple\" --service caisse --shift matin
  contrepoids talk note lou --theme horaires --asked \"signer la pétition\" \\
    --answer yes --next \"apporter la feuille\" --due 2026-12-04
  contrepoids talk list --open")]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum TalkCmd {
    Note(Box<NoteArgs>),
    /// List conversations, and what matters to how many
    List(ListArgs),
    /// Show somebody with all conversations
    Show(ShowArgs),
    Person(person::PersonArgs),
    Import(import::ImportArgs),
    /// Hand colleagues and waiting steps over to another organizer
    HandOver(person::HandOverArgs),
    Keep(sealed::KeepArgs),
    /// Show the notes that are sealed to this device
    Notes(sealed::NotesArgs),
    /// Take a conversation back with its next step, or a sealed note
    Remove(RemoveArgs),
    Forget(person::ForgetArgs),
}

/// Note a conversation, with the answer and the next step
///
/// Without an answer and a next step with its day nothing is noted, and all that was typed is given back. The next step enters the
/// agenda of who does it: contrepoids agenda list --by NAME.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk note lou --theme horaires --asked \"signer la pétition\" \\
    --answer yes --next \"apporter la feuille\" --due 2026-12-04")]
pub struct NoteArgs {
    /// With whom: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
    /// The day; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// Who of the section had it; who works on this device otherwise
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// What matters to the person; several times for several themes
    #[arg(long, value_name = "THEME")]
    theme: Vec<String>,
    /// What was asked
    #[arg(long, value_name = "TEXT")]
    asked: Option<String>,
    /// The answer on the spot: yes, perhaps, no
    #[arg(long, value_name = "ANSWER", value_parser = answer)]
    answer: Option<Answer>,
    /// The answer in words
    #[arg(long, value_name = "TEXT")]
    said: Option<String>,
    /// What comes next
    #[arg(long, value_name = "TEXT")]
    next: Option<String>,
    /// The day of what comes next
    #[arg(long, value_name = "YYYY-MM-DD")]
    due: Option<NaiveDate>,
    /// Who does it, where not who had the conversation
    #[arg(long, value_name = "NAME")]
    who_does: Option<String>,
}

/// List conversations, and what matters to how many
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk list --open
  contrepoids talk list --by alex --theme horaires")]
pub struct ListArgs {
    /// Only with this person
    #[arg(long, value_name = "WHO")]
    with: Option<String>,
    /// Only those that this organizer had
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only where this came up
    #[arg(long, value_name = "THEME")]
    theme: Option<String>,
    /// Only where the next step waits
    #[arg(long)]
    open: bool,
}

/// Show somebody with all conversations
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk show lou")]
pub struct ShowArgs {
    /// Who, or the digits of a conversation
    #[arg(value_name = "WHO")]
    who: String,
}

/// Take a conversation back with its next step, or a sealed note
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk remove 3f2a91c4")]
pub struct RemoveArgs {
    /// The digits of the conversation in `talk list`, or of the note in `talk notes`
    #[arg(value_name = "ID")]
    id: String,
}

impl TalkCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::List(_) | Self::Show(_) | Self::Notes(_) => Safe::Read,
            Self::Note(_)
            | Self::Keep(_)
            | Self::Person(_)
            | Self::Import(_)
            | Self::HandOver(_)
            | Self::Remove(_)
            | Self::Forget(_) => Safe::Write,
        }
    }
}

/// Reads an answer, by its code or its words.
pub(crate) fn answer(typed: &str) -> Result<Answer, String> {
    listed(typed, Answer::ALL, |one| (one.code(), one.words(Lang::Fr), one.words(Lang::En)))
}

/// Runs `contrepoids talk …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &TalkCmd) -> Result<Exit, Refusal> {
    match cmd {
        TalkCmd::Note(args) => note(face, args),
        TalkCmd::List(args) => {
            let wanted = Wanted {
                with: args.with.clone(),
                by: args.by.clone(),
                theme: args.theme.clone(),
                open: args.open,
            };
            let vault = face.open_read()?;
            let value = app::list(&vault, face.today, &wanted)?;
            if value.talks.is_empty() {
                face.note(&tr!(face.lang, "Aucune conversation n’est notée.", "No conversation is noted."));
            }
            face.show(&List { value })?;
            Ok(Exit::Done)
        }
        TalkCmd::Show(args) => {
            let vault = face.open_read()?;
            let value = app::show(&vault, face.today, &args.who)?;
            face.show(&Page { value })?;
            Ok(Exit::Done)
        }
        TalkCmd::Person(args) => person::person(face, args),
        TalkCmd::Import(args) => import::run(face, args),
        TalkCmd::HandOver(args) => person::hand_over(face, args),
        TalkCmd::Remove(args) => remove(face, args),
        TalkCmd::Keep(args) => sealed::keep(face, args),
        TalkCmd::Notes(args) => sealed::notes(face, args),
        TalkCmd::Forget(args) => person::forget(face, args),
    }
}

fn remove(face: &mut Face, args: &RemoveArgs) -> Result<Exit, Refusal> {
    let (lang, now_ms) = (face.lang, face.now_ms());
    let key = face.key()?;
    let mut vault = face.open_write()?;
    match app::remove(&mut vault, now_ms, &args.id) {
        // No conversation has these digits: a note may.
        Err(TalkError::None(_)) => {
            app::sealed::take_back(&mut vault, &key, now_ms, &args.id)?;
            face.note(&tr!(
                lang,
                "La note est retirée. Ce qui était là avant n’est plus dans aucun fichier une fois les clés renouvelées\u{a0}: contrepoids key rotate",
                "The note is taken back. What lay there before is in no file any more once the keys are turned: contrepoids key rotate"
            ));
        }
        done => {
            done?;
            face.note(&tr!(
                lang,
                "La conversation et sa suite sont retirées.",
                "The conversation and its next step are taken back."
            ));
        }
    }
    Ok(Exit::Done)
}

fn note(face: &mut Face, args: &NoteArgs) -> Result<Exit, Refusal> {
    let typed = Typed {
        who: args.who.clone(),
        day: args.day,
        by: args.by.clone(),
        themes: args.theme.clone(),
        asked: args.asked.clone(),
        answer: args.answer,
        said: args.said.clone(),
        next: args.next.clone(),
        due: args.due,
        doer: args.who_does.clone(),
    };
    let mut vault = face.open_write()?;
    let value = app::note(&mut vault, face.now_ms(), face.today, &typed)?;
    face.show(&Noted { value })?;
    face.note(&tr!(
        face.lang,
        "Noté\u{a0}; la suite est dans l’agenda.",
        "Noted; the next step is in the agenda."
    ));
    Ok(Exit::Done)
}

struct Noted {
    value: views::Noted,
}

impl Show for Noted {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        row(lang, &self.value.talk)
    }
}

/// A conversation in lines.
fn row(lang: Lang, one: &views::TalkRow) -> String {
    let day = finding::day(lang, one.day);
    let head = format!("{}  {day}  ", one.id.short());
    let (name, by, asked) = (&one.name, &one.by, &one.asked);
    let answer = one.answer.map_or("", |answer| answer.words(lang));
    let said = one.said.as_ref().map(|said| format!(" ({said})")).unwrap_or_default();
    let themes =
        if one.themes.is_empty() { String::new() } else { format!(" – {}", one.themes.join(", ")) };
    let mut out = finding::wrapped(
        &head,
        &" ".repeat(22),
        &tr!(
            lang,
            "{name}, avec {by}{themes}\u{a0}: {asked}\u{a0}; réponse\u{a0}: {answer}{said}",
            "{name}, with {by}{themes}: {asked}; answer: {answer}{said}"
        ),
    );
    let (next, who) = (&one.next, &one.who);
    let due = one.due.map(|due| finding::day(lang, due)).unwrap_or_default();
    let state = match (one.done, one.overdue) {
        (Some(day), _) => {
            let day = finding::day(lang, day);
            tr!(lang, " – fait le {day}", " – done on {day}")
        }
        (None, true) => tr!(lang, " – en retard", " – late"),
        (None, false) => String::new(),
    };
    let step =
        tr!(lang, "suite le {due}\u{a0}: {next} ({who}){state}", "next on {due}: {next} ({who}){state}");
    out.push_str(&finding::wrapped(&" ".repeat(22), &" ".repeat(24), &step));
    out
}

struct List {
    value: views::Talks,
}

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let mut out: String = self.value.talks.iter().map(|one| row(lang, one)).collect();
        if !self.value.themes.is_empty() {
            let one = |row: &views::ThemeRow| {
                let (theme, people) = (&row.theme, row.people);
                trn!(
                    lang,
                    people,
                    "{theme} ({people})",
                    "{theme} ({people})",
                    "{theme} ({people})",
                    "{theme} ({people})"
                )
            };
            let list = self.value.themes.iter().map(one).collect::<Vec<_>>().join(", ");
            out.push_str(&finding::wrapped(
                "",
                "  ",
                &tr!(
                    lang,
                    "Ce qui compte, et pour combien\u{a0}: {list}",
                    "What matters, and to how many: {list}"
                ),
            ));
        }
        out
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
        let mut out = person::text(lang, &self.value.person);
        out.extend(self.value.talks.iter().map(|one| row(lang, one)));
        out
    }
}
