//! The words for a hardware key that does not lock or open an identity.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        words::{clean, shown},
    },
    tr,
    vault::hardware::HardwareError,
};

impl Explain for HardwareError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        if let Self::Identity(error) = self {
            return error.explain(t);
        }
        let (lang, exit) =
            (t.lang, if matches!(self, Self::NotOne | Self::Name) { Exit::Refused } else { Exit::WrongKey });
        let mut out = CmdError::new(exit, what(lang, self, &shown(&t.place.identity_file())));
        if let Self::Said(said) = self {
            for words in said {
                let words = clean(words, false);
                out = out.hint(tr!(lang, "son programme dit\u{a0}: {words}", "its program says: {words}"));
            }
        }
        match hint(lang, self) {
            Some(hint) => out.hint(hint),
            None => out,
        }
    }
}

fn what(lang: Lang, error: &HardwareError, identity: &str) -> String {
    match error {
        HardwareError::NotOne | HardwareError::Identity(_) => tr!(
            lang,
            "ce fichier ne désigne pas de clé matérielle\u{a0}: il y faut une seule ligne AGE-PLUGIN-….",
            "this file names no hardware key: it has to hold one line AGE-PLUGIN-…."
        ),
        HardwareError::Name => tr!(
            lang,
            "le nom du greffon n’est pas fait de lettres, de chiffres et de traits d’union\u{a0}: il n’est pas lancé.",
            "the name of the plugin is not made of letters, digits and hyphens: it is not run."
        ),
        HardwareError::Missing(program) => tr!(
            lang,
            "le programme de la clé matérielle, {program}, est introuvable dans le PATH.",
            "the program of the hardware key, {program}, is not in the PATH."
        ),
        HardwareError::Relative => tr!(
            lang,
            "le PATH nomme un dossier qui n’est pas absolu\u{a0}: le programme de la clé matérielle n’est pas lancé.",
            "the PATH names a folder that is not absolute: the program of the hardware key is not run."
        ),
        HardwareError::Debug => tr!(
            lang,
            "AGEDEBUG est défini\u{a0}: la clé serait affichée à l’écran.",
            "AGEDEBUG is set: the key would be printed on the screen."
        ),
        HardwareError::Lost => tr!(
            lang,
            "l’identité {identity} est fermée par une clé matérielle, et le fichier qui la désigne n’est pas à côté ({identity}.hardware).",
            "the identity {identity} is locked by a hardware key, and the file that names it is not beside it ({identity}.hardware)."
        ),
        HardwareError::File(_) => tr!(
            lang,
            "le fichier {identity}.hardware, qui désigne la clé matérielle, ne peut pas être lu ou écrit.",
            "the file {identity}.hardware, which names the hardware key, cannot be read or written."
        ),
        HardwareError::Refused(program) => {
            let program = clean(program, false);
            tr!(
                lang,
                "le programme de la clé matérielle est maintenant {program}, et personne n’a accepté de le lancer.",
                "the program of the hardware key is now {program}, and nobody agreed to run it."
            )
        }
        HardwareError::Said(_) => {
            tr!(lang, "la clé matérielle n’a pas répondu.", "the hardware key did not answer.")
        }
        HardwareError::OtherKey => tr!(
            lang,
            "cette clé matérielle n’ouvre pas l’identité {identity}.",
            "this hardware key does not open the identity {identity}."
        ),
    }
}

fn hint(lang: Lang, error: &HardwareError) -> Option<String> {
    Some(match error {
        HardwareError::Identity(_) => return None,
        HardwareError::NotOne | HardwareError::Name => tr!(
            lang,
            "le programme de la clé l’écrit, par exemple\u{a0}: age-plugin-yubikey -i > cle.txt",
            "the program of the key writes it, for example: age-plugin-yubikey -i > key.txt"
        ),
        HardwareError::Relative => tr!(
            lang,
            "retirez du PATH ce qui ne commence pas par la racine du disque",
            "take out of the PATH what does not begin at the root of the disk"
        ),
        HardwareError::Debug => {
            tr!(lang, "retirez AGEDEBUG de l’environnement", "take AGEDEBUG out of the environment")
        }
        HardwareError::Refused(_) => tr!(
            lang,
            "recommencez dans un terminal, pour répondre à la question",
            "begin again in a terminal, to answer the question"
        ),
        HardwareError::Missing(_)
        | HardwareError::Lost
        | HardwareError::File(_)
        | HardwareError::Said(_)
        | HardwareError::OtherKey => tr!(
            lang,
            "branchez la bonne clé, ou ouvrez avec la clé de secours écrite sur papier\u{a0}: --identity FICHIER",
            "plug in the right key, or open with the recovery key written on paper: --identity FILE"
        ),
    })
}
