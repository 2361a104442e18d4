//! How the type of a field lies in a record: one value, one that may be absent, several elements.
//!
//! What cannot be read is left as it stands, for a newer program may have written it; what reads as the value that is
//! wanted is not written again, so that a register keeps the stamp of who really changed it.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use chrono::NaiveDate;

#[cfg(test)]
use crate::base::trial::Source;
use crate::base::{
    date,
    id::Id,
    record::{FieldKey, Record, Value},
    stamp::Stamp,
};

/// The name of an element: 8 bytes.
pub type Element = [u8; 8];

/// Names the element of a text, the same on every device: two laptops that write about one thing write one element.
#[must_use]
pub fn element_of(text: &str) -> Element {
    blake3::hash(text.as_bytes()).as_bytes().first_chunk::<8>().copied().unwrap_or_default()
}

/// A type that is one value.
pub trait One: Sized + PartialEq {
    /// The layout, as `docs/format.md` names it.
    const LAYOUT: &'static str;
    /// The part that holds its place, where it is one of several in an order that somebody chose.
    const PLACE: Option<u8> = None;
    /// Makes the value.
    fn to_value(&self) -> Value;
    /// Reads the value; nothing when it is of another form.
    fn of_value(value: &Value) -> Option<Self>;
    /// Says what the parts are, for the table of the fields.
    #[must_use]
    fn parts() -> String {
        String::new()
    }
    /// Returns the text, of a type that is one.
    fn text(&self) -> Option<&str> {
        None
    }
    /// Makes one up.
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self;
}

/// A type that is one value or none.
pub trait Slot: Sized + PartialEq {
    /// The layout.
    const LAYOUT: &'static str;
    /// Makes the value.
    fn to_slot(&self) -> Option<Value>;
    /// Reads the value; nothing when something is needed and not there.
    fn of_slot(value: Option<&Value>) -> Option<Self>;
    /// Says what the parts are, for the table of the fields.
    #[must_use]
    fn slot_parts() -> String {
        String::new()
    }
    /// Returns the text, of a type that is one.
    fn slot_text(&self) -> Option<&str> {
        None
    }
    /// Makes one up.
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self;
}

/// Makes a part, unless it has the value that stands for it where nothing is written.
pub fn part<T: Slot>(value: &T, absent: Option<&T>) -> Option<Value> {
    if absent == Some(value) { None } else { value.to_slot() }
}

/// A type that is a field of a record.
pub trait Shape: Sized + PartialEq {
    /// The layout.
    const LAYOUT: &'static str;
    /// Reads the field; nothing when something is needed and not there.
    fn read(record: &Record, field: u16) -> Option<Self>;
    /// Writes what differs from the record.
    fn write(&self, record: &mut Record, field: u16, stamp: Stamp);
    /// Says what the parts of an element are, for the table of the fields.
    #[must_use]
    fn parts() -> String {
        String::new()
    }
    /// Returns the text, of a field that is one.
    fn field_text(&self) -> Option<&str> {
        None
    }
    /// Makes one up.
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self;
}

/// A type that is one element among several.
pub trait Member: One {
    /// Names its element.
    fn element(&self) -> Element;
    /// Says in which order they stand; where places are kept, those of one place.
    fn order(&self, other: &Self) -> Ordering {
        self.element().cmp(&other.element())
    }
    /// Takes note of its element, where the value does not say it.
    #[must_use]
    fn at(self, _: Element) -> Self {
        self
    }
}

/// A type that is the key of a map; the key and what belongs to it are parts 0 and 1 of the element.
pub trait Key: One + Ord {
    /// Names its element.
    fn element(&self) -> Element;
}

impl<T: One> Slot for T {
    const LAYOUT: &'static str = T::LAYOUT;
    fn to_slot(&self) -> Option<Value> {
        Some(self.to_value())
    }
    fn of_slot(value: Option<&Value>) -> Option<Self> {
        T::of_value(value?)
    }
    fn slot_parts() -> String {
        T::parts()
    }
    fn slot_text(&self) -> Option<&str> {
        self.text()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        One::sample(source)
    }
}

