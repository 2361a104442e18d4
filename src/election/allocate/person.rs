//! Whether two candidates are one person: a name alone does not tell.

use std::collections::BTreeSet;

use chrono::NaiveDate;

/// What is known of a candidate, to tell them from others of the same name. No `Debug`: it holds a name.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The name, compared as it is.
    pub name: String,
    /// The date of birth.
    pub born: Option<NaiveDate>,
    /// The record of our roster, or another name that is theirs alone.
    pub key: Option<String>,
}

/// Whether two candidates are one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Same {
    /// They are.
    Surely,
    /// They are not.
    No,
    /// The record does not tell.
    Perhaps,
}

/// Tells whether two candidates of two votes are one person: by the roster, by name and birth. Another birth is another
/// person. Of namesakes one of whose births is not known nobody can tell, be they of one union or of two.
#[must_use]
pub(crate) fn same(a: &Identity, b: &Identity) -> Same {
    let sure = |yes: bool| if yes { Same::Surely } else { Same::No };
    if let (Some(x), Some(y)) = (&a.key, &b.key) {
        return sure(x == y);
    }
    if a.name != b.name || a.name.is_empty() {
        return Same::No;
    }
    match (a.born, b.born) {
        (Some(x), Some(y)) => sure(x == y),
        _ => Same::Perhaps,
    }
}

/// The candidates of a vote who hold a seat already, by list and place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Those who surely do.
    pub surely: BTreeSet<(usize, usize)>,
    /// Those who do if they are the person of the same name who is elected elsewhere.
    pub perhaps: BTreeSet<(usize, usize)>,
}

impl Taken {
    /// Finds the candidates of the lists of a vote among those who hold a seat.
    #[must_use]
    pub fn of(seated: &[Identity], lists: &[Vec<Identity>]) -> Self {
        let mut out = Self::default();
        for (list, candidates) in lists.iter().enumerate() {
            for (place, candidate) in candidates.iter().enumerate() {
                let found: Vec<Same> = seated.iter().map(|s| same(s, candidate)).collect();
                if found.contains(&Same::Surely) {
                    out.surely.insert((list, place));
                } else if found.contains(&Same::Perhaps) {
                    out.perhaps.insert((list, place));
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(name: &str, born: &str, key: &str) -> Identity {
        let key = Some(key.to_owned()).filter(|k| !k.is_empty());
        Identity { name: name.to_owned(), born: born.parse().ok(), key }
    }

    #[test]
    fn a_record_then_a_birth_tells_and_a_name_alone_does_not() {
        let a = who("Exemple A", "1980-01-01", "1");
        assert_eq!(same(&a, &who("Autre B", "", "1")), Same::Surely);
        assert_eq!(same(&a, &who("Exemple A", "1980-01-01", "2")), Same::No);
        let unknown = |born| who("Exemple A", born, "");
        assert_eq!(same(&a, &unknown("1980-01-01")), Same::Surely);
        assert_eq!(same(&a, &unknown("1981-01-01")), Same::No);
        assert_eq!(same(&a, &unknown("")), Same::Perhaps);
        assert_eq!(same(&unknown(""), &unknown("")), Same::Perhaps);
        assert_eq!(same(&a, &who("Autre B", "", "")), Same::No);
        assert_eq!(same(&who("", "", ""), &who("", "", "")), Same::No);
    }
}
