//! The forms of the files that the calculators read, and how they become facts.

mod audience;
mod bodies;
mod delegate;
mod headcount;
mod people;
mod replacement;
mod shape;
mod vote;

pub use audience::{AudienceForm, SignaturesForm};
pub use bodies::{envoy_spec, site_spec};
pub use delegate::{NamingForm, aspirant_spec};
pub use headcount::HeadcountForm;
pub use people::{ElectorsForm, ParityForm, PersonForm};
pub use replacement::{DepartureForm, ReplacementForm, find_runner, roll_spec};
pub use vote::{AllocateForm, CollegeVote, Figures, QuorumForm};

pub(super) use people::slate;
pub(super) use vote::valid;

use crate::{
    election::{BadFact, Fault},
    features::law::rules::number::Number,
    law::Fraction,
};

fn exact(number: Option<Number>) -> Option<Fraction> {
    number.map(|n| n.0)
}

fn fault(field: impl Into<String>, fault: Fault) -> BadFact {
    BadFact::new(field, fault)
}
