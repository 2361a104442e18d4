//! The hardware key of this device (clé matérielle): the file that names it, which lies beside the identity, and the program that
//! a person agreed to run for it.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use zeroize::Zeroizing;

use crate::vault::{
    Identity, file,
    hardware::{HardwareError, Stub, Touch},
};

/// What the name of the file ends with.
const ENDING: &str = ".hardware";
/// The file is never larger.
const MOST: u64 = 16 * 1024;
/// How the line begins that names the program.
const PROGRAM: &str = "# program: ";

/// What running the program of a hardware key needs.
#[derive(Clone)]
pub struct Runs {
    /// Where programs are looked for (`PATH`).
    pub programs: Option<OsString>,
    /// Whether `AGEDEBUG` is set.
    pub debug: bool,
    /// Who is told to touch the key.
    pub touch: Arc<dyn Touch>,
}

/// A hardware key and the program that was agreed to.
pub struct Token {
    /// What names the key.
    pub stub: Stub,
    /// Its program.
    pub program: PathBuf,
}

impl Token {
    /// Reads what a plugin printed, and looks for its program.
    ///
    /// # Errors
    /// [`HardwareError`].
    pub fn new(text: &[u8], runs: &Runs) -> Result<Self, HardwareError> {
        let stub = Stub::read(text)?;
        let program = found(&stub.program(), runs)?;
        Ok(Self { stub, program })
    }

    /// Writes the file beside an identity.
    ///
    /// # Durability
    /// On `Ok` it survives a power cut.
    ///
    /// # Errors
    /// [`HardwareError::File`].
    pub fn keep(&self, identity: &Path) -> Result<(), HardwareError> {
        let text = Zeroizing::new(format!("{PROGRAM}{}\n{}\n", self.program.display(), *self.stub.line()));
        file::write_whole(&beside(identity), text.as_bytes(), true).map_err(|e| HardwareError::File(e.kind()))
    }
}

/// Opens an identity file that is sealed to the hardware key named beside it.
///
/// A program that lies elsewhere than the one that was agreed to is run only after a yes.
///
/// # Errors
/// [`HardwareError`].
pub fn open(path: &Path, content: &[u8], runs: &Runs) -> Result<Identity, HardwareError> {
    let text = match file::read(&beside(path), MOST).map(Zeroizing::new) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(HardwareError::Lost),
        Err(error) => return Err(HardwareError::File(error.kind())),
    };
    let token = Token::new(&text, runs)?;
    if agreed(&text).as_deref() != Some(token.program.as_path()) {
        let program = token.program.display().to_string();
        if runs.touch.agree(&program) != Some(true) {
            return Err(HardwareError::Refused(program));
        }
        token.keep(path)?;
    }
    token.stub.open(content, Arc::clone(&runs.touch))
}

/// Names the file beside an identity.
fn beside(identity: &Path) -> PathBuf {
    let mut name = identity.file_name().unwrap_or_default().to_owned();
    name.push(ENDING);
    identity.with_file_name(name)
}

/// Removes the file beside an identity that has a passphrase again; none is there as a rule.
pub fn forget(identity: &Path) {
    // What is left of it names a key and opens nothing.
    let _ = std::fs::remove_file(beside(identity));
}

/// Reads which program was agreed to.
fn agreed(text: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(text).ok()?.lines().find_map(|line| line.strip_prefix(PROGRAM)).map(PathBuf::from)
}

/// Finds a program as the age crate will: the first of its name. What comes before it must be absolute, or a folder that somebody
/// steps into would decide what is run.
fn found(program: &str, runs: &Runs) -> Result<PathBuf, HardwareError> {
    if runs.debug {
        return Err(HardwareError::Debug);
    }
    for dir in runs.programs.iter().flat_map(std::env::split_paths) {
        if !dir.is_absolute() {
            return Err(HardwareError::Relative);
        }
        let names = [program.to_owned(), format!("{program}.exe")];
        if let Some(found) = names.iter().map(|name| dir.join(name)).find(|path| path.is_file()) {
            return Ok(found);
        }
    }
    Err(HardwareError::Missing(program.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nobody;

    impl Touch for Nobody {
        fn tell(&self, _: &str) {}
        fn agree(&self, _: &str) -> Option<bool> {
            None
        }
        fn choose(&self, _: &str, _: &str, _: Option<&str>) -> Option<bool> {
            None
        }
        fn ask(&self, _: &str) -> Option<String> {
            None
        }
        fn secret(&self, _: &str) -> Option<Zeroizing<String>> {
            None
        }
    }

    fn runs(dirs: &[&Path], debug: bool) -> Runs {
        Runs { programs: std::env::join_paths(dirs).ok(), debug, touch: Arc::new(Nobody) }
    }

    #[test]
    fn a_program_is_found_by_absolute_folders_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (first, second) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::create_dir(&first).unwrap();
        std::fs::create_dir(&second).unwrap();
        std::fs::write(second.join("age-plugin-x"), "").unwrap();
        let find = |dirs: &[&Path], debug| found("age-plugin-x", &runs(dirs, debug));
        assert_eq!(find(&[&first, &second], false), Ok(second.join("age-plugin-x")));
        assert_eq!(find(&[&first], false), Err(HardwareError::Missing("age-plugin-x".to_owned())));
        assert_eq!(find(&[Path::new("."), &second], false), Err(HardwareError::Relative));
        // What comes after it is never looked at.
        assert_eq!(find(&[&second, Path::new(".")], false), Ok(second.join("age-plugin-x")));
        assert_eq!(find(&[&second], true), Err(HardwareError::Debug));
    }
}
