//! The words for surveys: what is not made, not taken, not shown.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling, file},
        finding::day,
        words::shown,
    },
    features::{
        join::messages as forms,
        member::messages::quoted,
        survey::{
            actions::{SurveyError, Why},
            rules::{BadAnswer, BadSet, BadVoter, FEWEST, SETS, TEXT_MOST},
        },
    },
    tr, trn,
};

impl Explain for SurveyError {
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that a survey refuses")]
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Vault(error) => error.explain(t),
            Self::Form(error) => error.explain(t),
            Self::Read(path, error) => file::not_read(t, path, error),
            Self::Write(path, error) => file::not_written(t, path, error),
            Self::None(typed) => {
                let typed = quoted(lang, typed);
                CmdError::refused(tr!(
                    lang,
                    "aucun sondage ne s’appelle {typed}.",
                    "no survey is called {typed}."
                ))
                .hint("contrepoids survey list")
            }
            Self::There(name) => {
                let name = quoted(lang, name);
                CmdError::refused(tr!(
                    lang,
                    "un sondage s’appelle déjà {name}\u{a0}: prenez un autre nom.",
                    "a survey is called {name} already: take another name."
                ))
            }
            Self::Name(typed) => {
                let typed = quoted(lang, typed);
                CmdError::refused(tr!(
                    lang,
                    "{typed} n’est pas un nom de sondage\u{a0}: des lettres, des chiffres, des traits d’union, 40 au plus.",
                    "{typed} is no name of a survey: letters, digits, hyphens, 40 at most."
                ))
            }
            Self::NoSet(typed) => {
                let typed = quoted(lang, typed);
                let sets =
                    SETS.map(|(name, french, _)| if lang == Lang::Fr { french } else { name }).join(", ");
                CmdError::refused(tr!(
                    lang,
                    "aucun jeu de questions ne s’appelle {typed}\u{a0}; il y a\u{a0}: {sets}.",
                    "no set of questions is called {typed}; there are: {sets}."
                ))
                .hint("contrepoids survey list")
            }
            Self::Bad(path, bad) => {
                let (path, why) = (shown(path), bad_set(lang, bad));
                CmdError::refused(tr!(lang, "{path}\u{a0}: {why}.", "{path}: {why}."))
                    .hint("contrepoids survey new --help")
            }
            Self::Frozen(since) => {
                let since = day(lang, *since);
                CmdError::refused(tr!(
                    lang,
                    "les résultats de ce sondage ont été montrés le {since}\u{a0}: il est clos, une réponse de plus se lirait dans la différence.",
                    "the results of this survey were shown on {since}: it is over, one answer more could be read from the difference."
                ))
            }
            Self::Few(count) => CmdError::refused(trn!(
                lang,
                *count,
                "{count} réponse\u{a0}: il en faut {FEWEST} pour que rien n’y montre quelqu’un.",
                "{count} réponses\u{a0}: il en faut {FEWEST} pour que rien n’y montre quelqu’un.",
                "{count} answer: it takes {FEWEST} so that nothing in them shows anybody.",
                "{count} answers: it takes {FEWEST} so that nothing in them shows anybody."
            ))
            .hint("contrepoids survey list"),
            Self::FewAtOnce(count) => CmdError::refused(trn!(
                lang,
                *count,
                "{count} réponse à ouvrir\u{a0}: attendez d’en avoir {FEWEST} à prendre d’un coup, sinon on saurait de qui elles viennent.",
                "{count} réponses à ouvrir\u{a0}: attendez d’en avoir {FEWEST} à prendre d’un coup, sinon on saurait de qui elles viennent.",
                "{count} answer to open: wait until there are {FEWEST} to take at once, or one would know whose they are.",
                "{count} answers to open: wait until there are {FEWEST} to take at once, or one would know whose they are."
            )),
            Self::NoAnswer(typed) => {
                let typed = quoted(lang, typed);
                CmdError::refused(tr!(
                    lang,
                    "{typed} n’est pas de la forme QUESTION=RÉPONSE.",
                    "{typed} is not of the form QUESTION=ANSWER."
                ))
                .hint("contrepoids survey answer --help")
            }
            Self::Answer(bad) => {
                let why = bad_answer(lang, bad);
                CmdError::refused(tr!(lang, "rien n’est pris\u{a0}: {why}.", "nothing is taken: {why}."))
                    .hint("contrepoids survey show")
            }
            Self::Voters(bad) => {
                let count = bad.len();
                let list: Vec<String> =
                    bad.iter().map(|(id, why)| bad_voter(lang, &id.short(), why)).collect();
                let list = list.join("\n");
                CmdError::refused(trn!(
                    lang,
                    count,
                    "{count} personne ne peut pas figurer parmi les votant·e·s\u{a0}:\n{list}",
                    "{count} personnes ne peuvent pas figurer parmi les votant·e·s\u{a0}:\n{list}",
                    "{count} person cannot stand among the voters:\n{list}",
                    "{count} people cannot stand among the voters:\n{list}"
                ))
                .hint("contrepoids member edit")
            }
            Self::Nobody => CmdError::refused(tr!(
                lang,
                "aucun·e adhérent·e n’a d’adresse\u{a0}: personne ne pourrait voter.",
                "no member has an address: nobody could vote."
            ))
            .hint("contrepoids member list"),
        }
    }
}

