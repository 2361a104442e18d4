//! What the readers of the command line ask for when a value is not one of theirs.

use std::{error::Error, fmt, num::IntErrorKind};

use crate::{
    base::{Lang, word::codes},
    calendar::BadMonth,
    law::BadFraction,
};

codes! {
    /// What a reader of values asks for.
    Wanted {
        Day = "day", "un jour, comme 2026-12-31 ou 31/12/2026", "not a day such as 2026-12-31 or 31/12/2026";
        Share = "share", "une part, comme 60%", "a share such as 60% is needed";
        NamedShare = "name-and-share", "NOM=PART", "NAME=SHARE is needed";
        NamedNumber = "name-and-number", "NOM=N", "NAME=N is needed";
        NamedDay = "name-and-day", "NOM=AAAA-MM-JJ", "NAME=YYYY-MM-DD is needed";
        Whole = "whole", "un nombre entier, pas sous zéro", "a whole number is needed";
        Smaller = "smaller", "un nombre moins grand", "a smaller number is needed";
        Larger = "larger", "un nombre moins petit", "a larger number is needed";
        Number = "number", "un nombre, comme 49, 49,5 ou 99/2", "not a number such as 49, 49.5 or 99/2";
        Month = "month", "un mois, comme 2026-10", "not a month of the form 2026-10";
        YesNo = "yes-or-no", "oui ou non", "yes or no";
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words(Lang::En))
    }
}

impl Error for Wanted {}

impl From<BadFraction> for Wanted {
    fn from(_: BadFraction) -> Self {
        Self::Number
    }
}

impl From<BadMonth> for Wanted {
    fn from(_: BadMonth) -> Self {
        Self::Month
    }
}

impl Wanted {
    /// Returns what the reader asked for that gave this error, where it is one of ours or one of the numbers of Rust.
    #[must_use]
    pub fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        if error.is::<BadFraction>() {
            return Some(Self::Number);
        }
        if error.is::<BadMonth>() {
            return Some(Self::Month);
        }
        if let Some(bad) = error.downcast_ref::<std::num::ParseIntError>() {
            return Some(match bad.kind() {
                IntErrorKind::PosOverflow => Self::Smaller,
                IntErrorKind::NegOverflow => Self::Larger,
                _ => Self::Whole,
            });
        }
        error.downcast_ref::<Self>().copied()
    }
}
