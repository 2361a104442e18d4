//! Words for bytes that people compare by voice or copy by hand: the two lists of 2,048 words of BIP-39.
//!
//! The lists are those of the `mnemonic` package 0.21 (MIT), byte for byte those of `bip-0039/{french,english}.txt` in the repository
//! `bitcoin/bips`; the checksums in the test are the ones published for them. A word carries 11 bits. In French the first four letters,
//! accents aside, tell a word from all others, and in English too.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use crate::{
    base::{Lang, text::fold},
    vault::holders::{Hash, Malformed, derive},
};

/// The numbers of six words.
pub type Six = [u16; 6];

/// Words in a list.
const LIST: usize = 2_048;
/// Letters that tell a word from all others.
const ENOUGH: usize = 4;

/// A list: the words as written, and folded as they are looked up.
struct List {
    words: Vec<String>,
    folded: Vec<String>,
}

static FRENCH: LazyLock<List> = LazyLock::new(|| list(include_str!("words/french.txt")));
static ENGLISH: LazyLock<List> = LazyLock::new(|| list(include_str!("words/english.txt")));

/// The file has accents as marks of their own; we write composed letters.
fn list(file: &str) -> List {
    let words: Vec<String> = file.lines().map(|word| word.nfc().collect()).collect();
    let folded = words.iter().map(|word| fold(word)).collect();
    List { words, folded }
}

fn both(lang: Lang) -> &'static List {
    match lang {
        Lang::Fr => &FRENCH,
        Lang::En => &ENGLISH,
    }
}

/// Returns the list of a language.
#[must_use]
pub fn of(lang: Lang) -> &'static [String] {
    &both(lang).words
}

/// Returns the numbers of the six words that stand for some bytes: 66 bits.
#[must_use]
pub fn six(bytes: &[u8]) -> Six {
    let hash: [u8; 9] = derive("contrepoids 2026-11 words", bytes);
    let mut out = [0; 6];
    for (place, number) in out.iter_mut().zip(numbers(&hash)) {
        *place = number;
    }
    out
}

/// Returns the numbers of the six words of a vault: of its number, which is that of its founding, and of the last statements about
/// its holders.
#[must_use]
pub fn of_vault(vault: &[u8; 16], heads: &[Hash]) -> Six {
    six(&[vault.as_slice(), heads.as_flattened()].concat())
}

/// Cuts bytes into numbers of 11 bits; the last one is filled up with zeros.
pub(super) fn numbers(bytes: &[u8]) -> Vec<u16> {
    let bit = |at: usize| {
        let byte = bytes.get(at >> 3).copied().unwrap_or(0);
        u16::from(byte >> (7 ^ (at & 7)) & 1)
    };
    let count = bytes.len().saturating_mul(8).div_ceil(11);
    (0..count)
        .map(|n| (0..11).fold(0, |out, b| out << 1 | bit(n.saturating_mul(11).saturating_add(b))))
        .collect()
}

/// Puts numbers of 11 bits together to `N` bytes; the bits that are left over must be zeros.
pub(super) fn bytes<const N: usize>(numbers: &[u16]) -> Option<zeroize::Zeroizing<[u8; N]>> {
    let mut out = zeroize::Zeroizing::new([0; N]);
    if numbers.len() != N.checked_mul(8)?.div_ceil(11) {
        return None;
    }
    for at in 0..numbers.len().checked_mul(11)? {
        let number = numbers.get(at.checked_div(11)?)?;
        let set = number >> (10_usize.checked_sub(at.checked_rem(11)?)?) & 1 == 1;
        match out.get_mut(at >> 3) {
            Some(byte) if set => *byte |= 1 << (7 ^ (at & 7)),
            None if set => return None,
            _ => {}
        }
    }
    Some(out)
}

/// Says numbers in words.
#[must_use]
pub fn say(lang: Lang, numbers: &[u16]) -> Vec<&'static str> {
    numbers.iter().filter_map(|n| of(lang).get(usize::from(*n))).map(String::as_str).collect()
}

/// Reads words as people type them: in either language, with or without accents, each by its first four letters at least. All are of one
/// language.
///
/// # Errors
/// [`Malformed`] for a word that is in neither list.
pub fn read(text: &str) -> Result<Vec<u16>, Malformed> {
    let typed: Vec<String> = text.split(|c: char| c.is_whitespace() || c == ',').map(fold).collect();
    let typed: Vec<&str> = typed.iter().map(String::as_str).filter(|w| !w.is_empty()).collect();
    [Lang::Fr, Lang::En]
        .into_iter()
        .find_map(|lang| typed.iter().map(|word| find(lang, word)).collect())
        .ok_or(Malformed("a word that is not in the list"))
}

