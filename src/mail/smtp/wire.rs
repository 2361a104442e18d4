//! What the program and the child process that talks to the server say to each other over two pipes.
//!
//! A frame is its length (four bytes, big-endian), a kind and parts, each a length and bytes. The child is not
//! believed: what it says is read like the bytes of a stranger, and is at most [`ANSWER`] long.

use std::time::Duration;

use zeroize::Zeroizing;

use super::{
    Limits, Method, Server,
    envelope::{Envelope, stuffed},
    server::Place,
};
use crate::mail::{
    Message,
    outbox::{Class, Reply},
    transport::{Delivery, Distrust, Trouble},
};

/// The longest frame that the child sends.
pub(super) const ANSWER: usize = 4096;
/// The longest frame that the child takes.
pub(super) const ORDER: usize = 64 << 20;

/// What the child is told.
pub(super) enum Order {
    /// Where to send, and how patiently. Comes first, once.
    Start(Box<Start>),
    /// Deliver a message.
    Deliver(Box<Envelope>),
    /// The state is stored: send the message with its final dot.
    Go,
    /// End.
    Quit,
}

/// All that the child is given beside the messages.
#[derive(Clone)]
pub(super) struct Start {
    pub(super) server: Server,
    pub(super) password: Option<Zeroizing<String>>,
    pub(super) method: Method,
    pub(super) pinned: Option<Vec<u8>>,
    pub(super) limits: Limits,
}

/// What the child says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The server was reached, and took the password.
    Connected,
    /// The server is ready for the message; the next write may deliver it.
    Ready,
    /// What became of it.
    Done(Delivery),
}

/// What was read is not a frame.
struct Malformed;

/// A frame being written. It may hold a password.
struct Frame(Zeroizing<Vec<u8>>);

impl Frame {
    fn new(kind: u8, room: usize) -> Self {
        // Enough from the start: a vector that grows leaves its bytes behind.
        let mut bytes = Vec::with_capacity(room.saturating_add(64));
        bytes.extend_from_slice(&[0, 0, 0, 0, kind]);
        Self(Zeroizing::new(bytes))
    }

    fn part(mut self, bytes: &[u8]) -> Self {
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&len.to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    fn maybe(self, bytes: Option<&[u8]>) -> Self {
        match bytes {
            Some(bytes) => self.part(&[1]).part(bytes),
            None => self.part(&[0]),
        }
    }

    fn end(mut self) -> Zeroizing<Vec<u8>> {
        let len = u32::try_from(self.0.len().saturating_sub(4)).unwrap_or(u32::MAX);
        if let Some(head) = self.0.first_chunk_mut::<4>() {
            *head = len.to_be_bytes();
        }
        self.0
    }
}

/// The parts of a frame being read.
struct Parts<'a>(&'a [u8]);

impl<'a> Parts<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        let (len, rest) = self.0.split_first_chunk::<4>()?;
        let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
        let (part, rest) = rest.split_at_checked(len)?;
        self.0 = rest;
        Some(part)
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.next()?).ok()
    }

    fn number<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.next()?.try_into().ok()
    }

    /// Reads a part that may be absent, with a mark before it.
    fn maybe(&mut self) -> Result<Option<&'a [u8]>, Malformed> {
        match self.number::<1>().ok_or(Malformed)? {
            [0] => Ok(None),
            _ => self.next().ok_or(Malformed).map(Some),
        }
    }

    fn maybe_text(&mut self) -> Result<Option<&'a str>, Malformed> {
        self.maybe()?.map(|bytes| std::str::from_utf8(bytes).map_err(|_| Malformed)).transpose()
    }
}

/// Writes the frame that comes first.
pub(super) fn start(start: &Start) -> Zeroizing<Vec<u8>> {
    let room = start.pinned.as_ref().map_or(0, Vec::len).saturating_add(2048);
    let frame = Frame::new(b'S', room);
    let frame = match &start.server.place {
        Place::Tls(host, port) => frame.part(b"t").part(host.as_bytes()).part(&port.to_be_bytes()),
        Place::Starttls(host, port) => frame.part(b"s").part(host.as_bytes()).part(&port.to_be_bytes()),
        Place::Loopback(at, port) => {
            frame.part(b"l").part(at.to_string().as_bytes()).part(&port.to_be_bytes())
        }
    };
    let frame = frame
        .maybe(start.server.user.as_ref().map(String::as_bytes))
        .maybe(start.password.as_ref().map(|p| p.as_bytes()))
        .part(if start.method == Method::Token { b"t" } else { b"p" })
        .maybe(start.pinned.as_deref());
    let limits = [start.limits.connect, start.limits.before_dot, start.limits.after_dot];
    let ms = |limit: Duration| u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
    limits.into_iter().fold(frame, |frame, limit| frame.part(&ms(limit).to_be_bytes())).end()
}

