//! Rounds of bargaining: begun, followed, closed.

pub mod ending;
pub mod fault;
pub mod table;

use chrono::NaiveDate;

pub use fault::TableError;

use crate::{
    bargaining::{
        self, Duty, Situation, Stage, Subject, Void,
        claim::{Clock, clock},
        stage::{self, Days, RoundStanding},
    },
    base::{Id, Kept as _, Lang, Record},
    calendar::RuleError,
    election::ElectionError,
    features::{
        agenda::{
            actions::{AgendaError, Pending, Told},
            rules as agenda,
        },
        bargain::{
            records::{Meeting, Round, RoundEnd},
            rules::table::{Table, table},
            views::{self, Removed},
        },
        company::{actions as company, records::LastRound},
        election::actions::PollError,
    },
    law::{Caveat, Finding, Fraction, Remark, book},
    vault::{Change, Kind, Vault, VaultError, Verb},
};

/// Why a round cannot be told or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BargainError {
    /// The vault cannot be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The law gives no answer.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// No round has a name that begins so.
    #[error("no round has this name")]
    None,
    /// Several names begin so.
    #[error("{0} rounds have names that begin so")]
    Several(usize),
    /// A day before the one it follows.
    #[error("{later} would be before {earlier}")]
    Backwards {
        /// What would come too early.
        later: &'static str,
        /// What it follows.
        earlier: &'static str,
    },
    /// Something is said to have happened on a day to come.
    #[error("{0} has not come yet")]
    Future(&'static str),
    /// The round is closed.
    #[error("the round is closed")]
    Closed,
    /// The first meeting has not been noted.
    #[error("the first meeting is not noted")]
    NotBegun,
    /// A meeting that says nothing.
    #[error("a meeting needs an offer, a demand or a note")]
    Empty,
    /// The same meeting is noted already.
    #[error("this meeting is noted already")]
    Twice,
    /// The round is of a subject that only a newer program knows.
    #[error("the subject of the round is not known to this program")]
    Subject,
    /// What lies on the table, or the end, is not as it was said.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The audience cannot be read.
    #[error(transparent)]
    Poll(#[from] PollError),
    /// The law gives no answer on the signatures.
    #[error(transparent)]
    Election(#[from] ElectionError),
    /// There would be no agenda any more.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
}

/// Reads the rounds, by their names.
///
/// # Errors
/// When the vault cannot be read.
fn rounds(vault: &Vault) -> Result<Vec<(Id, Round)>, VaultError> {
    vault.all()
}

/// Returns the round whose name begins with these digits.
///
/// # Errors
/// [`BargainError::None`]; [`BargainError::Several`].
pub fn find(vault: &Vault, start: &str) -> Result<(Id, Round), BargainError> {
    let mut found: Vec<_> = rounds(vault)?.into_iter().filter(|(id, _)| id.is_named_by(start)).collect();
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one),
        (Some(_), more) => Err(BargainError::Several(more.saturating_add(1))),
        (None, _) => Err(BargainError::None),
    }
}

/// Returns what bargaining depends on, as the agenda knows it.
///
/// # Errors
/// When the vault cannot be read.
fn situation(vault: &Vault, today: NaiveDate) -> Result<Situation, BargainError> {
    Ok(agenda::situation(&crate::features::agenda::actions::basis(vault)?, today))
}

/// A round with where it stands.
#[derive(Debug, Clone)]
pub struct Followed {
    /// Its name.
    pub id: Id,
    /// What is kept of it.
    pub round: Round,
    /// Where it stands, and by which articles.
    pub found: Finding<RoundStanding>,
    /// What lies on its table.
    pub table: Table,
    /// The day for which it is told.
    pub today: NaiveDate,
}

