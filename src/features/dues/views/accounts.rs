//! What is shown of agreements, requests, what goes upward, and a year of the book.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::EntryView;
use crate::{
    base::{Id, view::data},
    features::dues::{
        records::{Ask, AskState, Plan, Request},
        rules::{
            Account,
            accounts::{self, Asked, Keeping, Reconciled, Yearly},
            agreed::Agreement,
            remit::Statement,
        },
    },
    money::Cents,
};

data! {
    /// What members agreed to pay by and by.
    pub struct Agreements {
        /// The agreements that count, by name.
        agreements: Vec<AgreementView>,
    }

    /// What a member agreed to pay by and by.
    pub struct AgreementView {
        /// The member.
        id: Id,
        /// The name.
        name: String,
        /// The day on which it was agreed.
        from: NaiveDate,
        /// What is still to be paid, by day.
        left: Vec<InstalmentView>,
        /// What was paid since.
        paid: Cents,
        /// What should be there by now and is not.
        missing: Cents,
    }

    /// An instalment.
    pub struct InstalmentView {
        /// The day.
        day: NaiveDate,
        /// What is still to be paid of it.
        amount: Cents,
    }

    /// What is asked of the organizers.
    pub struct Requests {
        /// The requests, by day.
        requests: Vec<RequestView>,
    }

    /// What is asked of the organizers about a member.
    pub struct RequestView {
        /// The member.
        id: Id,
        /// The name.
        name: String,
        /// The day on which it was asked.
        asked_on: NaiveDate,
        /// What is asked.
        ask: Ask,
        /// The new address.
        to: Option<String>,
        /// The last day of membership.
        day: Option<NaiveDate>,
        /// Why.
        reason: Option<String>,
        /// What became of it.
        state: AskState,
        /// The day of the answer.
        answered_on: Option<NaiveDate>,
        /// Why it was answered so.
        why: Option<String>,
        /// What is late.
        late: Cents,
    }

    /// What is due upward.
    pub struct Remitted {
        /// The last day.
        until: NaiveDate,
        /// The statement of each level.
        levels: Vec<StatementView>,
    }

    /// The statement of a level.
    pub struct StatementView {
        /// The level.
        level: String,
        /// The last day that was declared.
        declared_until: Option<NaiveDate>,
        /// What was declared until then.
        declared: Cents,
        /// What is due since.
        new: Cents,
        /// What of it makes good for the time that was declared.
        carried: Cents,
        /// What is due from the first day on.
        due: Cents,
        /// What was paid, by the book.
        paid: Cents,
        /// What is left to be paid.
        rest: Cents,
        /// How many stamps are new.
        stamps: i64,
        /// How many of them are the first of a member.
        first_stamps: i64,
        /// How many of them are of a scale with a share of its own.
        apart: BTreeMap<String, i64>,
        /// What was received since.
        received: Cents,
    }

    /// A year of the book.
    pub struct YearView {
        /// The year.
        year: i32,
        /// What was there on 1 January.
        before: Cents,
        /// Receipts by account.
        receipts: Vec<AccountView>,
        /// What of the receipts came in cash.
        cash: Cents,
        /// Expenses by account.
        expenses: Vec<AccountView>,
        /// What was there on 31 December.
        after: Cents,
        /// The receipts that count for the law: dues passed on are taken away.
        resources: Cents,
        /// What accounts are kept.
        keeping: Keeping,
        /// Whether an auditor is named.
        auditor: bool,
        /// The day on which one person closed it.
        closed_first_on: Option<NaiveDate>,
        /// The day on which the second one did.
        closed_on: Option<NaiveDate>,
        /// Whether it is not any more what was closed.
        changed: bool,
        /// The day on which the accounts were approved.
        approved_on: Option<NaiveDate>,
        /// The last day to publish them.
        publish_by: Option<NaiveDate>,
        /// The day on which they were published.
        published_on: Option<NaiveDate>,
    }

    /// An account in a year.
    pub struct AccountView {
        /// The account.
        account: accounts::Account,
        /// The sum.
        amount: Cents,
        /// What was planned.
        planned: Option<Cents>,
    }

    /// The book beside the bank.
    pub struct ReconciledView {
        /// The day.
        on: NaiveDate,
        /// What the bank says.
        bank: Cents,
        /// What the book says, without cash.
        book: Cents,
        /// What the bank has more.
        difference: Cents,
        /// Entries that were typed and that no statement has confirmed.
        unseen: Vec<EntryView>,
    }
}

