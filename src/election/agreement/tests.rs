//! The published shares, just at and just above each limit.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]
use crate::election::agreement::*;
use crate::law::book;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn signatures(unions: &[(&str, &str)], signed: &[&str]) -> Signatures {
    Signatures {
        unions: unions.iter().map(|(n, v)| ((*n).to_owned(), v.parse().unwrap())).collect(),
        signed: signed.iter().map(|s| (*s).to_owned()).collect(),
    }
}

fn of(unions: &[(&str, &str)], signed: &[&str]) -> (Validity, String) {
    let found = agreement(book(), &signatures(unions, signed), None, day("2026-11-21")).unwrap();
    (found.value.outcome, found.value.share.decimal())
}

#[test]
fn the_published_shares() {
    // Example M1.
    let base = [("A", "250"), ("B", "150")];
    assert_eq!(of(&base, &["A"]), (Validity::Valid, "0.625".to_owned()));
    assert_eq!(of(&base, &["B"]), (Validity::StaffVote, "0.375".to_owned()));
    assert_eq!(of(&base, &["A", "B"]), (Validity::Valid, "1".to_owned()));
    assert_eq!(of(&base, &[]), (Validity::Invalid, "0".to_owned()));
}

#[test]
fn exactly_half_and_exactly_thirty_per_cent_are_not_enough() {
    assert_eq!(of(&[("A", "50"), ("B", "50")], &["A"]).0, Validity::StaffVote);
    assert_eq!(of(&[("A", "50.01"), ("B", "49.99")], &["A"]).0, Validity::Valid);
    assert_eq!(of(&[("A", "30"), ("B", "70")], &["A"]).0, Validity::Invalid);
    assert_eq!(of(&[("A", "30.01"), ("B", "69.99")], &["A"]).0, Validity::StaffVote);
}

fn with(signed: &[&str], terms: Terms) -> Result<Agreement, ElectionError> {
    let signatures = signatures(&[("A", "250"), ("B", "150")], signed);
    agreement_with(book(), &signatures, &terms, day("2026-11-21")).map(|found| found.value)
}

#[test]
fn some_agreements_have_no_vote_of_the_staff() {
    let only = Terms { majority_only: true, ..Terms::default() };
    assert_eq!(with(&["B"], only).unwrap().outcome, Validity::Invalid);
    assert_eq!(with(&["A"], only).unwrap().outcome, Validity::Valid);
}

#[test]
fn a_categorical_union_does_not_sign_alone_even_with_the_majority() {
    let alone = Terms { categorical_alone: true, ..Terms::default() };
    assert_eq!(with(&["A"], alone).unwrap().outcome, Validity::Invalid);
    assert_eq!(with(&["A"], Terms::default()).unwrap().outcome, Validity::Valid);
}

#[test]
fn the_staff_approves_by_more_than_half_of_the_votes_cast() {
    let voted = |for_it, against| Terms { vote: Some((for_it, against)), ..Terms::default() };
    let approved = |for_it, against| with(&["B"], voted(for_it, against)).unwrap().approved;
    assert_eq!(approved(51, 50), Some(true));
    assert_eq!(approved(50, 50), Some(false), "half is not a majority");
    assert_eq!(with(&["B"], Terms::default()).unwrap().approved, None);
    assert_eq!(with(&["B"], voted(0, 0)).unwrap_err(), bad("for", Fault::Zero));
    let early = with(&["A"], voted(5, 4)).unwrap_err();
    assert_eq!(early, bad("for", Fault::Conflict("signed".to_owned())), "valid by its signatures");
}

#[test]
fn the_clocks_of_the_staff_vote() {
    let signatures = signatures(&[("A", "40"), ("B", "60")], &["A"]);
    let found = agreement(book(), &signatures, Some(day("2027-01-31")), day("2027-01-31")).unwrap();
    let clocks = found.value.clocks.unwrap();
    assert_eq!(clocks.ask_until, day("2027-02-28"));
    assert_eq!(clocks.sign_until, day("2027-03-08"));
    assert_eq!(clocks.vote_until, day("2027-05-08"));
}

#[test]
fn two_thirds_of_the_staff_not_of_the_voters() {
    // Example M6.
    let of = |staff, yes| approval(book(), staff, yes, day("2026-11-21")).map(|f| f.value.valid);
    assert_eq!(of(9, 6), Ok(true));
    assert_eq!(of(9, 5), Ok(false));
    assert_eq!(of(10, 7), Ok(true));
    assert_eq!(of(10, 6), Ok(false));
    assert_eq!(of(11, 7), Ok(false));
    assert_eq!(of(20, 14), Ok(true), "up to twenty without a CSE");
    assert_eq!(of(21, 21), Err(bad("staff", Fault::Above("20".to_owned()))));
    assert_eq!(of(5, 6), Err(bad("approved", Fault::Above("staff".to_owned()))));
    assert_eq!(of(0, 0), Err(bad("staff", Fault::Zero)));
}

#[test]
fn what_cannot_be_is_named() {
    let fails = |unions: &[(&str, &str)], signed: &[&str]| {
        agreement(book(), &signatures(unions, signed), None, day("2026-11-21")).unwrap_err()
    };
    assert_eq!(fails(&[], &[]), bad("unions", Fault::Missing));
    assert_eq!(fails(&[("A", "0")], &["A"]), bad("unions", Fault::Zero));
    assert_eq!(fails(&[("A", "1"), ("A", "2")], &[]), bad("unions[1]", Fault::Twice));
    let none = Fault::NoSuch { found: "C".to_owned(), there: vec!["A".to_owned()] };
    assert_eq!(fails(&[("A", "1")], &["C"]), bad("signed", none));
}

proptest! {
    #[test]
    fn more_signatures_never_hurt(votes in proptest::collection::vec(1_u64..1000, 2..7), mask in 0_u32..128, more in 0_usize..7) {
        let names: Vec<String> = (0..votes.len()).map(|i| i.to_string()).collect();
        let texts: Vec<String> = votes.iter().map(u64::to_string).collect();
        let unions: Vec<_> = names.iter().zip(&texts).map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let mut signed: Vec<&str> = names.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, n)| n.as_str()).collect();
        let rank = |o: Validity| match o { Validity::Invalid => 0, Validity::StaffVote => 1, Validity::Valid => 2 };
        let before = rank(of(&unions, &signed).0);
        let extra = names[more % names.len()].as_str();
        if !signed.contains(&extra) {
            signed.push(extra);
        }
        prop_assert!(rank(of(&unions, &signed).0) >= before);
    }
}
