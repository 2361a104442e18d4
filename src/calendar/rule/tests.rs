//! The rules hold together, and what they give is what another program gives.

use std::collections::BTreeSet;

use crate::calendar::rule::*;
use crate::{
    calendar::{Region, holidays},
    law::{Amount, Caveat, Finding, Fraction, Remark, book},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ask(id: &str, from: &str, facts: &Facts) -> Result<Finding<Ruled>, RuleError> {
    answer(book(), rule(id).unwrap(), day(from), facts)
}

fn plain(id: &str, from: &str) -> Finding<Ruled> {
    ask(id, from, &Facts::default()).unwrap()
}

fn facts_for(rule: &Rule) -> Facts {
    let needs = |p| rule.by == Some(p);
    Facts {
        headcount: needs(Param::Headcount).then_some(Fraction::whole(310)),
        dismissals: needs(Param::Dismissals).then_some(120),
        ..Facts::default()
    }
}

#[test]
fn the_embedded_rules_are_read_and_named_once() {
    let all = rules().unwrap();
    assert!(all.len() >= 90, "{}", all.len());
    let names: BTreeSet<_> = all.iter().map(|r| &r.id).collect();
    assert_eq!(names.len(), all.len());
    for rule in all {
        let usable = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(rule.id.chars().all(usable) && !rule.id.starts_with('-'), "{}", rule.id);
        for text in [&rule.label.fr, &rule.label.en, &rule.anchor.fr, &rule.anchor.en] {
            assert!(!text.is_empty() && !text.ends_with('.'), "{}", rule.id);
        }
        assert!(!rule.label.fr.contains(" :"), "{}: a space that does not break", rule.id);
    }
}

#[test]
fn a_file_of_another_form_is_refused() {
    let good = "[[rule]]\nid=\"a-b\"\nkind=\"cse\"\ntable=\"cse.agenda\"\ndirection=\"before\"\nroll=\"backward\"\nwho=\"employer\"\n\
        anchor={fr=\"a\",en=\"a\"}\nlabel={fr=\"b\",en=\"b\"}\n";
    assert_eq!(read(good).unwrap().len(), 1);
    for (from, to) in
        [("before", "sideways"), ("\"cse\"", "\"cats\""), ("backward", "forward"), ("id=", "name=")]
    {
        assert!(read(&good.replacen(from, to, 1)).is_err(), "{to}");
    }
    assert!(read(&format!("{good}more=1\n")).is_err());
}

#[test]
fn every_rule_answers_with_its_table_and_only_its_parameters() {
    let book = book();
    for rule in rules().unwrap() {
        for table in
            rule.cases.iter().map(|(_, t)| t).chain([&rule.table]).chain(&rule.least).chain(&rule.most)
        {
            assert!(book.table(table).is_ok(), "{}: {table}", rule.id);
        }
        for table in rule.scope.tables().chain(&rule.reach) {
            assert!(book.table(table).is_ok(), "{}: {table}", rule.id);
        }
        let found = answer(book, rule, day("2026-11-30"), &facts_for(rule))
            .unwrap_or_else(|e| panic!("{}: {e}", rule.id));
        assert_eq!(found.because.iter().filter(|s| s.rule == rule.table).count(), 1, "{}", rule.id);
        let d = found.value.deadline;
        let never = matches!(d.roll, Roll::Limitation | Roll::Silence);
        assert!(never || Region::Metropolitan.is_open(d.extended), "{}", rule.id);
        assert_eq!(d.raw < day("2026-11-30"), rule.direction == Direction::Before, "{}", rule.id);
        // A kind of extension is told by its text, and a table of its own is for the Labour Code alone.
        assert!(rule.extends.is_none() || d.roll == Roll::Labour, "{}", rule.id);
        // What counts backwards takes the earlier day, unless it is the day on which something begins or ends.
        let backward = matches!(d.roll, Roll::Backward | Roll::Fixed);
        assert!(rule.direction != Direction::Before || backward, "{}", rule.id);
        assert!(rule.direction == Direction::Before || d.roll != Roll::Backward, "{}", rule.id);
    }
}

#[test]
fn every_rule_answers_on_each_first_of_month_that_its_table_covers() {
    let book = book();
    for rule in rules().unwrap() {
        let last = |table: &str| book.table(table).unwrap().last_day().unwrap();
        let last = last(&rule.table).min(last("time.months"));
        let mut on = day("2018-01-01");
        while on <= last {
            match answer(book, rule, on, &facts_for(rule)) {
                Ok(_) => {}
                Err(RuleError::Gone { .. }) => {
                    let table = book.table(&rule.table).unwrap();
                    assert!(table.entries.iter().any(|e| e.amount == Amount::Gone), "{}", rule.id);
                }
                Err(e) => panic!("{} on {on}: {e}", rule.id),
            }
            on = on.checked_add_months(chrono::Months::new(1)).unwrap();
        }
    }
}

#[test]
fn the_holidays_are_those_of_the_other_program() {
    let text = include_str!("../../../tests/data/calendar/holidays.csv");
    let mut seen = 0;
    for line in text.lines().skip(1) {
        let [territory, year, days] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
        let region = Region::read(territory).unwrap();
        let expected: BTreeSet<_> = days.split(' ').map(|d| day(&format!("{year}-{d}"))).collect();
        let found: BTreeSet<_> =
            holidays(year.parse().unwrap(), region).into_iter().map(|(d, _)| d).collect();
        assert_eq!(found, expected, "{territory} {year}");
        seen += 1;
    }
    assert_eq!(seen, 10 * 131);
}

#[test]
fn the_deadlines_are_those_of_the_other_program() {
    let text = include_str!("../../../tests/data/calendar/deadlines.csv");
    let mut seen = 0;
    for line in text.lines().skip(1) {
        let [id, from, territory, first, raw, due, extended] =
            line.split(',').collect::<Vec<_>>().try_into().unwrap();
        let facts = Facts { region: Region::read(territory).unwrap(), ..Facts::default() };
        let d = ask(id, from, &facts).unwrap().value.deadline;
        let found = [d.first_day_counted, d.raw, d.due, d.extended].map(|d| d.to_string());
        assert_eq!(found, [first, raw, due, extended], "{line}");
        seen += 1;
    }
    assert!(seen >= 300, "{seen}");
}

/// The worked example of each rule that was read in August 2026, counted by another program, and the extended day of it.
#[test]
fn each_new_rule_gives_its_worked_example() {
    let text = include_str!("../../../tests/data/calendar/next.csv");
    let mut seen = BTreeSet::new();
    for line in text.lines().skip(1) {
        let [ids, from, raw, due, extended, opens] =
            line.split(',').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line}"));
        let mut from = day(from);
        let mut found = None;
        for id in ids.split(" > ") {
            let ruled = answer(book(), rule(id).unwrap(), from, &facts_for(rule(id).unwrap()));
            let ruled = ruled.unwrap_or_else(|e| panic!("{line}: {e}")).value;
            from = ruled.deadline.due;
            seen.insert(id);
            found = Some(ruled);
        }
        let found = found.unwrap();
        let d = found.deadline;
        let days =
            [(raw, Some(d.raw)), (due, Some(d.due)), (extended, Some(d.extended)), (opens, found.opens)];
        for (expected, found) in days.into_iter().filter(|(expected, _)| !expected.is_empty()) {
            assert_eq!(found, Some(day(expected)), "{line}");
        }
    }
    assert!(seen.len() >= 138, "{}", seen.len());
}