/// Returns a round with where it stands, for the company as the vault knows it.
///
/// # Errors
/// When the vault cannot be read; a day that the law tables do not cover.
pub fn followed(vault: &Vault, today: NaiveDate, (id, round): (Id, Round)) -> Result<Followed, BargainError> {
    let known = situation(vault, today)?;
    let found = standing(&round, &known, today)?;
    let table = table(&round, known.headcount, today);
    Ok(Followed { id, round, found, table, today })
}

/// Returns the round whose name begins with these digits, with where it stands.
///
/// # Errors
/// As [`find`] and [`followed`].
pub fn show(vault: &Vault, today: NaiveDate, start: &str) -> Result<Followed, BargainError> {
    followed(vault, today, find(vault, start)?)
}

/// Returns the rounds in the order of where they stand; one on a subject of a newer program stands nowhere.
///
/// # Errors
/// When the vault cannot be read.
pub fn list(vault: &Vault, today: NaiveDate) -> Result<Vec<(Id, Round, Option<Stage>)>, BargainError> {
    let known = situation(vault, today)?;
    let one = |(id, round): (Id, Round)| {
        let stage = standing(&round, &known, today).ok().map(|found| found.value.stage);
        (id, round, stage)
    };
    let mut rounds: Vec<_> = rounds(vault)?.into_iter().map(one).collect();
    rounds.sort_by_key(|(id, round, stage)| (*stage, round.requested, *id));
    Ok(rounds)
}

/// Returns where a round stands.
///
/// # Errors
/// A day that the law tables do not cover.
fn standing(
    round: &Round,
    situation: &Situation,
    today: NaiveDate,
) -> Result<Finding<RoundStanding>, BargainError> {
    let subject = Subject::from_code(&round.subject).ok_or(BargainError::Subject)?;
    let asked = round.requested.map(|day| clock(book(), situation, subject, day));
    // Of a request from before the tables it cannot be told what it started.
    let asked = asked.map(|found| {
        let caveats = vec![Caveat::Remark(Remark::DayNotCovered)];
        found.unwrap_or(Finding { value: Clock::Void(Void::NotCovered), because: Vec::new(), caveats })
    });
    let days = Days {
        subject,
        requested: round.requested,
        forwarded: round.forwarded,
        convened: round.convened,
        opened: round.opened,
        place: round.place.is_some(),
        calendar: round.calendar,
        information_due: round.information_due,
        information: round.information,
        agreed: round.outcome.map(|o| o == RoundEnd::Agreement),
        closed: round.closed,
        filed: round.filed,
    };
    Ok(stage::standing(book(), &days, asked, today)?)
}

/// Checks that the days of a round follow each other.
///
/// # Errors
/// [`BargainError::Backwards`].
fn check(round: &Round) -> Result<(), BargainError> {
    let steps = [
        ("--requested", round.requested),
        ("--convened", round.convened),
        ("--day (bargain open)", round.opened),
        ("--day (bargain close)", round.closed),
        ("--filed", round.filed),
    ];
    let known: Vec<_> = steps.into_iter().filter_map(|(name, day)| Some((name, day?))).collect();
    for pair in known.windows(2) {
        let [(earlier, before), (later, after)] = pair else { continue };
        if after < before {
            return Err(BargainError::Backwards { later, earlier });
        }
    }
    if let (Some(opened), Some(first)) = (round.opened, round.meetings.iter().map(|m| m.day).min())
        && first < opened
    {
        return Err(BargainError::Backwards { later: MEETING, earlier: FIRST_MEETING });
    }
    if let (Some(closed), Some(last)) = (round.closed, round.meetings.iter().map(|m| m.day).max())
        && closed < last
    {
        return Err(BargainError::Backwards { later: "close --day", earlier: MEETING });
    }
    match (round.requested, round.forwarded) {
        (Some(asked), Some(passed)) if passed < asked => {
            Err(BargainError::Backwards { later: "--forwarded", earlier: "--requested" })
        }
        _ => Ok(()),
    }
}

