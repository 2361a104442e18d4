//! Doors for `fuzz/`, which is built with `--cfg fuzzing`: what the bytes of a stranger reach inside this room. No part of
//! the program.

use crate::vault::{journal, page};

/// Reads a journal; returns what it holds as a journal written anew.
#[must_use]
pub fn journal(bytes: &[u8], whole: bool) -> Option<Vec<u8>> {
    journal::doors::read(bytes, whole)
}

/// Reads what can be read of a damaged journal, from both ends.
pub fn salvage(bytes: &[u8]) {
    journal::doors::salvage(bytes);
}

/// Reads the payload of a frame; returns it written anew.
#[must_use]
pub fn batch(payload: &[u8]) -> Option<Vec<u8>> {
    journal::doors::batch(payload)
}

/// Puts a payload into a journal of one frame, with its checks.
#[must_use]
pub fn framed(payload: &[u8]) -> Vec<u8> {
    journal::doors::framed(payload)
}

/// Reads what a device remembers of a vault; returns it written anew.
#[must_use]
pub fn memory(bytes: &[u8]) -> Option<Vec<u8>> {
    page::rewritten(bytes)
}
