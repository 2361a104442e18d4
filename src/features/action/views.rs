//! What is shown of acts, as data.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        text::fold,
        view::{data, views},
    },
    features::{
        action::{
            records::{Ground, Test},
            rules::{
                Deed, Field, Rule, Trend,
                map::{self, Axis},
                represent::Group,
                trend,
            },
        },
        talk::{records::Act, rules::Known},
    },
    law::Fraction,
};

views! {
    "contrepoids.action.show/1" => Stands;
    "contrepoids.action.list/1" => Acts;
    "contrepoids.action.rule/1" => TheRule;
    "contrepoids.action.test/1" => Structure;
    "contrepoids.action.tests/1" => Structures;
    "contrepoids.action.map/1" => Map;
    "contrepoids.action.next/1" => Proposed;
    "contrepoids.action.workforce/1" => Workforce;
    "contrepoids.action.representation/1" => Representation;
}

data! {
    /// Where somebody stands.
    pub struct Stands {
        /// Who: the key of the person or colleague.
        id: Id,
        /// The name.
        name: String,
        /// The level, 1 (brings others along) to 5 (works against us); none where nothing says.
        level: Option<u8>,
        /// The acts that made it.
        because: Vec<ActRow>,
        /// What puts somebody on that level.
        rule: Option<LevelRow>,
        /// The level three months ago.
        before: Option<u8>,
        /// How that moves.
        trend: Option<Trend>,
        /// All that is noted, the latest first.
        acts: Vec<ActRow>,
    }

    /// Something done.
    pub struct ActRow {
        /// What names it: an act, or the conversation in which somebody declined.
        id: Id,
        /// Who: the key of the person or colleague.
        person: Id,
        /// The name.
        name: String,
        /// What: a code of the program or the section's own word.
        kind: String,
        /// The day.
        day: NaiveDate,
        /// The name of who was brought along.
        whom: Option<String>,
    }

    /// Acts.
    pub struct Acts {
        /// The acts, the latest first.
        acts: Vec<ActRow>,
    }

    /// What puts somebody on a level.
    pub struct LevelRow {
        /// The level.
        level: u8,
        /// The acts.
        acts: Vec<String>,
        /// For how many months one counts.
        months: u32,
    }

    /// The rule of the section.
    pub struct TheRule {
        /// The levels.
        levels: Vec<LevelRow>,
        /// Whether the section changed it.
        own: bool,
    }

    /// A structure test.
    pub struct Structure {
        /// What names it.
        id: Id,
        /// Its name.
        name: String,
        /// The act that is asked.
        kind: String,
        /// The day by which.
        day: Option<NaiveDate>,
        /// How many were asked.
        asked: usize,
        /// How many of them did it.
        done: usize,
        /// How many did it without having been asked.
        unasked: usize,
        /// The same by service, those with the most asked first.
        services: Vec<ServiceRow>,
    }

    /// A service in a structure test.
    pub struct ServiceRow {
        /// Its name; empty where it is not known.
        name: String,
        /// How many were asked.
        asked: usize,
        /// How many of them did it.
        done: usize,
        /// How many did it without having been asked.
        unasked: usize,
    }

    /// Structure tests.
    pub struct Structures {
        /// The tests, the latest first.
        tests: Vec<Structure>,
    }

    /// Where somebody was reached.
    pub struct Map {
        /// By what people are put together.
        by: Axis,
        /// How many are known.
        people: usize,
        /// How many were reached.
        reached: usize,
        /// The groups, the largest first.
        units: Vec<UnitRow>,
        /// In how many groups somebody brings others along.
        led: usize,
        /// Who brought whom, the latest first.
        brought: Vec<BroughtRow>,
    }

    /// A group of the map.
    pub struct UnitRow {
        /// Its name; empty where it is not known.
        name: String,
        /// How many are known.
        people: usize,
        /// How many are members.
        members: usize,
        /// How many were reached in the last twelve months.
        reached: usize,
        /// How many did something.
        acted: usize,
        /// Who brings others along, by name.
        leaders: Vec<String>,
    }

    /// Who brought whom.
    pub struct BroughtRow {
        /// Who, by name.
        who: String,
        /// Whom, by name.
        whom: String,
        /// The day.
        day: NaiveDate,
    }

    /// Whom to talk with next.
    pub struct Proposed {
        /// The people, the strongest reason first.
        people: Vec<NextRow>,
    }

    /// Somebody to talk with.
    pub struct NextRow {
        /// The key of the person or colleague.
        id: Id,
        /// The name.
        name: String,
        /// The service.
        service: Option<String>,
        /// The organizer whose turn it is.
        organizer: Option<String>,
        /// Why.
        reason: map::Reason,
        /// The last conversation.
        last: Option<NaiveDate>,
    }

    /// How many work in each group.
    pub struct Workforce {
        /// By what people are put together.
        by: Axis,
        /// The groups.
        groups: Vec<CountRow>,
    }

    /// How many work in a group.
    pub struct CountRow {
        /// The group: a code where it has one.
        name: String,
        /// How many.
        count: u64,
    }

    /// Members beside the workforce.
    pub struct Representation {
        /// By what people are put together.
        by: Axis,
        /// The day of the counts.
        on: NaiveDate,
        /// Whether this is the table for others, in which small groups are hidden.
        shared: bool,
        /// How many members in all groups.
        members: Option<u64>,
        /// The groups.
        groups: Vec<GroupRow>,
    }

    /// A group beside all who work there.
    pub struct GroupRow {
        /// The group: a code where it has one.
        name: String,
        /// How many are members; none where it is hidden.
        members: Option<u64>,
        /// How many work there.
        workforce: u64,
        /// Their share, an exact fraction; none where it is hidden.
        share: Option<String>,
    }
}

