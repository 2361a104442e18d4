//! What a person reads in French is French: refusals, causes, hints, help, tables.

use std::ffi::OsStr;

use unicode_width::UnicodeWidthStr as _;

use crate::support::{Env, Run};

/// Runs a command as a French organizer does.
fn fr<S: AsRef<OsStr>>(env: &Env, args: impl IntoIterator<Item = S>) -> Run {
    let mut command = env.bare();
    command.args(["--on", "2026-11-21", "--lang", "fr", "--vault"]).arg(env.vault());
    command.arg("--identity").arg(env.path("key.txt")).args(args);
    Run::of(command.output().unwrap())
}

/// Words that English cannot do without and French does not have.
const ENGLISH: &[&str] = &[
    "the",
    "is",
    "are",
    "of",
    "and",
    "not",
    "with",
    "without",
    "for",
    "this",
    "that",
    "must",
    "cannot",
    "missing",
    "expected",
    "invalid",
    "unknown",
    "value",
    "it",
    "has",
    "have",
    "nobody",
    "fits",
    "error",
    "there",
    "does",
    "was",
    "be",
    "been",
    "too",
    "such",
    "found",
    "where",
    "while",
    "at",
    "from",
    "its",
    "needed",
    "wrong",
    "field",
    "line",
    "file",
    "address",
    "required",
    "argument",
    "unexpected",
    "option",
    "options",
    "column",
    "list",
];