impl Agreements {
    /// Returns what members agreed to.
    #[must_use]
    pub fn of<'a>(all: impl Iterator<Item = (&'a Account, &'a Agreement)>) -> Self {
        let part = |(day, amount): (NaiveDate, Cents)| InstalmentView { day, amount };
        let one = |(account, agreement): (&Account, &Agreement)| AgreementView {
            id: account.id,
            name: account.name.clone(),
            from: agreement.from,
            left: agreement.left().into_iter().map(part).collect(),
            paid: agreement.paid,
            missing: agreement.missing,
        };
        Self { agreements: all.map(one).collect() }
    }
}

impl Requests {
    /// Returns what is asked: whose, of what name, what, and what is late.
    #[must_use]
    pub fn of<'a>(all: impl Iterator<Item = (Id, &'a str, &'a Request, Cents)>) -> Self {
        let one = |(id, name, request, late): (Id, &str, &Request, Cents)| RequestView {
            id,
            name: name.to_owned(),
            asked_on: request.from,
            ask: request.ask,
            to: request.to.clone(),
            day: request.day,
            reason: request.reason.clone(),
            state: request.state,
            answered_on: request.answered,
            why: request.why.clone(),
            late,
        };
        Self { requests: all.map(one).collect() }
    }
}

impl Remitted {
    /// Returns the statements until a day.
    #[must_use]
    pub fn of(all: &[Statement], until: NaiveDate) -> Self {
        let one = |s: &Statement| StatementView {
            level: s.level.clone(),
            declared_until: s.since,
            declared: s.declared,
            new: s.new.amount,
            carried: s.carried,
            due: s.due.amount,
            paid: s.paid,
            rest: s.rest(),
            stamps: s.new.stamps,
            first_stamps: s.new.first,
            apart: s.new.apart.clone(),
            received: s.new.received,
        };
        Self { until, levels: all.iter().map(one).collect() }
    }
}

impl YearView {
    /// Returns a year.
    #[must_use]
    pub fn of(year: i32, yearly: &Yearly, asked: &Asked, plan: &Plan, changed: bool) -> Self {
        let side = |receipts: bool| {
            let there = if receipts { &yearly.receipts } else { &yearly.expenses };
            let all = accounts::Account::ALL.iter().copied().filter(|a| *a != accounts::Account::Opening);
            all.filter(|a| a.code().starts_with('7') == receipts)
                .filter_map(|account| {
                    let amount = there.get(account.code()).map(|(_, sum)| *sum);
                    let planned = accounts::budget(plan, year, account);
                    (amount.is_some() || planned.is_some()).then(|| AccountView {
                        account,
                        amount: amount.unwrap_or_default(),
                        planned,
                    })
                })
                .collect()
        };
        let closing = accounts::closing(plan, year);
        Self {
            year,
            before: yearly.before,
            receipts: side(true),
            cash: yearly.cash,
            expenses: side(false),
            after: yearly.after,
            resources: asked.resources,
            keeping: asked.keeping,
            auditor: asked.auditor,
            closed_first_on: closing.map(|c| c.first_on),
            closed_on: closing.and_then(|c| c.second_on),
            changed,
            approved_on: closing.and_then(|c| c.approved),
            publish_by: asked.publish_by,
            published_on: closing.and_then(|c| c.published),
        }
    }
}

impl ReconciledView {
    /// Returns the book beside the bank.
    #[must_use]
    pub fn of(found: &Reconciled, on: NaiveDate) -> Self {
        Self {
            on,
            bank: found.bank,
            book: found.book,
            difference: found.difference(),
            unseen: found.unseen.iter().map(EntryView::of).collect(),
        }
    }
}
