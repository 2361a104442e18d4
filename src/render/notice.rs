//! The notices: those that come with the program, and those that a section writes for itself.

use crate::base::Lang;
use crate::render::{
    Compiled, Given, Manifest, Part, Problem, RenderError, Rendered, Values, Whence,
    built::{self, Built, built},
    values::{self},
};

/// A notice: its manifest and its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The name, as typed on the command line.
    pub id: String,
    /// What it is for and which variables it has.
    pub manifest: Manifest,
    french: String,
    english: String,
}

const BUILT: &[Built] = built![
    "notices", "notice.toml":
    "assembly",
    "bargaining",
    "candidate",
    "candidates",
    "certificate",
    "consultation",
    "data",
    "debit",
    "demands",
    "dues",
    "goodbye",
    "incident",
    "instalments",
    "meeting",
    "minutes",
    "reminder-1",
    "reminder-2",
    "reminder-3",
    "reply",
    "results",
    "strike",
    "thanks",
    "training",
    "vote",
    "welcome",
];

impl Notice {
    /// Returns the names of the notices that come with the program.
    #[must_use]
    pub fn built_in() -> Vec<&'static str> {
        built::names(BUILT)
    }

    /// Returns a notice that comes with the program.
    ///
    /// # Errors
    /// [`RenderError::NoSuchNotice`] with the names there are.
    pub fn named(id: &str) -> Result<Self, RenderError> {
        let built = built::named(BUILT, id)?;
        Self::from_files(built.id, built.manifest, built.french, built.english)
    }

    /// Makes a notice from the content of its three files, so that a section may have its own. Of one that has a single language
    /// the text of the other counts for nothing.
    ///
    /// # Errors
    /// [`RenderError::Manifest`] when `notice.toml` cannot be read.
    pub fn from_files(id: &str, manifest: &str, french: &str, english: &str) -> Result<Self, RenderError> {
        Ok(Self {
            id: id.to_owned(),
            manifest: Manifest::read(id, manifest)?,
            french: french.to_owned(),
            english: english.to_owned(),
        })
    }

    /// Checks and compiles the text of one language.
    ///
    /// # Errors
    /// See [`Compiled::new`].
    pub fn compile(&self, tongue: Lang) -> Result<Compiled, RenderError> {
        let tongue = self.tongue(tongue);
        Compiled::new(&self.id, tongue, &self.manifest, self.file(tongue))
    }

    /// Returns the text of one language, as its author wrote it.
    #[must_use]
    pub fn file(&self, tongue: Lang) -> &str {
        match self.tongue(tongue) {
            Lang::Fr => &self.french,
            Lang::En => &self.english,
        }
    }

    /// Returns the language in which somebody gets it who reads this one.
    #[must_use]
    pub fn tongue(&self, read: Lang) -> Lang {
        self.manifest.only.unwrap_or(read)
    }

    /// Returns the languages that it has.
    #[must_use]
    pub fn tongues(&self) -> &'static [Lang] {
        match self.manifest.only {
            None => &[Lang::Fr, Lang::En],
            Some(Lang::Fr) => &[Lang::Fr],
            Some(Lang::En) => &[Lang::En],
        }
    }

    /// Returns the sample values of every variable in a language.
    ///
    /// # Errors
    /// [`RenderError::BadValue`] when a sample is not of its declared type.
    pub fn samples(&self, tongue: Lang) -> Result<Values, RenderError> {
        let read = |name: &String, v: &crate::render::Variable| {
            Ok((name.clone(), v.read(name, &v.sample(tongue).typed())?))
        };
        self.manifest.variables.iter().map(|(name, v)| read(name, v)).collect()
    }

    /// Renders the notice in its languages, with every sample and then with those only that must be there.
    ///
    /// # Errors
    /// What is wrong with the manifest, the samples or one of the texts; headings that leave out a level too, since
    /// who listens to a message finds its parts by them.
    pub fn check(&self) -> Result<Vec<(Lang, Rendered)>, RenderError> {
        let mut out = Vec::new();
        for &tongue in self.tongues() {
            let full = self.samples(tongue)?;
            values::agree(&self.manifest, &full)?;
            let mut bare = full.clone();
            for (name, _) in self.manifest.variables.iter().filter(|(_, v)| v.optional) {
                bare.insert(name.clone(), Given::Nothing);
            }
            let compiled = self.compile(tongue)?;
            for values in [&bare, &full] {
                compiled.whole(values)?;
                let rendered = compiled.render(values)?;
                if let Some(level) = left_out(&rendered.html) {
                    return Err(RenderError::Template {
                        notice: self.id.clone(),
                        tongue,
                        part: Part::Body,
                        line: 2,
                        excerpt: "#".repeat(level.saturating_sub(1)),
                        problem: Problem::Headings,
                        known: self.manifest.names(),
                    });
                }
                // Without optional values both are the same.
                if values == &full && out.last().is_none_or(|(last, _)| *last != tongue) {
                    out.push((tongue, rendered));
                }
            }
        }
        Ok(out)
    }

    /// Reads what the sender typed; see [`values::read_all`].
    ///
    /// # Errors
    /// As [`values::read_all`].
    pub fn values(
        &self,
        typed: &std::collections::BTreeMap<String, Vec<String>>,
    ) -> Result<Values, RenderError> {
        values::read_all(&self.id, &self.manifest, typed)
    }

    /// Returns the names of the variables that the roster gives.
    #[must_use]
    pub fn from_member(&self) -> Vec<String> {
        self.manifest.names_from(Whence::Member)
    }
}

