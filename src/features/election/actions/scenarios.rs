//! Scenarios: as typed, by shares, or made from the last counted election.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    base::Id,
    election::{ElectionError, Fault, Form},
    features::{
        election::{
            actions::{
                PollError,
                analysis::{earlier, load_first},
                college_of, day_of, fault, first_round, load,
            },
            rules::{
                Dossier, Made, ScenarioName, outcome,
                simulate::{self, Projection, Scenario, Supposed},
            },
        },
        law::rules::number::Count,
    },
    law::{Fraction, book},
    vault::Vault,
};

/// Scenarios as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimulateForm {
    /// The scenarios.
    pub scenarios: Vec<ScenarioForm>,
}

/// One scenario as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioForm {
    /// Its name.
    pub name: String,
    /// The colleges.
    pub colleges: Vec<ScenarioCollege>,
}

/// One college of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioCollege {
    /// The college.
    pub id: String,
    /// Valid ballots.
    pub valid: Count,
    /// The ballots of each list.
    pub lists: BTreeMap<String, Count>,
}

/// What is supposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scenarios {
    /// Scenarios as typed.
    Given(SimulateForm),
    /// The same turnout and shares in every college, or in one.
    Shares {
        /// The college; every one where it is not named.
        college: Option<String>,
        /// Valid ballots over electors.
        turnout: Fraction,
        /// The weight of each list.
        shares: Vec<(String, Fraction)>,
    },
    /// Made from the last counted election, or from the one that is named.
    From(Option<String>),
}

/// Returns what scenarios come to, and the election that generated ones are made from.
///
/// # Errors
/// [`PollError::NoEarlier`]; what does not hold together, by its field.
pub fn simulate(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    scenarios: Scenarios,
) -> Result<(Dossier, Option<Id>, Vec<Projection>), PollError> {
    let dossier = load_first(vault, which)?;
    let on = day_of(&dossier, today);
    let (from, list) = match scenarios {
        Scenarios::Given(form) => (None, form.scenarios.into_iter().map(scenario).collect()),
        Scenarios::Shares { college, turnout, shares } => {
            (None, vec![shared(&dossier, college, turnout, &shares)?])
        }
        Scenarios::From(named) => {
            let last = match named {
                Some(name) => load(vault, Some(&name))?,
                None => earlier(vault, today, &dossier, true)?,
            };
            let last = first_round(vault, &last)?.unwrap_or(last);
            let result = outcome(book(), &last, None, day_of(&last, today))?;
            let made = simulate::generated(&dossier, &last, &result);
            if made.is_empty() {
                return Err(PollError::NotCounted);
            }
            (Some(last.id), made)
        }
    };
    if list.is_empty() {
        return Err(fault("scenarios", Fault::Missing));
    }
    let mut out = Vec::with_capacity(list.len());
    for (index, scenario) in list.iter().enumerate() {
        let project = simulate::project(book(), &dossier, scenario, on);
        out.push(project.map_err(|e| match e {
            ElectionError::Fact(f) => fault(format!("scenarios[{index}].{}", f.field), f.fault),
            law @ ElectionError::Law(_) => law.into(),
        })?);
    }
    Ok((dossier, from, out))
}

fn scenario(form: ScenarioForm) -> Scenario {
    let college = |c: ScenarioCollege| Supposed {
        college: c.id,
        valid: c.valid.0,
        lists: c.lists.into_iter().map(|(name, n)| (name, n.0)).collect(),
    };
    Scenario {
        name: ScenarioName::Own(form.name),
        colleges: form.colleges.into_iter().map(college).collect(),
    }
}

fn shared(
    dossier: &Dossier,
    college: Option<String>,
    turnout: Fraction,
    shares: &[(String, Fraction)],
) -> Result<Scenario, PollError> {
    if turnout <= Fraction::ZERO || turnout > Fraction::ONE {
        return Err(fault("turnout", Fault::Form(Form::Share)));
    }
    if shares.is_empty() {
        return Err(fault("share", Fault::Missing));
    }
    let sum = shares.iter().try_fold(Fraction::ZERO, |s, (_, n)| s.checked_add(*n));
    if sum.is_none_or(|s| s > Fraction::ONE) {
        return Err(fault("share", Fault::Above("100 %".to_owned())));
    }
    if sum == Some(Fraction::ZERO) {
        return Err(fault("share", Fault::Zero));
    }
    let named = college.map(|c| college_of(dossier, Some(&c))).transpose()?;
    let wanted = dossier.poll.colleges.iter().filter(|c| named.as_ref().is_none_or(|n| *n == c.id));
    let mut colleges = Vec::new();
    for college in wanted {
        let Some(registered) = college.electors() else {
            return Err(fault(format!("colleges[\"{}\"].registered", college.id), Fault::Missing));
        };
        let exact = Fraction::from(registered).checked_mul(turnout);
        let valid = exact.and_then(|n| u64::try_from(n.round_half_up()).ok());
        let valid = valid.ok_or_else(|| fault("turnout", Fault::TooLarge))?;
        // What the shares leave out goes to others, who are not a list.
        let rest = sum.and_then(|s| Fraction::ONE.checked_sub(s)).unwrap_or(Fraction::ZERO);
        let weights: Vec<Fraction> = shares.iter().map(|(_, n)| *n).chain([rest]).collect();
        let ballots = simulate::spread(&weights, valid);
        let lists = shares.iter().map(|(name, _)| name.clone()).zip(ballots).collect();
        colleges.push(Supposed { college: college.id.clone(), valid, lists });
    }
    Ok(Scenario { name: ScenarioName::Made(Made::Given), colleges })
}
