#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use crate::features::election::rules::check::*;
use crate::{
    base::word::Gender,
    features::election::{
        records::{Candidate, Figures, Sheet, Step},
        rules::tests::{college, count, counted, day, dossier, figures, list, results, slate},
    },
    law::{Remark, book},
};

struct Case {
    dossier: Dossier,
    first: Option<Dossier>,
    general: Option<Poll>,
    followed: bool,
    ours: BTreeMap<Id, Ours>,
    region: Region,
    recorded_end: Option<NaiveDate>,
    today: NaiveDate,
}

/// A member who may stand.
fn member() -> Ours {
    let facts = Person { hired: Some(day("2015-01-01")), born: Some(day("1980-01-01")), ..Person::default() };
    Ours { facts, college: Some("1".to_owned()), member: true }
}

/// An election in which nothing is wrong: our candidates are members who may stand, all dates are in time.
fn clean() -> Case {
    let mut dossier = dossier();
    let mut ours = BTreeMap::new();
    for (_, slate) in dossier.slates.iter_mut().filter(|(_, s)| s.ours) {
        for (n, candidate) in (1_u8..).zip(&mut slate.candidates) {
            candidate.member = Some(Id([n; 16]));
            ours.insert(Id([n; 16]), member());
        }
    }
    for post in Post::ALL.iter().copied() {
        // FO has two candidates in the second college and we have a list there too.
        let mut mine = slate("2", post, &["CGT"], "FH");
        for (n, candidate) in (50_u8..).zip(&mut mine.candidates) {
            candidate.member = Some(Id([n; 16]));
            candidate.name = format!("CGT II {n}");
            candidate.element = [n; 8];
            ours.insert(Id([n; 16]), Ours { college: Some("2".to_owned()), ..member() });
        }
        dossier.slates.push((Id([40 + post as u8; 16]), mine));
        // FO's people of the second college are others than those of the first.
        for (_, slate) in dossier.slates.iter_mut().filter(|(_, s)| s.college == "2" && s.name == "FO") {
            for candidate in &mut slate.candidates {
                candidate.born = Some(day("1990-02-02"));
            }
        }
    }
    dossier.poll.steps = [
        (Step::Information, day("2026-10-01")),
        (Step::Invitation, day("2026-10-05")),
        (Step::Meeting, day("2026-10-26")),
        (Step::Protocol, day("2026-11-02")),
        (Step::ListPublished, day("2026-11-20")),
        (Step::MandatesEnd, day("2026-12-15")),
    ]
    .into();
    dossier.poll.headcount = Some("120".to_owned());
    Case {
        dossier,
        first: None,
        general: None,
        followed: false,
        ours,
        region: Region::Metropolitan,
        recorded_end: None,
        today: day("2026-11-28"),
    }
}

fn issues(case: &Case) -> Vec<Issue> {
    let outcome = results(&case.dossier, case.first.as_ref());
    let question = Question {
        general: case.general.as_ref(),
        dossier: &case.dossier,
        first: case.first.as_ref(),
        followed: case.followed,
        outcome: &outcome,
        ours: &case.ours,
        recorded_end: case.recorded_end,
        region: case.region,
        today: case.today,
    };
    check(book(), &question).unwrap()
}

fn codes(case: &Case) -> Vec<&'static str> {
    issues(case).iter().map(|i| i.code.code()).collect()
}

/// Asserts that a change brings exactly one kind of issue that was not there, of this gravity, resting on this article.
#[track_caller]
fn brings(change: impl FnOnce(&mut Case), gravity: Gravity, code: &str, article: &str) -> Issue {
    let mut case = clean();
    let before = codes(&case);
    assert!(!before.contains(&code), "{code} is there already");
    change(&mut case);
    let found = issues(&case);
    let issue = found.iter().find(|i| i.code.code() == code);
    let issue = issue.unwrap_or_else(|| panic!("{code} is not among {:?}", codes(&case)));
    assert_eq!(issue.gravity, gravity, "{code}");
    let articles: Vec<_> = issue.law.because.iter().map(|s| s.citation.article.as_str()).collect();
    assert!(articles.contains(&article), "{code}: {articles:?}");
    issue.clone()
}

fn mine(case: &mut Case) -> &mut crate::features::election::records::Slate {
    &mut case.dossier.slates.iter_mut().find(|(_, s)| s.ours && s.college == "1").unwrap().1
}

