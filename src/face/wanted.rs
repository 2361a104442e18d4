//! What the readers of the command line ask for when a value is not one of theirs.

use std::{error::Error, fmt, num::IntErrorKind, time::Duration};

use crate::{
    base::{Lang, text::fold, word::codes},
    calendar::BadMonth,
    law::{BadFraction, Fraction},
    money::{BadAmount, Cents},
};

codes! {
    /// What a reader of values asks for.
    Wanted {
        Day = "day", "un jour, comme 31/12/2026, 2026-12-31, 3/12 ou jeudi 3 décembre", "not a day such as 2026-12-31, 31/12/2026, 3/12 or Thursday 3 December";
        Share = "share", "une part, comme 60%", "a share such as 60% is needed";
        NamedShare = "name-and-share", "NOM=PART", "NAME=SHARE is needed";
        NamedNumber = "name-and-number", "NOM=N", "NAME=N is needed";
        NamedDay = "name-and-day", "NOM=AAAA-MM-JJ", "NAME=YYYY-MM-DD is needed";
        Whole = "whole", "un nombre entier, pas sous zéro", "a whole number is needed";
        Smaller = "smaller", "un nombre moins grand", "a smaller number is needed";
        Larger = "larger", "un nombre moins petit", "a larger number is needed";
        Number = "number", "un nombre, comme 49, 49,5 ou 99/2", "not a number such as 49, 49.5 or 99/2";
        Month = "month", "un mois, comme 2026-10, 10/2026 ou octobre 2026", "not a month such as 2026-10, 10/2026 or October 2026";
        Hour = "hour", "une heure, comme 14:30 ou 14h30", "not an hour such as 14:30";
        Moment = "moment", "un jour et une heure, comme demain 9h ou 3/12 9h30, ou maintenant", "not a day and an hour such as tomorrow 9:00 or 3/12 9h30, nor now";
        Hours = "hours", "des heures, comme 3,5 ou 3h30", "not hours such as 3.5 or 3h30";
        Span = "span", "une durée jusqu’à 12 heures, comme 15m ou 2h", "a time of at most 12 hours, such as 15m or 2h, is needed";
        YesNo = "yes-or-no", "oui ou non", "yes or no";
        Amount = "amount", "une somme en euros, comme 12 ou 12,50", "not a sum in euros such as 12 or 12.50";
        Thousands = "thousands", "mille, ou une fraction ? Écrivez 1234 ou 1,23", "a thousand, or a fraction? Write 1234 or 1.23";
    }
}

/// Reads a time: minutes (`15m`, `15`) or hours (`2h`), 12 hours at most.
///
/// # Errors
/// [`Wanted::Span`].
pub fn span(text: &str) -> Result<Duration, Wanted> {
    const MOST: u64 = 12 * 60;
    let text = text.trim().to_lowercase();
    let (number, minutes) = match text.find(|c: char| !c.is_ascii_digit()).map(|at| text.split_at(at)) {
        None => (text.as_str(), 1),
        Some((number, unit)) => match unit.trim() {
            "m" | "mn" | "min" => (number, 1),
            "h" => (number, 60),
            _ => return Err(Wanted::Span),
        },
    };
    let minutes = number.parse::<u64>().ok().and_then(|n| n.checked_mul(minutes)).filter(|n| *n <= MOST);
    minutes.and_then(|n| n.checked_mul(60)).map(Duration::from_secs).ok_or(Wanted::Span)
}

/// Reads one of a closed list, by its code, its French or its English words; with hyphens between them too.
///
/// # Errors
/// The list, each `code/french-words`.
pub fn listed<T: Copy>(
    typed: &str,
    all: &[T],
    said: impl Fn(T) -> (&'static str, &'static str, &'static str),
) -> Result<T, String> {
    let hyphens = |text: &str| text.trim().replace([' ', '’', '\''], "-");
    let key = fold(&hyphens(typed));
    let fits = |one: &T| {
        let (code, french, english) = said(*one);
        [code, french, english].iter().any(|word| fold(&hyphens(word)) == key)
    };
    let list = || {
        let one = |one: &T| format!("{}/{}", said(*one).0, hyphens(said(*one).1));
        all.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    all.iter().copied().find(fits).ok_or_else(list)
}

/// Reads `60%`, `0.6` or `3/5`.
///
/// # Errors
/// [`Wanted::Share`].
pub fn share(text: &str) -> Result<Fraction, Wanted> {
    let text = text.trim();
    match text.strip_suffix('%') {
        Some(percent) => {
            let part: Fraction = percent.trim().parse().map_err(|_| Wanted::Share)?;
            part.checked_div(Fraction::whole(100)).ok_or(Wanted::Share)
        }
        None => text.parse().map_err(|_| Wanted::Share),
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words(Lang::En))
    }
}

impl Error for Wanted {}

/// Reads a sum of money.
///
/// # Errors
/// [`Wanted::Amount`], [`Wanted::Thousands`], [`Wanted::Smaller`].
pub fn amount(text: &str) -> Result<Cents, Wanted> {
    Cents::read(text).map_err(|error| match error {
        BadAmount::Ambiguous => Wanted::Thousands,
        BadAmount::Large => Wanted::Smaller,
        BadAmount::Form | BadAmount::Decimals | BadAmount::Currency => Wanted::Amount,
    })
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_list_is_read_by_its_code_or_its_words() {
        let said = |n: u8| {
            if n == 1 { ("part", "gagné en partie", "won in part") } else { ("lost", "perdu", "lost") }
        };
        let read = |typed| listed(typed, &[1_u8, 2], said);
        for typed in ["part", "Gagné en partie", "gagne-en-partie", "WON IN PART"] {
            assert_eq!(read(typed), Ok(1), "{typed}");
        }
        assert_eq!(read("rien"), Err("part/gagné-en-partie, lost/perdu".to_owned()));
    }

    #[test]
    fn a_time_is_minutes_or_hours() {
        for (text, minutes) in
            [("15m", 15), ("15", 15), (" 90 min", 90), ("2H", 120), ("12h", 720), ("0", 0), ("0m", 0)]
        {
            assert_eq!(span(text), Ok(Duration::from_secs(minutes * 60)), "{text}");
        }
        for text in
            ["", "m", "-5m", "13h", "721", "1d", "15 s", "1h30", "1.5h", "99999999999999999999h", "٣m"]
        {
            assert_eq!(span(text), Err(Wanted::Span), "{text}");
        }
    }
}
