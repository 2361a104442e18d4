//! A line to a server: one command out, one answer in.
//!
//! Written here, on rustls alone, because of STARTTLS: what a server (or somebody in between) says before the protected line
//! must count for nothing behind it, and only whoever owns the buffer can look whether it is empty. Answers are bounded, and no
//! command is written while something is left over from before.

use std::{
    fmt::Display,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use lettre::transport::smtp::{
    authentication::{Credentials, Mechanism},
    commands::{Auth, Ehlo, Starttls},
    extension::ClientId,
    response::{Category, Code, Detail, Response, Severity},
};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};

/// The longest line of an answer, and the longest answer, in bytes.
const LINE: usize = 8 * 1024;
const WHOLE: usize = 128 * 1024;
/// The most challenges of one sign-in.
const CHALLENGES: u8 = 10;

/// An answer of a server that says yes: 2xx or 3xx.
pub(super) struct Answer {
    /// The code.
    pub(super) code: u16,
    /// The lines, without the code.
    pub(super) lines: Vec<String>,
}

impl Answer {
    /// Tells whether what was asked is done.
    pub(super) fn done(&self) -> bool {
        (200..300).contains(&self.code)
    }

    /// Returns how long it is.
    pub(super) fn length(&self) -> usize {
        self.lines.iter().map(String::len).fold(0, usize::saturating_add)
    }

    /// Returns its first line.
    pub(super) fn first(&self) -> &str {
        self.lines.first().map_or("", String::as_str)
    }
}

/// Why a command was not answered with a yes.
pub(super) enum Fault {
    /// The server says no, with this code and this first line.
    No(u16, String),
    /// The line failed.
    Io(io::Error),
    /// The server hung up.
    Closed,
    /// What came is no answer, or came unasked.
    Nonsense,
    /// The server does not protect the line.
    NoTls,
    /// Something was said before the line was protected, to be taken for an answer behind it.
    Before,
    /// A challenge came that has no answer.
    Challenge,
    /// No protected line could be set up.
    Setup,
}

impl Fault {
    /// Returns the code of a no.
    pub(super) fn code(&self) -> Option<u16> {
        match self {
            Self::No(code, _) => Some(*code),
            _ => None,
        }
    }

