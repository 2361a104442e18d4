//! Campaigns, messages and their states as records on a shelf.
//!
//! Kinds of record, each under 16 bytes that tell nothing (a keyed hash; the key itself is a record):
//!
//! | record | holds |
//! |---|---|
//! | directory, page n | the identifiers of up to 1,000 campaigns |
//! | campaign | which notice, when, how many, whether it is complete |
//! | list, page n | the members of a campaign, up to 2,000 |
//! | pattern | the first message, against which the others are packed |
//! | message; its rest, page n; entry | the bytes for one member, packed; what did not fit; its state |
//! | draft, n; its text, page n | a text that was written and refused: to whom, and the words |
//! | reply, page n | the words of a reply that was written, without its recipient |
//! | file, of a member or for all; page n | its name and number of pages; up to 56 KiB of it |
//! | mark | what mail that came back said of an address; the address itself is only in the hash |
//!
//! Invariants: a campaign is complete only after every message and every entry is durable, so a crash while queueing
//! leaves nothing that can be sent; one that is not complete is swept away at the next opening. A message goes with
//! its entry: once sent, the bytes are deleted and the entry stays; so is a file of its own. The file for all stays until
//! the recipients are erased.

use std::{cell::RefCell, collections::BTreeSet, error::Error, rc::Rc};

use thiserror::Error;

use crate::{
    base::hex,
    mail::{
        Address, Message, MessageError, Party,
        attachment::Attachment,
        bounce::{Mark, Verdict},
        message::Files,
        outbox::{Event, NoSuchMove, QueueEntry, State},
        record::{Fields, RecordError},
    },
    render::Purpose,
};

mod campaign;
mod drafts;
mod erase;
mod files;
mod packed;
mod replies;

use campaign::written;

pub use drafts::Draft;
pub use replies::{PastReply, Pick, Picked, REPLIES_MAX};

/// 16 bytes that name a campaign or a member.
pub type Name = [u8; 16];
/// What a shelf reports when it fails.
pub type ShelfError = Box<dyn Error + Send + Sync>;
/// One change to a shelf: where, and the bytes or their end.
pub type Write = (Name, Option<Vec<u8>>);

/// Where the records lie: sealed, each at most 64 KiB.
pub trait Shelf {
    /// Returns a record.
    ///
    /// # Errors
    /// Whatever the shelf reports.
    fn get(&self, at: &Name) -> Result<Option<Vec<u8>>, ShelfError>;

    /// Writes or deletes records, all or none.
    ///
    /// # Errors
    /// Whatever the shelf reports.
    ///
    /// # Durability
    /// When it returns, the records survive a power cut.
    fn commit(&mut self, writes: Vec<Write>) -> Result<(), ShelfError>;

    /// Hears that many small commits follow, each as durable as any.
    ///
    /// # Errors
    /// Whatever the shelf reports.
    fn begin_run(&mut self) -> Result<(), ShelfError> {
        Ok(())
    }

    /// Hears that no more of them follow.
    ///
    /// # Errors
    /// Whatever the shelf reports.
    fn end_run(&mut self) -> Result<(), ShelfError> {
        Ok(())
    }

    /// Returns how many messages more may have left than the records say, and the time: the machine stopped meanwhile.
    fn in_doubt(&self) -> (u64, u64) {
        (0, 0)
    }
}

/// A shelf in memory, for previews and tests.
#[derive(Default)]
pub struct Memory(pub std::collections::BTreeMap<Name, Vec<u8>>);

