//! A case that two people share: what each of them adds while apart is kept.

use super::*;

#[test]
fn what_two_add_to_a_case_while_apart_is_kept() {
    let ((_dir, stick), a) = (place(), section("Exemple"));
    run(&a, &["sync", "add", text(&stick)]).ok();
    let b = joined(&a, &stick, "Portable de Lou", "organizer");
    let c = joined(&a, &stick, "Portable de Sam", "organizer");
    let made = run(&a, &["case", "new", "prime", "--for", "lou", "--json"]).ok().json();
    let id = made["value"]["id"].as_str().unwrap().to_owned();
    let all = |order: &[&Env]| order.iter().for_each(|env| drop(run(env, &["sync"]).ok()));
    all(&[&a, &b]);
    run(&a, &["case", "event", "prime", "2026-11-10", "--what", "courrier de la direction"]).ok();
    run(&b, &["case", "event", "prime", "2026-11-12", "--what", "entretien avec l’avocate"]).ok();
    run(&b, &["case", "contact", "prime", "avocate", "Me Exemple"]).ok();
    run(&a, &["sync"]).ok();
    let said = run(&b, &["sync"]).ok().out;
    assert!(!said.contains("BEGIN AGE") && !said.contains("both sides"), "{said}");
    all(&[&a, &b, &c]);
    for env in [&a, &b] {
        let shown = run(env, &["case", "show", &id[..8]]).ok().out;
        for word in ["courrier", "entretien", "Me Exemple"] {
            assert!(shown.contains(word), "{shown}");
        }
        let list = run(env, &["case", "list", "--json"]).ok().json();
        assert_eq!(list["value"]["cases"].as_array().unwrap().len(), 1, "{list}");
    }
    // Written once more it is one record again; who does not share it reads none of it.
    run(&b, &["case", "event", "prime", "2026-11-13", "--what", "réponse"]).ok();
    all(&[&b, &a, &c]);
    let shown = run(&a, &["case", "show", "prime", "--json"]).ok().json();
    assert_eq!(shown["value"]["events"].as_array().unwrap().len(), 3, "{shown}");
    let list = run(&c, &["case", "list", "--json"]).ok().json();
    assert_eq!((list["value"]["cases"].as_array().unwrap().len(), &list["value"]["sealed"]), (0, &1.into()));
}
