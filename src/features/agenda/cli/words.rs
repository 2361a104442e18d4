//! The words for the lines of the agenda, which the core names by rule and subject.

use crate::{
    bargaining::{Missing, Subject},
    base::Lang,
    calendar::{
        Nature, Param,
        rule::{RuleId, scope::Open},
    },
    face::finding,
    features::agenda::{
        records::OWN,
        rules::{Line, MissingFact, Subject as About},
    },
    tr, trn,
};

/// Returns the title of a line, with what has to hold for it to be owed where that is not known.
#[must_use]
pub fn title(lang: Lang, due: &Line) -> String {
    let mut out = bare_title(lang, due);
    if let Some(months) = due.without.as_ref().filter(|_| due.rule != "cse.meetings-missed") {
        let none = tr!(lang, "aucune n’est notée\u{a0}: {months}", "none is noted: {months}");
        out = format!("{out} ({none})");
    }
    match condition(lang, due) {
        Some(condition) => format!("{out} ({condition})"),
        None => out,
    }
}

fn bare_title(lang: Lang, due: &Line) -> String {
    if let Some(rule) = due.rule_words() {
        return finding::label(lang, &rule.label).to_owned();
    }
    if let Some(kind) = due.of_kind {
        let fact = finding::label(lang, &kind.label);
        return tr!(
            lang,
            "{fact}\u{a0}: aucun texte lu ne couvre ce jour",
            "{fact}: no text that was read covers that day"
        );
    }
    if due.rule == OWN {
        let title = due.about.clone().unwrap_or_else(|| label(lang, due.rule));
        let all = [Some(title), due.at.as_deref().map(|at| hour(lang, at)), due.place.clone()];
        return all.into_iter().flatten().collect::<Vec<_>>().join(", ");
    }
    let about = due.rule.about(due.nature).and_then(|words| filled(lang, finding::label(lang, words), due));
    about.unwrap_or_else(|| label(lang, due.rule))
}

/// Returns an hour as people of the language write it.
pub(super) fn hour(lang: Lang, at: &str) -> String {
    match (lang, at.split_once(':')) {
        (Lang::Fr, Some((hours, minutes))) => {
            format!("{}\u{a0}h\u{a0}{minutes}", hours.trim_start_matches('0'))
        }
        _ => at.to_owned(),
    }
}

/// A title with what the line is about; nothing where it lacks that.
fn filled(lang: Lang, words: &str, due: &Line) -> Option<String> {
    if let Some(left) = due.left {
        let n = left.mandates;
        let mandates = trn!(lang, n, "{n} mandat", "{n} mandats", "{n} mandate", "{n} mandates");
        let words =
            words.replace("{mandates}", &mandates).replace("{left}", &finding::number(lang, left.left));
        return Some(words.replace("{at_risk}", &finding::number(lang, left.at_risk)));
    }
    let About::Word(code) = &due.subject else { return None };
    Some(words.replace("{subject}", Subject::from_code(code)?.words(lang)))
}

fn label(lang: Lang, rule: RuleId) -> String {
    finding::label(lang, rule.label()).to_owned()
}

/// Returns the title of a rule alone, for a line that is gone; one that only a newer program knows is a reminder.
#[must_use]
pub(super) fn rule_title(lang: Lang, rule: &str) -> String {
    RuleId::of(rule).map_or_else(|_| tr!(lang, "Échéance", "Reminder"), |rule| label(lang, rule))
}

/// Returns the conditions of a line in words, where there are some.
pub(super) fn condition(lang: Lang, due: &Line) -> Option<String> {
    let all: Vec<_> = due.open.iter().map(|open| open_words(lang, *open)).collect();
    let all = all.join(&tr!(lang, " et ", " and "));
    (!due.open.is_empty()).then(|| tr!(lang, "si {all}", "if {all}"))
}

fn open_words(lang: Lang, open: Open) -> String {
    match open {
        Open::Headcount { from: Some(from), to: Some(to) } => {
            tr!(lang, "de {from} à {to} salarié·e·s", "from {from} to {to} employees")
        }
        Open::Headcount { from: Some(from), to: None } => {
            tr!(lang, "{from} salarié·e·s ou plus", "{from} employees or more")
        }
        Open::Headcount { to: Some(to), .. } => {
            tr!(lang, "{to} salarié·e·s au plus", "{to} employees at most")
        }
        Open::Headcount { .. } => tr!(lang, "l’effectif le veut", "the headcount is such"),
        Open::Other(condition) => condition.words(lang).to_owned(),
    }
}

/// Returns what a day means that has gone, in nine letters at most.
#[must_use]
pub(super) fn gone(lang: Lang, nature: Nature) -> String {
    match nature {
        Nature::Due => tr!(lang, "en retard", "overdue"),
        Nature::Earliest => tr!(lang, "possible", "possible"),
        Nature::State => tr!(lang, "passé", "past"),
        Nature::Undetermined => tr!(lang, "à vérifier", "to check"),
        Nature::Missed => tr!(lang, "manqué", "missed"),
        Nature::Lapsed => tr!(lang, "échu", "lapsed"),
        Nature::UnderWay => tr!(lang, "en cours", "under way"),
    }
}

