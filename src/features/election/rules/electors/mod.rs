//! The employer's list of electors, checked line by line: who may vote and stand, who of ours is missing, who is there
//! twice, how many women and men each college has, until when it can be contested.

pub mod file;
pub mod letter;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        text::fold,
        word::{Gender, codes},
    },
    calendar::Region,
    election::{
        self, Bar, Dispute, ElectionError, Person as Facts, elector,
        parity::{self, parity},
    },
    features::election::records::{College, Poll},
    law::{Answer, Book, Finding, Fraction, Open, Reasoning, Remark},
    roster::Person,
};

/// Somebody by name and birth: what tells one person from another on two lists. No `Debug`: it names people.
#[derive(Clone, PartialEq, Eq)]
pub struct Who {
    /// The name, as lists of electors have it.
    pub name: String,
    /// The words of the name of use and of that of birth, each with the given name, in alphabetical order.
    keys: BTreeSet<String>,
    /// The date of birth.
    pub born: Option<NaiveDate>,
}

impl Who {
    /// Returns how a person is told from others.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        let given = person.given.as_deref().unwrap_or_default();
        let families = [person.family.as_deref(), person.birth_name.as_deref()];
        let key = |family: &str| {
            let folded = fold(&format!("{family} {given}"));
            let mut words: Vec<&str> = folded.split_whitespace().collect();
            words.sort_unstable();
            words.join(" ")
        };
        let mut keys: BTreeSet<String> = families.into_iter().flatten().map(key).collect();
        if keys.is_empty() {
            keys.insert(key(""));
        }
        Self { name: person.elector_name(), keys, born: person.birth }
    }

    /// Tells whether they are the same person: names that are equal with equal births; nothing where a birth is missing.
    #[must_use]
    pub fn is(&self, other: &Self) -> Option<bool> {
        if self.keys.is_disjoint(&other.keys) {
            return Some(false);
        }
        self.born.zip(other.born).map(|(a, b)| a == b)
    }
}

/// A line of the employer's list. No `Debug`: it names a person.
pub struct Listed {
    /// Its number in the file.
    pub line: u64,
    /// Who it is.
    pub who: Who,
    /// The sex, where the list says it.
    pub sex: Option<Gender>,
    /// The college of the election, where the line tells it.
    pub college: Option<String>,
    /// The facts that decide who may vote and stand.
    pub facts: Facts,
}

/// One of ours who works here. No `Debug`: it names a person.
pub struct Colleague {
    /// Their record.
    pub id: Id,
    /// Who they are.
    pub who: Who,
    /// The facts that decide.
    pub facts: Facts,
}

/// What is asked.
pub struct Question<'a> {
    /// The election.
    pub poll: &'a Poll,
    /// The employer's list.
    pub list: &'a [Listed],
    /// Our people.
    pub ours: &'a [Colleague],
    /// The day the list was published, where it is known.
    pub published: Option<NaiveDate>,
    /// Where, for the days that courts are closed.
    pub region: Region,
    /// The day of the first round.
    pub on: NaiveDate,
}

/// What holds for a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Its place in the list, from 0.
    pub place: usize,
    /// Whether they may vote; nothing where a fact is missing.
    pub votes: Option<bool>,
    /// Whether they may stand; nothing where a fact is missing.
    pub stands: Option<bool>,
    /// What stands against it.
    pub reasons: Vec<Bar>,
}

codes! {
    /// Where one of ours is in the list.
    Absence {
        /// No line has the name, or only lines of other births: by what we know they may vote.
        Missing = "missing", "n’est pas sur la liste", "is not on the list";
        /// Not there, and a fact is missing to tell whether they may vote.
        MissingUnsure = "missing-unsure",
            "n’est pas sur la liste\u{a0}; un fait manque pour dire si elle ou il peut voter",
            "is not on the list; a fact is missing to tell whether they may vote";
        /// A line has the name, and a birth is missing to tell whether it is the same person.
        NameOnly = "name-only",
            "même nom sur la liste, sans naissance pour comparer\u{a0}: indéterminé, demandez",
            "same name on the list, no birth to compare: undetermined, ask";
    }
}

/// One of ours who is not surely on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// Their place among ours, from 0.
    pub place: usize,
    /// What it is.
    pub what: Absence,
    /// The lines of the same name.
    pub lines: Vec<u64>,
}

/// Lines that name one person, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// The lines.
    pub lines: Vec<u64>,
    /// Whether names and births are equal; else a birth is missing to tell.
    pub sure: bool,
}

