//! The name of a turn of keys.

use crate::base::hex;

/// Names a turn of keys: its folder, and in every sealed value the key that it is sealed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TurnTag(pub [u8; 4]);

impl TurnTag {
    /// The name of its folder.
    #[must_use]
    pub fn name(self) -> String {
        hex::write(&self.0)
    }

    /// Reads the name of a folder.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        hex::read(name).map(Self).filter(|turn| turn.name() == name)
    }

    /// As it stands in a sealed value.
    pub(crate) fn number(self) -> u32 {
        u32::from_be_bytes(self.0)
    }
}
