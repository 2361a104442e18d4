//! Exact fractions: a headcount, an average, a share of votes. No floating point, no rounding unasked.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::Serialize;

/// An exact fraction in lowest terms, its denominator above zero.
///
/// # Examples
/// ```
/// use contrepoids::base::Fraction;
/// let quotient = Fraction::new(263, 10).unwrap();
/// assert_eq!(quotient.decimal(), "26.3");
/// assert!("49.9".parse::<Fraction>().unwrap() < Fraction::whole(50));
/// assert_eq!("99/2".parse::<Fraction>(), "49,5".parse());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(into = "Parts")]
pub struct Fraction {
    num: i128,
    den: i128,
}

/// A fraction as JSON shows it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Parts {
    /// The numerator in lowest terms.
    num: Integer,
    /// The denominator.
    den: Integer,
    /// A decimal form, cut after a few digits.
    decimal: String,
}

/// An integer as JSON shows it: a number where the readers of JSON can hold it, else its digits.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Integer {
    /// A number.
    Number(i64),
    /// Its digits.
    Digits(String),
}

impl From<i128> for Integer {
    fn from(number: i128) -> Self {
        i64::try_from(number).map_or_else(|_| Self::Digits(number.to_string()), Self::Number)
    }
}

impl From<Fraction> for Parts {
    fn from(value: Fraction) -> Self {
        Self { num: value.num.into(), den: value.den.into(), decimal: value.decimal() }
    }
}

/// A text that is not a number or a fraction of two whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number such as 49, 49.5 or 99/2")]
pub struct BadFraction;

impl Fraction {
    /// Zero.
    pub const ZERO: Self = Self { num: 0, den: 1 };
    /// One.
    pub const ONE: Self = Self { num: 1, den: 1 };
    /// One half.
    pub const HALF: Self = Self { num: 1, den: 2 };

    /// Returns a whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self { num: number as i128, den: 1 }
    }

    /// Returns `num / den` in lowest terms; nothing when `den` is zero or a part is out of range.
    #[must_use]
    pub fn new(num: i128, den: i128) -> Option<Self> {
        let common = gcd(num.unsigned_abs(), den.unsigned_abs());
        let common = i128::try_from(common).ok().filter(|c| *c != 0)?;
        let (num, den) = (num.checked_div(common)?, den.checked_div(common)?);
        match den.cmp(&0) {
            Ordering::Greater => Some(Self { num, den }),
            Ordering::Less => Some(Self { num: num.checked_neg()?, den: den.checked_neg()? }),
            Ordering::Equal => None,
        }
    }

    /// Returns the numerator in lowest terms.
    #[must_use]
    pub const fn num(self) -> i128 {
        self.num
    }

    /// Returns the denominator in lowest terms, above zero.
    #[must_use]
    pub const fn den(self) -> i128 {
        self.den
    }

    /// Tells whether this is a whole number.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.den == 1
    }

    /// Returns the count that this is, where it is a whole number not below zero.
    #[must_use]
    pub fn to_count(self) -> Option<u64> {
        if self.is_whole() { u64::try_from(self.num).ok() } else { None }
    }

    /// Tells whether this is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.num < 0
    }

    /// Returns the sum, unless a part leaves the range.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        // Over the least common denominator, so that long sums of months or colleges stay small.
        let common = i128::try_from(gcd(self.den.unsigned_abs(), other.den.unsigned_abs())).ok()?;
        let (mine, theirs) = (other.den.checked_div(common)?, self.den.checked_div(common)?);
        let num = self.num.checked_mul(mine)?.checked_add(other.num.checked_mul(theirs)?)?;
        Self::new(num, self.den.checked_mul(mine)?)
    }

    /// Returns the difference, unless a part leaves the range.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self { num: other.num.checked_neg()?, den: other.den })
    }

    /// Returns the product, unless a part leaves the range.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let left = Self::new(self.num, other.den)?;
        let right = Self::new(other.num, self.den)?;
        Self::new(left.num.checked_mul(right.num)?, left.den.checked_mul(right.den)?)
    }

    /// Returns the ratio, unless `other` is zero or a part leaves the range.
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.checked_mul(Self::new(other.den, other.num)?)
    }

    /// Returns the largest whole number that is not above this.
    #[must_use]
    pub fn floor(self) -> i128 {
        self.num.checked_div_euclid(self.den).unwrap_or(self.num)
    }

    /// Returns the smallest whole number that is not below this.
    #[must_use]
    pub fn ceil(self) -> i128 {
        let floor = self.floor();
        if self.is_whole() { floor } else { floor.saturating_add(1) }
    }

    /// Returns the part above the floor: at least 0, below 1.
    #[must_use]
    pub fn remainder(self) -> Self {
        // The remainder of a number in lowest terms is in lowest terms.
        Self { num: self.num.checked_rem_euclid(self.den).unwrap_or(0), den: self.den }
    }

    /// Returns the nearest whole number, an exact half going up.
    #[must_use]
    pub fn round_half_up(self) -> i128 {
        if self.remainder() >= Self::HALF { self.floor().saturating_add(1) } else { self.floor() }
    }

    /// Returns a decimal text: exact where at most six digits say it, else cut after six, never rounded up.
    #[must_use]
    pub fn decimal(self) -> String {
        let size = self.num.unsigned_abs();
        let den = self.den.unsigned_abs();
        let whole = size.checked_div(den).unwrap_or(size);
        let mut rest = size.checked_rem(den).unwrap_or(0);
        let mut out = if self.num < 0 { format!("-{whole}") } else { whole.to_string() };
        let mut digits = String::new();
        for _ in 0..6 {
            let Some(tenfold) = rest.checked_mul(10).filter(|_| rest != 0) else { break };
            digits.push_str(&tenfold.checked_div(den).unwrap_or(0).to_string());
            rest = tenfold.checked_rem(den).unwrap_or(0);
        }
        if !digits.is_empty() {
            out.push('.');
            out.push_str(&digits);
        }
        out
    }
}

