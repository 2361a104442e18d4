//! Age files, whole in memory: sealed to readers or under a passphrase, opened with identities or a passphrase.
//!
//! The one wrapper around the age crate's streams. What is not here: files on disk (`vault::file`), which keys there
//! are (`vault::identity`).
//!
//! Invariant: nothing of the content is handed out before its last byte is authenticated.

use std::{
    cell::RefCell,
    io::{Read, Write},
    ops::RangeInclusive,
};

use age::{
    DecryptError, Decryptor, Encryptor,
    armor::{ArmoredReader, ArmoredWriter, Format},
    scrypt,
    secrecy::SecretString,
    x25519,
};
use zeroize::Zeroizing;

use crate::vault::{
    beside::{Hearing, Said},
    passphrase,
};

/// A header is never longer; the standard programs write about 200 bytes for each reader.
const HEADER_MOST: usize = 64 * 1024;
/// Readers of one file.
pub const READERS_MOST: usize = 64;
/// What is said beside a content is never longer.
const SAID_MOST: usize = 1_000;
/// Stanzas of a header that are looked at: one for each reader and what an other program adds as grease.
const STANZAS_MOST: usize = 256;
/// A file that is opened is never larger, nor is what it holds.
pub const MOST: u64 = 256 * 1024 * 1024;

const MAGIC: &[u8] = b"age-encryption.org/";

/// How an age file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Bytes.
    Binary,
    /// Lines of text, a third longer; fit for a mail.
    Armored,
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Binary => Self::Binary,
            Form::Armored => Self::AsciiArmor,
        }
    }
}

/// Why a text is not the public key of a reader. The text itself is kept out: it may be a secret key or an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReaderError {
    /// A secret key, where a public one belongs.
    #[error("this is a secret key")]
    Secret,
    /// A post-quantum key, `age1pq1…`.
    #[error("post-quantum keys are not written here")]
    PostQuantum,
    /// A key of a hardware token or of another plugin, `age1yubikey1…`.
    #[error("keys of plugins are not written here")]
    Plugin,
    /// An SSH key.
    #[error("SSH keys are not written here")]
    Ssh,
    /// A mail address.
    #[error("this is a mail address, not a key")]
    Address,
    /// Nothing of the kind, or mistyped.
    #[error("this is not a public key of age")]
    NotOne,
}

/// The public key of somebody who shall open a file, `age1…`.
#[derive(Clone)]
pub struct Reader {
    key: x25519::Recipient,
    text: String,
}

impl Reader {
    /// Reads a public key; all in capitals, as in a QR code, is the same key.
    ///
    /// # Errors
    /// [`ReaderError`].
    pub fn read(text: &str) -> Result<Self, ReaderError> {
        let text = Zeroizing::new(text.trim().to_owned());
        let lower = Zeroizing::new(text.to_ascii_lowercase());
        if lower.starts_with("age-secret-key-") || lower.starts_with("age-plugin-") {
            return Err(ReaderError::Secret);
        }
        if ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"].iter().any(|kind| lower.starts_with(kind)) {
            return Err(ReaderError::Ssh);
        }
        if lower.starts_with("age1pq1") || lower.starts_with("age1tagpq1") {
            return Err(ReaderError::PostQuantum);
        }
        // The digit 1 does not occur in the data of such a key: a second one ends the name of a plugin.
        if lower.strip_prefix("age1").is_some_and(|rest| rest.contains('1')) {
            return Err(ReaderError::Plugin);
        }
        if lower.contains('@') {
            return Err(ReaderError::Address);
        }
        let one_case = if text.chars().any(|c| c.is_ascii_lowercase()) { &text } else { &lower };
        let key: x25519::Recipient = one_case.parse().map_err(|_| ReaderError::NotOne)?;
        let text = key.to_string();
        Ok(Self { key, text })
    }

    /// Returns the key as text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Why an age file could not be written or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AgeError {
    /// Not an age file.
    #[error("this is not an age file")]
    NotAge,
    /// Above [`MOST`].
    #[error("the file is larger than 256 MiB")]
    TooLarge,
    /// The lines of an armored file are not whole.
    #[error("the armor of the file is damaged")]
    Armor,
    /// The header is not whole, was changed or is of another version.
    #[error("the header of the file is damaged or was changed")]
    Header,
    /// None of the identities opens it.
    #[error("the file is not for this identity, or its header was changed")]
    NotHeld,
    /// Sealed under a passphrase, where readers are expected.
    #[error("the file is sealed under a passphrase")]
    UnderPassphrase,
    /// Asks for a work factor outside the accepted range.
    #[error("the file asks for the work factor {0}, outside the accepted range")]
    Work(u8),
    /// The passphrase does not open it.
    #[error("the passphrase does not open the file")]
    WrongPassphrase,
    /// The content was changed, cut or lengthened.
    #[error("the content of the file is damaged or was changed")]
    Content,
    /// Nobody to write for, or more than [`READERS_MOST`].
    #[error("a file has 1 to 64 readers")]
    Readers,
}

