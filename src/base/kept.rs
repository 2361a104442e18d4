//! A kind of record is declared once: its type, its fields, what removes it.

#[cfg(test)]
use crate::base::trial::Source;
use crate::base::{
    record::{FieldKey, Record},
    shape::Shape,
    stamp::Stamp,
};

/// The kind of a record; the number is stored and never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A person.
    Person = 1,
    /// The company.
    Company = 2,
    /// A fact that the agenda counts from, or an own date.
    Fact = 3,
    /// What was done with a line of the agenda.
    Line = 4,
    /// A round of bargaining.
    Round = 5,
    /// One round of an election.
    Poll = 6,
    /// A list of candidates.
    Slate = 7,
    /// One entry of a ballot box.
    Sheet = 8,
    /// A mail account of the section.
    Account = 9,
    /// What a part of a record was before its last change, until the keys are turned.
    Before = 10,
    /// What holds for the dues of all.
    Plan = 11,
    /// What the dues of a member follow from.
    Payer = 12,
    /// An entry of the book of dues.
    Entry = 13,
    /// A conversation.
    Talk = 14,
    /// Something that somebody did for the section.
    Act = 15,
    /// A structure test.
    Test = 16,
    /// A colleague who is not in the roster, or what organizers keep beside a member.
    Colleague = 17,
    /// Something that is sealed to the devices that it names.
    Sealed = 18,
    /// What holds for organizing.
    Ground = 19,
    /// A key that forms seal to.
    FormKey = 20,
    /// A form that was written.
    Form = 21,
    /// A survey.
    Survey = 22,
    /// What somebody answered to a survey.
    Answer = 23,
    /// What two wrote without seeing each other, kept for a person.
    Conflict = 24,
    /// What a device tells the others of its outbox.
    Posted = 25,
    /// A drive or a working group.
    Group = 26,
    /// A meeting, a demonstration, a strike.
    Meeting = 27,
    /// A course.
    Training = 28,
    /// Something that another section tried.
    Experience = 29,
    /// A mandate of debit.
    Mandate = 30,
    /// A piece of a voucher of the book.
    Voucher = 31,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 31] = [
        Self::Person,
        Self::Company,
        Self::Fact,
        Self::Line,
        Self::Round,
        Self::Poll,
        Self::Slate,
        Self::Sheet,
        Self::Account,
        Self::Before,
        Self::Plan,
        Self::Payer,
        Self::Entry,
        Self::Talk,
        Self::Act,
        Self::Test,
        Self::Colleague,
        Self::Sealed,
        Self::Ground,
        Self::FormKey,
        Self::Form,
        Self::Survey,
        Self::Answer,
        Self::Conflict,
        Self::Posted,
        Self::Group,
        Self::Meeting,
        Self::Training,
        Self::Experience,
        Self::Mandate,
        Self::Voucher,
    ];

    /// Returns the kind that has a number.
    #[must_use]
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// Returns the number under which rows of the projection carry this kind.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// One field, as `docs/format.md` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number; never reused for another meaning.
    pub number: u16,
    /// Its layout.
    pub layout: &'static str,
    /// What it means.
    pub meaning: String,
}

/// What a record keeps; made by `record!`.
pub trait Kept: Sized {
    /// The kind of the record.
    const KIND: Kind;
    /// The field that says that the record was removed.
    const GONE: Option<u16>;
    /// Lists the fields.
    #[must_use]
    fn rows() -> Vec<Row>;
    /// Reads what a record keeps; nothing when it was removed or is not whole.
    #[must_use]
    fn read(record: &Record) -> Option<Self>;
    /// Writes what differs from the record.
    fn write(&self, record: &mut Record, stamp: Stamp);
    /// Tells whether it has what it must have to be read.
    #[must_use]
    fn is_whole(&self) -> bool;
    /// Empties a record and leaves the word that it was removed.
    fn remove(record: &mut Record, stamp: Stamp) {
        if let Some(flag) = Self::GONE {
            remove(record, flag, stamp);
        }
    }
    /// Makes one up.
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self;
}

/// Deletes every field but one, which says that the record was removed.
pub fn remove(record: &mut Record, flag: u16, stamp: Stamp) {
    let there =
        record.registers().filter(|(k, r)| r.value.is_some() && (k.field != flag || k.element.is_some()));
    for key in there.map(|(k, _)| *k).collect::<Vec<_>>() {
        record.set(key, None, stamp);
    }
    true.write(record, flag, stamp);
}

