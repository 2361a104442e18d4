//! What somebody has to be to be named.

use super::{Aspirant, Hurdle, Mission, Naming, Stair, Trait};
use crate::{
    calendar::Span,
    law::{FactName, Fraction, LawError, Reasoning, Remark},
};

type Why<'a, 'b> = &'a mut Reasoning<'b>;

/// Looks at somebody under the step that applies; `late` is why the candidates with ten per cent still come first.
pub(super) fn look(
    why: Why<'_, '_>,
    naming: &Naming,
    (step, late): (Option<Stair>, &[Hurdle]),
    one: &Aspirant,
    out: &mut Vec<Hurdle>,
) -> Result<(), LawError> {
    if one.is(Trait::Gone) {
        out.push(Hurdle::LeftTheCompany);
    }
    fit(why, naming, one, out)?;
    match naming.mission {
        Mission::Delegate if step == Some(Stair::Elected) => elected(why, one, out)?,
        Mission::Delegate => delegate(why, step, late, one, out)?,
        Mission::Supplementary => ten(why, "delegate.supplementary-share", one, out)?,
        Mission::Central => central(step, one, out),
        Mission::Section => {
            if step == Some(Stair::Elected) {
                elected(why, one, out)?;
            }
            barred(why, naming, one, out)?;
        }
        Mission::AtCse => at_cse(why, naming, step, one, out)?,
        Mission::AtCentral => match one.either(Trait::AtSiteCse, Trait::NotAtSiteCse) {
            Some(true) => {}
            Some(false) => out.push(Hurdle::NotOfCommittee),
            None => out.push(Hurdle::CommitteeNotKnown),
        },
    }
    Ok(())
}

/// Age, time in the company, civic rights. Whoever stood had them when they did.
fn fit(why: Why<'_, '_>, naming: &Naming, one: &Aspirant, out: &mut Vec<Hurdle>) -> Result<(), LawError> {
    let (age, years) = match naming.mission {
        Mission::AtCse | Mission::AtCentral => ("candidate.age", "candidate.years"),
        _ => ("delegate.age", "delegate.years"),
    };
    let number = |n: i64| u32::try_from(n).map_err(|_| LawError::Calendar);
    if one.is(Trait::RightsLost) {
        why.note("delegate.civic", vec![])?;
        out.push(Hurdle::CivicRights);
    }
    let least = why.book().whole(age, why.on())?;
    if let Some(born) = one.born {
        let from = Span::Years(number(least)?).after(born).ok_or(LawError::Calendar)?;
        if from > why.on() {
            once(why, age, vec![(FactName::Age, least.into())])?;
            out.push(Hurdle::TooYoung);
        }
    }
    if let Some(months) = one.mission_months {
        let needed = why.book().whole("delegate.agency-months", why.on())?;
        let over = why.book().whole("delegate.agency-window", why.on())?;
        let facts = vec![
            (FactName::Months, months.into()),
            (FactName::MonthsNeeded, needed.into()),
            (FactName::OverMonths, over.into()),
        ];
        why.note("delegate.agency-months", facts)?;
        why.note("delegate.agency-window", vec![])?;
        if months < Fraction::whole(needed) {
            out.push(Hurdle::Seniority);
        }
    } else if let Some(hired) = one.hired {
        let plain = number(why.book().whole(years, why.on())?)?;
        let short = number(why.book().whole("delegate.months-new", why.on())?)?;
        let full = Span::Years(plain).after(hired).ok_or(LawError::Calendar)?;
        // A company or establishment that has not stood for as long as is asked.
        let young = naming.opened.and_then(|day| Span::Years(plain).after(day)).is_some_and(|d| d > why.on());
        let shortened = matches!(years, "delegate.years") && young;
        let from = if shortened { Span::Months(short).after(hired).ok_or(LawError::Calendar)? } else { full };
        let rule = if shortened { "delegate.months-new" } else { years };
        if shortened || from > why.on() {
            once(why, rule, vec![(FactName::Hired, hired.into()), (FactName::CompleteOn, from.into())])?;
        }
        if from > why.on() {
            out.push(Hurdle::Seniority);
        }
    }
    let told = one.born.is_some() && (one.hired.is_some() || one.mission_months.is_some());
    if !told && !one.is_candidate() {
        why.remark(Remark::PersonAssumed);
    }
    Ok(())
}

