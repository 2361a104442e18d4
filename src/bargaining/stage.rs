//! Where a round of bargaining stands: what the employer owes next, and what to ask.

use chrono::NaiveDate;

use crate::{
    bargaining::{Act, Ask, Stage, Unknown, claim::Clock, outlook::Subject},
    calendar::{
        kinds,
        rule::{self, Facts, Rule, RuleError},
    },
    law::{Book, Caveat, Fact, FactName, Finding, Reasoning, Remark},
};

/// The days of a round, as far as they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The subject.
    pub subject: Subject,
    /// The union's request.
    pub requested: Option<NaiveDate>,
    /// The request passed on to the other representative unions.
    pub forwarded: Option<NaiveDate>,
    /// The parties convened.
    pub convened: Option<NaiveDate>,
    /// The first meeting.
    pub opened: Option<NaiveDate>,
    /// Whether the first meeting set the place.
    pub place: bool,
    /// Whether it set the calendar.
    pub calendar: bool,
    /// The day by which information was promised.
    pub information_due: Option<NaiveDate>,
    /// The day it came.
    pub information: Option<NaiveDate>,
    /// Whether an agreement was signed, once the round is closed.
    pub agreed: Option<bool>,
    /// The day it was closed.
    pub closed: Option<NaiveDate>,
    /// The day the agreement or the minutes were filed.
    pub filed: Option<NaiveDate>,
}

/// Something that the employer owes in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// What.
    pub what: Act,
    /// By when, where a text or the employer sets a day.
    pub by: Option<NaiveDate>,
    /// Whether it is open that it is owed at all.
    pub open: bool,
}

impl Owed {
    /// Tells whether its day has passed, where it is certain that it is owed.
    #[must_use]
    pub fn late(&self, today: NaiveDate) -> bool {
        !self.open && self.by.is_some_and(|by| by < today)
    }
}

/// What is told of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundStanding {
    /// Where it stands.
    pub stage: Stage,
    /// What the employer owes next.
    pub owed: Vec<Owed>,
    /// What to ask.
    pub ask: Vec<Ask>,
    /// Whether unilateral decisions on its matters are forbidden.
    pub ban: bool,
    /// Whether the days of the employer run, while a request waits for its answer.
    pub clock: Option<Clock>,
}

/// Returns where a round stands (*étape de la négociation*), what the employer owes next and what to ask.
///
/// # Law
/// L2242-13 (the request: passed on in eight days, the parties convened in fifteen, where `clock` says that they run;
/// see [`clock`](crate::bargaining::claim::clock())), L2242-14 (the first meeting sets
/// place, calendar, information and its date), L2242-4 (no unilateral decision while it lasts, but for urgency),
/// L2242-5 and R2242-1 (minutes of disagreement, filed by the party that is quickest), L2242-3 (the plan on equality), L2242-6 (minutes on pay gaps with an agreement on wages),
/// L2231-5 and D2231-4 (agreement notified and filed), L2242-15, -17, -20, -22 (what the subject holds).
///
/// # Errors
/// [`RuleError::Law`] for a day outside the tables.
pub fn standing(
    book: &Book,
    days: &Days,
    clock: Option<Finding<Clock>>,
    today: NaiveDate,
) -> Result<Finding<RoundStanding>, RuleError> {
    let mut why = Reasoning::new(book, today);
    let stage = stage(days);
    let mut told = clock.filter(|_| stage == Stage::Requested).map(|found| why.absorb(found));
    let (mut owed, mut ask) = (Vec::new(), Vec::new());
    let mut ban = false;
    match stage {
        Stage::New => ask.push(Ask::Request),
        Stage::Requested => {
            let asked = days.requested.unwrap_or(today);
            let clock = told.get_or_insert_with(|| Clock::Open(vec![Unknown::LastRound]));
            if let Clock::Early(_) = clock {
                ask.push(Ask::RequestAgain);
            }
            let open = matches!(clock, Clock::Open(_));
            for (id, what, done) in request()? {
                let counts = open || *clock == Clock::Runs;
                if counts && !(done && days.forwarded.is_some()) {
                    let found = answered(book, id, asked, clock, today)?;
                    let by = why.absorb(found);
                    owed.push(Owed { what, by: Some(by), open });
                }
            }
        }
        Stage::Convened => {
            why.note("bargaining.first-meeting", vec![])?;
            owed.push(Owed { what: Act::FirstMeeting, by: None, open: false });
            ask.extend([Ask::Place, Ask::Calendar, Ask::Information]);
        }
        Stage::Open => {
            why.note(
                "bargaining.first-meeting",
                vec![(FactName::Opened, days.opened.unwrap_or(today).into())],
            )?;
            why.note("bargaining.ban", vec![])?;
            ban = true;
            let information = days.information_due.is_some() || days.information.is_some();
            let unset =
                [(days.place, Ask::Place), (days.calendar, Ask::Calendar), (information, Ask::Information)];
            ask.extend(unset.iter().filter(|(set, _)| !set).map(|(_, what)| *what));
            if days.information.is_none() {
                owed.push(Owed { what: Act::Information, by: days.information_due, open: false });
            }
            owed.push(Owed { what: Act::NoUnilateralDecision, by: None, open: false });
            why.note(content(days.subject), vec![])?;
            ask.push(Ask::Content);
        }
        Stage::Agreed => {
            why.note("agreement.notice", vec![])?;
            why.note("agreement.filing", vec![])?;
            owed.extend([
                Owed { what: Act::Notify, by: None, open: false },
                Owed { what: Act::File, by: None, open: false },
            ]);
            if days.subject == Subject::Pay {
                why.note("bargaining.pay-gaps", vec![])?;
                owed.push(Owed { what: Act::PayGaps, by: None, open: false });
            }
        }
        Stage::Disagreed => {
            let closed = days.closed.map(|d| (FactName::ClosedOn, Fact::from(d)));
            why.note("bargaining.disagreement", closed.into_iter().collect())?;
            why.note("bargaining.disagreement-filing", vec![])?;
            owed.push(Owed { what: Act::Minutes, by: None, open: false });
            if days.subject == Subject::Equality {
                owed.push(Owed { what: Act::Plan, by: None, open: false });
            }
            // Whoever is quickest files the minutes: nobody owes it alone.
            ask.extend([Ask::LastPositions, Ask::Filing]);
        }
        Stage::Filed => {}
    }
    Ok(why.conclude(RoundStanding { stage, owed, ask, ban, clock: told }))
}

