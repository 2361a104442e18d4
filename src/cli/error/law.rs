//! The words for a law that gives no answer.

use crate::{
    cli::{error::CmdError, exit::Exit, finding::day},
    config::Lang,
    law::LawError,
    tr,
};

/// Says why the law gives no answer.
pub(crate) fn words(lang: Lang, error: LawError) -> CmdError {
    match &error {
        LawError::NotCovered { table, on, first, last } => {
            let (on, first, last) = (day(lang, *on), day(lang, *first), day(lang, *last));
            CmdError::new(
                Exit::NotCovered,
                tr!(
                    lang,
                    "les tables du droit ne couvrent pas le {on}\u{a0}: «\u{a0}{table}\u{a0}» va du {first} au {last}.",
                    "the law tables do not cover {on}: `{table}` goes from {first} to {last}."
                ),
            )
            .hint(tr!(
                lang,
                "nommez un jour couvert\u{a0}: --on AAAA-MM-JJ\u{a0}; après cette période, installez la nouvelle version",
                "name a day that is covered: --on YYYY-MM-DD; past that time, install the new version"
            ))
        }
        LawError::Unknown { id } => CmdError::new(
            Exit::Refused,
            tr!(lang, "il n’y a pas de table «\u{a0}{id}\u{a0}».", "there is no table `{id}`."),
        )
        .hint("contrepoids law list"),
        LawError::TooLarge { field } => CmdError::new(
            Exit::Refused,
            tr!(
                lang,
                "le nombre donné pour {field} est trop grand pour un calcul exact.",
                "the number given for {field} is too large to compute exactly."
            ),
        ),
        LawError::Calendar => CmdError::new(
            Exit::Refused,
            tr!(lang, "la date sort du calendrier.", "the date is out of the range of the calendar."),
        ),
        _ => CmdError::new(
            Exit::Bug,
            tr!(lang, "les tables du droit sont inutilisables.", "the law tables are not usable."),
        )
        .because(error),
    }
}
