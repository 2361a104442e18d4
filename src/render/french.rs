//! The French names of the variables of notices and letters: both names are always valid, in templates, in `--set` and as columns.
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
    ("access", &["accès"]),
    ("accounts", &["comptes_approuvés"]),
    ("acts", &["actes"]),
    ("advice", &["conseils"]),
    ("affiliation", &["affiliation"]),
    ("agenda", &["ordre_du_jour", "programme"]),
    ("amount", &["montant"]),
    ("answer", &["réponse"]),
    ("answered", &["répondu_le"]),
    ("ask_by", &["à_demander_avant"]),
    ("asked", &["demande_initiale"]),
    ("assembly_day", &["jour_assemblée"]),
    ("authority", &["autorité"]),
    ("authority_address", &["adresse_autorité"]),
    ("backups", &["sauvegardes"]),
    ("basis", &["fondement"]),
    ("before", &["situation_avant"]),
    ("board", &["direction"]),
    ("body", &["organisme"]),
    ("by", &["attendu_le"]),
    ("called", &["convocation"]),
    ("candidates", &["candidats"]),
    ("case", &["cas"]),
    ("categories", &["catégories"]),
    ("cause", &["cause"]),
    ("chair", &["présidence"]),
    ("changes", &["changements"]),
    ("clauses", &["clauses"]),
    ("closes", &["clôture"]),
    ("college", &["collège"]),
    ("colleges", &["collèges"]),
    ("committee", &["comité"]),
    ("committee_name", &["nom_comité"]),
    ("companion", &["accompagnement"]),
    ("company", &["entreprise"]),
    ("company_address", &["adresse_entreprise"]),
    ("conditions", &["conditions"]),
    ("confederation", &["confédération"]),
    ("cons", &["contre"]),
    ("consents", &["accords"]),
    ("consequence", &["conséquence"]),
    ("consequences", &["conséquences"]),
    ("contact", &["contact"]),
    ("controller", &["responsable"]),
    ("counted", &["notre_compte"]),
    ("court", &["tribunal"]),
    ("creditor", &["créancier"]),
    ("danger", &["danger"]),
    ("date", &["date", "jour"]),
    ("day", &["jour_utilisation"]),
    ("days", &["jours"]),
    ("decisions", &["décisions"]),
    ("defendant", &["partie_adverse"]),
    ("defendants", &["parties_adverses"]),
    ("delegates", &["délégués"]),
    ("demand", &["demande"]),
    ("demands", &["revendications"]),
    ("dispute", &["désaccord"]),
    ("document", &["document"]),
    ("documents", &["documents"]),
    ("done", &["fait_le"]),
    ("due", &["échéance"]),
    ("elected", &["élus", "personnes_élues"]),
    ("election", &["élection"]),
    ("email", &["adresse", "courriel"]),
    ("employees", &["salariés"]),
    ("end", &["fin"]),
    ("erased_by", &["effacé_le"]),
    ("exhibits", &["pièces"]),
    ("expert", &["expert"]),
    ("exposed", &["exposés"]),
    ("facts_seen", &["faits_constatés"]),
    ("failed", &["échec_le"]),
    ("faults", &["manques"]),
    ("field", &["champ"]),
    ("filed", &["dépôt"]),
    ("first_meeting", &["première_réunion"]),
    ("first_round", &["premier_tour"]),
    ("form", &["forme"]),
    ("from", &["du"]),
    ("function", &["fonction"]),
    ("fund", &["caisse"]),
    ("future", &["tours_à_venir"]),
    ("given_name", &["prénom"]),
    ("givers", &["donnent"]),
    ("goes_on", &["continue"]),
    ("gone", &["effacé"]),
    ("ground", &["à_quel_titre"]),
    ("grounds", &["moyens"]),
    ("headcount", &["effectif"]),
    ("held", &["données"]),
    ("hour", &["à_heure"]),
    ("hours", &["heures"]),
    ("how", &["comment", "comment_payer"]),
    ("inspection", &["inspection"]),
    ("inspection_address", &["adresse_inspection"]),
    ("instalments", &["échéances", "échéancier"]),
    ("intranet", &["intranet"]),
    ("invitation", &["invitation_du"]),
    ("issued", &["délivrée_le"]),
    ("issuer", &["organisation"]),
    ("item", &["point_ordre_du_jour"]),
    ("items", &["informations"]),
    ("kept", &["gardé"]),
    ("kind_of", &["atteinte"]),
    ("known", &["connu_le"]),
    ("language", &["langue"]),
    ("last", &["reste_à_régler"]),
    ("late", &["retard"]),
    ("leaver", &["qui_part"]),
    ("left", &["départ"]),
    ("length", &["durée"]),
    ("letter_date", &["date_lettre"]),
    ("level", &["niveau"]),
    ("limit", &["limite_dépôt"]),
    ("list", &["liste"]),
    ("mandate", &["mandat"]),
    ("mandate_date", &["date_mandat"]),
    ("matter", &["formation"]),
    ("measures", &["mesures"]),
    ("meeting", &["rencontre"]),
    ("meetings", &["réunions"]),
    ("mission", &["mission"]),
    ("more", &["en_plus"]),
    ("name", &["nom"]),
    ("nature", &["nature"]),
    ("negotiators", &["négociateurs"]),
    ("next", &["suite", "prochaine"]),
    ("notice", &["préavis"]),
    ("notice_end", &["fin_préavis"]),
    ("notified", &["notifié_le"]),
    ("now", &["situation_actuelle"]),
    ("number", &["numéro"]),
    ("object", &["objet"]),
    ("office", &["fonction_signataire"]),
    ("office_of", &["sa_fonction"]),
    ("online", &["en_ligne", "à_distance"]),
    ("opens", &["ouverture"]),
    ("order", &["ordre"]),
    ("organ", &["organe"]),
    ("other", &["autre"]),
    ("ours", &["nos_demandes"]),
    ("payments", &["versements"]),
    ("perimeter", &["périmètre"]),
    ("perimeter_name", &["nom_périmètre"]),
    ("period", &["durée_conservation"]),
    ("person", &["représentée_par"]),
    ("person_address", &["adresse_personne"]),
    ("persons", &["personnes"]),
    ("place", &["lieu"]),
    ("points", &["points"]),
    ("posted", &["affiché_le"]),
    ("poster", &["affiche"]),
    ("posts", &["postes"]),
    ("power", &["pouvoir_de_signer"]),
    ("power_date", &["date_pouvoir"]),
    ("present", &["présents"]),
    ("price", &["prix"]),
    ("products", &["produits"]),
    ("pros", &["pour"]),
    ("protected_until", &["protection_jusqu_au"]),
    ("protocol", &["protocole_du"]),
    ("proxy", &["pouvoir"]),
    ("proxy_max", &["pouvoirs_max"]),
    ("proxy_until", &["pouvoir_avant"]),
    ("purposes", &["finalités"]),
    ("quality", &["qualité"]),
    ("question", &["question"]),
    ("questions", &["questions"]),
    ("quorum", &["quorum"]),
    ("rank", &["rang"]),
    ("reasons", &["motifs"]),
    ("received", &["reçu_le"]),
    ("recipients", &["destinataires"]),
    ("records", &["enregistrements"]),
    ("reference", &["référence"]),
    ("refusal", &["refus_du"]),
    ("replaces", &["remplace"]),
    ("representative", &["représentative"]),
    ("representative_union", &["syndicat_représentatif"]),
    ("request_date", &["date_demande"]),
    ("request_day", &["demandé_le"]),
    ("reserves", &["réserves"]),
    ("resolutions", &["résolutions"]),
    ("result", &["résultat"]),
    ("results", &["résultats_le"]),
    ("round", &["tour"]),
    ("scale", &["barème"]),
    ("score", &["score"]),
    ("seats", &["sièges"]),
    ("second_round", &["second_tour", "deuxième_tour"]),
    ("sender", &["signature", "signataire"]),
    ("sent", &["remise_le"]),
    ("service", &["service"]),
    ("share", &["part"]),
    ("shares", &["répartition"]),
    ("signatories", &["signataires"]),
    ("signatory", &["qui_signe"]),
    ("signed", &["signé_le"]),
    ("signed_at", &["signé_à"]),
    ("since", &["depuis"]),
    ("siret", &["siret"]),
    ("site", &["site"]),
    ("small", &["petite_entreprise"]),
    ("source", &["source"]),
    ("sources", &["sources"]),
    ("split", &["partage_des_voix"]),
    ("standing", &["représentativité"]),
    ("start", &["début"]),
    ("stopped", &["arrêté"]),
    ("subject", &["sujet"]),
    ("subjects", &["sujets"]),
    ("successor", &["remplaçant"]),
    ("survey", &["questionnaire"]),
    ("takers", &["reçoivent"]),
    ("theirs", &["leurs_propositions"]),
    ("theme", &["thème"]),
    ("time", &["heure"]),
    ("title", &["titre", "intitulé"]),
    ("to", &["au"]),
    ("told", &["averti"]),
    ("total", &["total"]),
    ("transfers", &["transferts"]),
    ("turnout", &["participation"]),
    ("union", &["syndicat"]),
    ("union_address", &["adresse_syndicat"]),
    ("until", &["avant_le", "jusqu_au"]),
    ("venue", &["salle"]),
    ("version", &["version"]),
    ("view", &["avis"]),
    ("vote", &["vote"]),
    ("vote_day", &["jour_du_vote"]),
    ("voted", &["voté_le"]),
    ("votes", &["votes"]),
    ("voting", &["modalités_du_vote"]),
    ("what", &["faits"]),
    ("who", &["qui"]),
    ("why", &["raisons"]),
    ("why_now", &["motif_dépôt"]),
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
    use crate::render::{Letter, Notice};

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
        let notices = Notice::built_in().into_iter().map(|id| (id, Notice::named(id).unwrap().manifest));
        let letters = Letter::built_in().into_iter().map(|id| (id, Letter::named(id).unwrap().manifest));
        for (id, manifest) in notices.chain(letters) {
            for name in manifest.names() {
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