    /// Returns the kind of a failure of the line.
    pub(super) fn kind(&self) -> Option<io::ErrorKind> {
        match self {
            Self::Io(error) => Some(error.kind()),
            _ => None,
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// By what a server proves its name.
pub(super) struct Trust {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl Trust {
    /// Takes the roots that come with the program: a company's own certificate in the system is not trusted. One authority in PEM that
    /// was pinned takes the place of them all.
    pub(super) fn of(host: &str, pinned: Option<&[u8]>) -> Option<Self> {
        let mut roots = RootCertStore::empty();
        match pinned {
            Some(pem) => {
                for certificate in CertificateDer::pem_slice_iter(pem) {
                    roots.add(certificate.ok()?).ok()?;
                }
            }
            None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Some(Self { config: Arc::new(config), name: ServerName::try_from(host.to_owned()).ok()? })
    }

    fn over(&self, stream: TcpStream) -> Result<Stream, Fault> {
        let connection =
            ClientConnection::new(Arc::clone(&self.config), self.name.clone()).map_err(|_| Fault::Setup)?;
        Ok(Stream::Tls(Box::new(StreamOwned::new(connection, stream))))
    }
}

/// Bytes to and from a server.
enum Stream {
    /// In clear.
    Clear(TcpStream),
    /// Protected; the first byte out waits for the certificate.
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Stream {
    fn connect(at: &[SocketAddr], limit: Duration) -> Result<TcpStream, Fault> {
        let mut last = Fault::Io(io::ErrorKind::NotConnected.into());
        for address in at {
            match TcpStream::connect_timeout(address, limit) {
                Ok(stream) => return Ok(stream),
                Err(error) => last = Fault::Io(error),
            }
        }
        Err(last)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Clear(stream) => stream.write_all(bytes),
            Self::Tls(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
        }
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.read(into),
            Self::Tls(stream) => stream.read(into),
        }
    }

    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Clear(stream) => stream,
            Self::Tls(stream) => stream.get_ref(),
        }
    }
}

/// A line that is open.
pub(super) struct Line {
    stream: Stream,
    /// What was read and is not yet an answer.
    read: Vec<u8>,
    /// What the server says that it can do, in capitals.
    able: Vec<String>,
}

impl Line {
    /// Connects, is greeted and greets; by TLS from the first byte where there is something to trust.
    pub(super) fn open(
        at: &[SocketAddr],
        limit: Duration,
        hello: &ClientId,
        trust: Option<&Trust>,
    ) -> Result<Self, Fault> {
        let stream = Stream::connect(at, limit)?;
        let stream = match trust {
            Some(trust) => trust.over(stream)?,
            None => Stream::Clear(stream),
        };
        let mut line = Self { stream, read: Vec::new(), able: Vec::new() };
        line.set_timeout(limit)?;
        line.answer()?;
        line.hello(hello)?;
        Ok(line)
    }

    /// Begins in clear, and protects the line before anything is said (RFC 3207): nothing but EHLO and STARTTLS goes out until the
    /// certificate has proved the name; what came before counts for nothing, EHLO is said again.
    pub(super) fn protected(
        at: &[SocketAddr],
        limit: Duration,
        hello: &ClientId,
        trust: &Trust,
    ) -> Result<Self, Fault> {
        let mut clear = Self::open(at, limit, hello, None)?;
        if !clear.able.iter().any(|word| word == "STARTTLS") || clear.command(Starttls)?.code != 220 {
            return Err(Fault::NoTls);
        }
        // One byte more than the answer, and somebody speaks for the server that will be behind the protection.
        if !clear.is_quiet() {
            return Err(Fault::Before);
        }
        let Stream::Clear(stream) = clear.stream else { return Err(Fault::Setup) };
        let mut line = Self { stream: trust.over(stream)?, read: Vec::new(), able: Vec::new() };
        line.hello(hello)?;
        Ok(line)
    }

    /// Sets how long an answer may take.
    pub(super) fn set_timeout(&mut self, limit: Duration) -> io::Result<()> {
        let stream = self.stream.tcp();
        stream.set_read_timeout(Some(limit))?;
        stream.set_write_timeout(Some(limit))
    }

    /// Tells whether nothing has come that was not asked for.
    pub(super) fn is_quiet(&self) -> bool {
        self.read.is_empty()
    }

    fn hello(&mut self, hello: &ClientId) -> Result<(), Fault> {
        let answer = self.command(Ehlo::new(hello.clone()))?;
        // The first line is a greeting.
        self.able = answer.lines.iter().skip(1).map(|line| line.trim().to_ascii_uppercase()).collect();
        Ok(())
    }

    /// Says one command and hears the answer.
    pub(super) fn command(&mut self, command: impl Display) -> Result<Answer, Fault> {
        if !self.is_quiet() {
            return Err(Fault::Nonsense);
        }
        self.stream.write(command.to_string().as_bytes())?;
        self.answer()
    }

    /// Signs in by the first of some ways that the server takes; nothing is said where it takes none.
    pub(super) fn auth(&mut self, ways: &[Mechanism], who: &Credentials) -> Option<Result<(), Fault>> {
        let way = ways.iter().find(|way| self.takes(**way))?;
        Some(self.sign_in(*way, who))
    }

    fn takes(&self, way: Mechanism) -> bool {
        let name = way.to_string();
        let lists = self.able.iter().filter_map(|line| line.strip_prefix("AUTH "));
        lists.flat_map(str::split_whitespace).any(|word| word == name)
    }

    fn sign_in(&mut self, way: Mechanism, who: &Credentials) -> Result<(), Fault> {
        let first = Auth::new(way, who.clone(), None).map_err(|_| Fault::Challenge)?;
        let mut answer = self.command(first)?;
        for _ in 0..CHALLENGES {
            if answer.code != 334 {
                return if answer.done() { Ok(()) } else { Err(Fault::Nonsense) };
            }
            let code = Code::new(Severity::PositiveIntermediate, Category::Unspecified3, Detail::Four);
            let challenge = Response::new(code, answer.lines);
            let next = Auth::new_from_response(way, who.clone(), &challenge)
                .map_err(|e| if e.is_client() { Fault::Challenge } else { Fault::Nonsense })?;
            answer = self.command(next)?;
        }
        Err(Fault::Nonsense)
    }

    fn answer(&mut self) -> Result<Answer, Fault> {
        let (mut said, mut lines, mut whole) = (None, Vec::new(), 0_usize);
        loop {
            let line = self.line()?;
            whole = whole.saturating_add(line.len());
            let (code, last, text) = parts(&line).ok_or(Fault::Nonsense)?;
            if whole > WHOLE || said.is_some_and(|said| said != code) {
                return Err(Fault::Nonsense);
            }
            said = Some(code);
            lines.push(text);
            if last {
                return match code {
                    200..400 => Ok(Answer { code, lines }),
                    _ => Err(Fault::No(code, lines.into_iter().next().unwrap_or_default())),
                };
            }
        }
    }

    /// Reads one line, without its end.
    fn line(&mut self) -> Result<Vec<u8>, Fault> {
        let mut looked = 0_usize;
        loop {
            let fresh = self.read.get(looked..).unwrap_or_default();
            if let Some(at) = fresh.iter().position(|b| *b == b'\n').map(|at| looked.saturating_add(at)) {
                let mut line: Vec<u8> = self.read.drain(..=at).collect();
                line.pop();
                return if line.pop() == Some(b'\r') { Ok(line) } else { Err(Fault::Nonsense) };
            }
            looked = self.read.len();
            if looked > LINE {
                return Err(Fault::Nonsense);
            }
            let mut piece = [0_u8; 4096];
            let count = self.stream.read(&mut piece)?;
            if count == 0 {
                return Err(Fault::Closed);
            }
            self.read.extend_from_slice(piece.get(..count).unwrap_or_default());
        }
    }
}

/// Reads a line of an answer: its code, whether it is the last one, its text.
fn parts(line: &[u8]) -> Option<(u16, bool, String)> {
    let (digits, rest) = line.split_at_checked(3)?;
    let first = digits.first()?;
    if !digits.iter().all(u8::is_ascii_digit) || !(b'2'..=b'5').contains(first) {
        return None;
    }
    let code = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let last = match rest.first() {
        None | Some(b' ') => true,
        Some(b'-') => false,
        Some(_) => return None,
    };
    let text = String::from_utf8_lossy(rest.get(1..).unwrap_or_default()).into_owned();
    Some((code, last, text))
}

#[cfg(test)]
mod tests {
    use std::{
        net::TcpListener,
        thread::{self, JoinHandle},
    };

    use super::*;

    const HELLO: ClientId = ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST);

    /// A server in clear that answers each line as it is told; returns what it heard until the client is gone.
    fn server(says: &'static [&'static str]) -> (SocketAddr, JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let heard = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut heard = Vec::new();
            for (n, answer) in (1..).zip(says) {
                let _ = stream.write_all(answer.as_bytes());
                // Each command comes in one piece; nothing is waited for behind the last answer.
                let mut piece = [0_u8; 8192];
                let count = if n < says.len() { stream.read(&mut piece).unwrap_or(0) } else { 0 };
                heard.extend_from_slice(&piece[..count]);
            }
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let _ = stream.read_to_end(&mut heard);
            heard
        });
        (at, heard)
    }

    fn protected(says: &'static [&'static str]) -> (Result<(), Fault>, String) {
        let (at, heard) = server(says);
        let trust = Trust::of("mail.example.org", None).unwrap();
        let done = Line::protected(&[at], Duration::from_secs(5), &HELLO, &trust).map(drop);
        let heard = heard.join().unwrap();
        (done, String::from_utf8_lossy(&heard).into_owned())
    }

    const OFFERS: &str = "250-sink\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n";

    /// What was said in clear is EHLO and STARTTLS, whatever the server answers; nothing else, and above all no name and no password.
    fn only_the_two(heard: &str) {
        // The beginning of TLS is no text; it comes behind the two commands.
        let clear = heard.split('\u{16}').next().unwrap_or_default();
        assert!(["EHLO [127.0.0.1]\r\n", "EHLO [127.0.0.1]\r\nSTARTTLS\r\n"].contains(&clear), "{clear:?}");
    }

    #[test]
    fn a_line_that_is_not_protected_ends_before_anything_is_said() {
        for (name, says, wanted) in [
            // Stripped: somebody in between took the word out.
            ("stripped", &["220 a\r\n", "250-sink\r\n250 AUTH PLAIN\r\n"][..], "no-tls"),
            ("beside", &["220 a\r\n", "250-sink\r\n250 XSTARTTLS STARTTLS\r\n"], "no-tls"),
            ("in the greeting", &["220 a\r\n", "250-STARTTLS\r\n250 8BITMIME\r\n"], "no-tls"),
            // Refused, or answered with another yes.
            ("454", &["220 a\r\n", OFFERS, "454 not now\r\n"], "no"),
            ("502", &["220 a\r\n", OFFERS, "502 what\r\n"], "no"),
            ("250", &["220 a\r\n", OFFERS, "250 ok\r\n"], "no-tls"),
            ("354", &["220 a\r\n", OFFERS, "354 go\r\n"], "no-tls"),
            // Says yes, and then speaks in clear.
            ("lies", &["220 a\r\n", OFFERS, "220 go\r\n", "250 hello in clear\r\n"], "io"),
            // Answers for the server behind the protection, in one piece with the yes.
            ("injected", &["220 a\r\n", OFFERS, "220 go\r\n250-sink\r\n250 AUTH PLAIN\r\n"], "before"),
            ("one byte", &["220 a\r\n", OFFERS, "220 go\r\n2"], "before"),
            ("half a line", &["220 a\r\n", OFFERS, "220-go\r\n"], "closed"),
            // Answers what was not asked for yet.
            ("early", &["220 a\r\n250-x\r\n250 STARTTLS\r\n220 go\r\n"], "nonsense"),
        ] {
            let (done, heard) = protected(says);
            let found = match done {
                Ok(()) => "taken",
                Err(Fault::NoTls) => "no-tls",
                Err(Fault::No(..)) => "no",
                Err(Fault::Io(_)) => "io",
                Err(Fault::Before) => "before",
                Err(Fault::Closed) => "closed",
                Err(Fault::Nonsense) => "nonsense",
                Err(_) => "else",
            };
            assert_eq!(found, wanted, "{name}");
            if name == "early" {
                assert_eq!(heard, "", "not even EHLO");
            } else {
                only_the_two(&heard);
            }
        }
    }

    #[test]
    fn answers_are_read_as_they_are_or_not_at_all() {
        let good = |line: &str| parts(line.as_bytes());
        assert_eq!(good("250"), Some((250, true, String::new())));
        assert_eq!(good("250-a"), Some((250, false, "a".into())));
        assert_eq!(good("550 5.1.1 no"), Some((550, true, "5.1.1 no".into())));
        for bad in ["", "25", "2500", "150 a", "650 a", "25a a", "hello", "²50 a"] {
            assert_eq!(good(bad), None, "{bad}");
        }
        for (says, wanted) in [
            (&["220 a\n"][..], "nonsense"),
            (&["220-a\r\n250 b\r\n"], "nonsense"),
            (&["220 a"], "closed"),
            (&[], "closed"),
        ] {
            let (at, heard) = server(says);
            let done = Line::open(&[at], Duration::from_secs(5), &HELLO, None).err();
            let found = match done {
                Some(Fault::Nonsense) => "nonsense",
                Some(Fault::Closed) => "closed",
                _ => "else",
            };
            assert_eq!(found, wanted, "{says:?}");
            drop(heard.join());
        }
    }
}
