//! The names that lines of the agenda go by: those of the rules, and those of `lines.toml`. There is no other.

use std::{cmp::Ordering, collections::BTreeMap, fmt, sync::OnceLock};

use serde::Deserialize;

use super::{Rule, RuleError, Words, among, known, rules};
use crate::{
    calendar::due::{DutyKind, Nature, Who},
    law::{Label, LawError, pack},
};

/// A line that no rule counts, with its words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    id: String,
    kind: DutyKind,
    who: Who,
    #[serde(default)]
    nature: Nature,
    label: Words,
    about: Option<Words>,
    unknown: Option<Words>,
    rule: Option<String>,
    family: Option<Family>,
    #[serde(default)]
    undated: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    line: Vec<Form>,
}

/// What a line on a subject of bargaining is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// The subject must be bargained on.
    Duty,
    /// The day from which a union may demand it.
    Demand,
}

/// A line that no rule of `rules.toml` counts.
#[derive(Debug)]
pub(in crate::calendar) struct LineRule {
    id: String,
    kind: DutyKind,
    who: Who,
    nature: Nature,
    label: Label,
    about: Option<Label>,
    unknown: Option<Label>,
    rule: Option<&'static Rule>,
    family: Option<Family>,
    undated: bool,
}

/// The name of what makes a line, with its data. It names a rule or a line of `lines.toml`: another cannot be made.
#[derive(Clone, Copy)]
pub struct RuleId(Made);

#[derive(Clone, Copy)]
enum Made {
    Rule(&'static Rule),
    Line(&'static LineRule),
}

/// Reads the lines; nothing where one is not of the form, is named twice or like a rule, or follows a rule that is none.
pub(in crate::calendar) fn read(text: &str, rules: &'static [Rule]) -> Option<BTreeMap<String, LineRule>> {
    let known = |id: &str| among(rules, id);
    let mut out = BTreeMap::new();
    for form in toml::from_str::<File>(text).ok()?.line {
        let rule = match &form.rule {
            Some(id) => Some(known(id)?),
            None => None,
        };
        let line = LineRule {
            id: form.id.clone(),
            kind: form.kind,
            who: form.who,
            nature: form.nature,
            label: form.label.into(),
            about: form.about.map(Label::from),
            unknown: form.unknown.map(Label::from),
            rule,
            family: form.family,
            undated: form.undated,
        };
        let titled = !line.label.fr.is_empty() && !line.label.en.is_empty();
        if !titled || known(&form.id).is_some() || out.insert(form.id, line).is_some() {
            return None;
        }
    }
    Some(out)
}

/// The program's own lines.
pub(in crate::calendar) const OWN: &str = include_str!("lines.toml");

fn lines() -> Result<&'static BTreeMap<String, LineRule>, LawError> {
    static LINES: OnceLock<Option<BTreeMap<String, LineRule>>> = OnceLock::new();
    let found = LINES.get_or_init(|| read(pack::text("lines", OWN), rules().ok()?));
    found.as_ref().ok_or_else(|| LawError::WrongKind { id: "lines".to_owned() })
}

impl RuleId {
    /// Returns the name that a text says.
    ///
    /// # Errors
    /// [`RuleError::Unknown`] where no rule and no line declares it.
    pub fn of(id: &str) -> Result<Self, RuleError> {
        let line = || lines().map(|all| all.get(id).map(|line| Self(Made::Line(line))));
        match known(id) {
            Some(rule) => Ok(rule.into()),
            None => line()?.ok_or_else(|| RuleError::Unknown { id: id.to_owned(), near: Vec::new() }),
        }
    }

    /// Returns the line of `lines.toml` that a rule's data hold for, where there is one.
    ///
    /// # Errors
    /// [`LawError::WrongKind`] when the embedded file is not of the form, which a test excludes.
    pub fn line_of_its_own(self) -> Result<Option<Self>, LawError> {
        let follows = |line: &&LineRule| line.rule.is_some_and(|rule| rule.id == self.id());
        Ok(lines()?.values().find(follows).map(|line| Self(Made::Line(line))))
    }

    /// Returns every name.
    ///
    /// # Errors
    /// [`LawError::WrongKind`] when an embedded file is not of the form, which a test excludes.
    pub fn all() -> Result<Vec<Self>, LawError> {
        let lines = lines()?.values().map(|line| Self(Made::Line(line)));
        Ok(rules()?.iter().map(Self::from).chain(lines).collect())
    }

