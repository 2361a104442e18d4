//! A person: the typed view over a stored record.
//!
//! A value that cannot be read (damage, or a newer program) reads as absent; it stays in the record.
//! No `Debug` here: a person must not end in a log.

use chrono::NaiveDate;

use crate::{
    base::{
        date,
        field::{
            BIRTH, CATEGORY, CONSENT, CONTRACT, COUNTRY, EMAIL, FAMILY, FREE, GENDER, GIVEN, HIRED, JOB,
            LANGUAGE, MERGED_INTO, NOTICE_EMAIL, NOTICES, PHONE, POSTCODE, PREFERRED, ROLE, SERVICE, SHARE,
            SITE, SPAN, STAGE, STREET, TAG, TOWN,
        },
        id::Id,
        record::{FieldKey, Record, Value},
        text::fold,
        word::{Category, Contract, Gender, Language, RoleKind, Stage, Standing},
    },
    roster::span::{self, Span},
};

/// The name of one element of a field that holds several.
pub type Element = [u8; 8];

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

/// What shows that a person agreed to be on file.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Consent {
    /// Where it came from (*bulletin papier*, *formulaire*…).
    pub source: Option<String>,
    /// When it was given.
    pub date: Option<NaiveDate>,
    /// Which version of the text was agreed to.
    pub version: Option<String>,
}

impl Consent {
    /// Returns the consent as stored, `None` when it says nothing.
    #[must_use]
    pub fn to_value(&self) -> Option<Value> {
        let parts = [
            (1, self.source.as_deref().map(Value::text)),
            (2, self.date.map(|d| Value::text(&date::stored(d)))),
            (3, self.version.as_deref().map(Value::text)),
        ];
        let parts: std::collections::BTreeMap<_, _> =
            parts.into_iter().filter_map(|(n, v)| Some((n, v?))).collect();
        (!parts.is_empty()).then(|| Value::parts(&parts))
    }

    fn from_value(value: &Value) -> Option<Self> {
        let parts = value.as_parts()?;
        let text = |n: u8| parts.get(&n).and_then(Value::as_text);
        Some(Self {
            source: text(1).map(str::to_owned),
            date: text(2).and_then(date::from_stored),
            version: text(3).map(str::to_owned),
        })
    }
}

/// Everything that is known of one person.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Family name.
    pub family: Option<String>,
    /// Given name.
    pub given: Option<String>,
    /// The name that the person goes by.
    pub preferred: Option<String>,
    /// Sex for the lists of candidates.
    pub gender: Option<Gender>,
    /// Date of birth.
    pub birth: Option<NaiveDate>,
    /// Mail addresses with their elements; the one for notices is first.
    pub emails: Vec<(Element, String)>,
    /// Whether the person takes notices.
    pub notices: bool,
    /// Telephone number.
    pub phone: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Language of letters.
    pub language: Option<Language>,
    /// Site.
    pub site: Option<String>,
    /// Service.
    pub service: Option<String>,
    /// Job title.
    pub job: Option<String>,
    /// Professional category.
    pub category: Option<Category>,
    /// Contract.
    pub contract: Option<Contract>,
    /// Share of working time, an exact fraction.
    pub share: Option<String>,
    /// Date of hire.
    pub hired: Option<NaiveDate>,
    /// Spans of membership with their elements, earliest first.
    pub spans: Vec<(Element, Span)>,
    /// What is said before any membership.
    pub stage: Option<Stage>,
    /// Union roles with their elements, earliest first.
    pub roles: Vec<(Element, Role)>,
    /// Tags with their elements, in alphabetical order.
    pub tags: Vec<(Element, String)>,
    /// Record of consent.
    pub consent: Consent,
    /// Free fields: element, name, value; in the order of their names.
    pub free: Vec<(Element, String, String)>,
    /// The record that this one was merged into.
    pub merged_into: Option<Id>,
}

