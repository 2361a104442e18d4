//! The codes of what a rule says, with their words.

use crate::{
    base::{Lang, word::codes},
    law::Word,
};

codes! {
    /// Which expert is at work, or what a named one looks at.
    Expert {
        None = "none", "aucun", "none";
        One = "one", "un", "one";
        Several = "several", "plusieurs", "several";
        /// A named expert looks at a redundancy plan.
        Plan = "pse", "un plan social", "a redundancy plan";
        Other = "other", "autre chose", "anything else";
    }
}

impl From<Expert> for Word {
    fn from(expert: Expert) -> Self {
        Self { code: expert.code(), french: expert.words(Lang::Fr), english: expert.words(Lang::En) }
    }
}

impl Expert {
    /// How many are at work.
    pub const MANY: &'static [Self] = &[Self::None, Self::One, Self::Several];

    /// Tells whether it says what a named expert looks at, not how many there are.
    #[must_use]
    pub const fn is_named(self) -> bool {
        match self {
            Self::Plan | Self::Other => true,
            Self::None | Self::One | Self::Several => false,
        }
    }

    /// Reads the code, or the word in French.
    ///
    /// # Errors
    /// The codes that it takes.
    pub fn read(text: &str, taken: &[Self]) -> Result<Self, String> {
        let meant = |e: &&Self| e.code() == text || e.words(Lang::Fr) == text;
        let codes = || taken.iter().map(|e| e.code()).collect::<Vec<_>>().join(", ");
        taken.iter().find(meant).copied().ok_or_else(codes)
    }
}

codes! {
    /// Which of several readings of a rule it is.
    Which {
        GoodFriday = "alsace-moselle", "avec le Vendredi saint férié", "where Good Friday is a holiday";
        NoGoodFriday = "alsace-moselle-no-good-friday",
            "sans le Vendredi saint férié",
            "where Good Friday is none";
        WithMonth = "with-month-of-credit",
            "si le mois du crédit compte",
            "if the month of the credit counts";
        WithoutMonth = "without-month-of-credit",
            "si le mois du crédit ne compte pas",
            "if the month of the credit does not count";
    }
}
