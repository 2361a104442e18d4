//! The words for a vault that does not do what was asked.

use std::{io::ErrorKind, path::PathBuf};

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling, known, system},
        exit::Exit,
        when, words,
    },
    open::Place,
    tr,
    vault::{Compartment, VaultError, store::StoreError},
};

/// What a part of the vault is called, by the name of its files.
fn called(lang: Lang, name: &'static str) -> &'static str {
    let part = Compartment::ALL.into_iter().find(|part| part.name() == name);
    part.map_or(name, |part| words::part(lang, part))
}

impl Explain for VaultError {
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that can keep a vault closed")]
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let (lang, dir) = (t.lang, t.vault());
        let part =
            if let Self::Closed(name) | Self::Role(name) | Self::Slot(name) | Self::SlotForged(name) = self {
                called(lang, name)
            } else {
                ""
            };
        match self {
            Self::NoVault => CmdError::new(
                Exit::NoVault,
                tr!(lang, "il n’y a pas de coffre dans {dir}.", "there is no vault in {dir}."),
            )
            .safe("")
            .hint(tr!(
                lang,
                "créez-le\u{a0}: contrepoids init\u{a0}; ou nommez le vôtre\u{a0}: --vault DOSSIER",
                "make one: contrepoids init; or name yours: --vault DIR"
            )),
            Self::Exists => CmdError::refused(tr!(
                lang,
                "il y a déjà quelque chose dans {dir}.",
                "there is something in {dir} already."
            ))
            .hint(tr!(
                lang,
                "choisissez un autre dossier\u{a0}: --vault DOSSIER",
                "choose another folder: --vault DIR"
            )),
            Self::Newer { found, known } => CmdError::new(
                Exit::Newer,
                tr!(
                    lang,
                    "ce coffre a le format {found}\u{a0}; ce programme connaît les formats jusqu’à {known}.",
                    "this vault has format {found}; this program knows formats up to {known}."
                ),
            )
            .hint(tr!(
                lang,
                "installez la nouvelle version du programme",
                "install the new version of the program"
            )),
            Self::Earlier { found, known } => CmdError::new(
                Exit::Newer,
                tr!(
                    lang,
                    "ce coffre a le format {found}, d’avant la première parution\u{a0}; ce programme lit le \
                     format {known}.",
                    "this vault has format {found}, of before the first release; this program reads format \
                     {known}."
                ),
            )
            .hint(tr!(
                lang,
                "sortez-en la liste avec le programme qui l’a écrit (contrepoids export roster), puis importez-la \
                 dans un nouveau coffre (contrepoids init, contrepoids member import)",
                "take the list out of it with the program that wrote it (contrepoids export roster), then import \
                 it into a new vault (contrepoids init, contrepoids member import)"
            )),
            Self::InUse { holder } => {
                let holder = if holder.is_empty() { "?" } else { holder };
                CmdError::new(
                    Exit::InUse,
                    tr!(
                        lang,
                        "un autre programme travaille dans ce coffre (processus {holder}).",
                        "another program is working in this vault (process {holder})."
                    ),
                )
                .hint(tr!(
                    lang,
                    "attendez qu’il ait fini, puis recommencez",
                    "wait until it has finished, then try again"
                ))
            }
            Self::WrongKey => {
                other_key(lang, tr!(lang, "cette identité n’ouvre pas le coffre", "{self}"))
            }
            Self::Closed(name) => CmdError::new(
                Exit::WrongKey,
                match *name {
                    "roster" => tr!(lang, "cette identité n’ouvre pas le registre.", "this identity does not open the roster."),
                    "dues" => tr!(
                        lang,
                        "les cotisations et l’envoi des avis ne font pas partie du rôle de cet appareil.",
                        "dues and the sending of notices are not part of the role of this device."
                    ),
                    _ => tr!(
                        lang,
                        "étiquettes, champs libres, agenda, élections, négociations et comptes de courrier ne font pas partie du rôle de cet appareil.",
                        "tags, free fields, agenda, elections, bargaining and mail accounts are not part of the role of this device."
                    ),
                },
            )
            .hint(tr!(
                lang,
                "voyez qui tient quoi\u{a0}: contrepoids key list",
                "see who holds what: contrepoids key list"
            ))
            .cause(tr!(lang, "la partie «\u{a0}{part}\u{a0}» est fermée", "{self}")),
            Self::Role(_) => CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "le rôle de cet appareil est de lire cette partie, pas d’y écrire.",
                    "the role of this device is to read this part, not to write in it."
                ),
            )
            .hint(tr!(
                lang,
                "demandez-le à une personne qui organise\u{a0}; qui tient quoi\u{a0}: contrepoids key list",
                "ask an organizer; who holds what: contrepoids key list"
            ))
            .cause(tr!(lang, "la partie «\u{a0}{part}\u{a0}» ne s’écrit qu’avec un autre rôle", "{self}")),
            Self::Loose => CmdError::new(
                Exit::Damaged,
                tr!(
                    lang,
                    "d’autres utilisateurs de cette machine peuvent changer le coffre.",
                    "other users of this machine can change the vault."
                ),
            )
            .hint(format!("chmod -R go= {dir}")),
            Self::Synced(sign) => CmdError::refused(tr!(
                lang,
                "{dir} est dans un dossier synchronisé ({sign})\u{a0}: un programme le copie ailleurs, en garde chaque version, même effacée, et peut l’abîmer.",
                "{dir} is in a synchronised folder ({sign}): a program copies it elsewhere, keeps each version of it, deleted ones too, and may damage it."
            ))
            .hint(tr!(
                lang,
                "mettez-le dans un autre dossier, et nommez-le\u{a0}: --vault DOSSIER",
                "put it into another folder, and name that: --vault DIR"
            ))
            .hint(tr!(
                lang,
                "si c’est bien là qu’il doit être\u{a0}: la même commande avec --allow-synced",
                "if it must be there: the same command with --allow-synced"
            )),
            Self::TooLarge { id, len } => too_long(
                lang,
                tr!(lang, "la fiche {id} aurait {len} octets, 64\u{a0}Kio au plus", "{self}"),
            ),
            Self::TooLong { id } => {
                too_long(lang, tr!(lang, "le résumé de la fiche {id} est trop long", "{self}"))
            }
            Self::BadHeader => damaged(t, tr!(lang, "le fichier head du coffre ne se lit pas", "{self}")).hint(tr!(
                lang,
                "remettez head d’une copie du coffre",
                "put head back from a copy of the vault"
            )),
            // A slot is written once for each turn of keys: one of any copy since then fits.
            Self::Slot(name) => {
                damaged(t, tr!(lang, "la clé de la partie «\u{a0}{part}\u{a0}» est endommagée", "{self}"))
                    .hint(tr!(
                        lang,
                        "remettez keys/{name}.age d’une copie du coffre\u{a0}; sans elle, cette partie ne s’ouvre plus",
                        "put keys/{name}.age back from a copy of the vault; without it this part opens no more"
                    ))
            }
            Self::Journal => damaged(t, tr!(lang, "le journal ne se lit pas", "{self}"))
                .safe_too(tr!(
                    lang,
                    "Sans son journal, rien ne dit que la base est la dernière enregistrée.",
                    "Without its journal nothing says that the store is the last one saved."
                ))
                .hint("contrepoids doctor --repair"),
            Self::Run => lost_run(
                t,
                tr!(lang, "le fichier de l’envoi en cours manque ou est endommagé", "{self}"),
            ),
            Self::OutboxOlder => lost_run(
                t,
                tr!(
                    lang,
                    "la boîte d’envoi est plus ancienne que ce que le registre en dit\u{a0}: remise en arrière, échangée ou endommagée",
                    "{self}"
                ),
            ),
            Self::Strange(standing) => known::strange(lang, &known::vault_in(lang, &dir), standing),
            Self::Memory { writing, source } => known::memory(t, *writing, source),
            Self::Store(error) => error.explain(t),
            Self::Folder(what) => {
                let what = place(lang, what);
                look(
                    t,
                    tr!(
                        lang,
                        "le dossier du coffre n’est pas tel qu’il a été laissé\u{a0}: {what}",
                        "the folder of the vault is not as it was left: {what}"
                    ),
                )
            }
            Self::NoKey => look(t, tr!(lang, "il manque une clé des données", "{self}")),
            Self::NoRoot => look(t, tr!(lang, "la fiche racine manque", "{self}")),
            Self::Root => look(t, tr!(lang, "la fiche racine ne s’ouvre pas", "{self}")),
            Self::RootForged => damaged(
                t,
                tr!(lang, "la fiche racine n’a pas été écrite par qui en a le droit", "{self}"),
            )
            .hint("contrepoids doctor"),
            Self::SlotForged(_) => damaged(
                t,
                tr!(
                    lang,
                    "la clé de la partie «\u{a0}{part}\u{a0}» n’a pas été écrite par qui tient ce coffre",
                    "{self}"
                ),
            )
            .hint(tr!(
                lang,
                "quelqu’un d’autre a écrit dans ce dossier\u{a0}: remettez le coffre d’une copie sûre, et voyez qui peut y écrire",
                "somebody else has written into this folder: put the vault back from a safe copy, and see who can write there"
            )),
            Self::Members => damaged(
                t,
                tr!(lang, "la liste de qui tient le coffre est endommagée, ou n’est pas de ce coffre", "{self}"),
            )
            .hint(tr!(
                lang,
                "remettez le coffre d’une copie sûre",
                "put the vault back from a safe copy"
            )),
            Self::Disagree(_) => damaged(
                t,
                tr!(
                    lang,
                    "deux personnes qui tiennent le coffre se sont retirées l’une l’autre, chacune de son côté",
                    "two people who hold the vault have removed each other, each on their own"
                ),
            )
            .hint(tr!(
                lang,
                "parlez-vous\u{a0}: rien n’est décidé à votre place",
                "speak to one another: nothing is decided in your place"
            )),
            Self::Retired { by, time_ms } => CmdError::new(
                Exit::WrongKey,
                retired(lang, by, *time_ms),
            ),
            Self::Name => CmdError::refused(tr!(
                lang,
                "ce nom d’appareil ne convient pas\u{a0}: 1 à 60 caractères, sur une ligne.",
                "this name of a device will not do: 1 to 60 characters, in one line."
            )),
            Self::ReadsOnly => CmdError::refused(tr!(
                lang,
                "cette clé ouvre le coffre pour lire, et n’y écrit pas.",
                "this key opens the vault to read, and does not write in it."
            )),
            Self::OutboxElsewhere => CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "la boîte d’envoi qui est ici n’est pas du rôle de cet appareil.",
                    "the outbox that lies here is not of the role of this device."
                ),
            )
            .hint(tr!(
                lang,
                "envoyez depuis votre propre copie du coffre\u{a0}: contrepoids backup restore en fait une",
                "send from a copy of the vault of your own: contrepoids backup restore makes one"
            )),
            Self::Shut => CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "cet appareil ouvrait ce coffre, et ne l’ouvre plus\u{a0}: il en a été retiré, ou le coffre a été échangé contre un autre.",
                    "this device opened this vault and does not any more: it was removed from it, or the vault was exchanged."
                ),
            )
            .hint(tr!(
                lang,
                "demandez à une personne qui organise\u{a0}: contrepoids key list dit qui le tient",
                "ask an organizer: contrepoids key list says who holds it"
            )),
            Self::Recovery => CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "la clé de secours ouvre le coffre pour lire\u{a0}; pour y écrire, elle fait d’abord un nouvel appareil.",
                    "the recovery key opens the vault to read; to write it first makes a new device."
                ),
            )
            .hint("contrepoids key recover"),
            Self::Records => look(
                t,
                tr!(lang, "les fiches ne sont pas celles qui ont été enregistrées en dernier", "{self}"),
            ),
            Self::Older => look(t, tr!(lang, "la base est plus ancienne que son journal", "{self}")),
            Self::Missing { id } => look(t, tr!(lang, "la fiche {id} manque", "{self}")),
            Self::Record { id } => look(
                t,
                tr!(lang, "la fiche {id} n’est pas celle qui a été enregistrée en dernier", "{self}"),
            ),
            Self::Layout { id, source } => {
                let error = look(t, tr!(lang, "la fiche {id} ne se lit pas", "{self}"));
                // What a reader of records says is English.
                if lang == Lang::En { error.cause(source.to_string()) } else { error }
            }
            Self::Log { number } => {
                look(t, tr!(lang, "l’entrée {number} du registre manque ou a été changée", "{self}"))
            }
            Self::Seal(_) => look(t, tr!(lang, "une valeur n’a pas pu être scellée", "{self}")),
        }
    }
}