/// The exact text: `720`, or `99/2`.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole() { write!(f, "{}", self.num) } else { write!(f, "{}/{}", self.num, self.den) }
    }
}

impl FromStr for Fraction {
    type Err = BadFraction;

    /// Reads `49`, `49.5`, `49,5` or `99/2`: nothing below zero, at most 18 digits a part.
    fn from_str(text: &str) -> Result<Self, BadFraction> {
        let text = text.trim();
        if let Some((num, den)) = text.split_once('/') {
            return Self::new(digits(num.trim())?, digits(den.trim())?).ok_or(BadFraction);
        }
        let Some((whole, part)) = text.split_once(['.', ',']) else {
            return Ok(Self { num: digits(text)?, den: 1 });
        };
        let scale = u32::try_from(part.len()).ok().and_then(|n| 10_i128.checked_pow(n)).ok_or(BadFraction)?;
        let num = digits(whole)?.checked_mul(scale).and_then(|n| n.checked_add(digits(part).ok()?));
        Self::new(num.ok_or(BadFraction)?, scale).ok_or(BadFraction)
    }
}

fn digits(text: &str) -> Result<i128, BadFraction> {
    if text.is_empty() || text.len() > 18 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadFraction);
    }
    text.parse().map_err(|_| BadFraction)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    if let (Ok(mut a), Ok(mut b)) = (u64::try_from(a), u64::try_from(b)) {
        // Nearly always: divisions of 64 bits are many times faster.
        while b != 0 {
            (a, b) = (b, a.checked_rem(b).unwrap_or(0));
        }
        return a.into();
    }
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a
}

