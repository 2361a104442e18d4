//! One person out of many, by what is typed: the first digits of the identifier, an address, or any words of the name.
//!
//! Case, accents, hyphens and the order of the words make no difference. The surest reading that fits somebody counts: an
//! identifier before an address or a whole name, a whole name before some of its words, and these before *Camille D.*,
//! of which one word is whole and the others begin one. A part of a word alone picks nobody: what is picked may be changed.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::{
    base::{Id, Lang, date, text::fold, word::Category},
    roster::{Person, Summary, person::join_names},
};

pub use crate::base::id::DIGITS_MIN;

/// A person to pick from.
pub struct Who<'a> {
    /// The identifier.
    pub id: Id,
    /// The family name, or the only name that is known.
    pub family: &'a str,
    /// The given name.
    pub given: &'a str,
    /// The name of use, if there is one.
    pub preferred: &'a str,
    /// The address for notices, if there is one.
    pub email: Option<&'a str>,
    /// The site.
    pub site: &'a str,
    /// The service.
    pub service: &'a str,
    /// The category.
    pub category: Option<Category>,
    /// The folded names, where they are at hand.
    pub folded: Option<&'a str>,
}

impl<'a> Who<'a> {
    /// Takes a person of the roster.
    #[must_use]
    pub fn of(id: Id, summary: &Summary<'a>) -> Self {
        Self {
            id,
            family: summary.family(),
            given: summary.given(),
            preferred: summary.preferred(),
            email: summary.email(),
            site: summary.site(),
            service: summary.service(),
            category: summary.category(),
            folded: Some(summary.folded_names()),
        }
    }

    /// Takes somebody of whom no more than name and address is at hand.
    #[must_use]
    pub const fn named(id: Id, name: &'a str, email: Option<&'a str>) -> Self {
        Self {
            id,
            family: name,
            given: "",
            preferred: "",
            email,
            site: "",
            service: "",
            category: None,
            folded: None,
        }
    }

    fn display(&self) -> String {
        join_names(if self.preferred.is_empty() { self.given } else { self.preferred }, self.family)
    }
}

/// Somebody who fits what was typed, with what may tell one from another. It is personal: its `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Fitting {
    /// The identifier.
    pub id: Id,
    /// The name.
    pub name: String,
    /// The site; empty where none is recorded.
    pub site: String,
    /// The service; empty where none is recorded.
    pub service: String,
    /// The category.
    pub category: Option<Category>,
    /// The address for notices.
    pub email: Option<String>,
    /// The date of birth, where who asks has looked it up: a summary has none.
    pub birth: Option<NaiveDate>,
}

impl std::fmt::Debug for Fitting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fitting({})", self.id)
    }
}

impl Fitting {
    fn of(who: &Who<'_>) -> Self {
        Self {
            id: who.id,
            name: who.display(),
            site: who.site.to_owned(),
            service: who.service.to_owned(),
            category: who.category,
            email: who.email.map(str::to_owned),
            birth: None,
        }
    }

    /// Takes a person whose record is at hand.
    #[must_use]
    pub fn person(id: Id, person: &Person) -> Self {
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        Self {
            id,
            name: person.display_name(),
            site: text(&person.site),
            service: text(&person.service),
            category: person.category,
            email: person.notice_email().map(str::to_owned),
            birth: person.birth,
        }
    }

    fn domain(&self) -> Option<&str> {
        self.email.as_deref().and_then(|e| e.rsplit_once('@')).map(|(_, domain)| domain)
    }
}

/// A field that may tell people apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Birth,
    Site,
    Service,
    Category,
    Domain,
    Email,
}

impl By {
    fn of(self, one: &Fitting) -> String {
        match self {
            Self::Birth => one.birth.map(|day| day.to_string()).unwrap_or_default(),
            Self::Site => fold(&one.site),
            Self::Service => fold(&one.service),
            Self::Category => one.category.map_or("", |c| c.words(Lang::En)).to_owned(),
            Self::Domain => one.domain().unwrap_or_default().to_ascii_lowercase(),
            Self::Email => one.email.clone().unwrap_or_default(),
        }
    }

    fn said(self, one: &Fitting, lang: Lang) -> Cow<'_, str> {
        let said = match self {
            Self::Birth => return one.birth.map(|day| born(lang, day)).unwrap_or_default().into(),
            Self::Site => &one.site,
            Self::Service => &one.service,
            Self::Category => one.category.map_or("", |c| c.words(lang)),
            Self::Domain => one.domain().unwrap_or_default(),
            Self::Email => one.email.as_deref().unwrap_or_default(),
        };
        Cow::Borrowed(said)
    }
}

