//! When the full powers of the committee begin, and the wider duties of a large company, from the recorded headcounts.

use chrono::{Months, NaiveDate};

use super::{
    Agenda, Basis, Line, Subject,
    ground::MANDATES_END,
    long_past, mandates,
    scene::Scene,
    things::{FIRST, RESULTS, SECOND},
};
use crate::{
    calendar::RuleError,
    election::{Crossing, Threshold},
    features::election::rules::nature,
    law::{FactName, Finding, LawError, Reasoning, Remark, book},
};

/// What the line of the full powers goes by.
const FULL: &str = "cse.full-powers";
/// What the line of the large company goes by.
const LARGE: &str = "cse.large-duties";

/// Returns the day from which a threshold takes effect; nothing where it is not crossed, or no committee is known where one
/// is needed.
///
/// # Law
/// L2312-2: twelve months after fifty employees have stood for twelve months; where less than a year of the mandates is left
/// on that day, twelve months from the renewal; where there was no committee, a year from its being set up. L2312-34: one
/// year. Mandates are taken to be renewed on the day they end.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn effective(
    basis: &Basis,
    crossing: &Crossing,
    today: NaiveDate,
) -> Result<Option<Finding<NaiveDate>>, RuleError> {
    let (Some(since), Some(bare)) = (crossing.since, crossing.effective) else { return Ok(None) };
    match crossing.which {
        Threshold::Cse => Ok(None),
        Threshold::Large => {
            let mut why = Reasoning::new(book(), since.min(today));
            why.note("threshold.large-delay", vec![(FactName::Since, since.into())])?;
            Ok(Some(why.conclude(bare)))
        }
        Threshold::FullPowers => full(basis, since, bare, today),
    }
}

fn full(
    basis: &Basis,
    since: NaiveDate,
    bare: NaiveDate,
    today: NaiveDate,
) -> Result<Option<Finding<NaiveDate>>, RuleError> {
    let running = mandates::mandates(basis, today);
    let begun = running.first_round;
    let Some(end) = mandates::mandates_end(basis, today)?.map(|f| f.value) else { return Ok(None) };
    let months = |rule| -> Result<Months, LawError> {
        let months = book().whole(rule, since.min(today))?;
        Ok(Months::new(u32::try_from(months).map_err(|_| LawError::Calendar)?))
    };
    let after = |day: NaiveDate, rule| -> Result<NaiveDate, LawError> {
        day.checked_add_months(months(rule)?).ok_or(LawError::Calendar)
    };
    let mut why = Reasoning::new(book(), since.min(today));
    why.note(
        "threshold.full-powers-delay",
        vec![(FactName::Since, since.into()), (FactName::Effective, bare.into())],
    )?;
    let late = begun.filter(|begun| *begun > since);
    if let Some(begun) = late.filter(|begun| !earlier(basis, *begun)) {
        // The first committee came after the threshold.
        let day = after(begun, "threshold.full-powers-set-up")?;
        why.note("threshold.full-powers-set-up", vec![(FactName::Effective, day.into())])?;
        why.remark(Remark::FirstCommittee);
        return Ok(Some(why.conclude(day)));
    }
    if end < since {
        return Ok(None);
    }
    // The mandates that run on the bare day: those before a renewal end with it.
    let runs_out = late.filter(|begun| *begun >= bare).unwrap_or(end);
    if runs_out >= bare && runs_out < after(bare, "threshold.full-powers-rest")? {
        let day = after(runs_out, "threshold.full-powers-delay")?;
        why.note("threshold.full-powers-rest", vec![(FactName::RecordedEnd, runs_out.into())])?;
        return Ok(Some(why.conclude(day)));
    }
    Ok(Some(why.conclude(bare)))
}

/// Tells whether anything shows a committee before the one whose mandates began on a day.
fn earlier(basis: &Basis, begun: NaiveDate) -> bool {
    let before = |day: NaiveDate| day < begun && !nature::of_one_election(day, begun);
    let shows = |code: &str| [FIRST, SECOND, RESULTS].contains(&code);
    let ended = |day: NaiveDate| day <= begun;
    basis.polls.values().filter_map(|p| p.day).any(before)
        || basis
            .recorded
            .values()
            .any(|f| f.day.is_some_and(|d| shows(&f.code) && before(d) || f.code == MANDATES_END && ended(d)))
        || basis.company.mandates_end.is_some_and(ended)
}

/// The lines of what the crossings bring, while they matter; the exact day of a crossing has to be known.
///
/// # Errors
/// A day that the law tables do not cover.
pub(super) fn lines(
    basis: &Basis,
    scene: &Scene,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    for crossing in scene.crossed.iter().filter(|c| c.reached && !c.at_latest) {
        let id = match crossing.which {
            Threshold::Cse => continue,
            Threshold::FullPowers => FULL,
            Threshold::Large => LARGE,
        };
        let Some(found) = effective(basis, crossing, today)?.filter(|f| !long_past(f.value, today)) else {
            continue;
        };
        let line = Line::found(id, Subject::Word("cse"), found)?;
        // Recorded by hand too: the day that the headcounts and the mandates give is the one that counts.
        out.lines.retain(|other| other.rule.rule() != line.rule.rule());
        out.lines.push(line);
    }
    Ok(())
}

