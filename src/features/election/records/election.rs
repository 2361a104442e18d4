//! One round of one election: its day, its colleges, what the protocol says.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        kept::{parts, record},
        shape::{Element, Member, coded, element_of, keyed},
        text::fold,
    },
    features::election::records::Post,
};

/// A dated step on the way to an election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The staff was told of the election (*information du personnel*).
    Information,
    /// The invitation to negotiate arrived.
    Invitation,
    /// The first meeting of the negotiation of the protocol.
    Meeting,
    /// The protocol was signed.
    Protocol,
    /// The electoral list was published.
    ListPublished,
    /// The last day to file lists of candidates.
    ListsDue,
    /// Our lists of candidates were sent to the employer.
    ListsSent,
    /// The mandates that this election renews end.
    MandatesEnd,
    /// The results were proclaimed, where that was another day than the vote.
    Proclaimed,
}

impl Step {
    /// Every step, in the order of the procedure.
    pub const ALL: [Self; 9] = [
        Self::Information,
        Self::Invitation,
        Self::Meeting,
        Self::Protocol,
        Self::ListPublished,
        Self::ListsDue,
        Self::ListsSent,
        Self::MandatesEnd,
        Self::Proclaimed,
    ];

    /// Returns the stable code, as stored and in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Invitation => "invitation",
            Self::Meeting => "meeting",
            Self::Protocol => "protocol",
            Self::ListPublished => "list_published",
            Self::ListsDue => "lists_due",
            Self::ListsSent => "lists_sent",
            Self::MandatesEnd => "mandates_end",
            Self::Proclaimed => "proclaimed",
        }
    }
}

keyed!(Step);

/// What an election is for: whose seats it fills, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// The whole committee (*élections générales*): the first one, a renewal, an early one.
    General,
    /// Seats that fell vacant while the mandates run (*élections partielles*).
    ByElection,
    /// Seats that are added while the mandates run (*élections complémentaires*).
    Complementary,
    /// What a judge annulled is voted again (*nouveau scrutin après annulation*).
    Rerun,
}

impl Nature {
    /// Every nature, the usual one first.
    pub const ALL: [Self; 4] = [Self::General, Self::ByElection, Self::Complementary, Self::Rerun];

    /// Returns the stable code, as stored and in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::ByElection => "by-election",
            Self::Complementary => "complementary",
            Self::Rerun => "rerun",
        }
    }

    /// Reads the code or the French word, without case and accents.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match fold(text).replace([' ', '_'], "-").as_str() {
            "general" | "generale" | "generales" | "renewal" | "renouvellement" => Some(Self::General),
            "by-election" | "byelection" | "partielle" | "partielles" | "partial" => Some(Self::ByElection),
            "complementary" | "complementaire" | "complementaires" => Some(Self::Complementary),
            "rerun" | "re-run" | "annulation" | "apres-annulation" => Some(Self::Rerun),
            _ => None,
        }
    }
}

coded!(Nature);

parts! {
    /// A college of an election.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    College {
        /// Its number or name, as in the protocol.
        0 id: String,
        /// Full members to elect.
        1 holders: u32,
        /// Substitutes to elect.
        2 substitutes: u32,
        /// Full members reserved for cadres.
        3 reserved: u32 = 0,
        /// Women on the electoral list.
        4 women: Option<u64>,
        /// Men on the electoral list.
        5 men: Option<u64>,
        /// Electors on the list, where their sex is not known.
        6 registered: Option<u64>,
        /// The ballot boxes, where they were declared.
        7 boxes: Vec<String> = Vec::new(),
    }
}

impl Member for College {
    fn element(&self) -> Element {
        element_of(&self.id)
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.id.cmp(&other.id)
    }
}

impl College {
    /// Returns the seats of one of the two votes.
    #[must_use]
    pub const fn seats(&self, post: Post) -> u32 {
        match post {
            Post::Holders => self.holders,
            Post::Substitutes => self.substitutes,
        }
    }

    /// Returns the electors on the list, where they are known.
    #[must_use]
    pub fn electors(&self) -> Option<u64> {
        self.registered.or_else(|| self.women?.checked_add(self.men?))
    }
}

record! {
    /// One round of one election.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Poll = Poll {
        /// The day of the vote, its first day where it takes several.
        1 day: Option<NaiveDate>,
        /// 1 or 2.
        2 round: u32 => 1,
        /// For a second round: the first one.
        3 follows: Option<Id>,
        /// The establishment, where the company has several.
        4 establishment: Option<String>,
        /// A name to tell it by.
        5 name: Option<String>,
        /// Our union, as its lists name it.
        6 ours: Option<String>,
        /// The headcount for the seats, exact, as text.
        7 headcount: Option<String>,
        /// The length of the mandates in years, where an agreement sets it.
        8 mandate_years: Option<u32>,
        /// The days of the procedure that are known: 0 the step, 1 the day.
        9 steps: BTreeMap<Step, NaiveDate>,
        /// The colleges, by their identifier.
        10 colleges: Vec<College>,
        /// The categorical unions, with the colleges that their statutes cover: 0 the union, 1 the colleges.
        11 categorical: BTreeMap<String, Vec<String>>,
        /// What it is for: `general`, `by-election`, `complementary`, `rerun`; nothing where nobody said it, as in the
        /// records of the first release. A second round has that of its first one.
        12 nature: Option<Nature>,
    }
    gone 40;
}

impl Poll {
    /// Returns a college.
    #[must_use]
    pub fn college(&self, id: &str) -> Option<&College> {
        self.colleges.iter().find(|c| c.id == id)
    }

    /// Tells whether it is of the whole committee, as far as the record says: who is elected begins mandates of a whole
    /// term, and the audience of the unions is measured.
    #[must_use]
    pub fn is_general(&self) -> bool {
        self.nature.is_none_or(|n| n == Nature::General)
    }
}
