//! The file of `law headcount`.

use serde::Deserialize;

use super::{exact, fault};
use crate::{
    calendar::Month,
    election::{
        BadFact, Fault, Form, among,
        headcount::{Contract, ContractKind, MonthFacts},
    },
    features::law::rules::number::{Count, Number},
    law::Fraction,
};

/// `law headcount`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadcountForm {
    months: Vec<MonthForm>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthForm {
    month: String,
    headcount: Option<Number>,
    contracts: Option<Vec<ContractForm>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContractForm {
    kind: String,
    #[serde(default = "one")]
    count: Count,
    share: Option<Number>,
    hours: Option<Number>,
    legal_hours: Option<Number>,
    presence: Option<Number>,
    months_present: Option<Number>,
    months_on_premises: Option<Number>,
    #[serde(default)]
    replacement: bool,
}

const fn one() -> Count {
    Count(1)
}

impl HeadcountForm {
    /// Returns the months.
    ///
    /// # Errors
    /// No month at all; a month or a kind that is none; contracts beside a headcount, or neither.
    pub fn months(self) -> Result<Vec<(Month, MonthFacts)>, BadFact> {
        if self.months.is_empty() {
            return Err(fault("months", Fault::Missing));
        }
        let mut out = Vec::with_capacity(self.months.len());
        for (index, form) in self.months.into_iter().enumerate() {
            let at = |part: &str| format!("months[{index}].{part}");
            let month = form.month.parse().map_err(|_| fault(at("month"), Fault::Form(Form::Month)))?;
            let facts = match (form.headcount, form.contracts) {
                (Some(_), Some(contracts)) if !contracts.is_empty() => {
                    return Err(fault(at("headcount"), Fault::Conflict("contracts".to_owned())));
                }
                (None, None) => return Err(fault(at("contracts"), Fault::Missing)),
                (Some(headcount), _) => MonthFacts::Headcount(headcount.0),
                (None, Some(contracts)) => MonthFacts::Contracts(
                    contracts
                        .into_iter()
                        .enumerate()
                        .map(|(i, c)| contract(&c, &at(&format!("contracts[{i}]"))))
                        .collect::<Result<_, _>>()?,
                ),
            };
            out.push((month, facts));
        }
        Ok(out)
    }
}

fn contract(form: &ContractForm, at: &str) -> Result<Contract, BadFact> {
    let kind = ContractKind::read(&form.kind)
        .ok_or_else(|| fault(format!("{at}.kind"), among!(form.kind, ContractKind)))?;
    let twelfth = |months: Fraction| Fraction::new(1, 12).and_then(|t| months.checked_mul(t));
    let presence = match (form.presence, form.months_present) {
        (Some(_), Some(_)) => {
            return Err(fault(format!("{at}.presence"), Fault::Conflict("months_present".to_owned())));
        }
        (presence, None) => exact(presence),
        (None, Some(months)) => twelfth(months.0),
    };
    Ok(Contract {
        kind,
        count: form.count.0,
        share: exact(form.share),
        hours: exact(form.hours),
        legal_hours: exact(form.legal_hours),
        presence,
        months_on_premises: exact(form.months_on_premises),
        replacement: form.replacement,
    })
}
