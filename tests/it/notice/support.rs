//! Messages, outboxes and surroundings for the tests of notices.

use std::collections::BTreeMap;

use contrepoids::{
    base::Lang,
    mail::{
        Address, Message, MessageParts, Party,
        ledger::{Campaign, Campaigns, Memory, Name, Shelf},
        send::{self, SendRun, Surroundings},
        transport::Transport,
    },
    render::{Compiled, Given, Notice},
};

pub(crate) const CAMPAIGN: Name = [0xc; 16];

pub(crate) fn entropy(out: &mut [u8]) {
    out.fill(7);
}

pub(crate) fn member(n: u64) -> Name {
    let mut out = [0; 16];
    out[8..].copy_from_slice(&n.to_be_bytes());
    out
}

pub(crate) fn address(text: &str) -> Address {
    Address::read(text).ok().unwrap()
}

pub(crate) fn party(name: &str, at: &str) -> Party {
    Party::new(name, address(at)).ok().unwrap()
}

/// Renders the welcome notice for one invented person.
pub(crate) fn message(token: &str, name: &str, to: &str, tongue: Lang) -> Message {
    thread_local! {
        static WELCOME: (Notice, [Compiled; 2]) = {
            let notice = Notice::named("welcome").unwrap();
            let compiled = [Lang::Fr, Lang::En].map(|t| notice.compile(t).ok().unwrap());
            (notice, compiled)
        };
    }
    WELCOME.with(|(notice, [french, english])| {
        let mut values = notice.samples(tongue).unwrap();
        values.insert("given_name".into(), Given::Line(name.to_owned()));
        let compiled = if tongue == Lang::Fr { french } else { english };
        let content = compiled.render(&values).ok().unwrap();
        let (from, to) = (party("L’équipe", "avis@section.example.org"), party(name, to));
        let at_ms = 1_800_000_000_000;
        let letter = MessageParts {
            from: &from,
            to: &to,
            content: &content,
            at_ms,
            token,
            stop_token: None,
            by_hand: None,
        };
        Message::write(&letter).ok().unwrap()
    })
}

/// Queues a campaign of `count` messages to `m<n>@example.net` on a shelf.
pub(crate) fn queue<S: Shelf>(shelf: S, count: u64) -> Campaigns<S> {
    let mut ledger = Campaigns::open(shelf, entropy).ok().unwrap();
    let campaign = Campaign {
        id: CAMPAIGN,
        notice: "welcome".into(),
        at_ms: 0,
        count,
        from: "avis@section.example.org".into(),
        likeness: [1; 16],
        telling: Vec::new(),
        purpose: None,
        alike: None,
        despite: Vec::new(),
        after_ms: None,
    };
    let members: Vec<Name> = (0..count).map(member).collect();
    ledger.begin(&campaign, &members).ok().unwrap();
    let messages: Vec<(Name, Message)> = (0..count)
        .map(|n| {
            let token = ledger.token(&CAMPAIGN, &member(n));
            (member(n), message(&token, "Camille", &format!("m{n}@example.net"), Lang::Fr))
        })
        .collect();
    ledger.add(&campaign, messages).ok().unwrap();
    ledger.complete(&campaign).ok().unwrap();
    ledger
}

pub(crate) fn outbox(count: u64) -> Campaigns<Memory> {
    queue(Memory::default(), count)
}

/// Runs the campaign; `again` is the typed yes for messages of unknown fate.
pub(crate) fn run<S: Shelf>(
    ledger: &mut Campaigns<S>,
    transport: &mut dyn Transport,
    again: bool,
) -> Result<SendRun, send::SendError> {
    run_of(ledger, &CAMPAIGN, transport, again)
}

pub(crate) fn run_of<S: Shelf>(
    ledger: &mut Campaigns<S>,
    campaign: &Name,
    transport: &mut dyn Transport,
    again: bool,
) -> Result<SendRun, send::SendError> {
    let mut now = 1_u64;
    let mut around = Surroundings {
        now_ms: &mut || {
            now += 1;
            now
        },
        wait: &mut || {},
        stopped: &|| false,
        progress: &mut |_, _| {},
        together: true,
    };
    send::run(ledger, campaign, transport, again, &mut around)
}

pub(crate) fn counts<S: Shelf>(ledger: &Campaigns<S>) -> BTreeMap<&'static str, u64> {
    send::count(ledger, &CAMPAIGN).ok().unwrap().into_iter().map(|(fate, n)| (fate.code(), n)).collect()
}

pub(crate) fn states<S: Shelf>(ledger: &Campaigns<S>, count: u64) -> Vec<&'static str> {
    (0..count).map(|n| ledger.queue_entry(&CAMPAIGN, &member(n)).ok().unwrap().state.fate().code()).collect()
}
