//! French or English.

/// The language of the faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// French.
    Fr,
    /// English.
    #[default]
    En,
}
