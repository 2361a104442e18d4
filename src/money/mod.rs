//! Money of the section: whole cents, dated scales of dues, what each member owes and why, the book of entries. Pure.
//!
//! What is owed is computed from the scales and never stored; what was paid is stored and never changed.

pub mod bank;
pub mod book;
pub mod cents;
pub mod debit;
pub mod matching;
pub mod owed;
pub mod scale;

pub use book::{Entry, EntryKind, Way};
pub use cents::{BadAmount, Cents};
pub use owed::{Charge, Exemption, Member, Open, Piece};
pub use scale::{BadScale, Band, Period, Scale, Terms, Version};
