//! A list of candidates for one vote of one college.

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        kept::{parts, record},
        shape::{Member, coded, element_of},
        word::{Category, Gender, codes},
    },
    features::election::records::{Element, Post},
};

parts! {
    /// A union on a list, and its part of the votes where it was stated.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Partner {
        /// The union.
        0 union: String,
        /// Its part of a common list as stated when it was filed, an exact fraction as text.
        1 share: Option<String>,
        place 2,
    }
}

impl Member for Partner {
    fn element(&self) -> Element {
        element_of(&self.union)
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.union.cmp(&other.union)
    }
}

parts! {
    /// A candidate. No `Debug`: a person must not end in a log.
    #[derive(Clone, PartialEq, Eq)]
    Candidate {
        /// The name.
        0 name: String,
        /// The sex as lists count it, where it is known.
        2 sex: Option<Gender>,
        /// The date of birth, which breaks the last tie.
        3 born: Option<NaiveDate>,
        /// The person of our roster.
        4 member: Option<Id>,
        /// Whether this is a cadre, for reserved seats.
        5 cadre: bool,
        /// The professional category on the day of the vote, where it is known.
        6 category: Option<Category>,
        place 1,
        element
        /// The element of the record that holds them.
        element,
    }
}

impl Member for Candidate {
    fn element(&self) -> Element {
        self.element
    }
    fn at(self, element: Element) -> Self {
        Self { element, ..self }
    }
}

codes! {
    /// Whether somebody knew something in time.
    Known {
        /// They did.
        Yes = "yes", "oui", "in time";
        /// They did not.
        No = "no", "non", "not in time";
    }
}

coded!(Known);

impl Slate {
    /// Tells whether the stated split counts: both the employer and the electors knew it before the vote. Nothing where that
    /// is not known.
    #[must_use]
    pub fn split_counts(&self) -> Option<bool> {
        match (self.told_employer, self.told_electors) {
            (Some(Known::No), _) | (_, Some(Known::No)) => Some(false),
            (Some(Known::Yes), Some(Known::Yes)) => Some(true),
            _ => None,
        }
    }
}

impl Candidate {
    /// Returns the category, as far as the record says.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        self.category.or(self.cadre.then_some(Category::Cadre))
    }
}

record! {
    /// A list of candidates. No `Debug`: it holds names.
    #[derive(Clone, PartialEq, Eq)]
    Slate = Slate {
        /// The election.
        1 poll: Id,
        /// The college.
        2 college: String,
        /// Which vote: `holders` or `substitutes`.
        3 post: Post,
        /// The name of the list.
        4 name: String,
        /// Whether it is ours.
        5 ours: bool,
        /// The unions that filed it; none for free candidates.
        6 unions: Vec<Partner>,
        /// The candidates in the order of presentation.
        7 candidates: Vec<Candidate>,
        /// For a common list: whether the employer knew its split before the vote.
        8 told_employer: Option<Known>,
        /// Whether the electors did.
        9 told_electors: Option<Known>,
    }
    gone 40;
}
