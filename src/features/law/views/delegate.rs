//! Whom a union may name, as data.

use serde::Serialize;

use crate::{
    base::Lang,
    election::{Designation, Hurdle, Mission, Stair, Verdict},
    law::Fraction,
};

/// Whom a union may name to an office.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Delegate {
    /// The office.
    office: Mission,
    /// Whether the union names anybody to it here; nothing where that is not known.
    may: Option<bool>,
    /// What stands against it, or leaves it open.
    reasons: Vec<Against>,
    /// How many, by the headcount.
    number: Option<i64>,
    /// Their hours a month; nothing where the office has none of its own.
    hours: Option<i64>,
    /// The step of the article that applies: from whom; nothing where it hangs on what is not known.
    step: Option<Stair>,
    /// The same in words of the language of the run.
    text: Option<&'static str>,
    /// The people that were asked about.
    people: Vec<Named>,
}

/// What stands against a naming, or leaves it open.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Against {
    /// What it is.
    code: Hurdle,
    /// Whether it only leaves it open.
    open: bool,
    /// The same in words of the language of the run.
    text: &'static str,
}

/// Somebody that was asked about.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Named {
    /// The name.
    name: String,
    /// The share of the valid ballots of their college on their name, where it is known.
    share: Option<Fraction>,
    /// Whether they stood on the list of another union.
    elsewhere: bool,
    /// Whether they may be named; nothing where that is not known.
    may: Option<bool>,
    /// What stands against it, or leaves it open.
    reasons: Vec<Against>,
}

impl Against {
    fn all(lang: Lang, hurdles: &[Hurdle]) -> Vec<Self> {
        let of = |h: &Hurdle| Self { code: *h, open: h.is_open(), text: h.words(lang) };
        hurdles.iter().map(of).collect()
    }
}

impl Delegate {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(lang: Lang, found: &Designation) -> Self {
        let one = |v: &Verdict| Named {
            name: v.name.clone(),
            share: v.share,
            elsewhere: v.elsewhere,
            may: v.may,
            reasons: Against::all(lang, &v.hurdles),
        };
        Self {
            office: found.mission,
            may: found.may,
            reasons: Against::all(lang, &found.hurdles),
            number: found.number,
            hours: found.hours,
            step: found.step,
            text: found.step.map(|s| s.words(lang)),
            people: found.people.iter().map(one).collect(),
        }
    }
}
