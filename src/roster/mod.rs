//! People, spans of membership, workplace facts; the merge of two copies; the mapping of imports. Pure.

pub mod company;
pub mod id;
pub mod record;
pub mod stamp;
pub mod summary;

pub use id::Id;
pub use record::{FieldKey, Record, Register, Value, merge};
pub use stamp::{Device, Hlc, Stamp};
