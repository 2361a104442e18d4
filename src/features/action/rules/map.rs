//! Where nobody was reached yet, who brings whom, and whom to talk with next.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use crate::{
    base::{Id, text::fold, word::codes},
    features::{
        action::rules::{ActKind, Field},
        talk::rules::Known,
    },
};

codes! {
    /// By what people are put together.
    Axis {
        /// The site.
        Site = "site", "par site", "by site";
        /// The service.
        Service = "service", "par service", "by service";
        /// The shift.
        Shift = "shift", "par équipe", "by shift";
        /// The professional category, from which the college follows.
        College = "college", "par catégorie", "by category";
        /// Whether mostly elsewhere than on a site.
        Remote = "remote", "à distance ou non", "remote or not";
        /// The sex as the law counts lists.
        Sex = "sex", "par sexe", "by sex";
        /// The age, in bands.
        Age = "age", "par âge", "by age";
        /// The contract.
        Contract = "contract", "par contrat", "by contract";
    }
}

/// The bands of age, by their last year.
const BANDS: [(i32, &str); 4] = [(29, "0-29"), (39, "30-39"), (49, "40-49"), (59, "50-59")];

impl Axis {
    /// Returns the group of somebody; nothing where it is not known.
    #[must_use]
    pub fn group(self, one: &Known, today: NaiveDate) -> Option<String> {
        let code = |code: &str| Some(code.to_owned());
        match self {
            Self::Site => one.site.clone(),
            Self::Service => one.service.clone(),
            Self::Shift => one.shift.clone(),
            Self::College => one.category.and_then(|c| code(c.code())),
            Self::Remote => one.remote.and_then(|far| code(if far { "remote" } else { "on-site" })),
            Self::Sex => one.gender.and_then(|g| code(g.code())),
            Self::Contract => one.contract.and_then(|c| code(c.code())),
            Self::Age => one.born.and_then(|year| {
                let age = chrono::Datelike::year(&today).saturating_sub(year);
                code(BANDS.iter().find(|(last, _)| age <= *last).map_or("60-99", |(_, band)| band))
            }),
        }
    }
}

/// For how many months a conversation or an act counts as being reached.
const REACHED_MONTHS: u32 = 12;

/// One group of the map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// Its name; empty for those of whom it is not known.
    pub name: String,
    /// How many are known.
    pub people: usize,
    /// How many are members.
    pub members: usize,
    /// With how many somebody talked, or who did something, in the last twelve months.
    pub reached: usize,
    /// How many did something for the section.
    pub acted: usize,
    /// Who brought others along.
    pub leaders: Vec<Id>,
}

fn since(today: NaiveDate) -> NaiveDate {
    today.checked_sub_months(Months::new(REACHED_MONTHS)).unwrap_or(today)
}

/// The last day somebody talked with each.
fn last_talks(field: &Field) -> BTreeMap<Id, NaiveDate> {
    let mut out: BTreeMap<Id, NaiveDate> = BTreeMap::new();
    for (_, talk) in &field.talks {
        if let (Some(with), Some(day)) = (talk.with, talk.day) {
            let last = out.entry(with).or_insert(day);
            *last = (*last).max(day);
        }
    }
    out
}