/// What a request starts: the rule, what the employer does by it, and whether that may have been done already: what does not
/// follow any more from a request that was passed on.
fn request() -> Result<Vec<(&'static str, Act, bool)>, RuleError> {
    let passed_on = kinds::rules_of("union-request-forwarded")?;
    let one = |rule: &'static Rule| {
        let left = passed_on.contains(&rule);
        (rule.id.as_str(), if left { Act::Convene } else { Act::Forward }, !left)
    };
    Ok(kinds::rules_of("union-request")?.into_iter().map(one).collect())
}

/// Returns the day that a request starts by a rule, without the remark on its conditions where they are known.
///
/// # Law
/// L2242-13.
///
/// # Errors
/// [`RuleError::Law`] for a day outside the tables.
pub fn answered(
    book: &Book,
    id: &str,
    asked: NaiveDate,
    clock: &Clock,
    today: NaiveDate,
) -> Result<Finding<NaiveDate>, RuleError> {
    let mut found = rule::answer_ahead(book, rule::rule(id)?, asked, &Facts::default(), today)?;
    if *clock == Clock::Runs {
        found.caveats.retain(|caveat| *caveat != Caveat::Remark(Remark::RequestConditions));
    }
    Ok(found.map(|ruled| ruled.deadline.due))
}

fn stage(days: &Days) -> Stage {
    match (days.agreed, days.filed) {
        (Some(_), Some(_)) => Stage::Filed,
        (Some(true), None) => Stage::Agreed,
        (Some(false), None) => Stage::Disagreed,
        (None, _) if days.opened.is_some() => Stage::Open,
        (None, _) if days.convened.is_some() => Stage::Convened,
        (None, _) if days.requested.is_some() => Stage::Requested,
        (None, _) => Stage::New,
    }
}

