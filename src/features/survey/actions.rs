//! Surveys: made, handed out, answers taken, results shown once and for good.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::{
    base::{Id, Lang, text::fold, word::Standing},
    features::{
        join::{
            actions::{self as forms, JoinError, Opener, change_of},
            rules::{FormFault, Said},
        },
        survey::{
            records::{Answer, Survey},
            rules::{self, BadAnswer, BadSet, BadVoter, FEWEST, Names},
            views::{
                AnswerRefused, AnswersTaken, OneSurvey, Questions, Results, Set, SurveyForm, Surveys, Voters,
            },
        },
    },
    platform::input,
    render::form,
    roster::Person,
    vault::{Change, Compartment, Vault, VaultError, file, holders::words},
};

/// A file of questions is never longer.
const FILE_MOST: u64 = 256 * 1_024;

/// Why a survey is not made, answered or shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SurveyError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The form could not be made.
    #[error(transparent)]
    Form(#[from] JoinError),
    /// No survey is called so.
    #[error("no survey is called so")]
    None(String),
    /// A survey is called so already.
    #[error("a survey is called so already")]
    There(String),
    /// The name is none.
    #[error("not a name")]
    Name(String),
    /// No set of questions is called so.
    #[error("no set is called so")]
    NoSet(String),
    /// The file cannot be read.
    #[error("the file cannot be read")]
    Read(PathBuf, #[source] io::Error),
    /// The file is no set of questions.
    #[error("not a set of questions")]
    Bad(PathBuf, BadSet),
    /// Its results were shown: no answer is taken.
    #[error("its results were shown on {0}")]
    Frozen(NaiveDate),
    /// Fewer answers than anything is shown of.
    #[error("{0} answers are too few to be shown")]
    Few(usize),
    /// Fewer sealed answers than are opened at once.
    #[error("{0} sealed answers are too few to be opened at once")]
    FewAtOnce(usize),
    /// What was typed is no `QUESTION=ANSWER`.
    #[error("not a QUESTION=ANSWER")]
    NoAnswer(String),
    /// An answer does not fit.
    #[error("an answer does not fit")]
    Answer(BadAnswer),
    /// People who cannot stand in a file of voters: names or identifiers, and why.
    #[error("{} people cannot stand in a file of voters", .0.len())]
    Voters(Vec<(Id, BadVoter)>),
    /// Nobody would stand in it.
    #[error("nobody has an address")]
    Nobody,
    /// The file cannot be written.
    #[error("the file cannot be written")]
    Write(PathBuf, #[source] io::Error),
}

/// Finds a survey by its name.
///
/// # Errors
/// [`SurveyError::None`].
pub fn find(vault: &Vault, name: &str) -> Result<(Id, Survey), SurveyError> {
    vault.must_open(Compartment::Organizing)?;
    let wanted = fold(name);
    let found = vault.all::<Survey>()?.into_iter().find(|(_, survey)| fold(&survey.name) == wanted);
    found.ok_or_else(|| SurveyError::None(name.to_owned()))
}

fn answers(vault: &Vault, id: Id) -> Result<Vec<(Id, Answer)>, VaultError> {
    let mut all = vault.all::<Answer>()?;
    all.retain(|(_, answer)| answer.survey == Some(id));
    Ok(all)
}

/// The answers that count, and how many do not: those that came from another laptop after the results were shown.
fn counted(vault: &Vault, id: Id, survey: &Survey) -> Result<(Vec<(Id, Answer)>, usize), VaultError> {
    let mut all = answers(vault, id)?;
    let whole = all.len();
    if survey.frozen.is_some() && survey.shown.is_some() {
        all.retain(|(_, answer)| answer.shown == survey.shown);
    }
    let late = whole.saturating_sub(all.len());
    Ok((all, late))
}

/// Lists the sets of questions and the surveys.
///
/// # Errors
/// When the vault cannot be read.
pub fn list(vault: &Vault, lang: Lang) -> Result<Surveys, SurveyError> {
    vault.must_open(Compartment::Organizing)?;
    let set = |(english, french, text): &(&'static str, &'static str, &'static str)| {
        let (title, questions) = rules::read_set(text).ok()?;
        let name = if lang == Lang::Fr { french } else { english };
        Some(Set { name, title: title.get(lang).to_owned(), questions: questions.len() })
    };
    let mut surveys = Vec::new();
    for (id, survey) in vault.all::<Survey>()? {
        let (those, _) = counted(vault, id, &survey)?;
        surveys.push(OneSurvey::of(&survey, those.len(), lang));
    }
    surveys.sort_by(|a, b| (a.made, &a.name).cmp(&(b.made, &b.name)));
    Ok(Surveys { sets: rules::SETS.iter().filter_map(set).collect(), surveys })
}

/// Makes a survey of a set of questions, or of a file of the same form.
///
/// # Errors
/// [`SurveyError`].
pub fn new(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    name: &str,
    set: Option<&str>,
    path: Option<&Path>,
    lang: Lang,
) -> Result<Questions, SurveyError> {
    let short = name.chars().count() <= 40 && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    if name.is_empty() || !short {
        return Err(SurveyError::Name(name.to_owned()));
    }
    let (from, text) = match (path, set) {
        (Some(path), _) => {
            let bytes = input::read(path, FILE_MOST).map_err(|e| SurveyError::Read(path.to_owned(), e))?;
            (path.to_owned(), String::from_utf8_lossy(&bytes).into_owned())
        }
        (None, set) => {
            let set = set.unwrap_or_default();
            let typed = fold(set);
            let found =
                rules::SETS.iter().find(|(known, french, _)| [*known, *french].contains(&typed.as_str()));
            let (known, _, text) = found.ok_or_else(|| SurveyError::NoSet(set.to_owned()))?;
            (PathBuf::from(known), (*text).to_owned())
        }
    };
    let (title, questions) = rules::read_set(&text).map_err(|bad| SurveyError::Bad(from, bad))?;
    match find(vault, name) {
        Err(SurveyError::None(_)) => {}
        Ok((_, there)) => return Err(SurveyError::There(there.name)),
        Err(other) => return Err(other),
    }
    let survey = Survey {
        name: name.to_owned(),
        fr: title.fr,
        en: title.en,
        questions,
        made: Some(today),
        ..Survey::default()
    };
    let id = vault.new_id();
    let change = change_of(vault, now_ms, id, &survey)?;
    vault.commit(now_ms, vec![change])?;
    Ok(Questions::of(&survey, lang))
}

/// Shows the questions of a survey.
///
/// # Errors
/// [`SurveyError::None`].
pub fn questions(vault: &Vault, name: &str, lang: Lang) -> Result<Questions, SurveyError> {
    Ok(Questions::of(&find(vault, name)?.1, lang))
}

/// Writes the form of a survey into a file.
///
/// # Errors
/// [`SurveyError`].
pub fn form(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    name: &str,
    out: &Path,
    force: bool,
    lang: Lang,
) -> Result<SurveyForm, SurveyError> {
    let (id, survey) = find(vault, name)?;
    if let Some(day) = survey.frozen {
        return Err(SurveyError::Frozen(day));
    }
    forms::writable(out, force)?;
    let used = forms::key_in_use(vault, today, now_ms, false)?;
    if !used.changes.is_empty() {
        vault.commit(now_ms, used.changes)?;
    }
    let key = used.key.public;
    let page = rules::page(id, &survey, &key, forms::words_of(&key));
    let sha256 = forms::write(out, force, &form::page(&page))?;
    let words = words::say(lang, &words::six(key.as_bytes()));
    Ok(SurveyForm { file: out.display().to_string(), sha256, key, words })
}

/// Why a file is not taken as an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The file, or what was sealed.
    Form(FormFault),
    /// What was answered.
    Answer(BadAnswer),
}

impl Why {
    /// Returns its code, for JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Form(fault) => fault.code(),
            Self::Answer(_) => "answer",
        }
    }
}

