//! Questions, what may be answered, what is shown of it, and the file of voters of another program.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::{
    base::{
        Id, Lang,
        text::{fold, is_unsafe, tidy},
    },
    features::{
        election::rules::hide::{SMALLEST, hide},
        join::rules::Said,
        survey::records::{Answer, Question, QuestionKind, Survey},
    },
    render::{
        form::{Entry, Field, FormPage, PAD},
        manifest::Both,
    },
    roster::Person,
};

/// The sets of questions that come with the program: name, French name, file.
pub const SETS: [(&str, &str, &str); 3] = [
    ("demands", "revendications", include_str!("../../../templates/surveys/demands.toml")),
    ("conditions", "conditions", include_str!("../../../templates/surveys/conditions.toml")),
    ("inclusion", "inclusion", include_str!("../../../templates/surveys/inclusion.toml")),
];
/// The most characters of an answer in one's own words.
pub const TEXT_MOST: u32 = 500;
/// The fewest answers of which anything is shown, and the fewest sealed ones that are opened at once.
pub const FEWEST: u64 = SMALLEST;
const QUESTIONS_MOST: usize = 60;
const CHOICES_MOST: usize = 30;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Both,
    question: Vec<Asked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    code: String,
    kind: String,
    text: Both,
    #[serde(default)]
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    code: String,
    fr: String,
    en: String,
}

/// Why a file is no set of questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadSet {
    /// It cannot be read: the line where it ends to be TOML of this form, and why.
    Toml(String),
    /// A code that is none: small letters, digits, hyphens, at most 30.
    Code(String),
    /// A code that comes twice.
    Twice(String),
    /// A kind that there is not.
    Kind(String),
    /// A question to choose from, with fewer than two answers or too many, or another one with some.
    Choices(String),
    /// A text that is empty, too long, or has signs that do not show.
    Text(String),
    /// No question, or too many.
    Many,
}