impl Person {
    /// Reads a person out of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let text = |field| record.text(field).map(str::to_owned);
        let day = |field| record.text(field).and_then(date::from_stored);
        let mut spans: Vec<_> =
            record.elements(SPAN).filter_map(|(e, v)| Some((e, Span::from_value(v)?))).collect();
        spans.sort_by_key(|(_, s)| *s);
        let mut roles: Vec<_> =
            record.elements(ROLE).filter_map(|(e, v)| Some((e, Role::from_value(v)?))).collect();
        roles.sort_by_key(|(_, r)| (r.from, *r));
        let mut tags = texts(record, TAG);
        tags.sort_by(|(_, a), (_, b)| a.cmp(b));
        let mut free: Vec<_> = record.elements(FREE).filter_map(|(e, v)| free_field(e, v)).collect();
        free.sort_by(|(_, a, _), (_, b, _)| a.cmp(b));
        Self {
            family: text(FAMILY),
            given: text(GIVEN),
            preferred: text(PREFERRED),
            gender: record.text(GENDER).and_then(Gender::from_code),
            birth: day(BIRTH),
            emails: emails(record),
            notices: record.get(FieldKey::single(NOTICES)).and_then(Value::as_int) != Some(0),
            phone: text(PHONE),
            street: text(STREET),
            postcode: text(POSTCODE),
            town: text(TOWN),
            country: text(COUNTRY),
            language: record.text(LANGUAGE).and_then(Language::from_code),
            site: text(SITE),
            service: text(SERVICE),
            job: text(JOB),
            category: record.text(CATEGORY).and_then(Category::from_code),
            contract: record.text(CONTRACT).and_then(Contract::from_code),
            share: text(SHARE),
            hired: day(HIRED),
            spans,
            stage: record.text(STAGE).and_then(Stage::from_code),
            roles,
            tags,
            consent: record.get(FieldKey::single(CONSENT)).and_then(Consent::from_value).unwrap_or_default(),
            free,
            merged_into: record.text(MERGED_INTO).and_then(|t| t.parse().ok()),
        }
    }

    /// Returns the name as one writes it: given name (or the preferred one), then family name.
    #[must_use]
    pub fn display_name(&self) -> String {
        let first = self.preferred.as_deref().or(self.given.as_deref());
        join_names(first.unwrap_or_default(), self.family.as_deref().unwrap_or_default())
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
    let mut out = texts(record, EMAIL);
    out.sort_by_cached_key(|(element, a)| (a.to_ascii_lowercase(), a.clone(), *element));
    out.dedup_by(|(_, a), (_, b)| a.eq_ignore_ascii_case(b));
    let chosen = record.text(NOTICE_EMAIL).and_then(element_from_text);
    if let Some(chosen) = chosen.and_then(|c| address_of(record, c)) {
        // Stable: the others keep their order.
        out.sort_by_key(|(_, address)| !address.eq_ignore_ascii_case(chosen));
    }
    out
}

fn address_of(record: &Record, element: Element) -> Option<&str> {
    record.get(FieldKey::element(EMAIL, element))?.as_text()
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
    element.iter().fold(String::with_capacity(16), |mut out, b| {
        // Writing to a string cannot fail.
        let _ = std::fmt::Write::write_fmt(&mut out, format_args!("{b:02x}"));
        out
    })
}

/// Reads the name of an element from 16 hexadecimal digits.
#[must_use]
pub fn element_from_text(text: &str) -> Option<Element> {
    let plain = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
    plain.then(|| u64::from_str_radix(text, 16).ok().map(u64::to_be_bytes))?
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::base::stamp::Stamp;

    fn stamp(time: u64) -> Stamp {
        Stamp { time, device: [1; 8] }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_empty_record_is_nobody() {
        let person = Person::of(&Record::default());
        assert!(person == Person { notices: true, ..Person::default() });
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
        assert!(Person::of(&record) == Person { notices: true, ..Person::default() });
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
    }

    #[test]
    fn membership_has_a_first_day() {
        let span = |s: &str, e: Option<&str>| Span {
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
