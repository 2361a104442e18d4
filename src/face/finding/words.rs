//! The words for the facts and remarks of a reasoning, which the core names by codes.

use crate::{base::Lang, law::Unit, tr};

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
        "representative_section" => "section représentative",
        "last_round" => "dernière négociation",
        "next" => "prochaine",
        "more_than_months" => "plus de (mois)",
        "request_from" => "demande possible dès le",
        "valid" => "suffrages valables",
        "registered" => "inscrits",
        "half" => "moitié",
        "colleges" => "collèges",
        "cadres" => "cadres",
        "quotient" => "quotient",
        "seats_left" => "sièges restants",
        "share" => "part",
        "list" => "liste",
        "won" => "gagnés",
        "reserved" => "réservés",
        "rights_lost" => "droits civiques perdus",
        "votes_here" => "vote ici",
        "age" => "âge",
        "born" => "naissance",
        "hired" => "embauche",
        "complete_on" => "acquis le",
        "months_needed" => "mois nécessaires",
        "over_months" => "sur (mois)",
        "candidates" => "candidats",
        "women_electors" => "électrices",
        "men_electors" => "électeurs",
        "women_exact" => "femmes, exact",
        "men_exact" => "hommes, exact",
        "women" => "femmes",
        "men" => "hommes",
        "surplus" => "en surnombre",
        "annulled" => "annulées",
        "base" => "base",
        "establishments" => "établissements",
        "union" => "syndicat",
        "votes" => "voix",
        "signed_votes" => "voix des signataires",
        "to_exceed" => "à dépasser",
        "to_reach" => "à atteindre",
        "signed_on" => "signature",
        "agreed_meetings" => "réunions convenues",
        "all_struck" => "tous noms rayés",
        "until" => "jusqu’au",
        "staff" => "personnel",
        "approved" => "approbations",
        "needed" => "nécessaires",
        "days" => "jours",
        "usable" => "utilisable",
        "opened" => "première réunion",
        "closed_on" => "fin",
        "working_days" => "jours ouvrables",
        "clear_days" => "jours francs",
        "first_day_counted" => "premier jour compté",
        "raw" => "dernier jour",
        "extended" => "jour ouvert",
        "due" => "jour à retenir",
        "held_on" => "tenu le",
        "or_due" => "ou",
        "closed" => "jour férié",
        "expert" => "expert",
        "dismissals" => "licenciements",
        "window_from" | "from_day" => "du",
        "window_to" | "to_day" => "au",
        "signatures" => "émargements",
        "voters" => "votants",
        _ => return name.replace('_', " "),
    };
    match lang {
        Lang::Fr => french.to_owned(),
        Lang::En => name.replace('_', " "),
    }
}

/// Returns the name of a unit.
#[must_use]
pub fn unit(lang: Lang, unit: Unit) -> String {
    match unit {
        Unit::Employees => tr!(lang, "salariés", "employees"),
        Unit::People => tr!(lang, "personnes", "people"),
        Unit::Seats => tr!(lang, "sièges", "seats"),
        Unit::HoursWeek => tr!(lang, "heures par semaine", "hours a week"),
        Unit::HoursMonth => tr!(lang, "heures par mois", "hours a month"),
        Unit::HoursYear => tr!(lang, "heures par an", "hours a year"),
        Unit::Age => tr!(lang, "ans d’âge", "years of age"),
        Unit::Days => tr!(lang, "jours", "days"),
        Unit::WorkingDays => tr!(lang, "jours ouvrables", "working days"),
        Unit::ClearDays => tr!(lang, "jours francs", "clear days"),
        Unit::Months => tr!(lang, "mois", "months"),
        Unit::Years => tr!(lang, "années", "years"),
        Unit::Times => tr!(lang, "fois", "times"),
        Unit::Share => tr!(lang, "part", "share"),
        Unit::Rows => tr!(lang, "tranches", "rows"),
        Unit::Rule => tr!(lang, "règle", "rule"),
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
        "equal-remainders" => tr!(
            lang,
            "des restes sont égaux\u{a0}: aucun texte ne dit à quel collège va le dernier siège.",
            "remainders are equal: no text says to which college the last seat goes."
        ),
        "ballots-assumed" => tr!(
            lang,
            "les bulletins d’une liste ne sont pas donnés\u{a0}: ceux de son meilleur candidat sont retenus.",
            "the ballots of a list are not given: those of its best candidate are used."
        ),
        "tie-beyond-text" => tr!(
            lang,
            "le texte ne règle que deux listes et un siège\u{a0}; ici le plus de voix décide aussi au-delà.",
            "the text settles two lists and one seat only; here more votes decides beyond it too."
        ),
        "optional-candidate-place" => tr!(
            lang,
            "le texte interdit la première position à la candidature facultative, sans fixer la sienne.",
            "the text keeps the optional candidate from first place, without saying which place is theirs."
        ),
        "seniority-waiver" => tr!(
            lang,
            "l’inspection du travail peut déroger à l’ancienneté (article L.\u{a0}2314-25).",
            "the labour inspector may waive seniority (article L. 2314-25)."
        ),
        "votes-missing" => tr!(
            lang,
            "les voix des listes font moins que les suffrages valables.",
            "the votes of the lists are fewer than the valid ballots."
        ),
        "principle-not-spelled" => tr!(
            lang,
            "aucun article ne l’écrit mot pour mot\u{a0}; c’est un principe du droit électoral, à vérifier au cas par cas.",
            "no article spells this out; it is a principle of electoral law, to be verified case by case."
        ),
        other => super::remarks::assumed(lang, other),
    }
}

