//! What all stand on: languages, closed vocabularies, dates, identifiers, text, stamped registers and records. Pure.

pub mod address;
pub mod cell;
pub mod date;
pub mod fault;
pub mod field;
pub mod fraction;
pub mod guard;
pub mod hex;
pub mod id;
pub mod kept;
pub mod pen;
pub mod record;
pub mod shape;
pub mod stamp;
pub mod stems;
pub mod text;
#[cfg(test)]
pub mod trial;
pub mod view;
pub mod word;

pub use address::Address;
pub use fault::Fault;
pub use fraction::Fraction;
pub use id::Id;
pub use kept::{Kept, Kind, Row};
pub use record::{FieldKey, Record, Register, Value, merge};
pub use stamp::{Device, Hlc, Stamp};
pub use view::View;
pub use word::Lang;
