//! Conversations: noted with their next step, listed, handed over.

pub mod import;
pub mod people;
pub mod sealed;

use std::{collections::BTreeMap, io, path::PathBuf};

use chrono::NaiveDate;

pub use people::{
    Forgetting, Where, change, everybody, find, forget, forgetting, hand_over, person, taken_back,
};

use crate::{
    base::Id,
    features::{
        agenda::{
            actions::{self as agenda, AgendaError, change},
            records::{self as diary, Fact, OWN},
        },
        member::actions::MemberError,
        talk::{
            records::Talk,
            rules::{self, Known, Lack, Typed},
            views,
        },
    },
    roster::import::ImportError,
    vault::{Vault, VaultError, age_file::AgeError},
};

/// Why a conversation is not noted or shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TalkError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The person is not found, or several are.
    #[error(transparent)]
    Member(#[from] MemberError),
    /// The agenda cannot be read.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// Nobody is called so, neither in the roster nor among the colleagues.
    #[error("nobody is called so")]
    Nobody(String),
    /// Something is missing without which a conversation leads nowhere; what was typed is kept.
    #[error("the conversation lacks an answer or a next step")]
    Lacks(Vec<Lack>, Box<Typed>),
    /// A day before another that it follows, or one to come where something has happened.
    #[error("the days are not in their order")]
    Days(NaiveDate, NaiveDate),
    /// A text that cannot be kept.
    #[error("a text of 1 to 500 characters on one line is needed")]
    Text,
    /// No conversation has this name.
    #[error("no conversation has this name")]
    None(String),
    /// No device of an organizer, or more than one, is called so.
    #[error("no device of an organizer, or more than one, is called so")]
    NoDevice(String),
    /// Too long for what is sealed.
    #[error("too long for a sealed record")]
    Long,
    /// It could not be sealed.
    #[error("it could not be sealed")]
    Sealing(#[from] AgeError),
    /// A list of colleagues that cannot be read as a table.
    #[error(transparent)]
    File(ImportError),
    /// The file of such a list cannot be read.
    #[error("the file cannot be read")]
    Unreadable(PathBuf, #[source] io::Error),
    /// Nobody is on the list of this organizer there.
    #[error("this organizer has nobody there")]
    NoTerritory(String),
}

/// The name of who works on this device, as its card says.
///
/// # Errors
/// None; a device that is no holder has no name.
#[must_use]
pub fn me(vault: &Vault) -> String {
    let device = vault.device();
    let own = vault.holders().holders.iter().find(|holder| holder.device == device);
    own.map(|holder| holder.name.clone()).unwrap_or_default()
}

/// Notes a conversation with its next step, which enters the agenda in the same commit.
///
/// # Errors
/// [`TalkError::Lacks`], [`TalkError::Nobody`], [`TalkError::Days`], [`TalkError::Text`].
pub fn note(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    typed: &Typed,
) -> Result<views::Noted, TalkError> {
    let lacks = rules::lacks(typed);
    let (Some(asked), Some(next), Some(due)) = (&typed.asked, &typed.next, typed.due) else {
        return Err(TalkError::Lacks(lacks, Box::new(typed.clone())));
    };
    if !lacks.is_empty() {
        return Err(TalkError::Lacks(lacks, Box::new(typed.clone())));
    }
    let day = typed.day.unwrap_or(today);
    if day > today || due < day {
        return Err(TalkError::Days(day, due));
    }
    let text = |text: &str| diary::text(text).ok_or(TalkError::Text);
    let maybe =
        |text: &Option<String>| text.as_deref().map(|t| diary::text(t).ok_or(TalkError::Text)).transpose();
    let with = people::find(vault, &typed.who)?;
    let by = maybe(&typed.by)?.unwrap_or_else(|| me(vault));
    let doer = maybe(&typed.doer)?;
    let before = vault.all::<Talk>()?;
    let spelled = |theme: &String| {
        let known = before.iter().flat_map(|(_, talk)| talk.themes.iter().map(String::as_str));
        Ok::<_, TalkError>(rules::spelled(&text(theme)?, known).to_owned())
    };
    let (id, duty) = (vault.new_id(), vault.new_id());
    let talk = Talk {
        with: Some(with),
        day: Some(day),
        by: by.clone(),
        themes: typed.themes.iter().map(spelled).collect::<Result<_, _>>()?,
        asked: text(asked)?,
        answer: typed.answer,
        said: maybe(&typed.said)?,
        step: text(next)?,
        due: Some(due),
        who: doer.clone(),
        duty: Some(duty),
        removed: false,
    };
    let fact = change::check(Fact {
        code: OWN.to_owned(),
        day: Some(due),
        about: Some(talk.step.clone()),
        of: Some(with),
        by: Some(doer.unwrap_or(by)),
        ..Fact::default()
    })?;
    let changes = vec![change(vault, now_ms, id, &talk)?, change(vault, now_ms, duty, &fact)?];
    vault.commit(now_ms, changes)?;
    let known = everybody(vault, today)?;
    let row = views::TalkRow::of(id, &talk, &known, None, today);
    row.map(|talk| views::Noted { talk }).ok_or_else(|| TalkError::Nobody(typed.who.clone()))
}

/// Which conversations are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// With this person.
    pub with: Option<String>,
    /// Had by this organizer.
    pub by: Option<String>,
    /// Where this theme came up.
    pub theme: Option<String>,
    /// Only those whose next step waits.
    pub open: bool,
}

/// Lists conversations, the last one first.
///
/// # Errors
/// As [`find`]; when the vault cannot be read.
pub fn list(vault: &Vault, today: NaiveDate, wanted: &Wanted) -> Result<views::Talks, TalkError> {
    let with = wanted.with.as_deref().map(|who| find(vault, who)).transpose()?;
    let known = everybody(vault, today)?;
    let mut rows = rows(vault, &known, today)?;
    let is = |asked: &Option<String>, there: &str| asked.as_ref().is_none_or(|a| rules::same(a, there));
    rows.retain(|row| {
        let theme = wanted.theme.as_ref().is_none_or(|t| row.themes.iter().any(|one| rules::same(t, one)));
        let open = !wanted.open || row.done.is_none();
        theme && open && is(&wanted.by, &row.by) && with.is_none_or(|id| row.with == id)
    });
    Ok(views::Talks::of(rows))
}

fn rows(
    vault: &Vault,
    known: &BTreeMap<Id, Known>,
    today: NaiveDate,
) -> Result<Vec<views::TalkRow>, TalkError> {
    let diary = agenda::diary(vault, today)?;
    let done: BTreeMap<Id, NaiveDate> = diary
        .agenda
        .lines
        .iter()
        .filter_map(|line| match &line.subject {
            crate::features::agenda::rules::Subject::Fact(id) => Some((*id, line.state.done?)),
            _ => None,
        })
        .collect();
    let all = vault.all::<Talk>()?;
    let row = |(id, talk): &(Id, Talk)| {
        let done = talk.duty.and_then(|duty| done.get(&duty).copied());
        views::TalkRow::of(*id, talk, known, done, today)
    };
    let mut rows: Vec<views::TalkRow> = all.iter().filter_map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.day, row.id)));
    Ok(rows)
}

