//! A hardware key (clé matérielle): an identity file sealed to a plugin of age, in the place of a passphrase.
//!
//! It locks the file alone. The identity inside is what the vault knows, so that nobody else needs the plugin, and signing and
//! sealing are as ever. What is not here: where plugins lie and who agreed to run them (`open::hardware`).

use std::sync::Arc;

use age::{
    DecryptError, EncryptError, Encryptor,
    plugin::{self, IdentityPluginV1, RecipientPluginV1},
    secrecy::SecretString,
};
use zeroize::Zeroizing;

use crate::vault::{
    Identity, IdentityError,
    age_file::{self, AgeError, Form},
};

/// What a file that names a hardware key begins with.
const BEGIN: &str = "AGE-PLUGIN-";
/// The longest name of a plugin.
const NAME_MOST: usize = 32;

/// Why a hardware key did not lock or unlock an identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HardwareError {
    /// The file names no hardware key.
    #[error("this is no identity of a plugin")]
    NotOne,
    /// The plugin's name is not of small letters, digits and hyphens.
    #[error("the name of the plugin is not plain")]
    Name,
    /// The plugin's program is not there.
    #[error("{0} is not in the PATH")]
    Missing(String),
    /// The plugin would be found by way of a folder that is not absolute.
    #[error("the PATH names a folder that is not absolute")]
    Relative,
    /// `AGEDEBUG` would have the plugin's talk, and with it the key of the file, printed.
    #[error("AGEDEBUG is set")]
    Debug,
    /// The file that names the hardware key is not beside the identity.
    #[error("the file that names the hardware key is not there")]
    Lost,
    /// It cannot be read or written.
    #[error("the file that names the hardware key cannot be read or written")]
    File(std::io::ErrorKind),
    /// Nobody agreed to run the program that is there now.
    #[error("nobody agreed to run {0}")]
    Refused(String),
    /// The plugin could not do it; its words, which are anybody's.
    #[error("the plugin refused")]
    Said(Vec<String>),
    /// This hardware key does not open the file.
    #[error("this hardware key does not open the identity")]
    OtherKey,
    /// The file, or what is inside, is no identity.
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

impl From<AgeError> for HardwareError {
    fn from(error: AgeError) -> Self {
        Self::Identity(error.into())
    }
}

/// Who is told to touch the key, and asked for its number.
pub trait Touch: Send + Sync {
    /// Shows what a plugin says.
    fn tell(&self, message: &str);
    /// Asks whether to run a program that is not the one that was agreed to.
    fn agree(&self, program: &str) -> Option<bool>;
    /// Has a person choose; nothing where nobody can be asked.
    fn choose(&self, message: &str, yes: &str, no: Option<&str>) -> Option<bool>;
    /// Asks for something that is no secret.
    fn ask(&self, question: &str) -> Option<String>;
    /// Asks for a secret: the PIN of the key.
    fn secret(&self, question: &str) -> Option<Zeroizing<String>>;
}

/// Hands what a plugin wants to whoever is there.
#[derive(Clone)]
struct Callbacks(Arc<dyn Touch>);

impl age::Callbacks for Callbacks {
    fn display_message(&self, message: &str) {
        self.0.tell(message);
    }

    fn confirm(&self, message: &str, yes: &str, no: Option<&str>) -> Option<bool> {
        self.0.choose(message, yes, no)
    }

    fn request_public_string(&self, description: &str) -> Option<String> {
        self.0.ask(description)
    }

    fn request_passphrase(&self, description: &str) -> Option<SecretString> {
        self.0.secret(description).map(|typed| SecretString::from(typed.to_string()))
    }
}

/// What names a hardware key: the line `AGE-PLUGIN-…` that its plugin printed.
#[derive(Clone)]
pub struct Stub {
    key: plugin::Identity,
}

