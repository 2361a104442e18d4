//! What stands for a value in the help, in French.

use clap::Arg;

/// What stands for a value, in English and in French.
const VALUES: &[(&str, &str)] = &[
    ("FILE", "FICHIER"),
    ("DIR", "DOSSIER"),
    ("CARD", "CARTE"),
    ("ROLES", "RÔLES"),
    ("NAME", "NOM"),
    ("NAME=VALUE", "NOM=VALEUR"),
    ("QUESTION=ANSWER", "QUESTION=RÉPONSE"),
    ("WHO", "QUI"),
    ("CONTRACT", "CONTRAT"),
    ("CASE", "AFFAIRE"),
    ("GROUP", "GROUPE"),
    ("COURSE", "FORMATION"),
    ("STAGE", "MOMENT"),
    ("MEETING", "RÉUNION"),
    ("TASK", "TÂCHE"),
    ("ENDING", "ISSUE"),
    ("ACT", "ACTE"),
    ("ACTS", "ACTES"),
    ("AXIS", "AXE"),
    ("F|H", "F|H"),
    ("WHAT", "QUOI"),
    ("HOW", "COMMENT"),
    ("CLAUSE", "CLAUSE"),
    ("SEATS", "SIÈGES"),
    ("PERSON", "PERSONNE"),
    ("WORD", "MOT"),
    ("WORDS", "MOTS"),
    ("FIELD", "CHAMP"),
    ("FIELDS", "CHAMPS"),
    ("FIELD=VALUE", "CHAMP=VALEUR"),
    ("COLUMN=FIELD", "COLONNE=CHAMP"),
    ("MONTH", "MOIS"),
    ("MONTH=N", "MOIS=N"),
    ("YYYY-MM-DD", "AAAA-MM-JJ"),
    ("YYYY-MM-DD|never", "AAAA-MM-JJ|jamais"),
    ("ADDRESS", "ADRESSE"),
    ("CAMPAIGN", "CAMPAGNE"),
    ("STANDING", "SITUATION"),
    ("TAG", "ÉTIQUETTE"),
    ("ID", "IDENTIFIANT"),
    ("MEMBER", "PERSONNE"),
    ("ANSWER", "RÉPONSE"),
    ("COUNT", "NOMBRE"),
    ("KEY", "CLÉ"),
    ("DOMAIN", "DOMAINE"),
    ("SIGN", "SIGNE"),
    ("FACT", "FAIT"),
    ("POINT", "POINT"),
    ("STATE", "ÉTAT"),
    ("THEME", "THÈME"),
    ("TOPIC", "SUJET"),
    ("COLLEGE", "COLLÈGE"),
    ("KEPT", "GARDÉE"),
    ("OTHER", "AUTRE"),
    ("REASON", "MOTIF"),
    ("GROUND", "FONDEMENT"),
    ("CATEGORY", "CATÉGORIE"),
    ("TEXT", "TEXTE"),
    ("RULE", "RÈGLE"),
    ("ELECTION", "SCRUTIN"),
    ("UNION", "SYNDICAT"),
    ("UNION=COLLEGES", "SYNDICAT=COLLÈGES"),
    ("LIST", "LISTE"),
    ("SHARE", "PART"),
    ("NAME=SHARE", "NOM=PART"),
    ("yes|no", "oui|non"),
    ("HH:MM", "HH:MM"),
    ("WHEN", "QUAND"),
    ("SIRET", "SIRET"),
    ("BOX", "URNE"),
    ("CANDIDATE", "CANDIDAT"),
    ("holders|substitutes", "titulaires|suppléants"),
    ("NAME=N", "NOM=N"),
    ("NAME/POSITION=N", "NOM/POSITION=N"),
    ("KIND", "SORTE"),
    ("PURPOSE", "SORTE"),
    ("SUBJECT", "SUJET"),
    ("TERMS", "DURÉES"),
    ("YEAR", "ANNÉE"),
    ("OFFICE", "MANDAT"),
    ("HOURS", "HEURES"),
    ("TIME", "TEMPS"),
    ("TO", "VERS"),
    ("TIME", "DURÉE"),
    ("SUBJECT=MONTHS", "SUJET=MOIS"),
    ("NOTICE", "AVIS"),
    ("PATH", "CHEMIN"),
    ("FOLDER", "DOSSIER"),
    ("NAME=VOTES", "NOM=VOIX"),
    ("NAME=DATE", "NOM=DATE"),
    ("COLLEGE=N", "COLLÈGE=N"),
    ("LETTERS", "LETTRES"),
    ("MONTH N", "MOIS N"),
    ("SHELL", "INTERPRÉTEUR"),
    ("SHEET", "FEUILLE"),
    ("COMMAND", "COMMANDE"),
    ("full|neutral", "complet|neutre"),
    ("1|2|new", "1|2|nouveau"),
    ("AMOUNT", "SOMME"),
    ("BANDS", "TRANCHES"),
    ("PERIOD", "PÉRIODE"),
    ("WAY", "MOYEN"),
    ("LEVEL", "NIVEAU"),
    ("ACCOUNT=AMOUNT", "COMPTE=SOMME"),
    ("NUMBER", "NUMÉRO"),
    ("IDENTIFIER", "IDENTIFIANT"),
    ("DIGITS", "CHIFFRES"),
    ("DAYS", "JOURS"),
    ("LETTER", "COURRIER"),
    ("FORM", "FORME"),
];

