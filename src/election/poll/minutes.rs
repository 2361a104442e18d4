//! The official minutes against our count: what differs, what does not follow from its own figures, what to contest.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    calendar::{Region, Roll, Span, deadline},
    election::{
        ElectionError, Fault, List, Turnout, Vote, allocate,
        audience::{Ballot, CollegeVotes, ListVotes, audience},
        fault::bad,
        poll::{Dossier, Outcome, VoteOutcome, outcome::as_vote},
        quorum,
    },
    law::{Answer, Book, Finding, Fraction, LawError, Reasoning},
    roster::{
        poll::{Post, Step},
        text::fold,
    },
};

/// What the minutes say of one vote. What is absent was not typed, and is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Official {
    /// The college.
    pub college: String,
    /// Which vote.
    pub post: Post,
    /// Electors on the list.
    pub registered: Option<u64>,
    /// Voters.
    pub voters: Option<u64>,
    /// Blank ballots.
    pub blank: Option<u64>,
    /// Null ballots.
    pub null: Option<u64>,
    /// Valid ballots.
    pub valid: Option<u64>,
    /// Whether the minutes say that the quorum is reached.
    pub quorum: Option<bool>,
    /// The lists.
    pub lists: Vec<OfficialList>,
}

/// What the minutes say of one list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfficialList {
    /// Its name.
    pub name: String,
    /// Its ballots.
    pub ballots: Option<u64>,
    /// The average of the votes of its candidates.
    pub average: Option<Fraction>,
    /// Its seats.
    pub seats: Option<u32>,
    /// Its elected, in order.
    pub elected: Option<Vec<String>>,
}

/// A figure as somebody has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A count.
    Number(u64),
    /// An exact number.
    Exact(Fraction),
    /// Yes or no.
    Flag(bool),
    /// Names, in order.
    Names(Vec<String>),
}

/// Something to contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// The college.
    pub college: String,
    /// Which vote.
    pub post: Post,
    /// The list, where one is meant.
    pub list: Option<String>,
    /// The figure: `registered`, `voters`, `blank`, `null`, `valid`, `quorum`, `lists`, `ballots`, `average`, `seats`,
    /// `elected`.
    pub what: &'static str,
    /// What the minutes say.
    pub theirs: Option<Said>,
    /// What our count says.
    pub ours: Option<Said>,
    /// What follows by law from the other figures of the minutes.
    pub due: Option<Said>,
    /// Whether it changes seats, quorum or who is representative.
    pub decisive: bool,
    /// The texts.
    pub law: Finding<()>,
}

/// The minutes as checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// What to contest: decisive first.
    pub contests: Vec<Contest>,
    /// Which figures were compared with ours.
    pub compared: usize,
    /// The last day to contest before the court.
    pub until: Finding<NaiveDate>,
    /// Whether that day is past.
    pub past: bool,
    /// The last day for the employer to send the minutes to the ministry's provider.
    pub sent_by: NaiveDate,
}

