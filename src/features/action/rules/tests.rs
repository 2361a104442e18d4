use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn deed(kind: &str, on: &str) -> Deed {
    Deed { id: Id([1; 16]), kind: kind.to_owned(), day: day(on), whom: None }
}

#[test]
fn the_strongest_act_counts_and_between_yes_and_no_the_last_word() {
    let rule = Rule::of(&Ground::default());
    assert_eq!((rule.levels.len(), rule.own), (5, false));
    let on = day("2026-11-30");
    let level = |deeds: &[Deed]| assess(&rule, deeds, on).level;
    assert_eq!(level(&[]), None);
    assert_eq!(level(&[deed("signed", "2026-10-01")]), Some(3));
    assert_eq!(level(&[deed("signed", "2026-10-01"), deed("wore", "2026-03-01")]), Some(2));
    assert_eq!(level(&[deed("recruited", "2026-02-01"), deed("signed", "2026-10-01")]), Some(1));
    // Too long ago, not yet, and what the rule does not name.
    assert_eq!(level(&[deed("recruited", "2025-11-30"), deed("sang", "2026-11-01")]), None);
    assert_eq!(level(&[deed("signed", "2026-12-01")]), None);
    assert_eq!(level(&[deed("signed", "2026-10-01"), deed("declined", "2026-11-01")]), Some(4));
    assert_eq!(level(&[deed("opposed", "2026-05-01"), deed("came", "2026-11-01")]), Some(2));
    assert_eq!(level(&[deed("declined", "2026-05-01"), deed("opposed", "2026-11-01")]), Some(5));
    let stands = assess(&rule, &[deed("came", "2026-10-01"), deed("wore", "2026-10-02")], on);
    assert_eq!(stands.because.len(), 2);
}

#[test]
fn the_section_sets_the_rule_and_what_cannot_be_read_is_not_taken() {
    let mut ground = Ground::default();
    ground.levels.insert("3".to_owned(), "signed,sang 6".to_owned());
    ground.levels.insert("2".to_owned(), "nonsense".to_owned());
    let rule = Rule::of(&ground);
    assert!(rule.own);
    let on = day("2026-11-30");
    assert_eq!(assess(&rule, &[deed("sang", "2026-11-01")], on).level, Some(3));
    assert_eq!(assess(&rule, &[deed("signed", "2026-04-01")], on).level, None);
    assert_eq!(assess(&rule, &[deed("wore", "2026-04-01")], on).level, Some(2));
    for bad in ["", "signed", "signed 0", " 12", "signed x", "signed 121"] {
        assert_eq!(level_of("3", bad), None, "{bad:?}");
    }
    assert_eq!(level_of("6", "signed 12"), None);
}

#[test]
fn the_trend_looks_three_months_back() {
    let rule = Rule::of(&Ground::default());
    let of = |deeds: &[Deed]| trend(&rule, deeds, day("2026-11-30")).map(|(_, moved)| moved);
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[deed("signed", "2026-11-01")]), Some(Trend::New));
    assert_eq!(of(&[deed("signed", "2026-06-01"), deed("wore", "2026-11-01")]), Some(Trend::Closer));
    assert_eq!(of(&[deed("signed", "2026-06-01")]), Some(Trend::Steady));
    assert_eq!(of(&[deed("signed", "2026-06-01"), deed("declined", "2026-11-01")]), Some(Trend::Further));
}

#[test]
fn acts_are_read_as_people_write_them() {
    assert_eq!(ActKind::read("A signé"), Some(ActKind::Signed));
    assert_eq!(ActKind::read("WORE"), Some(ActKind::Wore));
    // Each word that the French help lists.
    for (word, kind) in SHORT {
        assert_eq!(ActKind::read(word), Some(*kind), "{word}");
    }
    assert_eq!(ActKind::read("greve"), Some(ActKind::Struck));
    assert_eq!(ActKind::read("chanté"), None);
}
