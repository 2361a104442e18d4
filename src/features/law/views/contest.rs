//! What of an election can be contested, as data.

use crate::{
    base::{Lang, view::data},
    election::{Dispute, Start},
};

data! {
    /// What can be contested.
    pub struct Grounds {
        /// Each ground.
        grounds: Vec<Listed>,
    }

    /// A ground.
    pub struct Listed {
        /// Its name.
        ground: Dispute,
        /// The same in words of the language of the run.
        text: &'static str,
        /// How many days there are.
        days: u32,
        /// From what they run.
        starts: Start,
        /// The same in words of the language of the run.
        starts_text: &'static str,
    }
}

impl Grounds {
    /// Returns the view of the grounds.
    #[must_use]
    pub fn of(lang: Lang, all: &[(Dispute, u32)]) -> Self {
        let one = |(ground, days): &(Dispute, u32)| Listed {
            ground: *ground,
            text: ground.words(lang),
            days: *days,
            starts: ground.starts(),
            starts_text: ground.starts().words(lang),
        };
        Self { grounds: all.iter().map(one).collect() }
    }
}
