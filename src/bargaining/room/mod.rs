//! What is on the table of a round, as data: the points of each subject, the information to ask for, what to do when the
//! employer defaults. Each line names the article and the version in which its words were read.

pub mod guide;
pub mod items;
pub mod papers;

#[cfg(test)]
mod tests;

use crate::{
    base::{Lang, text::fold},
    law::Fraction,
};

/// The words of a language.
const fn said<'a>(lang: Lang, french: &'a str, english: &'a str) -> &'a str {
    match lang {
        Lang::Fr => french,
        Lang::En => english,
    }
}

/// Returns what somebody names by its number, its code or its French name, without case and accents.
fn find<T: Copy>(
    all: &[T],
    typed: &str,
    names: impl Fn(&T) -> (usize, &'static str, &'static str),
) -> Option<T> {
    let wanted = fold(typed.get(..80).unwrap_or(typed));
    let number = wanted.parse::<usize>().ok();
    let fits = |one: &&T| {
        let (at, code, name) = names(one);
        number == Some(at) || fold(code) == wanted || fold(name) == wanted
    };
    all.iter().find(fits).copied()
}

/// Tells whether a headcount lies within bounds; nothing where it is not known and a bound is set.
fn within(headcount: Option<Fraction>, from: Option<i64>, below: Option<i64>) -> Option<bool> {
    if from.is_none() && below.is_none() {
        return Some(true);
    }
    let n = headcount?;
    Some(from.is_none_or(|f| n >= Fraction::whole(f)) && below.is_none_or(|b| n < Fraction::whole(b)))
}
