//! The mail accounts of the section: settings found from the sender's address, kept sealed, used to send.

use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    base::{Id, Lang, hex},
    clock,
    features::notice::actions::{NoticeError, audience, compose::sender, post},
    mail::{
        Address, Forbidden, Message, MessageParts, Party,
        account::{self as account, Account, PasswordSource},
        command::{self, CommandError},
        provider::{self, LineSecurity, Provider},
        smtp::{Limits, Method, Server, Smtp, server::Place},
        transport::{Delivery, Transport as _},
    },
    render::{Rendered, engine},
    vault::{Change, Entropy, Kind, Recall, Vault, VaultError, Verb},
};

/// The most characters of the name of an account.
pub const NAME_MAX: usize = 40;
/// The most bytes of a password or a token.
pub const SECRET_MAX: usize = 16 * 1024;

/// Why an account cannot be made or used. No variant holds an address or a secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AccountError {
    /// The name of an account is not a few letters, digits and hyphens.
    #[error("the name of an account has 1 to {NAME_MAX} letters, digits and hyphens")]
    Name,
    /// There is no such account.
    #[error("there is no such account")]
    None {
        /// Those that there are.
        known: Vec<String>,
    },
    /// There is one of this name already.
    #[error("there is an account of this name")]
    Exists,
    /// There is no such provider.
    #[error("there is no such provider")]
    Provider {
        /// Those that there are.
        known: Vec<String>,
    },
    /// The address is of no provider in the table.
    #[error("the settings for this domain are not known")]
    Unknown {
        /// Those that there are.
        known: Vec<String>,
    },
    /// The provider offers no TLS from the first byte.
    #[error("{name} takes mail only by STARTTLS on port {port}")]
    Starttls {
        /// The provider.
        name: String,
        /// Its server.
        host: String,
        /// Its port.
        port: u16,
    },
    /// The provider takes no password, only an access token.
    #[error("{name} takes no password, only an access token")]
    TokenOnly {
        /// The provider.
        name: String,
    },
    /// Replies would go to a box that is not the section's.
    #[error("the address for replies is no box of the section")]
    ReplyElsewhere,
    /// Who signs in is not a name that can be used.
    #[error("the name to sign in with is not usable")]
    User,
    /// The server is elsewhere, and nothing proves who signs in.
    #[error("there is no password")]
    NoSecret,
    /// The password or token is not one.
    #[error("the password has control characters or is too long")]
    Secret,
    /// A token can only come from a command.
    #[error("a token comes from a command")]
    TokenSealed,
    /// The command gave no secret.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// Nobody has agreed, on this device, that the command is run.
    #[error("nobody has agreed to run the command on this device")]
    NotAgreed,
    /// The command was typed on another device.
    #[error("the command was typed on another device")]
    OtherDevice,
}

/// What was typed to say where an account hands mail over.
#[derive(Default)]
pub struct Typed<'a> {
    /// The name of a provider.
    pub provider: Option<&'a str>,
    /// The address of a server.
    pub smtp: Option<&'a str>,
    /// Who signs in.
    pub user: Option<&'a str>,
    /// Whether a command gives an access token.
    pub token: bool,
}

/// Where an account hands mail over, as found.
pub struct Settings {
    /// The server and who signs in.
    pub server: Server,
    /// The provider, if it is one of the usual.
    pub provider: Option<&'static Provider>,
}

fn names() -> Vec<String> {
    provider::all().iter().map(|p| p.id.clone()).collect()
}

/// Refuses what a provider does not offer: TLS from the first byte, or a password.
fn offered(provider: &Provider, server: Option<&Server>, token: bool) -> Result<(), AccountError> {
    let name = provider.name.clone();
    let from_the_first_byte = server.is_some_and(|s| matches!(s.place, Place::Tls(..)));
    if provider.line == LineSecurity::Starttls && from_the_first_byte {
        let (host, port) = (provider.host.clone(), provider.port);
        return Err(AccountError::Starttls { name, host, port });
    }
    if provider.wants_token() && !token { Err(AccountError::TokenOnly { name }) } else { Ok(()) }
}

