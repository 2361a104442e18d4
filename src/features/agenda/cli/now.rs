//! `contrepoids agenda` alone, and `agenda next`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;

use super::{LineWords, full_title, load, missing, nothing, show};
use crate::{
    base::{Lang, View},
    calendar::Nature,
    face::{
        error::Refusal,
        exit::Exit,
        explaining::STEPS,
        finding,
        frame::{Face, Show},
    },
    features::agenda::{
        actions::{
            Diary,
            lines::{Now, ToldLine, now},
        },
        rules::{Wanted, sections::Section},
    },
    law::Caveat,
    tr, trn,
};

/// Show the one thing to do next
///
/// What is late comes first, our own acts before those of others; else the nearest day.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda next")]
pub struct NextArgs {}

struct NowScreen {
    now: Now,
    today: NaiveDate,
    why: bool,
}

impl Show for NowScreen {
    fn view(&self, lang: Lang) -> impl View {
        self.now.view(self.today, &LineWords(lang))
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = sections(lang, &self.now, self.today, self.why);
        if self.why {
            let all: Vec<Caveat> = self.now.shown().flat_map(|l| l.caveats.clone()).collect();
            out.push_str(&finding::caveats_text(lang, &all));
        }
        out
    }
}

/// Returns the parts of the agenda as text; of what comes later only how much it is.
pub(crate) fn sections(lang: Lang, now: &Now, today: NaiveDate, why: bool) -> String {
    let mut out = String::new();
    for (section, lines) in now.parts() {
        if lines.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        let name = section.words(lang);
        if section == Section::Later {
            let alone = out.is_empty();
            out.push_str(&later(lang, lines));
            // Where nothing presses, what comes first says more than a number.
            out.extend(lines.first().filter(|_| alone).map(|first| line(lang, section, first, today)));
            continue;
        }
        let _ = writeln!(out, "{name}");
        for told in lines {
            out.push_str(&line(lang, section, told, today));
            if let Some(note) = &told.line.state.note {
                let note = tr!(lang, "note\u{a0}: {note}", "note: {note}");
                out.push_str(&finding::wrapped(REST, REST, &note));
            }
            if why {
                out.push_str(&finding::steps_text(lang, &told.because, STEPS));
            }
        }
    }
    out
}

/// Says how much comes later.
fn later(lang: Lang, lines: &[ToldLine]) -> String {
    let first = lines.iter().map(|l| l.line.day).min().map_or_else(String::new, |d| finding::day(lang, d));
    let n = lines.len();
    let text = trn!(
        lang,
        n,
        "Plus tard\u{a0}: {n} échéance, le {first}. Tout\u{a0}: contrepoids agenda list",
        "Plus tard\u{a0}: {n} échéances, la première le {first}. Tout\u{a0}: contrepoids agenda list",
        "Later: {n} date, on {first}. All: contrepoids agenda list",
        "Later: {n} dates, the first on {first}. All: contrepoids agenda list"
    );
    finding::wrapped("", "  ", &text)
}

/// Below the day.
const REST: &str = "                ";

/// One line of a part: its day, then what it is.
fn line(lang: Lang, section: Section, told: &ToldLine, today: NaiveDate) -> String {
    let due = &told.line;
    let day = finding::day(lang, due.day);
    let head = match section {
        _ if due.without_day() => tr!(lang, "sans délai", "no set day"),
        Section::Week | Section::Month => format!("{} {day}", finding::weekday(lang, due.day)),
        _ => day,
    };
    let what = super::with_window(lang, due, full_title(lang, due));
    let demand = if due.may_be_demanded(today) { super::demand(lang) } else { String::new() };
    let state = match due.nature {
        Nature::Missed | Nature::Lapsed => format!("{}\u{a0}– ", super::words::gone(lang, due.nature)),
        _ => String::new(),
    };
    let text = format!("{state}{what}{demand} [{}]", told.handle());
    finding::wrapped(&format!("  {head:<14}"), REST, &text)
}

/// Runs `contrepoids agenda` alone.
pub(super) fn run(face: &mut Face, wanted: &Wanted, why: bool) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let diary = load(face)?;
    lacks(face, &diary);
    let found = now(&diary, wanted, today)?;
    if found.is_empty() && !face.json {
        face.note(&nothing(lang, diary.agenda.known, *wanted != Wanted::default()));
    }
    face.show(&NowScreen { now: found, today, why })?;
    Ok(Exit::Done)
}

/// Says what would have to be known for more.
fn lacks(face: &mut Face, diary: &Diary) {
    for fact in &diary.agenda.missing {
        let text = missing(face.lang, fact);
        face.note(&text);
    }
}

/// Runs `contrepoids agenda next`.
pub(super) fn next(face: &mut Face) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let diary = load(face)?;
    let Some(line) = diary.agenda.first(today).cloned() else {
        lacks(face, &diary);
        let text = nothing(lang, diary.agenda.known, false);
        face.note(&text);
        return Ok(Exit::Done);
    };
    show::card(face, &diary, line)
}
