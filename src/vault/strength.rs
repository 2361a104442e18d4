//! Judges a passphrase that somebody chose: by what people choose, not by counting characters.
//!
//! The cheapest way to write the passphrase is looked for: of words (in French and English, with accents, capitals and
//! figures for letters taken away), names, the person's own data, rows of the keyboard, sequences, dates, repetitions,
//! lines that many know by heart; what fits nothing counts by its characters. The figure is an estimate: it is compared
//! and never shown.
//!
//! `zxcvbn`, the estimator that others use, was tried beside this one (3.1, November 2026) and left aside. It stops counting at
//! 2⁶⁴, below what is asked for here; it gives its best mark to “liberté égalité fraternité”, “correct horse battery staple”,
//! “Fabrique Exemple 2026” and “jean.dupont@example.org”; of the passwords in our tests it refuses none that passes here. It knows no
//! French, brings 24 crates, among them a regular-expression engine that `deny.toml` bans, and leaves copies behind.

mod lists;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use diceware_wordlists::Wordlist;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::vault::passphrase;

/// What a passphrase must come to, in hundredths of a bit: 80 bits, when each guess costs a second of a large machine.
const ENOUGH: u32 = 8_000;
/// No more characters are judged.
const MOST: usize = 128;
/// The longest word of a list.
const LONGEST: usize = 24;

/// Why a passphrase is too easy to guess: what most of it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Weakness {
    /// It is short.
    Short,
    /// Common words or names.
    Words,
    /// A sentence, a saying, a line of a song.
    Sentence,
    /// The person's own data.
    Own,
    /// Keys that lie side by side.
    Keyboard,
    /// Letters or figures in their order, or figures that many know.
    Sequence,
    /// The same again and again.
    Repeated,
    /// Dates and years.
    Date,
    /// An address.
    Address,
}

/// Judges a passphrase; `own` is what is known of the person and their section.
///
/// # Errors
/// [`Weakness`]: what most of the passphrase is made of.
pub fn judge(typed: &str, own: &[String]) -> Result<(), Weakness> {
    if passphrase::drawn(typed) {
        return Ok(());
    }
    if address(typed) {
        return Err(Weakness::Address);
    }
    let text = Text::new(typed);
    let sentence = text.is_sentence();
    let own: Vec<Zeroizing<Vec<u8>>> = own.iter().flat_map(|o| own_words(o)).collect();
    let (cost, by) = text.cheapest(&own, sentence);
    if cost >= ENOUGH {
        return Ok(());
    }
    let most = by.into_iter().max_by_key(|(_, letters)| *letters).map(|(what, _)| what);
    Err(match most {
        Some(Weakness::Words) if sentence => Weakness::Sentence,
        Some(what) => what,
        None => Weakness::Short,
    })
}

/// Tells whether this has the shape of a mail address or of a link.
fn address(typed: &str) -> bool {
    let typed = typed.trim();
    if typed.starts_with("http://") || typed.starts_with("https://") || typed.starts_with("www.") {
        return true;
    }
    let Some((name, host)) = typed.split_once('@') else { return false };
    let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'));
    let top = host.rsplit_once('.').map(|(_, top)| top);
    !name.is_empty() && plain(name) && plain(host) && top.is_some_and(|t| t.chars().all(char::is_alphabetic))
}

/// Cuts own data into words.
fn own_words(text: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let folded = Text::new(text);
    let words = folded.plain.split(|c| !c.is_ascii_alphanumeric());
    words.filter(|w| w.len() > 2).map(|w| Zeroizing::new(w.to_vec())).collect()
}

/// A passphrase without accents and capitals, one byte for a character, and as it may have been meant.
struct Text {
    plain: Zeroizing<Vec<u8>>,
    capital: Vec<bool>,
    meant: [Zeroizing<Vec<u8>>; 2],
    // Hundredths of a bit of a character that fits nothing.
    each: u32,
}

/// What a step costs, how many characters it takes, and what they are.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    len: usize,
    what: Option<Weakness>,
}

type By = BTreeMap<Weakness, usize>;

impl Text {
    fn new(typed: &str) -> Self {
        let (mut plain, mut capital) = (Zeroizing::new(Vec::with_capacity(MOST)), Vec::with_capacity(MOST));
        for c in typed.chars().take(MOST) {
            for folded in fold(c) {
                plain.push(folded);
                capital.push(c.is_uppercase());
            }
        }
        plain.truncate(MOST);
        capital.truncate(MOST);
        let meant =
            [0, 1].map(|way| Zeroizing::new(plain.iter().map(|c| meant(*c, way)).collect::<Vec<u8>>()));
        Self { each: each(typed), plain, capital, meant }
    }

