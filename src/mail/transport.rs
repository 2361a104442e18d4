//! The three ways out share one trait: a submission server, a folder of files, a recorder for tests.

use thiserror::Error;

use crate::mail::{
    Message,
    outbox::{Class, Reply},
};

/// Takes messages, one at a time.
pub trait Transport {
    /// Delivers one message to its one recipient.
    fn deliver(&mut self, message: &Message, steps: &mut dyn Steps) -> Delivery;

    /// Ends politely.
    fn finish(&mut self) {}
}

/// What a transport tells while it delivers a message.
pub trait Steps {
    /// The next step may deliver the message. Called once; stores that the message is being sent.
    ///
    /// # Errors
    /// [`Halt`] when that failed: then the message must not leave.
    fn before_dot(&mut self) -> Result<(), Halt>;

    /// The answer is being waited for: there is time to prepare what comes next.
    fn waiting(&mut self) {}
}

impl<F: FnMut() -> Result<(), Halt>> Steps for F {
    fn before_dot(&mut self) -> Result<(), Halt> {
        self()
    }
}

/// The state could not be stored: nothing may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the state could not be stored")]
pub struct Halt;

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// The server took it.
    Accepted(Reply),
    /// The server refused this message.
    Refused(Class, Reply),
    /// The connection failed before the final dot: this message has not left.
    NotSent(Trouble),
    /// No answer came after the final dot: the other end hung up, or said what nobody understands.
    Unknown,
    /// No answer came in time after the final dot.
    Silent,
    /// Nothing was tried, and nothing more can be: the run ends.
    Stop(Trouble),
    /// [`Steps::before_dot`] failed: nothing has left.
    Halted,
}

/// Why a connection cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Trouble {
    /// The server cannot be reached.
    #[error("the server cannot be reached")]
    Unreachable,
    /// The certificate of the server is not trusted, or the connection is not protected.
    #[error("the identity of the server could not be established: {0}")]
    Untrusted(Distrust),
    /// The server did not answer in time.
    #[error("the server did not answer in time")]
    Timeout,
    /// The server closed the connection.
    #[error("the server closed the connection")]
    Closed,
    /// The server does not speak the protocol.
    #[error("the answer of the server is not understood")]
    Nonsense,
    /// The server refused the name or the password.
    #[error("the server refused the name or the password ({0})")]
    Password(u16),
    /// The server offers no way to give a password.
    #[error("the server offers no way to give a password that this program knows")]
    NoMechanism,
    /// The server refuses to talk, or is about to close (421).
    #[error("the server is not available ({0})")]
    NotAvailable(u16),
    /// A file cannot be written.
    #[error("a file cannot be written")]
    File,
    /// The process that would talk to the server cannot be started.
    #[error("the process that talks to the server cannot be started")]
    Child,
}

impl Trouble {
    /// Returns the code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Untrusted(_) => "untrusted",
            Self::Timeout => "timeout",
            Self::Closed => "closed",
            Self::Nonsense => "nonsense",
            Self::Password(_) => "password",
            Self::NoMechanism => "no-mechanism",
            Self::NotAvailable(_) => "not-available",
            Self::File => "file",
            Self::Child => "child",
        }
    }
}

/// Why a server is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Distrust {
    /// The certificate has expired.
    #[error("its certificate has expired")]
    Expired,
    /// The certificate is not valid yet.
    #[error("its certificate is not valid yet")]
    NotYet,
    /// The certificate is for another name.
    #[error("its certificate is for another name")]
    Name,
    /// Nobody who is trusted has signed the certificate.
    #[error("its certificate is signed by nobody who is trusted")]
    Issuer,
    /// The certificate is not meant for a server.
    #[error("its certificate is not meant for a server")]
    Purpose,
    /// The certificate or its signature is too weak or of a kind that is not used.
    #[error("its certificate or the signature on it is too weak")]
    Weak,
    /// The server does not speak TLS.
    #[error("it does not speak TLS")]
    NoTls,
    /// The server speaks only versions of TLS, or ciphers, that are not used any more.
    #[error("it speaks only old versions of TLS")]
    Old,
    /// Something was said before the line was protected, to be taken for an answer behind it.
    #[error("somebody spoke before the line was protected")]
    Before,
    /// Something else.
    #[error("the protected line could not be set up")]
    Other,
}

impl Distrust {
    /// All of them, in the order of their numbers on the wire between two processes of ours.
    pub(crate) const ALL: [Self; 10] = [
        Self::Expired,
        Self::NotYet,
        Self::Name,
        Self::Issuer,
        Self::Purpose,
        Self::Weak,
        Self::NoTls,
        Self::Old,
        Self::Other,
        Self::Before,
    ];
}

/// Keeps what would leave; for tests and dry runs.
#[derive(Default)]
pub struct Recorder {
    /// The messages, in order.
    pub taken: Vec<Message>,
}

impl Transport for Recorder {
    fn deliver(&mut self, message: &Message, steps: &mut dyn Steps) -> Delivery {
        if steps.before_dot().is_err() {
            return Delivery::Halted;
        }
        self.taken.push(message.clone());
        Delivery::Accepted(Reply::new(250, "recorded"))
    }
}