fn is_code(text: &str) -> bool {
    (1..=30).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_line(text: &str) -> bool {
    !text.trim().is_empty()
        && text.chars().count() <= 300
        && !text.chars().any(|c| is_unsafe(c) || c.is_control())
}

/// Reads a set of questions: its title and its questions.
///
/// # Errors
/// [`BadSet`].
pub fn read_set(text: &str) -> Result<(Both, Vec<Question>), BadSet> {
    let file: File = toml::from_str(text).map_err(|e| BadSet::Toml(e.message().to_owned()))?;
    if file.question.is_empty() || file.question.len() > QUESTIONS_MOST {
        return Err(BadSet::Many);
    }
    if !is_line(&file.title.fr) || !is_line(&file.title.en) {
        return Err(BadSet::Text("title".to_owned()));
    }
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for (place, asked) in (1_u32..).zip(file.question) {
        let Asked { code, kind, text, choices } = asked;
        if !is_code(&code) {
            return Err(BadSet::Code(code));
        }
        if !seen.insert(code.clone()) {
            return Err(BadSet::Twice(code));
        }
        let kind = QuestionKind::from_code(&kind).ok_or(BadSet::Kind(kind))?;
        let chosen = matches!(kind, QuestionKind::One | QuestionKind::Any);
        let fits = if chosen { (2..=CHOICES_MOST).contains(&choices.len()) } else { choices.is_empty() };
        if !fits {
            return Err(BadSet::Choices(code));
        }
        if !is_line(&text.fr) || !is_line(&text.en) {
            return Err(BadSet::Text(code));
        }
        let mut codes = BTreeSet::new();
        let mut lines = Vec::new();
        for choice in choices {
            if !is_code(&choice.code) {
                return Err(BadSet::Code(choice.code));
            }
            if !is_line(&choice.fr) || !is_line(&choice.en) {
                return Err(BadSet::Text(choice.code));
            }
            lines.push(format!("{}\t{}\t{}", choice.code, choice.fr, choice.en));
            if !codes.insert(choice.code.clone()) {
                return Err(BadSet::Twice(choice.code));
            }
        }
        let choices = (!lines.is_empty()).then(|| lines.join("\n"));
        out.push(Question { code, place, kind, fr: text.fr, en: text.en, choices });
    }
    Ok((file.title, out))
}

/// Returns the answers of a question, with their words: those of a scale are its figures.
#[must_use]
pub fn choices(question: &Question) -> Vec<(String, Both)> {
    if question.kind == QuestionKind::Scale {
        let ends = |n: u32| match n {
            1 => ("1 – pas du tout", "1 – not at all"),
            2 => ("2", "2"),
            3 => ("3", "3"),
            4 => ("4", "4"),
            _ => ("5 – tout à fait", "5 – entirely"),
        };
        let one = |n: u32| {
            let (fr, en) = ends(n);
            (n.to_string(), Both { fr: fr.to_owned(), en: en.to_owned() })
        };
        return (1..=5).map(one).collect();
    }
    let lines = question.choices.as_deref().unwrap_or_default().lines();
    let one = |line: &str| {
        let mut parts = line.split('\t');
        let (code, fr, en) = (parts.next()?, parts.next()?, parts.next()?);
        Some((code.to_owned(), Both { fr: fr.to_owned(), en: en.to_owned() }))
    };
    lines.filter_map(one).collect()
}

/// Returns the page of a survey. Its name in what is sealed is that of its record.
#[must_use]
pub fn page(id: Id, survey: &Survey, key: &str, words: Both) -> FormPage {
    let both = |fr: &str, en: &str| Both { fr: fr.to_owned(), en: en.to_owned() };
    let fields = survey.questions.iter().map(|question| Field {
        name: question.code.clone(),
        label: both(&question.fr, &question.en),
        hint: Vec::new(),
        required: false,
        entry: match question.kind {
            QuestionKind::One | QuestionKind::Scale => Entry::One(choices(question)),
            QuestionKind::Any => Entry::Any(choices(question)),
            QuestionKind::Text => Entry::Text(TEXT_MOST),
        },
    });
    FormPage {
        title: both(&survey.fr, &survey.en),
        intro: vec![both(
            "Ce questionnaire est anonyme : il ne demande pas qui vous êtes, et rien de ce qui est chiffré ne dit qui répond, ni quand. Toute question peut rester sans réponse. Les réponses de moins de cinq personnes ne sont jamais montrées.",
            "This survey is anonymous: it does not ask who you are, and nothing that is encrypted tells who answers, nor when. Any question may be left open. Answers of fewer than five people are never shown.",
        )],
        key: key.to_owned(),
        words,
        form: id.to_string(),
        pad: room(&survey.questions),
        fields: fields.collect(),
    }
}

/// The size that takes the longest answers there can be: every sealed answer is as long as every other one.
#[must_use]
pub fn room(questions: &[Question]) -> usize {
    let one = |question: &Question| {
        let longest = match question.kind {
            QuestionKind::Text => usize::try_from(TEXT_MOST).unwrap_or(0).saturating_mul(3),
            QuestionKind::One | QuestionKind::Scale => 32,
            QuestionKind::Any => choices(question).len().saturating_mul(34),
        };
        longest.saturating_add(question.code.len()).saturating_add(8)
    };
    let all = questions.iter().map(one).fold(80, usize::saturating_add);
    let mut size = PAD;
    while size < all {
        size = size.saturating_mul(2);
    }
    size
}

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadAnswer {
    /// A question that the survey does not ask.
    Unasked(String),
    /// An answer that the question does not have.
    NoChoice(String),
    /// Several answers where there is one.
    Several(String),
    /// A text that is too long, or has signs that do not show.
    Text(String),
    /// Nothing at all was answered.
    Empty,
}

/// Takes the answers to a survey.
///
/// # Errors
/// [`BadAnswer`] for the first one that does not fit.
pub fn answered(id: Id, survey: &Survey, said: Vec<(String, Said)>) -> Result<Answer, BadAnswer> {
    let mut answers = BTreeMap::new();
    for (code, said) in said {
        let question = survey.questions.iter().find(|question| question.code == code);
        let question = question.ok_or_else(|| BadAnswer::Unasked(code.clone()))?;
        let fits = |choice: &String| choices(question).iter().any(|(known, _)| known == choice);
        let answer = match (question.kind, said) {
            (QuestionKind::Text, Said::One(text)) => words(&text).ok_or(BadAnswer::Text(code.clone()))?,
            (_, Said::One(choice)) if fits(&choice) => choice,
            (QuestionKind::Any, Said::Several(list)) => {
                let list: BTreeSet<String> = list.into_iter().collect();
                if !list.iter().all(fits) {
                    return Err(BadAnswer::NoChoice(code));
                }
                list.into_iter().collect::<Vec<_>>().join(",")
            }
            (_, Said::One(_)) => return Err(BadAnswer::NoChoice(code)),
            (_, Said::Several(_)) => return Err(BadAnswer::Several(code)),
        };
        if !answer.is_empty() {
            answers.insert(code, answer);
        }
    }
    if answers.is_empty() {
        Err(BadAnswer::Empty)
    } else {
        Ok(Answer { survey: Some(id), answers, shown: None })
    }
}

/// An answer in one's own words, on one line.
fn words(text: &str) -> Option<String> {
    let most = usize::try_from(TEXT_MOST).unwrap_or(0);
    let line = tidy(&text.replace(['\r', '\n', '\t'], " "));
    (line.chars().count() <= most && !line.chars().any(is_unsafe)).then_some(line)
}

/// What is shown of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The question.
    pub question: Question,
    /// How many gave each answer; nothing where that would tell of few.
    pub counts: Vec<(Both, Option<u64>)>,
    /// How many left it open; nothing where that would tell of few.
    pub open: Option<u64>,
    /// The answers in people's own words, cleaned of names, in alphabetical order.
    pub texts: Vec<String>,
}

