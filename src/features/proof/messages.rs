//! The words for a proof that cannot be made.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
    },
    features::{
        member::messages as roster,
        proof::{actions::ProofError, rules::Unfit},
    },
    tr,
};

impl Explain for ProofError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Member(error) => error.explain(t),
            Self::Export(error) => error.explain(t),
            Self::Vault(error) => error.explain(t),
            Self::TooFew => CmdError::refused(tr!(
                lang,
                "il faut au moins deux membres, différents.",
                "two members at least are needed, not the same one twice."
            ))
            .hint(tr!(
                lang,
                "nommez-en trois si l’un·e des deux est désigné·e",
                "name three where one of the two is the one designated"
            )),
            Self::Future(on) => {
                let on = day(lang, *on);
                CmdError::refused(tr!(
                    lang,
                    "le {on} n’est pas encore là\u{a0}: rien ne se prouve d’avance.",
                    "{on} has not come yet: nothing is proved beforehand."
                ))
            }
            Self::Unfit { typed, why, day: on } => {
                let (who, on) = (roster::quoted(lang, typed), day(lang, *on));
                unfit(lang, *why, &who, &on)
            }
            Self::Readable => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "à qui ira cette preuve\u{a0}? Sans clé, elle serait lisible sur le disque.",
                    "whom is this proof for? Without a key it would lie readable on the disk."
                ),
            )
            .hint(tr!(
                lang,
                "--to age1… (la clé de l’avocat·e ou du greffe), ou --print pour l’imprimer et la mettre sous enveloppe",
                "--to age1… (the key of the lawyer or the registry), or --print to print it and put it into an envelope"
            )),
            Self::OneFile => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "la preuve et la copie sans noms ne peuvent pas être un même fichier.",
                    "the proof and the copy without names cannot be one file."
                ),
            ),
        }
    }
}

fn unfit(lang: Lang, why: Unfit, who: &str, on: &str) -> CmdError {
    match why {
        Unfit::NotMember => CmdError::refused(tr!(
            lang,
            "{who} n’est pas membre le {on}, d’après le fichier.",
            "{who} is no member on {on}, by the roster."
        ))
        .hint("contrepoids member show"),
        Unfit::Unpaid { due, rest } => {
            let (due, rest) = (day(lang, due), rest.text(lang));
            CmdError::refused(tr!(
                lang,
                "{who} devait {rest} le {on} (échu depuis le {due})\u{a0}: qui est en retard ne prouve rien ce jour-là (Cass. soc. \
                 18-15.442, 23-12.596).",
                "{who} owed {rest} on {on} (fallen due on {due}): who is late proves nothing on that day (Cass. soc. 18-15.442, \
                 23-12.596)."
            ))
            .hint("contrepoids dues explain")
        }
    }
}
