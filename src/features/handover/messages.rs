//! The words for a list that is not made.

use crate::{
    face::error::{CmdError, Explain, Telling},
    features::handover::actions::HandoverError,
};

impl Explain for HandoverError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        match self {
            Self::Agenda(error) => error.explain(t),
            Self::Privacy(error) => error.explain(t),
        }
    }
}
