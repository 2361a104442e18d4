//! What is due upward (*reversement*): to the federation, the department, the local union, the confederation, a magazine. Computed
//! from what was really received, never stored; only what was declared is.
//!
//! A share is a part of what was received, or a price for each stamp (*timbre*): a month that was paid in full. Everything is told
//! from the first day on, so that a payment that came back, or that was written late, is made good by the next statement.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Account, Treasury};
use crate::{
    base::{Fraction, text::fold},
    features::dues::records::{Declared, ShareUp},
    money::{Cents, EntryKind},
};

/// How a share is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terms {
    /// A part of what was received.
    Part(Fraction),
    /// A price for each stamp.
    Price(Cents),
}

impl Terms {
    /// Reads terms as they are stored; nothing for those of a newer program.
    #[must_use]
    pub fn stored(text: &str) -> Option<Self> {
        match text.split_once(' ')? {
            ("part", part) => part.parse().ok().map(Self::Part),
            ("price", cents) => cents.parse().ok().map(Cents::new).map(Self::Price),
            _ => None,
        }
    }

    /// Writes terms as they are stored.
    #[must_use]
    pub fn to_stored(self) -> String {
        match self {
            Self::Part(part) => format!("part {}/{}", part.num(), part.den()),
            Self::Price(price) => format!("price {}", price.get()),
        }
    }
}

/// A share that counts from a day on.
struct Share<'a> {
    from: NaiveDate,
    scale: Option<&'a str>,
    terms: Terms,
    first: Option<Terms>,
}

impl<'a> Share<'a> {
    fn of(share: &'a ShareUp) -> Option<Self> {
        let first = share.first.as_deref().and_then(Terms::stored);
        Some(Self {
            from: share.from,
            scale: share.scale.as_deref(),
            terms: Terms::stored(&share.terms)?,
            first,
        })
    }
}

/// The category of what is paid to a level, in the book.
#[must_use]
pub fn category(level: &str) -> String {
    format!("remit {}", fold(level))
}

/// What is due to a level, from the first day on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Due {
    /// What was received, less what was given back.
    pub received: Cents,
    /// How many stamps were paid.
    pub stamps: i64,
    /// How many of them are the first of a member.
    pub first: i64,
    /// How many of them are of a scale that has a share of its own: of who is retired, mostly.
    pub apart: BTreeMap<String, i64>,
    /// What is due.
    pub amount: Cents,
}

/// What stands in the statement of a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The level, as it was first written.
    pub level: String,
    /// The last day of the statement before.
    pub since: Option<NaiveDate>,
    /// What is due from the first day on.
    pub due: Due,
    /// What is new since the statement before; what it says less of is corrected here.
    pub new: Due,
    /// What of it makes good for the time before.
    pub carried: Cents,
    /// What was declared before.
    pub declared: Cents,
    /// What was paid, by the book.
    pub paid: Cents,
}

impl Statement {
    /// Returns what is left to be paid.
    #[must_use]
    pub const fn rest(&self) -> Cents {
        self.due.amount.minus(self.paid)
    }
}

/// The levels, as they were first written.
#[must_use]
pub fn levels(treasury: &Treasury) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut all: Vec<&ShareUp> = treasury.plan.shares.iter().collect();
    all.sort_by_key(|share| share.from);
    for share in all {
        if !out.iter().any(|level| fold(level) == fold(&share.level)) {
            out.push(share.level.clone());
        }
    }
    out
}

/// Returns the share of a level on a day: that of the scale, or the one of all.
fn share<'a>(all: &'a [Share<'a>], scale: Option<&str>, on: NaiveDate) -> Option<&'a Share<'a>> {
    let of = |wanted: Option<&str>| {
        let same = |s: &&Share<'_>| s.scale.map(fold) == wanted.map(fold) && s.from <= on;
        all.iter().filter(same).max_by_key(|s| s.from)
    };
    scale.and_then(|scale| of(Some(scale))).or_else(|| of(None))
}

