//! One round of one election: its day, its colleges, what the protocol says.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{
        Id, date,
        record::{FieldKey, Record, Value},
        stamp::Stamp,
        text::fold,
        word::codes,
    },
    features::election::records::{Element, Post, element_of, id, part, part_count, put, put_all, tombstone},
};

/// The numbers of the fields; never reused for another meaning.
mod field {
    pub(super) const DAY: u16 = 1;
    pub(super) const ROUND: u16 = 2;
    pub(super) const FOLLOWS: u16 = 3;
    pub(super) const ESTABLISHMENT: u16 = 4;
    pub(super) const NAME: u16 = 5;
    pub(super) const OURS: u16 = 6;
    pub(super) const HEADCOUNT: u16 = 7;
    pub(super) const MANDATE_YEARS: u16 = 8;
    pub(super) const STEP: u16 = 9;
    pub(super) const COLLEGE: u16 = 10;
    pub(super) const CATEGORICAL: u16 = 11;
    pub(super) const NATURE: u16 = 12;
    pub(super) const REMOVED: u16 = 40;
}

codes! {
    /// A dated step on the way to an election.
    Step {
        /// The staff was told of the election (*information du personnel*).
        Information = "information", "Personnel informé", "Staff told";
        /// The invitation to negotiate arrived.
        Invitation = "invitation", "Invitation reçue", "Invitation received";
        /// The first meeting of the negotiation of the protocol.
        Meeting = "meeting", "Première réunion", "First meeting";
        /// The protocol was signed.
        Protocol = "protocol", "Protocole signé", "Protocol signed";
        /// The electoral list was published.
        ListPublished = "list_published", "Liste électorale publiée", "Electoral list published";
        /// The last day to file lists of candidates.
        ListsDue = "lists_due", "Dépôt des listes", "Lists due";
        /// Our lists of candidates were sent to the employer.
        ListsSent = "lists_sent", "Nos listes envoyées", "Our lists sent";
        /// The mandates that this election renews end.
        MandatesEnd = "mandates_end", "Terme des mandats", "End of mandates";
        /// The results were proclaimed, where that was another day than the vote.
        Proclaimed = "proclaimed", "Résultats proclamés", "Results proclaimed";
    }
}

codes! {
    /// What an election is for: whose seats it fills, and for how long.
    Nature {
        /// The whole committee (*élections générales*): the first one, a renewal, an early one.
        General = "general", "élection générale", "general election";
        /// Seats that fell vacant while the mandates run (*élections partielles*).
        ByElection = "by-election", "élection partielle", "by-election";
        /// Seats that are added while the mandates run (*élections complémentaires*).
        Complementary = "complementary", "élection complémentaire", "complementary election";
        /// What a judge annulled is voted again (*nouveau scrutin après annulation*).
        Rerun = "rerun", "nouveau scrutin après annulation", "re-run after annulment";
    }
}

impl Nature {
    /// Reads the code or the French word, without case and accents.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match fold(text).replace([' ', '_'], "-").as_str() {
            "general" | "generale" | "generales" | "renewal" | "renouvellement" => Some(Self::General),
            "by-election" | "byelection" | "partielle" | "partielles" | "partial" => Some(Self::ByElection),
            "complementary" | "complementaire" | "complementaires" => Some(Self::Complementary),
            "rerun" | "re-run" | "annulation" | "apres-annulation" => Some(Self::Rerun),
            _ => None,
        }
    }
}

/// A college of an election.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct College {
    /// Its number or name, as in the protocol.
    pub id: String,
    /// Full members to elect.
    pub holders: u32,
    /// Substitutes to elect.
    pub substitutes: u32,
    /// Full members reserved for cadres.
    pub reserved: u32,
    /// Women on the electoral list.
    pub women: Option<u64>,
    /// Men on the electoral list.
    pub men: Option<u64>,
    /// Electors on the list, where their sex is not known.
    pub registered: Option<u64>,
    /// The ballot boxes, where they were declared.
    pub boxes: Vec<String>,
}

impl College {
    /// Returns the seats of one of the two votes.
    #[must_use]
    pub const fn seats(&self, post: Post) -> u32 {
        match post {
            Post::Holders => self.holders,
            Post::Substitutes => self.substitutes,
        }
    }

    /// Returns the electors on the list, where they are known.
    #[must_use]
    pub fn electors(&self) -> Option<u64> {
        self.registered.or_else(|| self.women?.checked_add(self.men?))
    }
}

/// One round of one election.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Poll {
    /// The day of the vote, its first day where it takes several.
    pub day: Option<NaiveDate>,
    /// What it is for; nothing where nobody said it, as in the records of the first release. A second round has that of
    /// its first one.
    pub nature: Option<Nature>,
    /// 1 or 2.
    pub round: u32,
    /// For a second round: the first one.
    pub follows: Option<Id>,
    /// The establishment, where the company has several.
    pub establishment: Option<String>,
    /// A name to tell it by.
    pub name: Option<String>,
    /// Our union, as its lists name it.
    pub ours: Option<String>,
    /// The headcount for the seats, exact, as text.
    pub headcount: Option<String>,
    /// The length of the mandates in years, where an agreement sets it.
    pub mandate_years: Option<u32>,
    /// The days of the procedure that are known.
    pub steps: BTreeMap<Step, NaiveDate>,
    /// The colleges, by their identifier.
    pub colleges: Vec<College>,
    /// The categorical unions, with the colleges that their statutes cover.
    pub categorical: BTreeMap<String, Vec<String>>,
    /// Whether it was removed.
    pub removed: bool,
}

