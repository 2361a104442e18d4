//! What all stand on: languages, closed vocabularies, dates, identifiers, text, stamped registers and records. Pure.

mod lang;

pub use lang::Lang;
