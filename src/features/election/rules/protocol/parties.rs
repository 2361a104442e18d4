//! Who was invited and by what, who came, who signed, and which clauses hold.

use super::{Maker, Said, State, Topic, colleges::headcount};
use crate::{
    base::{Lang, text::fold},
    calendar::Span,
    election::{self, Clause, ElectionError, Needs, Negotiation, Signing},
    features::election::records::{Content, Invited, Known, Negotiator, Step},
    law::{Amount, FactName, Fraction, LawError},
};

/// The invitation: its days, what it says, who got it.
pub(super) fn invitation(maker: &mut Maker<'_>) -> Result<(), ElectionError> {
    let poll = maker.question.poll;
    let topic = Topic::Invitation;
    let received = poll.steps.get(&Step::Invitation).copied();
    let meeting = poll.steps.get(&Step::Meeting).copied();
    let notice = "election.invitation-notice";
    match (received, meeting) {
        (None, _) => maker.say(topic, State::Todo, Said::InvitationDay, notice, vec![])?,
        (_, None) => maker.say(topic, State::Todo, Said::MeetingDay, notice, vec![])?,
        (Some(received), Some(meeting)) => {
            let days = maker.whole(notice)?;
            let until = Span::Days(days).before(meeting).ok_or(LawError::Calendar)?;
            let (state, said) = if received > until {
                (State::Wrong, Said::InvitationLate)
            } else {
                (State::Fine, Said::InvitationInTime)
            };
            let facts = vec![(FactName::Invitation, received.into()), (FactName::Until, until.into())];
            maker.say(topic, state, said, notice, facts)?;
            maker.by(Some(until));
        }
    }
    content(maker, received.unwrap_or(maker.question.today))?;
    small(maker)?;
    invited(maker)
}

/// From eleven to twenty: nobody is invited unless somebody stands, who is protected from the day that is known.
fn small(maker: &mut Maker<'_>) -> Result<(), ElectionError> {
    let Some(headcount) = headcount(maker.question) else { return Ok(()) };
    let on = maker.question.on;
    let [least, most] = ["threshold.cse", "election.candidate-most"]
        .map(|rule| maker.book.whole(rule, on).map(Fraction::whole));
    if headcount < least? || headcount > most? {
        return Ok(());
    }
    let told = maker.question.poll.steps.get(&Step::Information).copied();
    maker.say(Topic::Invitation, State::Todo, Said::OnlyWithCandidate, "election.candidate-days", vec![])?;
    if let Some(told) = told {
        let days = maker.whole("election.candidate-days")?;
        maker.by(Span::Days(days).after(told));
    }
    maker.say(Topic::Invitation, State::Todo, Said::Imminent, "protection.small-candidate", vec![])
}

/// What the invitation has to say since 8 June 2024.
fn content(maker: &mut Maker<'_>, day: chrono::NaiveDate) -> Result<(), ElectionError> {
    let topic = Topic::Invitation;
    let rule = "protocol.invitation-content";
    if maker.book.at(rule, day)?.1.amount == Amount::Gone {
        let mut why = maker.why(day);
        why.note(rule, vec![])?;
        maker.put(topic, State::Fine, Said::ContentNotYet, why.conclude(()));
        return Ok(());
    }
    let poll = maker.question.poll;
    let asked = |c: &&Content| match c {
        Content::Establishment => poll.establishment.is_some(),
        Content::Employer
        | Content::Address
        | Content::Agreement
        | Content::Identifier
        | Content::Place
        | Content::Date
        | Content::Hour => true,
    };
    let of = |known: Option<Known>| -> Vec<Content> {
        Content::ALL
            .iter()
            .filter(asked)
            .filter(|c| poll.invitation.get(c).copied() == known)
            .copied()
            .collect()
    };
    let (lacks, open) = (of(Some(Known::No)), of(None));
    for (all, state, said) in
        [(&lacks, State::Wrong, Said::ContentMissing), (&open, State::Todo, Said::ContentUnknown)]
    {
        if all.is_empty() {
            continue;
        }
        let mut why = maker.why(day);
        why.note(rule, vec![])?;
        maker.put(topic, state, said, why.conclude(()));
        for c in all {
            maker.word(c.code(), c.words(Lang::Fr), c.words(Lang::En));
        }
    }
    // A branch agreement is named where there is one.
    let always = |c: &Content| !matches!(c, Content::Agreement | Content::Identifier);
    if lacks.is_empty() && !open.iter().any(always) {
        let mut why = maker.why(day);
        why.note(rule, vec![])?;
        maker.put(topic, State::Fine, Said::ContentWhole, why.conclude(()));
    }
    Ok(())
}

/// Who has to be invited by letter, and who by any means.
fn invited(maker: &mut Maker<'_>) -> Result<(), ElectionError> {
    let topic = Topic::Invitation;
    let poll = maker.question.poll;
    let last = maker.question.last;
    let letter = |n: &Negotiator| representative(n, last) == Some(true) || n.section == Some(Known::Yes);
    let names = |is: &dyn Fn(&Negotiator) -> bool| -> Vec<String> {
        poll.negotiators.iter().filter(|n| is(n)).map(|n| n.union.clone()).collect()
    };
    let by_letter = "protocol.invited-letter";
    for (names, state, said, rule) in [
        (
            names(&|n| letter(n) && matches!(n.invited, Some(Invited::Otherwise | Invited::No))),
            State::Wrong,
            Said::LetterMissing,
            by_letter,
        ),
        (
            names(&|n| !letter(n) && n.invited == Some(Invited::No)),
            State::Todo,
            Said::NotInvited,
            "protocol.invited",
        ),
        (names(&|n| n.invited.is_none()), State::Todo, Said::InvitedUnknown, by_letter),
        (
            names(&|n| match n.invited {
                Some(Invited::Letter) => true,
                Some(Invited::Otherwise) => !letter(n),
                Some(Invited::No) | None => false,
            }),
            State::Fine,
            Said::Invited,
            by_letter,
        ),
    ] {
        if !names.is_empty() {
            maker.say(topic, state, said, rule, vec![])?;
            maker.about(names);
        }
    }
    Ok(())
}

