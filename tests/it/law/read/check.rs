//! What is wrong with a value when it is held against the text that it cites.

use chrono::NaiveDate;
use contrepoids::law::{
    Amount, Entry, Standing, Table, Unit, beside, book,
    texts::{Article, Texts, Version},
};

use super::number::{Found, numbers, plain, words};

/// Rows whose numbers are counted from what the text says: once a month is twelve times a year.
const COUNTED: &[&str] = &["cse.meetings"];

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap()
}

/// Tells whether a version was in force over the whole time of a value, which none may pass that the texts know.
fn covers(article: &Article, version: &Version, entry: &Entry) -> bool {
    let begun = version.from <= entry.from;
    let holds = match (entry.to, version.to) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(to), Some(end)) => to < end,
    };
    // A change of an unknown day: the version is sure no longer than to the last look that saw it.
    let sure = article.ends(version).is_none_or(|later| entry.to.is_some_and(|to| to <= later.after));
    begun && holds && sure
}

/// Returns what is wrong with the version that a value names.
pub fn version(texts: &Texts, entry: &Entry) -> Vec<String> {
    let Some(article) = texts.article(&entry.citation.article) else { return vec![] };
    let Some(id) = &entry.citation.version else { return vec![] };
    let Some(version) = article.version(id) else {
        return vec![format!("{id} is no version of {}", article.num)];
    };
    // What says that a rule is not there yet is the version with which it comes.
    let comes = entry.amount == Amount::Gone
        && article.versions.first() == Some(version)
        && entry.to == Some(before(version.from));
    if comes || covers(article, version, entry) {
        vec![]
    } else {
        vec![format!("{id} does not hold from {} to {:?}", entry.from, entry.to)]
    }
}

/// Words that a unit goes by in the texts, each after its number; a word may stand between.
fn unit_words(unit: Unit) -> &'static [&'static [&'static str]] {
    match unit {
        Unit::Employees => &[&["salariés"]],
        Unit::People => &[&["salariés"], &["membres"], &["personnes"]],
        Unit::Seats => &[&["titulaires"], &["délégué", "titulaire"]],
        Unit::HoursWeek => &[&["heures", "par", "semaine"]],
        Unit::HoursMonth => &[&["heures", "par", "mois"], &["heures", "de", "mandat"]],
        Unit::HoursYear => &[&["heures", "par", "an"]],
        Unit::Age => &[&["ans", "révolus"]],
        Unit::Days => &[&["jours"], &["jour"]],
        Unit::WorkingDays => &[&["jours", "ouvrables"]],
        Unit::ClearDays => &[&["jours", "francs"]],
        Unit::Hours => &[&["heures"]],
        Unit::Months => &[&["mois"]],
        Unit::Euros => &[&["euros"]],
        Unit::Years => &[&["ans"], &["an"]],
        Unit::Times => &[&["fois"], &["réunions"], &["établissements"]],
        Unit::Share | Unit::Rows | Unit::Rule => &[],
    }
}

fn followed(words: &[String], end: usize, unit: &[&str]) -> bool {
    let at = |from: usize| unit.iter().enumerate().all(|(n, u)| words.get(from + n).is_some_and(|w| w == u));
    at(end) || at(end + 1)
}

/// Tells whether a piece says a number with its unit.
fn says(piece: &str, amount: &Amount, unit: Unit) -> bool {
    let words = words(piece);
    let found = numbers(&words);
    let whole = |n: u64, units: &[&[&str]]| {
        let hit = |f: &Found| f.den == 1 && f.num == n && units.iter().any(|u| followed(&words, f.end, u));
        found.iter().any(hit)
    };
    match amount {
        Amount::Whole(n) => {
            let n = u64::try_from(*n).unwrap();
            // "Un an" is twelve months.
            whole(n, unit_words(unit))
                || unit == Unit::Months && n % 12 == 0 && whole(n / 12, unit_words(Unit::Years))
        }
        Amount::Share(share) => found.iter().any(|f| {
            let said = contrepoids::law::Fraction::new(i128::from(f.num), i128::from(f.den)).unwrap();
            said == *share && (f.den > 1)
        }),
        Amount::Rows(_) | Amount::Rule | Amount::Gone => false,
    }
}

