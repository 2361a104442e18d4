//! The words for what was not done with keys.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        when::moment,
        words::shown,
    },
    features::key::actions::{KeyError, hardware::LockError, holders::OtherKey, passphrase::PassphraseError},
    tr,
    vault::holders::share::ShareError,
};

/// Nobody said what this device is to be called, and nobody can be asked.
pub(crate) struct NoName;

impl Explain for NoName {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        CmdError::new(
            Exit::Usage,
            tr!(
                t.lang,
                "il manque un nom\u{a0}: comment les autres reconnaîtront-ils cet appareil\u{a0}?",
                "a name is missing: how will the others know this device?"
            ),
        )
        .hint(tr!(
            t.lang,
            "ajoutez-le\u{a0}: --name \"portable de la trésorerie\"",
            "add it: --name \"treasurer's laptop\""
        ))
    }
}

/// Nobody said the six words of a card, and nobody can be asked.
pub(crate) struct NoWords;

impl Explain for NoWords {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        CmdError::new(
            Exit::Usage,
            tr!(
                t.lang,
                "il manque les six mots de la carte, dits de vive voix par la personne que vous admettez.",
                "the six words of the card are missing, said by voice by the person you admit."
            ),
        )
        .hint(tr!(
            t.lang,
            "ajoutez-les\u{a0}: --words \"mot mot mot mot mot mot\"",
            "add them: --words \"word word word word word word\""
        ))
    }
}