/// Returns why the law leaves a question open.
#[must_use]
pub fn open_question(lang: Lang, code: &str) -> String {
    match code {
        "tie-age-unknown" => tr!(
            lang,
            "moyennes et voix sont égales\u{a0}: il faut les dates de naissance des candidats qui suivent.",
            "averages and votes are equal: the birth dates of the next candidates are needed."
        ),
        "namesake" => tr!(
            lang,
            "une personne du même nom est déjà élue\u{a0}: notez les dates de naissance, pour dire si c’est la même",
            "somebody of the same name is elected already: note the dates of birth, to tell whether it is the same person"
        ),
        "tie-same-age" => tr!(
            lang,
            "moyennes, voix et âges sont égaux\u{a0}: aucun texte ne dit à qui va le siège.",
            "averages, votes and ages are equal: no text says who gets the seat."
        ),
        "reserved-seat" => tr!(
            lang,
            "moins de cadres sont élus que de sièges réservés\u{a0}: aucun texte ne dit quelle liste cède.",
            "fewer cadres are elected than seats are reserved: no text says which list gives way."
        ),
        "double-half" => tr!(
            lang,
            "les deux produits finissent par une demie sans stricte égalité\u{a0}: l’arrondi des deux dépasse la liste.",
            "both products end in one half without strict equality: rounding both exceeds the list."
        ),
        "odd-list-even-seats" => tr!(
            lang,
            "stricte égalité et liste impaire, mais sièges pairs\u{a0}: aucun texte ne dit quel sexe a un candidat de plus.",
            "strict equality and an odd list, but even seats: no text says which sex has one more candidate."
        ),
        "seats-unknown" => tr!(
            lang,
            "stricte égalité et liste impaire\u{a0}: il faut le nombre de sièges.",
            "strict equality and an odd list: the number of seats is needed."
        ),
        "full-list-unknown" => tr!(
            lang,
            "il n’est pas certain qu’une liste complète compterait les deux sexes\u{a0}: il faut le nombre de sièges.",
            "it is not certain that a full list would hold both sexes: the number of seats is needed."
        ),
        other => other.replace('-', " "),
    }
}

/// Returns why somebody may not vote or stand.
#[must_use]
pub fn elector_reason(lang: Lang, code: &str) -> String {
    match code {
        "too-young" => tr!(lang, "trop jeune pour voter", "too young to vote"),
        "age-not-known" => tr!(lang, "naissance pas connue", "birth date not known"),
        "stand:age-not-known" => {
            tr!(lang, "naissance pas connue, pour se présenter", "birth date not known, to stand")
        }
        "seniority-not-known" => tr!(lang, "ancienneté pas connue", "time here not known"),
        "stand:seniority-not-known" => {
            tr!(lang, "ancienneté pas connue, pour se présenter", "time here not known, to stand")
        }
        "civic-rights" => tr!(lang, "droits civiques perdus", "civic rights lost"),
        "delegation" => tr!(
            lang,
            "délégation de l’employeur, pas électeur à cette date",
            "delegation of the employer, no vote on that day"
        ),
        "seniority" => tr!(lang, "ancienneté insuffisante pour voter", "not here long enough to vote"),
        "votes-elsewhere" => tr!(lang, "vote chez son employeur", "votes at the employer"),
        "choice-not-recorded" => {
            tr!(lang, "choix du lieu de vote pas connu", "choice of where to vote not known")
        }
        "user-company" => tr!(
            lang,
            "en mission d’intérim ici\u{a0}: ni électeur·rice ni éligible, sauf dans son agence",
            "temporary worker on a mission here: votes and stands in the agency alone"
        ),
        "umbrella-here" => tr!(
            lang,
            "porté·e dans nos locaux\u{a0}: vote indéterminé",
            "umbrella employee here: vote undetermined"
        ),
        "stand:umbrella" => {
            tr!(lang, "porté·e\u{a0}: pas éligible ici", "umbrella employee: not eligible here")
        }
        "contract-ended" => tr!(lang, "contrat fini avant les listes", "contract ended before the lists"),
        "stand:too-young" => tr!(lang, "trop jeune pour se présenter", "too young to stand"),
        "stand:seniority" => {
            tr!(lang, "ancienneté insuffisante pour se présenter", "not here long enough to stand")
        }
        "stand:seconded" => {
            tr!(lang, "mis·e à disposition\u{a0}: jamais éligible ici", "seconded: never eligible here")
        }
        "stand:relative" => tr!(lang, "proche de l’employeur", "relative of the employer"),
        "stand:delegation" => tr!(lang, "délégation écrite d’autorité", "written delegation of authority"),
        "stand:represents-employer" => {
            tr!(lang, "représente l’employeur devant le CSE", "represents the employer before the CSE")
        }
        "stand:elsewhere" => tr!(lang, "se présente dans une autre entreprise", "stands in another company"),
        other => other.replace('-', " "),
    }
}

