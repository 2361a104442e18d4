//! What follows from the records of the treasury: the account of each member, who is late, what came in.

pub mod accounts;
pub mod agreed;
pub mod book;
pub mod mandate;
pub mod remind;
pub mod remit;
pub mod returned;
pub mod scales;
pub mod year;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::{
    base::Id,
    features::dues::records::{BookEntry, Mandate, Payer, Plan},
    law::Fraction,
    money::{
        Cents, Charge, Exemption, Member, Scale,
        book::{self as ledger, Ages, Standing},
        owed,
    },
    roster::span::Membership,
};

/// After how many days a sum is late where the section has not said otherwise.
pub const GRACE: u32 = 30;

/// Somebody of the roster, as far as dues go. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct Person {
    /// The record.
    pub id: Id,
    /// The name, as it is shown.
    pub name: String,
    /// The given names by which they are known.
    pub given: Vec<String>,
    /// The family names by which they are known.
    pub family: Vec<String>,
    /// The spans of membership.
    pub spans: Vec<Membership>,
}

/// Everything that the treasury rests on.
#[derive(Clone, Default)]
pub struct Treasury {
    /// What holds for all.
    pub plan: Plan,
    /// What the dues of each member follow from.
    pub payers: BTreeMap<Id, Payer>,
    /// The entries, by day, then series and number.
    pub entries: Vec<(Id, BookEntry)>,
    /// The people of the roster.
    pub people: BTreeMap<Id, Person>,
    /// The mandates of debit.
    pub mandates: Vec<(Id, Mandate)>,
    /// Records that were merged into another one, with that one.
    pub merged: BTreeMap<Id, Id>,
}

/// The account of a member. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct Account {
    /// The member.
    pub id: Id,
    /// The name; empty for somebody who is erased.
    pub name: String,
    /// Whether the person is a member on the day.
    pub member: bool,
    /// What is owed, by period.
    pub charges: Vec<Charge>,
    /// Their entries, by day.
    pub entries: Vec<(Id, BookEntry)>,
    /// Where they stand.
    pub standing: Standing,
    /// What is late: it fell due longer ago than the days of grace.
    pub late: Cents,
}

impl Treasury {
    /// Returns whose record one is now: what was merged into another one is that one.
    #[must_use]
    pub fn whose(&self, id: Id) -> Id {
        let mut at = id;
        // A chain of merges is short; a ring would be a fault of somebody's vault.
        for _ in 0..8 {
            match self.merged.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }

    /// Returns what dues of somebody follow from, of all records that were merged.
    #[must_use]
    pub fn payer(&self, id: Id) -> Payer {
        let mut out = self.payers.get(&id).cloned().unwrap_or_default();
        let others = self.merged.keys().filter(|other| self.whose(**other) == id);
        for payer in others.filter_map(|other| self.payers.get(other)) {
            out.scales.extend(payer.scales.iter().cloned());
            out.bases.extend(payer.bases.iter().cloned());
            out.shares.extend(payer.shares.iter().cloned());
            out.exempt.extend(payer.exempt.iter().cloned());
            out.origins.extend(payer.origins.iter().cloned());
            out.agreed.extend(payer.agreed.iter().cloned());
            out.requests.extend(payer.requests.iter().cloned());
        }
        out
    }

    /// Returns the entries of each member, by whose record it is now.
    #[must_use]
    pub fn entries_by_member(&self) -> BTreeMap<Id, Vec<(Id, BookEntry)>> {
        let mut out: BTreeMap<Id, Vec<_>> = BTreeMap::new();
        for (id, entry) in &self.entries {
            if let Some(person) = entry.person {
                out.entry(self.whose(person)).or_default().push((*id, entry.clone()));
            }
        }
        out
    }

    /// Returns the account of every person who owes, paid or is a member, by name.
    #[must_use]
    pub fn accounts(&self, on: NaiveDate) -> Vec<Account> {
        let scales = scales::scales(&self.plan);
        let mut entries = self.entries_by_member();
        let mut out: Vec<Account> = Vec::new();
        for person in self.people.values() {
            let theirs = entries.remove(&person.id).unwrap_or_default();
            if theirs.is_empty() && person.spans.is_empty() {
                continue;
            }
            out.push(self.account(person, &scales, theirs, on));
        }
        // Who was erased keeps their sums, without a name.
        for (id, theirs) in entries {
            let nobody =
                Person { id, name: String::new(), given: Vec::new(), family: Vec::new(), spans: Vec::new() };
            out.push(self.account(&nobody, &scales, theirs, on));
        }
        out.sort_by(|a, b| {
            (crate::base::text::fold(&a.name), a.id).cmp(&(crate::base::text::fold(&b.name), b.id))
        });
        out
    }

    /// Returns the account of one person.
    #[must_use]
    pub fn account_of(&self, id: Id, on: NaiveDate) -> Option<Account> {
        let person = self.people.get(&id)?;
        let theirs = |(_, entry): &&(Id, BookEntry)| entry.person.is_some_and(|of| self.whose(of) == id);
        let theirs = self.entries.iter().filter(theirs).cloned().collect();
        Some(self.account(person, &scales::scales(&self.plan), theirs, on))
    }

    fn account(
        &self,
        person: &Person,
        scales: &[Scale],
        entries: Vec<(Id, BookEntry)>,
        on: NaiveDate,
    ) -> Account {
        let charges = owed::owed(&self.member(person, scales), on);
        let counted: Vec<_> = entries.iter().map(|(_, entry)| entry.counted()).collect();
        let standing = ledger::standing(&charges, &counted, on);
        let grace = Days::new(u64::from(self.plan.grace.unwrap_or(GRACE)));
        let before = on.checked_sub_days(grace).unwrap_or(on);
        let late = standing.unpaid.iter().filter(|one| one.due < before).map(|one| one.rest).sum();
        let member = person.spans.iter().any(|span| span.covers(on));
        Account { id: person.id, name: person.name.clone(), member, charges, entries, standing, late }
    }

    /// Returns what the dues of somebody follow from, as the calculator takes it.
    ///
    /// # Dates
    /// Nothing is owed before the first day of the first scale; a span of membership whose start is not known counts from there.
    fn member<'a>(&self, person: &Person, scales: &'a [Scale]) -> Member<'a> {
        let payer = self.payer(person.id);
        let named = |name: &str| scales::find(scales, name);
        let first = self.plan.scales.iter().map(|v| v.from).min();
        let mut on: Vec<_> = payer.scales.iter().map(|s| (s.from, named(&s.scale))).collect();
        if let Some(usual) = &self.plan.usual {
            on.insert(0, (NaiveDate::MIN, named(usual)));
        }
        // Before the section kept its dues here nothing was owed here.
        let spans = person.spans.iter().filter_map(|span| {
            let from = span.start.or(first)?.max(first?);
            let to = span.end.map(|(day, _)| day);
            to.is_none_or(|to| from <= to).then_some((from, to))
        });
        Member {
            spans: spans.collect(),
            scales: on,
            bases: payer.bases.iter().map(|b| (b.from, b.amount)).collect(),
            shares: payer
                .shares
                .iter()
                .filter_map(|s| Some((s.from, s.share.parse::<Fraction>().ok()?)))
                .collect(),
            exemptions: payer
                .exempt
                .iter()
                .map(|e| Exemption { from: e.from, to: e.to, reason: e.reason.clone() })
                .collect(),
        }
    }
}

