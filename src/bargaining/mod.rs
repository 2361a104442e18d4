//! Mandatory bargaining in the company: which subjects, and when next. Pure.

pub mod claim;
mod duty;
mod outlook;
pub mod stage;

pub use duty::{Duty, duties};
pub use outlook::{Agreed, Missing, Outlook, Situation, Subject, outlook};