/// Tells whether somebody typed these words, with anything between them. The languages are read apart: a word may stand in both lists, at
/// other places.
#[must_use]
pub fn are(numbers: &[u16], typed: &str) -> bool {
    [Lang::Fr, Lang::En].into_iter().any(|lang| {
        let words: Vec<String> = typed.split(|c: char| !c.is_alphanumeric()).map(fold).collect();
        let found: Option<Vec<u16>> = words.iter().filter(|w| !w.is_empty()).map(|w| find(lang, w)).collect();
        found.is_some_and(|found| found == numbers)
    })
}

/// Finds a folded word: the whole of one, or the beginning of exactly one.
fn find(lang: Lang, typed: &str) -> Option<u16> {
    let list = &both(lang).folded;
    let whole = list.iter().position(|word| word == typed);
    let begun = || {
        let enough = typed.chars().count() >= ENOUGH;
        let mut begin = list.iter().enumerate().filter(|(_, word)| word.starts_with(typed)).map(|(n, _)| n);
        let first = begin.next().filter(|_| enough)?;
        begin.next().is_none().then_some(first)
    };
    whole.or_else(begun).filter(|n| *n < LIST).and_then(|n| u16::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_lists_are_the_published_ones() {
        let sum = |file: &str| crate::base::hex::write(&Sha256::digest(file.as_bytes()));
        assert_eq!(
            [sum(include_str!("words/french.txt")), sum(include_str!("words/english.txt"))],
            [
                "ebc3959ab7801a1df6bac4fa7d970652f1df76b683cd2f4003c941c63d517e59",
                "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
            ]
        );
    }

    #[test]
    fn four_letters_tell_a_word_from_all_others() {
        for lang in [Lang::Fr, Lang::En] {
            assert_eq!(of(lang).len(), LIST);
            let begun: BTreeSet<String> =
                of(lang).iter().map(|w| fold(w).chars().take(ENOUGH).collect()).collect();
            assert_eq!(begun.len(), LIST);
            for (n, word) in of(lang).iter().enumerate() {
                let short: String = fold(word).chars().take(ENOUGH).collect();
                assert_eq!(find(lang, &fold(word)).map(usize::from), Some(n), "{word}");
                // A word of four letters may begin another one; then it is itself.
                assert_eq!(find(lang, &short).map(usize::from), Some(n), "{short}");
            }
        }
    }

    #[test]
    fn words_are_read_as_people_type_them() {
        let said = [0, 18, 2_047, 600, 1, 1_024];
        let words = say(Lang::Fr, &said).join(" ");
        assert!(words.starts_with("abaisser académie zoologie"), "{words}");
        for typed in
            [words.clone(), words.to_uppercase(), fold(&words), format!("  {}\n", words.replace(' ', ",  "))]
        {
            assert!(are(&said, &typed), "{typed}");
            assert_eq!(read(&typed).unwrap(), said);
        }
        assert!(are(&said, &say(Lang::En, &said).join(" ")));
        for other in [
            "",
            "abaisser",
            &words.replace("zoologie", "zeste"),
            &format!("{words} zeste"),
            "aba aca zoo x y z",
        ] {
            assert!(!are(&said, other), "{other}");
        }
        assert!(read("abaisser zooo").is_err() && read("aba").is_err());
        // `danger` stands in both lists, at other places: neither is taken for the other.
        let (fr, en) = (find(Lang::Fr, "danger").unwrap(), find(Lang::En, "danger").unwrap());
        assert_ne!(fr, en);
        assert!(are(&[fr], "danger") && are(&[en], "danger"));
    }

    #[test]
    fn six_words_are_66_bits_and_differ() {
        let all: BTreeSet<[u16; 6]> = (0..500_u16).map(|n| six(&n.to_be_bytes())).collect();
        assert_eq!(all.len(), 500);
        assert!(all.iter().flatten().all(|n| *n < 2_048));
        assert!(all.iter().flatten().any(|n| *n > 2_000));
    }

    #[test]
    fn bits_come_back_and_left_over_ones_are_refused() {
        let some: [u8; 43] = std::array::from_fn(|n| u8::try_from(n * 37 % 256).unwrap());
        let cut = numbers(&some);
        assert_eq!(cut.len(), 32);
        assert_eq!(*bytes::<43>(&cut).unwrap(), some);
        let mut more = cut.clone();
        *more.last_mut().unwrap() |= 1;
        assert!(bytes::<43>(&more).is_none() && bytes::<43>(&cut[1..]).is_none());
        assert_eq!(numbers(&[0xff; 11]), [2_047; 8]);
    }
}
