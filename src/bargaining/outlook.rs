//! The next round on each subject, from the last ones.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::word::{codes, synonyms},
    calendar::{Due, DutyKind, Span},
    law::{Book, Fact, FactName, Finding, Fraction, LawError, Reasoning, Remark},
};

codes! {
    /// A subject of mandatory bargaining.
    Subject {
        /// Pay, working time, value sharing.
        Pay = "pay", "rémunération, temps de travail, partage de la valeur", "pay, working time, value sharing";
        /// Equality between women and men, quality of working life.
        Equality = "equality", "égalité femmes-hommes, qualité de vie et conditions de travail", "equality between women and men, quality of working life";
        /// Jobs and careers (GEPP), from three hundred employees.
        Careers = "careers", "gestion des emplois et des parcours", "jobs and careers";
        /// Experienced employees, from three hundred employees, since 2025-10-26.
        Experienced = "experienced", "salariés expérimentés", "experienced employees";
    }
}

synonyms! {
    Subject {
        Pay ["rémunération", "rémunérations", "salaire", "salaires", "wages", "nao"];
        Equality ["égalité", "égalité professionnelle", "qvct", "qvt"];
        Careers ["emplois", "carrières", "parcours", "gepp", "gpec", "jobs"];
        Experienced ["expérimentés", "salariés-expérimentés", "seniors", "séniors", "senior"];
    }
}

impl Subject {
    /// Returns the table of the interval.
    #[must_use]
    pub const fn interval(self) -> &'static str {
        self.rules().0
    }

    /// Returns the table of the headcount from which it applies.
    #[must_use]
    pub const fn headcount(self) -> Option<&'static str> {
        self.rules().1
    }

    /// Returns the table of the delay before a union may demand it.
    #[must_use]
    pub const fn request(self) -> &'static str {
        self.rules().2
    }

    /// The tables: the interval, the headcount from which it applies, the delay before a union may demand it.
    const fn rules(self) -> (&'static str, Option<&'static str>, &'static str) {
        match self {
            Self::Pay => ("bargaining.pay", None, "bargaining.request-annual"),
            Self::Equality => ("bargaining.equality", None, "bargaining.request-annual"),
            Self::Careers => {
                ("bargaining.careers", Some("bargaining.careers-headcount"), "bargaining.request-triennial")
            }
            Self::Experienced => (
                "bargaining.experienced",
                Some("bargaining.experienced-headcount"),
                "bargaining.request-triennial",
            ),
        }
    }
}

/// What an agreement sets for a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// The day it was concluded.
    pub concluded: NaiveDate,
    /// The months from one round to the next.
    pub months: u32,
    /// How many years it lasts, where it says so.
    pub years: Option<u32>,
    /// Whether it is an agreement on the subject itself, which sets its own renegotiation, and not one on method.
    pub own: bool,
}

/// What is known of the company.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Situation {
    /// The last headcount known.
    pub headcount: Option<Fraction>,
    /// Whether a representative union has a section here.
    pub representative_section: Option<bool>,
    /// The day of the last round on each subject.
    pub last: BTreeMap<Subject, NaiveDate>,
    /// The subjects on which there was never a round, with the day on which that was said.
    pub never: BTreeMap<Subject, NaiveDate>,
    /// What an agreement on method, or on the subject itself, sets for each.
    pub agreed: BTreeMap<Subject, Agreed>,
}

/// A fact without which a date cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The headcount, which decides whether the subject applies.
    Headcount,
    /// The day of the last round on a subject.
    LastRound(Subject),
}

/// What lies ahead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlook {
    /// The lines of the agenda.
    pub dues: Vec<Due>,
    /// What would have to be known for more.
    pub missing: Vec<Missing>,
}