/// Returns the sentence that asks for a missing fact.
#[must_use]
pub fn missing(lang: Lang, fact: &MissingFact) -> String {
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
            let (name, code) = (about.words(lang), about.code());
            tr!(
                lang,
                "Pour la négociation «\u{a0}{name}\u{a0}»\u{a0}: contrepoids company set --last-{code} AAAA-MM-JJ, ou jamais",
                "For the bargaining on {name}: contrepoids company set --last-{code} YYYY-MM-DD, or never"
            )
        }
        MissingFact::RoleStart(id, kind) => {
            let (role, code, id) = (kind.words(lang), kind.code(), id.short());
            tr!(
                lang,
                "Pour la protection après «\u{a0}{role}\u{a0}»\u{a0}: contrepoids member edit {id} roles={code}:AAAA-MM-JJ..AAAA-MM-JJ",
                "For the protection after {role}: contrepoids member edit {id} roles={code}:YYYY-MM-DD..YYYY-MM-DD"
            )
        }
        MissingFact::ListsSent(id) => {
            let id = id.short();
            tr!(
                lang,
                "Pour la protection des candidat·e·s\u{a0}: contrepoids election edit {id} --lists-sent AAAA-MM-JJ",
                "For the protection of candidates: contrepoids election edit {id} --lists-sent YYYY-MM-DD"
            )
        }
        MissingFact::Nature(id) => {
            let id = id.short();
            tr!(
                lang,
                "Pour le terme des mandats\u{a0}: contrepoids election edit {id} --kind general, ou by-election",
                "For the end of the mandates: contrepoids election edit {id} --kind general, or by-election"
            )
        }
        MissingFact::Param(_, rule, Param::Headcount) => {
            let name = label(lang, *rule);
            tr!(
                lang,
                "Pour «\u{a0}{name}\u{a0}»\u{a0}: contrepoids company headcount AAAA-MM N",
                "For “{name}”: contrepoids company headcount YYYY-MM N"
            )
        }
        MissingFact::Param(id, rule, param) => {
            let name = label(lang, *rule);
            let option = param.code();
            let id = id.short();
            tr!(
                lang,
                "Pour «\u{a0}{name}\u{a0}»\u{a0}: contrepoids agenda change {id} --{option} …",
                "For “{name}”: contrepoids agenda change {id} --{option} …"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::Id,
        features::{
            agenda::{
                records::Fact,
                rules::{self as agenda, Basis},
            },
            company::records::{Company, LastRound},
        },
        law::book,
    };

    #[test]
    fn every_line_of_the_agenda_has_a_title() {
        let company = Company {
            mandates_end: "2027-03-31".parse().ok(),
            headcounts: [("2026-10".into(), "720".to_owned())].into(),
            rounds: Subject::CODES
                .iter()
                .map(|s| ((*s).into(), LastRound::On("2026-01-15".parse().unwrap())))
                .collect(),
            ..Company::default()
        };
        let fact = |(n, kind): (u8, &crate::calendar::kinds::FactKind)| {
            let day = "2026-11-02".parse().ok();
            (Id([n; 16]), Fact { code: kind.id.clone(), day, dismissals: Some(20), ..Fact::default() })
        };
        let recorded =
            (1_u8..).zip(crate::features::agenda::actions::fact_kinds().unwrap()).map(fact).collect();
        let found =
            agenda::agenda(&Basis { company, recorded, ..Basis::default() }, "2026-11-21".parse().unwrap())
                .unwrap();
        assert!(found.lines.len() > 50, "{}", found.lines.len());
        for line in &found.lines {
            for lang in [Lang::Fr, Lang::En] {
                assert!(
                    title(lang, line).contains(' ') && line.rule != title(lang, line).as_str(),
                    "{:?}",
                    line.rule
                );
                assert_ne!(rule_title(lang, line.rule.id()), "Reminder", "{:?}", line.rule);
            }
        }
        assert!(book().table("election.invitation").is_ok());
        assert_eq!(rule_title(Lang::En, "of-a-newer-program"), "Reminder");
    }

    #[test]
    fn every_missing_fact_names_the_command() {
        for subject in Subject::ALL.iter().copied() {
            let text = missing(Lang::Fr, &MissingFact::Bargaining(Missing::LastRound(subject)));
            assert!(text.contains(&format!("--last-{}", subject.code())), "{text}");
        }
        let text = missing(
            Lang::En,
            &MissingFact::Param(Id([0xab; 16]), RuleId::of("pse-opinion").unwrap(), Param::Dismissals),
        );
        assert!(text.ends_with("agenda change abababab --dismissals …"), "{text}");
    }
}
