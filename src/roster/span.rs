//! Spans of membership, and where a person stands on a date.
//!
//! Membership is a list of spans, never a flag: "is a member" is a question about a date.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

#[cfg(test)]
use crate::base::trial::Source;
use crate::base::{
    date,
    record::Value,
    shape::{Listed, One},
    word::{Reason, Stage, Standing},
};

/// One span of membership.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// The first day; `None` when nobody knows it any more.
    pub start: Option<NaiveDate>,
    /// Why it began.
    pub began: Reason,
    /// The last day, itself a day of membership, and why it ended; `None` while it lasts.
    pub end: Option<(NaiveDate, Reason)>,
}

impl Membership {
    /// Tells whether the span covers a day.
    ///
    /// # Dates
    /// Both ends are days of membership. A span with an unknown start covers every day up to its end.
    #[must_use]
    pub fn covers(&self, on: NaiveDate) -> bool {
        self.start.is_none_or(|s| s <= on) && self.end.is_none_or(|(e, _)| on <= e)
    }

    /// Tells whether the span ended before a day.
    #[must_use]
    pub fn ended_before(&self, on: NaiveDate) -> bool {
        self.end.is_some_and(|(e, _)| e < on)
    }

    /// Tells whether two spans share a day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| a.end.is_some_and(|(e, _)| b.start.is_some_and(|s| e < s));
        !before(self, other) && !before(other, self)
    }

    /// Returns the span as stored.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut parts = BTreeMap::new();
        if let Some(start) = self.start {
            parts.insert(1, Value::text(&date::stored(start)));
        }
        parts.insert(2, Value::text(self.began.code()));
        if let Some((end, reason)) = self.end {
            parts.insert(3, Value::text(&date::stored(end)));
            parts.insert(4, Value::text(reason.code()));
        }
        Value::parts(&parts)
    }

    /// Reads a span as stored. A reason of a newer program reads as the plain one.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let parts = value.as_parts()?;
        let text = |n: u8| parts.get(&n).and_then(Value::as_text);
        let reason = |n: u8| text(n).and_then(Reason::from_code);
        // A date that is there and cannot be read is damage, not an open end.
        let day = |n: u8| text(n).map_or(Some(None), |t| date::from_stored(t).map(Some));
        Some(Self {
            start: day(1)?,
            began: reason(2).unwrap_or(Reason::Joined),
            end: day(3)?.map(|end| (end, reason(4).unwrap_or(Reason::Left))),
        })
    }
}

impl One for Membership {
    const LAYOUT: &'static str = "parts";
    fn to_value(&self) -> Value {
        Self::to_value(self)
    }
    fn of_value(value: &Value) -> Option<Self> {
        Self::from_value(value)
    }
    fn parts() -> String {
        ": 1 start, 2 its reason, 3 end, 4 its reason".to_owned()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        let start = source.flag().then(|| source.day());
        let end = source.flag().then(|| (source.day(), One::sample(source)));
        Self { start, began: One::sample(source), end }
    }
}

