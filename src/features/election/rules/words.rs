//! The codes of what is compared and supposed of an election, with their words.

use crate::base::{Lang, word::codes};

codes! {
    /// The figure of the minutes that is contested.
    Contested {
        Registered = "registered", "inscrits", "electors";
        Voters = "voters", "votants", "voters";
        Blank = "blank", "blancs", "blank";
        Null = "null", "nuls", "null";
        Valid = "valid", "exprimés", "valid";
        Quorum = "quorum", "quorum", "quorum";
        Lists = "lists", "total des listes", "total of the lists";
        Ballots = "ballots", "bulletins", "ballots";
        Average = "average", "moyenne", "average";
        Seats = "seats", "sièges", "seats";
        Elected = "elected", "élu·es", "elected";
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