/// The text that extends a period is cited where it did, and what is never extended says so.
#[test]
fn the_answer_says_which_kind_of_extension_and_by_which_article() {
    let cites = |id: &str, from: &str, article: &str| {
        plain(id, from).because.iter().any(|step| step.citation.article == article)
    };
    assert!(cites("reasons-request", "2026-11-06", "R1231-1"));
    assert!(cites("sanction-latest", "2026-11-12", "R1332-3"));
    assert!(cites("fault-limit", "2026-10-12", "R1332-4"));
    assert!(cites("contest-election", "2026-11-06", "CPC 642"));
    assert!(cites("claim-dismissal", "2026-11-14", "Cass. 2e civ. 15-12.960"));
    let remarks = |id: &str, from: &str| plain(id, from).caveats;
    let has = |id: &str, from: &str, remark| remarks(id, from).contains(&Caveat::Remark(remark));
    assert!(has("rehire-priority", "2026-11-14", Remark::LabourExtensionDoubted));
    assert!(!has("rehire-priority", "2026-11-12", Remark::LabourExtensionDoubted), "it ends on a Friday");
    assert!(has("authorisation-minister", "2026-11-12", Remark::AppealClear));
    assert!(has("danger-meeting", "2026-11-20", Remark::HourToHour));
    assert!(!has("authorisation-decision", "2026-10-14", Remark::ExtensionNotProvided));
    // The union's own periods of the Labour Code fall to its title III only.
    for rule in rules().unwrap() {
        let labour = matches!(rule.roll, Roll::Labour | Roll::LabourDoubt) && rule.extends.is_none();
        let article = book().at(&rule.table, day("2026-11-30")).unwrap().1.citation.article.clone();
        let title = ["L123", "R123", "D123"].iter().any(|t| article.starts_with(t));
        assert!(!labour || title, "{}: {article}", rule.id);
    }
}

