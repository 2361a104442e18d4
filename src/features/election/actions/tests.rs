use std::path::Path;

use crate::features::election::actions::*;
use crate::{
    base::word::Gender,
    features::{
        election::{records::Figures, rules::tally::Stage, views::Removed},
        member::actions::{self as member, Assignment},
    },
    law::{Answer, Fraction},
    vault::Vault,
};

mod history;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-22")
}

fn vault() -> Vault {
    Vault::create_in_memory(crate::clock::random).unwrap()
}

fn assignments(list: &[&str]) -> Vec<Assignment> {
    list.iter().map(|t| Assignment::read(t).unwrap()).collect()
}

fn person(vault: &mut Vault, fields: &[&str]) -> Id {
    member::add(vault, today(), 1, &assignments(fields)).unwrap().id
}

fn change(vault: &mut Vault, who: Id, fields: &[&str]) {
    member::edit(vault, today(), 2, &who.to_string(), &assignments(fields)).unwrap();
}

fn create(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    form: &ElectionForm,
) -> Result<(Id, Poll), PollError> {
    let told = propose(vault, today, form)?.tell(|_| ());
    accept(vault, now_ms, told)
}

fn edit(
    vault: &mut Vault,
    now_ms: u64,
    which: Option<&str>,
    form: &ElectionForm,
) -> Result<(Id, Poll), PollError> {
    let told = propose_edit(vault, today(), which, form, None)?.tell(|_| ());
    accept(vault, now_ms, told)
}

fn remove(vault: &mut Vault, now_ms: u64, which: &str) -> Result<Removed, PollError> {
    let told = propose_removal(vault, today(), which)?.tell(|_| ());
    accept_removal(vault, now_ms, told)
}

fn form(toml: &str) -> ElectionForm {
    toml::from_str(toml).unwrap()
}

const TWO: &str = r#"
date = "2026-12-03"
union = "CGT"
[[colleges]]
id = "1"
holders = 4
women = 60
men = 40
[[colleges]]
id = "2"
holders = 2
women = 20
men = 20
boxes = ["Lyon", "Nantes"]
"#;

fn new(vault: &mut Vault, toml: &str) -> Result<(Id, Poll), PollError> {
    create(vault, today(), 1, &form(toml))
}

/// The field that an error names.
#[track_caller]
fn field<T>(result: Result<T, PollError>) -> String {
    match result {
        Err(PollError::Election(ElectionError::Fact(fact))) => fact.field,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("taken"),
    }
}

fn lists(json: serde_json::Value) -> Vec<ListForm> {
    serde_json::from_value(json).unwrap()
}

fn entry(json: serde_json::Value) -> EntryForm {
    serde_json::from_value(json).unwrap()
}

fn add_lists(vault: &mut Vault) {
    for vote in ["holders", "substitutes"] {
        let forms = lists(serde_json::json!([
            { "college": "1", "vote": vote, "ours": true, "candidates": [
                { "name": "Camille Exemple", "sex": "F", "born": "1980-01-31" },
                { "name": "Lou Essai", "sex": "H" } ] },
            { "college": "1", "vote": vote, "unions": ["FO"], "candidates": [{ "name": "Dominique Essai", "sex": "F" }] },
            { "college": "2", "vote": vote, "unions": ["CFDT", "UNSA"], "split": { "CFDT": "3/4", "UNSA": "1/4" } },
        ]));
        super::add_list(vault, 2, None, &forms, (false, None), Verb::Added).unwrap();
    }
}

fn sheet(college: &str, vote: &str, place: Option<&str>, voters: u64, lists: &[(&str, u64)]) -> EntryForm {
    let lists: Vec<_> = lists.iter().map(|(n, b)| serde_json::json!({ "name": n, "ballots": b })).collect();
    entry(serde_json::json!({
        "college": college, "vote": vote, "box": place, "voters": voters, "blank": 0, "null": 0, "lists": lists,
    }))
}

#[test]
fn an_election_is_kept_as_given() {
    let mut vault = vault();
    let (id, poll) = new(&mut vault, TWO).unwrap();
    assert_eq!(list(&vault).unwrap(), [(id, poll.clone())]);
    assert_eq!((poll.round, poll.colleges[0].substitutes, poll.colleges[1].boxes.len()), (1, 4, 2));
    // Found by its only being there, by its digits, by its name.
    assert_eq!(load(&vault, None).unwrap().id, id);
    assert_eq!(load(&vault, Some(&id.short())).unwrap().id, id);
    edit(&mut vault, 2, None, &form("name = \"Renouvellement\"")).unwrap();
    assert_eq!(load(&vault, Some("Renouvellement")).unwrap().id, id);
    assert!(matches!(load(&vault, Some("ffff")), Err(PollError::NoPoll)));
    new(&mut vault, TWO).unwrap();
    assert!(matches!(load(&vault, None), Err(PollError::Several(ids)) if ids.len() == 2));
}

