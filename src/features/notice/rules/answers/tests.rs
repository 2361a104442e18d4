use super::*;
use crate::law::{Amount, book};

const TODAY: &str = "2026-11-30";

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

/// The words of a text, with the signs of French print made plain.
fn plain(text: &str) -> String {
    let text = text.replace(['\u{a0}', '\u{202f}', '\n'], " ").replace(['’', '‘'], "'").to_lowercase();
    text.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text of an article on a day: that of the version in force, or the last that is held.
fn article(num: &str) -> Option<String> {
    let texts = Texts::held().unwrap();
    let version = texts.article(num)?.shown(today())?;
    texts.text(version).unwrap().map(plain)
}

#[test]
fn every_answer_is_whole() {
    assert_eq!(
        all().len(),
        FILES.len(),
        "{:?}",
        FILES.iter().find(|(_, f)| toml::from_str::<Answer>(f).is_err())
    );
    assert_eq!(FILES.len(), 32);
    for (_, file) in FILES {
        toml::from_str::<Answer>(file).unwrap();
    }
    toml::from_str::<Groups>(WORDS).unwrap();
    for answer in all() {
        let id = answer.id;
        assert!(answer.fr.questions.len() >= 7 && answer.en.questions.len() >= 5, "{id}");
        assert!(
            !answer.to.is_empty() && answer.to.iter().all(|t| helper(t).is_some()),
            "{id}: {:?}",
            answer.to
        );
        for worded in [&answer.fr, &answer.en] {
            assert!(!worded.ask.is_empty() && !worded.never.is_empty(), "{id}");
            let words = worded.text.split_whitespace().count();
            assert!((40..=330).contains(&words), "{id}: {words} words");
        }
        // Both languages rest on the same articles.
        assert_eq!(answer.articles(), cited::articles(&answer.en.text), "{id}");
        for tongue in [Lang::Fr, Lang::En] {
            crate::render::engine::written("Votre question", &answer.draft(tongue, "Camille"), tongue)
                .unwrap_or_else(|(_, e)| panic!("{id}: {e}"));
            // What leaves has neither what one must not promise nor a plain space where a line must not end.
            assert!(!answer.draft(tongue, "Camille").contains(&answer.worded(tongue).never), "{id}");
        }
    }
}

#[test]
fn every_article_of_an_answer_is_in_force_on_the_day() {
    let mut count = 0;
    for answer in all() {
        for num in answer.articles() {
            count += 1;
            let basis = basis(&num, today()).unwrap();
            let labour =
                num.starts_with(['L', 'R', 'D']) && num.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
            let good = match basis {
                Basis::Table(known) => !matches!(known, Known::Nowhere | Known::NotInForce),
                Basis::Held | Basis::Numbered => true,
                Basis::NotInForce | Basis::Nowhere => !labour && !num.starts_with('?'),
            };
            assert!(good, "{}: {num} is {basis:?}", answer.id);
        }
    }
    assert!(count > 200, "{count}");
    // Fed something bad: an article that never was, one that is no more.
    assert_eq!(basis("L9999-1", today()).unwrap(), Basis::Nowhere);
    assert_eq!(basis("L1237-1-1", "2020-01-01".parse().unwrap()).unwrap(), Basis::NotInForce);
}

/// Numbers, as words of both languages.
const NUMBERS: &str = "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|seize|vingt|trente|quarante|\
                       cinquante|soixante|cent|vingt-quatre|vingt-cinq|trente-deux|trente-cinq|quarante-huit|quarante-quatre|\
                       dix-huit|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen|eighteen|twenty|\
                       thirty|thirty-two|thirty-five|forty-eight|forty-four|fifty|hundred|twenty-four|twenty-five|twenty-one";
const UNITS: [&str; 2] = [
    "jour|jours|mois|an|ans|année|années|semaine|semaines|heure|heures|%|euros|salariés",
    "day|days|month|months|year|years|week|weeks|hour|hours|%|euros|employees",
];

/// The figures of a text: a number and, within two words of the same clause, a unit. Numbers of articles and of telephones are none.
fn figures_of(text: &str, tongue: Lang) -> Vec<String> {
    let units = if tongue == Lang::Fr { UNITS[0] } else { UNITS[1] };
    let text = plain(text).replace(" %", "%").replace('%', " %");
    let words: Vec<&str> = text.split(' ').collect();
    let ends = |w: &str| w.ends_with([',', ';', ':', '.', ')']);
    let bare = |w: &str| w.trim_matches([',', ';', ':', '.', '(', ')']).to_owned();
    let number = |w: &str| {
        let digits = w.chars().any(|c| c.is_ascii_digit()) && !w.contains('-') && w != "3114";
        digits || NUMBERS.split('|').any(|n| n == w)
    };
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if ends(word) || !number(&bare(word)) {
            continue;
        }
        for (more, next) in words.iter().enumerate().skip(at.saturating_add(1)).take(2) {
            if units.split('|').any(|u| u == bare(next)) {
                out.push(words[at..=more].iter().map(|w| bare(w)).collect::<Vec<_>>().join(" "));
                break;
            }
            if ends(next) {
                break;
            }
        }
    }
    out
}