fn once(why: Why<'_, '_>, rule: &'static str, facts: crate::law::Facts) -> Result<(), LawError> {
    if why.has(rule) { Ok(()) } else { why.note(rule, facts) }
}

/// Ten per cent of the valid ballots of the college, on their own name.
fn ten(why: Why<'_, '_>, rule: &'static str, one: &Aspirant, out: &mut Vec<Hurdle>) -> Result<(), LawError> {
    let least = why.book().share(rule, why.on())?;
    match one.score {
        Some((votes, valid)) => {
            let share = Fraction::new(votes.into(), valid.into()).unwrap_or_default();
            let facts = vec![
                (FactName::Votes, votes.into()),
                (FactName::Valid, valid.into()),
                (FactName::Share, share.into()),
                (FactName::Reached, (share >= least).into()),
            ];
            why.note(rule, facts)?;
            if share < least {
                out.push(Hurdle::BelowTen);
            } else {
                for (what, rule) in
                    [(Trait::Annulled, "delegate.annulled"), (Trait::Resigned, "delegate.resigned")]
                {
                    if one.is(what) {
                        once(why, rule, vec![])?;
                    }
                }
            }
        }
        None if one.is_candidate() => out.push(Hurdle::ScoreNotKnown),
        None => out.push(Hurdle::BelowTen),
    }
    Ok(())
}

fn delegate(
    why: Why<'_, '_>,
    step: Option<Stair>,
    late: &[Hurdle],
    one: &Aspirant,
    out: &mut Vec<Hurdle>,
) -> Result<(), LawError> {
    let mut own = Vec::new();
    ten(why, "audience.candidate", one, &mut own)?;
    if own.is_empty() {
        // Ten per cent is enough at every step, on whatever list.
        if one.is(Trait::OtherList) {
            once(why, "delegate.other-list", vec![])?;
        }
        if one.renounced.is_some() {
            once(why, "delegate.renounce-again", vec![])?;
        }
        return Ok(());
    }
    match step {
        Some(Stair::NoneReached | Stair::NoneLeft | Stair::AllRenounced) => circle(why, one, out),
        Some(_) => {
            out.extend(own);
            out.extend(late);
            Ok(())
        }
        // What is not known of the others decides, unless they are of no circle at all.
        None => {
            out.extend(late);
            if one.is(Trait::Outsider) {
                out.push(Hurdle::NotOfCircle);
            }
            Ok(())
        }
    }
}

/// Other candidates, members, former elected.
fn circle(why: Why<'_, '_>, one: &Aspirant, out: &mut Vec<Hurdle>) -> Result<(), LawError> {
    once(why, "delegate.no-order", vec![])?;
    if one.is_candidate() || one.is(Trait::Member) {
        return Ok(());
    }
    if one.is(Trait::Former) {
        if why.book().at("delegate.former-limit", why.on())?.1.amount == crate::law::Amount::Gone {
            return Ok(());
        }
        once(why, "delegate.former-limit", vec![])?;
        once(why, "mandate.successive", vec![])?;
        match one.either(Trait::AtLimit, Trait::BelowLimit) {
            Some(true) => {}
            Some(false) => out.push(Hurdle::LimitNotReached),
            None => out.push(Hurdle::LimitNotKnown),
        }
        return Ok(());
    }
    out.push(if one.is(Trait::Outsider) { Hurdle::NotOfCircle } else { Hurdle::TieNotKnown });
    Ok(())
}

