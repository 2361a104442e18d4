//! Where somebody stands by what they did, and what follows for all. No opinion: acts with their days, and a rule that one can read.

pub mod hide;
pub mod map;
pub mod represent;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use crate::{
    base::{Id, text::fold, word::codes},
    features::{
        action::records::Ground,
        talk::{
            records::{Act, Answer, Talk},
            rules::Known,
        },
    },
};

codes! {
    /// The acts that every section knows; it may have others of its own.
    ActKind {
        /// Put a name under something.
        Signed = "signed", "a signé", "signed";
        /// Came to a meeting or a gathering.
        Came = "came", "est venu·e", "came";
        /// Wore or showed a sign.
        Wore = "wore", "a porté un signe", "wore a sign";
        /// Spoke up before others.
        Spoke = "spoke", "a pris la parole", "spoke up";
        /// Struck.
        Struck = "struck", "a fait grève", "struck";
        /// Brought others along.
        Recruited = "recruited", "a fait venir", "brought others";
        /// Was asked, and did not.
        Declined = "declined", "a décliné", "declined";
        /// Worked against it.
        Opposed = "opposed", "s’y est opposé·e", "opposed";
    }
}

/// The acts in one French word, as the help lists them.
const SHORT: &[(&str, ActKind)] = &[
    ("signé", ActKind::Signed),
    ("venu", ActKind::Came),
    ("venue", ActKind::Came),
    ("venu·e", ActKind::Came),
    ("porté", ActKind::Wore),
    ("parlé", ActKind::Spoke),
    ("grève", ActKind::Struck),
    ("entraîné", ActKind::Recruited),
    ("décliné", ActKind::Declined),
    ("opposé", ActKind::Opposed),
    ("opposée", ActKind::Opposed),
];

impl ActKind {
    /// Reads an act as people write it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let key = fold(text);
        let words =
            |one: &Self| [one.code(), one.words(crate::base::Lang::Fr), one.words(crate::base::Lang::En)];
        let whole = Self::ALL.iter().copied().find(|one| words(one).iter().any(|word| fold(word) == key));
        whole.or_else(|| SHORT.iter().find(|(word, _)| fold(word) == key).map(|(_, kind)| *kind))
    }
}

codes! {
    /// How somebody moves.
    Trend {
        /// Was nowhere three months ago.
        New = "new", "nouveau", "new";
        /// Closer than three months ago.
        Closer = "closer", "se rapproche", "comes closer";
        /// As three months ago.
        Steady = "steady", "stable", "steady";
        /// Further than three months ago.
        Further = "further", "s’éloigne", "moves away";
    }
}

/// What puts somebody on a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// The level, 1 to 5.
    pub level: u8,
    /// The acts.
    pub acts: BTreeSet<String>,
    /// For how many months one counts.
    pub months: u32,
}

/// The levels that say no.
const AGAINST: u8 = 4;
/// How far back the trend looks.
const TREND_MONTHS: u32 = 3;

/// The rule of the section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The levels.
    pub levels: Vec<Level>,
    /// Whether the section changed it.
    pub own: bool,
}

impl Rule {
    /// Reads the rule: that of the program, and what the section set in its place.
    #[must_use]
    pub fn of(ground: &Ground) -> Self {
        let lines = include_str!("assessment.txt").lines().filter(|line| !line.starts_with('#'));
        let ours = lines.filter_map(|line| {
            let (level, rest) = line.split_once(' ')?;
            let set = ground.levels.get(level).map_or(rest, String::as_str);
            level_of(level, set).or_else(|| level_of(level, rest))
        });
        Self { levels: ours.collect(), own: !ground.levels.is_empty() }
    }
}

/// Reads what a level asks, `recruited,spoke 12`.
#[must_use]
pub fn level_of(level: &str, text: &str) -> Option<Level> {
    let (acts, months) = text.rsplit_once(' ')?;
    let acts: BTreeSet<String> =
        acts.split(',').map(|act| act.trim().to_owned()).filter(|a| !a.is_empty()).collect();
    let (level, months) = (level.parse().ok()?, months.parse().ok()?);
    let good = (1..=5).contains(&level) && (1..=120).contains(&months) && !acts.is_empty();
    good.then_some(Level { level, acts, months })
}

