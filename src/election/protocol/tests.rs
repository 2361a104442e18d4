use super::*;
use crate::law::book;

fn day() -> NaiveDate {
    "2026-11-28".parse().unwrap()
}

/// `CGT 45 R +`: name, share in per cent or `-`, R representative, `?` not known, + signed, `.` did not come.
fn unions(text: &str) -> Negotiation {
    let one = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let has = |sign: &str| words.contains(&sign);
        Negotiator {
            name: words[0].to_owned(),
            share: words[1].parse().ok().and_then(|n: i128| Fraction::new(n, 100)),
            representative: if has("?") { None } else { Some(has("R")) },
            came: Some(!has(".")),
            signed: has("+"),
        }
    };
    Negotiation { unions: text.split(',').map(str::trim).map(one).collect(), no_results: false }
}

fn signed(text: &str) -> Signed {
    protocol(book(), &unions(text), day()).unwrap().value
}

/// N01 to N12 of the worked cases.
#[test]
fn both_majorities_are_needed() {
    for (id, text, number, weight, outcome) in [
        ("N01", "CGT 45 R, CFDT 35 R +, FO 20 R +", true, true, Signing::Valid),
        ("N05", "CGT 80 R +, FO 20 R", false, true, Signing::Invalid),
        ("N06", "CGT 50 R, CFDT 30 R +, FO 20 R +", true, false, Signing::Invalid),
        ("N07", "CGT 42 R +, CFDT 30 R, FO 11 R, SUD 9 +, UNSA 8 +", true, false, Signing::Invalid),
        ("N08", "CGT 42 R +, CFDT 30 R, FO 11 R +, SUD 9, UNSA 8 +", true, true, Signing::Valid),
        ("N09", "CGT 48 R +, CFDT 30 R, UNSA 9 +, SUD 9 +, CNT 4", true, false, Signing::Invalid),
        ("N10", "CGT 35 R +, CFDT 25 R +, FO 22 R, SUD 18 R", false, true, Signing::Invalid),
        ("N11", "CGT 35 R +, CFDT 25 R +, FO 20 R, SUD 20 R .", true, true, Signing::Valid),
    ] {
        let found = signed(text);
        assert_eq!((found.number, found.weight), (Some(number), Some(weight)), "{id}");
        assert_eq!(found.outcome, outcome, "{id}");
        assert!(found.unknown.is_empty(), "{id}");
        assert_eq!(found.more.is_empty(), outcome == Signing::Valid, "{id}: {:?}", found.more);
    }
    let mut none = unions("CGT - R +, FO - R +, CFDT - R");
    none.no_results = true;
    let found = protocol(book(), &none, day()).unwrap().value;
    assert_eq!((found.outcome, found.weight), (Signing::Valid, Some(true)), "N12");
}

/// N13: none of them is representative.
#[test]
fn without_a_representative_union_the_employer_decides() {
    let found = protocol(book(), &unions("UNSA 9 +, SUD 8 +"), day()).unwrap();
    assert_eq!(found.value.outcome, Signing::Employer);
    assert!(found.because.iter().any(|s| s.citation.article == "L2314-14"));
}

#[test]
fn who_has_to_sign_is_told_and_what_is_missing_too() {
    let found = signed("CGT 50 R, CFDT 30 R +, FO 20 R +");
    assert_eq!(found.enough, [["CGT", "CFDT"], ["CGT", "FO"]]);
    assert_eq!(found.more, [["CGT"]]);
    let found = signed("CGT 42 R +, CFDT 30 R, FO 11 R, SUD 9 +, UNSA 8 +");
    assert_eq!(found.more, [["CFDT"], ["FO"]]);
}

