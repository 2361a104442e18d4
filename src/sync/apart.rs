//! What two wrote without seeing each other: of a register the later write stays, and a person may want the other one.

use crate::{
    base::{
        Device, FieldKey, Id, Kind, Record, Register, Stamp, Value,
        field::{MERGED_INTO, SPAN},
    },
    vault::Compartment,
};

/// The part of a span of membership that holds its end.
const END: u8 = 3;

/// What is not for two to write: what is sealed takes nothing away when it is written apart, the others are of one device each.
const QUIET: [Kind; 4] = [Kind::Before, Kind::Sealed, Kind::Posted, Kind::Conflict];

/// What kind of conflict it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Apart {
    /// One field, with two values.
    Field,
    /// A person left for the one, or was merged into another, and was edited by the other.
    Ended,
    /// Two merged two records, each into the other.
    Merged,
}

/// What one of the two wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct Side {
    /// The field.
    pub key: FieldKey,
    /// When, and on which device.
    pub stamp: Stamp,
    /// The value; nothing where it was emptied.
    pub value: Option<Value>,
}

impl std::fmt::Debug for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Side({:?}, {:?})", self.key, self.stamp)
    }
}

/// Something that two wrote without seeing each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What kind it is.
    pub what: Apart,
    /// In which compartment.
    pub part: Compartment,
    /// The kind of the record.
    pub kind: u8,
    /// The record.
    pub id: Id,
    /// What was written here and not yet told.
    pub ours: Side,
    /// What came.
    pub theirs: Side,
}

impl Conflict {
    /// Whether what was written here stays, of a field.
    #[must_use]
    pub fn ours_stays(&self) -> bool {
        (self.ours.stamp, &self.ours.value) > (self.theirs.stamp, &self.theirs.value)
    }
}

fn side((key, register): (&FieldKey, &Register)) -> Side {
    Side { key: *key, stamp: register.stamp, value: register.value.clone() }
}

/// Whether a register says that somebody is no member any more, or another record.
fn ends((key, register): &(&FieldKey, &Register)) -> bool {
    match (key.field, &register.value) {
        (SPAN, Some(value)) => value.as_parts().is_some_and(|parts| parts.contains_key(&END)),
        (MERGED_INTO, value) => value.is_some(),
        _ => false,
    }
}

/// What is known here before something is merged.
pub(super) struct Look<'a> {
    /// How the part of a record in a compartment is as it lies here.
    pub(super) here: &'a dyn Fn(Compartment, u8, &Id) -> Option<Record>,
    /// This device.
    pub(super) me: Device,
    /// The latest stamp that the others were told of.
    pub(super) clock: u64,
}

/// Notes what came beside something that was written here and that nobody was told of yet. All that a copy holds tells also what
/// was known here long ago: of it only what is later counts.
pub(super) fn compare(
    look: &Look<'_>,
    whole: bool,
    (part, kind, id): (Compartment, u8, Id),
    came: &Record,
    out: &mut Vec<Conflict>,
) {
    if QUIET.iter().any(|quiet| quiet.number() == kind) {
        return;
    }
    let Some(here) = (look.here)(part, kind, &id) else { return };
    let untold = |register: &Register| register.stamp.device == look.me && register.stamp.time > look.clock;
    let mut found = |what, ours, theirs| out.push(Conflict { what, part, kind, id, ours, theirs });
    for (key, theirs) in came.registers() {
        let Some(mine) = here.register(*key).filter(|mine| untold(mine)) else { continue };
        let unseen = theirs.stamp.device != look.me && (!whole || theirs.stamp > mine.stamp);
        if unseen && mine.value != theirs.value {
            found(Apart::Field, side((key, mine)), side((key, theirs)));
        }
    }
    if kind != Kind::Person.number() {
        return;
    }
    let new = |(key, register): &(&FieldKey, &Register)| {
        let known = here.register(**key);
        register.stamp.device != look.me && known.is_none_or(|known| known.stamp < register.stamp)
    };
    let plain = |one: &(&FieldKey, &Register)| ![SPAN, MERGED_INTO].contains(&one.0.field);
    let came_new = || came.registers().filter(new);
    let mine_new = || here.registers().filter(|(_, register)| untold(register));
    if let (Some(ours), Some(theirs)) = (mine_new().find(plain), came_new().find(ends)) {
        found(Apart::Ended, side(ours), side(theirs));
    } else if let (Some(ours), Some(theirs)) = (mine_new().find(ends), came_new().find(plain)) {
        found(Apart::Ended, side(ours), side(theirs));
    }
    // Each into the other: then neither is shown any more.
    let into = came_new().find(|(key, _)| key.field == MERGED_INTO);
    if let Some(theirs) = into
        && let Some(other) = theirs.1.value.as_ref().and_then(|value| value.as_text()?.parse::<Id>().ok())
        && let Some(there) = (look.here)(part, kind, &other)
        && let Some(ours) = there.registers().find(|(key, _)| key.field == MERGED_INTO)
        && ours.1.value.as_ref().and_then(Value::as_text) == Some(id.to_string().as_str())
    {
        found(Apart::Merged, side(ours), side(theirs));
    }
}