#[test]
fn the_log_holds_kinds_and_identifiers_alone() {
    let mut vault = vault();
    let before = vault.log().unwrap().len();
    let (id, _) = new(&mut vault, TWO).unwrap();
    add_lists(&mut vault);
    let log = vault.log().unwrap();
    let entries: Vec<_> = log.iter().skip(before).collect();
    assert_eq!(entries[0].changes, [(Verb::Added, id)]);
    assert!(entries.iter().all(|e| e.readers.is_empty()));
    assert_eq!(entries[1].changes.len(), 3, "three lists in one commit");
}

#[test]
fn what_does_not_hold_together_is_refused_by_its_field() {
    let mut vault = vault();
    let changed = |from: &str, to: &str| TWO.replacen(from, to, 1);
    for (toml, wanted) in [
        (changed("date = \"2026-12-03\"", ""), "date"),
        (changed("date", "round = 3\ndate"), "round"),
        (changed("date", "follows = \"abcd\"\ndate"), "follows"),
        (changed("date", "mandate_years = 5\ndate"), "mandate_years"),
        (changed("date", "headcount = 0\ndate"), "headcount"),
        (changed("date", "union = \"\"\ndate").replacen("union = \"CGT\"", "", 1), "union"),
        (changed("date", "dates = { weekend = \"2026-01-01\" }\ndate"), "dates"),
        (changed("date", "dates = { protocol = \"2026-12-04\" }\ndate"), "dates.protocol"),
        (changed("date", "dates = { proclaimed = \"2026-12-02\" }\ndate"), "dates.proclaimed"),
        (changed("date", "categorical = { \"CFE-CGC\" = [] }\ndate"), "categorical.CFE-CGC"),
        ("date = \"2026-12-03\"".to_owned(), "colleges"),
        (changed("id = \"2\"", "id = \"1\""), "colleges[1].id"),
        (changed("id = \"1\"", "id = \"\""), "colleges[0].id"),
        (changed("holders = 4", "holders = 0"), "colleges[0].holders"),
        (changed("holders = 4", "holders = 101"), "colleges[0].holders"),
        (changed("holders = 4", "holders = 99999999999"), "colleges[0].holders"),
        (changed("holders = 4", "holders = 4\nreserved = 5"), "colleges[0].reserved"),
        (changed("men = 40", ""), "colleges[0].men"),
        (changed("women = 60", ""), "colleges[0].women"),
        (changed("women = 60\nmen = 40", "women = 0\nmen = 0"), "colleges[0].registered"),
        (changed("men = 40", "men = 40\nregistered = 99"), "colleges[0].registered"),
        (changed("men = 40", "registered = 59"), "colleges[0].registered"),
        (changed("women = 60", "women = 99999999999"), "colleges[0].women"),
        (changed("\"Lyon\", \"Nantes\"", "\"Lyon\", \"Lyon\""), "colleges[1].boxes"),
    ] {
        assert_eq!(field(new(&mut vault, &toml)), wanted, "{toml}");
    }
    assert!(list(&vault).unwrap().is_empty());
}

#[test]
fn a_college_as_typed() {
    let found = college_spec("2: titulaires=3, femmes=12,hommes=28,réservés=1,urnes=Lyon+Nantes").unwrap();
    assert_eq!((found.id.as_str(), found.holders.unwrap().0, found.men.unwrap().0), ("2", 3, 28));
    assert_eq!(found.boxes.unwrap(), ["Lyon", "Nantes"]);
    for (bad, wanted) in [
        ("2", "college"),
        ("2:holders", "college"),
        ("2:seats=3", "college"),
        ("2:holders=x", "colleges[\"2\"].holders"),
        ("2:holders=-1", "colleges[\"2\"].holders"),
        ("2:holders=1,holders=2", "colleges[\"2\"].holders"),
    ] {
        assert_eq!(college_spec(bad).unwrap_err().field, wanted, "{bad}");
    }
}