#[test]
fn a_clean_election_has_neither_breach_nor_risk() {
    let found = issues(&clean());
    assert!(found.iter().all(|i| i.gravity == Gravity::Note), "{:?}", codes(&clean()));
    assert_eq!(codes(&clean()), ["delegate-needs", "delegate-needs"]);
    // Ten per cent of a hundred and of forty electors.
    assert_eq!(found.iter().map(|i| i.number).collect::<Vec<_>>(), [Some(10), Some(4)]);
}

#[test]
fn the_worst_comes_first() {
    let mut case = clean();
    case.dossier.poll.steps.insert(Step::Invitation, day("2026-10-20"));
    case.dossier.poll.colleges[1].substitutes = 1;
    mine(&mut case).candidates[0].born = None;
    let gravities: Vec<_> = issues(&case).iter().map(|i| i.gravity).collect();
    assert!(gravities.is_sorted());
    assert_eq!((gravities[0], *gravities.last().unwrap()), (Gravity::Breach, Gravity::Note));
}

#[test]
fn days_of_the_procedure() {
    let set = |step: Step, to: &'static str| {
        move |c: &mut Case| drop(c.dossier.poll.steps.insert(step, day(to)).map(|_| String::new()))
    };
    // Told on 1 September: the ninetieth day is 30 November.
    let found = brings(set(Step::Information, "2026-09-01"), Gravity::Breach, "first-round-late", "L2314-4");
    assert_eq!(found.day, Some(day("2026-11-30")));
    brings(set(Step::Invitation, "2026-10-12"), Gravity::Breach, "invitation-late", "L2314-5");
    assert!(
        !codes(&{
            let mut c = clean();
            set(Step::Invitation, "2026-10-11")(&mut c);
            c
        })
        .contains(&"invitation-late"),
        "fifteen days exactly"
    );
    brings(set(Step::Invitation, "2026-10-16"), Gravity::Breach, "invitation-two-months", "L2314-5");
    brings(set(Step::MandatesEnd, "2026-12-31"), Gravity::Risk, "fortnight", "L2314-5");
    brings(set(Step::MandatesEnd, "2026-12-02"), Gravity::Risk, "fortnight", "L2314-5");
    let gone = |c: &mut Case| {
        c.dossier.poll.steps.remove(&Step::Invitation);
    };
    brings(gone, Gravity::Risk, "invitation-missing", "L2314-5");
    let early = |c: &mut Case| {
        gone(c);
        c.today = day("2026-10-15");
    };
    brings(early, Gravity::Note, "invitation-due", "L2314-5");
}

#[test]
fn times_to_contest_while_they_run() {
    // Published on Friday 20 November: the third day is Monday the 23rd.
    let on = |today: &'static str| move |c: &mut Case| c.today = day(today);
    let found = brings(on("2026-11-22"), Gravity::Note, "electorate-contest", "R2314-24");
    assert_eq!(found.day, Some(day("2026-11-23")));
    assert!(
        !codes(&{
            let mut c = clean();
            c.today = day("2026-11-24");
            c
        })
        .contains(&"electorate-contest")
    );
    let found = brings(on("2026-12-18"), Gravity::Note, "election-contest", "R2314-24");
    assert_eq!(found.day, Some(day("2026-12-18")));
    assert!(
        !codes(&{
            let mut c = clean();
            c.today = day("2026-12-19");
            c
        })
        .contains(&"election-contest")
    );
    // Proclaimed on the 11th: the fifteenth day is 26 December, a Saturday, and a holiday in Alsace.
    let proclaimed = |region| {
        move |c: &mut Case| {
            c.dossier.poll.steps.insert(Step::Proclaimed, day("2026-12-11"));
            (c.today, c.region) = (day("2026-12-27"), region);
        }
    };
    let found = brings(proclaimed(Region::Metropolitan), Gravity::Note, "election-contest", "R2314-24");
    assert_eq!(found.day, Some(day("2026-12-28")));
}

