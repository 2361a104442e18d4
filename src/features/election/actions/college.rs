//! How many electoral colleges there are: what lists, filters, merges, notices and elections go by.

use chrono::NaiveDate;

use crate::{
    base::text::fold,
    features::{
        company::{actions as company, rules},
        election::{actions as election, records::Poll},
    },
    roster::college::{Colleges, Rooms},
    vault::{Compartment, Vault, VaultError},
};

/// Returns the colleges: those of the protocol of the running election, else by the law from what is recorded, else not
/// known.
///
/// The running election is the next first round of the whole committee, else the last one.
///
/// # Errors
/// When the vault cannot be read.
pub fn of(vault: &Vault, today: NaiveDate) -> Result<Colleges, VaultError> {
    if !vault.opens(Compartment::Organizing) {
        // The protocol is not read, and it decides.
        return Ok(Colleges::default());
    }
    let all = election::polls(vault)?;
    let mut out = Colleges { whole: rules::colleges(&company::company(vault)?, today), places: Vec::new() };
    let mut running: Vec<&Poll> = Vec::new();
    for (_, poll) in all.iter().filter(|(_, p)| p.round == 1 && p.is_general()) {
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
