//! The outbox of the vault: queueing, what a run would do, where each message stands.

use crate::{
    base::{Id, hex},
    clock,
    features::notice::actions::{
        NoticeError,
        attach::encoded,
        audience::{Audience, Recipient},
        compose::{Composed, NO_TOKEN},
    },
    mail::{
        ledger::{Campaign, Campaigns, LedgerError, Name},
        outbox::{Counts, Fate, QueueEntry, State},
        read::ReadMessage,
        send::{self, Due},
    },
    open::shelf::VaultShelf,
    vault::{Entropy, LogBook, Outbox, Told, Vault, Verb, outbox::OutboxTicket},
};

/// What stands for the notice in a campaign that is a reply to one person.
pub const NO_NOTICE: &str = "reply";

/// How long the recipients of a campaign are kept, in milliseconds: six months. How many there were stays.
pub const KEPT_MS: u64 = 184 * 24 * 60 * 60 * 1000;

/// Returns this program, which is started again as the process that talks to a server.
///
/// # Errors
/// What the system says.
pub fn program() -> std::io::Result<std::path::PathBuf> {
    std::env::current_exe()
}

/// How many members are noted in one commit.
const NOTED: usize = 10_000;

/// How many messages are stored in one commit.
const BATCH: usize = 100;

/// The open outbox.
pub type OpenOutbox = Campaigns<VaultShelf>;

/// Opens the outbox that was taken from the vault; what was kept for long enough is erased first.
///
/// # Errors
/// [`NoticeError::Vault`] while another process sends; [`NoticeError::Ledger`].
pub fn open(outbox: Outbox, entropy: Entropy, now_ms: fn() -> u64) -> Result<OpenOutbox, NoticeError> {
    let mut post = Campaigns::open(VaultShelf::new(outbox, now_ms), entropy)?;
    post.erase_before(now_ms().saturating_sub(KEPT_MS))?;
    post.forget_drafts_before(now_ms().saturating_sub(KEPT_MS))?;
    Ok(post)
}

/// Opens the outbox of a vault that may be closed meanwhile.
///
/// # Errors
/// [`NoticeError::Outbox`] while another process sends; as [`open`].
pub fn by_ticket(ticket: &OutboxTicket) -> Result<OpenOutbox, NoticeError> {
    open(ticket.open().map_err(NoticeError::Outbox)?, clock::random, clock::now_ms)
}

/// Opens a copy of the outbox of an open vault, for who only reads: on the disk nothing changes.
///
/// # Errors
/// As [`by_ticket`].
pub fn look(vault: &Vault) -> Result<OpenOutbox, NoticeError> {
    look_by(&vault.outbox_ticket())
}

/// Opens a copy of the outbox of a vault that may be closed meanwhile, for who only reads.
///
/// # Errors
/// As [`by_ticket`].
pub fn look_by(ticket: &OutboxTicket) -> Result<OpenOutbox, NoticeError> {
    let post = open(ticket.look().map_err(NoticeError::Outbox)?, clock::random, clock::now_ms)?;
    // Whoever writes into it from here on took it for the outbox: refused, not forgotten.
    post.shelf().freeze();
    Ok(post)
}

/// Opens the outbox of an open vault.
///
/// # Errors
/// As [`by_ticket`].
pub fn of(vault: &Vault) -> Result<OpenOutbox, NoticeError> {
    by_ticket(&vault.outbox_ticket())
}

/// Gives an unknown fate to every message that waits in an outbox of whose last run not all is known, or that is an older one;
/// returns how many.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn doubt(outbox: Outbox, older: bool, entropy: Entropy, now_ms: fn() -> u64) -> Result<u64, NoticeError> {
    Ok(Campaigns::doubt(VaultShelf::new(outbox, now_ms), entropy, older, now_ms())?)
}

