//! `contrepoids notice suggest`.

use std::{collections::BTreeMap, io::Read as _, path::PathBuf};

use clap::{ArgGroup, Args};

use super::{
    edit::Start,
    library, look_at_outbox, open_outbox,
    reply::{self, Job},
    templates::bound,
};
use crate::features::notice::messages::command::NotDone;
use crate::{
    base::{Id, Lang, View, text::one_line},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
    },
    features::{
        member::actions::list::Asked,
        notice::actions::{
            Audience, Library, NoticeError, Request, audience, compose, post,
            rank::{self, AnswerSource, Suggested},
            shown, suggest,
        },
        notice::rules::answers,
    },
    render::Purpose,
    tr,
    vault::Vault,
};

/// Find what answers a question, and reply to one member
///
/// Ranks the short answers, the replies that were kept and then the notices by how well they fit the words, shows the words that
/// were found, and says when nothing fits. With --to, one of them becomes the draft of
/// a reply to this member: it opens in your editor (VISUAL or EDITOR), in a file that lies in memory only and is gone
/// afterwards; then it waits in the outbox. Blanks between ‹ and › must be filled. --stdin takes the finished text from standard
/// input instead. --eml reads the question from a saved mail and answers its sender: the question is quoted, and the mail program of
/// the member puts the reply below it. A text that is refused is never lost: the editor opens again with the fault as its first line, or the text is
/// kept, sealed, for --resume (at most six months). The words of a reply are kept, sealed and without the member's name, unless --forget says otherwise.
#[derive(Debug, Clone, Args)]
#[command(group = ArgGroup::new("whom").args(["to", "resume", "eml"]).multiple(true))]
#[command(after_help = "Examples:
  contrepoids notice suggest 'can one refuse a transfer'
  contrepoids notice suggest 'tax certificate' --to camille --pick 1 \\
    --from team@example.org
  contrepoids notice suggest --eml question.eml --from team@example.org
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
    /// Reply to the mail in this file: its sender, its question, quoted below
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    pub eml: Option<PathBuf>,
    /// Which suggestion becomes the draft, by its number
    #[arg(long, value_name = "N", requires = "whom")]
    pub pick: Option<usize>,
    /// Sender: an address, or `Name <address>`
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,
    /// Take the finished text from standard input instead of an editor
    #[arg(long, requires = "whom")]
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
        self.to.is_none() && self.resume.is_none() && self.eml.is_none()
    }
}

struct Found<'a> {
    sources: &'a [Suggested],
    library: &'a Library,
}