/// A college, counted and announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Its name; nothing for the lines whose college is not known.
    pub college: Option<String>,
    /// The lines.
    pub lines: u64,
    /// The women.
    pub women: u64,
    /// The men.
    pub men: u64,
    /// Those whose sex the list does not say.
    pub unknown: u64,
    /// Electors as they were announced.
    pub registered: Option<u64>,
    /// Women and men as they were announced.
    pub announced: Option<(u64, u64)>,
    /// The seats of full members.
    pub seats: u32,
    /// Women and men due on a full list by what was announced.
    pub due_announced: Option<Dues>,
    /// The same by the list.
    pub due_listed: Option<Dues>,
}

impl Counted {
    /// Tells whether the list has another number of electors than was announced.
    #[must_use]
    pub fn differs(&self) -> bool {
        let announced = self.registered.or_else(|| self.announced.map(|(w, m)| w.saturating_add(m)));
        announced.is_some_and(|n| n != self.lines)
    }

    /// Tells whether the list gives other shares of women and men than those that were announced, sexes all known.
    #[must_use]
    pub fn proportion_differs(&self) -> bool {
        let exact = |(women, men): (u64, u64)| {
            Fraction::new(i128::from(women), i128::from(women).checked_add(men.into())?)
        };
        let announced = self.announced.and_then(exact);
        self.unknown == 0 && announced.is_some() && announced != exact((self.women, self.men))
    }

    /// Tells whether other lists of candidates would be due by the list than by what was announced.
    #[must_use]
    pub fn parity_changes(&self) -> bool {
        self.due_announced.is_some() && self.due_listed.is_some() && self.due_announced != self.due_listed
    }
}

/// Women and men due on a full list of full members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dues {
    /// Women, men, and those who may be either.
    Known(u32, u32, u32),
    /// No text says, and why.
    Open(Open),
}

/// What the list comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Electors {
    /// Each line, in order.
    pub lines: Vec<Verdict>,
    /// Of ours, who is not surely there.
    pub absent: Vec<Absent>,
    /// How many of ours are there.
    pub present: usize,
    /// Who is there twice, or may be.
    pub doubles: Vec<Double>,
    /// Each college of the election, then the lines without one.
    pub colleges: Vec<Counted>,
    /// The days to contest, where the publication is known.
    pub contest: Option<election::Contest>,
}

/// Checks the employer's list of electors (*liste électorale*) line by line.
///
/// # Law
/// L2314-18 to L2314-24 (who may vote and stand), R2314-24 (three days to contest), L2314-30 with Cass. soc. 20-60.118 (the
/// proportion of women and men is that of the protocol, failing that that of the list).
///
/// # Dates
/// The day of the publication does not count; a last day that is a Saturday, a Sunday or a holiday moves on.
///
/// # Errors
/// A day outside the tables.
pub fn electors(book: &Book, question: &Question<'_>) -> Result<Finding<Electors>, ElectionError> {
    let mut why = Reasoning::new(book, question.on);
    let mut lines = Vec::with_capacity(question.list.len());
    let mut steps = Finding { value: (), because: Vec::new(), caveats: Vec::new() };
    for (place, listed) in question.list.iter().enumerate() {
        let found = elector(book, &listed.facts, question.on)?;
        let (votes, stands) = (found.value.votes(), found.value.stands());
        let reasons = found.value.reasons.clone();
        once(&mut steps, found);
        lines.push(Verdict { place, votes, stands, reasons });
    }
    let (absent, present) = absent(book, question, &mut steps)?;
    let mut colleges = Vec::new();
    for college in &question.poll.colleges {
        colleges.push(counted(&mut why, question, Some(college))?);
    }
    let rest = counted(&mut why, question, None)?;
    if rest.lines > 0 {
        colleges.push(rest);
    }
    if colleges.iter().any(|c| c.announced.is_some()) {
        why.note("parity.source", vec![])?;
    }
    let contest = |day| election::contest(book, Dispute::Electorate, day, question.region);
    let contest = question.published.map(contest).transpose()?;
    if contest.is_some() {
        why.remark(Remark::ElectorateOnly);
    }
    let contest = contest.map(|found| once(&mut steps, found));
    let doubles = doubles(question.list);
    let mut found = why.conclude(Electors { lines, absent, present, doubles, colleges, contest });
    found.and(steps);
    Ok(found)
}

/// Takes over the steps and caveats of an answer about one person, each once and without the facts of the person.
fn once<T>(all: &mut Finding<()>, one: Finding<T>) -> T {
    for mut step in one.because {
        step.facts.clear();
        if !all.because.contains(&step) {
            all.because.push(step);
        }
    }
    for caveat in one.caveats {
        if !all.caveats.contains(&caveat) {
            all.caveats.push(caveat);
        }
    }
    one.value
}

