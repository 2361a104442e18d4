//! The words for a law pack that is not taken.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
        words::{clean, shown},
    },
    features::law::actions::pack::PackFault,
    law::pack::PackError,
    tr,
};

/// What is wrong with a pack.
fn what(lang: Lang, error: &PackError) -> String {
    match error {
        PackError::NotAPack => {
            tr!(lang, "ce fichier n’est pas un paquet de droit.", "this file is no law pack.")
        }
        PackError::TooLong => tr!(
            lang,
            "ce fichier est plus long que ne peut l’être un paquet de droit (8\u{a0}Mio).",
            "this file is longer than a law pack may be (8 MiB)."
        ),
        PackError::Format { found } => tr!(
            lang,
            "ce paquet de droit a la forme {found}, que cette version du programme ne lit pas.",
            "this law pack is of form {found}, which this version of the program does not read."
        ),
        PackError::NoKeeper => tr!(
            lang,
            "cette version du programme ne connaît la clé d’aucune personne qui tienne les paquets de droit\u{a0}: elle n’en \
            prend aucun.",
            "this version of the program knows the key of no keeper of law packs: it takes none."
        ),
        PackError::Foreign => tr!(
            lang,
            "ce paquet de droit est signé par une autre clé que celle que connaît le programme.",
            "this law pack is signed by another key than the one that the program knows."
        ),
        PackError::Changed => tr!(
            lang,
            "ce paquet de droit a été changé ou tronqué depuis sa signature.",
            "this law pack was changed or cut since it was signed."
        ),
        PackError::Lacks(name) => {
            let name = clean(name, false);
            tr!(
                lang,
                "ce paquet de droit n’a pas ce que demande cette version du programme\u{a0}: {name}.",
                "this law pack lacks what this version of the program asks for: {name}."
            )
        }
        PackError::Older { pack, there } => {
            let (pack, there) = (day(lang, *pack), day(lang, *there));
            tr!(
                lang,
                "ce paquet de droit est lu jusqu’au {pack}\u{a0}; le droit déjà là l’est jusqu’au {there}.",
                "this law pack was read up to {pack}; the law that is there already, up to {there}."
            )
        }
        PackError::Head(_) | PackError::Tables(_) | PackError::Unfit(_) | PackError::Day { .. } => tr!(
            lang,
            "ce paquet de droit est signé, mais ses tables, ses règles ou ses textes ne se lisent pas.",
            "this law pack is signed, but its tables, rules or texts are not usable."
        ),
    }
}

impl Explain for PackError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let error = CmdError::new(
            match self {
                Self::Changed => Exit::Damaged,
                Self::Foreign => Exit::WrongKey,
                Self::Format { .. } => Exit::Newer,
                Self::NotAPack
                | Self::TooLong
                | Self::NoKeeper
                | Self::Lacks(_)
                | Self::Older { .. }
                | Self::Head(_)
                | Self::Tables(_)
                | Self::Unfit(_)
                | Self::Day { .. } => Exit::Refused,
            },
            what(lang, self),
        );
        match self {
            Self::Format { .. } | Self::Lacks(_) => error.hint(tr!(
                lang,
                "installez la nouvelle version du programme, qui a aussi le nouveau droit",
                "install the new version of the program, which has the new law too"
            )),
            Self::Changed => {
                error.hint(tr!(lang, "demandez le fichier une seconde fois", "ask for the file once more"))
            }
            Self::NoKeeper => error.hint("docs/law-upkeep.md"),
            Self::Head(_) | Self::Tables(_) | Self::Unfit(_) | Self::Day { .. } => {
                error.cause(clean(&self.to_string(), false))
            }
            Self::NotAPack | Self::TooLong | Self::Foreign | Self::Older { .. } => error,
        }
    }
}

impl Explain for PackFault {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Unreadable { file, source } => {
                let file = shown(file);
                CmdError::refused(tr!(lang, "{file} ne se lit pas.", "{file} cannot be read."))
                    .because(t, source)
            }
            Self::Pack(error) => error.explain(t),
            Self::Law(error) => error.explain(t),
            Self::None => CmdError::refused(tr!(
                lang,
                "aucun paquet de droit n’est installé.",
                "no law pack is installed."
            )),
            Self::Unwritable(source) => CmdError::new(
                Exit::Disk,
                tr!(
                    lang,
                    "le dossier des réglages ne s’écrit pas.",
                    "the folder of the settings cannot be written."
                ),
            )
            .because(t, source),
        }
    }
}

/// Says that the pack of this device is not taken, and which law answers.
pub(crate) fn not_used(lang: Lang, fault: &PackFault, own: chrono::NaiveDate) -> String {
    let (what, own) = (
        match fault {
            PackFault::Pack(error) => what(lang, error),
            PackFault::Unreadable { .. } | PackFault::Law(_) | PackFault::None | PackFault::Unwritable(_) => {
                tr!(lang, "il ne se lit pas.", "it cannot be read.")
            }
        },
        day(lang, own),
    );
    tr!(
        lang,
        "Attention\u{a0}: le paquet de droit de cet appareil n’est pas utilisé\u{a0}: {what} Le droit du programme, lu jusqu’au \
        {own}, répond. «\u{a0}law pack install\u{a0}» le remplace, «\u{a0}law pack remove\u{a0}» le retire.",
        "Mind: the law pack of this device is not used: {what} The program’s own law, read up to {own}, answers. `law pack \
        install` replaces it, `law pack remove` removes it."
    )
}