/// Checks the official minutes (*procès-verbal*) against our count and against themselves.
///
/// # Law
/// L2314-29 (quorum, erasures), R2314-19 to R2314-21 (seats), L2122-1 (audience); R2314-24: the court is seized within
/// fifteen days of the election, extended to the next open day. Irregularities annul an election where they changed its
/// result: those that do come first.
///
/// # Errors
/// A vote of the minutes that is not one of the election, a list given twice, by their field; a day outside the tables.
pub fn minutes(
    book: &Book,
    dossier: &Dossier,
    outcome: &Outcome,
    official: &[Official],
    region: Region,
    today: NaiveDate,
) -> Result<Minutes, ElectionError> {
    let on = dossier.poll.day.unwrap_or(today);
    let mut judge = Judge { book, on, dossier, contests: Vec::new(), compared: 0 };
    let mut seen = BTreeSet::new();
    for (index, vote) in official.iter().enumerate() {
        let at = |part: &str| format!("colleges[{index}].{part}");
        let Some(ours) = outcome.vote(&vote.college, vote.post).filter(|v| v.seats > 0) else {
            return Err(bad(at("id"), Fault::Unknown(vote.college.clone())));
        };
        if !seen.insert((&vote.college, vote.post)) {
            return Err(bad(at("id"), Fault::Twice));
        }
        let mut names = BTreeSet::new();
        for (place, list) in vote.lists.iter().enumerate() {
            if !names.insert(fold(&list.name)) {
                return Err(bad(at(&format!("lists[{place}].name")), Fault::Twice));
            }
        }
        judge.vote(vote, ours)?;
    }
    judge.representative(outcome, official)?;
    let (mut contests, compared) = (judge.contests, judge.compared);
    contests.sort_by_key(|c| !c.decisive);
    let act = dossier.poll.steps.get(&Step::Proclaimed).copied().unwrap_or(on);
    let mut why = Reasoning::new(book, on);
    let days = u32::try_from(book.whole("contest.election", on)?).map_err(|_| LawError::Calendar)?;
    let until = deadline(act, Span::Days(days), Roll::Extended, region).ok_or(LawError::Calendar)?.due;
    why.note("contest.election", vec![("from_day", act.into()), ("until", until.into())])?;
    let days = u32::try_from(book.whole("election.minutes", on)?).map_err(|_| LawError::Calendar)?;
    let sent_by = Span::Days(days).after(on).ok_or(LawError::Calendar)?;
    why.note("election.minutes", vec![("until", sent_by.into())])?;
    Ok(Minutes { contests, compared, until: why.conclude(until), past: today > until, sent_by })
}

/// Seats by the folded name of their list.
type Seats = BTreeMap<String, u32>;

struct Judge<'a> {
    book: &'a Book,
    on: NaiveDate,
    dossier: &'a Dossier,
    contests: Vec<Contest>,
    compared: usize,
}

