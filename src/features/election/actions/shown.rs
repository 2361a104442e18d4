//! What is shown of what the use cases of elections answer: the views, made where the answers are known.

use chrono::NaiveDate;

use crate::{
    base::{Id, Lang},
    election::audience::CandidateAudience,
    features::{
        election::{
            actions::{Checked, Entered, MinutesFound, Named, Replaced, Replacing, Show, Support, Target},
            records::{Correction, Departure, Post, Slate},
            rules::{
                Contested, Dossier, VoteOutcome,
                check::{Gravity, Issue, Place},
                committee::hex,
                compare::Comparison,
                minutes::Contest,
                nature::Unmeasured,
                simulate::{Projected, Projection},
                support::Needs,
                tally::{BoxState, Difference, Field},
            },
            views,
        },
        law::views::{Allocated, Audience, Delegate, Maybe, Replacement},
    },
    law::{Because, Finding, Reasons, Step},
};

/// The name of a figure, as in the input.
#[must_use]
pub fn field_code(dossier: &Dossier, field: Field) -> String {
    match field {
        Field::Registered => "registered".to_owned(),
        Field::Signatures => "signatures".to_owned(),
        Field::Voters => "voters".to_owned(),
        Field::Blank => "blank".to_owned(),
        Field::Null => "null".to_owned(),
        Field::Ballots(list) => format!("lists[{}].ballots", list_name(dossier, &list)),
        Field::Struck(candidate) => {
            let found = dossier.slates.iter().find_map(|(_, s)| place_of(s, candidate).map(|n| (s, n)));
            found.map_or_else(|| "struck".to_owned(), |(s, n)| format!("lists[{}].struck[{n}]", s.name))
        }
    }
}

/// The place of a candidate on a list, from 1.
#[must_use]
pub fn place_of(slate: &Slate, candidate: [u8; 8]) -> Option<usize> {
    slate.candidates.iter().position(|c| c.element == candidate).map(|n| n.saturating_add(1))
}

/// The name of a list.
#[must_use]
pub fn list_name(dossier: &Dossier, list: &Id) -> String {
    let found = dossier.slates.iter().find(|(id, _)| id == list);
    found.map_or_else(|| list.short(), |(_, s)| s.name.clone())
}

fn differences(dossier: &Dossier, list: &[Difference]) -> Vec<views::Difference> {
    let one =
        |d: &Difference| views::Difference { field: field_code(dossier, d.field), said: d.said.clone() };
    list.iter().map(one).collect()
}

/// Returns a ballot box.
#[must_use]
pub fn ballot_box(dossier: &Dossier, state: &BoxState) -> views::Ballots {
    let entry = |(entry, done): &(u32, bool)| views::Entry { entry: *entry, done: *done };
    views::Ballots {
        place: state.place.clone(),
        stage: state.stage.code(),
        counts: state.stage.counts(),
        entries: state.entries.iter().map(entry).collect(),
        differences: differences(dossier, &state.differences),
        stale_decision: state.stale,
    }
}

/// Returns an entry that was thrown away.
#[must_use]
pub fn forgotten(dossier: &Dossier, target: &Target, entry: u32) -> views::Counted {
    views::Counted::Forgotten(views::Forgotten {
        election: dossier.id,
        college: target.college.clone(),
        vote: target.post.code(),
        ballot_box: target.place.clone(),
        forgotten: entry,
    })
}

/// Returns the boxes that were entered; `words` says what is missing to finish an entry.
pub fn counted(all: &[Entered], words: impl Fn(&Entered) -> Option<String>) -> views::Counted {
    let election = all.first().map(|e| e.dossier.id);
    let boxes = all.iter().map(|e| entered(e, &words)).collect();
    views::Counted::Boxes(views::Boxes { election, boxes })
}

fn entered(e: &Entered, words: impl Fn(&Entered) -> Option<String>) -> views::Entered {
    let replaced =
        |r: &Replaced| views::Replaced { field: field_code(&e.dossier, r.field), was: r.was, now: r.now };
    views::Entered {
        ballots: ballot_box(&e.dossier, &e.state),
        college: e.target.college.clone(),
        vote: e.target.post.code(),
        entry: e.entry,
        done: e.done,
        missing: e.missing.as_ref().map(|f| views::MissingFigure { field: f.field.clone(), text: words(e) }),
        replaced: e.replaced.iter().map(replaced).collect(),
        unequal: e.unequal.map(|(signatures, voters)| views::Unequal { signatures, voters }),
    }
}

