//! Taking back the last change of a person.

use crate::{
    base::{Id, date},
    features::member::{
        actions::{MemberError, find_id, twice},
        views::{self, Deed},
    },
    roster::Person,
    vault::{Kind, Undoable, Vault},
};

/// A change that can be taken back.
pub struct Taking {
    /// The person.
    pub id: Id,
    /// What was done.
    pub what: Deed,
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    undoable: Undoable,
}

impl Taking {
    /// Whether it was itself a change taken back, which would be there again.
    #[must_use]
    pub fn brings_back(&self) -> bool {
        self.what == Deed::Undone
    }
}

/// Looks up the last change of a person; nothing is written.
///
/// # Errors
/// [`MemberError::NothingToUndo`]; as [`super::find`].
pub fn prepare(vault: &Vault, who: &str) -> Result<Taking, MemberError> {
    let id = match find_id(vault, who) {
        // What was removed is named by its digits alone, and comes back.
        Err(MemberError::Removed(id)) => id,
        other => other?,
    };
    let undoable = vault.undoable(&id)?.ok_or(MemberError::NothingToUndo)?;
    Ok(Taking { id, what: twice::deed(undoable.verb), time_ms: undoable.time_ms, undoable })
}

impl Taking {
    /// Returns the person as they are, and as they would be.
    ///
    /// # Errors
    /// [`MemberError::Vault`].
    pub fn people(&self, vault: &Vault) -> Result<[Person; 2], MemberError> {
        let now = vault.record(Kind::Person, &self.id)?.unwrap_or_default();
        let then = vault.as_before(&self.id)?.unwrap_or_default();
        Ok([Person::of(&now), Person::of(&then)])
    }
}

/// Takes the change back.
///
/// # Errors
/// [`MemberError::Vault`]; nothing is changed then.
pub fn save(vault: &mut Vault, now_ms: u64, taking: &Taking) -> Result<views::Undone, MemberError> {
    vault.undo(now_ms, &taking.undoable)?;
    let when = date::rfc3339(taking.time_ms);
    Ok(views::Undone { ids: taking.undoable.ids.clone(), what: taking.what, when })
}