#[test]
fn an_edit_changes_what_is_given() {
    let mut vault = vault();
    new(&mut vault, TWO).unwrap();
    let more = "[[colleges]]\nid = \"1\"\nwomen = 61\n[[colleges]]\nid = \"3\"\nholders = 1\nregistered = 9";
    let (_, poll) = edit(&mut vault, 2, None, &form(more)).unwrap();
    let first = &poll.colleges[0];
    assert_eq!((first.women, first.men, first.holders, first.substitutes), (Some(61), Some(40), 4, 4));
    assert_eq!(poll.colleges.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(field(edit(&mut vault, 3, None, &form("round = 2"))), "round");
    assert_eq!(field(edit(&mut vault, 3, None, &form("mandate_years = 1"))), "mandate_years");
    assert_eq!(load(&vault, None).unwrap().poll, poll);
}

#[test]
fn ours_come_from_the_roster() {
    let mut vault = vault();
    new(&mut vault, TWO).unwrap();
    let id = person(
        &mut vault,
        &["nom=Exemple", "prénom=Camille", "sexe=F", "naissance=1980-01-31", "catégorie=cadre"],
    );
    let forms = lists(serde_json::json!([{ "college": "1", "vote": "titulaires", "ours": true,
        "candidates": [{ "member": id.short() }, { "name": "Lou Essai" }] }]));
    let (dossier, ids) = super::add_list(&mut vault, 2, None, &forms, (false, None), Verb::Added).unwrap();
    let slate = &dossier.slates.iter().find(|(i, _)| *i == ids[0]).unwrap().1;
    let first = &slate.candidates[0];
    assert_eq!(
        (first.name.as_str(), first.sex, first.born, first.member),
        ("Camille Exemple", Some(Gender::Woman), Some(day("1980-01-31")), Some(id))
    );
    assert!(first.cadre && slate.ours);
    assert_eq!((slate.name.as_str(), slate.unions[0].union.as_str()), ("CGT", "CGT"));
    let nobody = lists(
        serde_json::json!([{ "college": "1", "vote": "substitutes", "ours": true, "candidates": [{ "member": "ffff" }] }]),
    );
    assert!(matches!(
        super::add_list(&mut vault, 2, None, &nobody, (false, None), Verb::Added),
        Err(PollError::Member(_))
    ));
}

#[test]
fn lists_that_cannot_be_are_named() {
    let mut vault = vault();
    new(&mut vault, TWO).unwrap();
    add_lists(&mut vault);
    let add =
        |vault: &mut Vault, json| super::add_list(vault, 3, None, &lists(json), (false, None), Verb::Added);
    for (json, wanted) in [
        (serde_json::json!([{ "college": "9", "vote": "holders", "unions": ["X"] }]), "college"),
        (serde_json::json!([{ "vote": "holders", "unions": ["X"] }]), "college"),
        (serde_json::json!([{ "college": "1", "vote": "both", "unions": ["X"] }]), "vote"),
        (serde_json::json!([{ "college": "1", "vote": "holders" }]), "name"),
        (serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["X", "X"] }]), "unions"),
        (
            serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["X"], "split": { "Y": "1" } }]),
            "split",
        ),
        (
            serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["X", "Y"], "split": { "X": "1/2", "Y": "1/3" } }]),
            "split",
        ),
        (
            serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["X"], "candidates": [{}] }]),
            "candidates[0].name",
        ),
        (
            serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["X"], "candidates": [{ "name": "a", "sex": "x" }] }]),
            "candidates[0].sex",
        ),
        (
            serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["X"], "candidates": [{ "name": "a", "born": "2026-12-03" }] }]),
            "candidates[0].born",
        ),
        (
            serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["X"], "candidates": [{ "name": "a" }, { "name": "a" }] }]),
            "candidates[1].name",
        ),
    ] {
        assert_eq!(field(add(&mut vault, json.clone())), wanted, "{json}");
    }
    // A list that is there, and one that stands twice in what is given.
    for json in [
        serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["FO"] }]),
        serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["X"] }, { "college": "1", "vote": "holders", "unions": ["x"] }]),
    ] {
        let refused = add(&mut vault, json.clone()).map(drop);
        assert!(matches!(refused, Err(PollError::ListThere(_))), "{json}: {refused:?}");
    }
    assert_eq!(load(&vault, None).unwrap().slates.len(), 6, "all or nothing");
}

#[test]
fn a_list_that_was_voted_on_is_not_replaced() {
    let mut vault = vault();
    new(&mut vault, TWO).unwrap();
    add_lists(&mut vault);
    let mut form = sheet("1", "holders", None, 50, &[("CGT", 40), ("FO", 10)]);
    form.lists[0].struck.insert("2".to_owned(), crate::features::law::rules::number::Count(5));
    count(&mut vault, 3, None, &[form]).unwrap();
    let again = |names: &[&str]| {
        let candidates: Vec<_> = names.iter().map(|n| serde_json::json!({ "name": n })).collect();
        lists(
            serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["CGT"], "ours": true, "candidates": candidates }]),
        )
    };
    for names in [&["Lou Essai", "Camille Exemple", "Noa Exemple"][..], &["Camille Exemple"]] {
        let found = super::add_list(&mut vault, 4, None, &again(names), (true, None), Verb::Edited);
        assert!(found.is_err_and(|e| matches!(e, PollError::Frozen(_) | PollError::Counted(_))));
    }
    let voted = remove_list(&mut vault, 5, None, Some("1"), Some("holders"), "FO", None);
    assert!(matches!(voted, Err(PollError::Counted(list)) if list == "FO"));
    assert_eq!(field(remove_list(&mut vault, 5, None, None, None, "CFDT-UNSA", None)), "vote");
    assert_eq!(field(remove_list(&mut vault, 5, None, None, None, "zphqx", None)), "list");
    let late = remove_list(&mut vault, 5, None, None, Some("substitutes"), "fo", None);
    assert!(matches!(late, Err(PollError::Frozen(_))));
}

