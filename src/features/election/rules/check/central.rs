//! Delegates at the central committee: how many of each establishment, and what they are not asked.

use super::{Checker, Concern, Place, breach, note, risk};
use crate::{
    election::{Delegates, ElectionError, Misspread, PerimeterFacts, SiteFacts, spread_of},
    law::FactName,
};

pub(super) fn central(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let poll = &checker.dossier().poll;
    checker.add(note(Concern::Designation), Place::default(), "central.elected", vec![])?;
    checker.add(note(Concern::DesignationVote), Place::default(), "central.vote", vec![])?;
    // Here a college is an establishment.
    let site = |c: &crate::features::election::records::College| SiteFacts {
        name: c.id.clone(),
        delegates: Some(Delegates::Of(c.holders, c.substitutes)),
        ..SiteFacts::default()
    };
    let facts =
        PerimeterFacts { sites: poll.colleges.iter().map(site).collect(), ..PerimeterFacts::default() };
    for fault in spread_of(checker.book, &facts, checker.on)? {
        let (what, rule) = match fault {
            Misspread::Unequal => (breach(Concern::CentralUnequal), "central.equal"),
            Misspread::TooMany => (risk(Concern::CentralTooMany), "college.central-max"),
            Misspread::TooManyOfSite | Misspread::OneSided => (risk(Concern::CentralOfSite), "central.each"),
            Misspread::NoDelegate => continue,
        };
        let seats: u32 = poll.colleges.iter().map(|c| c.holders).fold(0, u32::saturating_add);
        checker.add(what, Place::default(), rule, vec![(FactName::Seats, seats.into())])?;
    }
    if poll.colleges.len() > 1 {
        checker.add(note(Concern::CentralCadres), Place::default(), "central.three-colleges", vec![])?;
    }
    Ok(())
}
