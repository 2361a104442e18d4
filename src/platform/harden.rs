//! What the process does to itself before anything else.

use crate::platform::{quiet, system};

/// Makes the process discreet: files for the owner alone, no core dump, no other process of the user may look into its
/// memory, no descriptor goes on to a child, a limit on file sizes is an error and not a signal, a panic prints no value.
///
/// Each is tried; a system that knows one of them not goes without it, and `doctor` says so.
pub fn process() {
    system::harden();
    quiet::install_hook();
}
