//! One vault on several laptops: the places by which they share it, a round, who came, who joins.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod views;
