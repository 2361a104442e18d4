//! One reading of a cell, before the check of its field: the marks of spreadsheets go, a word for "nothing" is nothing, the
//! words of payrolls are those of the field.

use std::borrow::Cow;

use crate::{
    base::{cell, text::fold, word::codes},
    roster::{
        attr::{Attr, Key},
        check,
    },
};

codes! {
    /// What a cell says and its field cannot hold: the field stays empty, the person is taken.
    Unsaid {
        Category = "category",
            "dit «\u{a0}non-cadre\u{a0}» ou «\u{a0}ETAM\u{a0}», pas ouvrier/employé ou technicien\u{a0}: catégorie laissée vide",
            "says “not cadre” or “ETAM”, not whether employee or technician: category left empty";
        Share = "share",
            "un temps partiel, sans la part (80 %, 4/5)\u{a0}: temps de travail laissé vide",
            "part time, without the share (80 %, 4/5): working time left empty";
        Gender = "gender",
            "un sexe que le registre ne connaît pas (F ou H)\u{a0}: sexe laissé vide",
            "a sex that the register does not know (F or H): sex left empty";
        EmployerAddress = "employer-address",
            "une adresse de l’employeur n’est jamais prise\u{a0}: courriel laissé",
            "an address of the employer is never taken: left out";
    }
}

/// What a cell says.
pub(crate) struct Said<'a> {
    /// The text for the check of the field; empty where the cell says nothing.
    pub text: Cow<'a, str>,
    /// What it says beside, and the field cannot hold.
    pub unsaid: Option<Unsaid>,
}

/// Where a cell stands.
pub(crate) struct Around<'a> {
    /// The name of its column.
    pub column: &'a str,
    /// Whether its row is of somebody in France, as far as it says.
    pub french: bool,
    /// The employer's mail domains.
    pub forbidden: &'a [String],
}

/// Reads a cell for a field.
pub(crate) fn read<'a>(key: &Key, text: &'a str, around: &Around<'_>) -> Said<'a> {
    let plain = |text| Said { text, unsaid: None };
    let Key::Attr(attr) = key else { return plain(one_line(cell::restore(text))) };
    let text = one_line(bare(text.trim()));
    if says_nothing(*attr, &text) {
        return plain(Cow::Borrowed(""));
    }
    match attr {
        Attr::Email | Attr::Emails | Attr::NoticeEmail => addresses(&text, around.forbidden),
        Attr::Postcode => plain(postcode(whole(&text), around.french).into()),
        Attr::Phone => plain(whole(&text).to_owned().into()),
        Attr::Share => share(&text, around.column),
        Attr::Contract => contract(&text),
        Attr::Gender if is_other(&text) => Said { text: "".into(), unsaid: Some(Unsaid::Gender) },
        Attr::Category if is_unsure(&text) => Said { text: "".into(), unsaid: Some(Unsaid::Category) },
        _ => plain(text),
    }
}

/// Tells whether a sex is one that lists of electors do not have.
fn is_other(text: &str) -> bool {
    matches!(fold(text).as_str(), "x" | "autre" | "other" | "mx" | "nb" | "non binaire")
}

/// Takes off what makes a spreadsheet keep a cell as text: `="0612345678"`, `'01310`.
fn bare(text: &str) -> &str {
    let formula = |t| str::strip_prefix(t, "=\"").and_then(|t| t.strip_suffix('"'));
    if let Some(inside) = formula(text).or_else(|| formula(cell::restore(text))) {
        return inside;
    }
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => cell::restore(text),
    }
}

