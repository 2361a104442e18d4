//! Every command, option and value has a French word, each is taken with and without accents, and no two are the same.

use std::collections::BTreeMap;

use super::*;
use crate::cli::help;

/// What a person types, and what the program reads.
struct Tried {
    typed: Vec<String>,
    meant: Vec<String>,
}

/// Walks a tree: what has no French word, and each word as it can be typed.
fn walk(command: &Command, path: &str, words: &[String], bad: &mut Vec<String>, out: &mut Vec<Tried>) {
    let meant: Vec<String> = path.split_whitespace().map(str::to_owned).collect();
    let mut at = 0_usize;
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut take = |name: &str, of: &str, bad: &mut Vec<String>| {
        if let Some(other) = seen.insert(fold(name), of.to_owned()).filter(|other| other != of) {
            bad.push(format!("{path}: “{name}” is {of} and {other}"));
        }
    };
    for arg in command.get_arguments().filter(|a| !a.is_hide_set()) {
        let id = arg.get_id().as_str();
        if matches!(id, "help" | "version") {
            continue;
        }
        let place = at;
        let mut front = (words.to_vec(), meant.clone());
        if let Some(long) = arg.get_long() {
            let Some(french) = TABLE.option(path, long) else {
                bad.push(format!("{path} --{long} has no French word"));
                continue;
            };
            take(long, long, bad);
            for name in french.all() {
                take(name, long, bad);
                let with = |name: String| {
                    let typed = words.iter().cloned().chain([format!("--{name}")]).collect();
                    Tried { typed, meant: meant.iter().cloned().chain([format!("--{long}")]).collect() }
                };
                out.extend([with(name.clone()), with(plain(name)), with(name.to_uppercase())]);
            }
            front.0.push(format!("--{}", french.shown().unwrap_or_default()));
            front.1.push(format!("--{long}"));
        } else {
            at = at.saturating_add(1);
            front.0.extend((0..place).map(|_| "x".to_owned()));
            front.1.extend((0..place).map(|_| "x".to_owned()));
        }
        let list = TABLE.values(path, arg, place);
        for value in arg.get_possible_values().iter().filter(|v| !v.is_hide_set()) {
            let code = value.get_name();
            // Names of shells, of formats and of languages.
            let same =
                ["bash", "zsh", "fish", "powershell", "csv", "json", "xlsx", "fr", "en"].contains(&code);
            if !same && list.is_none_or(|list| !list.contains_key(code)) && arg.get_action().takes_values() {
                bad.push(format!("{path} {id}: the value {code} has no French word"));
            }
        }
        let mut words: BTreeMap<String, &str> = BTreeMap::new();
        for (code, names) in list.into_iter().flatten() {
            for name in names.all() {
                if let Some(other) = words.insert(fold(name), code).filter(|other| other != code) {
                    bad.push(format!("{path} {id}: “{name}” is {code} and {other}"));
                }
                for name in [name.clone(), plain(name), name.to_uppercase()] {
                    let typed = front.0.iter().cloned().chain([name]).collect();
                    out.push(Tried { typed, meant: front.1.iter().cloned().chain([code.clone()]).collect() });
                }
            }
        }
    }
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for sub in command.get_subcommands().filter(|c| !c.is_hide_set()) {
        let name = sub.get_name();
        let Some(french) = TABLE.command(path, name) else {
            bad.push(format!("{path} {name} has no French word"));
            continue;
        };
        for word in french.all().iter().map(String::as_str).chain([name]) {
            if let Some(other) = seen.insert(fold(word), name.to_owned()).filter(|other| other != name) {
                bad.push(format!("{path}: “{word}” is {name} and {other}"));
            }
        }
        for word in french.all() {
            for word in [word.clone(), plain(word), word.to_uppercase()] {
                let typed = words.iter().cloned().chain([word]).collect();
                let meant = meant.iter().cloned().chain([name.to_owned()]).collect();
                out.push(Tried { typed, meant });
            }
        }
        let below: Vec<String> = words.iter().cloned().chain(french.shown().map(str::to_owned)).collect();
        walk(sub, &joined(path, name), &below, bad, out);
    }
}

#[test]
fn the_table_is_read() {
    let table: Result<Table, _> = toml::from_str(WORDS);
    assert!(table.is_ok(), "{:?}", table.err());
}

