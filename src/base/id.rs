//! Opaque identifiers: 16 random bytes, shown as 32 hexadecimal digits.

use std::{fmt, str::FromStr};

use crate::base::hex;

/// Names one record. It carries no meaning and no order: never a mail address, a number or a date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

/// A text that is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an identifier is 4 to 32 hexadecimal digits")]
pub struct BadId;

crate::base::view::displayed!(Id);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({self})")
    }
}

/// The fewest digits of an identifier that name something.
pub const DIGITS_MIN: usize = 4;

impl Id {
    /// Returns the first 8 digits, enough for a person to tell records apart on a screen.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }

    /// Tells whether enough of its digits were typed to name it.
    #[must_use]
    pub fn is_named_by(&self, typed: &str) -> bool {
        typed.len() >= DIGITS_MIN && self.starts_with(typed)
    }

    /// Tells whether this identifier starts with `prefix` (hexadecimal digits, any case).
    #[must_use]
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.to_string().starts_with(&prefix.to_ascii_lowercase())
    }
}

impl FromStr for Id {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        hex::read(text).map(Self).ok_or(BadId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_shows() {
        let id = Id([0xab; 16]);
        assert_eq!(id.to_string().parse::<Id>(), Ok(id));
        assert_eq!(id.short(), "abababab");
        assert!(id.starts_with("ABab") && !id.starts_with("ac"));
        assert!(id.is_named_by("ABab") && !id.is_named_by("aba") && !id.is_named_by("acac"));
    }

    #[test]
    fn refuses_other_texts() {
        for bad in ["", "ab", &"g".repeat(32), &"é".repeat(16), &"+1".repeat(16), &"a".repeat(33)] {
            assert_eq!(bad.parse::<Id>(), Err(BadId), "{bad}");
        }
    }
}
