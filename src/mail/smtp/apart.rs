//! The child process that talks to the server: all that a hostile server can reach.
//!
//! It is this program again, under a hidden command, with an empty environment, a group of its own (Ctrl-C is for the
//! parent, which lets a message be finished) and limits set before the first byte is read: little memory, no file, few
//! descriptors, some seconds of processor time for each message. It never holds a key of the vault: it is given the
//! server, the password and, one by one, messages. The parent keeps the outbox and the deadlines; past one of them, the
//! child is killed.

use std::{io, path::Path, process::Child, time::Duration};

use zeroize::Zeroizing;

use super::{
    wire::{self, ANSWER, ORDER, Order, Start, Told},
    worker::Worker,
};
use crate::{
    mail::Message,
    platform::apart::{self, Ends, Lost},
};

/// The hidden command of the child.
pub const COMMAND: &str = "deliver-mail";
/// What the child may take beyond what it has when it starts: an endless answer of a server ends there.
const MEMORY: u64 = 48 * 1024 * 1024;
/// Descriptors: three pipes or none, the connection, what looking up a name needs.
const FILES: u64 = 16;
/// Seconds of processor time, of the child, for one message or one connection.
const CPU: u64 = 10;

/// The parent's end.
pub(super) struct Apart {
    child: Child,
    ends: Ends,
    heard: Vec<u8>,
}

impl Apart {
    /// Starts the child.
    pub(super) fn start(program: &Path, start: &Start) -> io::Result<Self> {
        let mut child = apart::command(program, COMMAND).spawn()?;
        let ends = Ends::of(&mut child)?;
        let mut out = Self { child, ends, heard: Vec::new() };
        out.ends.say(&wire::start(start), start.limits.connect).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(out)
    }

    /// Orders the delivery of a message.
    pub(super) fn deliver(&mut self, message: &Message, limit: Duration) -> Result<(), Lost> {
        self.ends.say(&wire::deliver(message), limit)
    }

    /// Lets the message go.
    pub(super) fn go(&mut self, limit: Duration) -> Result<(), Lost> {
        self.ends.say(&wire::go(), limit)
    }

    /// Asks the child to end, and waits for that a little.
    pub(super) fn quit(mut self, limit: Duration) {
        if self.ends.say(&wire::quit(), limit).is_ok() {
            let _ = self.hear(limit);
        }
    }

    /// Waits for what the child says next.
    pub(super) fn hear(&mut self, limit: Duration) -> Result<Told, Lost> {
        loop {
            if let Some((len, rest)) = self.heard.split_first_chunk::<4>() {
                let len = usize::try_from(u32::from_be_bytes(*len)).unwrap_or(usize::MAX);
                if len > ANSWER {
                    return Err(Lost::Gone);
                }
                if let Some(frame) = rest.get(..len) {
                    let told = wire::told(frame).ok_or(Lost::Gone)?;
                    self.heard.drain(..len.saturating_add(4));
                    return Ok(told);
                }
            }
            let mut buffer = [0; ANSWER];
            let n = self.ends.hear(&mut buffer, limit)?;
            self.heard.extend_from_slice(buffer.get(..n).unwrap_or_default());
        }
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the child does: reads orders and follows them until there are no more.
pub fn serve() {
    apart::confine(apart::Limits { memory: MEMORY, files: FILES, seconds: None });
    let mut input = io::stdin().lock();
    let mut worker = None;
    loop {
        apart::allow(CPU);
        match listen(&mut input) {
            Some(Order::Start(start)) => worker = Some(Worker::new(*start)),
            Some(Order::Deliver(envelope)) => {
                let Some(worker) = &mut worker else { return };
                let done = worker.deliver(&envelope, &mut |at| {
                    tell(at) && (*at != Told::Ready || matches!(listen(&mut input), Some(Order::Go)))
                });
                if !tell(&Told::Done(done)) {
                    return;
                }
            }
            Some(Order::Quit) => {
                if let Some(worker) = &mut worker {
                    worker.quit();
                }
                return;
            }
            Some(Order::Go) | None => return,
        }
    }
}

/// Tells the parent.
fn tell(told: &Told) -> bool {
    let frame = wire::tell(told);
    apart::tell(&frame).is_ok()
}

/// Reads the next order; none when the parent is gone.
fn listen(input: &mut impl io::Read) -> Option<Order> {
    let mut len = [0; 4];
    input.read_exact(&mut len).ok()?;
    let len = usize::try_from(u32::from_be_bytes(len)).ok().filter(|len| *len <= ORDER)?;
    let mut bytes = Zeroizing::new(vec![0; len]);
    input.read_exact(&mut bytes).ok()?;
    wire::order(&bytes)
}