impl<T: One> Slot for Option<T> {
    const LAYOUT: &'static str = T::LAYOUT;
    fn to_slot(&self) -> Option<Value> {
        self.as_ref().map(One::to_value)
    }
    fn of_slot(value: Option<&Value>) -> Option<Self> {
        Some(value.and_then(T::of_value))
    }
    fn slot_parts() -> String {
        T::parts()
    }
    fn slot_text(&self) -> Option<&str> {
        self.as_ref().and_then(One::text)
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        source.flag().then(|| One::sample(source))
    }
}

impl Slot for bool {
    const LAYOUT: &'static str = "integer";
    fn to_slot(&self) -> Option<Value> {
        self.then(|| Value::int(1))
    }
    fn of_slot(value: Option<&Value>) -> Option<Self> {
        Some(value.and_then(Value::as_int).is_some_and(|n| n != 0))
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        source.flag()
    }
}

impl<T: Slot> Shape for T {
    const LAYOUT: &'static str = T::LAYOUT;
    fn read(record: &Record, field: u16) -> Option<Self> {
        T::of_slot(record.get(FieldKey::single(field)))
    }
    fn write(&self, record: &mut Record, field: u16, stamp: Stamp) {
        if T::read(record, field).as_ref() != Some(self) {
            record.set(FieldKey::single(field), self.to_slot(), stamp);
        }
    }
    fn parts() -> String {
        T::slot_parts()
    }
    fn field_text(&self) -> Option<&str> {
        self.slot_text()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        Slot::sample(source)
    }
}

/// Writes elements: of those that this program can read, what is not wanted goes.
pub(crate) fn write_elements<T: PartialEq>(
    record: &mut Record,
    field: u16,
    wanted: &BTreeMap<Element, (T, Value)>,
    read: impl Fn(Element, &Value) -> Option<T>,
    stamp: Stamp,
) {
    let (mut gone, mut same) = (Vec::new(), BTreeSet::new());
    for (element, value) in record.elements(field) {
        let there = read(element, value);
        match wanted.get(&element) {
            None if there.is_some() => gone.push(element),
            Some((one, _)) if there.as_ref() == Some(one) => drop(same.insert(element)),
            _ => {}
        }
    }
    for element in gone {
        record.set(FieldKey::element(field, element), None, stamp);
    }
    for (element, (_, value)) in wanted.iter().filter(|(e, _)| !same.contains(*e)) {
        record.set(FieldKey::element(field, *element), Some(value.clone()), stamp);
    }
}

/// Puts the place of an element into its value.
fn placed<T: One>(one: &T, place: u64) -> Value {
    let value = one.to_value();
    match T::PLACE {
        Some(part) => {
            let parts = value.as_parts().unwrap_or_default().into_iter();
            Value::parts(&parts.chain([(part, place.to_value())]).collect())
        }
        None => value,
    }
}

/// Reads an element and its place, which is 0 where none is kept.
fn of_placed<T: Member>(element: Element, value: &Value) -> Option<(u64, T)> {
    let place = match T::PLACE {
        Some(part) => u64::of_value(value.as_parts()?.get(&part)?)?,
        None => 0,
    };
    Some((place, T::of_value(value)?.at(element)))
}

impl<T: Member + Clone> Shape for Vec<T> {
    const LAYOUT: &'static str = "several parts";
    fn read(record: &Record, field: u16) -> Option<Self> {
        let mut all: Vec<(u64, T)> =
            record.elements(field).filter_map(|(e, value)| of_placed(e, value)).collect();
        all.sort_by(|(p, a), (q, b)| p.cmp(q).then_with(|| a.order(b)));
        Some(all.into_iter().map(|(_, one)| one).collect())
    }
    fn write(&self, record: &mut Record, field: u16, stamp: Stamp) {
        let wanted = (1_u64..).zip(self).map(|(n, one)| {
            let place = if T::PLACE.is_some() { n } else { 0 };
            (one.element(), ((place, one.clone()), placed(one, place)))
        });
        write_elements(record, field, &wanted.collect(), of_placed, stamp);
    }
    fn parts() -> String {
        T::parts()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        let mut all = Self::new();
        for _ in 0..source.few() {
            let one = T::sample(source).at(source.bytes());
            if all.iter().all(|other| other.element() != one.element()) {
                all.push(one);
            }
        }
        if T::PLACE.is_none() {
            all.sort_by(T::order);
        }
        all
    }
}