/// Takes sealed answers: all that fit, at once, in no order, without a word of when they came or in which file.
///
/// With fewer than five at a time whoever saw them come could tell which is whose: they wait.
///
/// # Errors
/// [`SurveyError::Frozen`], [`SurveyError::FewAtOnce`]; when the vault cannot be written.
pub fn take(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    name: &str,
    files: &[Vec<u8>],
    words: &dyn Fn(&Why) -> String,
) -> Result<AnswersTaken, SurveyError> {
    let (id, mut survey) = find(vault, name)?;
    if let Some(day) = survey.frozen {
        return Err(SurveyError::Frozen(day));
    }
    let opener = Opener::new(vault, today)?;
    let (mut taken, mut refused): (Vec<Answer>, Vec<(usize, Why)>) = (Vec::new(), Vec::new());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (place, bytes) in files.iter().enumerate() {
        let mut one = || {
            let one = opener.open(bytes).map_err(Why::Form)?;
            if one.form != id {
                return Err(Why::Form(FormFault::NoForm));
            }
            if survey.taken.contains(&one.mark) {
                return Err(Why::Form(FormFault::Taken));
            }
            if let Some(other) = seen.get(&one.mark) {
                return Err(Why::Form(FormFault::Same(*other)));
            }
            let answer = rules::answered(id, &survey, one.answers).map_err(Why::Answer)?;
            seen.insert(one.mark, place);
            Ok(answer)
        };
        match one() {
            Ok(answer) => taken.push(answer),
            Err(why) => refused.push((place, why)),
        }
    }
    let count = taken.len();
    if count > 0 && u64::try_from(count).unwrap_or(u64::MAX) < FEWEST {
        return Err(SurveyError::FewAtOnce(count));
    }
    let before = answers(vault, id)?.len();
    if count > 0 {
        survey.taken.extend(seen.into_keys());
        let changes = shuffled(vault, now_ms, taken)?;
        let marks = change_of(vault, now_ms, id, &survey)?;
        vault.commit(now_ms, changes.into_iter().chain([marks]).collect())?;
    }
    let refused = refused.iter().map(|(file, why)| {
        let (code, text) = (why.code(), words(why));
        AnswerRefused { file: file.saturating_add(1), code, text }
    });
    Ok(AnswersTaken { taken: count, answers: before.saturating_add(count), refused: refused.collect() })
}