fn name(known: &BTreeMap<Id, Known>, id: Id) -> String {
    known.get(&id).map(|one| one.name.clone()).unwrap_or_default()
}

impl ActRow {
    fn of(known: &BTreeMap<Id, Known>, person: Id, deed: &Deed) -> Self {
        Self {
            id: deed.id,
            person,
            name: name(known, person),
            kind: deed.kind.clone(),
            day: deed.day,
            whom: deed.whom.map(|whom| name(known, whom)),
        }
    }
}

impl Stands {
    /// Says where somebody stands; nothing where the person is not known.
    pub(crate) fn of(field: &Field, id: Id, today: NaiveDate) -> Option<Self> {
        let one = field.known.get(&id)?;
        let deeds = field.of_person(id);
        let standing = field.standing(id, today);
        let moved = trend(&field.rule, deeds, today);
        let row = |deed: &Deed| ActRow::of(&field.known, id, deed);
        let rule = standing.level.and_then(|level| field.rule.levels.iter().find(|one| one.level == level));
        Some(Self {
            id,
            name: one.name.clone(),
            level: standing.level,
            because: standing.because.iter().map(row).collect(),
            rule: rule.map(LevelRow::of),
            before: moved.and_then(|(before, _)| before),
            trend: moved.map(|(_, trend)| trend),
            acts: deeds.iter().rev().map(row).collect(),
        })
    }
}

impl LevelRow {
    fn of(level: &crate::features::action::rules::Level) -> Self {
        Self { level: level.level, acts: level.acts.iter().cloned().collect(), months: level.months }
    }
}

impl Acts {
    /// Lists acts of one person or of all, of one kind or of all.
    pub(crate) fn of(field: &Field, person: Option<Id>, kind: Option<&str>) -> Self {
        let wanted = field.deeds.iter().filter(|(id, _)| person.is_none_or(|one| one == **id));
        let rows =
            wanted.flat_map(|(id, deeds)| deeds.iter().map(|deed| ActRow::of(&field.known, *id, deed)));
        let mut acts: Vec<ActRow> = rows.filter(|row| kind.is_none_or(|kind| row.kind == kind)).collect();
        acts.sort_by_key(|row| std::cmp::Reverse((row.day, row.id)));
        Self { acts }
    }
}

impl TheRule {
    /// Shows the rule.
    pub(crate) fn of(ground: &Ground) -> Self {
        let rule = Rule::of(ground);
        Self { levels: rule.levels.iter().map(LevelRow::of).collect(), own: rule.own }
    }
}

