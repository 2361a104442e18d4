//! A person: the typed view over a stored record.
//!
//! A value that cannot be read (damage, or a newer program) reads as absent; it stays in the record.
//! No `Debug` here: a person must not end in a log.

use chrono::NaiveDate;

#[cfg(test)]
use crate::base::trial::Source;
use crate::{
    base::{
        date,
        field::{EMAIL, NOTICE_EMAIL},
        hex,
        id::Id,
        kept::{Kept as _, parts, record},
        record::{Record, Value},
        shape::{Listed, One, Shape, Slot, write_elements},
        stamp::Stamp,
        text::fold,
        word::{Category, Contract, Gender, Lang, RoleKind, Stage, Standing},
    },
    roster::span::{self, Membership},
};

pub use crate::base::shape::Element;

/// A union role or elected mandate with its days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Role {
    /// Which role.
    pub kind: RoleKind,
    /// The first day, when known.
    pub from: Option<NaiveDate>,
    /// The last day; `None` while it lasts.
    pub to: Option<NaiveDate>,
}

impl Role {
    /// Tells whether the role is held on a day; both ends are days of the role.
    #[must_use]
    pub fn held(&self, on: NaiveDate) -> bool {
        self.from.is_none_or(|f| f <= on) && self.to.is_none_or(|t| on <= t)
    }

    /// Returns the role as stored.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let day = |d: NaiveDate| Value::text(&date::stored(d));
        let parts =
            [(1, Some(Value::text(self.kind.code()))), (2, self.from.map(day)), (3, self.to.map(day))];
        Value::parts(&parts.into_iter().filter_map(|(n, v)| Some((n, v?))).collect())
    }

    /// Reads a role as stored.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let parts = value.as_parts()?;
        let text = |n: u8| parts.get(&n).and_then(Value::as_text);
        let day = |n: u8| text(n).map_or(Some(None), |t| date::from_stored(t).map(Some));
        Some(Self { kind: RoleKind::from_code(text(1)?)?, from: day(2)?, to: day(3)? })
    }
}

impl One for Role {
    const LAYOUT: &'static str = "parts";
    fn to_value(&self) -> Value {
        Self::to_value(self)
    }
    fn of_value(value: &Value) -> Option<Self> {
        Self::from_value(value)
    }
    fn parts() -> String {
        ": 1 kind, 2 first day, 3 last day".to_owned()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        Self { kind: One::sample(source), from: Slot::sample(source), to: Slot::sample(source) }
    }
}

impl Listed for Role {
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.from, self).cmp(&(other.from, other))
    }
}

parts! {
    /// What shows that a person agreed to be on file.
    #[derive(Clone, Default, PartialEq, Eq)]
    Consent {
        /// Where it came from (*bulletin papier*, *formulaire*…).
        1 source: Option<String>,
        /// When it was given.
        2 date: Option<NaiveDate>,
        /// Which version of the text was agreed to.
        3 version: Option<String>,
    }
}

/// A yes that only a 0 takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Willing(pub bool);

impl Default for Willing {
    fn default() -> Self {
        Self(true)
    }
}

impl Slot for Willing {
    const LAYOUT: &'static str = "integer";
    fn to_slot(&self) -> Option<Value> {
        (!self.0).then(|| Value::int(0))
    }
    fn of_slot(value: Option<&Value>) -> Option<Self> {
        Some(Self(value.and_then(Value::as_int) != Some(0)))
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        Self(source.flag())
    }
}

/// The name of an element as a value: 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen(pub Element);

impl One for Chosen {
    const LAYOUT: &'static str = "text";
    fn to_value(&self) -> Value {
        Value::text(&element_text(self.0))
    }
    fn of_value(value: &Value) -> Option<Self> {
        value.as_text().and_then(element_from_text).map(Self)
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        Self(source.bytes())
    }
}

/// A field that the section named itself: element, name, value.
type Free = (Element, String, String);

/// In the order of their names.
impl Shape for Vec<Free> {
    const LAYOUT: &'static str = "several parts";
    fn read(record: &Record, field: u16) -> Option<Self> {
        let mut all: Self = record.elements(field).filter_map(|(e, v)| free_field(e, v)).collect();
        all.sort_by(|(_, a, _), (_, b, _)| a.cmp(b));
        Some(all)
    }
    fn write(&self, record: &mut Record, field: u16, stamp: Stamp) {
        let value =
            |name: &str, value: &str| Value::parts(&[(1, Value::text(name)), (2, Value::text(value))].into());
        let wanted = self.iter().map(|free| (free.0, (free.clone(), value(&free.1, &free.2)))).collect();
        write_elements(record, field, &wanted, free_field, stamp);
    }
    fn parts() -> String {
        ": 1 name, 2 value".to_owned()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        let all: std::collections::BTreeMap<Element, _> =
            (0..source.few()).map(|_| (source.bytes(), (source.text(), source.text()))).collect();
        let mut all: Self = all.into_iter().map(|(e, (name, value))| (e, name, value)).collect();
        all.sort_by(|(_, a, _), (_, b, _)| a.cmp(b));
        all
    }
}

