//! What a treasurer asks of the organizers: a lapse for arrears, a leave, a new address. Only who writes the roster accepts it.

use chrono::NaiveDate;

use super::{DuesError, agree::edited, read};
use crate::{
    base::{Id, word::Reason},
    features::{
        dues::records::{Ask, AskState, Request},
        member::actions::{self as member, Assignment, MemberError},
    },
    money::Cents,
    roster::{
        attr::{Attr, Key},
        patch::Op,
    },
    vault::{Compartment, Vault},
};

/// What is asked anew.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// What is asked for.
    pub ask: Ask,
    /// The new address.
    pub to: Option<String>,
    /// The last day of membership; today otherwise.
    pub day: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
}

/// A request, with whose it is. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct Asked {
    /// The member.
    pub id: Id,
    /// The name.
    pub name: String,
    /// What is asked.
    pub request: Request,
    /// What is late.
    pub late: Cents,
}

/// Lists what is asked and not answered, or all that was asked, by day.
///
/// # Errors
/// When the vault cannot be read.
pub fn all(vault: &Vault, today: NaiveDate, answered: bool) -> Result<Vec<Asked>, DuesError> {
    let treasury = read(vault)?;
    let mut out = Vec::new();
    for account in treasury.accounts(today) {
        let requests = treasury.payer(account.id).requests.into_iter();
        out.extend(requests.filter(|r| answered || r.state == AskState::Open).map(|request| Asked {
            id: account.id,
            name: account.name.clone(),
            request,
            late: account.late,
        }));
    }
    out.sort_by(|a, b| (a.request.from, &a.name).cmp(&(b.request.from, &b.name)));
    Ok(out)
}

/// Asks for something. A membership lapses for arrears only where somebody is late and the rule of the statutes is noted; a person
/// decides.
///
/// # Errors
/// [`DuesError::NotLate`], [`DuesError::NoRule`], [`DuesError::NoAddress`]; an address that would not be taken; when nobody or
/// several are named; when the vault cannot be written.
pub fn ask(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    who: &str,
    new: NewRequest,
) -> Result<Asked, DuesError> {
    let id = member::find_id(vault, who)?;
    let treasury = read(vault)?;
    let account = treasury.account_of(id, today).ok_or(MemberError::Nobody)?;
    match new.ask {
        Ask::Lapse if account.late <= Cents::ZERO => return Err(DuesError::NotLate),
        Ask::Lapse if treasury.plan.lapse.is_none() => return Err(DuesError::NoRule),
        Ask::Email | Ask::Address => {
            let to = new.to.as_deref().ok_or(DuesError::NoAddress)?;
            member::check(vault, today, &fields(new.ask, to))?;
        }
        Ask::Lapse | Ask::Leave => {}
    }
    let request = Request {
        from: today,
        ask: new.ask,
        to: new.to,
        day: new.day,
        reason: new.reason,
        state: AskState::Open,
        answered: None,
        why: None,
    };
    let kept = request.clone();
    let change = edited(vault, now_ms, id, |payer| {
        // What is asked again takes the place of what was asked and not answered.
        payer.requests.retain(|one| one.ask != kept.ask || one.state != AskState::Open);
        payer.requests.retain(|one| one.ask != kept.ask || one.from != kept.from);
        payer.requests.push(kept);
    })?;
    vault.commit(now_ms, vec![change])?;
    Ok(Asked { id, name: account.name, request, late: account.late })
}

/// What an organizer answers.
#[derive(Debug, Clone)]
pub struct Answer {
    /// To what.
    pub ask: Ask,
    /// Whether it is done.
    pub accepted: bool,
    /// Why.
    pub why: Option<String>,
}

/// Returns what is asked of somebody and not answered.
///
/// # Errors
/// [`DuesError::NotAsked`]; when nobody or several are named; when the vault cannot be read.
pub fn open(vault: &Vault, today: NaiveDate, who: &str, ask: Ask) -> Result<Asked, DuesError> {
    let id = member::find_id(vault, who)?;
    let found = all(vault, today, false)?.into_iter().find(|one| one.id == id && one.request.ask == ask);
    found.ok_or(DuesError::NotAsked)
}

/// Accepts or refuses what is asked. Accepted, it is done in the roster first: one that was cut short is asked again and changes
/// nothing twice.
///
/// # Errors
/// [`DuesError::NotAsked`]; what the roster refuses, a device that does not write it among it; when the vault cannot be written.
pub fn answer(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    who: &str,
    answer: Answer,
) -> Result<Asked, DuesError> {
    let mut asked = open(vault, today, who, answer.ask)?;
    // A treasurer asks; who writes the roster answers, with a yes or a no.
    vault.may_write(Compartment::Roster)?;
    if answer.accepted {
        let id = asked.id.to_string();
        let day = asked.request.day.unwrap_or(today);
        match asked.request.ask {
            Ask::Lapse => {
                member::leave(vault, now_ms, &id, day, Reason::Lapsed)?;
            }
            Ask::Leave => {
                member::leave(vault, now_ms, &id, day, Reason::Left)?;
            }
            Ask::Email | Ask::Address => {
                let to = asked.request.to.clone().ok_or(DuesError::NoAddress)?;
                member::edit(vault, today, now_ms, &id, &fields(asked.request.ask, &to))?;
            }
        }
    }
    let state = if answer.accepted { AskState::Accepted } else { AskState::Refused };
    let why = answer.why;
    (asked.request.state, asked.request.answered, asked.request.why) = (state, Some(today), why.clone());
    let change = edited(vault, now_ms, asked.id, |payer| {
        for one in payer.requests.iter_mut().filter(|r| r.ask == answer.ask && r.state == AskState::Open) {
            (one.state, one.answered) = (state, Some(today));
            one.why.clone_from(&why);
        }
    })?;
    vault.commit(now_ms, vec![change])?;
    Ok(asked)
}

/// The fields of the roster that an address stands in: `1 rue Exemple, 69001 Lyon`.
fn fields(ask: Ask, to: &str) -> Vec<Assignment> {
    let set = |attr: Attr, value: &str| Assignment {
        key: Key::Attr(attr),
        op: Op::Set,
        value: value.trim().to_owned(),
    };
    if ask == Ask::Email {
        return vec![set(Attr::Email, to)];
    }
    let Some((street, rest)) = to.rsplit_once(',') else { return vec![set(Attr::Street, to)] };
    let rest = rest.trim();
    match rest.split_once(' ').filter(|(code, _)| code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit()))
    {
        Some((code, town)) => {
            vec![set(Attr::Street, street), set(Attr::Postcode, code), set(Attr::Town, town)]
        }
        None => vec![set(Attr::Street, street), set(Attr::Town, rest)],
    }
}
