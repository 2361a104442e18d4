//! One list of candidates for one vote of one college.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{
        Id, date,
        record::{FieldKey, Record, Value},
        stamp::Stamp,
        word::Gender,
    },
    features::election::records::{Element, Post, element_of, id, part, part_count, put, put_all, tombstone},
};

/// The numbers of the fields; never reused for another meaning.
mod field {
    pub(super) const ELECTION: u16 = 1;
    pub(super) const COLLEGE: u16 = 2;
    pub(super) const POST: u16 = 3;
    pub(super) const NAME: u16 = 4;
    pub(super) const OURS: u16 = 5;
    pub(super) const UNION: u16 = 6;
    pub(super) const CANDIDATE: u16 = 7;
    pub(super) const REMOVED: u16 = 40;
}

/// A union on a list, and its part of the votes where it was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// The union.
    pub union: String,
    /// Its part of a common list as stated when it was filed, an exact fraction as text.
    pub share: Option<String>,
}

/// A candidate. No `Debug`: a person must not end in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The element of the record that holds them.
    pub element: Element,
    /// The name.
    pub name: String,
    /// The sex as lists count it, where it is known.
    pub sex: Option<Gender>,
    /// The date of birth, which breaks the last tie.
    pub born: Option<NaiveDate>,
    /// The person of our roster.
    pub member: Option<Id>,
    /// Whether this is a cadre, for reserved seats.
    pub cadre: bool,
}

/// A list of candidates. No `Debug`: it holds names.
#[derive(Clone, PartialEq, Eq)]
pub struct Slate {
    /// The election.
    pub poll: Id,
    /// The college.
    pub college: String,
    /// Which vote.
    pub post: Post,
    /// The name of the list.
    pub name: String,
    /// Whether it is ours.
    pub ours: bool,
    /// The unions that filed it; none for free candidates.
    pub unions: Vec<Partner>,
    /// The candidates in the order of presentation.
    pub candidates: Vec<Candidate>,
}

impl Slate {
    /// Reads a list; nothing when it was removed, or is not whole.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        if record.get(FieldKey::single(field::REMOVED)).is_some() {
            return None;
        }
        let mut unions: Vec<(u64, Partner)> = record
            .elements(field::UNION)
            .filter_map(|(_, value)| {
                let parts = value.as_parts()?;
                let partner =
                    Partner { union: part(&parts, 0)?.to_owned(), share: part(&parts, 1).map(str::to_owned) };
                Some((part_count(&parts, 2)?, partner))
            })
            .collect();
        unions.sort_by(|a, b| (a.0, &a.1.union).cmp(&(b.0, &b.1.union)));
        let mut candidates: Vec<(u64, Candidate)> =
            record.elements(field::CANDIDATE).filter_map(|(e, value)| candidate(e, value)).collect();
        candidates.sort_by_key(|(place, c)| (*place, c.element));
        Some(Self {
            poll: id(record, field::ELECTION)?,
            college: record.text(field::COLLEGE)?.to_owned(),
            post: Post::read(record.text(field::POST)?)?,
            name: record.text(field::NAME)?.to_owned(),
            ours: record.get(FieldKey::single(field::OURS)).and_then(Value::as_int) == Some(1),
            unions: unions.into_iter().map(|(_, u)| u).collect(),
            candidates: candidates.into_iter().map(|(_, c)| c).collect(),
        })
    }

    /// Writes what differs from the record.
    pub fn write(&self, record: &mut Record, stamp: Stamp) {
        for (field, value) in [
            (field::ELECTION, Some(Value::text(&self.poll.to_string()))),
            (field::COLLEGE, Some(Value::text(&self.college))),
            (field::POST, Some(Value::text(self.post.code()))),
            (field::NAME, Some(Value::text(&self.name))),
            (field::OURS, self.ours.then(|| Value::int(1))),
        ] {
            put(record, FieldKey::single(field), value, stamp);
        }
        let unions = (1_u64..).zip(&self.unions).map(|(place, u)| {
            let mut parts = BTreeMap::from([(0, Value::text(&u.union)), (2, super::count(place))]);
            parts.extend(u.share.as_deref().map(|s| (1, Value::text(s))));
            (element_of(&u.union), Value::parts(&parts))
        });
        put_all(record, field::UNION, &unions.collect(), stamp);
        let candidates =
            (1_u64..).zip(&self.candidates).map(|(place, c)| (c.element, of_candidate(place, c)));
        put_all(record, field::CANDIDATE, &candidates.collect(), stamp);
    }

    /// Empties a record and leaves the word that its list was removed.
    pub fn remove(record: &mut Record, stamp: Stamp) {
        tombstone(record, field::REMOVED, stamp);
    }
}

fn of_candidate(place: u64, candidate: &Candidate) -> Value {
    let mut parts = BTreeMap::from([(0, Value::text(&candidate.name)), (1, super::count(place))]);
    parts.extend(candidate.sex.map(|s| (2, Value::text(s.code()))));
    parts.extend(candidate.born.map(|d| (3, Value::text(&date::stored(d)))));
    parts.extend(candidate.member.map(|id| (4, Value::text(&id.to_string()))));
    parts.extend(candidate.cadre.then(|| (5, Value::int(1))));
    Value::parts(&parts)
}

fn candidate(element: Element, value: &Value) -> Option<(u64, Candidate)> {
    let parts = value.as_parts()?;
    let candidate = Candidate {
        element,
        name: part(&parts, 0)?.to_owned(),
        sex: part(&parts, 2).and_then(Gender::from_code),
        born: part(&parts, 3).and_then(date::from_stored),
        member: part(&parts, 4).and_then(|t| t.parse().ok()),
        cadre: part_count(&parts, 5) == Some(1),
    };
    Some((part_count(&parts, 1)?, candidate))
}