/// Seals a content for readers; each of them opens it, and nobody else, the writer included.
///
/// # Privacy
/// The file tells how many readers there are and about how long the content is; not who they are.
///
/// # Errors
/// [`AgeError::Readers`] for none or too many.
pub fn seal(readers: &[Reader], content: &[u8], form: Form) -> Result<Vec<u8>, AgeError> {
    let sealing = Sealing::new(readers, form)?;
    sealing.write(content, Vec::with_capacity(room(content, form))).map_err(|_| AgeError::Content)
}

/// A file about to be sealed for readers: all that can be refused was.
pub struct Sealing {
    encryptor: Encryptor,
    form: Form,
}

impl Sealing {
    /// Makes the header.
    ///
    /// # Errors
    /// [`AgeError::Readers`] for none or too many.
    pub fn new(readers: &[Reader], form: Form) -> Result<Self, AgeError> {
        Self::saying(readers, form, None)
    }

    /// Makes the header, with something said beside the content, at most 1,000 bytes; the readers alone hear it.
    ///
    /// # Errors
    /// [`AgeError::Readers`] for none or too many, [`AgeError::TooLarge`] for too much said.
    pub fn saying(readers: &[Reader], form: Form, said: Option<&[u8]>) -> Result<Self, AgeError> {
        if readers.is_empty() || readers.len() > READERS_MOST {
            return Err(AgeError::Readers);
        }
        if said.is_some_and(|said| said.len() > SAID_MOST) {
            return Err(AgeError::TooLarge);
        }
        let said = said.map(Said);
        let recipients = readers.iter().map(|r| &r.key as &dyn age::Recipient);
        let recipients = recipients.chain(said.iter().map(|s| s as &dyn age::Recipient));
        let encryptor = Encryptor::with_recipients(recipients).map_err(|_| AgeError::Readers)?;
        Ok(Self { encryptor, form })
    }

    /// Seals the content into a writer, which need not hold it in memory, and returns the writer.
    ///
    /// # Errors
    /// What the writer said; what it has got then is no whole file.
    pub fn write<W: Write>(self, content: &[u8], out: W) -> std::io::Result<W> {
        let armor = ArmoredWriter::wrap_output(out, self.form.into())?;
        let mut writer = self.encryptor.wrap_output(armor)?;
        writer.write_all(content)?;
        writer.finish().and_then(ArmoredWriter::finish)
    }
}

/// What is opened, with what is said beside it.
pub type Heard = (Zeroizing<Vec<u8>>, Option<Vec<u8>>);

/// Opens a file as [`open_with`] does, and hears what is said beside its content.
pub(crate) fn hear_with(file: &[u8], key: &dyn age::Identity) -> Result<Heard, AgeError> {
    let heard = RefCell::new(None);
    let hearing = Hearing { identity: key, heard: &heard };
    let content = open_with(file, std::iter::once(&hearing as &dyn age::Identity))?;
    Ok((content, heard.into_inner()))
}