impl Shelf for Memory {
    fn get(&self, at: &Name) -> Result<Option<Vec<u8>>, ShelfError> {
        Ok(self.0.get(at).cloned())
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<(), ShelfError> {
        for (at, bytes) in writes {
            match bytes {
                Some(bytes) => drop(self.0.insert(at, bytes)),
                None => drop(self.0.remove(&at)),
            }
        }
        Ok(())
    }
}

/// Why the ledger cannot answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The shelf failed.
    #[error("the outbox cannot be read or written")]
    Shelf(#[source] ShelfError),
    /// A record is not what it must be.
    #[error("a record of the outbox is damaged")]
    Record(#[from] RecordError),
    /// A record that must be there is not.
    #[error("a record of the outbox is missing")]
    Missing,
    /// A stored message did not pass its check.
    #[error("a stored message is damaged")]
    Message(#[from] MessageError),
    /// A move that the states do not allow: a fault of the program.
    #[error(transparent)]
    Move(#[from] NoSuchMove),
}

/// What is known of a campaign.
#[derive(Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its identifier.
    pub id: Name,
    /// The name of the notice.
    pub notice: String,
    /// When it was queued, in milliseconds since 1970 UTC.
    pub at_ms: u64,
    /// How many messages it has.
    pub count: u64,
    /// The address that it was written from.
    pub from: String,
    /// A keyed hash of the notice and its values: equal for the same notice queued twice.
    pub likeness: [u8; 16],
    /// The words in subject or sender that tell what it is about, and that the person wanted all the same.
    pub telling: Vec<String>,
    /// What kind of notice it is; none for a reply to one person.
    pub purpose: Option<Purpose>,
    /// Equal for the same notice queued on another device; none for a reply, and where an earlier program queued it.
    pub alike: Option<[u8; 16]>,
    /// The campaigns of other devices that were known and alike when it was queued.
    pub despite: Vec<Name>,
    /// Before when nothing of it leaves, in milliseconds since 1970 UTC.
    pub after_ms: Option<u64>,
}

const NOTICE: u64 = 1;
const AT: u64 = 2;
const COUNT: u64 = 3;
const FROM: u64 = 4;
const LIKENESS: u64 = 5;
const READY: u64 = 6;
const COUNTS: u64 = 7;
const TELLING: u64 = 8;
const PURPOSE: u64 = 9;
const ALIKE: u64 = 10;
const DESPITE: u64 = 11;
const AFTER: u64 = 12;
const IDS: u64 = 1;
const KEY: u64 = 1;
const TO: u64 = 2;
const TOKEN: u64 = 3;
const SENDER: u64 = 5;
const SHARED: u64 = 6;
const OWN: u64 = 7;

const PER_DIRECTORY: usize = 1_000;
const PER_LIST: usize = 2_000;
/// The record that holds the key of all other places.
const KEY_AT: Name = [0; 16];

/// The outbox: campaigns on a shelf.
pub struct Campaigns<S> {
    shelf: S,
    key: [u8; 32],
    // The file for all of the campaign that is being sent: read once, not for each message.
    shared: RefCell<Option<(Name, Attachment)>>,
    pattern: RefCell<Option<(Name, Rc<[u8]>)>>,
}

impl<S> Drop for Campaigns<S> {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.key);
    }
}

impl<S: Shelf> Campaigns<S> {
    /// Opens the outbox on a shelf and sweeps away campaigns whose queueing did not end.
    ///
    /// The first opening draws the key of the outbox, which stays for as long as the outbox: a message has the same
    /// `Message-ID` on every try, also after the keys of the vault have changed.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn open(shelf: S, entropy: fn(&mut [u8])) -> Result<Self, LedgerError> {
        let (mut out, drawn) = Self::over(shelf, entropy)?;
        if drawn {
            let key = Fields::default().set_bytes(KEY, &out.key).encode();
            out.commit(vec![(KEY_AT, Some(key))])?;
        }
        // First of all: the next commit is what ends the run.
        out.doubt_next()?;
        for id in out.directory()? {
            if out.campaign_fields(&id)?.is_some_and(|fields| !fields.has(READY)) {
                out.sweep(&id)?;
            }
        }
        Ok(out)
    }

