//! The law through the command line: examples, coverage over time, refusals, real minutes, the reference.

mod alineas;
mod calls;
mod cases;
mod coverage;
mod deadline;
mod delegate;
mod docs;
mod examples;
mod hours;
mod minutes;
mod options;
mod pack;
mod people;
mod reached;
mod read;
mod refusals;
mod replacement;
mod rulings;
mod seats;
mod table;
mod texts;
mod watch;
