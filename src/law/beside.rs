//! The texts beside the Code du travail: `data/law/beside.toml`, and the rulings that the tables name.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    base::{Lang, date, text::fold, text::one_line, word::codes},
    law::{
        book::{Book, LawError},
        citation::Citation,
        texts::identifier,
    },
};

codes! {
    /// How a text beside the code is known.
    Trust {
        /// Read in a copy that names its version.
        Verified = "verified", "texte lu, version nommée", "text read, version named";
        /// Read in a copy whose version is not known.
        Secondary = "secondary", "copie dont la version n’est pas connue", "copy of unknown version";
        /// Only where to find it is known.
        NotHeld = "not-held", "texte non conservé ici", "text not held here";
    }
}

/// A text beside the code.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// How the tables cite it.
    pub article: String,
    /// What it is.
    pub title: String,
    /// How it is known.
    pub trust: Trust,
    /// Its version, where it is known.
    pub version: Option<String>,
    /// Since when it holds, where that is known.
    pub from: Option<NaiveDate>,
    /// The official page.
    pub source: Option<String>,
    /// Where the text was read.
    pub read_in: Option<String>,
    /// When.
    pub read_on: Option<NaiveDate>,
    /// The text, its paragraphs in lines.
    pub text: Option<String>,
}

#[derive(Deserialize)]
struct File {
    text: Vec<Beside>,
}

/// Reads the file.
fn all() -> Result<Vec<Beside>, LawError> {
    let file = toml::from_str::<File>(include_str!("../../data/law/beside.toml"));
    let mut all = file.map_err(|_| LawError::WrongKind { id: "beside".to_owned() })?.text;
    for one in &mut all {
        one.text = one.text.as_deref().map(|t| t.trim().to_owned());
    }
    Ok(all)
}

