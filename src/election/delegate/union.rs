//! What the company and the union have to be, how many are named, and from whom.

use chrono::NaiveDate;

use super::{Aspirant, Designation, Hurdle, Mission, Naming, Stair};
use crate::{
    election::fault::ElectionError,
    law::{Column, FactName, Fraction, LawError, Reasoning},
};

type Why<'a, 'b> = &'a mut Reasoning<'b>;

/// Looks at the company and the union; returns why the candidates with ten per cent still come first.
pub(super) fn look(
    why: Why<'_, '_>,
    naming: &Naming,
    out: &mut Designation,
) -> Result<Vec<Hurdle>, ElectionError> {
    match naming.mission {
        Mission::Delegate => return delegate(why, naming, out),
        Mission::Supplementary => supplementary(why, naming, out)?,
        Mission::Central => central(why, naming, out)?,
        Mission::Section => section(why, naming, out)?,
        Mission::AtCse => at_cse(why, naming, out)?,
        Mission::AtCentral => {
            representative(why, naming, out)?;
            why.note("representative.central", vec![])?;
            (out.number, out.step) = (Some(1), Some(Stair::Committees));
        }
    }
    Ok(Vec::new())
}

/// Notes a threshold, and returns whether a headcount reaches it.
pub(super) fn reaches(why: Why<'_, '_>, rule: &'static str, headcount: Fraction) -> Result<bool, LawError> {
    let threshold = why.book().whole(rule, why.on())?;
    let reached = headcount >= Fraction::whole(threshold);
    let facts = vec![
        (FactName::Headcount, headcount.into()),
        (FactName::Threshold, threshold.into()),
        (FactName::Reached, reached.into()),
    ];
    why.note(rule, facts)?;
    Ok(reached)
}

/// Returns whether the union is representative; by its share of the votes where that is given.
fn is_representative(
    why: Why<'_, '_>,
    naming: &Naming,
    rule: &'static str,
) -> Result<Option<bool>, LawError> {
    let Some(share) = naming.audience else { return Ok(naming.representative) };
    let least = why.book().share(rule, why.on())?;
    let reached = share >= least;
    let facts = vec![
        (FactName::Share, share.into()),
        (FactName::ToReach, least.into()),
        (FactName::Reached, reached.into()),
    ];
    why.note(rule, facts)?;
    Ok(Some(reached && naming.representative != Some(false)))
}

fn representative(why: Why<'_, '_>, naming: &Naming, out: &mut Designation) -> Result<(), LawError> {
    let rule = match naming.mission {
        Mission::Central => "delegate.central-share",
        _ => "audience.union",
    };
    match is_representative(why, naming, rule)? {
        Some(true) => {}
        Some(false) => out.hurdles.push(Hurdle::NotRepresentative),
        None => out.hurdles.push(Hurdle::RepresentativeNotKnown),
    }
    Ok(())
}

fn delegate(why: Why<'_, '_>, naming: &Naming, out: &mut Designation) -> Result<Vec<Hurdle>, ElectionError> {
    representative(why, naming, out)?;
    let Some(headcount) = naming.headcount else {
        out.hurdles.push(Hurdle::HeadcountNotKnown);
        return Ok(Vec::new());
    };
    if !reaches(why, "threshold.delegate", headcount)? {
        small(why, headcount, "delegate.small", out)?;
        return Ok(Vec::new());
    }
    months(why, naming, "threshold.delegate-months", out)?;
    out.number = cell(why, "delegate.number", Column::Delegates, headcount)?;
    out.hours = cell(why, "delegate.hours", Column::Hours, headcount)?;
    if !naming.establishments.is_empty() {
        why.note("delegate.site", vec![])?;
    }
    let (step, late) = cascade(why, naming)?;
    out.step = step;
    Ok(late)
}

/// Below fifty: an elected member of the committee, while there is one.
fn small(
    why: Why<'_, '_>,
    headcount: Fraction,
    rule: &'static str,
    out: &mut Designation,
) -> Result<(), LawError> {
    if reaches(why, "threshold.cse", headcount)? {
        why.note(rule, vec![])?;
        out.step = Some(Stair::Elected);
        out.number = Some(1);
    } else {
        out.hurdles.push(Hurdle::TooSmall);
    }
    Ok(())
}

fn months(
    why: Why<'_, '_>,
    naming: &Naming,
    rule: &'static str,
    out: &mut Designation,
) -> Result<(), LawError> {
    let needed = why.book().whole(rule, why.on())?;
    let known = naming.months.map(|n| (FactName::MonthsInARow, n.into()));
    why.note(rule, known.into_iter().chain([(FactName::MonthsNeeded, needed.into())]).collect())?;
    if naming.months.is_some_and(|n| i64::from(n) < needed) {
        out.hurdles.push(Hurdle::MonthsShort);
    }
    Ok(())
}

