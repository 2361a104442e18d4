//! The words for an election that was not read or changed.

use chrono::NaiveDate;

use crate::{
    base::{Id, Lang},
    election::{ElectionError, Leaving},
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
    },
    features::{
        election::actions::PollError,
        law::messages::{As, field::Typed},
        member::messages as roster,
    },
    tr,
};

/// An answer of a dialogue that does not hold together: the figures are named in words, not by their options.
pub(crate) struct BadAnswer(pub ElectionError);

impl Explain for BadAnswer {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        As(Typed::Answer, &self.0).explain(t)
    }
}

/// What the command line of an election asks that cannot be.
pub(crate) enum BadOptions {
    /// A value that is not of this form.
    Form {
        /// The option.
        option: &'static str,
        /// The form.
        form: (&'static str, &'static str),
    },
    /// A line of a file of candidates that cannot be read.
    Line {
        /// Its number.
        line: u64,
    },
    /// A list with two counts.
    Twice(String),
    /// A striking that is not of the form `LIST/POSITION=N`.
    Struck,
    /// A decision that there is not.
    Decision,
    /// A vote that there is not.
    Vote,
    /// A union without the colleges where it is categorical.
    Categorical,
    /// Nothing to change.
    Nothing,
}

impl Explain for BadOptions {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let what = match self {
            Self::Form { option, form: (fr, en) } => {
                tr!(lang, "{option}\u{a0}: à écrire comme {fr}.", "{option}: the form {en} is needed.")
            }
            Self::Line { line } => tr!(
                lang,
                "--from, ligne {line}\u{a0}: il faut NOM;SEXE;AAAA-MM-JJ;CATÉGORIE, dont le nom au moins.",
                "--from, line {line}: NAME;SEX;YYYY-MM-DD;CATEGORY is needed, the name at least."
            ),
            Self::Twice(name) => {
                tr!(lang, "--list\u{a0}: {name} est là deux fois.", "--list: {name} is there twice.")
            }
            Self::Struck => tr!(
                lang,
                "--struck\u{a0}: il faut LISTE/POSITION=N, comme CGT/2=5.",
                "--struck: LIST/POSITION=N is needed, such as CGT/2=5."
            ),
            Self::Decision => {
                tr!(lang, "--decide\u{a0}: il faut 1, 2 ou new.", "--decide: 1, 2 or new is needed.")
            }
            Self::Vote => tr!(
                lang,
                "--vote\u{a0}: il faut titulaires ou suppléants.",
                "--vote: holders or substitutes is needed."
            ),
            Self::Categorical => tr!(
                lang,
                "--categorical\u{a0}: il faut SYNDICAT=COLLÈGES, comme CFE-CGC=2,3.",
                "--categorical: UNION=COLLEGES is needed, such as CFE-CGC=2,3."
            ),
            Self::Nothing => {
                let what = tr!(lang, "il n’y a rien à changer.", "there is nothing to change.");
                return CmdError::new(Exit::Usage, what).hint("contrepoids election edit --help");
            }
        };
        CmdError::new(Exit::Usage, what)
    }
}

/// Asks what an election in mid-term is for.
fn nature(lang: Lang, end: NaiveDate) -> CmdError {
    let end = crate::face::finding::day(lang, end);
    CmdError::new(
        Exit::Refused,
        tr!(
            lang,
            "--kind\u{a0}: les mandats courent jusqu’au {end}\u{a0}; est-ce une élection partielle, qui ne déplace pas ce terme, ou une élection générale\u{a0}?",
            "--kind: the mandates run until {end}; is it a by-election, which does not move that end, or a general one?"
        ),
    )
    .hint(tr!(
        lang,
        "ajoutez --kind by-election (partielle), complementary, rerun ou general",
        "add --kind by-election, complementary, rerun or general"
    ))
}

