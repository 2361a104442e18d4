//! After a run: what failed and why, trying again, taking back.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::Id,
    features::{
        member::actions::MemberError,
        notice::actions::{NoticeError, OpenOutbox, audience, post},
    },
    mail::{
        Address, Party,
        ledger::Campaign,
        outbox::{Class, Event, Fate, Reply, State},
        read::ReadMessage,
        send,
    },
    roster::{
        Person, Summary,
        pick::{self, Who},
        summary::Pieces,
    },
    vault::{Kind, Vault},
};

/// One message that did not go through. It has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Failed {
    /// The member.
    pub id: Id,
    /// The name.
    pub name: String,
    /// The address that the message was for.
    pub address: String,
    /// Where it stands.
    pub state: Fate,
    /// What the server answered, if it did.
    pub reply: Option<Reply>,
    /// Whether the roster has another address by now.
    pub repaired: bool,
}

/// What putting back did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retried {
    /// Messages that wait again.
    pub again: u64,
    /// Those of them that go to an address repaired since.
    pub readdressed: u64,
    /// Messages that stay as they are: no usable address, or one at the employer's.
    pub left: u64,
}

/// What the roster says of a member now.
fn party(vault: &Vault, id: &Id) -> Result<Option<Party>, NoticeError> {
    let Some(record) = vault.record(Kind::Person, id)? else { return Ok(None) };
    let person = Person::of(&record);
    let address = person.emails.first().and_then(|(_, a)| Address::read(a).ok());
    Ok(address.and_then(|a| Party::new(&person.display_name(), a).ok()))
}