#[test]
fn published_examples_of_the_calendar() {
    // C1: Cass. soc. 24-11.781. C3: 19-10.826. C5: 23-17.506. C7: a year after the last pay round.
    assert_eq!(plain("contest-election", "2023-10-12").value.deadline.due, day("2023-10-27"));
    assert!(plain("contest-election", "2018-10-29").value.deadline.due >= day("2018-11-12"));
    assert_eq!(plain("second-round", "2023-03-13").value.deadline.raw, day("2023-03-28"));
    assert_eq!(plain("bargain-pay", "2025-11-15").value.deadline.raw, day("2026-11-15"));
    // Mandates that end on 16 June 2019 (Cass. soc. 19-23.428): the window opens on the 1st.
    let found = plain("renewal-first-round", "2019-06-16");
    assert_eq!(found.value.window, Some((day("2019-06-01"), day("2019-06-16"))));
    assert!(found.caveats.contains(&Caveat::Remark(Remark::FortnightBounds)));
}

#[test]
fn dismissals_decide_the_months() {
    // Example M5.
    for (dismissals, expected) in
        [(99, "2027-01-30"), (100, "2027-02-28"), (249, "2027-02-28"), (250, "2027-03-30")]
    {
        let facts = Facts { dismissals: Some(dismissals), ..Facts::default() };
        assert_eq!(ask("pse-opinion", "2026-11-30", &facts).unwrap().value.deadline.raw, day(expected));
    }
    let missing = ask("pse-opinion", "2026-11-30", &Facts::default()).unwrap_err();
    assert!(matches!(missing, RuleError::Missing { param: Param::Dismissals, .. }));
    let few = Facts { dismissals: Some(9), ..Facts::default() };
    assert!(matches!(
        ask("pse-opinion", "2026-11-30", &few).unwrap_err(),
        RuleError::Below { least: 10, .. }
    ));
}

#[test]
fn experts_are_months_not_thirty_days() {
    // Example T6 and its trap.
    for (expert, expected) in
        [(None, "2027-02-28"), (Some(Expert::One), "2027-03-31"), (Some(Expert::Several), "2027-04-30")]
    {
        let facts = Facts { expert, ..Facts::default() };
        assert_eq!(
            ask("consultation-opinion", "2027-01-31", &facts).unwrap().value.deadline.raw,
            day(expected)
        );
    }
}

