//! The law through the command line: examples, coverage over time, refusals, real minutes, the reference.

mod calls;
mod coverage;
mod deadline;
mod docs;
mod examples;
mod hours;
mod minutes;
mod options;
mod pack;
mod people;
mod read;
mod refusals;
mod replacement;
mod seats;
mod table;
mod texts;
mod watch;
