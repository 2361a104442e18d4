//! The reasoning of an answer as JSON carries it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::law::{
    citation::Standing,
    finding::{Fact, Step},
    name::FactName,
};

/// What stands beside the value of a legal answer.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reasons {
    /// The steps that led to the answer.
    pub because: Vec<Because>,
    /// What to beware of.
    pub caveats: Vec<Beware>,
}

/// A step.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Because {
    /// The table of the rule, as `law show` takes it.
    rule: String,
    /// The article or the ruling.
    article: String,
    /// Its version on Légifrance, or the appeal number.
    version: Option<String>,
    /// How sure the value is.
    standing: Standing,
    /// Where it was read, when it is known from a secondary source.
    through: Option<String>,
    /// What was looked at and what came of it, by name.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Fact>"))]
    facts: BTreeMap<FactName, Fact>,
    /// The text of the article, where it was asked for and is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// A caveat.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Beware {
    /// What it is.
    pub code: &'static str,
    /// The table of the rule that it is about.
    pub rule: Option<String>,
    /// The same in words of the language of the run.
    pub text: String,
}

impl Because {
    /// Returns a step as data, with the text of its article where that was asked for.
    #[must_use]
    pub fn of(step: &Step, text: Option<String>) -> Self {
        Self {
            rule: step.rule.clone(),
            article: step.citation.article.clone(),
            version: step.citation.version.clone(),
            standing: step.citation.standing,
            through: step.citation.through.clone(),
            facts: step.facts.iter().cloned().collect(),
            text,
        }
    }
}
