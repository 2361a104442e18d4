//! A reply that a person writes: the editor, and what becomes of a text that is refused. It is never lost.

use crate::features::notice::messages::command::Left;
use crate::features::notice::messages::command::NotDone;
use crate::features::notice::messages::command::Unqueued;
use crate::features::notice::views::Replied;
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
    },
    features::notice::actions::{OpenOutbox, Recipient, compose, rank::AnswerSource, shown, suggest},
    mail::{Party, ledger::Draft},
    platform::buffer::Buffer,
    tr,
    vault::Vault,
};

/// What stands before a line that says what is wrong with a text: it is taken out again.
const MARK: &str = "!! ";

/// From whom and to whom, and what was asked.
pub(super) struct Job<'a> {
    /// To whom.
    pub to: &'a Recipient,
    /// From whom.
    pub from: &'a Party,
    /// The sender as typed.
    pub typed: String,
    /// The `Message-ID` of the question; empty for none.
    pub answers: String,
    /// The words that were searched for.
    pub asked: String,
    /// What was proposed and taken.
    pub source: Option<AnswerSource>,
    /// Whether the words of the reply are not kept.
    pub forget: bool,
    /// Whether subject and sender may tell what it is about.
    pub telling: bool,
    /// The number of the text that is taken up again.
    pub resumed: Option<u64>,
}

/// With what the writing begins.
pub(super) enum Start {
    /// A draft that the program made: nobody has worked on it yet.
    Draft(String),
    /// A text that somebody wrote, for the editor.
    Written(String),
    /// A text that is not edited.
    Finished(String),
}

impl Show for Replied {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let (id, subject) = (self.campaign.short(), &self.subject);
        let mut out = vec![tr!(lang, "  Objet\u{a0}: {subject}", "  Subject: {subject}"), String::new()];
        out.extend(self.text.lines().map(|l| format!("  {l}").trim_end().to_owned()));
        out.push(String::new());
        out.push(tr!(
            lang,
            "Réponse {id} écrite, vérifiée et scellée. Rien n’est parti.",
            "Reply {id} written, checked and sealed. Nothing has left."
        ));
        out.push(tr!(
            lang,
            "Ensuite\u{a0}: contrepoids notice send {id}\n  (--account COMPTE, --eml-dir DOSSIER ou --smtp smtps://nom@serveur)",
            "Next: contrepoids notice send {id}\n  (--account NAME, --eml-dir DIR or --smtp smtps://name@server)"
        ));
        lines(out)
    }
}

/// Lets a person write a reply and queues it.
///
/// # Errors
/// Why it was not queued; what the person wrote is kept then, and the error says where.
pub(super) fn write(
    face: &mut Face,
    vault: &mut Vault,
    post: &mut OpenOutbox,
    job: &Job<'_>,
    start: Start,
) -> Result<Exit, Refusal> {
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
                    return Err(keep(face, post, job, &text, error));
                }
            }
            if let Some(fault) = fault.take().filter(|_| text == before) {
                return Err(keep(face, post, job, &text, fault));
            }
        }
        match queue(face, vault, post, job, &text) {
            Ok(queued) => {
                suggest::forget(post, job.resumed)?;
                if let Some(source) = job.source.as_ref().filter(|_| !job.forget) {
                    suggest::taken(post, source)?;
                }
                face.show(&queued)?;
                return Ok(Exit::Done);
            }
            Err((error, _)) if untouched(&text) => return Err(error),
            Err((error, true)) if edits && face.somebody_there() => fault = Some(error),
            Err((error, _)) => return Err(keep(face, post, job, &text, error)),
        }
    }
}

/// Queues a text; an error says whether another text may be taken.
fn queue(
    face: &Face,
    vault: &mut Vault,
    post: &mut OpenOutbox,
    job: &Job<'_>,
    text: &str,
) -> Result<Replied, (Refusal, bool)> {
    let written = suggest::written(text, job.to.tongue).map_err(|e| (e.into(), true))?;
    let telling = compose::telling(job.from, &written.content.subject, &[], "");
    if !telling.is_empty() && !job.telling {
        return Err((NotDone::telling(&telling).into(), true));
    }
    let keep = (!job.forget).then_some(job.asked.as_str());
    let answers = Some(job.answers.as_str()).filter(|id| !id.is_empty());
    let now = face.now_ms();
    let queued = suggest::queue(vault, post, &written, (job.from, job.to), (keep, &telling, answers), now)
        .map_err(|e| (Refusal::from(e), false))?;
    Ok(shown::replied(&queued, written.content.subject, written.content.text))
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
        "Corrigez, enregistrez et fermez\u{a0}; ou fermez sans rien changer\u{a0}: le texte est gardé, scellé.",
        "Mend it, save and close; or close without a change: the text is kept, sealed."
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

/// Keeps a text that was refused: sealed in the outbox; where that fails, in memory.
fn keep(face: &Face, post: &mut OpenOutbox, job: &Job<'_>, text: &str, refusal: Refusal) -> Refusal {
    if text.trim().is_empty() {
        return refusal;
    }
    let draft = Draft {
        member: job.to.id.0,
        asked: job.asked.clone(),
        from: job.typed.clone(),
        answers: job.answers.clone(),
        text: text.to_owned(),
        at_ms: face.now_ms(),
    };
    let left = match suggest::keep(post, &draft, job.resumed) {
        Ok(number) => Left::Sealed(number),
        Err(_) => Buffer::leave(text, face.runtime_dir.as_deref()).map_or(Left::Lost, Left::InMemory),
    };
    Unqueued(refusal, left).into()
}
