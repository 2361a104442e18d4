//! The agenda as a vault keeps it: the lines with what was done with each, found by their names.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::features::agenda::{
    actions::{basis, hours::BadHours},
    rules::{Agenda, Basis, Line, Subject, agenda, ground::MANDATES_END, order::Clash},
};
use crate::{
    base::Id,
    calendar::{
        Param, RuleError,
        kinds::{self, FactKind},
    },
    features::agenda::records::{Fact, LineState},
    law::LawError,
    vault::{Compartment, Vault, VaultError},
};

/// Returns the name of a line: the same for the same rule and subject of this company, for ever.
///
/// # Privacy
/// It is a hash over the random identifier of the company's record, so that the name does not say what the line
/// is about, not even to who has this program.
#[must_use]
pub fn name(company: Id, rule: &str, subject: &Subject) -> Id {
    let subject = subject.text();
    let hash = blake3::hash(format!("agenda 1\n{company}\n{rule}\n{subject}").as_bytes());
    Id(*hash.as_bytes().first_chunk::<16>().unwrap_or(&[0; 16]))
}

/// The agenda of a vault, with what it is made of.
#[derive(Debug, Clone)]
pub struct Diary {
    /// What it is made of.
    pub basis: Basis,
    /// The name of the company's record; zeros while there is none.
    pub company_id: Id,
    /// What was done with lines, by their names.
    pub states: BTreeMap<Id, LineState>,
    /// The lines.
    pub agenda: Agenda,
}

/// Why the agenda cannot be told or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AgendaError {
    /// The vault cannot be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The law gives no answer.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// No line or recorded fact has a name that begins so.
    #[error("nothing in the agenda has this name")]
    None,
    /// Several names begin so.
    #[error("{0} names in the agenda begin so")]
    Several(usize),
    /// There is no such kind of fact.
    #[error("there is no such kind of fact")]
    Kind(String),
    /// A text that cannot be kept.
    #[error("a text of 1 to 500 characters on one line is needed")]
    Text,
    /// Intervals that are not `pay=24,equality=36`, or longer than the law lets an agreement set.
    #[error("intervals are needed such as pay=24,equality=36, at most {most_years:?} years each")]
    Terms {
        /// The longest interval in years on that day, where it is known.
        most_years: Option<u32>,
    },
    /// An agreement on method longer than the law allows.
    #[error("an agreement on method lasts {most_years} years at most")]
    TooLong {
        /// How long it lasts at most, in years.
        most_years: u32,
    },
    /// The name is that of a line that follows from something else.
    #[error("this line is computed")]
    Computed(Origin),
    /// Hours that cannot be entered.
    #[error(transparent)]
    Hours(#[from] BadHours),
    /// Days that are not halves or wholes above zero, or where there are none.
    #[error("days are needed in halves, such as 2.5")]
    Days,
    /// A line cannot be put off to its day or beyond, nor to a day that has gone.
    #[error("a line is put off to a day after today and before its own")]
    Snooze {
        /// The day of the line.
        day: NaiveDate,
    },
    /// An hour or a place, of what is no own date.
    #[error("--at and --place are for dates of one's own")]
    OwnOnly,
    /// A fact that cannot lie where it lies beside another.
    #[error("these facts cannot come in this order")]
    Order(Box<Clash>),
    /// A fact that the kind does not take.
    #[error("{kind} does not take --{}", .param.code())]
    NotTaken {
        /// The kind.
        kind: String,
        /// The fact.
        param: Param,
    },
}

/// What a computed line follows from, and so what to change instead of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A recorded fact.
    Fact(Id),
    /// A round of bargaining.
    Round(Id),
    /// An election that is kept.
    Poll(String),
    /// A role of somebody in the roster.
    Person(String),
    /// What is recorded of the company.
    Company,
    /// The year of the section itself: dues, data.
    House,
    /// The last backup.
    Backup,
    /// The book of the dues.
    Accounts,
}

impl From<LawError> for AgendaError {
    fn from(error: LawError) -> Self {
        Self::Rule(error.into())
    }
}

/// Reads the agenda of a vault.
///
/// # Errors
/// When the vault cannot be read; a day that the law tables do not cover.
pub fn diary(vault: &Vault, today: NaiveDate) -> Result<Diary, AgendaError> {
    let mut basis = basis(vault)?;
    basis.accounts = basis::accounts(vault, today)?;
    let company_id = crate::features::company::actions::id(vault)?.unwrap_or(Id([0; 16]));
    let open = vault.opens(Compartment::Organizing);
    let states = if open { vault.all::<LineState>()?.into_iter().collect() } else { BTreeMap::new() };
    let mut agenda = agenda(&basis, today)?;
    if !states.is_empty() {
        for line in &mut agenda.lines {
            if let Some(state) = states.get(&name(company_id, line.rule.id(), &line.subject)) {
                line.state = state.clone();
                // What was marked for another day was not marked for this one.
                if state.marked_for.is_some_and(|day| day != line.day) {
                    (line.state.done, line.state.snoozed) = (None, None);
                }
            }
        }
    }
    Ok(Diary { basis, company_id, states, agenda })
}

