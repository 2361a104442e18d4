//! Linux and macOS: what the rest of this room asks of the system. `windows.rs` answers the same.

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions},
    io::{self, Read, Write as _},
    os::{
        fd::{AsFd, AsRawFd as _, OwnedFd},
        unix::{
            fs::{
                DirBuilderExt as _, FileExt as _, FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _,
                PermissionsExt as _,
            },
            process::{CommandExt as _, ExitStatusExt as _},
        },
    },
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{Access, CWD, FallocateFlags, Mode, OFlags, RenameFlags},
    io::{Errno, FdFlags},
    process::{Resource, Rlimit, getrlimit, setrlimit},
    termios::{self, LocalModes, OptionalActions, Termios},
};
use tempfile::TempDir;

use super::apart::{Limits, Lost};

/// Whether the system tells who may read a file, how much room is left, whether the disk is encrypted.
pub(super) const TELLS: bool = true;
/// `TMPFS_MAGIC` and `RAMFS_MAGIC` of Linux.
const IN_MEMORY: [i64; 2] = [0x0102_1994, 0x8584_58f6];
/// Where files lie in memory alone, beside the folder of the session.
pub(super) const MEMORY_PLACE: Option<&str> = Some("/dev/shm");

// Files.

pub(super) fn careful() -> OpenOptions {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut options = OpenOptions::new();
    options.mode(0o600).custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    options
}

pub(super) fn private_dirs() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

pub(super) fn private_tempdir(prefix: &str, place: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(prefix).permissions(Permissions::from_mode(0o700)).tempdir_in(place)
}

pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

pub(super) fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// A link in place of a file, or a pipe that nobody reads.
pub(super) fn is_no_file(error: &io::Error) -> bool {
    [Errno::LOOP, Errno::NXIO].iter().any(|odd| error.raw_os_error() == Some(odd.raw_os_error()))
}

pub(super) fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    file.read_at(into, at)
}

pub(super) fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<usize> {
    file.write_at(bytes, at)
}

pub(super) fn writable(path: &Path) -> io::Result<()> {
    let folder = fs::metadata(path).is_ok_and(|m| m.is_dir());
    let wanted = if folder { Access::WRITE_OK | Access::EXEC_OK } else { Access::WRITE_OK };
    Ok(rustix::fs::access(path, wanted)?)
}