/// Finds who of ours is not surely on the list; whom the law keeps from voting is not missed.
fn absent(
    book: &Book,
    question: &Question<'_>,
    steps: &mut Finding<()>,
) -> Result<(Vec<Absent>, usize), ElectionError> {
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, listed) in question.list.iter().enumerate() {
        for key in &listed.who.keys {
            by_key.entry(key).or_default().push(place);
        }
    }
    let (mut out, mut present) = (Vec::new(), 0_usize);
    for (place, one) in question.ours.iter().enumerate() {
        let of_name: BTreeSet<usize> =
            one.who.keys.iter().filter_map(|k| by_key.get(k.as_str())).flatten().copied().collect();
        let mut open = Vec::new();
        let mut there = false;
        for listed in of_name.into_iter().filter_map(|n| question.list.get(n)) {
            match one.who.is(&listed.who) {
                Some(same) => there |= same,
                None => open.push(listed.line),
            }
        }
        if there {
            present = present.saturating_add(1);
            continue;
        }
        let found = elector(book, &one.facts, question.on)?;
        let votes = found.value.votes();
        once(steps, found);
        let what = match (open.is_empty(), votes) {
            (_, Some(false)) => continue,
            (false, _) => Absence::NameOnly,
            (true, Some(true)) => Absence::Missing,
            (true, None) => Absence::MissingUnsure,
        };
        out.push(Absent { place, what, lines: open });
    }
    out.sort_by_key(|a| (a.what.code(), a.place));
    Ok((out, present))
}

/// Finds lines that name one person: surely, or as far as a missing birth leaves it open.
fn doubles(list: &[Listed]) -> Vec<Double> {
    let mut by_key: BTreeMap<&str, Vec<&Listed>> = BTreeMap::new();
    for listed in list {
        for key in &listed.who.keys {
            by_key.entry(key).or_default().push(listed);
        }
    }
    let mut out: Vec<Double> = Vec::new();
    for of_name in by_key.values().filter(|all| all.len() > 1) {
        let mut by_birth: BTreeMap<Option<NaiveDate>, Vec<u64>> = BTreeMap::new();
        for listed in of_name {
            by_birth.entry(listed.who.born).or_default().push(listed.line);
        }
        let sure = by_birth.iter().filter(|(born, lines)| born.is_some() && lines.len() > 1);
        out.extend(sure.map(|(_, lines)| Double { lines: lines.clone(), sure: true }));
        if by_birth.contains_key(&None) {
            let mut lines: Vec<u64> = by_birth.values().flatten().copied().collect();
            lines.sort_unstable();
            out.push(Double { lines, sure: false });
        }
    }
    out.sort_by(|a, b| a.lines.cmp(&b.lines).then(b.sure.cmp(&a.sure)));
    out.dedup();
    out
}

fn counted(
    why: &mut Reasoning<'_>,
    question: &Question<'_>,
    college: Option<&College>,
) -> Result<Counted, ElectionError> {
    let name = college.map(|c| c.id.clone());
    let of = || question.list.iter().filter(|l| l.college == name);
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let (women, men) = (
        number(of().filter(|l| l.sex == Some(Gender::Woman)).count()),
        number(of().filter(|l| l.sex == Some(Gender::Man)).count()),
    );
    let unknown = number(of().filter(|l| l.sex.is_none()).count());
    let announced = college.and_then(|c| c.women.zip(c.men));
    let seats = college.map_or(0, |c| c.holders);
    let mut due = |sexes: Option<(u64, u64)>| match sexes {
        Some((women, men)) if seats > 1 && women.saturating_add(men) > 0 => {
            due(why, women, men, seats).map(Some)
        }
        _ => Ok(None),
    };
    let due_announced = due(announced)?;
    let due_listed = due((unknown == 0).then_some((women, men)))?;
    Ok(Counted {
        college: name.clone(),
        lines: number(of().count()),
        women,
        men,
        unknown,
        registered: college.and_then(|c| c.registered),
        announced,
        seats,
        due_announced,
        due_listed,
    })
}

/// How many women and men are due on a full list.
fn due(why: &mut Reasoning<'_>, women: u64, men: u64, seats: u32) -> Result<Dues, ElectionError> {
    let college = parity::College { women, men, seats: Some(seats) };
    let found = parity(why.book(), college, Some(seats), None, why.on())?;
    Ok(match found.value {
        Answer::Known(p) => Dues::Known(p.due.women, p.due.men, p.due.either),
        Answer::Undetermined { why, .. } => Dues::Open(why),
    })
}
