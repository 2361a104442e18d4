//! Windows: what the rest of this room asks of the system. `unix.rs` answers the same.
//!
//! Who may read a file is inherited from its folder here: the vault and the settings lie in the profile of the user, which other users
//! of the machine do not read unless somebody gave it away. What this system does not offer without calls of our own is not tried, and
//! `doctor` says so: no limits on the memory of a child, no file in memory alone, no pipe that is inherited.

use std::{
    fs::{DirBuilder, File, Metadata, OpenOptions},
    io::{self, Read, Write as _},
    os::windows::{
        fs::{FileExt as _, OpenOptionsExt as _},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus},
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::apart::{Limits, Lost};
pub(super) use super::no_keyring as keyring;

/// Opens what has the name, and not what a link in its place leads to.
const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
/// Ctrl-C is for us, not for the child.
const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
/// The child opens no window of its own.
const CREATE_NO_WINDOW: u32 = 0x0800_0000;
/// The name of a file that is held for as long as its folder is wanted.
const HELD: &str = ".held";

/// Who may read a file, how much room is left and whether the disk is encrypted is not asked.
pub(super) const TELLS: bool = false;
/// Nothing lies in memory alone.
pub(super) const MEMORY_PLACE: Option<&str> = None;

// Files.

pub(super) fn careful() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT);
    options
}

pub(super) fn private_dirs() -> DirBuilder {
    DirBuilder::new()
}

pub(super) fn private_tempdir(prefix: &str, place: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(prefix).tempdir_in(place)
}

/// The names in a folder are kept by the journal of NTFS; no call makes them durable.
pub(super) fn sync_dir(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Who only reads a file may not make it durable here; of a folder see [`sync_dir`].
pub(super) fn sync(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return sync_dir(path);
    }
    OpenOptions::new().read(true).write(true).open(path)?.sync_all()
}

pub(super) fn is_no_file(_: &io::Error) -> bool {
    false
}

pub(super) fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    file.seek_read(into, at)
}

pub(super) fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<usize> {
    file.seek_write(bytes, at)
}

pub(super) fn writable(path: &Path) -> io::Result<()> {
    let meta = std::fs::metadata(path)?;
    // Of a folder this mark says nothing.
    if meta.is_file() && meta.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(())
}

/// Not asked: the system says no in its own way.
pub(super) fn free(_: &Path) -> Option<u64> {
    None
}

pub(super) fn reserve(_: &File, _: u64, _: u64) -> io::Result<()> {
    Ok(())
}

pub(super) fn others_write(_: &Metadata) -> bool {
    false
}

pub(super) fn others_touch(_: &Metadata) -> bool {
    false
}

pub(super) fn anybody_moves(_: &Metadata) -> bool {
    false
}

pub(super) fn is_ours(_: &Metadata) -> bool {
    true
}

pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn hold(dir: &Path) -> io::Result<File> {
    let held = OpenOptions::new().write(true).create(true).truncate(false).open(dir.join(HELD))?;
    held.try_lock().map_err(io::Error::from)?;
    Ok(held)
}

pub(super) fn in_memory(_: &Path) -> bool {
    false
}

/// Only asked where something lies in memory.
pub(super) fn runs(_: u32) -> bool {
    true
}

// What a person hands over.

