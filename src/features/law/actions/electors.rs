//! The people of the roster as the law on electors sees them.

use crate::{
    base::word::Contract,
    election::{self, Business},
    features::company::{actions as company, records::Company},
    roster::person::Person,
    vault::{Kind, Vault, VaultError},
};

/// Returns everybody in the roster with the facts that decide who may vote and stand, by the short form of their
/// identifier.
///
/// # Privacy
/// No name leaves this function.
///
/// # Errors
/// When the vault cannot be read.
pub fn from_roster(vault: &Vault) -> Result<Vec<(String, election::Person)>, VaultError> {
    let company = company::company(vault)?;
    let mut out = Vec::new();
    for (id, record) in vault.records(Kind::Person)? {
        let person = Person::of(&record);
        if person.merged_into.is_some() {
            continue;
        }
        out.push((id.short(), facts(&person, &company)));
    }
    Ok(out)
}

/// Returns the facts of a person that decide who may vote and stand: the one reading of the roster, for lists of electors
/// and for candidates.
#[must_use]
pub fn facts(person: &Person, company: &Company) -> election::Person {
    let contract = match person.contract {
        Some(Contract::Seconded) => election::Contract::Seconded,
        Some(Contract::Temp) => election::Contract::Temp,
        _ => election::Contract::Employee,
    };
    let business = company.business.as_deref().and_then(Business::of_code);
    election::Person {
        link: contract.at(business.unwrap_or_default()),
        hired: person.hired,
        born: person.birth,
        business_assumed: business.is_none() && contract.depends(),
        ..election::Person::default()
    }
}