/// Has the roster know what the outbox is by now, so that an older one is known for that. What keeps the roster from being
/// written keeps nobody from what was done: the next command tells it.
pub fn tell(vault: &mut Vault, post: &OpenOutbox, now_ms: u64) {
    let now = post.shelf().now();
    if vault.told() != Some(now) {
        let _ = vault.tell(now_ms, Verb::Kept, &[], now);
    }
}

/// What a preview shows: the message to one member, read from the very bytes that would leave.
///
/// # Errors
/// [`NoticeError::Nobody`], [`NoticeError::Roster`], [`NoticeError::Member`].
pub fn preview(
    composed: &Composed,
    audience: &Audience,
    member: Option<&str>,
    at_ms: u64,
) -> Result<crate::mail::Message, NoticeError> {
    let to = match member {
        Some(typed) => audience.find(typed)?,
        None => audience.recipients.first().ok_or_else(|| audience.nobody())?,
    };
    composed.fits(audience)?;
    composed.files.whole(&composed.message(to, at_ms, NO_TOKEN, NO_TOKEN)?, &to.id)
}

/// A campaign that was queued.
pub struct Queued {
    /// Its identifier.
    pub id: Id,
    /// How many messages it has.
    pub count: u64,
}

/// What the devices that share the vault know a campaign by.
#[derive(Debug, Clone, Default)]
pub struct Alike {
    /// Equal for the same notice on each of them.
    pub alike: Option<[u8; 16]>,
    /// The campaigns of others that are alike and known.
    pub despite: Vec<Name>,
}

/// Renders and checks every message, then stores them all in the outbox; nothing is sent. The campaign remembers the
/// words that tell what it is about, which the person wanted all the same.
///
/// # Errors
/// [`NoticeError::Nobody`]; [`NoticeError::Member`] for the first message that cannot be written, and then nothing is
/// queued.
///
/// # Durability
/// On `Ok` every message survives a power cut. On an error, or when the program ends in between, there is none.
pub fn queue(
    vault: &mut Vault,
    post: &mut OpenOutbox,
    composed: &Composed,
    audience: &Audience,
    (telling, alike, after_ms): (&[&str], &Alike, Option<u64>),
    now_ms: u64,
) -> Result<Queued, NoticeError> {
    if audience.recipients.is_empty() {
        return Err(audience.nobody());
    }
    composed.fits(audience)?;
    for to in &audience.recipients {
        composed.message(to, now_ms, NO_TOKEN, NO_TOKEN)?;
    }
    composed.files.check(audience)?;
    let count = audience.recipients.len() as u64;
    let campaign = Campaign {
        id: vault.new_id().0,
        notice: composed.notice.id.clone(),
        at_ms: now_ms,
        count,
        from: composed.from.address().as_str().to_owned(),
        likeness: post.likeness(&composed.content()),
        telling: telling.iter().map(|word| (*word).to_owned()).collect(),
        purpose: Some(composed.notice.manifest.purpose),
        alike: alike.alike,
        despite: alike.despite.clone(),
        after_ms,
    };
    // In the order in which they lie in the outbox, which is not that of the roster.
    let mut recipients: Vec<&Recipient> = audience.recipients.iter().collect();
    recipients.sort_by_cached_key(|r| post.order(&campaign.id, &r.id.0));
    let members: Vec<Name> = recipients.iter().map(|r| r.id.0).collect();
    post.begin(&campaign, &members)?;
    if let Some(file) = composed.files.shared() {
        post.put_file(&campaign.id, None, file)?;
    }
    for chunk in recipients.chunks(BATCH) {
        let mut messages = Vec::with_capacity(chunk.len());
        for to in chunk {
            // Drawn, not derived: whoever reads one message learns nothing of another.
            let (token, stop) = (post.token(&campaign.id, &to.id.0), hex::write(&vault.new_id().0));
            let message = composed.message(to, now_ms, &token, &stop)?;
            if let Some(file) = composed.files.own(&to.id)? {
                message.with(&[&file]).map_err(LedgerError::from)?;
                post.put_file(&campaign.id, Some(&to.id.0), &file)?;
            }
            messages.push((to.id.0, message.for_files(composed.files.files())));
        }
        post.add(&campaign, messages)?;
    }
    let ids: Vec<Id> = audience.recipients.iter().map(|r| r.id).collect();
    vault.tell(now_ms, Verb::Queued, &ids, post.shelf().now())?;
    post.complete(&campaign)?;
    tell(vault, post, now_ms);
    Ok(Queued { id: Id(campaign.id), count })
}

