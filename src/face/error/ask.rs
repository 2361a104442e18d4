//! The words for a passphrase that does not come.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
    },
    open::AskError,
    tr,
    vault::strength::Weakness,
};

impl Explain for AskError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let what = what(lang, self);
        let hint = match self {
            Self::Differ => tr!(lang, "recommencez la commande", "run the command again"),
            Self::Same => tr!(lang, "choisissez-en une autre", "choose another one"),
            Self::Weak(_) => tr!(
                lang,
                "prenez les mots proposés, tirés au sort\u{a0}; ou tirez vous-même huit mots au hasard, ou vingt caractères",
                "take the seven words proposed, drawn by lot; or draw seven words by chance yourself, or twenty characters"
            ),
            Self::NoTerminal
            | Self::BadDescriptor(_)
            | Self::Stopped
            | Self::Empty
            | Self::TooLong
            | Self::NotText => tr!(
                lang,
                "dans un script\u{a0}: --passphrase-fd 3 3<FICHIER, ou une identité sans phrase de passe avec --identity",
                "in a script: --passphrase-fd 3 3<FILE, or an identity without a passphrase with --identity"
            ),
        };
        CmdError::new(Exit::WrongKey, what).hint(hint)
    }
}

/// Says why no passphrase came, in a sentence.
fn what(lang: Lang, error: &AskError) -> String {
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
        AskError::Same => tr!(
            lang,
            "la nouvelle phrase de passe est celle d’avant.",
            "the new passphrase is the one before."
        ),
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
        Weakness::Short => tr!(lang, "trop peu de caractères", "too few characters"),
    };
    tr!(
        lang,
        "cette phrase de passe est trop facile à deviner\u{a0}: {made_of}.",
        "this passphrase is too easy to guess: {made_of}."
    )
}

/// Says on the terminal why a new passphrase was not taken, and what to do, before it is asked for again.
pub(crate) fn ask_fault(lang: Lang, error: &AskError) -> String {
    let mut said = what(lang, error);
    if matches!(error, AskError::Weak(_)) {
        said.push('\n');
        said.push_str(&tr!(
            lang,
            "Entrée prend les mots proposés\u{a0}; Ctrl-D arrête.",
            "Enter takes the words proposed; Ctrl-D stops."
        ));
    }
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
