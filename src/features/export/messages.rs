//! The words for an export that cannot be made, and for a file that does not open.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        words::shown,
    },
    features::export::actions::{AgeError, ExportError, KeySource, ReaderError},
    tr,
};

/// What keeps an export back before anything is read.
pub(crate) enum NotNow {
    /// An age file in bytes would only disturb a terminal.
    Terminal,
    /// A workbook would only disturb a terminal.
    Workbook,
    /// The JSON object and the export cannot share standard output.
    JsonNeedsOut,
}

impl Explain for NotNow {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Terminal => CmdError::refused(tr!(
                lang,
                "le fichier chiffré n’est pas du texte\u{a0}; il ne s’affiche pas sur un terminal.",
                "the encrypted file is not text; it is not shown on a terminal."
            ))
            .hint(tr!(
                lang,
                "nommez un fichier (--out FICHIER), ou demandez du texte (--armor)",
                "name a file (--out FILE), or ask for text (--armor)"
            )),
            Self::Workbook => CmdError::refused(tr!(
                lang,
                "c’est un classeur\u{a0}; il ne s’affiche pas sur un terminal.",
                "this is a workbook; it is not shown on a terminal."
            ))
            .hint(tr!(
                lang,
                "nommez un fichier (--out FICHIER.xlsx)",
                "name a file (--out FILE.xlsx)"
            )),
            Self::JsonNeedsOut => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "avec --json, la sortie porte l’objet JSON\u{a0}; le fichier doit aller ailleurs.",
                    "with --json, standard output carries the JSON object; the file must go elsewhere."
                ),
            )
            .hint(tr!(lang, "ajoutez --out FICHIER", "add --out FILE")),
        }
    }
}

/// An export that could not be written after the log of the vault got it.
pub(crate) struct AfterLog(pub ExportError);

impl Explain for AfterLog {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        self.0.explain(t).safe(tr!(
            t.lang,
            "Rien n’a été remis\u{a0}; le journal porte pourtant cet export, écrit avant la remise.",
            "Nothing was handed over; the log has this export all the same, since it is written first."
        ))
    }
}

