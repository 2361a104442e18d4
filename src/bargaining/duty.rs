//! Which subjects must be bargained on, at a headcount and with or without a representative section.

use chrono::NaiveDate;

use crate::{
    bargaining::{Besides, Unsettled, outlook::Subject},
    base::Lang,
    law::{Amount, Book, Fact, FactName, Finding, Fraction, LawError, Reasoning},
};

/// What a duty is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A subject of bargaining.
    Subject(Subject),
    /// Something else.
    Besides(Besides),
}

impl Topic {
    /// Returns its name.
    #[must_use]
    pub const fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Subject(subject) => subject.words(lang),
            Self::Besides(other) => other.words(lang),
        }
    }

    /// Returns the stable code, as written in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Subject(subject) => subject.code(),
            Self::Besides(other) => other.code(),
        }
    }
}

/// What a company has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// What it is on.
    pub topic: Topic,
    /// Whether it applies; nothing where a fact is missing.
    pub applies: Option<bool>,
    /// The longest time between two rounds without an agreement, in months.
    pub months: Option<i64>,
    /// The headcount from which it applies.
    pub from: Option<i64>,
    /// The headcount below which it applies.
    pub below: Option<i64>,
    /// What would settle it.
    pub missing: Vec<Unsettled>,
}

/// Returns what must be bargained on (*thèmes de la négociation obligatoire*), with the sharing of value from 11 to 49
/// and the equality index.
///
/// # Law
/// L2242-1 and L2242-2 (where a representative union has a section), L2242-2-1 (experienced employees, from 300, since
/// 2025-10-26), L2242-13; law 2023-1107, article 5 (value sharing after three profitable years); L1142-8.
///
/// # Errors
/// [`LawError::NotCovered`] for a day outside the tables.
pub fn duties(
    book: &Book,
    headcount: Option<Fraction>,
    section: Option<bool>,
    today: NaiveDate,
) -> Result<Finding<Vec<Duty>>, LawError> {
    let mut why = Reasoning::new(book, today);
    let facts = section.map(|yes| (FactName::RepresentativeSection, Fact::from(yes)));
    why.note("bargaining.section", facts.into_iter().collect())?;
    let mut out = Vec::new();
    for subject in Subject::ALL.iter().copied() {
        let (rule, headcount_rule) = (subject.interval(), subject.headcount());
        let Some(months) = book.whole_or_gone(rule, today)? else { continue };
        let from = headcount_rule.map(|r| book.whole(r, today)).transpose()?;
        let large = match (from, headcount) {
            (None, _) => Some(true),
            (Some(from), Some(n)) => Some(n >= Fraction::whole(from)),
            (Some(_), None) => None,
        };
        let (applies, missing) = both(section, large);
        why.note(rule, vec![(FactName::Months, months.into())])?;
        if let (Some(rule), Some(from)) = (headcount_rule, from) {
            let mut facts = vec![(FactName::Threshold, Fact::from(from))];
            facts.extend(headcount.map(|n| (FactName::Headcount, n.into())));
            why.note(rule, facts)?;
        }
        out.push(Duty {
            topic: Topic::Subject(subject),
            applies,
            months: Some(months),
            from,
            below: None,
            missing,
        });
    }
    out.extend(sharing(&mut why, headcount, today)?);
    out.extend(index(&mut why, headcount, today)?);
    Ok(why.conclude(out))
}

/// A duty of two conditions, and which of them is not known where that matters.
fn both(section: Option<bool>, large: Option<bool>) -> (Option<bool>, Vec<Unsettled>) {
    match (section, large) {
        (Some(false), _) | (_, Some(false)) => (Some(false), vec![]),
        (Some(true), Some(true)) => (Some(true), vec![]),
        (section, large) => {
            let missing = [(section.is_none(), Unsettled::Section), (large.is_none(), Unsettled::Headcount)];
            (None, missing.into_iter().filter(|(gone, _)| *gone).map(|(_, code)| code).collect())
        }
    }
}

