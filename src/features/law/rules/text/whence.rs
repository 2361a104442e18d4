//! What rests on an article: tables, rules, remarks, notices.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::{
    base::Lang,
    calendar::{Rule, rule::rules},
    features::law::rules::text::{TextError, article, beside, covers},
    law::{Book, Entry, Remark, Table, book, cited, texts::Texts},
    render::{Manifest, notice::Notice},
};

/// What rests on a text.
#[derive(Debug, Clone)]
pub struct Resting {
    /// The text, as the tables cite it.
    pub article: String,
    /// The tables with their values that rest on it.
    pub tables: Vec<(&'static Table, Vec<&'static Entry>)>,
    /// The rules of deadlines whose period is in one of these tables.
    pub rules: Vec<&'static Rule>,
    /// The remarks that name it.
    pub remarks: Vec<Remark>,
    /// The notices that name it, with what each is for.
    pub notices: Vec<(String, Manifest)>,
}

/// Finds what rests on a text, as people name it; where a day is named, the values of that day alone.
///
/// # Errors
/// [`TextError::Unknown`] and [`TextError::Several`] for what is no text; [`TextError::Before`], [`TextError::Beyond`].
pub fn resting(typed: &str, on: Option<NaiveDate>) -> Result<Resting, TextError> {
    on.map(covers).transpose()?;
    let article = match beside(book(), typed)? {
        Some(found) => found.article,
        None => article(Texts::held()?, typed)?.num.clone(),
    };
    let mut tables = Vec::new();
    for table in of_program()? {
        let holds = |e: &Entry| on.is_none_or(|on| e.from <= on && e.to.is_none_or(|to| on <= to));
        let cites = |e: &&Entry| e.citation.article == article && holds(e);
        let entries: Vec<_> = table.entries.iter().filter(cites).collect();
        if !entries.is_empty() {
            tables.push((table, entries));
        }
    }
    let rules =
        rules()?.iter().filter(|rule| counts_by(rule).any(|id| tables.iter().any(|(t, _)| t.id == id)));
    let names = |text: &str| cited::articles(text).contains(&article);
    let remarks = Remark::ALL.iter().copied().filter(|r| names(r.words(Lang::Fr))).collect();
    let mut notices = Vec::new();
    for id in Notice::built_in() {
        let Ok(notice) = Notice::named(id) else { continue };
        let samples = notice.manifest.variables.values().flat_map(|v| v.sample(Lang::Fr).typed());
        if names(notice.file(Lang::Fr)) || samples.into_iter().any(|s| names(&s)) {
            notices.push((notice.id, notice.manifest));
        }
    }
    Ok(Resting { rules: rules.collect(), article, tables, remarks, notices })
}

/// Returns the articles on which a table rests.
///
/// # Errors
/// [`TextError::Law`], which a test excludes.
pub fn cited() -> Result<HashSet<&'static str>, TextError> {
    let tables = of_program()?;
    Ok(tables.into_iter().flat_map(|t| &t.entries).map(|e| e.citation.article.as_str()).collect())
}

/// Returns the tables of the program.
fn of_program() -> Result<Vec<&'static Table>, TextError> {
    let book: &'static Book = book();
    Ok(book.tables()?)
}

/// The tables by which a rule counts.
fn counts_by(rule: &Rule) -> impl Iterator<Item = &str> {
    let cases = rule.cases.iter().map(|(_, table)| table);
    let others = [&rule.least, &rule.most, &rule.also, &rule.small, &rule.reach];
    std::iter::once(&rule.table).chain(cases).chain(others.into_iter().flatten()).map(String::as_str)
}
