//! What lies on the table of a round, as it is noted: points, information, demands, positions, seats, answers.
//!
//! None of it moves a date of the agenda, so it is saved at once.

use chrono::NaiveDate;

use super::{BargainError, Followed, TableError, find, followed};
use crate::{
    bargaining::room,
    base::{Id, Kept as _, Lang, text::fold},
    features::bargain::{
        records::{
            Round,
            room::{Answer, Demand, DemandState, ItemMark, ItemState, PaperMark, Position, Seat},
        },
        rules::{answers::Counts, demands::moved},
        views::table as views,
    },
    vault::{Change, Kind, Vault, Verb},
};

/// Changes the round whose name begins with these digits, and returns it with where it stands.
///
/// # Durability
/// On `Ok` it is saved.
///
/// # Errors
/// As [`find`] and [`followed`]; what `edit` refuses; when the vault cannot be written.
pub(super) fn amend(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    start: &str,
    edit: impl FnOnce(&mut Round, &Followed) -> Result<(), BargainError>,
) -> Result<Followed, BargainError> {
    let before = followed(vault, today, find(vault, start)?)?;
    let mut round = before.round.clone();
    edit(&mut round, &before)?;
    save(vault, now_ms, before.id, &round)?;
    followed(vault, today, (before.id, round))
}

fn save(vault: &mut Vault, now_ms: u64, id: Id, round: &Round) -> Result<(), BargainError> {
    let mut record = vault.record(Kind::Round, &id)?.ok_or(BargainError::None)?;
    let stamp = vault.stamp(now_ms);
    round.write(&mut record, stamp);
    vault.commit(now_ms, vec![Change { kind: Kind::Round, id, verb: Verb::Edited, record }])?;
    Ok(())
}

/// Puts one element in the place of the one of its name, or adds it.
fn put<T>(all: &mut Vec<T>, one: T, same: impl Fn(&T) -> bool) {
    match all.iter_mut().find(|t| same(t)) {
        Some(slot) => *slot = one,
        None => all.push(one),
    }
}

/// Marks a point, by its number, its code or its French name.
///
/// # Errors
/// [`TableError::NoEntry`]; as [`find`].
pub fn mark_item(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    start: &str,
    (typed, state, note): (&str, ItemState, Option<String>),
) -> Result<Followed, BargainError> {
    amend(vault, now_ms, today, start, |round, before| {
        let points: Vec<_> = before.table.items.iter().map(|i| i.point).collect();
        let point = room::items::find(&points, typed).ok_or_else(|| TableError::NoEntry(typed.to_owned()))?;
        let old = round.items.iter().find(|m| m.code == point.item.id).and_then(|m| m.note.clone());
        let mark = ItemMark { code: point.item.id.clone(), state, note: note.or(old) };
        put(&mut round.items, mark, |m| m.code == point.item.id);
        Ok(())
    })
}

/// What is noted of a piece of information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaperDays {
    /// The day it was asked for.
    pub asked: Option<NaiveDate>,
    /// The day by which it is due.
    pub due: Option<NaiveDate>,
    /// The day it came.
    pub received: Option<NaiveDate>,
}

/// Notes what was asked for and what came, by number, code or French name.
///
/// # Errors
/// [`TableError::NoEntry`]; [`BargainError::Future`]; [`BargainError::Backwards`]; as [`find`].
pub fn mark_paper(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    start: &str,
    typed: &str,
    days: PaperDays,
) -> Result<Followed, BargainError> {
    amend(vault, now_ms, today, start, |round, before| {
        let owing: Vec<_> = before.table.papers.iter().map(|p| p.owing).collect();
        let one = room::papers::find(&owing, typed).ok_or_else(|| TableError::NoEntry(typed.to_owned()))?;
        let old = round.papers.iter().find(|m| m.code == one.paper.id).cloned().unwrap_or_default();
        let mark = PaperMark {
            code: one.paper.id.clone(),
            asked: days.asked.or(old.asked),
            due: days.due.or(old.due),
            received: days.received.or(old.received),
        };
        for (name, day) in [("--asked", mark.asked), ("--received", mark.received)] {
            if day.is_some_and(|d| d > today) {
                return Err(BargainError::Future(name));
            }
        }
        for (later, day) in [("--due", mark.due), ("--received", mark.received)] {
            if let (Some(asked), Some(day)) = (mark.asked, day)
                && day < asked
            {
                return Err(BargainError::Backwards { later, earlier: "--asked" });
            }
        }
        put(&mut round.papers, mark, |m| m.code == one.paper.id);
        Ok(())
    })
}

/// What is noted of a demand; what is not given stays.
#[derive(Debug, Clone, Default)]
pub struct DemandEdit {
    /// What we ask.
    pub text: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// Where it stands.
    pub state: Option<DemandState>,
    /// What we said.
    pub ours: Option<String>,
    /// What the employer said.
    pub theirs: Option<String>,
    /// On which day; today where it is not given.
    pub day: Option<NaiveDate>,
    /// Whether it is taken back.
    pub drop: bool,
}

