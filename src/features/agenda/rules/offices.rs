//! The lines of union roles and mandates that the roster knows: their end, contest, protection.

use chrono::NaiveDate;

use super::{Agenda, Basis, Line, MissingFact, Office, Subject, ground::Ground, mandates};
use crate::{
    base::word::RoleKind,
    calendar::{Nature, RuleError, kinds},
    election::{self, ElectionError, Mandate},
    law::{FactName, Finding, LawError, Reasoning, book},
};

/// What a role is for the law: the fact of its end, from which its protection counts; the office it protects as; the rule of
/// its end.
struct Law {
    ended: &'static str,
    office: election::Office,
    end: &'static str,
    /// The fact of its naming, where a union names it.
    named: Option<&'static str>,
}

/// What we named: a delegate or section representative, and by another article one at the CSE.
const NAMED: Option<&str> = Some("own-designation");
const AT_CSE: Option<&str> = Some("own-representative");

/// The next elections, as they count for a former section representative.
const NEXT_ELECTIONS: &str = "next-elections-of-former";

const fn law(kind: RoleKind) -> Option<Law> {
    use election::Office;
    let (ended, office, end, named) = match kind {
        RoleKind::SectionRepresentative => ("section-mandate-ended", Office::Section, "rss.end", NAMED),
        RoleKind::Delegate | RoleKind::CentralDelegate => {
            ("delegate-mandate-ended", Office::Delegate, "delegate.end", NAMED)
        }
        RoleKind::CseUnionRepresentative => {
            ("representative-mandate-ended", Office::Representative, "representative.end", AT_CSE)
        }
        RoleKind::CseFull | RoleKind::CseSubstitute => {
            ("elected-mandate-ended", Office::Elected, "mandate.length", None)
        }
        RoleKind::Proximity => ("proximity-mandate-ended", Office::Proximity, "proximity.end", None),
        RoleKind::Treasurer | RoleKind::Secretary | RoleKind::Organizer => return None,
    };
    Some(Law { ended, office, end, named })
}

pub(super) fn lines(basis: &Basis, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    if basis.offices.is_empty() {
        return Ok(());
    }
    let facts = Ground::of(&basis.company, today).facts();
    let next = mandates::next_election(basis, today)?;
    let mandates = mandates::mandates_end(basis, today)?;
    for office in &basis.offices {
        let Some(law) = law(office.role.kind) else { continue };
        let (term, kind) = (office.role, office.role.kind);
        let subject = || Subject::Text(format!("{}/{}/{}", office.person, kind.code(), office.number));
        let mut push = |line: Option<Line>| {
            out.lines.extend(line.map(|l| l.of(office).historic(today)));
        };
        // Who stands in our own roster was named by us: the news is the day from which nobody can contest it.
        if let (Some(fact), Some(from)) = (law.named, term.from) {
            let state = |line: &Line| line.nature == Nature::State;
            for line in Line::following(fact, &subject(), from, facts, today)?.into_iter().filter(state) {
                push(Some(line));
            }
        }
        if let Some(to) = term.to {
            // Served out or cut short: the day is a fact.
            if to >= today {
                push(Some(Line::planned("office.end", subject(), to)?));
            }
            match protection(&law, office, to, today)? {
                Some(Ok(found)) => {
                    let rule = kinds::rules_of(law.ended)?.into_iter().next();
                    push(rule.map(|rule| Line::found(&rule.id, subject(), found)).transpose()?);
                }
                Some(Err(Unknown)) => {
                    out.missing.push(MissingFact::RoleStart(office.person, kind));
                }
                None => {}
            }
            let mut push = |line: Option<Line>| {
                out.lines.extend(line.map(|l| l.of(office).historic(today)));
            };
            if let (RoleKind::SectionRepresentative, Some(next)) = (kind, next.filter(|_| to <= today)) {
                for line in Line::following(NEXT_ELECTIONS, &subject(), next, facts, today)? {
                    push(Some(line));
                }
            }
            if kind == RoleKind::CseFull && next.is_none_or(|next| to < next) {
                push(replacement(subject(), to, today)?);
            }
        } else if law.named.is_some() {
            if let Some(next) = next {
                let mut why = Reasoning::new(book(), today);
                why.note(law.end, vec![(FactName::End, next.into())])?;
                let found = why.conclude(next);
                push(Some(Line::found("office.end", subject(), found)?));
            }
        } else if let Some(end) = mandates.clone().filter(|end| end.value >= today) {
            let mut why = Reasoning::new(book(), today);
            let day = why.absorb(end);
            if law.end != "mandate.length" {
                why.note(law.end, vec![(FactName::End, day.into())])?;
            }
            let found = why.conclude(day);
            push(Some(Line::found("office.end", subject(), found)?));
        }
    }
    Ok(())
}

/// The first day of a role is not known, and its protection depends on it.
struct Unknown;

/// Returns the last day of protection after a role; nothing where none follows.
fn protection(
    law: &Law,
    office: &Office,
    to: NaiveDate,
    today: NaiveDate,
) -> Result<Option<Result<Finding<NaiveDate>, Unknown>>, RuleError> {
    let mandate = Mandate { office: law.office, from: office.role.from, to: Some(to) };
    let found = match election::protection(book(), &mandate, today) {
        Ok(found) => found,
        // History from before the tables.
        Err(ElectionError::Law(LawError::NotCovered { .. })) => return Ok(None),
        Err(ElectionError::Law(error)) => return Err(error.into()),
        Err(_) => return Ok(Some(Err(Unknown))),
    };
    let until = found.value.until.filter(|_| found.value.months > 0);
    Ok(until.map(|until| Ok(found.map(|_| until))))
}

/// A full member left before the end: the substitute takes over at once.
fn replacement(subject: Subject, to: NaiveDate, today: NaiveDate) -> Result<Option<Line>, RuleError> {
    let mut why = Reasoning::new(book(), today);
    why.note("mandate.replacement", vec![(FactName::End, to.into())])?;
    let found = why.conclude(to);
    Ok(Some(Line::found("mandate.replacement", subject, found)?))
}
