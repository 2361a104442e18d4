//! What is shown of bargaining, as data.

pub mod ending;
pub mod table;

use chrono::NaiveDate;

use crate::{
    bargaining::{self, Act, Ask, Stage, Unknown, Unsettled, stage::RoundStanding},
    base::{
        Id, Lang,
        view::{data, views},
    },
    features::bargain::{
        records::{self, Round, RoundEnd},
        rules::table::Table,
    },
};
use table::{Demand, Item, Paper};

views! {
    "contrepoids.bargain.answers/1" => table::Answers;
    "contrepoids.bargain.demand/1" => table::Demands;
    "contrepoids.bargain.delegation/1" => ending::Delegations;
    "contrepoids.bargain.disagreement/1" => ending::Disagreement;
    "contrepoids.bargain.guide/1" => ending::Guide;
    "contrepoids.bargain.information/1" => table::Information;
    "contrepoids.bargain.item/1" => table::Items;
    "contrepoids.bargain.list/1" => RoundList;
    "contrepoids.bargain.minutes/1" => ending::Minutes;
    "contrepoids.bargain.remove/1" => Removed;
    "contrepoids.bargain.show/1" + reasons => Told;
    "contrepoids.bargain.signatures/1" + reasons => ending::Signatures;
    "contrepoids.bargain.subjects/1" + reasons => Subjects;
}

data! {
    /// The rounds of bargaining.
    pub struct RoundList {
        /// Each of them.
        rounds: Vec<RoundSummary>,
    }

    /// A round.
    pub struct RoundSummary {
        /// What names it.
        id: Id,
        /// Its subject.
        subject: String,
        /// The section's own words for it.
        title: Option<String>,
        /// Where it stands; nothing for a subject of a newer program.
        stage: Option<&'static str>,
        /// The day it was asked for.
        requested: Option<NaiveDate>,
        /// The day the employer told the other unions.
        forwarded: Option<NaiveDate>,
        /// The day the employer convened them.
        convened: Option<NaiveDate>,
        /// The day of its first meeting.
        opened: Option<NaiveDate>,
        /// The place.
        place: Option<String>,
        /// Whether a calendar was settled.
        calendar: bool,
        /// The day by which the employer informs.
        information_due: Option<NaiveDate>,
        /// The day it did.
        information: Option<NaiveDate>,
        /// The meetings, earliest first.
        meetings: Vec<Meeting>,
        /// How it ended.
        outcome: Option<&'static str>,
        /// The day it ended.
        closed: Option<NaiveDate>,
        /// The day the agreement or the record was filed.
        filed: Option<NaiveDate>,
    }

    /// A meeting.
    pub struct Meeting {
        /// Its day.
        day: NaiveDate,
        /// What the employer offered.
        offer: Option<String>,
        /// What was demanded.
        demand: Option<String>,
        /// A note.
        note: Option<String>,
    }

    /// A round that was removed.
    pub struct Removed {
        /// What named it.
        id: Id,
        /// Whether it was; `--dry-run` only tells.
        removed: bool,
    }

    /// A round, what is owed and what to ask.
    pub struct Told {
        /// The round.
        #[serde(flatten)]
        round: RoundSummary,
        /// What the employer owes.
        owed: Vec<Owed>,
        /// What to ask.
        ask: Vec<Asked>,
        /// Whether the days of the employer run.
        clock: Option<Clock>,
        /// Whether the employer may not decide alone meanwhile.
        unilateral_decisions_forbidden: bool,
        /// The points of the law's list.
        items: Vec<Item>,
        /// The information to ask for.
        papers: Vec<Paper>,
        /// Our demands.
        demands: Vec<Demand>,
    }

    /// Something that the employer owes.
    pub struct Owed {
        /// What.
        what: Act,
        /// By which day.
        by: Option<NaiveDate>,
        /// Whether that day has passed.
        late: bool,
        /// Whether that is open.
        undetermined: bool,
        /// The same in words of the language of the run.
        text: &'static str,
    }

    /// Something to ask.
    pub struct Asked {
        /// What.
        what: Ask,
        /// The same in words of the language of the run.
        text: &'static str,
    }

    /// Whether the days of the employer run.
    pub struct Clock {
        /// Whether they do.
        state: &'static str,
        /// From which day on a request starts them.
        from: Option<NaiveDate>,
        /// What would settle it.
        missing: Vec<Unknown>,
        /// The same in words of the language of the run.
        text: String,
    }

    /// The subjects of bargaining.
    pub struct Subjects {
        /// Each of them.
        subjects: Vec<Subject>,
    }

    /// A subject.
    pub struct Subject {
        /// Its code.
        subject: &'static str,
        /// Its name in the language of the run.
        name: String,
        /// Whether it is due; nothing where a fact is missing.
        applies: Option<bool>,
        /// What would settle it.
        missing: Vec<Unsettled>,
        /// The months between two rounds.
        every_months: Option<i64>,
        /// From which headcount on it is due.
        from_headcount: Option<i64>,
        /// Below which.
        below_headcount: Option<i64>,
        /// The day of the last round.
        last: Option<NaiveDate>,
        /// The day by which the next one is due.
        next: Option<NaiveDate>,
        /// The day from which the section may ask for it.
        request_from: Option<NaiveDate>,
        /// The months that an agreement sets.
        agreed_months: Option<u32>,
    }
}

