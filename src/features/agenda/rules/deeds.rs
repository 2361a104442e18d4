//! What was done, whichever door it came in by: a recorded fact, the step of an election, a fact of the company. Rules
//! name these by the codes of recorded facts.

use chrono::NaiveDate;

use super::{
    Basis, mandates,
    things::{FIRST, RESULTS, SECOND, Things, poll_place},
};
use crate::{
    base::Id,
    calendar::kinds::{self},
    features::election::records::Step,
    law::LawError,
};

/// Something that was done.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    /// By the code of a recorded fact.
    pub(super) code: String,
    /// The day.
    pub(super) day: NaiveDate,
    /// Where or about what; nothing for the whole company.
    pub(super) place: Option<String>,
    /// Of whom.
    pub(super) person: Option<Id>,
    /// What it belongs to.
    pub(super) thing: Option<Id>,
    /// The recorded fact itself.
    pub(super) fact: Option<Id>,
}

/// Returns everything that was done, by day.
pub(super) fn all(basis: &Basis, things: &Things, today: NaiveDate) -> Result<Vec<Deed>, LawError> {
    let mut out = Vec::new();
    for (id, fact) in &basis.recorded {
        let (Some(day), Some(kind)) = (fact.day, kinds::of(&fact.code)?) else { continue };
        out.push(Deed {
            code: fact.code.clone(),
            day,
            place: things.place(kind, fact),
            person: fact.of,
            thing: Some(things.thing(*id)),
            fact: Some(*id),
        });
    }
    for (id, poll) in &basis.polls {
        let held = poll.day.filter(|day| *day <= today);
        let step = |step| poll.steps.get(&step).copied().filter(|day| *day <= today);
        let done = [
            ("election-announced", step(Step::Information)),
            ("invitation-received", step(Step::Invitation)),
            ("protocol-meeting", step(Step::Meeting)),
            ("candidacy", step(Step::ListsSent)),
            (if poll.round == 1 { FIRST } else { SECOND }, held),
            (RESULTS, step(Step::Proclaimed).filter(|_| held.is_some())),
        ];
        // What was done for a by-election ends its own lines, and none of the renewal's.
        let place = if mandates::renews(basis, poll) { poll_place(poll) } else { Some(format!("poll/{id}")) };
        out.extend(done.into_iter().filter_map(|(code, day)| {
            let (code, place) = (code.to_owned(), place.clone());
            Some(Deed { code, day: day?, place, person: None, thing: Some(*id), fact: None })
        }));
    }
    out.extend(basis.company.first_round.map(|day| Deed {
        code: FIRST.to_owned(),
        day,
        place: None,
        person: None,
        thing: None,
        fact: None,
    }));
    out.sort_by(|a, b| (a.day, &a.code, a.fact).cmp(&(b.day, &b.code, b.fact)));
    Ok(out)
}
