//! One passphrase for one command: over every command of the tree, exactly one question where the vault is opened.

use std::{collections::BTreeSet, process::Stdio};

use clap::{Command, CommandFactory};
use contrepoids::cli::Cli;

use crate::support::{
    Env, Run,
    terminal::{PASSPHRASE, seal},
};

/// Commands that need no vault, or none that a passphrase opens (`init` asks for a new one).
const WITHOUT: &[&str] = &[
    "demo",
    "init",
    "law",
    "letter list",
    "letter show",
    "letter template",
    "case kinds",
    "help",
    "completions",
    "man",
    "notice templates",
    "notice new",
    "notice answers",
    "notice account providers",
    "agenda record --list",
    // Asks for a new one as well: `secrets.rs` counts there.
    "key passphrase",
    // Runs the program of a hardware key: `tests/peers/suite_plugin.py`.
    "key hardware",
    // Need the identity or the recovery key alone: `key.rs`.
    "key show",
    "sync join",
    "key recovery split",
    "key recovery drill",
    "key recover",
    // Ends the vault: `forget.rs`.
    "destroy",
    // `shell.rs`, `unlock.rs`.
    "shell",
    "unlock",
    "lock",
];

/// Every command that opens the vault, as it is typed; `{…}` stands for something of the section.
const WITH: &[&str] = &[
    "status",
    "doctor",
    "member add nom=Autre prénom=Noa",
    "member import people.csv --apply",
    "member import people.csv",
    "member list",
    "member show {camille}",
    "member edit {camille} roles+=ds:2026-01-15",
    "member leave {camille} --date 2026-11-20",
    "member rejoin {camille} --date 2026-11-21",
    "member duplicates",
    "member merge {camille} {lou}",
    "member history {camille}",
    "member undo {camille}",
    "member remove {lou}",
    "member undo {lou}",
    "company set --idcc 1486",
    "company show",
    "company headcount 2026-10 300",
    "company sites --add Lyon --department 69",
    "election new --date 2027-12-03 --union CGT --college 1:holders=1,substitutes=0,registered=40",
    "election edit {poll} --list-published 2026-11-20",
    "election list",
    "election lists add {poll} --vote holders --union FO --candidate Lou;H",
    "election lists show {poll}",
    "election lists remove {poll} --list FO --vote holders",
    "election lists import {poll} --input lists.csv",
    "election electors people.csv {poll}",
    "election protocol show {poll}",
    "election protocol note {poll} --meeting 2026-10-20",
    "election protocol compare {poll} --variant 1=1",
    "election delegate {poll}",
    "election check {poll}",
    "election count {poll} --vote holders --voters 40 --blank 0 --null 0 --list CGT=40",
    "election show {poll}",
    "election replace Camille {poll} --ask",
    "election minutes {poll} --vote holders --voters 40 --blank 0 --null 0 --valid 40 --list CGT=40",
    "election simulate {poll}",
    "election compare",
    "election support {poll}",
    "election remove {poll}",
    "agenda list",
    "agenda next",
    "agenda show {line}",
    "agenda record training-course --day 2027-02-10 --days 3 --member {lou}",
    "agenda facts",
    "agenda change {fact} --member {lou}",
    "agenda remove {fact}",
    "agenda add Réunion --day 2026-12-03",
    "agenda done {line}",
    "agenda snooze {line} --until 2026-12-01",
    "agenda note {line} appelée",
    "agenda hours new cse --about {lou} --from 2026-06-16",
    "agenda hours new ds --member {lou} --from 2026-06-16",
    "agenda hours take {mandate} 3.5 --day 2026-11-20",
    "agenda hours take {mandate} 1dj --not-deducted committee",
    "agenda hours give {mandate} {other} 2 --day 2026-11-20",
    "agenda hours list",
    "agenda hours show {mandate}",
    "agenda training",
    "agenda ics --out dates.ics",
    "agenda month",
    "agenda plan",
    "bargain new pay",
    "bargain list",
    "bargain show {round}",
    "bargain open {round} --day 2026-11-20",
    "bargain meeting {round} --day 2026-11-20 --offer 1",
    "bargain item {round} 1 treated",
    "bargain information {round} 1 --asked 2026-11-20",
    "bargain demand {round} a --text b",
    "bargain answers {round} a 5",
    "bargain delegation {round} CGT --delegates 1",
    "bargain minutes {round}",
    "bargain disagreement {round}",
    "bargain signatures {round}",
    "bargain guide default",
    "bargain close {round} --disagreement --day 2026-11-20",
    "bargain remove {round}",
    "bargain subjects",
    "bargain method --day 2026-05-10 --every pay=24 --dry-run",
    "dues schedule ordinary --flat 12 --from 2026-01-01",
    "dues assign {camille} --exempt congé --from 2026-11-21",
    "dues explain {camille}",
    "dues status",
    "dues year",
    "dues reconcile 0",
    "dues requests",
    "dues requests {camille} --ask leave --day 2026-11-20",
    "dues requests {camille} --refuse leave",
    "dues remit fédération --percent 25 --from 2026-01-01",
    "dues remit",
    "dues agree",
    "dues agree {camille} --times 2 --first 2027-01-15 --amount 20",
    "dues record payment 12 --member {camille} --day 2026-11-20",
    "dues reverse A-0001",
    "dues import bank.csv",
    "dues book",
    "dues mandate new {lou} --iban FR1420041010050500013M02606 --signed 2026-11-20",
    "dues mandate list",
    "dues mandate show {lou}",
    "dues mandate end {lou} --reason fin",
    "dues debit prepare 2026-12-20",
    "dues debit write 2026-12-20 --out d.xml",
    "dues debit refused people.csv",
    "dues voucher add A-0001 people.csv",
    "dues voucher show",
    "dues voucher remove A-0001",
    "dues receiver --name Exemple --address Lyon --signatory Modèle",
    "dues receiver --creditor FR72ZZZ123456 --iban FR7630006000011234567890189",
    "dues mandate new {camille} --iban FR1420041010050500013M02606 --signed 2026-11-01",
    "dues mandate list",
    "dues mandate show {camille}",
    "dues debit prepare 2027-02-10",
    "dues debit write 2027-02-10 --out debits.xml",
    "dues debit refused bank.csv",
    "dues mandate end {camille}",
    "dues voucher add A-0001 bank.csv",
    "dues voucher show",
    "dues voucher remove A-0001",
    "dues record payment 5 --member {camille} --day 2026-11-20",
    "dues certificate --year 2026",
    "letter write section-created --set union=Exemple --set union_address=Lyon --set signatory=Modèle --set office=secrétaire \
     --set power=statuts --set representative=Noa --set company=Exemple --set company_address=Lyon --set place=Lyon \
     --set perimeter=entreprise --out letter.html",
    "letter sent section-created --how hand",
    "letter write section-created --set perimeter=entreprise --out other.html",
    "letter drop section-created",
    "join form --out join.html",
    "member join text.md",
    "survey new pay --set demands",
    "survey list",
    "survey show pay",
    "survey form pay --out survey.html",
    "survey sheet pay --out sheet.html",
    "survey take pay text.md",
    "survey answer pay first=pay",
    "survey results pay",
    "survey voters --out voters.txt",
    "letter log",
    "member access-request {camille}",
    "privacy record",
    "privacy review",
    "privacy breach laptop",
    "handover",
    "proof make {camille} {lou} --print --out proof.html",
    "talk person Autre --service caisse",
    "talk import people.csv",
    "talk import people.csv --apply",
    "talk note {lou} --asked a --answer yes --next b --due 2026-12-04",
    "talk list",
    "talk show {lou}",
    "talk hand-over Alex Sacha",
    "action note {lou} signed",
    "action list",
    "action show {lou}",
    "action remove 3f2a91c4",
    "action rule",
    "action rule 2 --default",
    "action test a --kind signed --day 2026-12-04",
    "action test",
    "action ask a {lou}",
    "action map",
    "action next",
    "action workforce sex F=10",
    "action workforce sex",
    "action representation sex",
    "action representation sex --share",
    "group new Salaires --aim plus --who {lou}",
    "group task Salaires coller --who {lou} --due 2026-12-04",
    "group list",
    "group show Salaires",
    "group edit Salaires --with {camille}",
    "group done Salaires coller",
    "group drop Salaires coller pluie",
    "group close Salaires fini --ending won",
    "meeting new Point --day 2026-12-03 --group Salaires",
    "meeting list",
    "meeting show Point",
    "meeting edit Point --at 18:30",
    "meeting invite Point {lou}",
    "meeting answer Point {lou} yes",
    "meeting came Point {lou}",
    "meeting minutes Point",
    "meeting minutes Point --text fini",
    "meeting task Point coller --due 2026-12-04 --group Salaires",
    "meeting remove Point",
    "training new Cours --aim lire --day 2027-02-01 --days 3",
    "training list",
    "training show Cours",
    "training enrol Cours {lou}",
    "training withdraw Cours {lou}",
    "training answer Cours after --reaction 4",
    "training results Cours after",
    "training results Cours after --share",
    "training remove Cours",
    "experience export",
    "experience export --out ours.json",
    "experience import ours.json",
    "experience list",
    "experience show Salaires",
    "experience remove Salaires",
    "talk keep {lou} note",
    "talk notes",
    "case new prime --who {lou}",
    "case list",
    "case show prime",
    "case event prime 2026-11-10 --kind dismissal-notified",
    "case contact prime avocate Exemple",
    "case hours prime 2 entretien",
    "case document prime people.csv",
    "case share prime --consent yes",
    "case close prime fini",
    "case remove prime",
    "talk remove 3f2a91c4",
    "talk forget {lou}",
    "notice preview welcome --from team@example.org",
    "notice queue welcome --from team@example.org",
    "notice write --standing member --from team@example.org --subject a --text-file text.md",
    "notice send {campaign} --really --eml-dir out",
    "notice account add own --from team@example.org --smtp smtps://mail.example.org --user t --password-command true",
    "notice account test own",
    "notice account list",
    "notice account show own",
    "notice account default own",
    "notice account remove own",
    "notice bounces list",
    "notice bounces import mails --apply",
    "notice bounces clear {camille}",
    "notice suggest réunion",
    "notice answers holidays --helped",
    "notice status {campaign}",
    "notice outbox {campaign}",
    "notice retry {campaign}",
    "notice cancel {campaign}",
    "export roster --to {reader} --out r.age",
    "export open r.age --out r.csv",
    "export diff r.age r.age",
    "law electors --on 2026-12-15 --roster",
    "key list",
    "key rotate",
    "key recovery new",
    "key add age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj --roles reader --name Local",
    "key roles Local --roles reader",
    "key remove Local",
    "member purge",
    "member erase {lou}",
    "sync add mails",
    "sync push --file all.objects",
    "sync pull all.objects",
    "sync status",
    "sync conflicts",
    "sync settle 0000",
    "sync rejoin",
    "sync invite age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj --roles reader",
    "backup create b.backup",
    "backup verify b.backup",
    // Makes the vault that all others open the older one.
    "backup restore b.backup again",
];

