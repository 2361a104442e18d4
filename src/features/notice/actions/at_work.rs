//! The last look before anything leaves: since the messages were queued a domain may have been forbidden, an address changed,
//! a person may have asked for no more notices, or paid what they are asked for.

use crate::{
    base::Id,
    features::notice::actions::{
        NoticeError,
        audience::{Fit, Reach},
        ledger,
        post::{OpenOutbox, SendPreview},
    },
    mail::Forbidden,
};

/// Refuses a run of which a message would go to a domain of the employer, or come from one; and one of which a message would
/// go where the roster does not write any more.
///
/// # Errors
/// [`NoticeError::QueuedForbidden`] and [`NoticeError::Outdated`] with the members; [`NoticeError::Ledger`].
pub fn refuse(
    post: &OpenOutbox,
    plan: &SendPreview,
    forbidden: &Forbidden,
    reach: &Reach,
) -> Result<(), NoticeError> {
    let mut members: Vec<Id> = Vec::new();
    let (mut moved, mut unwanted, mut paid) = (Vec::new(), Vec::new(), Vec::new());
    let asks = ledger::asks_for_money(&plan.campaign.notice);
    for member in &plan.due {
        let (from, to) = post.envelope(&plan.campaign.id, &member.0)?;
        if forbidden.holds(&to) || forbidden.holds(&from) {
            members.push(*member);
        }
        match reach.fits(member, to.as_str(), plan.campaign.purpose) {
            // Nobody is asked for what they have paid meanwhile.
            Fit::Good if asks && reach.paid_since(member, plan.campaign.at_ms) => paid.push(*member),
            Fit::Good => {}
            Fit::Moved => moved.push(*member),
            Fit::Unwanted => unwanted.push(*member),
        }
    }
    if !members.is_empty() {
        return Err(NoticeError::QueuedForbidden { members });
    }
    if !moved.is_empty() || !unwanted.is_empty() || !paid.is_empty() {
        return Err(NoticeError::Outdated { campaign: Id(plan.campaign.id), moved, unwanted, paid });
    }
    Ok(())
}
