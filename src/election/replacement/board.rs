//! A committee as its election left it, and what became of its seats since.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    base::text::fold,
    election::{
        Leaving,
        allocate::{Identity, Same, same},
    },
};

/// Somebody on a list as the vote left it. No `Debug`: a person must not end in a log.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Runner {
    /// The name.
    pub name: String,
    /// The date of birth.
    pub born: Option<NaiveDate>,
    /// The record of our roster, or another name that is theirs alone.
    pub key: Option<String>,
    /// The professional category at the vote, where it is known.
    pub category: Option<String>,
    /// The votes, where they are known.
    pub votes: Option<u64>,
    /// Whether this list brought a seat.
    pub elected: bool,
}

/// A list as the vote left it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Roll {
    /// Its name.
    pub name: String,
    /// The unions that presented it; none for free candidates.
    pub unions: Vec<String>,
    /// The college.
    pub college: String,
    /// Whether it is of full members, not of substitutes.
    pub holders: bool,
    /// The day of the vote, where the lists are of several: nobody comes in who was elected later.
    pub from: Option<NaiveDate>,
    /// Whether the vote filled seats that had fallen vacant: they count already.
    pub fills: bool,
    /// The candidates in the order of presentation.
    pub candidates: Vec<Runner>,
}

/// A list and a place on it, both from 0.
pub type Place = (usize, usize);

/// Somebody who left, for good or for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// Who.
    pub who: Place,
    /// The day.
    pub on: Option<NaiveDate>,
    /// Why.
    pub cause: Leaving,
    /// For an absence: the day of the return.
    pub back: Option<NaiveDate>,
    /// The college and the category of the day, where they are not those of the vote.
    pub moved: Option<(String, Option<String>)>,
    /// Who came in, where that is known to be settled.
    pub by: Option<Place>,
}

/// Which candidates are one person.
#[derive(Clone)]
pub(super) struct People {
    of: BTreeMap<Place, usize>,
}

impl People {
    /// Finds the people of the lists; `merge` takes for one person those of whom nobody can tell. Also returns whether
    /// there are any of these.
    pub(super) fn of(rolls: &[Roll], merge: bool) -> (Self, bool) {
        let mut all: Vec<(Place, Identity)> = Vec::new();
        for (list, roll) in rolls.iter().enumerate() {
            for (place, c) in roll.candidates.iter().enumerate() {
                let name = fold(&c.name);
                all.push(((list, place), Identity { name, born: c.born, key: c.key.clone() }));
            }
        }
        let mut of: BTreeMap<Place, usize> = BTreeMap::new();
        let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut unclear = false;
        for (n, (at, one)) in all.iter().enumerate() {
            let words = [Some(one.name.as_str()), one.key.as_deref()];
            let mut mine = n;
            for word in words.into_iter().flatten() {
                for other in by_word.get(word).into_iter().flatten() {
                    let Some((there, known)) = all.get(*other).filter(|((list, _), _)| *list != at.0) else {
                        continue;
                    };
                    let found = same(known, one);
                    unclear |= found == Same::Perhaps;
                    if found == Same::Surely || merge && found == Same::Perhaps {
                        mine = mine.min(of.get(there).copied().unwrap_or(mine));
                    }
                }
                by_word.entry(word).or_default().push(n);
            }
            of.insert(*at, mine);
        }
        (Self { of }, unclear)
    }

    /// Returns who stands at a place.
    pub(super) fn at(&self, place: Place) -> usize {
        self.of.get(&place).copied().unwrap_or(usize::MAX)
    }
}

/// A seat of a full member.
#[derive(Clone)]
pub(super) struct Seat {
    /// Whose it was at the vote.
    pub(super) origin: Place,
    /// Who holds it.
    pub(super) holder: Option<usize>,
    /// Who is away from it, and until when.
    pub(super) away: Option<(usize, Option<NaiveDate>)>,
}

/// The seats and who may still come in.
#[derive(Clone)]
pub(super) struct State<'a> {
    pub(super) rolls: &'a [Roll],
    pub(super) people: &'a People,
    pub(super) seats: Vec<Seat>,
    gone: BTreeSet<usize>,
    on: Option<NaiveDate>,
}

impl<'a> State<'a> {
    /// Returns the committee on the day of the vote.
    pub(super) fn new(rolls: &'a [Roll], people: &'a People) -> Self {
        let mut seats = Vec::new();
        for (list, roll) in rolls.iter().enumerate().filter(|(_, r)| r.holders) {
            for (place, _) in roll.candidates.iter().enumerate().filter(|(_, c)| c.elected) {
                let origin = (list, place);
                seats.push(Seat { origin, holder: Some(people.at(origin)), away: None });
            }
        }
        Self { rolls, people, seats, gone: BTreeSet::new(), on: None }
    }

    /// Whether somebody is still here and holds no seat of a full member.
    pub(super) fn is_free(&self, place: Place) -> bool {
        let who = self.people.at(place);
        let seated = |s: &Seat| s.holder == Some(who) || s.away.is_some_and(|(away, _)| away == who);
        let later = self.roll(place).and_then(|r| r.from).zip(self.on).is_some_and(|(from, on)| from > on);
        !later && !self.gone.contains(&who) && !self.seats.iter().any(seated)
    }

    /// Returns the list of a place.
    pub(super) fn roll(&self, place: Place) -> Option<&'a Roll> {
        self.rolls.get(place.0)
    }

    /// Returns the candidate of a place.
    pub(super) fn runner(&self, place: Place) -> Option<&'a Runner> {
        self.roll(place)?.candidates.get(place.1)
    }

    /// Takes somebody away; returns the seat that has to be filled.
    pub(super) fn leaves(&mut self, departure: &Departure) -> Option<usize> {
        self.on = departure.on;
        if let Some(on) = departure.on {
            for seat in &mut self.seats {
                if let Some((who, Some(_))) = seat.away.filter(|(_, back)| back.is_some_and(|b| b <= on)) {
                    (seat.holder, seat.away) = (Some(who), None);
                }
            }
        }
        let who = self.people.at(departure.who);
        let away = |s: &Seat| s.away.is_some_and(|(away, _)| away == who);
        let at = self.seats.iter().position(|s| s.holder == Some(who));
        let at = at.or_else(|| self.seats.iter().position(away));
        if departure.cause != Leaving::Absence {
            self.gone.insert(who);
        }
        let seat = self.seats.get_mut(at?)?;
        let was_away = seat.away.is_some_and(|(away, _)| away == who);
        if departure.cause == Leaving::Absence {
            seat.away.get_or_insert((who, departure.back));
        } else if was_away {
            // Whoever stood in for the absent stands in no more: the seat is free for good.
            seat.away = None;
        }
        seat.holder = None;
        at
    }

    /// Returns, by college, the full members of the vote and those who are left.
    pub(super) fn left(&self) -> BTreeMap<String, (u32, u32)> {
        let mut out: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for seat in &self.seats {
            let Some(roll) = self.roll(seat.origin) else { continue };
            if roll.from.zip(self.on).is_some_and(|(from, on)| from > on) {
                continue;
            }
            let (all, left) = out.entry(roll.college.clone()).or_default();
            *all = all.saturating_add(u32::from(!roll.fills));
            // Whoever is absent for a time has not left.
            *left = left.saturating_add(u32::from(seat.holder.is_some() || seat.away.is_some()));
        }
        out
    }
}
