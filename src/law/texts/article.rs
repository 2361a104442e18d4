//! An article with its versions, as the official source dates them.

use std::fmt;

use chrono::NaiveDate;

/// The identifier of a version, or of an article over all its versions: `LEGIARTI…` on Légifrance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionId(pub(super) u64);

impl VersionId {
    /// Reads `LEGIARTI` and twelve figures.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("LEGIARTI")?;
        let fits = digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| digits.parse().ok()).flatten().map(Self)
    }
}

impl fmt::Display for VersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LEGIARTI{:012}", self.0)
    }
}

/// What the official source says of a version (its `etat`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// In force.
    InForce,
    /// In force from a later day.
    InForceLater,
    /// Replaced by another version.
    Changed,
    /// Replaced before it ever was in force.
    Stillborn,
    /// Repealed.
    Repealed,
    /// To be repealed on a day that is known.
    RepealedLater,
    /// Moved to another number.
    Moved,
    /// Annulled by a court.
    Annulled,
    /// Out of date.
    Outdated,
}

impl State {
    /// All, in the order of the file.
    pub(super) const ALL: [Self; 9] = [
        Self::InForce,
        Self::InForceLater,
        Self::Changed,
        Self::Stillborn,
        Self::Repealed,
        Self::RepealedLater,
        Self::Moved,
        Self::Annulled,
        Self::Outdated,
    ];

    /// Returns the code of the official source.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InForce => "VIGUEUR",
            Self::InForceLater => "VIGUEUR_DIFF",
            Self::Changed => "MODIFIE",
            Self::Stillborn => "MODIFIE_MORT_NE",
            Self::Repealed => "ABROGE",
            Self::RepealedLater => "ABROGE_DIFF",
            Self::Moved => "TRANSFERE",
            Self::Annulled => "ANNULE",
            Self::Outdated => "PERIME",
        }
    }

    /// Reads the code of the official source.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// Where a text lies: its block, and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) block: usize,
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) nota: usize,
}

/// One version of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its identifier.
    pub id: VersionId,
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which it no longer holds, as the official source writes it; nothing while no end is known.
    pub to: Option<NaiveDate>,
    /// What the source says of it.
    pub state: State,
    pub(super) place: Option<Place>,
}

impl Version {
    /// Tells whether it was in force on a day, as far as the source knew when it was read.
    #[must_use]
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.state != State::Stillborn && self.from <= on && self.to.is_none_or(|to| on < to)
    }

    /// Tells whether its text is held.
    #[must_use]
    pub const fn is_held(&self) -> bool {
        self.place.is_some()
    }
}

/// A change between two looks at the official list of what is in force: its day is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Later {
    /// The version that was in force on the second look, which is the last of the article and begins with that day; nothing
    /// where the article was in force no longer.
    pub id: Option<VersionId>,
    /// The day of the last look that saw the version of before.
    pub after: NaiveDate,
    /// The day of the first look that saw the change.
    pub by: NaiveDate,
}

/// An article over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its number as the code writes it, without full stop and space: `L2314-33`, `L1453-1 A`, `Annexe II`.
    pub num: String,
    /// Its identifier over all versions.
    pub cid: VersionId,
    /// Its versions since 2018, the oldest first.
    pub versions: Vec<Version>,
    /// What changed on a day that is not known.
    pub later: Option<Later>,
    pub(super) section: usize,
}

impl Article {
    /// Returns the version in force on a day; nothing where none was, and nothing on a day of which that is not known
    /// ([`Article::doubt`]).
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&Version> {
        if self.past(day).is_some() { None } else { self.last(day) }
    }

    /// Returns the change that had perhaps come, or had come, by a day on which no version of after it is known.
    fn past(&self, day: NaiveDate) -> Option<Later> {
        self.later.filter(|l| day > l.after && self.last(day).is_none_or(|v| v.from <= l.after))
    }

    /// Returns the change of which is not known whether it had come by a day.
    #[must_use]
    pub fn doubt(&self, day: NaiveDate) -> Option<Later> {
        self.past(day).filter(|l| l.id.is_some() || day < l.by)
    }

    /// Returns the change by which the article was in force no longer on a day.
    #[must_use]
    pub fn ended(&self, day: NaiveDate) -> Option<Later> {
        self.past(day).filter(|l| l.id.is_none() && day >= l.by)
    }

    /// Returns the version whose text says most of a day: the one in force; where only the number of that one is known, or a
    /// change had perhaps come, the one of before. Nothing where none was in force.
    #[must_use]
    pub fn shown(&self, day: NaiveDate) -> Option<&Version> {
        if self.ended(day).is_some() {
            return None;
        }
        let last = self.last(day)?;
        Some(self.before(last).filter(|_| !last.is_held()).unwrap_or(last))
    }

    /// Returns the version of before one whose first day is not known; nothing for any other.
    #[must_use]
    pub fn before(&self, version: &Version) -> Option<&Version> {
        let later = self.later.filter(|l| l.id == Some(version.id))?;
        self.last(later.after)
    }

    /// Returns the change with which a version begins, where its first day is not known.
    #[must_use]
    pub fn begins(&self, version: &Version) -> Option<Later> {
        self.later.filter(|l| l.id == Some(version.id))
    }

    /// Returns the change with which a version ends, where its last day is not known.
    #[must_use]
    pub fn ends(&self, version: &Version) -> Option<Later> {
        self.later.filter(|l| l.id != Some(version.id) && self.last(l.after) == Some(version))
    }

    /// Returns the version that held on a day as far as the versions say, which a change of an unknown day may have ended.
    pub(crate) fn last(&self, day: NaiveDate) -> Option<&Version> {
        self.versions.iter().rev().find(|v| v.holds(day))
    }

    /// Returns a version by its identifier.
    #[must_use]
    pub fn version(&self, id: &str) -> Option<&Version> {
        let id = VersionId::read(id)?;
        self.versions.iter().find(|v| v.id == id)
    }
}
