//! The official minutes against our count: what differs, what does not follow from its own figures, what to contest.

mod formal;
mod page;
pub mod published;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use formal::{Formal, Writer};
pub use page::{Page, PageCandidate, PageForm, PageList, pages};

use crate::{
    base::text::fold,
    calendar::{Region, Span},
    election::{
        self, Dispute, ElectionError, Fault, List, Turnout, Vote, allocate,
        audience::{Ballot, CollegeVotes, ListVotes, audience},
        fault::bad,
        quorum,
    },
    features::election::{
        records::{Post, Step},
        rules::{
            Contested, Dossier, RoundResult, VoteOutcome,
            outcome::{as_vote, split, votes_of},
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
    /// Blank and null ballots together, where the minutes do not tell them apart.
    pub blank_null: Option<u64>,
    /// Valid ballots; published minutes of common lists have parts of them.
    pub valid: Option<Fraction>,
    /// Whether the minutes say that the quorum is reached.
    pub quorum: Option<bool>,
    /// The electoral quotient.
    pub quotient: Option<Fraction>,
    /// Seats to fill.
    pub seats: Option<u32>,
    /// Whether nobody stood.
    pub carence: Option<bool>,
    /// How the minutes were made.
    pub formal: Formal,
    /// The lists.
    pub lists: Vec<OfficialList>,
    /// The votes by union, as the ministry publishes them: common lists are split already.
    pub unions: Vec<(String, Fraction)>,
}

impl Official {
    /// Returns minutes of a vote that say nothing yet.
    #[must_use]
    pub fn new(college: &str, post: Post) -> Self {
        Self {
            college: college.to_owned(),
            post,
            registered: None,
            voters: None,
            blank: None,
            null: None,
            blank_null: None,
            valid: None,
            quorum: None,
            quotient: None,
            seats: None,
            carence: None,
            formal: Formal::default(),
            lists: Vec::new(),
            unions: Vec::new(),
        }
    }
}

/// What the minutes say of one list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfficialList {
    /// Its name.
    pub name: String,
    /// Its ballots.
    pub ballots: Option<u64>,
    /// The votes of its candidates, in the order of the list.
    pub votes: Option<Vec<u64>>,
    /// The average of the votes of its candidates.
    pub average: Option<Fraction>,
    /// Its seats by quotient.
    pub by_quotient: Option<u32>,
    /// Its seats by highest average.
    pub by_average: Option<u32>,
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
    /// Counts, in order.
    Numbers(Vec<u64>),
}

impl Said {
    fn of(number: Fraction) -> Self {
        number.to_count().map_or(Self::Exact(number), Self::Number)
    }
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

/// When the last results of an election were known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastResults {
    /// This round was the last one.
    Here,
    /// A later round was held on this day.
    On(NaiveDate),
    /// A second round is due.
    Awaited,
}

impl LastResults {
    fn day(self, here: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Here => Some(here),
            Self::On(day) => Some(day),
            Self::Awaited => None,
        }
    }
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
    /// Until when, by what is contested: not every time begins with the same event.
    pub grounds: Vec<Finding<election::Contest>>,
    /// Whether a second round is due and not held: the perimeter is contested from its results.
    pub awaited: bool,
    /// The questions on how the minutes were made that nobody answered, each with its text.
    pub unanswered: Vec<(Contested, Finding<()>)>,
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
    (today, last): (NaiveDate, LastResults),
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
                let there = ours.lists.iter().map(|(_, label)| label.clone()).collect();
                return Err(bad(name(), Fault::NoSuch { found: list.name.clone(), there }));
            }
        }
        vote.formal.check(&at)?;
        judge.vote(vote, ours)?;
    }
    judge.representative(outcome, official)?;
    let unanswered = judge.unanswered(official)?;
    let (mut contests, compared) = (judge.contests, judge.compared);
    contests.sort_by_key(|c| (!c.decisive, !c.what.is_formal()));
    let mut why = Reasoning::new(book, on);
    let days = u32::try_from(book.whole("election.minutes", on)?).map_err(|_| LawError::Calendar)?;
    let sent_by = Span::Days(days).after(on).ok_or(LawError::Calendar)?;
    why.note("election.minutes", vec![(FactName::Until, sent_by.into())])?;
    let grounds = grounds(book, dossier, (on, last), region)?;
    let elected = grounds.iter().find(|g| g.value.ground == Dispute::Elected).ok_or(LawError::Calendar)?;
    let mut until = elected.clone().map(|contest| contest.last);
    until.and(why.conclude(()));
    let past = today > until.value;
    let awaited = last == LastResults::Awaited;
    Ok(Minutes { contests, compared, until, past, sent_by, grounds, awaited, unanswered })
}

