//! What is shown of the vault and of the section as a whole, as data.

use std::collections::BTreeMap;

use crate::{
    base::{
        view::{data, views},
        word::Standing,
    },
    calendar::Month,
    election::Seats,
    features::{
        agenda::views::{AgendaNow, DutyLine, Lack},
        law::views::Crossing,
    },
    law::Fraction,
};

views! {
    "contrepoids.destroy/1" => Destroyed;
    "contrepoids.doctor/1" => Checked;
    "contrepoids.init/1" => Made;
    "contrepoids.lock/1" => Locked;
    "contrepoids.status/1" + reasons => Status;
    "contrepoids.unlock/1" => Unlocked;
}

data! {
    /// Where the section stands.
    pub struct Status {
        /// The name of the company.
        company: Option<String>,
        /// The last headcount known.
        headcount: Option<Headcount>,
        /// The seats at that headcount.
        seats: Option<Seats>,
        /// The thresholds, where months are recorded.
        thresholds: Vec<Crossing>,
        /// How many people stand where.
        people: BTreeMap<Standing, usize>,
        /// The next five lines of the agenda: what is late, then the nearest.
        next: Vec<DutyLine>,
        /// The agenda, part by part.
        agenda: AgendaNow,
        /// What is missing to tell more.
        missing: Vec<Lack>,
        /// The parts of the vault that are not of the role of this device.
        closed: Vec<&'static str>,
        /// The six words of the vault, in the language of the command.
        words: Vec<&'static str>,
        /// When the last backup was made on this device; absent when none was.
        last_backup: Option<String>,
    }

    /// A headcount.
    pub struct Headcount {
        /// Its month.
        month: Month,
        /// The number.
        headcount: Fraction,
    }

    /// A vault that was made.
    pub struct Made {
        /// Its folder.
        vault: String,
        /// The file of the identity of this device.
        identity: String,
        /// Whether it was made as well.
        identity_is_new: bool,
        /// The public key of the identity.
        public_key: String,
        /// The recovery key, shown once.
        recovery_key: String,
    }

    /// A vault that was destroyed.
    pub struct Destroyed {
        /// Its folder.
        vault: String,
    }

    /// The key of this device, kept by the system.
    pub struct Unlocked {
        /// Until when.
        until: Option<String>,
    }

    /// The key of this device, forgotten by the system.
    pub struct Locked {
        /// Whether it was kept.
        was_unlocked: bool,
    }

    /// What a check of the vault and the machine found.
    pub struct Checked {
        /// What it found.
        findings: Vec<DoctorFinding>,
        /// Whether nothing calls for action.
        sound: bool,
        /// Whether `doctor --repair` would do something.
        repairable: bool,
        /// The six words that name this vault to people, in the language of the command.
        words: Option<Vec<&'static str>>,
    }

    /// Something that a check found.
    pub struct DoctorFinding {
        /// What it is.
        id: &'static str,
        /// The record, where it is about one.
        record: Option<String>,
        /// Whether it calls for action.
        serious: bool,
        /// The same in words of the language of the run.
        text: String,
    }
}
