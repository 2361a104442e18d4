//! What a change to a record needs: stamps, names of elements.

use crate::base::{
    record::{FieldKey, Record, Value},
    shape::Element,
    stamp::Stamp,
};

/// Gives the stamps and the names of elements that a change needs.
pub trait Pen {
    /// Returns a stamp later than all before.
    fn stamp(&mut self) -> Stamp;
    /// Returns a new name for an element.
    fn element(&mut self) -> Element;
}

/// A pen for previews: what it writes is shown and thrown away, never stored.
#[derive(Debug, Default)]
pub struct Draft {
    /// How many stamps and names it gave.
    pub(crate) count: u64,
}

#[cfg(test)]
impl Draft {
    /// A pen that goes on where the last preview of this record ended.
    pub(crate) fn after(record: &Record) -> Self {
        Self { count: record.latest().saturating_sub(u64::MAX >> 1) }
    }
}

impl Pen for Draft {
    fn stamp(&mut self) -> Stamp {
        self.count = self.count.saturating_add(1);
        // Later than any real stamp, so that the preview shows the new value.
        Stamp { time: (u64::MAX >> 1).saturating_add(self.count), device: [0xff; 8] }
    }

    fn element(&mut self) -> Element {
        self.count = self.count.saturating_add(1);
        (u64::MAX >> 1).saturating_add(self.count).to_be_bytes()
    }
}

/// Writes a field unless it holds that value already; tells whether it wrote.
pub(crate) fn write(record: &mut Record, key: FieldKey, value: Option<Value>, pen: &mut dyn Pen) -> bool {
    let differs = record.get(key) != value.as_ref();
    if differs {
        record.set(key, value, pen.stamp());
    }
    differs
}
