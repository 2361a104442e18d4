//! Mandatory bargaining in the company: which subjects, and when next. Pure.

mod outlook;
pub mod stage;

pub use outlook::{Missing, Outlook, Situation, Subject, outlook};
