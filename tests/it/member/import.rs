//! `member import`.

use super::{everything, sample};
use crate::support::Env;

const FILE: &str = "Nom;Prénom;Courriel;Site;Catégorie;Date d'adhésion\n\
    EXEMPLE;Camille;camille@example.org;Lyon;Cadre;01/03/2020\n\
    Modèle;Jean-Pierre;jp@example.org;Nantes;Employé;15 janvier 2021\n\
    D’Essai;Zoé;;;;\n";

#[test]
fn preview_then_apply_then_nothing() {
    let env = Env::with_vault();
    env.write("a.csv", FILE);
    let preview = env.run(["member", "import", "a.csv"]).ok();
    assert!(
        preview.out.contains("to add 3") && preview.out.contains("the same command, followed by --apply"),
        "{}",
        preview.out
    );
    assert!(everything(&env).contains("\"people\": []"));
    let applied = env.run(["member", "import", "a.csv", "--apply", "--json"]).ok().json();
    assert_eq!(applied["schema"], "contrepoids.member.import/1");
    assert_eq!((&applied["value"]["added"], &applied["value"]["applied"]), (&3.into(), &true.into()));
    let before = everything(&env);
    assert!(before.contains("2021-01-15"));
    let log = env.run(["member", "history", "Zoé D’Essai", "--json"]).ok().json();
    let again = env.run(["member", "import", "a.csv", "--apply", "--json"]).ok().json();
    assert_eq!((&again["value"]["same"], &again["value"]["changed"]), (&3.into(), &0.into()));
    assert_eq!(everything(&env), before);
    assert_eq!(env.run(["member", "history", "Zoé D’Essai", "--json"]).ok().json(), log, "not even an entry");
}