/// Something done, with what names its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The record.
    pub id: Id,
    /// What.
    pub kind: String,
    /// The day.
    pub day: NaiveDate,
    /// Who was brought along.
    pub whom: Option<Id>,
}

/// Where somebody stands, and by which acts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// The level; none where nothing says.
    pub level: Option<u8>,
    /// The acts that made it.
    pub because: Vec<Deed>,
}

/// Says where somebody stands on a day.
///
/// Among what one did, the strongest counts; between yes and no, the last word.
#[must_use]
pub fn assess(rule: &Rule, deeds: &[Deed], on: NaiveDate) -> Standing {
    let counts = |level: &Level, deed: &&Deed| {
        let from = on.checked_sub_months(Months::new(level.months)).unwrap_or(on);
        level.acts.contains(&deed.kind) && deed.day <= on && deed.day > from
    };
    let of = |level: &Level| deeds.iter().filter(|deed| counts(level, deed)).cloned().collect::<Vec<_>>();
    let found: Vec<(u8, Vec<Deed>)> = rule.levels.iter().map(|level| (level.level, of(level))).collect();
    let last = |against: bool| {
        let side = found.iter().filter(|(level, _)| (*level >= AGAINST) == against);
        side.flat_map(|(_, deeds)| deeds).map(|deed| deed.day).max()
    };
    let (yes, no) = (last(false), last(true));
    let against = no > yes;
    let mut side =
        found.into_iter().filter(|(level, deeds)| (*level >= AGAINST) == against && !deeds.is_empty());
    // Of two that say no the later one counts.
    let made =
        if against { side.max_by_key(|(_, deeds)| deeds.iter().map(|d| d.day).max()) } else { side.next() };
    made.map_or_else(Standing::default, |(level, because)| Standing { level: Some(level), because })
}

/// Says how somebody moved since three months ago.
#[must_use]
pub fn trend(rule: &Rule, deeds: &[Deed], on: NaiveDate) -> Option<(Option<u8>, Trend)> {
    let now = assess(rule, deeds, on).level?;
    let then =
        on.checked_sub_months(Months::new(TREND_MONTHS)).and_then(|day| assess(rule, deeds, day).level);
    let moved = match then {
        None => Trend::New,
        Some(then) if now < then => Trend::Closer,
        Some(then) if now > then => Trend::Further,
        Some(_) => Trend::Steady,
    };
    Some((then, moved))
}

/// Everything of organizing that the rules read.
#[derive(Debug, Clone)]
pub struct Field {
    /// Who is known at work.
    pub known: BTreeMap<Id, Known>,
    /// What each did, the earliest first.
    pub deeds: BTreeMap<Id, Vec<Deed>>,
    /// The conversations.
    pub talks: Vec<(Id, Talk)>,
    /// The rule of the section.
    pub rule: Rule,
}

impl Field {
    /// Puts together what was kept. A conversation that ended in a no is an act too: who was asked declined.
    #[must_use]
    pub fn of(
        known: BTreeMap<Id, Known>,
        acts: &[(Id, Act)],
        talks: Vec<(Id, Talk)>,
        ground: &Ground,
    ) -> Self {
        let mut deeds: BTreeMap<Id, Vec<Deed>> = BTreeMap::new();
        for (id, act) in acts {
            if let (Some(person), Some(day)) = (act.person, act.day) {
                let deed = Deed { id: *id, kind: act.kind.clone(), day, whom: act.whom };
                deeds.entry(person).or_default().push(deed);
            }
        }
        for (id, talk) in &talks {
            if let (Some(Answer::No), Some(person), Some(day)) = (talk.answer, talk.with, talk.day) {
                let kind = ActKind::Declined.code().to_owned();
                deeds.entry(person).or_default().push(Deed { id: *id, kind, day, whom: None });
            }
        }
        for all in deeds.values_mut() {
            all.sort_by_key(|deed| (deed.day, deed.id));
        }
        Self { known, deeds, talks, rule: Rule::of(ground) }
    }

    /// What somebody did.
    #[must_use]
    pub fn of_person(&self, id: Id) -> &[Deed] {
        self.deeds.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Where somebody stands.
    #[must_use]
    pub fn standing(&self, id: Id, on: NaiveDate) -> Standing {
        assess(&self.rule, self.of_person(id), on)
    }
}

#[cfg(test)]
mod tests;