impl Explain for KeyError {
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that keys refuse")]
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Name => CmdError::new(
                Exit::Usage,
                tr!(lang, "ce nom ne peut pas figurer sur une carte.", "this name cannot stand on a card."),
            )
            .hint(tr!(
                lang,
                "de 1 à 60 caractères visibles, sur une ligne",
                "1 to 60 characters that can be seen, in one line"
            )),
            Self::Paper => CmdError::refused(tr!(
                lang,
                "ce n’est pas une clé de secours\u{a0}: faute de frappe, ou clé coupée\u{a0}?",
                "this is not a recovery key: mistyped, or cut?"
            ))
            .hint(tr!(
                lang,
                "recopiez-la entière\u{a0}: AGE-SECRET-KEY-1 et 58 caractères",
                "copy it whole: AGE-SECRET-KEY-1 and 58 characters"
            )),
            Self::Share(error) => share(lang, *error),
            Self::Open(error) => error.explain(t),
            Self::Vault(error) => error.explain(t),
            Self::Other(kind) => other(lang, *kind),
            Self::NoCard => CmdError::refused(tr!(
                lang,
                "ce n’est ni une carte entière, ni une clé publique age.",
                "this is neither a whole card nor an age public key."
            ))
            .hint(tr!(
                lang,
                "demandez la carte (contrepoids key show --name … sur l’autre appareil)\u{a0}: un texte qui commence par cp1:, ou le fichier qui le contient",
                "ask for the card (contrepoids key show --name … on the other device): a text that begins with cp1:, or the file that holds it"
            )),
            Self::NoFile(path) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "le fichier {path} n’existe pas.",
                    "there is no file {path}."
                ))
                .hint(tr!(
                    lang,
                    "le chemin de la carte, ou son texte (cp1:…)",
                    "the path of the card, or its text (cp1:…)"
                ))
            }
            Self::Words => CmdError::refused(tr!(
                lang,
                "les six mots ne sont pas ceux de cette carte\u{a0}: elle a pu être échangée en chemin.",
                "the six words are not those of this card: it may have been exchanged on the way."
            ))
            .hint(tr!(
                lang,
                "faites-les redire de vive voix, puis demandez la carte par une autre voie",
                "have them said again by voice, then ask for the card by another way"
            )),
            Self::Present(name) => CmdError::refused(tr!(
                lang,
                "«\u{a0}{name}\u{a0}» tient déjà ce coffre.",
                "“{name}” holds this vault already."
            ))
            .hint("contrepoids key list"),
            Self::Former(name, time_ms) => {
                let when = moment(lang, *time_ms);
                CmdError::refused(tr!(
                    lang,
                    "cette clé a déjà tenu le coffre («\u{a0}{name}\u{a0}», retirée le {when})\u{a0}: une clé retirée ne revient pas.",
                    "this key held the vault before (“{name}”, removed {when}): a key that was removed does not come back."
                ))
                .hint(tr!(
                    lang,
                    "faites créer une nouvelle identité sur cet appareil, puis demandez sa carte",
                    "have a new identity made on that device, then ask for its card"
                ))
            }
            Self::ReadsOnly => CmdError::refused(tr!(
                lang,
                "une clé publique seule ne peut que lire le registre.",
                "a public key alone can only read the roster."
            ))
            .hint(tr!(
                lang,
                "pour un autre rôle, demandez la carte de l’appareil (contrepoids key show)",
                "for another role ask for the card of the device (contrepoids key show)"
            )),
            Self::RecoveryRoles => CmdError::refused(tr!(
                lang,
                "une clé de secours n’a pas d’autre rôle que de rendre l’accès.",
                "a recovery key has no other role than to give access back."
            )),
            Self::SameRoles(name) => CmdError::refused(tr!(
                lang,
                "«\u{a0}{name}\u{a0}» a déjà ces rôles.",
                "“{name}” has these roles already."
            ))
            .hint("contrepoids key list"),
            Self::Nobody(typed, names) => {
                let names = names.join(", ");
                CmdError::new(
                    Exit::Refused,
                    tr!(
                        lang,
                        "personne ne tient ce coffre sous le nom «\u{a0}{typed}\u{a0}».",
                        "nobody holds this vault under the name “{typed}”."
                    ),
                )
                .hint(tr!(lang, "prenez un de ces noms\u{a0}: {names}", "take one of these names: {names}"))
            }
            Self::Several(typed, fit) => {
                let fit = fit.join(", ");
                CmdError::refused(tr!(
                    lang,
                    "plusieurs répondent à «\u{a0}{typed}\u{a0}»\u{a0}: {fit}.",
                    "several answer to “{typed}”: {fit}."
                ))
                .hint(tr!(
                    lang,
                    "donnez le nom entier, ou les 16 chiffres de l’appareil",
                    "give the whole name, or the 16 digits of the device"
                ))
            }
            Self::LastOrganizer(name) => CmdError::refused(tr!(
                lang,
                "«\u{a0}{name}\u{a0}» est le dernier appareil qui organise\u{a0}: sans lui, plus personne ne pourrait rien changer au coffre.",
                "“{name}” is the last organizer’s device: without it nobody could change anything in the vault."
            ))
            .hint(tr!(
                lang,
                "admettez d’abord un autre appareil\u{a0}: contrepoids key add CARTE --roles organizer",
                "admit another device first: contrepoids key add CARD --roles organizer"
            )),
            Self::Oneself => CmdError::refused(tr!(
                lang,
                "un appareil ne se retire pas lui-même\u{a0}: il ne pourrait pas écrire le coffre qu’il ne tient plus.",
                "a device does not remove itself: it could not write the vault that it holds no more."
            ))
            .hint(tr!(
                lang,
                "faites-le depuis un autre appareil qui organise",
                "do it from another organizer’s device"
            )),
            Self::NoOrganizer => CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "seul l’appareil d’une personne qui organise change qui tient le coffre.",
                    "only the device of an organizer changes who holds the vault."
                ),
            )
            .hint("contrepoids key list"),
            Self::NotRecovery => CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "ce n’est pas la clé de secours de ce coffre.",
                    "this is not the recovery key of this vault."
                ),
            )
            .hint(tr!(
                lang,
                "une clé d’appareil s’emploie avec --identity FICHIER\u{a0}; une clé de secours plus ancienne ne vaut plus",
                "a key of a device is used by --identity FILE; an older recovery key is worth nothing any more"
            )),
            Self::Spent => CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "cette clé de secours n’ouvre pas ce coffre, ou plus\u{a0}: elle a déjà servi, ou une autre a pris sa place.",
                    "this recovery key does not open this vault, or not any more: it was used, or another one took its place."
                ),
            )
            .hint(tr!(
                lang,
                "prenez la dernière qui a été écrite, ou une copie du coffre d’avant\u{a0}: --vault DOSSIER",
                "take the last one that was written down, or a copy of the vault of before: --vault DIR"
            )),
            Self::Exists(path) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "le fichier {path} existe déjà.",
                    "the file {path} is there already."
                ))
                .hint(tr!(
                    lang,
                    "choisissez un autre nom, ou remplacez-le avec --force",
                    "choose another name, or replace it with --force"
                ))
            }
            Self::Write(path, error) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "le fichier {path} ne peut pas être écrit.",
                    "the file {path} cannot be written."
                ))
                .because(t, error)
            }
        }
    }
}

