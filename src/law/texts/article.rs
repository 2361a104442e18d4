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

/// A change between two looks at the official source: its day is not known, nor its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Later {
    /// The version that was in force on the second look; nothing where the article was in force no longer.
    pub id: Option<VersionId>,
    /// The day of the first look: until then what the versions say is sure.
    pub after: NaiveDate,
    /// The day of the second look.
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
    /// Returns the version in force on a day; nothing where none was, and nothing where the day is past a change whose day is
    /// not known ([`Article::doubt`]).
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&Version> {
        if self.doubt(day).is_some() { None } else { self.last(day) }
    }

    /// Returns the change after which nothing sure is known of a day.
    #[must_use]
    pub fn doubt(&self, day: NaiveDate) -> Option<Later> {
        self.later.filter(|l| day > l.after && self.last(day).is_none_or(|v| v.from <= l.after))
    }

    /// Returns the version that held on a day as far as the versions say, which a change of an unknown day may have ended.
    #[must_use]
    pub fn last(&self, day: NaiveDate) -> Option<&Version> {
        self.versions.iter().rev().find(|v| v.holds(day))
    }

    /// Returns a version by its identifier.
    #[must_use]
    pub fn version(&self, id: &str) -> Option<&Version> {
        let id = VersionId::read(id)?;
        self.versions.iter().find(|v| v.id == id)
    }
}
