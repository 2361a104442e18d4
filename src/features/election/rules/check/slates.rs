//! The lists: who may stand, women and men, how many, who stands twice.

use super::{Checker, Concern, Place, What, breach, note, of_vote, risk};
use crate::{
    base::{Id, text::fold, word::Gender},
    election::{
        Balance, Bar, ElectionError, elector,
        parity::{self, Sex, parity},
    },
    features::election::records::{Candidate, College, Post, Slate},
    law::{Answer, Caveat, FactName, Remark},
};

pub(super) fn slates(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let dossier = checker.dossier();
    let ours = dossier.poll.ours.is_some() || dossier.slates.iter().any(|(_, s)| s.ours);
    for (college, post) in dossier.votes().filter(|(c, p)| c.seats(*p) > 0) {
        let mut mine = false;
        for (id, slate) in dossier.slates_of(&college.id, post) {
            mine |= slate.ours;
            one(checker, college, post, id, slate)?;
        }
        // The audience is measured at the first round alone.
        if ours && !mine && post == Post::Holders && dossier.poll.round == 1 && checker.general() {
            checker.add(
                note(Concern::NoListOfOurs),
                of_vote(&college.id, post),
                "audience.all-colleges",
                vec![],
            )?;
        }
    }
    Ok(())
}

fn sex(gender: Gender) -> Sex {
    match gender {
        Gender::Woman => Sex::Woman,
        Gender::Man => Sex::Man,
    }
}

fn one(
    checker: &mut Checker<'_>,
    college: &College,
    post: Post,
    id: &Id,
    slate: &Slate,
) -> Result<(), ElectionError> {
    let place = || Place { list: Some(*id), ..of_vote(&college.id, post) };
    let seats = college.seats(post);
    let size = u32::try_from(slate.candidates.len()).unwrap_or(u32::MAX);
    let free = slate.unions.is_empty();
    if free && checker.dossier().poll.round == 1 {
        checker.add(breach(Concern::FreeFirstRound), place(), "list.unions", vec![])?;
    }
    if slate.unions.len() > 1 && slate.unions.iter().all(|u| u.share.is_none()) {
        checker.add(note(Concern::NoSplit), place(), "audience.common-list", vec![])?;
    }
    if size == 0 {
        checker.add(risk(Concern::NoCandidates), place(), "list.principles", vec![])?;
        return Ok(());
    }
    if size > seats {
        let mut why = checker.why();
        why.note(
            "list.principles",
            vec![(FactName::Candidates, size.into()), (FactName::Seats, seats.into())],
        )?;
        why.remark(Remark::PrincipleNotSpelled);
        if !free {
            why.remark(Remark::ParityWithinSeats);
        }
        let more = u64::from(size.saturating_sub(seats));
        checker.put(breach(Concern::TooMany).of(more), place(), why.conclude(()));
    } else if size < seats {
        let facts = vec![(FactName::Candidates, size.into()), (FactName::Seats, seats.into())];
        let fewer = u64::from(seats.saturating_sub(size));
        checker.add(note(Concern::Incomplete).of(fewer), place(), "allocation.candidates", facts)?;
    }
    let unborn = slate.candidates.iter().filter(|c| c.born.is_none()).count();
    if unborn > 0 {
        let unborn = u64::try_from(unborn).unwrap_or(u64::MAX);
        checker.add(note(Concern::BirthMissing).of(unborn), place(), "allocation.tie-age", vec![])?;
    }
    if !free {
        balance(checker, college, slate, seats, &place)?;
    }
    if slate.ours {
        let typed = slate.candidates.iter().filter(|c| c.member.is_none()).count();
        if typed > 0 {
            let typed = u64::try_from(typed).unwrap_or(u64::MAX);
            checker.add(note(Concern::NotInRoster).of(typed), place(), "candidate.years", vec![])?;
        }
        for (position, candidate) in (1_usize..).zip(&slate.candidates) {
            stands(checker, college, candidate, &Place { candidate: Some(position), ..place() })?;
        }
    }
    Ok(())
}

/// Returns the list as the rule of women and men sees it; nothing while a sex or the proportion is not known.
pub(super) fn as_slate(
    college: &College,
    slate: &Slate,
    seats: u32,
) -> Option<(parity::College, parity::Slate)> {
    let candidates = slate.candidates.iter().map(|c| c.sex.map(sex)).collect::<Option<Vec<_>>>()?;
    let of_college = parity::College { women: college.women?, men: college.men?, seats: Some(seats) };
    let fits = !candidates.is_empty() && u32::try_from(candidates.len()).is_ok_and(|n| n <= seats);
    let known = of_college.women > 0 || of_college.men > 0;
    (fits && known).then(|| (of_college, parity::Slate { candidates, ..parity::Slate::default() }))
}

