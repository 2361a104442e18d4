//! A reply to one member: from what was proposed to the outbox.

use std::{collections::BTreeMap, path::Path};

use crate::{
    base::{Id, Lang},
    features::notice::{
        actions::{
            Library, NoticeError, OpenOutbox, Queued, Recipient,
            compose::{Request, of_roster, typed},
            post::NO_NOTICE,
            rank::{AnswerSource, rank},
        },
        rules::answers::{self, Answer},
    },
    mail::{
        ByHand, Message, MessageParts, Party,
        bounce::question::{self, Question},
        ledger::{Campaign, Draft, PastReply, Pick, Picked},
    },
    platform::input,
    render::{Given, Rendered, ValueKind, Whence},
    vault::{Vault, Verb},
};

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
        AnswerSource::Answer(id) => {
            let subject = match to.tongue {
                Lang::Fr => "Votre question",
                Lang::En => "Your question",
            };
            let answer = answers::named(id).ok_or(NoticeError::Suggestion { count: 0 })?;
            (subject.to_owned(), answer.draft(to.tongue, &to.given_name))
        }
        AnswerSource::Reply(reply) => (reply.subject.clone(), reply.body.clone()),
        AnswerSource::Notice(id) => {
            let notice = library.named(id)?;
            let mut set = typed(request, &notice.manifest, to.tongue);
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

/// The most bytes of the file of a question.
const EML_MAX: u64 = 10 * 1024 * 1024;
/// The most lines of a question that are quoted.
const QUOTED: usize = 40;

/// Reads the question of a mail that was saved.
///
/// # Errors
/// [`NoticeError::Unreadable`].
pub fn question(path: &Path) -> Result<Question, NoticeError> {
    let unreadable = |why| NoticeError::Unreadable { path: path.to_path_buf(), why };
    let bytes = input::read(path, EML_MAX).map_err(unreadable)?;
    Ok(question::read(&bytes))
}

/// Puts what was asked below a draft, as a quotation.
#[must_use]
pub fn quoting(draft: &str, question: &Question, tongue: Lang) -> String {
    let wrote = match tongue {
        Lang::Fr => "Vous avez écrit :",
        Lang::En => "You wrote:",
    };
    let line = |line: &str| format!("> {}\n", crate::render::markdown::escaped(line.trim()));
    let quoted: String = question.text.lines().take(QUOTED).map(line).collect();
    if quoted.is_empty() { draft.to_owned() } else { format!("{}\n\n{wrote}\n\n{quoted}", draft.trim_end()) }
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

/// Refuses a text in which a blank of the draft is left.
///
/// # Errors
/// [`NoticeError::Unfinished`] while something still stands between ‹ and ›.
pub fn finished(text: &str) -> Result<(), NoticeError> {
    if text.contains(['‹', '›']) { Err(NoticeError::Unfinished) } else { Ok(()) }
}

/// Reads what a person wrote.
///
/// # Errors
/// As [`finished`]; [`NoticeError::Written`].
pub fn written(text: &str, tongue: Lang) -> Result<Written, NoticeError> {
    let text = text.replace("\r\n", "\n");
    let (subject, body) =
        crate::render::engine::parts(&text).ok_or(NoticeError::Written(crate::render::Problem::NoSubject))?;
    finished(&text)?;
    let content = crate::render::engine::written(&subject, &body, tongue)
        .map_err(|(_, problem)| NoticeError::Written(problem))?;
    Ok(Written { subject, body, content })
}

/// Finds a text that was kept, by its number; without one, the one kept last. `free` for texts to a selection, without it replies.
///
/// # Errors
/// [`NoticeError::NoDraft`], [`NoticeError::Ledger`].
pub fn kept(post: &OpenOutbox, number: Option<u64>, free: bool) -> Result<(u64, Draft), NoticeError> {
    let mut drafts = post.drafts()?;
    drafts.retain(|(_, draft)| draft.whom.is_empty() != free);
    let kept = drafts.iter().map(|(n, _)| *n).collect();
    let found = match number {
        Some(number) => drafts.into_iter().find(|(n, _)| *n == number),
        None => drafts.pop(),
    };
    found.ok_or(NoticeError::NoDraft { kept, free })
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

/// Notes that a proposal was taken for a reply, so that it is proposed a little sooner.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn taken(post: &mut OpenOutbox, source: &AnswerSource) -> Result<(), NoticeError> {
    if let AnswerSource::Answer(name) | AnswerSource::Notice(name) = source {
        post.note_pick(name, Pick::Taken)?;
    }
    Ok(())
}

/// Notes whether a short answer helped.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn judged(post: &mut OpenOutbox, answer: &Answer, helped: bool) -> Result<Picked, NoticeError> {
    Ok(post.note_pick(answer.id, if helped { Pick::Helped } else { Pick::Not })?)
}

/// Finds a short answer by its name, or by the beginning of it.
///
/// # Errors
/// [`NoticeError::NoAnswer`], with those that are near.
pub fn answer(asked: &str) -> Result<&'static Answer, NoticeError> {
    let typed = asked.trim().to_lowercase();
    if let Some(found) = answers::named(&typed) {
        return Ok(found);
    }
    let begins: Vec<&Answer> =
        answers::all().iter().filter(|a| !typed.is_empty() && a.id.starts_with(&typed)).collect();
    if let [one] = begins.as_slice() {
        return Ok(one);
    }
    let ranked = rank(&Library::default(), &[], &BTreeMap::new(), asked);
    let named = ranked.iter().filter_map(|s| match &s.source {
        AnswerSource::Answer(id) => answers::named(id).map(|a| a.id),
        _ => None,
    });
    let near = begins.iter().map(|a| a.id).chain(named).take(3).collect();
    Err(NoticeError::NoAnswer { asked: asked.chars().take(60).collect(), near })
}

/// Queues a reply to one person; with `keep`, its words are kept to be suggested again, without the person's name; `telling` are the
/// words of subject and sender that were wanted all the same, `answers` is the `Message-ID` of the question.
///
/// # Errors
/// [`NoticeError::Member`] when the message cannot be written; [`NoticeError::Ledger`], [`NoticeError::Vault`].
pub fn queue(
    vault: &mut Vault,
    post: &mut OpenOutbox,
    reply: &Written,
    (from, to): (&Party, &Recipient),
    (keep, telling, answers): (Option<&str>, &[&str], Option<&str>),
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
        alike: None,
        despite: Vec::new(),
        after_ms: None,
    };
    let token = post.token(&campaign.id, &to.id.0);
    let letter = MessageParts {
        from,
        to: &to.party,
        content: &reply.content,
        at_ms: now_ms,
        token: &token,
        stop_token: None,
        by_hand: Some(ByHand { answers }),
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
