//! What is wrong with the facts given, and what the law cannot answer.

use crate::{
    base::{Lang, word::codes},
    law::LawError,
};

/// Why a question about an election has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ElectionError {
    /// The law gives none.
    #[error(transparent)]
    Law(#[from] LawError),
    /// A fact does not hold together.
    #[error(transparent)]
    Fact(#[from] BadFact),
}

/// A fact that does not hold together: the field, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct BadFact {
    /// The field, as a path (`lists[2].votes`).
    pub field: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a fact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// It must be above zero.
    #[error("must be above zero")]
    Zero,
    /// It is above another figure.
    #[error("is above {0}")]
    Above(String),
    /// It is above what another figure leaves, with both.
    #[error("is above {other} ({limit}): {found}")]
    Exceeds {
        /// The figure itself.
        found: u64,
        /// The other figure.
        other: String,
        /// What it allows.
        limit: u64,
    },
    /// The ballots of the lists are fewer than the valid ones.
    #[error("{found} ballots counted of {wanted} valid ones")]
    Short {
        /// Valid ballots.
        wanted: u64,
        /// Ballots of all lists.
        found: u64,
    },
    /// It is below another figure.
    #[error("is below {0}")]
    Below(String),
    /// It is not there and cannot be guessed.
    #[error("is missing")]
    Missing,
    /// It is there twice.
    #[error("is there twice")]
    Twice,
    /// It names something that is not there.
    #[error("names something that is not there: {0}")]
    Unknown(String),
    /// It is none of the words that are taken there.
    #[error("{found} is none of: {}", .taken.iter().map(|(_, en)| *en).collect::<Vec<_>>().join(", "))]
    Among {
        /// What was typed.
        found: String,
        /// The words, in French and in English.
        taken: Vec<(&'static str, &'static str)>,
    },
    /// It names nothing of what there is.
    #[error("{found} is none of: {}", .there.join(", "))]
    NoSuch {
        /// What was typed.
        found: String,
        /// The names that there are.
        there: Vec<String>,
    },
    /// The parts do not add up.
    #[error("the parts do not add up to one")]
    Parts,
    /// Two facts exclude each other.
    #[error("does not go with {0}")]
    Conflict(String),
    /// It is too large for an exact computation.
    #[error("is too large to compute exactly")]
    TooLarge,
    /// It is not of the form wanted.
    #[error("must be {}", .0.words(Lang::En))]
    Form(Form),
    /// What was typed is not of the form wanted.
    #[error("{found} must be {}", .form.words(Lang::En))]
    Not {
        /// What was typed.
        found: String,
        /// The form.
        form: Form,
    },
    /// A line has more cells than there are columns.
    #[error("{cells} cells, {columns} columns: {found}")]
    Cells {
        /// The cells that no column is for.
        found: String,
        /// Cells of the line.
        cells: usize,
        /// Columns of the header.
        columns: usize,
    },
}

codes! {
    /// The form that a fact has to have.
    Form {
        Share = "share", "une part entre 0 et 1", "a share between 0 and 1";
        Sex = "sex", "F ou H", "F or H";
        OneOrTwo = "one-or-two", "1 ou 2", "1 or 2";
        AsHelped = "as-the-help-shows", "comme l’aide le montre", "as the help shows it";
        File = "file", "du JSON, du TOML ou un tableau", "JSON, TOML or a table";
        Whole = "whole-number", "un nombre entier", "a whole number";
        Part = "union-and-share", "comme CGT:75%", "such as CGT:75%";
        Date = "date", "une date comme 1980-01-31", "a date such as 1980-01-31";
        Post = "vote", "titulaires ou suppléants", "holders or substitutes";
        Line = "line", "de 1 à 120 caractères sur une ligne", "1 to 120 characters on one line";
        College = "college", "comme 1:titulaires=4,femmes=60,hommes=40", "such as 1:holders=4,women=60,men=40";
        Negotiator = "negotiator",
            "comme CGT:représentatif=oui,part=45%,venu=oui,signé=non",
            "such as CGT:representative=yes,share=45%,came=yes,signed=no";
        Variant = "variant", "comme 1=6,2=3, ou 1=6/120 avec les inscrits", "such as 1=6,2=3, or 1=6/120 with the electors";
        YesNo = "yes-no", "oui ou non", "yes or no";
        CollegeLeft = "college-left", "comme 1:sièges=6,élus=6,restants=3", "such as 1:seats=6,elected=6,left=3";
        Board = "list-of-a-vote", "comme «\u{a0}CGT/1/T: Abel(o)*, Bea(e)*70\u{a0}»", "such as “CGT/1/T: Abel(o)*, Bea(e)*70”";
        Hour = "hour", "une heure comme 9:00", "an hour such as 9:00";
        Writer = "writer", "bureau, electeur ou tiers", "board, elector or other";
        Published = "published", "comme le ministère le publie", "as the ministry publishes it";
        Person = "person", "comme «\u{a0}Camille: 40/400, ours, renounced=2026-05-02\u{a0}»", "such as “Camille: 40/400, ours, renounced=2026-05-02”";
        Site = "establishment", "comme «\u{a0}Lyon: 320, cadres=18, colleges=3, delegates=2+2\u{a0}»", "such as “Lyon: 320, cadres=18, colleges=3, delegates=2+2”";
        Envoy = "name-and-votes", "comme Ada=4 ou «\u{a0}Ada;1980-01-31=4\u{a0}»", "such as Ada=4 or “Ada;1980-01-31=4”";
        Month = "month", "un mois comme 2026-10", "a month such as 2026-10";
    }
}

/// Makes the fault of a word that is none of an enumeration of codes.
macro_rules! among {
    ($found:expr, $of:ident) => {
        $crate::election::Fault::Among {
            found: $found.to_string(),
            taken: $of::ALL.iter().map(|one| (one.words($crate::base::Lang::Fr), one.code())).collect(),
        }
    };
}
pub(crate) use among;

impl BadFact {
    /// Names a field and what is wrong with it.
    pub fn new(field: impl Into<String>, fault: Fault) -> Self {
        Self { field: field.into(), fault }
    }
}

/// The most seats, candidates, lists or unions of one election: a CSE has thirty-five members by law, and no protocol
/// comes near a thousand. What is above is a mistake, and would take time and memory without end.
pub(crate) const MOST: u32 = 1_000;

/// The error for a field above [`MOST`].
pub(crate) fn too_many(field: impl Into<String>) -> ElectionError {
    bad(field, Fault::Above(MOST.to_string()))
}

/// Tells whether there are more than [`MOST`].
pub(crate) fn is_too_many(number: usize) -> bool {
    usize::try_from(MOST).is_ok_and(|most| number > most)
}

/// The error for a field in one word.
pub(crate) fn bad(field: impl Into<String>, fault: Fault) -> ElectionError {
    BadFact::new(field, fault).into()
}
