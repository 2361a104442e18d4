//! The days of the procedure and the seats of the protocol.

use chrono::NaiveDate;

use super::{Checker, Concern, Place, What, breach, note, risk};
use crate::{
    calendar::{Roll, Span, deadline},
    election::{CollegeFacts, ElectionError, colleges, seats as by_table},
    features::election::records::{Ground, Nature, Step},
    law::{FactName, Fraction, LawError, Remark},
};

pub(super) fn dates(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let poll = &checker.dossier().poll;
    let Some(day) = poll.day else { return Ok(()) };
    let step = |step: Step| poll.steps.get(&step).copied();
    let today = checker.question.today;
    if !checker.general() {
        running(checker)?;
    }
    extended(checker)?;
    if poll.unit == Some(true) {
        checker.add(note(Concern::OfUnit), Place::default(), "unit.recognised", vec![])?;
    }
    let renewal = poll.nature.is_none_or(|n| n == Nature::General);
    if poll.round == 1 && checker.general() && !renewal {
        whole(checker)?;
    }
    if poll.round == 1 && renewal {
        if let Some(told) = step(Step::Information) {
            held_late(
                checker,
                Concern::FirstRoundLate,
                "election.first-round",
                (FactName::FromDay, told),
                day,
            )?;
        }
        let end = mandates_end(checker, day)?;
        invitation(checker, step(Step::Invitation), step(Step::Meeting), end, today)?;
        if let Some(end) = end {
            let from = before(end, Span::Days(checker.whole("election.fortnight")?))?;
            if day < from || day > end {
                let mut why = checker.why();
                let facts = vec![
                    (FactName::WindowFrom, from.into()),
                    (FactName::WindowTo, end.into()),
                    (FactName::FirstRound, day.into()),
                ];
                why.note("election.fortnight", facts)?;
                why.remark(Remark::FortnightBounds);
                checker.put(risk(Concern::Fortnight).on(end), Place::default(), why.conclude(()));
            }
        }
    }
    if poll.round == 1 {
        if checker.question.outcome.is_left() == Some(true)
            && checker.question.outcome.complete()
            && !checker.question.followed
        {
            let until = after(day, Span::Days(checker.whole("election.second-round")?))?;
            let facts = vec![(FactName::FirstRound, day.into()), (FactName::Until, until.into())];
            checker.add(
                note(Concern::SecondRoundDue).on(until),
                Place::default(),
                "election.second-round",
                facts,
            )?;
        }
    } else if let Some(first) = checker.question.first.and_then(|f| f.poll.day) {
        held_late(
            checker,
            Concern::SecondRoundLate,
            "election.second-round",
            (FactName::FirstRound, first),
            day,
        )?;
    }
    if let Some(published) = step(Step::ListPublished) {
        contest(checker, Concern::ElectorateContest, "contest.electorate", published, today)?;
    }
    contest(
        checker,
        Concern::ElectionContest,
        "contest.election",
        step(Step::Proclaimed).unwrap_or(day),
        today,
    )
}

/// Mandates that go on beyond their end, or end before it, and on what ground.
fn extended(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let Some(extension) = checker.dossier().poll.extension.clone() else { return Ok(()) };
    let (rule, code) = match extension.ground {
        Ground::Agreement => ("mandate.extension", Concern::Extended),
        Ground::Referral => ("college.referral", Concern::ExtendedByReferral),
        Ground::Transfer => ("mandate.extension-transfer", Concern::ExtendedByTransfer),
    };
    let facts = extension.until.map(|day| (FactName::End, day.into())).into_iter().collect();
    let what = What { day: extension.until, ..note(code) };
    Ok(checker.add(what, Place::default(), rule, facts)?)
}

/// An election of the whole committee that is no renewal at its time.
fn whole(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let poll = &checker.dossier().poll;
    let step = |step: Step| poll.steps.get(&step).copied();
    let mut why = checker.why();
    let what = match poll.nature {
        Some(Nature::Early) => {
            why.note("mandate.length", vec![])?;
            why.remark(Remark::EarlyAgreement);
            note(Concern::Early)
        }
        Some(Nature::WholeRerun) => {
            why.note("mandate.length", vec![])?;
            why.remark(Remark::WholeRerun);
            note(Concern::WholeRerun)
        }
        _ => {
            // After minutes of carence the request comes at the end of six months.
            let (Some(carence), Some(request)) = (step(Step::Carence), step(Step::Request)) else {
                return Ok(());
            };
            let limit = after(carence, Span::Months(checker.whole("election.carence-wait")?))?;
            if request > limit {
                return Ok(());
            }
            let facts = vec![(FactName::FromDay, carence.into()), (FactName::Until, limit.into())];
            why.note("election.carence-wait", facts)?;
            if request == limit {
                why.remark(Remark::CarenceLastDay);
                risk(Concern::CarenceEarly).on(limit)
            } else {
                breach(Concern::CarenceEarly).on(limit)
            }
        }
    };
    checker.put(what, Place::default(), why.conclude(()));
    Ok(())
}

