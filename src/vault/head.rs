//! The pointer of a vault: which vault it is, and which folder holds its current turn of keys. Kept twice.
//!
//! Every operation over several files writes a whole new folder beside, and then this one small file.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    base::hex,
    vault::{
        FORMAT,
        error::VaultError,
        file,
        names::{
            HEAD, HEAD_2, HEADER_1, JOURNAL, KEYS, LOCK, MEMBERS, MEMBERS_2, OUTBOX, OUTBOX_LOCK, OUTBOX_OLD,
            RUN, RUN_COUNT, RUN_OLD, STORE, STORE_OLD,
        },
        tag::TurnTag,
    },
};

/// What the pointer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) vault: [u8; 16],
    pub(crate) turn: TurnTag,
}

#[derive(Deserialize)]
struct Text {
    format: u64,
    vault: Option<String>,
    turn: Option<String>,
}

impl Head {
    /// The only text that says this: nothing in it but what every slot says too.
    pub(crate) fn text(&self) -> String {
        format!(
            "format = {FORMAT}\nvault = \"{}\"\nturn = \"{}\"\n",
            hex::write(&self.vault),
            self.turn.name()
        )
    }

    fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let text = std::str::from_utf8(bytes).map_err(|_| VaultError::BadHeader)?;
        let found: Text = toml::from_str(text).map_err(|_| VaultError::BadHeader)?;
        if found.format > FORMAT {
            return Err(VaultError::Newer { found: found.format, known: FORMAT });
        }
        let vault = found.vault.and_then(|vault| hex::read(&vault));
        let turn = found.turn.and_then(|turn| TurnTag::named(&turn));
        let (Some(vault), Some(turn)) = (vault, turn) else { return Err(VaultError::BadHeader) };
        let head = Self { vault, turn };
        if head.text() == text { Ok(head) } else { Err(VaultError::BadHeader) }
    }

    /// Writes one of the two files.
    ///
    /// # Durability
    /// On `Ok` it survives a power cut.
    pub(crate) fn write(&self, dir: &Path, name: &str) -> Result<(), VaultError> {
        Ok(file::write_whole(&dir.join(name), self.text().as_bytes(), true)?)
    }
}

/// One of two files.
pub(crate) enum One<T> {
    Good(T),
    /// It is not there.
    Gone,
    /// It is there, and not what it should be.
    Bad,
}

/// Reads one of two files; what the disk says of it is an error.
pub(crate) fn read(path: &Path, most: u64) -> Result<One<Vec<u8>>, VaultError> {
    match file::read(path, most) {
        Ok(bytes) => Ok(One::Good(bytes)),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(One::Gone),
        Err(e) if file::is_odd(&e) => Ok(One::Bad),
        Err(e) => Err(e.into()),
    }
}

/// A pointer is never longer.
pub(crate) const MOST: u64 = 4096;

/// Reads one of the two pointers.
pub(crate) fn one(dir: &Path, name: &str) -> Result<One<Vec<u8>>, VaultError> {
    read(&dir.join(name), MOST)
}

/// Reads the pointers: what they say, the one that counts first; a newer format is told from damage.
///
/// They say two things when the machine stopped while a turn was put in place, and then the first counts; or by a wrong bit
/// in a name, and then the one whose folder is there.
///
/// # Errors
/// [`VaultError::NoVault`], [`VaultError::BadHeader`], [`VaultError::Newer`], [`VaultError::Earlier`].
pub(crate) fn heads(dir: &Path) -> Result<Vec<Head>, VaultError> {
    let (mut found, mut newer, mut bad) = (Vec::new(), None, false);
    for name in [HEAD, HEAD_2] {
        match one(dir, name)? {
            One::Gone => {}
            One::Bad => bad = true,
            One::Good(bytes) => match Head::parse(&bytes) {
                Ok(head) if found.contains(&head) => {}
                Ok(head) => found.push(head),
                Err(VaultError::Newer { found, .. }) => newer = Some(found),
                Err(_) => bad = true,
            },
        }
    }
    if found.len() > 1 {
        let there = |head: &Head| fs::symlink_metadata(dir.join(head.turn.name())).is_ok();
        if found.iter().any(there) {
            found.retain(there);
        }
    }
    match (found.is_empty(), newer) {
        (false, _) => Ok(found),
        // One of the two says so by a wrong bit, where the other is damaged as well.
        (true, Some(found)) if !bad => Err(VaultError::Newer { found, known: FORMAT }),
        (true, None) if !bad && fs::symlink_metadata(dir.join(HEADER_1)).is_ok() => {
            Err(VaultError::Earlier { found: 1, known: FORMAT })
        }
        (true, None) if !bad && fs::read_dir(dir).map_or(true, |mut d| d.next().is_none()) => {
            Err(VaultError::NoVault)
        }
        (true, _) => Err(VaultError::BadHeader),
    }
}

