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
        // No path of the machine that built this: the name of the file, or of the crate and the file.
        let place =
            info.location().map_or_else(String::new, |l| format!(" ({}:{})", short(l.file()), l.line()));
        let _ = writeln!(
            std::io::stderr().lock(),
            "contrepoids: an internal rule was broken{place}; what was saved before is safe."
        );
    }));
}

/// Returns the end of a path, from the folder of the crate on.
fn short(path: &str) -> String {
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let from = parts.iter().rposition(|p| *p == "src").unwrap_or(parts.len()).saturating_sub(1);
    let crate_of_others = if path.starts_with(['/', '\\']) { from } else { 0 };
    parts.get(crate_of_others.min(parts.len().saturating_sub(1))..).unwrap_or_default().join("/")
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn no_path_of_the_building_machine() {
        assert_eq!(
            short("/a/b/registry/src/index-1/sled-0.34.7/src/pagecache/logger.rs"),
            "sled-0.34.7/src/pagecache/logger.rs"
        );
        assert_eq!(short("src/vault/mod.rs"), "src/vault/mod.rs");
        assert_eq!(short("/rustc/x/library/core/src/option.rs"), "core/src/option.rs");
        assert_eq!(short("/x/y.rs"), "y.rs");
    }
}
