//! What the screens of an election say: its kind, its perimeter, whose list somebody was on, the same colour everywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{COUNT, with_election};
use crate::support::Env;

fn counted() -> Env {
    let env = with_election();
    env.write("count.json", COUNT);
    env.run(["election", "count", "--input", "count.json"]).ok();
    env
}

#[test]
fn the_list_of_elections_says_what_each_is_for_and_of_which_perimeter() {
    let env = with_election();
    let college = ["--college", "1:holders=1"];
    for more in [
        &["--date", "2025-05-10", "--kind", "by-election"][..],
        &["--date", "2026-12-03", "--kind", "general", "--establishment", "Lyon"],
        &["--date", "2026-12-03", "--kind", "general", "--unit", "yes", "--name", "Groupe"],
    ] {
        env.run(["election", "new"].iter().chain(more).chain(&college)).ok();
    }
    let shown = env.run(["election", "list"]).ok().out;
    let line = |has: &str| shown.lines().find(|l| l.contains(has)).unwrap_or_default().to_owned();
    assert!(line("2025-05-10").contains("by-election") && line("2025-05-10").contains("company"), "{shown}");
    assert!(line("Lyon").contains("general election"), "{shown}");
    assert!(line("Groupe").contains("unit"), "{shown}");
    let french = env.run(["election", "list", "--lang", "fr"]).ok().out;
    assert!(french.contains("Périmètre") && french.contains("UES"), "{french}");
    assert!(french.lines().all(|l| l.chars().count() <= 80), "{french}");
}

/// Each seat of a list on the page: its colour and its number.
fn seats(page: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let pieces = page.split("<g transform=").skip(1).filter_map(|p| p.split("</g>").next());
    for piece in pieces.filter(|p| p.contains("<title>")) {
        let between = |from: &str, to: &str| {
            piece.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(inside, _)| inside)
        };
        let seat = format!("{} {}", between("fill=\"", "\""), between("px;\">", "</text>"));
        let number =
            piece.split_once("</text>").and_then(|(head, _)| head.rsplit_once('>')).map_or("", |(_, n)| n);
        out.entry(between("<title>", "</title>").to_owned()).or_default().insert(format!("{seat}{number}"));
    }
    out
}

