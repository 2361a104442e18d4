//! Texts that a person wrote and that were refused: kept until they are taken up again, or too old.

use super::{COUNT, Campaigns, Fields, IDS, LedgerError, Name, Shelf, Write};

const MEMBER: u64 = 1;
const ASKED: u64 = 4;
const SENDER: u64 = 5;
const KEPT: u64 = 6;
const PAGES: u64 = 7;
const ANSWERS: u64 = 8;
const WHOM: u64 = 9;
/// What stands for a member in the places of the pages.
const TEXT: Name = [0; 16];

/// A text that was kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// To whom it was to go.
    pub member: Name,
    /// The words that were searched for.
    pub asked: String,
    /// The sender, as typed.
    pub from: String,
    /// The `Message-ID` that it answers; empty for none.
    pub answers: String,
    /// To whom it goes, where that is no single member; empty for a reply.
    pub whom: String,
    /// The text, as it was written.
    pub text: String,
    /// When it was kept, in milliseconds since 1970 UTC.
    pub at_ms: u64,
}

impl<S: Shelf> Campaigns<S> {
    /// Keeps a text and returns its number; the one of another number goes in the same step.
    ///
    /// # Errors
    /// [`LedgerError`].
    ///
    /// # Durability
    /// When it returns, the text survives a power cut.
    pub fn keep_draft(&mut self, draft: &Draft, instead_of: Option<u64>) -> Result<u64, LedgerError> {
        let (mut numbers, last) = self.numbers()?;
        let number = last.saturating_add(1);
        let mut writes = instead_of.map(|old| self.without_draft(old)).transpose()?.unwrap_or_default();
        let (pages, count) = self.paged("draft", &named(number), &TEXT, draft.text.as_bytes());
        writes.extend(pages);
        let mut head = Fields::default();
        head.set_bytes(MEMBER, &draft.member).set_text(ASKED, &draft.asked).set_text(SENDER, &draft.from);
        head.set_text(ANSWERS, &draft.answers).set_text(WHOM, &draft.whom);
        head.set_number(KEPT, draft.at_ms).set_number(PAGES, count);
        writes.push((self.draft_at(number), Some(head.encode())));
        numbers.retain(|n| Some(*n) != instead_of);
        numbers.push(number);
        writes.push(self.listed(&numbers, number));
        self.commit(writes)?;
        Ok(number)
    }

    /// Returns the texts that are kept, each with its number, the one kept last at the end.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn drafts(&self) -> Result<Vec<(u64, Draft)>, LedgerError> {
        let mut out = Vec::new();
        for number in self.numbers()?.0 {
            let head = self.get(&self.draft_at(number))?.ok_or(LedgerError::Missing)?;
            let head = Fields::decode(&head)?;
            let text = self.unpaged("draft", &named(number), &TEXT, head.number(PAGES)?)?;
            let draft = Draft {
                member: head.id(MEMBER)?,
                asked: head.text(ASKED)?,
                from: head.text(SENDER)?,
                answers: head.text(ANSWERS).unwrap_or_default(),
                whom: head.text(WHOM).unwrap_or_default(),
                text: String::from_utf8_lossy(&text).into_owned(),
                at_ms: head.number(KEPT)?,
            };
            out.push((number, draft));
        }
        Ok(out)
    }

    /// Deletes a text that was kept.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn forget_draft(&mut self, number: u64) -> Result<(), LedgerError> {
        let (mut numbers, last) = self.numbers()?;
        numbers.retain(|n| *n != number);
        let mut writes = self.without_draft(number)?;
        writes.push(self.listed(&numbers, last));
        self.commit(writes)
    }

    /// Deletes the texts that were kept before a time.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn forget_drafts_before(&mut self, before_ms: u64) -> Result<(), LedgerError> {
        for (number, draft) in self.drafts()? {
            if draft.at_ms < before_ms {
                self.forget_draft(number)?;
            }
        }
        Ok(())
    }

    /// Returns the numbers of the texts that are kept, and the last one that was given.
    fn numbers(&self) -> Result<(Vec<u64>, u64), LedgerError> {
        let Some(bytes) = self.get(&self.place("drafts", &[]))? else { return Ok((Vec::new(), 0)) };
        let fields = Fields::decode(&bytes)?;
        let all = fields.bytes(IDS)?.as_chunks::<8>().0.iter().map(|n| u64::from_be_bytes(*n)).collect();
        Ok((all, fields.number(COUNT)?))
    }

    fn listed(&self, numbers: &[u64], last: u64) -> Write {
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_be_bytes()).collect();
        let fields = Fields::default().set_bytes(IDS, &bytes).set_number(COUNT, last).encode();
        (self.place("drafts", &[]), Some(fields))
    }

    fn without_draft(&self, number: u64) -> Result<Vec<Write>, LedgerError> {
        let Some(head) = self.get(&self.draft_at(number))? else { return Ok(Vec::new()) };
        let pages = Fields::decode(&head)?.number(PAGES)?;
        let mut out = self.without_pages("draft", &named(number), &TEXT, pages);
        out.push((self.draft_at(number), None));
        Ok(out)
    }

    fn draft_at(&self, number: u64) -> Name {
        self.place("draft", &[&number.to_be_bytes()])
    }
}

/// The name under which the pages of a text lie.
fn named(number: u64) -> Name {
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(number.to_be_bytes()) {
        *to = from;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::ledger::Memory;

    fn draft(text: &str, at_ms: u64) -> Draft {
        Draft {
            member: [7; 16],
            asked: "a".into(),
            from: "b@c.fr".into(),
            answers: String::new(),
            whom: String::new(),
            text: text.into(),
            at_ms,
        }
    }

    #[test]
    fn texts_are_kept_in_their_order_and_go_without_a_trace() {
        let mut ledger = Campaigns::open(Memory::default(), |out| out.fill(7)).ok().unwrap();
        let empty = ledger.shelf().0.len();
        let long = "é".repeat(100_000);
        assert_eq!(ledger.keep_draft(&draft("one", 1), None).ok(), Some(1));
        assert_eq!(ledger.keep_draft(&draft(&long, 2), None).ok(), Some(2));
        assert_eq!(ledger.keep_draft(&draft("two", 3), Some(1)).ok(), Some(3));
        let kept = |ledger: &Campaigns<Memory>| -> Vec<(u64, String)> {
            ledger.drafts().ok().unwrap().into_iter().map(|(n, d)| (n, d.text)).collect()
        };
        assert_eq!(kept(&ledger), [(2, long), (3, "two".to_owned())]);
        ledger.forget_drafts_before(3).ok().unwrap();
        assert_eq!(kept(&ledger), [(3, "two".to_owned())]);
        ledger.forget_draft(3).ok().unwrap();
        assert_eq!(kept(&ledger), []);
        // The list of numbers stays: a number is not given twice.
        assert_eq!(ledger.shelf().0.len(), empty + 1);
        assert_eq!(ledger.keep_draft(&draft("three", 4), None).ok(), Some(4));
    }
}
