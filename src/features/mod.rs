//! One room for each noun of the command line; inside, the role is the name of the file.

pub mod action;
pub mod agenda;
pub mod backup;
pub mod bargain;
pub mod case;
pub mod company;
pub mod dues;
pub mod election;
pub mod experience;
pub mod export;
pub mod group;
pub mod handover;
pub mod house;
pub mod join;
pub mod key;
pub mod law;
pub mod letter;
pub mod meeting;
pub mod member;
pub mod notice;
pub mod privacy;
pub mod proof;
pub mod survey;
pub mod sync;
pub mod talk;
pub mod training;

#[cfg(test)]
mod tests;