/// Whether a union is representative: as it was said, else as the last elections have it.
fn representative(of: &Negotiator, last: Option<&super::Last>) -> Option<bool> {
    let said = of.representative.map(|k| k == Known::Yes);
    let key = fold(&of.union);
    said.or_else(|| last?.unions.iter().find(|(name, ..)| *name == key).map(|(.., is)| *is))
}

/// The negotiation as the law sees it.
pub(super) fn negotiation(maker: &Maker<'_>) -> Negotiation {
    let last = maker.question.last;
    let one = |n: &Negotiator| {
        let key = fold(&n.union);
        let before = last.and_then(|l| l.unions.iter().find(|(name, ..)| *name == key));
        let said: Option<Fraction> = n.share.as_deref().and_then(|s| s.parse().ok());
        election::Negotiator {
            name: n.union.clone(),
            representative: representative(n, last),
            share: said.or(before.map(|(_, share, _)| *share)),
            came: n.came.map(|k| k == Known::Yes),
            signed: n.signed == Some(Known::Yes),
        }
    };
    let unions: Vec<_> = maker.question.poll.negotiators.iter().map(one).collect();
    // Where nobody's share is known and no election is counted here, there is nothing to weigh by.
    let no_results = last.is_none() && unions.iter().all(|u| u.share.is_none());
    Negotiation { unions, no_results }
}

/// Whether the signatures are enough, who has to sign, which clauses hold.
pub(super) fn signatures(maker: &mut Maker<'_>) -> Result<(), ElectionError> {
    let topic = Topic::Signatures;
    let negotiation = negotiation(maker);
    if negotiation.unions.is_empty() {
        maker.say(topic, State::Todo, Said::NoUnions, "election.protocol", vec![])?;
        talks(maker)?;
        return clauses(maker, &negotiation);
    }
    let found = election::protocol(maker.book, &negotiation, maker.question.on)?;
    let value = &found.value;
    let law = found.clone().map(drop);
    let sets = |all: &[Vec<String>]| all.iter().map(|set| set.join(" + ")).collect::<Vec<_>>();
    match value.outcome {
        Signing::Valid => {
            maker.put(topic, State::Fine, Said::Enough, law);
            maker.say(topic, State::Todo, Said::Amendment, "election.amendment", vec![])?;
        }
        Signing::Employer => maker.put(topic, State::Open, Said::EmployerDecides, law),
        // Before anybody signed nothing is missed.
        _ if value.signed == 0 => {}
        Signing::Open => {}
        Signing::Invalid => {
            maker.put(topic, State::Wrong, Said::NotEnough, law.clone());
            maker.either(sets(&value.more));
            if value.number == Some(false) {
                maker.put(topic, State::Wrong, Said::NumberMissed, law.clone());
            }
            if value.weight == Some(false) {
                let said = if negotiation.no_results { Said::HeadsMissed } else { Said::VotesMissed };
                maker.put(topic, State::Wrong, said, law);
                if !negotiation.no_results {
                    maker.number(value.share);
                }
            }
            let over = maker.question.on <= maker.question.today;
            let state = if over { State::Wrong } else { State::Todo };
            maker.say(topic, state, Said::Refer, "election.no-referral", vec![])?;
        }
    }
    if value.outcome != Signing::Valid && !value.enough.is_empty() {
        maker.put(topic, State::Todo, Said::WhoSigns, found.clone().map(drop));
        maker.either(sets(&value.enough));
    }
    if !value.unknown.is_empty() {
        maker.put(topic, State::Open, Said::FactsMissing, found.clone().map(drop));
        maker.about(value.unknown.clone());
    }
    maker.say(topic, State::Todo, Said::Reserve, "election.protocol-attack", vec![])?;
    talks(maker)?;
    clauses(maker, &negotiation)
}

/// With whom the employer negotiates, and on what figures: what a union can ask for while there is still time.
fn talks(maker: &mut Maker<'_>) -> Result<(), ElectionError> {
    maker.say(Topic::Signatures, State::Todo, Said::Talks, "election.refused-talks", vec![])?;
    Ok(maker.also("election.staff-data")?)
}

/// Each clause beside the ordinary: who has to agree to it.
fn clauses(maker: &mut Maker<'_>, negotiation: &Negotiation) -> Result<(), ElectionError> {
    let noted = maker.question.poll.clauses.iter().filter(|(_, k)| **k == Known::Yes).map(|(c, _)| *c);
    for clause in noted.collect::<Vec<Clause>>() {
        let found = election::clause(maker.book, clause, negotiation, maker.question.on)?;
        let value = found.value.clone();
        let (state, said) = match (value.holds, value.needs) {
            (Some(true), _) => (State::Fine, Said::ClauseHolds),
            (Some(false), _) => (State::Wrong, Said::ClauseVoid),
            (None, Needs::All | Needs::Double | Needs::Never) => (State::Open, Said::ClauseOpen),
            (None, Needs::Company | Needs::Employer) => (State::Todo, Said::ClauseOpen),
        };
        maker.put(Topic::Clauses, state, said, found.map(drop));
        maker.word(clause.code(), clause.words(Lang::Fr), clause.words(Lang::En));
        if value.holds != Some(true) {
            maker.word(value.needs.code(), value.needs.words(Lang::Fr), value.needs.words(Lang::En));
            maker.about(value.without);
        }
    }
    Ok(())
}
