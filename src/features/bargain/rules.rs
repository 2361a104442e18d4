//! What follows from what was recorded of a round: no law of its own beside `bargaining`, no clock.

pub mod answers;
pub mod demands;
pub mod draft;
pub mod ending;
pub mod table;
