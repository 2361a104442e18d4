//! The lines that follow from the company: its mandates, its bargaining, its size.

use chrono::NaiveDate;

use super::{
    Agenda, Basis, Line, MissingFact, Subject, before_tables, ground::Ground, line_of, mandates, renewal,
};
use crate::{
    bargaining::{self, Situation},
    calendar::{DutyKind, Nature, RuleError},
    election,
    law::{Caveat, Remark, book},
};

pub(super) fn lines(
    basis: &Basis,
    known: &Situation,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let (book, company) = (book(), &basis.company);
    let running = mandates::mandates(basis, today);
    let facts = Ground::of(company, today).facts();
    match election::mandates_end(book, running, today).map_err(RuleError::from) {
        Ok(Some(end)) => out.lines.extend(renewal::lines(&Subject::Word("cse"), None, &end, facts, today)?),
        Ok(None) => out.missing.push(MissingFact::Mandates),
        Err(error) if before_tables(&error, today) => {
            out.missing.push(MissingFact::Mandates);
            if let Some(day) = running.end.or(running.first_round) {
                out.lines.push(Line::not_covered(Subject::Word("cse"), DutyKind::Election, day, None)?);
            }
        }
        Err(error) => return Err(error),
    }
    let bargaining = bargaining::outlook(book, known, today)?;
    for due in bargaining.dues {
        // Without a round before it, no text sets a day: what is told is since when.
        let first = [Remark::NeverBargained, Remark::RoundNotRecorded]
            .iter()
            .any(|r| due.day.caveats.contains(&Caveat::Remark(*r)));
        let line = line_of(due)?;
        out.lines.push(if first { line.meaning(Nature::Undetermined) } else { line });
    }
    out.missing.extend(bargaining.missing.into_iter().map(MissingFact::Bargaining));
    Ok(())
}
