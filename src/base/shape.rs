//! How the type of a field lies in a record: one value, one that may be absent, several elements.
//!
//! What cannot be read is left as it stands, for a newer program may have written it; what reads as the value that is
//! wanted is not written again, so that a register keeps the stamp of who really changed it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

#[cfg(test)]
use crate::base::trial::Source;
use crate::base::{
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
    /// Makes the value.
    fn to_value(&self) -> Value;
    /// Reads the value; nothing when it is of another form.
    fn of_value(value: &Value) -> Option<Self>;
    /// Says what the parts are, for the table of the fields.
    #[must_use]
    fn parts() -> String {
        String::new()
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
    /// Makes one up.
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self;
}

/// A type that is one element among several.
pub trait Member: One + Ord {
    /// Names its element.
    fn element(&self) -> Element;
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
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        Slot::sample(source)
    }
}

/// Writes elements: of those that this program can read, what is not wanted goes.
fn write_elements<T: PartialEq>(
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

impl<T: Member + Clone> Shape for Vec<T> {
    const LAYOUT: &'static str = "several parts";
    fn read(record: &Record, field: u16) -> Option<Self> {
        let all = record.elements(field).filter_map(|(e, value)| Some(T::of_value(value)?.at(e)));
        let mut all: Self = all.collect();
        all.sort();
        Some(all)
    }
    fn write(&self, record: &mut Record, field: u16, stamp: Stamp) {
        let wanted = self.iter().map(|one| (one.element(), (one.clone(), one.to_value()))).collect();
        write_elements(record, field, &wanted, |e, value| Some(T::of_value(value)?.at(e)), stamp);
    }
    fn parts() -> String {
        T::parts()
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        let all: BTreeMap<Element, T> = (0..source.few())
            .map(|_| T::sample(source).at(source.bytes()))
            .map(|one| (one.element(), one))
            .collect();
        let mut all: Self = all.into_values().collect();
        all.sort();
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
        Value::text(&self.to_string())
    }
    fn of_value(value: &Value) -> Option<Self> {
        value.as_text()?.parse().ok()
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
                Self::ALL.into_iter().find(|one| Some(one.code()) == value.as_text())
            }
            #[cfg(test)]
            fn sample(source: &mut $crate::base::trial::Source) -> Self {
                Self::ALL.into_iter().cycle().nth(usize::from(source.byte())).unwrap()
            }
        }
    };
}

pub(crate) use coded;