fn about(lang: Lang, library: &Library, source: &AnswerSource) -> (String, String) {
    match source {
        AnswerSource::Answer(id) => {
            let about = answers::named(id).map(|a| a.about.get(lang).to_owned());
            (id.clone(), about.unwrap_or_default())
        }
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
            return lines([tr!(
                lang,
                "Rien ne convient. Essayez d’autres mots\u{a0}; toutes les réponses\u{a0}: contrepoids notice answers",
                "Nothing fits. Try other words; all answers: contrepoids notice answers"
            )]);
        }
        let mut out = Vec::new();
        for (n, found) in (1..).zip(self.sources) {
            let n: usize = n;
            let (name, about) = about(lang, self.library, &found.source);
            let line = finding::wrapped(&format!("{n}. {name:<20} "), &" ".repeat(24), &bound(lang, &about));
            out.push(line.trim_end().to_owned());
            let matched = found.matched.join(", ");
            if !matched.is_empty() {
                out.push(tr!(lang, "   mots trouvés\u{a0}: {matched}", "   words found: {matched}"));
            }
        }
        lines(out)
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
    let question = args.eml.as_deref().map(suggest::question).transpose()?;
    let mut asked = args.words.join(" ");
    let mut whom = args.to.clone();
    if let Some(question) = &question {
        asked.push_str(&format!(" {} {}", question.subject, question.text));
        let sender = || question.by.as_ref().map_or_else(String::new, |a| a.as_str().to_owned());
        whom = whom.or_else(|| Some(sender()));
    }
    let library = library(face, args.templates.as_deref())?;
    let mut vault = if whom.is_some() { face.open_write()? } else { face.open_read()? };
    let mut outbox = if whom.is_some() { open_outbox(&vault)? } else { look_at_outbox(&vault)? };
    let replies = outbox.replies()?;
    let mut sources = rank::rank(&library, &replies, &outbox.picks()?, &asked);
    if sources.is_empty() && whom.is_some() {
        // Nothing fits: the blank reply does.
        sources.push(Suggested {
            source: AnswerSource::Notice(post::NO_NOTICE.to_owned()),
            matched: Vec::new(),
        });
    }
    let Some(to) = &whom else {
        face.show(&Found { sources: &sources, library: &library })?;
        return Ok(Exit::Done);
    };
    let forbidden = audience::forbidden(&vault)?;
    let from = compose::sender(args.from.as_deref(), &forbidden)?;
    let people = everybody(face, &vault)?;
    let to = people.find(to)?;
    let named = args.pick.map(|n| nth(&sources, Some(n))).transpose()?;
    let mut source = None;
    let start = if args.stdin {
        let mut text = String::new();
        std::io::stdin()
            .lock()
            .take(256 * 1024)
            .read_to_string(&mut text)
            .map_err(|e| NotDone::Editing(e.into()))?;
        Start::Finished(text)
    } else {
        let chosen = match named {
            Some(source) => source,
            None => picked(face, &sources, &library)?,
        };
        source = Some(chosen.clone());
        let request = Request { set: BTreeMap::new(), ..Request::default() };
        let draft = suggest::draft(&library, chosen, &request, to)?;
        Start::Draft(match &question {
            Some(question) => suggest::quoting(&draft, question, to.tongue),
            None => draft,
        })
    };
    let typed = args.from.clone().unwrap_or_default();
    let (forget, telling) = (args.forget, args.telling);
    let answers = question.and_then(|q| q.message_id).unwrap_or_default();
    let job = Job { to, from: &from, typed, answers, asked, source, forget, telling, resumed: None };
    reply::write(face, &mut vault, &mut outbox, &job, start)
}

/// Takes up a text that was kept.
fn resume(face: &mut Face, args: &SuggestArgs, number: u64) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let mut outbox = open_outbox(&vault)?;
    let (number, draft) = suggest::kept(&outbox, Some(number).filter(|n| *n > 0), false)?;
    let forbidden = audience::forbidden(&vault)?;
    let typed = args.from.clone().unwrap_or(draft.from);
    let from = compose::sender(Some(&typed), &forbidden)?;
    let people = everybody(face, &vault)?;
    let whom = args.to.clone().unwrap_or_else(|| Id(draft.member).to_string());
    let to = people.find(&whom)?;
    let start = Start::Written(draft.text);
    let (forget, telling) = (args.forget, args.telling);
    let job = Job {
        to,
        from: &from,
        typed,
        answers: draft.answers,
        asked: draft.asked,
        source: None,
        forget,
        telling,
        resumed: Some(number),
    };
    reply::write(face, &mut vault, &mut outbox, &job, start)
}

/// Selects everybody: a reply is what somebody asked for, and goes to those who want no news too.
fn everybody(face: &Face, vault: &Vault) -> Result<Audience, Refusal> {
    let everybody = Asked { standings: vec!["all".to_owned()], ..Asked::default() };
    Ok(audience::select(vault, &everybody, &[], Purpose::Statutory, face.today)?)
}

/// Finds a suggestion by its number.
fn nth(sources: &[Suggested], number: Option<usize>) -> Result<&AnswerSource, Refusal> {
    number
        .and_then(|n| sources.get(n.checked_sub(1)?))
        .map(|found| &found.source)
        .ok_or_else(|| NoticeError::Suggestion { count: sources.len() }.into())
}

/// Asks which suggestion is meant; the only one is not asked about.
fn picked<'a>(
    face: &mut Face,
    sources: &'a [Suggested],
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
