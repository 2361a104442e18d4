//! Whether a fact fits what is recorded: facts of one subject come in an order.

use chrono::{Months, NaiveDate};

use super::Basis;
use crate::{
    base::{Id, text::fold},
    calendar::{
        kinds::{self, FactKind},
        order::{self, Order},
        rule::Expert,
    },
    features::agenda::records::Fact,
    law::LawError,
};

/// Two facts that cannot both be as recorded, or that are out of order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// What comes first, and its day.
    pub first: (&'static FactKind, NaiveDate),
    /// What follows it, and its day.
    pub then: (&'static FactKind, NaiveDate),
    /// The one of both that is recorded already.
    pub recorded: Id,
    /// Whether it is a breach, which is accepted and said.
    pub breach: bool,
    /// Whether both exclude each other on whatever days.
    pub never: bool,
}

/// Returns where a fact clashes with what is recorded: what cannot be first.
///
/// # Errors
/// When the embedded files are not of the form, which tests exclude.
pub fn clashes(basis: &Basis, id: Id, fact: &Fact) -> Result<Vec<Clash>, LawError> {
    let mut out = Vec::new();
    let others: Vec<_> = basis.recorded.iter().filter(|(other, f)| **other != id && same(f, fact)).collect();
    for order in order::all()? {
        let (leads, follows) = (order.first.contains(&fact.code), order.then.contains(&fact.code));
        if !leads && !follows || follows && !of_expert(order, fact) {
            continue;
        }
        for (other, there) in &others {
            let pair = if leads && order.then.contains(&there.code) && of_expert(order, there) {
                Some((fact, *there))
            } else if follows && order.first.contains(&there.code) {
                Some((*there, fact))
            } else {
                None
            };
            let Some((first, then)) = pair else { continue };
            let before =
                others.iter().map(|(_, f)| *f).chain([fact]).filter(|f| order.first.contains(&f.code));
            if let (Some(a), Some(b)) = (first.day, then.day)
                && broken(order, a, b, before)
                && let (Some(first), Some(then)) = (kinds::of(&first.code)?, kinds::of(&then.code)?)
            {
                let recorded = **other;
                out.push(Clash {
                    first: (first, a),
                    then: (then, b),
                    recorded,
                    breach: order.breach,
                    never: order.never,
                });
            }
        }
    }
    out.sort_by_key(|clash| clash.breach);
    Ok(out)
}

/// Tells whether what follows lies before what comes first, and nothing of that kind lies before it.
fn broken<'a>(order: &Order, a: NaiveDate, b: NaiveDate, firsts: impl Iterator<Item = &'a Fact>) -> bool {
    let months = Months::new(order.months);
    let (from, to) = (b.checked_sub_months(months), b.checked_add_months(months));
    let near = |day: NaiveDate| from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to);
    if order.never {
        return near(a);
    }
    let led = firsts.filter_map(|f| f.day).any(|day| day <= b && near(day));
    a > b && near(a) && !led
}

fn of_expert(order: &Order, fact: &Fact) -> bool {
    order.expert.is_none_or(|expert| fact.expert.as_deref().and_then(Expert::from_code) == Some(expert))
}

/// Tells whether two facts may be of one subject: the same words, and not of another person.
fn same(a: &Fact, b: &Fact) -> bool {
    let words = |fact: &Fact| fact.about.as_deref().map(fold);
    words(a) == words(b) && (a.of == b.of || a.of.is_none() || b.of.is_none())
}