/// How the day of a meeting is called where it does not fit.
const MEETING: &str = "meeting --day";
/// How the day of the first one is.
const FIRST_MEETING: &str = "open --day";

/// Checks that a round that is closed was begun: its first meeting is noted.
///
/// # Law
/// L2242-14: bargaining begins with the first meeting; L2242-5: minutes of disagreement say where the talks ended.
///
/// # Errors
/// [`BargainError::NotBegun`].
fn begun(round: &Round) -> Result<(), BargainError> {
    if round.outcome.is_some() && round.opened.is_none() { Err(BargainError::NotBegun) } else { Ok(()) }
}

/// Checks that what a round says has happened lies behind us; what was planned may lie ahead.
///
/// # Errors
/// [`BargainError::Future`].
fn happened(round: &Round, today: NaiveDate) -> Result<(), BargainError> {
    let steps = [
        ("--requested", round.requested),
        ("--forwarded", round.forwarded),
        ("--day", round.closed),
        ("--filed", round.filed),
    ];
    match steps.into_iter().find(|(_, day)| day.is_some_and(|d| d > today)) {
        Some((name, _)) => Err(BargainError::Future(name)),
        None => Ok(()),
    }
}

/// A round that is to be saved.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// Its name.
    pub id: Id,
    /// What it says.
    pub round: Round,
    /// Whether it was closed already, with another outcome.
    pub turns: bool,
}

/// Makes ready a new round, or a change of the one whose name begins so, with what it moves in the agenda.
///
/// # Errors
/// Those of [`find`]; a round that contradicts itself, lies in the future or has not begun; when the vault cannot be read.
pub fn propose(
    vault: &mut Vault,
    today: NaiveDate,
    start: Option<&str>,
    edit: impl FnOnce(Round) -> Result<Round, BargainError>,
) -> Result<Pending<Proposed>, BargainError> {
    let found = start.map(|start| find(vault, start)).transpose()?;
    let (id, old) = found.unwrap_or_else(|| (vault.new_id(), Round::default()));
    let before = old.outcome;
    let round = edit(old)?;
    check(&round)?;
    happened(&round, today)?;
    begun(&round)?;
    let turns = before.is_some() && before != round.outcome;
    let made = Proposed { id, round, turns };
    Ok(Pending::new(vault, today, made, |made, basis| {
        basis.rounds.insert(made.id, made.round.clone());
    })?)
}

/// Saves a round of which was told what it moves.
///
/// # Errors
/// When the vault cannot be written.
pub fn accept(vault: &mut Vault, now_ms: u64, told: Told<Proposed>) -> Result<(Id, Round), BargainError> {
    let Proposed { id, round, .. } = told.take();
    Ok((save(vault, now_ms, Some(id), &round)?, round))
}

/// A round that is to be removed.
#[derive(Debug, Clone)]
pub struct Removal {
    /// Its name.
    pub id: Id,
    /// What it said.
    pub round: Round,
}

impl Removal {
    /// Returns what is shown of a round that is kept after all: `--dry-run` only tells.
    #[must_use]
    pub const fn kept(&self) -> Removed {
        Removed { id: self.id, removed: false }
    }
}

/// Makes ready the removal of the round whose name begins so.
///
/// # Errors
/// Those of [`find`]; when the vault cannot be read.
pub fn propose_removal(
    vault: &Vault,
    today: NaiveDate,
    start: &str,
) -> Result<Pending<Removal>, BargainError> {
    let (id, round) = find(vault, start)?;
    let last = last_without(vault, id, &round)?;
    Ok(Pending::new(vault, today, Removal { id, round }, |gone, basis| {
        basis.rounds.remove(&gone.id);
        match last {
            LastWithout::Now(Some(day)) => {
                basis.company.rounds.insert(gone.round.subject.as_str().into(), LastRound::On(day));
            }
            LastWithout::Now(None) => {
                basis.company.rounds.remove(gone.round.subject.as_str());
            }
            LastWithout::Same => {}
        }
    })?)
}