/// Finds the server for an address: what was typed, or the table.
///
/// # Errors
/// [`NoticeError::Account`], [`NoticeError::Server`]; [`NoticeError::ServerForbidden`] for a server of the employer.
pub fn settings(
    address: &Address,
    typed: &Typed<'_>,
    forbidden: &Forbidden,
) -> Result<Settings, NoticeError> {
    let mut found = match (typed.smtp, typed.provider) {
        (Some(url), _) => {
            let mut server = Server::read(url)?;
            let host = match &server.place {
                Place::Tls(host, _) | Place::Starttls(host, _) => host.as_str(),
                Place::Loopback(..) => "",
            };
            let provider = provider::at(host);
            if let Some(provider) = provider {
                offered(provider, Some(&server), typed.token)?;
            }
            if server.user.is_none() && !matches!(server.place, Place::Loopback(..)) {
                let user = provider.map_or_else(|| address.as_str().to_owned(), |p| p.user_for(address));
                server.user = Some(user);
            }
            Settings { server, provider }
        }
        (None, name) => {
            let provider = match name {
                Some(name) => {
                    provider::named(name).ok_or_else(|| AccountError::Provider { known: names() })?
                }
                None => provider::of(address).ok_or_else(|| AccountError::Unknown { known: names() })?,
            };
            offered(provider, None, typed.token)?;
            let server = provider.server(address).ok_or(AccountError::Unknown { known: names() })?;
            Settings { server, provider: Some(provider) }
        }
    };
    if let Some(user) = typed.user {
        let fits = !user.is_empty() && user.len() <= 254 && user.bytes().all(|b| b.is_ascii_graphic());
        if !fits {
            return Err(AccountError::User.into());
        }
        found.server.user = Some(user.to_owned());
    }
    refuse_work(&found.server, forbidden)?;
    Ok(found)
}

fn refuse_work(server: &Server, forbidden: &Forbidden) -> Result<(), NoticeError> {
    // Who signs in at a bridge of this machine may still be the employer's.
    let user = server.user.as_deref().and_then(|u| Address::read(u).ok());
    if forbidden.holds_host(&server.host()) || user.is_some_and(|u| forbidden.holds(&u)) {
        return Err(NoticeError::ServerForbidden);
    }
    Ok(())
}

/// Reads the accounts, by name.
///
/// # Errors
/// When the vault cannot be read, or this identity holds no key of their compartment.
pub fn list(vault: &Vault) -> Result<Vec<(Id, Account)>, VaultError> {
    let all = vault.records(Kind::Account)?;
    let mut out: Vec<_> = all.into_iter().filter_map(|(id, r)| Some((id, Account::read(r)?))).collect();
    out.sort_by(|a, b| (&a.1.name, a.0).cmp(&(&b.1.name, b.0)));
    Ok(out)
}

/// Returns the account that is used when none is named: the one made so last.
#[must_use]
pub fn default(accounts: &[(Id, Account)]) -> Option<&(Id, Account)> {
    let newest = accounts.iter().filter(|(_, a)| a.default_since.is_some());
    newest.max_by_key(|(id, a)| (a.default_since, *id))
}

/// Finds an account by its name.
///
/// # Errors
/// [`AccountError::None`]; [`NoticeError::Vault`].
pub fn named(vault: &Vault, name: &str) -> Result<(Id, Account), NoticeError> {
    let all = list(vault)?;
    let known = all.iter().map(|(_, a)| a.name.clone()).collect();
    let found = all.into_iter().find(|(_, a)| a.name.eq_ignore_ascii_case(name));
    Ok(found.ok_or(AccountError::None { known })?)
}