record! {
    /// Everything that is known of one person.
    #[derive(Clone, Default, PartialEq, Eq)]
    Person = Person {
        /// Family name; the one of use where that of birth is another.
        1 family: Option<String>,
        /// Given name.
        2 given: Option<String>,
        /// Name that the person goes by.
        3 preferred: Option<String>,
        /// Sex as the law counts lists, F or H; absent when not stated.
        4 gender: Option<Gender>,
        /// Date of birth.
        5 birth: Option<NaiveDate>,
        /// Family name of birth, where that of use is another.
        6 birth_name: Option<String>,
        /// Mail addresses; the one for notices is first.
        10 emails: Vec<(Element, String)>,
        /// Element of 10 that takes notices, 16 hexadecimal digits.
        11 noticed: Option<Chosen>,
        /// 0 when the person wants no notices.
        12 notices: Willing,
        /// Telephone number, E.164.
        13 phone: Option<String>,
        /// Street and number.
        14 street: Option<String>,
        /// Postcode.
        15 postcode: Option<String>,
        /// Town.
        16 town: Option<String>,
        /// Country, when not France.
        17 country: Option<String>,
        /// Language of letters: fr, en.
        20 language: Option<Lang>,
        /// Site.
        21 site: Option<String>,
        /// Service.
        22 service: Option<String>,
        /// Job title.
        23 job: Option<String>,
        /// Professional category: employee, technician, cadre.
        24 category: Option<Category>,
        /// Contract: cdi, cdd, apprentice, temp, seconded.
        25 contract: Option<Contract>,
        /// Share of working time, exact fraction.
        26 share: Option<String>,
        /// Date of hire.
        27 hired: Option<NaiveDate>,
        /// Last day of the contract, where it has one.
        28 contract_end: Option<NaiveDate>,
        /// From when time in the company counts, where that is before the hire: earlier contracts, a transfer, another firm of
        /// the group whose time was taken over.
        29 seniority: Option<NaiveDate>,
        /// Spans of membership, earliest first. One without a start began on an unknown date, one without an end is open.
        30 spans: Vec<(Element, Membership)>,
        /// Before any membership: prospect, pre-member.
        31 stage: Option<Stage>,
        /// Union roles, earliest first.
        32 roles: Vec<(Element, Role)>,
        /// Tags, in alphabetical order.
        33 tags: Vec<(Element, String)>,
        /// Consent.
        34 consent: Consent = Consent::default(),
        /// Free fields, in the order of their names.
        35 free: Vec<Free>,
        /// Record that this one was merged into, 32 hexadecimal digits.
        40 merged_into: Option<Id>,
        /// Whether it was removed; it holds nothing else then.
        41 removed: bool,
        /// Records that look like this one and are of other people, 32 hexadecimal digits each.
        42 others: Vec<(Element, String)>,
    }
    tidy |person| person.tidy();
}