impl Listed for Membership {
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

/// Returns where a person stands on a day.
///
/// # Dates
/// Both ends of a span are days of membership. A person whose only spans begin after the day is a pre-member.
#[must_use]
pub fn standing(spans: impl Iterator<Item = Membership>, stage: Option<Stage>, on: NaiveDate) -> Standing {
    let (mut later, mut ended) = (false, false);
    for span in spans {
        if span.covers(on) {
            return Standing::Member;
        }
        if span.ended_before(on) {
            ended = true;
        } else {
            later = true;
        }
    }
    match (ended, later, stage) {
        (true, _, _) => Standing::Former,
        (false, true, _) | (false, false, Some(Stage::PreMember)) => Standing::PreMember,
        _ => Standing::Prospect,
    }
}

/// The bytes of one span in a summary.
pub(crate) const PACKED: usize = 10;
const NO_START: i32 = i32::MIN;
const NO_END: i32 = i32::MAX;

/// Appends a span in the packed form of summaries: two days and two reasons, 10 bytes.
pub(crate) fn pack(span: &Membership, out: &mut Vec<u8>) {
    out.extend(span.start.map_or(NO_START, |d| d.num_days_from_ce()).to_be_bytes());
    out.extend(span.end.map_or(NO_END, |(d, _)| d.num_days_from_ce()).to_be_bytes());
    out.push(span.began.bits());
    out.push(span.end.map_or(0, |(_, r)| r.bits()));
}

/// Reads spans in the packed form; what is not a span is passed over.
pub(crate) fn unpack(bytes: &[u8]) -> impl Iterator<Item = Membership> {
    bytes.chunks_exact(PACKED).filter_map(|chunk| {
        let (start, rest) = chunk.split_first_chunk::<4>()?;
        let (end, reasons) = rest.split_first_chunk::<4>()?;
        let [began, ended] = *reasons else { return None };
        let start = match i32::from_be_bytes(*start) {
            NO_START => None,
            days => Some(NaiveDate::from_num_days_from_ce_opt(days)?),
        };
        let end = match i32::from_be_bytes(*end) {
            NO_END => None,
            days => Some((
                NaiveDate::from_num_days_from_ce_opt(days)?,
                Reason::from_bits(ended).unwrap_or(Reason::Left),
            )),
        };
        Some(Membership { start, began: Reason::from_bits(began).unwrap_or(Reason::Joined), end })
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(start: &str, end: &str) -> Membership {
        Membership {
            start: (!start.is_empty()).then(|| day(start)),
            began: Reason::Joined,
            end: (!end.is_empty()).then(|| (day(end), Reason::Left)),
        }
    }

    fn on(spans: &[Membership], stage: Option<Stage>, date: &str) -> Standing {
        standing(spans.iter().copied(), stage, day(date))
    }

    #[test]
    fn both_ends_are_days_of_membership() {
        let spans = [span("2020-01-15", "2021-12-31")];
        assert_eq!(on(&spans, None, "2020-01-14"), Standing::PreMember);
        assert_eq!(on(&spans, None, "2020-01-15"), Standing::Member);
        assert_eq!(on(&spans, None, "2021-12-31"), Standing::Member);
        assert_eq!(on(&spans, None, "2022-01-01"), Standing::Former);
    }

    #[test]
    fn a_gap_is_a_gap() {
        let spans = [span("2015-01-01", "2016-12-31"), span("2020-01-01", "")];
        assert_eq!(on(&spans, None, "2018-06-01"), Standing::Former);
        assert_eq!(on(&spans, None, "2026-06-01"), Standing::Member);
        assert_eq!(on(&spans, None, "2014-06-01"), Standing::PreMember);
    }

    #[test]
    fn without_spans_the_stage_speaks() {
        assert_eq!(on(&[], None, "2026-01-01"), Standing::Prospect);
        assert_eq!(on(&[], Some(Stage::Prospect), "2026-01-01"), Standing::Prospect);
        assert_eq!(on(&[], Some(Stage::PreMember), "2026-01-01"), Standing::PreMember);
        // A membership says more than a card signed before it.
        assert_eq!(
            on(&[span("2020-01-01", "2021-01-01")], Some(Stage::PreMember), "2026-01-01"),
            Standing::Former
        );
    }

    #[test]
    fn an_unknown_start_covers_all_that_came_before() {
        assert_eq!(on(&[span("", "")], None, "1990-01-01"), Standing::Member);
        assert_eq!(on(&[span("", "2020-01-01")], None, "2020-01-02"), Standing::Former);
    }

    #[test]
    fn overlaps_are_seen() {
        assert!(span("2020-01-01", "2021-01-01").overlaps(&span("2021-01-01", "")));
        assert!(!span("2020-01-01", "2020-12-31").overlaps(&span("2021-01-01", "")));
        assert!(span("", "").overlaps(&span("2021-01-01", "2021-01-01")));
        assert!(!span("", "2020-12-31").overlaps(&span("2021-01-01", "2022-01-01")));
    }

    #[test]
    fn damage_is_not_an_open_end() {
        let parts = |n: u8, text: &str| BTreeMap::from([(2, Value::text("joined")), (n, Value::text(text))]);
        assert!(Membership::from_value(&Value::parts(&parts(3, "never"))).is_none());
        assert!(Membership::from_value(&Value::parts(&parts(1, "31/12/2026"))).is_none());
        assert!(Membership::from_value(&Value::text("x")).is_none());
        // A reason that only a newer program knows does not hide the span.
        let newer = BTreeMap::from([
            (2, Value::text("cloned")),
            (3, Value::text("2026-01-01")),
            (4, Value::text("x")),
        ]);
        let span = Membership::from_value(&Value::parts(&newer)).unwrap();
        assert!(span.began == Reason::Joined && span.end == Some((day("2026-01-01"), Reason::Left)));
    }

    /// Any span, for the property tests of this and other modules.
    pub(crate) fn any_span() -> impl Strategy<Value = [i32; 4]> {
        (0_i32..40_000, 0_i32..4_000, 0_i32..3, 0_i32..3).prop_map(|(s, l, o, r)| [s, l, o, r])
    }

    /// Makes the span of four drawn numbers.
    pub(crate) fn drawn(numbers: [i32; 4]) -> Membership {
        let [start, long, open, reason] = numbers;
        let first = 693_961_i32.saturating_add(start);
        let date = |d: i32| NaiveDate::from_num_days_from_ce_opt(d).unwrap();
        Membership {
            start: (reason != 2).then(|| date(first)),
            began: if reason == 0 { Reason::Joined } else { Reason::Transferred },
            end: (open != 0).then(|| {
                (date(first.saturating_add(long)), if open == 1 { Reason::Left } else { Reason::Died })
            }),
        }
    }

    proptest! {
        #[test]
        fn stored_and_packed_forms_read_back(numbers in any_span()) {
            let span = drawn(numbers);
            prop_assert!(Membership::from_value(&span.to_value()) == Some(span));
            let mut packed = Vec::new();
            pack(&span, &mut packed);
            prop_assert_eq!(packed.len(), PACKED);
            prop_assert!(unpack(&packed).next() == Some(span));
        }

        #[test]
        fn unpacking_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert!(unpack(&bytes).count() <= bytes.len() / PACKED);
        }

        #[test]
        fn a_member_is_covered_by_a_span(list in proptest::collection::vec(any_span(), 0..4), at in 0_i32..50_000) {
            let spans: Vec<Membership> = list.into_iter().map(drawn).collect();
            let on = NaiveDate::from_num_days_from_ce_opt(at.saturating_add(693_961)).unwrap();
            let member = standing(spans.iter().copied(), None, on) == Standing::Member;
            prop_assert_eq!(member, spans.iter().any(|s| s.covers(on)));
        }
    }
}