fn parsed(text: &str) -> Result<Vec<ListForm>, PollError> {
    parse_lists(Path::new("-"), text.as_bytes(), today())
}

#[test]
fn lists_from_a_table_and_from_json() {
    let table = "Collège;Vote;Syndicats;Rang;Prénom;Nom;Sexe;Naissance\n\
                 1;titulaires;FO;2;Lou;Essai;H;31/01/1980\n\
                 1;titulaires;FO;1;Camille;Exemple;F;\n\
                 1;suppléants;CFDT:75% + UNSA:25%;;Noa;Modèle;;\n";
    let found = parsed(table).unwrap();
    assert_eq!(found.len(), 2);
    let names: Vec<_> = found[0].candidates.iter().map(|c| c.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["Camille Exemple", "Lou Essai"]);
    assert_eq!(found[0].candidates[1].born, Some(day("1980-01-31")));
    assert_eq!(
        (found[1].name.as_deref(), found[1].unions.len(), found[1].split.len()),
        (Some("CFDT-UNSA"), 2, 2)
    );
    let json = "{\"lists\":[{\"college\":\"1\",\"vote\":\"holders\",\"unions\":[\"FO\"],\"candidates\":[{\"name\":\"a\"}]}]}";
    assert_eq!(parsed(json).unwrap()[0].unions, ["FO"]);
    let toml = "[[lists]]\ncollege = \"1\"\nvote = \"holders\"\nunions = [\"FO\"]\n";
    assert_eq!(parsed(toml).unwrap()[0].unions, ["FO"]);
}

#[test]
fn a_table_that_cannot_be_read_names_line_and_column() {
    let head = "college;vote;list;position;name;sex;born\n";
    for (text, wanted) in [
        ("a;b\n1;2\n".to_owned(), "header"),
        ("college;list;name\n1;FO;a\n".to_owned(), "header.vote"),
        ("vote;name\nholders;a\n".to_owned(), "header.list"),
        ("vote;list\nholders;FO\n".to_owned(), "header.name"),
        (format!("{head}1;;FO;1;a;F;\n"), "line 2: vote"),
        (format!("{head}1;holders;;1;a;F;\n"), "line 2: list"),
        (format!("{head}1;holders;FO;x;a;F;\n"), "line 2: position"),
        (format!("{head}1;holders;FO;0;a;F;\n"), "line 2: position"),
        (format!("{head}1;holders;FO;1;a;F;\n1;holders;FO;1;b;F;\n"), "line 3: position"),
        (format!("{head}1;holders;FO;1;a;F;31/02/1980\n"), "line 2: born"),
        ("vote;unions;name\nholders;CFDT:x%;a\n".to_owned(), "line 2: unions"),
        ("vote;list;unions;name\nholders;L;FO;a\nholders;L;CGT;b\n".to_owned(), "line 3: unions"),
        ("{\"lists\":[{\"vote\":3}]}".to_owned(), "line 1: lists[0].vote"),
    ] {
        assert_eq!(field(parsed(&text)), wanted, "{text}");
    }
    assert!(matches!(parsed(""), Err(PollError::File(_))));
    assert!(matches!(
        parse_lists(Path::new("-"), &[0, 159, 146, 150, 0, 0], today()),
        Err(PollError::File(_))
    ));
}

