//! One round of one election: its day, its colleges, what the protocol says.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        kept::{parts, record},
        shape::{Element, Member, coded, element_of, keyed},
        text::fold,
        word::{Category, codes, synonyms},
    },
    election::{Clause, Leaving},
    features::election::records::{
        Known, Post,
        protocol::{Content, Negotiator, Voting},
    },
};

codes! {
    /// A dated step on the way to an election.
    Step {
        /// The staff was told of the election (*information du personnel*).
        Information = "information", "Personnel informé", "Staff told";
        /// The invitation to negotiate arrived.
        Invitation = "invitation", "Invitation reçue", "Invitation received";
        /// The first meeting of the negotiation of the protocol.
        Meeting = "meeting", "Première réunion", "First meeting";
        /// The protocol was signed.
        Protocol = "protocol", "Protocole signé", "Protocol signed";
        /// The electoral list was published.
        ListPublished = "list_published", "Liste électorale publiée", "Electoral list published";
        /// An employee or a union asked for elections where there is no committee.
        Request = "request", "Demande d’élections reçue", "Request for elections received";
        /// Minutes said that nobody stood (*procès-verbal de carence*), at the election before.
        Carence = "carence", "Procès-verbal de carence", "Minutes of no candidates";
        /// The last day to file lists of candidates.
        ListsDue = "lists_due", "Dépôt des listes", "Lists due";
        /// Our lists of candidates were sent to the employer.
        ListsSent = "lists_sent", "Nos listes envoyées", "Our lists sent";
        /// The mandates that this election renews end.
        MandatesEnd = "mandates_end", "Terme des mandats", "End of mandates";
        /// The results were proclaimed, where that was another day than the vote.
        Proclaimed = "proclaimed", "Résultats proclamés", "Results proclaimed";
    }
}

keyed!(Step);

codes! {
    /// What an election is for: whose seats it fills, and for how long.
    Nature {
        /// The whole committee (*élections générales*): the first one, a renewal, an early one.
        General = "general", "élection générale", "general election";
        /// Seats that fell vacant while the mandates run (*élections partielles*).
        ByElection = "by-election", "élection partielle", "by-election";
        /// Seats that are added while the mandates run (*élections complémentaires*).
        Complementary = "complementary", "élection complémentaire", "complementary election";
        /// What a judge annulled in part, a college or a round, is voted again (*nouveau scrutin après annulation*).
        Rerun = "rerun", "nouveau scrutin après annulation", "re-run after annulment";
        /// The whole committee before the mandates end, by agreement of all (*élections anticipées*).
        Early = "early", "élection anticipée", "early election";
        /// The whole committee again, after a judge annulled all of the vote.
        WholeRerun = "whole-rerun", "scrutin refait en entier", "whole re-run";
        /// The first committee after minutes said that nobody stood (*carence*).
        AfterCarence = "after-carence", "première élection après carence", "first election after no candidates";
        /// Delegates of the committees of establishments at the central committee (*désignation au CSE central*).
        Designation = "designation", "désignation au CSE central", "delegates to the central committee";
    }
}

impl Nature {
    /// Reads the code or the French word, without case and accents.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match fold(text).replace([' ', '_'], "-").as_str() {
            "general" | "generale" | "generales" | "renewal" | "renouvellement" => Some(Self::General),
            "by-election" | "byelection" | "partielle" | "partielles" | "partial" => Some(Self::ByElection),
            "complementary" | "complementaire" | "complementaires" => Some(Self::Complementary),
            "rerun" | "re-run" | "annulation" | "apres-annulation" => Some(Self::Rerun),
            "early" | "anticipee" | "anticipees" => Some(Self::Early),
            "whole-rerun" | "annulation-totale" => Some(Self::WholeRerun),
            "after-carence" | "carence" | "apres-carence" => Some(Self::AfterCarence),
            "designation" | "central" | "cse-central" => Some(Self::Designation),
            _ => None,
        }
    }
}

impl Nature {
    /// Tells whether it is of the whole committee: mandates of a whole term begin, and the audience is measured.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        match self {
            Self::General | Self::Early | Self::WholeRerun | Self::AfterCarence => true,
            Self::ByElection | Self::Complementary | Self::Rerun | Self::Designation => false,
        }
    }
}

coded!(Nature);

codes! {
    /// On what ground mandates go on beyond their end (*prorogation*), or end before it.
    Ground {
        /// An agreement that all representative unions signed.
        Agreement = "agreement", "accord unanime", "unanimous agreement";
        /// The administration was asked to decide on establishments or colleges (*saisine*).
        Referral = "referral", "saisine de l’administration", "referral to the administration";
        /// The company changed hands, and its mandates follow the date of the new one.
        Transfer = "transfer", "transfert d’entreprise", "transfer of the company";
    }
}

