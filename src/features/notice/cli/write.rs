//! `contrepoids notice write`.

use std::path::PathBuf;

use clap::Args;

use super::{
    Recipients,
    create::{Tongues, TypedPurpose, skeleton},
    edit::{self, Start, Work},
    open_outbox,
    preview::{articles, excluded, message_lines, stored},
};
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
    },
    features::notice::{
        actions::{
            Audience, Composed, NoticeError, OpenOutbox, Queued, Request, Selection, account as accounts,
            audience, compose, create,
            free::{self, Whom},
            post, queue,
            shown::Stored,
            suggest,
        },
        messages::command::{Left, Unqueued},
        rules::own::FREE,
    },
    law::cited::Known,
    mail::{Forbidden, read::ReadMessage},
    render::Purpose,
    tr,
    vault::Vault,
};

/// Write a text of your own to a selection of people
///
/// Your editor opens (VISUAL or EDITOR), in a file that lies in memory only; --text-file takes the text of a file (`-` for standard
/// input). The first line is `Subject: …`, or --subject says it; with `Objet : …` behind an empty line, the French text follows. It goes
/// to each person alone, whom --where, --site, --tag… select; `{{ given_name }}` and what else the roster knows are filled in. The text is
/// checked and shown, and then waits in the outbox: nothing leaves. Whoever opted out of this kind of message gets none. A text that is
/// refused is never lost: the editor opens again with the fault as its first line, or it is kept, sealed, for --resume.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice write --standing member --from team@example.org
  contrepoids notice write --site Lyon --subject 'See you on Thursday' \\
    --text-file message.md --from team@example.org
  contrepoids notice write --resume")]
pub struct WriteArgs {
    /// To whom, and from whom.
    #[command(flatten)]
    pub to: Recipients,
    /// Subject, where the text does not say it
    #[arg(long, value_name = "TEXT")]
    pub subject: Option<String>,
    /// File of the text, `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    pub text_file: Option<PathBuf>,
    /// In which languages it is.
    #[command(flatten)]
    pub tongues: Tongues,
    /// What kind of message it is: members opt out of news and of dues; news without it
    #[arg(long, value_name = "PURPOSE", value_enum)]
    pub purpose: Option<TypedPurpose>,
    /// Take up a text that was written and refused: by its number, or the one kept last
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "0")]
    pub resume: Option<u64>,
    /// Queue although the subject, the sender or the beginning tells what it is about; the campaign remembers it
    #[arg(long)]
    pub telling: bool,
}

impl WriteArgs {
    /// Puts what was typed now in the place of what was typed before.
    fn whom(&self, before: Whom) -> Whom {
        let typed = Whom { ids: self.to.id.clone(), asked: self.to.asked(), ..Whom::default() };
        let Whom { ids, asked, .. } = if typed.selects() { typed } else { before.clone() };
        Whom {
            ids,
            asked,
            purpose: self.purpose.map(Purpose::from).or(before.purpose),
            subject: self.subject.clone().or(before.subject),
            only: self.tongues.only().or(before.only),
        }
    }
}

/// A text that is being written.
struct Writing<'a> {
    vault: &'a mut Vault,
    forbidden: &'a Forbidden,
    args: &'a WriteArgs,
    whom: Whom,
    from: Option<String>,
    resumed: Option<u64>,
}

/// What was queued, with the first message.
struct Written {
    composed: Composed,
    audience: Audience,
    selection: Selection,
    queued: Queued,
    first: ReadMessage,
    articles: Vec<(String, Known)>,
}

impl Written {
    fn stored(&self) -> Stored<'_> {
        let (composed, audience) = (&self.composed, &self.audience);
        let queued = Queued { id: self.queued.id, count: self.queued.count };
        Stored { after_ms: None, selection: &self.selection, composed, queued, audience }
    }
}

impl Show for Written {
    fn view(&self, _lang: Lang) -> impl View {
        self.stored().view()
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = message_lines(lang, &self.first);
        out.push(String::new());
        out.extend(articles(lang, &self.articles));
        out.extend(excluded(lang, &self.audience));
        out.push(stored(lang, &self.queued));
        let id = self.queued.id.short();
        out.push(tr!(
            lang,
            "Ensuite\u{a0}: contrepoids notice send {id}, ou notice cancel {id} pour y renoncer",
            "Next: contrepoids notice send {id}, or notice cancel {id} to give it up"
        ));
        lines(out)
    }
}

