//! The words for a backup that cannot be made, is not whole, or gives no vault.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling, known},
        exit::Exit,
        words::{part, shown},
    },
    features::{backup::actions::BackupFault, export::actions::ExportError},
    tr,
    vault::{Compartment, VaultError, backup::BackupError, standing::Standing},
};

/// Names parts of the vault, one after the other.
pub(crate) fn parts(lang: Lang, all: &[Compartment]) -> String {
    all.iter().map(|c| part(lang, *c)).collect::<Vec<_>>().join(", ")
}

/// The vault that a backup is of, as a sentence begins with it.
pub(crate) fn vault_of(lang: Lang, file: &str) -> String {
    tr!(lang, "le coffre de la sauvegarde {file}", "the vault in the backup {file}")
}

/// A backup that nobody agreed to take: of a vault that this device does not know, or of an earlier state.
pub(crate) struct NotTaken {
    /// The file.
    pub(crate) file: String,
    /// How it stands to what this device remembers.
    pub(crate) standing: Standing,
}

impl Explain for NotTaken {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let error = CmdError::refused(known::what(lang, &vault_of(lang, &self.file), &self.standing));
        match &self.standing {
            Standing::Behind(behind) => {
                let found = behind.found;
                let error = if behind.part == Compartment::Roster {
                    error
                } else {
                    // Each copy notes there what its device handed over and sent: two copies do not merge.
                    error.hint(tr!(
                        lang,
                        "si seule cette partie est plus ancienne, c’est ce que cet appareil y a noté (exports, envois) qui manque à la sauvegarde",
                        "if this part alone is older, what this device noted in it (exports, sendings) is what the backup lacks"
                    ))
                };
                error
                    .hint(tr!(
                        lang,
                        "prenez une sauvegarde plus récente, s’il y en a une",
                        "take a newer backup, if there is one"
                    ))
                    .hint(tr!(
                        lang,
                        "si c’est bien celle-ci qu’il faut\u{a0}: la même commande avec --accept-older {found}",
                        "if it must be this one: the same command with --accept-older {found}"
                    ))
            }
            Standing::Gone { found, .. } => error.hint(tr!(
                lang,
                "si vous voulez le ravoir\u{a0}: la même commande avec --accept-older {found}",
                "if you want it back: the same command with --accept-older {found}"
            )),
            Standing::New { .. } | Standing::Other { .. } | Standing::Known { .. } => {
                let Some(words) = self.standing.words() else { return error };
                let accept = known::accept_new(lang, words);
                error.hint(tr!(
                    lang,
                    "comparez les six mots avec quelqu’un qui tient le coffre\u{a0}; si ce sont les mêmes, la même commande avec {accept}",
                    "compare the six words with somebody who holds the vault; if they are the same, the same command with {accept}"
                ))
            }
        }
    }
}

impl Explain for BackupFault {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            // Nothing takes the place of a backup.
            Self::File(ExportError::Exists(path)) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "le fichier {path} existe déjà\u{a0}; une sauvegarde n’en remplace aucun.",
                    "the file {path} is there already; a backup replaces none."
                ))
                .hint(tr!(lang, "choisissez un autre nom", "choose another name"))
            }
            Self::File(error) => error.explain(t),
            Self::Inside(path) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "{path} serait dans le dossier du coffre, qui n’admet rien d’étranger, et se perdrait avec lui.",
                    "{path} would lie in the folder of the vault, which takes nothing foreign, and would be lost with it."
                ))
                .hint(tr!(
                    lang,
                    "nommez un fichier ailleurs, au mieux sur un autre support",
                    "name a file elsewhere, best on another medium"
                ))
            }
            Self::Backup { file, source } => fault(t, &shown(file), source),
            Self::Open(error) => error.explain(t),
            Self::Vault(error) => error.explain(t),
        }
    }
}

fn fault(t: &Telling<'_>, file: &str, error: &BackupError) -> CmdError {
    let lang = t.lang;
    let other = tr!(
        lang,
        "prenez une autre sauvegarde, ou demandez la leur aux autres qui tiennent le coffre",
        "take another backup, or ask the others who hold the vault for theirs"
    );
    match error {
        BackupError::Age(error) => {
            let mut words = error.explain(t);
            words.what = tr!(lang, "la sauvegarde {file}\u{a0}: {}", "the backup {file}: {}", words.what);
            words
        }
        BackupError::Changed(_) => CmdError::new(
            Exit::Damaged,
            tr!(
                lang,
                "{file} n’est pas une sauvegarde telle que ce programme l’écrit\u{a0}: endommagée, changée, ou autre chose.",
                "{file} is not a backup as this program writes it: damaged, changed, or something else."
            ),
        )
        .hint(other),
        BackupError::Forged | BackupError::Vault(VaultError::SlotForged(_) | VaultError::Members) => {
            CmdError::new(
                Exit::Damaged,
                tr!(
                    lang,
                    "la sauvegarde {file} n’a pas été écrite par quelqu’un qui tient le coffre.",
                    "the backup {file} was not written by who holds the vault."
                ),
            )
            .hint(tr!(
                lang,
                "n’en tirez rien\u{a0}: qui connaît les clés publiques peut en fabriquer une",
                "take nothing from it: who knows the public keys can make one up"
            ))
            .hint(other)
        }
        BackupError::NotTheirs { by } => CmdError::refused(tr!(
            lang,
            "la sauvegarde {file} vient de l’appareil «\u{a0}{by}\u{a0}», qui n’a pas le droit d’écrire tout ce qu’elle contient\u{a0}: lui seul peut en refaire son coffre.",
            "the backup {file} is of the device “{by}”, which may not write all that is in it: it alone can make its vault anew from it."
        ))
        .hint(other),
        BackupError::Partial { by, missing } => {
            let missing = parts(lang, missing);
            CmdError::refused(tr!(
                lang,
                "la sauvegarde {file} vient de l’appareil «\u{a0}{by}\u{a0}» et ne contient pas tout ce que vous tenez. Il manque\u{a0}: {missing}.",
                "the backup {file} is of the device “{by}” and does not have all that you hold. Missing: {missing}."
            ))
            .hint(other)
        }
        BackupError::Vault(error) => error.explain(t),
    }
}