/// Answers under names drawn at random, written in the order of those names.
fn shuffled(vault: &mut Vault, now_ms: u64, all: Vec<Answer>) -> Result<Vec<Change>, VaultError> {
    let named: BTreeMap<Id, Answer> = all.into_iter().map(|answer| (vault.new_id(), answer)).collect();
    named.into_iter().map(|(id, answer)| change_of(vault, now_ms, id, &answer)).collect()
}

/// Notes the answers of one paper.
///
/// # Errors
/// [`SurveyError`].
pub fn answer(
    vault: &mut Vault,
    now_ms: u64,
    name: &str,
    typed: &[String],
) -> Result<AnswersTaken, SurveyError> {
    let (id, survey) = find(vault, name)?;
    if let Some(day) = survey.frozen {
        return Err(SurveyError::Frozen(day));
    }
    let mut said = Vec::new();
    for text in typed {
        let (code, answer) = text.split_once('=').ok_or_else(|| SurveyError::NoAnswer(text.clone()))?;
        let code = code.trim().to_owned();
        let is_any = survey.questions.iter().any(|q| q.code == code && q.kind.takes_several());
        let answer = answer.trim();
        let answer = if is_any {
            Said::Several(answer.split(',').map(|part| part.trim().to_owned()).collect())
        } else {
            Said::One(answer.to_owned())
        };
        said.push((code, answer));
    }
    let one = rules::answered(id, &survey, said).map_err(SurveyError::Answer)?;
    let before = answers(vault, id)?.len();
    let changes = shuffled(vault, now_ms, vec![one])?;
    vault.commit(now_ms, changes)?;
    Ok(AnswersTaken { taken: 1, answers: before.saturating_add(1), refused: Vec::new() })
}

