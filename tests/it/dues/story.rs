//! L’année d’une trésorière : soixante adhérent·e·s inventé·e·s, du premier barème à la clôture de l’exercice.

use serde_json::Value;

use crate::{
    keys::{accept, admit, as_device},
    support::{Env, Run},
};

const MEMBRES: usize = 60;

fn nom(n: usize) -> String {
    let (a, b) = (
        ["Ex", "Mod", "Spé", "Tém", "Ess", "Fic"][n / 10],
        ["ax", "ex", "ix", "ox", "ux", "ay", "ey", "iy", "oy", "uy"][n % 10],
    );
    format!("{a}emp{b}")
}

fn le(env: &Env, jour: &str, mots: &[&str]) -> Run {
    let mut commande = env.bare();
    commande.args(["--on", jour, "--lang", "fr", "--vault"]).arg(env.vault());
    commande.arg("--identity").arg(env.path("key.txt")).arg("--yes").args(mots);
    Run::of(commande.output().unwrap())
}

fn json(env: &Env, jour: &str, mots: &[&str]) -> Value {
    le(env, jour, &[mots, &["--json"]].concat()).ok().json()["value"].clone()
}

/// Le relevé d’un mois : qui paie, par virement à son nom, et un achat.
fn releve(mois: usize, qui: impl Iterator<Item = usize>) -> String {
    let mut lignes = String::from("Date;Date de valeur;Montant;Libellé;Solde\n");
    for n in qui {
        let nom = nom(n).to_uppercase();
        lignes.push_str(&format!("05/{mois:02}/2026;;10,00;VIR SEPA RECU CAMILLE {nom} COTISATION;0\n"));
    }
    lignes.push_str(&format!("20/{mois:02}/2026;;-15,00;CB IMPRIMERIE;0\n"));
    lignes
}

