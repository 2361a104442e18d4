//! Header and key slots: a few hundred bytes without which nothing opens, each kept twice.
//!
//! They are written once. The one that is as it should be counts, whichever of the two it is; the other is written anew from
//! it by `doctor --repair`.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    base::hex,
    vault::{
        Compartment, FORMAT,
        error::VaultError,
        file,
        identity::Identity,
        names::{HEADER, HEADER_2, KEYS},
        slot::{self, Slot, SlotError},
    },
};

/// What the readable header says.
pub(crate) struct Header {
    pub(crate) vault: [u8; 16],
    /// The hash of its bytes, which the root vouches for.
    pub(crate) hash: [u8; 32],
}

impl Header {
    fn of(vault: [u8; 16]) -> Self {
        Self { vault, hash: *blake3::hash(header_text(&vault).as_bytes()).as_bytes() }
    }
}

/// Returns the header of a vault: nothing in it but what every slot says too.
pub(crate) fn header_text(vault: &[u8; 16]) -> String {
    format!("# A vault; see docs/format.md\nformat = {FORMAT}\nvault = \"{}\"\n", hex::write(vault))
}

#[derive(Deserialize)]
struct HeaderText {
    format: u64,
    vault: String,
}

/// One of two files.
enum One<T> {
    Good(T),
    /// It is not there.
    Gone,
    /// It is there, and not what it should be.
    Bad,
}

/// Reads one of two files; what the disk says of it is an error.
fn read(path: &Path, most: u64) -> Result<One<Vec<u8>>, VaultError> {
    match file::read(path, most) {
        Ok(bytes) => Ok(One::Good(bytes)),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(One::Gone),
        Err(e) if is_odd(&e) => Ok(One::Bad),
        Err(e) => Err(e.into()),
    }
}

/// Tells a file that is not what it should be (a link, a folder, too long) from a disk that does not read it.
fn is_odd(error: &io::Error) -> bool {
    use rustix::io::Errno;
    matches!(
        error.kind(),
        io::ErrorKind::FileTooLarge | io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory
    ) || [Errno::LOOP, Errno::NXIO].iter().any(|odd| error.raw_os_error() == Some(odd.raw_os_error()))
}

/// The vaults that the two headers of a folder name: one, where both are as they should be.
pub(crate) struct Headers(Vec<[u8; 16]>);

/// Reads the headers; a newer format is told from damage.
pub(crate) fn headers(dir: &Path) -> Result<Headers, VaultError> {
    let (mut found, mut newer, mut bad) = (Vec::new(), None, false);
    for name in [HEADER, HEADER_2] {
        match read(&dir.join(name), 4096)? {
            One::Gone => {}
            One::Bad => bad = true,
            One::Good(bytes) => match vault_of(&bytes) {
                Ok(vault) if found.contains(&vault) => {}
                Ok(vault) => found.push(vault),
                Err(VaultError::Newer { found, .. }) => newer = Some(found),
                Err(_) => bad = true,
            },
        }
    }
    match (found.is_empty(), newer) {
        (false, _) => Ok(Headers(found)),
        // One of the two says so by a wrong bit, where the other is damaged as well.
        (true, Some(found)) if !bad => Err(VaultError::Newer { found, known: FORMAT }),
        (true, None) if !bad && fs::read_dir(dir).map_or(true, |mut d| d.next().is_none()) => {
            Err(VaultError::NoVault)
        }
        (true, _) => Err(VaultError::BadHeader),
    }
}

fn vault_of(bytes: &[u8]) -> Result<[u8; 16], VaultError> {
    let text = std::str::from_utf8(bytes).map_err(|_| VaultError::BadHeader)?;
    let header: HeaderText = toml::from_str(text).map_err(|_| VaultError::BadHeader)?;
    if header.format > FORMAT {
        return Err(VaultError::Newer { found: header.format, known: FORMAT });
    }
    let vault = hex::read(&header.vault).ok_or(VaultError::BadHeader)?;
    if header_text(&vault) == text { Ok(vault) } else { Err(VaultError::BadHeader) }
}

/// What an identity holds of a vault.
pub(crate) struct Held {
    pub(crate) header: Header,
    pub(crate) slots: BTreeMap<Compartment, Slot>,
    /// Compartments that it holds and that do not open: both copies of the slot are damaged.
    pub(crate) damaged: Vec<Compartment>,
}

/// What the two copies of a slot come to.
enum Both {
    Held(Slot),
    NotHeld,
    Damaged,
}

fn paths(dir: &Path, compartment: Compartment) -> [PathBuf; 2] {
    let at = |end: &str| dir.join(KEYS).join(format!("{}{end}", compartment.name()));
    [at(".age"), at(".2.age")]
}

/// Opens one copy of a slot, which must be of this compartment and of one of these vaults.
fn open(
    path: &Path,
    compartment: Compartment,
    vaults: &[[u8; 16]],
    identity: &Identity,
) -> Result<One<Result<Slot, SlotError>>, VaultError> {
    let bytes = match read(path, slot::MOST)? {
        One::Good(bytes) => bytes,
        One::Gone => return Ok(One::Gone),
        One::Bad => return Ok(One::Bad),
    };
    Ok(match Slot::open(&bytes, identity) {
        Ok(slot) if vaults.contains(&slot.vault) && slot.compartment == compartment.name() => {
            One::Good(Ok(slot))
        }
        Err(SlotError::NotHeld) => One::Good(Err(SlotError::NotHeld)),
        _ => One::Bad,
    })
}

