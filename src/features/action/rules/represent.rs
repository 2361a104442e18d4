//! Members beside the workforce: where we are few. For others than organizers small groups are hidden, and what was shown stays.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::text::fold,
    features::{
        action::{
            records::Ground,
            rules::{
                hide::{self, LEAST, Table},
                map::Axis,
            },
        },
        talk::rules::Known,
    },
};

/// One group, beside all who work there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How many are members; nothing where it is hidden.
    pub members: Option<u64>,
    /// How many work there.
    pub workforce: u64,
}

/// Counts the members of each group that the section entered a workforce for.
#[must_use]
pub fn groups<'a>(
    people: impl IntoIterator<Item = &'a Known>,
    ground: &Ground,
    axis: Axis,
    today: NaiveDate,
) -> Vec<Group> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for one in people.into_iter().filter(|one| one.member) {
        if let Some(group) = axis.group(one, today) {
            let count = counts.entry(fold(&group)).or_default();
            *count = count.saturating_add(1);
        }
    }
    let entered = ground.workforce.iter().filter_map(|(key, count)| {
        let (of, name) = key.split_once('/')?;
        (of == axis.code()).then(|| (name.to_owned(), *count))
    });
    let group = |(name, workforce): (String, u64)| {
        let members = counts.get(&fold(&name)).copied().unwrap_or_default();
        // More members than work there is an old count of the workforce: it is at least those.
        Group { name, members: Some(members), workforce: workforce.max(members) }
    };
    entered.map(group).collect()
}

/// Hides the small groups; nothing where the table cannot be shown to others at all.
#[must_use]
pub fn hidden(groups: &[Group]) -> Option<Vec<Group>> {
    let counts: Vec<u64> = groups.iter().map(|group| group.members.unwrap_or_default()).collect();
    let most: Vec<u64> = groups.iter().map(|group| group.workforce).collect();
    let found = hide::hidden(&Table::of(&[counts], &[most])?)?;
    let one = |(group, hidden): (&Group, bool)| Group {
        members: group.members.filter(|_| !hidden),
        ..group.clone()
    };
    Some(groups.iter().zip(found).map(one).collect())
}

/// Tells whether a table may be shown after another: two tables tell who came between them where a count or the sum differs by
/// fewer than five.
#[must_use]
pub fn may_follow(before: &[Group], sum_before: u64, now: &[Group], sum_now: u64) -> bool {
    let apart = |a: u64, b: u64| a == b || a.abs_diff(b) >= LEAST;
    let known: BTreeMap<&str, Option<u64>> = before.iter().map(|g| (g.name.as_str(), g.members)).collect();
    let same = now.iter().all(|group| match (known.get(group.name.as_str()), group.members) {
        (Some(Some(a)), Some(b)) => apart(*a, b),
        // What was hidden and is shown now, or the other way round, may tell what the other hid.
        (Some(None), Some(_)) | (Some(Some(_)), None) => false,
        _ => true,
    });
    same && apart(sum_before, sum_now) && before.len() == now.len()
}

/// Writes a table that was shown.
#[must_use]
pub fn frozen(day: NaiveDate, sum: u64, groups: &[Group]) -> String {
    let line = |group: &Group| {
        let members = group.members.map_or_else(|| "-".to_owned(), |n| n.to_string());
        format!("\n{members} {} {}", group.workforce, group.name)
    };
    format!("{day} {sum}{}", groups.iter().map(line).collect::<String>())
}

/// Reads a table that was shown: its day, the sum of the members, the groups.
#[must_use]
pub fn thawed(text: &str) -> Option<(NaiveDate, u64, Vec<Group>)> {
    let mut lines = text.lines();
    let (day, sum) = lines.next()?.split_once(' ')?;
    let one = |line: &str| {
        let (members, rest) = line.split_once(' ')?;
        let (workforce, name) = rest.split_once(' ')?;
        let members = if members == "-" { None } else { Some(members.parse().ok()?) };
        Some(Group { name: name.to_owned(), members, workforce: workforce.parse().ok()? })
    };
    Some((day.parse().ok()?, sum.parse().ok()?, lines.map(one).collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, members: u64, workforce: u64) -> Group {
        Group { name: name.to_owned(), members: Some(members), workforce }
    }

    #[test]
    fn a_small_group_is_hidden_with_another_and_the_same_table_is_shown_again() {
        let now = [group("F", 3, 80), group("H", 20, 90), group("autre", 30, 60)];
        let shown = hidden(&now).unwrap();
        assert_eq!(shown.iter().map(|g| g.members).collect::<Vec<_>>(), [None, None, Some(30)]);
        let day = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        assert_eq!(thawed(&frozen(day, 53, &shown)), Some((day, 53, shown.clone())));
        assert_eq!(thawed("2026-11-30"), None);
        // One person more, asked again: the difference would be that person.
        let later = hidden(&[group("F", 4, 80), group("H", 20, 90), group("autre", 30, 60)]).unwrap();
        assert!(!may_follow(&shown, 53, &later, 54));
        assert!(may_follow(&shown, 53, &shown, 53) && may_follow(&shown, 53, &later, 58));
        let opened = hidden(&[group("F", 9, 80), group("H", 20, 90), group("autre", 30, 60)]).unwrap();
        assert!(!may_follow(&shown, 53, &opened, 59), "what was hidden would be told");
    }
}
