//! Amounts of money (*montants*): whole cents, read and written as people do. No floating point.

use std::{fmt, iter::Sum};

use serde::Serialize;

#[cfg(test)]
use crate::base::trial::Source;
use crate::base::{Lang, Value, shape::One};

/// The largest amount that is taken, in cents: a thousand million euros.
const MOST: i64 = 100_000_000_000;

/// An amount in whole cents of a euro; below zero where money is owed or goes out.
///
/// # Examples
/// ```
/// use contrepoids::money::Cents;
/// assert_eq!(Cents::read("1 234,50 €"), Ok(Cents::new(123_450)));
/// assert!(Cents::read("1.234").is_err(), "a thousand, or one and a bit?");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Cents(i64);

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAmount {
    /// It is no number.
    #[error("not an amount")]
    Form,
    /// Three digits after one mark: thousands, or a part of one.
    #[error("thousands or decimals: ambiguous")]
    Ambiguous,
    /// More than two digits after the mark.
    #[error("more than two decimals")]
    Decimals,
    /// Another currency than the euro.
    #[error("another currency than the euro")]
    Currency,
    /// Beyond what is taken.
    #[error("too large")]
    Large,
}

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Makes an amount of so many cents.
    #[must_use]
    pub const fn new(cents: i64) -> Self {
        Self(cents)
    }

    /// Returns the number of cents.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Returns the amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Returns the amount with the other sign.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    /// Adds. Amounts are far below what a number holds: a million entries of the largest amount fit.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Takes away.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Reads an amount as people write it: `12`, `12,50`, `12.50 €`, `1 234,56`, `-3,20`, `+5 EUR`.
    ///
    /// # Errors
    /// [`BadAmount`]; `1.234` and `1,234` are refused, for some mean a thousand by it.
    pub fn read(text: &str) -> Result<Self, BadAmount> {
        let mut kept: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '\u{202f}')).collect();
        let mut negative = false;
        // A sign may stand before the currency or behind it.
        for _ in 0..2 {
            if let Some(rest) = kept.strip_prefix(['-', '−']).filter(|_| !negative) {
                (negative, kept) = (true, rest.to_owned());
            } else if let Some(rest) = kept.strip_prefix('+').filter(|_| !negative) {
                kept = rest.to_owned();
            }
            for name in ["€", "EUR", "eur", "euros", "euro"] {
                if let Some(rest) = kept.strip_suffix(name).or_else(|| kept.strip_prefix(name)) {
                    kept = rest.to_owned();
                    break;
                }
            }
        }
        let digits = kept.as_str();
        if digits.chars().any(char::is_alphabetic) || digits.contains(['$', '£']) {
            return Err(if digits.chars().any(|c| c.is_ascii_digit()) {
                BadAmount::Currency
            } else {
                BadAmount::Form
            });
        }
        let (whole, part) = split(digits)?;
        let all_digits = |t: &str| t.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || !all_digits(&whole) || !all_digits(&part) {
            return Err(BadAmount::Form);
        }
        let part = match part.len() {
            0 => 0,
            1 => part.parse::<i64>().map_err(|_| BadAmount::Form)?.saturating_mul(10),
            2 => part.parse().map_err(|_| BadAmount::Form)?,
            _ => return Err(BadAmount::Decimals),
        };
        let whole: i64 = whole.parse().map_err(|_| BadAmount::Large)?;
        let cents = whole.checked_mul(100).and_then(|n| n.checked_add(part)).ok_or(BadAmount::Large)?;
        if cents > MOST {
            return Err(BadAmount::Large);
        }
        Ok(Self(if negative { cents.saturating_neg() } else { cents }))
    }

    /// Returns the amount in the writing of a language: `1 234,56 €`, `€1,234.56`.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let sign = if self.0 < 0 { "−" } else { "" };
        match lang {
            Lang::Fr => format!("{sign}{},{part:02}\u{a0}€", grouped(whole, '\u{202f}')),
            Lang::En => format!("{sign}€{}.{part:02}", grouped(whole, ',')),
        }
    }

    /// Returns the amount with a point and without a currency, as files for machines have it: `-1234.56`.
    #[must_use]
    pub fn plain(self) -> String {
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        format!("{}{whole}.{part:02}", if self.0 < 0 { "-" } else { "" })
    }
}