pub(super) fn free(dir: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(dir).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

pub(super) fn reserve(file: &File, from: u64, more: u64) -> io::Result<()> {
    let limit = getrlimit(Resource::Fsize).current;
    if limit.is_some_and(|limit| from.saturating_add(more) > limit) {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    #[cfg(target_os = "linux")]
    let done = rustix::fs::fallocate(file, FallocateFlags::KEEP_SIZE, from, more);
    #[cfg(not(target_os = "linux"))]
    let done = rustix::fs::fallocate(file, FallocateFlags::empty(), from, more);
    match done {
        Ok(()) | Err(Errno::OPNOTSUPP | Errno::NOSYS) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whether others may change it.
pub(super) fn others_write(meta: &Metadata) -> bool {
    meta.mode() & 0o022 != 0
}

/// Whether others may read or change it.
pub(super) fn others_touch(meta: &Metadata) -> bool {
    meta.mode() & 0o077 != 0
}

/// Whether anybody may exchange what lies in a folder.
pub(super) fn anybody_moves(dir: &Metadata) -> bool {
    const ANYBODY: u32 = 0o002;
    const STICKY: u32 = 0o1000;
    dir.mode() & ANYBODY != 0 && dir.mode() & STICKY == 0
}

pub(super) fn is_ours(meta: &Metadata) -> bool {
    meta.uid() == rustix::process::getuid().as_raw()
}

pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    Ok(rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

pub(super) fn hold(dir: &Path) -> io::Result<File> {
    let held = File::open(dir)?;
    held.try_lock().map_err(io::Error::from)?;
    Ok(held)
}

pub(super) fn in_memory(path: &Path) -> bool {
    // The type of the number differs by platform.
    rustix::fs::statfs(path).is_ok_and(|s| IN_MEMORY.iter().any(|m| i128::from(*m) == i128::from(s.f_type)))
}

pub(super) fn runs(process: u32) -> bool {
    Path::new("/proc").join(process.to_string()).exists()
}

// What a person hands over.

/// A path as people write it.
pub(super) fn plain(path: PathBuf) -> PathBuf {
    path
}

/// How the command line of this system keeps a value for what follows.
pub(super) fn assignment(name: &str, value: &str) -> String {
    format!("export {name}={value}")
}

pub(super) fn is_pipe(meta: &Metadata) -> bool {
    meta.file_type().is_fifo()
}

/// Reads a pipe to its end or up to `most`, unless it falls silent.
pub(super) fn read_pipe(path: &Path, most: u64, silence: Duration, bytes: &mut Vec<u8>) -> io::Result<()> {
    const PART: usize = 64 * 1024;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let pipe = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    let mut part = vec![0; PART];
    while (bytes.len() as u64) < most {
        // Until somebody has opened its other end, an empty pipe is not at its end: the system says so here, not in a read.
        match poll(&mut [PollFd::from_borrowed_fd(pipe.as_fd(), PollFlags::IN)], Some(&span(silence))) {
            Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
            Err(Errno::INTR) => continue,
            other => other?,
        };
        let left = usize::try_from(most.saturating_sub(bytes.len() as u64)).unwrap_or(usize::MAX);
        let room = part.get_mut(..left.min(PART)).unwrap_or_default();
        match (&pipe).read(room) {
            Ok(0) => return Ok(()),
            Ok(n) => bytes.extend_from_slice(room.get(..n).unwrap_or_default()),
            Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

pub(super) fn descriptor(fd: i32) -> io::Result<Box<dyn Read>> {
    Ok(Box::new(File::open(format!("/dev/fd/{fd}"))?))
}

// The terminal.

/// The terminal without echo, for as long as this lives.
pub(super) struct Quiet(File, Termios);

impl Quiet {
    pub(super) fn start() -> Option<Self> {
        let terminal = keyboard()?;
        let before = termios::tcgetattr(&terminal).ok()?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        termios::tcsetattr(&terminal, OptionalActions::Now, &quiet).ok()?;
        Some(Self(terminal, before))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        let _ = termios::tcsetattr(&self.0, OptionalActions::Now, &self.1);
    }
}

pub(super) fn keyboard() -> Option<File> {
    File::open("/dev/tty").ok()
}

/// Ends the program as Ctrl-C does by itself.
pub(super) fn end_interrupted() {
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGINT);
}

// Processes.

/// A secret in a pipe that one child inherits.
pub(super) struct Handed(OwnedFd);

impl Handed {
    pub(super) fn of(secret: &[u8]) -> io::Result<Self> {
        let (read, mut write) = io::pipe()?;
        // Much shorter than what a pipe takes at once.
        write.write_all(secret)?;
        // For this child alone: nothing else is started meanwhile.
        rustix::io::fcntl_setfd(&read, FdFlags::empty())?;
        Ok(Self(read.into()))
    }

    pub(super) fn number(&self) -> i32 {
        self.0.as_raw_fd()
    }
}

pub(super) fn ended_by(status: ExitStatus) -> Option<i32> {
    status.signal()
}

pub(super) fn harden() {
    // What the shell left open for us (the passphrase of `--passphrase-fd` among it) is not for what we start: a password
    // command, an editor, the child that talks to the mail server. What we open ourselves is opened that way.
    close_fds::set_fds_cloexec(3, &[]);
    rustix::process::umask(Mode::from_raw_mode(0o077));
    memory::hide();
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // A handler that only sets a flag: the write then fails with an error that we report.
    let flag = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, flag);
}

/// Whether the process could leave a core dump.
pub(super) fn dumps() -> bool {
    let core = getrlimit(Resource::Core).current != Some(0);
    core || !memory::hidden()
}

/// Whether others of this user may look into the memory of the process.
#[cfg(target_os = "linux")]
mod memory {
    use rustix::process::{DumpableBehavior, dumpable_behavior, set_dumpable_behavior};

    pub(super) fn hide() {
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }

    pub(super) fn hidden() -> bool {
        matches!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable))
    }
}

/// macOS has no such mark: a limit of nothing on core dumps is all there is.
#[cfg(not(target_os = "linux"))]
mod memory {
    pub(super) fn hide() {}

    pub(super) fn hidden() -> bool {
        true
    }
}

pub(super) fn confine(limits: Limits) {
    let both = |n| Rlimit { current: Some(n), maximum: Some(n) };
    let _ = setrlimit(Resource::Nofile, both(limits.files));
    let _ = setrlimit(Resource::Fsize, both(0));
    let _ = setrlimit(Resource::Nproc, both(0));
    // Its first number: the pages of all that is mapped.
    let pages = fs::read_to_string("/proc/self/statm").unwrap_or_default();
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

/// Allows some seconds of processor time from now on.
pub(super) fn allow(seconds: u64) {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let used = u64::try_from(used).unwrap_or_default();
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(used.saturating_add(seconds)), maximum: None });
}

/// Leaves a command nothing of our surroundings.
pub(super) fn bare(command: &mut Command) {
    command.env_clear().current_dir("/").process_group(0);
}

/// Both ends of a child's pipes, neither of which is waited for longer than said.
pub(super) struct Ends {
    input: Option<ChildStdin>,
    output: ChildStdout,
}

impl Ends {
    pub(super) fn of(child: &mut Child) -> io::Result<Self> {
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        for end in [input.as_fd(), output.as_fd()] {
            rustix::fs::fcntl_setfl(end, rustix::fs::fcntl_getfl(end)? | OFlags::NONBLOCK)?;
        }
        Ok(Self { input: Some(input), output })
    }

    pub(super) fn finish(&mut self) {
        self.input = None;
    }

    pub(super) fn say(&mut self, mut bytes: &[u8], limit: Duration) -> Result<(), Lost> {
        let input = self.input.as_mut().ok_or(Lost::Gone)?;
        while !bytes.is_empty() {
            match input.write(bytes) {
                Ok(0) => return Err(Lost::Gone),
                Ok(n) => bytes = bytes.get(n..).ok_or(Lost::Gone)?,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => wait(input, PollFlags::OUT, limit)?,
                Err(_) => return Err(Lost::Gone),
            }
        }
        Ok(())
    }

    pub(super) fn hear(&mut self, into: &mut [u8], limit: Duration) -> Result<usize, Lost> {
        loop {
            match self.output.read(into) {
                Ok(0) => return Err(Lost::Gone),
                Ok(n) => return Ok(n),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => wait(&self.output, PollFlags::IN, limit)?,
                Err(_) => return Err(Lost::Gone),
            }
        }
    }
}

/// Waits until an end of a pipe can be used.
fn wait(end: &impl AsFd, flags: PollFlags, limit: Duration) -> Result<(), Lost> {
    let mut fds = [PollFd::new(end, flags)];
    loop {
        match poll(&mut fds, Some(&span(limit))) {
            Ok(0) => return Err(Lost::Late),
            Ok(_) => return Ok(()),
            // A signal, which the parent looks at between two messages.
            Err(Errno::INTR) => {}
            Err(_) => return Err(Lost::Gone),
        }
    }
}

fn span(limit: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(limit.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: limit.subsec_nanos().into(),
    }
}

/// Milliseconds of a steady clock that runs while the machine sleeps, too.
pub(super) fn awake_ms() -> u64 {
    #[cfg(target_os = "linux")]
    let clock = rustix::time::ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let clock = rustix::time::ClockId::Monotonic;
    let time = rustix::time::clock_gettime(clock);
    let whole = u64::try_from(time.tv_sec).unwrap_or(0).saturating_mul(1000);
    whole.saturating_add(u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000_000)
}

/// The keyring of the kernel.
#[cfg(target_os = "linux")]
pub(super) mod keyring {
    use linux_keyutils::{Key, KeyPermissionsBuilder, KeyRing, KeyRingIdentifier, Permission};

    /// The keyring of this login. Asked for without making one: where the login has none, the one that all programs of the
    /// user share is taken, or what is kept would end with this process.
    fn ring() -> Option<KeyRing> {
        KeyRing::from_special_id(KeyRingIdentifier::Session, false).ok()
    }

    fn find(name: &str) -> Option<Key> {
        ring()?.search(name).ok()
    }

    pub(in crate::platform) fn keep(name: &str, secret: &[u8], seconds: usize) -> Option<()> {
        let key = ring()?.add_key(name, secret).ok()?;
        // Who does not hold the keyring of the login sees nothing, not even the name.
        let alone = KeyPermissionsBuilder::builder().posessor(Permission::ALL).build();
        let bound = key.set_timeout(seconds).and_then(|()| key.set_perms(alone));
        if bound.is_err() {
            // One that would stay is not wanted.
            let _ = key.invalidate();
        }
        bound.ok()
    }

    pub(in crate::platform) fn read(name: &str, room: &mut Vec<u8>) -> Option<usize> {
        find(name)?.read(room).ok()
    }

    pub(in crate::platform) fn forget(name: &str) -> Option<()> {
        find(name)?.invalidate().ok()
    }
}

/// No keyring that keeps a secret by itself.
#[cfg(not(target_os = "linux"))]
pub(super) use super::no_keyring as keyring;
