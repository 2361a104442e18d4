//! The worked cases of replacement, one by one: a board, who left, who comes in.

use std::collections::BTreeMap;

use super::*;
use crate::law::book;

/// Three boards: `*` elected, the number its votes; order as on the list.
const B1: &str = "\
CGT/1/T: Abel(o)*, Bea(e)*, Carl(o), Dina(e)
CGT/1/S: Eve(o)*70, Fred(e)*68, Gina(o)64
CFDT/1/T: Hugo(e)*, Ines(o)
CFDT/1/S: Jade(e)*51, Karl(o)49
CGT/2/T: Luc(c)*, Mia(t)
CGT/2/S: Noe(c)*22, Odile(t)20
CFDT/2/T: Olga(t)*
CFDT/2/S: Paul(t)*33
FO/2/T: Rita(c)*
FO/2/S: Sam(c)*25";
const B2: &str = "\
CGT/1/T: Ana(e)*
CGT/1/S: Bob(e)*40
-LIB/1/T: Cleo(e)*, Dan(e)*
-LIB/1/S: Fay(e)*30, Gus(o)*28";
const B3: &str = "\
CGT+SUD/1/T: Una(e)*, Vic(e)*
CGT+SUD/1/S: Wil(e)*41
CGT/2/S: Xav(c)*20
FO/1/S: Yan(e)*44";

/// Reads a board as the cases write it; a list without a union begins with a dash.
fn board(text: &str) -> Vec<Roll> {
    let runner = |text: &str| {
        let (name, rest) = text.trim().split_once('(').unwrap();
        let (facts, rest) = rest.split_once(')').unwrap();
        let (category, born) = facts.split_once(' ').map_or((facts, None), |(c, b)| (c, b.parse().ok()));
        let votes = rest.trim_start_matches('*');
        Runner {
            name: name.trim().to_owned(),
            born,
            key: None,
            category: Some(category.to_owned()).filter(|c| !c.is_empty()),
            votes: votes.parse().ok(),
            elected: rest.starts_with('*'),
        }
    };
    let roll = |line: &str| {
        let (head, people) = line.split_once(':').unwrap();
        let [list, college, vote] = head.split('/').collect::<Vec<_>>()[..] else { panic!("{head}") };
        let unions =
            if list.starts_with('-') { vec![] } else { list.split('+').map(str::to_owned).collect() };
        Roll {
            name: list.to_owned(),
            unions,
            college: college.to_owned(),
            holders: vote == "T",
            from: None,
            fills: false,
            candidates: people.split(',').map(runner).collect(),
        }
    };
    text.lines().map(roll).collect()
}

fn place(rolls: &[Roll], name: &str) -> Place {
    let found = rolls.iter().enumerate().find_map(|(list, roll)| {
        roll.candidates.iter().position(|c| c.name == name).map(|place| (list, place))
    });
    found.unwrap_or_else(|| panic!("{name}"))
}

fn departure(rolls: &[Roll], who: &str, cause: Leaving) -> Departure {
    let on = "2025-05-05".parse().ok();
    Departure { who: place(rolls, who), on, cause, back: None, moved: None, by: None }
}

fn ask(rolls: &[Roll], departures: &[Departure]) -> Finding<Replaced> {
    replacement(book(), rolls, departures, "2025-05-05".parse().unwrap()).unwrap()
}

/// Who comes in for the last of those who left: the name and the rung, `vacant`, or the options sorted.
fn told(rolls: &[Roll], found: &Finding<Replaced>) -> String {
    match &found.value.answer {
        Answer::Known(known) => match known.who {
            Some((list, place)) => format!("{} {}", rolls[list].candidates[place].name, known.rung.code()),
            None => format!("vacant {}", known.rung.code()),
        },
        Answer::Undetermined { why, options } => {
            let mut names: Vec<&str> = options.iter().map(|o| o.split(" (").next().unwrap()).collect();
            names.sort_unstable();
            format!("? {} {}", names.join("|"), why.code())
        }
    }
}

fn gone(board_text: &str, before: &str, last: &str, cause: Leaving) -> String {
    let rolls = board(board_text);
    let mut all: Vec<Departure> =
        before.split_whitespace().map(|w| departure(&rolls, w, Leaving::ContractEnded)).collect();
    all.push(departure(&rolls, last, cause));
    told(&rolls, &ask(&rolls, &all))
}