const fn content(subject: Subject) -> &'static str {
    match subject {
        Subject::Pay => "bargaining.content-pay",
        Subject::Equality => "bargaining.content-equality",
        Subject::Careers => "bargaining.content-careers",
        Subject::Experienced => "bargaining.content-experienced",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bargaining::Void;
    use crate::law::book;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn bare() -> Days {
        Days {
            subject: Subject::Pay,
            requested: None,
            forwarded: None,
            convened: None,
            opened: None,
            place: false,
            calendar: false,
            information_due: None,
            information: None,
            agreed: None,
            closed: None,
            filed: None,
        }
    }

    fn of(days: Days) -> Finding<RoundStanding> {
        with(days, Clock::Runs)
    }

    fn with(days: Days, clock: Clock) -> Finding<RoundStanding> {
        let clock = Finding { value: clock, because: vec![], caveats: vec![] };
        standing(book(), &days, Some(clock), day("2026-11-21")).unwrap()
    }

    fn owed(found: &Finding<RoundStanding>) -> Vec<(Act, Option<String>)> {
        found.value.owed.iter().map(|o| (o.what, o.by.map(|d| d.to_string()))).collect()
    }

    fn articles(found: &Finding<RoundStanding>) -> Vec<&str> {
        found.because.iter().map(|s| s.citation.article.as_str()).collect()
    }

    #[test]
    fn a_request_starts_two_clocks() {
        let asked = Days { requested: Some(day("2026-11-17")), ..bare() };
        let found = of(asked);
        assert_eq!(found.value.stage, Stage::Requested);
        let by = |d: &str| Some(d.to_owned());
        assert_eq!(owed(&found), [(Act::Forward, by("2026-11-25")), (Act::Convene, by("2026-12-02"))]);
        assert!(articles(&found).contains(&"L2242-13"));
        let passed = of(Days { forwarded: Some(day("2026-11-20")), ..asked });
        assert_eq!(owed(&passed), [(Act::Convene, by("2026-12-02"))]);
        assert_eq!(
            of(bare()).value,
            RoundStanding {
                stage: Stage::New,
                owed: vec![],
                ask: vec![Ask::Request],
                ban: false,
                clock: None
            }
        );
    }

    #[test]
    fn a_request_owes_nothing_before_its_time_and_is_open_where_facts_lack() {
        let asked = Days { requested: Some(day("2026-11-17")), ..bare() };
        let early = with(asked, Clock::Early(day("2027-02-11")));
        assert_eq!((early.value.owed.len(), early.value.ask.clone()), (0, vec![Ask::RequestAgain]));
        let void = with(asked, Clock::Void(Void::NoSection));
        assert_eq!((void.value.owed.len(), void.value.ask.len()), (0, 0));
        let open = with(asked, Clock::Open(vec![Unknown::LastRound]));
        assert!(open.value.owed.len() == 2 && open.value.owed.iter().all(|o| o.open));
        let conditions = Caveat::Remark(Remark::RequestConditions);
        assert!(open.caveats.contains(&conditions));
        let runs = of(asked);
        assert!(runs.value.owed.iter().all(|o| !o.open) && !runs.caveats.contains(&conditions));
    }

    #[test]
    fn the_first_meeting_sets_place_calendar_and_information() {
        let convened = of(Days { convened: Some(day("2026-11-20")), ..bare() });
        assert_eq!((convened.value.stage, convened.value.ban), (Stage::Convened, false));
        assert_eq!(convened.value.ask, [Ask::Place, Ask::Calendar, Ask::Information]);
        let open = Days { opened: Some(day("2026-11-20")), place: true, ..bare() };
        let found = of(open);
        assert!(found.value.ban && found.value.stage == Stage::Open);
        assert_eq!(found.value.ask, [Ask::Calendar, Ask::Information, Ask::Content]);
        assert!(articles(&found).contains(&"L2242-4") && articles(&found).contains(&"L2242-15"));
        let promised = of(Days { information_due: Some(day("2026-12-01")), calendar: true, ..open });
        assert_eq!(owed(&promised)[0], (Act::Information, Some("2026-12-01".to_owned())));
        let come = of(Days { information: Some(day("2026-12-01")), calendar: true, ..open });
        assert_eq!(owed(&come), [(Act::NoUnilateralDecision, None)]);
    }

    #[test]
    fn each_end_has_its_papers() {
        let closed = |agreed, subject| Days {
            opened: Some(day("2026-10-01")),
            agreed: Some(agreed),
            closed: Some(day("2026-11-20")),
            subject,
            ..bare()
        };
        let names =
            |found: &Finding<RoundStanding>| owed(found).into_iter().map(|(w, _)| w).collect::<Vec<_>>();
        assert_eq!(names(&of(closed(true, Subject::Pay))), [Act::Notify, Act::File, Act::PayGaps]);
        assert_eq!(names(&of(closed(true, Subject::Careers))), [Act::Notify, Act::File]);
        let failed = of(closed(false, Subject::Pay));
        assert_eq!(names(&failed), [Act::Minutes]);
        assert!(failed.value.ask.contains(&Ask::Filing), "the party that is quickest files them");
        assert_eq!(names(&of(closed(false, Subject::Equality))), [Act::Minutes, Act::Plan]);
        assert!(!failed.value.ban && articles(&failed).contains(&"R2242-1"));
        let over = of(Days { filed: Some(day("2026-11-21")), ..closed(false, Subject::Pay) });
        assert_eq!((over.value.stage, over.value.owed.len()), (Stage::Filed, 0));
    }

    #[test]
    fn every_subject_has_its_content() {
        for subject in Subject::ALL.iter().copied() {
            let found = of(Days { subject, opened: Some(day("2026-11-20")), ..bare() });
            assert!(found.because.iter().any(|s| s.rule == content(subject)), "{subject:?}");
        }
    }

    #[test]
    fn outside_the_tables_is_an_error() {
        let early =
            standing(book(), &Days { opened: Some(day("2017-01-01")), ..bare() }, None, day("2017-06-01"));
        assert!(matches!(early, Err(RuleError::Law(_))));
    }
}