#[test]
fn a_count_is_saved_at_any_point_and_resumed() {
    let mut vault = vault();
    new(&mut vault, TWO).unwrap();
    add_lists(&mut vault);
    let part = |json| entry(json);
    let found = count(
        &mut vault,
        3,
        None,
        &[part(serde_json::json!({ "college": "1", "vote": "holders", "voters": 60 }))],
    )
    .unwrap();
    assert_eq!((found[0].entry, found[0].done, found[0].state.stage), (1, false, Stage::Begun));
    assert_eq!(found[0].missing.as_ref().unwrap().field, "blank");
    // Another run goes on with the same entry.
    let more = serde_json::json!({ "college": "1", "vote": "holders", "blank": 1, "null": 0,
        "lists": [{ "name": "cgt", "ballots": 40, "struck": { "2": 5 } }, { "name": "FO", "ballots": 19 }] });
    let found = count(&mut vault, 4, None, &[part(more)]).unwrap();
    assert_eq!((found[0].entry, found[0].done, found[0].state.stage), (1, true, Stage::Once));
    let figures: &Figures = &found[0].dossier.sheets[0].1.figures;
    assert_eq!((figures.voters, figures.ballots.len(), figures.struck.len()), (Some(60), 2, 1));
    // The next one is the second entry, by its own.
    let found =
        count(&mut vault, 5, None, &[sheet("1", "holders", None, 60, &[("CGT", 40), ("FO", 20)])]).unwrap();
    assert_eq!((found[0].entry, found[0].state.stage), (2, Stage::Differs));
    assert_eq!(found[0].state.differences.len(), 3);
    let third = count(&mut vault, 6, None, &[sheet("1", "holders", None, 60, &[("CGT", 40), ("FO", 20)])]);
    assert!(matches!(third, Err(PollError::BothDone)));
    // A draft stays open, and a correction is asked for by its number.
    let mut draft = sheet("1", "holders", None, 60, &[("CGT", 41)]);
    draft.entry = Some(2);
    let bad = count(&mut vault, 6, None, &[draft]);
    assert_eq!(field(bad), "lists", "41 and 20 are more than 60");
}

#[test]
fn figures_that_cannot_be_are_refused_and_change_nothing() {
    let mut vault = vault();
    new(&mut vault, TWO).unwrap();
    add_lists(&mut vault);
    for (json, wanted) in [
        (serde_json::json!({ "college": "1", "vote": "holders", "voters": 101 }), "voters"),
        (serde_json::json!({ "college": "9", "vote": "holders", "voters": 1 }), "college"),
        (serde_json::json!({ "vote": "holders", "voters": 1 }), "college"),
        (serde_json::json!({ "college": "1", "vote": "x", "voters": 1 }), "vote"),
        (serde_json::json!({ "college": "2", "vote": "holders", "voters": 1 }), "box"),
        (serde_json::json!({ "college": "2", "vote": "holders", "box": "Paris", "voters": 1 }), "box"),
        (serde_json::json!({ "college": "1", "vote": "holders", "entry": 3, "voters": 1 }), "entry"),
        (
            serde_json::json!({ "college": "1", "vote": "holders", "lists": [{ "name": "X", "ballots": 1 }] }),
            "lists",
        ),
        (
            serde_json::json!({ "college": "1", "vote": "holders", "lists": [{ "name": "FO" }, { "name": "fo" }] }),
            "lists[FO]",
        ),
        (
            serde_json::json!({ "college": "1", "vote": "holders", "lists": [{ "name": "FO", "ballots": 1, "struck": { "2": 1 } }] }),
            "lists[FO].struck",
        ),
        (
            serde_json::json!({ "college": "1", "vote": "holders", "lists": [{ "name": "FO", "ballots": 1, "struck": { "1": 2 } }] }),
            "lists[FO].struck[1]",
        ),
    ] {
        assert_eq!(field(count(&mut vault, 3, None, &[entry(json.clone())])), wanted, "{json}");
    }
    // Several at once: the one that is wrong is named, and none is saved.
    let good = sheet("1", "holders", None, 50, &[("CGT", 50)]);
    let bad = sheet("2", "holders", Some("Lyon"), 99, &[]);
    assert_eq!(field(count(&mut vault, 3, None, &[good, bad])), "sheets[1].voters");
    assert!(load(&vault, None).unwrap().sheets.is_empty());
}

#[test]
fn a_person_decides_where_entries_differ() {
    let mut vault = vault();
    new(&mut vault, TWO).unwrap();
    add_lists(&mut vault);
    let one = sheet("1", "holders", None, 60, &[("CGT", 40), ("FO", 20)]);
    let two = sheet("1", "holders", None, 60, &[("CGT", 39), ("FO", 21)]);
    count(&mut vault, 3, None, std::slice::from_ref(&one)).unwrap();
    let here = target(&load(&vault, None).unwrap(), Some("1"), "holders", None).unwrap();
    assert!(matches!(
        decide(&mut vault, 4, None, &here, &Decision::Entry(1)),
        Err(PollError::NothingToDecide)
    ));
    count(&mut vault, 4, None, std::slice::from_ref(&two)).unwrap();
    assert_eq!(field(decide(&mut vault, 5, None, &here, &Decision::Entry(3))), "decide");
    let found = decide(&mut vault, 5, None, &here, &Decision::Entry(2)).unwrap();
    assert_eq!(found.state.stage, Stage::Decided);
    // Counted again: other figures.
    let mut again = one.clone();
    again.lists[0].ballots = Some(crate::features::law::rules::number::Count(38));
    again.lists[1].ballots = Some(crate::features::law::rules::number::Count(22));
    let found = decide(&mut vault, 6, None, &here, &Decision::Figures(Box::new(again.clone()))).unwrap();
    assert_eq!(found.dossier.sheets.iter().filter(|(_, s)| s.entry == 0).count(), 1, "one decision stands");
    again.voters = None;
    assert_eq!(field(decide(&mut vault, 7, None, &here, &Decision::Figures(Box::new(again)))), "voters");
    // A corrected entry asks again; entries that agree need no decision.
    let corrected = EntryForm { entry: Some(1), ..two };
    let found = count(&mut vault, 8, None, &[corrected]).unwrap();
    assert_eq!((found[0].state.stage, found[0].state.stale), (Stage::Agreed, true));
    let left = forget(&mut vault, 9, None, &here, 1).unwrap();
    assert_eq!(left.sheets.iter().filter(|(_, s)| s.entry == 1).count(), 0);
    assert_eq!(field(forget(&mut vault, 9, None, &here, 1)), "entry");
}

