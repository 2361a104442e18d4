//! What a person is told with the copy of their data, and the record of processing (*registre des traitements*).
//!
//! # Law
//! GDPR articles 13 to 15 (what comes with the copy), 12(3) (one month), 30 (record; no exemption below 250 people where special
//! categories are kept, 30(5)), 9(2)(d) (a union keeps data of its members). Read in copies, not in the official edition: unverified.

pub mod breach;

use chrono::{Months, NaiveDate};

use crate::{
    base::{Lang, date},
    render::{escape_html as html, sheet},
    tr,
};

/// A line of a copy or of a record: what, and what it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// What.
    pub name: String,
    /// What it is.
    pub value: String,
}

/// A part of a copy or of a record.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name for programs.
    pub code: &'static str,
    /// Its heading.
    pub title: String,
    /// Its lines.
    pub rows: Vec<Row>,
}

impl Part {
    /// A part with its lines.
    #[must_use]
    pub fn new(code: &'static str, title: String, rows: impl IntoIterator<Item = (String, String)>) -> Self {
        let rows = rows.into_iter().map(|(name, value)| Row { name, value }).collect();
        Self { code, title, rows }
    }
}

/// The last day on which a request of this day is answered: one month (article 12(3)).
#[must_use]
pub fn answer_by(asked: NaiveDate) -> NaiveDate {
    asked.checked_add_months(Months::new(1)).unwrap_or(asked)
}

/// What article 15 asks for beside the copy.
#[must_use]
pub fn beside(lang: Lang, kept_months: Option<u32>) -> Part {
    let months = kept_months
        .map_or_else(|| tr!(lang, "non fixée", "not set"), |m| tr!(lang, "{m} mois", "{m} months"));
    Part::new(
        "rights",
        tr!(
            lang,
            "Ce que l’article 15 du RGPD demande de dire",
            "What article 15 of the GDPR asks to be told"
        ),
        [
            (
                tr!(lang, "finalités", "purposes"),
                tr!(
                    lang,
                    "tenir le fichier des membres, les cotisations, les élections et la négociation, écrire aux membres",
                    "to keep the roster, the dues, elections and bargaining, to write to members"
                ),
            ),
            (
                tr!(lang, "base", "basis"),
                tr!(
                    lang,
                    "articles 6 et 9, paragraphe 2, point d, du RGPD\u{a0}: l’activité légitime d’un syndicat pour ses membres",
                    "articles 6 and 9(2)(d) of the GDPR: the legitimate activity of a union for its members"
                ),
            ),
            (
                tr!(lang, "destinataires", "recipients"),
                tr!(
                    lang,
                    "les personnes qui tiennent ce coffre, et celles des exports listés ici\u{a0}; jamais l’employeur",
                    "the people who hold this vault, and those of the exports listed here; never the employer"
                ),
            ),
            (
                tr!(lang, "durée", "period"),
                tr!(
                    lang,
                    "jusqu’à la fin de l’adhésion, puis {months}\u{a0}; les pièces comptables dix ans",
                    "until the membership ends, then {months}; the accounts ten years"
                ),
            ),
            (
                tr!(lang, "transferts, décision automatique", "transfers, automatic decision"),
                tr!(lang, "aucun, aucune", "none, none"),
            ),
            (
                tr!(lang, "vos droits", "your rights"),
                tr!(
                    lang,
                    "rectification, effacement, limitation, opposition\u{a0}; réclamation à la CNIL",
                    "rectification, erasure, restriction, objection; complaint to the CNIL"
                ),
            ),
        ],
    )
}

