//! The conversation with the server, step by step on lettre's [`SmtpConnection`].
//!
//! Step by step, because lettre's own `send` tells neither whether `DATA` had begun nor whether the final dot had
//! left; and because the message with its final dot goes out in one write here, 400 times as fast (without
//! `TCP_NODELAY`, two writes wait for each other's acknowledgement).

use std::{
    error::Error as _,
    fmt, io,
    net::{Ipv4Addr, ToSocketAddrs},
};

use super::{
    Method,
    envelope::Envelope,
    server::{PORT, Place},
    wire::{Start, Told},
};
use crate::mail::{
    outbox::{Class, Reply},
    transport::{Delivery, Distrust, Trouble},
};
use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::{Certificate, CertificateStore, SmtpConnection, TlsParameters, TlsParametersBuilder},
    commands::{Data, Mail, Quit, Rcpt, Rset},
    extension::ClientId,
    response::Response,
};

/// The most bytes of one answer.
const ANSWER: usize = 64 * 1024;

/// Bytes as they are; [`SmtpConnection::command`] writes them at once.
struct Raw<'a>(&'a str);

impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// One end of the conversation: the server, the password, the open connection.
pub(super) struct Worker {
    start: Start,
    connection: Option<SmtpConnection>,
}

impl Worker {
    pub(super) fn new(start: Start) -> Self {
        Self { start, connection: None }
    }

