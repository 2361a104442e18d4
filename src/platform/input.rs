//! Reads what a person hands over: a file, a pipe, or standard input.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
    time::Duration,
};

use super::system;

/// How long a pipe may say nothing: one that nobody writes into would be waited for without end.
const SILENCE: Duration = Duration::from_secs(20);

/// Opens a file to read. A folder is told as one; a pipe or a device, which would be waited for, is none.
///
/// # Errors
/// [`io::ErrorKind::IsADirectory`], [`io::ErrorKind::NotSeekable`] for what else is no file; when it cannot be opened.
pub fn open(path: &Path) -> io::Result<File> {
    let what = fs::metadata(path)?;
    if what.is_file() {
        File::open(path)
    } else if what.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else {
        Err(io::ErrorKind::NotSeekable.into())
    }
}

/// Reads a file or a pipe (`<(…)` of a shell), or standard input for `-`: `most` bytes, and one more where there are more,
/// so that it shows.
///
/// # Errors
/// When it cannot be opened or read; [`io::ErrorKind::TimedOut`] for a pipe that says nothing for a while.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    read_within(path, most, SILENCE)
}

fn read_within(path: &Path, most: u64, silence: Duration) -> io::Result<Vec<u8>> {
    let most = most.saturating_add(1);
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else if system::is_pipe(&fs::metadata(path)?) {
        system::read_pipe(path, most, silence, &mut bytes)?;
    } else {
        open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use rustix::fs::Mode;

    use super::*;

    fn fifo(dir: &Path) -> std::path::PathBuf {
        let path = dir.join("pipe");
        let kind = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, &path, kind, Mode::RUSR | Mode::WUSR, 0).unwrap();
        path
    }

    #[test]
    fn a_pipe_that_nobody_writes_into_is_not_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = fifo(dir.path());
        let error = read_within(&path, 10, Duration::from_millis(1)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(open(&path).unwrap_err().kind(), io::ErrorKind::NotSeekable);
    }

    #[test]
    fn a_pipe_that_somebody_writes_into_is_read_to_its_end_or_as_far_as_allowed() {
        let dir = tempfile::tempdir().unwrap();
        let path = fifo(dir.path());
        let text = vec![b'x'; 200_000];
        for (most, length) in [(1_000_000, 200_000), (99_999, 100_000)] {
            let (to, text) = (path.clone(), text.clone());
            // It may find the pipe closed before its end.
            let writer = std::thread::spawn(move || {
                let _ = fs::OpenOptions::new().write(true).open(to).unwrap().write_all(&text);
            });
            assert_eq!(read_within(&path, most, Duration::from_secs(30)).unwrap().len(), length);
            writer.join().unwrap();
        }
    }

    #[test]
    fn a_folder_and_a_device_are_no_files() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path(), 9).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert_eq!(read(Path::new("/dev/zero"), 9).unwrap_err().kind(), io::ErrorKind::NotSeekable);
    }
}
