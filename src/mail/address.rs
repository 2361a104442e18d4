//! Addresses: narrower than the standard, so that none can carry a second one, a comment or a hidden domain.

use thiserror::Error;

use crate::base::guard;

/// One mail address. It is a personal value: it has no `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

/// Why an address is not taken. The address itself is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BadAddress {
    /// There is no address.
    #[error("there is no address")]
    Empty,
    /// It is longer than 254 characters, or the part before `@` longer than 64.
    #[error("the address is too long")]
    TooLong,
    /// It holds a character that is not taken: anything but ASCII letters, digits and a few signs.
    #[error("the address holds a character that is not taken")]
    Character,
    /// It has no `@`, or more than one.
    #[error("the address must have exactly one @")]
    At,
    /// The part before `@` is empty or has a dot at an end or two in a row.
    #[error("the part before @ is not well-formed")]
    Local,
    /// The part after `@` is not a domain with a dot.
    #[error("the part after @ is not a domain")]
    Domain,
}

impl Address {
    /// Reads an address: ASCII, one `@`, a domain with a dot, no quotes, no comment, no literal.
    ///
    /// # Errors
    /// [`BadAddress`] says which rule it breaks.
    pub fn read(text: &str) -> Result<Self, BadAddress> {
        let text = text.trim_matches(' ');
        if text.is_empty() {
            return Err(BadAddress::Empty);
        }
        if text.len() > 254 {
            return Err(BadAddress::TooLong);
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".!#$&'*+-/=?^_`{|}~@".contains(c);
        if !text.chars().all(allowed) {
            return Err(BadAddress::Character);
        }
        let (local, domain) = text.split_once('@').ok_or(BadAddress::At)?;
        if domain.contains('@') {
            return Err(BadAddress::At);
        }
        if local.len() > 64 {
            return Err(BadAddress::TooLong);
        }
        if local.split('.').any(str::is_empty) {
            return Err(BadAddress::Local);
        }
        if !is_domain(domain) {
            return Err(BadAddress::Domain);
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part after `@`, in small letters.
    #[must_use]
    pub fn domain(&self) -> String {
        self.0.rsplit('@').next().unwrap_or_default().to_ascii_lowercase()
    }
}

/// Tells whether a text is a domain name with a dot, whose last label is not a number.
#[must_use]
pub fn is_domain(text: &str) -> bool {
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(label)
        && !last.chars().all(|c| c.is_ascii_digit())
}

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
    fn takes_ordinary_addresses() {
        for good in [
            "camille@example.org",
            " camille.exemple+avis@mail.example.org ",
            "o'brien@example.co",
            "A_b-c@xn--exmple-cua.fr",
            "1@2.io",
        ] {
            assert!(Address::read(good).is_ok(), "{good}");
        }
        assert_eq!(Address::read("a@Example.ORG").ok().map(|a| a.domain()).as_deref(), Some("example.org"));
    }

    #[test]
    fn refuses_the_rest() {
        use BadAddress::*;
        for (bad, why) in [
            ("", Empty),
            ("   ", Empty),
            ("camille", At),
            ("a@b@example.org", At),
            ("a@example.org,b@example.org", Character),
            ("a@example.org;b@example.org", Character),
            ("a b@example.org", Character),
            ("a@example.org\r\nBcc: b@example.org", Character),
            ("\"a b\"@example.org", Character),
            ("a(x)@example.org", Character),
            ("<a@example.org>", Character),
            ("a%b@example.org", Character),
            ("é@example.org", Character),
            ("a@exämple.fr", Character),
            ("a@[127.0.0.1]", Character),
            ("a\0@example.org", Character),
            ("@example.org", Local),
            (".a@example.org", Local),
            ("a..b@example.org", Local),
            ("a@localhost", Domain),
            ("a@example.org.", Domain),
            ("a@-example.org", Domain),
            ("a@127.0.0.1", Domain),
            ("a@exa_mple.org", Domain),
        ] {
            assert_eq!(Address::read(bad).err(), Some(why), "{bad}");
        }
        assert_eq!(Address::read(&format!("{}@example.org", "a".repeat(65))).err(), Some(TooLong));
        assert_eq!(Address::read(&format!("a@{}example.org", "a.".repeat(130))).err(), Some(TooLong));
    }

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