/// Returns the lists of an election that are wanted.
pub fn lists(dossier: &Dossier, wanted: impl Fn(&Id) -> bool) -> views::Lists {
    let lists = dossier.slates.iter().filter(|(id, _)| wanted(id));
    views::Lists { election: dossier.id, lists: lists.map(|(id, of)| slate(*id, of)).collect() }
}

fn slate(id: Id, slate: &Slate) -> views::Slate {
    let unions =
        slate.unions.iter().map(|u| views::Partner { name: u.union.clone(), share: u.share.clone() });
    let candidates = (1_usize..).zip(&slate.candidates).map(|(position, c)| views::Candidate {
        position,
        name: c.name.clone(),
        sex: c.sex,
        born: c.born,
        member: c.member,
        cadre: c.cadre,
        category: c.category(),
    });
    views::Slate {
        id,
        short: id.short(),
        college: slate.college.clone(),
        vote: slate.post.code(),
        name: slate.name.clone(),
        ours: slate.ours,
        unions: unions.collect(),
        split_counts: slate.split_counts(),
        candidates: candidates.collect(),
    }
}

/// Returns an election with its results; `words` says why the audience is not measured, and by which articles.
pub fn card(
    lang: Lang,
    found: &Show,
    today: NaiveDate,
    words: impl Fn(&Finding<Unmeasured>) -> (String, String),
) -> views::ElectionCard {
    let outcome = &found.outcome;
    let held = found.held(today);
    let score = |(post, c): &(Post, CandidateAudience)| views::Score {
        name: c.name.clone(),
        college: c.college.clone(),
        vote: post.code(),
        share: c.share,
        may_be_delegate: c.may_be_delegate,
    };
    views::ElectionCard {
        election: views::Election::of(found.dossier.id, &found.dossier.poll),
        votes: outcome.votes.iter().map(|v| vote_view(lang, &found.dossier, v, held)).collect(),
        complete: outcome.complete(),
        audience: outcome.audience.as_ref().map(|a| Audience::of(&a.value)),
        audience_reason: outcome.unmeasured.as_ref().map(|f| {
            let (text, articles) = words(f);
            views::Unmeasured { code: f.value.code(), text, articles }
        }),
        candidates: outcome.scores.iter().map(score).collect(),
        followed_by: found.followed_by.clone(),
        with: found.with.clone(),
        departures: departures(lang, &found.dossier),
        corrections: corrections(lang, &found.dossier),
    }
}

/// Returns what the vote froze and was written otherwise since.
#[must_use]
pub fn corrections(lang: Lang, dossier: &Dossier) -> Vec<views::Correction> {
    let one = |c: &Correction| views::Correction {
        date: c.on,
        reason: c.reason,
        text: c.reason.words(lang),
        field: c.field.clone(),
        was: c.was.clone(),
        now: c.now.clone(),
        source: c.source.clone(),
    };
    dossier.poll.corrections.iter().map(one).collect()
}

/// Returns whoever of the lists of an election left since.
#[must_use]
pub fn departures(lang: Lang, dossier: &Dossier) -> Vec<views::Departure> {
    let find = |list: Id, candidate: &str| {
        let (_, slate) = dossier.slates.iter().find(|(id, _)| *id == list)?;
        let found = slate.candidates.iter().find(|c| hex(c.element) == candidate)?;
        Some((found.name.clone(), slate.name.clone()))
    };
    let one = |d: &Departure| {
        let (name, list) = find(d.list, &d.candidate)?;
        let by = d.by_list.zip(d.by.as_deref()).and_then(|(list, by)| find(list, by));
        let text = d.cause.words(lang);
        let by = by.map(|(name, _)| name);
        Some(views::Departure { name, list, date: d.day, cause: d.cause, text, back: d.back, by })
    };
    dossier.poll.departures.iter().filter_map(one).collect()
}

/// Returns who comes in for somebody who leaves.
#[must_use]
pub fn replaced(lang: Lang, done: &Replacing, recorded: bool) -> views::Succeeded {
    let named = |place| done.committee.name(place).map(|(name, list)| (name.to_owned(), list.to_owned()));
    let asked = done.committee.departures.last();
    let (name, list) = asked.and_then(|d| named(d.who)).unwrap_or_default();
    let by = asked.and_then(|d| d.by).and_then(named).map(|(name, _)| name);
    let Departure { day: date, cause, back, .. } = done.departure;
    let departure = views::Departure { name, list, date, cause, text: cause.words(lang), back, by };
    let replacement = done.found.as_ref().map(|found| {
        let view = |known: &_| Replacement::of(lang, &done.committee, &found.value, known);
        Maybe::of(lang, &found.value.replaced.answer, view)
    });
    views::Succeeded { election: done.election, recorded, departure, replacement }
}

