//! The French names of the variables of notices: both names are always valid, in templates, in `--set` and as columns.
//!
//! Accents, capitals, hyphens and spaces do not count. A name that the notice itself declares comes first, so that a section
//! may use any word for its own.

use std::{borrow::Cow, collections::BTreeMap, sync::OnceLock};

use crate::{
    base::{Lang, text::fold},
    render::Manifest,
};

/// Each name with its French ones; the first is shown.
const NAMES: &[(&str, &[&str])] = &[
    ("about", &["contenu"]),
    ("advice", &["conseils"]),
    ("agenda", &["ordre_du_jour", "programme"]),
    ("amount", &["montant"]),
    ("answer", &["réponse"]),
    ("ask_by", &["à_demander_avant"]),
    ("body", &["organisme"]),
    ("closes", &["clôture"]),
    ("conditions", &["conditions"]),
    ("cons", &["contre"]),
    ("consequence", &["conséquence"]),
    ("consequences", &["conséquences"]),
    ("contact", &["contact"]),
    ("controller", &["responsable"]),
    ("date", &["date", "jour"]),
    ("days", &["jours"]),
    ("decisions", &["décisions"]),
    ("demands", &["revendications"]),
    ("document", &["document"]),
    ("documents", &["documents"]),
    ("due", &["échéance"]),
    ("elected", &["élus", "personnes_élues"]),
    ("email", &["adresse", "courriel"]),
    ("erased_by", &["effacé_le"]),
    ("filed", &["dépôt"]),
    ("first_meeting", &["première_réunion"]),
    ("first_round", &["premier_tour"]),
    ("fund", &["caisse"]),
    ("given_name", &["prénom"]),
    ("held", &["données"]),
    ("hours", &["heures"]),
    ("how", &["comment", "comment_payer"]),
    ("instalments", &["échéances", "échéancier"]),
    ("issued", &["délivrée_le"]),
    ("issuer", &["organisation"]),
    ("language", &["langue"]),
    ("last", &["reste_à_régler"]),
    ("left", &["départ"]),
    ("length", &["durée"]),
    ("list", &["liste"]),
    ("mandate", &["mandat"]),
    ("measures", &["mesures"]),
    ("meeting", &["rencontre"]),
    ("more", &["en_plus"]),
    ("name", &["nom"]),
    ("next", &["suite", "prochaine"]),
    ("notice", &["préavis"]),
    ("notified", &["notifié_le"]),
    ("number", &["numéro"]),
    ("online", &["en_ligne", "à_distance"]),
    ("opens", &["ouverture"]),
    ("ours", &["nos_demandes"]),
    ("payments", &["versements"]),
    ("place", &["lieu"]),
    ("points", &["points"]),
    ("present", &["présents"]),
    ("pros", &["pour"]),
    ("protected_until", &["protection_jusqu_au"]),
    ("proxy", &["pouvoir"]),
    ("proxy_max", &["pouvoirs_max"]),
    ("proxy_until", &["pouvoir_avant"]),
    ("question", &["question"]),
    ("questions", &["questions"]),
    ("reference", &["référence"]),
    ("representative", &["représentative"]),
    ("round", &["tour"]),
    ("scale", &["barème"]),
    ("seats", &["sièges"]),
    ("second_round", &["second_tour", "deuxième_tour"]),
    ("sender", &["signature", "signataire"]),
    ("sent", &["remise_le"]),
    ("service", &["service"]),
    ("share", &["part"]),
    ("since", &["depuis"]),
    ("site", &["site"]),
    ("sources", &["sources"]),
    ("subject", &["sujet"]),
    ("subjects", &["sujets"]),
    ("survey", &["questionnaire"]),
    ("theirs", &["leurs_propositions"]),
    ("time", &["heure"]),
    ("title", &["titre", "intitulé"]),
    ("total", &["total"]),
    ("turnout", &["participation"]),
    ("until", &["avant_le", "jusqu_au"]),
    ("view", &["avis"]),
    ("what", &["faits"]),
    ("year", &["année"]),
];

/// Returns a name as it is compared: small letters without accents, `_` for what separates.
fn plain(name: &str) -> String {
    name.split('_').map(fold).collect::<Vec<_>>().join("_").replace(' ', "_")
}

/// Returns the English name of a variable that people know by a French one, or the name itself.
#[must_use]
pub fn english(name: &str) -> String {
    static KNOWN: OnceLock<BTreeMap<String, &'static str>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let of = |(en, french): &'static (&str, &[&str])| {
            let words = std::iter::once(en).chain(*french);
            words.map(|word| (plain(word), *en)).collect::<Vec<_>>()
        };
        NAMES.iter().flat_map(of).collect()
    });
    let plain = plain(name);
    known.get(&plain).map_or(plain, |en| (*en).to_owned())
}

/// Returns the name of a variable as people of a language know it.
#[must_use]
pub fn shown(lang: Lang, name: &str) -> &str {
    let french = || NAMES.iter().find(|(en, _)| *en == name).and_then(|(_, fr)| fr.first().copied());
    match lang {
        Lang::Fr => french().unwrap_or(name),
        Lang::En => name,
    }
}

impl Manifest {
    /// Finds the variable that is meant by a name: as declared, or by its name in the other language.
    #[must_use]
    pub fn resolve(&self, typed: &str) -> Option<&str> {
        let found = |name: &str| self.variables.get_key_value(name).map(|(name, _)| name.as_str());
        let typed = typed.trim();
        found(typed).or_else(|| found(&plain(typed))).or_else(|| {
            let meant = english(typed);
            // A section may declare `lieu`, and somebody else type `place`.
            self.variables.keys().map(String::as_str).find(|name| english(name) == meant)
        })
    }

