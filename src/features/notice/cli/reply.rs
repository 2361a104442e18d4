//! A reply that a person writes to one member, and how it is kept where it is refused.

use super::edit::{self, Start, Work};
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
    tr,
    vault::Vault,
};

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

/// A reply that is being written.
struct Writing<'a> {
    vault: &'a mut Vault,
    post: &'a mut OpenOutbox,
    job: &'a Job<'a>,
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
    let queued = edit::write(face, &mut Writing { vault, post, job }, start)?;
    suggest::forget(post, job.resumed)?;
    if let Some(source) = job.source.as_ref().filter(|_| !job.forget) {
        suggest::taken(post, source)?;
    }
    face.show(&queued)?;
    Ok(Exit::Done)
}

impl Work for Writing<'_> {
    type Made = Replied;

    fn take(&mut self, face: &mut Face, text: &str) -> Result<Replied, (Refusal, bool)> {
        let job = self.job;
        let written = suggest::written(text, job.to.tongue).map_err(|e| (e.into(), true))?;
        let telling = compose::telling(job.from, &written.content.subject, &[], "");
        if !telling.is_empty() && !job.telling {
            return Err((NotDone::telling(&telling).into(), true));
        }
        let keep = (!job.forget).then_some(job.asked.as_str());
        let answers = Some(job.answers.as_str()).filter(|id| !id.is_empty());
        let (now, parties) = (face.now_ms(), (job.from, job.to));
        let more = (keep, telling.as_slice(), answers);
        let queued = suggest::queue(self.vault, self.post, &written, parties, more, now)
            .map_err(|e| (Refusal::from(e), false))?;
        Ok(shown::replied(&queued, written.content.subject, written.content.text))
    }

    /// Keeps a text that was refused: sealed in the outbox; where that fails, in memory.
    fn keep(&mut self, face: &Face, text: &str, refusal: Refusal) -> Refusal {
        let job = self.job;
        let draft = Draft {
            member: job.to.id.0,
            asked: job.asked.clone(),
            from: job.typed.clone(),
            answers: job.answers.clone(),
            whom: String::new(),
            text: text.to_owned(),
            at_ms: face.now_ms(),
        };
        let left = match suggest::keep(self.post, &draft, job.resumed) {
            Ok(number) => Left::Sealed(number),
            Err(_) => edit::left(face, text),
        };
        Unqueued(refusal, left).into()
    }
}