/// An election while the mandates run: it moves no end, and renews nothing.
fn running(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let poll = &checker.dossier().poll;
    let mut why = checker.why();
    why.note("mandate.by-election-term", vec![])?;
    let what = if poll.nature == Some(Nature::Rerun) {
        why.remark(Remark::RerunOpen);
        risk(Concern::Rerun)
    } else {
        note(Concern::ByElection)
    };
    let end = poll.steps.get(&Step::MandatesEnd).copied().or(checker.question.recorded_end);
    checker.put(What { day: end, ..what }, Place::default(), why.conclude(()));
    if poll.nature != Some(Nature::ByElection) {
        return Ok(());
    }
    for college in &poll.colleges {
        let place = || Place { college: Some(college.id.clone()), ..Place::default() };
        let first = checker.question.general.and_then(|p| p.college(&college.id));
        if first.is_none_or(|f| f.women.is_none() || f.men.is_none()) {
            checker.add(risk(Concern::ProtocolProportion), place(), "parity.by-election", vec![])?;
        }
        if let Some(first) =
            first.filter(|f| college.holders > f.holders || college.substitutes > f.substitutes)
        {
            let facts = vec![(FactName::Seats, college.holders.into())];
            let seats = u64::from(first.holders);
            checker.add(
                breach(Concern::MoreThanVacant).of(seats),
                place(),
                "mandate.by-election-term",
                facts,
            )?;
        }
    }
    Ok(())
}

/// A round that is held after the days that the law gives it. No text extends them to the next working day: a vote held
/// then is a risk, one held later a breach.
fn held_late(
    checker: &mut Checker<'_>,
    code: Concern,
    rule: &'static str,
    (from, since): (FactName, NaiveDate),
    day: NaiveDate,
) -> Result<(), ElectionError> {
    let days = checker.whole(rule)?;
    let region = checker.question.region;
    let limit = deadline(since, Span::Days(days), Roll::NotProvided, region).ok_or(LawError::Calendar)?;
    if day <= limit.due {
        return Ok(());
    }
    let mut why = checker.why();
    let facts = [(from, since), (FactName::Until, limit.due), (FactName::HeldOn, day)];
    why.note(rule, facts.map(|(name, day)| (name, day.into())).to_vec())?;
    let what = if day <= limit.extended {
        why.remark(Remark::ExtensionNotProvided);
        risk(code)
    } else {
        breach(code)
    };
    checker.put(what.on(limit.due), Place::default(), why.conclude(()));
    Ok(())
}

/// The end of the mandates that this election renews: as noted with it, else as the company has it on record.
fn mandates_end(checker: &mut Checker<'_>, day: NaiveDate) -> Result<Option<NaiveDate>, ElectionError> {
    let own = checker.dossier().poll.steps.get(&Step::MandatesEnd).copied();
    let Some(recorded) = checker.question.recorded_end else { return Ok(own) };
    // Mandates end two years after they began at the earliest: an end that far away is of those elected here.
    let least = Span::Years(checker.whole("mandate.length-min")?).after(day).ok_or(LawError::Calendar)?;
    if day <= checker.question.today && recorded >= least {
        return Ok(own);
    }
    if own.is_some_and(|own| own != recorded) {
        let facts =
            vec![(FactName::RecordedEnd, recorded.into()), (FactName::End, own.unwrap_or(recorded).into())];
        checker.add(
            risk(Concern::MandatesEndDiffers).on(recorded),
            Place::default(),
            "mandate.length",
            facts,
        )?;
    }
    Ok(own.or(Some(recorded)))
}

fn after(day: NaiveDate, span: Span) -> Result<NaiveDate, LawError> {
    span.after(day).ok_or(LawError::Calendar)
}

fn before(day: NaiveDate, span: Span) -> Result<NaiveDate, LawError> {
    span.before(day).ok_or(LawError::Calendar)
}

fn invitation(
    checker: &mut Checker<'_>,
    invited: Option<NaiveDate>,
    meeting: Option<NaiveDate>,
    end: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), ElectionError> {
    if let (Some(invited), Some(meeting)) = (invited, meeting) {
        let until = before(meeting, Span::Days(checker.whole("election.invitation-notice")?))?;
        if invited > until {
            let facts = vec![(FactName::Invitation, invited.into()), (FactName::Until, until.into())];
            checker.add(
                breach(Concern::InvitationLate).on(until),
                Place::default(),
                "election.invitation-notice",
                facts,
            )?;
        }
    }
    let Some(end) = end else { return Ok(()) };
    let until = before(end, Span::Months(checker.whole("election.invitation")?))?;
    let what = match invited {
        Some(invited) if invited > until => breach(Concern::InvitationTwoMonths),
        Some(_) => return Ok(()),
        None if today > until => risk(Concern::InvitationMissing),
        None => note(Concern::InvitationDue),
    };
    let mut facts = vec![(FactName::End, end.into()), (FactName::Until, until.into())];
    facts.extend(invited.map(|d| (FactName::Invitation, d.into())));
    checker.add(what.on(until), Place::default(), "election.invitation", facts)?;
    Ok(())
}

