//! The conversation with the server, step by step on a [`Line`].
//!
//! Step by step, because lettre's own `send` tells neither whether `DATA` had begun nor whether the final dot had
//! left; and because the message with its final dot goes out in one write here, 400 times as fast (without
//! `TCP_NODELAY`, two writes wait for each other's acknowledgement).

use std::{
    fmt, io,
    net::{Ipv4Addr, ToSocketAddrs},
};

use super::{
    Method,
    envelope::Envelope,
    line::{Fault, Line, Trust},
    server::Place,
    wire::{Start, Told},
};
use crate::mail::{
    outbox::{Class, Reply},
    transport::{Delivery, Distrust, Trouble},
};
use lettre::transport::smtp::{
    authentication::{Credentials, Mechanism},
    commands::{Data, Mail, Quit, Rcpt, Rset},
    extension::ClientId,
};

/// The most bytes of one answer.
const ANSWER: usize = 64 * 1024;

/// Bytes as they are; [`Line::command`] writes them at once.
struct Raw<'a>(&'a str);

impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// One end of the conversation: the server, the password, the open connection.
pub(super) struct Worker {
    start: Start,
    connection: Option<Line>,
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
            let _ = connection.set_timeout(self.start.limits.before_dot);
            match before_data(&mut connection, envelope) {
                Ok(true) => {}
                // Whatever it is that the server is ready for, it is not the message.
                Ok(false) => return Err(Delivery::NotSent(Trouble::Nonsense)),
                // A server may close a line that was idle, or take so many messages over one line and no more: it says so
                // with 421. Nothing of this message has left, so once more over a new line.
                Err((_, error)) if reused && error.code().is_none_or(|code| code == 421) => {
                    reused = false;
                    continue;
                }
                Err((asked, error)) => return Err(self.refused(connection, asked, &error)),
            }
            if !at(&Told::Ready) {
                return Err(Delivery::Halted);
            }
            let _ = connection.set_timeout(self.start.limits.after_dot);
            return match connection.command(Raw(&envelope.data)) {
                Ok(answer) if answer.length() > ANSWER || !answer.done() => Err(Delivery::Unknown),
                Ok(answer) => {
                    self.connection = Some(connection);
                    Ok(Delivery::Accepted(Reply::new(answer.code, answer.first())))
                }
                Err(error) if error.code().is_some() => {
                    Err(self.refused(connection, Asked::Recipient, &error))
                }
                // The write itself failed, so its last bytes, the dot, did not leave.
                Err(error) if error.kind() == Some(io::ErrorKind::BrokenPipe) => {
                    Err(Delivery::NotSent(Trouble::Closed))
                }
                Err(error) if trouble(&error) == Trouble::Timeout => Err(Delivery::Silent),
                Err(_) => Err(Delivery::Unknown),
            };
        }
    }

    /// Says what a failure before the dot, or a refusal after it, means; keeps the connection if it can be used.
    fn refused(&mut self, mut connection: Line, asked: Asked, fault: &Fault) -> Delivery {
        let Fault::No(code, text) = fault else {
            return Delivery::NotSent(trouble(fault));
        };
        let code = *code;
        match code {
            421 => Delivery::Stop(Trouble::NotAvailable(code)),
            530 | 534 | 535 | 538 => Delivery::Stop(Trouble::Password(code)),
            _ => {
                if connection.command(Rset).is_ok() {
                    self.connection = Some(connection);
                }
                let class = if code >= 500 { Class::Permanent } else { Class::Transient };
                Delivery::Refused(class, Reply::new(code, text).to_recipient(asked == Asked::Recipient))
            }
        }
    }

    /// Connects, greets and signs in. Where the line begins in clear, nothing is said on it but EHLO and STARTTLS.
    fn open(&self) -> Result<Line, Trouble> {
        // The literal tells the server nothing of this machine.
        let hello = ClientId::Ipv4(Ipv4Addr::LOCALHOST);
        let limit = self.start.limits.connect;
        let found = |host: &str, port: u16| -> Result<Vec<std::net::SocketAddr>, Trouble> {
            Ok((host, port).to_socket_addrs().map_err(|_| Trouble::Unreachable)?.collect())
        };
        let mut line = match &self.start.server.place {
            Place::Tls(host, port) => {
                let trust = self.trusted(host)?;
                Line::open(&found(host, *port)?, limit, &hello, Some(&trust))
            }
            Place::Starttls(host, port) => {
                Line::protected(&found(host, *port)?, limit, &hello, &self.trusted(host)?)
            }
            Place::Loopback(address, port) => Line::open(&[(*address, *port).into()], limit, &hello, None),
        }
        .map_err(|e| opening(&e))?;
        if let (Some(user), Some(password)) = (&self.start.server.user, &self.start.password) {
            let mechanisms: &[Mechanism] = match self.start.method {
                Method::Password => &[Mechanism::Plain, Mechanism::Login],
                Method::Token => &[Mechanism::Xoauth2],
            };
            let credentials = Credentials::new(user.clone(), password.to_string());
            let signed = line.auth(mechanisms, &credentials).ok_or(Trouble::NoMechanism)?;
            signed.map_err(|fault| match fault.code() {
                // A server that refuses a token says why in a challenge, which has no answer.
                None if matches!(fault, Fault::Challenge) => Trouble::Password(334),
                Some(421) => Trouble::NotAvailable(421),
                Some(code) if code >= 500 => Trouble::Password(code),
                Some(code) => Trouble::NotAvailable(code),
                None => trouble(&fault),
            })?;
        }
        Ok(line)
    }

    fn trusted(&self, host: &str) -> Result<Trust, Trouble> {
        Trust::of(host, self.start.pinned.as_deref()).ok_or(Trouble::Untrusted(Distrust::Other))
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
/// A server that says 250 to `DATA` is not ready: the lines of the message would be commands to it. Neither is one that has said
/// more than it was asked.
fn before_data(connection: &mut Line, envelope: &Envelope) -> Result<bool, (Asked, Fault)> {
    let of_sender = |fault| (Asked::Sender, fault);
    let from = connection.command(Mail::new(Some(envelope.from.clone()), vec![])).map_err(of_sender)?;
    if !from.done() {
        return Ok(false);
    }
    let to = connection.command(Rcpt::new(envelope.to.clone(), vec![])).map_err(|e| (Asked::Recipient, e))?;
    if !to.done() {
        return Ok(false);
    }
    let ready = connection.command(Data).map_err(of_sender)?;
    let short = [&from, &to, &ready].iter().all(|answer| answer.length() <= ANSWER);
    Ok(short && ready.code == 354 && connection.is_quiet())
}

/// Tells whether a PEM file has certificates that can be trusted; a private key has no place there.
pub(super) fn authority(pem: &[u8]) -> bool {
    let holds = |mark: &[u8]| pem.windows(mark.len()).any(|w| w == mark);
    // A file without any certificate is none with nothing to trust.
    holds(b"-----BEGIN CERTIFICATE-----")
        && !holds(b"PRIVATE KEY-----")
        && Trust::of("example.org", Some(pem)).is_some()
}

/// Says why the connection could not be opened.
fn opening(fault: &Fault) -> Trouble {
    match fault.code() {
        Some(code) => Trouble::NotAvailable(code),
        None => trouble(fault),
    }
}

/// Says why a connection failed without a no.
fn trouble(fault: &Fault) -> Trouble {
    match fault {
        // rustls hands its own errors on as invalid data.
        Fault::Io(error) => match error.kind() {
            io::ErrorKind::InvalidData => Trouble::Untrusted(distrust(error)),
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Trouble::Timeout,
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
                Trouble::Closed
            }
            _ => Trouble::Unreachable,
        },
        Fault::Closed => Trouble::Closed,
        Fault::No(..) | Fault::Nonsense | Fault::Challenge => Trouble::Nonsense,
        Fault::NoTls => Trouble::Untrusted(Distrust::NoTls),
        Fault::Before => Trouble::Untrusted(Distrust::Before),
        Fault::Setup => Trouble::Untrusted(Distrust::Other),
    }
}

/// Says what rustls found wrong, by its words: its error type is not among what the stream hands on.
fn distrust(error: &io::Error) -> Distrust {
    let said = error.to_string();
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
