//! Which notice or which reply of the past answers a question: ranked by BM25 over stems, French and English.

use std::collections::BTreeMap;

use bm25::{Document, SearchEngineBuilder, Tokenizer};
use rust_stemmers::{Algorithm, Stemmer};

use crate::{
    base::{Id, Lang, stems::EMPTY},
    features::notice::actions::{
        Library, NoticeError, OpenOutbox, Queued, Recipient,
        compose::{Request, of_roster, typed},
        post::NO_NOTICE,
    },
    mail::{
        Message, MessageParts, Party,
        ledger::{Campaign, Draft, PastReply},
    },
    render::{Given, Rendered, ValueKind, Whence},
    vault::{Vault, Verb},
};

/// The most suggestions that are shown.
pub const SHOWN: usize = 8;

/// Something that may answer.
#[derive(Clone, PartialEq, Eq)]
pub enum AnswerSource {
    /// A notice, by its name.
    Notice(String),
    /// A reply of the past.
    Reply(Box<PastReply>),
}

/// Cuts a text into stems.
#[derive(Clone, Copy)]
struct Stems;

impl Tokenizer for Stems {
    fn tokenize(&self, text: &str) -> Vec<String> {
        let (french, english) = (Stemmer::create(Algorithm::French), Stemmer::create(Algorithm::English));
        let small = text.to_lowercase();
        let mut out = Vec::new();
        for word in small.split(|c: char| !c.is_alphanumeric()) {
            if word.chars().count() < 2 || EMPTY.contains(&word) {
                continue;
            }
            let fold = |stem: &str| crate::base::text::fold(stem);
            out.push(format!("f{}", fold(&french.stem(word))));
            out.push(format!("e{}", fold(&english.stem(word))));
        }
        out
    }
}

/// Ranks notices and past replies by how well they answer, the best first.
///
/// Of a notice its name, what it says that it is for and both texts count; of a reply, what it answered too.
#[must_use]
pub fn suggest(library: &Library, replies: &[PastReply], words: &str) -> Vec<AnswerSource> {
    let mut sources: BTreeMap<String, AnswerSource> = BTreeMap::new();
    let mut documents = Vec::new();
    for id in library.names() {
        let Ok(notice) = library.named(&id) else { continue };
        let about = &notice.manifest.about;
        let mut text = format!("{id} {} {} ", about.fr, about.en).repeat(3);
        for tongue in [Lang::Fr, Lang::En] {
            text.push_str(notice.file(tongue));
            for variable in notice.manifest.variables.values() {
                text.push(' ');
                text.push_str(&variable.sample(tongue).typed().join(" "));
            }
        }
        let key = format!("n{id}");
        documents.push(Document::new(key.clone(), text));
        sources.insert(key, AnswerSource::Notice(id));
    }
    for (n, reply) in replies.iter().enumerate() {
        let key = format!("r{n:06}");
        let asked = format!("{} {} ", reply.asked, reply.subject).repeat(3);
        documents.push(Document::new(key.clone(), format!("{asked} {}", reply.body)));
        sources.insert(key, AnswerSource::Reply(Box::new(reply.clone())));
    }
    let engine =
        SearchEngineBuilder::<String, u32, Stems>::with_tokenizer_and_documents(Stems, documents).build();
    let mut found = engine.search(words, None);
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.document.id.cmp(&b.document.id)));
    found.iter().take(SHOWN).filter_map(|f| sources.get(&f.document.id).cloned()).collect()
}

/// Writes a first draft of a reply to one person: `Objet : …` or `Subject: …`, an empty line, Markdown.
///
/// What the notice still needs stands between ‹ and ›.
///
/// # Errors
/// [`NoticeError::Render`].
pub fn draft(
    library: &Library,
    source: &AnswerSource,
    request: &Request,
    to: &Recipient,
) -> Result<String, NoticeError> {
    let word = match to.tongue {
        Lang::Fr => "Objet :",
        Lang::En => "Subject:",
    };
    let (subject, body) = match source {
        AnswerSource::Reply(reply) => (reply.subject.clone(), reply.body.clone()),
        AnswerSource::Notice(id) => {
            let notice = library.named(id)?;
            let mut set = typed(request, to.tongue);
            let mut values = crate::render::Values::new();
            for (name, variable) in &notice.manifest.variables {
                let blank = || vec![format!("‹{}›", variable.about.get(to.tongue))];
                let given = match (variable.from, set.remove(name)) {
                    (Whence::Member, _) => match of_roster(name, to).trim() {
                        "" if variable.optional || variable.kind == ValueKind::Line => Given::Nothing,
                        "" => Given::Line(blank().concat()),
                        text => variable.read(name, &[text.to_owned()])?,
                    },
                    (_, Some(typed)) => variable.read(name, &typed)?,
                    (_, None) if variable.optional => Given::Nothing,
                    (_, None) if matches!(variable.kind, ValueKind::List | ValueKind::Payments) => {
                        Given::List(blank())
                    }
                    (_, None) => Given::Line(blank().concat()),
                };
                values.insert(name.clone(), given);
            }
            notice.compile(to.tongue)?.draft(&values)?
        }
    };
    Ok(format!("{word} {}\n\n{}\n", subject.trim(), body.trim()))
}