fn leaves(command: &Command, path: &str, out: &mut BTreeSet<String>) {
    for sub in command.get_subcommands().filter(|c| !c.is_hide_set()) {
        let path = format!("{path} {}", sub.get_name()).trim().to_owned();
        if sub.has_subcommands() {
            leaves(sub, &path, out);
        } else {
            out.insert(path);
        }
    }
}

/// A command that is not here is not tried: the table and the tree are compared.
#[test]
fn every_command_is_in_the_table() {
    let mut all = BTreeSet::new();
    leaves(&Cli::command(), "", &mut all);
    let begins = |typed: &str, path: &str| typed == path || typed.starts_with(&format!("{path} "));
    let without = |path: &str| WITHOUT.iter().any(|w| begins(path, w));
    let missing: Vec<_> =
        all.iter().filter(|p| !without(p) && !WITH.iter().any(|typed| begins(typed, p))).collect();
    assert!(missing.is_empty(), "add these to the table: {missing:?}");
    for typed in WITH {
        assert!(all.iter().any(|p| begins(typed, p)), "{typed} is no command");
    }
}

/// A section with something of everything, and the names of it.
fn section() -> (Env, Vec<(&'static str, String)>) {
    let env = Env::with_vault();
    let mut names = Vec::new();
    let first = |run: Run, key: &str| {
        let text = run.ok().out;
        let found = text.split(&format!("\"{key}\": \"")).nth(1).unwrap_or_else(|| panic!("{key}: {text}"));
        found[..8].to_owned()
    };
    for (key, given, mail) in [("camille", "Camille", "c@example.org"), ("lou", "Lou", "l@example.org")] {
        let (given, mail) = (format!("prénom={given}"), format!("courriel={mail}"));
        let run = env.run(["member", "add", "nom=Exemple", &given, &mail, "joined=2024-02-01", "--json"]);
        names.push((key, first(run, "id")));
    }
    env.run(["company", "set", "--name", "Exemple", "--mandates-end", "2027-03-31"]).ok();
    env.run(["company", "headcount", "2026-10", "300"]).ok();
    env.run(["company", "set", "--last-pay", "2025-11-15", "--representative-section", "yes"]).ok();
    let new = [
        "election",
        "new",
        "--union",
        "CGT",
        "--college",
        "1:holders=1,substitutes=0,registered=40",
        "--json",
    ];
    first(env.run(new.into_iter().chain(["--date", "2022-12-03"])), "short");
    names.push(("poll", first(env.run(new.into_iter().chain(["--date", "2026-11-19"])), "short")));
    let poll = names.last().unwrap().1.clone();
    env.run([
        "election",
        "lists",
        "add",
        &poll,
        "--vote",
        "holders",
        "--union",
        "CGT",
        "--candidate",
        "Camille;F",
    ])
    .ok();
    let mandate = |from: &str| {
        first(env.run(["agenda", "hours", "new", "cse", "--from", from, "--about", from, "--json"]), "id")
    };
    names.extend([("mandate", mandate("2026-06-16")), ("other", mandate("2026-06-17"))]);
    let fact =
        env.run(["agenda", "record", "training-course", "--day", "2026-10-10", "--days", "3", "--json"]);
    names.push(("fact", first(fact, "id")));
    names.push(("line", first(env.run(["agenda", "list", "--json"]), "id")));
    names.push(("round", first(env.run(["bargain", "new", "equality", "--json"]), "id")));
    names.push((
        "campaign",
        first(env.run(["notice", "queue", "welcome", "--from", "a@example.org", "--json"]), "campaign"),
    ));
    env.write("text.md", "Bonjour.\n");
    env.write("people.csv", "Nom;Prénom\nModele;Noa\n");
    env.write(
        "lists.csv",
        "collège;vote;syndicats;position;nom complet;sexe\n1;titulaires;FO;1;Dominique Exemple;F\n",
    );
    env.write("bank.csv", "Date;Date de valeur;Montant;Libellé;Solde\n05/10/2026;05/10/2026;12,00;VIR;0\n");
    std::fs::create_dir(env.path("mails")).unwrap();
    let key = std::fs::read_to_string(env.path("key.txt")).unwrap();
    let reader = key.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    names.push(("reader", reader));
    seal(&env.path("key.txt"), &env.path("sealed.age"));
    (env, names)
}

fn filled(typed: &str, names: &[(&'static str, String)]) -> Vec<String> {
    let fill = |word: &str| {
        names.iter().fold(word.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
    };
    typed.split(' ').map(fill).collect()
}

/// Each command on a terminal: one question, and the command goes through to its end.
#[test]
fn a_person_is_asked_for_the_passphrase_once() {
    let (env, names) = section();
    let mut bad = Vec::new();
    for typed in WITH {
        let mut args = filled(typed, &names);
        args.push("--yes".to_owned());
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut t = env.guarded("en", &args);
        t.read("Passphrase: ").secretly(&format!("{PASSPHRASE}\n"));
        let end = t.end_unless("Passphrase: ");
        let asked = t.all.matches("Passphrase: ").count();
        if asked != 1 || end.is_none_or(|code| ![0, 1, 3, 30].contains(&code)) {
            bad.push(format!("{typed}: asked {asked} times, {end:?}\n{}", t.all));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// A script's descriptor gives the passphrase once; what asks again finds nothing in it.
#[test]
fn a_descriptor_is_read_once() {
    let (env, names) = section();
    let mut bad = Vec::new();
    let again = [
        "agenda hours new cse --about {lou} --from 2026-06-16",
        "agenda hours new ds --member {lou} --from 2026-06-16",
        "agenda hours take {mandate} 3.5 --day 2026-11-20",
        "agenda hours give {mandate} {other} 2 --day 2026-11-20",
        "agenda record training-course --day 2027-02-10 --days 3 --member {lou}",
        "agenda change {fact} --member {lou}",
        "notice send {campaign} --really --eml-dir out --yes",
        "bargain method --day 2026-05-10 --every pay=24",
    ];
    for typed in again {
        let mut command = env.bare();
        command.args(["--on", "2026-11-21", "--lang", "en", "--vault"]).arg(env.vault());
        command.arg("--identity").arg(env.path("sealed.age")).args(["--passphrase-fd", "0"]);
        command
            .args(filled(typed, &names))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{PASSPHRASE}\n").as_bytes())
            .unwrap();
        let run = Run::of(child.wait_with_output().unwrap());
        if run.code != 0 {
            bad.push(format!("{typed}: {}\n{}", run.code, run.err));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}