impl Person {
    /// Reads a person out of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self::read(record).unwrap_or_default()
    }

    /// Tells whether the record is of a person: neither merged into another nor removed.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.merged_into.is_none() && !self.removed
    }

    /// Tells whether two people may have one name: the same folded words, in any order, by the name of use or of birth.
    #[must_use]
    pub fn has_name_of(&self, other: &Self) -> bool {
        let names = |person: &Self| -> Vec<Vec<String>> {
            let given = person.given.as_deref().unwrap_or_default();
            let family = [person.family.as_deref(), person.birth_name.as_deref()].into_iter().flatten();
            let words = |family: &str| {
                let folded = fold(&format!("{family} {given}"));
                let mut words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
                words.sort_unstable();
                words
            };
            family.map(words).collect()
        };
        let (mine, theirs) = (names(self), names(other));
        mine.is_empty() || theirs.is_empty() || mine.iter().any(|name| theirs.contains(name))
    }

    /// Puts the address for notices first; the same address twice counts once.
    fn tidy(mut self) -> Self {
        self.emails = in_order(self.emails, self.noticed.map(|chosen| chosen.0));
        self
    }

    /// Returns the name as one writes it: given name (or the preferred one), then family name.
    #[must_use]
    pub fn display_name(&self) -> String {
        let first = self.preferred.as_deref().or(self.given.as_deref());
        join_names(first.unwrap_or_default(), self.family.as_deref().unwrap_or_default())
    }

    /// Returns the name under which a person stands on the list of electors: the family name of birth, then the given name.
    #[must_use]
    pub fn elector_name(&self) -> String {
        let family = self.birth_name.as_deref().or(self.family.as_deref());
        join_names(family.unwrap_or_default(), self.given.as_deref().unwrap_or_default())
    }

    /// Returns the key under which two spellings of one full name are equal.
    #[must_use]
    pub fn name_key(&self) -> String {
        name_key(self.family.as_deref().unwrap_or_default(), self.given.as_deref().unwrap_or_default())
    }

    /// Returns the address that takes notices.
    #[must_use]
    pub fn notice_email(&self) -> Option<&str> {
        self.emails.first().map(|(_, address)| address.as_str())
    }

    /// Returns where the person stands on a day.
    #[must_use]
    pub fn standing(&self, on: NaiveDate) -> Standing {
        span::standing(self.spans.iter().map(|(_, s)| *s), self.stage, on)
    }

    /// Returns the first day of the membership that covers a day, if it has one that is known.
    #[must_use]
    pub fn member_since(&self, on: NaiveDate) -> Option<NaiveDate> {
        self.spans.iter().filter(|(_, s)| s.covers(on)).filter_map(|(_, s)| s.start).min()
    }
}

/// Returns given name and family name as one text.
pub(crate) fn join_names(first: &str, family: &str) -> String {
    format!("{first} {family}").trim().to_owned()
}

/// Returns the key under which two spellings of one full name are equal.
#[must_use]
pub fn name_key(family: &str, given: &str) -> String {
    format!("{}|{}", fold(family), fold(given))
}

/// Returns the mail addresses of a record, the one for notices first; the same address twice counts once.
#[must_use]
pub fn emails(record: &Record) -> Vec<(Element, String)> {
    in_order(texts(record, EMAIL), record.text(NOTICE_EMAIL).and_then(element_from_text))
}

fn in_order(mut all: Vec<(Element, String)>, chosen: Option<Element>) -> Vec<(Element, String)> {
    let chosen = all.iter().find(|(element, _)| Some(*element) == chosen).map(|(_, address)| address.clone());
    all.sort_by_cached_key(|(element, a)| (a.to_ascii_lowercase(), a.clone(), *element));
    all.dedup_by(|(_, a), (_, b)| a.eq_ignore_ascii_case(b));
    if let Some(chosen) = chosen {
        // Stable: the others keep their order.
        all.sort_by_key(|(_, address)| !address.eq_ignore_ascii_case(&chosen));
    }
    all
}

/// Returns the live text elements of a field.
#[must_use]
pub fn texts(record: &Record, field: u16) -> Vec<(Element, String)> {
    record.elements(field).filter_map(|(e, v)| Some((e, v.as_text()?.to_owned()))).collect()
}

fn free_field(element: Element, value: &Value) -> Option<(Element, String, String)> {
    let parts = value.as_parts()?;
    let text = |n: u8| parts.get(&n).and_then(Value::as_text).map(str::to_owned);
    Some((element, text(1)?, text(2)?))
}

/// Returns the name of an element as text, 16 hexadecimal digits.
#[must_use]
pub fn element_text(element: Element) -> String {
    hex::write(&element)
}

