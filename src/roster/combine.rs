//! Two records of one person become one; the other stays as an empty pointer, so that a copy of the vault that
//! still writes to it is understood.

use std::collections::BTreeSet;

use crate::{
    base::{
        field,
        id::Id,
        pen::{Pen, write},
        record::{FieldKey, Record, Value, merge},
        text::fold,
    },
    roster::{
        attr::{Attr, Key},
        columns::{Subject, View},
        person::{Element, Person, Role},
        span::Membership,
    },
};

/// What the two records say differently of a field that holds one value.
#[derive(Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub key: Key,
    /// The value that stays: what the record that stays says.
    pub stays: String,
    /// The value that goes.
    pub goes: String,
}

/// What two records come to. No `Debug`: it holds personal values.
pub struct Combined {
    /// The record that stays, with all that both knew.
    pub record: Record,
    /// What is left of the other: a pointer.
    pub pointer: Record,
    /// Values that do not survive.
    pub differences: Vec<Difference>,
}

/// Merges the record `other` into `kept`.
///
/// Of each field the value of `kept` stays, that of `other` where `kept` says nothing; addresses, tags, roles, spans and
/// free fields of both stay, the same one twice counts once, and spans that share a day become one. A refusal of notices
/// stays, whenever it was said.
#[must_use]
pub fn combine(
    (kept_id, kept): (Id, &Record),
    (other_id, other): (Id, &Record),
    view: View<'_>,
    pen: &mut dyn Pen,
) -> Combined {
    let mut record = merge(kept, other);
    keep_single(&mut record, kept, pen);
    let (a, b) = (Person::of(kept), Person::of(other));
    if !a.notices.0 || !b.notices.0 {
        write(&mut record, FieldKey::single(field::NOTICES), Some(Value::int(0)), pen);
    }
    drop_doubles(&mut record, field::EMAIL, |v| v.as_text().map(str::to_ascii_lowercase), pen);
    keep_notices(&mut record, &a, pen);
    drop_doubles(&mut record, field::TAG, |v| v.as_text().map(fold), pen);
    drop_doubles(
        &mut record,
        field::ROLE,
        |v| Role::from_value(v).map(|r| format!("{} {:?} {:?}", r.kind.code(), r.from, r.to)),
        pen,
    );
    let lost = keep_free(&mut record, &a, &b, pen);
    join_spans(&mut record, pen);
    let mut differences = differences((kept_id, a), (other_id, b), &record, view);
    differences.extend(lost);
    let mut pointer = other.clone();
    let keys: Vec<FieldKey> =
        pointer.registers().filter(|(_, r)| r.value.is_some()).map(|(k, _)| *k).collect();
    for key in keys {
        write(&mut pointer, key, None, pen);
    }
    write(&mut pointer, FieldKey::single(field::MERGED_INTO), Some(Value::text(&kept_id.to_string())), pen);
    Combined { record, pointer, differences }
}

/// Writes again what the record that stays says, where the other one was written later.
fn keep_single(record: &mut Record, kept: &Record, pen: &mut dyn Pen) {
    let said = kept.registers().filter(|(key, r)| key.element.is_none() && r.value.is_some());
    let said: Vec<(FieldKey, Option<Value>)> = said.map(|(key, r)| (*key, r.value.clone())).collect();
    for (key, value) in said {
        if record.get(key) != value.as_ref() {
            write(record, key, value, pen);
        }
    }
}

/// Of two free fields of one name the one of the record that stays is kept; returns what goes.
fn keep_free(record: &mut Record, kept: &Person, other: &Person, pen: &mut dyn Pen) -> Vec<Difference> {
    let mut lost = Vec::new();
    for (element, name, value) in &other.free {
        let Some((stays, _, said)) = kept.free.iter().find(|(_, n, _)| fold(n) == fold(name)) else {
            continue;
        };
        if stays != element {
            write(record, FieldKey::element(field::FREE, *element), None, pen);
        }
        if said != value {
            lost.push(Difference { key: Key::Free(name.clone()), stays: said.clone(), goes: value.clone() });
        }
    }
    lost
}

