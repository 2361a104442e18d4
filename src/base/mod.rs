//! What every room stands on: records and their declaration, identifiers, stamps. Pure, and knows no noun.

pub mod id;
pub mod kept;
pub mod record;
pub mod shape;
pub mod stamp;
#[cfg(test)]
pub mod trial;

pub use id::Id;
pub use kept::{Kept, Kind, Row};
pub use record::{FieldKey, Record, Value};
pub use stamp::Stamp;