/// Writes the order to deliver a message.
pub(super) fn deliver(message: &Message) -> Zeroizing<Vec<u8>> {
    let data = stuffed(message);
    Frame::new(b'D', data.len().saturating_add(600))
        .part(message.from().as_str().as_bytes())
        .part(message.to().as_str().as_bytes())
        .part(data.as_bytes())
        .end()
}

/// Writes the order to go on.
pub(super) fn go() -> Zeroizing<Vec<u8>> {
    Frame::new(b'G', 0).end()
}

/// Writes the order to end.
pub(super) fn quit() -> Zeroizing<Vec<u8>> {
    Frame::new(b'Q', 0).end()
}

/// Reads an order, without its length.
pub(super) fn order(bytes: &[u8]) -> Option<Order> {
    let (kind, rest) = bytes.split_first()?;
    let mut parts = Parts(rest);
    match kind {
        b'S' => {
            let place = match parts.next()? {
                kind @ (b"t" | b"s") => {
                    let host = parts.text()?.to_owned();
                    let port = u16::from_be_bytes(parts.number()?);
                    if kind == b"t" { Place::Tls(host, port) } else { Place::Starttls(host, port) }
                }
                b"l" => {
                    let at = parts.text()?.parse().ok()?;
                    Place::Loopback(at, u16::from_be_bytes(parts.number()?))
                }
                _ => return None,
            };
            let user = parts.maybe_text().ok()?.map(str::to_owned);
            let password = parts.maybe_text().ok()?.map(|p| Zeroizing::new(p.to_owned()));
            let method = if parts.next()? == b"t" { Method::Token } else { Method::Password };
            let pinned = parts.maybe().ok()?.map(<[u8]>::to_vec);
            let mut limit = || Some(Duration::from_millis(u64::from_be_bytes(parts.number()?)));
            let limits = Limits { connect: limit()?, before_dot: limit()?, after_dot: limit()? };
            let server = Server { place, user };
            Some(Order::Start(Box::new(Start { server, password, method, pinned, limits })))
        }
        b'D' => {
            let (from, to, data) = (parts.text()?, parts.text()?, parts.text()?);
            Some(Order::Deliver(Box::new(Envelope::new(from, to, data.to_owned())?)))
        }
        b'G' => Some(Order::Go),
        b'Q' => Some(Order::Quit),
        _ => None,
    }
}

/// Writes what the child says.
pub(super) fn tell(told: &Told) -> Zeroizing<Vec<u8>> {
    let delivery = match told {
        Told::Connected => return Frame::new(b'C', 0).end(),
        Told::Ready => return Frame::new(b'R', 0).end(),
        Told::Done(delivery) => delivery,
    };
    let replied = |kind, reply: &Reply| {
        Frame::new(kind, 1100).part(&reply.code.to_be_bytes()).part(reply.text.as_bytes()).end()
    };
    let stopped = |kind, trouble: Trouble| {
        let (number, detail) = number(trouble);
        Frame::new(kind, 16).part(&[number]).part(&detail.to_be_bytes()).end()
    };
    match delivery {
        Delivery::Accepted(reply) => replied(b'a', reply),
        Delivery::Refused(class, reply) => {
            let kind = match (class, reply.of_recipient) {
                (Class::Transient, false) => b't',
                (Class::Transient, true) => b'T',
                (Class::Permanent, false) => b'p',
                (Class::Permanent, true) => b'P',
            };
            replied(kind, reply)
        }
        Delivery::NotSent(trouble) => stopped(b'n', *trouble),
        Delivery::Stop(trouble) => stopped(b's', *trouble),
        Delivery::Unknown => Frame::new(b'u', 0).end(),
        Delivery::Silent => Frame::new(b'z', 0).end(),
        Delivery::Halted => Frame::new(b'h', 0).end(),
    }
}

/// Reads what the child says, without its length.
pub(super) fn told(bytes: &[u8]) -> Option<Told> {
    let (kind, rest) = bytes.split_first()?;
    let mut parts = Parts(rest);
    let mut replied = || Some(Reply::new(u16::from_be_bytes(parts.number()?), parts.text()?));
    let delivery = match kind {
        b'C' => return Some(Told::Connected),
        b'R' => return Some(Told::Ready),
        b'a' => Delivery::Accepted(replied()?),
        b't' | b'T' => Delivery::Refused(Class::Transient, replied()?.to_recipient(*kind == b'T')),
        b'p' | b'P' => Delivery::Refused(Class::Permanent, replied()?.to_recipient(*kind == b'P')),
        b'n' | b's' => {
            let [number] = parts.number()?;
            let trouble = trouble(number, u16::from_be_bytes(parts.number()?))?;
            if *kind == b'n' { Delivery::NotSent(trouble) } else { Delivery::Stop(trouble) }
        }
        b'u' => Delivery::Unknown,
        b'z' => Delivery::Silent,
        b'h' => Delivery::Halted,
        _ => return None,
    };
    Some(Told::Done(delivery))
}

