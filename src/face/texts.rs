//! The texts of articles under the steps of an answer.

use crate::{
    base::Lang,
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

impl Told {
    /// Returns the text that a step cites in lines, or why it is not there.
    pub fn under(&mut self, lang: Lang, citation: &Citation) -> Vec<String> {
        let Some(text) = held(citation) else {
            return vec![tr!(
                lang,
                "(texte de ce jour non conservé ici)",
                "(text of that day not held here)"
            )];
        };
        if self.0.contains(&text) {
            return vec![tr!(lang, "(texte ci-dessus)", "(text above)")];
        }
        let out = text.lines().map(str::to_owned).collect();
        self.0.push(text);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Standing;

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
