//! Filters, search and order of lists: pure, over summaries or whole records.

use std::{collections::HashMap, fmt};

use chrono::NaiveDate;

use crate::{
    base::{
        date,
        fault::Fault,
        text::fold,
        word::{Category, Contract, Gender, Lang, Reason, RoleKind, Standing},
    },
    roster::{
        attr::{Attr, Key},
        college::Colleges,
        columns::{Form, Subject, View},
    },
};

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// Equal; with an empty text: nothing is known.
    Is,
    /// Not equal; with an empty text: something is known.
    IsNot,
    /// Contains.
    Contains,
    /// A date before.
    Before,
    /// A date before, or the same.
    UpTo,
    /// A date after.
    After,
    /// A date after, or the same.
    From,
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Is => "=",
            Self::IsNot => "!=",
            Self::Contains => "~",
            Self::Before => "<",
            Self::UpTo => "<=",
            Self::After => ">",
            Self::From => ">=",
        })
    }
}

/// A condition that cannot be understood. Carries the name that was typed as a field, never the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// No comparison sign in the text.
    #[error("no comparison: write field=value, field!=value, field~part or field>=date")]
    NoTest,
    /// No field has this name.
    #[error("unknown field")]
    UnknownField(String),
    /// The value makes no sense for the field.
    #[error("{}: {fault}", .key.code())]
    Value {
        /// The field.
        key: Key,
        /// Why.
        fault: Fault,
    },
    /// Only dates have an order.
    #[error("{}: only dates can be compared with < and >", .0.code())]
    NotADateField(Key),
}

/// One condition: any of the values is enough.
#[derive(Clone)]
struct Condition {
    key: Key,
    test: Test,
    /// Folded codes or texts.
    values: Vec<String>,
    day: Option<NaiveDate>,
    /// What was found for a text before: sites and services are few, people many.
    seen: HashMap<String, bool>,
}

/// What a person must be to stand on a list; all conditions must hold.
#[derive(Clone, Default)]
pub struct Filter {
    conditions: Vec<Condition>,
    search: Vec<Word>,
}

#[derive(Clone)]
struct Word {
    folded: String,
    lower: String,
}

/// The comparison signs, the longer ones first.
const TESTS: &[(&str, Test)] = &[
    ("!=", Test::IsNot),
    (">=", Test::From),
    ("<=", Test::UpTo),
    ("=", Test::Is),
    ("~", Test::Contains),
    (">", Test::After),
    ("<", Test::Before),
];

impl Filter {
    /// Adds a condition as typed: `site=Lyon`, `poste~dev`, `embauche>=2020-01-01`, `courriel=` (none known).
    ///
    /// # Errors
    /// [`FilterError`] when the text is no condition, names no field or compares what has no order.
    pub fn add_where(&mut self, condition: &str) -> Result<(), FilterError> {
        let at = condition.find(['!', '>', '<', '=', '~']).ok_or(FilterError::NoTest)?;
        let (name, rest) = condition.split_at(at);
        let (value, test) = TESTS
            .iter()
            .find_map(|(sign, test)| Some((rest.strip_prefix(sign)?, *test)))
            .ok_or(FilterError::NoTest)?;
        let key = Key::read(name).ok_or_else(|| FilterError::UnknownField(name.trim().to_owned()))?;
        self.add(key, test, &[value.to_owned()])
    }

    /// Adds a condition that one of several values meets.
    ///
    /// # Errors
    /// As [`Self::add_where`].
    pub fn add(&mut self, key: Key, test: Test, values: &[String]) -> Result<(), FilterError> {
        let key = match key {
            // A search for an address looks at all of them, where the record is at hand.
            Key::Attr(Attr::NameFamilyFirst) => Key::Attr(Attr::Name),
            Key::Attr(Attr::NoticeEmail) => Key::Attr(Attr::Email),
            other => other,
        };
        let is_date = matches!(&key, Key::Attr(a) if a.is_date());
        let ordered = matches!(test, Test::Before | Test::UpTo | Test::After | Test::From);
        if ordered && !is_date {
            return Err(FilterError::NotADateField(key));
        }
        let mut condition = Condition { key, test, values: Vec::new(), day: None, seen: HashMap::new() };
        for value in values {
            let bad = |fault| FilterError::Value { key: condition.key.clone(), fault };
            let value = value.trim();
            if is_date && test != Test::Contains && (ordered || !value.is_empty()) {
                let day = date::read(value).map_err(bad)?;
                condition.day = Some(day);
                condition.values.push(fold(&date::stored(day)));
            } else if test == Test::Contains || value.is_empty() {
                condition.values.push(fold(value));
            } else {
                let code = code_of(&condition.key, value).map_err(bad)?;
                condition.values.push(fold(&code));
            }
        }
        self.conditions.push(condition);
        Ok(())
    }

    /// Adds words that all must occur in the names or the mail address, without case and accents.
    pub fn add_search(&mut self, text: &str) {
        self.search.extend(
            text.split_whitespace()
                .map(|word| Word { folded: fold(word), lower: word.to_lowercase() })
                .filter(|w| !w.lower.is_empty()),
        );
    }

