//! The words for a notice of the section's own that is not made.

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
    },
    features::notice::{actions::create::CreateError, messages::command::unwritable},
    tr,
};

impl Explain for CreateError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Name(typed) => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "«\u{a0}{typed}\u{a0}» n’est pas un nom\u{a0}: il faut des lettres ou des chiffres.",
                    "`{typed}` is no name: letters or digits are needed."
                ),
            ),
            Self::Taken(name) => CmdError::refused(tr!(
                lang,
                "il y a déjà un avis «\u{a0}{name}\u{a0}».",
                "there is a notice `{name}` already."
            ))
            .hint(tr!(
                lang,
                "choisissez un autre nom, ou modifiez ses fichiers (contrepoids notice templates check)",
                "choose another name, or edit its files (contrepoids notice templates check)"
            )),
            Self::OfTheProgram(name) => CmdError::refused(tr!(
                lang,
                "«\u{a0}{name}\u{a0}» est un avis du programme.",
                "`{name}` is a notice of the program."
            ))
            .hint(tr!(lang, "choisissez un autre nom", "choose another name")),
            Self::NoSubject => CmdError::refused(tr!(
                lang,
                "il manque l’objet\u{a0}: --subject, ou une première ligne «\u{a0}Objet\u{a0}: …\u{a0}».",
                "the subject is missing: --subject, or a first line `Subject: …`."
            )),
            Self::NotText => CmdError::refused(tr!(
                lang,
                "ce n’est pas un texte en UTF-8 de 64\u{a0}Kio au plus.",
                "this is not a text in UTF-8 of at most 64 KiB."
            )),
            Self::Folder(path, why) => unwritable(t, path, why),
        }
    }
}