impl Explain for ExportError {
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that can keep an export back")]
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        match self {
            Self::Reader { source_of_key, error } => reader(lang, source_of_key, error),
            Self::Signature => CmdError::refused(tr!(
                lang,
                "la signature jointe ne va pas avec ce contenu.",
                "the signature beside the content does not fit it."
            ))
            .hint(tr!(
                lang,
                "redemandez ce fichier à la personne qui l’a remis, de vive voix",
                "ask the person who handed it over for it again, by voice"
            )),
            Self::NoTable => CmdError::refused(tr!(
                lang,
                "ce n’est pas un export du fichier, tel que ce programme l’écrit.",
                "this is no export of the roster as this program writes it."
            )),
            Self::Forms => CmdError::refused(tr!(
                lang,
                "les deux exports n’ont pas la même forme\u{a0}: un tableau, un classeur et un objet JSON ne se comparent pas.",
                "the two exports are not of the same form: a table, a workbook and a JSON object are not compared."
            )),
            Self::NoReader => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "il manque une clé publique\u{a0}: à qui remettre l’export\u{a0}?",
                    "a public key is missing: who is to get the export?"
                ),
            )
            .hint(tr!(
                lang,
                "demandez sa clé à la trésorerie (elle commence par age1) et nommez-la\u{a0}: --to age1…",
                "ask the treasurer for theirs (it starts with age1) and name it: --to age1…"
            )),
            Self::ManyReaders(n) => CmdError::new(
                Exit::Refused,
                tr!(
                    lang,
                    "{n} clés publiques, c’est trop\u{a0}: 64 au plus.",
                    "{n} public keys are too many: 64 at most."
                ),
            ),
            Self::KeyFile(source) => CmdError::new(
                Exit::Refused,
                tr!(
                    lang,
                    "le fichier de clés publiques ne peut pas être lu.",
                    "the file of public keys cannot be read."
                ),
            )
            .because(t, source),
            Self::Standing => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "cette situation n’existe pas pour --standing.",
                    "--standing does not know this word."
                ),
            )
            .hint(tr!(
                lang,
                "possibles\u{a0}: adhérent, ancien, pré-adhérent (member, former, pre-member)",
                "possible: member, former, pre-member"
            )),
            Self::Prospect => CmdError::new(
                Exit::Refused,
                tr!(
                    lang,
                    "les contacts ne sont pas adhérents\u{a0}: la trésorerie n’a pas à les connaître.",
                    "prospects are no members: a treasurer has nothing to do with them."
                ),
            ),
            Self::Nobody => CmdError::new(
                Exit::Refused,
                tr!(
                    lang,
                    "personne n’a cette situation ce jour-là.",
                    "nobody has this standing on that day."
                ),
            )
            .hint("contrepoids member list"),
            Self::Exists(path) => {
                let path = shown(path);
                CmdError::new(
                    Exit::Refused,
                    tr!(lang, "le fichier {path} existe déjà.", "the file {path} is there already."),
                )
                .hint(tr!(
                    lang,
                    "choisissez un autre nom, ou remplacez-le avec --force",
                    "choose another name, or replace it with --force"
                ))
            }
            Self::NotAFile(path) => {
                let path = shown(path);
                CmdError::new(
                    Exit::Refused,
                    tr!(
                        lang,
                        "{path} n’est pas un simple fichier (dossier, lien, appareil)\u{a0}; il n’est jamais remplacé.",
                        "{path} is not a plain file (a folder, a link, a device); it is never replaced."
                    ),
                )
            }
            Self::NoFolder(path) => {
                let path = shown(path);
                CmdError::new(
                    Exit::Refused,
                    tr!(lang, "le dossier {path} n’existe pas.", "the folder {path} does not exist."),
                )
            }
            Self::Write(path, source) => {
                let path = shown(path);
                CmdError::new(
                    Exit::Disk,
                    tr!(
                        lang,
                        "le fichier {path} ne peut pas être écrit.",
                        "the file {path} cannot be written."
                    ),
                )
                .because(t, source)
            }
            Self::Read(path, source) => {
                let path = shown(path);
                CmdError::new(
                    Exit::Refused,
                    tr!(lang, "le fichier {path} ne peut pas être lu.", "the file {path} cannot be read."),
                )
                .because(t, source)
            }
            Self::Age(error) => error.explain(t),
            Self::Table => CmdError::new(Exit::Bug, "CSV/JSON"),
            Self::Open(error) => error.explain(t),
            Self::Vault(error) => error.explain(t),
        }
    }
}

