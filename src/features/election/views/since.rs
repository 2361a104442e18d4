//! What became of an election since the vote: who left and who came in, what was corrected, how long the mandates go on.

use chrono::NaiveDate;

use crate::{
    base::{Id, view::data},
    election::Leaving,
    features::{
        election::records::{Ground, Reason},
        law::views::{Delegate, Maybe, Replacement},
    },
};

data! {
    /// Mandates that go on.
    pub struct Extended {
        /// On what ground.
        ground: Ground,
        /// The new end; until the results of the next election are proclaimed where there is none.
        until: Option<NaiveDate>,
    }

    /// A frozen fact that was written otherwise.
    pub struct Correction {
        /// The day of the correction.
        date: NaiveDate,
        /// Why.
        reason: Reason,
        /// The same in words of the language of the run.
        text: &'static str,
        /// The field.
        field: String,
        /// What stood there.
        was: Option<String>,
        /// What stands there now.
        now: Option<String>,
        /// What it rests on.
        source: Option<String>,
    }

    /// Somebody who left.
    pub struct Departure {
        /// The name.
        name: String,
        /// The list.
        list: String,
        /// The day.
        date: NaiveDate,
        /// Why.
        cause: Leaving,
        /// The same in words of the language of the run.
        text: &'static str,
        /// For an absence: the day of the return.
        back: Option<NaiveDate>,
        /// Who came in, where that was said.
        by: Option<String>,
    }

    /// Who comes in for somebody who leaves.
    pub struct Succeeded {
        /// The election on whose list they stood.
        election: Id,
        /// Whether it was recorded.
        recorded: bool,
        /// Who leaves.
        departure: Departure,
        /// Who comes in; nothing of a record that was taken back.
        replacement: Option<Maybe<Replacement>>,
    }

    /// Whom a union may name.
    pub struct Naming {
        /// The first round on which it rests.
        election: Id,
        /// The union.
        union: String,
        /// The answer.
        naming: Delegate,
    }
}
