//! How a legal answer is shown: the steps under `--explain`, the caveats always, both in JSON.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate, Weekday};
use unicode_width::UnicodeWidthStr as _;

use crate::{
    base::Lang,
    face::{
        explaining::Explaining,
        texts::{self, Told},
    },
    law::{Because, Beware, Caveat, Citation, Fact, Finding, Fraction, Label, Reasons, Standing, Step},
    tr,
};

/// Returns the steps as data, with the texts where they were asked for.
#[must_use]
pub fn because(steps: &[Step], explain: Explaining) -> Vec<Because> {
    let text = |step: &Step| explain.text.then(|| texts::held(&step.citation)).flatten();
    steps.iter().map(|step| Because::of(step, text(step))).collect()
}

/// Returns the caveats as data.
#[must_use]
pub fn caveats(lang: Lang, caveats: &[Caveat]) -> Vec<Beware> {
    let one = |caveat: &Caveat| {
        let (code, rule) = match caveat {
            Caveat::Unverified { rule, standing, .. } => (standing.code(), Some(rule)),
            Caveat::NotVerifiedSince { rule, .. } => ("not-verified-since", Some(rule)),
            Caveat::Note { rule, .. } => ("note", Some(rule)),
            Caveat::Remark(remark) => (remark.code(), None),
        };
        Beware { code, rule: rule.cloned(), text: caveat_text(lang, caveat) }
    };
    caveats.iter().map(one).collect()
}

/// Returns what stands beside `value` in the JSON of a legal answer.
#[must_use]
pub fn reasons<T>(lang: Lang, finding: &Finding<T>, explain: Explaining) -> Option<Reasons> {
    Some(Reasons { because: because(&finding.because, explain), caveats: caveats(lang, &finding.caveats) })
}

/// Returns the lines under the answer: the steps where asked for, the caveats always.
#[must_use]
pub fn below<T>(lang: Lang, finding: &Finding<T>, explain: Explaining) -> String {
    let mut out = String::new();
    if explain.steps && !finding.because.is_empty() {
        let _ = writeln!(out, "{}", tr!(lang, "\nParce que\u{a0}:", "\nBecause:"));
        out.push_str(&steps_text(lang, &finding.because, explain));
    }
    out.push_str(&caveats_text(lang, &finding.caveats));
    out
}

/// What stands before each line of a text.
const MARGIN: &str = "     | ";

/// Returns the steps as numbered lines, each with the text of its article where that was asked for.
#[must_use]
pub fn steps_text(lang: Lang, steps: &[Step], explain: Explaining) -> String {
    let mut out = String::new();
    let mut told = Told::default();
    for (number, step) in (1_usize..).zip(steps) {
        out.push_str(&wrapped(&format!("{number:>3}. "), "     ", &sentence(label(lang, &step.label))));
        let how = how(lang, &step.citation).map(|how| format!(" – {how}")).unwrap_or_default();
        out.push_str(&wrapped("     ", "     ", &format!("{}{how}", citation(lang, &step.citation))));
        if !step.facts.is_empty() {
            let facts: Vec<_> = step
                .facts
                .iter()
                .map(|(name, value)| match lang {
                    Lang::Fr => format!("{}\u{a0}: {}", name.words(lang), fact_text(lang, value)),
                    Lang::En => format!("{}: {}", name.words(lang), fact_text(lang, value)),
                })
                .collect();
            let facts = facts.join(if lang == Lang::Fr { "\u{a0}; " } else { "; " });
            out.push_str(&wrapped("     ", "     ", &facts));
        }
        if explain.text {
            let lines = told.under(lang, &step.citation);
            for line in &lines {
                out.push_str(&wrapped(MARGIN, MARGIN, line));
            }
        }
    }
    out
}