impl Structure {
    /// Counts who was asked and who did it.
    pub(crate) fn of(id: Id, test: &Test, acts: &[(Id, Act)], known: &BTreeMap<Id, Known>) -> Self {
        let mut services: BTreeMap<String, ServiceRow> = BTreeMap::new();
        let (mut asked, mut done, mut unasked) = (0_usize, 0_usize, 0_usize);
        for (_, act) in acts.iter().filter(|(_, act)| act.test == Some(id) && act.kind == test.kind) {
            let Some(one) = act.person.and_then(|person| known.get(&person)) else { continue };
            let name = one.service.clone().unwrap_or_default();
            let empty = || ServiceRow { name: name.clone(), asked: 0, done: 0, unasked: 0 };
            let row = services.entry(fold(&name)).or_insert_with(empty);
            let did = usize::from(act.day.is_some());
            // Who did it without being asked says nothing of how many do what they are asked.
            if act.asked.is_none() {
                row.unasked = row.unasked.saturating_add(did);
                unasked = unasked.saturating_add(did);
                continue;
            }
            (row.asked, row.done) = (row.asked.saturating_add(1), row.done.saturating_add(did));
            (asked, done) = (asked.saturating_add(1), done.saturating_add(did));
        }
        let mut services: Vec<ServiceRow> = services.into_values().collect();
        services.sort_by(|a, b| (b.asked, &a.name).cmp(&(a.asked, &b.name)));
        let (name, kind) = (test.name.clone(), test.kind.clone());
        Self { id, name, kind, day: test.day, asked, done, unasked, services }
    }
}

impl Map {
    /// Puts the map together.
    pub(crate) fn of(field: &Field, by: Axis, today: NaiveDate) -> Self {
        let units = map::coverage(field, by, today);
        let sum = |of: fn(&map::Unit) -> usize| units.iter().map(of).fold(0_usize, usize::saturating_add);
        let brought = map::brought(field).into_iter().map(|(day, who, whom)| BroughtRow {
            who: name(&field.known, who),
            whom: name(&field.known, whom),
            day,
        });
        Self {
            by,
            people: sum(|unit| unit.people),
            reached: sum(|unit| unit.reached),
            led: units.iter().filter(|unit| !unit.leaders.is_empty() && !unit.name.is_empty()).count(),
            brought: brought.collect(),
            units: units
                .into_iter()
                .map(|unit| UnitRow {
                    leaders: unit.leaders.iter().map(|id| name(&field.known, *id)).collect(),
                    name: unit.name,
                    people: unit.people,
                    members: unit.members,
                    reached: unit.reached,
                    acted: unit.acted,
                })
                .collect(),
        }
    }
}

impl Proposed {
    /// Lists whom to talk with next.
    pub(crate) fn of(known: &BTreeMap<Id, Known>, found: &[map::Next]) -> Self {
        let row = |next: &map::Next| {
            let one = known.get(&next.id)?;
            Some(NextRow {
                id: next.id,
                name: one.name.clone(),
                service: one.service.clone(),
                organizer: one.with.clone(),
                reason: next.reason,
                last: next.last,
            })
        };
        Self { people: found.iter().filter_map(row).collect() }
    }
}

impl Workforce {
    /// Lists what was entered.
    pub(crate) fn of(by: Axis, ground: &Ground) -> Self {
        let row = |(key, count): (&String, &u64)| {
            let (axis, name) = key.split_once('/')?;
            (axis == by.code()).then(|| CountRow { name: name.to_owned(), count: *count })
        };
        Self { by, groups: ground.workforce.iter().filter_map(row).collect() }
    }
}

impl Representation {
    /// Shows a table: whole, or as it is for others, with the sum that stands on it.
    pub(crate) fn of(by: Axis, on: NaiveDate, groups: &[Group], shared: Option<u64>) -> Self {
        let row = |group: &Group| {
            let whole = |n: u64| i64::try_from(n).ok().map(Fraction::whole);
            let share = group.members.and_then(whole).zip(whole(group.workforce));
            GroupRow {
                name: group.name.clone(),
                members: group.members,
                workforce: group.workforce,
                share: share.and_then(|(a, b)| a.checked_div(b)).map(|share| share.to_string()),
            }
        };
        let sum = groups.iter().filter_map(|group| group.members).fold(0_u64, u64::saturating_add);
        Self {
            by,
            on,
            shared: shared.is_some(),
            members: Some(shared.unwrap_or(sum)),
            groups: groups.iter().map(row).collect(),
        }
    }
}
