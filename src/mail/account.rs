//! A mail account of the section: as whom, over which server, signed in how.
//!
//! The account is one value of its record: what a merge of two copies gives is one account or the other, never the
//! password of one with the server of the other. A command runs only on the device where it was typed, after a
//! person agreed to it there, which is kept outside the vault: a record that came from elsewhere starts nothing here.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

#[cfg(test)]
use crate::base::trial;
use crate::{
    base::{
        Device, hex,
        kept::{Kept as _, record},
        record::{FieldKey, Record, Value},
        shape::One,
        stamp::Stamp,
        word::codes,
    },
    mail::smtp::{
        Method, Server,
        server::{PORT, Place},
    },
};

const ACCOUNT: FieldKey = FieldKey::single(1);
const DEFAULT: FieldKey = FieldKey::single(2);

mod part {
    pub(crate) const NAME: u8 = 1;
    pub(crate) const FROM: u8 = 2;
    pub(crate) const SERVER: u8 = 3;
    pub(crate) const USER: u8 = 4;
    pub(crate) const METHOD: u8 = 5;
    pub(crate) const PASSWORD: u8 = 6;
    pub(crate) const COMMAND: u8 = 7;
    pub(crate) const DEVICE: u8 = 8;
    pub(crate) const AUTHORITY: u8 = 9;
}

/// Where the password or the token comes from. It has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub enum PasswordSource {
    /// Nothing is needed: a bridge on this machine.
    Nothing,
    /// It lies sealed in the vault.
    Sealed(Zeroizing<String>),
    /// A command of this device says it.
    Command {
        /// The words of the command.
        words: Vec<String>,
        /// The device on which it was typed, in hexadecimal.
        device: String,
    },
}

codes! {
    /// How an account signs in.
    SignsIn {
        Nothing = "nothing", "sans mot de passe", "without a password";
        Password = "password", "mot de passe scellé", "sealed password";
        PasswordCommand = "password-command", "mot de passe par une commande", "password by a command";
        TokenCommand = "token-command", "jeton par une commande", "token by a command";
    }
}

/// A mail account. It has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name: a few letters.
    pub name: String,
    /// The sender: an address, or `Name <address>`.
    pub from: String,
    /// The server and who signs in.
    pub server: Server,
    /// How.
    pub method: Method,
    /// Where the password or the token comes from.
    pub source: PasswordSource,
    /// The one authority that is trusted, in PEM, in place of those that come with the program.
    pub authority: Option<String>,
    /// When it was made the default, in milliseconds since 1970 UTC.
    pub default_since: Option<u64>,
}

record! {
    /// A mail account as its record keeps it.
    #[derive(Clone, PartialEq, Eq)]
    AccountRecord = Account {
        /// The account, as one value, so that no merge joins a password to another server; absent once removed.
        1 account: Account,
        /// Time in ms at which it was made the default; absent when it is not.
        2 default_since: Option<u64>,
    }
}

/// Writes a device as text.
#[must_use]
pub fn device(device: Device) -> String {
    hex::write(&device)
}

impl Account {
    /// Returns how it signs in.
    #[must_use]
    pub const fn signs_in(&self) -> SignsIn {
        match (&self.source, self.method) {
            (PasswordSource::Nothing, _) => SignsIn::Nothing,
            (PasswordSource::Sealed(_), _) => SignsIn::Password,
            (PasswordSource::Command { .. }, Method::Password) => SignsIn::PasswordCommand,
            (PasswordSource::Command { .. }, Method::Token) => SignsIn::TokenCommand,
        }
    }

    /// Reads an account and wipes the record; nothing when it was removed or is of a form that is not known.
    #[must_use]
    pub fn read(record: Record) -> Option<Self> {
        let kept = AccountRecord::read(&record);
        record.wipe();
        kept.map(|kept| Self { default_since: kept.default_since, ..kept.account })
    }

