//! What lies on the table of a round: points, information, demands, positions, delegations, answers, signatures.
//!
//! Each is named by a word that two laptops write alike, so that what both note of one thing is one element.

use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::base::{
    kept::parts,
    shape::{Element, Member, coded, element_of},
    text::fold,
    word::{codes, synonyms},
};

codes! {
    /// How a point was dealt with.
    ItemState {
        /// Dealt with.
        Treated = "treated", "traité", "dealt with";
        /// The employer refused to talk about it.
        Refused = "refused", "refusé", "refused";
        /// Not yet.
        Open = "open", "ouvert", "not yet dealt with";
    }
}

synonyms! {
    ItemState {
        Treated ["traitée", "fait", "done", "vu"];
        Refused ["refusée", "refus", "refuse"];
        Open ["ouverte", "à traiter", "a-traiter", "todo"];
    }
}

coded!(ItemState);

codes! {
    /// Where a demand of ours stands.
    DemandState {
        /// We asked.
        Asked = "asked", "demandée", "asked for";
        /// The employer offered something.
        Offered = "offered", "offre reçue", "something was offered";
        /// The employer refused.
        Refused = "refused", "refusée", "refused";
        /// We have it.
        Obtained = "obtained", "obtenue", "obtained";
    }
}

synonyms! {
    DemandState {
        Asked ["demandé", "demande", "ask"];
        Offered ["offerte", "offert", "offre", "offer"];
        Refused ["refusé", "refus", "refuse"];
        Obtained ["obtenu", "obtention", "acquise", "acquis", "won"];
    }
}

coded!(DemandState);

parts! {
    /// How a point of the law's list was dealt with.
    #[derive(Debug, Clone, PartialEq, Eq)]
    ItemMark {
        /// The code of the point.
        0 code: String,
        /// How it was dealt with.
        1 state: ItemState,
        /// A note.
        2 note: Option<String>,
    }
}

parts! {
    /// A piece of information that was asked for.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    PaperMark {
        /// Its code.
        0 code: String,
        /// The day it was asked for.
        1 asked: Option<NaiveDate>,
        /// The day it is due, where it is another one than that of the round.
        2 due: Option<NaiveDate>,
        /// The day it came.
        3 received: Option<NaiveDate>,
    }
}

parts! {
    /// A demand of ours.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Demand {
        /// Its short name.
        0 name: String,
        /// What we ask.
        1 text: String,
        /// Why.
        2 reason: Option<String>,
        /// What it costs, where that is known, in our own words.
        3 cost: Option<String>,
        /// Where it stands.
        4 state: DemandState,
        /// Whether it was taken back before it was made.
        5 dropped: bool,
    }
}

parts! {
    /// What each side said of a demand on one day.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Position {
        /// The short name of the demand.
        0 demand: String,
        /// The day.
        1 day: NaiveDate,
        /// What we proposed.
        2 ours: Option<String>,
        /// What the employer proposed.
        3 theirs: Option<String>,
    }
}

parts! {
    /// How many sit for a union. No name stands here: the law counts them.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Seat {
        /// The union.
        0 union: String,
        /// Union delegates at the table.
        1 delegates: u32,
        /// Employees who complete them.
        2 employees: u32,
        /// The union delegates that it has in the company, where that is known.
        3 named: Option<u32>,
    }
}

parts! {
    /// How many members answered for a theme.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Answer {
        /// The theme, in our own words or as a point is called.
        0 theme: String,
        /// How many.
        1 count: u32,
    }
}

parts! {
    /// A union that signed the agreement.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Signature {
        /// The union, as in the last election.
        0 union: String,
        /// The day it signed, where it is another one than that of the end.
        1 day: Option<NaiveDate>,
        /// Whether it took its name back, or never signed.
        2 withdrawn: bool,
    }
}

/// Makes a word the name of an element, by which they stand in order too.
macro_rules! named {
    ($($name:ident by |$one:ident| $key:expr;)+) => {$(
        impl Member for $name {
            fn element(&self) -> Element {
                let $one = self;
                element_of(&$key)
            }
            fn order(&self, other: &Self) -> Ordering {
                let key = |$one: &Self| $key;
                key(self).cmp(&key(other))
            }
        }
    )+};
}

named! {
    ItemMark by |one| one.code.clone();
    PaperMark by |one| one.code.clone();
    Demand by |one| fold(&one.name);
    Position by |one| format!("{} {}", one.day, fold(&one.demand));
    Seat by |one| fold(&one.union);
    Answer by |one| fold(&one.theme);
    Signature by |one| fold(&one.union);
}
