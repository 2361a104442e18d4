//! Members beside the workforce: all of it for organizers, a table without small groups for others.

use chrono::NaiveDate;

use super::{ActionError, ground, save_ground};
use crate::{
    features::{
        action::{
            rules::{
                map::Axis,
                represent::{self, Group},
            },
            views,
        },
        talk::actions as talk,
    },
    vault::Vault,
};

fn groups(vault: &Vault, today: NaiveDate, axis: Axis) -> Result<Vec<Group>, ActionError> {
    let mut known = talk::everybody(vault, today)?;
    if axis == Axis::Age {
        talk::people::with_births(vault, &mut known)?;
    }
    let found = represent::groups(known.values(), &ground(vault)?.1, axis, today);
    if found.is_empty() { Err(ActionError::NoWorkforce(axis)) } else { Ok(found) }
}

/// Shows members beside the workforce, whole: for organizers.
///
/// # Errors
/// [`ActionError::NoWorkforce`].
pub fn representation(
    vault: &Vault,
    today: NaiveDate,
    axis: Axis,
) -> Result<views::Representation, ActionError> {
    Ok(views::Representation::of(axis, today, &groups(vault, today, axis)?, None))
}

/// Makes the table that others may see. What was shown is shown again until enough has changed: two tables a little apart would tell
/// who came between them.
///
/// # Errors
/// [`ActionError::TooFew`], [`ActionError::NoWorkforce`]; when the vault cannot be written.
pub fn share(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    axis: Axis,
) -> Result<views::Representation, ActionError> {
    let all = groups(vault, today, axis)?;
    let sum = all.iter().filter_map(|group| group.members).fold(0_u64, u64::saturating_add);
    let (id, mut ground) = ground(vault)?;
    let before = ground.shown.get(axis.code()).and_then(|text| represent::thawed(text));
    let now = represent::hidden(&all);
    if let Some((day, then, shown)) = before {
        let next = now.filter(|now| represent::may_follow(&shown, then, now, sum));
        let Some(next) = next.filter(|next| *next != shown) else {
            return Ok(views::Representation::of(axis, day, &shown, Some(then)));
        };
        ground.shown.insert(axis.code().to_owned(), represent::frozen(today, sum, &next));
        save_ground(vault, now_ms, id, &ground)?;
        return Ok(views::Representation::of(axis, today, &next, Some(sum)));
    }
    let now = now.ok_or(ActionError::TooFew)?;
    ground.shown.insert(axis.code().to_owned(), represent::frozen(today, sum, &now));
    save_ground(vault, now_ms, id, &ground)?;
    Ok(views::Representation::of(axis, today, &now, Some(sum)))
}
