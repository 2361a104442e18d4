//! `contrepoids agenda`.

mod words;

use std::{io, path::PathBuf};

use chrono::{DateTime, NaiveDate};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::{
    app::{self, agenda::Agenda},
    calendar::Due,
    cli::{
        error::{self, CmdError},
        exit::Exit,
        face::{Face, Show, shown},
        finding,
    },
    config::Lang,
    roster::Id,
    tr,
};

pub use words::{missing, title};

/// What `agenda` can do.
#[derive(Debug, Subcommand)]
pub enum AgendaCmd {
    /// List what is due, nearest first
    #[command(visible_alias = "lister")]
    List(ListArgs),
    /// Write a calendar file (.ics)
    Ics(IcsArgs),
}

/// List what is due, nearest first
///
/// Every line follows from the facts recorded with `company set` and from the law of the day. What is overdue is
/// marked; what would have to be recorded for more is said on standard error.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda list
  contrepoids agenda list --why --to 2027-12-31")]
pub struct ListArgs {
    /// Only from this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Only up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<NaiveDate>,
    /// Show the article under each line
    #[arg(long)]
    why: bool,
}

/// Write a calendar file (.ics)
///
/// Events last the whole day, ring seven days before, and keep their names from one file to the next, so that a
/// calendar that imports a new file moves them. Titles are neutral unless asked for in full: a calendar shows
/// itself on lock screens and on the employer's servers.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda ics --out dates.ics
  contrepoids agenda ics --titles full > dates.ics")]
pub struct IcsArgs {
    /// File to write instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    force: bool,
    /// What titles say
    #[arg(long, value_enum, value_name = "full|neutral", default_value = "neutral")]
    titles: Titles,
    /// Only from this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Only up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<NaiveDate>,
}

/// What titles say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Titles {
    /// What is due, with its articles
    Full,
    /// Nothing but that something is due
    Neutral,
}

/// Returns a line of the agenda as JSON.
pub(super) fn line(lang: Lang, due: &Due, today: NaiveDate) -> Value {
    json!({
        "rule": due.rule,
        "subject": due.subject,
        "kind": due.kind.code(),
        "on": due.on().to_string(),
        "window_from": due.window_from.map(|d| d.to_string()),
        "overdue": due.on() < today,
        "title": title(lang, due),
        "because": finding::because(&due.day.because),
        "caveats": finding::caveats(lang, &due.day.caveats),
    })
}

/// Returns a line of the agenda as text, its reasons below where asked for.
pub(super) fn line_text(lang: Lang, due: &Due, today: NaiveDate, why: bool) -> String {
    let late = if due.on() < today { tr!(lang, "en retard", "overdue") } else { String::new() };
    let head = format!("{}  {late:<9}  ", finding::day(lang, due.on()));
    let window = due.window_from.map_or_else(String::new, |from| {
        let from = finding::day(lang, from);
        tr!(lang, " (à partir du {from})", " (from {from} on)")
    });
    let mut out = finding::wrapped(&head, &" ".repeat(23), &format!("{}{window}", title(lang, due)));
    if why {
        out.push_str(&finding::steps_text(lang, &due.day.because));
        out.push_str(&finding::caveats_text(lang, &due.day.caveats));
        out.push('\n');
    }
    out
}

struct Listed {
    agenda: Agenda,
    today: NaiveDate,
    why: bool,
    lang: Lang,
}

impl Show for Listed {
    fn schema(&self) -> &'static str {
        "contrepoids.agenda.list/1"
    }

    fn value(&self) -> Value {
        let lines: Value = self.agenda.dues.iter().map(|d| line(self.lang, d, self.today)).collect();
        let missing: Value = self.agenda.missing.iter().map(|m| json!(missing(self.lang, *m))).collect();
        json!({ "lines": lines, "missing": missing })
    }

    fn text(&self, lang: Lang) -> String {
        self.agenda.dues.iter().map(|d| line_text(lang, d, self.today, self.why)).collect()
    }
}