/// Cuts an amount at its decimal mark; marks of thousands go where they stand where they must.
fn split(digits: &str) -> Result<(String, String), BadAmount> {
    let last = digits.rfind([',', '.']);
    let Some(at) = last else { return Ok((digits.to_owned(), String::new())) };
    let (head, tail) = digits.split_at(at);
    let (mark, part) = (tail.chars().next(), tail.get(1..).unwrap_or_default());
    let other = head.contains([',', '.']);
    if other {
        // The other mark must cut off thousands, and be another one than this.
        let thousands = head.split([',', '.']).enumerate();
        let right = thousands
            .into_iter()
            .all(|(n, group)| if n == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 });
        if !right || head.chars().any(|c| Some(c) == mark) {
            return Err(BadAmount::Form);
        }
        return Ok((head.chars().filter(char::is_ascii_digit).collect(), part.to_owned()));
    }
    if part.len() == 3 && !head.is_empty() {
        return Err(BadAmount::Ambiguous);
    }
    if part.is_empty() {
        return Err(BadAmount::Form);
    }
    Ok((head.to_owned(), part.to_owned()))
}

/// Writes a whole number in groups of three.
fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && digits.len().saturating_sub(n).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

impl One for Cents {
    const LAYOUT: &'static str = "integer";
    fn to_value(&self) -> Value {
        Value::int(self.0)
    }
    fn of_value(value: &Value) -> Option<Self> {
        value.as_int().map(Self)
    }
    #[cfg(test)]
    fn sample(source: &mut Source) -> Self {
        Self(
            i64::from(u32::from_be_bytes([0, source.byte(), source.byte(), source.byte()]))
                .saturating_sub(5_000),
        )
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, cents) in [
            ("12", 1200),
            ("12,5", 1250),
            ("12,50", 1250),
            ("12.50", 1250),
            ("12,50 €", 1250),
            ("€12.50", 1250),
            ("12.50EUR", 1250),
            ("1 234,56", 123_456),
            ("1\u{202f}234,56\u{a0}€", 123_456),
            ("1.234,56", 123_456),
            ("1,234.56", 123_456),
            ("12.345.678,90", 1_234_567_890),
            ("-3,20", -320),
            ("−3,20", -320),
            ("+123,45", 12345),
            ("0", 0),
            ("0,01", 1),
        ] {
            assert_eq!(Cents::read(text), Ok(Cents::new(cents)), "{text}");
        }
        for (text, why) in [
            ("", BadAmount::Form),
            ("douze", BadAmount::Form),
            ("1.234", BadAmount::Ambiguous),
            ("1,234", BadAmount::Ambiguous),
            ("1,2345", BadAmount::Decimals),
            ("12,", BadAmount::Form),
            (",5", BadAmount::Form),
            ("--5", BadAmount::Form),
            ("12 USD", BadAmount::Currency),
            ("£12", BadAmount::Currency),
            ("1,23,456.70", BadAmount::Form),
            ("1,234,567.890", BadAmount::Decimals),
            ("99999999999999999999", BadAmount::Large),
            ("1000000000,01", BadAmount::Large),
        ] {
            assert_eq!(Cents::read(text), Err(why), "{text}");
        }
    }

    #[test]
    fn amounts_are_written_as_the_language_does() {
        assert_eq!(Cents::new(123_456).text(Lang::Fr), "1\u{202f}234,56\u{a0}€");
        assert_eq!(Cents::new(-5).text(Lang::Fr), "−0,05\u{a0}€");
        assert_eq!(Cents::new(100_000_000).text(Lang::En), "€1,000,000.00");
        assert_eq!(Cents::new(-123_456).plain(), "-1234.56");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(cents in -MOST..=MOST) {
            let amount = Cents::new(cents);
            for lang in [Lang::Fr, Lang::En] {
                prop_assert_eq!(Cents::read(&amount.text(lang)), Ok(amount));
            }
            prop_assert_eq!(Cents::read(&amount.plain()), Ok(amount));
        }

        #[test]
        fn nothing_typed_stops_the_program(text in "\\PC{0,20}") {
            let _ = Cents::read(&text);
        }
    }
}