    fn at(&self, i: usize) -> u8 {
        self.plain.get(i).copied().unwrap_or(0)
    }

    fn letter(&self, i: usize) -> bool {
        self.at(i).is_ascii_lowercase()
    }

    /// Tells whether words are parted here.
    fn blank_or_end(&self, i: Option<usize>) -> bool {
        let at = i.and_then(|i| self.plain.get(i));
        at.is_none_or(|c| matches!(c, b' ' | b'-' | b'_' | b'.' | b',' | b'\''))
    }

    /// Tells whether it is a sentence: small words hold it together.
    fn is_sentence(&self) -> bool {
        let words: Vec<&[u8]> =
            self.plain.split(|c| !c.is_ascii_lowercase()).filter(|w| !w.is_empty()).collect();
        let small = words.iter().filter(|w| LISTS.function.contains(**w)).count();
        small >= 2 && words.len() >= 4
    }

    /// Looks for the cheapest way to write it.
    fn cheapest(&self, own: &[Zeroizing<Vec<u8>>], sentence: bool) -> (u32, By) {
        let mut best: Vec<(u32, By)> = vec![(0, By::new())];
        best.resize(self.plain.len().saturating_add(1), (u32::MAX, By::new()));
        for i in 0..self.plain.len() {
            let Some((so_far, by)) = best.get(i).cloned() else { break };
            for step in self.steps(i, own, sentence) {
                let cost = so_far.saturating_add(step.cost);
                if let Some(there) = best.get_mut(i.saturating_add(step.len))
                    && cost < there.0
                {
                    let mut by = by.clone();
                    if let Some(what) = step.what {
                        let letters = by.entry(what).or_default();
                        *letters = letters.saturating_add(step.len);
                    }
                    *there = (cost, by);
                }
            }
        }
        best.pop().unwrap_or_default()
    }

    /// Everything that can begin here.
    fn steps(&self, i: usize, own: &[Zeroizing<Vec<u8>>], sentence: bool) -> Vec<Step> {
        let blank = self.blank_or_end(Some(i));
        let single = match self.at(i) {
            _ if blank && sentence => 50,
            b' ' => 150.min(self.each),
            _ if blank => 300.min(self.each),
            _ => self.each,
        };
        let mut out = vec![Step { cost: single, len: 1, what: (!blank).then_some(Weakness::Short) }];
        self.words(i, own, sentence, &mut out);
        self.unknown_word(i, sentence, &mut out);
        self.by_heart(i, &mut out);
        self.dates(i, &mut out);
        self.rows(i, &mut out);
        self.again(i, &mut out);
        out
    }

    fn words(&self, i: usize, own: &[Zeroizing<Vec<u8>>], sentence: bool, out: &mut Vec<Step>) {
        for len in 1..=LONGEST {
            let end = i.saturating_add(len);
            let Some(plain) = self.plain.get(i..end) else { break };
            let alone = self.blank_or_end(i.checked_sub(1)) && self.blank_or_end(Some(end));
            let mut push = |cost: u32, what| {
                out.push(Step { cost: cost.saturating_add(self.capitals(i, end)), len, what: Some(what) });
            };
            if own.iter().any(|o| o.as_slice() == plain) {
                push(400, Weakness::Own);
            }
            if LISTS.function.contains(plain) && (alone || len > 1) {
                let cost = match (alone, sentence) {
                    (true, true) => 200,
                    (true, false) => 450,
                    // Inside of other letters a short one can be chance.
                    (false, _) => {
                        if len > 2 {
                            600
                        } else {
                            800
                        }
                    }
                };
                push(cost, Weakness::Words);
            }
            if !alone && len < 4 {
                continue;
            }
            if let Some(cost) = LISTS.cost(plain) {
                push(if sentence { cost.min(600) } else { cost }, Weakness::Words);
            }
            for meant in self.meant.iter().filter_map(|m| m.get(i..end)) {
                let swapped = meant.iter().zip(plain).filter(|(a, b)| a != b).count();
                if let (1.., Some(cost)) = (swapped, LISTS.cost(meant)) {
                    push(cost.saturating_add(times(100, swapped)), Weakness::Words);
                }
            }
            let backwards = Zeroizing::new(plain.iter().rev().copied().collect::<Vec<u8>>());
            if let (4.., Some(cost)) = (len, LISTS.cost(&backwards)) {
                push(cost.saturating_add(200), Weakness::Words);
            }
        }
    }