fn enter(vault: &mut Vault, which: Option<&str>, forms: &[EntryForm]) {
    for _ in 0..2 {
        count(vault, 10, which, forms).unwrap();
    }
}

/// The first round: full members of the first college elected, everything else without quorum.
fn first_round_counted(vault: &mut Vault) -> Id {
    let (id, _) = new(vault, TWO).unwrap();
    add_lists(vault);
    enter(
        vault,
        None,
        &[
            sheet("1", "holders", None, 60, &[("CGT", 40), ("FO", 20)]),
            sheet("1", "substitutes", None, 40, &[("CGT", 30), ("FO", 10)]),
            sheet("2", "holders", Some("Lyon"), 10, &[("CFDT-UNSA", 10)]),
            sheet("2", "holders", Some("Nantes"), 5, &[("CFDT-UNSA", 5)]),
            sheet("2", "substitutes", Some("Lyon"), 10, &[("CFDT-UNSA", 10)]),
            sheet("2", "substitutes", Some("Nantes"), 5, &[("CFDT-UNSA", 5)]),
        ],
    );
    id
}

#[test]
fn a_second_round_takes_over_what_the_first_left() {
    let mut vault = vault();
    let id = first_round_counted(&mut vault);
    let second = |date: &str| format!("date = \"{date}\"\nround = 2\nfollows = \"{}\"", id.short());
    assert_eq!(field(new(&mut vault, &second("2026-12-03"))), "date", "not on the day of the first");
    assert_eq!(field(new(&mut vault, &second("2026-12-17").replace("round = 2", "round = 1"))), "follows");
    let (next, poll) = new(&mut vault, &second("2026-12-17")).unwrap();
    assert_eq!((poll.follows, poll.ours.as_deref()), (Some(id), Some("CGT")));
    let seats: Vec<_> = poll.colleges.iter().map(|c| (c.id.as_str(), c.holders, c.substitutes)).collect();
    // Of four full members two of ours and one of FO: our two candidates, its one; one seat is vacant.
    assert_eq!(seats, [("1", 1, 4), ("2", 2, 2)]);
    let found = show(&vault, today(), Some(&id.short()), &[]).unwrap();
    assert_eq!(found.followed_by, [next]);
    assert_eq!(field(remove(&mut vault, 20, &id.short())), "follows");
    let gone = remove(&mut vault, 20, &next.short()).unwrap();
    assert_eq!((gone.id, gone.records), (next, 1));
    let gone = remove(&mut vault, 21, &id.short()).unwrap();
    assert_eq!(gone.records, 1 + 6 + 12);
    assert!(list(&vault).unwrap().is_empty() && vault.all::<Sheet>().unwrap().is_empty());
}

#[test]
fn a_second_round_before_the_first_is_counted_needs_its_colleges() {
    let mut vault = vault();
    let (id, _) = new(&mut vault, TWO).unwrap();
    let second = format!("date = \"2026-12-17\"\nround = 2\nfollows = \"{}\"", id.short());
    add_lists(&mut vault);
    assert_eq!(field(new(&mut vault, &second)), "colleges");
    let with = format!("{second}\n[[colleges]]\nid = \"1\"\nholders = 4\nregistered = 100");
    assert!(new(&mut vault, &with).is_ok());
}

#[test]
fn establishments_add_up() {
    let mut vault = vault();
    let id = first_round_counted(&mut vault);
    edit(&mut vault, 11, None, &form("establishment = \"Lyon\"")).unwrap();
    let (other, _) = new(&mut vault, &TWO.replace("union", "establishment = \"Nantes\"\nunion")).unwrap();
    let name = other.short();
    let forms = lists(serde_json::json!([{ "college": "1", "vote": "holders", "unions": ["FO"] }]));
    super::add_list(&mut vault, 12, Some(&name), &forms, (false, None), Verb::Added).unwrap();
    enter(&mut vault, Some(&name), &[sheet("1", "holders", None, 25, &[("FO", 25)])]);
    let found = show(&vault, today(), Some(&id.short()), std::slice::from_ref(&name)).unwrap();
    assert_eq!(found.with, [other]);
    assert_eq!(found.outcome.audience.unwrap().value.valid, Fraction::whole(60 + 15 + 25));
    assert_eq!(field(show(&vault, today(), Some(&id.short()), &[id.short()]).map(|_| ())), "with");
}

