//! What a union's request to bargain starts: the eight and the fifteen days of the employer, or nothing yet.

use chrono::NaiveDate;

use crate::{
    bargaining::{
        Unknown, Void,
        outlook::{Situation, Subject, dues},
    },
    law::{Book, Fact, FactName, Finding, Fraction, LawError, Reasoning, Remark},
};

/// Whether the days of the employer run from a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clock {
    /// They run.
    Runs,
    /// It came before the time: one received from this day on starts them.
    Early(NaiveDate),
    /// Nothing starts them here.
    Void(Void),
    /// It cannot be told; what would settle it.
    Open(Vec<Unknown>),
}

impl Clock {
    /// Returns the stable code, as written in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Early(_) => "early",
            Self::Void(_) => "void",
            Self::Open(_) => "undetermined",
        }
    }
}

/// Returns whether a request on a subject (*demande de négociation*) starts the days of the employer.
///
/// # Law
/// L2242-13, as it stood on the day of the request: where the employer has taken no initiative for more than twelve
/// months (thirty-six for jobs and careers, and for experienced employees) since the negotiation before, or where an
/// agreement on method was not kept, the request of a representative union obliges the employer to pass it on within
/// eight days and to convene within fifteen. L2242-1, L2242-2 and L2242-2-1: only where a representative union has a
/// section, and from three hundred employees. No text says whether a request that came too early counts once the
/// time has come; a remark says so.
///
/// # Errors
/// As [`outlook`](crate::bargaining::outlook()).
pub fn clock(
    book: &Book,
    situation: &Situation,
    subject: Subject,
    requested: NaiveDate,
) -> Result<Finding<Clock>, LawError> {
    let mut why = Reasoning::new(book, requested);
    let section = situation.representative_section;
    if section == Some(false) {
        why.note("bargaining.section", vec![(FactName::RepresentativeSection, false.into())])?;
        return Ok(why.conclude(Clock::Void(Void::NoSection)));
    }
    let mut open = Vec::new();
    if let Some(rule) = subject.headcount() {
        let Some(threshold) = book.whole_or_gone(rule, requested)? else {
            why.note("bargaining.section", vec![])?;
            return Ok(why.conclude(Clock::Void(Void::NoDuty)));
        };
        match situation.headcount {
            Some(headcount) if headcount < Fraction::whole(threshold) => {
                let facts = vec![
                    (FactName::Threshold, Fact::from(threshold)),
                    (FactName::Headcount, headcount.into()),
                ];
                why.note(rule, facts)?;
                return Ok(why.conclude(Clock::Void(Void::BelowHeadcount)));
            }
            Some(_) => {}
            None => open.push(Unknown::Headcount),
        }
    }
    if section.is_none() {
        open.push(Unknown::Section);
    }
    let own = situation.agreed.get(&subject).filter(|a| a.own).map(|a| a.concluded);
    let Some(last) = situation.last.get(&subject).copied().max(own) else {
        open.push(Unknown::LastRound);
        let facts = section.map(|yes| (FactName::RepresentativeSection, Fact::from(yes)));
        why.note("bargaining.section", facts.into_iter().collect())?;
        let months = book.whole(subject.request(), requested)?;
        why.note(subject.request(), vec![(FactName::MoreThanMonths, months.into())])?;
        why.remark(Remark::LastRoundNotRecorded);
        return Ok(why.conclude(Clock::Open(open)));
    };
    let lines = dues(book, situation, subject, last, requested)?;
    let Some(from) = lines.into_iter().find(|line| line.rule == subject.request()) else {
        return Ok(why.conclude(Clock::Void(Void::NoDuty)));
    };
    let from = why.absorb(from.day);
    if requested < from {
        why.remark(Remark::EarlyRequest);
        return Ok(why.conclude(Clock::Early(from)));
    }
    Ok(why.conclude(if open.is_empty() { Clock::Runs } else { Clock::Open(open) }))
}

