//! The employer's list of electors: read, checked, and nothing of it kept but counts that somebody asks to keep.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{text::fold, word::Standing},
    features::{
        agenda::actions::Pending,
        company::{actions as company, records::Company},
        election::{
            actions::{
                CollegeForm, ElectionForm, PollError, Proposed, college, day_of, load, propose_edit, region,
            },
            records::{Poll, Step},
            rules::{
                Dossier, college_said,
                electors::{
                    self as rules, Colleague, Counted, Electors, Listed, Question, Who,
                    file::{self, Reading, Table},
                },
            },
        },
        law::{actions::electors, rules::number::Count},
    },
    law::{Finding, book},
    roster::{Person, attr::Attr},
    vault::Vault,
};

/// The employer's list with what it comes to. No `Debug`: it holds everybody of the company, for as long as it is looked at.
pub struct Checked {
    /// The election.
    pub dossier: Dossier,
    /// The file, as it was read.
    pub table: Table,
    /// Its lines, as the law sees them.
    pub list: Vec<Listed>,
    /// Our people.
    pub ours: Vec<Colleague>,
    /// What it comes to.
    pub found: Finding<Electors>,
}

/// Checks the employer's list of electors.
///
/// # Privacy
/// The list is looked at and forgotten: nothing of it reaches the vault, a log, or a file.
///
/// # Errors
/// As [`load`]; [`PollError::File`] where the file as a whole cannot be read.
pub fn check(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    bytes: &[u8],
    reading: &Reading,
    published: Option<NaiveDate>,
) -> Result<Checked, PollError> {
    let dossier = load(vault, which)?;
    let mut table = file::read(bytes, reading, today).map_err(PollError::File)?;
    table.hold_against(&dossier.poll, day_of(&dossier, today));
    let company = company::company(vault)?;
    let colleges = college::in_election(vault, &dossier.poll, today)?;
    let one = |line: &file::Line| {
        let person = &line.person;
        let by_category = || {
            let site = person.site.as_deref().unwrap_or_default();
            let college = colleges.of(person.category, site)?;
            dossier.poll.college(college).map(|c| c.id.clone())
        };
        Listed {
            line: line.line,
            who: Who::of(person),
            sex: person.gender,
            // What the list says of it and the election does not have is told, and nothing is put in its place.
            college: match &line.college {
                Some(said) => college_said(&dossier.poll, Some(said)),
                None => college_said(&dossier.poll, None).or_else(by_category),
            },
            facts: electors::facts(person, &company),
        }
    };
    let list: Vec<Listed> = table.lines.iter().map(one).collect();
    let ours = colleagues(vault, today, &dossier.poll, &company)?;
    let published = published.or_else(|| dossier.poll.steps.get(&Step::ListPublished).copied());
    let question = Question {
        poll: &dossier.poll,
        list: &list,
        ours: &ours,
        published,
        region: region(vault, &dossier.poll)?,
        on: day_of(&dossier, today),
    };
    let found = rules::electors(book(), &question)?;
    Ok(Checked { dossier, table, list, ours, found })
}

/// Our people who work where the election is held: members and those to become members, contacts and former members left out.
fn colleagues(
    vault: &Vault,
    today: NaiveDate,
    poll: &Poll,
    company: &Company,
) -> Result<Vec<Colleague>, PollError> {
    let here = poll.establishment.as_deref().map(fold);
    let mut all = vault.all::<Person>()?;
    all.retain(|(_, person)| {
        let ours = matches!(person.standing(today), Standing::Member | Standing::PreMember);
        let site = person.site.as_deref().map(fold);
        // Whose site nobody noted may work here.
        let elsewhere = here.is_some() && site.is_some() && site != here;
        person.is_there() && ours && !elsewhere
    });
    let one =
        |(id, p): &(_, Person)| Colleague { id: *id, who: Who::of(p), facts: electors::facts(p, company) };
    let mut out: Vec<Colleague> = all.iter().map(one).collect();
    out.sort_by_cached_key(|one| (fold(&one.who.name), one.id));
    Ok(out)
}

/// What of the list an election takes over, and what it does not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The colleges whose counts are taken over.
    pub colleges: Vec<String>,
    /// Those that were announced otherwise: they stay as they are.
    pub left: Vec<String>,
}

/// Makes ready to keep what nobody can be told by: the electors of each college whose figures are not noted yet, and the day
/// of the publication.
///
/// What was announced stays: the proportion of women and men is that of the protocol.
///
/// # Law
/// Cass. soc. 20-60.118.
///
/// # Errors
/// As [`propose_edit`]; nothing to keep.
pub fn keep(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    checked: &Checked,
    published: Option<NaiveDate>,
) -> Result<Option<(Pending<Proposed>, Kept)>, PollError> {
    let mut form = ElectionForm::default();
    let mut kept = Kept::default();
    for counted in &checked.found.value.colleges {
        let Some(id) = counted.college.clone() else { continue };
        match figures(counted, checked.table.has(Attr::Gender)) {
            Some(figures) => {
                kept.colleges.push(id);
                form.colleges.push(figures);
            }
            None if counted.differs() => kept.left.push(id),
            None => {}
        }
    }
    let days: BTreeMap<String, NaiveDate> =
        published.map(|day| (Step::ListPublished.code().to_owned(), day)).into_iter().collect();
    form.dates = days;
    if form == ElectionForm::default() {
        return Ok(None);
    }
    Ok(Some((propose_edit(vault, today, which, &form, None)?, kept)))
}

/// The counts of a college that nobody noted yet.
fn figures(counted: &Counted, sexes: bool) -> Option<CollegeForm> {
    let known = counted.registered.is_some() || counted.announced.is_some();
    if known || counted.lines == 0 {
        return None;
    }
    let mut out = CollegeForm { id: counted.college.clone()?, ..CollegeForm::default() };
    if sexes && counted.unknown == 0 {
        out.women = Some(Count(counted.women));
        out.men = Some(Count(counted.men));
    } else {
        out.registered = Some(Count(counted.lines));
    }
    Some(out)
}
