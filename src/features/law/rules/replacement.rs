//! Who comes in for a full member, and whether a by-election is due then.

use chrono::NaiveDate;

use crate::{
    election::{self, ByElection, CollegeLeft, Departure, ElectionError, Place, Replaced, Roll, Vacancies},
    law::{Answer, Finding, book},
};

/// A committee as the vote left it, and who left since.
#[derive(Clone, Default)]
pub struct Committee {
    /// The lists.
    pub rolls: Vec<Roll>,
    /// Who left, in their order; the last one is asked about.
    pub departures: Vec<Departure>,
    /// The end of the mandates.
    pub term: Option<NaiveDate>,
    /// By college: the full members of the protocol, where they are known.
    pub seats: Vec<(String, u32)>,
    /// The mandates go on beyond their end until the results of a renewal.
    pub extended: bool,
}

impl Committee {
    /// Returns the name of somebody and of their list.
    #[must_use]
    pub fn name(&self, (list, place): Place) -> Option<(&str, &str)> {
        let roll = self.rolls.get(list)?;
        Some((roll.candidates.get(place)?.name.as_str(), roll.name.as_str()))
    }
}

/// Who comes in, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Who comes in.
    pub replaced: Replaced,
    /// Whether a by-election is due; nothing where it hangs on who comes in.
    pub by_election: Option<Answer<ByElection>>,
}

/// Returns who comes in for the last of those who left, and whether a by-election is due then.
///
/// # Errors
/// See [`election::replacement`](fn@election::replacement) and [`election::by_election`].
pub fn replacement(committee: &Committee, today: NaiveDate) -> Result<Finding<Outcome>, ElectionError> {
    let on = committee.departures.last().and_then(|d| d.on).unwrap_or(today);
    let mut found = election::replacement(book(), &committee.rolls, &committee.departures, on)?;
    let replaced = found.value.clone();
    let by_election = match replaced.left.as_ref().filter(|left| !left.is_empty()) {
        None => None,
        Some(left) => {
            let seats = |id: &String| committee.seats.iter().find(|(c, _)| c == id).map(|(_, n)| *n);
            let mut colleges: Vec<CollegeLeft> = left
                .iter()
                .map(|(id, (elected, left))| CollegeLeft {
                    id: id.clone(),
                    seats: seats(id),
                    elected: *elected,
                    left: *left,
                })
                .collect();
            // A college that elected nobody is one of the protocol all the same.
            for (id, seats) in committee.seats.iter().filter(|(id, _)| !left.contains_key(id)) {
                colleges.push(CollegeLeft { id: id.clone(), seats: Some(*seats), ..CollegeLeft::default() });
            }
            let (term, extended) = (committee.term, committee.extended);
            let facts = Vacancies { colleges, college_empty: false, term, extended };
            let due = election::by_election(book(), &facts, on)?;
            Some(found.and(due))
        }
    };
    Ok(found.map(|replaced| Outcome { replaced, by_election }))
}
