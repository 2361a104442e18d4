//! `agenda done`, `snooze`, `note`.

use chrono::NaiveDate;
use clap::Args;

use super::{edit::kept, full_title};
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show},
    },
    features::agenda::{
        actions::change::{self, Mark},
        views::Marked,
    },
    tr,
};

/// Mark a line as done
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda done 3f2a91c4
  contrepoids agenda done 3f2a91c4 --undo")]
pub struct DoneArgs {
    /// The digits at the end of the line in `agenda list`
    #[arg(value_name = "ID")]
    id: String,
    /// It is not done after all
    #[arg(long)]
    undo: bool,
}

/// Put a line off
///
/// The date itself does not move: the line only stays out of the list until then.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda snooze 3f2a91c4 --until 2026-12-01
  contrepoids agenda snooze 3f2a91c4 --undo")]
pub struct SnoozeArgs {
    /// The digits at the end of the line in `agenda list`
    #[arg(value_name = "ID")]
    id: String,
    /// The day it comes back
    #[arg(long, value_name = "YYYY-MM-DD", required_unless_present = "undo")]
    until: Option<NaiveDate>,
    /// It comes back now
    #[arg(long, conflicts_with = "until")]
    undo: bool,
}

/// Write a note under a line
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda note 3f2a91c4 \"lettre envoyée\"
  contrepoids agenda note 3f2a91c4 --clear")]
pub struct NoteArgs {
    /// The digits at the end of the line in `agenda list`
    #[arg(value_name = "ID")]
    id: String,
    /// The note
    #[arg(value_name = "TEXT", required_unless_present = "clear")]
    text: Option<String>,
    /// Take the note away
    #[arg(long, conflicts_with = "text")]
    clear: bool,
}

impl Show for Marked {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, _lang: Lang) -> String {
        String::new()
    }
}

fn mark(face: &mut Face, start: &str, mark: &Mark) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let mut vault = face.open_write()?;
    let diary = crate::features::agenda::actions::diary(&vault, today)?;
    let (id, line) = diary.line(start)?;
    let (title, day) = (full_title(lang, line), line.day);
    let (shown, number) = diary.handle(line);
    let named = number.map_or(shown, |_| id);
    let state = change::mark(&mut vault, face.now_ms(), today, (id, day), mark)?;
    face.note(&tr!(lang, "Enregistré\u{a0}: {title}", "Saved: {title}"));
    face.show(&Marked::of(named, &state))?;
    Ok(Exit::Done)
}

/// Runs `contrepoids agenda done`.
pub(super) fn done(face: &mut Face, args: &DoneArgs) -> Result<Exit, Refusal> {
    mark(face, &args.id, &Mark::Done(!args.undo))
}

/// Runs `contrepoids agenda snooze`.
pub(super) fn snooze(face: &mut Face, args: &SnoozeArgs) -> Result<Exit, Refusal> {
    mark(face, &args.id, &Mark::Snooze(args.until))
}

/// Runs `contrepoids agenda note`.
pub(super) fn note(face: &mut Face, args: &NoteArgs) -> Result<Exit, Refusal> {
    let text = kept(args.text.as_ref())?;
    mark(face, &args.id, &Mark::Note(text))
}
