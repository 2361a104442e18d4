//! Changes to the spans of membership: a person joins, leaves, comes back.

use chrono::NaiveDate;

use crate::{
    base::{
        fault::Fault,
        field,
        pen::{Pen, write},
        record::{FieldKey, Record},
        word::Reason,
    },
    roster::{
        person::{Element, Person},
        span::Membership,
    },
};

/// Says that a person is a member since a day (`None`: since nobody knows when). Tells whether it wrote.
///
/// A membership that runs already takes the day as its first one (a correction); otherwise a new span begins.
///
/// # Errors
/// [`Fault::Overlap`] when the span would share a day with another, [`Fault::EndsBeforeStart`].
pub fn begin(record: &mut Record, start: Option<NaiveDate>, pen: &mut dyn Pen) -> Result<bool, Fault> {
    let spans = Person::of(record).spans;
    if start.is_some() && spans.iter().any(|(_, s)| s.start == start) {
        return Ok(false);
    }
    if let Some((element, span)) = spans.iter().find(|(_, s)| s.end.is_none()) {
        if start.is_none() {
            return Ok(false);
        }
        return put(record, &spans, Some(*element), Membership { start, ..*span }, pen);
    }
    // Of a former member with one span, a day before its end is its start: it was not known, or is put right.
    if let [(element, span)] = spans.as_slice()
        && span.end.is_some_and(|(end, _)| start.is_some_and(|s| s <= end))
    {
        return put(record, &spans, Some(*element), Membership { start, ..*span }, pen);
    }
    put(record, &spans, None, Membership { start, began: Reason::Joined, end: None }, pen)
}

/// Says that a membership ended on a day, its last one. Tells whether it wrote.
///
/// # Errors
/// [`Fault::NotMember`] when no membership runs, [`Fault::EndsBeforeStart`].
pub fn end(record: &mut Record, last: NaiveDate, reason: Reason, pen: &mut dyn Pen) -> Result<bool, Fault> {
    let spans = Person::of(record).spans;
    let open: Vec<_> = spans.iter().filter(|(_, s)| s.end.is_none()).collect();
    if open.is_empty() {
        // Said a second time: nothing new, or the reason put right.
        let said =
            spans.iter().find(|(_, s)| s.end.is_some_and(|(d, _)| d == last)).ok_or(Fault::NotMember)?;
        let span = Membership { end: Some((last, reason)), ..said.1 };
        return Ok(write(record, FieldKey::element(field::SPAN, said.0), Some(span.to_value()), pen));
    }
    if open.iter().any(|(_, s)| s.start.is_some_and(|start| last < start)) {
        return Err(Fault::EndsBeforeStart);
    }
    let mut wrote = false;
    for (element, span) in open {
        let span = Membership { end: Some((last, reason)), ..*span };
        wrote |= write(record, FieldKey::element(field::SPAN, *element), Some(span.to_value()), pen);
    }
    Ok(wrote)
}

/// Puts the end of the last membership right: its day, its reason, or (`None`) that it did not end. Tells whether it wrote.
///
/// # Errors
/// [`Fault::NotMember`] when no membership has ended, [`Fault::EndsBeforeStart`], [`Fault::Overlap`].
pub fn correct_end(
    record: &mut Record,
    last: Option<NaiveDate>,
    reason: Option<Reason>,
    pen: &mut dyn Pen,
) -> Result<bool, Fault> {
    let spans = Person::of(record).spans;
    let (element, span, (_, was)) = spans
        .last()
        .and_then(|(element, span)| Some((*element, *span, span.end?)))
        .ok_or(Fault::NotMember)?;
    let end = last.map(|day| (day, reason.unwrap_or(was)));
    put(record, &spans, Some(element), Membership { end, ..span }, pen)
}

/// Takes the last membership away, which was recorded by mistake. Tells whether it wrote.
pub fn forget_last(record: &mut Record, pen: &mut dyn Pen) -> bool {
    let spans = Person::of(record).spans;
    spans
        .last()
        .is_some_and(|(element, _)| write(record, FieldKey::element(field::SPAN, *element), None, pen))
}