impl RoundSummary {
    /// Returns what is shown of a round.
    #[must_use]
    pub fn of(id: Id, round: &Round, stage: Option<Stage>) -> Self {
        let meeting = |m: &records::Meeting| Meeting {
            day: m.day,
            offer: m.offer.clone(),
            demand: m.demand.clone(),
            note: m.note.clone(),
        };
        Self {
            id,
            subject: round.subject.clone(),
            title: round.title.clone(),
            stage: stage.map(Stage::code),
            requested: round.requested,
            forwarded: round.forwarded,
            convened: round.convened,
            opened: round.opened,
            place: round.place.clone(),
            calendar: round.calendar,
            information_due: round.information_due,
            information: round.information,
            meetings: round.meetings.iter().map(meeting).collect(),
            outcome: round.outcome.map(RoundEnd::code),
            closed: round.closed,
            filed: round.filed,
        }
    }
}

impl RoundList {
    /// Returns what is shown of the rounds.
    #[must_use]
    pub fn of(rounds: &[(Id, Round, Option<Stage>)]) -> Self {
        Self {
            rounds: rounds.iter().map(|(id, round, stage)| RoundSummary::of(*id, round, *stage)).collect(),
        }
    }
}

impl Told {
    /// Returns what is shown of a round and of where it stands; `words` says in the language of the run whether the days
    /// of the employer run.
    #[must_use]
    pub fn of(
        lang: Lang,
        (id, round): (Id, &Round),
        (standing, table): (&RoundStanding, &Table),
        today: NaiveDate,
        words: impl Fn(&bargaining::claim::Clock) -> String,
    ) -> Self {
        let owed = |o: &bargaining::stage::Owed| Owed {
            what: o.what,
            by: o.by,
            late: o.late(today),
            undetermined: o.open,
            text: o.what.words(lang),
        };
        let ask = |what: &Ask| Asked { what: *what, text: what.words(lang) };
        Self {
            round: RoundSummary::of(id, round, Some(standing.stage)),
            owed: standing.owed.iter().map(owed).collect(),
            ask: standing.ask.iter().map(ask).collect(),
            clock: standing.clock.as_ref().map(|c| Clock::of(c, words(c))),
            unilateral_decisions_forbidden: standing.ban,
            items: table::items(lang, table),
            papers: table::papers(lang, table),
            demands: table::demands(table),
        }
    }
}

impl Clock {
    fn of(clock: &bargaining::claim::Clock, text: String) -> Self {
        use bargaining::claim::Clock as C;
        let (from, missing) = match clock {
            C::Early(from) => (Some(*from), &[][..]),
            C::Open(open) => (None, open.as_slice()),
            C::Runs | C::Void(_) => (None, &[][..]),
        };
        Self { state: clock.code(), from, missing: missing.to_vec(), text }
    }
}
