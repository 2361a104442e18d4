//! Calls, reminders, agreed instalments and thanks: who is asked follows from the ledger, at the day of writing and again at that
//! of sending.

use chrono::{Days, NaiveDate, Utc};
use serde_json::Value;

use crate::support::{Env, Run};

const FROM: [&str; 2] = ["--from", "team@example.org"];
const HOW: [&str; 2] = ["--set", "how=Par virement."];

/// The day that lies so many days from now: the outbox goes by the clock of the machine.
fn day(ago: i64) -> NaiveDate {
    let now = Utc::now().date_naive();
    let days = Days::new(ago.unsigned_abs());
    if ago > 0 { now.checked_sub_days(days).unwrap() } else { now.checked_add_days(days).unwrap() }
}

/// Six people with a scale of 60 euros a year, due half a year ago.
fn section() -> Env {
    let env = Env::with_vault();
    let joined = format!("joined={}", day(200));
    for (given, address) in [
        ("Camille", "camille"),
        ("Dominique", "dominique"),
        ("Lou", "lou"),
        ("Noa", "noa"),
        ("Sacha", "sacha"),
    ] {
        let (given, email) = (format!("prénom={given}"), format!("email={address}@example.org"));
        env.run(["member", "add", &given, "nom=Exemple", &email, &joined]).ok();
    }
    let from = day(200).to_string();
    dues(&env, &["schedule", "ordinaire", "--flat", "10", "--from", &from]).ok();
    dues(&env, &["assign", "Sacha", "--exempt", "congé", "--from", &from]).ok();
    env
}

/// Runs a command today by the clock of the machine, or on the day that it says.
fn run(env: &Env, args: &[&str]) -> Run {
    let mut command = env.command();
    command.args(args);
    if !args.contains(&"--on") {
        command.args(["--on", &day(0).to_string()]);
    }
    Run::of(command.output().unwrap())
}

fn dues(env: &Env, args: &[&str]) -> Run {
    run(env, &[&["dues"], args, &["--yes"]].concat())
}

/// `notice VERB NAME`, with a sender.
fn notice(env: &Env, verb: &str, name: &str, more: &[&str]) -> Run {
    run(env, &[&["notice", verb, name], &FROM[..], more].concat())
}

fn preview(env: &Env, notice: &str, more: &[&str]) -> Value {
    self::notice(env, "preview", notice, &[&["--json"], more].concat()).ok().json()["value"].clone()
}

/// Who gets a notice and who is left out, each with the code of the reason.
fn who(shown: &Value) -> (usize, Vec<(String, String)>) {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let out = shown["excluded"].as_array().unwrap().iter();
    let mut out: Vec<_> = out.map(|e| (text(&e["name"]), text(&e["why"]))).collect();
    out.sort();
    (usize::try_from(shown["messages"].as_u64().unwrap()).unwrap(), out)
}

fn sent(env: &Env, notice: &str, more: &[&str], dir: &str) {
    self::notice(env, "queue", notice, more).ok();
    run(env, &["notice", "send", "--eml-dir", dir, "--really"]).ok();
}

#[test]
fn nobody_is_reminded_who_paid_agreed_or_owes_nothing() {
    let env = section();
    // Lou paid yesterday, a part only; Noa pays by and by.
    let (yesterday, later) = (day(1).to_string(), day(-30).to_string());
    dues(&env, &["record", "payment", "5", "--member", "Lou", "--day", &yesterday]).ok();
    dues(&env, &["agree", "Noa", "--times", "3", "--first", &later]).ok();
    let shown = preview(&env, "reminder-1", &HOW);
    let (count, out) = who(&shown);
    assert_eq!(count, 2, "{shown}");
    let reason = |name: &str| out.iter().find(|(n, _)| n.starts_with(name)).map(|(_, r)| r.as_str());
    assert_eq!(reason("Lou"), Some("dues-just-paid"));
    assert_eq!(reason("Noa"), Some("dues-agreed"));
    assert_eq!(reason("Sacha"), Some("dues-free"));
    // The sum and the day come from the ledger; the screen names everybody who is left out.
    let said = notice(&env, "preview", "reminder-1", &[HOW[0], HOW[1], "--for", "Camille"]).ok();
    assert!(said.out.contains("pays in instalments, as agreed: 1"), "{}", said.out);
    let late = dues(&env, &["explain", "Camille", "--json"]).ok().json()["value"]["late"].as_i64().unwrap();
    assert!(said.out.contains(&format!("{},{:02}\u{a0}€", late / 100, late % 100)), "{late} {}", said.out);
    // Whoever has not had the first one does not get the second.
    let due = format!("due={}", day(-30));
    let second = [HOW[0], HOW[1], "--set", &due];
    notice(&env, "queue", "reminder-2", &second).fails(1, "has not had the reminder before");
    // Given up, an agreement keeps nothing away.
    dues(&env, &["agree", "Noa", "--end"]).ok();
    dues(&env, &["agree", "Noa", "--end"]).fails(1, "no instalments are agreed");
    assert_eq!(who(&preview(&env, "reminder-1", &HOW)).0, 3);
    dues(&env, &["agree", "Sacha", "--times", "2"]).fails(1, "nothing to cut up");
    let past = day(2).to_string();
    dues(&env, &["agree", "Noa", "--times", "2", "--first", &past]).fails(1, "has passed");
}