/// Below fifty: a full member, or a substitute who has hours.
fn elected(why: Why<'_, '_>, one: &Aspirant, out: &mut Vec<Hurdle>) -> Result<(), LawError> {
    if one.is(Trait::OtherList) {
        once(why, "delegate.any-list-small", vec![])?;
    }
    if one.is(Trait::Holder) {
        return Ok(());
    }
    if one.is(Trait::Substitute) {
        once(why, "delegate.small-substitute", vec![])?;
        let has = one.is(Trait::Acting) || one.is(Trait::Hours);
        if one.is(Trait::SharedHours) {
            once(why, "delegate.small-shared-hours", vec![])?;
        }
        out.extend(match (has, one.is(Trait::SharedHours), one.is(Trait::NoHours)) {
            (true, ..) => None,
            (_, true, _) => Some(Hurdle::SubstituteShared),
            (.., true) => Some(Hurdle::SubstituteNoHours),
            _ => Some(Hurdle::SubstituteHoursNotKnown),
        });
        return Ok(());
    }
    out.push(if one.is(Trait::NotElected) { Hurdle::NotElected } else { Hurdle::SeatNotKnown });
    Ok(())
}

fn central(step: Option<Stair>, one: &Aspirant, out: &mut Vec<Hurdle>) {
    let delegate = one.either(Trait::UnionDelegate, Trait::NotUnionDelegate);
    match (step, delegate) {
        (Some(Stair::SiteDelegates), Some(false)) => out.push(Hurdle::NoSiteDelegate),
        (Some(Stair::SiteDelegates), None) => out.push(Hurdle::SiteDelegateNotKnown),
        (Some(Stair::AnyEmployee), Some(true)) => out.push(Hurdle::NotDistinct),
        _ => {}
    }
}

/// Whoever lost the office because the union did not become representative waits for the next elections.
fn barred(why: Why<'_, '_>, naming: &Naming, one: &Aspirant, out: &mut Vec<Hurdle>) -> Result<(), LawError> {
    if !one.is(Trait::LostSection) {
        return Ok(());
    }
    let months = why.book().whole("rss.return", why.on())?;
    let months = u32::try_from(months).map_err(|_| LawError::Calendar)?;
    if one.is(Trait::NewPerimeter) {
        return once(why, "rss.return-perimeter", vec![]);
    }
    once(why, "rss.return-any", vec![])?;
    let Some(vote) = naming.next_vote else {
        once(why, "rss.return", vec![])?;
        out.push(Hurdle::NextVoteNotKnown);
        return Ok(());
    };
    let free = Span::Months(months).before(vote).ok_or(LawError::Calendar)?;
    once(why, "rss.return", vec![(FactName::Until, free.into())])?;
    if why.on() < free {
        out.push(Hurdle::Barred);
    }
    Ok(())
}

fn at_cse(
    why: Why<'_, '_>,
    naming: &Naming,
    step: Option<Stair>,
    one: &Aspirant,
    out: &mut Vec<Hurdle>,
) -> Result<(), LawError> {
    if step == Some(Stair::ByRight) {
        match one.either(Trait::UnionDelegate, Trait::NotUnionDelegate) {
            Some(true) => {}
            Some(false) => out.push(Hurdle::ByRightAlone),
            None => out.push(Hurdle::SiteDelegateNotKnown),
        }
    } else {
        once(why, "representative.eligible", vec![])?;
    }
    if one.is(Trait::Holder) || one.is(Trait::Substitute) {
        once(why, "representative.elected", vec![])?;
        out.push(Hurdle::AlsoElected);
    }
    if naming.company.is_some() {
        once(why, "representative.where", vec![])?;
        match one.either(Trait::Here, Trait::Elsewhere) {
            Some(true) => {}
            Some(false) => out.push(Hurdle::OtherPlace),
            None => out.push(Hurdle::PlaceNotKnown),
        }
    }
    Ok(())
}