#[test]
fn the_second_round() {
    let second = |on: &'static str| {
        move |c: &mut Case| {
            c.first = Some(c.dossier.clone());
            c.dossier.poll.round = 2;
            c.dossier.poll.day = Some(day(on));
        }
    };
    brings(second("2026-12-19"), Gravity::Breach, "second-round-late", "L2314-29");
    assert!(
        !codes(&{
            let mut c = clean();
            second("2026-12-18")(&mut c);
            c
        })
        .contains(&"second-round-late")
    );
    // A first round without lists in one college, counted in the other.
    let carence = |c: &mut Case| {
        c.dossier = counted();
        c.dossier.slates.retain(|(_, s)| s.college == "1");
        c.dossier.sheets.retain(|(_, s)| s.college == "1");
    };
    let found = brings(carence, Gravity::Note, "second-round-due", "L2314-29");
    assert_eq!(found.day, Some(day("2026-12-18")));
    let mut followed = clean();
    carence(&mut followed);
    followed.followed = true;
    assert!(!codes(&followed).contains(&"second-round-due"));
}

#[test]
fn seats_and_colleges() {
    brings(|c| c.dossier.poll.colleges[0].substitutes = 3, Gravity::Risk, "substitutes-differ", "L2314-1");
    let unknown =
        |c: &mut Case| (c.dossier.poll.colleges[0].women, c.dossier.poll.colleges[0].men) = (None, None);
    brings(unknown, Gravity::Risk, "registered-missing", "L2314-29");
    brings(unknown, Gravity::Risk, "proportion-unknown", "L2314-30");
    // At 120 the table has six full members; at 600 fourteen; at 20 one.
    let found = brings(
        |c| c.dossier.poll.headcount = Some("600".to_owned()),
        Gravity::Risk,
        "seats-below",
        "R2314-1",
    );
    assert_eq!(found.number, Some(14));
    brings(|c| c.dossier.poll.headcount = Some("20".to_owned()), Gravity::Note, "seats-above", "L2314-7");
    brings(|c| c.dossier.poll.colleges.truncate(1), Gravity::Risk, "single-college", "L2314-11");
}

#[test]
fn the_end_of_the_mandates_of_the_company_is_used_and_a_difference_said() {
    let by_company = |end: &'static str| {
        move |c: &mut Case| {
            c.dossier.poll.steps.remove(&Step::MandatesEnd);
            c.recorded_end = Some(day(end));
        }
    };
    let found = brings(by_company("2027-06-30"), Gravity::Risk, "fortnight", "L2314-5");
    assert_eq!(found.day, Some(day("2027-06-30")));
    let mut fits = clean();
    by_company("2026-12-15")(&mut fits);
    assert!(!codes(&fits).contains(&"fortnight"));
    let other = |c: &mut Case| c.recorded_end = Some(day("2026-12-10"));
    brings(other, Gravity::Risk, "mandates-end-differs", "L2314-33");
    // Once it was held, an end years ahead is of those whom it elected.
    let mut held = clean();
    by_company("2030-12-03")(&mut held);
    held.today = day("2026-12-05");
    assert!(!codes(&held).contains(&"fortnight"));
}

#[test]
fn a_second_round_on_the_next_working_day_is_a_risk_and_no_breach() {
    let second = |on: &'static str| {
        move |c: &mut Case| {
            let mut first = c.dossier.clone();
            // Fifteen days from this Friday end on a Saturday.
            first.poll.day = Some(day("2026-12-04"));
            c.first = Some(first);
            c.dossier.poll.round = 2;
            c.dossier.poll.day = Some(day(on));
        }
    };
    let found = brings(second("2026-12-21"), Gravity::Risk, "second-round-late", "L2314-29");
    assert!(found.law.caveats.contains(&crate::law::Caveat::Remark(Remark::ExtensionNotProvided)));
    brings(second("2026-12-22"), Gravity::Breach, "second-round-late", "L2314-29");
}

#[test]
fn a_list_that_is_too_long_is_still_checked_for_women_and_men() {
    let longer = |c: &mut Case| {
        let mut extra = mine(c).candidates[0].clone();
        (extra.name, extra.element, extra.member) = ("Noa Exemple".to_owned(), [99; 8], None);
        mine(c).candidates.push(extra);
    };
    let mut fits = clean();
    longer(&mut fits);
    assert!(!codes(&fits).contains(&"proportion"));
    let unbalanced = |c: &mut Case| {
        longer(c);
        mine(c).candidates[3].sex = Gender::read("F");
    };
    let found = brings(unbalanced, Gravity::Breach, "proportion", "L2314-30");
    assert!(found.law.caveats.contains(&crate::law::Caveat::Remark(Remark::ParityWithinSeats)));
    let out_of_turn = |c: &mut Case| {
        longer(c);
        longer(c);
        let list = mine(c);
        // F H F H | H F: the fifth follows a man while a woman is still to come.
        for (candidate, sex) in list.candidates.iter_mut().zip(["F", "H", "F", "H", "H", "F"]) {
            candidate.sex = Gender::read(sex);
        }
    };
    let found = brings(out_of_turn, Gravity::Breach, "alternation", "L2314-30");
    assert_eq!(found.place.candidate, Some(5));
}