    /// Gives an unknown fate to the messages that may have left since the records end: in the order of sending, as many as the
    /// shelf says behind the last one that a run has touched, and every one before it that a run may have come back to.
    fn doubt_next(&mut self) -> Result<(), LedgerError> {
        let (count, at_ms) = self.shelf.in_doubt();
        if count == 0 {
            return Ok(());
        }
        let mut writes = Vec::new();
        for campaign in self.campaigns_ready()? {
            let members = self.members(&campaign)?;
            let queue_entries = members.iter().map(|member| self.queue_entry(&campaign, member));
            let queue_entries = queue_entries.collect::<Result<Vec<_>, _>>()?;
            let touched = queue_entries
                .iter()
                .rposition(|queue_entry| queue_entry.state != State::Queued || queue_entry.tries > 0);
            let mut left = count;
            for (at, (member, queue_entry)) in members.iter().zip(queue_entries).enumerate() {
                let Ok(doubted) = queue_entry.after(Event::Doubt, at_ms) else { continue };
                if touched.is_none_or(|touched| at > touched) {
                    let Some(less) = left.checked_sub(1) else { break };
                    left = less;
                }
                writes.push((self.queue_entry_at(&campaign, member), Some(doubted.encode())));
            }
        }
        // Even where there are none: the shelf has heard that it was looked at.
        self.commit(writes)
    }

    /// The campaigns whose queueing has ended.
    fn campaigns_ready(&self) -> Result<Vec<Name>, LedgerError> {
        let mut out = Vec::new();
        for id in self.directory()? {
            if self.campaign_fields(&id)?.is_some_and(|fields| fields.has(READY)) {
                out.push(id);
            }
        }
        Ok(out)
    }

    /// Reads the key of the outbox, or draws one that is not stored yet, and writes nothing.
    fn over(shelf: S, entropy: fn(&mut [u8])) -> Result<(Self, bool), LedgerError> {
        let mut out = Self { shelf, key: [0; 32], shared: RefCell::new(None), pattern: RefCell::new(None) };
        let Some(bytes) = out.get(&KEY_AT)? else {
            entropy(&mut out.key);
            return Ok((out, true));
        };
        let fields = Fields::decode(&bytes)?;
        out.key = fields.bytes(KEY)?.try_into().map_err(|_| RecordError::Malformed)?;
        Ok((out, false))
    }

    /// Returns the shelf, to be looked at.
    pub fn shelf(&self) -> &S {
        &self.shelf
    }

    /// Returns the left part of the `Message-ID` of a message: a keyed hash of campaign and member.
    #[must_use]
    pub fn token(&self, campaign: &Name, member: &Name) -> String {
        hex::write(&self.derived("message-id", &[campaign, member]))
    }