#[test]
fn every_encoding_and_delimiter_gives_the_same_people() {
    let utf16 = |big: bool| -> Vec<u8> {
        let text = format!("\u{feff}{FILE}");
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let latin: Vec<u8> =
        FILE.replace('’', "'").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let quoted = FILE.replace("Lyon", "\"Lyon\"").replace('\n', "\r\n");
    let files: Vec<Vec<u8>> = vec![
        FILE.into(),
        format!("\u{feff}{FILE}").into(),
        FILE.replace(';', ",").into(),
        FILE.replace(';', "\t").into(),
        quoted.into(),
        FILE.replace('\n', "\r").into(),
        format!("sep=;\n{FILE}").into(),
        utf16(false),
        utf16(true),
        latin,
    ];
    for (n, bytes) in files.iter().enumerate() {
        let env = Env::with_vault();
        env.write("a.csv", bytes);
        env.run(["member", "import", "a.csv", "--apply"]).ok();
        let list = env
            .run(["member", "list", "--format", "json", "--columns", "nom,prénom,site,catégorie"])
            .ok()
            .json();
        let people = list["value"]["people"].as_array().unwrap();
        assert_eq!(people.len(), 3, "file {n}");
        assert_eq!(people[1]["family"], "EXEMPLE", "file {n}");
        assert_eq!(people[2]["given"], "Jean-Pierre", "file {n}");
        assert_eq!(people[0]["given"], "Zoé", "file {n}");
    }
}

#[test]
fn one_bad_row_refuses_all_and_says_where() {
    // security.md B2, through the binary: the first row, one in the middle, the last.
    let env = sample();
    let before = everything(&env);
    for bad in [1, 10, 20] {
        let row = |n: usize| {
            if n == bad { format!("Mauvais{n};x@localhost\n") } else { format!("Bon{n};b{n}@example.org\n") }
        };
        env.write("b.csv", format!("Nom;Courriel\n{}", (1..=20).map(row).collect::<String>()));
        let run = env.run(["member", "import", "b.csv", "--apply"]);
        assert_eq!(run.code, 1);
        let says = format!("line {}: email: the domain of the address will not do", bad + 1);
        assert!(run.out.contains(&says) && run.out.contains("Nothing was written"), "{}", run.out);
        assert_eq!(everything(&env), before);
        env.run(["member", "import", "b.csv"]).fails(3, "");
    }
}

#[test]
fn unknown_columns_are_listed_with_the_known_names() {
    let env = Env::with_vault();
    env.write("c.csv", "Nom;Statut;Chien\nA;Cadre;Rex\n");
    let run = env.run(["member", "import", "c.csv"]).fails(1, "“Statut”, “Chien”");
    assert!(
        run.err.contains("--map") && run.err.contains("category") && run.err.contains("Nothing was changed"),
        "{}",
        run.err
    );
    env.run([
        "member",
        "import",
        "c.csv",
        "--map",
        "statut=catégorie",
        "--map",
        "Chien=-",
        "--set",
        "site=Lyon",
        "--apply",
    ])
    .ok();
    let list = env.run(["member", "list", "--json", "--columns", "nom,catégorie,site"]).ok().json();
    assert_eq!(list["value"]["people"][0]["category"], "cadre");
    assert_eq!(list["value"]["people"][0]["site"], "Lyon");
    env.run(["member", "import", "c.csv", "--ignore-unknown"]).ok();
    env.run(["member", "import", "c.csv", "--map", "Chat=nom"]).fails(1, "no column “Chat”");
    env.run(["member", "import", "c.csv", "--map", "Chien=chien"]).fails(2, "is not a field");
    env.run(["member", "import", "c.csv", "--delimiter", "xx"]).fails(2, "delimiter");
    env.run(["member", "import", "c.csv", "--encoding", "klingon"]).fails(2, "encoding is unknown");
    env.run(["member", "import", "none.csv"]).fails(1, "cannot be read");
    env.write("d.csv", "Exemple;camille@example.org\n");
    env.run(["member", "import", "d.csv"]).fails(1, "the line with the names of the columns is missing");
}

#[test]
fn standard_input_is_a_file_too() {
    let env = Env::with_vault();
    let path = env.write("a.csv", FILE);
    let mut command = env.command();
    command.args(["member", "import", "-", "--apply"]).stdin(std::fs::File::open(path).unwrap());
    crate::support::Run::of(command.output().unwrap()).ok();
    assert!(everything(&env).contains("Jean-Pierre"));
}

#[test]
fn an_address_of_the_employer_is_left_out_and_told() {
    let env = Env::with_vault();
    env.run(["company", "set", "--forbid-domain", "employeur.example"]).ok();
    env.write("a.csv", "Nom;Courriel\nA;a@rh.Employeur.example\n");
    let run = env.run(["member", "import", "a.csv", "--apply"]).ok();
    assert!(run.out.contains("an address of the employer is never taken"), "{}", run.out);
    let shown = everything(&env);
    assert!(shown.contains("\"A\"") && !shown.to_lowercase().contains("employeur.example"), "{shown}");
}

#[test]
fn what_was_decided_for_the_user_is_said() {
    let env = Env::with_vault();
    env.write("a.csv", "Nom;Date d'entrée\nExemple;01/03/2020\n");
    let run = env.run(["member", "import", "a.csv"]).ok();
    assert!(run.out.contains("--map \"Date d'entrée=joined\""), "{}", run.out);
    assert!(run.out.contains("1 without a day of joining"), "{}", run.out);
    assert!(run.out.contains("“Date joined”, or: --set joined=YYYY-MM-DD\n  Exemple\n"), "{}", run.out);
    let run = env.run(["member", "import", "a.csv", "--map", "Date d'entrée=joined"]).ok();
    assert!(!run.out.contains("--map") && !run.out.contains("without a day"), "{}", run.out);
}

#[test]
fn a_line_break_inside_a_cell_is_a_space() {
    let env = Env::with_vault();
    env.write(
        "a.csv",
        "Nom;Adresse;Remarque\nExemple;\"1 rue d'Exemple\r\n69000 Exempleville\";\"l1\nl2\"\n",
    );
    env.run(["member", "import", "a.csv", "--map", "Remarque=free:note", "--apply"]).ok();
    let all = env.run(["member", "show", "Exemple", "--json"]).ok().out;
    assert!(all.contains("1 rue d'Exemple 69000 Exempleville") && all.contains("l1 l2"), "{all}");
}

#[test]
fn a_wrong_encoding_is_refused_by_its_line_and_named() {
    let env = Env::with_vault();
    let list = |cell: &[u8]| [b"Nom;Prenom;Ville\nExemple;Camille;Lyon\nModele;", cell, b";Sete\n"].concat();
    for (cell, says) in [
        (&list("Zo\u{c3}\u{a9}".as_bytes())[..], "line 3: UTF-8 that was encoded twice: “Zo\u{c3}\u{a9}”"),
        (
            &[&list("Zoé".as_bytes())[..], b"Fictif;Ren\xe9;Lyon\n"].concat(),
            "line 4: the file is UTF-8, but not here: “René”",
        ),
        (&list(b"Zo\x8e"), "line 3: this is likely Mac Roman"),
        (&list(b"d&#39;Exemple"), "line 3: the text of a web page (HTML): “d&#39;Exemple”"),
        (&list(b"Lou&yuml;s"), "line 3: the text of a web page (HTML)"),
    ] {
        env.write("e.csv", cell);
        env.run(["member", "import", "e.csv", "--map", "Ville=site", "--apply"]).fails(1, says);
    }
    assert!(
        !env.run(["member", "list", "--standing", "all", "--format", "csv"]).ok().out.contains("Exemple")
    );
    // Named, it is read; and Windows-1252 needs no name.
    env.write("e.csv", list(b"Zo\x8e"));
    env.run(["member", "import", "e.csv", "--map", "Ville=site", "--encoding", "macintosh", "--apply"]).ok();
    env.write("e.csv", list(b"No\xebl"));
    env.run(["member", "import", "e.csv", "--map", "Ville=site", "--apply"]).ok();
    let names = env.run(["member", "list", "--standing", "all", "--format", "csv"]).ok().out;
    assert!(names.contains("Zoé") && names.contains("Noël"), "{names}");
}

#[test]
fn a_real_file_is_told_line_by_line_with_its_cells() {
    let env = Env::with_vault();
    env.write(
        "r.csv",
        "Liste des adhérents – maj 12/11/2026;;;;\nNom;Prénom;Adhésion;Temps de travail;Collège\n\
         Exemple;Camille;sept. 2021;non\nModele;Lou;3/9/21\u{1b};;\n;TOTAL;;;12 adhérents\n;Noa;;;\n;;;;1\n",
    );
    let mut french = env.bare();
    french.args(["--on", "2026-11-21", "--lang", "fr", "--vault"]).arg(env.vault());
    french.arg("--identity").arg(env.path("key.txt")).args(["member", "import", "r.csv"]);
    let run = crate::support::Run::of(french.output().unwrap());
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    let flat = run.out.replace('\u{a0}', " ");
    for says in [
        "ligne 3 : date d'adhésion : il manque le jour, comme 01/09/2021",
        "colonne « Adhésion » : « sept. 2021 »",
        "colonne « Temps de travail » : « non »",
        "colonne « Adhésion » : « 3/9/21\u{fffd} »",
        "ligne 1 : un titre",
        "ligne 5 : un total",
        "ligne 7 : sans nom",
        "ligne 6 : un prénom sans nom",
        "ligne 6 : prénom Noa",
        "(laissée : suit de la catégorie)",
    ] {
        assert!(flat.contains(says), "{says}:\n{flat}");
    }
    env.write("t.csv", "Nom de famille;Nom;Prénom\nA;B;C\n");
    env.run(["member", "import", "t.csv"])
        .fails(1, "two columns for family name: “Nom de famille” and “Nom”");
}

/// A name of birth beside the name of use: letters and lists go by the one, the list of electors by the other, a search
/// finds both.
#[test]
fn a_name_of_birth_beside_the_name_of_use() {
    let env = Env::with_vault();
    env.write("t.csv", "Nom de naissance;Nom d’usage;Prénom;Adhésion\nModèle;Exemple;Zoé;15/01/2020\n");
    env.run(["member", "import", "t.csv", "--apply"]).ok();
    for who in ["Zoé Exemple", "Zoé Modèle", "modele zoe"] {
        let person = env.run(["member", "show", who, "--json"]).ok().json();
        assert_eq!(
            (&person["value"]["family"], &person["value"]["birth-name"]),
            (&"Exemple".into(), &"Modèle".into()),
            "{who}"
        );
    }
    let shown = env.run(["member", "show", "Zoé Exemple", "--lang", "fr"]).ok().out;
    assert!(shown.contains("Zoé Exemple") && shown.contains("nom de naissance"), "{shown}");
    let list = env.run(["member", "list", "modèle"]).ok().out;
    assert!(list.contains("Exemple") && !list.contains("Modèle"), "{list}");
    let electors = env.run(["law", "electors", "--roster", "--on", "2026-12-15", "--json"]).ok().json();
    assert_eq!(electors["value"]["people"][0]["name"], "Modèle Zoé");
    env.run(["member", "edit", "Zoé Modèle", "nom de naissance="]).ok();
    assert!(
        env.run(["member", "show", "Zoé Exemple", "--json"]).ok().json()["value"]["birth-name"].is_null()
    );
}

/// The good rows are in, the others wait in a private file with their reasons, which is imported once it is mended.
#[test]
fn rejects_are_mended_and_imported() {
    let env = Env::with_vault();
    env.write(
        "a.csv",
        "Section de Lyon\nNom;Prénom;Courriel;Adhésion;Matricule\nExemple;Camille;c@example.org;01/02/2020;7\n\
         Modèle;Lou;pas une adresse;sept. 2021;8\n;TOTAL;;;\n",
    );
    let run = |args: &[&str]| env.run(["member", "import"].iter().chain(args));
    let preview = run(&["a.csv", "--rejects", "r.csv"]).fails(3, "");
    assert!(preview.out.contains("r.csv: the same command, followed by --apply"), "{}", preview.out);
    assert!(preview.out.contains("(left out: of the employer)"), "{}", preview.out);
    assert!(!env.path("r.csv").exists());
    let applied = run(&["a.csv", "--rejects", "r.csv", "--apply"]).fails(3, "");
    assert!(applied.out.contains("1 row is in r.csv"), "{}", applied.out);
    assert!(!applied.err.contains("adresse"), "values stay off the log: {}", applied.err);
    let file = std::fs::read_to_string(env.path("r.csv")).unwrap();
    assert!(
        file.contains("Matricule;why refused\r\nModèle;Lou;pas une adresse;sept. 2021;8;email: one @ is needed, only one | joined: the day is missing"),
        "{file}"
    );
    run(&["a.csv", "--rejects", "r.csv", "--apply"]).fails(1, "there already");
    env.write(
        "r.csv",
        file.replace("pas une adresse", "lou@example.org").replace("sept. 2021", "01/09/2021"),
    );
    run(&["r.csv", "--apply"]).ok();
    let all = everything(&env);
    assert!(all.contains("2021-09-01") && all.contains("c@example.org") && !all.contains("missing"), "{all}");
}