/// Returns the names that the roster has now.
///
/// # Errors
/// [`NoticeError::Vault`].
pub fn names(vault: &Vault) -> Result<BTreeMap<Id, String>, NoticeError> {
    // A summary of a newer program is passed over: the identifier is shown then.
    let named = |(id, bytes): (Id, Pieces<'_>)| Some((id, Summary::of(bytes).ok()?.display_name()));
    Ok(vault.people()?.filter_map(named).collect())
}

/// Lists what failed or is of unknown fate in a campaign.
///
/// # Errors
/// [`NoticeError::Ledger`], [`NoticeError::Vault`].
pub fn failed(vault: &Vault, post: &OpenOutbox, campaign: &[u8; 16]) -> Result<Vec<Failed>, NoticeError> {
    let mut out = Vec::new();
    for member in post.members(campaign)? {
        let queue_entry = post.queue_entry(campaign, &member)?;
        let reply = match &queue_entry.state {
            State::Failed { reply, .. } => reply.clone(),
            State::Unknown | State::Sending => None,
            _ => continue,
        };
        let id = Id(member);
        let address = post.envelope(campaign, &member)?.1.as_str().to_owned();
        let now = party(vault, &id)?;
        let repaired = now.as_ref().is_some_and(|p| !p.address().as_str().eq_ignore_ascii_case(&address));
        let name = now.map(|p| p.name().to_owned()).unwrap_or_default();
        out.push(Failed { id, name, address, state: queue_entry.state.fate(), reply, repaired });
    }
    Ok(out)
}

/// Puts messages that were refused for good back among those that wait, to the address that the roster has now; what waits
/// for another address than that goes there too.
///
/// Those of unknown fate are not touched.
///
/// # Errors
/// [`NoticeError::Campaign`], [`NoticeError::Ledger`], [`NoticeError::Vault`].
pub fn retry(vault: &mut Vault, campaign: Option<&str>, now_ms: u64) -> Result<Retried, NoticeError> {
    let mut post = post::of(vault)?;
    let campaign = &post::find(&post, campaign, post::RETRIED)?.id;
    let forbidden = audience::forbidden(vault)?;
    let mut out = Retried::default();
    for member in post.members(campaign)? {
        let state = post.queue_entry(campaign, &member)?.state;
        let refused = matches!(state, State::Failed { class: Class::Permanent, .. });
        if !refused && !state.is_due(false) {
            continue;
        }
        let before = post.envelope(campaign, &member)?.1.as_str().to_owned();
        let Some(to) = party(vault, &Id(member))?.filter(|p| !forbidden.holds(p.address())) else {
            out.left = out.left.saturating_add(1);
            continue;
        };
        let moved = !to.address().as_str().eq_ignore_ascii_case(&before);
        if !refused && !moved {
            continue;
        }
        post.retry(campaign, &member, moved.then_some(&to), now_ms)?;
        out.again = out.again.saturating_add(1);
        out.readdressed = out.readdressed.saturating_add(u64::from(moved));
    }
    post::tell(vault, &post, now_ms);
    Ok(out)
}

/// How many messages are taken back in one commit.
const CHUNK: usize = 500;

/// Messages that can be taken back. Nothing of them is, before a person has seen how many there are.
pub struct Taking {
    post: OpenOutbox,
    campaign: [u8; 16],
    members: Vec<Id>,
}

/// Finds what can be taken back of a campaign, what waits or failed: of all, or of one member.
///
/// # Errors
/// [`NoticeError::Campaign`], [`NoticeError::Roster`], [`NoticeError::Ledger`].
pub fn to_cancel(vault: &Vault, campaign: &str, only: Option<&str>) -> Result<Taking, NoticeError> {
    let post = post::of(vault)?;
    let campaign = post::find(&post, Some(campaign), &[])?.id;
    let all: Vec<Id> = post.members(&campaign)?.into_iter().map(Id).collect();
    let all = match only {
        Some(typed) => vec![pick(vault, &post, &campaign, &all, typed)?],
        None => all,
    };
    let mut members = Vec::new();
    for member in all {
        if post.queue_entry(&campaign, &member.0)?.state.after(Event::Cancel).is_ok() {
            members.push(member);
        }
    }
    Ok(Taking { post, campaign, members })
}

impl Taking {
    /// Returns the campaign.
    #[must_use]
    pub const fn campaign(&self) -> Id {
        Id(self.campaign)
    }

    /// Returns how many messages would be taken back.
    #[must_use]
    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// Takes them back. Nothing that was sent comes back.
    ///
    /// # Errors
    /// [`NoticeError::Ledger`].
    pub fn cancel(mut self, vault: &mut Vault, now_ms: u64) -> Result<u64, NoticeError> {
        for part in self.members.chunks(CHUNK) {
            let moves = part.iter().map(|id| (id.0, Event::Cancel)).collect();
            self.post.apply_all(&self.campaign, moves, now_ms)?;
        }
        let counts = send::count(&self.post, &self.campaign)?;
        self.post.tidy(&self.campaign, &counts)?;
        post::tell(vault, &self.post, now_ms);
        Ok(self.members.len() as u64)
    }
}

/// Picks one of the members of a campaign, by what the roster says of them now and by the address of their message.
fn pick(
    vault: &Vault,
    post: &OpenOutbox,
    campaign: &[u8; 16],
    members: &[Id],
    typed: &str,
) -> Result<Id, NoticeError> {
    let wanted: BTreeSet<Id> = members.iter().copied().collect();
    let mut addresses = BTreeMap::new();
    // A look into each message, only where an address is typed.
    if typed.contains('@') {
        for member in members {
            addresses.insert(*member, post.envelope(campaign, &member.0)?.1);
        }
    }
    let mut all: BTreeMap<Id, Who<'_>> = members.iter().map(|id| (*id, Who::named(*id, "", None))).collect();
    for (id, bytes) in vault.people()?.filter(|(id, _)| wanted.contains(id)) {
        if let Ok(summary) = Summary::of(bytes) {
            all.insert(id, Who::of(id, &summary));
        }
    }
    for (id, address) in &addresses {
        if let Some(who) = all.get_mut(id) {
            who.email = Some(address.as_str());
        }
    }
    Ok(pick::one(typed, all.into_values()).map_err(MemberError::from)?)
}

/// One message that waits. It has no `Debug`.
pub struct Waiting {
    /// The member.
    pub id: Id,
    /// Where it stands.
    pub state: Fate,
    /// The message as it will leave.
    pub message: ReadMessage,
}

/// Reads what waits in a campaign: of all, or of one member.
///
/// # Errors
/// [`NoticeError::Campaign`], [`NoticeError::Roster`], [`NoticeError::Ledger`].
pub fn waiting(
    vault: &Vault,
    campaign: Option<&str>,
    only: Option<&str>,
) -> Result<(Campaign, Vec<Waiting>), NoticeError> {
    let post = post::look(vault)?;
    let campaign = post::find(&post, campaign, post::WAITING)?;
    let mut waits = Vec::new();
    for member in post.members(&campaign.id)? {
        let state = post.queue_entry(&campaign.id, &member)?.state;
        if state.is_due(false) {
            waits.push((Id(member), state.fate()));
        }
    }
    if let Some(typed) = only {
        let ids: Vec<Id> = waits.iter().map(|(id, _)| *id).collect();
        let one = pick(vault, &post, &campaign.id, &ids, typed)?;
        waits.retain(|(id, _)| *id == one);
    }
    let mut out = Vec::new();
    for (id, state) in waits {
        let message = ReadMessage::of(&post.message(&campaign.id, &id.0)?);
        out.push(Waiting { id, state, message });
    }
    Ok((campaign, out))
}