fn number(trouble: Trouble) -> (u8, u16) {
    match trouble {
        Trouble::Unreachable => (0, 0),
        Trouble::Untrusted(why) => {
            let at = Distrust::ALL.iter().position(|d| *d == why).and_then(|at| u16::try_from(at).ok());
            (1, at.unwrap_or(u16::MAX))
        }
        Trouble::Timeout => (2, 0),
        Trouble::Closed => (3, 0),
        Trouble::Nonsense => (4, 0),
        Trouble::Password(code) => (5, code),
        Trouble::NoMechanism => (6, 0),
        Trouble::NotAvailable(code) => (7, code),
        Trouble::File => (8, 0),
        Trouble::Child => (9, 0),
    }
}

fn trouble(number: u8, detail: u16) -> Option<Trouble> {
    Some(match number {
        0 => Trouble::Unreachable,
        1 => Trouble::Untrusted(*Distrust::ALL.get(usize::from(detail))?),
        2 => Trouble::Timeout,
        3 => Trouble::Closed,
        4 => Trouble::Nonsense,
        5 => Trouble::Password(detail),
        6 => Trouble::NoMechanism,
        7 => Trouble::NotAvailable(detail),
        8 => Trouble::File,
        9 => Trouble::Child,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn body(frame: &[u8]) -> &[u8] {
        let (len, body) = frame.split_first_chunk::<4>().unwrap();
        assert_eq!(usize::try_from(u32::from_be_bytes(*len)), Ok(body.len()));
        body
    }

    #[test]
    fn what_the_child_says_is_read_as_it_was_said() {
        let reply = Reply::new(550, "no such box");
        let mut all = vec![
            Delivery::Accepted(Reply::new(250, "")),
            Delivery::Refused(Class::Transient, reply.clone()),
            Delivery::Refused(Class::Permanent, reply.clone()),
            Delivery::Refused(Class::Transient, reply.clone().to_recipient(true)),
            Delivery::Refused(Class::Permanent, reply.to_recipient(true)),
            Delivery::Unknown,
            Delivery::Silent,
            Delivery::Halted,
        ];
        let mut troubles = vec![
            Trouble::Unreachable,
            Trouble::Timeout,
            Trouble::Closed,
            Trouble::Nonsense,
            Trouble::Password(535),
            Trouble::NoMechanism,
            Trouble::NotAvailable(421),
            Trouble::File,
            Trouble::Child,
        ];
        troubles.extend(Distrust::ALL.map(Trouble::Untrusted));
        for trouble in troubles {
            all.extend([Delivery::NotSent(trouble), Delivery::Stop(trouble)]);
        }
        for delivery in all {
            let said = Told::Done(delivery);
            let frame = tell(&said);
            assert!(frame.len() <= ANSWER);
            assert_eq!(told(body(&frame)), Some(said));
        }
        assert_eq!(told(body(&tell(&Told::Ready))), Some(Told::Ready));
        assert_eq!(told(body(&tell(&Told::Connected))), Some(Told::Connected));
    }

    #[test]
    fn the_child_is_given_the_server_the_password_and_the_authority() {
        for (url, port) in [
            ("smtps://me@mail.example.org", None),
            ("smtps://me@mail.example.org:8465", None),
            ("smtp+starttls://me@mail.example.org", None),
            ("smtp://[::1]:1025", Some(1025)),
        ] {
            let method = if port.is_some() { Method::Token } else { Method::Password };
            let server = Server::read(url).ok().unwrap();
            let given = Start {
                server: server.clone(),
                password: port.is_none().then(|| Zeroizing::new("Zphqx é".to_owned())),
                method,
                pinned: Some(b"pem".to_vec()),
                limits: Limits::default(),
            };
            let Some(Order::Start(read)) = order(body(&start(&given))) else { panic!() };
            assert!(read.server == server && read.method == method && read.limits == Limits::default());
            assert_eq!(read.password.map(|p| p.to_string()), given.password.map(|p| p.to_string()));
            assert_eq!(read.pinned.as_deref(), Some(b"pem".as_slice()));
        }
        assert!(matches!(order(body(&go())), Some(Order::Go)));
        assert!(matches!(order(body(&quit())), Some(Order::Quit)));
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = (order(&bytes), told(&bytes));
        }

        /// A frame that was cut, or whose text is not one, is not taken.
        #[test]
        fn a_cut_frame_is_not_taken(at in 0_usize..40) {
            let frame = tell(&Told::Done(Delivery::Accepted(Reply::new(250, "accepted for delivery"))));
            let whole = body(&frame);
            prop_assume!(at < whole.len());
            prop_assert_eq!(told(&whole[..at]), None);
        }
    }
}
