//! What is written of a campaign, beside its messages.

use super::{
    AFTER, ALIKE, AT, COUNT, Campaign, Campaigns, DESPITE, FROM, Fields, LIKENESS, LedgerError, NOTICE, Name,
    PURPOSE, Shelf, TELLING,
};
use crate::render::Purpose;

/// Writes what is known of a campaign.
pub(super) fn written(campaign: &Campaign) -> Fields {
    let mut fields = Fields::default();
    fields.set_text(NOTICE, &campaign.notice).set_number(AT, campaign.at_ms);
    fields.set_number(COUNT, campaign.count).set_text(FROM, &campaign.from);
    fields.set_bytes(LIKENESS, &campaign.likeness);
    if let Some(alike) = &campaign.alike {
        fields.set_bytes(ALIKE, alike);
    }
    if let Some(after_ms) = campaign.after_ms {
        fields.set_number(AFTER, after_ms);
    }
    if !campaign.despite.is_empty() {
        fields.set_bytes(DESPITE, &campaign.despite.concat());
    }
    if !campaign.telling.is_empty() {
        fields.set_text(TELLING, &campaign.telling.join(","));
    }
    if let Some(purpose) = campaign.purpose {
        let number = match purpose {
            Purpose::Statutory => 1,
            Purpose::News => 2,
            Purpose::Dues => 3,
        };
        fields.set_number(PURPOSE, number);
    }
    fields
}

impl<S: Shelf> Campaigns<S> {
    /// Has nothing of a campaign leave before a moment; at any time with `None`.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn hold(&mut self, campaign: &Name, after_ms: Option<u64>) -> Result<(), LedgerError> {
        let mut fields = self.campaign_fields(campaign)?.ok_or(LedgerError::Missing)?;
        match after_ms {
            Some(after_ms) => fields.set_number(AFTER, after_ms),
            None => fields.remove(AFTER),
        };
        self.commit(vec![(self.place("campaign", &[campaign]), Some(fields.encode()))])
    }
}
