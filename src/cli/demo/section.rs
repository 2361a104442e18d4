//! What the demo needs before its first command: an invented section as a CSV, and a treasurer's key.

use std::{io, path::Path};

use crate::vault::{Identity, file};

/// Sixty invented people in an invented company; also in `examples/section.csv`.
const SECTION: &str = include_str!("../../../examples/section.csv");

/// Name of the CSV in the demo's folder.
pub const CSV: &str = "section.csv";
/// Name of the treasurer's key file in the demo's folder.
pub const TREASURER: &str = "treasurer-key.txt";

/// Writes the CSV and the treasurer's key into `dir`, and returns the treasurer's public key.
///
/// # Errors
/// What the disk said; [`io::ErrorKind::AlreadyExists`] when `dir` holds something.
pub fn prepare(dir: &Path) -> io::Result<String> {
    file::make_dir(dir)?;
    if dir.read_dir()?.next().is_some() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    file::write_whole(&dir.join(CSV), SECTION.as_bytes(), false)?;
    let treasurer = Identity::generate();
    file::write_whole(&dir.join(TREASURER), treasurer.plain_file().as_bytes(), false)?;
    Ok(treasurer.public())
}

/// Returns the files that the demo made, with their sizes, in order; what lies inside the vault is left out.
///
/// # Errors
/// What the disk said.
pub fn results(dir: &Path) -> io::Result<Vec<(String, u64)>> {
    let mut out = Vec::new();
    let mut left = vec![dir.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in folder.read_dir()? {
            let entry = entry?;
            let path = entry.path();
            let name = path.strip_prefix(dir).unwrap_or(&path).display().to_string();
            if entry.file_type()?.is_dir() {
                if name == "config" {
                    // What this device notes of the vault: nothing to look at.
                    continue;
                }
                if name == "vault" {
                    out.push((format!("{name}/"), 0));
                } else {
                    left.push(path);
                }
            } else {
                out.push((name, entry.metadata()?.len()));
            }
        }
    }
    out.sort();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_people_who_are_plainly_invented() {
        let rows: Vec<&str> = SECTION.lines().skip(1).collect();
        assert_eq!(rows.len(), 60);
        assert!(rows.iter().all(|r| !r.contains('@') || r.contains("@example.org")));
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("mine.txt"), "x").unwrap();
        assert_eq!(prepare(dir.path()).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let key = prepare(&dir.path().join("new")).unwrap();
        assert!(key.starts_with("age1"));
        let names: Vec<_> = results(&dir.path().join("new")).unwrap().into_iter().map(|(n, _)| n).collect();
        assert_eq!(names, [CSV, TREASURER]);
    }
}