/// Seals a content under a passphrase, with the work factor given and not one measured on this machine.
///
/// # Errors
/// None in practice: memory does not fail.
pub fn seal_under(typed: &str, work: u8, content: &[u8], form: Form) -> Result<Vec<u8>, AgeError> {
    let mut recipient = scrypt::Recipient::new(secret(typed));
    recipient.set_work_factor(work);
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient));
    seal_by(encryptor.map_err(|_| AgeError::Readers)?, content, form)
}

/// Seals a content by what is ready to write it.
pub(crate) fn seal_by(encryptor: Encryptor, content: &[u8], form: Form) -> Result<Vec<u8>, AgeError> {
    let sealing = Sealing { encryptor, form };
    sealing.write(content, Vec::with_capacity(room(content, form))).map_err(|_| AgeError::Content)
}

/// Returns about how long the file will be, so that its memory is taken at once.
fn room(content: &[u8], form: Form) -> usize {
    let room = content.len().saturating_add(content.len() / 2_048).saturating_add(4_096);
    if form == Form::Armored { room.saturating_mul(7) / 5 } else { room }
}

/// Opens a file with the first key that fits; see [`crate::vault::identity::open`].
pub(crate) fn open_with<'a>(
    file: &[u8],
    keys: impl Iterator<Item = &'a dyn age::Identity>,
) -> Result<Zeroizing<Vec<u8>>, AgeError> {
    let binary = unarmored(file)?;
    if header_of(&binary)?.under_passphrase() {
        return Err(AgeError::UnderPassphrase);
    }
    read(&binary, keys, |error| match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed => AgeError::NotHeld,
        _ => AgeError::Header,
    })
}

/// Opens a file with one key, which says in its own way why it does not.
pub(crate) fn open_by<E: From<AgeError>>(
    file: &[u8],
    key: &dyn age::Identity,
    kind: impl FnOnce(DecryptError) -> E,
) -> Result<Zeroizing<Vec<u8>>, E> {
    let binary = unarmored(file)?;
    if header_of(&binary)?.under_passphrase() {
        return Err(AgeError::UnderPassphrase.into());
    }
    read(&binary, std::iter::once(key), kind)
}

/// Tells whether a file is an age file that is sealed to keys, and not under a passphrase.
#[must_use]
pub fn to_keys(file: &[u8]) -> bool {
    unarmored(file).is_ok_and(|binary| header_of(&binary).is_ok_and(|header| !header.under_passphrase()))
}

/// Opens a file that is sealed under a passphrase, which is asked for once the header is seen to be in order.
///
/// # Errors
/// [`AgeError`]; a work factor outside of `work` is refused before any work is done; or what `passphrase` returned.
pub fn open_under<E: From<AgeError>>(
    file: &[u8],
    work: RangeInclusive<u8>,
    passphrase: impl FnOnce() -> Result<Zeroizing<String>, E>,
) -> Result<Zeroizing<Vec<u8>>, E> {
    let binary = unarmored(file)?;
    let asked = header_of(&binary)?.work()?;
    if !work.contains(&asked) {
        return Err(AgeError::Work(asked).into());
    }
    let mut identity = scrypt::Identity::new(secret(&passphrase()?));
    identity.set_max_work_factor(*work.end());
    let key = std::iter::once(&identity as &dyn age::Identity);
    Ok(read(&binary, key, |error| match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            AgeError::WrongPassphrase
        }
        _ => AgeError::Header,
    })?)
}

fn read<'a, E: From<AgeError>>(
    binary: &[u8],
    keys: impl Iterator<Item = &'a dyn age::Identity>,
    kind: impl FnOnce(DecryptError) -> E,
) -> Result<Zeroizing<Vec<u8>>, E> {
    let decryptor = Decryptor::new_buffered(binary).map_err(|_| AgeError::Header)?;
    let mut reader = decryptor.decrypt(keys).map_err(kind)?;
    // As long as the content can get: it never moves, so one wipe wipes it all.
    let mut content = Zeroizing::new(Vec::with_capacity(binary.len()));
    reader.read_to_end(&mut content).map_err(|_| AgeError::Content)?;
    Ok(content)
}

/// Normalises a passphrase and hands it to the age crate.
fn secret(typed: &str) -> SecretString {
    SecretString::from(passphrase::normal(typed).to_string())
}