impl Writing<'_> {
    fn queue(&mut self, face: &Face, text: &str) -> Result<Written, (Refusal, bool)> {
        let bad = |e: NoticeError| (Refusal::from(e), true);
        let to = &self.args.to;
        let request = Request {
            notice: FREE.to_owned(),
            from: self.from.clone(),
            name_en: to.name_en.clone(),
            reply_to: to.reply_to.clone(),
            ..Request::default()
        };
        let composed = free::composed(text, &self.whom, &request, face.lang, self.forbidden, face.today);
        let mut composed = composed.map_err(bad)?;
        let (mut people, selection) = free::people(self.vault, &self.whom, face.today).map_err(bad)?;
        composed.leave_out(&mut people);
        composed.files = self.args.to.attached(&mut people).map_err(|e| (Refusal::from(e), false))?;
        let now = face.now_ms();
        let first = post::preview(&composed, &people, None, now).map_err(bad)?;
        let first = ReadMessage::of(&first);
        let articles = compose::cited(&first.text, face.today).map_err(|e| (Refusal::from(e), false))?;
        let modes = (false, self.args.telling);
        let ready = queue::ready(self.vault, &composed, &mut people, modes, now).map_err(bad)?;
        let queued = ready.queue(self.vault, now).map_err(|e| (Refusal::from(e), false))?;
        Ok(Written { composed, audience: people, selection, queued, first, articles })
    }

    fn outbox(&self) -> Result<OpenOutbox, NoticeError> {
        open_outbox(self.vault)
    }
}

impl Work for Writing<'_> {
    type Made = Written;

    fn take(&mut self, face: &mut Face, text: &str) -> Result<Written, (Refusal, bool)> {
        self.queue(face, text)
    }

    fn keep(&mut self, face: &Face, text: &str, refusal: Refusal) -> Refusal {
        let from = self.from.clone().unwrap_or_default();
        let (resumed, now) = (self.resumed, face.now_ms());
        let kept =
            self.outbox().and_then(|mut post| free::keep(&mut post, text, &self.whom, &from, resumed, now));
        let left = match kept {
            Ok(number) => Left::Written(number),
            Err(_) => edit::left(face, text),
        };
        Unqueued(refusal, left).into()
    }
}

/// Runs `contrepoids notice write`.
///
/// # Errors
/// Why it was not queued; what the person wrote is kept then, and the error says where.
pub(super) fn run(face: &mut Face, args: &WriteArgs) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let (mut before, mut kept, mut resumed, mut from) = (Whom::default(), None, None, args.to.from.clone());
    if let Some(number) = args.resume {
        let found = suggest::kept(&open_outbox(&vault)?, Some(number).filter(|n| *n > 0), true)?;
        before = free::whom(&found.1);
        from = from.or_else(|| Some(found.1.from.clone()).filter(|f| !f.is_empty()));
        resumed = Some(found.0);
        kept = Some(found.1.text);
    }
    if from.is_none() {
        from = accounts::chosen(&vault, None)?.map(|account| account.from);
    }
    let whom = args.whom(before);
    let forbidden = audience::forbidden(&vault)?;
    if let Some(typed) = &args.to.reply_to {
        accounts::own_box(&vault, from.as_deref(), typed)?;
    }
    // Before anybody writes: a text for nobody, or from nobody, would be work for nothing.
    if resumed.is_none() {
        compose::sender(from.as_deref(), &forbidden)?;
        free::people(&vault, &whom, face.today)?;
    }
    let start = match (kept, &args.text_file) {
        (Some(text), _) => Start::Written(text),
        (None, Some(path)) => Start::Finished(create::text(path)?),
        (None, None) => Start::Draft(skeleton(whom.only.unwrap_or(face.lang))),
    };
    let mut writing = Writing { vault: &mut vault, forbidden: &forbidden, args, whom, from, resumed };
    let written = edit::write(face, &mut writing, start)?;
    if resumed.is_some() {
        suggest::forget(&mut open_outbox(&vault)?, resumed)?;
    }
    face.show(&written)?;
    Ok(Exit::Done)
}
