//! A change that waits to be saved until what it moves in the agenda was told.
//!
//! A use case that changes what dates hang on returns a [`Pending`]; what saves it takes a [`Told`], which nothing but
//! [`Pending::tell`] makes. A face that forgets to tell has nothing to save.

use chrono::NaiveDate;

use crate::{
    calendar::RuleError,
    features::agenda::{
        actions::{AgendaError, Diary, change::preview, diary},
        rules::{Basis, ripple::Moved},
    },
    law::LawError,
    vault::Vault,
};

/// A change that was checked and is not saved, with what it moves.
#[must_use = "what is not told cannot be saved"]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending<T> {
    moved: Vec<Moved>,
    change: T,
}

/// A change of which was told what it moves: it may be saved.
#[must_use = "what was told is not saved yet"]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<T>(T);

impl<T> Pending<T> {
    /// Takes a change with what it does to what the agenda is made of.
    ///
    /// # Errors
    /// A change after which there would be no agenda any more, such as a day that the law tables do not cover.
    pub fn new(
        vault: &Vault,
        today: NaiveDate,
        change: T,
        effect: impl FnOnce(&T, &mut Basis),
    ) -> Result<Self, AgendaError> {
        // Where the tables do not cover the agenda of before, there is none to compare.
        let Ok(diary) = diary(vault, today) else { return Ok(Self::still(change)) };
        Self::over(&diary, today, change, effect)
    }

    /// As [`Pending::new`], over an agenda that was read already.
    ///
    /// # Errors
    /// As [`Pending::new`].
    pub fn over(
        diary: &Diary,
        today: NaiveDate,
        change: T,
        effect: impl FnOnce(&T, &mut Basis),
    ) -> Result<Self, AgendaError> {
        let moved = preview(diary, today, |basis| effect(&change, basis))?;
        Ok(Self { moved, change })
    }

    /// As [`Pending::new`], for a fact that is kept though the tables do not cover its day: the agenda says what it lacks.
    ///
    /// # Errors
    /// As [`Pending::new`], but for that.
    pub fn kept(
        vault: &Vault,
        today: NaiveDate,
        change: T,
        effect: impl FnOnce(&T, &mut Basis),
    ) -> Result<Self, AgendaError> {
        let Ok(diary) = diary(vault, today) else { return Ok(Self::still(change)) };
        match preview(&diary, today, |basis| effect(&change, basis)) {
            Ok(moved) => Ok(Self { moved, change }),
            Err(AgendaError::Rule(RuleError::Law(LawError::NotCovered { .. }))) => Ok(Self::still(change)),
            Err(error) => Err(error),
        }
    }

    /// Takes a change that no date hangs on.
    pub const fn still(change: T) -> Self {
        Self { moved: Vec::new(), change }
    }

    /// Returns the change.
    pub const fn change(&self) -> &T {
        &self.change
    }

    /// Tells what moves; then the change may be saved.
    pub fn tell(self, told: impl FnOnce(&[Moved])) -> Told<T> {
        told(&self.moved);
        Told(self.change)
    }
}

impl<T> Told<T> {
    /// Returns the change, to be saved.
    pub(crate) fn take(self) -> T {
        self.0
    }
}