/// Takes the armor off, if there is one.
fn unarmored(file: &[u8]) -> Result<std::borrow::Cow<'_, [u8]>, AgeError> {
    if file.len() as u64 > MOST {
        return Err(AgeError::TooLarge);
    }
    if file.starts_with(MAGIC) {
        return Ok(file.into());
    }
    // White space around the armor is allowed: it comes from mails.
    let file = file.trim_ascii();
    if !file.starts_with(b"-----BEGIN") {
        return Err(AgeError::NotAge);
    }
    let mut binary = Vec::with_capacity(file.len());
    ArmoredReader::new(file).read_to_end(&mut binary).map_err(|_| AgeError::Armor)?;
    if binary.starts_with(MAGIC) { Ok(binary.into()) } else { Err(AgeError::NotAge) }
}

/// The lines of a header before its authentication, as far as they are needed to refuse the file early.
struct Header<'a>(&'a str);

/// Finds the header; a long one, or one of many stanzas, is refused before it costs anything.
fn header_of(binary: &[u8]) -> Result<Header<'_>, AgeError> {
    let start = binary.get(..HEADER_MOST).unwrap_or(binary);
    let end = start.windows(4).position(|w| w == b"\n---").ok_or(AgeError::Header)?;
    let text = start.get(..end).and_then(|h| std::str::from_utf8(h).ok()).ok_or(AgeError::Header)?;
    let header = Header(text);
    let few = header.stanzas().count() <= STANZAS_MOST;
    if few && header.stanzas_end() { Ok(header) } else { Err(AgeError::Header) }
}