/// A path as people write it: the system puts `\\?\` in front of a drive.
pub(super) fn plain(path: PathBuf) -> PathBuf {
    let short = path.to_str().and_then(|text| text.strip_prefix(r"\\?\"));
    match short {
        Some(short) if short.as_bytes().get(1) == Some(&b':') => PathBuf::from(short),
        _ => path,
    }
}

/// How PowerShell keeps a value for what follows.
pub(super) fn assignment(name: &str, value: &str) -> String {
    format!("$env:{name} = {value}")
}

pub(super) fn is_pipe(_: &Metadata) -> bool {
    false
}

pub(super) fn read_pipe(_: &Path, _: u64, _: Duration, _: &mut Vec<u8>) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Of the numbers that a script may name, only that of standard input means something here.
pub(super) fn descriptor(fd: i32) -> io::Result<Box<dyn Read>> {
    if fd == 0 { Ok(Box::new(io::stdin().lock())) } else { Err(io::ErrorKind::NotFound.into()) }
}

// The terminal.

/// The reader of passphrases turns the echo off by itself.
pub(super) struct Quiet;

impl Quiet {
    pub(super) fn start() -> Option<Self> {
        None
    }
}

pub(super) fn keyboard() -> Option<File> {
    OpenOptions::new().read(true).write(true).open("CONIN$").ok()
}

/// Ends the program as Ctrl-C does by itself.
pub(super) fn end_interrupted() {
    // STATUS_CONTROL_C_EXIT
    std::process::exit(-0x3fff_fec6);
}

// Processes.

/// A secret for one child: no handle is inherited without a call of our own, so there is none, and the child asks.
pub(super) struct Handed;

impl Handed {
    pub(super) fn of(_: &[u8]) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn number(&self) -> i32 {
        -1
    }
}

pub(super) fn ended_by(_: ExitStatus) -> Option<i32> {
    None
}

/// No handle is inherited that was not meant to be, and the system writes no core dump into a file by itself.
pub(super) fn harden() {}

pub(super) fn dumps() -> bool {
    false
}

pub(super) fn confine(_: Limits) {}

pub(super) fn allow(_: u64) {}

/// Leaves a command nothing of our surroundings but the folder of the system, without which there is no network.
pub(super) fn bare(command: &mut Command) {
    let root = std::env::var_os("SystemRoot");
    command.env_clear();
    if let Some(root) = root {
        command.env("SystemRoot", &root).current_dir(root);
    }
    command.creation_flags(CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW);
}

/// Both ends of a child's pipes; each has a thread that waits in our place, since a pipe cannot be asked here whether it is ready.
pub(super) struct Ends {
    say: Option<SyncSender<Vec<u8>>>,
    hear: Receiver<Vec<u8>>,
    rest: Vec<u8>,
}

impl Ends {
    pub(super) fn of(child: &mut Child) -> io::Result<Self> {
        let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (say, said) = sync_channel::<Vec<u8>>(1);
        std::thread::spawn(move || {
            while let Ok(bytes) = said.recv() {
                if input.write_all(&bytes).is_err() {
                    return;
                }
            }
        });
        let (heard, hear) = sync_channel::<Vec<u8>>(16);
        std::thread::spawn(move || {
            let mut part = vec![0; 64 * 1024];
            while let Ok(n @ 1..) = output.read(&mut part) {
                if heard.send(part.get(..n).unwrap_or_default().to_vec()).is_err() {
                    return;
                }
            }
        });
        Ok(Self { say: Some(say), hear, rest: Vec::new() })
    }

    pub(super) fn finish(&mut self) {
        self.say = None;
    }

    pub(super) fn say(&mut self, bytes: &[u8], limit: Duration) -> Result<(), Lost> {
        let (start, say) = (Instant::now(), self.say.as_ref().ok_or(Lost::Gone)?);
        let mut bytes = bytes.to_vec();
        loop {
            match say.try_send(bytes) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Disconnected(_)) => return Err(Lost::Gone),
                Err(TrySendError::Full(back)) if start.elapsed() < limit => {
                    bytes = back;
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(TrySendError::Full(_)) => return Err(Lost::Late),
            }
        }
    }

    pub(super) fn hear(&mut self, into: &mut [u8], limit: Duration) -> Result<usize, Lost> {
        if self.rest.is_empty() {
            self.rest = self.hear.recv_timeout(limit).map_err(|why| match why {
                RecvTimeoutError::Timeout => Lost::Late,
                RecvTimeoutError::Disconnected => Lost::Gone,
            })?;
        }
        let n = self.rest.len().min(into.len());
        for (to, from) in into.iter_mut().zip(self.rest.drain(..n)) {
            *to = from;
        }
        Ok(n)
    }
}

/// Milliseconds of a steady clock that runs while the machine sleeps, too, from the first time it is asked.
pub(super) fn awake_ms() -> u64 {
    use std::sync::OnceLock;
    static FIRST: OnceLock<Instant> = OnceLock::new();
    u64::try_from(FIRST.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(u64::MAX)
}