impl Stub {
    /// Reads the file that a plugin printed: comments and one line.
    ///
    /// # Errors
    /// [`HardwareError::NotOne`], [`HardwareError::Name`].
    pub fn read(text: &[u8]) -> Result<Self, HardwareError> {
        let text = std::str::from_utf8(text).map_err(|_| HardwareError::NotOne)?;
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (Some(line), None) = (lines.next(), lines.next()) else { return Err(HardwareError::NotOne) };
        if !line.to_ascii_uppercase().starts_with(BEGIN) {
            return Err(HardwareError::NotOne);
        }
        // What stands before the last hyphen is the name; it becomes that of a program.
        let name =
            line.get(BEGIN.len()..).and_then(|rest| rest.rsplit_once('-')).map_or("", |(name, _)| name);
        if name.len() > NAME_MOST || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(HardwareError::Name);
        }
        let key: plugin::Identity = line.parse().map_err(|_| HardwareError::NotOne)?;
        if key.plugin().is_empty() || key.plugin().starts_with('-') {
            return Err(HardwareError::Name);
        }
        Ok(Self { key })
    }

    /// Returns the name of the plugin's program.
    #[must_use]
    pub fn program(&self) -> String {
        format!("age-plugin-{}", self.key.plugin())
    }

    /// Returns the line that names the key.
    #[must_use]
    pub fn line(&self) -> Zeroizing<String> {
        Zeroizing::new(self.key.to_string())
    }

    /// Returns an identity file that only this hardware key opens.
    ///
    /// # Errors
    /// [`HardwareError::Said`], [`HardwareError::Missing`].
    pub fn seal(&self, identity: &Identity, touch: Arc<dyn Touch>) -> Result<Vec<u8>, HardwareError> {
        let one = [self.key.clone()];
        let sealing = RecipientPluginV1::new(self.key.plugin(), &[], &one, Callbacks(touch));
        let sealing = sealing.map_err(|_| HardwareError::Missing(self.program()))?;
        let encryptor = Encryptor::with_recipients(std::iter::once(&sealing as &dyn age::Recipient));
        let encryptor = encryptor.map_err(|error| match error {
            EncryptError::Plugin(said) => HardwareError::Said(words(&said)),
            _ => HardwareError::Said(Vec::new()),
        })?;
        age_file::seal_by(encryptor, identity.plain_file().as_bytes(), Form::Armored)
            .map_err(|_| HardwareError::Said(Vec::new()))
    }

    /// Opens such a file.
    ///
    /// # Errors
    /// [`HardwareError`].
    pub fn open(&self, file: &[u8], touch: Arc<dyn Touch>) -> Result<Identity, HardwareError> {
        let one = [self.key.clone()];
        let key = IdentityPluginV1::new(self.key.plugin(), &one, Callbacks(touch));
        let key = key.map_err(|_| HardwareError::Missing(self.program()))?;
        let plain = age_file::open_by(file, &key, |error| match error {
            DecryptError::Plugin(said) => HardwareError::Said(words(&said)),
            DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed => HardwareError::OtherKey,
            // The program ended, or said what none says.
            DecryptError::Io(_) => HardwareError::Said(Vec::new()),
            _ => AgeError::Header.into(),
        })?;
        Ok(Identity::from_secret(&plain)?)
    }
}

/// What a plugin said, as text; the age crate puts signs of direction around what it fills in.
fn words(said: &[impl ToString]) -> Vec<String> {
    said.iter().map(|words| words.to_string().replace(['\u{2068}', '\u{2069}'], "")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line as plugins print it: five bytes under a name.
    const STUB: &str = "AGE-PLUGIN-TRIAL-1QYPQXPQ9WUK3VM";

    #[test]
    fn the_name_of_a_program_comes_from_a_plain_name_alone() {
        let wrong = [
            "AGE-PLUGIN-../../BIN/SH-1QYPQXPQ9QCRSSZ",
            "AGE-PLUGIN-A.B-1QYPQXPQ9QCRSSZ",
            "AGE-PLUGIN-A+B-1QYPQXPQ9QCRSSZ",
            "AGE-PLUGIN-A_B-1QYPQXPQ9QCRSSZ",
            "AGE-PLUGIN-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-1QYPQXPQ9QCRSSZ",
        ];
        for line in wrong {
            assert_eq!(Stub::read(line.as_bytes()).err(), Some(HardwareError::Name), "{line}");
        }
        let none = ["", "# age1trial1qqq", "AGE-SECRET-KEY-1QQQ", "AGE-PLUGIN-TRIAL-1QQQQ", "\u{e9}"];
        for line in none {
            assert_eq!(Stub::read(line.as_bytes()).err(), Some(HardwareError::NotOne), "{line}");
        }
        let twice = format!("{STUB}\n{STUB}\n");
        assert_eq!(Stub::read(twice.as_bytes()).err(), Some(HardwareError::NotOne));
        assert_eq!(Stub::read(&[0xff]).err(), Some(HardwareError::NotOne));
    }
}
