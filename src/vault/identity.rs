//! The age identity of a device: made, kept under a passphrase, read again.

use age::{secrecy::ExposeSecret, x25519};
use zeroize::Zeroizing;

use crate::vault::age_file::{self, AgeError, Form};

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
#[derive(Clone)]
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
        age_file::seal_under(typed, WORK, self.plain_file().as_bytes(), Form::Armored)
            .map_err(|_| IdentityError::Damaged)
    }

    /// Tells whether the content of an identity file is under a passphrase.
    #[must_use]
    pub fn under_passphrase(file: &[u8]) -> bool {
        file.starts_with(b"age-encryption.org/") || file.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----")
    }

    /// Reads a secret key, as [`Identity::secret`] gives it.
    ///
    /// # Errors
    /// [`IdentityError`] for what is none.
    pub fn from_secret(text: &[u8]) -> Result<Self, IdentityError> {
        Self::parse(text)
    }

    /// Reads an identity file; `passphrase` is asked for only when the file has one.
    ///
    /// # Errors
    /// [`IdentityError`], or what `passphrase` returned.
    pub fn read<E: From<IdentityError>>(
        file: &[u8],
        passphrase: impl FnOnce() -> Result<Zeroizing<String>, E>,
    ) -> Result<Self, E> {
        if !Self::under_passphrase(file) {
            return Ok(Self::parse(file)?);
        }
        let asked = || passphrase().map_err(Refused::Asked);
        let plain = age_file::open_under(file, WORK_LEAST..=WORK_MOST, asked).map_err(|e| match e {
            Refused::Asked(error) => error,
            Refused::Age(error) => IdentityError::from(error).into(),
        })?;
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

/// Why a file under a passphrase did not open: the file, or nobody gave a passphrase.
enum Refused<E> {
    Age(AgeError),
    Asked(E),
}

impl<E> From<AgeError> for Refused<E> {
    fn from(error: AgeError) -> Self {
        Self::Age(error)
    }
}

impl From<AgeError> for IdentityError {
    fn from(error: AgeError) -> Self {
        match error {
            AgeError::Work(work) => Self::Work(work),
            AgeError::WrongPassphrase => Self::WrongPassphrase,
            AgeError::NotHeld | AgeError::NotAge => Self::NotOne,
            _ => Self::Damaged,
        }
    }
}

/// Opens a file with the first identity that fits.
///
/// # Privacy
/// The content is handed out only after its last byte is authenticated, and wiped when dropped.
///
/// # Errors
/// [`AgeError`] for a file that is not for these identities, and for each one that was changed in any bit.
pub fn open(file: &[u8], identities: &[&Identity]) -> Result<Zeroizing<Vec<u8>>, AgeError> {
    age_file::open_with(file, identities.iter().map(|i| i.as_age() as &dyn age::Identity))
}

/// Opens a file as [`open`] does, and returns what is said beside its content.
///
/// # Errors
/// As [`open`].
pub fn hear(file: &[u8], identity: &Identity) -> Result<age_file::Heard, AgeError> {
    age_file::hear_with(file, identity.as_age())
}
