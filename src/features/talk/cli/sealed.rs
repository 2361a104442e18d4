//! `talk keep`, `talk notes`.

use clap::Args;

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::talk::{actions::sealed, views},
    tr, trn,
};

/// Seal a note about somebody to devices that you name
///
/// This device and those of --for open it; the other organizers see that a note is there, and neither of whom nor for whom.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk keep lou \"ne veut pas être vu·e avec nous\"
  contrepoids talk keep lou \"à appeler le soir\" --for \"portable alex\"")]
pub struct KeepArgs {
    /// About whom: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
    /// The note
    #[arg(value_name = "TEXT")]
    text: String,
    /// Another device that opens it, by words of its name in `key list`
    #[arg(long = "for", value_name = "NAME")]
    readers: Vec<String>,
}

/// Show the notes that are sealed to this device
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk notes
  contrepoids talk notes lou")]
pub struct NotesArgs {
    /// Only about this person
    #[arg(value_name = "WHO")]
    who: Option<String>,
}

pub(super) fn keep(face: &mut Face, args: &KeepArgs) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let when = (face.now_ms(), face.today);
    let value = sealed::keep(&mut vault, when, (&args.who, &args.text), &args.readers)?;
    face.show(&Kept { value })?;
    Ok(Exit::Done)
}

pub(super) fn notes(face: &mut Face, args: &NotesArgs) -> Result<Exit, Refusal> {
    let key = face.key()?;
    let vault = face.open_read()?;
    let value = sealed::notes(&vault, &key, face.today, args.who.as_deref())?;
    face.show(&Notes { value })?;
    Ok(Exit::Done)
}

struct Kept {
    value: views::Kept,
}

impl Show for Kept {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let list = self.value.readers.join(", ");
        let said = tr!(lang, "Scellé\u{a0}; s’ouvre sur\u{a0}: {list}", "Sealed; opens on: {list}");
        finding::wrapped("", "  ", &said)
    }
}

struct Notes {
    value: views::Notes,
}

impl Show for Notes {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let one = |note: &views::NoteRow| {
            let head = format!("{}  {}  ", note.id.short(), finding::day(lang, note.day));
            let (name, text, by, list) = (&note.name, &note.text, &note.by, note.readers.join(", "));
            let said = tr!(
                lang,
                "{name}\u{a0}: {text} ({by}\u{a0}; s’ouvre sur\u{a0}: {list})",
                "{name}: {text} ({by}; opens on: {list})"
            );
            finding::wrapped(&head, &" ".repeat(22), &said)
        };
        let mut out: String = self.value.notes.iter().map(one).collect();
        let closed = self.value.closed;
        if closed > 0 {
            let said = trn!(
                lang,
                closed,
                "{closed} écrit scellé ne s’ouvre pas sur cet appareil.",
                "{closed} écrits scellés ne s’ouvrent pas sur cet appareil.",
                "{closed} sealed record does not open on this device.",
                "{closed} sealed records do not open on this device."
            );
            out.push_str(&finding::wrapped("", "  ", &said));
        }
        out
    }
}