/// Removes a round of which was told what that moves.
///
/// # Errors
/// When the vault cannot be written.
pub fn accept_removal(vault: &mut Vault, now_ms: u64, told: Told<Removal>) -> Result<Removed, BargainError> {
    let id = told.take().id;
    remove(vault, now_ms, id)?;
    Ok(Removed { id, removed: true })
}

/// Saves a new round, or what changed in one. A round that is closed becomes the last one on its subject, from which
/// the next one counts, in the same commit.
///
/// # Errors
/// [`BargainError::Backwards`]; when the vault cannot be written.
fn save(vault: &mut Vault, now_ms: u64, id: Option<Id>, round: &Round) -> Result<Id, BargainError> {
    check(round)?;
    let old = id.map(|id| vault.record(Kind::Round, &id)).transpose()?.flatten();
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let id = id.unwrap_or_else(|| vault.new_id());
    let known = old.as_ref().and_then(Round::read);
    // Meetings are added by [`meeting`]: a copy of the round from before one was takes none away.
    let meetings = known.as_ref().map_or_else(|| round.meetings.clone(), |r| r.meetings.clone());
    let before = known.filter(|r| r.outcome.is_some()).and_then(|r| r.closed);
    let mut record: Record = old.unwrap_or_default();
    let stamp = vault.stamp(now_ms);
    Round { meetings, ..round.clone() }.write(&mut record, stamp);
    let mut changes = vec![Change { kind: Kind::Round, id, verb, record }];
    if let (Some(_), Some(day)) = (round.outcome, round.closed) {
        changes.extend(company::last_round(vault, now_ms, &round.subject, day, before)?);
    }
    vault.commit(now_ms, changes)?;
    Ok(id)
}

/// What the company says of the last round on a subject, once a round is gone.
#[derive(Debug, Clone, Copy)]
enum LastWithout {
    /// The same as before.
    Same,
    /// The one of this day, or none.
    Now(Option<NaiveDate>),
}

/// Returns the facts of the company without a round: where it was the last one on its subject, the one before is again.
///
/// # Errors
/// When the vault cannot be read.
fn last_without(vault: &Vault, id: Id, round: &Round) -> Result<LastWithout, BargainError> {
    let known = company::company(vault)?.last_round(&round.subject);
    if round.outcome.is_none() || known.is_none() || known != round.closed {
        return Ok(LastWithout::Same);
    }
    let others = rounds(vault)?.into_iter().filter(|(other, r)| *other != id && r.subject == round.subject);
    let last = others.filter(|(_, r)| r.outcome.is_some()).filter_map(|(_, r)| r.closed).max();
    Ok(LastWithout::Now(last))
}

/// Removes a round with its meetings.
///
/// # Durability
/// On `Ok` it is saved.
///
/// # Errors
/// When the vault cannot be read or written.
fn remove(vault: &mut Vault, now_ms: u64, id: Id) -> Result<(), BargainError> {
    let mut record = vault.record(Kind::Round, &id)?.ok_or(BargainError::None)?;
    let round = Round::read(&record).ok_or(BargainError::None)?;
    let last = last_without(vault, id, &round)?;
    let stamp = vault.stamp(now_ms);
    Round { removed: true, ..round.clone() }.write(&mut record, stamp);
    let mut changes = vec![Change { kind: Kind::Round, id, verb: Verb::Edited, record }];
    if let LastWithout::Now(day) = last {
        changes.push(company::set_last_round(vault, now_ms, &round.subject, day)?);
    }
    vault.commit(now_ms, changes)?;
    Ok(())
}

/// Adds a meeting to the round whose name begins with these digits, and returns it with where it stands then.
///
/// # Errors
/// As [`find`], [`meeting`] and [`followed`].
pub fn note_meeting(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    start: &str,
    made: &Meeting,
) -> Result<Followed, BargainError> {
    let (id, _) = find(vault, start)?;
    let round = meeting(vault, now_ms, id, made)?;
    followed(vault, today, (id, round))
}