/// The words for a kind of key that cannot hold a vault.
fn other(lang: Lang, kind: OtherKey) -> CmdError {
    let (what, hint) = match kind {
        OtherKey::PostQuantum => (
            tr!(
                lang,
                "cette clé (age1pq1…) est d’une sorte pour laquelle ce programme ne sait pas encore chiffrer.",
                "this key (age1pq1…) is of a kind that this program cannot encrypt to yet."
            ),
            card_instead(lang),
        ),
        OtherKey::Hardware => (
            tr!(
                lang,
                "cette clé est celle d’un matériel ou d’un module (age1yubikey1…, age1tag1…)\u{a0}: elle ne peut pas signer ce qui s’écrit dans le coffre.",
                "this key is that of a device or a plugin (age1yubikey1…, age1tag1…): it cannot sign what is written in the vault."
            ),
            card_instead(lang),
        ),
        OtherKey::Ssh => (
            tr!(
                lang,
                "c’est une clé SSH\u{a0}: elle ne tient pas de coffre.",
                "this is an SSH key: it does not hold a vault."
            ),
            card_instead(lang),
        ),
        OtherKey::Secret => (
            tr!(
                lang,
                "c’est une clé SECRÈTE\u{a0}: elle n’aurait jamais dû vous être transmise.",
                "this is a SECRET key: it should never have been handed to you."
            ),
            tr!(
                lang,
                "effacez-la, faites créer une nouvelle identité sur cet appareil, et demandez sa carte",
                "delete it, have a new identity made on that device, and ask for its card"
            ),
        ),
    };
    CmdError::refused(what).hint(hint)
}

fn card_instead(lang: Lang) -> String {
    tr!(
        lang,
        "demandez la carte de l’appareil\u{a0}: contrepoids key show --name …",
        "ask for the card of the device: contrepoids key show --name …"
    )
}

/// The words for shares that do not bring the recovery key back.
fn share(lang: Lang, error: ShareError) -> CmdError {
    CmdError::refused(match error {
        ShareError::Words => tr!(
            lang,
            "une part, ce sont 32 mots de la liste\u{a0}; l’un d’eux n’y est pas, ou il en manque.",
            "a share is 32 words of the list; one of them is not in it, or some are missing."
        ),
        ShareError::Checksum => tr!(
            lang,
            "un mot de cette part est faux, ou n’est pas à sa place.",
            "a word of this share is wrong, or not in its place."
        ),
        ShareError::Unknown => tr!(
            lang,
            "cette part est d’une sorte que ce programme ne connaît pas.",
            "this share is of a kind that this program does not know."
        ),
        ShareError::Same => tr!(
            lang,
            "c’est deux fois la même part\u{a0}; il en faut une autre.",
            "this is the same share twice; another one is needed."
        ),
        ShareError::Mixed => tr!(
            lang,
            "ces parts ne sont pas du même jeu\u{a0}: l’une est plus ancienne, ou d’un autre coffre.",
            "these shares are not of one set: one is older, or of another vault."
        ),
        ShareError::TooFew { needed } => {
            tr!(lang, "il faut {needed} parts.", "{needed} shares are needed.")
        }
        ShareError::Key => tr!(
            lang,
            "ces parts ne donnent pas de clé de secours.",
            "these shares do not come to a recovery key."
        ),
    })
}

impl Explain for PassphraseError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Open(error) => error.explain(t),
            Self::Write(error) => not_written(t, error)
                .safe(tr!(
                    lang,
                    "Le fichier d’avant est là, ou le nouveau, entier\u{a0}: l’ancienne phrase l’ouvre, ou la nouvelle.",
                    "The file of before is there, or the new one, whole: the old passphrase opens it, or the new one."
                ))
                .hint(tr!(
                    lang,
                    "voyez laquelle ouvre\u{a0}: contrepoids status",
                    "see which one opens it: contrepoids status"
                )),
        }
    }
}

impl Explain for LockError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Open(error) => error.explain(t),
            Self::Named(path, error) => {
                let file = shown(path);
                CmdError::new(
                    Exit::Refused,
                    tr!(lang, "le fichier {file} ne peut pas être lu.", "the file {file} cannot be read."),
                )
                .because(t, error)
            }
            Self::Write(error) => not_written(t, error)
                .safe(tr!(
                    lang,
                    "Le fichier d’avant est là, ou le nouveau, entier\u{a0}: la phrase de passe l’ouvre, ou la clé matérielle.",
                    "The file of before is there, or the new one, whole: the passphrase opens it, or the hardware key."
                ))
                .hint(tr!(
                    lang,
                    "voyez ce qui ouvre\u{a0}: contrepoids status",
                    "see what opens it: contrepoids status"
                )),
        }
    }
}

/// Says that the identity file did not take what was to be written.
fn not_written(t: &Telling<'_>, error: &std::io::Error) -> CmdError {
    let identity = shown(&t.place.identity_file());
    let what = tr!(
        t.lang,
        "le fichier d’identité {identity} ne peut pas être écrit.",
        "the identity file {identity} cannot be written."
    );
    CmdError::new(Exit::Disk, what).because(t, error)
}
