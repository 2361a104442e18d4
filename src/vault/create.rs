//! How a vault is made: beside its place, then renamed into it, so that a fault leaves no half vault.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::vault::{
    Compartment, Vault,
    disk::DiskStore,
    error::VaultError,
    file, folder,
    head::{Head, Rooms},
    holders::{Body, Card, Members, Signer, Statement},
    identity::Identity,
    key::DataKeys,
    members,
    names::{HEAD, HEAD_2},
    outbox,
    pen::Pen,
    seal::Entropy,
    slot::Slot,
    store::Store,
    twice,
};

/// Who founds a vault.
pub struct Founder<'a> {
    /// The identity of the device.
    pub identity: &'a Identity,
    /// What the device is called.
    pub name: &'a str,
    /// A recovery key, which opens the vault when the device is lost, with what it is called.
    pub recovery: Option<(&'a Identity, &'a str)>,
    /// The time, in milliseconds since 1970.
    pub now_ms: u64,
}

impl<'a> Founder<'a> {
    /// Somebody without a recovery key, for scripts and tests.
    #[must_use]
    pub fn alone(identity: &'a Identity) -> Self {
        Self { identity, name: "device", recovery: None, now_ms: 1 }
    }
}

/// What a turn of keys begins with: the statements, and the keys.
pub(crate) struct Founded {
    pub(crate) members: Members,
    pub(crate) keys: BTreeMap<Compartment, DataKeys>,
}

impl Founded {
    /// What the pointer says of this turn.
    pub(crate) fn head(&self, pen: &Pen) -> Result<Head, VaultError> {
        let roster = self.keys.get(&Compartment::Roster).ok_or(VaultError::NoKey)?;
        Ok(Head { vault: *pen.vault(), turn: roster.turn() })
    }

    /// Founds a vault; nothing is written yet.
    ///
    /// # Errors
    /// [`VaultError::Name`] for a name that cannot stand in a card.
    pub(crate) fn by(founder: &Founder<'_>, entropy: Entropy) -> Result<(Self, Pen), VaultError> {
        let (turn, keys) = folder::new_keys(entropy);
        let card = |identity, name| Card::make(identity, name).map_err(|_| VaultError::Name);
        let recovery = founder.recovery.map(|(identity, name)| card(identity, name)).transpose()?;
        let body = Body::found(card(founder.identity, founder.name)?, recovery, turn, founder.now_ms);
        let vault = body.vault;
        let founding =
            Statement::sign(body, &Signer::of(founder.identity)).map_err(|_| VaultError::Members)?;
        let (members, state) = Members::default().with(founding, &[]).map_err(members::refused)?;
        debug_assert_eq!(state.vault, vault);
        Ok((Self { members, keys }, Pen::of(founder.identity, state)))
    }
}

/// Makes a vault in `dir`, which must not exist or be empty.
///
/// # Durability
/// On `Ok` the vault survives a power cut; on an error there is none, and nothing is left beside it.
///
/// # Errors
/// [`VaultError::Exists`] when there is something in `dir`; [`VaultError::Name`]; what the disk said.
pub fn create(dir: &Path, founder: &Founder<'_>, entropy: Entropy) -> Result<(), VaultError> {
    beside(dir, |made| fill(made, founder, entropy))
}

/// Has a folder filled beside its place and renames it into it; the place must not exist or be empty.
///
/// # Errors
/// [`VaultError::Exists`]; what `fill` returned; what the disk said.
pub(crate) fn beside<T>(
    dir: &Path,
    fill: impl FnOnce(&Path) -> Result<T, VaultError>,
) -> Result<T, VaultError> {
    empty(dir)?;
    let parent = match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    file::make_dir(&parent)?;
    let beside = tempfile::Builder::new().prefix(".new-").tempdir_in(&parent)?;
    let filled = fill(beside.path())?;
    let made = beside.keep();
    if let Err(error) = fs::rename(&made, dir) {
        let _ = fs::remove_dir_all(&made);
        return Err(match error.kind() {
            io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists => VaultError::Exists,
            _ => error.into(),
        });
    }
    file::sync_dir(&parent)?;
    Ok(filled)
}

/// Refuses a folder in which there is something.
///
/// # Errors
/// [`VaultError::Exists`]; what the disk said.
pub fn empty(dir: &Path) -> Result<(), VaultError> {
    match fs::read_dir(dir).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(VaultError::Exists),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotADirectory => Err(VaultError::Exists),
        Err(e) => Err(e.into()),
    }
}

fn fill(dir: &Path, founder: &Founder<'_>, entropy: Entropy) -> Result<(), VaultError> {
    let (first, pen) = Founded::by(founder, entropy)?;
    let rooms = Rooms::of(dir, first.head(&pen)?.turn);
    file::make_dir(rooms.turn())?;
    let head = write_keys(&rooms, &first, &pen, entropy)?;
    let store: Box<dyn Store> = Box::new(DiskStore::create(&rooms.store())?);
    let made = Vault::start(pen, &first.keys, store, entropy)?;
    outbox::create(&made, &rooms.outbox())?;
    made.new_journal(&rooms)?.rewrite(made.store.as_ref())?;
    drop(made);
    file::create_new(&rooms.lock())?.sync_all()?;
    file::sync_dir(&rooms.store())?;
    file::sync_dir(rooms.turn())?;
    for name in [HEAD, HEAD_2] {
        head.write(dir, name)?;
    }
    file::sync_dir(dir)?;
    Ok(())
}

/// Writes statements and slots of a turn into its folder, and returns what the pointer will say.
pub(crate) fn write_keys(
    rooms: &Rooms,
    first: &Founded,
    pen: &Pen,
    entropy: Entropy,
) -> Result<Head, VaultError> {
    let head = first.head(pen)?;
    let slot = |(compartment, keys): (&Compartment, &DataKeys)| {
        (*compartment, Slot::new(head, *compartment, pen.state(), pen.device(), keys.clone()))
    };
    let slots: Vec<(Compartment, Slot)> = first.keys.iter().map(slot).collect();
    twice::create(rooms, &slots, pen.signer())?;
    let roster = first.keys.get(&Compartment::Roster).ok_or(VaultError::NoKey)?;
    members::write(rooms, &members::seal(&first.members, &head, roster.current(), entropy)?)?;
    Ok(head)
}