/// Adds a meeting to a round.
///
/// # Errors
/// [`BargainError::Closed`]; [`BargainError::NotBegun`] before the first meeting; [`BargainError::Empty`];
/// [`BargainError::Twice`]; [`BargainError::Backwards`]; when the vault cannot be written.
pub fn meeting(vault: &mut Vault, now_ms: u64, id: Id, meeting: &Meeting) -> Result<Round, BargainError> {
    let mut record = vault.record(Kind::Round, &id)?.ok_or(BargainError::None)?;
    let mut round = Round::read(&record).ok_or(BargainError::None)?;
    if round.outcome.is_some() {
        return Err(BargainError::Closed);
    }
    if meeting.note.is_none() && meeting.offer.is_none() && meeting.demand.is_none() {
        return Err(BargainError::Empty);
    }
    let opened = round.opened.ok_or(BargainError::NotBegun)?;
    if meeting.day < opened {
        return Err(BargainError::Backwards { later: MEETING, earlier: FIRST_MEETING });
    }
    let noted = |m: &Meeting| Meeting { element: meeting.element, ..m.clone() } == *meeting;
    if round.meetings.iter().any(noted) {
        return Err(BargainError::Twice);
    }
    let (element, stamp) = (vault.new_element(), vault.stamp(now_ms));
    round.meetings.push(Meeting { element, ..meeting.clone() });
    round.meetings.sort();
    round.write(&mut record, stamp);
    vault.commit(now_ms, vec![Change { kind: Kind::Round, id, verb: Verb::Edited, record }])?;
    Ok(round)
}

/// When a subject is next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The code of the subject.
    pub code: &'static str,
    /// The last round.
    pub last: Option<NaiveDate>,
    /// The next one, at the latest.
    pub next: Option<NaiveDate>,
    /// The day from which a representative union may demand it.
    pub request_from: Option<NaiveDate>,
    /// The interval that an agreement sets, in months.
    pub agreed_months: Option<u32>,
}

/// Returns what is shown of the subjects, each with its lead.
#[must_use]
pub fn subjects(lang: Lang, duties: &[Duty], leads: &[Lead]) -> views::Subjects {
    let one = |duty: &Duty| {
        let lead = leads.iter().find(|l| l.code == duty.topic.code());
        views::Subject {
            subject: duty.topic.code(),
            name: duty.topic.words(lang).to_owned(),
            applies: duty.applies,
            missing: duty.missing.clone(),
            every_months: duty.months,
            from_headcount: duty.from,
            below_headcount: duty.below,
            last: lead.and_then(|l| l.last),
            next: lead.and_then(|l| l.next),
            request_from: lead.and_then(|l| l.request_from),
            agreed_months: lead.and_then(|l| l.agreed_months),
        }
    };
    views::Subjects { subjects: duties.iter().map(one).collect() }
}

/// Returns what must be bargained on; headcount and section are those of the company unless given.
///
/// # Errors
/// When the vault cannot be read; a day that the law tables do not cover.
pub fn duties(
    vault: &Vault,
    headcount: Option<Fraction>,
    section: Option<bool>,
    today: NaiveDate,
) -> Result<Finding<Vec<Duty>>, BargainError> {
    let company = company::company(vault)?;
    let headcount = headcount
        .or_else(|| crate::features::company::rules::last_headcount(&company, today).map(|(_, n)| n));
    let section = section.or(company.representative_section);
    let book = book();
    Ok(bargaining::duties(book, headcount, section, today).map_err(RuleError::from)?)
}

