//! Which bodies are elected in which perimeter, as data.

use serde::Serialize;

use super::Maybe;
use crate::{
    base::Lang,
    election::{self, Bodies, Misspread, Perimeter},
    law::{Answer, Fraction},
};

/// Which bodies are elected, and who was sent to the central one.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Committee {
    /// What is elected; nothing where that was not asked.
    perimeter: Option<Maybe<Elected>>,
    /// Whom a committee of an establishment elected to the central one, in their order; nothing where that was not asked.
    sent: Option<Maybe<Sent>>,
}

/// What is elected.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Elected {
    /// The bodies.
    bodies: Bodies,
    /// The same in words of the language of the run.
    text: &'static str,
    /// The central committee, where there is one.
    central: Option<Central>,
    /// The headcounts of the establishments together, where each is known.
    sites: Option<Fraction>,
}

/// The central committee.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Central {
    /// Full members and substitutes, as the establishments were given.
    seats: Option<Pair>,
    /// Those of them that cadres have to have; nothing where that is not known.
    cadres: Option<Pair>,
    /// What is wrong with the spread.
    faults: Vec<Wrong>,
    /// The length of the office in years.
    years: i64,
}

/// Full members and substitutes.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Pair {
    /// Full members.
    holders: u32,
    /// Substitutes.
    substitutes: u32,
}

/// What is wrong with a spread.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Wrong {
    /// What it is.
    code: Misspread,
    /// The same in words of the language of the run.
    text: &'static str,
}

/// Who was elected to the central committee.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Sent {
    /// Their names.
    elected: Vec<String>,
}

impl From<(u32, u32)> for Pair {
    fn from((holders, substitutes): (u32, u32)) -> Self {
        Self { holders, substitutes }
    }
}

impl Committee {
    /// Returns the view of both answers.
    #[must_use]
    pub fn of(lang: Lang, perimeter: Option<&Answer<Perimeter>>, sent: Option<&Answer<Vec<String>>>) -> Self {
        let central = |c: &election::Central| Central {
            seats: c.seats.map(Pair::from),
            cadres: c.cadres.map(Pair::from),
            faults: c.faults.iter().map(|f| Wrong { code: *f, text: f.words(lang) }).collect(),
            years: c.years,
        };
        let elected = |p: &Perimeter| Elected {
            bodies: p.bodies,
            text: p.bodies.words(lang),
            central: p.central.as_ref().map(central),
            sites: p.sites,
        };
        Self {
            perimeter: perimeter.map(|p| Maybe::of(lang, p, elected)),
            sent: sent.map(|s| Maybe::of(lang, s, |names: &Vec<String>| Sent { elected: names.clone() })),
        }
    }
}