/// A time to contest that runs today.
fn contest(
    checker: &mut Checker<'_>,
    code: Concern,
    rule: &'static str,
    act: NaiveDate,
    today: NaiveDate,
) -> Result<(), ElectionError> {
    let days = checker.whole(rule)?;
    let region = checker.question.region;
    let until = deadline(act, Span::Days(days), Roll::Extended, region).ok_or(LawError::Calendar)?.due;
    if (act..=until).contains(&today) {
        let facts = vec![(FactName::FromDay, act.into()), (FactName::Until, until.into())];
        checker.add(note(code).on(until), Place::default(), rule, facts)?;
    }
    Ok(())
}

/// What follows from the number of cadres, where it is noted: a third college, a reserved seat.
fn of_cadres(checker: &mut Checker<'_>, headcount: Fraction) -> Result<(), ElectionError> {
    let poll = &checker.dossier().poll;
    let Some(cadres) = poll.cadres else { return Ok(()) };
    let facts = CollegeFacts { headcount, cadres, seats: None, staff: Vec::new() };
    let found = colleges(checker.book, &facts, checker.on)?;
    let third = checker.whole("college.default")?.saturating_add(1);
    let have = u32::try_from(poll.colleges.len()).unwrap_or(u32::MAX);
    let reserved = poll.colleges.iter().map(|c| i64::from(c.reserved)).fold(0, i64::saturating_add);
    let code = if found.value.colleges == i64::from(third) && have < third {
        Concern::ThirdCollege
    } else if reserved < found.value.reserved_for_cadres {
        Concern::ReservedMissing
    } else {
        return Ok(());
    };
    checker.put(breach(code), Place::default(), found.map(drop));
    Ok(())
}

/// The number of seats and of colleges, in a first round.
pub(super) fn seats(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let poll = &checker.dossier().poll;
    if poll.round != 1 {
        return Ok(());
    }
    let general = checker.general();
    for college in &poll.colleges {
        let place = || Place { college: Some(college.id.clone()), ..Place::default() };
        // A by-election fills what is vacant, as many full members and substitutes as there are.
        if general && college.holders != college.substitutes {
            let facts = vec![
                (FactName::Seats, college.holders.into()),
                (FactName::Substitutes, college.substitutes.into()),
            ];
            checker.add(risk(Concern::SubstitutesDiffer), place(), "seats.substitutes", facts)?;
        }
        if college.electors().is_none() {
            checker.add(risk(Concern::RegisteredMissing), place(), "quorum.half", vec![])?;
        }
        let several = college.holders.max(college.substitutes) > 1;
        if several
            && poll.nature != Some(Nature::ByElection)
            && (college.women.is_none() || college.men.is_none())
        {
            checker.add(risk(Concern::ProportionUnknown), place(), "parity.proportion", vec![])?;
        }
    }
    for college in poll.colleges.iter().filter(|c| general && c.holders == 0) {
        let place = Place { college: Some(college.id.clone()), ..Place::default() };
        checker.add(breach(Concern::NoHolderSeat), place, "college.default", vec![])?;
    }
    let headcount = poll.headcount.as_deref().and_then(|h| h.parse::<Fraction>().ok());
    let Some(headcount) = headcount.filter(|_| general) else { return Ok(()) };
    of_cadres(checker, headcount)?;
    let due = by_table(checker.book, headcount, checker.on)?;
    let by_law = u64::try_from(due.value.seats).unwrap_or(0);
    let agreed: u64 = poll.colleges.iter().map(|c| u64::from(c.holders)).fold(0, u64::saturating_add);
    if agreed != by_law {
        let mut why = checker.why();
        why.absorb(due);
        why.note("seats.protocol", vec![(FactName::Seats, agreed.into())])?;
        let what = if agreed < by_law { risk(Concern::SeatsBelow) } else { note(Concern::SeatsAbove) };
        checker.put(what.of(by_law), Place::default(), why.conclude(()));
    }
    if by_law > 1 && poll.colleges.len() == 1 {
        let facts = vec![(FactName::Seats, by_law.into())];
        checker.add(risk(Concern::SingleCollege), Place::default(), "college.single", facts)?;
    }
    Ok(())
}
