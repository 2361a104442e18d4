//! A law pack, as data.

use chrono::NaiveDate;

use crate::{
    base::view::data,
    features::law::rules::pack::Differences,
    law::pack::{Pack as Opened, PackName},
};

data! {
    /// The law of this device.
    pub struct PackHeld {
        /// The day up to which the program's own law was read.
        own: NaiveDate,
        /// The pack; nothing where none is installed.
        pack: Option<Pack>,
    }

    /// A pack that was installed.
    pub struct PackInstalled {
        /// The pack, which answers from the next command on.
        pack: Pack,
    }

    /// A pack was removed.
    pub struct PackRemoved {
        /// The day up to which the program's own law was read, which answers from the next command on.
        own: NaiveDate,
    }

    /// A pack.
    pub struct Pack {
        /// Its name.
        name: PackName,
        /// The version of the program whose law it is.
        program: String,
        /// Its length in bytes.
        length: usize,
        /// The tables with other values, articles or words than the program's own.
        changed: Vec<String>,
        /// The tables that the program's own law does not have.
        added: Vec<String>,
        /// The rules of deadlines that are other or new.
        rules: Vec<String>,
    }
}

impl PackHeld {
    /// Returns the view of the law of this device.
    #[must_use]
    pub fn of(own: NaiveDate, pack: Option<Pack>) -> Self {
        Self { own, pack }
    }
}

impl PackInstalled {
    /// Returns the view of a pack that was installed.
    #[must_use]
    pub fn of(pack: Pack) -> Self {
        Self { pack }
    }
}

impl PackRemoved {
    /// Returns the view of what answers once a pack was removed.
    #[must_use]
    pub fn of(own: NaiveDate) -> Self {
        Self { own }
    }
}

impl Pack {
    /// Returns the view of a pack.
    #[must_use]
    pub fn of(pack: &Opened, differences: &Differences) -> Self {
        let Differences { changed, added, rules } = differences.clone();
        Self {
            name: pack.name.clone(),
            program: pack.program.clone(),
            length: pack.length,
            changed,
            added,
            rules,
        }
    }
}