/// Returns when each subject is next, as the agenda tells it.
///
/// # Errors
/// When the vault cannot be read; a day that the law tables do not cover.
pub fn leads(vault: &Vault, today: NaiveDate) -> Result<Vec<Lead>, BargainError> {
    let situation = agenda::situation(&crate::features::agenda::actions::basis(vault)?, today);
    let book = book();
    let found = bargaining::outlook(book, &situation, today).map_err(RuleError::from)?;
    let one = |subject: Subject| {
        let own = found.dues.iter().filter(|d| d.subject == subject.code());
        let (asked, next): (Vec<_>, Vec<_>) = own.partition(|d| d.rule == subject.request());
        Lead {
            code: subject.code(),
            last: situation.last.get(&subject).copied(),
            next: next.first().map(|d| d.on()),
            request_from: asked.first().map(|d| d.on()),
            agreed_months: situation.agreed.get(&subject).map(|a| a.months),
        }
    };
    Ok(Subject::ALL.iter().copied().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bargaining::Stage;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn vault() -> Vault {
        Vault::create_in_memory(crate::clock::random).unwrap()
    }

    fn asked() -> Round {
        Round { subject: "pay".to_owned(), requested: day("2026-11-17"), ..Round::default() }
    }

    fn stage_of(vault: &Vault, id: Id) -> Stage {
        let (_, round) = find(vault, &id.to_string()).unwrap();
        standing(&round, &Situation::default(), day("2026-11-21").unwrap()).unwrap().value.stage
    }

    #[test]
    fn a_round_goes_through_its_stages() {
        let mut vault = vault();
        let id = save(&mut vault, 1_000, None, &asked()).unwrap();
        assert_eq!(stage_of(&vault, id), Stage::Requested);
        let convened = Round { convened: day("2026-11-25"), ..asked() };
        save(&mut vault, 2_000, Some(id), &convened).unwrap();
        let opened = Round { opened: day("2026-12-03"), ..convened };
        save(&mut vault, 3_000, Some(id), &opened).unwrap();
        assert_eq!(stage_of(&vault, id), Stage::Open);
        let first =
            Meeting { day: day("2026-12-10").unwrap(), offer: Some("1 %".to_owned()), ..Meeting::default() };
        assert_eq!(meeting(&mut vault, 4_000, id, &first).unwrap().meetings[0].offer, first.offer);
        let closed = Round { outcome: Some(RoundEnd::Disagreement), closed: day("2027-01-15"), ..opened };
        save(&mut vault, 5_000, Some(id), &closed).unwrap();
        assert_eq!(stage_of(&vault, id), Stage::Disagreed);
        assert!(matches!(meeting(&mut vault, 6_000, id, &first), Err(BargainError::Closed)));
        assert_eq!(find(&vault, &id.to_string()[..8]).unwrap().1.meetings.len(), 1, "meetings stay");
        assert!(matches!(find(&vault, "123"), Err(BargainError::None)));
    }

    #[test]
    fn days_follow_each_other() {
        let mut vault = vault();
        let bad = [
            Round { convened: day("2026-11-16"), ..asked() },
            Round { forwarded: day("2026-11-16"), ..asked() },
            Round { opened: day("2026-11-01"), ..asked() },
            Round { opened: day("2026-12-01"), closed: day("2026-11-30"), ..asked() },
        ];
        for round in bad {
            assert!(matches!(save(&mut vault, 1_000, None, &round), Err(BargainError::Backwards { .. })));
        }
        assert!(rounds(&vault).unwrap().is_empty());
    }

    #[test]
    fn a_meeting_has_its_order_and_says_something() {
        let mut vault = vault();
        let said = |on: &str| Meeting {
            day: day(on).unwrap(),
            note: Some("tendu".to_owned()),
            ..Meeting::default()
        };
        let id = save(&mut vault, 1_000, None, &asked()).unwrap();
        assert!(matches!(meeting(&mut vault, 2_000, id, &said("2026-12-10")), Err(BargainError::NotBegun)));
        let opened = Round { opened: day("2026-12-03"), ..asked() };
        save(&mut vault, 3_000, Some(id), &opened).unwrap();
        let early = meeting(&mut vault, 4_000, id, &said("2026-12-02"));
        assert!(matches!(early, Err(BargainError::Backwards { later: MEETING, earlier: FIRST_MEETING })));
        let empty = Meeting { day: day("2026-12-10").unwrap(), ..Meeting::default() };
        assert!(matches!(meeting(&mut vault, 5_000, id, &empty), Err(BargainError::Empty)));
        let held = meeting(&mut vault, 6_000, id, &said("2026-12-10")).unwrap();
        assert!(matches!(meeting(&mut vault, 7_000, id, &said("2026-12-10")), Err(BargainError::Twice)));
        // What is changed later keeps the order too.
        let moved = Round { opened: day("2026-12-11"), ..held.clone() };
        assert!(matches!(check(&moved), Err(BargainError::Backwards { .. })));
        let closed = Round { closed: day("2026-12-09"), outcome: Some(RoundEnd::Agreement), ..held };
        assert!(matches!(check(&closed), Err(BargainError::Backwards { .. })));
        let unbegun = Round { closed: day("2026-12-09"), outcome: Some(RoundEnd::Agreement), ..asked() };
        assert!(matches!(begun(&unbegun), Err(BargainError::NotBegun)));
    }

    #[test]
    fn a_round_that_is_removed_gives_back_the_one_before() {
        let mut vault = vault();
        let closed = |on: &str, day_of: &str| Round {
            opened: day(on),
            closed: day(day_of),
            outcome: Some(RoundEnd::Agreement),
            requested: None,
            ..asked()
        };
        let first = save(&mut vault, 1_000, None, &closed("2024-01-10", "2024-02-10")).unwrap();
        let second = save(&mut vault, 2_000, None, &closed("2026-01-10", "2026-02-10")).unwrap();
        let last = |vault: &Vault| company::company(vault).unwrap().last_round("pay");
        assert_eq!(last(&vault), day("2026-02-10"));
        remove(&mut vault, 3_000, second).unwrap();
        assert_eq!(last(&vault), day("2024-02-10"));
        assert!(matches!(remove(&mut vault, 4_000, second), Err(BargainError::None)));
        remove(&mut vault, 5_000, first).unwrap();
        assert_eq!((last(&vault), rounds(&vault).unwrap().len()), (None, 0));
    }

    #[test]
    fn a_request_stands_in_the_agenda_until_it_is_answered() {
        let mut vault = vault();
        let today = day("2026-11-21").unwrap();
        let lines = |vault: &Vault| {
            let found = crate::features::agenda::actions::diary(vault, today).unwrap().agenda.lines;
            found.into_iter().map(|l| (l.rule.id(), l.day.to_string())).collect::<Vec<_>>()
        };
        let id = save(&mut vault, 1_000, None, &asked()).unwrap();
        let both = [
            ("bargain-request-forward", "2026-11-25".to_owned()),
            ("bargain-request-convene", "2026-12-02".to_owned()),
        ];
        assert_eq!(lines(&vault), both);
        assert!(
            crate::features::agenda::actions::diary(&vault, today).unwrap().basis.recorded.is_empty(),
            "a round is no fact to change"
        );
        save(&mut vault, 2_000, Some(id), &Round { forwarded: day("2026-11-20"), ..asked() }).unwrap();
        assert_eq!(lines(&vault), both[1..]);
        save(&mut vault, 3_000, Some(id), &Round { convened: day("2026-11-20"), ..asked() }).unwrap();
        assert_eq!(lines(&vault), []);
    }

    #[test]
    fn a_subject_of_a_newer_program_is_said() {
        let round = Round { subject: "cats".to_owned(), ..Round::default() };
        assert!(matches!(
            standing(&round, &Situation::default(), day("2026-11-21").unwrap()),
            Err(BargainError::Subject)
        ));
    }
}
