//! What is told of a proof, as data: no name.

use chrono::NaiveDate;

use crate::{
    base::view::{data, views},
    features::proof::rules::Lack,
};

views! {
    "contrepoids.proof.make/1" => Made;
}

data! {
    /// A bundle that was written.
    pub struct Made {
        /// The day on which the members are proved.
        day: NaiveDate,
        /// How many members are in it.
        members: usize,
        /// The file of the judge.
        out: String,
        /// Whether it is sealed to keys.
        sealed: bool,
        /// The SHA-256 of that file.
        sha256: String,
        /// The copy without names.
        employer: Option<String>,
        /// What is still to be found or done.
        lacks: Vec<Lacking>,
        /// Whether the log keeps it.
        logged: bool,
    }

    /// Something that is still to be found or done.
    pub struct Lacking {
        /// `payment`, `form`, `just-two`, `copy`, `union`.
        code: &'static str,
        /// Which member of the bundle, from 1.
        member: Option<usize>,
    }
}

impl Lacking {
    /// Returns what is told of it.
    #[must_use]
    pub const fn of(lack: Lack) -> Self {
        let (code, member) = match lack {
            Lack::Payment(n) => ("payment", Some(n)),
            Lack::Form(n) => ("form", Some(n)),
            Lack::JustTwo => ("just-two", None),
            Lack::Copy => ("copy", None),
            Lack::Union => ("union", None),
        };
        Self { code, member }
    }
}
