//! `contrepoids agenda show`.

use clap::Args;

use super::{LineWords, full_title, load};
use crate::face::explaining::STEPS;
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::agenda::{
        actions::{
            Diary,
            lines::{ToldLine, told},
        },
        rules::Line,
    },
    tr,
};

/// Show one line with its articles
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda show 3f2a91c4")]
pub struct ShowArgs {
    /// The digits at the end of the line in `agenda list`
    #[arg(value_name = "ID")]
    pub(super) id: String,
}

struct DutyCard {
    told: ToldLine,
    today: chrono::NaiveDate,
}

impl Show for DutyCard {
    fn view(&self, lang: Lang) -> impl View {
        self.told.view(self.today, &LineWords(lang))
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, lang: Lang) -> String {
        let due = &self.told.line;
        let mut out = finding::wrapped("", "  ", &full_title(lang, due));
        let mut row = |name: String, value: &str| {
            out.push_str(&finding::wrapped(&format!("  {name:<14}"), &" ".repeat(16), value));
        };
        let dated = |d| format!("{} {}", finding::weekday(lang, d), finding::day(lang, d));
        row(tr!(lang, "date", "date"), &dated(due.day));
        if let Some(raw) = due.raw {
            row(tr!(lang, "jour calculé", "by bare count"), &dated(raw));
        }
        if let Some(open) = due.extended {
            row(tr!(lang, "ou prorogé au", "or extended to"), &dated(open));
        }
        if let Some(from) = due.window_from {
            row(tr!(lang, "à partir de", "from"), &dated(from));
        }
        row(tr!(lang, "ce jour", "meaning"), due.nature.words(lang));
        row(tr!(lang, "à qui", "whose turn"), due.who.words(lang));
        if let Some(from) = due.demand {
            row(tr!(lang, "à exiger dès", "demand from"), &dated(from));
        }
        if let Some(rule) = due.rule.rule() {
            row(tr!(lang, "un jour fermé", "a closed day"), rule.roll.words(lang));
            if let Some(silence) = &rule.silence {
                row(tr!(lang, "sans acte", "without it"), finding::label(lang, silence));
            }
            if let Some(act) = &rule.act {
                row(tr!(lang, "que faire", "what to do"), finding::label(lang, act));
            }
        }
        if let Some(day) = due.state.done {
            row(tr!(lang, "fait le", "done on"), &dated(day));
        }
        if let Some(day) = due.state.snoozed {
            row(tr!(lang, "reporté au", "put off to"), &dated(day));
        }
        if let Some(note) = &due.state.note {
            row(tr!(lang, "note", "note"), note);
        }
        if !self.told.because.is_empty() {
            out.push_str(&tr!(lang, "\nParce que\u{a0}:\n", "\nBecause:\n"));
            out.push_str(&finding::steps_text(lang, &self.told.because, STEPS));
        }
        out.push_str(&finding::caveats_text(lang, &self.told.caveats));
        out
    }
}

/// Runs `contrepoids agenda show`.
pub(super) fn run(face: &mut Face, args: &ShowArgs) -> Result<Exit, Refusal> {
    let diary = load(face)?;
    let (_, found) = diary.line(&args.id)?;
    card(face, &diary, found.clone())
}

/// Shows a line with its articles.
pub(super) fn card(face: &mut Face, diary: &Diary, line: Line) -> Result<Exit, Refusal> {
    let today = face.today;
    if let Some(told) = told(diary, &[line], today)?.pop() {
        face.show(&DutyCard { told, today })?;
    }
    Ok(Exit::Done)
}