synonyms! {
    Ground {
        Agreement ["accord", "unanimous"];
        Referral ["saisine", "dreets"];
        Transfer ["transfert"];
    }
}

coded!(Ground);

parts! {
    /// Mandates that go on beyond their end.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Extension {
        /// On what ground.
        0 ground: Ground,
        /// The new end; until the results of the next election are proclaimed where there is none.
        1 until: Option<NaiveDate>,
    }
}

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
        /// The hours a month of its full members together, as the protocol has them, an exact number as text.
        8 hours: Option<String>,
        /// The staff of the college, by which seats are spread.
        9 staff: Option<u64>,
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

codes! {
    /// Why a fact that the vote froze is written otherwise now.
    Reason {
        /// The record was not what the minutes say.
        Copying = "copying", "erreur de copie", "a slip in copying";
        /// A court said so.
        Judgment = "judgment", "décision de justice", "judgment of a court";
        /// The board put it right before it proclaimed the results.
        Bureau = "bureau", "bureau de vote, avant la proclamation", "polling board, before the proclamation";
    }
}

synonyms! {
    Reason {
        Copying ["copie", "slip"];
        Judgment ["jugement", "court"];
        Bureau ["board"];
    }
}

coded!(Reason);

parts! {
    /// A fact that the vote froze, written otherwise since.
    #[derive(Clone, PartialEq, Eq)]
    Correction {
        /// The day of the correction.
        0 on: NaiveDate,
        /// Why.
        1 reason: Reason,
        /// The field.
        2 field: String,
        /// What stood there; nothing where nothing did.
        3 was: Option<String>,
        /// What stands there now; nothing where it was taken away.
        4 now: Option<String>,
        /// What it rests on: the minutes, the judgment with its number.
        5 source: Option<String>,
        element
        /// The element of the record that holds it.
        element,
    }
}

/// Without what stood there: a list holds names.
impl std::fmt::Debug for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Correction")
            .field("on", &self.on)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

impl Member for Correction {
    fn element(&self) -> Element {
        self.element
    }
    fn at(self, element: Element) -> Self {
        Self { element, ..self }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.on, self.element).cmp(&(other.on, other.element))
    }
}

parts! {
    /// Somebody on a list of this election who left, for good or for a time.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Departure {
        /// The list.
        0 list: Id,
        /// The element of the candidate, in hexadecimal digits.
        1 candidate: String,
        /// The day.
        2 day: NaiveDate,
        /// Why, by its code.
        3 cause: Leaving,
        /// For an absence: the day of the return.
        4 back: Option<NaiveDate>,
        /// The college of that day, where it is not that of the vote.
        5 college: Option<String>,
        /// The category of that day, where it is not that of the vote.
        6 category: Option<Category>,
        /// The list of whoever came in, where that was said.
        7 by_list: Option<Id>,
        /// The element of whoever came in, in hexadecimal digits.
        8 by: Option<String>,
    }
}

impl Member for Departure {
    fn element(&self) -> Element {
        // One person leaves once on one day: two laptops that note it write one element.
        element_of(&format!("{} {}", self.candidate, self.day))
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.day, &self.candidate).cmp(&(other.day, &other.candidate))
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
        /// What it is for: `general`, `by-election`, `complementary`, `rerun`, `early`, `whole-rerun`, `after-carence`,
        /// `designation`; nothing where nobody said it, as in the records of the first release. A second round has that of its first one.
        12 nature: Option<Nature>,
        /// Who of its lists left since.
        13 departures: Vec<Departure>,
        /// Where the mandates that it began go on beyond their end: 0 the ground, 1 the new end.
        14 extension: Option<Extension>,
        /// What the vote froze and was written otherwise since.
        15 corrections: Vec<Correction>,
        /// Whether the committee is that of an economic and social unit (UES).
        16 unit: Option<bool>,
        /// The unions around the negotiation of the protocol.
        20 negotiators: Vec<Negotiator>,
        /// What the invitation to negotiate says, and what it does not: 0 what, 1 whether.
        21 invitation: BTreeMap<Content, Known>,
        /// What the protocol has beside the ordinary: 0 the clause, 1 `yes`.
        22 clauses: BTreeMap<Clause, Known>,
        /// How the vote is held.
        23 voting: Option<Voting>,
        /// The engineers, heads of department and cadres, which decide on a third college and a reserved seat.
        24 cadres: Option<u64>,
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
        self.nature.is_none_or(Nature::is_whole)
    }
}
