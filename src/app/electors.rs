//! The people of the roster as the law on electors sees them.

use crate::{
    election::{self, Link},
    roster::{person::Person, word::Contract},
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
    let mut out = Vec::new();
    for (id, record) in vault.records(Kind::Person)? {
        let person = Person::of(&record);
        if person.merged_into.is_some() {
            continue;
        }
        out.push((id.short(), facts(&person)));
    }
    Ok(out)
}

/// Returns the facts of a person that decide who may vote and stand.
#[must_use]
pub fn facts(person: &Person) -> election::Person {
    let link = match person.contract {
        Some(Contract::Seconded) => Link::Seconded,
        Some(Contract::Temp) => Link::Agency,
        _ => Link::Employee,
    };
    election::Person { link, hired: person.hired, born: person.birth, ..election::Person::default() }
}
