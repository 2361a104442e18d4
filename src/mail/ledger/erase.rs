//! What goes: the recipients of old campaigns, and campaigns whose queueing did not end.

use super::{
    COUNTS, Campaigns, Fields, IDS, LedgerError, Name, PER_DIRECTORY, PER_LIST, READY, Shelf, Write,
    campaign::written,
};
use crate::mail::outbox::{Counts, Fate, QueueEntry};

impl<S: Shelf> Campaigns<S> {
    /// Erases the recipients and the messages of campaigns queued before a time; how many messages there were, by
    /// state, stays.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn erase_before(&mut self, before_ms: u64) -> Result<u64, LedgerError> {
        let mut erased = 0_u64;
        for campaign in self.campaigns()?.into_iter().filter(|c| c.at_ms < before_ms) {
            let members = self.members(&campaign.id)?;
            if members.is_empty() {
                continue;
            }
            let mut counts = Counts::new();
            for member in &members {
                let count = counts.entry(self.queue_entry(&campaign.id, member)?.state.fate()).or_default();
                *count = count.saturating_add(1);
            }
            let line: Vec<String> = counts.iter().map(|(fate, n)| format!("{}={n}", fate.code())).collect();
            let mut fields = written(&campaign);
            fields.set_number(READY, 1).set_text(COUNTS, &line.join(","));
            // The counts first: a power cut in between only leaves the rest to be erased the next time.
            self.commit(vec![(self.place("campaign", &[&campaign.id]), Some(fields.encode()))])?;
            self.delete_members(&campaign.id, &members)?;
            erased = erased.saturating_add(1);
        }
        Ok(erased)
    }

    /// Forgets some people: their messages and entries, the marks of their addresses, the texts that were to go to them, and every
    /// text that speaks of them. How many there were in a campaign stays; that they were among them does not.
    ///
    /// # Errors
    /// [`LedgerError`]; what is left is forgotten by the next try.
    pub fn forget(
        &mut self,
        people: &[Name],
        addresses: &[String],
        speaks_of: &dyn Fn(&str) -> bool,
    ) -> Result<(), LedgerError> {
        for campaign in self.campaigns()? {
            self.forget_in(&campaign.id, people)?;
        }
        for address in addresses {
            self.set_mark(address, None)?;
        }
        for (number, draft) in self.drafts()? {
            if people.contains(&draft.member) || [&draft.asked, &draft.text].iter().any(|t| speaks_of(t)) {
                self.forget_draft(number)?;
            }
        }
        self.forget_replies(speaks_of)
    }

    /// Forgets some people in one campaign, in one commit.
    fn forget_in(&mut self, id: &Name, people: &[Name]) -> Result<(), LedgerError> {
        let all = self.members(id)?;
        let left: Vec<Name> = all.iter().filter(|member| !people.contains(member)).copied().collect();
        if left.len() == all.len() {
            return Ok(());
        }
        let mut writes = Vec::new();
        for member in people.iter().filter(|member| all.contains(member)) {
            writes.extend(self.without_message(id, member)?);
            writes.push((self.queue_entry_at(id, member), None));
        }
        let mut chunks = left.chunks(PER_LIST);
        for page in 0..all.len().div_ceil(PER_LIST) {
            let at = self.place("list", &[id, &(page as u64).to_be_bytes()]);
            let bytes = chunks.next().map(|some| Fields::default().set_bytes(IDS, &some.concat()).encode());
            writes.push((at, bytes));
        }
        self.commit(writes)
    }

    /// Returns when a campaign like this one was last queued whose recipients were erased, if there is one.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn forgotten(&self, likeness: &[u8; 16]) -> Result<Option<u64>, LedgerError> {
        let mut last = None;
        for campaign in self.campaigns()?.iter().filter(|c| c.likeness == *likeness) {
            if self.erased(&campaign.id)?.is_some() {
                last = last.max(Some(campaign.at_ms));
            }
        }
        Ok(last)
    }

    /// Returns the counts of a campaign whose recipients were erased.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn erased(&self, campaign: &Name) -> Result<Option<Counts>, LedgerError> {
        let fields = self.campaign_fields(campaign)?.ok_or(LedgerError::Missing)?;
        if !fields.has(COUNTS) {
            return Ok(None);
        }
        let line = fields.text(COUNTS)?;
        let pairs = line.split(',').filter_map(|p| p.split_once('='));
        Ok(Some(pairs.filter_map(|(w, n)| Some((Fate::from_code(w)?, n.parse().ok()?))).collect()))
    }

    /// What takes away the message to one member, with all that goes with it; its entry stays.
    fn without_message(&self, id: &Name, member: &Name) -> Result<Vec<Write>, LedgerError> {
        let mut writes = vec![(self.message_at(id, member), None)];
        // Of those that the queueing did not come to there is none.
        let entry = self.get(&self.queue_entry_at(id, member))?;
        let entry = entry.map(|bytes| QueueEntry::decode(&bytes)).transpose()?;
        writes.extend(self.without_pages("rest", id, member, entry.map_or(0, |entry| entry.pages())));
        writes.extend(self.without_file(id, Some(member))?);
        Ok(writes)
    }

    /// Deletes the messages, the entries and at last the list of a campaign.
    fn delete_members(&mut self, id: &Name, members: &[Name]) -> Result<(), LedgerError> {
        // Slips and list go last, together: what a cut leaves before that is gone through again.
        for chunk in members.chunks(500) {
            let mut writes = Vec::new();
            for member in chunk {
                writes.extend(self.without_message(id, member)?);
            }
            self.commit(writes)?;
        }
        let mut writes = self.without_file(id, None)?;
        writes.push((self.place("pattern", &[id]), None));
        for member in members {
            writes.push((self.queue_entry_at(id, member), None));
        }
        for (page, _) in (0_u64..).zip(members.chunks(PER_LIST)) {
            writes.push((self.place("list", &[id, &page.to_be_bytes()]), None));
        }
        self.commit(writes)
    }

    /// Deletes a campaign whose queueing did not end.
    pub(super) fn sweep(&mut self, id: &Name) -> Result<(), LedgerError> {
        self.delete_members(id, &self.members(id)?)?;
        let mut writes = vec![(self.place("campaign", &[id]), None)];
        let all = self.directory()?;
        let left: Vec<Name> = all.iter().filter(|c| *c != id).copied().collect();
        let pages = all.len().div_ceil(PER_DIRECTORY);
        let mut chunks = left.chunks(PER_DIRECTORY);
        for page in 0..pages {
            let at = self.place("directory", &[&(page as u64).to_be_bytes()]);
            let bytes = chunks.next().map(|c| Fields::default().set_bytes(IDS, &c.concat()).encode());
            writes.push((at, bytes));
        }
        self.commit(writes)
    }
}
