//! The summary of a person: what lists, filters, search, notices and head counts need, in a few bytes.
//!
//! Summaries stand together in the vault's projection, so that a list never opens every record. They are
//! derived and can be made again from the records at any time; [`VERSION`] tells when they must be.
//! Decoding borrows from the projection and takes no memory of its own.

use chrono::{Datelike as _, NaiveDate};
use minicbor::{Decode, Encode, bytes::ByteSlice};

use crate::{
    base::{
        record::Record,
        text::fold,
        word::{Category, Contract, Gender, Lang, RoleKind, Stage, Standing},
    },
    roster::{
        person::{Person, Role, join_names},
        span::{self, Membership},
    },
};

/// The layout of the summaries that this program makes; a projection of another layout is made anew.
pub const VERSION: u8 = 1;

/// Where the small closed lists stand in the flags: shift and width in bits.
const GENDER: (u32, u32) = (0, 2);
const LANGUAGE: (u32, u32) = (2, 2);
const CATEGORY: (u32, u32) = (4, 2);
const CONTRACT: (u32, u32) = (6, 3);
const STAGE: (u32, u32) = (9, 2);
const NO_NOTICES: (u32, u32) = (11, 1);
const MERGED: (u32, u32) = (12, 1);

/// The texts of a summary, in the order in which they stand one behind the other.
const FAMILY: usize = 0;
const GIVEN: usize = 1;
const PREFERRED: usize = 2;
const SEARCH: usize = 3;
const EMAIL: usize = 4;
const SITE: usize = 5;
const SERVICE: usize = 6;
const TAGS: usize = 7;

/// What lists and filters need of one person, borrowed from the projection.
///
/// All texts are one, with the place where each but the last ends (two bytes each): reading a hundred thousand
/// summaries then checks one text each and not eight.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Summary<'a> {
    #[n(0)]
    version: u8,
    #[n(1)]
    flags: u32,
    #[n(2)]
    hired: i32,
    #[b(3)]
    ends: &'a ByteSlice,
    #[b(4)]
    texts: &'a str,
    #[b(5)]
    spans: &'a ByteSlice,
    #[b(6)]
    roles: &'a ByteSlice,
    // Those of another part.
    #[cbor(skip)]
    tags: Option<&'a str>,
}

/// The summaries of the parts of one person, as far as they may be read.
#[derive(Clone, Copy)]
pub struct Pieces<'a> {
    /// Of what lies in the roster.
    pub roster: &'a [u8],
    /// Of what lies with the dues: whether notices are wanted.
    pub dues: Option<&'a [u8]>,
    /// Of what lies with organizing: tags.
    pub organizing: Option<&'a [u8]>,
}

impl<'a> From<&'a [u8]> for Pieces<'a> {
    fn from(roster: &'a [u8]) -> Self {
        Self { roster, dues: None, organizing: None }
    }
}

/// Bytes that are not a summary of this layout: the projection must be made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a summary of this layout")]
pub struct BadSummary;

/// Makes the summary of a record; equal records have equal summaries.
#[must_use]
pub fn summarise(record: &Record) -> Vec<u8> {
    let person = Person::of(record);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (family, given, preferred) = (text(&person.family), text(&person.given), text(&person.preferred));
    let search = fold(&format!("{given} {family} {preferred} {}", text(&person.birth_name)));
    let tags: Vec<&str> = person.tags.iter().map(|(_, tag)| tag.as_str()).collect();
    let tags = tags.join("\n");
    let (mut texts, mut ends) = (String::new(), Vec::with_capacity(14));
    let email = person.notice_email().unwrap_or_default();
    let (site, service) = (text(&person.site), text(&person.service));
    for part in [&family, &given, &preferred, &search, email, &site, &service] {
        texts.push_str(part);
        // A record has at most 64 KiB; beyond that a text reads as empty, which no check lets happen.
        ends.extend(u16::try_from(texts.len()).unwrap_or(u16::MAX).to_be_bytes());
    }
    texts.push_str(&tags);
    let mut spans = Vec::with_capacity(person.spans.len().saturating_mul(span::PACKED));
    person.spans.iter().for_each(|(_, s)| span::pack(s, &mut spans));
    let mut roles = Vec::with_capacity(person.roles.len().saturating_mul(ROLE_PACKED));
    person.roles.iter().for_each(|(_, r)| pack_role(r, &mut roles));
    let summary = Summary {
        version: VERSION,
        flags: flags(&person),
        hired: person.hired.map_or(0, |d| d.num_days_from_ce()),
        ends: ends.as_slice().into(),
        texts: &texts,
        spans: spans.as_slice().into(),
        roles: roles.as_slice().into(),
        tags: None,
    };
    let mut out = Vec::with_capacity(160);
    // Writing to a vector cannot fail.
    let _ = minicbor::encode(summary, &mut out);
    out
}