#[test]
fn lists() {
    brings(|c| mine(c).unions.clear(), Gravity::Breach, "free-first-round", "L2314-29");
    brings(|c| mine(c).candidates.clear(), Gravity::Risk, "no-candidates", "L2314-28");
    let more = |c: &mut Case| {
        let mut extra = mine(c).candidates[0].clone();
        (extra.name, extra.element, extra.member) = ("Noa Exemple".to_owned(), [99; 8], None);
        mine(c).candidates.push(extra);
    };
    let found = brings(more, Gravity::Breach, "too-many", "L2314-28");
    assert_eq!(found.number, Some(1));
    let found =
        brings(|c| drop(mine(c).candidates.pop().map(|c| c.name)), Gravity::Note, "incomplete", "L2314-29");
    assert_eq!(found.number, Some(1));
    brings(|c| mine(c).candidates[0].born = None, Gravity::Note, "birth-missing", "R2314-21");
    let common = |c: &mut Case| {
        let union = crate::features::election::records::Partner { union: "UNSA".to_owned(), share: None };
        mine(c).unions.push(union);
    };
    brings(common, Gravity::Note, "no-split", "L2122-3");
    brings(
        |c| c.dossier.slates.retain(|(_, s)| !(s.ours && s.college == "2")),
        Gravity::Note,
        "no-list-of-ours",
        "Cass. soc. 10-10.678",
    );
    let twice = |c: &mut Case| {
        let mut other = slate("1", Post::Holders, &["FO"], "F");
        (other.name, other.candidates[0].name) = ("FO bis".to_owned(), "Noa Exemple".to_owned());
        c.dossier.slates.push((Id([90; 16]), other));
    };
    brings(twice, Gravity::Risk, "two-lists", "Cass. soc. 16-22.168");
}

#[test]
fn a_by_election_renews_nothing_and_keeps_the_proportion_of_the_protocol() {
    let partial = |c: &mut Case| {
        c.dossier.poll.nature = Some(Nature::ByElection);
        c.dossier.poll.steps.remove(&Step::Invitation);
        c.recorded_end = Some(day("2028-12-15"));
    };
    // What leads to a renewal, seats by the table and the audience are not asked.
    let mut case = clean();
    partial(&mut case);
    case.dossier.poll.headcount = Some("600".to_owned());
    let found = codes(&case);
    let renewal =
        ["fortnight", "invitation-due", "invitation-missing", "mandates-end-differs", "seats-below"];
    let audience = ["no-list-of-ours", "delegates", "delegate-needs", "no-delegate"];
    assert!(!found.iter().any(|c| renewal.contains(c) || audience.contains(c)), "{found:?}");
    let told = brings(partial, Gravity::Note, "by-election", "L2314-10");
    assert_eq!(told.day, Some(day("2026-12-15")), "the end that is noted with it");
    brings(partial, Gravity::Risk, "protocol-proportion", "Cass. soc. 21-60.183");
    // With the first protocol its proportion is used: 90 women of 100 want another list than 60.
    let with = |women: u64| {
        move |c: &mut Case| {
            partial(c);
            let mut first = c.dossier.poll.clone();
            first.nature = None;
            for college in &mut first.colleges {
                (college.women, college.men) = (Some(women), Some(100 - women));
            }
            c.general = Some(first);
        }
    };
    brings(with(10), Gravity::Breach, "proportion", "L2314-30");
    let mut same = clean();
    with(60)(&mut same);
    assert!(!codes(&same).contains(&"protocol-proportion"));
    let more = |c: &mut Case| {
        with(60)(c);
        c.dossier.poll.colleges[0].holders += 1;
    };
    brings(more, Gravity::Breach, "more-than-vacant", "L2314-10");
    brings(|c| c.dossier.poll.nature = Some(Nature::Rerun), Gravity::Risk, "rerun", "L2314-10");
}