/// Counts the answers. Groups below five are hidden, and with them what would give them away: of each table the hidden cells are two
/// at least, with five people in them at least, so that any number from nobody to all of them fits each. There is one table for each
/// question and never one of two questions.
#[must_use]
pub fn tallies(survey: &Survey, answers: &[Answer], names: &Names) -> Vec<Tally> {
    let all = u64::try_from(answers.len()).unwrap_or(u64::MAX);
    survey.questions.iter().map(|question| tally(question, answers, all, names)).collect()
}

fn tally(question: &Question, answers: &[Answer], all: u64, names: &Names) -> Tally {
    let said: Vec<&str> =
        answers.iter().filter_map(|answer| answer.answers.get(&question.code)).map(String::as_str).collect();
    let given = u64::try_from(said.len()).unwrap_or(u64::MAX);
    let open = all.saturating_sub(given);
    let count = |code: &str| {
        let chose = said.iter().filter(|text| text.split(',').any(|one| one == code)).count();
        u64::try_from(chose).unwrap_or(u64::MAX)
    };
    let choices = choices(question);
    let mut out = Tally { question: question.clone(), counts: Vec::new(), open: None, texts: Vec::new() };
    match question.kind {
        QuestionKind::One | QuestionKind::Scale => {
            let mut cells: Vec<Vec<u64>> = choices.iter().map(|(code, _)| vec![count(code)]).collect();
            cells.push(vec![open]);
            let mut shown = hide(&cells, FEWEST).cells.into_iter().map(|row| row.first().copied().flatten());
            out.counts = choices.into_iter().map(|(_, words)| (words, shown.next().flatten())).collect();
            out.open = shown.next().flatten();
        }
        QuestionKind::Any => {
            // Whoever did not choose it is the other part of all: few there are few here.
            let pair = |n: u64| hide(&[vec![n], vec![all.saturating_sub(n)]], FEWEST);
            let first = |n: u64| pair(n).cells.first().and_then(|row| row.first().copied().flatten());
            out.counts = choices.into_iter().map(|(code, words)| (words, first(count(&code)))).collect();
            out.open = first(open);
        }
        QuestionKind::Text => {
            if given >= FEWEST {
                out.texts = said.iter().map(|text| names.clean(text)).collect();
                out.texts.sort_by_key(|text| fold(text));
                out.open = hide(&[vec![given], vec![open]], FEWEST)
                    .cells
                    .last()
                    .and_then(|r| r.first().copied().flatten());
            }
        }
    }
    out
}

