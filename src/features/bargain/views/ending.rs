//! What is shown of the end of a round: signatures, drafts, guides, delegations.

use chrono::NaiveDate;

use super::table::Item;
use crate::{
    bargaining::{
        Flaw, Seated, Unsure,
        room::guide::{Counted, Decides, Topic},
    },
    base::{Id, Lang, view::data},
    election::{Clocks, Validity},
    features::bargain::{
        records::{Round, room::Seat},
        rules::{
            draft::Blank,
            ending::{Ending, Gap, UnionShare},
        },
    },
    law::{Finding, Fraction},
};

data! {
    /// Who signed, and what that makes.
    pub struct Signatures {
        /// What names the round.
        id: Id,
        /// The unions.
        unions: Vec<Union>,
        /// Valid, open to a vote of the staff, or not valid; nothing where that is not settled.
        verdict: Option<Validity>,
        /// The share of the signatories in the votes for representative unions.
        share: Option<Fraction>,
        /// The days of the staff vote.
        clocks: Option<Clocks>,
        /// What would settle it.
        missing: Vec<Lacking>,
        /// The day the agreement was notified.
        notified: Option<NaiveDate>,
        /// Until when a union with a section may ask for nullity.
        nullity_until: Option<NaiveDate>,
    }

    /// A union.
    pub struct Union {
        /// Its name.
        union: String,
        /// Its share of the votes for representative unions.
        share: Option<Fraction>,
        /// Whether it is representative; nothing where these elections do not know it.
        representative: Option<bool>,
        /// Whether it signed.
        signed: bool,
    }

    /// What would settle it.
    pub struct Lacking {
        /// What.
        what: Gap,
        /// The same in words of the language of the run.
        text: &'static str,
    }

    /// A draft of the minutes of disagreement.
    pub struct Disagreement {
        /// What names the round.
        id: Id,
        /// The French text, in Markdown.
        markdown: String,
        /// The English one, to be read.
        english: String,
        /// What is left to be filled in.
        blanks: Vec<Left>,
        /// The points of the law's list.
        items: Vec<Item>,
    }

    /// What a draft leaves to be filled in.
    pub struct Left {
        /// What.
        what: Blank,
        /// The same in words of the language of the run.
        text: &'static str,
    }

    /// The minutes of a meeting.
    pub struct Minutes {
        /// What names the round.
        id: Id,
        /// The French text, in Markdown.
        markdown: String,
        /// The English one.
        english: String,
    }

    /// What to do, in order.
    pub struct Guide {
        /// What it is on.
        topic: Topic,
        /// The steps.
        steps: Vec<Step>,
    }

    /// A step.
    pub struct Step {
        /// Its number.
        number: usize,
        /// The article.
        article: &'static str,
        /// The version in which it was read.
        version: &'static str,
        /// Whether a part of it rests on a text that was not read.
        unverified: bool,
        /// What is not known and decides whether it counts.
        depends_on: Vec<Decides>,
        /// What to do, in the language of the run.
        text: &'static str,
    }

    /// Who sits.
    pub struct Delegations {
        /// What names the round.
        id: Id,
        /// The number of employees in each delegation that an agreement sets.
        agreed_employees: Option<u32>,
        /// Each delegation.
        delegations: Vec<Delegation>,
    }

    /// A delegation.
    pub struct Delegation {
        /// The union.
        union: String,
        /// Union delegates who sit.
        delegates: u32,
        /// Employees who complete them.
        employees: u32,
        /// The union delegates that it has in the company.
        named: Option<u32>,
        /// How many employees may complete it; nothing where that is not settled.
        most_employees: Option<u32>,
        /// What is wrong.
        flaws: Vec<Wrong>,
        /// What would settle the rest.
        unsure: Vec<Unsettled>,
    }

    /// What is wrong with a delegation.
    pub struct Wrong {
        /// What.
        what: Flaw,
        /// The same in words of the language of the run.
        text: &'static str,
    }

    /// What would settle whether a delegation is right.
    pub struct Unsettled {
        /// What.
        what: Unsure,
        /// The same in words of the language of the run.
        text: &'static str,
    }
}

impl Signatures {
    /// Returns what is shown of the signatures.
    #[must_use]
    pub fn of(lang: Lang, id: Id, ending: &Ending) -> Self {
        let union = |u: &UnionShare| Union {
            union: u.name.clone(),
            share: u.share,
            representative: u.representative,
            signed: u.signed,
        };
        let lacking = |what: &Gap| Lacking { what: *what, text: what.words(lang) };
        Self {
            id,
            unions: ending.unions.iter().map(union).collect(),
            verdict: ending.verdict,
            share: ending.share,
            clocks: ending.clocks,
            missing: ending.missing.iter().map(lacking).collect(),
            notified: ending.notified,
            nullity_until: ending.nullity_until,
        }
    }
}

/// Returns what is shown of the blanks of a draft.
#[must_use]
pub fn blanks(lang: Lang, all: &[Blank]) -> Vec<Left> {
    all.iter().map(|what| Left { what: *what, text: what.words(lang) }).collect()
}

impl Guide {
    /// Returns what is shown of a guide.
    #[must_use]
    pub fn of(lang: Lang, topic: Topic, steps: &[Counted]) -> Self {
        let step = |(number, counted): (usize, &Counted)| Step {
            number,
            article: &counted.step.article,
            version: &counted.step.version,
            unverified: counted.step.unverified,
            depends_on: counted.open.clone(),
            text: counted.step.words(lang),
        };
        Self { topic, steps: (1..).zip(steps).map(step).collect() }
    }
}

impl Delegations {
    /// Returns what is shown of the delegations of a round; `said` is what is said of each, in their order.
    #[must_use]
    pub fn of(lang: Lang, id: Id, round: &Round, said: &[Finding<Seated>]) -> Self {
        let one = |(seat, found): (&Seat, &Finding<Seated>)| {
            let wrong = |what: &Flaw| Wrong { what: *what, text: what.words(lang) };
            let unsure = |what: &Unsure| Unsettled { what: *what, text: what.words(lang) };
            Delegation {
                union: seat.union.clone(),
                delegates: seat.delegates,
                employees: seat.employees,
                named: seat.named,
                most_employees: found.value.most_employees,
                flaws: found.value.flaws.iter().map(wrong).collect(),
                unsure: found.value.unsure.iter().map(unsure).collect(),
            }
        };
        Self {
            id,
            agreed_employees: round.seats_agreed,
            delegations: round.seats.iter().zip(said).map(one).collect(),
        }
    }
}
