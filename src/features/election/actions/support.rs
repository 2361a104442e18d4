//! The support map: who is known to be with us, against the votes that an election takes.

use chrono::NaiveDate;

use crate::{
    base::{text::fold, word::Standing},
    features::{
        election::{
            actions::{PollError, analysis, college, day_of},
            rules::{
                Dossier,
                support::{Map, Needs, map, needs},
            },
        },
        member::actions::MemberError,
    },
    law::{Finding, Fraction, book},
    roster::Summary,
    vault::Vault,
};

/// Who counts as a supporter: members and pre-members always.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counting {
    /// Contacts too.
    pub prospects: bool,
    /// Everybody with one of these tags too.
    pub tags: Vec<String>,
    /// The expected share of valid ballots among the electors; that of the last election where it is not given.
    pub turnout: Option<Fraction>,
    /// Whether people outside the circle of organizers will see it.
    pub for_others: bool,
}

/// One college of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollegeSupport {
    /// The college.
    pub college: String,
    /// The seats of full members.
    pub seats: u32,
    /// Electors on the list.
    pub registered: Option<u64>,
    /// The turnout that is expected.
    pub turnout: Fraction,
    /// Supporters; nothing where the number is hidden.
    pub supporters: Option<u64>,
    /// What it takes, where the electors are known.
    pub needs: Option<Finding<Needs>>,
}

/// The support map.
pub struct Support {
    /// The election.
    pub dossier: Dossier,
    /// By site and college.
    pub map: Map,
    /// By college, against what it takes.
    pub colleges: Vec<CollegeSupport>,
    /// All supporters; nothing where the number is hidden.
    pub supporters: Option<u64>,
    /// Ten per cent of the valid ballots expected in all colleges, where their electors are known.
    pub tenth: Option<u64>,
    /// Whether small groups are hidden.
    pub for_others: bool,
}

/// Returns how many supporters the roster knows, by site and college, against the votes that ten per cent, one seat and a
/// majority take.
///
/// Supporters are members and pre-members of today, and whoever else [`Counting`] adds. In an election of one
/// establishment only its people count.
///
/// # Privacy
/// No name leaves this function. With `for_others`, groups below five are hidden, with what would give them away.
///
/// # Errors
/// When the vault cannot be read; a turnout that is none.
pub fn support(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    counting: &Counting,
) -> Result<Support, PollError> {
    let dossier = analysis::load_first(vault, which)?;
    let on = day_of(&dossier, today);
    let people = supporters(vault, today, &dossier, counting)?;
    let names: Vec<String> = dossier.poll.colleges.iter().map(|c| c.id.clone()).collect();
    let map = map(&people, &names, counting.for_others);
    let last = analysis::last_turnouts(vault, today, &dossier)?;
    let mut colleges = Vec::new();
    let (mut expected, mut whole) = (0_u64, true);
    for (index, college) in dossier.poll.colleges.iter().enumerate() {
        let turnout = counting.turnout.or_else(|| last.get(&college.id).copied()).unwrap_or(Fraction::ONE);
        let found = match college.electors() {
            Some(registered) => Some(needs(book(), registered, turnout, college.holders, on)?),
            None => None,
        };
        whole &= found.is_some();
        expected = expected.saturating_add(found.as_ref().map_or(0, |n| n.value.valid));
        colleges.push(CollegeSupport {
            college: college.id.clone(),
            seats: college.holders,
            registered: college.electors(),
            turnout,
            supporters: map.counts.columns.get(index).copied().unwrap_or((!counting.for_others).then_some(0)),
            needs: found,
        });
    }
    let tenth = if whole && expected > 0 && dossier.poll.is_general() {
        // As for one college: ten per cent of all the ballots together.
        Some(needs(book(), expected, Fraction::ONE, 0, on)?.value.tenth)
    } else {
        None
    };
    let supporters = map.counts.all;
    Ok(Support { dossier, map, colleges, supporters, tenth, for_others: counting.for_others })
}

type Place = (Option<String>, Option<String>);

fn supporters(
    vault: &Vault,
    today: NaiveDate,
    dossier: &Dossier,
    counting: &Counting,
) -> Result<Vec<Place>, PollError> {
    let tags: Vec<String> = counting.tags.iter().map(|t| fold(t)).collect();
    let colleges = college::in_election(vault, &dossier.poll, today)?;
    let here = dossier.poll.establishment.as_deref().map(fold);
    let mut out = Vec::new();
    for (_, bytes) in vault.people()? {
        let summary = Summary::of(bytes).map_err(|_| MemberError::Projection)?;
        if summary.is_merged() {
            continue;
        }
        let counts = match summary.standing(today) {
            Standing::Member | Standing::PreMember => true,
            Standing::Prospect if counting.prospects => true,
            _ => summary.tags().any(|t| tags.contains(&fold(t))),
        };
        let site = Some(summary.site()).filter(|s| !s.is_empty()).map(str::to_owned);
        let elsewhere = here.as_ref().is_some_and(|name| site.as_deref().map(fold).as_ref() != Some(name));
        if !counts || elsewhere {
            continue;
        }
        let college = match dossier.poll.colleges.as_slice() {
            // Everybody is in the only college, whatever its name.
            [only] if dossier.poll.is_general() => Some(only.id.clone()),
            _ => colleges.of(summary.category(), summary.site()).map(str::to_owned),
        };
        // Seats of another college are not theirs to vote for.
        if college.as_ref().is_none_or(|c| dossier.poll.is_general() || dossier.poll.college(c).is_some()) {
            out.push((site, college));
        }
    }
    Ok(out)
}
