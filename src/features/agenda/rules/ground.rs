//! What all lines of the agenda stand on: what the company says of every fact that does not say otherwise.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    calendar::{
        Region,
        rule::{Expert, Facts},
    },
    features::{
        agenda::records::Fact,
        company::{records::Company, rules::last_headcount},
    },
    law::Fraction,
};

/// The end of mandates, as recorded.
pub(crate) const MANDATES_END: &str = "mandates-end";

/// What the company says of every fact that does not say otherwise.
pub(super) struct Ground {
    region: Region,
    headcount: Option<Fraction>,
}

impl Ground {
    pub(super) fn of(company: &Company, today: NaiveDate) -> Self {
        let regions: BTreeSet<_> = company
            .sites
            .iter()
            .map(|s| s.department.as_deref().map_or(Region::Metropolitan, Region::of_department).code())
            .collect();
        // Sites with different holidays: the ones of the whole country, unless the fact names its place.
        let region = match (regions.first(), regions.len()) {
            (Some(code), 1) => Region::read(code).unwrap_or_default(),
            _ => Region::Metropolitan,
        };
        Self { region, headcount: last_headcount(company, today).map(|(_, n)| n) }
    }

    pub(super) fn facts(&self) -> Facts {
        Facts { region: self.region, headcount: self.headcount, ..Facts::default() }
    }

    pub(super) const fn headcount(&self) -> Option<Fraction> {
        self.headcount
    }

    pub(super) fn with(&self, fact: &Fact) -> Facts {
        Facts {
            region: fact.territory.as_deref().and_then(Region::read).unwrap_or(self.region),
            headcount: fact.headcount.as_deref().and_then(|n| n.parse().ok()).or(self.headcount),
            dismissals: fact.dismissals,
            expert: fact.expert.as_deref().and_then(Expert::from_code),
            years: fact.years,
            stop: None,
        }
    }
}