#[test]
fn scenarios_comparison_and_support_go_from_the_last_election() {
    let mut vault = vault();
    assert!(matches!(simulate(&vault, today(), None, Scenarios::From(None)), Err(PollError::None)));
    let id = first_round_counted(&mut vault);
    assert!(matches!(compare(&vault, today(), None, None), Err(PollError::NoEarlier)));
    // Four years later.
    let later = TWO.replace("2026-12-03", "2030-11-28");
    let (next, _) = create(&mut vault, day("2030-11-01"), 30, &form(&later)).unwrap();
    let on = day("2030-11-01");
    let (dossier, from, made) = simulate(&vault, on, None, Scenarios::From(None)).unwrap();
    assert_eq!((dossier.id, from, made.len()), (next, Some(id), 6));
    assert!(matches!(compare(&vault, on, None, None), Err(PollError::NotCounted)));
    let shares = |turnout: &str, list: &[(&str, &str)]| Scenarios::Shares {
        college: None,
        turnout: turnout.parse().unwrap(),
        shares: list.iter().map(|(n, s)| ((*n).to_owned(), s.parse().unwrap())).collect(),
    };
    let (.., made) = simulate(&vault, on, None, shares("3/5", &[("CGT", "1/2"), ("FO", "1/4")])).unwrap();
    assert_eq!(made[0].colleges[0].supposed.lists, [("CGT".to_owned(), 30), ("FO".to_owned(), 15)]);
    assert_eq!(field(simulate(&vault, on, None, shares("3/2", &[("CGT", "1")])).map(|_| ())), "turnout");
    assert_eq!(
        field(simulate(&vault, on, None, shares("1/2", &[("CGT", "2/3"), ("FO", "2/3")])).map(|_| ())),
        "share"
    );
    assert_eq!(field(simulate(&vault, on, None, shares("1/2", &[])).map(|_| ())), "share");
    let given: SimulateForm = serde_json::from_value(serde_json::json!({ "scenarios": [{ "name": "x", "colleges": [{ "id": "9", "valid": 3, "lists": {} }] }] })).unwrap();
    assert_eq!(
        field(simulate(&vault, on, None, Scenarios::Given(given)).map(|_| ())),
        "scenarios[0].colleges[0].id"
    );
    // Sixty valid of a hundred last time: ten per cent of those are six.
    let map = support(&vault, on, None, &Counting::default()).unwrap();
    assert_eq!(map.colleges[0].needs.as_ref().unwrap().value.tenth, 6);
    assert_eq!((map.supporters, map.dossier.id), (Some(0), next));
    let name = next.short();
    super::add_list(
        &mut vault,
        31,
        Some(&name),
        &lists(serde_json::json!([{ "college": "1", "vote": "holders", "ours": true }])),
        (false, None),
        Verb::Added,
    )
    .unwrap();
    enter(&mut vault, Some(&name), &[sheet("1", "holders", None, 70, &[("CGT", 70)])]);
    let (now, before, found) = compare(&vault, on, None, None).unwrap();
    assert_eq!((now.id, before.id), (next, id));
    let ours = found.votes[0].lists.iter().find(|l| l.name == "CGT").unwrap();
    assert_eq!(ours.ballots.change(), Some(30));
    assert_eq!(field(compare(&vault, on, Some(&name), Some(&name)).map(|_| ())), "with");
}

