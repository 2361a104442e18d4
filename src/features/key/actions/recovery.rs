//! The recovery key on paper and in shares: read as it is typed, split, put together again.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::{
    base::{Device, Lang, hex},
    clock,
    features::key::{
        actions::{KeyError, holders},
        views::{Drilled, NewRecovery, ShareOfKey, Split},
    },
    open::{self, Access, Ask, Place, fresh},
    vault::{
        Accept, Identity, IdentityError, Turning, Vault, VaultError, file,
        holders::{
            Act, Admit, Card, Class, Departure, Reason, Roles,
            share::{self, Share},
            words::{self, Six},
        },
    },
};

/// What somebody typed in place of the recovery key.
pub enum Typed {
    /// The key itself.
    Key(Identity),
    /// One share of it.
    Share(Share),
}

/// Reads the recovery key, `AGE-SECRET-KEY-1…`, or one share of it, 32 words in either language.
///
/// # Errors
/// [`KeyError::Paper`], [`KeyError::Share`].
pub fn typed(text: &str) -> Result<Typed, KeyError> {
    let text = text.trim();
    if text.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("age-")) {
        return paper(text).map(Typed::Key);
    }
    Ok(Typed::Share(Share::read(text)?))
}

/// Reads the recovery key.
///
/// # Errors
/// [`KeyError::Paper`].
pub fn paper(text: &str) -> Result<Identity, KeyError> {
    Identity::read(text.trim().as_bytes(), || Err(IdentityError::NotOne)).map_err(|_| KeyError::Paper)
}

/// Splits the recovery key into three shares, of which two are enough.
///
/// # Errors
/// [`KeyError::Share`] only if the key cannot be read.
pub fn split(key: &Identity) -> Result<Vec<Share>, KeyError> {
    Ok(share::split(key, clock::random)?)
}

/// Returns what is shown of shares, in the words of a language.
#[must_use]
pub fn shown(shares: &[Share], lang: Lang) -> Split {
    Split {
        set: shares.first().map(|s| hex::write(&s.set())).unwrap_or_default(),
        needed: shares.first().map_or(0, Share::needed),
        shares: shares
            .iter()
            .map(|share| ShareOfKey { number: share.number(), words: share.say(lang).to_string() })
            .collect(),
    }
}

/// Returns what is shown of a recovery key that opened the vault.
#[must_use]
pub fn drilled(public_key: &str) -> Drilled {
    Drilled { public_key: public_key.to_owned() }
}

/// Puts shares together.
///
/// # Errors
/// [`KeyError::Share`].
pub fn join(shares: &[Share]) -> Result<Identity, KeyError> {
    Ok(share::join(shares)?)
}

/// A new recovery key: shown first, written down, then put in the place of the old one.
pub struct Paper {
    key: Identity,
    card: Card,
}

impl Paper {
    /// Makes one; the vault does not know it yet.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn make(name: &str) -> Result<Self, KeyError> {
        let key = Identity::generate();
        let card = Card::make(&key, name).map_err(|_| KeyError::Name)?;
        Ok(Self { key, card })
    }

    /// Returns the key as it is written down; wiped when dropped.
    #[must_use]
    pub fn secret(&self) -> Zeroizing<String> {
        self.key.secret()
    }

    /// Returns what the vault is told: the card.
    #[must_use]
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// Notes the vault for the new key too, should it be needed on this device; asked for again where that fails.
    pub fn note(&self, place: &Place, accept: &Accept) {
        let _ = fresh::note(place, &self.key, Access::Read, accept, clock::random);
    }

    /// Returns what is shown of it: the key too, this once.
    #[must_use]
    pub fn view(&self, sheet: Option<&Path>) -> NewRecovery {
        NewRecovery {
            public_key: self.key.public(),
            recovery_key: self.secret().to_string(),
            sheet: sheet.map(|path| path.display().to_string()),
        }
    }
}

/// Writes the sheet to be printed, for its owner alone.
///
/// # Privacy
/// It holds the recovery key: it is to be printed, and deleted.
///
/// # Errors
/// [`KeyError::Exists`], [`KeyError::Write`].
pub fn write_sheet(path: &Path, html: &str) -> Result<(), KeyError> {
    file::write_whole(path, html.as_bytes(), false).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => KeyError::Exists(path.to_owned()),
        _ => KeyError::Write(path.to_owned(), error),
    })
}

/// A device that took the place of lost ones.
pub struct Recovered {
    /// Its identity file.
    pub identity: PathBuf,
    /// The identity file of before, if there was one; it opens nothing of what is written from now on.
    pub aside: Option<PathBuf>,
    /// Whether its file has no passphrase.
    pub without_passphrase: bool,
    /// The devices that were removed as lost.
    pub lost: Vec<String>,
    /// The six words of the vault from now on.
    pub words: Six,
}

impl Recovered {
    /// What is shown of it.
    #[must_use]
    pub fn view(&self, lang: Lang) -> crate::features::key::views::Recovered {
        crate::features::key::views::Recovered {
            identity: self.identity.display().to_string(),
            put_aside: self.aside.as_ref().map(|path| path.display().to_string()),
            lost: self.lost.clone(),
            words: words::say(lang, &self.words),
        }
    }
}

/// A device that is lost.
pub struct Lost {
    device: Device,
    name: String,
}

