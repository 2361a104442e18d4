//! The words for a vault that does not open.

use std::path::Path;

use crate::{
    base::Lang,
    face::{
        error::{CmdError, known},
        exit::Exit,
        frame::shown,
    },
    open::{AskError, OpenError, Place},
    tr,
    vault::{IdentityError, Rescue, VaultError, store::StoreError, strength::Weakness},
};

/// Says why the vault did not open, what is safe and what to do.
pub(crate) fn words(lang: Lang, place: &Place, error: OpenError) -> CmdError {
    let identity = shown(&place.identity_file());
    match error {
        OpenError::NoIdentity => CmdError::new(
            Exit::WrongKey,
            tr!(
                lang,
                "le fichier d’identité {identity} n’existe pas.",
                "the identity file {identity} does not exist."
            ),
        )
        .safe(untouched(lang))
        .hint(tr!(
            lang,
            "nommez-le avec --identity FICHIER, ou créez un coffre\u{a0}: contrepoids init",
            "name it with --identity FILE, or make a vault: contrepoids init"
        ))
        .hint(tr!(
            lang,
            "s’il est perdu\u{a0}: la clé de secours, copiée du papier dans un fichier que vous seul·e lisez (chmod 600), avec --identity FICHIER",
            "if it is lost: the recovery key, copied from the paper into a file that you alone can read (chmod 600), with --identity FILE"
        )),
        OpenError::IdentityFile(source) => CmdError::new(
            Exit::WrongKey,
            tr!(
                lang,
                "le fichier d’identité {identity} ne peut pas être lu.",
                "the identity file {identity} cannot be read."
            ),
        )
        .safe(untouched(lang))
        .because(source),
        OpenError::LooseIdentity => CmdError::new(
            Exit::WrongKey,
            tr!(
                lang,
                "d’autres personnes peuvent lire ou changer le fichier d’identité {identity}, qui n’a pas de phrase de passe.",
                "other people can read or change the identity file {identity}, which has no passphrase."
            ),
        )
        .safe(untouched(lang))
        .hint(format!("chmod 600 {identity}")),
        OpenError::LooseFolder => {
            let file = place.identity_file();
            let dir = file.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let dir = shown(dir);
            CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "tout le monde peut échanger le fichier d’identité {identity}, qui n’a pas de phrase de passe.",
                    "anybody can exchange the identity file {identity}, which has no passphrase."
                ),
            )
            .safe(untouched(lang))
            .hint(format!("chmod o-w {dir}"))
        }
        OpenError::Identity(error) => identity_words(lang, &identity, error),
        OpenError::Ask(error) => ask_words(lang, &error),
        OpenError::Vault(error) => vault_words(lang, &shown(&place.vault), error),
    }
}

fn untouched(lang: Lang) -> String {
    tr!(lang, "Rien n’a été changé.", "Nothing was changed.")
}

fn identity_words(lang: Lang, file: &str, error: IdentityError) -> CmdError {
    let what = match error {
        IdentityError::WrongPassphrase => tr!(
            lang,
            "cette phrase de passe n’ouvre pas l’identité {file}.",
            "this passphrase does not open the identity {file}."
        ),
        IdentityError::Work(found) => tr!(
            lang,
            "l’identité {file} demande un facteur de travail de {found}\u{a0}; sont acceptés 17 à 20.",
            "the identity {file} asks for a work factor of {found}; 17 to 20 are accepted."
        ),
        IdentityError::OtherKind => tr!(
            lang,
            "{file} contient une identité d’une sorte que ce programme ne lit pas (post-quantique, SSH ou greffon).",
            "{file} holds a kind of identity that this program does not read (post-quantum, SSH or plugin)."
        ),
        IdentityError::Damaged => {
            tr!(lang, "le fichier d’identité {file} est endommagé.", "the identity file {file} is damaged.")
        }
        _ => tr!(lang, "{file} n’est pas un fichier d’identité age.", "{file} is not an age identity file."),
    };
    let hint = match error {
        IdentityError::WrongPassphrase => tr!(
            lang,
            "vérifiez la disposition du clavier et la touche majuscules, puis recommencez\u{a0}; les essais ne sont pas comptés",
            "check the keyboard layout and caps lock, then try again; tries are not counted"
        ),
        _ => tr!(
            lang,
            "ouvrez avec la clé de secours écrite sur papier\u{a0}: --identity FICHIER",
            "open with the recovery key written on paper: --identity FILE"
        ),
    };
    CmdError::new(Exit::WrongKey, what).safe(untouched(lang)).hint(hint)
}