    /// Writes the account as one value, where it differs from the record.
    pub fn write(&self, record: &mut Record, stamp: Stamp) {
        let account = Self { default_since: None, ..self.clone() };
        AccountRecord { account, default_since: self.default_since }.write(record, stamp);
    }
}

/// The account without the time at which it was made the default. What is read on the way is wiped.
impl One for Account {
    const LAYOUT: &'static str = "parts";
    fn to_value(&self) -> Value {
        let mut parts = BTreeMap::new();
        let mut put = |key: u8, text: &str| drop(parts.insert(key, Value::text(text)));
        put(part::NAME, &self.name);
        put(part::FROM, &self.from);
        put(part::SERVER, &shown(&self.server));
        let method = match self.method {
            Method::Password => "password",
            Method::Token => "token",
        };
        put(part::METHOD, method);
        if let Some(user) = &self.server.user {
            put(part::USER, user);
        }
        if let Some(pem) = &self.authority {
            put(part::AUTHORITY, pem);
        }
        match &self.source {
            PasswordSource::Nothing => {}
            PasswordSource::Sealed(password) => put(part::PASSWORD, password),
            PasswordSource::Command { words, device } => {
                put(part::DEVICE, device);
                let words = (0_u8..).zip(words).map(|(n, word)| (n, Value::text(word))).collect();
                parts.insert(part::COMMAND, Value::parts(&words));
            }
        }
        let value = Value::parts(&parts);
        parts.into_values().for_each(Value::wipe);
        value
    }
    fn of_value(value: &Value) -> Option<Self> {
        let parts = value.as_parts()?;
        let account = of_parts(&parts);
        parts.into_values().for_each(Value::wipe);
        account
    }
    fn parts() -> String {
        ": 1 name, 2 sender (`Name <address>`), 3 server (`smtps://host`, `smtp+starttls://host:port`, or `smtp://` with a loopback address and port), \
         4 who signs in, 5 how (`password`, `token`), 6 the password, 7 the words of a command that gives the password or \
         the token (parts from 0), 8 the device that the command is for (16 hexadecimal digits), 9 the one authority that \
         is trusted, in PEM"
            .to_owned()
    }
    #[cfg(test)]
    fn sample(source: &mut trial::Source) -> Self {
        let servers =
            ["smtps://a@mail.example.org:8465", "smtp+starttls://mail.example.net", "smtp://127.0.0.1:1025"];
        let source_of = |source: &mut trial::Source| match source.few() {
            0 => PasswordSource::Nothing,
            1 => PasswordSource::Sealed(Zeroizing::new(source.text())),
            _ => PasswordSource::Command { words: One::sample(source), device: source.text() },
        };
        Self {
            name: source.text(),
            from: source.text(),
            server: Server::read(servers[usize::from(source.byte()) % 3]).ok().unwrap(),
            method: if source.flag() { Method::Token } else { Method::Password },
            source: source_of(source),
            authority: source.flag().then(|| source.text()),
            default_since: None,
        }
    }
}

/// Makes an account the default, or no longer.
pub fn set_default(record: &mut Record, since_ms: Option<u64>, stamp: Stamp) {
    let value = since_ms.map(|ms| Value::int(i64::try_from(ms).unwrap_or(i64::MAX)));
    if value.is_some() || record.get(DEFAULT).is_some() {
        record.set(DEFAULT, value, stamp);
    }
}

/// Removes an account: nothing of it stays in the record.
pub fn remove(record: &mut Record, stamp: Stamp) {
    record.set(ACCOUNT, None, stamp);
    set_default(record, None, stamp);
}

/// Returns the address of a server without the user.
#[must_use]
pub fn shown(server: &Server) -> String {
    match &server.place {
        Place::Tls(host, PORT) => format!("smtps://{host}"),
        Place::Tls(host, port) => format!("smtps://{host}:{port}"),
        Place::Starttls(host, port) => format!("smtp+starttls://{host}:{port}"),
        Place::Loopback(address, port) => format!("smtp://{}", std::net::SocketAddr::new(*address, *port)),
    }
}