    /// Capitals where people put them cost nearly nothing.
    fn capitals(&self, from: usize, to: usize) -> u32 {
        let some = self.capital.get(from..to).unwrap_or_default();
        let count = some.iter().filter(|c| **c).count();
        if count == 0 {
            0
        } else if count == some.len() || (count == 1 && some.first() == Some(&true)) {
            100
        } else {
            times(150, count.min(some.len().saturating_sub(count)).max(1))
        }
    }

    /// A whole run of letters that can be spoken is a word, known or not; a number or a sign may come after it.
    fn unknown_word(&self, i: usize, sentence: bool, out: &mut Vec<Step>) {
        if !self.blank_or_end(i.checked_sub(1)) {
            return;
        }
        let len = self.plain.iter().skip(i).take_while(|c| c.is_ascii_lowercase()).count();
        let end = i.saturating_add(len);
        let (Some(run), Some(capital)) = (self.plain.get(i..end), self.capital.get(i..end)) else { return };
        let capitals = capital.iter().filter(|c| **c).count();
        let usual = capitals == 0 || capitals == len || (capitals == 1 && capital.first() == Some(&true));
        let tail = (end..)
            .take_while(|at| !self.blank_or_end(Some(*at)))
            .take(6)
            .filter(|at| !self.letter(*at))
            .count();
        let whole = tail < 6 && self.blank_or_end(end.checked_add(tail));
        if len >= 4 && usual && whole && can_be_spoken(run) {
            let word = if sentence { 800 } else { 1_500 };
            let cost = times(230, len.saturating_sub(9)).saturating_add(word);
            out.push(Step { cost: cost.min(times(self.each, len)), len, what: Some(Weakness::Words) });
        }
    }

    /// Lines and rows of digits that many know; signs between the letters do not count.
    fn by_heart(&self, i: usize, out: &mut Vec<Step>) {
        for (line, least, what) in LISTS.lines.iter().copied() {
            // A line may begin in the middle.
            for start in 0..line.len().saturating_sub(least) {
                let Some(line) = line.get(start..) else { break };
                let (mut at, mut hit) = (i, 0_usize);
                while let Some(want) = line.get(hit) {
                    match self.plain.get(at) {
                        Some(c) if c == want => hit = hit.saturating_add(1),
                        Some(c) if !c.is_ascii_alphanumeric() && hit > 0 => {}
                        _ => break,
                    }
                    at = at.saturating_add(1);
                }
                if hit >= least {
                    out.push(Step { cost: 1_300, len: at.saturating_sub(i), what: Some(what) });
                }
            }
        }
    }

    fn dates(&self, i: usize, out: &mut Vec<Step>) {
        let number = |from: usize, len: usize| {
            let digits = self.plain.get(from..from.saturating_add(len))?;
            let text = std::str::from_utf8(digits).ok()?;
            text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten()
        };
        let mut push = |cost, len| out.push(Step { cost, len, what: Some(Weakness::Date) });
        if number(i, 4).is_some_and(|y| (1789..=2100).contains(&y)) {
            push(700, 4);
        }
        for gap in [0_usize, 1] {
            let (second, third) = (
                i.saturating_add(2).saturating_add(gap),
                i.saturating_add(4).saturating_add(gap.saturating_mul(2)),
            );
            let sign = |at: usize| gap == 0 || !self.at(at).is_ascii_alphanumeric();
            let (Some(a), Some(b)) = (number(i, 2), number(second, 2)) else { continue };
            let fits = (1..=31).contains(&a) && (1..=12).contains(&b)
                || (1..=12).contains(&a) && (1..=31).contains(&b);
            if !fits || !sign(second.saturating_sub(1)) || !sign(third.saturating_sub(1)) {
                continue;
            }
            if number(third, 4).is_some_and(|y| (1789..=2100).contains(&y)) {
                push(1_500, third.saturating_add(4).saturating_sub(i));
            } else if number(third, 2).is_some() {
                push(1_500, third.saturating_add(2).saturating_sub(i));
            }
        }
    }

