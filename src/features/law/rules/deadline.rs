//! What is due by when, for whoever asks.

use chrono::NaiveDate;

use crate::{
    calendar::{
        Param, Rule, RuleError, Ruled,
        rule::{self, Facts},
    },
    law::{Amount, Caveat, Citation, Finding, Remark, Row, Standing, Unit, book},
};

/// What a list says of a rule on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineEntry {
    /// The rule.
    pub rule: &'static Rule,
    /// What its period counts; nothing for a day of every year.
    pub unit: Option<Unit>,
    /// The number; nothing where a table decides it by a fact, or where the rule does not hold.
    pub amount: Option<i64>,
    /// The table that decides it by a fact.
    pub rows: Vec<Row>,
    /// The text.
    pub citation: Citation,
    /// How the rule is known, its starting point with it.
    pub standing: Standing,
}

/// Returns what a rule gives from a day.
///
/// # Errors
/// See [`rule::answer`]; a name that is none; [`RuleError::NotTaken`] for a fact that the rule has no use for.
pub fn deadline(id: &str, from: NaiveDate, facts: &Facts) -> Result<Finding<Ruled>, RuleError> {
    let rule = rule::rule(id)?;
    let given = [
        (Param::Headcount, facts.headcount.is_some()),
        (Param::Dismissals, facts.dismissals.is_some()),
        (Param::Expert, facts.expert.is_some()),
        (Param::Years, facts.years.is_some()),
    ];
    if let Some((param, _)) = given.into_iter().find(|(param, there)| *there && rule.by != Some(*param)) {
        return Err(RuleError::NotTaken { rule: rule.id.clone(), param });
    }
    let mut found = rule::answer(book(), rule, from, facts)?;
    if rule.unwritten {
        found.caveats.push(Caveat::Remark(Remark::StartUnwritten));
    }
    Ok(found)
}

/// Returns every rule whose name holds a text, or whose title holds its words, as it stands on a day.
///
/// # Errors
/// A day that the law tables do not cover; [`RuleError::Unknown`] with near names where no name holds the text.
pub fn rules(filter: &str, on: NaiveDate) -> Result<Vec<DeadlineEntry>, RuleError> {
    let book = book();
    let mut out = Vec::new();
    for rule in rule::rules()?.iter().filter(|r| r.id.contains(filter) || r.is_said(filter)) {
        let (table, entry) = book.at(&rule.table, on)?;
        let (amount, rows) = match &entry.amount {
            Amount::Whole(number) => (Some(*number), Vec::new()),
            Amount::Rows(rows) => (None, rows.clone()),
            Amount::Share(_) | Amount::Rule | Amount::Gone => (None, Vec::new()),
        };
        let unit = match (&rule.column, rule.date) {
            (Some(_), _) => Some(Unit::Months),
            (None, Some(_)) => None,
            (None, None) => Some(table.unit),
        };
        let standing = rule.standing(book, on)?;
        out.push(DeadlineEntry { rule, unit, amount, rows, citation: entry.citation.clone(), standing });
    }
    if out.is_empty() {
        rule::rule(filter)?;
    }
    Ok(out)
}
