//! How long a record is kept (*durée de conservation*): a dated table, and who is past it.

use chrono::{Months, NaiveDate};
use serde::Deserialize;

use crate::{
    base::word::{Standing, codes},
    roster::Person,
};

codes! {
    /// Whose records a period is for.
    Kept {
        Former = "former", "ancien·ne adhérent·e", "former member";
        Prospect = "prospect", "contact", "contact without membership";
    }
}

/// One period of the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Whose records.
    pub of: Kept,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// How many months after the last day that counts.
    pub months: u32,
    /// Where it comes from: `house`, as no text fixes one.
    pub source: String,
    /// Why so long.
    pub why: String,
}

#[derive(Deserialize)]
struct File {
    period: Vec<Period>,
}

/// Returns the table.
///
/// # Law
/// GDPR, article 5(1)(e): no longer than the purpose needs. The months are the section's own.
#[must_use]
pub fn table() -> Vec<Period> {
    toml::from_str::<File>(include_str!("retention.toml")).map(|file| file.period).unwrap_or_default()
}

/// A record that is past its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Whose records the period is for.
    pub of: Kept,
    /// The day from which it was counted.
    pub since: NaiveDate,
    /// The last day on which it was to be kept.
    pub until: NaiveDate,
    /// The months.
    pub months: u32,
}

/// Returns how many months records of a kind are kept on a day.
#[must_use]
pub fn months(table: &[Period], of: Kept, today: NaiveDate) -> Option<u32> {
    let periods = table.iter().filter(|period| period.of == of && period.from <= today);
    periods.max_by_key(|period| period.from).map(|period| period.months)
}

/// Tells whether a record is past its time; `changed` is the day of its last change. Nobody who has a role that goes on is.
///
/// An end that is not known is no end: the record stays.
#[must_use]
pub fn past(
    person: &Person,
    changed: NaiveDate,
    today: NaiveDate,
    table: &[Period],
    months: Option<u32>,
) -> Option<Past> {
    if person.roles.iter().any(|(_, role)| role.held(today)) {
        return None;
    }
    let (of, since) = match person.standing(today) {
        Standing::Former => {
            let ends: Option<Vec<NaiveDate>> =
                person.spans.iter().map(|(_, span)| Some(span.end?.0)).collect();
            (Kept::Former, ends?.into_iter().max()?)
        }
        Standing::Prospect => (Kept::Prospect, changed),
        Standing::Member | Standing::PreMember => return None,
    };
    let usual = self::months(table, of, today)?;
    let months = months.unwrap_or(usual);
    let until = since.checked_add_months(Months::new(months))?;
    (until < today).then_some(Past { of, since, until, months })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::word::{Reason, RoleKind},
        roster::{person::Role, span::Membership},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn former(end: Option<&str>) -> Person {
        let end = end.map(|end| (day(end), Reason::ALL[0]));
        let span = Membership { start: Some(day("2015-01-01")), began: Reason::ALL[0], end };
        Person { spans: vec![([1; 8], span)], ..Person::default() }
    }

    #[test]
    fn exactly_who_is_past_the_period() {
        let table = table();
        assert_eq!(table.len(), 2);
        let gone = |person: &Person, today: &str| past(person, day("2020-05-05"), day(today), &table, None);
        // The last day of the period is a day on which it is kept.
        assert_eq!(gone(&former(Some("2020-01-31")), "2023-01-31"), None);
        let found = gone(&former(Some("2020-01-31")), "2023-02-01").unwrap();
        assert_eq!(
            (found.of, found.since, found.until),
            (Kept::Former, day("2020-01-31"), day("2023-01-31"))
        );
        assert_eq!(gone(&former(None), "2030-01-01"), None, "a member");
        // Who came back stays, who is known only as a contact goes by the last change.
        let mut back = former(Some("2016-01-31"));
        back.spans
            .push(([2; 8], Membership { start: Some(day("2022-01-01")), began: Reason::ALL[0], end: None }));
        assert_eq!(gone(&back, "2030-01-01"), None);
        assert_eq!(gone(&Person::default(), "2023-05-05"), None);
        assert_eq!(gone(&Person::default(), "2023-05-06").unwrap().of, Kept::Prospect);
        let mut elected = former(Some("2020-01-31"));
        elected.roles.push(([3; 8], Role { kind: RoleKind::ALL[0], from: None, to: None }));
        assert_eq!(gone(&elected, "2030-01-01"), None, "a role that goes on");
        assert_eq!(
            past(&former(Some("2020-01-31")), day("2020-05-05"), day("2021-02-01"), &table, Some(12))
                .unwrap()
                .months,
            12
        );
        // Before the table begins nothing is due.
        assert_eq!(gone(&former(Some("2010-01-31")), "2018-05-24"), None);
    }
}