fn flags(person: &Person) -> u32 {
    let put = |(shift, _): (u32, u32), bits: u8| u32::from(bits) << shift;
    put(GENDER, person.gender.map_or(0, Gender::bits))
        | put(LANGUAGE, person.language.map_or(0, Lang::bits))
        | put(CATEGORY, person.category.map_or(0, Category::bits))
        | put(CONTRACT, person.contract.map_or(0, Contract::bits))
        | put(STAGE, person.stage.map_or(0, Stage::bits))
        | put(NO_NOTICES, u8::from(!person.notices.0))
        | put(MERGED, u8::from(!person.is_there()))
}

const ROLE_PACKED: usize = 9;

fn pack_role(role: &Role, out: &mut Vec<u8>) {
    let days = |date: Option<NaiveDate>| date.map_or(0, |d| d.num_days_from_ce()).to_be_bytes();
    out.push(role.kind.bits());
    out.extend(days(role.from));
    out.extend(days(role.to));
}

fn unpack_role(chunk: &[u8]) -> Option<Role> {
    let (kind, rest) = chunk.split_first()?;
    let (from, to) = rest.split_first_chunk::<4>()?;
    let day = |bytes: [u8; 4]| match i32::from_be_bytes(bytes) {
        0 => Some(None),
        days => NaiveDate::from_num_days_from_ce_opt(days).map(Some),
    };
    Some(Role { kind: RoleKind::from_bits(*kind)?, from: day(*from)?, to: day(to.try_into().ok()?)? })
}

impl<'a> Summary<'a> {
    /// Reads the summary of a person, part by part.
    ///
    /// # Errors
    /// [`BadSummary`] when the bytes are anything else: make the projection anew.
    pub fn of(pieces: Pieces<'a>) -> Result<Self, BadSummary> {
        let mut whole = Self::decode(pieces.roster)?;
        if let Some(dues) = pieces.dues {
            let (shift, _) = NO_NOTICES;
            whole.flags |= u32::from(Self::decode(dues)?.bits(NO_NOTICES)) << shift;
        }
        if let Some(organizing) = pieces.organizing {
            whole.tags = Some(Self::decode(organizing)?.text(TAGS));
        }
        Ok(whole)
    }

