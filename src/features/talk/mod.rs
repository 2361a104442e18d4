//! Conversations: who talks with whom, what was asked and answered, what comes next.

pub mod records;