/// A reply that was written by a person.
pub struct Written {
    /// Its subject as typed.
    pub subject: String,
    /// Its Markdown.
    pub body: String,
    /// Both as they leave.
    pub content: Rendered,
}

/// Reads what a person wrote.
///
/// # Errors
/// [`NoticeError::Unfinished`] while something still stands between ‹ and ›; [`NoticeError::Written`].
pub fn written(text: &str, tongue: Lang) -> Result<Written, NoticeError> {
    let text = text.replace("\r\n", "\n");
    let (subject, body) =
        crate::render::engine::parts(&text).ok_or(NoticeError::Written(crate::render::Problem::NoSubject))?;
    if text.contains(['‹', '›']) {
        return Err(NoticeError::Unfinished);
    }
    let content = crate::render::engine::written(&subject, &body, tongue)
        .map_err(|(_, problem)| NoticeError::Written(problem))?;
    Ok(Written { subject, body, content })
}

/// Finds a text that was kept, by its number; without one, the one kept last.
///
/// # Errors
/// [`NoticeError::NoDraft`], [`NoticeError::Ledger`].
pub fn kept(post: &OpenOutbox, number: Option<u64>) -> Result<(u64, Draft), NoticeError> {
    let mut drafts = post.drafts()?;
    let kept = drafts.iter().map(|(n, _)| *n).collect();
    let found = match number {
        Some(number) => drafts.into_iter().find(|(n, _)| *n == number),
        None => drafts.pop(),
    };
    found.ok_or(NoticeError::NoDraft { kept })
}

/// Keeps a text that was not sent, in place of the one that was taken up again; returns its number.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn keep(post: &mut OpenOutbox, draft: &Draft, resumed: Option<u64>) -> Result<u64, NoticeError> {
    Ok(post.keep_draft(draft, resumed)?)
}

/// Forgets a text that was taken up again and queued.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn forget(post: &mut OpenOutbox, resumed: Option<u64>) -> Result<(), NoticeError> {
    if let Some(number) = resumed {
        post.forget_draft(number)?;
    }
    Ok(())
}

/// Queues a reply to one person; with `keep`, its words are kept to be suggested again, without the person's name; `telling` are the
/// words of subject and sender that were wanted all the same.
///
/// # Errors
/// [`NoticeError::Member`] when the message cannot be written; [`NoticeError::Ledger`], [`NoticeError::Vault`].
pub fn queue(
    vault: &mut Vault,
    post: &mut OpenOutbox,
    reply: &Written,
    (from, to): (&Party, &Recipient),
    (keep, telling): (Option<&str>, &[&str]),
    now_ms: u64,
) -> Result<Queued, NoticeError> {
    let id = vault.new_id();
    let campaign = Campaign {
        id: id.0,
        notice: NO_NOTICE.to_owned(),
        at_ms: now_ms,
        count: 1,
        from: from.address().as_str().to_owned(),
        // Two replies are never the same notice.
        likeness: post.likeness(&id.0),
        telling: telling.iter().map(|word| (*word).to_owned()).collect(),
        purpose: None,
    };
    let token = post.token(&campaign.id, &to.id.0);
    let letter = MessageParts {
        from,
        to: &to.party,
        content: &reply.content,
        at_ms: now_ms,
        token: &token,
        stop_token: None,
    };
    let message = Message::write(&letter).map_err(|e| NoticeError::Member {
        id: to.id,
        why: Box::new(crate::features::notice::actions::MemberError::Message(e)),
    })?;
    post.begin(&campaign, &[to.id.0])?;
    post.add(&campaign, [(to.id.0, message)])?;
    let ids: [Id; 1] = [to.id];
    vault.tell(now_ms, Verb::Queued, &ids, post.shelf().now())?;
    post.complete(&campaign)?;
    if let Some(asked) = keep {
        let nameless = |text: &str| nameless(text, [to.party.name(), &to.given_name]);
        let kept = PastReply {
            asked: nameless(asked).chars().take(400).collect(),
            subject: nameless(&reply.subject),
            body: nameless(&reply.body),
            at_ms: now_ms,
        };
        post.keep_reply(&kept)?;
    }
    crate::features::notice::actions::post::tell(vault, post, now_ms);
    Ok(Queued { id, count: 1 })
}

/// What stands where a name, an address or a number stood: a reply that still has one is not sent.
const HOLE: &str = "‹…›";

