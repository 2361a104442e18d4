//! Numbers as people put them into files: `49`, `49.5`, `"49,5"`, `"99/2"`; always exact.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::law::Fraction;

/// An exact number, never below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number(
    /// The number.
    pub Fraction,
);

/// A whole number, never below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count(
    /// The number.
    pub u64,
);

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Fraction;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number such as 49, 49.5 or \"99/2\", not below zero")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Fraction, E> {
        Ok(number.into())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Fraction, E> {
        match u64::try_from(number) {
            Ok(number) => self.visit_u64(number),
            Err(_) => Err(E::invalid_value(de::Unexpected::Signed(number), &self)),
        }
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Fraction, E> {
        // The shortest decimal that reads back as this number is what was written.
        number.to_string().parse().map_err(|_| E::invalid_value(de::Unexpected::Float(number), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Fraction, E> {
        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor).map(Self)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = deserializer.deserialize_any(Visitor)?;
        let whole = number.to_count();
        let found = number.decimal();
        whole
            .map(Self)
            .ok_or_else(|| de::Error::invalid_value(de::Unexpected::Other(&found), &"a whole number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(json: &str) -> Result<String, String> {
        serde_json::from_str::<Number>(json).map(|n| n.0.to_string()).map_err(|e| e.to_string())
    }

    #[test]
    fn exact_however_written() {
        for (json, exact) in [
            ("49", "49"),
            ("49.5", "99/2"),
            ("0.1", "1/10"),
            ("17.50", "35/2"),
            ("\"49,5\"", "99/2"),
            ("\"99/2\"", "99/2"),
        ] {
            assert_eq!(number(json).as_deref(), Ok(exact), "{json}");
        }
    }

    #[test]
    fn nothing_below_zero_and_nothing_else() {
        for json in ["-1", "-0.5", "\"-1\"", "\"many\"", "null", "true", "[]", "1e400", "\"1e3\""] {
            assert!(number(json).is_err(), "{json}");
        }
        assert!(number("-1").unwrap_err().contains("not below zero"));
    }

    #[test]
    fn counts_are_whole() {
        let count = |json: &str| serde_json::from_str::<Count>(json).map(|c| c.0).ok();
        assert_eq!(count("12"), Some(12));
        assert_eq!(count("\"12\""), Some(12));
        assert_eq!(count("12.0"), Some(12));
        assert_eq!([count("12.5"), count("-1"), count("\"x\"")], [None, None, None]);
    }
}