    /// Reads the summary of one record.
    ///
    /// # Errors
    /// [`BadSummary`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, BadSummary> {
        match minicbor::decode::<Self>(bytes) {
            Ok(summary) if summary.version == VERSION => Ok(summary),
            _ => Err(BadSummary),
        }
    }

    fn text(&self, number: usize) -> &'a str {
        let ends: &'a [u8] = self.ends;
        let end = |n: usize| {
            let at = n.checked_mul(2)?;
            let bytes = ends.get(at..at.checked_add(2)?)?;
            Some(usize::from(u16::from_be_bytes(bytes.try_into().ok()?)))
        };
        let start = number.checked_sub(1).map_or(Some(0), end);
        let end = if number == TAGS { Some(self.texts.len()) } else { end(number) };
        start.zip(end).and_then(|(start, end)| self.texts.get(start..end)).unwrap_or_default()
    }

    fn bits(&self, (shift, width): (u32, u32)) -> u8 {
        let mask = 1_u32.checked_shl(width).map_or(u32::MAX, |m| m.wrapping_sub(1));
        u8::try_from((self.flags >> shift) & mask).unwrap_or(0)
    }

    /// Returns the family name, or the empty text.
    #[must_use]
    pub fn family(&self) -> &'a str {
        self.text(FAMILY)
    }

    /// Returns the given name, or the empty text.
    #[must_use]
    pub fn given(&self) -> &'a str {
        self.text(GIVEN)
    }

    /// Returns the name that the person goes by, or the empty text.
    #[must_use]
    pub fn preferred(&self) -> &'a str {
        self.text(PREFERRED)
    }

    /// Returns the name as one writes it: given name (or the preferred one), then family name.
    #[must_use]
    pub fn display_name(&self) -> String {
        let preferred = self.preferred();
        join_names(if preferred.is_empty() { self.given() } else { preferred }, self.family())
    }

    /// Returns the address for notices, if there is one.
    #[must_use]
    pub fn email(&self) -> Option<&'a str> {
        Some(self.text(EMAIL)).filter(|email| !email.is_empty())
    }

    /// Tells whether the person takes notices.
    #[must_use]
    pub fn takes_notices(&self) -> bool {
        self.bits(NO_NOTICES) == 0
    }

    /// Returns the site, or the empty text.
    #[must_use]
    pub fn site(&self) -> &'a str {
        self.text(SITE)
    }

    /// Returns the service, or the empty text.
    #[must_use]
    pub fn service(&self) -> &'a str {
        self.text(SERVICE)
    }

    /// Returns the sex for the lists of candidates, if stated.
    #[must_use]
    pub fn gender(&self) -> Option<Gender> {
        Gender::from_bits(self.bits(GENDER))
    }

    /// Returns the language of letters, if known.
    #[must_use]
    pub fn language(&self) -> Option<Lang> {
        Lang::from_bits(self.bits(LANGUAGE))
    }

    /// Returns the professional category, if known.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        Category::from_bits(self.bits(CATEGORY))
    }

    /// Returns the contract, if known.
    #[must_use]
    pub fn contract(&self) -> Option<Contract> {
        Contract::from_bits(self.bits(CONTRACT))
    }

    /// Returns the date of hire, if known.
    #[must_use]
    pub fn hired(&self) -> Option<NaiveDate> {
        if self.hired == 0 { None } else { NaiveDate::from_num_days_from_ce_opt(self.hired) }
    }

    /// Tells whether the record was merged into another: no list shows it.
    #[must_use]
    pub fn is_merged(&self) -> bool {
        self.bits(MERGED) != 0
    }

    /// Returns the spans of membership, earliest first.
    pub fn spans(&self) -> impl Iterator<Item = Membership> + 'a {
        let bytes: &'a [u8] = self.spans;
        span::unpack(bytes)
    }

    /// Returns what is said before any membership.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        Stage::from_bits(self.bits(STAGE))
    }

    /// Returns where the person stands on a day.
    #[must_use]
    pub fn standing(&self, on: NaiveDate) -> Standing {
        span::standing(self.spans(), self.stage(), on)
    }

    /// Returns the first day of the membership that covers a day, if it has one that is known.
    #[must_use]
    pub fn member_since(&self, on: NaiveDate) -> Option<NaiveDate> {
        self.spans().filter(|s| s.covers(on)).filter_map(|s| s.start).min()
    }

    /// Returns the tags.
    pub fn tags(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.tags.unwrap_or_else(|| self.text(TAGS)).split('\n').filter(|t| !t.is_empty())
    }

    /// Returns the union roles, earliest first.
    pub fn roles(&self) -> impl Iterator<Item = Role> + 'a {
        let bytes: &'a [u8] = self.roles;
        bytes.chunks_exact(ROLE_PACKED).filter_map(unpack_role)
    }

    /// Returns the folded names, in which a search looks: that of birth too.
    #[must_use]
    pub fn folded_names(&self) -> &'a str {
        self.text(SEARCH)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        base::{
            field::{self, HIRED, MERGED_INTO, NOTICES, ROLE, SPAN, TAG},
            record::{FieldKey, Value},
            stamp::Stamp,
        },
        roster::span::tests::{any_span, drawn},
    };

    fn stamp() -> Stamp {
        Stamp { time: 1, device: [1; 8] }
    }

    fn with(fields: &[(u16, &str)]) -> Record {
        let mut record = Record::default();
        for (field, text) in fields {
            record.set(FieldKey::single(*field), Some(Value::text(text)), stamp());
        }
        record
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_empty_record_has_a_summary() {
        let bytes = summarise(&Record::default());
        let summary = Summary::decode(&bytes).ok().unwrap();
        assert_eq!(summary.display_name(), "");
        assert!(summary.email().is_none() && summary.takes_notices() && !summary.is_merged());
        assert_eq!(summary.standing(day("2026-01-01")), Standing::Prospect);
        assert_eq!(summary.tags().count() + summary.roles().count() + summary.spans().count(), 0);
        assert!(summary.gender().is_none() && summary.hired().is_none() && summary.contract().is_none());
    }

    #[test]
    fn all_that_lists_need_is_there() {
        let mut record = with(&[
            (field::FAMILY, "Exemple"),
            (field::GIVEN, "Éloïse"),
            (field::PREFERRED, "Élo"),
            (field::GENDER, "F"),
            (field::LANGUAGE, "en"),
            (field::CATEGORY, "cadre"),
            (field::CONTRACT, "seconded"),
            (field::STAGE, "pre-member"),
            (field::SITE, "Lyon"),
            (field::SERVICE, "Paie"),
            (HIRED, "2019-09-02"),
            (MERGED_INTO, "00112233445566778899aabbccddeeff"),
        ]);
        record.set(FieldKey::single(NOTICES), Some(Value::int(0)), stamp());
        record.set(FieldKey::element(field::EMAIL, [1; 8]), Some(Value::text("e@example.org")), stamp());
        record.set(FieldKey::element(TAG, [1; 8]), Some(Value::text("b")), stamp());
        record.set(FieldKey::element(TAG, [2; 8]), Some(Value::text("a c")), stamp());
        let role = Role { kind: RoleKind::Treasurer, from: Some(day("2026-01-15")), to: None };
        record.set(FieldKey::element(ROLE, [1; 8]), Some(role.to_value()), stamp());
        let bytes = summarise(&record);
        let summary = Summary::decode(&bytes).ok().unwrap();
        assert_eq!((summary.family(), summary.given(), summary.preferred()), ("Exemple", "Éloïse", "Élo"));
        assert_eq!(summary.display_name(), "Élo Exemple");
        assert_eq!(summary.folded_names(), "eloise exemple elo");
        assert_eq!(summary.email(), Some("e@example.org"));
        assert_eq!((summary.site(), summary.service()), ("Lyon", "Paie"));
        assert_eq!(summary.gender(), Some(Gender::Woman));
        assert_eq!(summary.language(), Some(Lang::En));
        assert_eq!(summary.category(), Some(Category::Cadre));
        assert_eq!(summary.contract(), Some(Contract::Seconded));
        assert_eq!(summary.stage(), Some(Stage::PreMember));
        assert_eq!(summary.hired(), Some(day("2019-09-02")));
        assert!(!summary.takes_notices() && summary.is_merged());
        assert_eq!(summary.tags().collect::<Vec<_>>(), ["a c", "b"]);
        assert!(summary.roles().eq([role]));
    }

    #[test]
    fn a_name_of_birth_is_searched_and_not_shown() {
        for preferred in ["Élo", ""] {
            let record = with(&[
                (field::FAMILY, "Exemple"),
                (field::GIVEN, "Éloïse"),
                (field::PREFERRED, preferred),
                (field::BIRTH_NAME, "De l’Essai"),
            ]);
            let bytes = summarise(&record);
            let summary = Summary::decode(&bytes).ok().unwrap();
            assert!(summary.folded_names().ends_with(&fold("De l’Essai")));
            assert!(summary.folded_names().contains("eloise exemple"));
            assert!(summary.display_name().ends_with(" Exemple"));
        }
    }

    #[test]
    fn another_layout_is_refused() {
        let mut bytes = summarise(&Record::default());
        assert!(Summary::decode(&[]).is_err());
        assert!(Summary::decode(b"\x80").is_err());
        bytes[1] = VERSION + 1;
        assert!(Summary::decode(&bytes) == Err(BadSummary));
    }

    #[test]
    fn a_summary_is_small() {
        let record = with(&[(field::FAMILY, "Exemple"), (field::GIVEN, "Camille"), (field::SITE, "Lyon")]);
        assert!(summarise(&record).len() < 80, "{}", summarise(&record).len());
    }

    proptest! {
        #[test]
        fn standing_is_that_of_the_person(list in proptest::collection::vec(any_span(), 0..4), at in 0_i32..50_000, stage in 0_u8..3) {
            let mut record = Record::default();
            for (n, numbers) in list.iter().enumerate() {
                let key = FieldKey::element(SPAN, [u8::try_from(n).unwrap(); 8]);
                record.set(key, Some(drawn(*numbers).to_value()), stamp());
            }
            if let Some(stage) = Stage::from_bits(stage) {
                record.set(FieldKey::single(field::STAGE), Some(Value::text(stage.code())), stamp());
            }
            let on = NaiveDate::from_num_days_from_ce_opt(at.saturating_add(693_961)).unwrap();
            let person = Person::of(&record);
            let bytes = summarise(&record);
            let summary = Summary::decode(&bytes).ok().unwrap();
            prop_assert_eq!(summary.standing(on), person.standing(on));
            prop_assert_eq!(summary.member_since(on), person.member_since(on));
        }

        #[test]
        fn decoding_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(summary) = Summary::decode(&bytes) {
                let _ = (summary.spans().count(), summary.roles().count(), summary.tags().count());
            }
        }

        #[test]
        fn damaged_summaries_never_panic(at in any::<proptest::sample::Index>(), bit in 0_u8..8) {
            let mut bytes = summarise(&with(&[(field::FAMILY, "Exemple"), (field::GIVEN, "Camille"), (HIRED, "2019-09-02")]));
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            if let Ok(summary) = Summary::decode(&bytes) {
                let _ = (summary.hired(), summary.gender(), summary.display_name(), summary.spans().count());
            }
        }
    }
}