/// Says why no passphrase came, in a sentence.
pub(super) fn ask_what(lang: Lang, error: &AskError) -> String {
    match error {
        AskError::NoTerminal => tr!(
            lang,
            "la phrase de passe se tape au clavier, et il n’y a pas de terminal ici.",
            "the passphrase is typed on a terminal, and there is none here."
        ),
        AskError::BadDescriptor(fd) => tr!(
            lang,
            "le descripteur de fichier {fd} ne peut pas être lu.",
            "file descriptor {fd} cannot be read."
        ),
        AskError::Stopped => {
            tr!(lang, "aucune phrase de passe n’a été donnée.", "no passphrase was given.")
        }
        AskError::Empty => tr!(lang, "la phrase de passe est vide.", "the passphrase is empty."),
        AskError::TooLong => {
            tr!(lang, "la phrase de passe dépasse 4096 octets.", "the passphrase is longer than 4096 bytes.")
        }
        AskError::NotText => {
            tr!(lang, "la phrase de passe n’est pas du texte.", "the passphrase is not text.")
        }
        AskError::Differ => tr!(lang, "les deux phrases de passe diffèrent.", "the two passphrases differ."),
        AskError::Weak(why) => weak_what(lang, *why),
    }
}

/// Says what is weak about a passphrase.
fn weak_what(lang: Lang, why: Weakness) -> String {
    let made_of = match why {
        Weakness::Words => tr!(
            lang,
            "trop peu de mots, ou des mots courants et des noms",
            "too few words, or common words and names"
        ),
        Weakness::Sentence => tr!(
            lang,
            "une phrase, un slogan ou une citation\u{a0}: d’autres la devinent mot après mot",
            "a sentence, a slogan or a quotation: others guess it word by word"
        ),
        Weakness::Own => tr!(
            lang,
            "des noms que l’on connaît de vous ou de la section",
            "names that are known of you or of the section"
        ),
        Weakness::Keyboard => tr!(lang, "des touches voisines du clavier", "keys that lie side by side"),
        Weakness::Sequence => tr!(
            lang,
            "des lettres ou des chiffres qui se suivent",
            "letters or figures in a row that everybody knows"
        ),
        Weakness::Repeated => tr!(lang, "la même chose, répétée", "the same, again and again"),
        Weakness::Date => tr!(lang, "des dates ou des années", "dates or years"),
        Weakness::Address => tr!(lang, "une adresse", "an address"),
        _ => tr!(lang, "trop peu de caractères", "too few characters"),
    };
    tr!(
        lang,
        "cette phrase de passe est trop facile à deviner\u{a0}: {made_of}.",
        "this passphrase is too easy to guess: {made_of}."
    )
}