    /// Puts the declared names into the tags of a template where others stand, so that the engine knows them; a word that is no
    /// variable loses its accents.
    #[must_use]
    pub fn translated<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut words = Words { manifest: self, seen: BTreeMap::new() };
        let (mut out, mut rest) = (String::new(), text);
        while let Some(at) = rest.find('{') {
            let (before, tail) = rest.split_at(at);
            let close = match tail.get(..2) {
                Some("{{") => "}}",
                Some("{%") => "%}",
                Some("{#") => "#}",
                _ => {
                    let (head, tail) = rest.split_at(at.saturating_add(1));
                    out.push_str(head);
                    rest = tail;
                    continue;
                }
            };
            let (open, inner) = tail.split_at(2);
            out.push_str(before);
            out.push_str(open);
            if close == "#}" {
                let (comment, after) = inner.split_at(inner.find(close).unwrap_or(inner.len()));
                out.push_str(comment);
                rest = after;
                continue;
            }
            let code = super::engine::inside(inner, close);
            words.translate(code, &mut out);
            rest = inner.get(code.len()..).unwrap_or_default();
        }
        if out.is_empty() {
            return Cow::Borrowed(text);
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

/// The words of a template, each looked up once.
struct Words<'a> {
    manifest: &'a Manifest,
    seen: BTreeMap<String, String>,
}

impl Words<'_> {
    /// Writes the inside of one tag; what stands in quotation marks stays.
    fn translate(&mut self, code: &str, out: &mut String) {
        let of_word = |c: char| c.is_alphanumeric() || c == '_';
        let (mut quote, mut escaped, mut word) = (None, false, String::new());
        for c in code.chars().map(Some).chain([None]) {
            if let Some(c) = c.filter(|c| quote.is_none() && of_word(*c)) {
                word.push(c);
                continue;
            }
            if !word.is_empty() {
                if let Some(known) = self.seen.get(&word) {
                    out.push_str(known);
                } else {
                    let known = self.word(&word);
                    out.push_str(&known);
                    self.seen.insert(word.clone(), known);
                }
                word.clear();
            }
            let Some(c) = c else { break };
            match quote {
                Some(_) if escaped => escaped = false,
                Some(_) if c == '\\' => escaped = true,
                Some(q) if c == q => quote = None,
                None if matches!(c, '"' | '\'') => quote = Some(c),
                _ => {}
            }
            out.push(c);
        }
    }

    fn word(&self, word: &str) -> String {
        const OF_THE_ENGINE: &[&str] = &[
            "if", "elif", "else", "endif", "for", "endfor", "in", "not", "and", "or", "is", "true", "false",
        ];
        if OF_THE_ENGINE.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit()) {
            return word.to_owned();
        }
        match self.manifest.resolve(word) {
            Some(name) => name.to_owned(),
            None if word.is_ascii() => word.to_owned(),
            None => plain(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Notice;

    #[test]
    fn every_variable_of_the_program_has_a_french_name_of_its_own() {
        let mut all: Vec<String> = Vec::new();
        for (name, french) in NAMES {
            for word in std::iter::once(name).chain(*french) {
                let word = plain(word);
                if *name != word {
                    assert!(!NAMES.iter().any(|(other, _)| *other == word), "`{word}` is another variable");
                    all.push(word);
                }
            }
        }
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "one word for two variables");
        for id in Notice::built_in() {
            for name in Notice::named(id).unwrap().manifest.names() {
                assert!(NAMES.iter().any(|(en, _)| *en == name), "{id}: `{name}` has no French name");
            }
        }
    }

    #[test]
    fn names_are_found_in_both_languages_without_accents() {
        let manifest = Notice::named("meeting").unwrap().manifest;
        for (typed, name) in [
            ("place", Some("place")),
            ("lieu", Some("place")),
            ("LIEU", Some("place")),
            ("Prénom", Some("given_name")),
            ("prenom", Some("given_name")),
            ("ordre-du-jour", Some("agenda")),
            ("ordre du jour", Some("agenda")),
            ("à_distance", Some("online")),
            ("montant", None),
            ("", None),
        ] {
            assert_eq!(manifest.resolve(typed), name, "{typed}");
        }
        assert_eq!((shown(Lang::Fr, "given_name"), shown(Lang::En, "given_name")), ("prénom", "given_name"));
        assert_eq!(shown(Lang::Fr, "couleur"), "couleur");
    }

    #[test]
    fn a_template_may_use_them_and_keeps_all_that_is_no_name() {
        let manifest = Notice::named("meeting").unwrap().manifest;
        for (text, wanted) in [
            ("{{ prénom }}, {{lieu}}", "{{ given_name }}, {{place}}"),
            ("{% if heure %}à {{ heure }}{% endif %}", "{% if time %}à {{ time }}{% endif %}"),
            (
                "{% for élément in ordre_du_jour %}- {{ élément }}\n{% endfor %}",
                "{% for element in agenda %}- {{ element }}\n{% endfor %}",
            ),
            ("{% if lieu == \"lieu\" %}lieu { lieu } 'x'", "{% if place == \"lieu\" %}lieu { lieu } 'x'"),
            ("{# lieu #}{{ couleur }} {{ lieu", "{# lieu #}{{ couleur }} {{ place"),
            ("sans rien", "sans rien"),
        ] {
            assert_eq!(manifest.translated(text), wanted);
        }
    }
}
