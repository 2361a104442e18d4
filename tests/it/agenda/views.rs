//! `agenda month` and `agenda plan`.

use unicode_width::UnicodeWidthStr as _;

use super::company;
use crate::support::Env;

#[test]
fn a_month_is_a_sheet_with_its_days_marked() {
    let env = company();
    let run = env.run(["agenda", "month", "2027-05", "--lang", "fr"]).ok();
    let rows: Vec<_> = run.out.lines().collect();
    assert_eq!(rows[0], "2027-05");
    assert_eq!(rows[1], "  lu   ma   me   je   ve   sa   di");
    // 1 May 2027 is a Saturday; the 31st a Monday with a date, the 17th Whit Monday.
    assert!(rows[2].trim_start().starts_with("1°"), "{}", run.out);
    assert!(run.out.contains(" 17°") && run.out.contains(" 31*"), "{}", run.out);
    assert!(run.out.contains("31/05/2027"), "{}", run.out);
    assert!(rows.iter().all(|l| l.width() <= 80), "{}", run.out);
    let json = env.run(["agenda", "month", "2026-12", "--department", "67", "--json"]).ok().json();
    assert_eq!(json["schema"], "contrepoids.agenda.month/1");
    assert_eq!(json["value"]["holidays"], serde_json::json!(["2026-12-25", "2026-12-26"]));
}

#[test]
fn a_month_without_anything_is_a_bare_sheet() {
    let run = Env::with_vault().run(["agenda", "month"]).ok();
    assert!(
        run.out.starts_with("2026-11\n") && run.out.contains(" 30") && !run.out.contains('*'),
        "{}",
        run.out
    );
}

#[test]
fn a_plan_is_a_scale_from_today() {
    let env = company();
    let run = env.run(["agenda", "plan"]).ok();
    assert!(
        run.out.contains("2027-03-31") && run.out.contains("+130 d") && run.out.contains('●'),
        "{}",
        run.out
    );
    assert!(run.out.lines().all(|l| l.width() <= 80), "{}", run.out);
    let json = env.run(["agenda", "plan", "bargaining", "--json"]).ok().json();
    assert!(json["value"]["lines"].as_array().unwrap().iter().all(|l| l["kind"] == "bargaining"));
    assert_eq!(json["value"]["lines"][0]["days"], -6);
    let none = Env::with_vault().run(["agenda", "plan", "redundancy"]).ok();
    assert!(none.err.contains("Nothing is due"));
    env.run(["agenda", "plan", "cats"]).fails(2, "election, mandate");
}
