//! The replies that were written, without their recipients: to be found again when a like question comes.

use std::collections::BTreeMap;

use super::{COUNT, Campaigns, Fields, LedgerError, Shelf};

const ASKED: u64 = 1;
const SUBJECT: u64 = 2;
const REPLIED: u64 = 4;
const BODY: u64 = 5;
/// The most replies that are kept.
pub const REPLIES_MAX: u64 = 500;
/// The most proposals of which is kept what became of them.
const PICKS_MAX: usize = 300;

/// A reply that was kept, without its recipient.
#[derive(Clone, PartialEq, Eq)]
pub struct PastReply {
    /// The words that were searched for when it was written.
    pub asked: String,
    /// Its subject.
    pub subject: String,
    /// Its body, in Markdown.
    pub body: String,
    /// When it was written, in milliseconds since 1970 UTC.
    pub at_ms: u64,
}

/// How often a proposal was taken for a reply, and what people said of it afterwards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Picked {
    /// How often it was taken.
    pub taken: u64,
    /// How often it helped.
    pub helped: u64,
    /// How often it did not.
    pub not: u64,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// It was taken for a reply.
    Taken,
    /// It helped.
    Helped,
    /// It did not.
    Not,
}

impl Picked {
    /// Returns by how much, of a hundred, it counts: what was taken and helped a little more, what did not help a little less.
    #[must_use]
    pub fn prior(&self) -> u64 {
        let more = self.taken.min(10).saturating_mul(2).saturating_add(self.helped.min(10).saturating_mul(3));
        100_u64.saturating_add(more).saturating_sub(self.not.min(10).saturating_mul(4))
    }
}

impl<S: Shelf> Campaigns<S> {
    /// Returns what became of each proposal, by its name.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn picks(&self) -> Result<BTreeMap<String, Picked>, LedgerError> {
        let Some(bytes) = self.get(&self.place("picks", &[]))? else { return Ok(BTreeMap::new()) };
        let text = Fields::decode(&bytes)?.text(BODY)?;
        let number = |word: Option<&str>| word.and_then(|w| w.parse().ok()).unwrap_or_default();
        let one = |line: &str| {
            let mut words = line.split(' ');
            let name = words.next()?.to_owned();
            let (taken, helped, not) = (number(words.next()), number(words.next()), number(words.next()));
            Some((name, Picked { taken, helped, not }))
        };
        Ok(text.lines().filter_map(one).collect())
    }

    /// Notes what became of a proposal. Neither the question nor the person is kept with it.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn note_pick(&mut self, name: &str, pick: Pick) -> Result<Picked, LedgerError> {
        let mut picks = self.picks()?;
        let one = picks.entry(name.to_owned()).or_default();
        let count = match pick {
            Pick::Taken => &mut one.taken,
            Pick::Helped => &mut one.helped,
            Pick::Not => &mut one.not,
        };
        *count = count.saturating_add(1);
        let noted = *one;
        let line = |(name, p): (&String, &Picked)| format!("{name} {} {} {}\n", p.taken, p.helped, p.not);
        let text: String = picks.iter().take(PICKS_MAX).map(line).collect();
        let at = self.place("picks", &[]);
        self.commit(vec![(at, Some(Fields::default().set_text(BODY, &text).encode()))])?;
        Ok(noted)
    }

    /// Keeps the words of a reply, to be found again; the oldest of [`REPLIES_MAX`] goes.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn keep_reply(&mut self, reply: &PastReply) -> Result<(), LedgerError> {
        let at = self.place("replies", &[]);
        let count = match self.get(&at)? {
            Some(bytes) => Fields::decode(&bytes)?.number(COUNT)?,
            None => 0,
        };
        let mut fields = Fields::default();
        fields.set_text(ASKED, &reply.asked).set_text(SUBJECT, &reply.subject).set_text(BODY, &reply.body);
        fields.set_number(REPLIED, reply.at_ms);
        let page = count.checked_rem(REPLIES_MAX).unwrap_or_default();
        let count = Fields::default().set_number(COUNT, count.saturating_add(1)).encode();
        let reply = self.place("reply", &[&page.to_be_bytes()]);
        self.commit(vec![(reply, Some(fields.encode())), (at, Some(count))])
    }

    /// Returns the replies that were kept.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn replies(&self) -> Result<Vec<PastReply>, LedgerError> {
        let mut out = Vec::new();
        for page in 0..REPLIES_MAX {
            let Some(bytes) = self.get(&self.place("reply", &[&page.to_be_bytes()]))? else { break };
            let fields = Fields::decode(&bytes)?;
            // One that was forgotten keeps its place.
            if fields.text(BODY)?.is_empty() {
                continue;
            }
            out.push(PastReply {
                asked: fields.text(ASKED)?,
                subject: fields.text(SUBJECT)?,
                body: fields.text(BODY)?,
                at_ms: fields.number(REPLIED)?,
            });
        }
        Ok(out)
    }

    /// Forgets the replies that speak of somebody.
    pub(super) fn forget_replies(&mut self, speaks_of: &dyn Fn(&str) -> bool) -> Result<(), LedgerError> {
        let mut writes = Vec::new();
        for page in 0..REPLIES_MAX {
            let at = self.place("reply", &[&page.to_be_bytes()]);
            let Some(bytes) = self.get(&at)? else { break };
            let fields = Fields::decode(&bytes)?;
            let texts = [fields.text(ASKED)?, fields.text(SUBJECT)?, fields.text(BODY)?];
            if texts.iter().any(|text| speaks_of(text)) {
                let mut empty = Fields::default();
                empty.set_text(ASKED, "").set_text(SUBJECT, "").set_text(BODY, "").set_number(REPLIED, 0);
                writes.push((at, Some(empty.encode())));
            }
        }
        if writes.is_empty() { Ok(()) } else { self.commit(writes) }
    }
}
