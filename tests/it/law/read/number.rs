//! Numbers as French texts write them, in words or in figures.

/// A number of a text: the number itself with its denominator, and the place after its last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub num: u64,
    pub den: u64,
    pub end: usize,
}

/// Cuts a text into its words, small; what parts two cells or two rows of a table is a word.
pub fn words(text: &str) -> Vec<String> {
    let cut = |c: char| !(c.is_alphanumeric() || matches!(c, ',' | '%' | '|'));
    let text = text.replace(['|', '\n'], " | ");
    let words = text.split(cut).map(|w| w.trim_matches(',').to_lowercase());
    words.filter(|w| !w.is_empty()).collect()
}

/// Returns a text with plain apostrophes, one space between words, no cell of a table, in small letters.
pub fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            '\u{2019}' => '\'',
            '|' => ' ',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let text = text.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    // Links leave a space behind: `l' article L. 2242-2 et`.
    text.replace("' ", "'").replace(" ,", ",").replace(" .", ".").to_lowercase()
}

#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Unit(u64),
    Ten(u64),
    Hundred,
    Thousand,
}

fn unit(word: &str) -> Option<u64> {
    const UNITS: [&str; 17] = [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
        "douze", "treize", "quatorze", "quinze", "seize",
    ];
    let word = if word == "une" { "un" } else { word };
    UNITS.iter().position(|u| *u == word).filter(|n| *n > 0).map(|n| n as u64)
}

fn ten(word: &str) -> Option<u64> {
    match word {
        "vingt" | "vingts" => Some(20),
        "trente" => Some(30),
        "quarante" => Some(40),
        "cinquante" => Some(50),
        "soixante" => Some(60),
        _ => None,
    }
}

/// Reads the longest number in words from the first word on; returns it with the count of its words.
pub fn spelled(words: &[String]) -> Option<(u64, usize)> {
    let (mut whole, mut part, mut last, mut used) = (0, 0, Last::Nothing, 0);
    let mut at = 0;
    while let Some(word) = words.get(at).map(String::as_str) {
        let next = words.get(at + 1).map(String::as_str);
        if word == "et" && matches!(last, Last::Ten(_)) && matches!(next, Some("un" | "une" | "onze")) {
            at += 1;
            continue;
        }
        match (unit(word), ten(word), word, last) {
            (Some(n), _, _, Last::Nothing | Last::Hundred | Last::Thousand) => {
                (part, last) = (part + n, Last::Unit(n));
            }
            (Some(n), _, _, Last::Ten(t)) if n < 10 || t == 60 || t == 80 => {
                (part, last) = (part + n, Last::Unit(n));
            }
            // Dix-sept, dix-huit, dix-neuf.
            (Some(n @ 7..=9), _, _, Last::Unit(10)) => (part, last) = (part + n, Last::Unit(10 + n)),
            (_, Some(20), _, Last::Unit(4)) => (part, last) = (part + 76, Last::Ten(80)),
            (_, Some(t), _, Last::Nothing | Last::Hundred | Last::Thousand) => {
                (part, last) = (part + t, Last::Ten(t));
            }
            (_, _, "cent" | "cents", Last::Nothing | Last::Thousand) => {
                (part, last) = (part + 100, Last::Hundred);
            }
            (_, _, "cent" | "cents", Last::Unit(n @ 2..=9)) => {
                (part, last) = (part - n + n * 100, Last::Hundred);
            }
            (_, _, "mille", Last::Thousand) => break,
            (_, _, "mille", _) if whole == 0 => {
                (whole, part, last) = (part.max(1) * 1000, 0, Last::Thousand);
            }
            _ => break,
        }
        at += 1;
        used = at;
    }
    (used > 0).then_some((whole + part, used))
}

