//! A private buffer for an editor: one file in memory, readable by this user alone, gone afterwards.
//!
//! An editor needs a file. This one lies on a file system that has no disk (tmpfs), in a folder of mode 0700, and is
//! overwritten and removed when the buffer is dropped; where there is no such file system, there is no buffer. What is
//! in memory may still reach the swap of the machine: `doctor` speaks of that.

use std::{
    ffi::OsStr,
    fs::{self, OpenOptions},
    io::{self, IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;
use thiserror::Error;

use super::{files, system, terminal};

const PREFIX: &str = "edit-";
/// The most bytes that are read back.
const MOST: u64 = 256 * 1024;

/// Why there is no buffer, or no text came back.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BufferError {
    /// No folder of this machine lies in memory alone.
    #[error("no folder lies in memory alone")]
    NoMemory,
    /// No editor is set.
    #[error("no editor is set")]
    NoEditor,
    /// The editor could not be run, or ended with an error.
    #[error("the editor did not end well")]
    Editor,
    /// The text cannot be written or read back.
    #[error("the text cannot be written or read back")]
    File(#[from] io::Error),
    /// What came back is no text, or too much.
    #[error("what came back is not a text of at most 256 KiB")]
    NotText,
}

/// A text that waits for an editor.
pub struct Buffer {
    dir: TempDir,
    path: PathBuf,
}

impl Buffer {
    /// Writes a text into memory: below the folder of the session, or `/dev/shm`.
    ///
    /// # Errors
    /// [`BufferError::NoMemory`], [`BufferError::File`].
    pub fn new(text: &str, session: Option<&Path>) -> Result<Self, BufferError> {
        let places = [session, files::memory_place()];
        let root =
            places.into_iter().flatten().find(|p| system::in_memory(p)).ok_or(BufferError::NoMemory)?;
        sweep(root);
        let prefix = format!("{PREFIX}{}-", std::process::id());
        let dir = files::private_tempdir(&prefix, root)?;
        let path = dir.path().join("message.md");
        let mut file = files::careful().write(true).create_new(true).open(&path)?;
        file.write_all(text.as_bytes())?;
        Ok(Self { dir, path })
    }

    /// Runs the editor on the text and returns what it left; `path` is where programs are looked for.
    ///
    /// # Errors
    /// [`BufferError`].
    pub fn edit(&self, editor: Option<&str>, path: Option<&OsStr>) -> Result<String, BufferError> {
        let editor = editor.map(str::trim).filter(|e| !e.is_empty()).ok_or(BufferError::NoEditor)?;
        let mut words = editor.split_whitespace();
        let program = words.next().ok_or(BufferError::NoEditor)?;
        let mut command = Command::new(program);
        // An editor wants the keyboard: standard input may be a file with a passphrase, which could be read again.
        if !io::stdin().is_terminal() {
            command.stdin(terminal::keyboard().map_or_else(Stdio::null, Stdio::from));
        }
        let status = command
            .args(words)
            .args(quiet(program, path))
            .arg(&self.path)
            // What an editor puts aside stays in memory too.
            .env("TMPDIR", self.dir.path())
            // The one `vi` that asks here, and would keep a copy for its recovery on the disk.
            .env("NEXINIT", format!("set directory={0} recdir={0}", self.dir.path().display()))
            .current_dir(self.dir.path())
            .status()
            .map_err(|_| BufferError::Editor)?;
        if !status.success() {
            return Err(BufferError::Editor);
        }
        let metadata = fs::symlink_metadata(&self.path)?;
        if !metadata.is_file() || metadata.len() > MOST {
            return Err(BufferError::NotText);
        }
        String::from_utf8(fs::read(&self.path)?).map_err(|_| BufferError::NotText)
    }

    /// Returns what the editor left, however it ended: what somebody wrote is not lost because of it.
    #[must_use]
    pub fn left(&self) -> Option<String> {
        let is_file = fs::symlink_metadata(&self.path).is_ok_and(|m| m.is_file());
        let file = OpenOptions::new().read(true).open(&self.path).ok().filter(|_| is_file)?;
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Leaves a text in memory until the machine stops or somebody takes it: where the vault cannot keep it.
    ///
    /// # Errors
    /// As [`Buffer::new`].
    pub fn leave(text: &str, session: Option<&Path>) -> Result<PathBuf, BufferError> {
        let places = [session, files::memory_place()];
        let root =
            places.into_iter().flatten().find(|p| system::in_memory(p)).ok_or(BufferError::NoMemory)?;
        let dir = files::private_tempdir("kept-", root)?;
        let path = dir.path().join("message.md");
        let mut file = files::careful().write(true).create_new(true).open(&path)?;
        file.write_all(text.as_bytes())?;
        let _ = dir.keep();
        Ok(path)
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        wipe(self.dir.path());
    }
}

/// Tells editors that are known to keep copies elsewhere not to. `vi` and `editor` are names for others: what they lead to
/// counts as well.
fn quiet(program: &str, path: Option<&OsStr>) -> &'static [&'static str] {
    let real = found(program, path);
    let mut names = [Some(Path::new(program)), real.as_deref()].into_iter().flatten().rev();
    names.find_map(|name| options(name.file_name()?.to_str()?)).unwrap_or(&[])
}

/// Follows a program to the file that runs.
fn found(program: &str, path: Option<&OsStr>) -> Option<PathBuf> {
    let named = Path::new(program);
    if named.components().count() > 1 {
        return named.canonicalize().ok();
    }
    std::env::split_paths(path?).find_map(|dir| dir.join(program).canonicalize().ok().filter(|p| p.is_file()))
}

/// The options of an editor by its file name; nothing where the name says nothing.
fn options(name: &str) -> Option<&'static [&'static str]> {
    // `vim.basic`, `vim.gtk3` and the like are builds of one editor.
    let kind = name.split('.').next().unwrap_or(name).trim_end_matches(".exe");
    Some(match kind {
        "vi" | "vim" | "nvim" | "view" | "rvim" | "rview" | "vimx" | "ex" | "vimdiff" => {
            &["-n", "-i", "NONE", "-c", "set nobackup nowritebackup noundofile", "--"]
        }
        // In a window of their own they go on without us, unless told to stay.
        "gvim" | "gview" | "rgvim" | "rgview" | "evim" | "eview" => {
            &["-f", "-n", "-i", "NONE", "-c", "set nobackup nowritebackup noundofile", "--"]
        }
        "nano" | "rnano" => &["-I", "--"],
        "micro" => &["-backup", "false", "-savecursor", "false", "-savehistory", "false"],
        // These go by the name of `vi` and know none of its options.
        "nvi" | "busybox" | "elvis" => &[],
        _ => return None,
    })
}

/// Overwrites and removes the files of a folder.
fn wipe(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|t| t.is_file());
        if let (true, Ok(metadata)) = (is_file, entry.metadata()) {
            let length = usize::try_from(metadata.len().min(MOST)).unwrap_or_default();
            if let Ok(mut file) = OpenOptions::new().write(true).open(entry.path()) {
                let _ = file.write_all(&vec![0; length]);
            }
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes what programs that were killed left behind, below the folder of the session and in `/dev/shm`.
pub fn sweep_all(session: Option<&Path>) {
    [session, files::memory_place()].into_iter().flatten().for_each(sweep);
}

/// Removes what a program that was killed left behind.
fn sweep(root: &Path) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process =
            name.strip_prefix(PREFIX).and_then(|n| n.split('-').next()).and_then(|n| n.parse::<u32>().ok());
        let ours = entry.metadata().is_ok_and(|m| files::is_ours(&m) && m.is_dir());
        if let (Some(process), true) = (process, ours)
            && !system::runs(process)
        {
            wipe(&entry.path());
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_text_lies_in_memory_for_this_user_alone_and_is_gone_afterwards() {
        let buffer = Buffer::new("Zphqx", None).unwrap();
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&buffer.path), mode(buffer.dir.path())), (0o600, 0o700));
        assert!(system::in_memory(&buffer.path));
        let dir = buffer.dir.path().to_owned();
        drop(buffer);
        assert!(!dir.exists());
    }

    #[test]
    fn a_folder_on_a_disk_is_not_taken() {
        let disk = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(!system::in_memory(disk) && !system::in_memory(Path::new("/nowhere")));
        let buffer = Buffer::new("x", Some(disk)).unwrap();
        assert!(!buffer.path.starts_with(disk));
    }

    #[test]
    fn an_editor_changes_the_text_or_fails() {
        let buffer = Buffer::new("one", None).unwrap();
        assert!(matches!(buffer.edit(None, None), Err(BufferError::NoEditor)));
        assert!(matches!(buffer.edit(Some("false"), None), Err(BufferError::Editor)));
        assert!(matches!(buffer.edit(Some("/nowhere/editor"), None), Err(BufferError::Editor)));
        assert_eq!(buffer.edit(Some("sed -i s/one/two/"), None).unwrap(), "two");
        assert_eq!(buffer.left().as_deref(), Some("two"));
    }

    #[test]
    fn what_a_killed_program_left_is_swept() {
        let left = Path::new("/dev/shm").join(format!("{PREFIX}4294967294-test{}", std::process::id()));
        fs::create_dir(&left).unwrap();
        fs::write(left.join("message.md"), "Zphqx").unwrap();
        sweep_all(None);
        assert!(!left.exists());
    }

    #[test]
    fn every_vi_is_kept_quiet_by_whatever_name() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for real in ["vim.basic", "nano", "busybox", "nvi", "emacs"] {
            fs::write(at(real), "").unwrap();
        }
        for (link, to) in
            [("editor", "vim.basic"), ("pico", "nano"), ("view", "vim.basic"), ("vi", "busybox")]
        {
            std::os::unix::fs::symlink(at(to), at(link)).unwrap();
        }
        let quiet = |program: &str| quiet(program, Some(dir.path().as_os_str()));
        for program in
            ["vim.basic", "vim.tiny", "editor", "view", "vim", "nvim", "rvim", "/usr/bin/vim.gtk3", "ex"]
        {
            assert!(quiet(program).starts_with(&["-n", "-i", "NONE"]), "{program}: {:?}", quiet(program));
        }
        assert!(quiet(at("editor").to_str().unwrap()).contains(&"NONE"));
        assert!(quiet("gvim").starts_with(&["-f", "-n", "-i", "NONE"]));
        assert_eq!((quiet("pico"), quiet("nano")), (&["-I", "--"][..], &["-I", "--"][..]));
        // They know none of these options, and would not start.
        assert!(quiet("vi").is_empty() && quiet("nvi").is_empty() && quiet("emacs").is_empty());
        assert!(quiet("micro").contains(&"-backup"));
    }
}
