//! The kinds of facts that can be recorded and the dates each sets going, as data: `facts.toml`.

use std::sync::OnceLock;

use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;

use crate::{
    calendar::{
        deadline::Deadline,
        due::DutyKind,
        rule::{self, Facts, Param, Rule, RuleError},
    },
    law::{Book, Label, LawError, pack},
};

/// A kind of fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactKind {
    /// The stable name, such as `designation`.
    pub id: String,
    /// What it belongs to.
    pub kind: DutyKind,
    /// What happened.
    pub label: Label,
    /// The rules that it sets going: of each chain the first counts from the fact, each other from the one before.
    pub chains: Vec<Vec<String>>,
    /// The kinds to the last one of which before it a fact of this kind belongs: both are one subject.
    pub of: Vec<String>,
    /// The law table of the headcount at and above which it sets nothing going.
    pub below: Option<String>,
    /// The lines that come round again as long as none of this kind is recorded.
    pub again: Vec<Again>,
    /// Whether the program knows of it by itself, so that nobody records it.
    pub known: bool,
}

/// A line that comes round again by the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// The rule.
    pub rule: &'static Rule,
    /// The day it counts from.
    pub from: Recurrence,
    /// What it is about, `{year}`, `{last-year}` or `{quarter}` in it.
    pub about: String,
    /// Whether a day that has gone counts only where one of the kind was recorded before: else it may have been done, and
    /// nobody wrote it down.
    pub noted: bool,
}

/// A day that comes round again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recurrence {
    /// The last day of the year before.
    LastYear,
    /// The last day of this year.
    ThisYear,
    /// The first day of this quarter.
    Quarter,
}

impl Again {
    /// Returns the day that it counts from, and what it is about, which names the line for ever.
    #[must_use]
    pub fn on(&self, today: NaiveDate) -> Option<(NaiveDate, String)> {
        let year = today.year();
        let last_year = year.checked_sub(1)?;
        let month = today.month0().checked_div(3)?.checked_mul(3)?.checked_add(1)?;
        let day = match self.from {
            Recurrence::LastYear => NaiveDate::from_ymd_opt(last_year, 12, 31)?,
            Recurrence::ThisYear => NaiveDate::from_ymd_opt(year, 12, 31)?,
            Recurrence::Quarter => NaiveDate::from_ymd_opt(year, month, 1)?,
        };
        let about = self.about.replace("{year}", &year.to_string());
        let about = about.replace("{next-year}", &year.checked_add(1)?.to_string());
        let about = about.replace("{last-year}", &last_year.to_string());
        Some((day, about.replace("{quarter}", &format!("{year}-{month:02}"))))
    }
}

/// A date that a fact set going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The rule.
    pub rule: &'static Rule,
    /// The day it counts from.
    pub from: NaiveDate,
    /// The days.
    pub deadline: Deadline,
}

/// The dates of a fact, and what would have to be known for more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dates {
    /// The dates.
    pub dates: Vec<Dated>,
    /// Rules that lack a fact.
    pub missing: Vec<(&'static Rule, Param)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fact: Vec<Form>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    id: String,
    kind: DutyKind,
    label: Words,
    rules: Vec<String>,
    #[serde(default)]
    of: Vec<String>,
    below: Option<String>,
    #[serde(default)]
    again: Vec<AgainForm>,
    #[serde(default)]
    known: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgainForm {
    rule: String,
    from: Recurrence,
    about: String,
    #[serde(default)]
    noted: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    fr: String,
    en: String,
}

/// Reads the kinds; nothing where one is not of the form, or comes round by a rule that is none.
pub(in crate::calendar) fn read(text: &str, rules: &'static [Rule]) -> Option<Vec<FactKind>> {
    let chain = |text: &String| text.split('>').map(|id| id.trim().to_owned()).collect();
    let again = |a: AgainForm| {
        Some(Again { rule: rule::among(rules, &a.rule)?, from: a.from, about: a.about, noted: a.noted })
    };
    let one = |f: Form| {
        Some(FactKind {
            id: f.id,
            kind: f.kind,
            label: Label::new(&f.label.fr, f.label.en),
            chains: f.rules.iter().map(chain).collect(),
            of: f.of,
            below: f.below,
            known: f.known,
            again: f.again.into_iter().map(again).collect::<Option<_>>()?,
        })
    };
    let all = toml::from_str::<File>(text).ok()?.fact.into_iter().map(one);
    let mut out = all.collect::<Option<Vec<_>>>()?;
    out.sort_by(|a, b| a.id.cmp(&b.id));
    Some(out)
}

/// The program's own kinds of facts.
pub(in crate::calendar) const OWN: &str = include_str!("facts.toml");

/// Returns every kind of fact, by name.
///
/// # Errors
/// [`LawError::WrongKind`] when the embedded file is not of the form, which a test excludes.
pub fn all() -> Result<&'static [FactKind], LawError> {
    static KINDS: OnceLock<Option<Vec<FactKind>>> = OnceLock::new();
    let found = KINDS.get_or_init(|| read(pack::text("facts", OWN), rule::rules().ok()?));
    found.as_deref().ok_or_else(|| LawError::WrongKind { id: "facts".to_owned() })
}

