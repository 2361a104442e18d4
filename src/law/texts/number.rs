//! The numbers of articles, as the code writes them and as people do.

use crate::law::texts::{Article, Texts, VersionId};

/// What a typed number, name, identifier or link is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// One article; or annexes that share a name.
    One(&'a Article),
    /// A number without a letter, or a name, of several articles.
    Several(Vec<&'a Article>),
    /// No article has it; those that look most like it.
    None(Vec<&'a Article>),
}

/// Returns the order of numbers: the letters, then each number by its size.
pub(super) fn key(num: &str) -> (String, Vec<u64>, String) {
    let letters: String = num.chars().take_while(|c| !c.is_ascii_digit()).collect();
    let rest = num.get(letters.len()..).unwrap_or_default();
    let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    let numbers = digits.split('-').map(|n| n.parse().unwrap_or(u64::MAX)).collect();
    (letters, numbers, num.to_owned())
}

/// Returns a number as the code writes it: `L. 2314-33` and `l 2314-33` become `L2314-33`; without a letter it stays bare.
#[must_use]
pub fn canonical(typed: &str) -> String {
    let plain: String = typed
        .chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let words = plain.trim().to_lowercase();
    let words = ["article ", "articles ", "art. ", "art ", "code du travail "]
        .iter()
        .fold(words.as_str(), |w, head| w.strip_prefix(head).unwrap_or(w).trim_start());
    let words = words.strip_suffix("du code du travail").unwrap_or(words).trim_end();
    let words = ["l'article ", "l’article ", "de l'article ", "de l’article "]
        .iter()
        .fold(words, |w, head| w.strip_prefix(head).unwrap_or(w).trim_start());
    let joined = joined(words);
    let mut chars = joined.chars();
    let letter = match chars.next() {
        Some(c @ ('l' | 'r' | 'd'))
            if chars.as_str().starts_with(['*', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) =>
        {
            c.to_uppercase().to_string()
        }
        Some('0'..='9') => {
            chars = joined.chars();
            String::new()
        }
        _ => return plain.trim().to_owned(),
    };
    let stars = chars.as_str().trim_start_matches('*');
    let digits: String = stars.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    let rest = stars.get(digits.len()..).unwrap_or_default();
    // `L1453-1 A`: a letter after the number is a part of it.
    let rest = if rest.is_empty() { String::new() } else { format!(" {}", rest.to_uppercase()) };
    format!("{letter}{}{rest}", digits.trim_matches('-'))
}

/// Joins the parts of a number: `l 2314 33` and `l2314.33` are `l2314-33`; a space before a letter goes.
fn joined(words: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in words.chars() {
        if matches!(c, ' ' | '.') {
            gap = true;
            continue;
        }
        if gap && c.is_ascii_digit() && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push('-');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// Returns the identifier that stands in a text: `LEGIARTI…` alone, or in the link of a page.
#[must_use]
pub fn identifier(typed: &str) -> Option<VersionId> {
    let upper = typed.to_uppercase();
    let (_, rest) = upper.split_once(ID)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    VersionId::read(&format!("{ID}{digits}"))
}

const ID: &str = "LEGIARTI";

/// What stands behind a number and says which part of the article is meant: `I`, `2°`, `al. 2`, `alinéa 3`, `3e al.`, `a)`.
fn is_place(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', '.', ')']).trim_start_matches('(');
    let digits = word.trim_end_matches(['°', 'º', 'o', 'e', 'r', 'ᵉ']).trim_end_matches("èm");
    let roman = !word.is_empty() && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let counted = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let letter = word.chars().count() == 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let named = [
        "al",
        "alinéa",
        "alinea",
        "alinéas",
        "bis",
        "ter",
        "et",
        "dernier",
        "premier",
        "deuxième",
        "troisième",
    ];
    roman || counted || letter || named.contains(&word) || word.is_empty()
}

/// Leaves out what says which part of an article is meant, where the number stands before it or behind it.
pub(super) fn whole(typed: &str) -> Option<String> {
    let lower = typed.to_lowercase().replace("du code du travail", " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    // The number: from the first word with a figure that is no place, on through the words that go on with it.
    let is_number = |word: &str| {
        let bare = word.trim_start_matches(['l', 'r', 'd', '.', '*', '(']);
        bare.starts_with(|c: char| c.is_ascii_digit())
            && bare.chars().filter(char::is_ascii_digit).count() >= 4
            && bare
                .trim_end_matches([',', ';', '.', ')'])
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '‑'))
    };
    let at = words.iter().position(|word| is_number(word))?;
    let letter = at
        .checked_sub(1)
        .and_then(|n| words.get(n))
        .filter(|w| ["l", "l.", "r", "r.", "d", "d."].contains(*w));
    let before = at.saturating_sub(usize::from(letter.is_some()));
    let filler = |word: &str| {
        is_place(word)
            || ["article", "art", "art.", "l'article", "l’article", "de", "du", "la", "le"].contains(&word)
    };
    if !words.iter().take(before).all(|w| filler(w)) {
        return None;
    }
    let number = words.get(at)?.trim_end_matches([',', ';', '.', ')']).trim_start_matches('(');
    let mut rest = words.iter().skip(at.saturating_add(1)).peekable();
    let mut out = format!("{}{number}", letter.copied().unwrap_or_default());
    // `l 2314 33`: what goes on is a number of at most three figures.
    if !number.contains('-') {
        while let Some(next) = rest.next_if(|w| w.len() <= 3 && w.chars().all(|c| c.is_ascii_digit())) {
            out.push('-');
            out.push_str(next);
        }
    }
    // A year is no number of an article: a bare one has two parts.
    let cited = out.starts_with(char::is_alphabetic) || out.contains('-');
    (cited && rest.all(|word| filler(word))).then_some(out)
}

/// Finds the article of a typed number.
pub(super) fn find<'a>(texts: &'a Texts, typed: &str) -> Found<'a> {
    if let Some(id) = identifier(typed) {
        let of_version = texts.all().iter().find(|a| a.versions.iter().any(|v| v.id == id));
        let found = of_version.or_else(|| texts.all().iter().find(|a| a.cid == id));
        return found.map_or(Found::None(vec![]), Found::One);
    }
    match by_number(texts, typed) {
        Found::None(near) => match whole(typed).map(|number| by_number(texts, &number)) {
            Some(Found::None(nearer)) if near.is_empty() => Found::None(nearer),
            None | Some(Found::None(_)) => Found::None(near),
            Some(found) => found,
        },
        found => found,
    }
}

fn by_number<'a>(texts: &'a Texts, typed: &str) -> Found<'a> {
    let wanted = canonical(typed);
    let same = |a: &&Article| {
        let bare = a.num.trim_start_matches(['L', 'R', 'D', 'A', '*']);
        a.num == wanted
            || (wanted.starts_with(|c: char| c.is_ascii_digit()) && bare == wanted)
            || a.num.replace('*', "") == wanted
            || a.num.to_lowercase() == wanted.to_lowercase()
    };
    let mut hits: Vec<&Article> = texts.all().iter().filter(same).collect();
    match hits.as_slice() {
        [] => Found::None(near(texts, &wanted)),
        [_] => hits.pop().map_or_else(|| Found::None(vec![]), Found::One),
        _ => Found::Several(hits),
    }
}

