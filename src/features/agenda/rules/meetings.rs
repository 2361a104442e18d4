//! The meetings of a CSE: the next one, and the months in which one was owed and none is noted.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::{Agenda, Basis, Line, Subject, ground::Ground};
use crate::{
    calendar::{Month, Nature, RuleError, Span},
    features::agenda::records::Fact,
    features::company::rules::last_headcount,
    law::{Column, FactName, Fraction, LawError, Reasoning, Remark, book},
};

/// The rule that asks for the next meeting.
pub(super) const NEXT: &str = "cse-meeting";
/// A meeting on health and safety, counted in its year.
const SAFETY: &str = "cse-safety-meeting";
/// The facts that are a meeting of the committee; below fifty, of its members with the employer.
const MEETINGS: [&str; 5] =
    ["cse-meeting", SAFETY, "cse-reception", "pse-cse-meeting", "insolvency-cse-meeting"];

/// Tells whether a fact is a meeting of the committee.
pub(super) fn is_one(code: &str) -> bool {
    MEETINGS.contains(&code)
}

/// The meetings of each committee, told apart by what they are about.
pub(super) type Meetings<'a> = BTreeMap<Option<&'a str>, Vec<NaiveDate>>;

pub(super) fn all(basis: &Basis) -> Meetings<'_> {
    let mut out = Meetings::new();
    for fact in basis.recorded.values().filter(|f| is_one(&f.code)) {
        if let Some(day) = fact.day {
            out.entry(fact.about.as_deref()).or_default().push(day);
        }
    }
    for days in out.values_mut() {
        days.sort_unstable();
        days.dedup();
    }
    out
}

/// Tells whether the line for the next meeting after a fact still stands: nothing was held since, nor is planned in time.
pub(super) fn stands(meetings: &Meetings<'_>, fact: &Fact, due: NaiveDate, today: NaiveDate) -> bool {
    let days = meetings.get(&fact.about.as_deref()).map(Vec::as_slice).unwrap_or_default();
    let next = days.get(days.partition_point(|day| Some(*day) <= fact.day));
    next.is_none_or(|next| *next > due && *next > today)
}

pub(super) fn lines(
    basis: &Basis,
    ground: &Ground,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    for (about, days) in all(basis) {
        for (index, day) in days.iter().enumerate().filter(|(_, day)| **day <= today) {
            let next = days.get(index.saturating_add(1)).copied();
            let gap = Gap { about, last: *day, next: next.filter(|next| *next <= today), today };
            let size = last_headcount(&basis.company, *day).map(|(_, n)| n).or_else(|| ground.headcount());
            // Nothing is counted from a meeting before the tables: a line of its own says so.
            if let (Some(size), true) = (size, book().at("cse.meeting-interval", *day).is_ok()) {
                gap.tell(size, out)?;
            }
        }
    }
    safety(basis, ground, today, out)
}

/// The time between two meetings, or since the last one.
struct Gap<'a> {
    about: Option<&'a str>,
    last: NaiveDate,
    next: Option<NaiveDate>,
    today: NaiveDate,
}

