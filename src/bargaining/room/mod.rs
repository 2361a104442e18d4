//! What is on the table of a round, as data: the points of each subject, the information to ask for, what to do when the
//! employer defaults. Each line names the article and the version in which its words were read.

pub mod guide;
pub mod items;
pub mod papers;

#[cfg(test)]
mod tests;

use crate::law::Fraction;

/// Tells whether a headcount lies within bounds; nothing where it is not known and a bound is set.
fn within(headcount: Option<Fraction>, from: Option<i64>, below: Option<i64>) -> Option<bool> {
    if from.is_none() && below.is_none() {
        return Some(true);
    }
    let n = headcount?;
    Some(from.is_none_or(|f| n >= Fraction::whole(f)) && below.is_none_or(|b| n < Fraction::whole(b)))
}