/// Returns the number that was named, if one was.
#[must_use]
pub const fn last(numbers: &[u16]) -> Option<u16> {
    numbers.last().copied()
}

/// Says in one line what the parts of a value are.
#[must_use]
pub fn said_parts(parts: &[(u8, &[&str])], place: Option<u8>) -> String {
    let mut all: Vec<(u8, String)> = parts.iter().map(|(n, lines)| (*n, meaning(lines))).collect();
    all.extend(place.map(|n| (n, "its place".to_owned())));
    all.sort();
    let all: Vec<String> = all.into_iter().map(|(n, meaning)| format!("{n} {meaning}")).collect();
    format!(": {}", all.join(", "))
}

/// Adds the field that says that a record was removed, where its type does not hold it.
#[must_use]
pub fn with_gone(mut rows: Vec<Row>, gone: Option<u16>) -> Vec<Row> {
    if let Some(number) = gone.filter(|n| rows.iter().all(|row| row.number != *n)) {
        rows.push(Row {
            number,
            layout: "integer",
            meaning: "1 once removed, and then nothing else".to_owned(),
        });
    }
    rows
}

/// Returns the meaning of a field: the sentence of its comment as a cell of a table.
#[must_use]
pub fn meaning(lines: &[&str]) -> String {
    let text = lines.concat().replace("[`", "`").replace("`]", "`");
    let text = text.trim().trim_end_matches('.');
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Fields of a record under one roof; made by `fields!`.
pub trait Fields: Sized + PartialEq {
    /// Lists the fields.
    #[must_use]
    fn rows() -> Vec<Row>;
    /// Reads the fields; nothing when one that is needed is not there.
    fn read_fields(record: &Record) -> Option<Self>;
    /// Writes what differs from the record.
    fn write_fields(&self, record: &mut Record, stamp: Stamp);
    /// Returns the text of a field by its number, if it is one.
    fn text(&self, number: u16) -> Option<&str>;
    /// Makes some up.
    #[cfg(test)]
    fn sample_fields(source: &mut Source) -> Self;
}

/// Writes a field; the value that stands for one that is not there is written as nothing.
pub fn write_or<T: Shape>(value: &T, absent: Option<&T>, record: &mut Record, field: u16, stamp: Stamp) {
    if absent != Some(value) {
        value.write(record, field, stamp);
    } else if T::read(record, field).is_some_and(|there| there != *value) {
        record.set(FieldKey::single(field), None, stamp);
    }
}

/// Declares fields of a record: number, name, type; after `=` the value where nothing is written, after `=>` the one where
/// nothing can be read, which is written all the same. The comment of a field is its meaning in `docs/format.md`.
macro_rules! fields {
    ($(#[$meta:meta])* $name:ident {
        $($(#[doc = $doc:literal])+ $number:literal $field:ident: $type:ty $(= $absent:expr)? $(=> $unread:expr)?,)*
        $(flat $(#[doc = $flat_doc:literal])+ $flat:ident: $group:ty,)*
    }) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: $type,)*
            $($(#[doc = $flat_doc])+ pub $flat: $group,)*
        }

        impl $crate::base::kept::Fields for $name {
            fn rows() -> Vec<$crate::base::Row> {
                #[allow(unused_mut, clippy::allow_attributes, reason = "only a group within extends it")]
                let mut rows = vec![$($crate::base::Row {
                    number: $number,
                    layout: <$type as $crate::base::shape::Shape>::LAYOUT,
                    meaning: $crate::base::kept::meaning(&[$($doc),+])
                        + &<$type as $crate::base::shape::Shape>::parts(),
                }),*];
                $(rows.extend(<$group as $crate::base::kept::Fields>::rows());)*
                rows
            }
            fn read_fields(record: &$crate::base::Record) -> Option<Self> {
                Some(Self {
                    $($field: <$type as $crate::base::shape::Shape>::read(record, $number)$(.or(Some($absent)))?$(.or(Some($unread)))??,)*
                    $($flat: $crate::base::kept::Fields::read_fields(record)?,)*
                })
            }
            fn write_fields(&self, record: &mut $crate::base::Record, stamp: $crate::base::Stamp) {
                $($crate::base::kept::write_or(
                    &self.$field, None$(.or(Some(&$absent)))?, record, $number, stamp,
                );)*
                $($crate::base::kept::Fields::write_fields(&self.$flat, record, stamp);)*
            }
            fn text(&self, number: u16) -> Option<&str> {
                match number {
                    $($number => $crate::base::shape::Shape::field_text(&self.$field),)*
                    _ => None$(.or_else(|| $crate::base::kept::Fields::text(&self.$flat, number)))*,
                }
            }
            #[cfg(test)]
            fn sample_fields(source: &mut $crate::base::trial::Source) -> Self {
                Self {
                    $($field: <$type as $crate::base::shape::Shape>::sample(source),)*
                    $($flat: $crate::base::kept::Fields::sample_fields(source),)*
                }
            }
        }
    };
}

/// Declares a kind of record: its type and fields as for `fields!`. `gone 40` names the field that says
/// that it was removed, after which nothing else stays; `whole` says what it must have to be read; `tidy` what is done with
/// what was read.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident = $kind:ident { $($fields:tt)* }
     $(gone $gone:literal $(if |$removed:ident| $is_gone:expr)?;)?
     $(whole |$one:ident| $is_whole:expr;)?
     $(tidy |$messy:ident| $tidied:expr;)?) => {
        $crate::base::kept::fields! { $(#[$meta])* $name { $($fields)* } }

        impl $crate::base::Kept for $name {
            const KIND: $crate::base::Kind = $crate::base::Kind::$kind;
            const GONE: Option<u16> = $crate::base::kept::last(&[$($gone)?]);
            fn rows() -> Vec<$crate::base::Row> {
                $crate::base::kept::with_gone(<Self as $crate::base::kept::Fields>::rows(), Self::GONE)
            }
            fn read(record: &$crate::base::Record) -> Option<Self> {
                $(if <bool as $crate::base::shape::Shape>::read(record, $gone) == Some(true) {
                    return None;
                })?
                let read = <Self as $crate::base::kept::Fields>::read_fields(record)?;
                $(let $messy = read; let read = $tidied;)?
                $crate::base::Kept::is_whole(&read).then_some(read)
            }
            fn write(&self, record: &mut $crate::base::Record, stamp: $crate::base::Stamp) {
                $($(
                    let $removed = self;
                    if $is_gone {
                        return $crate::base::kept::remove(record, $gone, stamp);
                    }
                )?)?
                $crate::base::kept::Fields::write_fields(self, record, stamp);
            }
            fn is_whole(&self) -> bool {
                $($(
                    let $removed = self;
                    if $is_gone {
                        return false;
                    }
                )?)?
                $(
                    let $one = self;
                    if !$is_whole {
                        return false;
                    }
                )?
                true
            }
            #[cfg(test)]
            fn sample(source: &mut $crate::base::trial::Source) -> Self {
                let sample = <Self as $crate::base::kept::Fields>::sample_fields(source);
                $(let $messy = sample; let sample = $tidied;)?
                sample
            }
        }
    };
}

/// Declares a type that is one value of several parts: number, name, type.
macro_rules! parts {
    ($(#[$meta:meta])* $name:ident {
        $($(#[doc = $doc:literal])+ $number:literal $field:ident: $type:ty $(= $absent:expr)?,)*
        $(place $place:literal,)?
        $(element $(#[doc = $element_doc:literal])+ $element:ident,)?
    }) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: $type,)*
            $($(#[doc = $element_doc])+ pub $element: $crate::base::shape::Element,)?
        }

        impl $crate::base::shape::One for $name {
            const LAYOUT: &'static str = "parts";
            $(const PLACE: Option<u8> = Some($place);)?
            fn to_value(&self) -> $crate::base::Value {
                let slots = [$(($number, $crate::base::shape::part(&self.$field, None$(.or(Some(&$absent)))?))),*];
                let parts = slots.into_iter().filter_map(|(number, slot)| Some((number, slot?)));
                $crate::base::Value::parts(&parts.collect())
            }
            fn of_value(value: &$crate::base::Value) -> Option<Self> {
                let parts = value.as_parts()?;
                Some(Self {
                    $($field: <$type as $crate::base::shape::Slot>::of_slot(parts.get(&$number))$(.or(Some($absent)))??,)*
                    $($element: Default::default(),)?
                })
            }
            fn parts() -> String {
                let parts: &[(u8, &[&str])] = &[$(($number, &[$($doc),+])),*];
                $crate::base::kept::said_parts(parts, Self::PLACE)
            }
            #[cfg(test)]
            fn sample(source: &mut $crate::base::trial::Source) -> Self {
                Self {
                    $($field: <$type as $crate::base::shape::Slot>::sample(source),)*
                    $($element: Default::default(),)?
                }
            }
        }
    };
}

pub(crate) use {fields, parts, record};
