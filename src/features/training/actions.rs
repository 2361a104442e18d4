//! Courses: planned, taken part in with days of leave, asked about, shown in sum.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::{
    base::Id,
    features::{
        agenda::{
            actions::{self as agenda, AgendaError, Diary, change as facts},
            records::{self as diary, Fact, OWN},
            rules::ledger,
        },
        group::rules::pick,
        talk::{
            actions::{self as talk, TalkError, change, taken_back},
            rules::Known,
        },
        training::{
            records::{Factor, Participant, Reply, Stage, Training},
            rules, views,
        },
    },
    law::{Fraction, LawError},
    vault::{Vault, VaultError},
};

/// Why a course is not noted or shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrainingError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The person is not found, or a text cannot be kept.
    #[error(transparent)]
    Talk(#[from] TalkError),
    /// The agenda cannot be read.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// The year is outside the tables of law.
    #[error(transparent)]
    Law(#[from] LawError),
    /// No course, or more than one, is called so.
    #[error("no course, or more than one, is called so")]
    NoTraining(String),
    /// A course has this title on this day already.
    #[error("a course has this title on this day already")]
    Taken(String, NaiveDate),
    /// It takes no part in it.
    #[error("this person takes no part in it")]
    NoParticipant(String),
    /// Nothing was answered, or not from 1 to 5.
    #[error("nothing was answered")]
    NoAnswer,
    /// What was answered was shown to others: nothing is added.
    #[error("what was answered was shown")]
    Shown(Stage),
    /// Too few answers for anything to be shown to others.
    #[error("too few answers")]
    TooFew(Stage),
}

/// A course as it was typed.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its title.
    pub title: String,
    /// What one can do afterwards.
    pub aims: Vec<String>,
    /// Whom it is for.
    pub personas: Vec<String>,
    /// The first day.
    pub day: NaiveDate,
    /// How many days.
    pub days: Fraction,
    /// Who gives it.
    pub body: Option<String>,
    /// Whether it is the economic training of a full member of the committee.
    pub economic: bool,
}

/// What somebody answered, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Who answered, where it is said.
    pub who: Option<String>,
    /// Whether it was worth the time.
    pub reaction: Option<u32>,
    /// Whether one can do what the course is for.
    pub learning: Option<u32>,
    /// Whether one does it.
    pub usage: Option<u32>,
    /// What helped.
    pub helped: Vec<Factor>,
    /// What hindered.
    pub hindered: Vec<Factor>,
}

fn text(text: &str) -> Result<String, TrainingError> {
    Ok(diary::text(text).ok_or(TalkError::Text)?)
}

/// Finds a course by its title, its first digits, or words that it alone has.
///
/// # Errors
/// [`TrainingError::NoTraining`].
pub fn find(vault: &Vault, typed: &str) -> Result<(Id, Training), TrainingError> {
    let found = pick(typed, vault.all::<Training>()?, |training| &training.title);
    found.ok_or_else(|| TrainingError::NoTraining(typed.to_owned()))
}

/// How the leave of somebody stands in the year of a course.
fn row(
    diary: &Diary,
    known: &BTreeMap<Id, Known>,
    one: &Participant,
    (day, today): (NaiveDate, NaiveDate),
) -> Result<Option<views::ParticipantRow>, TrainingError> {
    let Some(name) = known.get(&one.person).map(|known| known.name.clone()) else { return Ok(None) };
    let leaves = ledger::leaves(&diary.basis, day.year(), today)?.value;
    let own = one.course.and_then(|course| {
        leaves.into_iter().find(|leave| leave.courses.iter().any(|(id, _)| *id == course))
    });
    let over = own.as_ref().map(|leave| leave.over).filter(|over| *over > Fraction::ZERO);
    Ok(Some(views::ParticipantRow {
        id: one.person,
        name,
        course: one.course,
        allowed: own.as_ref().map(|leave| leave.allowed),
        left: own.as_ref().map(|leave| leave.left.to_string()),
        over: over.map(|over| over.to_string()),
    }))
}

fn page(vault: &Vault, today: NaiveDate, id: Id, training: &Training) -> Result<views::Page, TrainingError> {
    let (known, diary) = (talk::everybody(vault, today)?, agenda::diary(vault, today)?);
    let day = training.day.unwrap_or(today);
    let mut rows = Vec::new();
    for one in &training.participants {
        rows.extend(row(&diary, &known, one, (day, today))?);
    }
    Ok(views::Page::of(id, training, rows))
}

