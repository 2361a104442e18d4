//! What a conversation must say to be noted, and who is known at work.

pub mod list;

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        text::fold,
        word::{Category, Contract, Gender, codes},
    },
    features::talk::records::Answer,
};

codes! {
    /// What a conversation must say.
    Lack {
        /// What was asked.
        Asked = "asked", "ce qui a été demandé", "what was asked";
        /// The answer.
        Answer = "answer", "la réponse donnée sur le moment", "the answer on the spot";
        /// The next step.
        Next = "next", "la suite\u{a0}: ce qui se fait ensuite", "the next step: what is done next";
        /// Its day.
        Due = "due", "le jour de cette suite", "the day of that step";
    }
}

/// A conversation as it was typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// With whom.
    pub who: String,
    /// The day; today without one.
    pub day: Option<NaiveDate>,
    /// Who had it.
    pub by: Option<String>,
    /// What matters to the person.
    pub themes: Vec<String>,
    /// What was asked.
    pub asked: Option<String>,
    /// The answer.
    pub answer: Option<Answer>,
    /// The answer in words.
    pub said: Option<String>,
    /// What comes next.
    pub next: Option<String>,
    /// The day of it.
    pub due: Option<NaiveDate>,
    /// Who does it, where not who had the conversation.
    pub doer: Option<String>,
}

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// Returns what a conversation does not say and must: one without an answer and a next step is a chat, and leads nowhere.
#[must_use]
pub fn lacks(typed: &Typed) -> Vec<Lack> {
    let there = |lack: &Lack| match lack {
        Lack::Asked => typed.asked.is_some(),
        Lack::Answer => typed.answer.is_some(),
        Lack::Next => typed.next.is_some(),
        Lack::Due => typed.due.is_some(),
    };
    Lack::ALL.iter().copied().filter(|lack| !there(lack)).collect()
}

/// Somebody at work: of the roster, or a colleague.
#[derive(Clone, PartialEq, Eq)]
pub struct Known {
    /// The key of the record.
    pub id: Id,
    /// The name.
    pub name: String,
    /// Whether a member today.
    pub member: bool,
    /// Whether still counted: not a former member.
    pub here: bool,
    /// The site.
    pub site: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// The shift.
    pub shift: Option<String>,
    /// The professional category.
    pub category: Option<Category>,
    /// The contract.
    pub contract: Option<Contract>,
    /// The sex as the law counts lists.
    pub gender: Option<Gender>,
    /// The year of birth.
    pub born: Option<i32>,
    /// Whether mostly elsewhere than on a site.
    pub remote: Option<bool>,
    /// The organizer whose turn it is.
    pub with: Option<String>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({})", self.id)
    }
}

/// Tells whether two names are one, as people write them.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// Spells a theme as it was spelled before.
#[must_use]
pub fn spelled<'a>(theme: &'a str, before: impl IntoIterator<Item = &'a str>) -> &'a str {
    before.into_iter().find(|known| same(known, theme)).unwrap_or(theme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_answer_and_a_next_step_something_is_missing() {
        assert_eq!(lacks(&Typed::default()), Lack::ALL);
        let typed = Typed {
            asked: Some("signer".to_owned()),
            answer: Some(Answer::Perhaps),
            next: Some("rappeler".to_owned()),
            due: NaiveDate::from_ymd_opt(2026, 12, 4),
            ..Typed::default()
        };
        assert!(lacks(&typed).is_empty());
        assert_eq!(lacks(&Typed { due: None, ..typed.clone() }), [Lack::Due]);
        assert_eq!(lacks(&Typed { answer: None, ..typed }), [Lack::Answer]);
    }

    #[test]
    fn a_theme_keeps_its_spelling() {
        assert_eq!(spelled("TELETRAVAIL", ["salaires", "télétravail"]), "télétravail");
        assert_eq!(spelled("horaires", ["salaires"]), "horaires");
    }
}