/// Returns the groups, the largest first.
#[must_use]
pub fn coverage(field: &Field, axis: Axis, today: NaiveDate) -> Vec<Unit> {
    let (from, talked) = (since(today), last_talks(field));
    let mut units: BTreeMap<String, Unit> = BTreeMap::new();
    for one in field.known.values().filter(|one| one.here) {
        let name = axis.group(one, today).unwrap_or_default();
        // The first spelling stands for all.
        let unit = units.entry(fold(&name)).or_insert_with(|| Unit { name, ..Unit::default() });
        let stands = field.standing(one.id, today).level;
        let deeds = field.of_person(one.id);
        let acted = stands.is_some_and(|level| level <= 3);
        let talk = talked.get(&one.id).is_some_and(|day| *day > from);
        unit.people = unit.people.saturating_add(1);
        unit.members = unit.members.saturating_add(usize::from(one.member));
        unit.reached = unit.reached.saturating_add(usize::from(talk || deeds.iter().any(|d| d.day > from)));
        unit.acted = unit.acted.saturating_add(usize::from(acted));
        let brought =
            |d: &&crate::features::action::rules::Deed| d.kind == ActKind::Recruited.code() && d.day > from;
        if deeds.iter().any(|d| brought(&d)) {
            unit.leaders.push(one.id);
        }
    }
    let mut out: Vec<Unit> = units.into_values().collect();
    out.sort_by(|a, b| (b.people, &a.name).cmp(&(a.people, &b.name)));
    out
}

/// Who brought whom, the latest first.
#[must_use]
pub fn brought(field: &Field) -> Vec<(NaiveDate, Id, Id)> {
    let all = field.deeds.iter().flat_map(|(id, deeds)| deeds.iter().map(move |deed| (id, deed)));
    let mut out: Vec<_> = all
        .filter(|(_, deed)| deed.kind == ActKind::Recruited.code())
        .filter_map(|(id, deed)| Some((deed.day, *id, deed.whom?)))
        .collect();
    out.sort_by(|a, b| b.cmp(a));
    out
}

codes! {
    /// Why to talk with somebody next, the strongest reason first.
    Reason {
        /// Did something, where nobody brings others along yet.
        Leader = "could-lead", "a agi, et personne n’entraîne encore son service", "acted, and nobody brings that service along yet";
        /// Somebody of the last test who was asked and has not done it.
        Asked = "asked", "sollicité·e, n’a pas encore fait le dernier acte demandé", "was asked for the last act and has not done it";
        /// Nobody was reached there.
        Unreached = "unreached", "personne n’est touché dans son service", "nobody was reached in that service";
        /// Nobody talked with the person.
        Never = "never", "personne ne lui a encore parlé", "nobody has talked with this person yet";
        /// It is long ago.
        Long = "long-ago", "dernière conversation il y a plus de six mois", "the last conversation was more than six months ago";
    }
}

/// Somebody to talk with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// Who.
    pub id: Id,
    /// Why.
    pub reason: Reason,
    /// The last conversation.
    pub last: Option<NaiveDate>,
}

/// After how many months a conversation is long ago.
const LONG_MONTHS: u32 = 6;

