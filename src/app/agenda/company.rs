//! The lines that follow from the company: its mandates, its bargaining, its size.

use chrono::NaiveDate;

use super::{Agenda, Basis, Line, MissingFact, Subject, before_tables, facts::Ground, line_of, polls};
use crate::{
    app::company::last_headcount,
    bargaining::{self, Situation},
    calendar::{Kind, RuleError},
    election,
    law::{Fraction, book},
};

pub(super) fn lines(
    basis: &Basis,
    known: &Situation,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let (book, company) = (book(), &basis.company);
    let mandates = polls::mandates(basis, today);
    let renewal = match election::renewal(book, mandates, today).map_err(RuleError::from) {
        Err(error) if before_tables(&error, today) => {
            if let Some(day) = mandates.end.or(mandates.first_round) {
                out.lines.push(Line::not_covered(Subject::Word("cse"), Kind::Election, day, None));
            }
            Vec::new()
        }
        other => other?,
    };
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
    Ok(())
}
