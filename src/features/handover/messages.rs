//! The words for a list that is not made.

use crate::{
    face::error::{CmdError, Explain, Telling, file},
    features::handover::actions::HandoverError,
};

impl Explain for HandoverError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        match self {
            Self::Agenda(error) => error.explain(t),
            Self::Notice(error) => error.explain(t),
            Self::Vault(error) => error.explain(t),
            Self::Write(path, error) => file::not_written(t, path, error),
        }
    }
}
