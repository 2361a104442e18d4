//! After a run: what failed and why, trying again, taking back.

use std::collections::BTreeMap;

use crate::{
    base::Id,
    features::notice::actions::{NoticeError, Post, audience},
    mail::{
        Address, Party,
        outbox::{Class, Event, Fate, Reply, State},
        read::Shown,
        send,
    },
    roster::{Person, Summary},
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
    let named = |(id, bytes): (Id, &[u8])| Some((id, Summary::decode(bytes).ok()?.display_name()));
    Ok(vault.people()?.filter_map(named).collect())
}

/// Lists what failed or is of unknown fate in a campaign.
///
/// # Errors
/// [`NoticeError::Ledger`], [`NoticeError::Vault`].
pub fn failed(vault: &Vault, post: &Post, campaign: &[u8; 16]) -> Result<Vec<Failed>, NoticeError> {
    let mut out = Vec::new();
    for member in post.members(campaign)? {
        let slip = post.slip(campaign, &member)?;
        let reply = match &slip.state {
            State::Failed { reply, .. } => reply.clone(),
            State::Unknown | State::Sending => None,
            _ => continue,
        };
        let id = Id(member);
        let address = post.envelope(campaign, &member)?.1.as_str().to_owned();
        let now = party(vault, &id)?;
        let repaired = now.as_ref().is_some_and(|p| !p.address().as_str().eq_ignore_ascii_case(&address));
        let name = now.map(|p| p.name().to_owned()).unwrap_or_default();
        out.push(Failed { id, name, address, state: slip.state.fate(), reply, repaired });
    }
    Ok(out)
}

/// Puts messages that were refused for good back among those that wait, to the address that the roster has now; what waits
/// for another address than that goes there too.
///
/// Those of unknown fate are not touched.
///
/// # Errors
/// [`NoticeError::Ledger`], [`NoticeError::Vault`].
pub fn retry(
    vault: &Vault,
    post: &mut Post,
    campaign: &[u8; 16],
    now_ms: u64,
) -> Result<Retried, NoticeError> {
    let forbidden = audience::forbidden(vault)?;
    let mut out = Retried::default();
    for member in post.members(campaign)? {
        let state = post.slip(campaign, &member)?.state;
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
    Ok(out)
}

/// How many messages are taken back in one commit.
const CHUNK: usize = 500;

/// Returns what can be taken back of a campaign, what waits or failed: of all, or of one member.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn to_cancel(post: &Post, campaign: &[u8; 16], only: Option<&Id>) -> Result<Vec<Id>, NoticeError> {
    let mut out = Vec::new();
    for member in post.members(campaign)? {
        let meant = only.is_none_or(|id| id.0 == member);
        if meant && post.slip(campaign, &member)?.state.after(Event::Cancel).is_ok() {
            out.push(Id(member));
        }
    }
    Ok(out)
}

/// Takes messages of a campaign back. Nothing that was sent comes back.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn cancel(post: &mut Post, campaign: &[u8; 16], members: &[Id], now_ms: u64) -> Result<u64, NoticeError> {
    for part in members.chunks(CHUNK) {
        post.apply_all(campaign, part.iter().map(|id| (id.0, Event::Cancel)).collect(), now_ms)?;
    }
    let counts = send::count(post, campaign)?;
    post.tidy(campaign, &counts)?;
    Ok(members.len() as u64)
}

/// One message that waits. It has no `Debug`.
pub struct Waiting {
    /// The member.
    pub id: Id,
    /// Where it stands.
    pub state: Fate,
    /// The message as it will leave.
    pub message: Shown,
}

/// Reads what waits in a campaign.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn waiting(post: &Post, campaign: &[u8; 16]) -> Result<Vec<Waiting>, NoticeError> {
    let mut out = Vec::new();
    for member in post.members(campaign)? {
        let state = post.slip(campaign, &member)?.state;
        if state.is_due(false) {
            let message = Shown::of(&post.message(campaign, &member)?);
            out.push(Waiting { id: Id(member), state: state.fate(), message });
        }
    }
    Ok(out)
}
