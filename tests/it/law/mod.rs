//! The law through the command line: examples, coverage over time, the reference.

mod coverage;
mod docs;
mod seats;
mod table;