/// Returns the caveats: what a remark says of the answer, one line each; then how the texts below it are known, one line
/// for each kind. Nothing when there is none.
#[must_use]
pub fn caveats_text(lang: Lang, caveats: &[Caveat]) -> String {
    let mut said: Vec<String> = Vec::new();
    for caveat in caveats {
        if matches!(caveat, Caveat::Unverified { .. } | Caveat::NotVerifiedSince { .. }) {
            continue;
        }
        // Two rules of one article bring the same words.
        let text = caveat_text(lang, caveat);
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said.extend(Standing::ALL.iter().filter_map(|standing| known(lang, *standing, caveats)));
    said.extend(stale(lang, caveats));
    said.into_iter().fold(String::new(), |mut out, text| {
        out.push_str(&wrapped("", "  ", &tr!(lang, "Attention\u{a0}: {text}", "Mind: {text}")));
        out
    })
}

/// Says in one line which texts are known no better than a standing says.
fn known(lang: Lang, standing: Standing, caveats: &[Caveat]) -> Option<String> {
    let mut texts: Vec<String> = Vec::new();
    for caveat in caveats {
        if let Caveat::Unverified { article, standing: own, .. } = caveat
            && *own == standing
        {
            let text = short_article(lang, article);
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    if texts.is_empty() {
        return None;
    }
    let texts = texts.join(", ");
    Some(match standing {
        // No text, and so no list of texts.
        Standing::House => {
            tr!(
                lang,
                "un usage de la section, qu’aucun texte n’impose.",
                "a custom of the section, no text says so."
            )
        }
        // The step says it: the text was read, or its source is named.
        Standing::Verified | Standing::Secondary => return None,
        Standing::VersionKnown => tr!(
            lang,
            "version de ce jour non lue\u{a0}: {texts}.",
            "not read in the version of that day: {texts}."
        ),
        Standing::NotInText => tr!(
            lang,
            "une règle d’usage, que le texte ne dit pas lui-même\u{a0}: {texts}.",
            "a rule of practice that the text which was read does not say: {texts}."
        ),
        Standing::Unverified => tr!(lang, "texte non vérifié\u{a0}: {texts}.", "text not verified: {texts}."),
    })
}

/// Says in one line which texts nobody looked at for a year, and since when at the earliest.
fn stale(lang: Lang, caveats: &[Caveat]) -> Option<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut since: Option<NaiveDate> = None;
    for caveat in caveats {
        if let Caveat::NotVerifiedSince { article, day, .. } = caveat {
            since = Some(since.map_or(*day, |since| since.min(*day)));
            let article = short_article(lang, article);
            if !texts.contains(&article) {
                texts.push(article);
            }
        }
    }
    let (texts, since) = (texts.join(", "), day(lang, since?));
    Some(tr!(
        lang,
        "vérifié pour la dernière fois le {since}\u{a0}: {texts}.",
        "last verified on {since}: {texts}."
    ))
}

/// Returns a text in lines of at most 80 columns, `first` before the first one and `rest` before the others.
#[must_use]
pub fn wrapped(first: &str, rest: &str, text: &str) -> String {
    let mut out = first.to_owned();
    let mut column = first.width();
    let mut fresh = true;
    for word in text.split(' ') {
        let space = usize::from(!fresh);
        if !fresh && column.saturating_add(word.width()).saturating_add(space) > 80 {
            out.push('\n');
            out.push_str(rest);
            column = rest.width();
        } else if !fresh {
            out.push(' ');
            column = column.saturating_add(1);
        }
        out.push_str(word);
        column = column.saturating_add(word.width());
        fresh = false;
    }
    out.push('\n');
    out
}

/// Returns one of the two texts of a label.
#[must_use]
pub fn label(lang: Lang, label: &Label) -> &str {
    match lang {
        Lang::Fr => &label.fr,
        Lang::En => &label.en,
    }
}

/// Returns a text that is cited, with its version.
#[must_use]
pub fn citation(lang: Lang, citation: &Citation) -> String {
    let text = article(lang, &citation.article);
    match &citation.version {
        Some(version) if !citation.article.contains(version.as_str()) => format!("{text} ({version})"),
        _ => text,
    }
}

/// Says how a value is known, where its text was not read.
#[must_use]
pub fn how(lang: Lang, citation: &Citation) -> Option<String> {
    let words = citation.standing.words(lang);
    match (citation.standing, &citation.through) {
        (Standing::Verified, _) => None,
        (_, Some(through)) => Some(format!("{words} ({through})")),
        _ => Some(words.to_owned()),
    }
}

/// Returns an article as people write it: `article R. 2314-1 of the Code du travail`; a ruling stays as it is.
#[must_use]
pub fn article(lang: Lang, article: &str) -> String {
    if let Some(number) = article.strip_prefix("CPC ") {
        return tr!(
            lang,
            "article {number} du Code de procédure civile",
            "article {number} of the Code de procédure civile"
        );
    }
    let short = short_article(lang, article);
    if short == article {
        return short;
    }
    tr!(lang, "article {short} du Code du travail", "article {short} of the Code du travail")
}

/// Returns the articles of steps in their order, each once.
#[must_use]
pub fn articles(steps: &[Step]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for step in steps {
        let article = step.citation.article.as_str();
        if !out.contains(&article) {
            out.push(article);
        }
    }
    out.join(", ")
}

/// Returns a text with a capital at its beginning.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}

/// Returns a text as a sentence: it begins with a capital or a figure and ends with a full stop.
#[must_use]
pub fn sentence(text: &str) -> String {
    let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{}{stop}", capital(text))
}

/// Returns the number of an article as people write it: `R. 2314-1`; a ruling stays as it is.
#[must_use]
pub fn short_article(lang: Lang, article: &str) -> String {
    let mut chars = article.chars();
    match (chars.next(), chars.next()) {
        (Some(letter @ ('L' | 'R' | 'D')), Some('0'..='9')) => {
            let number = article.get(1..).unwrap_or_default();
            tr!(lang, "{letter}.\u{a0}{number}", "{letter}. {number}")
        }
        _ => article.to_owned(),
    }
}

pub use crate::base::date::shown as day;

/// Returns the short name of the day of the week.
#[must_use]
pub fn weekday(lang: Lang, day: NaiveDate) -> String {
    match day.weekday() {
        Weekday::Mon => tr!(lang, "lun.", "Mon"),
        Weekday::Tue => tr!(lang, "mar.", "Tue"),
        Weekday::Wed => tr!(lang, "mer.", "Wed"),
        Weekday::Thu => tr!(lang, "jeu.", "Thu"),
        Weekday::Fri => tr!(lang, "ven.", "Fri"),
        Weekday::Sat => tr!(lang, "sam.", "Sat"),
        Weekday::Sun => tr!(lang, "dim.", "Sun"),
    }
}

/// Returns a fraction as people of the language write it: exact where a few decimals do.
#[must_use]
pub fn number(lang: Lang, value: Fraction) -> String {
    let decimal = value.decimal();
    let exact = decimal.parse() == Ok(value);
    let decimal = if lang == Lang::Fr { decimal.replace('.', ",") } else { decimal };
    if exact { decimal } else { format!("{decimal}… ({value})") }
}

/// Returns a share in hundredths, as a percentage has it before its sign.
#[must_use]
pub fn hundredths(lang: Lang, share: Fraction) -> String {
    number(lang, share.checked_mul(Fraction::whole(100)).unwrap_or(share))
}

fn fact_text(lang: Lang, value: &Fact) -> String {
    match value {
        Fact::Whole(number) => number.to_string(),
        Fact::Exact(value) => number(lang, *value),
        Fact::Day(date) => day(lang, *date),
        Fact::Flag(true) => tr!(lang, "oui", "yes"),
        Fact::Flag(false) => tr!(lang, "non", "no"),
        Fact::Text(text) => text.clone(),
        Fact::Word(word) => match lang {
            Lang::Fr => word.french.to_owned(),
            Lang::En => word.english.to_owned(),
        },
    }
}

fn caveat_text(lang: Lang, caveat: &Caveat) -> String {
    match caveat {
        Caveat::Unverified { standing: Standing::House, .. } => Standing::House.words(lang).to_owned(),
        Caveat::Unverified { article: text, standing, .. } => {
            let (text, how) = (article(lang, text), standing.words(lang));
            tr!(lang, "{text}\u{a0}: {how}.", "{text}: {how}.")
        }
        Caveat::NotVerifiedSince { article: text, day: date, .. } => {
            let (text, date) = (article(lang, text), day(lang, *date));
            tr!(
                lang,
                "{text}\u{a0}: vérifié pour la dernière fois le {date}.",
                "{text}: last verified on {date}."
            )
        }
        Caveat::Note { article, note, .. } => {
            let note = label(lang, note);
            let end = if note.ends_with('.') { "" } else { "." };
            match article.as_deref().map(|text| short_article(lang, text)) {
                Some(text) => tr!(lang, "{text}\u{a0}: {note}{end}", "{text}: {note}{end}"),
                None => format!("{note}{end}"),
            }
        }
        Caveat::Remark(remark) => remark.words(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::explaining::STEPS;
    use crate::{
        election,
        law::{Reasoning, Remark, book},
    };

    fn seats() -> Finding<election::Seats> {
        let on = "2026-11-21".parse().unwrap();
        election::seats(book(), "99/2".parse().unwrap(), on).unwrap()
    }

    /// Walks every table and rule: what a derivation shows of it is a whole sentence.
    #[test]
    fn every_step_is_a_sentence() {
        let open = |text: &str| {
            let last = text.trim_end_matches('.').split(' ').next_back().unwrap_or_default().to_lowercase();
            text.contains("..")
                || text.trim_end_matches('.').ends_with([',', ':', ';', '(', '–', '-'])
                || [
                    "de", "des", "du", "le", "la", "les", "en", "par", "et", "ou", "of", "the", "by", "and",
                    "or", "to",
                ]
                .contains(&last.as_str())
        };
        assert!(open("The days of.") && open("Délai,") && !open("Délai en mois."));
        let tables = book().tables().unwrap();
        let labels = tables.iter().map(|t| &t.label);
        let rules = crate::calendar::rule::rules().unwrap();
        let labels: Vec<&Label> = labels.chain(rules.iter().map(|r| &r.label)).collect();
        assert!(labels.len() > 200, "{}", labels.len());
        for text in labels.iter().flat_map(|l| [&l.fr, &l.en]) {
            let said = sentence(text);
            let first = said.chars().next().unwrap();
            assert!(first.is_uppercase() || first.is_ascii_digit(), "{said}");
            assert!(said.ends_with(['.', '!', '?', '…']) && !open(&said), "{said}");
        }
    }

    #[test]
    fn an_article_is_cited_once() {
        let mut steps = seats().because;
        steps.extend(steps.clone());
        let said = articles(&steps);
        let mut parts: Vec<&str> = said.split(", ").collect();
        let all = parts.len();
        parts.sort_unstable();
        parts.dedup();
        assert_eq!(parts.len(), all, "{said}");
    }

    #[test]
    fn the_text_of_an_article_stands_under_its_step_once() {
        let mut found = seats();
        found.because.extend(found.because.clone());
        let both = Explaining { steps: true, text: true };
        for lang in [Lang::Fr, Lang::En] {
            let text = below(lang, &found, both);
            assert_eq!(text.matches("     | 25 à 49 | 2 | 10 | 20\n").count(), 1, "{text}");
            assert!(text.lines().all(|l| l.width() <= 80), "{text}");
        }
        let text = below(Lang::En, &found, both);
        assert!(text.contains("(text above)") && text.contains("(text of that day not held here)"), "{text}");
        assert!(!below(Lang::En, &found, STEPS).contains(MARGIN));
    }

    #[test]
    fn steps_in_json_carry_rule_article_version_and_facts() {
        let steps = serde_json::to_value(because(&seats().because, Explaining::default())).unwrap();
        let table = &steps[2];
        assert_eq!(table["rule"], "seats.table");
        assert_eq!(table["article"], "R2314-1");
        assert_eq!(table["version"], "LEGIARTI000036481896");
        assert_eq!(
            table["facts"]["headcount"],
            serde_json::json!({ "num": 99, "den": 2, "decimal": "49.5" })
        );
        assert_eq!(table["facts"]["row_from"], 25);
    }

    #[test]
    fn steps_read_well_in_both_languages() {
        let text = below(Lang::Fr, &seats(), STEPS);
        assert!(text.contains("article R.\u{a0}2314-1 du Code du travail (LEGIARTI000036481896)"), "{text}");
        assert!(text.contains("effectif\u{a0}: 49,5\u{a0}; "), "{text}");
        let text = below(Lang::En, &seats(), STEPS);
        assert!(text.contains("Cass. soc. 08-60.594 – secondary source (agrume.fr)\n"), "{text}");
        assert!(text.contains("headcount: 49.5; "), "{text}");
        assert_eq!(below(Lang::En, &seats(), Explaining::default()), "");
    }

    #[test]
    fn no_line_passes_eighty_columns() {
        for lang in [Lang::Fr, Lang::En] {
            let text = below(lang, &seats(), STEPS);
            assert!(text.lines().all(|l| l.width() <= 80), "{text}");
        }
        assert_eq!(wrapped("- ", "  ", "a b"), "- a b\n");
        let long = "x".repeat(90);
        assert_eq!(wrapped("- ", "  ", &format!("a {long} b")), format!("- a\n  {long}\n  b\n"));
    }

    #[test]
    fn caveats_are_shown_without_being_asked_for() {
        let mut why = Reasoning::new(book(), "2018-02-01".parse().unwrap());
        why.note("mandate.length", vec![]).unwrap();
        why.remark(Remark::FortnightBounds);
        let found = why.conclude(());
        let text = below(Lang::Fr, &found, Explaining::default());
        let last = "Attention\u{a0}: version de ce jour non lue\u{a0}: L.\u{a0}2314-33.\n";
        assert!(
            text.ends_with(last) && text.contains("la quinzaine"),
            "what a remark says stands first: {text}"
        );
        let json = serde_json::to_value(caveats(Lang::En, &found.caveats)).unwrap();
        assert_eq!(json[0]["code"], "version-known");
        assert_eq!(json[0]["rule"], "mandate.length");
        assert_eq!(json[1]["code"], "fortnight-bounds");
    }

    #[test]
    fn how_texts_are_known_stands_in_one_line_for_each_kind() {
        let mut why = Reasoning::new(book(), "2018-02-01".parse().unwrap());
        let rules = ["mandate.length", "budget.rate", "budget.headcount", "rss.one", "time.working-days"];
        for rule in rules.into_iter().chain(["house.reminder", "house.dues-year", "headcount.no-rounding"]) {
            why.note(rule, vec![]).unwrap();
        }
        let text = below(Lang::Fr, &why.conclude(()), Explaining::default());
        assert_eq!(text.matches("Attention").count(), 4, "{text}");
        let line = text.replace("\n  ", " ");
        for said in [
            "version de ce jour non lue\u{a0}: L.\u{a0}2314-33, L.\u{a0}2315-61.",
            "une règle d’usage, que le texte ne dit pas lui-même\u{a0}: L.\u{a0}3133-1.",
            "texte non vérifié\u{a0}: Cass. soc. 09-60.484.",
            "un usage de la section, qu’aucun texte n’impose.",
        ] {
            assert_eq!(line.matches(said).count(), 1, "{said} / {text}");
        }
        assert!(!text.contains("08-60.594"), "a named source is told by its step");
    }

    #[test]
    fn what_nobody_looked_at_for_a_year_stands_in_one_line() {
        let mut why = Reasoning::new(book(), "2027-11-01".parse().unwrap());
        for rule in ["time.act", "section.board", "seats.table"] {
            why.note(rule, vec![]).unwrap();
        }
        let text = below(Lang::En, &why.conclude(()), Explaining::default());
        assert_eq!(text, "Mind: last verified on 2026-04-03: CPC 641, L. 2142-3, R. 2314-1.\n");
    }

    #[test]
    fn numbers_that_decimals_cannot_say_show_the_fraction() {
        assert_eq!(number(Lang::Fr, "99/2".parse().unwrap()), "49,5");
        assert_eq!(number(Lang::En, "1000/7".parse().unwrap()), "142.857142… (1000/7)");
        let big = serde_json::to_value(crate::law::Integer::from(i128::MAX)).unwrap();
        assert_eq!(big, serde_json::json!(i128::MAX.to_string()));
    }
}