/// What a section does with data, one part for each activity, as article 30 asks; how many days the recipients of a mail are kept.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one sheet for each activity, and nothing else")]
pub fn activities(lang: Lang, kept_months: Option<u32>, mail_days: u64) -> Vec<Part> {
    let months = kept_months
        .map_or_else(|| tr!(lang, "non fixée", "not set"), |m| tr!(lang, "{m} mois", "{m} months"));
    let one = |code, title: String, [why, who, what, to, long]: [String; 5]| {
        let names = [
            tr!(lang, "finalité", "purpose"),
            tr!(lang, "personnes", "persons"),
            tr!(lang, "données", "data"),
            tr!(lang, "destinataires", "recipients"),
            tr!(lang, "durée", "period"),
        ];
        Part::new(code, title, names.into_iter().zip([why, who, what, to, long]))
    };
    let inside = || tr!(lang, "les organisateur·rice·s de la section", "the organizers of the section");
    let sensitive = || {
        tr!(
            lang,
            "identité, contact, site, adhésion\u{a0}; elles révèlent l’appartenance syndicale (article 9)",
            "identity, contact, site, membership; they reveal union membership (article 9)"
        )
    };
    let members = || tr!(lang, "membres, ancien·ne·s membres", "members, former members");
    vec![
        one(
            "members",
            tr!(lang, "Adhésions", "Memberships"),
            [
                tr!(lang, "tenir le fichier des membres", "to keep the roster of members"),
                members(),
                sensitive(),
                tr!(lang, "la section, la trésorerie du syndicat", "the section, the treasurer of the union"),
                tr!(lang, "l’adhésion, puis {months}", "the membership, then {months}"),
            ],
        ),
        one(
            "dues",
            tr!(lang, "Cotisations", "Dues"),
            [
                tr!(lang, "appeler, encaisser, attester", "to call, to receive, to certify"),
                members(),
                tr!(
                    lang,
                    "montants, jours, moyens de paiement, aucun numéro de compte en clair",
                    "sums, days, means of payment, no account number in clear"
                ),
                tr!(lang, "la trésorerie", "the treasurer"),
                tr!(lang, "dix ans pour les pièces comptables", "ten years for the accounts"),
            ],
        ),
        one(
            "elections",
            tr!(lang, "Élections et mandats", "Elections and mandates"),
            [
                tr!(lang, "préparer les listes, suivre les mandats", "to prepare lists, to follow mandates"),
                tr!(lang, "candidat·e·s, élu·e·s", "candidates, elected members"),
                tr!(lang, "nom, sexe, collège, mandat", "name, sex, college, mandate"),
                tr!(
                    lang,
                    "l’employeur et le personnel, pour les listes déposées",
                    "the employer and the staff, for the lists that are filed"
                ),
                tr!(lang, "la durée des mandats et des recours", "the time of mandates and contests"),
            ],
        ),
        one(
            "contacts",
            tr!(lang, "Contacts", "Contacts"),
            [
                tr!(
                    lang,
                    "parler avec des collègues de la section",
                    "to talk with colleagues about the section"
                ),
                tr!(lang, "contacts avec leur accord", "contacts, with their consent"),
                tr!(lang, "identité, contact", "identity, contact"),
                inside(),
                tr!(lang, "{months} sans nouvelles", "{months} without news"),
            ],
        ),
        one(
            "organizing",
            tr!(lang, "Conversations et actes", "Conversations and acts"),
            [
                tr!(
                    lang,
                    "organiser la section, suivre les conversations et ce que chacun·e a fait",
                    "to organise the section, to follow conversations and what each did"
                ),
                tr!(lang, "membres, contacts, collègues", "members, contacts, colleagues"),
                tr!(
                    lang,
                    "nom, site, service, thèmes, réponses, actes, suites\u{a0}; les notes sont scellées par appareil",
                    "name, site, service, themes, answers, acts, next steps; notes are sealed by device"
                ),
                inside(),
                tr!(
                    lang,
                    "tant que la campagne dure, puis {months}\u{a0}; sur demande, oubli immédiat",
                    "as long as the campaign lasts, then {months}; forgotten at once on request"
                ),
            ],
        ),
        one(
            "cases",
            tr!(lang, "Affaires suivies", "Cases"),
            [
                tr!(lang, "défendre une personne qui le demande", "to defend a person who asks for it"),
                tr!(
                    lang,
                    "cette personne, celles que les faits nomment",
                    "this person, those whom the facts name"
                ),
                tr!(
                    lang,
                    "faits, pièces, délais, heures\u{a0}; la santé ou une condamnation peuvent y paraître (articles 9 et 10)",
                    "facts, documents, limits, hours; health or a conviction may appear in them (articles 9 and 10)"
                ),
                tr!(
                    lang,
                    "les appareils que l’affaire nomme, l’avocat·e si la personne le veut",
                    "the devices that the case names, a lawyer if the person wants it"
                ),
                tr!(lang, "la fin de l’affaire et de ses recours", "the end of the case and of its remedies"),
            ],
        ),
        one(
            "surveys",
            tr!(lang, "Sondages", "Surveys"),
            [
                tr!(
                    lang,
                    "connaître les demandes et les conditions de travail",
                    "to know demands and working conditions"
                ),
                tr!(lang, "qui répond\u{a0}: aucun nom, aucun jour", "whoever answers: no name, no day"),
                tr!(
                    lang,
                    "les réponses seules\u{a0}; les groupes de moins de cinq ne sont pas montrés",
                    "the answers alone; groups below five are not shown"
                ),
                tr!(lang, "les résultats, à tout le monde", "the results, to everybody"),
                tr!(
                    lang,
                    "les réponses avec le coffre\u{a0}; anonymes",
                    "the answers with the vault; anonymous"
                ),
            ],
        ),
        one(
            "mail",
            tr!(lang, "Messages", "Messages"),
            [
                tr!(lang, "écrire à chaque membre, un à un", "to write to each member, one by one"),
                members(),
                tr!(
                    lang,
                    "adresse, langue, jour et sort de chaque envoi",
                    "address, language, day and fate of each sending"
                ),
                tr!(lang, "l’hébergeur de la messagerie", "the host of the mail"),
                tr!(
                    lang,
                    "{mail_days} jours, puis des nombres seuls",
                    "{mail_days} days, then numbers alone"
                ),
            ],
        ),
        one(
            "security",
            tr!(lang, "Sécurité", "Security"),
            [
                tr!(lang, "protéger ces données", "to protect these data"),
                tr!(lang, "toutes", "all"),
                tr!(
                    lang,
                    "coffre chiffré sur les ordinateurs de la section, sans serveur\u{a0}; clés par personne\u{a0}; sauvegardes et exports chiffrés",
                    "encrypted vault on the laptops of the section, no server; keys by person; encrypted backups and exports"
                ),
                inside(),
                tr!(lang, "tant que le coffre existe", "as long as the vault exists"),
            ],
        ),
    ]
}