/// Returns whom a union may name.
#[must_use]
pub fn naming(lang: Lang, done: &Named) -> views::Naming {
    let (election, union) = (done.election, done.union.clone());
    views::Naming { election, union, naming: Delegate::of(lang, &done.found.value) }
}

fn vote_view(lang: Lang, dossier: &Dossier, vote: &VoteOutcome, held: bool) -> views::VoteSummary {
    views::VoteSummary {
        college: vote.college.clone(),
        vote: vote.post.code(),
        to_fill: vote.seats,
        complete: vote.complete,
        boxes: vote.boxes.iter().map(|b| ballot_box(dossier, b)).collect(),
        counted: vote.counted(),
        registered: vote.registered,
        signatures: vote.figures.signatures,
        voters: vote.valid.and(vote.figures.voters),
        blank: vote.valid.and(vote.figures.blank),
        null: vote.valid.and(vote.figures.null),
        valid: vote.valid,
        turnout: vote.turnout(),
        quorum: vote.quorum.as_ref().map(|q| q.value),
        quorum_awaited: vote.awaited.as_ref().map(|q| q.value).map(views::Awaited::from),
        lists: results(vote),
        vacant: vote.vacant.filter(|_| held),
        allocation: vote.allocation.as_ref().map(|a| Maybe::of(lang, &a.value, Allocated::of)),
    }
}

fn results(vote: &VoteOutcome) -> Vec<views::ListResult> {
    let elected =
        |id: &Id| vote.elected().filter(|(list, ..)| list == id).map(|(.., name)| name.to_owned()).collect();
    let list = |(id, label): &(Id, String)| views::ListResult {
        id: *id,
        name: label.clone(),
        ballots: vote.valid.map(|_| vote.figures.ballots.get(id).copied().unwrap_or(0)),
        seats: vote.seats_of(id),
        elected: elected(id),
    };
    vote.lists.iter().map(list).collect()
}

/// Returns what would come of what is supposed.
#[must_use]
pub fn simulated(lang: Lang, dossier: &Dossier, from: Option<Id>, found: &[Projection]) -> views::Simulated {
    views::Simulated {
        election: dossier.id,
        from,
        scenarios: found.iter().map(|p| scenario(lang, p)).collect(),
    }
}

fn scenario(lang: Lang, of: &Projection) -> views::Scenario {
    let list = |(name, ballots): &(String, u64)| views::Supposed { name: name.clone(), ballots: *ballots };
    let college = |c: &Projected| views::Projected {
        college: c.supposed.college.clone(),
        registered: c.registered,
        valid: c.supposed.valid,
        lists: c.supposed.lists.iter().map(list).collect(),
        quorum: c.quorum.as_ref().map(|q| q.value),
        allocation: c.allocation.as_ref().map(|a| Maybe::of(lang, &a.value, Allocated::of)),
        what_if: c.what_if.clone(),
    };
    views::Scenario {
        name: of.name.code().to_owned(),
        colleges: of.colleges.iter().map(college).collect(),
        audience: of.audience.as_ref().map(|a| Audience::of(&a.value)),
    }
}

/// Returns an election beside the one before.
#[must_use]
pub fn compared(now: &Dossier, before: &Dossier, found: &Comparison) -> views::Compared {
    let votes = found.votes.iter().map(|v| views::VoteChange {
        college: v.college.clone(),
        vote: v.post.code(),
        registered: v.registered.into(),
        voters: v.voters.into(),
        valid: v.valid.into(),
        turnout: v.turnout.into(),
        lists: v
            .lists
            .iter()
            .map(|l| views::ListChange {
                name: l.name.clone(),
                ballots: l.ballots.into(),
                seats: l.seats.into(),
            })
            .collect(),
    });
    let unions = found.unions.iter().map(|u| views::UnionChange {
        name: u.name.clone(),
        votes: u.votes.into(),
        share: u.share.into(),
        representative: views::UnionStanding { before: u.representative.before, now: u.representative.now },
    });
    views::Compared { now: now.id, before: before.id, votes: votes.collect(), unions: unions.collect() }
}

/// Returns how many issues break a rule, how many may, and how many are to be known.
#[must_use]
pub fn gravities(found: &Checked) -> (usize, usize, usize) {
    let count = |g: Gravity| found.issues.iter().filter(|i| i.gravity == g).count();
    (count(Gravity::Breach), count(Gravity::Risk), count(Gravity::Note))
}

/// Returns the check of every rule; `reasons` gives the steps and caveats of each issue.
pub fn checked(lang: Lang, found: &Checked, reasons: impl Fn(&Issue) -> Reasons) -> views::Checked {
    let (breaches, risks, notes) = gravities(found);
    views::Checked {
        election: found.dossier.id,
        breaches,
        risks,
        notes,
        issues: found.issues.iter().map(|i| issue(lang, &found.dossier, i, reasons(i))).collect(),
    }
}