    /// Ends politely.
    pub(super) fn quit(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            let _ = connection.command(Quit);
        }
    }

    /// Delivers a message; `at` is told how far it came, and asked before the write that may deliver it: `false` stops it.
    pub(super) fn deliver(&mut self, envelope: &Envelope, at: &mut dyn FnMut(&Told) -> bool) -> Delivery {
        self.talk(envelope, at).unwrap_or_else(|delivery| delivery)
    }

    fn talk(&mut self, envelope: &Envelope, at: &mut dyn FnMut(&Told) -> bool) -> Result<Delivery, Delivery> {
        let mut reused = self.connection.is_some();
        loop {
            let mut connection = if let Some(connection) = self.connection.take() {
                connection
            } else {
                let connection = self.open().map_err(Delivery::Stop)?;
                if !at(&Told::Connected) {
                    return Err(Delivery::Halted);
                }
                connection
            };
            let _ = connection.set_timeout(Some(self.start.limits.before_dot));
            match before_data(&mut connection, envelope) {
                Ok(true) => {}
                // Whatever it is that the server is ready for, it is not the message.
                Ok(false) => return Err(Delivery::NotSent(Trouble::Nonsense)),
                // A server may close a line that was idle, or take so many messages over one line and no more: it says so
                // with 421. Nothing of this message has left, so once more over a new line.
                Err((_, error)) if reused && error.status().is_none_or(|code| u16::from(code) == 421) => {
                    reused = false;
                    continue;
                }
                Err((asked, error)) => return Err(self.refused(connection, asked, &error)),
            }
            if !at(&Told::Ready) {
                return Err(Delivery::Halted);
            }
            let _ = connection.set_timeout(Some(self.start.limits.after_dot));
            return match connection.command(Raw(&envelope.data)) {
                Ok(response) if length(&response) > ANSWER || !done(&response) => Err(Delivery::Unknown),
                Ok(response) => {
                    self.connection = Some(connection);
                    Ok(Delivery::Accepted(reply(&response)))
                }
                Err(error) if error.status().is_some() => {
                    Err(self.refused(connection, Asked::Recipient, &error))
                }
                // The write itself failed, so its last bytes, the dot, did not leave.
                Err(error) if kind(&error) == Some(io::ErrorKind::BrokenPipe) => {
                    Err(Delivery::NotSent(Trouble::Closed))
                }
                Err(error) if trouble(&error) == Trouble::Timeout => Err(Delivery::Silent),
                Err(_) => Err(Delivery::Unknown),
            };
        }
    }

    /// Says what a failure before the dot, or a refusal after it, means; keeps the connection if it can be used.
    fn refused(&mut self, mut connection: SmtpConnection, asked: Asked, error: &Error) -> Delivery {
        let Some(code) = error.status().map(u16::from) else {
            return Delivery::NotSent(trouble(error));
        };
        match code {
            421 => Delivery::Stop(Trouble::NotAvailable(code)),
            530 | 534 | 535 | 538 => Delivery::Stop(Trouble::Password(code)),
            _ => {
                if connection.command(Rset).is_ok() {
                    self.connection = Some(connection);
                }
                let class = if error.is_permanent() { Class::Permanent } else { Class::Transient };
                let text = error.source().map(ToString::to_string).unwrap_or_default();
                Delivery::Refused(class, Reply::new(code, &text).to_recipient(asked == Asked::Recipient))
            }
        }
    }

    /// Connects, greets and signs in.
    fn open(&self) -> Result<SmtpConnection, Trouble> {
        // The literal tells the server nothing of this machine.
        let hello = ClientId::Ipv4(Ipv4Addr::LOCALHOST);
        let limit = Some(self.start.limits.connect);
        let connect = |at: &dyn Fn() -> io::Result<Vec<std::net::SocketAddr>>,
                       tls: Option<&TlsParameters>| {
            let at = at().map_err(|_| Trouble::Unreachable)?;
            SmtpConnection::connect(at.as_slice(), limit, &hello, tls, None).map_err(|e| opening(&e))
        };
        let mut connection = match &self.start.server.place {
            Place::Tls(host) => {
                // Roots that come with the program: a company's own certificate in the system is not trusted.
                // One authority that was pinned takes the place of them all.
                let builder = TlsParametersBuilder::new(host.clone());
                let builder = match &self.start.pinned {
                    Some(pem) => builder
                        .certificate_store(CertificateStore::None)
                        .add_root_certificate(authority(pem).ok_or(Trouble::Untrusted(Distrust::Other))?),
                    None => builder.certificate_store(CertificateStore::WebpkiRoots),
                };
                let tls = builder.build_rustls().map_err(|_| Trouble::Untrusted(Distrust::Other))?;
                let connection =
                    connect(&|| Ok((host.as_str(), PORT).to_socket_addrs()?.collect()), Some(&tls))?;
                if !connection.is_encrypted() {
                    return Err(Trouble::Untrusted(Distrust::NoTls));
                }
                connection
            }
            Place::Loopback(address, port) => connect(&|| Ok(vec![(*address, *port).into()]), None)?,
        };
        if let (Some(user), Some(password)) = (&self.start.server.user, &self.start.password) {
            let mechanisms: &[Mechanism] = match self.start.method {
                Method::Password => &[Mechanism::Plain, Mechanism::Login],
                Method::Token => &[Mechanism::Xoauth2],
            };
            if connection.server_info().get_auth_mechanism(mechanisms).is_none() {
                return Err(Trouble::NoMechanism);
            }
            let credentials = Credentials::new(user.clone(), password.to_string());
            connection.auth(mechanisms, &credentials).map_err(|e| match e.status().map(u16::from) {
                // A server that refuses a token says why in a challenge, which lettre does not answer.
                None if e.is_client() => Trouble::Password(334),
                Some(421) => Trouble::NotAvailable(421),
                Some(code) if e.is_permanent() => Trouble::Password(code),
                Some(code) => Trouble::NotAvailable(code),
                None => trouble(&e),
            })?;
        }
        Ok(connection)
    }
}

/// What an answer was about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// The sender, or whether the server is ready.
    Sender,
    /// The recipient, or the message, which has one recipient.
    Recipient,
}

/// Names sender and recipient and asks whether the server is ready for the message.
///
/// lettre takes any code from 200 to 399 for a yes. Here a server that says 250 to `DATA` is not ready: the lines of the
/// message would be commands to it.
fn before_data(connection: &mut SmtpConnection, envelope: &Envelope) -> Result<bool, (Asked, Error)> {
    let of_sender = |error| (Asked::Sender, error);
    let from = connection.command(Mail::new(Some(envelope.from.clone()), vec![])).map_err(of_sender)?;
    if !done(&from) {
        return Ok(false);
    }
    let to = connection.command(Rcpt::new(envelope.to.clone(), vec![])).map_err(|e| (Asked::Recipient, e))?;
    if !done(&to) {
        return Ok(false);
    }
    let ready = connection.command(Data).map_err(of_sender)?;
    let short = [&from, &to, &ready].iter().all(|response| length(response) <= ANSWER);
    Ok(short && u16::from(ready.code()) == 354)
}