    /// Keys side by side, and letters or figures in their order.
    fn rows(&self, i: usize, out: &mut Vec<Step>) {
        for keyboard in KEYBOARDS {
            let (mut len, mut turns, mut last) = (1_usize, 0_usize, None);
            while let Some(way) = beside(
                keyboard,
                self.at(i.saturating_add(len).saturating_sub(1)),
                self.at(i.saturating_add(len)),
            ) {
                if last.is_some_and(|l| l != way) {
                    turns = turns.saturating_add(1);
                }
                last = Some(way);
                len = len.saturating_add(1);
                if len >= 3 {
                    // Three in a row can be chance.
                    let floor = if len == 3 { times(self.each, 2).saturating_add(100) } else { 600 };
                    let cost = log2(len).saturating_add(floor).saturating_add(times(150, turns));
                    out.push(Step { cost, len, what: Some(Weakness::Keyboard) });
                }
            }
        }
        let gap = |at: usize| {
            let (a, b) = (self.at(at), self.at(at.saturating_add(1)));
            let same =
                a.is_ascii_digit() && b.is_ascii_digit() || a.is_ascii_lowercase() && b.is_ascii_lowercase();
            same.then(|| i16::from(b).saturating_sub(i16::from(a))).filter(|d| d.unsigned_abs() <= 3)
        };
        if let Some(step) = gap(i) {
            let len = (i..self.plain.len()).take_while(|at| gap(*at) == Some(step)).count().saturating_add(1);
            for len in 3..=len {
                out.push(Step { cost: log2(len).saturating_add(500), len, what: Some(Weakness::Sequence) });
            }
        }
    }

    /// What stood before, forwards or backwards.
    fn again(&self, i: usize, out: &mut Vec<Step>) {
        let same = self.plain.iter().skip(i).take_while(|c| **c == self.at(i)).count();
        if same >= 3 {
            out.push(Step {
                cost: self.each.saturating_add(log2(same)),
                len: same,
                what: Some(Weakness::Repeated),
            });
        }
        let (before, after) =
            (self.plain.get(..i).unwrap_or_default(), self.plain.get(i..).unwrap_or_default());
        let mut longest = 0;
        for start in 0..before.len() {
            let forwards = before.iter().skip(start).zip(after).take_while(|(a, b)| a == b).count();
            let backwards = before.iter().rev().skip(start).zip(after).take_while(|(a, b)| a == b).count();
            longest = longest.max(forwards).max(backwards);
        }
        for len in 3..=longest {
            out.push(Step { cost: 500, len, what: Some(Weakness::Repeated) });
        }
    }
}

/// Takes accents and capitals away; a character that is no letter of ours becomes one byte.
fn fold(c: char) -> impl Iterator<Item = u8> {
    let text: &[u8] = match c {
        'œ' | 'Œ' => b"oe",
        'æ' | 'Æ' => b"ae",
        '\u{2019}' => b"'",
        '\u{a0}' | '\u{202f}' => b" ",
        _ => b"",
    };
    let base = c.nfd().next().unwrap_or(c).to_ascii_lowercase();
    let rest = text.is_empty().then(|| u8::try_from(base).ok().filter(u8::is_ascii).unwrap_or(1));
    text.iter().copied().chain(rest)
}

/// What a figure or a sign may stand for.
fn meant(c: u8, way: usize) -> u8 {
    match (c, way) {
        (b'0', _) => b'o',
        (b'1' | b'!' | b'|', 0) => b'i',
        (b'1' | b'!' | b'|', _) => b'l',
        (b'3', _) => b'e',
        (b'4' | b'@', _) => b'a',
        (b'5' | b'$', _) => b's',
        (b'7' | b'+', _) => b't',
        (b'8', _) => b'b',
        (b'9' | b'6', _) => b'g',
        (b'2', _) => b'z',
        (c, _) => c,
    }
}

/// What a character of this passphrase counts for, by the sets that it takes them from.
fn each(typed: &str) -> u32 {
    type Set = (fn(char) -> bool, u32);
    const SETS: [Set; 5] = [
        (|c| c.is_ascii_lowercase(), 26),
        (|c| c.is_ascii_uppercase(), 26),
        (|c| c.is_ascii_digit(), 10),
        (|c| c.is_ascii_graphic() && !c.is_ascii_alphanumeric(), 32),
        (|c| !c.is_ascii(), 16),
    ];
    let size: u32 = SETS.iter().filter(|(is_in, _)| typed.chars().any(is_in)).map(|(_, size)| *size).sum();
    match size {
        0..=10 => 332,
        11..=26 => 470,
        27..=36 => 517,
        37..=52 => 570,
        53..=62 => 595,
        63..=78 => 620,
        79..=94 => 655,
        _ => 670,
    }
}