impl Explain for StoreError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::InUse => CmdError::new(
                Exit::InUse,
                tr!(
                    lang,
                    "un autre programme travaille dans ce coffre.",
                    "another program is working in this vault."
                ),
            ),
            Self::TooLarge { len } => too_long(
                lang,
                tr!(lang, "une valeur de {len} octets dépasse la limite de 65536", "{self}"),
            ),
            Self::Damaged(what) => {
                let what = place(lang, what);
                look(t, tr!(lang, "la base est endommagée ({what})", "the store is damaged ({what})"))
            }
            Self::Full(error) => {
                let why = system::kind_words(lang, ErrorKind::StorageFull).unwrap_or_default();
                refused(lang, why).because(t, error)
            }
            Self::ReadOnly(error) => {
                let why = system::kind_words(lang, ErrorKind::ReadOnlyFilesystem).unwrap_or_default();
                refused(lang, why).because(t, error)
            }
            Self::Failed => refused(
                lang,
                tr!(
                    lang,
                    "un enregistrement précédent a échoué\u{a0}; il faut rouvrir le coffre",
                    "an earlier write failed; the vault must be opened again"
                ),
            ),
            Self::Io(error) => CmdError::new(
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
            .cause(system::system(lang, error).unwrap_or_else(|| {
                tr!(lang, "la base ne peut pas être lue ou écrite", "the store cannot be read or written")
            })),
        }
    }
}

