//! The roster through the binary.

mod change;
mod colleges;
mod forget;
mod hostile;
mod import;
mod list;
mod pick;
mod sheets;

use crate::support::Env;

/// A home with a vault and these people, each a list of fields.
pub fn section(people: &[&[&str]]) -> Env {
    let env = Env::with_vault();
    for fields in people {
        env.run(["member", "add"].iter().chain(fields.iter())).ok();
    }
    env
}

/// A few invented people of all standings.
pub fn sample() -> Env {
    section(&[
        &[
            "nom=Exemple",
            "prénom=Éloïse",
            "courriel=e@example.org",
            "site=Lyon",
            "adhésion=2020-01-01",
            "catégorie=cadre",
            "étiquettes=vélo",
        ],
        &[
            "nom=Modèle",
            "prénom=Jean-Pierre",
            "site=Nantes",
            "adhésion=2019-01-01",
            "fin d'adhésion=2021-12-31",
        ],
        &["nom=D’Essai", "prénom=Zoé", "site=Lyon", "service=Paie", "situation=pré-adhérente"],
    ])
}

/// The identifier of a person, from JSON.
pub fn id_of(env: &Env, who: &str) -> String {
    env.run(["member", "show", who, "--json"]).ok().json()["value"]["id"].as_str().unwrap().to_owned()
}

/// Everything about everybody, to compare before and after.
pub fn everything(env: &Env) -> String {
    let columns = "id,family,given,preferred,gender,birth,emails,phone,street,postcode,town,language,site,service,job,category,contract,share,hired,standing,joined,left,roles,tags";
    env.run(["member", "list", "--standing", "all", "--columns", columns, "--format", "json"]).ok().out
}
