//! Payments that come back (*rejets, impayés*): which entry of the book a movement undoes.

use chrono::NaiveDate;

use super::{Person, Treasury, book};
use crate::{
    base::{Id, text::fold},
    features::dues::records::BookEntry,
    money::{
        Cents, EntryKind, Way,
        bank::Movement,
        matching::{Sure, Why, named},
    },
};

/// How many days back a payment may be sent back: thirteen months for a debit that was not authorised.
const BACK: i64 = 400;

/// Words by which banks say that a payment came back.
const WORDS: [&str; 12] = [
    "rejet",
    "rejete",
    "rejetee",
    "rejets",
    "impaye",
    "impayee",
    "impayes",
    "retour",
    "retourne",
    "retournee",
    "returned",
    "unpaid",
];

/// An entry that a movement may undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoes {
    /// The entry.
    pub entry: Id,
    /// Its number.
    pub receipt: String,
    /// Its day.
    pub day: NaiveDate,
    /// Whose it is.
    pub person: Option<Id>,
    /// What speaks for it.
    pub why: Vec<Why>,
    /// How sure it is.
    pub sure: Sure,
}

/// Tells whether a movement is of a payment that came back: the bank says so by a code, or in words.
#[must_use]
pub fn came_back(movement: &Movement) -> bool {
    let words = fold(&movement.label);
    let mut all = words.split(|c: char| !c.is_alphanumeric());
    movement.amount < Cents::ZERO && (movement.returned.is_some() || all.any(|word| WORDS.contains(&word)))
}

/// Returns the entries that a movement may undo, the surest alone; several where none stands before the others. Only a person says
/// which.
#[must_use]
pub fn undoes(movement: &Movement, treasury: &Treasury) -> Vec<Undoes> {
    if !came_back(movement) {
        return Vec::new();
    }
    let sum = movement.amount.abs();
    let fits = |(id, e): &&(Id, BookEntry)| {
        let ago = movement.day.signed_duration_since(e.day).num_days();
        e.kind == EntryKind::Payment
            && e.amount == sum
            && e.reverses.is_none()
            && (0..=BACK).contains(&ago)
            && !book::reversed(&treasury.entries, *id)
    };
    let nobody =
        |id| Person { id, name: String::new(), given: Vec::new(), family: Vec::new(), spans: Vec::new() };
    let one = |(id, entry): &(Id, BookEntry)| {
        let person = entry.person.map(|person| treasury.whose(person));
        let known =
            person.and_then(|person| treasury.people.get(&person)).cloned().unwrap_or_else(|| nobody(*id));
        let mut why = vec![Why::Sum];
        let mut points = 1_u32;
        if entry.reference.is_some() && entry.reference == movement.reference {
            why.push(Why::Reference);
            points = points.saturating_add(8);
        }
        if named(movement, &known.given) && named(movement, &known.family) {
            why.push(Why::Name);
            points = points.saturating_add(4);
        } else if named(movement, &known.family) {
            why.push(Why::Family);
            points = points.saturating_add(2);
        }
        // What cannot come back comes last.
        if matches!(entry.way, Some(Way::Debit | Way::Cheque)) {
            points = points.saturating_add(1);
        }
        let sure = match points {
            9.. => Sure::Strong,
            3.. => Sure::Likely,
            _ => Sure::Weak,
        };
        (points, Undoes { entry: *id, receipt: entry.receipt(), day: entry.day, person, why, sure })
    };
    let mut found: Vec<(u32, Undoes)> = treasury.entries.iter().filter(fits).map(one).collect();
    let best = found.iter().map(|(points, _)| *points).max().unwrap_or_default();
    found.retain(|(points, _)| *points == best);
    let mut out: Vec<Undoes> = found.into_iter().map(|(_, one)| one).collect();
    if out.len() > 1 {
        // Of two that are alike nothing says which; of one member the later one is as good as the other.
        let whose = out.first().and_then(|one| one.person);
        if whose.is_some() && out.iter().all(|one| one.person == whose) {
            out.sort_by_key(|one| std::cmp::Reverse(one.day));
            out.truncate(1);
        } else {
            for one in &mut out {
                one.sure = Sure::Weak;
            }
        }
    }
    out
}