#[test]
fn the_worked_cases() {
    use Leaving::{Absence, AnnulledParity, AnnulmentPending, ContractEnded, Resignation, Revoked};
    let r08 = "Abel Bea Luc Carl Dina Gina Mia Odile";
    let cases = [
        ("R01", B1, "", "Abel", Resignation, "Eve same-category"),
        ("R02", B1, "", "Bea", ContractEnded, "Fred same-category"),
        ("R03", B1, "Abel", "Eve", Resignation, "Fred same-college"),
        ("R04", B1, "Abel Bea", "Eve", Resignation, "Noe other-college"),
        ("R05", B1, "Abel Bea Luc", "Eve", Resignation, "Carl not-elected"),
        ("R06", B1, "Abel Bea Luc Carl Dina", "Eve", Resignation, "Gina not-elected"),
        ("R07", B1, "Abel Bea Luc Carl Dina Gina", "Eve", Resignation, "Mia not-elected"),
        ("R08", B1, r08, "Eve", Resignation, "? Jade|vacant replacement-other-category"),
        ("R09", B1, r08, "Fred", Resignation, "Jade other-union"),
        ("R12", B1, "Sam", "Rita", Resignation, "Noe other-union"),
        ("R14", B1, "", "Abel", Absence, "Eve same-category"),
        ("R20", B2, "", "Cleo", Resignation, "? Bob|Fay replacement-no-union"),
        ("R21", B2, "Bob", "Cleo", Resignation, "Fay same-category"),
        ("R24", B3, "", "Una", Resignation, "Wil same-category"),
        ("R25", B3, "Wil", "Una", Resignation, "? Xav|Yan replacement-common-list"),
        ("R26", B1, "", "Abel", AnnulledParity, "vacant annulled"),
        ("R27", B1, "", "Abel", AnnulmentPending, "vacant pending"),
        ("R28", B1, "", "Abel", Revoked, "Eve same-category"),
        ("R30", B1, "Abel", "Fred", Resignation, "vacant not-a-holder"),
    ];
    for (id, board, before, last, cause, expected) in cases {
        assert_eq!(gone(board, before, last, cause), expected, "{id}");
    }
}

#[test]
fn whoever_stood_on_both_lists_is_skipped_as_a_person() {
    // R17: Bea is elected on both lists; Fred got the seat of a substitute that she leaves.
    let both = B1.replace("Eve(o)*70, Fred(e)*68", "Eve(o)*70, Bea(e 1980-01-01)*69, Fred(e)*68");
    let both = both.replace("Bea(e)*,", "Bea(e 1980-01-01)*,");
    assert_eq!(gone(&both, "", "Bea", Leaving::Resignation), "Fred same-category");
}

#[test]
fn two_people_of_one_name_are_told_apart_by_birth_or_asked_about() {
    // R18.
    let text = |a: &str, b: &str| format!("CGT/1/T: Roy(o{a})*\nCGT/1/S: Roy(o{b})*50, Zoe(o)*40");
    let ask_of = |text: &str| {
        let rolls = board(text);
        let last = departure(&rolls, "Roy", Leaving::Resignation);
        let found = ask(&rolls, &[last]);
        (told(&rolls, &found), rolls)
    };
    assert_eq!(ask_of(&text(" 1980-01-01", " 1991-01-01")).0, "Roy same-category");
    assert_eq!(ask_of(&text(" 1980-01-01", " 1980-01-01")).0, "Zoe same-category");
    assert_eq!(ask_of(&text("", "")).0, "? Roy|Zoe namesake");
    assert_eq!(ask_of(&text("", " 1991-01-01")).0, "? Roy|Zoe namesake");
}