/// Says what is wrong with a vault as a fragment, where it is known which vault it is.
pub(crate) fn fragment(lang: Lang, error: &VaultError) -> String {
    let place = Place { vault: PathBuf::new(), identity: None, config: PathBuf::new() };
    error.explain(&Telling::new(lang, &place)).below().join("; ")
}

fn other_key(lang: Lang, why: String) -> CmdError {
    CmdError::new(
        Exit::WrongKey,
        tr!(
            lang,
            "cette identité n’ouvre pas ce coffre, ou pas cette partie.",
            "this identity does not open this vault, or not this part of it."
        ),
    )
    .hint(tr!(lang, "nommez la vôtre\u{a0}: --identity FICHIER", "name yours: --identity FILE"))
    .hint(to_be_admitted(lang))
    .cause(why)
}

/// What somebody does who is to work in a vault of others.
pub(super) fn to_be_admitted(lang: Lang) -> String {
    tr!(
        lang,
        "si on ne vous a pas encore admis·e, envoyez votre carte à qui tient le coffre\u{a0}: contrepoids key show",
        "if you were not admitted yet, send your card to who holds the vault: contrepoids key show"
    )
}

fn too_long(lang: Lang, why: String) -> CmdError {
    CmdError::refused(tr!(
        lang,
        "c’est trop long pour une seule fiche (64\u{a0}Kio).",
        "this is too long for one record (64 KiB)."
    ))
    .cause(why)
}