fn cell(
    why: Why<'_, '_>,
    rule: &'static str,
    column: Column,
    headcount: Fraction,
) -> Result<Option<i64>, LawError> {
    let row = why.row(rule, headcount, vec![(FactName::Headcount, headcount.into())])?;
    Ok(row.and_then(|row| row.get(&column).copied()))
}

/// When a renunciation was made, beside the first round and the naming.
enum Renounced {
    No,
    InTime,
    Not(Hurdle),
}

fn renounced(one: &Aspirant, naming: &Naming, named: NaiveDate) -> Renounced {
    let Some(day) = one.renounced else { return Renounced::No };
    match naming.first_round {
        _ if day > named => Renounced::Not(Hurdle::RenouncedLate),
        Some(round) if day < round => Renounced::Not(Hurdle::RenouncedEarly),
        Some(round) if day == round => Renounced::Not(Hurdle::RenouncedSameDay),
        _ if day == named => Renounced::Not(Hurdle::RenouncedSameDay),
        None => Renounced::Not(Hurdle::RoundNotKnown),
        Some(_) => Renounced::InTime,
    }
}

/// The steps of L2143-3: from whom the union names, and what keeps the next step closed.
fn cascade(why: Why<'_, '_>, naming: &Naming) -> Result<(Option<Stair>, Vec<Hurdle>), LawError> {
    let least = why.share("audience.candidate", vec![])?;
    let own = || naming.people.iter().filter(|p| p.is_ours());
    let has = |p: &Aspirant| p.score.and_then(|(v, d)| Fraction::new(v.into(), d.into())).map(|s| s >= least);
    let left: Vec<&Aspirant> = own().filter(|p| has(p) == Some(true) && !p.is(super::Trait::Gone)).collect();
    let unknown = own().any(|p| has(p).is_none() && !p.is(super::Trait::Gone));
    if left.is_empty() {
        if unknown || own().next().is_none() {
            return Ok((None, vec![Hurdle::CandidatesNotKnown]));
        }
        why.note("delegate.step", vec![])?;
        let never = own().all(|p| has(p) == Some(false));
        return Ok((Some(if never { Stair::NoneReached } else { Stair::NoneLeft }), Vec::new()));
    }
    if left.iter().all(|p| p.renounced.is_none()) {
        return Ok((Some(Stair::TenPercent), vec![Hurdle::OthersRemain]));
    }
    // Before April 2018 the text knew no renunciation.
    let known = why.book().at("delegate.renounce-all", why.on())?.1.amount != crate::law::Amount::Gone;
    if !known {
        return Ok((Some(Stair::TenPercent), vec![Hurdle::OthersRemain]));
    }
    let (mut closed, mut open) = (Vec::new(), Vec::new());
    for one in &left {
        match renounced(one, naming, why.on()) {
            Renounced::InTime => {}
            Renounced::No => closed.push(Hurdle::NotAllRenounced),
            Renounced::Not(hurdle) if hurdle.is_open() => open.push(hurdle),
            Renounced::Not(hurdle) => closed.push(hurdle),
        }
    }
    if unknown {
        open.push(Hurdle::ScoreNotKnown);
    }
    why.note("delegate.renounce-all", vec![])?;
    why.note("delegate.renounce", vec![])?;
    if closed.contains(&Hurdle::RenouncedEarly) || open.contains(&Hurdle::RoundNotKnown) {
        why.note("delegate.renounce-after", vec![])?;
    }
    match (closed.is_empty(), open.is_empty()) {
        (true, true) => Ok((Some(Stair::AllRenounced), Vec::new())),
        (true, false) => Ok((None, open)),
        _ => Ok((Some(Stair::TenPercent), closed)),
    }
}

fn supplementary(why: Why<'_, '_>, naming: &Naming, out: &mut Designation) -> Result<(), LawError> {
    representative(why, naming, out)?;
    why.note("delegate.supplementary-moment", vec![])?;
    match naming.voted {
        None => out.hurdles.push(Hurdle::VotedNotKnown),
        Some(voted) => {
            if !reaches(why, "delegate.supplementary", voted)? {
                out.hurdles.push(Hurdle::TooSmall);
            }
        }
    }
    if naming.no_workers_college {
        why.note("delegate.supplementary-college", vec![])?;
        out.hurdles.push(Hurdle::NoWorkersCollege);
    } else {
        match naming.won_workers {
            Some(true) => {}
            Some(false) => out.hurdles.push(Hurdle::NoWorkers),
            None => out.hurdles.push(Hurdle::WonNotKnown),
        }
    }
    match naming.won_others {
        Some(true) => {}
        Some(false) => out.hurdles.push(Hurdle::NoOthers),
        None => out.hurdles.push(Hurdle::WonNotKnown),
    }
    out.hurdles.dedup();
    out.number = Some(1);
    out.step = Some(Stair::TenPercent);
    if let Some(headcount) = naming.headcount.or(naming.voted) {
        out.hours = cell(why, "delegate.hours", Column::Hours, headcount)?;
    }
    Ok(())
}

