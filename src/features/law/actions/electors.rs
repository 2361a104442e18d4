//! The people of the roster as the law on electors sees them.

use crate::{
    base::{Id, word::Contract},
    election::{self, Business},
    features::company::{actions as company, records::Company},
    roster::person::Person,
    vault::{Vault, VaultError},
};

/// Somebody whose right to vote and to stand is asked for.
pub struct Asked {
    /// The short form of the identifier, or what a file calls the person.
    pub id: String,
    /// The name under which an electoral list has the person: that of birth. None of a person out of a file.
    pub name: Option<String>,
    /// The facts that decide.
    pub person: election::Person,
}

/// Returns everybody in the roster with the facts that decide who may vote and stand.
///
/// # Errors
/// When the vault cannot be read.
pub fn from_roster(vault: &Vault) -> Result<Vec<Asked>, VaultError> {
    let company = company::company(vault)?;
    let people = vault.all::<Person>()?.into_iter().filter(|(_, person)| person.is_there());
    let asked = |(id, person): (Id, Person)| Asked {
        id: id.short(),
        name: Some(person.elector_name()),
        person: facts(&person, &company),
    };
    Ok(people.map(asked).collect())
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
    let business = company.business.as_deref().and_then(Business::read);
    election::Person {
        link: contract.at(business.unwrap_or_default()),
        // Time that was taken over counts from its own day.
        hired: [person.hired, person.seniority].into_iter().flatten().min(),
        contract_end: person.contract_end,
        born: person.birth,
        business_assumed: business.is_none() && contract.depends(),
        ..election::Person::default()
    }
}