impl<K: Key + Clone, V: One + Clone> Shape for BTreeMap<K, V> {
    const LAYOUT: &'static str = "several parts";
    fn read(record: &Record, field: u16) -> Option<Self> {
        Some(record.elements(field).filter_map(|(_, value)| pair(value)).collect())
    }
    fn write(&self, record: &mut Record, field: u16, stamp: Stamp) {
        let packed = |k: &K, v: &V| Value::parts(&BTreeMap::from([(0, k.to_value()), (1, v.to_value())]));
        let wanted =
            self.iter().map(|(k, v)| (k.element(), ((k.clone(), v.clone()), packed(k, v)))).collect();
        write_elements(record, field, &wanted, |_, value| pair(value), stamp);
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        (0..source.few()).map(|_| (K::sample(source), V::sample(source))).collect()
    }
}

/// What belongs to elements that are named elsewhere; the element is the key.
impl Shape for BTreeMap<Element, u64> {
    const LAYOUT: &'static str = "several integers";
    fn read(record: &Record, field: u16) -> Option<Self> {
        Some(record.elements(field).filter_map(|(e, value)| Some((e, u64::of_value(value)?))).collect())
    }
    fn write(&self, record: &mut Record, field: u16, stamp: Stamp) {
        let wanted = self.iter().map(|(e, n)| (*e, (*n, n.to_value()))).collect();
        write_elements(record, field, &wanted, |_, value| u64::of_value(value), stamp);
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        (0..source.few()).map(|_| (source.bytes(), One::sample(source))).collect()
    }
}

/// A type of which several stand in a field, each beside the name of its element.
pub trait Listed: One {
    /// The layout of the field.
    const SEVERAL: &'static str = "several parts";
    /// Says in which order they stand.
    fn order(&self, other: &Self) -> Ordering;
}

