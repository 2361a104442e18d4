use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn of(typed: &str, on: &str) -> OfCode<'static> {
    match text(typed, day(on), true, None).unwrap() {
        Text::Code(found) => *found,
        Text::Beside(found) => panic!("{found:?}"),
    }
}

fn id(at: At<'_>) -> String {
    match at {
        At::InForce(version, _) => version.id.to_string(),
        At::NotInForce => "none".to_owned(),
        At::Changed(later, _) => format!("changing {:?}", later.id),
        At::Ended(..) => "ended".to_owned(),
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
    for (num, after, by, want, held) in [
        ("L2315-17", "2026-05-27", "2026-05-28", Some("LEGIARTI000054140233"), true),
        ("L2522-1", "2026-05-27", "2026-05-28", Some("LEGIARTI000054139717"), false),
        ("L2522-7", "2026-05-27", "2026-05-28", Some("LEGIARTI000054139720"), false),
        ("D2135-8", "2026-06-02", "2026-06-06", Some("LEGIARTI000054175074"), false),
        ("R2314-26", "2026-05-12", "2026-05-19", None, false),
    ] {
        let At::InForce(old, None) = of(num, after).at else { panic!("{num}") };
        assert!(old.is_held(), "{num}");
        let (after, by) = (day(after), day(by));
        for on in after.iter_days().skip(1).take_while(|d| *d < by) {
            let at = at(of(num, &on.to_string()).article, on);
            assert!(matches!(at, At::Changed(l, Some(v)) if (l.after, l.by, v) == (after, by, old)), "{num}");
        }
        match (of(num, &by.to_string()).at, want) {
            (At::InForce(new, before), Some(want)) => {
                assert_eq!((new.id.to_string().as_str(), new.is_held()), (want, held), "{num}");
                assert_eq!(before, (!held).then_some(old), "{num}: the text of before, and no other");
            }
            (At::Ended(later, before), None) => {
                assert_eq!((later.after, later.by, before), (after, by, Some(old)), "{num}");
            }
            (at, _) => panic!("{num} {at:?}"),
        }
    }
}

/// One answer everywhere: each version that a table knows is one of the texts, and on each of its days the text of this day
/// is of that version, or of one after that says the same value.
#[test]
fn what_the_tables_know_of_versions_the_texts_say() {
    let texts = Texts::held().unwrap();
    let mut seen = 0;
    for table in book().tables().unwrap() {
        for entry in &table.entries {
            let Some(article) = texts.article(&entry.citation.article) else { continue };
            let Some(version) = &entry.citation.version else { continue };
            let cited = article.version(version).unwrap_or_else(|| panic!("{}: {version}", table.id));
            // What says that a rule is not there yet cites the version with which it comes.
            if entry.amount == crate::law::Amount::Gone && entry.from < cited.from {
                continue;
            }
            let known = texts.source().known_on().unwrap().max(entry.from);
            for on in [Some(entry.from), entry.to, entry.to.is_none().then_some(known)].into_iter().flatten()
            {
                let At::InForce(shown, _) = at(article, on) else { panic!("{} {on}", table.id) };
                assert_eq!(shown.id, cited.id, "{} on {on}", table.id);
                seen += 1;
            }
        }
    }
    assert!(seen > 800, "{seen}");
}

#[test]
fn a_day_far_ahead_is_answered_as_the_tables_answer_it() {
    let stale = |on: &str| match text("L2314-33", day(on), true, None) {
        Ok(Text::Code(found)) => Ok(found.stale),
        Ok(Text::Beside(_)) => panic!(),
        Err(error) => Err(error),
    };
    let known = day("2026-08-20");
    assert_eq!(stale("2027-08-20"), Ok(None));
    assert_eq!(stale("2027-08-21"), Ok(Some(known)));
    assert_eq!(stale("2031-08-20"), Ok(Some(known)));
    let beyond = |on: &str| TextError::Beyond { on: day(on), known, last: day("2031-08-20") };
    assert_eq!(stale("2031-08-21"), Err(beyond("2031-08-21")));
    let far = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap();
    assert!(matches!(text("L2314-33", far, true, None), Err(TextError::Beyond { .. })));
    assert!(matches!(text("L2314-33", known, true, Some(far)), Err(TextError::Beyond { .. })));
    for beside in ["CPC 642", "Cass. soc. 08-60.594", "RGPD 15"] {
        assert!(matches!(text(beside, far, true, None), Err(TextError::Beyond { .. })), "{beside}");
        assert!(text(beside, known, true, None).is_ok(), "{beside}");
        assert!(
            matches!(text(beside, known, true, Some(known)), Err(TextError::OneVersion { .. })),
            "{beside}"
        );
    }
    assert!(matches!(text("CPC 642", day("1975-12-31"), true, None), Err(TextError::NotYet { .. })));
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let bad =
        |typed: &str, on: &str, other: Option<&str>| text(typed, day(on), true, other.map(day)).unwrap_err();
    let TextError::Unknown { near, .. } = bad("L2314-99", "2026-01-01", None) else { panic!() };
    assert!(near.contains(&"L2314-9".to_owned()));
    let several = |typed: &str| match bad(typed, "2026-01-01", None) {
        TextError::Several { choices, .. } => choices,
        error => panic!("{error}"),
    };
    let nums: Vec<_> = several("2314-1").into_iter().map(|c| (c.typed, c.title)).collect();
    assert_eq!(nums, [("L2314-1".to_owned(), None), ("R2314-1".to_owned(), None)]);
    // Annexes of one name: each has something to type for it and no other.
    let annexes = several("Annexe II");
    assert!(annexes.len() > 1 && annexes.iter().all(|c| c.title.is_some()), "{annexes:?}");
    for annex in annexes {
        assert!(text(&annex.typed, day("2026-01-01"), true, None).is_ok(), "{annex:?}");
    }
    assert!(matches!(bad("", "2026-01-01", None), TextError::Unknown { .. }));
    assert!(matches!(bad("L2314-33", "2017-12-31", None), TextError::Before { .. }));
    assert!(matches!(bad("L2314-33", "2026-01-01", Some("2010-01-01")), TextError::Before { .. }));
    // The text of early 2018 is not held.
    assert!(matches!(bad("L2314-33", "2026-01-01", Some("2018-02-01")), TextError::NothingToCompare { .. }));
}

/// The identifier of a version, or its page, shows that version on a day of its own, unless another day is asked for.
#[test]
fn a_version_is_shown_by_its_identifier() {
    let today = day("2026-11-29");
    let shown = |typed: &str, named| match text(typed, today, named, None) {
        Ok(Text::Code(found)) => Ok((found.on, id(found.at))),
        Ok(Text::Beside(_)) => panic!(),
        Err(error) => Err(error),
    };
    let (old, new) = ("LEGIARTI000036761951", "LEGIARTI000052437191");
    assert_eq!(shown(old, false), Ok((day("2018-04-01"), old.to_owned())));
    let page = format!("https://www.legifrance.gouv.fr/codes/article_lc/{new}/2026-01-01");
    assert_eq!(shown(&page, true), Ok((today, new.to_owned())));
    assert!(matches!(shown(old, true), Err(TextError::OtherDay { .. })));
}

#[test]
fn two_days_are_compared_whichever_is_named_first() {
    let compared = |on: &str, other: &str| match text("L2314-33", day(on), true, Some(day(other))).unwrap() {
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
    let found = resting("L. 2314-33", None).unwrap();
    let tables: Vec<_> = found.tables.iter().map(|(t, _)| t.id.as_str()).collect();
    assert!(tables.contains(&"mandate.length") && tables.contains(&"mandate.successive"), "{tables:?}");
    assert!(found.rules.iter().any(|r| r.id == "mandate-end"), "{:?}", found.rules.len());
    let notices = resting("L2141-5", None).unwrap().notices;
    assert!(!notices.is_empty());
    assert!(resting("CPC 642", None).unwrap().tables.len() > 1);
    let none = resting("L1221-1", None).unwrap();
    assert!(none.tables.is_empty() && none.rules.is_empty() && none.notices.is_empty());
    // With a day, the values of that day alone.
    let on = |on: &str| {
        let found = resting("L2314-33", Some(day(on))).unwrap();
        found.tables.iter().map(|(_, e)| e.len()).sum::<usize>()
    };
    let all: usize = found.tables.iter().map(|(_, e)| e.len()).sum();
    assert!(on("2026-01-01") == 4 && all > 4, "{all}");
    assert!(matches!(resting("L2314-33", Some(day("2017-01-01"))), Err(TextError::Before { .. })));
    assert!(matches!(resting("L9999-9", None), Err(TextError::Unknown { .. })));
}
