//! Submission to a mail server: by TLS from the first byte, by STARTTLS that is demanded, or plain to a loopback address spelled out.
//!
//! Before the line is protected nothing is said on it but EHLO and STARTTLS (`line`), and no check can be switched off. The conversation runs in a child process of its own
//! ([`apart`]), or in a thread where there is no program to run again, so that no server can hold the program longer
//! than the [`Limits`], whatever it sends or does not send. The child asks before the final dot, and the answer is given
//! only after the state is stored.

pub mod apart;
mod envelope;
mod line;
pub mod server;
mod wire;
mod worker;

use std::{
    path::PathBuf,
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use zeroize::Zeroizing;

pub use self::server::{BadServer, Server};
use self::{
    apart::Apart,
    envelope::{Envelope, stuffed},
    wire::{Order, Start, Told},
    worker::Worker,
};
use crate::mail::{
    Message,
    transport::{Delivery, Steps, Transport, Trouble},
};
use crate::platform::apart::Lost;

/// How long a server may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// To connect, greet and take the password.
    pub connect: Duration,
    /// From `MAIL` until it is ready for the message.
    pub before_dot: Duration,
    /// From the message with its final dot to the answer.
    pub after_dot: Duration,
}

impl Limits {
    /// Gives each step as many milliseconds; without a number what is usual.
    #[must_use]
    pub fn of(patience_ms: Option<u64>) -> Self {
        patience_ms.map(Duration::from_millis).map_or_else(Self::default, |limit| Self {
            connect: limit,
            before_dot: limit,
            after_dot: limit,
        })
    }
}

impl Default for Limits {
    /// Not more than 30 seconds to connect; 40 and 80 for a message, so 120 in all.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(28),
            before_dot: Duration::from_secs(40),
            after_dot: Duration::from_secs(80),
        }
    }
}

/// How the user signs in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Method {
    /// By a password: AUTH PLAIN or LOGIN.
    #[default]
    Password,
    /// By an access token of OAuth 2: AUTH XOAUTH2. A token is never offered as a password.
    Token,
}

/// The largest file with an authority that is read, in bytes.
pub const PINNED_MAX: usize = 16 * 1024;

/// Tells whether bytes are a file with an authority, in PEM, that can be read.
#[must_use]
pub fn is_authority(pem: &[u8]) -> bool {
    worker::authority(pem)
}

/// A submission server as a way out.
pub struct Smtp {
    start: Start,
    program: Option<PathBuf>,
    line: Option<ChildLine>,
    ahead: bool,
    // The server took the last message, and the line is still open.
    warm: bool,
}

/// The line to whoever talks to the server.
enum ChildLine {
    /// A thread of this process.
    Thread(Sender<Order>, Receiver<Told>),
    /// A process of its own.
    Child(Box<Apart>),
}

impl Smtp {
    /// Names a server and the password of its user. Nothing is opened before the first message.
    #[must_use]
    pub fn new(server: Server, password: Option<Zeroizing<String>>, limits: Limits) -> Self {
        let start = Start { server, password, method: Method::Password, pinned: None, limits };
        Self { start, program: None, line: None, ahead: false, warm: false }
    }

    /// Signs in with what was given as password, in this way.
    #[must_use]
    pub fn by(mut self, method: Method) -> Self {
        self.start.method = method;
        self
    }

    /// Talks to the server in a child process: `program` under [`apart::COMMAND`].
    #[must_use]
    pub fn apart(mut self, program: PathBuf) -> Self {
        self.program = Some(program);
        self
    }

    /// Stores that a message is being sent while the server is asked whether it takes it, not only after its yes: the sync
    /// costs no time of its own then. Where nothing is waited for between two messages, one is being sent at any moment all
    /// the same. Over a new line it stays with the order: only a server that took the last message is trusted so far.
    #[must_use]
    pub fn ahead(mut self) -> Self {
        self.ahead = true;
        self
    }

    /// Trusts the authority of a PEM file, and no other.
    ///
    /// # Errors
    /// [`BadServer::Authority`] when there is no certificate in it that can be read.
    pub fn pinned(mut self, pem: Vec<u8>) -> Result<Self, BadServer> {
        if pem.len() > PINNED_MAX || !worker::authority(&pem) {
            return Err(BadServer::Authority);
        }
        self.start.pinned = Some(pem);
        Ok(self)
    }

    fn line(&mut self) -> Result<&mut ChildLine, Lost> {
        if self.line.is_none() {
            self.line = Some(match &self.program {
                Some(program) => {
                    ChildLine::Child(Box::new(Apart::start(program, &self.start).map_err(|_| Lost::Gone)?))
                }
                None => thread(&self.start),
            });
        }
        self.line.as_mut().ok_or(Lost::Gone)
    }
}