impl Diary {
    /// Returns the name of a line.
    #[must_use]
    pub fn name(&self, line: &Line) -> Id {
        name(self.company_id, line.rule.id(), &line.subject)
    }

    /// Returns what names a line on the screen: of a line that follows from a recorded fact or an own date the name of
    /// that fact, with a number where one such fact gives several lines; of any other its own name.
    #[must_use]
    pub fn handle(&self, line: &Line) -> (Id, Option<usize>) {
        match &line.subject {
            Subject::Fact(id) if self.basis.recorded.contains_key(id) => (*id, self.number(*id, line)),
            _ => (self.name(line), None),
        }
    }

    /// The place of the rule of a line among those that the kind of its fact names; nothing where there is but one.
    fn number(&self, id: Id, line: &Line) -> Option<usize> {
        let code = &self.basis.recorded.get(&id)?.code;
        let kind = kinds::of(code).ok().flatten()?;
        let rules: Vec<_> = kind.chains.iter().flatten().collect();
        let others = code == MANDATES_END;
        let at = rules.iter().position(|rule| line.rule == rule.as_str());
        // What is told beside the rules comes after them.
        let at = at.or_else(|| others.then_some(rules.len()))?;
        (rules.len() > 1 || others).then(|| at.saturating_add(1))
    }

    /// Returns the line that these digits name: those that the list shows, or the first ones of the line's own name.
    ///
    /// # Errors
    /// [`AgendaError::None`]; [`AgendaError::Several`].
    pub fn line(&self, start: &str) -> Result<(Id, &Line), AgendaError> {
        let (digits, number) = numbered(start);
        let fits = |line: &&Line| {
            let (id, own) = self.handle(line);
            id.is_named_by(digits) && (number.is_none() || number == own)
                || number.is_none() && self.name(line).is_named_by(digits)
        };
        only(self.agenda.lines.iter().filter(fits).map(|line| (self.name(line), line)).collect())
    }

    /// Returns the recorded fact whose name begins with these digits, or from which the line follows that they name.
    ///
    /// # Errors
    /// [`AgendaError::None`]; [`AgendaError::Several`]; [`AgendaError::Computed`] for a line that follows from none.
    pub fn fact(&self, start: &str) -> Result<(Id, &Fact), AgendaError> {
        let found = self.recorded(numbered(start).0);
        match (&found, self.line(start)) {
            (Err(AgendaError::None), Ok((_, line))) => {
                let origin = self.origin(line);
                let fact = match origin {
                    Origin::Fact(id) => self.basis.recorded.get(&id).map(|fact| (id, fact)),
                    _ => None,
                };
                fact.ok_or(AgendaError::Computed(origin))
            }
            _ => found,
        }
    }

    /// Returns what a line follows from.
    fn origin(&self, line: &Line) -> Origin {
        match &line.subject {
            Subject::Fact(id) if self.basis.rounds.contains_key(id) => Origin::Round(*id),
            Subject::Fact(id) => Origin::Fact(*id),
            Subject::Word(_) => Origin::Company,
            Subject::Text(text) => match text.split_once('/') {
                Some(("poll", id)) => Origin::Poll(id.chars().take(SHORT).collect()),
                Some(("dues" | "data", _)) => Origin::House,
                Some(("backup", _)) => Origin::Backup,
                Some(("accounts", _)) => Origin::Accounts,
                Some((person, _)) if person.len() == 32 => {
                    Origin::Person(person.chars().take(SHORT).collect())
                }
                _ => Origin::Company,
            },
        }
    }

    fn recorded(&self, start: &str) -> Result<(Id, &Fact), AgendaError> {
        only(
            self.basis
                .recorded
                .iter()
                .map(|(id, fact)| (*id, fact))
                .filter(|(id, _)| id.is_named_by(start))
                .collect(),
        )
    }
}

/// How many digits of a name are shown.
const SHORT: usize = 8;

/// Returns what names a line on the screen: digits, and a number where a fact gives several lines.
#[must_use]
pub(crate) fn handle(id: Id, number: Option<usize>) -> String {
    let id = id.short();
    number.map_or_else(|| id.clone(), |number| format!("{id}-{number}"))
}

/// Takes the number of a line off the digits of its fact: `3f2a91c4-2`.
fn numbered(start: &str) -> (&str, Option<usize>) {
    match start.split_once('-') {
        Some((digits, number)) => (digits, Some(number.parse().unwrap_or(0))),
        None => (start, None),
    }
}

fn only<T>(mut found: Vec<T>) -> Result<T, AgendaError> {
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one),
        (Some(_), more) => Err(AgendaError::Several(more.saturating_add(1))),
        (None, _) => Err(AgendaError::None),
    }
}

/// Returns the kinds of facts that can be recorded.
///
/// # Errors
/// When the embedded file is not of the form, which a test excludes.
pub fn fact_kinds() -> Result<Vec<&'static FactKind>, LawError> {
    Ok(kinds::all()?.iter().filter(|kind| !kind.known).collect())
}
