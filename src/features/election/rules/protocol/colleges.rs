//! The colleges, their seats and hours, and the mandates that the protocol speaks of.

use super::{Maker, Question, Said, State, Topic};
use crate::{
    election::{self, Clause, CollegeFacts, ElectionError, seats as by_table},
    features::election::records::Poll,
    law::{FactName, Fraction, LawError},
};

/// The headcount that is noted with the election, else that of the company.
pub(super) fn headcount(question: &Question<'_>) -> Option<Fraction> {
    let noted = question.poll.headcount.as_deref().and_then(|h| h.parse().ok());
    noted.or(question.company.0)
}

/// The cadres that are noted with the election, else those of the company.
fn cadres(question: &Question<'_>) -> Option<u64> {
    question.poll.cadres.or(question.company.1)
}

/// The staff of each college, where all of it is noted.
fn staff(poll: &Poll) -> Option<Vec<(String, u64)>> {
    poll.colleges.iter().map(|c| Some((c.id.clone(), c.staff?))).collect()
}

/// How many colleges there are, the reserved seat, and how the seats spread.
pub(super) fn colleges(maker: &mut Maker<'_>) -> Result<(), ElectionError> {
    let topic = Topic::Colleges;
    let poll = maker.question.poll;
    let empty: Vec<String> = poll.colleges.iter().filter(|c| c.holders == 0).map(|c| c.id.clone()).collect();
    // A second round has the seats that are left.
    if !empty.is_empty() && poll.round == 1 && poll.is_general() {
        maker.say(topic, State::Wrong, Said::EmptyCollege, "college.default", vec![])?;
        maker.about(empty);
    }
    let Some(headcount) = headcount(maker.question) else {
        return maker.say(topic, State::Todo, Said::HeadcountUnknown, "college.default", vec![]);
    };
    if poll.headcount.is_none() {
        maker.say(topic, State::Fine, Said::HeadcountOfCompany, "college.default", vec![])?;
        maker.number(headcount);
    }
    let Some(cadres) = cadres(maker.question) else {
        // Too few people to have twenty-five cadres: nothing hangs on their number.
        if headcount >= Fraction::whole(maker.book.whole("college.cadres", maker.question.on)?) {
            maker.say(topic, State::Open, Said::CadresUnknown, "college.cadres", vec![])?;
        }
        return spread(maker, headcount, 0);
    };
    let said = if poll.cadres.is_some() { Said::CadresCounted } else { Said::CadresOfCompany };
    maker.say(topic, State::Fine, said, "college.cadres", vec![(FactName::Cadres, cadres.into())])?;
    maker.number(Fraction::from(cadres));
    let facts = CollegeFacts { headcount, cadres, seats: None, staff: Vec::new() };
    let found = election::colleges(maker.book, &facts, maker.question.on)?;
    let (due, reserved) = (found.value.colleges, found.value.reserved_for_cadres);
    let law = found.map(drop);
    let have = i64::try_from(poll.colleges.len()).unwrap_or(i64::MAX);
    let third = maker.book.whole("college.default", maker.question.on)?.saturating_add(1);
    let otherwise = poll.clauses.contains_key(&Clause::Colleges);
    match have.cmp(&due) {
        std::cmp::Ordering::Equal => maker.put(topic, State::Fine, Said::CollegesDue, law.clone()),
        std::cmp::Ordering::Less if due == third => {
            maker.put(topic, State::Wrong, Said::ThirdCollege, law.clone());
        }
        _ => {
            // Whether all representative unions signed that is said of the clause.
            let state = if otherwise { State::Todo } else { State::Wrong };
            maker.put(topic, state, Said::CollegesDiffer, law.clone());
        }
    }
    maker.number(Fraction::whole(due));
    let set_aside: u32 = poll.colleges.iter().map(|c| c.reserved).fold(0, u32::saturating_add);
    if reserved > 0 && i64::from(set_aside) < reserved {
        maker.put(topic, State::Wrong, Said::ReservedMissing, law.clone());
    }
    let large = maker.book.whole("college.reserved-headcount", maker.question.on)?;
    if cadres == 0 && headcount >= Fraction::whole(large) && due < third {
        maker.put(topic, State::Todo, Said::NoCadre, law);
    }
    spread(maker, headcount, cadres)
}

/// The seats of the protocol beside what practice would give.
fn spread(maker: &mut Maker<'_>, headcount: Fraction, cadres: u64) -> Result<(), ElectionError> {
    let poll = maker.question.poll;
    let topic = Topic::Colleges;
    let Some(staff) = staff(poll) else {
        return maker.say(topic, State::Todo, Said::StaffUnknown, "college.spread", vec![]);
    };
    let total: i64 = poll.colleges.iter().map(|c| i64::from(c.holders)).fold(0, i64::saturating_add);
    let facts = CollegeFacts { headcount, cadres, seats: Some(total), staff };
    let found = election::colleges(maker.book, &facts, maker.question.on)?;
    let mine: Vec<(String, i64)> =
        poll.colleges.iter().map(|c| (c.id.clone(), i64::from(c.holders))).collect();
    let as_practice = found.value.spreads.contains(&mine);
    let said = if as_practice { Said::SpreadAsPractice } else { Said::SpreadOtherwise };
    let state = if as_practice { State::Fine } else { State::Todo };
    let spreads: Vec<String> = found.value.spreads.iter().map(|s| one_line(s)).collect();
    maker.put(topic, state, said, found.map(drop));
    if !as_practice {
        maker.about(spreads);
    }
    Ok(())
}