#[test]
fn une_annee_de_soixante_personnes() {
    let env = Env::with_vault();
    // Le fichier, le barème, le syndicat.
    let mut fichier = String::from("prénom;nom;email;adhésion\n");
    for n in 0..MEMBRES {
        fichier.push_str(&format!("Camille;{};personne{n:02}@example.net;2025-06-01\n", nom(n)));
    }
    env.write("membres.csv", fichier);
    le(&env, "2026-01-10", &["member", "import", "membres.csv", "--apply"]).ok();
    le(
        &env,
        "2026-01-10",
        &["cotisations", "barème", "ordinaire", "--forfait", "10", "--depuis", "01/01/2026"],
    )
    .ok();
    le(
        &env,
        "2026-01-10",
        &[
            "cotisations",
            "syndicat",
            "--nom",
            "Syndicat Exemple",
            "--adresse",
            "Lyon",
            "--signataire",
            "Lou Essai",
        ],
    )
    .ok();
    le(&env, "2026-01-10", &["cotisations", "reverser", "UD", "--pour-cent", "25", "--depuis", "01/01/2026"])
        .ok();
    let exempte = nom(59);
    le(
        &env,
        "2026-01-10",
        &["cotisations", "affecter", &exempte, "--exemption", "congé parental", "--depuis", "01/01/2026"],
    )
    .ok();
    // Chaque mois le relevé : les quarante premières personnes paient toujours, dix un mois sur deux, les autres jamais.
    for mois in 1..=10 {
        let paient = (0..40).chain((40..50).filter(|_| mois % 2 == 0));
        env.write("releve.csv", releve(mois, paient));
        let jour = format!("2026-{mois:02}-25");
        let repris = json(&env, &jour, &["cotisations", "importer", "releve.csv", "--appliquer"]);
        let attendus = if mois % 2 == 0 { 50 } else { 40 };
        assert_eq!(repris["written"], attendus, "{mois}");
        // Le même relevé, une seconde fois, ne change rien.
        if mois == 3 {
            assert_eq!(
                json(&env, &jour, &["cotisations", "importer", "releve.csv", "--appliquer"])["written"],
                0
            );
        }
    }
    let vue = json(&env, "2026-11-21", &["cotisations"]);
    assert_eq!(vue["year"]["dues"], (10 * 40 + 5 * 10) * 1_000);
    // Dix personnes ont payé la moitié, neuf n’ont rien payé, une ne doit rien.
    assert_eq!(vue["total"]["late_people"], 19);
    assert_eq!(vue["total"]["pay_nothing"], 9);
    assert_eq!(vue["faults"], serde_json::json!([]));
    // Les relances : personne qui a payé, convenu ou ne doit rien.
    le(&env, "2026-11-21", &["cotisations", "convenir", &nom(50), "--fois", "5"]).ok();
    let relance =
        ["avis", "aperçu", "reminder-1", "--de", "equipe@example.org", "--valeur", "how=Par virement."];
    let relance = json(&env, "2026-11-21", &relance);
    assert_eq!(relance["messages"], 18, "{relance}");
    let ecartes: Vec<_> =
        relance["excluded"].as_array().unwrap().iter().map(|e| e["why"].as_str().unwrap()).collect();
    let compte = |code: &str| ecartes.iter().filter(|why| **why == code).count();
    assert_eq!((compte("dues-paid"), compte("dues-agreed"), compte("dues-free")), (40, 1, 1));
    // Le reversement : un quart de ce qui a été reçu, au centime.
    let du = json(&env, "2026-11-21", &["cotisations", "reverser", "--jusqu-au", "31/10/2026"]);
    assert_eq!(du["levels"][0]["due"], 450_000 / 4);
    le(&env, "2026-11-21", &["cotisations", "reverser", "UD", "--payer", "1125", "--jour", "21/11/2026"])
        .ok();
    // Les attestations : la somme de toutes est celle du livre.
    let page = env.path("attestations.html");
    let faites = json(
        &env,
        "2027-02-01",
        &["cotisations", "attestation", "--année", "2026", "--html", page.to_str().unwrap()],
    );
    assert_eq!((&faites["certificates"], &faites["total"]), (&50.into(), &450_000.into()));
    // L’exercice : clos par deux personnes, et rien n’y est plus noté.
    let exercice = json(&env, "2027-02-01", &["cotisations", "exercice", "2026"]);
    assert_eq!(
        (&exercice["resources"], &exercice["keeping"]),
        (&(450_000 - 112_500).into(), &"simplified".into())
    );
    le(&env, "2026-11-21", &["cotisations", "exercice", "2026", "--clore"]).fails(1, "n’est pas fini");
    le(&env, "2027-02-01", &["cotisations", "exercice", "2026", "--clore"]).ok();
    le(&env, "2027-02-01", &["cotisations", "exercice", "2026", "--clore"]).fails(1, "une autre personne");
    admit(&env, "hers.txt", "Portable de la trésorerie", "treasurer");
    accept(&env, "hers.txt");
    let elle =
        |mots: &[&str]| as_device(&env, "hers.txt", &[mots, &["--on", "2027-02-01", "--yes"]].concat());
    elle(&["dues", "year", "2026", "--close"]).ok();
    elle(&["dues", "year", "2026", "--close"]).fails(1, "is closed");
    let tard = ["cotisations", "noter", "paiement", "10", "--adhérent", &nom(0), "--jour", "31/12/2026"];
    le(&env, "2027-02-01", &tard).fails(1, "ne se rouvre pas");
    let approuve = json(&env, "2027-03-20", &["cotisations", "exercice", "2026", "--approuvé", "14/03/2027"]);
    assert_eq!(approuve["publish_by"], "2027-06-14");
    assert_eq!(approuve["changed"], false);
    assert!(le(&env, "2027-03-20", &["cotisations"]).ok().out.contains("au plus tard le 14/06/2027"));
    assert_eq!(json(&env, "2027-03-20", &["cotisations"])["faults"], serde_json::json!([]));
}