impl<'a> Header<'a> {
    fn stanzas(&self) -> impl Iterator<Item = &'a str> {
        self.0.lines().filter_map(|line| line.strip_prefix("-> "))
    }

    /// Tells whether each stanza ends with a short line, as it must; the age crate lets some pass that do not.
    fn stanzas_end(&self) -> bool {
        let mut open = false;
        for line in self.0.split('\n').skip(1) {
            let starts = line.starts_with("-> ");
            if starts && open {
                return false;
            }
            open = starts || (open && line.len() >= 64);
        }
        !open
    }

    fn under_passphrase(&self) -> bool {
        self.stanzas().any(|stanza| stanza.split(' ').next() == Some("scrypt"))
    }

    /// Returns the work factor of the one stanza of a file under a passphrase.
    fn work(&self) -> Result<u8, AgeError> {
        let mut stanzas = self.stanzas();
        let parts: Vec<&str> = stanzas.next().ok_or(AgeError::Header)?.split(' ').collect();
        match (parts.as_slice(), stanzas.next()) {
            (["scrypt", _, work], None) => {
                let plain = work.bytes().all(|b| b.is_ascii_digit()) && !work.starts_with('0');
                work.parse().ok().filter(|_| plain).ok_or(AgeError::Header)
            }
            (["scrypt", ..], _) => Err(AgeError::Header),
            _ => Err(AgeError::NotHeld),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::identity::{Identity, open};

    fn sealed(content: &[u8], form: Form) -> (Identity, Vec<u8>) {
        let identity = Identity::generate();
        let reader = Reader::read(&identity.public()).unwrap();
        let file = seal(&[reader], content, form).unwrap();
        (identity, file)
    }

    fn refused(file: &[u8], identity: &Identity) -> bool {
        open(file, &[identity]).is_err()
    }

    #[test]
    fn each_reader_opens_it_and_nobody_else() {
        let people = [Identity::generate(), Identity::generate(), Identity::generate()];
        let readers: Vec<_> = people.iter().map(|i| Reader::read(&i.public()).unwrap()).collect();
        for form in [Form::Binary, Form::Armored] {
            for content in [&b""[..], b"abc", &vec![7; 200_000]] {
                let file = seal(&readers, content, form).unwrap();
                for person in &people {
                    assert!(open(&file, &[person]).unwrap().as_slice() == content);
                }
                let other = Identity::generate();
                assert_eq!(open(&file, &[&other]).err(), Some(AgeError::NotHeld));
                assert!(open(&file, &[&other, &people[2]]).is_ok());
                assert_eq!(open(&file, &[]).err(), Some(AgeError::NotHeld));
            }
        }
        assert_eq!(seal(&[], b"x", Form::Binary), Err(AgeError::Readers));
        let many: Vec<_> = readers.iter().cycle().take(65).cloned().collect();
        assert_eq!(seal(&many, b"x", Form::Binary), Err(AgeError::Readers));
    }

    /// Two bits of every byte, every length, and bytes behind the end.
    #[test]
    fn nothing_changed_opens() {
        let content: Vec<u8> = (0_u16..300).map(|n| n.to_be_bytes()[1]).collect();
        let (identity, file) = sealed(&content, Form::Binary);
        assert!(!refused(&file, &identity));
        for at in 0..file.len() {
            for bit in [at % 8, (at + 5) % 8] {
                let mut changed = file.clone();
                changed[at] ^= 1 << bit;
                assert!(refused(&changed, &identity), "bit {bit} of byte {at}");
            }
            assert!(refused(&file[..at], &identity), "cut at {at}");
        }
        for extra in [&b"\0"[..], b"\n", &[0; 4096]] {
            assert!(refused(&[&file, extra].concat(), &identity));
        }
    }

    /// Armor is text: a changed line end may still say the same. Whatever opens has the same content.
    #[test]
    fn nothing_changed_opens_armored() {
        let content = b"un contenu";
        let (identity, file) = sealed(content, Form::Armored);
        let mut same = 0;
        for at in 0..file.len() {
            for bit in [at % 8, (at + 5) % 8] {
                let mut changed = file.clone();
                changed[at] ^= 1 << bit;
                if let Ok(read) = open(&changed, &[&identity]) {
                    assert!(read.as_slice() == content);
                    same += 1;
                }
            }
            assert!(refused(&file[..at], &identity) || at + 1 == file.len(), "cut at {at}");
        }
        assert!(same < 40, "{same}");
    }

    /// Who opens the content hears what is said; another program sees no more than grease.
    #[test]
    fn what_is_said_beside_the_content_is_heard_by_its_readers_alone() {
        let (identity, other) = (Identity::generate(), Identity::generate());
        let readers = [Reader::read(&identity.public()).unwrap()];
        for form in [Form::Binary, Form::Armored] {
            let sealing = Sealing::saying(&readers, form, Some(&[7; 500])).unwrap();
            let file = sealing.write(b"a table", Vec::new()).unwrap();
            let (content, said) = crate::vault::identity::hear(&file, &identity).unwrap();
            assert!(content.as_slice() == b"a table" && said == Some(vec![7; 500]));
            assert!(open(&file, &[&identity]).unwrap().as_slice() == b"a table");
            assert_eq!(crate::vault::identity::hear(&file, &other).err(), Some(AgeError::NotHeld));
            if form == Form::Binary {
                let header = String::from_utf8_lossy(&file);
                let tags: Vec<&str> = header.lines().filter_map(|l| l.strip_prefix("-> ")).collect();
                assert!(tags.iter().any(|t| t.starts_with("X25519")), "{tags:?}");
                assert!(tags.iter().filter(|t| t.contains("-grease")).count() == 2, "{tags:?}");
            }
        }
        let (silent, file) = sealed(b"a table", Form::Binary);
        assert!(crate::vault::identity::hear(&file, &silent).unwrap().1.is_none());
        let long = Sealing::saying(&readers, Form::Binary, Some(&[0; 1_001])).err();
        assert_eq!(long, Some(AgeError::TooLarge));
    }

    #[test]
    fn a_long_header_is_refused_early() {
        let (identity, file) = sealed(b"x", Form::Binary);
        let head = b"age-encryption.org/v1\n";
        let tail = &file[head.len()..];
        let stanza = b"-> grease\n\n";
        let many = [&head[..], &stanza.repeat(10_000), tail].concat();
        assert_eq!(open(&many, &[&identity]).err(), Some(AgeError::Header));
        let few = [&head[..], &stanza.repeat(300), tail].concat();
        assert_eq!(open(&few, &[&identity]).err(), Some(AgeError::Header));
        let endless = [&head[..], &b"-> x ".repeat(1_000_000)].concat();
        assert_eq!(open(&endless, &[&identity]).err(), Some(AgeError::Header));
    }

    fn with_work(file: &[u8], work: &str) -> Vec<u8> {
        let text = String::from_utf8_lossy(file);
        let line = text.lines().find(|l| l.starts_with("-> scrypt")).unwrap();
        let new = format!("{} {work}", line.rsplit_once(' ').unwrap().0);
        let at = file.windows(line.len()).position(|w| w == line.as_bytes()).unwrap();
        [&file[..at], new.as_bytes(), &file[at..][line.len()..]].concat()
    }

    #[test]
    fn work_factors_outside_the_range_cost_nothing() {
        let file = seal_under("sésame", 2, b"x", Form::Binary).unwrap();
        let ask = || Ok::<_, AgeError>(Zeroizing::new("se\u{301}same".to_owned()));
        assert!(open_under(&file, 1..=4, ask).unwrap().as_slice() == b"x");
        let never = || -> Result<Zeroizing<String>, AgeError> { panic!("asked in vain") };
        for work in (1_u8..17).chain(21..=63) {
            let other = with_work(&file, &work.to_string());
            assert_eq!(open_under(&other, 17..=20, never).err(), Some(AgeError::Work(work)));
        }
        for work in ["0", "018", "+18", "-1", "1e1", "", "256", "99999999999999999999"] {
            let other = with_work(&file, work);
            assert_eq!(open_under(&other, 17..=20, never).err(), Some(AgeError::Header), "{work}");
        }
        let wrong = || Ok::<_, AgeError>(Zeroizing::new("ouvre-toi".to_owned()));
        assert_eq!(open_under(&file, 1..=4, wrong).err(), Some(AgeError::WrongPassphrase));
        assert_eq!(open(&file, &[&Identity::generate()]).err(), Some(AgeError::UnderPassphrase));
        let (_, keyed) = sealed(b"x", Form::Binary);
        assert_eq!(open_under(&keyed, 1..=4, never).err(), Some(AgeError::NotHeld));
    }

    #[test]
    fn other_files_are_told_from_damaged_ones() {
        let identity = Identity::generate();
        for file in [&b""[..], b"hello", b"Nom;Pr\xc3\xa9nom\n", &[0; 5_000]] {
            assert_eq!(open(file, &[&identity]).err(), Some(AgeError::NotAge), "{file:?}");
        }
        assert_eq!(open(b"age-encryption.org/v1\n", &[&identity]).err(), Some(AgeError::Header));
    }

    #[test]
    fn only_one_kind_of_key_is_taken_and_the_others_are_named() {
        let public = Identity::generate().public();
        assert_eq!(Reader::read(&format!("  {public}\n")).unwrap().text(), public);
        assert_eq!(Reader::read(&public.to_ascii_uppercase()).unwrap().text(), public);
        let secret = Identity::generate().secret();
        let mut mistyped = public.clone();
        mistyped.replace_range(10..11, if &public[10..11] == "q" { "p" } else { "q" });
        for (text, error) in [
            (secret.as_str(), ReaderError::Secret),
            ("AGE-PLUGIN-YUBIKEY-1QGPKYYYY", ReaderError::Secret),
            ("age1pq1qqqqqqqq", ReaderError::PostQuantum),
            ("age1tagpq1qqqqqqqq", ReaderError::PostQuantum),
            ("age1tag1qqqqqqqq", ReaderError::Plugin),
            ("age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t", ReaderError::Plugin),
            ("AGE1YUBIKEY1QWT50D05NH5", ReaderError::Plugin),
            ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI camille@example.org", ReaderError::Ssh),
            ("camille@example.org", ReaderError::Address),
            (mistyped.as_str(), ReaderError::NotOne),
            (&public[..20], ReaderError::NotOne),
            ("", ReaderError::NotOne),
            ("age1", ReaderError::NotOne),
        ] {
            assert_eq!(Reader::read(text).err(), Some(error), "{text}");
        }
    }
}
