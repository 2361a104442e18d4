//! Women and men on a list of candidates: how many of each are due, what is wrong, who would be annulled.

mod check;
mod due;

use chrono::NaiveDate;

pub use check::{Breach, Checked, out_of_turn};
pub use due::Due;

use crate::{
    election::fault::{ElectionError, Fault, MOST, bad, too_many},
    law::{Answer, Book, FactName, Finding, Reasoning},
};

/// The sex of a candidate, as the law counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// A woman.
    Woman,
    /// A man.
    Man,
}

impl Sex {
    /// Returns the letter that lists use: `F` or `H`.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Woman => 'F',
            Self::Man => 'H',
        }
    }

    /// Returns the sex of a letter: `F` or `W`, `H` or `M`, in any case.
    #[must_use]
    pub const fn of_letter(letter: char) -> Option<Self> {
        match letter {
            'F' | 'f' | 'W' | 'w' => Some(Self::Woman),
            'H' | 'h' | 'M' | 'm' => Some(Self::Man),
            _ => None,
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Woman => Self::Man,
            Self::Man => Self::Woman,
        }
    }
}

/// The electors of a college and its seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct College {
    /// Women on the electoral list.
    pub women: u64,
    /// Men on the electoral list.
    pub men: u64,
    /// Seats to fill; without them some answers are undetermined.
    pub seats: Option<u32>,
}

/// A list to check, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slate {
    /// The candidates in the order of presentation.
    pub candidates: Vec<Sex>,
    /// The positions of those elected, from 1; nothing before the vote.
    pub elected: Option<Vec<usize>>,
    /// The positions in the order after erasures; those not named follow in the order of presentation.
    pub order: Option<Vec<usize>>,
    /// Whether these are free candidates of the second round, whom the rule does not bind.
    pub free: bool,
}

/// What is due on a list of `size` candidates, or more exactly what the list may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parity {
    /// What is due.
    pub due: Due,
    /// The orders that the due list may have, as letters.
    pub orders: Vec<String>,
    /// The list as checked, where one was given.
    pub checked: Option<Checked>,
}

/// Returns how many women and men are due on a list (*représentation équilibrée*) and checks it name by name.
///
/// # Law
/// L2314-30: the proportion of the college, rounded at the decimal 5; alternation until one sex is exhausted; the
/// optional candidate of the excluded sex, not in first place. L2314-32: what is annulled. Rulings: an incomplete list
/// may not leave out a sex that a full one would hold (19-10.826); a single candidate is irregular then (18-23.513);
/// alternation is judged against the candidate before (24-16.515). Where both products end in exactly one half without
/// strict equality, or a list is odd while the seats are even, no text and no ruling says: undetermined.
///
/// # Errors
/// A college without electors; a list longer than the seats; positions that are not on the list.
pub fn parity(
    book: &Book,
    college: College,
    size: Option<u32>,
    slate: Option<&Slate>,
    on: NaiveDate,
) -> Result<Finding<Answer<Parity>>, ElectionError> {
    let size = size_of(college, size, slate)?;
    let mut why = Reasoning::new(book, on);
    if slate.is_some_and(|s| s.free) {
        why.note("parity.free", vec![(FactName::Candidates, size.into())])?;
        let due = Due { women: 0, men: 0, either: size, both: false, optional: None };
        let checked = slate.map(|_| Checked::default());
        return Ok(why.conclude(Answer::Known(Parity { due, orders: Vec::new(), checked })));
    }
    let due = match due::due(&mut why, college, size)? {
        Ok(due) => due,
        Err((code, options)) => return Ok(why.conclude(Answer::Undetermined { why: code, options })),
    };
    let orders = due::orders(&due, size);
    if !orders.is_empty() {
        why.note("parity.alternation", vec![])?;
    }
    let checked = slate.map(|slate| check::check(&mut why, &due, slate)).transpose()?;
    Ok(why.conclude(Answer::Known(Parity { due, orders, checked })))
}

fn size_of(college: College, size: Option<u32>, slate: Option<&Slate>) -> Result<u32, ElectionError> {
    if college.women == 0 && college.men == 0 {
        return Err(bad("women", Fault::Zero));
    }
    if college.seats == Some(0) {
        return Err(bad("seats", Fault::Zero));
    }
    if college.seats.is_some_and(|seats| seats > MOST) {
        return Err(too_many("seats"));
    }
    let listed = slate.map(|s| u32::try_from(s.candidates.len())).transpose();
    let listed = listed.map_err(|_| bad("list", Fault::TooLarge))?;
    let size = match (size, listed, college.seats) {
        (Some(size), Some(listed), _) if size != listed => {
            return Err(bad("candidates", Fault::Conflict("list".to_owned())));
        }
        (Some(size), ..) | (None, Some(size), _) | (None, None, Some(size)) => size,
        (None, None, None) => return Err(bad("seats", Fault::Missing)),
    };
    if size > MOST {
        return Err(too_many(if listed.is_some() { "list" } else { "candidates" }));
    }
    if size == 0 {
        return Err(bad(if listed.is_some() { "list" } else { "candidates" }, Fault::Zero));
    }
    if college.seats.is_some_and(|seats| size > seats) {
        return Err(bad(
            if listed.is_some() { "list" } else { "candidates" },
            Fault::Above("seats".to_owned()),
        ));
    }
    Ok(size)
}

#[cfg(test)]
mod tests;