/// Proposes whom to talk with next: not whose next step waits already, and not who works against us. First by the reason, in the
/// order of [`Reason`], then those of the larger service, then by the name.
#[must_use]
pub fn next(field: &Field, waiting: &BTreeSet<Id>, asked: &BTreeSet<Id>, today: NaiveDate) -> Vec<Next> {
    let units = coverage(field, Axis::Service, today);
    let by_name: BTreeMap<String, &Unit> = units.iter().map(|unit| (fold(&unit.name), unit)).collect();
    let talked = last_talks(field);
    let long = today.checked_sub_months(Months::new(LONG_MONTHS)).unwrap_or(today);
    let mut out: Vec<(Reason, usize, String, Next)> = Vec::new();
    for one in field.known.values().filter(|one| one.here && !waiting.contains(&one.id)) {
        let unit = by_name.get(&fold(one.service.as_deref().unwrap_or_default()));
        let (level, last) = (field.standing(one.id, today).level, talked.get(&one.id).copied());
        let alone = unit.is_some_and(|unit| unit.leaders.is_empty());
        let reason = match level {
            Some(5) => continue,
            Some(1..=3) if alone && one.service.is_some() => Reason::Leader,
            _ if asked.contains(&one.id) => Reason::Asked,
            _ if one.service.is_some() && unit.is_some_and(|unit| unit.reached == 0) => Reason::Unreached,
            _ if last.is_none() => Reason::Never,
            _ if last.is_some_and(|day| day < long) => Reason::Long,
            _ => continue,
        };
        let people = unit.map_or(0, |unit| unit.people);
        out.push((
            reason,
            usize::MAX.saturating_sub(people),
            fold(&one.name),
            Next { id: one.id, reason, last },
        ));
    }
    out.sort_by(|a, b| (a.0, a.1, &a.2, a.3.id).cmp(&(b.0, b.1, &b.2, b.3.id)));
    out.into_iter().map(|(_, _, _, next)| next).collect()
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test may stop")]
mod tests {
    use super::*;
    use crate::features::{
        action::records::Ground,
        talk::records::{Act, Talk},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn one(n: u8, service: &str) -> Known {
        Known {
            id: Id([n; 16]),
            name: format!("Personne {n:02}"),
            member: n.is_multiple_of(4),
            here: true,
            site: None,
            service: Some(service.to_owned()),
            shift: None,
            category: None,
            contract: None,
            gender: None,
            born: Some(1970 + i32::from(n)),
            remote: None,
            with: None,
        }
    }

    fn act(n: u8, kind: &str, on: &str, whom: Option<u8>) -> (Id, Act) {
        let whom = whom.map(|n| Id([n; 16]));
        let person = Some(Id([n; 16]));
        (Id([100 + n; 16]), Act { person, kind: kind.to_owned(), day: Some(day(on)), whom, ..Act::default() })
    }

    fn field(acts: &[(Id, Act)], talked: &[(u8, &str)]) -> Field {
        let people = (1..=5).map(|n| one(n, "Caisse")).chain((6..=8).map(|n| one(n, "Réserve")));
        let talks = talked.iter().map(|(n, on)| {
            (Id([200 + n; 16]), Talk { with: Some(Id([*n; 16])), day: Some(day(on)), ..Talk::default() })
        });
        let known = people.map(|one| (one.id, one)).collect();
        Field::of(known, acts, talks.collect(), &Ground::default())
    }

    #[test]
    fn coverage_counts_who_was_reached_and_who_brings_others() {
        let acts = [act(1, "recruited", "2026-10-01", Some(2)), act(2, "signed", "2026-10-02", None)];
        let field = field(&acts, &[(3, "2026-11-01"), (4, "2025-01-01")]);
        let units = coverage(&field, Axis::Service, day("2026-11-30"));
        assert_eq!(
            units.iter().map(|u| (u.name.as_str(), u.people)).collect::<Vec<_>>(),
            [("Caisse", 5), ("Réserve", 3)]
        );
        assert_eq!((units[0].reached, units[0].acted, units[0].members), (3, 2, 1));
        assert_eq!((units[0].leaders.as_slice(), units[1].reached), (&[Id([1; 16])][..], 0));
        assert_eq!(brought(&field), [(day("2026-10-01"), Id([1; 16]), Id([2; 16]))]);
        let ages = coverage(&field, Axis::Age, day("2026-11-30"));
        assert!(ages.iter().any(|unit| unit.name == "50-59"), "{ages:?}");
    }

    #[test]
    fn the_next_ones_come_with_the_strongest_reason_first() {
        let acts = [act(2, "signed", "2026-10-02", None), act(5, "opposed", "2026-10-02", None)];
        let field = field(&acts, &[(3, "2026-11-01"), (4, "2026-01-15")]);
        let waiting = BTreeSet::from([Id([1; 16])]);
        let asked = BTreeSet::from([Id([3; 16])]);
        let found = next(&field, &waiting, &asked, day("2026-11-30"));
        let told: Vec<(u8, Reason)> = found.iter().map(|n| (n.id.0[0], n.reason)).collect();
        let first = [(2, Reason::Leader), (3, Reason::Asked), (6, Reason::Unreached), (7, Reason::Unreached)];
        assert_eq!(told[..4], first, "{told:?}");
        assert_eq!(told[4..], [(8, Reason::Unreached), (4, Reason::Long)]);
    }
}
