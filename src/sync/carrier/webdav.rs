//! A folder of a `WebDAV` server, such as Nextcloud, over verified TLS.
//!
//! Written here, on rustls and the reader of XML that are there already: a request and an answer each on a line of its own, with limits on
//! time and on each part of the answer. The server is not believed: what lies there is checked by whoever reads it, a redirect is
//! refused, and the password goes nowhere but to the host that was typed.

use std::{
    cell::Cell,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream, ToSocketAddrs as _},
    sync::Arc,
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use quick_xml::{Reader, events::Event};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto::ring, pki_types::ServerName,
};
use zeroize::Zeroizing;

use crate::{
    base::word::codes,
    clock,
    sync::carrier::{Carrier, CarrierError, Entry, Put},
};

/// Patience: to connect, for one read or write, for a whole request.
const CONNECT: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_secs(15);
const WHOLE_MS: u64 = 60_000;
/// The same where nobody asked for a round: a command is not kept waiting.
const HURRIED: Duration = Duration::from_secs(3);
const HURRIED_MS: u64 = 10_000;
/// The longest head of an answer, and the longest list of a folder.
const HEAD: usize = 32 * 1024;
const LIST: u64 = 4 * 1024 * 1024;
/// The longest address that is taken.
const LONGEST: usize = 1_000;

codes! {
    /// What a server did that none should do.
    ServerFault {
        Password = "password", "le serveur refuse le nom ou le mot de passe", "the server refuses the name or the password";
        Locked = "locked", "le dossier est verrouillé", "the folder is locked";
        Redirect = "redirect", "le serveur renvoie vers une autre adresse", "the server sends on to another address";
        NoDav = "no-dav", "à cette adresse, il n’y a pas de dossier de partage en ligne", "there is no shared folder at this address";
        Nonsense = "nonsense", "la réponse du serveur n’est pas lisible", "the answer of the server cannot be read";
        TooLarge = "too-large", "la réponse du serveur n’en finit pas", "the answer of the server has no end";
        Distrust = "distrust", "le serveur ne prouve pas son nom", "the server does not prove its name";
    }
}

/// Where a folder lies on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
    /// From the first slash to the last one.
    path: String,
    tls: bool,
}

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadAddress {
    /// It is no `https://host/path`.
    #[error("not https://host/path")]
    Form,
    /// It is not protected, and not of this machine.
    #[error("not protected by TLS")]
    Clear,
    /// Name or password stands in it.
    #[error("a name or a password stands in it")]
    Secret,
}

impl Address {
    /// Tells whether something typed is meant as an address of a server.
    #[must_use]
    pub fn is_meant(typed: &str) -> bool {
        let typed = typed.to_ascii_lowercase();
        ["https://", "http://", "davs://", "webdav://"].iter().any(|begin| typed.starts_with(begin))
    }

    /// Reads an address: `https://host/path`, or `http://127.0.0.1:PORT/path` for a server of this machine.
    ///
    /// # Errors
    /// [`BadAddress`].
    pub fn read(typed: &str) -> Result<Self, BadAddress> {
        let (tls, rest) = match typed.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (false, rest),
            _ => return Err(BadAddress::Form),
        };
        let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}?#".contains(c);
        if typed.len() > LONGEST || !rest.chars().all(plain) {
            return Err(BadAddress::Form);
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err(BadAddress::Secret);
        }
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| BadAddress::Form)?),
            None => (authority, if tls { 443 } else { 80 }),
        };
        let named = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        let parts = path.split('/').any(|part| part == "." || part == "..");
        if host.is_empty() || !host.chars().all(named) || parts {
            return Err(BadAddress::Form);
        }
        if !tls && host != "127.0.0.1" {
            return Err(BadAddress::Clear);
        }
        let path = format!("/{}/", path.trim_matches('/')).replace("//", "/");
        Ok(Self { host: host.to_ascii_lowercase(), port, path, tls })
    }

    /// Returns the host, to be compared with the employer's.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the address as it is noted.
    #[must_use]
    pub fn text(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        let usual = if self.tls { 443 } else { 80 };
        let port = if self.port == usual { String::new() } else { format!(":{}", self.port) };
        format!("{scheme}://{}{port}{}", self.host, self.path)
    }
}

/// A folder of a server as a place. It has no `Debug`: it holds a password.
pub struct WebDav {
    address: Address,
    /// `name:password`, as it is sent.
    login: Option<Zeroizing<String>>,
    config: Arc<ClientConfig>,
    // Whether the place itself was seen.
    seen: Cell<bool>,
    hurried: bool,
}

struct Answer {
    code: u16,
    body: Vec<u8>,
}

enum Line {
    Clear(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Read for Line {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.read(buf),
            Self::Tls(stream) => stream.read(buf),
        }
    }
}

