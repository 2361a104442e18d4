//! Makes the card of this device; its passphrase, the recovery key. What is not here: questions and words.

pub mod hardware;
pub mod holders;
pub mod passphrase;
pub mod recovery;

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    base::{Lang, hex, text::tidy},
    features::key::{actions::holders::OtherKey, views::OwnCard},
    open::{self, Ask, OpenError, Place, fresh},
    vault::{
        VaultError, file,
        holders::{Card, card, share::ShareError, words},
    },
};

/// Why there is no card.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The name cannot stand in a card.
    #[error("the name cannot stand in a card")]
    Name,
    /// Not a recovery key.
    #[error("this is not a recovery key")]
    Paper,
    /// A share cannot be read, or the shares do not come to a key.
    #[error(transparent)]
    Share(#[from] ShareError),
    /// The identity does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A kind of key that cannot hold a vault.
    #[error("this kind of key cannot hold a vault")]
    Other(OtherKey),
    /// Neither a card nor a public key.
    #[error("this is neither a card nor a public key")]
    NoCard,
    /// There is no file of that name.
    #[error("there is no file of that name")]
    NoFile(PathBuf),
    /// The six words are not those of the card.
    #[error("the six words are not those of the card")]
    Words,
    /// It holds the vault already.
    #[error("{0} holds the vault already")]
    Present(String),
    /// It held the vault before; a key that was used does not come back.
    #[error("{0} held the vault before")]
    Former(String, u64),
    /// A public key alone can only read.
    #[error("a public key alone can only read")]
    ReadsOnly,
    /// The key on paper does not open the vault, or not any more.
    #[error("this recovery key does not open the vault")]
    Spent,
    /// A recovery key has no other roles.
    #[error("a recovery key has no other roles")]
    RecoveryRoles,
    /// It has these roles already.
    #[error("{0} has these roles already")]
    SameRoles(String),
    /// No holder has this name.
    #[error("no holder is called {0}")]
    Nobody(String, Vec<String>),
    /// More than one holder has it.
    #[error("more than one holder is called {0}")]
    Several(String, Vec<String>),
    /// Nobody else could change anything afterwards.
    #[error("{0} is the last organizer")]
    LastOrganizer(String),
    /// A device does not remove itself.
    #[error("a device does not remove itself")]
    Oneself,
    /// Only an organizer's device changes who holds the vault.
    #[error("only the device of an organizer does this")]
    NoOrganizer,
    /// Not the recovery key of this vault.
    #[error("this is not the recovery key of this vault")]
    NotRecovery,
    /// The vault did not let it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// There is a file of that name.
    #[error("there is a file of that name")]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("the file cannot be written")]
    Write(PathBuf, #[source] io::Error),
}

/// Takes a name as it is typed and returns it as it will stand in the card.
///
/// # Errors
/// [`KeyError::Name`] for an empty one, one of more than 60 characters, and one with signs that cannot be seen.
pub fn name(typed: &str) -> Result<String, KeyError> {
    card::named(&tidy(typed)).map_err(|_| KeyError::Name)
}

/// Makes the card of the identity in a file. The same identity and the same name make the same card.
///
/// # Errors
/// [`KeyError::Name`] before a passphrase is asked for; [`KeyError::Open`].
pub fn card(identity: &Path, name: &str, ask: &dyn Ask) -> Result<Card, KeyError> {
    let name = self::name(name)?;
    let identity = open::identity(identity, ask)?;
    Card::make(&identity, &name).map_err(|_| KeyError::Name)
}

/// Makes the identity of a device that has none yet, and its card: for who is to be admitted.
///
/// # Durability
/// On `Ok` the identity file survives a power cut.
///
/// # Errors
/// [`KeyError::Name`] before a passphrase is asked for; [`KeyError::Open`], [`KeyError::Write`].
pub fn first_card(place: &Place, name: &str, ask: &dyn Ask, proposal: &str) -> Result<Card, KeyError> {
    let name = self::name(name)?;
    let made = fresh::make(place, ask, proposal)?;
    let card = Card::make(&made.identity, &name).map_err(|_| KeyError::Name)?;
    let path = place.identity_file();
    made.write(&path).map_err(|error| KeyError::Write(path, error))?;
    Ok(card)
}

/// Returns what is shown of a card, with its six words in a language.
#[must_use]
pub fn own_card(card: &Card, lang: Lang, out: Option<&Path>) -> OwnCard {
    OwnCard {
        name: card.name.clone(),
        device: hex::write(&card.device()),
        public_key: card.recipient.clone(),
        card: card.text(),
        words: words::say(lang, &card.six()),
        out: out.map(|out| out.display().to_string()),
    }
}

/// Writes the text of a card into a file, beside, synced, renamed.
///
/// # Durability
/// On `Ok` the file survives a power cut; on an error what had that name is as it was.
///
/// # Errors
/// [`KeyError::Exists`], [`KeyError::Write`].
pub fn write(out: &Path, card: &Card, replace: bool) -> Result<(), KeyError> {
    file::write_whole(out, format!("{}\n", card.text()).as_bytes(), replace).map_err(|error| {
        match error.kind() {
            io::ErrorKind::AlreadyExists => KeyError::Exists(out.to_owned()),
            _ => KeyError::Write(out.to_owned(), error),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        open::{AskError, Secret, Wanted},
        vault::Identity,
    };

    struct Nobody;

    impl Ask for Nobody {
        fn passphrase(&self, _: Wanted) -> Result<Secret, AskError> {
            Err(AskError::NoTerminal)
        }
        fn scripted(&self) -> bool {
            false
        }
    }

    #[test]
    fn a_card_is_made_written_and_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let (key, out) = (dir.path().join("key.txt"), dir.path().join("card.txt"));
        let identity = Identity::generate();
        file::write_whole(&key, identity.plain_file().as_bytes(), false).unwrap();
        let made = card(&key, "  Portable  d’Alix ", &Nobody).unwrap();
        assert_eq!(
            (made.name.as_str(), made.recipient.as_str()),
            ("Portable d’Alix", identity.public().as_str())
        );
        assert_eq!(card(&key, "Portable d’Alix", &Nobody).unwrap(), made, "it is the same each time");
        write(&out, &made, false).unwrap();
        assert_eq!(Card::from_text(&std::fs::read_to_string(&out).unwrap()), Ok(made.clone()));
        assert!(matches!(write(&out, &made, false), Err(KeyError::Exists(path)) if path == out));
        write(&out, &made, true).unwrap();
        let nowhere = dir.path().join("none/card.txt");
        assert!(matches!(write(&nowhere, &made, false), Err(KeyError::Write(path, _)) if path == nowhere));
    }

    #[test]
    fn a_bad_name_is_refused_before_anything_is_read() {
        let nowhere = Path::new("/nonexistent/key.txt");
        for typed in ["", "  ", "a\u{202e}b", &"x".repeat(61)] {
            assert!(matches!(card(nowhere, typed, &Nobody), Err(KeyError::Name)), "{typed:?}");
        }
        assert!(matches!(card(nowhere, "Alix", &Nobody), Err(KeyError::Open(OpenError::NoIdentity))));
    }
}
