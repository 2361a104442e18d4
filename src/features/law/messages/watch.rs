//! The words for a release of the published texts that is none.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        words::{clean, shown},
    },
    features::law::{actions::watch::WatchFault, rules::watch::WatchError},
    law::{archive::BadArchive, package::BadPackage},
    tr,
};

impl Explain for WatchFault {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let hint = "npm pack @socialgouv/legi-data";
        match self {
            Self::Unreadable { file, source } => {
                let file = shown(file);
                CmdError::refused(tr!(lang, "{file} ne se lit pas.", "{file} cannot be read."))
                    .because(t, source)
            }
            Self::TooLong | Self::Archive(BadArchive::TooLong) => CmdError::refused(tr!(
                lang,
                "ce fichier est plus long qu’aucune livraison des textes.",
                "this file is longer than any release of the texts."
            ))
            .hint(hint),
            Self::Archive(BadArchive::Missing) => CmdError::refused(tr!(
                lang,
                "le Code du travail n’est pas dans cette livraison.",
                "the Code du travail is not in this release."
            ))
            .hint(hint),
            Self::Archive(BadArchive::NotPacked | BadArchive::Broken) => CmdError::refused(tr!(
                lang,
                "cette livraison des textes est tronquée ou abîmée.",
                "this release of the texts is cut or damaged."
            ))
            .hint(hint),
            Self::Package(error) => {
                let why = clean(&cause(lang, error), false);
                let what = match error {
                    BadPackage::OtherCode => {
                        tr!(
                            lang,
                            "c’est un autre code que le Code du travail.",
                            "this is another code than the Code du travail."
                        )
                    }
                    BadPackage::Shape(_) | BadPackage::NoDay | BadPackage::Article { .. } => tr!(
                        lang,
                        "ce fichier n’est pas une livraison des textes publiés.",
                        "this file is no release of the published texts."
                    ),
                };
                CmdError::refused(what).cause(why).hint(hint)
            }
            Self::Ours(WatchError::Part { lacks, all }) => CmdError::refused(tr!(
                lang,
                "cette livraison n’est qu’une partie du code\u{a0}: il y manque {lacks} des {all} articles en vigueur.",
                "this release is only a part of the code: it lacks {lacks} of the {all} articles in force."
            ))
            .hint(hint),
            Self::Ours(_) => CmdError::new(
                Exit::Bug,
                tr!(lang, "nos propres textes sont inutilisables.", "our own texts are not usable."),
            )
            .cause(self.to_string()),
        }
    }
}

/// Says what is wrong with a release.
fn cause(lang: Lang, error: &BadPackage) -> String {
    match error {
        BadPackage::Shape(_) => {
            tr!(
                lang,
                "ce n’est pas l’arbre d’un code, tel que la livraison l’écrit",
                "this is not the tree of a code as the release writes it"
            )
        }
        BadPackage::OtherCode => tr!(lang, "son identifiant est un autre", "its identifier is another one"),
        BadPackage::NoDay => {
            tr!(lang, "elle ne dit pas de quel jour elle est", "it does not say of which day it is")
        }
        BadPackage::Article { num, given, .. } => {
            tr!(
                lang,
                "à l’article {num}, ceci ne se lit pas\u{a0}: {given}",
                "of article {num}, this cannot be read: {given}"
            )
        }
    }
}
