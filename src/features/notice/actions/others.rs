//! What the devices that share a vault tell each other of their outboxes: whose campaign it is and where it stands, which address
//! is dead, what was replied. Whoever has a notice from one device gets it from no other one; of two that were queued apart the later
//! one waits.

mod mail;
mod told;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use mail::cleared;
pub use mail::take_over;
pub use told::Told;

use crate::{
    base::{Device, Id, Kept as _, Kind, Record, hex},
    features::notice::{
        actions::{
            Audience, Composed, NoticeError, OpenOutbox,
            post::{self, Alike},
        },
        records::Posted,
    },
    mail::ledger::Campaign,
    vault::{Change, Compartment, Vault, Verb},
};

/// What all devices told of their campaigns, and how they are called.
pub struct All {
    told: Vec<Told>,
    names: BTreeMap<Device, String>,
    // Devices that are holders now: what waits on another one leaves no more.
    holders: BTreeSet<Device>,
}

/// A campaign that waits because another device queued the same before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The campaign that waits.
    pub campaign: Id,
    /// Its notice.
    pub notice: String,
    /// The other one.
    pub by: Id,
    /// The device that queued it.
    pub device: String,
    /// When, in milliseconds since 1970.
    pub since_ms: u64,
    /// How many would get it twice.
    pub people: usize,
}

/// Returns what is equal for the same notice on every device of this vault. It is no secret among those who read the dues.
#[must_use]
pub fn alike(vault: &Vault, composed: &Composed) -> [u8; 16] {
    let of = [vault.number().as_slice(), &composed.content()].concat();
    sixteen(&blake3::derive_key("contrepoids 2 alike notices", &of))
}

fn sixteen(hash: &[u8; 32]) -> [u8; 16] {
    hash.first_chunk().copied().unwrap_or_default()
}

/// The record of a page: the campaign's own name for the first one.
fn page_id(campaign: &Id, page: usize) -> Id {
    if page == 0 {
        return *campaign;
    }
    let of = [campaign.0.as_slice(), &(page as u64).to_be_bytes()].concat();
    Id(sixteen(&blake3::derive_key("contrepoids 2 page of a campaign", &of)))
}

impl All {
    /// Reads what was told; nothing for who does not read the dues.
    ///
    /// # Errors
    /// [`NoticeError::Vault`].
    pub fn of(vault: &Vault) -> Result<Self, NoticeError> {
        let posted = if vault.opens(Compartment::Dues) { vault.all::<Posted>()? } else { Vec::new() };
        let state = vault.holders();
        let gone = state.former.iter().map(|former| &former.holder);
        let names = state.holders.iter().chain(gone).map(|holder| (holder.device, holder.name.clone()));
        Ok(Self {
            told: Told::of(posted.into_iter().map(|(_, posted)| posted)),
            names: names.collect(),
            holders: state.holders.iter().map(|holder| holder.device).collect(),
        })
    }

    /// Returns the campaigns of other outboxes than this one.
    ///
    /// # Errors
    /// [`NoticeError::Ledger`].
    pub fn elsewhere(&self, post: &OpenOutbox) -> Result<Vec<&Told>, NoticeError> {
        let own: BTreeSet<[u8; 16]> = post.campaigns()?.iter().map(|campaign| campaign.id).collect();
        Ok(self.told.iter().filter(|told| !own.contains(&told.id.0)).collect())
    }

    /// Returns how a device is called.
    #[must_use]
    pub fn name(&self, device: &Device) -> String {
        self.names.get(device).cloned().unwrap_or_else(|| hex::write(device))
    }

    /// Whether somebody has a message of a campaign, or is about to.
    #[must_use]
    pub fn reaches(&self, told: &Told, member: &Id) -> bool {
        told.reaches(member, self.holders.contains(&told.device))
    }

