//! Passphrases: generated from a public list of words, or typed and counted.

use diceware_wordlists::Wordlist;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::vault::seal::Entropy;

/// Words in a generated passphrase: 7 of 7,776 are 90 bits.
pub const WORDS: usize = 7;
/// Least strength of a typed passphrase.
pub const LEAST_BITS: u32 = 80;

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

/// Which characters are in a set, and how many it has.
type Set = (fn(char) -> bool, u32);

/// Returns the strength of a typed passphrase in bits, by count: characters times the size of the sets they come from.
/// A character that is repeated counts once; fewer than 8 different characters count for nothing.
#[must_use]
pub fn bits(typed: &str) -> u32 {
    const SETS: [Set; 5] = [
        (|c| c.is_ascii_lowercase(), 26),
        (|c| c.is_ascii_uppercase(), 26),
        (|c| c.is_ascii_digit(), 10),
        (|c| c.is_ascii() && !c.is_ascii_alphanumeric(), 33),
        (|c| !c.is_ascii(), 32),
    ];
    let size: u32 = SETS.iter().filter(|(is_in, _)| typed.chars().any(is_in)).map(|(_, size)| *size).sum();
    let mut count = 0_u32;
    let mut last = None;
    for c in typed.chars() {
        if last != Some(c) {
            count = count.saturating_add(1);
        }
        last = Some(c);
    }
    let distinct: std::collections::BTreeSet<char> = typed.chars().collect();
    if distinct.len() < 8 {
        return 0;
    }
    count.saturating_mul(log2_hundredths(size)) / 100
}

/// Returns log2 in hundredths, from a table of the sums that the five sets can have.
fn log2_hundredths(size: u32) -> u32 {
    match size {
        0 => 0,
        1..=10 => 332,
        11..=26 => 470,
        27..=36 => 517,
        37..=52 => 570,
        53..=62 => 595,
        63..=85 => 640,
        86..=95 => 656,
        _ => 690,
    }
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
        assert!(bits(&phrase) >= LEAST_BITS);
    }

    #[test]
    fn weak_ones_are_seen() {
        for weak in
            ["", "azerty", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Soleil2024!", "un deux trois", "1234567890123456"]
        {
            assert!(bits(weak) < LEAST_BITS, "{weak}: {}", bits(weak));
        }
        for good in ["kX7#pQ2!vB9$zR4", "le chat gris mange sept pommes vertes ce soir"] {
            assert!(bits(good) >= LEAST_BITS, "{good}: {}", bits(good));
        }
    }

    #[test]
    fn both_forms_of_an_accent_are_one_passphrase() {
        assert_eq!(*normal("e\u{301}te\u{301}"), *normal("été"));
    }
}