/// Tells whether a cell is a word or a sign for "nothing". A person may be called Null.
fn says_nothing(attr: Attr, text: &str) -> bool {
    const WORDS: &[&str] = &[
        "null",
        "nil",
        "none",
        "n/a",
        "#n/a",
        "na",
        "nc",
        "n c",
        "neant",
        "aucun",
        "aucune",
        "inconnu",
        "inconnue",
        "non renseigne",
        "non renseignee",
        "non communique",
        "non connu",
        "non connue",
        "vide",
        "unknown",
    ];
    if text.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '_' | '/' | '.' | '?' | '*'))
    {
        return true;
    }
    if attr.is_date() && text.chars().all(|c| matches!(c, '0' | '-' | '/' | '.' | ' ' | ':' | 'T')) {
        return true;
    }
    let name = matches!(
        attr,
        Attr::Family | Attr::Given | Attr::Preferred | Attr::BirthName | Attr::Name | Attr::NameFamilyFirst
    );
    !name && text.len() <= 20 && WORDS.contains(&fold(text).as_str())
}

/// Takes the decimals off a whole number that a spreadsheet wrote with them.
fn whole(text: &str) -> &str {
    let tail =
        text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).or_else(|| text.strip_suffix(".00"));
    tail.filter(|t| t.bytes().all(|b| b.is_ascii_digit())).unwrap_or(text)
}

/// Gives a French postcode the zero that a spreadsheet took from its start.
fn postcode(text: &str, french: bool) -> String {
    let lost = french && text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    if lost { format!("0{text}") } else { text.to_owned() }
}

/// Takes addresses out of `Camille Exemple <camille@example.org>` and `mailto:…`; those of the employer go.
fn addresses<'a>(text: &str, forbidden: &[String]) -> Said<'a> {
    let written = text.contains('<') && text.contains('@');
    let mut unsaid = None;
    let mut kept = Vec::new();
    for part in text.split([';', ',', '|']).map(str::trim).filter(|p| !p.is_empty()) {
        let inside =
            part.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside);
        let one = inside.unwrap_or(part).trim();
        let one = match one.get(..7) {
            Some(head) if head.eq_ignore_ascii_case("mailto:") => one.get(7..).unwrap_or_default(),
            _ => one,
        };
        // A comma in the name before the brackets.
        if written && !one.contains('@') {
            continue;
        }
        if check::in_domains(one, forbidden) {
            unsaid = Some(Unsaid::EmployerAddress);
        } else {
            kept.push(one.to_owned());
        }
    }
    Said { text: kept.join(";").into(), unsaid }
}

/// Reads the share of working time as payrolls write it: yes or no below "part time", hours of the week.
fn share<'a>(text: &str, column: &str) -> Said<'a> {
    let (said, column) = (fold(text), fold(column));
    let yes = matches!(said.as_str(), "oui" | "o" | "x" | "yes" | "y" | "vrai" | "true");
    let no = matches!(said.as_str(), "non" | "n" | "no" | "faux" | "false");
    let of_part = column.contains("partiel") || column.contains("part time");
    let part = Said { text: "".into(), unsaid: Some(Unsaid::Share) };
    if matches!(said.as_str(), "temps partiel" | "partiel" | "tp" | "part time") || (yes && of_part) {
        return part;
    }
    let full = matches!(said.as_str(), "plein" | "complet" | "tc" | "temps complet") || (no && of_part);
    let text = if full { "1".to_owned() } else { hours(&said).unwrap_or_else(|| text.to_owned()) };
    Said { text: text.into(), unsaid: None }
}

/// Reads hours of a week (`28h`, `28 h 30`, `35 heures`) or the month of full time (`151,67 h`) as a part of 35 hours,
/// the legal duration (L3121-27); what is above it is full time.
fn hours(folded: &str) -> Option<String> {
    const WEEK: u32 = 35 * 60;
    let compact: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    if matches!(compact.as_str(), "151,67h" | "15167h" | "151,67" | "15167") {
        return Some("1".to_owned());
    }
    let (whole, rest) = compact.split_once('h')?;
    let number = |t: &str| (1..=2).contains(&t.len()).then(|| t.parse::<u32>().ok())?;
    let minutes = match rest.trim_start_matches(|c: char| c.is_alphabetic()) {
        "" => 0,
        rest => number(rest)?,
    };
    let worked = number(whole)?.checked_mul(60)?.checked_add(minutes)?;
    (worked > 0).then(|| if worked >= WEEK { "1".to_owned() } else { format!("{worked}/{WEEK}") })
}

