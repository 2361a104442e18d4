//! One entry of one ballot box: what one teller wrote down.

use std::collections::BTreeMap;

use crate::{
    base::{
        Id,
        kept::{fields, record},
    },
    features::election::records::{Element, Post},
};

fields! {
    /// The figures of a ballot box, or of several together.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Figures {
        /// Electors of this box on the list, where the list is split by box.
        10 registered: Option<u64>,
        /// Signatures on the electoral list (*émargements*), where they were counted.
        11 signatures: Option<u64>,
        /// Ballots found in the box.
        12 voters: Option<u64>,
        /// Blank ballots.
        13 blank: Option<u64>,
        /// Null ballots.
        14 null: Option<u64>,
        /// Ballots of each list, under the first 8 bytes of its record: 0 the list, 1 the ballots.
        20 ballots: BTreeMap<Id, u64>,
        /// How often each candidate was struck, by the element of the candidate.
        21 struck: BTreeMap<Element, u64>,
    }
}

record! {
    /// One entry of one ballot box.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Sheet = Sheet {
        /// The election.
        1 poll: Id,
        /// The college.
        2 college: String,
        /// Which vote: `holders` or `substitutes`.
        3 post: Post,
        /// The ballot box.
        4 place: String,
        /// 1 or 2 for the two tellers; 0 for what a person decided where they differ.
        5 entry: u32,
        /// Whether the teller is finished.
        6 done: bool,
        /// For a decision: the fingerprint of the entries that it settles.
        7 settles: Option<String>,
        flat
        /// The figures.
        figures: Figures,
    }
    gone 40;
}
