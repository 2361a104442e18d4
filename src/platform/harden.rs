//! What the process does to itself before anything else.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask};

use crate::platform::quiet;

/// Makes the process discreet: files for the owner alone, no core dump, no other process of the user may look into its
/// memory, no descriptor goes on to a child, a limit on file sizes is an error and not a signal, a panic prints no value.
///
/// Each is tried; a system that knows one of them not goes without it, and `doctor` says so.
pub fn process() {
    // What the shell left open for us (the passphrase of `--passphrase-fd` among it) is not for what we start: a password
    // command, an editor, the child that talks to the mail server. What we open ourselves is opened that way.
    close_fds::set_fds_cloexec(3, &[]);
    umask(rustix::fs::Mode::from_raw_mode(0o077));
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // A handler that only sets a flag: the write then fails with an error that we report.
    let flag = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, flag);
    quiet::install_hook();
}