fn refused(lang: Lang, why: String) -> CmdError {
    CmdError::new(
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
    .cause(why)
}

fn look(t: &Telling<'_>, why: String) -> CmdError {
    damaged(t, why).hint("contrepoids doctor")
}

/// Says when a device was removed, and by whom.
fn retired(lang: Lang, by: &str, time_ms: u64) -> String {
    let day = when::moment(lang, time_ms);
    if by.is_empty() {
        tr!(
            lang,
            "cet appareil a été retiré du coffre ({day})\u{a0}: il ne l’ouvre plus.",
            "this device was removed from the vault ({day}): it opens it no more."
        )
    } else {
        tr!(
            lang,
            "cet appareil a été retiré du coffre par «\u{a0}{by}\u{a0}» ({day})\u{a0}: il ne l’ouvre plus.",
            "this device was removed from the vault by “{by}” ({day}): it opens it no more."
        )
    }
}

fn lost_run(t: &Telling<'_>, why: String) -> CmdError {
    damaged(t, why)
        .safe_too(tr!(
            t.lang,
            "Des messages en attente sont peut-être déjà partis.",
            "Messages that seem to wait may have left already."
        ))
        .hint("contrepoids doctor --repair")
}

fn damaged(t: &Telling<'_>, why: String) -> CmdError {
    let dir = t.vault();
    CmdError::new(
        Exit::Damaged,
        tr!(
            t.lang,
            "le coffre {dir} est endommagé ou a été changé de l’extérieur\u{a0}; il n’est pas ouvert.",
            "the vault {dir} is damaged or was changed from outside; it stays closed."
        ),
    )
    .safe_too(tr!(
        t.lang,
        "Le journal du coffre garde une copie de chaque enregistrement.",
        "The journal of the vault keeps a copy of every commit."
    ))
    .cause(why)
}

/// What the vault and the store say of their files, in English and in French.
const PLACES: &[(&str, &str)] = &[
    ("the folder of its current keys is missing", "il manque le dossier de ses clés actuelles"),
    ("a key is not 16 bytes", "une clé n’a pas 16 octets"),
    ("a tree has an unknown name", "un arbre porte un nom inconnu"),
    ("sled found a wrong checksum", "sled a trouvé une somme de contrôle fausse"),
    ("a tree is missing", "il manque un arbre"),
    ("the files are of another version of sled", "les fichiers sont d’une autre version de sled"),
    ("sled found its own state broken", "sled ne se retrouve pas dans ses fichiers"),
    ("a file of the store is missing", "il manque un fichier de la base"),
    ("sled stopped in the middle", "sled s’est arrêté au milieu"),
    ("its folder is missing", "son dossier manque"),
    ("the store is not a folder", "la base n’est pas un dossier"),
    ("a file has an unreadable name", "un fichier porte un nom illisible"),
    ("a file of the store is empty or not a file", "un fichier de la base est vide ou n’en est pas un"),
    ("a snapshot is empty or not a file", "un instantané est vide ou n’est pas un fichier"),
    (
        "there is a file that does not belong here (a conflicted copy?)",
        "un fichier n’a rien à faire là (copie en conflit\u{a0}?)",
    ),
    ("the file conf is missing", "il manque le fichier conf"),
    ("the file db is missing", "il manque le fichier db"),
    ("the snapshot is missing", "il manque l’instantané"),
    ("the folder keys is missing", "le dossier keys manque"),
    (
        "something in it does not belong there (a conflicted copy, a link?)",
        "quelque chose n’a rien à y faire (copie en conflit, lien\u{a0}?)",
    ),
];

fn place(lang: Lang, what: &'static str) -> &'static str {
    match lang {
        Lang::En => what,
        Lang::Fr => PLACES.iter().find(|(en, _)| *en == what).map_or("fichiers", |(_, fr)| fr),
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    fn said(lang: Lang, error: &dyn Explain) -> CmdError {
        let place = Place { vault: PathBuf::from("/coffre"), identity: None, config: PathBuf::new() };
        error.explain(&Telling::new(lang, &place))
    }

    #[test]
    fn a_cause_is_said_once() {
        let error = StoreError::Full(io::Error::from_raw_os_error(28));
        assert_eq!(said(Lang::En, &error).causes, ["there is no room left on the disk"]);
        let error = StoreError::Damaged("a tree is missing");
        assert_eq!(said(Lang::En, &error).below(), ["the store is damaged (a tree is missing)"]);
    }

    /// What the vault says of its files is in the table, read from the code itself.
    #[test]
    fn every_place_has_french_words() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/vault");
        let mut seen = 0;
        for file in ["disk.rs", "folder.rs"] {
            let text = std::fs::read_to_string(root.join(file)).unwrap();
            for start in ["Damaged(\"", "damaged(\"", "Folder(\""] {
                for said in text.split(start).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                    seen += 1;
                    assert!(PLACES.iter().any(|(en, _)| *en == said), "{file}: {said}");
                }
            }
        }
        assert!(seen >= 12, "{seen}");
    }

    #[test]
    fn what_lies_below_is_said_in_french() {
        let errors = [
            VaultError::NoVault,
            VaultError::Folder("the folder keys is missing"),
            VaultError::Slot("dues"),
            VaultError::SlotForged("organizing"),
            VaultError::Closed("organizing"),
            VaultError::Role("roster"),
            VaultError::Records,
            VaultError::Store(StoreError::InUse),
            VaultError::Store(StoreError::TooLarge { len: 70_000 }),
            VaultError::Journal,
        ];
        for error in errors {
            let (french, english) = (said(Lang::Fr, &error).below(), said(Lang::En, &error).below());
            let (french, english) = (french.join("; "), english.join("; "));
            assert!(!french.is_empty() && !english.is_empty() && french != english, "{french} / {english}");
            for word in [" the ", " is ", " cannot ", " of ", " not "] {
                assert!(!french.contains(word), "{french}");
            }
            for part in Compartment::ALL {
                assert!(!french.contains(part.name()), "a code stands in {french}");
            }
        }
    }
}