/// Tells whether an answer says that what was asked is done.
fn done(response: &Response) -> bool {
    (200..300).contains(&u16::from(response.code()))
}

/// Reads the certificates of a PEM file; a private key has no place there.
pub(super) fn authority(pem: &[u8]) -> Option<Certificate> {
    let holds = |mark: &[u8]| pem.windows(mark.len()).any(|w| w == mark);
    // lettre takes a file without any certificate for one with none to trust.
    if !holds(b"-----BEGIN CERTIFICATE-----") || holds(b"PRIVATE KEY-----") {
        return None;
    }
    let certificate = Certificate::from_pem(pem).ok()?;
    let builder =
        TlsParametersBuilder::new("example.org".to_owned()).certificate_store(CertificateStore::None);
    // What is inside the armour is looked at only here.
    builder.add_root_certificate(certificate.clone()).build_rustls().ok()?;
    Some(certificate)
}

fn length(response: &Response) -> usize {
    response.message().map(str::len).fold(0, usize::saturating_add)
}

fn reply(response: &Response) -> Reply {
    Reply::new(u16::from(response.code()), response.message().next().unwrap_or_default())
}

/// Says why the connection could not be opened.
fn opening(error: &Error) -> Trouble {
    match error.status() {
        Some(code) => Trouble::NotAvailable(u16::from(code)),
        None => trouble(error),
    }
}

/// Says why a connection failed without an answer.
fn trouble(error: &Error) -> Trouble {
    let said = |what: &str| error.source().is_some_and(|s| s.to_string() == what);
    match kind(error) {
        // rustls hands its own errors on as invalid data.
        Some(io::ErrorKind::InvalidData) => Trouble::Untrusted(distrust(error)),
        Some(io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => Trouble::Timeout,
        Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) => {
            Trouble::Closed
        }
        None if error.is_response() && said("incomplete response") => Trouble::Closed,
        None if error.is_response() => Trouble::Nonsense,
        None if error.is_tls() => Trouble::Untrusted(Distrust::Other),
        _ => Trouble::Unreachable,
    }
}

/// Says what rustls found wrong, by its words: its error type is not among what lettre hands on.
fn distrust(error: &Error) -> Distrust {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    let Some(why) = said.strip_prefix("invalid peer certificate: ") else {
        return if said.starts_with("received corrupt message") {
            Distrust::NoTls
        } else if said.starts_with("peer is incompatible")
            || said.ends_with("ProtocolVersion")
            || said.ends_with("HandshakeFailure")
        {
            Distrust::Old
        } else {
            Distrust::Other
        };
    };
    // From the beginning: further on stand names of the certificate's own choice.
    let begins = |words: &[&str]| words.iter().any(|word| why.starts_with(word));
    if begins(&["certificate expired", "Expired"]) {
        Distrust::Expired
    } else if begins(&["certificate not valid yet", "NotValidYet"]) {
        Distrust::NotYet
    } else if begins(&["certificate not valid for name", "NotValidForName"]) {
        Distrust::Name
    } else if begins(&["UnknownIssuer", "Other(OtherError(CaUsedAsEndEntity"]) {
        Distrust::Issuer
    } else if begins(&["certificate does not allow extended key usage", "InvalidPurpose"]) {
        Distrust::Purpose
    } else if begins(&["BadSignature", "UnsupportedSignatureAlgorithm", "Other(OtherError(Unsupported"]) {
        Distrust::Weak
    } else {
        Distrust::Other
    }
}

fn kind(error: &Error) -> Option<io::ErrorKind> {
    error.source().and_then(|s| s.downcast_ref::<io::Error>()).map(io::Error::kind)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Address;

    proptest! {
        /// The library that speaks to the server refuses no address that ours has taken.
        #[test]
        fn what_is_an_address_here_is_one_there(
            local in "[a-zA-Z0-9.%!#$&'*+/=?^_`{|}~-]{1,66}",
            domain in "[a-z0-9-]{1,12}(\\.[a-z0-9-]{1,8}){1,3}",
        ) {
            if let Ok(address) = Address::read(&format!("{local}@{domain}")) {
                prop_assert!(Envelope::new(address.as_str(), "a@example.org", String::new()).is_some(), "{}", address.as_str());
            }
        }
    }
}
