//! The domains that no message goes to. Addresses themselves are read in [`crate::base::address`].

use crate::base::guard;

pub use crate::base::address::{Address, is_domain};

/// The domains that never get a message and never send one: the employer's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forbidden(Vec<String>);

impl Forbidden {
    /// Takes a list of domains, as typed: case, a leading `@` or `*.` and a trailing dot do not matter.
    pub fn new<S: AsRef<str>>(domains: impl IntoIterator<Item = S>) -> Self {
        Self(domains.into_iter().map(|d| d.as_ref().to_owned()).collect())
    }

    /// Tells whether a host is one of the domains, lies below one or is made to look like one.
    #[must_use]
    pub fn holds_host(&self, host: &str) -> bool {
        guard::holds_host(host, &self.0)
    }

    /// Tells whether an address lies in one of the domains, below one or is made to look so.
    #[must_use]
    pub fn holds(&self, address: &Address) -> bool {
        guard::holds_address(address.as_str(), &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_employer_is_found_below_and_above_case() {
        let forbidden = Forbidden::new(["Employeur.Example", " @mail.employeur.test. ", "*.groupe.test", ""]);
        let holds = |a: &str| forbidden.holds(&Address::read(a).ok().unwrap());
        assert!(
            holds("a@employeur.example")
                && holds("a@EMPLOYEUR.example")
                && holds("a+b@x.y.employeur.example")
        );
        assert!(holds("a@mail.employeur.test") && holds("a@groupe.test") && holds("a@x.groupe.test"));
        assert!(
            !holds("a@notemployeur.example")
                && !holds("a@employeur.example.org")
                && !holds("a@employeur.test")
        );
        assert!(forbidden.holds_host("smtp.employeur.example.") && !Forbidden::default().holds_host("a.b"));
    }
}
