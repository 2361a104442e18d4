//! Panics that are expected (inside sled, on damaged files) and caught: they print nothing.

use std::{cell::Cell, io::Write as _};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `call` with the panic hook silent on this thread.
pub(crate) fn quietly<T>(call: impl FnOnce() -> T) -> T {
    let before = QUIET.replace(true);
    let result = call();
    QUIET.set(before);
    result
}

/// Installs a panic hook that never prints the message of a panic, since it could hold a personal value: only where it
/// happened, and only when nobody catches it.
pub fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        if QUIET.get() || std::thread::current().name().is_some_and(|n| n.starts_with("sled-")) {
            return;
        }
        let place = info.location().map_or_else(String::new, |l| format!(" ({}:{})", l.file(), l.line()));
        let _ = writeln!(
            std::io::stderr().lock(),
            "contrepoids: an internal rule was broken{place}; what was saved before is safe."
        );
    }));
}