#[test]
fn every_figure_of_an_answer_stands_in_its_article() {
    let mut bad = Vec::new();
    for answer in all() {
        let (fr, en) = (plain(&answer.fr.text), plain(&answer.en.text));
        for line in &answer.figures {
            let figure = figure(line).unwrap_or_else(|| panic!("{}: {line}", answer.id));
            if !fr.contains(&plain(figure.fr)) {
                bad.push(format!("{}: the French text does not say `{}`", answer.id, figure.fr));
            }
            if !en.contains(&plain(figure.en)) {
                bad.push(format!("{}: the English text does not say `{}`", answer.id, figure.en));
            }
            match (figure.unread, article(figure.article)) {
                (true, None) => {}
                (true, Some(_)) => bad.push(format!("{}: {} can be read", answer.id, figure.article)),
                (false, Some(text)) if text.contains(&plain(figure.quote)) => {}
                (false, text) => bad.push(format!("{}: {line}: {}", answer.id, text.unwrap_or_default())),
            }
        }
        for (text, tongue) in [(&answer.fr.text, Lang::Fr), (&answer.en.text, Lang::En)] {
            let known: Vec<String> = answer
                .figures
                .iter()
                .filter_map(|f| figure(f))
                .map(|f| {
                    plain(if tongue == Lang::Fr { f.fr } else { f.en }).replace(" %", "%").replace('%', " %")
                })
                .collect();
            for said in figures_of(text, tongue) {
                let core = said.split(' ').next().unwrap_or_default();
                if !known.iter().any(|k| k.contains(&said) || (k.contains(core) && said.contains(k.as_str())))
                {
                    bad.push(format!("{} {tongue:?}: `{said}` rests on nothing", answer.id));
                }
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    // Fed something bad.
    assert_eq!(
        figures_of("sous trois jours, puis 25 % du tout (article L. 2145-5), douze", Lang::Fr),
        ["trois jours", "25 %"]
    );
    assert!(!article("L1232-2").unwrap().contains("six jours ouvrables"));
}

/// What a table says of the same article with the same unit is what the answer says.
#[test]
fn no_figure_contradicts_a_table() {
    let number = |text: &str| {
        [
            ("un", 1),
            ("deux", 2),
            ("trois", 3),
            ("quatre", 4),
            ("cinq", 5),
            ("six", 6),
            ("douze", 12),
            ("quinze", 15),
        ]
        .iter()
        .find_map(|(word, n)| text.split([' ', '\'']).any(|w| w == *word).then_some(*n))
        .filter(|_| !text.contains("vingt"))
        .or_else(|| text.contains("vingt et un").then_some(21))
        .or_else(|| text.contains("dix-huit").then_some(18))
        .or_else(|| text.contains("seize").then_some(16))
    };
    let mut compared = 0;
    for answer in all() {
        for figure in answer.figures.iter().filter_map(|f| figure(f)).filter(|f| !f.unread) {
            let says = plain(figure.fr);
            let units: &[&str] = if says.contains("mois") {
                &["months", "month"]
            } else if says.ends_with("ans") || says.ends_with(" an") {
                &["years", "year"]
            } else if says.contains("jours") {
                &["days", "day"]
            } else {
                continue;
            };
            // An age has no unit in English.
            let Some(said) = number(&says).filter(|_| figure.en.contains(' ')) else { continue };
            let tables = book().tables().unwrap();
            let of_table: Vec<i64> = tables
                .iter()
                .filter(|t| units.iter().any(|u| t.unit.code() == *u))
                .flat_map(|t| &t.entries)
                .filter(|e| {
                    e.citation.article == figure.article
                        && e.from <= today()
                        && e.to.is_none_or(|to| to >= today())
                })
                .filter_map(|e| match e.amount {
                    Amount::Whole(n) => Some(n),
                    _ => None,
                })
                .collect();
            if !of_table.is_empty() {
                compared += 1;
                assert!(
                    of_table.contains(&said),
                    "{}: {} says {said}, the tables {of_table:?}",
                    answer.id,
                    figure.article
                );
            }
        }
    }
    assert!(compared >= 5, "{compared}");
}
