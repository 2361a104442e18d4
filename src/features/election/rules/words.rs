//! The codes of what is compared and supposed of an election, with their words.

use crate::base::{Lang, word::codes};

codes! {
    /// The figure of the minutes that is contested.
    Contested {
        Registered = "registered", "inscrits", "electors";
        Voters = "voters", "votants", "voters";
        Blank = "blank", "blancs", "blank";
        Null = "null", "nuls", "null";
        BlankNull = "blank-null", "blancs et nuls", "blank and null";
        Valid = "valid", "exprimés", "valid";
        Quorum = "quorum", "quorum", "quorum";
        Lists = "lists", "total des listes", "total of the lists";
        Ballots = "ballots", "bulletins", "ballots";
        Average = "average", "moyenne", "average";
        Quotient = "quotient", "quotient électoral", "electoral quotient";
        ToFill = "to-fill", "sièges à pourvoir", "seats to fill";
        ByQuotient = "by-quotient", "sièges au quotient", "seats by quotient";
        ByAverage = "by-average", "sièges à la plus forte moyenne", "seats by highest average";
        Votes = "votes", "voix des candidatures", "votes of candidates";
        UnionVotes = "union-votes", "voix", "votes";
        Carence = "carence", "carence", "no candidates";
        Seats = "seats", "sièges", "seats";
        Elected = "elected", "élu·e·s", "elected";
        Hours = "hours", "heures d’ouverture et de clôture", "hours of opening and closing";
        AtOnce = "at-once", "dressé aussitôt, dans la salle de vote", "drawn up at once, in the polling room";
        Writer = "writer", "écrit par le bureau ou un·e électeur·rice", "written by the board or an elector";
        Signatures = "signatures", "signatures des membres du bureau", "signatures of the board";
        Names = "names", "noms des élu·e·s avec leurs voix", "names of the elected with their votes";
        Board = "board", "résultats proclamés par le bureau", "results proclaimed by the board";
    }
}

impl Contested {
    /// Tells whether it is how the minutes were made, and no figure.
    #[must_use]
    pub const fn is_formal(self) -> bool {
        matches!(
            self,
            Self::Hours | Self::AtOnce | Self::Writer | Self::Signatures | Self::Names | Self::Board
        )
    }
}

codes! {
    /// A scenario that the program makes.
    Made {
        AsLast = "as-last", "Comme la dernière fois", "As last time";
        TurnoutDown = "turnout-down", "Dix points de participation en moins", "Ten points of turnout less";
        TurnoutUp = "turnout-up", "Dix points de participation en plus", "Ten points of turnout more";
        AtQuorum = "at-quorum", "Juste au quorum", "Just at the quorum";
        OursDown = "ours-down", "Cinq points de moins pour nous", "Five points less for us";
        OursUp = "ours-up", "Cinq points de plus pour nous", "Five points more for us";
        Given = "given", "Scénario donné", "Given scenario";
    }
}

/// What a scenario is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScenarioName {
    /// One that the program makes, by its code.
    Made(Made),
    /// One of a file, as its author calls it.
    Own(String),
}

impl ScenarioName {
    /// Returns the name as in JSON: the code, or what the author wrote.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Made(made) => made.code(),
            Self::Own(name) => name,
        }
    }

    /// Returns the name in words.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &str {
        match self {
            Self::Made(made) => made.words(lang),
            Self::Own(name) => name,
        }
    }
}
