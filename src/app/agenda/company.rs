//! The lines that follow from the company: its mandates, its bargaining, its size.

use chrono::{Datelike as _, NaiveDate};

use super::{Agenda, Basis, Line, MissingFact, Subject, facts::Ground, line_of, polls};
use crate::{
    app::company::last_headcount,
    bargaining::{self, Situation},
    calendar::{Kind, RuleError, Who},
    election,
    law::{Fraction, Reasoning, book},
    roster::diary::Fact,
};

pub(super) fn lines(
    basis: &Basis,
    known: &Situation,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let (book, company) = (book(), &basis.company);
    let renewal = election::renewal(book, polls::mandates(basis, today), today)?;
    if renewal.is_empty() {
        out.missing.push(MissingFact::Mandates);
    }
    out.lines.extend(renewal.into_iter().map(line_of));
    let bargaining = bargaining::outlook(book, known, today)?;
    out.lines.extend(bargaining.dues.into_iter().map(line_of));
    out.missing.extend(bargaining.missing.into_iter().map(MissingFact::Bargaining));
    let threshold = Fraction::whole(book.whole("index.headcount", today)?);
    if last_headcount(company, today).is_some_and(|(_, n)| n >= threshold) {
        let facts = Ground::of(company, today).facts();
        out.lines.extend(Line::ruled("index-publication", Subject::Word("company"), today, facts, today)?);
    }
    safety(basis, today, out)
}

/// A fact of the CSE that is counted in its year.
const SAFETY: &str = "cse-safety-meeting";

/// How many meetings on health and safety the year still lacks, once one of it is recorded.
fn safety(basis: &Basis, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    let year = today.year();
    let of_year = |f: &&Fact| f.code == SAFETY && f.day.is_some_and(|d| d.year() == year);
    let held = basis.recorded.values().filter(of_year).count();
    let mut why = Reasoning::new(book(), today);
    let least = why.whole("cse.safety-meetings", vec![])?;
    let enough = i64::try_from(held).is_ok_and(|n| n >= least);
    let Some(end) = NaiveDate::from_ymd_opt(year, 12, 31).filter(|_| held > 0 && !enough) else {
        return Ok(());
    };
    let subject = Subject::Text(format!("cse/{year}"));
    let found = why.conclude(end);
    let line = Line::found("cse.safety-meetings", subject, Kind::Cse, Who::Employer, found);
    out.lines.push(line.about(Some(format!("{held}/{least}"))));
    Ok(())
}