impl Write for Line {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.write(buf),
            Self::Tls(stream) => stream.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Clear(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

fn late() -> CarrierError {
    CarrierError::Away(io::ErrorKind::TimedOut.into())
}

/// What the line said: a certificate that does not prove the name is no network that is away.
fn failed(error: io::Error) -> CarrierError {
    let tls = error.get_ref().is_some_and(|inner| inner.downcast_ref::<rustls::Error>().is_some());
    if tls { CarrierError::Server(ServerFault::Distrust) } else { CarrierError::Away(error) }
}

impl WebDav {
    /// Takes a folder of a server; nothing is asked yet.
    ///
    /// # Errors
    /// [`CarrierError::Server`] when no protected line can be set up.
    pub fn new(address: Address, login: Option<(&str, &str)>) -> Result<Self, CarrierError> {
        // The roots that come with the program: a company's own certificate in the system is not trusted.
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| CarrierError::Server(ServerFault::Distrust))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let login = login.map(|(name, password)| Zeroizing::new(format!("{name}:{password}")));
        Ok(Self { address, login, config: Arc::new(config), seen: Cell::new(false), hurried: false })
    }

    /// Has little patience: nobody asked for a round.
    #[must_use]
    pub fn hurried(self, hurried: bool) -> Self {
        Self { hurried, ..self }
    }

    fn line(&self) -> Result<Line, CarrierError> {
        let (connect, step) = if self.hurried { (HURRIED, HURRIED) } else { (CONNECT, STEP) };
        let Address { host, port, tls, .. } = &self.address;
        let all: Vec<SocketAddr> =
            (host.as_str(), *port).to_socket_addrs().map_err(CarrierError::Away)?.collect();
        let mut why: io::Error = io::ErrorKind::NotFound.into();
        for address in all {
            match TcpStream::connect_timeout(&address, connect) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(step)).map_err(CarrierError::Away)?;
                    stream.set_write_timeout(Some(step)).map_err(CarrierError::Away)?;
                    if !tls {
                        return Ok(Line::Clear(stream));
                    }
                    let distrust = || CarrierError::Server(ServerFault::Distrust);
                    let name = ServerName::try_from(host.clone()).map_err(|_| distrust())?;
                    let connection =
                        ClientConnection::new(Arc::clone(&self.config), name).map_err(|_| distrust())?;
                    return Ok(Line::Tls(Box::new(StreamOwned::new(connection, stream))));
                }
                Err(error) => why = error,
            }
        }
        Err(CarrierError::Away(why))
    }

    /// Asks once and reads the answer; a body longer than `most` is too large.
    fn ask(
        &self,
        (method, path): (&str, &str),
        headers: &str,
        body: &[u8],
        most: u64,
    ) -> Result<Answer, CarrierError> {
        let until = clock::now_ms().saturating_add(if self.hurried { HURRIED_MS } else { WHOLE_MS });
        let mut line = self.line()?;
        let Address { host, port, path: root, .. } = &self.address;
        let login = self.login.as_ref().map_or_else(Zeroizing::default, |login| {
            Zeroizing::new(format!("Authorization: Basic {}\r\n", STANDARD.encode(login.as_bytes())))
        });
        let head = Zeroizing::new(format!(
            "{method} {root}{path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\nAccept: */*\r\n\
             Content-Length: {}\r\n{headers}{}\r\n",
            body.len(),
            *login
        ));
        line.write_all(head.as_bytes()).and_then(|()| line.write_all(body)).map_err(failed)?;
        line.flush().map_err(failed)?;
        let answer = read(&mut line, method == "HEAD", most, until)?;
        judged(answer)
    }

    fn there(&self) -> Result<(), CarrierError> {
        if !self.seen.get() {
            let answer = self.ask(("PROPFIND", ""), "Depth: 0\r\n", b"", LIST)?;
            match answer.code {
                207 => self.seen.set(true),
                404 => return Err(CarrierError::Away(io::ErrorKind::NotFound.into())),
                _ => return Err(CarrierError::Server(ServerFault::NoDav)),
            }
        }
        Ok(())
    }

    /// Makes the folders above a file, one after the other.
    fn make(&self, dir: &str) -> Result<(), CarrierError> {
        let mut path = String::new();
        for part in dir.split('/').filter(|part| !part.is_empty()) {
            path.push_str(part);
            path.push('/');
            match self.ask(("MKCOL", &path), "", b"", HEAD as u64)?.code {
                // 405: it is there already.
                200..=299 | 405 => {}
                _ => return Err(CarrierError::Server(ServerFault::NoDav)),
            }
        }
        Ok(())
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<u16, CarrierError> {
        let headers = "If-None-Match: *\r\nContent-Type: application/octet-stream\r\n";
        Ok(self.ask(("PUT", path), headers, bytes, HEAD as u64)?.code)
    }
}

