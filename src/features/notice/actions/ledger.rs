//! Notices about dues where the dues are kept here: the ledger says who gets one, for how much, and who is left alone.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate};

use crate::{
    base::{Id, Lang},
    features::{
        dues::{
            actions as dues,
            rules::{
                self, Account, Treasury,
                remind::{self, Alone, Asked, Reminded},
            },
        },
        notice::actions::{Audience, Each, NoticeError, Request, Why, compose, others, post::OpenOutbox},
    },
    mail::outbox::{Class, Fate, State},
    money::Cents,
    render::{Manifest, Notice, manifest::Asks},
    vault::{Compartment, Vault},
};

/// Returns what a notice that comes with the program asks or thanks for.
fn asks(notice: &str) -> Option<Asks> {
    Notice::named(notice).ok()?.manifest.ledger
}

/// Tells whether a notice asks for money: whoever paid since it was written does not get it.
pub fn asks_for_money(notice: &str) -> bool {
    asks(notice).is_some_and(|asks| !matches!(asks, Asks::Thanks | Asks::Debit))
}

/// The ledger of the dues, for a notice that follows from it.
pub struct Ledger {
    treasury: Treasury,
    asks: Asks,
    // The year of a call, where it was typed.
    year: Option<i32>,
    // What the other devices told of their campaigns.
    others: others::All,
}

/// Opens the ledger for a notice that follows from it. Nothing where this device does not hold the dues, where none are kept, or
/// where the sums come from a file or were typed.
///
/// # Errors
/// [`NoticeError::Vault`].
pub fn open(vault: &Vault, manifest: &Manifest, request: &Request) -> Result<Option<Ledger>, NoticeError> {
    let Some(asks) = manifest.ledger else { return Ok(None) };
    let typed = request.names(manifest);
    let sums = ["amount", "payments", "instalments"];
    if sums.into_iter().any(|sum| typed.contains(sum)) || !vault.opens(Compartment::Dues) {
        return Ok(None);
    }
    let treasury = dues::read(vault)?;
    // It is read as a year when the notice is composed.
    let year =
        compose::typed(request, manifest, Lang::Fr).get("year").and_then(|v| v.first()?.trim().parse().ok());
    let others = others::All::of(vault)?;
    Ok((!treasury.plan.scales.is_empty()).then_some(Ledger { treasury, asks, year, others }))
}

impl Ledger {
    /// Gives the values of each recipient, and leaves out who is not to be asked or thanked.
    ///
    /// # Errors
    /// [`NoticeError::Ledger`].
    pub fn fill(
        &self,
        post: &OpenOutbox,
        audience: &mut Audience,
        today: NaiveDate,
    ) -> Result<Each, NoticeError> {
        let year = self.year.unwrap_or_else(|| today.year());
        let until = match self.asks {
            Asks::Call => NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today),
            _ => today,
        };
        let all: BTreeMap<Id, Account> =
            self.treasury.accounts(until).into_iter().map(|a| (a.id, a)).collect();
        let history = Past::of(post, &self.treasury, &self.others)?;
        let mut out = Each::new();
        let mut alone: BTreeMap<Id, Alone> = BTreeMap::new();
        for recipient in &audience.recipients {
            let found = match all.get(&recipient.id) {
                Some(account) => self.asked(account, &history, year, today),
                None => Err(Alone::Paid),
            };
            match found {
                Ok(sum) => {
                    let mut values = values(&sum, year, self.asks);
                    if self.asks == Asks::Debit {
                        let mandate = rules::mandate::of(&self.treasury, recipient.id, today);
                        values.extend(mandate.map(|(_, m)| ("reference".to_owned(), m.reference.clone())));
                        let creditor = self.treasury.plan.creditor.clone();
                        values.extend(creditor.map(|id| ("creditor".to_owned(), id)));
                    } else if self.asks != Asks::Thanks {
                        values.insert("reference".to_owned(), rules::reference(recipient.id));
                    }
                    out.insert(recipient.id, values);
                }
                Err(why) => drop(alone.insert(recipient.id, why)),
            }
        }
        let mut reasons: Vec<Alone> = alone.values().copied().collect();
        reasons.sort_unstable();
        reasons.dedup();
        for why in reasons {
            audience.exclude(Why::Dues(why), |r| alone.get(&r.id) == Some(&why));
        }
        Ok(out)
    }

    fn asked(&self, account: &Account, past: &Past, year: i32, today: NaiveDate) -> Result<Asked, Alone> {
        let agreement = dues::agree::of(&self.treasury, account, today);
        match self.asks {
            Asks::Call => remind::call(account, year),
            Asks::FirstReminder | Asks::SecondReminder | Asks::ThirdReminder => {
                let mandate = rules::mandate::of(&self.treasury, account.id, today).map(|(_, m)| m);
                if remind::debit(mandate, today).is_ok() {
                    return Err(Alone::Debited);
                }
                let before = past.reminded.get(&account.id).map_or(&[][..], Vec::as_slice);
                let step = self.asks.step().unwrap_or(1);
                remind::reminder(account, agreement.as_ref(), before, step, &self.treasury.plan, today)
            }
            Asks::Instalments => remind::instalments(agreement.as_ref()),
            Asks::Debit => {
                let mandate = rules::mandate::of(&self.treasury, account.id, today).map(|(_, m)| m);
                remind::debit(mandate, today)
            }
            Asks::Thanks => remind::thanks(account, past.thanked.get(&account.id).copied(), today),
        }
    }
}