/// What stands for a value in both languages.
#[cfg(test)]
const SAME: &[&str] = &[
    "N",
    "NN",
    "MS",
    "URL",
    "EUR",
    "SITE",
    "SERVICE",
    "CONDITION",
    "DATE",
    "fr|en",
    "csv|json|xlsx",
    "csv|xlsx|hledger",
    "table|csv|html|xlsx|json",
    "IBAN",
    "08|02",
    "1,3",
    "2,1,3",
    "A,B",
    "SIREN",
    "IDCC",
    "CODE",
];

/// Returns what stands for the value of an argument in English, if it takes one.
pub(crate) fn of(arg: &Arg) -> Option<String> {
    let takes = arg.is_positional() || arg.get_action().takes_values();
    let named = || arg.get_value_names()?.first().map(ToString::to_string);
    takes.then(|| named().unwrap_or_else(|| arg.get_id().as_str().to_uppercase()))
}

/// Returns what stands for a value in French.
pub(super) fn french(english: &str) -> Option<&'static str> {
    VALUES.iter().find(|(en, _)| *en == english).map(|(_, fr)| *fr)
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::*;
    use crate::cli::{Cli, help};

    fn walk(command: &Command, path: &str, each: &mut dyn FnMut(&str, &Arg)) {
        command.get_arguments().filter(|a| !a.is_hide_set()).for_each(|arg| each(path, arg));
        for sub in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            walk(sub, &format!("{path} {}", sub.get_name()), each);
        }
    }

    fn untranslated(command: &Command) -> Vec<String> {
        let mut bad = Vec::new();
        walk(command, "", &mut |path, arg| {
            if let Some(name) = of(arg).filter(|n| french(n).is_none() && !SAME.contains(&n.as_str())) {
                bad.push(format!("{path} {}: {name}", arg.get_id()));
            }
        });
        bad
    }

    #[test]
    fn every_placeholder_has_a_french_one() {
        let bad = untranslated(&Cli::command());
        assert!(bad.is_empty(), "{}", bad.join("\n"));
        let odd = Command::new("x").arg(Arg::new("dog").long("dog")).arg(Arg::new("cat"));
        assert_eq!(untranslated(&odd), [" dog: DOG", " cat: CAT"], "the check sees what is missing");
    }

    #[test]
    fn the_french_help_shows_no_english_placeholder() {
        let known: Vec<&str> = VALUES.iter().map(|(_, fr)| *fr).chain(SAME.iter().copied()).collect();
        walk(&help::localised(crate::base::Lang::Fr), "", &mut |path, arg| {
            if let Some(name) = of(arg).filter(|_| !matches!(arg.get_id().as_str(), "help" | "version")) {
                assert!(known.contains(&name.as_str()), "{path} {}: {name}", arg.get_id());
            }
        });
    }
}
