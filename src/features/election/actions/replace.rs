//! Who comes in for a full member who leaves: asked, and recorded.

use chrono::NaiveDate;

use crate::{
    base::{Id, Kept as _, text::fold, word::Category},
    election::{self, Fault, Leaving, Mandates, Place, among},
    features::{
        company::actions as company,
        election::{
            actions::{PollError, day_of, dossier, fault, find, label, polls, save},
            records::{Departure, Ground, Nature, Poll},
            rules::{
                Dossier, RoundResult,
                committee::{Board, is_settled},
                nature::mandates_of,
                outcome,
            },
        },
        law::rules::{self as law, Committee, Outcome, find_runner},
    },
    law::{Finding, LawError, book},
    vault::{Kind, Vault, Verb},
};

/// Who leaves, as given.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ReplaceForm {
    /// The name, or the first digits of the identifier of somebody of our roster.
    pub who: String,
    /// The date of birth, where two have the name.
    pub born: Option<NaiveDate>,
    /// The day; today where it is not given.
    pub date: Option<NaiveDate>,
    /// Why.
    pub cause: Option<Leaving>,
    /// For an absence: the day of the return.
    pub back: Option<NaiveDate>,
    /// The college of the day, where it is no more that of the vote.
    pub college: Option<String>,
    /// The category of the day.
    pub category: Option<String>,
    /// Who came in, where that is settled.
    pub by: Option<String>,
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Do {
    /// It is recorded.
    Record,
    /// It is only asked.
    Ask,
    /// The record of it is taken back.
    Undo,
}

/// Who comes in.
pub struct Replacing {
    /// The election on whose list the one who leaves stood.
    pub election: Id,
    /// The committee, with everybody who left so far.
    pub committee: Committee,
    /// The departure.
    pub departure: Departure,
    /// Who comes in and what is due; nothing of a record that was taken back.
    pub found: Option<Finding<Outcome>>,
}

/// Tells who comes in for a full member who leaves, by the elections of the running mandates and whoever left before, and
/// records the departure.
///
/// # Durability
/// With [`Do::Record`] or [`Do::Undo`]: on `Ok` it is saved.
///
/// # Errors
/// An election whose seats are not given; nobody of that name; a day before the vote; [`PollError::Gone`] for whoever left
/// before.
pub fn replace(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    which: Option<&str>,
    form: &ReplaceForm,
    what: Do,
) -> Result<Replacing, PollError> {
    let day = form.date.unwrap_or(today);
    let all = mandate(vault, today, which)?;
    let board = Board::of(&all);
    let who = named(&board, &form.who, form.born, "who")?;
    let (list, candidate) = board.named(who).ok_or_else(|| fault("who", Fault::Missing))?;
    let of_list = |(d, _): &&(Dossier, RoundResult)| d.slates.iter().any(|(id, _)| *id == list);
    let (home, _) = all.iter().find(of_list).ok_or_else(|| fault("who", Fault::Missing))?;
    let mut departure = departure(&board, form, list, candidate, day)?;
    if let Some(voted) = home.poll.day.filter(|voted| day < *voted) {
        return Err(fault("date", Fault::Below(voted.to_string())));
    }
    let committee = committee(vault, today, &all, board.clone(), &departure)?;
    let (election, mut poll) = (home.id, home.poll.clone());
    let same = |d: &Departure| d.candidate == departure.candidate && form.date.is_none_or(|on| d.day == on);
    if what == Do::Undo {
        let at = poll.departures.iter().rposition(same);
        departure = match at {
            Some(at) => poll.departures.remove(at),
            None => return Err(fault("who", Fault::Unknown(form.who.clone()))),
        };
        write(vault, now_ms, election, &poll)?;
        return Ok(Replacing { election, committee, departure, found: None });
    }
    once(&poll, &departure)?;
    let found = law::replacement(&committee, today)?;
    if what == Do::Record {
        poll.departures.retain(|d| !(d.candidate == departure.candidate && d.day == departure.day));
        poll.departures.push(departure.clone());
        write(vault, now_ms, election, &poll)?;
    }
    Ok(Replacing { election, committee, departure, found: Some(found) })
}

