//! Mail addresses: one reader for what is typed, imported, stored, written to and read in a report.
//!
//! Narrower than the standard on purpose, so that no address carries a second one, a comment or a hidden domain, and so
//! that each can stand in a header as it is. What the roster stores can be written to, because both ask here.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

use crate::base::word::codes;

/// The most characters of a mail address.
pub const ADDRESS_MAX: usize = 254;
/// The most characters of the part before the `@`.
pub const LOCAL_MAX: usize = 64;

codes! {
    /// What is wrong with a mail address. The address itself is not repeated.
    AddressFault {
        Empty = "empty", "il n’y a pas d’adresse", "there is no address";
        TooLong = "too-long",
            "l’adresse est trop longue (254 caractères au plus, 64 avant le @)",
            "the address is too long (254 characters at most, 64 before the @)";
        NotAscii = "not-ascii",
            "une lettre de cette adresse n’est pas une lettre simple",
            "a letter of this address is not a plain one";
        At = "at", "il faut un @, un seul", "one @ is needed, only one";
        Local = "local", "ce qui est avant le @ ne convient pas", "what stands before the @ will not do";
        Domain = "domain", "le domaine de l’adresse ne convient pas", "the domain of the address will not do";
    }
}

impl std::fmt::Display for AddressFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.words(crate::base::Lang::En))
    }
}

impl std::error::Error for AddressFault {}

/// One mail address. It is a personal value: it has no `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

impl Address {
    /// Reads an address: ASCII, one `@`, a domain with a dot, no quotes, no comment, no literal. The domain is kept in
    /// small letters, as it means the same in any, one of other letters in the form in which mail carries it (`xn--…`); the
    /// part before the `@` stays as it is typed.
    ///
    /// # Errors
    /// [`AddressFault`] says which rule it breaks.
    pub fn read(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressFault::Empty);
        }
        if text.len() > ADDRESS_MAX {
            return Err(AddressFault::TooLong);
        }
        let Some((local, domain)) = text.split_once('@') else {
            return Err(if text.is_ascii() { AddressFault::At } else { AddressFault::NotAscii });
        };
        if domain.contains('@') {
            return Err(AddressFault::At);
        }
        if !local.is_ascii() {
            return Err(AddressFault::NotAscii);
        }
        let domain = &*carried(domain)?;
        if local.len() > LOCAL_MAX {
            return Err(AddressFault::TooLong);
        }
        // The atoms of RFC 5322. What routes through another host (`%`, `!`) is an atom too; the guard reads it.
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
        if !local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(plain)) {
            return Err(AddressFault::Local);
        }
        if !is_domain(domain) {
            return Err(AddressFault::Domain);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// Returns the address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part before `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// Returns the part after `@`, in small letters.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

/// Returns a domain as mail carries it: letters of other alphabets and accents in their form of plain ones.
fn carried(domain: &str) -> Result<Cow<'_, str>, AddressFault> {
    if domain.is_ascii() {
        return Ok(Cow::Borrowed(domain));
    }
    // A comma or a bracket of another alphabet is no letter.
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.') || is_combining_mark(c);
    if !domain.chars().all(plain) {
        return Err(AddressFault::NotAscii);
    }
    idna::domain_to_ascii_strict(domain).map(Cow::Owned).map_err(|_| AddressFault::Domain)
}

/// Tells whether a text is a domain name with a dot, whose last label is not a number.
#[must_use]
pub fn is_domain(text: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(label)
        && !last.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn takes_ordinary_addresses() {
        for good in [
            "camille@example.org",
            " camille.exemple+avis@mail.example.org ",
            "o'brien@example.co",
            "A_b-c@xn--exmple-cua.fr",
            "1@2.io",
            "a%b@example.org",
        ] {
            assert!(Address::read(good).is_ok(), "{good}");
        }
        for written in ["a@exämple.fr", "a@EXÄMPLE.fr", "a@exa\u{308}mple.fr", "a@xn--exmple-cua.fr"] {
            assert_eq!(Address::read(written).ok().map(String::from).as_deref(), Some("a@xn--exmple-cua.fr"));
        }
        assert_eq!(
            Address::read("a@Example.ORG").ok().map(|a| a.domain().to_owned()).as_deref(),
            Some("example.org")
        );
    }

    #[test]
    fn refuses_the_rest() {
        use AddressFault::*;
        for (bad, why) in [
            ("", Empty),
            ("   ", Empty),
            ("camille", At),
            ("a@b@example.org", At),
            ("a@example.org,b@example.org", At),
            ("a@example.org;b@example.org", At),
            ("a b@example.org", Local),
            ("a@example.org\r\nBcc: b@example.org", At),
            ("\"a b\"@example.org", Local),
            ("a(x)@example.org", Local),
            ("<a@example.org>", Local),
            ("é@example.org", NotAscii),
            ("é@exämple.fr", NotAscii),
            ("a@example，org", NotAscii),
            ("a@ex–ample.fr", NotAscii),
            ("a@exämple", Domain),
            ("a@[127.0.0.1]", Domain),
            ("a\0@example.org", Local),
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

    proptest! {
        /// What is kept is read again as it is, and holds nothing that ends a header or opens another address.
        #[test]
        fn what_is_kept_is_read_again(local in "[a-zA-Z0-9.%!=+_'@-]{0,70}", domain in "[a-zA-Z0-9.@-]{0,40}") {
            if let Ok(address) = Address::read(&format!(" {local}@{domain} ")) {
                let again = Address::read(address.as_str());
                prop_assert!(again.is_ok_and(|again| again == address));
                prop_assert_eq!(format!("{}@{}", address.local(), address.domain()), address.as_str());
                prop_assert_eq!(address.local(), local);
                prop_assert!(address.as_str().bytes().all(|b| b.is_ascii_graphic() && !b"<>()[],;:\\\"".contains(&b)));
            }
        }

        #[test]
        fn any_text_gives_an_answer(text: String) {
            let _ = Address::read(&text);
        }
    }
}