impl Judge<'_> {
    fn law(&self, rules: &[&'static str]) -> Result<Finding<()>, LawError> {
        let mut why = Reasoning::new(self.book, self.on);
        for rule in rules {
            why.note(rule, vec![])?;
        }
        Ok(why.conclude(()))
    }

    fn vote(&mut self, theirs: &Official, ours: &VoteOutcome) -> Result<(), ElectionError> {
        let start = self.contests.len();
        let counted = ours.complete && ours.valid.is_some();
        let mine = |n: Option<u64>| n.filter(|_| counted);
        for (what, said, have, rule) in [
            ("registered", theirs.registered, ours.registered, "quorum.half"),
            ("voters", theirs.voters, mine(ours.figures.voters), "quorum.valid"),
            ("blank", theirs.blank, mine(ours.figures.blank), "quorum.valid"),
            ("null", theirs.null, mine(ours.figures.null), "quorum.valid"),
            ("valid", theirs.valid, mine(ours.valid), "quorum.valid"),
        ] {
            let due = if what == "valid" { valid_of(theirs) } else { None };
            let both = (said.map(Said::Number), have.map(Said::Number), due.map(Said::Number));
            self.compare(theirs, None, what, both, &[rule])?;
        }
        let ballots = |name: &str| {
            let at = ours.lists.iter().find(|(_, label)| fold(label) == fold(name));
            at.map(|(id, _)| ours.figures.ballots.get(id).copied().unwrap_or(0))
        };
        for list in &theirs.lists {
            let have = mine(ballots(&list.name)).map(Said::Number);
            let said = (list.ballots.map(Said::Number), have, None);
            self.compare(
                theirs,
                Some(&list.name),
                "ballots",
                said,
                &["allocation.quotient", "audience.union"],
            )?;
        }
        let sum = theirs.lists.iter().map(|l| l.ballots).try_fold(0_u64, |s, n| s.checked_add(n?));
        let total = theirs.valid.or_else(|| valid_of(theirs));
        if let (Some(sum), Some(total), false) = (sum, total, theirs.lists.is_empty())
            // Lists that nobody typed may hold the rest.
            && (sum > total || (sum < total && self.whole(theirs)))
        {
            let said = (Some(Said::Number(sum)), None, Some(Said::Number(total)));
            self.compare(theirs, None, "lists", said, &["allocation.quotient"])?;
        }
        self.quorum(theirs, ours)?;
        let follows = self.seats(theirs, ours)?;
        // Figures matter where the seats that follow from theirs are not those that follow from ours.
        let decisive = follows.is_some_and(|(theirs, ours)| theirs != ours);
        for contest in self.contests.iter_mut().skip(start) {
            contest.decisive |= decisive || matches!(contest.what, "seats" | "elected" | "quorum");
        }
        Ok(())
    }

    /// Adds a contest where what the minutes say is neither ours nor what follows from their own figures.
    fn compare(
        &mut self,
        vote: &Official,
        list: Option<&str>,
        what: &'static str,
        (theirs, ours, due): (Option<Said>, Option<Said>, Option<Said>),
        rules: &[&'static str],
    ) -> Result<(), ElectionError> {
        if theirs.is_none() {
            return Ok(());
        }
        if ours.is_some() || due.is_some() {
            self.compared = self.compared.saturating_add(1);
        }
        let differs = |other: &Option<Said>| other.is_some() && *other != theirs;
        if differs(&ours) || differs(&due) {
            self.contests.push(Contest {
                college: vote.college.clone(),
                post: vote.post,
                list: list.map(str::to_owned),
                what,
                theirs,
                ours,
                due,
                decisive: false,
                law: self.law(rules)?,
            });
        }
        Ok(())
    }

    fn quorum(&mut self, theirs: &Official, ours: &VoteOutcome) -> Result<(), ElectionError> {
        let have = ours.quorum.as_ref().filter(|_| ours.complete).map(|q| Said::Flag(q.value.reached));
        let registered = theirs.registered.or(ours.registered).filter(|r| *r > 0);
        let valid = theirs.valid.or_else(|| valid_of(theirs));
        let due = match (registered, valid) {
            (Some(registered), Some(valid)) if valid <= registered && self.dossier.poll.round == 1 => {
                let found = quorum(self.book, Turnout { registered, valid }, self.on)?;
                Some(Said::Flag(found.value.reached))
            }
            _ => None,
        };
        let said = (theirs.quorum.map(Said::Flag), have, due);
        self.compare(theirs, None, "quorum", said, &["quorum.valid", "quorum.half"])
    }

    /// Compares seats and elected; returns the seats that follow from their figures beside those from ours.
    fn seats(
        &mut self,
        theirs: &Official,
        ours: &VoteOutcome,
    ) -> Result<Option<(Seats, Seats)>, ElectionError> {
        let by_name = |found: &crate::election::Allocation| -> BTreeMap<String, u32> {
            found.lists.iter().map(|l| (fold(&l.name), l.seats)).collect()
        };
        let known = match ours.allocation.as_ref().filter(|_| ours.complete).map(|a| &a.value) {
            Some(Answer::Known(known)) => Some(known.clone()),
            _ => None,
        };
        let mine = known.as_ref().map(by_name);
        let follows = match self.their_vote(theirs, ours) {
            Some(vote) => match allocate(self.book, &vote, &BTreeSet::new(), self.on)?.value {
                Answer::Known(found) => Some(by_name(&found)),
                Answer::Undetermined { .. } => None,
            },
            None => None,
        };
        let rules = ["allocation.quotient", "allocation.average", "allocation.tie-votes"];
        for list in &theirs.lists {
            let of = |all: &Option<BTreeMap<String, u32>>| {
                all.as_ref().map(|a| Said::Number(a.get(&fold(&list.name)).copied().unwrap_or(0).into()))
            };
            let said = (list.seats.map(|n| Said::Number(n.into())), of(&mine), of(&follows));
            self.compare(theirs, Some(&list.name), "seats", said, &rules)?;
            let at = known.iter().flat_map(|k| &k.lists).find(|l| fold(&l.name) == fold(&list.name));
            let have = at.filter(|l| !l.elected.is_empty()).map(|l| Said::Names(folded(&l.elected)));
            let same = list.elected.as_ref().map(|names| Said::Names(folded(names)));
            if let (Some(have), Some(same)) = (have, same) {
                self.compared = self.compared.saturating_add(1);
                if have != same {
                    let law = self.law(&["allocation.erasures"])?;
                    self.contests.push(Contest {
                        college: theirs.college.clone(),
                        post: theirs.post,
                        list: Some(list.name.clone()),
                        what: "elected",
                        theirs: list.elected.clone().map(Said::Names),
                        ours: at.map(|l| Said::Names(l.elected.clone())),
                        due: None,
                        decisive: true,
                        law,
                    });
                }
            }
            let average = at.map(|l| Said::Exact(l.average));
            let said = (list.average.map(Said::Exact), average, None);
            self.compare(theirs, Some(&list.name), "average", said, &["allocation.list-votes"])?;
        }
        Ok(follows.zip(mine))
    }

    /// Tells whether the minutes were typed with every list that was filed.
    fn whole(&self, vote: &Official) -> bool {
        let typed =
            |name: &str| vote.lists.iter().any(|l| fold(&l.name) == fold(name) && l.ballots.is_some());
        self.dossier.slates_of(&vote.college, vote.post).all(|(_, s)| typed(&s.name))
    }

    /// Their figures in the form that the allocation takes, where they are whole and can be.
    fn their_vote(&self, theirs: &Official, ours: &VoteOutcome) -> Option<Vote> {
        let valid = theirs.valid.or_else(|| valid_of(theirs)).filter(|v| *v > 0)?;
        let registered = theirs.registered.or(ours.registered).filter(|r| *r > 0);
        if !self.whole(theirs) {
            return None;
        }
        let first = self.dossier.poll.round == 1;
        let half = registered.is_some_and(|r| valid.checked_mul(2).is_some_and(|twice| twice >= r));
        if first && !half {
            return None;
        }
        let mine = as_vote(self.dossier, ours);
        let mut lists = Vec::new();
        let mut sum: u64 = 0;
        for list in &theirs.lists {
            let ballots = list.ballots?;
            sum = sum.checked_add(ballots)?;
            let known = mine.iter().flat_map(|v| &v.lists).find(|l| fold(&l.name) == fold(&list.name));
            let same = known
                .filter(|l| l.ballots == Some(ballots) && list.average.is_none() && !l.candidates.is_empty());
            lists.push(match same {
                // The same ballots: the erasures that we counted go with them.
                Some(known) => known.clone(),
                None => List {
                    name: list.name.clone(),
                    ballots: Some(ballots),
                    votes: Some(list.average.or_else(|| Fraction::new(ballots.into(), 1))?),
                    size: self.size(theirs, &list.name),
                    ..List::default()
                },
            });
        }
        let possible = !lists.is_empty()
            && sum <= valid
            && theirs.lists.iter().all(|l| {
                l.average.is_none_or(|a| {
                    l.ballots.and_then(|b| Fraction::new(b.into(), 1)).is_some_and(|b| a <= b)
                })
            });
        possible.then_some(Vote { seats: ours.seats, valid: Some(valid), lists, reserved: 0 })
    }

    fn size(&self, vote: &Official, name: &str) -> Option<u32> {
        let mut of_vote = self.dossier.slates_of(&vote.college, vote.post);
        let found = of_vote.find(|(_, s)| fold(&s.name) == fold(name))?;
        u32::try_from(found.1.candidates.len()).ok().filter(|n| *n > 0)
    }

    /// Marks the ballots of the full members as decisive where they change who is representative.
    fn representative(&mut self, outcome: &Outcome, official: &[Official]) -> Result<(), ElectionError> {
        let Some(ours) = outcome.audience.as_ref().filter(|_| self.dossier.poll.round == 1) else {
            return Ok(());
        };
        let mut colleges = Vec::new();
        for vote in official.iter().filter(|v| v.post == Post::Holders) {
            let Some(valid) = vote.valid.or_else(|| valid_of(vote)) else { return Ok(()) };
            if !self.whole(vote) {
                return Ok(());
            }
            let mut lists = Vec::new();
            let mut sum: u64 = 0;
            for list in &vote.lists {
                let Some(ballots) = list.ballots else { return Ok(()) };
                sum = sum.saturating_add(ballots);
                let slate = self
                    .dossier
                    .slates_of(&vote.college, vote.post)
                    .find(|(_, s)| fold(&s.name) == fold(&list.name));
                let unions: Vec<String> = slate.map_or_else(
                    || vec![list.name.clone()],
                    |(_, s)| s.unions.iter().map(|u| u.union.clone()).collect(),
                );
                let split = slate.and_then(|(_, s)| {
                    let part = |u: &crate::roster::poll::Partner| {
                        Some((u.union.clone(), u.share.as_deref()?.parse().ok()?))
                    };
                    s.unions.iter().map(part).collect::<Option<BTreeMap<String, Fraction>>>()
                });
                let votes = Fraction::new(ballots.into(), 1).unwrap_or(Fraction::ZERO);
                lists.push(ListVotes { unions, votes, split, candidates: Vec::new() });
            }
            if sum > valid {
                return Ok(());
            }
            colleges.push(CollegeVotes { id: vote.college.clone(), valid, lists, ..CollegeVotes::default() });
        }
        let whole = outcome.votes.iter().filter(|v| v.post == Post::Holders && v.seats > 0);
        if colleges.is_empty() || colleges.len() != whole.count() {
            return Ok(());
        }
        let ballot = Ballot { colleges, categorical: self.dossier.poll.categorical.clone() };
        let theirs = audience(self.book, &ballot, self.on)?;
        let names = |all: &crate::election::Audience| -> BTreeSet<String> {
            all.unions.iter().filter(|u| u.representative).map(|u| u.name.clone()).collect()
        };
        if names(&ours.value) != names(&theirs.value) {
            for contest in &mut self.contests {
                contest.decisive |= contest.post == Post::Holders
                    && matches!(contest.what, "ballots" | "valid" | "blank" | "null" | "voters");
            }
        }
        Ok(())
    }
}

fn folded(names: &[String]) -> Vec<String> {
    names.iter().map(|n| fold(n)).collect()
}

/// Valid ballots from the other figures of the minutes.
fn valid_of(vote: &Official) -> Option<u64> {
    vote.voters?.checked_sub(vote.blank?.checked_add(vote.null?)?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::arithmetic_side_effects, reason = "small numbers")]
    use super::*;
    use crate::{
        election::poll::tests::{count, counted, day, dossier, figures, list as list_id, results},
        law::book,
    };

    /// The minutes of the counted election, as they should be.
    fn official() -> Vec<Official> {
        let list = |name: &str, ballots: u64, seats: u32, elected: &[&str]| OfficialList {
            name: name.to_owned(),
            ballots: Some(ballots),
            average: None,
            seats: Some(seats),
            elected: Some(elected.iter().map(|n| (*n).to_owned()).collect()),
        };
        let vote = |college: &str, post, registered, voters, blank, null, lists| Official {
            college: college.to_owned(),
            post,
            registered: Some(registered),
            voters: Some(voters),
            blank: Some(blank),
            null: Some(null),
            valid: Some(voters - blank - null),
            quorum: Some(true),
            lists,
        };
        vec![
            vote(
                "1",
                Post::Holders,
                100,
                62,
                1,
                1,
                vec![list("CGT", 40, 3, &["cgt 1", "CGT 2", "CGT 3"]), list("FO", 20, 1, &["FO 1"])],
            ),
            vote("2", Post::Holders, 40, 30, 0, 0, vec![list("FO", 30, 2, &["FO 1", "FO 2"])]),
        ]
    }

    fn checked(dossier: &Dossier, official: &[Official], region: Region) -> Result<Minutes, ElectionError> {
        let outcome = results(dossier, None);
        minutes(book().unwrap(), dossier, &outcome, official, region, day("2026-12-10"))
    }

    fn found(change: impl FnOnce(&mut Vec<Official>)) -> Vec<(&'static str, bool)> {
        let mut official = official();
        change(&mut official);
        let found = checked(&counted(), &official, Region::Metropolitan).unwrap();
        found.contests.iter().map(|c| (c.what, c.decisive)).collect()
    }

    #[test]
    fn minutes_that_agree_leave_nothing_to_contest() {
        let found = checked(&counted(), &official(), Region::Metropolitan).unwrap();
        assert_eq!(found.contests, []);
        assert!(found.compared >= 20, "{}", found.compared);
        assert_eq!(
            (found.until.value, found.past, found.sent_by),
            (day("2026-12-18"), false, day("2026-12-18"))
        );
        assert_eq!(found.until.because[0].citation.article, "R2314-24");
    }

    #[test]
    fn the_right_figures_and_the_wrong_seats() {
        let mut official = official();
        official[0].lists[0].seats = Some(2);
        official[0].lists[1].seats = Some(2);
        let found = checked(&counted(), &official, Region::Metropolitan).unwrap();
        assert_eq!(found.contests.len(), 2);
        let first = &found.contests[0];
        assert!(first.decisive);
        assert_eq!((first.what, first.list.as_deref()), ("seats", Some("CGT")));
        assert_eq!(
            (first.theirs.clone(), first.ours.clone(), first.due.clone()),
            (Some(Said::Number(2)), Some(Said::Number(3)), Some(Said::Number(3)))
        );
        let articles: Vec<_> = first.law.because.iter().map(|s| s.citation.article.as_str()).collect();
        assert_eq!(articles, ["R2314-19", "R2314-20", "R2314-21"]);
    }

    #[test]
    fn figures_that_differ_are_decisive_where_seats_follow() {
        // One ballot from us to FO: three seats and one all the same.
        let shift = |n: u64| {
            move |o: &mut Vec<Official>| {
                o[0].lists[0].ballots = Some(40 - n);
                o[0].lists[1].ballots = Some(20 + n);
            }
        };
        assert_eq!(found(shift(1)), [("ballots", false), ("ballots", false)]);
        // Ten: two and two follow from their figures, so what they say of the seats is wrong by their own figures.
        let all = found(shift(10));
        assert!(all.iter().all(|(_, decisive)| *decisive));
        assert_eq!(all.iter().filter(|(w, _)| *w == "seats").count(), 2);
    }

    #[test]
    fn figures_that_change_who_is_representative_are_decisive() {
        // Thirty-three to us and fifty-seven to FO of ninety; with eight of ours gone to FO and seats the same we would
        // still be there: take nearly all.
        let mut of = dossier();
        let (cgt, fo) = (list_id(&of, "1", Post::Holders, "CGT"), list_id(&of, "1", Post::Holders, "FO"));
        let fo2 = list_id(&of, "2", Post::Holders, "FO");
        count(&mut of, "1", Post::Holders, "1", &figures(60, 0, 0, &[(cgt, 9), (fo, 51)]));
        count(&mut of, "2", Post::Holders, "1", &figures(30, 0, 0, &[(fo2, 30)]));
        let vote = |college: &str, lists: &[(&str, u64)], valid| Official {
            college: college.to_owned(),
            post: Post::Holders,
            registered: None,
            voters: None,
            blank: None,
            null: None,
            valid: Some(valid),
            quorum: None,
            lists: lists
                .iter()
                .map(|(name, n)| OfficialList {
                    name: (*name).to_owned(),
                    ballots: Some(*n),
                    ..OfficialList::default()
                })
                .collect(),
        };
        let said = [vote("1", &[("CGT", 8), ("FO", 52)], 60), vote("2", &[("FO", 30)], 30)];
        let found = checked(&of, &said, Region::Metropolitan).unwrap();
        // Nine of ninety are ten per cent; eight are not.
        assert_eq!(
            found.contests.iter().map(|c| (c.what, c.decisive)).collect::<Vec<_>>(),
            [("ballots", true), ("ballots", true)]
        );
        // Nothing can be said of the whole while a college is missing.
        let found = checked(&of, &said[..1], Region::Metropolitan).unwrap();
        assert!(found.contests.iter().all(|c| !c.decisive));
    }

    #[test]
    fn minutes_that_contradict_themselves() {
        assert_eq!(found(|o| o[0].valid = Some(59)), [("valid", false), ("lists", false)]);
        assert_eq!(found(|o| o[0].blank = Some(2)), [("blank", false), ("valid", false)]);
        assert_eq!(found(|o| o[0].quorum = Some(false)), [("quorum", true)]);
        assert_eq!(found(|o| o[0].registered = Some(101)), [("registered", false)]);
        assert_eq!(found(|o| o[0].voters = Some(63)), [("voters", false), ("valid", false)]);
        // By their figures the quorum is missed: half of 200.
        let all = found(|o| o[0].registered = Some(200));
        assert!(all.contains(&("quorum", true)) && all.contains(&("registered", false)));
    }

    #[test]
    fn the_elected_and_the_averages() {
        let swap = |o: &mut Vec<Official>| o[0].lists[0].elected.as_mut().unwrap().swap(0, 1);
        assert_eq!(found(swap), [("elected", true)]);
        assert_eq!(found(|o| o[0].lists[0].average = Some(Fraction::whole(40))), []);
        assert_eq!(found(|o| o[0].lists[0].average = Some("77/2".parse().unwrap())), [("average", false)]);
        // An average above the ballots cannot be computed with, and is named.
        assert_eq!(found(|o| o[0].lists[0].average = Some(Fraction::whole(41))), [("average", false)]);
    }

    #[test]
    fn what_we_did_not_count_is_judged_by_their_own_figures() {
        let mut of = counted();
        of.sheets.clear();
        let found = checked(&of, &official(), Region::Metropolitan).unwrap();
        assert_eq!(found.contests, []);
        let mut wrong = official();
        wrong[0].lists[0].seats = Some(2);
        let found = checked(&of, &wrong, Region::Metropolitan).unwrap();
        assert_eq!(
            found.contests.iter().map(|c| (c.what, c.ours.clone())).collect::<Vec<_>>(),
            [("seats", None)]
        );
    }

    #[test]
    fn what_was_not_typed_is_not_compared() {
        let empty = vec![Official {
            college: "1".to_owned(),
            post: Post::Holders,
            registered: None,
            voters: None,
            blank: None,
            null: None,
            valid: None,
            quorum: None,
            lists: Vec::new(),
        }];
        let found = checked(&counted(), &empty, Region::Metropolitan).unwrap();
        assert_eq!((found.contests.len(), found.compared), (0, 0));
        // One list alone: the other may hold the rest, and no seats follow from it.
        let one = |ballots| {
            let mut one = official();
            one.truncate(1);
            one[0].lists.truncate(1);
            one[0].lists[0].ballots = Some(ballots);
            checked(&counted(), &one, Region::Metropolitan).unwrap().contests
        };
        assert_eq!(one(40), []);
        assert_eq!(one(61).iter().map(|c| c.what).collect::<Vec<_>>(), ["ballots", "lists"]);
    }

    #[test]
    fn votes_and_lists_that_are_not_there_are_named() {
        let field = |change: fn(&mut Vec<Official>)| {
            let mut official = official();
            change(&mut official);
            match checked(&counted(), &official, Region::Metropolitan) {
                Err(ElectionError::Fact(fact)) => fact.field,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(field(|o| o[1].college = "9".to_owned()), "colleges[1].id");
        assert_eq!(field(|o| o[1].college = "1".to_owned()), "colleges[1].id");
        assert_eq!(field(|o| o[0].lists[1].name = "cgt".to_owned()), "colleges[0].lists[1].name");
    }

    #[test]
    fn the_last_day_is_moved_to_an_open_one_and_told_when_past() {
        let mut of = counted();
        of.poll.steps.insert(Step::Proclaimed, day("2026-12-11"));
        // 26 December is a Saturday; in Alsace nothing changes by it, on 25 December something would.
        let found = checked(&of, &official(), Region::Metropolitan).unwrap();
        assert_eq!(found.until.value, day("2026-12-28"));
        of.poll.steps.insert(Step::Proclaimed, day("2026-12-10"));
        let there = checked(&of, &official(), Region::Metropolitan).unwrap();
        assert_eq!(there.until.value, day("2026-12-28"), "Christmas, then a week-end");
        let outcome = results(&of, None);
        let late =
            minutes(book().unwrap(), &of, &outcome, &official(), Region::Metropolitan, day("2026-12-29"))
                .unwrap();
        assert!(late.past);
    }
}
