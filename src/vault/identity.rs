//! The age identity of a device: made, kept under a passphrase, read again.

use std::io::{Read, Write};

use age::{
    Decryptor, Encryptor,
    armor::{ArmoredReader, ArmoredWriter, Format},
    secrecy::{ExposeSecret, SecretString},
    x25519,
};
use zeroize::Zeroizing;

use crate::{roster::Device, vault::passphrase};

/// Work factor written: 256 MiB and about a second. Set by us: the crate would measure this machine, once, and a busy
/// one would get a weaker file.
pub const WORK: u8 = 18;
/// Least work factor accepted.
pub const WORK_LEAST: u8 = 17;
/// Greatest work factor accepted (1 GiB).
pub const WORK_MOST: u8 = 20;
/// An identity file is never larger.
pub const FILE_MOST: u64 = 64 * 1024;

/// Why an identity cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// Not an identity file.
    #[error("this is not an age identity file")]
    NotOne,
    /// A kind of identity that this program does not read (post-quantum, plugin, SSH).
    #[error("this kind of age identity is not read here")]
    OtherKind,
    /// A work factor outside the accepted range.
    #[error("the file asks for the work factor {0}, accepted are 17 to 20")]
    Work(u8),
    /// The passphrase does not open it.
    #[error("the passphrase does not open the identity")]
    WrongPassphrase,
    /// The file is damaged.
    #[error("the identity file is damaged")]
    Damaged,
}

/// The identity of a device, or the recovery key. It has no `Debug`.
pub struct Identity {
    key: x25519::Identity,
}

impl Identity {
    /// Makes a new identity.
    #[must_use]
    pub fn generate() -> Self {
        Self { key: x25519::Identity::generate() }
    }

    /// Returns the public key, `age1…`.
    #[must_use]
    pub fn public(&self) -> String {
        self.key.to_public().to_string()
    }

    /// Returns the device that this identity stands for in stamps and in the log.
    #[must_use]
    pub fn device(&self) -> Device {
        let hash = blake3::derive_key("contrepoids vault format 1 device", self.public().as_bytes());
        hash.first_chunk::<8>().copied().unwrap_or([0; 8])
    }

    /// Returns the secret key, `AGE-SECRET-KEY-1…`, to be written on paper or into a file; wiped when dropped.
    #[must_use]
    pub fn secret(&self) -> Zeroizing<String> {
        Zeroizing::new(self.key.to_string().expose_secret().to_owned())
    }

    pub(crate) fn as_age(&self) -> &x25519::Identity {
        &self.key
    }

    /// Returns the content of a key file without a passphrase, for scripts and tests.
    #[must_use]
    pub fn plain_file(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("# public key: {}\n{}\n", self.public(), *self.secret()))
    }

    /// Returns the content of an identity file under a passphrase: an armored age file, as `age -p -a` makes.
    ///
    /// # Errors
    /// [`IdentityError::Damaged`] only if the age crate cannot write into memory.
    pub fn sealed_file(&self, typed: &str) -> Result<Vec<u8>, IdentityError> {
        let damaged = |_| IdentityError::Damaged;
        let mut recipient = age::scrypt::Recipient::new(secret(typed));
        recipient.set_work_factor(WORK);
        let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as _))
            .map_err(|_| IdentityError::Damaged)?;
        let armor = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).map_err(damaged)?;
        let mut writer = encryptor.wrap_output(armor).map_err(damaged)?;
        writer.write_all(self.plain_file().as_bytes()).map_err(damaged)?;
        writer.finish().and_then(ArmoredWriter::finish).map_err(damaged)
    }

    /// Reads an identity file; `passphrase` is asked for only when the file has one.
    ///
    /// # Errors
    /// [`IdentityError`], or what `passphrase` returned.
    pub fn read<E: From<IdentityError>>(
        file: &[u8],
        passphrase: impl FnOnce() -> Result<Zeroizing<String>, E>,
    ) -> Result<Self, E> {
        let is_age = file.starts_with(b"age-encryption.org/")
            || file.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----");
        if !is_age {
            return Ok(Self::parse(file)?);
        }
        let mut binary = Vec::new();
        ArmoredReader::new(file).read_to_end(&mut binary).map_err(|_| IdentityError::Damaged)?;
        check_work(&binary)?;
        let typed = passphrase()?;
        let decryptor = Decryptor::new(&*binary).map_err(|_| IdentityError::Damaged)?;
        let mut identity = age::scrypt::Identity::new(secret(&typed));
        identity.set_max_work_factor(WORK_MOST);
        let reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity));
        let mut reader = reader.map_err(|error| match error {
            age::DecryptError::InvalidHeader | age::DecryptError::InvalidMac | age::DecryptError::Io(_) => {
                IdentityError::Damaged
            }
            _ => IdentityError::WrongPassphrase,
        })?;
        let mut plain = Zeroizing::new(Vec::with_capacity(4096));
        reader.read_to_end(&mut plain).map_err(|_| IdentityError::Damaged)?;
        Ok(Self::parse(&plain)?)
    }

    /// Reads the text of a key file: comments and one secret key.
    fn parse(text: &[u8]) -> Result<Self, IdentityError> {
        let text = std::str::from_utf8(text).map_err(|_| IdentityError::NotOne)?;
        let mut keys = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        let line = keys.next().ok_or(IdentityError::NotOne)?;
        let upper = Zeroizing::new(line.to_ascii_uppercase());
        if keys.next().is_some() {
            return Err(IdentityError::NotOne);
        }
        if upper.starts_with("AGE-PLUGIN-")
            || upper.starts_with("AGE-SECRET-KEY-PQ-")
            || line.starts_with("-----BEGIN")
        {
            return Err(IdentityError::OtherKind);
        }
        let key = line.parse().map_err(|_| IdentityError::NotOne)?;
        Ok(Self { key })
    }
}

/// Normalises a passphrase and hands it to the age crate.
fn secret(typed: &str) -> SecretString {
    SecretString::from(passphrase::normal(typed).to_string())
}

/// Refuses a work factor outside the range before any work is done.
fn check_work(file: &[u8]) -> Result<(), IdentityError> {
    let header = file.split(|b| *b == b'\n').take(64);
    let stanza = header
        .filter_map(|line| std::str::from_utf8(line).ok())
        .find_map(|line| line.strip_prefix("-> "))
        .ok_or(IdentityError::Damaged)?;
    let parts: Vec<&str> = stanza.split(' ').collect();
    match parts.as_slice() {
        ["scrypt", _, work] => match work.parse::<u8>() {
            Ok(work) if (WORK_LEAST..=WORK_MOST).contains(&work) => Ok(()),
            Ok(work) => Err(IdentityError::Work(work)),
            Err(_) => Err(IdentityError::Damaged),
        },
        _ => Err(IdentityError::NotOne),
    }
}