/// Writes parts as text.
#[must_use]
pub fn text(title: &str, parts: &[Part]) -> String {
    let mut out = format!("{title}\n");
    for part in parts {
        out.push_str(&format!("\n{}\n", part.title));
        for row in &part.rows {
            out.push_str(&format!("  {} : {}\n", row.name, row.value));
        }
    }
    out
}

/// Writes parts as a page to print or to send.
#[must_use]
pub fn page(lang: Lang, title: &str, made: NaiveDate, parts: &[Part]) -> String {
    let made = date::shown(lang, made);
    let made = tr!(lang, "Établi le {made}", "Made on {made}");
    let mut out = format!("<h1>{}</h1>\n<p>{}</p>\n", html(title), html(&made));
    for part in parts {
        out.push_str(&format!("<h2>{}</h2>\n<table>\n<tbody>\n", html(&part.title)));
        for row in &part.rows {
            out.push_str(&format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
                html(&row.name),
                html(&row.value).replace('\n', "<br>")
            ));
        }
        out.push_str("</tbody>\n</table>\n");
    }
    sheet(lang, &tr!(lang, "Données", "Data"), STYLE, &out)
}

const STYLE: &str = "\
@page { size: A4; margin: 20mm }
body { font: 11pt/1.45 sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 46rem; padding: 1rem }
h1 { font-size: 1.2rem }
h2 { font-size: 1rem; margin: 1.4rem 0 .4rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
th, td { border: 1px solid #767676; padding: .4rem; text-align: left; vertical-align: top }
th { width: 32%; font-weight: normal }
@media print { body { max-width: none; padding: 0 } }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_answered_within_a_month_and_a_page_runs_nothing() {
        let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
        assert_eq!(answer_by(day(1, 31)), day(2, 28));
        assert_eq!(answer_by(day(11, 30)), day(12, 30));
        let part = Part::new("x", "a & b".to_owned(), [("<i>".to_owned(), "<script>".to_owned())]);
        let page = page(Lang::Fr, "<t>", day(11, 30), &[part]);
        assert!(page.contains("&lt;script&gt;") && page.contains("a &amp; b") && !page.contains("<script"));
        for lang in [Lang::Fr, Lang::En] {
            for part in activities(lang, Some(36), 184) {
                assert_eq!(part.rows.len(), 5, "{}", part.code);
            }
        }
    }
}