/// Plans a course. The questions three months later enter the agenda in the same commit, under the title that the face lends.
///
/// # Errors
/// [`TrainingError::Taken`]; [`AgendaError::Days`] for days that are no halves; when the vault cannot be written.
pub fn plan(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    wanted: &Wanted,
    duty_title: impl Fn(&str) -> String,
) -> Result<views::Page, TrainingError> {
    let title = text(&wanted.title)?;
    let same = |other: &Training| {
        other.day == Some(wanted.day) && crate::features::talk::rules::same(&other.title, &title)
    };
    if vault.all::<Training>()?.iter().any(|(_, other)| same(other)) {
        return Err(TrainingError::Taken(title, wanted.day));
    }
    let texts = |all: &[String]| all.iter().map(|one| text(one)).collect::<Result<Vec<_>, _>>();
    let (id, duty) = (vault.new_id(), vault.new_id());
    let training = Training {
        title,
        aims: texts(&wanted.aims)?,
        personas: texts(&wanted.personas)?.into_iter().collect(),
        day: Some(wanted.day),
        days: wanted.days.to_string(),
        body: wanted.body.as_deref().map(text).transpose()?,
        economic: wanted.economic,
        duty: Some(duty),
        ..Training::default()
    };
    // The days are checked as those of a course are.
    let _ = facts::check(course(&training, None, false))?;
    let fact = facts::check(Fact {
        code: OWN.to_owned(),
        day: rules::later(wanted.day, wanted.days),
        about: Some(text(&duty_title(&training.title))?),
        ..Fact::default()
    })?;
    let changes = vec![change(vault, now_ms, id, &training)?, change(vault, now_ms, duty, &fact)?];
    vault.commit(now_ms, changes)?;
    page(vault, today, id, &training)
}

/// The fact by which the days of a course come off the leave of somebody.
///
/// # Law
/// L2145-7: the days of union training; L2315-63: those of the economic training of full members come off them.
fn course(training: &Training, person: Option<Id>, officer: bool) -> Fact {
    let code = if training.economic { ledger::ECONOMIC } else { ledger::COURSE };
    Fact {
        code: code.to_owned(),
        day: training.day,
        about: Some(training.title.clone()),
        amount: Some(training.days.clone()),
        of: person,
        office: officer.then(|| ledger::OFFICER.to_owned()),
        ..Fact::default()
    }
}

/// Notes who takes part: the days come off the leave of the year, and the day by which the leave is asked for enters the agenda.
///
/// # Errors
/// [`TrainingError::NoTraining`]; as [`talk::find`]; when the vault cannot be written.
pub fn enrol(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    (who, officer): (&[String], bool),
) -> Result<views::Page, TrainingError> {
    let (id, mut training) = find(vault, which)?;
    let mut changes = Vec::new();
    for who in who {
        let person = talk::find(vault, who)?;
        if training.participants.iter().any(|one| one.person == person) {
            continue;
        }
        let fact = facts::check(course(&training, Some(person), officer))?;
        let at = vault.new_id();
        changes.push(change(vault, now_ms, at, &fact)?);
        training.participants.push(Participant { person, course: Some(at) });
    }
    changes.push(change(vault, now_ms, id, &training)?);
    vault.commit(now_ms, changes)?;
    page(vault, today, id, &training)
}

/// Takes somebody out of a course: the days of leave come back.
///
/// # Errors
/// [`TrainingError::NoParticipant`]; as [`enrol`].
pub fn withdraw(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    who: &str,
) -> Result<views::Page, TrainingError> {
    let (id, mut training) = find(vault, which)?;
    let person = talk::find(vault, who)?;
    let own = training.participants.iter().find(|one| one.person == person).cloned();
    let own = own.ok_or_else(|| TrainingError::NoParticipant(who.to_owned()))?;
    training.participants.retain(|one| one.person != person);
    let mut changes = vec![change(vault, now_ms, id, &training)?];
    if let Some(course) = own.course {
        changes.extend(taken_back::<Fact>(vault, now_ms, course)?);
    }
    vault.commit(now_ms, changes)?;
    page(vault, today, id, &training)
}