/// Returns the account that was named, or the default one if there is one.
///
/// # Errors
/// As [`named`].
pub fn chosen(vault: &Vault, name: Option<&str>) -> Result<Option<Account>, NoticeError> {
    if let Some(name) = name {
        return Ok(Some(named(vault, name)?.1));
    }
    match list(vault) {
        Ok(all) => Ok(default(&all).map(|(_, account)| account.clone())),
        // Who holds no key of the organizers has no accounts.
        Err(VaultError::Closed(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Refuses an address for replies that is no box of the section: neither that of an account, nor in the domain of the sender where
/// that is no provider's.
///
/// # Errors
/// [`AccountError::ReplyElsewhere`]; [`NoticeError::Vault`], [`NoticeError::Sender`].
pub fn own_box(vault: &Vault, from: Option<&str>, typed: &str) -> Result<(), NoticeError> {
    let address = Address::read(typed.trim()).map_err(NoticeError::Sender)?;
    let bare = |text: &str| {
        let text = text.trim().strip_suffix('>').and_then(|t| t.rsplit_once('<')).map_or(text, |(_, a)| a);
        Address::read(text.trim()).ok()
    };
    let own = from.and_then(bare).is_some_and(|a| a.domain() == address.domain());
    if own && provider::of(&address).is_none() {
        return Ok(());
    }
    let all = match list(vault) {
        Ok(all) => all,
        Err(VaultError::Closed(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let same = |account: &Account| {
        bare(&account.from).is_some_and(|a| a.as_str().eq_ignore_ascii_case(address.as_str()))
    };
    if all.iter().any(|(_, account)| same(account)) {
        Ok(())
    } else {
        Err(AccountError::ReplyElsewhere.into())
    }
}

/// Checks an account as a whole, before it is saved and each time before it is used: the employer's domains may have
/// been added since.
///
/// # Errors
/// Those of [`sender`]; [`NoticeError::ServerForbidden`].
pub fn check(account: &Account, forbidden: &Forbidden) -> Result<Party, NoticeError> {
    let party = sender(Some(&account.from), forbidden)?;
    refuse_work(&account.server, forbidden)?;
    Ok(party)
}

/// Saves a new account; the first is the default.
///
/// # Errors
/// [`AccountError::Name`], [`AccountError::Exists`] without `replace`, [`AccountError::NoSecret`],
/// [`AccountError::Secret`], [`AccountError::TokenSealed`]; those of [`check`]; [`NoticeError::Vault`].
pub fn add(
    vault: &mut Vault,
    mut account: Account,
    replace: bool,
    forbidden: &Forbidden,
    now_ms: u64,
) -> Result<Id, NoticeError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if account.name.is_empty() || account.name.len() > NAME_MAX || !account.name.chars().all(fits) {
        return Err(AccountError::Name.into());
    }
    match (&account.source, &account.server.place, account.method) {
        (PasswordSource::Sealed(_), _, Method::Token) => return Err(AccountError::TokenSealed.into()),
        (PasswordSource::Sealed(secret), ..) => usable(secret)?,
        (PasswordSource::Nothing, Place::Tls(..) | Place::Starttls(..), _) => {
            return Err(AccountError::NoSecret.into());
        }
        (PasswordSource::Nothing, ..) if account.server.user.is_some() => {
            return Err(AccountError::NoSecret.into());
        }
        _ => {}
    }
    check(&account, forbidden)?;
    let all = list(vault)?;
    let there = all.iter().find(|(_, a)| a.name.eq_ignore_ascii_case(&account.name));
    if there.is_some() && !replace {
        return Err(AccountError::Exists.into());
    }
    let wanted = account.default_since.is_some();
    let was = there.and_then(|(_, a)| a.default_since);
    account.default_since = if wanted || default(&all).is_none() { Some(now_ms) } else { was };
    let id = there.map_or_else(|| vault.new_id(), |(id, _)| *id);
    let verb = if there.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = vault.record(Kind::Account, &id)?.unwrap_or_default();
    let stamp = vault.stamp(now_ms);
    account.write(&mut record, stamp);
    vault.commit(now_ms, vec![Change { kind: Kind::Account, id, verb, record }])?;
    Ok(id)
}

fn usable(secret: &str) -> Result<(), AccountError> {
    let fits = !secret.is_empty() && secret.len() <= SECRET_MAX && !secret.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(AccountError::Secret) }
}

/// Removes an account; nothing of it stays in its record.
///
/// # Errors
/// [`AccountError::None`]; [`NoticeError::Vault`].
pub fn remove(vault: &mut Vault, name: &str, now_ms: u64) -> Result<Id, NoticeError> {
    let (id, _) = named(vault, name)?;
    change(vault, id, now_ms, account::remove)
}

/// Makes an account the default.
///
/// # Errors
/// [`AccountError::None`]; [`NoticeError::Vault`].
pub fn make_default(vault: &mut Vault, name: &str, now_ms: u64) -> Result<Id, NoticeError> {
    let (id, _) = named(vault, name)?;
    change(vault, id, now_ms, |record, stamp| account::set_default(record, Some(now_ms), stamp))
}

fn change(
    vault: &mut Vault,
    id: Id,
    now_ms: u64,
    act: impl FnOnce(&mut crate::base::Record, crate::base::Stamp),
) -> Result<Id, NoticeError> {
    let mut record = vault.record(Kind::Account, &id)?.unwrap_or_default();
    let stamp = vault.stamp(now_ms);
    act(&mut record, stamp);
    vault.commit(now_ms, vec![Change { kind: Kind::Account, id, verb: Verb::Edited, record }])?;
    Ok(id)
}

/// Returns what a person agrees to when the command of an account is run: its words, and where what it says goes. Nothing
/// for an account without a command.
#[must_use]
pub fn consent(account: &Account) -> Option<[u8; 32]> {
    let PasswordSource::Command { words, .. } = &account.source else { return None };
    let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 consent to a command");
    let mut add = |text: Option<&str>| {
        let length = text.map_or(u64::MAX, |t| t.len() as u64);
        hasher.update(&length.to_be_bytes()).update(text.unwrap_or_default().as_bytes());
    };
    let method = match account.method {
        Method::Password => "password",
        Method::Token => "token",
    };
    add(Some(&account.name));
    add(Some(&account::shown(&account.server)));
    add(account.server.user.as_deref());
    add(Some(method));
    add(account.authority.as_deref());
    for word in words {
        add(Some(word));
    }
    Some(*hasher.finalize().as_bytes())
}

/// Whether a person has to be asked on this device before the secret of an account can be had. The consents lie outside the
/// vault: nobody who can write there gives one.
///
/// # Errors
/// [`NoticeError::Vault`] when what this device remembers cannot be read.
pub fn unasked(account: &Account, recall: Option<&Recall>) -> Result<bool, NoticeError> {
    let Some(hash) = consent(account) else { return Ok(false) };
    let agreed = recall.map_or(Ok(false), |recall| recall.agreed(&hash))?;
    Ok(!agreed)
}

/// Notes that a person agreed on this device to run the command of an account.
///
/// # Errors
/// [`NoticeError::Vault`] when that cannot be written.
pub fn agree(account: &Account, recall: Option<&Recall>, now_ms: u64) -> Result<(), NoticeError> {
    if let (Some(hash), Some(recall)) = (consent(account), recall) {
        recall.agree(hash, now_ms)?;
    }
    Ok(())
}

/// Returns the password or the token of an account; runs its command, if it has one of this device to which a person
/// agreed here.
///
/// # Errors
/// [`AccountError::OtherDevice`], [`AccountError::NotAgreed`] before anything is run; [`AccountError::Command`],
/// [`AccountError::Secret`]; [`NoticeError::Vault`].
pub fn secret(
    account: &Account,
    device: &str,
    recall: Option<&Recall>,
    patience: Duration,
) -> Result<Option<Zeroizing<String>>, NoticeError> {
    let secret = match &account.source {
        PasswordSource::Nothing => return Ok(None),
        PasswordSource::Sealed(secret) => secret.clone(),
        PasswordSource::Command { device: there, .. } if there != device => {
            return Err(AccountError::OtherDevice.into());
        }
        PasswordSource::Command { .. } if unasked(account, recall)? => {
            return Err(AccountError::NotAgreed.into());
        }
        PasswordSource::Command { words, .. } => {
            command::secret(words, patience).map_err(AccountError::from)?
        }
    };
    usable(&secret)?;
    Ok(Some(secret))
}

/// Who is asked before the command of an account runs for the first time on this device.
pub trait Consent {
    /// How the face says no.
    type No: From<NoticeError>;
    /// Asks whether the command of an account may be run here.
    ///
    /// # Errors
    /// When it may not.
    fn agree_to_run(&mut self, account: &Account) -> Result<(), Self::No>;
}

/// Makes the way out of an account, its password asked from where it lies; by its command only on the device of that name,
/// and when a person agreed to it there. A process of its own talks to the server.
///
/// # Errors
/// As [`secret`] and [`way`]; when the person does not agree.
pub fn opened<C: Consent>(
    desk: &mut C,
    account: &Account,
    (device, recall): (&str, Option<&Recall>),
    patience_ms: Option<u64>,
) -> Result<Smtp, C::No> {
    let elsewhere =
        matches!(&account.source, PasswordSource::Command { device: there, .. } if there != device);
    if !elsewhere && unasked(account, recall).map_err(C::No::from)? {
        desk.agree_to_run(account)?;
        agree(account, recall, clock::now_ms()).map_err(C::No::from)?;
    }
    let out = secret(account, device, recall, command::PATIENCE)
        .and_then(|secret| way(account, secret, Limits::of(patience_ms)))
        .and_then(|smtp| Ok(smtp.apart(post::program().map_err(NoticeError::Program)?)));
    out.map_err(C::No::from)
}

/// Makes the way out of an account, in this process.
///
/// # Errors
/// [`NoticeError::Server`] when the authority can no longer be read.
pub fn way(
    account: &Account,
    secret: Option<Zeroizing<String>>,
    limits: Limits,
) -> Result<Smtp, NoticeError> {
    let smtp = Smtp::new(account.server.clone(), secret, limits).by(account.method);
    Ok(match &account.authority {
        Some(pem) => smtp.pinned(pem.clone().into_bytes())?,
        None => smtp,
    })
}

/// An account that is to be tried with a message to itself.
pub struct Trial {
    account: Account,
    party: Party,
    device: String,
    recall: Option<Recall>,
}

/// Makes ready a trial of the account that is named, or of the default one; nothing where there is none.
///
/// # Errors
/// As [`chosen`] and [`check`].
pub fn trial(vault: &Vault, name: Option<&str>) -> Result<Option<Trial>, NoticeError> {
    let Some(account) = chosen(vault, name)? else { return Ok(None) };
    let party = check(&account, &audience::forbidden(vault)?)?;
    let (device, recall) = (account::device(vault.device()), vault.recall().cloned());
    Ok(Some(Trial { account, party, device, recall }))
}

impl Trial {
    /// Returns the name of the account.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.account.name
    }

    /// Returns the server, as it is shown.
    #[must_use]
    pub fn server(&self) -> String {
        account::shown(&self.account.server)
    }

    /// Returns the address that the message comes from and goes to.
    #[must_use]
    pub fn address(&self) -> &str {
        self.party.address().as_str()
    }

    /// Signs in and hands over one short message.
    ///
    /// # Errors
    /// As [`opened`]; when the message cannot be written.
    pub fn run<C: Consent>(
        &self,
        desk: &mut C,
        tongue: Lang,
        patience_ms: Option<u64>,
    ) -> Result<Delivery, C::No> {
        let message =
            test_message(&self.party, tongue, clock::now_ms(), clock::random).map_err(C::No::from)?;
        let here = (self.device.as_str(), self.recall.as_ref());
        let mut way = opened(desk, &self.account, here, patience_ms)?;
        let delivery = way.deliver(&message, &mut || Ok(()));
        way.finish();
        Ok(delivery)
    }
}

/// Writes the test message of an account to its own address.
///
/// # Errors
/// [`NoticeError::Written`]; [`NoticeError::SelfTest`] when the message cannot be written.
fn test_message(from: &Party, tongue: Lang, now_ms: u64, entropy: Entropy) -> Result<Message, NoticeError> {
    let (subject, body) = match tongue {
        Lang::Fr => ("Essai", "Bonjour,\n\nsi vous lisez ceci, le compte fonctionne."),
        Lang::En => ("Test", "Hello,\n\nif you read this, the account works."),
    };
    let content: Rendered =
        engine::written(subject, body, tongue).map_err(|(_, problem)| NoticeError::Written(problem))?;
    let mut token = [0; 16];
    entropy(&mut token);
    let letter = MessageParts {
        from,
        to: from,
        content: &content,
        at_ms: now_ms,
        token: &hex::write(&token),
        stop_token: None,
        by_hand: None,
    };
    Message::write(&letter).map_err(NoticeError::SelfTest)
}