/// Tells whether the results of a survey were shown before, and refuses one with too few answers.
///
/// # Errors
/// [`SurveyError::None`], [`SurveyError::Few`].
pub fn is_frozen(vault: &Vault, name: &str) -> Result<bool, SurveyError> {
    let (id, survey) = find(vault, name)?;
    let count = counted(vault, id, &survey)?.0.len();
    if u64::try_from(count).unwrap_or(u64::MAX) < FEWEST {
        return Err(SurveyError::Few(count));
    }
    Ok(survey.frozen.is_some())
}

/// Shows the results. The first time ends the survey: results with one answer more would tell that answer. What was written in one's
/// own words is kept without the names of the roster from then on.
///
/// # Errors
/// As [`is_frozen`]; when the vault cannot be written.
pub fn results(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    name: &str,
    lang: Lang,
) -> Result<Results, SurveyError> {
    is_frozen(vault, name)?;
    let (id, mut survey) = find(vault, name)?;
    let people: Vec<Person> = vault.all::<Person>()?.into_iter().map(|(_, person)| person).collect();
    let names = Names::of(&people);
    let (mut all, late) = counted(vault, id, &survey)?;
    if survey.frozen.is_none() {
        survey.frozen = Some(today);
        survey.shown = Some(vault.new_id().to_string());
        let mut changes = vec![change_of(vault, now_ms, id, &survey)?];
        for (one, answer) in &mut all {
            answer.shown.clone_from(&survey.shown);
            for question in survey.questions.iter().filter(|q| q.kind.is_text()) {
                if let Some(text) = answer.answers.get_mut(&question.code) {
                    *text = names.clean(text);
                }
            }
            changes.push(change_of(vault, now_ms, *one, answer)?);
        }
        vault.commit(now_ms, changes)?;
    }
    let all: Vec<Answer> = all.into_iter().map(|(_, answer)| answer).collect();
    let tallies = rules::tallies(&survey, &all, &names);
    Ok(Results { late, ..Results::of(&survey, all.len(), tallies, lang) })
}

/// Writes the members of a day as voters of Belenios.
///
/// # Errors
/// [`SurveyError::Voters`], [`SurveyError::Nobody`], [`SurveyError::Write`].
pub fn voters(vault: &Vault, today: NaiveDate, out: &Path, force: bool) -> Result<Voters, SurveyError> {
    let mut people = vault.all::<Person>()?;
    people.retain(|(_, person)| person.is_there() && person.standing(today) == Standing::Member);
    let whole = people.len();
    let found: Vec<(Id, &str)> =
        people.iter().filter_map(|(id, person)| Some((*id, person.notice_email()?))).collect();
    if found.is_empty() {
        return Err(SurveyError::Nobody);
    }
    let addresses: Vec<&str> = found.iter().map(|(_, address)| *address).collect();
    let text = rules::voters(&addresses).map_err(|bad| {
        let who = bad.into_iter().filter_map(|(place, why)| Some((found.get(place)?.0, why)));
        SurveyError::Voters(who.collect())
    })?;
    write(out, force, text.as_bytes())?;
    let without = whole.saturating_sub(found.len());
    Ok(Voters { file: out.display().to_string(), voters: found.len(), without })
}

/// Refuses a name of a page that does not end as one.
///
/// # Errors
/// [`SurveyError::Write`].
pub fn page_name(path: &Path) -> Result<(), SurveyError> {
    let ends = file::ending(path, &["html", "htm"]);
    ends.map(drop).map_err(|error| SurveyError::Write(path.to_owned(), error))
}

/// Writes a file that only its owner reads.
///
/// # Errors
/// [`SurveyError::Write`].
pub fn write(path: &Path, force: bool, content: &[u8]) -> Result<(), SurveyError> {
    file::write_whole(path, content, force).map_err(|error| SurveyError::Write(path.to_owned(), error))
}