/// Returns the next rounds (*négociations obligatoires*), and from when a representative union may demand each.
///
/// An agreement on method, or one on the subject that sets its own renegotiation, moves the date, at most to four years.
/// Past the day that it sets, or past its own end, the rules without an agreement apply again.
///
/// Without a section of a representative union nothing is due. Where nobody recorded whether there is one, the
/// dates are given with a remark.
///
/// # Law
/// L2242-1 and L2242-2 (who must bargain, on what), L2242-2-1 (experienced employees, since 2025-10-26),
/// L2242-13 (every year, every three years; the union's demand after more than twelve or thirty-six months), L2242-11
/// (agreement on method, four years at most), L2242-12 (renegotiation, four years at most), as they stand today.
///
/// # Dates
/// Counted from the last round, whatever was missed since. "More than twelve months" is the day after.
///
/// # Errors
/// [`LawError::NotCovered`] for a day outside the tables; [`LawError::Calendar`] at the end of the calendar.
pub fn outlook(book: &Book, situation: &Situation, today: NaiveDate) -> Result<Outlook, LawError> {
    let mut out = Outlook::default();
    if situation.representative_section == Some(false) {
        return Ok(out);
    }
    for subject in Subject::ALL.iter().copied() {
        let (_, headcount_rule, _) = subject.rules();
        if let Some(rule) = headcount_rule {
            let Some(threshold) = book.whole_or_gone(rule, today)? else { continue };
            match situation.headcount {
                Some(headcount) if headcount < Fraction::whole(threshold) => continue,
                None if !situation.last.contains_key(&subject) => {
                    if !out.missing.contains(&Missing::Headcount) {
                        out.missing.push(Missing::Headcount);
                    }
                    continue;
                }
                Some(_) | None => {}
            }
        }
        // An agreement on the subject is itself a round.
        let own = situation.agreed.get(&subject).filter(|a| a.own).map(|a| a.concluded);
        if let Some(last) = situation.last.get(&subject).max(own.as_ref()) {
            out.dues.extend(dues(book, situation, subject, *last, today)?);
            continue;
        }
        let said = situation.never.get(&subject).copied();
        if said.is_none() {
            out.missing.push(Missing::LastRound(subject));
        }
        let since = if said.is_some() { said } else { begins(book, situation, subject, today)? };
        if let Some(since) = since {
            out.dues.push(without_round(book, situation, subject, since, today)?);
        }
    }
    Ok(out)
}

/// The day on which a subject became one, where that lies in the time of the tables and the company must bargain on it:
/// a duty of which no round is known is there all the same.
fn begins(
    book: &Book,
    situation: &Situation,
    subject: Subject,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, LawError> {
    let Some(rule) = subject.headcount() else { return Ok(None) };
    if situation.representative_section != Some(true) || situation.headcount.is_none() {
        return Ok(None);
    }
    let (_, entry) = book.at(rule, today)?;
    let before = entry.from.pred_opt().map(|day| book.whole_or_gone(rule, day));
    Ok(matches!(before, Some(Ok(None))).then_some(entry.from))
}

/// Begins with what every duty to bargain rests on: a section of a representative union.
fn with_section<'b>(
    book: &'b Book,
    situation: &Situation,
    today: NaiveDate,
) -> Result<Reasoning<'b>, LawError> {
    let mut why = Reasoning::new(book, today);
    let section = situation.representative_section;
    let facts = section.map(|yes| (FactName::RepresentativeSection, Fact::from(yes)));
    why.note("bargaining.section", facts.into_iter().collect())?;
    if section.is_none() {
        why.remark(Remark::SectionNotRecorded);
    }
    Ok(why)
}

/// The line of a subject on which there was no round: no text sets a day for the first one.
///
/// # Law
/// L2242-1, L2242-2, L2242-2-1; L2242-13 counts from the round before, and is silent where there is none.
fn without_round(
    book: &Book,
    situation: &Situation,
    subject: Subject,
    since: NaiveDate,
    today: NaiveDate,
) -> Result<Due, LawError> {
    let (rule, headcount_rule, _) = subject.rules();
    let mut why = with_section(book, situation, today)?;
    if let Some(rule) = headcount_rule {
        why.note(rule, situation.headcount.map(|h| (FactName::Headcount, h.into())).into_iter().collect())?;
    }
    why.note(rule, vec![])?;
    if situation.never.contains_key(&subject) {
        why.remark(Remark::NeverBargained);
    } else {
        why.remark(Remark::RoundNotRecorded);
    }
    let day = why.conclude(since);
    Ok(Due { rule, subject: subject.code(), kind: DutyKind::Bargaining, day, window_from: None })
}

