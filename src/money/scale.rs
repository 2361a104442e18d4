//! Dated scales of dues (*barèmes*): a share of a declared base, bands, flat sums, what one wants to give.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::Cents;
use crate::base::{Fraction, shape::coded, word::codes};

codes! {
    /// How often dues fall due.
    Period {
        Month = "month", "mois", "monthly";
        Quarter = "quarter", "trimestre", "quarterly";
        Year = "year", "année", "yearly";
    }
}

coded!(Period);

impl Period {
    /// Returns how many months one lasts.
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// Returns the first and the last day of the period that a day lies in.
    ///
    /// # Dates
    /// Calendar months, quarters and years. At the end of the calendar a period ends with the day itself.
    #[must_use]
    pub fn around(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let begins = day
            .month0()
            .saturating_sub(day.month0().checked_rem(self.months()).unwrap_or(0))
            .saturating_add(1);
        let first = NaiveDate::from_ymd_opt(day.year(), begins, 1).unwrap_or(day);
        let after = first.checked_add_months(Months::new(self.months()));
        (first, after.and_then(|d| d.checked_sub_days(Days::new(1))).unwrap_or(day))
    }
}

/// A band: up to this base, this sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The largest monthly base of the band; none for the last one.
    pub upto: Option<Cents>,
    /// What is owed for a period.
    pub amount: Cents,
}

/// How the sum of a period is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// A share of the declared monthly base, times the months of the period.
    Share(Fraction),
    /// A sum by the band of the declared monthly base.
    Bands(Vec<Band>),
    /// The same sum for all.
    Flat(Cents),
    /// What one wants to give: nothing is owed.
    Free,
}

/// What a scale is from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The first day.
    pub from: NaiveDate,
    /// How often dues fall due.
    pub period: Period,
    /// How a sum is found.
    pub terms: Terms,
    /// The least that is owed for a whole period.
    pub minimum: Option<Cents>,
    /// Whether whoever works part time owes in proportion.
    pub part_time: bool,
    /// Whether a period that was begun is owed whole, and not by days of membership.
    pub whole: bool,
    /// Whether the sum falls due at the end of the period, and not at its beginning.
    pub in_arrears: bool,
}

/// A scale: its name and what it was and is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Its name.
    pub name: String,
    /// What it is from which day on, in the order of the days.
    pub versions: Vec<Version>,
}

/// Why something is no scale.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadScale {
    /// A share that is no share.
    #[error("a share lies above 0 and is 10 % at most")]
    Share,
    /// A sum that is below nothing.
    #[error("a sum is not below zero")]
    Negative,
    /// Bands that do not rise, or of which none is the last.
    #[error("bands rise, and the last one has no upper end")]
    Bands,
    /// No band.
    #[error("no band is given")]
    NoBand,
    /// It is none of the forms.
    #[error("not a scale: {0}")]
    Form(String),
}

impl Terms {
    /// Checks that the terms can be meant.
    ///
    /// # Errors
    /// [`BadScale`].
    pub fn checked(self) -> Result<Self, BadScale> {
        match &self {
            Self::Share(share) => {
                let most = Fraction::new(1, 10).unwrap_or_default();
                if *share <= Fraction::default() || *share > most {
                    return Err(BadScale::Share);
                }
            }
            Self::Bands(bands) => {
                let Some((last, others)) = bands.split_last() else { return Err(BadScale::NoBand) };
                let ends: Vec<_> = others.iter().map(|band| band.upto).collect();
                let rise = ends.iter().all(Option::is_some) && ends.is_sorted_by(|a, b| a < b);
                if last.upto.is_some() || !rise {
                    return Err(BadScale::Bands);
                }
                if bands.iter().any(|band| band.amount < Cents::ZERO) {
                    return Err(BadScale::Negative);
                }
            }
            Self::Flat(sum) if *sum < Cents::ZERO => return Err(BadScale::Negative),
            Self::Flat(_) | Self::Free => {}
        }
        Ok(self)
    }

    /// Tells whether the sum hangs on what a member earns.
    #[must_use]
    pub const fn needs_base(&self) -> bool {
        matches!(self, Self::Share(_) | Self::Bands(_))
    }

    /// Reads terms as they are stored and typed: `share 1/100`, `flat 1200`, `bands 150000:800,250000:1200,:1800` (cents), `free`.
    ///
    /// # Errors
    /// [`BadScale`].
    pub fn stored(text: &str) -> Result<Self, BadScale> {
        let bad = || BadScale::Form(text.to_owned());
        let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
        let cents = |t: &str| t.parse().map(Cents::new).map_err(|_| bad());
        let terms = match kind {
            "share" => Self::Share(rest.parse().map_err(|_| bad())?),
            "flat" => Self::Flat(cents(rest)?),
            "free" => Self::Free,
            "bands" => {
                let one = |t: &str| {
                    let (upto, amount) = t.split_once(':').ok_or_else(bad)?;
                    let upto = if upto.is_empty() { None } else { Some(cents(upto)?) };
                    Ok(Band { upto, amount: cents(amount)? })
                };
                Self::Bands(rest.split(',').map(one).collect::<Result<_, _>>()?)
            }
            _ => return Err(bad()),
        };
        terms.checked()
    }

    /// Returns the terms as they are stored.
    #[must_use]
    pub fn to_stored(&self) -> String {
        match self {
            Self::Share(share) => format!("share {}/{}", share.num(), share.den()),
            Self::Flat(sum) => format!("flat {}", sum.get()),
            Self::Free => "free".to_owned(),
            Self::Bands(bands) => {
                let one = |band: &Band| {
                    let upto = band.upto.map_or_else(String::new, |c| c.get().to_string());
                    format!("{upto}:{}", band.amount.get())
                };
                format!("bands {}", bands.iter().map(one).collect::<Vec<_>>().join(","))
            }
        }
    }
}

impl Scale {
    /// Returns what the scale is on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&Version> {
        self.versions.iter().rfind(|version| version.from <= day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_are_those_of_the_calendar() {
        for (period, on, from, to) in [
            (Period::Month, "2028-02-10", "2028-02-01", "2028-02-29"),
            (Period::Month, "2026-12-31", "2026-12-01", "2026-12-31"),
            (Period::Quarter, "2026-05-01", "2026-04-01", "2026-06-30"),
            (Period::Quarter, "2026-12-01", "2026-10-01", "2026-12-31"),
            (Period::Year, "2027-07-14", "2027-01-01", "2027-12-31"),
        ] {
            assert_eq!(period.around(day(on)), (day(from), day(to)), "{on}");
        }
    }

    #[test]
    fn terms_are_stored_and_read() {
        for text in [
            "share 1/100",
            "share 3/400",
            "flat 1200",
            "flat 0",
            "free",
            "bands 150000:800,250000:1200,:1800",
            "bands :500",
        ] {
            assert_eq!(Terms::stored(text).unwrap().to_stored(), text);
        }
        for (text, why) in [
            ("share 0", BadScale::Share),
            ("share 11/100", BadScale::Share),
            ("flat -1", BadScale::Negative),
            ("bands 5:-1,:2", BadScale::Negative),
            ("bands 5:1", BadScale::Bands),
            ("bands 5:1,5:2,:3", BadScale::Bands),
            ("bands 9:1,5:2,:3", BadScale::Bands),
            ("bands :1,:2", BadScale::Bands),
        ] {
            assert_eq!(Terms::stored(text), Err(why), "{text}");
        }
        for text in ["", "flat", "flat x", "bands", "bands 5", "other 5", "share 1/0"] {
            assert!(matches!(Terms::stored(text), Err(BadScale::Form(_))), "{text}");
        }
    }
}