/// The index of equality, since it is published.
fn index(
    why: &mut Reasoning<'_>,
    headcount: Option<Fraction>,
    today: NaiveDate,
) -> Result<Option<Duty>, LawError> {
    let Some(from) = why.book().whole_or_gone("index.headcount", today)? else { return Ok(None) };
    why.note("index.headcount", vec![(FactName::Threshold, from.into())])?;
    why.note("index.publication", vec![])?;
    let applies = headcount.map(|n| n >= Fraction::whole(from));
    let missing = if applies.is_none() { vec![Unsettled::Headcount] } else { vec![] };
    Ok(Some(Duty {
        topic: Topic::Besides(Besides::Index),
        applies,
        months: Some(12),
        from: Some(from),
        below: None,
        missing,
    }))
}

/// The sharing of value in small companies, while the experiment lasts.
fn sharing(
    why: &mut Reasoning<'_>,
    headcount: Option<Fraction>,
    today: NaiveDate,
) -> Result<Option<Duty>, LawError> {
    let book = why.book();
    if book.at("sharing.duty", today)?.1.amount == Amount::Gone {
        return Ok(None);
    }
    let from = book.whole("sharing.from", today)?;
    let below = book.whole("sharing.below", today)?;
    let years = book.whole("sharing.years", today)?;
    why.note("sharing.duty", vec![])?;
    why.note("sharing.from", vec![(FactName::Threshold, from.into())])?;
    why.note("sharing.below", vec![(FactName::Threshold, below.into())])?;
    why.note("sharing.years", vec![(FactName::Years, years.into())])?;
    let within = headcount.map(|n| n >= Fraction::whole(from) && n < Fraction::whole(below));
    let (applies, missing) = match within {
        Some(false) => (Some(false), vec![]),
        Some(true) => (None, vec![Unsettled::Profits]),
        None => (None, vec![Unsettled::Headcount, Unsettled::Profits]),
    };
    let duty = Duty {
        topic: Topic::Besides(Besides::ValueSharing),
        applies,
        months: None,
        from: Some(from),
        below: Some(below),
        missing,
    };
    Ok(Some(duty))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;

    fn at(headcount: Option<&str>, section: Option<bool>, on: &str) -> Vec<(&'static str, Option<bool>)> {
        let headcount = headcount.map(|n| n.parse().unwrap());
        let found = duties(book(), headcount, section, on.parse().unwrap()).unwrap();
        found.value.into_iter().map(|d| (d.topic.code(), d.applies)).collect()
    }

    #[test]
    fn the_headcount_and_the_section_decide() {
        let (yes, no) = (Some(true), Some(false));
        let large = [("pay", yes), ("equality", yes), ("careers", yes), ("experienced", yes)];
        let rest = [("value-sharing", no), ("index", yes)];
        assert_eq!(at(Some("300"), yes, "2026-11-21"), [&large[..], &rest].concat());
        let below = at(Some("299.9"), yes, "2026-11-21");
        assert_eq!(below[2..4], [("careers", no), ("experienced", no)]);
        assert!(at(Some("500"), no, "2026-11-21")[..4].iter().all(|(_, applies)| *applies == no));
        let open = at(None, None, "2026-11-21");
        assert!(open.iter().all(|(_, applies)| applies.is_none()), "{open:?}");
    }

    #[test]
    fn experienced_employees_only_since_the_law_of_2025() {
        let codes = |on| at(Some("500"), Some(true), on).into_iter().map(|d| d.0).collect::<Vec<_>>();
        assert!(!codes("2025-10-25").contains(&"experienced"));
        assert!(codes("2025-10-26").contains(&"experienced"));
    }

    #[test]
    fn value_is_shared_from_eleven_to_below_fifty_while_the_experiment_lasts() {
        let shared = |n, on| at(Some(n), Some(true), on).into_iter().find(|d| d.0 == "value-sharing");
        assert_eq!(shared("10.99", "2026-11-21"), Some(("value-sharing", Some(false))));
        assert_eq!(shared("11", "2026-11-21"), Some(("value-sharing", None)), "the profits decide");
        assert_eq!(shared("49.99", "2026-11-21"), Some(("value-sharing", None)));
        assert_eq!(shared("50", "2026-11-21"), Some(("value-sharing", Some(false))));
        assert_eq!(shared("20", "2024-12-31"), None);
        assert_eq!(shared("20", "2028-11-30"), None);
    }

    #[test]
    fn the_index_from_fifty() {
        let index = |n| at(Some(n), None, "2026-11-21").pop();
        assert_eq!(index("49.99"), Some(("index", Some(false))));
        assert_eq!(index("50"), Some(("index", Some(true))));
    }
}