fn both(
    dir: &Path,
    compartment: Compartment,
    vaults: &[[u8; 16]],
    identity: &Identity,
) -> Result<Both, VaultError> {
    let (mut not_held, mut bad) = (false, false);
    for path in paths(dir, compartment) {
        match open(&path, compartment, vaults, identity)? {
            One::Good(Ok(slot)) => return Ok(Both::Held(slot)),
            One::Good(Err(_)) => not_held = true,
            One::Bad => bad = true,
            One::Gone => {}
        }
    }
    Ok(if not_held && !bad { Both::NotHeld } else { Both::Damaged })
}

/// Opens the slots that the identity holds.
///
/// # Errors
/// [`VaultError::Slot`] when the one of the roster is damaged; [`VaultError::WrongKey`].
pub(crate) fn held(dir: &Path, identity: &Identity) -> Result<Held, VaultError> {
    let Headers(mut vaults) = headers(dir)?;
    let mut out = BTreeMap::new();
    let roster = match both(dir, Compartment::Roster, &vaults, identity)? {
        Both::Held(slot) => {
            // Where the headers do not agree, the one that the roster says too is the right one.
            vaults = vec![slot.vault];
            Some(slot)
        }
        Both::NotHeld => None,
        Both::Damaged => return Err(VaultError::Slot(Compartment::Roster.name())),
    };
    // Every slot is made for the same holders: who is one opens all of them.
    let me = identity.public();
    let holder = roster.as_ref().is_some_and(|slot| slot.holders.contains(&me));
    out.extend(roster.map(|slot| (Compartment::Roster, slot)));
    let mut damaged = Vec::new();
    for compartment in Compartment::ALL.into_iter().filter(|c| *c != Compartment::Roster) {
        match both(dir, compartment, &vaults, identity)? {
            Both::Held(slot) => drop(out.insert(compartment, slot)),
            Both::NotHeld if !holder => {}
            Both::NotHeld | Both::Damaged => damaged.push(compartment),
        }
    }
    let vault = out.values().next().map(|slot| slot.vault).ok_or(VaultError::WrongKey)?;
    Ok(Held { header: Header::of(vault), slots: out, damaged })
}

/// A file that is not as it should be, and the bytes that it should have.
pub(crate) struct Spoilt {
    pub(crate) path: PathBuf,
    bytes: Vec<u8>,
    /// A vault of before did not have the second copies.
    pub(crate) gone: bool,
}

impl Spoilt {
    /// Writes the file anew.
    ///
    /// # Durability
    /// On `Ok` it survives a power cut.
    pub(crate) fn mend(&self) -> Result<(), VaultError> {
        Ok(file::write_whole(&self.path, &self.bytes, true)?)
    }
}

/// Returns the files of which the other copy is good.
///
/// # Errors
/// As [`held`].
pub(crate) fn spoilt(dir: &Path, identity: &Identity) -> Result<Vec<Spoilt>, VaultError> {
    let Held { header, slots, .. } = held(dir, identity)?;
    let mut out = Vec::new();
    let right = header_text(&header.vault).into_bytes();
    for name in [HEADER, HEADER_2] {
        let path = dir.join(name);
        match read(&path, 4096)? {
            One::Good(bytes) if bytes == right => {}
            found => out.push(Spoilt { path, bytes: right.clone(), gone: matches!(found, One::Gone) }),
        }
    }
    for compartment in slots.into_keys() {
        let both = paths(dir, compartment);
        let good = |path: &Path| open(path, compartment, &[header.vault], identity);
        let mut right = None;
        for path in &both {
            if right.is_none() && matches!(good(path)?, One::Good(Ok(_))) {
                right = Some(file::read(path, slot::MOST)?);
            }
        }
        let Some(right) = right else { continue };
        for path in both {
            match read(&path, slot::MOST)? {
                One::Good(bytes) if bytes == right => {}
                found => out.push(Spoilt { path, bytes: right.clone(), gone: matches!(found, One::Gone) }),
            }
        }
    }
    Ok(out)
}

/// Makes the second copies of a vault that has none.
///
/// # Errors
/// What the disk said; nothing is worse then.
pub(crate) fn complete(dir: &Path, identity: &Identity) -> Result<(), VaultError> {
    let second = |c| paths(dir, c).into_iter().next_back();
    let seconds = Compartment::ALL.into_iter().filter_map(second).chain([dir.join(HEADER_2)]);
    let all = seconds.map(|path| path.try_exists()).collect::<Result<Vec<_>, _>>()?;
    if all.into_iter().all(|there| there) {
        return Ok(());
    }
    let gone = spoilt(dir, identity)?.into_iter().filter(|spoilt| spoilt.gone);
    gone.into_iter().try_for_each(|spoilt| spoilt.mend())
}

/// Writes header and slots of a new vault, each twice.
///
/// # Errors
/// What the disk said.
pub(crate) fn create(dir: &Path, vault: &[u8; 16], slots: &[Slot]) -> Result<(), VaultError> {
    for name in [HEADER, HEADER_2] {
        file::write_whole(&dir.join(name), header_text(vault).as_bytes(), false)?;
    }
    file::make_dir(&dir.join(KEYS))?;
    for (compartment, slot) in Compartment::ALL.into_iter().zip(slots) {
        let bytes = slot.seal().map_err(|_| VaultError::Slot(compartment.name()))?;
        for path in paths(dir, compartment) {
            file::write_whole(&path, &bytes, false)?;
        }
    }
    Ok(())
}

/// The hash of the header of a vault.
pub(crate) fn header_hash(vault: &[u8; 16]) -> [u8; 32] {
    Header::of(*vault).hash
}