fn bad_set(lang: Lang, bad: &BadSet) -> String {
    match bad {
        BadSet::Toml(why) => {
            tr!(lang, "ce n’est pas un jeu de questions ({why})", "this is no set of questions ({why})")
        }
        BadSet::Code(code) => {
            let code = quoted(lang, code);
            tr!(
                lang,
                "{code} n’est pas un code\u{a0}: a à z, chiffres, traits d’union, 30 au plus",
                "{code} is no code: a to z, digits, hyphens, 30 at most"
            )
        }
        BadSet::Twice(code) => {
            let code = quoted(lang, code);
            tr!(lang, "le code {code} vient deux fois", "the code {code} comes twice")
        }
        BadSet::Kind(kind) => {
            let kind = quoted(lang, kind);
            tr!(
                lang,
                "{kind} n’est pas une sorte de question\u{a0}: one, any, scale, text",
                "{kind} is no kind of question: one, any, scale, text"
            )
        }
        BadSet::Choices(code) => {
            let code = quoted(lang, code);
            tr!(
                lang,
                "question {code}\u{a0}: « one » et « any » ont de 2 à 30 réponses, les autres aucune",
                "question {code}: one and any have 2 to 30 answers, the others none"
            )
        }
        BadSet::Text(code) => {
            let code = quoted(lang, code);
            tr!(
                lang,
                "{code}\u{a0}: un texte vide, de plus de 300 caractères, ou avec des signes invisibles",
                "{code}: a text that is empty, of more than 300 characters, or with signs that do not show"
            )
        }
        BadSet::Many => tr!(lang, "il faut de 1 à 60 questions", "there must be 1 to 60 questions"),
    }
}

/// Says why an answer is not taken.
pub(crate) fn bad_answer(lang: Lang, bad: &BadAnswer) -> String {
    match bad {
        BadAnswer::Unasked(code) => {
            let code = quoted(lang, code);
            tr!(
                lang,
                "répond à {code}, que le sondage ne demande pas",
                "answers {code}, which the survey does not ask"
            )
        }
        BadAnswer::NoChoice(code) => {
            let code = quoted(lang, code);
            tr!(lang, "la réponse à {code} n’en est pas une", "the answer to {code} is none of its answers")
        }
        BadAnswer::Several(code) => {
            let code = quoted(lang, code);
            tr!(
                lang,
                "plusieurs réponses à {code}, qui en prend une",
                "several answers to {code}, which takes one"
            )
        }
        BadAnswer::Text(code) => {
            let code = quoted(lang, code);
            tr!(
                lang,
                "la réponse à {code} dépasse {TEXT_MOST} caractères ou a des signes invisibles",
                "the answer to {code} has more than {TEXT_MOST} characters, or signs that do not show"
            )
        }
        BadAnswer::Empty => tr!(lang, "aucune question n’a de réponse", "no question is answered"),
    }
}

/// Says why a file is not taken as an answer.
pub(crate) fn why(lang: Lang, why: &Why) -> String {
    match why {
        Why::Form(fault) => forms::fault(lang, fault),
        Why::Answer(bad) => bad_answer(lang, bad),
    }
}

fn bad_voter(lang: Lang, who: &str, why: &BadVoter) -> String {
    match why {
        BadVoter::Address => tr!(
            lang,
            "  {who}\u{a0}: son adresse a des lettres ou des signes que Belenios ne prend pas",
            "  {who}: the address has letters or signs that Belenios does not take"
        ),
        BadVoter::Twice => tr!(
            lang,
            "  {who}\u{a0}: la même adresse qu’une autre personne\u{a0}: Belenios n’en ferait qu’une voix",
            "  {who}: the same address as somebody else: Belenios would make one voice of both"
        ),
    }
}