#[test]
fn reminders_keep_their_order_and_their_gap() {
    let env = section();
    sent(&env, "reminder-1", &HOW, "first");
    notice(&env, "queue", "reminder-1", &HOW).fails(1, "has had this reminder");
    let due = format!("due={}", day(-90));
    let second = |on: i64| {
        let on = day(on).to_string();
        notice(&env, "queue", "reminder-2", &[HOW[0], HOW[1], "--set", &due, "--on", &on])
    };
    second(-20).fails(1, "too short a time ago");
    dues(&env, &["receiver", "--gap", "40"]).ok();
    second(-39).fails(1, "too short a time ago");
    second(-40).ok();
    // What waits was asked for before somebody paid: nobody is asked for what they have paid.
    let paid = day(-41).to_string();
    dues(&env, &["record", "payment", "5", "--member", "Camille", "--on", &paid]).ok();
    let on = day(-41).to_string();
    let sends = run(&env, &["notice", "send", "--eml-dir", "second", "--really", "--on", &on]);
    sends.fails(1, "paid since: contrepoids notice cancel");
    assert!(!env.path("second").exists());
}

#[test]
fn calls_instalments_and_thanks_say_what_the_ledger_says() {
    let env = section();
    let year = day(0).format("%Y").to_string();
    let (year, due) = (format!("year={year}"), format!("due={}", day(-30)));
    let call = [HOW[0], HOW[1], "--set", &year, "--set", &due];
    let (count, out) = who(&preview(&env, "dues", &call));
    assert_eq!((count, out[0].1.as_str()), (4, "dues-free"));
    // Sums that are typed or come from a file take the place of the ledger.
    let one = [&call[..], &["--set", "amount=7", "--id", "Sacha"]].concat();
    assert_eq!(who(&preview(&env, "dues", &one)).0, 1);
    // By the French name too, to the one who is named and to nobody else, with that sum.
    let shown = preview(&env, "dues", &[&call[..], &["--set", "montant=7", "--id", "Camille"]].concat());
    assert_eq!(who(&shown).0, 1);
    assert!(shown["message"]["text"].as_str().unwrap_or_default().contains("7,00\u{a0}€"), "{shown}");
    notice(&env, "queue", "instalments", &HOW).fails(1, "no instalments are agreed");
    dues(&env, &["agree", "Noa", "--times", "3", "--amount", "20"]).ok();
    let shown = notice(&env, "preview", "instalments", &HOW).ok();
    assert!(shown.out.contains("6,68") && shown.out.contains("6,66"), "{}", shown.out);
    dues(&env, &["record", "payment", "12", "--member", "Camille"]).ok();
    assert_eq!(who(&preview(&env, "thanks", &[])).0, 1);
    sent(&env, "thanks", &[], "thanks");
    notice(&env, "queue", "thanks", &[]).fails(1, "no new payment");
    dues(&env, &["record", "payment", "3", "--member", "Camille"]).ok();
    let shown = preview(&env, "thanks", &[]);
    assert!(shown["message"]["text"].as_str().unwrap_or_default().contains("3,00"), "{shown}");
}
