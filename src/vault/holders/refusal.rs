//! Why a set of statements comes to nothing.

use crate::{
    base::{Device, word::codes},
    vault::holders::Hash,
};

codes! {
    /// The rule that a statement breaks.
    Rule {
        Limits = "limits", "trop de déclarations", "too many statements";
        Founding = "founding", "la fondation du coffre", "the founding of the vault";
        Parents = "parents", "ce qui précède la déclaration", "what the statement comes after";
        Signature = "signature", "la signature n’est pas de la personne nommée", "the signature is not by who is named";
        Authority = "authority", "la personne qui signe n’en avait pas le droit", "who signed had no right to it";
        Recovery = "recovery", "une clé de secours a fait plus qu’elle ne peut", "a recovery key did more than it may";
        Unknown = "unknown", "un appareil qui n’avait pas été admis", "a device that had not been admitted";
        LastOrganizer = "last-organizer", "il ne reste personne pour organiser", "no organizer is left";
        UsedBefore = "used-before", "un appareil ou une clé qui a déjà servi", "a device or a key that was used before";
    }
}

/// Why a set of statements comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no statement.
    #[error("there is no statement about the holders")]
    Empty,
    /// A statement breaks a rule: the set is not what a program of ours writes.
    #[error("a statement about the holders is not valid")]
    Invalid {
        /// Which.
        statement: Hash,
        /// Which rule.
        rule: Rule,
    },
    /// Holders removed each other apart, and this device counted none of the removals before; or nobody is left.
    #[error("the holders of the vault disagree")]
    Disagree(Vec<Dispute>),
    /// The statements do not come to what was written beside them.
    #[error("the statements about the holders do not come to what is written")]
    Split {
        /// The first one that is on the wrong side.
        statement: Hash,
    },
}

/// A removal in a disagreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The statement.
    pub statement: Hash,
    /// Who signed it.
    pub by: Device,
    /// Whom it removes, or whom it leaves without the right to organize.
    pub whom: Vec<Device>,
    /// When, by the clock of who signed.
    pub time_ms: u64,
}
