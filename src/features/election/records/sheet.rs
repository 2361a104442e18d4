//! One entry of one ballot box: what one teller wrote down.

use std::collections::BTreeMap;

use crate::{
    base::{
        Id,
        record::{FieldKey, Record, Value},
        stamp::Stamp,
    },
    features::election::records::{
        Element, Post, as_count, count, id, part, part_count, put, put_all, tombstone,
    },
};

/// The numbers of the fields; never reused for another meaning.
mod field {
    pub(super) const ELECTION: u16 = 1;
    pub(super) const COLLEGE: u16 = 2;
    pub(super) const POST: u16 = 3;
    pub(super) const BOX: u16 = 4;
    pub(super) const ENTRY: u16 = 5;
    pub(super) const DONE: u16 = 6;
    pub(super) const SETTLES: u16 = 7;
    pub(super) const REGISTERED: u16 = 10;
    pub(super) const SIGNATURES: u16 = 11;
    pub(super) const VOTERS: u16 = 12;
    pub(super) const BLANK: u16 = 13;
    pub(super) const NULL: u16 = 14;
    pub(super) const BALLOTS: u16 = 20;
    pub(super) const STRUCK: u16 = 21;
    pub(super) const REMOVED: u16 = 40;
}

/// The figures of a ballot box, or of several together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Electors of this box on the list, where the list is split by box.
    pub registered: Option<u64>,
    /// Signatures on the electoral list (*émargements*), where they were counted.
    pub signatures: Option<u64>,
    /// Ballots found in the box.
    pub voters: Option<u64>,
    /// Blank ballots.
    pub blank: Option<u64>,
    /// Null ballots.
    pub null: Option<u64>,
    /// Ballots of each list.
    pub ballots: BTreeMap<Id, u64>,
    /// How often each candidate was struck, by the element of the candidate.
    pub struck: BTreeMap<Element, u64>,
}

/// One entry of one ballot box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The election.
    pub poll: Id,
    /// The college.
    pub college: String,
    /// Which vote.
    pub post: Post,
    /// The ballot box.
    pub place: String,
    /// 1 or 2 for the two tellers; 0 for what a person decided where they differ.
    pub entry: u32,
    /// Whether the teller is finished.
    pub done: bool,
    /// For a decision: the fingerprint of the entries that it settles.
    pub settles: Option<String>,
    /// The figures.
    pub figures: Figures,
}

impl Sheet {
    /// Reads a sheet; nothing when it was removed, or is not whole.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        if record.get(FieldKey::single(field::REMOVED)).is_some() {
            return None;
        }
        let number = |field| record.get(FieldKey::single(field)).and_then(as_count);
        let ballots = record.elements(field::BALLOTS).filter_map(|(_, value)| {
            let parts = value.as_parts()?;
            Some((part(&parts, 0)?.parse().ok()?, part_count(&parts, 1)?))
        });
        let struck = record.elements(field::STRUCK).filter_map(|(e, value)| Some((e, as_count(value)?)));
        Some(Self {
            poll: id(record, field::ELECTION)?,
            college: record.text(field::COLLEGE)?.to_owned(),
            post: Post::read(record.text(field::POST)?)?,
            place: record.text(field::BOX)?.to_owned(),
            entry: number(field::ENTRY).and_then(|n| u32::try_from(n).ok())?,
            done: number(field::DONE) == Some(1),
            settles: record.text(field::SETTLES).map(str::to_owned),
            figures: Figures {
                registered: number(field::REGISTERED),
                signatures: number(field::SIGNATURES),
                voters: number(field::VOTERS),
                blank: number(field::BLANK),
                null: number(field::NULL),
                ballots: ballots.collect(),
                struck: struck.collect(),
            },
        })
    }

    /// Writes what differs from the record.
    pub fn write(&self, record: &mut Record, stamp: Stamp) {
        let f = &self.figures;
        for (field, value) in [
            (field::ELECTION, Some(Value::text(&self.poll.to_string()))),
            (field::COLLEGE, Some(Value::text(&self.college))),
            (field::POST, Some(Value::text(self.post.code()))),
            (field::BOX, Some(Value::text(&self.place))),
            (field::ENTRY, Some(count(self.entry.into()))),
            (field::DONE, self.done.then(|| Value::int(1))),
            (field::SETTLES, self.settles.as_deref().map(Value::text)),
            (field::REGISTERED, f.registered.map(count)),
            (field::SIGNATURES, f.signatures.map(count)),
            (field::VOTERS, f.voters.map(count)),
            (field::BLANK, f.blank.map(count)),
            (field::NULL, f.null.map(count)),
        ] {
            put(record, FieldKey::single(field), value, stamp);
        }
        let ballots = f.ballots.iter().map(|(list, n)| {
            let parts = BTreeMap::from([(0, Value::text(&list.to_string())), (1, count(*n))]);
            (list.0.first_chunk::<8>().copied().unwrap_or_default(), Value::parts(&parts))
        });
        put_all(record, field::BALLOTS, &ballots.collect(), stamp);
        let struck = f.struck.iter().map(|(e, n)| (*e, count(*n))).collect();
        put_all(record, field::STRUCK, &struck, stamp);
    }

    /// Empties a record and leaves the word that its sheet was removed.
    pub fn remove(record: &mut Record, stamp: Stamp) {
        tombstone(record, field::REMOVED, stamp);
    }
}
