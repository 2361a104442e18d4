//! The part of a law pack that this module reads: rules, facts and lines of the agenda.

use std::collections::BTreeSet;

use crate::{
    base::text::one_line,
    calendar::{
        Rule,
        kinds::{self, FactKind},
        rule,
    },
    law::{
        Book,
        pack::{Pack, PackError},
    },
};

/// Returns the program's own texts, by their names in a pack.
#[must_use]
pub const fn own() -> [(&'static str, &'static str); 3] {
    [("facts", kinds::OWN), ("lines", rule::id::OWN), ("rules", rule::OWN)]
}

/// The names that a file declares, one to a line.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'))
}

/// Returns the first name of the program's own rules, facts and lines that a pack lacks.
///
/// Read line by line: it is asked at every start with a pack.
#[must_use]
pub fn lacks(pack: &Pack) -> Option<String> {
    own().into_iter().find_map(|(file, own)| {
        let Some(text) = pack.text(file) else { return Some(file.to_owned()) };
        let there: BTreeSet<&str> = names(text).collect();
        names(own).find(|id| !there.contains(id)).map(|id| format!("{file}: {id}"))
    })
}

/// Reads the rules, facts and lines of a pack, and returns the rules.
///
/// # Errors
/// [`PackError::Lacks`]; [`PackError::Unfit`] for a file that is not of the form, a name that stands twice or names nothing, a
/// rule whose tables the pack does not hold.
pub fn check(pack: &'static Pack, book: &Book) -> Result<&'static [Rule], PackError> {
    if let Some(what) = lacks(pack) {
        return Err(PackError::Lacks(what));
    }
    let bad = |what: &str| PackError::Unfit(one_line(what));
    let text = |name: &str| pack.text(name).ok_or_else(|| PackError::Lacks(name.to_owned()));
    let rules = rule::read(text("rules")?).map_err(|e| bad(e.message()))?;
    // A pack is checked once in the life of a process, which ends with the command.
    let rules: &'static [Rule] = Box::leak(rules.into_boxed_slice());
    let twice = rules.windows(2).find(|pair| pair.first().map(|r| &r.id) == pair.last().map(|r| &r.id));
    if let Some([rule, ..]) = twice {
        return Err(bad(&rule.id));
    }
    for rule in rules {
        if let Some(table) = rule.tables().find(|table| book.table(table).is_err()) {
            return Err(bad(&format!("{}: {table}", rule.id)));
        }
    }
    let facts = kinds::read(text("facts")?, rules).ok_or_else(|| bad("facts"))?;
    if let Some(kind) = facts.iter().find(|kind| !stands(kind, &facts, rules, book)) {
        return Err(bad(&format!("facts: {}", kind.id)));
    }
    rule::id::read(text("lines")?, rules).ok_or_else(|| bad("lines"))?;
    Ok(rules)
}

/// Tells whether all that a kind of fact names is there.
fn stands(kind: &FactKind, facts: &[FactKind], rules: &[Rule], book: &Book) -> bool {
    let fact = |id: &String| facts.iter().any(|k| k.id == *id);
    kind.chains.iter().flatten().all(|id| rule::among(rules, id).is_some())
        && kind.of.iter().all(fact)
        && kind.below.iter().all(|table| book.table(table).is_ok())
}

/// Returns the program's own rules, whatever pack answers; none where they are not of the form, which a test excludes.
#[must_use]
pub fn own_rules() -> Vec<Rule> {
    rule::read(rule::OWN).unwrap_or_default()
}