/// Says when somebody was born.
fn born(lang: Lang, day: NaiveDate) -> String {
    let day = date::shown(lang, day);
    match lang {
        Lang::Fr => format!("né·e le {day}"),
        Lang::En => format!("born {day}"),
    }
}

/// What tells some people apart, besides the identifier. A whole address does only where nothing else does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart(Vec<By>);

impl Apart {
    /// Finds what tells these people apart.
    #[must_use]
    pub fn of(people: &[Fitting]) -> Self {
        let differ = |of: &dyn Fn(&Fitting) -> String| {
            people.iter().zip(people.iter().skip(1)).any(|(a, b)| of(a) != of(b))
        };
        let mut by = vec![By::Birth, By::Site, By::Service, By::Category, By::Domain];
        by.retain(|b| differ(&|p| b.of(p)));
        if by.is_empty() && !differ(&|p| fold(&p.name)) && differ(&|p| By::Email.of(p)) {
            by.push(By::Email);
        }
        Self(by)
    }

    /// Returns what tells this one from the others, in the words of the roster; the category by its word in a language.
    #[must_use]
    pub fn said(&self, one: &Fitting, lang: Lang) -> Vec<String> {
        self.0.iter().map(|b| b.said(one, lang)).filter(|t| !t.is_empty()).map(Cow::into_owned).collect()
    }
}

/// Why nobody was picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    /// Nobody fits.
    Nobody,
    /// More than one person fits.
    Several(Vec<Fitting>),
}

/// How surely a person fits, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    Digits,
    Whole,
    Words,
    Initials,
}

/// What was typed, read once.
pub struct Typed {
    text: String,
    digits: bool,
    words: Vec<String>,
}

impl Typed {
    /// Reads what was typed; nothing of an empty text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = (DIGITS_MIN..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
        let words = words(&fold(text));
        (!words.is_empty()).then(|| Self { text: text.to_owned(), digits, words })
    }

    /// Tells whether an identifier begins with what was typed.
    #[must_use]
    pub fn begins(&self, id: &Id) -> bool {
        self.digits && id.starts_with(&self.text)
    }

    fn fits(&self, who: &Who<'_>) -> Option<Sure> {
        if self.begins(&who.id) {
            return Some(Sure::Digits);
        }
        if who.email.is_some_and(|e| e.eq_ignore_ascii_case(&self.text)) {
            return Some(Sure::Whole);
        }
        let folded = match who.folded {
            Some(folded) => folded.to_owned(),
            None => fold(&format!("{} {} {}", who.given, who.family, who.preferred)),
        };
        let mut theirs = words(&folded);
        // `obrien` is O’Brien, `delatour` de La Tour.
        let joined = |name: &str| {
            let folded = fold(name);
            folded.contains(' ').then(|| folded.replace(' ', ""))
        };
        theirs.extend([who.family, who.given, who.preferred].into_iter().filter_map(joined));
        theirs.sort_unstable();
        let is_whole = |word: &String| theirs.binary_search(word).is_ok();
        if !self.words.iter().all(is_whole) {
            let begins = |word: &String| theirs.iter().any(|w| w.starts_with(word.as_str()));
            let fits = self.words.iter().any(is_whole) && self.words.iter().all(begins);
            return fits.then_some(Sure::Initials);
        }
        let whole = |first: &str| words(&fold(&format!("{first} {}", who.family))) == self.words;
        let preferred = !who.preferred.is_empty() && whole(who.preferred);
        Some(if whole(who.given) || preferred { Sure::Whole } else { Sure::Words })
    }
}

/// The words of a folded text, in their order by letters.
fn words(folded: &str) -> Vec<String> {
    let mut out: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
    out.sort_unstable();
    out
}

/// Picks one person.
///
/// # Errors
/// [`Miss`].
pub fn one<'a>(typed: &str, people: impl IntoIterator<Item = Who<'a>>) -> Result<Id, Miss> {
    let Some(typed) = Typed::read(typed) else { return Err(Miss::Nobody) };
    let mut best = Sure::Initials;
    let mut found: Vec<Fitting> = Vec::new();
    for who in people {
        let Some(sure) = typed.fits(&who) else { continue };
        if sure < best {
            found.clear();
            best = sure;
        }
        if sure == best {
            found.push(Fitting::of(&who));
        }
    }
    match found.as_slice() {
        [] => Err(Miss::Nobody),
        [one] => Ok(one.id),
        _ => Err(Miss::Several(found)),
    }
}

#[cfg(test)]
mod tests;
