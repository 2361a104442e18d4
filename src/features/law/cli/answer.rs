//! What the calculators share: how an answer is shown, how arguments are read.

use std::path::Path;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use crate::face::explaining::Explaining;
use crate::{
    base::{Lang, View},
    face::{error::Refusal, exit::Exit, finding, frame::Face, wanted::Wanted, when},
    features::law::actions::input,
    law::{Finding, Fraction, Open},
    tr,
};

/// Shows an answer with its reasons.
pub(crate) fn known<T>(
    face: &mut Face,
    explain: Explaining,
    found: &Finding<T>,
    view: impl View,
    text: &str,
) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let text = format!("{text}{}", finding::below(lang, found, explain));
    face.answer(view, finding::reasons(lang, found, explain), &text)?;
    Ok(Exit::Done)
}

/// An open question as text.
pub(crate) fn undetermined_text(lang: Lang, why: Open, options: &[String]) -> String {
    let why = why.words(lang);
    let mut out = finding::wrapped("", "  ", &tr!(lang, "Indéterminé\u{a0}: {why}", "Undetermined: {why}"));
    if !options.is_empty() {
        let options = options.join(tr!(lang, " ou ", " or ").as_str());
        out.push_str(&finding::wrapped(
            "",
            "  ",
            &tr!(lang, "Possibles\u{a0}: {options}", "Possible: {options}"),
        ));
    }
    out
}

/// Reads facts from a file, or from standard input for `-`.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Refusal> {
    Ok(input::read(path)?)
}

/// Reads `NAME=NUMBER`.
pub(crate) fn named_number(text: &str) -> Result<(String, Fraction), Wanted> {
    let (name, number) = text.rsplit_once('=').ok_or(Wanted::NamedNumber)?;
    let name = name.trim();
    if name.is_empty() {
        return Err(Wanted::NamedNumber);
    }
    Ok((name.to_owned(), number.parse::<Fraction>()?))
}

/// Reads `NAME=YYYY-MM-DD`.
pub(crate) fn named_day(text: &str) -> Result<(String, NaiveDate), Wanted> {
    let (name, day) = text.rsplit_once('=').ok_or(Wanted::NamedDay)?;
    Ok((name.trim().to_owned(), when::read(day).map_err(|_| Wanted::NamedDay)?))
}

/// Reads `NAME=COUNT`.
pub(crate) fn named_count(text: &str) -> Result<(String, u64), Wanted> {
    let (name, number) = named_number(text)?;
    Ok((name, number.to_count().ok_or(Wanted::Whole)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers() {
        assert_eq!(named_number("A=29.2").unwrap(), ("A".to_owned(), "146/5".parse().unwrap()));
        assert_eq!(named_number(" A = B=3").unwrap().0, "A = B");
        assert_eq!(named_count("CFE-CGC=12").unwrap(), ("CFE-CGC".to_owned(), 12));
        for bad in ["A", "=3", "A=", "A=x", "A=-1"] {
            assert!(named_number(bad).is_err(), "{bad}");
        }
        assert!(named_count("A=1.5").is_err());
        assert_eq!(named_day("A=1970-01-31").unwrap(), ("A".to_owned(), "1970-01-31".parse().unwrap()));
        assert!(named_day("A=70").is_err() && named_day("1970-01-31").is_err());
    }
}