impl Gap<'_> {
    /// Puts the months without a meeting beside the line of the next one, which is late, where nothing was held since;
    /// otherwise into a line of their own: one duty, one line.
    fn tell(&self, size: Fraction, out: &mut Agenda) -> Result<(), RuleError> {
        let Some(line) = self.line(size)? else { return Ok(()) };
        let late =
            |l: &&mut Line| l.rule == NEXT && l.since == Some(self.last) && l.about.as_deref() == self.about;
        match out.lines.iter_mut().find(late).filter(|_| self.next.is_none()) {
            Some(next) => next.without = line.without,
            None => out.lines.push(line),
        }
        Ok(())
    }

    /// Returns the line that says which months had no meeting; nothing where none was missed.
    ///
    /// # Law
    /// L2315-28: at least once a month from three hundred employees, once every two months below; L2315-21, below
    /// fifty: at least once a month. Neither says whether months are those of the calendar or run from the meeting
    /// before, nor which two go together: what is missed under every reading is missed, the rest is undetermined.
    fn line(&self, size: Fraction) -> Result<Option<Line>, RuleError> {
        let mut why = Reasoning::new(book(), self.last);
        let Some(row) = why.row("cse.meeting-interval", size, vec![(FactName::Headcount, size.into())])?
        else {
            return Ok(None);
        };
        let every = row.get(&Column::Months).copied().and_then(|n| u32::try_from(n).ok());
        let every = every.ok_or_else(|| LawError::WrongKind { id: "cse.meeting-interval".to_owned() })?;
        if size < Fraction::whole(why.book().whole("threshold.full-powers", self.last)?) {
            why.note("cse.receptions", vec![])?;
        } else {
            why.note("cse.meetings-min", vec![])?;
        }
        let until = self.next.unwrap_or(self.today);
        let due = Span::Months(every).after(self.last).ok_or(LawError::Calendar)?;
        let empty = months_between(Month::of(self.last), Month::of(until))?;
        let (count, least) =
            (u32::try_from(empty.len()).unwrap_or(u32::MAX), every.saturating_mul(2).saturating_sub(1));
        let certain = count >= least;
        // While nothing was held since, the line for the next meeting is there.
        if !certain && (self.next.is_none() || until <= due) {
            return Ok(None);
        }
        why.remark(Remark::MeetingMonths);
        why.remark(Remark::MeetingsNoted);
        let day = match empty.get(usize::try_from(least.saturating_sub(1)).unwrap_or(usize::MAX)) {
            Some(month) if certain => month.last().ok_or(LawError::Calendar)?,
            _ => due,
        };
        let span = match (certain, empty.as_slice()) {
            (true, [only]) => only.to_string(),
            (true, [from, .., to]) => format!("{from} … {to}"),
            _ => format!("{} … {until}", self.last),
        };
        let subject = Subject::Text(format!("cse-meetings/{}/{}", self.about.unwrap_or_default(), self.last));
        let line = Line::found("cse.meetings-missed", subject, why.conclude(day))?;
        let parts: Vec<_> = self.about.into_iter().map(str::to_owned).chain([span.clone()]).collect();
        let nature = if certain { Nature::Missed } else { Nature::Undetermined };
        let line = Line { without: Some(span), ..line.about(Some(parts.join(", "))).meaning(nature) };
        Ok(Some(line))
    }
}

/// The months after one and before another.
fn months_between(first: Month, last: Month) -> Result<Vec<Month>, LawError> {
    let mut out = Vec::new();
    let mut month = first.plus(1).ok_or(LawError::Calendar)?;
    while month < last {
        out.push(month);
        month = month.plus(1).ok_or(LawError::Calendar)?;
    }
    Ok(out)
}

