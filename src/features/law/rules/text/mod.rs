//! The texts for whoever asks: which version on which day, what changed, what is known where none is held.

mod diff;
mod excerpt;
mod query;
mod vocabulary;
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
    cited::articles,
    reach,
    texts::{Article, Damaged, Found, Later, Source, Texts, Version, VersionId, identifier},
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
        /// The articles.
        choices: Vec<Choice>,
    },
    /// The version that was named was not in force on the day that was named.
    #[error("version {version} of {num} was not in force on {on}")]
    OtherDay {
        /// The article.
        num: String,
        /// The version that was named.
        version: VersionId,
        /// The day.
        on: NaiveDate,
    },
    /// The day lies before the texts.
    #[error("the texts begin on {FIRST}, not on {on}")]
    Before {
        /// The day asked for.
        on: NaiveDate,
    },
    /// The day lies too far past what is known.
    #[error("what is in force is known up to {known}, which does not answer for {on}")]
    Beyond {
        /// The day asked for.
        on: NaiveDate,
        /// The day up to which it is known.
        known: NaiveDate,
        /// The last day that is answered for.
        last: NaiveDate,
    },
    /// A text beside the code was not in force yet.
    #[error("{citation} is known since {first}, not on {on}")]
    NotYet {
        /// How the text is cited.
        citation: String,
        /// The first day of the version that is known.
        first: NaiveDate,
        /// The day asked for.
        on: NaiveDate,
    },
    /// Only one version of a text beside the code is known.
    #[error("only one version of {citation} is known")]
    OneVersion {
        /// How the text is cited.
        citation: String,
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

/// One of several articles that were meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What to type for it, and no other.
    pub typed: String,
    /// Its number.
    pub num: String,
    /// The title of the section in which it stands, where its number does not tell it from the others.
    pub title: Option<String>,
}

/// How an article stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At<'a> {
    /// This version was in force; the one of before it, where only the number of this one is known.
    InForce(&'a Version, Option<&'a Version>),
    /// None was in force.
    NotInForce,
    /// It had ended, on a day that is not known; the version of before.
    Ended(Later, Option<&'a Version>),
    /// It had perhaps changed or ended: the day is not known; the version of before.
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
    /// The day up to which it is known what is in force, where it lies more than a year before.
    pub stale: Option<NaiveDate>,
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
    Beside(Aside),
}

/// A text beside the code, on a day.
#[derive(Debug, Clone)]
pub struct Aside {
    /// The text.
    pub found: Beside,
    /// The day asked about.
    pub on: NaiveDate,
    /// The day on which it was read, where it lies more than a year before.
    pub stale: Option<NaiveDate>,
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
    if let Some(later) = article.doubt(on) {
        return At::Changed(later, article.last(later.after));
    }
    if let Some(later) = article.ended(on) {
        return At::Ended(later, article.last(later.after));
    }
    let unread = |version: &&Version| !version.is_held();
    article.on(on).map_or(At::NotInForce, |version| {
        At::InForce(version, Some(version).filter(unread).and_then(|v| article.before(v)))
    })
}

/// Refuses a day for which what is held does not answer; of one far past what is known, returns up to when that is.
///
/// # Errors
/// [`TextError::Before`], [`TextError::Beyond`]; [`TextError::Damaged`], which a test excludes.
pub fn covers(on: NaiveDate) -> Result<Option<NaiveDate>, TextError> {
    if on < FIRST {
        return Err(TextError::Before { on });
    }
    source()?.known_on().map_or(Ok(None), |known| known_by(known, on))
}

/// Refuses a day too far past the one on which something was read; returns that one where it is old.
fn known_by(known: NaiveDate, on: NaiveDate) -> Result<Option<NaiveDate>, TextError> {
    let last = reach::last_day(known).unwrap_or(NaiveDate::MAX);
    if on > last {
        return Err(TextError::Beyond { on, known, last });
    }
    Ok(Some(known).filter(|known| reach::is_stale(*known, on)))
}

/// Finds a text as people name it, on a day; with `other`, compares it with the text of another day. `named` says whether
/// somebody asked for that day: else a version that was named by its identifier is shown on its own first day.
///
/// # Errors
/// [`TextError`].
pub fn text(
    typed: &str,
    on: NaiveDate,
    named: bool,
    other: Option<NaiveDate>,
) -> Result<Text<'static>, TextError> {
    if let Some(found) = beside(book(), typed)? {
        if other.is_some() {
            return Err(TextError::OneVersion { citation: found.article });
        }
        return of_beside(found, on).map(Text::Beside);
    }
    let texts = Texts::held()?;
    let article = article(texts, typed)?;
    let on = of_version(article, typed, on, named)?;
    let stale = covers(on)?;
    if let Some(other) = other {
        covers(other)?;
    }
    let diff = other.map(|other| compare(texts, article, on.min(other), on.max(other))).transpose()?;
    Ok(Text::Code(Box::new(OfCode { texts, article, on, at: at(article, on), stale, diff })))
}

/// Returns the day on which a version is shown that was named by its identifier: the one asked for, where it holds then.
fn of_version(article: &Article, typed: &str, on: NaiveDate, named: bool) -> Result<NaiveDate, TextError> {
    let Some(version) = identifier(typed).and_then(|id| article.versions.iter().find(|v| v.id == id)) else {
        return Ok(on);
    };
    match article.on(on) {
        Some(shown) if shown.id == version.id => Ok(on),
        // The first version has the identifier of its article too.
        _ if named && version.id == article.cid => Ok(on),
        _ if named => Err(TextError::OtherDay { num: article.num.clone(), version: version.id, on }),
        _ => Ok(version.from.max(FIRST)),
    }
}

/// Takes a text beside the code for a day: one of which another version was in force is not shown for it.
fn of_beside(found: Beside, on: NaiveDate) -> Result<Aside, TextError> {
    if let Some(first) = found.from.filter(|first| on < *first) {
        return Err(TextError::NotYet { citation: found.article, first, on });
    }
    let known =
        found.read_on.map_or_else(|| Ok(source()?.known_on()), |read| Ok::<_, TextError>(Some(read)))?;
    let stale = known.map_or(Ok(None), |known| known_by(known, on))?;
    Ok(Aside { found, on, stale })
}

/// Finds the one article of a typed number.
///
/// # Errors
/// [`TextError::Unknown`], [`TextError::Several`].
pub fn article<'a>(texts: &'a Texts, typed: &str) -> Result<&'a Article, TextError> {
    let typed = typed.to_owned();
    match texts.find(&typed) {
        Found::One(article) => Ok(article),
        Found::Several(all) => {
            let twin = |article: &Article| all.iter().filter(|a| a.num == article.num).count() > 1;
            let choice = |article: &&Article| Choice {
                typed: if twin(article) { article.cid.to_string() } else { article.num.clone() },
                num: article.num.clone(),
                title: texts.titles(article).last().filter(|_| twin(article)).map(|t| (*t).to_owned()),
            };
            Err(TextError::Several { typed, choices: all.iter().map(choice).collect() })
        }
        Found::None(near) => {
            // Several in one breath: each is shown by itself.
            let named = articles(&typed.to_uppercase());
            let held: Vec<_> = named.iter().filter_map(|num| texts.article(num)).collect();
            let near = if held.is_empty() { near } else { held };
            Err(TextError::Unknown { typed, near: near.into_iter().map(|a| a.num.clone()).collect() })
        }
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
