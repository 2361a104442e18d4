//! The guard of work addresses (E17, E18): `tests/data/guard/refused.txt` and `neighbours.txt`, made by `make.py` there.

use contrepoids::{
    base::guard,
    mail::{Address, Forbidden},
    roster::check,
};

use crate::{
    notice::people::{add, open},
    support::Env,
};

const REFUSED: &str = include_str!("../../data/guard/refused.txt");
const NEIGHBOURS: &str = include_str!("../../data/guard/neighbours.txt");
const DOMAINS: [&str; 3] = ["employeur.example", "mail.groupe.test", "xn--socit-esab.example"];

fn domains() -> Vec<String> {
    DOMAINS.map(str::to_owned).to_vec()
}

/// Reads a line: `\u{9}` stands for a sign that a text file cannot hold.
fn address(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (code, after) = after.split_once('}').unwrap();
        out.push_str(before);
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        rest = after;
    }
    out + rest
}

/// What import and edit do with an address.
fn roster_takes(typed: &str) -> bool {
    check::address(typed).is_ok_and(|a| !check::in_domains(&a, &domains()))
}

/// What sending does with an address.
fn mail_takes(typed: &str) -> bool {
    Address::read(typed).is_ok_and(|a| !Forbidden::new(DOMAINS).holds(&a))
}

#[test]
fn two_hundred_disguises_are_refused_and_two_hundred_neighbours_pass() {
    let (refused, neighbours): (Vec<_>, Vec<_>) = (REFUSED.lines().collect(), NEIGHBOURS.lines().collect());
    assert!(refused.len() >= 200 && neighbours.len() >= 200);
    for line in refused {
        let typed = address(line);
        assert!(!roster_takes(&typed), "the roster takes {line}");
        assert!(!mail_takes(&typed), "a message would go to {line}");
    }
    for line in neighbours {
        assert!(roster_takes(&address(line)), "the roster refuses {line}");
        assert!(mail_takes(&address(line)), "no message would go to {line}");
    }
}

#[test]
fn many_are_refused_by_what_they_say_and_not_by_their_form() {
    let by_guard = REFUSED.lines().filter(|l| check::address(&address(l)).is_ok()).count();
    assert!(by_guard >= 80, "{by_guard}");
}

/// A CSV cell.
fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[test]
fn an_import_takes_no_disguise_and_every_neighbour() {
    let env = Env::with_vault();
    let forbid: Vec<&str> = DOMAINS.iter().flat_map(|d| ["--forbid-domain", d]).collect();
    env.run(["company", "set"].into_iter().chain(forbid)).ok();
    let file = |lines: Vec<String>| {
        let mut out = "family,given,email,standing\n".to_owned();
        for (n, line) in lines.iter().enumerate() {
            out.push_str(&format!("Exemple{n:03},Camille,{},member\n", cell(line)));
        }
        out
    };
    // Signs that end a line belong to another test.
    let refused: Vec<String> =
        REFUSED.lines().map(address).filter(|a| !a.contains(['\r', '\n', '\0'])).collect();
    env.write("refused.csv", file(refused));
    env.run(["member", "import", "refused.csv", "--apply"]);
    let people = env.run(["member", "list", "--json", "--columns", "email"]).ok().json();
    for person in people["value"]["people"].as_array().unwrap() {
        let email = person["email"].as_str().unwrap_or_default();
        assert!(!guard::holds_address(email, &domains()), "{email} came in");
    }
    let env = Env::with_vault();
    let forbid: Vec<&str> = DOMAINS.iter().flat_map(|d| ["--forbid-domain", d]).collect();
    env.run(["company", "set"].into_iter().chain(forbid)).ok();
    env.write("neighbours.csv", file(NEIGHBOURS.lines().map(str::to_owned).collect()));
    env.run(["member", "import", "neighbours.csv", "--apply"]).ok();
    let people = env.run(["member", "list", "--json", "--columns", "email"]).ok().json();
    let with_address =
        people["value"]["people"].as_array().unwrap().iter().filter(|p| p["email"].is_string()).count();
    assert_eq!(with_address, NEIGHBOURS.lines().count());
}

#[test]
fn at_edit_and_at_sending_too() {
    let env = Env::with_vault();
    let mut vault = open(&env);
    // Taken before the domain was forbidden.
    add(
        &mut vault,
        &[("given", "Au"), ("family", "Travail"), ("email", "x@ernployeur.example"), ("standing", "member")],
    );
    drop(vault);
    env.run(["company", "set", "--forbid-domain", "employeur.example"]).ok();
    let edit = env.run(["member", "edit", "travail", "email=y@emp1oyeur.example"]);
    assert_ne!(edit.code, 0, "{}", edit.out);
    let from = ["notice", "preview", "welcome", "--from"];
    let run = env.run(from.into_iter().chain(["a@example.org"]));
    assert!(run.code == 1 && run.err.contains("at the employer's"), "{}", run.err);
    env.run(from.into_iter().chain(["a@paris.ernployeur.example"])).fails(1, "domain of the employer");
}
