//! The terminal, and what a script hands over in its place.

use std::{
    fs::File,
    io::{self, Read},
};

use super::system;

/// The terminal without echo, for as long as this lives.
pub struct Quiet {
    _system: Option<system::Quiet>,
}

impl Quiet {
    /// Turns the echo off; without a terminal nothing happens.
    #[must_use]
    pub fn start() -> Self {
        Self { _system: system::Quiet::start() }
    }
}

/// Opens the keyboard of the terminal, whatever standard input is.
#[must_use]
pub fn keyboard() -> Option<File> {
    system::keyboard()
}

/// Opens a file descriptor that a script named.
///
/// # Errors
/// When there is none of this number.
pub fn descriptor(fd: i32) -> io::Result<Box<dyn Read>> {
    system::descriptor(fd)
}

/// Returns the line by which the command line of this system keeps a value, quoted already, for the commands that follow.
#[must_use]
pub fn assignment(name: &str, value: &str) -> String {
    system::assignment(name, value)
}

/// Ends the program as Ctrl-C does by itself.
pub fn end_interrupted() {
    system::end_interrupted();
}
