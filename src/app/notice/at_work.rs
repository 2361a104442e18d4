//! The last look before anything leaves: a domain may have been forbidden after the messages were queued.

use crate::{
    app::notice::{
        NoticeError,
        post::{Plan, Post},
    },
    mail::Forbidden,
    roster::Id,
};

/// Refuses a run of which a message would go to a domain of the employer, or come from one.
///
/// # Errors
/// [`NoticeError::QueuedForbidden`] with the members; [`NoticeError::Ledger`].
pub fn refuse(post: &Post, plan: &Plan, forbidden: &Forbidden) -> Result<(), NoticeError> {
    let mut members: Vec<Id> = Vec::new();
    for member in &plan.due {
        let (from, to) = post.envelope(&plan.campaign.id, &member.0)?;
        if forbidden.holds(&to) || forbidden.holds(&from) {
            members.push(*member);
        }
    }
    if members.is_empty() { Ok(()) } else { Err(NoticeError::QueuedForbidden { members }) }
}