#[test]
fn equal_votes_are_no_choice_of_the_union() {
    // R19, and where the order of the list and the age say the same.
    let tied = B1.replace("Fred(e)*68", "Fred(o)*70");
    assert_eq!(gone(&tied, "", "Abel", Leaving::Resignation), "? Eve|Fred replacement-tie");
    let ages = |eve: &str, fred: &str| {
        tied.replace("Eve(o)", &format!("Eve(o {eve})")).replace("Fred(o)", &format!("Fred(o {fred})"))
    };
    let elder = ages("1970-01-01", "1980-01-01");
    assert_eq!(gone(&elder, "", "Abel", Leaving::Resignation), "Eve same-category");
    let younger = ages("1980-01-01", "1970-01-01");
    assert_eq!(gone(&younger, "", "Abel", Leaving::Resignation), "? Eve|Fred replacement-tie");
}

/// What counts is the union that presented the list, on the day of the vote.
#[test]
fn the_union_of_the_vote_counts_not_that_of_today() {
    // R22: Eve has joined FO since. She comes in for Abel of the CGT, and not for Rita of FO, whose seat goes to Sam.
    assert_eq!(gone(B1, "", "Abel", Leaving::Resignation), "Eve same-category");
    assert_eq!(gone(B1, "", "Rita", Leaving::Resignation), "Sam same-category");
    // Had she been elected on a list of FO, Fred would come in: the next of the CGT.
    let other = B1.replace("Eve(o)*70, ", "") + "\nFO/1/S: Eve(o)*70";
    assert_eq!(gone(&other, "", "Abel", Leaving::Resignation), "Fred same-college");
    // R23: a union that left its confederation and goes by another name now filed one list and files no other: Sam.
    let renamed = B1.replace("FO/2/T", "Libres/2/T").replace("FO/2/S", "Libres/2/S");
    assert_eq!(gone(&renamed, "", "Rita", Leaving::Resignation), "Sam same-category");
    // Were it another union than the one that filed the list of full members, it would be by another step.
    let claimed = B1.replace("FO/2/S", "Libres/2/S");
    assert_eq!(gone(&claimed, "", "Rita", Leaving::Resignation), "Sam other-union");
}

#[test]
fn a_category_that_changed_leaves_it_open() {
    // R29: promoted to the second college, then leaves.
    let rolls = board(B1);
    let moved = Some(("2".to_owned(), Some("m".to_owned())));
    let last = Departure { moved, ..departure(&rolls, "Abel", Leaving::ContractEnded) };
    assert_eq!(told(&rolls, &ask(&rolls, &[last])), "? Eve|Noe replacement-moved");
}

#[test]
fn an_absence_ends_with_the_return() {
    let rolls = board(B1);
    let day = |text: &str| text.parse().ok();
    let mut away = departure(&rolls, "Abel", Leaving::Absence);
    (away.on, away.back) = (day("2025-01-06"), day("2025-03-03"));
    let found = ask(&rolls, std::slice::from_ref(&away));
    let Answer::Known(known) = &found.value.answer else { panic!() };
    assert_eq!((known.from, known.until), (day("2025-01-06"), day("2025-03-03")));
    // Nobody has left: no seat is lost.
    assert_eq!(found.value.left.unwrap()["1"], (3, 3));
    // Back in office, whoever stood in is a substitute again; before the return, Fred comes in.
    let bea = |on: &str| Departure { on: day(on), ..departure(&rolls, "Hugo", Leaving::Death) };
    assert_eq!(told(&rolls, &ask(&rolls, &[away.clone(), bea("2025-04-01")])), "Jade same-category");
    let abel = |on: &str| Departure { on: day(on), ..departure(&rolls, "Abel", Leaving::Death) };
    assert_eq!(told(&rolls, &ask(&rolls, &[away.clone(), abel("2025-02-01")])), "Eve same-category");
    assert_eq!(told(&rolls, &ask(&rolls, &[away, abel("2025-04-01")])), "Eve same-category");
}

#[test]
fn a_stand_in_who_leaves_gives_way_to_the_next() {
    let rolls = board(B1);
    let away = departure(&rolls, "Abel", Leaving::Absence);
    let eve = departure(&rolls, "Eve", Leaving::ContractEnded);
    assert_eq!(told(&rolls, &ask(&rolls, &[away, eve])), "Fred same-college");
}