#[test]
fn supporters_are_members_and_pre_members_and_whom_one_adds() {
    let mut vault = vault();
    new(&mut vault, TWO).unwrap();
    let add = |vault: &mut Vault, n: u32, more: &[&str]| {
        let name = format!("nom=Exemple{n}");
        let fields: Vec<&str> = std::iter::once(name.as_str()).chain(more.iter().copied()).collect();
        person(vault, &fields);
    };
    let employee = ["catégorie=ouvrier/employé", "site=Lyon"];
    for n in 0..6 {
        add(&mut vault, n, &[&employee[..], &["adhésion=2020-01-01"]].concat());
    }
    add(&mut vault, 10, &["catégorie=cadre", "site=Lyon", "situation=pré-adhérent"]);
    add(&mut vault, 11, &["catégorie=cadre", "site=Nantes", "situation=contact"]);
    add(&mut vault, 12, &["catégorie=cadre", "site=Nantes", "situation=contact", "étiquettes=sympathisant"]);
    add(&mut vault, 13, &["catégorie=cadre", "adhésion=2015-01-01", "fin d'adhésion=2016-01-01"]);
    let count = |counting: &Counting| support(&vault, today(), None, counting).unwrap();
    let found = count(&Counting::default());
    assert_eq!(
        (found.supporters, found.colleges[0].supporters, found.colleges[1].supporters),
        (Some(7), Some(6), Some(1))
    );
    assert_eq!(count(&Counting { prospects: true, ..Counting::default() }).supporters, Some(9));
    assert_eq!(
        count(&Counting { tags: vec!["Sympathisant".to_owned()], ..Counting::default() }).supporters,
        Some(8)
    );
    // For others: one pre-member in the second college is nobody's business, and the total would tell.
    let hidden = count(&Counting { for_others: true, ..Counting::default() });
    assert_eq!(
        (hidden.colleges[0].supporters, hidden.colleges[1].supporters, hidden.supporters),
        (Some(6), None, None)
    );
    assert_eq!(
        field(
            support(
                &vault,
                today(),
                None,
                &Counting { turnout: Some(Fraction::ZERO), ..Counting::default() }
            )
            .map(|_| ())
        ),
        "turnout"
    );
}

#[test]
fn the_check_reads_our_candidates_from_the_roster() {
    let mut vault = vault();
    new(&mut vault, TWO).unwrap();
    let who = person(
        &mut vault,
        &[
            "nom=Exemple",
            "prénom=Camille",
            "sexe=F",
            "naissance=1980-01-31",
            "embauche=2026-06-01",
            "catégorie=cadre",
        ],
    );
    let forms = lists(
        serde_json::json!([{ "college": "1", "vote": "holders", "ours": true, "candidates": [{ "member": who.to_string() }] }]),
    );
    super::add_list(&mut vault, 2, None, &forms, (false, None), Verb::Added).unwrap();
    let codes = |vault: &Vault| {
        check(vault, today(), None).unwrap().issues.iter().map(|i| i.code.code()).collect::<Vec<_>>()
    };
    let found = codes(&vault);
    for wanted in ["stand:seniority", "other-college", "not-a-member", "single-candidate"] {
        assert!(found.contains(&wanted), "{wanted}: {found:?}");
    }
    change(&mut vault, who, &["embauche=2015-06-01", "catégorie=ouvrier/employé", "adhésion=2020-01-01"]);
    let found = codes(&vault);
    assert!(
        !found.iter().any(|c| ["stand:seniority", "other-college", "not-a-member"].contains(c)),
        "{found:?}"
    );
}

#[test]
fn minutes_are_checked_against_the_count() {
    let mut vault = vault();
    first_round_counted(&mut vault);
    let form = |json: serde_json::Value| serde_json::from_value::<MinutesForm>(json).unwrap();
    let good = serde_json::json!({ "colleges": [{ "id": "1", "registered": 100, "holders": { "voters": 60, "blank": 0, "null": 0,
        "valid": 60, "quorum": true, "lists": [{ "name": "CGT", "ballots": 40, "seats": 2 }, { "name": "FO", "ballots": 20, "seats": 1 }] } }] });
    let found = minutes(&vault, day("2026-12-05"), None, form(good.clone())).unwrap().checked;
    assert_eq!(found.contests, []);
    let mut bad = good;
    bad["colleges"][0]["holders"]["lists"][0]["seats"] = 1.into();
    let found = minutes(&vault, day("2026-12-05"), None, form(bad)).unwrap().checked;
    assert_eq!((found.contests.len(), found.contests[0].decisive), (1, true));
    // Nothing typed: the fields as we count them, and nothing compared.
    let alone = minutes(&vault, today(), None, MinutesForm::default()).unwrap();
    assert_eq!((alone.checked.compared, alone.pages.len()), (0, 4));
    assert_eq!(
        field(
            minutes(&vault, today(), None, form(serde_json::json!({ "colleges": [{ "id": "1" }] })))
                .map(|_| ())
        ),
        "colleges[0].holders"
    );
}

#[test]
fn results_are_those_of_the_calculator() {
    let mut vault = vault();
    let id = first_round_counted(&mut vault);
    let found = show(&vault, today(), Some(&id.short()), &[]).unwrap();
    let vote = found.outcome.vote("1", Post::Holders).unwrap();
    let Answer::Known(known) = &vote.allocation.as_ref().unwrap().value else { panic!() };
    // Forty against twenty on four seats are three and one; we have two candidates, FO one.
    assert_eq!(
        known.lists.iter().map(|l| (l.by_quotient + l.by_average, l.seats)).collect::<Vec<_>>(),
        [(3, 2), (1, 1)]
    );
    assert_eq!(vote.vacant, Some(1));
}
