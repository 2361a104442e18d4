//! A notice that is filled from a meeting: what it says of it, and to whom it goes.

use chrono::NaiveDate;

use crate::{
    features::{
        meeting::actions::{self as meeting, MeetingError},
        notice::actions::Request,
    },
    render::Manifest,
    vault::Vault,
};

/// The variable that only what is told afterwards has.
const AFTERWARDS: &str = "points";

/// Fills a request from a meeting. What was typed stays, and so do the people who were named.
///
/// # Errors
/// [`MeetingError`].
pub fn fill(
    vault: &Vault,
    manifest: &Manifest,
    (request, ids): (&mut Request, &mut Vec<String>),
    which: &str,
    today: NaiveDate,
) -> Result<(), MeetingError> {
    let after = manifest.variables.contains_key(AFTERWARDS);
    let told = meeting::told(vault, today, which, after)?;
    let typed = request.names(manifest);
    for (name, values) in told.values {
        if manifest.variables.contains_key(&name) && !typed.contains(&name) {
            request.set.insert(name, values);
        }
    }
    if ids.is_empty() {
        *ids = told.people;
    }
    Ok(())
}