/// The names of the people in the roster, to be taken out of what is shown.
#[derive(Default)]
pub struct Names(BTreeSet<String>);

/// What stands where a name stood.
pub const GONE: &str = "[…]";

impl Names {
    /// Takes the names of people.
    pub fn of<'p>(people: impl IntoIterator<Item = &'p Person>) -> Self {
        let mut out = BTreeSet::new();
        for person in people {
            let names = [&person.family, &person.given, &person.preferred, &person.birth_name];
            for name in names.into_iter().flatten() {
                out.extend(parts(&fold(name)).filter(|word| word.chars().count() > 2).map(str::to_owned));
            }
        }
        Self(out)
    }

    /// Takes more names, as people say them.
    #[must_use]
    pub fn and<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        for name in names {
            self.0.extend(parts(&fold(name)).filter(|word| word.chars().count() > 2).map(str::to_owned));
        }
        self
    }

    /// Takes names, addresses and long numbers out of a text, word by word.
    #[must_use]
    pub fn clean(&self, text: &str) -> String {
        let is_number = |word: &str| word.chars().filter(char::is_ascii_digit).count() >= 6;
        let is_named = |word: &str| {
            // `d’Exemple`, `Exemple-Modele,`: each part by itself.
            parts(&fold(word)).any(|part| self.0.contains(part))
        };
        let word = |word: &str| {
            if word.contains('@') || is_number(word) || is_named(word) {
                GONE.to_owned()
            } else {
                word.to_owned()
            }
        };
        let mut out: Vec<String> = Vec::new();
        let words: Vec<&str> = text.split(' ').collect();
        for run in words.chunk_by(|a, b| is_figures(a) && is_figures(b)) {
            // A number that is written in pairs, as those of telephones are.
            let digits = run.iter().flat_map(|word| word.chars()).filter(char::is_ascii_digit).count();
            if run.len() > 1 && digits >= LONG_NUMBER {
                out.push(GONE.to_owned());
            } else {
                out.extend(run.iter().map(|one| word(one)));
            }
        }
        out.join(" ")
    }
}

/// A number in several words that has so many digits is one of a telephone or of an account.
const LONG_NUMBER: usize = 8;

/// Tells whether a word is figures, as in a number that is written in parts.
fn is_figures(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || "+.-/(),;".contains(c))
}

/// The words within a word that was folded.
fn parts(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// Why somebody cannot stand in a file of voters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadVoter {
    /// An address that the other program does not take: it has letters or signs that are not plain.
    Address,
    /// Two people with one address: the other program would make one of them.
    Twice,
}

/// Tells whether an address is one by the grammar of Belenios 2 and 3: the file is cut at commas, and nothing is quoted.
#[must_use]
pub fn is_voter(address: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b"._%+-".contains(&b);
    let Some((name, domain)) = address.split_once('@') else { return false };
    let Some((host, top)) = domain.rsplit_once('.') else { return false };
    !name.is_empty()
        && name.bytes().all(inner)
        && !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Writes a file of voters: one address on each line, in alphabetical order.
///
/// # Errors
/// Those who cannot stand in it, by their places.
pub fn voters(addresses: &[&str]) -> Result<String, Vec<(usize, BadVoter)>> {
    let mut seen = BTreeMap::new();
    let mut bad = Vec::new();
    for (place, address) in addresses.iter().enumerate() {
        if !is_voter(address) {
            bad.push((place, BadVoter::Address));
        } else if seen.insert(address.to_ascii_lowercase(), *address).is_some() {
            bad.push((place, BadVoter::Twice));
        }
    }
    let file = || seen.into_values().fold(String::new(), |out, address| out + address + "\n");
    if bad.is_empty() { Ok(file()) } else { Err(bad) }
}

/// Returns the words of a text in a language.
#[must_use]
pub fn said(question: &Question, lang: Lang) -> &str {
    match lang {
        Lang::Fr => &question.fr,
        Lang::En => &question.en,
    }
}

#[cfg(test)]
mod tests;
