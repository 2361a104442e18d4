//! Queueing a notice: who has it already is left out, what the outbox cannot say any more is asked about, and words that give
//! membership away are refused, before anything is stored.

use crate::{
    features::notice::actions::{
        Audience, Composed, NoticeError, OpenOutbox, Queued, bounces, hold, others, post,
    },
    mail::read::ReadMessage,
    vault::Vault,
};

/// A notice that was checked and may be queued.
pub struct Ready<'a> {
    post: OpenOutbox,
    composed: &'a Composed,
    audience: &'a Audience,
    telling: Vec<&'static str>,
    after_ms: Option<u64>,
}

/// Moves to those who are left out who has this very notice already, and whose address is dead.
///
/// # Errors
/// [`NoticeError::Vault`], [`NoticeError::Ledger`].
pub fn leave_out(
    vault: &Vault,
    post: &OpenOutbox,
    composed: &Composed,
    audience: &mut Audience,
) -> Result<(), NoticeError> {
    if !composed.by_turns() {
        let already = post.already(&post.likeness(&composed.content()))?;
        audience.leave_out(vault, &already)?;
        others::leave_out(vault, post, composed, audience)?;
    }
    bounces::leave_out(post, audience)
}

/// Checks a notice before it is queued. With `again` it goes to those too who have it already; with `telling` also where its
/// words tell what it is about.
///
/// # Errors
/// [`NoticeError::Forgotten`], [`NoticeError::Unsure`], [`NoticeError::Telling`]; [`NoticeError::Member`] where the first
/// message cannot be written; [`NoticeError::Vault`], [`NoticeError::Ledger`].
pub fn ready<'a>(
    vault: &Vault,
    composed: &'a Composed,
    audience: &'a mut Audience,
    (again, telling): (bool, bool),
    now_ms: u64,
) -> Result<Ready<'a>, NoticeError> {
    let post = post::of(vault)?;
    if again {
        bounces::leave_out(&post, audience)?;
    } else {
        let likeness = post.likeness(&composed.content());
        if let Some(at_ms) = post.forgotten(&likeness)?.filter(|_| !composed.by_turns()) {
            return Err(NoticeError::Forgotten { at_ms });
        }
        if let Some(at_ms) = post.unsure(&likeness)? {
            return Err(NoticeError::Unsure { at_ms });
        }
        leave_out(vault, &post, composed, audience)?;
    }
    let audience: &'a Audience = audience;
    let mut found = Vec::new();
    if let Some(first) = audience.recipients.first() {
        let message = post::preview(composed, audience, Some(&first.id.to_string()), now_ms)?;
        found = composed.telling(&ReadMessage::of(&message));
        if !found.is_empty() && !telling {
            return Err(NoticeError::Telling(found));
        }
    }
    Ok(Ready { post, composed, audience, telling: found, after_ms: None })
}

impl<'a> Ready<'a> {
    /// Returns who gets the notice, and who is left out.
    #[must_use]
    pub const fn audience(&self) -> &'a Audience {
        self.audience
    }

    /// Returns the words that tell what the notice is about, which the person wants all the same.
    #[must_use]
    pub fn telling(&self) -> &[&'static str] {
        &self.telling
    }

    /// Has nothing of it leave before a moment.
    ///
    /// # Errors
    /// [`NoticeError::Past`] where the moment has passed.
    pub fn later(mut self, after_ms: Option<u64>, now_ms: u64) -> Result<Self, NoticeError> {
        self.after_ms = hold::ahead(after_ms, now_ms)?;
        Ok(self)
    }

    /// Queues the notice.
    ///
    /// # Errors
    /// As [`post::queue`].
    ///
    /// # Durability
    /// As [`post::queue`].
    pub fn queue(mut self, vault: &mut Vault, now_ms: u64) -> Result<Queued, NoticeError> {
        let alike = others::known(vault, &self.post, self.composed)?;
        let more = (self.telling.as_slice(), &alike, self.after_ms);
        post::queue(vault, &mut self.post, self.composed, self.audience, more, now_ms)
    }
}