/// Reads the kind of contract; payrolls write the working time behind it.
fn contract<'a>(text: &str) -> Said<'a> {
    let folded = fold(text);
    // `C.D.I.` folds to three letters.
    let joined = if folded.split(' ').all(|w| w.len() == 1) { folded.replace(' ', "") } else { folded };
    let tails = [
        (" temps partiel", true),
        (" mi temps", true),
        (" tp", true),
        (" temps plein", false),
        (" temps complet", false),
        (" a temps partiel", true),
        (" a temps plein", false),
        (" tc", false),
    ];
    let cut = tails.iter().filter_map(|(tail, part)| Some((joined.strip_suffix(tail)?, *part)));
    match cut.min_by_key(|(rest, _)| rest.len()) {
        Some((rest, part)) => Said { text: rest.to_owned().into(), unsaid: part.then_some(Unsaid::Share) },
        None => Said { text: joined.into(), unsaid: None },
    }
}

/// Tells whether a word leaves open which of two categories is meant.
fn is_unsure(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "etam",
        "non cadre",
        "non cadres",
        "noncadre",
        "oetam",
        "non ic",
        "employe technicien agent de maitrise",
        "eta m",
    ];
    text.len() <= 60 && WORDS.contains(&fold(text).as_str())
}

/// Joins the lines of a cell (a line break typed into a spreadsheet) and its tabs with a space.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    const BREAKS: [char; 3] = ['\r', '\n', '\t'];
    if !text.contains(BREAKS) {
        return Cow::Borrowed(text);
    }
    let parts: Vec<&str> = text.split(BREAKS).map(str::trim).filter(|p| !p.is_empty()).collect();
    Cow::Owned(parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(attr: Attr, text: &str, column: &str) -> (String, Option<Unsaid>) {
        let forbidden = ["employeur.example".to_owned()];
        let around = Around { column, french: true, forbidden: &forbidden };
        let said = read(&attr.into(), text, &around);
        (said.text.into_owned(), said.unsaid)
    }

    #[test]
    fn what_spreadsheets_add_goes() {
        for (attr, cell, wanted) in [
            (Attr::Postcode, "1310", "01310"),
            (Attr::Postcode, "01310.0", "01310"),
            (Attr::Postcode, "'01310", "01310"),
            (Attr::Postcode, "=\"01310\"", "01310"),
            (Attr::Postcode, "1310,0", "01310"),
            (Attr::Postcode, "75011", "75011"),
            (Attr::Postcode, "SW1A", "SW1A"),
            (Attr::Phone, "=\"0612345678\"", "0612345678"),
            (Attr::Phone, "0612345678.0", "0612345678"),
            (Attr::Phone, "'0612345678", "0612345678"),
            (Attr::Phone, "06.12.34.56.00", "06.12.34.56.00"),
            (Attr::Family, "=\"Exemple\"", "Exemple"),
            (Attr::Family, "'t Exemple", "'t Exemple"),
            (Attr::Town, "  Lyon ", "Lyon"),
        ] {
            assert_eq!(said(attr, cell, ""), (wanted.to_owned(), None), "{cell}");
        }
        let abroad = Around { column: "", french: false, forbidden: &[] };
        assert_eq!(read(&Attr::Postcode.into(), "1310", &abroad).text, "1310");
        let free = read(&Key::Free("note".into()), "-", &abroad);
        assert_eq!(free.text, "-", "a note of one's own stays as it is");
    }

    #[test]
    fn words_for_nothing_are_nothing() {
        for cell in ["", " ", "-", "–", "/", "?", "NULL", "n/a", "#N/A", "néant", "Non renseigné"] {
            for attr in [Attr::Phone, Attr::Joined, Attr::Town, Attr::Share, Attr::Email] {
                assert_eq!(said(attr, cell, ""), (String::new(), None), "{cell}");
            }
        }
        for date in ["0000-00-00", "00/00/0000", "  /  /  ", "-", "0000-00-00 00:00:00"] {
            assert_eq!(said(Attr::Birth, date, ""), (String::new(), None), "{date}");
        }
        for name in ["Null", "Aucun", "Na"] {
            assert_eq!(said(Attr::Family, name, "").0, name);
        }
        assert_eq!(said(Attr::Phone, "0", "").0, "0", "a number is no sign for nothing");
    }

    #[test]
    fn addresses_are_taken_out_of_what_stands_around_them() {
        for (cell, wanted) in [
            ("Camille Exemple <camille@example.org>", "camille@example.org"),
            ("Exemple, Camille <camille@example.org>", "camille@example.org"),
            ("mailto:camille@example.org", "camille@example.org"),
            ("MAILTO:camille@example.org", "camille@example.org"),
            ("<camille@example.org>", "camille@example.org"),
            ("a@example.org; B <b@example.org>", "a@example.org;b@example.org"),
            ("camille", "camille"),
            ("camille%x@example.org", "camille%x@example.org"),
        ] {
            assert_eq!(said(Attr::Email, cell, ""), (wanted.to_owned(), None), "{cell}");
        }
        let both = said(Attr::Email, "C <c@rh.employeur.example>, c@example.org", "");
        assert_eq!(both, ("c@example.org".to_owned(), Some(Unsaid::EmployerAddress)));
        assert_eq!(said(Attr::Email, "c@employeur.example", "").1, Some(Unsaid::EmployerAddress));
    }

    #[test]
    fn the_words_of_payrolls_are_known() {
        let is = |attr, cell: &str, column: &str, wanted: &str, unsaid| {
            assert_eq!(said(attr, cell, column), (wanted.to_owned(), unsaid), "{cell} ({column})");
        };
        is(Attr::Contract, "C.D.I.", "", "cdi", None);
        is(Attr::Contract, "CDI temps partiel", "", "cdi", Some(Unsaid::Share));
        is(Attr::Contract, "CDD à temps plein", "", "cdd", None);
        is(Attr::Contract, "Alternance", "", "alternance", None);
        is(Attr::Gender, "X", "", "", Some(Unsaid::Gender));
        is(Attr::Gender, "Autre", "", "", Some(Unsaid::Gender));
        is(Attr::Gender, "Mme", "", "Mme", None);
        is(Attr::Category, "ETAM", "", "", Some(Unsaid::Category));
        is(Attr::Category, "Non cadre", "", "", Some(Unsaid::Category));
        is(Attr::Category, "Non-cadre", "", "", Some(Unsaid::Category));
        is(Attr::Category, "Cadre", "", "Cadre", None);
        is(Attr::Share, "non", "Temps partiel", "1", None);
        is(Attr::Share, "oui", "Temps partiel", "", Some(Unsaid::Share));
        is(Attr::Share, "non", "Temps de travail", "non", None);
        is(Attr::Share, "35h", "", "1", None);
        is(Attr::Share, "39 h", "", "1", None);
        is(Attr::Share, "28h", "", "1680/2100", None);
        is(Attr::Share, "28 h 30", "", "1710/2100", None);
        is(Attr::Share, "35 heures", "", "1", None);
        is(Attr::Share, "151,67 h", "", "1", None);
        is(Attr::Share, "80 %", "", "80 %", None);
        is(Attr::Share, "0h", "", "0h", None);
        is(Attr::Share, "heures", "", "heures", None);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in proptest::prelude::any::<String>()) {
            for attr in Attr::ALL {
                let _ = said(*attr, &text, &text);
            }
        }
    }
}
