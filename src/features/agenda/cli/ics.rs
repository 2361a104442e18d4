//! `contrepoids agenda ics`.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate};
use clap::{Args, ValueEnum};

use super::{full_title, shared_title, words::rule_title};
use crate::features::agenda::messages::NotTaken;
use crate::{
    base::{Lang, View},
    calendar::DutyKind,
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show, shown},
    },
    features::agenda::{
        actions::{
            diary,
            export::{self, Export, Since, Words},
        },
        rules::{Line, Wanted},
    },
    tr, trn,
};

/// Write a calendar file (.ics)
///
/// Events last the whole day, or the days of a window; dates of your own with an hour begin at that hour. They ring at nine in the morning: a week, three days and a day
/// before, as far as these lie ahead, and on the day. They keep their names from one file to the next, so that a
/// calendar that imports a new file moves them; what has fallen away is cancelled, and what is past for a year leaves.
/// What moved since the last file is told on standard error. Titles are neutral unless asked for in full, with the
/// digits that `agenda show` takes: a calendar shows itself on lock screens and on the employer's servers.
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
    /// Only of this kind: election, mandate, bargaining, agreement, redundancy, protection, defence, cse, training, dues, data, own
    #[arg(long, value_name = "KIND", value_parser = super::kind)]
    kind: Option<DutyKind>,
    /// Only what the section itself has to do
    #[arg(long)]
    mine: bool,
}

/// What titles say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Titles {
    /// What is due, with its articles
    #[value(alias = "complet")]
    Full,
    /// Nothing but that something is due
    #[value(alias = "neutre")]
    Neutral,
}

fn event_words(
    lang: Lang,
    titles: Titles,
    (line, rule, handle): (Option<&Line>, &str, &str),
    today: NaiveDate,
) -> Words {
    match (titles, line) {
        (Titles::Neutral, _) => Words {
            title: tr!(lang, "Échéance {handle}", "Reminder {handle}"),
            description: None,
            place: None,
        },
        (Titles::Full, None) => Words { title: rule_title(lang, rule), description: None, place: None },
        (Titles::Full, Some(line)) => {
            let because = line.why(today).map(|(because, _)| because).unwrap_or_default();
            let mut articles: Vec<String> = Vec::new();
            for text in because.iter().map(|s| finding::article(lang, &s.citation.article)) {
                if !articles.contains(&text) {
                    articles.push(text);
                }
            }
            let note = line.state.note.clone();
            let text = note.into_iter().chain(articles).collect::<Vec<_>>().join("\n");
            let description = (!text.is_empty()).then_some(text);
            Words { title: shared_title(lang, line), description, place: line.place.clone() }
        }
    }
}

/// Runs `contrepoids agenda ics`.
pub(super) fn run(face: &mut Face, args: &IcsArgs) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    super::span(args.from, args.to)?;
    let mut vault = face.open_write()?;
    let diary = diary(&vault, today)?;
    let moment = i64::try_from(face.now_ms()).ok().and_then(DateTime::from_timestamp_millis);
    let wanted =
        Wanted { from: args.from, to: args.to, kind: args.kind, mine: args.mine, ..Wanted::default() };
    let found = export::export(&diary, &wanted, today, moment.unwrap_or_default(), |line, rule, handle| {
        event_words(lang, args.titles, (line, rule, handle), today)
    });
    let first = diary.states.values().all(|s| s.exported.is_none());
    let file = match &args.out {
        Some(path) => {
            export::write(path, &found.text, args.force).map_err(|e| NotTaken::File(path.clone(), e))?;
            Some(shown(path))
        }
        None => None,
    };
    export::keep(&mut vault, face.now_ms(), &found)?;
    let calendar = file.is_none().then(|| found.text.clone());
    let written = Written { found, first, file, calendar };
    if face.json {
        face.show(&written)?;
        return Ok(Exit::Done);
    }
    if let Some(text) = &written.calendar {
        face.raw(text.as_bytes())?;
    }
    face.note(written.text(lang).trim_end());
    Ok(Exit::Done)
}

/// A calendar that was written, or is shown inside the JSON object.
struct Written {
    found: Export,
    first: bool,
    file: Option<String>,
    calendar: Option<String>,
}

fn since_title(lang: Lang, since: &Since) -> String {
    since.line.as_ref().map_or_else(|| rule_title(lang, &since.rule), |line| full_title(lang, line))
}

impl Show for Written {
    fn view(&self, lang: Lang) -> impl View {
        let title = |since: &Since| since_title(lang, since);
        self.found.view(self.file.clone(), self.calendar.clone(), title)
    }

    fn text(&self, lang: Lang) -> String {
        let events = self.found.events;
        let mut out = match &self.file {
            Some(file) => trn!(
                lang,
                events,
                "{file}\u{a0}: {events} date.\n",
                "{file}\u{a0}: {events} dates.\n",
                "{file}: {events} date.\n",
                "{file}: {events} dates.\n"
            ),
            None => trn!(
                lang,
                events,
                "{events} date.\n",
                "{events} dates.\n",
                "{events} date.\n",
                "{events} dates.\n"
            ),
        };
        if self.first {
            return out;
        }
        if self.found.since.is_empty() {
            out.push_str(&tr!(
                lang,
                "Rien n’a bougé depuis le dernier fichier.\n",
                "Nothing moved since the last file.\n"
            ));
        } else {
            out.push_str(&tr!(lang, "Depuis le dernier fichier\u{a0}:\n", "Since the last file:\n"));
        }
        for since in &self.found.since {
            out.push_str(&super::edit::move_text(lang, since.from, since.to, &since_title(lang, since)));
        }
        out
    }
}
