//! How the bytes of messages lie on the shelf: packed against a message of the same campaign, in pages where they are long.
//!
//! The messages of a campaign are almost alike. Each is kept as what it has beside the first of them, the *pattern*: a tenth
//! of the room, on the disk and in memory. The pattern is a message to somebody, so it goes with the last message that is
//! left.

use std::rc::Rc;

use super::{Campaigns, Fields, LedgerError, Name, RecordError, Shelf, Write};
use crate::mail::{
    Message,
    outbox::{Counts, Fate},
};

const BYTES: u64 = 4;
const LENGTH: u64 = 8;
const PAGES: u64 = 9;
const PATTERN: u64 = 1;
const PAGE: u64 = 3;
/// The most bytes of one page: what a sealed value takes, less what it needs itself.
pub(super) const PAGE_BYTES: usize = 56 * 1024;

impl<S: Shelf> Campaigns<S> {
    /// Returns the pattern of a campaign, which begins with its first message.
    pub(super) fn pattern(&self, campaign: &Name) -> Result<Option<Rc<[u8]>>, LedgerError> {
        if let Some((_, pattern)) = self.pattern.borrow().as_ref().filter(|(of, _)| of == campaign) {
            return Ok(Some(Rc::clone(pattern)));
        }
        let Some(bytes) = self.get(&self.place("pattern", &[campaign]))? else { return Ok(None) };
        let pattern: Rc<[u8]> = Fields::decode(&bytes)?.bytes(PATTERN)?.into();
        *self.pattern.borrow_mut() = Some((*campaign, Rc::clone(&pattern)));
        Ok(Some(pattern))
    }

    /// Returns what writes the pattern of a campaign that has none, and the pattern.
    pub(super) fn new_pattern(&self, campaign: &Name, first: &Message) -> (Write, Rc<[u8]>) {
        let pattern: Rc<[u8]> = first.bytes().get(..PAGE_BYTES).unwrap_or(first.bytes()).into();
        let record = Fields::default().set_bytes(PATTERN, &pattern).encode();
        ((self.place("pattern", &[campaign]), Some(record)), pattern)
    }

    /// Returns what writes the bytes of a message into its record and, where they are long, into pages beside it; and the
    /// number of these.
    pub(super) fn pack(
        &self,
        campaign: &Name,
        member: &Name,
        message: &Message,
        pattern: &[u8],
        fields: &mut Fields,
    ) -> (Vec<Write>, u64) {
        let bytes = message.bytes();
        let packed = lz4_flex::block::compress_with_dict(bytes, pattern);
        fields.set_number(LENGTH, bytes.len() as u64);
        if packed.len() <= PAGE_BYTES {
            fields.set_bytes(BYTES, &packed);
            return (Vec::new(), 0);
        }
        let (writes, pages) = self.paged("rest", campaign, member, &packed);
        fields.set_number(PAGES, pages);
        (writes, pages)
    }

    /// Returns the bytes of a message.
    pub(super) fn unpack(
        &self,
        campaign: &Name,
        member: &Name,
        fields: &Fields,
    ) -> Result<Vec<u8>, LedgerError> {
        let packed = if fields.has(PAGES) {
            self.unpaged("rest", campaign, member, fields.number(PAGES)?)?
        } else {
            fields.bytes(BYTES)?.to_vec()
        };
        let length = usize::try_from(fields.number(LENGTH)?).map_err(|_| RecordError::Malformed)?;
        if length > crate::mail::message::MESSAGE_MAX {
            return Err(RecordError::Malformed.into());
        }
        let pattern = self.pattern(campaign)?.ok_or(LedgerError::Missing)?;
        let bytes = lz4_flex::block::decompress_with_dict(&packed, length, &pattern);
        Ok(bytes.ok().filter(|bytes| bytes.len() == length).ok_or(RecordError::Malformed)?)
    }

    /// Returns what writes bytes in pages, and how many there are.
    pub(super) fn paged(&self, kind: &str, campaign: &Name, whose: &Name, bytes: &[u8]) -> (Vec<Write>, u64) {
        let (mut writes, mut pages) = (Vec::new(), 0_u64);
        for chunk in bytes.chunks(PAGE_BYTES) {
            let page = Fields::default().set_bytes(PAGE, chunk).encode();
            writes.push((self.page(kind, campaign, whose, pages), Some(page)));
            pages = pages.saturating_add(1);
        }
        (writes, pages)
    }

    /// Returns bytes that lie in pages.
    pub(super) fn unpaged(
        &self,
        kind: &str,
        campaign: &Name,
        whose: &Name,
        pages: u64,
    ) -> Result<Vec<u8>, LedgerError> {
        let mut bytes = Vec::new();
        for page in 0..pages {
            let page = self.get(&self.page(kind, campaign, whose, page))?.ok_or(LedgerError::Missing)?;
            bytes.extend_from_slice(Fields::decode(&page)?.bytes(PAGE)?);
        }
        Ok(bytes)
    }

    /// Returns what deletes pages.
    pub(super) fn without_pages(&self, kind: &str, campaign: &Name, whose: &Name, pages: u64) -> Vec<Write> {
        (0..pages).map(|page| (self.page(kind, campaign, whose, page), None)).collect()
    }

    fn page(&self, kind: &str, campaign: &Name, whose: &Name, page: u64) -> Name {
        self.place(kind, &[campaign, whose, &page.to_be_bytes()])
    }

    /// Deletes the pattern of a campaign, by the counts of its states, when no message is left.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn tidy(&mut self, campaign: &Name, counts: &Counts) -> Result<(), LedgerError> {
        let at = self.place("pattern", &[campaign]);
        if counts.keys().any(|fate| !matches!(fate, Fate::Sent | Fate::Cancelled)) || self.get(&at)?.is_none()
        {
            return Ok(());
        }
        *self.pattern.borrow_mut() = None;
        self.commit(vec![(at, None)])
    }
}
