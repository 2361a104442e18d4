//! The files of `law electors` and `law parity`.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{exact, fault, shape::Name};
use crate::{
    election::{
        BadFact, Business, Contract, Fault, Person, among,
        parity::{College, Sex, Slate},
    },
    features::law::rules::number::{Count, Number},
};

/// `law electors`: several people.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectorsForm {
    /// What our company is; an ordinary one where it is not given.
    pub company: Option<String>,
    /// The people.
    pub people: Vec<PersonForm>,
}

/// One person in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the law asks about")]
pub struct PersonForm {
    id: Name,
    kind: Option<String>,
    hired: Option<NaiveDate>,
    born: Option<NaiveDate>,
    months: Option<Number>,
    months_to_stand: Option<Number>,
    rights_lost: bool,
    relative: bool,
    delegation: bool,
    represents_employer: bool,
    head_duties: bool,
    runs_company: bool,
    relative_of_head: bool,
    part_time_elsewhere: bool,
    contract_end: Option<NaiveDate>,
    earlier_months: Option<Number>,
    mission_months: Option<Number>,
    votes_here: Option<bool>,
    stands_elsewhere: bool,
    link_ended: bool,
    habitual: Option<bool>,
    opened: Option<NaiveDate>,
    votes_at_host: bool,
    leave_months: Option<Number>,
    group_since: Option<NaiveDate>,
    taken_over: bool,
    safety_meetings: bool,
}

impl ElectorsForm {
    /// Returns what our company is, where it is given.
    ///
    /// # Errors
    /// A kind that is none.
    pub fn business(&self) -> Result<Option<Business>, BadFact> {
        let read = |code: &String| {
            Business::read(code).ok_or_else(|| fault("company".to_owned(), among!(code, Business)))
        };
        self.company.as_ref().map(read).transpose()
    }
}

impl PersonForm {
    /// Returns a name or number of the caller's, given back with the answer.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id.0
    }

    /// Returns the facts of the person, the `index`-th of the file.
    ///
    /// # Errors
    /// A kind that is none.
    pub fn person(&self, index: usize, business: Option<Business>) -> Result<Person, BadFact> {
        let contract = match &self.kind {
            None => Contract::Employee,
            Some(code) => Contract::read(code)
                .ok_or_else(|| fault(format!("people[{index}].kind"), among!(code, Contract)))?,
        };
        let link = contract.at(business.unwrap_or_default());
        let business_assumed = business.is_none() && contract.depends();
        Ok(Person {
            business_assumed,
            link,
            hired: self.hired,
            born: self.born,
            months: exact(self.months),
            months_to_stand: exact(self.months_to_stand),
            rights_lost: self.rights_lost,
            relative: self.relative,
            delegation: self.delegation,
            represents_employer: self.represents_employer,
            head_duties: self.head_duties,
            runs_company: self.runs_company,
            relative_of_head: self.relative_of_head,
            part_time_elsewhere: self.part_time_elsewhere,
            contract_end: self.contract_end,
            earlier_months: exact(self.earlier_months),
            mission_months: exact(self.mission_months),
            votes_here: self.votes_here,
            stands_elsewhere: self.stands_elsewhere,
            link_ended: self.link_ended,
            habitual: self.habitual,
            opened: self.opened,
            votes_at_host: self.votes_at_host,
            leave_months: exact(self.leave_months),
            group_since: self.group_since,
            taken_over: self.taken_over,
            safety_meetings: self.safety_meetings,
        })
    }
}

/// `law parity`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParityForm {
    women: Count,
    men: Count,
    seats: Option<u32>,
    candidates: Option<u32>,
    list: Option<String>,
    elected: Option<Vec<usize>>,
    order: Option<Vec<usize>>,
    #[serde(default)]
    free: bool,
}

impl ParityForm {
    /// Returns the college, the size and the list.
    ///
    /// # Errors
    /// A letter that is none; positions without a list.
    pub fn facts(self) -> Result<(College, Option<u32>, Option<Slate>), BadFact> {
        let college = College { women: self.women.0, men: self.men.0, seats: self.seats };
        let slate = slate(self.list.as_deref(), self.elected, self.order, self.free)?;
        Ok((college, self.candidates, slate))
    }
}

/// Returns the list to check.
///
/// # Errors
/// A letter that is none; positions without a list.
pub(crate) fn slate(
    list: Option<&str>,
    elected: Option<Vec<usize>>,
    order: Option<Vec<usize>>,
    free: bool,
) -> Result<Option<Slate>, BadFact> {
    let Some(list) = list else {
        return match (elected.is_some(), order.is_some()) {
            (false, false) => Ok(None),
            (true, _) => Err(fault("elected".to_owned(), Fault::Conflict("list".to_owned()))),
            (false, true) => Err(fault("order".to_owned(), Fault::Conflict("list".to_owned()))),
        };
    };
    let letters = list.chars().filter(|c| !matches!(c, ' ' | '-' | '·' | ','));
    let candidates = letters
        .map(|c| Sex::of_letter(c).ok_or_else(|| fault("list".to_owned(), Fault::Unknown(c.to_string()))))
        .collect::<Result<Vec<_>, _>>()?;
    if candidates.is_empty() {
        return Err(fault("list".to_owned(), Fault::Missing));
    }
    Ok(Some(Slate { candidates, elected, order, free }))
}
