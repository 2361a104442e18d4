//! A text that a person writes to a selection, without a notice: read, checked, written for each recipient.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    base::Lang,
    features::{
        member::actions::list::Asked,
        notice::{
            actions::{
                Audience, Composed, NoticeError, OpenOutbox, Request, Selection, audience,
                create::CreateError, suggest::finished,
            },
            rules::own::{self, FREE},
        },
    },
    mail::{
        Forbidden,
        ledger::{Draft, Name},
    },
    render::Purpose,
    vault::Vault,
};

/// No member: a text that goes to a selection.
const NOBODY: Name = [0; 16];

/// To whom a text goes and as what, as typed; it is kept with a text that was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Whom {
    /// These people.
    pub ids: Vec<String>,
    /// Those for whom this holds.
    #[serde(flatten)]
    pub asked: Asked,
    /// What kind of message it is; news where nothing was said.
    pub purpose: Option<Purpose>,
    /// The subject, where it stands beside the text.
    pub subject: Option<String>,
    /// The only language, where it was said.
    pub only: Option<Lang>,
}

impl Whom {
    /// Tells whether it says who is meant.
    #[must_use]
    pub fn selects(&self) -> bool {
        let Asked { search, sites, services, colleges, standings, tags, conditions } = &self.asked;
        let lists = [&self.ids, search, sites, services, colleges, standings, tags, conditions];
        lists.iter().any(|list| list.iter().any(|word| !word.trim().is_empty()))
    }

    fn purpose(&self) -> Purpose {
        self.purpose.unwrap_or(Purpose::News)
    }
}

/// Selects to whom it goes: a text proposes nobody, so that somebody must be named.
///
/// # Errors
/// [`NoticeError::NoSelection`]; those of [`audience::select`]; [`NoticeError::Nobody`].
pub fn people(vault: &Vault, whom: &Whom, today: NaiveDate) -> Result<(Audience, Selection), NoticeError> {
    if !whom.selects() {
        return Err(NoticeError::NoSelection { notice: FREE.to_owned() });
    }
    let mut asked = whom.asked.clone();
    asked.search.retain(|words| !words.trim().is_empty());
    let people = audience::select(vault, &asked, &whom.ids, whom.purpose(), today)?;
    if people.recipients.is_empty() {
        return Err(people.nobody());
    }
    Ok((people, Selection::Typed { instead_of: None }))
}

/// Checks a text as a whole: its subject, its languages, what of the roster it names, the sender.
///
/// # Errors
/// [`NoticeError::Unfinished`], [`CreateError::NoSubject`], [`NoticeError::Render`]; those of the sender.
pub fn composed(
    text: &str,
    whom: &Whom,
    request: &Request,
    usual: Lang,
    forbidden: &Forbidden,
    today: NaiveDate,
) -> Result<Composed, NoticeError> {
    finished(text)?;
    let texts = own::texts(text, whom.subject.as_deref(), whom.only, usual).ok_or(CreateError::NoSubject)?;
    let made = own::free(FREE, &texts, whom.purpose())?;
    Composed::of(made.notice, request, forbidden, today)
}

/// Keeps a text that was refused, with to whom it was to go, in place of the one that was taken up again.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn keep(
    post: &mut OpenOutbox,
    text: &str,
    whom: &Whom,
    from: &str,
    resumed: Option<u64>,
    now_ms: u64,
) -> Result<u64, NoticeError> {
    let draft = Draft {
        member: NOBODY,
        asked: String::new(),
        from: from.to_owned(),
        answers: String::new(),
        whom: serde_json::to_string(whom).unwrap_or_default(),
        text: text.to_owned(),
        at_ms: now_ms,
    };
    Ok(post.keep_draft(&draft, resumed)?)
}

/// Returns to whom a text that was kept was to go.
#[must_use]
pub fn whom(draft: &Draft) -> Whom {
    serde_json::from_str(&draft.whom).unwrap_or_default()
}