    /// Tells the shelf that many small commits follow.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn begin_run(&mut self) -> Result<(), LedgerError> {
        self.shelf.begin_run().map_err(LedgerError::Shelf)
    }

    /// Tells the shelf that no more of them follow.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn end_run(&mut self) -> Result<(), LedgerError> {
        self.shelf.end_run().map_err(LedgerError::Shelf)
    }

    /// Returns what makes two campaigns alike: a keyed hash of the notice and its values.
    #[must_use]
    pub fn likeness(&self, content: &[u8]) -> [u8; 16] {
        self.derived("likeness", &[content])
    }

    /// Returns a keyed hash of a list of messages, by which a person compares two of them.
    #[must_use]
    pub fn list<'a>(&self, campaign: &Name, members: impl Iterator<Item = &'a Name>) -> [u8; 16] {
        let mut hasher = self.hasher("list", &[campaign]);
        for member in members {
            hasher.update(member);
        }
        sixteen(&hasher)
    }

    /// Returns the campaigns, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn campaigns(&self) -> Result<Vec<Campaign>, LedgerError> {
        let mut out = Vec::new();
        for id in self.directory()? {
            let fields = self.campaign_fields(&id)?.ok_or(LedgerError::Missing)?;
            out.push(Campaign {
                id,
                notice: fields.text(NOTICE)?,
                at_ms: fields.number(AT)?,
                count: fields.number(COUNT)?,
                from: fields.text(FROM)?,
                likeness: fields.id(LIKENESS)?,
                telling: if fields.has(TELLING) {
                    fields.text(TELLING)?.split(',').map(str::to_owned).collect()
                } else {
                    Vec::new()
                },
                purpose: match fields.number(PURPOSE) {
                    Ok(1) => Some(Purpose::Statutory),
                    Ok(2) => Some(Purpose::News),
                    Ok(3) => Some(Purpose::Dues),
                    _ => None,
                },
                alike: fields.has(ALIKE).then(|| fields.id(ALIKE)).transpose()?,
                despite: if fields.has(DESPITE) { names(fields.bytes(DESPITE)?)? } else { Vec::new() },
                after_ms: fields.has(AFTER).then(|| fields.number(AFTER)).transpose()?,
            });
        }
        Ok(out)
    }

    /// Returns the members of a campaign, in the order of sending.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn members(&self, campaign: &Name) -> Result<Vec<Name>, LedgerError> {
        let mut out = Vec::new();
        for page in 0_u64.. {
            let Some(bytes) = self.get(&self.place("list", &[campaign, &page.to_be_bytes()]))? else { break };
            out.extend(ids(&Fields::decode(&bytes)?)?);
        }
        Ok(out)
    }

    /// Starts a campaign: its list is stored, and it is not complete.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn begin(&mut self, campaign: &Campaign, members: &[Name]) -> Result<(), LedgerError> {
        let mut writes = Vec::new();
        for (page, chunk) in (0_u64..).zip(members.chunks(PER_LIST)) {
            let list = Fields::default().set_bytes(IDS, &chunk.concat()).encode();
            writes.push((self.place("list", &[&campaign.id, &page.to_be_bytes()]), Some(list)));
        }
        writes.push((self.place("campaign", &[&campaign.id]), Some(written(campaign).encode())));
        let mut all = self.directory()?;
        all.push(campaign.id);
        let page = all.len().saturating_sub(1).checked_div(PER_DIRECTORY).unwrap_or_default();
        let last = all.chunks(PER_DIRECTORY).next_back().unwrap_or_default();
        let directory = Fields::default().set_bytes(IDS, &last.concat()).encode();
        writes.push((self.place("directory", &[&(page as u64).to_be_bytes()]), Some(directory)));
        self.commit(writes)
    }

    /// Stores some of the messages of a campaign that was begun, each with its entry.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn add(
        &mut self,
        campaign: &Campaign,
        messages: impl IntoIterator<Item = (Name, Message)>,
    ) -> Result<(), LedgerError> {
        let mut writes = Vec::new();
        let mut pattern = self.pattern(&campaign.id)?;
        for (member, message) in messages {
            let pattern = pattern.get_or_insert_with(|| {
                let (write, pattern) = self.new_pattern(&campaign.id, &message);
                writes.push(write);
                pattern
            });
            let queue_entry = QueueEntry::queued(campaign.at_ms).with_stop(message.stop());
            let queue_entry = queue_entry.with_own_file(message.files().own);
            self.place_message(&campaign.id, &member, &message, pattern, queue_entry, &mut writes);
        }
        self.commit(writes)
    }

    /// Ends the queueing: from here on the campaign can be sent.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn complete(&mut self, campaign: &Campaign) -> Result<(), LedgerError> {
        let mut fields = written(campaign);
        fields.set_number(READY, 1);
        let at = self.place("campaign", &[&campaign.id]);
        self.commit(vec![(at, Some(fields.encode()))])
    }

    /// Adds what stores a message and its entry.
    fn place_message(
        &self,
        campaign: &Name,
        member: &Name,
        message: &Message,
        pattern: &[u8],
        queue_entry: QueueEntry,
        writes: &mut Vec<Write>,
    ) {
        let mut fields = sealed(message);
        let (rest, pages) = self.pack(campaign, member, message, pattern, &mut fields);
        writes.extend(rest);
        writes.push((self.message_at(campaign, member), Some(fields.encode())));
        writes.push((self.queue_entry_at(campaign, member), Some(queue_entry.with_pages(pages).encode())));
    }

    /// Returns the entry of a message.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn queue_entry(&self, campaign: &Name, member: &Name) -> Result<QueueEntry, LedgerError> {
        let bytes = self.get(&self.queue_entry_at(campaign, member))?.ok_or(LedgerError::Missing)?;
        Ok(QueueEntry::decode(&bytes)?)
    }

    /// Returns the message for a member; it is gone once it was sent.
    ///
    /// # Errors
    /// [`LedgerError`], also when the stored bytes would not pass the check of a new message.
    pub fn message(&self, campaign: &Name, member: &Name) -> Result<Message, LedgerError> {
        let message = self.bare(campaign, member)?;
        let Files { shared, own } = message.files();
        if !shared && !own {
            return Ok(message);
        }
        let own = if own { Some(self.file(campaign, Some(member))?) } else { None };
        let mut cache = self.shared.borrow_mut();
        if shared && cache.as_ref().is_none_or(|(of, _)| of != campaign) {
            *cache = Some((*campaign, self.file(campaign, None)?));
        }
        let shared = cache.as_ref().filter(|_| shared).map(|(_, file)| file);
        Ok(message.with(&shared.into_iter().chain(own.as_ref()).collect::<Vec<_>>())?)
    }

    /// Returns sender and recipient of a message that was not sent.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn envelope(&self, campaign: &Name, member: &Name) -> Result<(Address, Address), LedgerError> {
        Ok(envelope(&self.stored(campaign, member)?)?)
    }

    fn stored(&self, campaign: &Name, member: &Name) -> Result<Fields, LedgerError> {
        let bytes = self.get(&self.message_at(campaign, member))?.ok_or(LedgerError::Missing)?;
        Ok(Fields::decode(&bytes)?)
    }

    /// Returns the message for a member without its files.
    fn bare(&self, campaign: &Name, member: &Name) -> Result<Message, LedgerError> {
        let fields = self.stored(campaign, member)?;
        let (from, to) = envelope(&fields)?;
        let files = Files { shared: fields.has(SHARED), own: fields.has(OWN) };
        let bytes = self.unpack(campaign, member, &fields)?;
        let message = Message::stored(from, to, &fields.text(TOKEN)?, bytes)?;
        Ok(message.for_files(files))
    }

    /// Applies an event to a message and stores the entry.
    ///
    /// # Errors
    /// [`LedgerError`].
    ///
    /// # Durability
    /// When it returns, the new state survives a power cut.
    pub fn apply(
        &mut self,
        campaign: &Name,
        member: &Name,
        event: Event,
        at_ms: u64,
    ) -> Result<QueueEntry, LedgerError> {
        let queue_entries = self.apply_all(campaign, vec![(*member, event)], at_ms)?;
        queue_entries.into_iter().next().ok_or(LedgerError::Missing)
    }

    /// Applies one event to each of some messages and stores their entries, all or none.
    ///
    /// # Errors
    /// [`LedgerError`].
    ///
    /// # Durability
    /// When it returns, the new states survive a power cut.
    pub fn apply_all(
        &mut self,
        campaign: &Name,
        moves: Vec<(Name, Event)>,
        at_ms: u64,
    ) -> Result<Vec<QueueEntry>, LedgerError> {
        let (mut queue_entries, mut writes) = (Vec::new(), Vec::new());
        for (member, event) in moves {
            let queue_entry = self.queue_entry(campaign, &member)?.after(event, at_ms)?;
            writes.push((self.queue_entry_at(campaign, &member), Some(queue_entry.encode())));
            if matches!(queue_entry.state, State::Sent { .. } | State::Cancelled) {
                writes.push((self.message_at(campaign, &member), None));
                writes.extend(self.without_pages("rest", campaign, &member, queue_entry.pages()));
                if queue_entry.owns_file() {
                    writes.extend(self.without_file(campaign, Some(&member))?);
                }
            }
            queue_entries.push(queue_entry);
        }
        self.commit(writes)?;
        Ok(queue_entries)
    }

    /// Gives an unknown fate to every message that would be sent: some may have left in a run of which not all is known. All
    /// in one commit, the first of the outbox that is opened here, so that none is sent again after a cut in between. Returns
    /// how many there are.
    ///
    /// Where the outbox is an older one (`older`), what was refused may have left since, and there may be campaigns that are not
    /// known any more: see [`Campaigns::unsure`].
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn doubt(shelf: S, entropy: fn(&mut [u8]), older: bool, at_ms: u64) -> Result<u64, LedgerError> {
        let (mut out, drawn) = Self::over(shelf, entropy)?;
        let event = if older { Event::Older } else { Event::Doubt };
        let mut writes = Vec::new();
        // One whose queueing did not end is swept away when the outbox is next opened.
        for id in out.campaigns_ready()? {
            for member in out.members(&id)? {
                if let Ok(queue_entry) = out.queue_entry(&id, &member)?.after(event.clone(), at_ms) {
                    writes.push((out.queue_entry_at(&id, &member), Some(queue_entry.encode())));
                }
            }
        }
        let count = writes.len() as u64;
        if drawn {
            writes.push((KEY_AT, Some(Fields::default().set_bytes(KEY, &out.key).encode())));
        }
        if older {
            let since = Fields::default().set_number(AT, at_ms).encode();
            writes.push((out.place("unsure", &[]), Some(since)));
        }
        out.commit(writes)?;
        Ok(count)
    }

    /// Returns since when it is not known whether a campaign like this one was sent: the outbox was lost or put back, and none
    /// like it was queued since.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn unsure(&self, likeness: &[u8; 16]) -> Result<Option<u64>, LedgerError> {
        let Some(bytes) = self.get(&self.place("unsure", &[]))? else { return Ok(None) };
        let since = Fields::decode(&bytes)?.number(AT)?;
        let known = self.campaigns()?.iter().any(|c| c.likeness == *likeness && c.at_ms >= since);
        Ok((!known).then_some(since))
    }

    /// Keeps that a message came back, for good or for a time.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn came_back(&mut self, campaign: &Name, member: &Name, for_good: bool) -> Result<(), LedgerError> {
        let queue_entry = self.queue_entry(campaign, member)?.with_returned(for_good);
        self.commit(vec![(self.queue_entry_at(campaign, member), Some(queue_entry.encode()))])
    }

    /// Returns what mail that came back said of an address.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn mark(&self, address: &str) -> Result<Option<Mark>, LedgerError> {
        let at = self.place("mark", &[address.to_ascii_lowercase().as_bytes()]);
        Ok(self.get(&at)?.map(|bytes| Mark::decode(&bytes)).transpose()?)
    }

    /// Keeps what mail that came back said of an address, or forgets it with `None`.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn set_mark(&mut self, address: &str, mark: Option<&Mark>) -> Result<(), LedgerError> {
        let at = self.place("mark", &[address.to_ascii_lowercase().as_bytes()]);
        self.commit(vec![(at, mark.map(Mark::encode))])
    }

    /// Marks an address as a report would, when the server said while a message was sent that it is dead; each message counts
    /// once.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn refused(
        &mut self,
        campaign: &Name,
        member: &Name,
        verdict: &Verdict,
        at_ms: u64,
    ) -> Result<(), LedgerError> {
        let refusal = self.derived("refusal", &[campaign, member]);
        let refusal = refusal.first_chunk().copied().unwrap_or_default();
        for address in &verdict.addresses {
            let before = self.mark(address.as_str())?;
            if let Some(mark) = Mark::after(before.as_ref(), verdict, refusal, at_ms) {
                self.set_mark(address.as_str(), Some(&mark))?;
            }
        }
        Ok(())
    }

    /// Returns the members who have a message in a campaign like this one.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn already(&self, likeness: &[u8; 16]) -> Result<BTreeSet<Name>, LedgerError> {
        let mut out = BTreeSet::new();
        for campaign in self.campaigns()?.iter().filter(|c| c.likeness == *likeness) {
            for member in self.members(&campaign.id)? {
                if self.queue_entry(&campaign.id, &member)?.state != State::Cancelled {
                    out.insert(member);
                }
            }
        }
        Ok(out)
    }

    /// Puts a message that failed back among those that wait, perhaps to a repaired address; one that waits stays so.
    ///
    /// # Errors
    /// [`LedgerError`], also when the message neither failed nor waits.
    pub fn retry(
        &mut self,
        campaign: &Name,
        member: &Name,
        to: Option<&Party>,
        at_ms: u64,
    ) -> Result<(), LedgerError> {
        let queue_entry = self.queue_entry(campaign, member)?;
        let queue_entry = if queue_entry.state == State::Queued {
            queue_entry
        } else {
            queue_entry.after(Event::Retry, at_ms)?
        };
        let mut writes = Vec::new();
        if let Some(to) = to {
            let bare = self.bare(campaign, member)?;
            let message = bare.readdressed(to)?.for_files(bare.files());
            let pattern = self.pattern(campaign)?.ok_or(LedgerError::Missing)?;
            writes.extend(self.without_pages("rest", campaign, member, queue_entry.pages()));
            self.place_message(campaign, member, &message, &pattern, queue_entry, &mut writes);
        } else {
            writes.push((self.queue_entry_at(campaign, member), Some(queue_entry.encode())));
        }
        self.commit(writes)
    }

    fn directory(&self) -> Result<Vec<Name>, LedgerError> {
        let mut out = Vec::new();
        for page in 0_u64.. {
            let Some(bytes) = self.get(&self.place("directory", &[&page.to_be_bytes()]))? else { break };
            out.extend(ids(&Fields::decode(&bytes)?)?);
        }
        Ok(out)
    }

    fn campaign_fields(&self, id: &Name) -> Result<Option<Fields>, LedgerError> {
        Ok(self.get(&self.place("campaign", &[id]))?.map(|b| Fields::decode(&b)).transpose()?)
    }

    fn get(&self, at: &Name) -> Result<Option<Vec<u8>>, LedgerError> {
        self.shelf.get(at).map_err(LedgerError::Shelf)
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<(), LedgerError> {
        self.shelf.commit(writes).map_err(LedgerError::Shelf)
    }

    fn queue_entry_at(&self, campaign: &Name, member: &Name) -> Name {
        self.entry(b's', campaign, member)
    }

    fn message_at(&self, campaign: &Name, member: &Name) -> Name {
        self.entry(b'm', campaign, member)
    }

    /// Names what a campaign has for each member: all of a kind lie side by side, in the order of [`Campaigns::order`], so that
    /// who goes through a campaign in this order reads each page of the store once.
    fn entry(&self, kind: u8, campaign: &Name, member: &Name) -> Name {
        let (mut out, beside) = (self.order(campaign, member), self.derived("beside", &[campaign]));
        out.rotate_right(4);
        for (to, from) in out.iter_mut().zip(beside.into_iter().take(3).chain([kind])) {
            *to = from;
        }
        out
    }

    /// Returns by what the members of a campaign are put into order: a keyed hash, which tells nothing of them.
    #[must_use]
    pub fn order(&self, campaign: &Name, member: &Name) -> Name {
        self.derived("entry", &[campaign, member])
    }

    fn place(&self, kind: &str, parts: &[&[u8]]) -> Name {
        self.derived(kind, parts)
    }

    /// Hashes parts under the key of the outbox; each use has its own name.
    fn derived(&self, usage: &str, parts: &[&[u8]]) -> Name {
        sixteen(&self.hasher(usage, parts))
    }

    fn hasher(&self, usage: &str, parts: &[&[u8]]) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        for part in std::iter::once(usage.as_bytes()).chain(parts.iter().copied()) {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        hasher
    }
}