/// The next round on a subject and the day from which a union may demand it.
pub(super) fn dues(
    book: &Book,
    situation: &Situation,
    subject: Subject,
    last: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Due>, LawError> {
    let (rule, headcount_rule, request_rule) = subject.rules();
    let mut why = with_section(book, situation, today)?;
    if let Some(rule) = headcount_rule {
        let threshold = book.whole_or_gone(rule, today)?.unwrap_or_default();
        let mut facts = vec![(FactName::Threshold, Fact::from(threshold))];
        facts.extend(situation.headcount.map(|h| (FactName::Headcount, h.into())));
        why.note(rule, facts)?;
        if situation.headcount.is_none() {
            why.remark(Remark::HeadcountNotRecorded);
        }
    }
    let Some(months) = book.whole_or_gone(rule, today)? else { return Ok(Vec::new()) };
    let mut next = after(last, months)?;
    let request_months = book.whole(request_rule, today)?;
    let mut from = after(last, request_months)?.succ_opt().ok_or(LawError::Calendar)?;
    let mut request = why.clone();
    let mut facts = vec![
        (FactName::LastRound, Fact::from(last)),
        (FactName::Months, months.into()),
        (FactName::Next, next.into()),
    ];
    if let Some(agreed) = situation.agreed.get(&subject) {
        why.note(rule, vec![])?;
        let moved = moved(&mut why, agreed, last, next, today)?;
        from = from.max(moved.succ_opt().ok_or(LawError::Calendar)?);
        request.absorb(why.clone().conclude(()));
        next = moved;
    } else {
        why.note(rule, std::mem::take(&mut facts))?;
    }
    request.remark(Remark::MonthsFromRecordedRound);
    request.note(
        request_rule,
        vec![
            (FactName::LastRound, last.into()),
            (FactName::MoreThanMonths, request_months.into()),
            (FactName::RequestFrom, from.into()),
        ],
    )?;
    let line = |rule, day: Finding<NaiveDate>| Due {
        rule,
        subject: subject.code(),
        kind: DutyKind::Bargaining,
        day,
        window_from: None,
    };
    Ok(vec![line(rule, why.conclude(next)), line(request_rule, request.conclude(from))])
}

/// The day to which an agreement moves the next round.
fn moved(
    why: &mut Reasoning<'_>,
    agreed: &Agreed,
    last: NaiveDate,
    legal: NaiveDate,
    today: NaiveDate,
) -> Result<NaiveDate, LawError> {
    let rule = if agreed.own { "bargaining.renegotiation" } else { "bargaining.method" };
    let most = u32::try_from(why.book().whole(rule, today)?).map_err(|_| LawError::Calendar)?;
    let most_months = most.checked_mul(12).ok_or(LawError::Calendar)?;
    let mut months = agreed.months;
    if months > most_months {
        why.remark(Remark::AgreedIntervalOutside);
        months = most_months;
    }
    let next = Span::Months(months).after(last).ok_or(LawError::Calendar)?;
    // An agreement on the subject binds by its own date; one on method while it lasts.
    let end = if agreed.own {
        next
    } else {
        Span::Years(agreed.years.unwrap_or(most).min(most))
            .after(agreed.concluded)
            .ok_or(LawError::Calendar)?
    };
    let found = if next <= end { next } else { legal.max(end) };
    if next > end {
        why.remark(Remark::MethodEndsFirst);
    }
    why.note(
        rule,
        vec![
            (FactName::SignedOn, agreed.concluded.into()),
            (FactName::LastRound, last.into()),
            (FactName::Months, months.into()),
            (FactName::End, end.into()),
            (FactName::Next, found.into()),
        ],
    )?;
    Ok(found)
}

fn after(last: NaiveDate, months: i64) -> Result<NaiveDate, LawError> {
    let months = u32::try_from(months).map_err(|_| LawError::Calendar)?;
    Span::Months(months).after(last).ok_or(LawError::Calendar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Caveat, book};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn situation(headcount: &str, last: &[(Subject, &str)]) -> Situation {
        Situation {
            headcount: Some(headcount.parse().unwrap()),
            representative_section: Some(true),
            last: last.iter().map(|(s, d)| (*s, day(d))).collect(),
            never: BTreeMap::new(),
            agreed: BTreeMap::new(),
        }
    }

    fn on(situation: &Situation, today: &str) -> Outlook {
        outlook(book(), situation, day(today)).unwrap()
    }

    fn lines(found: &Outlook) -> Vec<(&'static str, &'static str, String)> {
        found.dues.iter().map(|d| (d.rule, d.subject, d.on().to_string())).collect()
    }

    #[test]
    fn pay_again_a_year_after_the_last_round() {
        // Example C7: last pay round on 2025-11-15, next on 2026-11-15, no jobs and careers below 300.
        let found = on(&situation("120", &[(Subject::Pay, "2025-11-15")]), "2026-06-01");
        assert_eq!(
            lines(&found),
            [
                ("bargaining.pay", "pay", "2026-11-15".to_owned()),
                ("bargaining.request-annual", "pay", "2026-11-16".to_owned()),
            ]
        );
        assert_eq!(found.missing, [Missing::LastRound(Subject::Equality)]);
    }

    fn method(concluded: &str, months: u32, years: Option<u32>) -> Agreed {
        Agreed { concluded: day(concluded), months, years, own: false }
    }

    #[test]
    fn an_agreement_on_method_moves_the_dates_up_to_four_years() {
        let mut known = situation("120", &[(Subject::Pay, "2025-11-15")]);
        for (months, years, next, request, remark) in [
            (24, Some(4), "2027-11-15", "2027-11-16", None),
            (36, None, "2028-11-15", "2028-11-16", None),
            // It ends on 2027-05-10, before the interval is over: the rules without it apply from then on.
            (36, Some(1), "2027-05-10", "2027-05-11", Some(Remark::MethodEndsFirst)),
            (48, Some(4), "2029-11-15", "2029-11-16", None),
            (60, Some(4), "2029-11-15", "2029-11-16", Some(Remark::AgreedIntervalOutside)),
            // A shorter interval binds too; the request keeps its own twelve months.
            (6, Some(4), "2026-05-15", "2026-11-16", None),
        ] {
            known.agreed.insert(Subject::Pay, method("2026-05-10", months, years));
            let found = on(&known, "2026-11-21");
            let days: Vec<_> = found.dues.iter().map(Due::on).collect();
            assert_eq!(days, [day(next), day(request)], "{months}");
            let caveats = &found.dues[0].day.caveats;
            assert_eq!(
                caveats.iter().any(|c| matches!(c, Caveat::Remark(r) if remark == Some(*r))),
                remark.is_some()
            );
            let articles: Vec<_> =
                found.dues[0].day.because.iter().map(|s| s.citation.article.as_str()).collect();
            assert!(articles.contains(&"L2242-11"), "{articles:?}");
        }
    }

    #[test]
    fn a_round_after_the_end_of_the_agreement_counts_as_without_it() {
        let mut known = situation("120", &[(Subject::Pay, "2029-01-10")]);
        known.agreed.insert(Subject::Pay, method("2024-05-10", 36, Some(4)));
        assert_eq!(on(&known, "2029-02-01").dues[0].on(), day("2030-01-10"));
    }

    #[test]
    fn an_agreement_on_the_subject_is_a_round_and_sets_its_renegotiation() {
        let mut known = situation("120", &[]);
        let own = Agreed { concluded: day("2026-03-02"), months: 36, years: Some(3), own: true };
        known.agreed.insert(Subject::Equality, own);
        let found = on(&known, "2026-11-21");
        assert_eq!((found.dues[0].on(), found.dues[1].on()), (day("2029-03-02"), day("2029-03-03")));
        assert_eq!(found.missing, [Missing::LastRound(Subject::Pay)]);
    }

    #[test]
    fn three_hundred_brings_two_triennial_subjects() {
        let last = [(Subject::Careers, "2024-05-31"), (Subject::Experienced, "2026-02-28")];
        let found = on(&situation("300", &last), "2026-11-21");
        assert_eq!(
            lines(&found),
            [
                ("bargaining.careers", "careers", "2027-05-31".to_owned()),
                ("bargaining.request-triennial", "careers", "2027-06-01".to_owned()),
                ("bargaining.experienced", "experienced", "2029-02-28".to_owned()),
                ("bargaining.request-triennial", "experienced", "2029-03-01".to_owned()),
            ]
        );
        assert_eq!(on(&situation("299.9", &last), "2026-11-21").dues, []);
    }

    #[test]
    fn experienced_employees_only_since_the_law_of_2025() {
        let last = [(Subject::Experienced, "2025-01-15")];
        assert_eq!(on(&situation("500", &last), "2025-10-25").dues, []);
        assert_eq!(on(&situation("500", &last), "2025-10-26").dues.len(), 2);
    }

    #[test]
    fn without_a_representative_section_nothing_is_due_or_missing() {
        let mut none = situation("500", &[(Subject::Pay, "2025-11-15")]);
        none.representative_section = Some(false);
        assert_eq!(on(&none, "2026-11-21"), Outlook::default());
    }

    #[test]
    fn a_section_that_nobody_recorded_is_said() {
        let mut unknown = situation("120", &[(Subject::Pay, "2025-11-15")]);
        unknown.representative_section = None;
        let found = on(&unknown, "2026-11-21");
        assert!(
            found.dues.iter().all(|d| d.day.caveats.contains(&Caveat::Remark(Remark::SectionNotRecorded)))
        );
    }

    #[test]
    fn without_a_headcount_the_large_subjects_ask_for_it_once() {
        let unknown = Situation { representative_section: Some(true), ..Situation::default() };
        assert_eq!(
            on(&unknown, "2026-11-21").missing,
            [Missing::LastRound(Subject::Pay), Missing::LastRound(Subject::Equality), Missing::Headcount]
        );
        let mut known = unknown;
        known.last.insert(Subject::Careers, day("2024-05-31"));
        let found = on(&known, "2026-11-21");
        assert!(found.dues[0].day.caveats.contains(&Caveat::Remark(Remark::HeadcountNotRecorded)));
    }

    #[test]
    fn a_round_long_missed_is_due_from_the_last_one() {
        let found = on(&situation("120", &[(Subject::Equality, "2020-02-29")]), "2026-11-21");
        assert_eq!(found.dues[0].on(), day("2021-02-28"));
    }

    #[test]
    fn the_steps_cite_the_version_of_the_day() {
        let known = situation("120", &[(Subject::Pay, "2020-11-15")]);
        let version =
            |today: &str| on(&known, today).dues[0].day.because.last().unwrap().citation.version.clone();
        assert_eq!(version("2026-11-21").as_deref(), Some("LEGIARTI000052437044"));
        assert_eq!(version("2023-01-01").as_deref(), Some("LEGIARTI000043893957"));
        assert_eq!(version("2021-01-01").as_deref(), Some("LEGIARTI000035627809"));
    }

    #[test]
    fn codes_come_back() {
        for subject in Subject::ALL.iter().copied() {
            assert_eq!(Subject::from_code(subject.code()), Some(subject));
        }
        assert_eq!(Subject::from_code("salaries"), None);
    }

    #[test]
    fn outside_the_tables_is_an_error() {
        let error = outlook(book(), &Situation::default(), day("2017-01-01")).unwrap_err();
        assert!(matches!(error, LawError::NotCovered { .. }));
    }
}