/// Sorts out what is the same for every request.
fn judged(answer: Answer) -> Result<Answer, CarrierError> {
    Err(match answer.code {
        401 => CarrierError::Server(ServerFault::Password),
        403 => CarrierError::Forbidden(io::ErrorKind::PermissionDenied.into()),
        423 => CarrierError::Server(ServerFault::Locked),
        413 | 507 => CarrierError::Full(io::ErrorKind::StorageFull.into()),
        300..=399 => CarrierError::Server(ServerFault::Redirect),
        501 => CarrierError::Server(ServerFault::NoDav),
        429 | 500..=599 => CarrierError::Away(io::ErrorKind::TimedOut.into()),
        _ => return Ok(answer),
    })
}

/// Reads an answer: its head, then its body by length, in chunks or up to the end.
fn read(line: &mut Line, no_body: bool, most: u64, until: u64) -> Result<Answer, CarrierError> {
    let nonsense = || CarrierError::Server(ServerFault::Nonsense);
    let mut source = Source { line, buffer: Vec::new(), until };
    let (code, headers) = loop {
        let head = source.head()?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.")).ok_or_else(nonsense)?;
        let code: u16 = status.get(2..5).and_then(|code| code.parse().ok()).ok_or_else(nonsense)?;
        // 100: it will say more.
        if code >= 200 {
            break (code, lines.map(str::to_owned).collect::<Vec<_>>());
        }
    };
    let header = |name: &str| {
        headers.iter().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let body = if no_body || code == 204 || code == 304 {
        Vec::new()
    } else if header("transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked")) {
        source.chunks(most)?
    } else if let Some(length) = header("content-length") {
        let length: u64 = length.parse().map_err(|_| nonsense())?;
        if length > most {
            return Err(CarrierError::Server(ServerFault::TooLarge));
        }
        source.exactly(length)?
    } else {
        source.rest(most)?
    };
    Ok(Answer { code, body })
}

/// Bytes of an answer, as they come.
struct Source<'a> {
    line: &'a mut Line,
    buffer: Vec<u8>,
    until: u64,
}

