//! What follows from a breach (*violation de données*), by what got out.

use crate::{
    base::{Lang, word::codes},
    features::privacy::rules::Part,
    tr,
};

/// The hours from when one knows (GDPR, article 33(1)).
pub const HOURS: i64 = 72;

codes! {
    /// What got out.
    Lost {
        /// A laptop with the vault on it.
        Laptop = "laptop", "ordinateur", "laptop";
        /// An encrypted file: an export, a backup.
        File = "file", "fichier chiffré", "encrypted file";
        /// A mailbox, its password, a mail that went to the wrong people.
        Mailbox = "mailbox", "messagerie", "mailbox";
        /// A page or a list that can be read.
        Paper = "paper", "papier ou fichier lisible", "paper or readable file";
    }
}

/// Whether somebody has to be told, as far as the text says.
#[must_use]
pub fn judge(lang: Lang, lost: Lost) -> Part {
    let sealed = matches!(lost, Lost::Laptop | Lost::File);
    let first = if sealed {
        tr!(
            lang,
            "chiffré et sans la clé\u{a0}: sans risque, le registre interne suffit\u{a0}; si la phrase de passe ou la clé ont pu être prises, comme un fichier lisible",
            "encrypted and without the key: no risk, the own register is enough; if the passphrase or the key may have been taken, as a readable file"
        )
    } else {
        tr!(
            lang,
            "lisible\u{a0}: l’appartenance syndicale est connue de qui l’a, la CNIL est à prévenir",
            "readable: whoever has it knows who is a member, the authority is to be told"
        )
    };
    let second = if sealed {
        tr!(
            lang,
            "non, si personne d’autre n’a la clé (article 34, paragraphe 3, point a)",
            "no, if nobody else has the key (article 34(3)(a))"
        )
    } else {
        tr!(
            lang,
            "oui, sans attendre, si le risque est élevé\u{a0}: un emploi peut en dépendre",
            "yes, without delay, where the risk is high: a job may hang on it"
        )
    };
    Part::new(
        "judge",
        tr!(
            lang,
            "Qui prévenir (articles 33 et 34 du RGPD, lus dans une copie)",
            "Whom to tell (articles 33 and 34 of the GDPR, read in a copy)"
        ),
        [
            (tr!(lang, "la CNIL", "the authority"), first),
            (tr!(lang, "les personnes", "the persons"), second),
            (
                tr!(lang, "le registre", "the register"),
                tr!(
                    lang,
                    "toujours\u{a0}: les faits, les effets, ce qui a été fait (article 33, paragraphe 5)",
                    "always: the facts, the effects, what was done (article 33(5))"
                ),
            ),
        ],
    )
}

/// What to do, in order, with the commands to copy.
#[must_use]
pub fn steps(lang: Lang, lost: Lost) -> Part {
    let mut steps: Vec<(String, &str)> = match lost {
        Lost::Laptop => vec![
            (
                tr!(lang, "retirer l’appareil et changer les clés", "remove the device and turn the keys"),
                "contrepoids key remove",
            ),
            (
                tr!(
                    lang,
                    "changer le mot de passe de la messagerie, puis",
                    "change the password of the mailbox, then"
                ),
                "contrepoids notice account test",
            ),
        ],
        Lost::File => vec![
            (
                tr!(lang, "voir pour quelles clés il était chiffré", "see for which keys it was encrypted"),
                "contrepoids key list",
            ),
            (
                tr!(lang, "si une de ces clés a pu être prise", "if one of those keys may have been taken"),
                "contrepoids key rotate",
            ),
        ],
        Lost::Mailbox => vec![
            (
                tr!(
                    lang,
                    "changer le mot de passe, fermer les sessions, puis",
                    "change the password, end the sessions, then"
                ),
                "contrepoids notice account test",
            ),
            (
                tr!(lang, "voir à qui on a écrit, et quand", "see who was written to, and when"),
                "contrepoids notice status",
            ),
        ],
        Lost::Paper => vec![(
            tr!(
                lang,
                "faire rendre ou effacer, et noter qui l’a eu",
                "have it given back or deleted, and note who had it"
            ),
            "contrepoids privacy record",
        )],
    };
    steps.extend([
        (
            tr!(lang, "le jour où on l’a su, dans l’agenda", "the day it was known, into the agenda"),
            "contrepoids agenda record breach-known",
        ),
        (
            tr!(
                lang,
                "la notification, à recopier dans le téléservice",
                "the notification, to copy into the online service"
            ),
            "contrepoids letter write breach-authority",
        ),
        (
            tr!(lang, "la lettre aux personnes", "the letter to the persons"),
            "contrepoids letter write breach-members",
        ),
    ]);
    let rows = steps.into_iter().map(|(what, command)| (what, command.to_owned()));
    Part::new("steps", tr!(lang, "Que faire, dans l’ordre", "What to do, in order"), rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_is_told_and_what_is_sealed_need_not_be() {
        let text = |lost| judge(Lang::En, lost).rows.into_iter().map(|row| row.value).collect::<Vec<_>>();
        assert!(text(Lost::Laptop)[1].starts_with("no") && text(Lost::Mailbox)[1].starts_with("yes"));
        for lost in Lost::ALL {
            let rows = steps(Lang::Fr, *lost).rows;
            assert!(rows.len() >= 4 && rows.iter().all(|row| row.value.starts_with("contrepoids ")));
        }
    }
}
