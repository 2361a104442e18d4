//! An electronic vote: what to verify, and by when.

use chrono::NaiveDate;

use super::{Maker, Said, State, Topic};
use crate::{
    calendar::{Roll, Span, deadline},
    election::ElectionError,
    features::election::records::{Step, Voting},
    law::{FactName, LawError},
};

/// When something has to be verified.
#[derive(Clone, Copy)]
enum When {
    /// Before the protocol is signed.
    Protocol,
    /// Before the vote opens.
    Vote,
    /// While it runs and at its end.
    Day,
}

const ITEMS: [(&str, Said, When); 12] = [
    ("electronic.specification", Said::Specification, When::Protocol),
    ("electronic.expert", Said::Expert, When::Protocol),
    ("electronic.data", Said::Data, When::Protocol),
    ("electronic.protocol", Said::Annex, When::Protocol),
    ("electronic.security", Said::Security, When::Vote),
    ("electronic.separate", Said::Separate, When::Vote),
    ("electronic.help", Said::Help, When::Vote),
    ("electronic.notice", Said::Notice, When::Vote),
    ("electronic.test", Said::Test, When::Vote),
    ("electronic.period", Said::Period, When::Day),
    ("electronic.no-partial", Said::NoPartial, When::Day),
    ("electronic.closing", Said::Closing, When::Day),
];

/// Lists what to verify of the way the vote is held.
///
/// # Law
/// L2314-26 and R2314-5 (agreement, failing one the employer), R2314-6 to R2314-17.
///
/// # Errors
/// A day outside the tables.
pub(super) fn voting(maker: &mut Maker<'_>) -> Result<(), ElectionError> {
    let poll = maker.question.poll;
    let Some(voting) = poll.voting else {
        return maker.say(Topic::Voting, State::Todo, Said::VotingUnknown, "electronic.vote", vec![]);
    };
    let how = match voting {
        Voting::Paper => {
            return maker.say(Topic::Voting, State::Fine, Said::OnPaper, "election.secret", vec![]);
        }
        Voting::ByAgreement => Said::ByAgreement,
        Voting::ByEmployer => Said::ByEmployer,
    };
    maker.say(Topic::Voting, State::Todo, how, "electronic.agreement", vec![])?;
    let signed = poll.steps.get(&Step::Protocol).copied();
    for (rule, said, when) in ITEMS {
        let day: Option<NaiveDate> = match when {
            When::Protocol => signed,
            When::Vote | When::Day => poll.day,
        };
        maker.say(Topic::Voting, State::Todo, said, rule, vec![])?;
        if said == Said::Test {
            maker.also("electronic.sealed")?;
        }
        maker.by(day);
    }
    let closed = poll.steps.get(&Step::Proclaimed).copied().or(poll.day);
    let until = match closed {
        Some(day) => {
            let days = maker.whole("contest.election")?;
            let found = deadline(day, Span::Days(days), Roll::Extended, maker.question.region);
            Some(found.ok_or(LawError::Calendar)?.due)
        }
        None => None,
    };
    let facts = until.map(|day| (FactName::Until, day.into())).into_iter().collect();
    maker.say(Topic::Voting, State::Todo, Said::Kept, "electronic.kept", facts)?;
    maker.by(until);
    Ok(())
}