/// What a run would do.
pub struct SendPreview {
    /// The campaign.
    pub campaign: Campaign,
    /// The members whose messages would be sent.
    pub due: Vec<Id>,
    /// How many messages have an unknown fate.
    pub unknown: u64,
    /// The counts by state.
    pub counts: Counts,
    /// The first message that would be sent.
    pub first: Option<ReadMessage>,
    /// A short hash of the list, to compare a dry run with the real one.
    pub list: String,
    /// How many bytes of files would leave, as encoded.
    pub files: u64,
}

/// Says what a run would do, and changes nothing.
///
/// # Errors
/// [`NoticeError::Ledger`]; [`NoticeError::UnknownCount`] when the number typed for messages of unknown fate is not
/// theirs.
pub fn plan(
    post: &OpenOutbox,
    campaign: Campaign,
    resend_unknown: Option<u64>,
) -> Result<SendPreview, NoticeError> {
    let mut counts = Counts::new();
    let (mut due, mut doubtful) = (Vec::new(), Vec::new());
    let shared = encoded(post.file_size(&campaign.id, None)?);
    let mut files = 0_u64;
    for member in post.members(&campaign.id)? {
        let queue_entry = post.queue_entry(&campaign.id, &member)?;
        let owns = queue_entry.owns_file();
        let state = queue_entry.state;
        // Nobody is sending now: what was being sent is of unknown fate.
        let state = if state == State::Sending { State::Unknown } else { state };
        let count = counts.entry(state.fate()).or_default();
        *count = count.saturating_add(1);
        if state == State::Unknown {
            doubtful.push(Id(member));
        }
        if state.is_due(resend_unknown.is_some()) {
            due.push(Id(member));
            let own = if owns { encoded(post.file_size(&campaign.id, Some(&member))?) } else { 0 };
            files = files.saturating_add(shared).saturating_add(own);
        }
    }
    let unknown = doubtful.len() as u64;
    if let Some(typed) = resend_unknown.filter(|typed| *typed != unknown) {
        return Err(NoticeError::UnknownCount { typed, unknown });
    }
    let first = match due.first() {
        Some(id) => Some(ReadMessage::of(&post.message(&campaign.id, &id.0)?)),
        None => None,
    };
    let list = list(post, &campaign.id, due.iter().map(|id| &id.0));
    Ok(SendPreview { campaign, due, unknown, counts, first, list, files })
}

/// Makes an outbox ready to send what a plan says, and returns what the roster must be told before any of it leaves. The outbox
/// can be closed in between.
///
/// # Errors
/// As [`planned`].
pub fn prepare(
    post: &mut OpenOutbox,
    plan: &SendPreview,
    again: bool,
    now_ms: u64,
) -> Result<Told, NoticeError> {
    planned(post, plan, again, now_ms)?;
    post.begin_run()?;
    Ok(post.shelf().now())
}

/// Writes down in the log whose messages leave, and of which outbox, before any of them does.
///
/// # Errors
/// [`NoticeError::Vault`].
///
/// # Durability
/// On `Ok` all of it survives a power cut. On an error, or a cut in between, some may be named whose message has not left.
pub fn note_sent(log: &mut LogBook, plan: &SendPreview, told: Told, now_ms: u64) -> Result<(), NoticeError> {
    for part in plan.due.chunks(NOTED) {
        log.tell(now_ms, Verb::Sent, part, told)?;
    }
    Ok(())
}