    /// Lists the campaigns of this outbox that wait for a person, as [`All::held`] says.
    ///
    /// # Errors
    /// [`NoticeError::Ledger`].
    pub fn waiting(&self, post: &OpenOutbox) -> Result<Vec<Held>, NoticeError> {
        let campaigns = post.campaigns()?;
        let held = campaigns.iter().map(|campaign| self.held(post, campaign));
        Ok(held.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// Says whether a campaign of this outbox waits: another device queued the same before, for some of the same people.
    ///
    /// # Errors
    /// [`NoticeError::Ledger`].
    pub fn held(&self, post: &OpenOutbox, campaign: &Campaign) -> Result<Option<Held>, NoticeError> {
        let Some(alike) = campaign.alike.map(|alike| hex::write(&alike)) else { return Ok(None) };
        let despite = campaign.despite.iter().map(|id| Id(*id).to_string()).collect();
        let before: Vec<&Told> = self
            .elsewhere(post)?
            .into_iter()
            .filter(|told| told.is_before((Id(campaign.id), campaign.at_ms), &alike, &despite))
            .collect();
        let Some(first) = before.first() else { return Ok(None) };
        let mut people = 0_usize;
        for member in post.members(&campaign.id)? {
            let due = post.queue_entry(&campaign.id, &member)?.state.is_due(false);
            if due && before.iter().any(|told| self.reaches(told, &Id(member))) {
                people = people.saturating_add(1);
            }
        }
        Ok((people > 0).then(|| Held {
            campaign: Id(campaign.id),
            notice: campaign.notice.clone(),
            by: first.id,
            device: self.name(&first.device),
            since_ms: first.queued_ms,
            people,
        }))
    }
}

/// Moves to those who are left out who has this very notice from another device, or is about to.
///
/// # Errors
/// [`NoticeError::Vault`], [`NoticeError::Ledger`].
pub fn leave_out(
    vault: &Vault,
    post: &OpenOutbox,
    composed: &Composed,
    audience: &mut Audience,
) -> Result<(), NoticeError> {
    let all = All::of(vault)?;
    let alike = hex::write(&alike(vault, composed));
    for told in all.elsewhere(post)?.into_iter().filter(|told| told.alike.as_ref() == Some(&alike)) {
        let has = told.members.keys().filter(|member| all.reaches(told, member)).map(|id| id.0).collect();
        audience.leave_elsewhere(vault, (told.device, all.name(&told.device)), told.queued_ms, &has)?;
    }
    Ok(())
}

/// Returns what makes a notice known to the other devices, with their campaigns that are alike and known when it is queued.
pub(super) fn known(vault: &Vault, post: &OpenOutbox, composed: &Composed) -> Result<Alike, NoticeError> {
    let (all, alike) = (All::of(vault)?, alike(vault, composed));
    let digits = hex::write(&alike);
    let there = all.elsewhere(post)?.into_iter().filter(|told| told.alike.as_ref() == Some(&digits));
    Ok(Alike { alike: Some(alike), despite: there.map(|told| told.id.0).collect() })
}

/// Returns the record that is to say this, as it is now; nothing when it says so, or when it was erased.
fn stale(vault: &Vault, id: Id, what: &Posted) -> Result<Option<Record>, NoticeError> {
    let old = vault.record(Kind::Posted, &id)?;
    let says = old.as_ref().and_then(Posted::read).as_ref() == Some(what);
    let gone = vault.holders().erased.contains(&id.0);
    Ok((!says && !gone).then(|| old.unwrap_or_default()))
}

/// Makes the change that has a record say this.
fn change(vault: &mut Vault, now_ms: u64, (id, what): (Id, &Posted), mut record: Record) -> Change {
    let verb = if record.registers().next().is_some() { Verb::Edited } else { Verb::Added };
    let stamp = vault.stamp(now_ms);
    if what.removed {
        Posted::remove(&mut record, stamp);
    } else {
        what.write(&mut record, stamp);
    }
    Change { kind: Kind::Posted, id, verb, record }
}

/// What the others do not know yet of this outbox, each with its record as it is now.
fn news(vault: &Vault) -> Result<Vec<(Id, Posted, Record)>, NoticeError> {
    if !tells(vault) {
        return Ok(Vec::new());
    }
    let post = post::look(vault)?;
    let mut out = Vec::new();
    for (id, posted) in pages(vault, &post)?.into_iter().chain(mail::records(vault, &post)?) {
        if let Some(record) = stale(vault, id, &posted)? {
            out.push((id, posted, record));
        }
    }
    Ok(out)
}

/// The pages that tell of this outbox; those of campaigns whose recipients were erased are taken back.
fn pages(vault: &Vault, post: &OpenOutbox) -> Result<Vec<(Id, Posted)>, NoticeError> {
    let mut out = Vec::new();
    for campaign in post.campaigns()? {
        let id = Id(campaign.id);
        let mut members = BTreeMap::new();
        for member in post.members(&campaign.id)? {
            members.insert(Id(member), post.queue_entry(&campaign.id, &member)?.state.fate());
        }
        let told = Told {
            id,
            device: vault.device(),
            notice: campaign.notice,
            queued_ms: campaign.at_ms,
            alike: campaign.alike.map(|alike| hex::write(&alike)),
            members,
            despite: campaign.despite.iter().map(|id| Id(*id).to_string()).collect(),
        };
        let gone = post.erased(&campaign.id)?.is_some();
        let pages = told.pages();
        let count = pages.len();
        for (number, page) in pages.into_iter().enumerate() {
            if !gone {
                out.push((page_id(&id, number), page));
            }
        }
        // Pages of before: whoever was erased has made it shorter.
        for number in if gone { 0 } else { count }.. {
            let at = page_id(&id, number);
            if vault.get::<Posted>(&at)?.is_none() {
                break;
            }
            out.push((at, Posted { removed: true, ..Posted::default() }));
        }
    }
    Ok(out)
}

/// Whether this device has an outbox of which it can tell the others.
fn tells(vault: &Vault) -> bool {
    vault.opens(Compartment::Dues) && vault.may_write(Compartment::Dues).is_ok()
}

/// Returns how many records would tell the others what they do not know yet of this outbox.
///
/// # Errors
/// [`NoticeError::Vault`], [`NoticeError::Ledger`].
pub fn untold(vault: &Vault) -> Result<usize, NoticeError> {
    Ok(news(vault)?.len())
}

/// Writes down what the others are to know of this outbox; returns how many records say something new.
///
/// # Errors
/// [`NoticeError::Vault`], [`NoticeError::Ledger`].
///
/// # Durability
/// As [`Vault::commit`].
pub fn tell(vault: &mut Vault, now_ms: u64) -> Result<usize, NoticeError> {
    let news = news(vault)?.into_iter();
    let changes: Vec<Change> =
        news.map(|(id, posted, record)| change(vault, now_ms, (id, &posted), record)).collect();
    let count = changes.len();
    if count > 0 {
        vault.commit(now_ms, changes)?;
    }
    Ok(count)
}

/// Lists the campaigns of this outbox that wait for a person, because another device queued the same before.
///
/// # Errors
/// [`NoticeError::Vault`], [`NoticeError::Ledger`].
pub fn held(vault: &Vault) -> Result<Vec<Held>, NoticeError> {
    if !tells(vault) {
        return Ok(Vec::new());
    }
    All::of(vault)?.waiting(&post::look(vault)?)
}
