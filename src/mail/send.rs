//! One campaign through one transport: message by message, each state stored as it is reached.

use thiserror::Error;

use crate::mail::{
    Message,
    bounce::{self, Reason},
    ledger::{Campaigns, LedgerError, Name, Shelf},
    outbox::{Class, Counts, Event, State},
    transport::{Delivery, Halt, Steps, Transport, Trouble},
};

/// After how many permanent refusals in a row a run ends: then the fault is ours, not theirs.
pub const REFUSALS: u32 = 3;

/// What a run needs from outside: the time, a way to wait, a way to be stopped.
pub struct Surroundings<'a> {
    /// Returns milliseconds since 1970 UTC.
    pub now_ms: &'a mut dyn FnMut() -> u64,
    /// Waits between two messages, as the pace asks.
    pub wait: &'a mut dyn FnMut(),
    /// Tells whether the person asked to stop.
    pub stopped: &'a dyn Fn() -> bool,
    /// Hears how many of how many messages were worked through.
    pub progress: &'a mut dyn FnMut(u64, u64),
    /// Whether the answer to one message may be stored together with the beginning of the next: where nothing is waited
    /// for in between. Half the commits, and a message of unknown fate more or less makes no difference: the one that was
    /// being sent is of unknown fate in any case.
    pub together: bool,
}

/// Why a run ended before every message was worked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ended {
    /// The person asked to stop.
    Interrupted,
    /// The server cannot be used.
    Trouble(Trouble),
    /// Three messages in a row were refused for good.
    Refusals,
    /// Three in a row were refused, for good or not, for a reason that lies with us: more of them would only harm.
    Policy(Reason),
    /// The roster was written meanwhile: what waits may not be wanted any more.
    Roster,
}

impl Ended {
    /// Returns the code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Interrupted => "interrupted",
            Self::Trouble(trouble) => trouble.code(),
            Self::Refusals => "three-refusals",
            Self::Policy(reason) => reason.code(),
            Self::Roster => "roster-changed",
        }
    }
}

/// How a run went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SendRun {
    /// How many messages were worked through in this run, by the fate they reached.
    pub reached: Counts,
    /// Where the messages of the whole campaign stand now.
    pub counts: Counts,
    /// How many addresses were marked as dead, as a report would.
    pub dead: u64,
    /// Why it ended early, if it did.
    pub ended: Option<Ended>,
}

