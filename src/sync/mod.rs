//! Several copies of one vault, and no server: signed sealed objects in any place that can hold files.
//!
//! The place learns nothing of what is in them and cannot lie unnoticed: what is missing, older, doubled, moved, forged or
//! too early is refused by name, and nothing of it is merged. The bytes and the rules are said in `docs/sync.md`. Start
//! reading at [`session`].

pub mod apart;
pub mod carrier;
pub mod envelope;
pub mod name;
pub mod object;
pub mod pack;
pub mod places;
pub mod reader;
pub mod refusal;
pub mod session;

#[cfg(test)]
mod tests;

pub use carrier::{
    Carrier, CarrierError,
    folder::Folder,
    memory::Memory,
    webdav::{Address, BadAddress, WebDav},
};
pub use refusal::{Refusal, Refused};