/// Where nobody chose an address for notices, they go on to the one that had them in the record that stays.
fn keep_notices(record: &mut Record, kept: &Person, pen: &mut dyn Pen) {
    let there = crate::roster::person::emails(record);
    let Some(address) = kept.notice_email().filter(|_| record.text(field::NOTICE_EMAIL).is_none()) else {
        return;
    };
    let found = there.iter().position(|(_, a)| a.eq_ignore_ascii_case(address));
    if let Some((element, _)) = found.filter(|n| *n > 0).and_then(|n| there.get(n)) {
        let value = Value::text(&crate::roster::person::element_text(*element));
        write(record, FieldKey::single(field::NOTICE_EMAIL), Some(value), pen);
    }
}

/// Takes out elements that say the same as an earlier one; the chosen address for notices stays chosen.
fn drop_doubles(record: &mut Record, number: u16, key: impl Fn(&Value) -> Option<String>, pen: &mut dyn Pen) {
    let chosen = record.text(field::NOTICE_EMAIL).and_then(crate::roster::person::element_from_text);
    let mut elements: Vec<(Element, Option<String>)> =
        record.elements(number).map(|(e, v)| (e, key(v))).collect();
    elements.sort_by_key(|(e, _)| number != field::EMAIL || Some(*e) != chosen);
    let mut seen = BTreeSet::new();
    for (element, said) in elements {
        if said.is_some_and(|s| !seen.insert(s)) {
            write(record, FieldKey::element(number, element), None, pen);
        }
    }
}

/// Makes spans that share a day one span.
fn join_spans(record: &mut Record, pen: &mut dyn Pen) {
    loop {
        let spans = Person::of(record).spans;
        let found = spans.iter().enumerate().find_map(|(n, (e, a))| {
            let later = spans.iter().skip(n.saturating_add(1));
            later.clone().find(|(_, b)| a.overlaps(b)).map(|(f, b)| (*e, *f, joined(a, b)))
        });
        let Some((stays, goes, span)) = found else { return };
        write(record, FieldKey::element(field::SPAN, stays), Some(span.to_value()), pen);
        write(record, FieldKey::element(field::SPAN, goes), None, pen);
    }
}

fn joined(a: &Membership, b: &Membership) -> Membership {
    // An unknown start gives way to a known one: it only said that nobody remembered.
    let (start, began) = match (a.start, b.start) {
        (Some(x), Some(y)) if y < x => (Some(y), b.began),
        (None, Some(y)) => (Some(y), b.began),
        (x, _) => (x, a.began),
    };
    let end = match (a.end, b.end) {
        (Some(x), Some(y)) => Some(if y.0 > x.0 { y } else { x }),
        _ => None,
    };
    // A known start after the end of the span without one would turn it round.
    let start = start.filter(|s| end.is_none_or(|(e, _)| *s <= e));
    Membership { start, began, end }
}