/// Why a run could not go on: the outbox failed.
#[derive(Debug, Error)]
#[error(transparent)]
pub struct SendError(#[from] pub LedgerError);

/// Counts the messages of a campaign by their fate.
///
/// # Errors
/// [`LedgerError`].
pub fn count<S: Shelf>(ledger: &Campaigns<S>, campaign: &Name) -> Result<Counts, LedgerError> {
    let mut out = Counts::new();
    for member in ledger.members(campaign)? {
        let count = out.entry(ledger.queue_entry(campaign, &member)?.state.fate()).or_default();
        *count = count.saturating_add(1);
    }
    Ok(out)
}

/// The messages of a campaign that a run sends.
pub struct Due {
    /// The campaign.
    pub campaign: Name,
    /// Whose messages, in the order of sending.
    pub members: Vec<Name>,
    /// Whether a person typed a yes for those of unknown fate.
    pub again: bool,
}

/// Returns the messages that are due; what a run that was cut off was sending gets an unknown fate first.
///
/// # Errors
/// [`LedgerError`].
pub fn due<S: Shelf>(
    ledger: &mut Campaigns<S>,
    campaign: &Name,
    again: bool,
    now_ms: u64,
) -> Result<Due, LedgerError> {
    let mut out = Vec::new();
    for member in ledger.members(campaign)? {
        let mut queue_entry = ledger.queue_entry(campaign, &member)?;
        if queue_entry.state == State::Sending {
            queue_entry = ledger.apply(campaign, &member, Event::Lost, now_ms)?;
        }
        if queue_entry.state.is_due(again) {
            out.push(member);
        }
    }
    Ok(Due { campaign: *campaign, members: out, again })
}

/// Sends what is due of a campaign.
///
/// Messages that were sent, refused for good, cancelled or skipped are passed over; those of unknown fate too,
/// unless `again` says that a person typed a yes for them.
///
/// # Errors
/// [`SendError`] when the outbox fails; nothing is sent after that.
///
/// # Durability
/// The state *sending* of a message is durable before its final dot can leave.
pub fn run<S: Shelf>(
    ledger: &mut Campaigns<S>,
    campaign: &Name,
    transport: &mut dyn Transport,
    again: bool,
    around: &mut Surroundings<'_>,
) -> Result<SendRun, SendError> {
    let due = due(ledger, campaign, again, (around.now_ms)())?;
    these(ledger, &due, transport, around)
}

/// Sends the messages that are due, as [`due`] has found them.
///
/// # Errors
/// As [`run`].
///
/// # Durability
/// As [`run`].
pub fn these<S: Shelf>(
    ledger: &mut Campaigns<S>,
    due: &Due,
    transport: &mut dyn Transport,
    around: &mut Surroundings<'_>,
) -> Result<SendRun, SendError> {
    let Due { campaign, members: due, again } = due;
    if !due.is_empty() {
        ledger.begin_run()?;
    }
    let total = due.len() as u64;
    let mut out = SendRun::default();
    let (mut refusals, mut troubles, mut ours) = (0_u32, 0_u32, Ours::default());
    // An answer that is not stored yet, and a message that was read while one was waited for.
    let mut held: Option<(Name, Event)> = None;
    let mut dead: Vec<Dead> = Vec::new();
    let mut next: Option<Result<Message, LedgerError>> = None;
    for (done, member) in (0_u64..).zip(due) {
        if done > 0 {
            (around.wait)();
        }
        if (around.stopped)() {
            out.ended = Some(Ended::Interrupted);
            break;
        }
        let message = match next.take() {
            Some(message) => message?,
            None => ledger.message(campaign, member)?,
        };
        let (message, at_ms) = dated(ledger, campaign, member, message, around)?;
        let after = usize::try_from(done).ok().and_then(|at| due.get(at.saturating_add(1)));
        let mut step =
            Step { ledger, campaign, member, after, again: *again, at_ms, held, failed: None, next: None };
        let delivery = transport.deliver(&message, &mut step);
        let Step { failed, .. } = step;
        (held, next) = (step.held, step.next);
        if failed.is_none() {
            store(ledger, campaign, held.take(), around)?;
        }
        let refused = matches!(delivery, Delivery::Refused(Class::Permanent, _));
        if !refused {
            mark(ledger, campaign, &mut dead, &mut out, around)?;
        }
        let verdict = judged(&message, &delivery);
        dead.extend(verdict.as_ref().and_then(|verdict| Dead::of(member, &message, &delivery, verdict)));
        let (event, end) = match delivery {
            Delivery::Accepted(reply) => {
                (refusals, troubles, ours) = (0, 0, Ours::default());
                (Some(Event::Accepted(reply)), None)
            }
            Delivery::Refused(class, reply) => {
                troubles = 0;
                refusals = if class == Class::Permanent { refusals.saturating_add(1) } else { 0 };
                let end = verdict.as_ref().and_then(|verdict| ours.after(verdict.reason));
                let end = end.or((refusals >= REFUSALS).then_some(Ended::Refusals));
                (Some(Event::Refused(class, reply)), end)
            }
            Delivery::NotSent(trouble) => {
                troubles = troubles.saturating_add(1);
                // A server that stalls would hold each of them as long.
                let enough = troubles >= REFUSALS || trouble == Trouble::Timeout;
                (Some(Event::NotSent), enough.then_some(Ended::Trouble(trouble)))
            }
            Delivery::Unknown => {
                troubles = troubles.saturating_add(1);
                (Some(Event::Lost), (troubles >= REFUSALS).then_some(Ended::Trouble(Trouble::Timeout)))
            }
            // One of unknown fate is enough.
            Delivery::Silent => (Some(Event::Lost), Some(Ended::Trouble(Trouble::Timeout))),
            // Where the message was begun, it has not left all the same.
            Delivery::Stop(trouble) => {
                let begun = ledger.queue_entry(campaign, member)?.state == State::Sending;
                (begun.then_some(Event::NotSent), Some(Ended::Trouble(trouble)))
            }
            Delivery::Halted => (None, None),
        };
        if let Some(error) = failed {
            return Err(error.into());
        }
        if let Some(event) = event {
            let queue_entry =
                ledger.queue_entry(campaign, member)?.after(event.clone(), 0).map_err(LedgerError::from)?;
            let count = out.reached.entry(queue_entry.state.fate()).or_default();
            *count = count.saturating_add(1);
            if around.together && matches!(event, Event::Accepted(_)) {
                held = Some((*member, event));
            } else {
                store(ledger, campaign, Some((*member, event)), around)?;
            }
        }
        (around.progress)(done.saturating_add(1), total);
        if end.is_some() {
            out.ended = end;
            break;
        }
    }
    store(ledger, campaign, held.take(), around)?;
    if matches!(out.ended, Some(Ended::Refusals | Ended::Policy(_))) {
        // A server that refuses one after the other without naming them says nothing of any of them.
        dead.retain(|d| d.named);
    }
    mark(ledger, campaign, &mut dead, &mut out, around)?;
    ledger.end_run()?;
    transport.finish();
    out.counts = count(ledger, campaign)?;
    ledger.tidy(campaign, &out.counts)?;
    Ok(out)
}

/// What a refusal says of its recipient.
fn judged(message: &Message, delivery: &Delivery) -> Option<bounce::Verdict> {
    let Delivery::Refused(_, reply) = delivery else { return None };
    Some(bounce::refusal(message.from(), message.to(), reply.code, &reply.text))
}

/// How many messages in a row were refused for a reason that lies with us.
#[derive(Default)]
struct Ours(u32);

impl Ours {
    /// Counts one refusal more; tells whether it is enough, and why.
    fn after(&mut self, reason: Reason) -> Option<Ended> {
        let lies_with_us = match reason {
            Reason::Policy | Reason::Authentication | Reason::Reputation | Reason::Rate | Reason::Sender => {
                true
            }
            Reason::NoBox
            | Reason::NoDomain
            | Reason::Closed
            | Reason::Moved
            | Reason::Full
            | Reason::TooLarge
            | Reason::Tried
            | Reason::Other => false,
        };
        self.0 = if lies_with_us { self.0.saturating_add(1) } else { 0 };
        (self.0 >= REFUSALS).then_some(Ended::Policy(reason))
    }
}

/// An address that the server said to be dead. Marked only when the refusals in a row have ended: with three of them the fault
/// is ours.
struct Dead {
    member: Name,
    verdict: bounce::Verdict,
    named: bool,
}

impl Dead {
    fn of(member: &Name, message: &Message, delivery: &Delivery, verdict: &bounce::Verdict) -> Option<Self> {
        let Delivery::Refused(Class::Permanent, reply) = delivery else { return None };
        let to = message.to().as_str().to_ascii_lowercase();
        let named = reply.text.to_ascii_lowercase().contains(&to);
        let gone = reply.of_recipient && verdict.class == bounce::Class::Hard;
        gone.then(|| Self { member: *member, verdict: verdict.clone(), named })
    }
}

/// Marks the addresses that were said to be dead.
fn mark<S: Shelf>(
    ledger: &mut Campaigns<S>,
    campaign: &Name,
    dead: &mut Vec<Dead>,
    run: &mut SendRun,
    around: &mut Surroundings<'_>,
) -> Result<(), LedgerError> {
    for Dead { member, verdict, .. } in dead.drain(..) {
        ledger.refused(campaign, &member, &verdict, (around.now_ms)())?;
        run.dead = run.dead.saturating_add(1);
    }
    Ok(())
}

/// Gives a message the time of its first try as its `Date`; returns the time of this try too.
fn dated<S: Shelf>(
    ledger: &Campaigns<S>,
    campaign: &Name,
    member: &Name,
    message: Message,
    around: &mut Surroundings<'_>,
) -> Result<(Message, u64), LedgerError> {
    let (queue_entry, now) = (ledger.queue_entry(campaign, member)?, (around.now_ms)());
    if queue_entry.keeps_date() {
        return Ok((message, now));
    }
    Ok((message.dated(queue_entry.dated().unwrap_or(now))?, now))
}

/// One message on its way, as the transport tells of it.
struct Step<'a, S> {
    ledger: &'a mut Campaigns<S>,
    campaign: &'a Name,
    member: &'a Name,
    after: Option<&'a Name>,
    again: bool,
    at_ms: u64,
    held: Option<(Name, Event)>,
    failed: Option<LedgerError>,
    next: Option<Result<Message, LedgerError>>,
}

impl<S: Shelf> Steps for Step<'_, S> {
    fn before_dot(&mut self) -> Result<(), Halt> {
        let begin = (*self.member, Event::Begin { again: self.again });
        let moves = self.held.take().into_iter().chain([begin]).collect();
        // The very time that the message bears, where this is its first try.
        let stored = self.ledger.apply_all(self.campaign, moves, self.at_ms);
        stored.map(drop).map_err(|error| {
            self.failed = Some(error);
            Halt
        })
    }

    fn waiting(&mut self) {
        self.next = self.after.map(|member| self.ledger.message(self.campaign, member));
    }
}

fn store<S: Shelf>(
    ledger: &mut Campaigns<S>,
    campaign: &Name,
    event: Option<(Name, Event)>,
    around: &mut Surroundings<'_>,
) -> Result<(), LedgerError> {
    if let Some((member, event)) = event {
        ledger.apply(campaign, &member, event, (around.now_ms)())?;
    }
    Ok(())
}