/// Keeps what somebody answered; of a person who is named the last answer counts.
///
/// # Errors
/// [`TrainingError::NoAnswer`], [`TrainingError::Shown`], [`TrainingError::NoTraining`]; when the vault cannot be written.
pub fn answer(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
    (stage, said): (Stage, &Said),
) -> Result<views::Page, TrainingError> {
    let (id, mut training) = find(vault, which)?;
    if training.shown.contains(stage.code()) {
        return Err(TrainingError::Shown(stage));
    }
    let scales = [said.reaction, said.learning, said.usage];
    let fits = scales.iter().flatten().all(|n| (1..=rules::BEST).contains(n));
    let some = scales.iter().any(Option::is_some) || !said.helped.is_empty() || !said.hindered.is_empty();
    if !fits || !some {
        return Err(TrainingError::NoAnswer);
    }
    let person = said.who.as_deref().map(|who| talk::find(vault, who)).transpose()?;
    let codes = |all: &[Factor]| {
        let mut codes: Vec<&str> = all.iter().map(|one| one.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        (!codes.is_empty()).then(|| codes.join(","))
    };
    let element = vault.new_id().0.first_chunk::<8>().copied().unwrap_or_default();
    training.replies.retain(|one| one.stage != stage || one.person.is_none() || one.person != person);
    training.replies.push(Reply {
        stage,
        person,
        reaction: said.reaction,
        learning: said.learning,
        usage: said.usage,
        helped: codes(&said.helped),
        hindered: codes(&said.hindered),
        element,
    });
    let made = change(vault, now_ms, id, &training)?;
    vault.commit(now_ms, vec![made])?;
    page(vault, today, id, &training)
}

/// Shows what was answered in sum, whole: for organizers.
///
/// # Errors
/// [`TrainingError::NoTraining`].
pub fn results(vault: &Vault, which: &str, stage: Stage) -> Result<views::Results, TrainingError> {
    let (id, training) = find(vault, which)?;
    Ok(views::Results::of(id, &training, stage, false))
}

/// Shows what was answered as others may see it. From then on no answer is taken at that stage: two tables a little apart would tell
/// who answered between them.
///
/// # Errors
/// [`TrainingError::TooFew`], [`TrainingError::NoTraining`]; when the vault cannot be written.
pub fn share(
    vault: &mut Vault,
    now_ms: u64,
    which: &str,
    stage: Stage,
) -> Result<views::Results, TrainingError> {
    let (id, mut training) = find(vault, which)?;
    let found = views::Results::of(id, &training, stage, true);
    if !found.shows() {
        return Err(TrainingError::TooFew(stage));
    }
    if training.shown.insert(stage.code().to_owned()) {
        let made = change(vault, now_ms, id, &training)?;
        vault.commit(now_ms, vec![made])?;
    }
    Ok(found)
}

/// Shows a course.
///
/// # Errors
/// [`TrainingError::NoTraining`]; when the vault cannot be read.
pub fn show(vault: &Vault, today: NaiveDate, which: &str) -> Result<views::Page, TrainingError> {
    let (id, training) = find(vault, which)?;
    page(vault, today, id, &training)
}

/// Lists the courses, the latest first.
///
/// # Errors
/// When the vault cannot be read.
pub fn list(vault: &Vault) -> Result<views::Trainings, TrainingError> {
    let mut all = vault.all::<Training>()?;
    all.sort_by_key(|(id, one)| std::cmp::Reverse((one.day, *id)));
    Ok(views::Trainings { trainings: all.iter().map(|(id, one)| views::TrainingRow::of(*id, one)).collect() })
}

/// Takes a course back, with its lines of the agenda and the days of leave.
///
/// # Errors
/// [`TrainingError::NoTraining`]; when the vault cannot be written.
pub fn remove(vault: &mut Vault, now_ms: u64, which: &str) -> Result<(), TrainingError> {
    let (id, training) = find(vault, which)?;
    let lines = training.duty.into_iter().chain(training.participants.iter().filter_map(|one| one.course));
    let mut changes = Vec::new();
    for line in lines.collect::<Vec<_>>() {
        changes.extend(taken_back::<Fact>(vault, now_ms, line)?);
    }
    changes.extend(taken_back::<Training>(vault, now_ms, id)?);
    vault.commit(now_ms, changes)?;
    Ok(())
}
