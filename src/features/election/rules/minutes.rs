//! The official minutes against our count: what differs, what does not follow from its own figures, what to contest.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    base::text::fold,
    calendar::{Region, Roll, Span, deadline},
    election::{
        ElectionError, Fault, List, Turnout, Vote, allocate,
        audience::{Ballot, CollegeVotes, ListVotes, audience},
        fault::bad,
        quorum,
    },
    features::election::{
        records::{Post, Step},
        rules::{
            Contested, Dossier, RoundResult, VoteOutcome,
            outcome::{as_vote, split},
        },
    },
    law::{Answer, Book, FactName, Finding, Fraction, LawError, Reasoning},
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
    /// The figure.
    pub what: Contested,
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
    outcome: &RoundResult,
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
            let name = || at(&format!("lists[{place}].name"));
            if !names.insert(fold(&list.name)) {
                return Err(bad(name(), Fault::Twice));
            }
            // A slip in a name must not pass for a list that agrees.
            let known =
                ours.lists.is_empty() || ours.lists.iter().any(|(_, label)| fold(label) == fold(&list.name));
            if !known {
                return Err(bad(name(), Fault::Unknown(list.name.clone())));
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
    why.note("contest.election", vec![(FactName::FromDay, act.into()), (FactName::Until, until.into())])?;
    let days = u32::try_from(book.whole("election.minutes", on)?).map_err(|_| LawError::Calendar)?;
    let sent_by = Span::Days(days).after(on).ok_or(LawError::Calendar)?;
    why.note("election.minutes", vec![(FactName::Until, sent_by.into())])?;
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
            (Contested::Registered, theirs.registered, ours.registered, "quorum.half"),
            (Contested::Voters, theirs.voters, mine(ours.figures.voters), "quorum.valid"),
            (Contested::Blank, theirs.blank, mine(ours.figures.blank), "quorum.valid"),
            (Contested::Null, theirs.null, mine(ours.figures.null), "quorum.valid"),
            (Contested::Valid, theirs.valid, mine(ours.valid), "quorum.valid"),
        ] {
            let due = if what == Contested::Valid { valid_of(theirs) } else { None };
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
                Contested::Ballots,
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
            self.compare(theirs, None, Contested::Lists, said, &["allocation.quotient"])?;
        }
        self.quorum(theirs, ours)?;
        let follows = self.seats(theirs, ours)?;
        // Figures matter where the seats that follow from theirs are not those that follow from ours.
        let decisive = follows.is_some_and(|(theirs, ours)| theirs != ours);
        for contest in self.contests.iter_mut().skip(start) {
            contest.decisive |=
                decisive || matches!(contest.what, Contested::Seats | Contested::Elected | Contested::Quorum);
        }
        Ok(())
    }

    /// Adds a contest where what the minutes say is neither ours nor what follows from their own figures.
    fn compare(
        &mut self,
        vote: &Official,
        list: Option<&str>,
        what: Contested,
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
        self.compare(theirs, None, Contested::Quorum, said, &["quorum.valid", "quorum.half"])
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
            Some(vote) => {
                match allocate(self.book, &vote, &crate::election::Taken::default(), self.on)?.value {
                    Answer::Known(found) => Some(by_name(&found)),
                    Answer::Undetermined { .. } => None,
                }
            }
            None => None,
        };
        let rules = ["allocation.quotient", "allocation.average", "allocation.tie-votes"];
        for list in &theirs.lists {
            let of = |all: &Option<BTreeMap<String, u32>>| {
                all.as_ref().map(|a| Said::Number(a.get(&fold(&list.name)).copied().unwrap_or(0).into()))
            };
            let said = (list.seats.map(|n| Said::Number(n.into())), of(&mine), of(&follows));
            self.compare(theirs, Some(&list.name), Contested::Seats, said, &rules)?;
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
                        what: Contested::Elected,
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
            self.compare(theirs, Some(&list.name), Contested::Average, said, &["allocation.list-votes"])?;
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
    fn representative(&mut self, outcome: &RoundResult, official: &[Official]) -> Result<(), ElectionError> {
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
                let split_known = slate.and_then(|(_, s)| s.split_counts());
                let split = slate.and_then(|(_, s)| split(s));
                let votes = Fraction::new(ballots.into(), 1).unwrap_or(Fraction::ZERO);
                lists.push(ListVotes { unions, votes, split, split_known, candidates: Vec::new() });
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
                    && matches!(
                        contest.what,
                        Contested::Ballots
                            | Contested::Valid
                            | Contested::Blank
                            | Contested::Null
                            | Contested::Voters
                    );
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
mod tests;
