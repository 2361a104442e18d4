//! The words for the lines of the agenda, which the core names by rule and subject.

use crate::{
    app::agenda::MissingFact,
    bargaining::{Missing, Subject},
    calendar::Due,
    config::Lang,
    tr,
};

/// Returns the title of a line.
#[must_use]
pub fn title(lang: Lang, due: &Due) -> String {
    let subject = Subject::of_code(due.subject).map(|s| subject(lang, s)).unwrap_or_default();
    match due.rule {
        "mandate.end" => tr!(lang, "Terme des mandats au CSE", "CSE mandates end"),
        "election.invitation" => tr!(
            lang,
            "L’employeur doit avoir invité les syndicats à négocier le protocole",
            "The employer must have invited the unions to negotiate the protocol"
        ),
        "election.fortnight" => {
            tr!(lang, "Premier tour au plus tard", "First round at the latest")
        }
        "bargaining.request-annual" | "bargaining.request-triennial" => tr!(
            lang,
            "Un syndicat représentatif peut exiger la négociation\u{a0}: {subject}",
            "A representative union may demand bargaining: {subject}"
        ),
        rule if rule.starts_with("bargaining.") => {
            tr!(lang, "Négociation obligatoire\u{a0}: {subject}", "Mandatory bargaining: {subject}")
        }
        rule => rule.to_owned(),
    }
}

fn subject(lang: Lang, subject: Subject) -> String {
    match subject {
        Subject::Pay => tr!(
            lang,
            "rémunération, temps de travail, partage de la valeur",
            "pay, working time, value sharing"
        ),
        Subject::Equality => tr!(
            lang,
            "égalité femmes-hommes, qualité de vie et conditions de travail",
            "equality between women and men, quality of working life"
        ),
        Subject::Careers => {
            tr!(lang, "gestion des emplois et des parcours", "jobs and careers")
        }
        Subject::Experienced => tr!(lang, "salariés expérimentés", "experienced employees"),
    }
}

/// Returns the sentence that asks for a missing fact.
#[must_use]
pub fn missing(lang: Lang, fact: MissingFact) -> String {
    match fact {
        MissingFact::Mandates => tr!(
            lang,
            "Pour les élections\u{a0}: contrepoids company set --election AAAA-MM-JJ",
            "For the elections: contrepoids company set --election YYYY-MM-DD"
        ),
        MissingFact::Bargaining(Missing::Headcount) => tr!(
            lang,
            "Pour les négociations à partir de 300\u{a0}: contrepoids company headcount AAAA-MM N",
            "For the bargaining from 300 on: contrepoids company headcount YYYY-MM N"
        ),
        MissingFact::Bargaining(Missing::LastRound(about)) => {
            let (name, code) = (subject(lang, about), about.code());
            tr!(
                lang,
                "Pour la négociation «\u{a0}{name}\u{a0}»\u{a0}: contrepoids company set --last-{code} AAAA-MM-JJ",
                "For the bargaining on {name}: contrepoids company set --last-{code} YYYY-MM-DD"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::Kind,
        law::{Finding, book},
    };

    #[test]
    fn every_line_of_the_agenda_has_a_title() {
        let day = Finding { value: "2026-11-21".parse().unwrap(), because: vec![], caveats: vec![] };
        for rule in ["mandate.end", "election.invitation", "election.fortnight", "bargaining.pay"] {
            assert!(book().unwrap().table(rule).is_ok() || rule == "mandate.end");
            let due = Due { rule, subject: "pay", kind: Kind::Election, day: day.clone(), window_from: None };
            for lang in [Lang::Fr, Lang::En] {
                assert!(title(lang, &due).contains(' '), "{rule}");
            }
        }
    }

    #[test]
    fn every_missing_fact_names_the_command() {
        for subject in Subject::ALL {
            let text = missing(Lang::Fr, MissingFact::Bargaining(Missing::LastRound(subject)));
            assert!(text.contains(&format!("--last-{}", subject.code())), "{text}");
        }
    }
}