/// Puts in place of the bare days of the crossings those on which they take effect.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn settled(
    basis: &Basis,
    mut found: Finding<Vec<Crossing>>,
    today: NaiveDate,
) -> Result<Finding<Vec<Crossing>>, RuleError> {
    // Where the crossing may lie before the months that are known, the day told is the latest possible one.
    for crossing in found.value.iter_mut().filter(|c| !c.at_latest) {
        if let Some(day) = effective(basis, crossing, today)? {
            crossing.effective = Some(day.value);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        calendar::Month,
        election::crossings,
        features::{agenda::records::Fact, company::records::Company},
        law::Caveat,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// One month of 49, then 51 from June 2025 on: the threshold has stood for twelve months on 31 May 2026.
    fn section(election: Option<&str>, end: Option<&str>) -> Basis {
        let mut month: Month = "2025-05".parse().unwrap();
        let mut company = Company {
            first_round: election.map(day),
            mandates_end: end.map(day),
            representative_section: Some(false),
            ..Company::default()
        };
        for size in ["49"].into_iter().chain(std::iter::repeat_n("51", 12)) {
            company.headcounts.insert(month.to_string().into(), size.to_owned());
            month = month.plus(1).unwrap();
        }
        Basis { company, ..Basis::default() }
    }

    fn found(basis: &Basis, today: &str) -> Option<Finding<NaiveDate>> {
        let months = crate::features::company::rules::headcounts(&basis.company);
        let all = crossings(book(), &months, day(today)).unwrap().value;
        let full = all.into_iter().find(|c| c.which == Threshold::FullPowers).unwrap();
        effective(basis, &full, day(today)).unwrap()
    }

    fn at(basis: &Basis) -> Option<NaiveDate> {
        found(basis, "2026-06-15").map(|f| f.value)
    }

    #[test]
    fn each_sentence_of_the_article_has_its_day() {
        // Less than a year of the mandates is left on 31 May 2027: twelve months from the renewal.
        assert_eq!(at(&section(Some("2024-05-20"), None)), Some(day("2029-05-20")));
        // A year to the day is not less than one; a day less is.
        assert_eq!(at(&section(None, Some("2028-05-31"))), Some(day("2027-05-31")));
        assert_eq!(at(&section(None, Some("2028-05-30"))), Some(day("2029-05-30")));
        assert_eq!(at(&section(None, Some("2027-05-31"))), Some(day("2028-05-31")));
        // They end before the twelve months are over: those that follow have years to run.
        assert_eq!(at(&section(None, Some("2027-05-30"))), Some(day("2027-05-31")));
        assert_eq!(at(&section(Some("2026-01-20"), None)), Some(day("2027-05-31")));
        // No committee at all, or one whose mandates ended before.
        assert_eq!(at(&section(None, None)), None);
        assert_eq!(at(&section(None, Some("2026-05-30"))), None);
    }

    #[test]
    fn a_committee_that_came_after_the_threshold_has_a_year() {
        let set_up = section(Some("2026-10-12"), None);
        let found = found(&set_up, "2026-11-21").unwrap();
        assert_eq!(found.value, day("2027-10-12"));
        assert!(found.caveats.contains(&Caveat::Remark(Remark::FirstCommittee)), "{:?}", found.caveats);
        assert!(found.because.iter().all(|step| step.citation.article == "L2312-2"));
        // An election before it shows that it was a renewal: the bare day holds.
        let mut renewed = set_up;
        let held = Fact { code: FIRST.to_owned(), day: Some(day("2022-10-10")), ..Fact::default() };
        renewed.recorded.insert(crate::base::Id([1; 16]), held);
        assert_eq!(super::tests::found(&renewed, "2026-11-21").unwrap().value, day("2027-05-31"));
    }

    #[test]
    fn the_agenda_has_one_line_for_it_whatever_is_recorded_too() {
        let mut basis = section(Some("2024-05-20"), None);
        let lines = |basis: &Basis, on: &str| -> Vec<(String, NaiveDate)> {
            let all = super::super::agenda(basis, day(on)).unwrap().lines;
            let full = super::super::RuleId::of(FULL).unwrap();
            let ours = all.into_iter().filter(|l| l.rule.rule() == full.rule());
            ours.map(|l| (l.rule.id().to_owned(), l.day)).collect()
        };
        let one = vec![(FULL.to_owned(), day("2029-05-20"))];
        assert_eq!(lines(&basis, "2026-06-15"), one);
        let by_hand =
            Fact { code: "fifty-reached".to_owned(), day: Some(day("2026-05-31")), ..Fact::default() };
        basis.recorded.insert(crate::base::Id([2; 16]), by_hand);
        assert_eq!(lines(&basis, "2026-06-15"), one);
        // Where the month before the first one is not known, the day of the crossing is not either.
        basis.recorded.clear();
        basis.company.headcounts.remove("2025-05");
        assert_eq!(lines(&basis, "2026-06-15"), []);
        let months: BTreeMap<_, _> = crate::features::company::rules::headcounts(&basis.company);
        assert_eq!(months.len(), 12);
    }
}