/// Takes out of a text what is only of one person: the names given, mail addresses, telephone numbers.
fn nameless(text: &str, names: [&str; 2]) -> String {
    let mut out = text.to_owned();
    for name in names.into_iter().filter(|name| !name.trim().is_empty()) {
        out = out.replace(name, HOLE);
    }
    let of_address = |c: char| !c.is_whitespace() && !"<>()[]«»,;\"‹›".contains(c);
    while let Some(at) = out.find('@') {
        let (before, after) = out.split_at(at);
        let start = before.trim_end_matches(of_address).len();
        let len = after.find(|c| !of_address(c)).unwrap_or(after.len());
        out.replace_range(start..at.saturating_add(len), HOLE);
    }
    let mut kept = String::with_capacity(out.len());
    let mut number = String::new();
    for c in out.chars().map(Some).chain([None]) {
        match c {
            Some(c)
                if c.is_ascii_digit()
                    || (!number.is_empty() && " .-\u{a0}\u{202f}".contains(c))
                    || (number.is_empty() && c == '+') =>
            {
                number.push(c);
            }
            other => {
                let digits = number.chars().filter(char::is_ascii_digit).count();
                if digits >= 9 {
                    kept.push_str(HOLE);
                    kept.extend(number.chars().rev().take_while(|c| !c.is_ascii_digit()));
                } else {
                    kept.push_str(&number);
                }
                number.clear();
                kept.extend(other);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_reply_has_nothing_of_the_person() {
        let text = "Bonjour Camille, je vous rappelle au 06 12 34 56 78 ou au +33 6 12.34.56.78 : \
                    camille.exemple+x@mail.example.org, <c@d.test>. L’article 12 de 2026 et 15 000 € restent.";
        let out = nameless(text, ["Camille Exemple", "Camille"]);
        assert_eq!(
            out,
            "Bonjour ‹…›, je vous rappelle au ‹…› ou au ‹…› : ‹…›, <‹…›>. L’article 12 de 2026 et 15 000 € restent."
        );
        assert_eq!(nameless("rien", ["", " "]), "rien");
        assert_eq!(nameless("@", ["", ""]), HOLE);
    }

    fn first(words: &str, replies: &[PastReply]) -> String {
        match suggest(&Library::default(), replies, words).first() {
            Some(AnswerSource::Notice(id)) => id.clone(),
            Some(AnswerSource::Reply(reply)) => format!("reply {}", reply.subject),
            None => "nothing".to_owned(),
        }
    }

    #[test]
    fn words_find_their_notice_in_both_languages() {
        for (words, want) in [
            ("comment payer moins d’impôts avec l’attestation fiscale ?", "certificate"),
            ("tax certificate", "certificate"),
            ("nos droits pendant une grève", "strike"),
            ("GREVES", "strike"),
            ("se former : congé de formation", "training"),
            ("donner un pouvoir pour l’assemblée générale", "assembly"),
            ("données volées", "incident"),
            ("my data was stolen on a laptop", "incident"),
            ("je souhaite être candidate", "candidates"),
            ("signer l’accord, donner son avis", "consultation"),
        ] {
            assert_eq!(first(words, &[]), want, "{words}");
        }
        assert_eq!(first("zzz", &[]), "nothing");
        assert_eq!(first("", &[]), "nothing");
    }

    #[test]
    fn a_reply_of_the_past_comes_before_a_general_notice() {
        let past = PastReply {
            asked: "rupture conventionnelle délai de rétractation".into(),
            subject: "Votre question".into(),
            body: "Vous avez quinze jours calendaires pour vous rétracter.".into(),
            at_ms: 0,
        };
        assert_eq!(
            first("peut-on se rétracter d’une rupture conventionnelle", &[past]),
            "reply Votre question"
        );
    }

    #[test]
    fn stems_join_forms_and_leave_out_empty_words() {
        assert_eq!(Stems.tokenize("les négociations"), Stems.tokenize("La négociation"));
        assert_eq!(Stems.tokenize("strikes"), Stems.tokenize("STRIKE"));
        assert!(Stems.tokenize("le la de à ! 1").is_empty());
    }

    #[test]
    fn a_text_is_taken_when_it_is_finished() {
        let fault = |text: &str| written(text, Lang::Fr).err().unwrap().to_string();
        assert!(fault("Bonjour").contains("subject"));
        assert!(matches!(written("Objet : a\n\n‹Lieu›", Lang::Fr), Err(NoticeError::Unfinished)));
        assert!(fault("Objet : a\n\nb\u{202e}").contains("control"));
        let good = written("Objet : Oui\r\n\r\n**a** {{ b }} !", Lang::Fr).ok().unwrap();
        assert_eq!(
            (good.content.subject.as_str(), good.content.text.as_str()),
            ("Oui", "a {{ b }}\u{202f}!\n")
        );
    }
}
