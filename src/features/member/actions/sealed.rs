//! What is sealed inside `organizing`, as far as it opens on this device: by its form and by whom it names.

use zeroize::Zeroizing;

use crate::{
    base::{Id, Kind},
    vault::{Identity, Vault, VaultError, identity},
};

/// The form of a note about one person: `talk keep`.
pub const NOTE: &str = "note";

/// What is sealed, opened.
pub struct Opened {
    /// What opens here: its name and its text, the form on the first line.
    pub texts: Vec<(Id, Zeroizing<String>)>,
    /// How many sealed records do not open here.
    pub closed: usize,
}

/// Opens all that is sealed to this device.
///
/// # Errors
/// When the vault cannot be read.
pub fn open(vault: &Vault, key: &Identity) -> Result<Opened, VaultError> {
    let mut out = Opened { texts: Vec::new(), closed: 0 };
    for (id, record) in vault.records(Kind::Sealed)? {
        let mut values = record.registers().filter_map(|(_, register)| register.value.as_ref()?.as_text());
        // What was taken back holds nothing any more.
        let Some(text) = values.next() else { continue };
        match identity::open(text.as_bytes(), &[key]) {
            Ok(plain) => {
                let text = std::str::from_utf8(&plain).unwrap_or_default();
                out.texts.push((id, Zeroizing::new(text.to_owned())));
            }
            Err(_) => out.closed = out.closed.saturating_add(1),
        }
    }
    Ok(out)
}

/// Returns what stands below the first line, where that names this form.
#[must_use]
pub fn body<'a>(text: &'a str, form: &str) -> Option<&'a str> {
    text.split_once('\n').filter(|(name, _)| *name == form).map(|(_, body)| body)
}

/// What is sealed about somebody, as far as it opens here.
pub struct About {
    /// The notes.
    pub notes: Vec<Id>,
    /// How many other sealed records name the person: cases.
    pub others: usize,
    /// How many sealed records do not open here: whether they speak of the person is not known.
    pub closed: usize,
}

/// Looks for what is sealed about somebody, by what names the record and those merged into it.
#[must_use]
pub fn about(opened: &Opened, ids: &[Id]) -> About {
    let mut out = About { notes: Vec::new(), others: 0, closed: opened.closed };
    for (id, text) in &opened.texts {
        if ids.iter().any(|one| text.contains(&one.to_string())) {
            match body(text, NOTE) {
                Some(_) => out.notes.push(*id),
                None => out.others = out.others.saturating_add(1),
            }
        }
    }
    out
}