/// Runs `contrepoids agenda …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &AgendaCmd) -> Result<Exit, CmdError> {
    let lang = face.lang;
    match cmd {
        AgendaCmd::List(args) => {
            let (agenda, _) = load(face)?;
            for fact in &agenda.missing {
                face.note(&missing(lang, *fact));
            }
            let agenda = agenda.between(args.from, args.to);
            if agenda.dues.is_empty() && !face.json {
                face.note(&tr!(lang, "Rien n’est dû.", "Nothing is due."));
            }
            face.show(&Listed { agenda, today: face.today, why: args.why, lang })?;
            Ok(Exit::Done)
        }
        AgendaCmd::Ics(args) => ics(face, args),
    }
}

fn load(face: &mut Face) -> Result<(Agenda, Option<Id>), CmdError> {
    let lang = face.lang;
    let vault = face.open_read()?;
    let words = |e| error::open::vault_words(lang, &shown(&face.place().vault), e);
    let company = app::company::company(&vault).map_err(words)?;
    let id = app::company::id(&vault).map_err(words)?;
    let agenda = app::agenda::agenda(&company, face.today).map_err(|e| error::law::words(lang, e))?;
    Ok((agenda, id))
}

fn ics(face: &mut Face, args: &IcsArgs) -> Result<Exit, CmdError> {
    let lang = face.lang;
    let (agenda, id) = load(face)?;
    let agenda = agenda.between(args.from, args.to);
    let moment = i64::try_from(face.now_ms()).ok().and_then(DateTime::from_timestamp_millis);
    let words = |due: &Due| match args.titles {
        Titles::Neutral => (tr!(lang, "Échéance", "Reminder"), None),
        Titles::Full => {
            let articles: Vec<_> =
                due.day.because.iter().map(|s| finding::article(lang, &s.citation.article)).collect();
            (title(lang, due), Some(articles.join("\n")))
        }
    };
    let company = id.unwrap_or(Id([0; 16]));
    let text = app::agenda::ics(&agenda, company, moment.unwrap_or_default(), words);
    let events = agenda.dues.len();
    let Some(path) = &args.out else {
        if face.json {
            face.show(&Written { events, file: None, calendar: Some(text) })?;
        } else {
            face.raw(text.as_bytes())?;
        }
        return Ok(Exit::Done);
    };
    app::agenda::write(path, &text, args.force).map_err(|e| {
        let file = shown(path);
        if e.kind() == io::ErrorKind::AlreadyExists {
            let what = tr!(lang, "{file} existe déjà.", "{file} is there already.");
            return CmdError::new(Exit::Refused, what)
                .safe(tr!(lang, "Rien n’a été écrit.", "Nothing was written."))
                .hint(tr!(lang, "remplacez-le avec --force", "replace it with --force"));
        }
        let what = tr!(lang, "{file} ne peut pas être écrit.", "{file} cannot be written.");
        CmdError::new(Exit::Disk, what).because(e)
    })?;
    let written = Written { events, file: Some(shown(path)), calendar: None };
    if face.json {
        face.show(&written)?;
    } else {
        face.note(written.text(lang).trim_end());
    }
    Ok(Exit::Done)
}

/// A calendar that was written, or is shown inside the JSON object.
struct Written {
    events: usize,
    file: Option<String>,
    calendar: Option<String>,
}

impl Show for Written {
    fn schema(&self) -> &'static str {
        "contrepoids.agenda.ics/1"
    }

    fn value(&self) -> Value {
        json!({ "events": self.events, "file": self.file, "calendar": self.calendar })
    }

    fn text(&self, lang: Lang) -> String {
        let (count, file) = (self.events, self.file.as_deref().unwrap_or("-"));
        tr!(lang, "{count} échéances dans {file}\n", "{count} events in {file}\n")
    }
}
