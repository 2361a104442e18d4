//! The texts for whoever asks: which version on which day, what changed, what is known where none is held.

mod diff;
mod excerpt;
mod query;
mod whence;

use chrono::NaiveDate;

pub use self::{
    diff::{Kind, Piece, words as diff},
    excerpt::{Mark, excerpt},
    query::{Query, query},
    whence::{Resting, cited, resting},
};
pub use crate::law::beside::{Beside, Trust, beside};
use crate::law::{
    LawError, book,
    texts::{Article, Damaged, Found, Later, Source, Texts, Version},
};

/// The first day of which the texts are held.
pub const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(2018, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Why a text is not shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The embedded texts do not hold together: a fault of the program.
    #[error("the texts of the law are not usable")]
    Damaged(#[from] Damaged),
    /// The tables do not hold together: a fault of the program.
    #[error(transparent)]
    Law(#[from] LawError),
    /// No article has this number.
    #[error("there is no article {typed}")]
    Unknown {
        /// What was typed.
        typed: String,
        /// The numbers that look most like it.
        near: Vec<String>,
    },
    /// Several articles have this number.
    #[error("{typed} is several articles")]
    Several {
        /// What was typed.
        typed: String,
        /// Their numbers.
        nums: Vec<String>,
    },
    /// The day lies before the texts.
    #[error("the texts begin on {FIRST}, not on {on}")]
    Before {
        /// The day asked for.
        on: NaiveDate,
    },
    /// There is no text on one of the two days that are compared.
    #[error("there is no text of {num} on {on} to compare")]
    NothingToCompare {
        /// The article.
        num: String,
        /// The day.
        on: NaiveDate,
    },
    /// There is nothing to look for.
    #[error("nothing to look for")]
    NoWords,
}

/// How an article stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At<'a> {
    /// This version was in force.
    InForce(&'a Version),
    /// None was in force.
    NotInForce,
    /// It changed, or ended, on a day that is not known; the version of before the change.
    Changed(Later, Option<&'a Version>),
}

/// An article of the code on a day.
#[derive(Debug, Clone)]
pub struct OfCode<'a> {
    /// The texts it is from.
    pub texts: &'a Texts,
    /// The article.
    pub article: &'a Article,
    /// The day asked about.
    pub on: NaiveDate,
    /// How it stands then.
    pub at: At<'a>,
    /// The comparison, where one was asked for.
    pub diff: Option<Compared<'a>>,
}

/// Two versions compared.
#[derive(Debug, Clone)]
pub struct Compared<'a> {
    /// The older.
    pub before: &'a Version,
    /// The newer.
    pub after: &'a Version,
    /// What is in both, and what in one of them.
    pub pieces: Vec<Piece>,
}

/// What `law text` finds.
#[derive(Debug, Clone)]
pub enum Text<'a> {
    /// An article of the Code du travail.
    Code(Box<OfCode<'a>>),
    /// A text beside it.
    Beside(Beside),
}

/// Returns where the texts come from.
///
/// # Errors
/// [`TextError::Damaged`], which a test excludes.
pub fn source() -> Result<&'static Source, TextError> {
    Ok(Texts::held()?.source())
}

/// Tells how an article stands on a day.
#[must_use]
pub fn at(article: &Article, on: NaiveDate) -> At<'_> {
    match (article.doubt(on), article.on(on)) {
        (Some(later), _) => At::Changed(later, article.last(later.after)),
        (None, Some(version)) => At::InForce(version),
        (None, None) => At::NotInForce,
    }
}

/// Finds a text as people name it, on a day; with `other`, compares it with the text of another day.
///
/// # Errors
/// [`TextError`].
pub fn text(typed: &str, on: NaiveDate, other: Option<NaiveDate>) -> Result<Text<'static>, TextError> {
    if let Some(found) = beside(book(), typed)? {
        return Ok(Text::Beside(found));
    }
    let texts = Texts::held()?;
    let article = article(texts, typed)?;
    if let Some(on) = [Some(on), other].into_iter().flatten().find(|day| *day < FIRST) {
        return Err(TextError::Before { on });
    }
    let diff = other.map(|other| compare(texts, article, on.min(other), on.max(other))).transpose()?;
    Ok(Text::Code(Box::new(OfCode { texts, article, on, at: at(article, on), diff })))
}

/// Finds the one article of a typed number.
///
/// # Errors
/// [`TextError::Unknown`], [`TextError::Several`].
pub fn article<'a>(texts: &'a Texts, typed: &str) -> Result<&'a Article, TextError> {
    let nums = |all: Vec<&Article>| all.into_iter().map(|a| a.num.clone()).collect();
    let typed = typed.to_owned();
    match texts.find(&typed) {
        Found::One(article) => Ok(article),
        Found::Several(all) => Err(TextError::Several { typed, nums: nums(all) }),
        Found::None(near) => Err(TextError::Unknown { typed, near: nums(near) }),
    }
}

fn compare<'a>(
    texts: &'a Texts,
    article: &'a Article,
    before: NaiveDate,
    after: NaiveDate,
) -> Result<Compared<'a>, TextError> {
    let of = |on: NaiveDate| {
        let none = || TextError::NothingToCompare { num: article.num.clone(), on };
        let version = article.on(on).ok_or_else(none)?;
        Ok::<_, TextError>((version, texts.text(version)?.ok_or_else(none)?))
    };
    let ((before, old), (after, new)) = (of(before)?, of(after)?);
    Ok(Compared { before, after, pieces: diff(old, new) })
}

#[cfg(test)]
mod tests;