/// Returns the kind of a name, if there is one.
///
/// # Errors
/// As [`all`].
pub fn of(id: &str) -> Result<Option<&'static FactKind>, LawError> {
    let kinds = all()?;
    Ok(kinds.binary_search_by(|k| k.id.as_str().cmp(id)).ok().and_then(|i| kinds.get(i)))
}

/// Returns the rules that count from a fact of a kind itself, in the order of the file: no rule is named in the program.
///
/// # Errors
/// As [`all`]; [`RuleError::Unknown`] for a kind that is none.
pub fn rules_of(id: &str) -> Result<Vec<&'static Rule>, RuleError> {
    let kind = of(id)?.ok_or_else(|| RuleError::Unknown { id: id.to_owned(), near: Vec::new() })?;
    kind.chains.iter().filter_map(|chain| chain.first()).map(|id| rule::rule(id)).collect()
}

impl FactKind {
    /// Tells whether it depends on what an expert looks at.
    #[must_use]
    pub fn names_expert(&self) -> bool {
        let asks = |id: &String| {
            let known = rule::known(id);
            known.is_some_and(|r| r.scope.only_if.contains(&rule::scope::Condition::ExpertPse))
        };
        self.chains.iter().flatten().any(asks)
    }

    /// Returns the facts beside the day that its rules take.
    #[must_use]
    pub fn params(&self) -> Vec<Param> {
        let ids = self.chains.iter().flatten();
        let mut out: Vec<_> = ids.filter_map(|id| rule::rule(id).ok()?.by).collect();
        out.extend(self.names_expert().then_some(Param::Expert));
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// Returns the dates that a fact sets going.
///
/// A rule that did not hold on its day, or does not apply at this size, gives no date.
///
/// # Law
/// The article of each rule, see [`rule::answer`].
///
/// # Errors
/// [`RuleError::Law`] for a day outside the tables or the calendar.
pub fn dates(
    book: &Book,
    kind: &FactKind,
    day: NaiveDate,
    facts: &Facts,
    today: NaiveDate,
) -> Result<Dates, RuleError> {
    let mut out = Dates::default();
    for chain in &kind.chains {
        let mut from = day;
        for id in chain {
            let rule = rule::rule(id)?;
            match rule::days(book, rule, from, facts, today) {
                Ok(deadline) => {
                    // Two chains may begin alike.
                    let dated = Dated { rule, from, deadline };
                    if !out.dates.contains(&dated) {
                        out.dates.push(dated);
                    }
                    from = deadline.due;
                }
                Err(RuleError::Missing { param, .. }) => {
                    out.missing.push((rule, param));
                    break;
                }
                Err(RuleError::Gone { .. } | RuleError::Below { .. }) => break,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::Region,
        law::{Fraction, book},
    };
    use std::collections::BTreeSet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn dated(id: &str, from: &str, facts: &Facts) -> Dates {
        let kind = super::of(id).unwrap().unwrap_or_else(|| panic!("{id}"));
        dates(book(), kind, day(from), facts, day("2026-11-21")).unwrap()
    }

    fn lines(found: &Dates) -> Vec<(&'static str, String)> {
        found.dates.iter().map(|d| (d.rule.id.as_str(), d.deadline.due.to_string())).collect()
    }

    #[test]
    fn the_embedded_facts_name_rules_that_are() {
        let kinds = all().unwrap();
        assert!(kinds.len() >= 40);
        assert_eq!(kinds.iter().map(|k| &k.id).collect::<BTreeSet<_>>().len(), kinds.len());
        for kind in kinds {
            let ends = rule::rules().unwrap().iter().any(|r| r.ends.contains(&kind.id));
            // Whether the quorum was reached is a condition of its own.
            let does = !kind.chains.is_empty() || ends || kind.id == "quorum-reached";
            assert!(does && kind.chains.iter().all(|c| !c.is_empty()), "{}", kind.id);
            for id in &kind.of {
                assert!(super::of(id).unwrap().is_some(), "{}: {id}", kind.id);
            }
            for id in kind.chains.iter().flatten() {
                assert!(rule::rule(id).is_ok(), "{}: {id}", kind.id);
            }
        }
        assert_eq!(super::of("nothing").unwrap(), None);
        assert!(read("[[fact]]\nid=\"a\"\n", rule::rules().unwrap()).is_none());
        let head = "[[fact]]\nid=\"a\"\nkind=\"dues\"\nlabel={fr=\"a\",en=\"b\"}\nrules=[]\n";
        let again = |rule: &str| {
            format!("{head}again=[{{rule=\"{rule}\",from=\"quarter\",about=\"dues/{{quarter}}\"}}]")
        };
        let found = read(&again("dues-reminder"), rule::rules().unwrap()).unwrap();
        let quarter = found[0].again[0].on(day("2026-11-21"));
        assert_eq!(quarter, Some((day("2026-10-01"), "dues/2026-10".to_owned())));
        assert!(read(&again("dues-reminders"), rule::rules().unwrap()).is_none());
    }

    #[test]
    fn every_rule_is_set_going_by_a_fact_or_by_the_company() {
        let by_company =
            |id: &str| id.starts_with("bargain-") || ["index-publication", "mandate-end"].contains(&id);
        let set: BTreeSet<_> = all().unwrap().iter().flat_map(|k| k.chains.iter().flatten()).collect();
        for rule in rule::rules().unwrap() {
            // Hours are kept in ledgers, month by month; backups by the device.
            let elsewhere = ["hours-carry", "vault-backup"].contains(&rule.id.as_str());
            assert!(set.contains(&rule.id) || by_company(&rule.id) || elsewhere, "{}", rule.id);
        }
    }

    #[test]
    fn one_letter_gives_its_dates() {
        let found = dated("first-round-held", "2026-11-19", &Facts::default());
        assert_eq!(
            lines(&found),
            [
                ("contest-election", "2026-12-04".to_owned()),
                ("second-round", "2026-12-04".to_owned()),
                ("election-minutes", "2026-12-04".to_owned()),
            ]
        );
    }

    #[test]
    fn a_chain_counts_from_the_day_before_it() {
        let found = dated("minority-agreement", "2026-11-30", &Facts::default());
        assert_eq!(
            lines(&found),
            [
                ("majority-agreement-referendum-request", "2026-12-30".to_owned()),
                ("referendum-signatures", "2027-01-07".to_owned()),
                ("referendum-vote", "2027-03-07".to_owned()),
            ]
        );
        let facts = Facts { dismissals: Some(250), ..Facts::default() };
        let pse = dated("pse-first-meeting", "2026-11-30", &facts);
        assert_eq!(pse.dates.last().unwrap().deadline.raw, day("2027-03-15"));
    }

    #[test]
    fn a_missing_fact_is_told_and_the_other_dates_stand() {
        let found = dated("pse-first-meeting", "2026-11-30", &Facts::default());
        assert_eq!(found.dates.len(), 3);
        assert_eq!(
            found.missing.iter().map(|(r, p)| (r.id.as_str(), *p)).collect::<Vec<_>>(),
            [("pse-opinion", Param::Dismissals)]
        );
        let small = Facts { headcount: Some(Fraction::whole(8)), ..Facts::default() };
        assert_eq!(dated("cse-meeting", "2026-11-30", &small).dates.len(), 2);
    }

    #[test]
    fn the_place_moves_the_days() {
        let alsace = Facts { region: Region::AlsaceMoselle { good_friday: Some(true) }, ..Facts::default() };
        assert_eq!(lines(&dated("electoral-list", "2026-03-31", &alsace))[0].1, "2026-04-07");
        assert_eq!(lines(&dated("electoral-list", "2026-03-31", &Facts::default()))[0].1, "2026-04-03");
    }

    #[test]
    fn the_days_alone_are_those_of_the_explained_answer() {
        let today = day("2026-11-21");
        for rule in rule::rules().unwrap() {
            for (from, region) in [
                ("2026-04-16", Region::Metropolitan),
                ("2027-12-17", Region::Reunion),
                ("2026-01-31", Region::Guyane),
            ] {
                let facts = Facts {
                    region,
                    headcount: Some(Fraction::whole(400)),
                    dismissals: Some(12),
                    expert: Some(rule::Expert::One),
                    years: Some(3),
                    stop: None,
                };
                let alone = rule::days(book(), rule, day(from), &facts, today).unwrap();
                let explained = rule::answer_ahead(book(), rule, day(from), &facts, today).unwrap();
                assert_eq!(alone, explained.value.deadline, "{}", rule.id);
            }
        }
    }

    #[test]
    fn params_are_asked_for_once() {
        let params = |id: &str| super::of(id).unwrap().unwrap().params();
        assert_eq!(params("pse-first-meeting"), [Param::Dismissals]);
        assert_eq!(params("cse-meeting"), [Param::Headcount]);
        assert_eq!(params("designation"), []);
        let expert = |k: &&FactKind| k.chains.iter().flatten().any(|id| id == "pse-expert-request");
        let expert = all().unwrap().iter().find(expert).unwrap();
        assert!(expert.names_expert() && expert.params().contains(&Param::Expert), "{}", expert.id);
    }
}