/// Refuses a second departure of whoever left for good: the record of the same day alone is written anew.
fn once(poll: &Poll, asked: &Departure) -> Result<(), PollError> {
    let final_of = |cause: Leaving| !matches!(cause, Leaving::Absence | Leaving::AnnulmentPending);
    // A judgment may come after whoever it is about has gone.
    if matches!(asked.cause, Leaving::Annulled | Leaving::AnnulledParity) {
        return Ok(());
    }
    let same = |d: &&Departure| d.candidate == asked.candidate && d.day != asked.day && final_of(d.cause);
    match poll.departures.iter().filter(same).find(|d| d.day < asked.day || final_of(asked.cause)) {
        Some(before) => Err(PollError::Gone(before.day, before.cause)),
        None => Ok(()),
    }
}

fn write(vault: &mut Vault, now_ms: u64, id: Id, poll: &Poll) -> Result<(), PollError> {
    let mut record = vault.record(Kind::Poll, &id)?.unwrap_or_default();
    poll.write(&mut record, vault.stamp(now_ms));
    save(vault, now_ms, vec![(Kind::Poll, id, Verb::Edited, record)])
}

/// Finds somebody by name, or by the first digits of an identifier of our roster.
fn named(board: &Board, text: &str, born: Option<NaiveDate>, field: &str) -> Result<Place, PollError> {
    let text = label(field, text)?;
    let digits = text.len() >= 4 && text.bytes().all(|b| b.is_ascii_hexdigit());
    if digits {
        let of = |(list, roll): (usize, &election::Roll)| {
            let has = |c: &election::Runner| c.key.as_ref().is_some_and(|k| k.starts_with(&text));
            roll.candidates.iter().position(has).map(|place| (list, place))
        };
        if let Some(place) = board.rolls.iter().enumerate().find_map(of) {
            return Ok(place);
        }
    }
    Ok(find_runner(&board.rolls, &text, born, field)?)
}

fn departure(
    board: &Board,
    form: &ReplaceForm,
    list: Id,
    candidate: String,
    day: NaiveDate,
) -> Result<Departure, PollError> {
    let cause = form.cause.unwrap_or(Leaving::Resignation);
    if form.back.is_some() && cause != Leaving::Absence {
        return Err(fault("back", Fault::Conflict("cause".to_owned())));
    }
    if form.back.is_some_and(|back| back <= day) {
        return Err(fault("back", Fault::Below(day.to_string())));
    }
    let category = match &form.category {
        None => None,
        Some(text) => Some(Category::read(text).ok_or_else(|| fault("category", among!(text, Category)))?),
    };
    let college = form.college.as_deref().map(|c| label("college", c)).transpose()?;
    let by = match &form.by {
        None => None,
        Some(text) => board.named(named(board, text, None, "by")?),
    };
    let (by_list, by) = by.map_or((None, None), |(list, by)| (Some(list), Some(by)));
    Ok(Departure { list, candidate, day, cause, back: form.back, college, category, by_list, by })
}

/// The election that is meant: the one named, else the last of the whole committee that was held, where there is one electorate.
pub(super) fn asked(vault: &Vault, today: NaiveDate, which: Option<&str>) -> Result<Poll, PollError> {
    if which.is_some() {
        return Ok(find(vault, which)?.1);
    }
    let all = polls(vault)?;
    let place = |p: &Poll| p.establishment.as_deref().map(fold);
    let begins = |p: &Poll| p.round == 1 && p.is_general();
    let held = all.iter().filter(|(_, p)| begins(p) && p.day.is_some_and(|d| d <= today));
    let last = held.clone().next_back().map(|(_, p)| p.clone()).ok_or(PollError::None)?;
    let others: Vec<Id> = held.filter(|(_, p)| place(p) != place(&last)).map(|(id, _)| *id).collect();
    if others.is_empty() { Ok(last) } else { Err(PollError::Several(others)) }
}

