//! `contrepoids notice suggest`.

use std::{collections::BTreeMap, io::Read as _, path::PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::{library, outbox, words};
use crate::{
    app::{
        buffer::{Buffer, BufferError},
        member::list::Asked,
        notice::{
            Library, NoticeError, Request, audience, compose, post,
            suggest::{self, Source},
        },
    },
    cli::{
        error::{self, CmdError},
        exit::Exit,
        face::{Face, Show, lines},
    },
    config::Lang,
    render::{Purpose, Tongue},
    tr,
};

/// Find the notice or the past reply that answers a question, and reply to one member
///
/// Ranks the notices and the replies that were kept by how well they fit the words. With --to, one of them becomes the draft of
/// a reply to this member: it opens in your editor (VISUAL or EDITOR), in a file that lies in memory only and is gone
/// afterwards; then it waits in the outbox. Blanks between ‹ and › must be filled. --stdin takes the finished text from standard
/// input instead. The words of a reply are kept, sealed and without the member's name, unless --forget says otherwise.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice suggest 'can one refuse a transfer'
  contrepoids notice suggest 'tax certificate' --to camille --pick 1 \\
    --from team@example.org")]
pub struct SuggestArgs {
    /// The question, or words of it
    pub words: Vec<String>,
    /// Reply to this member: an identifier, or words of the name
    #[arg(long, value_name = "MEMBER", requires = "from")]
    pub to: Option<String>,
    /// Which suggestion becomes the draft, by its number
    #[arg(long, value_name = "N", requires = "to")]
    pub pick: Option<usize>,
    /// Sender: an address, or `Name <address>`
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,
    /// Take the finished text from standard input instead of an editor
    #[arg(long, requires = "to")]
    pub stdin: bool,
    /// Do not keep the words of this reply
    #[arg(long, requires = "to")]
    pub forget: bool,
    /// Queue although the subject or the sender tells what it is about; the campaign remembers it
    #[arg(long, requires = "to")]
    pub telling: bool,
    /// Folder of the section's own notices
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

struct Found<'a> {
    sources: &'a [Source],
    library: &'a Library,
}

fn about(lang: Lang, library: &Library, source: &Source) -> (String, String) {
    match source {
        Source::Notice(id) => {
            let tongue = if lang == Lang::Fr { Tongue::French } else { Tongue::English };
            let about = library.named(id).map(|n| n.manifest.about.get(tongue).to_owned());
            (id.clone(), about.unwrap_or_default())
        }
        Source::Reply(reply) => {
            let body: String =
                reply.body.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
            (tr!(lang, "réponse", "reply"), format!("{}\u{a0}— {body}…", reply.subject))
        }
    }
}

impl Show for Found<'_> {
    fn schema(&self) -> &'static str {
        "contrepoids.notice.suggest/1"
    }

    fn value(&self) -> Value {
        let one = |source: &Source| match source {
            Source::Notice(id) => json!({"kind": "notice", "name": id}),
            Source::Reply(r) => {
                json!({"kind": "reply", "subject": r.subject, "body": r.body, "asked": r.asked})
            }
        };
        self.sources.iter().map(one).collect()
    }

    fn text(&self, lang: Lang) -> String {
        if self.sources.is_empty() {
            return lines([tr!(lang, "Rien ne répond à ces mots.", "Nothing answers to these words.")]);
        }
        lines((1..).zip(self.sources).map(|(n, source): (usize, _)| {
            let (name, about) = about(lang, self.library, source);
            format!("{n}. {name:<13} {about}")
        }))
    }
}

struct Queued {
    id: crate::roster::Id,
    subject: String,
    text: String,
}

impl Show for Queued {
    fn schema(&self) -> &'static str {
        "contrepoids.notice.reply/1"
    }

    fn value(&self) -> Value {
        json!({"campaign": self.id.to_string(), "queued": 1, "subject": self.subject, "text": self.text})
    }

    fn text(&self, lang: Lang) -> String {
        let (id, subject) = (self.id.short(), &self.subject);
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
            "Ensuite\u{a0}: contrepoids notice send {id} (--account COMPTE, --eml-dir DOSSIER ou --smtp smtps://nom@serveur)",
            "Next: contrepoids notice send {id} (--account NAME, --eml-dir DIR or --smtp smtps://name@server)"
        ));
        lines(out)
    }
}