#[test]
fn a_fact_that_is_missing_leaves_it_open_only_where_it_decides() {
    assert_eq!(signed("CGT 45 R, CFDT - R +, FO 20 R +").outcome, Signing::Open);
    assert_eq!(signed("CGT 45 R, CFDT 35 ? +, FO 20 R +").outcome, Signing::Open);
    // What the others have leaves no majority, whatever CFDT has.
    assert_eq!(signed("CGT 50 R, CFDT - R +, FO - R +").outcome, Signing::Invalid);
    // More than half is there without SUD.
    let found = signed("CGT 45 R +, CFDT 35 R +, SUD - ?");
    assert_eq!((found.outcome, found.unknown.as_slice()), (Signing::Valid, &["SUD".to_owned()][..]));
    let mut open = unions("CGT 60 R +, CFDT 35 R");
    open.unions[1].came = None;
    assert_eq!(protocol(book(), &open, day()).unwrap().value.outcome, Signing::Open);
    for bad in ["CGT 60 R, CGT 20 R", "CGT 60 R, FO 50 R", "CGT 120 R"] {
        assert!(protocol(book(), &unions(bad), day()).is_err(), "{bad}");
    }
}

/// N14 and N15.
#[test]
fn some_clauses_take_all_representative_unions() {
    let n14 = unions("CGT 42 R +, CFDT 30 R, FO 11 R +, SUD 9, UNSA 8 +");
    let found = |c: Clause| clause(book(), c, &n14, day()).unwrap();
    let colleges = found(Clause::Colleges);
    assert_eq!(
        (colleges.value.holds, colleges.value.without.as_slice()),
        (Some(false), &["CFDT".to_owned()][..])
    );
    assert_eq!(colleges.because[0].citation.article, "L2314-12");
    assert_eq!(found(Clause::OutsideHours).value.holds, Some(false));
    assert_eq!(found(Clause::Spread).value.holds, Some(true));
    let all = unions("CGT 42 R +, CFDT 30 R +, FO 11 R +, SUD 9");
    let found = |c: Clause| clause(book(), c, &all, day()).unwrap().value;
    assert_eq!(found(Clause::OutsideHours).holds, Some(true), "SUD is not representative");
    assert_eq!(found(Clause::NoThirdCollege).holds, Some(false), "even when all sign");
    assert_eq!(
        (found(Clause::MandateLength).needs, found(Clause::MandateLength).holds),
        (Needs::Company, None)
    );
    let unsure = unions("CGT 42 R +, CFDT 30 ?");
    assert_eq!(clause(book(), Clause::OutsideHours, &unsure, day()).unwrap().value.holds, None);
}

/// N17 and N18: 60 employees, four seats of 18 hours, three and one.
#[test]
fn no_college_loses_hours() {
    let legal = [("1".to_owned(), 3), ("2".to_owned(), 1)];
    let of = |one: i64, two: i64| {
        let agreed = [("1".to_owned(), Fraction::whole(one)), ("2".to_owned(), Fraction::whole(two))];
        let found = college_hours(book(), Fraction::whole(60), &legal, &agreed, day()).unwrap().value;
        found.iter().map(CollegeHours::is_kept).collect::<Vec<_>>()
    };
    assert_eq!(of(54, 18), [Some(true), Some(true)]);
    assert_eq!(of(48, 24), [Some(false), Some(true)]);
    let other = [("3".to_owned(), Fraction::ONE)];
    assert!(college_hours(book(), Fraction::whole(60), &legal, &other, day()).is_err());
}

proptest::proptest! {
    /// Each set that is said to be enough is enough, none of its members can be left out, and more votes never hurt.
    #[test]
    fn the_sets_are_the_smallest(facts in proptest::collection::vec((0_i128..30, proptest::bool::ANY, proptest::bool::ANY), 1..6)) {
        let union = |(n, (share, representative, came)): (usize, &(i128, bool, bool))| Negotiator {
            name: format!("U{n}"),
            share: Fraction::new(*share, 150),
            representative: Some(*representative),
            came: Some(*came),
            signed: false,
        };
        let all: Vec<Negotiator> = facts.iter().enumerate().map(union).collect();
        let found = protocol(book(), &Negotiation { unions: all.clone(), no_results: false }, day()).unwrap().value;
        let valid = |names: &[String]| {
            let mut unions = all.clone();
            for union in &mut unions {
                union.signed = names.contains(&union.name);
            }
            protocol(book(), &Negotiation { unions, no_results: false }, day()).unwrap().value.outcome == Signing::Valid
        };
        for set in &found.enough {
            proptest::prop_assert!(valid(set));
            for left_out in set {
                let fewer: Vec<String> = set.iter().filter(|n| *n != left_out).cloned().collect();
                proptest::prop_assert!(!valid(&fewer));
            }
        }
    }
}
