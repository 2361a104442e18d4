//! Rounds of bargaining: begun, followed, closed.

use chrono::NaiveDate;

use crate::{
    app::{agenda, company},
    bargaining::{
        self, Duty, Situation, Subject,
        claim::clock,
        stage::{self, Days, Standing},
    },
    calendar::RuleError,
    law::{Finding, Fraction, book},
    roster::{
        Id, Record,
        round::{Meeting, Outcome, Round, add_meeting},
    },
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
    /// The round is of a subject that only a newer program knows.
    #[error("the subject of the round is not known to this program")]
    Subject,
}

/// Reads the rounds, by their names.
///
/// # Errors
/// When the vault cannot be read.
pub fn rounds(vault: &Vault) -> Result<Vec<(Id, Round)>, VaultError> {
    let all = vault.records(Kind::Round)?;
    Ok(all.into_iter().filter_map(|(id, record)| Some((id, Round::read(&record)?))).collect())
}

/// Returns the round whose name begins with these digits.
///
/// # Errors
/// [`BargainError::None`]; [`BargainError::Several`].
pub fn find(vault: &Vault, start: &str) -> Result<(Id, Round), BargainError> {
    let start = start.to_lowercase();
    let fits = |id: &Id| start.len() >= 4 && id.to_string().starts_with(&start);
    let mut found: Vec<_> = rounds(vault)?.into_iter().filter(|(id, _)| fits(id)).collect();
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
pub fn situation(vault: &Vault, today: NaiveDate) -> Result<Situation, BargainError> {
    Ok(agenda::situation(&agenda::basis(vault)?, today))
}

/// Returns where a round stands.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn standing(
    round: &Round,
    situation: &Situation,
    today: NaiveDate,
) -> Result<Finding<Standing>, BargainError> {
    let subject = Subject::of_code(&round.subject).ok_or(BargainError::Subject)?;
    let asked = round.requested.map(|day| clock(book(), situation, subject, day));
    // Of a request from before the tables it cannot be told what it started.
    let asked = asked.and_then(Result::ok);
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
        agreed: round.outcome.map(|o| o == Outcome::Agreement),
        closed: round.closed,
        filed: round.filed,
    };
    Ok(stage::standing(book(), &days, asked, today)?)
}

/// Checks that the days of a round follow each other.
///
/// # Errors
/// [`BargainError::Backwards`].
pub fn check(round: &Round) -> Result<(), BargainError> {
    let steps = [
        ("--requested", round.requested),
        ("--convened", round.convened),
        ("--opened", round.opened),
        ("--closed", round.closed),
        ("--filed", round.filed),
    ];
    let known: Vec<_> = steps.into_iter().filter_map(|(name, day)| Some((name, day?))).collect();
    for pair in known.windows(2) {
        let [(earlier, before), (later, after)] = pair else { continue };
        if after < before {
            return Err(BargainError::Backwards { later, earlier });
        }
    }
    match (round.requested, round.forwarded) {
        (Some(asked), Some(passed)) if passed < asked => {
            Err(BargainError::Backwards { later: "--forwarded", earlier: "--requested" })
        }
        _ => Ok(()),
    }
}

/// Checks that what a round says has happened lies behind us; what was planned may lie ahead.
///
/// # Errors
/// [`BargainError::Future`].
pub fn happened(round: &Round, today: NaiveDate) -> Result<(), BargainError> {
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

/// Saves a new round, or what changed in one. A round that is closed becomes the last one on its subject, from which
/// the next one counts, in the same commit.
///
/// # Errors
/// [`BargainError::Backwards`]; when the vault cannot be written.
pub fn save(vault: &mut Vault, now_ms: u64, id: Option<Id>, round: &Round) -> Result<Id, BargainError> {
    check(round)?;
    let old = id.map(|id| vault.record(Kind::Round, &id)).transpose()?.flatten();
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let id = id.unwrap_or_else(|| vault.new_id());
    let before = old.as_ref().and_then(Round::read).filter(|r| r.outcome.is_some()).and_then(|r| r.closed);
    let mut record: Record = old.unwrap_or_default();
    let stamp = vault.stamp(now_ms);
    round.write(&mut record, stamp);
    let mut changes = vec![Change { kind: Kind::Round, id, verb, record }];
    if let (Some(_), Some(day)) = (round.outcome, round.closed) {
        changes.extend(company::last_round(vault, now_ms, &round.subject, day, before)?);
    }
    vault.commit(now_ms, changes)?;
    Ok(id)
}

/// Adds a meeting to a round.
///
/// # Errors
/// [`BargainError::Closed`]; when the vault cannot be written.
pub fn meeting(vault: &mut Vault, now_ms: u64, id: Id, meeting: &Meeting) -> Result<Round, BargainError> {
    let mut record = vault.record(Kind::Round, &id)?.ok_or(BargainError::None)?;
    let round = Round::read(&record).ok_or(BargainError::None)?;
    if round.outcome.is_some() {
        return Err(BargainError::Closed);
    }
    let (element, stamp) = (vault.new_element(), vault.stamp(now_ms));
    add_meeting(&mut record, element, meeting, stamp);
    let round = Round::read(&record).ok_or(BargainError::None)?;
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
    let headcount = headcount.or_else(|| company::last_headcount(&company, today).map(|(_, n)| n));
    let section = section.or(company.representative_section);
    let book = book();
    Ok(bargaining::duties(book, headcount, section, today).map_err(RuleError::from)?)
}

/// Returns when each subject is next, as the agenda tells it.
///
/// # Errors
/// When the vault cannot be read; a day that the law tables do not cover.
pub fn leads(vault: &Vault, today: NaiveDate) -> Result<Vec<Lead>, BargainError> {
    let situation = agenda::situation(&agenda::basis(vault)?, today);
    let book = book();
    let found = bargaining::outlook(book, &situation, today).map_err(RuleError::from)?;
    let one = |subject: Subject| {
        let own = found.dues.iter().filter(|d| d.subject == subject.code());
        let (asked, next): (Vec<_>, Vec<_>) = own.partition(|d| d.rule.starts_with("bargaining.request-"));
        Lead {
            code: subject.code(),
            last: situation.last.get(&subject).copied(),
            next: next.first().map(|d| d.on()),
            request_from: asked.first().map(|d| d.on()),
            agreed_months: situation.agreed.get(&subject).map(|a| a.months),
        }
    };
    Ok(Subject::ALL.into_iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bargaining::stage::Stage;

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
        assert_eq!(meeting(&mut vault, 4_000, id, &first).unwrap().meetings[0], first);
        let closed = Round { outcome: Some(Outcome::Disagreement), closed: day("2027-01-15"), ..opened };
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
    fn a_request_stands_in_the_agenda_until_it_is_answered() {
        let mut vault = vault();
        let today = day("2026-11-21").unwrap();
        let lines = |vault: &Vault| {
            let found = agenda::diary(vault, today).unwrap().agenda.lines;
            found.into_iter().map(|l| (l.rule, l.day.to_string())).collect::<Vec<_>>()
        };
        let id = save(&mut vault, 1_000, None, &asked()).unwrap();
        let both = [
            ("bargain-request-forward", "2026-11-25".to_owned()),
            ("bargain-request-convene", "2026-12-02".to_owned()),
        ];
        assert_eq!(lines(&vault), both);
        assert!(
            agenda::diary(&vault, today).unwrap().basis.recorded.is_empty(),
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
