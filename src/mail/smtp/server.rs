//! The address of a server: `smtps://user@host`, `smtp+starttls://user@host`, or `smtp://127.0.0.1:PORT` for a bridge on this machine.

use std::net::IpAddr;

use thiserror::Error;

use crate::mail::address::is_domain;

/// The port of submission over implicit TLS (RFC 8314).
pub const PORT: u16 = 465;
/// The port of submission that begins in clear (RFC 6409).
pub const STARTTLS_PORT: u16 = 587;

/// A submission server.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Where it is.
    pub place: Place,
    /// The name to sign in with, if any.
    pub user: Option<String>,
}

/// Where a server is, and with that whether the line is protected.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A host elsewhere and its port, by TLS from the first byte.
    Tls(String, u16),
    /// A host elsewhere and its port, by STARTTLS and in no other way.
    Starttls(String, u16),
    /// A program on this machine, by its loopback address.
    Loopback(IpAddr, u16),
}

/// Why the address of a server is not taken. What was typed is not repeated: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BadServer {
    /// Not of the form `smtps://user@host`.
    #[error("not of the form smtps://user@host")]
    Form,
    /// It holds a password.
    #[error("a password does not belong into the address")]
    Password,
    /// A port that is none, or that is known to be for the other way.
    #[error("the port does not fit")]
    Port,
    /// `smtp://` to anything but a loopback address in digits.
    #[error("smtp:// is only for 127.0.0.1 or [::1], spelled out")]
    NotLoopback,
    /// The host is not a domain name.
    #[error("the host is not a domain name")]
    Host,
    /// The file with the authority holds no certificate that can be read.
    #[error("no certificate in PEM form in the file")]
    Authority,
}

impl Server {
    /// Reads the address of a server.
    ///
    /// # Errors
    /// [`BadServer`].
    pub fn read(text: &str) -> Result<Self, BadServer> {
        let (scheme, rest) = text.split_once("://").ok_or(BadServer::Form)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, host) = match rest.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, rest),
        };
        if user.is_some_and(|u| u.contains(':')) {
            return Err(BadServer::Password);
        }
        let user = user.map(|u| u.replace("%40", "@"));
        let good = |u: &String| {
            !u.is_empty() && u.len() <= 254 && u.bytes().all(|b| b.is_ascii_graphic()) && !u.contains('%')
        };
        if user.as_ref().is_some_and(|u| !good(u)) {
            return Err(BadServer::Form);
        }
        let place = match scheme {
            "smtps" => {
                let (host, port) = elsewhere(host, PORT)?;
                // On these ports a line begins in clear: it would hang.
                if matches!(port, 25 | STARTTLS_PORT) {
                    return Err(BadServer::Port);
                }
                Place::Tls(host, port)
            }
            "smtp+starttls" => {
                let (host, port) = elsewhere(host, STARTTLS_PORT)?;
                // Port 25 is where servers hand mail to each other; on 465 the line is protected from the first byte.
                if matches!(port, 25 | PORT) {
                    return Err(BadServer::Port);
                }
                Place::Starttls(host, port)
            }
            "smtp" => {
                let (host, port) = host.rsplit_once(':').ok_or(BadServer::NotLoopback)?;
                let host = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
                let address: IpAddr = host.parse().map_err(|_| BadServer::NotLoopback)?;
                let port = port.parse().map_err(|_| BadServer::Port)?;
                if !address.is_loopback() || port == 0 {
                    return Err(BadServer::NotLoopback);
                }
                Place::Loopback(address, port)
            }
            _ => return Err(BadServer::Form),
        };
        Ok(Self { place, user })
    }

    /// Returns the host, as shown.
    #[must_use]
    pub fn host(&self) -> String {
        match &self.place {
            Place::Tls(host, PORT) => host.clone(),
            Place::Tls(host, port) | Place::Starttls(host, port) => format!("{host}:{port}"),
            Place::Loopback(address, port) => format!("{address}:{port}"),
        }
    }
}

/// Reads a host elsewhere with its port.
fn elsewhere(text: &str, usual: u16) -> Result<(String, u16), BadServer> {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    let digits = |port: &str| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    let port = match port {
        None => usual,
        Some(port) if digits(port) => port.parse().map_err(|_| BadServer::Port)?,
        Some(_) => return Err(BadServer::Port),
    };
    if port == 0 {
        return Err(BadServer::Port);
    }
    if !is_domain(host) {
        return Err(BadServer::Host);
    }
    Ok((host.to_ascii_lowercase(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_servers() {
        let server = Server::read("smtps://me@example.org@mail.example.org").ok().unwrap();
        assert_eq!(server.user.as_deref(), Some("me@example.org"));
        assert!(server.place == Place::Tls("mail.example.org".into(), 465));
        let server = Server::read("smtps://me@mail.example.org:8465").ok().unwrap();
        assert!(server.place == Place::Tls("mail.example.org".into(), 8465));
        assert_eq!(server.host(), "mail.example.org:8465");
        for url in ["smtp+starttls://me@mail.example.org", "smtp+starttls://me@Mail.example.org:587/"] {
            let server = Server::read(url).ok().unwrap();
            assert!(server.place == Place::Starttls("mail.example.org".into(), 587), "{url}");
        }
        let server = Server::read("smtps://me%40example.org@Mail.example.org:465/").ok().unwrap();
        assert_eq!(
            (server.user.as_deref(), server.host().as_str()),
            (Some("me@example.org"), "mail.example.org")
        );
        let server = Server::read("smtp://127.0.0.1:1025").ok().unwrap();
        assert!(server.user.is_none() && server.host() == "127.0.0.1:1025");
        assert!(Server::read("smtp://me@[::1]:1025").is_ok());
    }

    #[test]
    fn refuses_the_rest() {
        use BadServer::*;
        for (bad, why) in [
            ("mail.example.org", Form),
            ("https://mail.example.org", Form),
            ("smtps://a:secret@mail.example.org", Password),
            ("smtps://@mail.example.org", Form),
            ("smtps://a b@mail.example.org", Form),
            ("smtps://a\r\n@mail.example.org", Form),
            ("smtps://a@mail.example.org:587", Port),
            ("smtps://a@mail.example.org:25", Port),
            ("smtps://a@mail.example.org:0", Port),
            ("smtps://a@mail.example.org:+465", Port),
            ("smtps://a@mail.example.org:", Port),
            ("smtp+starttls://a@mail.example.org:25", Port),
            ("smtp+starttls://a@mail.example.org:465", Port),
            ("smtp+starttls://a@127.0.0.1", Host),
            ("starttls://a@mail.example.org", Form),
            ("smtps://a@localhost", Host),
            ("smtps://a@127.0.0.1", Host),
            ("smtp://a@mail.example.org", NotLoopback),
            ("smtp://a@mail.example.org:465", NotLoopback),
            ("smtp://localhost:1025", NotLoopback),
            ("smtp://10.0.0.1:25", NotLoopback),
            ("smtp://127.0.0.1:0", NotLoopback),
            ("smtp://127.0.0.1:99999", Port),
            ("smtp://127.0.0.1", NotLoopback),
        ] {
            assert_eq!(Server::read(bad).err(), Some(why), "{bad}");
        }
    }
}