/// Returns whether a request that names no subject starts the days of the employer: what holds for every subject that
/// is bargained on here, else it is open which one was meant.
///
/// # Law
/// As [`clock`].
///
/// # Errors
/// As [`clock`].
pub fn clock_of_any(
    book: &Book,
    situation: &Situation,
    requested: NaiveDate,
) -> Result<Finding<Clock>, LawError> {
    let mut all = Vec::new();
    for subject in Subject::ALL.iter().copied() {
        all.push(clock(book, situation, subject, requested)?);
    }
    let mut why = Reasoning::new(book, requested);
    if all.iter().all(|found| matches!(found.value, Clock::Void(_))) {
        // Pay and equality are bargained on at every size: only the section can be missing.
        let void = all.into_iter().next().map_or(Clock::Void(Void::NoSection), |found| why.absorb(found));
        return Ok(why.conclude(void));
    }
    all.retain(|found| !matches!(found.value, Clock::Void(_)));
    let clocks: Vec<_> = all.into_iter().map(|found| why.absorb(found)).collect();
    let early: Vec<_> =
        clocks.iter().map_while(|c| if let Clock::Early(from) = c { Some(*from) } else { None }).collect();
    let found = if clocks.iter().all(|c| *c == Clock::Runs) {
        Clock::Runs
    } else if let (Some(first), true) = (early.iter().min(), early.len() == clocks.len()) {
        Clock::Early(*first)
    } else {
        let mut open: Vec<_> = clocks
            .into_iter()
            .flat_map(|c| if let Clock::Open(open) = c { open } else { Vec::new() })
            .chain([Unknown::Subject])
            .collect();
        open.sort_unstable();
        open.dedup();
        Clock::Open(open)
    };
    Ok(why.conclude(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bargaining::Agreed,
        law::{Caveat, book},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn known(last: &[(Subject, &str)]) -> Situation {
        Situation {
            headcount: Some(Fraction::whole(400)),
            representative_section: Some(true),
            last: last.iter().map(|(s, d)| (*s, day(d))).collect(),
            ..Situation::default()
        }
    }

    fn on(situation: &Situation, subject: Subject, requested: &str) -> Finding<Clock> {
        clock(book(), situation, subject, day(requested)).unwrap()
    }

    #[test]
    fn the_days_run_past_twelve_or_thirty_six_months_and_not_on_the_last_of_them() {
        let pay = known(&[(Subject::Pay, "2025-11-15"), (Subject::Careers, "2023-11-15")]);
        let early = on(&pay, Subject::Pay, "2026-11-15");
        assert_eq!(early.value, Clock::Early(day("2026-11-16")), "more than twelve months");
        assert!(early.caveats.contains(&Caveat::Remark(Remark::EarlyRequest)));
        assert!(early.because.iter().any(|s| s.citation.article == "L2242-13"));
        let runs = on(&pay, Subject::Pay, "2026-11-16");
        assert_eq!(runs.value, Clock::Runs);
        assert!(!runs.caveats.contains(&Caveat::Remark(Remark::EarlyRequest)));
        assert_eq!(on(&pay, Subject::Careers, "2026-11-15").value, Clock::Early(day("2026-11-16")));
        assert_eq!(on(&pay, Subject::Careers, "2026-11-16").value, Clock::Runs);
    }

    #[test]
    fn an_agreement_on_method_puts_them_off_to_the_end_of_its_interval() {
        let mut method = known(&[(Subject::Pay, "2025-11-15")]);
        let agreed = Agreed { concluded: day("2026-05-10"), months: 24, years: Some(4), own: false };
        method.agreed.insert(Subject::Pay, agreed);
        let early = on(&method, Subject::Pay, "2026-11-20");
        assert_eq!(early.value, Clock::Early(day("2027-11-16")));
        assert!(early.because.iter().any(|s| s.citation.article == "L2242-11"));
        assert_eq!(on(&method, Subject::Pay, "2027-11-16").value, Clock::Runs);
    }

    #[test]
    fn without_section_or_below_the_headcount_nothing_runs() {
        let mut none = known(&[(Subject::Pay, "2020-01-15"), (Subject::Careers, "2020-01-15")]);
        none.representative_section = Some(false);
        let found = on(&none, Subject::Pay, "2026-11-20");
        assert_eq!(found.value, Clock::Void(Void::NoSection));
        assert_eq!(found.because[0].citation.article, "L2242-1");
        assert_eq!(
            clock_of_any(book(), &none, day("2026-11-20")).unwrap().value,
            Clock::Void(Void::NoSection)
        );
        none.representative_section = Some(true);
        none.headcount = Some(Fraction::whole(299));
        assert_eq!(on(&none, Subject::Careers, "2026-11-20").value, Clock::Void(Void::BelowHeadcount));
        assert_eq!(on(&none, Subject::Pay, "2026-11-20").value, Clock::Runs);
        assert_eq!(on(&none, Subject::Experienced, "2025-10-25").value, Clock::Void(Void::NoDuty));
    }

    #[test]
    fn what_is_not_known_leaves_it_open() {
        let mut unknown = known(&[]);
        let found = on(&unknown, Subject::Pay, "2026-11-20");
        assert_eq!(found.value, Clock::Open(vec![Unknown::LastRound]));
        assert!(found.caveats.contains(&Caveat::Remark(Remark::LastRoundNotRecorded)));
        unknown.last.insert(Subject::Pay, day("2025-01-15"));
        unknown.last.insert(Subject::Careers, day("2020-01-15"));
        (unknown.representative_section, unknown.headcount) = (None, None);
        assert_eq!(on(&unknown, Subject::Pay, "2026-11-20").value, Clock::Open(vec![Unknown::Section]));
        assert_eq!(
            on(&unknown, Subject::Careers, "2026-11-20").value,
            Clock::Open(vec![Unknown::Headcount, Unknown::Section])
        );
        // Too early whatever else there is.
        assert_eq!(on(&unknown, Subject::Pay, "2025-11-20").value, Clock::Early(day("2026-01-16")));
    }

    #[test]
    fn a_request_that_names_no_subject_is_told_by_what_holds_for_all() {
        let mut small = known(&[(Subject::Pay, "2025-06-15"), (Subject::Equality, "2025-09-15")]);
        small.headcount = Some(Fraction::whole(80));
        let any = |on: &str| clock_of_any(book(), &small, day(on)).unwrap().value;
        assert_eq!(any("2026-11-20"), Clock::Runs);
        assert_eq!(any("2026-06-15"), Clock::Early(day("2026-06-16")));
        assert_eq!(any("2026-07-20"), Clock::Open(vec![Unknown::Subject]));
        small.last.remove(&Subject::Equality);
        let open = clock_of_any(book(), &small, day("2026-11-20")).unwrap().value;
        assert_eq!(open, Clock::Open(vec![Unknown::LastRound, Unknown::Subject]));
    }

    #[test]
    fn outside_the_tables_is_an_error() {
        let early = clock(book(), &known(&[]), Subject::Pay, day("2017-06-01"));
        assert!(matches!(early, Err(LawError::NotCovered { .. })));
    }
}
