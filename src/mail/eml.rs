//! A folder of `.eml` files: what a mail program opens, and what a section without a server hands on.
//!
//! Names are neutral (the first half of the `Message-ID`); a file is complete or absent; none is overwritten. The
//! same message written again finds itself there and changes nothing. On request each says `X-Unsent: 1`, by which mail programs open it
//! to be sent, not as mail that came.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::mail::{
    Message,
    outbox::Reply,
    transport::{Delivery, Steps, Transport, Trouble},
};
use crate::platform::files;

/// A folder that takes messages as files.
pub struct Folder {
    path: PathBuf,
    unsent: bool,
}

/// By this line, above all others, a mail program opens a file as a message to be sent.
const UNSENT: &[u8] = b"X-Unsent: 1\r\n";

impl Folder {
    /// Takes a folder, made if it is not there; only this user can read it then.
    ///
    /// # Errors
    /// What the system reports when it cannot be made or is not a folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        if !path.is_dir() {
            files::private_dirs().create(path)?;
        }
        Ok(Self { path: path.to_owned(), unsent: false })
    }

    /// Has each file say that it is still to be sent.
    #[must_use]
    pub fn unsent(mut self, unsent: bool) -> Self {
        self.unsent = unsent;
        self
    }

    /// Returns the file of a message.
    #[must_use]
    pub fn file(&self, message: &Message) -> PathBuf {
        let name: String = message.token().chars().take(16).collect();
        self.path.join(format!("{name}.eml"))
    }

    fn write(&self, message: &Message) -> io::Result<()> {
        let path = self.file(message);
        let bytes = if self.unsent { [UNSENT, message.bytes()].concat() } else { message.bytes().to_vec() };
        if path.symlink_metadata().is_ok() {
            return match fs::read(&path)? {
                there if there == bytes => Ok(()),
                _ => Err(io::ErrorKind::AlreadyExists.into()),
            };
        }
        write_new(&path, &bytes)
    }
}

/// Writes a new file, whole or not at all, that only this user can read.
///
/// # Errors
/// What the system reports; `AlreadyExists` when something is there.
///
/// # Durability
/// When it returns, the content survives a power cut.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    // Left by a run that was cut off: it was never a message.
    let _ = fs::remove_file(&part);
    let written = create(&part, bytes).and_then(|()| match fs::hard_link(&part, path) {
        // Some file systems (FAT) have no second names.
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => create(path, bytes).inspect_err(|e| {
            if e.kind() != io::ErrorKind::AlreadyExists {
                let _ = fs::remove_file(path);
            }
        }),
        done => done,
    });
    let _ = fs::remove_file(&part);
    written?;
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => files::sync_dir(folder),
        _ => Ok(()),
    }
}

fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = files::careful().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

impl Transport for Folder {
    fn deliver(&mut self, message: &Message, steps: &mut dyn Steps) -> Delivery {
        if steps.before_dot().is_err() {
            return Delivery::Halted;
        }
        match self.write(message) {
            Ok(()) => Delivery::Accepted(Reply::new(250, "file written")),
            // The file is whole or absent, so this message is not there. The next would fail as well.
            Err(_) => Delivery::Stop(Trouble::File),
        }
    }
}