/// Returns until when each thing of this round is contested, as far as the days of its events are known.
fn grounds(
    book: &Book,
    dossier: &Dossier,
    (on, last): (NaiveDate, LastResults),
    region: Region,
) -> Result<Vec<Finding<election::Contest>>, LawError> {
    let steps = &dossier.poll.steps;
    let first = dossier.poll.round == 1;
    let named = steps.get(&Step::Proclaimed).copied().unwrap_or(on);
    let events = [
        (Dispute::Electorate, steps.get(&Step::ListPublished).copied()),
        (Dispute::FirstRound, first.then_some(on)),
        (Dispute::Perimeter, last.day(on)),
        (Dispute::Elected, Some(named)),
        (Dispute::Parity, Some(on)),
        (Dispute::Carence, steps.get(&Step::Carence).copied()),
    ];
    let known = events.into_iter().filter_map(|(ground, event)| event.map(|event| (ground, event)));
    known.map(|(ground, event)| election::contest(book, ground, event, region)).collect()
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
        ] {
            let both = (said.map(Said::Number), have.map(Said::Number), None);
            self.compare(theirs, None, what, both, &[rule])?;
        }
        let together = ours.figures.blank.unwrap_or(0).checked_add(ours.figures.null.unwrap_or(0));
        let both = (theirs.blank_null.map(Said::Number), mine(together).map(Said::Number), None);
        self.compare(theirs, None, Contested::BlankNull, both, &["quorum.valid"])?;
        let due = valid_of(theirs).map(Said::Number);
        let both = (theirs.valid.map(Said::of), mine(ours.valid).map(Said::Number), due);
        self.compare(theirs, None, Contested::Valid, both, &["quorum.valid"])?;
        self.unions(theirs, ours)?;
        self.form(theirs)?;
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
        let total = whole_valid(theirs);
        if let (Some(sum), Some(total), false) = (sum, total, theirs.lists.is_empty())
            // Lists that nobody typed may hold the rest.
            && (sum > total || (sum < total && self.whole(theirs)))
        {
            let said = (Some(Said::Number(sum)), None, Some(Said::Number(total)));
            self.compare(theirs, None, Contested::Lists, said, &["allocation.quotient"])?;
        }
        let nobody = Said::Flag(ours.without_list);
        let said = (theirs.carence.map(Said::Flag), Some(nobody), None);
        self.compare(theirs, None, Contested::Carence, said, &["contest.carence"])?;
        self.quorum(theirs, ours)?;
        let follows = self.seats(theirs, ours)?;
        // Figures matter where the seats that follow from theirs are not those that follow from ours.
        let decisive = follows.is_some_and(|(theirs, ours)| theirs != ours);
        for contest in self.contests.iter_mut().skip(start) {
            let result = matches!(contest.what, Contested::Carence | Contested::ToFill)
                || matches!(contest.what, Contested::Seats | Contested::Elected | Contested::Quorum);
            contest.decisive |= result || decisive && !contest.what.is_formal();
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
        let valid = whole_valid(theirs);
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
        let quotient = known.as_ref().map(|k| Said::Exact(k.quotient));
        let said = (theirs.quotient.map(Said::Exact), quotient, own_quotient(theirs, ours));
        self.compare(theirs, None, Contested::Quotient, said, &["allocation.quotient"])?;
        let said =
            (theirs.seats.map(|n| Said::Number(n.into())), Some(Said::Number(ours.seats.into())), None);
        self.compare(theirs, None, Contested::ToFill, said, &["allocation.quotient"])?;
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
            for (what, said, have, rule) in [
                (Contested::ByQuotient, list.by_quotient, at.map(|l| l.by_quotient), "allocation.quotient"),
                (Contested::ByAverage, list.by_average, at.map(|l| l.by_average), "allocation.average"),
            ] {
                let number = |n: u32| Said::Number(n.into());
                self.compare(
                    theirs,
                    Some(&list.name),
                    what,
                    (said.map(number), have.map(number), None),
                    &[rule],
                )?;
            }
            let votes = self.votes(theirs, ours, &list.name).map(Said::Numbers);
            let said = (list.votes.clone().map(Said::Numbers), votes, None);
            self.compare(theirs, Some(&list.name), Contested::Votes, said, &["allocation.erasures"])?;
            let average = at.map(|l| Said::Exact(l.average));
            let said = (list.average.map(Said::Exact), average, None);
            self.compare(theirs, Some(&list.name), Contested::Average, said, &["allocation.list-votes"])?;
        }
        Ok(follows.zip(mine))
    }

    /// Returns the votes of the candidates of a list by our count, in its order.
    fn votes(&self, theirs: &Official, ours: &VoteOutcome, name: &str) -> Option<Vec<u64>> {
        let mut of_vote = self.dossier.slates_of(&theirs.college, theirs.post);
        let (id, slate) = of_vote.find(|(_, s)| fold(&s.name) == fold(name))?;
        let ballots = ours.figures.ballots.get(id).copied().filter(|_| ours.complete)?;
        Some(votes_of(slate, ballots, &ours.figures).collect())
    }

    /// Compares the votes by union as the ministry publishes them.
    fn unions(&mut self, theirs: &Official, ours: &VoteOutcome) -> Result<(), ElectionError> {
        if theirs.unions.is_empty() {
            return Ok(());
        }
        let have = published::by_union(self.dossier, ours, theirs.post);
        let named: Vec<&str> = theirs.unions.iter().map(|(name, _)| name.as_str()).collect();
        for (name, votes) in &theirs.unions {
            let mine = have.as_ref().map(|all| Said::of(published::of_union(all, name, &named)));
            let said = (Some(Said::of(*votes)), mine, None);
            self.compare(
                theirs,
                Some(name),
                Contested::UnionVotes,
                said,
                &["audience.union", "audience.common-list"],
            )?;
        }
        Ok(())
    }

    /// Tells whether the minutes were typed with every list that was filed.
    fn whole(&self, vote: &Official) -> bool {
        let typed =
            |name: &str| vote.lists.iter().any(|l| fold(&l.name) == fold(name) && l.ballots.is_some());
        self.dossier.slates_of(&vote.college, vote.post).all(|(_, s)| typed(&s.name))
    }

    /// Their figures in the form that the allocation takes, where they are whole and can be.
    fn their_vote(&self, theirs: &Official, ours: &VoteOutcome) -> Option<Vote> {
        let valid = whole_valid(theirs).filter(|v| *v > 0)?;
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
                    votes: Some(list.average.unwrap_or_else(|| ballots.into())),
                    size: self.size(theirs, &list.name),
                    ..List::default()
                },
            });
        }
        let possible = !lists.is_empty()
            && sum <= valid
            && theirs
                .lists
                .iter()
                .all(|l| l.average.is_none_or(|a| l.ballots.is_some_and(|b| a <= Fraction::from(b))));
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
            let Some(valid) = whole_valid(vote) else { return Ok(()) };
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
                let votes = ballots.into();
                lists.push(ListVotes { unions, votes, split, split_known, candidates: Vec::new() });
            }
            if sum > valid {
                return Ok(());
            }
            let valid = valid.into();
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
    let lost = vote.blank_null.or_else(|| vote.blank?.checked_add(vote.null?))?;
    vote.voters?.checked_sub(lost)
}

/// The valid ballots of the minutes, where they are whole ones.
fn whole_valid(vote: &Official) -> Option<u64> {
    match vote.valid {
        Some(valid) => valid.to_count(),
        None => valid_of(vote),
    }
}

/// The quotient that follows from the other figures of the minutes.
fn own_quotient(vote: &Official, ours: &VoteOutcome) -> Option<Said> {
    let seats = vote.seats.unwrap_or(ours.seats);
    Fraction::new(whole_valid(vote)?.into(), i128::from(seats)).map(Said::Exact)
}

#[cfg(test)]
mod tests;
