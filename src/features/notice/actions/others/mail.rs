//! Marks of dead addresses and the words of replies, told to the other devices and taken over from them.
//!
//! Of an address the later report counts, unless the mark was taken off since. The address is only in the name of the record, by a
//! hash over the vault.

use std::collections::BTreeSet;

use super::{sixteen, tells};
use crate::{
    base::{Id, hex},
    features::notice::{
        actions::{NoticeError, OpenOutbox, post},
        records::Posted,
    },
    mail::{bounce::Mark, ledger::PastReply},
    roster::Summary,
    vault::{Compartment, Vault},
};

/// Replies of more than this are not told.
const LONGEST: usize = 20_000;

fn marked(posted: &Posted) -> Option<Mark> {
    let mark = Mark::decode(&hex::read_all(posted.mark.as_deref()?)?).ok()?;
    (mark.at_ms > posted.cleared.unwrap_or(0)).then_some(mark)
}

/// The addresses that are written to, by the summaries: no record is opened at each round.
fn addresses(vault: &Vault) -> Result<BTreeSet<String>, NoticeError> {
    let all = vault.people()?.filter_map(|(_, bytes)| Summary::of(bytes).ok()?.email().map(str::to_owned));
    Ok(all.collect())
}

/// The record of a mark.
fn mark_id(vault: &Vault, address: &str) -> Id {
    Id(crate::mail::bounce::shared_name(&vault.number(), address))
}

fn words(reply: &PastReply) -> Option<String> {
    let PastReply { asked, subject, body, at_ms } = reply;
    serde_json::to_string(&(asked, subject, body, at_ms)).ok().filter(|text| text.len() <= LONGEST)
}

fn reply_id(vault: &Vault, words: &str) -> Id {
    let of = [vault.number().as_slice(), words.as_bytes()].concat();
    Id(sixteen(&blake3::derive_key("contrepoids 2 told reply", &of)))
}

/// What this outbox knows of addresses and replies that the others do not know.
pub(super) fn records(vault: &Vault, post: &OpenOutbox) -> Result<Vec<(Id, Posted)>, NoticeError> {
    let mut out = Vec::new();
    for address in addresses(vault)? {
        let Some(mark) = post.mark(&address)? else { continue };
        let id = mark_id(vault, &address);
        let told = vault.get::<Posted>(&id)?.unwrap_or_default();
        let later = marked(&told).is_none_or(|there| there.at_ms < mark.at_ms);
        if later && mark.at_ms > told.cleared.unwrap_or(0) {
            out.push((id, Posted { mark: Some(hex::write(&mark.encode())), ..told }));
        }
    }
    for text in post.replies()?.iter().filter_map(words) {
        let id = reply_id(vault, &text);
        if vault.get::<Posted>(&id)?.is_none() {
            let organizes = vault.may_write(Compartment::Organizing).is_ok();
            let (reply, told) = if organizes { (Some(text), None) } else { (None, Some(text)) };
            out.push((id, Posted { reply, told, ..Posted::default() }));
        }
    }
    Ok(out)
}

/// Takes over what others say of addresses and replies, and forgets who was erased elsewhere.
///
/// # Errors
/// [`NoticeError::Vault`], [`NoticeError::Ledger`]; [`NoticeError::Outbox`] while another process sends: the next round does it.
///
/// # Durability
/// On `Ok` all of it survives a power cut.
pub fn take_over(vault: &mut Vault, now_ms: u64) -> Result<(), NoticeError> {
    if !tells(vault) {
        return Ok(());
    }
    let told = vault.all::<Posted>()?;
    if told.is_empty() && vault.holders().erased.is_empty() {
        return Ok(());
    }
    let mut post = post::of(vault)?;
    let marks = told.iter().any(|(_, one)| one.mark.is_some() || one.cleared.is_some());
    for address in if marks { addresses(vault)? } else { BTreeSet::new() } {
        let Some(told) = vault.get::<Posted>(&mark_id(vault, &address))? else { continue };
        let here = post.mark(&address)?;
        match marked(&told) {
            Some(mark) if here.as_ref().is_none_or(|here| here.at_ms < mark.at_ms) => {
                post.set_mark(&address, Some(&mark))?;
            }
            None if here.is_some_and(|here| here.at_ms <= told.cleared.unwrap_or(0)) => {
                post.set_mark(&address, None)?;
            }
            _ => {}
        }
    }
    let own: BTreeSet<Id> =
        post.replies()?.iter().filter_map(words).map(|text| reply_id(vault, &text)).collect();
    for (id, posted) in told {
        let text = posted.reply.or(posted.told).filter(|_| !own.contains(&id));
        let read = text.and_then(|text| serde_json::from_str::<(String, String, String, u64)>(&text).ok());
        if let Some((asked, subject, body, at_ms)) = read {
            post.keep_reply(&PastReply { asked, subject, body, at_ms })?;
        }
    }
    forget(vault, &mut post)?;
    post::tell(vault, &post, now_ms);
    Ok(())
}

/// Forgets in this outbox who was erased on another device, and the replies that were erased with them.
fn forget(vault: &Vault, post: &mut OpenOutbox) -> Result<(), NoticeError> {
    let erased = &vault.holders().erased;
    if erased.is_empty() {
        return Ok(());
    }
    let mut people = BTreeSet::new();
    for campaign in post.campaigns()? {
        people.extend(post.members(&campaign.id)?.into_iter().filter(|member| erased.contains(member)));
    }
    let replies = post.replies()?;
    let gone = replies
        .iter()
        .filter(|reply| words(reply).is_some_and(|text| erased.contains(&reply_id(vault, &text).0)));
    let bodies: BTreeSet<&str> = gone.map(|reply| reply.body.as_str()).collect();
    if !people.is_empty() || !bodies.is_empty() {
        let people: Vec<[u8; 16]> = people.into_iter().collect();
        post.forget(&people, &[], &|text| bodies.contains(text))?;
    }
    Ok(())
}

/// Notes for the others that the mark of an address was taken off, where they were told of it.
pub(crate) fn cleared(vault: &mut Vault, address: &str, now_ms: u64) -> Result<(), NoticeError> {
    let id = mark_id(vault, address);
    if !tells(vault) || vault.exchange().is_none() {
        return Ok(());
    }
    let told = vault.get::<Posted>(&id)?.unwrap_or_default();
    let what = Posted { mark: None, cleared: Some(now_ms), ..told };
    if let Some(record) = super::stale(vault, id, &what)? {
        let change = super::change(vault, now_ms, (id, &what), record);
        vault.commit(now_ms, vec![change])?;
    }
    Ok(())
}