#[test]
fn women_and_men() {
    // 60 women and 40 men on four seats: two and two.
    let sexes = |letters: &'static str| {
        move |c: &mut Case| {
            for (candidate, letter) in mine(c).candidates.iter_mut().zip(letters.chars()) {
                candidate.sex = Gender::read(&letter.to_string());
            }
        }
    };
    brings(sexes("FHFF"), Gravity::Breach, "proportion", "L2314-30");
    let found = brings(sexes("FFHH"), Gravity::Breach, "alternation", "L2314-30");
    assert_eq!(found.place.candidate, Some(2));
    brings(|c| mine(c).candidates.truncate(1), Gravity::Breach, "single-candidate", "Cass. soc. 18-23.513");
    let found = brings(|c| mine(c).candidates[2].sex = None, Gravity::Risk, "sex-missing", "L2314-30");
    assert_eq!(found.place.candidate, Some(3));
    // 70 and 30 on five: both products end in one half.
    let halves = |c: &mut Case| {
        c.dossier.poll.colleges[0] = college("1", 5, 70, 30);
        let mut extra = mine(c).candidates[0].clone();
        (extra.name, extra.element, extra.member) = ("Noa Exemple".to_owned(), [99; 8], None);
        mine(c).candidates.push(extra);
    };
    brings(halves, Gravity::Risk, "parity-open", "L2314-30");
    // Two men, no woman, in a college of men alone with one optional woman in first place.
    let absent = |c: &mut Case| {
        c.dossier.poll.colleges[0] = college("1", 4, 2, 98);
        sexes("FHHH")(c);
    };
    brings(absent, Gravity::Breach, "first-place", "L2314-30");
    // Free candidates of a second round are not bound.
    let mut free = clean();
    free.dossier.poll.round = 2;
    sexes("FFFF")(&mut free);
    mine(&mut free).unions.clear();
    assert!(!codes(&free).iter().any(|c| matches!(*c, "proportion" | "alternation" | "free-first-round")));
}

#[test]
fn who_of_ours_may_stand() {
    let with = |change: fn(&mut Ours)| move |c: &mut Case| change(c.ours.get_mut(&Id([1; 16])).unwrap());
    let found = brings(
        with(|o| o.facts.hired = Some(day("2026-01-04"))),
        Gravity::Breach,
        "stand:seniority",
        "L2314-19",
    );
    assert_eq!(found.place.candidate, Some(1));
    brings(with(|o| o.facts.born = Some(day("2009-01-01"))), Gravity::Breach, "stand:too-young", "L2314-19");
    brings(
        with(|o| o.facts.link = crate::election::Link::Seconded),
        Gravity::Breach,
        "stand:seconded",
        "L2314-23",
    );
    brings(with(|o| o.facts.hired = None), Gravity::Risk, "eligibility-unknown", "L2314-19");
    brings(with(|o| o.member = false), Gravity::Note, "not-a-member", "L2314-29");
    brings(with(|o| o.college = Some("2".to_owned())), Gravity::Risk, "other-college", "L2314-11");
    brings(
        |c| {
            c.ours.remove(&Id([1; 16]));
        },
        Gravity::Risk,
        "gone-from-roster",
        "L2314-19",
    );
    let typed = brings(|c| mine(c).candidates[0].member = None, Gravity::Note, "not-in-roster", "L2314-19");
    assert_eq!(typed.number, Some(1));
    // Of somebody typed by hand we know the date of birth, and that may be enough.
    let young = |c: &mut Case| {
        (mine(c).candidates[0].member, mine(c).candidates[0].born) = (None, Some(day("2012-01-01")));
    };
    brings(young, Gravity::Breach, "stand:too-young", "L2314-19");
    // Of others we know nothing, and check nothing.
    let found = issues(&clean());
    assert!(found.iter().all(|i| i.code.code() != "eligibility-unknown"));
}

