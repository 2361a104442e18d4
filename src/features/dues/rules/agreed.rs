//! What a member agreed to pay by and by (*échéancier*): the instalments, and whether they are kept.

use chrono::{Months, NaiveDate};

use crate::{
    features::dues::records::{Agreed, Payer},
    money::Cents,
};

/// How many days after its day an instalment may still be on its way: banks take that long.
pub const ON_ITS_WAY: i64 = 7;
/// The most instalments of an agreement.
pub const MOST: u32 = 36;

/// An agreement as it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The day on which it was made.
    pub from: NaiveDate,
    /// The instalments, by day.
    pub instalments: Vec<(NaiveDate, Cents)>,
    /// What was paid since.
    pub paid: Cents,
    /// What has fallen due of it and should be there by now.
    pub missing: Cents,
}

impl Agreement {
    /// Tells whether nothing of it is missing.
    #[must_use]
    pub fn kept(&self) -> bool {
        self.missing <= Cents::ZERO
    }

    /// Returns what is still to be paid of each instalment, the earliest first.
    #[must_use]
    pub fn left(&self) -> Vec<(NaiveDate, Cents)> {
        let mut paid = self.paid.max(Cents::ZERO);
        let mut out = Vec::new();
        for (day, sum) in &self.instalments {
            let of_this = paid.min(*sum);
            paid = paid.minus(of_this);
            if of_this < *sum {
                out.push((*day, sum.minus(of_this)));
            }
        }
        out
    }
}

/// Cuts a sum into equal parts a month apart; what does not divide goes with the first. Nothing where there is nothing to cut.
#[must_use]
pub fn cut(sum: Cents, times: u32, first: NaiveDate) -> Vec<(NaiveDate, Cents)> {
    let count = i64::from(times);
    if sum.get() < count || count == 0 {
        return Vec::new();
    }
    let each = sum.get().checked_div(count).unwrap_or_default();
    let more = sum.get().checked_rem(count).unwrap_or_default();
    let one = |n: u32| {
        let part = if n == 0 { each.saturating_add(more) } else { each };
        Some((first.checked_add_months(Months::new(n))?, Cents::new(part)))
    };
    (0..times).filter_map(one).collect()
}

/// Writes instalments as they are stored.
#[must_use]
pub fn stored(instalments: &[(NaiveDate, Cents)]) -> String {
    instalments.iter().map(|(day, sum)| format!("{day}:{}", sum.get())).collect::<Vec<_>>().join(",")
}

/// Reads instalments as they are stored; what is none is left out.
fn read(sums: &str) -> Vec<(NaiveDate, Cents)> {
    let one = |text: &str| {
        let (day, sum) = text.split_once(':')?;
        Some((day.parse().ok()?, Cents::new(sum.parse().ok()?)))
    };
    let mut out: Vec<_> = sums.split(',').filter_map(one).collect();
    out.sort_unstable();
    out
}

/// Returns the agreement that counts on a day: the last one that was not given up and is not paid in full.
///
/// `credit` is what was paid, given up or corrected until the day.
#[must_use]
pub fn agreement(payer: &Payer, credit: Cents, on: NaiveDate) -> Option<Agreement> {
    let open = |a: &&Agreed| a.from <= on && a.ended.is_none_or(|day| on < day);
    let last = payer.agreed.iter().filter(open).max_by_key(|a| a.from)?;
    let instalments = read(&last.sums);
    let paid = credit.minus(last.credit);
    let all: Cents = instalments.iter().map(|(_, sum)| *sum).sum();
    if paid >= all {
        return None;
    }
    let past = |day: &NaiveDate| on.signed_duration_since(*day).num_days() > ON_ITS_WAY;
    let due: Cents = instalments.iter().filter(|(day, _)| past(day)).map(|(_, sum)| *sum).sum();
    Some(Agreement { from: last.from, instalments, paid, missing: due.minus(paid).max(Cents::ZERO) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_sum_is_cut_to_the_cent_and_read_back() {
        let cut = cut(Cents::new(10_000), 3, day("2026-12-31"));
        assert_eq!(
            cut,
            [
                (day("2026-12-31"), Cents::new(3_334)),
                (day("2027-01-31"), Cents::new(3_333)),
                (day("2027-02-28"), Cents::new(3_333))
            ]
        );
        assert_eq!(read(&stored(&cut)), cut);
        assert_eq!(read("rubbish,2026-13-01:5,2026-12-01:x"), []);
        assert!(super::cut(Cents::new(2), 3, day("2026-12-31")).is_empty());
    }

    #[test]
    fn an_agreement_is_kept_until_an_instalment_is_missing() {
        let sums = stored(&cut(Cents::new(6_000), 3, day("2026-12-15")));
        let from = day("2026-12-01");
        let one = Agreed { from, sums, credit: Cents::new(1_000), ended: None };
        let payer = Payer { agreed: vec![one.clone()], ..Payer::default() };
        let at = |credit, on| agreement(&payer, Cents::new(credit), day(on));
        assert_eq!(at(1_000, "2026-11-30"), None, "not made yet");
        assert!(at(1_000, "2026-12-22").unwrap().kept(), "it may be on its way");
        let late = at(1_000, "2026-12-23").unwrap();
        assert_eq!((late.kept(), late.missing), (false, Cents::new(2_000)));
        let paid = at(3_500, "2027-01-10").unwrap();
        assert!(paid.kept());
        assert_eq!(
            paid.left(),
            [(day("2027-01-15"), Cents::new(1_500)), (day("2027-02-15"), Cents::new(2_000))]
        );
        assert_eq!(at(7_000, "2027-01-10"), None, "paid in full");
        let ended = Agreed { ended: Some(day("2026-12-20")), ..one };
        let payer = Payer { agreed: vec![ended], ..Payer::default() };
        assert_eq!(agreement(&payer, Cents::new(1_000), day("2026-12-20")), None);
    }
}