impl Poll {
    /// Returns a college.
    #[must_use]
    pub fn college(&self, id: &str) -> Option<&College> {
        self.colleges.iter().find(|c| c.id == id)
    }

    /// Tells whether it is of the whole committee, as far as the record says: who is elected begins mandates of a whole
    /// term, and the audience of the unions is measured.
    #[must_use]
    pub fn is_general(&self) -> bool {
        self.nature.is_none_or(|n| n == Nature::General)
    }

    /// Reads the fields that this program knows.
    #[must_use]
    pub fn read(record: &Record) -> Self {
        let text = |field| record.text(field).map(str::to_owned);
        let int = |field| {
            record.get(FieldKey::single(field)).and_then(Value::as_int).and_then(|n| u32::try_from(n).ok())
        };
        let steps = record.elements(field::STEP).filter_map(|(_, value)| {
            let parts = value.as_parts()?;
            Some((Step::from_code(part(&parts, 0)?)?, date::from_stored(part(&parts, 1)?)?))
        });
        let mut colleges: Vec<College> =
            record.elements(field::COLLEGE).filter_map(|(_, value)| college(value)).collect();
        colleges.sort_by(|a, b| a.id.cmp(&b.id));
        let categorical = record.elements(field::CATEGORICAL).filter_map(|(_, value)| {
            let parts = value.as_parts()?;
            Some((part(&parts, 0)?.to_owned(), texts(parts.get(&1)?)))
        });
        Self {
            day: record.text(field::DAY).and_then(date::from_stored),
            nature: record.text(field::NATURE).and_then(Nature::read),
            round: int(field::ROUND).unwrap_or(1),
            follows: id(record, field::FOLLOWS),
            establishment: text(field::ESTABLISHMENT),
            name: text(field::NAME),
            ours: text(field::OURS),
            headcount: text(field::HEADCOUNT),
            mandate_years: int(field::MANDATE_YEARS),
            steps: steps.collect(),
            colleges,
            categorical: categorical.collect(),
            removed: int(field::REMOVED) == Some(1),
        }
    }

    /// Writes what differs from the record.
    pub fn write(&self, record: &mut Record, stamp: Stamp) {
        if self.removed {
            return tombstone(record, field::REMOVED, stamp);
        }
        let text = |t: &Option<String>| t.as_deref().map(Value::text);
        let day = |d: NaiveDate| Value::text(&date::stored(d));
        let follows = self.follows.map(|id| Value::text(&id.to_string()));
        for (field, value) in [
            (field::DAY, self.day.map(day)),
            (field::NATURE, self.nature.map(|n| Value::text(n.code()))),
            (field::ROUND, Some(Value::int(self.round.into()))),
            (field::FOLLOWS, follows),
            (field::ESTABLISHMENT, text(&self.establishment)),
            (field::NAME, text(&self.name)),
            (field::OURS, text(&self.ours)),
            (field::HEADCOUNT, text(&self.headcount)),
            (field::MANDATE_YEARS, self.mandate_years.map(|y| Value::int(y.into()))),
        ] {
            put(record, FieldKey::single(field), value, stamp);
        }
        let pair = |a: &str, b: Value| Value::parts(&BTreeMap::from([(0, Value::text(a)), (1, b)]));
        let steps = self.steps.iter().map(|(s, d)| (element_of(s.code()), pair(s.code(), day(*d)))).collect();
        put_all(record, field::STEP, &steps, stamp);
        let colleges = self.colleges.iter().map(|c| (element_of(&c.id), of_college(c))).collect();
        put_all(record, field::COLLEGE, &colleges, stamp);
        let categorical: BTreeMap<Element, Value> =
            self.categorical.iter().map(|(u, list)| (element_of(u), pair(u, of_texts(list)))).collect();
        put_all(record, field::CATEGORICAL, &categorical, stamp);
    }
}

fn of_texts(list: &[String]) -> Value {
    Value::parts(&(0_u8..).zip(list).map(|(n, t)| (n, Value::text(t))).collect())
}

fn texts(value: &Value) -> Vec<String> {
    let parts = value.as_parts().unwrap_or_default();
    parts.values().filter_map(|v| v.as_text().map(str::to_owned)).collect()
}

fn of_college(college: &College) -> Value {
    let n = |n: u64| super::count(n);
    let mut parts = BTreeMap::from([
        (0, Value::text(&college.id)),
        (1, n(college.holders.into())),
        (2, n(college.substitutes.into())),
    ]);
    parts.extend((college.reserved > 0).then(|| (3, n(college.reserved.into()))));
    parts.extend(college.women.map(|w| (4, n(w))));
    parts.extend(college.men.map(|m| (5, n(m))));
    parts.extend(college.registered.map(|r| (6, n(r))));
    parts.extend((!college.boxes.is_empty()).then(|| (7, of_texts(&college.boxes))));
    Value::parts(&parts)
}

fn college(value: &Value) -> Option<College> {
    let parts = value.as_parts()?;
    let small = |n| part_count(&parts, n).and_then(|n| u32::try_from(n).ok());
    Some(College {
        id: part(&parts, 0)?.to_owned(),
        holders: small(1)?,
        substitutes: small(2)?,
        reserved: small(3).unwrap_or(0),
        women: part_count(&parts, 4),
        men: part_count(&parts, 5),
        registered: part_count(&parts, 6),
        boxes: parts.get(&7).map(texts).unwrap_or_default(),
    })
}