#[test]
fn nobody_stands_on_two_lists() {
    let twin = |change: fn(&mut Candidate)| {
        move |c: &mut Case| {
            let model = mine(c).candidates[0].clone();
            let other =
                c.dossier.slates.iter_mut().find(|(_, s)| s.name == "FO" && s.college == "2").unwrap();
            let candidate = &mut other.1.candidates[0];
            (candidate.name, candidate.born, candidate.member) =
                (model.name.to_uppercase(), model.born, model.member);
            change(candidate);
        }
    };
    let found = brings(twin(|_| ()), Gravity::Breach, "on-two-lists", "L2314-28");
    assert!(
        found
            .law
            .caveats
            .iter()
            .any(|c| matches!(c, crate::law::Caveat::Remark(Remark::PrincipleNotSpelled)))
    );
    brings(twin(|c| c.member = None), Gravity::Breach, "on-two-lists", "L2314-28");
    brings(twin(|c| (c.member, c.born) = (None, None)), Gravity::Risk, "namesake", "L2314-28");
    // Another date of birth, or another record: another person. The same person in both votes is allowed.
    let born = |c: &mut Candidate| (c.member, c.born) = (None, Some(day("1999-09-09")));
    let other = |c: &mut Candidate| c.member = Some(Id([77; 16]));
    for change in [born as fn(&mut Candidate), other] {
        let mut case = clean();
        twin(change)(&mut case);
        assert!(!codes(&case).iter().any(|c| matches!(*c, "namesake" | "on-two-lists")));
    }
}

#[test]
fn what_the_count_shows() {
    let counted = |c: &mut Case, f: &Figures| count(&mut c.dossier, "1", Post::Holders, "1", f);
    let ballots = |c: &Case| {
        [(list(&c.dossier, "1", Post::Holders, "CGT"), 40), (list(&c.dossier, "1", Post::Holders, "FO"), 20)]
    };
    let plain = |c: &mut Case| {
        let b = ballots(c);
        counted(c, &figures(60, 0, 0, &b));
    };
    let found = brings(
        |c| {
            let b = ballots(c);
            let f = Figures { signatures: Some(61), ..figures(60, 0, 0, &b) };
            counted(c, &f);
        },
        Gravity::Risk,
        "signatures-differ",
        "L2314-28",
    );
    assert_eq!((found.number, found.place.ballot_box.as_deref()), (Some(1), Some("1")));
    brings(
        |c| {
            plain(c);
            c.dossier.sheets[0].1.figures.null = Some(3);
        },
        Gravity::Risk,
        "entries-differ",
        "L2314-28",
    );
    let stale = |c: &mut Case| {
        plain(c);
        let decision = Sheet { entry: 0, settles: Some("other".to_owned()), ..c.dossier.sheets[0].1.clone() };
        c.dossier.sheets.push((Id([99; 16]), decision));
    };
    brings(stale, Gravity::Risk, "decision-stale", "L2314-28");
    let found = brings(plain, Gravity::Note, "delegates", "L2143-3");
    assert_eq!(found.number, Some(4));
    let few = |c: &mut Case| {
        let (cgt, fo) =
            (list(&c.dossier, "1", Post::Holders, "CGT"), list(&c.dossier, "1", Post::Holders, "FO"));
        counted(c, &figures(60, 0, 0, &[(cgt, 5), (fo, 55)]));
    };
    brings(few, Gravity::Risk, "no-delegate", "L2143-3");
    // Three women where two are due, all four elected: the last elected woman would be annulled.
    let unbalanced = |c: &mut Case| {
        mine(c).candidates[3].sex = Gender::read("F");
        let cgt = list(&c.dossier, "1", Post::Holders, "CGT");
        counted(c, &figures(60, 0, 0, &[(cgt, 60)]));
    };
    let found = brings(unbalanced, Gravity::Breach, "elected-annulled", "L2314-32");
    assert_eq!(found.place.candidate, Some(4));
}

#[test]
fn a_day_that_no_law_covers_is_an_error() {
    let mut case = clean();
    case.dossier.poll.day = Some(day("2017-01-01"));
    let outcome =
        crate::features::election::rules::outcome(book(), &clean().dossier, None, day("2026-12-03")).unwrap();
    let question = Question {
        general: None,
        dossier: &case.dossier,
        first: None,
        followed: false,
        outcome: &outcome,
        ours: &case.ours,
        recorded_end: case.recorded_end,
        region: case.region,
        today: case.today,
    };
    assert!(matches!(check(book(), &question), Err(ElectionError::Law(LawError::NotCovered { .. }))));
}
