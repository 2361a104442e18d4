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
                create::CreateError,
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
    /// Of these sites.
    pub sites: Vec<String>,
    /// Of these services.
    pub services: Vec<String>,
    /// Of these colleges.
    pub colleges: Vec<String>,
    /// Of these standings.
    pub standings: Vec<String>,
    /// With these tags.
    pub tags: Vec<String>,
    /// With these words.
    pub search: Vec<String>,
    /// For whom this holds.
    pub conditions: Vec<String>,
    /// `news`, `dues` or `statutory`.
    pub purpose: String,
    /// The subject, where it stands beside the text.
    pub subject: Option<String>,
    /// `fr` or `en`: the only language, where it was said.
    pub only: Option<String>,
}

impl Whom {
    fn asked(&self) -> Asked {
        Asked {
            search: self.search.clone(),
            sites: self.sites.clone(),
            services: self.services.clone(),
            colleges: self.colleges.clone(),
            standings: self.standings.clone(),
            tags: self.tags.clone(),
            conditions: self.conditions.clone(),
        }
    }

    /// Tells whether it says who is meant.
    #[must_use]
    pub fn selects(&self) -> bool {
        let lists = [
            &self.ids,
            &self.sites,
            &self.services,
            &self.colleges,
            &self.standings,
            &self.tags,
            &self.search,
            &self.conditions,
        ];
        lists.iter().any(|list| list.iter().any(|word| !word.trim().is_empty()))
    }

    /// Returns what kind of message it is; news where nothing was said.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        match self.purpose.as_str() {
            "dues" => Purpose::Dues,
            "statutory" => Purpose::Statutory,
            _ => Purpose::News,
        }
    }

    /// Returns the only language, where it was said.
    #[must_use]
    pub fn only(&self) -> Option<Lang> {
        match self.only.as_deref() {
            Some("fr") => Some(Lang::Fr),
            Some("en") => Some(Lang::En),
            _ => None,
        }
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
    let mut asked = whom.asked();
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
    if text.contains(['‹', '›']) {
        return Err(NoticeError::Unfinished);
    }
    let texts =
        own::texts(text, whom.subject.as_deref(), whom.only(), usual).ok_or(CreateError::NoSubject)?;
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