fn log2(number: usize) -> u32 {
    number.checked_ilog2().unwrap_or(0).saturating_mul(100)
}

fn times(cost: u32, count: usize) -> u32 {
    cost.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Tells whether a run of letters can be spoken: vowels between the consonants, no pair that no word has.
fn can_be_spoken(run: &[u8]) -> bool {
    let vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let vowels = run.iter().filter(|c| vowel(**c)).count();
    if vowels.saturating_mul(4) < run.len() {
        return false;
    }
    let (mut consonants, mut in_row) = (0_usize, 0_usize);
    for (at, c) in run.iter().copied().enumerate() {
        in_row = if vowel(c) { 0 } else { in_row.saturating_add(1) };
        consonants = consonants.max(in_row);
        let Some(next) = run.get(at.saturating_add(1)).copied() else { break };
        let odd = match (c, next) {
            (b'q', next) => next != b'u',
            (b'j', next) => !vowel(next),
            (b'v', next) => !vowel(next) && !matches!(next, b'r' | b'l' | b's'),
            (b'w', next) => !vowel(next) && !matches!(next, b'h' | b'n' | b's' | b'l'),
            (c, b'x') => !vowel(c),
            (c, b'q') => !vowel(c) && !matches!(c, b'c' | b's' | b'l' | b'r' | b'n'),
            (c, b'j') => !vowel(c) && !matches!(c, b'd' | b'n' | b'b'),
            (c, b'k') => !vowel(c) && !matches!(c, b'c' | b's' | b'n' | b'r' | b'l' | b'k'),
            (c, b'z') => !vowel(c) && !matches!(c, b't' | b'n' | b'z' | b'r' | b'c' | b's'),
            _ => false,
        };
        if odd {
            return false;
        }
    }
    consonants <= 4
}

/// Rows of keys, of the keyboards that stand on desks here; a row is shifted by half a key against the one above.
type Keyboard = [&'static [u8]; 4];
const KEYBOARDS: [Keyboard; 3] = [
    [b"1234567890", b"azertyuiop", b"qsdfghjklm", b"wxcvbn"],
    [b"1234567890-=", b"qwertyuiop", b"asdfghjkl;'", b"zxcvbnm,./"],
    [b"1234567890", b"qwertzuiop", b"asdfghjkl", b"yxcvbnm"],
];

/// Returns the way from a key to one beside it.
fn beside(keyboard: Keyboard, a: u8, b: u8) -> Option<(i8, i8)> {
    let find = |key: u8| {
        keyboard.iter().enumerate().find_map(|(row, keys)| Some((row, keys.iter().position(|k| *k == key)?)))
    };
    let ((row_a, column_a), (row_b, column_b)) = (find(a)?, find(b)?);
    let way = |from: usize, to: usize| i8::try_from(to).ok()?.checked_sub(i8::try_from(from).ok()?);
    let (down, right) = (way(row_a, row_b)?, way(column_a, column_b)?);
    (down.unsigned_abs() <= 1 && right.unsigned_abs() <= 1).then_some((down, right))
}

/// The lists, ready to be asked.
struct Lists {
    function: BTreeSet<&'static [u8]>,
    popular: BTreeSet<&'static [u8]>,
    known: BTreeSet<&'static [u8]>,
    drawn: BTreeSet<&'static [u8]>,
    lines: Vec<(&'static [u8], usize, Weakness)>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let words = |text: &'static str| text.split_whitespace().map(str::as_bytes);
    let known = [lists::UNION, lists::PLACES, lists::COMMON].into_iter().flat_map(words);
    let popular = [lists::POPULAR, lists::NAMES, lists::TIMES].into_iter().flat_map(words);
    let phrases = words(lists::PHRASES).map(|line| (line, 10, Weakness::Sentence));
    let figures = words(lists::FIGURES).map(|line| (line, 5, Weakness::Sequence));
    Lists {
        function: words(lists::FUNCTION).collect(),
        popular: popular.collect(),
        known: known.collect(),
        drawn: Wordlist::EffLong.get_list().iter().map(|w| w.as_bytes()).collect(),
        lines: phrases.chain(figures).collect(),
    }
});

impl Lists {
    /// What a word costs.
    fn cost(&self, word: &[u8]) -> Option<u32> {
        if self.popular.contains(word) {
            Some(900)
        } else if self.known.contains(word) {
            Some(1_050)
        } else {
            self.drawn.contains(word).then_some(1_200)
        }
    }
}

#[cfg(test)]
mod tests;
