//! How a round ends: who signed and what that makes, the draft of the minutes, the minutes of a meeting, the guides.

use chrono::NaiveDate;

use super::{BargainError, Followed, TableError, find, followed, show, table::amend};
use crate::{
    bargaining::{
        Delegation, Seated, Subject,
        room::guide::{self, Counted, Known, Topic},
        seated,
    },
    base::{Lang, text::fold},
    calendar::RuleError,
    features::{
        bargain::{
            records::{
                Round, RoundEnd,
                room::{Seat, Signature},
            },
            rules::{
                draft::{self, Draft},
                ending::{Ending, EndingError, Gap, ending},
            },
            views::{ending as views, table::items},
        },
        company::{actions as company, rules::last_headcount},
        election::actions::audience::{self, Unmeasured},
    },
    law::{Finding, Fraction, book},
    vault::Vault,
};

/// A round with what its signatures come to.
#[derive(Debug, Clone)]
pub struct Ended {
    /// The round.
    pub followed: Followed,
    /// What the signatures come to.
    pub ending: Finding<Ending>,
}

/// What is noted of the signatures.
#[derive(Debug, Clone, Default)]
pub struct SignatureEdit {
    /// Unions that signed.
    pub signed: Vec<String>,
    /// Unions that did not after all.
    pub withdrawn: Vec<String>,
    /// The day the agreement was notified.
    pub notified: Option<NaiveDate>,
}

/// Notes who signed and when the agreement was notified.
///
/// # Errors
/// [`TableError::NotAgreed`]; [`BargainError::Future`]; [`BargainError::Backwards`]; as [`find`].
pub fn sign(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    start: &str,
    edit: SignatureEdit,
) -> Result<Ended, BargainError> {
    let found = amend(vault, now_ms, today, start, |round, _| {
        if round.outcome != Some(RoundEnd::Agreement) {
            return Err(TableError::NotAgreed.into());
        }
        if let Some(day) = edit.notified {
            if day > today {
                return Err(BargainError::Future("--notified"));
            }
            if round.closed.is_some_and(|closed| day < closed) {
                return Err(BargainError::Backwards { later: "--notified", earlier: "close --day" });
            }
            round.notified = Some(day);
        }
        let all = edit.signed.into_iter().map(|u| (u, false));
        for (union, withdrawn) in all.chain(edit.withdrawn.into_iter().map(|u| (u, true))) {
            let wanted = fold(&union);
            round.signatures.retain(|s| fold(&s.union) != wanted);
            round.signatures.push(Signature { union, day: None, withdrawn });
        }
        round.signatures.sort_by_key(|s| fold(&s.union));
        Ok(())
    })?;
    ended_of(vault, today, found)
}

/// Returns what the signatures of a round come to.
///
/// # Errors
/// As [`find`]; when the vault cannot be read; a day that the law tables do not cover.
pub fn ended(vault: &Vault, today: NaiveDate, start: &str) -> Result<Ended, BargainError> {
    ended_of(vault, today, followed(vault, today, find(vault, start)?)?)
}

fn ended_of(vault: &Vault, today: NaiveDate, found: Followed) -> Result<Ended, BargainError> {
    let on = found.round.closed.unwrap_or(today);
    let audience = audience::last(vault, today, on)?;
    let audience = audience.as_ref().map_err(|why| gap(*why));
    let ending = match ending(book(), &found.round, audience, today) {
        Ok(ending) => ending,
        Err(EndingError::Election(error)) => return Err(error.into()),
        Err(EndingError::Rule(error)) => return Err(error.into()),
    };
    Ok(Ended { followed: found, ending })
}

/// What would settle an audience that is not known.
const fn gap(why: Unmeasured) -> Gap {
    match why {
        Unmeasured::NoElection => Gap::NoElection,
        Unmeasured::Uncounted => Gap::Uncounted,
        Unmeasured::Establishments => Gap::Establishments,
    }
}

/// A paper drafted from a round.
#[derive(Debug, Clone)]
pub struct Drafted {
    /// The round.
    pub followed: Followed,
    /// The draft.
    pub draft: Draft,
}

/// Drafts the minutes of disagreement.
///
/// # Errors
/// [`TableError::Signed`] of a round that ended by an agreement; as [`find`].
pub fn disagreement(vault: &Vault, today: NaiveDate, start: &str) -> Result<Drafted, BargainError> {
    let found = show(vault, today, start)?;
    if found.round.outcome == Some(RoundEnd::Agreement) {
        return Err(TableError::Signed.into());
    }
    let name = company::company(vault)?.name;
    let draft = draft::disagreement(name.as_deref(), &found.round, &found.table);
    Ok(Drafted { followed: found, draft })
}