/// Runs `contrepoids notice suggest`.
///
/// # Errors
/// When the vault or the outbox cannot be opened, nobody answers to --to, or the text is not taken; nothing is queued
/// then.
pub(super) fn run(face: &mut Face, args: &SuggestArgs) -> Result<Exit, CmdError> {
    let asked = args.words.join(" ");
    let library = library(face, args.templates.as_deref())?;
    let mut vault = if args.to.is_some() { face.open_write()? } else { face.open_read()? };
    let mut outbox = outbox(face, &vault)?;
    let replies = outbox.replies().map_err(|e| words(face, e.into()))?;
    let mut sources = suggest::suggest(&library, &replies, &asked);
    if sources.is_empty() && args.to.is_some() {
        // Nothing fits: the blank reply does.
        sources.push(Source::Notice(post::NO_NOTICE.to_owned()));
    }
    let Some(to) = &args.to else {
        face.show(&Found { sources: &sources, library: &library })?;
        return Ok(Exit::Done);
    };
    let forbidden = audience::forbidden(&vault).map_err(|e| words(face, e))?;
    let from = compose::sender(args.from.as_deref(), &forbidden).map_err(|e| words(face, e))?;
    let everybody = Asked { standings: vec!["all".to_owned()], ..Asked::default() };
    // A reply is what somebody asked for: it goes to those who want no news too.
    let people = audience::select(&vault, &everybody, &[], Purpose::Statutory, face.today)
        .map_err(|e| words(face, e))?;
    let to = people.find(to).map_err(|e| words(face, e))?;
    let named = args.pick.map(|n| nth(face, &sources, Some(n))).transpose()?;
    let text = if args.stdin {
        let mut text = String::new();
        std::io::stdin()
            .lock()
            .take(256 * 1024)
            .read_to_string(&mut text)
            .map_err(|e| buffer(face.lang, &e.into()))?;
        text
    } else {
        let source = match named {
            Some(source) => source,
            None => picked(face, &sources, &library)?,
        };
        let request = Request { set: BTreeMap::new(), ..Request::default() };
        let draft = suggest::draft(&library, source, &request, to).map_err(|e| words(face, e))?;
        let opened = Buffer::new(&draft, face.runtime_dir.as_deref()).map_err(|e| buffer(face.lang, &e))?;
        opened.edit(face.editor.as_deref()).map_err(|e| buffer(face.lang, &e))?
    };
    let written = suggest::written(&text, to.tongue).map_err(|e| words(face, e))?;
    let telling = compose::telling(&from, &written.content.subject, &[]);
    if !telling.is_empty() && !args.telling {
        return Err(error::mail::telling(face.lang, &telling));
    }
    let keep = (!args.forget).then_some(asked.as_str());
    let now = face.now_ms();
    let queued = suggest::queue(&mut vault, &mut outbox, &written, (&from, to), (keep, &telling), now)
        .map_err(|e| words(face, e))?;
    face.show(&Queued { id: queued.id, subject: written.content.subject, text: written.content.text })?;
    Ok(Exit::Done)
}

/// Finds a suggestion by its number.
fn nth<'a>(face: &Face, sources: &'a [Source], number: Option<usize>) -> Result<&'a Source, CmdError> {
    number
        .and_then(|n| sources.get(n.checked_sub(1)?))
        .ok_or_else(|| words(face, NoticeError::Suggestion { count: sources.len() }))
}

/// Asks which suggestion is meant; the only one is not asked about.
fn picked<'a>(face: &mut Face, sources: &'a [Source], library: &Library) -> Result<&'a Source, CmdError> {
    let lang = face.lang;
    let number = if sources.len() < 2 {
        Some(1)
    } else {
        let list = Found { sources, library }.text(lang);
        face.note(list.trim_end());
        let count = sources.len();
        let question = tr!(lang, "Laquelle\u{a0}? ", "Which one? ");
        let typed = face.ask_until(&question, |typed| match typed.parse::<usize>() {
            _ if typed.is_empty() => Ok(None),
            Ok(number) if (1..=count).contains(&number) => Ok(Some(number)),
            _ => Err(tr!(
                lang,
                "Il faut un numéro de 1 à {count}\u{a0}; Entrée renonce.",
                "A number from 1 to {count} is needed; Enter gives up."
            )),
        })?;
        typed.flatten()
    };
    nth(face, sources, number)
}

/// Says why there was no editing.
fn buffer(lang: Lang, error: &BufferError) -> CmdError {
    let what = match error {
        BufferError::NoMemory => tr!(
            lang,
            "aucun dossier de cette machine n’est en mémoire seule\u{a0}: un éditeur laisserait une trace lisible.",
            "no folder of this machine lies in memory alone: an editor would leave a readable trace."
        ),
        BufferError::NoEditor => tr!(lang, "aucun éditeur n’est choisi.", "no editor is set."),
        BufferError::NotText => tr!(lang, "le texte ne peut pas être lu.", "the text cannot be read."),
        _ => tr!(lang, "l’éditeur ne s’est pas bien terminé.", "the editor did not end well."),
    };
    CmdError::new(Exit::Refused, what)
        .safe(tr!(lang, "Rien n’est parti, rien n’est enregistré.", "Nothing has left, nothing is stored."))
        .hint(tr!(
            lang,
            "EDITOR=nano contrepoids notice suggest …, ou --stdin",
            "EDITOR=nano contrepoids notice suggest …, or --stdin"
        ))
}