/// Reads the name of an element from 16 hexadecimal digits.
#[must_use]
pub fn element_from_text(text: &str) -> Option<Element> {
    hex::read(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::base::{
        field::{BIRTH, FAMILY, FREE, GENDER, MERGED_INTO, ROLE, SPAN},
        record::FieldKey,
    };

    #[test]
    fn numbers_never_change() {
        // Written once, with format 1. A change here would read old vaults wrongly; a new field is added.
        let numbers: Vec<u16> = Person::rows().iter().map(|row| row.number).collect();
        let first = [
            1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27, 30, 31, 32, 33,
            34, 35, 40,
        ];
        assert!(first.iter().all(|n| numbers.contains(n)));
    }

    fn stamp(time: u64) -> Stamp {
        Stamp { time, device: [1; 8] }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_empty_record_is_nobody() {
        let person = Person::of(&Record::default());
        assert!(person == Person::default() && person.notices.0);
        assert_eq!(person.display_name(), "");
        assert!(person.notice_email().is_none());
    }

    #[test]
    fn the_chosen_address_comes_first() {
        let mut record = Record::default();
        for (n, address) in
            [(1, "B@example.org"), (2, "a@example.org"), (3, "A@example.org"), (4, "c@example.org")]
        {
            record.set(FieldKey::element(EMAIL, [n; 8]), Some(Value::text(address)), stamp(1));
        }
        let list = |r: &Record| emails(r).into_iter().map(|(_, a)| a).collect::<Vec<_>>();
        assert_eq!(list(&record), ["A@example.org", "B@example.org", "c@example.org"]);
        record.set(FieldKey::single(NOTICE_EMAIL), Some(Value::text(&element_text([4; 8]))), stamp(2));
        assert_eq!(list(&record).first().map(String::as_str), Some("c@example.org"));
        // The chosen address goes away: another takes its place, none is made up.
        record.set(FieldKey::element(EMAIL, [4; 8]), None, stamp(3));
        assert_eq!(list(&record).first().map(String::as_str), Some("A@example.org"));
    }

    #[test]
    fn values_that_cannot_be_read_are_absent() {
        let mut record = Record::default();
        record.set(FieldKey::single(FAMILY), Some(Value::int(7)), stamp(1));
        record.set(FieldKey::single(GENDER), Some(Value::text("Q")), stamp(1));
        record.set(FieldKey::single(BIRTH), Some(Value::text("31/12/2026")), stamp(1));
        record.set(FieldKey::single(MERGED_INTO), Some(Value::text("zz")), stamp(1));
        record.set(FieldKey::element(SPAN, [1; 8]), Some(Value::text("x")), stamp(1));
        record.set(FieldKey::element(ROLE, [1; 8]), Some(Value::parts(&BTreeMap::new())), stamp(1));
        record.set(FieldKey::element(FREE, [1; 8]), Some(Value::parts(&BTreeMap::new())), stamp(1));
        assert!(Person::of(&record) == Person::default());
    }

    #[test]
    fn roles_have_days() {
        let role =
            Role { kind: RoleKind::Delegate, from: Some(day("2026-01-15")), to: Some(day("2027-01-14")) };
        assert!(role.held(day("2026-01-15")) && role.held(day("2027-01-14")));
        assert!(!role.held(day("2026-01-14")) && !role.held(day("2027-01-15")));
        for r in [role, Role { from: None, ..role }, Role { to: None, ..role }] {
            assert!(Role::from_value(&r.to_value()) == Some(r));
        }
    }

    #[test]
    fn names_compare_by_their_folded_form() {
        assert_eq!(name_key("EXEMPLE", "Éloïse"), name_key("Exemple", "eloise"));
        assert_ne!(name_key("A B", "C"), name_key("A", "B C"));
        let person = Person {
            family: Some("Exemple".into()),
            given: Some("Camille".into()),
            preferred: Some("Cam".into()),
            ..Person::default()
        };
        assert_eq!(person.display_name(), "Cam Exemple");
        assert_eq!(person.name_key(), "exemple|camille");
        assert_eq!(person.elector_name(), "Exemple Camille");
        let married = Person { birth_name: Some("Modèle".into()), ..person };
        assert_eq!(married.display_name(), "Cam Exemple");
        assert_eq!(married.elector_name(), "Modèle Camille");
    }

    #[test]
    fn membership_has_a_first_day() {
        let span = |s: &str, e: Option<&str>| Membership {
            start: Some(day(s)),
            began: crate::base::word::Reason::Joined,
            end: e.map(|e| (day(e), crate::base::word::Reason::Left)),
        };
        let person = Person {
            spans: vec![([1; 8], span("2015-01-01", Some("2016-12-31"))), ([2; 8], span("2020-03-01", None))],
            ..Person::default()
        };
        assert_eq!(person.member_since(day("2026-01-01")), Some(day("2020-03-01")));
        assert_eq!(person.member_since(day("2018-01-01")), None);
        assert_eq!(person.standing(day("2018-01-01")), Standing::Former);
    }

    proptest! {
        #[test]
        fn element_names_read_back(element in any::<[u8; 8]>()) {
            prop_assert_eq!(element_from_text(&element_text(element)), Some(element));
        }

        #[test]
        fn other_texts_name_no_element(text in "[0-9a-fA-F+é]{0,20}") {
            let named = element_from_text(&text).is_some();
            prop_assert_eq!(named, text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit()));
        }
    }
}
