//! The files of a campaign: one for all, or one for each member, in pages that fit a sealed value.

use super::{Campaigns, Fields, LedgerError, Name, RecordError, Shelf, Write};
use crate::mail::attachment::Attachment;

const NAME: u64 = 1;
const PAGES: u64 = 2;
const SIZE: u64 = 4;
/// The name of the file for all, in place of a member.
const ALL: Name = [0; 16];

impl<S: Shelf> Campaigns<S> {
    /// Stores the file of a member, or the one for all, of a campaign that was begun.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn put_file(
        &mut self,
        campaign: &Name,
        member: Option<&Name>,
        file: &Attachment,
    ) -> Result<(), LedgerError> {
        let whose = member.unwrap_or(&ALL);
        let (mut writes, pages) = self.paged("file", campaign, whose, file.bytes());
        let mut head = Fields::default();
        head.set_text(NAME, file.name()).set_number(PAGES, pages).set_number(SIZE, file.bytes().len() as u64);
        writes.push((self.place("file", &[campaign, whose]), Some(head.encode())));
        self.commit(writes)
    }

    /// Returns the size of the file of a member, or of the one for all; 0 without one.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn file_size(&self, campaign: &Name, member: Option<&Name>) -> Result<u64, LedgerError> {
        let whose = member.unwrap_or(&ALL);
        match self.get(&self.place("file", &[campaign, whose]))? {
            Some(head) => Ok(Fields::decode(&head)?.number(SIZE)?),
            None => Ok(0),
        }
    }

    /// Returns the file of a member, or the one for all.
    pub(super) fn file(&self, campaign: &Name, member: Option<&Name>) -> Result<Attachment, LedgerError> {
        let whose = member.unwrap_or(&ALL);
        let head = self.get(&self.place("file", &[campaign, whose]))?.ok_or(LedgerError::Missing)?;
        let head = Fields::decode(&head)?;
        let bytes = self.unpaged("file", campaign, whose, head.number(PAGES)?)?;
        Attachment::read(&head.text(NAME)?, bytes).map_err(|_| RecordError::Malformed.into())
    }

    /// Returns what deletes the file of a member, or the one for all.
    pub(super) fn without_file(
        &self,
        campaign: &Name,
        member: Option<&Name>,
    ) -> Result<Vec<Write>, LedgerError> {
        let whose = member.unwrap_or(&ALL);
        let at = self.place("file", &[campaign, whose]);
        let Some(head) = self.get(&at)? else { return Ok(Vec::new()) };
        let mut writes = vec![(at, None)];
        writes.extend(self.without_pages("file", campaign, whose, Fields::decode(&head)?.number(PAGES)?));
        Ok(writes)
    }
}