#[test]
fn a_list_has_one_colour_and_one_number_on_the_whole_page() {
    let env = counted();
    env.run(["election", "show", "--html", "page.html"]).ok();
    let page = std::fs::read_to_string(env.path("page.html")).unwrap();
    let seats = seats(&page);
    // FO is alone in the second college, second in the first: it looks the same in both.
    assert_eq!(seats.keys().collect::<Vec<_>>(), ["CGT", "FO"]);
    assert!(seats.values().all(|looks| looks.len() == 1), "{seats:?}");
    assert_ne!(seats["CGT"], seats["FO"]);
    // The rows of the tables have the number of the seats, most votes on the page first.
    let number = |name: &str| seats[name].first().unwrap().chars().last().unwrap();
    for name in ["CGT", "FO"] {
        assert!(page.contains(&format!("{}. {name}", number(name))), "{name}: {seats:?}");
    }
    assert_eq!((number("CGT"), number("FO")), ('1', '2'), "40 + 49 ballots, 20 + 30 + 30");
    // A bar of the audience has the colour of its list.
    let bar = |name: &str| {
        let (_, rest) = page.split_once(&format!("text-anchor=\"end\">{name}</text>")).unwrap();
        let (_, rest) = rest.split_once("fill=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    for name in ["CGT", "FO"] {
        assert!(seats[name].first().unwrap().starts_with(&bar(name)), "{name}");
    }
}

#[test]
fn a_candidate_of_another_list_is_called_so_where_a_union_names() {
    let env = counted();
    let run = env.run(["election", "delegate", "--headcount", "80", "--on", "2026-12-20"]);
    let text = run.out.replace("\n  ", " ");
    let line = |name: &str| text.lines().find(|l| l.starts_with(name)).unwrap_or_default().to_owned();
    assert!(line("Dominique Exemple").contains("on the list of another union: if they accept"), "{text}");
    assert!(!line("Camille Exemple").contains("another union"), "{text}");
    let json = env
        .run(["election", "delegate", "--union", "FO", "--headcount", "80", "--on", "2026-12-20", "--json"])
        .json();
    let people = json["value"]["naming"]["people"].as_array().unwrap_or_else(|| panic!("{json}")).clone();
    let of = |name: &str| people.iter().find(|p| p["name"] == name).unwrap()["elsewhere"].clone();
    assert_eq!((of("Camille Exemple"), of("Dominique Exemple")), (true.into(), false.into()));
}

#[test]
fn the_protocol_reads_what_the_company_has_on_record_and_says_so() {
    let env = with_election();
    env.run(["company", "headcount", "2026-10", "120"]).ok();
    env.run(["company", "set", "--cadres", "27"]).ok();
    let shown = env.run(["election", "protocol", "show", "--lang", "fr"]).out.replace("\n  ", " ");
    assert!(shown.contains("effectif, selon la fiche de l’entreprise\u{a0}: 120"), "{shown}");
    assert!(shown.contains("cadres, selon la fiche de l’entreprise\u{a0}: 27"), "{shown}");
    assert!(shown.contains("il faut un troisième collège"), "{shown}");
    // What is noted with the election comes first.
    env.run(["election", "protocol", "note", "--cadres", "24"]).ok();
    let shown = env.run(["election", "protocol", "show"]).out.replace("\n  ", " ");
    assert!(shown.contains("engineers, heads of department and cadres: 24"), "{shown}");
    assert!(!shown.contains("third college"), "{shown}");
}

#[test]
fn the_establishments_are_added_up() {
    let env = Env::new();
    let ask = |south: &str| {
        let sites = ["--site", "North: 320, cadres=18, delegates=2+2", "--site", south];
        let args = ["law", "committee", "--headcount", "720"];
        env.run(args.iter().chain(&sites)).ok().out.replace("\n  ", " ")
    };
    assert!(ask("South: 400, delegates=2+2").contains("Establishments (2): 720 together, like the whole"));
    let short = ask("South: 380, delegates=2+2");
    assert!(short.contains("700 together, and the whole 720: is one missing"), "{short}");
    assert!(short.contains("Central CSE: 4 full members, 4 substitutes"), "{short}");
}

fn points(env: &Env) -> String {
    env.run(["election", "protocol", "show", "--json"]).json()["value"].to_string()
}

/// Alinéa 2 of L2314-5, and its neighbour.
#[test]
fn who_is_invited_by_letter_and_who_by_any_means() {
    let env = with_election();
    env.run([
        "election",
        "protocol",
        "note",
        "--union",
        "SUD:section=no,representative=no,invited=otherwise",
    ])
    .ok();
    assert!(!points(&env).contains("letter-missing"), "{}", points(&env));
    env.run(["election", "protocol", "note", "--union", "CGT:section=yes,invited=otherwise"]).ok();
    assert!(points(&env).contains("letter-missing"), "{}", points(&env));
    env.run(["election", "protocol", "note", "--union", "CGT:section=yes,invited=letter"]).ok();
    assert!(!points(&env).contains("letter-missing"), "{}", points(&env));
}

/// Alinéa 6 of L2314-5, and its neighbour: in a larger company protection begins with the candidacy.
#[test]
fn whoever_is_about_to_stand_is_protected_once_it_is_known() {
    let env = with_election();
    for (headcount, told) in [("16", true), ("21", false)] {
        env.run(["election", "edit", "--headcount", headcount]).ok();
        assert_eq!(points(&env).contains("imminent"), told, "{headcount}");
    }
}

/// The headcount of the company is read where none is given, and it is said; without a vault it has to be given.
#[test]
fn rights_rest_on_the_headcount_of_the_record_where_none_is_given() {
    let env = with_election();
    env.run(["law", "rights"]).fails(2, "--headcount");
    env.run(["company", "headcount", "2026-09", "40"]).ok();
    env.run(["company", "headcount", "2026-10", "120"]).ok();
    let read = env.run(["law", "rights", "--representative"]).ok();
    assert!(read.out.starts_with("Headcount: 120, on record for 2026-10 (company)\n"), "{}", read.out);
    let said = env.run(["law", "rights", "--representative", "--headcount", "120"]).ok();
    assert_eq!(read.out.split_once('\n').unwrap().1, said.out, "the same rights");
    let json = env.run(["law", "rights", "--json"]).ok().json();
    assert_eq!(
        (&json["value"]["headcount_of"], &json["value"]["headcount"]["num"]),
        (&"2026-10".into(), &120.into())
    );
    Env::new().run(["law", "rights"]).fails(2, "--headcount");
}
