//! Passphrases: drawn from a public list of words, or typed. How good a typed one is: [`crate::vault::strength`].

use std::collections::BTreeSet;

use diceware_wordlists::Wordlist;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::{
    base::{Lang, text::fold},
    vault::{holders::words, seal::Entropy},
};

/// Returns how many words are drawn: 8 of the 2,048 French ones are 88 bits, 7 of the 7,776 English ones 90.
#[must_use]
pub const fn count(lang: Lang) -> usize {
    match lang {
        Lang::Fr => 8,
        Lang::En => 7,
    }
}

/// The words to draw from: in French those of BIP-39, in English the long list of the EFF.
fn list(lang: Lang) -> Vec<&'static str> {
    match lang {
        Lang::Fr => words::of(Lang::Fr).iter().map(String::as_str).collect(),
        Lang::En => Wordlist::EffLong.get_list().to_vec(),
    }
}

/// Draws a passphrase of [`count`] words of the language, none twice, each as likely as any other.
#[must_use]
pub fn generate(lang: Lang, entropy: Entropy) -> Zeroizing<String> {
    let (mut left, mut out) = (list(lang), Zeroizing::new(String::with_capacity(120)));
    for n in 0..count(lang) {
        if n > 0 {
            out.push(' ');
        }
        let at = draw(left.len(), entropy);
        if at < left.len() {
            out.push_str(left.swap_remove(at));
        }
    }
    out
}

/// Draws a number below another: 16 random bits, drawn again when they would favour the first ones.
fn draw(below: usize, entropy: Entropy) -> usize {
    let below = u16::try_from(below).unwrap_or(u16::MAX).max(1);
    let fair = u16::MAX.checked_div(below).unwrap_or(1).saturating_mul(below);
    loop {
        let mut bytes = [0; 2];
        entropy(&mut bytes);
        let number = u16::from_be_bytes(bytes);
        if number < fair {
            return usize::from(number.checked_rem(below).unwrap_or(0));
        }
    }
}

/// Tells whether these are words of a list that passphrases are drawn from, enough of them, none twice.
pub(super) fn drawn(typed: &str) -> bool {
    let words: Vec<String> = typed.split(' ').map(fold).collect();
    let different: BTreeSet<&String> = words.iter().collect();
    different.len() == words.len()
        && Lang::ALL.iter().any(|lang| {
            let list: BTreeSet<String> = list(*lang).into_iter().map(fold).collect();
            words.len() >= count(*lang) && words.iter().all(|w| list.contains(w))
        })
}

/// Brings a passphrase to the one form that is hashed (NFC), so that another keyboard or system types the same.
#[must_use]
pub fn normal(typed: &str) -> Zeroizing<String> {
    Zeroizing::new(typed.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(out: &mut [u8]) {
        use std::sync::atomic::{AtomicU8, Ordering};
        static NEXT: AtomicU8 = AtomicU8::new(0);
        for byte in out {
            *byte = NEXT.fetch_add(37, Ordering::Relaxed);
        }
    }

    #[test]
    fn words_of_the_list_of_the_language_none_twice() {
        for (lang, length, words) in [(Lang::Fr, 2_048, 8), (Lang::En, 7_776, 7)] {
            let list = list(lang);
            assert_eq!((list.len(), count(lang)), (length, words));
            for _ in 0..200 {
                let phrase = generate(lang, counting);
                let drawn_words: Vec<_> = phrase.split(' ').collect();
                assert_eq!(drawn_words.len(), words);
                assert!(drawn_words.iter().all(|w| list.contains(w)), "{drawn_words:?}");
                assert!(drawn(&phrase), "{drawn_words:?}");
                // The question and the words fit on a line.
                assert!(phrase.chars().count() <= 76, "{}", *phrase);
                assert_eq!(*normal(&phrase), *phrase);
            }
        }
    }

    #[test]
    fn too_few_words_of_a_list_or_one_of_them_twice_were_not_drawn() {
        let words = |lang, n: usize| list(lang).into_iter().step_by(97).take(n).collect::<Vec<_>>().join(" ");
        assert!(drawn(&words(Lang::Fr, 8)) && !drawn(&words(Lang::Fr, 7)));
        assert!(drawn(&words(Lang::En, 7)) && !drawn(&words(Lang::En, 6)));
        assert!(!drawn(&format!("{} {}", words(Lang::Fr, 7), words(Lang::Fr, 1))));
        assert!(!drawn("") && !drawn("un deux trois quatre cinq six sept huit"));
    }

    #[test]
    fn both_forms_of_an_accent_are_one_passphrase() {
        assert_eq!(*normal("e\u{301}te\u{301}"), *normal("été"));
    }
}
