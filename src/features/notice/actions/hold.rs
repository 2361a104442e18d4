//! Later sending: before its moment nothing of a campaign leaves.

use crate::{
    base::Id,
    features::notice::actions::{NoticeError, post},
    vault::Vault,
};

/// A campaign that waits for a moment, or no longer does.
pub struct Kept {
    /// The campaign.
    pub id: Id,
    /// Before when nothing of it leaves.
    pub after_ms: Option<u64>,
}

/// Returns the moment, where it lies ahead.
///
/// # Errors
/// [`NoticeError::Past`].
pub const fn ahead(after_ms: Option<u64>, now_ms: u64) -> Result<Option<u64>, NoticeError> {
    match after_ms {
        Some(at_ms) if at_ms <= now_ms => Err(NoticeError::Past { at_ms }),
        other => Ok(other),
    }
}

/// Has nothing of a campaign that waits leave before a moment; lets it go at any time with `None`.
///
/// # Errors
/// [`NoticeError::Past`], [`NoticeError::Campaign`], [`NoticeError::Ledger`].
///
/// # Durability
/// On `Ok` the moment survives a power cut.
pub fn until(
    vault: &mut Vault,
    typed: Option<&str>,
    after_ms: Option<u64>,
    now_ms: u64,
) -> Result<Kept, NoticeError> {
    let after_ms = ahead(after_ms, now_ms)?;
    let mut post = post::of(vault)?;
    let campaign = post::find(&post, typed, post::WAITING)?.id;
    post.hold(&campaign, after_ms)?;
    post::tell(vault, &post, now_ms);
    Ok(Kept { id: Id(campaign), after_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_moment_ahead_is_waited_for() {
        assert!(matches!(ahead(None, 5), Ok(None)) && matches!(ahead(Some(6), 5), Ok(Some(6))));
        for past in [0, 4, 5] {
            assert!(matches!(ahead(Some(past), 5), Err(NoticeError::Past { at_ms }) if at_ms == past));
        }
    }
}