fn balance(
    checker: &mut Checker<'_>,
    college: &College,
    slate: &Slate,
    seats: u32,
    place: &dyn Fn() -> Place,
) -> Result<(), ElectionError> {
    for (position, _) in (1_usize..).zip(&slate.candidates).filter(|(_, c)| c.sex.is_none()) {
        let here = Place { candidate: Some(position), ..place() };
        checker.add(risk(Concern::SexMissing), here, "parity.proportion", vec![])?;
    }
    // Beyond the seats no text says what is due: the first candidates are checked, as many as there are seats, which
    // is the list that stays once the last are taken off.
    let places = usize::try_from(seats).unwrap_or(usize::MAX);
    let too_long = slate.candidates.len() > places;
    let mut within = slate.clone();
    within.candidates.truncate(places);
    let Some((of_college, list)) = as_slate(&checker.protocol(college), &within, seats) else {
        return Ok(());
    };
    let mut found = parity(checker.book, of_college, None, Some(&list), checker.on)?;
    if too_long {
        found.caveats.push(Caveat::Remark(Remark::ParityWithinSeats));
        whole_alternation(checker, slate, places, place)?;
    }
    match found.value.clone() {
        Answer::Undetermined { .. } => {
            checker.put(risk(Concern::ParityOpen), place(), found.map(|_| ()));
        }
        Answer::Known(known) => {
            for each in known.checked.map(|c| c.breaches).unwrap_or_default() {
                let here = Place { candidate: each.position, ..place() };
                checker.put(breach(each.rule), here, found.clone().map(|_| ()));
            }
        }
    }
    Ok(())
}

/// The alternation of the candidates beyond the seats, which does not depend on how many there may be.
fn whole_alternation(
    checker: &mut Checker<'_>,
    slate: &Slate,
    places: usize,
    place: &dyn Fn() -> Place,
) -> Result<(), ElectionError> {
    let Some(sexes) = slate.candidates.iter().map(|c| c.sex.map(sex)).collect::<Option<Vec<_>>>() else {
        return Ok(());
    };
    let beyond = parity::out_of_turn(&sexes).into_iter().filter(|position| *position > places);
    for position in beyond {
        let here = Place { candidate: Some(position), ..place() };
        checker.add(breach(Balance::Alternation), here, "parity.alternation", vec![])?;
    }
    Ok(())
}

/// Whether one of ours may stand there.
fn stands(
    checker: &mut Checker<'_>,
    college: &College,
    candidate: &Candidate,
    place: &Place,
) -> Result<(), ElectionError> {
    let question = checker.question;
    let Some(member) = candidate.member else { return young(checker, candidate, place) };
    let Some(person) = question.ours.get(&member) else {
        checker.add(risk(Concern::GoneFromRoster), place.clone(), "candidate.years", vec![])?;
        return Ok(());
    };
    let found = elector(checker.book, &person.facts, checker.on)?;
    let known = found.value.clone();
    if !known.may_stand {
        // A fact that nobody noted is not a refusal.
        let certain = known.reasons.iter().find(|r| !r.is_open());
        let what = match certain {
            Some(reason) => breach(*reason),
            None => risk(Concern::EligibilityUnknown),
        };
        checker.put(what, place.clone(), found.map(|_| ()));
    }
    if !person.member {
        checker.add(note(Concern::NotAMember), place.clone(), "list.unions", vec![])?;
    }
    if person.college.as_ref().is_some_and(|c| *c != college.id) && checker.dossier().poll.colleges.len() > 1
    {
        checker.add(risk(Concern::OtherCollege), place.clone(), "college.default", vec![])?;
    }
    Ok(())
}

/// Finds a candidate who was typed by hand and is too young, by the one fact of theirs that is known.
fn young(checker: &mut Checker<'_>, candidate: &Candidate, place: &Place) -> Result<(), ElectionError> {
    if candidate.born.is_none() {
        return Ok(());
    }
    let facts = crate::election::Person { born: candidate.born, ..crate::election::Person::default() };
    let found = elector(checker.book, &facts, checker.on)?;
    if found.value.reasons.contains(&Bar::StandTooYoung) {
        checker.put(breach(Bar::StandTooYoung), place.clone(), found.map(|_| ()));
    }
    Ok(())
}

/// Who stands on two lists, and unions with two lists.
pub(super) fn duplicates(checker: &mut Checker<'_>) -> Result<(), ElectionError> {
    let dossier = checker.dossier();
    for post in Post::ALL.iter().copied() {
        let lists: Vec<&(Id, Slate)> = dossier.slates.iter().filter(|(_, s)| s.post == post).collect();
        for (index, (id, slate)) in lists.iter().enumerate() {
            let before = || lists.iter().take(index);
            let place = || Place { list: Some(*id), ..of_vote(&slate.college, post) };
            let union_twice = slate.unions.iter().any(|u| {
                before().any(|(_, other)| {
                    other.college == slate.college
                        && other.unions.iter().any(|o| fold(&o.union) == fold(&u.union))
                })
            });
            if union_twice {
                checker.add(risk(Concern::TwoLists), place(), "list.one-per-union", vec![])?;
            }
            for (position, candidate) in (1_usize..).zip(&slate.candidates) {
                let others = before().flat_map(|(_, s)| &s.candidates);
                let Some(what) = others.filter_map(|o| same(candidate, o)).min_by_key(|w| w.gravity) else {
                    continue;
                };
                let mut why = checker.why();
                why.note("list.principles", vec![])?;
                why.remark(Remark::PrincipleNotSpelled);
                let here = Place { candidate: Some(position), ..place() };
                checker.put(what, here, why.conclude(()));
            }
        }
    }
    Ok(())
}

/// Whether two candidates are one person: surely by the roster or by name and birth, perhaps by the name alone.
fn same(a: &Candidate, b: &Candidate) -> Option<What> {
    if a.member.is_some() && b.member.is_some() {
        return (a.member == b.member).then(|| breach(Concern::OnTwoLists));
    }
    if fold(&a.name) != fold(&b.name) {
        return None;
    }
    match (a.born, b.born) {
        (Some(x), Some(y)) => (x == y).then(|| breach(Concern::OnTwoLists)),
        _ => Some(risk(Concern::Namesake)),
    }
}
