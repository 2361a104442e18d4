//! The words for files that do not go with a notice.

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        words::shown,
    },
    features::notice::actions::attach::AttachError,
    mail::attachment::BadFile,
    tr,
};

impl Explain for AttachError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        let refused = |what: String| CmdError::refused(what);
        match self {
            Self::Read { path, why } => {
                let path = shown(path);
                refused(tr!(lang, "{path} ne peut pas être lu.", "{path} cannot be read.")).because(t, why)
            }
            Self::Bad { path, why } => {
                let path = shown(path);
                let why = match why {
                    BadFile::TooLarge => tr!(lang, "plus de 4\u{a0}Mio", "more than 4 MiB"),
                    BadFile::People => tr!(
                        lang,
                        "ce calendrier nomme des personnes (ATTENDEE)",
                        "this calendar names people (ATTENDEE)"
                    ),
                    BadFile::Kind => tr!(
                        lang,
                        "ni un PDF entier, ni un calendrier .ics entier",
                        "neither a whole PDF nor a whole .ics calendar"
                    ),
                };
                refused(tr!(
                    lang,
                    "{path} ne peut pas être joint\u{a0}: {why}.",
                    "{path} cannot go along: {why}."
                ))
            }
            Self::Nobody { path } => {
                let path = shown(path);
                refused(tr!(
                    lang,
                    "{path} n’est pour aucune des personnes choisies, ou pour plusieurs.",
                    "{path} is for none of the people selected, or for several."
                ))
                .hint(tr!(
                    lang,
                    "un fichier par personne, nommé par son identifiant\u{a0}: 3f2a91c4.pdf",
                    "one file for each person, named by the identifier: 3f2a91c4.pdf"
                ))
            }
            Self::Twice { path } => {
                let path = shown(path);
                refused(tr!(
                    lang,
                    "{path}\u{a0}: deux fichiers pour une personne, ou un fichier pour deux.",
                    "{path}: two files for one person, or one file for two."
                ))
                .hint(tr!(
                    lang,
                    "--attach pour un fichier qui va à tout le monde",
                    "--attach for a file that goes to all"
                ))
            }
            Self::Elsewhere { line } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: le fichier doit être à côté de la liste, ou dessous.",
                "line {line}: the file must lie beside the list, or below."
            )),
            Self::Total { size } => {
                let size = crate::face::words::size(lang, *size);
                refused(tr!(
                    lang,
                    "{size} de fichiers, plus que les 200\u{a0}Mio que la boîte d’envoi garde.",
                    "{size} of files, more than the 200 MiB that the outbox keeps."
                ))
                .hint(tr!(
                    lang,
                    "des fichiers plus petits, ou plusieurs envois",
                    "smaller files, or several campaigns"
                ))
            }
            Self::List => refused(tr!(
                lang,
                "la liste doit être un CSV avec les colonnes «\u{a0}id\u{a0}» (ou «\u{a0}email\u{a0}») et «\u{a0}file\u{a0}».",
                "the list must be a CSV file with the columns `id` (or `email`) and `file`."
            )),
        }
    }
}