/// Shows somebody with the conversations; also by the digits of one of these.
///
/// # Errors
/// As [`find`].
pub fn show(vault: &Vault, today: NaiveDate, who: &str) -> Result<views::Page, TalkError> {
    let known = everybody(vault, today)?;
    let mut rows = rows(vault, &known, today)?;
    let with = match find(vault, who) {
        Ok(id) => id,
        Err(error) => rows.iter().find(|row| row.id.is_named_by(who)).map(|row| row.with).ok_or(error)?,
    };
    rows.retain(|row| row.with == with);
    let one = known.get(&with).ok_or_else(|| TalkError::Nobody(who.to_owned()))?;
    Ok(views::Page { person: views::Person::of(one), talks: rows })
}

/// Takes a conversation back, with its next step.
///
/// # Errors
/// [`TalkError::None`]; when the vault cannot be written.
pub fn remove(vault: &mut Vault, now_ms: u64, which: &str) -> Result<(), TalkError> {
    let all = vault.all::<Talk>()?;
    let mut found = all.into_iter().filter(|(id, _)| id.is_named_by(which));
    let (Some((id, talk)), None) = (found.next(), found.next()) else {
        return Err(TalkError::None(which.to_owned()));
    };
    let mut changes: Vec<_> = taken_back::<Talk>(vault, now_ms, id)?.into_iter().collect();
    if let Some(duty) = talk.duty {
        changes.extend(taken_back::<Fact>(vault, now_ms, duty)?);
    }
    vault.commit(now_ms, changes)?;
    Ok(())
}