fn reader(lang: Lang, source: &KeySource, error: &ReaderError) -> CmdError {
    let place = match source {
        KeySource::Option(n) => tr!(lang, "la clé n°\u{a0}{n} donnée par --to", "key {n} given with --to"),
        KeySource::Line(n) => tr!(lang, "la ligne {n} du fichier de clés", "line {n} of the file of keys"),
    };
    let (what, hint) = match error {
        ReaderError::Secret => (
            tr!(
                lang,
                "{place} est une clé SECRÈTE. Elle est maintenant dans l’historique de ce terminal\u{a0}: considérez-la comme perdue.",
                "{place} is a SECRET key. It is now in the history of this terminal: take it for lost."
            ),
            tr!(
                lang,
                "faites-en une autre, et ne donnez que la clé publique, qui commence par age1",
                "make another, and give only the public key, which starts with age1"
            ),
        ),
        ReaderError::PostQuantum => (
            tr!(
                lang,
                "{place} est une clé post-quantique (age1pq1…), que ce programme n’écrit pas encore.",
                "{place} is a post-quantum key (age1pq1…), which this program does not write yet."
            ),
            classic(lang),
        ),
        ReaderError::Plugin => (
            tr!(
                lang,
                "{place} est la clé d’un module ou d’un jeton matériel (age1yubikey1…), que ce programme n’écrit pas.",
                "{place} is the key of a plugin or a hardware token (age1yubikey1…), which this program does not write."
            ),
            classic(lang),
        ),
        ReaderError::Ssh => (
            tr!(
                lang,
                "{place} est une clé SSH, que ce programme n’écrit pas.",
                "{place} is an SSH key, which this program does not write."
            ),
            classic(lang),
        ),
        ReaderError::Address => (
            tr!(
                lang,
                "{place} est une adresse de courriel\u{a0}; il faut une clé publique.",
                "{place} is a mail address; a public key is needed."
            ),
            classic(lang),
        ),
        ReaderError::NotOne => (
            tr!(
                lang,
                "{place} n’est pas une clé publique age\u{a0}: faute de frappe, ou clé coupée\u{a0}?",
                "{place} is not a public key of age: mistyped, or cut?"
            ),
            tr!(
                lang,
                "recopiez-la entière\u{a0}: age1 et 58 caractères",
                "copy it whole: age1 and 58 characters"
            ),
        ),
    };
    CmdError::new(Exit::Usage, what).hint(hint)
}

fn classic(lang: Lang) -> String {
    tr!(
        lang,
        "demandez une clé age classique (age1…)\u{a0}: age-keygen -o cle.txt",
        "ask for a classic age key (age1…): age-keygen -o key.txt"
    )
}

/// An age file that is not read; below another error it is said in a fragment.
impl Explain for AgeError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::NotAge => {
                CmdError::refused(tr!(lang, "ce n’est pas un fichier age.", "this is not an age file."))
            }
            Self::TooLarge => CmdError::refused(tr!(
                lang,
                "le fichier dépasse 256\u{a0}Mio.",
                "the file is larger than 256 MiB."
            )),
            Self::NotHeld => CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "ce fichier n’est pas pour cette identité, ou son en-tête a été changé.",
                    "this file is not for this identity, or its header was changed."
                ),
            )
            .hint(tr!(
                lang,
                "nommez la bonne identité\u{a0}: --identity FICHIER",
                "name the right identity: --identity FILE"
            )),
            Self::UnderPassphrase => CmdError::refused(tr!(
                lang,
                "ce fichier est fermé par une phrase de passe, pas pour une clé.",
                "this file is sealed under a passphrase, not for a key."
            )),
            Self::Armor => {
                damaged(lang, tr!(lang, "les lignes de texte du fichier sont endommagées", "{self}"))
                    .hint(again(lang))
            }
            Self::Header => {
                damaged(lang, tr!(lang, "l’en-tête du fichier est endommagé ou a été changé", "{self}"))
                    .hint(again(lang))
            }
            Self::Content => {
                damaged(lang, tr!(lang, "le contenu du fichier est endommagé ou a été changé", "{self}"))
                    .hint(again(lang))
            }
            Self::Work(found) => damaged(
                lang,
                tr!(lang, "le fichier demande un facteur de travail de {found}, hors des limites", "{self}"),
            ),
            Self::WrongPassphrase => {
                damaged(lang, tr!(lang, "la phrase de passe n’ouvre pas le fichier", "{self}"))
            }
            Self::Readers => damaged(lang, tr!(lang, "un fichier a de 1 à 64 destinataires", "{self}")),
        }
    }
}

fn damaged(lang: Lang, why: String) -> CmdError {
    CmdError::new(
        Exit::Damaged,
        tr!(
            lang,
            "ce fichier est endommagé ou a été changé\u{a0}; rien n’en est lu.",
            "this file is damaged or was changed; nothing of it is read."
        ),
    )
    .cause(why)
}

fn again(lang: Lang) -> String {
    tr!(lang, "demandez qu’on vous le renvoie", "ask for it to be sent again")
}
