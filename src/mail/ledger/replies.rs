//! The replies that were written, without their recipients: to be found again when a like question comes.

use super::{COUNT, Campaigns, Fields, LedgerError, Shelf};

const ASKED: u64 = 1;
const SUBJECT: u64 = 2;
const REPLIED: u64 = 4;
const BODY: u64 = 5;
/// The most replies that are kept.
pub const REPLIES_MAX: u64 = 500;

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

impl<S: Shelf> Campaigns<S> {
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
