use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn of(typed: &str, on: &str) -> OfCode<'static> {
    match text(typed, day(on), None).unwrap() {
        Text::Code(found) => *found,
        Text::Beside(found) => panic!("{found:?}"),
    }
}

fn id(at: At<'_>) -> String {
    match at {
        At::InForce(version) => version.id.to_string(),
        At::NotInForce => "none".to_owned(),
        At::Changed(later, before) => {
            format!("{:?} {:?}", later.id.map(|i| i.to_string()), before.map(|b| b.id))
        }
    }
}

#[test]
fn the_version_of_the_day_is_found() {
    assert_eq!(id(of("L. 2314-33", "2025-10-25").at), "LEGIARTI000036761951");
    assert_eq!(id(of("L. 2314-33", "2025-10-26").at), "LEGIARTI000052437191");
    // Made by the law of 2025.
    assert_eq!(id(of("L2242-2-1", "2025-10-25").at), "none");
    assert!(id(of("L2242-2-1", "2025-10-26").at).starts_with("LEGIARTI"));
}

/// The five articles of the second part that changed between the newest release and the comparison.
#[test]
fn a_change_of_an_unknown_day_is_told() {
    for (num, want) in [
        ("L2315-17", Some("LEGIARTI000054140233")),
        ("L2522-1", Some("LEGIARTI000054139717")),
        ("L2522-7", Some("LEGIARTI000054139720")),
        ("D2135-8", Some("LEGIARTI000054175074")),
        ("R2314-26", None),
    ] {
        assert!(matches!(of(num, "2026-03-27").at, At::InForce(_)), "{num}");
        let At::Changed(later, Some(before)) = of(num, "2026-03-28").at else { panic!("{num}") };
        assert_eq!(later.id.map(|i| i.to_string()).as_deref(), want, "{num}");
        assert!(before.is_held(), "{num}");
        assert_eq!((later.after, later.by), (day("2026-03-27"), day("2026-08-20")), "{num}");
    }
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let bad = |typed: &str, on: &str, other: Option<&str>| text(typed, day(on), other.map(day)).unwrap_err();
    let TextError::Unknown { near, .. } = bad("L2314-99", "2026-01-01", None) else { panic!() };
    assert!(near.contains(&"L2314-9".to_owned()));
    let TextError::Several { nums, .. } = bad("2314-1", "2026-01-01", None) else { panic!() };
    assert_eq!(nums, ["L2314-1", "R2314-1"]);
    assert!(matches!(bad("", "2026-01-01", None), TextError::Unknown { .. }));
    assert!(matches!(bad("L2314-33", "2017-12-31", None), TextError::Before { .. }));
    assert!(matches!(bad("L2314-33", "2026-01-01", Some("2010-01-01")), TextError::Before { .. }));
    // The text of early 2018 is not held.
    assert!(matches!(bad("L2314-33", "2026-01-01", Some("2018-02-01")), TextError::NothingToCompare { .. }));
}

#[test]
fn two_days_are_compared_whichever_is_named_first() {
    let compared = |on: &str, other: &str| match text("L2314-33", day(on), Some(day(other))).unwrap() {
        Text::Code(found) => found.diff.unwrap(),
        Text::Beside(_) => panic!(),
    };
    let diff = compared("2026-01-01", "2025-01-01");
    assert_eq!(diff.pieces, compared("2025-01-01", "2026-01-01").pieces);
    let removed: String =
        diff.pieces.iter().filter(|p| p.kind == Kind::Removed).map(|p| p.text.as_str()).collect();
    assert!(removed.contains("limité à trois"), "{removed}");
    assert!(diff.pieces.iter().all(|p| p.kind != Kind::Added), "{:?}", diff.pieces);
    let same = compared("2026-01-01", "2026-02-01");
    assert!(same.pieces.iter().all(|p| p.kind == Kind::Same));
}

#[test]
fn what_rests_on_an_article_is_found() {
    let found = resting("L. 2314-33").unwrap();
    let tables: Vec<_> = found.tables.iter().map(|(t, _)| t.id.as_str()).collect();
    assert!(tables.contains(&"mandate.length") && tables.contains(&"mandate.successive"), "{tables:?}");
    assert!(found.rules.iter().any(|r| r.id == "mandate-end"), "{:?}", found.rules.len());
    let notices = resting("L2141-5").unwrap().notices;
    assert!(!notices.is_empty());
    assert!(resting("CPC 642").unwrap().tables.len() > 1);
    let none = resting("L1221-1").unwrap();
    assert!(none.tables.is_empty() && none.rules.is_empty() && none.notices.is_empty());
    assert!(matches!(resting("L9999-9"), Err(TextError::Unknown { .. })));
}
