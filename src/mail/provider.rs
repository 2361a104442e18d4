//! Where the usual providers take mail: a table with sources (`providers.toml`), found from the sender's address.

use std::{net::IpAddr, sync::OnceLock};

use serde::Deserialize;

use crate::mail::{
    Address,
    smtp::{Server, server::Place},
};

/// How the line to a provider is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineSecurity {
    /// By TLS from the first byte, on port 465.
    Tls,
    /// Only by STARTTLS, on port 587.
    Starttls,
    /// Not at all: a program on this machine.
    Loopback,
}

/// What signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum User {
    /// The whole address.
    Address,
    /// The part before @.
    Local,
}

/// What proves who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignIn {
    /// The password of the account.
    Password,
    /// A password made for this program alone, in the settings of the account or in the bridge.
    AppPassword,
    /// An access token of OAuth 2.
    Token,
}

/// Whether a value was read at its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verified {
    /// Read at the source.
    Verified,
    /// Not read: to be compared with the provider's help.
    Unverified,
}

/// One provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The name to type.
    pub id: String,
    /// The name as people know it.
    pub name: String,
    /// The domains of the addresses that it gives.
    pub domains: Vec<String>,
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is protected.
    pub line: LineSecurity,
    /// What signs in.
    pub user: User,
    /// What proves it, the usual way first.
    pub sign_in: Vec<SignIn>,
    /// How many messages a day it takes, where that was read.
    #[serde(default)]
    pub per_day: Option<u32>,
    /// Where that was read.
    #[serde(default)]
    pub per_day_source: Option<String>,
    /// Where this was read.
    pub source: String,
    /// When.
    pub verified_on: toml::value::Datetime,
    /// Whether it was.
    pub standing: Verified,
}

#[derive(Deserialize)]
struct Table {
    provider: Vec<Provider>,
}

/// Returns the table.
#[must_use]
pub fn all() -> &'static [Provider] {
    static TABLE: OnceLock<Vec<Provider>> = OnceLock::new();
    // A test reads the table, so it is never empty.
    TABLE.get_or_init(|| {
        toml::from_str::<Table>(include_str!("providers.toml")).map(|t| t.provider).unwrap_or_default()
    })
}

/// Returns the provider of this name.
#[must_use]
pub fn named(id: &str) -> Option<&'static Provider> {
    all().iter().find(|p| p.id.eq_ignore_ascii_case(id))
}

/// Returns the provider whose domain an address has.
#[must_use]
pub fn of(address: &Address) -> Option<&'static Provider> {
    let domain = address.domain();
    all().iter().find(|p| p.domains.iter().any(|d| d == domain))
}

/// Returns the provider that a server belongs to.
#[must_use]
pub fn at(host: &str) -> Option<&'static Provider> {
    all().iter().find(|p| p.host.eq_ignore_ascii_case(host))
}

impl Provider {
    /// Tells whether it takes nothing but an access token.
    #[must_use]
    pub fn wants_token(&self) -> bool {
        self.sign_in.iter().all(|way| *way == SignIn::Token)
    }

    /// Returns the name to sign in with for an address.
    #[must_use]
    pub fn user_for(&self, address: &Address) -> String {
        match self.user {
            User::Address => address.as_str().to_owned(),
            User::Local => address.local().to_owned(),
        }
    }

    /// Returns the server for an address; nothing where the table does not say a usable one.
    #[must_use]
    pub fn server(&self, address: &Address) -> Option<Server> {
        let place = match self.line {
            LineSecurity::Tls => Place::Tls(self.host.clone(), self.port),
            LineSecurity::Loopback => Place::Loopback(self.host.parse::<IpAddr>().ok()?, self.port),
            LineSecurity::Starttls => Place::Starttls(self.host.clone(), self.port),
        };
        Some(Server { place, user: Some(self.user_for(address)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::address::is_domain;

    fn address(text: &str) -> Address {
        Address::read(text).ok().unwrap()
    }

    #[test]
    fn the_table_is_read_and_each_line_has_what_it_needs() {
        let table: Table = toml::from_str(include_str!("providers.toml")).unwrap();
        assert_eq!(table.provider, all());
        let named: Vec<&str> = all().iter().map(|p| p.id.as_str()).collect();
        for must in [
            "ovh",
            "gandi",
            "infomaniak",
            "gmail",
            "outlook",
            "proton",
            "free",
            "orange",
            "riseup",
            "disroot",
            "zaclys",
            "proximus",
            "aol",
            "gmx",
            "fastmail",
            "mailo",
        ] {
            assert!(named.contains(&must), "{must}");
        }
        let mut domains = Vec::new();
        for provider in all() {
            assert!(provider.source.starts_with("https://"), "{}", provider.id);
            assert!(provider.verified_on.date.is_some() && provider.verified_on.time.is_none());
            assert!(!provider.sign_in.is_empty());
            assert_eq!(provider.per_day.is_some(), provider.per_day_source.is_some(), "{}", provider.id);
            match provider.line {
                LineSecurity::Tls => {
                    assert!(provider.port == 465 && is_domain(&provider.host), "{}", provider.id);
                }
                LineSecurity::Starttls => assert_eq!(provider.port, 587, "{}", provider.id),
                LineSecurity::Loopback => {
                    assert!(provider.host.parse::<IpAddr>().unwrap().is_loopback(), "{}", provider.id);
                }
            }
            for domain in &provider.domains {
                assert!(is_domain(domain) && *domain == domain.to_lowercase());
                assert!(!domains.contains(domain), "{domain} stands there twice");
                domains.push(domain.clone());
            }
        }
    }

    #[test]
    fn an_address_finds_its_provider_and_its_server() {
        let gmail = of(&address("Camille.Exemple@GMAIL.com")).unwrap();
        assert_eq!(gmail.id, "gmail");
        let server = gmail.server(&address("camille@gmail.com")).unwrap();
        assert_eq!(
            (server.host().as_str(), server.user.as_deref()),
            ("smtp.gmail.com", Some("camille@gmail.com"))
        );
        let free = of(&address("camille@free.fr")).unwrap().server(&address("camille@free.fr")).unwrap();
        assert_eq!((free.host().as_str(), free.user.as_deref()), ("smtp.free.fr", Some("camille")));
        let proton =
            of(&address("camille@proton.me")).unwrap().server(&address("camille@proton.me")).unwrap();
        assert_eq!(proton.host(), "127.0.0.1:1025");
    }

    #[test]
    fn no_setting_is_made_up_where_there_is_none() {
        let outlook = of(&address("camille@hotmail.fr")).unwrap();
        assert_eq!((outlook.line, outlook.port), (LineSecurity::Starttls, 587));
        assert!(outlook.wants_token());
        let icloud = of(&address("camille@me.com")).unwrap();
        let server = icloud.server(&address("camille@me.com")).unwrap();
        assert!(server.place == Place::Starttls("smtp.mail.me.com".into(), 587) && !icloud.wants_token());
        assert!(of(&address("camille@example.org")).is_none());
        assert!(of(&address("camille@gmail.com.example.org")).is_none());
        assert_eq!(at("SMTP.office365.com").map(|p| p.line), Some(LineSecurity::Starttls));
    }
}