/// How many numbers are named in place of one that is none.
const NEAR: usize = 5;

/// Finds the articles whose number is nearest: the same beginning, or next in the order.
fn near<'a>(texts: &'a Texts, wanted: &str) -> Vec<&'a Article> {
    let bare = |num: &str| num.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned();
    let wanted = bare(wanted);
    if wanted.is_empty() {
        return vec![];
    }
    let mut all: Vec<(usize, &Article)> = texts
        .all()
        .iter()
        .map(|a| (strsim::levenshtein(&bare(&a.num), &wanted), a))
        .filter(|(far, _)| *far <= 1)
        .collect();
    all.sort_by_key(|(far, _)| *far);
    all.into_iter().take(NEAR).map(|(_, a)| a).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (typed, want) in [
            ("L2314-33", "L2314-33"),
            ("L. 2314-33", "L2314-33"),
            ("l2314-33", "L2314-33"),
            ("l.\u{a0}2314\u{2011}33", "L2314-33"),
            ("R.2314-1", "R2314-1"),
            ("R*2314-1", "R2314-1"),
            ("2314-33", "2314-33"),
            ("article L. 2314-33 du Code du travail", "L2314-33"),
            ("art. d 2135-8", "D2135-8"),
            ("L 1453-1 A", "L1453-1 A"),
            ("L1453-1a", "L1453-1 A"),
            ("Annexe II", "Annexe II"),
            ("L2314-", "L2314"),
            ("L 2314 33", "L2314-33"),
            ("L2314.33", "L2314-33"),
            ("de l’article l. 2314 33", "L2314-33"),
            ("CPC 642", "CPC 642"),
            ("", ""),
            ("bonjour", "bonjour"),
        ] {
            assert_eq!(canonical(typed), want, "{typed}");
        }
    }

    #[test]
    fn an_article_is_found_however_it_is_cited() {
        let texts = Texts::held().unwrap();
        let of = |typed: &str| match find(texts, typed) {
            Found::One(article) => article.num.clone(),
            Found::Several(all) => all.iter().map(|a| a.num.as_str()).collect::<Vec<_>>().join(" "),
            Found::None(_) => String::new(),
        };
        for typed in [
            "L2314-33 I 2°",
            "L. 2314-33, al. 2",
            "art. L.2314-33 du code du travail",
            "l’article L. 2314-33, alinéa 3 du Code du travail",
            "2e alinéa de l'article L 2314 33",
            "2314-33 du code du travail",
            "L2314-33 1° a)",
            "LEGIARTI000036761951",
            "legiarti000052437191",
            "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000036761951/2020-01-01",
            "https://www.legifrance.gouv.fr/codes/id/LEGIARTI000052437191?x=1#y",
        ] {
            assert_eq!(of(typed), "L2314-33", "{typed}");
        }
        assert_eq!(of("2314-1 al. 2"), "L2314-1 R2314-1");
        for none in [
            "LEGIARTI000000000001",
            "LEGIARTI12",
            "mandats L2314-33 et plus",
            "2° du I",
            "300 salariés",
            "L2314-99 al. 2",
            "2018",
            "le 2018",
        ] {
            assert_eq!(of(none), "", "{none}");
        }
        // A letter that is a part of the number stays one.
        assert_eq!(of("L1453-1 A"), "L1453-1 A");
        assert_eq!(identifier("rien"), None);
    }

    #[test]
    fn numbers_stand_in_their_order() {
        let mut all = ["R1", "L2314-10", "L2314-2", "L2314-2-1", "L230", "D9"];
        all.sort_by_key(|n| key(n));
        assert_eq!(all, ["D9", "L230", "L2314-2", "L2314-2-1", "L2314-10", "R1"]);
    }
}
