#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn version(from: &str, period: Period, terms: &str) -> Version {
    Version {
        from: day(from),
        period,
        terms: Terms::stored(terms).unwrap(),
        minimum: None,
        part_time: false,
        whole: false,
        in_arrears: false,
    }
}

fn scale(versions: Vec<Version>) -> Scale {
    Scale { name: "ordinaire".to_owned(), versions }
}

fn member<'a>(from: &str, to: Option<&str>, scale: &'a Scale) -> Member<'a> {
    Member {
        spans: vec![(day(from), to.map(day))],
        scales: vec![(day("2000-01-01"), Some(scale))],
        ..Member::default()
    }
}

fn sums(member: &Member<'_>, until: &str) -> Vec<(String, Option<i64>)> {
    let found = owed(member, day(until));
    found.iter().map(|c| (c.due.to_string(), c.amount.map(Cents::get))).collect()
}

#[test]
fn a_period_is_owed_by_days_of_membership() {
    let flat = scale(vec![version("2020-01-01", Period::Month, "flat 3000")]);
    // 15 of 30 days, a whole month, 10 of 31 days: 9.677…
    let one = member("2026-11-16", Some("2027-01-10"), &flat);
    let expected = [("2026-11-16", 1500), ("2026-12-01", 3000), ("2027-01-01", 968)];
    assert_eq!(sums(&one, "2027-06-01"), expected.map(|(d, n)| (d.to_owned(), Some(n))));
    // The period that the day lies in is there, the next one is not.
    assert_eq!(sums(&one, "2026-12-01").len(), 2);
    assert_eq!(sums(&one, "2026-11-15"), []);
    // A year begun is owed whole where the scale says so; at its end where it says that.
    let mut year = version("2020-01-01", Period::Year, "flat 12000");
    (year.whole, year.in_arrears) = (true, true);
    let yearly = scale(vec![year]);
    assert_eq!(
        sums(&member("2026-12-31", None, &yearly), "2026-12-31"),
        [("2026-12-31".to_owned(), Some(12000))]
    );
}

#[test]
fn a_change_never_touches_what_was_before() {
    let mut rising = scale(vec![version("2020-01-01", Period::Month, "flat 1000")]);
    let before = sums(&member("2026-01-01", None, &rising), "2026-06-30");
    rising.versions.push(version("2026-07-01", Period::Month, "flat 2000"));
    let after = sums(&member("2026-01-01", None, &rising), "2026-07-31");
    assert_eq!(after[..6], before[..]);
    assert_eq!(after[6].1, Some(2000));
    // In the middle of a period each part counts by its days.
    rising.versions.push(version("2026-08-11", Period::Month, "flat 3100"));
    let august = owed(&member("2026-08-01", Some("2026-08-31"), &rising), day("2026-08-31"));
    assert_eq!(august.len(), 1);
    // 10 days of 20 euros a month and 21 days of 31 euros: 645.16… + 2100.
    assert_eq!(august[0].amount, Some(Cents::new(2745)));
    assert_eq!(august[0].pieces.iter().map(|p| p.days).collect::<Vec<_>>(), [10, 21]);
}

#[test]
fn a_share_follows_the_declared_income() {
    let one_percent = scale(vec![version("2020-01-01", Period::Month, "share 1/100")]);
    let mut who = member("2026-01-01", None, &one_percent);
    // What was not declared is not nothing.
    assert_eq!(sums(&who, "2026-01-31"), [("2026-01-01".to_owned(), None)]);
    who.bases = vec![(day("2026-01-01"), Cents::new(185_050)), (day("2026-03-01"), Cents::new(200_000))];
    assert_eq!(
        sums(&who, "2026-03-01").iter().map(|s| s.1).collect::<Vec<_>>(),
        [Some(1851), Some(1851), Some(2000)]
    );
    let quarterly = scale(vec![version("2020-01-01", Period::Quarter, "share 3/400")]);
    who.scales = vec![(day("2026-01-01"), Some(&quarterly))];
    // 59 days at 0.75 % of three times 1,850.50 and 31 at that of three times 2,000.
    assert_eq!(sums(&who, "2026-03-31")[0].1, Some(4279));
}

