//! A text that a person writes: the editor, and what becomes of a text that is refused. It is never lost.

use crate::{
    face::{error::Refusal, frame::Face},
    features::notice::messages::command::{Left, NotDone},
    platform::buffer::Buffer,
    tr,
};

/// What stands before a line that says what is wrong with a text: it is taken out again.
const MARK: &str = "!! ";

/// With what the writing begins.
pub(super) enum Start {
    /// A draft that the program made: nobody has worked on it yet.
    Draft(String),
    /// A text that somebody wrote, for the editor.
    Written(String),
    /// A text that is not edited.
    Finished(String),
}

/// What is made of a text.
pub(super) trait Work {
    /// What it becomes.
    type Made;

    /// Takes a text; an error says whether another text may be taken.
    fn take(&mut self, face: &mut Face, text: &str) -> Result<Self::Made, (Refusal, bool)>;

    /// Keeps a text that was refused, and says where.
    fn keep(&mut self, face: &Face, text: &str, refusal: Refusal) -> Refusal;
}

/// Lets a person write until the text is taken.
///
/// # Errors
/// Why it was not taken; what the person wrote is kept then, and the error says where.
pub(super) fn write<W: Work>(face: &mut Face, work: &mut W, start: Start) -> Result<W::Made, Refusal> {
    let (made, mut text, edits) = match start {
        Start::Draft(text) => (Some(text.clone()), text, true),
        Start::Written(text) => (None, text, true),
        Start::Finished(text) => (None, text, false),
    };
    // Nobody has worked on a draft that came back as it was made.
    let untouched = |text: &str| made.as_deref() == Some(text);
    let mut fault: Option<Refusal> = None;
    loop {
        if edits {
            let before = text.clone();
            match edited(face, &marked(face, &before, fault.as_ref())) {
                Ok(written) => text = unmarked(&written),
                Err((error, left)) => {
                    text = left.as_deref().map_or(before, unmarked);
                    if untouched(&text) {
                        return Err(error);
                    }
                    return Err(kept(face, work, &text, error));
                }
            }
            if let Some(fault) = fault.take().filter(|_| text == before) {
                return Err(kept(face, work, &text, fault));
            }
        }
        match work.take(face, &text) {
            Ok(taken) => return Ok(taken),
            Err((error, _)) if untouched(&text) => return Err(error),
            Err((error, true)) if edits && face.somebody_there() => fault = Some(error),
            Err((error, _)) => return Err(kept(face, work, &text, error)),
        }
    }
}

/// Leaves a text that was refused in memory, where it could be kept nowhere else.
pub(super) fn left(face: &Face, text: &str) -> Left {
    Buffer::leave(text, face.runtime_dir.as_deref()).map_or(Left::Lost, Left::InMemory)
}

fn kept<W: Work>(face: &Face, work: &mut W, text: &str, refusal: Refusal) -> Refusal {
    if text.trim().is_empty() { refusal } else { work.keep(face, text, refusal) }
}

/// Opens the editor; where it fails, with what it left.
fn edited(face: &Face, text: &str) -> Result<String, (Refusal, Option<String>)> {
    let opened =
        Buffer::new(text, face.runtime_dir.as_deref()).map_err(|e| (NotDone::Editing(e).into(), None))?;
    opened
        .edit(face.editor.as_deref(), face.programs.as_deref())
        .map_err(|e| (NotDone::Editing(e).into(), opened.left()))
}

/// Puts what is wrong above a text.
fn marked(face: &Face, text: &str, fault: Option<&Refusal>) -> String {
    let Some(fault) = fault else { return text.to_owned() };
    let lang = face.lang;
    let how = tr!(
        lang,
        "Corrigez, enregistrez et fermez\u{a0}; ou fermez sans rien changer\u{a0}: le texte est gardé.",
        "Mend it, save and close; or close without a change: the text is kept."
    );
    let what = face.words(fault).what.replace('\n', " ");
    format!("{MARK}{what}\n{MARK}{how}\n{text}")
}

/// Takes out what was put above a text.
fn unmarked(text: &str) -> String {
    let mut rest = text;
    while rest.starts_with(MARK.trim_end()) {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest.to_owned()
}
