//! Work that is done apart: this program again, under a hidden command, with limits set before the first foreign byte is
//! read. What a hostile file or a hostile server can reach is that child, which holds no key and no vault.

use std::{
    io::{self, Read as _, Write as _},
    os::fd::AsFd as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Resource, Rlimit, setrlimit},
};

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

/// Sets the limits of a process. Each is tried; a system that knows one of them not goes without it.
pub fn confine(limits: Limits) {
    let both = |n| Rlimit { current: Some(n), maximum: Some(n) };
    let _ = setrlimit(Resource::Nofile, both(limits.files));
    let _ = setrlimit(Resource::Fsize, both(0));
    let _ = setrlimit(Resource::Nproc, both(0));
    // Its first number: the pages of all that is mapped.
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    if let Some(pages) = pages.split(' ').next().and_then(|p| p.parse::<u64>().ok()) {
        let page = u64::try_from(rustix::param::page_size()).unwrap_or(4096);
        let _ = setrlimit(Resource::As, both(pages.saturating_mul(page).saturating_add(limits.memory)));
    }
    if let Some(seconds) = limits.seconds {
        let _ = setrlimit(Resource::Cpu, both(seconds));
    }
    // With the parent the child ends too.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

/// What such a child does: within its limits it reads what it is asked from standard input, `most` bytes of it, and writes its
/// answer past all buffers.
///
/// # Errors
/// What the pipes say.
pub fn serve(limits: Limits, most: u64, answer: impl FnOnce(&[u8]) -> Vec<u8>) -> io::Result<()> {
    confine(limits);
    let mut question = Vec::new();
    io::stdin().lock().take(most).read_to_end(&mut question)?;
    let said = answer(&question);
    let mut rest = said.as_slice();
    while !rest.is_empty() {
        let done = rustix::io::write(rustix::stdio::stdout(), rest)?;
        rest = rest.get(done..).unwrap_or_default();
    }
    Ok(())
}

/// The command of a child that gets nothing of our surroundings.
#[must_use]
pub fn command(program: &Path, hidden: &str) -> Command {
    let mut command = Command::new(program);
    command.arg(hidden).env_clear().current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
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
pub fn ask(program: &Path, hidden: &str, given: Vec<u8>, most: u64) -> io::Result<Vec<u8>> {
    let mut child = Ended(command(program, hidden).spawn()?);
    let (Some(mut input), Some(mut output)) = (child.0.stdin.take(), child.0.stdout.take()) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    // It may die before it has read all: that shows in its end.
    let writer = std::thread::spawn(move || drop(input.write_all(&given)));
    let silence = Timespec { tv_sec: i64::try_from(SILENCE.as_secs()).unwrap_or(i64::MAX), tv_nsec: 0 };
    let mut heard = Vec::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        match poll(&mut [PollFd::from_borrowed_fd(output.as_fd(), PollFlags::IN)], Some(&silence)) {
            Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
            Err(rustix::io::Errno::INTR) => continue,
            other => other?,
        };
        let read = output.read(&mut part)?;
        if read == 0 {
            break;
        }
        heard.extend_from_slice(part.get(..read).unwrap_or_default());
        if heard.len() as u64 > most {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let well = child.0.wait()?.success();
    let _ = writer.join();
    if well { Ok(heard) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