    /// Returns the name as text, as in JSON and in the names of lines.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self.0 {
            Made::Rule(rule) => &rule.id,
            Made::Line(line) => &line.id,
        }
    }

    /// Returns the title.
    #[must_use]
    pub fn label(self) -> &'static Label {
        match self.0 {
            Made::Rule(rule) => &rule.label,
            Made::Line(line) => &line.label,
        }
    }

    /// Returns the title of a line of that nature with what it is about, where it has one; `{…}` stands for that.
    #[must_use]
    pub fn about(self, nature: Nature) -> Option<&'static Label> {
        let Made::Line(line) = self.0 else { return None };
        let unknown = line.unknown.as_ref().filter(|_| nature == Nature::Undetermined);
        unknown.or(line.about.as_ref())
    }

    /// Returns what it belongs to.
    #[must_use]
    pub fn kind(self) -> DutyKind {
        match self.0 {
            Made::Rule(rule) => rule.kind,
            Made::Line(line) => line.kind,
        }
    }

    /// Returns whose turn it is.
    #[must_use]
    pub fn who(self) -> Who {
        match self.0 {
            Made::Rule(rule) => rule.who,
            Made::Line(line) => line.who,
        }
    }

    /// Returns what its day means.
    #[must_use]
    pub fn nature(self) -> Nature {
        match self.0 {
            Made::Rule(rule) => rule.nature,
            Made::Line(line) => line.nature,
        }
    }

    /// Returns the rule whose data hold for it, where there is one.
    #[must_use]
    pub fn rule(self) -> Option<&'static Rule> {
        match self.0 {
            Made::Rule(rule) => Some(rule),
            Made::Line(line) => line.rule,
        }
    }

    /// Tells whether no text sets it a day: its own is the one since when.
    #[must_use]
    pub fn undated(self) -> bool {
        match self.0 {
            Made::Rule(_) => false,
            Made::Line(line) => line.undated,
        }
    }

    /// Returns what it is of a subject of bargaining.
    #[must_use]
    pub fn family(self) -> Option<Family> {
        match self.0 {
            Made::Rule(_) => None,
            Made::Line(line) => line.family,
        }
    }
}

impl From<&'static Rule> for RuleId {
    fn from(rule: &'static Rule) -> Self {
        Self(Made::Rule(rule))
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl PartialEq for RuleId {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for RuleId {}

impl PartialEq<str> for RuleId {
    fn eq(&self, other: &str) -> bool {
        self.id() == other
    }
}

impl PartialEq<&str> for RuleId {
    fn eq(&self, other: &&str) -> bool {
        self.id() == *other
    }
}

impl PartialOrd for RuleId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id().cmp(other.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_title_and_no_other_can_be_made() {
        let all = RuleId::all().unwrap();
        assert!(all.len() > 110, "{}", all.len());
        for id in &all {
            let (fr, en) = (&id.label().fr, &id.label().en);
            assert!(!fr.is_empty() && !en.is_empty() && fr != id.id() && en != id.id(), "{id:?}");
            assert_eq!(RuleId::of(id.id()).unwrap(), *id);
        }
        assert!(matches!(RuleId::of("mandate.ends"), Err(RuleError::Unknown { .. })));
        assert!(matches!(RuleId::of("bargaining.request-"), Err(RuleError::Unknown { .. })));
    }

    #[test]
    fn a_line_without_title_or_of_a_rule_that_is_none_is_refused() {
        let good =
            "[[line]]\nid = \"a.b\"\nkind = \"cse\"\nwho = \"section\"\nlabel = { fr = \"a\", en = \"b\" }\n";
        assert!(read(good, rules().unwrap()).is_some());
        for bad in [
            good.replace("label = { fr = \"a\", en = \"b\" }\n", ""),
            good.replace("fr = \"a\"", "fr = \"\""),
            good.replace("\"a.b\"", "\"contest-election\""),
            good.replace("who", "rule = \"no-such-rule\"\nwho"),
            good.replace("section", "nobody"),
            format!("{good}{good}"),
        ] {
            assert!(read(&bad, rules().unwrap()).is_none(), "{bad}");
        }
    }
}