/// Notes a demand, or what each side said of one.
///
/// # Errors
/// [`TableError::NoWords`] for a new demand without its words; [`TableError::NoDemand`] to take back one that is not there;
/// [`BargainError::Future`]; [`BargainError::Backwards`] for words from after the end; as [`find`].
pub fn note_demand(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    start: &str,
    name: &str,
    edit: DemandEdit,
) -> Result<Followed, BargainError> {
    amend(vault, now_ms, today, start, |round, _| {
        let wanted = fold(name);
        let old = round.demands.iter().find(|d| fold(&d.name) == wanted && !d.dropped).cloned();
        if edit.drop && old.is_none() {
            return Err(TableError::NoDemand(name.to_owned()).into());
        }
        let said = edit.ours.is_some() || edit.theirs.is_some();
        let mut demand = match (old, edit.text.clone()) {
            (Some(old), text) => Demand { text: text.unwrap_or(old.text.clone()), ..old },
            (None, Some(text)) => Demand {
                name: name.to_owned(),
                text,
                reason: None,
                cost: None,
                state: DemandState::Asked,
                dropped: false,
            },
            (None, None) => return Err(TableError::NoWords(name.to_owned()).into()),
        };
        demand.reason = edit.reason.or(demand.reason);
        demand.cost = edit.cost.or(demand.cost);
        demand.dropped = edit.drop;
        demand.state = moved(demand.state, edit.state, edit.theirs.is_some());
        if said {
            let day = edit.day.unwrap_or(today);
            if day > today {
                return Err(BargainError::Future("--day"));
            }
            if round.closed.is_some_and(|closed| day > closed) {
                return Err(BargainError::Closed);
            }
            let same = |p: &Position| p.day == day && fold(&p.demand) == wanted;
            let known = round.positions.iter().find(|p| same(p)).cloned();
            let (ours, theirs) = known.map_or((None, None), |p| (p.ours, p.theirs));
            let position = Position {
                demand: demand.name.clone(),
                day,
                ours: edit.ours.or(ours),
                theirs: edit.theirs.or(theirs),
            };
            put(&mut round.positions, position, same);
            round.positions.sort_by_key(|p| (p.day, fold(&p.demand)));
        }
        put(&mut round.demands, demand, |d| fold(&d.name) == wanted);
        round.demands.sort_by_key(|d| fold(&d.name));
        Ok(())
    })
}

/// The most people that are counted.
const MANY: u32 = 1_000_000;

/// Notes how many members answered for a theme; none takes the theme away.
///
/// # Errors
/// [`TableError::Many`]; as [`find`].
pub fn note_answers(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    start: &str,
    (theme, count): (String, u32),
) -> Result<Followed, BargainError> {
    if count > MANY {
        return Err(TableError::Many.into());
    }
    amend(vault, now_ms, today, start, |round, _| {
        let wanted = fold(&theme);
        put(&mut round.answers, Answer { theme, count }, |a| fold(&a.theme) == wanted);
        Ok(())
    })
}

/// Notes who sits for a union.
///
/// # Errors
/// [`TableError::Many`]; as [`find`].
pub fn note_seat(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    start: &str,
    seat: Option<Seat>,
    agreed: Option<u32>,
) -> Result<Followed, BargainError> {
    let numbers = seat.iter().flat_map(|s| [Some(s.delegates), Some(s.employees), s.named]).chain([agreed]);
    if numbers.flatten().any(|n| n > MANY) {
        return Err(TableError::Many.into());
    }
    amend(vault, now_ms, today, start, |round, _| {
        round.seats_agreed = agreed.or(round.seats_agreed);
        if let Some(seat) = seat {
            let wanted = fold(&seat.union);
            put(&mut round.seats, seat, |s| fold(&s.union) == wanted);
        }
        Ok(())
    })
}

/// Returns what is shown of the points of a round.
#[must_use]
pub fn items(lang: Lang, found: &Followed) -> views::Items {
    let items = views::items(lang, &found.table);
    views::Items { id: found.id, subject: found.round.subject.clone(), items }
}

/// Returns what is shown of its information.
#[must_use]
pub fn papers(lang: Lang, found: &Followed) -> views::Information {
    let papers = views::papers(lang, &found.table);
    views::Information { id: found.id, subject: found.round.subject.clone(), papers }
}

/// Returns what is shown of its demands.
#[must_use]
pub fn demands(found: &Followed) -> views::Demands {
    let demands = views::demands(&found.table);
    views::Demands { id: found.id, subject: found.round.subject.clone(), demands }
}

/// Returns what is shown of the answers of members.
#[must_use]
pub fn answers(found: &Followed, counts: &Counts, hidden: bool) -> views::Answers {
    views::Answers::of(found.id, counts, hidden)
}