/// Refuses to change what the vote froze: for good, or until a reason is given.
fn frozen(lang: Lang, field: &str, lasting: bool) -> CmdError {
    let field = crate::features::law::messages::field::words(lang, Typed::Election, field);
    if lasting {
        return CmdError::new(
            Exit::Refused,
            tr!(
                lang,
                "{field}\u{a0}: le syndicat d’une liste et la répartition d’une liste commune sont ceux du dépôt\u{a0}; aucun jugement ne les change (articles L.\u{a0}2122-3 et L.\u{a0}2122-3-1).",
                "{field}: the union of a list and the split of a common one are those of the filing; no judgment changes them (articles L. 2122-3 and L. 2122-3-1)."
            ),
        )
        .hint(tr!(
            lang,
            "si la fiche est fausse et non le vote\u{a0}: --correction copying",
            "if the record is wrong and not the vote: --correction copying"
        ));
    }
    CmdError::new(
        Exit::Refused,
        tr!(
            lang,
            "{field}\u{a0}: le vote l’a figé, son dépouillement a commencé.",
            "{field}: the vote froze it, and its count has begun."
        ),
    )
    .hint(tr!(
        lang,
        "si la fiche est fausse et non le vote\u{a0}: corrigez-la avec son motif, --correction copying (ou judgment), que show montre",
        "if the record is wrong and not the vote: correct it with its reason, --correction copying (or judgment), which show tells"
    ))
}

/// Refuses a decision where entries do not differ.
fn nothing_to_decide(lang: Lang) -> CmdError {
    let what = tr!(
        lang,
        "il n’y a rien à trancher\u{a0}: il faut deux saisies finies qui diffèrent.",
        "there is nothing to decide: two finished entries that differ are needed."
    );
    CmdError::new(Exit::Refused, what).hint("contrepoids election show")
}

/// Refuses a list that is there, and says how it is replaced.
fn list_there(lang: Lang, name: &str) -> CmdError {
    let name = roster::quoted(lang, name);
    CmdError::new(
        Exit::Refused,
        tr!(lang, "la liste {name} est déjà là pour ce vote.", "the list {name} is there for this vote."),
    )
    .hint(tr!(
        lang,
        "pour mettre celle-ci à sa place\u{a0}: --replace",
        "to put this one in its place: --replace"
    ))
}

/// Refuses to take away what the count rests on.
fn counted(lang: Lang, name: &str) -> CmdError {
    let name = roster::quoted(lang, name);
    CmdError::new(
        Exit::Refused,
        tr!(
            lang,
            "des bulletins ont été comptés pour {name}\u{a0}: ce que le dépouillement a compté ne s’enlève pas.",
            "ballots were counted for {name}: what the count rests on is not taken away."
        ),
    )
    .hint(tr!(
        lang,
        "si la saisie est fausse\u{a0}: contrepoids election count --forget 1 (puis 2), et --correction copying avec le motif",
        "if the entry is wrong: contrepoids election count --forget 1 (then 2), and --correction copying with the reason"
    ))
}

/// Refuses a second departure of whoever left for good.
fn gone(lang: Lang, on: NaiveDate, cause: Leaving) -> CmdError {
    let (on, cause) = (crate::face::finding::day(lang, on), cause.words(lang));
    CmdError::new(
        Exit::Refused,
        tr!(
            lang,
            "ce départ est déjà noté, au {on} ({cause})\u{a0}: on ne quitte un mandat qu’une fois.",
            "this departure is recorded already, on {on} ({cause}): an office is left once."
        ),
    )
    .hint(tr!(
        lang,
        "si le jour ou le motif était faux\u{a0}: --undo, puis de nouveau\u{a0}; pour dire qui est venu\u{a0}: --by avec le même --date",
        "if the day or the reason was wrong: --undo, then again; to say who came in: --by with the same --date"
    ))
}