/// Drafts the minutes of one meeting; the last one where no day is given.
///
/// # Errors
/// [`TableError::NoMeeting`]; as [`find`].
pub fn minutes(
    vault: &Vault,
    today: NaiveDate,
    start: &str,
    on: Option<NaiveDate>,
) -> Result<Drafted, BargainError> {
    let found = show(vault, today, start)?;
    let day = on.or_else(|| last_day(&found.round)).ok_or(TableError::NoMeeting)?;
    let draft = draft::meeting(&found.round, day).ok_or(TableError::NoMeeting)?;
    Ok(Drafted { followed: found, draft })
}

fn last_day(round: &Round) -> Option<NaiveDate> {
    let met = round.meetings.iter().map(|m| m.day);
    met.chain(round.positions.iter().map(|p| p.day)).chain(round.opened).max()
}

/// A guide for what is known of the company.
#[derive(Debug, Clone)]
pub struct Guide {
    /// What it is on.
    pub topic: Topic,
    /// What is known.
    pub known: Known,
    /// The steps.
    pub steps: Vec<Counted>,
}

/// Returns a guide; headcount and committee are those of the company unless given.
///
/// # Errors
/// As [`find`], where a round is named; when the vault cannot be read.
pub fn guide(
    vault: &Vault,
    today: NaiveDate,
    topic: Topic,
    round: Option<&str>,
    (headcount, cse): (Option<Fraction>, Option<bool>),
) -> Result<Guide, BargainError> {
    let subject = match round {
        Some(start) => Subject::from_code(&find(vault, start)?.1.subject),
        None => None,
    };
    let company = company::company(vault)?;
    let recorded = last_headcount(&company, today).map(|(_, n)| n);
    let known = Known { subject, headcount: headcount.or(recorded), cse };
    Ok(Guide { topic, known, steps: guide::steps(topic, &known) })
}

/// Returns what is said of each delegation of a round, in the order in which they are recorded.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn delegations(
    found: &Followed,
    headcount: Option<Fraction>,
) -> Result<Vec<Finding<Seated>>, BargainError> {
    let round = &found.round;
    let on = round.opened.unwrap_or(found.today).min(found.today);
    let total: u32 =
        round.seats.iter().map(|s| s.named.unwrap_or(0).max(s.delegates)).fold(0, u32::saturating_add);
    let one = |seat: &Seat| {
        let of = Delegation {
            delegates: seat.delegates,
            employees: seat.employees,
            named: seat.named,
            agreed: round.seats_agreed,
            // That nobody else has one is known to nobody but the company.
            only: (total > 1).then_some(false),
        };
        Ok(seated(book(), &of, headcount, on).map_err(RuleError::from)?)
    };
    round.seats.iter().map(one).collect()
}

/// Returns the last headcount that is recorded.
///
/// # Errors
/// When the vault cannot be read.
pub fn headcount(vault: &Vault, today: NaiveDate) -> Result<Option<Fraction>, BargainError> {
    let company = company::company(vault)?;
    Ok(last_headcount(&company, today).map(|(_, n)| n))
}

/// Returns what is shown of the signatures.
#[must_use]
pub fn signatures(lang: Lang, ended: &Ended) -> views::Signatures {
    views::Signatures::of(lang, ended.followed.id, &ended.ending.value)
}

/// Returns what is shown of a draft of the minutes of disagreement.
#[must_use]
pub fn drafted(lang: Lang, made: &Drafted) -> views::Disagreement {
    views::Disagreement {
        id: made.followed.id,
        markdown: made.draft.french.clone(),
        english: made.draft.english.clone(),
        blanks: views::blanks(lang, &made.draft.blanks),
        items: items(lang, &made.followed.table),
    }
}

/// Returns what is shown of the minutes of a meeting.
#[must_use]
pub fn minuted(made: &Drafted) -> views::Minutes {
    views::Minutes {
        id: made.followed.id,
        markdown: made.draft.french.clone(),
        english: made.draft.english.clone(),
    }
}

/// Returns what is shown of a guide.
#[must_use]
pub fn guided(lang: Lang, made: &Guide) -> views::Guide {
    views::Guide::of(lang, made.topic, &made.steps)
}

/// Returns what is shown of the delegations.
#[must_use]
pub fn seats(lang: Lang, found: &Followed, said: &[Finding<Seated>]) -> views::Delegations {
    views::Delegations::of(lang, found.id, &found.round, said)
}