fn sixteen(hasher: &blake3::Hasher) -> Name {
    let mut out = [0; 16];
    hasher.finalize_xof().fill(&mut out);
    out
}

/// Reads sender and recipient.
fn envelope(fields: &Fields) -> Result<(Address, Address), RecordError> {
    let address = |key| Address::read(&fields.text(key)?).map_err(|_| RecordError::Malformed);
    Ok((address(SENDER)?, address(TO)?))
}

/// Writes a message as a record, without its bytes.
fn sealed(message: &Message) -> Fields {
    let mut fields = Fields::default();
    fields.set_text(TO, message.to().as_str()).set_text(SENDER, message.from().as_str());
    fields.set_text(TOKEN, message.token());
    let Files { shared, own } = message.files();
    for (key, there) in [(SHARED, shared), (OWN, own)] {
        if there {
            fields.set_number(key, 1);
        }
    }
    fields
}

fn ids(fields: &Fields) -> Result<Vec<Name>, RecordError> {
    names(fields.bytes(IDS)?)
}

fn names(bytes: &[u8]) -> Result<Vec<Name>, RecordError> {
    let (whole, rest) = bytes.as_chunks::<16>();
    if rest.is_empty() { Ok(whole.to_vec()) } else { Err(RecordError::Malformed) }
}

#[cfg(test)]
mod tests;
