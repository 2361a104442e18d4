//! What a device tells the others of its outbox. Campaigns and marks lie in `dues`, where everybody who sends mail writes; what an
//! organizer replied lies in `organizing`.

use std::collections::BTreeSet;

use crate::base::{Id, kept::record};

record! {
    /// A page of a campaign of one device, the mark of an address, or the words of a reply.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Posted = Posted {
        /// The notice of a campaign.
        1 notice: Option<String>,
        /// When it was queued, in ms since 1970.
        2 queued: Option<u64>,
        /// The device that queued it, in hexadecimal digits.
        3 device: Option<String>,
        /// Equal for campaigns of one notice with the same values, on whichever device.
        4 alike: Option<String>,
        /// Whose messages are on this page: 32 hexadecimal digits each.
        5 members: Option<String>,
        /// Where each stands: one letter each (q waits, g is being sent, s sent, t to be tried again, r refused, u of unknown fate, k left out, c cancelled).
        6 states: Option<String>,
        /// Campaigns of other devices that were known and alike when it was queued.
        7 despite: BTreeSet<String>,
        /// The campaign.
        8 campaign: Option<Id>,
        /// Which page of it, from 0.
        9 page: Option<u64>,
        /// What mail that came back said of an address, as in the outbox, in hexadecimal digits; the address is in the name alone.
        10 mark: Option<String>,
        /// When the mark was taken off last, in ms since 1970.
        11 cleared: Option<u64>,
        /// The words of a reply of an organizer: what was asked, the subject, the text, when.
        12 reply: Option<String>,
        /// The same of a device that does not write in `organizing`.
        13 told: Option<String>,
        /// Whether it was taken back.
        14 removed: bool,
    }
    gone 14 if |posted| posted.removed;
    whole |posted| posted.campaign.is_some() || posted.mark.is_some() || posted.cleared.is_some()
        || posted.reply.is_some() || posted.told.is_some();
}