impl Default for Fraction {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<u32> for Fraction {
    fn from(number: u32) -> Self {
        Self { num: number.into(), den: 1 }
    }
}

impl From<u64> for Fraction {
    fn from(number: u64) -> Self {
        Self { num: number.into(), den: 1 }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Exact for every pair, without overflow: whole parts first, then the remainders turned over.
impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Some(left), Some(right)) = (self.num.checked_mul(other.den), other.num.checked_mul(self.den))
        {
            return left.cmp(&right);
        }
        let (mut a, mut b) = (*self, *other);
        loop {
            let by_floor = a.floor().cmp(&b.floor());
            if by_floor != Ordering::Equal {
                return by_floor;
            }
            let (left, right) = (a.remainder(), b.remainder());
            match (left.num == 0, right.num == 0) {
                (true, true) => return Ordering::Equal,
                (true, false) => return Ordering::Less,
                (false, true) => return Ordering::Greater,
                // x < y exactly when 1/y < 1/x.
                (false, false) => {
                    (a, b) = (Self { num: right.den, den: right.num }, Self { num: left.den, den: left.num });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]
    use super::*;
    use proptest::prelude::*;

    fn f(num: i128, den: i128) -> Fraction {
        Fraction::new(num, den).unwrap()
    }

    #[test]
    fn lowest_terms_and_a_positive_denominator() {
        assert_eq!(f(6, -4), f(-3, 2));
        assert_eq!((f(6, -4).num(), f(6, -4).den()), (-3, 2));
        assert_eq!(f(0, 5), Fraction::ZERO);
        assert_eq!(Fraction::new(1, 0), None);
        assert_eq!(Fraction::new(0, 0), None);
        assert_eq!(Fraction::new(i128::MIN, -1), None);
    }

    #[test]
    fn reads_numbers_and_fractions_as_people_write_them() {
        for (text, num, den) in [
            ("720", 720, 1),
            ("49.9", 499, 10),
            (" 49,5 ", 99, 2),
            ("99/2", 99, 2),
            ("99 / 2", 99, 2),
            ("0", 0, 1),
        ] {
            assert_eq!(text.parse(), Ok(f(num, den)), "{text}");
        }
    }

    #[test]
    fn refuses_other_texts() {
        let long = "9".repeat(19);
        for bad in
            ["", " ", "-1", "+1", "1.", ".5", "1/0", "1/", "/2", "1e3", "1.5/2", "½", "1 000", &long, "0x1"]
        {
            assert_eq!(bad.parse::<Fraction>(), Err(BadFraction), "{bad}");
        }
        let tiny = format!("0.{}1", "0".repeat(18));
        assert_eq!(tiny.parse::<Fraction>(), Err(BadFraction));
    }

    #[test]
    fn never_rounded_up() {
        assert_eq!(f(499, 10).floor(), 49);
        assert_eq!(f(-1, 2).floor(), -1);
        assert_eq!(f(499, 10).ceil(), 50);
        assert_eq!(f(50, 1).ceil(), 50);
        assert!(f(49_999_999, 1_000_000) < Fraction::whole(50));
    }

    #[test]
    fn a_half_goes_up() {
        assert_eq!(f(7, 2).round_half_up(), 4);
        assert_eq!(f(349, 100).round_half_up(), 3);
        assert_eq!(f(5, 2).round_half_up(), 3);
        assert_eq!(f(3, 1).round_half_up(), 3);
    }

    #[test]
    fn decimals_are_exact_or_cut() {
        assert_eq!(f(1000, 7).decimal(), "142.857142");
        assert_eq!(f(2, 3).decimal(), "0.666666");
        assert_eq!(f(-3, 2).decimal(), "-1.5");
        assert_eq!(f(720, 1).decimal(), "720");
        assert_eq!(f(1, 1_000_000).decimal(), "0.000001");
        assert_eq!(f(99_999_999, 10_000_000).decimal(), "9.999999");
    }

    #[test]
    fn shows_itself_exactly() {
        assert_eq!(f(99, 2).to_string(), "99/2");
        assert_eq!(Fraction::from(12_u32).to_string(), "12");
    }

    #[test]
    fn out_of_range_is_nothing_not_a_wrong_number() {
        let big = f(i128::MAX, 1);
        assert_eq!(big.checked_add(Fraction::ONE), None);
        assert_eq!(big.checked_mul(f(2, 1)), None);
        assert_eq!(Fraction::ONE.checked_div(Fraction::ZERO), None);
        assert_eq!(f(i128::MIN, 1).checked_sub(Fraction::ONE), None);
    }

    #[test]
    fn compares_what_does_not_multiply() {
        let (a, b) = (f(i128::MAX, i128::MAX - 1), f(i128::MAX - 1, i128::MAX - 2));
        assert!(a < b);
        assert!(f(i128::MAX, 2) > f(i128::MAX - 2, 2));
        assert!(f(-i128::MAX, 3) < f(i128::MAX, 7));
        assert_eq!(a.cmp(&a), Ordering::Equal);
    }

    proptest! {
        #[test]
        fn order_is_that_of_cross_products(a in -9999_i128..9999, b in 1_i128..9999, c in -9999_i128..9999, d in 1_i128..9999) {
            prop_assert_eq!(f(a, b).cmp(&f(c, d)), (a * d).cmp(&(c * b)));
        }

        #[test]
        fn sums_and_products_undo(a in -9999_i128..9999, b in 1_i128..9999, c in 1_i128..9999, d in 1_i128..9999) {
            let (x, y) = (f(a, b), f(c, d));
            prop_assert_eq!(x.checked_add(y).and_then(|s| s.checked_sub(y)), Some(x));
            prop_assert_eq!(x.checked_mul(y).and_then(|p| p.checked_div(y)), Some(x));
        }

        #[test]
        fn floor_and_remainder_make_the_whole(a in -9999_i128..9999, b in 1_i128..9999) {
            let x = f(a, b);
            prop_assert_eq!(f(x.floor(), 1).checked_add(x.remainder()), Some(x));
            prop_assert!(x.remainder() >= Fraction::ZERO && x.remainder() < Fraction::ONE);
        }

        #[test]
        fn reads_what_it_shows(a in 0_i128..1_000_000_000, b in 1_i128..1_000_000) {
            prop_assert_eq!(f(a, b).to_string().parse(), Ok(f(a, b)));
        }
    }
}