#[test]
fn every_command_option_and_value_has_a_french_word_and_no_two_are_the_same() {
    let (mut bad, mut tried) = (Vec::new(), Vec::new());
    walk(&Cli::command(), "", &[], &mut bad, &mut tried);
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(tried.len() > 2_000, "{}", tried.len());
    let tree = Cli::command();
    let wrong: Vec<String> = tried
        .iter()
        .filter_map(|one| {
            let line = |words: &[String]| -> Vec<OsString> {
                std::iter::once("contrepoids")
                    .chain(words.iter().map(String::as_str))
                    .map(Into::into)
                    .collect()
            };
            let read = read(&tree, &line(&one.typed)).args;
            (read != line(&one.meant)).then(|| format!("{:?} is read as {read:?}", one.typed))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_walk_sees_what_is_missing_and_what_is_the_same() {
    let odd = Command::new("x")
        .subcommand(Command::new("dog"))
        .subcommand(Command::new("member").arg(Arg::new("cat").long("cat")))
        // Both are `modifier`.
        .subcommand(Command::new("edit"))
        .subcommand(Command::new("change"))
        .subcommand(
            Command::new("list")
                .arg(Arg::new("out").long("out").value_parser(["here", "there"]))
                .arg(Arg::new("to").long("to"))
                .arg(Arg::new("until").long("until")),
        );
    let (mut bad, mut tried) = (Vec::new(), Vec::new());
    walk(&odd, "", &[], &mut bad, &mut tried);
    for said in [
        " dog has no French word",
        "member --cat has no French word",
        "“modifier” is change and edit",
        "list out: the value here has no French word",
        "list: “jusqu-au” is until and to",
    ] {
        assert!(bad.iter().any(|b| b.contains(said)), "{said} is not in {bad:?}");
    }
}

#[test]
fn a_verb_has_one_word_wherever_it_stands() {
    // A noun below `law` and a verb below `election`; a paper with a name of its own; what is noted of a protocol; people join a
    // union, laptops join a vault.
    const OTHERWISE: &[&str] = &[
        "election delegate",
        "election electors",
        "election minutes",
        "election protocol note",
        "sync join",
    ];
    let verb = |path: &str| path.rsplit(' ').next().map(str::to_owned).unwrap_or_default();
    let other: Vec<&str> = TABLE
        .commands
        .iter()
        .filter(|(path, names)| names.shown() != TABLE.commands.get(&verb(path)).and_then(Names::shown))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(other, OTHERWISE);
}

#[test]
fn values_keep_their_accents_and_what_follows_two_dashes_is_left() {
    let tree = Cli::command();
    let read = |words: &[&str]| {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        let out = super::read(&tree, &words).args;
        out.into_iter().map(|w| w.into_string().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(
        read(&["c", "Adhérent", "LISTER", "--étiquette", "Été", "--", "--étiquette"]),
        ["c", "member", "list", "--tag", "Été", "--", "--étiquette"]
    );
    assert_eq!(
        read(&["c", "--langue=fr", "droit", "sieges", "--effectif=720"]),
        ["c", "--lang=fr", "law", "seats", "--headcount=720"]
    );
    assert_eq!(read(&["c", "nao", "creer", "RÉMUNÉRATION"]), ["c", "bargain", "new", "pay"]);
    // The name of a person is no command, and a word of a value no option.
    assert_eq!(read(&["c", "adherent", "montrer", "liste"]), ["c", "member", "show", "liste"]);
    assert_eq!(
        read(&["c", "avis", "proposer", "--pour", "effectif"]),
        ["c", "notice", "suggest", "--to", "effectif"]
    );
}

fn said(typed: &str, text: &str) -> String {
    let tree = Cli::command();
    let words: Vec<OsString> = typed.split(' ').map(OsString::from).collect();
    let line = super::read(&tree, &words);
    if line.is_french(Lang::Fr) { tongue(&tree, &line.path).answer(text) } else { text.to_owned() }
}

#[test]
fn what_is_said_of_commands_is_in_the_words_that_were_typed() {
    let hint = "voyez contrepoids election show, ou (--college 1).";
    assert_eq!(said("c scrutin vérifier", hint), "voyez contrepoids scrutin montrer, ou (--collège 1).");
    assert_eq!(said("c election check", hint), hint);
    // Nothing that is of one language: the language of what is shown.
    assert_eq!(said("c", "contrepoids member list"), "contrepoids adhérent lister");
    for (text, french) in [
        (
            "contrepoids member leave camille --reason died --date 2026-01-31",
            "contrepoids adhérent départ camille --raison décès --date 2026-01-31",
        ),
        ("« agenda list » le dit", "« échéances lister » le dit"),
        ("« member » est un mot", "« member » est un mot"),
        ("contrepoids bargain new pay --dry-run", "contrepoids nao créer rémunération --à-blanc"),
        (
            "contrepoids bargain method --every pay=24,equality=36",
            "contrepoids nao méthode --périodicité rémunération=24,égalité=36",
        ),
        ("contrepoids member show list", "contrepoids adhérent montrer list"),
        ("par contrepoids status ; member list", "par contrepoids état ; member list"),
        ("ajoutez --standing all à la commande", "ajoutez --situation toutes à la commande"),
        ("--from tout seul", "--from tout seul"),
    ] {
        let text = text.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
        let french = french.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
        assert_eq!(said("c état", &text), french);
    }
}

#[test]
fn both_trees_read_the_same() {
    for line in [
        "c member list --standing all",
        "c adhérent lister --situation toutes",
        "c adherent LISTER --SITUATION TOUTES",
    ] {
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        for lang in [Lang::Fr, Lang::En] {
            assert!(help::parse(lang, args.clone()).is_ok(), "{line}");
        }
    }
}