/// The folder of a vault and that of its current turn: where everything lies.
#[derive(Debug, Clone)]
pub(crate) struct Rooms {
    vault: PathBuf,
    turn: PathBuf,
}

impl Rooms {
    /// Names the folder of a turn.
    pub(crate) fn of(vault: &Path, turn: TurnTag) -> Self {
        Self { vault: vault.to_owned(), turn: vault.join(turn.name()) }
    }

    /// Names a folder beside, which becomes that of a turn.
    pub(crate) fn beside(vault: &Path, turn: &Path) -> Self {
        Self { vault: vault.to_owned(), turn: turn.to_owned() }
    }

    /// Names the folders of a vault as its pointer says.
    ///
    /// # Errors
    /// As [`heads`].
    pub(crate) fn current(vault: &Path) -> Result<Self, VaultError> {
        let head = heads(vault)?.first().copied().ok_or(VaultError::BadHeader)?;
        Ok(Self::of(vault, head.turn))
    }

    pub(crate) fn vault(&self) -> &Path {
        &self.vault
    }

    pub(crate) fn turn(&self) -> &Path {
        &self.turn
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.vault.join(LOCK)
    }

    pub(crate) fn outbox_lock(&self) -> PathBuf {
        self.vault.join(OUTBOX_LOCK)
    }

    pub(crate) fn keys(&self) -> PathBuf {
        self.turn.join(KEYS)
    }

    pub(crate) fn members(&self) -> PathBuf {
        self.turn.join(MEMBERS)
    }

    pub(crate) fn members_2(&self) -> PathBuf {
        self.turn.join(MEMBERS_2)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.turn.join(STORE)
    }

    pub(crate) fn store_old(&self) -> PathBuf {
        self.turn.join(STORE_OLD)
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.turn.join(JOURNAL)
    }

    pub(crate) fn outbox(&self) -> PathBuf {
        self.turn.join(OUTBOX)
    }

    pub(crate) fn outbox_old(&self) -> PathBuf {
        self.turn.join(OUTBOX_OLD)
    }

    pub(crate) fn run(&self) -> PathBuf {
        self.turn.join(RUN)
    }

    pub(crate) fn run_count(&self) -> PathBuf {
        self.turn.join(RUN_COUNT)
    }

    pub(crate) fn run_old(&self) -> PathBuf {
        self.turn.join(RUN_OLD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(turn: u8) -> Head {
        Head { vault: [5; 16], turn: TurnTag([turn; 4]) }
    }

    #[test]
    fn only_its_own_text_is_one() {
        let text = head(1).text();
        assert_eq!(Head::parse(text.as_bytes()).ok(), Some(head(1)));
        for bad in
            ["", "format = 2\n", &text.to_uppercase(), &format!("{text}\n"), &text.replace('5', "g"), "\u{0}"]
        {
            assert!(matches!(Head::parse(bad.as_bytes()), Err(VaultError::BadHeader)), "{bad}");
        }
        let newer = text.replace("= 2", "= 3");
        assert!(matches!(Head::parse(newer.as_bytes()), Err(VaultError::Newer { found: 3, known: 2 })));
    }

    #[test]
    fn the_first_counts_unless_its_folder_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let turn = |dir: &Path| Rooms::current(dir).unwrap().turn().to_owned();
        head(1).write(dir.path(), HEAD).unwrap();
        head(2).write(dir.path(), HEAD_2).unwrap();
        fs::create_dir(dir.path().join("02020202")).unwrap();
        assert!(turn(dir.path()).ends_with("02020202"));
        fs::create_dir(dir.path().join("01010101")).unwrap();
        assert!(turn(dir.path()).ends_with("01010101"));
        fs::write(dir.path().join(HEAD), "?").unwrap();
        assert!(turn(dir.path()).ends_with("02020202"));
        fs::write(dir.path().join(HEAD_2), "?").unwrap();
        assert!(matches!(Rooms::current(dir.path()), Err(VaultError::BadHeader)));
    }

    #[test]
    fn nothing_there_and_the_first_format_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(heads(&dir.path().join("none")), Err(VaultError::NoVault)));
        assert!(matches!(heads(dir.path()), Err(VaultError::NoVault)));
        fs::write(dir.path().join("x"), "").unwrap();
        assert!(matches!(heads(dir.path()), Err(VaultError::BadHeader)));
        fs::write(dir.path().join(HEADER_1), "format = 1").unwrap();
        assert!(matches!(heads(dir.path()), Err(VaultError::Earlier { found: 1, known: 2 })));
    }
}
