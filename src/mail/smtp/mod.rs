//! Submission to a mail server: implicit TLS on port 465, or plain to a loopback address spelled out.
//!
//! There is no STARTTLS and no way to switch a check off. The conversation runs in a thread of its own
//! (`worker`), so that no server can hold the program longer than the [`Limits`], whatever it sends or does not
//! send. The thread asks before the final dot, and the answer is given only after the state is stored.

pub mod server;
mod worker;

use std::{
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use zeroize::Zeroizing;

pub use self::server::{BadServer, Server};
use self::worker::{Job, Told};
use crate::mail::{
    Message,
    transport::{BeforeDot, Delivery, Transport, Trouble},
};

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

impl Default for Limits {
    /// 30 seconds to connect; 40 and 80 for a message, so 120 in all.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
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
    worker::authority(pem).is_some()
}

/// A submission server as a way out.
pub struct Smtp {
    server: Server,
    password: Option<Zeroizing<String>>,
    method: Method,
    pinned: Option<Vec<u8>>,
    limits: Limits,
    line: Option<Line>,
}

/// The line to the thread that talks to the server.
struct Line {
    jobs: Sender<Job>,
    told: Receiver<Told>,
}

impl Smtp {
    /// Names a server and the password of its user. Nothing is opened before the first message.
    #[must_use]
    pub fn new(server: Server, password: Option<Zeroizing<String>>, limits: Limits) -> Self {
        Self { server, password, method: Method::Password, pinned: None, limits, line: None }
    }

    /// Signs in with what was given as password, in this way.
    #[must_use]
    pub fn by(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Trusts the authority of a PEM file, and no other.
    ///
    /// # Errors
    /// [`BadServer::Authority`] when there is no certificate in it that can be read.
    pub fn pinned(mut self, pem: Vec<u8>) -> Result<Self, BadServer> {
        if pem.len() > PINNED_MAX || worker::authority(&pem).is_none() {
            return Err(BadServer::Authority);
        }
        self.pinned = Some(pem);
        Ok(self)
    }

    fn line(&mut self) -> &Line {
        let (server, password, limits) = (&self.server, &self.password, self.limits);
        let (method, pinned) = (self.method, &self.pinned);
        self.line.get_or_insert_with(|| {
            let (jobs, inbox) = mpsc::channel();
            let (tell, told) = mpsc::channel();
            let worker =
                worker::Worker::new(server.clone(), password.clone(), method, pinned.clone(), limits);
            thread::spawn(move || worker.run(&inbox, &tell));
            Line { jobs, told }
        })
    }
}

impl Transport for Smtp {
    fn deliver(&mut self, message: &Message, before_dot: BeforeDot<'_>) -> Delivery {
        let limits = self.limits;
        let line = self.line();
        let mut after = false;
        let mut limit = limits.connect.saturating_add(limits.before_dot);
        if line.jobs.send(Job::deliver(message)).is_ok() {
            loop {
                match line.told.recv_timeout(limit) {
                    Ok(Told::Done(delivery)) => return delivery,
                    Ok(Told::Ready) => {
                        if before_dot().is_err() {
                            // Without a line the thread closes the connection; the dot is never sent.
                            self.line = None;
                            return Delivery::Halted;
                        }
                        after = true;
                        limit = limits.after_dot;
                        if line.jobs.send(Job::Go).is_err() {
                            break;
                        }
                    }
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
                }
            }
        }
        // The thread is left behind with the connection that it waits on; it ends with the program at the latest.
        self.line = None;
        if after { Delivery::Unknown } else { Delivery::NotSent(Trouble::Timeout) }
    }

    fn finish(&mut self) {
        if let Some(line) = self.line.take()
            && line.jobs.send(Job::Quit).is_ok()
        {
            let _ = line.told.recv_timeout(self.limits.connect.min(Duration::from_secs(5)));
        }
    }
}
