//! `member add` without fields.

use crate::support::Env;

fn person(env: &Env) -> String {
    env.run([
        "member",
        "list",
        "--standing",
        "all",
        "--format",
        "csv",
        "--columns",
        "name,sex,birth,email,site,contract,hired,joined",
    ])
    .ok()
    .out
}

#[test]
fn a_person_is_added_by_answers_each_checked_when_it_is_given() {
    for (lang, answers) in [
        (
            "fr",
            [
                ("nom : ", " Exemple ", ""),
                ("prénom : ", "Zoé", ""),
                ("sexe (F ou H) : ", "fille", "Pas pris : "),
                ("sexe (F ou H) : ", "F", ""),
                ("date de naissance (31/12/1980) : ", "31/4/1980", "ce jour n’existe pas"),
                ("date de naissance (31/12/1980) : ", "30/04/1980", ""),
                ("courriel : ", "zoé@", "Pas pris : "),
                ("courriel : ", "zoe@example.org", ""),
                ("téléphone : ", "", ""),
                ("site : ", "Lyon", ""),
                ("service : ", "", ""),
                ("catégorie : ", "", ""),
                ("contrat : ", "CDI", ""),
                ("date d'embauche (31/12/1980) : ", "2020-01-02", ""),
                ("date d'adhésion (31/12/1980) : ", "01/02/2024", "Ajouté"),
            ],
        ),
        (
            "en",
            [
                ("family name: ", " Exemple ", ""),
                ("given name: ", "Zoé", ""),
                ("sex (F or H): ", "girl", "Not taken: "),
                ("sex (F or H): ", "F", ""),
                ("date of birth (1980-12-31): ", "31/4/1980", "there is no such day"),
                ("date of birth (1980-12-31): ", "1980-04-30", ""),
                ("email: ", "zoé@", "Not taken: "),
                ("email: ", "zoe@example.org", ""),
                ("phone: ", "", ""),
                ("site: ", "Lyon", ""),
                ("service: ", "", ""),
                ("category: ", "", ""),
                ("contract: ", "CDI", ""),
                ("hire date (1980-12-31): ", "2020-01-02", ""),
                ("joined (1980-12-31): ", "01/02/2024", "Added"),
            ],
        ),
    ] {
        let env = Env::with_vault();
        let mut t = env.terminal(lang, &["member", "add"]);
        for (question, answer, then) in answers {
            t.read(&question.replace(" : ", "\u{a0}: ")).say(answer);
            t.read(&then.replace(" : ", "\u{a0}: "));
        }
        t.ends(0);
        let list = person(&env);
        for kept in ["Exemple", "Zoé", "1980-04-30", "zoe@example.org", "Lyon", "2020-01-02", "2024-02-01"] {
            assert!(list.contains(kept), "{kept}: {list}");
        }
    }
}

#[test]
fn a_person_needs_a_name_and_what_does_not_go_together_is_asked_again() {
    let env = Env::with_vault();
    let mut t = env.terminal("en", &["member", "add"]);
    t.read("family name: ").say("").read("given name: ").say("   ");
    t.read("a given name is needed").read("family name: ").say("Exemple");
    for question in ["given name: ", "sex", "date of birth"] {
        t.read(question).say("");
    }
    t.read("email: ").press("\u{4}").read("Nothing was changed").ends(1);
    assert!(!person(&env).contains("Exemple"));
    // Ctrl-C ends the program there and then, and the vault opens again.
    let mut t = env.terminal("fr", &["member", "add"]);
    t.read("nom\u{a0}: ").say("Exemple").read("prénom\u{a0}: ").press("\u{3}");
    t.ends(-2);
    assert!(t.echoes());
    assert!(!person(&env).contains("Exemple"));
}

#[test]
fn the_vault_is_opened_before_the_questions() {
    let env = Env::with_vault();
    let mut t = env.guarded("fr", &["member", "add"]);
    t.read("Phrase de passe\u{a0}: ").secretly("pas la bonne\n").read("n’ouvre pas l’identité").ends(12);
    assert!(!t.all.contains("prénom"), "{}", t.all);
    std::fs::remove_dir_all(env.vault()).unwrap();
    let mut t = env.terminal("en", &["member", "add"]);
    t.read("there is no vault").ends(10);
}

#[test]
fn one_can_go_back_and_say_otherwise() {
    let env = Env::with_vault();
    let mut t = env.terminal("fr", &["member", "add"]);
    t.read("revient à la question d’avant");
    t.read("nom\u{a0}: ").say("Exemple").read("prénom\u{a0}: ").say("<");
    t.read("nom [Exemple]\u{a0}: ").say("Modèle").read("prénom\u{a0}: ").say("Zoé").read("sexe").say("F");
    t.read("date de naissance").say("<").read("sexe [F]\u{a0}: ").say("-").read("date de naissance").say("");
    for question in ["courriel", "téléphone", "site", "service", "catégorie", "contrat", "embauche"] {
        t.read(question).say("");
    }
    t.read("adhésion").say("").read("Ajouté").ends(0);
    let list = person(&env);
    assert!(list.contains("Modèle") && !list.contains("Exemple") && !list.contains(";F;"), "{list}");
}