/// What a change does to sums that have fallen due already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// How many members.
    pub people: usize,
    /// By how much what is owed rises, or falls.
    pub by: Cents,
}

/// What the whole section owes and paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// How many owe, paid or are members.
    pub people: usize,
    /// How many are late.
    pub late_people: usize,
    /// What is late.
    pub late: Cents,
    /// What has fallen due and is not paid, late or not.
    pub unpaid: Cents,
    /// What is paid in advance.
    pub ahead: Cents,
    /// Arrears by age.
    pub ages: Ages,
    /// How many have a sum that cannot be told.
    pub open: usize,
    /// How many are members, owe nothing and paid nothing, and are not exempt.
    pub nothing: usize,
}

/// Returns what a member writes with a payment so that it is known for theirs: it says nothing of the person.
#[must_use]
pub fn reference(id: Id) -> String {
    let digits: String = id.to_string().chars().take(8).collect();
    format!("R{}", digits.to_uppercase())
}

/// Adds accounts up.
#[must_use]
pub fn total(accounts: &[Account], on: NaiveDate) -> Total {
    let late = || accounts.iter().filter(|a| a.late > Cents::ZERO);
    let unpaid = || accounts.iter().flat_map(|a| &a.standing.unpaid);
    Total {
        people: accounts.len(),
        late_people: late().count(),
        late: late().map(|a| a.late).sum(),
        unpaid: unpaid().map(|u| u.rest).sum(),
        ahead: accounts.iter().map(|a| a.standing.balance.max(Cents::ZERO)).sum(),
        ages: ledger::ages(unpaid(), on),
        open: accounts.iter().filter(|a| a.standing.open > 0).count(),
        nothing: accounts.iter().filter(|a| pays_nothing(a)).count(),
    }
}

/// Tells whether a member pays nothing and is neither exempt nor gives what they want.
#[must_use]
pub fn pays_nothing(account: &Account) -> bool {
    let exempt = account.charges.iter().flat_map(|c| &c.pieces).any(|p| p.exempt.is_some());
    let free = account.charges.iter().any(|c| c.amount == Some(Cents::ZERO));
    account.member
        && account.standing.credit <= Cents::ZERO
        && !exempt
        && !free
        && !account.charges.is_empty()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod trials;