#[test]
fn the_headcount_decides_the_meetings() {
    for (headcount, expected) in [("30", "2026-12-30"), ("299", "2027-01-30"), ("300", "2026-12-30")] {
        let facts = Facts { headcount: headcount.parse().ok(), ..Facts::default() };
        assert_eq!(ask("cse-meeting", "2026-11-30", &facts).unwrap().value.deadline.raw, day(expected));
    }
    let ten = Facts { headcount: Some(Fraction::whole(10)), ..Facts::default() };
    assert!(matches!(
        ask("cse-meeting", "2026-11-30", &ten).unwrap_err(),
        RuleError::Below { least: 11, .. }
    ));
}

#[test]
fn an_agreement_sets_two_to_four_years() {
    // Example T10: five years are illegal, two legal.
    let years =
        |years| ask("mandate-end", "2026-06-16", &Facts { years: Some(years), ..Facts::default() }).unwrap();
    assert_eq!(years(2).value.deadline.raw, day("2028-06-16"));
    assert_eq!(years(5).value.deadline.raw, day("2030-06-16"));
    assert!(years(5).caveats.contains(&Caveat::Remark(Remark::MandateLengthOutside)));
    let agreement =
        ask("agreement-end", "2026-06-16", &Facts { years: Some(3), ..Facts::default() }).unwrap();
    assert_eq!(agreement.value.deadline.raw, day("2029-06-16"));
}

#[test]
fn a_day_of_every_year_and_the_end_of_a_year() {
    let on = |from| plain("index-publication", from).value.deadline.raw;
    assert_eq!(
        (on("2026-11-21"), on("2027-03-01"), on("2027-03-02")),
        (day("2027-03-01"), day("2027-03-01"), day("2028-03-01"))
    );
    assert_eq!(plain("redundancy-yearly", "2026-05-12").value.deadline.raw, day("2027-03-31"));
}

#[test]
fn what_becomes_possible_is_possible_the_day_after() {
    assert_eq!(plain("bargain-request-annual", "2025-11-15").value.opens, Some(day("2026-11-16")));
    assert_eq!(plain("election-request-after-carence", "2026-08-31").value.opens, Some(day("2027-03-01")));
    assert_eq!(plain("contest-election", "2026-04-16").value.opens, None);
}

#[test]
fn a_closed_day_is_explained_by_what_closes_it() {
    let rules_of = |found: &Finding<Ruled>| found.because.iter().map(|s| s.rule.clone()).collect::<Vec<_>>();
    let found = plain("contest-election", "2026-04-16");
    assert!(
        rules_of(&found).contains(&"time.holidays".to_owned())
            && rules_of(&found).contains(&"time.extension".to_owned())
    );
    let sunday = plain("contest-election", "2026-11-14");
    assert!(!rules_of(&sunday).iter().any(|r| r == "time.holidays"));
    let silent = plain("second-round", "2026-04-16");
    assert!(silent.caveats.contains(&Caveat::Remark(Remark::ExtensionNotProvided)));
    assert!(
        !plain("second-round", "2026-11-02").caveats.contains(&Caveat::Remark(Remark::ExtensionNotProvided))
    );
    let alsace = Facts { region: Region::read("alsace-moselle").unwrap(), ..Facts::default() };
    let friday = ask("contest-electorate", "2026-03-31", &alsace).unwrap();
    assert!(friday.caveats.contains(&Caveat::Remark(Remark::GoodFridayCommunes)));
    assert_eq!((friday.value.deadline.due, friday.value.readings.len()), (day("2026-04-07"), 0));
}

