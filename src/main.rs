//! The thin binary: hardens the process, parses, runs, gives the exit code.

use std::process::ExitCode;

use contrepoids::{cli, config, platform::harden};

fn main() -> ExitCode {
    // First line: nothing is created readable, no memory is dumped, a file limit is an error and not a signal.
    harden::process();
    let run = || cli::run(std::env::args_os().collect(), &config::environment());
    // A panic has said so by the hook; its code is one of ours, not the language's.
    let exit = std::panic::catch_unwind(run).unwrap_or(contrepoids::face::exit::Exit::Bug);
    ExitCode::from(exit as u8)
}
