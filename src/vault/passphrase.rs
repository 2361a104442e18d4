//! Passphrases: drawn from a public list of words, or typed. How good a typed one is: [`crate::vault::strength`].

use diceware_wordlists::Wordlist;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::vault::seal::Entropy;

/// Words in a generated passphrase: 7 of 7,776 are 90 bits.
pub const WORDS: usize = 7;

/// Draws a passphrase of [`WORDS`] words of the EFF's long list, each as likely as any other.
#[must_use]
pub fn generate(entropy: Entropy) -> Zeroizing<String> {
    let list = Wordlist::EffLong.get_list();
    let mut out = Zeroizing::new(String::with_capacity(80));
    for n in 0..WORDS {
        if n > 0 {
            out.push(' ');
        }
        out.push_str(draw(list, entropy));
    }
    out
}

/// Draws one word: 16 random bits, drawn again when they would favour the first words.
fn draw(list: &'static [&'static str], entropy: Entropy) -> &'static str {
    let len = u16::try_from(list.len()).unwrap_or(u16::MAX).max(1);
    let fair = u16::MAX.checked_div(len).unwrap_or(1).saturating_mul(len);
    loop {
        let mut bytes = [0; 2];
        entropy(&mut bytes);
        let number = u16::from_be_bytes(bytes);
        if number < fair {
            return list.get(usize::from(number.checked_rem(len).unwrap_or(0))).copied().unwrap_or_default();
        }
    }
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
    fn seven_words_of_the_list() {
        let list = Wordlist::EffLong.get_list();
        assert_eq!(list.len(), 7_776);
        let phrase = generate(counting);
        let words: Vec<_> = phrase.split(' ').collect();
        assert_eq!(words.len(), WORDS);
        assert!(words.iter().all(|w| list.contains(w)), "{words:?}");
        assert_eq!(crate::vault::strength::judge(&phrase, &[]), Ok(()));
    }

    #[test]
    fn both_forms_of_an_accent_are_one_passphrase() {
        assert_eq!(*normal("e\u{301}te\u{301}"), *normal("été"));
    }
}
