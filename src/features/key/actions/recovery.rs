//! The recovery key on paper and in shares: read as it is typed, split, put together again.

use crate::{
    base::{Lang, hex},
    clock,
    features::key::{
        actions::KeyError,
        views::{Drilled, ShareOfKey, Split},
    },
    vault::{
        Identity, IdentityError,
        holders::share::{self, Share},
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
    Drilled { public_key: public_key.to_owned(), opens: true }
}

/// Puts shares together.
///
/// # Errors
/// [`KeyError::Share`].
pub fn join(shares: &[Share]) -> Result<Identity, KeyError> {
    Ok(share::join(shares)?)
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
