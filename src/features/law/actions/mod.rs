//! Files of facts, and the roster as the law on electors sees it.

pub mod electors;
pub mod headcount;
pub mod input;
pub mod pack;
pub mod search;
pub mod watch;
