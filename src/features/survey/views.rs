//! What is shown of surveys, as data.

use chrono::NaiveDate;

use crate::{
    base::{
        Lang,
        view::{data, views},
    },
    features::survey::{
        records::{Question, QuestionKind, Survey},
        rules::{self, Tally},
    },
};

views! {
    "contrepoids.survey.list/1" => Surveys;
    "contrepoids.survey.show/1" => Questions;
    "contrepoids.survey.form/1" => SurveyForm;
    "contrepoids.survey.take/1" => AnswersTaken;
    "contrepoids.survey.results/1" => Results;
    "contrepoids.survey.voters/1" => Voters;
}

data! {
    /// The sets of questions that come with the program, and the surveys that there are.
    pub struct Surveys {
        /// The sets.
        sets: Vec<Set>,
        /// The surveys.
        surveys: Vec<OneSurvey>,
    }

    /// A set of questions.
    pub struct Set {
        /// Its name, in the language of the command.
        name: &'static str,
        /// What stands above it.
        title: String,
        /// How many questions it has.
        questions: usize,
    }

    /// A survey.
    pub struct OneSurvey {
        /// Its name.
        name: String,
        /// What stands above it.
        title: String,
        /// The day it was made.
        made: Option<NaiveDate>,
        /// How many answered.
        answers: usize,
        /// The day its results were first shown: no answer is taken since.
        frozen: Option<NaiveDate>,
    }

    /// The questions of a survey.
    pub struct Questions {
        /// The name of the survey.
        name: String,
        /// What stands above it.
        title: String,
        /// The questions.
        questions: Vec<OneQuestion>,
    }

    /// A question.
    pub struct OneQuestion {
        /// Its code.
        code: String,
        /// How it is answered.
        kind: QuestionKind,
        /// What is asked.
        text: String,
        /// Its answers.
        choices: Vec<OneChoice>,
    }

    /// An answer that there is.
    pub struct OneChoice {
        /// Its code.
        code: String,
        /// Its words.
        text: String,
    }

    /// The form of a survey that was written.
    pub struct SurveyForm {
        /// The file.
        file: String,
        /// The SHA-256 of the file, in hexadecimal digits.
        sha256: String,
        /// The public key that it seals to.
        key: String,
        /// The six words of the key, in the language of the command.
        words: Vec<&'static str>,
    }

    /// What became of answers.
    pub struct AnswersTaken {
        /// How many were taken.
        taken: usize,
        /// How many answers there are now.
        answers: usize,
        /// Those that were refused.
        refused: Vec<AnswerRefused>,
    }

    /// An answer that was refused.
    pub struct AnswerRefused {
        /// The place of its file among those that were named, from 1.
        file: usize,
        /// Why.
        code: &'static str,
        /// Why, in words.
        text: String,
    }

    /// The results of a survey, without groups below five.
    pub struct Results {
        /// The name of the survey.
        name: String,
        /// What stands above it.
        title: String,
        /// How many answered.
        answers: usize,
        /// How many came from another laptop after that day: they do not count.
        late: usize,
        /// The day the results were first shown.
        frozen: Option<NaiveDate>,
        /// The questions.
        questions: Vec<QuestionResult>,
    }

    /// What was answered to a question.
    pub struct QuestionResult {
        /// Its code.
        code: String,
        /// How it is answered.
        kind: QuestionKind,
        /// What was asked.
        text: String,
        /// How many gave each answer.
        choices: Vec<ChoiceResult>,
        /// How many left it open; nothing where that is hidden.
        open: Option<u64>,
        /// The answers in people's own words, without names.
        texts: Vec<String>,
    }

    /// How many gave an answer.
    pub struct ChoiceResult {
        /// The answer.
        text: String,
        /// How many; nothing where that is hidden.
        count: Option<u64>,
    }

    /// A file of voters that was written.
    pub struct Voters {
        /// The file.
        file: String,
        /// How many stand in it.
        voters: usize,
        /// How many have no address and do not.
        without: usize,
    }
}

fn title(survey: &Survey, lang: Lang) -> String {
    match lang {
        Lang::Fr => survey.fr.clone(),
        Lang::En => survey.en.clone(),
    }
}

impl OneSurvey {
    /// Shows a survey.
    #[must_use]
    pub fn of(survey: &Survey, answers: usize, lang: Lang) -> Self {
        let (made, frozen) = (survey.made, survey.frozen);
        Self { name: survey.name.clone(), title: title(survey, lang), made, answers, frozen }
    }
}

impl Questions {
    /// Shows the questions of a survey, or of a set.
    #[must_use]
    pub fn of(survey: &Survey, lang: Lang) -> Self {
        let one = |question: &Question| OneQuestion {
            code: question.code.clone(),
            kind: question.kind,
            text: rules::said(question, lang).to_owned(),
            choices: rules::choices(question)
                .into_iter()
                .map(|(code, words)| OneChoice { code, text: words.get(lang).to_owned() })
                .collect(),
        };
        let questions = survey.questions.iter().map(one).collect();
        Self { name: survey.name.clone(), title: title(survey, lang), questions }
    }
}

impl Results {
    /// Shows what was counted.
    #[must_use]
    pub fn of(survey: &Survey, answers: usize, tallies: Vec<Tally>, lang: Lang) -> Self {
        let one = |tally: Tally| QuestionResult {
            code: tally.question.code.clone(),
            kind: tally.question.kind,
            text: rules::said(&tally.question, lang).to_owned(),
            choices: tally
                .counts
                .into_iter()
                .map(|(words, count)| ChoiceResult { text: words.get(lang).to_owned(), count })
                .collect(),
            open: tally.open,
            texts: tally.texts,
        };
        Self {
            name: survey.name.clone(),
            title: title(survey, lang),
            answers,
            late: 0,
            frozen: survey.frozen,
            questions: tallies.into_iter().map(one).collect(),
        }
    }
}
