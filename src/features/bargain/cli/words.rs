//! The words for stages, for what is owed and for what to ask, which the core names by codes.

use crate::{
    bargaining::{claim::Clock, stage::Stage},
    base::Lang,
    face::finding,
    tr,
};

/// Returns the words for a stage.
pub(super) fn stage(lang: Lang, stage: Stage) -> String {
    match stage {
        Stage::New => tr!(lang, "pas commencée", "not begun"),
        Stage::Requested => tr!(lang, "demandée par le syndicat", "requested by the union"),
        Stage::Convened => tr!(lang, "parties convoquées", "parties convened"),
        Stage::Open => tr!(lang, "en cours", "under way"),
        Stage::Agreed => tr!(lang, "accord signé", "agreement signed"),
        Stage::Disagreed => tr!(lang, "désaccord", "disagreement"),
        Stage::Filed => tr!(lang, "close et déposée", "closed and filed"),
    }
}

/// Returns what the employer owes.
pub(super) fn owed(lang: Lang, code: &str) -> String {
    match code {
        "forward" => tr!(
            lang,
            "transmet la demande aux autres organisations représentatives",
            "passes the request on to the other representative unions"
        ),
        "convene" => tr!(lang, "convoque les parties", "convenes the parties"),
        "first-meeting" => tr!(
            lang,
            "tient la première réunion et y fixe lieu, calendrier et informations",
            "holds the first meeting and sets place, calendar and information there"
        ),
        "information" => tr!(lang, "remet les informations", "hands over the information"),
        "no-unilateral-decision" => tr!(
            lang,
            "ne prend aucune décision unilatérale sur ces matières, sauf urgence",
            "takes no unilateral decision on these matters, but for urgency"
        ),
        "notify" => tr!(
            lang,
            "notifie l’accord à toutes les organisations représentatives",
            "notifies the agreement to all representative unions"
        ),
        "file" => tr!(
            lang,
            "dépose le texte sur la plateforme du ministère",
            "files the text on the ministry’s platform"
        ),
        "pay-gaps" => {
            tr!(lang, "joint le procès-verbal sur les écarts de rémunération", "adds the minutes on pay gaps")
        }
        "minutes" => tr!(
            lang,
            "établit le procès-verbal de désaccord\u{a0}: dernières propositions, mesures unilatérales",
            "draws up the minutes of disagreement: last proposals, unilateral measures"
        ),
        other => other.replace('-', " "),
    }
}

/// Returns whether the days of the employer run from the request.
pub(super) fn clock(lang: Lang, clock: &Clock) -> String {
    match clock {
        Clock::Runs => tr!(lang, "courent depuis la demande", "run from the request"),
        Clock::Early(from) => {
            let from = finding::day(lang, *from);
            tr!(
                lang,
                "ne courent pas\u{a0}: la demande est venue trop tôt\u{a0}; reçue à partir du {from}, elle les fait courir",
                "do not run: the request came too early; received from {from} on, it starts them"
            )
        }
        Clock::Void("no-section") => tr!(
            lang,
            "ne courent pas\u{a0}: aucun syndicat représentatif n’a de section dans l’entreprise",
            "do not run: no representative union has a section in the company"
        ),
        Clock::Void("below-headcount") => tr!(
            lang,
            "ne courent pas\u{a0}: cette négociation n’est due qu’à partir de 300 salariés",
            "do not run: this bargaining is only due from 300 employees on"
        ),
        Clock::Void("not-covered") => tr!(
            lang,
            "inconnus\u{a0}: aucun texte lu ne couvre le jour de la demande",
            "not known: no text that was read covers the day of the request"
        ),
        Clock::Void(_) => tr!(
            lang,
            "ne courent pas\u{a0}: cette négociation n’était pas encore due ce jour-là",
            "do not run: this bargaining was not due yet on that day"
        ),
        Clock::Open(open) => {
            let what: Vec<_> = open.iter().map(|code| settles(lang, code)).collect();
            let what = what.join(", ");
            tr!(lang, "indéterminés, faute de connaître {what}", "undetermined, without knowing {what}")
        }
    }
}