/// Returns what is wrong with a list.
#[must_use]
pub fn breach(lang: Lang, code: &str) -> String {
    match code {
        "proportion" => {
            tr!(
                lang,
                "trop de candidats d’un sexe pour la proportion",
                "too many of one sex for the proportion"
            )
        }
        "alternation" => tr!(
            lang,
            "même sexe que le précédent, alors qu’il en reste de l’autre",
            "same sex as the one before, while some of the other remain"
        ),
        "first-place" => tr!(
            lang,
            "la candidature facultative ne peut être en première position",
            "the optional candidate cannot be in first place"
        ),
        "single-candidate" => tr!(
            lang,
            "candidature unique alors que les deux sexes sont dus",
            "a single candidate where both sexes are due"
        ),
        other => other.replace('-', " "),
    }
}

/// Returns the name of a commission.
#[must_use]
pub fn commission(lang: Lang, code: &str) -> String {
    match code {
        "safety" => {
            tr!(lang, "santé, sécurité et conditions de travail", "health, safety and working conditions")
        }
        "training" => tr!(lang, "formation", "training"),
        "housing" => tr!(lang, "logement", "housing"),
        "equality" => tr!(lang, "égalité professionnelle", "equality"),
        "economic" => tr!(lang, "économique", "economic"),
        other => other.replace('-', " "),
    }
}

/// Returns why a by-election is due or not.
#[must_use]
pub fn by_election(lang: Lang, code: &str) -> String {
    match code {
        "college-empty" => tr!(lang, "un collège n’est plus représenté", "a college has nobody left"),
        "half-lost" => tr!(
            lang,
            "la moitié des titulaires ou plus est partie",
            "half of the full members or more are gone"
        ),
        "enough-left" => {
            tr!(
                lang,
                "il reste plus de la moitié des titulaires",
                "more than half of the full members are left"
            )
        }
        "too-near-the-end" => {
            tr!(lang, "moins de six mois avant le terme", "less than six months before the end")
        }
        other => other.replace('-', " "),
    }
}