#[test]
fn a_department_does_not_say_whether_good_friday_is_a_holiday() {
    let of = |id: &str, from: &str| {
        let facts = Facts { region: Region::of_department("67"), ..Facts::default() };
        let found = ask(id, from, &facts).unwrap();
        let both: Vec<_> = found.value.readings.iter().map(|r| (r.which.code(), r.due.to_string())).collect();
        (found.value.deadline.due.to_string(), both, found)
    };
    let (with, without) = ("alsace-moselle", "alsace-moselle-no-good-friday");
    // Filed with a court: Friday, or Tuesday after Easter where the Friday is a holiday.
    let (due, both, found) = of("contest-electorate", "2026-03-31");
    assert_eq!(due, "2026-04-03");
    assert_eq!(both, [(without, "2026-04-03".to_owned()), (with, "2026-04-07".to_owned())]);
    assert!(found.caveats.contains(&Caveat::Remark(Remark::GoodFridayNotKnown)));
    assert!(found.because.iter().any(|s| s.citation.article == "L3134-13"));
    // Counted back: Thursday where the Friday is a holiday, and Thursday is the safe day.
    let (due, both, _) = of("cse-agenda", "2026-04-06");
    assert_eq!(due, "2026-04-02");
    assert_eq!(both, [(with, "2026-04-02".to_owned()), (without, "2026-04-03".to_owned())]);
    // Working days: the employer’s six, one of which the holiday takes.
    let (due, both, _) = of("cse-answer", "2026-03-30");
    assert_eq!((due.as_str(), both.len()), ("2026-04-07", 2));
    // Elsewhere in the year there is one day.
    let (_, both, found) = of("contest-electorate", "2026-06-30");
    assert!(both.is_empty() && !found.caveats.contains(&Caveat::Remark(Remark::GoodFridayNotKnown)));
}

#[test]
fn hours_are_kept_until_the_eleventh_month_after_with_the_other_reading_beside() {
    for (from, until, later) in [
        ("2026-01-15", "2026-12-31", "2027-01-31"),
        ("2026-11-21", "2027-10-31", "2027-11-30"),
        ("2027-03-31", "2028-02-29", "2028-03-31"),
    ] {
        let found = plain("hours-carry", from);
        assert_eq!(found.value.deadline.due, day(until), "{from}");
        let both: Vec<_> = found.value.readings.iter().map(|r| r.due).collect();
        assert_eq!(both, [day(until), day(later)]);
        assert!(found.caveats.contains(&Caveat::Remark(Remark::HoursWindow)));
    }
}

#[test]
fn the_law_of_the_anchor_applies_and_that_of_today_to_days_far_ahead() {
    let version = |from: &str| plain("mandate-end", from).because[0].citation.version.clone();
    assert_eq!(version("2025-10-25").as_deref(), Some("LEGIARTI000036761951"));
    assert_eq!(version("2025-10-26").as_deref(), Some("LEGIARTI000052437191"));
    // A day that no text covers is an error; what the section plans for it stands, with a remark.
    let far = ask("contest-election", "2044-02-29", &Facts::default()).unwrap_err();
    assert!(matches!(far, RuleError::Law(LawError::NotCovered { .. })));
    let (contest, none) = (rule("contest-election").unwrap(), Facts::default());
    let ahead = answer_ahead(book(), contest, day("2044-02-29"), &none, day("2026-11-21")).unwrap();
    assert_eq!(ahead.value.deadline.raw, day("2044-03-15"));
    assert!(ahead.caveats.contains(&Caveat::Remark(Remark::LawOfToday)));
    assert_eq!(
        days(book(), contest, day("2044-02-29"), &none, day("2026-11-21")).unwrap(),
        ahead.value.deadline
    );
    let early = ask("contest-election", "2017-12-31", &Facts::default()).unwrap_err();
    assert!(matches!(early, RuleError::Law(LawError::NotCovered { .. })));
    let gone = ask("bargain-experienced", "2025-10-25", &Facts::default()).unwrap_err();
    assert!(matches!(gone, RuleError::Gone { .. }));
    let mandate = rule("mandate-end").unwrap();
    let beyond = answer_ahead(book(), mandate, day("+262142-01-01"), &none, day("2026-11-21")).unwrap_err();
    assert!(matches!(beyond, RuleError::Law(LawError::Calendar)));
}