/// How many meetings on health and safety the year still lacks, once one is noted in it; how many the years before
/// lacked, where meetings are noted from before they began.
fn safety(basis: &Basis, ground: &Ground, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    let days = |wanted: fn(&str) -> bool| {
        let facts = basis.recorded.values().filter(move |f| wanted(&f.code));
        facts.filter_map(|f| f.day).filter(|d| d.year() <= today.year())
    };
    let Some(first) = days(is_one).min().map(|d| d.year()) else { return Ok(()) };
    // Article L2315-27 is of the section on companies of fifty and more.
    let threshold = Fraction::whole(book().whole("threshold.full-powers", today)?);
    if ground.headcount().is_some_and(|n| n < threshold) {
        return Ok(());
    }
    for year in first..=today.year() {
        let held = days(|code| code == SAFETY).filter(|d| d.year() == year).count();
        let over = year < today.year();
        let Some(end) = NaiveDate::from_ymd_opt(year, 12, 31) else { continue };
        if (over && year == first)
            || (!over && held == 0)
            || book().at("cse.safety-meetings", end.min(today)).is_err()
        {
            continue;
        }
        let mut why = Reasoning::new(book(), end.min(today));
        let least = why.whole("cse.safety-meetings", vec![])?;
        if i64::try_from(held).is_ok_and(|n| n >= least) {
            continue;
        }
        let subject = Subject::Text(format!("cse/{year}"));
        let line = Line::found("cse.safety-meetings", subject, why.conclude(end))?;
        let line = line.about(Some(if over {
            format!("{year}, {held}/{least}")
        } else {
            format!("{held}/{least}")
        }));
        out.lines.push(if over { line.meaning(Nature::Missed) } else { line });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::Id,
        features::{agenda::rules::agenda, company::records::Company},
        law::Caveat,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The lines on meetings of a company of a size, on 21 November 2026: rule, day, nature, about.
    fn of(headcount: &str, facts: &[(&str, &str)]) -> Vec<Line> {
        let fact = |(n, (code, on)): (u8, &(&str, &str))| {
            let (code, about) = code.split_once('@').map_or((*code, None), |(c, a)| (c, Some(a.to_owned())));
            let fact = Fact { code: code.to_owned(), day: Some(day(on)), about, ..Fact::default() };
            (Id([n; 16]), fact)
        };
        let company =
            Company { headcounts: [("2025-01".into(), headcount.to_owned())].into(), ..Company::default() };
        let recorded = (1_u8..).zip(facts).map(fact).collect();
        let found = agenda(&Basis { company, recorded, ..Basis::default() }, day("2026-11-21")).unwrap();
        let wanted = ["cse-meeting", "cse.meetings-missed", "cse.safety-meetings"];
        found.lines.into_iter().filter(|l| wanted.contains(&l.rule.id())).collect()
    }

    fn told(lines: &[Line]) -> Vec<(&'static str, String, &'static str, &str)> {
        let one = |l: &Line| (l.rule.id(), l.day.to_string(), l.nature.code());
        lines
            .iter()
            .map(|l| (l, one(l)))
            .map(|(l, (r, d, n))| (r, d, n, l.about.as_deref().unwrap_or("")))
            .collect()
    }

    fn line<'a>(
        rule: &'static str,
        on: &str,
        nature: &'static str,
        about: &'a str,
    ) -> (&'static str, String, &'static str, &'a str) {
        (rule, on.to_owned(), nature, about)
    }

    #[test]
    fn a_later_meeting_does_not_hide_the_months_that_had_none() {
        let held =
            [("cse-meeting", "2026-05-12"), ("cse-meeting", "2026-09-08"), ("cse-meeting", "2026-11-10")];
        let found = of("400", &held);
        assert_eq!(
            told(&found),
            [
                line("cse.meetings-missed", "2026-06-30", "missed", "2026-06 … 2026-08"),
                line("cse.meetings-missed", "2026-10-31", "missed", "2026-10"),
                line("cse-meeting", "2026-12-10", "due", ""),
            ]
        );
        let (because, caveats) = found[0].why(day("2026-11-21")).unwrap();
        assert!(because.iter().any(|s| s.citation.article == "L2315-28"));
        assert!(because.iter().any(|s| s.citation.article == "L2312-19"), "an agreement may say otherwise");
        assert!(caveats.contains(&Caveat::Remark(Remark::MeetingsNoted)));
    }

    #[test]
    fn every_two_months_below_three_hundred_and_every_month_below_fifty() {
        // February and March without a meeting: which two months go together is not said.
        let two = of("120", &[("cse-meeting", "2026-07-10"), ("cse-meeting", "2026-10-15")]);
        assert_eq!(
            told(&two),
            [
                line("cse.meetings-missed", "2026-09-10", "undetermined", "2026-07-10 … 2026-10-15"),
                line("cse-meeting", "2026-12-15", "due", ""),
            ]
        );
        let three = of("120", &[("cse-meeting", "2026-05-10"), ("cse-meeting", "2026-10-15")]);
        assert_eq!(told(&three)[0], line("cse.meetings-missed", "2026-08-31", "missed", "2026-06 … 2026-09"));
        let in_time = of("120", &[("cse-meeting", "2026-08-15"), ("cse-meeting", "2026-10-15")]);
        assert_eq!(told(&in_time).len(), 1);
        let small = of("30", &[("cse-reception", "2026-08-15"), ("cse-reception", "2026-10-15")]);
        assert_eq!(told(&small)[0], line("cse.meetings-missed", "2026-09-30", "missed", "2026-09"));
        let (because, _) = small[0].why(day("2026-11-21")).unwrap();
        assert!(because.iter().any(|s| s.citation.article == "L2315-21"));
    }

    #[test]
    fn a_month_of_the_calendar_with_a_meeting_is_not_missed_for_sure() {
        let found = of("400", &[("cse-meeting", "2026-09-02"), ("cse-meeting", "2026-10-30")]);
        assert_eq!(
            told(&found)[0],
            line("cse.meetings-missed", "2026-10-02", "undetermined", "2026-09-02 … 2026-10-30")
        );
    }

    #[test]
    fn what_was_not_held_since_is_overdue_and_its_months_are_missed() {
        let found = of("400", &[("cse-meeting", "2026-07-15")]);
        assert_eq!(told(&found), [line("cse-meeting", "2026-08-15", "due", "")], "one duty, one line");
        assert_eq!(found[0].without.as_deref(), Some("2026-08 … 2026-10"));
        // A meeting that is planned too late answers nothing; one in time does.
        let late = of("400", &[("cse-meeting", "2026-10-15"), ("cse-meeting", "2026-12-10")]);
        assert!(told(&late).contains(&line("cse-meeting", "2026-11-15", "due", "")), "{:?}", told(&late));
        let planned = of("400", &[("cse-meeting", "2026-11-10"), ("cse-meeting", "2026-12-08")]);
        assert_eq!(told(&planned), [line("cse-meeting", "2027-01-08", "due", "")]);
    }

    #[test]
    fn a_meeting_of_another_kind_counts_and_another_committee_does_not() {
        let found = of(
            "400",
            &[
                ("cse-meeting", "2026-09-10"),
                ("cse-safety-meeting", "2026-10-06"),
                ("cse-meeting", "2026-11-05"),
            ],
        );
        assert!(told(&found).iter().all(|l| l.0 != "cse.meetings-missed"), "{:?}", told(&found));
        let other = of(
            "400",
            &[
                ("cse-meeting", "2026-09-10"),
                ("cse-meeting@Lyon", "2026-10-06"),
                ("cse-meeting", "2026-11-05"),
            ],
        );
        assert_eq!(told(&other).iter().filter(|l| l.0 == "cse.meetings-missed").count(), 1);
    }

    #[test]
    fn four_a_year_on_health_and_safety_in_years_noted_whole_and_from_fifty_on() {
        let held = [
            ("cse-meeting", "2024-12-10"),
            ("cse-safety-meeting", "2025-03-10"),
            ("cse-safety-meeting", "2025-09-10"),
            ("cse-safety-meeting", "2026-03-10"),
        ];
        let safety = |headcount| {
            let found = of(headcount, &held);
            let of_rule = |l: &&Line| l.rule == "cse.safety-meetings";
            found
                .iter()
                .filter(of_rule)
                .map(|l| (l.about.clone().unwrap(), l.nature.code()))
                .collect::<Vec<_>>()
        };
        assert_eq!(safety("400"), [("2025, 2/4".to_owned(), "missed"), ("1/4".to_owned(), "due")]);
        assert_eq!(safety("49"), [], "article L2315-27 is of companies of fifty and more");
    }
}