impl Source<'_> {
    /// Reads more; false at the end.
    fn more(&mut self) -> Result<bool, CarrierError> {
        if clock::now_ms() > self.until {
            return Err(late());
        }
        let mut some = [0; 16 * 1024];
        match self.line.read(&mut some) {
            Ok(0) => Ok(false),
            Ok(count) => {
                self.buffer.extend_from_slice(some.get(..count).unwrap_or_default());
                Ok(true)
            }
            // Some servers end a protected line without a word; the length says whether all is here.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// Takes bytes up to an end mark, which must come within so many.
    fn up_to(&mut self, mark: &[u8], most: usize) -> Result<Vec<u8>, CarrierError> {
        loop {
            let at = self.buffer.windows(mark.len()).position(|window| window == mark);
            if let Some(at) = at {
                let taken = self.buffer.drain(..at.saturating_add(mark.len())).take(at).collect();
                return Ok(taken);
            }
            if self.buffer.len() > most {
                return Err(CarrierError::Server(ServerFault::TooLarge));
            }
            if !self.more()? {
                return Err(CarrierError::Server(ServerFault::Nonsense));
            }
        }
    }

    fn head(&mut self) -> Result<String, CarrierError> {
        let head = self.up_to(b"\r\n\r\n", HEAD)?;
        String::from_utf8(head).map_err(|_| CarrierError::Server(ServerFault::Nonsense))
    }

    fn exactly(&mut self, length: u64) -> Result<Vec<u8>, CarrierError> {
        while (self.buffer.len() as u64) < length {
            if !self.more()? {
                return Err(CarrierError::Server(ServerFault::Nonsense));
            }
        }
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        Ok(self.buffer.drain(..length.min(self.buffer.len())).collect())
    }

    fn rest(&mut self, most: u64) -> Result<Vec<u8>, CarrierError> {
        while self.more()? {
            if self.buffer.len() as u64 > most {
                return Err(CarrierError::Server(ServerFault::TooLarge));
            }
        }
        Ok(std::mem::take(&mut self.buffer))
    }

    fn chunks(&mut self, most: u64) -> Result<Vec<u8>, CarrierError> {
        let mut out = Vec::new();
        loop {
            let size = self.up_to(b"\r\n", HEAD)?;
            let size = std::str::from_utf8(&size).unwrap_or_default();
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = u64::from_str_radix(size, 16);
            let size = size.map_err(|_| CarrierError::Server(ServerFault::Nonsense))?;
            if size == 0 {
                return Ok(out);
            }
            if size.saturating_add(out.len() as u64) > most {
                return Err(CarrierError::Server(ServerFault::TooLarge));
            }
            out.extend(self.exactly(size)?);
            self.exactly(2)?;
        }
    }
}

/// Reads what a folder holds: of each answer the last part of its name, and whether it is a folder. The folder itself is among them.
fn entries(xml: &[u8], own: &str) -> Result<Vec<Entry>, CarrierError> {
    let nonsense = || CarrierError::Server(ServerFault::Nonsense);
    let text = std::str::from_utf8(xml).map_err(|_| nonsense())?;
    let mut reader = Reader::from_str(text);
    let (mut out, mut href, mut folder, mut within, mut whole) =
        (Vec::new(), String::new(), false, false, false);
    loop {
        match reader.read_event().map_err(|_| nonsense())? {
            Event::Start(start) => match start.local_name().as_ref() {
                "response" => (href, folder) = (String::new(), false),
                "href" => within = href.is_empty(),
                "collection" => folder = true,
                _ => {}
            },
            Event::Empty(empty) if empty.local_name().as_ref() == "collection" => folder = true,
            Event::Text(text) if within => href.push_str(&text),
            Event::End(end) => match end.local_name().as_ref() {
                "href" => within = false,
                // Half a list would pass for one that lacks the rest.
                "multistatus" => whole = true,
                "response" => {
                    let path = href.split_once("://").map_or(href.as_str(), |(_, rest)| {
                        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default()
                    });
                    let path = decoded(path.trim().trim_end_matches('/'));
                    let name = path.rsplit('/').next().unwrap_or_default();
                    if !name.is_empty() && path != decoded(own.trim_end_matches('/')) {
                        out.push(Entry { name: name.to_owned(), folder });
                    }
                }
                _ => {}
            },
            Event::Eof if whole => break,
            // Nothing of ours needs a type of document, and one can be made to grow.
            Event::DocType(_) | Event::Eof => return Err(nonsense()),
            _ => {}
        }
    }
    out.sort();
    out.dedup();
    Ok(out)
}

/// Undoes `%41`; what is not undone is none of our names.
fn decoded(path: &str) -> String {
    let (mut out, mut bytes) = (Vec::new(), path.bytes());
    while let Some(byte) = bytes.next() {
        let pair = (byte == b'%').then(|| bytes.clone().take(2).collect::<Vec<u8>>());
        let code = pair.and_then(|pair| u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok());
        match code {
            Some(code) => {
                out.push(code);
                bytes.nth(1);
            }
            None => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

impl Carrier for WebDav {
    fn list(&self, dir: &str) -> Result<Vec<Entry>, CarrierError> {
        self.there()?;
        let path = if dir.is_empty() { String::new() } else { format!("{dir}/") };
        let answer = self.ask(("PROPFIND", &path), "Depth: 1\r\n", b"", LIST)?;
        match answer.code {
            207 => entries(&answer.body, &format!("{}{path}", self.address.path)),
            404 | 409 => Ok(Vec::new()),
            _ => Err(CarrierError::Server(ServerFault::NoDav)),
        }
    }

    fn get(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, CarrierError> {
        self.there()?;
        match self.ask(("GET", path), "", b"", most) {
            Ok(answer) if answer.code == 200 => Ok(Some(answer.body)),
            Ok(answer) if matches!(answer.code, 404 | 405 | 409 | 410) => Ok(None),
            // Longer than asked for.
            Err(CarrierError::Server(ServerFault::TooLarge)) => Ok(None),
            Ok(_) => Err(CarrierError::Server(ServerFault::Nonsense)),
            Err(error) => Err(error),
        }
    }

    fn put_if_absent(&self, dir: &str, name: &str, bytes: &[u8]) -> Result<Put, CarrierError> {
        self.there()?;
        let path = format!("{dir}/{name}");
        // Not every server heeds the condition: who looks first writes over nothing, for one copy alone writes there.
        let same = |there: Vec<u8>| if there == bytes { Put::Same } else { Put::Differs };
        let code = self.ask(("HEAD", &path), "", b"", HEAD as u64)?.code;
        if code == 200 {
            return Ok(self.get(&path, bytes.len() as u64)?.map_or(Put::Differs, same));
        }
        let mut code = self.put(&path, bytes)?;
        if matches!(code, 404 | 409) {
            self.make(dir)?;
            code = self.put(&path, bytes)?;
        }
        match code {
            200..=299 => Ok(Put::Done),
            412 => Ok(self.get(&path, bytes.len() as u64)?.map_or(Put::Differs, same)),
            _ => Err(CarrierError::Server(ServerFault::NoDav)),
        }
    }

    fn delete(&self, path: &str) -> Result<(), CarrierError> {
        match self.ask(("DELETE", path), "", b"", HEAD as u64)?.code {
            200..=299 | 404 | 410 => Ok(()),
            _ => Err(CarrierError::Server(ServerFault::NoDav)),
        }
    }
}

#[cfg(test)]
mod tests;