/// Starts the thread that talks to the server.
fn thread(start: &Start) -> ChildLine {
    let (orders, inbox) = mpsc::channel();
    let (tell, told) = mpsc::channel();
    let mut worker = Worker::new(start.clone());
    thread::spawn(move || {
        while let Ok(Order::Deliver(envelope)) = inbox.recv() {
            let done = worker.deliver(&envelope, &mut |at| match at {
                Told::Ready => tell.send(Told::Ready).is_ok() && matches!(inbox.recv(), Ok(Order::Go)),
                _ => tell.send(Told::Connected).is_ok(),
            });
            if tell.send(Told::Done(done)).is_err() {
                break;
            }
        }
        worker.quit();
    });
    ChildLine::Thread(orders, told)
}

impl ChildLine {
    fn deliver(&mut self, message: &Message, limit: Duration) -> Result<(), Lost> {
        match self {
            Self::Thread(orders, _) => {
                let (from, to) = (message.from().as_str(), message.to().as_str());
                let envelope = Envelope::new(from, to, stuffed(message)).ok_or(Lost::Gone)?;
                orders.send(Order::Deliver(Box::new(envelope))).map_err(|_| Lost::Gone)
            }
            Self::Child(child) => child.deliver(message, limit),
        }
    }

    fn go(&mut self, limit: Duration) -> Result<(), Lost> {
        match self {
            Self::Thread(orders, _) => orders.send(Order::Go).map_err(|_| Lost::Gone),
            Self::Child(child) => child.go(limit),
        }
    }

    fn hear(&mut self, limit: Duration) -> Result<Told, Lost> {
        match self {
            Self::Thread(_, told) => told.recv_timeout(limit).map_err(|e| match e {
                RecvTimeoutError::Timeout => Lost::Late,
                RecvTimeoutError::Disconnected => Lost::Gone,
            }),
            Self::Child(child) => child.hear(limit),
        }
    }
}

impl Transport for Smtp {
    fn deliver(&mut self, message: &Message, steps: &mut dyn Steps) -> Delivery {
        let limits = self.start.limits;
        let apart = self.program.is_some();
        let mut stored = false;
        let ahead = self.ahead && std::mem::take(&mut self.warm);
        let fresh = self.line.is_none();
        let Ok(line) = self.line() else { return Delivery::Stop(Trouble::Child) };
        let mut after = false;
        // Above what it waits for by itself, which says better what is wrong; a greeting that drips knows no other end.
        let connect = limits.connect.saturating_add(limits.connect.checked_div(16).unwrap_or_default());
        let mut limit = if fresh { connect } else { connect.max(limits.before_dot) };
        let mut lost = line.deliver(message, limit).err();
        if ahead && lost.is_none() {
            if steps.before_dot().is_err() {
                self.line = None;
                return Delivery::Halted;
            }
            stored = true;
        }
        while lost.is_none() {
            match line.hear(limit) {
                Ok(Told::Done(delivery)) => {
                    self.warm = matches!(delivery, Delivery::Accepted(_));
                    return delivery;
                }
                Ok(Told::Connected) if !after => limit = limits.before_dot,
                Ok(Told::Connected) => break,
                Ok(Told::Ready) if after => break,
                Ok(Told::Ready) => {
                    if !stored && steps.before_dot().is_err() {
                        // Without a line the other end closes the connection; the dot is never sent.
                        self.line = None;
                        return Delivery::Halted;
                    }
                    after = true;
                    limit = limits.after_dot;
                    lost = line.go(limit).err();
                    steps.waiting();
                }
                Err(error) => lost = Some(error),
            }
        }
        // The child is killed; a thread is left behind with the connection that it waits on, and ends with the program.
        self.line = None;
        match (after, lost) {
            (true, Some(Lost::Late)) => Delivery::Silent,
            (true, _) => Delivery::Unknown,
            (false, Some(Lost::Late)) => Delivery::NotSent(Trouble::Timeout),
            // Its limits ended the child: the server had sent more than it may.
            (false, _) if apart => Delivery::NotSent(Trouble::Nonsense),
            (false, _) => Delivery::NotSent(Trouble::Closed),
        }
    }

    fn finish(&mut self) {
        let limit = self.start.limits.connect.min(Duration::from_secs(5));
        match self.line.take() {
            Some(ChildLine::Thread(orders, told)) => {
                let _ = orders.send(Order::Quit);
                let _ = told.recv_timeout(limit);
            }
            Some(ChildLine::Child(child)) => child.quit(limit),
            None => {}
        }
    }
}
