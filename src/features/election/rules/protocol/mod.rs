//! The negotiation of the protocol looked at as a whole: the invitation, the signatures, the colleges and their hours, the
//! mandates, the way the vote is held. Each point says where it stands and on what text it rests.

mod colleges;
mod electronic;
mod parties;
#[cfg(test)]
mod tests;
mod words;

use chrono::NaiveDate;

pub use words::{Said, State, Topic};

use crate::{
    calendar::Region,
    election::ElectionError,
    features::election::records::Poll,
    law::{Book, Facts, Finding, Fraction, LawError, Reasoning},
};

/// What the unions had at the last elections.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Last {
    /// The union, its name folded; its share of all valid votes; whether it is representative.
    pub unions: Vec<(String, Fraction, bool)>,
}

/// What is looked at.
pub struct Question<'a> {
    /// The election with what is noted of its protocol.
    pub poll: &'a Poll,
    /// Its headcount and its cadres by the record of the company, where the election has none.
    pub company: (Option<Fraction>, Option<u64>),
    /// The last elections, where they are counted here.
    pub last: Option<&'a Last>,
    /// Where, for the days that courts are closed.
    pub region: Region,
    /// The day of the vote.
    pub on: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

/// One thing that is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What it is about.
    pub topic: Topic,
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub said: Said,
    /// Of what or of whom, by its name: unions, a college, sets of unions.
    pub about: Vec<String>,
    /// Whether one of these is enough; all of them are meant otherwise.
    pub either: bool,
    /// Words that belong to it, in both languages, by their code: what an invitation does not say, a clause, who has to sign.
    pub words: Vec<(&'static str, &'static str, &'static str)>,
    /// The number that matters.
    pub number: Option<Fraction>,
    /// The day by which.
    pub day: Option<NaiveDate>,
    /// The texts.
    pub law: Finding<()>,
}

/// Returns everything that is to be said of the negotiation of a protocol (*protocole d'accord préélectoral*).
///
/// # Law
/// L2314-5 and D2314-1-1 (invitation), L2314-6 and L2314-14 (signatures), L2314-12 and L2314-27 (all representative unions),
/// L2314-11 and L2314-13 (colleges), L2314-7 (hours), L2314-33 and L2314-34 (mandates), L2314-26 and R2314-5 to R2314-17
/// (electronic vote).
///
/// # Errors
/// A day outside the tables; shares that do not hold together.
pub fn points(book: &Book, question: &Question<'_>) -> Result<Vec<Point>, ElectionError> {
    let mut maker = Maker { book, question, out: Vec::new() };
    parties::invitation(&mut maker)?;
    parties::signatures(&mut maker)?;
    colleges::colleges(&mut maker)?;
    colleges::hours(&mut maker)?;
    colleges::mandates(&mut maker)?;
    electronic::voting(&mut maker)?;
    let mut out = maker.out;
    // By subject, what is wrong first; within that as they were found.
    out.sort_by_key(|p| (p.topic, p.state));
    Ok(out)
}

/// Collects points.
struct Maker<'a> {
    book: &'a Book,
    question: &'a Question<'a>,
    out: Vec<Point>,
}

impl<'a> Maker<'a> {
    fn why(&self, on: NaiveDate) -> Reasoning<'a> {
        Reasoning::new(self.book, on)
    }

    fn whole(&self, rule: &str) -> Result<u32, LawError> {
        u32::try_from(self.book.whole(rule, self.question.on)?).map_err(|_| LawError::Calendar)
    }

    /// Adds a point that rests on one rule.
    fn say(
        &mut self,
        topic: Topic,
        state: State,
        said: Said,
        rule: &'static str,
        facts: Facts,
    ) -> Result<(), ElectionError> {
        let mut why = self.why(self.question.on);
        why.note(rule, facts)?;
        self.put(topic, state, said, why.conclude(()));
        Ok(())
    }

    fn put(&mut self, topic: Topic, state: State, said: Said, law: Finding<()>) {
        let (about, words) = (Vec::new(), Vec::new());
        self.out.push(Point {
            topic,
            state,
            said,
            about,
            either: false,
            words,
            number: None,
            day: None,
            law,
        });
    }

    /// Says of what the last point is, where one of it is enough.
    fn either(&mut self, names: impl IntoIterator<Item = String>) {
        self.about(names);
        if let Some(last) = self.out.last_mut() {
            last.either = true;
        }
    }

    /// Says of whom or of what the last point is.
    fn about(&mut self, names: impl IntoIterator<Item = String>) {
        if let Some(last) = self.out.last_mut() {
            last.about.extend(names);
        }
    }

    /// Says by which day.
    fn by(&mut self, day: Option<NaiveDate>) {
        if let Some(last) = self.out.last_mut() {
            last.day = day;
        }
    }

    fn number(&mut self, number: Fraction) {
        if let Some(last) = self.out.last_mut() {
            last.number = Some(number);
        }
    }

    fn word(&mut self, code: &'static str, fr: &'static str, en: &'static str) {
        if let Some(last) = self.out.last_mut() {
            last.words.push((code, fr, en));
        }
    }

    /// Adds another rule on which the last point rests.
    fn also(&mut self, rule: &'static str) -> Result<(), LawError> {
        let mut why = self.why(self.question.on);
        why.note(rule, vec![])?;
        if let Some(last) = self.out.last_mut() {
            last.law.and(why.conclude(()));
        }
        Ok(())
    }
}