/// Reads a number in figures: `50`, `1 000`, `0,20`.
fn figures(words: &[String]) -> Option<(u64, u64, usize)> {
    let first = words.first()?;
    let all = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
    if let Some((whole, rest)) = first.split_once(',') {
        let den = 10_u64.checked_pow(u32::try_from(rest.len()).ok()?)?;
        return (all(whole) && all(rest))
            .then(|| Some((whole.parse::<u64>().ok()? * den + rest.parse::<u64>().ok()?, den, 1)))?;
    }
    if !all(first) {
        return None;
    }
    let mut digits = first.clone();
    let mut used = 1;
    while digits.len() <= 3 * used && words.get(used).is_some_and(|w| w.len() == 3 && all(w)) {
        digits.push_str(words.get(used)?);
        used += 1;
    }
    Some((digits.parse().ok()?, 1, used))
}

/// Returns the numbers of a text, in words, in figures, as parts of a whole and as percentages.
pub fn numbers(words: &[String]) -> Vec<Found> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        if rest[0] == "moitié" {
            out.push(Found { num: 1, den: 2, end: at + 1 });
        }
        let found = figures(rest).or_else(|| spelled(rest).map(|(n, used)| (n, 1, used)));
        let Some((num, den, used)) = found else {
            at += 1;
            continue;
        };
        let end = at + used;
        match words.get(end).map(String::as_str) {
            Some("%") => out.push(Found { num, den: den * 100, end: end + 1 }),
            Some("tiers") => out.push(Found { num, den: den * 3, end: end + 1 }),
            _ => out.push(Found { num, den, end }),
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<(u64, u64)> {
        match numbers(&words(text)).as_slice() {
            [only] => Some((only.num, only.den)),
            _ => None,
        }
    }

    #[test]
    fn numbers_in_words_are_read() {
        for (text, n) in [
            ("un", 1),
            ("une", 1),
            ("seize", 16),
            ("dix-sept", 17),
            ("dix-huit", 18),
            ("vingt et un", 21),
            ("vingt-cinq", 25),
            ("trente-six", 36),
            ("soixante et onze", 71),
            ("soixante-dix-sept", 77),
            ("quatre-vingts", 80),
            ("quatre-vingt-dix", 90),
            ("quatre-vingt-dix-neuf", 99),
            ("cent cinquante et un", 151),
            ("deux cents", 200),
            ("deux cent cinquante", 250),
            ("trois cent", 300),
            ("quatre cent quatre-vingt-dix-neuf", 499),
            ("cinq cent un", 501),
            ("mille", 1000),
            ("deux mille", 2000),
            ("dix mille deux cent trois", 10_203),
        ] {
            assert_eq!(one(text), Some((n, 1)), "{text}");
        }
    }

    #[test]
    fn numbers_in_figures_and_parts_are_read() {
        for (text, n) in [
            ("50 salariés", (50, 1)),
            ("1 000 salariés", (1000, 1)),
            ("1000", (1000, 1)),
            ("10 %", (10, 100)),
            ("0,20 % de la masse", (20, 10_000)),
            ("deux tiers", (2, 3)),
            ("la moitié", (1, 2)),
            ("230\u{a0}000 euros", (230_000, 1)),
        ] {
            assert_eq!(one(text), Some(n), "{text}");
        }
    }

    #[test]
    fn words_that_stand_beside_each_other_are_several_numbers() {
        let all = |text: &str| numbers(&words(text)).iter().map(|f| f.num).collect::<Vec<_>>();
        assert_eq!(all("entre deux et quatre ans"), [2, 4]);
        assert_eq!(all("deux trois"), [2, 3]);
        assert_eq!(all("vingt trente"), [20, 30]);
        assert_eq!(all("De 50 à 999 salariés : 1 délégué"), [50, 999, 1]);
        assert_eq!(all("les centres, les milliers, les dizaines"), Vec::<u64>::new());
        assert_eq!(all("75 à 99 | 5 | 19 | 95\n100 à 124"), [75, 99, 5, 19, 95, 100, 124]);
        assert_eq!(all("de cinquante à cent cinquante salariés"), [50, 150]);
    }
}
