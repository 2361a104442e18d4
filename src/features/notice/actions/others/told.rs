//! The outboxes of the other devices, as their records tell of them: pages put together, who has a notice or is about to, which of
//! two campaigns waits.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::{Device, Id, hex},
    features::notice::records::Posted,
    mail::outbox::{Counts, Fate},
};

/// A page of a campaign has at most so many messages: as a record it stays below 64 KiB.
const PAGE: usize = 1_000;

/// A campaign of a device, as it told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What names it.
    pub id: Id,
    /// The device that queued it.
    pub device: Device,
    /// The notice.
    pub notice: String,
    /// When it was queued, in milliseconds since 1970.
    pub queued_ms: u64,
    /// Equal for campaigns of one notice with the same values.
    pub alike: Option<String>,
    /// Whose messages it has, and where each stands.
    pub members: BTreeMap<Id, Fate>,
    /// Campaigns of others that were known and alike when it was queued.
    pub despite: BTreeSet<String>,
}

const fn letter(fate: Fate) -> char {
    match fate {
        Fate::Queued => 'q',
        Fate::Sending => 'g',
        Fate::Sent => 's',
        Fate::ToRetry => 't',
        Fate::Refused => 'r',
        Fate::Unknown => 'u',
        Fate::Skipped => 'k',
        Fate::Cancelled => 'c',
    }
}

fn fate(letter: char) -> Option<Fate> {
    Fate::ALL.iter().copied().find(|fate| self::letter(*fate) == letter)
}

impl Told {
    /// Divides it into pages, in the order of their members; one that has none has a page, too.
    #[must_use]
    pub fn pages(&self) -> Vec<Posted> {
        let all: Vec<(&Id, &Fate)> = self.members.iter().collect();
        let chunks: Vec<&[(&Id, &Fate)]> =
            if all.is_empty() { vec![&[]] } else { all.chunks(PAGE).collect() };
        let page = |(page, some): (u64, &[(&Id, &Fate)])| Posted {
            notice: Some(self.notice.clone()),
            queued: Some(self.queued_ms),
            device: Some(hex::write(&self.device)),
            alike: self.alike.clone(),
            members: Some(some.iter().map(|(id, _)| id.to_string()).collect()),
            states: Some(some.iter().map(|(_, fate)| letter(**fate)).collect()),
            despite: self.despite.clone(),
            campaign: Some(self.id),
            page: Some(page),
            ..Posted::default()
        };
        (0_u64..).zip(chunks).map(page).collect()
    }

    /// Puts pages together; what is not whole is passed over.
    #[must_use]
    pub fn of(pages: impl Iterator<Item = Posted>) -> Vec<Self> {
        let mut out: BTreeMap<Id, Self> = BTreeMap::new();
        for page in pages {
            let (Some(id), Some(device)) = (page.campaign, page.device.as_deref().and_then(hex::read::<8>))
            else {
                continue;
            };
            let (Some(notice), Some(queued_ms)) = (page.notice, page.queued) else { continue };
            let there = out.entry(id).or_insert_with(|| Self {
                id,
                device,
                notice,
                queued_ms,
                alike: page.alike,
                members: BTreeMap::new(),
                despite: page.despite,
            });
            let (members, states) = (page.members.unwrap_or_default(), page.states.unwrap_or_default());
            let ids = members
                .as_bytes()
                .chunks(32)
                .map(|id| std::str::from_utf8(id).ok().and_then(hex::read::<16>).map(Id));
            let both = ids.zip(states.chars().map(fate));
            there.members.extend(both.filter_map(|(id, fate)| Some((id?, fate?))));
        }
        let mut out: Vec<Self> = out.into_values().collect();
        out.sort_by_key(|told| (told.queued_ms, told.id));
        out
    }

    /// How many messages stand where.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::new();
        for fate in self.members.values() {
            let count = counts.entry(*fate).or_default();
            *count = count.saturating_add(1);
        }
        counts
    }

    /// Whether somebody has its message, or is about to: as on one laptop, unless it was taken back. What waits on a device that is
    /// no holder any more leaves no more.
    #[must_use]
    pub fn reaches(&self, member: &Id, holds: bool) -> bool {
        match self.members.get(member) {
            None | Some(Fate::Cancelled) => false,
            Some(Fate::Sent | Fate::Sending | Fate::Unknown | Fate::Refused | Fate::Skipped) => true,
            Some(Fate::Queued | Fate::ToRetry) => holds,
        }
    }

    /// Whether it is one of the same notice that was queued before another one of another device, which did not know it.
    #[must_use]
    pub fn is_before(&self, (id, at_ms): (Id, u64), alike: &str, despite: &BTreeSet<String>) -> bool {
        self.id != id
            && self.alike.as_deref() == Some(alike)
            && (self.queued_ms, self.id) < (at_ms, id)
            && !despite.contains(&self.id.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(count: u64) -> Told {
        let member = |n: u64| {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            let fate = if n.is_multiple_of(2) { Fate::Sent } else { Fate::Queued };
            (Id(id), fate)
        };
        Told {
            id: Id([7; 16]),
            device: [3; 8],
            notice: "meeting".into(),
            queued_ms: 9,
            alike: Some("aa".into()),
            members: (0..count).map(member).collect(),
            despite: BTreeSet::new(),
        }
    }

    #[test]
    fn pages_come_to_the_campaign_in_whatever_order() {
        for count in [0, 1, 999, 1_000, 2_001] {
            let one = told(count);
            let mut pages = one.pages();
            assert!(pages.iter().all(|page| page.members.as_ref().unwrap().len() <= 32_000));
            pages.reverse();
            assert_eq!(Told::of(pages.into_iter()), [one]);
        }
        // A page that is no page of a campaign, and letters that nobody wrote.
        let strange = Posted { states: Some("x".into()), ..told(1).pages().remove(0) };
        assert!(Told::of([Posted::default(), strange].into_iter()).remove(0).members.is_empty());
    }

    #[test]
    fn who_waits_on_a_device_that_is_gone_gets_nothing_from_it() {
        let one = told(2);
        let (sent, waits) = (one.members.keys().next().unwrap(), one.members.keys().next_back().unwrap());
        assert!(one.reaches(sent, false) && one.reaches(waits, true) && !one.reaches(waits, false));
        let known = BTreeSet::from([one.id.to_string()]);
        let later = (Id([8; 16]), 10);
        assert!(one.is_before(later, "aa", &BTreeSet::new()));
        assert!(!one.is_before(later, "aa", &known) && !one.is_before(later, "bb", &BTreeSet::new()));
        assert!(!one.is_before((Id([8; 16]), 8), "aa", &BTreeSet::new()));
    }
}