/// Returns the messages of a plan from the outbox, which was closed in between; what a run that was cut off was sending gets
/// an unknown fate first.
///
/// # Errors
/// [`NoticeError::Changed`] when others would be sent now; [`NoticeError::Ledger`].
pub fn planned(
    post: &mut OpenOutbox,
    plan: &SendPreview,
    again: bool,
    now_ms: u64,
) -> Result<Due, NoticeError> {
    let due = send::due(post, &plan.campaign.id, again, now_ms)?;
    let same = list(post, &due.campaign, due.members.iter()) == plan.list;
    if same { Ok(due) } else { Err(NoticeError::Changed) }
}

fn list<'a>(post: &OpenOutbox, campaign: &Name, due: impl Iterator<Item = &'a Name>) -> String {
    hex::write(post.list(campaign, due).get(..4).unwrap_or_default())
}

/// The states of which a campaign must have one to be meant by who sends without naming it.
pub const WAITING: &[Fate] = &[Fate::Queued, Fate::Sending, Fate::ToRetry];
/// The same for who puts back what was refused, or brings what waits to where the roster says now.
pub const RETRIED: &[Fate] = &[Fate::Queued, Fate::ToRetry, Fate::Refused];
/// The same for who asks what did not go through.
pub const FAILED: &[Fate] = &[Fate::Sending, Fate::ToRetry, Fate::Refused, Fate::Unknown];

/// Finds a campaign by the beginning of its identifier; without one, the only campaign, or the only one that has a message
/// in one of some states.
///
/// # Errors
/// [`NoticeError::Campaign`] with those that it could be.
pub fn find(post: &OpenOutbox, typed: Option<&str>, states: &[Fate]) -> Result<Campaign, NoticeError> {
    let all = post.campaigns()?;
    let mut found: Vec<Campaign> = match typed {
        Some("") => Vec::new(),
        Some(typed) => all.into_iter().filter(|c| Id(c.id).starts_with(typed)).collect(),
        None if all.len() < 2 => all,
        None => {
            let mut open = Vec::new();
            for campaign in all {
                let counts = send::count(post, &campaign.id)?;
                if counts.keys().any(|fate| states.contains(fate)) {
                    open.push(campaign);
                }
            }
            open
        }
    };
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (last, _) => {
            found.extend(last);
            Err(NoticeError::Campaign { found: found.iter().map(|c| Id(c.id).short()).collect() })
        }
    }
}

/// Where a campaign stands.
pub struct Status {
    /// The campaign.
    pub campaign: Campaign,
    /// How many messages by state.
    pub counts: Counts,
    /// The messages that were not sent and are not waiting: whose, and where they stand. All messages for who asks for each.
    pub open: Vec<(Id, QueueEntry)>,
    /// The messages that came back, as bounces say: whose, and whether for good.
    pub returned: Vec<(Id, bool)>,
    /// Whether the recipients were erased, after six months.
    pub erased: bool,
}

/// Says where one campaign, or each, stands.
///
/// # Errors
/// [`NoticeError::Ledger`], [`NoticeError::Campaign`].
pub fn status(post: &OpenOutbox, typed: Option<&str>, each: bool) -> Result<Vec<Status>, NoticeError> {
    let campaigns = match typed {
        Some(_) => vec![find(post, typed, &[])?],
        None => post.campaigns()?,
    };
    let mut out = Vec::new();
    for campaign in campaigns {
        let (mut open, mut returned) = (Vec::new(), Vec::new());
        let mut counts = Counts::new();
        for member in post.members(&campaign.id)? {
            let queue_entry = post.queue_entry(&campaign.id, &member)?;
            returned.extend(queue_entry.returned().map(|for_good| (Id(member), for_good)));
            let count = counts.entry(queue_entry.state.fate()).or_default();
            *count = count.saturating_add(1);
            if each || matches!(queue_entry.state, State::Failed { .. } | State::Unknown | State::Sending) {
                open.push((Id(member), queue_entry));
            }
        }
        let erased = post.erased(&campaign.id)?;
        counts.extend(erased.iter().flatten());
        out.push(Status { campaign, counts, open, returned, erased: erased.is_some() });
    }
    Ok(out)
}