/// What the outbox says of reminders and thanks.
#[derive(Default)]
struct Past {
    reminded: BTreeMap<Id, Vec<Reminded>>,
    thanked: BTreeMap<Id, u64>,
}

impl Past {
    /// Reads the outbox: what was sent, may have been sent or waits.
    fn of(post: &OpenOutbox, treasury: &Treasury, others: &others::All) -> Result<Self, NoticeError> {
        let mut out = Self::default();
        for campaign in post.campaigns()? {
            let asks = asks(&campaign.notice);
            let step = asks.and_then(Asks::step);
            if step.is_none() && asks != Some(Asks::Thanks) {
                continue;
            }
            for member in post.members(&campaign.id)? {
                let entry = post.queue_entry(&campaign.id, &member)?;
                let never = matches!(
                    entry.state,
                    State::Skipped | State::Cancelled | State::Failed { class: Class::Permanent, .. }
                );
                if never {
                    continue;
                }
                out.add(treasury.whose(Id(member)), step, entry.at_ms, campaign.at_ms);
            }
        }
        // Of another device's message is known when it was queued.
        for told in others.elsewhere(post)? {
            let asks = asks(&told.notice);
            let step = asks.and_then(Asks::step);
            if step.is_none() && asks != Some(Asks::Thanks) {
                continue;
            }
            let never = |fate: Fate| matches!(fate, Fate::Skipped | Fate::Refused);
            for (member, _) in told.members.iter().filter(|(_, fate)| !never(**fate)) {
                if others.reaches(told, member) {
                    out.add(treasury.whose(*member), step, told.queued_ms, told.queued_ms);
                }
            }
        }
        Ok(out)
    }

    fn add(&mut self, id: Id, step: Option<u8>, at_ms: u64, queued_ms: u64) {
        let at = i64::try_from(at_ms).ok().and_then(DateTime::from_timestamp_millis);
        if let (Some(step), Some(at)) = (step, at) {
            self.reminded.entry(id).or_default().push(Reminded { step, day: at.date_naive() });
        } else {
            let last = self.thanked.entry(id).or_default();
            *last = (*last).max(queued_ms);
        }
    }
}

/// The values as one would type them.
fn values(asked: &Asked, year: i32, asks: Asks) -> BTreeMap<String, String> {
    let sum = |c: Cents| c.plain().replace('.', ",");
    let mut out = BTreeMap::from([("amount".to_owned(), sum(asked.amount))]);
    if let Some(since) = asked.since {
        out.insert("since".to_owned(), since.to_string());
        out.insert("year".to_owned(), since.year().to_string());
    } else if asks.step().is_some() {
        out.insert("year".to_owned(), year.to_string());
    }
    if !asked.parts.is_empty() {
        let parts: Vec<_> = asked.parts.iter().map(|(day, part)| format!("{day} {}", sum(*part))).collect();
        let name = if asks == Asks::Instalments { "instalments" } else { "payments" };
        out.insert(name.to_owned(), parts.join(" | "));
    }
    out
}
