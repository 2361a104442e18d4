//! How many electoral colleges there are: what lists, filters, merges, notices and elections go by.

use chrono::NaiveDate;

use crate::{
    app::{company, election},
    base::text::fold,
    election::{CollegeFacts, ElectionError, colleges},
    law::{Fraction, LawError, book},
    roster::{
        college::{Colleges, Rooms},
        company::Company,
        poll::Poll,
    },
    vault::{Vault, VaultError},
};

/// Returns the colleges: those of the protocol of the running election, else by the law from what is recorded, else not
/// known.
///
/// The running election is the next first round of the whole committee, else the last one.
///
/// # Errors
/// When the vault cannot be read.
pub fn of(vault: &Vault, today: NaiveDate) -> Result<Colleges, VaultError> {
    let all = election::polls(vault)?;
    let mut out = Colleges { whole: by_law(&company::company(vault)?, today), places: Vec::new() };
    let mut running: Vec<&Poll> = Vec::new();
    for (_, _, poll) in all.iter().filter(|(_, _, p)| p.round == 1 && p.is_general()) {
        let place = |p: &Poll| p.establishment.as_deref().map(fold);
        match running.iter_mut().find(|known| place(known) == place(poll)) {
            // They come earliest first: of those to come the first one stays.
            Some(known) if known.day < Some(today) => *known = poll,
            Some(_) => {}
            None => running.push(poll),
        }
    }
    for poll in running {
        let rooms = of_poll(poll);
        match poll.establishment.as_deref() {
            Some(name) => out.places.push((fold(name), rooms)),
            None => out.whole = rooms,
        }
    }
    Ok(out)
}

/// Returns the colleges of the protocol of one election.
#[must_use]
pub fn of_poll(poll: &Poll) -> Rooms {
    Rooms::named(poll.colleges.iter().map(|c| c.id.as_str()))
}

/// Returns the colleges of an election: its own, but for one that fills seats of some colleges only.
pub(crate) fn in_election(vault: &Vault, poll: &Poll, today: NaiveDate) -> Result<Colleges, VaultError> {
    if poll.is_general() && poll.round == 1 {
        return Ok(Colleges { whole: of_poll(poll), places: Vec::new() });
    }
    of(vault, today)
}

/// Returns the colleges that follow from the recorded headcount and number of cadres.
///
/// # Law
/// L2314-11, as [`fn@colleges`]. Where the cadres are not recorded, a single college is known all the same, and else two
/// or three.
fn by_law(company: &Company, today: NaiveDate) -> Rooms {
    let headcount = company::last_headcount(company, today).map(|(_, n)| n);
    let ask = |headcount: Fraction, cadres: u64| -> Result<i64, ElectionError> {
        let facts = CollegeFacts { headcount, cadres, seats: None, staff: Vec::new() };
        Ok(colleges(book(), &facts, today)?.value.colleges)
    };
    let limit = || -> Result<u64, LawError> {
        Ok(u64::try_from(book().whole("college.cadres", today)?).unwrap_or(u64::MAX))
    };
    let cadres = company.cadres.map(u64::from);
    match (headcount, cadres) {
        (Some(headcount), cadres) => match (ask(headcount, cadres.unwrap_or(0)), cadres) {
            (Ok(1), _) => Rooms::One,
            (Ok(2), Some(_)) => Rooms::Two,
            (Ok(2), None) => Rooms::TwoOrThree,
            (Ok(3), _) => Rooms::Three,
            _ => Rooms::Unknown,
        },
        // So many cadres make three colleges, whatever the headcount.
        (None, Some(cadres)) if limit().is_ok_and(|n| cadres >= n) => Rooms::Three,
        (None, _) => Rooms::Unknown,
    }
}
