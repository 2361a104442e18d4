//! Which places a device shares a vault by: a sealed file in its settings, for itself alone.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use minicbor::{Decoder, Encoder};
use zeroize::Zeroizing;

use crate::{
    base::hex,
    sync::{envelope::fixed, reader::Left},
    vault::{
        Entropy, Identity, file,
        holders::sign,
        key::SecretKey,
        seal::{self, Place as SealPlace},
        store::Tree,
    },
};

const FOLDER: &str = "places";
/// An empty file beside the lists, where a place is used by itself.
const AUTO: &str = "auto";
const MOST: u64 = 64 * 1024;
const LAYOUT: u64 = 1;
/// No tree of a store has this number.
const TREE: Tree = Tree(0xfa);
const NOWHERE: [u8; 16] = [0; 16];

/// A place. It has no `Debug`: it holds a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder, or the address of one on a server.
    pub path: PathBuf,
    /// Which copy of the vault used it last.
    pub replica: [u8; 8],
    /// What is known to lie there.
    pub left: Left,
    /// Whether commands have a round with it by themselves.
    pub auto: bool,
    /// Copies of removed devices of which somebody was told already that they write on.
    pub told: BTreeSet<String>,
    /// Who signs in at a server, and the password.
    pub login: Option<(String, Zeroizing<String>)>,
}

impl Place {
    /// Takes a folder that was never used.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path, replica: [0; 8], left: Left::default(), auto: false, told: BTreeSet::new(), login: None }
    }
}

/// Whether commands of this device have rounds by themselves: a file that says so, before any key is asked for.
#[must_use]
pub fn is_auto(config: &Path) -> bool {
    config.join(FOLDER).join(AUTO).exists()
}

/// The places of one vault. It has no `Debug`: it holds a key.
pub struct Places {
    path: PathBuf,
    vault: [u8; 16],
    key: SecretKey,
    entropy: Entropy,
    /// All of them, in the order in which they were added.
    pub all: Vec<Place>,
}

impl Places {
    /// Reads the places of a vault; a file that does not open holds none.
    ///
    /// # Errors
    /// What the disk said.
    pub fn load(config: &Path, vault: &[u8; 16], identity: &Identity, entropy: Entropy) -> io::Result<Self> {
        let key = sign::places_key(identity);
        let name =
            blake3::derive_key("contrepoids 2026-11 places name", &[key.bytes().as_slice(), vault].concat());
        let name = hex::write(name.first_chunk::<8>().unwrap_or(&[0; 8]));
        let path = config.join(FOLDER).join(name);
        let all = match file::read(&path, MOST) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            other => {
                let sealed = other?;
                let place = SealPlace { vault, tree: TREE, id: &NOWHERE };
                seal::open(|_| Some(&key), place, &sealed)
                    .ok()
                    .and_then(|plain| read(&plain))
                    .unwrap_or_default()
            }
        };
        Ok(Self { path, vault: *vault, key, entropy, all })
    }

    /// Writes them.
    ///
    /// # Durability
    /// On `Ok` they survive a power cut.
    ///
    /// # Errors
    /// What the disk said.
    pub fn save(&self) -> io::Result<()> {
        let mut out = Zeroizing::new(Vec::new());
        // The writer is a vector, so there is no error to report.
        let _ = (|| {
            let mut e = Encoder::new(&mut *out);
            e.array(2)?.u64(LAYOUT)?.array(self.all.len() as u64)?;
            for place in &self.all {
                e.array(8)?.str(&place.path.to_string_lossy())?.bytes(&place.replica)?;
                e.u64(place.left.placed)?.array(place.left.seen.len() as u64)?;
                for (replica, seq) in &place.left.seen {
                    e.array(2)?.bytes(replica)?.u64(*seq)?;
                }
                e.bool(place.auto)?.array(place.told.len() as u64)?;
                for told in &place.told {
                    e.str(told)?;
                }
                let login = place.login.as_ref().map(|(name, password)| (name.as_str(), password.as_str()));
                let (name, password) = login.unwrap_or_default();
                e.str(name)?.str(password)?;
            }
            Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
        })();
        let place = SealPlace { vault: &self.vault, tree: TREE, id: &NOWHERE };
        let sealed = seal::seal(&self.key, 0, place, &out, self.entropy).map_err(io::Error::other)?;
        if let Some(dir) = self.path.parent() {
            file::make_dir(dir)?;
        }
        let auto = self.path.with_file_name(AUTO);
        if self.all.iter().any(|place| place.auto) {
            file::write_whole(&auto, b"", true)?;
        } else if auto.exists() {
            std::fs::remove_file(&auto)?;
        }
        file::write_whole(&self.path, &sealed, true)
    }
}

fn read(plain: &[u8]) -> Option<Vec<Place>> {
    let mut d = Decoder::new(plain);
    (d.array().ok()?? == 2 && d.u64().ok()? == LAYOUT).then_some(())?;
    let len = d.array().ok()??;
    let mut out = Vec::new();
    for _ in 0..len {
        // Four of before there was more to know.
        let fields = d.array().ok()??;
        matches!(fields, 4 | 8).then_some(())?;
        let mut place = Place::new(PathBuf::from(d.str().ok()?));
        (place.replica, place.left.placed) = (fixed(&mut d)?, d.u64().ok()?);
        for _ in 0..d.array().ok()?? {
            (d.array().ok()?? == 2).then_some(())?;
            place.left.seen.insert(fixed(&mut d)?, d.u64().ok()?);
        }
        if fields == 8 {
            place.auto = d.bool().ok()?;
            for _ in 0..d.array().ok()?? {
                place.told.insert(d.str().ok()?.to_owned());
            }
            let (name, password) = (d.str().ok()?.to_owned(), Zeroizing::new(d.str().ok()?.to_owned()));
            place.login = (!name.is_empty()).then_some((name, password));
        }
        out.push(place);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_again_by_the_same_device_and_nobody_else() {
        let dir = tempfile::tempdir().unwrap();
        let (one, other) = (Identity::generate(), Identity::generate());
        let load = |identity| Places::load(dir.path(), &[7; 16], identity, crate::clock::random).unwrap();
        let mut places = load(&one);
        assert!(places.all.is_empty());
        let mut place = Place::new("/media/clé".into());
        (place.left.placed, place.replica) = (9, [3; 8]);
        place.left.seen.insert([4; 8], 7);
        place.auto = true;
        place.login = Some(("Lou".to_owned(), Zeroizing::new("secret".to_owned())));
        place.told.insert("aa".to_owned());
        places.all.push(place);
        places.save().unwrap();
        assert!(load(&one).all == places.all);
        assert!(load(&other).all.is_empty());
        let bytes = std::fs::read(&places.path).unwrap();
        assert!(!bytes.windows(5).any(|w| w == b"media"));
    }
}