fn issue(lang: Lang, dossier: &Dossier, of: &Issue, law: Reasons) -> views::Issue {
    let (text, todo) = (of.code.words(lang), of.code.todo(lang));
    let place = &of.place;
    let placed = |position| candidate_name(dossier, place).map(|name| views::Placed { position, name });
    views::Issue {
        gravity: of.gravity.code(),
        code: of.code.code(),
        college: place.college.clone(),
        vote: place.post.map(Post::code),
        list: place.list.map(|l| list_name(dossier, &l)),
        candidate: place.candidate.and_then(placed),
        ballot_box: place.ballot_box.clone(),
        day: of.day,
        number: of.number,
        text,
        todo,
        because: law.because,
        caveats: law.caveats,
    }
}

/// The name of the candidate that a place means.
#[must_use]
pub fn candidate_name(dossier: &Dossier, place: &Place) -> Option<String> {
    let (_, slate) = dossier.slates.iter().find(|(id, _)| Some(*id) == place.list)?;
    slate.candidates.get(place.candidate?.checked_sub(1)?).map(|c| c.name.clone())
}

/// Returns the minutes as we count them and what is to contest in the official ones; `because` gives the steps of each,
/// `articles` names those of a question.
pub fn minutes(
    lang: Lang,
    whole: &MinutesFound,
    because: impl Fn(&[Step]) -> Vec<Because>,
    articles: impl Fn(&[Step]) -> String,
) -> views::Minutes {
    let found = &whole.checked;
    let open = |(what, law): &(Contested, Finding<()>)| views::Unanswered {
        code: what.code(),
        text: what.words(lang),
        articles: articles(&law.because),
    };
    let contest = |c: &Contest| views::Contest {
        college: c.college.clone(),
        vote: c.post.code(),
        list: c.list.clone(),
        field: c.what.code(),
        minutes: c.theirs.as_ref().map(views::Figure::from),
        ours: c.ours.as_ref().map(views::Figure::from),
        by_law: c.due.as_ref().map(views::Figure::from),
        decisive: c.decisive,
        text: contested(lang, c),
        because: because(&c.law.because),
    };
    views::Minutes {
        election: whole.dossier.id,
        pages: whole.pages.clone(),
        compared: found.compared,
        contests: found.contests.iter().map(contest).collect(),
        contest_until: found.until.value,
        past: found.past,
        sent_to_ministry_by: found.sent_by,
        grounds: found.grounds.iter().map(|g| g.value).collect(),
        unanswered: found.unanswered.iter().map(open).collect(),
    }
}

/// Returns what a contest is about, in words.
#[must_use]
pub fn contested(lang: Lang, contest: &Contest) -> String {
    let what = contest.what.words(lang);
    match &contest.list {
        Some(list) => format!("{what} {list}"),
        None => what.to_owned(),
    }
}

/// Returns what is missing to a number of votes; nothing where the supporters are hidden.
#[must_use]
pub fn missing(have: Option<u64>, needed: u64) -> Option<u64> {
    have.map(|n| needed.saturating_sub(n))
}

/// Returns the supporters against the votes needed: numbers only.
#[must_use]
pub fn support(found: &Support) -> views::Supported {
    let needs = |have: Option<u64>, n: Needs| views::Needs {
        valid: n.valid,
        tenth: n.tenth,
        seat: n.seat,
        majority: n.majority,
        missing_to_tenth: missing(have, n.tenth),
        missing_to_seat: n.seat.and_then(|s| missing(have, s)),
        missing_to_majority: missing(have, n.majority),
    };
    let colleges = found.colleges.iter().map(|c| views::CollegeSupport {
        college: c.college.clone(),
        seats: c.seats,
        registered: c.registered,
        turnout: c.turnout,
        supporters: c.supporters,
        needs: c.needs.as_ref().map(|n| needs(c.supporters, n.value)),
    });
    let counts = &found.map.counts;
    let rows = found.map.sites.iter().zip(&counts.cells).zip(&counts.rows);
    let sites = rows.map(|((site, cells), total)| views::Site {
        site: site.clone(),
        supporters: cells.clone(),
        total: *total,
    });
    views::Supported {
        election: found.dossier.id,
        for_others: found.for_others,
        supporters: found.supporters,
        tenth: found.tenth,
        colleges: colleges.collect(),
        map: views::Map {
            colleges: found.map.colleges.clone(),
            sites: sites.collect(),
            totals: counts.columns.clone(),
        },
    }
}