/// Finds the devices that somebody named as lost, each once.
///
/// # Errors
/// As [`holders::pick`].
pub fn lost(vault: &Vault, typed: &[String]) -> Result<Vec<Lost>, KeyError> {
    let mut out: Vec<Lost> = Vec::new();
    for typed in typed {
        let holder = holders::pick(vault.holders(), typed)?;
        if !out.iter().any(|lost| lost.device == holder.device) {
            out.push(Lost { device: holder.device, name: holder.name.clone() });
        }
    }
    Ok(out)
}

/// Says why a key on paper does not open a vault, where it is the key and not the vault; of a device that was removed nothing is
/// said then.
#[must_use]
pub fn spent(place: &Place, paper: &Identity, accept: &Accept) -> Option<KeyError> {
    let opened = open::vault(place, paper, Access::Read, accept, clock::random);
    let closed = |error: &VaultError| {
        matches!(error, VaultError::WrongKey | VaultError::Shut | VaultError::Retired { .. })
    };
    opened.is_err_and(|error| closed(&error)).then_some(KeyError::Spent)
}

/// What a recovery is made with.
pub struct Recovery<'a> {
    /// The recovery key.
    pub paper: &'a Identity,
    /// What the new device is called.
    pub name: &'a str,
    /// The devices that are lost.
    pub lost: &'a [Lost],
    /// The words proposed as its passphrase.
    pub proposal: &'a str,
    /// What a person agreed to.
    pub accept: &'a Accept,
}

/// Refuses early what is no recovery key of a vault.
///
/// # Errors
/// [`KeyError::NotRecovery`].
pub fn is_of(vault: &Vault, paper: &Identity) -> Result<(), KeyError> {
    let holder = vault.holders().holder(&paper.device());
    if holder.is_some_and(|h| h.class == Class::Recovery) { Ok(()) } else { Err(KeyError::NotRecovery) }
}

/// Makes a new device out of the recovery key: it organizes from now on, and the recovery key is spent.
///
/// # Durability
/// The identity file is written first: a device that the vault does not know is put aside by the next try, and one that it
/// knows has its file. On an error the vault and the file of before are as they were.
///
/// # Errors
/// [`KeyError`].
pub fn recover(
    vault: Vault,
    place: &Place,
    recovery: &Recovery<'_>,
    ask: &dyn Ask,
) -> Result<Recovered, KeyError> {
    let Recovery { paper, name, lost, proposal, accept } = *recovery;
    is_of(&vault, paper)?;
    let name = super::name(name)?;
    let made = fresh::make(place, ask, proposal)?;
    let card = Card::make(&made.identity, &name).map_err(|_| KeyError::Name)?;
    let retire = |device, why| Act::Retire { device, why, cut: vec![] };
    let mut acts = vec![Act::Admit(Admit { card, roles: Roles::ORGANIZER, class: Class::Device })];
    acts.push(retire(paper.device(), Departure::Spent));
    acts.extend(lost.iter().map(|lost| retire(lost.device, Departure::Lost)));
    let path = place.identity_file();
    let written = |error| KeyError::Write(path.clone(), error);
    let aside = fresh::put_aside(&path).map_err(written)?;
    let turned = made.write(&path).map_err(written).and_then(|()| {
        let turning = Turning {
            reason: Reason::Recover,
            acts,
            erased: BTreeSet::new(),
            writer: Some(&made.identity),
            now_ms: clock::now_ms(),
        };
        settled_turn(vault, place, (paper, accept), &turning)
    });
    let words = match turned {
        Ok(words) => words,
        Err(error) => {
            let _ = fs::remove_file(&path);
            if let Some(aside) = &aside {
                let _ = fs::rename(aside, &path);
            }
            return Err(error);
        }
    };
    let _ = fresh::note(place, &made.identity, Access::Write, accept, clock::random);
    Ok(Recovered {
        identity: path,
        aside,
        without_passphrase: made.without_passphrase,
        lost: lost.iter().map(|lost| lost.name.clone()).collect(),
        words,
    })
}

/// Turns the keys. A sending that the lost device did not end is settled first: what was due may have left, and is not sent again by
/// itself.
fn settled_turn(
    vault: Vault,
    place: &Place,
    (paper, accept): (&Identity, &Accept),
    turning: &Turning<'_>,
) -> Result<Six, KeyError> {
    match vault.turn(turning) {
        Err(VaultError::Run) => {
            open::doubt_older(place, paper, clock::random)?;
            Ok(open::vault(place, paper, Access::Read, accept, clock::random)?.turn(turning)?)
        }
        other => Ok(other?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::holders::share::ShareError;

    #[test]
    fn the_key_and_its_shares_are_told_apart_and_come_to_the_same() {
        let key = Identity::generate();
        for text in [key.secret().to_string(), format!(" {}\n", key.secret().to_lowercase())] {
            assert!(matches!(typed(&text), Ok(Typed::Key(read)) if read.public() == key.public()));
        }
        let shares = split(&key).unwrap_or_else(|e| panic!("{e}"));
        let read: Vec<Share> = [(&shares[2], Lang::Fr), (&shares[0], Lang::En)]
            .into_iter()
            .map(|(share, lang)| match typed(&share.say(lang)) {
                Ok(Typed::Share(share)) => share,
                _ => panic!("not a share"),
            })
            .collect();
        assert_eq!(join(&read).map(|k| k.public()).ok(), Some(key.public()));
        assert!(matches!(typed("AGE-SECRET-KEY-1QQQ"), Err(KeyError::Paper)));
        assert!(matches!(typed("abaisser abandon"), Err(KeyError::Share(ShareError::Words))));
        assert!(matches!(typed(""), Err(KeyError::Share(ShareError::Words))));
    }
}