/// Returns what is wrong with the pieces that are quoted for a value, none of which need be there unless it was read.
pub fn quotes(texts: &Texts, table: &Table, entry: &Entry) -> Vec<String> {
    let mut faults = Vec::new();
    let quotes = &entry.quotes;
    let said = (quotes.quote.as_deref(), quotes.otherwise.as_deref());
    if entry.citation.standing != Standing::Verified {
        if quotes.all().next().is_some() {
            faults.push("quotes a text that was not read".to_owned());
        }
        return faults;
    }
    match (&entry.amount, said) {
        (Amount::Gone, _) => {}
        (_, (None, None)) => faults.push("was read, and no piece says by what".to_owned()),
        (Amount::Rows(_), (Some(_), _)) | (Amount::Rule, (_, Some(_))) => {
            faults.push("a row is said otherwise, and a rule is not".to_owned());
        }
        (Amount::Whole(_) | Amount::Share(_), (Some(piece), _))
            if !says(piece, &entry.amount, table.unit) =>
        {
            faults.push(format!("« {piece} » does not say {:?} {}", entry.amount, table.unit.code()));
        }
        (Amount::Whole(_) | Amount::Share(_), (None, Some(piece)))
            if says(piece, &entry.amount, table.unit) =>
        {
            faults.push(format!("« {piece} » says the number itself"));
        }
        _ => {}
    }
    let Some(text) = held(texts, entry) else {
        let ours =
            entry.citation.article.starts_with("CPC ") || texts.article(&entry.citation.article).is_some();
        if ours {
            faults.push("was read, and its text is not held".to_owned());
        }
        return faults;
    };
    let plain_text = plain(&text);
    for piece in quotes.all().filter(|piece| !plain_text.contains(&plain(piece))) {
        faults.push(format!("« {piece} » does not stand in the text"));
    }
    if let Amount::Rows(rows) = &entry.amount
        && !COUNTED.contains(&table.id.as_str())
    {
        let numbers = numbers(&words(&text));
        for number in
            rows.iter().flat_map(|row| row.iter().filter(|(c, _)| c.code() != "from" && c.code() != "to"))
        {
            let n = u64::try_from(*number.1).unwrap();
            if !numbers.iter().any(|f| f.den == 1 && f.num == n) {
                faults.push(format!("{n} {} stands nowhere in the text", number.0.code()));
            }
        }
    }
    faults
}

/// Returns the text of the version that a value names: of the code, or of what is held beside it.
pub fn held(texts: &Texts, entry: &Entry) -> Option<String> {
    let citation = &entry.citation;
    let id = citation.version.as_deref()?;
    if citation.article.starts_with("CPC ") {
        let beside = beside::beside(book(), &citation.article).unwrap()?;
        return beside.text.filter(|_| beside.version.as_deref() == Some(id));
    }
    let version = texts.article(&citation.article)?.version(id)?;
    texts.text(version).unwrap().map(str::to_owned)
}

/// A comparison, of a number with a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    AtLeast,
    AtMost,
    More,
    Less,
    Earliest,
    Latest,
}

/// Words of a comparison in French and in English; the longer ones first, for a word is read once.
const COMPARISONS: &[(Comparison, &[&str], &[&str])] = &[
    (Comparison::Earliest, &["au plus tôt"], &["at the earliest"]),
    (Comparison::Latest, &["au plus tard"], &["at the latest"]),
    (Comparison::AtLeast, &["au moins"], &["at least"]),
    (Comparison::AtMost, &["au plus"], &["at most"]),
    (Comparison::More, &["plus de", "dépass"], &["more than", "longer than", "exceed", "beyond"]),
    (Comparison::Less, &["moins de"], &["less than", "fewer than"]),
];

/// Returns the comparisons of a text, in French or in English, in their order by kind.
pub fn comparisons(text: &str, french: bool) -> Vec<Comparison> {
    // The most of several is no bound.
    let mut rest = plain(text).replace("le plus de", "").replace("au plus fort", "");
    let mut out = Vec::new();
    for (what, fr, en) in COMPARISONS {
        for word in if french { *fr } else { *en } {
            out.extend(std::iter::repeat_n(*what, rest.matches(word).count()));
            rest = rest.replace(word, "·");
        }
    }
    out.sort_unstable();
    out
}