fn one_line(spread: &[(String, i64)]) -> String {
    spread.iter().map(|(college, seats)| format!("{college}={seats}")).collect::<Vec<_>>().join(", ")
}

/// The hours of each college against those of the law.
pub(super) fn hours(maker: &mut Maker<'_>) -> Result<(), ElectionError> {
    let poll = maker.question.poll;
    let on = maker.question.on;
    let Some(headcount) = headcount(maker.question) else { return Ok(()) };
    let by_law = by_table(maker.book, headcount, on)?.value.seats;
    let mine: Vec<(String, i64)> =
        poll.colleges.iter().map(|c| (c.id.clone(), i64::from(c.holders))).collect();
    let total = mine.iter().map(|(_, n)| *n).fold(0, i64::saturating_add);
    // As many seats as by law are those of the law; of other seats the law's own spread is asked for.
    let legal = if total == by_law {
        vec![mine]
    } else if let Some(staff) = staff(poll) {
        let facts =
            CollegeFacts { headcount, cadres: cadres(maker.question).unwrap_or(0), seats: None, staff };
        election::colleges(maker.book, &facts, on)?.value.spreads
    } else {
        Vec::new()
    };
    if legal.is_empty() {
        return maker.say(Topic::Hours, State::Open, Said::HoursOpen, "seats.protocol", vec![]);
    }
    let agreed: Vec<(String, Fraction)> = poll
        .colleges
        .iter()
        .filter_map(|c| Some((c.id.clone(), c.hours.as_deref()?.parse().ok()?)))
        .collect();
    for college in &poll.colleges {
        let mut answers = Vec::new();
        let mut law = None;
        for spread in &legal {
            let found = election::college_hours(maker.book, headcount, spread, &agreed, on)?;
            answers.extend(found.value.iter().find(|h| h.college == college.id).cloned());
            law = Some(found.map(drop));
        }
        let Some((law, first)) = law.zip(answers.first().cloned()) else { continue };
        let all: Vec<Option<bool>> = answers.iter().map(election::CollegeHours::is_kept).collect();
        let (state, said) = match all.as_slice() {
            [None, ..] => (State::Todo, Said::HoursUnknown),
            kept if kept.iter().all(|k| *k == Some(true)) => (State::Fine, Said::HoursKept),
            kept if kept.iter().all(|k| *k == Some(false)) => (State::Wrong, Said::HoursLost),
            _ => (State::Open, Said::HoursOpen),
        };
        maker.put(Topic::Hours, state, said, law);
        maker.about([college.id.clone()]);
        maker.number(first.by_law);
    }
    Ok(())
}

/// How long the mandates are, and how many in a row.
pub(super) fn mandates(maker: &mut Maker<'_>) -> Result<(), ElectionError> {
    let poll = maker.question.poll;
    let topic = Topic::Mandates;
    match poll.mandate_years {
        None => maker.say(topic, State::Fine, Said::FourYears, "mandate.length", vec![])?,
        Some(years) => {
            let facts = vec![(FactName::AgreedYears, years.into())];
            maker.say(topic, State::Todo, Said::AgreedYears, "mandate.length-min", facts)?;
            maker.also("mandate.length-max")?;
            maker.number(Fraction::from(years));
        }
    }
    let on = maker.question.on;
    let threshold = |rule: &str| Ok::<_, LawError>(maker.book.whole_or_gone(rule, on)?.map(Fraction::whole));
    let limit = maker.book.whole_or_gone("mandate.successive", on)?;
    let (from, most) = (threshold("mandate.successive-from")?, threshold("mandate.successive-protocol")?);
    let (state, said) = match (limit, headcount(maker.question)) {
        (None, _) => (State::Fine, Said::NoLimit),
        (Some(_), Some(size)) if from.is_some_and(|from| size < from) => (State::Fine, Said::NoLimit),
        (Some(_), Some(size)) if most.is_some_and(|most| size > most) => (State::Todo, Said::Limit),
        (Some(_), Some(_)) => (State::Todo, Said::LimitUnless),
        (Some(_), None) => (State::Open, Said::LimitUnless),
    };
    maker.say(topic, state, said, "mandate.successive", vec![])?;
    if limit.is_some() {
        maker.also("mandate.successive-from")?;
        maker.also("mandate.successive-protocol")?;
    }
    Ok(())
}