/// Says on the terminal why a new passphrase was not taken, and what to do, before it is asked for again.
pub(crate) fn ask_fault(lang: Lang, error: &AskError) -> String {
    let mut said = ask_what(lang, error);
    if matches!(error, AskError::Weak(_)) {
        said.push('\n');
        said.push_str(&tr!(
            lang,
            "Entrée prend les sept mots proposés\u{a0}; Ctrl-D arrête.",
            "Enter takes the seven words proposed; Ctrl-D stops."
        ));
    }
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Says why no passphrase came.
pub(crate) fn ask_words(lang: Lang, error: &AskError) -> CmdError {
    let what = ask_what(lang, error);
    let hint = match error {
        AskError::Differ => tr!(lang, "recommencez\u{a0}: contrepoids init", "try again: contrepoids init"),
        AskError::Weak(_) => tr!(
            lang,
            "prenez les sept mots proposés, tirés au sort\u{a0}; ou tirez vous-même sept mots au hasard, ou vingt caractères",
            "take the seven words proposed, drawn by lot; or draw seven words by chance yourself, or twenty characters"
        ),
        _ => tr!(
            lang,
            "dans un script\u{a0}: --passphrase-fd 3 3<FICHIER, ou une identité sans phrase de passe avec --identity",
            "in a script: --passphrase-fd 3 3<FILE, or an identity without a passphrase with --identity"
        ),
    };
    CmdError::new(Exit::WrongKey, what).safe(untouched(lang)).hint(hint)
}

/// Says what a vault could not do.
#[expect(clippy::too_many_lines, reason = "one arm for each thing that can keep a vault closed")]
pub(crate) fn vault_words(lang: Lang, dir: &str, error: VaultError) -> CmdError {
    let error = match error {
        VaultError::Strange(standing) => return known::strange(lang, dir, &standing),
        VaultError::Memory { writing, source } => return known::memory(lang, writing, source),
        other => other,
    };
    let doctor = || tr!(lang, "contrepoids doctor", "contrepoids doctor");
    match &error {
        VaultError::NoVault => CmdError::new(
            Exit::NoVault,
            tr!(lang, "il n’y a pas de coffre dans {dir}.", "there is no vault in {dir}."),
        )
        .hint(tr!(
            lang,
            "créez-le\u{a0}: contrepoids init\u{a0}; ou nommez le vôtre\u{a0}: --vault DOSSIER",
            "make one: contrepoids init; or name yours: --vault DIR"
        )),
        VaultError::Exists => CmdError::new(
            Exit::Refused,
            tr!(lang, "il y a déjà quelque chose dans {dir}.", "there is something in {dir} already."),
        )
        .safe(untouched(lang))
        .hint(tr!(
            lang,
            "choisissez un autre dossier\u{a0}: --vault DOSSIER",
            "choose another folder: --vault DIR"
        )),
        VaultError::Newer { found, known } => CmdError::new(
            Exit::Newer,
            tr!(
                lang,
                "ce coffre a le format {found}\u{a0}; ce programme connaît les formats jusqu’à {known}.",
                "this vault has format {found}; this program knows formats up to {known}."
            ),
        )
        .safe(untouched(lang))
        .hint(tr!(
            lang,
            "installez la nouvelle version du programme",
            "install the new version of the program"
        )),
        VaultError::InUse { holder } => {
            let holder = if holder.is_empty() { "?" } else { holder };
            CmdError::new(
                Exit::InUse,
                tr!(
                    lang,
                    "un autre programme travaille dans ce coffre (processus {holder}).",
                    "another program is working in this vault (process {holder})."
                ),
            )
            .safe(untouched(lang))
            .hint(tr!(
                lang,
                "attendez qu’il ait fini, puis recommencez",
                "wait until it has finished, then try again"
            ))
        }
        VaultError::WrongKey | VaultError::Closed(_) => CmdError::new(
            Exit::WrongKey,
            tr!(
                lang,
                "cette identité n’ouvre pas ce coffre, ou pas cette partie.",
                "this identity does not open this vault, or not this part of it."
            ),
        )
        .safe(untouched(lang))
        .hint(tr!(lang, "nommez la vôtre\u{a0}: --identity FICHIER", "name yours: --identity FILE"))
        .because(error),
        VaultError::Loose => CmdError::new(
            Exit::Damaged,
            tr!(
                lang,
                "d’autres utilisateurs de cette machine peuvent changer le coffre.",
                "other users of this machine can change the vault."
            ),
        )
        .safe(untouched(lang))
        .hint(format!("chmod -R go= {dir}")),
        VaultError::Store(StoreError::InUse) => CmdError::new(
            Exit::InUse,
            tr!(
                lang,
                "un autre programme travaille dans ce coffre.",
                "another program is working in this vault."
            ),
        )
        .safe(untouched(lang)),
        VaultError::Store(StoreError::TooLarge { .. })
        | VaultError::TooLarge { .. }
        | VaultError::TooLong { .. } => CmdError::new(
            Exit::Refused,
            tr!(
                lang,
                "c’est trop long pour une seule fiche (64\u{a0}Kio).",
                "this is too long for one record (64 KiB)."
            ),
        )
        .safe(untouched(lang))
        .because(error),
        VaultError::BadHeader => damaged(lang, dir, error).hint(tr!(
            lang,
            "remettez header.toml d’une copie du coffre",
            "put header.toml back from a copy of the vault"
        )),
        // A slot is written once: one of any copy of this vault fits, however old.
        VaultError::Slot(name) => {
            let name = *name;
            damaged(lang, dir, error).hint(tr!(
            lang,
            "remettez keys/{name}.age d’une copie du coffre, même ancienne\u{a0}; sans elle, cette partie ne s’ouvre plus",
            "put keys/{name}.age back from a copy of the vault, even an old one; without it this part opens no more"
            ))
        }
        VaultError::Journal => damaged(lang, dir, error)
            .safe(tr!(
                lang,
                "Rien n’a été changé. Sans son journal, rien ne dit que la base est la dernière enregistrée.",
                "Nothing was changed. Without its journal nothing says that the store is the last one saved."
            ))
            .hint(tr!(lang, "contrepoids doctor --repair", "contrepoids doctor --repair")),
        VaultError::OutboxOlder | VaultError::Run => damaged(lang, dir, error)
            .safe(tr!(
                lang,
                "Rien n’est parti, rien n’a été changé. Des messages en attente sont peut-être déjà partis.",
                "Nothing has left, nothing was changed. Messages that seem to wait may have left already."
            ))
            .hint(tr!(lang, "contrepoids doctor --repair", "contrepoids doctor --repair")),
        VaultError::Store(StoreError::Damaged(_)) => damaged(lang, dir, error).hint(doctor()),
        VaultError::Store(StoreError::Io(_)) => CmdError::new(
            Exit::Disk,
            tr!(
                lang,
                "le disque n’a pas lu ou écrit comme il le doit\u{a0}: en panne, débranché\u{a0}?",
                "the disk did not read or write as it should: failing, unplugged?"
            ),
        )
        .safe(tr!(
            lang,
            "Ce qui était enregistré l’est toujours. Si un changement était demandé, regardez s’il y est.",
            "What was saved still is. If a change was asked for, look whether it is there."
        ))
        .hint(tr!(
            lang,
            "recommencez\u{a0}; si cela revient, copiez le coffre sur un autre disque, puis\u{a0}: contrepoids doctor",
            "try again; if it comes back, copy the vault to another disk, then: contrepoids doctor"
        ))
        .because(error),
        VaultError::Store(_) => CmdError::new(
            Exit::Disk,
            tr!(
                lang,
                "le disque a refusé\u{a0}: plein, en lecture seule ou en panne.",
                "the disk refused: full, read-only or failing."
            ),
        )
        .safe(tr!(
            lang,
            "Ce qui était enregistré l’est toujours\u{a0}; lire et exporter restent possibles.",
            "What was saved still is; reading and exporting still work."
        ))
        .because(error),
        _ => damaged(lang, dir, error).hint(doctor()),
    }
}

fn damaged(lang: Lang, dir: &str, error: VaultError) -> CmdError {
    CmdError::new(
        Exit::Damaged,
        tr!(
            lang,
            "le coffre {dir} est endommagé ou a été changé de l’extérieur\u{a0}; il n’est pas ouvert.",
            "the vault {dir} is damaged or was changed from outside; it stays closed."
        ),
    )
    .safe(tr!(
        lang,
        "Rien n’a été changé. Le journal du coffre garde une copie de chaque enregistrement.",
        "Nothing was changed. The journal of the vault keeps a copy of every commit."
    ))
    .because(error)
}

/// Says that the disk failed after everything was done.
pub(crate) fn closed_badly(lang: Lang) -> CmdError {
    CmdError::new(
        Exit::Disk,
        tr!(
            lang,
            "le disque a fait défaut pendant que le coffre se fermait.",
            "the disk failed while the vault was being closed."
        ),
    )
    .safe(tr!(
        lang,
        "Ce qui est annoncé plus haut est fait et enregistré.",
        "What is said above is done and saved."
    ))
    .hint(tr!(
        lang,
        "vérifiez le coffre et le disque\u{a0}: contrepoids doctor",
        "check the vault and the disk: contrepoids doctor"
    ))
}

/// Says that the journal is being read.
pub(crate) fn rescue_note(lang: Lang, why: Rescue) -> String {
    match why {
        Rescue::Full => tr!(
            lang,
            "Note\u{a0}: le disque est plein. Lecture du journal\u{a0}; rien ne peut être enregistré.",
            "Note: the disk is full. Reading the journal; nothing can be saved."
        ),
        _ => tr!(
            lang,
            "Note\u{a0}: le coffre est en lecture seule. Lecture du journal\u{a0}; rien ne peut être enregistré.",
            "Note: the vault is read-only. Reading the journal; nothing can be saved."
        ),
    }
}
