//! Work that is done apart: this program again, under a hidden command, with limits set before the first foreign byte is
//! read. What a hostile file or a hostile server can reach is that child, which holds no key and no vault.

use std::{
    io::{self, Read as _, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::system;

/// How long the child may say nothing. Its processor time is limited by itself ([`confine`]).
const SILENCE: Duration = Duration::from_secs(20);

/// What a child may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of memory beyond what it has when it starts.
    pub memory: u64,
    /// Descriptors.
    pub files: u64,
    /// Seconds of processor time; none where it sets them itself.
    pub seconds: Option<u64>,
}

/// The child does not answer, in time or at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// It is gone, or has said all.
    Gone,
    /// The time is over.
    Late,
}

/// Both ends of a child's pipes, neither of which is waited for longer than said.
pub struct Ends(system::Ends);

impl Ends {
    /// Takes the pipes of a child.
    ///
    /// # Errors
    /// When it has none; what the system said.
    pub fn of(child: &mut Child) -> io::Result<Self> {
        system::Ends::of(child).map(Self)
    }

    /// Gives the child bytes.
    ///
    /// # Errors
    /// [`Lost`].
    pub fn say(&mut self, bytes: &[u8], limit: Duration) -> Result<(), Lost> {
        self.0.say(bytes, limit)
    }

    /// Gives the child no more.
    pub fn finish(&mut self) {
        self.0.finish();
    }

    /// Waits for what the child says next and returns how many bytes it is.
    ///
    /// # Errors
    /// [`Lost`].
    pub fn hear(&mut self, into: &mut [u8], limit: Duration) -> Result<usize, Lost> {
        self.0.hear(into, limit)
    }
}

/// Sets the limits of a process. Each is tried; a system that knows one of them not goes without it.
pub fn confine(limits: Limits) {
    system::confine(limits);
}

/// Allows some seconds of processor time from now on.
pub fn allow(seconds: u64) {
    system::allow(seconds);
}

/// Says something on standard output, past all buffers.
///
/// # Errors
/// What the pipe says.
pub fn tell(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// What such a child does: within its limits it reads what it is asked from standard input, `most` bytes of it, and writes its
/// answer.
///
/// # Errors
/// What the pipes say.
pub fn serve(limits: Limits, most: u64, answer: impl FnOnce(&[u8]) -> Vec<u8>) -> io::Result<()> {
    confine(limits);
    let mut question = Vec::new();
    io::stdin().lock().take(most).read_to_end(&mut question)?;
    tell(&answer(&question))
}

/// The command of a child that gets nothing of our surroundings.
#[must_use]
pub fn command(program: &Path, hidden: &str) -> Command {
    let mut command = Command::new(program);
    command.arg(hidden);
    system::bare(&mut command);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Ended with whoever asked, whatever happens.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Gives a child bytes and returns what it says: `most` bytes at most, all of it, and only when it ends well.
///
/// # Errors
/// When it cannot be started; [`io::ErrorKind::UnexpectedEof`] when it dies or says more, [`io::ErrorKind::TimedOut`] when it
/// says nothing for a while.
pub fn ask(program: &Path, hidden: &str, given: &[u8], most: u64) -> io::Result<Vec<u8>> {
    let mut child = Ended(command(program, hidden).spawn()?);
    let mut ends = Ends::of(&mut child.0)?;
    // It reads all before it says anything. It may die before: that shows in its end.
    if ends.say(given, SILENCE) == Err(Lost::Late) {
        return Err(io::ErrorKind::TimedOut.into());
    }
    ends.finish();
    let mut heard = Vec::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        match ends.hear(&mut part, SILENCE) {
            Ok(read) => heard.extend_from_slice(part.get(..read).unwrap_or_default()),
            Err(Lost::Gone) => break,
            Err(Lost::Late) => return Err(io::ErrorKind::TimedOut.into()),
        }
        if heard.len() as u64 > most {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    if child.0.wait()?.success() { Ok(heard) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