#[test]
fn bands_minimum_part_time_and_exemptions() {
    let mut bands = version("2020-01-01", Period::Month, "bands 150000:800,250000:1200,:1800");
    bands.part_time = true;
    bands.minimum = Some(Cents::new(500));
    let bands = scale(vec![bands]);
    let mut who = member("2026-01-01", None, &bands);
    for (base, amount) in [(150_000, 800), (150_001, 1200), (250_000, 1200), (250_001, 1800)] {
        who.bases = vec![(day("2026-01-01"), Cents::new(base))];
        assert_eq!(sums(&who, "2026-01-31")[0].1, Some(amount), "{base}");
    }
    who.bases = vec![(day("2026-01-01"), Cents::new(100_000))];
    who.shares = vec![(day("2026-01-01"), Fraction::new(4, 5).unwrap())];
    assert_eq!(sums(&who, "2026-01-31")[0].1, Some(640));
    who.shares = vec![(day("2026-01-01"), Fraction::new(1, 2).unwrap())];
    let found = owed(&who, day("2026-01-31"));
    assert_eq!((found[0].amount, found[0].pieces[0].at_minimum), (Some(Cents::new(500)), true));
    who.exemptions =
        vec![Exemption { from: day("2026-01-17"), to: None, reason: "congé parental".to_owned() }];
    // 16 of 31 days at the minimum.
    assert_eq!(sums(&who, "2026-02-28").iter().map(|s| s.1).collect::<Vec<_>>(), [Some(258), Some(0)]);
}

#[test]
fn who_is_on_no_scale_is_not_free_of_dues() {
    let flat = scale(vec![version("2026-02-01", Period::Month, "flat 1000")]);
    let mut who = member("2026-01-01", Some("2026-02-28"), &flat);
    let open =
        |who: &Member<'_>| owed(who, day("2026-12-31")).iter().map(|c| c.pieces[0].open).collect::<Vec<_>>();
    assert_eq!(open(&who), [Some(Open::UnknownScale), None]);
    who.scales.clear();
    assert_eq!(open(&who), [Some(Open::NoScale), Some(Open::NoScale)]);
}

#[test]
fn spans_that_overlap_owe_each_day_once() {
    let flat = scale(vec![version("2020-01-01", Period::Month, "flat 3100")]);
    let mut who = member("2026-01-01", Some("2026-01-20"), &flat);
    who.spans.push((day("2026-01-10"), Some(day("2026-01-31"))));
    who.spans.push((day("2026-01-12"), Some(day("2026-01-13"))));
    let all: Cents = owed(&who, day("2026-01-31")).iter().filter_map(|c| c.amount).sum();
    assert_eq!(all, Cents::new(3100));
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..3000).prop_map(|n| day("2020-01-01") + Days::new(n))
}

proptest! {
    /// Whatever changes, each day of membership is in one piece, and a sum of whole periods is that of its days to half a cent.
    #[test]
    fn each_day_of_membership_is_owed_once(
        spans in proptest::collection::vec((any_day(), proptest::option::of(0_u64..900)), 0..4),
        edges in proptest::collection::vec((any_day(), 0_i64..500_000), 0..4),
        period in proptest::sample::select(Period::ALL.to_vec()),
        until in any_day(),
    ) {
        let mut first = version("2015-01-01", period, "bands 100000:1000,:2000");
        first.part_time = true;
        let bands = scale(vec![first]);
        let who = Member {
            spans: spans.iter().map(|(from, n)| (*from, n.map(|n| *from + Days::new(n)))).collect(),
            scales: vec![(day("2015-01-01"), Some(&bands))],
            bases: edges.iter().map(|(d, c)| (*d, Cents::new(*c))).collect(),
            ..Member::default()
        };
        let found = owed(&who, until);
        let end = period.around(until).1;
        let covers = |d: NaiveDate| who.spans.iter().any(|(f, t)| *f <= d && t.is_none_or(|t| d <= t));
        // The last period is there when a day of it that counts has come.
        let begin = period.around(until).0;
        let begun = begin.iter_days().take_while(|d| *d <= until).any(covers);
        let last = if begun { end } else { begin.pred_opt().unwrap() };
        let wanted = day("2015-01-01").iter_days().take_while(|d| *d <= last).filter(|d| covers(*d)).count();
        let counted: u32 = found.iter().flat_map(|c| &c.pieces).map(|p| p.days).sum();
        prop_assert_eq!(usize::try_from(counted).unwrap(), wanted);
        for charge in &found {
            let inside: u32 = charge.pieces.iter().map(|p| p.days).sum();
            prop_assert!(inside <= charge.of && charge.due >= charge.from && charge.due <= charge.to);
            if let Some(amount) = charge.amount {
                let most: i128 = charge.pieces.iter().map(|p| p.whole.unwrap().ceil()).max().unwrap_or(0);
                prop_assert!(i128::from(amount.get()) <= most && amount >= Cents::ZERO);
            }
        }    }
}