/// Returns a citation as people type it: no capitals, no signs; the long name of a code in short.
fn plain(typed: &str) -> String {
    let text = fold(typed).replace(['°', ',', '-', '.'], " ");
    let mut text = format!(" {} ", one_line(&text));
    for (long, short) in [
        (" code de procedure civile ", " cpc "),
        (" code general des impots ", " cgi "),
        (" code de procedure penale ", " cpp "),
        (" code civil ", " c civ "),
        (" cour de cassation ", " cass "),
        (" chambre sociale ", " soc "),
        (" ordonnance ", " ord "),
        (" article ", " "),
        (" art ", " "),
        (" du ", " "),
        (" n ", " "),
        (" no ", " "),
    ] {
        text = text.replace(long, short);
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    // `642 CPC` and `CPC 642`.
    if let Some(at) = words.iter().position(|w| ["cpc", "cgi", "cpp", "rgpd"].contains(w)) {
        let code = words.remove(at);
        words.insert(0, code);
    }
    words.join(" ")
}

/// Finds a text beside the code by a citation as people type it; nothing where it is none.
///
/// # Errors
/// [`LawError::Tables`], which a test excludes.
pub fn beside(book: &Book, typed: &str) -> Result<Option<Beside>, LawError> {
    let typed_plain = plain(typed);
    // `CPC 642 alinéa 2` is a part of it.
    let part = [" alinea ", " al "].iter().find_map(|word| typed_plain.split_once(word));
    let wanted = part.map_or(typed_plain.as_str(), |(whole, _)| whole);
    let all = all()?;
    if let Some(id) = identifier(typed).map(|id| id.to_string()) {
        return Ok(all.into_iter().find(|b| b.version.as_ref() == Some(&id)));
    }
    if let Some(found) = all.iter().find(|b| plain(&b.article) == wanted) {
        return Ok(Some(found.clone()));
    }
    // `199 quater C` is the one that has such a number.
    let number = |b: &&Beside| plain(&b.article).split_once(' ').is_some_and(|(_, number)| number == wanted);
    let mut numbered = all.iter().filter(|b| b.trust != Trust::NotHeld).filter(number);
    if let (Some(found), None) = (numbered.next(), numbered.next()) {
        return Ok(Some(found.clone()));
    }
    // A law as a whole stands for its articles.
    let whole = all.into_iter().find(|b| wanted.starts_with(&format!("{} ", plain(&b.article))));
    if let Some(mut found) = whole.filter(|b| b.trust == Trust::NotHeld) {
        typed.trim().clone_into(&mut found.article);
        return Ok(Some(found));
    }
    let Some(number) = appeal(wanted) else { return Ok(None) };
    let cited = book.tables()?.into_iter().flat_map(|t| &t.entries).map(|e| &e.citation);
    let of_tables = cited
        .filter(|c| c.article.starts_with("Cass."))
        .find(|c| appeal(&plain(&c.article)).as_deref() == Some(&number));
    let listed = RULINGS.lines().filter_map(Ruling::read).find(|r| r.number == number);
    Ok((of_tables.is_some() || listed.is_some()).then(|| ruling(&number, of_tables, listed.as_ref())))
}

/// The rulings that tables, remarks and rules name, with their days and subjects.
const RULINGS: &str = include_str!("../../data/law/rulings.tsv");

/// A ruling of the list.
struct Ruling {
    number: &'static str,
    day: Option<NaiveDate>,
    subject: &'static str,
}

impl Ruling {
    fn read(line: &'static str) -> Option<Self> {
        let mut cells = line.split('\t');
        let (number, day, _, subject) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(Self { number, day: day.parse().ok(), subject })
    }
}

/// Returns the number of an appeal that a plain citation names, as the list writes it: `08-60.594`; with or without the court, the day and
/// what people call a ruling.
fn appeal(plain: &str) -> Option<String> {
    let words: Vec<&str> = plain.split(' ').collect();
    let number = |part: &[&str]| {
        let lengths: Vec<usize> = part.iter().map(|word| word.len()).collect();
        let shape = matches!(lengths.as_slice(), [7] | [2, 5] | [2, 2, 3]);
        let digits = part.concat();
        (shape && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
    };
    let digits = (1..=3).find_map(|length| words.windows(length).find_map(number))?;
    let (year, number) = digits.split_at_checked(2)?;
    let (series, rank) = number.split_at_checked(2)?;
    Some(format!("{year}-{series}.{rank}"))
}

fn ruling(number: &str, cited: Option<&Citation>, listed: Option<&Ruling>) -> Beside {
    let article = cited.map_or_else(|| format!("Cass. soc. {number}"), |c| c.article.clone());
    let search = "https://www.legifrance.gouv.fr/search/juri?tab_selection=juri&searchField=ALL&query=";
    let mut title = article.clone();
    if let Some(Ruling { day, subject, .. }) = listed {
        if let Some(day) = day {
            title = format!("{title}, {}", date::shown(Lang::Fr, *day));
        }
        title = format!("{title}\u{a0}: {subject}");
    }
    Beside {
        article,
        title,
        trust: Trust::NotHeld,
        version: None,
        from: None,
        source: cited.and_then(|c| c.source.clone()).or_else(|| Some(format!("{search}{number}"))),
        read_in: None,
        read_on: None,
        text: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;

    #[test]
    fn a_text_beside_the_code_is_found_as_people_name_it() {
        let of = |typed: &str| beside(book(), typed).unwrap().map(|b| b.article);
        for typed in ["CPC 642", "cpc 642", "642 CPC", "article 642 du Code de procédure civile"] {
            assert_eq!(of(typed).as_deref(), Some("CPC 642"), "{typed}");
        }
        assert_eq!(of("CGI 199 quater c").as_deref(), Some("CGI 199 quater C"));
        for typed in ["article 642 CPC, alinéa 2", "CPC 642 al. 2"] {
            assert_eq!(of(typed).as_deref(), Some("CPC 642"), "{typed}");
        }
        assert_eq!(of("199 quater C").as_deref(), Some("CGI 199 quater C"));
        for typed in [
            "Cass. soc. 08-60.594",
            "cass soc 08-60.594",
            "08-60.594",
            "Cass. soc., n° 08-60.594",
            "Cass. 08-60594",
            "pourvoi n° 08-60.594",
            "arrêt 08 60 594",
            "Cass. soc., 17 juin 2009, n° 08-60.594",
            "l'arrêt 08-60.594 du 17 juin 2009",
        ] {
            assert_eq!(of(typed).as_deref(), Some("Cass. soc. 08-60.594"), "{typed}");
        }
        assert_eq!(of("RGPD 15").as_deref(), Some("RGPD 15"));
        let page = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006411003";
        assert_eq!(of(page).as_deref(), Some("CPC 642"));
        // One that no table names, but a remark or a rule does.
        let named = beside(book(), "25-14.195").unwrap().unwrap();
        assert!(named.title.contains("18/03/2026") && named.source.is_some(), "{}", named.title);
        for none in ["", "L2314-33", "CPC 9999", "Cass. soc. 99-99.999", "08-60", "2314", "08-60.5941"] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    /// Whatever the tables rest on is in the code, beside it, or no text at all.
    #[test]
    fn every_citation_of_the_tables_is_answered() {
        let texts = crate::law::texts::Texts::held().unwrap();
        for table in book().tables().unwrap() {
            for entry in &table.entries {
                let article = &entry.citation.article;
                let held = texts.article(article).is_some() || beside(book(), article).unwrap().is_some();
                assert!(held || article.to_lowercase() == "usage", "{} {article}", table.id);
            }
        }
    }

    #[test]
    fn a_text_that_is_held_names_where_it_was_read() {
        for text in all().unwrap() {
            assert_eq!(text.text.is_some(), text.trust != Trust::NotHeld, "{}", text.article);
            assert_eq!(
                text.read_in.is_some() && text.read_on.is_some(),
                text.text.is_some(),
                "{}",
                text.article
            );
            assert_eq!(text.version.is_some(), text.trust == Trust::Verified, "{}", text.article);
        }
    }
}
