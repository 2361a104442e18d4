//! The texts of articles under the steps of an answer.

use crate::{
    base::Lang,
    face::finding::wrapped,
    law::{Citation, beside::beside, book, texts::Texts},
    tr,
};

/// Returns the text that a step cites: of the version it names, or of the only one there is; nothing where it is not held.
#[must_use]
pub fn held(citation: &Citation) -> Option<String> {
    let texts = Texts::held().ok()?;
    let Some(article) = texts.article(&citation.article) else {
        return beside(book(), &citation.article).ok()??.text;
    };
    let version = match (&citation.version, article.versions.as_slice()) {
        (Some(id), _) => article.version(id)?,
        (None, [only]) => only,
        (None, _) => return None,
    };
    texts.text(version).ok()?.map(str::to_owned)
}

/// The texts that were shown: none is shown twice in one answer.
#[derive(Debug, Default)]
pub struct Told(Vec<String>);

/// What stands before each line of a text.
const MARGIN: &str = "     | ";

impl Told {
    /// Returns the text that a step cites in lines of 80 columns, or why it is not there.
    pub fn under(&mut self, lang: Lang, citation: &Citation) -> String {
        let Some(text) = held(citation) else {
            let none = tr!(lang, "(texte de ce jour non conservé ici)", "(text of that day not held here)");
            return wrapped(MARGIN, MARGIN, &none);
        };
        if self.0.contains(&text) {
            return wrapped(MARGIN, MARGIN, &tr!(lang, "(texte ci-dessus)", "(text above)"));
        }
        let out = text.lines().fold(String::new(), |out, line| out + &wrapped(MARGIN, MARGIN, line));
        self.0.push(text);
        out
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;
    use crate::{
        face::{explaining::Explaining, finding::below},
        law::Standing,
    };

    #[test]
    fn the_text_of_an_article_stands_under_its_step_once() {
        let on = "2026-11-21".parse().unwrap();
        // A half more, so that a ruling whose text is not held is among the steps.
        let mut found = crate::election::seats(book(), "1441/2".parse().unwrap(), on).unwrap();
        found.because.extend(found.because.clone());
        for lang in [Lang::Fr, Lang::En] {
            let text = below(lang, &found, Explaining { steps: true, text: true });
            assert_eq!(text.matches("| 700 à 799 | 14 |").count(), 1, "{text}");
            assert!(text.lines().all(|l| l.width() <= 80), "{text}");
        }
        let text = below(Lang::En, &found, Explaining { steps: true, text: true });
        assert!(text.contains("(text above)") && text.contains("(text of that day not held here)"), "{text}");
        assert!(!below(Lang::En, &found, Explaining::STEPS).contains(MARGIN));
    }

    #[test]
    fn the_version_that_is_cited_is_shown_and_no_other() {
        let cite = |article: &str, version: Option<&str>| Citation {
            article: article.to_owned(),
            version: version.map(str::to_owned),
            source: None,
            verified_on: None,
            standing: Standing::Verified,
            through: None,
        };
        let text = |article: &str, version: Option<&str>| held(&cite(article, version));
        assert!(text("L2314-33", Some("LEGIARTI000036761951")).unwrap().contains("limité à trois"));
        assert!(!text("L2314-33", Some("LEGIARTI000052437191")).unwrap().contains("limité à trois"));
        // Several versions and none named, a version of another article, no text held.
        assert_eq!(text("L2314-33", None), None);
        assert_eq!(text("L2314-33", Some("LEGIARTI000036481896")), None);
        assert_eq!(text("L2314-33", Some("LEGIARTI000035616841")), None);
        assert!(text("CPC 642", None).unwrap().starts_with("Tout délai expire"));
        assert_eq!(text("Cass. soc. 08-60.594", Some("08-60.594")), None);
    }
}