fn central(why: Why<'_, '_>, naming: &Naming, out: &mut Designation) -> Result<(), LawError> {
    representative(why, naming, out)?;
    let least = Fraction::whole(why.book().whole("delegate.central-site", why.on())?);
    let sites = naming.establishments.iter().filter(|n| **n >= least).count();
    let needed = why.whole("delegate.central-sites", vec![(FactName::Establishments, sites.into())])?;
    why.note("delegate.central-site", vec![])?;
    if naming.establishments.is_empty() {
        out.hurdles.push(Hurdle::SitesNotKnown);
    } else if usize::try_from(needed).is_ok_and(|needed| sites < needed) {
        out.hurdles.push(Hurdle::FewSites);
    }
    let Some(headcount) = naming.headcount else {
        out.hurdles.push(Hurdle::HeadcountNotKnown);
        return Ok(());
    };
    out.number = Some(1);
    if reaches(why, "delegate.central", headcount)? {
        out.hours = Some(why.whole("delegate.central-hours", vec![])?);
        out.step = Some(Stair::AnyEmployee);
    } else {
        why.note("delegate.central-both", vec![])?;
        out.step = Some(Stair::SiteDelegates);
    }
    Ok(())
}

fn section(why: Why<'_, '_>, naming: &Naming, out: &mut Designation) -> Result<(), LawError> {
    match is_representative(why, naming, "audience.union")? {
        Some(false) => {}
        Some(true) => out.hurdles.push(Hurdle::IsRepresentative),
        None => out.hurdles.push(Hurdle::RepresentativeNotKnown),
    }
    let least = why.book().whole("section.members", why.on())?;
    let known = naming.members.map(|n| (FactName::Counted, n.into()));
    why.note("section.members", known.into_iter().chain([(FactName::Minimum, least.into())]).collect())?;
    match naming.members {
        None => out.hurdles.push(Hurdle::MembersNotKnown),
        Some(n) if i64::from(n) < least => out.hurdles.push(Hurdle::MembersShort),
        Some(_) => {}
    }
    let Some(headcount) = naming.headcount else {
        out.hurdles.push(Hurdle::HeadcountNotKnown);
        return Ok(());
    };
    if !reaches(why, "rss.headcount", headcount)? {
        return small(why, headcount, "rss.small", out);
    }
    months(why, naming, "rss.months", out)?;
    out.number = Some(1);
    out.hours = Some(why.whole("rss.hours", vec![])?);
    out.step = Some(Stair::AnyEmployee);
    Ok(())
}

fn at_cse(why: Why<'_, '_>, naming: &Naming, out: &mut Designation) -> Result<(), LawError> {
    representative(why, naming, out)?;
    if out.hurdles.contains(&Hurdle::NotRepresentative) {
        why.note("representative.section", vec![])?;
    }
    why.note("representative.last-elections", vec![])?;
    if naming.company.is_some() {
        why.note("representative.company", vec![])?;
    }
    let Some(headcount) = naming.company.or(naming.voted) else {
        out.hurdles.push(Hurdle::VotedNotKnown);
        return Ok(());
    };
    if headcount < Fraction::whole(why.book().whole("threshold.delegate", why.on())?) {
        why.note("representative.small", vec![])?;
        out.hurdles.push(Hurdle::TooSmall);
        return Ok(());
    }
    let threshold = why.book().whole("representative.headcount", why.on())?;
    let reached = reaches(why, "representative.headcount", headcount)?;
    if headcount == Fraction::whole(threshold) {
        out.hurdles.push(Hurdle::AtThreeHundred);
        return Ok(());
    }
    out.number = Some(1);
    if !reached {
        why.note("representative.right", vec![])?;
        out.step = Some(Stair::ByRight);
        return Ok(());
    }
    why.note("representative.rule", vec![])?;
    out.step = Some(Stair::AnyEmployee);
    if reaches(why, "representative.hours-headcount", headcount)? {
        out.hours = Some(why.whole("representative.hours", vec![])?);
    }
    Ok(())
}