fn of_parts(parts: &BTreeMap<u8, Value>) -> Option<Account> {
    let text = |key: u8| parts.get(&key).and_then(Value::as_text);
    let mut server = Server::read(text(part::SERVER)?).ok()?;
    server.user = text(part::USER).map(str::to_owned);
    let method = match text(part::METHOD)? {
        "password" => Method::Password,
        "token" => Method::Token,
        _ => return None,
    };
    let command = || -> Option<PasswordSource> {
        let words = parts.get(&part::COMMAND)?.as_parts()?;
        let words = words.values().map(|w| w.as_text().map(str::to_owned)).collect::<Option<Vec<_>>>()?;
        Some(PasswordSource::Command { words, device: text(part::DEVICE)?.to_owned() })
    };
    let source = match text(part::PASSWORD) {
        Some(password) => PasswordSource::Sealed(Zeroizing::new(password.to_owned())),
        None => command().unwrap_or(PasswordSource::Nothing),
    };
    Some(Account {
        name: text(part::NAME)?.to_owned(),
        from: text(part::FROM)?.to_owned(),
        server,
        method,
        source,
        authority: text(part::AUTHORITY).map(str::to_owned),
        default_since: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(time: u64) -> Stamp {
        Stamp { time, device: [1; 8] }
    }

    fn account(source: PasswordSource, server: &str) -> Account {
        Account {
            name: "section".into(),
            from: "L’équipe <equipe@section.example.org>".into(),
            server: Server::read(server).ok().unwrap(),
            method: Method::Password,
            source,
            authority: None,
            default_since: Some(7),
        }
    }

    fn sealed(password: &str) -> PasswordSource {
        PasswordSource::Sealed(Zeroizing::new(password.to_owned()))
    }

    #[test]
    fn reads_what_it_writes() {
        let command = PasswordSource::Command {
            words: ["pass", "show", "é 1"].map(String::from).to_vec(),
            device: "0101".into(),
        };
        for (source, server) in [
            (sealed("Zphqx-CANARI"), "smtps://equipe@section.example.org@mail.example.org"),
            (command, "smtps://equipe@mail.example.org"),
            (PasswordSource::Nothing, "smtp://127.0.0.1:1025"),
            (sealed("x"), "smtp://me@[::1]:1025"),
            (sealed("x"), "smtps://me@mail.example.org:8465"),
            (sealed("x"), "smtp+starttls://me@mail.example.org:587"),
        ] {
            let mut account = account(source, server);
            account.authority = Some("PEM".into());
            for method in [Method::Password, Method::Token] {
                account.method = method;
                let mut record = Record::default();
                account.write(&mut record, stamp(1));
                assert!(
                    Account::read(Record::decode(&record.encode()).ok().unwrap()) == Some(account.clone())
                );
            }
        }
        assert!(Account::read(Record::default()).is_none());
    }

    #[test]
    fn a_merge_never_joins_a_password_to_another_server() {
        let (mut one, mut other) = (Record::default(), Record::default());
        account(sealed("first"), "smtps://a@mail.example.org").write(&mut one, stamp(1));
        account(sealed("second"), "smtps://a@mail.example.net").write(&mut other, stamp(2));
        let merged = Account::read(crate::base::record::merge(&one, &other)).unwrap();
        assert!(merged.source == sealed("second") && merged.server.host() == "mail.example.net");
    }

    #[test]
    fn nothing_of_a_removed_account_stays() {
        let mut record = Record::default();
        account(sealed("Zphqx-CANARI"), "smtps://a@mail.example.org").write(&mut record, stamp(1));
        assert!(String::from_utf8_lossy(&record.encode()).contains("Zphqx-CANARI"));
        remove(&mut record, stamp(2));
        let left = record.encode();
        let left = String::from_utf8_lossy(&left);
        assert!(!left.contains("Zphqx-CANARI") && !left.contains("mail.example.org"));
        assert!(Account::read(record).is_none());
    }
}
