//! What is to be handed over, as data.

use chrono::NaiveDate;

use crate::{
    base::view::{data, views},
    features::privacy::views::PartView,
};

views! {
    "contrepoids.handover/1" => Handover;
}

data! {
    /// What is to be handed over, and in which order.
    pub struct Handover {
        /// The day of the list.
        made: NaiveDate,
        /// Who leaves, by the name of the device.
        from: String,
        /// Whether somebody else could go on today: another organizer opens the vault.
        someone_else: bool,
        /// What is open, what there is, what to do, part by part.
        parts: Vec<PartView>,
        /// The receipt that was written.
        out: Option<String>,
    }
}
