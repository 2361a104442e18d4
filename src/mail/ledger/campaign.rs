//! What is written of a campaign, beside its messages.

use super::{ALIKE, AT, COUNT, Campaign, DESPITE, FROM, Fields, LIKENESS, NOTICE, PURPOSE, TELLING};
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