fn differences(
    (kept_id, a): (Id, Person),
    (other_id, b): (Id, Person),
    record: &Record,
    view: View<'_>,
) -> Vec<Difference> {
    let after = Subject::Person(kept_id, Box::new(Person::of(record)));
    let before = [Subject::Person(kept_id, Box::new(a)), Subject::Person(other_id, Box::new(b))];
    let single = Attr::ALL.iter().filter(|a| {
        !a.is_several()
            && !matches!(
                a,
                Attr::Id
                    | Attr::Name
                    | Attr::NameFamilyFirst
                    | Attr::College
                    | Attr::Standing
                    | Attr::Joined
                    | Attr::Left
                    | Attr::LeftReason
                    | Attr::Notices
                    | Attr::NoticeEmail
            )
    });
    let mut out = Vec::new();
    for attr in single {
        let key = Key::Attr(*attr);
        let stays = after.show(&key, view).into_owned();
        for subject in &before {
            let said = subject.show(&key, view);
            if !said.is_empty() && said != stays {
                out.push(Difference { key: key.clone(), stays: stays.clone(), goes: said.into_owned() });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        base::{stamp::Stamp, word::Standing},
        roster::{
            columns::Form,
            patch::{Draft, Op, Patch, Rules},
            span::tests::{any_span, drawn},
        },
    };

    fn view() -> View<'static> {
        View {
            on: "2026-11-21".parse().unwrap(),
            form: Form::Codes,
            colleges: &crate::roster::college::UNKNOWN,
        }
    }

    /// Writes with stamps that go on from `time`.
    struct At(u64);
    impl Pen for At {
        fn stamp(&mut self) -> Stamp {
            self.0 = self.0.saturating_add(1);
            Stamp { time: self.0, device: [1; 8] }
        }
        fn element(&mut self) -> Element {
            self.0 = self.0.saturating_add(1);
            self.0.to_be_bytes()
        }
    }

    fn record(pen: &mut At, list: &[&str]) -> Record {
        let (mut record, mut patch) = (Record::default(), Patch::default());
        let rules = Rules { today: view().on, forbidden: &[] };
        for text in list {
            let (name, value) = text.split_once('=').unwrap();
            patch.put(&Key::read(name).unwrap(), Op::Set, value, &rules).unwrap();
        }
        patch.apply(&mut record, pen).unwrap();
        record
    }

    fn merged(a: &Record, b: &Record) -> Combined {
        combine((Id([1; 16]), a), (Id([2; 16]), b), view(), &mut Draft::default())
    }

    fn show(record: &Record, name: &str) -> String {
        Subject::Person(Id([1; 16]), Box::new(Person::of(record)))
            .show(&Key::read(name).unwrap(), view())
            .into_owned()
    }

    #[test]
    fn both_histories_stay_and_what_the_kept_record_says() {
        let mut pen = At(100);
        let a = record(
            &mut pen,
            &[
                "nom=Exemple",
                "prénom=Camile",
                "site=Lyon",
                "courriel=c@example.org",
                "étiquettes=x,y",
                "adhésion=2015-01-01",
                "fin d'adhésion=2016-12-31",
                "mandats=DS:2015-02-01..2016-01-01",
                "libre:Taille=M",
                "libre:Bureau=1",
            ],
        );
        let b = record(
            &mut pen,
            &[
                "nom=Exemple",
                "prénom=Camille",
                "courriel=C@example.org, d@example.org",
                "téléphone=0612345678",
                "étiquettes=Y,z",
                "adhésion=2020-01-01",
                "mandats=DS:2015-02-01..2016-01-01, RSS",
                "libre:taille=M",
                "libre:bureau=2",
            ],
        );
        let out = merged(&a, &b);
        for (name, value) in [
            ("given", "Camile"),
            ("site", "Lyon"),
            ("phone", "+33612345678"),
            ("emails", "c@example.org, d@example.org"),
            ("tags", "x, y, z"),
            ("roles", "rss, ds:2015-02-01..2016-01-01"),
            ("joined", "2020-01-01"),
        ] {
            assert_eq!(show(&out.record, name), value, "{name}");
        }
        assert_eq!(Person::of(&out.record).spans.len(), 2);
        assert_eq!(Person::of(&out.record).free.len(), 2);
        let said: Vec<_> =
            out.differences.iter().map(|d| (d.key.code(), d.stays.as_str(), d.goes.as_str())).collect();
        assert_eq!(said[0], ("given".to_owned(), "Camile", "Camille"));
        assert_eq!((said.len(), said[1].1, said[1].2), (2, "1", "2"));
        // The other way round the other one's words stay.
        let back = merged(&b, &a);
        assert_eq!(show(&back.record, "given"), "Camille");
        assert_eq!(show(&back.record, "site"), "Lyon", "what only the other one knows stays too");
        assert!(back.differences.iter().any(|d| (d.stays.as_str(), d.goes.as_str()) == ("2", "1")));
    }

    #[test]
    fn the_other_becomes_a_pointer_with_nothing_in_it() {
        let mut pen = At(100);
        let a = record(&mut pen, &["nom=Exemple"]);
        let b = record(&mut pen, &["nom=Zphqxcanari", "courriel=zphqx@example.org"]);
        let out = merged(&a, &b);
        assert_eq!(Person::of(&out.pointer).merged_into, Some(Id([1; 16])));
        assert!(out.pointer.registers().filter(|(_, r)| r.value.is_some()).count() == 1);
        let bytes = out.pointer.encode();
        assert!(!bytes.windows(5).any(|w| w.eq_ignore_ascii_case(b"zphqx")));
        assert!(
            crate::roster::Summary::decode(&crate::roster::summarise(&out.pointer))
                .is_ok_and(|s| s.is_merged())
        );
    }

    #[test]
    fn a_refusal_of_notices_stays() {
        let mut pen = At(100);
        let a = record(&mut pen, &["nom=Exemple", "avis=non"]);
        let b = record(&mut pen, &["nom=Exemple", "avis=oui"]);
        assert_eq!(show(&merged(&a, &b).record, "avis"), "no");
        assert_eq!(show(&merged(&b, &a).record, "avis"), "no");
    }

    #[test]
    fn an_unknown_start_gives_way() {
        let mut pen = At(100);
        let a = record(&mut pen, &["nom=Exemple", "situation=adhérent"]);
        let b = record(&mut pen, &["nom=Exemple", "adhésion=2020-01-01"]);
        let out = merged(&a, &b);
        assert_eq!(
            (show(&out.record, "joined"), Person::of(&out.record).spans.len()),
            ("2020-01-01".into(), 1)
        );
    }

    #[test]
    fn the_notices_go_where_they_went() {
        let mut pen = At(100);
        let a = record(&mut pen, &["nom=Exemple", "courriel=z@example.org"]);
        let b = record(&mut pen, &["nom=Exemple", "courriel=a@example.org"]);
        assert_eq!(show(&merged(&a, &b).record, "email"), "z@example.org");
        assert_eq!(show(&merged(&b, &a).record, "email"), "a@example.org");
    }

    #[test]
    fn the_chosen_address_stays_chosen() {
        let mut pen = At(100);
        let a = record(&mut pen, &["nom=Exemple", "courriel=a@example.org z@example.org"]);
        let b = record(
            &mut pen,
            &["nom=Exemple", "courriel=A@example.org, z@example.org", "courriel des avis=z@example.org"],
        );
        assert_eq!(show(&merged(&a, &b).record, "email"), "z@example.org");
        assert_eq!(show(&merged(&a, &b).record, "emails"), "z@example.org, a@example.org");
    }

    proptest! {
        #[test]
        fn spans_never_overlap_and_no_day_of_membership_is_lost(
            a in proptest::collection::vec(any_span(), 0..3), b in proptest::collection::vec(any_span(), 0..3), at in 0_i32..50_000,
        ) {
            let make = |list: &[[i32; 4]], from: u64| {
                let (mut pen, mut record) = (At(from), Record::default());
                for numbers in list {
                    let key = FieldKey::element(field::SPAN, pen.element());
                    // Only known starts: an unknown one gives way to a known one on purpose.
                    let span = Membership { start: drawn([numbers[0], numbers[1], numbers[2], 0]).start, ..drawn(*numbers) };
                    record.set(key, Some(span.to_value()), pen.stamp());
                }
                record
            };
            let (a, b) = (make(&a, 100), make(&b, 1_000));
            let out = Person::of(&merged(&a, &b).record);
            for (n, (_, x)) in out.spans.iter().enumerate() {
                prop_assert!(out.spans.iter().skip(n.saturating_add(1)).all(|(_, y)| !x.overlaps(y)));
            }
            let on = chrono::NaiveDate::from_num_days_from_ce_opt(at.saturating_add(693_961)).unwrap();
            let member = |r: &Record| Person::of(r).standing(on) == Standing::Member;
            prop_assert_eq!(out.standing(on) == Standing::Member, member(&a) || member(&b));
        }
    }
}
