//! What the treasury keeps: the plan (scales, who signs), what dues of each member follow from, the entries of the book.

use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::{
        Id,
        kept::{parts, record},
        shape::{Element, Member, coded, element_of},
        word::codes,
    },
    money::{Cents, EntryKind, Period, Way},
};

parts! {
    /// What a scale is from a day on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    ScaleVersion {
        /// The name of the scale.
        0 scale: String,
        /// The first day.
        1 from: NaiveDate,
        /// How often dues fall due.
        2 period: Period,
        /// How a sum is found: `share 1/100`, `flat 1200`, `bands 150000:800,:1200` in cents, `free`.
        3 terms: String,
        /// The least for a whole period, in cents.
        4 minimum: Option<Cents>,
        /// Whether whoever works part time owes in proportion.
        5 part_time: bool,
        /// Whether a period that was begun is owed whole.
        6 whole: bool,
        /// Whether the sum falls due at the end of the period.
        7 in_arrears: bool,
    }
}

impl Member for ScaleVersion {
    fn element(&self) -> Element {
        element_of(&format!("{} {}", crate::base::text::fold(&self.scale), self.from))
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.scale, self.from).cmp(&(&other.scale, other.from))
    }
}

record! {
    /// What holds for the dues of all.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Plan = Plan {
        /// The scales, each from which day on.
        1 scales: Vec<ScaleVersion>,
        /// The scale of whoever was put on none.
        2 usual: Option<String>,
        /// The series of receipts of each device: 0 the device, 16 hexadecimal digits, 1 its letters.
        3 series: BTreeMap<String, String>,
        /// The union body that receives the dues (*syndicat*).
        4 receiver: Option<String>,
        /// Its address.
        5 address: Option<String>,
        /// What it is affiliated to.
        6 affiliation: Option<String>,
        /// The day since which it is representative, by which the tax credit is given.
        7 representative: Option<NaiveDate>,
        /// Who signs certificates.
        8 signatory: Option<String>,
        /// The office of who signs.
        9 office: Option<String>,
        /// How many days after it fell due a sum is late.
        10 grace: Option<u32>,
        /// The key under which origins of payments are kept, 64 hexadecimal digits.
        11 key: Option<String>,
        /// How many days lie between two reminders at least.
        12 gap: Option<u32>,
        /// The accounts of which statements were taken in: keyed hashes, 32 hexadecimal digits each.
        13 accounts: BTreeSet<String>,
    }
}

parts! {
    /// The scale of a member from a day on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    OnScale {
        /// The first day.
        0 from: NaiveDate,
        /// The name of the scale.
        1 scale: String,
    }
}

parts! {
    /// The declared monthly base of a member from a day on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Base {
        /// The first day.
        0 from: NaiveDate,
        /// The base, in cents a month.
        1 amount: Cents,
    }
}

parts! {
    /// The share of working time of a member from a day on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Share {
        /// The first day.
        0 from: NaiveDate,
        /// The share, an exact fraction as text.
        1 share: String,
    }
}

parts! {
    /// A time without dues.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Exempt {
        /// The first day.
        0 from: NaiveDate,
        /// The last day; none while it lasts.
        1 to: Option<NaiveDate>,
        /// Why.
        2 reason: String,
    }
}

parts! {
    /// What a member agreed to pay by and by.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Agreed {
        /// The day on which it was agreed.
        0 from: NaiveDate,
        /// The instalments: `2026-12-15:2000,2027-01-15:2000`, in cents.
        1 sums: String,
        /// What had been paid, given up or corrected until then, in cents.
        2 credit: Cents,
        /// The day on which it was given up.
        3 ended: Option<NaiveDate>,
    }
}

/// What is dated by its first day: two devices that write of one day write one element.
macro_rules! by_day {
    ($($name:ident),*) => {
        $(impl Member for $name {
            fn element(&self) -> Element {
                element_of(&self.from.to_string())
            }
            fn order(&self, other: &Self) -> std::cmp::Ordering {
                self.from.cmp(&other.from)
            }
        })*
    };
}

by_day!(OnScale, Base, Share, Exempt, Agreed);

record! {
    /// What the dues of a member follow from.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Payer = Payer {
        /// The member.
        1 person: Option<Id>,
        /// The scales, each from which day on.
        2 scales: Vec<OnScale>,
        /// The declared bases, each from which day on.
        3 bases: Vec<Base>,
        /// The shares of working time, each from which day on.
        4 shares: Vec<Share>,
        /// Times without dues.
        5 exempt: Vec<Exempt>,
        /// Where payments of the member came from: keyed hashes, 32 hexadecimal digits each.
        6 origins: BTreeSet<String>,
        /// What was agreed to be paid by and by.
        7 agreed: Vec<Agreed>,
    }
    whole |payer| payer.person.is_some();
}

codes! {
    /// Where an entry comes from.
    Source {
        Typed = "typed", "saisie", "typed in";
        Bank = "bank", "relevé bancaire", "bank statement";
    }
}

coded!(Source);

record! {
    /// An entry of the book. It is never changed: another one reverses it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    BookEntry = Entry {
        /// The day on which it counts.
        1 day: NaiveDate,
        /// What it is.
        2 kind: EntryKind,
        /// The amount in cents; below zero where it reverses another one.
        3 amount: Cents,
        /// The member.
        4 person: Option<Id>,
        /// How the money went.
        5 way: Option<Way>,
        /// A number or words that it is found by elsewhere.
        6 reference: Option<String>,
        /// What it was for.
        7 label: Option<String>,
        /// The letters of its series.
        8 series: String,
        /// Its number in the series, from 1.
        9 number: u32,
        /// The mark of the entry before it in the series, 32 hexadecimal digits.
        10 before: Option<String>,
        /// The entry that it reverses.
        11 reverses: Option<Id>,
        /// Where it comes from.
        12 source: Source,
        /// What it is known by in a bank statement.
        13 line: Option<String>,
        /// The account or category of what is no dues.
        14 category: Option<String>,
        /// When it was written, in milliseconds since 1970.
        15 noted: u64,
    }
}

impl BookEntry {
    /// Returns how the entry counts.
    #[must_use]
    pub const fn counted(&self) -> crate::money::Entry {
        crate::money::Entry { day: self.day, kind: self.kind, amount: self.amount }
    }

    /// Returns the number by which people name the entry: `A-0007`.
    #[must_use]
    pub fn receipt(&self) -> String {
        format!("{}-{:04}", self.series, self.number)
    }

    /// Returns the mark of the entry, which the next one of its series bears: of all that it says.
    #[must_use]
    pub fn mark(&self) -> String {
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        let id = |i: &Option<Id>| i.map_or_else(String::new, |i| i.to_string());
        let said = [
            self.day.to_string(),
            self.kind.code().to_owned(),
            self.amount.get().to_string(),
            id(&self.person),
            self.way.map_or("", Way::code).to_owned(),
            text(&self.reference),
            self.series.clone(),
            self.number.to_string(),
            text(&self.before),
            id(&self.reverses),
            self.source.code().to_owned(),
            text(&self.line),
            text(&self.category),
            self.noted.to_string(),
        ];
        let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 entry of the book");
        for part in said {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mark = hasher.finalize();
        mark.to_hex().chars().take(32).collect()
    }
}