impl Listed for String {
    const SEVERAL: &'static str = "texts";
    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl<T: Listed + Clone> Shape for Vec<(Element, T)> {
    const LAYOUT: &'static str = T::SEVERAL;
    fn read(record: &Record, field: u16) -> Option<Self> {
        let mut all: Self =
            record.elements(field).filter_map(|(e, value)| Some((e, T::of_value(value)?))).collect();
        all.sort_by(|(_, a), (_, b)| a.order(b));
        Some(all)
    }
    fn write(&self, record: &mut Record, field: u16, stamp: Stamp) {
        let wanted = self.iter().map(|(e, one)| (*e, (one.clone(), one.to_value()))).collect();
        write_elements(record, field, &wanted, |_, value| T::of_value(value), stamp);
    }
    fn parts() -> String {
        T::parts()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        let all: BTreeMap<Element, T> =
            (0..source.few()).map(|_| (source.bytes(), One::sample(source))).collect();
        let mut all: Self = all.into_iter().collect();
        all.sort_by(|(_, a), (_, b)| a.order(b));
        all
    }
}

/// Texts of which each is there once, in their order.
impl Shape for BTreeSet<String> {
    const LAYOUT: &'static str = "texts";
    fn read(record: &Record, field: u16) -> Option<Self> {
        Some(record.elements(field).filter_map(|(_, value)| String::of_value(value)).collect())
    }
    fn write(&self, record: &mut Record, field: u16, stamp: Stamp) {
        let wanted = self.iter().map(|t| (element_of(t), (t.clone(), t.to_value()))).collect();
        write_elements(record, field, &wanted, |_, value| String::of_value(value), stamp);
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        (0..source.few()).map(|_| source.text()).collect()
    }
}

fn pair<K: One, V: One>(value: &Value) -> Option<(K, V)> {
    let parts = value.as_parts()?;
    Some((K::of_value(parts.get(&0)?)?, V::of_value(parts.get(&1)?)?))
}

impl One for String {
    const LAYOUT: &'static str = "text";
    fn to_value(&self) -> Value {
        Value::text(self)
    }
    fn of_value(value: &Value) -> Option<Self> {
        value.as_text().map(Self::from)
    }
    fn text(&self) -> Option<&str> {
        Some(self)
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        source.text()
    }
}

impl Key for String {
    fn element(&self) -> Element {
        element_of(self)
    }
}

/// A yes or a no that may also be open.
impl Slot for Option<bool> {
    const LAYOUT: &'static str = "integer";
    fn to_slot(&self) -> Option<Value> {
        self.map(|yes| Value::int(yes.into()))
    }
    fn of_slot(value: Option<&Value>) -> Option<Self> {
        Some(value.and_then(Value::as_int).map(|n| n != 0))
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        source.flag().then(|| source.flag())
    }
}

impl Key for Id {
    fn element(&self) -> Element {
        self.0.first_chunk::<8>().copied().unwrap_or_default()
    }
}

/// Texts in their order, as parts from 0.
impl One for Vec<String> {
    const LAYOUT: &'static str = "parts";
    fn to_value(&self) -> Value {
        Value::parts(&(0_u8..).zip(self).map(|(n, t)| (n, Value::text(t))).collect())
    }
    fn of_value(value: &Value) -> Option<Self> {
        Some(value.as_parts()?.values().filter_map(|v| v.as_text().map(str::to_owned)).collect())
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        (0..source.few()).map(|_| source.text()).collect()
    }
}

impl One for NaiveDate {
    const LAYOUT: &'static str = "text";
    fn to_value(&self) -> Value {
        Value::text(&date::stored(*self))
    }
    fn of_value(value: &Value) -> Option<Self> {
        date::from_stored(value.as_text()?)
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        source.day()
    }
}

impl One for u32 {
    const LAYOUT: &'static str = "integer";
    fn to_value(&self) -> Value {
        Value::int((*self).into())
    }
    fn of_value(value: &Value) -> Option<Self> {
        value.as_int()?.try_into().ok()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        u32::from_be_bytes([0, source.byte(), source.byte(), source.byte()])
    }
}

impl One for u64 {
    const LAYOUT: &'static str = "integer";
    fn to_value(&self) -> Value {
        Value::int(i64::try_from(*self).unwrap_or(i64::MAX))
    }
    fn of_value(value: &Value) -> Option<Self> {
        value.as_int()?.try_into().ok()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        u64::from_be_bytes(source.bytes()) >> 1
    }
}

impl One for Id {
    const LAYOUT: &'static str = "text";
    fn to_value(&self) -> Value {
        Value::text(&self.to_string())
    }
    fn of_value(value: &Value) -> Option<Self> {
        value.as_text()?.parse().ok()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        Self(std::array::from_fn(|_| source.byte()))
    }
}

/// Lays the words of a closed list as their codes: the type has `ALL` and `code`.
macro_rules! coded {
    ($name:ident) => {
        impl $crate::base::shape::One for $name {
            const LAYOUT: &'static str = "text";
            fn to_value(&self) -> $crate::base::Value {
                $crate::base::Value::text(self.code())
            }
            fn of_value(value: &$crate::base::Value) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| Some(one.code()) == value.as_text())
            }
            #[cfg(test)]
            fn sample(source: &mut $crate::base::trial::Source) -> Self {
                Self::ALL.iter().copied().cycle().nth(usize::from(source.byte())).unwrap()
            }
        }
    };
}

/// Lays the words of a closed list as their codes and names elements by them.
macro_rules! keyed {
    ($name:ident) => {
        $crate::base::shape::coded!($name);

        impl $crate::base::shape::Key for $name {
            fn element(&self) -> $crate::base::shape::Element {
                $crate::base::shape::element_of(self.code())
            }
        }
    };
}

pub(crate) use {coded, keyed};