impl Explain for PollError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let refused = |what: String| CmdError::new(Exit::Refused, what);
        let list = "contrepoids election list";
        match self {
            Self::Vault(error) => error.explain(t),
            Self::Agenda(error) => error.explain(t),
            Self::Member(error) => error.explain(t),
            Self::Election(error) => As(Typed::Election, error).explain(t),
            Self::File(error) => error.explain(t),
            Self::Input(error) => error.explain(t),
            Self::Page(path, error) => crate::face::error::file::not_written(t, path, error),
            Self::NotPublished => refused(tr!(
                lang,
                "ce fichier ne contient pas de procès-verbal de ce scrutin (SIREN de l’entreprise, jour du vote).",
                "this file holds no minutes of this election (SIREN of the company, day of the vote)."
            ))
            .hint("contrepoids company show"),
            Self::SeveralSites(sirets) => {
                let sirets = sirets.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
                refused(tr!(
                    lang,
                    "ce fichier contient plusieurs établissements\u{a0}: {sirets}.",
                    "this file holds several establishments: {sirets}."
                ))
                .hint(tr!(lang, "choisissez-en un avec --siret", "choose one with --siret"))
            }
            Self::NoUnion(name) => {
                let name = roster::quoted(lang, name);
                refused(tr!(
                lang,
                "la liste {name} porte le nom d’un syndicat, et aucun syndicat n’est donné\u{a0}: ses voix ne compteraient pour personne.",
                "the list {name} has the name of a union, and no union is given: its votes would count for nobody."
            ))
            .hint(tr!(
                lang,
                "dans un tableau\u{a0}: la colonne «\u{a0}syndicats\u{a0}»\u{a0}; ailleurs unions, ou --union",
                "in a table: the column “unions”; elsewhere unions, or --union"
            ))
            }
            Self::None => refused(tr!(
                lang,
                "il n’y a pas encore d’élection dans ce coffre.",
                "there is no election in this vault yet."
            ))
            .hint("contrepoids election new --help"),
            Self::NoPoll => {
                refused(tr!(lang, "aucune élection ne correspond.", "no election fits.")).hint(list)
            }
            Self::Several(ids) => {
                let ids = ids.iter().take(8).map(Id::short).collect::<Vec<_>>().join(", ");
                refused(tr!(
                    lang,
                    "plusieurs élections correspondent\u{a0}: {ids}. Nommez l’une d’elles par ces chiffres.",
                    "several elections fit: {ids}. Name one of them by these digits."
                ))
                .hint(list)
            }
            Self::Frozen(field) => frozen(lang, field, false),
            Self::Lasting(field) => frozen(lang, field, true),
            Self::ListThere(name) => list_there(lang, name),
            Self::Counted(name) => counted(lang, name),
            Self::Gone(on, cause) => gone(lang, *on, *cause),
            Self::Nature(end) => nature(lang, *end),
            Self::BothDone => refused(tr!(
                lang,
                "entry\u{a0}: les deux saisies de cette urne sont finies.",
                "entry: both entries of this ballot box are finished."
            ))
            .hint(tr!(
                lang,
                "corrigez l’une d’elles avec --entry 1 ou --entry 2",
                "correct one of them with --entry 1 or --entry 2"
            )),
            Self::NothingToDecide => nothing_to_decide(lang),
            Self::NoEarlier => refused(tr!(
                lang,
                "il n’y a pas d’élection antérieure, au premier tour et dépouillée.",
                "there is no earlier election with a first round that was counted."
            ))
            .hint(list),
            Self::SeatsOpen(id) => {
                let id = id.short();
                refused(tr!(
                    lang,
                    "les sièges de l’élection {id} ne sont pas tous attribués\u{a0}: on ne sait pas encore qui est élu·e.",
                    "the seats of election {id} are not all given: who is elected is not known yet."
                ))
                .hint(format!("contrepoids election show {id}"))
            }
            Self::NotCounted => refused(tr!(
                lang,
                "rien n’est encore dépouillé\u{a0}: une urne compte quand deux saisies concordent.",
                "nothing is counted yet: a ballot box counts once two entries agree."
            ))
            .hint("contrepoids election count --help"),
        }
    }
}
