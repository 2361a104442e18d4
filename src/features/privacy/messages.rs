//! The words for a copy that is not made.

use crate::{
    face::error::{CmdError, Explain, Telling, file},
    features::privacy::actions::PrivacyError,
};

impl Explain for PrivacyError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        match self {
            Self::Member(error) => error.explain(t),
            Self::Notice(error) => error.explain(t),
            Self::Vault(error) => error.explain(t),
            Self::Write(path, error) => file::not_written(t, path, error),
        }
    }
}