    /// Tells whether a field is asked for that a summary does not carry.
    #[must_use]
    pub fn needs_record(&self) -> bool {
        self.conditions.iter().any(|c| !matches!(&c.key, Key::Attr(a) if a.in_summary()))
    }

    /// Returns what the conditions speak of.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.conditions.iter().map(|c| &c.key)
    }

    /// Tells whether some condition speaks of this attribute.
    #[must_use]
    pub fn asks(&self, attr: Attr) -> bool {
        self.conditions.iter().any(|c| c.key == Key::Attr(attr))
    }

    /// Tells whether everybody passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.search.is_empty()
    }

    /// Tells whether a person passes. Remembers what it compared, hence `mut`.
    ///
    /// Whoever is in a college that cannot be told passes no condition on it, `!=` neither: see [`Self::undecided`].
    pub fn passes(&mut self, subject: &Subject<'_>, on: NaiveDate, colleges: &Colleges) -> bool {
        let view = View { on, form: Form::Codes, colleges };
        self.search.iter().all(|w| found(w, subject))
            && self.conditions.iter_mut().all(|c| !c.is_open(subject, colleges) && c.holds(subject, view))
    }

    /// Tells whether a person does not pass only because their college cannot be told.
    pub fn undecided(&mut self, subject: &Subject<'_>, on: NaiveDate, colleges: &Colleges) -> bool {
        let view = View { on, form: Form::Codes, colleges };
        let mut open = false;
        let others = self.conditions.iter_mut().all(|c| {
            let this = c.is_open(subject, colleges);
            open |= this;
            this || c.holds(subject, view)
        });
        open && others && self.search.iter().all(|w| found(w, subject))
    }
}

/// Reads the value of a condition: a word of a closed list becomes its code, any text stays.
fn code_of(key: &Key, value: &str) -> Result<String, Fault> {
    let Key::Attr(attr) = key else { return Ok(value.to_owned()) };
    macro_rules! word {
        ($list:ident) => {
            $list::read(value).map($list::code).ok_or(Fault::Word($list::CODES))?
        };
    }
    let code = match attr {
        Attr::Gender => word!(Gender),
        Attr::Language => word!(Lang),
        Attr::Category => word!(Category),
        Attr::Contract => word!(Contract),
        Attr::Standing => word!(Standing),
        Attr::LeftReason => word!(Reason),
        Attr::Roles => word!(RoleKind),
        Attr::Notices => match fold(value).as_str() {
            "oui" | "o" | "yes" | "y" | "1" | "vrai" | "true" => "yes",
            "non" | "n" | "no" | "0" | "faux" | "false" => "no",
            _ => return Err(Fault::Word(&["yes", "no"])),
        },
        Attr::College => return college(value).map(str::to_owned),
        _ => return Ok(value.to_owned()),
    };
    Ok(code.to_owned())
}

/// Reads a college: its number, or that it is not known.
fn college(value: &str) -> Result<&'static str, Fault> {
    let text = fold(value);
    match text.trim_start_matches("college ").trim_end_matches(" college") {
        "1" | "1er" | "premier" | "first" => Ok("1"),
        "2" | "2e" | "2eme" | "deuxieme" | "second" => Ok("2"),
        "3" | "3e" | "3eme" | "troisieme" | "third" => Ok("3"),
        "inconnu" | "inconnue" | "unknown" | "?" => Ok(""),
        _ => Err(Fault::Word(&["1", "2", "3", "unknown"])),
    }
}

fn found(word: &Word, subject: &Subject<'_>) -> bool {
    // Addresses are ASCII, so no table is needed to fold them; few have capitals.
    let in_mail = |mail: &str| {
        let lower = word.lower.as_str();
        mail.contains(lower)
            || (mail.bytes().any(|b| b.is_ascii_uppercase()) && mail.to_ascii_lowercase().contains(lower))
    };
    let in_names = |names: &str| !word.folded.is_empty() && names.contains(word.folded.as_str());
    match subject {
        Subject::Summary(_, s) => in_names(s.folded_names()) || s.email().is_some_and(in_mail),
        Subject::Person(_, p) => {
            let preferred = p.preferred.as_deref().unwrap_or_default();
            let given = p.given.as_deref().unwrap_or_default();
            let family = p.family.as_deref().unwrap_or_default();
            let birth = p.birth_name.as_deref().unwrap_or_default();
            in_names(&fold(&format!("{given} {family} {preferred} {birth}")))
                || p.emails.iter().any(|(_, a)| in_mail(a))
        }
    }
}

impl Condition {
    /// Whether this asks for a college by name, and that of the person cannot be told.
    fn is_open(&self, subject: &Subject<'_>, colleges: &Colleges) -> bool {
        self.key == Key::Attr(Attr::College)
            && self.values.iter().all(|v| !v.is_empty())
            && subject.college(colleges).is_none()
    }