/// What one account adds to a level.
fn add(
    out: &mut Due,
    exact: &mut Fraction,
    all: &[Share<'_>],
    account: &Account,
    on: NaiveDate,
) -> Option<()> {
    let mut money = Cents::ZERO;
    for (_, entry) in account.entries.iter().filter(|(_, e)| e.day <= on) {
        let sum = match entry.kind {
            EntryKind::Payment | EntryKind::Refund => entry.counted().money(),
            _ => continue,
        };
        money = money.plus(sum);
        let period = account.charges.iter().rev().find(|c| c.from <= entry.day).or(account.charges.first());
        let scale = period.and_then(|c| c.scale.as_deref());
        let Some(share) = share(all, scale, entry.day) else { continue };
        out.received = out.received.plus(sum);
        if let Terms::Part(part) = share.terms {
            *exact = exact.checked_add(Fraction::whole(sum.get()).checked_mul(part)?)?;
        }
    }
    let mut left = money;
    let mut first = true;
    for charge in &account.charges {
        let Some(amount) = charge.amount.filter(|amount| *amount > Cents::ZERO) else { continue };
        if left < amount {
            break;
        }
        left = left.minus(amount);
        let months = i64::from(charge.period.months());
        let scale = charge.scale.as_deref();
        let Some(share) = share(all, scale, charge.from) else { continue };
        out.stamps = out.stamps.saturating_add(months);
        if let Some(scale) = share.scale {
            let count = out.apart.entry(scale.to_owned()).or_default();
            *count = count.saturating_add(months);
        }
        let mut stamps = months;
        if first {
            out.first = out.first.saturating_add(1);
            first = false;
            match share.first {
                Some(Terms::Price(price)) => {
                    *exact = exact.checked_add(Fraction::whole(price.get()))?;
                    // The other months of a first quarter or year are stamps like any.
                    stamps = stamps.saturating_sub(1);
                }
                Some(Terms::Part(part)) => {
                    let one = Fraction::whole(amount.get()).checked_div(Fraction::whole(months.max(1)))?;
                    *exact = exact.checked_add(one.checked_mul(part)?)?;
                    match share.terms {
                        // That part of the money was counted with all of it.
                        Terms::Part(usual) => *exact = exact.checked_sub(one.checked_mul(usual)?)?,
                        Terms::Price(_) => stamps = stamps.saturating_sub(1),
                    }
                }
                None => {}
            }
        }
        if let Terms::Price(price) = share.terms {
            *exact = exact.checked_add(Fraction::whole(price.get()).checked_mul(Fraction::whole(stamps))?)?;
        }
    }
    Some(())
}

/// Returns what is due to a level on a day, from the first day on; nothing where numbers are beyond reach.
///
/// `accounts` are those of the day.
#[must_use]
pub fn due(treasury: &Treasury, accounts: &[Account], level: &str, on: NaiveDate) -> Option<Due> {
    let same = treasury.plan.shares.iter().filter(|s| fold(&s.level) == fold(level));
    let all: Vec<Share<'_>> = same.filter_map(Share::of).collect();
    let (mut out, mut exact) = (Due::default(), Fraction::default());
    for account in accounts {
        add(&mut out, &mut exact, &all, account, on)?;
    }
    out.amount = Cents::new(i64::try_from(exact.round_half_up()).ok()?);
    Some(out)
}

/// What one says more than another.
fn less(all: &Due, before: &Due) -> Due {
    let mut apart = all.apart.clone();
    for (scale, count) in &before.apart {
        let left = apart.entry(scale.clone()).or_default();
        *left = left.saturating_sub(*count);
    }
    Due {
        received: all.received.minus(before.received),
        stamps: all.stamps.saturating_sub(before.stamps),
        first: all.first.saturating_sub(before.first),
        apart,
        amount: all.amount.minus(before.amount),
    }
}

/// Returns the statement of each level until a day: what is new, what makes good for before, what was declared and paid.
#[must_use]
pub fn statements(treasury: &Treasury, until: NaiveDate) -> Vec<Statement> {
    let accounts = treasury.accounts(until);
    let one = |level: String| {
        let due = due(treasury, &accounts, &level, until)?;
        let of = |l: &&Declared| fold(&l.level) == fold(&level) && l.to < until;
        let before = treasury.plan.declared.iter().filter(of).max_by_key(|d| d.to);
        let said = before.map_or_else(Due::default, |d| Due {
            received: d.received,
            stamps: i64::from(d.stamps),
            first: i64::from(d.first),
            apart: BTreeMap::new(),
            amount: d.amount,
        });
        let mut new = less(&due, &said);
        let mut carried = Cents::ZERO;
        if let Some(before) = before {
            // What the book says today of the time that was declared.
            let then = self::due(treasury, &treasury.accounts(before.to), &level, before.to)?;
            carried = then.amount.minus(before.amount);
            new.apart = less(&due, &then).apart;
        }
        let name = category(&level);
        let paid = treasury.entries.iter().map(|(_, e)| e).filter(|e| e.category.as_deref() == Some(&name));
        let paid: Cents = paid.filter(|e| e.day <= until).map(|e| e.counted().money().negated()).sum();
        let (since, declared) = (before.map(|d| d.to), said.amount);
        Some(Statement { level, since, due, new, carried, declared, paid })
    };
    levels(treasury).into_iter().filter_map(one).collect()
}
