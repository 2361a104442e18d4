//! The words for the facts and remarks of a reasoning, which the core names by codes.

use crate::{config::Lang, tr};

/// Returns the name of a fact in the language; an unknown one as it is, its underscores as spaces.
#[must_use]
pub fn fact_name(lang: Lang, name: &str) -> String {
    let french = match name {
        "headcount" => "effectif",
        "threshold" => "seuil",
        "reached" => "atteint",
        "counted" => "compté",
        "row_from" => "tranche de",
        "row_to" => "à",
        "seats" => "titulaires",
        "substitutes" => "suppléants",
        "hours_each" => "heures chacun",
        "hours_total" => "heures en tout",
        "months" => "mois",
        "months_in_a_row" => "mois d’affilée",
        "since" => "depuis le",
        "effective" => "effet au",
        "first_round" => "premier tour",
        "years" => "années",
        "end" => "terme",
        "recorded_end" => "terme enregistré",
        "agreed_years" => "années convenues",
        "minimum" => "minimum",
        "invitation" => "invitation",
        "window_from" => "du",
        "window_to" => "au",
        "representative_section" => "section représentative",
        "last_round" => "dernière négociation",
        "next" => "prochaine",
        "more_than_months" => "plus de (mois)",
        "request_from" => "demande possible dès le",
        _ => return name.replace('_', " "),
    };
    match lang {
        Lang::Fr => french.to_owned(),
        Lang::En => name.replace('_', " "),
    }
}

/// Returns the sentence for a remark.
#[must_use]
pub fn remark(lang: Lang, code: &str) -> String {
    match code {
        "exactly-three-hundred" => tr!(
            lang,
            "à exactement 300, l’article L.\u{a0}2312-34 dit «\u{a0}dépasse\u{a0}» et d’autres textes «\u{a0}au moins 300\u{a0}».",
            "at exactly 300, article L. 2312-34 says “exceeds” and other texts “at least 300”."
        ),
        "months-missing" => tr!(
            lang,
            "des mois manquent\u{a0}; un mois qui n’est pas enregistré interrompt le décompte.",
            "some months are missing; a month that is not recorded interrupts the count."
        ),
        "mandate-length-outside" => tr!(
            lang,
            "la durée convenue sort des bornes légales\u{a0}; la durée légale est retenue.",
            "the agreed length lies outside the legal bounds; the legal length is used."
        ),
        "mandates-from-proclamation" => tr!(
            lang,
            "compté depuis le premier tour\u{a0}; les mandats courent de la proclamation des résultats.",
            "counted from the first round; mandates run from the proclamation of the results."
        ),
        "fortnight-bounds" => tr!(
            lang,
            "que la quinzaine compte quinze jours ou quatorze n’est pas tranché.",
            "whether the fortnight counts fifteen days or fourteen is not settled."
        ),
        "section-not-recorded" => tr!(
            lang,
            "il n’est pas enregistré si un syndicat représentatif a une section ici\u{a0}; sans elle rien n’est dû.",
            "it is not recorded whether a representative union has a section here; without one nothing is due."
        ),
        "headcount-not-recorded" => tr!(
            lang,
            "l’effectif n’est pas enregistré\u{a0}; cette négociation suppose 300 salariés.",
            "the headcount is not recorded; this bargaining presupposes 300 employees."
        ),
        other => other.replace('-', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_and_remark_of_the_core_has_its_words() {
        // Read from the source, so that a new code without words is seen.
        for (file, text) in SOURCES {
            for name in between(text, "(\"", "\", ") {
                let usable = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                if usable {
                    assert_ne!(fact_name(Lang::Fr, name), "", "{file}");
                    assert!(!fact_name(Lang::Fr, name).contains('_'), "{name} of {file}");
                }
            }
            for code in between(text, ".remark(\"", "\")") {
                assert_ne!(remark(Lang::Fr, code), code.replace('-', " "), "{code} of {file}");
            }
        }
    }

    const SOURCES: &[(&str, &str)] = &[
        ("seats", include_str!("../../election/seats.rs")),
        ("threshold", include_str!("../../election/threshold.rs")),
        ("renewal", include_str!("../../election/renewal.rs")),
        ("outlook", include_str!("../../bargaining/outlook.rs")),
    ];

    fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
        text.split(start).skip(1).filter_map(|rest| rest.split_once(end)).map(|(name, _)| name).collect()
    }
}