    fn holds(&mut self, subject: &Subject<'_>, view: View<'_>) -> bool {
        match &self.key {
            Key::Attr(Attr::Tags) => {
                let tags: Vec<String> = subject.tags().into_iter().map(fold).collect();
                self.compare_each(&tags)
            }
            Key::Attr(Attr::Roles) => {
                let held = subject.roles().into_iter().filter(|r| r.held(view.on));
                let codes: Vec<String> = held.map(|r| fold(r.kind.code())).collect();
                self.compare_each(&codes)
            }
            Key::Attr(Attr::Emails) => match subject {
                Subject::Person(_, p) => {
                    let mails: Vec<String> = p.emails.iter().map(|(_, a)| fold(a)).collect();
                    self.compare_each(&mails)
                }
                Subject::Summary(..) => false,
            },
            Key::Attr(attr) if attr.is_date() && self.test != Test::Contains => {
                let there = subject.date(*attr, view.on);
                self.compare_days(there)
            }
            key => {
                let text = subject.show(key, view);
                if let Some(known) = self.seen.get(text.as_ref()) {
                    return *known;
                }
                let holds = self.compare_each(&[fold(&text)]);
                // A roster has few sites and many names: remember a bounded number.
                if self.seen.len() < 1_024 {
                    self.seen.insert(text.into_owned(), holds);
                }
                holds
            }
        }
    }

    /// Compares folded texts: one that fits is enough; `!=` wants none that fits.
    fn compare_each(&self, there: &[String]) -> bool {
        let known = there.iter().any(|t| !t.is_empty());
        let fits = |value: &String| match self.test {
            Test::Contains => there.iter().any(|t| t.contains(value.as_str())),
            _ if value.is_empty() => !known,
            _ => there.contains(value),
        };
        let any = self.values.iter().any(fits);
        if self.test == Test::IsNot { !any } else { any }
    }

    fn compare_days(&self, there: Option<NaiveDate>) -> bool {
        match (self.test, self.day, there) {
            (Test::Is | Test::Contains, day, _) => day == there,
            (Test::IsNot, day, _) => day != there,
            (Test::Before, Some(day), Some(there)) => there < day,
            (Test::UpTo, Some(day), Some(there)) => there <= day,
            (Test::After, Some(day), Some(there)) => there > day,
            (Test::From, Some(day), Some(there)) => there >= day,
            _ => false,
        }
    }
}

/// One key of an order: a field, and whether backwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The field.
    pub key: Key,
    /// Whether the greatest comes first.
    pub backwards: bool,
}

impl Order {
    /// Reads the keys of an order: `site,nom`, `-embauche`.
    ///
    /// # Errors
    /// [`FilterError::UnknownField`].
    pub fn read(text: &str) -> Result<Vec<Self>, FilterError> {
        let parts = text.split(',').map(str::trim).filter(|t| !t.is_empty());
        parts
            .map(|part| {
                let (name, backwards) = part.strip_prefix('-').map_or((part, false), |rest| (rest, true));
                let key = Key::read(name).filter(is_column);
                key.map(|key| Self { key, backwards })
                    .ok_or_else(|| FilterError::UnknownField(name.to_owned()))
            })
            .collect()
    }
}

/// Reads the columns of a list: `nom,prénom,courriel`.
///
/// # Errors
/// [`FilterError::UnknownField`].
pub fn columns(text: &str) -> Result<Vec<Key>, FilterError> {
    let parts = text.split(',').map(str::trim).filter(|t| !t.is_empty());
    parts
        .map(|name| {
            Key::read(name).filter(is_column).ok_or_else(|| FilterError::UnknownField(name.to_owned()))
        })
        .collect()
}

fn is_column(key: &Key) -> bool {
    !matches!(key, Key::Attr(a) if !a.is_column())
}

/// Puts people in order: by the keys, then by family and given name, then by identifier.
///
/// Texts compare without case and accents, dates by day; what is not known comes last in either direction.
pub fn sort(list: &mut [Subject<'_>], order: &[Order], on: NaiveDate, colleges: &Colleges) {
    let view = View { on, form: Form::Codes, colleges };
    list.sort_by_cached_key(|subject| {
        let mut keys: Vec<Rank> = order.iter().map(|o| Rank::new(subject, o, view)).collect();
        keys.push(Rank::Up(false, fold(subject.family())));
        keys.push(Rank::Up(false, fold(subject.given())));
        (keys, subject.id())
    });
}

/// The place of a value; `true` means not known.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Up(bool, String),
    Down(bool, std::cmp::Reverse<String>),
}

impl Rank {
    fn new(subject: &Subject<'_>, order: &Order, view: View<'_>) -> Self {
        let text = fold(&subject.show(&order.key, view));
        let unknown = text.is_empty();
        if order.backwards { Self::Down(unknown, std::cmp::Reverse(text)) } else { Self::Up(unknown, text) }
    }
}

#[cfg(test)]
mod tests;