#[test]
fn a_name_that_is_none_brings_the_nearest() {
    let near = |id: &str| match rule(id).unwrap_err() {
        RuleError::Unknown { near, .. } => near,
        other => panic!("{other}"),
    };
    assert_eq!(near("contest-elektion")[0], "contest-election");
    assert_eq!(near("contest_elektion")[0], "contest-election");
    assert_eq!(near("casation")[0], "cassation");
    assert!(near("nullity").contains(&"agreement-nullity".to_owned()));
    assert_eq!(near("qqqqqqqqqqqq"), Vec::<String>::new());
    assert_eq!(near(""), Vec::<String>::new());
    assert!(near(&"x".repeat(1_000_000)).is_empty());
}

#[test]
fn letters_apart() {
    assert_eq!((distance("", "abc"), distance("abc", ""), distance("kitten", "sitting")), (3, 3, 3));
    assert_eq!(distance("é", "e"), 1);
}

/// The act from which a period runs, by the words that name it in an article and in a label.
fn act(text: &str) -> &'static str {
    let text = text.to_lowercase();
    let acts = [
        ("sending", &["envoi"][..]),
        ("receipt", &["réception", "reçue"]),
        ("end", &["expiration", "cessation", "la fin", "le terme"]),
    ];
    acts.iter().find(|(_, words)| words.iter().any(|w| text.contains(w))).map_or("?", |(act, _)| act)
}

#[test]
fn a_rule_runs_from_the_act_that_its_article_names() {
    let tables = book().tables().unwrap();
    let mut compared = 0;
    for rule in rules().unwrap() {
        let table = tables.iter().find(|t| t.id == rule.table).unwrap();
        let quoted = table.entries.last().and_then(|e| e.quotes.starts.as_deref());
        let Some(quoted) = quoted.filter(|q| act(q) != "?") else { continue };
        assert_eq!(act(&rule.anchor.fr), act(quoted), "{}: {} / {quoted}", rule.id, rule.anchor.fr);
        // Who reads the table alone reads the same, where it says from what.
        if table.label.fr.contains("depuis") {
            assert_eq!(act(&table.label.fr), act(quoted), "{}", table.id);
        }
        compared += 1;
    }
    assert!(compared >= 6, "{compared}");
}

/// Whoever knows no name of ours says what it is about.
#[test]
fn a_rule_is_found_by_the_words_of_its_title_in_either_language() {
    for (said, id) in [
        ("contestation électorat", "contest-electorate"),
        ("Contestation de l’électorat", "contest-electorate"),
    ] {
        let found = rule(said).map(|r| r.id.as_str());
        let close =
            rules().unwrap().iter().filter(|r| r.is_said(said)).map(|r| r.id.clone()).collect::<Vec<_>>();
        if close.len() == 1 {
            assert_eq!(found.ok(), Some(close[0].as_str()), "{said}");
        } else {
            assert!(
                matches!(found, Err(RuleError::Unknown { .. })) || close.contains(&id.to_owned()),
                "{said}: {close:?}"
            );
        }
    }
    // The whole title names its rule alone, in both languages, accents or not.
    let titles = |fr: bool| rules().unwrap().iter().map(move |r| if fr { &r.label.fr } else { &r.label.en });
    for rule_ in rules().unwrap() {
        for (label, fr) in [(&rule_.label.fr, true), (&rule_.label.en, false)] {
            if titles(fr)
                .filter(|other| crate::base::text::fold(other) == crate::base::text::fold(label))
                .count()
                == 1
            {
                assert_eq!(rule(&crate::base::text::fold(label)).unwrap().id, rule_.id, "{label}");
            }
        }
    }
    // Several that hold the words are proposed, and none is guessed.
    let Err(RuleError::Unknown { near, .. }) = rule("protection candidat") else { panic!() };
    assert!(near.contains(&"protection-candidate".to_owned()), "{near:?}");
    assert!(matches!(rule("de la"), Err(RuleError::Unknown { .. })));
}