/// The elections of the mandates that run: the general one, its second round, and those in between.
pub(super) fn mandate(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
) -> Result<Vec<(Dossier, RoundResult)>, PollError> {
    let all = polls(vault)?;
    let place = |p: &Poll| p.establishment.as_deref().map(fold);
    let begins = |p: &Poll| p.round == 1 && p.is_general();
    let asked = asked(vault, today, which)?;
    let mine = |p: &Poll| place(p) == place(&asked);
    let first = all.iter().rfind(|(_, p)| begins(p) && mine(p) && p.day <= asked.day);
    let (first, begun) = first.map(|(id, p)| (*id, p.day)).ok_or(PollError::None)?;
    let next = all.iter().find(|(_, p)| begins(p) && mine(p) && p.day > begun).and_then(|(_, p)| p.day);
    let mut out: Vec<(Dossier, RoundResult)> = Vec::new();
    for (id, poll) in all.iter().filter(|(id, p)| {
        let sent = p.nature == Some(Nature::Designation);
        let between = mine(p) && !sent && p.day >= begun && next.is_none_or(|next| p.day < Some(next));
        *id == first || (between && (p.round == 2 || !p.is_general()))
    }) {
        // What is still to come has elected nobody.
        if poll.day.is_none_or(|day| day > today) {
            continue;
        }
        let dossier = dossier(vault, *id, poll.clone())?;
        let before = out.iter().find(|(d, _)| Some(d.id) == poll.follows).map(|(d, _)| d.clone());
        let found = outcome(book(), &dossier, before.as_ref(), day_of(&dossier, today))?;
        if !is_settled(&found) {
            return Err(PollError::SeatsOpen(*id));
        }
        out.push((dossier, found));
    }
    Ok(out)
}

/// The committee as the law sees it, with whoever left before and the departure that is asked about.
pub(super) fn committee(
    vault: &Vault,
    today: NaiveDate,
    all: &[(Dossier, RoundResult)],
    board: Board,
    asked: &Departure,
) -> Result<Committee, PollError> {
    let mut before: Vec<&Departure> = all.iter().flat_map(|(d, _)| &d.poll.departures).collect();
    before.retain(|d| d.day <= asked.day && (d.day, &d.candidate) != (asked.day, &asked.candidate));
    before.sort_by_key(|d| d.day);
    let departures = before.into_iter().chain([asked]).filter_map(|d| board.departure(d)).collect();
    let general = all.iter().find(|(d, _)| d.poll.round == 1 && d.poll.is_general()).map(|(d, _)| &d.poll);
    let added = |id: &str| -> u32 {
        let of = |(d, _): &(Dossier, RoundResult)| {
            let more = d.poll.nature == Some(Nature::Complementary) && d.poll.round == 1;
            d.poll.college(id).filter(|_| more).map_or(0, |c| c.holders)
        };
        all.iter().map(of).fold(0, u32::saturating_add)
    };
    let seats = general.iter().flat_map(|p| &p.colleges);
    let seats = seats.map(|c| (c.id.clone(), c.holders.saturating_add(added(&c.id)))).collect();
    let extended = general.is_some_and(is_referred);
    let term = match general {
        Some(poll) => term(vault, poll, today)?,
        None => None,
    };
    Ok(Committee { rolls: board.rolls, departures, term, seats, extended })
}

/// Whether the mandates go on because the administration was asked to decide.
fn is_referred(poll: &Poll) -> bool {
    poll.extension.as_ref().is_some_and(|e| e.ground == Ground::Referral)
}

/// The end of the mandates that an election began: as the company has it on record, else as it follows from the election.
fn term(vault: &Vault, poll: &Poll, today: NaiveDate) -> Result<Option<NaiveDate>, PollError> {
    let known = crate::features::company::rules::mandates(&company::company(vault)?);
    let recorded = known.end.filter(|end| poll.establishment.is_none() && Some(*end) > poll.day);
    let own = mandates_of(poll, known.years);
    // While the administration has to decide, the first end is one of the two that the law may mean.
    let until = own.end.filter(|_| !is_referred(poll));
    let mandates = Mandates { end: until.or(recorded), ..own };
    match election::mandates_end(book(), mandates, today) {
        Ok(found) => Ok(found.map(|f| f.value)),
        // From before the tables nothing is counted.
        Err(LawError::NotCovered { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