/// What stands in French lines that may hold English: commands and options to type, names between marks.
fn prose(line: &str) -> String {
    let mut out = String::new();
    for (place, part) in line.split(['«', '»', '“', '”', '`', '"', '\'']).enumerate() {
        if place % 2 == 0 {
            out.push_str(part);
            out.push(' ');
        }
    }
    // A command to type runs to the end of its part.
    out.split(" : ")
        .map(|part| part.split("contrepoids").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join(" ")
}

fn english(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.replace('\u{a0}', " ").lines().map(prose) {
        for word in line.split(|c: char| c.is_whitespace() || ",;:.!?…/".contains(c)) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-' && c != '(');
            if ENGLISH.contains(&word) {
                found.push(format!("{word:?} in {line:?}"));
            }
        }
    }
    found
}

#[test]
fn the_check_sees_english_and_leaves_what_is_typed() {
    assert_eq!(english("Cause : nobody fits").len(), 2);
    assert_eq!(english("Cause : the address must have exactly one @").len(), 4);
    assert_eq!(english("À faire : contrepoids member list --standing all MOT"), Vec::<String>::new());
    assert_eq!(english("Erreur : « value » n’est pas un champ (--from)."), Vec::<String>::new());
}

/// Real commands that fail, of every group, with the exit code and what must be said in French and in English: a line that
/// fails for another reason than it means shows nothing. The file that each reads is made first.
const FAILING: &[(&str, i32, &str, &str)] = &[
    ("foo", 2, "commande «", "unrecognized subcommand"),
    ("member foo", 2, "commande «", "unrecognized subcommand"),
    ("member add courriel=a@b@c nom=A", 1, "un @, un seul", "one @ is needed"),
    ("member add nom=A naissance=32/13/2020", 1, "ce jour n’existe pas", "no such day"),
    ("member add nom=A naissance=31/12/20", 1, "quatre chiffres", "four digits"),
    ("member add nom=A temps\u{a0}de\u{a0}travail=x", 1, "une part de temps plein", "a share of full time"),
    ("member add foo=1", 2, "n’est pas un champ", "is not a field"),
    ("member add nom", 2, "CHAMP=VALEUR", "FIELD=VALUE"),
    ("member add id=3", 1, "se calcule", "is computed"),
    ("member add nom=", 1, "il faut un nom ou un prénom", "a given name is needed"),
    ("member add nom=A langue=xx", 1, "français, anglais", "fr, en"),
    ("member edit zz site=1", 1, "personne ne correspond", "nobody fits"),
    ("member edit Camille\u{a0}Exemple fin\u{a0}d'adhésion=1900-01-01", 1, "1940", "1940"),
    ("member show zz", 1, "personne ne correspond", "nobody fits"),
    ("member list --standing foo", 2, "situation", "standing"),
    ("member list --where site<2", 2, "seules les dates", "only dates"),
    ("member list --where naissance>x", 2, "pas une date", "not a date"),
    ("member leave Camille\u{a0}Exemple --date 1900-01-01", 1, "avant le 01/01/1940", "before 1940-01-01"),
    ("member leave Camille\u{a0}Exemple --reason foo", 2, "--reason", "--reason"),
    ("member rejoin Camille\u{a0}Exemple", 1, "déjà adhérent·e", "a member already"),
    ("member merge zz yy", 1, "personne ne correspond", "nobody fits"),
    ("member history zz", 1, "personne ne correspond", "nobody fits"),
    ("member import none.csv", 1, "n’existe pas", "no such file"),
    ("member import folder", 1, "c’est un dossier", "it is a folder"),
    ("member import binary.csv", 1, "pas du texte UTF-16LE", "not UTF-16LE text"),
    ("member import empty.csv", 1, "il n’y a personne", "nobody in this file"),
    ("member import people.csv --map X=Y", 2, "n’est pas un champ", "is not a field"),
    ("member import people.csv --map XY", 2, "CHAMP=VALEUR", "FIELD=VALUE"),
    ("member import people.csv --encoding foo", 2, "encodage est inconnu", "encoding is unknown"),
    ("member import people.csv --delimiter abc", 2, "--delimiter", "--delimiter"),
    ("member import odd.csv", 1, "colonnes inconnues", "unknown columns"),
    ("company set --siren 12", 1, "neuf chiffres", "nine digits"),
    ("company set --siren 123456789", 1, "son dernier chiffre", "its last digit"),
    ("company set --idcc x", 1, "quatre chiffres", "four digits"),
    ("company set --mandate-years 9", 1, "de 2 à 4 ans", "2 to 4 years"),
    ("company set --forbid-domain x", 1, "domaine de courriel", "mail domain"),
    ("company headcount foo 3", 2, "il faut un mois", "a month and then"),
    ("company headcount 2026-13 5", 2, "il faut un mois", "a month and then"),
    ("company sites --remove zz", 1, "aucun site", "no site"),
    ("agenda show zz", 1, "quatre chiffres", "four digits"),
    ("agenda show zzzz", 1, "rien dans l’agenda", "nothing in the agenda"),
    ("agenda record foo --day 2026-01-01", 1, "pas de fait «\u{a0}foo\u{a0}»", "no kind of fact"),
    ("agenda record strike --day 2026-01-01 --years 3", 1, "ne prend pas --years", "does not take --years"),
    ("agenda add foo", 2, "il manque --day", "not provided: --day"),
    ("agenda done zz", 1, "rien dans l’agenda", "nothing in the agenda"),
    ("agenda snooze zz --until 2026-01-01", 1, "rien dans l’agenda", "nothing in the agenda"),
    ("agenda hours new king", 2, "suppléant", "cse-substitute"),
    ("agenda hours take zz 3", 1, "rien dans l’agenda", "nothing in the agenda"),
    ("agenda hours list --month 12", 2, "--month", "--month"),
    ("agenda ics --titles foo", 2, "complet, neutre", "full, neutral"),
    ("agenda ics --out none/x.ics", 15, "ne peut pas être écrit", "cannot be written"),
    ("bargain show zz", 1, "aucune négociation", "no round"),
    ("bargain new foo", 2, "expérimentés", "experienced"),
    ("bargain guide foo", 2, "défaut", "default"),
    ("bargain item zz", 1, "aucune négociation", "no round"),
    ("bargain close zz --agreement --day 2026-01-01", 1, "aucune négociation", "no round"),
    ("election show", 1, "pas encore d’élection", "no election in this vault"),
    ("election new", 1, "--date", "--date"),
    ("election new --date 2026-12-01", 1, "--college", "--college"),
    ("election new --date 2026-12-01 --college 1:holders=0", 1, "au-dessus de zéro", "above zero"),
    ("election new --date 2026-12-01 --college x", 1, "1:titulaires=4", "1:holders=4"),
    ("election new --date 2026-12-01 --college 1:holders=4 --round 3", 1, "1 ou 2", "1 or 2"),
    ("election new --input cut.json", 1, "s’arrête au milieu", "cannot be read"),
    ("election new --input odd.toml", 1, "dog", "dog"),
    ("election minutes --vote kings", 2, "titulaires ou suppléants", "holders or substitutes"),
    ("election count --list CGT=x", 2, "--list", "--list"),
    ("notice preview foo", 1, "pas d’avis «\u{a0}foo\u{a0}»", "no notice `foo`"),
    ("notice preview meeting", 1, "manque l’expéditeur", "no sender"),
    ("notice preview meeting --from a@b@c", 1, "un @, un seul", "one @ is needed"),
    ("notice preview meeting --from a@example.org", 1, "date, lieu", "date, place"),
    ("notice new welcome --subject a --text b", 1, "avis du programme", "a notice of the program"),
    ("notice new x --text b", 1, "manque l’objet", "the subject is missing"),
    ("notice write --from a@example.org --text-file none", 1, "personne n’a été choisi", "nobody was named"),
    ("notice preview meeting --from a@example.org --set x=1", 1, "variable «\u{a0}x\u{a0}»", "variable `x`"),
    ("notice queue meeting --from a@b@c", 1, "un @, un seul", "one @ is needed"),
    ("notice send --smtp foo --really", 1, "l’adresse du serveur", "the address of the server"),
    ("notice send --smtp smtp://example.org --really", 1, "sans protection", "without protection"),
    ("notice account add x --from a@b@c", 1, "un @, un seul", "one @ is needed"),
    ("notice account add x --from a@example.org", 1, "réglages de ce domaine", "settings for this domain"),
    (
        "notice account add x --from a@example.org --smtp smtps://a:b@example.org",
        1,
        "mot de passe",
        "password",
    ),
    ("notice account show zz", 1, "pas de compte", "no account"),
    ("notice account test zz", 1, "pas de compte", "no account"),
    ("notice bounces clear zz", 1, "personne ne correspond", "nobody fits"),
    ("notice bounces import none", 1, "n’existe pas", "no such file"),
    ("notice templates foo", 1, "pas d’avis «\u{a0}foo\u{a0}»", "no notice `foo`"),
    ("notice templates --templates none", 1, "n’existe pas", "no such file"),
    ("notice templates own --templates notices", 1, "le fichier manque", "the file is missing"),
    ("notice cancel zz", 1, "pas d’envoi", "no such campaign"),
    ("notice retry zz", 1, "pas d’envoi", "no such campaign"),
    ("notice outbox zz", 1, "pas d’envoi", "no such campaign"),
    ("export roster", 2, "manque une clé publique", "a public key is missing"),
    ("export roster --to foo", 2, "clé publique age", "public key of age"),
    ("export roster --to-file none", 1, "n’existe pas", "no such file"),
    (
        "export roster --standing foo --to age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        2,
        "situation",
        "standing",
    ),
    ("export open none --out x.csv", 1, "n’existe pas", "no such file"),
    ("export open people.csv --out x.csv", 1, "pas un fichier age", "not an age file"),
    ("key show", 2, "manque un nom", "a name is missing"),
    ("key show --name x --out people.csv", 1, "existe déjà", "is there already"),
    ("backup create people.csv", 1, "existe déjà", "is there already"),
    ("backup create vault/x", 1, "n’admet rien d’étranger", "takes nothing foreign"),
    ("backup verify none", 1, "n’existe pas", "no such file"),
    ("backup verify people.csv", 1, "pas un fichier age", "not an age file"),
    ("backup restore people.csv vault", 1, "déjà quelque chose dans", "something in"),
    ("backup restore people.csv new", 1, "pas un fichier age", "not an age file"),
    ("law show foo", 1, "pas de table «\u{a0}foo\u{a0}»", "no table `foo`"),
    ("law --on 1900-01-01 seats --headcount 50", 20, "ne couvrent pas", "do not cover"),
    ("law seats --headcount x", 2, "--headcount", "--headcount"),
    ("law seats --headcount -4", 2, "«\u{a0}-4\u{a0}»", "'-4'"),
    ("law seats", 2, "il manque --headcount", "not provided: --headcount"),
    ("law quorum --registered 0 --valid 0", 1, "--registered", "above zero"),
    ("law quorum --registered 47 --valid 48", 1, "inscrits (registered)", "is above registered"),
    ("law allocate --seats 0 --list A=5", 1, "au-dessus de zéro", "above zero"),
    ("law allocate --seats 2 --list A=-5", 2, "«\u{a0}A=-5\u{a0}»", "'A=-5'"),
    ("law allocate --seats 2 --list A=5 --valid 4", 1, "suffrages exprimés", "is above valid"),
    ("law allocate --seats 2 --list A=5 --list A=6", 1, "deux fois", "there twice"),
    ("law allocate --seats 2", 2, "il manque --list", "--list is missing"),
    ("law parity --women 5 --men 5 --seats 3 --list FXH", 1, "«\u{a0}X\u{a0}»", "`X`"),
    ("law agreement --union A=5 --signed B", 1, "«\u{a0}B\u{a0}»", "`B`"),
    ("law pse --dismissals 0", 1, "au-dessus de zéro", "above zero"),
    ("law protection --office candidate", 1, "--from", "--from"),
    ("law protection --office king --from 2026-01-01", 2, "candidature, demandeur", "candidate, requester"),
    (
        "law protection --office delegate --from 2026-01-01 --to 2025-01-01",
        1,
        "début (from)",
        "is below from",
    ),
    ("law colleges --headcount 700 --staff 1=5 --staff 1=6", 1, "deux fois", "there twice"),
    ("law electors --kind king", 2, "portage, mise-à-disposition", "umbrella, seconded"),
    ("law headcount --input bad.json", 1, "s’arrête au milieu", "cannot be read"),
    ("law headcount --input bad.toml", 1, "ligne 2", "line 2"),
    ("law headcount --input odd.toml", 1, "dog", "dog"),
    ("law headcount --input none.json", 1, "n’existe pas", "no such file"),
    ("law headcount --input folder", 1, "c’est un dossier", "it is a folder"),
    ("law headcount --input binary.csv", 1, "pas du texte UTF-8", "not UTF-8 text"),
    ("law headcount --input twice.toml", 1, "deux fois", "there twice"),
    ("law headcount --input kind.json", 1, "«\u{a0}king\u{a0}»", "`king`"),
    ("law headcount --input type.json", 1, "n’est pas un texte", "is not a text"),
    ("law headcount --month x=3", 2, "un mois, comme 2026-10", "not a month such as"),
    ("law headcount --month 2026-10=x", 2, "un nombre", "not a number"),
    ("law allocate --input comma.json", 1, "virgule de trop", "trailing comma"),
    ("law audience --input above.json", 1, "suffrages exprimés", "is above registered"),
    ("law deadline foo --from 2026-01-01", 1, "pas de règle «\u{a0}foo\u{a0}»", "no rule `foo`"),
    ("law deadline seizur --from 2026-01-01", 1, "«\u{a0}seizur\u{a0}»", "`seizur`"),
    ("law deadline", 2, "RÈGLE", "RULE"),
    ("law hours --credit x", 2, "--credit", "--credit"),
    ("law by-election --seats 3 --left 4", 1, "sièges (seats)", "is above seats"),
    ("law rights --headcount 3000000000000000000000000", 2, "--headcount", "--headcount"),
];

fn section() -> Env {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Exemple", "prénom=Camille", "standing=member"]).ok();
    env.write("people.csv", "Nom;Prénom\nMartin;A\n");
    env.write("odd.csv", "Nom;Chien\nMartin;A\n");
    env.write("binary.csv", b"\xff\xfe\x00");
    env.write("empty.csv", "");
    env.write("bad.json", "{\"months\":");
    env.write("cut.json", "{\"date\":");
    env.write("bad.toml", "months = 3\nx");
    env.write("odd.toml", "dog = 1\n");
    env.write("twice.toml", "months = []\nmonths = []\n");
    env.write("kind.json", "{\"months\":[{\"month\":\"2026-10\",\"contracts\":[{\"kind\":\"king\"}]}]}");
    env.write("type.json", "{\"months\":[{\"month\":3,\"headcount\":true}]}");
    env.write("comma.json", "{\"seats\":3,}");
    env.write("above.json", "{\"colleges\":[{\"id\":\"1\",\"valid\":9,\"registered\":8}]}");
    std::fs::create_dir(env.path("folder")).unwrap();
    std::fs::create_dir_all(env.path("notices/own")).unwrap();
    env.write("notices/own/notice.toml", "dog = 1\n");
    env
}

/// Whether a line may be wider than the screen: a command to type is not broken, nor is one word.
fn may_be_wide(line: &str) -> bool {
    let typed = line.trim_start_matches([' ', '(', '«', '“', '\u{a0}']);
    typed.starts_with("contrepoids ") || !typed.contains(' ')
}

#[test]
fn the_check_of_width_lets_commands_pass() {
    assert!(may_be_wide("  contrepoids member list") && may_be_wide("  /a/long/path"));
    assert!(!may_be_wide("Hint: contrepoids member list") && !may_be_wide("  so many words"));
}

#[test]
fn every_refusal_is_french_and_says_what_it_means() {
    let env = section();
    let mut bad = Vec::new();
    for (line, code, french, english_words) in FAILING {
        let run = fr(&env, line.split(' '));
        let found = english(&run.err);
        let starts = run.err.starts_with("Erreur\u{a0}: ");
        if run.code != *code || !starts || !found.is_empty() || !run.said().contains(french) {
            bad.push(format!("$ {line} → {}, {french:?}\n{}{}\n{found:?}", run.code, run.out, run.err));
        }
        let other = env.run(line.split(' '));
        if other.code != *code || !other.err.starts_with("Error: ") || !other.said().contains(english_words) {
            bad.push(format!("$ {line} → {}, {english_words:?}\n{}{}", other.code, other.out, other.err));
        }
        let wide = |text: &&str| text.width() > 80 && !may_be_wide(text);
        bad.extend(
            run.err.lines().chain(other.err.lines()).filter(wide).map(|text| format!("$ {line}: {text}")),
        );
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// With `--json` a refusal is one object, on standard error: standard output stays for data.
#[test]
fn every_refusal_can_be_read_by_a_program() {
    let env = section();
    for (line, code, french, _) in FAILING {
        let run = fr(&env, ["--json"].into_iter().chain(line.split(' ')));
        assert_eq!((run.out.as_str(), run.code), ("", *code), "{line}");
        let last = run.err.lines().last().unwrap_or_default();
        let object: serde_json::Value =
            serde_json::from_str(last).unwrap_or_else(|e| panic!("{line}: {e}\n{}", run.err));
        assert_eq!(object["schema"], "contrepoids.error/1", "{line}");
        assert_eq!(object["error"]["exit"], run.code, "{line}");
        assert!(object["error"]["message"].as_str().is_some_and(|m| !m.is_empty()), "{line}");
        assert!(object["error"]["kind"].is_string() && object["error"]["hints"].is_array(), "{line}");
        assert!(object["error"].to_string().contains(french), "{line}: {object}");
    }
}

/// A section with something of everything.
fn full() -> Env {
    let env = section();
    let ok = |line: &str| drop(env.run(line.split(' ')).ok());
    for n in 1..=6 {
        let mail = format!("courriel=une.adresse.bien.longue.{n}@exemple.example.org");
        let given = format!("prénom=Personne{n}");
        env.run(["member", "add", "nom=Brouillon-Exemple", &given, &mail, "standing=member"]).ok();
    }
    ok(
        "company set --name Fabrique --election 2023-03-21 --last-pay 2025-12-21 --representative-section yes",
    );
    let months = (1..=10).map(|m| format!("2026-{m:02}=310.5")).collect::<Vec<_>>().join(" ");
    ok(&format!("company headcount {months}"));
    for subject in ["pay --requested 2026-10-01", "careers", "equality --requested 2026-11-01", "experienced"]
    {
        ok(&format!("bargain new {subject}"));
    }
    ok("election new --date 2026-12-03 --union CGT --college 1:holders=4,women=60,men=41");
    ok("agenda hours new cse --from 2026-06-16 --credit 22/3 --about Camille");
    let id = hours(&env);
    ok(&format!("agenda hours take {id} 3.5 --day 2026-10-01"));
    ok("agenda record strike --day 2026-11-02");
    env
}

fn hours(env: &Env) -> String {
    let found = env.run(["agenda", "hours", "list", "--json"]).ok().json();
    found["value"]["ledgers"][0]["id"].as_str().unwrap()[..8].to_owned()
}

/// Commands that show something; `HOURS` is the ledger of the section.
const SHOWING: &[&str] = &[
    "status",
    "company show",
    "member list",
    "member list --standing all",
    "member show Camille",
    "member history Camille",
    "member duplicates",
    "member import people.csv",
    "agenda list",
    "agenda list --why --all",
    "agenda facts",
    "agenda record --list",
    "agenda month 2026-12",
    "agenda plan",
    "agenda training",
    "agenda hours list",
    "agenda hours show HOURS --explain",
    "bargain list",
    "bargain guide default",
    "bargain guide agreement",
    "bargain guide disagreement",
    "bargain guide without-delegate",
    "bargain guide after-elections",
    "bargain subjects --explain",
    "election list",
    "election show",
    "election check --explain",
    "election support",
    "notice templates",
    "notice status",
    "notice outbox",
    "notice account list",
    "notice account providers",
    "law list",
    "law deadline --list",
    "law seats --headcount 720 --explain",
    "law colleges --headcount 720 --cadres 30 --explain",
    "law rights --headcount 720 --explain --payroll 1000000",
    "law parity --women 60 --men 41 --seats 7 --explain",
    "law quorum --registered 1 --valid 1 --explain",
    "law allocate --seats 7 --list A=41 --list B=33 --list C=12 --explain --what-if",
    "law agreement --union A=29.2 --union B=40 --signed A --explain",
    "law hours --credit 22/3 --from 2026-01 --taken 2026-02=3.5 2026-03=40 --explain",
    "law by-election --seats 7 --left 3 --explain",
    "law protection --office delegate --from 2026-01-01 --explain",
    "law electors --born 1990-01-01 --hired 2026-08-01 --explain",
    "law headcount --month 2026-10=49.5 --explain",
    "law pse --dismissals 120 --headcount 300 --explain",
];

/// What is wrong with a line of French: a day or a number as English writes it, a sign that could fall onto the next line, a
/// plural of one.
fn unfrench(line: &str) -> Vec<&'static str> {
    let mut bad = Vec::new();
    let typed = line.contains("contrepoids") || line.contains("--") || line.contains("https://");
    let words: Vec<&str> = line.split([' ', '(', ')', '«', '»']).collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    for word in &words {
        let word = word.trim_matches([',', ';', '.', ':', '\u{a0}']);
        let parts: Vec<&str> = word.split('-').collect();
        if !typed && parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(|p| digits(p)) {
            bad.push("a day of another form");
        }
        let halves: Vec<&str> = word.split('.').collect();
        if !typed && halves.len() == 2 && halves.iter().all(|p| digits(p)) {
            bad.push("a decimal point");
        }
    }
    for (place, sign) in line.match_indices([';', '!', '?', ':', '»']) {
        let before = line[..place].chars().next_back();
        let after = line[place + sign.len()..].chars().next();
        let bound = matches!(before, Some('\u{a0}' | '\u{202f}'));
        let ends = matches!(after, None | Some(' ' | '\u{a0}'));
        let quoted = line.contains("séparateur");
        if !typed && ends && !bound && !quoted && before.is_some_and(|c| c != '«') {
            bad.push("a sign that is not bound");
        }
    }
    for pair in words.windows(2) {
        let one = ["0", "1"].contains(&pair[0].trim_start_matches(' '));
        let plural = pair[1].ends_with('s') && !["mois", "fois", "dès", "sans"].contains(&pair[1]);
        if one && plural && pair[1].len() > 3 && pair[1].chars().all(char::is_alphabetic) {
            bad.push("a plural of one");
        }
    }
    bad
}

#[test]
fn the_check_sees_bad_french() {
    assert_eq!(unfrench("lu le 2026-11-22"), ["a day of another form"]);
    assert_eq!(unfrench("reste 3.5 h"), ["a decimal point"]);
    assert_eq!(unfrench("négociation morte: fin").len(), 1);
    assert_eq!(unfrench("négociation : fin ; oui").len(), 2);
    assert_eq!(unfrench("1 messages"), ["a plural of one"]);
    let good = "Échéance\u{a0}: le 22/11/2026\u{a0}; «\u{a0}oui\u{a0}», 3,5\u{a0}h, 1 mois, L.\u{a0}2314-29";
    assert!(unfrench(good).is_empty() && unfrench("contrepoids status --on 2026-11-22").is_empty());
}

#[test]
fn what_is_shown_in_french_is_written_as_french_is() {
    let env = full();
    let id = hours(&env);
    let mut bad = Vec::new();
    for line in SHOWING.iter().map(|line| line.replace("HOURS", &id)) {
        let run = fr(&env, line.split(' '));
        assert!(run.code != 2, "{line}: {}", run.err);
        for text in run.out.lines().chain(run.err.lines()) {
            let found = unfrench(text);
            if !found.is_empty() {
                bad.push(format!("$ {line}: {found:?} in {text:?}"));
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn what_is_shown_keeps_to_eighty_columns() {
    let env = full();
    let id = hours(&env);
    let mut bad = Vec::new();
    for line in SHOWING.iter().map(|line| line.replace("HOURS", &id)) {
        for run in [fr(&env, line.split(' ')), env.run(line.split(' '))] {
            let lines = run.out.lines().filter(|text| !text.contains("https://"));
            bad.extend(lines.filter(|text| text.width() > 80).map(|text| format!("$ {line}: {text}")));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn a_line_of_bargaining_names_its_subject_in_words() {
    let env = full();
    for run in [fr(&env, ["agenda", "list", "--all"]), env.run(["agenda", "list", "--all"])] {
        let text = run.ok().out;
        for code in ["pay", "equality", "careers", "experienced"] {
            assert!(
                !text.contains(&format!("– {code} [")) && !text.contains(&format!("– {code}\n")),
                "{text}"
            );
        }
        assert!(
            text.contains("temps\u{a0}de travail") || text.contains("travail") || text.contains("working")
        );
    }
}