/// Returns what ends a mandate.
#[must_use]
pub fn ending(lang: Lang, code: &str) -> String {
    match code {
        "end-of-mandate" => tr!(lang, "le terme du mandat", "the end of the mandate"),
        "resignation" => tr!(lang, "la démission", "resignation"),
        "end-of-contract" => tr!(lang, "la fin du contrat", "the end of the contract"),
        "loss-of-eligibility" => tr!(lang, "la perte de l’éligibilité", "loss of eligibility"),
        "annulment" => tr!(lang, "l’annulation de l’élection", "annulment of the election"),
        "renewal-of-cse" => tr!(lang, "le renouvellement du CSE", "renewal of the CSE"),
        "withdrawal-by-union" => tr!(lang, "le retrait par le syndicat", "withdrawal by the union"),
        "first-round-of-renewal" => tr!(
            lang,
            "au plus tard le premier tour du renouvellement",
            "the first round of the renewal at the latest"
        ),
        "loss-of-representativeness" => {
            tr!(lang, "la perte de la représentativité", "loss of representativeness")
        }
        "first-elections-after-designation" => tr!(
            lang,
            "les premières élections après la désignation, si le syndicat n’est pas représentatif",
            "the first elections after the designation, if the union is not representative"
        ),
        "representativeness-gained" => {
            tr!(lang, "la représentativité acquise par le syndicat", "the union becoming representative")
        }
        "end-of-period" => tr!(lang, "la fin de la période", "the end of the period"),
        "signature-or-failure" => {
            tr!(lang, "la signature ou l’échec de la négociation", "signature or failure of the bargaining")
        }
        other => other.replace('-', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_and_remark_of_the_core_has_its_words() {
        // Read from the source, so that a new code without words is seen.
        let mut seen = 0;
        for (file, text) in SOURCES {
            // `bad("field", …)` names a field of the input, not a fact.
            let text = text.split("#[cfg(test)]").next().unwrap().replace("bad(\"", "field \"");
            let text = text.as_str();
            for name in between(text, "(\"", "\", ") {
                let usable = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                if usable && text.contains(&format!("(\"{name}\", ")) {
                    let known = fact_name(Lang::Fr, name) != name.replace('_', " ");
                    let same = [
                        "months_to_stand",
                        "minimum",
                        "invitation",
                        "quotient",
                        "part",
                        "base",
                        "cadres",
                        "expert",
                    ]
                    .contains(&name);
                    assert!(known || same, "{name} of {file}");
                    seen += 1;
                }
            }
            for code in between(text, ".remark(\"", "\")") {
                assert_ne!(remark(Lang::Fr, code), code.replace('-', " "), "{code} of {file}");
                seen += 1;
            }
        }
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn every_code_of_an_answer_has_its_words() {
        let elector = include_str!("../../election/elector.rs").split("#[cfg(test)]").next().unwrap();
        for code in between(elector, "reasons.push(\"", "\")") {
            assert_ne!(elector_reason(Lang::Fr, code), code.replace('-', " "), "{code}");
        }
        let rights = include_str!("../../election/rights.rs").split("#[cfg(test)]").next().unwrap();
        for code in between(rights, "(\"commission.", "\", ") {
            assert_ne!(commission(Lang::Fr, code), code, "{code}");
        }
        let check = include_str!("../../election/parity/check.rs");
        for code in between(check, "rule: \"", "\" }") {
            assert_ne!(breach(Lang::Fr, code), code.replace('-', " "), "{code}");
        }
        for code in ["college-empty", "half-lost", "enough-left", "too-near-the-end"] {
            assert_ne!(by_election(Lang::Fr, code), code.replace('-', " "), "{code}");
        }
        for office in crate::election::Office::ALL {
            let mandate = crate::election::Mandate { office, from: "2026-01-01".parse().ok(), to: None };
            let on = "2026-11-21".parse().unwrap();
            let found = crate::election::protection(crate::law::book(), &mandate, on).unwrap();
            for code in found.value.ends {
                assert_ne!(ending(Lang::Fr, code), code.replace('-', " "), "{code}");
            }
        }
    }

    const SOURCES: &[(&str, &str)] = &[
        ("hours", include_str!("../../election/hours.rs")),
        ("meetings", include_str!("../../app/agenda/meetings.rs")),
        ("claim", include_str!("../../bargaining/claim.rs")),
        ("stage", include_str!("../../bargaining/stage.rs")),
        ("rule", include_str!("../../calendar/rule/answer.rs")),
        ("seats", include_str!("../../election/seats.rs")),
        ("threshold", include_str!("../../election/threshold.rs")),
        ("renewal", include_str!("../../election/renewal.rs")),
        ("outlook", include_str!("../../bargaining/outlook.rs")),
        ("college", include_str!("../../election/college.rs")),
        ("headcount", include_str!("../../election/headcount.rs")),
        ("elector", include_str!("../../election/elector.rs")),
        ("quorum", include_str!("../../election/quorum.rs")),
        ("allocate", include_str!("../../election/allocate/mod.rs")),
        ("parity", include_str!("../../election/parity/mod.rs")),
        ("parity due", include_str!("../../election/parity/due.rs")),
        ("parity check", include_str!("../../election/parity/check.rs")),
        ("audience", include_str!("../../election/audience/mod.rs")),
        ("audience count", include_str!("../../election/audience/count.rs")),
        ("agreement", include_str!("../../election/agreement.rs")),
        ("by-election", include_str!("../../election/by_election.rs")),
        ("pse", include_str!("../../election/pse.rs")),
        ("rights", include_str!("../../election/rights.rs")),
        ("protection", include_str!("../../election/protection.rs")),
        ("check dates", include_str!("../../features/election/rules/check/dates.rs")),
        ("check slates", include_str!("../../features/election/rules/check/slates.rs")),
        ("check count", include_str!("../../features/election/rules/check/count.rs")),
        ("support", include_str!("../../features/election/rules/support.rs")),
    ];

    fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
        text.split(start).skip(1).filter_map(|rest| rest.split_once(end)).map(|(name, _)| name).collect()
    }
}