/// Begins a new span for a person who had left.
///
/// # Errors
/// [`Fault::MemberSince`] when a membership runs, [`Fault::Overlap`] when the day lies in an earlier one.
pub fn rejoin(record: &mut Record, start: NaiveDate, reason: Reason, pen: &mut dyn Pen) -> Result<(), Fault> {
    let spans = Person::of(record).spans;
    if let Some((_, open)) = spans.iter().find(|(_, s)| s.end.is_none()) {
        return Err(Fault::MemberSince(open.start));
    }
    put(record, &spans, None, Membership { start: Some(start), began: reason, end: None }, pen).map(|_| ())
}

/// Writes a span after checking it against the others.
fn put(
    record: &mut Record,
    spans: &[(Element, Membership)],
    element: Option<Element>,
    span: Membership,
    pen: &mut dyn Pen,
) -> Result<bool, Fault> {
    if span.end.is_some_and(|(end, _)| span.start.is_some_and(|start| end < start)) {
        return Err(Fault::EndsBeforeStart);
    }
    if spans.iter().any(|(e, other)| Some(*e) != element && other.overlaps(&span)) {
        return Err(Fault::Overlap);
    }
    let element = element.unwrap_or_else(|| pen.element());
    Ok(write(record, FieldKey::element(field::SPAN, element), Some(span.to_value()), pen))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{base::word::Standing, roster::patch::Draft};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn spans(record: &Record) -> Vec<String> {
        let show = |d: Option<NaiveDate>| d.map_or("?".to_owned(), |d| d.to_string());
        Person::of(record)
            .spans
            .iter()
            .map(|(_, s)| {
                format!(
                    "{} {}",
                    show(s.start),
                    s.end.map_or("-".into(), |(d, r)| format!("{d} {}", r.code()))
                )
            })
            .collect()
    }

    #[test]
    fn joins_leaves_and_comes_back() {
        let (mut record, mut pen) = (Record::default(), Draft::default());
        assert_eq!(begin(&mut record, Some(day("2020-01-15")), &mut pen), Ok(true));
        assert_eq!(begin(&mut record, Some(day("2020-01-15")), &mut pen), Ok(false));
        assert_eq!(end(&mut record, day("2022-12-31"), Reason::Left, &mut pen), Ok(true));
        assert_eq!(end(&mut record, day("2022-12-31"), Reason::Left, &mut pen), Ok(false));
        assert_eq!(end(&mut record, day("2022-12-31"), Reason::Excluded, &mut pen), Ok(true));
        assert_eq!(end(&mut record, day("2023-12-31"), Reason::Left, &mut pen), Err(Fault::NotMember));
        assert_eq!(rejoin(&mut record, day("2022-12-31"), Reason::Joined, &mut pen), Err(Fault::Overlap));
        assert_eq!(rejoin(&mut record, day("2024-01-01"), Reason::Joined, &mut pen), Ok(()));
        assert_eq!(
            rejoin(&mut record, day("2025-01-01"), Reason::Joined, &mut pen),
            Err(Fault::MemberSince(Some(day("2024-01-01"))))
        );
        assert_eq!(spans(&record), ["2020-01-15 2022-12-31 excluded", "2024-01-01 -"]);
        assert_eq!(end(&mut record, day("2023-06-01"), Reason::Died, &mut pen), Err(Fault::EndsBeforeStart));
        // The file of the year before still says when the first membership began: nothing new.
        assert_eq!(begin(&mut record, Some(day("2020-01-15")), &mut pen), Ok(false));
    }

    #[test]
    fn a_running_membership_takes_the_day_as_its_first() {
        let (mut record, mut pen) = (Record::default(), Draft::default());
        assert_eq!(begin(&mut record, None, &mut pen), Ok(true));
        assert_eq!(begin(&mut record, None, &mut pen), Ok(false));
        assert_eq!(begin(&mut record, Some(day("2019-03-01")), &mut pen), Ok(true));
        assert_eq!(begin(&mut record, Some(day("2019-04-01")), &mut pen), Ok(true));
        assert_eq!(spans(&record), ["2019-04-01 -"]);
        assert_eq!(begin(&mut record, None, &mut pen), Ok(false));
    }

    #[test]
    fn a_former_member_gets_the_first_day_later() {
        let (mut record, mut pen) = (Record::default(), Draft::default());
        begin(&mut record, None, &mut pen).unwrap();
        end(&mut record, day("2022-12-31"), Reason::Left, &mut pen).unwrap();
        assert_eq!(begin(&mut record, Some(day("2019-03-01")), &mut pen), Ok(true));
        assert_eq!(spans(&record), ["2019-03-01 2022-12-31 left"]);
        assert_eq!(begin(&mut record, Some(day("2021-03-01")), &mut pen), Ok(true), "put right");
        assert_eq!(begin(&mut record, Some(day("2023-03-01")), &mut pen), Ok(true));
        assert_eq!(begin(&mut record, Some(day("2023-06-01")), &mut pen), Ok(true), "of the one that runs");
        assert_eq!(spans(&record).len(), 2);
    }

    #[test]
    fn a_wrong_end_is_put_right_or_taken_back() {
        let (mut record, mut pen) = (Record::default(), Draft::default());
        assert_eq!(correct_end(&mut record, None, None, &mut pen), Err(Fault::NotMember));
        begin(&mut record, Some(day("2020-01-15")), &mut pen).unwrap();
        assert_eq!(correct_end(&mut record, None, None, &mut pen), Err(Fault::NotMember));
        end(&mut record, day("2025-01-31"), Reason::Died, &mut pen).unwrap();
        let mut put = |record: &mut Record, last: Option<&str>, reason| {
            correct_end(record, last.map(day), reason, &mut pen)
        };
        assert_eq!(put(&mut record, Some("2025-02-28"), None), Ok(true));
        assert_eq!(spans(&record), ["2020-01-15 2025-02-28 died"]);
        assert_eq!(put(&mut record, Some("2025-02-28"), Some(Reason::Left)), Ok(true));
        assert_eq!(put(&mut record, Some("2019-02-28"), None), Err(Fault::EndsBeforeStart));
        assert_eq!(put(&mut record, None, None), Ok(true));
        assert_eq!(spans(&record), ["2020-01-15 -"]);
    }

    #[test]
    fn a_membership_recorded_by_mistake_is_forgotten() {
        let (mut record, mut pen) = (Record::default(), Draft::default());
        assert!(!forget_last(&mut record, &mut pen));
        begin(&mut record, Some(day("2020-01-15")), &mut pen).unwrap();
        end(&mut record, day("2022-12-31"), Reason::Left, &mut pen).unwrap();
        rejoin(&mut record, day("2024-01-01"), Reason::Joined, &mut pen).unwrap();
        assert!(forget_last(&mut record, &mut pen));
        assert_eq!(spans(&record), ["2020-01-15 2022-12-31 left"]);
    }

    #[test]
    fn nobody_leaves_who_never_joined() {
        let (mut record, mut pen) = (Record::default(), Draft::default());
        assert_eq!(end(&mut record, day("2022-12-31"), Reason::Left, &mut pen), Err(Fault::NotMember));
        assert!(record == Record::default());
    }

    proptest! {
        /// Whatever is done, spans never share a day, and a refusal changes nothing.
        #[test]
        fn spans_never_overlap(steps in proptest::collection::vec((0_u8..3, 0_i32..2_000), 0..12)) {
            let (mut record, mut pen) = (Record::default(), Draft::default());
            for (what, at) in steps {
                let on = NaiveDate::from_num_days_from_ce_opt(at.saturating_add(737_000)).unwrap();
                let before = record.encode();
                let refused = match what {
                    0 => begin(&mut record, Some(on), &mut pen).is_err(),
                    1 => end(&mut record, on, Reason::Left, &mut pen).is_err(),
                    _ => rejoin(&mut record, on, Reason::Transferred, &mut pen).is_err(),
                };
                prop_assert!(!refused || record.encode() == before);
                let person = Person::of(&record);
                for (n, (_, a)) in person.spans.iter().enumerate() {
                    prop_assert!(person.spans.iter().skip(n.saturating_add(1)).all(|(_, b)| !a.overlaps(b)));
                }
                if !refused && what != 1 {
                    prop_assert_ne!(person.standing(on), Standing::Prospect);
                }
            }
        }
    }
}