/// Finds the first heading of a page that stands more than one level below the one before it.
fn left_out(html: &str) -> Option<usize> {
    let mut last = 1_usize;
    for (at, _) in html.match_indices("<h") {
        let digit =
            html.get(at.saturating_add(2)..at.saturating_add(3)).and_then(|d| d.parse::<usize>().ok());
        let Some(level) = digit else { continue };
        if level > last.saturating_add(1) {
            return Some(level);
        }
        last = level;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_that_comes_with_the_program_passes_its_check() {
        for id in Notice::built_in() {
            let notice = Notice::named(id).unwrap();
            let shown = notice.check().unwrap_or_else(|e| panic!("{id}: {e}"));
            assert_eq!(shown.len(), 2, "{id}");
        }
    }

    #[test]
    fn names_stand_in_order_and_once() {
        let ids = Notice::built_in();
        assert!(ids.is_sorted() && ids.len() >= 22);
    }

    const MANIFEST: &str = r#"
about = { fr = "Essai", en = "Trial" }
purpose = "news"
[variable.n]
kind = "number"
about = { fr = "n", en = "n" }
sample = "1234"
[variable.more]
kind = "link"
about = { fr = "lien", en = "link" }
sample = "https://example.org/a?b=1&copy;c"
[variable.contact]
kind = "line"
about = { fr = "contact", en = "contact" }
sample = "contact@section.example.org"
"#;

    fn trial(body: &str) -> Result<Vec<(Lang, Rendered)>, RenderError> {
        let (fr, en) = (format!("Objet : a\n\n{body}"), format!("Subject: a\n\n{body}"));
        Notice::from_files("x", MANIFEST, &fr, &en).and_then(|notice| notice.check())
    }

    #[test]
    fn numbers_compare_as_numbers_and_are_written_as_each_language_writes_them() {
        let body = "{{ n }} {% if n > 200 %}many{% endif %}{% if n == 1234 %} same{% endif %}{% if n == 1 %} one{% endif %}";
        let mut texts: Vec<String> = trial(body).unwrap().into_iter().map(|(_, r)| r.text).collect();
        texts.dedup();
        assert_eq!(texts, ["1\u{202f}234 many same\n", "1,234 many same\n"]);
        for compared in ["n == \"1\"", "n!='1'", "\"1\" == n", "n > \"3\""] {
            let bad = trial(&format!("a\n{{% if {compared} %}}x{{% endif %}}"));
            assert!(
                matches!(&bad, Err(RenderError::Template { line: 4, problem: Problem::Compared(name), .. }) if name == "n"),
                "{compared}"
            );
        }
        assert!(trial("{% if contact == \"n == 1\" %}x{% endif %}").is_ok());
    }

    #[test]
    fn a_link_keeps_its_words_and_an_address_can_be_touched() {
        let shown = trial("[la suite]({{ more }}), {{ more }}, {{ contact }}").unwrap();
        let text = &shown[0].1.text;
        assert!(
            text.starts_with(
                "la suite <https://example.org/a?b=1&copy;c>, https://example.org/a?b=1&copy;c, "
            ),
            "{text}"
        );
        assert!(text.trim_end().ends_with(" contact@section.example.org"), "{text}");
        let html = &shown[0].1.html;
        assert!(html.contains("href=\"https://example.org/a?b=1&amp;copy;c\">la suite</a>"), "{html}");
        assert!(html.contains("href=\"mailto:contact@section.example.org\">"), "{html}");
    }

    #[test]
    fn what_a_message_does_not_hold_is_an_error_of_the_check_with_its_line() {
        use crate::render::markdown::Dropped;
        for (body, what) in [
            ("![plan](https://example.org/p.png)", Dropped::Image),
            ("[ici](http://example.org)", Dropped::Link),
            ("un ~~deux~~ {{ n }}", Dropped::Strike),
            ("- [ ] {{ n }}", Dropped::Task),
            ("<b>{{ n }}</b>", Dropped::Html),
        ] {
            let bad = trial(&format!("a\n\nb\n\n{body}"));
            assert!(
                matches!(&bad, Err(RenderError::Template { line: 7, problem: Problem::Dropped(w), .. }) if *w == what),
                "{body}: {:?}",
                bad.err()
            );
        }
        assert!(trial("| a | b |\n|---|---|\n| {{ n }} | {{ contact }} |").is_ok());
    }

    #[test]
    fn a_notice_of_one_language_is_whole_without_the_other() {
        let manifest = "about = { fr = \"a\", en = \"a\" }\npurpose = \"news\"\nonly = \"fr\"";
        let notice = Notice::from_files("x", manifest, "Objet : a\n\nb", "").unwrap();
        let shown = notice.check().unwrap();
        assert!(matches!(shown.as_slice(), [(Lang::Fr, r)] if r.text == "b\n"));
        assert_eq!(notice.compile(Lang::En).ok().unwrap().tongue(), Lang::Fr);
        // Without the word for it, what is missing is an error.
        let both = Notice::from_files("x", &manifest.replace("only", "#"), "Objet : a\n\nb", "").unwrap();
        assert!(both.check().is_err());
    }

    #[test]
    fn a_level_of_headings_that_is_left_out_is_seen() {
        assert_eq!(left_out("<h2>a</h2><h3>b</h3><h2>c</h2><hr>"), None);
        assert_eq!(left_out("<h3>a</h3>"), Some(3));
        assert_eq!(left_out("<h2>a</h2><h4>b</h4>"), Some(4));
        let manifest = "about = { fr = \"a\", en = \"a\" }\npurpose = \"news\"";
        let notice = Notice::from_files("x", manifest, "Objet : a\n\n## b", "Subject: a\n\nb").unwrap();
        assert!(matches!(notice.check(), Err(RenderError::Template { problem: Problem::Headings, .. })));
    }
}