/// What would settle whether they run.
fn settles(lang: Lang, code: &str) -> String {
    match code {
        "last-round" => tr!(
            lang,
            "la dernière négociation sur ce sujet (company set --last-…)",
            "the last round on this subject (company set --last-…)"
        ),
        "section" => tr!(
            lang,
            "s’il y a une section d’un syndicat représentatif (company set --representative-section)",
            "whether a representative union has a section (company set --representative-section)"
        ),
        "headcount" => tr!(lang, "l’effectif (company headcount)", "the headcount (company headcount)"),
        "subject" => tr!(lang, "le sujet demandé", "the subject requested"),
        other => other.replace('-', " "),
    }
}

/// Returns what to ask.
pub(super) fn ask(lang: Lang, code: &str) -> String {
    match code {
        "request" => tr!(
            lang,
            "demander la négociation par une lettre datée, et noter le jour de réception",
            "request bargaining by a dated letter, and record the day it is received"
        ),
        "request-again" => tr!(
            lang,
            "de nouveau la négociation, par une lettre datée, une fois ce jour venu",
            "for the bargaining again, by a dated letter, once that day has come"
        ),
        "place" => tr!(lang, "le lieu des réunions", "the place of the meetings"),
        "calendar" => tr!(lang, "le calendrier des réunions", "the calendar of the meetings"),
        "information" => {
            tr!(
                lang,
                "quelles informations seront remises, et quel jour",
                "which information is handed over, and when"
            )
        }
        "content" => tr!(
            lang,
            "que tous les points que la loi met dans ce sujet soient traités (--explain)",
            "that every item the law puts into this subject is dealt with (--explain)"
        ),
        "last-positions" => tr!(
            lang,
            "que les dernières propositions de chacun figurent au procès-verbal",
            "that the last proposals of each side stand in the minutes"
        ),
        other => other.replace('-', " "),
    }
}

/// Returns the name of a duty that is no subject of bargaining.
pub(super) fn duty(lang: Lang, code: &str) -> String {
    match code {
        "value-sharing" => {
            tr!(lang, "partage de la valeur, de 11 à 49 salariés", "value sharing, from 11 to 49 employees")
        }
        "index" => {
            tr!(lang, "index d’égalité, publié chaque 1er mars", "equality index, published every 1 March")
        }
        other => other.replace('-', " "),
    }
}

/// Returns what would settle whether a duty applies.
pub(super) fn unsettled(lang: Lang, code: &str) -> String {
    match code {
        "headcount" => tr!(lang, "selon l’effectif, non noté", "depends on the headcount, not recorded"),
        "section" => tr!(
            lang,
            "selon la section représentative, non notée",
            "depends on the representative section, not recorded"
        ),
        "profits" => tr!(
            lang,
            "si le bénéfice net atteint 1\u{a0}% du chiffre d’affaires trois exercices de suite",
            "if the net profit reached 1 % of turnover in three years in a row"
        ),
        other => other.replace('-', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_core_has_its_words() {
        let source = include_str!("../../../bargaining/stage.rs").split("#[cfg(test)]").next().unwrap();
        let mut seen = 0;
        for code in source.split("what: \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert_ne!(owed(Lang::Fr, code), code.replace('-', " "), "{code}");
            seen += 1;
        }
        for code in ["forward", "convene", "information"] {
            assert_ne!(owed(Lang::En, code), code);
        }
        for code in source.split("ask.push(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert_ne!(ask(Lang::Fr, code), code.replace('-', " "), "{code}");
            seen += 1;
        }
        for code in ["place", "calendar", "information"] {
            assert_ne!(ask(Lang::En, code), code);
        }
        assert!(seen >= 9, "{seen}");
    }
}
