//! A verb that a command does not have, and those it has that mean the same: by meaning, not by letters.

use clap::Command;

use super::french;
use crate::base::{Lang, text::fold};

/// Words that people type, folded, and the verbs of commands that do it, the likeliest first.
const MEANT: &[(&[&str], &[&str])] = &[
    (
        &["supprimer", "suppr", "retirer", "enlever", "oter", "virer", "remove", "delete", "del", "rm"],
        &["remove", "erase", "undo", "destroy"],
    ),
    (
        &["effacer", "oublier", "erase", "forget", "wipe", "purger", "purge", "detruire", "destroy"],
        &["erase", "purge", "remove", "destroy"],
    ),
    (
        &[
            "ajouter",
            "creer",
            "nouveau",
            "nouvelle",
            "ouvrir",
            "inscrire",
            "noter",
            "enregistrer",
            "saisir",
            "commencer",
            "add",
            "new",
            "create",
            "open",
            "record",
        ],
        &["add", "new", "record", "note", "init", "set"],
    ),
    (
        &[
            "voir",
            "montrer",
            "afficher",
            "consulter",
            "fiche",
            "detail",
            "details",
            "lire",
            "show",
            "view",
            "display",
            "read",
        ],
        &["show", "list", "status", "text"],
    ),
    (&["lister", "liste", "list", "ls", "tous", "toutes", "all"], &["list", "show"]),
    (
        &[
            "modifier", "changer", "editer", "corriger", "remplir", "regler", "edit", "change", "modify",
            "update", "set",
        ],
        &["edit", "set", "note"],
    ),
    (&["chercher", "trouver", "recherche", "rechercher", "search", "find", "grep"], &["list", "text"]),
    (&["annuler", "defaire", "revenir", "undo", "revert", "cancel"], &["undo", "cancel", "remove"]),
    (&["quitter", "partir", "demission", "depart", "sortie", "leave", "quit"], &["leave"]),
    (&["revenir", "retour", "reprendre", "rejoin", "return"], &["rejoin"]),
    (&["envoyer", "expedier", "poster", "ecrire", "send", "write", "mail"], &["send", "queue", "notice"]),
    (&["importer", "charger", "import", "load"], &["import"]),
    (&["exporter", "remettre", "export"], &["export"]),
    (&["verifier", "controler", "check", "verify", "valider"], &["check", "doctor", "verify"]),
    (&["fusionner", "reunir", "merge", "join"], &["merge"]),
    (&["sauvegarder", "sauver", "save", "backup", "copier"], &["backup", "new"]),
    (&["calculer", "compter", "compute", "count"], &["count", "simulate"]),
    (&["statut", "situation", "bilan", "resume", "summary", "state"], &["status"]),
    (&["calendrier", "dates", "rappels", "planning", "calendar", "todo", "taches"], &["agenda"]),
    (&["membre", "membres", "fichier", "personnes", "contacts", "people", "roster"], &["member"]),
    (&["vote", "votes", "urnes", "listes"], &["election"]),
    (&["courriels", "mails", "message", "messages"], &["notice"]),
    (&["negociation", "negociations", "accord", "accords", "negotiate"], &["bargain"]),
    (&["tresorerie", "paiement", "paiements", "versements", "money", "payments"], &["dues"]),
    (&["loi", "lois", "articles"], &["law"]),
    (&["mot de passe", "motdepasse", "passe", "password"], &["key"]),
];

/// From how many letters on a beginning is one.
const BEGINNING: usize = 3;

/// Returns the verbs of a command that mean what was typed, in the words of a language.
#[must_use]
pub(super) fn verbs(path: &str, command: &Command, typed: &str, lang: Lang) -> Vec<String> {
    let typed = fold(typed);
    // What begins so is meant before what means the same: « stat », « statut ».
    let begins = |c: &&Command| {
        let english = fold(c.get_name());
        let names = french::names(path, c.get_name());
        let near = |name: &str| typed.chars().count() >= BEGINNING && name.starts_with(&typed);
        !c.is_hide_set() && (near(&english) || names.iter().any(|name| near(name)))
    };
    let begun: Vec<&Command> = command.get_subcommands().filter(begins).collect();
    let groups = MEANT.iter().filter(|(words, _)| words.contains(&typed.as_str()));
    let verbs = groups.flat_map(|(_, verbs)| verbs.iter());
    let there = verbs.filter_map(|verb| command.find_subcommand(verb).filter(|c| !c.is_hide_set()));
    let named = begun.into_iter().chain(there).map(|c| match lang {
        Lang::Fr => french::command(path, c.get_name()),
        Lang::En => c.get_name().to_owned(),
    });
    let mut out: Vec<String> = Vec::new();
    for name in named {
        if !out.contains(&name) && out.len() < 2 {
            out.push(name);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    fn said(noun: &str, typed: &str, lang: Lang) -> Vec<String> {
        verbs(noun, Cli::command().find_subcommand(noun).unwrap(), typed, lang)
    }

    #[test]
    fn a_verb_is_found_by_what_it_means() {
        assert_eq!(said("member", "delete", Lang::En), ["remove", "erase"]);
        assert_eq!(said("member", "enlever", Lang::Fr), ["supprimer", "effacer"]);
        assert_eq!(said("member", "oublier", Lang::Fr), ["effacer", "purger"]);
        assert_eq!(said("member", "créer", Lang::Fr), ["ajouter"]);
        assert_eq!(said("member", "démission", Lang::Fr), ["départ"]);
        assert_eq!(said("company", "modifier", Lang::En), ["set"]);
        assert!(said("member", "zphqx", Lang::Fr).is_empty());
        let top = |typed: &str, lang| verbs("", &Cli::command(), typed, lang);
        for (typed, french, english) in [
            ("stat", french::command("", "status"), "status"),
            ("statut", french::command("", "status"), "status"),
            ("calendrier", french::command("", "agenda"), "agenda"),
            ("négo", french::command("", "bargain"), "bargain"),
            ("trésorerie", french::command("", "dues"), "dues"),
        ] {
            assert_eq!(top(typed, Lang::Fr).first(), Some(&french), "{typed}");
            assert!(
                !top(typed, Lang::Fr).contains(&french::command("", "dues")) || english == "dues",
                "{typed}"
            );
            assert_eq!(top(typed, Lang::En).first().map(String::as_str), Some(english), "{typed}");
        }
        // Two letters are no beginning.
        assert!(top("st", Lang::Fr).is_empty());
    }

    /// Each verb of the table is one of some command, and each word stands folded.
    #[test]
    fn the_table_names_verbs_that_there_are() {
        fn all(command: &Command, out: &mut Vec<String>) {
            for below in command.get_subcommands() {
                out.push(below.get_name().to_owned());
                all(below, out);
            }
        }
        let mut there = Vec::new();
        all(&Cli::command(), &mut there);
        for (words, verbs) in MEANT {
            assert!(verbs.iter().any(|v| there.iter().any(|t| t == v)), "{verbs:?}");
            assert!(words.iter().all(|w| fold(w) == *w), "{words:?}");
        }
        let mut verbs: Vec<&&str> = MEANT.iter().flat_map(|(_, verbs)| verbs.iter()).collect();
        verbs.retain(|v| !there.iter().any(|t| t == **v));
        assert!(verbs.is_empty(), "{verbs:?}");
    }
}
