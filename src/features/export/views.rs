//! What an export tells, as data.

use chrono::NaiveDate;

use crate::base::{
    Device, hex,
    view::{data, views},
};

views! {
    "contrepoids.export.diff/1" => Changes;
    "contrepoids.export.open/1" => Opened;
    "contrepoids.export.roster/1" => Handed;
}

data! {
    /// An export that was written.
    pub struct Handed {
        /// How many people are in it.
        people: usize,
        /// The keys that open it.
        readers: Vec<String>,
        /// `csv`, `json` or `xlsx`.
        format: &'static str,
        /// Whether it is text.
        armored: bool,
        /// Whether this device signed it.
        signed: bool,
        /// The file.
        out: String,
        /// Its size.
        bytes: u64,
        /// Whether the log keeps who got it.
        logged: bool,
    }

    /// What changed from one export to the next.
    pub struct Changes {
        /// Who came.
        added: Vec<Moved>,
        /// Who went.
        removed: Vec<Moved>,
        /// Of whom something is another.
        changed: Vec<Moved>,
    }

    /// A person of an export.
    pub struct Moved {
        /// The identifier, as it stands in the export.
        id: String,
        /// The name.
        name: String,
        /// What is another.
        fields: Vec<Field>,
    }

    /// A column that is another.
    pub struct Field {
        /// Its name.
        field: String,
        /// What stood there.
        before: String,
        /// What stands there.
        after: String,
    }

    /// An export that was opened.
    pub struct Opened {
        /// The file.
        out: String,
        /// Its size.
        bytes: usize,
        /// Who signed it, where somebody did.
        signed: Option<SignedBy>,
    }

    /// Who signed what was opened.
    pub struct SignedBy {
        /// The device: 16 hexadecimal digits.
        device: String,
        /// What the device calls itself.
        name: String,
        /// The day, as the device had it.
        on: NaiveDate,
    }
}

impl SignedBy {
    /// Returns who signed.
    #[must_use]
    pub fn of(device: &Device, name: &str, on: NaiveDate) -> Self {
        Self { device: hex::write(device), name: name.to_owned(), on }
    }
}
