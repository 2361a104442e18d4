//! `contrepoids notice suggest`.

use std::{collections::BTreeMap, io::Read as _, path::PathBuf};

use clap::{ArgGroup, Args};

use super::{
    library, look_at_outbox, open_outbox,
    reply::{self, Job, Start},
};
use crate::features::notice::messages::command::NotDone;
use crate::{
    base::{Id, Lang, View, text::one_line},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
    },
    features::{
        member::actions::list::Asked,
        notice::actions::{
            Audience, Library, NoticeError, Request, audience, compose, post, shown,
            suggest::{self, AnswerSource},
        },
    },
    render::Purpose,
    tr,
    vault::Vault,
};

/// Find the notice or the past reply that answers a question, and reply to one member
///
/// Ranks the notices and the replies that were kept by how well they fit the words. With --to, one of them becomes the draft of
/// a reply to this member: it opens in your editor (VISUAL or EDITOR), in a file that lies in memory only and is gone
/// afterwards; then it waits in the outbox. Blanks between ‹ and › must be filled. --stdin takes the finished text from standard
/// input instead. A text that is refused is never lost: the editor opens again with the fault as its first line, or the text is
/// kept, sealed, for --resume (at most six months). The words of a reply are kept, sealed and without the member's name, unless --forget says otherwise.
#[derive(Debug, Clone, Args)]
#[command(group = ArgGroup::new("whom").args(["to", "resume"]).multiple(true))]
#[command(after_help = "Examples:
  contrepoids notice suggest 'can one refuse a transfer'
  contrepoids notice suggest 'tax certificate' --to camille --pick 1 \\
    --from team@example.org
  contrepoids notice suggest --resume")]
pub struct SuggestArgs {
    /// The question, or words of it
    pub words: Vec<String>,
    /// Reply to this member: first digits of the identifier, mail address or words of the name
    #[arg(long, value_name = "MEMBER")]
    pub to: Option<String>,
    /// Take up a text that was written and refused: by its number, or the one kept last
    #[arg(
        long,
        value_name = "N",
        num_args = 0..=1,
        default_missing_value = "0",
        conflicts_with_all = ["words", "pick", "stdin"]
    )]
    pub resume: Option<u64>,
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
    #[arg(long, requires = "whom")]
    pub forget: bool,
    /// Queue although the subject or the sender tells what it is about; the campaign remembers it
    #[arg(long, requires = "whom")]
    pub telling: bool,
    /// Folder of the section's own notices
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

impl SuggestArgs {
    /// Whether texts are looked for and nothing is written.
    pub(super) fn looks(&self) -> bool {
        self.to.is_none() && self.resume.is_none()
    }
}

struct Found<'a> {
    sources: &'a [AnswerSource],
    library: &'a Library,
}

fn about(lang: Lang, library: &Library, source: &AnswerSource) -> (String, String) {
    match source {
        AnswerSource::Notice(id) => {
            let tongue = if lang == Lang::Fr { Lang::Fr } else { Lang::En };
            let about = library.named(id).map(|n| n.manifest.about.get(tongue).to_owned());
            (id.clone(), about.unwrap_or_default())
        }
        AnswerSource::Reply(reply) => {
            let body: String = one_line(&reply.body).chars().take(60).collect();
            (tr!(lang, "réponse", "reply"), format!("{}\u{a0}— {body}…", reply.subject))
        }
    }
}

impl Show for Found<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        shown::suggested(self.sources)
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

/// Runs `contrepoids notice suggest`.
///
/// # Errors
/// When the vault or the outbox cannot be opened, nobody answers to --to, or the text is not taken; nothing is queued
/// then.
pub(super) fn run(face: &mut Face, args: &SuggestArgs) -> Result<Exit, Refusal> {
    if let Some(number) = args.resume {
        return resume(face, args, number);
    }
    let asked = args.words.join(" ");
    let library = library(face, args.templates.as_deref())?;
    let mut vault = if args.to.is_some() { face.open_write()? } else { face.open_read()? };
    let mut outbox = if args.to.is_some() { open_outbox(&vault)? } else { look_at_outbox(&vault)? };
    let replies = outbox.replies()?;
    let mut sources = suggest::suggest(&library, &replies, &asked);
    if sources.is_empty() && args.to.is_some() {
        // Nothing fits: the blank reply does.
        sources.push(AnswerSource::Notice(post::NO_NOTICE.to_owned()));
    }
    let Some(to) = &args.to else {
        face.show(&Found { sources: &sources, library: &library })?;
        return Ok(Exit::Done);
    };
    let forbidden = audience::forbidden(&vault)?;
    let from = compose::sender(args.from.as_deref(), &forbidden)?;
    let people = everybody(face, &vault)?;
    let to = people.find(to)?;
    let named = args.pick.map(|n| nth(&sources, Some(n))).transpose()?;
    let start = if args.stdin {
        let mut text = String::new();
        std::io::stdin()
            .lock()
            .take(256 * 1024)
            .read_to_string(&mut text)
            .map_err(|e| NotDone::Editing(e.into()))?;
        Start::Finished(text)
    } else {
        let source = match named {
            Some(source) => source,
            None => picked(face, &sources, &library)?,
        };
        let request = Request { set: BTreeMap::new(), ..Request::default() };
        Start::Draft(suggest::draft(&library, source, &request, to)?)
    };
    let typed = args.from.clone().unwrap_or_default();
    let job =
        Job { to, from: &from, typed, asked, forget: args.forget, telling: args.telling, resumed: None };
    reply::write(face, &mut vault, &mut outbox, &job, start)
}

/// Takes up a text that was kept.
fn resume(face: &mut Face, args: &SuggestArgs, number: u64) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let mut outbox = open_outbox(&vault)?;
    let (number, draft) = suggest::kept(&outbox, Some(number).filter(|n| *n > 0))?;
    let forbidden = audience::forbidden(&vault)?;
    let typed = args.from.clone().unwrap_or(draft.from);
    let from = compose::sender(Some(&typed), &forbidden)?;
    let people = everybody(face, &vault)?;
    let whom = args.to.clone().unwrap_or_else(|| Id(draft.member).to_string());
    let to = people.find(&whom)?;
    let start = Start::Written(draft.text);
    let (forget, telling) = (args.forget, args.telling);
    let job = Job { to, from: &from, typed, asked: draft.asked, forget, telling, resumed: Some(number) };
    reply::write(face, &mut vault, &mut outbox, &job, start)
}

/// Selects everybody: a reply is what somebody asked for, and goes to those who want no news too.
fn everybody(face: &Face, vault: &Vault) -> Result<Audience, Refusal> {
    let everybody = Asked { standings: vec!["all".to_owned()], ..Asked::default() };
    Ok(audience::select(vault, &everybody, &[], Purpose::Statutory, face.today)?)
}

/// Finds a suggestion by its number.
fn nth(sources: &[AnswerSource], number: Option<usize>) -> Result<&AnswerSource, Refusal> {
    number
        .and_then(|n| sources.get(n.checked_sub(1)?))
        .ok_or_else(|| NoticeError::Suggestion { count: sources.len() }.into())
}

/// Asks which suggestion is meant; the only one is not asked about.
fn picked<'a>(
    face: &mut Face,
    sources: &'a [AnswerSource],
    library: &Library,
) -> Result<&'a AnswerSource, Refusal> {
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
    nth(sources, number)
}
