//! Mandatory bargaining in the company: which subjects, and when next. Pure.

pub mod claim;
mod delegation;
mod duty;
mod outlook;
pub mod room;
pub mod stage;
mod words;

pub use delegation::{Delegation, Flaw, Seated, Unsure, seated};
pub use duty::{Duty, Topic, duties};
pub use outlook::{Agreed, Missing, Outlook, Situation, Subject, outlook};
pub use words::{Act, Ask, Besides, Stage, Unknown, Unsettled, Void};