#[test]
fn categories_and_votes_that_are_not_known_are_asked_for() {
    let unknown = B1.replace("Eve(o)", "Eve()").replace("Fred(e)", "Fred()");
    assert_eq!(gone(&unknown, "", "Abel", Leaving::Resignation), "? Eve|Fred replacement-category");
    // Of the category or not, with fewer votes it makes no difference.
    let one = B1.replace("Fred(e)", "Fred()");
    assert_eq!(gone(&one, "", "Abel", Leaving::Resignation), "Eve same-category");
    let votes = B1.replace("Eve(o)*70", "Eve(o)*").replace("Fred(e)*68", "Fred(o)*68");
    assert_eq!(gone(&votes, "", "Abel", Leaving::Resignation), "? Eve|Fred replacement-votes");
}

#[test]
fn what_is_open_before_is_said_first_and_may_be_settled() {
    let rolls = board(B2);
    let cleo = departure(&rolls, "Cleo", Leaving::Resignation);
    let dan = departure(&rolls, "Dan", Leaving::Resignation);
    let both = ask(&rolls, &[cleo.clone(), dan.clone()]);
    assert_eq!(told(&rolls, &both), "? Fay|Gus replacement-no-union");
    let settled = Departure { by: Some(place(&rolls, "Bob")), ..cleo };
    assert_eq!(told(&rolls, &ask(&rolls, &[settled, dan])), "Fay same-category");
    let rolls = board(&B1.replace("Fred(e)*68", "Fred(o)*70"));
    let abel = departure(&rolls, "Abel", Leaving::Resignation);
    let bea = departure(&rolls, "Bea", Leaving::Resignation);
    assert_eq!(told(&rolls, &ask(&rolls, &[abel.clone(), bea.clone()])), "? Abel replacement-before");
    let settled = Departure { by: Some(place(&rolls, "Eve")), ..abel };
    assert_eq!(told(&rolls, &ask(&rolls, &[settled, bea])), "Fred same-college");
}

#[test]
fn seats_left_are_those_of_the_college_that_elected() {
    // P07: a substitute of the first college holds the seat of the second, which is not empty.
    let rolls = board(B1);
    let all: Vec<Departure> =
        ["Noe", "Luc"].iter().map(|w| departure(&rolls, w, Leaving::ContractEnded)).collect();
    let found = ask(&rolls, &all);
    assert_eq!(told(&rolls, &found), "Eve other-college");
    assert_eq!(found.value.left, Some(BTreeMap::from([("1".to_owned(), (3, 3)), ("2".to_owned(), (3, 3))])));
    let annulled = ask(&rolls, &[departure(&rolls, "Abel", Leaving::AnnulledParity)]);
    assert_eq!(annulled.value.left.unwrap()["1"], (3, 2));
}

#[test]
fn whoever_is_elected_later_fills_a_seat_and_comes_in_for_nobody_before() {
    let mut rolls = board(&format!("{B1}\nCGT/1/T: Yves(o)*\nCGT/1/S: Ugo(o)*90"));
    let (day, first) = (|text: &str| text.parse().ok(), 10);
    for roll in &mut rolls[first..] {
        (roll.from, roll.fills) = (day("2025-06-01"), true);
    }
    let leaves = |who: &str, on: &str| Departure { on: day(on), ..departure(&rolls, who, Leaving::Death) };
    assert_eq!(told(&rolls, &ask(&rolls, &[leaves("Abel", "2025-05-05")])), "Eve same-category");
    let found = ask(&rolls, &[leaves("Abel", "2025-06-02")]);
    assert_eq!(told(&rolls, &found), "Ugo same-category");
    let annulled = Departure { cause: Leaving::Annulled, ..leaves("Bea", "2025-05-05") };
    // One seat lost, one filled by the by-election: three of three.
    let found = ask(&rolls, &[annulled, leaves("Abel", "2025-06-02")]);
    assert_eq!(found.value.left.unwrap()["1"], (3, 3));
}

#[test]
fn nobody_or_a_place_that_is_none_is_an_error() {
    let rolls = board(B1);
    let on = "2025-05-05".parse().unwrap();
    assert_eq!(replacement(book(), &rolls, &[], on).unwrap_err(), bad("who", Fault::Missing));
    let mut wrong = departure(&rolls, "Abel", Leaving::Death);
    wrong.who = (99, 0);
    assert!(replacement(book(), &rolls, &[wrong], on).is_err());
}
